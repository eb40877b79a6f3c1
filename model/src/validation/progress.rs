//! How far a train under way has come: its places, crane work and stages are possible together, and its routes are
//! what is left of them.

use super::context::Context;
use super::diagnostics::{At, Diagnostics};
use super::rules::{BAD_WORK, MISSING_FIELD, OFF_ROUTE, STATE_STAGES, STATE_TIMES, WRONG_PLACE};
use super::sections::runs;
use crate::check::{step_lifts, step_minutes};
use crate::format::HoldFile;
use crate::ids::{ClassId, StationId, StoreId, YardId};
use crate::instance::{
    Rake, RakePlace, StageProgress, Train, TrainKind, TrainState, Transshipment, WorkState,
    WorkedParts,
};
use crate::message::Message;
use crate::system::{Direction, StageSide, System};
use crate::time::Minute;
use crate::words;

/// Checks the state of a train and cuts its routes to what is left.
pub(super) fn progress(
    context: Context,
    holds: &[HoldFile],
    train: &mut Train,
    at: &At,
    diagnostics: &mut Diagnostics,
) {
    let Some(state) = train.state.clone() else {
        return;
    };
    let system = context.system;
    let mut worked = state.worked;
    if train.earliest_entry > Minute(0) && !state.is_outside() {
        let entry = context.horizon.date_time(train.earliest_entry).to_rfc3339();
        let message = words::due_in_later();
        diagnostics.add(STATE_TIMES, &at.field("train"), entry, message);
    }
    rakes(system, holds, train, &state, at, diagnostics);
    match train.transshipment() {
        None => passing(system, train, &state, at, diagnostics),
        Some(work) => {
            let good = match state.work {
                WorkState::NotBegun => before_work(&state, at, diagnostics),
                WorkState::PartDone => between_parts(&state, at, diagnostics),
                WorkState::Done => after_work(work, &state, at, diagnostics),
                WorkState::Preparation(..)
                | WorkState::Lifting(..)
                | WorkState::Finishing(..)
                | WorkState::Interrupted(_) => at_work(system, train, &state, at, diagnostics),
            };
            let in_spot = state.arriving.spot().is_some();
            if good && in_spot && state.arrived.is_none() {
                let message = words::needs_arrived();
                diagnostics.add(MISSING_FIELD, &at.field("arrived"), &train.name, message);
            }
            if good {
                parts_on(train, &state, at, diagnostics);
                worked = self::worked(system, (train, work), &state, at, diagnostics);
            }
        }
    }
    if let Some(state) = &mut train.state {
        state.worked = worked;
    }
    stages(system, train, &state, at, diagnostics);
    cut(system, train, &state, at, diagnostics);
}

/// A train in parts holds its track while parts are to come, and only then.
fn parts_on(train: &Train, state: &TrainState, at: &At, diagnostics: &mut Diagnostics) {
    let in_spot = matches!(state.arriving, RakePlace::Spot(_) | RakePlace::Exchange(..));
    let to_come = match state.work {
        WorkState::Done => false,
        WorkState::PartDone => true,
        _ => state.part < train.parts,
    };
    let field = at.field("parts_on");
    match (in_spot && to_come, state.parts_on) {
        (true, None) => {
            let message = words::needs_parts_on();
            diagnostics.add(MISSING_FIELD, &field, &train.name, message);
        }
        (false, Some(_)) => {
            let message = words::no_parts_on();
            diagnostics.add(WRONG_PLACE, &field, &train.name, message);
        }
        _ => {}
    }
}

