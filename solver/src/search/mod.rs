//! Large-neighbourhood search: remove related trains, insert them again, keep what is better.
//!
//! A file per part: `operators` (the moves, one file each, and which is next), `removal` (what a move removes), `queues` (what a change
//! of queues costs, estimated), `reinsertion` (in which order and how trains come back), `annealing` (which plans are kept),
//! `chain` (the plan at hand), `moves` (a move and its undoing), `polish` (nobody waits without a cause).
//! Deterministic: the same network, start, seed and work give the same result. Work is counted in steps ([`crate::work`]).
//! Not here: bounds, and when to stop; whoever runs a search asks it for a slice of work at a time and tells it how far the run is.

mod annealing;
mod chain;
mod moves;
mod operators;
mod polish;
mod queues;
mod reinsertion;
mod removal;
pub(crate) mod rng;

use crate::construct::{Alone, Solution};
use crate::journey::Journey;
use crate::network::{Cost, Network, TrainIndex};
use crate::parts::Parts;
use annealing::Cooling;
pub use annealing::HOT;
use chain::{Chain, SearchParts};
use operators::{MoveResult, Selection};
pub use operators::{OperatorCounts, operator_names};
use rng::Rng;

/// Parts of a run at the beginning of which the search goes on from a better plan found otherwise.
const TAKEN_OVER: [f64; 2] = [0.5, 0.75];

/// Of its work so many parts are left to the last touch, at most one.
const LAST_TOUCH: u64 = 16;

/// Improves a solution by removing trains and inserting them again.
#[derive(Debug)]
pub struct Search<'n> {
    chain: Chain<'n>,
    cooling: Cooling,
    selection: Selection,
    /// No plan costs less.
    bound: Cost,
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
        order: Vec<TrainIndex>,
        start: Solution<'n>,
        seed: u64,
    ) -> Search<'n> {
        let alone_sum: Cost = alone.costs.iter().sum();
        let n = alone.costs.len().max(1) as f64;
        let (mean, over) = (
            alone_sum.units() as f64 / n,
            (start.value - alone_sum).units().max(0) as f64 / n,
        );
        Search {
            bound: alone_sum,
            cooling: Cooling::new(mean, over),
            selection: Selection::of(&Parts::default()),
            chain: Chain::new(network, alone, order, start, Rng::new(seed)),
            moves: 0,
            progress: 0.0,
            offered: None,
        }
    }

    /// Does without some parts.
    #[must_use]
    pub fn with_parts(mut self, parts: &Parts) -> Search<'n> {
        self.selection = Selection::of(parts);
        self.chain.parts = SearchParts::of(parts);
        self
    }

    /// Tells a proven lower bound: a plan that costs no more needs no more moves.
    pub fn set_bound(&mut self, bound: Cost) {
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

    /// What every operator has done.
    pub fn operators(&self) -> Vec<OperatorCounts> {
        self.selection.counts()
    }

    /// Work done, in steps.
    pub fn done(&self) -> u64 {
        self.chain.done()
    }

    /// Value of the best plan found.
    pub fn value(&self) -> Cost {
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
            self.make_move(now);
            self.moves += 1;
        }
        self.moves > before
    }

    /// One move, when the run is so far.
    fn make_move(&mut self, progress: f64) {
        let chain = &mut self.chain;
        let (steps, before, best) = (chain.done(), chain.current.value, chain.best_value);
        let temperature = self.cooling.temperature(progress, &mut chain.rng);
        let (place, operator) = self.selection.draw(&mut chain.rng);
        let removal = operator.propose(chain, temperature);
        let accepted = removal.is_some_and(|removal| chain.try_out(&removal, temperature));
        let result = MoveResult {
            accepted,
            improved: accepted && chain.current.value < before,
            best: chain.best_value < best,
            steps: chain.done() - steps,
        };
        self.selection.made(place, result);
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
        if self.chain.parts.polish {
            polish::polish(&mut self.chain, until, go_on);
        }
        self.chain.current
    }
}
