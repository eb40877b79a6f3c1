//! A chain of trains in each other's way.

use super::super::chain::Chain;
use super::super::removal::{InsertionOrder, Removal};
use super::{Operator, Temperature};
use crate::journey::Journey;
use crate::network::TrainIndex;
use crate::pricing::{Shunned, Wishes};

/// The operator.
#[derive(Debug)]
pub(super) struct Blockers;

impl Operator for Blockers {
    fn name(&self) -> &'static str {
        "blockers"
    }

    fn share(&self) -> u64 {
        96
    }

    fn propose(&self, chain: &mut Chain<'_>, _: Temperature) -> Option<Removal> {
        let mut removal = chain.related(Chain::add_blockers);
        if chain.rng.below(2) == 0 {
            removal.order = InsertionOrder::FirstThenExit;
        }
        Some(removal)
    }
}

impl Chain<'_> {
    /// A chain of trains in each other's way: those that hold what the first would take if it were alone (with some spots left
    /// out at random, so not always the same), those that hold what one of them would then take, and so on.
    fn add_blockers(&mut self, chosen: &mut Vec<TrainIndex>, size: usize) {
        let mut at = chosen[0];
        while chosen.len() < size {
            let shunned = self.rng.one_of(&[false, true, true]);
            let wishes = Wishes {
                shunned: if shunned {
                    Shunned::OneIn(2, self.rng.bits())
                } else {
                    Shunned::None
                },
                ..Wishes::default()
            };
            let train = &self.network[at];
            let Some(wanted) = self.pricer.insert(train, &mut self.empty, &wishes) else {
                break;
            };
            self.empty.remove(&wanted);
            self.scan();
            let mut found: Vec<(u64, usize)> = Vec::new();
            for (rank, &index) in self.order.iter().enumerate() {
                let journey = self.current.journeys[index.index()].as_ref();
                let Some(journey) = journey.filter(|_| !chosen.contains(&index)) else {
                    continue;
                };
                let count = self.conflicts(&wanted, journey);
                if count > 0 {
                    found.push((count, rank));
                }
            }
            for entry in &mut found {
                entry.0 = u64::MAX - entry.0 * (1 + self.rng.below(1000));
            }
            found.sort_unstable();
            let Some(&(_, rank)) = found.first() else {
                break;
            };
            let found = found.iter().take(3.min(size - chosen.len()));
            chosen.extend(found.map(|&(_, rank)| self.order[rank]));
            at = self.order[rank];
        }
        if chosen.len() < size.min(3) {
            self.add_neighbours(chosen, size);
        }
    }

    /// In how many places a journey takes what another wants and cannot have beside all others.
    fn conflicts(&self, wanted: &Journey, other: &Journey) -> u64 {
        let mut count = 0;
        for want in &wanted.uses {
            for taken in &other.uses {
                if taken.pool == want.pool
                    && taken.from < want.to
                    && want.from < taken.to
                    && self.occupancy().is_full(*want)
                {
                    count += 1;
                }
            }
        }
        for want in &wanted.movements {
            let line = &self.network[want.line];
            let headway = line.headway[want.direction as usize];
            for run in &other.movements {
                if run.line == want.line
                    && run.direction == want.direction
                    && ((run.enter - want.enter).abs() < headway
                        || line.following.is_some_and(|ticks| {
                            run.enter < want.exit + ticks && want.enter < run.exit + ticks
                        }))
                {
                    count += 1;
                }
            }
        }
        count
    }
}