/// Where the worked parts of a train stand on tracks, their tracks are known while other parts are in the spot, and only then; those
/// of the arriving rake of which none is told are in its store.
fn worked(
    system: &System,
    (train, work): (&Train, &Transshipment),
    state: &TrainState,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> [WorkedParts; 2] {
    let mut worked = state.worked;
    let at = at.field("worked_on");
    for (rake, name) in [(Rake::Arriving, "arriving"), (Rake::Onward, "onward")] {
        let spot = state.place(rake).and_then(RakePlace::spot);
        let shed = spot.map(|spot| system.shed(system.spot(spot).shed));
        let stands = shed.is_some_and(|shed| shed.parts_on_track) && state.is_partly_out(rake);
        let has_store = rake == Rake::Arriving && work.emptied_store.is_some();
        let at = at.field(name);
        match state.worked(rake).track() {
            None if stands && has_store => worked[rake as usize] = WorkedParts::InStore,
            None if stands => {
                let message = words::needs_worked_on();
                diagnostics.add(MISSING_FIELD, &at, &train.name, message);
            }
            Some(_) if !stands => {
                let message = words::no_worked_on();
                diagnostics.add(WRONG_PLACE, &at, &train.name, message);
            }
            Some(_) if rake == Rake::Arriving && work.emptied_route.is_none() => {
                let message = words::back_to_nowhere();
                diagnostics.add(WRONG_PLACE, &at, &train.name, message);
            }
            Some((yard_id, track)) => {
                let yard = system.yard(yard_id);
                let (class, length_m) = match rake {
                    Rake::Arriving => (work.emptied_class, train.length_m),
                    Rake::Onward => (work.onward_class, work.onward_length_m),
                };
                let gauge_mm = system.class(class).gauge_mm;
                let length = yard.track_length_m(track).unwrap_or(0);
                let mut wrong = |field: &str, value: &str, message: Message| {
                    diagnostics.add(WRONG_PLACE, &at.field(field), value, message);
                };
                if yard.station != work.station {
                    wrong("yard", &yard.name, words::track_not_there());
                } else if yard.gauge_mm != gauge_mm {
                    let message = words::yard_gauge(yard.gauge_mm, gauge_mm);
                    wrong("yard", &yard.name, message);
                } else if length < length_m {
                    let message = words::track_length(length, length_m);
                    wrong("track", &track.to_string(), message);
                } else if yard.by_call_only {
                    wrong("yard", &yard.name, words::yard_by_call());
                }
            }
            None => {}
        }
    }
    worked
}

/// A rake: its name in the file, class, length and place.
type RakeAt<'a> = (&'a str, ClassId, u32, RakePlace);

/// The rakes of a train that are somewhere, with the class each has there.
pub(super) fn rakes_at<'a>(train: &Train, state: &TrainState) -> Vec<RakeAt<'a>> {
    let work = train.transshipment();
    let out = state.work == WorkState::Done;
    let class = work
        .filter(|_| out)
        .map_or(train.class, |work| work.emptied_class);
    let mut rakes = vec![("arriving", class, train.length_m, state.arriving)];
    if let (Some(work), Some(place)) = (work, state.onward) {
        rakes.push(("onward", work.onward_class, work.onward_length_m, place));
    }
    rakes
}

