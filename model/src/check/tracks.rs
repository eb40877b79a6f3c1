//! Rule `tracks`: one rake per yard track, from setting to clearing, on a track that is right for it.

use super::Violation;
use super::context::{Context, broken};
use super::journey::{Pass, Stay};
use super::overlap::overlaps;
use crate::ids::{TrainId, YardId};
use crate::instance::{BusyWhat, Rake};
use crate::message::Message;
use crate::plan::Activity;
use crate::resource::Resource;
use crate::system::Direction;
use crate::words::violations as words;
use crate::{Minute, Span};
use std::collections::BTreeMap;

pub(super) fn check(context: &Context) -> Vec<Violation> {
    let mut found = Vec::new();
    for ((id, _), journey) in context.trains().zip(&context.journeys) {
        for stay in &journey.stays {
            found.extend(fits(context, id, stay));
        }
    }
    let mut holds = holds(context);
    let standing = holds.clone();
    found.extend(on_told_tracks(context, &mut holds));
    found.extend(one_each(context, &holds));
    found.extend(passing(context, &standing));
    found
}

/// Who stands on a track when, planned or not.
type Holds = BTreeMap<(YardId, u32), Vec<(Span, TrainId)>>;

/// Of a group of tracks, the trains that pass on it: when they hold a track, and when they pass.
type Passes = BTreeMap<(YardId, usize), Vec<(Span, TrainId, Minute)>>;

/// Whether the hold of a stay is as long as it must be and the track right for the rake.
fn fits(context: &Context, id: TrainId, stay: &Stay) -> Vec<Violation> {
    let mut found = Vec::new();
    let Some(event) = stay.track.map(|event| &context.events(id)[event]) else {
        return found;
    };
    let Activity::Track { yard, track } = event.what else {
        return found;
    };
    let rake = context.rake_words(id, stay.rake);
    let place = Resource::Track(yard, track);
    let mut report = |wrong: Message| {
        let held = context.clocks(event.span);
        let message = words::track_held(track, context.yard(yard), &rake, held, wrong);
        found.push(broken("tracks", id, event.span, place, message));
    };
    if event.span != stay.hold {
        report(words::must_be_held(context.clocks(stay.hold)));
    }
    // Where a rake stood at the start is no choice of the plan.
    if stay.is_given {
        return found;
    }
    let data = context.system.yard(yard);
    let gauge = context.gauge(id, stay.rake);
    if data.gauge_mm != gauge {
        report(words::wrong_gauge(data.gauge_mm, gauge));
    }
    match data.track_length_m(track) {
        None => report(words::no_such_track()),
        Some(length) if length < stay.length_m => {
            report(words::track_short(length, stay.length_m));
        }
        Some(_) => {}
    }
    match stay.call.and_then(|call| call.yard) {
        Some(wanted) if wanted != yard => {
            report(words::other_yard(context.yard(wanted)));
        }
        None if data.by_call_only && !is_held_in(context, id, stay, yard) => {
            report(words::by_call_only());
        }
        _ => {}
    }
    found
}

/// Whether a hold names the yard for a stay that begins before its release.
fn is_held_in(context: &Context, id: TrainId, stay: &Stay, yard: YardId) -> bool {
    let holds = context.instance.holds().iter();
    let mut named = holds.filter(|hold| {
        hold.station == stay.station && hold.yard == Some(yard) && stay.arrived < hold.until
    });
    named.any(|hold| {
        hold.classes.contains(&stay.class) || stay.comes_with && hold.trains.contains(&id)
    })
}

fn holds(context: &Context) -> Holds {
    let mut holds = Holds::new();
    for (id, _, event) in context.all_events() {
        if let Activity::Track { yard, track } = event.what {
            holds
                .entry((yard, track))
                .or_default()
                .push((event.span, id));
        }
    }
    for (id, _, rake, place) in context.standing() {
        let state = context.instance.train(id).state.as_ref();
        let parts_on = state.and_then(|state| state.parts_on);
        let parts_on = parts_on.filter(|_| rake == Rake::Arriving);
        let worked_on = state.and_then(|state| state.worked(rake).track());
        for place in place.track().or(parts_on).into_iter().chain(worked_on) {
            holds
                .entry(place)
                .or_default()
                .push((context.until_all_ends(), id));
        }
    }
    holds
}

