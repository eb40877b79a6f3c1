//! The values of a file as they are written, and on which line each of them stands.

use std::borrow::Cow;

/// A value and the line on which it begins.
#[derive(Debug)]
pub(super) struct Value<'t> {
    pub(super) line: u32,
    pub(super) kind: Kind<'t>,
}

/// What a value is.
#[derive(Debug)]
pub(super) enum Kind<'t> {
    Null,
    Bool,
    /// As it is written, and where it begins.
    Number(&'t str, u32),
    Text(Cow<'t, str>),
    List(Vec<Value<'t>>),
    Object(Vec<(Cow<'t, str>, Value<'t>)>),
}

/// Lines of the values of a file.
#[derive(Debug)]
pub struct LineIndex<'t> {
    root: Value<'t>,
}

impl<'t> LineIndex<'t> {
    pub(super) fn new(root: Value<'t>) -> LineIndex<'t> {
        LineIndex { root }
    }

    /// The line (from 1) of the value at a path such as `trains[3].due_exit`; of a field that is missing, the line of
    /// the nearest thing around it.
    pub fn line(&self, path: &str) -> usize {
        let mut here = &self.root;
        let mut rest = path;
        while !rest.is_empty() {
            let Some((next, after)) = step(here, rest) else {
                break;
            };
            here = next;
            rest = after;
        }
        here.line as usize
    }
}

/// The value one step along a path, and what is left of the path.
fn step<'v, 't, 'p>(here: &'v Value<'t>, path: &'p str) -> Option<(&'v Value<'t>, &'p str)> {
    match &here.kind {
        Kind::List(items) => {
            let (number, rest) = path.strip_prefix('[')?.split_once(']')?;
            Some((items.get(number.parse::<usize>().ok()?)?, rest))
        }
        Kind::Object(fields) => {
            let path = path.strip_prefix('.').unwrap_or(path);
            // A key may itself hold a point or bracket: the longest that fits is meant.
            let matching = fields.iter().filter_map(|(name, value)| {
                let rest = path.strip_prefix(&**name)?;
                let ends = rest.is_empty() || rest.starts_with(['.', '[']);
                ends.then_some((name.len(), value, rest))
            });
            let (_, value, rest) = matching.max_by_key(|(length, ..)| *length)?;
            Some((value, rest))
        }
        Kind::Null | Kind::Bool | Kind::Number(..) | Kind::Text(_) => None,
    }
}
