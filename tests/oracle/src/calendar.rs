//! Wind by the minute: which minutes are stopped, and how fast work and trains are in the others.

use regauge_model::Instance;
use regauge_model::ids::ZoneId;
use regauge_model::system::{WindRule, ZoneWind};
use regauge_model::{Minute, Span};

/// Speed in percent of every minute of the horizon; 0 where stopped.
#[derive(Clone, Debug)]
pub(crate) struct Speeds(Vec<u32>);

/// What an ordered closure stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asset {
    /// Outdoor cranes.
    Cranes,
    /// Shunting.
    Shunting,
    /// Trains on the line.
    Line,
}

impl Speeds {
    /// Speeds of an asset with a rule in a zone.
    pub(crate) fn of(
        instance: &Instance,
        zone: Option<ZoneId>,
        rule: Option<&WindRule>,
        asset: Asset,
    ) -> Speeds {
        let end = instance.run_on_end().0;
        let mut speeds = vec![100; end.max(0) as usize];
        let Some(zone) = zone else {
            return Speeds(speeds);
        };
        let wind = instance.wind(zone);
        if let (Some(rule), Some((from, hours))) = (rule, &wind.series) {
            slow_down(&mut speeds, rule, from.0, hours);
            for stop in stops(rule, from.0, hours) {
                fill(&mut speeds, stop, 0);
            }
        }
        for closure in ordered(wind, asset) {
            fill(&mut speeds, *closure, 0);
        }
        Speeds(speeds)
    }

    /// Whether some minute of the span (as far as it lies in the horizon) is stopped.
    pub(crate) fn stopped_in(&self, from: i32, to: i32) -> bool {
        self.stopped_minutes(from, to) > 0
    }

    /// Stopped minutes of a span.
    pub(crate) fn stopped_minutes(&self, from: i32, to: i32) -> u32 {
        (from.max(0)..to.min(self.0.len() as i32))
            .filter(|&minute| self.0[minute as usize] == 0)
            .count() as u32
    }

    /// First minute by which so many minutes that are not stopped have passed; `None` when not within the horizon.
    pub(crate) fn open_minutes_passed(&self, from: i32, minutes: i32) -> Option<i32> {
        let (mut left, mut now) = (minutes, from);
        while left > 0 {
            left -= i32::from(*self.0.get(usize::try_from(now).ok()?)? > 0);
            now += 1;
        }
        Some(now)
    }

    /// The minute itself, or the end of the stop it is in.
    pub(crate) fn not_stopped(&self, minute: i32) -> i32 {
        let mut now = minute;
        while self.stopped_in(now, now + 1) {
            now += 1;
        }
        now
    }

    /// First minute by which work of so many minutes at full speed is done; `None` when not within the horizon.
    pub(crate) fn done(&self, from: i32, minutes: i32) -> Option<i32> {
        let mut left = i64::from(minutes) * 100;
        let mut now = from;
        while left > 0 {
            left -= i64::from(*self.0.get(usize::try_from(now).ok()?)?);
            now += 1;
        }
        Some(now)
    }
}

fn ordered(wind: &ZoneWind, asset: Asset) -> &[Span] {
    match asset {
        Asset::Cranes => &wind.crane_stops,
        Asset::Shunting => &wind.shunting_stops,
        Asset::Line => &wind.line_stops,
    }
}

fn fill(speeds: &mut [u32], span: Span, speed: u32) {
    for minute in span.from.0.max(0)..span.to.0.min(speeds.len() as i32) {
        speeds[minute as usize] = speed;
    }
}

fn slow_down(speeds: &mut [u32], rule: &WindRule, from: i32, hours: &[(f64, f64)]) {
    let Some((gust_limit, percent)) = rule.slow else {
        return;
    };
    for (hour, (_, gust)) in hours.iter().enumerate() {
        if *gust >= gust_limit {
            let begin = from + hour as i32 * 60;
            fill(
                speeds,
                Span::new(Minute(begin), Minute(begin + 60)),
                percent,
            );
        }
    }
}

