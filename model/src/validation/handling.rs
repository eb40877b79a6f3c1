//! Trains that come straight to a spot and are handled there: what they must not have, and whether each spot is for
//! them.

use super::context::Context;
use super::diagnostics::{At, Diagnostics};
use super::figures::some_minutes;
use super::fits::accepts;
use super::rules::{
    BAD_PIN, HANDLING_FIELDS, NO_SPOT, REPEATED, TOO_LONG_FOR_SPOT, UNSUPPORTED, WRONG_GAUGE,
    WRONG_STATION,
};
use crate::format::TrainFile;
use crate::ids::{ClassId, SpotId};
use crate::instance::{Handling, TrainKind};
use crate::words;

/// The spots of a train with handling; `None` when one of them cannot be resolved.
pub(super) fn kind(
    context: Context,
    file: &TrainFile,
    class: Option<ClassId>,
    elsewhere: bool,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<TrainKind> {
    others(file, at, diagnostics);
    if elsewhere {
        let message = words::handled_under_way();
        diagnostics.add(UNSUPPORTED, &at.field("handling"), &file.id, message);
    }
    let list = at.field("handling");
    let mut found: Vec<Handling> = Vec::new();
    let mut all_known = true;
    for (i, one) in file.handling.iter().enumerate() {
        let at = list.index(i);
        let minutes = some_minutes(one.minutes, &at.field("minutes"), diagnostics);
        let spot_at = at.field("spot");
        let Some(number) = context.names.spots.find(&one.spot, &spot_at, diagnostics) else {
            all_known = false;
            continue;
        };
        let spot = SpotId::from_index(number);
        if found.iter().any(|other| other.spot == spot) {
            let message = words::handled_spot_twice(&one.spot);
            diagnostics.add(REPEATED, &spot_at, &one.spot, message);
            continue;
        }
        let first = found.first().map_or(spot, |first| first.spot);
        if context.station_of(first) != context.station_of(spot) {
            let message = words::handled_one_station();
            diagnostics.add(WRONG_STATION, &spot_at, &one.spot, message);
        }
        suits(context, file, class, spot, &spot_at, diagnostics);
        found.push(Handling { spot, minutes });
    }
    pinned(context, file, &found, at, diagnostics);
    stages(context, class, &found, at, diagnostics);
    (all_known && !found.is_empty()).then_some(TrainKind::Handled(found))
}

/// What only other trains have.
fn others(file: &TrainFile, at: &At, diagnostics: &mut Diagnostics) {
    for (field, given) in [
        ("from", file.from.is_some()),
        ("to", file.to.is_some()),
        ("boxes", !file.boxes.is_empty()),
        ("transship_at", !file.transship_at.is_empty()),
        ("onward", file.onward.is_some()),
        ("emptied", file.emptied.is_some()),
        ("into_store", file.into_store.is_some()),
        ("from_store", file.from_store.is_some()),
        ("calls", !file.calls.is_empty()),
        ("port", file.port.is_some()),
        ("ways", !file.ways.is_empty()),
        ("stage_minutes", !file.stage_minutes.is_empty()),
    ] {
        if given {
            let message = words::handled_without(field);
            diagnostics.add(HANDLING_FIELDS, &at.field(field), &file.id, message);
        }
    }
}

/// Every spot named takes the train.
fn suits(
    context: Context,
    file: &TrainFile,
    class: Option<ClassId>,
    id: SpotId,
    at: &At,
    diagnostics: &mut Diagnostics,
) {
    let spot = context.system.spot(id);
    if file.length_m > spot.length_m {
        let message = words::too_long_for(file.length_m, &spot.name, spot.length_m);
        let advice = words::longer_spots();
        diagnostics.add_with(TOO_LONG_FOR_SPOT, at, &spot.name, message, advice);
    }
    let Some(class) = class.map(|class| context.system.class(class)) else {
        return;
    };
    if !spot.gauges_mm.contains(&class.gauge_mm) {
        let message = words::spot_without_gauge(&spot.name, class.gauge_mm);
        diagnostics.add(WRONG_GAUGE, at, &spot.name, message);
    }
    let shed = context.system.shed(spot.shed);
    if !accepts(shed, class.cargo.as_ref()) {
        let message = words::cargo_refused(&shed.name);
        diagnostics.add(NO_SPOT, at, &spot.name, message);
    }
}

/// What is pinned leaves a spot.
fn pinned(
    context: Context,
    file: &TrainFile,
    found: &[Handling],
    at: &At,
    diagnostics: &mut Diagnostics,
) {
    let at = at.field("pins");
    let shed = |spot: SpotId| &context.system.shed(context.system.spot(spot).shed).name;
    for (field, pinned, left) in [
        (
            "shed",
            &file.pins.shed,
            found
                .iter()
                .any(|one| Some(shed(one.spot)) == file.pins.shed.as_ref()),
        ),
        (
            "spot",
            &file.pins.spot,
            found
                .iter()
                .any(|one| Some(&context.system.spot(one.spot).name) == file.pins.spot.as_ref()),
        ),
    ] {
        if let Some(name) = pinned.as_ref().filter(|_| !left) {
            let message = words::not_handled_in(words::named_by(field));
            diagnostics.add(BAD_PIN, &at.field(field), name, message);
        }
    }
}

/// A stage that applies to the class at the station would be left out in silence.
fn stages(
    context: Context,
    class: Option<ClassId>,
    found: &[Handling],
    at: &At,
    diagnostics: &mut Diagnostics,
) {
    let (Some(class), Some(first)) = (class, found.first()) else {
        return;
    };
    let station = context.station_of(first.spot);
    if context.system.has_stage_at(station, class) {
        let message = words::handled_stage();
        let advice = words::own_class();
        let name = &context.system.class(class).name;
        diagnostics.add_with(UNSUPPORTED, &at.field("class"), name, message, advice);
    }
}
