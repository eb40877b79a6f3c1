//! What an instance says that is valid but hardly meant: told beside a plan, and by `check` without one.

use super::error::{CommandError, print_json, print_text};
use super::{Console, Done, Format};
use regauge::Instance;
use std::path::Path;

/// Checks an instance alone: its warnings, one a line or as a JSON array. That it was read means that it is valid.
pub fn check(
    instance: &Instance,
    file: &Path,
    (format, strict): (Format, bool),
    console: &mut Console<'_>,
) -> Result<Done, CommandError> {
    let warnings = instance.warnings();
    if format == Format::Json {
        print_json(Some(file), warnings, console.out)?;
    } else {
        print_text(Some(file), warnings, console.out)?;
        let count = match warnings.len() {
            0 => "no warnings".to_owned(),
            1 => "1 warning".to_owned(),
            many => format!("{many} warnings"),
        };
        let name = super::files::name(file);
        writeln!(console.out, "{name} is valid, with {count}.")?;
    }
    if strict && !warnings.is_empty() {
        return Ok(Done::WithFindings);
    }
    Ok(Done::Well)
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
        Format::Text => print_text(Some(file), warnings, console.err)?,
        Format::Json => print_json(Some(file), warnings, console.err)?,
    }
    Ok(())
}
