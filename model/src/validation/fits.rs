//! Whether rakes fit: into some spot, on some track wherever they must stop; and whether what is said about stages
//! ever applies.

use super::diagnostics::{At, Diagnostics};
use super::rules::{BAD_PIN, NO_SPOT, STAGE_NOT_DONE, TOO_LONG_FOR_SPOT, TOO_LONG_FOR_TRACK};
use crate::format::InstanceFile;
use crate::ids::{ClassId, ModeId, ShedId, SpotId, StationId, YardId};
use crate::instance::{RakePlace, Train, TrainKind, Transshipment, WorkState};
use crate::message::Message;
use crate::system::{Shed, System};
use crate::words;

/// Most parts of a train.
const MAX_PARTS: u32 = 10;

/// Checks every train.
pub(super) fn fits(
    file: &InstanceFile,
    system: &System,
    trains: &[Option<Train>],
    diagnostics: &mut Diagnostics,
) {
    let list = At::ROOT.field("trains");
    for (i, (file, train)) in file.trains.iter().zip(trains).enumerate() {
        let Some(train) = train else { continue };
        let at = list.index(i);
        fits_one(system, train, &at, diagnostics);
        if !file.has_other_ways() {
            stage_minutes(system, &[train], &at, diagnostics);
        }
    }
}

/// Checks one train.
pub(super) fn fits_one(system: &System, train: &Train, at: &At, diagnostics: &mut Diagnostics) {
    if !train.handling().is_empty() {
        return;
    }
    tracks(system, train, at, diagnostics);
    if let Some(work) = train.transshipment() {
        spots(system, train, work, at, diagnostics);
    }
}

/// A duration of a stage is for a stage that applies to the train somewhere on one of its ways.
pub(super) fn stage_minutes(
    system: &System,
    on_ways: &[&Train],
    at: &At,
    diagnostics: &mut Diagnostics,
) {
    let Some(train) = on_ways.first() else { return };
    let mut ways: Vec<(ClassId, &[StationId])> = Vec::new();
    for train in on_ways {
        ways.push((train.class, &train.route));
        if let Some(work) = train.transshipment() {
            ways.push((work.onward_class, &work.onward_route));
            ways.push((
                work.emptied_class,
                work.emptied_route.as_deref().unwrap_or_default(),
            ));
        }
    }
    let at = at.field("stage_minutes");
    for (id, minutes) in &train.stage_minutes {
        let stage = system.stage(*id);
        // A train under way may have done the stage at a station behind it.
        let behind = train.state.is_some();
        let applies = ways.iter().any(|(class, way)| {
            stage.classes.contains(class) && (behind || way.contains(&stage.station))
        });
        if !applies {
            let message = words::stage_never(&stage.name);
            diagnostics.add(STAGE_NOT_DONE, &at.field(&stage.name), minutes, message);
        }
    }
}

/// A rake that must find a track.
struct Rake {
    what: Message,
    gauge_mm: u32,
    length_m: u32,
}

