//! What is wrong with an input: code, place, line, value, advice.

use crate::message::{Language, Message};
use crate::text::visible;
use std::fmt::{self, Write};

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
    pub message: Message,
    /// What to do about it.
    pub advice: Message,
}

/// One line that may be shown, in English: what the file holds is [`visible`] in it and does nothing to a terminal.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Language::English))
    }
}

impl Problem {
    /// One line that may be shown, in a language: what the file holds is [`visible`] in it and does nothing to a terminal.
    pub fn in_language(&self, language: Language) -> String {
        let mut line = self.code.to_owned();
        if !self.path.is_empty() {
            line += " ";
            line += &self.path;
        }
        match language {
            Language::English => self.in_english(&mut line),
            Language::Chinese => self.in_chinese(&mut line),
        }
        visible(&line)
    }

    /// Nothing fails that is written into a text.
    fn in_english(&self, line: &mut String) {
        if let Some(number) = self.line {
            let _ = write!(line, " (line {number})");
        }
        let message = self.message.to_string();
        let _ = write!(line, ": {message}");
        if !self.value.is_empty() {
            let _ = write!(line, " (value: {})", self.value);
        }
        if !self.advice.is_empty() {
            let ends = message.ends_with(['.', '?', '!']) && self.value.is_empty();
            let _ = write!(line, "{} {}", if ends { "" } else { "." }, self.advice);
        }
    }

    fn in_chinese(&self, line: &mut String) {
        if let Some(number) = self.line {
            let _ = write!(line, "（第 {number} 行）");
        }
        let message = self.message.in_language(Language::Chinese);
        let _ = write!(line, "：{message}");
        if !self.value.is_empty() {
            let _ = write!(line, "（值：{}）", self.value);
        }
        if !self.advice.is_empty() {
            let ends = message.ends_with(['。', '？', '！']) && self.value.is_empty();
            let advice = self.advice.in_language(Language::Chinese);
            let _ = write!(line, "{}{advice}", if ends { "" } else { "。" });
        }
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
