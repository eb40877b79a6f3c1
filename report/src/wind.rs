//! When the wind stops cranes, shunting and trains, derived from the instance alone.
//!
//! The view shades these spans; it takes no figure of the plan on trust for them. The rule is the one of
//! `docs/rules.md` (Wind), by the hours of the series.

use regauge_model::ids::{SectionId, ShedId, StationId};
use regauge_model::system::{WindRule, ZoneWind};
use regauge_model::timeline::{CraneWork, Use};
use regauge_model::{Instance, Minute, Span};

const HOUR: i32 = 60;

/// Spans within the horizon in which the cranes of a shed stand still; none indoors.
pub(crate) fn crane_stops(instance: &Instance, shed: ShedId) -> Vec<Span> {
    let system = instance.system();
    let shed = system.shed(shed);
    let zone = shed.zone.or(system.station(shed.station).zone);
    let Some(zone) = zone.filter(|_| !shed.indoor) else {
        return Vec::new();
    };
    let wind = instance.wind(zone);
    stops(
        wind,
        shed.crane_rule.as_ref(),
        &wind.crane_stops,
        instance.horizon().end,
    )
}

/// When the wind lets crane work stand still: in every stop of its cranes, or, where work on the ground goes on, in those
/// between preparation and finishing.
pub(crate) fn work_pauses(instance: &Instance, at: &Use<'_>, work: &CraneWork<'_>) -> Vec<Span> {
    let Some(spot) = at.spot() else {
        return Vec::new();
    };
    let shed = instance.system().spot(spot).shed;
    let felt = if instance.system().shed(shed).ground_work_in_stops {
        Span::new(work.lifting_from, work.lifted())
    } else {
        at.span
    };
    parts(&crane_stops(instance, shed), felt)
}

/// What lies of spans in another one.
fn parts(spans: &[Span], within: Span) -> Vec<Span> {
    let parts = spans.iter().map(|span| span.intersection(within));
    parts.filter(|part| !part.is_empty()).collect()
}

/// Spans within the horizon in which nobody shunts at a station.
pub(crate) fn shunting_stops(instance: &Instance, station: StationId) -> Vec<Span> {
    let station = instance.system().station(station);
    let Some(zone) = station.zone else {
        return Vec::new();
    };
    let wind = instance.wind(zone);
    stops(
        wind,
        station.shunting_rule.as_ref(),
        &wind.shunting_stops,
        instance.horizon().end,
    )
}

/// Spans within the horizon in which no train runs through a section.
pub(crate) fn line_stops(instance: &Instance, section: SectionId) -> Vec<Span> {
    let section = instance.system().section(section);
    let Some(zone) = section.zone else {
        return Vec::new();
    };
    let wind = instance.wind(zone);
    stops(
        wind,
        section.wind_rule.as_ref(),
        &wind.line_stops,
        instance.horizon().end,
    )
}

/// Spans within the horizon in which the cranes of a shed are slow; none indoors.
pub(crate) fn crane_slow(instance: &Instance, shed: ShedId) -> Vec<Span> {
    let system = instance.system();
    let shed = system.shed(shed);
    let zone = shed.zone.or(system.station(shed.station).zone);
    let Some(zone) = zone.filter(|_| !shed.indoor) else {
        return Vec::new();
    };
    slow(instance, instance.wind(zone), shed.crane_rule.as_ref())
}

/// Spans within the horizon in which trains run slowly through a section.
pub(crate) fn line_slow(instance: &Instance, section: SectionId) -> Vec<Span> {
    let section = instance.system().section(section);
    let Some(zone) = section.zone else {
        return Vec::new();
    };
    slow(instance, instance.wind(zone), section.wind_rule.as_ref())
}

/// The hours whose gusts reach the threshold of a rule for going slowly.
fn slow(instance: &Instance, wind: &ZoneWind, rule: Option<&WindRule>) -> Vec<Span> {
    let threshold = rule.and_then(|rule| rule.slow);
    let (Some((threshold, _)), Some((first, hours))) = (threshold, &wind.series) else {
        return Vec::new();
    };
    let hours = hours.iter().enumerate();
    let slow = hours.filter(|(_, (_, gust))| *gust >= threshold);
    let spans = slow.map(|(index, _)| {
        let begins = *first + (index as i32).saturating_mul(HOUR);
        Span::new(begins, begins + HOUR)
    });
    merged(
        spans.collect(),
        Span::new(Minute(0), instance.horizon().end),
    )
}

