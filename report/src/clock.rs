//! Times for people: `HH:MM` with a day mark where the day is not the first one, and the clock on the other side of
//! the border.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, Offset, TimeZone};
use chrono_tz::Tz;
use regauge_model::instance::{DAY, Horizon};
use regauge_model::{Language, Minute, Span};

/// Behind a time and before an offset: the clock there has been put forward or back since the horizon began. A time of day that
/// comes twice is so told apart, and one behind a gap is seen to be.
pub(crate) const CHANGED: &str = "*";

/// Writes minutes of one horizon as times of day.
#[derive(Clone, Copy)]
pub(crate) struct Clock<'a> {
    horizon: &'a Horizon,
    language: Language,
    /// Times of this day bear no mark.
    day: NaiveDate,
}

impl<'a> Clock<'a> {
    pub(crate) fn new(horizon: &'a Horizon, language: Language) -> Clock<'a> {
        Clock {
            horizon,
            language,
            day: horizon.start.date_naive(),
        }
    }

    /// The clock for the rows under the heading of a day: times of the day of this minute bear no mark.
    pub(crate) fn on_day_of(self, minute: Minute) -> Clock<'a> {
        Clock {
            day: self.at(minute).date_naive(),
            ..self
        }
    }

    /// `11-15`, the calendar day of a minute.
    pub(crate) fn day(&self, minute: Minute) -> String {
        self.at(minute).format("%m-%d").to_string()
    }

    /// `21:10` on the calendar day on which the horizon starts (or that of [`Clock::on_day_of`]), else `+1 03:10` or `16日03:10`.
    pub(crate) fn time(&self, minute: Minute) -> String {
        self.marked(self.at(minute).naive_local())
    }

    /// Two times of day: `+1 03:10`, `04:30`. The second one is marked only where a whole day or more lies between;
    /// `23:30`, `00:50` is past midnight for every railwayman.
    pub(crate) fn times(&self, span: Span) -> (String, String) {
        let second = if (0..DAY).contains(&(span.to - span.from)) {
            self.at(span.to).format("%H:%M").to_string()
        } else {
            self.time(span.to)
        };
        (self.time(span.from), second)
    }

    /// `21:10–21:35`.
    pub(crate) fn span(&self, span: Span, dash: &str) -> String {
        let (from, to) = self.times(span);
        format!("{from}{dash}{to}")
    }

    /// `15:40` on the clock of a time zone, marked like [`Clock::time`]; `None` where it agrees with the plan's own throughout
    /// the horizon. With [`CHANGED`] behind it while that clock is put forward or back against the beginning.
    pub(crate) fn local_time(&self, minute: Minute, zone: Tz) -> Option<String> {
        let there = self.at(minute).with_timezone(&zone);
        let changed = self.has_changed(minute, zone);
        self.differs(zone)
            .then(|| self.marked(there.naive_local()) + changed)
    }

    /// `15:40` on the clock of a time zone, no day marked; else like [`Clock::local_time`].
    pub(crate) fn local_hour(&self, minute: Minute, zone: Tz) -> Option<String> {
        let there = self.at(minute).with_timezone(&zone);
        let changed = self.has_changed(minute, zone);
        self.differs(zone)
            .then(|| there.format("%H:%M").to_string() + changed)
    }

    /// The offsets of a time zone in the horizon, each with its name (`UTC+5`, behind a change of clocks `*UTC+5`) and the minute
    /// from which it holds; none where they agree with the plan's own throughout.
    pub(crate) fn local_offsets(&self, zone: Tz) -> Vec<(Minute, String)> {
        if !self.differs(zone) {
            return Vec::new();
        }
        let name = |minute: Minute| {
            let changed = self.has_changed(minute, zone);
            changed.to_owned() + &offset_name(self.offset(minute, zone))
        };
        let mut found = vec![(Minute(0), name(Minute(0)))];
        let samples: Vec<Minute> = self.samples().collect();
        for pair in samples.windows(2) {
            let before = self.offset(pair[0], zone);
            if self.offset(pair[1], zone) == before {
                continue;
            }
            // The first minute of the new offset.
            let (mut old, mut new) = (pair[0], pair[1]);
            while new - old > 1 {
                let middle = old + (new - old) / 2;
                if self.offset(middle, zone) == before {
                    old = middle;
                } else {
                    new = middle;
                }
            }
            found.push((new, name(new)));
        }
        found
    }

