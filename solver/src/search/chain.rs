//! The chain of the search: the plan at hand and the best seen; trains taken out of it and put back.

use super::queues::{Queues, SpotTimes, spots_of};
use super::rng::Rng;
use crate::construct::{Alone, Solution};
use crate::journey::Journey;
use crate::network::{Cost, Network, TrainIndex};
use crate::occupancy::Occupancy;
use crate::parts::Parts;
use crate::pricing::Pricer;
use regauge_model::ids::SpotId;

/// Parts that may be left out (see [`Parts`]).
#[derive(Clone, Copy, Debug)]
pub(super) struct SearchParts {
    pub(super) noise: bool,
    pub(super) far_in: bool,
    pub(super) polish: bool,
    pub(super) change_over: bool,
}

impl SearchParts {
    pub(super) fn of(parts: &Parts) -> SearchParts {
        SearchParts {
            noise: parts.has("noise"),
            far_in: parts.has("far-in"),
            polish: parts.has("polish"),
            change_over: parts.has("change-over"),
        }
    }
}

/// One walk through the plans.
#[derive(Debug)]
pub(super) struct Chain<'n> {
    pub(super) network: &'n Network,
    pub(super) pricer: Pricer,
    /// Steps of work beside pricing: trains looked at, things taken and given back.
    pub(super) scanned: u64,
    pub(super) rng: Rng,
    pub(super) parts: SearchParts,
    /// Least cost of every train.
    pub(super) alone: Vec<Cost>,
    /// What is taken whatever is decided.
    pub(super) empty: Occupancy<'n>,
    /// Journey of every train if it were alone.
    pub(super) alone_journeys: Vec<Option<Journey>>,
    /// The trains in an order that does not depend on where they stand in the file, and the place of each in it.
    pub(super) order: Vec<TrainIndex>,
    pub(super) rank: Vec<usize>,
    /// Whether a train takes from a stock: it may find its journey when others are placed.
    pub(super) takes_stock: Vec<bool>,
    /// Spots in which each may be worked or handled.
    pub(super) spots: Vec<Vec<SpotId>>,
    /// How each would be worked in each of them if it were alone, as far as that was asked.
    pub(super) spot_times: Vec<SpotTimes>,
    /// Room for the queues of the plan at hand.
    pub(super) queues: Queues,
    pub(super) current: Solution<'n>,
    pub(super) best: Vec<Option<Journey>>,
    pub(super) best_value: Cost,
    /// Trains whose journeys differ from the best plan's, perhaps.
    dirty: Vec<TrainIndex>,
}

/// Trains taken out of a plan, with what they did.
pub(super) type Removed = Vec<(TrainIndex, Option<Journey>)>;

