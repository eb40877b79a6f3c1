//! What charts are drawn on: shapes and texts in both languages, on a frame that grows with its rows.
//!
//! A chart is as wide as A4 landscape at 96 dots per inch, so that it is printed as large as it is shown.

use super::scale::Scale;
use maud::{Markup, Render, html};
use regauge_model::Language;
use regauge_report::{Words, text_width};

/// Width of every chart.
pub(super) const WIDTH: f64 = 1040.0;
/// What is said of a row.
pub(super) const LABEL: i32 = 12;
/// What is said of an axis: the smallest type there is.
pub(super) const SMALL: i32 = 11;
/// From one line of text to the next.
pub(super) const LINE: f64 = 15.0;
/// Width of the names of scenarios.
pub(super) const NAMES: f64 = 206.0;
/// Height of a chart that still fits on a page with its heading; longer ones go on in another.
pub(super) const TALLEST: f64 = 560.0;

/// Where a text stands of its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    fn name(self) -> &'static str {
        match self {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        }
    }
}

/// A chart in the making.
#[derive(Default)]
pub(super) struct Canvas {
    marks: Vec<Markup>,
}

impl Canvas {
    /// The chart, so high.
    pub(super) fn chart(self, height: f64, label: &Words, first: Language) -> Markup {
        html! {
            svg.chart role="img" width=(px(WIDTH)) height=(px(height)) viewBox=(format!("0 0 {} {}", px(WIDTH), px(height)))
                aria-label=(label.in_language(first)) data-aria-zh=(label.zh) data-aria-en=(label.en) {
                @for mark in &self.marks { (mark) }
            }
        }
    }

    pub(super) fn line(&mut self, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        self.marks.push(html! {
            line class=(class) x1=(px(x1)) y1=(px(y1)) x2=(px(x2)) y2=(px(y2)) {}
        });
    }

    /// A rectangle, given by two corners; never thinner than a pixel.
    pub(super) fn bar(&mut self, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        let (width, height) = ((x2 - x1).abs().max(1.0), (y2 - y1).abs().max(1.0));
        self.marks.push(html! {
            rect class=(class) x=(px(x1.min(x2))) y=(px(y1.min(y2))) width=(px(width)) height=(px(height)) {}
        });
    }

    pub(super) fn dot(&mut self, class: &str, (x, y): (f64, f64)) {
        self.marks
            .push(html! { circle class=(class) cx=(px(x)) cy=(px(y)) r="4" {} });
    }

    /// Anything else.
    pub(super) fn mark(&mut self, mark: Markup) {
        self.marks.push(mark);
    }

    /// What belongs together, under a class.
    pub(super) fn group(&mut self, class: &str, marks: Canvas) {
        self.marks
            .push(html! { g class=(class) { @for mark in &marks.marks { (mark) } } });
    }

    /// An interval across, with ends.
    pub(super) fn across(&mut self, class: &str, [x1, x2]: [f64; 2], y: f64) {
        self.line(class, (x1, y), (x2, y));
        for x in [x1, x2] {
            self.line(class, (x, y - 4.0), (x, y + 4.0));
        }
    }

    /// An interval upwards, with ends.
    pub(super) fn upright(&mut self, class: &str, x: f64, [y1, y2]: [f64; 2]) {
        self.line(class, (x, y1), (x, y2));
        for y in [y1, y2] {
            self.line(class, (x - 3.0, y), (x + 3.0, y));
        }
    }

    /// A text; where the languages differ it stands there twice.
    pub(super) fn text(
        &mut self,
        class: &str,
        place: (f64, f64),
        anchor: Anchor,
        size: i32,
        words: &Words,
    ) {
        if words.zh == words.en {
            self.written(class, place, anchor, size, &words.en);
        } else {
            self.written(&format!("{class} zh"), place, anchor, size, &words.zh);
            self.written(&format!("{class} en"), place, anchor, size, &words.en);
        }
    }

    fn written(&mut self, class: &str, (x, y): (f64, f64), anchor: Anchor, size: i32, text: &str) {
        self.marks.push(html! {
            text class=(class.trim()) x=(px(x)) y=(px(y)) font-size=(size) text-anchor=(anchor.name()) { (text) }
        });
    }

    /// Lines of text, the first at this place.
    pub(super) fn lines(
        &mut self,
        class: &str,
        (x, y): (f64, f64),
        anchor: Anchor,
        size: i32,
        lines: &Lines,
    ) {
        let mut set = |lines: &[String], language: &str| {
            for (number, line) in lines.iter().enumerate() {
                let place = (x, y + number as f64 * LINE);
                self.written(&format!("{class} {language}"), place, anchor, size, line);
            }
        };
        if lines.zh == lines.en {
            set(&lines.en, "");
        } else {
            set(&lines.zh, "zh");
            set(&lines.en, "en");
        }
    }

    /// Heads of columns, which stand on this line.
    pub(super) fn heads(&mut self, heads: &[Head], base: f64) {
        for head in heads {
            for (lines, class) in [(&head.lines.zh, "zh"), (&head.lines.en, "en")] {
                let y = base - (lines.len() as f64 - 1.0) * LINE;
                for (number, line) in lines.iter().enumerate() {
                    let place = (head.x, y + number as f64 * LINE);
                    self.written(&format!("soft {class}"), place, head.anchor, SMALL, line);
                }
            }
        }
    }

