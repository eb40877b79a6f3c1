//! The chain of the search: a plan at hand, the best seen, and a move from one plan to the next with its undoing.

use super::acceptance::Cooling;
use super::dice::Dice;
use super::kinds::Kinds;
use super::queues::{Queues, Stays, spots_of};
use crate::construct::{Alone, Solution};
use crate::network::{Network, Tick};
use crate::occupancy::Occupancy;
use crate::pricing::{Journey, Pricer};
use regauge_model::ids::SpotId;

/// Of a hundred moves so many are deep: behind what they changed all others may move up.
const DEEP: u64 = 12;

/// So many trains behind a deep move may move up.
const MOVED_UP: usize = 64;

/// One walk through the plans.
#[derive(Debug)]
pub(super) struct Chain<'n> {
    pub(super) network: &'n Network,
    pub(super) pricer: Pricer,
    /// Steps of work beside pricing: trains looked at, things taken and given back.
    pub(super) scanned: u64,
    pub(super) dice: Dice,
    cooling: Cooling,
    kinds: Kinds,
    /// Least cost of every train.
    pub(super) alone: Vec<i64>,
    /// What is taken whatever is decided.
    pub(super) empty: Occupancy<'n>,
    /// Journey of every train if it were alone.
    pub(super) alone_journeys: Vec<Option<Journey>>,
    /// The trains in an order that does not depend on where they stand in the file, and the place of each in it.
    pub(super) order: Vec<usize>,
    pub(super) rank: Vec<usize>,
    /// Whether a train takes from a stock: it may find its journey when others are placed.
    pub(super) takes_stock: Vec<bool>,
    /// Spots in which each may be worked or handled.
    pub(super) spots: Vec<Vec<SpotId>>,
    /// How each would be worked in each of them if it were alone, as far as that was asked.
    pub(super) stays: Vec<Stays>,
    /// Room for the queues of the plan at hand.
    pub(super) queues: Queues,
    pub(super) current: Solution<'n>,
    pub(super) best: Vec<Option<Journey>>,
    pub(super) best_value: i64,
    /// Trains whose journeys differ from the best plan's, perhaps.
    strayed: Vec<usize>,
}

/// Trains taken out of a plan, with what they did.
pub(super) type Removed = Vec<(usize, Option<Journey>)>;

