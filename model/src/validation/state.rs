//! What is where at the start: reading places, stages and crane work under way.
//!
//! Whether a train's own state is possible is checked in `progress`, whether the states fit together in `places`.

use super::context::Context;
use super::diagnostics::{At, Diagnostics};
use super::figures::{MINUTES, centi, duration, minute, within};
use super::names::Names;
use super::rules::{BAD_WORK, BUSY_WHAT, NO_SUCH_TRACK, REPEATED, STATE_TIMES, STATE_TWICE};
use super::sections::direction;
use super::{places, progress};
use crate::format::{
    BusyFile, DateTimeFile, InstanceFile, RakeFile, RakePlaceFile, StageProgressFile,
    TrainStateFile, WorkFile,
};
use crate::ids::{CraneId, ModeId, SectionId, SpotId, StageId, StationId, YardId};
use crate::instance::{
    Busy, BusyWhat, Horizon, Rake, RakePlace, StageProgress, Train, TrainState, WorkState,
    WorkedParts,
};
use crate::message::Message;
use crate::system::{Direction, StageSide, System};
use crate::time::{Minute, Span};
use crate::words;
use std::collections::HashSet;
use std::ops::RangeInclusive;

/// Parts of a train, and steps of a mode.
const PARTS: RangeInclusive<u32> = 1..=10;
const STEPS: RangeInclusive<u32> = 1..=100;
/// Lifts with which interrupted work was taken up again.
const RESUMED: RangeInclusive<u32> = 1..=10_000;
/// Minutes of lifting that a step under way may have left.
const LIFTING_MINUTES: RangeInclusive<f64> = 0.0..=100_000.0;

/// Gives the trains under way their states and cuts their routes to what is left of them; returns what is busy with
/// other things.
pub(super) fn state(
    file: &InstanceFile,
    names: &Names,
    system: &System,
    horizon: &Horizon,
    trains: &mut [Option<Train>],
    diagnostics: &mut Diagnostics,
) -> Vec<Busy> {
    let Some(state) = &file.state else {
        return Vec::new();
    };
    let context = Context {
        names,
        system,
        horizon,
    };
    let held = &file.holds;
    let at = At::ROOT.field("state");
    let list = at.field("trains");
    let mut seen = HashSet::new();
    let mut under_way = Vec::new();
    for (i, file) in state.trains.iter().enumerate() {
        let at = list.index(i);
        let Some(number) = names
            .trains
            .find(&file.train, &at.field("train"), diagnostics)
        else {
            continue;
        };
        if !seen.insert(number) {
            let message = words::state_twice(&file.train);
            diagnostics.add(STATE_TWICE, &at.field("train"), &file.train, message);
            continue;
        }
        let Some(Some(train)) = trains.get_mut(number) else {
            continue;
        };
        let Some(read) = train_state(context, train, file, &at, diagnostics) else {
            continue;
        };
        // what a rake that is gone has cost is behind
        if read.arriving == RakePlace::Gone {
            train.emptied_weight_centi = 0;
        }
        if read.onward == Some(RakePlace::Gone) {
            train.weight_centi = 0;
            train.due_exit = None;
        }
        train.state = Some(read);
        progress::progress(context, held, train, &at, diagnostics);
        under_way.push((i, number));
    }
    let busy_list = at.field("busy");
    let busy: Vec<Option<Busy>> = state
        .busy
        .iter()
        .enumerate()
        .map(|(i, file)| busy(context, file, &busy_list.index(i), diagnostics))
        .collect();
    places::places(context, trains, &under_way, &busy, diagnostics);
    busy.into_iter().flatten().collect()
}

