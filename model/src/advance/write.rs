//! The file of the instance that is left.

use super::course::{At, Course, State};
use super::left::{busy, entries, passed, running, still_counts, stocks, stuck};
use crate::format::{
    BusyFile, CapUsedFile, DateTimeFile, DirectionFile, HorizonFile, InspectingFile, InstanceFile,
    PassedRunFile, PinsFile, RakeFile, RakePlaceFile, SpanFile, StageProgressFile, StateFile,
    TrackFile, TrainFile, TrainStateFile, WindFile, WorkFile, WorkedOnFile,
};
use crate::ids::{ClassId, SectionId, YardId};
use crate::instance::{Busy, BusyWhat, Rake, RakePlace, Train, TrainKind, WorkState};
use crate::system::{Cap, Direction, GivenPath, System};
use crate::validation::conflict;
use crate::{Instance, Minute};
use chrono::TimeDelta;
use std::collections::BTreeSet;

/// The file as of `now`: of `base`, which has what happened otherwise in it, what is over is left out.
pub(super) fn file(
    base: &InstanceFile,
    instance: &Instance,
    courses: &[Course],
    now: Minute,
) -> InstanceFile {
    let writer = Writer {
        instance,
        system: instance.system(),
        now,
    };
    let mut file = base.clone();
    file.horizon = writer.horizon(&base.horizon);
    let passed = passed(instance, courses, now);
    writer.system(&mut file, courses, &passed);
    if let Some(wind) = &mut file.wind {
        writer.wind(wind);
    }
    let mut trains = Vec::new();
    let mut states = Vec::new();
    for (course, train) in courses.iter().zip(&base.trains) {
        let data = instance.train(course.train);
        match &course.at {
            At::Gone => {}
            At::Outside => {
                let mut train = train.clone();
                train.pins = writer.pins(train.pins);
                // of the notice that its way needs so much is over
                train.was_told(data.way, u32::try_from(now.0).unwrap_or_default());
                trains.push(train);
            }
            At::UnderWay(state) => {
                trains.push(writer.train(&train.on_way(data.way), data, state));
                states.push(writer.state(&train.id, data, state));
            }
        }
    }
    file.trains = trains;
    writer.holds(&mut file, courses);
    file.forget_orders_of_others();
    let busy = busy(instance, courses, now);
    let state = StateFile {
        trains: states,
        busy: busy.iter().map(|busy| writer.busy(busy)).collect(),
        caps_used: writer.caps_used(base, courses),
        passed: passed.iter().map(|path| writer.passed(path)).collect(),
    };
    file.state = (state != StateFile::default()).then_some(state);
    file
}

struct Writer<'a> {
    instance: &'a Instance,
    system: &'a System,
    now: Minute,
}

