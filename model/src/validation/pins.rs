//! Pins: decisions already made must be possible.

use super::context::Context;
use super::diagnostics::{At, Diagnostics};
use super::figures::span;
use super::names::Table;
use super::rules::{BAD_PIN, UNKNOWN_ID};
use crate::format::{PinsFile, TrainFile};
use crate::ids::{ModeId, ShedId, SpotId};
use crate::instance::Pins;
use crate::time::{Minute, Span};
use crate::words;

mod events;
mod possible;

pub(super) use events::cut_tracks;
pub(super) use possible::{keep_possible, possible};

/// Reads the pins of a train.
pub(super) fn pins(
    context: Context,
    train: &TrainFile,
    under_way: bool,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Pins {
    let at = at.field("pins");
    let file = &train.pins;
    if train.transship_at.is_empty() {
        let handled = !train.handling.is_empty();
        for (field, given) in [
            ("shed", file.shed.is_some() && !handled),
            ("spot", file.spot.is_some() && !handled),
            ("mode", file.mode.is_some()),
            ("crane_work", file.crane_work.is_some()),
        ] {
            if given {
                let message = words::no_crane_work();
                diagnostics.add(BAD_PIN, &at.field(field), "", message);
            }
        }
    }
    let shed = shed(context, train, &at, diagnostics);
    let spot = spot(context, train, shed, &at, diagnostics);
    let spot_shed = spot.map(|spot| context.system.spot(spot).shed);
    let mode = mode(context, file, shed.or(spot_shed), spot, &at, diagnostics);
    if let Some(entry) = file.entry.as_ref().filter(|_| under_way) {
        let message = words::entered_already();
        diagnostics.add(
            BAD_PIN,
            &at.field("entry"),
            entry.from.to_rfc3339(),
            message,
        );
    }
    let mut time = |file: Option<&crate::format::SpanFile>, field: &str| {
        let at = at.field(field);
        let file = file?;
        let span = span(context.horizon, file, &at, diagnostics)?;
        if !span.overlaps(Span::new(Minute(0), context.horizon.end + 1)) {
            let message = words::pin_outside();
            diagnostics.add(BAD_PIN, &at, file.from.to_rfc3339(), message);
        }
        Some(span)
    };
    Pins {
        // ways are read later
        port: None,
        shed,
        spot,
        mode,
        entry: time(file.entry.as_ref(), "entry"),
        crane_work: time(file.crane_work.as_ref(), "crane_work"),
        exit: time(file.exit.as_ref(), "exit"),
        times: events::times(context, file, &at, diagnostics),
        tracks: events::tracks(context, file, &at, diagnostics),
        emptied: events::emptied(context, file, &at, diagnostics),
    }
}

/// Whether a station (by name) is one where the train may be transshipped; true where that is unknown.
fn at_station(train: &TrainFile, station: &str) -> bool {
    let ways = train.ways.iter();
    let others = ways.map(|way| way.transship_at.as_ref().unwrap_or(&way.port));
    let mut all = train.transship_at.iter().chain(others);
    train.transship_at.is_empty() || all.any(|name| name == station)
}

fn shed(
    context: Context,
    train: &TrainFile,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<ShedId> {
    let name = train.pins.shed.as_ref()?;
    let at = at.field("shed");
    let number = context.names.sheds.find(name, &at, diagnostics)?;
    let station = context.system.sheds[number].station;
    if !at_station(train, &context.system.station(station).name) {
        let message = words::pinned_shed_elsewhere(name);
        diagnostics.add(BAD_PIN, &at, name, message);
    }
    Some(ShedId::from_index(number))
}

fn spot(
    context: Context,
    train: &TrainFile,
    shed: Option<ShedId>,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<SpotId> {
    let name = train.pins.spot.as_ref()?;
    let at = at.field("spot");
    let number = context.names.spots.find(name, &at, diagnostics)?;
    let own = context.system.spots[number].shed;
    let station = context.system.shed(own).station;
    if shed.is_some_and(|shed| shed != own) {
        let message = words::pinned_spot_elsewhere(name);
        diagnostics.add(BAD_PIN, &at, name, message);
    } else if !at_station(train, &context.system.station(station).name) {
        let message = words::pinned_spot_off(name);
        diagnostics.add(BAD_PIN, &at, name, message);
    }
    Some(SpotId::from_index(number))
}

fn mode(
    context: Context,
    file: &PinsFile,
    shed: Option<ShedId>,
    spot: Option<SpotId>,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<ModeId> {
    let name = file.mode.as_ref()?;
    let at = at.field("mode");
    let Some(shed) = shed else {
        if file.shed.is_none() && file.spot.is_none() {
            let message = words::mode_needs_shed();
            diagnostics.add_with(BAD_PIN, &at, name, message, words::pin_shed_too());
        }
        return None;
    };
    let table: &Table = context.names.modes.get(shed.index())?;
    let first = context.names.first_mode.get(shed.index())?;
    let Some(number) = table.get(name) else {
        let modes = &context.system.shed(shed).modes;
        let modes = modes.iter().map(|mode| &*context.system.mode(*mode).name);
        let advice = diagnostics.nearest(name, modes, UNKNOWN_ID.advice);
        let message = words::shed_without_mode(&context.system.shed(shed).name);
        diagnostics.add_with(BAD_PIN, &at, name, message, advice);
        return None;
    };
    let mode = ModeId::from_index(first + number);
    if spot.is_some_and(|spot| !context.system.mode(mode).spots.contains(&spot)) {
        let message = words::mode_not_for_spot(name);
        diagnostics.add(BAD_PIN, &at, name, message);
    }
    Some(mode)
}
