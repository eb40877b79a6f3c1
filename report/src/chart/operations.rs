//! The technical operation chart (车站技术作业图表): paints the rows of a station and what stands in them.

use super::axis::{self, Axis, RIGHT_MARGIN};
use super::bands::{Band, Bands};
use super::diagram::{Diagram, Used};
use super::ink::Shape;
use super::labels::{self, Labels, Numbers};
use super::localizer::{Localized, Localizer};
use super::marks::Mark;
use super::patterns::{hatching, pin_path};
use super::rows::{Block, Key, Row};
use super::scale::Scale;
use super::shade::Tone;
use super::sheet::{Edges, Place, Sheet, head, wrapped};
use super::style::MORE_TENTHS;
use super::svg::Svg;
use super::{legend, stock, strip, words};
use crate::before::Before;
use crate::names::Names;
use crate::text::fill;
use regauge_model::history::PastUse;
use regauge_model::ids::StationId;
use regauge_model::instance::DAY;
use regauge_model::timeline::Timeline;
use regauge_model::{Instance, Minute, Span};
use std::collections::BTreeMap;

/// Pixels that a number beside a bar may take.
const NUMBER: i32 = 44;

/// Height of a legend of two lines.
const LEGEND: i32 = 44;

/// Everything that the operation charts of a plan share.
pub(super) struct Operations<'a> {
    pub instance: &'a Instance,
    pub timeline: &'a Timeline<'a>,
    pub localizer: &'a Localizer<'a>,
    pub numbers: &'a Numbers,
    pub marks: &'a [Mark],
    pub shades: &'a [(Key, Span, Tone)],
    pub window: Span,
    pub now: Option<Minute>,
    /// Who had what before the start.
    pub past: &'a [PastUse<'a>],
    /// The plan before, behind this one.
    pub before: Option<&'a Before<'a>>,
}

