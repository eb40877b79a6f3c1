//! The bound of a run: what no plan can beat, whatever proves it.
//!
//! Here is the place of the bound engine: [`Bounding::improve`] hands it a slice of work between two slices of search.

use crate::bound::{Bound, cost_step, round_up};
use crate::construct::Solution;
use crate::network::Network;
use crate::pricing::Pricer;

/// Rounds between two plans guided by prices, and how much of the prices counts in turn.
const GUIDE_EVERY: u64 = 16;
const GUIDE_PERCENT: [i64; 3] = [100, 40, 10];

/// The best bound so far, in cost units.
pub(super) struct Bounding<'n> {
    engine: Bound<'n>,
    pricer: Pricer,
    guided: Option<Solution<'n>>,
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
            if rounds % GUIDE_EVERY == 0 {
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
