//! A train whose boxes change the gauge: two rakes in, one crane work, two rakes out.

use super::Compiler;
use super::graph::{RakeRun, Role, RouteEnd, plain};
use super::shed::{OfStore, Shunt};
use super::train::Draft;
use crate::network::{
    Cost, Operation, OperationWhat, PoolWhat, Stand, StandWhat, Start, Tick, Ticks, TimeMap, Use,
    Work,
};
use petgraph::Direction::Outgoing;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use regauge_model::ids::{ModeId, SpotId, StationId, StoreId};
use regauge_model::instance::{Rake, RakePlace, Train, Transshipment, WorkState, WorkedParts};
use regauge_model::objective::Term;
use regauge_model::resource::{PinnedEvent, PinnedRake, Task};
use std::sync::Arc;

impl Compiler<'_> {
    pub(super) fn transshipped(
        &mut self,
        draft: &mut Draft,
        train: &Train,
        transshipment: &Transshipment,
        run: RakeRun,
    ) {
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
        let at_spot = place.is_some_and(|place| place.spot().is_some());
        let ready = if at_spot {
            Vec::new()
        } else {
            let from = self.arriving_from(draft, train, run, Role::Transshipped);
            self.strand(
                draft,
                train,
                run,
                &train.route,
                from,
                &RouteEnd::Stops(Role::Transshipped),
            )
        };
        let onward_spot = onward_place.and_then(RakePlace::spot);
        let spot = place.and_then(RakePlace::spot).or(onward_spot);
        let choices = match (spot, state.and_then(|state| state.mode)) {
            (Some(spot), Some(mode)) => vec![(spot, mode)],
            (Some(spot), None) => {
                let choices = self.work_choices(train).into_iter();
                choices.filter(|(choice, _)| *choice == spot).collect()
            }
            (None, _) => self.work_choices(train),
        };
        let onward_run = RakeRun {
            train: run.train,
            rake: Rake::Onward,
            class: transshipment.onward_class,
            length_m: transshipment.onward_length_m,
            calls: false,
        };
        let emptied_run = RakeRun {
            class: transshipment.emptied_class,
            calls: false,
            ..run
        };
        let onward_tracks = self.outbound_stands(draft, onward_run, station);
        let (emptied_tracks, emptied_store) =
            self.emptied_stands(draft, transshipment, emptied_run);
        if onward_place.is_some_and(|place| place.made_up_at().is_some()) {
            let from = transshipment.onward_store;
            self.hold_room(&OfStore::of(train, Rake::Onward, from, false));
        }
        let mut store = None;
        let mut spots: Vec<SpotId> = choices.iter().map(|&(spot, _)| spot).collect();
        spots.dedup();
        for spot in spots {
            let before = self.spot_stand(draft, spot, run, StandWhat::SpotBefore(spot));
            let after = self.spot_stand(draft, spot, emptied_run, StandWhat::SpotAfter(spot));
            let onward_before =
                self.spot_stand(draft, spot, onward_run, StandWhat::SpotBefore(spot));
            let onward_after = self.spot_stand(draft, spot, onward_run, StandWhat::SpotAfter(spot));
            match place {
                Some(RakePlace::Spot(_) | RakePlace::Exchange(..)) => {
                    self.start_in_spot(draft, train, run, spot, before);
                }
                Some(RakePlace::Placing(from, _, until)) => {
                    self.start_placing(draft, train, run, (from, spot, until.into()), before);
                }
                _ => {
                    for &stand in &ready {
                        let placing = self.placing(spot, run, train, None, None);
                        draft.graph.add_edge(stand, before, placing);
                    }
                }
            }
            match onward_place {
                Some(RakePlace::Spot(_) | RakePlace::Exchange(..)) => {
                    self.start_in_spot(draft, train, onward_run, spot, onward_before);
                }
                Some(RakePlace::Placing(from, _, until)) => {
                    self.start_placing(
                        draft,
                        train,
                        onward_run,
                        (from, spot, until.into()),
                        onward_before,
                    );
                }
                _ => {
                    let store = *store.get_or_insert_with(|| {
                        let what = StandWhat::Store(transshipment.onward_store);
                        let node = draft.graph.add_node(plain(what, Rake::Onward));
                        draft.onward_start.push(Start {
                            stand: node,
                            at: Tick::ZERO,
                        });
                        node
                    });
                    let placing = self.placing(
                        spot,
                        onward_run,
                        train,
                        Some(transshipment.onward_store),
                        None,
                    );
                    draft.graph.add_edge(store, onward_before, placing);
                }
            }
            for &(_, mode) in choices.iter().filter(|(choice, _)| *choice == spot) {
                let chain = self.work_chain(train, spot, mode);
                match (work, place, chain.first()) {
                    // the cranes at work hold on while the train is not planned
                    (WorkState::Lifting(..), _, Some(operation)) => {
                        let pools = operation.pools.iter();
                        let at_work = pools.filter(|(_, from, to)| {
                            from.at(Tick::ZERO) == Tick::ZERO && to.at(Tick::ZERO) > Tick::ZERO
                        });
                        draft.stay_uses.extend(at_work.map(|(pool, _, _)| Use {
                            pool: *pool,
                            from: Tick::ZERO,
                            to: self.end,
                        }));
                    }
                    // both locomotives of an exchange
                    (_, Some(RakePlace::Exchange(..)), Some(operation)) => {
                        let locomotives = operation.pools.iter().filter(|(pool, _, _)| {
                            let what = &self.network[*pool].what;
                            matches!(what, PoolWhat::Locomotives(_))
                        });
                        draft.stay_uses.extend(locomotives.map(|(pool, _, to)| Use {
                            pool: *pool,
                            from: Tick::ZERO,
                            to: to.at(Tick::ZERO),
                        }));
                    }
                    _ => {}
                }
                let change = self.instance.change_of_place(run.train, spot, mode);
                let objective = self.instance.objective();
                let parts_out = self.parts_out(train, spot, &chain);
                draft.works.push(Work {
                    spot,
                    mode,
                    way: draft.ways.len() - 1,
                    change: Cost::new(objective.combined(Term::Changes, change)),
                    arriving: (before, after),
                    onward: (onward_before, onward_after),
                    chain,
                    parts_out,
                });
            }
            self.pulling(draft, spot, onward_run, onward_after, &onward_tracks, None);
            let store = emptied_store.map(|node| (node, transshipment.emptied_store));
            self.pulling(draft, spot, emptied_run, after, &emptied_tracks, store);
        }
        self.outbound(
            draft,
            transshipment,
            onward_run,
            onward_tracks,
            emptied_run,
            emptied_tracks,
            [None, None],
        );
        draft.emptied_exits.extend(emptied_store);
        self.stay_worked_parts(draft);
    }

    /// Worked parts keep their tracks while the train is not planned. They are told behind the track of the parts to come, as the
    /// journey has them.
    pub(super) fn stay_worked_parts(&self, draft: &mut Draft) {
        for (pool, track) in std::mem::take(&mut draft.worked_tracks) {
            self.stay(draft, pool, Some(track));
        }
    }

    /// The exchange with which worked parts begin to stand where their rakes go, if none stand there yet and that is where they
    /// stand in the shed.
    fn parts_out(&self, train: &Train, spot: SpotId, chain: &[Operation]) -> Option<usize> {
        let system = self.instance.system();
        let on_track = system.shed(system.spot(spot).shed).parts_on_track;
        if !on_track || train.worked_at_start(Rake::Arriving) != WorkedParts::InShed {
            return None;
        }
        let is_exchange =
            |operation: &Operation| matches!(operation.what, OperationWhat::Exchange(..));
        chain.iter().position(is_exchange)
    }

    /// The tracks to which a rake may be pulled from its spot: where worked parts of it stand already, only that one.
    pub(super) fn outbound_stands(
        &self,
        draft: &mut Draft,
        run: RakeRun,
        station: StationId,
    ) -> Vec<NodeIndex> {
        let role = Some(Role::Outbound);
        let train = self.instance.train(run.train);
        let Some((yard, track)) = train.worked_at_start(run.rake).track() else {
            return self.track_stands(&mut draft.graph, run, station, role);
        };
        let group = self.instance.system().yard(yard).group_of(track);
        let group = group.unwrap_or(0);
        let mut stand = self.track_stand(run, station, yard, group, role);
        stand.through = true;
        let pool = self.track_pools[yard.index()][group];
        draft.worked_tracks.push((pool, track));
        vec![draft.graph.add_node(stand)]
    }

    /// Crane work and exchanges from the part in the spot on.
    fn work_chain(&mut self, train: &Train, spot: SpotId, mode: ModeId) -> Vec<Operation> {
        let gauges = (
            self.rake_gauge(train, Rake::Arriving),
            self.rake_gauge(train, Rake::Onward),
        );
        let state = train.state.as_ref();
        let in_spot = state.map_or(0, |state| state.part - 1);
        let is_worked = state.is_some_and(|state| state.work == WorkState::PartDone);
        let under_way = state.and_then(|state| match state.arriving {
            RakePlace::Exchange(_, until) => Some(until.0),
            _ => None,
        });
        let mut chain = Vec::new();
        if !is_worked {
            let left = state.and_then(|state| self.work_left(train, spot, state));
            chain.push(left.unwrap_or_else(|| self.crane_work(train, spot, mode, in_spot)));
        }
        for part in in_spot + 1..train.parts {
            let under_way = under_way.filter(|_| chain.is_empty());
            let mut exchange = self.exchange(spot, gauges, part, under_way);
            let event = PinnedEvent {
                rake: PinnedRake::Arriving,
                task: Task::Exchange,
                part: part + 1,
            };
            self.pin_event(&mut exchange, train, event);
            chain.push(exchange);
            chain.push(self.crane_work(train, spot, mode, part));
        }
        chain
    }

    pub(super) fn spot_stand(
        &self,
        draft: &mut Draft,
        spot: SpotId,
        run: RakeRun,
        what: StandWhat,
    ) -> NodeIndex {
        let gauge_mm = self.instance.system().class(run.class).gauge_mm;
        let hold = Some(self.side(spot, gauge_mm));
        let state = self.instance.train(run.train).state.as_ref();
        let place = state.and_then(|state| match run.rake {
            Rake::Arriving => Some(state.arriving),
            Rake::Onward => state.onward,
        });
        let was_there = place.and_then(RakePlace::spot) == Some(spot);
        draft.graph.add_node(Stand {
            what,
            rake: run.rake,
            hold,
            through: was_there,
            stages: Vec::new(),
            dwell: 0,
        })
    }

    pub(super) fn placing(
        &mut self,
        spot: SpotId,
        run: RakeRun,
        train: &Train,
        store: Option<StoreId>,
        under_way: Option<Ticks>,
    ) -> Operation {
        let system = self.instance.system();
        let shed = system.shed(system.spot(spot).shed);
        let keeps_track = train.parts > 1 && run.rake == Rake::Arriving;
        let rake = run.rake;
        let mut placing = self.shunt(Shunt {
            what: OperationWhat::Placing(spot, store),
            station: shed.station,
            gauge_mm: system.class(run.class).gauge_mm,
            minutes: under_way.unwrap_or(shed.placing),
            under_way: under_way.is_some(),
            spot: Some(spot),
            clearing: if keeps_track { None } else { Some(0) },
            store: store.map(|store| OfStore::of(train, rake, store, false)),
        });
        self.pin_movement(&mut placing, run, Task::Placing);
        placing
    }

    pub(super) fn pull(
        &mut self,
        spot: SpotId,
        run: RakeRun,
        store: Option<StoreId>,
        under_way: Option<Ticks>,
    ) -> Operation {
        let train = self.instance.train(run.train);
        let system = self.instance.system();
        let shed = system.shed(system.spot(spot).shed);
        let is_partly_there = train.worked_at_start(run.rake) != WorkedParts::InShed;
        let mut pulling = self.shunt(Shunt {
            what: OperationWhat::Pulling(spot, store),
            station: shed.station,
            gauge_mm: system.class(run.class).gauge_mm,
            minutes: under_way.unwrap_or(shed.pulling),
            under_way: under_way.is_some(),
            spot: Some(spot),
            clearing: Some(system.spot(spot).clearing),
            store: store.map(|store| OfStore::of(train, run.rake, store, true)),
        });
        self.pin_movement(&mut pulling, run, Task::Pulling);
        if is_partly_there {
            // its track is held, and its room in the store taken, since before the start
            let never_free = vec![Tick::ZERO; (self.end - Tick::ZERO) as usize + 1];
            pulling.takes.map = Arc::new(TimeMap::Table(never_free.into()));
            pulling.stocks.retain(|(_, change, _)| *change > 0);
        }
        pulling
    }

    pub(super) fn pulling(
        &mut self,
        draft: &mut Draft,
        spot: SpotId,
        run: RakeRun,
        from: NodeIndex,
        tracks: &[NodeIndex],
        store: Option<(NodeIndex, Option<StoreId>)>,
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
    pub(super) fn emptied_stands(
        &mut self,
        draft: &mut Draft,
        transshipment: &Transshipment,
        run: RakeRun,
    ) -> (Vec<NodeIndex>, Option<NodeIndex>) {
        let train = self.instance.train(run.train);
        let worked = train.worked_at_start(run.rake);
        if worked.track().is_some() {
            return (
                self.outbound_stands(draft, run, transshipment.station),
                None,
            );
        }
        let is_in_store = worked == WorkedParts::InStore;
        if let Some(store) = transshipment.emptied_store.filter(|_| is_in_store) {
            self.hold_room(&OfStore::of(train, run.rake, store, true));
        }
        let (leaves, store) = self.open_fates(train, transshipment);
        let tracks = if leaves && !is_in_store {
            self.outbound_stands(draft, run, transshipment.station)
        } else {
            Vec::new()
        };
        let store = store.map(|store| {
            draft
                .graph
                .add_node(plain(StandWhat::Store(store), Rake::Arriving))
        });
        (tracks, store)
    }

    /// The ways out of both rakes from their tracks at the station, or from where they run on at a minute.
    #[allow(clippy::too_many_arguments)] // two rakes with all that is known of each
    pub(super) fn outbound(
        &mut self,
        draft: &mut Draft,
        transshipment: &Transshipment,
        onward_run: RakeRun,
        onward_tracks: Vec<NodeIndex>,
        emptied_run: RakeRun,
        emptied_tracks: Vec<NodeIndex>,
        [onward_at, emptied_at]: [Option<(Tick, Tick)>; 2],
    ) {
        let departing = onward_tracks.clone();
        let leaves = RouteEnd::Leaves;
        let exits = self.route(
            &mut draft.graph,
            onward_run,
            &transshipment.onward_route,
            onward_tracks,
            &leaves,
            onward_at,
        );
        draft.exits.extend(exits);
        for stand in departing {
            let edges: Vec<_> = draft
                .graph
                .edges_directed(stand, Outgoing)
                .map(|edge| edge.id())
                .collect();
            for edge in edges {
                draft.graph[edge].departure = true;
            }
        }
        if let Some(route) = &transshipment.emptied_route
            && !emptied_tracks.is_empty()
        {
            let exits = self.route(
                &mut draft.graph,
                emptied_run,
                route,
                emptied_tracks,
                &leaves,
                emptied_at,
            );
            draft.emptied_exits.extend(exits);
        }
    }
}
