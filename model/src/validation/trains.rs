//! Trains by themselves: class, stations, times, boxes, what they do at the border.

use super::context::Context;
use super::diagnostics::{At, Diagnostics};
use super::figures::{LENGTHS, minute, minutes, same_gauge, some_minutes, within};
use super::names::Names;
use super::rules::{
    BAD_FEET, BAD_PARTS, BAD_TIMES, BOXES_DO_NOT_FIT, MISSING_FIELD, NO_FATE, NO_JOURNEY,
    NO_WAY_AWAY, REPEATED, STORE_CONFLICT, TRANSSHIPMENT_FIELDS, WRONG_STATION,
};
use super::stores::RakeOf;
use super::{handling, pins, published};
use crate::format::{CallFile, EmptiedFile, InstanceFile, OnwardFile, RakePlaceFile, TrainFile};
use crate::ids::{ClassId, StageId, StationId, StoreId, YardId};
use crate::instance::{Call, Horizon, Train, TrainKind, Transshipment};
use crate::system::{Lot, System};
use crate::words;
use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

/// Wagons of a rake.
const WAGONS: RangeInclusive<u32> = 1..=1000;
/// Lifts of a train.
const MAX_LIFTS: u64 = 10_000;
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
    diagnostics: &mut Diagnostics,
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
            diagnostics,
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

