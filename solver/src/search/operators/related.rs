//! What operators ask of the plan at hand to find trains that belong together.

use super::super::chain::Chain;
use super::super::removal::{InsertionOrder, Removal};
use crate::journey::Journey;
use crate::network::{Tick, TrainIndex};
use regauge_model::ids::SpotId;

const ORDERS: [InsertionOrder; 9] = [
    InsertionOrder::Any,
    InsertionOrder::Any,
    InsertionOrder::Any,
    InsertionOrder::FirstThenExit,
    InsertionOrder::Exit,
    InsertionOrder::Release,
    InsertionOrder::Weight,
    InsertionOrder::Due,
    InsertionOrder::Costliest,
];

/// Trains removed at a time at most (without those that lived on them).
const MAX_REMOVED: u64 = 8;

impl Chain<'_> {
    /// Trains that `add` finds to a first one.
    pub(super) fn related(
        &mut self,
        add: impl Fn(&mut Self, &mut Vec<TrainIndex>, usize),
    ) -> Removal {
        let n = self.network.trains.len() as u64;
        let first = self.first();
        let size = 2 + self.below_small(MAX_REMOVED.min(n)) as usize;
        let mut chosen = vec![first];
        let order = self.rng.one_of(&ORDERS);
        add(self, &mut chosen, size);
        Removal::of(chosen, order)
    }

    /// A number below a bound, small ones likelier.
    fn below_small(&mut self, bound: u64) -> u64 {
        self.rng.below(bound).min(self.rng.below(bound))
    }

    /// A train drawn in proportion to what it costs more than alone; sometimes any.
    pub(super) fn first(&mut self) -> TrainIndex {
        self.scan();
        let n = self.network.trains.len();
        let over = |chain: &Self, index: TrainIndex| {
            let more = chain.cost(index) - chain.alone[index.index()];
            more.units().max(0) as u64
        };
        if self.rng.below(3) > 0 {
            let trains = self.network.train_indices();
            let sum: u64 = trains.map(|index| over(self, index)).sum();
            if sum > 0 {
                let mut at = self.rng.below(sum);
                for &index in &self.order {
                    let cost = over(self, index);
                    if at < cost {
                        return index;
                    }
                    at -= cost;
                }
            }
        }
        self.order[self.rng.below(n as u64) as usize]
    }

    /// The spot in which a train is worked or handled.
    pub(in super::super) fn spot_of(&self, journey: &Journey) -> Option<SpotId> {
        let train = &self.network.trains[journey.train.index()];
        let mut operations = journey.operations.iter();
        operations.find_map(|done| done.operation.of(train).what.work_spot())
    }

    /// When a train is in the system (for one not planned: when it would come).
    pub(in super::super) fn span(&self, index: TrainIndex) -> (Tick, Tick) {
        let release = self.network[index].cost.release;
        let journeys = (
            &self.current.journeys[index.index()],
            &self.alone_journeys[index.index()],
        );
        match journeys.0.as_ref().or(journeys.1.as_ref()) {
            Some(journey) => (release, journey.exit),
            None => (release, release + 480),
        }
    }
}
