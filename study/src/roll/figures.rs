//! What is counted of a run: trains, dwell, queues, and how much of everything is used.

use super::Roll;
use crate::base::DAY;
use crate::statistics::Line;
use regauge_model::Minute;
use regauge_model::ids::{ShedId, TrainId};
use regauge_model::instance::Instance;
use regauge_model::journey::Journey;
use regauge_model::resource::Resource;
use regauge_model::time::Span;
use regauge_model::timeline::{Kind, Timeline};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Longest figure of a histogram, in minutes; longer ones count as this.
const LONGEST: usize = 20 * 1440;

/// What is known of a train so far, in minutes of the world.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Record {
    entry: Option<i64>,
    arrival: Option<i64>,
    departure: Option<i64>,
    exit: Option<i64>,
    is_counted_out: bool,
    /// The way over another port that it was told to take, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<(usize, i64)>,
}

/// How many of something took how many minutes: quantiles are exact, and memory does not grow with the days.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    minutes: BTreeMap<u32, u32>,
}

impl Histogram {
    /// Counts one.
    pub fn add(&mut self, minutes: i64) {
        let minutes = minutes.clamp(0, LONGEST as i64) as u32;
        *self.minutes.entry(minutes).or_default() += 1;
    }

    /// How many.
    pub fn count(&self) -> u64 {
        self.minutes.values().map(|&count| u64::from(count)).sum()
    }

    /// Mean minutes; `None` of nothing.
    pub fn mean(&self) -> Option<f64> {
        let sum: u64 = self
            .minutes
            .iter()
            .map(|(&minutes, &count)| u64::from(minutes) * u64::from(count))
            .sum();
        let count = self.count();
        (count > 0).then(|| sum as f64 / count as f64)
    }

    /// The smallest figure that so large a share does not exceed (nearest rank); `None` of nothing.
    pub fn quantile(&self, share: f64) -> Option<u32> {
        let rank = libm::ceil(share * self.count() as f64).max(1.0) as u64;
        let mut seen = 0;
        self.minutes.iter().find_map(|(&minutes, &count)| {
            seen += u64::from(count);
            (seen >= rank).then_some(minutes)
        })
    }

    /// Both together.
    pub fn merge(&mut self, other: &Histogram) {
        for (&minutes, &count) in &other.minutes {
            *self.minutes.entry(minutes).or_default() += count;
        }
    }
}

/// One day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DayFigures {
    /// Trains of the trade that left.
    pub departed: u32,
    /// Of the transshipped trains that departed: how many, and the minutes of their dwell.
    pub dwell: (u32, u64),
    /// Trains of the trade that had come and were not let in at the end of the day.
    pub queue: u32,
    /// Trains held elsewhere at the end of the day.
    pub held: u32,
    /// Trains of the trade in the system at the end of the day.
    pub inside: u32,
}

/// Share of something that was used.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Shares {
    /// Minutes used, of all units together.
    pub minutes: u64,
    /// Units.
    pub units: u32,
}

/// What a run came to, behind its warm-up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// First minute counted.
    from: i64,
    /// Days counted.
    pub days: Vec<DayFigures>,
    /// Trains of the trade that came.
    pub came: u32,
    /// Trains of the trade that left.
    pub left: u32,
    /// Those that left late.
    pub late: u32,
    /// Those that were due.
    pub due: u32,
    /// Dwell at the station of transshipped trains, in minutes.
    pub dwell: Histogram,
    /// Minutes from coming to being let in, of all trains of the trade.
    pub outside: Histogram,
    /// Minutes from coming to leaving.
    pub through: Histogram,
    /// Shifts in which trains under way stood in each other's way, and the planner found a way out.
    pub untangled: u32,
    /// Shifts in which it did not, and a train stayed where it was.
    pub stuck: u32,
    /// Trains transshipped in each shed.
    pub sheds: BTreeMap<String, u32>,
    /// Crane work that began and ended in one shift, by shed: how often, minutes from the first preparation to the last finishing, and minutes of lifting, stops included.
    pub works: BTreeMap<String, [u64; 3]>,
    /// What was used, by kind and name: `spots 23`, `tracks std`, `locomotives ALA 1435`, `section border`, `teams customs`.
    pub used: BTreeMap<String, Shares>,
    /// Minutes of every hour of which cranes outdoors stood for wind, by shed.
    pub wind_minutes: BTreeMap<String, u64>,
}

