//! What the wind does to cranes, shunting and trains, minute by minute.
//!
//! One number and one flag per minute of the horizon: slow to make, impossible to get wrong by a clever boundary.

use crate::ids::{SectionId, ZoneId};
use crate::system::{Section, Shed, Station, WindRule, ZoneWind};
use crate::{Instance, Minute, Span};

/// Speed and stops of one asset in every minute of the horizon; calm outside and where the lists are empty.
#[derive(Clone, Debug, Default)]
pub(crate) struct Weather {
    stopped: Vec<bool>,
    percent: Vec<u32>,
}

impl Weather {
    fn new(zone: &ZoneWind, rule: Option<&WindRule>, ordered: &[Span], end: Minute) -> Weather {
        let minutes = end.0.max(0) as usize;
        let mut weather = Weather {
            stopped: vec![false; minutes],
            percent: vec![100; minutes],
        };
        if let (Some((first, hours)), Some(rule)) = (&zone.series, rule) {
            weather.follow(rule, *first, hours);
        }
        for span in ordered {
            weather.stop(i64::from(span.from.0), i64::from(span.to.0));
        }
        weather
    }

    /// Applies a rule to an hourly series.
    fn follow(&mut self, rule: &WindRule, first: Minute, hours: &[(f64, f64)]) {
        let reaches = |figure: f64, threshold: Option<f64>| threshold.is_some_and(|t| figure >= t);
        // Since when it is stopped, and from when it may go again if no hour forbids it before.
        let mut stopped_since: Option<i64> = None;
        let mut resumes_at: Option<i64> = None;
        // One calm hour behind the last, in which everything may resume.
        for (hour, &(mean, gust)) in hours.iter().chain([&(0.0, 0.0)]).enumerate() {
            let begin = i64::from(first.0) + hour as i64 * 60;
            if let (Some(since), Some(at)) = (stopped_since, resumes_at)
                && at <= begin
            {
                self.stop(since, at);
                (stopped_since, resumes_at) = (None, None);
            }
            let outside = hour == hours.len();
            if !outside && (reaches(mean, rule.stop_mean) || reaches(gust, rule.stop_gust)) {
                stopped_since.get_or_insert(begin);
                resumes_at = None;
            } else if stopped_since.is_some() && resumes_at.is_none() {
                let calm = !reaches(mean, rule.resume_mean.or(rule.stop_mean))
                    && !reaches(gust, rule.resume_gust.or(rule.stop_gust));
                if calm || outside {
                    resumes_at = Some(begin + i64::from(rule.resume_delay));
                }
            }
            if let Some((slow_gust, percent)) = rule.slow
                && !outside
                && gust >= slow_gust
            {
                for minute in begin..begin + 60 {
                    if let Some(speed) = usize::try_from(minute)
                        .ok()
                        .and_then(|m| self.percent.get_mut(m))
                    {
                        *speed = percent;
                    }
                }
            }
        }
        if let (Some(since), Some(at)) = (stopped_since, resumes_at) {
            self.stop(since, at);
        }
    }

    fn stop(&mut self, from: i64, to: i64) {
        let clip = |minute: i64| minute.clamp(0, self.stopped.len() as i64) as usize;
        let (from, to) = (clip(from), clip(to));
        if from < to {
            self.stopped[from..to].fill(true);
        }
    }

    /// The stops as spans.
    pub fn stops(&self) -> Vec<Span> {
        spans(&self.stopped, |stopped| *stopped)
    }

    /// Spans in which it is slow.
    pub fn slow(&self) -> Vec<Span> {
        spans(&self.percent, |percent| *percent != 100)
    }

    /// When something begun at `from` that takes so many hundredths of a minute at full speed is done, and how many minutes of that it
    /// stood still.
    fn integrate(&self, from: Minute, centi: i64, stops: bool) -> (Minute, u32) {
        let mut left = centi.max(0);
        let (mut now, mut paused) = (i64::from(from.0), 0_u32);
        while left > 0 {
            let Ok(minute) = usize::try_from(now) else {
                // Before the horizon nothing is known; go to its start at full speed.
                let whole = (-now).min((left + 99) / 100);
                now += whole;
                left -= whole * 100;
                continue;
            };
            let Some(&percent) = self.percent.get(minute) else {
                now += (left + 99) / 100;
                break;
            };
            if stops && self.stopped[minute] {
                paused += 1;
            } else {
                left -= i64::from(percent);
            }
            now += 1;
        }
        (Minute(now.min(i64::from(i32::MAX)) as i32), paused)
    }

    /// End of lifting: it pauses in stops and slows with the wind.
    pub fn work(&self, from: Minute, centi: i64) -> (Minute, u32) {
        self.integrate(from, centi, true)
    }

    /// What lifting does between two minutes, in hundredths of a minute at full speed.
    pub fn worked(&self, span: Span) -> i64 {
        let minutes = span.from.0.max(0)..span.to.0;
        let each = minutes.map(|minute| match self.percent.get(minute as usize) {
            Some(_) if self.stopped[minute as usize] => 0,
            Some(&percent) => i64::from(percent),
            None => 100,
        });
        each.sum()
    }

    /// End of work on the ground, which pauses in stops and knows no other wind.
    pub fn ground_work(&self, from: Minute, minutes: i32) -> Minute {
        let (mut now, mut left) = (from, minutes);
        while left > 0 {
            left -= i32::from(!self.is_stopped(now));
            now = now + 1;
        }
        now
    }

    /// Whether a minute is in a stop.
    pub fn is_stopped(&self, minute: Minute) -> bool {
        let index = usize::try_from(minute.0).ok();
        index.is_some_and(|index| self.stopped.get(index) == Some(&true))
    }

