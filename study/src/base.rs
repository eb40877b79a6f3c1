//! The station and its traffic, made of an instance: what stays the same from day to day, and what trains are like.
//!
//! An instance is one day (or some). What happens in it every day (possessions, given paths, closures of spots, cranes and stages) comes again in every
//! period of a world. Its trains are templates: grouped into *kinds* by their way through the system, each train of a world is like one of them.
//! Pins, the state at the start and the wind of the instance are left out: a world has its own.

use chrono::TimeDelta;
use regauge_model::format::{DateTimeFile, InstanceFile, PossessionFile, SpanFile, TrainFile};
use regauge_model::{Instance, Problems};
use std::collections::{BTreeMap, BTreeSet};

/// Minutes of a day.
pub const DAY: i64 = 1440;

/// A station with its traffic.
#[derive(Clone, Debug)]
pub struct Base {
    /// The system, the objective and the floors of stores; no trains, no wind, no state, nothing that is only at times.
    pub file: InstanceFile,
    /// What comes every so many days.
    pub period_days: i64,
    /// What happens in each period, by its minutes.
    recurring: Recurring,
    /// Kinds of trains, in the order of their names.
    pub kinds: Vec<Kind>,
    /// Of each zone the wind there in parts of the strongest.
    pub zones: Vec<(String, f64)>,
}

/// Trains that go the same way.
#[derive(Clone, Debug)]
pub struct Kind {
    /// From where to where, and what is done on the way: `DSK-JHE, transshipped`.
    pub name: String,
    /// What its trains are like; at least one.
    pub templates: Vec<TrainFile>,
    /// Trains a day in the base.
    pub per_day: f64,
    /// Whether its trains count as traffic of the trade: they carry what is transshipped here.
    pub is_counted: bool,
    /// The store it brings empties to: as many come as are taken from there, whatever its own rate is.
    pub feeds: Option<String>,
}

/// What happens in every period: spans and paths with their places in the file.
#[derive(Clone, Debug, Default)]
struct Recurring {
    possessions: Vec<(usize, PossessionFile)>,
    paths: Vec<regauge_model::format::GivenPathFile>,
    spots: Vec<([usize; 3], SpanFile)>,
    cranes: Vec<([usize; 3], SpanFile)>,
    stages: Vec<([usize; 2], SpanFile)>,
}

impl Base {
    /// The base of an instance; `more`, if given, is a longer one of the same station: its trains are the templates.
    ///
    /// # Errors
    /// What is wrong with the instance.
    pub fn new(file: &InstanceFile, more: Option<&InstanceFile>) -> Result<Base, Problems> {
        let instance = Instance::from_file(file)?;
        let minutes = i64::from(instance.horizon().planning_end.0).max(1);
        let period_days = ((minutes + DAY / 2) / DAY).max(1);
        let mut base = Base {
            zones: zones(file),
            kinds: kinds(file, minutes as f64 / DAY as f64, more),
            recurring: Recurring::default(),
            file: file.clone(),
            period_days,
        };
        base.recurring = base.take_recurring(period_days * DAY);
        base.file.trains.clear();
        base.file.state = None;
        base.file.wind = None;
        base.file.holds.clear();
        base.file.orders.clear();
        Ok(base)
    }

    /// Minute 0 of every world.
    pub fn start(&self) -> DateTimeFile {
        self.file.horizon.start
    }

    /// A minute of a world as a date-time.
    pub fn at(&self, minute: i64) -> DateTimeFile {
        self.start() + TimeDelta::minutes(minute)
    }

    /// The minute of a date-time.
    pub fn minute(&self, at: DateTimeFile) -> i64 {
        (at - self.start()).num_minutes()
    }

    /// All that recurs, as text: for hashes.
    pub(crate) fn recurring_digest(&self) -> String {
        format!("{:?}", self.recurring)
    }