/// Each rake by itself can be where it is.
fn rakes(
    system: &System,
    holds: &[HoldFile],
    train: &Train,
    state: &TrainState,
    at: &At,
    diagnostics: &mut Diagnostics,
) {
    let out = state.work == WorkState::Done;
    for (rake, class, length_m, place) in rakes_at(train, state) {
        let at = at.field(rake);
        let gauge_mm = system.class(class).gauge_mm;
        let mut wrong = |field: &str, value: &str, message: Message| {
            diagnostics.add(WRONG_PLACE, &at.field(field), value, message);
        };
        if let RakePlace::Section(id, ..) = place {
            let section = system.section(id);
            if section.gauge_mm != gauge_mm || !runs(section, class) {
                let class = &system.class(class).name;
                let message = words::class_not_in_section(class, &section.name);
                wrong("section", &section.name, message);
            }
        }
        let parts_on = state.parts_on.filter(|_| rake == "arriving");
        if let Some((yard_id, track)) = place.track().or(parts_on) {
            let yard = system.yard(yard_id);
            let length = yard.track_length_m(track).unwrap_or(0);
            let on_way_in = rake == "arriving" && !out;
            let call = train.call_at(yard.station).filter(|_| on_way_in);
            let called = call.and_then(|call| call.yard);
            if yard.gauge_mm != gauge_mm {
                let message = words::yard_gauge(yard.gauge_mm, gauge_mm);
                wrong("yard", &yard.name, message);
            } else if length < length_m {
                let message = words::track_length(length, length_m);
                wrong("track", &track.to_string(), message);
            } else if called.is_some_and(|called| called != yard_id) {
                wrong("yard", &yard.name, words::other_yard_called());
            } else if yard.by_call_only && called.is_none() {
                let class = &system.class(class).name;
                let is_held = |hold: &HoldFile| {
                    hold.yard.as_deref() == Some(&*yard.name)
                        && (hold.trains.contains(&train.name) || hold.classes.contains(class))
                };
                if !holds.iter().any(is_held) {
                    wrong("yard", &yard.name, words::yard_by_call());
                }
            }
        }
        if let Some(store) = store_at_start(train, rake, place) {
            let store = system.store(store);
            let is_in_store = |until: Minute| until - Minute(0) <= store.breaking_up;
            let moves_in = matches!(place, RakePlace::Pulling(..) | RakePlace::IntoStore(..));
            if moves_in && store.breaking_up > 0 && place.moves_until().is_some_and(is_in_store) {
                wrong("until", &store.name, words::broken_up_is_gone());
            } else if place.made_up_at().is_some() && !store.holds_wagons() {
                wrong("at", &store.name, words::rakes_not_made_up());
            }
        }
        if let Some(id) = place.spot() {
            let spot = system.spot(id);
            let station = system.shed(spot.shed).station;
            if !spot.gauges_mm.contains(&gauge_mm) {
                let message = words::spot_gauge(gauge_mm);
                wrong("spot", &spot.name, message);
            } else if train
                .transshipment()
                .is_some_and(|work| work.station != station)
            {
                let message = words::spot_not_there();
                wrong("spot", &spot.name, message);
            }
        }
    }
}

/// The store into or from which a rake is moved at the start, or in which it is made up.
fn store_at_start(train: &Train, rake: &str, place: RakePlace) -> Option<StoreId> {
    let change = train.transshipment();
    match (place, &train.kind) {
        (
            RakePlace::IntoStore(..) | RakePlace::FromStore(..) | RakePlace::MakingUp(_),
            TrainKind::IntoStore(store) | TrainKind::FromStore(store),
        ) => Some(*store),
        (RakePlace::Pulling(_, None, _), _) if rake == "arriving" => change?.emptied_store,
        (RakePlace::Placing(None, ..) | RakePlace::MakingUp(_), _) if rake == "onward" => {
            Some(change?.onward_store)
        }
        _ => None,
    }
}

