//! The bound of a run: what no plan can beat, whatever proves it.
//!
//! [`Bounding::improve`] is some rounds of the bound engine beside a slice of search. The prices lead to plans, too: they wait here
//! until somebody asks. The engine is made when there is work enough for its first round: a run that cannot afford a bound pays
//! nothing for it.

use super::combine::combine;
use crate::bound::{Bound, Prices, cost_step, round_up};
use crate::construct::Solution;
use crate::exact::value_together;
use crate::network::Network;
use crate::pricing::Journey;
use std::sync::OnceLock;

/// Rounds before known journeys are combined for the first time; then each time after half as many more.
const FIRST_COMBINED: u64 = 64;

/// Rounds at most between two questions whether to go on.
const MOST_ROUNDS: u64 = 64;

/// The best bound so far, in cost units.
pub(super) struct Bounding<'n> {
    engine: Option<Bound<'n>>,
    /// Prices to begin with, and the minute at which the horizon begins.
    prices: Option<(&'n Prices, i64)>,
    /// The best plan that the prices led to and nobody has asked for yet.
    led_to: Option<Solution<'n>>,
    network: &'n Network,
    /// The same with its trains in an order that does not depend on the file, once it is needed, and which place of the file each has.
    sorted: &'n OnceLock<Network>,
    order: &'n [usize],
    combine_at: u64,
    best: i64,
    step: i64,
}

impl<'n> Bounding<'n> {
    /// Begins with the sum of every train's cost if it were alone and stores were never empty or full (or postponed, when
    /// that is cheaper). No plan can beat it: of everything but stores other trains only take.
    /// `sorted` is for the network with its trains in `order`: equal choices are decided by place, and so not by the file's order.
    pub(super) fn new(
        network: &'n Network,
        sorted: &'n OnceLock<Network>,
        order: &'n [usize],
        alone: i64,
    ) -> Bounding<'n> {
        let step = cost_step(network);
        Bounding {
            engine: None,
            prices: None,
            best: round_up(alone, step),
            step,
            led_to: None,
            network,
            sorted,
            order,
            combine_at: FIRST_COMBINED,
        }
    }

    /// Begins with the prices of another bound, see [`Bound::begun_with`].
    pub(super) fn begun_with(mut self, prices: &'n Prices, begins: i64) -> Self {
        self.prices = Some((prices, begins));
        self
    }

    /// The prices that it rests on.
    pub(super) fn prices(&self, begins: i64) -> Prices {
        let engine = self.engine.as_ref();
        engine.map_or_else(Prices::default, |engine| engine.prices(begins))
    }

    /// A bound proven so far; never falls.
    pub(super) fn value(&self) -> i64 {
        self.best
    }

    /// The network with its trains in order.
    fn sorted(&self) -> &'n Network {
        if self.order.is_sorted() {
            return self.network;
        }
        self.sorted
            .get_or_init(|| self.network.in_order(self.order))
    }

    /// Rounds of the bound beside a plan of value `upper`, as long as its work stays below what is allowed now (and at the end of the
    /// run); with the journeys of that plan, known journeys are combined as well. Whether more rounds may help.
    pub(super) fn improve(
        &mut self,
        upper: i64,
        (allowed, all): (u64, u64),
        best: Option<&[Option<Journey>]>,
        go_on: impl Fn() -> bool,
    ) -> bool {
        if self.best >= upper {
            return false;
        }
        if self.engine.is_none() {
            let mut least = Bound::least_work(self.network);
            if self.prices.is_some() {
                // with prices of a like run the first round says something
                least /= 8;
            }
            if allowed < least {
                return least <= all;
            }
            let mut engine = Bound::new(self.sorted());
            if let Some((prices, begins)) = self.prices {
                engine = engine.begun_with(prices, begins);
            }
            self.engine = Some(engine);
        }
        let mut rounds = 0;
        while self.done() < allowed && rounds < MOST_ROUNDS && go_on() {
            if !self.round(upper) {
                return false;
            }
            rounds += 1;
        }
        if let Some(best) = best {
            let rounds = self.rounds();
            self.combine_at = rounds + rounds / 2;
            let found = self.combine(best, upper);
            self.lead(found, upper);
        }
        self.best < upper
    }

    /// One round. Whether more may help.
    fn round(&mut self, upper: i64) -> bool {
        let Some(engine) = &mut self.engine else {
            return true;
        };
        engine.improve(upper, 1);
        let (proven, may_rise) = (engine.value(), engine.may_rise());
        let found = engine.found();
        self.take(proven);
        let found = found.and_then(|found| self.as_in_file(found));
        self.lead(found, upper);
        self.best < upper && may_rise
    }

    /// Whether all plans left are being put together from lists, see [`Bound::joins`].
    pub(super) fn joins(&self) -> bool {
        self.engine.as_ref().is_some_and(Bound::joins)
    }

    /// Work done so far, in steps.
    pub(super) fn done(&self) -> u64 {
        self.engine.as_ref().map_or(0, Bound::done)
    }

    fn rounds(&self) -> u64 {
        self.engine.as_ref().map_or(0, Bound::rounds)
    }

    /// Keeps a plan that the prices led to, when it is better than what is known.
    fn lead(&mut self, found: Option<Solution<'n>>, upper: i64) {
        let known = self.led_to.as_ref().map_or(upper, |plan| plan.value);
        if let Some(plan) = found.filter(|plan| plan.value < known) {
            self.led_to = Some(plan);
        }
    }

    /// Whether the next round combines known journeys, and so wants those of the best plan.
    pub(super) fn combines_next(&self) -> bool {
        self.rounds() >= self.combine_at
    }

    /// The best combination of the journeys of the best plan and of those that trains were content with under prices, if it is
    /// better than that plan, of value `upper`.
    pub(super) fn combine(&self, best: &[Option<Journey>], upper: i64) -> Option<Solution<'n>> {
        let engine = self.engine.as_ref()?;
        let best: Vec<Option<Journey>> = self
            .order
            .iter()
            .map(|&index| best[index].clone())
            .collect();
        let found = combine(self.sorted(), &best, &engine.journeys(), upper)?;
        self.as_in_file(found)
    }

    /// A plan of the sorted network as one of the file's.
    fn as_in_file(&self, found: Solution<'n>) -> Option<Solution<'n>> {
        let mut journeys = vec![None; self.order.len()];
        for (&index, journey) in self.order.iter().zip(found.journeys) {
            journeys[index] = journey;
        }
        value_together(self.network, journeys)
    }

    /// A plan that the prices led to since the last question, if it was better than the upper value told.
    pub(super) fn led_to(&mut self) -> Option<Solution<'n>> {
        self.led_to.take()
    }

    /// Takes a bound over when it is better.
    fn take(&mut self, bound: i64) {
        self.best = better_of(self.best, bound, self.step);
    }
}

/// The better of two bounds, the second one rounded up.
fn better_of(best: i64, bound: i64, step: i64) -> i64 {
    best.max(round_up(bound, step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_never_falls() {
        let mut best = 100;
        for (proven, better) in [(40, 100), (101, 150), (150, 150), (149, 150)] {
            best = better_of(best, proven, 50);
            assert_eq!(best, better);
        }
    }
}
