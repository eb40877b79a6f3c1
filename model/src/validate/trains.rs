//! Trains by themselves: class, stations, times, boxes, what they do at the border.

use super::context::Context;
use super::figures::{LENGTHS, minute, minutes, same_gauge, some_minutes, within};
use super::handling;
use super::names::Names;
use super::pins;
use super::report::{At, Report};
use super::rules::{
    BAD_FEET, BAD_PARTS, BAD_TIMES, BOXES_DO_NOT_FIT, MISSING_FIELD, NO_FATE, NO_JOURNEY,
    NO_WAY_AWAY, ONE_STATION_ONLY, REPEATED, STORE_CONFLICT, TRANSSHIPMENT_FIELDS, WRONG_STATION,
};
use crate::format::{CallFile, EmptiedFile, InstanceFile, OnwardFile, RakePlaceFile, TrainFile};
use crate::ids::{ClassId, StageId, StationId, StoreId, YardId};
use crate::instance::{Call, Horizon, Train, TrainKind, Transshipment};
use crate::system::System;
use std::collections::HashMap;
use std::ops::RangeInclusive;

/// Wagons of a rake.
const WAGONS: RangeInclusive<u32> = 1..=1000;
/// Lifts of a train.
const MOST_LIFTS: u64 = 10_000;
/// Feet of boxes on a wagon (two forty-foot boxes).
const FEET_PER_WAGON: u64 = 80;
/// Parts of a train.
const PARTS: RangeInclusive<u32> = 1..=10;

/// Builds the trains, without routes and states; `None` for one whose names do not resolve.
pub(super) fn trains(
    file: &InstanceFile,
    names: &Names,
    system: &System,
    horizon: &Horizon,
    report: &mut Report,
) -> Vec<Option<Train>> {
    let context = Context {
        names,
        system,
        horizon,
    };
    let states = file.state.iter().flat_map(|state| &state.trains);
    let under_way: HashMap<&str, &RakePlaceFile> = states
        .map(|state| (&*state.train, &state.arriving))
        .collect();
    let list = At::ROOT.field("trains");
    let look_ahead = i64::from(file.objective.look_ahead_weight_percent);
    let mut train = |(i, file): (usize, &TrainFile)| {
        let at = list.index(i);
        let mut train = self::train(
            context,
            file,
            under_way.get(&*file.id).copied(),
            &at,
            report,
        )?;
        if train.earliest_entry >= horizon.planning_end {
            for weight in [&mut train.weight_centi, &mut train.emptied_weight_centi] {
                *weight = (*weight * look_ahead + 50) / 100;
            }
        }
        Some(train)
    };
    file.trains.iter().enumerate().map(&mut train).collect()
}

