//! Windows narrowed by reduced costs: what no plan below a value does.

use super::cost_functions::POSSIBLE_BELOW;
use super::pricing_problem::{DualPricer, PricingProblem};
use super::sweep::within;
use super::windows::{NOWHERE, Windows};
use crate::network::{Tick, Ticks};

impl DualPricer {
    /// What a train may still do in a plan that costs no more than `slack` above the sum of all cheapest journeys, if its own
    /// costs `value`: a window of exits (of works where rakes meet) for which its journey costs at most that much more.
    pub fn narrowed(&mut self, question: &PricingProblem<'_>, value: i64, slack: i64) -> Windows {
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
                let exit_cost = question.exit_costs(stand);
                for (index, &cost) in costs.of.iter().enumerate() {
                    let at = costs.low + index as Ticks;
                    if cost < POSSIBLE_BELOW && cost + exit_cost(at) + emptied <= most {
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

impl PricingProblem<'_> {
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