/// Tracks on which trains pass, where the plan says which: of the group that the station names for that. They are held like tracks on which rakes stand.
fn on_told_tracks(context: &Context, holds: &mut Holds) -> Vec<Violation> {
    let system = context.system;
    let mut found = Vec::new();
    for (id, _, event) in context.all_events() {
        let Activity::Run {
            section,
            direction,
            track: Some(track),
            ..
        } = event.what
        else {
            continue;
        };
        let data = system.section(section);
        let here = match direction {
            Direction::Down => data.to,
            Direction::Up => data.from,
        };
        let passes = context.journeys[id.index()].passes.iter();
        let mut passes = passes.filter(|pass| {
            pass.rake == event.rake && pass.station == here && pass.at == event.span.to
        });
        let group = passes
            .next()
            .and_then(|_| system.through_at(here, context.gauge(id, event.rake)));
        let of_group =
            group.filter(|(yard, group)| system.yard(*yard).group_of(track) == Some(*group));
        let Some((yard, _)) = of_group else {
            let message = words::passes_on_other_track(
                context.name(id),
                context.station(here),
                context.clock(event.span.to),
                track,
            );
            let place = Resource::Section(section);
            found.push(broken("tracks", id, event.span, place, message));
            continue;
        };
        let station = system.station(here);
        let from = (event.span.to - station.track_setting).max(Minute(0));
        let held = Span::new(from, event.span.to + station.track_clearing);
        holds.entry((yard, track)).or_default().push((held, id));
    }
    found
}

/// One rake per track.
fn one_each(context: &Context, holds: &Holds) -> Vec<Violation> {
    let mut found = Vec::new();
    for busy in context.instance.busy() {
        let BusyWhat::Track(yard, track) = busy.what else {
            continue;
        };
        let holds = holds.get(&(yard, track)).map_or(&[][..], Vec::as_slice);
        for (span, id) in holds.iter().filter(|(span, _)| span.from < busy.until) {
            let place = Resource::Track(yard, track);
            let message = words::busy(
                context.name(*id),
                context.say(place),
                context.clock(span.from.max(Minute(0))),
                context.clock(busy.until),
            );
            found.push(broken("tracks", *id, *span, place, message));
        }
    }
    for ((yard, track), holds) in holds {
        let spans: Vec<Span> = holds.iter().map(|(span, _)| *span).collect();
        for (later, earlier) in overlaps(&spans) {
            let ((span, id), (held, other)) = (holds[later], holds[earlier]);
            let place = Resource::Track(*yard, *track);
            let message = words::taken(
                context.name(id),
                context.say(place),
                context.clock(span.from.max(Minute(0))),
                context.name(other),
                context.clocks(held),
            );
            found.push(broken("tracks", id, span, place, message).against(Some(other)));
        }
    }
    found
}

/// A train that passes finds one of the tracks for that free: those that stand there and those that pass are never more than there
/// are.
fn passing(context: &Context, holds: &Holds) -> Vec<Violation> {
    let system = context.system;
    let mut passes = Passes::new();
    for ((id, _), journey) in context.trains().zip(&context.journeys) {
        for &Pass {
            rake, station, at, ..
        } in &journey.passes
        {
            if let Some(tracks) = system.through_at(station, context.gauge(id, rake)) {
                let data = system.station(station);
                let from = (at - data.track_setting).max(Minute(0));
                let held = Span::new(from, at + data.track_clearing);
                passes.entry(tracks).or_default().push((held, id, at));
            }
        }
    }
    let mut found = Vec::new();
    for ((yard, group), passes) in &passes {
        let data = system.yard(*yard);
        let is_one = |track: u32| data.group_of(track) == Some(*group);
        let standing = holds
            .iter()
            .filter(|((of, track), _)| of == yard && is_one(*track));
        let standing = standing.flat_map(|(_, holds)| holds.iter().map(|(span, _)| *span));
        let busy = context
            .instance
            .busy()
            .iter()
            .filter_map(|busy| match busy.what {
                BusyWhat::Track(of, track) if of == *yard && is_one(track) => {
                    Some(Span::new(Minute(0), busy.until))
                }
                _ => None,
            });
        let own = passes.iter().map(|(span, ..)| *span);
        let taken: Vec<Span> = standing.chain(busy).chain(own).collect();
        let count = data.groups[*group].count as usize;
        for (span, id, at) in passes {
            let begins = taken.iter().map(|taken| taken.from.max(span.from));
            let is_full = |minute: Minute| {
                span.contains(minute)
                    && taken.iter().filter(|taken| taken.contains(minute)).count() > count
            };
            if begins.into_iter().any(is_full) {
                let place = Resource::Tracks(*yard);
                let name = context.name(*id);
                let message = words::passes_without_track(
                    name,
                    context.clock(*at),
                    context.yard(*yard),
                    context.clocks(*span),
                );
                found.push(broken("tracks", *id, *span, place, message));
            }
        }
    }
    found
}
