//! A run: slices of the search and of the bound side by side, the last touch, a combination at the end.

use super::budget::Budget;
use super::{Planner, Run};
use crate::construct::{Alone, Solution};
use crate::network::{Network, TrainIndex};
use crate::search::{HOT, Search};
use crate::work::UNIT;

/// Steps of a slice of search: nobody waits longer for an answer.
const SLICE: u64 = UNIT / 400;

/// A run says how much work a time limit allows after so many steps of moves and such a part of the time, or after such a part whatever
/// was done: a few hundredths of a second are needed to see how fast a busy machine is.
const WATCHED: u64 = UNIT / 20;
const MIN_WATCHED: f64 = 0.01;
const MAX_WATCHED: f64 = 0.04;

/// What is known of the trains beside their network.
#[derive(Debug)]
pub(super) struct Trains {
    /// What each would do alone.
    pub(super) alone: Alone,
    /// All of them in an order that the file's does not change.
    pub(super) order: Vec<TrainIndex>,
}

impl Planner<'_> {
    /// Spends a budget: slices of search and of bound in turn, then the last touch.
    pub(super) fn improve<'n>(
        &mut self,
        network: &'n Network,
        trains: &Trains,
        start: Solution<'n>,
        budget: &mut Budget,
        run: &mut Run<'n>,
    ) -> Solution<'n> {
        let order = trains.order.clone();
        let mut search =
            Search::new(network, &trains.alone, order, start, self.seed).with_parts(&self.parts);
        let mut incumbent = search.value();
        // of a time limit, when moves began
        let begun = self.stop.used().unwrap_or(0.0);
        // without a time limit there is nothing to watch
        let mut is_settled = false;
        let mut bound_may_rise = true;
        loop {
            let used = self.stop.used().unwrap_or(0.0);
            let part = ((used - begun) / (1.0 - begun).max(1e-9)).max(0.0);
            let is_watched = search.done() >= WATCHED && part >= MIN_WATCHED;
            if !is_settled && (is_watched || part >= MAX_WATCHED) {
                let is_beside = rayon::current_num_threads() > 1;
                let was_open = budget.is_open();
                budget.close(search.done(), part, is_beside);
                is_settled = true;
                // one that knew its work would have begun to cool down by now
                run.hurried |= was_open && budget.progress(search.done()) > HOT;
            }
            // where time runs faster than work, the search has to cool down faster
            let progress = budget.progress(search.done());
            let hurry = if is_settled { part } else { 0.0 };
            run.hurried |= hurry > progress;
            let is_last = progress >= 1.0;
            let allowed = (budget.bound_at(progress.max(hurry)), budget.bound_at(1.0));
            let until = search.done().saturating_add(SLICE).min(budget.moves());
            let best = run
                .bounding
                .wants_journeys()
                .then(|| search.journeys().to_vec());
            // both begin with what was known before both, so that it does not matter which is faster
            let (plan, stop) = (&*budget, &self.stop);
            let (made, may_rise) = rayon::join(
                || search.advance(until, |done| plan.progress(done).max(hurry).min(1.0)),
                || {
                    let go_on = || !stop.is_interrupted();
                    bound_may_rise
                        && run
                            .bounding
                            .improve(incumbent, allowed, best.as_deref(), go_on)
                },
            );
            bound_may_rise = may_rise;
            if !bound_may_rise {
                budget.bound_ended(run.bounding.done());
            }
            search.set_bound(run.bounding.value());
            if let Some(plan) = run.bounding.incumbent() {
                search.offer(plan);
            }
            incumbent = search.value();
            let all = budget.all().unwrap_or(u64::MAX);
            self.report(
                "search",
                (search.done() + run.bounding.done(), all),
                Some(incumbent),
                Some(run),
            );
            run.interrupted |= self.stop.is_interrupted();
            let bound_is_done = !bound_may_rise || run.bounding.done() >= budget.bound_at(1.0);
            let is_done = !made && is_last && bound_is_done;
            if run.interrupted || run.is_reached(incumbent) || is_done {
                break;
            }
        }
        if !run.interrupted
            && !run.is_reached(incumbent)
            && budget.moves() > 0
            && let Some(plan) = run.bounding.finish(incumbent, search.journeys())
        {
            search.offer(plan);
        }
        run.moves = search.moves();
        run.searched = search.done();
        run.operators = search.operators();
        run.finders = run.bounding.counts();
        let touch = if run.interrupted { 0 } else { budget.touch() };
        search.finish(touch, || !self.stop.is_interrupted())
    }
}
