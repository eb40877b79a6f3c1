//! The hours: grid lines through the body, and the axis above it with the plan's clock and, where the border is
//! crossed, the clocks beyond it.

use super::localizer::{Localized, Localizer};
use super::scale::Scale;
use super::style::{AXIS_TENTHS, CLOCK_TENTHS};
use super::svg::Svg;
use super::words;
use crate::text::Text;
use chrono_tz::Tz;
use regauge_model::instance::DAY;
use regauge_model::{Instance, Minute};
use std::fmt::Write as _;

const HOUR: i32 = 60;
const SHIFT: i32 = 12 * HOUR;
/// Hours of a stage plan.
const STAGE: i32 = 3 * HOUR;
const DAY_ROW: i32 = 15;
const HOUR_ROW: i32 = 15;
const CLOCK_ROW: i32 = 12;
/// Box of the time of the now-line.
const NOW_WIDTH: i32 = 62;
/// Pixels that the time of an hour needs.
const HOUR_LABEL: i32 = 34;

/// The axis of an instance.
pub(super) struct Axis<'a, 'b> {
    pub instance: &'a Instance,
    pub localizer: &'b Localizer<'a>,
    pub scale: Scale,
    pub now: Option<Minute>,
}

/// Upper and lower edge.
pub(super) type Edges = (i32, i32);

/// The clocks beside the plan's own, each once, with the first station that has it. Clocks are the same only if they are
/// throughout the horizon.
pub(super) fn clocks(instance: &Instance, localizer: &Localizer<'_>) -> Vec<(Tz, Localized)> {
    let mut found: Vec<(Tz, Localized)> = Vec::new();
    let mut known: Vec<Vec<(Minute, String)>> = Vec::new();
    for (index, station) in instance.system().stations().iter().enumerate() {
        let Some(zone) = station.timezone else {
            continue;
        };
        let offsets = localizer.any().clock.local_offsets(zone);
        if offsets.is_empty() || known.contains(&offsets) {
            continue;
        }
        let mut names: Vec<&str> = Vec::new();
        for (_, name) in &offsets {
            if !names.contains(&&**name) {
                names.push(name);
            }
        }
        let names = names.join(" ");
        let id = regauge_model::ids::StationId::from_index(index);
        let label = localizer.localize(|words| format!("{} {names}", words.station(id)));
        known.push(offsets);
        found.push((zone, label));
    }
    found
}

/// Height of the axis.
pub(super) fn height(instance: &Instance, localizer: &Localizer<'_>) -> i32 {
    DAY_ROW + HOUR_ROW + CLOCK_ROW * clocks(instance, localizer).len() as i32
}

impl Axis<'_, '_> {
    /// The first full hour of the plan's clock.
    fn full_hour(&self) -> Minute {
        Minute(0) - self.localizer.any().clock.hour(Minute(0)).1
    }

    fn day_start(&self) -> Minute {
        self.instance.horizon().day_start
    }

    fn verticals(&self, first: Minute, every: i32, (top, bottom): Edges) -> String {
        let mut d = String::new();
        for minute in self.scale.minutes(first, every) {
            let _ = write!(d, "M{} {top}v{}", self.scale.x(minute), bottom - top);
        }
        d
    }

    /// Grid lines of the operation chart: hours, half-hours or ten minutes.
    pub(super) fn grid(&self, svg: &mut Svg, edges: Edges) {
        let every = if self.scale.is_large() { 10 } else { 30 };
        let hour = self.full_hour();
        svg.path("v0", &self.verticals(hour, every, edges), None);
        svg.path("v1", &self.verticals(hour, HOUR, edges), None);
    }

