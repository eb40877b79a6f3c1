//! When a train leaves the system at the earliest, with everything free and no wind: no plan is faster.

use crate::check::{step_lifts, step_minutes};
use crate::ids::{ClassId, StationId};
use crate::instance::{Train, TrainKind, Transshipment};
use crate::system::{StageSide, System};
use crate::{Instance, Minute};

/// The earliest exit of a train that is not under way, on any of its ways; `None` where it has no journey.
pub(super) fn fastest_exit(instance: &Instance, train: &Train) -> Option<Minute> {
    let others = train.ways.iter().skip(1);
    let others = others.filter_map(|way| on_way(instance, &way.train));
    others.chain(on_way(instance, train)).min()
}

fn on_way(instance: &Instance, train: &Train) -> Option<Minute> {
    let system = instance.system();
    let line = Line { system, train };
    let minutes = match &train.kind {
        TrainKind::Handled(handling) => handling.iter().map(|one| one.minutes).min()?,
        TrainKind::Passing => {
            let begin = line.begin();
            begin + line.out(train.class, &train.route, train.begins_on_track(system))?
        }
        TrainKind::IntoStore(store) => {
            let last = *train.route.last()?;
            let way = line.begin() + line.way(train.class, &train.route, line.stands(), true)?;
            let store = system.store(*store);
            way + line.ending(train.class, last) + store.moving + store.breaking_up
        }
        TrainKind::FromStore(store) => {
            let first = *train.route.first()?;
            let departing = line.stages(train.class, first, &[StageSide::Departure]);
            let way = line.out(train.class, &train.route, true)?;
            let store = system.store(*store);
            store.making_up + store.moving + departing + way
        }
        TrainKind::Transshipped(work) => {
            let way = line.begin() + line.way(train.class, &train.route, line.stands(), true)?;
            let call = train.call_at(work.station).map_or(0, |call| call.minutes);
            let arriving = line.stages(train.class, work.station, &[StageSide::Arrival]);
            let departing = line.stages(work.onward_class, work.station, &[StageSide::Departure]);
            let onward = line.out(work.onward_class, &work.onward_route, true)?;
            way + arriving.max(call) + line.work(work)? + departing + onward
        }
    };
    Some(train.opens + minutes)
}

struct Line<'a> {
    system: &'a System,
    train: &'a Train,
}

