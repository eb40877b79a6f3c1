//! Rule `state`: what was under way at the start goes on from there.

use super::Violation;
use super::context::{Context, broken};
use super::facts::is_work_under_way;
use super::travel::ends_outside;
use crate::ids::{SpotId, TrainId, YardId};
use crate::instance::{Rake, RakePlace, Train, TrainState, WorkState, WorkedParts};
use crate::message::Message;
use crate::plan::{Activity, Event};
use crate::resource::Resource;
use crate::words::violations as words;
use crate::{Minute, Span};

pub(super) fn check(context: &Context) -> Vec<Violation> {
    let mut found = Vec::new();
    for (id, train) in context.trains().filter(|(id, _)| context.is_planned(*id)) {
        let Some(state) = &train.state else {
            continue;
        };
        let mut wrong = Vec::new();
        for (rake, place) in [
            (Rake::Arriving, Some(state.arriving)),
            (Rake::Onward, state.onward),
        ] {
            wrong.extend(place.and_then(|place| of_place(context, id, train, rake, place)));
        }
        wrong.extend(of_stages(context, id, state));
        wrong.extend(of_parts(context, id, state));
        wrong.extend(of_worked_parts(context, id, state));
        wrong.extend(of_work(context, id, state));
        for (span, resource, message) in wrong {
            found.push(broken("state", id, span, resource, message));
        }
    }
    found
}

/// Span, resource and message of a violation.
type Wrong = (Span, Resource, Message);

/// The first event of a kind that a rake has.
fn first<'a>(
    context: &Context<'a>,
    id: TrainId,
    rake: Rake,
    is_kind: impl Fn(&Activity) -> bool,
) -> Option<&'a Event> {
    let events = context
        .events(id)
        .iter()
        .filter(|e| e.rake == rake && is_kind(&e.what));
    events.min_by_key(|event| event.span)
}

fn until(minute: Minute) -> Span {
    Span::new(Minute(0), minute)
}

