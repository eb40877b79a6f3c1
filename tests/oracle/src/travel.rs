//! How a rake gets over the line: which sections, where it stops, on which tracks, and the stages on the way.

use crate::parts::{Edge, Hold, Leg, Parts, Place, RunAt, Task, What};
use crate::tasks::World;
use regauge_model::ids::{ClassId, LocomotiveId, StageId, StationId, TrainId, YardId};
use regauge_model::instance::{Call, Rake};
use regauge_model::system::StageSide;

/// A rake under way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rider {
    pub(crate) train: TrainId,
    pub(crate) rake: Rake,
    pub(crate) class: ClassId,
    pub(crate) length_m: u32,
    /// Whether the calls of the train are its own.
    pub(crate) calls: bool,
}

/// A rake about to set off.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    /// From a stop.
    pub(crate) starts: bool,
    /// What has to be over.
    pub(crate) ready: Vec<Edge>,
    /// Hold of the track it leaves.
    pub(crate) hold: Option<usize>,
    /// Earliest minute.
    pub(crate) earliest: i32,
    /// Whether this is the entry into the system, which a pin may concern.
    pub(crate) entry: bool,
}

/// A rake that has come to its last station.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arrived {
    /// When.
    pub(crate) at: Edge,
    /// Hold of its track; none where it leaves the system.
    pub(crate) hold: Option<usize>,
}

