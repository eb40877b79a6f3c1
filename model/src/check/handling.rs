//! Rule `handling`: a train is handled in one of the spots it names.

use super::Violation;
use super::context::{Context, broken};
use crate::resource::Resource;
use crate::words::violations as words;

pub(super) fn check(context: &Context) -> Vec<Violation> {
    let mut found = Vec::new();
    for ((id, train), journey) in context.trains().zip(&context.journeys) {
        let Some((event, spot)) = journey.handled else {
            continue;
        };
        if train.handling().iter().any(|one| one.spot == spot) {
            continue;
        }
        let event = &context.events(id)[event];
        let message = context.wrong_event(id, event, words::spot_not_named());
        let place = Resource::Spot(spot);
        found.push(broken("handling", id, event.span, place, message));
    }
    found
}