    /// Minutes of the horizon between which no clock is changed twice: its ends and every week between.
    fn samples(&self) -> impl Iterator<Item = Minute> + use<'a> {
        let end = self.horizon.end;
        let weeks = (0..end.0.max(0)).step_by(7 * DAY as usize).map(Minute);
        weeks.chain([end])
    }

    fn offset(&self, minute: Minute, zone: Tz) -> FixedOffset {
        let utc = self.at(minute).naive_utc();
        zone.offset_from_utc_datetime(&utc).fix()
    }

    /// Whether a time zone has another offset than the plan at some time of the horizon.
    fn differs(&self, zone: Tz) -> bool {
        let own = *self.horizon.start.offset();
        self.samples()
            .any(|minute| self.offset(minute, zone) != own)
    }

    /// The mark of a time at which a zone has another offset than at the beginning of the horizon.
    fn has_changed(&self, minute: Minute, zone: Tz) -> &'static str {
        let first = self.offset(Minute(0), zone);
        // What came before the horizon bears no mark: it is told against its beginning.
        let minute = minute.max(Minute(0));
        if self.offset(minute, zone) == first {
            ""
        } else {
            CHANGED
        }
    }

    /// `UTC+8`, the offset in which the plan is written.
    pub(crate) fn own_offset(&self) -> String {
        offset_name(*self.horizon.start.offset())
    }

    /// `2023-11-15 18:00`.
    pub(crate) fn date_time(&self, minute: Minute) -> String {
        self.at(minute).format("%Y-%m-%d %H:%M").to_string()
    }

    /// `11-15 18:00`.
    pub(crate) fn short_date_time(&self, minute: Minute) -> String {
        self.at(minute).format("%m-%d %H:%M").to_string()
    }

    /// Hour of the day, minute of the hour.
    pub(crate) fn hour(&self, minute: Minute) -> (u32, i32) {
        let of_day = self.of_day(minute);
        ((of_day / 60) as u32, of_day % 60)
    }

    /// A railway day as it is named and printed: `("11-16", "11-15 18:01", "11-16 18:00")`. It is named after the
    /// day on which it ends, and printed from its first minute's end, as the railways do.
    pub(crate) fn railway_day(&self, day: i32) -> (String, String, String) {
        let from = self.horizon.day_start + day.saturating_mul(DAY);
        let to = from + DAY;
        // A day that begins at midnight is the calendar day itself.
        let named = if self.of_day(from) == 0 { from } else { to };
        (
            self.at(named).format("%m-%d").to_string(),
            self.short_date_time(from + 1),
            self.short_date_time(to),
        )
    }

    /// The railway days that share a minute with a span, first and last.
    pub(crate) fn railway_days(&self, span: Span) -> (i32, i32) {
        let last = (span.to - 1).max(span.from);
        (self.horizon.day_of(span.from), self.horizon.day_of(last))
    }

    fn at(&self, minute: Minute) -> DateTime<FixedOffset> {
        self.horizon.date_time(minute)
    }

    fn of_day(&self, minute: Minute) -> i32 {
        let seconds = chrono::Timelike::num_seconds_from_midnight(&self.at(minute).time());
        (seconds / 60) as i32
    }

    fn marked(&self, at: NaiveDateTime) -> String {
        let time = at.format("%H:%M");
        let days = (at.date() - self.day).num_days();
        match (days, self.language) {
            (0, _) => time.to_string(),
            (_, Language::English) => format!("{days:+} {time}"),
            (_, Language::Chinese) => format!("{}日{time}", at.day()),
        }
    }
}

