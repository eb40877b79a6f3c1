//! Times and figures: date-times to minutes, spans, ranges, decimals.

use super::diagnostics::{At, Diagnostics};
use super::rules::{
    BAD_HORIZON, BAD_TIME_OF_DAY, EMPTY_SPAN, FAR_AWAY, MISSING_FIELD, NOT_WHOLE_MINUTE,
    OUT_OF_RANGE, TOO_MANY_DECIMALS, WRONG_GAUGE,
};
use crate::format::{DateTimeFile, HorizonFile, SpanFile};
use crate::instance::{DAY, Horizon};
use crate::message::{Message, Value};
use crate::time::{Minute, Span};
use crate::words;
use chrono::Timelike;
use std::ops::RangeInclusive;

/// Longest horizon in hours: 400 days.
const LONGEST_HORIZON: u32 = 400 * 24;
/// Farthest a date-time may be from the start of the horizon, in minutes: 1000 days.
const FARTHEST: i32 = 1000 * DAY;

/// Longest duration in minutes: ten days.
pub(super) const MINUTES: RangeInclusive<u32> = 0..=10 * 24 * 60;
/// The same for what cannot take no time at all.
pub(super) const SOME_MINUTES: RangeInclusive<u32> = 1..=10 * 24 * 60;
/// Track gauges in millimetres.
pub(super) const GAUGES: RangeInclusive<u32> = 300..=3000;
/// Lengths of tracks, spots and rakes in metres.
pub(super) const LENGTHS: RangeInclusive<u32> = 1..=10_000;
/// Counts of things of one kind.
pub(super) const COUNTS: RangeInclusive<u32> = 1..=1000;
/// Winds in metres per second.
pub(super) const WINDS: RangeInclusive<f64> = 0.0..=200.0;

/// Reads the horizon; with problems, one that lets the rest be checked.
pub(super) fn horizon(file: &HorizonFile, diagnostics: &mut Diagnostics) -> Horizon {
    let at = At::ROOT.field("horizon");
    let start = file.start;
    if start.second() != 0 || start.nanosecond() != 0 {
        let message = words::start_not_whole();
        diagnostics.add(
            NOT_WHOLE_MINUTE,
            &at.field("start"),
            start.to_rfc3339(),
            message,
        );
    }
    let (planning_end, end) = match (&file.planning_end, &file.end) {
        (None, None) => by_hours(file, &at, diagnostics),
        (Some(planning), Some(end)) => by_ends(file, (planning, end), &at, diagnostics),
        (planning, _) => {
            let field = if planning.is_some() {
                "end"
            } else {
                "planning_end"
            };
            let message = words::both_ends();
            diagnostics.add(MISSING_FIELD, &at.field(field), "", message);
            (Minute(60), Minute(60))
        }
    };
    let day_begins = time_of_day(&file.railway_day_start).unwrap_or_else(|| {
        let message = words::bad_day_start();
        let at = at.field("railway_day_start");
        diagnostics.add(BAD_TIME_OF_DAY, &at, &file.railway_day_start, message);
        0
    });
    let time = (start.hour() * 60 + start.minute()) as i32;
    Horizon {
        start,
        planning_end,
        end,
        day_start: Minute(-(time - day_begins).rem_euclid(DAY)),
    }
}

/// Both ends of a horizon given in hours.
fn by_hours(file: &HorizonFile, at: &At, diagnostics: &mut Diagnostics) -> (Minute, Minute) {
    let hours = u64::from(file.planning_hours) + u64::from(file.look_ahead_hours);
    if file.planning_hours == 0 {
        let message = words::no_planning_part();
        diagnostics.add(
            BAD_HORIZON,
            &at.field("planning_hours"),
            file.planning_hours,
            message,
        );
    } else if hours > u64::from(LONGEST_HORIZON) {
        let path = if file.planning_hours > LONGEST_HORIZON {
            "planning_hours"
        } else {
            "look_ahead_hours"
        };
        let message = words::horizon_too_long(hours);
        diagnostics.add(BAD_HORIZON, &at.field(path), hours, message);
    }
    let planning = file.planning_hours.clamp(1, LONGEST_HORIZON) as i32;
    let all = hours.clamp(1, u64::from(LONGEST_HORIZON)) as i32;
    (Minute(planning * 60), Minute(all * 60))
}

/// Both ends of a horizon given as date-times. The planning part may be over at the start.
fn by_ends(
    file: &HorizonFile,
    (planning, end): (&DateTimeFile, &DateTimeFile),
    at: &At,
    diagnostics: &mut Diagnostics,
) -> (Minute, Minute) {
    for (field, hours) in [
        ("planning_hours", file.planning_hours),
        ("look_ahead_hours", file.look_ahead_hours),
    ] {
        if hours > 0 {
            let message = words::ends_not_hours();
            diagnostics.add(BAD_HORIZON, &at.field(field), hours, message);
        }
    }
    let mut read = |time: &DateTimeFile, field: &str| {
        let at = at.field(field);
        if time.second() != 0 || time.nanosecond() != 0 {
            let message = words::whole_minutes();
            diagnostics.add(NOT_WHOLE_MINUTE, &at, time.to_rfc3339(), message);
        }
        let minutes = time.signed_duration_since(file.start).num_minutes();
        let most = i64::from(LONGEST_HORIZON) * 60;
        if minutes.abs() > most {
            let message = words::far_from_start();
            diagnostics.add(BAD_HORIZON, &at, time.to_rfc3339(), message);
        }
        Minute(minutes.clamp(-most, most) as i32)
    };
    let (planning_end, all) = (read(planning, "planning_end"), read(end, "end"));
    if all <= Minute(0) || all < planning_end {
        let message = words::horizon_ends_early();
        diagnostics.add(BAD_HORIZON, &at.field("end"), end.to_rfc3339(), message);
    }
    (planning_end, all.max(Minute(1)))
}

