//! All journeys of one train: every way to make its decisions, with the starts left open; and what it holds unplanned.

use crate::parts::{Edge, Hold, Leg, Parts, Place, RunAt, StockAt, Task, What};
use crate::tasks::{World, step_lifts};
use crate::travel::{Arrived, Rider, Setting};
use regauge_model::ids::{LocomotiveId, StationId, StoreId, TrainId};
use regauge_model::instance::{Rake, RakePlace, TrainKind, WorkState};
use regauge_model::system::{Direction, StageSide};
use regauge_model::Minute;

impl World<'_> {
    /// Every journey of a train, all decisions made.
    pub(crate) fn journeys(&self, id: TrainId) -> Vec<Parts> {
        let train = self.instance.train(id);
        let rider = self.arriving(id);
        let mut found = match &train.kind {
            TrainKind::Passing => {
                let ways = self.way_in(&rider, true).into_iter();
                ways.map(|(parts, out)| (parts, out.at)).collect()
            }
            TrainKind::IntoStore(store) => self.into_store(&rider, *store),
            TrainKind::FromStore(store) => self.from_store(&rider, *store),
            TrainKind::Transshipped(change) => self.transshipped(&rider, change),
        };
        let mut journeys = Vec::new();
        for (parts, exit) in &mut found {
            if let (Some(pin), Edge::At(point)) = (train.pins.exit, *exit) {
                parts.restrict(point.task, |instants| {
                    pin.contains(Minute(instants[point.instant]))
                });
            }
            parts.exits.push((id, *exit));
            journeys.push(parts.clone());
        }
        journeys
    }

    /// The arriving rake as it comes.
    pub(crate) fn arriving(&self, id: TrainId) -> Rider {
        let train = self.instance.train(id);
        Rider {
            train: id,
            rake: Rake::Arriving,
            class: train.class,
            length_m: train.length_m,
            calls: true,
        }
    }

    /// The arriving rake from where it is at the start along the route of the train.
    pub(crate) fn way_in(&self, rider: &Rider, leaves: bool) -> Vec<(Parts, Arrived)> {
        let train = self.instance.train(rider.train);
        let place = train.state.as_ref().map(|state| state.arriving);
        if let Some(place) = place {
            return self.way_on(&Parts::default(), rider, place, &train.route, leaves);
        }
        let setting = Setting {
            starts: false,
            ready: Vec::new(),
            hold: None,
            earliest: train.earliest_entry.0.max(0),
            entry: true,
        };
        self.travel(&Parts::default(), rider, &setting, &train.route, leaves)
    }

    /// A rake from a section or a track at the start along its route.
    pub(crate) fn way_on(
        &self,
        parts: &Parts,
        rider: &Rider,
        place: RakePlace,
        route: &[StationId],
        leaves: bool,
    ) -> Vec<(Parts, Arrived)> {
        match place {
            RakePlace::Section(..) => self.from_section(parts, rider, place, route, leaves),
            RakePlace::Track(yard, track) => {
                let mut parts = parts.clone();
                let station = self.system().yard(yard).station;
                let hold = self.stand_at_start(&mut parts, rider, yard, track);
                let at = self.arrived_at(rider);
                let Some(index) = route.iter().position(|stop| *stop == station) else {
                    return Vec::new();
                };
                if index + 1 == route.len() {
                    let hold = Some(hold);
                    return vec![(parts, Arrived { at, hold })];
                }
                let ready = self.stay(&mut parts, rider, station, at);
                let setting = standing(hold, ready);
                self.travel(&parts, rider, &setting, &route[index..], leaves)
            }
            _ => Vec::new(),
        }
    }

    fn from_section(
        &self,
        parts: &Parts,
        rider: &Rider,
        place: RakePlace,
        route: &[StationId],
        leaves: bool,
    ) -> Vec<(Parts, Arrived)> {
        let RakePlace::Section(id, direction, run) = place else {
            return Vec::new();
        };
        let section = self.system().section(id);
        // The route is what is left of it, from the station ahead.
        let ahead = match direction {
            Direction::Down => section.to,
            Direction::Up => section.from,
        };
        let Some(index) = route.iter().position(|station| *station == ahead) else {
            return Vec::new();
        };
        let last = index + 1 == route.len();
        let mut parts = parts.clone();
        let task = parts.add(Task {
            train: rider.train,
            rake: rider.rake,
            what: What::Ride(vec![Leg {
                section: id,
                direction,
                starts: false,
                stops: !(last && leaves),
            }]),
            table: self.under_way(vec![run.from.0, run.to.0]),
        });
        let at = parts.end(task);
        parts.runs.push(RunAt {
            section: id,
            direction,
            class: Some(rider.class),
            entry: Parts::start(task),
            exit: at,
        });
        if last && leaves {
            return vec![(parts, Arrived { at, hold: None })];
        }
        let before = self.system().station(ahead).track_setting;
        let mut found = Vec::new();
        for track in self.tracks(rider, ahead) {
            let mut parts = parts.clone();
            let hold = self.stand(&mut parts, rider, track, at.plus(-before));
            if last {
                let hold = Some(hold);
                found.push((parts, Arrived { at, hold }));
                continue;
            }
            let ready = self.stay(&mut parts, rider, ahead, at);
            let setting = standing(hold, ready);
            found.extend(self.travel(&parts, rider, &setting, &route[index..], leaves));
        }
        found
    }

    /// When the rake at the start came to its station.
    pub(crate) fn arrived_at(&self, rider: &Rider) -> Edge {
        let state = self.instance.train(rider.train).state.as_ref();
        Edge::Fixed(state.and_then(|state| state.arrived).map_or(0, |at| at.0))
    }

    /// Holds the track a rake stands on at the start.
    pub(crate) fn stand_at_start(
        &self,
        parts: &mut Parts,
        rider: &Rider,
        yard: regauge_model::ids::YardId,
        track: u32,
    ) -> usize {
        let group = self.system().yard(yard).group_of(track).unwrap_or(0);
        let hold = self.stand(parts, rider, (yard, group), Edge::Fixed(0));
        parts.holds[hold].number = Some(track);
        hold
    }

    fn into_store(&self, rider: &Rider, id: StoreId) -> Vec<(Parts, Edge)> {
        let store = self.system().store(id);
        let mut found = Vec::new();
        for (mut parts, arrived) in self.way_in(rider, false) {
            let mut ready =
                self.arrival_stages(&mut parts, rider, store.station, arrived.at);
            let minutes = self.call(rider, store.station).map_or(0, |call| call.minutes);
            ready.push(arrived.at.plus(minutes));
            let Some((task, pool)) =
                self.store_task(&mut parts, rider, id, What::IntoStore(id), &ready)
            else {
                continue;
            };
            self.hold_locomotives(&mut parts, rider, task, &[pool]);
            let end = parts.end(task);
            if let Some(hold) = arrived.hold {
                parts.holds[hold].to = end;
            }
            found.push((parts, end));
        }
        found
    }

    fn from_store(&self, rider: &Rider, id: StoreId) -> Vec<(Parts, Edge)> {
        let train = self.instance.train(rider.train);
        let station = self.system().store(id).station;
        let mut found = Vec::new();
        let mut standings = Vec::new();
        match train.state.as_ref().map(|state| state.arriving) {
            None => {
                for track in self.tracks(rider, station) {
                    let mut parts = Parts::default();
                    let what = What::FromStore(id);
                    let Some((task, pool)) = self.store_task(&mut parts, rider, id, what, &[])
                    else {
                        continue;
                    };
                    self.hold_locomotives(&mut parts, rider, task, &[pool]);
                    let earliest = train.earliest_entry.0;
                    let pin = train.pins.entry;
                    parts.restrict(task, |instants| {
                        let start = instants[0];
                        start >= earliest && pin.is_none_or(|pin| pin.contains(Minute(start)))
                    });
                    let hold = self.stand(&mut parts, rider, track, Parts::start(task));
                    let end = parts.end(task);
                    standings.push((parts, hold, end));
                }
            }
            Some(RakePlace::Track(yard, track)) if self.system().yard(yard).station == station => {
                let mut parts = Parts::default();
                let hold = self.stand_at_start(&mut parts, rider, yard, track);
                standings.push((parts, hold, Edge::Fixed(0)));
            }
            Some(_) => {
                let ways = self.way_in(rider, true).into_iter();
                return ways.map(|(parts, out)| (parts, out.at)).collect();
            }
        }
        for (mut parts, hold, end) in standings {
            let mut ready = vec![end];
            for stage in self.stages_at(station, rider.class, &[StageSide::Departure]) {
                ready.extend(self.stage_of(&mut parts, rider, stage, &[end]));
            }
            let setting = standing(hold, ready);
            let ways = self.travel(&parts, rider, &setting, &train.route, true);
            found.extend(ways.into_iter().map(|(parts, out)| (parts, out.at)));
        }
        found
    }

    /// A movement between a store and a track.
    pub(crate) fn store_task(
        &self,
        parts: &mut Parts,
        rider: &Rider,
        id: StoreId,
        what: What,
        ready: &[Edge],
    ) -> Option<(usize, LocomotiveId)> {
        let store = self.system().store(id);
        let gauge = self.system().class(rider.class).gauge_mm;
        let pool = self.system().locomotives_at(store.station, gauge)?;
        let inward = matches!(what, What::IntoStore(_));
        let task = parts.add(Task {
            train: rider.train,
            rake: rider.rake,
            what,
            table: self.movement(store.station, store.moving, &[pool]),
        });
        for &edge in ready {
            parts.link(edge, Parts::start(task));
        }
        parts.stocks.push(StockAt {
            store: id,
            inward,
            from: Parts::start(task),
            to: parts.end(task),
        });
        Some((task, pool))
    }

    /// What a train holds when it is not planned: its places of minute 0 to the end, when it is under way.
    pub(crate) fn unplanned(&self, id: TrainId) -> Parts {
        let mut parts = Parts::default();
        let train = self.instance.train(id);
        let Some(state) = &train.state else {
            return parts;
        };
        let onward_class = train.transshipment().map(|change| change.onward_class);
        let rakes = [
            (Some(state.arriving), Some(train.class)),
            (state.onward, onward_class),
        ];
        for (place, class) in rakes {
            if let (Some(place), Some(class)) = (place, class) {
                self.keep(&mut parts, place, class);
            }
        }
        if let WorkState::Lifting(mode, _) = state.work {
            let step = &self.system().mode(mode).steps[0];
            for &crane in &step.cranes {
                let place = Place::Crane(crane);
                parts.holds.push(World::kept(place, self.end));
            }
        }
        parts
    }

    fn kept(place: Place, to: i32) -> Hold {
        Hold {
            place,
            from: Edge::Fixed(0),
            to: Edge::Fixed(to),
            train: None,
            rake: Rake::Arriving,
            task: None,
            number: None,
        }
    }

    fn keep(
        &self,
        parts: &mut Parts,
        place: RakePlace,
        class: regauge_model::ids::ClassId,
    ) {
        let gauge = self.system().class(class).gauge_mm;
        let mut track = None;
        let mut spot = None;
        let mut moves_until = None;
        match place {
            RakePlace::Section(section, direction, run) => parts.runs.push(RunAt {
                section,
                direction,
                class: Some(class),
                entry: Edge::Fixed(run.from.0),
                exit: Edge::Fixed(self.end),
            }),
            RakePlace::Track(yard, number) => track = Some((yard, number)),
            RakePlace::Placing(from, at, until) => {
                (track, spot, moves_until) = (from, Some(at), Some(until));
            }
            RakePlace::Spot(at) => spot = Some(at),
            RakePlace::Pulling(at, to, until) => {
                (track, spot, moves_until) = (to, Some(at), Some(until));
            }
            RakePlace::Gone => {}
        }
        if let Some((yard, number)) = track {
            let group = self.system().yard(yard).group_of(number).unwrap_or(0);
            let mut hold = World::kept(Place::Track(yard, group), self.end);
            hold.number = Some(number);
            parts.holds.push(hold);
        }
        if let Some(spot) = spot {
            parts.holds.push(World::kept(Place::Side(spot, gauge), self.end));
            let shed = self.system().shed(self.system().spot(spot).shed);
            let pool = self.system().locomotives_at(shed.station, gauge);
            if let (Some(until), Some(pool)) = (moves_until, pool) {
                parts.holds.push(World::kept(Place::Locomotive(pool), until.0));
            }
        }
    }

    /// Lifts of every step of a part, or of the work left at the start.
    pub(crate) fn lifts_of(
        &self,
        id: TrainId,
        mode: regauge_model::ids::ModeId,
        part: u32,
    ) -> Vec<u32> {
        step_lifts(self.system(), mode, self.instance.train(id).part_lifts(part))
    }
}

/// A rake on a track, about to leave when everything is over.
pub(crate) fn standing(hold: usize, ready: Vec<Edge>) -> Setting {
    Setting {
        starts: true,
        ready,
        hold: Some(hold),
        earliest: 0,
        entry: false,
    }
}
