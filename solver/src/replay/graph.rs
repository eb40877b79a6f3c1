//! All that a plan does as one graph of events: what must come how long after what, so that nothing is earlier than its longest path from
//! the start.
//!
//! Nodes are starts and ends of everything that trains do, and the instants at which they take and leave what they share. Arcs are durations, each train's own
//! order, the order in which trains have what they share (with headways and clearing), and what opens or is released at a time of its own. Minutes
//! that depend on the time of the day (slow running, calendars) are those of the plan: so every arc holds in the plan, and the longest path to an event is never
//! later than the event. In a plan that is pushed to the left ([`super::PlanOrder::carry_out`]) every event is exactly there.
//!
//! What is deliberately not here: other orders, and other times than the plan's.

use super::course::{Course, Source};
use super::order::Arc;
use crate::network::{LONG_AGO, Network, Tick};
use crate::occupancy::Occupancy;
use petgraph::Direction::Incoming;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;
use regauge_model::ids::TrainId;
use regauge_model::resource::Resource;
use regauge_model::time::Minute;
use std::collections::{BTreeMap, VecDeque};

/// An instant of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instant {
    /// Whose it is; `None` for the start of the horizon.
    pub train: Option<TrainId>,
    /// What it is of the train.
    pub what: InstantWhat,
    /// When it is in the plan.
    at: Tick,
}

/// What an instant is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstantWhat {
    /// The start of the horizon.
    Origin,
    /// The train begins something.
    Start,
    /// It ends it.
    End,
    /// It takes something that trains share, or leaves it.
    Shared,
}

/// Why an instant comes so long after another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lag {
    /// It takes so long.
    Duration,
    /// The train does one after the other.
    Sequence,
    /// The train has something behind another one.
    Order(Resource),
    /// It may not begin before: it is released, or something opens.
    Opening,
}

/// The graph of a plan.
#[derive(Clone, Debug)]
pub struct EventGraph {
    graph: DiGraph<Instant, (Lag, i32)>,
    origin: NodeIndex,
}

impl Instant {
    /// When it is in the plan.
    pub fn planned(&self) -> Minute {
        self.at.into()
    }

    /// The same in ticks.
    pub fn tick(&self) -> Tick {
        self.at
    }
}

/// What is found of a plan while its graph is built.
pub(super) struct Builder<'c, 'n> {
    pub network: &'n Network,
    pub courses: &'c [Option<Course<'n>>],
    pub arcs: &'c [Arc],
}

impl Builder<'_, '_> {
    /// The graph.
    pub(super) fn build(&self) -> EventGraph {
        let mut graph = DiGraph::new();
        let origin = graph.add_node(Instant {
            train: None,
            what: InstantWhat::Origin,
            at: Tick(0),
        });
        let mut built = EventGraph { graph, origin };
        let mut acts = Vec::with_capacity(self.courses.len());
        for (train, course) in self.courses.iter().enumerate() {
            let train = TrainId::from_index(train);
            acts.push(
                course
                    .as_ref()
                    .map_or_else(Vec::new, |course| built.add_course(train, course)),
            );
        }
        let mut shared: BTreeMap<(usize, usize, Tick), NodeIndex> = BTreeMap::new();
        for (train, course) in self.courses.iter().enumerate() {
            let Some(course) = course else { continue };
            let uses = course.uses.iter().flat_map(|one| [one.from, one.to]);
            let moved = course.movements.iter();
            let moved = moved.flat_map(|one| [one.enter, one.exit]);
            let stocks = course.stocks.iter().map(|one| one.2);
            for point in uses.chain(moved).chain(stocks) {
                let Some(act) = point.act() else { continue };
                let at = course.at(point);
                shared.entry((train, act, at)).or_insert_with(|| {
                    let id = TrainId::from_index(train);
                    let [start, _] = acts[train][act];
                    built.behind(id, start, at)
                });
            }
        }
        for arc in self.arcs {
            let (Some(first), Some(second)) = (
                self.courses[arc.before].as_ref(),
                self.courses[arc.after].as_ref(),
            ) else {
                continue;
            };
            for (from, point, least) in arc.bounds(self.network, first, second) {
                let Some(act) = point.act() else { continue };
                let from_node = match from.act() {
                    Some(of) => shared[&(arc.before, of, first.at(from))],
                    None => built.origin,
                };
                let lead = second.at(point) - second.starts[act];
                let weight = least - built.graph[from_node].at - lead;
                let [start, _] = acts[arc.after][act];
                let Some(resource) = arc.resource(self.network, first) else {
                    continue;
                };
                let lag = Lag::Order(resource);
                built.graph.add_edge(from_node, start, (lag, weight));
            }
        }
        self.openings(&mut built, &acts);
        built
    }

