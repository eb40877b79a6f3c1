//! Trains under way at the start: where their rakes begin, and what they hold whatever is decided.

use super::graph::{RakeRun, Role, left, plain};
use super::shed::{OfStore, Shunt};
use super::train::Draft;
use super::{AT_START, Compiler};
use crate::network::{
    Anchor, Movement, Operation, OperationWhat, PoolIndex, StagePhase, Stand, StandWhat, Start,
    Tick, Ticks, TimeMap, Use, in_ticks,
};
use petgraph::graph::NodeIndex;
use regauge_model::ids::{SpotId, StationId, StoreId, YardId};
use regauge_model::instance::{Rake, RakePlace, Train, TrainKind, Transshipment, WorkState};
use std::sync::Arc;

impl Compiler<'_> {
    /// The stands at the first station of the route of the arriving rake on its way in.
    pub(super) fn arriving_from(
        &mut self,
        draft: &mut Draft,
        train: &Train,
        run: RakeRun,
        end_role: Role,
    ) -> Vec<NodeIndex> {
        let state = train.state.as_ref();
        let Some(state) = state.filter(|state| !state.is_outside()) else {
            if train.begins_on_track(self.instance.system()) {
                return self.begins(draft, train, run);
            }
            let outside = draft
                .graph
                .add_node(plain(StandWhat::Outside, Rake::Arriving));
            draft.arriving_start.push(Start {
                stand: outside,
                at: Tick::from(train.opens).max(Tick::ZERO),
            });
            return vec![outside];
        };
        // where its route has only one station left, it is at the end of it
        let at_end = match train.kind {
            TrainKind::FromStore(store) => {
                self.instance.system().store(store).station == train.route[0]
            }
            _ => train.route.len() == 1,
        };
        let role = if at_end { end_role } else { Role::Passing };
        self.begin(draft, train, run, state.arriving, train.route[0], role)
    }

    /// The tracks on which a train begins.
    fn begins(&mut self, draft: &mut Draft, train: &Train, run: RakeRun) -> Vec<NodeIndex> {
        let outside = draft
            .graph
            .add_node(plain(StandWhat::Outside, Rake::Arriving));
        draft.arriving_start.push(Start {
            stand: outside,
            at: Tick::from(train.opens).max(Tick::ZERO),
        });
        let station = train.route[0];
        let stands = self.track_stands(&mut draft.graph, run, station, Some(Role::Begins));
        for &stand in &stands {
            let mut begins = self.at_once(OperationWhat::Begins(station));
            self.pin_starts(&mut begins, train.pins.entry);
            draft.graph.add_edge(outside, stand, begins);
        }
        stands
    }

    /// Where a rake under way begins: stands at `station` that it reaches without a decision.
    pub(super) fn begin(
        &mut self,
        draft: &mut Draft,
        train: &Train,
        run: RakeRun,
        place: RakePlace,
        station: StationId,
        role: Role,
    ) -> Vec<NodeIndex> {
        let arrived = train
            .state
            .as_ref()
            .and_then(|state| state.arrived)
            .map_or(0, |minute| minute.0.min(0));
        let starts = |run: RakeRun| match run.rake {
            Rake::Arriving => 0,
            Rake::Onward => 1,
        };
        let start = |draft: &mut Draft, stand: NodeIndex, at: Tick| {
            let list = if starts(run) == 0 {
                &mut draft.arriving_start
            } else {
                &mut draft.onward_start
            };
            list.push(Start { stand, at });
        };
        match place {
            RakePlace::Section(section, direction, span, passes) => {
                let outside = draft.graph.add_node(plain(StandWhat::Outside, run.rake));
                let (from, to) = in_ticks(span);
                start(draft, outside, from);
                let line = Self::line_of(section);
                let diverted = self.network[line].diversion(direction, from).is_some();
                let movement = Movement {
                    line,
                    enter: from,
                    exit: self.end,
                    direction,
                    diverted,
                };
                draft.stay_movements.push(movement);
                let leaves_system = self.instance.system().station(station).yards.is_empty();
                // Where it passes it goes on in the minute in which it comes, and holds nothing.
                let stands = if passes {
                    vec![draft.graph.add_node(plain(StandWhat::Outside, run.rake))]
                } else if leaves_system {
                    vec![draft.graph.add_node(left(run.rake))]
                } else {
                    let must_stop = self.instance.system().has_stage_at(station, run.class)
                        || role != Role::Passing
                        || (run.calls && train.call_at(station).is_some());
                    self.track_stands(&mut draft.graph, run, station, must_stop.then_some(role))
                };
                let setting = if leaves_system || passes {
                    0
                } else {
                    self.instance.system().station(station).track_setting
                };
                for &stand in &stands {
                    let after = Arc::new(TimeMap::Shift(to - from));
                    let at = |map: &Arc<TimeMap>, offset: Ticks| Anchor {
                        map: Arc::clone(map),
                        offset,
                    };
                    let operation = Operation {
                        what: OperationWhat::Run {
                            starts: false,
                            stops: !leaves_system && !passes,
                        },
                        starts: Arc::from([(from, from + 1)]),
                        end: at(&after, 0),
                        pools: self
                            .track_of_first_pass(station, run.class, &after)
                            .filter(|_| passes)
                            .into_iter()
                            .collect(),
                        lines: vec![(line, direction, at(&self.now, 0), at(&after, 0))],
                        caps: Vec::new(),
                        stocks: Vec::new(),
                        turns: Vec::new(),
                        leaves: Some(at(&self.now, 0)),
                        takes: at(&after, -setting),
                        departure: false,
                    };
                    draft.graph.add_edge(outside, stand, operation);
                }
                stands
            }
            RakePlace::Track(yard, track) => {
                let group = self
                    .instance
                    .system()
                    .yard(yard)
                    .group_of(track)
                    .unwrap_or(0);
                let must_stop = role != Role::Passing
                    || self.instance.system().has_stage_at(station, run.class)
                    || (run.calls && train.call_at(station).is_some());
                let mut stand =
                    self.track_stand(run, station, yard, group, must_stop.then_some(role));
                stand.dwell = (stand.dwell + arrived).max(0);
                let node = draft.graph.add_node(stand);
                start(draft, node, Tick::ZERO);
                self.stay(draft, self.track_pools[yard.index()][group], Some(track));
                vec![node]
            }
            _ => Vec::new(),
        }
    }

    /// The minute in which a rake that passes at the end of its section begins its next run, as a span of starts.
    pub(super) fn goes_on_at(train: &Train, rake: Rake) -> Option<(Tick, Tick)> {
        let state = train.state.as_ref()?;
        let place = match rake {
            Rake::Arriving => Some(state.arriving),
            Rake::Onward => state.onward,
        };
        match place {
            Some(RakePlace::Section(_, _, span, true)) => {
                let at = Tick::from(span.to);
                Some((at, at + 1))
            }
            _ => None,
        }
    }

    /// A stand on the track that a rake holds at the start.
    fn stand_at_start(
        &self,
        draft: &mut Draft,
        run: RakeRun,
        (yard, track): (YardId, u32),
    ) -> NodeIndex {
        let groups = self.instance.system().yard(yard);
        let group = groups.group_of(track).unwrap_or(0);
        let pool = self.track_pools[yard.index()][group];
        self.stay(draft, pool, Some(track));
        draft.graph.add_node(Stand {
            what: StandWhat::Track(yard, group as u32),
            rake: run.rake,
            hold: Some(pool),
            through: false,
            stages: Vec::new(),
            dwell: 0,
        })
    }

    /// A train that moves from its track into its store at the start.
    pub(super) fn moving_into_store(
        &mut self,
        draft: &mut Draft,
        run: RakeRun,
        store: StoreId,
        (from, until): ((YardId, u32), Tick),
    ) {
        let origin = self.stand_at_start(draft, run, from);
        let stand = draft
            .graph
            .add_node(plain(StandWhat::Store(store), run.rake));
        let movement = self.moving(OperationWhat::IntoStore(store), (run, store, true), until);
        Self::stay_locomotive(draft, &movement);
        draft.graph.add_edge(origin, stand, movement);
        draft.arriving_start.push(Start {
            stand: origin,
            at: Tick::ZERO,
        });
        draft.exits.push(stand);
    }

    /// A train that moves from its store onto a track at the start; the stand there.
    pub(super) fn moving_from_store(
        &mut self,
        draft: &mut Draft,
        run: RakeRun,
        store: StoreId,
        ((yard, track), until): ((YardId, u32), Tick),
    ) -> NodeIndex {
        let system = self.instance.system();
        let station = system.store(store).station;
        let group = system.yard(yard).group_of(track).unwrap_or(0);
        let origin = draft
            .graph
            .add_node(plain(StandWhat::Store(store), run.rake));
        let stand = self.track_stand(run, station, yard, group, Some(Role::Outbound));
        let stand = draft.graph.add_node(stand);
        self.stay(draft, self.track_pools[yard.index()][group], Some(track));
        let movement = self.moving(OperationWhat::FromStore(store), (run, store, false), until);
        Self::stay_locomotive(draft, &movement);
        draft.graph.add_edge(origin, stand, movement);
        draft.arriving_start.push(Start {
            stand: origin,
            at: Tick::ZERO,
        });
        stand
    }

    /// A movement between a store and a track that is under way at the start.
    fn moving(
        &mut self,
        what: OperationWhat,
        (run, store, is_in): (RakeRun, StoreId, bool),
        until: Tick,
    ) -> Operation {
        let data = self.instance.system().store(store);
        let train = self.instance.train(run.train);
        let (station, gauge_mm) = (data.station, data.gauge_mm);
        self.shunt(Shunt {
            what,
            station,
            gauge_mm,
            minutes: until - Tick::ZERO,
            under_way: true,
            spot: None,
            clearing: Some(0),
            store: Some(OfStore::of(train, run.rake, store, is_in)),
        })
    }

    /// Holds a unit of a pool through the horizon while the train is not planned.
    pub(super) fn stay(&self, draft: &mut Draft, pool: PoolIndex, track: Option<u32>) {
        draft.stay_uses.push(Use {
            pool,
            from: Tick::ZERO,
            to: self.end,
        });
        if let Some(track) = track {
            draft.start_tracks.push((pool, track));
        }
    }

    /// Holds the locomotive of a movement under way until it ends.
    pub(super) fn stay_locomotive(draft: &mut Draft, operation: &Operation) {
        for (pool, _, to) in operation.pools.iter().take(1) {
            draft.stay_uses.push(Use {
                pool: *pool,
                from: Tick::ZERO,
                to: to.at(Tick::ZERO),
            });
        }
    }

    pub(super) fn start_in_spot(
        &mut self,
        draft: &mut Draft,
        train: &Train,
        run: RakeRun,
        spot: SpotId,
        stand: NodeIndex,
    ) {
        let parts_on = train.state.as_ref().and_then(|state| state.parts_on);
        let parts_on = parts_on.filter(|_| run.rake == Rake::Arriving);
        let begins = if let Some(track) = parts_on {
            // it holds the track of the parts to come as if it had just been placed
            let origin = self.stand_at_start(draft, run, track);
            let station = self.instance.system().yard(track.0).station;
            let mut begins = self.at_once(OperationWhat::Begins(station));
            begins.starts = Arc::from([AT_START]);
            begins.leaves = None;
            draft.graph.add_edge(origin, stand, begins);
            origin
        } else {
            stand
        };
        self.add_parallel_stages(draft, train, run, begins);
        let start = Start {
            stand: begins,
            at: Tick::ZERO,
        };
        match run.rake {
            Rake::Arriving => draft.arriving_start.push(start),
            Rake::Onward => draft.onward_start.push(start),
        }
        let pool = self.side(spot, self.instance.system().class(run.class).gauge_mm);
        self.stay(draft, pool, None);
    }

    /// Stages that only the departure waits for and that are not done go on where the train stands at the start.
    pub(super) fn add_parallel_stages(
        &self,
        draft: &mut Draft,
        train: &Train,
        run: RakeRun,
        stand: NodeIndex,
    ) {
        let Some(transshipment) = train.transshipment() else {
            return;
        };
        let done = train
            .state
            .as_ref()
            .is_some_and(|state| state.work == WorkState::Done);
        let carrier = if done { Rake::Onward } else { Rake::Arriving };
        if run.rake != carrier {
            return;
        }
        let arriving = RakeRun {
            rake: Rake::Arriving,
            class: train.class,
            calls: true,
            ..run
        };
        let stages = self.stages_at(arriving, transshipment.station, Role::Transshipped);
        let parallel = stages
            .into_iter()
            .filter(|stage| stage.phase == StagePhase::Parallel);
        draft.graph[stand].stages.extend(parallel);
    }

    pub(super) fn start_placing(
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
        let placing = self.placing(spot, run, train, store, Some(until - Tick::ZERO));
        Self::stay_locomotive(draft, &placing);
        let origin = if let Some(track) = from {
            self.stand_at_start(draft, run, track)
        } else {
            let store = store.unwrap_or(StoreId(0));
            draft
                .graph
                .add_node(plain(StandWhat::Store(store), run.rake))
        };
        self.add_parallel_stages(draft, train, run, origin);
        draft.graph.add_edge(origin, stand, placing);
        let start = Start {
            stand: origin,
            at: Tick::ZERO,
        };
        match run.rake {
            Rake::Arriving => draft.arriving_start.push(start),
            Rake::Onward => draft.onward_start.push(start),
        }
        let pool = self.side(spot, self.instance.system().class(run.class).gauge_mm);
        self.stay(draft, pool, None);
    }

    /// A train whose crane work is done: two rakes on their way out.
    pub(super) fn after_work(
        &mut self,
        draft: &mut Draft,
        train: &Train,
        transshipment: &Transshipment,
        run: RakeRun,
    ) {
        let Some(state) = &train.state else { return };
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
        let onward_place = state.onward.unwrap_or(RakePlace::Gone);
        let (tracks, gone) = self.outbound_begin(draft, train, onward_run, onward_place, None);
        draft.exits.extend(gone);
        let first_onward: Vec<Start> = draft.onward_start.clone();
        if let Some(start) = first_onward.first() {
            self.add_parallel_stages(draft, train, onward_run, start.stand);
        }
        let (emptied_tracks, gone) = self.outbound_begin(
            draft,
            train,
            emptied_run,
            state.arriving,
            transshipment.emptied_store,
        );
        draft.emptied_exits.extend(gone);
        self.outbound(
            draft,
            transshipment,
            onward_run,
            tracks,
            emptied_run,
            emptied_tracks,
            [Rake::Onward, Rake::Arriving].map(|rake| Self::goes_on_at(train, rake)),
        );
        self.stay_worked_parts(draft);
    }

    /// Where a rake on its way out begins: stands at its next station, or stands that end its life.
    pub(super) fn outbound_begin(
        &mut self,
        draft: &mut Draft,
        train: &Train,
        run: RakeRun,
        place: RakePlace,
        store: Option<StoreId>,
    ) -> (Vec<NodeIndex>, Vec<NodeIndex>) {
        let Some(transshipment) = train.transshipment() else {
            return (Vec::new(), Vec::new());
        };
        let route = match run.rake {
            Rake::Onward => Some(&transshipment.onward_route),
            Rake::Arriving => transshipment.emptied_route.as_ref(),
        };
        let station = route
            .and_then(|route| route.first().copied())
            .unwrap_or(transshipment.station);
        let begin = |draft: &mut Draft, stand: NodeIndex| {
            let start = Start {
                stand,
                at: Tick::ZERO,
            };
            match run.rake {
                Rake::Arriving => draft.arriving_start.push(start),
                Rake::Onward => draft.onward_start.push(start),
            }
        };
        let at_end = route.is_some_and(|route| route.len() == 1)
            && self.has_yards(station)
            && station != transshipment.station;
        match place {
            RakePlace::Section(..) => {
                let passes = Self::goes_on_at(train, run.rake).is_some();
                let yards = &self.instance.system().station(station).yards;
                let leaves_system = yards.is_empty() && !passes;
                let role = if at_end { Role::Ends } else { Role::Passing };
                let stands = self.begin(draft, train, run, place, station, role);
                if leaves_system {
                    (Vec::new(), stands)
                } else {
                    (stands, Vec::new())
                }
            }
            RakePlace::Track(..) => {
                let role = if at_end { Role::Ends } else { Role::Outbound };
                (
                    self.begin(draft, train, run, place, station, role),
                    Vec::new(),
                )
            }
            RakePlace::Spot(spot) => {
                let after = self.spot_stand(draft, spot, run, StandWhat::SpotAfter(spot));
                begin(draft, after);
                let pool = self.side(spot, self.instance.system().class(run.class).gauge_mm);
                self.stay(draft, pool, None);
                let (tracks, node) = if run.rake == Rake::Arriving {
                    self.emptied_stands(draft, transshipment, run)
                } else {
                    let tracks = self.outbound_stands(draft, run, transshipment.station);
                    (tracks, None)
                };
                self.pulling(
                    draft,
                    spot,
                    run,
                    after,
                    &tracks,
                    node.map(|node| (node, store)),
                );
                (tracks, node.into_iter().collect())
            }
            RakePlace::Pulling(spot, to, until) => {
                let after = self.spot_stand(draft, spot, run, StandWhat::SpotAfter(spot));
                begin(draft, after);
                let pool = self.side(spot, self.instance.system().class(run.class).gauge_mm);
                self.stay(draft, pool, None);
                if let Some((yard, track)) = to {
                    let group = self
                        .instance
                        .system()
                        .yard(yard)
                        .group_of(track)
                        .unwrap_or(0);
                    let role = Some(Role::Outbound);
                    let stand = self.track_stand(run, transshipment.station, yard, group, role);
                    let node = draft.graph.add_node(stand);
                    self.stay(draft, self.track_pools[yard.index()][group], Some(track));
                    let pull = self.pull(spot, run, None, Some(until.0));
                    Self::stay_locomotive(draft, &pull);
                    draft.graph.add_edge(after, node, pull);
                    (vec![node], Vec::new())
                } else {
                    let store = store
                        .or(Some(transshipment.onward_store))
                        .filter(|_| to.is_none());
                    let what = store.map_or(StandWhat::Left, StandWhat::Store);
                    let node = draft.graph.add_node(plain(what, run.rake));
                    let pull = self.pull(spot, run, store, Some(until.0));
                    Self::stay_locomotive(draft, &pull);
                    draft.graph.add_edge(after, node, pull);
                    (Vec::new(), vec![node])
                }
            }
            _ => {
                let node = draft.graph.add_node(left(run.rake));
                begin(draft, node);
                (Vec::new(), vec![node])
            }
        }
    }

    /// Teams of stages under way at the start.
    pub(super) fn under_way_stages(draft: &Draft) -> Vec<Use> {
        let starts = draft.arriving_start.iter().chain(&draft.onward_start);
        let stages = starts.flat_map(|start| &draft.graph[start.stand].stages);
        let under_way = stages.filter(|stage| stage.starts == [AT_START]);
        under_way
            .filter_map(|stage| {
                Some(Use {
                    pool: stage.team?,
                    from: Tick::ZERO,
                    to: Tick::ZERO + stage.ticks,
                })
            })
            .collect()
    }
}
