//! What is valid but hardly meant: told with code, place, line, value and advice, and planned as it stands.
//!
//! A file per family: what nothing uses (`unused`), the line (`line`), the runway of a shed (`runway`), due exits
//! (`due`, with the `fastest` journey), letters and offsets of texts (`texts`). It looks at files without problems only.
//! What is deliberately not here: anything that would keep a file from being planned.

mod due;
mod fastest;
mod line;
mod runway;
mod texts;
mod unused;

use super::lines::LineIndex;
use super::report::Report;
use crate::format::InstanceFile;
use crate::{Instance, Minute, Problem};

/// What to look at: a file, and the instance it became.
#[derive(Clone, Copy)]
struct Context<'a> {
    file: &'a InstanceFile,
    instance: &'a Instance,
}

impl Context<'_> {
    /// A minute as the plan's clock shows it.
    fn clock(&self, minute: Minute) -> String {
        let at = self.instance.horizon().date_time(minute);
        at.format("%Y-%m-%d %H:%M").to_string()
    }
}

/// The warnings of a valid file, in its order.
pub(super) fn warnings(
    file: &InstanceFile,
    instance: &Instance,
    lines: Option<&LineIndex>,
) -> Vec<Problem> {
    let context = Context { file, instance };
    let mut report = Report::new(lines);
    texts::check(context, &mut report);
    unused::check(context, &mut report);
    line::check(context, &mut report);
    runway::check(context, &mut report);
    due::check(context, &mut report);
    report.into_warnings()
}