fn train(
    context: Context,
    file: &TrainFile,
    place: Option<&RakePlaceFile>,
    at: &At,
    report: &mut Report,
) -> Option<Train> {
    let under_way = place.is_some_and(|place| *place != RakePlaceFile::Outside);
    let leaves_store = matches!(place, Some(RakePlaceFile::FromStore { .. }));
    let is_handled = matches!(place, Some(RakePlaceFile::Handling { .. }));
    let names = context.names;
    let class = names.classes.find(&file.class, &at.field("class"), report);
    let class = class.map(ClassId::from_index);
    let handled = !file.handling.is_empty();
    let mut end = |name: &Option<String>, field: &str| match name {
        _ if handled => None,
        Some(name) => {
            let found = names.stations.find(name, &at.field(field), report);
            found.map(StationId::from_index)
        }
        None => {
            let message = format!("a train without `handling` needs `{field}`");
            report.add(MISSING_FIELD, &at.field(field), "", message);
            None
        }
    };
    let (from, to) = (end(&file.from, "from"), end(&file.to, "to"));
    let (earliest_entry, due_exit) = times(context, file, at, report);
    let length_m = within(file.length_m, &LENGTHS, "m", &at.field("length_m"), report);
    let wagons = within(file.wagons, &WAGONS, "wagons", &at.field("wagons"), report);
    let lifts = boxes(file, at, report);
    parts(file, lifts, at, report);
    let kind = if handled {
        handling::kind(
            context,
            file,
            class,
            place.is_some() && !is_handled,
            at,
            report,
        )
    } else {
        kind(context, file, class, lifts, at, report)
    };
    let calls = calls(context, file, class, at, report);
    let stage_minutes = stage_minutes(context, file, at, report);
    let pins = pins::pins(context, file, under_way, at, report);
    let (class, kind) = (class?, kind?);
    let mut route = Vec::new();
    if let TrainKind::Handled(handling) = &kind {
        let stations = handling.iter().map(|one| context.station_of(one.spot));
        route.extend(stations.take(1));
    } else {
        let under_way = (under_way, leaves_store);
        ends(context, file, (from?, to?), &kind, under_way, at, report);
    }
    Some(Train {
        name: file.id.clone(),
        class,
        route,
        earliest_entry: earliest_entry?,
        due_exit,
        weight_centi: context.system.class(class).weight_centi,
        emptied_weight_centi: match &kind {
            TrainKind::Transshipped(change) => {
                context.system.class(change.emptied_class).weight_centi
            }
            _ => 0,
        },
        length_m,
        wagons,
        boxes: file
            .boxes
            .iter()
            .map(|boxes| (boxes.feet, boxes.count))
            .collect(),
        lifts,
        parts: file.parts,
        kind,
        calls,
        stage_minutes,
        pins,
        state: None,
    })
}

fn times(
    context: Context,
    file: &TrainFile,
    at: &At,
    report: &mut Report,
) -> (Option<crate::Minute>, Option<crate::Minute>) {
    let entry_at = at.field("earliest_entry");
    let entry = minute(context.horizon, &file.earliest_entry, &entry_at, report);
    if entry.is_some_and(|entry| entry >= context.horizon.end) {
        let message = "the train comes only after the end of the horizon";
        report.add(
            BAD_TIMES,
            &entry_at,
            file.earliest_entry.to_rfc3339(),
            message,
        );
    }
    let due_at = at.field("due_exit");
    let due = file.due_exit.as_ref();
    let due = due.and_then(|due| minute(context.horizon, due, &due_at, report));
    if let (Some(entry), Some(due)) = (entry, due)
        && due < entry
    {
        let value = file
            .due_exit
            .map(|due| due.to_rfc3339())
            .unwrap_or_default();
        report.add(
            BAD_TIMES,
            &due_at,
            value,
            "the train is due out before it is due in",
        );
    }
    (entry, due)
}

/// The sum of the boxes.
fn boxes(file: &TrainFile, at: &At, report: &mut Report) -> u32 {
    let at = at.field("boxes");
    let (mut lifts, mut feet) = (0_u64, 0_u64);
    for (i, boxes) in file.boxes.iter().enumerate() {
        if ![20, 40, 45].contains(&boxes.feet) {
            let message = format!("there are no boxes of {} feet", boxes.feet);
            report.add(BAD_FEET, &at.index(i).field("feet"), boxes.feet, message);
        }
        lifts = lifts.saturating_add(u64::from(boxes.count));
        feet = feet.saturating_add(u64::from(boxes.count) * u64::from(boxes.feet));
    }
    if lifts > MOST_LIFTS {
        let message = format!("{lifts} lifts are more than {MOST_LIFTS}");
        report.add(super::rules::OUT_OF_RANGE, &at, lifts, message);
        return MOST_LIFTS as u32;
    }
    let onward = file.onward.as_ref().map(|onward| ("onward", onward.wagons));
    for (rake, wagons) in [("arriving", file.wagons)].into_iter().chain(onward) {
        if feet > FEET_PER_WAGON * u64::from(wagons) {
            let message = format!(
                "{feet} feet of boxes are too many for the {wagons} wagons of the {rake} rake"
            );
            report.add(BOXES_DO_NOT_FIT, &at, lifts, message);
        }
    }
    lifts as u32
}