impl Operations<'_> {
    /// The chart of some blocks of rows; the wind is that of a station.
    pub(super) fn chart(
        &self,
        mut blocks: Vec<Block>,
        station: Option<StationId>,
        title: &str,
    ) -> String {
        let mut svg = Svg::default();
        let scale = Scale::new(self.window, 0);
        // A day is one sheet of paper: what stands idle all day gives its height to the rest.
        if self.window.minutes() <= DAY {
            self.fold(&mut blocks);
        }
        let above = head(&mut svg, self.localizer, title, &scale);
        let top = above + axis::height(self.instance, self.localizer);
        let sheet = Sheet::new(blocks, top);
        let mut scale = Scale {
            left: sheet.left(),
            ..scale
        };
        if !scale.is_large() && self.window.minutes() <= DAY {
            scale = scale.on_paper(sheet.bottom + LEGEND);
        }
        let axis = Axis {
            instance: self.instance,
            localizer: self.localizer,
            scale,
            now: self.now,
        };
        let edges = (top, sheet.bottom);
        svg.group("body");
        axis.grid(&mut svg, edges);
        let (thin, thick) = sheet.lines(&scale);
        svg.path("r", &thin, None);
        self.shading(&mut svg, &sheet, &scale);
        let approach = self.approach(&sheet, station);
        let mut used = Used::default();
        let diagram = Diagram {
            instance: self.instance,
            timeline: self.timeline,
            localizer: self.localizer,
            numbers: self.numbers,
            window: self.window,
            now: None,
            past: self.past,
            is_approach: true,
            before: self.before,
        };
        for band in &approach.all {
            diagram.shading(&mut svg, band, &scale, &mut used);
        }
        svg.path("r2", &thick, None);
        for (row, place) in sheet.rows() {
            match row.key {
                Key::Wind(zone) => {
                    if let Some(station) = station {
                        let height = strip::Height::of(self.instance, zone, station);
                        strip::paint(&mut svg, self.instance, zone, &height, (place, &scale));
                    }
                }
                Key::Store(store, number) => {
                    let stock = (store, number);
                    stock::paint(&mut svg, self.timeline, stock, place, &scale);
                }
                _ => {}
            }
        }
        axis.boundaries(&mut svg, edges);
        diagram.given(&mut svg, &approach, &scale, &mut used);
        self.past(&mut svg, &sheet, &scale, &mut used);
        diagram.past(&mut svg, &approach, &scale, &mut used);
        self.ghosts(&mut svg, &sheet, &scale, &mut used);
        diagram.ghosts(&mut svg, &approach, &scale, &mut used);
        self.trains(&mut svg, &sheet, &scale, (&diagram, &approach, &mut used));
        axis.now(&mut svg, edges);
        svg.end();
        axis.above(&mut svg, above);
        sheet.frame(&mut svg);
        for (row, place) in sheet.rows() {
            if let (Key::Wind(zone), Some(station)) = (row.key, station) {
                let height = strip::Height::of(self.instance, zone, station);
                strip::thresholds(&mut svg, self.localizer, &height, (sheet.left(), place));
            }
        }
        let is_shown = |key: Key, span: Span| {
            let place = sheet.place(key);
            place.is_some() && scale.seen(span).is_some()
        };
        let shown = self.marks.iter();
        let shown: Vec<&Mark> = shown.filter(|mark| is_shown(mark.key, mark.span)).collect();
        let tones = self.shades.iter();
        let tones = tones.filter(|(key, span, _)| is_shown(*key, *span));
        let mut entries = legend::of_operations(&shown, tones.map(|(_, _, tone)| *tone), &sheet);
        for entry in used.entries() {
            // a shading has one word, also where that of the line would be another
            if entries.iter().all(|(sample, _)| *sample != entry.0) {
                entries.push(entry);
            }
        }
        let bottom = legend::paint(&mut svg, self.localizer, &entries, sheet.bottom + 8, &scale);
        let edges = Edges {
            width: scale.right() + RIGHT_MARGIN,
            height: bottom,
            top,
            bottom: sheet.bottom,
            has_before: self.before.is_some(),
            has_past: used.past,
        };
        let title = self.localizer.only().map(|_| title);
        wrapped(&svg, &scale, &edges, title)
    }

    /// In a day or less tracks, teams and locomotives with nothing to do are one line of each group.
    fn fold(&self, blocks: &mut [Block]) {
        const HEIGHT: i32 = 15;
        let is_busy = |row: &Row| match row.key {
            Key::Track(..) | Key::Team(..) | Key::Locomotive(..) => {
                let mut marks = self.marks.iter();
                let mut shades = self.shades.iter();
                let ghosts = self.before.map_or(&[][..], |before| &before.ghosts);
                let mut ghosts = ghosts.iter().filter(|it| it.span.overlaps(self.window));
                let mut past = self.past.iter().filter(|it| it.span.overlaps(self.window));
                ghosts.any(|ghost| Key::of(ghost.resource) == Some(row.key))
                    || past.any(|one| Key::of(one.resource) == Some(row.key))
                    || marks.any(|mark| mark.key == row.key && mark.span.overlaps(self.window))
                    || shades.any(|(key, span, _)| *key == row.key && span.overlaps(self.window))
            }
            _ => true,
        };
        let groups = blocks.iter_mut().flat_map(|block| &mut block.groups);
        for (group, number) in groups.zip(0..) {
            let all = group.rows.len();
            let is_track = group
                .rows
                .iter()
                .any(|row| matches!(row.key, Key::Track(..)));
            group.rows.retain(is_busy);
            let idle = all - group.rows.len();
            if idle == 0 {
                continue;
            }
            let word = if is_track {
                words::IDLE_TRACKS
            } else {
                words::IDLE
            };
            let idle = idle.to_string();
            let text = |names: &Names<'_>| fill(word.in_language(names.language), &[&idle]);
            group.rows.push(Row {
                key: Key::Idle(number),
                label: Localized::default(),
                note: self.localizer.localize(text),
                height: HEIGHT,
            });
        }
    }

    fn shading(&self, svg: &mut Svg, sheet: &Sheet, scale: &Scale) {
        // From top to bottom.
        let mut shades: Vec<&(Key, Span, Tone)> = self.shades.iter().collect();
        shades.sort_by_key(|(key, span, tone)| {
            (sheet.place(*key).map(|place| place.y), *span, *tone)
        });
        let mut rows: BTreeMap<Key, Vec<&Mark>> = BTreeMap::new();
        for mark in self.marks {
            rows.entry(mark.key).or_default().push(mark);
        }
        let mut labelled: Vec<(Span, Tone, i32)> = Vec::new();
        for (key, span, tone) in shades {
            let (Some(place), Some((x, width))) = (sheet.place(*key), scale.seen(*span)) else {
                continue;
            };
            let title = self.localizer.title(|names| {
                let what = tone.word_in(*key).in_language(names.language);
                let place = super::tooltip::place(names, *key);
                format!("{what} · {place} · {}", names.clock.span(*span, names.dash))
            });
            let at = (x, place.y);
            svg.bar(tone.class(), at, (width, place.height), title.as_deref());
            let class = if *tone == Tone::Wind { "yh" } else { "y2h" };
            svg.path(
                class,
                &hatching(at, (width, place.height), tone.leans()),
                None,
            );
            let beside = || rows.get(key).into_iter().flatten();
            // The number of what ends here may stand behind it.
            let clear = span.from.max(scale.window.from);
            let from = beside()
                .filter(|mark| mark.span.to <= clear)
                .map(|mark| scale.x(mark.span.to) + NUMBER)
                .fold(x, i32::max);
            let until = beside()
                .filter(|mark| mark.span.to > clear)
                .map(|mark| scale.x(mark.span.from))
                .fold(x + width, i32::min);
            let is_free = |text: &Localized| until - from >= text.width(MORE_TENTHS) + 8;
            let text = self.localizer.word(tone.word_in(*key));
            // Once for rows one below the other.
            let repeats = labelled.contains(&(*span, *tone, place.y));
            labelled.push((*span, *tone, place.y + place.height));
            if *tone != Tone::Slow && !repeats && is_free(&text) {
                svg.text("yt", (from + 4, place.baseline(5)), &text);
            }
        }
    }

    /// The sections that end at the station as bands, the station below.
    fn approach(&self, sheet: &Sheet, station: Option<StationId>) -> Bands {
        let band = |(row, place): (&Row, Place)| {
            let (Key::Section(id), Some(station)) = (row.key, station) else {
                return None;
            };
            let section = self.instance.system().section(id);
            let other = if section.from == station {
                section.to
            } else {
                section.from
            };
            Some(Band {
                section: id,
                upper: other,
                lower: station,
                top: place.y + 1,
                bottom: place.y + place.height - 1,
            })
        };
        Bands::alone(sheet.rows().filter_map(band).collect())
    }

    fn trains(
        &self,
        svg: &mut Svg,
        sheet: &Sheet,
        scale: &Scale,
        (diagram, approach, used): (&Diagram<'_>, &Bands, &mut Used),
    ) {
        let labels = Labels {
            numbers: self.numbers,
            sheet,
            scale,
            localizer: self.localizer,
        }
        .of(self.marks);
        // Both stand train by train.
        let marks_of = |train: usize| part(self.marks, |mark| mark.train, train);
        let labels_of = |train: usize| part(&labels, |label| label.train, train);
        let plan = self.timeline.plan();
        for train in 0..plan.trains.len() {
            let mut own = Svg::default();
            if let Some(data) = self.instance.trains().get(train) {
                let planned = &plan.trains[train];
                diagram.train(&mut own, train, data, planned, (approach, scale), used);
            }
            for mark in marks_of(train) {
                if let (Some(place), Some(seen)) = (sheet.place(mark.key), scale.seen(mark.span)) {
                    draw(&mut own, mark, place, seen);
                }
            }
            for mark in marks_of(train) {
                if let (Some(place), Some(seen)) = (sheet.place(mark.key), scale.seen(mark.span)) {
                    draw_pin(&mut own, mark, place, seen, scale);
                }
            }
            for label in labels_of(train) {
                labels::write(&mut own, label);
            }
            if !own.is_empty() {
                let has_changed = self.numbers.has_changed(train);
                used.changed |= has_changed;
                svg.train(train, has_changed);
                svg.append(&own);
                svg.end();
            }
        }
    }
}

