//! All journeys of one train: every way to make its decisions, with the starts left open.

use crate::parts::{Edge, Leg, Parts, RunAt, Task, What};
use crate::tasks::World;
use crate::travel::{Arrived, Rider, Setting};
use regauge_model::Minute;
use regauge_model::ids::{StationId, TrainId};
use regauge_model::instance::{Rake, RakePlace, TrainKind};
use regauge_model::system::Direction;

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
