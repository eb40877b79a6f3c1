//! Reading a file so that everything wrong with its shape is reported at once, with path and line.
//!
//! [`parse`] looks whether the text is the file needed (`kind`), reads it into a tree (`tree`), compares it with the shape that the published schema gives the type
//! (`shape`, `walk`), and only then lets serde build the type. Hostile text costs bounded time and memory.
//! What is deliberately not here: what values mean.

mod kind;
mod shape;
mod tree;
mod walk;

pub use kind::{FileKind, other_file};

use super::diagnostics::{At, Diagnostics};
use super::lines::{Kind, LineIndex, Value};
use super::rules::{BAD_VERSION, NOT_UTF8, TOO_LARGE, UNREADABLE};
use crate::format::FORMAT_VERSION;
use crate::{Problems, words};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use walk::Respelling;

/// Largest file read, in bytes.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Reads a file of this format: the value, and on which line each part of it stands.
///
/// # Errors
/// Everything wrong with the text or its shape. Meaning is not looked at, but for the format version.
pub fn parse<T: DeserializeOwned + JsonSchema>(
    text: &[u8],
    wanted: FileKind,
) -> Result<(T, LineIndex<'_>), Problems> {
    let mut diagnostics = Diagnostics::new(None);
    let read = read(text, wanted, &mut diagnostics);
    diagnostics.finish()?;
    // Without a problem there is a value; the empty list cannot happen.
    read.ok_or_else(|| Problems(Vec::new()))
}

fn read<'t, T: DeserializeOwned + JsonSchema>(
    text: &'t [u8],
    wanted: FileKind,
    diagnostics: &mut Diagnostics,
) -> Option<(T, LineIndex<'t>)> {
    if text.len() > MAX_BYTES {
        let message = words::too_many_bytes(text.len(), MAX_BYTES);
        diagnostics.add(TOO_LARGE, &At::ROOT, "", message);
        return None;
    }
    if kind::bytes(text, diagnostics) {
        return None;
    }
    let text = match std::str::from_utf8(text) {
        Ok(text) => kind::without_mark(text),
        Err(error) => {
            let good = text.get(..error.valid_up_to()).unwrap_or_default();
            let line = good.split(|byte| *byte == b'\n').count();
            let message = words::not_utf8_here();
            let advice = NOT_UTF8.advice;
            diagnostics.add_at(NOT_UTF8, String::new(), Some(line), "", message, advice);
            return None;
        }
    };
    if kind::other_text(text, diagnostics) {
        return None;
    }
    let tree = tree::read(text, diagnostics)?;
    if kind::other_kind(&tree, wanted, diagnostics) {
        return None;
    }
    version(&tree, diagnostics);
    let respelt = walk::walk(&tree, &shape::shapes::<T>(), diagnostics);
    if !diagnostics.is_empty() {
        return None;
    }
    match serde_json::from_str(&respelled(text, &respelt)) {
        Ok(value) => Some((value, LineIndex::new(tree))),
        Err(error) => {
            let (line, advice) = (Some(error.line()), UNREADABLE.advice);
            diagnostics.add_at(
                UNREADABLE,
                String::new(),
                line,
                "",
                words::unreadable(error.to_string()),
                advice,
            );
            None
        }
    }
}

/// The text with its whole numbers written as digits alone, as serde wants them; lines stay.
fn respelled<'t>(text: &'t str, respelt: &[Respelling]) -> Cow<'t, str> {
    if respelt.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut result = String::with_capacity(text.len());
    let mut after = 0;
    for Respelling { place, number } in respelt {
        result += &text[after..place.start];
        result += &number.to_string();
        after = place.end;
    }
    Cow::Owned(result + &text[after..])
}

/// Another version explains most of what else may be wrong, so it is always said.
fn version(tree: &Value, diagnostics: &mut Diagnostics) {
    let Kind::Object(fields) = &tree.kind else {
        return;
    };
    let given = fields.iter().find(|(name, _)| name == "format_version");
    if let Some((name, value)) = given
        && let Kind::Text(version) = &value.kind
        && version != FORMAT_VERSION
    {
        let message = words::reads_format(FORMAT_VERSION);
        let (path, line) = (name.to_string(), Some(value.line as usize));
        diagnostics.add_at(
            BAD_VERSION,
            path,
            line,
            version,
            message,
            BAD_VERSION.advice,
        );
    }
}
