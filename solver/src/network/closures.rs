//! Closures and speeds that the wind makes of an instance, and arithmetic on spans of starts.

use super::{Rule, SpeedProfile, Tick, Ticks, TimeMap, in_ticks};
use regauge_model::Instance;
use regauge_model::ids::ZoneId;
use regauge_model::system::WindRule;

/// A sorted list of disjoint half-open spans of ticks.
pub type Spans = Vec<(Tick, Tick)>;

/// Which asset the wind acts on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Asset {
    /// Outdoor cranes.
    Cranes,
    /// Shunting.
    Shunting,
    /// Trains on the line.
    Line,
}

/// Stops of an asset, and hours in which it is slow with the speed in percent.
#[derive(Clone, Debug, Default)]
pub struct WindEffect {
    /// Stops, merged.
    pub stops: Spans,
    /// Slow spans.
    pub slow: Vec<(Tick, Tick, u32)>,
}

impl WindEffect {
    /// What the wind of a zone does to an asset under a rule.
    pub fn new(
        instance: &Instance,
        zone: Option<ZoneId>,
        rule: Option<&WindRule>,
        asset: Asset,
    ) -> WindEffect {
        let mut effect = WindEffect::default();
        let Some(zone) = zone else { return effect };
        let wind = instance.wind(zone);
        if let (Some(rule), Some((first, hours))) = (rule, &wind.series) {
            let hour = |index: usize| Tick::from(*first) + 60 * index as Ticks;
            let mut stopped_at: Option<Tick> = None;
            for (index, &(mean, gust)) in hours.iter().enumerate() {
                let reaches =
                    |threshold: Option<f64>, value: f64| threshold.is_some_and(|t| value >= t);
                let stops = reaches(rule.stop_mean, mean) || reaches(rule.stop_gust, gust);
                let holds = reaches(rule.resume_mean.or(rule.stop_mean), mean)
                    || reaches(rule.resume_gust.or(rule.stop_gust), gust);
                match stopped_at {
                    None if stops => stopped_at = Some(hour(index)),
                    Some(from) if !stops && !holds => {
                        effect.stops.push((from, hour(index) + rule.resume_delay));
                        stopped_at = None;
                    }
                    _ => {}
                }
                if let Some((threshold, percent)) = rule.slow
                    && gust >= threshold
                {
                    effect.slow.push((hour(index), hour(index) + 60, percent));
                }
            }
            if let Some(from) = stopped_at {
                // the series ends in a stop: it is calm from then on
                effect
                    .stops
                    .push((from, hour(hours.len()) + rule.resume_delay));
            }
        }
        let ordered = match asset {
            Asset::Cranes => &wind.crane_stops,
            Asset::Shunting => &wind.shunting_stops,
            Asset::Line => &wind.line_stops,
        };
        effect
            .stops
            .extend(ordered.iter().map(|span| in_ticks(*span)));
        effect.stops = merged(effect.stops);
        effect
    }

    /// Work that stands still in stops and is not slow otherwise; `None` when nothing stops.
    pub fn stops_alone(&self, end: Tick) -> Option<SpeedProfile> {
        let stops = WindEffect {
            stops: self.stops.clone(),
            slow: Vec::new(),
        };
        stops.speeds(end, true)
    }

    /// Speed over the horizon, when it is not full all the time.
    pub fn speeds(&self, end: Tick, stops_count: bool) -> Option<SpeedProfile> {
        let stops: &[(Tick, Tick)] = if stops_count { &self.stops } else { &[] };
        if stops.is_empty() && self.slow.is_empty() {
            return None;
        }
        let mut percent = vec![100; end.max(Tick::ZERO).index()];
        let clip = |tick: Tick| tick.clamp(Tick::ZERO, end).index();
        for &(from, to, speed) in &self.slow {
            let (from, to) = (clip(from), clip(to));
            percent[from..to].fill(speed);
        }
        for &(from, to) in stops {
            let (from, to) = (clip(from), clip(to));
            percent[from..to].fill(0);
        }
        Some(SpeedProfile::new(&percent))
    }
}

/// Whether a rule is in force.
pub fn in_force(left_out: &[Rule], rule: Rule) -> bool {
    !left_out.contains(&rule)
}

/// Sorted, disjoint, without empty spans.
pub fn merged(mut spans: Spans) -> Spans {
    spans.retain(|&(from, to)| from < to);
    spans.sort_unstable();
    let mut result: Spans = Vec::with_capacity(spans.len());
    for (from, to) in spans {
        match result.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => result.push((from, to)),
        }
    }
    result
}

/// What is left of `spans` without `closed` (both sorted and disjoint).
pub fn subtract(spans: &[(Tick, Tick)], closed: &[(Tick, Tick)]) -> Spans {
    let mut result = Vec::with_capacity(spans.len() + closed.len());
    for &(mut from, to) in spans {
        for &(a, b) in closed {
            if b <= from {
                continue;
            }
            if a >= to {
                break;
            }
            if a > from {
                result.push((from, a));
            }
            from = from.max(b);
        }
        if from < to {
            result.push((from, to));
        }
    }
    result
}

/// What two lists of spans share.
pub fn intersect(a: &[(Tick, Tick)], b: &[(Tick, Tick)]) -> Spans {
    let mut result = Vec::new();
    for &(from, to) in a {
        for &(x, y) in b {
            let (x, y) = (from.max(x), to.min(y));
            if x < y {
                result.push((x, y));
            }
        }
    }
    result
}

/// Starts at which `[from(start), to(start))` overlaps one of `closed`.
pub fn starts_that_overlap(closed: &[(Tick, Tick)], from: &TimeMap, to: &TimeMap) -> Spans {
    let spans = closed
        .iter()
        .map(|&(x, y)| (to.first_reaching(x + 1), from.first_reaching(y)));
    merged(spans.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans<const N: usize>(spans: [(i32, i32); N]) -> Spans {
        spans.map(|(from, to)| (Tick(from), Tick(to))).to_vec()
    }

    #[test]
    fn spans_subtract_and_intersect() {
        assert_eq!(
            subtract(&spans([(0, 10), (20, 30)]), &spans([(5, 22), (29, 40)])),
            spans([(0, 5), (22, 29)])
        );
        assert_eq!(
            intersect(&spans([(0, 10), (20, 30)]), &spans([(5, 22)])),
            spans([(5, 10), (20, 22)])
        );
        assert_eq!(merged(spans([(5, 7), (0, 5), (9, 9)])), spans([(0, 7)]));
    }

    #[test]
    fn starts_that_overlap_is_exact() {
        let closed = spans([(4, 6), (9, 10)]);
        let (from, to) = (TimeMap::Shift(1), TimeMap::Shift(3));
        let forbidden = starts_that_overlap(&closed, &from, &to);
        for start in Tick(-5).until(Tick(15)) {
            let overlaps = closed.iter().any(|&(x, y)| start + 1 < y && start + 3 > x);
            let listed = forbidden.iter().any(|&(a, b)| a <= start && start < b);
            assert_eq!(overlaps, listed, "{start}");
        }
    }
}