/// A train that is not transshipped is in a section or on a track, or moves into its store or from it, or is handled.
fn passing(
    system: &System,
    train: &Train,
    state: &TrainState,
    at: &At,
    diagnostics: &mut Diagnostics,
) {
    let name = &train.name;
    if state.onward.is_some() {
        let message = words::passing_onward();
        diagnostics.add(WRONG_PLACE, &at.field("onward"), name, message);
    }
    if state.work != WorkState::NotBegun {
        let message = words::passing_work();
        diagnostics.add(BAD_WORK, &at.field("work"), name, message);
    }
    if state.parts_on.is_some() {
        let message = words::passing_parts();
        diagnostics.add(WRONG_PLACE, &at.field("parts_on"), name, message);
    }
    let mut wrong = |message: Message| {
        diagnostics.add(WRONG_PLACE, &at.field("arriving"), name, message);
    };
    let station_of = |(yard, _): (YardId, u32)| system.yard(yard).station;
    match (state.arriving, &train.kind) {
        (RakePlace::Handling(spot, _), TrainKind::Handled(handling)) => {
            if !handling.iter().any(|one| one.spot == spot) {
                wrong(words::spot_not_named());
            }
        }
        (RakePlace::IntoStore(from, _), TrainKind::IntoStore(store)) => {
            if station_of(from) != system.store(*store).station {
                wrong(words::store_other_station());
            }
        }
        (RakePlace::FromStore(to, _), TrainKind::FromStore(store)) => {
            if station_of(to) != system.store(*store).station {
                wrong(words::store_other_station());
            }
        }
        (RakePlace::MakingUp(_), TrainKind::FromStore(_)) => {}
        (_, TrainKind::Handled(_)) => wrong(words::handled_is_in_spot()),
        (RakePlace::IntoStore(..), _) => wrong(words::no_into_store()),
        (RakePlace::FromStore(..) | RakePlace::MakingUp(_), _) => wrong(words::no_from_store()),
        (RakePlace::Section(..) | RakePlace::Track(..), _) => {}
        (RakePlace::Outside, _) => wrong(words::outside_no_state()),
        (RakePlace::Gone, _) => {
            let advice = words::leave_out();
            let at = at.field("arriving");
            diagnostics.add_with(WRONG_PLACE, &at, name, words::gone(), advice);
        }
        _ => wrong(words::passing_in_spot()),
    }
}

/// A movement that a transshipped train does not make.
fn not_transshipped(place: RakePlace) -> Option<Message> {
    match place {
        RakePlace::IntoStore(..) | RakePlace::FromStore(..) | RakePlace::MakingUp(_) => {
            Some(words::stores_by_shunting())
        }
        RakePlace::Handling(..) => Some(words::transshipped_handled()),
        _ => None,
    }
}

/// Before the crane work: both rakes are on their way into the spot.
fn before_work(state: &TrainState, at: &At, diagnostics: &mut Diagnostics) -> bool {
    let arriving = match state.arriving {
        RakePlace::Gone => Some(words::gone_before_work()),
        RakePlace::Pulling(..) => Some(words::pulled_before_work()),
        RakePlace::Placing(None, ..) => Some(words::arriving_from_track()),
        RakePlace::Exchange(..) => Some(words::exchange_before_part()),
        RakePlace::Outside if state.onward.is_none() => Some(words::nothing_inside()),
        place => not_transshipped(place),
    };
    let onward = match state.onward {
        Some(RakePlace::Placing(Some(_), ..)) => Some(words::onward_from_store()),
        None | Some(RakePlace::Placing(..) | RakePlace::Spot(_) | RakePlace::MakingUp(_)) => None,
        Some(_) => Some(words::onward_before_work()),
    };
    if state.part > 1 {
        return in_spot(state, at, diagnostics);
    }
    wrong_places(state, [arriving, onward], at, diagnostics)
}

/// Both rakes stand in the spot.
fn in_spot(state: &TrainState, at: &At, diagnostics: &mut Diagnostics) -> bool {
    let stands = |place: RakePlace| matches!(place, RakePlace::Spot(_));
    let message = words::work_without_rake();
    let arriving = (!stands(state.arriving)).then_some(message.clone());
    let onward = (!state.onward.is_some_and(stands)).then_some(message);
    wrong_places(state, [arriving, onward], at, diagnostics)
}

/// Between two parts both rakes stand in the spot, or are exchanged.
fn between_parts(state: &TrainState, at: &At, diagnostics: &mut Diagnostics) -> bool {
    let same = match (state.arriving, state.onward) {
        (RakePlace::Exchange(_, one), Some(RakePlace::Exchange(_, other))) => one == other,
        (RakePlace::Exchange(..), _) | (_, Some(RakePlace::Exchange(..))) => false,
        _ => return in_spot(state, at, diagnostics),
    };
    let message = words::exchange_both();
    let onward = (!same).then_some(message);
    wrong_places(state, [None, onward], at, diagnostics)
}

