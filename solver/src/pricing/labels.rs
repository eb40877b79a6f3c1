//! Labels: the earliest a rake can be at a stand within one free interval of what it holds there.

use crate::network::{
    NEVER, Operation, OperationWhat, StageOperation, StagePhase, Stand, Tick, TrainNetwork,
};
use crate::occupancy::Occupancy;
use petgraph::Direction::Outgoing;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

/// How a label came to be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Origin {
    /// Where the rake begins.
    Begin,
    /// By an operation from another label.
    Edge {
        edge: EdgeIndex,
        from: u32,
        start: Tick,
    },
}

/// The earliest a rake can be at a stand within one free interval.
#[derive(Clone, Copy, Debug)]
pub(super) struct Label {
    pub(super) stand: NodeIndex,
    pub(super) origin: Origin,
    /// It holds from here …
    pub(super) take: Tick,
    /// … at the latest to here.
    pub(super) until: Tick,
    /// It stands there.
    pub(super) arrive: Tick,
    /// Its stages and dwell are done: it may move on.
    pub(super) ready: Tick,
    /// Parallel stages are done: it may depart.
    pub(super) lag: Tick,
    /// A track of an earlier stand is still held and free to here at the latest.
    pub(super) carried_limit: Tick,
}

/// All labels of one train.
#[derive(Debug, Default)]
pub(super) struct Labels {
    pub(super) all: Vec<Label>,
    /// Spots in which no train is handled this time, one bit each (of the lowest 64).
    pub(super) shunned: u64,
    at: Vec<Vec<u32>>,
}

impl Labels {
    pub(super) fn clear(&mut self, n_stands: usize) {
        self.all.clear();
        for list in &mut self.at {
            list.clear();
        }
        if self.at.len() < n_stands {
            self.at.resize_with(n_stands, Vec::new);
        }
    }

    /// Labels at a stand.
    pub(super) fn of(&self, stand: NodeIndex) -> &[u32] {
        &self.at[stand.index()]
    }

    /// Forgets labels from an index of [`Labels::all`] on.
    pub(super) fn forget_from(&mut self, mark: usize) {
        for index in mark..self.all.len() {
            self.at[self.all[index].stand.index()].retain(|&label| (label as usize) < mark);
        }
        self.all.truncate(mark);
    }

    /// A rake that begins at a stand; it holds its place from then on.
    pub(super) fn begin(
        &mut self,
        train: &TrainNetwork,
        occupancy: &Occupancy<'_>,
        stand: NodeIndex,
        at: Tick,
        lag: Tick,
    ) {
        let data = &train.graph[stand];
        let until = match data.hold {
            None => NEVER,
            Some(pool) => match occupancy
                .free(pool)
                .find(|&(from, to)| from <= at && at < to)
            {
                Some((_, to)) => to,
                None => return,
            },
        };
        let label = Label {
            stand,
            origin: Origin::Begin,
            take: at,
            until,
            arrive: at,
            ready: at,
            lag,
            carried_limit: NEVER,
        };
        self.push(data, occupancy, label);
    }

    /// A rake that goes on behind the crane work at a stand whose hold it has had since before.
    pub(super) fn resume(&mut self, stand: NodeIndex, at: Tick, until: Tick, lag: Tick) {
        let label = Label {
            stand,
            origin: Origin::Begin,
            take: at,
            until,
            arrive: at,
            ready: at,
            lag,
            carried_limit: NEVER,
        };
        self.at[stand.index()].push(self.all.len() as u32);
        self.all.push(label);
    }

    /// Completes a label by its stages and keeps it unless another is as good.
    fn push(&mut self, stand: &Stand, occupancy: &Occupancy<'_>, mut label: Label) {
        let Some((ready, lag)) = stages_done(stand, occupancy, label.arrive) else {
            return;
        };
        label.ready = ready;
        label.lag = label.lag.max(lag);
        if label.ready > label.until {
            return;
        }
        let list = &mut self.at[label.stand.index()];
        let all = &self.all;
        let as_good = |a: &Label, b: &Label| {
            a.until == b.until
                && a.ready <= b.ready
                && a.lag <= b.lag
                && a.carried_limit >= b.carried_limit
        };
        if list
            .iter()
            .any(|&other| as_good(&all[other as usize], &label))
        {
            return;
        }
        list.retain(|&other| !as_good(&label, &all[other as usize]));
        list.push(self.all.len() as u32);
        self.all.push(label);
    }

