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

use super::functions::{IMPOSSIBLE, POSSIBLE_BELOW};
use super::rows::ArrayIndex;
use super::shape::TrainShape;
use super::stages::{Costs, Priced};
use crate::network::{NEVER, Operation, Tick, TimeMap, TrainNetwork};
use petgraph::Direction::{Incoming, Outgoing};
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

/// Cost functions of all operations at the prices of a round.
pub type Values = Vec<Vec<i64>>;

/// What a train does in its cheapest journey.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// It leaves the system or reaches its store.
    pub exit: Tick,
    /// Operations between stands, with their starts.
    pub operations: Vec<(EdgeIndex, Tick)>,
    /// The crane work, with the starts of its chain.
    pub work: Option<(usize, Vec<Tick>)>,
    /// Stages: stand, position, start.
    pub stages: Vec<(NodeIndex, usize, Tick)>,
}

/// The cheapest journey of a train under prices.
#[derive(Clone, Debug)]
pub struct Cheapest {
    /// No journey, nor leaving the train out, costs less (scaled cost units, prices included).
    pub bound: i64,
    /// What it costs; the bound unless the window was too small.
    pub value: i64,
    /// The journey; `None`: leaving the train out is cheapest.
    pub choice: Option<Choice>,
}

/// What a train may do in a part of all plans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Windows {
    /// Ticks of its exit, first and last.
    pub exit: (Tick, Tick),
    /// By crane work: ticks of its start; none when the last is before the first.
    pub works: Vec<(Tick, Tick)>,
    /// By step: ticks of the start of the operation, if it does one of the step.
    pub steps: Vec<(Tick, Tick)>,
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
            steps: vec![always; shape.n_steps],
            may_go: true,
            may_stay: true,
        }
    }
}

/// A train and the prices.
#[derive(Clone, Copy)]
pub struct Question<'q> {
    /// The train.
    pub train: &'q TrainNetwork,
    /// Its shape.
    pub shape: &'q TrainShape,
    /// Prices, rows, functions.
    pub priced: Priced<'q>,
    /// Cost functions evaluated at the prices.
    pub values: &'q Values,
    /// Scale of costs.
    pub scale: i64,
    /// Exits up to this tick are looked at.
    pub latest: Tick,
    /// What it may do at all.
    pub windows: &'q Windows,
}

/// Prices trains; keeps its buffers from one to the next.
#[derive(Debug, Default)]
pub struct DualPricer {
    arrive: Vec<Costs>,
    ready: Vec<Costs>,
    works: Vec<Costs>,
}

/// The exit or meeting at which a journey is cheapest.
#[derive(Clone, Copy)]
enum Best {
    Exit {
        onward: (NodeIndex, Tick),
        emptied: Option<(NodeIndex, Tick)>,
    },
    Work {
        work: usize,
        start: Tick,
    },
}

impl DualPricer {
    /// The cheapest journey.
    pub fn price(&mut self, question: &Question<'_>) -> Cheapest {
        let outside = question.outside();
        let unplanned = question.unplanned();
        let best = question.best(self);
        let best =
            best.filter(|(cost, _)| *cost < question.priced.rows.forbidden && *cost <= unplanned);
        match best {
            Some((value, at)) => Cheapest {
                bound: value.min(outside),
                value,
                choice: Some(question.trace(self, at)),
            },
            None => Cheapest {
                bound: unplanned.min(outside),
                value: unplanned,
                choice: None,
            },
        }
    }

    /// What a train may still do in a plan that costs no more than `slack` above the sum of all cheapest journeys, if its own
    /// costs `value`: a window of exits (of works where rakes meet) for which its journey costs at most that much more.
    pub fn narrowed(&mut self, question: &Question<'_>, value: i64, slack: i64) -> Windows {
        let most = value.saturating_add(slack);
        let mut windows = question.windows.clone();
        windows.may_stay &= question.unplanned() <= most;
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
            let mut exit = (Tick::MAX / 2, Tick::MIN / 2);
            for &stand in &question.train.exits {
                let costs = &self.arrive[stand.index()];
                for (index, &cost) in costs.of.iter().enumerate() {
                    let at = costs.low + index as Tick;
                    if cost < POSSIBLE_BELOW && cost + question.exit_cost(at) + emptied <= most {
                        exit = (exit.0.min(at), exit.1.max(at));
                    }
                }
            }
            windows.exit = (windows.exit.0.max(exit.0), windows.exit.1.min(exit.1));
        } else {
            for (window, found) in windows
                .works
                .iter_mut()
                .zip(question.works_within(self, most))
            {
                *window = (window.0.max(found.0), window.1.min(found.1));
            }
        }
        windows
    }
}