/// During the crane work both rakes stand in the spot.
fn at_work(
    system: &System,
    train: &Train,
    state: &TrainState,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> bool {
    let good = in_spot(state, at, diagnostics);
    let Some(spot) = state.arriving.spot() else {
        return good;
    };
    let spot = system.spot(spot);
    let at = at.field("work");
    let mut wrong = |field: &str, value: i64, message: Message| {
        diagnostics.add(BAD_WORK, &at.field(field), value, message);
    };
    match state.work {
        WorkState::Preparation(_, left) if left > spot.preparation => {
            let message = words::preparation_takes(spot.preparation);
            wrong("preparation_minutes_left", i64::from(left), message);
        }
        WorkState::Finishing(_, left) if left > spot.finishing => {
            let message = words::finishing_takes(spot.finishing);
            wrong("finishing_minutes_left", i64::from(left), message);
        }
        WorkState::Lifting(mode, left) => {
            let data = system.mode(mode);
            let lifts = step_lifts(data, train.work_lifts(state.part - 1));
            let lifts = lifts.get(state.step).copied().unwrap_or(0);
            let minutes = step_minutes(system, data, state.step, lifts);
            if left > lifts {
                let message = words::step_lifts(lifts);
                wrong("lifts_left", i64::from(left), message);
            } else if state.left_centi.is_some_and(|left| left > minutes * 100) {
                let message = words::step_takes(minutes);
                wrong("lifting_minutes_left", minutes, message);
            }
        }
        _ => {}
    }
    good
}

/// After the crane work both rakes are on their way out.
fn after_work(
    work: &Transshipment,
    state: &TrainState,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> bool {
    let arriving = match state.arriving {
        RakePlace::Placing(..) => Some(words::placed_after_work()),
        RakePlace::Exchange(..) => Some(words::exchange_after_work()),
        RakePlace::Outside => Some(words::outside_after_work()),
        RakePlace::Gone if state.onward == Some(RakePlace::Gone) => Some(words::both_gone()),
        RakePlace::Pulling(_, None, _) if work.emptied_store.is_none() => {
            Some(words::pulled_to_no_store())
        }
        RakePlace::Pulling(_, Some(_), _) | RakePlace::Track(..) | RakePlace::Section(..)
            if work.emptied_route.is_none() =>
        {
            Some(words::back_to_nowhere())
        }
        place => not_transshipped(place),
    };
    let onward = match state.onward {
        None | Some(RakePlace::MakingUp(_)) => Some(words::onward_in_store()),
        Some(RakePlace::Placing(..)) => Some(words::placed_after_work()),
        Some(RakePlace::Pulling(_, None, _)) => Some(words::loaded_to_track()),
        Some(RakePlace::Exchange(..)) => Some(words::exchange_after_work()),
        Some(RakePlace::Outside) => Some(words::onward_comes_from_store()),
        Some(place) => not_transshipped(place),
    };
    wrong_places(state, [arriving, onward], at, diagnostics)
}

/// Reports wrong places, and two rakes in different spots; true where all is right.
fn wrong_places(
    state: &TrainState,
    [arriving, onward]: [Option<Message>; 2],
    at: &At,
    diagnostics: &mut Diagnostics,
) -> bool {
    let are_right = arriving.is_none() && onward.is_none();
    for (rake, message) in [("arriving", arriving), ("onward", onward)] {
        if let Some(message) = message {
            diagnostics.add(WRONG_PLACE, &at.field(rake), "", message);
        }
    }
    let spots = (
        state.arriving.spot(),
        state.onward.and_then(RakePlace::spot),
    );
    let same = match spots {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    if !same {
        let onward_at = at.field("onward");
        let message = words::different_spots();
        diagnostics.add(WRONG_PLACE, &onward_at.field("spot"), "", message);
    }
    same && are_right
}

/// Stages done or under way are of a rake that is where they are done; what had to be done before is done.
fn stages(
    system: &System,
    train: &Train,
    state: &TrainState,
    at: &At,
    diagnostics: &mut Diagnostics,
) {
    let list = at.field("stages");
    let out = state.work == WorkState::Done;
    let work = train.transshipment();
    let mut ways: Vec<(ClassId, &[StationId], Option<RakePlace>, bool)> =
        vec![(train.class, &train.route, Some(state.arriving), !out)];
    if let Some(work) = work {
        let pulled =
            |place: &RakePlace| matches!(place, RakePlace::Track(..) | RakePlace::Section(..));
        let onward = state.onward.filter(pulled);
        ways.push((work.onward_class, &work.onward_route, onward, true));
        let emptied = Some(state.arriving).filter(|place| out && pulled(place));
        let route = work.emptied_route.as_deref().unwrap_or_default();
        ways.push((work.emptied_class, route, emptied, true));
    }
    for (i, progress) in state.stages.iter().enumerate() {
        let stage = system.stage(progress.stage);
        let mut applies = false;
        let mut reached = false;
        for (class, route, place, here_now) in &ways {
            let of_this = stage.classes.contains(class) && route.contains(&stage.station);
            applies |= of_this;
            let Some(place) = place.filter(|_| of_this) else {
                continue;
            };
            let by_now = if *here_now {
                stood_at(system, route, place, progress.until.is_some())
            } else {
                // The work is done: all the arriving class had to do here is behind it, but for what may run on.
                route.to_vec()
            };
            reached |= by_now.contains(&stage.station);
        }
        let message = if !applies {
            words::stage_not_for(&stage.name)
        } else if !reached {
            words::stage_not_reached(&stage.name)
        } else {
            continue;
        };
        diagnostics.add(
            STATE_STAGES,
            &list.index(i).field("stage"),
            &stage.name,
            message,
        );
    }
    let placed = state.arriving.spot().is_some() || out;
    if let Some(work) = work {
        if placed {
            done(
                system,
                state,
                (work.station, train.class),
                &[StageSide::Arrival],
                &list,
                diagnostics,
            );
        }
        if left(system, state.onward, work.station) {
            let sides = [StageSide::ArrivalBeforeDeparture];
            done(
                system,
                state,
                (work.station, train.class),
                &sides,
                &list,
                diagnostics,
            );
            let sides = [StageSide::Departure];
            done(
                system,
                state,
                (work.station, work.onward_class),
                &sides,
                &list,
                diagnostics,
            );
        }
        if out && left(system, Some(state.arriving), work.station) {
            let sides = [StageSide::Departure];
            done(
                system,
                state,
                (work.station, work.emptied_class),
                &sides,
                &list,
                diagnostics,
            );
        }
    }
}

/// Whether a rake has left its station for the line.
fn left(system: &System, place: Option<RakePlace>, station: StationId) -> bool {
    match place {
        Some(RakePlace::Section(..)) => true,
        Some(RakePlace::Track(yard, _)) => system.yard(yard).station != station,
        _ => false,
    }
}

/// Stations of a route at which a rake has stood by now; only the present one where `now`.
fn stood_at(system: &System, route: &[StationId], place: RakePlace, now: bool) -> Vec<StationId> {
    let Some((behind, ahead)) = standing(system, place) else {
        return route.to_vec();
    };
    let Some(rest) = rest_of(route, (behind, ahead)) else {
        return Vec::new();
    };
    let position = route.len() - rest.len();
    let until = position + usize::from(behind.is_none());
    let from = if now { position } else { 0 };
    route.get(from..until).unwrap_or_default().to_vec()
}

/// Every stage of these sides that applies to the class at the station is done.
fn done(
    system: &System,
    state: &TrainState,
    (station, class): (StationId, ClassId),
    sides: &[StageSide],
    at: &At,
    diagnostics: &mut Diagnostics,
) {
    for id in &system.station(station).stages {
        let stage = system.stage(*id);
        let needed = sides.contains(&stage.side) && stage.classes.contains(&class);
        let of_it = |progress: &&StageProgress| progress.stage == *id;
        let mut entries = state.stages.iter().filter(of_it);
        if needed && !entries.any(|progress| progress.until.is_none()) {
            let message = words::stage_passed(&stage.name);
            diagnostics.add(STATE_STAGES, at, &stage.name, message);
        }
    }
}

/// Cuts the routes to what is left of them.
fn cut(
    system: &System,
    train: &mut Train,
    state: &TrainState,
    at: &At,
    diagnostics: &mut Diagnostics,
) {
    let out = state.work == WorkState::Done;
    let calls: Vec<StationId> = train.calls.iter().map(|call| call.station).collect();
    let own = train.class;
    let must_stop = |station: StationId, class: ClassId| {
        let called = class == own && calls.contains(&station);
        called || system.has_stage_at(station, class)
    };
    let mut shorten =
        |route: &mut Vec<StationId>, class: ClassId, place: RakePlace, field: &str| {
            let Some(step) = standing(system, place) else {
                return;
            };
            let name = &system.station(step.1).name;
            let Some(rest) = rest_of(route, step) else {
                let message = words::not_over(name);
                diagnostics.add(OFF_ROUTE, &at.field(field), name, message);
                return;
            };
            let passes = matches!(place, RakePlace::Section(.., true));
            let ahead = system.station(step.1);
            if passes && rest.len() == 1 {
                let message = words::ends_there(name);
                diagnostics.add(WRONG_PLACE, &at.field(field).field("passes"), name, message);
            } else if passes && must_stop(step.1, class) {
                let message = words::must_stop(name);
                diagnostics.add(WRONG_PLACE, &at.field(field).field("passes"), name, message);
            } else if !passes && ahead.yards.is_empty() && rest.len() > 1 {
                let message = words::stops_without_yards(name);
                diagnostics.add(WRONG_PLACE, &at.field(field), name, message);
            }
            *route = rest;
        };
    match &mut train.kind {
        TrainKind::Transshipped(work) if out => {
            train.route = vec![work.station];
            if let Some(route) = &mut work.emptied_route {
                shorten(route, work.emptied_class, state.arriving, "arriving");
            }
            if let Some(place) = state.onward {
                shorten(&mut work.onward_route, work.onward_class, place, "onward");
            }
        }
        TrainKind::Handled(_) => {}
        _ => shorten(&mut train.route, own, state.arriving, "arriving"),
    }
    let route = &train.route;
    train.calls.retain(|call| route.contains(&call.station));
}

/// The station a rake comes from (where it runs in a section) and the one it stands at or comes to.
fn standing(system: &System, place: RakePlace) -> Option<(Option<StationId>, StationId)> {
    match place {
        RakePlace::Section(section, direction, ..) => {
            let section = system.section(section);
            Some(match direction {
                Direction::Down => (Some(section.from), section.to),
                Direction::Up => (Some(section.to), section.from),
            })
        }
        RakePlace::Track(yard, _) => Some((None, system.yard(yard).station)),
        RakePlace::IntoStore((yard, _), _) | RakePlace::FromStore((yard, _), _) => {
            Some((None, system.yard(yard).station))
        }
        RakePlace::Placing(_, spot, _)
        | RakePlace::Spot(spot)
        | RakePlace::Pulling(spot, _, _)
        | RakePlace::Exchange(spot, _)
        | RakePlace::Handling(spot, _) => Some((None, system.shed(system.spot(spot).shed).station)),
        RakePlace::Gone | RakePlace::Outside | RakePlace::MakingUp(_) => None,
    }
}

/// What is left of a route from where a rake stands or comes to.
fn rest_of(
    route: &[StationId],
    (behind, ahead): (Option<StationId>, StationId),
) -> Option<Vec<StationId>> {
    let position = (0..route.len()).find(|&k| {
        let before = k.checked_sub(1).and_then(|k| route.get(k));
        route.get(k) == Some(&ahead) && behind.is_none_or(|behind| before == Some(&behind))
    });
    position
        .and_then(|k| route.get(k..))
        .map(<[StationId]>::to_vec)
}
