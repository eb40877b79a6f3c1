//! The journey behind a cheapest cost: followed back by looking for what leads to it.
//!
//! Costs are kept and not what they came from, for keeping that would cost more in every round than looking once.

use super::cost_functions::POSSIBLE_BELOW;
use super::pricing_problem::{Best, Choice, DualPricer, PricingProblem};
use super::stages::Costs;
use super::stand_shape::StandShape;
use crate::journey::{Choices, WorkChoice};
use crate::network::next_in;
use crate::network::{Tick, Ticks};
use petgraph::Direction::{Incoming, Outgoing};
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

impl PricingProblem<'_> {
    /// The journey behind the cheapest exit or meeting.
    pub(super) fn trace(&self, pricer: &DualPricer, best: Best) -> Choice {
        let mut choices = Choices::default();
        let exit;
        match best {
            Best::Exit { onward, emptied } => {
                exit = onward.1;
                self.trace_in(pricer, onward.0, onward.1, &mut choices);
                if let Some((stand, at)) = emptied {
                    self.trace_in(pricer, stand, at, &mut choices);
                }
            }
            Best::Work { work, start } => {
                let data = &self.train.works[work];
                self.trace_ready(pricer, data.arriving.0, start, &mut choices);
                self.trace_ready(pricer, data.onward.0, start, &mut choices);
                let end = self.trace_chain(work, start, &mut choices);
                exit = self.trace_out(pricer, data.onward.1, end, &mut choices);
                self.trace_out(pricer, data.arriving.1, end, &mut choices);
            }
        }
        Choice { exit, choices }
    }

    /// Follows the chain of a crane work; returns its end. Where a wait was cheaper than none the usage is only near that of
    /// the cheapest.
    fn trace_chain(&self, work: usize, start: Tick, choices: &mut Choices) -> Tick {
        let mut at = start;
        let mut starts = Vec::new();
        for operation in &self.train.works[work].chain {
            let start = next_in(&operation.starts, at).unwrap_or(at);
            starts.push(start);
            at = operation.end.at(start);
        }
        choices.work = Some(WorkChoice {
            index: work,
            starts,
        });
        at
    }

    /// Backward in time from an arrival to where the rake began.
    fn trace_in(&self, pricer: &DualPricer, stand: NodeIndex, at: Tick, choices: &mut Choices) {
        let (mut stand, mut at) = (stand, at);
        loop {
            let parallel = self.parallel_cost(stand, at);
            let cost = pricer.arrive[stand.index()].at(at) - parallel;
            let begun = self.shape.begins.iter().any(|&(begin, tick, hold)| {
                begin == stand
                    && tick == at
                    && hold.map_or(0, |array| -self.hold_at(array, at)) == cost
            });
            if begun {
                return;
            }
            let Some((edge, from, start)) = self.operation_into(pricer, stand, at, cost) else {
                debug_assert!(false, "no operation leads to a cost");
                return;
            };
            choices.operations.push((edge.index(), start));
            let Some(arrival) = self.stages_before(pricer, from, start, choices) else {
                debug_assert!(false, "no arrival leads to a cost");
                return;
            };
            (stand, at) = (from, arrival);
        }
    }

    fn trace_ready(
        &self,
        pricer: &DualPricer,
        stand: NodeIndex,
        ready: Tick,
        choices: &mut Choices,
    ) {
        if let Some(arrival) = self.stages_before(pricer, stand, ready, choices) {
            self.trace_in(pricer, stand, arrival, choices);
        } else {
            debug_assert!(false, "no arrival leads to a cost");
        }
    }

    /// What the parallel stages of a stand cost at least from an arrival on.
    fn parallel_cost(&self, stand: NodeIndex, arrival: Tick) -> i64 {
        let shape = &self.shape.stands[stand.index()];
        let mut costs = Costs {
            low: arrival,
            of: vec![0],
        };
        self.priced.add_parallel(&shape.parallel, &mut costs);
        costs.of[0]
    }

    /// The operation by which a stand is reached at a tick and cost.
    fn operation_into(
        &self,
        pricer: &DualPricer,
        stand: NodeIndex,
        at: Tick,
        cost: i64,
    ) -> Option<(EdgeIndex, NodeIndex, Tick)> {
        let lead = self.priced.rows.lead;
        for edge in self.train.graph.edges_directed(stand, Incoming) {
            let operation = edge.weight();
            let ready = &pricer.ready[edge.source().index()];
            if ready.of.is_empty() {
                continue;
            }
            let function = self.function(edge.id());
            let first = operation.end.first_reaching(at).max(ready.low);
            let last = (operation.end.first_reaching(at + 1) - 1).min(ready.high());
            let mut found = None;
            self.for_starts(edge.id(), (first, last), |from, until| {
                for start in from.through(until) {
                    let value = ready.at(start);
                    if found.is_none()
                        && value < POSSIBLE_BELOW
                        && operation.end.at(start) == at
                        && value + function[(start + lead).index()] == cost
                    {
                        found = Some(start);
                    }
                }
            });
            if let Some(start) = found {
                return Some((edge.id(), edge.source(), start));
            }
        }
        None
    }

    /// Adds the stages of a stand that was left at a tick, on the way in; returns the arrival.
    fn stages_before(
        &self,
        pricer: &DualPricer,
        stand: NodeIndex,
        ready: Tick,
        choices: &mut Choices,
    ) -> Option<Tick> {
        let shape = &self.shape.stands[stand.index()];
        let cost = pricer.ready[stand.index()].at(ready);
        let arrive = &pricer.arrive[stand.index()];
        for (index, &before) in arrive.of.iter().enumerate() {
            let arrival = arrive.low + index as Ticks;
            if before > cost {
                continue;
            }
            if let Some(starts) = self.stages_at(shape, arrival, ready, cost - before) {
                self.add_stages(stand, arrival, starts, choices);
                return Some(arrival);
            }
        }
        None
    }

    /// Starts of stages between an arrival and an end at a cost.
    fn stages_at(
        &self,
        shape: &StandShape,
        arrival: Tick,
        end: Tick,
        cost: i64,
    ) -> Option<Vec<(usize, Tick)>> {
        let (starts, sum) = self.priced.starts(&shape.stages, arrival, end)?;
        (sum == cost).then_some(starts)
    }

    fn add_stages(
        &self,
        stand: NodeIndex,
        arrival: Tick,
        starts: Vec<(usize, Tick)>,
        choices: &mut Choices,
    ) {
        let shape = &self.shape.stands[stand.index()];
        for (position, start) in starts {
            let stage = &self.train.graph[stand].stages[position];
            // one without teams starts when its calendar lets it
            let start = if stage.team.is_none() {
                next_in(&stage.starts, start).unwrap_or(start)
            } else {
                start
            };
            choices.stages.push((stand.index(), position, start));
        }
        for &(position, function) in &shape.parallel {
            let start = match function {
                None => next_in(&self.train.graph[stand].stages[position].starts, arrival),
                Some(function) => self.priced.parallel_start(function, arrival),
            };
            let stage = start.map(|start| (stand.index(), position, start));
            choices.stages.extend(stage);
        }
    }

    /// Forward in time from an arrival behind the crane work to the exit; returns it.
    fn trace_out(
        &self,
        pricer: &DualPricer,
        stand: NodeIndex,
        at: Tick,
        choices: &mut Choices,
    ) -> Tick {
        let lead = self.priced.rows.lead;
        let (mut stand, mut at) = (stand, at);
        loop {
            if self.train.exits.contains(&stand) || self.train.emptied_exits.contains(&stand) {
                return at;
            }
            let shape = &self.shape.stands[stand.index()];
            let cost = pricer.arrive[stand.index()].at(at);
            let ready = &pricer.ready[stand.index()];
            let first = shape.stages.done.at(at, lead);
            let mut moved_on = None;
            for end in first.through(ready.high()) {
                let behind = ready.at(end);
                if behind >= POSSIBLE_BELOW {
                    break;
                }
                if let Some(starts) = self.stages_at(shape, at, end, cost - behind) {
                    moved_on = Some((end, behind, starts));
                    break;
                }
            }
            let Some((end, behind, starts)) = moved_on else {
                debug_assert!(false, "no end of the stages leads to a cost");
                return at;
            };
            self.add_stages(stand, at, starts, choices);
            let Some((edge, to, start)) = self.operation_from(pricer, stand, end, behind) else {
                debug_assert!(false, "no operation leads to a cost");
                return at;
            };
            choices.operations.push((edge.index(), start));
            at = self.train.graph[edge].end.at(start);
            stand = to;
        }
    }

    /// The first operation that leaves a stand at a tick or later at a cost.
    fn operation_from(
        &self,
        pricer: &DualPricer,
        stand: NodeIndex,
        ready: Tick,
        cost: i64,
    ) -> Option<(EdgeIndex, NodeIndex, Tick)> {
        let lead = self.priced.rows.lead;
        let mut found: Option<(Tick, EdgeIndex, NodeIndex)> = None;
        for edge in self.train.graph.edges_directed(stand, Outgoing) {
            let operation = edge.weight();
            let to = &pricer.arrive[edge.target().index()];
            if to.of.is_empty() {
                continue;
            }
            let function = self.function(edge.id());
            let last = found.map_or(pricer.ready[stand.index()].high(), |(start, _, _)| {
                start - 1
            });
            self.for_starts(edge.id(), (ready, last), |from, until| {
                for start in from.through(until) {
                    let rest = to.at(operation.end.at(start));
                    if rest < POSSIBLE_BELOW
                        && rest + function[(start + lead).index()] == cost
                        && found.is_none_or(|(best, _, _)| start < best)
                    {
                        found = Some((start, edge.id(), edge.target()));
                    }
                }
            });
        }
        found.map(|(start, edge, to)| (edge, to, start))
    }
}