    /// The grid of the train diagram: ten minutes, half-hours, hours.
    pub(super) fn ten_minute_grid(&self, svg: &mut Svg, edges: &[Edges]) {
        let hour = self.full_hour();
        let join = |first: Minute, every: i32| -> String {
            edges
                .iter()
                .map(|edges| self.verticals(first, every, *edges))
                .collect()
        };
        svg.path("v2", &join(hour, 10), None);
        svg.path("v3", &join(hour + 30, HOUR), None);
        svg.path("v4", &join(hour, HOUR), None);
    }

    /// Boundaries of stage plans and of shifts, above the bars.
    pub(super) fn boundaries(&self, svg: &mut Svg, edges: Edges) {
        svg.path("m0", &self.verticals(self.day_start(), STAGE, edges), None);
        svg.path("m1", &self.verticals(self.day_start(), SHIFT, edges), None);
    }

    /// The now-line, above everything.
    pub(super) fn now(&self, svg: &mut Svg, (top, bottom): Edges) {
        let Some(now) = self.now.filter(|now| {
            let window = self.scale.window;
            window.from <= *now && *now <= window.to
        }) else {
            return;
        };
        let x = self.scale.x(now);
        svg.path("now", &format!("M{x} {top}v{}", bottom - top), None);
    }

    /// The axis: railway days and shifts, hours, other clocks.
    pub(super) fn above(&self, svg: &mut Svg, top: i32) {
        let bottom = top + height(self.instance, self.localizer);
        let (left, right) = (self.scale.left, self.scale.right());
        svg.group("axis");
        svg.bar("bg", (0, top), (right + RIGHT_MARGIN, bottom - top), None);
        let mut lines = format!("M0 {bottom}H{right}M{left} {}H{right}", top + DAY_ROW);
        let hour_y = top + DAY_ROW;
        for minute in self.scale.minutes(self.full_hour(), HOUR) {
            let _ = write!(lines, "M{} {}V{bottom}", self.scale.x(minute), bottom - 4);
        }
        svg.path("r2", &lines, None);
        self.shifts(svg, top, bottom);
        self.hours(svg, hour_y + HOUR_ROW - 4);
        let own = self.localizer.any().clock.own_offset();
        let label = self
            .localizer
            .localize(|names| format!("{} {own}", words::PLAN_CLOCK.in_language(names.language)));
        let most = left - 6;
        svg.text(
            "ck",
            (left - 5, hour_y + HOUR_ROW - 4),
            &label.cut(most, CLOCK_TENTHS),
        );
        for (n, (zone, label)) in clocks(self.instance, self.localizer).iter().enumerate() {
            let y = hour_y + HOUR_ROW + CLOCK_ROW * (n as i32 + 1) - 5;
            svg.text("ck c2", (left - 5, y), &label.cut(most, CLOCK_TENTHS));
            self.other_hours(svg, *zone, y);
        }
        self.now_label(svg, top, bottom);
        svg.end();
    }

    /// `11-16 railway day · shift 1`, over the span of each shift.
    fn shifts(&self, svg: &mut Svg, top: i32, bottom: i32) {
        let start = self.day_start();
        let window = self.scale.window;
        let first = (window.from - start).div_euclid(SHIFT);
        let mut boundaries = String::new();
        for shift in first.. {
            let from = start + shift.saturating_mul(SHIFT);
            if from >= window.to {
                break;
            }
            let x = self.scale.x(from.max(window.from));
            let end = self.scale.x(from + SHIFT);
            if from >= window.from {
                let _ = write!(boundaries, "M{x} {top}V{bottom}");
            }
            let day = self.instance.horizon().day_of(from);
            let is_first = (from - start).rem_euclid(DAY) == 0;
            let label = self.localizer.localize(|names| {
                let (named, _, _) = names.clock.railway_day(day);
                let shift = if is_first {
                    words::FIRST_SHIFT
                } else {
                    words::SECOND_SHIFT
                };
                let shift = shift.in_language(names.language);
                format!("{} {named} · {shift}", names.text(Text::RailwayDay))
            });
            // The time of the now-line goes before.
            let now = self.now_box().filter(|from| {
                from - 4 < x + 4 + label.width(AXIS_TENTHS) && *from + NOW_WIDTH > x
            });
            let x = now.map_or(x, |from| from + NOW_WIDTH);
            let label = label.cut(end - x - 8, AXIS_TENTHS);
            svg.text("sh", (x + 4, top + DAY_ROW - 4), &label);
        }
        svg.path("m1", &boundaries, None);
    }

