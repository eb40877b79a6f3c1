//! What happened before the start: of the things that the instance has, by the start, and in order.

use super::diagnostics::Diagnostics;
use crate::Instance;
use crate::format::InstanceFile;
use crate::history::Past;

/// Reads the history of an instance in which nothing else is wrong.
pub(super) fn history(
    file: &InstanceFile,
    instance: &Instance,
    diagnostics: &mut Diagnostics,
) -> Vec<Past> {
    let (pieces, problems) = crate::plan_file::history(instance, &file.history);
    for problem in problems {
        diagnostics.adopt(problem);
    }
    pieces
}
