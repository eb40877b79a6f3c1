//! Routes: the way of every rake from station to station, over sections where its class runs.
//!
//! The shortest by running minutes; among equally short ones the one whose sections come first in the file. Between
//! two calls no station is passed twice; a train may go back the way it came only from a call.

use super::diagnostics::{At, Diagnostics};
use super::rules::{NO_ROUTE, TWICE_ON_ROUTE};
use crate::format::{InstanceFile, TrainFile};
use crate::ids::{ClassId, StationId};
use crate::instance::{Train, TrainKind};
use crate::message::Message;
use crate::system::{Direction, System};
use crate::words;
use petgraph::algo::dijkstra;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{EdgeRef, Reversed};
use std::collections::HashMap;

/// Minutes from every station to one target.
type Distances = HashMap<NodeIndex, i64>;

/// The ways of every class, found as they are asked for.
pub(super) struct Router<'s> {
    system: &'s System,
    graphs: HashMap<ClassId, DiGraph<(), i64>>,
    distances: HashMap<(ClassId, StationId), Distances>,
}

impl<'s> Router<'s> {
    pub(super) fn new(system: &'s System) -> Router<'s> {
        Router {
            system,
            graphs: HashMap::new(),
            distances: HashMap::new(),
        }
    }

    /// Stations after `from` up to `to`; `None` when there is no way.
    fn way(&mut self, class: ClassId, from: StationId, to: StationId) -> Option<Vec<StationId>> {
        let system = self.system;
        let graph = self
            .graphs
            .entry(class)
            .or_insert_with(|| graph(system, class));
        let target = NodeIndex::new(to.index());
        let distances = self.distances.entry((class, to)).or_insert_with(|| {
            let found = dijkstra(Reversed(&*graph), target, None, |edge| *edge.weight());
            found.into_iter().collect()
        });
        let mut here = NodeIndex::new(from.index());
        let mut left = *distances.get(&here)?;
        let mut way = Vec::new();
        while here != target {
            // Edges come out latest first; the earliest in the file wins.
            let edges = graph.edges(here);
            let good = edges.filter(|edge| {
                distances
                    .get(&edge.target())
                    .is_some_and(|rest| rest + edge.weight() == left)
            });
            let next = good.min_by_key(EdgeRef::id)?;
            left -= next.weight();
            here = next.target();
            way.push(StationId::from_index(here.index()));
        }
        Some(way)
    }

    /// The route from `from` over stations to call at to `to`, all in it.
    fn route(
        &mut self,
        class: ClassId,
        from: StationId,
        calls: &[StationId],
        to: StationId,
    ) -> Result<Vec<StationId>, (StationId, StationId)> {
        let mut route = vec![from];
        let mut here = from;
        for &next in calls.iter().chain([&to]) {
            if next != here {
                route.extend(self.way(class, here, next).ok_or((here, next))?);
            }
            here = next;
        }
        Ok(route)
    }
}

/// The stations with the sections where a class runs, in the order of the file.
fn graph(system: &System, class: ClassId) -> DiGraph<(), i64> {
    let mut graph = DiGraph::new();
    for _ in &system.stations {
        graph.add_node(());
    }
    let gauge_mm = system.class(class).gauge_mm;
    for section in &system.sections {
        let times = section.run_minutes.get(class.index()).copied().flatten();
        let Some(times) = times.filter(|_| section.gauge_mm == gauge_mm) else {
            continue;
        };
        let from = NodeIndex::new(section.from.index());
        let to = NodeIndex::new(section.to.index());
        graph.add_edge(from, to, i64::from(times.get(Direction::Down)).max(1));
        graph.add_edge(to, from, i64::from(times.get(Direction::Up)).max(1));
    }
    graph
}

/// Gives every train its routes.
pub(super) fn routes(
    file: &InstanceFile,
    names: &super::names::Names,
    system: &System,
    trains: &mut [Option<Train>],
    diagnostics: &mut Diagnostics,
) {
    let mut router = Router::new(system);
    let list = At::ROOT.field("trains");
    for (i, (file, slot)) in file.trains.iter().zip(trains.iter_mut()).enumerate() {
        let at = list.index(i);
        let Some(train) = slot else { continue };
        if of_train(&mut router, names, file, train, &at, diagnostics).is_none() {
            *slot = None;
        }
    }
}

/// Gives one train its routes; `None` beside a problem.
pub(super) fn of_train(
    router: &mut Router,
    names: &super::names::Names,
    file: &TrainFile,
    train: &mut Train,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    let station = |name: &str| names.stations.get(name).map(StationId::from_index);
    let end = |name: &Option<String>| name.as_deref().and_then(&station);
    let (Some(from), Some(to)) = (end(&file.from), end(&file.to)) else {
        return Some(());
    };
    if !train.handling().is_empty() {
        // It comes by no section.
        return Some(());
    }
    self::train(router, file, train, (from, to), &station, at, diagnostics)
}

fn train(
    router: &mut Router,
    file: &TrainFile,
    train: &mut Train,
    (from, to): (StationId, StationId),
    station: &dyn Fn(&str) -> Option<StationId>,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    let system = router.system;
    let mut calls: Vec<StationId> = train.calls.iter().map(|call| call.station).collect();
    let end = train.transshipment().map_or(to, |work| work.station);
    if train.transshipment().is_some() {
        calls.retain(|call| *call != end);
    }
    let mut no_way = |class: ClassId, (a, b): (StationId, StationId), at: &At, rake: Message| {
        let (a, b) = (&system.station(a).name, &system.station(b).name);
        let class = &system.class(class).name;
        let message = words::no_way(&rake, class, a, b);
        diagnostics.add(NO_ROUTE, at, b, message);
    };
    let mut route = router.route(train.class, from, &calls, end);
    // the shortest way need not be the one meant
    let port = file.port.as_deref().and_then(station);
    if let (Some(port), true, Ok(shortest)) = (port, calls.is_empty(), &route)
        && train.transshipment().is_none()
        && !shortest.contains(&port)
    {
        // but nobody turns round where it does not stop
        let over = router.route(train.class, from, &[port], end);
        let turns = |way: &[StationId]| way[0] == way[2] && way[1] == port;
        if over.as_ref().is_ok_and(|over| !over.windows(3).any(turns)) {
            route = over;
        }
    }
    let route = route.map_err(|gap| {
        let field = if train.transshipment().is_some() {
            "transship_at"
        } else {
            "to"
        };
        no_way(train.class, gap, &at.field(field), words::the_train());
    });
    let (class, own_calls) = (train.class, calls);
    let mut onward = None;
    let mut emptied = None;
    if let TrainKind::Transshipped(work) = &mut train.kind {
        let way = router.route(work.onward_class, end, &[], to);
        let way = way.map_err(|gap| {
            no_way(
                work.onward_class,
                gap,
                &at.field("to"),
                words::the_onward_rake(),
            );
        });
        work.onward_route = way.ok()?;
        onward = Some((work.onward_class, work.onward_route.clone()));
        let return_to = file
            .emptied
            .as_ref()
            .and_then(|emptied| emptied.return_to.as_deref());
        if let Some(back) = return_to {
            let way = router.route(work.emptied_class, end, &[], station(back)?);
            let way = way.map_err(|gap| {
                let at = at.field("emptied");
                no_way(
                    work.emptied_class,
                    gap,
                    &at.field("return_to"),
                    words::the_emptied_rake(),
                );
            });
            let way = way.ok()?;
            emptied = Some((work.emptied_class, way.clone()));
            work.emptied_route = Some(way);
        }
    }
    train.route = route.ok()?;
    let rakes = [Some((class, train.route.clone())), onward, emptied];
    for (number, (class, route)) in rakes
        .into_iter()
        .enumerate()
        .filter_map(|(n, r)| Some((n, r?)))
    {
        let calls: &[StationId] = if number == 0 { &own_calls } else { &[] };
        let stops = |s: &StationId| calls.contains(s) || system.has_stage_at(*s, class);
        // Where it ends on a track it stops too.
        let ends =
            |k: usize, s: &StationId| k + 1 == route.len() && !system.station(*s).yards.is_empty();
        let twice = route
            .iter()
            .enumerate()
            .find(|(k, s)| (stops(s) || ends(*k, s)) && route[..*k].contains(s));
        if let Some((_, twice)) = twice {
            let name = &system.station(*twice).name;
            let message = words::stops_twice(name);
            diagnostics.add(TWICE_ON_ROUTE, at, name, message);
            return None;
        }
    }
    Some(())
}