    /// Carries the labels there are along all operations.
    pub(super) fn spread(&mut self, train: &TrainNetwork, occupancy: &Occupancy<'_>) {
        let mut here: Vec<u32> = Vec::new();
        for &stand in &train.order {
            if self.at[stand.index()].is_empty() {
                continue;
            }
            here.clear();
            here.extend_from_slice(&self.at[stand.index()]);
            for edge in train.graph.edges_directed(stand, Outgoing) {
                if let OperationWhat::Handling(spot) = edge.weight().what
                    && super::is_shunned(self.shunned, spot)
                {
                    continue;
                }
                let to = &train.graph[edge.target()];
                for &from in &here {
                    self.extend(
                        train,
                        occupancy,
                        from,
                        edge.id(),
                        edge.weight(),
                        edge.target(),
                        to,
                    );
                }
            }
        }
    }

    #[allow(clippy::too_many_arguments)] // one relaxation: a label, an edge and its two ends
    fn extend(
        &mut self,
        train: &TrainNetwork,
        occupancy: &Occupancy<'_>,
        from: u32,
        edge: EdgeIndex,
        operation: &Operation,
        target: NodeIndex,
        to: &Stand,
    ) {
        let label = self.all[from as usize];
        let earliest = if operation.departure {
            label.ready.max(label.lag)
        } else {
            label.ready
        };
        // the hold of the stand it leaves lasts to the end of the movement or the clearing behind the departure
        let held = train.graph[label.stand].hold.is_some();
        let latest = match &operation.leaves {
            Some(leaves) if held => leaves
                .first_reaching(label.until.saturating_add(1))
                .saturating_sub(1),
            _ => NEVER,
        };
        let carried_limit = if operation.leaves.is_none() && held {
            label.until
        } else {
            label.carried_limit
        };
        let make = |start: Tick, take: Tick, until: Tick| Label {
            stand: target,
            origin: Origin::Edge { edge, from, start },
            take,
            until,
            arrive: operation.end.at(start),
            ready: 0,
            lag: label.lag,
            carried_limit,
        };
        let Some(pool) = to.hold else {
            if let Some(start) = occupancy.earliest_start(operation, earliest, latest) {
                self.push(to, occupancy, make(start, operation.takes.at(start), NEVER));
            }
            return;
        };
        let Some(mut start) = occupancy.earliest_start(operation, earliest, latest) else {
            return;
        };
        for (free_from, free_to) in occupancy.free(pool) {
            if free_to <= operation.takes.at(start) {
                continue;
            }
            if free_from > operation.takes.at(start) {
                let first = operation.takes.first_reaching(free_from).max(start);
                match occupancy.earliest_start(operation, first, latest) {
                    Some(next) => start = next,
                    None => return,
                }
            }
            let take = operation.takes.at(start);
            if take < free_to && operation.end.at(start) <= free_to {
                self.push(to, occupancy, make(start, take, free_to));
            }
        }
    }
}

/// When the stages of a stand are done after an arrival: to move on, and to depart.
fn stages_done(stand: &Stand, occupancy: &Occupancy<'_>, arrive: Tick) -> Option<(Tick, Tick)> {
    let mut ready = arrive + stand.dwell;
    let mut lag = arrive;
    if stand.stages.is_empty() {
        return Some((ready, lag));
    }
    for (_, stage, start, _) in stage_times(stand, occupancy, arrive) {
        let end = start? + stage.ticks;
        match stage.phase {
            StagePhase::First | StagePhase::Second => ready = ready.max(end),
            StagePhase::Parallel => lag = lag.max(end),
        }
    }
    Some((ready, lag))
}

/// Stages of a stand with the earliest start of each and from when it could have started.
pub(super) fn stage_times<'a>(
    stand: &'a Stand,
    occupancy: &Occupancy<'_>,
    arrive: Tick,
) -> Vec<(usize, &'a StageOperation, Option<Tick>, Tick)> {
    let mut times = Vec::with_capacity(stand.stages.len());
    let mut first_done = Some(arrive);
    for (index, stage) in stand.stages.iter().enumerate() {
        if stage.phase != StagePhase::Second {
            let start = occupancy.earliest_stage(stage, arrive);
            if stage.phase == StagePhase::First {
                first_done = first_done
                    .zip(start)
                    .map(|(done, start)| done.max(start + stage.ticks));
            }
            times.push((index, stage, start, arrive));
        }
    }
    for (index, stage) in stand.stages.iter().enumerate() {
        if stage.phase == StagePhase::Second {
            let from = first_done.unwrap_or(NEVER);
            times.push((
                index,
                stage,
                first_done.and_then(|done| occupancy.earliest_stage(stage, done)),
                from,
            ));
        }
    }
    times
}