    /// The first minute from one on that is in no stop.
    pub fn resumes(&self, from: Minute) -> Minute {
        let mut now = from;
        while self.is_stopped(now) {
            now = now + 1;
        }
        now
    }

    /// End of a run: it slows with the wind. That it does not overlap a stop is a rule of its own.
    pub fn run(&self, from: Minute, minutes: i64) -> Minute {
        self.integrate(from, minutes * 100, false).0
    }
}

/// The minutes of which something is true as spans.
fn spans<T>(minutes: &[T], is_inside: impl Fn(&T) -> bool) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let inside = minutes.iter().enumerate();
    for (minute, _) in inside.filter(|(_, minute)| is_inside(minute)) {
        let minute = Minute(minute as i32);
        match spans.last_mut() {
            Some(last) if last.to == minute => last.to = minute + 1,
            _ => spans.push(Span::new(minute, minute + 1)),
        }
    }
    spans
}

/// Weather of a zone; none where there is no zone.
fn of_zone(
    instance: &Instance,
    zone: Option<ZoneId>,
    rule: Option<&WindRule>,
    ordered: fn(&ZoneWind) -> &[Span],
) -> Weather {
    zone.map_or_else(Weather::default, |zone| {
        let wind = instance.wind(zone);
        Weather::new(wind, rule, ordered(wind), instance.run_on_end())
    })
}

/// Weather on a section.
pub(crate) fn line_weather(instance: &Instance, section: &Section) -> Weather {
    of_zone(instance, section.zone, section.wind_rule.as_ref(), |wind| {
        &wind.line_stops
    })
}

/// Stops of a section for wind.
pub(crate) fn line_stops(instance: &Instance, section: &Section) -> Vec<Span> {
    line_weather(instance, section).stops()
}

impl Instance {
    /// Spans in which a section is stopped for wind, by its rule or by order.
    pub fn line_stops(&self, section: SectionId) -> Vec<Span> {
        line_stops(self, self.system().section(section))
    }
}

/// Weather of the cranes of a shed; a roof keeps it out.
pub(crate) fn crane_weather(instance: &Instance, shed: &Shed) -> Weather {
    let zone = shed.zone.or(instance.system().station(shed.station).zone);
    let outdoors = zone.filter(|_| !shed.indoor);
    of_zone(instance, outdoors, shed.crane_rule.as_ref(), |wind| {
        &wind.crane_stops
    })
}

/// Weather of the shunting at a station.
pub(crate) fn shunting_weather(instance: &Instance, station: &Station) -> Weather {
    of_zone(
        instance,
        station.zone,
        station.shunting_rule.as_ref(),
        |wind| &wind.shunting_stops,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: WindRule = WindRule {
        stop_mean: Some(10.0),
        stop_gust: Some(17.0),
        resume_mean: Some(8.0),
        resume_gust: None,
        resume_delay: 30,
        slow: Some((15.0, 40)),
    };

    fn weather(hours: &[(f64, f64)], ordered: &[Span]) -> Weather {
        let zone = ZoneWind {
            series: Some((Minute(60), hours.to_vec())),
            ..ZoneWind::default()
        };
        Weather::new(&zone, Some(&RULE), ordered, Minute(600))
    }

    fn span(from: i32, to: i32) -> Span {
        Span::new(Minute(from), Minute(to))
    }

    #[test]
    fn it_resumes_after_the_delay_in_the_first_calm_hour() {
        let calm = (5.0, 8.0);
        assert_eq!(
            weather(&[calm, (10.0, 12.0), calm, calm], &[]).stops(),
            [span(120, 210)]
        );
        // Between the thresholds it neither stops nor resumes.
        assert_eq!(
            weather(&[(9.0, 9.0), (3.0, 17.0), (9.0, 9.0), calm], &[]).stops(),
            [span(120, 270)]
        );
        // Behind the series it is calm.
        assert_eq!(weather(&[(12.0, 12.0)], &[]).stops(), [span(60, 150)]);
    }

    #[test]
    fn a_stop_goes_on_when_an_hour_forbids_it_before_the_delay_is_over() {
        let slow_to_resume = WindRule {
            resume_delay: 90,
            ..RULE
        };
        let zone = ZoneWind {
            series: Some((
                Minute(0),
                vec![(12.0, 1.0), (1.0, 1.0), (12.0, 1.0), (1.0, 1.0)],
            )),
            ..ZoneWind::default()
        };
        let weather = Weather::new(&zone, Some(&slow_to_resume), &[], Minute(600));
        assert_eq!(weather.stops(), [span(0, 270)]);
    }

    #[test]
    fn ordered_closures_act_without_a_rule_and_without_delay() {
        let zone = ZoneWind::default();
        let weather = Weather::new(&zone, None, &[span(-20, 5), span(590, 700)], Minute(600));
        assert_eq!(weather.stops(), [span(0, 5), span(590, 600)]);
    }

    #[test]
    fn work_pauses_in_stops_and_slows_in_gusts() {
        let weather = weather(&[(5.0, 15.0), (12.0, 12.0)], &[]);
        // 10 minutes before the slow hour, 60 minutes at 40 % are 24, then a pause of 90, then the last 6.
        assert_eq!(weather.slow(), [span(60, 120)]);
        assert_eq!(weather.work(Minute(50), 4000), (Minute(216), 90));
        assert_eq!(weather.run(Minute(50), 40), Minute(126));
        // Three minutes at 40 % are over after the eighth.
        assert_eq!(weather.work(Minute(60), 300), (Minute(68), 0));
        assert_eq!(weather.work(Minute(70), 0), (Minute(70), 0));
        assert_eq!(weather.work(Minute(-5), 1000), (Minute(5), 0));
        assert_eq!(weather.work(Minute(595), 1000), (Minute(605), 0));
    }
}
