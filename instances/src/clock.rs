//! Minutes of the horizon and the date-times of files.

use crate::config::DailySpan;
use chrono::TimeDelta;
use regauge_model::format::{DateTimeFile, SpanFile};

/// Minutes of a day.
pub(crate) const DAY: i32 = 24 * 60;

/// Turns minutes since the start of the horizon into date-times.
pub(crate) struct Clock {
    start: DateTimeFile,
    /// Hours of the whole horizon.
    pub(crate) hours: u32,
    /// Minute at which the planning part ends.
    pub(crate) planning_end: i32,
    /// Minute at which the horizon ends.
    pub(crate) end: i32,
}

impl Clock {
    pub(crate) fn new(start: DateTimeFile, planning_hours: u32, look_ahead_hours: u32) -> Clock {
        let hours = planning_hours + look_ahead_hours;
        Clock {
            start,
            hours,
            planning_end: planning_hours as i32 * 60,
            end: hours as i32 * 60,
        }
    }

    /// The date-time of a minute.
    pub(crate) fn at(&self, minute: i32) -> DateTimeFile {
        self.start + TimeDelta::minutes(i64::from(minute))
    }

    /// A span of two minutes.
    pub(crate) fn span(&self, from: i32, to: i32) -> SpanFile {
        SpanFile {
            from: self.at(from),
            to: self.at(to),
        }
    }

    /// Days that begin inside the horizon, by their first minute.
    pub(crate) fn days(&self) -> impl Iterator<Item = i32> + '_ {
        (0..).map(|day| day * DAY).take_while(|&day| day < self.end)
    }

    /// A span of every day inside the horizon, cut off at its end.
    pub(crate) fn daily(&self, span: DailySpan) -> Vec<SpanFile> {
        self.days()
            .map(|day| (day + span.from as i32, (day + span.to as i32).min(self.end)))
            .filter(|(from, to)| from < to)
            .map(|(from, to)| self.span(from, to))
            .collect()
    }
}
