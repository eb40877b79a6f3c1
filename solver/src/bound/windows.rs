//! What a train may still do: windows of parts of all plans, and how reduced costs narrow them.

use super::functions::POSSIBLE_BELOW;
use super::price::{DualPricer, Question};
use super::shape::TrainShape;
use super::sweep::within;
use crate::network::Tick;

/// Before a window that nothing is in yet.
const NOWHERE: (Tick, Tick) = (Tick::MAX / 2, Tick::MIN / 2);

/// What a train may do in a part of all plans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Windows {
    /// Ticks of its exit, first and last.
    pub exit: (Tick, Tick),
    /// By crane work: ticks of its start; none when the last is before the first.
    pub works: Vec<(Tick, Tick)>,
    /// By operation (edge): ticks of its start; none when the last is before the first.
    pub edges: Vec<(Tick, Tick)>,
    /// It may be planned.
    pub may_go: bool,
    /// It may be left out.
    pub may_stay: bool,
}

impl Windows {
    /// Everything.
    pub fn all(shape: &TrainShape) -> Windows {
        let always = (Tick::MIN / 2, Tick::MAX / 2);
        Windows {
            exit: always,
            works: vec![always; shape.works.len()],
            edges: vec![always; shape.edges.len()],
            may_go: true,
            may_stay: true,
        }
    }

    /// Whether it can do nothing at all, as far as its windows tell.
    pub fn is_impossible(&self) -> bool {
        let no_work = || self.works.iter().all(|work| work.0 > work.1);
        let no_exit = self.exit.0 > self.exit.1 || (!self.works.is_empty() && no_work());
        !self.may_stay && (!self.may_go || no_exit)
    }
}

impl DualPricer {
    /// What a train may still do in a plan that costs no more than `slack` above the sum of all cheapest journeys, if its own
    /// costs `value`: a window of exits (of works where rakes meet) for which its journey costs at most that much more.
    pub fn narrowed(&mut self, question: &Question<'_>, value: i64, slack: i64) -> Windows {
        let most = value.saturating_add(slack);
        let mut windows = question.windows.clone();
        windows.may_stay &= question.postponed() <= most;
        if question.forbidden_from() <= most {
            return windows;
        }
        let Some((best, _)) = question.best(self) else {
            windows.may_go = false;
            return windows;
        };
        if best > most {
            windows.may_go = false;
            return windows;
        }
        if question.train.works.is_empty() {
            let emptied = best
                - question
                    .cheapest_of(self, &question.train.exits, true)
                    .map_or(best, |exit| exit.0);
            let mut exit = NOWHERE;
            for &stand in &question.train.exits {
                let costs = &self.arrive[stand.index()];
                for (index, &cost) in costs.of.iter().enumerate() {
                    let at = costs.low + index as Tick;
                    if cost < POSSIBLE_BELOW && cost + question.exit_cost(at) + emptied <= most {
                        exit = (exit.0.min(at), exit.1.max(at));
                    }
                }
            }
            windows.exit = within(windows.exit, exit);
        } else {
            for (window, found) in windows
                .works
                .iter_mut()
                .zip(question.works_within(self, most))
            {
                *window = within(*window, found);
            }
        }
        windows
    }
}

impl Question<'_> {
    /// By crane work, the first and the last start of a journey that costs at most so much.
    fn works_within(&self, pricer: &mut DualPricer, most: i64) -> Vec<(Tick, Tick)> {
        let mut found = vec![NOWHERE; self.train.works.len()];
        self.meetings(pricer, |work, start, cost| {
            if cost <= most {
                let window: &mut (Tick, Tick) = &mut found[work];
                *window = (window.0.min(start), window.1.max(start));
            }
        });
        found
    }
}
