//! Large-neighbourhood search: remove related trains, insert them again, keep what is better.
//!
//! A file per part: `kinds` (which kind of move is next), `neighbourhood` and `tails` (which trains go), `queues` (what a change of
//! queues promises), `reinsertion` and `regret` (in which order and how trains come back), `acceptance` (which plans are kept),
//! `chain` (a move and its undoing), `polish` (nobody waits without a cause).
//! Deterministic: the same network, start, seed and work give the same result. Work is counted in steps ([`crate::work`]).
//! Not here: bounds, and when to stop; whoever runs a search asks it for a slice of work at a time and tells it how far the run is.

mod acceptance;
mod chain;
mod dice;
mod kinds;
mod neighbourhood;
mod polish;
mod queues;
mod regret;
mod reinsertion;
mod tails;

use crate::construct::{Alone, Solution};
use crate::network::Network;
use crate::pricing::Journey;
pub use acceptance::HOT;
use chain::Chain;
use dice::Dice;

/// Parts of a run at the beginning of which the search goes on from a better plan found otherwise.
const TAKEN_OVER: [f64; 2] = [0.5, 0.75];

/// Of its work so many parts are left to the last touch, at most one.
const LAST_TOUCH: u64 = 16;

/// Improves a solution by removing trains and inserting them again.
#[derive(Debug)]
pub struct Search<'n> {
    chain: Chain<'n>,
    /// No plan costs less.
    bound: i64,
    moves: u64,
    /// How far the run was at the last move.
    progress: f64,
    /// The best plan found otherwise, as long as it is better than the search's own.
    offered: Option<Solution<'n>>,
}

impl<'n> Search<'n> {
    /// A search from a solution. `order` holds every train once, in an order that the file's does not change.
    pub fn new(
        network: &'n Network,
        alone: &Alone,
        order: Vec<usize>,
        start: Solution<'n>,
        seed: u64,
    ) -> Search<'n> {
        Search {
            bound: alone.costs.iter().sum(),
            chain: Chain::new(network, alone, order, start, Dice::new(seed)),
            moves: 0,
            progress: 0.0,
            offered: None,
        }
    }

    /// Tells a proven lower bound: a plan that costs no more needs no more moves.
    pub fn set_bound(&mut self, bound: i64) {
        self.bound = self.bound.max(bound);
    }

    /// Offers a plan found otherwise. The search goes on from it at the next of a few points of a run, if it has found no better one
    /// by then: while it is hot, a walk of its own leads further than one from a plan that others have led into its valley.
    pub fn offer(&mut self, solution: Solution<'n>) {
        if solution.value < self.value() {
            self.offered = Some(solution);
        }
    }

    /// Moves made.
    pub fn moves(&self) -> u64 {
        self.moves
    }

    /// Work done, in steps.
    pub fn done(&self) -> u64 {
        self.chain.done()
    }

    /// Value of the best plan found.
    pub fn value(&self) -> i64 {
        let own = self.chain.best_value;
        let offered = self.offered.as_ref();
        offered.map_or(own, |offered| own.min(offered.value))
    }

    /// Journeys of the best plan found, by train id.
    pub fn journeys(&self) -> &[Option<Journey>] {
        match &self.offered {
            Some(offered) if offered.value < self.chain.best_value => &offered.journeys,
            _ => &self.chain.best,
        }
    }

    /// Makes moves until `until` steps are done in all; fewer when the plan is proven best. `progress` says how far the run is, from 0
    /// to 1, when so many steps are done: the search cools down by it. Whether it made a move.
    pub fn advance(&mut self, until: u64, progress: impl Fn(u64) -> f64) -> bool {
        let before = self.moves;
        // without trains there is no move to make
        let until = if self.journeys().is_empty() { 0 } else { until };
        while self.done() < until && self.value() > self.bound {
            let now = progress(self.done());
            let passes = |&point: &f64| self.progress < point && now >= point;
            if TAKEN_OVER.iter().any(passes) {
                self.take_over();
            }
            self.progress = now;
            self.chain.make_move(now);
            self.moves += 1;
        }
        self.moves > before
    }

    /// Goes on from the plan offered, if that is the best one.
    fn take_over(&mut self) {
        if let Some(plan) = self.offered.take()
            && plan.value < self.chain.best_value
        {
            self.chain.go_on_from(plan);
        }
    }

    /// Steps that the last touch of a search with so much work may take.
    pub fn last_touch(work: u64) -> u64 {
        work / LAST_TOUCH
    }

    /// The best solution found, polished with at most about so many steps: pairs have changed over where that helps, and, if the steps
    /// suffice, no single train can do better (see `polish`). `go_on` is asked all along.
    pub fn finish(mut self, steps: u64, go_on: impl Fn() -> bool) -> Solution<'n> {
        self.take_over();
        self.chain.return_to_best();
        let until = self.done().saturating_add(steps);
        polish::polish(&mut self.chain, until, go_on);
        self.chain.current
    }
}