impl Question<'_> {
    fn best(&self, pricer: &mut DualPricer) -> Option<(i64, Best)> {
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
            let mut best: Option<(i64, Best)> = None;
            self.meetings(pricer, |work, start, cost| {
                if best.is_none_or(|best| cost < best.0) {
                    best = Some((cost, Best::Work { work, start }));
                }
            });
            best
        }
    }

    /// By crane work, the first and the last start of a journey that costs at most so much.
    fn works_within(&self, pricer: &mut DualPricer, most: i64) -> Vec<(Tick, Tick)> {
        let mut found = vec![(Tick::MAX / 2, Tick::MIN / 2); self.train.works.len()];
        self.meetings(pricer, |work, start, cost| {
            if cost <= most {
                let window: &mut (Tick, Tick) = &mut found[work];
                *window = (window.0.min(start), window.1.max(start));
            }
        });
        found
    }

    /// Cost of an exit, scaled.
    fn exit_cost(&self, exit: Tick) -> i64 {
        self.train.cost.of(exit) * self.scale
    }

    /// The last exit that costs less than a cost by itself.
    pub fn latest_for(&self, cost: i64) -> Tick {
        let cost = cost.saturating_add(self.gain());
        let (mut low, mut high) = (self.train.cost.release.max(0), self.priced.rows.end);
        // the first exit that costs as much or more is just outside
        while low < high {
            let middle = low + (high - low) / 2;
            if self.exit_cost(middle) >= cost {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }

    /// What the stocks it fills can be worth at most.
    fn gain(&self) -> i64 {
        let arrays = &self.priced.arrays.all;
        let brings = self.shape.brings.iter();
        brings
            .map(|&(array, units)| arrays[array as usize][0] * units)
            .sum()
    }

    /// No journey with an exit outside the window costs less.
    fn outside(&self) -> i64 {
        if self.latest >= self.priced.rows.end.min(self.windows.exit.1) || !self.windows.may_go {
            IMPOSSIBLE
        } else {
            self.exit_cost(self.latest + 1) - self.gain()
        }
    }

    /// The cost of leaving it out.
    pub fn unplanned(&self) -> i64 {
        if !self.windows.may_stay {
            return IMPOSSIBLE;
        }
        let end = self.priced.rows.end;
        let stay = self.shape.stay.iter().map(|&(array, from, to)| {
            let array = &self.priced.arrays.all[array as usize];
            let (from, to) = (from.clamp(0, end), to.clamp(0, end));
            let worth = if from < to {
                array[to as usize] - array[from as usize]
            } else {
                0
            };
            // it stands where it stands, closed or not; without the price the bound is weaker and still one
            if worth < self.priced.rows.forbidden {
                worth
            } else {
                0
            }
        });
        self.train.cost.unplanned * self.scale + stay.sum::<i64>()
    }

    fn function(&self, edge: EdgeIndex) -> &[i64] {
        &self.values[self.shape.edges[edge.index()] as usize]
    }

    /// Last tick at which a rake may be somewhere from where the exit is so many ticks away.
    fn high(&self, rest: Tick, free: bool) -> Tick {
        if free {
            self.priced.rows.end
        } else {
            self.last_exit() - rest
        }
    }

    /// Last exit that is looked at.
    fn last_exit(&self) -> Tick {
        self.latest
            .min(self.priced.rows.end)
            .min(self.windows.exit.1)
    }

    /// Starts of an operation that are looked at.
    fn step(&self, edge: EdgeIndex) -> (Tick, Tick) {
        self.windows.steps[self.shape.steps[edge.index()]]
    }

    /// Spans of ticks in which it may arrive at a stand and move on from it.
    pub fn spans(&self, stand: NodeIndex) -> Option<[(Tick, Tick); 2]> {
        let shape = &self.shape.stands[stand.index()];
        if shape.arrive >= NEVER || shape.ready >= NEVER || shape.rest_ready >= NEVER {
            return None;
        }
        let arrive = (shape.arrive, self.high(shape.rest_arrive, shape.free));
        let ready = (shape.ready, self.high(shape.rest_ready, shape.free));
        Some([arrive, ready])
    }

    fn hold_at(&self, array: ArrayIndex, at: Tick) -> i64 {
        let array = &self.priced.arrays.all[array as usize];
        array[at.clamp(0, self.priced.rows.end) as usize]
    }

    /// First start that parallel stages allow.
    fn not_before(&self, operation: &Operation) -> Tick {
        if operation.departure {
            self.shape.departure
        } else {
            Tick::MIN / 2
        }
    }

    /// Costs forward from where rakes begin.
    fn forward(&self, pricer: &mut DualPricer) {
        let graph = &self.train.graph;
        for &stand in &self.train.order {
            if self.shape.stands[stand.index()].outbound {
                continue;
            }
            let [arrive, ready] = self.spans(stand).unwrap_or([(0, -1), (0, -1)]);
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
                let not_before = self.not_before(operation);
                for_starts(
                    operation,
                    within(
                        self.step(edge.id()),
                        (ready.low.max(not_before), ready.high()),
                    ),
                    |from, until| {
                        relax_forward(&ready, function, lead, operation, (from, until), to);
                    },
                );
            }
            pricer.ready[stand.index()] = ready;
        }
    }

    /// Costs backward from the exits to the stands behind the crane work.
    fn backward(&self, pricer: &mut DualPricer) {
        let graph = &self.train.graph;
        let lead = self.priced.rows.lead;
        for &stand in self.train.order.iter().rev() {
            let shape = &self.shape.stands[stand.index()];
            if !shape.outbound {
                continue;
            }
            let [arrive, window] = self.spans(stand).unwrap_or([(0, -1), (0, -1)]);
            let mut here = std::mem::take(&mut pricer.arrive[stand.index()]);
            let mut ready = std::mem::take(&mut pricer.ready[stand.index()]);
            here.reset(arrive.0, arrive.1);
            ready.reset(window.0, window.1);
            if self.train.exits.contains(&stand) {
                for (index, cost) in here.of.iter_mut().enumerate() {
                    let at = here.low + index as Tick;
                    if at >= self.windows.exit.0 {
                        *cost = self.exit_cost(at);
                    }
                }
            } else if self.train.emptied_exits.contains(&stand) {
                here.of.fill(0);
            } else {
                for edge in graph.edges_directed(stand, Outgoing) {
                    let operation = edge.weight();
                    let to = &pricer.arrive[edge.target().index()];
                    if to.of.is_empty() {
                        continue;
                    }
                    let function = self.function(edge.id());
                    let not_before = self.not_before(operation);
                    for_starts(
                        operation,
                        within(
                            self.step(edge.id()),
                            (ready.low.max(not_before), ready.high()),
                        ),
                        |from, until| {
                            relax_backward(
                                &mut ready,
                                function,
                                lead,
                                operation,
                                (from, until),
                                to,
                            );
                        },
                    );
                }
                ready.carry_backward();
                self.priced.backward(&shape.stages, &ready, &mut here);
            }
            pricer.arrive[stand.index()] = here;
            pricer.ready[stand.index()] = ready;
        }
    }

    fn cheapest_of(
        &self,
        pricer: &DualPricer,
        exits: &[NodeIndex],
        timed: bool,
    ) -> Option<(i64, NodeIndex, Tick)> {
        let mut best: Option<(i64, NodeIndex, Tick)> = None;
        for &exit in exits {
            let costs = &pricer.arrive[exit.index()];
            for (index, &cost) in costs.of.iter().enumerate() {
                let at = costs.low + index as Tick;
                if timed && at < self.windows.exit.0 {
                    continue;
                }
                let cost = if timed {
                    cost + self.exit_cost(at)
                } else {
                    cost
                };
                if cost < best.map_or(self.priced.rows.forbidden, |best| best.0) {
                    best = Some((cost, exit, at));
                }
            }
        }
        best
    }

    fn best_exit(&self, pricer: &DualPricer) -> Option<(i64, Best)> {
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
    fn meetings(&self, pricer: &mut DualPricer, mut visit: impl FnMut(usize, Tick, i64)) {
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
                let function = &self.values[chain[position] as usize];
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
                    for start in from..=until {
                        let end = operation.end.at(start);
                        let rest = if position + 1 == chain.len() {
                            behind.0.at(end).saturating_add(behind.1.at(end))
                        } else {
                            later[0].at(end)
                        };
                        if rest < POSSIBLE_BELOW {
                            here.of[(start - low) as usize] =
                                rest + function[(start + lead) as usize];
                        }
                    }
                });
                if position > 0 {
                    here.carry_backward();
                }
            }
            let costs = &pricer.works[0];
            for start in low..=high {
                let ways_in = before.0.at(start).saturating_add(before.1.at(start));
                let cost = ways_in.saturating_add(costs.at(start));
                if cost < self.priced.rows.forbidden {
                    visit(index, start, cost);
                }
            }
        }
    }

    /// The journey behind the cheapest exit or meeting.
    fn trace(&self, pricer: &DualPricer, best: Best) -> Choice {
        let mut choice = Choice::default();
        match best {
            Best::Exit { onward, emptied } => {
                choice.exit = onward.1;
                self.trace_in(pricer, onward.0, onward.1, &mut choice);
                if let Some((stand, at)) = emptied {
                    self.trace_in(pricer, stand, at, &mut choice);
                }
            }
            Best::Work { work, start } => {
                let data = &self.train.works[work];
                self.trace_ready(pricer, data.arriving.0, start, &mut choice);
                self.trace_ready(pricer, data.onward.0, start, &mut choice);
                let end = self.trace_chain(pricer, work, start, &mut choice);
                choice.exit = self.trace_out(pricer, data.onward.1, end, &mut choice);
                self.trace_out(pricer, data.arriving.1, end, &mut choice);
            }
        }
        choice
    }

    fn trace_chain(
        &self,
        _pricer: &DualPricer,
        work: usize,
        start: Tick,
        choice: &mut Choice,
    ) -> Tick {
        // the chain is followed without waits; where a wait was cheaper the usage is only near that of the cheapest
        let mut at = start;
        let mut starts = Vec::new();
        for operation in &self.train.works[work].chain {
            let start = crate::occupancy::next_in(&operation.starts, at).unwrap_or(at);
            starts.push(start);
            at = operation.end.at(start);
        }
        choice.work = Some((work, starts));
        at
    }

    /// Backward in time from an arrival to where the rake began.
    fn trace_in(&self, pricer: &DualPricer, stand: NodeIndex, at: Tick, choice: &mut Choice) {
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
            choice.operations.push((edge, start));
            let Some(arrival) = self.stages_before(pricer, from, start, choice) else {
                debug_assert!(false, "no arrival leads to a cost");
                return;
            };
            (stand, at) = (from, arrival);
        }
    }

    fn trace_ready(&self, pricer: &DualPricer, stand: NodeIndex, ready: Tick, choice: &mut Choice) {
        if let Some(arrival) = self.stages_before(pricer, stand, ready, choice) {
            self.trace_in(pricer, stand, arrival, choice);
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
            let first = operation
                .end
                .first_reaching(at)
                .max(ready.low)
                .max(self.not_before(operation));
            let last = (operation.end.first_reaching(at + 1) - 1).min(ready.high());
            let mut found = None;
            for_starts(
                operation,
                within(self.step(edge.id()), (first, last)),
                |from, until| {
                    for start in from..=until {
                        let value = ready.at(start);
                        if found.is_none()
                            && value < POSSIBLE_BELOW
                            && operation.end.at(start) == at
                            && value + function[(start + lead) as usize] == cost
                        {
                            found = Some(start);
                        }
                    }
                },
            );
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
        choice: &mut Choice,
    ) -> Option<Tick> {
        let shape = &self.shape.stands[stand.index()];
        let cost = pricer.ready[stand.index()].at(ready);
        let arrive = &pricer.arrive[stand.index()];
        for (index, &before) in arrive.of.iter().enumerate() {
            let arrival = arrive.low + index as Tick;
            if before > cost {
                continue;
            }
            if let Some(starts) = self.stages_at(shape, arrival, ready, cost - before) {
                self.add_stages(stand, arrival, starts, choice);
                return Some(arrival);
            }
        }
        None
    }

    /// Starts of stages between an arrival and an end at a cost.
    fn stages_at(
        &self,
        shape: &super::shape::StandShape,
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
        choice: &mut Choice,
    ) {
        let shape = &self.shape.stands[stand.index()];
        for (position, start) in starts {
            let stage = &self.train.graph[stand].stages[position];
            // one without teams starts when its calendar lets it
            let start = if stage.team.is_none() {
                crate::occupancy::next_in(&stage.starts, start).unwrap_or(start)
            } else {
                start
            };
            choice.stages.push((stand, position, start));
        }
        for &(position, function) in &shape.parallel {
            let start = match function {
                None => crate::occupancy::next_in(
                    &self.train.graph[stand].stages[position].starts,
                    arrival,
                ),
                Some(function) => self.priced.parallel_start(function, arrival),
            };
            choice
                .stages
                .extend(start.map(|start| (stand, position, start)));
        }
    }

    /// Forward in time from an arrival behind the crane work to the exit; returns it.
    fn trace_out(
        &self,
        pricer: &DualPricer,
        stand: NodeIndex,
        at: Tick,
        choice: &mut Choice,
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
            for end in first..=ready.high() {
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
            self.add_stages(stand, at, starts, choice);
            let Some((edge, to, start)) = self.operation_from(pricer, stand, end, behind) else {
                debug_assert!(false, "no operation leads to a cost");
                return at;
            };
            choice.operations.push((edge, start));
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
            let first = ready.max(self.not_before(operation));
            let last = found.map_or(pricer.ready[stand.index()].high(), |(start, _, _)| {
                start - 1
            });
            for_starts(
                operation,
                within(self.step(edge.id()), (first, last)),
                |from, until| {
                    for start in from..=until {
                        let rest = to.at(operation.end.at(start));
                        if rest < POSSIBLE_BELOW
                            && rest + function[(start + lead) as usize] == cost
                            && found.is_none_or(|(best, _, _)| start < best)
                        {
                            found = Some((start, edge.id(), edge.target()));
                        }
                    }
                },
            );
        }
        found.map(|(start, edge, to)| (edge, to, start))
    }
}

