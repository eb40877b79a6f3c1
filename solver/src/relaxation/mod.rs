//! The Lagrangian relaxation: capacity that trains share is priced, and each train is on its own.
//!
//! Every row of shared capacity (`rows`, `cliques`) gets a multiplier per tick. With these each train solves its own
//! `pricing_problem` exactly, and the sum of their costs less the worth of the capacity of all rows is a lower bound on every plan,
//! whatever the multipliers are (`evaluation`; Brännlund et al. 1998 do the same for single lines). They are whole numbers, so the
//! bound is exact: no rounding can lift it above the truth.
//!
//! A file per part: `rows` and `multipliers` (what is priced and where its prices stand), `cost_functions` (costs of
//! operations at prices), `shape`, `holds`, `windows` (what a train may do), `pricing_problem` and `dual_pricer` with
//! `sweep`, `stages` and `trace` (its cheapest journey), `narrowing` (windows by reduced costs), `evaluation` (one round), `fractional` and `separation` (what rounds come to, and
//! cuts it violates), `granularity` (what every value is a multiple of).
//! Not here: where multipliers come from ([`crate::dual`]), and plans ([`crate::heuristics`]).

pub(crate) mod cliques;
pub(crate) mod cost_functions;
pub(crate) mod dual_pricer;
pub(crate) mod evaluation;
pub(crate) mod fractional;
pub(crate) mod granularity;
mod holds;
pub(crate) mod multipliers;
mod narrowing;
pub(crate) mod pricing_problem;
pub(crate) mod rows;
mod separation;
mod shape;
pub(crate) mod stages;
mod stand_shape;
mod sweep;
mod trace;
pub(crate) mod windows;

pub use granularity::{granularity, round_up};
pub use pricing_problem::Choice;

/// Rounded up.
pub(crate) fn ceil_div(a: i64, b: i64) -> i64 {
    a.div_euclid(b) + i64::from(a.rem_euclid(b) != 0)
}

/// Cost units times the scale of a relaxation (`evaluation::Relaxation::scale`), so that prices are integers too: no
/// [`crate::network::Cost`]. Sums of these in a fixed order are the same on every machine.
pub type Scaled = i64;
