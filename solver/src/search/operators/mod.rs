//! The moves of the search: each an [`Operator`] in a file of its own, all of them in [`OPERATORS`].
//!
//! An operator says which trains are removed and how they come back; the chain makes the move and undoes it. To add one: a file
//! here, a line in the registry. Which is drawn when follows from what each has done lately ([`Selection`]).

mod blockers;
mod neighbours;
mod queue_state;
mod random;
mod related;
mod selection;
mod shared_time;
mod stretch;
mod tails;

use super::annealing::Temperature;
use super::chain::Chain;
use super::removal::Removal;
pub use selection::OperatorCounts;
pub(super) use selection::{MoveResult, Selection};
use std::fmt::Debug;

/// A way to choose what a move removes.
pub(super) trait Operator: Debug + Sync {
    /// Its name, for people who look at counters or leave it out.
    fn name(&self) -> &'static str;

    /// Its part of a thousand moves as long as nothing is known; the parts of all need not come to a thousand.
    fn share(&self) -> u64;

    /// What to remove from the plan at hand; `None` where it finds nothing that could help.
    fn propose(&self, chain: &mut Chain<'_>, temperature: Temperature) -> Option<Removal>;
}

/// All of them.
pub(super) const OPERATORS: [&dyn Operator; 6] = [
    &shared_time::SharedTime,
    &neighbours::Neighbours,
    &blockers::Blockers,
    &random::Random,
    &stretch::Stretch,
    &tails::Tails,
];

/// Their names.
pub fn operator_names() -> impl Iterator<Item = &'static str> {
    OPERATORS.iter().map(|operator| operator.name())
}