    /// Takes what begins in the first period out of the file.
    fn take_recurring(&mut self, period: i64) -> Recurring {
        let start = self.file.horizon.start;
        let begins = |at: DateTimeFile| (0..period).contains(&(at - start).num_minutes());
        let mut found = Recurring::default();
        let system = &mut self.file.system;
        for (section, data) in system.sections.iter_mut().enumerate() {
            let own = std::mem::take(&mut data.possessions).into_iter();
            let own = own.filter(|one| begins(one.from));
            found.possessions.extend(own.map(|one| (section, one)));
            for cap in &mut data.caps {
                cap.days.clear();
                cap.spans.clear();
                (cap.from, cap.to) = (None, None);
            }
        }
        let trains: BTreeSet<String> = (system.given_paths.iter())
            .filter(|path| begins(path.enter))
            .map(|path| path.train.clone())
            .collect();
        // a train that enters its first section in one period goes on into the next
        let mut entered: BTreeMap<String, DateTimeFile> = BTreeMap::new();
        for path in std::mem::take(&mut system.given_paths) {
            if !trains.contains(&path.train) {
                continue;
            }
            let first = entered.entry(path.train.clone()).or_insert(path.enter);
            let is_same_day = (path.enter - *first).num_minutes().abs() < DAY / 2;
            if is_same_day && begins(*first) {
                found.paths.push(path);
            }
        }
        for (station, data) in system.stations.iter_mut().enumerate() {
            for (stage, data) in data.stages.iter_mut().enumerate() {
                let own = std::mem::take(&mut data.closed).into_iter();
                let own = own.filter(|one| begins(one.from));
                found
                    .stages
                    .extend(own.map(|span| ([station, stage], span)));
            }
            for (shed, data) in data.sheds.iter_mut().enumerate() {
                for (spot, data) in data.spots.iter_mut().enumerate() {
                    let own = std::mem::take(&mut data.closed).into_iter();
                    let own = own.filter(|one| begins(one.from));
                    found
                        .spots
                        .extend(own.map(|span| ([station, shed, spot], span)));
                }
                for (crane, data) in data.cranes.iter_mut().enumerate() {
                    let own = std::mem::take(&mut data.closed).into_iter();
                    let own = own.filter(|one| begins(one.from));
                    found
                        .cranes
                        .extend(own.map(|span| ([station, shed, crane], span)));
                }
            }
        }
        found
    }

    /// Adds to a file of this station what happens every period and ends in `(from, to]`.
    pub fn add_recurring(&self, file: &mut InstanceFile, [from, to]: [i64; 2]) {
        let period = self.period_days * DAY;
        let first = (from - 2 * period).div_euclid(period).max(0);
        for number in first..=to.div_euclid(period) {
            let by = TimeDelta::minutes(number * period);
            let ends = |at: DateTimeFile| {
                let minute = self.minute(at + by);
                from < minute && minute <= to
            };
            let moved = |span: &SpanFile| SpanFile {
                from: span.from + by,
                to: span.to + by,
            };
            let system = &mut file.system;
            for (section, one) in &self.recurring.possessions {
                if ends(one.to) {
                    let mut one = one.clone();
                    (one.from, one.to) = (one.from + by, one.to + by);
                    system.sections[*section].possessions.push(one);
                }
            }
            for path in &self.recurring.paths {
                if ends(path.exit) {
                    let mut path = path.clone();
                    (path.enter, path.exit) = (path.enter + by, path.exit + by);
                    if number > 0 {
                        path.train = format!("{}/{:03}", path.train, number + 1);
                    }
                    system.given_paths.push(path);
                }
            }
            for ([station, stage], span) in &self.recurring.stages {
                if ends(span.to) {
                    let closed = &mut system.stations[*station].stages[*stage].closed;
                    closed.push(moved(span));
                }
            }
            for ([station, shed, spot], span) in &self.recurring.spots {
                if ends(span.to) {
                    let spot = &mut system.stations[*station].sheds[*shed].spots[*spot];
                    spot.closed.push(moved(span));
                }
            }
            for ([station, shed, crane], span) in &self.recurring.cranes {
                if ends(span.to) {
                    let crane = &mut system.stations[*station].sheds[*shed].cranes[*crane];
                    crane.closed.push(moved(span));
                }
            }
        }
    }
}

