//! Costs over time along the strands of a train: forward from where rakes begin, backward from its exits.

use super::cost_functions::POSSIBLE_BELOW;
use super::pricing_problem::{DualPricer, PricingProblem};
use super::stages::Costs;
use crate::network::{Operation, Tick, Ticks, TimeMap};
use petgraph::Direction::Outgoing;
use petgraph::graph::EdgeIndex;
use petgraph::visit::EdgeRef;

/// The span of a stand that is never reached.
const NO_TICK: (Tick, Tick) = (Tick::ZERO, Tick(-1));

impl PricingProblem<'_> {
    /// Costs forward from where rakes begin.
    pub fn forward(&self, pricer: &mut DualPricer) {
        let graph = &self.train.graph;
        for &stand in &self.train.order {
            if self.shape.stands[stand.index()].outbound {
                continue;
            }
            let [arrive, ready] = self.spans(stand).unwrap_or([NO_TICK; 2]);
            pricer.arrive[stand.index()].reset(arrive.0, arrive.1);
            pricer.ready[stand.index()].reset(ready.0, ready.1);
        }
        for &(stand, at, hold) in &self.shape.begins {
            let cost = hold.map_or(0, |array| -self.hold_at(array, at));
            pricer.arrive[stand.index()].lower(at, cost);
        }
        let lead = self.priced.rows.lead;
        for &stand in &self.train.order {
            let shape = &self.shape.stands[stand.index()];
            if shape.outbound || pricer.ready[stand.index()].of.is_empty() {
                continue;
            }
            let (arrive, ready) = (
                &mut pricer.arrive[stand.index()],
                &mut pricer.ready[stand.index()],
            );
            self.priced.add_parallel(&shape.parallel, arrive);
            self.priced.forward(&shape.stages, arrive, ready);
            ready.carry_forward();
            // taken out, so that the stands behind can be written
            let ready = std::mem::take(&mut pricer.ready[stand.index()]);
            for edge in graph.edges_directed(stand, Outgoing) {
                let operation = edge.weight();
                let to = &mut pricer.arrive[edge.target().index()];
                if to.of.is_empty() {
                    continue;
                }
                let function = self.function(edge.id());
                self.for_starts(edge.id(), (ready.low, ready.high()), |from, until| {
                    relax_forward(&ready, function, lead, operation, (from, until), to);
                });
            }
            pricer.ready[stand.index()] = ready;
        }
    }

    /// Costs backward from the exits to the stands behind the crane work.
    pub fn backward(&self, pricer: &mut DualPricer) {
        let graph = &self.train.graph;
        let lead = self.priced.rows.lead;
        for &stand in self.train.order.iter().rev() {
            let shape = &self.shape.stands[stand.index()];
            if !shape.outbound {
                continue;
            }
            let [arrive, window] = self.spans(stand).unwrap_or([NO_TICK; 2]);
            let mut here = std::mem::take(&mut pricer.arrive[stand.index()]);
            let mut ready = std::mem::take(&mut pricer.ready[stand.index()]);
            here.reset(arrive.0, arrive.1);
            ready.reset(window.0, window.1);
            if self.train.exits.contains(&stand) {
                let exit_cost = self.exit_costs(stand);
                for (index, cost) in here.of.iter_mut().enumerate() {
                    let at = here.low + index as Ticks;
                    if at >= self.windows.exit.0 {
                        *cost = exit_cost(at);
                    }
                }
            } else if self.train.emptied_exits.contains(&stand) {
                for (index, cost) in here.of.iter_mut().enumerate() {
                    *cost = self.emptied_cost(here.low + index as Ticks);
                }
            } else {
                for edge in graph.edges_directed(stand, Outgoing) {
                    let operation = edge.weight();
                    let to = &pricer.arrive[edge.target().index()];
                    if to.of.is_empty() {
                        continue;
                    }
                    let function = self.function(edge.id());
                    self.for_starts(edge.id(), (ready.low, ready.high()), |from, until| {
                        relax_backward(&mut ready, function, lead, operation, (from, until), to);
                    });
                }
                ready.carry_backward();
                self.priced.backward(&shape.stages, &ready, &mut here);
            }
            pricer.arrive[stand.index()] = here;
            pricer.ready[stand.index()] = ready;
        }
    }

    /// Calls with `[from, until]` for every span of starts of an operation inside a window, as far as the train's windows and
    /// its parallel stages let it.
    pub fn for_starts(&self, edge: EdgeIndex, window: (Tick, Tick), visit: impl FnMut(Tick, Tick)) {
        let operation = &self.train.graph[edge];
        let mut window = within(self.step(edge), window);
        if operation.departure {
            window.0 = window.0.max(self.shape.departure);
        }
        for_starts(operation, window, visit);
    }
}

/// What two windows share.
pub fn within(a: (Tick, Tick), b: (Tick, Tick)) -> (Tick, Tick) {
    (a.0.max(b.0), a.1.min(b.1))
}

/// Calls with `[from, until]` for every span of starts of an operation inside a window.
#[inline]
pub fn for_starts(
    operation: &Operation,
    (low, high): (Tick, Tick),
    mut visit: impl FnMut(Tick, Tick),
) {
    for &(from, to) in operation.starts.iter() {
        let (from, until) = (from.max(low), (to - 1).min(high));
        if from <= until {
            visit(from, until);
        }
    }
}

fn relax_forward(
    ready: &Costs,
    function: &[i64],
    lead: Ticks,
    operation: &Operation,
    (from, until): (Tick, Tick),
    to: &mut Costs,
) {
    if let TimeMap::Shift(ticks) = &*operation.end.map {
        let shift = ticks + operation.end.offset;
        let (from, until) = (from.max(to.low - shift), until.min(to.high() - shift));
        if from > until {
            return;
        }
        let n = (until - from + 1) as usize;
        let source = &ready.of[(from - ready.low) as usize..][..n];
        let function = &function[(from + lead).index()..][..n];
        let target = &mut to.of[(from + shift - to.low) as usize..][..n];
        for i in 0..n {
            // an impossible cost stays far above every other
            target[i] = target[i].min(source[i] + function[i]);
        }
        return;
    }
    for start in from.through(until) {
        let cost = ready.of[(start - ready.low) as usize];
        if cost < POSSIBLE_BELOW {
            to.lower(
                operation.end.at(start),
                cost + function[(start + lead).index()],
            );
        }
    }
}

fn relax_backward(
    ready: &mut Costs,
    function: &[i64],
    lead: Ticks,
    operation: &Operation,
    (from, until): (Tick, Tick),
    to: &Costs,
) {
    if let TimeMap::Shift(ticks) = &*operation.end.map {
        let shift = ticks + operation.end.offset;
        let (from, until) = (from.max(to.low - shift), until.min(to.high() - shift));
        if from > until {
            return;
        }
        let n = (until - from + 1) as usize;
        let target = &mut ready.of[(from - ready.low) as usize..][..n];
        let function = &function[(from + lead).index()..][..n];
        let source = &to.of[(from + shift - to.low) as usize..][..n];
        for i in 0..n {
            target[i] = target[i].min(source[i] + function[i]);
        }
        return;
    }
    for start in from.through(until) {
        let cost = to.at(operation.end.at(start));
        if cost < POSSIBLE_BELOW {
            let index = (start - ready.low) as usize;
            ready.of[index] = ready.of[index].min(cost + function[(start + lead).index()]);
        }
    }
}
