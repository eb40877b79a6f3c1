//! Words for one reader: what `names` calls things, with signs, times and figures.
//!
//! What every view shares, whether it ends on a terminal or in a page. What is deliberately not here: facts (`sheet`), and
//! anything about how wide or how coloured a text is.

use crate::names::Names;
use crate::text::Text;
use regauge_model::{Instance, Language, Minute, Span};
use std::ops::Deref;

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
    fn costs_are_hundredths_of_a_train_minute() {
        assert_eq!(cost(0), "0.00");
        assert_eq!(cost(940_805), "9,408.05");
        assert_eq!(cost(-123_456_789), "-1,234,567.89");
        assert_eq!(percent(0.0305, 2), "3.05 %");
    }
}
