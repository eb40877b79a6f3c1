//! A train's cheapest journey under prices: exact over operation × time, beside nothing but the rows.
//!
//! Costs over time are carried forward along the strands up to the crane work (for a train that only passes: to its
//! exit) and backward from the exits to it; at every start of the work the two ways in and the two ways out are a sum.
//! Windows keep this small: an exit is only looked at up to a tick from which it alone would cost more than the
//! cheapest journey found, so that nothing is cut off that could be cheaper; if nothing below that is found, the cost
//! of the first exit outside is the bound.
//!
//! Where this is less than the true problem, and so a bound of it: the rakes of one train may take more of a row than
//! there is; parallel stages hold the departure up only to the earliest tick at which they can be done at all; a
//! train in parts gives its track free when its first part is placed.

use super::Scaled;
use super::cost_functions::POSSIBLE_BELOW;
use super::pricing_problem::{Best, Column, DualPricer, PricingProblem};
use super::stages::Costs;
use super::sweep::{for_starts, within};
use crate::network::{Tick, Ticks};
use petgraph::graph::NodeIndex;

impl DualPricer {
    /// The cheapest journey.
    pub fn price(&mut self, question: &PricingProblem<'_>) -> Column {
        let outside = question.outside();
        let postponed = question.postponed();
        let best = question.best(self);
        let best =
            best.filter(|(cost, _)| *cost < question.priced.rows.forbidden && *cost <= postponed);
        match best {
            Some((value, at)) => Column {
                bound: value.min(outside),
                value,
                choice: Some(question.trace(self, at)),
            },
            None => Column {
                bound: postponed.min(outside).min(question.forbidden_from()),
                value: postponed,
                choice: None,
            },
        }
    }
}

impl PricingProblem<'_> {
    pub(super) fn best(&self, pricer: &mut DualPricer) -> Option<(Scaled, Best)> {
        if !self.windows.may_go {
            return None;
        }
        let n = self.train.graph.node_count();
        if pricer.arrive.len() < n {
            pricer.arrive.resize_with(n, Costs::default);
            pricer.ready.resize_with(n, Costs::default);
        }
        self.forward(pricer);
        if self.train.works.is_empty() {
            self.best_exit(pricer)
        } else {
            self.backward(pricer);
            let mut best: Option<(Scaled, Best)> = None;
            self.meetings(pricer, |work, start, cost| {
                if best.is_none_or(|best| cost < best.0) {
                    best = Some((cost, Best::Work { work, start }));
                }
            });
            best
        }
    }

    pub(super) fn cheapest_of(
        &self,
        pricer: &DualPricer,
        exits: &[NodeIndex],
        timed: bool,
    ) -> Option<(Scaled, NodeIndex, Tick)> {
        let mut best: Option<(Scaled, NodeIndex, Tick)> = None;
        for &exit in exits {
            let costs = &pricer.arrive[exit.index()];
            let exit_cost = self.exit_costs(exit);
            for (index, &cost) in costs.of.iter().enumerate() {
                let at = costs.low + index as Ticks;
                if timed && at < self.windows.exit.0 {
                    continue;
                }
                let own = if timed {
                    exit_cost(at)
                } else {
                    self.emptied_cost(at)
                };
                let cost = cost + own;
                if cost < best.map_or(self.priced.rows.forbidden, |best| best.0) {
                    best = Some((cost, exit, at));
                }
            }
        }
        best
    }

    fn best_exit(&self, pricer: &DualPricer) -> Option<(Scaled, Best)> {
        let (cost, stand, at) = self.cheapest_of(pricer, &self.train.exits, true)?;
        let onward = (stand, at);
        if !self.train.transshipped || self.train.emptied_exits.is_empty() {
            return Some((
                cost,
                Best::Exit {
                    onward,
                    emptied: None,
                },
            ));
        }
        let (more, stand, at) = self.cheapest_of(pricer, &self.train.emptied_exits, false)?;
        let emptied = Some((stand, at));
        Some((cost + more, Best::Exit { onward, emptied }))
    }

    /// Calls with every crane work, its start and the cost of the cheapest journey with it, where there is one.
    pub(super) fn meetings(
        &self,
        pricer: &mut DualPricer,
        mut visit: impl FnMut(usize, Tick, Scaled),
    ) {
        let lead = self.priced.rows.lead;
        if pricer.works.is_empty() {
            pricer.works.resize_with(1, Costs::default);
        }
        for (index, work) in self.train.works.iter().enumerate() {
            let behind = (
                &pricer.arrive[work.onward.1.index()],
                &pricer.arrive[work.arriving.1.index()],
            );
            let before = (
                &pricer.ready[work.onward.0.index()],
                &pricer.ready[work.arriving.0.index()],
            );
            if behind.0.of.is_empty()
                || behind.1.of.is_empty()
                || before.0.of.is_empty()
                || before.1.of.is_empty()
            {
                continue;
            }
            let (low, high) = within(
                self.windows.works[index],
                (
                    before.0.low.max(before.1.low),
                    before.0.high().min(before.1.high()),
                ),
            );
            if low > high {
                continue;
            }
            let chain = &self.shape.works[index];
            while pricer.works.len() < chain.len() {
                pricer.works.push(Costs::default());
            }
            for position in (0..chain.len()).rev() {
                let operation = &work.chain[position];
                let function = &self.values[chain[position].index()];
                let (here, later) = pricer.works.split_at_mut(position + 1);
                let here = &mut here[position];
                // later parts start later, within the same window of exits
                here.reset(
                    low,
                    if position == 0 {
                        high
                    } else {
                        self.last_exit()
                    },
                );
                for_starts(operation, (here.low, here.high()), |from, until| {
                    for start in from.through(until) {
                        let end = operation.end.at(start);
                        let rest = if position + 1 == chain.len() {
                            behind.0.at(end).saturating_add(behind.1.at(end))
                        } else {
                            later[0].at(end)
                        };
                        if rest < POSSIBLE_BELOW {
                            here.of[(start - low) as usize] =
                                rest + function[(start + lead).index()];
                        }
                    }
                });
                if position > 0 {
                    here.carry_backward();
                }
            }
            let costs = &pricer.works[0];
            let change = work.change.units() * self.scale;
            for start in low.through(high) {
                let ways_in = before.0.at(start).saturating_add(before.1.at(start));
                let cost = ways_in
                    .saturating_add(costs.at(start))
                    .saturating_add(change);
                if cost < self.priced.rows.forbidden {
                    visit(index, start, cost);
                }
            }
        }
    }
}