    /// What begins later than all that it waits for, and could not have begun before: something opens then.
    fn openings(&self, built: &mut EventGraph, acts: &[Vec<[NodeIndex; 2]>]) {
        let mut base = Occupancy::new(self.network);
        for index in self.network.train_indices() {
            if self.network[index].under_way && self.courses[index.index()].is_none() {
                base.add_stay(index);
            }
        }
        for (train, course) in self.courses.iter().enumerate() {
            let Some(course) = course else { continue };
            for (act, &[start, _]) in acts[train].iter().enumerate() {
                let arcs = built.graph.edges_directed(start, Incoming);
                let ready = arcs.map(|arc| built.graph[arc.source()].at + arc.weight().1);
                let ready = ready.max().unwrap_or(LONG_AGO);
                let at = course.starts[act];
                let opens = course.first_start(act, ready, &base) == Some(at);
                if ready < at && (opens || self.is_first_of_cap(train, act)) {
                    let arc = (Lag::Opening, at - Tick(0));
                    built.graph.add_edge(built.origin, start, arc);
                }
            }
        }
    }

    /// Whether an entry is the first that a cap lets in again, behind those that used it up.
    fn is_first_of_cap(&self, train: usize, act: usize) -> bool {
        let Some(course) = &self.courses[train] else {
            return false;
        };
        let own = course.caps.iter().filter(|cap| cap.1.act() == Some(act));
        let mut own = own.map(|&(cap, at)| (cap, course.at(at)));
        own.any(|(cap, at)| {
            let data = &self.network[cap];
            let Some(before) = data.day_of(at - 1) else {
                return false;
            };
            if data.day_of(at) == Some(before) {
                return false;
            }
            let others = self.courses.iter().flatten();
            let entries = others
                .flat_map(|other| other.caps.iter().map(|&(of, point)| (of, other.at(point))));
            let used = entries.filter(|&(of, at)| of == cap && data.day_of(at) == Some(before));
            used.count() >= data.capacity.get(before).copied().unwrap_or(0) as usize
        })
    }
}

impl EventGraph {
    /// Everything a train does, from start to end, one after the other.
    fn add_course(&mut self, train: TrainId, course: &Course<'_>) -> Vec<[NodeIndex; 2]> {
        let nodes: Vec<[NodeIndex; 2]> = (0..course.starts.len())
            .map(|act| {
                let times = [
                    (InstantWhat::Start, course.starts[act]),
                    (InstantWhat::End, course.end(act)),
                ];
                let [start, end] = times.map(|(what, at)| {
                    let train = Some(train);
                    self.graph.add_node(Instant { train, what, at })
                });
                let minutes = times[1].1 - times[0].1;
                self.graph.add_edge(start, end, (Lag::Duration, minutes));
                [start, end]
            })
            .collect();
        for (act, after) in course.after.iter().enumerate() {
            for &(source, ticks) in after {
                let (from, arc) = match source {
                    Source::Fixed(at) => (
                        self.origin,
                        (Lag::Opening, at.saturating_add(ticks) - Tick(0)),
                    ),
                    Source::End(before) => (nodes[before][1], (Lag::Sequence, ticks)),
                };
                self.graph.add_edge(from, nodes[act][0], arc);
            }
        }
        nodes
    }

    /// An instant so long behind a start.
    fn behind(&mut self, train: TrainId, start: NodeIndex, at: Tick) -> NodeIndex {
        let node = self.graph.add_node(Instant {
            train: Some(train),
            what: InstantWhat::Shared,
            at,
        });
        let lag = at - self.graph[start].at;
        self.graph.add_edge(start, node, (Lag::Duration, lag));
        node
    }

