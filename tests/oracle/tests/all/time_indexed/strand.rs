//! Columns of one train: its operations, crane work and stages at every start, and the rows that make journeys of them.

use super::resources::Taking;
use super::windows::{Windows, is_chosen, ready_after, starts_within};
use super::{balance, queue};
use petgraph::Direction::{Incoming, Outgoing};
use petgraph::graph::NodeIndex;
use petgraph::visit::{Dfs, EdgeRef};
use regauge_solver::backend::{Column, Sense};
use regauge_solver::network::next_in;
use regauge_solver::network::{
    LineIndex, NEVER, Operation, OperationWhat, StagePhase, Start, Tick, TrainNetwork,
};

/// Starts and their columns.
pub(super) type Starts = Vec<(Tick, usize)>;

/// The columns of a train, for reading an answer.
#[derive(Debug)]
pub(super) struct TrainColumns {
    /// It is not planned.
    pub(super) postponed: usize,
    /// Where its rakes begin.
    pub(super) begins: Vec<(Start, usize)>,
    /// By edge.
    pub(super) edges: Vec<Starts>,
    /// By work and operation of its chain.
    pub(super) works: Vec<Vec<Starts>>,
    /// By stand and stage; empty where a stage needs no columns.
    pub(super) stages: Vec<Vec<Starts>>,
}

/// What comes to a stand and what leaves it.
#[derive(Default)]
struct Ends {
    /// By arrival.
    arrive: Starts,
    /// By the instant at which the hold of the stand begins.
    take: Starts,
    /// By start of what leads on.
    move_on: Starts,
    /// By the instant at which the hold ends.
    leave: Starts,
    /// Of what leads on, what does not end the hold.
    carried: Vec<usize>,
}

impl TrainColumns {
    pub(super) fn new(taking: &mut Taking<'_, '_>, postponed: usize, latest_exit: Tick) -> Self {
        let train = &taking.network.trains[taking.train];
        let windows = Windows::new(train, latest_exit);
        let mut columns = TrainColumns {
            postponed,
            begins: Vec::new(),
            edges: vec![Vec::new(); train.graph.edge_count()],
            works: Vec::new(),
            stages: Vec::new(),
        };
        columns.begin(taking);
        columns.add_edges(taking, &windows);
        columns.add_works(taking, &windows);
        let mut ends: Vec<Ends> = train
            .graph
            .node_indices()
            .map(|stand| columns.ends(train, stand))
            .collect();
        columns.worked_parts(taking, &mut ends);
        let carried = columns.carried(taking, &ends);
        for stand in train.graph.node_indices() {
            if train.exits.contains(&stand) || train.emptied_exits.contains(&stand) {
                columns.stages.push(Vec::new());
                continue;
            }
            let ends = &ends[stand.index()];
            let leave = [&ends.leave[..], &carried[stand.index()][..]].concat();
            if let Some(pool) = train.graph[stand].hold {
                for segment in queue(taking.model, &ends.take, &leave) {
                    taking.hold(pool, train.graph[stand].through, segment);
                }
            }
            columns.add_stand(taking, &windows, stand, ends);
        }
        columns
    }

    /// Each rake begins at one of its places, unless the train is not planned.
    fn begin(&mut self, taking: &mut Taking<'_, '_>) {
        let train = &taking.network.trains[taking.train];
        let rakes = if train.transshipped {
            vec![train.arriving_start.clone(), train.onward_start.clone()]
        } else {
            vec![[&train.arriving_start[..], &train.onward_start[..]].concat()]
        };
        for starts in rakes {
            let mut terms = vec![(self.postponed, 1)];
            for start in starts {
                let cost = end_cost(train, start.stand, start.at);
                let column = taking.model.add_choice(cost);
                terms.push((column, 1));
                self.begins.push((start, column));
            }
            taking.model.add_row(terms, Sense::Equal, 1);
        }
    }

    fn add_edges(&mut self, taking: &mut Taking<'_, '_>, windows: &Windows) {
        let train = &taking.network.trains[taking.train];
        let phases = phases(train);
        let levels = levels(train);
        for edge in train.graph.edge_references() {
            let operation = edge.weight();
            let to = edge.target();
            let latest = windows.latest[to.index()].min(taking.network.end);
            let starts: Vec<Tick> = windows
                .starts(train, operation, edge.source(), latest)
                .collect();
            for start in starts {
                if !taking.is_possible(operation, start) {
                    continue;
                }
                let cost = end_cost(train, to, operation.end.at(start));
                let column = taking.model.add_choice(cost);
                let strand = phases[edge.target().index()];
                let levels = (strand, &levels[edge.id().index()][..]);
                if parts_out(train, edge.source()).next().is_some() {
                    // what it takes of a store is taken from an exchange on
                    let mut pulling = operation.clone();
                    pulling.stocks.retain(|(_, change, _)| *change > 0);
                    taking.operation(&pulling, start, column, levels);
                } else {
                    taking.operation(operation, start, column, levels);
                }
                self.edges[edge.id().index()].push((start, column));
            }
        }
    }

