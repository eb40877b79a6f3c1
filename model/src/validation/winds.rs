//! Operating rules under wind, hourly series, ordered closures.

use super::diagnostics::{At, Diagnostics};
use super::figures::{WINDS, minute, minutes, real, span_between, within};
use super::names::Names;
use super::rules::{BAD_SERIES, BAD_WIND_RULE, NO_ZONE, REPEATED};
use crate::format::{InstanceFile, WindEffectFile, WindRuleFile, WindSeriesFile};
use crate::ids::ZoneId;
use crate::instance::Horizon;
use crate::system::{WindRule, ZoneWind};
use crate::time::Minute;
use crate::words;
use std::ops::RangeInclusive;

/// Speed in percent while slowed.
const SPEEDS: RangeInclusive<u32> = 1..=100;
/// Most hours of a series: the days a date-time may be away from the start, both ways.
const MAX_HOURS: usize = 2000 * 24;

/// An operating rule of something in a zone.
pub(super) fn rule(
    file: &WindRuleFile,
    zone: Option<ZoneId>,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> WindRule {
    if zone.is_none() {
        let message = words::rule_without_zone();
        diagnostics.add(NO_ZONE, at, "", message);
    }
    let mut wind = |value: Option<f64>, field: &str| {
        value.and_then(|value| real(value, &WINDS, "m/s", &at.field(field), diagnostics))
    };
    let stop_mean = wind(file.stop_mean_mps, "stop_mean_mps");
    let stop_gust = wind(file.stop_gust_mps, "stop_gust_mps");
    let resume_mean = wind(file.resume_mean_mps, "resume_mean_mps");
    let resume_gust = wind(file.resume_gust_mps, "resume_gust_mps");
    let slow_gust = wind(file.slow_gust_mps, "slow_gust_mps");
    for (what, stop, resume, field) in [
        (words::mean(), stop_mean, resume_mean, "resume_mean_mps"),
        (words::gust(), stop_gust, resume_gust, "resume_gust_mps"),
    ] {
        let (Some(stop), Some(resume)) = (stop, resume) else {
            continue;
        };
        if resume > stop {
            let message = words::resumes_above(&what, resume, stop);
            diagnostics.add(BAD_WIND_RULE, &at.field(field), resume, message);
        }
    }
    let stops = file.stop_mean_mps.is_some() || file.stop_gust_mps.is_some();
    for (field, given) in [
        ("resume_mean_mps", file.resume_mean_mps.is_some()),
        ("resume_gust_mps", file.resume_gust_mps.is_some()),
        ("resume_delay_minutes", file.resume_delay_minutes > 0),
    ] {
        if given && !stops {
            let message = words::nothing_stops();
            diagnostics.add(BAD_WIND_RULE, &at.field(field), "", message);
        }
    }
    let slow = match (file.slow_gust_mps, file.slow_speed_percent) {
        (Some(_), Some(percent)) => {
            let at = at.field("slow_speed_percent");
            let percent = within(percent, &SPEEDS, words::percent(), &at, diagnostics);
            slow_gust.map(|gust| (gust, percent))
        }
        (Some(gust), None) => {
            let message = words::slow_needs_speed();
            diagnostics.add(BAD_WIND_RULE, &at.field("slow_gust_mps"), gust, message);
            None
        }
        (None, Some(percent)) => {
            let message = words::slow_needs_gust();
            diagnostics.add(
                BAD_WIND_RULE,
                &at.field("slow_speed_percent"),
                percent,
                message,
            );
            None
        }
        (None, None) => {
            if !stops {
                diagnostics.add(BAD_WIND_RULE, at, "", words::rule_idle());
            }
            None
        }
    };
    WindRule {
        stop_mean,
        stop_gust,
        resume_mean,
        resume_gust,
        resume_delay: minutes(
            file.resume_delay_minutes,
            &at.field("resume_delay_minutes"),
            diagnostics,
        ),
        slow,
    }
}

/// The wind of every zone.
pub(super) fn winds(
    file: &InstanceFile,
    names: &Names,
    horizon: &Horizon,
    diagnostics: &mut Diagnostics,
) -> Vec<ZoneWind> {
    let mut winds: Vec<ZoneWind> = Vec::new();
    winds.resize_with(file.system.zones.len(), ZoneWind::default);
    let Some(file) = &file.wind else { return winds };
    let at = At::ROOT.field("wind");
    let list = at.field("series");
    for (i, file) in file.series.iter().enumerate() {
        let at = list.index(i);
        let zone = names.zones.find(&file.zone, &at.field("zone"), diagnostics);
        let read = series(file, horizon, &at, diagnostics);
        let Some(wind) = zone.and_then(|zone| winds.get_mut(zone)) else {
            continue;
        };
        if wind.series.is_some() {
            let message = words::two_series(&file.zone);
            diagnostics.add(REPEATED, &at.field("zone"), &file.zone, message);
        }
        wind.series = read;
    }
    let list = at.field("closures");
    for (i, file) in file.closures.iter().enumerate() {
        let at = list.index(i);
        let zone = names.zones.find(&file.zone, &at.field("zone"), diagnostics);
        let span = span_between(
            horizon,
            (&file.from, "from"),
            (&file.to, "to"),
            &at,
            diagnostics,
        );
        let wind = zone.and_then(|zone| winds.get_mut(zone));
        if let (Some(wind), Some(span)) = (wind, span) {
            match file.stops {
                WindEffectFile::Cranes => wind.crane_stops.push(span),
                WindEffectFile::Shunting => wind.shunting_stops.push(span),
                WindEffectFile::Line => wind.line_stops.push(span),
            }
        }
    }
    winds
}

fn series(
    file: &WindSeriesFile,
    horizon: &Horizon,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<(Minute, Vec<(f64, f64)>)> {
    let from = minute(
        horizon,
        &file.hourly_from,
        &at.field("hourly_from"),
        diagnostics,
    );
    let (means, gusts) = (file.mean_mps.len(), file.gust_mps.len());
    if means != gusts {
        let message = words::series_differ(means, gusts);
        diagnostics.add(BAD_SERIES, &at.field("gust_mps"), gusts, message);
    }
    for (field, hours) in [("mean_mps", means), ("gust_mps", gusts)] {
        if hours == 0 {
            let message = words::series_empty();
            diagnostics.add(BAD_SERIES, &at.field(field), "", message);
        } else if hours > MAX_HOURS {
            let message = words::series_too_long(hours, MAX_HOURS);
            diagnostics.add(BAD_SERIES, &at.field(field), hours, message);
        }
    }
    let mut hours = |values: &[f64], field: &str| -> Vec<f64> {
        let list = at.field(field);
        let values = values.iter().enumerate();
        let mut read =
            |(i, value): (usize, &f64)| real(*value, &WINDS, "m/s", &list.index(i), diagnostics);
        values.filter_map(&mut read).collect()
    };
    let mean = hours(&file.mean_mps, "mean_mps");
    let gust = hours(&file.gust_mps, "gust_mps");
    Some((from?, mean.into_iter().zip(gust).collect()))
}
