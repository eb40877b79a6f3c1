//! What a small instance is about, drawn first; everything else follows it.

use crate::clock::Clock;
use crate::rng::Random;
use chrono::{DateTime, TimeDelta};
use regauge_model::format::{DateTimeFile, SpanFile};

/// Western boundary point, where the broad line begins.
pub(super) const WEST: &str = "west";
/// Eastern boundary point, where the standard line ends.
pub(super) const EAST: &str = "east";
/// The border station.
pub(super) const BORDER: &str = "border";
/// A station on the standard line, where there is one.
pub(super) const MID: &str = "mid";

/// What an instance is about.
pub(super) struct Setting {
    pub(super) clock: Clock,
    pub(super) planning_hours: u32,
    pub(super) look_ahead_hours: u32,
    pub(super) railway_day_start: String,
    /// Minute at which the railway day running at the start began (at most 0).
    pub(super) day_start: i32,
    /// Trains are under way at the start.
    pub(super) warm: bool,
    /// There is a forecast, and rules that heed it.
    pub(super) windy: bool,
    /// There is a station on the standard line.
    pub(super) mid: bool,
    /// Trains have a stage there.
    pub(super) mid_stage: bool,
    /// The standard line goes on over the border.
    pub(super) border_standard: bool,
    /// Standard trains are transshipped to broad ones too.
    pub(super) both_ways: bool,
}

impl Setting {
    pub(super) fn draw(random: &mut Random) -> Setting {
        let planning_hours = random.figure(4, 9);
        let look_ahead_hours = random.figure(2, 5);
        let midnight =
            DateTime::parse_from_rfc3339("2024-05-07T00:00:00+08:00").expect("a literal date-time");
        let minute_of_day = random.within(0, 23 * 6) * 10;
        let start: DateTimeFile = midnight + TimeDelta::minutes(i64::from(minute_of_day));
        // The railway day turns at the start, or some hours into the horizon.
        let turns = if random.chance(40) {
            0
        } else {
            random.within(2, 10) * 30
        };
        let turn_of_day = (minute_of_day + turns).rem_euclid(1440);
        let mid = random.chance(55);
        Setting {
            clock: Clock::new(start, planning_hours, look_ahead_hours),
            planning_hours,
            look_ahead_hours,
            railway_day_start: format!("{:02}:{:02}", turn_of_day / 60, turn_of_day % 60),
            day_start: if turns == 0 { 0 } else { turns - 1440 },
            warm: random.chance(55),
            windy: random.chance(55),
            mid,
            mid_stage: mid && random.chance(25),
            border_standard: random.chance(50),
            both_ways: random.chance(50),
        }
    }

    /// A closure of some minutes while most trains are about, but not before what is under way at the start has ended.
    pub(super) fn closure(&self, random: &mut Random) -> SpanFile {
        let earliest = if self.warm { 60 } else { 0 };
        let from = random.within(earliest, 240);
        let to = from + random.within(20, 90);
        self.clock.span(from, to.min(self.clock.end))
    }

    /// One closure in so many percent of cases.
    pub(super) fn closures(&self, percent: u32, random: &mut Random) -> Vec<SpanFile> {
        if random.chance(percent) {
            vec![self.closure(random)]
        } else {
            Vec::new()
        }
    }
}