/// One train, without routes and state; `None` when its names do not resolve.
pub(super) fn train(
    context: Context,
    file: &TrainFile,
    place: Option<&RakePlaceFile>,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<Train> {
    let under_way = place.is_some_and(|place| *place != RakePlaceFile::Outside);
    let leaves_store = matches!(
        place,
        Some(RakePlaceFile::FromStore { .. } | RakePlaceFile::MakingUp { .. })
    );
    let is_handled = matches!(place, Some(RakePlaceFile::Handling { .. }));
    let names = context.names;
    let class = names
        .classes
        .find(&file.class, &at.field("class"), diagnostics);
    let class = class.map(ClassId::from_index);
    let handled = !file.handling.is_empty();
    let mut end = |name: &Option<String>, field: &str| match name {
        _ if handled => None,
        Some(name) => {
            let found = names.stations.find(name, &at.field(field), diagnostics);
            found.map(StationId::from_index)
        }
        None => {
            let message = words::needs_end(field);
            diagnostics.add(MISSING_FIELD, &at.field(field), "", message);
            None
        }
    };
    let (from, to) = (end(&file.from, "from"), end(&file.to, "to"));
    let (earliest_entry, due_exit) = times(context, file, at, diagnostics);
    let length_m = within(
        file.length_m,
        &LENGTHS,
        "m",
        &at.field("length_m"),
        diagnostics,
    );
    let wagons = within(
        file.wagons,
        &WAGONS,
        words::wagons(),
        &at.field("wagons"),
        diagnostics,
    );
    let lifts = boxes(file, at, diagnostics);
    parts(file, lifts, at, diagnostics);
    let kind = if handled {
        handling::kind(
            context,
            file,
            class,
            place.is_some() && !is_handled,
            at,
            diagnostics,
        )
    } else {
        kind(context, file, class, lifts, at, diagnostics)
    };
    let calls = calls(context, file, class, at, diagnostics);
    let stage_minutes = stage_minutes(context, file, at, diagnostics);
    let pins = pins::pins(context, file, under_way, at, diagnostics);
    let way_minutes = minutes(file.way_minutes, &at.field("way_minutes"), diagnostics);
    let (class, kind) = (class?, kind?);
    let store = match &kind {
        TrainKind::IntoStore(store) | TrainKind::FromStore(store) => Some(*store),
        TrainKind::Transshipped(change) => change.emptied_store,
        TrainKind::Passing | TrainKind::Handled(_) => None,
    };
    let rake = RakeOf {
        length_m,
        wagons,
        wagons_of: &file.wagons_of,
    };
    let lots = rake.lots(context, store, at, diagnostics);
    let mut route = Vec::new();
    if let TrainKind::Handled(handling) = &kind {
        let stations = handling.iter().map(|one| context.station_of(one.spot));
        route.extend(stations.take(1));
    } else {
        let under_way = (under_way, leaves_store);
        ends(
            context,
            file,
            (from?, to?),
            &kind,
            under_way,
            at,
            diagnostics,
        );
    }
    Some(Train {
        name: file.id.clone(),
        class,
        route,
        earliest_entry: earliest_entry?,
        opens: earliest_entry?,
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
        lots,
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
        published: published::published(context, file, at, diagnostics),
        state: None,
        way_minutes,
        way: 0,
        ways: Arc::from([]),
    })
}

fn times(
    context: Context,
    file: &TrainFile,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> (Option<crate::Minute>, Option<crate::Minute>) {
    let entry_at = at.field("earliest_entry");
    let entry = minute(
        context.horizon,
        &file.earliest_entry,
        &entry_at,
        diagnostics,
    );
    if entry.is_some_and(|entry| entry >= context.horizon.end) {
        let message = words::comes_after_end();
        diagnostics.add(
            BAD_TIMES,
            &entry_at,
            file.earliest_entry.to_rfc3339(),
            message,
        );
    }
    let due_at = at.field("due_exit");
    let due = file.due_exit.as_ref();
    let due = due.and_then(|due| minute(context.horizon, due, &due_at, diagnostics));
    (entry, due)
}

/// The sum of the boxes.
fn boxes(file: &TrainFile, at: &At, diagnostics: &mut Diagnostics) -> u32 {
    let at = at.field("boxes");
    let (mut lifts, mut feet) = (0_u64, 0_u64);
    for (i, boxes) in file.boxes.iter().enumerate() {
        if ![20, 40, 45].contains(&boxes.feet) {
            let message = words::no_boxes_of(boxes.feet);
            diagnostics.add(BAD_FEET, &at.index(i).field("feet"), boxes.feet, message);
        }
        lifts = lifts.saturating_add(u64::from(boxes.count));
        feet = feet.saturating_add(u64::from(boxes.count) * u64::from(boxes.feet));
    }
    if lifts > MAX_LIFTS {
        let message = words::too_many_lifts(lifts, MAX_LIFTS);
        diagnostics.add(super::rules::OUT_OF_RANGE, &at, lifts, message);
        return MAX_LIFTS as u32;
    }
    let onward = file
        .onward
        .as_ref()
        .map(|onward| (words::onward(), onward.wagons));
    for (rake, wagons) in [(words::arriving(), file.wagons)].into_iter().chain(onward) {
        if feet > FEET_PER_WAGON * u64::from(wagons) {
            let message = words::too_many_feet(feet, wagons, &rake);
            diagnostics.add(BOXES_DO_NOT_FIT, &at, lifts, message);
        }
    }
    lifts as u32
}

fn parts(file: &TrainFile, lifts: u32, at: &At, diagnostics: &mut Diagnostics) {
    let parts = file.parts;
    let message = if !PARTS.contains(&parts) {
        words::parts_outside(parts)
    } else if parts > 1 && file.transship_at.is_empty() {
        words::parts_not_transshipped()
    } else if parts > 1 && (parts > lifts || parts > file.wagons) {
        words::parts_too_many(parts, lifts, file.wagons)
    } else {
        return;
    };
    diagnostics.add(BAD_PARTS, &at.field("parts"), parts, message);
}

/// What it does at the border.
fn kind(
    context: Context,
    file: &TrainFile,
    class: Option<ClassId>,
    lifts: u32,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<TrainKind> {
    if file.transship_at.is_empty() {
        for (field, given) in [
            ("onward", file.onward.is_some()),
            ("emptied", file.emptied.is_some()),
            ("boxes", !file.boxes.is_empty()),
        ] {
            if given {
                let message = words::only_with_transship(field);
                diagnostics.add(TRANSSHIPMENT_FIELDS, &at.field(field), "", message);
            }
        }
        return store_kind(context, file, class, at, diagnostics);
    }
    for (field, given) in [
        ("into_store", file.into_store.is_some()),
        ("from_store", file.from_store.is_some()),
    ] {
        if given {
            let message = words::transshipped_without_store(field);
            diagnostics.add(STORE_CONFLICT, &at.field(field), "", message);
        }
    }
    if lifts == 0 {
        let message = words::needs_boxes();
        diagnostics.add(TRANSSHIPMENT_FIELDS, &at.field("boxes"), "", message);
    }
    let list = at.field("transship_at");
    let stations = context
        .names
        .stations
        .find_all(&file.transship_at, &list, diagnostics);
    let station = stations.first().copied().map(StationId::from_index);
    for (field, missing) in [
        ("onward", file.onward.is_none()),
        ("emptied", file.emptied.is_none()),
    ] {
        if missing {
            let message = words::transship_needs(field);
            diagnostics.add(TRANSSHIPMENT_FIELDS, &at.field(field), "", message);
        }
    }
    let onward = file.onward.as_ref();
    let onward =
        onward.map(|onward| self::onward(context, onward, class, station, at, diagnostics));
    let emptied = file.emptied.as_ref();
    let emptied =
        emptied.map(|emptied| self::emptied(context, emptied, class, station, at, diagnostics));
    let (onward_class, (onward_store, onward_lots), onward_length_m, onward_wagons) = onward??;
    let (emptied_class, emptied_store) = emptied??;
    Some(TrainKind::Transshipped(Transshipment {
        station: station?,
        onward_class,
        onward_length_m,
        onward_wagons,
        onward_route: Vec::new(),
        onward_store,
        onward_lots,
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
    diagnostics: &mut Diagnostics,
) -> Option<TrainKind> {
    if let (Some(_), Some(name)) = (&file.into_store, &file.from_store) {
        let message = words::store_to_store();
        diagnostics.add(STORE_CONFLICT, &at.field("from_store"), name, message);
    }
    let mut store = |name: &str, station: &str, field: &str| {
        let at = at.field(field);
        let station = context
            .names
            .stations
            .get(station)
            .map(StationId::from_index);
        store(context, name, class, station, &at, diagnostics)
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
    diagnostics: &mut Diagnostics,
) -> Option<StoreId> {
    let number = context.names.stores.find(name, at, diagnostics)?;
    let store = &context.system.stores[number];
    if let Some(station) = station.filter(|station| *station != store.station) {
        let station = &context.system.station(station).name;
        let message = words::store_elsewhere(name, station);
        diagnostics.add(WRONG_STATION, at, name, message);
    }
    if let Some(class) = class {
        let gauge = context.system.class(class).gauge_mm;
        same_gauge(
            (words::the_rake(), gauge),
            (words::the_store(), store.gauge_mm),
            at,
            name,
            diagnostics,
        );
    }
    Some(StoreId::from_index(number))
}

/// The store of an onward rake, and what it takes from there.
type FromStore = (StoreId, Vec<Lot>);

fn onward(
    context: Context,
    file: &OnwardFile,
    arriving: Option<ClassId>,
    station: Option<StationId>,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<(ClassId, FromStore, u32, u32)> {
    let at = at.field("onward");
    let class_at = at.field("class");
    let class = context
        .names
        .classes
        .find(&file.class, &class_at, diagnostics);
    let class = class.map(ClassId::from_index);
    if let (Some(arriving), Some(class)) = (arriving, class) {
        let gauge_mm = context.system.class(class).gauge_mm;
        if gauge_mm == context.system.class(arriving).gauge_mm {
            let message = words::onward_same_gauge(gauge_mm);
            diagnostics.add(super::rules::WRONG_GAUGE, &class_at, &file.class, message);
        }
    }
    let store = store(
        context,
        &file.from_store,
        class,
        station,
        &at.field("from_store"),
        diagnostics,
    );
    let length_m = within(
        file.length_m,
        &LENGTHS,
        "m",
        &at.field("length_m"),
        diagnostics,
    );
    let wagons = within(
        file.wagons,
        &WAGONS,
        words::wagons(),
        &at.field("wagons"),
        diagnostics,
    );
    let rake = RakeOf {
        length_m,
        wagons,
        wagons_of: &file.wagons_of,
    };
    let lots = rake.lots(context, store, &at, diagnostics);
    Some((class?, (store?, lots), length_m, wagons))
}

fn emptied(
    context: Context,
    file: &EmptiedFile,
    arriving: Option<ClassId>,
    station: Option<StationId>,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<(ClassId, Option<StoreId>)> {
    let at = at.field("emptied");
    let class_at = at.field("class");
    let class = context
        .names
        .classes
        .find(&file.class, &class_at, diagnostics);
    let class = class.map(ClassId::from_index);
    if let (Some(arriving), Some(class)) = (arriving, class) {
        let own = (
            words::the_emptied_rake(),
            context.system.class(class).gauge_mm,
        );
        let other = (
            words::the_arriving_rake(),
            context.system.class(arriving).gauge_mm,
        );
        same_gauge(own, other, &class_at, &file.class, diagnostics);
    }
    if file.return_to.is_none() && file.into_store.is_none() {
        let message = words::no_fate();
        diagnostics.add(NO_FATE, &at, "", message);
    }
    if let Some(name) = &file.return_to {
        let at = at.field("return_to");
        let number = context.names.stations.find(name, &at, diagnostics);
        if number.is_some_and(|number| station == Some(StationId::from_index(number))) {
            let message = words::emptied_there(name);
            diagnostics.add(NO_WAY_AWAY, &at, name, message);
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
            diagnostics,
        )?);
    }
    Some((class?, into_store))
}

fn calls(
    context: Context,
    file: &TrainFile,
    class: Option<ClassId>,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Vec<Call> {
    let list = at.field("calls");
    let mut calls: Vec<Call> = Vec::new();
    for (i, file) in file.calls.iter().enumerate() {
        let at = list.index(i);
        let call = call(context, file, class, &at, diagnostics);
        let Some(call) = call else { continue };
        if calls.iter().any(|other| other.station == call.station) {
            let message = words::calls_twice(&file.station);
            diagnostics.add(REPEATED, &at.field("station"), &file.station, message);
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
    diagnostics: &mut Diagnostics,
) -> Option<Call> {
    let system = context.system;
    let station_at = at.field("station");
    let station = context
        .names
        .stations
        .find(&file.station, &station_at, diagnostics);
    let station = station.map(StationId::from_index);
    if station.is_some_and(|station| system.station(station).yards.is_empty()) {
        let message = words::call_without_yards(&file.station);
        diagnostics.add(super::rules::NO_YARD, &station_at, &file.station, message);
    }
    let minutes = minutes(file.minutes, &at.field("minutes"), diagnostics);
    let mut yard = None;
    if let Some(name) = &file.yard {
        let at = at.field("yard");
        let number = context.names.yards.find(name, &at, diagnostics)?;
        let found = &system.yards[number];
        if station.is_some_and(|station| station != found.station) {
            let message = words::yard_elsewhere(name, &file.station);
            diagnostics.add(WRONG_STATION, &at, name, message);
        }
        if let Some(class) = class {
            let gauge = system.class(class).gauge_mm;
            same_gauge(
                (words::the_train(), gauge),
                (words::the_yard(), found.gauge_mm),
                &at,
                name,
                diagnostics,
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
    diagnostics: &mut Diagnostics,
) -> Vec<(StageId, i32)> {
    let at = at.field("stage_minutes");
    let mut found = Vec::new();
    for (name, minutes) in &file.stage_minutes {
        let at = at.field(name);
        let minutes = some_minutes(*minutes, &at, diagnostics);
        if let Some(number) = context.names.stages.find(name, &at, diagnostics) {
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
    diagnostics: &mut Diagnostics,
) {
    let name = |station: StationId| &*context.system.station(station).name;
    let (from_name, to_name) = (name(from), name(to));
    let from_store = matches!(kind, TrainKind::FromStore(_));
    let work = match kind {
        TrainKind::Transshipped(work) => Some(work.station),
        _ => None,
    };
    if work == Some(from) && !under_way {
        let message = words::begins_where_transshipped(from_name);
        diagnostics.add(NO_WAY_AWAY, &at.field("from"), from_name, message);
    }
    if work == Some(to) {
        let message = words::ends_where_loaded(to_name);
        diagnostics.add(NO_WAY_AWAY, &at.field("to"), to_name, message);
    }
    let transshipped = work.is_some();
    if from == to && file.calls.is_empty() && !transshipped && !under_way {
        let message = words::goes_nowhere(to_name);
        diagnostics.add(NO_JOURNEY, &at.field("to"), to_name, message);
    }
    if from_store && under_way && !leaves_store {
        let message = words::left_store();
        diagnostics.add(STORE_CONFLICT, &at.field("from_store"), "", message);
    }
}