impl Line<'_> {
    /// Minutes of the longest stage of some sides at a station.
    fn stages(&self, class: ClassId, station: StationId, sides: &[StageSide]) -> i32 {
        let ids = self.system.station(station).stages.iter();
        let here = ids.filter(|id| {
            let stage = self.system.stage(**id);
            sides.contains(&stage.side) && stage.classes.contains(&class)
        });
        let minutes = here.map(|id| self.train.minutes_of(*id, self.system));
        minutes.max().unwrap_or(0)
    }

    /// Whether it begins by standing on a track.
    fn stands(&self) -> bool {
        self.train.begins_on_track(self.system)
    }

    /// Minutes on the track on which it begins; 0 where it comes from outside.
    fn begin(&self) -> i32 {
        let Some(first) = self.train.route.first().filter(|_| self.stands()) else {
            return 0;
        };
        let call = self.train.call_at(*first).map_or(0, |call| call.minutes);
        let departing = self.stages(self.train.class, *first, &[StageSide::Departure]);
        departing.max(call)
    }

    /// Minutes of a way to its end: out of the system, or on a track with its arrival stages done.
    fn out(&self, class: ClassId, route: &[StationId], starts: bool) -> Option<i32> {
        let last = *route.last()?;
        if self.system.station(last).yards.is_empty() {
            return self.way(class, route, starts, false);
        }
        Some(self.way(class, route, starts, true)? + self.ending(class, last))
    }

    /// Minutes of the stay at the last station: arrival stages and call.
    fn ending(&self, class: ClassId, station: StationId) -> i32 {
        let call = self
            .train
            .call_at(station)
            .filter(|_| class == self.train.class);
        let sides = [StageSide::Arrival, StageSide::ArrivalBeforeDeparture];
        let stages = self.stages(class, station, &sides);
        stages.max(call.map_or(0, |call| call.minutes))
    }

    /// Minutes of the stay at a station on the way; 0 without one.
    fn stay(&self, class: ClassId, station: StationId) -> i32 {
        let call = self
            .train
            .call_at(station)
            .filter(|_| class == self.train.class);
        let arrival = [StageSide::Arrival, StageSide::ArrivalBeforeDeparture];
        let stages = self.stages(class, station, &arrival)
            + self.stages(class, station, &[StageSide::Departure]);
        stages.max(call.map_or(0, |call| call.minutes))
    }

    /// Minutes of a way with the stays on it, from a stop or not, to a stop or not.
    fn way(&self, class: ClassId, route: &[StationId], starts: bool, stops: bool) -> Option<i32> {
        let must_stop = |station: StationId| {
            let call = self
                .train
                .call_at(station)
                .filter(|_| class == self.train.class);
            call.is_some() || self.system.has_stage_at(station, class)
        };
        let (mut minutes, mut from_stop) = (0, starts);
        for (k, pair) in route.windows(2).enumerate() {
            let last = k + 2 == route.len();
            let to_stop = if last { stops } else { must_stop(pair[1]) };
            let sections = self.system.sections_between(pair[0], pair[1], class);
            let runs = sections.filter_map(|(id, direction)| {
                let section = self.system.section(id);
                let run = section.run_minutes.get(class.index()).copied().flatten()?;
                let start = if from_stop {
                    section.start_minutes.get(direction)
                } else {
                    0
                };
                let stop = if to_stop {
                    section.stop_minutes.get(direction)
                } else {
                    0
                };
                Some(run.get(direction) + start + stop)
            });
            minutes += runs.min()?;
            if to_stop && !last {
                minutes += self.stay(class, pair[1]);
            }
            from_stop = to_stop;
        }
        Some(minutes)
    }

    /// Minutes from the first placing to the end of the pulling, in the fastest spot and mode for the rakes.
    fn work(&self, work: &Transshipment) -> Option<i32> {
        let (system, train) = (self.system, self.train);
        let longest = train.length_m.max(work.onward_length_m);
        let length = train.part_length_m(longest);
        let gauges = [train.class, work.onward_class].map(|class| system.class(class).gauge_mm);
        let cargo = system.class(train.class).cargo.as_ref();
        let mut fastest: Option<i32> = None;
        for shed in &system.station(work.station).sheds {
            let shed = system.shed(*shed);
            let accepts =
                shed.accepts.is_empty() || cargo.is_some_and(|cargo| shed.accepts.contains(cargo));
            if !accepts {
                continue;
            }
            for mode in shed.modes.iter().map(|mode| system.mode(*mode)) {
                let fits = (mode.min_length_m..=mode.max_length_m).contains(&length);
                for spot in mode.spots.iter().map(|spot| system.spot(*spot)) {
                    let suits = gauges.iter().all(|g| spot.gauges_mm.contains(g));
                    if !fits || !suits || spot.length_m < length {
                        continue;
                    }
                    let lifting: i64 = (0..train.parts)
                        .flat_map(|part| {
                            let lifts = step_lifts(mode, train.part_lifts(part));
                            let steps = lifts.into_iter().enumerate();
                            steps.map(|(k, lifts)| step_minutes(system, mode, k, lifts))
                        })
                        .sum();
                    let parts = train.parts as i32;
                    let minutes = (shed.placing + shed.pulling + spot.preparation + spot.finishing)
                        * parts
                        + lifting as i32;
                    fastest = Some(fastest.map_or(minutes, |least| least.min(minutes)));
                }
            }
        }
        fastest
    }
}
