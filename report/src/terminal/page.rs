//! The page: where lines go, and what every section needs to write one.

use super::ViewConfig;
use super::words::{Align, clean, cut, filled, width, wrapped};
use crate::names::Names;
pub(crate) use crate::names::name;
use regauge_model::{Instance, Minute, Span};
use std::io;
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

/// Writes lines of at most a width. What things are called it knows as [`Names`] do.
pub(crate) struct Page<'a> {
    pub width: usize,
    pub signs: Signs,
    names: Names<'a>,
    begun: bool,
    out: &'a mut dyn io::Write,
}

impl<'a> Deref for Page<'a> {
    type Target = Names<'a>;

    fn deref(&self) -> &Names<'a> {
        &self.names
    }
}

impl<'a> Page<'a> {
    pub(crate) fn new(
        instance: &'a Instance,
        config: &ViewConfig,
        out: &'a mut dyn io::Write,
    ) -> Page<'a> {
        let signs = if config.ascii { ASCII } else { UNICODE };
        Page {
            width: config.width,
            signs,
            names: Names::new(instance, config.language, signs.dash),
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
