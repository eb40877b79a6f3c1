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
use rayon::prelude::*;

/// Moves of a lane between two questions whether to go on.
const SLICE: u64 = 64;

/// A stage of a run: so many lanes go on, each for a part of the work, so hot to begin with.
#[derive(Clone, Copy, Debug)]
struct Stage {
    /// The best lanes at its beginning.
    lanes: usize,
    /// Work of one lane, in 32nds of the run's.
    part: u64,
    /// Heat of each lane (of the last one named for those that follow).
    heat: &'static [f64],
}

/// Lanes begin at different temperatures, for it is not known beforehand how deep the valleys of an instance are; the better
/// ones go on (successive halving). The parts of all lanes and stages sum up to the whole.
const STAGES: [Stage; 3] = [
    Stage {
        lanes: 4,
        part: 4,
        heat: &[1.0, 3.0, 0.3, 0.1],
    },
    Stage {
        lanes: 2,
        part: 4,
        heat: &[0.1],
    },
    Stage {
        lanes: 1,
        part: 8,
        heat: &[0.1],
    },
];

/// Improves a solution by a number of moves.
#[derive(Debug)]
pub struct Search<'n> {
    /// Those still running, the best of the last stage first.
    lanes: Vec<Lane<'n>>,
    stage: usize,
    /// Moves each lane has made in this stage.
    made: u64,
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
        let lane = |number| {
            let (alone, order) = (alone.clone(), order.clone());
            Lane::new(network, alone, order, start.clone(), seed, number)
        };
        let mut search = Search {
            lanes: (0..STAGES[0].lanes as u64).map(lane).collect(),
            stage: 0,
            made: 0,
            work,
            done: 0,
            bound,
        };
        search.begin_stage();
        search
    }

    /// Tells a proven lower bound: a plan that costs no more needs no more moves.
    pub fn set_bound(&mut self, bound: i64) {
        self.bound = self.bound.max(bound);
    }

    /// A plan found elsewhere: when it is better than the best, the last of the lanes goes on from it.
    pub fn offer(&mut self, solution: Solution<'n>) {
        if solution.value < self.value()
            && let Some(lane) = self.lanes.last_mut()
        {
            lane.go_on_from(solution);
        }
    }

    /// Moves made, by all lanes together.
    pub fn done(&self) -> u64 {
        self.done
    }

    /// Value of the best plan found.
    pub fn value(&self) -> i64 {
        self.best().best_value
    }

    /// Journeys of the best plan found, by train id.
    pub fn journeys(&self) -> &[Option<Journey>] {
        &self.best().best
    }

    /// The first of the best lanes.
    fn best(&self) -> &Lane<'n> {
        let best = self.lanes.iter().min_by_key(|lane| lane.best_value);
        // a search never is without a lane
        best.unwrap_or(&self.lanes[0])
    }

    /// Makes so many more moves or a few more (every lane the same number), fewer when the run's work is done or the plan is
    /// proven best; gives how many. The lanes share the threads of the current pool; the result is the same for any number.
    pub fn advance(&mut self, moves: u64) -> u64 {
        let before = self.done;
        while self.done - before < moves && self.value() > self.bound {
            let all = self.moves_of_stage();
            if self.made == all {
                if self.stage + 1 == STAGES.len() {
                    break;
                }
                self.stage += 1;
                self.begin_stage();
                continue;
            }
            let n_lanes = self.lanes.len() as u64;
            let wanted = (moves - (self.done - before)).div_ceil(n_lanes);
            let first = self.made;
            let last = (first + wanted.min(SLICE)).min(all);
            let bound = self.bound;
            self.lanes.par_iter_mut().for_each(|lane| {
                for done in first..last {
                    if lane.best_value <= bound {
                        break;
                    }
                    lane.make_move(done, all);
                }
            });
            self.made = last;
            self.done += (last - first) * n_lanes;
        }
        self.done - before
    }

    /// Moves of each lane in this stage.
    fn moves_of_stage(&self) -> u64 {
        let stage = STAGES[self.stage];
        let before: u64 = STAGES[..self.stage]
            .iter()
            .map(|s| s.part * s.lanes as u64)
            .sum();
        let until = before + stage.part * stage.lanes as u64;
        let at = |part: u64| (u128::from(self.work) * u128::from(part) / 32) as u64;
        (at(until) - at(before)) / stage.lanes as u64
    }

    /// Keeps the best lanes and heats them up.
    fn begin_stage(&mut self) {
        let stage = STAGES[self.stage];
        self.made = 0;
        self.lanes.sort_by_key(|lane| lane.best_value);
        self.lanes.truncate(stage.lanes);
        for (number, lane) in self.lanes.iter_mut().enumerate() {
            lane.heat_up(stage.heat[number.min(stage.heat.len() - 1)]);
        }
    }

    /// Makes the moves of the run; `go_on` is asked before every slice, with the moves done and the best value.
    pub fn run(&mut self, mut go_on: impl FnMut(u64, i64) -> bool) {
        while go_on(self.done, self.value()) && self.advance(SLICE) > 0 {}
    }

    /// The best solution found, polished: no single train can do better (see [`polish`]).
    pub fn finish(mut self) -> Solution<'n> {
        self.lanes.sort_by_key(|lane| lane.best_value);
        let mut lane = self.lanes.swap_remove(0);
        lane.return_to_best();
        polish::polish(&mut lane);
        lane.current
    }
}
