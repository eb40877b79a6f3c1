//! What is wrong with an input: code, place, line, value, advice.

use crate::text::visible;
use std::fmt;

/// One thing wrong with an input file; or, with a code that begins with `W`, one that is valid but probably not meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Stable code such as `E0203`; the list is in `docs/problems.md`.
    pub code: &'static str,
    /// Where, for example `trains[3].due_exit`; empty for the file as a whole.
    pub path: String,
    /// Line in the file, from 1, where known.
    pub line: Option<usize>,
    /// The value found, shortened where long.
    pub value: String,
    /// What is wrong, in a sentence without its full stop.
    pub message: String,
    /// What to do about it.
    pub advice: String,
}

/// One line that may be shown: what the file holds is [`visible`] in it and does nothing to a terminal.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = String::new();
        self.write(&mut line)?;
        f.write_str(&visible(&line))
    }
}

impl Problem {
    fn write(&self, f: &mut impl fmt::Write) -> fmt::Result {
        write!(f, "{}", self.code)?;
        if !self.path.is_empty() {
            write!(f, " {}", self.path)?;
        }
        if let Some(line) = self.line {
            write!(f, " (line {line})")?;
        }
        write!(f, ": {}", self.message)?;
        if !self.value.is_empty() {
            write!(f, " (value: {})", self.value)?;
        }
        if !self.advice.is_empty() {
            let stop = if self.message.ends_with(['.', '?', '!']) && self.value.is_empty() {
                ""
            } else {
                "."
            };
            write!(f, "{stop} {}", self.advice)?;
        }
        Ok(())
    }
}

/// Everything wrong with an input file, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.0 {
            writeln!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