fn parts(file: &TrainFile, lifts: u32, at: &At, report: &mut Report) {
    let parts = file.parts;
    let message = if !PARTS.contains(&parts) {
        format!("{parts} parts are not between 1 and 10")
    } else if parts > 1 && file.transship_at.is_empty() {
        "only a transshipped train is worked in parts".to_owned()
    } else if parts > 1 && (parts > lifts || parts > file.wagons) {
        format!(
            "{parts} parts are more than the {lifts} lifts or {} wagons",
            file.wagons
        )
    } else {
        return;
    };
    report.add(BAD_PARTS, &at.field("parts"), parts, message);
}

/// What it does at the border.
fn kind(
    context: Context,
    file: &TrainFile,
    class: Option<ClassId>,
    lifts: u32,
    at: &At,
    report: &mut Report,
) -> Option<TrainKind> {
    if file.transship_at.is_empty() {
        for (field, given) in [
            ("onward", file.onward.is_some()),
            ("emptied", file.emptied.is_some()),
            ("boxes", !file.boxes.is_empty()),
        ] {
            if given {
                let message = format!("{field} are for trains with transship_at");
                report.add(TRANSSHIPMENT_FIELDS, &at.field(field), "", message);
            }
        }
        return store_kind(context, file, class, at, report);
    }
    for (field, given) in [
        ("into_store", file.into_store.is_some()),
        ("from_store", file.from_store.is_some()),
    ] {
        if given {
            let message = format!("a transshipped train has no {field} of its own");
            report.add(STORE_CONFLICT, &at.field(field), "", message);
        }
    }
    if lifts == 0 {
        let message = "a transshipped train has boxes to move";
        report.add(TRANSSHIPMENT_FIELDS, &at.field("boxes"), "", message);
    }
    let list = at.field("transship_at");
    if file.transship_at.len() > 1 {
        let message = "one station of transshipment is all that is supported";
        report.add(
            ONE_STATION_ONLY,
            &list,
            file.transship_at.join(", "),
            message,
        );
    }
    let stations = context
        .names
        .stations
        .find_all(&file.transship_at, &list, report);
    let station = stations.first().copied().map(StationId::from_index);
    for (field, missing) in [
        ("onward", file.onward.is_none()),
        ("emptied", file.emptied.is_none()),
    ] {
        if missing {
            let message = format!("a train with transship_at needs {field}");
            report.add(TRANSSHIPMENT_FIELDS, &at.field(field), "", message);
        }
    }
    let onward = file.onward.as_ref();
    let onward = onward.map(|onward| self::onward(context, onward, class, station, at, report));
    let emptied = file.emptied.as_ref();
    let emptied =
        emptied.map(|emptied| self::emptied(context, emptied, class, station, at, report));
    let (onward_class, onward_store, onward_length_m, onward_wagons) = onward??;
    let (emptied_class, emptied_store) = emptied??;
    Some(TrainKind::Transshipped(Transshipment {
        station: station?,
        onward_class,
        onward_length_m,
        onward_wagons,
        onward_route: Vec::new(),
        onward_store,
        emptied_class,
        emptied_route: None,
        emptied_store,
    }))
}

fn store_kind(
    context: Context,
    file: &TrainFile,
    class: Option<ClassId>,
    at: &At,
    report: &mut Report,
) -> Option<TrainKind> {
    if let (Some(_), Some(name)) = (&file.into_store, &file.from_store) {
        let message = "a train from one store to another is not supported";
        report.add(STORE_CONFLICT, &at.field("from_store"), name, message);
    }
    let mut store = |name: &str, station: &str, field: &str| {
        let at = at.field(field);
        let station = context
            .names
            .stations
            .get(station)
            .map(StationId::from_index);
        store(context, name, class, station, &at, report)
    };
    let end = |name: &'_ Option<String>| name.clone().unwrap_or_default();
    let (from, to) = (&*end(&file.from), &*end(&file.to));
    match (&file.into_store, &file.from_store) {
        (Some(name), _) => store(name, to, "into_store").map(TrainKind::IntoStore),
        (None, Some(name)) => store(name, from, "from_store").map(TrainKind::FromStore),
        (None, None) => Some(TrainKind::Passing),
    }
}

