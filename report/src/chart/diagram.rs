//! The train diagram (运行图): time across, stations by distance down, a ten-minute grid.

use super::axis::{self, Axis, RIGHT_MARGIN};
use super::bands::{Bands, StationLine};
use super::labels::Numbers;
use super::legend::{self, Sample};
use super::line::Line;
use super::localizer::{Localized, Localizer};
use super::piece::Taken;
use super::scale::Scale;
use super::shade::Tone;
use super::sheet::{Edges, head, wrapped};
use super::style::{GROUP_TENTHS, NOTE_TENTHS};
use super::svg::Svg;
use super::words::{self, Word};
use crate::before::Before;
use regauge_model::history::PastUse;
use regauge_model::system::Block;
use regauge_model::timeline::Timeline;
use regauge_model::{Instance, Minute, Span};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Columns of the frame: names of stations, distances.
const NAME_WIDTH: (i32, i32) = (64, 130);
const DISTANCE_WIDTH: i32 = 40;
const PAD: i32 = 4;
/// Of the bracket beside a section that is worked block by block.
const BRACKET: i32 = 10;
/// Above the first station line, for numbers of trains that stand there.
const HEADROOM: i32 = 16;

/// The diagram of a line.
pub(super) struct Diagram<'a> {
    pub instance: &'a Instance,
    pub timeline: &'a Timeline<'a>,
    pub localizer: &'a Localizer<'a>,
    pub numbers: &'a Numbers,
    pub window: Span,
    pub now: Option<Minute>,
    /// Who had what before the start.
    pub past: &'a [PastUse<'a>],
    /// Not the diagram of a line but the sections around one station, above its operation chart: runs and no more.
    pub is_approach: bool,
    /// The plan before, behind this one.
    pub before: Option<&'a Before<'a>>,
}

/// What the legend has to explain.
#[derive(Default)]
pub(super) struct Used {
    pub loaded: bool,
    pub empty: bool,
    pub stay: bool,
    pub wait: bool,
    pub held: bool,
    pub unsure: bool,
    pub capped: bool,
    pub block: bool,
    pub given: bool,
    pub pin: bool,
    pub postponed: bool,
    pub one_track: bool,
    pub possession: bool,
    pub slow: bool,
    pub stop: bool,
    pub past: bool,
    pub ghost: bool,
    pub changed: bool,
    /// Where numbers stand.
    pub taken: Taken,
    /// Where times stand at the station, by height.
    pub times: BTreeMap<i32, Vec<(i32, i32)>>,
    /// Lanes of the waits at station lines: until where each is taken.
    pub lanes: BTreeMap<i32, Vec<i32>>,
}