impl<'n> Chain<'n> {
    pub(super) fn new(
        network: &'n Network,
        alone: &Alone,
        order: Vec<usize>,
        start: Solution<'n>,
        dice: Dice,
    ) -> Chain<'n> {
        let mut rank = vec![0; order.len()];
        for (place, &index) in order.iter().enumerate() {
            rank[index] = place;
        }
        let spots: Vec<Vec<SpotId>> = network.trains.iter().map(|train| spots_of(train)).collect();
        let n = alone.costs.len().max(1) as f64;
        let alone_sum: i64 = alone.costs.iter().sum();
        let mean = alone_sum as f64 / n;
        let over = (start.value - alone_sum).max(0) as f64 / n;
        Chain {
            network,
            empty: Occupancy::new(network),
            alone_journeys: alone.journeys.clone(),
            pricer: Pricer::new(),
            scanned: 0,
            dice,
            cooling: Cooling::new(mean, over),
            kinds: Kinds::new(),
            alone: alone.costs.clone(),
            order,
            rank,
            takes_stock: network
                .trains
                .iter()
                .map(|train| train.takes_stock())
                .collect(),
            stays: spots
                .iter()
                .map(|spots| Stays::unknown(spots.len()))
                .collect(),
            spots,
            queues: Queues::default(),
            best: start.journeys.clone(),
            best_value: start.value,
            current: start,
            strayed: Vec::new(),
        }
    }

    /// Goes on from another plan, which becomes the best when it is better.
    pub(super) fn go_on_from(&mut self, solution: Solution<'n>) {
        if solution.value < self.best_value {
            self.best_value = solution.value;
            self.best.clone_from(&solution.journeys);
            self.strayed.clear();
        } else {
            self.strayed = (0..solution.journeys.len()).collect();
        }
        self.current = solution;
    }

    /// What a train costs in the plan at hand.
    pub(super) fn cost(&self, index: usize) -> i64 {
        let journey = self.current.journeys[index].as_ref();
        journey.map_or(self.network.trains[index].cost.postponed, |j| j.cost)
    }

    /// Removes a train's journey, or what it holds while it is not planned.
    pub(super) fn take_out(&mut self, index: usize) -> Option<Journey> {
        let journey = self.current.journeys[index].take();
        match &journey {
            Some(journey) => {
                self.scanned += journey.steps();
                self.current.occupancy.remove(journey);
            }
            None if self.network.trains[index].under_way => {
                self.current.occupancy.remove_stay(index);
            }
            None => {}
        }
        journey
    }

    /// Gives a train back what was taken out.
    pub(super) fn put_back(&mut self, index: usize, journey: Option<Journey>) {
        match &journey {
            Some(journey) => {
                self.scanned += journey.steps();
                self.current.occupancy.insert(journey);
            }
            None if self.network.trains[index].under_way => {
                self.current.occupancy.add_stay(index);
            }
            None => {}
        }
        self.current.journeys[index] = journey;
    }

    /// Takes trains out, and those with them that lived on what they brought.
    pub(super) fn take_all_out(&mut self, trains: &[usize]) -> Removed {
        let mut removed = Removed::with_capacity(trains.len() + 4);
        for &index in trains {
            let journey = self.take_out(index);
            removed.push((index, journey));
        }
        while let Some((stock, short_at)) = self.current.occupancy.short_stock() {
            // the last one that took before the stock was short: others may go on
            self.scan();
            let taken_at = |&index: &usize| {
                let changes = self.current.journeys[index].iter();
                let changes = changes.flat_map(|journey| &journey.stock_changes);
                let of_stock = changes.filter(|change| change.0 == stock && change.2 < 0);
                of_stock
                    .map(|change| change.1)
                    .filter(|&at| at <= short_at)
                    .max()
            };
            let users = self.order.iter().copied();
            let users = users.filter_map(|index| Some((taken_at(&index)?, self.rank[index])));
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

    /// One move, when the run is so far.
    pub(super) fn make_move(&mut self, progress: f64) {
        let heat = self.cooling.heat(progress, &mut self.dice);
        let most = self.current.value.saturating_add(heat.allowance);
        let kind = self.kinds.draw(&mut self.dice);
        let (effort, before) = (self.done(), self.current.value);
        let is_deep = self.dice.below(100) < DEEP;
        let mut held_back = None;
        if is_deep && self.dice.below(2) == 0 {
            held_back = self.one_to_hold_back();
        }
        let is_held_back = held_back.is_some();
        let (kind, choice) = match held_back {
            Some(choice) => (kind, choice),
            None => self.neighbourhood(kind, heat),
        };
        let missing = self.current.occupancy.missing_cost();
        let mut removed = self.take_all_out(&choice.trains);
        let costs: i64 = removed.iter().map(|one| self.cost_before(one)).sum();
        let others = self.current.value - missing - costs;
        let mut budget = most - others;
        if is_deep {
            // those who move up behind it may pay for it
            let planned =
                (0..self.alone.len()).filter(|&index| self.current.journeys[index].is_some());
            budget += planned
                .map(|index| (self.cost(index) - self.alone[index]).max(0))
                .sum::<i64>();
        }
        let held_back = usize::from(is_held_back);
        if let Some(mut spent) = self.insert_again(&removed[held_back..], &choice, budget) {
            if is_deep {
                spent -= self.move_up(&mut removed);
            }
            let mut is_possible = true;
            if is_held_back {
                let index = removed[0].0;
                // one under way that finds no journey stays where it is, and others may stand there by now
                is_possible = self.insert_last(index) || !self.network.trains[index].under_way;
                spent += self.cost(index);
            }
            let value = others + spent + self.current.occupancy.missing_cost();
            if is_possible && value <= most {
                self.accept(value, &removed);
                if !is_held_back {
                    let effort = self.done() - effort;
                    self.kinds.made(kind, effort, value < before);
                }
                return;
            }
        }
        if !is_held_back {
            let effort = self.done() - effort;
            self.kinds.made(kind, effort, false);
        }
        for (index, _) in &removed {
            if let Some(journey) = self.current.journeys[*index].take() {
                self.scanned += journey.steps();
                self.current.occupancy.remove(&journey);
            }
        }
        for (index, journey) in removed {
            self.put_back(index, journey);
        }
    }

    /// What a removed train cost.
    fn cost_before(&self, (index, journey): &(usize, Option<Journey>)) -> i64 {
        let postponed = self.network.trains[*index].cost.postponed;
        journey.as_ref().map_or(postponed, |journey| journey.cost)
    }

    /// Lets every train that was not removed move up behind those that were: each once, in the order of exits. Gives what is
    /// saved; what they did before is added to the removed.
    fn move_up(&mut self, removed: &mut Removed) -> i64 {
        let begin = removed
            .iter()
            .map(|(index, _)| self.network.trains[*index].cost.release)
            .min();
        let begin = begin.unwrap_or(0);
        let is_removed = |index: usize| removed.iter().any(|(other, _)| *other == index);
        let mut behind: Vec<(Tick, usize)> = Vec::new();
        for (index, journey) in self.current.journeys.iter().enumerate() {
            if let Some(journey) = journey
                && journey.exit > begin
                && journey.cost > self.alone[index]
                && !is_removed(index)
            {
                behind.push((journey.exit, self.rank[index]));
            }
        }
        behind.sort_unstable();
        self.scan();
        let mut saved = 0;
        for (_, rank) in behind.into_iter().take(MOVED_UP) {
            let index = self.order[rank];
            let old = self.take_out(index);
            let before = old.as_ref().map_or(0, |journey| journey.cost);
            let may_move = self.current.occupancy.short_stock().is_none();
            if may_move && self.insert_for(index, before - 1) {
                saved += before - self.cost(index);
                removed.push((index, old));
            } else {
                self.put_back(index, old);
            }
        }
        saved
    }

    fn accept(&mut self, value: i64, removed: &Removed) {
        self.current.value = value;
        self.strayed.extend(removed.iter().map(|(index, _)| *index));
        if value < self.best_value {
            self.best_value = value;
            self.strayed.sort_unstable();
            self.strayed.dedup();
            for index in self.strayed.drain(..) {
                self.best[index].clone_from(&self.current.journeys[index]);
            }
        }
    }

    /// Makes the best plan the one at hand.
    pub(super) fn return_to_best(&mut self) {
        let mut strayed = std::mem::take(&mut self.strayed);
        strayed.sort_unstable();
        strayed.dedup();
        for &index in &strayed {
            self.take_out(index);
        }
        for &index in &strayed {
            self.put_back(index, self.best[index].clone());
        }
        self.current.value = self.best_value;
    }

    /// What is taken now.
    pub(super) fn occupancy(&self) -> &Occupancy<'n> {
        &self.current.occupancy
    }
}
