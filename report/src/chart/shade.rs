//! Hours in which something cannot be used: stops for wind, maintenance, hours without work, what is busy at the start.

use super::rows::Key;
use super::words::{self, Word};
use regauge_model::Span;
use regauge_model::ids::{CraneId, LocomotiveId, ShedId, StageId, ThroatId};
use regauge_model::resource::Resource;
use regauge_model::timeline::Timeline;

/// A kind of shading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tone {
    /// Slower for wind.
    Slow,
    /// Stopped by wind.
    Wind,
    /// Closed, in maintenance, not working.
    Closed,
    /// Taken by a path already given away.
    Given,
    /// Busy at the start with what is no train of the plan.
    Busy,
}

impl Tone {
    pub(super) fn class(self) -> &'static str {
        match self {
            Tone::Slow => "y0",
            Tone::Wind => "y1",
            Tone::Closed => "y2",
            Tone::Given => "y5",
            Tone::Busy => "y3",
        }
    }

    /// What the legend says of it.
    pub(super) fn word(self) -> Word {
        match self {
            Tone::Slow => words::WIND_SLOW,
            Tone::Wind => words::WIND_STOP,
            Tone::Closed => words::CLOSED,
            Tone::Given => words::GIVEN_PATH,
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
            Tone::Slow | Tone::Given | Tone::Busy => 0,
        }
    }
}

/// Every shading of the rows.
pub(super) fn shades(timeline: &Timeline<'_>) -> Vec<(Key, Span, Tone)> {
    let system = timeline.instance().system();
    let mut found = Vec::new();
    for (index, spot) in system.spots().iter().enumerate() {
        let id = regauge_model::ids::SpotId::from_index(index);
        for span in &spot.closed {
            found.extend([0, 1].map(|side| (Key::Side(id, side), *span, Tone::Closed)));
        }
    }
    for (index, crane) in system.cranes().iter().enumerate() {
        let key = Key::Crane(CraneId::from_index(index));
        let shed = Resource::Shed(crane.shed);
        let (slow, stops) = (timeline.slow(shed).iter(), timeline.stops(shed).iter());
        found.extend(slow.map(|span| (key, *span, Tone::Slow)));
        found.extend(stops.map(|span| (key, *span, Tone::Wind)));
        found.extend(crane.closed.iter().map(|span| (key, *span, Tone::Closed)));
    }
    for (index, shed) in system.sheds().iter().enumerate() {
        let stops = timeline.stops(Resource::Shed(ShedId::from_index(index)));
        for spot in &shed.spots {
            let sides = [0, 1].into_iter();
            found.extend(sides.flat_map(|side| {
                let stops = stops.iter();
                stops.map(move |span| (Key::Side(*spot, side), *span, Tone::Wind))
            }));
        }
    }
    for (index, pool) in system.locomotives().iter().enumerate() {
        let stops = timeline.stops(Resource::Shunting(pool.station));
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
    for id in (0..system.throats().len()).map(ThroatId::from_index) {
        let given = timeline.given_through(id).into_iter();
        found.extend(given.map(|(_, span)| (Key::Throat(id), span, Tone::Given)));
    }
    let busy = timeline.busy().into_iter();
    found.extend(busy.filter_map(|busy| Some((Key::of(busy.resource)?, busy.span, Tone::Busy))));
    found
}
