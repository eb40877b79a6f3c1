//! Trains that hold what another might have used, at about the time it would have used it.

use super::super::chain::Chain;
use super::super::removal::Removal;
use super::{Operator, Temperature};
use crate::network::{GroupIndex, Ticks, TrainIndex};

/// The operator.
#[derive(Debug)]
pub(super) struct SharedTime;

impl Operator for SharedTime {
    fn name(&self) -> &'static str {
        "shared-time"
    }

    fn share(&self) -> u64 {
        144
    }

    fn propose(&self, chain: &mut Chain<'_>, _: Temperature) -> Option<Removal> {
        Some(chain.related(Chain::add_sharing_time))
    }
}

impl Chain<'_> {
    /// Trains that hold what the first might have used, at about the time it would have used it.
    fn add_sharing_time(&mut self, chosen: &mut Vec<TrainIndex>, size: usize) {
        let first = chosen[0];
        let window = 60 + self.rng.below(360) as Ticks;
        let centre = self.span(first);
        let resources = self.resources(first);
        self.scan();
        let mut others: Vec<(u64, usize)> = Vec::new();
        for place in 0..self.order.len() {
            let index = self.order[place];
            if index == first {
                continue;
            }
            let span = self.span(index);
            let apart = (span.0 - centre.1).max(centre.0 - span.1).max(0);
            if apart > window {
                continue;
            }
            let shared = (self.resources(index) & resources).count_ones();
            if shared == 0 && self.current.journeys[index.index()].is_some() {
                continue;
            }
            // closer in time and with more in common is likelier to go
            let score = self.rng.below(1000) + 120 * u64::from(shared.min(6));
            others.push((u64::MAX - score, place));
        }
        others.sort_unstable();
        let others = others.into_iter().take(size - 1);
        chosen.extend(others.map(|(_, place)| self.order[place]));
    }

    /// Groups of resources a journey uses, one bit each (groups beyond 128 share bits).
    fn resources(&self, index: TrainIndex) -> u128 {
        let Some(journey) = &self.current.journeys[index.index()] else {
            return u128::MAX;
        };
        let network = self.network;
        let bit = |group: GroupIndex| 1_u128 << (group.index() % 128);
        let pools = journey.uses.iter().map(|taken| network[taken.pool].group);
        let lines = journey.movements.iter().map(|run| network[run.line].group);
        let stocks = journey.stock_changes.iter().map(|s| network[s.0].group);
        let all = pools.chain(lines).chain(stocks);
        all.fold(0, |all, group| all | bit(group))
    }
}
