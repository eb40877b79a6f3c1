//! Reading a file so that everything wrong with its shape is reported at once, with path and line.
//!
//! [`parse`] reads the text into a tree (`tree`), compares it with the shape that the published schema gives the type
//! (`shape`, `walk`), and only then lets serde build the type. Hostile text costs bounded time and memory.
//! What is deliberately not here: what values mean.

mod lines;
mod shape;
mod tree;
mod walk;

pub use lines::LineIndex;

use super::report::{At, Report};
use super::rules::{BAD_VERSION, NOT_UTF8, TOO_LARGE, UNREADABLE};
use crate::Problems;
use crate::format::FORMAT_VERSION;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use tree::{Kind, Value};

/// Largest file read, in bytes.
pub const MOST_BYTES: usize = 64 * 1024 * 1024;

/// Reads a file of this format: the value, and on which line each part of it stands.
///
/// # Errors
/// Everything wrong with the text or its shape. Meaning is not looked at, but for the format version.
pub fn parse<T: DeserializeOwned + JsonSchema>(
    text: &[u8],
) -> Result<(T, LineIndex<'_>), Problems> {
    let mut report = Report::new(None);
    let read = read(text, &mut report);
    report.finish()?;
    // Without a problem there is a value; the empty list cannot happen.
    read.ok_or_else(|| Problems(Vec::new()))
}

fn read<'t, T: DeserializeOwned + JsonSchema>(
    text: &'t [u8],
    report: &mut Report,
) -> Option<(T, LineIndex<'t>)> {
    if text.len() > MOST_BYTES {
        let message = format!("{} bytes are more than {MOST_BYTES}", text.len());
        report.add(TOO_LARGE, &At::ROOT, "", message);
        return None;
    }
    let text = match std::str::from_utf8(text) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(error) => {
            let good = text.get(..error.valid_up_to()).unwrap_or_default();
            let line = good.split(|byte| *byte == b'\n').count();
            let message = "the text is not UTF-8 here";
            let advice = NOT_UTF8.advice;
            report.add_at(NOT_UTF8, String::new(), Some(line), "", message, advice);
            return None;
        }
    };
    let tree = tree::read(text, report)?;
    version(&tree, report);
    walk::walk(&tree, &shape::shapes::<T>(), report);
    if !report.is_empty() {
        return None;
    }
    match serde_json::from_str(text) {
        Ok(value) => Some((value, LineIndex::new(tree))),
        Err(error) => {
            let (line, advice) = (Some(error.line()), UNREADABLE.advice);
            report.add_at(
                UNREADABLE,
                String::new(),
                line,
                "",
                error.to_string(),
                advice,
            );
            None
        }
    }
}

/// Another version explains most of what else may be wrong, so it is always said.
fn version(tree: &Value, report: &mut Report) {
    let Kind::Object(fields) = &tree.kind else {
        return;
    };
    let given = fields.iter().find(|(name, _)| name == "format_version");
    if let Some((name, value)) = given
        && let Kind::Text(version) = &value.kind
        && version != FORMAT_VERSION
    {
        let message = format!("this program reads format {FORMAT_VERSION}");
        let (path, line) = (name.to_string(), Some(value.line as usize));
        report.add_at(
            BAD_VERSION,
            path,
            line,
            version,
            message,
            BAD_VERSION.advice,
        );
    }
}
