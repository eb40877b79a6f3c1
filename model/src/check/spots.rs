//! Rules `spots` (a side holds one rake, which fits; a train that is handled has both) and `access` (an outer rake
//! blocks an inner spot).

use super::Violation;
use super::context::{Context, broken};
use super::journey::Side;
use super::overlap::overlaps;
use crate::ids::{SpotId, TrainId};
use crate::instance::{BusyWhat, Rake};
use crate::message::Message;
use crate::plan::{Activity, Event};
use crate::resource::Resource;
use crate::words::{resources, violations as words};
use crate::{Minute, Span};
use std::collections::BTreeMap;

/// Who holds a side of a spot when.
type Holds = BTreeMap<(SpotId, u32), Vec<(Span, TrainId)>>;

pub(super) fn check(context: &Context) -> Vec<Violation> {
    let mut found = Vec::new();
    for ((id, _), journey) in context.trains().zip(&context.journeys) {
        for side in &journey.sides {
            found.extend(fits(context, id, side));
        }
    }
    let holds = holds(context);
    found.extend(one_each(context, &holds));
    found.extend(busy(context, &holds));
    found.extend(access(context, &holds));
    found.extend(moved_while_closed(context));
    found
}

/// No rake is moved from, into or in a spot that is closed, but for movements under way at the start.
fn moved_while_closed(context: &Context) -> Vec<Violation> {
    let mut found = Vec::new();
    for (id, index, event) in context.all_events() {
        let (Activity::Placing { spot, .. }
        | Activity::Pulling { spot, .. }
        | Activity::Exchange { spot, .. }) = event.what
        else {
            continue;
        };
        let moving = context.moving(id, index, event);
        let mut closures = context.system.spot(spot).closed.iter();
        let closed = closures.find(|closed| closed.overlaps(moving));
        let Some(closed) = closed.filter(|_| !context.is_fact(id, index)) else {
            continue;
        };
        let place = Resource::Spot(spot);
        let message = words::closed_for_movement(
            context.who_and_what(id, event),
            context.say(place),
            context.clocks(*closed),
        );
        found.push(broken("spots", id, event.span, place, message));
    }
    found
}

/// Whether a side is held as long as it must be, is open, and the rake fits.
fn fits(context: &Context, id: TrainId, side: &Side) -> Vec<Violation> {
    let mut found = Vec::new();
    let Some(event) = side.event.map(|event| &context.events(id)[event]) else {
        return found;
    };
    let Activity::Spot { spot } = event.what else {
        return found;
    };
    let rake = context.rake_words(id, side.rake);
    let place = Resource::Spot(spot);
    let name = &context.system.spot(spot).name;
    let mut report = |wrong: Message| {
        let message = words::spot_held(name, &rake, context.clocks(event.span), wrong);
        found.push(broken("spots", id, event.span, place, message));
    };
    let data = context.system.spot(spot);
    let moved_to = match context.events(id)[side.moved_by].what {
        Activity::Placing { spot, .. }
        | Activity::Pulling { spot, .. }
        | Activity::Handling { spot } => spot,
        _ => spot,
    };
    if moved_to != spot {
        report(words::not_the_spot(context.say(Resource::Spot(moved_to))));
    }
    if event.span != side.hold {
        report(words::must_be_held(context.clocks(side.hold)));
    }
    // A rake that was there at the start stays through a closure.
    let mut closures = data.closed.iter();
    let closed = closures.find(|closed| !side.is_given && closed.overlaps(event.span));
    if let Some(closed) = closed {
        report(words::is_closed(context.clocks(*closed)));
    }
    // Where a rake stood at the start is no choice of the plan.
    if side.is_given {
        return found;
    }
    let train = context.instance.train(id);
    let gauge = context.gauge(id, side.rake);
    if !data.gauges_mm.contains(&gauge) {
        report(words::gauge_missing(gauge));
    }
    let length = match (train.transshipment(), side.rake) {
        (Some(transshipment), Rake::Onward) => transshipment.onward_length_m,
        _ => train.length_m,
    };
    let part = train.part_length_m(length);
    if part > data.length_m {
        report(words::spot_short(data.length_m, part));
    }
    let shed = context.system.shed(data.shed);
    let cargo = &context.system.class(train.class).cargo;
    let is_accepted = shed.accepts.is_empty()
        || cargo
            .as_ref()
            .is_some_and(|cargo| shed.accepts.contains(cargo));
    if !is_accepted && side.rake == Rake::Arriving {
        let shed = context.say(Resource::Shed(data.shed));
        report(match cargo {
            Some(cargo) => words::cargo_refused(shed, cargo),
            None => words::no_cargo(shed),
        });
    }
    found
}

