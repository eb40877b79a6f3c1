//! Words for one reader: what `names` calls things, with signs, times and figures.
//!
//! What every view shares, whether it ends on a terminal or in a page. What is deliberately not here: facts (`sheet`), and
//! anything about how wide or how coloured a text is.

use crate::names::Names;
use crate::text::Text;
use regauge_model::Language;
use regauge_model::text::is_shown;
use regauge_model::{Instance, Minute, Span};
use std::ops::Deref;
use unicode_width::UnicodeWidthChar;

/// Most marks in a row that sit on the letter before them; more would pile up over other lines.
const MAX_MARKS: usize = 4;

/// Signs that differ between Unicode and ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Signs {
    pub rule: char,
    pub dash: &'static str,
    pub arrow: &'static str,
    pub dot: &'static str,
    pub ellipsis: char,
    pub bar: char,
    pub ascii: bool,
}

/// The signs of a modern screen and of paper.
pub(crate) const UNICODE: Signs = Signs {
    rule: '─',
    dash: "–",
    arrow: "→",
    dot: "·",
    ellipsis: '…',
    // A little lower than its line, so that bars below each other stay apart.
    bar: '▇',
    ascii: false,
};

/// The signs of a terminal that knows no others.
pub(crate) const ASCII: Signs = Signs {
    rule: '-',
    dash: "-",
    arrow: "->",
    dot: "|",
    ellipsis: '~',
    bar: '#',
    ascii: true,
};

/// How one reader is spoken to about one instance: names, signs, times and figures.
#[derive(Clone, Copy)]
pub(crate) struct Wording<'a> {
    names: Names<'a>,
    pub signs: Signs,
}

impl<'a> Deref for Wording<'a> {
    type Target = Names<'a>;

    fn deref(&self) -> &Names<'a> {
        &self.names
    }
}

impl<'a> Wording<'a> {
    pub(crate) fn new(instance: &'a Instance, language: Language, signs: Signs) -> Wording<'a> {
        Wording {
            names: Names::new(instance, language, signs.dash),
            signs,
        }
    }

    /// The sign for "does not apply".
    pub(crate) fn none(&self) -> String {
        self.signs.dash.to_owned()
    }

    /// A time of day.
    pub(crate) fn time(&self, minute: Minute) -> String {
        self.clock.time(minute)
    }

    /// `21:10–21:35`.
    pub(crate) fn span(&self, span: Span) -> String {
        self.clock.span(span, self.signs.dash)
    }

    /// `3 h 05 min`.
    pub(crate) fn hours(&self, minutes: f64) -> String {
        let minutes = minutes.round() as i64;
        let (hours, rest) = (minutes / 60, minutes % 60);
        let values = [hours.to_string(), format!("{rest:02}")];
        self.fill(Text::HoursMinutes, &[&values[0], &values[1]])
    }
}

/// A text of a file without anything that could steer a terminal, turn the direction of writing or hide: control
/// characters and format characters are left out, white space of any kind is a blank.
pub(crate) fn clean(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut marks = 0;
    for c in text.chars() {
        let c = if c.is_whitespace() { ' ' } else { c };
        if !is_shown(c) {
            continue;
        }
        marks = if c.width() == Some(0) { marks + 1 } else { 0 };
        // A mark needs a letter to sit on.
        if marks > MAX_MARKS || (marks > 0 && (result.is_empty() || result.ends_with(' '))) {
            continue;
        }
        result.push(c);
    }
    result.trim().to_owned()
}

/// Cost units, hundredths of a weighted train-minute, as people read them: `9,408.00`.
pub fn cost(units: i64) -> String {
    let sign = if units < 0 { "-" } else { "" };
    let units = units.unsigned_abs();
    let digits = (units / 100).to_string();
    let mut whole = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            whole.push(',');
        }
        whole.push(digit);
    }
    format!("{sign}{whole}.{:02}", units % 100)
}

/// A share as a percentage: 0.5 is `50.00 %` with two decimals.
pub fn percent(share: f64, decimals: usize) -> String {
    format!("{:.decimals$} %", share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_is_left() {
        assert_eq!(clean("\u{1b}[31mX8086\u{1b}[0m"), "[31mX8086[0m");
        assert_eq!(clean("a\u{9b}2Jb\u{7}\r\n\tc"), "a2Jb   c");
        assert_eq!(clean("\u{202e}6808X\u{2066}\u{feff}"), "6808X");
        assert_eq!(clean("  X8086 "), "X8086");
        assert_eq!(clean("阿拉山口"), "阿拉山口");
    }

    #[test]
    fn marks_do_not_pile_up() {
        let piled = format!("a{}", "\u{301}".repeat(50));
        assert_eq!(clean(&piled).chars().count(), 1 + MAX_MARKS);
        assert_eq!(clean("\u{301}a"), "a");
    }

    #[test]
    fn costs_are_hundredths_of_a_train_minute() {
        assert_eq!(cost(0), "0.00");
        assert_eq!(cost(940_805), "9,408.05");
        assert_eq!(cost(-123_456_789), "-1,234,567.89");
        assert_eq!(percent(0.0305, 2), "3.05 %");
    }
}