impl<'n> Chain<'n> {
    pub(super) fn new(
        network: &'n Network,
        alone: &Alone,
        order: Vec<TrainIndex>,
        start: Solution<'n>,
        rng: Rng,
    ) -> Chain<'n> {
        let mut rank = vec![0; order.len()];
        for (place, &index) in order.iter().enumerate() {
            rank[index.index()] = place;
        }
        let spots: Vec<Vec<SpotId>> = network.trains.iter().map(|train| spots_of(train)).collect();
        Chain {
            network,
            empty: Occupancy::new(network),
            alone_journeys: alone.journeys.clone(),
            pricer: Pricer::new(),
            scanned: 0,
            rng,
            parts: SearchParts::of(&Parts::default()),
            alone: alone.costs.clone(),
            order,
            rank,
            takes_stock: network
                .trains
                .iter()
                .map(|train| train.takes_stock())
                .collect(),
            spot_times: spots
                .iter()
                .map(|spots| SpotTimes::unknown(spots.len()))
                .collect(),
            spots,
            queues: Queues::default(),
            best: start.journeys.clone(),
            best_value: start.value,
            current: start,
            dirty: Vec::new(),
        }
    }

    /// Goes on from another plan, which becomes the best when it is better.
    pub(super) fn go_on_from(&mut self, solution: Solution<'n>) {
        if solution.value < self.best_value {
            self.best_value = solution.value;
            self.best.clone_from(&solution.journeys);
            self.dirty.clear();
        } else {
            self.dirty = self.network.train_indices().collect();
        }
        self.current = solution;
    }

    /// What a train costs in the plan at hand.
    pub(super) fn cost(&self, index: TrainIndex) -> Cost {
        let journey = self.current.journeys[index.index()].as_ref();
        journey.map_or(self.network[index].cost.postponed, |j| j.cost)
    }

    /// Removes a train's journey, or what it holds while it is not planned.
    pub(super) fn take_out(&mut self, index: TrainIndex) -> Option<Journey> {
        let journey = self.current.journeys[index.index()].take();
        match &journey {
            Some(journey) => {
                self.scanned += journey.steps();
                self.current.occupancy.remove(journey);
            }
            None if self.network[index].under_way => {
                self.current.occupancy.remove_stay(index);
            }
            None => {}
        }
        journey
    }

    /// Gives a train back what was taken out.
    pub(super) fn put_back(&mut self, index: TrainIndex, journey: Option<Journey>) {
        match &journey {
            Some(journey) => {
                self.scanned += journey.steps();
                self.current.occupancy.insert(journey);
            }
            None if self.network[index].under_way => {
                self.current.occupancy.add_stay(index);
            }
            None => {}
        }
        self.current.journeys[index.index()] = journey;
    }

    /// Takes trains out, and those with them that lived on what they brought.
    pub(super) fn take_all_out(&mut self, trains: &[TrainIndex]) -> Removed {
        let mut removed = Removed::with_capacity(trains.len() + 4);
        for &index in trains {
            let journey = self.take_out(index);
            removed.push((index, journey));
        }
        while let Some((stock, short_at)) = self.current.occupancy.short_stock() {
            // the last one that took before the stock was short: others may go on
            self.scan();
            let taken_at = |&index: &TrainIndex| {
                let changes = self.current.journeys[index.index()].iter();
                let changes = changes.flat_map(|journey| &journey.stock_changes);
                let of_stock = changes.filter(|change| change.0 == stock && change.2 < 0);
                of_stock
                    .map(|change| change.1)
                    .filter(|&at| at <= short_at)
                    .max()
            };
            let users = self.order.iter().copied();
            let users =
                users.filter_map(|index| Some((taken_at(&index)?, self.rank[index.index()])));
            let Some((_, rank)) = users.max() else { break };
            let index = self.order[rank];
            let journey = self.take_out(index);
            removed.push((index, journey));
        }
        removed
    }

    /// Counts a look at every train.
    pub(super) fn scan(&mut self) {
        self.scanned += self.order.len() as u64;
    }

    /// Work done, in steps.
    pub(super) fn done(&self) -> u64 {
        self.pricer.steps() + self.scanned
    }

    pub(super) fn accept(&mut self, value: Cost, removed: &Removed) {
        self.current.value = value;
        self.dirty.extend(removed.iter().map(|(index, _)| *index));
        if value < self.best_value {
            self.best_value = value;
            self.dirty.sort_unstable();
            self.dirty.dedup();
            for index in self.dirty.drain(..) {
                self.best[index.index()].clone_from(&self.current.journeys[index.index()]);
            }
        }
    }

    /// Makes the best plan the one at hand.
    pub(super) fn return_to_best(&mut self) {
        let mut dirty = std::mem::take(&mut self.dirty);
        dirty.sort_unstable();
        dirty.dedup();
        for &index in &dirty {
            self.take_out(index);
        }
        for &index in &dirty {
            self.put_back(index, self.best[index.index()].clone());
        }
        self.current.value = self.best_value;
    }

    /// What is taken now.
    pub(super) fn occupancy(&self) -> &Occupancy<'n> {
        &self.current.occupancy
    }
}
