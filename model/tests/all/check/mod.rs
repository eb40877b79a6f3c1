//! Every rule of `docs/rules.md`: a good plan breaks just that rule, and the checker says just that.

mod crane_wind;
mod ends;
mod files;
pub(crate) mod fixture;
mod foreign;
mod good;
mod handling;
mod holds;
mod journeys;
mod languages;
mod lines;
mod nonsense;
mod ordered;
mod pinned;
mod sheds;
mod starts;
mod statements;
mod station;
mod throats;
mod wagons;
