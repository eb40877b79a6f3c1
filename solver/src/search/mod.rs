//! Large-neighbourhood search: remove related trains, insert them again, keep what is better.
//!
//! A file per part: `kinds` (which kind of move is next), `neighbourhood` and `tails` (which trains go), `queues` (what a change of
//! queues promises), `reinsertion` and `regret` (in which order and how trains come back), `acceptance` (which plans are kept),
//! `lane` (a move and its undoing), `polish` (nobody waits without a cause).
//! Deterministic: the same network, start, seed and work give the same result. Work is counted in moves.
//! Not here: bounds, and when to stop; whoever runs a search asks it for a slice of moves at a time.

mod acceptance;
mod dice;
mod kinds;
mod lane;
mod neighbourhood;
mod polish;
mod queues;
mod regret;
mod reinsertion;
mod tails;

use crate::construct::Solution;
use crate::network::Network;
use crate::pricing::Journey;
use dice::Dice;
use lane::Lane;
use rayon::prelude::*;

/// Moves of a lane between two questions whether to go on.
const SLICE: u64 = 64;

/// Parts of the work of a run; at the beginning of each (but the first two) lanes that fell behind go on from the best plan.
const PARTS: u64 = 4;

/// The last touch tries one pair of trains for so many moves that a lane has made.
const LAST_TOUCH: u64 = 4;

/// How hot the lanes begin: it is not known beforehand how deep the valleys of an instance are.
const HEAT: [f64; 4] = [3.0, 1.0, 0.3, 0.1];

/// How a search runs. The result depends on all of it, and on nothing else.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Seed of everything random.
    pub seed: u64,
    /// Moves of the whole run, all lanes together: the search cools down over them.
    pub work: u64,
    /// Walks side by side that share the work; each may run on a thread of its own. On one thread a single one finds better
    /// plans for the same work, so that is the default.
    pub lanes: usize,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            seed: 1,
            work: 10_000,
            lanes: 1,
        }
    }
}

/// Improves a solution by a number of moves.
#[derive(Debug)]
pub struct Search<'n> {
    lanes: Vec<Lane<'n>>,
    /// Moves of each lane, of the whole run and so far.
    all: u64,
    made: u64,
    /// No plan costs less.
    bound: i64,
    /// The best plan found otherwise, as long as it is better than those of the lanes.
    offered: Option<Solution<'n>>,
}

impl<'n> Search<'n> {
    /// A search from a solution. `alone` is the least cost of every train, whatever the others do; `order` holds every train
    /// once, in an order that the file's does not change.
    pub fn new(
        network: &'n Network,
        alone: Vec<i64>,
        order: Vec<usize>,
        start: Solution<'n>,
        settings: Settings,
    ) -> Search<'n> {
        let bound = alone.iter().sum();
        let n_lanes = settings.lanes.max(1);
        let lane = |number: usize| {
            let heat = HEAT[number % HEAT.len()];
            let (alone, order, start) = (alone.clone(), order.clone(), start.clone());
            let dice = Dice::new(settings.seed, number as u64);
            Lane::new(network, alone, order, start, dice, heat)
        };
        Search {
            lanes: (0..n_lanes).map(lane).collect(),
            all: settings.work.div_ceil(n_lanes as u64),
            made: 0,
            bound,
            offered: None,
        }
    }

    /// Tells a proven lower bound: a plan that costs no more needs no more moves.
    pub fn set_bound(&mut self, bound: i64) {
        self.bound = self.bound.max(bound);
    }

    /// Offers a plan found otherwise. Lanes go on from it where a part of the work begins, if none of them has found a better one by
    /// then: while they are hot, a walk of their own leads further than one from a plan that others have led into its valley.
    pub fn offer(&mut self, solution: Solution<'n>) {
        if solution.value < self.value() {
            self.offered = Some(solution);
        }
    }

    /// Moves made, by all lanes together.
    pub fn done(&self) -> u64 {
        self.made * self.lanes.len() as u64
    }

    /// Work done so far by all lanes: labels carried along operations.
    pub fn effort(&self) -> u64 {
        self.lanes.iter().map(|lane| lane.pricer.effort()).sum()
    }

    /// Value of the best plan found.
    pub fn value(&self) -> i64 {
        let own = self.best().best_value;
        let offered = self.offered.as_ref();
        offered.map_or(own, |offered| own.min(offered.value))
    }

    /// Journeys of the best plan found, by train id.
    pub fn journeys(&self) -> &[Option<Journey>] {
        let best = self.best();
        match &self.offered {
            Some(offered) if offered.value < best.best_value => &offered.journeys,
            _ => &best.best,
        }
    }

    /// The first of the lanes with the best plan of their own.
    fn best(&self) -> &Lane<'n> {
        let best = self.lanes.iter().min_by_key(|lane| lane.best_value);
        // a search never is without a lane
        best.unwrap_or(&self.lanes[0])
    }

    /// Makes so many more moves or a few more (every lane the same number), fewer when the run's work is done or the plan is
    /// proven best; gives how many. The lanes share the threads of the current pool; the result is the same for any number.
    pub fn advance(&mut self, moves: u64) -> u64 {
        let n_lanes = self.lanes.len() as u64;
        let before = self.made;
        let goal = before.saturating_add(moves.div_ceil(n_lanes)).min(self.all);
        let (bound, all) = (self.bound, self.all);
        while self.made < goal && self.value() > bound {
            let first = self.made;
            // a slice ends where a part ends, whatever slices were asked for
            let part = self.all.div_ceil(PARTS).max(1);
            let last = (first + SLICE).min(goal).min((first / part + 1) * part);
            if first.is_multiple_of(part) && first / part > 1 {
                self.catch_up();
            }
            self.lanes.par_iter_mut().for_each(|lane| {
                for done in first..last {
                    if lane.best_value <= bound {
                        break;
                    }
                    lane.make_move(done, all);
                }
            });
            self.made = last;
        }
        (self.made - before) * n_lanes
    }

    /// Lanes that fell behind go on from the best plan.
    fn catch_up(&mut self) {
        self.take_offered();
        let value = self.value();
        let journeys = self.journeys().to_vec();
        for lane in &mut self.lanes {
            if lane.best_value > value {
                lane.catch_up(&journeys, value);
            }
        }
    }

    /// The lane whose plan is dearest goes on from the offered one, where that is the best.
    fn take_offered(&mut self) {
        let value = self.best().best_value;
        let offered = self.offered.take().filter(|plan| plan.value < value);
        let dearest = self.lanes.iter_mut().max_by_key(|lane| lane.best_value);
        if let (Some(plan), Some(lane)) = (offered, dearest) {
            lane.go_on_from(plan);
        }
    }

    /// Makes the moves of the run; `go_on` is asked before every slice, with the moves done and the best value.
    pub fn run(&mut self, mut go_on: impl FnMut(u64, i64) -> bool) {
        let slice = SLICE * self.lanes.len() as u64;
        while go_on(self.done(), self.value()) && self.advance(slice) > 0 {}
    }

    /// The best solution found, polished: pairs have changed over where that helps, and no single train can do better (see `polish`).
    pub fn finish(mut self) -> Solution<'n> {
        self.take_offered();
        // stable: the first of equals
        self.lanes.sort_by_key(|lane| lane.best_value);
        let mut lane = self.lanes.swap_remove(0);
        lane.return_to_best();
        polish::polish(&mut lane, self.made / LAST_TOUCH);
        lane.current
    }
}
