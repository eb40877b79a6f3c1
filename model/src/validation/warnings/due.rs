//! Trains that are late whatever is planned.

use super::Context;
use super::fastest::fastest_exit;
use crate::validation::diagnostics::{At, Diagnostics};
use crate::validation::rules::DUE_TOO_EARLY;
use crate::words;

pub(super) fn check(context: Context, diagnostics: &mut Diagnostics) {
    let list = At::ROOT.field("trains");
    let trains = context.instance.trains().iter().zip(&context.file.trains);
    for (i, (train, file)) in trains.enumerate() {
        // How late a train under way is already is a fact and no mistake, and so is how late one comes of which a plan was published.
        let is_fact = train.state.is_some() || train.published.exit.is_some();
        let Some(due) = train.due_exit.filter(|_| !is_fact) else {
            continue;
        };
        let Some(exit) = fastest_exit(context.instance, train).filter(|exit| *exit > due) else {
            continue;
        };
        let at = list.index(i);
        let message = words::due_too_early(&train.name, context.clock(exit));
        let value = file.due_exit.map(|due| due.to_rfc3339());
        let value = value.unwrap_or_default();
        diagnostics.add(DUE_TOO_EARLY, &at.field("due_exit"), value, message);
    }
}