    /// A grid of upright lines, with its figures below.
    pub(super) fn axis(&mut self, scale: &Scale, [top, bottom]: [f64; 2]) {
        let mut free = f64::MIN;
        for (value, text) in scale.ticks() {
            let x = scale.at(value);
            self.line("grid", (x, top), (x, bottom));
            let half = f64::from(text_width(&text, SMALL * 10)) / 2.0;
            // figures that would run into each other are left out
            if x - half < free {
                continue;
            }
            free = x + half + 4.0;
            let words = super::say::same(text);
            self.text("soft", (x, bottom + 14.0), Anchor::Middle, SMALL, &words);
        }
        self.line(
            "frame",
            (scale.at(f64::MIN), bottom),
            (scale.at(f64::MAX), bottom),
        );
    }
}

/// The head of a column.
pub(super) struct Head {
    x: f64,
    anchor: Anchor,
    lines: Lines,
}

impl Head {
    pub(super) fn new(x: f64, anchor: Anchor, most: f64, words: &Words) -> Head {
        let lines = Lines::new(words, most, SMALL);
        Head { x, anchor, lines }
    }

    /// Height of the highest.
    pub(super) fn height(heads: &[Head]) -> f64 {
        heads
            .iter()
            .map(|head| head.lines.height())
            .fold(0.0, f64::max)
    }
}

/// A text in lines, for both readers.
pub(super) struct Lines {
    zh: Vec<String>,
    en: Vec<String>,
}

impl Lines {
    /// Lines no wider than so many pixels; nothing is cut off.
    pub(super) fn new(words: &Words, most: f64, size: i32) -> Lines {
        Lines {
            zh: wrapped(&words.zh, most, size),
            en: wrapped(&words.en, most, size),
        }
    }

    pub(super) fn count(&self) -> usize {
        self.zh.len().max(self.en.len())
    }

    pub(super) fn height(&self) -> f64 {
        self.count() as f64 * LINE
    }
}

/// A text in lines of a width, broken behind blanks and signs, and within a word where it is too long by itself.
fn wrapped(text: &str, most: f64, size: i32) -> Vec<String> {
    let fits = |line: &str| f64::from(text_width(line.trim_end(), size * 10)) <= most;
    let mut lines: Vec<String> = Vec::new();
    let mut rest = text.trim();
    while !fits(rest) {
        let (mut soft, mut hard) = (None, rest.len());
        let mut before = None;
        for (at, c) in rest.char_indices() {
            if at > 0 && !fits(&rest[..at]) {
                break;
            }
            if at > 0 {
                hard = at;
            }
            if before.is_some_and(|before| breaks(before, c)) {
                soft = Some(at);
            }
            before = Some(c);
        }
        // at least a letter a line
        if hard == rest.len() {
            hard = rest.chars().next().map_or(rest.len(), char::len_utf8);
        }
        let end = soft.unwrap_or(hard);
        lines.push(rest[..end].trim_end().to_owned());
        rest = rest[end..].trim_start();
        if rest.is_empty() {
            return lines;
        }
    }
    lines.push(rest.to_owned());
    lines
}

/// Whether a line may end between the two.
fn breaks(before: char, c: char) -> bool {
    let is_han =
        |c: char| ('\u{3000}'..='\u{9fff}').contains(&c) || ('\u{ff00}'..='\u{ffef}').contains(&c);
    (matches!(before, ' ' | '-' | '_' | ',' | '/' | '–') && !is_han(c))
        || ((is_han(before) || is_han(c))
            && !matches!(c, '，' | '。' | '、' | '）' | '：' | '；' | ')')
            && !matches!(before, '（' | '('))
}

/// Rows of these heights as charts no higher than a page.
pub(super) fn pages(heights: &[f64]) -> Vec<std::ops::Range<usize>> {
    let mut pages = Vec::new();
    let (mut first, mut used) = (0, 0.0);
    for (place, height) in heights.iter().enumerate() {
        if place > first && used + height > TALLEST {
            pages.push(first..place);
            (first, used) = (place, 0.0);
        }
        used += height;
    }
    if first < heights.len() {
        pages.push(first..heights.len());
    }
    pages
}

/// A length, to a tenth of a pixel.
pub(super) fn px(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// Charts below each other.
pub(super) struct Stack(pub(super) Vec<Markup>);

impl Render for Stack {
    fn render(&self) -> Markup {
        html! { div.view { @for chart in &self.0 { (chart) } } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_every_letter() {
        for text in [
            "cranes = 5, locomotives = 3, trains a day = 22",
            "averyveryverylongnamewithoutanyblankorsign",
            "第二十二换装库加一对线，调机三台",
            "",
        ] {
            let lines = wrapped(text, 60.0, LABEL);
            let letters = |text: &str| text.replace(' ', "");
            assert_eq!(letters(&lines.concat()), letters(text));
            for line in lines {
                assert!(text_width(&line, LABEL * 10) <= 60, "{line}");
            }
        }
    }

    #[test]
    fn a_long_chart_goes_on_in_another() {
        let half = TALLEST / 2.0;
        assert_eq!(pages(&[half, half, half]), [0..2, 2..3]);
        assert_eq!(pages(&[2.0 * TALLEST, half]), [0..1, 1..2]);
        assert!(pages(&[]).is_empty());
    }
}