/// Where a rake must stop there is a track for it.
fn tracks(system: &System, train: &Train, at: &At, diagnostics: &mut Diagnostics) {
    let length_at = at.field("length_m");
    let rake = Rake {
        what: words::the_train(),
        gauge_mm: system.class(train.class).gauge_mm,
        length_m: train.length_m,
    };
    let place = train.state.as_ref().map(|state| state.arriving);
    let place = place.filter(|place| *place != RakePlace::Outside);
    let work = train.transshipment();
    let out = train
        .state
        .as_ref()
        .is_some_and(|state| state.work == WorkState::Done);
    let ends_here = matches!(
        train.kind,
        TrainKind::IntoStore(_) | TrainKind::Transshipped(_)
    );
    let has_yards = |station: StationId| !system.station(station).yards.is_empty();
    let ends_here = ends_here || train.route.last().copied().is_some_and(has_yards);
    let begins_here = train.begins_on_track(system);
    let starts_here = matches!(train.kind, TrainKind::FromStore(_)) || begins_here;
    for (k, station) in train.route.iter().enumerate().filter(|_| !out) {
        let first = match place {
            None => starts_here,
            Some(RakePlace::Section(.., passes)) => {
                !passes && !system.station(*station).yards.is_empty()
            }
            Some(_) => false,
        };
        let call = train.call_at(*station);
        let last = k + 1 == train.route.len();
        let stops =
            system.has_stage_at(*station, train.class) || call.is_some() || (last && ends_here);
        if if k == 0 && (place.is_some() || starts_here) {
            first
        } else {
            stops
        } {
            let yard = call.and_then(|call| call.yard);
            track(system, &rake, *station, yard, &length_at, diagnostics);
        }
    }
    let Some(work) = work else { return };
    let onward_at = at.field("onward");
    let onward = Rake {
        what: words::the_onward_rake(),
        gauge_mm: system.class(work.onward_class).gauge_mm,
        length_m: work.onward_length_m,
    };
    let place = train.state.as_ref().and_then(|state| state.onward);
    let way = &work.onward_route;
    pulled(
        system,
        &onward,
        (work.onward_class, way, place),
        &onward_at.field("length_m"),
        diagnostics,
    );
    if let (Some(way), None) = (&work.emptied_route, work.emptied_store) {
        let emptied = Rake {
            what: words::the_emptied_rake(),
            ..rake
        };
        let place = train
            .state
            .as_ref()
            .filter(|_| out)
            .map(|state| state.arriving);
        pulled(
            system,
            &emptied,
            (work.emptied_class, way, place),
            &length_at,
            diagnostics,
        );
    }
}

/// Tracks of a rake pulled from its spot: at the station, then wherever a stage applies.
fn pulled(
    system: &System,
    rake: &Rake,
    (class, way, place): (ClassId, &[StationId], Option<RakePlace>),
    at: &At,
    diagnostics: &mut Diagnostics,
) {
    for (k, station) in way.iter().enumerate() {
        let ends = k + 1 == way.len() && !system.station(*station).yards.is_empty();
        let stops = match place {
            _ if k > 0 => ends || system.has_stage_at(*station, class),
            None | Some(RakePlace::Placing(..) | RakePlace::Spot(_) | RakePlace::Exchange(..)) => {
                true
            }
            Some(RakePlace::Section(.., passes)) => {
                !passes && !system.station(*station).yards.is_empty()
            }
            Some(_) => false,
        };
        if stops {
            track(system, rake, *station, None, at, diagnostics);
        }
    }
}

fn track(
    system: &System,
    rake: &Rake,
    station: StationId,
    yard: Option<YardId>,
    at: &At,
    diagnostics: &mut Diagnostics,
) {
    let station = system.station(station);
    let yards = station.yards.iter().filter(|id| match yard {
        Some(yard) => yard == **id,
        None => !system.yard(**id).by_call_only,
    });
    let yards = yards
        .map(|id| system.yard(*id))
        .filter(|yard| yard.gauge_mm == rake.gauge_mm);
    let longest = yards
        .flat_map(|yard| &yard.groups)
        .map(|group| group.length_m)
        .max();
    let (what, name) = (&rake.what, &station.name);
    let message = match longest {
        Some(longest) if longest >= rake.length_m => return,
        Some(longest) => words::track_too_short(what, name, longest),
        None => words::no_yard_open(what, name, rake.gauge_mm),
    };
    diagnostics.add(TOO_LONG_FOR_TRACK, at, rake.length_m, message);
}

/// How far a spot suits a train; later is nearer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Suits {
    WrongCargo,
    WrongGauges,
    TooShort,
    NoMode,
    Yes,
}

/// What the choice of spot and mode is narrowed to.
#[derive(Clone, Copy, Default)]
struct Narrowed {
    shed: Option<ShedId>,
    spot: Option<SpotId>,
    mode: Option<ModeId>,
}

