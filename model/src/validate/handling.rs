//! Trains that come straight to a spot and are handled there: what they must not have, and whether each spot is for
//! them.

use super::context::Context;
use super::figures::some_minutes;
use super::fits::accepts;
use super::report::{At, Report};
use super::rules::{
    BAD_PIN, HANDLING_FIELDS, NO_SPOT, REPEATED, TOO_LONG_FOR_SPOT, UNSUPPORTED, WRONG_GAUGE,
    WRONG_STATION,
};
use crate::format::TrainFile;
use crate::ids::{ClassId, SpotId};
use crate::instance::{Handling, TrainKind};

/// The spots of a train with handling; `None` when one of them cannot be resolved.
pub(super) fn kind(
    context: Context,
    file: &TrainFile,
    class: Option<ClassId>,
    elsewhere: bool,
    at: &At,
    report: &mut Report,
) -> Option<TrainKind> {
    others(file, at, report);
    if elsewhere {
        let message = "a train that is handled is under way in its spot alone (`at` handling)";
        report.add(UNSUPPORTED, &at.field("handling"), &file.id, message);
    }
    let list = at.field("handling");
    let mut found: Vec<Handling> = Vec::new();
    let mut all_known = true;
    for (i, one) in file.handling.iter().enumerate() {
        let at = list.index(i);
        let minutes = some_minutes(one.minutes, &at.field("minutes"), report);
        let spot_at = at.field("spot");
        let Some(number) = context.names.spots.find(&one.spot, &spot_at, report) else {
            all_known = false;
            continue;
        };
        let spot = SpotId::from_index(number);
        if found.iter().any(|other| other.spot == spot) {
            let message = format!("spot `{}` is named twice", one.spot);
            report.add(REPEATED, &spot_at, &one.spot, message);
            continue;
        }
        let first = found.first().map_or(spot, |first| first.spot);
        if context.station_of(first) != context.station_of(spot) {
            let message = "the spots of a train that is handled are all at one station";
            report.add(WRONG_STATION, &spot_at, &one.spot, message);
        }
        suits(context, file, class, spot, &spot_at, report);
        found.push(Handling { spot, minutes });
    }
    pinned(context, file, &found, at, report);
    stages(context, class, &found, at, report);
    (all_known && !found.is_empty()).then_some(TrainKind::Handled(found))
}

/// What only other trains have.
fn others(file: &TrainFile, at: &At, report: &mut Report) {
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
        ("stage_minutes", !file.stage_minutes.is_empty()),
    ] {
        if given {
            let message = format!("a train with handling has no `{field}`");
            report.add(HANDLING_FIELDS, &at.field(field), &file.id, message);
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
    report: &mut Report,
) {
    let spot = context.system.spot(id);
    if file.length_m > spot.length_m {
        let message = format!(
            "the train of {} m is longer than spot `{}` with {} m",
            file.length_m, spot.name, spot.length_m
        );
        let advice = "Name longer spots, or leave the train out.";
        report.add_with(TOO_LONG_FOR_SPOT, at, &spot.name, message, advice);
    }
    let Some(class) = class.map(|class| context.system.class(class)) else {
        return;
    };
    if !spot.gauges_mm.contains(&class.gauge_mm) {
        let message = format!("spot `{}` has no track of {} mm", spot.name, class.gauge_mm);
        report.add(WRONG_GAUGE, at, &spot.name, message);
    }
    let shed = context.system.shed(spot.shed);
    if !accepts(shed, class.cargo.as_ref()) {
        let message = format!(
            "shed `{}` does not accept the cargo of the train",
            shed.name
        );
        report.add(NO_SPOT, at, &spot.name, message);
    }
}

/// What is pinned leaves a spot.
fn pinned(context: Context, file: &TrainFile, found: &[Handling], at: &At, report: &mut Report) {
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
            let message = format!("the train is handled nowhere in the pinned {field}");
            report.add(BAD_PIN, &at.field(field), name, message);
        }
    }
}

/// A stage that applies to the class at the station would be left out in silence.
fn stages(
    context: Context,
    class: Option<ClassId>,
    found: &[Handling],
    at: &At,
    report: &mut Report,
) {
    let (Some(class), Some(first)) = (class, found.first()) else {
        return;
    };
    let station = context.station_of(first.spot);
    if context.system.has_stage_at(station, class) {
        let message =
            "the class has a stage at this station, but a train that is handled does no stages";
        let advice = "Give the train a class of its own.";
        let name = &context.system.class(class).name;
        report.add_with(UNSUPPORTED, &at.field("class"), name, message, advice);
    }
}
