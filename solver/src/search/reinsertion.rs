//! How removed trains come back: in which order, and with what passed over.
//!
//! A train takes its cheapest journey beside what is taken, within what the move may cost: what is left of it when every
//! train still to come costs as little as it can. A move that cannot be accepted any more ends there.

use super::chain::Chain;
use super::removal::{InsertionOrder, Removal};
use crate::journey::Journey;
use crate::network::{Cost, NEVER, Tick, TrainIndex};
use crate::pricing::{Blinks, Shunned, Wishes};
use regauge_model::ids::SpotId;

/// Chances, of 1024, that a place in time is passed over; one is drawn per move, but none for one that was estimated.
const BLINKS: [u32; 6] = [0, 0, 8, 24, 64, 160];

/// One of so many spots is left out; 0: none.
const SHUN_ONE_IN: [u64; 6] = [0, 0, 0, 0, 4, 8];

/// One of so many moves looks at exits however late.
const FAR_IN: u64 = 8;

/// What is passed over when a train comes back.
#[derive(Clone, Copy, Debug)]
struct Noise {
    /// Exits later than this.
    reach: Tick,
    /// Chance of a place in time, of 1024.
    chance: u32,
    /// One of so many spots; 0: none.
    shun_in: u64,
    /// All spots but this one.
    only: Option<SpotId>,
}

