//! How far a train under way has come: its places, crane work and stages are possible together, and its routes are
//! what is left of them.

use super::context::Context;
use super::report::{At, Report};
use super::rules::{BAD_WORK, MISSING_FIELD, OFF_ROUTE, STATE_STAGES, STATE_TIMES, WRONG_PLACE};
use super::sections::runs;
use crate::check::{step_lifts, step_minutes};
use crate::ids::{ClassId, StationId, YardId};
use crate::instance::{
    RakePlace, StageProgress, Train, TrainKind, TrainState, Transshipment, WorkState,
};
use crate::system::{Direction, StageSide, System};
use crate::time::Minute;

/// Checks the state of a train and cuts its routes to what is left.
pub(super) fn progress(context: Context, train: &mut Train, at: &At, report: &mut Report) {
    let Some(state) = train.state.clone() else {
        return;
    };
    let system = context.system;
    if train.earliest_entry > Minute(0) && !state.is_outside() {
        let entry = context.horizon.date_time(train.earliest_entry).to_rfc3339();
        let message = "the train is under way at the start but due in only after it";
        report.add(STATE_TIMES, &at.field("train"), entry, message);
    }
    rakes(system, train, &state, at, report);
    match train.transshipment() {
        None => passing(system, train, &state, at, report),
        Some(work) => {
            let good = match state.work {
                WorkState::NotBegun => before_work(&state, at, report),
                WorkState::PartDone => between_parts(&state, at, report),
                WorkState::Done => after_work(work, &state, at, report),
                WorkState::Preparation(..) | WorkState::Lifting(..) | WorkState::Finishing(..) => {
                    at_work(system, train, &state, at, report)
                }
            };
            let in_spot = state.arriving.spot().is_some();
            if good && in_spot && state.arrived.is_none() {
                let message = "a train in a spot has arrived; its dwell counts from then";
                report.add(MISSING_FIELD, &at.field("arrived"), &train.name, message);
            }
            if good {
                parts_on(train, &state, at, report);
            }
        }
    }
    stages(system, train, &state, at, report);
    cut(system, train, &state, at, report);
}

