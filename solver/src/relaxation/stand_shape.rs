//! A stand as the relaxation sees it: what keeps a rake there, and when it can be there at all.

use super::cost_functions::StageFunctionIndex;
use super::rows::Rows;
use crate::network::{Anchor, NEVER, Operation, StageOperation, Tick, Ticks, TimeMap, next_in};
use std::sync::Arc;

/// When stages are done, by the tick from which they may begin.
#[derive(Debug)]
pub enum DoneMap {
    /// So many ticks later, not counting ticks before 0 for the stages; the dwell counts from the arrival.
    Shift {
        /// Longest stages of both phases, one after the other.
        stages: Ticks,
        /// Ticks it stays at least.
        dwell: Ticks,
    },
    /// By the tick, from `−lead`; [`NEVER`] where they are not done within the horizon.
    Table(Vec<Tick>),
}

/// A stage that keeps a rake from moving on.
#[derive(Debug)]
pub struct StageShape {
    /// Position among the stages of the stand.
    pub position: usize,
    /// Cost function, when it needs a team.
    pub function: Option<StageFunctionIndex>,
    /// It begins when the stages of the first phase are done, not at the arrival.
    pub second: bool,
    /// Ticks that stages behind it take at least.
    pub tail: Ticks,
}

/// What keeps a rake at a stand.
#[derive(Debug)]
pub struct StageShapes {
    /// When all are done at the earliest.
    pub done: DoneMap,
    /// When those of the first phase are.
    pub first_done: DoneMap,
    /// Each of them.
    pub all: Vec<StageShape>,
    /// Least ticks.
    pub least: Ticks,
}

/// A stand: what is to be done there, and when.
#[derive(Debug)]
pub struct StandShape {
    /// What keeps it there.
    pub stages: StageShapes,
    /// Only the departure waits for them: position among the stages, cost function.
    pub parallel: Vec<(usize, Option<StageFunctionIndex>)>,
    /// Reached behind crane work.
    pub outbound: bool,
    /// Nothing costs time here: only the life of the emptied rake is left.
    pub free: bool,
    /// Earliest arrival; [`NEVER`]: not reached.
    pub arrive: Tick,
    /// Earliest tick at which it may move on.
    pub ready: Tick,
    /// Least ticks from the arrival to an exit; `FOREVER`: none.
    pub rest_arrive: Ticks,
    /// Least ticks from moving on to an exit.
    pub rest_ready: Ticks,
}

impl DoneMap {
    /// When stages that may begin at a tick are done.
    #[inline]
    pub fn at(&self, from: Tick, lead: Ticks) -> Tick {
        match self {
            DoneMap::Shift { stages, dwell } => (from.max(Tick::ZERO) + *stages).max(from + *dwell),
            DoneMap::Table(table) => table
                .get((from + lead).max(Tick::ZERO).index())
                .copied()
                .unwrap_or(NEVER),
        }
    }

    /// Of stages one phase after the other, and of those that began with nothing to wait for.
    pub(super) fn new(
        phases: [&[&StageOperation]; 2],
        begun: &[&StageOperation],
        dwell: Ticks,
        rows: &Rows,
    ) -> DoneMap {
        let always = |stage: &&StageOperation| {
            stage.starts.len() == 1
                && stage.starts[0].0 <= Tick::ZERO
                && stage.starts[0].1 > rows.end - stage.ticks
        };
        let none_begun = begun.is_empty();
        if none_begun && phases.iter().all(|stages| stages.is_empty()) {
            // far below every tick, so that only the dwell counts
            let stages = Ticks::MIN / 2;
            return DoneMap::Shift { stages, dwell };
        }
        if none_begun && phases.iter().all(|stages| stages.iter().all(always)) {
            let stages = phases.iter().map(|stages| longest(stages)).sum();
            return DoneMap::Shift { stages, dwell };
        }
        let froms = (Tick::ZERO - rows.lead).through(rows.end);
        let done = froms.map(|from| {
            let mut at = from;
            for stages in phases {
                let begin = at;
                for stage in stages {
                    let start = next_in(&stage.starts, begin);
                    at = start.map_or(NEVER, |start| at.max(start + stage.ticks));
                }
            }
            for stage in begun {
                let start = next_in(&stage.starts, from);
                at = at.max(start.map_or(NEVER, |start| start + stage.ticks));
            }
            at.max(from + dwell)
        });
        DoneMap::Table(done.collect())
    }
}

pub(super) fn start_itself() -> Anchor {
    Anchor {
        map: Arc::new(TimeMap::Shift(0)),
        offset: 0,
    }
}

pub(super) fn min_ticks(operation: &Operation) -> Ticks {
    operation.end.map.min_delay() + operation.end.offset
}

pub(super) fn longest(stages: &[&StageOperation]) -> Ticks {
    stages.iter().map(|stage| stage.ticks).max().unwrap_or(0)
}