fn stops(wind: &ZoneWind, rule: Option<&WindRule>, ordered: &[Span], end: Minute) -> Vec<Span> {
    let mut spans = rule.map_or_else(Vec::new, |rule| stops_by_rule(wind, rule));
    spans.extend_from_slice(ordered);
    merged(spans, Span::new(Minute(0), end))
}

/// Stops that a rule makes of the series.
fn stops_by_rule(wind: &ZoneWind, rule: &WindRule) -> Vec<Span> {
    let Some((first, hours)) = &wind.series else {
        return Vec::new();
    };
    let reaches = |value: f64, threshold: Option<f64>| threshold.is_some_and(|t| value >= t);
    let mut spans = Vec::new();
    // Start of the stop, and its end once an hour has let it resume.
    let mut stop: Option<(Minute, Option<Minute>)> = None;
    // Outside the series it is calm: one calm hour more ends every stop.
    let calm = (0.0, 0.0);
    for (index, (mean, gust)) in hours.iter().copied().chain([calm]).enumerate() {
        let begins = *first + (index as i32).saturating_mul(HOUR);
        let is_calm = index == hours.len();
        if let Some((from, Some(resumes))) = stop
            && resumes <= begins
        {
            spans.push(Span::new(from, resumes));
            stop = None;
        }
        if !is_calm && (reaches(mean, rule.stop_mean) || reaches(gust, rule.stop_gust)) {
            let from = stop.map_or(begins, |(from, _)| from);
            stop = Some((from, None));
        } else if let Some((from, None)) = stop {
            let holds_on = reaches(mean, rule.resume_mean.or(rule.stop_mean))
                || reaches(gust, rule.resume_gust.or(rule.stop_gust));
            if is_calm || !holds_on {
                stop = Some((from, Some(begins + rule.resume_delay)));
            }
        }
    }
    if let Some((from, Some(resumes))) = stop {
        spans.push(Span::new(from, resumes));
    }
    spans
}

/// The same minutes within `window`, in order, none twice.
fn merged(mut spans: Vec<Span>, window: Span) -> Vec<Span> {
    spans.sort();
    let mut result: Vec<Span> = Vec::new();
    for span in spans {
        let span = span.intersection(window);
        if span.is_empty() {
            continue;
        }
        match result.last_mut() {
            Some(last) if span.from <= last.to => last.to = last.to.max(span.to),
            _ => result.push(span),
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: i32, to: i32) -> Span {
        Span::new(Minute(from), Minute(to))
    }

    fn rule(delay: i32) -> WindRule {
        WindRule {
            stop_mean: Some(10.8),
            stop_gust: Some(17.0),
            resume_mean: Some(9.0),
            resume_gust: None,
            resume_delay: delay,
            slow: None,
        }
    }

    fn series(hours: &[(f64, f64)]) -> ZoneWind {
        ZoneWind {
            series: Some((Minute(0), hours.to_vec())),
            ..ZoneWind::default()
        }
    }

    #[test]
    fn it_stops_with_the_hour_and_resumes_after_the_delay() {
        let wind = series(&[(5.0, 8.0), (10.8, 12.0), (8.0, 12.0), (5.0, 8.0)]);
        assert_eq!(stops_by_rule(&wind, &rule(30)), [span(60, 150)]);
    }

    #[test]
    fn it_does_not_resume_between_the_thresholds() {
        let wind = series(&[(11.0, 12.0), (10.0, 12.0), (8.9, 16.9)]);
        assert_eq!(stops_by_rule(&wind, &rule(0)), [span(0, 120)]);
    }

    #[test]
    fn a_stop_reached_again_within_the_delay_goes_on() {
        let wind = series(&[
            (11.0, 12.0),
            (5.0, 8.0),
            (11.0, 8.0),
            (5.0, 8.0),
            (5.0, 8.0),
        ]);
        assert_eq!(stops_by_rule(&wind, &rule(90)), [span(0, 270)]);
        assert_eq!(
            stops_by_rule(&wind, &rule(60)),
            [span(0, 120), span(120, 240)]
        );
    }

    #[test]
    fn after_the_series_it_is_calm() {
        let wind = series(&[(11.0, 18.0)]);
        assert_eq!(stops_by_rule(&wind, &rule(30)), [span(0, 90)]);
    }

    #[test]
    fn ordered_stops_need_no_rule_and_join() {
        let wind = ZoneWind {
            crane_stops: vec![span(50, 70), span(-10, 20), span(70, 80)],
            ..ZoneWind::default()
        };
        let found = stops(&wind, None, &wind.crane_stops, Minute(75));
        assert_eq!(found, [span(0, 20), span(50, 75)]);
    }
}