    fn add_works(&mut self, taking: &mut Taking<'_, '_>, windows: &Windows) {
        let train = &taking.network.trains[taking.train];
        for work in &train.works {
            let before =
                [work.arriving.0, work.onward.0].map(|node| windows.earliest[node.index()]);
            let ends = [work.arriving.1, work.onward.1].map(|node| windows.latest[node.index()]);
            let mut earliest = before[0].max(before[1]);
            let latest = ends[0].min(ends[1]).min(taking.network.end);
            let mut chain: Vec<Starts> = Vec::new();
            for operation in &work.chain {
                let mut starts = Starts::new();
                for start in starts_within(operation, earliest, latest) {
                    if earliest < NEVER && taking.is_possible(operation, start) {
                        let column = taking.model.add_choice(0);
                        taking.operation(operation, start, column, (0, &[]));
                        starts.push((start, column));
                    }
                }
                earliest = starts
                    .first()
                    .map_or(NEVER, |&(start, _)| operation.end.at(start));
                chain.push(starts);
            }
            for (index, pair) in chain.windows(2).enumerate() {
                queue(taking.model, &ended(&work.chain[index], &pair[0]), &pair[1]);
            }
            self.works.push(chain);
        }
    }

    /// What comes to a stand and what leaves it.
    fn ends(&self, train: &TrainNetwork, stand: NodeIndex) -> Ends {
        let mut ends = Ends::default();
        for &(start, column) in &self.begins {
            if start.stand == stand {
                ends.arrive.push((start.at, column));
                ends.take.push((start.at, column));
            }
        }
        for edge in train.graph.edges_directed(stand, Incoming) {
            let starts = &self.edges[edge.id().index()];
            ends.arrive.extend(ended(edge.weight(), starts));
            if parts_out(train, edge.source()).next().is_some() {
                continue;
            }
            let takes = &edge.weight().takes;
            let takes = starts
                .iter()
                .map(|&(start, column)| (takes.at(start), column));
            ends.take.extend(takes);
        }
        for edge in train.graph.edges_directed(stand, Outgoing) {
            let starts = &self.edges[edge.id().index()];
            ends.move_on.extend(starts);
            match &edge.weight().leaves {
                Some(leaves) => {
                    let leaves = starts
                        .iter()
                        .map(|&(start, column)| (leaves.at(start), column));
                    ends.leave.extend(leaves);
                }
                None => ends.carried.extend(starts.iter().map(|start| start.1)),
            }
        }
        for (work, chain) in train.works.iter().zip(&self.works) {
            let (Some(first), Some(last)) = (chain.first(), chain.last()) else {
                continue;
            };
            if [work.arriving.0, work.onward.0].contains(&stand) {
                ends.move_on.extend(first);
                ends.leave.extend(first);
            }
            if [work.arriving.1, work.onward.1].contains(&stand) {
                // the side stays held through the work
                ends.take.extend(first);
                let operation = &work.chain[chain.len() - 1];
                ends.arrive.extend(ended(operation, last));
            }
        }
        ends
    }

    /// Columns that say from when worked parts stand where a rake is pulled: from the exchange that is chosen.
    fn worked_parts(&self, taking: &mut Taking<'_, '_>, ends: &mut [Ends]) {
        let train = &taking.network.trains[taking.train];
        for edge in train.graph.edge_references() {
            let mut exchanges = Starts::new();
            for work in parts_out(train, edge.source()) {
                let position = train.works[work].parts_out.unwrap_or_default();
                let operation = &train.works[work].chain[position];
                let starts = self.works[work][position].iter();
                exchanges.extend(starts.map(|&(at, column)| (operation.takes.at(at), column)));
            }
            if exchanges.is_empty() {
                continue;
            }
            exchanges.sort_unstable();
            let pulls = self.edges[edge.id().index()].iter();
            let mut all: Vec<(usize, i64)> = pulls.map(|pull| (pull.1, -1)).collect();
            for same in exchanges.chunk_by(|a, b| a.0 == b.0) {
                let begins = taking.model.add_column(Column {
                    least: 0,
                    greatest: 1,
                    cost: 0,
                    integral: false,
                });
                all.push((begins, 1));
                // they begin to stand there then at most if an exchange begins then
                let mut terms: Vec<(usize, i64)> = same.iter().map(|one| (one.1, -1)).collect();
                terms.push((begins, 1));
                taking.model.add_row(terms, Sense::AtMost, 0);
                ends[edge.target().index()].take.push((same[0].0, begins));
                let taken = edge.weight().stocks.iter().filter(|change| change.1 < 0);
                for (stock, change, _) in taken {
                    let change = (same[0].0, taking.train, begins, *change);
                    taking.resources.changes[stock.index()].push(change);
                }
            }
            taking.model.add_row(all, Sense::Equal, 0);
        }
    }

