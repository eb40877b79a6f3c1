//! Stages under prices: from the cost of being there by a tick to the cost of being done by a tick, and back.
//!
//! Without prices of their teams stages collapse to their maximum. With prices each is done when it is cheapest between
//! the two ends, which are joined: forward only arrivals cheaper than all earlier ones matter, backward the search for a
//! later end stops when no stage can become cheaper. A stage of the second phase begins no earlier than those of the
//! first can all be done, one of the first leaves time for those of the second; when both are costly and late at once this
//! is a little less than the order they must keep, and so still a bound.

use super::Scaled;
use super::cost_functions::{Arrays, Functions, IMPOSSIBLE, POSSIBLE_BELOW, StageFunctionIndex};
use super::rows::Rows;
use super::stand_shape::{StageShape, StageShapes};
use crate::network::next_in;
use crate::network::{NEVER, Tick, Ticks};

/// A span of ticks `[low, high]` (empty when `low > high`) with a cost each.
#[derive(Clone, Debug, Default)]
pub struct Costs {
    /// First tick.
    pub low: Tick,
    /// Cost of each tick.
    pub of: Vec<Scaled>,
}

impl Costs {
    /// Everything impossible in a span.
    pub fn reset(&mut self, low: Tick, high: Tick) {
        self.low = low;
        self.of.clear();
        self.of.resize((high - low + 1).max(0) as usize, IMPOSSIBLE);
    }

    /// Last tick.
    #[inline]
    pub fn high(&self) -> Tick {
        self.low + self.of.len() as Ticks - 1
    }

    /// The cost of a tick.
    #[inline]
    pub fn at(&self, tick: Tick) -> Scaled {
        let index = tick - self.low;
        if index < 0 {
            return IMPOSSIBLE;
        }
        self.of.get(index as usize).copied().unwrap_or(IMPOSSIBLE)
    }

    /// Lowers the cost of a tick.
    #[inline]
    pub fn lower(&mut self, tick: Tick, cost: Scaled) {
        let index = tick - self.low;
        if index >= 0
            && let Some(old) = self.of.get_mut(index as usize)
        {
            *old = (*old).min(cost);
        }
    }

    /// Waiting is possible: a tick costs at most what an earlier one costs.
    pub fn carry_forward(&mut self) {
        let mut least = IMPOSSIBLE;
        for cost in &mut self.of {
            least = least.min(*cost);
            *cost = least;
        }
    }

    /// A tick costs at most what a later one costs.
    pub fn carry_backward(&mut self) {
        let mut least = IMPOSSIBLE;
        for cost in self.of.iter_mut().rev() {
            least = least.min(*cost);
            *cost = least;
        }
    }
}

/// What stages are priced with.
#[derive(Clone, Copy)]
pub struct Priced<'p> {
    /// Rows.
    pub rows: &'p Rows,
    /// Functions.
    pub functions: &'p Functions,
    /// Prices.
    pub arrays: &'p Arrays,
    /// By stage what each start costs, from the lead before the horizon to its end; empty where nobody has worked that out.
    pub stages: &'p [Vec<Scaled>],
}

