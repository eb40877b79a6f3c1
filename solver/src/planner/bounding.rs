//! The bound of a run: what no plan can beat, whatever proves it.
//!
//! Here is the place of the bound engine: [`Bounding::improve`] hands it a slice of work between two slices of search.

use crate::backend::{Backend, Limits};
use crate::bound::{Bound, cost_step, round_up};
use crate::construct::Solution;
use crate::exact::packing::{Candidates, PackingStatus, best_combination};
use crate::network::Network;
use crate::pricing::{Journey, Pricer};

/// Rounds between two plans guided by prices, and how much of the prices counts in turn.
const GUIDE_EVERY: u64 = 16;
const GUIDE_PERCENT: [i64; 3] = [100, 40, 10];

/// Rounds before known journeys are combined for the first time; then each time after twice as many.
const FIRST_COMBINED: u64 = 128;

/// How much a combination may cost: without a clock, by size and nodes.
const COMBINED: Limits = Limits {
    nodes: 300,
    iterations: 100,
    terms: 60_000,
    columns: 1_100,
};

/// Journeys of each train that are tried together, fewer where the limits refuse more.
const KEPT: [usize; 4] = [24, 10, 5, 2];

/// The best bound so far, in cost units.
pub(super) struct Bounding<'n> {
    engine: Bound<'n>,
    pricer: Pricer,
    guided: Option<Solution<'n>>,
    network: &'n Network,
    combine_at: u64,
    incumbent: Vec<Option<Journey>>,
    best: i64,
    step: i64,
}

impl<'n> Bounding<'n> {
    /// Begins with the sum of every train's cost if it were alone and stores were never empty or full (or unplanned, when
    /// that is cheaper). No plan can beat it: of everything but stores other trains only take.
    pub(super) fn new(network: &'n Network, alone: i64) -> Bounding<'n> {
        let step = cost_step(network);
        Bounding {
            best: round_up(alone, step),
            step,
            engine: Bound::new(network),
            pricer: Pricer::new(),
            guided: None,
            network,
            combine_at: FIRST_COMBINED,
            incumbent: Vec::new(),
        }
    }

    /// A bound proven so far; never falls.
    pub(super) fn value(&self) -> i64 {
        self.best
    }

    /// Works on the bound beside a plan of value `upper`, for so many iterations or until `is_over`. Whether more of it may
    /// help.
    pub(super) fn improve(
        &mut self,
        upper: i64,
        iterations: u32,
        is_over: impl Fn() -> bool,
    ) -> bool {
        for _ in 0..iterations {
            if self.best >= upper || is_over() {
                break;
            }
            self.engine.improve(upper, 1);
            self.take(self.engine.value());
            let rounds = self.engine.rounds();
            if rounds >= self.combine_at {
                self.combine_at = 2 * rounds;
                self.combine(upper);
            }
            if rounds.is_multiple_of(GUIDE_EVERY) {
                let percent = GUIDE_PERCENT[(rounds / GUIDE_EVERY) as usize % GUIDE_PERCENT.len()];
                let guided = self.engine.guided(&mut self.pricer, percent);
                if let Some(plan) = guided.filter(|plan| plan.value < upper) {
                    let better = |best: &Solution<'_>| plan.value < best.value;
                    if self.guided.as_ref().is_none_or(better) {
                        self.guided = Some(plan);
                    }
                }
            }
        }
        self.best < upper
    }

    /// Whether journeys of the best plan are wanted before the next slice of so many iterations.
    pub(super) fn wants_incumbent(&self, iterations: u32) -> bool {
        self.engine.rounds() + u64::from(iterations) >= self.combine_at
    }

    /// The journeys of the best plan.
    pub(super) fn set_incumbent(&mut self, journeys: Vec<Option<Journey>>) {
        self.incumbent = journeys;
    }

    /// The best combination of the journeys of the best plan and of those that trains were content with under prices.
    pub(super) fn combine(&mut self, upper: i64) {
        let known = self.engine.journeys();
        let n = self.network.trains.len();
        let incumbent = |index: usize| self.incumbent.get(index).and_then(Option::as_ref);
        let may_be_left_out: Vec<bool> = (0..n).map(|index| incumbent(index).is_none()).collect();
        // the more the better, as far as the limits go
        for most in KEPT {
            let lists: Vec<Vec<&Journey>> = (0..n)
                .map(|index| {
                    let known = known.get(index).map_or(&[][..], Vec::as_slice);
                    let last = &known[known.len().saturating_sub(most)..];
                    incumbent(index).into_iter().chain(last).collect()
                })
                .collect();
            let candidates = Candidates {
                journeys: &lists,
                may_be_left_out: &may_be_left_out,
                complete: false,
                reduced: None,
            };
            let packing = best_combination(
                self.network,
                &candidates,
                upper,
                Backend::Microlp,
                &COMBINED,
            );
            tracing::debug!(status = ?packing.status, most, "combined");
            if packing.status == PackingStatus::Refused {
                continue;
            }
            if let Some(plan) = packing.solution.filter(|plan| plan.value < upper) {
                self.guided = Some(plan);
            }
            return;
        }
    }

    /// A plan that the prices led to since the last question, if it was better than the upper value told.
    pub(super) fn guided(&mut self) -> Option<Solution<'n>> {
        self.guided.take()
    }

    /// Takes a bound over when it is better.
    fn take(&mut self, bound: i64) {
        self.best = better_of(self.best, bound, self.step);
    }
}

/// The better of two bounds, the second one rounded up.
fn better_of(best: i64, bound: i64, step: i64) -> i64 {
    best.max(round_up(bound, step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_never_falls() {
        let mut best = 100;
        for (proven, better) in [(40, 100), (101, 150), (150, 150), (149, 150)] {
            best = better_of(best, proven, 50);
            assert_eq!(best, better);
        }
    }
}
