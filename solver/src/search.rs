//! Large-neighbourhood search: remove related trains, insert them again, keep what is better.
//!
//! A neighbourhood grows from one train that costs more than it would alone: trains that hold what it might have used, at about
//! the time it would have used it. Whoever is removed takes with it those that lived on what it brought (empty rakes, room in a
//! store). Reinsertion follows a random order with some spots left out at random, for insertion by earliest exit never takes
//! the later of two exits to spare a scarce shed. Worse plans are accepted within a threshold that shrinks to nothing.
//! Deterministic: the same network, start, seed and number of moves give the same result.

use crate::construct::{Solution, total};
use crate::network::{Network, Tick};
use crate::pricing::{Journey, Pricer};
use rand_core::Rng;
use rand_pcg::Pcg64Mcg;

/// Improves a solution by a number of moves.
pub struct Search<'s, 'n> {
    network: &'n Network,
    pricer: &'s mut Pricer,
    /// Cost of every train alone (of leaving it out when it has no journey).
    alone: Vec<i64>,
    /// The trains in an order that does not depend on where they stand in the file, and the place of each in it.
    order: Vec<usize>,
    rank: Vec<usize>,
    rng: Pcg64Mcg,
    current: Solution<'n>,
    best: Vec<Option<Journey>>,
    best_value: i64,
}

/// Trains removed at a time at most (without those that lived on them).
const MOST_REMOVED: u64 = 9;

/// The first threshold, in per mille of the avoidable cost.
const FIRST_THRESHOLD: i64 = 12;

impl<'s, 'n> Search<'s, 'n> {
    /// A search from a solution. `alone` is the cost of every train alone; `order` holds every train once, in an order that
    /// the file's does not change.
    pub fn new(
        network: &'n Network,
        pricer: &'s mut Pricer,
        alone: Vec<i64>,
        order: Vec<usize>,
        start: Solution<'n>,
        seed: u64,
    ) -> Search<'s, 'n> {
        let best = start.journeys.clone();
        let best_value = start.value;
        let mut rank = vec![0; order.len()];
        for (place, &index) in order.iter().enumerate() {
            rank[index] = place;
        }
        let rng = Pcg64Mcg::new(u128::from(seed) << 64 | 0x9E37_79B9_7F4A_7C15);
        Search {
            network,
            pricer,
            alone,
            order,
            rank,
            rng,
            current: start,
            best,
            best_value,
        }
    }

    /// Makes up to `moves` moves; `go_on` is asked before each, with the moves done and the best value.
    pub fn run(&mut self, moves: u64, mut go_on: impl FnMut(u64, i64) -> bool) {
        let bound: i64 = self.alone.iter().sum();
        for done in 0..moves {
            if self.best_value <= bound || !go_on(done, self.best_value) {
                return;
            }
            let avoidable = self.best_value - bound;
            // in levels costs are large, and so may be the number of moves
            let first = i128::from(avoidable) * i128::from(FIRST_THRESHOLD) / 1000;
            let threshold = first * i128::from(moves - done) / i128::from(moves);
            self.make_move(threshold as i64);
        }
    }