/// Whether a rake goes on from its place. What is not there at all is missing for `sequence`.
fn of_place(
    context: &Context,
    id: TrainId,
    train: &Train,
    rake: Rake,
    place: RakePlace,
) -> Option<Wrong> {
    let wrong = |event: &Event, right: Message| {
        let message = context.wrong_event(id, event, right);
        Some((event.span, event.what.place(), message))
    };
    match place {
        RakePlace::Section(section, direction, span, passes) => {
            let run = first(context, id, rake, |what| {
                matches!(what, Activity::Run { .. })
            })?;
            let Activity::Run {
                section: s,
                direction: d,
                stops,
                ..
            } = run.what
            else {
                return None;
            };
            if (s, d, run.span) != (section, direction, span) {
                let section = context.say(Resource::Section(section));
                let right = words::not_the_run(context.clocks(span), section);
                return wrong(run, right);
            }
            let goes_on = passes || leaves_there(context, train, rake);
            (stops == goes_on).then(|| {
                let right = if passes {
                    words::must_pass()
                } else {
                    words::must_stop()
                };
                wrong(run, right)
            })?
        }
        RakePlace::Track(yard, track) => {
            of_track(context, id, rake, yard, track).and_then(|(event, right)| wrong(event, right))
        }
        RakePlace::Spot(spot) => {
            of_spot(context, id, rake, spot).and_then(|(event, right)| wrong(event, right))
        }
        RakePlace::Placing(origin, spot, end) => {
            let placing = first(context, id, rake, |what| {
                matches!(what, Activity::Placing { .. })
            })?;
            let Activity::Placing {
                spot: into, store, ..
            } = placing.what
            else {
                return None;
            };
            if into != spot || store.is_some() == origin.is_some() || placing.span != until(end) {
                let spot = context.say(Resource::Spot(spot));
                let right = words::not_the_placing(spot, context.clock(end));
                return wrong(placing, right);
            }
            let (yard, track) = origin?;
            of_track(context, id, rake, yard, track).and_then(|(event, right)| wrong(event, right))
        }
        RakePlace::Pulling(spot, to, end) => {
            let pulling = first(context, id, rake, |what| {
                matches!(what, Activity::Pulling { .. })
            })?;
            let Activity::Pulling {
                spot: from, store, ..
            } = pulling.what
            else {
                return None;
            };
            if from != spot || store.is_some() == to.is_some() || pulling.span != until(end) {
                let spot = context.say(Resource::Spot(spot));
                let right = words::not_the_pulling(spot, context.clock(end));
                return wrong(pulling, right);
            }
            let (yard, track) = to?;
            of_track(context, id, rake, yard, track).and_then(|(event, right)| wrong(event, right))
        }
        RakePlace::Exchange(spot, end) => {
            let exchange = first(context, id, Rake::Arriving, |what| {
                matches!(what, Activity::Exchange { .. })
            })?;
            let Activity::Exchange { spot: into, .. } = exchange.what else {
                return None;
            };
            if into == spot && exchange.span == until(end) {
                return None;
            }
            let spot = context.say(Resource::Spot(spot));
            let right = words::not_the_exchange(spot, context.clock(end));
            wrong(exchange, right)
        }
        RakePlace::IntoStore((yard, track), end) | RakePlace::FromStore((yard, track), end) => {
            let movement = first(context, id, rake, |what| {
                matches!(
                    what,
                    Activity::IntoStore { .. } | Activity::FromStore { .. }
                )
            })?;
            if movement.span != until(end) {
                let right = words::not_the_movement(context.clock(end));
                return wrong(movement, right);
            }
            of_track(context, id, rake, yard, track).and_then(|(event, right)| wrong(event, right))
        }
        RakePlace::Handling(spot, end) => {
            let handling = first(context, id, rake, |what| {
                matches!(what, Activity::Handling { .. })
            })?;
            if handling.what == (Activity::Handling { spot }) && handling.span == until(end) {
                return None;
            }
            let spot = context.say(Resource::Spot(spot));
            let right = words::not_the_handling(spot, context.clock(end));
            wrong(handling, right)
        }
        RakePlace::MakingUp(made_up) => {
            let movement = first(context, id, rake, |what| {
                matches!(what, Activity::Placing { .. } | Activity::FromStore { .. })
            })?;
            if movement.span.from >= made_up {
                return None;
            }
            let right = words::moves_before_made_up(context.clock(made_up));
            wrong(movement, right)
        }
        RakePlace::Outside | RakePlace::Gone => None,
    }
}

/// Whether the section in which a rake runs at the start is the last of its way out of the system.
fn leaves_there(context: &Context, train: &Train, rake: Rake) -> bool {
    let route = match (train.transshipment(), rake) {
        (Some(transshipment), Rake::Onward) => Some(&transshipment.onward_route),
        (Some(transshipment), Rake::Arriving) if super::context::is_emptied_at_start(train) => {
            transshipment.emptied_route.as_ref()
        }
        (Some(_), Rake::Arriving) => None,
        (None, _) => match train.kind {
            crate::instance::TrainKind::IntoStore(_) => None,
            _ => Some(&train.route),
        },
    };
    // Routes of trains under way begin where the section ends; a rake may also end on a track there.
    route.is_some_and(|route| route.len() == 1 && ends_outside(context.system, route))
}

fn of_track<'a>(
    context: &Context<'a>,
    id: TrainId,
    rake: Rake,
    yard: YardId,
    track: u32,
) -> Option<(&'a Event, Message)> {
    let event = first(context, id, rake, |what| {
        matches!(what, Activity::Track { .. })
    })?;
    let is_it = event.what == Activity::Track { yard, track };
    (!is_it).then(|| {
        (
            event,
            words::not_where_it_was(context.say(Resource::Track(yard, track))),
        )
    })
}

fn of_spot<'a>(
    context: &Context<'a>,
    id: TrainId,
    rake: Rake,
    spot: SpotId,
) -> Option<(&'a Event, Message)> {
    let event = first(context, id, rake, |what| {
        matches!(what, Activity::Spot { .. })
    })?;
    let is_it = event.what == Activity::Spot { spot };
    (!is_it).then(|| {
        (
            event,
            words::not_where_it_was(context.say(Resource::Spot(spot))),
        )
    })
}