impl Diagram<'_> {
    /// The chart.
    pub(super) fn chart(&self, line: &Line, title: &str) -> String {
        let mut svg = Svg::default();
        let system = self.instance.system();
        let scale = Scale::new(self.window, 0);
        let above = head(&mut svg, self.localizer, title, &scale);
        let top = above + axis::height(self.instance, self.localizer);
        let bands = Bands::new(system, line, top + HEADROOM);
        let stations = bands.stations.iter();
        let names = stations
            .map(|line| self.name(line).width(GROUP_TENTHS + 5))
            .max();
        let (least, most) = NAME_WIDTH;
        let name_width = (names.unwrap_or(0) + 2 * PAD).clamp(least, most);
        let scale = Scale {
            left: name_width + DISTANCE_WIDTH,
            ..scale
        };
        let axis = Axis {
            instance: self.instance,
            localizer: self.localizer,
            scale,
            now: self.now,
        };
        let bottom = bands.bottom() + HEADROOM;
        let mut used = Used::default();
        svg.group("body");
        axis.ten_minute_grid(&mut svg, &bands.panels);
        for band in &bands.all {
            self.shading(&mut svg, band, &scale, &mut used);
        }
        let mut lines = String::new();
        for station in &bands.stations {
            let _ = write!(lines, "M{} {}h{}", scale.left, station.y, scale.pixels);
        }
        svg.path("sl", &lines, None);
        axis.boundaries(&mut svg, (top, bottom));
        self.capped(&mut svg, &bands, &scale, &mut used);
        self.given(&mut svg, &bands, &scale, &mut used);
        self.past(&mut svg, &bands, &scale, &mut used);
        self.ghosts(&mut svg, &bands, &scale, &mut used);
        let held = self.timeline.held();
        for (index, (train, planned)) in self
            .instance
            .trains()
            .iter()
            .zip(&self.timeline.plan().trains)
            .enumerate()
        {
            let mut own = Svg::default();
            self.train(&mut own, index, train, planned, (&bands, &scale), &mut used);
            for held in held.iter().filter(|held| held.train.index() == index) {
                self.held(&mut own, held, (&bands, &scale), &mut used);
            }
            if !own.is_empty() {
                let has_changed = self.numbers.has_changed(index);
                used.changed |= has_changed;
                svg.train(index, has_changed);
                svg.append(&own);
                svg.end();
            }
        }
        axis.now(&mut svg, (top, bottom));
        svg.end();
        axis.above(&mut svg, above);
        self.frame(
            &mut svg,
            &bands,
            (scale.left, name_width),
            (top, bottom),
            &mut used,
        );
        let entries = used.entries();
        let end = legend::paint(&mut svg, self.localizer, &entries, bottom + 8, &scale);
        let edges = Edges {
            width: scale.right() + RIGHT_MARGIN,
            height: end,
            top,
            bottom,
            has_before: self.before.is_some(),
            has_past: used.past,
        };
        let title = self.localizer.only().map(|_| title);
        wrapped(&svg, &scale, &edges, title)
    }

    fn name(&self, line: &StationLine) -> Localized {
        self.localizer.localize(|names| names.station(line.station))
    }

    /// Station names, distances, and what lies between two stations.
    fn frame(
        &self,
        svg: &mut Svg,
        bands: &Bands,
        (left, names): (i32, i32),
        (top, bottom): (i32, i32),
        used: &mut Used,
    ) {
        svg.group("frame");
        svg.bar("bg", (0, top), (left, bottom - top), None);
        let mut lines = String::new();
        for (top, bottom) in &bands.panels {
            let _ = write!(lines, "M{left} {top}V{bottom}");
        }
        svg.path("r2", &lines, None);
        for line in &bands.stations {
            let y = line.y + 4;
            svg.text(
                "sb",
                (PAD, y),
                &self.name(line).cut(names - 2 * PAD, GROUP_TENTHS + 5),
            );
            let distance = self.localizer.localize(|names| {
                let unit = if bands.in_kilometres {
                    words::KILOMETRES
                } else {
                    words::MINUTES
                };
                let unit = unit.in_language(names.language);
                match line.distance {
                    0.0 => format!("0 {unit}"),
                    distance => format!("{distance}"),
                }
            });
            svg.text("km", (left - 5, y), &distance);
            svg.path("r2", &format!("M{} {}H{left}", left - 3, line.y), None);
        }
        let system = self.instance.system();
        for band in &bands.all {
            let section = system.section(band.section);
            let gauge = section.gauge_mm;
            let note = self.localizer.localize(|names| {
                let tracks = if section.single_track {
                    words::SINGLE_TRACK
                } else {
                    words::DOUBLE_TRACK
                };
                format!("{gauge} {}", tracks.in_language(names.language))
            });
            let middle = i32::midpoint(band.top, band.bottom) + 3;
            let most = left - 2 * PAD - 8 - BRACKET;
            svg.text("rn st", (PAD + 8, middle), &note.cut(most, NOTE_TENTHS));
            if section.block == Block::StationToStation {
                used.block = true;
                let word = self.localizer.word(words::BLOCK);
                let below = middle + 10;
                svg.text("rn st", (PAD + 8, below), &word.cut(most, NOTE_TENTHS));
                let (x, top, bottom) = (left - 4, band.top + 8, band.bottom - 8);
                svg.path("bk", &format!("M{x} {top}h-4V{bottom}h4"), None);
            }
        }
        svg.end();
    }
}

impl Used {
    /// Waits at one station line lie beside each other, outside the panel.
    pub(super) fn lane(&mut self, bands: &Bands, y: i32, (x, width): (i32, i32)) -> i32 {
        const APART: i32 = 3;
        const MOST: usize = 4;
        let lanes = self.lanes.entry(y).or_default();
        let lane = lanes
            .iter()
            .position(|end| *end <= x)
            .unwrap_or(lanes.len());
        let lane = lane.min(MOST - 1);
        if lane == lanes.len() {
            lanes.push(0);
        }
        lanes[lane] = lanes[lane].max(x + width);
        let is_upper = bands.panels.iter().any(|(top, _)| *top == y);
        let away = 3 + APART * lane as i32;
        if is_upper { y - away } else { y + away }
    }

    pub(super) fn entries(&self) -> Vec<(Sample, Word)> {
        let all = [
            (self.loaded, Sample::Line("tr"), words::LOADED_TRAIN),
            (self.empty, Sample::Line("tr em"), words::EMPTY_TRAIN),
            (self.stay, Sample::Line("dw"), words::STAY),
            (self.wait, Sample::Line("wo"), words::WAIT_OUTSIDE),
            (self.held, Sample::Line("hd"), words::HELD),
            (self.unsure, Sample::Line("hu"), words::RELEASE_UNSURE),
            (self.capped, Sample::Line("cp"), words::CAP_REACHED),
            (self.block, Sample::Bracket("bk"), words::BLOCK),
            (self.given, Sample::Line("gp"), words::GIVEN_PATH),
            (self.pin, Sample::Pin, words::PIN),
            (self.past, Sample::Box("pa"), words::PAST),
            (self.ghost, Sample::Box("gh"), words::OLD_PLAN),
            (self.changed, Sample::Number("no"), words::CHANGED_TRAIN),
            (self.postponed, Sample::Box("n"), words::POSTPONED),
            (
                self.possession,
                Sample::Hatched("y2", "y2h"),
                words::POSSESSION,
            ),
            (
                self.one_track,
                Sample::Hatched("y4", "y2h"),
                words::ONE_TRACK,
            ),
            (self.stop, Sample::Shade(Tone::Wind), words::LINE_STOPPED),
            (self.slow, Sample::Shade(Tone::Slow), words::LINE_SLOWED),
            (true, Sample::Upright("m1"), words::SHIFT),
            (true, Sample::Upright("m0"), words::STAGE_PLAN),
        ];
        let used = all.into_iter().filter(|(is_used, ..)| *is_used);
        used.map(|(_, sample, word)| (sample, word)).collect()
    }
}
