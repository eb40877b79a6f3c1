//! Collecting problems: where one is, what it says, and the name that was probably meant.

use super::lines::LineIndex;
use super::rules::{Rule, TOO_MANY_PROBLEMS};
use crate::message::Message;
use crate::{Problem, Problems, words};
use std::fmt::{self, Display};

/// Most problems listed.
const MAX_PROBLEMS: usize = 500;
/// Most characters of a value shown.
const MAX_CHARACTERS: usize = 60;
/// Longest name for which a nearest one is looked up.
const LONGEST_GUESS: usize = 100;
/// Work limit of looking for nearest names, in characters squared.
const GUESS_BUDGET: usize = 200_000_000;

/// A place in a file, linked to the one around it; written out only when something is wrong there.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    parent: Option<&'a At<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Root,
    Field(&'a str),
    Index(usize),
}

impl<'a> At<'a> {
    /// The file as a whole.
    pub(crate) const ROOT: At<'static> = At {
        parent: None,
        step: Step::Root,
    };

    /// A field of the object here.
    pub(crate) fn field(&'a self, name: &'a str) -> At<'a> {
        At {
            parent: Some(self),
            step: Step::Field(name),
        }
    }

    /// An element of the list here.
    pub(crate) fn index(&'a self, index: usize) -> At<'a> {
        At {
            parent: Some(self),
            step: Step::Index(index),
        }
    }
}

impl Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = self
            .parent
            .is_some_and(|parent| !matches!(parent.step, Step::Root));
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Root => Ok(()),
            Step::Field(name) if inner => write!(f, ".{}", shortened(name)),
            Step::Field(name) => write!(f, "{}", shortened(name)),
            Step::Index(index) => write!(f, "[{index}]"),
        }
    }
}

/// The problems found so far.
pub(crate) struct Diagnostics<'l> {
    lines: Option<&'l LineIndex<'l>>,
    problems: Vec<Problem>,
    more: bool,
    guess_budget: usize,
}

impl<'l> Diagnostics<'l> {
    /// None yet; with lines where the text is at hand.
    pub(crate) fn new(lines: Option<&'l LineIndex<'l>>) -> Diagnostics<'l> {
        Diagnostics {
            lines,
            problems: Vec::new(),
            more: false,
            guess_budget: GUESS_BUDGET,
        }
    }

    /// Adds a problem with the rule's own advice.
    pub(crate) fn add(
        &mut self,
        rule: &'static Rule,
        at: &At,
        value: impl Display,
        message: impl Into<Message>,
    ) {
        self.add_with(rule, at, value, message, rule.advice);
    }

    /// Adds a problem with advice of its own.
    pub(crate) fn add_with(
        &mut self,
        rule: &'static Rule,
        at: &At,
        value: impl Display,
        message: impl Into<Message>,
        advice: impl Into<Message>,
    ) {
        if self.problems.len() >= MAX_PROBLEMS {
            self.more = true;
            return;
        }
        let path = at.to_string();
        let line = self.lines.map(|lines| lines.line(&path));
        self.add_at(rule, path, line, value, message, advice);
    }

    /// Adds a problem at a path that is written out already, with the rule's own advice.
    pub(crate) fn add_path(
        &mut self,
        rule: &'static Rule,
        path: &str,
        value: impl Display,
        message: impl Into<Message>,
    ) {
        let line = self.lines.map(|lines| lines.line(path));
        self.add_at(rule, path.to_owned(), line, value, message, rule.advice);
    }

    /// Adds a problem at a line known by other means.
    pub(crate) fn add_at(
        &mut self,
        rule: &'static Rule,
        path: String,
        line: Option<usize>,
        value: impl Display,
        message: impl Into<Message>,
        advice: impl Into<Message>,
    ) {
        if self.problems.len() >= MAX_PROBLEMS {
            self.more = true;
            return;
        }
        self.problems.push(Problem {
            code: rule.code,
            path,
            line,
            value: shortened(&value.to_string()),
            message: message.into(),
            advice: advice.into(),
        });
    }

    /// Adds a problem found by other means, at the line of its path.
    pub(crate) fn adopt(&mut self, mut problem: Problem) {
        if self.problems.len() >= MAX_PROBLEMS {
            self.more = true;
            return;
        }
        problem.line = self.lines.map(|lines| lines.line(&problem.path));
        self.problems.push(problem);
    }

    /// Whether no further problem will be listed, so that looking for more is idle.
    pub(crate) fn is_full(&self) -> bool {
        self.more
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// Advice that names the nearest of some names; the rule's own where none is near.
    pub(crate) fn nearest<'n>(
        &mut self,
        name: &str,
        names: impl Iterator<Item = &'n str>,
        otherwise: impl Into<Message>,
    ) -> Message {
        let mut best: Option<(f64, &str)> = None;
        if name.len() <= LONGEST_GUESS {
            let lower = name.to_lowercase();
            for candidate in names {
                let work = (name.len() + 1) * (candidate.len() + 1);
                if candidate.len() > LONGEST_GUESS || self.guess_budget < work {
                    continue;
                }
                self.guess_budget -= work;
                let likeness =
                    strsim::normalized_damerau_levenshtein(&lower, &candidate.to_lowercase());
                if likeness >= 0.5 && best.is_none_or(|(most, _)| likeness > most) {
                    best = Some((likeness, candidate));
                }
            }
        }
        best.map_or_else(
            || otherwise.into(),
            |(_, candidate)| words::maybe_meant(candidate),
        )
    }

    /// What was found, as warnings in the order of the file.
    pub(crate) fn into_warnings(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| problem.line);
        self.problems
    }

    /// All problems, in the order of the file; `Ok` when there is none.
    pub(crate) fn finish(mut self) -> Result<(), Problems> {
        if self.problems.is_empty() {
            return Ok(());
        }
        self.problems.sort_by_key(|problem| problem.line);
        if self.more {
            self.problems.push(Problem {
                code: TOO_MANY_PROBLEMS.code,
                path: String::new(),
                line: None,
                value: String::new(),
                message: words::only_first(MAX_PROBLEMS),
                advice: TOO_MANY_PROBLEMS.advice.into(),
            });
        }
        Err(Problems(self.problems))
    }
}

/// A text cut to a length that can be shown.
pub(crate) fn shortened(text: &str) -> String {
    let mut shown: String = text.chars().take(MAX_CHARACTERS).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}
