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

use super::diagnostics::Diagnostics;
use super::lines::LineIndex;
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
pub(crate) fn warnings(
    file: &InstanceFile,
    instance: &Instance,
    lines: Option<&LineIndex>,
) -> Vec<Problem> {
    let context = Context { file, instance };
    let mut diagnostics = Diagnostics::new(lines);
    texts::check(context, &mut diagnostics);
    unused::check(context, &mut diagnostics);
    line::check(context, &mut diagnostics);
    runway::check(context, &mut diagnostics);
    due::check(context, &mut diagnostics);
    diagnostics.into_warnings()
}