/// A minute at which something under way ends: after the start.
fn ending(
    context: Context,
    time: &DateTimeFile,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<Minute> {
    let until = minute(context.horizon, time, at, diagnostics)?;
    if until <= Minute(0) {
        let message = words::ends_after_start();
        diagnostics.add(STATE_TIMES, at, time.to_rfc3339(), message);
    }
    Some(until)
}

fn train_state(
    context: Context,
    train: &Train,
    file: &TrainStateFile,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<TrainState> {
    let mut arrived = None;
    if let Some(time) = &file.arrived {
        let at = at.field("arrived");
        arrived = minute(context.horizon, time, &at, diagnostics);
        if arrived.is_some_and(|arrived| arrived > Minute(0)) {
            let message = words::arrives_after_start();
            diagnostics.add(STATE_TIMES, &at, time.to_rfc3339(), message);
        }
    }
    let arriving = place(context, &file.arriving, &at.field("arriving"), diagnostics);
    let onward = file.onward.as_ref();
    let onward = onward.map(|file| place(context, file, &at.field("onward"), diagnostics));
    let arriving = arriving?;
    let mut onward_place = None;
    if let Some(place) = onward {
        onward_place = Some(place?);
    }
    let mut parts_on = None;
    if let Some(file) = &file.parts_on {
        let at = at.field("parts_on");
        parts_on = Some(yard_track(
            context,
            &file.yard,
            file.track,
            &at,
            diagnostics,
        )?);
    }
    let mut worked = [WorkedParts::InShed; 2];
    if let Some(file) = &file.worked_on {
        let at = at.field("worked_on");
        let rakes = [("arriving", &file.arriving), ("onward", &file.onward)];
        for (worked, (rake, file)) in worked.iter_mut().zip(rakes) {
            if let Some(file) = file {
                let at = at.field(rake);
                let found = yard_track(context, &file.yard, file.track, &at, diagnostics);
                let (yard, track) = found?;
                *worked = WorkedParts::OnTrack(yard, track);
            }
        }
    }
    let spot = [Some(arriving), onward_place]
        .into_iter()
        .flatten()
        .find_map(RakePlace::spot);
    let work_at = at.field("work");
    let mut state = TrainState {
        arrived,
        arriving,
        onward: onward_place,
        stages: Vec::new(),
        work: WorkState::NotBegun,
        part: 1,
        step: 0,
        left_centi: None,
        mode: None,
        rest: None,
        parts_on,
        worked,
    };
    if let Some(file) = &file.work {
        work(
            context,
            train,
            file,
            spot,
            &mut state,
            &work_at,
            diagnostics,
        )?;
    }
    let stages_at = at.field("stages");
    state.stages = stages(
        context,
        train,
        &state,
        &file.stages,
        &stages_at,
        diagnostics,
    );
    Some(state)
}

/// The rake that undergoes a stage of which the file does not say it: the onward rake a stage that is for it alone, or is at the
/// station where it stands on a track or comes to, but for arrival stages where the train is transshipped; else the arriving one.
fn rake_of_progress(system: &System, train: &Train, state: &TrainState, stage: StageId) -> Rake {
    let Some(transshipment) = train.transshipment() else {
        return Rake::Arriving;
    };
    let data = system.stage(stage);
    let station = match state.onward {
        Some(RakePlace::Track(yard, _) | RakePlace::Pulling(_, Some((yard, _)), _)) => {
            Some(system.yard(yard).station)
        }
        Some(RakePlace::Section(section, direction, ..)) => {
            let section = system.section(section);
            Some(if direction == Direction::Down {
                section.to
            } else {
                section.from
            })
        }
        _ => None,
    };
    let is_there = station == Some(data.station);
    let is_for = |class| data.classes.contains(&class);
    let is_for_it = is_for(transshipment.onward_class);
    // whoever else could have done it
    let is_for_another = is_for(train.class) || is_for(transshipment.emptied_class);
    let is_arrival = data.station == transshipment.station && data.side != StageSide::Departure;
    if is_for_it && (is_there || !is_for_another) && !is_arrival {
        Rake::Onward
    } else {
        Rake::Arriving
    }
}

/// Whether a departure stage is one that the onward rake must have done, for it has left the station of transshipment.
fn is_left_behind(system: &System, train: &Train, state: &TrainState, stage: StageId) -> bool {
    let data = system.stage(stage);
    let Some(work) = train.transshipment() else {
        return false;
    };
    let has_left = match state.onward {
        Some(RakePlace::Section(..)) => true,
        Some(RakePlace::Track(yard, _)) => system.yard(yard).station != work.station,
        _ => false,
    };
    let is_departure = data.station == work.station && data.side == StageSide::Departure;
    has_left && is_departure && data.classes.contains(&work.onward_class)
}

fn stages(
    context: Context,
    train: &Train,
    state: &TrainState,
    files: &[StageProgressFile],
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Vec<StageProgress> {
    let mut stages: Vec<StageProgress> = Vec::new();
    for (i, file) in files.iter().enumerate() {
        let at = at.index(i);
        let until = file.until.as_ref();
        let until = until.and_then(|time| ending(context, time, &at.field("until"), diagnostics));
        let found = context
            .names
            .stages
            .find(&file.stage, &at.field("stage"), diagnostics);
        let Some(stage) = found.map(StageId::from_index) else {
            continue;
        };
        let rake = match file.rake {
            Some(RakeFile::Arriving) => Rake::Arriving,
            Some(RakeFile::Onward) => Rake::Onward,
            None => rake_of_progress(context.system, train, state, stage),
        };
        let same = |other: &StageProgress| (other.stage, other.rake) == (stage, rake);
        if stages.iter().any(same) {
            let message = words::stage_twice(&file.stage);
            diagnostics.add(REPEATED, &at.field("stage"), &file.stage, message);
        }
        stages.push(StageProgress { stage, rake, until });
        // what the onward rake has left behind at its station may have been done by the emptied one too
        let both = file.rake.is_none() && rake == Rake::Arriving && until.is_none();
        if both && is_left_behind(context.system, train, state, stage) {
            let rake = Rake::Onward;
            stages.push(StageProgress { stage, rake, until });
        }
    }
    stages
}

fn place(
    context: Context,
    file: &RakePlaceFile,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<RakePlace> {
    let names = context.names;
    let spot = |name: &str, diagnostics: &mut Diagnostics| {
        let number = names.spots.find(name, &at.field("spot"), diagnostics);
        number.map(SpotId::from_index)
    };
    match file {
        RakePlaceFile::Section {
            section,
            direction: way,
            entered,
            leaves,
            passes,
        } => {
            let number = names
                .sections
                .find(section, &at.field("section"), diagnostics);
            let from = minute(context.horizon, entered, &at.field("entered"), diagnostics);
            if from.is_some_and(|from| from > Minute(0)) {
                let message = words::enters_after_start();
                diagnostics.add(
                    STATE_TIMES,
                    &at.field("entered"),
                    entered.to_rfc3339(),
                    message,
                );
            }
            let to = ending(context, leaves, &at.field("leaves"), diagnostics);
            let span = Span::new(from?, to?);
            let limits = super::figures::SOME_MINUTES;
            super::figures::within(
                span.minutes().unsigned_abs(),
                &limits,
                words::minutes_in_section(),
                &at.field("leaves"),
                diagnostics,
            );
            Some(RakePlace::Section(
                SectionId::from_index(number?),
                direction(*way),
                span,
                *passes,
            ))
        }
        RakePlaceFile::Track { yard, track } => {
            let (yard, track) = yard_track(context, yard, *track, at, diagnostics)?;
            Some(RakePlace::Track(yard, track))
        }
        RakePlaceFile::Placing {
            yard,
            track,
            spot: name,
            until,
        } => {
            let from = optional_track(context, (yard.as_ref(), *track), at, diagnostics);
            let spot = spot(name, diagnostics);
            let until = ending(context, until, &at.field("until"), diagnostics);
            Some(RakePlace::Placing(from?, spot?, until?))
        }
        RakePlaceFile::Spot { spot: name } => spot(name, diagnostics).map(RakePlace::Spot),
        RakePlaceFile::Pulling {
            spot: name,
            yard,
            track,
            until,
        } => {
            let to = optional_track(context, (yard.as_ref(), *track), at, diagnostics);
            let spot = spot(name, diagnostics);
            let until = ending(context, until, &at.field("until"), diagnostics);
            Some(RakePlace::Pulling(spot?, to?, until?))
        }
        RakePlaceFile::Exchange { spot: name, until } => {
            let spot = spot(name, diagnostics);
            let until = ending(context, until, &at.field("until"), diagnostics);
            Some(RakePlace::Exchange(spot?, until?))
        }
        RakePlaceFile::Handling { spot: name, until } => {
            let spot = spot(name, diagnostics);
            let until = ending(context, until, &at.field("until"), diagnostics);
            Some(RakePlace::Handling(spot?, until?))
        }
        RakePlaceFile::IntoStore { yard, track, until } => {
            let from = yard_track(context, yard, *track, at, diagnostics);
            let until = ending(context, until, &at.field("until"), diagnostics);
            Some(RakePlace::IntoStore(from?, until?))
        }
        RakePlaceFile::FromStore { yard, track, until } => {
            let to = yard_track(context, yard, *track, at, diagnostics);
            let until = ending(context, until, &at.field("until"), diagnostics);
            Some(RakePlace::FromStore(to?, until?))
        }
        RakePlaceFile::MakingUp { until } => {
            // one that waits has been made up before the start
            let until = minute(context.horizon, until, &at.field("until"), diagnostics);
            Some(RakePlace::MakingUp(until?))
        }
        RakePlaceFile::Outside => Some(RakePlace::Outside),
        RakePlaceFile::Gone => Some(RakePlace::Gone),
    }
}

fn yard_track(
    context: Context,
    yard: &str,
    track: u32,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<(YardId, u32)> {
    let number = context
        .names
        .yards
        .find(yard, &at.field("yard"), diagnostics)?;
    let tracks = context.system.yards[number].n_tracks();
    if !(1..=tracks).contains(&track) {
        let message = words::yard_tracks(yard, tracks);
        diagnostics.add(NO_SUCH_TRACK, &at.field("track"), track, message);
        return None;
    }
    Some((YardId::from_index(number), track))
}

/// A yard and track given together or not at all; the outer `None` is a problem.
#[expect(clippy::option_option, reason = "outer: readable, inner: given")]
fn optional_track(
    context: Context,
    given: (Option<&String>, Option<u32>),
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<Option<(YardId, u32)>> {
    match given {
        (None, None) => Some(None),
        (Some(yard), Some(track)) => yard_track(context, yard, track, at, diagnostics).map(Some),
        (yard, _) => {
            let field = if yard.is_some() { "track" } else { "yard" };
            let message = words::yard_and_track();
            diagnostics.add(super::rules::MISSING_FIELD, &at.field(field), "", message);
            None
        }
    }
}

/// Reads how far the crane work has come.
fn work(
    context: Context,
    train: &Train,
    file: &WorkFile,
    spot: Option<SpotId>,
    state: &mut TrainState,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    // limits of single figures hold whatever else is said
    for (value, limits, field) in [
        (file.part, PARTS, "part"),
        (file.step, STEPS, "step"),
        (file.resumed_lifts, RESUMED, "resumed_lifts"),
    ] {
        if let Some(value) = value {
            within(value, &limits, field, &at.field(field), diagnostics);
        }
    }
    if let Some(minutes) = file.lifting_minutes_left {
        let at = at.field("lifting_minutes_left");
        state.left_centi = Some(centi(
            minutes,
            &LIFTING_MINUTES,
            words::minutes(),
            &at,
            diagnostics,
        ));
        if file.lifts_left.is_none() {
            let message = words::minutes_with_lifts();
            diagnostics.add(BAD_WORK, &at, minutes, message);
        }
    }
    let given = [
        file.preparation_minutes_left.is_some(),
        file.lifts_left.is_some(),
        file.finishing_minutes_left.is_some(),
        file.done,
        file.not_begun,
    ];
    let count = given.iter().filter(|given| **given).count();
    if count != 1 {
        let message = words::one_of_five(count);
        diagnostics.add(BAD_WORK, at, "", message);
        return None;
    }
    let part = file.part.unwrap_or(if file.done { train.parts } else { 1 });
    if !(1..=train.parts).contains(&part) {
        let message = words::in_parts(train.parts);
        diagnostics.add(BAD_WORK, &at.field("part"), part, message);
        return None;
    }
    state.part = part;
    again(train, file, state, at, diagnostics);
    if file.not_begun && part == 1 {
        let message = words::first_part();
        diagnostics.add(BAD_WORK, &at.field("not_begun"), part, message);
    }
    if file.done && part == train.parts {
        if let Some(mode) = &file.mode {
            let message = words::done_without_mode();
            diagnostics.add(BAD_WORK, &at.field("mode"), mode, message);
        }
        state.work = WorkState::Done;
        return Some(());
    }
    if file.interrupted && file.mode.is_none() && file.until.is_none() {
        if file.step.is_some() {
            let message = words::step_goes_on();
            diagnostics.add(BAD_WORK, &at.field("step"), "", message);
        }
        state.work = WorkState::Interrupted(None);
        return Some(());
    }
    let Some(name) = &file.mode else {
        let message = words::needs_mode();
        diagnostics.add(super::rules::MISSING_FIELD, &at.field("mode"), "", message);
        return None;
    };
    let Some(spot) = spot else {
        let message = words::no_rake_in_spot();
        diagnostics.add(BAD_WORK, at, name, message);
        return None;
    };
    let shed = context.system.spot(spot).shed;
    let table = context.names.modes.get(shed.index())?;
    let number = table.find(name, &at.field("mode"), diagnostics)?;
    let mode = ModeId::from_index(context.names.first_mode.get(shed.index())? + number);
    step(context, file, mode, state, at, diagnostics);
    if file.interrupted {
        let until_at = at.field("until");
        let Some(until) = &file.until else {
            let message = words::goes_on_until();
            diagnostics.add(super::rules::MISSING_FIELD, &until_at, name, message);
            return None;
        };
        let until = ending(context, until, &until_at, diagnostics)?;
        state.work = WorkState::Interrupted(Some((mode, until)));
        return Some(());
    }
    state.mode = Some(mode);
    let mut left =
        |value: u32, field: &str| duration(value, &MINUTES, &at.field(field), diagnostics);
    state.work = if let Some(minutes) = file.preparation_minutes_left {
        WorkState::Preparation(mode, left(minutes, "preparation_minutes_left"))
    } else if let Some(minutes) = file.finishing_minutes_left {
        WorkState::Finishing(mode, left(minutes, "finishing_minutes_left"))
    } else if let Some(lifts) = file.lifts_left {
        WorkState::Lifting(mode, lifts)
    } else if file.done {
        WorkState::PartDone
    } else {
        WorkState::NotBegun
    };
    Some(())
}

/// Reads what is left of interrupted work, or was left of it when it was taken up again.
fn again(
    train: &Train,
    file: &WorkFile,
    state: &mut TrainState,
    at: &At,
    diagnostics: &mut Diagnostics,
) {
    let mut wrong = |field: &str, value: &str, message: Message| {
        diagnostics.add(BAD_WORK, &at.field(field), value, message);
    };
    let is_resumed = file.resumed_lifts.is_some();
    if file.interrupted {
        if file.lifts_left.is_none() {
            wrong("interrupted", &train.name, words::interrupted_with_lifts());
        }
        if is_resumed {
            wrong("resumed_lifts", &train.name, words::not_resumed_yet());
        }
        if let Some(minutes) = file.lifting_minutes_left {
            let value = minutes.to_string();
            wrong("lifting_minutes_left", &value, words::whole_lifts());
        }
    } else if let Some(until) = &file.until {
        wrong("until", &until.to_rfc3339(), words::until_interrupted());
    } else if is_resumed && file.preparation_minutes_left.is_none() && file.lifts_left.is_none() {
        wrong("resumed_lifts", &train.name, words::resumed_under_way());
    }
    let (field, rest) = if file.interrupted {
        ("lifts_left", file.lifts_left)
    } else {
        ("resumed_lifts", file.resumed_lifts)
    };
    let most = train.part_lifts(state.part - 1);
    if let Some(rest) = rest.filter(|rest| !(1..=most).contains(rest)) {
        wrong(field, &rest.to_string(), words::part_has_lifts(most));
    }
    state.rest = rest;
}

/// Reads which step is under way or next, and what it has left.
fn step(
    context: Context,
    file: &WorkFile,
    mode: ModeId,
    state: &mut TrainState,
    at: &At,
    diagnostics: &mut Diagnostics,
) {
    let steps = context.system.mode(mode).steps.len();
    if let Some(step) = file.step {
        let prepared = file.preparation_minutes_left.is_some();
        let message = if step == 0 || step as usize > steps {
            Some(words::steps_from_one(steps))
        } else if !prepared && file.lifts_left.is_none() {
            Some(words::step_with_lifts())
        } else if step > 1 && file.preparation_minutes_left.is_some_and(|left| left > 0) {
            Some(words::preparation_first())
        } else {
            state.step = step as usize - 1;
            None
        };
        if let Some(message) = message {
            diagnostics.add(BAD_WORK, &at.field("step"), step, message);
        }
    } else if file.lifts_left.is_some() && steps != 1 {
        let message = words::say_step(steps);
        diagnostics.add(BAD_WORK, &at.field("lifts_left"), steps, message);
    }
}

fn busy(context: Context, file: &BusyFile, at: &At, diagnostics: &mut Diagnostics) -> Option<Busy> {
    let names = context.names;
    let system = context.system;
    let until = ending(context, &file.until, &at.field("until"), diagnostics);
    let station = names
        .stations
        .find(&file.station, &at.field("station"), diagnostics);
    let station = station.map(StationId::from_index);
    let here = |of: StationId, field: &str, value: &str, diagnostics: &mut Diagnostics| {
        if station.is_some_and(|station| station != of) {
            let message = words::not_at(value, &file.station);
            diagnostics.add(
                super::rules::WRONG_STATION,
                &at.field(field),
                value,
                message,
            );
        }
    };
    let kinds = [
        file.stage.is_some(),
        file.locomotive_gauge_mm.is_some(),
        file.crane.is_some(),
        file.yard.is_some() || file.track.is_some(),
        file.spot.is_some() || file.gauge_mm.is_some(),
    ];
    if kinds.iter().filter(|given| **given).count() != 1 {
        let message = words::busy_one();
        diagnostics.add(BUSY_WHAT, at, "", message);
        return None;
    }
    let what = if let Some(name) = &file.stage {
        let number = names.stages.find(name, &at.field("stage"), diagnostics)?;
        here(system.stages[number].station, "stage", name, diagnostics);
        BusyWhat::Team(StageId::from_index(number))
    } else if let Some(gauge_mm) = file.locomotive_gauge_mm {
        let Some(pool) = system.locomotives_at(station?, gauge_mm) else {
            let message = words::no_pool(gauge_mm, &file.station);
            let at = at.field("locomotive_gauge_mm");
            diagnostics.add(super::rules::NO_LOCOMOTIVES, &at, gauge_mm, message);
            return None;
        };
        BusyWhat::Locomotive(pool)
    } else if let Some(name) = &file.crane {
        let number = names.cranes.find(name, &at.field("crane"), diagnostics)?;
        let shed = system.cranes[number].shed;
        here(system.shed(shed).station, "crane", name, diagnostics);
        BusyWhat::Crane(CraneId::from_index(number))
    } else if kinds[3] {
        let given = (file.yard.as_ref(), file.track);
        let (yard, track) = optional_track(context, given, at, diagnostics)??;
        let name = &system.yard(yard).name;
        here(system.yard(yard).station, "yard", name, diagnostics);
        BusyWhat::Track(yard, track)
    } else {
        let (Some(name), Some(gauge_mm)) = (&file.spot, file.gauge_mm) else {
            let field = if file.spot.is_some() {
                "gauge_mm"
            } else {
                "spot"
            };
            let message = words::spot_and_gauge();
            diagnostics.add(super::rules::MISSING_FIELD, &at.field(field), "", message);
            return None;
        };
        let number = names.spots.find(name, &at.field("spot"), diagnostics)?;
        let spot = &system.spots[number];
        here(system.shed(spot.shed).station, "spot", name, diagnostics);
        if !spot.gauges_mm.contains(&gauge_mm) {
            let message = words::spot_without_gauge(name, gauge_mm);
            let at = at.field("gauge_mm");
            diagnostics.add(super::rules::WRONG_GAUGE, &at, gauge_mm, message);
            return None;
        }
        BusyWhat::Side(SpotId::from_index(number), gauge_mm)
    };
    Some(Busy {
        what,
        until: until?,
    })
}
