//! The bound of a run, and the plans that its prices lead to.
//!
//! [`Bounding::improve`] is some rounds of the dual beside a slice of search; before each, every finder of plans
//! ([`crate::heuristics`]) is asked. The best plan they find waits here until somebody asks. The dual is made when there is work enough
//! for its first rounds: a run that cannot afford a bound pays nothing for it.

use crate::construct::{Solution, together};
use crate::dual::{Dual, Prices};
use crate::heuristics::{FinderCounts, Finders, Incumbent};
use crate::journey::Journey;
use crate::network::{Cost, Network, TrainIndex};
use crate::parts::Parts;
use crate::relaxation::{granularity, round_up};
use std::sync::OnceLock;

/// Rounds at most between two questions whether to go on.
const MAX_ROUNDS: u64 = 64;

/// The best bound so far, in cost units.
pub(super) struct Bounding<'n> {
    dual: Option<Dual<'n>>,
    finders: Finders<'n>,
    /// Prices to begin with, and the minute at which the horizon begins.
    prices: Option<(&'n Prices, i64)>,
    /// The best plan that finders found and nobody has asked for yet.
    incumbent: Option<Solution<'n>>,
    network: &'n Network,
    /// The same with its trains in an order that does not depend on the file, once it is needed, and which place of the file each has.
    sorted: &'n OnceLock<Network>,
    order: &'n [TrainIndex],
    parts: Parts,
    best: Cost,
    granularity: i64,
}

impl<'n> Bounding<'n> {
    /// Begins with the sum of every train's cost if it were alone and stores were never empty or full (or postponed, when
    /// that is cheaper). No plan can beat it: of everything but stores other trains only take.
    /// `sorted` is for the network with its trains in `order`: equal choices are decided by place, and so not by the file's order.
    pub(super) fn new(
        network: &'n Network,
        sorted: &'n OnceLock<Network>,
        order: &'n [TrainIndex],
        alone: Cost,
        parts: Parts,
    ) -> Bounding<'n> {
        let granularity = granularity(network);
        Bounding {
            dual: None,
            finders: Finders::new(&parts),
            prices: None,
            best: rounded_up(alone, granularity),
            granularity,
            incumbent: None,
            network,
            sorted,
            order,
            parts,
        }
    }

    /// Begins with the prices of another bound, see [`Dual::warm_start`].
    pub(super) fn warm_start(mut self, prices: &'n Prices, begins: i64) -> Self {
        self.prices = Some((prices, begins));
        self
    }

    /// The prices that it rests on.
    pub(super) fn prices(&self, begins: i64) -> Prices {
        let dual = self.dual.as_ref();
        dual.map_or_else(Prices::default, |dual| dual.prices(begins))
    }

    /// A bound proven so far; never falls.
    pub(super) fn value(&self) -> Cost {
        self.best
    }

    /// What every finder has done.
    pub(super) fn counts(&self) -> Vec<FinderCounts> {
        self.finders.counts()
    }

    /// The network with its trains in order.
    fn sorted(&self) -> &'n Network {
        if self.order.is_sorted() {
            return self.network;
        }
        self.sorted
            .get_or_init(|| self.network.in_order(self.order))
    }

    /// Rounds of the dual beside a plan of value `incumbent`, as long as its work stays below what is allowed now (and at the end of
    /// the run); finders that make plans of known journeys are given those of that plan. Whether more rounds may help.
    pub(super) fn improve(
        &mut self,
        incumbent: Cost,
        (allowed, all): (u64, u64),
        best: Option<&[Option<Journey>]>,
        go_on: impl Fn() -> bool,
    ) -> bool {
        if self.best >= incumbent {
            return false;
        }
        if self.dual.is_none() {
            let mut least = Dual::min_work(self.network);
            if self.prices.is_some() {
                // with prices of a like run the first round says something
                least /= 8;
            }
            if allowed < least {
                return least <= all;
            }
            let mut dual = Dual::new(self.sorted()).with_parts(self.parts.clone());
            if let Some((prices, begins)) = self.prices {
                dual = dual.warm_start(prices, begins);
            }
            self.dual = Some(dual);
        }
        let best = best.map(|journeys| self.in_order(journeys));
        let mut rounds = 0;
        while self.done() < allowed && rounds < MAX_ROUNDS && go_on() {
            let known = Incumbent {
                value: incumbent,
                journeys: best.as_deref(),
            };
            if !self.round(known) {
                return false;
            }
            rounds += 1;
        }
        self.best < incumbent
    }

    /// One round. Whether more may help.
    fn round(&mut self, incumbent: Incumbent<'_>) -> bool {
        let Some(dual) = &mut self.dual else {
            return true;
        };
        if dual.is_closed(incumbent.value.units()) {
            return false;
        }
        let plans = self.finders.round(dual, incumbent);
        let (proven, may_rise) = (dual.value(), dual.may_rise());
        for plan in plans {
            self.keep(plan);
        }
        self.best = better_of(self.best, Cost::new(proven), self.granularity);
        self.best < incumbent.value && may_rise
    }

    /// Work done so far, in steps.
    pub(super) fn done(&self) -> u64 {
        self.dual.as_ref().map_or(0, Dual::done)
    }

    /// Keeps a plan of the sorted network, when it is better than what is kept.
    fn keep(&mut self, plan: Solution<'n>) {
        let known = self.incumbent.as_ref();
        if known.is_none_or(|known| plan.value < known.value) {
            self.incumbent = self.as_in_file(plan);
        }
    }

    /// Whether a finder wants the journeys of the best plan.
    pub(super) fn wants_journeys(&self) -> bool {
        let Some(dual) = &self.dual else { return false };
        self.finders.want_journeys(dual)
    }

    /// What finders find for the last time, if it is better than the best plan, of value `incumbent`.
    pub(super) fn finish(
        &mut self,
        incumbent: Cost,
        best: &[Option<Journey>],
    ) -> Option<Solution<'n>> {
        let best = self.in_order(best);
        let dual = self.dual.as_mut()?;
        let known = Incumbent {
            value: incumbent,
            journeys: Some(&best),
        };
        let plans = self.finders.finish(dual, known);
        for plan in plans {
            self.keep(plan);
        }
        self.incumbent()
    }

    /// Journeys of the file's trains, by the order of the sorted network.
    fn in_order(&self, journeys: &[Option<Journey>]) -> Vec<Option<Journey>> {
        let order = self.order.iter();
        order
            .map(|&index| journeys[index.index()].clone())
            .collect()
    }

    /// A plan of the sorted network as one of the file's.
    fn as_in_file(&self, found: Solution<'n>) -> Option<Solution<'n>> {
        let mut journeys = vec![None; self.order.len()];
        for (&index, journey) in self.order.iter().zip(found.journeys) {
            journeys[index.index()] = journey;
        }
        together(self.network, journeys).ok()
    }

    /// The best plan that finders found since the last question, if it was better than the best one known then.
    pub(super) fn incumbent(&mut self) -> Option<Solution<'n>> {
        self.incumbent.take()
    }
}

/// The better of two bounds, the second one rounded up.
fn better_of(best: Cost, bound: Cost, granularity: i64) -> Cost {
    best.max(rounded_up(bound, granularity))
}

fn rounded_up(bound: Cost, granularity: i64) -> Cost {
    Cost::new(round_up(bound.units(), granularity))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_never_falls() {
        let mut best = Cost::new(100);
        for (proven, better) in [(40, 100), (101, 150), (150, 150), (149, 150)] {
            best = better_of(best, Cost::new(proven), 50);
            assert_eq!(best, Cost::new(better));
        }
    }
}
