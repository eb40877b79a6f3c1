//! Which holds an operation of a train meets.

use super::{Line, Operation, Stand, StandWhat, Tick};
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::Bfs;
use regauge_model::Instance;
use regauge_model::ids::{ClassId, StationId, TrainId};
use regauge_model::instance::{Hold, Rake, Train, WorkState};
use regauge_model::system::Direction;

/// A train on its graph.
pub struct Held<'a> {
    instance: &'a Instance,
    train: TrainId,
    /// The stands of the arriving rake at which it is the emptied one.
    emptied: Vec<bool>,
}

impl<'a> Held<'a> {
    /// A train of an instance on its graph; linear in the graph.
    pub fn new(
        instance: &'a Instance,
        train: TrainId,
        graph: &DiGraph<Stand, Operation>,
    ) -> Held<'a> {
        Held {
            instance,
            train,
            emptied: emptied(graph, instance.train(train)),
        }
    }

    /// Whether the rake of a stand is the emptied one.
    pub fn is_emptied(&self, graph: &DiGraph<Stand, Operation>, stand: NodeIndex) -> bool {
        graph[stand].rake == Rake::Arriving && self.emptied[stand.index()]
    }

    /// The holds of the rake of a stand at a station.
    pub fn at(
        &self,
        graph: &DiGraph<Stand, Operation>,
        stand: NodeIndex,
        station: StationId,
    ) -> impl Iterator<Item = &'a Hold> {
        let rake = graph[stand].rake;
        let is_emptied = self.is_emptied(graph, stand);
        let class = class_of(self.instance.train(self.train), rake, is_emptied);
        let comes_with = rake == Rake::Arriving && !is_emptied;
        (self.instance).holds_at(station, (self.train, class), comes_with)
    }

    /// The hold that keeps an operation from starting the longest, with the first start that it allows: holds of the track that it
    /// leaves, and of stations that it passes. `is_first`: the rake begins at the stand from which it leads.
    pub fn leaving(
        &self,
        lines: &[Line],
        graph: &DiGraph<Stand, Operation>,
        (edge, is_first): (EdgeIndex, bool),
    ) -> Option<(Tick, &'a Hold)> {
        let (from, _) = graph.edge_endpoints(edge)?;
        let operation = &graph[edge];
        let system = self.instance.system();
        let mut longest: Option<(Tick, &Hold)> = None;
        let mut look = |station: StationId, first: &dyn Fn(Tick) -> Tick| {
            for hold in self.at(graph, from, station) {
                let first = first(hold.until.into());
                if longest.is_none_or(|longest| first > longest.0) {
                    longest = Some((first, hold));
                }
            }
        };
        if let StandWhat::Track(yard, _) = graph[from].what {
            look(system.yard(yard).station, &|until| until);
        }
        // one that passes at the end of the section in which it is at the start begins its next run outside a track
        let runs_on = graph[from].what == StandWhat::Outside && !is_first;
        let passed = operation.lines.iter().skip(usize::from(!runs_on));
        for (line, direction, enter, _) in passed {
            let section = system.section(lines[line.index()].section);
            let station = match direction {
                Direction::Down => section.from,
                Direction::Up => section.to,
            };
            look(station, &|until| enter.first_reaching(until));
        }
        longest
    }
}

fn class_of(train: &Train, rake: Rake, is_emptied: bool) -> ClassId {
    match (train.transshipment(), rake) {
        (Some(change), Rake::Onward) => change.onward_class,
        (Some(change), Rake::Arriving) if is_emptied => change.emptied_class,
        _ => train.class,
    }
}

fn emptied(graph: &DiGraph<Stand, Operation>, train: &Train) -> Vec<bool> {
    let state = train.state.as_ref();
    if state.is_some_and(|state| state.work == WorkState::Done) {
        return vec![true; graph.node_count()];
    }
    let mut emptied = vec![false; graph.node_count()];
    let worked = graph
        .node_indices()
        .filter(|&stand| matches!(graph[stand].what, StandWhat::SpotAfter(_)));
    for stand in worked {
        let mut behind = Bfs::new(graph, stand);
        while let Some(stand) = behind.next(graph) {
            emptied[stand.index()] = true;
        }
    }
    emptied
}
