//! The wind strip: hourly mean and gust, and the thresholds of the rules as lines.

use super::localizer::Localizer;
use super::scale::Scale;
use super::sheet::Place;
use super::svg::Svg;
use super::words::{self, Word};
use regauge_model::ids::{StationId, ZoneId};
use regauge_model::system::WindRule;
use regauge_model::{Instance, Minute, Span};
use std::fmt::Write as _;

const HOUR: i32 = 60;
/// Metres per second that a strip reaches at least.
const LEAST: f64 = 12.0;
/// Pixels between two labels of thresholds.
const PITCH: i32 = 8;

/// What a threshold is of.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Threshold {
    word: Word,
    is_mean: bool,
    value: f64,
}

/// Metres per second as pixels.
pub(super) struct Height {
    thresholds: Vec<Threshold>,
    most: f64,
}

impl Height {
    /// The strip of a zone, with the thresholds that matter at a station.
    pub(super) fn of(instance: &Instance, zone: ZoneId, station: StationId) -> Height {
        let thresholds = thresholds_at(instance, zone, station);
        Height {
            most: most(instance, zone, &thresholds),
            thresholds,
        }
    }
}

fn most(instance: &Instance, zone: ZoneId, thresholds: &[Threshold]) -> f64 {
    let series = instance.wind(zone).series.as_ref();
    let hours = series.into_iter().flat_map(|(_, hours)| hours);
    let values = hours.map(|(mean, gust)| mean.max(*gust));
    let values = values.chain(thresholds.iter().map(|threshold| threshold.value));
    values.fold(LEAST, f64::max) * 1.06
}

/// The thresholds of every rule that the wind of a zone acts on, each once, from low to high.
fn thresholds_at(instance: &Instance, zone: ZoneId, at: StationId) -> Vec<Threshold> {
    let system = instance.system();
    let mut found: Vec<Threshold> = Vec::new();
    let mut add = |word: Word, is_mean: bool, value: Option<f64>| {
        let Some(value) = value else { return };
        let threshold = Threshold {
            word,
            is_mean,
            value,
        };
        if !found.contains(&threshold) {
            found.push(threshold);
        }
    };
    let mut rule = |rule: &WindRule, stops: Word, slows: Word| {
        add(stops, true, rule.stop_mean);
        add(stops, false, rule.stop_gust);
        add(slows, false, rule.slow.map(|(gust, _)| gust));
    };
    for (index, station) in system.stations().iter().enumerate() {
        if at.index() != index {
            continue;
        }
        for shed in station.sheds.iter().map(|id| system.shed(*id)) {
            let acts = !shed.indoor && shed.zone.or(station.zone) == Some(zone);
            if let (true, Some(cranes)) = (acts, &shed.crane_rule) {
                rule(cranes, words::CRANES_STOP, words::CRANES_SLOW);
            }
        }
        if let (true, Some(shunting)) = (station.zone == Some(zone), &station.shunting_rule) {
            rule(shunting, words::SHUNTING_STOPS, words::SHUNTING_STOPS);
        }
    }
    for section in system.sections() {
        let touches = section.from == at || section.to == at;
        if let (true, true, Some(line)) = (touches, section.zone == Some(zone), &section.wind_rule)
        {
            rule(line, words::LINE_STOPS, words::LINE_SLOWS);
        }
    }
    found.sort_by(|a, b| a.value.total_cmp(&b.value));
    found
}

fn y_of(value: f64, most: f64, place: Place) -> i32 {
    let share = (value / most).clamp(0.0, 1.0);
    place.y + place.height - 1 - (share * f64::from(place.height - 4)).round() as i32
}

/// Mean as an area, gust as a line, thresholds across.
pub(super) fn paint(
    svg: &mut Svg,
    instance: &Instance,
    zone: ZoneId,
    height: &Height,
    (place, scale): (Place, &Scale),
) {
    let Some((first, hours)) = &instance.wind(zone).series else {
        return;
    };
    let (all, most) = (&height.thresholds, height.most);
    let (mut area, mut line) = (String::new(), String::new());
    let bottom = place.y + place.height;
    let mut last = None;
    for (index, (mean, gust)) in hours.iter().enumerate() {
        let begins: Minute = *first + (index as i32).saturating_mul(HOUR);
        let Some((x, width)) = scale.seen(Span::new(begins, begins + HOUR)) else {
            continue;
        };
        let (mean, gust) = (y_of(*mean, most, place), y_of(*gust, most, place));
        if last.is_none() {
            let _ = write!(area, "M{x} {bottom}");
            let _ = write!(line, "M{x} {gust}h{width}");
        } else {
            let _ = write!(line, "V{gust}h{width}");
        }
        let _ = write!(area, "V{mean}h{width}");
        last = Some(x + width);
    }
    if last.is_some() {
        let _ = write!(area, "V{bottom}z");
    }
    svg.path("wm", &area, None);
    svg.path("wg", &line, None);
    let across = |is_mean: bool| {
        let mut d = String::new();
        for threshold in all.iter().filter(|threshold| threshold.is_mean == is_mean) {
            let y = y_of(threshold.value, most, place);
            let _ = write!(d, "M{} {y}.5h{}", scale.left, scale.pixels);
        }
        d
    };
    svg.path("tm", &across(true), None);
    svg.path("th", &across(false), None);
}

/// What the lines mean, in the column of the row labels.
pub(super) fn thresholds(
    svg: &mut Svg,
    localizer: &Localizer<'_>,
    height: &Height,
    (right, place): (i32, Place),
) {
    svg.group("frame");
    let mut below = place.y + place.height + PITCH;
    for threshold in &height.thresholds {
        let y = (y_of(threshold.value, height.most, place) + 3).min(below - PITCH);
        below = y;
        let label = localizer.localize(|names| {
            let word = threshold.word.in_language(names.language);
            let of = if threshold.is_mean {
                words::MEAN
            } else {
                words::GUST
            };
            let of = of.in_language(names.language);
            format!("{word} {of} {}", threshold.value)
        });
        let class = if threshold.is_mean { "tl tl2" } else { "tl" };
        svg.text(class, (right - 4, y), &label);
    }
    svg.end();
}
