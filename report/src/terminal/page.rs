//! The page: where lines go, and what every section needs to write one.

use super::ViewConfig;
use super::words::{Align, clean, cut, filled, width, wrapped};
use crate::clock::Clock;
use crate::language::Language;
use crate::text::{Text, fill};
use regauge_model::{Instance, Minute, Span};
use std::io;

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

const UNICODE: Signs = Signs {
    rule: '─',
    dash: "–",
    arrow: "→",
    dot: "·",
    ellipsis: '…',
    // A little lower than its line, so that bars below each other stay apart.
    bar: '▇',
    ascii: false,
};

const ASCII: Signs = Signs {
    rule: '-',
    dash: "-",
    arrow: "->",
    dot: "|",
    ellipsis: '~',
    bar: '#',
    ascii: true,
};

/// Writes lines of at most a width.
pub(crate) struct Page<'a> {
    pub instance: &'a Instance,
    pub width: usize,
    pub language: Language,
    pub signs: Signs,
    pub clock: Clock<'a>,
    begun: bool,
    out: &'a mut dyn io::Write,
}

impl<'a> Page<'a> {
    pub(crate) fn new(
        instance: &'a Instance,
        config: &ViewConfig,
        out: &'a mut dyn io::Write,
    ) -> Page<'a> {
        Page {
            instance,
            width: config.width,
            language: config.language,
            signs: if config.ascii { ASCII } else { UNICODE },
            clock: Clock::new(instance.horizon(), config.language),
            begun: false,
            out,
        }
    }

    /// A line. Whatever a section forgot to clean or to fit is cleaned and cut here: nothing else writes.
    pub(crate) fn line(&mut self, text: &str) -> io::Result<()> {
        self.begun = true;
        let indent = text.len() - text.trim_start_matches(' ').len();
        let line = format!("{}{}", " ".repeat(indent), clean(text));
        let line = cut(&line, self.width, self.signs.ellipsis);
        writeln!(self.out, "{}", line.trim_end())
    }

    /// A heading, with a blank line above.
    pub(crate) fn heading(&mut self, title: &str) -> io::Result<()> {
        if self.begun {
            self.line("")?;
        }
        let rule = self.signs.rule;
        let start = format!("{rule}{rule} {title} ");
        let rest = self.width.saturating_sub(width(&start));
        self.line(&(start + &rule.to_string().repeat(rest)))
    }

    /// Text wrapped to the width, indented.
    pub(crate) fn paragraph(&mut self, indent: usize, text: &str) -> io::Result<()> {
        for line in wrapped(text, self.width.saturating_sub(indent)) {
            self.line(&(" ".repeat(indent) + &line))?;
        }
        Ok(())
    }

    /// Labels and what stands behind them, aligned; long values are wrapped.
    pub(crate) fn entries(&mut self, entries: &[(String, String)]) -> io::Result<()> {
        let labels = entries.iter().map(|(label, _)| width(label)).max();
        let indent = labels.unwrap_or(0) + 2;
        for (label, value) in entries {
            let lines = wrapped(value, self.width.saturating_sub(indent));
            for (index, line) in lines.iter().enumerate() {
                let label = if index == 0 { label } else { "" };
                self.line(&(filled(label, indent, Align::Left) + line))?;
            }
        }
        Ok(())
    }

    /// A text in the language of the page.
    pub(crate) fn text(&self, text: Text) -> &'static str {
        text.in_language(self.language)
    }

    /// A text with its gaps filled.
    pub(crate) fn fill(&self, text: Text, values: &[&str]) -> String {
        fill(self.text(text), values)
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
}

/// A name as it may be printed; one of which nothing is left is a question mark.
pub(crate) fn name(text: &str) -> String {
    let cleaned = clean(text);
    if cleaned.is_empty() {
        "?".to_owned()
    } else {
        cleaned
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

    #[test]
    fn a_name_is_never_empty() {
        assert_eq!(name("\u{1b}\u{202e}"), "?");
    }
}
