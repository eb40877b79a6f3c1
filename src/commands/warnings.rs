//! What an instance says that is valid but hardly meant: told beside a plan, and by `check` without one.

use super::error::{CommandError, print_json, print_text};
use super::{Console, Format, Verdict, words};
use regauge::Instance;
use std::path::Path;

/// Checks an instance alone: its warnings, one a line or as a JSON array. That it was read means that it is valid.
pub fn check(
    instance: &Instance,
    file: &Path,
    (format, strict): (Format, bool),
    console: &mut Console<'_>,
) -> Result<Verdict, CommandError> {
    let warnings = instance.warnings();
    if format == Format::Json {
        print_json(Some(file), warnings, console.language, console.out)?;
    } else {
        print_text(Some(file), warnings, console.language, console.out)?;
        let count = match warnings.len() {
            0 => words::no_warnings(),
            1 => words::one_warning(),
            many => words::many_warnings(many),
        };
        let name = super::files::name(file);
        let line = words::is_valid(name, count).in_language(console.language);
        writeln!(console.out, "{line}")?;
    }
    if strict && !warnings.is_empty() {
        return Ok(Verdict::WithFindings);
    }
    Ok(Verdict::Clean)
}

/// Tells the warnings of an instance beside what a command does with it.
pub fn tell(
    instance: &Instance,
    file: &Path,
    format: Format,
    console: &mut Console<'_>,
) -> Result<(), CommandError> {
    let warnings = instance.warnings();
    if warnings.is_empty() {
        return Ok(());
    }
    match format {
        Format::Text => print_text(Some(file), warnings, console.language, console.err)?,
        Format::Json => print_json(Some(file), warnings, console.language, console.err)?,
    }
    Ok(())
}