/// What belongs to a train in a list that is sorted by train.
fn part<T>(all: &[T], train_of: impl Fn(&T) -> usize, train: usize) -> &[T] {
    let from = all.partition_point(|one| train_of(one) < train);
    let rest = &all[from..];
    &rest[..rest.partition_point(|one| train_of(one) == train)]
}

fn draw(svg: &mut Svg, mark: &Mark, place: Place, (x, width): (i32, i32)) {
    let title = mark.title.as_deref();
    let class = mark.ink.class();
    let middle = place.y + place.height / 2;
    let (top, height) = (place.y + 1, place.height - 2);
    match mark.ink.shape() {
        Shape::Full => svg.bar(class, (x, top), (width, height), title),
        Shape::Line => svg.path(class, &format!("M{x} {middle}h{width}"), title),
        Shape::Strip => {
            let y = place.y + place.height - 3;
            svg.path(class, &format!("M{x} {y}.5h{width}"), title);
        }
    }
}

/// The pin of a mark, above everything of its train.
fn draw_pin(svg: &mut Svg, mark: &Mark, place: Place, (x, width): (i32, i32), scale: &Scale) {
    let y = place.y + place.height / 2 - 5;
    let at = match mark.pinned {
        Some(true) if mark.span.from >= scale.window.from => (x + 1, y),
        Some(false) if mark.span.to <= scale.window.to => (x + width - 7, y),
        _ => return,
    };
    svg.path("pn", &pin_path(at), None);
}