    /// Its instants and arcs, with the ticks by which one is at least behind the other.
    pub fn graph(&self) -> &DiGraph<Instant, (Lag, i32)> {
        &self.graph
    }

    /// Of every instant the end of the longest path to it, by the position of its node; `None` where none leads to it. Complexity: O(a) in the
    /// number of arcs, times the number of arcs against the order of time on one path.
    pub fn longest_paths(&self) -> Vec<Option<Tick>> {
        let mut longest: Vec<Option<Tick>> = vec![None; self.graph.node_count()];
        longest[self.origin.index()] = Some(Tick(0));
        let mut order: Vec<NodeIndex> = self.graph.node_indices().collect();
        order.sort_by_key(|node| (self.graph[*node].at, *node));
        let mut waiting: VecDeque<NodeIndex> = order.into();
        let mut is_waiting = vec![true; self.graph.node_count()];
        while let Some(node) = waiting.pop_front() {
            is_waiting[node.index()] = false;
            let Some(at) = longest[node.index()] else {
                continue;
            };
            for arc in self.graph.edges(node) {
                let next = arc.target();
                let reached = at + arc.weight().1;
                if longest[next.index()].is_none_or(|known| known < reached) {
                    longest[next.index()] = Some(reached);
                    if !is_waiting[next.index()] {
                        is_waiting[next.index()] = true;
                        waiting.push_back(next);
                    }
                }
            }
        }
        longest
    }

    /// Who went before a train on what it waited for, until what begins at a minute: the one behind which it began, the one behind which that one had it, and so on back to
    /// the first that did not wait for it. Nobody where it did not begin behind another one's use of it.
    pub fn queue(&self, train: TrainId, begins: Minute, waited_for: Resource) -> Vec<TrainId> {
        let is_start = |node: &NodeIndex| {
            let instant = &self.graph[*node];
            let is_own = instant.train == Some(train) && instant.what == InstantWhat::Start;
            is_own && instant.planned() == begins
        };
        let mut queue = Vec::new();
        let mut next: Option<NodeIndex> = self
            .graph
            .node_indices()
            .find(|node| is_start(node) && self.before(*node, waited_for).is_some());
        while let Some(node) = next {
            let Some(from) = self.before(node, waited_for) else {
                break;
            };
            let Some(holder) = self.graph[from].train else {
                break;
            };
            if holder == train || queue.contains(&holder) {
                break;
            }
            queue.push(holder);
            // how it got it
            next = self.taken(holder, from, waited_for);
        }
        queue
    }

    /// Behind which instant of another train something began on the dot.
    fn before(&self, start: NodeIndex, what: Resource) -> Option<NodeIndex> {
        let at = self.graph[start].at;
        let arcs = self.graph.edges_directed(start, Incoming);
        let tight = arcs.filter(|arc| {
            let (lag, weight) = *arc.weight();
            let is_it = matches!(lag, Lag::Order(one) if kind(one) == kind(what));
            is_it && self.graph[arc.source()].at + weight == at
        });
        tight.map(|arc| arc.source()).min()
    }

    /// The last start of a train, before it left something, that came behind another one's use of the same.
    fn taken(&self, train: TrainId, left: NodeIndex, what: Resource) -> Option<NodeIndex> {
        let until = self.graph[left].at;
        let own = self.graph.node_indices().filter(|node| {
            let instant = &self.graph[*node];
            let is_own = instant.train == Some(train) && instant.what == InstantWhat::Start;
            is_own && instant.at <= until && self.before(*node, what).is_some()
        });
        own.max_by_key(|node| self.graph[*node].at)
    }
}

/// What stands for all units of one kind.
fn kind(what: Resource) -> Resource {
    match what {
        Resource::Track(yard, _) => Resource::Tracks(yard),
        Resource::Team(stage, _) | Resource::Teams(stage) => Resource::Stage(stage),
        Resource::Locomotive(pool, _) => Resource::Locomotives(pool),
        Resource::SpotSide(spot, _) => Resource::Spot(spot),
        other => other,
    }
}