/// A store at a station that takes rakes of a class.
fn store(
    context: Context,
    name: &str,
    class: Option<ClassId>,
    station: Option<StationId>,
    at: &At,
    report: &mut Report,
) -> Option<StoreId> {
    let number = context.names.stores.find(name, at, report)?;
    let store = &context.system.stores[number];
    if let Some(station) = station.filter(|station| *station != store.station) {
        let station = &context.system.station(station).name;
        let message = format!("store `{name}` is not at `{station}`");
        report.add(WRONG_STATION, at, name, message);
    }
    if let Some(class) = class {
        let gauge = context.system.class(class).gauge_mm;
        same_gauge(
            ("the rake", gauge),
            ("the store", store.gauge_mm),
            at,
            name,
            report,
        );
    }
    Some(StoreId::from_index(number))
}

fn onward(
    context: Context,
    file: &OnwardFile,
    arriving: Option<ClassId>,
    station: Option<StationId>,
    at: &At,
    report: &mut Report,
) -> Option<(ClassId, StoreId, u32, u32)> {
    let at = at.field("onward");
    let class_at = at.field("class");
    let class = context.names.classes.find(&file.class, &class_at, report);
    let class = class.map(ClassId::from_index);
    if let (Some(arriving), Some(class)) = (arriving, class) {
        let gauge_mm = context.system.class(class).gauge_mm;
        if gauge_mm == context.system.class(arriving).gauge_mm {
            let message =
                format!("the onward rake has the gauge of the arriving one, {gauge_mm} mm");
            report.add(super::rules::WRONG_GAUGE, &class_at, &file.class, message);
        }
    }
    let store = store(
        context,
        &file.from_store,
        class,
        station,
        &at.field("from_store"),
        report,
    );
    let length_m = within(file.length_m, &LENGTHS, "m", &at.field("length_m"), report);
    let wagons = within(file.wagons, &WAGONS, "wagons", &at.field("wagons"), report);
    Some((class?, store?, length_m, wagons))
}

fn emptied(
    context: Context,
    file: &EmptiedFile,
    arriving: Option<ClassId>,
    station: Option<StationId>,
    at: &At,
    report: &mut Report,
) -> Option<(ClassId, Option<StoreId>)> {
    let at = at.field("emptied");
    let class_at = at.field("class");
    let class = context.names.classes.find(&file.class, &class_at, report);
    let class = class.map(ClassId::from_index);
    if let (Some(arriving), Some(class)) = (arriving, class) {
        let own = ("the emptied rake", context.system.class(class).gauge_mm);
        let other = ("the arriving rake", context.system.class(arriving).gauge_mm);
        same_gauge(own, other, &class_at, &file.class, report);
    }
    if file.return_to.is_none() && file.into_store.is_none() {
        let message = "the emptied rake neither returns nor goes into a store";
        report.add(NO_FATE, &at, "", message);
    }
    if let Some(name) = &file.return_to {
        let at = at.field("return_to");
        let number = context.names.stations.find(name, &at, report);
        if number.is_some_and(|number| station == Some(StationId::from_index(number))) {
            let message = format!("the emptied rake is at `{name}` already");
            report.add(NO_WAY_AWAY, &at, name, message);
        }
    }
    let mut into_store = None;
    if let Some(name) = &file.into_store {
        into_store = Some(store(
            context,
            name,
            class,
            station,
            &at.field("into_store"),
            report,
        )?);
    }
    Some((class?, into_store))
}

