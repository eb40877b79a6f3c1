//! The change of gauge: both rakes into a spot, crane work, both out again; under way at the start or not.

use crate::journey::standing;
use crate::parts::{Edge, Hold, MoveAt, Parts, Place, StepAt, StockAt, Task, What};
use crate::tasks::World;
use crate::travel::Rider;
use regauge_model::Minute;
use regauge_model::ids::{ModeId, SpotId, StationId, StoreId, YardId};
use regauge_model::instance::{Rake, RakePlace, TrainState, Transshipment, WorkState};
use regauge_model::system::StageSide;

/// Where a rake waits for the crane work.
#[derive(Clone, Debug)]
enum Before {
    /// On a track (its hold), to be placed when all this is over.
    Track(usize, Vec<Edge>),
    /// In its store.
    Store,
    /// In a spot from an instant on; with the hold of its side.
    Spot(SpotId, Edge, usize),
    /// The work is done and it is out of the spot, here.
    Out(RakePlace),
}

/// A train before its crane work.
struct Meeting {
    parts: Parts,
    arriving: Before,
    onward: Before,
    /// What the onward rake waits for before it departs.
    depart: Vec<Edge>,
}

/// Where a pulling goes.
#[derive(Clone, Copy, Debug)]
enum Goal {
    Track(YardId, usize),
    Store(StoreId),
}

