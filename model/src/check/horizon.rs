//! Rules `entry` and `horizon`: nothing too early, nothing too late.

use super::Violation;
use super::context::{Context, broken};
use crate::Minute;
use crate::plan::Activity;
use crate::words::violations as words;

pub(super) fn check(context: &Context) -> Vec<Violation> {
    let mut found = Vec::new();
    for (id, train) in context.trains() {
        let entry = context.journeys[id.index()].entry;
        if let Some(entry) = entry.filter(|entry| *entry < train.opens) {
            let span = crate::Span::new(entry, train.opens);
            let message = words::enters_early(
                &train.name,
                context.clock(entry),
                context.clock(train.opens),
            );
            found.push(broken("entry", id, span, None, message));
        }
    }
    for (id, index, event) in context.all_events() {
        // A train in a section at the start entered it before.
        let may_be_earlier =
            context.is_fact(id, index) && matches!(event.what, Activity::Run { .. });
        let too_early = event.span.from < Minute(0) && !may_be_earlier;
        let end = context.end_of(id);
        if too_early || event.span.to > end {
            let wrong = words::outside_horizon(context.clock(end));
            let message = context.wrong_event(id, event, wrong);
            found.push(broken("horizon", id, event.span, None, message));
        }
    }
    found
}