    /// Columns that say when a hold ends that goes on until the last exchange of parts, by stand.
    fn carried(&self, taking: &mut Taking<'_, '_>, ends: &[Ends]) -> Vec<Starts> {
        let train = &taking.network.trains[taking.train];
        let mut over: Vec<(Tick, usize)> = Vec::new();
        for (work, chain) in train.works.iter().zip(&self.works) {
            let exchange =
                |operation: &Operation| matches!(operation.what, OperationWhat::Exchange(..));
            match work.chain.iter().rposition(exchange) {
                Some(last) => over.extend(ended(&work.chain[last], &chain[last])),
                None => over.extend(chain.first().into_iter().flatten()),
            }
        }
        over.sort_unstable();
        let mut released = vec![Starts::new(); ends.len()];
        if ends.iter().all(|ends| ends.carried.is_empty()) {
            return released;
        }
        let mut at_each: Vec<(Tick, Vec<(usize, i64)>)> = Vec::new();
        for same in over.chunk_by(|a, b| a.0 == b.0) {
            // released then at most if an exchange ends then
            let terms = same.iter().map(|&(_, column)| (column, -1));
            at_each.push((same[0].0, terms.collect()));
        }
        for (stand, ends) in ends.iter().enumerate() {
            if ends.carried.is_empty() {
                continue;
            }
            let mut all: Vec<(usize, i64)> = ends.carried.iter().map(|&c| (c, -1)).collect();
            for (at, terms) in &mut at_each {
                let column = taking.model.add_column(Column {
                    least: 0,
                    greatest: 1,
                    cost: 0,
                    integral: false,
                });
                terms.push((column, 1));
                all.push((column, 1));
                released[stand].push((*at, column));
            }
            taking.model.add_row(all, Sense::Equal, 0);
        }
        for (_, terms) in at_each {
            taking.model.add_row(terms, Sense::AtMost, 0);
        }
        released
    }

    /// Flow through a stand, with its stages.
    fn add_stand(
        &mut self,
        taking: &mut Taking<'_, '_>,
        windows: &Windows,
        node: NodeIndex,
        ends: &Ends,
    ) {
        let train = &taking.network.trains[taking.train];
        let stand = &train.graph[node];
        let (mut ready, mut first_done) = (Starts::new(), Starts::new());
        for &(arrive, column) in &ends.arrive {
            match ready_after(stand, arrive, false) {
                Some(done) => {
                    ready.push((done.ready, column));
                    first_done.push((done.first_done, column));
                }
                None => taking.model.fix_at_least(column),
            }
        }
        queue(taking.model, &ready, &ends.move_on);
        let mut stages: Vec<Starts> = vec![Vec::new(); stand.stages.len()];
        for (index, stage) in stand.stages.iter().enumerate() {
            if !is_chosen(stand, index) {
                continue;
            }
            let earliest = windows.earliest[node.index()];
            let spans = stage.starts.iter();
            for start in spans.flat_map(|&(from, to)| from.max(earliest).until(to)) {
                let column = taking.model.add_choice(0);
                if let Some(pool) = stage.team {
                    taking.take(pool, (start, start + stage.ticks), column);
                }
                stages[index].push((start, column));
            }
        }
        let done = |index: usize| -> Starts {
            let ticks = stand.stages[index].ticks;
            stages[index]
                .iter()
                .map(|&(at, column)| (at + ticks, column))
                .collect()
        };
        for (index, stage) in stand.stages.iter().enumerate() {
            if is_chosen(stand, index) {
                match stage.phase {
                    StagePhase::First | StagePhase::Begun | StagePhase::Parallel => {
                        queue(taking.model, &ends.arrive, &stages[index]);
                    }
                    StagePhase::Second => {
                        queue(taking.model, &first_done, &stages[index]);
                        for (first, other) in stand.stages.iter().enumerate() {
                            if other.phase == StagePhase::First && is_chosen(stand, first) {
                                queue(taking.model, &done(first), &stages[index]);
                            }
                        }
                    }
                }
                if stage.phase != StagePhase::Parallel {
                    queue(taking.model, &done(index), &ends.move_on);
                    continue;
                }
            }
            if stage.phase == StagePhase::Parallel {
                let lags: Starts = if is_chosen(stand, index) {
                    done(index)
                } else {
                    let arrivals = ends.arrive.iter();
                    let started = arrivals.map(|&(arrive, column)| {
                        let start = next_in(&stage.starts, arrive);
                        (start.map_or(NEVER, |start| start + stage.ticks), column)
                    });
                    started.collect()
                };
                for &(end, column) in &lags {
                    if end >= NEVER {
                        taking.model.fix_at_least(column);
                    }
                }
                self.wait_for(taking, node, &lags);
            }
        }
        self.stages.push(stages);
    }