    /// Hours between two labels.
    fn every(&self) -> i32 {
        let hour = self.scale.hour().max(1);
        let fits = |hours: &i32| hour * hours >= HOUR_LABEL;
        [1, 2, 3, 6, 12, 24].into_iter().find(fits).unwrap_or(24)
    }

    /// The full hours that are labelled, away from the edges.
    fn labelled(&self) -> Vec<Minute> {
        let hours = self.scale.minutes(self.full_hour(), HOUR);
        let every = self.every() as u32;
        let clock = self.localizer.any().clock;
        hours
            .filter(|minute| clock.hour(*minute).0.is_multiple_of(every))
            .collect()
    }

    fn hours(&self, svg: &mut Svg, y: i32) {
        let clock = self.localizer.any().clock;
        for minute in self.labelled() {
            let (hour, _) = clock.hour(minute);
            let label = Localized::plain(format!("{hour:02}:00"));
            svg.text(self.anchor("hr", minute), (self.scale.x(minute), y), &label);
        }
        if !self.scale.is_large() {
            return;
        }
        for minute in self.scale.minutes(self.full_hour(), 10) {
            let (_, past) = clock.hour(minute);
            if past != 0 && minute > self.scale.window.from && minute < self.scale.window.to {
                let label = Localized::plain(format!("{past:02}"));
                svg.text("mn", (self.scale.x(minute), y), &label);
            }
        }
    }

    fn other_hours(&self, svg: &mut Svg, zone: Tz, y: i32) {
        let clock = self.localizer.any().clock;
        for minute in self.labelled() {
            if let Some(time) = clock.local_hour(minute, zone) {
                let label = Localized::plain(time);
                svg.text(self.anchor("h2", minute), (self.scale.x(minute), y), &label);
            }
        }
    }

    /// Labels at the edges stay within the sheet.
    fn anchor(&self, class: &'static str, minute: Minute) -> &'static str {
        let window = self.scale.window;
        let at_start = minute == window.from;
        let at_end = minute == window.to;
        match (class, at_start, at_end) {
            ("hr", true, _) => "hr st",
            ("hr", _, true) => "hr nd",
            ("h2", true, _) => "h2 st",
            ("h2", _, true) => "h2 nd",
            _ => class,
        }
    }

    /// Where the box with the time of the now-line begins.
    fn now_box(&self) -> Option<i32> {
        let window = self.scale.window;
        let now = self
            .now
            .filter(|now| window.from <= *now && *now <= window.to)?;
        let from = self.scale.x(now) - NOW_WIDTH / 2;
        Some(
            from.min(self.scale.right() - NOW_WIDTH)
                .max(self.scale.left),
        )
    }

    fn now_label(&self, svg: &mut Svg, top: i32, bottom: i32) {
        let (Some(now), Some(from)) = (self.now, self.now_box()) else {
            return;
        };
        let clock = self.localizer.any().clock;
        let (hour, minute) = clock.hour(now);
        let label = self.localizer.localize(|names| {
            format!(
                "{} {hour:02}:{minute:02}",
                words::NOW.in_language(names.language)
            )
        });
        let x = self.scale.x(now);
        svg.path("now", &format!("M{x} {top}V{bottom}"), None);
        svg.bar("nb", (from, top), (NOW_WIDTH, DAY_ROW - 1), None);
        svg.text("nt", (from + NOW_WIDTH / 2, top + DAY_ROW - 4), &label);
    }
}

/// Right of the hours.
pub(super) const RIGHT_MARGIN: i32 = 8;
