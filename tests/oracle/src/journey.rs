//! All journeys of one train: every way to make its decisions, with the starts left open.

use crate::parts::{Edge, Leg, Parts, RunAt, Task, What};
use crate::tasks::World;
use crate::travel::{Arrived, Rider, Setting};
use regauge_model::Minute;
use regauge_model::ids::{StationId, TrainId};
use regauge_model::instance::{Rake, RakePlace, TrainKind};
use regauge_model::system::{Direction, StageSide};

impl World<'_> {
    /// Every journey of a train, all decisions made.
    pub(crate) fn journeys(&self, id: TrainId) -> Vec<Parts> {
        let train = self.instance.train(id);
        let rider = self.arriving(id);
        let mut found = match &train.kind {
            TrainKind::Passing => self.gone(&rider, self.way_in(&rider, true), &train.route),
            TrainKind::IntoStore(store) => self.ends_in_store(&rider, *store),
            TrainKind::FromStore(store) => self.comes_from_store(&rider, *store),
            TrainKind::Transshipped(change) => self.transshipped(&rider, change),
            TrainKind::Handled(handling) => self.handled(&rider, handling),
        };
        let mut journeys = Vec::new();
        for (parts, exit) in &mut found {
            if let (Some(pin), Edge::At(point)) = (train.pins.exit, *exit) {
                parts.restrict(point.task, |instants| {
                    pin.contains(Minute(instants[point.instant]))
                });
            }
            parts.facts.extend(crate::throats::facts(self, id));
            parts.exits.push((id, *exit));
            if self.keep_pins(id, parts) && self.keep_holds(id, parts) {
                journeys.push(parts.clone());
            }
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
        if let Some(place) = place.filter(|place| *place != RakePlace::Outside) {
            return self.way_on(&Parts::default(), rider, place, &train.route, leaves);
        }
        let earliest = train.opens.0.max(0);
        let home = train.route[0];
        if !self.system().station(home).yards.is_empty() {
            return self.way_from_home(rider, home, earliest, leaves);
        }
        let setting = Setting {
            starts: false,
            ready: Vec::new(),
            hold: None,
            earliest,
            entry: true,
        };
        self.travel(&Parts::default(), rider, &setting, &train.route, leaves)
    }

    /// A rake that begins on a track of its first station: it is there from some minute on, and departs when its
    /// departure stages are done and the minutes of its call are over.
    fn way_from_home(
        &self,
        rider: &Rider,
        home: StationId,
        earliest: i32,
        leaves: bool,
    ) -> Vec<(Parts, Arrived)> {
        let train = self.instance.train(rider.train);
        let mut found = Vec::new();
        for track in self.tracks(rider, home) {
            let mut parts = Parts::default();
            let task = parts.add(Task {
                train: rider.train,
                rake: rider.rake,
                what: What::Beginning,
                table: self.at_once(earliest),
            });
            if let Some(pin) = train.pins.entry {
                parts.restrict(task, |instants| pin.contains(Minute(instants[0])));
            }
            let at = parts.end(task);
            let hold = self.stand(&mut parts, rider, track, at);
            let minutes = self.call(rider, home).map_or(0, |call| call.minutes);
            let mut ready = vec![at.plus(minutes)];
            for stage in self.stages_at(home, rider.class, &[StageSide::Departure]) {
                ready.extend(self.stage_of(&mut parts, rider, stage, &[at]));
            }
            let setting = standing(hold, ready);
            found.extend(self.travel(&parts, rider, &setting, &train.route, leaves));
        }
        found
    }

    /// Ways that end outside the system or on a track, with the instant at which the rake is gone: on a track when its
    /// arrival stages are done and the minutes of its call are over.
    pub(crate) fn gone(
        &self,
        rider: &Rider,
        ways: Vec<(Parts, Arrived)>,
        route: &[StationId],
    ) -> Vec<(Parts, Edge)> {
        let last = route[route.len() - 1];
        let end = |(mut parts, arrived): (Parts, Arrived)| {
            let Some(hold) = arrived.hold else {
                return (parts, arrived.at);
            };
            let mut over = self.arrival_stages(&mut parts, rider, last, arrived.at);
            let minutes = self.call(rider, last).map_or(0, |call| call.minutes);
            over.push(arrived.at.plus(minutes));
            let task = parts.add(Task {
                train: rider.train,
                rake: rider.rake,
                what: What::Ending,
                table: self.at_once(0),
            });
            for edge in over {
                parts.link(edge, Parts::start(task));
            }
            let gone = parts.end(task);
            parts.holds[hold].to = gone;
            (parts, gone)
        };
        ways.into_iter().map(end).collect()
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
            RakePlace::Section(..) => self.way_from_section(parts, rider, place, route, leaves),
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

    fn way_from_section(
        &self,
        parts: &Parts,
        rider: &Rider,
        place: RakePlace,
        route: &[StationId],
        leaves: bool,
    ) -> Vec<(Parts, Arrived)> {
        let RakePlace::Section(id, direction, run, passes) = place else {
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
        let leaves = leaves
            && self
                .system()
                .station(route[route.len() - 1])
                .yards
                .is_empty();
        let mut parts = parts.clone();
        let task = parts.add(Task {
            train: rider.train,
            rake: rider.rake,
            what: What::Ride(vec![Leg {
                section: id,
                direction,
                starts: false,
                stops: !(passes || last && leaves),
            }]),
            table: self.under_way(&[run.from.0, run.to.0]),
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
        if passes {
            let leg = Leg {
                section: id,
                direction,
                starts: false,
                stops: false,
            };
            self.pass(&mut parts, rider, leg, at);
            // it goes on in the minute in which it comes
            let setting = Setting {
                starts: false,
                ready: vec![at],
                hold: None,
                earliest: run.to.0,
                entry: false,
            };
            let tasks = parts.tasks.len();
            let mut ways = self.travel(&parts, rider, &setting, &route[index..], leaves);
            for (parts, _) in &mut ways {
                parts.restrict(tasks, |instants| instants[0] == run.to.0);
            }
            return ways;
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
