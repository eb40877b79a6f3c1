//! The sheet: where rows and columns lie, the row labels at its left, and the SVG element around everything.

use super::localizer::{Localized, Localizer};
use super::rows::{Block, Group, Key, Row};
use super::scale::Scale;
use super::style::{
    BLOCK_TENTHS, CHANGES, GROUP_TENTHS, LABEL_TENTHS, NOTE_TENTHS, PAST, chart_style,
};
use super::svg::{Svg, escaped, rectangle};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Column of the blocks.
const BLOCK_WIDTH: i32 = 18;
const GROUP_WIDTH: (i32, i32) = (56, 108);
const LABEL_WIDTH: (i32, i32) = (52, 112);
/// Between blocks.
const GAP: i32 = 5;
/// Beside a text.
const PAD: i32 = 4;

/// Upper edge and height of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub y: i32,
    pub height: i32,
}

impl Place {
    /// Where a text in the middle stands whose capitals are so many pixels high.
    pub(super) fn baseline(self, capitals: i32) -> i32 {
        self.y + i32::midpoint(self.height, capitals)
    }
}

/// Where everything lies.
pub(super) struct Sheet {
    pub blocks: Vec<Block>,
    /// Left edges of the columns of groups and of labels, and the end of the frame.
    columns: [i32; 3],
    places: BTreeMap<Key, Place>,
    pub top: i32,
    pub bottom: i32,
}

impl Sheet {
    /// Rows one below the other, the first one below `top`.
    pub(super) fn new(blocks: Vec<Block>, top: i32) -> Sheet {
        let groups = || blocks.iter().flat_map(|block| &block.groups);
        let rows = || groups().flat_map(|group| &group.rows);
        let group = groups().map(|group| group.title.width(GROUP_TENTHS)).max();
        let label = rows().map(|row| {
            let between = if row.note.width(NOTE_TENTHS) > 0 {
                8
            } else {
                0
            };
            row.label.width(LABEL_TENTHS) + between + row.note.width(NOTE_TENTHS)
        });
        let fitted = |wanted: Option<i32>, (least, most): (i32, i32)| {
            (wanted.unwrap_or(0) + 2 * PAD).clamp(least, most)
        };
        let groups_end = BLOCK_WIDTH + fitted(group, GROUP_WIDTH);
        let left = groups_end + fitted(label.max(), LABEL_WIDTH);
        let mut places = BTreeMap::new();
        let mut y = top;
        for (index, block) in blocks.iter().enumerate() {
            y += if index > 0 { GAP } else { 0 };
            for row in block.groups.iter().flat_map(|group| &group.rows) {
                let place = Place {
                    y,
                    height: row.height,
                };
                places.insert(row.key, place);
                y += row.height;
            }
        }
        Sheet {
            blocks,
            columns: [BLOCK_WIDTH, groups_end, left],
            places,
            top,
            bottom: y,
        }
    }

    /// Where time begins.
    pub(super) fn left(&self) -> i32 {
        self.columns[2]
    }

    pub(super) fn place(&self, key: Key) -> Option<Place> {
        self.places.get(&key).copied()
    }

    /// Every row with its place.
    pub(super) fn rows(&self) -> impl Iterator<Item = (&Row, Place)> {
        let rows = self
            .blocks
            .iter()
            .flat_map(|block| &block.groups)
            .flat_map(|group| &group.rows);
        rows.filter_map(|row| Some((row, self.place(row.key)?)))
    }

    fn extent(&self, groups: &[Group]) -> Place {
        let rows = || groups.iter().flat_map(|group| &group.rows);
        let first = rows().next().and_then(|row| self.place(row.key));
        let last = rows().last().and_then(|row| self.place(row.key));
        let y = first.map_or(self.top, |place| place.y);
        let end = last.map_or(y, |place| place.y + place.height);
        Place { y, height: end - y }
    }

    /// Lines below the rows and around the blocks, across the hours.
    pub(super) fn lines(&self, scale: &Scale) -> (String, String) {
        let (mut thin, mut edges) = (String::new(), String::new());
        let across = scale.pixels;
        let left = scale.left;
        for block in &self.blocks {
            for (index, group) in block.groups.iter().enumerate() {
                for row in group.rows.iter().skip(1) {
                    if let Some(place) = self.place(row.key) {
                        let _ = write!(thin, "M{left} {}h{across}", place.y);
                    }
                }
                let extent = self.extent(std::slice::from_ref(group));
                if index == 0 {
                    let _ = write!(edges, "M{left} {}h{across}", extent.y);
                }
                let _ = write!(edges, "M{left} {}h{across}", extent.y + extent.height);
            }
        }
        (thin, edges)
    }

    /// The labels of blocks, groups and rows.
    pub(super) fn frame(&self, svg: &mut Svg) {
        svg.group("frame");
        let [groups, labels, left] = self.columns;
        svg.bar("bg", (0, self.top), (left, self.bottom - self.top), None);
        let mut thin = String::new();
        let mut edges = String::new();
        let mut tints = String::new();
        for block in &self.blocks {
            let extent = self.extent(&block.groups);
            tints.push_str(&rectangle((0, extent.y), (BLOCK_WIDTH, extent.height)));
            let _ = write!(edges, "M0 {}H{left}v{}H0z", extent.y, extent.height);
            let _ = write!(edges, "M{groups} {}v{}", extent.y, extent.height);
            for (index, group) in block.groups.iter().enumerate() {
                let extent = self.extent(std::slice::from_ref(group));
                if index > 0 {
                    let _ = write!(edges, "M{groups} {}H{left}", extent.y);
                }
                for row in group.rows.iter().skip(1) {
                    if let Some(place) = self.place(row.key) {
                        let _ = write!(thin, "M{labels} {}H{left}", place.y);
                    }
                }
            }
        }
        svg.path("bt", &tints, None);
        svg.path("r", &thin, None);
        svg.path("r2", &edges, None);
        for block in &self.blocks {
            block_title(svg, &block.title, self.extent(&block.groups));
            for group in &block.groups {
                let extent = self.extent(std::slice::from_ref(group));
                self.group_title(svg, &group.title, extent);
                for row in &group.rows {
                    if let Some(place) = self.place(row.key) {
                        self.label(svg, row, place);
                    }
                }
            }
        }
        svg.end();
    }