/// The sides as the events state them, and those of trains that stand in them through the horizon.
fn holds(context: &Context) -> Holds {
    let mut holds = Holds::new();
    for (id, _, event) in context.all_events() {
        if let Activity::Spot { spot } = event.what {
            let own = [context.gauge(id, event.rake)];
            let both = &context.system.spot(spot).gauges_mm;
            let sides = if is_handled(context, id) {
                both
            } else {
                &own[..]
            };
            for gauge in sides {
                let side = (spot, *gauge);
                holds.entry(side).or_default().push((event.span, id));
            }
        }
    }
    for (id, _, rake, place) in context.standing() {
        let Some(spot) = place.spot() else { continue };
        let own = [context.gauge(id, rake)];
        let sides = if is_handled(context, id) {
            &context.system.spot(spot).gauges_mm[..]
        } else {
            &own[..]
        };
        for gauge in sides {
            let held = (context.until_all_ends(), id);
            holds.entry((spot, *gauge)).or_default().push(held);
        }
    }
    holds
}

/// Whether a train is handled in its spot, and so has it for itself.
fn is_handled(context: &Context, id: TrainId) -> bool {
    !context.instance.train(id).handling().is_empty()
}

/// One rake per side.
fn one_each(context: &Context, holds: &Holds) -> Vec<Violation> {
    let mut found = Vec::new();
    for ((spot, gauge), holds) in holds {
        let spans: Vec<Span> = holds.iter().map(|(span, _)| *span).collect();
        for (later, earlier) in overlaps(&spans) {
            let ((span, id), (held, other)) = (holds[later], holds[earlier]);
            // Two trains that hold both sides are in each other's way once, not twice.
            let gauges = context.system.spot(*spot).gauges_mm;
            if *gauge != gauges[0] && is_handled(context, id) && is_handled(context, other) {
                continue;
            }
            let side = (0..).zip(gauges).find(|(_, of_side)| of_side == gauge);
            let place = side.map_or(Resource::Spot(*spot), |(side, _)| {
                Resource::SpotSide(*spot, side)
            });
            let message = words::side_taken(
                context.name(id),
                context.say(place),
                context.clock(span.from.max(Minute(0))),
                context.name(other),
                context.clocks(held),
            );
            found.push(broken("spots", id, span, place, message).against(Some(other)));
        }
    }
    found
}

/// Sides that are busy at the start, which no rake may hold and no movement pass.
fn busy(context: &Context, holds: &Holds) -> Vec<Violation> {
    let mut found = Vec::new();
    for busy in context.instance.busy() {
        let BusyWhat::Side(spot, gauge) = busy.what else {
            continue;
        };
        let place = Resource::Spot(spot);
        let side = resources::side(context.say(place), gauge);
        let until = context.clock(busy.until);
        let holds = holds.get(&(spot, gauge)).map_or(&[][..], Vec::as_slice);
        for (span, id) in holds.iter().filter(|(span, _)| span.from < busy.until) {
            let from = context.clock(span.from.max(Minute(0)));
            let message = words::side_busy(context.name(*id), &side, from, &until);
            found.push(broken("spots", *id, *span, place, message));
        }
        for (id, index, event) in context.all_events() {
            let early = context.moving(id, index, event).from < busy.until;
            let mut passed = passed(context, id, event).into_iter();
            if early && passed.any(|passed| passed == (spot, gauge)) {
                let event_words = context.who_and_what(id, event);
                let message = words::passes_busy(event_words, &side, &until);
                found.push(broken("access", id, event.span, place, message));
            }
        }
    }
    found
}

/// The sides that a movement leads past.
fn passed(context: &Context, id: TrainId, event: &Event) -> Vec<(SpotId, u32)> {
    let (spot, rakes): (SpotId, &[Rake]) = match &event.what {
        Activity::Placing { spot, .. } | Activity::Pulling { spot, .. } => {
            (*spot, std::slice::from_ref(&event.rake))
        }
        Activity::Exchange { spot, .. } => (*spot, &[Rake::Arriving, Rake::Onward]),
        _ => return Vec::new(),
    };
    let gauges = rakes.iter().map(|rake| context.gauge(id, *rake));
    let behind = &context.system.spot(spot).behind;
    gauges
        .flat_map(|gauge| behind.iter().map(move |outer| (*outer, gauge)))
        .collect()
}

/// Nobody stands in the way of a movement.
fn access(context: &Context, holds: &Holds) -> Vec<Violation> {
    let mut found = Vec::new();
    for (id, index, event) in context.all_events() {
        let moving = context.moving(id, index, event);
        for side in passed(context, id, event) {
            let holds = holds.get(&side).map_or(&[][..], Vec::as_slice);
            let in_the_way = holds.iter().find(|(span, _)| span.overlaps(moving));
            let Some((held, other)) = in_the_way.copied() else {
                continue;
            };
            let place = Resource::Spot(side.0);
            let message = words::passes_taken(
                context.who_and_what(id, event),
                context.say(place),
                context.name(other),
                context.clocks(held),
            );
            found.push(broken("access", id, event.span, place, message).against(Some(other)));
        }
    }
    found
}
