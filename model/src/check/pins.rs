//! Rule `pins`: decisions already made are kept.

use super::Violation;
use super::context::{Context, broken};
use super::facts::is_work_under_way;
use crate::Span;
use crate::ids::TrainId;
use crate::instance::{OrderedAt, Train};
use crate::plan::Activity;
use crate::resource::{Pinned, Resource};
use crate::words::violations as words;

pub(super) fn check(context: &Context) -> Vec<Violation> {
    let mut found = Vec::new();
    for (id, train) in context.trains().filter(|(id, _)| context.is_planned(*id)) {
        found.extend(port(context, id, train));
        found.extend(places(context, id, train));
        found.extend(times(context, id, train));
    }
    found.extend(orders(context));
    found
}

/// The port of the way that the train takes.
fn port(context: &Context, id: TrainId, train: &Train) -> Option<Violation> {
    let pinned = train.pins.port?;
    (train.port() != Some(pinned)).then(|| {
        let what = Pinned::Port(pinned);
        let message = words::pinned_elsewhere(&train.name, what.words(context.instance).message());
        let events = context.events(id);
        let from = events.iter().map(|event| event.span.from).min();
        let from = from.unwrap_or(crate::Minute(0));
        broken(
            "pins",
            id,
            Span::new(from, from),
            Resource::Pin(what),
            message,
        )
    })
}

/// Shed, spot and mode of work that was not fixed at the start.
fn places(context: &Context, id: TrainId, train: &Train) -> Vec<Violation> {
    let (pins, system) = (&train.pins, context.system);
    let mut found = Vec::new();
    for (index, event) in context.events(id).iter().enumerate() {
        let (spot, mode) = match event.what {
            Activity::CraneWork { spot, mode, .. } => (spot, Some(mode)),
            Activity::Handling { spot } => (spot, None),
            _ => continue,
        };
        if context.is_fact(id, index) {
            continue;
        }
        let mut report = |pinned: Pinned| {
            let what = pinned.words(context.instance).message();
            let message = words::pinned_elsewhere(&train.name, what);
            found.push(broken(
                "pins",
                id,
                event.span,
                Resource::Pin(pinned),
                message,
            ));
        };
        if let Some(shed) = pins.shed.filter(|shed| system.spot(spot).shed != *shed) {
            report(Pinned::Shed(shed));
        }
        if let Some(pinned) = pins.spot.filter(|pinned| *pinned != spot) {
            report(Pinned::Spot(pinned));
        }
        if let Some(pinned) = pins.mode.filter(|pinned| Some(*pinned) != mode) {
            report(Pinned::Mode(pinned));
        }
    }
    found
}

/// Entry, start of crane work, exit.
fn times(context: &Context, id: TrainId, train: &Train) -> Vec<Violation> {
    let pins = &train.pins;
    let journey = &context.journeys[id.index()];
    let state = train.state.as_ref();
    let under_way = state.is_some_and(|state| is_work_under_way(state.work));
    let first = journey
        .works
        .iter()
        .find(|work| work.part == 1 && !under_way);
    let work = first.map(|work| context.events(id)[work.event].span.from);
    let mut found = Vec::new();
    for (what, pin, at) in [
        (Pinned::Entry, pins.entry, journey.entry),
        (Pinned::CraneWork, pins.crane_work, work),
        (Pinned::Exit, pins.exit, journey.exit),
    ] {
        let (Some(pin), Some(at)) = (pin, at) else {
            continue;
        };
        if !pin.contains(at) {
            let message = words::pinned_time(
                what.words(context.instance).message(),
                &train.name,
                context.clocks(pin),
                context.clock(at),
            );
            found.push(broken(
                "pins",
                id,
                Span::new(at, at),
                Resource::Pin(what),
                message,
            ));
        }
    }
    found
}

/// Orders of two trains.
fn orders(context: &Context) -> Vec<Violation> {
    let instance = context.instance;
    if instance.orders().is_empty() {
        return Vec::new();
    }
    let turns = instance.turns(&context.plan.trains);
    let pinned = instance.orders().iter().filter(|order| order.pinned);
    let broken = pinned.filter_map(|order| {
        let at = |turn| turns.get(&(order.at, turn)).copied();
        let (first, then) = (at(order.first)?, at(order.then)?);
        (then < first).then(|| {
            let resource = match order.at {
                OrderedAt::Section(section) => Resource::Section(section),
                OrderedAt::Spot(spot) => Resource::Spot(spot),
            };
            let name = |train: TrainId| instance.train(train).name.as_str();
            let message = words::pinned_order(
                name(order.then.train),
                name(order.first.train),
                resource.words(instance).message(),
            );
            broken(
                "pins",
                order.then.train,
                Span::new(then, first),
                resource,
                message,
            )
        })
    });
    broken.collect()
}
