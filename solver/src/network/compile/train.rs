//! The network of one train: strands, where they meet, where they begin at the start of the horizon.

use super::Compiler;
use super::graph::{Graph, RakeRun, Role, RouteEnd, left, plain};
use super::shed::Shunt;
use crate::network::{
    Anchor, ExitCost, Movement, NEVER, Operation, OperationWhat, PoolIndex, Rule, Stand, StandWhat, Start, Tick,
    TimeMap, TrainNetwork, Use, Work,
};
use petgraph::Direction::Outgoing;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use regauge_model::ids::{SpotId, StationId, TrainId, YardId};
use regauge_model::instance::{Rake, RakePlace, Train, TrainKind, Transshipment, WorkState};
use regauge_model::time::Span;
use std::sync::Arc;

/// A train network being built.
struct Draft {
    graph: Graph,
    arriving_start: Vec<Start>,
    onward_start: Vec<Start>,
    works: Vec<Work>,
    exits: Vec<NodeIndex>,
    emptied_exits: Vec<NodeIndex>,
    start_tracks: Vec<(PoolIndex, u32)>,
    stay_uses: Vec<Use>,
    stay_movements: Vec<Movement>,
}

impl Compiler<'_> {
    pub(super) fn train(&mut self, id: TrainId) -> TrainNetwork {
        let instance = self.instance;
        let train = instance.train(id);
        let mut draft = Draft {
            graph: Graph::new(),
            arriving_start: Vec::new(),
            onward_start: Vec::new(),
            works: Vec::new(),
            exits: Vec::new(),
            emptied_exits: Vec::new(),
            start_tracks: Vec::new(),
            stay_uses: Vec::new(),
            stay_movements: Vec::new(),
        };
        let run = RakeRun { train: id, rake: Rake::Arriving, class: train.class, length_m: train.length_m, calls: true };
        match &train.kind {
            TrainKind::Passing => {
                let from = self.arriving_from(&mut draft, train, run, Role::Passing);
                draft.exits = self.strand(&mut draft, train, run, &train.route, from, &RouteEnd::Leaves);
            }
            TrainKind::IntoStore(store) => {
                let from = self.arriving_from(&mut draft, train, run, Role::IntoStore);
                let end = RouteEnd::Stops(Role::IntoStore);
                let stands = self.strand(&mut draft, train, run, &train.route, from, &end);
                let exit = draft.graph.add_node(plain(StandWhat::Store(*store), Rake::Arriving));
                let store_data = instance.system().store(*store);
                for stand in stands {
                    let shunt = self.shunt(Shunt {
                        what: OperationWhat::IntoStore(*store),
                        station: store_data.station,
                        gauge_mm: store_data.gauge_mm,
                        minutes: store_data.moving,
                        under_way: false,
                        spot: None,
                        clearing: Some(0),
                        store: Some((*store, 1)),
                    });
                    draft.graph.add_edge(stand, exit, shunt);
                }
                draft.exits = vec![exit];
            }
            TrainKind::FromStore(store) => {
                let from = if train.state.is_some() {
                    self.arriving_from(&mut draft, train, run, Role::Outbound)
                } else {
                    let store_data = instance.system().store(*store);
                    let begin = draft.graph.add_node(plain(StandWhat::Store(*store), Rake::Arriving));
                    draft.arriving_start.push(Start { stand: begin, at: train.earliest_entry.0.max(0) });
                    let stands =
                        self.track_stands(&mut draft.graph, run, store_data.station, Some(Role::Outbound));
                    for &stand in &stands {
                        let mut shunt = self.shunt(Shunt {
                            what: OperationWhat::FromStore(*store),
                            station: store_data.station,
                            gauge_mm: store_data.gauge_mm,
                            minutes: store_data.moving,
                            under_way: false,
                            spot: None,
                            clearing: Some(0),
                            store: Some((*store, -1)),
                        });
                        self.pin_starts(&mut shunt, train.pins.entry);
                        draft.graph.add_edge(begin, stand, shunt);
                    }
                    stands
                };
                draft.exits = self.strand(&mut draft, train, run, &train.route, from, &RouteEnd::Leaves);
            }
            TrainKind::Transshipped(transshipment) => {
                self.transshipped(&mut draft, train, transshipment, run);
            }
        }
        self.finish(id, train, draft)
    }

    fn strand(
        &mut self,
        draft: &mut Draft,
        train: &Train,
        run: RakeRun,
        route: &[StationId],
        from: Vec<NodeIndex>,
        end: &RouteEnd,
    ) -> Vec<NodeIndex> {
        // only the entry of a train that comes from outside can be pinned
        let enters = run.rake == Rake::Arriving && train.state.is_none();
        let from_store = matches!(train.kind, TrainKind::FromStore(_));
        let pin = train.pins.entry.filter(|_| enters && !from_store && self.in_force(Rule::Pins));
        let allowed = pin.map(|span| (span.from.0, span.to.0));
        self.route(&mut draft.graph, run, route, from, end, allowed)
    }

    fn pin_starts(&self, operation: &mut Operation, pin: Option<Span>) {
        if let Some(span) = pin.filter(|_| self.in_force(Rule::Pins)) {
            let inside = [(span.from.0, span.to.0)];
            operation.starts = crate::network::closures::intersect(&operation.starts, &inside).into();
        }
    }

    /// The stands at the first station of the route of the arriving rake on its way in.
    fn arriving_from(&mut self, draft: &mut Draft, train: &Train, run: RakeRun, end_role: Role) -> Vec<NodeIndex> {
        let Some(state) = &train.state else {
            let outside = draft.graph.add_node(plain(StandWhat::Outside, Rake::Arriving));
            draft.arriving_start.push(Start { stand: outside, at: train.earliest_entry.0.max(0) });
            return vec![outside];
        };
        // where its route has only one station left, it is at the end of it
        let at_end = match train.kind {
            TrainKind::FromStore(store) => self.instance.system().store(store).station == train.route[0],
            _ => train.route.len() == 1,
        };
        let role = if at_end { end_role } else { Role::Passing };
        self.begin(draft, train, run, state.arriving, train.route[0], role)
    }

    /// Where a rake under way begins: stands at `station` that it reaches without a decision.
    fn begin(
        &mut self,
        draft: &mut Draft,
        train: &Train,
        run: RakeRun,
        place: RakePlace,
        station: StationId,
        role: Role,
    ) -> Vec<NodeIndex> {
        let arrived = train.state.as_ref().and_then(|state| state.arrived).map_or(0, |minute| minute.0.min(0));
        let starts = |run: RakeRun| match run.rake {
            Rake::Arriving => 0,
            Rake::Onward => 1,
        };
        let start = |draft: &mut Draft, stand: NodeIndex, at: Tick| {
            let list = if starts(run) == 0 { &mut draft.arriving_start } else { &mut draft.onward_start };
            list.push(Start { stand, at });
        };
        match place {
            RakePlace::Section(section, direction, span) => {
                let outside = draft.graph.add_node(plain(StandWhat::Outside, run.rake));
                start(draft, outside, span.from.0);
                let line = Self::line_of(section);
                let diverted = self.network.lines[line as usize].diversion(direction, span.from.0).is_some();
                let movement = Movement { line, enter: span.from.0, exit: self.end, direction, diverted };
                draft.stay_movements.push(movement);
                let leaves_system = self.instance.system().station(station).yards.is_empty();
                let stands = if leaves_system {
                    vec![draft.graph.add_node(left(run.rake))]
                } else {
                    let must_stop = self.instance.system().has_stage_at(station, run.class)
                        || role != Role::Passing
                        || (run.calls && train.call_at(station).is_some());
                    self.track_stands(&mut draft.graph, run, station, must_stop.then_some(role))
                };
                let setting =
                    if leaves_system { 0 } else { self.instance.system().station(station).track_setting };
                for &stand in &stands {
                    let after = Arc::new(TimeMap::Shift(span.to - span.from));
                    let at = |map: &Arc<TimeMap>, offset: Tick| Anchor { map: Arc::clone(map), offset };
                    let operation = Operation {
                        what: OperationWhat::Run { starts: false, stops: !leaves_system },
                        starts: Arc::from([(span.from.0, span.from.0 + 1)]),
                        end: at(&after, 0),
                        pools: Vec::new(),
                        lines: vec![(line, direction, at(&self.now, 0), at(&after, 0))],
                        caps: Vec::new(),
                        stocks: Vec::new(),
                        leaves: Some(at(&self.now, 0)),
                        takes: at(&after, -setting),
                        departure: false,
                    };
                    draft.graph.add_edge(outside, stand, operation);
                }
                stands
            }
            RakePlace::Track(yard, track) => {
                let group = self.instance.system().yard(yard).group_of(track).unwrap_or(0);
                let must_stop = role != Role::Passing
                    || self.instance.system().has_stage_at(station, run.class)
                    || (run.calls && train.call_at(station).is_some());
                let mut stand = self.track_stand(run, station, yard, group, must_stop.then_some(role));
                stand.dwell = (stand.dwell + arrived).max(0);
                let node = draft.graph.add_node(stand);
                start(draft, node, 0);
                self.stay(draft, self.track_pools[yard.index()][group], Some(track));
                vec![node]
            }
            RakePlace::Placing(..) | RakePlace::Spot(_) | RakePlace::Pulling(..) | RakePlace::Gone => Vec::new(),
        }
    }

    /// Holds a unit of a pool through the horizon while the train is not planned.
    fn stay(&self, draft: &mut Draft, pool: PoolIndex, track: Option<u32>) {
        draft.stay_uses.push(Use { pool, from: 0, to: self.end });
        if let Some(track) = track {
            draft.start_tracks.push((pool, track));
        }
    }

    /// Holds the locomotive of a movement under way until it ends.
    fn stay_locomotive(&self, draft: &mut Draft, operation: &Operation) {
        for (pool, _, to) in operation.pools.iter().take(1) {
            draft.stay_uses.push(Use { pool: *pool, from: 0, to: to.at(0) });
        }
    }

    fn transshipped(&mut self, draft: &mut Draft, train: &Train, transshipment: &Transshipment, run: RakeRun) {
        let state = train.state.as_ref();
        let work = state.map_or(WorkState::NotBegun, |state| state.work);
        if work == WorkState::Done {
            self.after_work(draft, train, transshipment, run);
            return;
        }
        let station = transshipment.station;
        let onward_place = state.and_then(|state| state.onward);
        let place = state.map(|state| state.arriving);
        // the arriving rake up to its track at the station
        let at_spot = matches!(place, Some(RakePlace::Placing(..) | RakePlace::Spot(_)));
        let ready = if at_spot {
            Vec::new()
        } else {
            let from = self.arriving_from(draft, train, run, Role::Transshipped);
            self.strand(draft, train, run, &train.route, from, &RouteEnd::Stops(Role::Transshipped))
        };
        let choices = match (place, work) {
            (Some(RakePlace::Spot(spot)), WorkState::Preparation(mode, _) | WorkState::Lifting(mode, _)
                | WorkState::Finishing(mode, _)) => vec![(spot, mode)],
            (Some(RakePlace::Spot(spot) | RakePlace::Placing(_, spot, _)), _) => {
                let choices = self.work_choices(train).into_iter();
                choices.filter(|(choice, _)| *choice == spot).collect()
            }
            _ => match onward_place {
                Some(RakePlace::Spot(spot) | RakePlace::Placing(_, spot, _)) => {
                    let choices = self.work_choices(train).into_iter();
                    choices.filter(|(choice, _)| *choice == spot).collect()
                }
                _ => self.work_choices(train),
            },
        };
        let onward_run = RakeRun {
            train: run.train,
            rake: Rake::Onward,
            class: transshipment.onward_class,
            length_m: transshipment.onward_length_m,
            calls: false,
        };
        let emptied_run = RakeRun { class: transshipment.emptied_class, calls: false, ..run };
        let onward_tracks =
            self.track_stands(&mut draft.graph, onward_run, station, Some(Role::Outbound));
        let (emptied_tracks, emptied_store) = self.emptied_stands(draft, transshipment, emptied_run);
        let mut store = None;
        let mut spots: Vec<SpotId> = choices.iter().map(|&(spot, _)| spot).collect();
        spots.dedup();
        for spot in spots {
            let before = self.spot_stand(draft, spot, run, StandWhat::SpotBefore(spot));
            let after = self.spot_stand(draft, spot, emptied_run, StandWhat::SpotAfter(spot));
            let onward_before = self.spot_stand(draft, spot, onward_run, StandWhat::SpotBefore(spot));
            let onward_after = self.spot_stand(draft, spot, onward_run, StandWhat::SpotAfter(spot));
            match place {
                Some(RakePlace::Spot(_)) => self.start_in_spot(draft, train, run, spot, before),
                Some(RakePlace::Placing(from, _, until)) => {
                    self.start_placing(draft, train, run, (from, spot, until.0), before);
                }
                _ => {
                    for &stand in &ready {
                        let placing = self.placing(spot, run, train, None, None);
                        draft.graph.add_edge(stand, before, placing);
                    }
                }
            }
            match onward_place {
                Some(RakePlace::Spot(_)) => self.start_in_spot(draft, train, onward_run, spot, onward_before),
                Some(RakePlace::Placing(from, _, until)) => {
                    self.start_placing(draft, train, onward_run, (from, spot, until.0), onward_before);
                }
                _ => {
                    let store = *store.get_or_insert_with(|| {
                        let what = StandWhat::Store(transshipment.onward_store);
                        let node = draft.graph.add_node(plain(what, Rake::Onward));
                        draft.onward_start.push(Start { stand: node, at: 0 });
                        node
                    });
                    let placing = self.placing(spot, onward_run, train, Some(transshipment.onward_store), None);
                    draft.graph.add_edge(store, onward_before, placing);
                }
            }
            for &(_, mode) in choices.iter().filter(|(choice, _)| *choice == spot) {
                let chain = self.work_chain(train, spot, mode, work);
                if let (WorkState::Lifting(..), Some(operation)) = (work, chain.first()) {
                    // the cranes at work hold on while the train is not planned
                    for (pool, _, _) in &operation.pools {
                        draft.stay_uses.push(Use { pool: *pool, from: 0, to: self.end });
                    }
                }
                draft.works.push(Work {
                    spot,
                    mode,
                    arriving: (before, after),
                    onward: (onward_before, onward_after),
                    chain,
                });
            }
            self.pulling(draft, spot, onward_run, onward_after, &onward_tracks, None);
            let store = emptied_store.map(|node| (node, transshipment.emptied_store));
            self.pulling(draft, spot, emptied_run, after, &emptied_tracks, store);
        }
        self.outbound(draft, transshipment, onward_run, onward_tracks, emptied_run, emptied_tracks);
        draft.emptied_exits.extend(emptied_store);
    }

    fn work_chain(
        &mut self,
        train: &Train,
        spot: SpotId,
        mode: regauge_model::ids::ModeId,
        work: WorkState,
    ) -> Vec<Operation> {
        if let Some((_, operation)) = self.work_left(train, spot, work) {
            return vec![operation];
        }
        let gauges = (self.rake_gauge(train, Rake::Arriving), self.rake_gauge(train, Rake::Onward));
        let mut chain = Vec::new();
        for part in 0..train.parts {
            if part > 0 {
                chain.push(self.exchange(spot, gauges, part));
            }
            chain.push(self.crane_work(train, spot, mode, part));
        }
        chain
    }

    fn spot_stand(&self, draft: &mut Draft, spot: SpotId, run: RakeRun, what: StandWhat) -> NodeIndex {
        let gauge_mm = self.instance.system().class(run.class).gauge_mm;
        let hold = Some(self.side(spot, gauge_mm));
        draft.graph.add_node(Stand { what, rake: run.rake, hold, stages: Vec::new(), dwell: 0 })
    }

    fn placing(
        &mut self,
        spot: SpotId,
        run: RakeRun,
        train: &Train,
        store: Option<regauge_model::ids::StoreId>,
        under_way: Option<Tick>,
    ) -> Operation {
        let system = self.instance.system();
        let shed = system.shed(system.spot(spot).shed);
        let keeps_track = train.parts > 1 && run.rake == Rake::Arriving;
        self.shunt(Shunt {
            what: OperationWhat::Placing(spot, store),
            station: shed.station,
            gauge_mm: system.class(run.class).gauge_mm,
            minutes: under_way.unwrap_or(shed.placing),
            under_way: under_way.is_some(),
            spot: Some(spot),
            clearing: if keeps_track { None } else { Some(0) },
            store: store.map(|store| (store, -1)),
        })
    }

    fn pull(
        &mut self,
        spot: SpotId,
        run: RakeRun,
        store: Option<regauge_model::ids::StoreId>,
        under_way: Option<Tick>,
    ) -> Operation {
        let system = self.instance.system();
        let shed = system.shed(system.spot(spot).shed);
        self.shunt(Shunt {
            what: OperationWhat::Pulling(spot, store),
            station: shed.station,
            gauge_mm: system.class(run.class).gauge_mm,
            minutes: under_way.unwrap_or(shed.pulling),
            under_way: under_way.is_some(),
            spot: Some(spot),
            clearing: Some(system.spot(spot).clearing),
            store: store.map(|store| (store, 1)),
        })
    }

    fn pulling(
        &mut self,
        draft: &mut Draft,
        spot: SpotId,
        run: RakeRun,
        from: NodeIndex,
        tracks: &[NodeIndex],
        store: Option<(NodeIndex, Option<regauge_model::ids::StoreId>)>,
    ) {
        for &track in tracks {
            let pull = self.pull(spot, run, None, None);
            draft.graph.add_edge(from, track, pull);
        }
        if let Some((node, store)) = store {
            let pull = self.pull(spot, run, store, None);
            draft.graph.add_edge(from, node, pull);
        }
    }

    /// Tracks and store that the emptied rake may go to.
    fn emptied_stands(
        &mut self,
        draft: &mut Draft,
        transshipment: &Transshipment,
        run: RakeRun,
    ) -> (Vec<NodeIndex>, Option<NodeIndex>) {
        let tracks = if transshipment.emptied_route.is_some() {
            self.track_stands(&mut draft.graph, run, transshipment.station, Some(Role::Outbound))
        } else {
            Vec::new()
        };
        let store = transshipment
            .emptied_store
            .map(|store| draft.graph.add_node(plain(StandWhat::Store(store), Rake::Arriving)));
        (tracks, store)
    }

    /// The ways out of both rakes from their tracks at the station.
    fn outbound(
        &mut self,
        draft: &mut Draft,
        transshipment: &Transshipment,
        onward_run: RakeRun,
        onward_tracks: Vec<NodeIndex>,
        emptied_run: RakeRun,
        emptied_tracks: Vec<NodeIndex>,
    ) {
        let departing = onward_tracks.clone();
        let leaves = RouteEnd::Leaves;
        let exits = self.route(
            &mut draft.graph,
            onward_run,
            &transshipment.onward_route,
            onward_tracks,
            &leaves,
            None,
        );
        draft.exits.extend(exits);
        for stand in departing {
            let edges: Vec<_> = draft.graph.edges_directed(stand, Outgoing).map(|edge| edge.id()).collect();
            for edge in edges {
                draft.graph[edge].departure = true;
            }
        }
        if let Some(route) = &transshipment.emptied_route
            && !emptied_tracks.is_empty()
        {
            let exits = self.route(&mut draft.graph, emptied_run, route, emptied_tracks, &leaves, None);
            draft.emptied_exits.extend(exits);
        }
    }

    fn start_in_spot(
        &mut self,
        draft: &mut Draft,
        train: &Train,
        run: RakeRun,
        spot: SpotId,
        stand: NodeIndex,
    ) {
        self.add_parallel_stages(draft, train, run, stand);
        let start = Start { stand, at: 0 };
        match run.rake {
            Rake::Arriving => draft.arriving_start.push(start),
            Rake::Onward => draft.onward_start.push(start),
        }
        let pool = self.side(spot, self.instance.system().class(run.class).gauge_mm);
        self.stay(draft, pool, None);
    }

    /// Stages that only the departure waits for and that are not done go on where the train stands at the start.
    fn add_parallel_stages(&self, draft: &mut Draft, train: &Train, run: RakeRun, stand: NodeIndex) {
        let Some(transshipment) = train.transshipment() else { return };
        let done = train.state.as_ref().is_some_and(|state| state.work == WorkState::Done);
        let carrier = if done { Rake::Onward } else { Rake::Arriving };
        if run.rake != carrier {
            return;
        }
        let arriving = RakeRun { rake: Rake::Arriving, class: train.class, ..run };
        let stages = self.stages_at(arriving, transshipment.station, Role::Transshipped);
        let parallel = stages.into_iter().filter(|stage| stage.phase == crate::network::StagePhase::Parallel);
        draft.graph[stand].stages.extend(parallel);
    }

    fn start_placing(
        &mut self,
        draft: &mut Draft,
        train: &Train,
        run: RakeRun,
        (from, spot, until): (Option<(YardId, u32)>, SpotId, Tick),
        stand: NodeIndex,
    ) {
        let store = match (from, run.rake, train.transshipment()) {
            (None, Rake::Onward, Some(transshipment)) => Some(transshipment.onward_store),
            _ => None,
        };
        let placing = self.placing(spot, run, train, store, Some(until));
        self.stay_locomotive(draft, &placing);
        let origin = match from {
            Some((yard, track)) => {
                let group = self.instance.system().yard(yard).group_of(track).unwrap_or(0);
                let pool = self.track_pools[yard.index()][group];
                self.stay(draft, pool, Some(track));
                let what = StandWhat::Track(yard, group as u32);
                let hold = Some(pool);
                draft.graph.add_node(Stand { what, rake: run.rake, hold, stages: Vec::new(), dwell: 0 })
            }
            None => {
                let store = store.unwrap_or(regauge_model::ids::StoreId(0));
                draft.graph.add_node(plain(StandWhat::Store(store), run.rake))
            }
        };
        self.add_parallel_stages(draft, train, run, origin);
        draft.graph.add_edge(origin, stand, placing);
        let start = Start { stand: origin, at: 0 };
        match run.rake {
            Rake::Arriving => draft.arriving_start.push(start),
            Rake::Onward => draft.onward_start.push(start),
        }
        let pool = self.side(spot, self.instance.system().class(run.class).gauge_mm);
        self.stay(draft, pool, None);
    }

    /// A train whose crane work is done: two rakes on their way out.
    fn after_work(&mut self, draft: &mut Draft, train: &Train, transshipment: &Transshipment, run: RakeRun) {
        let Some(state) = &train.state else { return };
        let onward_run = RakeRun {
            train: run.train,
            rake: Rake::Onward,
            class: transshipment.onward_class,
            length_m: transshipment.onward_length_m,
            calls: false,
        };
        let emptied_run = RakeRun { class: transshipment.emptied_class, calls: false, ..run };
        let onward_place = state.onward.unwrap_or(RakePlace::Gone);
        let (tracks, gone) = self.outbound_begin(draft, train, onward_run, onward_place, None);
        draft.exits.extend(gone);
        let first_onward: Vec<Start> = draft.onward_start.clone();
        if let Some(start) = first_onward.first() {
            self.add_parallel_stages(draft, train, onward_run, start.stand);
        }
        let (emptied_tracks, gone) =
            self.outbound_begin(draft, train, emptied_run, state.arriving, transshipment.emptied_store);
        draft.emptied_exits.extend(gone);
        self.outbound(draft, transshipment, onward_run, tracks, emptied_run, emptied_tracks);
    }

    /// Where a rake on its way out begins: stands at its next station, or stands that end its life.
    fn outbound_begin(
        &mut self,
        draft: &mut Draft,
        train: &Train,
        run: RakeRun,
        place: RakePlace,
        store: Option<regauge_model::ids::StoreId>,
    ) -> (Vec<NodeIndex>, Vec<NodeIndex>) {
        let Some(transshipment) = train.transshipment() else { return (Vec::new(), Vec::new()) };
        let route = match run.rake {
            Rake::Onward => Some(&transshipment.onward_route),
            Rake::Arriving => transshipment.emptied_route.as_ref(),
        };
        let station = route.and_then(|route| route.first().copied()).unwrap_or(transshipment.station);
        let begin = |draft: &mut Draft, stand: NodeIndex| {
            let start = Start { stand, at: 0 };
            match run.rake {
                Rake::Arriving => draft.arriving_start.push(start),
                Rake::Onward => draft.onward_start.push(start),
            }
        };
        match place {
            RakePlace::Section(..) => {
                let leaves_system = self.instance.system().station(station).yards.is_empty();
                let stands = self.begin(draft, train, run, place, station, Role::Passing);
                if leaves_system { (Vec::new(), stands) } else { (stands, Vec::new()) }
            }
            RakePlace::Track(..) => {
                (self.begin(draft, train, run, place, station, Role::Outbound), Vec::new())
            }
            RakePlace::Spot(spot) => {
                let after = self.spot_stand(draft, spot, run, StandWhat::SpotAfter(spot));
                begin(draft, after);
                let pool = self.side(spot, self.instance.system().class(run.class).gauge_mm);
                self.stay(draft, pool, None);
                let tracks = if route.is_some() {
                    self.track_stands(&mut draft.graph, run, transshipment.station, Some(Role::Outbound))
                } else {
                    Vec::new()
                };
                let node = store.map(|store| draft.graph.add_node(plain(StandWhat::Store(store), run.rake)));
                self.pulling(draft, spot, run, after, &tracks, node.map(|node| (node, store)));
                (tracks, node.into_iter().collect())
            }
            RakePlace::Pulling(spot, to, until) => {
                let after = self.spot_stand(draft, spot, run, StandWhat::SpotAfter(spot));
                begin(draft, after);
                let pool = self.side(spot, self.instance.system().class(run.class).gauge_mm);
                self.stay(draft, pool, None);
                if let Some((yard, track)) = to {
                    let group = self.instance.system().yard(yard).group_of(track).unwrap_or(0);
                    let role = Some(Role::Outbound);
                    let stand = self.track_stand(run, transshipment.station, yard, group, role);
                    let node = draft.graph.add_node(stand);
                    self.stay(draft, self.track_pools[yard.index()][group], Some(track));
                    let pull = self.pull(spot, run, None, Some(until.0));
                    self.stay_locomotive(draft, &pull);
                    draft.graph.add_edge(after, node, pull);
                    (vec![node], Vec::new())
                } else {
                    let store = store.or(Some(transshipment.onward_store)).filter(|_| to.is_none());
                    let what = store.map_or(StandWhat::Left, StandWhat::Store);
                    let node = draft.graph.add_node(plain(what, run.rake));
                    let pull = self.pull(spot, run, store, Some(until.0));
                    self.stay_locomotive(draft, &pull);
                    draft.graph.add_edge(after, node, pull);
                    (Vec::new(), vec![node])
                }
            }
            RakePlace::Gone | RakePlace::Placing(..) => {
                let node = draft.graph.add_node(left(run.rake));
                begin(draft, node);
                (Vec::new(), vec![node])
            }
        }
    }

    fn finish(&mut self, id: TrainId, train: &Train, draft: Draft) -> TrainNetwork {
        let order = petgraph::algo::toposort(&draft.graph, None).unwrap_or_default();
        let mut least_rest = vec![NEVER; draft.graph.node_count()];
        for &exit in draft.exits.iter().chain(&draft.emptied_exits) {
            least_rest[exit.index()] = 0;
        }
        for &node in order.iter().rev() {
            for edge in draft.graph.edges_directed(node, Outgoing) {
                let rest = least_rest[edge.target().index()];
                if rest < NEVER {
                    let through = edge.weight().end.map.least_delay() + edge.weight().end.offset + rest;
                    least_rest[node.index()] = least_rest[node.index()].min(through);
                }
            }
        }
        let (minutes, _) = self.instance.exit_cost(id, train.earliest_entry + 1);
        let late = train.due_exit.map_or(0, |due| {
            // cost of 100 ticks late, so that hundredths stay exact
            self.instance.exit_cost(id, due + 100).1
        });
        let mut draft = draft;
        if let Some(pin) = train.pins.exit.filter(|_| self.in_force(Rule::Pins)) {
            self.pin_exits(&mut draft, pin);
        }
        let unplanned_uses = self.under_way_stages(&draft);
        draft.stay_uses.extend(unplanned_uses);
        TrainNetwork {
            train: id,
            order,
            arriving_start: draft.arriving_start,
            onward_start: draft.onward_start,
            works: draft.works,
            exits: draft.exits,
            emptied_exits: draft.emptied_exits,
            transshipped: train.transshipment().is_some(),
            least_rest,
            stay_uses: draft.stay_uses,
            stay_movements: draft.stay_movements,
            under_way: train.state.is_some(),
            start_tracks: draft.start_tracks,
            cost: ExitCost {
                weight: minutes,
                release: train.earliest_entry.0,
                due: train.due_exit.map(|due| due.0),
                late_centi: late,
                unplanned: self.instance.unplanned_cost(id),
            },
            graph: draft.graph,
        }
    }

    /// Keeps the operations into an exit to those that end inside the pinned span.
    fn pin_exits(&self, draft: &mut Draft, pin: Span) {
        let inside = |operation: &Operation| {
            let first = operation.end.first_reaching(pin.from.0);
            (first, operation.end.first_reaching(pin.to.0))
        };
        let edges: Vec<_> = draft
            .exits
            .iter()
            .flat_map(|&exit| draft.graph.edges_directed(exit, petgraph::Direction::Incoming))
            .map(|edge| edge.id())
            .collect();
        for edge in edges {
            let operation = &mut draft.graph[edge];
            let span = inside(operation);
            operation.starts = crate::network::closures::intersect(&operation.starts, &[span]).into();
        }
    }

    /// Teams of stages under way at the start.
    fn under_way_stages(&self, draft: &Draft) -> Vec<Use> {
        let starts = draft.arriving_start.iter().chain(&draft.onward_start);
        let stages = starts.flat_map(|start| &draft.graph[start.stand].stages);
        let under_way = stages.filter(|stage| stage.starts == [(0, 1)]);
        under_way.filter_map(|stage| Some(Use { pool: stage.team?, from: 0, to: stage.ticks })).collect()
    }
}
