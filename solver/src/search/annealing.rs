//! Which plans are accepted: simulated annealing, its temperature falling with the work done.

use super::rng::Rng;
use crate::network::Cost;

/// The first and the last temperature, in parts of what a train costs beyond what it costs alone, on average …
const OF_OVERCOST: (f64, f64) = (0.5, 0.01);
/// … but at least in parts of what it costs alone.
const OF_COST: (f64, f64) = (0.015, 0.00025);

/// So long it stays as hot as at the beginning: how much work there is may not be known yet, and must not matter.
pub const HOT: f64 = 0.065;

/// Temperature over the work of a run (Kirkpatrick et al. 1983, geometric cooling). Work is counted, so that the
/// same run cools the same way on any machine.
#[derive(Clone, Debug)]
pub(super) struct Cooling {
    first: f64,
    last: f64,
}

/// How hot it is at a move.
#[derive(Clone, Copy, Debug)]
pub(super) struct Temperature {
    /// How much worse than the plan at hand a plan may be, on average.
    pub(super) mean: f64,
    /// The same for this move.
    pub(super) allowance: Cost,
}

impl Cooling {
    /// For trains of which one costs so much alone, and so much more in the plan at the start, on average.
    pub(super) fn new(alone: f64, more: f64) -> Cooling {
        Cooling {
            first: (OF_OVERCOST.0 * more).max(OF_COST.0 * alone),
            last: (OF_OVERCOST.1 * more).max(OF_COST.1 * alone),
        }
    }

    /// How hot it is when the run is so far, from 0 to 1.
    pub(super) fn temperature(&self, progress: f64, rng: &mut Rng) -> Temperature {
        let progress = ((progress - HOT) / (1.0 - HOT)).clamp(0.0, 1.0);
        let mean = self.first * libm::pow(self.last / self.first, progress);
        let allowance = Cost::new((-mean * libm::log(rng.part())) as i64);
        Temperature { mean, allowance }
    }
}
