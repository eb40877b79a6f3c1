//! Rule `order`: lists that people read from top to bottom are in order of time. (The order of trains is lost when a file has
//! been read, and seen to there.)

use super::Violation;
use super::context::{Context, broken};
use crate::plan::{CraneSlot, Event};
use crate::resource::Resource;
use crate::words::violations as words;

pub(super) fn check(context: &Context) -> Vec<Violation> {
    let mut found = Vec::new();
    for (id, train) in context.trains() {
        let events = context.events(id);
        for pair in events
            .windows(2)
            .filter(|pair| starts(pair, 1) < starts(pair, 0))
        {
            let event = &pair[1];
            let message = words::events_unsorted(
                &train.name,
                context.words(event),
                context.clocks(event.span),
                context.words(&pair[0]),
                context.clocks(pair[0].span),
            );
            found.push(broken("order", id, event.span, event.what.place(), message));
        }
    }
    for pair in context.plan.crane_slots.windows(2) {
        let (now, before) = (&pair[1], &pair[0]);
        if (now.crane, now.span.from) < (before.crane, before.span.from) {
            let crane = |slot: &CraneSlot| context.say(Resource::Crane(slot.crane));
            let message = words::slots_unsorted(
                crane(now),
                context.clock(now.span.from),
                crane(before),
                context.clock(before.span.from),
            );
            let place = Resource::Crane(now.crane);
            found.push(broken("order", now.train, now.span, place, message));
        }
    }
    for pair in context
        .plan
        .rakes
        .windows(2)
        .filter(|pair| pair[1].train < pair[0].train)
    {
        let (train, before) = (context.name(pair[1].train), context.name(pair[0].train));
        let message = words::rakes_unsorted(train, before);
        let span = crate::Span::new(pair[1].at, pair[1].at);
        found.push(broken(
            "order",
            pair[1].train,
            span,
            Resource::EmptiedRake,
            message,
        ));
    }
    found
}

fn starts(pair: &[Event], which: usize) -> crate::Minute {
    pair[which].span.from
}