impl World<'_> {
    /// The call of the rider's train at a station.
    pub(crate) fn call(&self, rider: &Rider, station: StationId) -> Option<Call> {
        let train = self.instance.train(rider.train);
        train.call_at(station).copied().filter(|_| rider.calls)
    }

    /// Groups of tracks on which the rider may stand at a station.
    pub(crate) fn tracks(&self, rider: &Rider, station: StationId) -> Vec<(YardId, usize)> {
        let gauge = self.system().class(rider.class).gauge_mm;
        let called = self.call(rider, station).and_then(|call| call.yard);
        let held = self.held_in(rider, station);
        let mut found = Vec::new();
        for &id in &self.system().station(station).yards {
            let yard = self.system().yard(id);
            let allowed = match called {
                Some(named) => named == id,
                None => !yard.by_call_only,
            };
            let allowed = allowed || called.is_none() && held.contains(&id);
            if !allowed || yard.gauge_mm != gauge {
                continue;
            }
            for (group, tracks) in yard.groups.iter().enumerate() {
                if tracks.length_m >= rider.length_m && tracks.count > 0 {
                    found.push((id, group));
                }
            }
        }
        found
    }

    /// Holds a track from an instant on; its end is put in later.
    pub(crate) fn stand(
        &self,
        parts: &mut Parts,
        rider: &Rider,
        (yard, group): (YardId, usize),
        from: Edge,
    ) -> usize {
        parts.holds.push(Hold {
            place: Place::Track(yard, group),
            from,
            to: Edge::Fixed(self.end),
            train: Some(rider.train),
            rake: rider.rake,
            task: None,
            number: None,
        });
        parts.holds.len() - 1
    }

    /// A stage of the rake, after some instants; its end, or none when it was done before the start.
    pub(crate) fn stage_of(
        &self,
        parts: &mut Parts,
        rider: &Rider,
        stage: StageId,
        after: &[Edge],
    ) -> Option<Edge> {
        let train = self.instance.train(rider.train);
        let known = train.state.as_ref().and_then(|state| {
            let progress = state.stage(rider.rake, stage);
            progress.map(|progress| progress.until)
        });
        let table = match known {
            Some(None) => return None,
            Some(Some(until)) => self.under_way(&[0, until.0]),
            None => self.stage(train, stage),
        };
        let task = parts.add(Task {
            train: rider.train,
            rake: rider.rake,
            what: What::Stage(stage),
            table,
        });
        if known.is_none() {
            for &edge in after {
                parts.link(edge, Parts::start(task));
            }
        }
        if self.system().stage(stage).teams.is_some() {
            parts.holds.push(Hold {
                place: Place::Team(stage),
                from: Parts::start(task),
                to: parts.end(task),
                train: Some(rider.train),
                rake: rider.rake,
                task: Some(task),
                number: None,
            });
        }
        Some(parts.end(task))
    }

    /// Stages of the rider at a station on some sides of the stay.
    pub(crate) fn stages_at(
        &self,
        station: StationId,
        class: ClassId,
        sides: &[StageSide],
    ) -> Vec<StageId> {
        let stages = self.system().station(station).stages.iter().copied();
        let applies = |id: &StageId| {
            let stage = self.system().stage(*id);
            stage.classes.contains(&class) && sides.contains(&stage.side)
        };
        stages.filter(applies).collect()
    }

    /// The stay of a rake that stops and goes on: what has to be over before it does.
    pub(crate) fn stay(
        &self,
        parts: &mut Parts,
        rider: &Rider,
        station: StationId,
        arrived: Edge,
    ) -> Vec<Edge> {
        let mut ready = self.arrival_stages(parts, rider, station, arrived);
        let sides = [StageSide::Departure];
        let after = ready.clone();
        for stage in self.stages_at(station, rider.class, &sides) {
            ready.extend(self.stage_of(parts, rider, stage, &after));
        }
        let minutes = self.call(rider, station).map_or(0, |call| call.minutes);
        ready.push(arrived.plus(minutes));
        ready
    }

    /// Arrival stages on both sides of the placing, each by itself; the arrival and their ends.
    pub(crate) fn arrival_stages(
        &self,
        parts: &mut Parts,
        rider: &Rider,
        station: StationId,
        arrived: Edge,
    ) -> Vec<Edge> {
        let sides = [StageSide::Arrival, StageSide::ArrivalBeforeDeparture];
        let mut ends = vec![arrived];
        for stage in self.stages_at(station, rider.class, &sides) {
            ends.extend(self.stage_of(parts, rider, stage, &[arrived]));
        }
        ends
    }

    /// Locomotives of a movement: each is held from the light run on.
    pub(crate) fn hold_locomotives(
        &self,
        parts: &mut Parts,
        rider: &Rider,
        task: usize,
        pools: &[LocomotiveId],
    ) {
        for &pool in pools {
            let light = self.system().locomotive_pool(pool).light_run;
            parts.holds.push(Hold {
                place: Place::Locomotive(pool),
                from: Parts::start(task).plus(-light),
                to: parts.end(task),
                train: Some(rider.train),
                rake: rider.rake,
                task: Some(task),
                number: None,
            });
        }
    }

    /// Every way of the rider along a route, to a track of its last station or out of the system there.
    pub(crate) fn travel(
        &self,
        parts: &Parts,
        rider: &Rider,
        setting: &Setting,
        route: &[StationId],
        leaves: bool,
    ) -> Vec<(Parts, Arrived)> {
        let mut found = Vec::new();
        // Nobody leaves the system on a track.
        let leaves = leaves
            && self
                .system()
                .station(route[route.len() - 1])
                .yards
                .is_empty();
        let mut rides = vec![Vec::new()];
        for (index, stations) in route.windows(2).enumerate() {
            let (from, to) = (stations[0], stations[1]);
            rides = self.extend(&rides, from, to, rider.class, setting.starts && index == 0);
            if index + 2 == route.len() && leaves {
                for legs in &rides {
                    let mut parts = parts.clone();
                    let at = self.add_ride(&mut parts, rider, setting, legs);
                    found.push((parts, Arrived { at, hold: None }));
                }
            } else {
                for legs in &rides {
                    self.stop(
                        parts,
                        rider,
                        setting,
                        legs,
                        &route[index + 1..],
                        leaves,
                        &mut found,
                    );
                }
            }
            let must_stop =
                self.system().has_stage_at(to, rider.class) || self.call(rider, to).is_some();
            if must_stop {
                break;
            }
        }
        found
    }

    /// One more section behind every ride.
    fn extend(
        &self,
        rides: &[Vec<Leg>],
        from: StationId,
        to: StationId,
        class: ClassId,
        starts: bool,
    ) -> Vec<Vec<Leg>> {
        let mut found = Vec::new();
        for ride in rides {
            for (section, direction) in self.system().sections_between(from, to, class) {
                let mut legs = ride.clone();
                legs.push(Leg {
                    section,
                    direction,
                    starts,
                    stops: false,
                });
                found.push(legs);
            }
        }
        found
    }

    /// The ride ends on a track at the first station of `rest`; then every way on.
    #[expect(clippy::too_many_arguments, reason = "one step of a recursion")]
    fn stop(
        &self,
        parts: &Parts,
        rider: &Rider,
        setting: &Setting,
        legs: &[Leg],
        rest: &[StationId],
        leaves: bool,
        found: &mut Vec<(Parts, Arrived)>,
    ) {
        let station = rest[0];
        let mut legs = legs.to_vec();
        if let Some(last) = legs.last_mut() {
            last.stops = true;
        }
        for track in self.tracks(rider, station) {
            let mut parts = parts.clone();
            let at = self.add_ride(&mut parts, rider, setting, &legs);
            let before = self.system().station(station).track_setting;
            let hold = self.stand(&mut parts, rider, track, at.plus(-before));
            if rest.len() == 1 {
                let hold = Some(hold);
                found.push((parts, Arrived { at, hold }));
                continue;
            }
            let ready = self.stay(&mut parts, rider, station, at);
            let on = Setting {
                starts: true,
                ready,
                hold: Some(hold),
                earliest: 0,
                entry: false,
            };
            found.extend(self.travel(&parts, rider, &on, rest, leaves));
        }
    }

    /// The track that a rake holds while it passes at the end of a leg; which one of them nobody says.
    pub(crate) fn pass(&self, parts: &mut Parts, rider: &Rider, leg: Leg, at: Edge) {
        let system = self.system();
        let section = system.section(leg.section);
        let here = match leg.direction {
            regauge_model::system::Direction::Down => section.to,
            regauge_model::system::Direction::Up => section.from,
        };
        let gauge = system.class(rider.class).gauge_mm;
        let station = system.station(here);
        for &(yard, group) in &station.through {
            if system.yard(yard).gauge_mm == gauge {
                parts.holds.push(Hold {
                    place: Place::Track(yard, group),
                    from: at.plus(-station.track_setting),
                    to: at.plus(station.track_clearing),
                    train: None,
                    rake: rider.rake,
                    task: None,
                    number: None,
                });
            }
        }
    }

    /// Adds a ride; the instant of its end.
    fn add_ride(&self, parts: &mut Parts, rider: &Rider, setting: &Setting, legs: &[Leg]) -> Edge {
        let system = self.system();
        let first = legs[0];
        let section = system.section(first.section);
        let station = match first.direction {
            regauge_model::system::Direction::Down => section.from,
            regauge_model::system::Direction::Up => section.to,
        };
        let task = parts.add(Task {
            train: rider.train,
            rake: rider.rake,
            what: What::Ride(legs.to_vec()),
            table: self.ride(rider.class.index(), legs, setting.earliest),
        });
        if let Some(pin) = self.instance.train(rider.train).pins.entry
            && setting.entry
        {
            parts.restrict(task, |instants| {
                pin.contains(regauge_model::Minute(instants[0]))
            });
        }
        for &edge in &setting.ready {
            parts.link(edge, Parts::start(task));
        }
        if let Some(hold) = setting.hold {
            let clearing = system.station(station).track_clearing;
            parts.holds[hold].to = Parts::start(task).plus(clearing);
        }
        for index in 1..legs.len() {
            let at = Parts::instant(task, index);
            self.pass(parts, rider, legs[index - 1], at);
        }
        for (index, leg) in legs.iter().enumerate() {
            parts.runs.push(RunAt {
                section: leg.section,
                direction: leg.direction,
                class: Some(rider.class),
                entry: Parts::instant(task, index),
                exit: Parts::instant(task, index + 1),
            });
        }
        parts.end(task)
    }
}