/// There is a spot for the train, within what is pinned or already the case.
fn spots(
    system: &System,
    train: &Train,
    work: &Transshipment,
    at: &At,
    diagnostics: &mut Diagnostics,
) {
    let mut given = Narrowed::default();
    let mut under_way = false;
    if let Some(state) = &train.state {
        behind(train, state.work, state.part, at, diagnostics);
        if state.work == WorkState::Done {
            return;
        }
        let places = [Some(state.arriving), state.onward];
        given.spot = places.into_iter().flatten().find_map(RakePlace::spot);
        given.mode = state.mode;
        under_way = given.spot.is_some();
    }
    let parts = train.parts;
    let best = best(system, train, work, given, parts);
    let gauges = [train.class, work.onward_class].map(|class| system.class(class).gauge_mm);
    let which = if under_way {
        words::its_spot()
    } else {
        words::any_spot()
    };
    let message = match best {
        Some(Suits::Yes) => {
            pinned(system, train, work, given, at, diagnostics);
            return;
        }
        Some(Suits::TooShort) => {
            too_long(system, train, work, given, at, diagnostics);
            return;
        }
        Some(Suits::NoMode) => words::no_mode_for_length(&which),
        Some(Suits::WrongGauges) => words::wrong_gauges(&which, gauges[0], gauges[1]),
        Some(Suits::WrongCargo) => words::cargo_not_accepted(&which),
        None => words::no_spots(),
    };
    diagnostics.add(NO_SPOT, at, &train.name, message);
}

/// Nothing is pinned that lies behind a train under way.
fn behind(train: &Train, work: WorkState, part: u32, at: &At, diagnostics: &mut Diagnostics) {
    let pins = &train.pins;
    let done = work == WorkState::Done;
    let at = at.field("pins");
    for (field, pinned) in [
        (
            "crane_work",
            pins.crane_work.is_some() && (work != WorkState::NotBegun || part > 1),
        ),
        ("shed", pins.shed.is_some() && done),
        ("spot", pins.spot.is_some() && done),
        ("mode", pins.mode.is_some() && done),
    ] {
        if pinned {
            let message = words::work_begun();
            diagnostics.add(BAD_PIN, &at.field(field), &train.name, message);
        }
    }
}

fn too_long(
    system: &System,
    train: &Train,
    work: &Transshipment,
    given: Narrowed,
    at: &At,
    diagnostics: &mut Diagnostics,
) {
    let more = (train.parts + 1..=MAX_PARTS)
        .find(|parts| best(system, train, work, given, *parts) == Some(Suits::Yes));
    let advice = more.map_or_else(|| TOO_LONG_FOR_SPOT.advice.into(), words::work_in_parts);
    let onward_at = at.field("onward");
    let (length_m, at) = if work.onward_length_m > train.length_m {
        (work.onward_length_m, onward_at.field("length_m"))
    } else {
        (train.length_m, at.field("length_m"))
    };
    let part = train.part_length_m(length_m);
    let message = if train.parts > 1 {
        words::part_too_long(part)
    } else {
        words::rake_too_long(part)
    };
    diagnostics.add_with(TOO_LONG_FOR_SPOT, &at, length_m, message, advice);
}