/// A train in parts holds its track while parts are to come, and only then.
fn parts_on(train: &Train, state: &TrainState, at: &At, report: &mut Report) {
    let in_spot = matches!(state.arriving, RakePlace::Spot(_) | RakePlace::Exchange(..));
    let to_come = match state.work {
        WorkState::Done => false,
        WorkState::PartDone => true,
        _ => state.part < train.parts,
    };
    let field = at.field("parts_on");
    match (in_spot && to_come, state.parts_on) {
        (true, None) => {
            let message = "parts of the arriving rake are to come, so it still holds its track";
            report.add(MISSING_FIELD, &field, &train.name, message);
        }
        (false, Some(_)) => {
            let message =
                "only a train in parts that stands in its spot holds a track for parts to come";
            report.add(WRONG_PLACE, &field, &train.name, message);
        }
        _ => {}
    }
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
fn rakes(system: &System, train: &Train, state: &TrainState, at: &At, report: &mut Report) {
    let out = state.work == WorkState::Done;
    for (rake, class, length_m, place) in rakes_at(train, state) {
        let at = at.field(rake);
        let gauge_mm = system.class(class).gauge_mm;
        let mut wrong = |field: &str, value: &str, message: String| {
            report.add(WRONG_PLACE, &at.field(field), value, message);
        };
        if let RakePlace::Section(id, ..) = place {
            let section = system.section(id);
            if section.gauge_mm != gauge_mm || !runs(section, class) {
                let class = &system.class(class).name;
                let message = format!("class `{class}` does not run in section `{}`", section.name);
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
                let message = format!(
                    "the yard has {} mm but the rake {gauge_mm} mm",
                    yard.gauge_mm
                );
                wrong("yard", &yard.name, message);
            } else if length < length_m {
                let message = format!("the track has {length} m but the rake {length_m} m");
                wrong("track", &track.to_string(), message);
            } else if called.is_some_and(|called| called != yard_id) {
                wrong(
                    "yard",
                    &yard.name,
                    "the call of the train names another yard".to_owned(),
                );
            } else if yard.by_call_only && called.is_none() {
                let message = "only trains that name this yard in a call stand here".to_owned();
                wrong("yard", &yard.name, message);
            }
        }
        if let Some(id) = place.spot() {
            let spot = system.spot(id);
            let station = system.shed(spot.shed).station;
            if !spot.gauges_mm.contains(&gauge_mm) {
                let message = format!("the spot has no track of {gauge_mm} mm");
                wrong("spot", &spot.name, message);
            } else if train
                .transshipment()
                .is_some_and(|work| work.station != station)
            {
                let message = "the spot is not at the station where the train is transshipped";
                wrong("spot", &spot.name, message.to_owned());
            }
        }
    }
}

/// A train that is not transshipped is in a section or on a track, or moves into its store or from it, or is handled.
fn passing(system: &System, train: &Train, state: &TrainState, at: &At, report: &mut Report) {
    let name = &train.name;
    if state.onward.is_some() {
        let message = "a train that is not transshipped has no onward rake";
        report.add(WRONG_PLACE, &at.field("onward"), name, message);
    }
    if state.work != WorkState::NotBegun {
        let message = "a train that is not transshipped has no crane work";
        report.add(BAD_WORK, &at.field("work"), name, message);
    }
    if state.parts_on.is_some() {
        let message = "a train that is not transshipped is not worked in parts";
        report.add(WRONG_PLACE, &at.field("parts_on"), name, message);
    }
    let mut wrong = |message: &str| {
        report.add(WRONG_PLACE, &at.field("arriving"), name, message);
    };
    let station_of = |(yard, _): (YardId, u32)| system.yard(yard).station;
    match (state.arriving, &train.kind) {
        (RakePlace::Handling(spot, _), TrainKind::Handled(handling)) => {
            if !handling.iter().any(|one| one.spot == spot) {
                wrong("this is not one of the spots that the train names");
            }
        }
        (RakePlace::IntoStore(from, _), TrainKind::IntoStore(store)) => {
            if station_of(from) != system.store(*store).station {
                wrong("the store of the train is at another station");
            }
        }
        (RakePlace::FromStore(to, _), TrainKind::FromStore(store)) => {
            if station_of(to) != system.store(*store).station {
                wrong("the store of the train is at another station");
            }
        }
        (_, TrainKind::Handled(_)) => wrong("a train that is handled is in its spot"),
        (RakePlace::IntoStore(..), _) => wrong("the train does not end in a store"),
        (RakePlace::FromStore(..), _) => wrong("the train does not come from a store"),
        (RakePlace::Section(..) | RakePlace::Track(..), _) => {}
        (RakePlace::Outside, _) => wrong("a train outside the system has no state"),
        (RakePlace::Gone, _) => {
            let advice = "Leave it out of the file.";
            let at = at.field("arriving");
            report.add_with(WRONG_PLACE, &at, name, "the train is gone", advice);
        }
        _ => wrong("a train that is not transshipped is in no spot"),
    }
}

/// A movement that a transshipped train does not make.
fn not_transshipped(place: RakePlace) -> Option<&'static str> {
    match place {
        RakePlace::IntoStore(..) | RakePlace::FromStore(..) => {
            Some("the rakes of a transshipped train move to and from stores by placing and pulling")
        }
        RakePlace::Handling(..) => Some("a transshipped train is not handled"),
        _ => None,
    }
}

