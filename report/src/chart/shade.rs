//! Hours in which something cannot be used: stops for wind, maintenance, hours without work, what is busy at the start.

use super::marks::Mark;
use super::rows::Key;
use super::words::{self, Word};
use crate::wind;
use regauge_model::ids::{CraneId, LocomotiveId, ShedId, StageId};
use regauge_model::instance::BusyWhat;
use regauge_model::{Instance, Minute, Span};
use std::collections::BTreeSet;

/// A kind of shading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tone {
    /// Slower for wind.
    Slow,
    /// Stopped by wind.
    Wind,
    /// Closed, in maintenance, not working.
    Closed,
    /// Busy at the start with what is no train of the plan.
    Busy,
}

impl Tone {
    pub(super) fn class(self) -> &'static str {
        match self {
            Tone::Slow => "y0",
            Tone::Wind => "y1",
            Tone::Closed => "y2",
            Tone::Busy => "y3",
        }
    }

    /// What the legend says of it.
    pub(super) fn word(self) -> Word {
        match self {
            Tone::Slow => words::WIND_SLOW,
            Tone::Wind => words::WIND_STOP,
            Tone::Closed => words::CLOSED,
            Tone::Busy => words::BUSY,
        }
    }

    /// What it means in a row.
    pub(super) fn word_in(self, key: Key) -> Word {
        match (self, key) {
            (Tone::Closed, Key::Crane(_)) => words::MAINTENANCE,
            (Tone::Closed, Key::Team(..)) => words::NOT_WORKING,
            (Tone::Closed, _) => words::SPOT_CLOSED,
            _ => self.word(),
        }
    }

    /// Which way it is hatched.
    pub(super) fn leans(self) -> i32 {
        match self {
            Tone::Wind => -1,
            Tone::Closed => 1,
            Tone::Slow | Tone::Busy => 0,
        }
    }
}

/// Every shading of the rows.
pub(super) fn shades(instance: &Instance, marks: &[Mark]) -> Vec<(Key, Span, Tone)> {
    let system = instance.system();
    let mut found = Vec::new();
    for (index, spot) in system.spots().iter().enumerate() {
        let id = regauge_model::ids::SpotId::from_index(index);
        for span in &spot.closed {
            found.extend([0, 1].map(|side| (Key::Side(id, side), *span, Tone::Closed)));
        }
    }
    for (index, crane) in system.cranes().iter().enumerate() {
        let key = Key::Crane(CraneId::from_index(index));
        let stops = wind::crane_stops(instance, crane.shed);
        let slow = wind::crane_slow(instance, crane.shed);
        found.extend(slow.into_iter().map(|span| (key, span, Tone::Slow)));
        found.extend(stops.into_iter().map(|span| (key, span, Tone::Wind)));
        found.extend(crane.closed.iter().map(|span| (key, *span, Tone::Closed)));
    }
    for (index, shed) in system.sheds().iter().enumerate() {
        let stops = wind::crane_stops(instance, ShedId::from_index(index));
        for spot in &shed.spots {
            let sides = [0, 1].into_iter();
            found.extend(sides.flat_map(|side| {
                let stops = stops.iter();
                stops.map(move |span| (Key::Side(*spot, side), *span, Tone::Wind))
            }));
        }
    }
    for (index, pool) in system.locomotives().iter().enumerate() {
        let stops = wind::shunting_stops(instance, pool.station);
        for number in 1..=pool.count {
            let key = Key::Locomotive(LocomotiveId::from_index(index), number);
            found.extend(stops.iter().map(|span| (key, *span, Tone::Wind)));
        }
    }
    for (index, stage) in system.stages().iter().enumerate() {
        let id = StageId::from_index(index);
        for number in 1..=stage.teams.unwrap_or(1) {
            let key = Key::Team(id, number);
            found.extend(stage.closed.iter().map(|span| (key, *span, Tone::Closed)));
        }
    }
    found.extend(busy(instance, marks));
    found
}

/// What is busy at the start: of a pool some unit that has nothing else to do until then.
fn busy(instance: &Instance, marks: &[Mark]) -> Vec<(Key, Span, Tone)> {
    let system = instance.system();
    let mut taken: BTreeSet<Key> = BTreeSet::new();
    let mut found = Vec::new();
    for busy in instance.busy() {
        let span = Span::new(Minute(0), busy.until);
        let (units, key): (u32, &dyn Fn(u32) -> Key) = match &busy.what {
            BusyWhat::Crane(crane) => {
                found.push((Key::Crane(*crane), span, Tone::Busy));
                continue;
            }
            BusyWhat::Track(yard, track) => {
                found.push((Key::Track(*yard, *track), span, Tone::Busy));
                continue;
            }
            BusyWhat::Side(spot, gauge_mm) => {
                let side = usize::from(system.spot(*spot).gauges_mm[0] != *gauge_mm);
                found.push((Key::Side(*spot, side), span, Tone::Busy));
                continue;
            }
            BusyWhat::Team(stage) => (system.stage(*stage).teams.unwrap_or(1), &|number| {
                Key::Team(*stage, number)
            }),
            BusyWhat::Locomotive(pool) => (system.locomotive_pool(*pool).count, &|number| {
                Key::Locomotive(*pool, number)
            }),
        };
        let is_free = |key: &Key| {
            let mut marks = marks.iter().filter(|mark| mark.key == *key);
            !taken.contains(key) && marks.all(|mark| !mark.span.overlaps(span))
        };
        let unit = (1..=units).map(key).find(is_free);
        if let Some(unit) = unit {
            taken.insert(unit);
            found.push((unit, span, Tone::Busy));
        }
    }
    found
}