/// What is pinned leaves a spot and a mode, and agrees with where the train already is.
fn pinned(
    system: &System,
    train: &Train,
    work: &Transshipment,
    given: Narrowed,
    at: &At,
    diagnostics: &mut Diagnostics,
) {
    let pins = &train.pins;
    let elsewhere = |shed: ShedId| system.shed(shed).station != work.station;
    let of_spot = pins.spot.map(|spot| system.spot(spot).shed);
    if pins.shed.or(of_spot).is_some_and(elsewhere) {
        // they are for another of its ways
        return;
    }
    let at = at.field("pins");
    let here = given.spot.map(|spot| system.spot(spot).shed);
    let differs = [
        (
            "shed",
            pins.shed.is_some() && here.is_some() && pins.shed != here,
        ),
        (
            "spot",
            pins.spot.is_some() && given.spot.is_some() && pins.spot != given.spot,
        ),
        (
            "mode",
            pins.mode.is_some() && given.mode.is_some() && pins.mode != given.mode,
        ),
    ];
    if let Some((field, _)) = differs.iter().find(|(_, differs)| *differs) {
        let message = words::at_work_elsewhere(words::named_by(field));
        diagnostics.add(BAD_PIN, &at.field(field), "", message);
        return;
    }
    let narrowed = Narrowed {
        shed: pins.shed,
        spot: pins.spot.or(given.spot),
        mode: pins.mode.or(given.mode),
    };
    let why = match best(system, train, work, narrowed, train.parts) {
        Some(Suits::Yes) => return,
        Some(Suits::NoMode) => words::pin_length(),
        Some(Suits::TooShort) => words::pin_too_long(),
        Some(Suits::WrongGauges) => words::pin_gauges(),
        Some(Suits::WrongCargo) => words::pin_cargo(),
        None => words::pin_nothing(),
    };
    let field = match (pins.mode, pins.spot) {
        (Some(_), _) => "mode",
        (None, Some(_)) => "spot",
        (None, None) => "shed",
    };
    let pinned = match field {
        "mode" => pins.mode.map(|id| &system.mode(id).name),
        "spot" => pins.spot.map(|id| &system.spot(id).name),
        _ => pins.shed.map(|id| &system.shed(id).name),
    };
    let value = pinned.cloned().unwrap_or_default();
    let message = words::pin_cannot(words::named_by(field), &why);
    diagnostics.add(BAD_PIN, &at.field(field), value, message);
}

/// The nearest that any spot comes to suiting a train; `None` where there is none.
fn best(
    system: &System,
    train: &Train,
    work: &Transshipment,
    narrowed: Narrowed,
    parts: u32,
) -> Option<Suits> {
    let sheds = system.station(work.station).sheds.iter();
    let sheds = sheds.filter(|id| narrowed.shed.is_none_or(|shed| shed == **id));
    let spots = sheds.flat_map(|id| system.shed(*id).spots.iter());
    let spots = spots.filter(|id| narrowed.spot.is_none_or(|spot| spot == **id));
    spots
        .map(|id| suits(system, train, work, *id, narrowed.mode, parts))
        .max()
}

/// Whether a shed accepts a kind of cargo.
pub(super) fn accepts(shed: &Shed, cargo: Option<&String>) -> bool {
    shed.accepts.is_empty() || cargo.is_some_and(|cargo| shed.accepts.contains(cargo))
}

fn suits(
    system: &System,
    train: &Train,
    work: &Transshipment,
    id: SpotId,
    mode: Option<ModeId>,
    parts: u32,
) -> Suits {
    let spot = system.spot(id);
    let shed = system.shed(spot.shed);
    let cargo = system.class(train.class).cargo.as_ref();
    if !accepts(shed, cargo) {
        return Suits::WrongCargo;
    }
    let classes = [train.class, work.onward_class];
    if !classes
        .iter()
        .all(|class| spot.gauges_mm.contains(&system.class(*class).gauge_mm))
    {
        return Suits::WrongGauges;
    }
    let length = train
        .length_m
        .max(work.onward_length_m)
        .div_ceil(parts.max(1));
    if length > spot.length_m {
        return Suits::TooShort;
    }
    let good = shed.modes.iter().any(|other| {
        let file = system.mode(*other);
        mode.is_none_or(|mode| mode == *other)
            && file.spots.contains(&id)
            && (file.min_length_m..=file.max_length_m).contains(&length)
    });
    if good { Suits::Yes } else { Suits::NoMode }
}