fn calls(
    context: Context,
    file: &TrainFile,
    class: Option<ClassId>,
    at: &At,
    report: &mut Report,
) -> Vec<Call> {
    let list = at.field("calls");
    let mut calls: Vec<Call> = Vec::new();
    for (i, file) in file.calls.iter().enumerate() {
        let at = list.index(i);
        let call = call(context, file, class, &at, report);
        let Some(call) = call else { continue };
        if calls.iter().any(|other| other.station == call.station) {
            let message = format!("the train calls at `{}` twice", file.station);
            report.add(REPEATED, &at.field("station"), &file.station, message);
        }
        calls.push(call);
    }
    calls
}

fn call(
    context: Context,
    file: &CallFile,
    class: Option<ClassId>,
    at: &At,
    report: &mut Report,
) -> Option<Call> {
    let system = context.system;
    let station_at = at.field("station");
    let station = context
        .names
        .stations
        .find(&file.station, &station_at, report);
    let station = station.map(StationId::from_index);
    if station.is_some_and(|station| system.station(station).yards.is_empty()) {
        let message = format!(
            "a train cannot stop at `{}`, a station without yards",
            file.station
        );
        report.add(super::rules::NO_YARD, &station_at, &file.station, message);
    }
    let minutes = minutes(file.minutes, &at.field("minutes"), report);
    let mut yard = None;
    if let Some(name) = &file.yard {
        let at = at.field("yard");
        let number = context.names.yards.find(name, &at, report)?;
        let found = &system.yards[number];
        if station.is_some_and(|station| station != found.station) {
            let message = format!("yard `{name}` is not at `{}`", file.station);
            report.add(WRONG_STATION, &at, name, message);
        }
        if let Some(class) = class {
            let gauge = system.class(class).gauge_mm;
            same_gauge(
                ("the train", gauge),
                ("the yard", found.gauge_mm),
                &at,
                name,
                report,
            );
        }
        yard = Some(YardId::from_index(number));
    }
    Some(Call {
        station: station?,
        minutes,
        yard,
    })
}

fn stage_minutes(
    context: Context,
    file: &TrainFile,
    at: &At,
    report: &mut Report,
) -> Vec<(StageId, i32)> {
    let at = at.field("stage_minutes");
    let mut found = Vec::new();
    for (name, minutes) in &file.stage_minutes {
        let at = at.field(name);
        let minutes = some_minutes(*minutes, &at, report);
        if let Some(number) = context.names.stages.find(name, &at, report) {
            found.push((StageId::from_index(number), minutes));
        }
    }
    found
}

/// Trains have a way to go, and are not transshipped or stored where they begin.
fn ends(
    context: Context,
    file: &TrainFile,
    (from, to): (StationId, StationId),
    kind: &TrainKind,
    (under_way, leaves_store): (bool, bool),
    at: &At,
    report: &mut Report,
) {
    let name = |station: StationId| &*context.system.station(station).name;
    let (from_name, to_name) = (name(from), name(to));
    let from_store = matches!(kind, TrainKind::FromStore(_));
    let work = match kind {
        TrainKind::Transshipped(work) => Some(work.station),
        _ => None,
    };
    if work == Some(from) && !under_way {
        let message = format!("the train begins at `{from_name}`, where it is transshipped");
        report.add(NO_WAY_AWAY, &at.field("from"), from_name, message);
    }
    if work == Some(to) {
        let message = format!("the onward rake would end at `{to_name}`, where it is loaded");
        report.add(NO_WAY_AWAY, &at.field("to"), to_name, message);
    }
    let transshipped = work.is_some();
    if from == to && file.calls.is_empty() && !transshipped && !under_way {
        let message = format!("the train begins and ends at `{to_name}` and calls nowhere");
        report.add(NO_JOURNEY, &at.field("to"), to_name, message);
    }
    if from_store && under_way && !leaves_store {
        let message = "a train under way has left its store already";
        report.add(STORE_CONFLICT, &at.field("from_store"), "", message);
    }
}