impl Figures {
    pub(super) fn new(from: i64) -> Figures {
        Figures {
            from,
            days: Vec::new(),
            came: 0,
            left: 0,
            late: 0,
            due: 0,
            dwell: Histogram::default(),
            outside: Histogram::default(),
            through: Histogram::default(),
            untangled: 0,
            stuck: 0,
            sheds: BTreeMap::new(),
            works: BTreeMap::new(),
            used: BTreeMap::new(),
            wind_minutes: BTreeMap::new(),
        }
    }

    fn day(&mut self, minute: i64) -> Option<&mut DayFigures> {
        let day = usize::try_from((minute - self.from).div_euclid(DAY)).ok()?;
        if self.days.len() <= day {
            self.days.resize(day + 1, DayFigures::default());
        }
        Some(&mut self.days[day])
    }

    /// Trains of the trade that left, per day.
    pub fn throughput(&self) -> f64 {
        f64::from(self.left) / self.days.len().max(1) as f64
    }

    /// Trains a day by which the queue outside grows: the slope of its least-squares line over the days.
    pub fn queue_growth(&self) -> f64 {
        if self.days.len() < 2 {
            return self.days.first().map_or(0.0, |day| f64::from(day.queue));
        }
        let days = self.days.iter().enumerate();
        let points: Vec<(f64, f64)> = days
            .map(|(number, day)| (number as f64, f64::from(day.queue)))
            .collect();
        Line::through(&points).slope
    }

    /// Share of the time of all units for which something was used.
    pub fn share(&self, name: &str) -> Option<f64> {
        let used = self.used.get(name)?;
        let minutes = self.days.len() as f64 * DAY as f64 * f64::from(used.units);
        (minutes > 0.0).then(|| used.minutes as f64 / minutes)
    }
}