    fn group_title(&self, svg: &mut Svg, title: &Localized, extent: Place) {
        const PITCH: i32 = 12;
        let most = self.columns[1] - self.columns[0] - PAD - 2;
        let lines = usize::try_from(extent.height / PITCH)
            .unwrap_or(1)
            .clamp(1, 4);
        for text in title.wrapped(most, lines, GROUP_TENTHS) {
            let height = PITCH * text.len() as i32;
            let first = extent.y + (extent.height - height) / 2 + PITCH - 3;
            for ((class, line), y) in text.into_iter().zip((0..).map(|n: i32| first + n * PITCH)) {
                svg.text(
                    "gt",
                    (self.columns[0] + PAD, y),
                    &Localized::one(class, line),
                );
            }
        }
    }

    fn label(&self, svg: &mut Svg, row: &Row, place: Place) {
        let [_, from, to] = self.columns;
        let y = place.baseline(6);
        let note = row.note.width(NOTE_TENTHS);
        let most = to - from - 2 * PAD - if note > 0 { note + 4 } else { 0 };
        svg.text("rl", (from + PAD, y), &row.label.cut(most, LABEL_TENTHS));
        svg.text(
            "rn",
            (to - PAD, y),
            &row.note.cut(to - from - 2 * PAD, NOTE_TENTHS),
        );
    }
}

/// A title along the edge: Chinese from top to bottom, character by character, other scripts turned.
fn block_title(svg: &mut Svg, title: &Localized, extent: Place) {
    const PITCH: i32 = 12;
    let middle = extent.y + extent.height / 2;
    for (class, text) in title.texts() {
        let is_wide = |c: char| unicode_width::UnicodeWidthChar::width(c) == Some(2);
        if !text.is_empty() && text.chars().all(is_wide) {
            let most = usize::try_from((extent.height - 2) / PITCH)
                .unwrap_or(0)
                .max(1);
            let chars: Vec<char> = text.chars().take(most).collect();
            let first = middle - PITCH * chars.len() as i32 / 2 + PITCH - 2;
            for (c, y) in chars.into_iter().zip((0..).map(|n: i32| first + n * PITCH)) {
                let localized = Localized::one(language_class(class), c.to_string());
                svg.text("bl", (BLOCK_WIDTH / 2, y), &localized);
            }
        } else {
            let localized = Localized::one(language_class(class), text.to_owned());
            let cut = localized.cut(extent.height - 4, BLOCK_TENTHS);
            svg.turned("bl", (BLOCK_WIDTH / 2 + 4, middle), -90, &cut);
        }
    }
}

fn language_class(class: &str) -> &'static str {
    match class {
        "zh" => "zh",
        "en" => "en",
        _ => "",
    }
}

/// What stands on the SVG element.
pub(super) struct Edges {
    pub width: i32,
    pub height: i32,
    pub top: i32,
    pub bottom: i32,
    /// Whether the plan before is shown too.
    pub has_before: bool,
    /// Whether something of the past is shown.
    pub has_past: bool,
}

/// The element around a chart.
pub(super) fn wrapped(content: &Svg, scale: &Scale, edges: &Edges, title: Option<&str>) -> String {
    let size = if scale.is_large() {
        "chart lg"
    } else {
        "chart"
    };
    let (width, height) = (edges.width, edges.height);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{size}\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" data-from=\"{}\" data-to=\"{}\" data-left=\"{}\" data-right=\"{}\" \
         data-top=\"{}\" data-bottom=\"{}\"",
        scale.window.from.0,
        scale.window.to.0,
        scale.left,
        scale.right(),
        edges.top,
        edges.bottom,
    );
    match title {
        // A file by itself: with its title, its style and a ground of its own.
        Some(title) => {
            let _ = write!(
                svg,
                " role=\"img\"><title>{}</title><style>{}{}{}</style><path class=\"bg\" d=\"{}\"/>",
                escaped(title),
                chart_style(),
                if edges.has_past { PAST } else { "" },
                if edges.has_before { CHANGES } else { "" },
                rectangle((0, 0), (width, height)),
            );
        }
        None => svg.push('>'),
    }
    svg.push_str(content.text_so_far());
    svg.push_str("</svg>");
    svg
}

/// The head of a file by itself: title, and what it shows.
pub(super) fn head(svg: &mut Svg, localizer: &Localizer<'_>, title: &str, scale: &Scale) -> i32 {
    const HEIGHT: i32 = 40;
    let Some(names) = localizer.only() else {
        return 0;
    };
    svg.group("head");
    svg.text("t1", (PAD, 17), &Localized::plain(title));
    let clock = names.clock;
    let from = clock.date_time(scale.window.from);
    let to = clock.date_time(scale.window.to);
    let plan = crate::names::name(names.instance.name());
    let line = format!("{plan} · {from} – {to} ({})", clock.own_offset());
    svg.text("t2", (PAD, 32), &Localized::plain(line));
    svg.end();
    HEIGHT
}