impl Chain<'_> {
    /// Inserts removed trains again for at most `budget`; what they cost, or `None` when that is more or one under way finds
    /// no journey. Those not planned then cost what that costs.
    pub(super) fn insert_again(
        &mut self,
        removed: &[(TrainIndex, Option<Journey>)],
        removal: &Removal,
        budget: Cost,
    ) -> Option<Cost> {
        let reach = self.reach(removed);
        let mut waiting = self.in_order(removed, removal.order);
        let chance = if removal.is_estimated || !self.parts.noise {
            0
        } else {
            self.rng.one_of(&BLINKS)
        };
        let shun_in = self.rng.one_of(&SHUN_ONE_IN);
        let mut least: Cost = removed
            .iter()
            .map(|(index, _)| self.alone[index.index()])
            .sum();
        if least > budget {
            return None;
        }
        let mut spent = Cost::ZERO;
        loop {
            let before = waiting.len();
            let mut still = Vec::new();
            for place in waiting {
                let index = removed[place].0;
                let old = removed[place].1.as_ref().map(|journey| journey.exit);
                let others = spent + least - self.alone[index.index()];
                let train = &self.network[index];
                let noise = Noise {
                    reach,
                    chance,
                    shun_in,
                    only: removal.spots.get(place).copied().flatten(),
                };
                if self.insert(index, budget - others, old, noise) {
                    spent += self.cost(index);
                    least -= self.alone[index.index()];
                } else if self.takes_stock[index.index()]
                    || !train.under_way && others + train.cost.postponed <= budget
                {
                    still.push(place);
                } else {
                    return None;
                }
            }
            waiting = still;
            if waiting.is_empty() || waiting.len() == before {
                break;
            }
        }
        for place in waiting {
            let train = &self.network[removed[place].0];
            if train.under_way {
                return None;
            }
            spent += train.cost.postponed;
        }
        (spent <= budget).then_some(spent)
    }

    /// The latest exit that a move looks at: mostly not long after those of the trains removed. What they leave is there; who finds
    /// no room near it would find it at any time, or in no move that is worth a look to the end of a long horizon.
    fn reach(&mut self, removed: &[(TrainIndex, Option<Journey>)]) -> Tick {
        if self.rng.below(FAR_IN) == 0 && self.parts.far_in {
            return NEVER;
        }
        let mut last = Tick::ZERO;
        let mut longest = 0;
        for (index, journey) in removed {
            let alone = self.alone_journeys[index.index()].as_ref();
            let exit = journey
                .as_ref()
                .or(alone)
                .map_or(Tick::ZERO, |journey| journey.exit);
            let release = self.network[*index].cost.release;
            last = last.max(exit);
            longest = longest.max(alone.map_or(0, |alone| alone.exit - release));
        }
        last.saturating_add(longest)
    }

    /// Inserts a train for at most so much, if that is less than leaving it out.
    fn insert(&mut self, index: TrainIndex, most: Cost, old: Option<Tick>, noise: Noise) -> bool {
        let train = &self.network[index];
        let most = if train.under_way {
            most
        } else {
            most.min(train.cost.postponed)
        };
        let Some(latest) = train.cost.latest_exit(most, self.network.end) else {
            return false;
        };
        let latest = latest.min(noise.reach);
        let shunned = match noise.only {
            Some(spot) => Shunned::AllBut(spot),
            None if noise.shun_in > 0 => Shunned::OneIn(noise.shun_in, self.rng.bits()),
            None => Shunned::None,
        };
        let wishes = Wishes {
            shunned,
            latest,
            most,
            likely: old.unwrap_or(NEVER),
            blinks: Blinks {
                chance: noise.chance,
                state: self.rng.bits() | 1,
            },
            work_early: false,
            rough: true,
            way: None,
        };
        let found = self
            .pricer
            .insert(train, &mut self.current.occupancy, &wishes);
        self.keep(index, found)
    }

    /// Keeps the journey of a train, which the occupancy holds already, if there is one; whether there is.
    fn keep(&mut self, index: TrainIndex, found: Option<Journey>) -> bool {
        let is_found = found.is_some();
        if is_found {
            self.current.journeys[index.index()] = found;
        }
        is_found
    }

    /// Inserts a train if it has a journey for at most so much; whether it did.
    pub(super) fn insert_for(&mut self, index: TrainIndex, most: Cost) -> bool {
        let train = &self.network[index];
        let Some(latest) = train.cost.latest_exit(most, self.network.end) else {
            return false;
        };
        let wishes = Wishes {
            latest,
            most,
            rough: true,
            ..Wishes::default()
        };
        let found = self
            .pricer
            .insert(train, &mut self.current.occupancy, &wishes);
        self.keep(index, found)
    }

    /// Places in `removed` in the order of insertion.
    fn in_order(
        &mut self,
        removed: &[(TrainIndex, Option<Journey>)],
        order: InsertionOrder,
    ) -> Vec<usize> {
        let mut keyed: Vec<(i64, usize, usize)> = Vec::with_capacity(removed.len());
        for (place, (index, journey)) in removed.iter().enumerate() {
            let cost = &self.network[*index].cost;
            let release = i64::from(cost.release.0);
            let noise = self.rng.below(240) as i64;
            let key = match order {
                InsertionOrder::Any => self.rng.below(1 << 20) as i64,
                InsertionOrder::FirstThenExit if place == 0 => i64::MIN,
                InsertionOrder::FirstThenExit | InsertionOrder::Exit => journey
                    .as_ref()
                    .map_or(release, |journey| i64::from(journey.exit.0)),
                InsertionOrder::Given => place as i64,
                InsertionOrder::Release => release + noise,
                InsertionOrder::Weight => -(cost.weight * 4).units() + noise / 4,
                InsertionOrder::Due => cost.due.map_or(release, |due| i64::from(due.0)) + noise,
                InsertionOrder::Costliest => {
                    let now = journey.as_ref().map_or(cost.postponed, |j| j.cost);
                    (self.alone[index.index()] - now).units()
                }
            };
            keyed.push((key, self.rank[index.index()], place));
        }
        keyed.sort_unstable();
        if order != InsertionOrder::Given && self.rng.below(4) > 0 {
            // who is under way holds places whatever is decided
            keyed.sort_by_key(|&(_, _, place)| !self.network[removed[place].0].under_way);
        }
        keyed.into_iter().map(|(_, _, place)| place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::construct::{Alone, insert_while};
    use crate::network::Network;
    use crate::pricing::Pricer;
    use crate::search::rng::Rng;
    use regauge_model::Instance;

    /// A ship that is handled in 40 minutes at the first berth, in 55 at the second.
    const SHIP: &str = r#"{
        "format_version": "1.0", "name": "a ship",
        "horizon": { "start": "2025-03-01T18:00:00+08:00", "planning_hours": 6 },
        "system": {
            "classes": [{ "id": "ship", "gauge_mm": 1435 }],
            "stations": [{ "id": "port", "sheds": [{ "id": "quay", "indoor": false, "spots": [
                { "id": "one", "gauges_mm": [1520, 1435], "length_m": 300 },
                { "id": "two", "gauges_mm": [1520, 1435], "length_m": 300 }
            ] }] }],
            "sections": []
        },
        "trains": [{
            "id": "S1", "class": "ship", "earliest_entry": "2025-03-01T18:10:00+08:00", "length_m": 180, "wagons": 1,
            "handling": [{ "spot": "one", "minutes": 40 }, { "spot": "two", "minutes": 55 }]
        }]
    }"#;

    /// When the ship leaves that comes back so, if it does.
    fn exit(only: Option<SpotId>, shun_in: u64) -> Option<Tick> {
        let instance = Instance::from_json(SHIP).expect("the file is right");
        let network = Network::compile(&instance);
        let mut pricer = Pricer::new();
        let alone = Alone::new(&network, &mut pricer, || true);
        let order: Vec<_> = network.train_indices().collect();
        let nothing = insert_while(&network, &mut pricer, &order, || false);
        let mut chain = Chain::new(&network, &alone, order, nothing, Rng::new(1));
        let noise = Noise {
            reach: NEVER,
            chance: 0,
            shun_in,
            only,
        };
        let is_back = chain.insert(TrainIndex::from_index(0), Cost::MAX, None, noise);
        let journey = chain.current.journeys[0].as_ref();
        assert_eq!(is_back, journey.is_some());
        journey.map(|journey| journey.exit)
    }

    #[test]
    fn a_train_comes_back_to_the_spot_it_is_meant_for() {
        assert_eq!(exit(None, 0), Some(Tick(50)));
        assert_eq!(exit(Some(SpotId(0)), 0), Some(Tick(50)));
        assert_eq!(exit(Some(SpotId(1)), 0), Some(Tick(65)));
        assert_eq!(exit(Some(SpotId(7)), 0), None);
    }

    #[test]
    fn where_every_spot_is_left_out_it_does_not_come_back() {
        assert_eq!(exit(None, 1), None);
        // the spot it is meant for is never left out
        assert_eq!(exit(Some(SpotId(1)), 1), Some(Tick(65)));
    }
}