impl Writer<'_> {
    fn at(&self, minute: Minute) -> DateTimeFile {
        self.instance.horizon().date_time(minute)
    }

    fn now(&self) -> DateTimeFile {
        self.at(self.now)
    }

    fn is_left(&self, span: &SpanFile) -> bool {
        span.to > self.now()
    }

    fn horizon(&self, file: &HorizonFile) -> HorizonFile {
        let horizon = self.instance.horizon();
        HorizonFile {
            start: self.now(),
            planning_hours: 0,
            look_ahead_hours: 0,
            planning_end: Some(self.at(horizon.planning_end)),
            end: Some(self.at(horizon.end)),
            railway_day_start: file.railway_day_start.clone(),
        }
    }

    /// Closures, paths and caps that are over are left out; the stores hold what they hold now.
    fn system(&self, file: &mut InstanceFile, courses: &[Course], passed: &[GivenPath]) {
        let now = self.now();
        let horizon = self.instance.horizon();
        // Where a train stands in the section for want of a plan, a path cannot lead past it.
        let stuck = stuck(self.instance, courses);
        // A run counts as diverted by the possession in which it entered, as long as the run counts.
        let mut entered: Vec<(SectionId, Minute)> = running(courses);
        entered.extend(passed.iter().map(|path| (path.section, path.span.from)));
        let given = self
            .system
            .given_paths()
            .iter()
            .filter(|path| !path.is_past);
        let given: Vec<bool> = given
            .map(|path| {
                let section = self.system.section(path.section);
                let here = stuck.iter().filter(|(id, ..)| *id == path.section);
                let mut runs = here.map(|(_, direction, span)| (*direction, *span));
                let own = (path.direction, path.span);
                let is_barred = runs.any(|run| conflict(section, run, own).is_some());
                let counts = still_counts(self.system, path, self.now) && !is_barred;
                if counts {
                    entered.push((path.section, path.span.from));
                }
                counts
            })
            .collect();
        let mut given = given.into_iter();
        file.system
            .given_paths
            .retain(|_| given.next().unwrap_or(true));
        let mut windows = self.system.windows().iter();
        for (index, section) in file.system.sections.iter_mut().enumerate() {
            let id = SectionId::from_index(index);
            for possession in &mut section.possessions {
                let Some(minutes) = possession.minutes else {
                    continue;
                };
                let start = windows.next().and_then(|window| window.start);
                if let Some(start) = start.filter(|start| *start <= self.now) {
                    (possession.from, possession.minutes) = (self.at(start), None);
                    possession.to = possession.from + TimeDelta::minutes(i64::from(minutes));
                }
            }
            // nor can a possession begin before a train that stands there has come out
            let stands = stuck.iter().filter(|(stuck, ..)| *stuck == id);
            if let Some(out) = stands.map(|(_, _, span)| span.to).max() {
                let (out, now) = (self.at(out), self.now());
                for possession in &mut section.possessions {
                    let overlaps = possession.from < out && possession.to > now;
                    if overlaps {
                        possession.from = out;
                        if let Some(minutes) = &mut possession.minutes {
                            let left = (possession.to - out).num_minutes().max(1);
                            *minutes = (*minutes).min(left as u32);
                        }
                    }
                }
                section
                    .possessions
                    .retain(|possession| possession.from < possession.to);
            }
            section.possessions.retain(|possession| {
                let entered_inside = entered.iter().any(|(section, at)| {
                    let at = self.at(*at);
                    *section == id && possession.from <= at && at < possession.to
                });
                possession.to > now || entered_inside
            });
            let today = horizon.day_of(self.now);
            for cap in &mut section.caps {
                cap.days.retain(|day| {
                    let minute = horizon.minute(day.day);
                    minute.is_none_or(|minute| horizon.day_of(minute) >= today)
                });
                cap.spans.retain(|span| span.to > now);
            }
        }
        let mut stocks = stocks(self.instance, courses, self.now).into_iter();
        for station in &mut file.system.stations {
            for stage in &mut station.stages {
                stage.closed.retain(|span| self.is_left(span));
            }
            for store in &mut station.stores {
                let stocks = stocks.next().unwrap_or_default();
                if store.wagons.is_empty() {
                    store.rakes = stocks.first().map(|stock| stock.0).or(store.rakes);
                }
                for (wagons, (count, inspecting)) in store.wagons.iter_mut().zip(stocks) {
                    wagons.count = count;
                    let inspecting = inspecting.into_iter().map(|(until, count)| InspectingFile {
                        count,
                        until: self.at(until),
                    });
                    wagons.inspecting = inspecting.collect();
                }
            }
            for shed in &mut station.sheds {
                for spot in &mut shed.spots {
                    spot.closed.retain(|span| self.is_left(span));
                }
                for crane in &mut shed.cranes {
                    crane.closed.retain(|span| self.is_left(span));
                }
            }
        }
    }

    /// Closures that are over are left out. The hourly series stay whole: whether it is stopped now may hang on any hour before.
    fn wind(&self, wind: &mut WindFile) {
        let now = self.now();
        wind.closures.retain(|closure| closure.to > now);
    }

    /// Holds of trains that are gone are left out, and those that are over unless a rake still stands in their yard.
    fn holds(&self, file: &mut InstanceFile, courses: &[Course]) {
        let now = self.now();
        let trains = file.trains.iter();
        let left: BTreeSet<&str> = trains.map(|train| train.id.as_str()).collect();
        let states = courses.iter().filter_map(|course| match &course.at {
            At::UnderWay(state) => Some(state),
            At::Outside | At::Gone => None,
        });
        let tracks = states.flat_map(|state| {
            let onward = state.onward.and_then(RakePlace::track);
            let worked_on = state.worked_on.into_iter();
            let others = worked_on.chain([state.arriving.track(), onward]);
            others.chain([state.parts_on])
        });
        let yards: BTreeSet<String> = tracks.flatten().map(|track| self.yard(track.0)).collect();
        for hold in &mut file.holds {
            hold.trains.retain(|train| left.contains(train.as_str()));
        }
        file.holds.retain(|hold| {
            let stands = hold.yard.as_ref().is_some_and(|yard| yards.contains(yard));
            (hold.until > now || stands) && !(hold.trains.is_empty() && hold.classes.is_empty())
        });
    }

    /// Spans that are over cannot be kept any more.
    fn pins(&self, mut pins: PinsFile) -> PinsFile {
        let now = self.now();
        let is_left = |span: &SpanFile| span.to > now;
        pins.entry = pins.entry.filter(is_left);
        pins.crane_work = pins.crane_work.filter(is_left);
        pins.exit = pins.exit.filter(is_left);
        pins.times.retain(|pinned| is_left(&pinned.span()));
        pins
    }

    fn train(&self, file: &TrainFile, train: &Train, state: &State) -> TrainFile {
        let mut pins = self.pins(file.pins.clone());
        if state.arriving != RakePlace::Outside {
            pins.entry = None;
        }
        if state.work.state != WorkState::NotBegun || state.work.part > 1 {
            pins.crane_work = None;
        }
        if matches!(state.work.state, WorkState::Interrupted(_)) && !was_left(train, state) {
            pins.mode = None;
        }
        if state.work.state == WorkState::Done {
            (pins.shed, pins.spot, pins.mode) = (None, None, None);
        }
        if state.onward == Some(RakePlace::Gone) {
            pins.exit = None;
        }
        let mut file = TrainFile {
            pins,
            ..file.clone()
        };
        if state.has_left_store {
            file.from_store = None;
            // it departs when its stages are done, whatever it is called there for
            if let TrainKind::FromStore(store) = train.kind {
                let home = &self.system.station(self.system.store(store).station).name;
                file.calls.retain(|call| call.station != *home);
            }
        }
        file
    }

    fn state(&self, name: &str, train: &Train, state: &State) -> TrainStateFile {
        let both = train.transshipment().is_some();
        TrainStateFile {
            train: name.to_owned(),
            arrived: state.arrived.map(|at| self.at(at)),
            arriving: self.place(state.arriving),
            onward: state.onward.map(|place| self.place(place)),
            stages: state
                .stages
                .iter()
                .map(|progress| StageProgressFile {
                    stage: self.system.stage(progress.stage).name.clone(),
                    until: progress.until.map(|until| self.at(until)),
                    rake: both.then_some(match progress.rake {
                        Rake::Arriving => RakeFile::Arriving,
                        Rake::Onward => RakeFile::Onward,
                    }),
                })
                .collect(),
            work: self.work(train, state),
            parts_on: state.parts_on.map(|track| self.track(track)),
            worked_on: state.worked_on.iter().any(Option::is_some).then(|| {
                let [arriving, onward] = state.worked_on;
                WorkedOnFile {
                    arriving: arriving.map(|track| self.track(track)),
                    onward: onward.map(|track| self.track(track)),
                }
            }),
        }
    }

    fn track(&self, (yard, track): (YardId, u32)) -> TrackFile {
        let yard = self.yard(yard);
        TrackFile { yard, track }
    }

    fn yard(&self, yard: YardId) -> String {
        self.system.yard(yard).name.clone()
    }

    fn place(&self, place: RakePlace) -> RakePlaceFile {
        let spot_name = |spot| self.system.spot(spot).name.clone();
        match place {
            RakePlace::Outside => RakePlaceFile::Outside,
            RakePlace::MakingUp(until) => RakePlaceFile::MakingUp {
                until: self.at(until),
            },
            RakePlace::Section(section, way, span, passes) => RakePlaceFile::Section {
                section: self.system.section(section).name.clone(),
                direction: direction(way),
                entered: self.at(span.from),
                leaves: self.at(span.to),
                passes,
            },
            RakePlace::Track(yard, track) => RakePlaceFile::Track {
                yard: self.yard(yard),
                track,
            },
            RakePlace::Placing(from, spot, until) => RakePlaceFile::Placing {
                yard: from.map(|(yard, _)| self.yard(yard)),
                track: from.map(|(_, track)| track),
                spot: spot_name(spot),
                until: self.at(until),
            },
            RakePlace::Spot(spot) => RakePlaceFile::Spot {
                spot: spot_name(spot),
            },
            RakePlace::Pulling(spot, to, until) => RakePlaceFile::Pulling {
                spot: spot_name(spot),
                yard: to.map(|(yard, _)| self.yard(yard)),
                track: to.map(|(_, track)| track),
                until: self.at(until),
            },
            RakePlace::Exchange(spot, until) => RakePlaceFile::Exchange {
                spot: spot_name(spot),
                until: self.at(until),
            },
            RakePlace::IntoStore((yard, track), until) => RakePlaceFile::IntoStore {
                yard: self.yard(yard),
                track,
                until: self.at(until),
            },
            RakePlace::FromStore((yard, track), until) => RakePlaceFile::FromStore {
                yard: self.yard(yard),
                track,
                until: self.at(until),
            },
            RakePlace::Handling(spot, until) => RakePlaceFile::Handling {
                spot: spot_name(spot),
                until: self.at(until),
            },
            RakePlace::Gone => RakePlaceFile::Gone,
        }
    }

    fn work(&self, train: &Train, state: &State) -> Option<WorkFile> {
        let work = state.work;
        let mode = work.mode.map(|mode| self.system.mode(mode).name.clone());
        let part = (work.part > 1).then_some(work.part);
        let step = (work.step > 0).then_some(work.step as u32 + 1);
        let file = WorkFile {
            mode,
            part,
            step,
            resumed_lifts: work.rest,
            ..WorkFile::default()
        };
        Some(match work.state {
            WorkState::NotBegun if work.part == 1 => return None,
            WorkState::NotBegun => WorkFile {
                not_begun: true,
                ..file
            },
            WorkState::Preparation(_, left) => WorkFile {
                preparation_minutes_left: Some(left.max(0) as u32),
                ..file
            },
            WorkState::Lifting(mode, lifts) => WorkFile {
                // in modes of more than one step it is always said which
                step: (self.system.mode(mode).steps.len() > 1).then_some(work.step as u32 + 1),
                lifts_left: Some(lifts),
                lifting_minutes_left: work.left_centi.map(|centi| centi as f64 / 100.0),
                ..file
            },
            WorkState::Finishing(_, left) => WorkFile {
                finishing_minutes_left: Some(left.max(0) as u32),
                ..file
            },
            WorkState::Interrupted(goes_on) => WorkFile {
                interrupted: true,
                lifts_left: work.rest,
                mode: goes_on.map(|(mode, _)| self.system.mode(mode).name.clone()),
                step: goes_on
                    .filter(|(mode, _)| self.system.mode(*mode).steps.len() > 1)
                    .map(|_| work.step as u32 + 1),
                until: goes_on.map(|(_, until)| self.at(until)),
                resumed_lifts: None,
                ..file
            },
            WorkState::PartDone => WorkFile {
                part: Some(work.part),
                done: true,
                ..file
            },
            WorkState::Done => WorkFile {
                done: true,
                part: (train.parts > 1).then_some(train.parts),
                ..WorkFile::default()
            },
        })
    }

    fn busy(&self, busy: &Busy) -> BusyFile {
        let system = self.system;
        let station = |id| system.station(id).name.clone();
        let mut file = BusyFile {
            station: String::new(),
            stage: None,
            locomotive_gauge_mm: None,
            crane: None,
            yard: None,
            track: None,
            spot: None,
            gauge_mm: None,
            until: self.at(busy.until),
        };
        match busy.what {
            BusyWhat::Team(stage) => {
                file.station = station(system.stage(stage).station);
                file.stage = Some(system.stage(stage).name.clone());
            }
            BusyWhat::Locomotive(pool) => {
                file.station = station(system.locomotive_pool(pool).station);
                file.locomotive_gauge_mm = Some(system.locomotive_pool(pool).gauge_mm);
            }
            BusyWhat::Crane(crane) => {
                let shed = system.crane(crane).shed;
                file.station = station(system.shed(shed).station);
                file.crane = Some(system.crane(crane).name.clone());
            }
            BusyWhat::Track(yard, track) => {
                file.station = station(system.yard(yard).station);
                file.yard = Some(self.yard(yard));
                file.track = Some(track);
            }
            BusyWhat::Side(spot, gauge_mm) => {
                let shed = system.spot(spot).shed;
                file.station = station(system.shed(shed).station);
                file.spot = Some(system.spot(spot).name.clone());
                file.gauge_mm = Some(gauge_mm);
            }
        }
        file
    }

    fn passed(&self, path: &GivenPath) -> PassedRunFile {
        PassedRunFile {
            train: path.train.clone(),
            section: self.system.section(path.section).name.clone(),
            direction: direction(path.direction),
            entered: self.at(path.span.from),
            left: self.at(path.span.to),
        }
    }

    /// What was counted before, while its railway day is running, and what has entered since.
    fn caps_used(&self, base: &InstanceFile, courses: &[Course]) -> Vec<CapUsedFile> {
        let old = base.state.iter().flat_map(|state| &state.caps_used);
        let horizon = self.instance.horizon();
        let today = horizon.day_of(self.now);
        let mut used: Vec<CapUsedFile> = old.cloned().collect();
        for known in &mut used {
            if today != 0 {
                known.count = 0;
            }
        }
        for ((section, is_up, class), minutes) in entries(self.instance, courses, self.now) {
            if !self.is_capped(section, is_up, class) {
                continue;
            }
            let of_today = minutes.iter().filter(|&&at| horizon.day_of(at) == today);
            let count = of_today.count() as u32;
            let entered = minutes.iter().map(|&at| self.at(at));
            let name = &self.system.section(section).name;
            let class = &self.system.class(class).name;
            let way = direction(if is_up {
                Direction::Up
            } else {
                Direction::Down
            });
            let known = used.iter_mut().find(|used| {
                (&used.section, used.direction, used.class.as_ref()) == (name, way, Some(class))
            });
            match known {
                Some(known) => {
                    known.count += count;
                    known.entered.extend(entered);
                }
                None => used.push(CapUsedFile {
                    section: name.clone(),
                    direction: way,
                    class: Some(class.clone()),
                    count,
                    entered: entered.collect(),
                }),
            }
        }
        for known in &mut used {
            let sections = self.system.sections().iter();
            let caps = sections.filter(|section| section.name == known.section);
            let caps: Vec<&Cap> = caps.flat_map(|section| &section.caps).collect();
            known.entered.retain(|at| {
                let minute = horizon.minute(*at);
                minute.is_some_and(|at| caps.iter().any(|cap| self.is_remembered(cap, at)))
            });
        }
        used.retain(|known| known.count > 0 || !known.entered.is_empty());
        used
    }

    /// Whether a cap has to know the minute of an entry: for its hour, for a span that is not over, or because it began within the day.
    fn is_remembered(&self, cap: &Cap, at: Minute) -> bool {
        let horizon = self.instance.horizon();
        let hour = |at: Minute| (at - horizon.day_start).div_euclid(60);
        let same_hour = cap.per_hour.is_some() && hour(at) == hour(self.now);
        let mut spans = cap.spans.iter();
        let in_span = spans.any(|(span, _)| span.contains(at) && span.to > self.now);
        let today = horizon.day_of(at) == horizon.day_of(self.now);
        let day_start = self.now - (self.now - horizon.day_start).rem_euclid(crate::instance::DAY);
        let begins_within = today && cap.within.from > day_start && cap.within.contains(at);
        same_hour || in_span || begins_within
    }

    fn is_capped(&self, section: SectionId, is_up: bool, class: ClassId) -> bool {
        let caps = &self.system.section(section).caps;
        caps.iter()
            .any(|cap| (cap.direction == Direction::Up) == is_up && cap.counts[class.index()])
    }
}

/// Whether what is left of the interrupted work of a train was left at the start already, so that a mode pinned is one for it.
fn was_left(train: &Train, now: &State) -> bool {
    let state = train.state.as_ref();
    state.is_some_and(|state| {
        matches!(state.work, WorkState::Interrupted(_))
            && (state.part, state.rest) == (now.work.part, now.work.rest)
    })
}

fn direction(direction: Direction) -> DirectionFile {
    match direction {
        Direction::Down => DirectionFile::Down,
        Direction::Up => DirectionFile::Up,
    }
}