    /// The best solution found.
    pub fn finish(mut self) -> Solution<'n> {
        if self.current.value == self.best_value {
            return self.current;
        }
        for index in 0..self.network.trains.len() {
            self.take_out(index);
        }
        for (index, journey) in self.best.into_iter().enumerate() {
            if let Some(journey) = journey {
                self.current.occupancy.insert(&journey);
                self.current.journeys[index] = Some(journey);
            } else if self.network.trains[index].under_way {
                self.current.occupancy.add_stay(index);
            }
        }
        self.current.value = self.best_value;
        self.current
    }

    fn below(&mut self, bound: u64) -> u64 {
        // multiply and shift: portable, and the bias is nothing for bounds this small
        ((u128::from(self.rng.next_u64()) * u128::from(bound.max(1))) >> 64) as u64
    }

    /// Removes a train's journey, or what it holds while it is not planned.
    fn take_out(&mut self, index: usize) -> Option<Journey> {
        let journey = self.current.journeys[index].take();
        match &journey {
            Some(journey) => self.current.occupancy.remove(journey),
            None if self.network.trains[index].under_way => {
                self.current.occupancy.remove_stay(index);
            }
            None => {}
        }
        journey
    }

    fn make_move(&mut self, threshold: i64) {
        let mut removed = self.neighbourhood();
        let mut old: Vec<(usize, Option<Journey>)> = Vec::with_capacity(removed.len() + 4);
        for &index in &removed {
            let journey = self.take_out(index);
            old.push((index, journey));
        }
        while let Some(stock) = self.current.occupancy.short_stock() {
            let consumer = self.order.iter().rev().copied().find(|&index| {
                let journey = self.current.journeys[index].as_ref();
                journey.is_some_and(|j| {
                    j.stock_changes
                        .iter()
                        .any(|change| change.0 == stock && change.2 < 0)
                })
            });
            let Some(index) = consumer else { break };
            removed.push(index);
            let journey = self.take_out(index);
            old.push((index, journey));
        }
        self.shuffle(&mut removed);
        let shun_in = [0, 0, 0, 4, 8][self.below(5) as usize];
        let mut waiting = removed;
        let mut stuck_under_way = false;
        loop {
            let before = waiting.len();
            let mut still = Vec::new();
            for index in waiting {
                if !self.insert(index, shun_in) {
                    still.push(index);
                }
            }
            waiting = still;
            if waiting.is_empty() || waiting.len() == before {
                break;
            }
        }
        for &index in &waiting {
            stuck_under_way |= self.network.trains[index].under_way;
        }
        let value = total(self.network, &self.current);
        let accepted = !stuck_under_way && value <= self.current.value + threshold;
        if accepted {
            self.current.value = value;
            if value < self.best_value {
                self.best_value = value;
                self.best.clone_from(&self.current.journeys);
            }
            return;
        }
        for (index, _) in &old {
            if let Some(journey) = self.current.journeys[*index].take() {
                self.current.occupancy.remove(&journey);
            }
        }
        for (index, journey) in old {
            match journey {
                Some(journey) => {
                    self.current.occupancy.insert(&journey);
                    self.current.journeys[index] = Some(journey);
                }
                None if self.network.trains[index].under_way => {
                    self.current.occupancy.add_stay(index);
                }
                None => {}
            }
        }
    }

    fn insert(&mut self, index: usize, shun_in: u64) -> bool {
        let train = &self.network.trains[index];
        let mut shunned = 0;
        if shun_in > 0 && train.works.len() > 1 {
            for spot in 0..64 {
                if self.below(shun_in) == 0 {
                    shunned |= 1 << spot;
                }
            }
        }
        self.pricer.shun(shunned);
        let mut journey = self.pricer.price(train, &mut self.current.occupancy);
        self.pricer.shun(0);
        if journey.is_none() && shunned != 0 {
            journey = self.pricer.price(train, &mut self.current.occupancy);
        }
        match journey.filter(|journey| train.under_way || journey.cost <= train.cost.unplanned) {
            Some(journey) => {
                self.current.occupancy.insert(&journey);
                self.current.journeys[index] = Some(journey);
                true
            }
            None => false,
        }
    }

    /// Orders trains for reinsertion: those under way first, then by one of several keys with noise.
    fn shuffle(&mut self, trains: &mut [usize]) {
        let kind = self.below(4);
        let mut keyed: Vec<(bool, i64, usize)> = Vec::with_capacity(trains.len());
        for &index in trains.iter() {
            let train = &self.network.trains[index];
            let noise = self.below(240) as i64;
            let key = match kind {
                0 => i64::from(train.cost.release) + noise,
                1 => -(train.cost.weight * 4) + noise / 4,
                2 => {
                    train
                        .cost
                        .due
                        .map_or(i64::from(train.cost.release), i64::from)
                        + noise
                }
                _ => self.below(1 << 20) as i64,
            };
            keyed.push((!train.under_way, key, self.rank[index]));
        }
        keyed.sort_unstable();
        for (slot, (_, _, place)) in trains.iter_mut().zip(keyed) {
            *slot = self.order[place];
        }
    }

    /// A train that costs more than alone, and others that hold what it might have used.
    fn neighbourhood(&mut self) -> Vec<usize> {
        let n = self.network.trains.len();
        let first = self.first();
        let size = 1 + self.below(MOST_REMOVED.min(n as u64)) as usize;
        let window = 60 + self.below(360) as Tick;
        let centre = self.span(first);
        let resources = self.resources(first);
        let mut others: Vec<(u64, usize)> = Vec::new();
        for place in 0..n {
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
            if shared == 0 && self.current.journeys[index].is_some() {
                continue;
            }
            // closer in time and with more in common is likelier to go
            let score = self.below(1000) + 120 * u64::from(shared.min(6));
            others.push((u64::MAX - score, place));
        }
        others.sort_unstable();
        let mut chosen = vec![first];
        let others = others.into_iter().take(size);
        chosen.extend(others.map(|(_, place)| self.order[place]));
        chosen
    }

    /// A train drawn in proportion to what it costs more than alone; sometimes any.
    fn first(&mut self) -> usize {
        let n = self.network.trains.len();
        let over = |search: &Self, index: usize| {
            let train = &search.network.trains[index];
            let cost = search.current.journeys[index]
                .as_ref()
                .map_or(train.cost.unplanned, |j| j.cost);
            (cost - search.alone[index]).max(0) as u64
        };
        let sum: u64 = (0..n).map(|index| over(self, index)).sum();
        if sum == 0 || self.below(8) == 0 {
            let place = self.below(n as u64) as usize;
            return self.order[place];
        }
        let mut at = self.below(sum);
        for &index in &self.order {
            let cost = over(self, index);
            if at < cost {
                return index;
            }
            at -= cost;
        }
        self.order[n - 1]
    }

    /// When a train is in the system (for one not planned: when it would come).
    fn span(&self, index: usize) -> (Tick, Tick) {
        let release = self.network.trains[index].cost.release;
        match &self.current.journeys[index] {
            Some(journey) => (release, journey.exit),
            None => (release, release + 480),
        }
    }

    /// Groups of resources a journey uses, one bit each (groups beyond 128 share bits).
    fn resources(&self, index: usize) -> u128 {
        let Some(journey) = &self.current.journeys[index] else {
            return u128::MAX;
        };
        let bit = |group: u32| 1_u128 << (group % 128);
        let pools = journey
            .uses
            .iter()
            .map(|taken| bit(self.network.pools[taken.pool as usize].group));
        let lines = journey
            .movements
            .iter()
            .map(|m| bit(self.network.lines[m.line as usize].group));
        let stocks = journey
            .stock_changes
            .iter()
            .map(|s| bit(self.network.stocks[s.0 as usize].group));
        pools
            .chain(lines)
            .chain(stocks)
            .fold(0, |all, one| all | one)
    }
}
