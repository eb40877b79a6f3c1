//! Rule `pins`: decisions already made are kept.

use super::Violation;
use super::context::{Context, broken};
use super::facts::is_work_under_way;
use super::journey::Stay;
use crate::ids::{StoreId, TrainId, YardId};
use crate::instance::{OrderedAt, Rake, Train};
use crate::plan::{Activity, Event};
use crate::resource::{Pinned, PinnedEvent, PinnedRake, Resource, Task};
use crate::system::StageSide;
use crate::words::violations as words;
use crate::{Instance, Minute, Span};

pub(super) fn check(context: &Context) -> Vec<Violation> {
    let mut found = Vec::new();
    for (id, train) in context.trains().filter(|(id, _)| context.is_planned(*id)) {
        found.extend(port(context, id, train));
        found.extend(places(context, id, train));
        found.extend(times(context, id, train));
        found.extend(starts(context, id, train));
        found.extend(tracks(context, id, train));
        found.extend(emptied(context, id, train));
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
        let from = first_minute(context, id);
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

/// Every event whose start is pinned is there, and starts in its span.
fn starts(context: &Context, id: TrainId, train: &Train) -> Vec<Violation> {
    let mut found = Vec::new();
    for &(event, pin) in &train.pins.times {
        let events = context.events(id).iter();
        let emptied_from = context.emptied_from(id);
        let mut meant =
            events.filter(|one| named(context.instance, id, emptied_from, one) == Some(event));
        let what = Pinned::Start(event);
        let words = what.words(context.instance).message();
        let (span, message) = match meant.next() {
            None => {
                let from = first_minute(context, id);
                let message = words::pinned_not_there(&train.name, words);
                (Span::new(from, from), message)
            }
            Some(one) if !pin.contains(one.span.from) => {
                let at = one.span.from;
                let (pin, clock) = (context.clocks(pin), context.clock(at));
                let message = words::pinned_time(words, &train.name, pin, clock);
                (Span::new(at, at), message)
            }
            Some(_) => continue,
        };
        found.push(broken("pins", id, span, Resource::Pin(what), message));
    }
    found
}

/// The event that a pin would name; `None` for what holds a place, which no pin names by its start.
fn named(
    instance: &Instance,
    id: TrainId,
    emptied_from: Option<Minute>,
    event: &Event,
) -> Option<PinnedEvent> {
    let rake = match event.rake {
        Rake::Onward => PinnedRake::Onward,
        Rake::Arriving => PinnedRake::Arriving,
    };
    let train = instance.train(id);
    let is_emptied =
        event.rake == Rake::Arriving && emptied_from.is_some_and(|from| from <= event.span.from);
    let after_work = if is_emptied {
        PinnedRake::Emptied
    } else {
        rake
    };
    let (rake, task, part) = match event.what {
        Activity::Run { section, .. } => (after_work, Task::Run(section), 0),
        Activity::Stage { stage, .. } => {
            let data = instance.system().stage(stage);
            let at_change = train
                .transshipment()
                .is_some_and(|work| work.station == data.station);
            // where the boxes change, arrival stages are of the rake that comes, however late they are done
            let rake = match (rake, at_change, data.side) {
                (PinnedRake::Arriving, true, StageSide::Departure) => PinnedRake::Emptied,
                (PinnedRake::Arriving, true, _) => PinnedRake::Arriving,
                _ => after_work,
            };
            (rake, Task::Stage(stage), 0)
        }
        Activity::Placing { .. } => (rake, Task::Placing, 0),
        Activity::Pulling { .. } if rake == PinnedRake::Arriving => {
            (PinnedRake::Emptied, Task::Pulling, 0)
        }
        Activity::Pulling { .. } => (rake, Task::Pulling, 0),
        Activity::Exchange { part, .. } => (PinnedRake::Arriving, Task::Exchange, part),
        Activity::CraneWork { part, .. } => (PinnedRake::Arriving, Task::CraneWork, part),
        Activity::Handling { .. } => (rake, Task::Handling, 0),
        Activity::IntoStore { .. } => (rake, Task::IntoStore, 0),
        Activity::FromStore { .. } => (rake, Task::FromStore, 0),
        Activity::Track { .. } | Activity::Spot { .. } => return None,
    };
    Some(PinnedEvent { rake, task, part })
}

/// Every rake stands on the tracks to which it is pinned.
fn tracks(context: &Context, id: TrainId, train: &Train) -> Vec<Violation> {
    let mut found = Vec::new();
    for &(rake, yard, track) in &train.pins.tracks {
        let station = context.system.yard(yard).station;
        let stays = context.journeys[id.index()].stays.iter();
        let mut stays =
            stays.filter(|stay| of_stay(stay) == rake && stay.station == station && !stay.is_given);
        let stays_there = stays.any(|stay| {
            let held = stay.track.map(|event| &context.events(id)[event].what);
            matches!(held, Some(Activity::Track { yard: at, track: on }) if (*at, *on) == (yard, track))
        });
        if !stays_there {
            let what = Pinned::Track(rake, yard, track);
            let words = what.words(context.instance).message();
            let from = first_minute(context, id);
            let message = words::pinned_stands_elsewhere(&train.name, words);
            let span = Span::new(from, from);
            found.push(broken("pins", id, span, Resource::Pin(what), message));
        }
    }
    found
}

/// What becomes of the emptied rake.
fn emptied(context: &Context, id: TrainId, train: &Train) -> Option<Violation> {
    let pinned = train.pins.emptied?;
    let events = context.events(id).iter();
    let mut pullings = events.filter_map(|event| match event.what {
        Activity::Pulling { store, .. } if event.rake == Rake::Arriving => {
            Some((store, event.span))
        }
        _ => None,
    });
    let pulled = pullings.next();
    if pulled.is_some_and(|(store, _)| store == pinned) {
        return None;
    }
    let what = Pinned::Emptied(pinned);
    let from = first_minute(context, id);
    let span = pulled.map_or(Span::new(from, from), |(_, span)| span);
    let words = what.words(context.instance).message();
    let message = words::pinned_not_there(&train.name, words);
    Some(broken("pins", id, span, Resource::Pin(what), message))
}

/// The first minute of a train.
fn first_minute(context: &Context, id: TrainId) -> Minute {
    let events = context.events(id).iter();
    let first = events.map(|event| event.span.from).min();
    first.unwrap_or(Minute(0))
}

/// The rake of a stay as pins name it.
fn of_stay(stay: &Stay) -> PinnedRake {
    match (stay.rake, stay.comes_with) {
        (Rake::Onward, _) => PinnedRake::Onward,
        (Rake::Arriving, true) => PinnedRake::Arriving,
        (Rake::Arriving, false) => PinnedRake::Emptied,
    }
}

/// What of a plan could be pinned of one train.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pinnable {
    /// Its events with their starts.
    pub starts: Vec<(PinnedEvent, Minute)>,
    /// The tracks on which its rakes come to stand, each with the minute.
    pub tracks: Vec<((PinnedRake, YardId, u32), Minute)>,
    /// What becomes of its emptied rake, and when its pulling starts.
    pub emptied: Option<(Option<StoreId>, Minute)>,
}

/// What of a plan could be pinned, by train; the instance is as the plan decides it ([`Plan::decided`](crate::Plan::decided)). What the start fixes is
/// not in it, and neither is what the train does twice in one place: no pin could tell which one is meant.
pub(super) fn pinnable(context: &Context) -> Vec<Pinnable> {
    let of_train = |(id, _): (TrainId, &Train)| {
        let events = context.events(id);
        let emptied_from = context.emptied_from(id);
        let open = (0..events.len()).filter(|index| !context.is_fact(id, *index));
        let starts = open.clone().filter_map(|index| {
            let event = &events[index];
            let name = named(context.instance, id, emptied_from, event)?;
            Some((name, event.span.from))
        });
        let stays = context.journeys[id.index()].stays.iter();
        let tracks =
            stays
                .filter(|stay| !stay.is_given)
                .filter_map(|stay| match events[stay.track?].what {
                    Activity::Track { yard, track } => {
                        Some(((of_stay(stay), yard, track), stay.arrived))
                    }
                    _ => None,
                });
        let starts: Vec<_> = starts.collect();
        let tracks: Vec<_> = tracks.collect();
        let is_once = |(event, _): &&(PinnedEvent, Minute)| {
            starts.iter().filter(|(other, _)| other == event).count() == 1
        };
        let station =
            |track: &(PinnedRake, YardId, u32)| (track.0, context.system.yard(track.1).station);
        let stands_once = |(track, _): &&((PinnedRake, YardId, u32), Minute)| {
            let others = tracks.iter().map(|(other, _)| station(other));
            others.filter(|other| *other == station(track)).count() == 1
        };
        let mut pullings = open.filter_map(|index| match events[index].what {
            Activity::Pulling { store, .. } if events[index].rake == Rake::Arriving => {
                Some((store, events[index].span.from))
            }
            _ => None,
        });
        Pinnable {
            starts: starts.iter().filter(is_once).copied().collect(),
            tracks: tracks.iter().filter(stands_once).copied().collect(),
            emptied: pullings.next(),
        }
    };
    context.trains().map(of_train).collect()
}
