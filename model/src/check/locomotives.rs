//! Rules `locomotives` (one movement at a time, running light included) and `shunting-wind`.

use super::Violation;
use super::context::{Context, broken};
use super::overlap::{busy_units, overlaps};
use crate::ids::{LocomotiveId, StationId, TrainId};
use crate::instance::{BusyWhat, Rake};
use crate::plan::{Activity, Event};
use crate::resource::Resource;
use crate::words::violations as words;
use crate::{Minute, Span};
use std::collections::BTreeMap;

/// A locomotive at work.
struct Use {
    train: TrainId,
    station: StationId,
    gauge_mm: u32,
    number: u32,
    /// The movement.
    movement: Span,
    is_fact: bool,
    /// It has made the rake up before the start: no light run.
    is_there: bool,
}

pub(super) fn check(context: &Context) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut pools: BTreeMap<LocomotiveId, BTreeMap<u32, Vec<(Span, TrainId)>>> = BTreeMap::new();
    for (id, index, event) in context.all_events() {
        for used in uses(context, id, index, event) {
            let station = context.station(used.station);
            let Some(pool) = context.system.locomotives_at(used.station, used.gauge_mm) else {
                let message = words::no_locomotives(context.name(id), station, used.gauge_mm);
                let place = Resource::Station(used.station);
                found.push(broken("locomotives", id, event.span, place, message));
                continue;
            };
            let data = context.system.locomotive_pool(pool);
            let light_run = if used.is_there { 0 } else { data.light_run };
            let light = Span::new(
                (used.movement.from - light_run).max(Minute(0)),
                used.movement.to,
            );
            if (1..=data.count).contains(&used.number) {
                pools
                    .entry(pool)
                    .or_default()
                    .entry(used.number)
                    .or_default()
                    .push((light, id));
            } else {
                let message = words::no_such_locomotive(
                    context.name(id),
                    used.number,
                    used.gauge_mm,
                    station,
                    data.count,
                );
                let place = Resource::Locomotives(pool);
                found.push(broken("locomotives", id, event.span, place, message));
            }
            found.extend(wind(context, &used, event, light));
        }
    }
    for (pool, units) in &pools {
        found.extend(one_each(context, *pool, units));
    }
    found.sort();
    // Both locomotives of an exchange stand in the same wind.
    found.dedup();
    found
}

/// The locomotives of an event.
fn uses(context: &Context, train: TrainId, index: usize, event: &Event) -> Vec<Use> {
    let use_of = |station, rake, number| Use {
        train,
        station,
        gauge_mm: context.gauge(train, rake),
        number,
        movement: event.span,
        is_fact: context.is_fact(train, index),
        is_there: context.made_up_at(train, rake).is_some()
            && context.store_of(event).is_some_and(|(_, is_in)| !is_in),
    };
    match event.what {
        Activity::Placing {
            spot, locomotive, ..
        }
        | Activity::Pulling {
            spot, locomotive, ..
        } => {
            vec![use_of(context.station_of(spot), event.rake, locomotive)]
        }
        Activity::Exchange {
            spot,
            locomotive_arriving,
            locomotive_onward,
            ..
        } => {
            let station = context.station_of(spot);
            vec![
                use_of(station, Rake::Arriving, locomotive_arriving),
                use_of(station, Rake::Onward, locomotive_onward),
            ]
        }
        Activity::IntoStore { store, locomotive } | Activity::FromStore { store, locomotive } => {
            vec![use_of(
                context.system.store(store).station,
                event.rake,
                locomotive,
            )]
        }
        _ => Vec::new(),
    }
}

/// No shunting in a shunting stop.
fn wind(context: &Context, used: &Use, event: &Event, light: Span) -> Option<Violation> {
    let stops = &context.shunting_stops[used.station.index()];
    let stop = stops
        .iter()
        .find(|stop| stop.overlaps(light))
        .filter(|_| !used.is_fact)?;
    let message = words::shunting_stop(
        context.who_and_what(used.train, event),
        context.clocks(*stop),
    );
    Some(broken(
        "shunting-wind",
        used.train,
        light,
        Resource::Shunting(used.station),
        message,
    ))
}

/// One movement at a time per locomotive.
fn one_each(
    context: &Context,
    pool: LocomotiveId,
    units: &BTreeMap<u32, Vec<(Span, TrainId)>>,
) -> Vec<Violation> {
    let data = context.system.locomotive_pool(pool);
    let resource = |number: u32| Resource::Locomotive(pool, number);
    let mut found = Vec::new();
    let mut first_uses = Vec::new();
    for (number, uses) in units {
        let spans: Vec<Span> = uses.iter().map(|(span, _)| *span).collect();
        for (later, earlier) in overlaps(&spans) {
            let ((span, id), (held, other)) = (uses[later], uses[earlier]);
            let message = words::locomotive_taken(
                context.name(id),
                context.say(resource(*number)),
                context.clock(span.from),
                context.name(other),
                context.clocks(held),
            );
            found.push(
                broken("locomotives", id, span, resource(*number), message).against(Some(other)),
            );
        }
        first_uses.extend(
            uses.iter()
                .filter(|(span, _)| !span.is_empty())
                .min()
                .map(|first| (*first, *number)),
        );
    }
    let positions = first_uses
        .iter()
        .map(|((span, _), _)| span.from)
        .zip(0..)
        .collect();
    for (position, until) in busy_units(data.count, positions, busy(context, pool)) {
        let ((span, id), number) = first_uses[position];
        let message = words::locomotive_busy(
            context.name(id),
            context.say(resource(number)),
            context.clock(span.from),
            context.clock(until),
        );
        found.push(broken("locomotives", id, span, resource(number), message));
    }
    found
}

/// Until when locomotives are busy at the start, with something else or with a train that is not planned.
fn busy(context: &Context, pool: LocomotiveId) -> Vec<Minute> {
    let entries = context.instance.busy().iter();
    let others = entries
        .filter(|busy| busy.what == BusyWhat::Locomotive(pool))
        .map(|busy| busy.until);
    let data = context.system.locomotive_pool(pool);
    let own = context.standing().filter_map(|(id, _, rake, place)| {
        let until = place.moves_until()?;
        let station = match (place.spot(), place.track()) {
            (Some(spot), _) => context.station_of(spot),
            (None, track) => context.system.yard(track?.0).station,
        };
        let is_own = context.gauge(id, rake) == data.gauge_mm && station == data.station;
        is_own.then_some(until)
    });
    others.chain(own).collect()
}
