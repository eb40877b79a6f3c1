//! Minutes of the horizon and the date-times of files.

use crate::config::{DailySpan, GeneratorConfig};
use chrono::TimeDelta;
use regauge_model::format::{DateTimeFile, SpanFile};

/// Minutes of a day.
pub(super) const DAY: i32 = 24 * 60;

/// Turns minutes since the start of the horizon into date-times.
pub(super) struct Clock {
    start: DateTimeFile,
    /// Hours of the whole horizon.
    pub(super) hours: u32,
    /// Minute at which the planning part ends.
    pub(super) planning_end: i32,
    /// Minute at which the horizon ends.
    pub(super) end: i32,
}

impl Clock {
    pub(super) fn new(config: &GeneratorConfig) -> Clock {
        let hours = config.planning_hours + config.look_ahead_hours;
        Clock {
            start: config.start,
            hours,
            planning_end: config.planning_hours as i32 * 60,
            end: hours as i32 * 60,
        }
    }

    /// The date-time of a minute.
    pub(super) fn at(&self, minute: i32) -> DateTimeFile {
        self.start + TimeDelta::minutes(i64::from(minute))
    }

    /// The minute of a date-time.
    pub(super) fn minute(&self, at: DateTimeFile) -> i32 {
        at.signed_duration_since(self.start).num_minutes() as i32
    }

    /// Days that begin inside the horizon, by their first minute.
    pub(super) fn days(&self) -> impl Iterator<Item = i32> + '_ {
        (0..).map(|day| day * DAY).take_while(|&day| day < self.end)
    }

    /// A span of every day inside the horizon, cut off at its end.
    pub(super) fn daily(&self, span: DailySpan) -> Vec<SpanFile> {
        self.days()
            .map(|day| (day + span.from as i32, (day + span.to as i32).min(self.end)))
            .filter(|(from, to)| from < to)
            .map(|(from, to)| SpanFile {
                from: self.at(from),
                to: self.at(to),
            })
            .collect()
    }
}