/// Stages under way end when the state says.
fn of_stages(context: &Context, id: TrainId, state: &TrainState) -> Vec<Wrong> {
    let mut found = Vec::new();
    for progress in &state.stages {
        let Some(end) = progress.until else { continue };
        let is_it = |what: &Activity| matches!(what, Activity::Stage { stage, .. } if *stage == progress.stage);
        if let Some(event) = first(context, id, progress.rake, is_it)
            && event.span != until(end)
        {
            let wrong = words::ends_otherwise(context.clock(end));
            let message = context.wrong_event(id, event, wrong);
            found.push((event.span, event.what.place(), message));
        }
    }
    found
}

/// The track held for parts to come, and the mode in which the parts before were worked.
fn of_parts(context: &Context, id: TrainId, state: &TrainState) -> Option<Wrong> {
    if let Some((yard, track)) = state.parts_on
        && let Some((event, right)) = of_track(context, id, Rake::Arriving, yard, track)
    {
        let message = context.wrong_event(id, event, right);
        return Some((event.span, event.what.place(), message));
    }
    let before = state.mode.filter(|_| !is_work_under_way(state.work))?;
    let work = first(context, id, Rake::Arriving, |what| {
        matches!(what, Activity::CraneWork { .. })
    })?;
    let is_it = matches!(work.what, Activity::CraneWork { mode, .. } if mode == before);
    (!is_it).then(|| {
        let wrong = words::not_the_mode(&context.system.mode(before).name);
        let message = context.wrong_event(id, work, wrong);
        (work.span, work.what.place(), message)
    })
}

/// The rest of a rake is pulled to where its worked parts stand.
fn of_worked_parts(context: &Context, id: TrainId, state: &TrainState) -> Vec<Wrong> {
    let mut found = Vec::new();
    for rake in [Rake::Arriving, Rake::Onward] {
        let is_pulling = |what: &Activity| matches!(what, Activity::Pulling { .. });
        let Some(pulling) = first(context, id, rake, is_pulling) else {
            continue;
        };
        let into_store = matches!(pulling.what, Activity::Pulling { store: Some(_), .. });
        let wrong = match state.worked(rake) {
            WorkedParts::InShed => None,
            WorkedParts::InStore => (!into_store).then(words::worked_parts_in_store),
            WorkedParts::OnTrack(yard, track) => {
                let stands = |event: &Event| {
                    let is_it = event.what == Activity::Track { yard, track };
                    is_it && event.rake == rake && event.span.from <= Minute(0)
                };
                let is_held = !into_store && context.events(id).iter().any(stands);
                let place = context.say(Resource::Track(yard, track));
                (!is_held).then(|| words::worked_parts_on(place))
            }
        };
        if let Some(wrong) = wrong {
            let message = context.wrong_event(id, pulling, wrong);
            found.push((pulling.span, pulling.what.place(), message));
        }
    }
    found
}

/// Crane work under way goes on at once, in its spot and mode; how long the rest takes is for `crane-work`.
fn of_work(context: &Context, id: TrainId, state: &TrainState) -> Option<Wrong> {
    if !is_work_under_way(state.work) {
        return None;
    }
    let (WorkState::Preparation(mode, _)
    | WorkState::Lifting(mode, _)
    | WorkState::Finishing(mode, _)) = state.work
    else {
        return None;
    };
    let works = context
        .events(id)
        .iter()
        .filter(|e| matches!(e.what, Activity::CraneWork { .. }));
    let event = works.min_by_key(|event| event.span)?;
    let RakePlace::Spot(spot) = state.arriving else {
        return None;
    };
    let is_it = matches!(event.what, Activity::CraneWork { spot: s, mode: m, .. } if (s, m) == (spot, mode));
    if is_it && event.span.from == Minute(0) {
        return None;
    }
    let spot = context.say(Resource::Spot(spot));
    let wrong = words::work_breaks_off(spot, &context.system.mode(mode).name);
    let message = context.wrong_event(id, event, wrong);
    Some((event.span, event.what.place(), message))
}