impl Roll<'_> {
    /// Counts what is in the timeline of a shift up to its end.
    pub(super) fn count(&mut self, timeline: &Timeline<'_>, end: Minute) {
        let begins = self.now.minute;
        let instance = timeline.instance();
        let until = |minute: Option<Minute>| {
            minute
                .filter(|&at| at < end)
                .map(|at| begins + i64::from(at.0))
        };
        for (index, train) in instance.trains().iter().enumerate() {
            let Some((own, record)) = self.now.trains.get_mut(&train.name) else {
                continue;
            };
            let journey = Journey::new(timeline, TrainId::from_index(index));
            record.entry = record.entry.or(until(journey.entry));
            record.arrival = record
                .arrival
                .or(until(journey.arrival).filter(|_| record.departure.is_none()));
            let departed = record
                .departure
                .is_none()
                .then(|| until(journey.departure))
                .flatten();
            record.departure = record.departure.or(departed);
            record.exit = record.exit.or(until(journey.exit));
            let is_transshipped = train.transshipment().is_some();
            let is_counted = self.world.base().kinds[own.kind].is_counted;
            if let (Some(arrival), Some(departure)) = (record.arrival, departed)
                && is_transshipped
                && let Some(day) = self.figures.day(departure)
            {
                day.dwell.0 += 1;
                day.dwell.1 += (departure - arrival).max(0) as u64;
                self.figures.dwell.add(departure - arrival);
                if let Some(spot) = journey.spot {
                    let shed = shed_of(instance, instance.system().spot(spot).shed);
                    *self.figures.sheds.entry(shed).or_default() += 1;
                }
            }
            if let Some(exit) = record.exit
                && is_counted
                && !record.is_counted_out
            {
                record.is_counted_out = true;
                if let Some(day) = self.figures.day(exit) {
                    day.departed += 1;
                    self.figures.left += 1;
                    self.figures.through.add(exit - own.comes);
                    if let Some(entry) = record.entry {
                        self.figures.outside.add(entry - own.comes);
                    }
                    if let Some(due) = own.file.due_exit {
                        self.figures.due += 1;
                        self.figures.late += u32::from(self.world.base().minute(due) < exit);
                    }
                }
            }
        }
        if begins >= self.figures.from {
            self.count_uses(timeline, end);
        }
    }

    fn count_uses(&mut self, timeline: &Timeline<'_>, end: Minute) {
        let shift = Span::new(Minute(0), end);
        let instance = timeline.instance();
        for one in timeline.uses() {
            if let Kind::CraneWork(work) = one.kind
                && shift.covers(one.span)
                && let Some(spot) = one.spot()
            {
                let shed = shed_of(instance, instance.system().spot(spot).shed);
                let sums = self.figures.works.entry(shed).or_default();
                let own = [1, one.span.minutes(), work.lifting().minutes()];
                for (sum, own) in sums.iter_mut().zip(own) {
                    *sum += own.max(0) as u64;
                }
            }
            let span = one.span.intersection(shift);
            if span.is_empty() {
                continue;
            }
            // movements hold what they lead to as well
            let stands = matches!(one.resource, Resource::SpotSide(..) | Resource::Track(..));
            if stands && !one.is_hold() {
                continue;
            }
            if let Some((name, units)) = pool(instance, one.resource, &one.kind) {
                let used = self.figures.used.entry(name).or_default();
                used.units = units;
                used.minutes += span.minutes() as u64;
            }
        }
        for (index, shed) in instance.system().sheds().iter().enumerate() {
            let stops = timeline.stops(Resource::Shed(ShedId::from_index(index)));
            let minutes: i32 = stops
                .iter()
                .map(|stop| stop.intersection(shift).minutes().max(0))
                .sum();
            if minutes > 0 {
                *self
                    .figures
                    .wind_minutes
                    .entry(shed.name.clone())
                    .or_default() += minutes as u64;
            }
        }
    }

    /// Trains that are gone since a minute are forgotten, and the day's queues counted where a day ends.
    pub(super) fn finish(
        &mut self,
        before: i64,
        left: &BTreeSet<String>,
        under_way: &BTreeSet<String>,
    ) {
        let now = self.now.minute;
        let kinds = &self.world.base().kinds;
        let shift = before..now;
        let came = self.now.trains.values().filter(|(train, _)| {
            train.comes >= self.figures.from
                && shift.contains(&train.comes)
                && kinds[train.kind].is_counted
        });
        self.figures.came += came.count() as u32;
        // gone are those that had come in and are no longer there
        self.now.trains.retain(|id, (_, record)| {
            left.contains(id)
                || under_way.contains(id)
                || (record.entry.is_none() && record.exit.is_none())
        });
        if now.rem_euclid(DAY) != 0 {
            return;
        }
        let (mut queue, mut held, mut inside) = (0, 0, 0);
        for (id, (train, _)) in &self.now.trains {
            if !kinds[train.kind].is_counted {
                continue;
            }
            if under_way.contains(id) {
                inside += 1;
            } else if train.comes <= now {
                queue += 1;
            } else if train.held > 0 && train.comes - train.held <= now {
                held += 1;
            }
        }
        if let Some(day) = self.figures.day(now - 1) {
            (day.queue, day.held, day.inside) = (queue, held, inside);
        }
    }
}

fn shed_of(instance: &Instance, shed: ShedId) -> String {
    instance.system().shed(shed).name.clone()
}

/// What a use counts for, and how many units there are.
fn pool(instance: &Instance, resource: Resource, kind: &Kind<'_>) -> Option<(String, u32)> {
    let system = instance.system();
    match resource {
        Resource::SpotSide(spot, 0) => {
            let shed = system.spot(spot).shed;
            let data = system.shed(shed);
            Some((format!("spots {}", data.name), data.spots.len() as u32))
        }
        Resource::Track(yard, _) => {
            let yard = system.yard(yard);
            Some((format!("tracks {}", yard.name), yard.n_tracks()))
        }
        Resource::Team(stage, _) => {
            let stage = system.stage(stage);
            Some((format!("teams {}", stage.name), stage.teams.unwrap_or(1)))
        }
        Resource::Locomotive(pool, _) => {
            let data = system.locomotive_pool(pool);
            let station = &system.station(data.station).name;
            Some((
                format!("locomotives {station} {}", data.gauge_mm),
                data.count,
            ))
        }
        Resource::Section(section) if matches!(kind, Kind::Run { .. }) => {
            let section = system.section(section);
            Some((
                format!("section {}", section.name),
                2 - u32::from(section.single_track),
            ))
        }
        Resource::Crane(crane) => {
            let shed = system.crane(crane).shed;
            let data = system.shed(shed);
            Some((format!("cranes {}", data.name), data.cranes.len() as u32))
        }
        _ => None,
    }
}