impl World<'_> {
    /// Every journey of a transshipped train, with its exit.
    pub(crate) fn transshipped(&self, rider: &Rider, change: &Transshipment) -> Vec<(Parts, Edge)> {
        let mut found = Vec::new();
        for meeting in self.meetings(rider, change) {
            for (parts, sides, after) in self.work_done(rider, change, &meeting) {
                for parts in self.emptied_out(rider, change, &parts, &meeting, sides[0], after) {
                    let exits = self.onward_out(rider, change, &parts, &meeting, sides[1], after);
                    found.extend(exits);
                }
            }
        }
        found
    }

    fn onward_rider(rider: &Rider, change: &Transshipment) -> Rider {
        Rider {
            rake: Rake::Onward,
            class: change.onward_class,
            length_m: change.onward_length_m,
            ..*rider
        }
    }

    /// Every way to get both rakes to where they wait for being placed, or have been placed at the start.
    fn meetings(&self, rider: &Rider, change: &Transshipment) -> Vec<Meeting> {
        let state = self.instance.train(rider.train).state.as_ref();
        let done = state.is_some_and(|state| state.work == WorkState::Done);
        let place = state.map(|state| state.arriving);
        let comes = !done && matches!(place, None | Some(RakePlace::Section(..) | RakePlace::Track(..)));
        let mut starts = Vec::new();
        if comes {
            for (mut parts, arrived) in self.way_in(rider, false) {
                let (mut ready, depart) = self.checks(&mut parts, rider, change, arrived.at, true);
                let call = self.call(rider, change.station);
                ready.push(arrived.at.plus(call.map_or(0, |call| call.minutes)));
                if let Some(hold) = arrived.hold {
                    starts.push((parts, Before::Track(hold, ready), depart));
                }
            }
        } else if let (Some(place), Some(state)) = (place, state) {
            let mut parts = Parts::default();
            let out = matches!(state.onward, Some(RakePlace::Section(..)));
            let depart = match out {
                true => Vec::new(),
                false => {
                    let at = self.arrived_at(rider);
                    self.checks(&mut parts, rider, change, at, false).1
                }
            };
            let arriving = self.at_start(&mut parts, rider, place, false);
            starts.push((parts, arriving, depart));
        }
        let onward_rider = World::onward_rider(rider, change);
        let mut found = Vec::new();
        for (mut parts, arriving, depart) in starts {
            let onward = match state.and_then(|state: &TrainState| state.onward) {
                None => Before::Store,
                Some(place) => self.at_start(&mut parts, &onward_rider, place, true),
            };
            found.push(Meeting {
                parts,
                arriving,
                onward,
                depart,
            });
        }
        found
    }

    /// Arrival stages: what the placing waits for, and what the departure of the onward rake waits for.
    fn checks(
        &self,
        parts: &mut Parts,
        rider: &Rider,
        change: &Transshipment,
        at: Edge,
        before_placing: bool,
    ) -> (Vec<Edge>, Vec<Edge>) {
        let mut ready = vec![at];
        let mut depart = vec![];
        if before_placing {
            for id in self.stages_at(change.station, rider.class, &[StageSide::Arrival]) {
                ready.extend(self.stage_of(parts, rider, id, &[at]));
            }
        }
        let side = StageSide::ArrivalBeforeDeparture;
        for id in self.stages_at(change.station, rider.class, &[side]) {
            depart.extend(self.stage_of(parts, rider, id, &[at]));
        }
        (ready, depart)
    }

    /// A rake that is being placed, stands in a spot or is out of it at the start.
    fn at_start(&self, parts: &mut Parts, rider: &Rider, place: RakePlace, onward: bool) -> Before {
        match place {
            RakePlace::Spot(spot) => {
                let side = self.hold_side(parts, rider, spot, Edge::Fixed(0));
                Before::Spot(spot, Edge::Fixed(0), side)
            }
            RakePlace::Placing(from, spot, until) => {
                let store = self.store_of(rider).filter(|_| onward && from.is_none());
                let task = parts.add(Task {
                    train: rider.train,
                    rake: rider.rake,
                    what: What::Placing(spot, store),
                    table: self.under_way(vec![0, until.0]),
                });
                self.move_at(parts, rider, task, spot, false);
                if let Some((yard, track)) = from {
                    let hold = self.stand_at_start(parts, rider, yard, track);
                    parts.holds[hold].to = parts.end(task);
                }
                let side = self.hold_side(parts, rider, spot, Edge::Fixed(0));
                Before::Spot(spot, parts.end(task), side)
            }
            out => Before::Out(out),
        }
    }

    fn store_of(&self, rider: &Rider) -> Option<StoreId> {
        let change = self.instance.train(rider.train).transshipment()?;
        Some(change.onward_store)
    }

    fn hold_side(&self, parts: &mut Parts, rider: &Rider, spot: SpotId, from: Edge) -> usize {
        parts.holds.push(Hold {
            place: Place::Side(spot, self.system().class(rider.class).gauge_mm),
            from,
            to: Edge::Fixed(self.end),
            train: Some(rider.train),
            rake: rider.rake,
            task: None,
            number: None,
        });
        parts.holds.len() - 1
    }

    /// What a movement at a spot needs beside its time: a locomotive and the way in.
    fn move_at(&self, parts: &mut Parts, rider: &Rider, task: usize, spot: SpotId, light: bool) {
        let gauge_mm = self.system().class(rider.class).gauge_mm;
        let station = self.system().shed(self.system().spot(spot).shed).station;
        let (from, to) = (Parts::start(task), parts.end(task));
        parts.moves.push(MoveAt {
            spot,
            gauge_mm,
            from,
            to,
        });
        if let Some(pool) = self.system().locomotives_at(station, gauge_mm) {
            self.hold_locomotives(parts, rider, task, &[pool]);
            if let Some(hold) = parts.holds.last_mut()
                && !light
            {
                hold.from = from;
            }
        }
    }

    /// Every spot and mode: both rakes placed, the parts worked; with the holds of both sides (arriving, onward) and
    /// the end of the work.
    fn work_done(
        &self,
        rider: &Rider,
        change: &Transshipment,
        meeting: &Meeting,
    ) -> Vec<(Parts, [Option<usize>; 2], Edge)> {
        let state = self.instance.train(rider.train).state.as_ref();
        let work = state.map_or(WorkState::NotBegun, |state| state.work);
        if work == WorkState::Done {
            let side = |before: &Before| match before {
                Before::Spot(_, _, side) => Some(*side),
                _ => None,
            };
            let sides = [side(&meeting.arriving), side(&meeting.onward)];
            return vec![(meeting.parts.clone(), sides, Edge::Fixed(0))];
        }
        let mut found = Vec::new();
        for spot in self.spots(rider, change, meeting) {
            let mut parts = meeting.parts.clone();
            let onward = World::onward_rider(rider, change);
            let placed = [
                self.placed(&mut parts, rider, spot, &meeting.arriving),
                self.placed(&mut parts, &onward, spot, &meeting.onward),
            ];
            let [Some((arriving_end, arriving)), Some((onward_end, onward))] = placed else {
                continue;
            };
            let sides = [Some(arriving), Some(onward)];
            for mode in self.modes(rider, change, spot, work) {
                let mut parts = parts.clone();
                let ready = [arriving_end, onward_end];
                let track = match meeting.arriving {
                    Before::Track(hold, _) => Some(hold),
                    _ => None,
                };
                let after = self.worked(&mut parts, rider, change, spot, mode, ready, track, work);
                if let Some(after) = after {
                    found.push((parts, sides, after));
                }
            }
        }
        found
    }

    /// Spots of the right station, gauges, length and cargo.
    fn spots(&self, rider: &Rider, change: &Transshipment, meeting: &Meeting) -> Vec<SpotId> {
        let system = self.system();
        let train = self.instance.train(rider.train);
        let cargo = system.class(rider.class).cargo.as_ref();
        let gauges = [rider.class, change.onward_class].map(|class| system.class(class).gauge_mm);
        let lengths = [train.length_m, change.onward_length_m].map(|m| train.part_length_m(m));
        let all = (0..system.spots().len()).map(SpotId::from_index);
        let fits = |id: &SpotId| {
            let spot = system.spot(*id);
            let shed = system.shed(spot.shed);
            let accepted = shed.accepts.is_empty()
                || cargo.is_some_and(|cargo| shed.accepts.contains(cargo));
            let there = [&meeting.arriving, &meeting.onward].into_iter().all(|before| {
                let Before::Spot(at, _, _) = before else {
                    return true;
                };
                at == id
            });
            shed.station == change.station
                && accepted
                && there
                && gauges.iter().all(|gauge| spot.gauges_mm.contains(gauge))
                && lengths.iter().all(|length| *length <= spot.length_m)
                && train.pins.spot.is_none_or(|pin| pin == *id)
                && train.pins.shed.is_none_or(|pin| pin == spot.shed)
        };
        all.filter(fits).collect()
    }

    fn modes(
        &self,
        rider: &Rider,
        change: &Transshipment,
        spot: SpotId,
        work: WorkState,
    ) -> Vec<ModeId> {
        if let WorkState::Preparation(mode, _)
        | WorkState::Lifting(mode, _)
        | WorkState::Finishing(mode, _) = work
        {
            return vec![mode];
        }
        let train = self.instance.train(rider.train);
        let longest = train.length_m.max(change.onward_length_m);
        let length = train.part_length_m(longest);
        let shed = self.system().shed(self.system().spot(spot).shed);
        let allowed = |id: &ModeId| {
            let mode = self.system().mode(*id);
            mode.spots.contains(&spot)
                && mode.min_length_m <= length
                && length <= mode.max_length_m
                && train.pins.mode.is_none_or(|pin| pin == *id)
        };
        shed.modes.iter().copied().filter(allowed).collect()
    }

    /// Places a rake unless it is in the spot already; the end of its placing and the hold of its side.
    fn placed(
        &self,
        parts: &mut Parts,
        rider: &Rider,
        spot: SpotId,
        before: &Before,
    ) -> Option<(Edge, usize)> {
        let (ready, store) = match before {
            Before::Spot(_, end, side) => return Some((*end, *side)),
            Before::Track(_, ready) => (ready.as_slice(), None),
            Before::Store => (&[][..], self.store_of(rider)),
            Before::Out(_) => return None,
        };
        let shed = self.system().shed(self.system().spot(spot).shed);
        let gauge = self.system().class(rider.class).gauge_mm;
        let pool = self.system().locomotives_at(shed.station, gauge)?;
        let task = parts.add(Task {
            train: rider.train,
            rake: rider.rake,
            what: What::Placing(spot, store),
            table: self.movement(shed.station, shed.placing, &[pool]),
        });
        for &edge in ready {
            parts.link(edge, Parts::start(task));
        }
        self.move_at(parts, rider, task, spot, true);
        let (start, end) = (Parts::start(task), parts.end(task));
        if let Before::Track(hold, _) = before {
            parts.holds[*hold].to = end;
        }
        if let Some(store) = store {
            parts.stocks.push(StockAt {
                store,
                inward: false,
                from: start,
                to: end,
            });
        }
        let side = self.hold_side(parts, rider, spot, start);
        Some((end, side))
    }

    /// The crane work, part by part; its end.
    #[expect(clippy::too_many_arguments, reason = "everything the work depends on")]
    fn worked(
        &self,
        parts: &mut Parts,
        rider: &Rider,
        change: &Transshipment,
        spot: SpotId,
        mode: ModeId,
        ready: [Edge; 2],
        track: Option<usize>,
        state: WorkState,
    ) -> Option<Edge> {
        let train = self.instance.train(rider.train);
        let shed = self.system().shed(self.system().spot(spot).shed);
        let onward = World::onward_rider(rider, change);
        let mut ready = ready.to_vec();
        for part in 0..train.parts {
            if part > 0 {
                let gauges = [rider, &onward].map(|rider| self.system().class(rider.class).gauge_mm);
                let pools = [
                    self.system().locomotives_at(shed.station, gauges[0])?,
                    self.system().locomotives_at(shed.station, gauges[1])?,
                ];
                let minutes = shed.pulling + shed.placing;
                let task = parts.add(Task {
                    train: rider.train,
                    rake: Rake::Arriving,
                    what: What::Exchange(spot, part + 1),
                    table: self.movement(shed.station, minutes, &pools),
                });
                self.move_at(parts, rider, task, spot, true);
                self.move_at(parts, &onward, task, spot, true);
                let start = Parts::start(task);
                for edge in ready {
                    parts.link(edge, start);
                }
                ready = vec![parts.end(task)];
                if let Some(hold) = track {
                    parts.holds[hold].to = parts.end(task);
                }
            }
            let task = self.work_task(parts, rider, spot, mode, part, state);
            if let Some(pin) = train.pins.crane_work
                && part == 0
                && state == WorkState::NotBegun
            {
                parts.restrict(task, |instants| pin.contains(Minute(instants[0])));
            }
            for edge in ready {
                parts.link(edge, Parts::start(task));
            }
            ready = vec![parts.end(task)];
        }
        ready.first().copied()
    }

    fn work_task(
        &self,
        parts: &mut Parts,
        rider: &Rider,
        spot_id: SpotId,
        mode_id: ModeId,
        part: u32,
        state: WorkState,
    ) -> usize {
        let spot = self.system().spot(spot_id);
        let mode = self.system().mode(mode_id);
        let mut lifts = self.lifts_of(rider.train, mode_id, part);
        let table = match state {
            WorkState::Preparation(_, left) => {
                self.work_under_way(mode_id, &lifts, left, spot.finishing)
            }
            WorkState::Lifting(_, left) => {
                lifts = vec![left];
                self.work_under_way(mode_id, &lifts, 0, spot.finishing)
            }
            WorkState::Finishing(_, left) => {
                lifts = Vec::new();
                self.work_under_way(mode_id, &lifts, 0, left)
            }
            WorkState::NotBegun | WorkState::Done => self.work(spot_id, mode_id, &lifts),
        };
        let task = parts.add(Task {
            train: rider.train,
            rake: Rake::Arriving,
            what: What::Work(spot_id, mode_id, part + 1, lifts.clone()),
            table,
        });
        for (index, step) in mode.steps.iter().enumerate().take(lifts.len()) {
            let (from, to) = (
                Parts::instant(task, index + 1),
                Parts::instant(task, index + 2),
            );
            for &crane in &step.cranes {
                parts.holds.push(Hold {
                    place: Place::Crane(crane),
                    from,
                    to,
                    train: Some(rider.train),
                    rake: Rake::Arriving,
                    task: Some(task),
                    number: None,
                });
            }
            let whole = (spot.at_m, spot.at_m + spot.length_m);
            let positions = step.cranes.iter();
            parts.steps.push(StepAt {
                shed: spot.shed,
                positions: positions
                    .map(|crane| self.system().crane(*crane).position)
                    .collect(),
                stretch: step.stretch.unwrap_or(whole),
                from,
                to,
            });
        }
        task
    }

    /// Pulls a rake from its spot; the task.
    fn pull(
        &self,
        parts: &mut Parts,
        rider: &Rider,
        spot: SpotId,
        side: usize,
        store: Option<StoreId>,
        after: Edge,
    ) -> Option<usize> {
        let shed = self.system().shed(self.system().spot(spot).shed);
        let gauge = self.system().class(rider.class).gauge_mm;
        let pool = self.system().locomotives_at(shed.station, gauge)?;
        let task = parts.add(Task {
            train: rider.train,
            rake: rider.rake,
            what: What::Pulling(spot, store),
            table: self.movement(shed.station, shed.pulling, &[pool]),
        });
        parts.link(after, Parts::start(task));
        self.move_at(parts, rider, task, spot, true);
        self.pulled(parts, task, spot, side, store);
        Some(task)
    }

    fn pulled(&self, parts: &mut Parts, task: usize, spot: SpotId, side: usize, store: Option<StoreId>) {
        let (from, to) = (Parts::start(task), parts.end(task));
        parts.holds[side].to = to.plus(self.system().spot(spot).clearing);
        if let Some(store) = store {
            parts.stocks.push(StockAt {
                store,
                inward: true,
                from,
                to,
            });
        }
    }

    /// Every fate of the emptied rake.
    fn emptied_out(
        &self,
        rider: &Rider,
        change: &Transshipment,
        parts: &Parts,
        meeting: &Meeting,
        side: Option<usize>,
        after: Edge,
    ) -> Vec<Parts> {
        let emptied = Rider {
            class: change.emptied_class,
            calls: false,
            ..*rider
        };
        if let Before::Out(RakePlace::Gone) = meeting.arriving {
            return vec![parts.clone()];
        }
        let store = change.emptied_store;
        let route = change.emptied_route.as_deref();
        let out = self.out(&emptied, parts, &meeting.arriving, side, after, store, route, &[]);
        out.into_iter().map(|(parts, _)| parts).collect()
    }

    /// Every way of the onward rake; with its exit.
    fn onward_out(
        &self,
        rider: &Rider,
        change: &Transshipment,
        parts: &Parts,
        meeting: &Meeting,
        side: Option<usize>,
        after: Edge,
    ) -> Vec<(Parts, Edge)> {
        let onward = World::onward_rider(rider, change);
        let route = Some(change.onward_route.as_slice());
        let depart = &meeting.depart;
        self.out(&onward, parts, &meeting.onward, side, after, None, route, depart)
    }

    /// Every way of a rake out of its spot (or from where it is after the work at the start): into the store, or over
    /// a track along the route.
    #[expect(clippy::too_many_arguments, reason = "one way out for both rakes")]
    fn out(
        &self,
        rider: &Rider,
        parts: &Parts,
        before: &Before,
        side: Option<usize>,
        after: Edge,
        store: Option<StoreId>,
        route: Option<&[StationId]>,
        depart: &[Edge],
    ) -> Vec<(Parts, Edge)> {
        let station = route.map(|route| route[0]);
        if let Before::Out(place) = before {
            return self.out_at_start(rider, parts, *place, store, route, depart);
        }
        let Some(side) = side else {
            return Vec::new();
        };
        let Place::Side(spot, _) = parts.holds[side].place else {
            return Vec::new();
        };
        let mut goals: Vec<Goal> = store.map(Goal::Store).into_iter().collect();
        if let Some(station) = station {
            // A call is of the arriving rake's stay or of a station on the way, not of the stay after the work.
            let rider = Rider { calls: false, ..*rider };
            let tracks = self.tracks(&rider, station).into_iter();
            goals.extend(tracks.map(|(yard, group)| Goal::Track(yard, group)));
        }
        let mut found = Vec::new();
        for goal in goals {
            let mut parts = parts.clone();
            let into = match goal {
                Goal::Store(store) => Some(store),
                Goal::Track(..) => None,
            };
            if let Some(task) = self.pull(&mut parts, rider, spot, side, into, after) {
                found.extend(self.leave(rider, &parts, task, goal, route, depart));
            }
        }
        found
    }

    /// After a pulling.
    fn leave(
        &self,
        rider: &Rider,
        parts: &Parts,
        task: usize,
        goal: Goal,
        route: Option<&[StationId]>,
        depart: &[Edge],
    ) -> Vec<(Parts, Edge)> {
        let (start, end) = (Parts::start(task), parts.end(task));
        let mut parts = parts.clone();
        match goal {
            Goal::Store(_) => vec![(parts, end)],
            Goal::Track(yard, group) => {
                let hold = self.stand(&mut parts, rider, (yard, group), start);
                self.depart(rider, &parts, hold, end, route, depart)
            }
        }
    }

    /// From a track after the work: departure stages, and every way along the route.
    fn depart(
        &self,
        rider: &Rider,
        parts: &Parts,
        hold: usize,
        since: Edge,
        route: Option<&[StationId]>,
        depart: &[Edge],
    ) -> Vec<(Parts, Edge)> {
        let Some(route) = route else {
            return Vec::new();
        };
        let mut parts = parts.clone();
        let mut ready = vec![since];
        ready.extend(depart);
        for stage in self.stages_at(route[0], rider.class, &[StageSide::Departure]) {
            ready.extend(self.stage_of(&mut parts, rider, stage, &[since]));
        }
        let ways = self.travel(&parts, rider, &standing(hold, ready), route, true);
        ways.into_iter().map(|(parts, out)| (parts, out.at)).collect()
    }

    /// A rake that is out of its spot at the start, or being pulled.
    fn out_at_start(
        &self,
        rider: &Rider,
        parts: &Parts,
        place: RakePlace,
        store: Option<StoreId>,
        route: Option<&[StationId]>,
        depart: &[Edge],
    ) -> Vec<(Parts, Edge)> {
        let mut parts = parts.clone();
        let change = self.instance.train(rider.train).transshipment();
        match (place, route) {
            (RakePlace::Pulling(spot, to, until), _) => {
                let into = store.filter(|_| to.is_none());
                let task = parts.add(Task {
                    train: rider.train,
                    rake: rider.rake,
                    what: What::Pulling(spot, into),
                    table: self.under_way(vec![0, until.0]),
                });
                self.move_at(&mut parts, rider, task, spot, false);
                let side = self.hold_side(&mut parts, rider, spot, Edge::Fixed(0));
                self.pulled(&mut parts, task, spot, side, into);
                let end = parts.end(task);
                let Some((yard, track)) = to else {
                    return into.map(|_| (parts, end)).into_iter().collect();
                };
                let hold = self.stand_at_start(&mut parts, rider, yard, track);
                parts.holds[hold].from = Parts::start(task);
                self.from_track(rider, &parts, hold, end, store, route, depart)
            }
            (RakePlace::Track(yard, track), _)
                if change.is_some_and(|change| change.station == self.system().yard(yard).station) =>
            {
                let hold = self.stand_at_start(&mut parts, rider, yard, track);
                self.from_track(rider, &parts, hold, Edge::Fixed(0), store, route, depart)
            }
            (_, Some(stations)) => {
                let ways = self.way_on(&parts, rider, place, stations, true).into_iter();
                ways.map(|(parts, out)| (parts, out.at)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// A rake on a track at the start (or being pulled to it) leaves, or moves into its store from there.
    #[expect(clippy::too_many_arguments, reason = "one way out for both rakes")]
    fn from_track(
        &self,
        rider: &Rider,
        parts: &Parts,
        hold: usize,
        since: Edge,
        store: Option<StoreId>,
        route: Option<&[StationId]>,
        depart: &[Edge],
    ) -> Vec<(Parts, Edge)> {
        let mut found = self.depart(rider, parts, hold, since, route, depart);
        if let Some(store) = store {
            let mut parts = parts.clone();
            let what = What::IntoStore(store);
            if let Some((task, pool)) = self.store_task(&mut parts, rider, store, what, &[since]) {
                self.hold_locomotives(&mut parts, rider, task, &[pool]);
                let end = parts.end(task);
                parts.holds[hold].to = end;
                found.push((parts, end));
            }
        }
        found
    }
}