/// Before the crane work: both rakes are on their way into the spot.
fn before_work(state: &TrainState, at: &At, report: &mut Report) -> bool {
    let arriving = match state.arriving {
        RakePlace::Gone => Some("the rake is gone but the crane work is not done"),
        RakePlace::Pulling(..) => Some("the rake is pulled but the crane work is not done"),
        RakePlace::Placing(None, ..) => Some("the arriving rake is placed from a track"),
        RakePlace::Exchange(..) => Some("a part is exchanged but none is done"),
        RakePlace::Outside if state.onward.is_none() => {
            Some("nothing of the train is in the system, so it has no state")
        }
        place => not_transshipped(place),
    };
    let onward = match state.onward {
        Some(RakePlace::Placing(Some(_), ..)) => Some("the onward rake is placed from its store"),
        None | Some(RakePlace::Placing(..) | RakePlace::Spot(_)) => None,
        Some(_) => Some("before the crane work the onward rake is in its store or spot"),
    };
    if state.part > 1 {
        return in_spot(state, at, report);
    }
    wrong_places(state, [arriving, onward], at, report)
}

/// Both rakes stand in the spot.
fn in_spot(state: &TrainState, at: &At, report: &mut Report) -> bool {
    let stands = |place: RakePlace| matches!(place, RakePlace::Spot(_));
    let message = "crane work is under way but the rake does not stand in the spot";
    let arriving = (!stands(state.arriving)).then_some(message);
    let onward = (!state.onward.is_some_and(stands)).then_some(message);
    wrong_places(state, [arriving, onward], at, report)
}

/// Between two parts both rakes stand in the spot, or are exchanged.
fn between_parts(state: &TrainState, at: &At, report: &mut Report) -> bool {
    let same = match (state.arriving, state.onward) {
        (RakePlace::Exchange(_, one), Some(RakePlace::Exchange(_, other))) => one == other,
        (RakePlace::Exchange(..), _) | (_, Some(RakePlace::Exchange(..))) => false,
        _ => return in_spot(state, at, report),
    };
    let message = "both rakes are exchanged in one movement";
    let onward = (!same).then_some(message);
    wrong_places(state, [None, onward], at, report)
}

/// During the crane work both rakes stand in the spot.
fn at_work(
    system: &System,
    train: &Train,
    state: &TrainState,
    at: &At,
    report: &mut Report,
) -> bool {
    let good = in_spot(state, at, report);
    let Some(spot) = state.arriving.spot() else {
        return good;
    };
    let spot = system.spot(spot);
    let at = at.field("work");
    let mut wrong = |field: &str, value: i64, message: String| {
        report.add(BAD_WORK, &at.field(field), value, message);
    };
    match state.work {
        WorkState::Preparation(_, left) if left > spot.preparation => {
            let message = format!(
                "the preparation of the spot takes {} minutes",
                spot.preparation
            );
            wrong("preparation_minutes_left", i64::from(left), message);
        }
        WorkState::Finishing(_, left) if left > spot.finishing => {
            let message = format!("the finishing of the spot takes {} minutes", spot.finishing);
            wrong("finishing_minutes_left", i64::from(left), message);
        }
        WorkState::Lifting(mode, left) => {
            let data = system.mode(mode);
            let lifts = step_lifts(data, train.part_lifts(state.part - 1));
            let lifts = lifts.get(state.step).copied().unwrap_or(0);
            let minutes = step_minutes(system, data, state.step, lifts);
            if left > lifts {
                let message = format!("the step has {lifts} lifts");
                wrong("lifts_left", i64::from(left), message);
            } else if state.left_centi.is_some_and(|left| left > minutes * 100) {
                let message = format!("the lifts of the step take {minutes} minutes");
                wrong("lifting_minutes_left", minutes, message);
            }
        }
        _ => {}
    }
    good
}

