//! Strings of trains that use the same things shortly before or after (string removal: Christiaens and Vanden Berghe 2020).

use super::super::chain::Chain;
use super::super::removal::Removal;
use super::{Operator, Temperature};
use crate::network::{LineIndex, Tick, Ticks, TrainIndex, Use};

/// The operator.
#[derive(Debug)]
pub(super) struct Neighbours;

impl Operator for Neighbours {
    fn name(&self) -> &'static str {
        "neighbours"
    }

    fn share(&self) -> u64 {
        192
    }

    fn propose(&self, chain: &mut Chain<'_>, _: Temperature) -> Option<Removal> {
        Some(chain.related(Chain::add_neighbours))
    }
}

impl Chain<'_> {
    /// Trains that use the same things shortly before or after: strings of users of a few resources of the first.
    pub(super) fn add_neighbours(&mut self, chosen: &mut Vec<TrainIndex>, size: usize) {
        let first = chosen[0];
        let journeys = (
            &self.current.journeys[first.index()],
            &self.alone_journeys[first.index()],
        );
        let Some(journey) = journeys.0.as_ref().or(journeys.1.as_ref()) else {
            self.add_any(chosen, size);
            return;
        };
        let n_uses = journey.uses.len();
        let n_all = (n_uses + journey.movements.len()) as u64;
        let strings = 1 + self.rng.below(3);
        let mut left = size - 1;
        for string in (1..=strings).rev() {
            let draw = self.rng.below(n_all.max(1)) as usize;
            let journey = self.current.journeys[first.index()]
                .as_ref()
                .or(self.alone_journeys[first.index()].as_ref());
            let Some(journey) = journey else { return };
            self.scanned += self.order.len() as u64;
            let near = if let Some(&taken) = journey.uses.get(draw) {
                self.users_near(taken)
            } else if let Some(run) = journey.movements.get(draw - n_uses) {
                self.runs_near(run.line, run.enter)
            } else {
                return;
            };
            let take = left.div_ceil(string as usize);
            let mut taken = 0;
            for (_, rank) in near {
                let index = self.order[rank];
                if taken < take && !chosen.contains(&index) && self.rng.below(8) > 0 {
                    chosen.push(index);
                    taken += 1;
                }
            }
            left -= taken;
            if left == 0 {
                return;
            }
        }
    }

    /// Trains that use a pool, by how far from a use in time: distance and rank.
    fn users_near(&self, taken: Use) -> Vec<(Ticks, usize)> {
        let mut near: Vec<(Ticks, usize)> = Vec::new();
        for (index, journey) in self.network.train_indices().zip(&self.current.journeys) {
            let Some(journey) = journey else { continue };
            let uses = journey.uses.iter().filter(|other| other.pool == taken.pool);
            let apart = uses.map(|other| (other.from - taken.to).max(taken.from - other.to).max(0));
            if let Some(apart) = apart.min() {
                near.push((apart, self.rank[index.index()]));
            }
        }
        near.sort_unstable();
        near
    }

    /// Trains that run through a section, by how far from an entry in time: distance and rank.
    fn runs_near(&self, line: LineIndex, enter: Tick) -> Vec<(Ticks, usize)> {
        let mut near: Vec<(Ticks, usize)> = Vec::new();
        for (index, journey) in self.network.train_indices().zip(&self.current.journeys) {
            let Some(journey) = journey else { continue };
            let runs = journey.movements.iter().filter(|run| run.line == line);
            let apart = runs.map(|run| (run.enter - enter).abs());
            if let Some(apart) = apart.min() {
                near.push((apart, self.rank[index.index()]));
            }
        }
        near.sort_unstable();
        near
    }
}
