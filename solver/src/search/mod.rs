//! Large-neighbourhood search: remove related trains, insert them again, keep what is better.
//!
//! A file per part: [`neighbourhood`] (which trains go), [`reinsertion`] (in which order and how they come back),
//! [`acceptance`] (which plans are kept), [`lane`] (a move and its undoing), [`polish`] (nobody waits without a cause).
//! Deterministic: the same network, start, seed and work give the same result. Work is counted in moves.
//! Not here: bounds, and when to stop; whoever runs a search asks it for a slice of moves at a time.

mod acceptance;
mod dice;
mod lane;
mod neighbourhood;
mod polish;
mod reinsertion;

use crate::construct::Solution;
use crate::network::Network;
use crate::pricing::Journey;
use lane::Lane;

/// Moves between two questions whether to go on.
const SLICE: u64 = 64;

/// Improves a solution by a number of moves.
#[derive(Debug)]
pub struct Search<'n> {
    lane: Lane<'n>,
    /// Moves of the whole run: the search cools down over them.
    work: u64,
    done: u64,
    /// No plan costs less.
    bound: i64,
}

impl<'n> Search<'n> {
    /// A search from a solution. `alone` is the least cost of every train, whatever the others do; `order` holds every train
    /// once, in an order that the file's does not change; `work` is the number of moves for which the run is made.
    pub fn new(
        network: &'n Network,
        alone: Vec<i64>,
        order: Vec<usize>,
        start: Solution<'n>,
        seed: u64,
        work: u64,
    ) -> Search<'n> {
        let bound = alone.iter().sum();
        Search {
            lane: Lane::new(network, alone, order, start, seed, 0),
            work,
            done: 0,
            bound,
        }
    }

    /// Tells a proven lower bound: a plan that costs no more needs no more moves.
    pub fn set_bound(&mut self, bound: i64) {
        self.bound = self.bound.max(bound);
    }

    /// Moves made.
    pub fn done(&self) -> u64 {
        self.done
    }

    /// Value of the best plan found.
    pub fn value(&self) -> i64 {
        self.lane.best_value
    }

    /// Journeys of the best plan found, by train id.
    pub fn journeys(&self) -> &[Option<Journey>] {
        &self.lane.best
    }

    /// Makes up to so many more moves, fewer when the run's work is done or the plan is proven best; gives how many.
    pub fn advance(&mut self, moves: u64) -> u64 {
        let before = self.done;
        let last = self.done.saturating_add(moves).min(self.work);
        while self.done < last && self.lane.best_value > self.bound {
            self.lane.make_move(self.done, self.work);
            self.done += 1;
        }
        self.done - before
    }

    /// Makes the moves of the run; `go_on` is asked before every slice, with the moves done and the best value.
    pub fn run(&mut self, mut go_on: impl FnMut(u64, i64) -> bool) {
        while go_on(self.done, self.value()) && self.advance(SLICE) > 0 {}
    }

    /// The best solution found, polished: no single train can do better (see [`polish`]).
    pub fn finish(self) -> Solution<'n> {
        let mut lane = self.lane;
        lane.return_to_best();
        polish::polish(&mut lane);
        lane.current
    }
}