/// The stops a rule makes of a series: stop at the beginning of an hour that reaches a threshold, resume the delay
/// after the beginning of the first later hour below all resume thresholds, unless a threshold is reached before.
fn stops(rule: &WindRule, from: i32, hours: &[(f64, f64)]) -> Vec<Span> {
    let reaches = |(mean, gust): (f64, f64)| {
        rule.stop_mean.is_some_and(|limit| mean >= limit)
            || rule.stop_gust.is_some_and(|limit| gust >= limit)
    };
    let below = |(mean, gust): (f64, f64)| {
        let mean_limit = rule.resume_mean.or(rule.stop_mean);
        let gust_limit = rule.resume_gust.or(rule.stop_gust);
        mean_limit.is_none_or(|limit| mean < limit) && gust_limit.is_none_or(|limit| gust < limit)
    };
    let mut found = Vec::new();
    let mut stopped_since = None;
    let mut resume_at = None;
    // One calm hour behind the series ends a stop that is still on.
    let calm = [(0.0, 0.0)];
    for (hour, wind) in hours.iter().chain(&calm).enumerate() {
        let begin = from + hour as i32 * 60;
        if let (Some(since), Some(resume)) = (stopped_since, resume_at)
            && resume <= begin
        {
            found.push(Span::new(Minute(since), Minute(resume)));
            (stopped_since, resume_at) = (None, None);
        }
        if reaches(*wind) {
            stopped_since.get_or_insert(begin);
            resume_at = None;
        } else if stopped_since.is_some() && resume_at.is_none() && below(*wind) {
            resume_at = Some(begin + rule.resume_delay);
        }
    }
    if let (Some(since), Some(resume)) = (stopped_since, resume_at) {
        found.push(Span::new(Minute(since), Minute(resume)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(delay: i32) -> WindRule {
        WindRule {
            stop_mean: None,
            stop_gust: Some(20.0),
            resume_mean: None,
            resume_gust: Some(17.0),
            resume_delay: delay,
            slow: None,
        }
    }

    fn spans(delay: i32, gusts: &[f64]) -> Vec<(i32, i32)> {
        let hours: Vec<(f64, f64)> = gusts.iter().map(|gust| (0.0, *gust)).collect();
        let found = stops(&rule(delay), 0, &hours);
        found.iter().map(|span| (span.from.0, span.to.0)).collect()
    }

    #[test]
    fn a_stop_lasts_until_the_delay_after_the_first_hour_below_resume() {
        assert_eq!(spans(10, &[10.0, 20.0, 18.0, 16.0]), [(60, 190)]);
        assert_eq!(spans(0, &[20.0]), [(0, 60)]);
    }

    #[test]
    fn a_threshold_reached_before_the_delay_is_over_prolongs_the_stop() {
        assert_eq!(spans(61, &[20.0, 10.0, 20.0, 10.0]), [(0, 241)]);
        assert_eq!(spans(60, &[20.0, 10.0, 20.0, 10.0]), [(0, 120), (120, 240)]);
    }

    #[test]
    fn work_is_integrated() {
        let speeds = Speeds(vec![100, 50, 50, 0, 100]);
        assert_eq!(speeds.done(0, 2), Some(3));
        assert_eq!(speeds.done(3, 1), Some(5));
        assert_eq!(speeds.done(4, 2), None);
        assert_eq!(speeds.done(2, 0), Some(2));
        assert_eq!(speeds.open_minutes_passed(0, 4), Some(5));
        assert_eq!(speeds.open_minutes_passed(3, 0), Some(3));
        assert_eq!(speeds.open_minutes_passed(3, 2), None);
        assert_eq!(
            [2, 3, 4, 5].map(|minute| speeds.not_stopped(minute)),
            [2, 4, 4, 5]
        );
    }
}