fn time_of_day(text: &str) -> Option<i32> {
    let (hours, minutes) = text.split_once(':')?;
    let digits = |t: &str| t.len() == 2 && t.bytes().all(|b| b.is_ascii_digit());
    if !digits(hours) || !digits(minutes) {
        return None;
    }
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

/// The minute of a date-time.
pub(super) fn minute(
    horizon: &Horizon,
    time: &DateTimeFile,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<Minute> {
    if time.second() != 0 || time.nanosecond() != 0 {
        let message = words::whole_minutes();
        diagnostics.add(NOT_WHOLE_MINUTE, at, time.to_rfc3339(), message);
        return None;
    }
    // A start off the minute is reported by itself.
    let start = horizon
        .start
        .with_second(0)
        .and_then(|t| t.with_nanosecond(0));
    let minutes = time
        .signed_duration_since(start.unwrap_or(horizon.start))
        .num_minutes();
    if minutes.abs() > i64::from(FARTHEST) {
        let message = words::very_far_from_start();
        diagnostics.add(FAR_AWAY, at, time.to_rfc3339(), message);
        return None;
    }
    Some(Minute(minutes as i32))
}

/// A span from two date-times, the fields of which have these names.
pub(super) fn span_between(
    horizon: &Horizon,
    (from, from_name): (&DateTimeFile, &str),
    (to, to_name): (&DateTimeFile, &str),
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<Span> {
    let start = minute(horizon, from, &at.field(from_name), diagnostics);
    let end = minute(horizon, to, &at.field(to_name), diagnostics);
    let span = Span::new(start?, end?);
    if span.is_empty() {
        let message = if span.from == span.to {
            words::empty_span()
        } else {
            words::span_reversed()
        };
        diagnostics.add(EMPTY_SPAN, &at.field(to_name), to.to_rfc3339(), message);
        return None;
    }
    Some(span)
}

/// A span.
pub(super) fn span(
    horizon: &Horizon,
    file: &SpanFile,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<Span> {
    span_between(
        horizon,
        (&file.from, "from"),
        (&file.to, "to"),
        at,
        diagnostics,
    )
}

/// A list of spans.
pub(super) fn spans(
    horizon: &Horizon,
    files: &[SpanFile],
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Vec<Span> {
    let each = files.iter().enumerate();
    each.filter_map(|(i, file)| span(horizon, file, &at.index(i), diagnostics))
        .collect()
}

/// A figure within its limits; outside, a problem and the nearer limit.
pub(super) fn within(
    value: u32,
    limits: &RangeInclusive<u32>,
    unit: impl Into<Value>,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> u32 {
    if !limits.contains(&value) {
        let (least, most) = (limits.start(), limits.end());
        let message = words::outside_limits(value, unit, least, most);
        diagnostics.add(OUT_OF_RANGE, at, value, message);
    }
    value.clamp(*limits.start(), *limits.end())
}

/// A duration in minutes within its limits.
pub(super) fn duration(
    value: u32,
    limits: &RangeInclusive<u32>,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> i32 {
    within(value, limits, words::minutes(), at, diagnostics) as i32
}

/// A figure with a fraction within its limits.
pub(super) fn real(
    value: f64,
    limits: &RangeInclusive<f64>,
    unit: impl Into<Value>,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<f64> {
    let inside = value.is_finite() && limits.contains(&value);
    if !inside {
        let (least, most) = (limits.start(), limits.end());
        let message = words::outside_limits(value, unit, least, most);
        diagnostics.add(OUT_OF_RANGE, at, value, message);
    }
    inside.then_some(value)
}

/// A figure with at most two decimals, in hundredths.
pub(super) fn centi(
    value: f64,
    limits: &RangeInclusive<f64>,
    unit: impl Into<Value>,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> i64 {
    let Some(value) = real(value, limits, unit, at, diagnostics) else {
        return 0;
    };
    let hundredths = (value * 100.0).round();
    if (value * 100.0 - hundredths).abs() > 1e-6 {
        let message = words::two_decimals();
        diagnostics.add(TOO_MANY_DECIMALS, at, value, message);
    }
    hundredths as i64
}

/// A track gauge within sane limits.
pub(super) fn gauge(gauge_mm: u32, at: &At, diagnostics: &mut Diagnostics) -> u32 {
    within(gauge_mm, &GAUGES, "mm", at, diagnostics)
}

/// A duration that may be zero.
pub(super) fn minutes(value: u32, at: &At, diagnostics: &mut Diagnostics) -> i32 {
    duration(value, &MINUTES, at, diagnostics)
}

/// A duration that may not be zero.
pub(super) fn some_minutes(value: u32, at: &At, diagnostics: &mut Diagnostics) -> i32 {
    duration(value, &SOME_MINUTES, at, diagnostics)
}

/// A problem when two gauges differ.
pub(super) fn same_gauge(
    (what, one): (Message, u32),
    (other_what, other): (Message, u32),
    at: &At,
    value: &str,
    diagnostics: &mut Diagnostics,
) -> bool {
    if one != other {
        let message = words::gauges_differ(&what, one, &other_what, other);
        diagnostics.add(WRONG_GAUGE, at, value, message);
    }
    one == other
}
