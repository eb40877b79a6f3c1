//! From an instance file to the instance.

use crate::format::InstanceFile;
use crate::validation::diagnostics::Diagnostics;
use crate::validation::{FileKind, Lines, checked, located, warnings};
use crate::{Instance, Problems, plan_file};

impl Instance {
    /// Reads and checks an instance file; the same as [`instance_from_json`].
    ///
    /// # Errors
    /// Every problem of the file, each with code, place, line, value and advice.
    pub fn from_json(text: impl AsRef<[u8]>) -> Result<Instance, Problems> {
        instance_from_json(text.as_ref())
    }

    /// Checks an instance given as structs, as a program makes them that has its data elsewhere; the same as
    /// [`instance_from_file`].
    ///
    /// # Errors
    /// Every problem, each with code, place (`trains[3].due_exit`), value and advice; there are no lines. The places as JSON
    /// pointers: [`Problem::pointer`](crate::Problem::pointer).
    pub fn from_file(file: &InstanceFile) -> Result<Instance, Problems> {
        instance_from_file(file)
    }
}

/// Reads and checks an instance file.
///
/// # Errors
/// Every problem of the file, each with code, place, line, value and advice.
pub fn instance_from_json(text: &[u8]) -> Result<Instance, Problems> {
    let (file, lines) = located::parse::<InstanceFile>(text, FileKind::Instance)?;
    build(&file, Some(&lines))
}

/// Checks an instance given as structs (no lines in its problems).
///
/// # Errors
/// Every problem of it.
pub fn instance_from_file(file: &InstanceFile) -> Result<Instance, Problems> {
    build(file, None)
}

fn build(file: &InstanceFile, lines: Option<&Lines>) -> Result<Instance, Problems> {
    let mut diagnostics = Diagnostics::new(lines);
    let mut instance = checked(file, &mut diagnostics);
    if diagnostics.is_empty() {
        let (history, problems) = plan_file::history(&instance, &file.history);
        for problem in problems {
            diagnostics.adopt(problem);
        }
        instance.history = history.into();
    }
    diagnostics.finish()?;
    instance.warnings = warnings::warnings(file, &instance, lines);
    Ok(instance)
}