/// Takes what is under way at the start out of an instance: worlds begin with an empty station.
pub fn empty(file: &mut InstanceFile) {
    let states = file.state.take().into_iter().flat_map(|state| state.trains);
    let under_way: BTreeSet<String> = states.map(|state| state.train).collect();
    file.trains.retain(|train| !under_way.contains(&train.id));
}

/// Of each zone with a series its wind in parts of the strongest.
fn zones(file: &InstanceFile) -> Vec<(String, f64)> {
    let series = file.wind.iter().flat_map(|wind| &wind.series);
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let means: Vec<(String, f64)> = series
        .map(|series| (series.zone.clone(), mean(&series.mean_mps)))
        .collect();
    let strongest = means
        .iter()
        .fold(0.0_f64, |most, (_, mean)| most.max(*mean));
    let known: BTreeMap<String, f64> = means.into_iter().collect();
    let zones = file.system.zones.iter().map(|zone| {
        let share = known.get(&zone.id).filter(|_| strongest > 0.0);
        (zone.id.clone(), share.map_or(1.0, |mean| mean / strongest))
    });
    zones.collect()
}

/// The trains of an instance by kind.
fn kinds(file: &InstanceFile, days: f64, more: Option<&InstanceFile>) -> Vec<Kind> {
    let states = file.state.iter().flat_map(|state| &state.trains);
    let under_way: BTreeSet<&str> = states.map(|state| state.train.as_str()).collect();
    let expected = file
        .trains
        .iter()
        .filter(|train| !under_way.contains(train.id.as_str()));
    let cargo_of = |class: &str| {
        let mut classes = file.system.classes.iter();
        classes
            .find(|one| one.id == class)
            .and_then(|class| class.cargo.clone())
    };
    let handled = file.trains.iter().filter(|train| is_worked(train));
    let cargo: BTreeSet<String> = handled.filter_map(|train| cargo_of(&train.class)).collect();
    let mut kinds: BTreeMap<String, Kind> = BTreeMap::new();
    let planning_end = file.horizon.start + TimeDelta::minutes((days * DAY as f64) as i64);
    for train in expected {
        let kind = kinds.entry(name_of(train)).or_insert_with(|| Kind {
            name: name_of(train),
            templates: Vec::new(),
            per_day: 0.0,
            is_counted: false,
            feeds: train.into_store.clone(),
        });
        kind.is_counted |= is_worked(train)
            || cargo_of(&train.class).is_some_and(|cargo_here| cargo.contains(&cargo_here));
        if train.earliest_entry < planning_end {
            kind.per_day += 1.0 / days;
        }
        kind.templates.push(train.clone());
    }
    let template = |train: &TrainFile| {
        let mut train = train.clone();
        train.pins = regauge_model::format::PinsFile::default();
        train
    };
    for train in more.iter().flat_map(|more| &more.trains) {
        if let Some(kind) = kinds.get_mut(&name_of(train)) {
            kind.templates.push(train.clone());
        }
    }
    let mut kinds: Vec<Kind> = kinds.into_values().collect();
    for kind in &mut kinds {
        for train in &mut kind.templates {
            *train = template(train);
        }
    }
    kinds
}

/// Whether its boxes change the gauge here, or it is handled.
fn is_worked(train: &TrainFile) -> bool {
    !train.transship_at.is_empty() || !train.handling.is_empty()
}

/// The kind of a train, by its way.
fn name_of(train: &TrainFile) -> String {
    let end = |station: &Option<String>| station.clone().unwrap_or_else(|| "here".to_owned());
    let mut name = match (&train.from_store, &train.into_store) {
        (Some(store), _) => format!("{store}-{}", end(&train.to)),
        (None, Some(store)) => format!("{}-{store}", end(&train.from)),
        (None, None) => format!("{}-{}", end(&train.from), end(&train.to)),
    };
    if !train.transship_at.is_empty() {
        name += ", transshipped";
    } else if !train.calls.is_empty() {
        name += ", calling";
    } else if !train.handling.is_empty() {
        name += ", handled";
    }
    name
}
