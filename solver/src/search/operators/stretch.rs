//! A stretch of the queue for what a train holds longest, in a changed order.

use super::super::chain::Chain;
use super::super::removal::{InsertionOrder, Removal};
use super::{Operator, Temperature};
use crate::network::{Tick, TrainIndex, Use};

/// A stretch of a queue is at most as long as one of these, and two.
const LONGEST_STRETCH: [u64; 6] = [4, 6, 8, 12, 16, 24];

/// The operator.
#[derive(Debug)]
pub(super) struct Stretch;

impl Operator for Stretch {
    fn name(&self) -> &'static str {
        "stretch"
    }

    fn share(&self) -> u64 {
        85
    }

    fn propose(&self, chain: &mut Chain<'_>, _: Temperature) -> Option<Removal> {
        let first = chain.first();
        Some(chain.queue(first))
    }
}

impl Chain<'_> {
    /// A stretch of the queue for what a train holds longest, in a changed order: one further ahead, one behind all others (so
    /// that it may be left out), two changed over, one let in that was left out. The queue is the one in which the first
    /// train stands, the one in which it would rather stand, or any other, in which it is then put.
    fn queue(&mut self, first: TrainIndex) -> Removal {
        let n = self.order.len() as u64;
        let other = self.order[self.rng.below(n) as usize];
        let journey = match self.rng.below(4) {
            0 => self.alone_journeys[first.index()].as_ref(),
            1 => self.current.journeys[other.index()].as_ref(),
            _ => None,
        };
        let own = self.current.journeys[first.index()].as_ref();
        let journey = journey
            .or(own)
            .or(self.alone_journeys[first.index()].as_ref());
        let Some(journey) = journey else {
            return Removal::of(vec![first], InsertionOrder::Any);
        };
        let pools = &self.network.pools;
        let mut scarcest: Option<(u64, Use)> = None;
        for &taken in &journey.uses {
            let ticks = (taken.to - taken.from).max(1) as u64;
            let share = 1000 * ticks / u64::from(pools[taken.pool.index()].capacity.max(1));
            let score = share * (1 + self.rng.below(8));
            if scarcest.is_none_or(|best| score > best.0) {
                scarcest = Some((score, taken));
            }
        }
        let spot = self.spot_of(journey);
        let Some((_, wanted)) = scarcest else {
            return Removal::of(vec![first], InsertionOrder::Any);
        };
        self.scan();
        let mut queue: Vec<(Tick, usize)> = Vec::new();
        for (index, journey) in self.network.train_indices().zip(&self.current.journeys) {
            let Some(journey) = journey else { continue };
            let uses = journey
                .uses
                .iter()
                .filter(|other| other.pool == wanted.pool);
            if let Some(from) = uses.map(|other| other.from).min() {
                queue.push((from, self.rank[index.index()]));
            }
        }
        queue.sort_unstable();
        let at = queue.partition_point(|&(from, _)| from < wanted.from);
        let longest = self.rng.one_of(&LONGEST_STRETCH);
        let length = 2 + self.rng.below(longest) as usize;
        let before = self.rng.below(length as u64 / 2 + 1) as usize;
        let begin = at.saturating_sub(before);
        let end = (begin + length).min(queue.len());
        let stretch = queue[begin..end].iter();
        let mut stretch: Vec<TrainIndex> = stretch.map(|&(_, rank)| self.order[rank]).collect();
        let is_new = !stretch.contains(&first);
        if is_new {
            stretch.insert((at - begin).min(stretch.len()), first);
        }
        let n = stretch.len();
        let (a, b) = (
            self.rng.below(n as u64) as usize,
            self.rng.below(n as u64) as usize,
        );
        let mut last_is_free = false;
        match self.rng.below(if is_new { 9 } else { 6 }) {
            0 => {
                let train = stretch.remove(a);
                stretch.insert(b, train);
            }
            1 => {
                let train = stretch.remove(a);
                stretch.push(train);
                last_is_free = true;
            }
            2 => stretch.swap(a, b),
            3 => {
                let train = stretch.remove(a);
                stretch.insert(0, train);
            }
            4 => stretch[a.min(b)..=a.max(b)].rotate_left(1),
            5 => {
                let left_out = self.order.iter().copied().filter(|&index| {
                    self.current.journeys[index.index()].is_none() && !stretch.contains(&index)
                });
                let left_out: Vec<TrainIndex> = left_out.collect();
                if left_out.is_empty() {
                    stretch.swap(a, (a + 1).min(n - 1));
                } else {
                    let train = self.rng.one_of(&left_out);
                    let out = stretch.remove(a);
                    stretch.insert(b.min(stretch.len()), train);
                    stretch.push(out);
                    last_is_free = true;
                }
            }
            // the first in this queue is change enough
            _ => {}
        }
        let stay = spot.filter(|_| self.rng.below(2) == 0);
        Removal {
            spots: stay.map_or(Vec::new(), |spot| {
                vec![Some(spot); stretch.len() - usize::from(last_is_free)]
            }),
            trains: stretch,
            order: InsertionOrder::Given,
            is_estimated: false,
        }
    }
}
