//! Every rule of `docs/rules.md`: a good plan breaks just that rule, and the checker says just that.

mod fixture;
mod good;
mod journeys;
mod lines;
mod sheds;
mod station;
