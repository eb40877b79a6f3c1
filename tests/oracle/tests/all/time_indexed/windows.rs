//! When a train, left alone, can be where: operations outside need no columns.

use petgraph::Direction::{Incoming, Outgoing};
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use regauge_solver::network::next_in;
use regauge_solver::network::{LONG_AGO, NEVER, Operation, StagePhase, Stand, Tick, TrainNetwork};

/// Earliest and latest arrivals at the stands of a train, whatever is taken.
#[derive(Debug)]
pub(super) struct Windows {
    /// The earliest arrival at each stand; [`NEVER`] when it is not reached.
    pub(super) earliest: Vec<Tick>,
    /// The latest arrival at each stand from which an exit is reached in time; `LONG_AGO` when none is.
    pub(super) latest: Vec<Tick>,
}

/// When the stages of a stand that need no team are done after an arrival, and when each of them starts.
pub(super) struct Ready {
    /// It may move on, as far as these stages go.
    pub(super) ready: Tick,
    /// Stages of the first phase among them are done.
    pub(super) first_done: Tick,
}

/// Whether a stage needs a column for every start: it may have to wait for its team, or for a stage that does.
pub(super) fn is_chosen(stand: &Stand, stage: usize) -> bool {
    let of_team = |phase: StagePhase| {
        let stages = stand.stages.iter();
        stages
            .filter(|stage| stage.phase == phase)
            .any(|stage| stage.team.is_some())
    };
    let own = &stand.stages[stage];
    own.team.is_some() || (own.phase == StagePhase::Second && of_team(StagePhase::First))
}

/// When a stand is done with as far as stages go that need no column; with `all`, as if no stage did. `None`: never.
pub(super) fn ready_after(stand: &Stand, arrive: Tick, all: bool) -> Option<Ready> {
    let mut ready = arrive + stand.dwell;
    let mut first_done = arrive;
    for phase in [StagePhase::First, StagePhase::Second, StagePhase::Begun] {
        let from = match phase {
            StagePhase::Second => first_done,
            _ => arrive,
        };
        for (index, stage) in stand.stages.iter().enumerate() {
            if stage.phase != phase || (!all && is_chosen(stand, index)) {
                continue;
            }
            let done = next_in(&stage.starts, from)? + stage.ticks;
            ready = ready.max(done);
            if phase == StagePhase::First {
                first_done = first_done.max(done);
            }
        }
    }
    Some(Ready { ready, first_done })
}

impl Windows {
    /// Windows of a train that has to be at an exit at `latest_exit`.
    pub(super) fn new(train: &TrainNetwork, latest_exit: Tick) -> Windows {
        let n = train.graph.node_count();
        let mut windows = Windows {
            earliest: vec![NEVER; n],
            latest: vec![LONG_AGO; n],
        };
        for start in train.arriving_start.iter().chain(&train.onward_start) {
            let earliest = &mut windows.earliest[start.stand.index()];
            *earliest = (*earliest).min(start.at);
        }
        windows.spread(train);
        for work in &train.works {
            let stand = |node: NodeIndex| {
                let at = windows.earliest[node.index()];
                ready(train, node, at)
            };
            let mut at = stand(work.arriving.0).max(stand(work.onward.0));
            for operation in &work.chain {
                at = end_from(operation, at);
            }
            for node in [work.arriving.1, work.onward.1] {
                let earliest = &mut windows.earliest[node.index()];
                *earliest = (*earliest).min(at);
            }
        }
        windows.spread(train);
        windows.look_back(train, latest_exit);
        windows
    }

    fn spread(&mut self, train: &TrainNetwork) {
        for &stand in &train.order {
            let at = ready(train, stand, self.earliest[stand.index()]);
            if at >= NEVER {
                continue;
            }
            for edge in train.graph.edges_directed(stand, Outgoing) {
                let earliest = &mut self.earliest[edge.target().index()];
                *earliest = (*earliest).min(end_from(edge.weight(), at));
            }
        }
    }

    fn look_back(&mut self, train: &TrainNetwork, latest_exit: Tick) {
        for exit in &train.exits {
            self.latest[exit.index()] = latest_exit;
        }
        for exit in &train.emptied_exits {
            self.latest[exit.index()] = NEVER;
        }
        self.spread_back(train);
        for work in &train.works {
            let ends = [work.arriving.1, work.onward.1].map(|node| self.latest[node.index()]);
            let mut latest = ends[0].min(ends[1]);
            for operation in work.chain.iter().rev() {
                latest = last_start(operation, latest);
            }
            for node in [work.arriving.0, work.onward.0] {
                let own = &mut self.latest[node.index()];
                *own = (*own).max(latest);
            }
        }
        self.spread_back(train);
    }

    fn spread_back(&mut self, train: &TrainNetwork) {
        for &stand in train.order.iter().rev() {
            let latest = self.latest[stand.index()];
            for edge in train.graph.edges_directed(stand, Incoming) {
                let own = &mut self.latest[edge.source().index()];
                *own = (*own).max(last_start(edge.weight(), latest));
            }
        }
    }

    /// The starts of an operation between two stands that matter, in order.
    pub(super) fn starts<'a>(
        &self,
        train: &TrainNetwork,
        operation: &'a Operation,
        from: NodeIndex,
        latest_end: Tick,
    ) -> impl Iterator<Item = Tick> + 'a {
        let earliest = ready(train, from, self.earliest[from.index()]);
        starts_within(operation, earliest, latest_end)
    }
}

/// The starts of an operation from `earliest` on that end by `latest_end`.
pub(super) fn starts_within(
    operation: &Operation,
    earliest: Tick,
    latest_end: Tick,
) -> impl Iterator<Item = Tick> + '_ {
    let spans = operation.starts.iter();
    let starts = spans.flat_map(move |&(from, to)| from.max(earliest).until(to));
    starts.take_while(move |&start| operation.end.at(start) <= latest_end)
}

/// When a rake that is at a stand may move on at the earliest.
fn ready(train: &TrainNetwork, stand: NodeIndex, at: Tick) -> Tick {
    if at >= NEVER {
        return NEVER;
    }
    ready_after(&train.graph[stand], at, true).map_or(NEVER, |ready| ready.ready)
}

fn end_from(operation: &Operation, at: Tick) -> Tick {
    let start = next_in(&operation.starts, at).filter(|_| at < NEVER);
    start.map_or(NEVER, |start| operation.end.at(start).min(NEVER))
}

/// The last start of an operation that ends by `latest_end`; `LONG_AGO` when there is none.
fn last_start(operation: &Operation, latest_end: Tick) -> Tick {
    if latest_end <= LONG_AGO {
        return LONG_AGO;
    }
    let spans = operation.starts.iter().rev();
    let last = spans.flat_map(|&(from, to)| from.until(to).rev());
    let mut last = last.skip_while(|&start| operation.end.at(start) > latest_end);
    last.next().unwrap_or(LONG_AGO)
}