/// What two windows share.
fn within(a: (Tick, Tick), b: (Tick, Tick)) -> (Tick, Tick) {
    (a.0.max(b.0), a.1.min(b.1))
}

/// Calls with `[from, until]` for every span of starts of an operation inside a window.
#[inline]
fn for_starts(operation: &Operation, (low, high): (Tick, Tick), mut visit: impl FnMut(Tick, Tick)) {
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
    lead: Tick,
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
        let function = &function[(from + lead) as usize..][..n];
        let target = &mut to.of[(from + shift - to.low) as usize..][..n];
        for i in 0..n {
            // an impossible cost stays far above every other
            target[i] = target[i].min(source[i] + function[i]);
        }
        return;
    }
    for start in from..=until {
        let cost = ready.of[(start - ready.low) as usize];
        if cost < POSSIBLE_BELOW {
            to.lower(
                operation.end.at(start),
                cost + function[(start + lead) as usize],
            );
        }
    }
}

fn relax_backward(
    ready: &mut Costs,
    function: &[i64],
    lead: Tick,
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
        let function = &function[(from + lead) as usize..][..n];
        let source = &to.of[(from + shift - to.low) as usize..][..n];
        for i in 0..n {
            target[i] = target[i].min(source[i] + function[i]);
        }
        return;
    }
    for start in from..=until {
        let cost = to.at(operation.end.at(start));
        if cost < POSSIBLE_BELOW {
            let index = (start - ready.low) as usize;
            ready.of[index] = ready.of[index].min(cost + function[(start + lead) as usize]);
        }
    }
}
