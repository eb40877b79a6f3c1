//! Rules `spots` (a side holds one rake, which fits; a train that is handled has both) and `access` (an outer rake
//! blocks an inner spot).

use super::Violation;
use super::context::{Context, broken};
use super::journey::Side;
use super::overlap::overlaps;
use crate::ids::{SpotId, TrainId};
use crate::instance::{BusyWhat, Rake};
use crate::plan::{Activity, Event};
use crate::resource::Resource;
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
        let mut closures = context.system.spot(spot).closed.iter();
        let closed = closures.find(|closed| closed.overlaps(event.span));
        let Some(closed) = closed.filter(|_| !context.is_fact(id, index)) else {
            continue;
        };
        let place = Resource::Spot(spot);
        let words = context.say(place);
        let message = format!(
            "{}: {words} is closed {}.",
            context.who_and_what(id, event),
            context.clocks(*closed)
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
    let words = context.say(place);
    let mut report = |wrong: String| {
        let message = format!(
            "{words}, held by {rake} ({}), {wrong}.",
            context.clocks(event.span)
        );
        found.push(broken(
            "spots",
            id,
            event.span,
            place,
            super::context::capital(&message),
        ));
    };
    let data = context.system.spot(spot);
    let moved_to = match context.events(id)[side.moved_by].what {
        Activity::Placing { spot, .. }
        | Activity::Pulling { spot, .. }
        | Activity::Handling { spot } => spot,
        _ => spot,
    };
    if moved_to != spot {
        report(format!(
            "is not {}, to or from which the rake is moved or in which it is handled",
            context.say(Resource::Spot(moved_to))
        ));
    }
    if event.span != side.hold {
        report(format!("must be held {}", context.clocks(side.hold)));
    }
    // A rake that was there at the start stays through a closure.
    let mut closures = data.closed.iter();
    let closed = closures.find(|closed| !side.is_given && closed.overlaps(event.span));
    if let Some(closed) = closed {
        report(format!("is closed {}", context.clocks(*closed)));
    }
    // Where a rake stood at the start is no choice of the plan.
    if side.is_given {
        return found;
    }
    let train = context.instance.train(id);
    let gauge = context.gauge(id, side.rake);
    if !data.gauges_mm.contains(&gauge) {
        report(format!("has no track of {gauge} mm"));
    }
    let length = match (train.transshipment(), side.rake) {
        (Some(transshipment), Rake::Onward) => transshipment.onward_length_m,
        _ => train.length_m,
    };
    let part = train.part_length_m(length);
    if part > data.length_m {
        report(format!(
            "has {} m, but the rake (or each part of it) {part} m",
            data.length_m
        ));
    }
    let shed = context.system.shed(data.shed);
    let cargo = &context.system.class(train.class).cargo;
    let is_accepted = shed.accepts.is_empty()
        || cargo
            .as_ref()
            .is_some_and(|cargo| shed.accepts.contains(cargo));
    if !is_accepted && side.rake == Rake::Arriving {
        let cargo = cargo.as_deref().unwrap_or("no cargo");
        report(format!(
            "is in shed {}, which does not accept {cargo}",
            shed.name
        ));
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
            let words = context.say(place);
            let message = format!(
                "Train {} needs {words}, at {}, but train {} holds it {}.",
                context.name(id),
                context.clock(span.from.max(Minute(0))),
                context.name(other),
                context.clocks(held)
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
        let words = format!("{}, {gauge} mm", context.say(place));
        let until = context.clock(busy.until);
        let holds = holds.get(&(spot, gauge)).map_or(&[][..], Vec::as_slice);
        for (span, id) in holds.iter().filter(|(span, _)| span.from < busy.until) {
            let message = format!(
                "Train {} needs {words}, at {}, but it is busy until {until}.",
                context.name(*id),
                context.clock(span.from.max(Minute(0)))
            );
            found.push(broken("spots", *id, *span, place, message));
        }
        for (id, _, event) in context.all_events() {
            let early = event.span.from < busy.until;
            let mut passed = passed(context, id, event).into_iter();
            if early && passed.any(|side| side == (spot, gauge)) {
                let message = format!(
                    "{} must pass {words}, which is busy until {until}.",
                    context.who_and_what(id, event)
                );
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
    for (id, _, event) in context.all_events() {
        for side in passed(context, id, event) {
            let holds = holds.get(&side).map_or(&[][..], Vec::as_slice);
            let in_the_way = holds.iter().find(|(span, _)| span.overlaps(event.span));
            let Some((held, other)) = in_the_way.copied() else {
                continue;
            };
            let place = Resource::Spot(side.0);
            let words = context.say(place);
            let message = format!(
                "{} must pass {words}, which train {} holds {}.",
                context.who_and_what(id, event),
                context.name(other),
                context.clocks(held)
            );
            found.push(broken("access", id, event.span, place, message).against(Some(other)));
        }
    }
    found
}
