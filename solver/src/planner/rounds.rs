//! How the work of a run is spent: slices of search and rounds of the bound side by side, a combination at the end, and a
//! second search where trains are left out.

use super::{Planner, Run};
use crate::bound::LABEL;
use crate::construct::Solution;
use crate::exact::value_together;
use crate::network::Network;
use crate::search::{Search, Settings};

/// Moves of a slice of search.
const SLICE_MOVES: u64 = 16;

/// The bound gets so many times the work that the search has had: most of what is proven, and many a better plan, comes from it.
const BOUND: u64 = 2;

/// When its moves are used up the bound goes on for so many percent of all its work: what it still proves, and the
/// plans it leads to, cost little beside the search.
const CLOSING: u64 = 25;

/// So many where all plans left are being put together from lists: that ends with a proof, and soon.
const JOINING: u64 = 400;

/// How much dearer leaving a train out is for a search that is loath to.
const LOATH: i64 = 3;

/// What a search is told of the trains beside their network.
#[derive(Debug)]
pub(super) struct Trains {
    /// Least cost of each, whatever the others do.
    pub(super) alone: Vec<i64>,
    /// All of them in an order that the file's does not change.
    pub(super) order: Vec<usize>,
}

impl Planner<'_> {
    /// Slices of search and slices of bound in turn.
    pub(super) fn improve<'n>(
        &mut self,
        network: &'n Network,
        trains: &Trains,
        start: Solution<'n>,
        run: &mut Run<'n>,
    ) -> Solution<'n> {
        let moves = self.stop.moves();
        let mut upper = start.value;
        let mut bound_may_rise = true;
        // work that the bound may have had by now
        let (mut allowed, mut last) = (1, u64::MAX);
        // what it had when the moves were used up
        let mut ended = None;
        let mut search = self.search(network, trains, start, moves);
        loop {
            let bounding = &mut run.bounding;
            let best = bounding.combines_next().then(|| search.journeys().to_vec());
            // both begin with what was known before, so that it does not matter which is faster
            let (made, may_rise) = rayon::join(
                || search.advance(SLICE_MOVES),
                || bound_may_rise && bounding.improve(upper, allowed, best.as_deref()),
            );
            bound_may_rise = may_rise;
            search.set_bound(run.bounding.value());
            if let Some(plan) = run.bounding.led_to() {
                search.offer(plan);
            }
            upper = search.value();
            let steps = (search.done() as usize, moves as usize);
            self.report("search", steps, Some(upper), Some(run));
            run.interrupted |= self.stop.is_interrupted();
            allowed = allowed.max(BOUND * LABEL * search.effort());
            if made == 0 {
                let had = *ended.get_or_insert(allowed);
                let more = if run.bounding.joins() {
                    JOINING
                } else {
                    CLOSING
                };
                last = had / 100 * (100 + more);
                allowed = last;
            }
            let is_closed = !bound_may_rise || run.bounding.effort() >= last;
            let is_done = made == 0 && is_closed;
            if run.interrupted || run.is_reached(upper) {
                return search.finish();
            }
            if is_done {
                let combined = (moves > 0).then(|| run.bounding.combine(search.journeys(), upper));
                if let Some(plan) = combined.flatten() {
                    search.offer(plan);
                }
                return search.finish();
            }
        }
    }

    /// Where trains are left out, a second search that is loath to: it begins with the plan as it is, on a problem in which
    /// leaving a train out is dearer, and then goes on on the true one. The better of both plans.
    pub(super) fn insist<'n>(
        &mut self,
        network: &'n Network,
        trains: &Trains,
        best: Solution<'n>,
        run: &mut Run<'n>,
    ) -> Solution<'n> {
        let moves = self.stop.moves() / 2;
        let all_go = best.journeys.iter().all(Option::is_some);
        if all_go || moves == 0 || run.interrupted || run.is_reached(best.value) {
            return best;
        }
        let mut loath = Network::compile_without(self.instance, &self.left_out);
        for train in &mut loath.trains {
            train.cost.unplanned = train
                .cost
                .unplanned
                .saturating_mul(LOATH)
                .min(i64::MAX >> 20);
        }
        let Some(start) = value_together(&loath, best.journeys.clone()) else {
            return best;
        };
        let planned = self.search_alone(&loath, trains, start, moves, run);
        let Some(start) = value_together(network, planned.journeys) else {
            return best;
        };
        let again = self.search_alone(network, trains, start, moves / 2, run);
        if again.value < best.value {
            again
        } else {
            best
        }
    }

    /// A search from a plan, of so many moves.
    fn search<'m>(
        &self,
        network: &'m Network,
        trains: &Trains,
        start: Solution<'m>,
        work: u64,
    ) -> Search<'m> {
        let settings = Settings {
            seed: self.seed,
            work,
            ..Settings::default()
        };
        let (alone, order) = (trains.alone.clone(), trains.order.clone());
        Search::new(network, alone, order, start, settings)
    }

    /// A search without a bound beside it.
    fn search_alone<'m>(
        &mut self,
        network: &'m Network,
        trains: &Trains,
        start: Solution<'m>,
        work: u64,
        run: &mut Run<'_>,
    ) -> Solution<'m> {
        let mut search = self.search(network, trains, start, work);
        while !run.interrupted && search.advance(SLICE_MOVES) > 0 {
            run.interrupted |= self.stop.is_interrupted();
        }
        search.finish()
    }
}