impl Priced<'_> {
    fn is_dear(&self, stage: &StageShape) -> bool {
        stage.function.is_some_and(|function| {
            let array = self.functions.stages[function.index()].array;
            !self.arrays.zero[array.index()]
        })
    }

    fn ticks(&self, function: StageFunctionIndex) -> Ticks {
        self.functions.stages[function.index()].ticks
    }

    #[inline]
    fn cost_of(&self, function: StageFunctionIndex, start: Tick) -> Scaled {
        let known = self.stages.get(function.index());
        let known = known.and_then(|of| of.get((start + self.rows.lead).index()));
        if let Some(cost) = known {
            return *cost;
        }
        let stage = &self.functions.stages[function.index()];
        if next_in(&stage.starts, start) == Some(start) {
            stage.at(self.arrays, start)
        } else {
            IMPOSSIBLE
        }
    }

    /// From costs by arrival to costs by when stages are done (not yet carried forward).
    pub fn forward(&self, stages: &StageShapes, from: &Costs, into: &mut Costs) {
        let lead = self.rows.lead;
        if !stages.all.iter().any(|stage| self.is_dear(stage)) {
            for (index, &cost) in from.of.iter().enumerate() {
                if cost < POSSIBLE_BELOW {
                    into.lower(stages.done.at(from.low + index as Ticks, lead), cost);
                }
            }
            return;
        }
        let mut best = POSSIBLE_BELOW;
        for (index, &cost) in from.of.iter().enumerate() {
            if cost >= best {
                continue;
            }
            best = cost;
            let arrival = from.low + index as Ticks;
            self.ends(stages, arrival, into.high(), |end, costlier| {
                into.lower(end, cost + costlier);
                true
            });
        }
    }

    /// From costs by when stages are done (carried backward) to costs by arrival.
    pub fn backward(&self, stages: &StageShapes, from: &Costs, into: &mut Costs) {
        let lead = self.rows.lead;
        let low = into.low;
        if !stages.all.iter().any(|stage| self.is_dear(stage)) {
            for (index, cost) in into.of.iter_mut().enumerate() {
                *cost = from.at(stages.done.at(low + index as Ticks, lead));
            }
            return;
        }
        for (index, cost) in into.of.iter_mut().enumerate() {
            let arrival = low + index as Ticks;
            let mut least = IMPOSSIBLE;
            self.ends(stages, arrival, from.high(), |end, costlier| {
                let behind = from.at(end);
                least = least.min(behind.saturating_add(costlier));
                behind < least
            });
            *cost = least.min(IMPOSSIBLE);
        }
    }

    /// Calls `visit(end, cost)` for every end at which the costly stages after an arrival are cheaper than at any earlier
    /// end, from the first possible one to `high`, until it says stop.
    fn ends(
        &self,
        stages: &StageShapes,
        arrival: Tick,
        high: Tick,
        mut visit: impl FnMut(Tick, Scaled) -> bool,
    ) {
        let lead = self.rows.lead;
        let first = stages.done.at(arrival, lead);
        if first > high || first >= NEVER {
            return;
        }
        // few stages stand side by side anywhere; more than these are priced at nothing
        let none = StageFunctionIndex::from_index(0);
        let mut costly = [(none, 0, IMPOSSIBLE); 6];
        let mut n_dear = 0;
        for stage in &stages.all {
            if let Some(function) = stage.function
                && self.is_dear(stage)
                && n_dear < costly.len()
            {
                let before = stage.tail + self.ticks(function);
                let begin = stages.begin(stage, arrival, lead);
                let starts = begin.through(first - before);
                let costs = starts.map(|start| self.cost_of(function, start));
                costly[n_dear] = (function, before, costs.min().unwrap_or(IMPOSSIBLE));
                n_dear += 1;
            }
        }
        let costly = &mut costly[..n_dear];
        let sum = |costly: &[(StageFunctionIndex, Ticks, Scaled)]| {
            costly.iter().map(|stage| stage.2).sum::<Scaled>()
        };
        let mut least = sum(costly);
        if !visit(first, least) {
            return;
        }
        for end in (first + 1).through(high) {
            if least == 0 {
                return;
            }
            for (function, before, cost) in costly.iter_mut() {
                *cost = (*cost).min(self.cost_of(*function, end - *before));
            }
            let now = sum(costly);
            if now < least {
                least = now;
                if !visit(end, least) {
                    return;
                }
            }
        }
    }

    /// The cheapest starts of stages between an arrival and an end: position and start of each, and what they
    /// cost; `None` when they do not fit.
    pub fn starts(
        &self,
        stages: &StageShapes,
        arrival: Tick,
        end: Tick,
    ) -> Option<(Vec<(usize, Tick)>, Scaled)> {
        let lead = self.rows.lead;
        if stages.done.at(arrival, lead) > end {
            return None;
        }
        let mut starts = Vec::with_capacity(stages.all.len());
        let mut sum = 0;
        for stage in &stages.all {
            let begin = stages.begin(stage, arrival, lead);
            let Some(function) = stage.function else {
                starts.push((stage.position, begin.max(Tick::ZERO)));
                continue;
            };
            if self.is_dear(stage) {
                let last = end - stage.tail - self.ticks(function);
                let (cost, start) = begin
                    .through(last)
                    .map(|start| (self.cost_of(function, start), start))
                    .min()?;
                sum += cost;
                starts.push((stage.position, start));
            } else {
                let start = next_in(&self.functions.stages[function.index()].starts, begin)?;
                starts.push((stage.position, start));
            }
        }
        Some((starts, sum))
    }

    /// Adds to costs by arrival what parallel stages cost at least from there on.
    pub fn add_parallel(
        &self,
        parallel: &[(usize, Option<StageFunctionIndex>)],
        costs: &mut Costs,
    ) {
        for &(_, function) in parallel {
            let Some(function) = function else { continue };
            let stage = &self.functions.stages[function.index()];
            if self.arrays.zero[stage.array.index()] {
                continue;
            }
            let mut least = IMPOSSIBLE;
            for start in costs.high().through(self.rows.end).rev() {
                least = least.min(self.cost_of(function, start));
            }
            for (index, cost) in costs.of.iter_mut().enumerate().rev() {
                least = least.min(self.cost_of(function, costs.low + index as Ticks));
                *cost = cost.saturating_add(least).min(IMPOSSIBLE);
            }
        }
    }

    /// The cheapest start of a parallel stage from an arrival on, the first of equal ones.
    pub fn parallel_start(&self, function: StageFunctionIndex, arrival: Tick) -> Option<Tick> {
        let stage = &self.functions.stages[function.index()];
        if self.arrays.zero[stage.array.index()] {
            return next_in(&stage.starts, arrival);
        }
        let all = arrival.through(self.rows.end);
        all.min_by_key(|&start| (self.cost_of(function, start), start))
    }
}
