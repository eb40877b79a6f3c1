//! The page: where lines go, and what every section needs to write one.

use super::ViewConfig;
use super::tint::{Piece, Tint, tinted};
use super::words::{Align, cut, filled, width, wrapped};
use crate::clean::clean;
use crate::wording::{ASCII, UNICODE, Wording};
use regauge_model::Instance;
use regauge_model::text::is_shown;
use std::io;
use std::ops::Deref;

/// Writes lines of at most a width.
pub(crate) struct Page<'a> {
    pub words: Wording<'a>,
    pub width: usize,
    color: bool,
    begun: bool,
    out: &'a mut dyn io::Write,
}

impl<'a> Page<'a> {
    pub(crate) fn new(
        instance: &'a Instance,
        config: &ViewConfig,
        out: &'a mut dyn io::Write,
    ) -> Page<'a> {
        let signs = if config.ascii { ASCII } else { UNICODE };
        Page {
            words: Wording::new(instance, config.language, signs),
            width: config.width,
            color: config.color,
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

    /// A line of pieces in their colours; without colours the same line in one piece.
    pub(crate) fn pieces(&mut self, pieces: &[Piece]) -> io::Result<()> {
        if !self.color {
            let text: String = pieces.iter().map(|(_, text)| text.as_str()).collect();
            return self.line(&text);
        }
        self.begun = true;
        let mut room = self.width;
        let mut shown: Vec<Piece> = Vec::new();
        for (tint, text) in pieces {
            let text: String = text.chars().filter(|c| is_shown(*c)).collect();
            let text = cut(&text, room, self.signs.ellipsis);
            room -= width(&text).min(room);
            shown.push((*tint, text));
        }
        // No blanks at the end.
        while let Some((_, last)) = shown.last_mut() {
            last.truncate(last.trim_end().len());
            if !last.is_empty() {
                break;
            }
            shown.pop();
        }
        let line: String = shown.iter().map(tinted).collect();
        writeln!(self.out, "{line}")
    }

    /// A line in one colour.
    pub(crate) fn line_in(&mut self, tint: Tint, text: &str) -> io::Result<()> {
        self.pieces(&[(tint, text.to_owned())])
    }

    /// A heading, with a blank line above.
    pub(crate) fn heading(&mut self, title: &str) -> io::Result<()> {
        if self.begun {
            self.line("")?;
        }
        let rule = self.signs.rule;
        let start = format!("{rule}{rule} {title} ");
        let rest = self.width.saturating_sub(width(&start));
        self.line_in(Tint::Heading, &(start + &rule.to_string().repeat(rest)))
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
}

impl<'a> Deref for Page<'a> {
    type Target = Wording<'a>;

    /// A page speaks the words it is written in.
    fn deref(&self) -> &Wording<'a> {
        &self.words
    }
}