/// After the crane work both rakes are on their way out.
fn after_work(work: &Transshipment, state: &TrainState, at: &At, report: &mut Report) -> bool {
    let arriving = match state.arriving {
        RakePlace::Placing(..) => Some("the rake is still placed but the crane work is done"),
        RakePlace::Exchange(..) => Some("a part is exchanged but the crane work is done"),
        RakePlace::Outside => Some("the rake is outside but the crane work is done"),
        RakePlace::Gone if state.onward == Some(RakePlace::Gone) => {
            Some("both rakes are gone, and so is the train: leave it out")
        }
        RakePlace::Pulling(_, None, _) if work.emptied_store.is_none() => {
            Some("the emptied rake is pulled into a store but the train names none")
        }
        RakePlace::Pulling(_, Some(_), _) | RakePlace::Track(..) | RakePlace::Section(..)
            if work.emptied_route.is_none() =>
        {
            Some("the emptied rake is on its way back but the train names no return_to")
        }
        place => not_transshipped(place),
    };
    let onward = match state.onward {
        None => Some("the crane work is done but the onward rake is still in its store"),
        Some(RakePlace::Placing(..)) => Some("the rake is still placed but the crane work is done"),
        Some(RakePlace::Pulling(_, None, _)) => Some("a loaded rake is pulled to a track"),
        Some(RakePlace::Exchange(..)) => Some("a part is exchanged but the crane work is done"),
        Some(RakePlace::Outside) => Some("the onward rake comes from its store"),
        Some(place) => not_transshipped(place),
    };
    wrong_places(state, [arriving, onward], at, report)
}

/// Reports wrong places, and two rakes in different spots; true where all is right.
fn wrong_places(
    state: &TrainState,
    [arriving, onward]: [Option<&str>; 2],
    at: &At,
    report: &mut Report,
) -> bool {
    for (rake, message) in [("arriving", arriving), ("onward", onward)] {
        if let Some(message) = message {
            report.add(WRONG_PLACE, &at.field(rake), "", message);
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
        let message = "the two rakes of the train are in different spots";
        report.add(WRONG_PLACE, &onward_at.field("spot"), "", message);
    }
    same && arriving.is_none() && onward.is_none()
}

/// Stages done or under way are of a rake that is where they are done; what had to be done before is done.
fn stages(system: &System, train: &Train, state: &TrainState, at: &At, report: &mut Report) {
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
            format!("stage `{}` does not apply to this train", stage.name)
        } else if !reached {
            format!(
                "no rake that stage `{}` applies to is where it is done",
                stage.name
            )
        } else {
            continue;
        };
        report.add(
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
                report,
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
                report,
            );
            let sides = [StageSide::Departure];
            done(
                system,
                state,
                (work.station, work.onward_class),
                &sides,
                &list,
                report,
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
                report,
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
    report: &mut Report,
) {
    for id in &system.station(station).stages {
        let stage = system.stage(*id);
        let needed = sides.contains(&stage.side) && stage.classes.contains(&class);
        let of_it = |progress: &&StageProgress| progress.stage == *id;
        let mut entries = state.stages.iter().filter(of_it);
        if needed && !entries.any(|progress| progress.until.is_none()) {
            let message = format!(
                "the train is past stage `{}`, which is not done",
                stage.name
            );
            report.add(STATE_STAGES, at, &stage.name, message);
        }
    }
}

/// Cuts the routes to what is left of them.
fn cut(system: &System, train: &mut Train, state: &TrainState, at: &At, report: &mut Report) {
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
                let message = format!("the way of the rake does not lead over `{name}` like this");
                report.add(OFF_ROUTE, &at.field(field), name, message);
                return;
            };
            let passes = matches!(place, RakePlace::Section(.., true));
            let ahead = system.station(step.1);
            if passes && rest.len() == 1 {
                let message =
                    format!("the way of the rake ends at `{name}`, so it does not pass there");
                report.add(WRONG_PLACE, &at.field(field).field("passes"), name, message);
            } else if passes && must_stop(step.1, class) {
                let message = format!("the rake must stop at `{name}`");
                report.add(WRONG_PLACE, &at.field(field).field("passes"), name, message);
            } else if !passes && ahead.yards.is_empty() && rest.len() > 1 {
                let message =
                    format!("the rake stops at the end of its section, but `{name}` has no yards");
                report.add(WRONG_PLACE, &at.field(field), name, message);
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
        RakePlace::Gone | RakePlace::Outside => None,
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
