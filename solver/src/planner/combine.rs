//! The best combination of known journeys: a restricted master over what prices and search have brought up.

use crate::backend::{Backend, Limits};
use crate::construct::Solution;
use crate::exact::packing::{Candidates, PackingStatus, best_combination};
use crate::network::Network;
use crate::pricing::Journey;

/// How much a combination may cost: without a clock, by size and nodes.
const COMBINED: Limits = Limits {
    nodes: 100,
    iterations: 100,
    terms: 60_000,
    columns: 700,
};

/// Journeys of each train that are tried together, fewer where the limits refuse more.
const KEPT: [usize; 4] = [24, 16, 8, 3];

/// The best combination of the journeys of a plan and the last of other known ones, by train, if it costs less than `upper`, what
/// the plan costs.
pub(super) fn combine<'n>(
    network: &'n Network,
    plan: &[Option<Journey>],
    known: &[Vec<Journey>],
    upper: i64,
) -> Option<Solution<'n>> {
    let may_be_left_out: Vec<bool> = plan.iter().map(Option::is_none).collect();
    // the more the better, as far as the limits go
    for most in KEPT {
        let lists = plan.iter().enumerate().map(|(index, own)| {
            let known = known.get(index).map_or(&[][..], Vec::as_slice);
            let last = &known[known.len().saturating_sub(most)..];
            own.iter().chain(last).collect()
        });
        let lists: Vec<Vec<&Journey>> = lists.collect();
        let candidates = Candidates {
            journeys: &lists,
            may_be_left_out: &may_be_left_out,
            complete: false,
            reduced: None,
        };
        let packing = best_combination(network, &candidates, upper, Backend::Microlp, &COMBINED);
        tracing::debug!(status = ?packing.status, most, "combined");
        if packing.status != PackingStatus::Refused {
            return packing.solution.filter(|found| found.value < upper);
        }
    }
    None
}