fn offset_name(offset: FixedOffset) -> String {
    let minutes = offset.local_minus_utc() / 60;
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    let sign = if minutes < 0 { '-' } else { '+' };
    if rest == 0 {
        format!("UTC{sign}{hours}")
    } else {
        format!("UTC{sign}{hours}:{rest:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Asia::{Almaty, Shanghai};

    fn horizon() -> Horizon {
        Horizon {
            start: DateTime::parse_from_rfc3339("2024-11-15T18:00:00+08:00").expect("a date-time"),
            planning_end: Minute(DAY),
            end: Minute(2 * DAY),
            day_start: Minute(0),
        }
    }

    #[test]
    fn a_day_other_than_the_first_is_marked() {
        let horizon = horizon();
        let english = Clock::new(&horizon, Language::English);
        let chinese = Clock::new(&horizon, Language::Chinese);
        assert_eq!(english.time(Minute(70)), "19:10");
        assert_eq!(english.time(Minute(9 * 60 + 10)), "+1 03:10");
        assert_eq!(chinese.time(Minute(9 * 60 + 10)), "16日03:10");
        assert_eq!(english.time(Minute(-19 * 60)), "-1 23:00");
        assert_eq!(chinese.time(Minute(-19 * 60)), "14日23:00");
    }

    #[test]
    fn the_clock_beyond_the_border_is_five_hours_ahead_of_utc() {
        let horizon = horizon();
        let clock = Clock::new(&horizon, Language::English);
        assert_eq!(
            clock.local_time(Minute(0), Almaty).as_deref(),
            Some("15:00")
        );
        // Past midnight here, the eve there.
        assert_eq!(clock.time(Minute(7 * 60)), "+1 01:00");
        assert_eq!(
            clock.local_time(Minute(7 * 60), Almaty).as_deref(),
            Some("22:00")
        );
        assert_eq!(clock.local_time(Minute(0), Shanghai), None);
        assert_eq!(
            clock.local_offsets(Almaty),
            [(Minute(0), "UTC+5".to_owned())]
        );
        assert!(clock.local_offsets(Shanghai).is_empty());
        assert_eq!(clock.own_offset(), "UTC+8");
    }

    fn horizon_from(start: &str, days: i32) -> Horizon {
        Horizon {
            start: DateTime::parse_from_rfc3339(start).expect("a date-time"),
            end: Minute(days * DAY),
            ..horizon()
        }
    }

    /// Kazakhstan went from UTC+6 to UTC+5 on 1 March 2024: from 23:00 to midnight every time came twice.
    #[test]
    fn a_clock_put_back_tells_a_time_that_comes_twice_apart() {
        let horizon = horizon_from("2024-02-29T18:00:00+08:00", 1);
        let clock = Clock::new(&horizon, Language::English);
        let time = |minute| clock.local_time(Minute(minute), Almaty);
        assert_eq!(time(0).as_deref(), Some("16:00"));
        assert_eq!(time(7 * 60 + 30).as_deref(), Some("23:30"));
        assert_eq!(time(8 * 60 + 30).as_deref(), Some("23:30*"));
        assert_eq!(time(9 * 60 + 30).as_deref(), Some("+1 00:30*"));
        assert_eq!(
            clock.local_offsets(Almaty),
            [
                (Minute(0), "UTC+6".to_owned()),
                (Minute(8 * 60), "*UTC+5".to_owned())
            ]
        );
    }

    /// The plan is written in the winter's offset; that of the summer is told all the same.
    #[test]
    fn a_clock_put_forward_during_the_plan_is_told_where_both_began_alike() {
        let horizon = horizon_from("2025-03-29T18:00:00+01:00", 1);
        let clock = Clock::new(&horizon, Language::English);
        let warsaw = chrono_tz::Europe::Warsaw;
        let hour = |minute| clock.local_hour(Minute(minute), warsaw);
        assert_eq!(hour(0).as_deref(), Some("18:00"));
        assert_eq!(hour(7 * 60 + 59).as_deref(), Some("01:59"));
        assert_eq!(hour(8 * 60).as_deref(), Some("03:00*"));
        assert_eq!(
            clock.local_offsets(warsaw),
            [
                (Minute(0), "UTC+1".to_owned()),
                (Minute(8 * 60), "*UTC+2".to_owned())
            ]
        );
        // A year has both changes, and the second ends the first.
        let horizon = horizon_from("2025-01-10T18:00:00+01:00", 350);
        let clock = Clock::new(&horizon, Language::English);
        let names: Vec<String> = clock
            .local_offsets(warsaw)
            .into_iter()
            .map(|o| o.1)
            .collect();
        assert_eq!(names, ["UTC+1", "*UTC+2", "UTC+1"]);
    }

    #[test]
    fn the_end_of_a_span_is_marked_only_a_day_later() {
        let horizon = horizon();
        let clock = Clock::new(&horizon, Language::English);
        let times = |from, to| {
            let (from, to) = clock.times(Span::new(Minute(from), Minute(to)));
            format!("{from}/{to}")
        };
        assert_eq!(times(330, 410), "23:30/00:50");
        assert_eq!(times(370, 410), "+1 00:10/00:50");
        assert_eq!(times(0, DAY), "18:00/+1 18:00");
    }

    #[test]
    fn a_railway_day_is_printed_from_18_01() {
        let horizon = horizon();
        let clock = Clock::new(&horizon, Language::English);
        let day = clock.railway_day(0);
        assert_eq!(
            day,
            (
                "11-16".to_owned(),
                "11-15 18:01".to_owned(),
                "11-16 18:00".to_owned()
            )
        );
        assert_eq!(
            clock.railway_days(Span::new(Minute(0), Minute(DAY))),
            (0, 0)
        );
    }
}