    /// Departures behind a stand wait for a stage of it that goes on in parallel.
    fn wait_for(&self, taking: &mut Taking<'_, '_>, stand: NodeIndex, lags: &Starts) {
        let train = &taking.network.trains[taking.train];
        let mut behind = reached(train, &[stand]);
        let onward: Vec<NodeIndex> = train
            .works
            .iter()
            .filter(|work| behind[work.arriving.0.index()] || behind[work.onward.0.index()])
            .map(|work| work.onward.1)
            .collect();
        for (own, other) in behind.iter_mut().zip(reached(train, &onward)) {
            *own |= other;
        }
        let mut departures = Starts::new();
        for edge in train.graph.edge_references() {
            if edge.weight().departure && behind[edge.source().index()] {
                departures.extend(&self.edges[edge.id().index()]);
            }
        }
        let Some(first) = departures.iter().map(|departure| departure.0).min() else {
            return;
        };
        // a train that does not come by this stand waits for nothing here
        let free = taking.model.add_column(Column {
            least: 0,
            greatest: 1,
            cost: 0,
            integral: false,
        });
        let mut terms: Vec<(usize, i64)> = lags.iter().map(|lag| (lag.1, 1)).collect();
        terms.push((free, 1));
        taking.model.add_row(terms, Sense::AtMost, 1);
        let mut inflow = lags.clone();
        inflow.push((first, free));
        balance(taking.model, &inflow, &departures, false);
    }
}

/// The works behind which a rake leaves a stand for where its worked parts stand already.
fn parts_out(train: &TrainNetwork, stand: NodeIndex) -> impl Iterator<Item = usize> + '_ {
    let works = train.works.iter().enumerate();
    let own = works.filter(move |(_, work)| {
        work.parts_out.is_some() && [work.arriving.1, work.onward.1].contains(&stand)
    });
    own.map(|(index, _)| index)
}

/// By the end of the operation.
fn ended(operation: &Operation, starts: &Starts) -> Starts {
    let starts = starts.iter();
    starts
        .map(|&(start, column)| (operation.end.at(start), column))
        .collect()
}

/// Which stands are reached from some without crane work in between.
fn reached(train: &TrainNetwork, from: &[NodeIndex]) -> Vec<bool> {
    let mut reached = vec![false; train.graph.node_count()];
    for &start in from {
        let mut search = Dfs::new(&train.graph, start);
        while let Some(stand) = search.next(&train.graph) {
            reached[stand.index()] = true;
        }
    }
    reached
}

/// By stand, which of up to four ways it is on: arriving and onward, before and behind the work.
fn phases(train: &TrainNetwork) -> Vec<usize> {
    let behind: Vec<NodeIndex> = train
        .works
        .iter()
        .flat_map(|work| [work.arriving.1, work.onward.1])
        .collect();
    let behind = reached(train, &behind);
    let stands = train.graph.node_indices();
    stands
        .map(|stand| train.graph[stand].rake as usize + 2 * usize::from(behind[stand.index()]))
        .collect()
}

/// What coming to a stand costs at a tick: nothing, unless a rake's life ends there.
fn end_cost(train: &TrainNetwork, stand: NodeIndex, at: Tick) -> i64 {
    if train.exits.contains(&stand) {
        train.cost_at(stand, at).units()
    } else if train.emptied_exits.contains(&stand) {
        train.cost.of_emptied(at).units()
    } else {
        0
    }
}

/// By edge and line of its operation, how many operations on the way to it run through the same line at most.
fn levels(train: &TrainNetwork) -> Vec<Vec<usize>> {
    let mut levels = vec![Vec::new(); train.graph.edge_count()];
    let mut lines: Vec<LineIndex> = train
        .graph
        .edge_weights()
        .flat_map(|operation| operation.lines.iter().map(|line| line.0))
        .collect();
    lines.sort_unstable();
    lines.dedup();
    // per stand and line
    let mut at = vec![vec![0; lines.len()]; train.graph.node_count()];
    for &stand in &train.order {
        let own = at[stand.index()].clone();
        for edge in train.graph.edges_directed(stand, Outgoing) {
            let mut to = own.clone();
            for (line, ..) in &edge.weight().lines {
                if let Ok(position) = lines.binary_search(line) {
                    levels[edge.id().index()].push(own[position]);
                    to[position] += 1;
                }
            }
            for (level, new) in at[edge.target().index()].iter_mut().zip(to) {
                *level = (*level).max(new);
            }
        }
    }
    levels
}
