//! What is where at the start: reading places, stages and crane work under way.
//!
//! Whether a train's own state is possible is checked in `progress`, whether the states fit together in `places`.

use super::figures::{MINUTES, duration, minute};
use super::names::Names;
use super::report::{At, Report};
use super::rules::{BAD_WORK, BUSY_WHAT, NO_SUCH_TRACK, REPEATED, STATE_TIMES, STATE_TWICE};
use super::sections::direction;
use super::{places, progress};
use crate::format::{
    BusyFile, DateTimeFile, InstanceFile, RakePlaceFile, StageProgressFile, TrainStateFile,
    WorkFile,
};
use crate::ids::{CraneId, ModeId, SectionId, SpotId, StageId, StationId, YardId};
use crate::instance::{Busy, BusyWhat, Horizon, RakePlace, Train, TrainState, WorkState};
use crate::system::System;
use crate::time::{Minute, Span};
use std::collections::HashSet;

/// What every check of the state needs.
#[derive(Clone, Copy)]
pub(super) struct Context<'a, 'f> {
    pub(super) names: &'a Names<'f>,
    pub(super) system: &'a System,
    pub(super) horizon: &'a Horizon,
}

/// Gives the trains under way their states and cuts their routes to what is left of them; returns what is busy with
/// other things.
pub(super) fn state(
    file: &InstanceFile,
    names: &Names,
    system: &System,
    horizon: &Horizon,
    trains: &mut [Option<Train>],
    report: &mut Report,
) -> Vec<Busy> {
    let Some(state) = &file.state else {
        return Vec::new();
    };
    let context = Context {
        names,
        system,
        horizon,
    };
    let at = At::ROOT.field("state");
    let list = at.field("trains");
    let mut seen = HashSet::new();
    let mut under_way = Vec::new();
    for (i, file) in state.trains.iter().enumerate() {
        let at = list.index(i);
        let Some(number) = names.trains.find(&file.train, &at.field("train"), report) else {
            continue;
        };
        if !seen.insert(number) {
            let message = format!("train `{}` has a state already", file.train);
            report.add(STATE_TWICE, &at.field("train"), &file.train, message);
            continue;
        }
        let read = train_state(context, file, &at, report);
        let (Some(read), Some(Some(train))) = (read, trains.get_mut(number)) else {
            continue;
        };
        if read.arriving == RakePlace::Gone {
            // what it cost is behind
            train.emptied_weight_centi = 0;
        }
        train.state = Some(read);
        progress::progress(context, train, &at, report);
        under_way.push((i, number));
    }
    let busy_list = at.field("busy");
    let busy: Vec<Option<Busy>> = state
        .busy
        .iter()
        .enumerate()
        .map(|(i, file)| busy(context, file, &busy_list.index(i), report))
        .collect();
    places::places(context, trains, &under_way, &busy, report);
    busy.into_iter().flatten().collect()
}

/// A minute at which something under way ends: after the start.
fn ending(context: Context, time: &DateTimeFile, at: &At, report: &mut Report) -> Option<Minute> {
    let until = minute(context.horizon, time, at, report)?;
    if until <= Minute(0) {
        let message = "what is under way ends after the start of the horizon";
        report.add(STATE_TIMES, at, time.to_rfc3339(), message);
    }
    Some(until)
}

fn train_state(
    context: Context,
    file: &TrainStateFile,
    at: &At,
    report: &mut Report,
) -> Option<TrainState> {
    let mut arrived = None;
    if let Some(time) = &file.arrived {
        let at = at.field("arrived");
        arrived = minute(context.horizon, time, &at, report);
        if arrived.is_some_and(|arrived| arrived > Minute(0)) {
            let message = "the train arrives only after the start of the horizon";
            report.add(STATE_TIMES, &at, time.to_rfc3339(), message);
        }
    }
    let arriving = place(context, &file.arriving, &at.field("arriving"), report);
    let onward = file.onward.as_ref();
    let onward = onward.map(|file| place(context, file, &at.field("onward"), report));
    let stages = stages(context, &file.stages, &at.field("stages"), report);
    let arriving = arriving?;
    let mut onward_place = None;
    if let Some(place) = onward {
        onward_place = Some(place?);
    }
    let spot = [Some(arriving), onward_place]
        .into_iter()
        .flatten()
        .find_map(spot_of);
    let work_at = at.field("work");
    let work = match &file.work {
        None => WorkState::NotBegun,
        Some(file) => work(context, file, spot, &work_at, report)?,
    };
    Some(TrainState {
        arrived,
        arriving,
        onward: onward_place,
        stages,
        work,
    })
}

/// The spot a rake stands in or moves to or from.
pub(super) fn spot_of(place: RakePlace) -> Option<SpotId> {
    match place {
        RakePlace::Placing(_, spot, _) | RakePlace::Spot(spot) | RakePlace::Pulling(spot, _, _) => {
            Some(spot)
        }
        RakePlace::Section(..) | RakePlace::Track(..) | RakePlace::Gone => None,
    }
}

fn stages(
    context: Context,
    files: &[StageProgressFile],
    at: &At,
    report: &mut Report,
) -> Vec<(StageId, Option<Minute>)> {
    let mut stages: Vec<(StageId, Option<Minute>)> = Vec::new();
    for (i, file) in files.iter().enumerate() {
        let at = at.index(i);
        let until = file.until.as_ref();
        let until = until.and_then(|time| ending(context, time, &at.field("until"), report));
        let found = context
            .names
            .stages
            .find(&file.stage, &at.field("stage"), report);
        let Some(stage) = found.map(StageId::from_index) else {
            continue;
        };
        if stages.iter().any(|(other, _)| *other == stage) {
            let message = format!("stage `{}` is named twice", file.stage);
            report.add(REPEATED, &at.field("stage"), &file.stage, message);
        }
        stages.push((stage, until));
    }
    stages
}

fn place(
    context: Context,
    file: &RakePlaceFile,
    at: &At,
    report: &mut Report,
) -> Option<RakePlace> {
    let names = context.names;
    let spot = |name: &str, report: &mut Report| {
        let number = names.spots.find(name, &at.field("spot"), report);
        number.map(SpotId::from_index)
    };
    match file {
        RakePlaceFile::Section {
            section,
            direction: way,
            entered,
            leaves,
        } => {
            let number = names.sections.find(section, &at.field("section"), report);
            let from = minute(context.horizon, entered, &at.field("entered"), report);
            if from.is_some_and(|from| from > Minute(0)) {
                let message = "the rake enters only after the start of the horizon";
                report.add(
                    STATE_TIMES,
                    &at.field("entered"),
                    entered.to_rfc3339(),
                    message,
                );
            }
            let to = ending(context, leaves, &at.field("leaves"), report);
            let span = Span::new(from?, to?);
            let limits = super::figures::SOME_MINUTES;
            super::figures::within(
                span.minutes().unsigned_abs(),
                &limits,
                "minutes in a section",
                &at.field("leaves"),
                report,
            );
            Some(RakePlace::Section(
                SectionId::from_index(number?),
                direction(*way),
                span,
            ))
        }
        RakePlaceFile::Track { yard, track } => {
            let (yard, track) = yard_track(context, yard, *track, at, report)?;
            Some(RakePlace::Track(yard, track))
        }
        RakePlaceFile::Placing {
            yard,
            track,
            spot: name,
            until,
        } => {
            let from = optional_track(context, (yard.as_ref(), *track), at, report);
            let spot = spot(name, report);
            let until = ending(context, until, &at.field("until"), report);
            Some(RakePlace::Placing(from?, spot?, until?))
        }
        RakePlaceFile::Spot { spot: name } => spot(name, report).map(RakePlace::Spot),
        RakePlaceFile::Pulling {
            spot: name,
            yard,
            track,
            until,
        } => {
            let to = optional_track(context, (yard.as_ref(), *track), at, report);
            let spot = spot(name, report);
            let until = ending(context, until, &at.field("until"), report);
            Some(RakePlace::Pulling(spot?, to?, until?))
        }
        RakePlaceFile::Gone => Some(RakePlace::Gone),
    }
}

fn yard_track(
    context: Context,
    yard: &str,
    track: u32,
    at: &At,
    report: &mut Report,
) -> Option<(YardId, u32)> {
    let number = context.names.yards.find(yard, &at.field("yard"), report)?;
    let tracks = context.system.yards[number].n_tracks();
    if !(1..=tracks).contains(&track) {
        let message = format!("yard `{yard}` has tracks 1 to {tracks}");
        report.add(NO_SUCH_TRACK, &at.field("track"), track, message);
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
    report: &mut Report,
) -> Option<Option<(YardId, u32)>> {
    match given {
        (None, None) => Some(None),
        (Some(yard), Some(track)) => yard_track(context, yard, track, at, report).map(Some),
        (yard, _) => {
            let field = if yard.is_some() { "track" } else { "yard" };
            let message = "yard and track are given together, or neither";
            report.add(super::rules::MISSING_FIELD, &at.field(field), "", message);
            None
        }
    }
}

fn work(
    context: Context,
    file: &WorkFile,
    spot: Option<SpotId>,
    at: &At,
    report: &mut Report,
) -> Option<WorkState> {
    let given = [
        file.preparation_minutes_left.is_some(),
        file.lifts_left.is_some(),
        file.finishing_minutes_left.is_some(),
        file.done,
    ];
    let count = given.iter().filter(|given| **given).count();
    if count != 1 {
        let message = format!("{count} of the four figures are given, not exactly one");
        report.add(BAD_WORK, at, "", message);
        return None;
    }
    if file.done {
        if let Some(mode) = &file.mode {
            let message = "work that is done needs no mode";
            report.add(BAD_WORK, &at.field("mode"), mode, message);
        }
        return Some(WorkState::Done);
    }
    let Some(name) = &file.mode else {
        let message = "work under way needs its mode";
        report.add(super::rules::MISSING_FIELD, &at.field("mode"), "", message);
        return None;
    };
    let Some(spot) = spot else {
        let message = "work is under way but no rake stands in a spot";
        report.add(BAD_WORK, at, name, message);
        return None;
    };
    let shed = context.system.spot(spot).shed;
    let table = context.names.modes.get(shed.index())?;
    let number = table.find(name, &at.field("mode"), report)?;
    let mode = ModeId::from_index(context.names.first_mode.get(shed.index())? + number);
    let mut left = |value: u32, field: &str| duration(value, &MINUTES, &at.field(field), report);
    if let Some(minutes) = file.preparation_minutes_left {
        return Some(WorkState::Preparation(
            mode,
            left(minutes, "preparation_minutes_left"),
        ));
    }
    if let Some(minutes) = file.finishing_minutes_left {
        return Some(WorkState::Finishing(
            mode,
            left(minutes, "finishing_minutes_left"),
        ));
    }
    file.lifts_left.map(|lifts| WorkState::Lifting(mode, lifts))
}

fn busy(context: Context, file: &BusyFile, at: &At, report: &mut Report) -> Option<Busy> {
    let names = context.names;
    let system = context.system;
    let until = ending(context, &file.until, &at.field("until"), report);
    let station = names
        .stations
        .find(&file.station, &at.field("station"), report);
    let station = station.map(StationId::from_index);
    let here = |of: StationId, field: &str, value: &str, report: &mut Report| {
        if station.is_some_and(|station| station != of) {
            let message = format!("`{value}` is not at `{}`", file.station);
            report.add(
                super::rules::WRONG_STATION,
                &at.field(field),
                value,
                message,
            );
        }
    };
    let what = match (&file.stage, file.locomotive_gauge_mm, &file.crane) {
        (Some(name), None, None) => {
            let number = names.stages.find(name, &at.field("stage"), report)?;
            here(system.stages[number].station, "stage", name, report);
            BusyWhat::Team(StageId::from_index(number))
        }
        (None, Some(gauge_mm), None) => {
            let Some(pool) = system.locomotives_at(station?, gauge_mm) else {
                let message = format!(
                    "there is no pool of locomotives of {gauge_mm} mm at `{}`",
                    file.station
                );
                let at = at.field("locomotive_gauge_mm");
                report.add(super::rules::NO_LOCOMOTIVES, &at, gauge_mm, message);
                return None;
            };
            BusyWhat::Locomotive(pool)
        }
        (None, None, Some(name)) => {
            let number = names.cranes.find(name, &at.field("crane"), report)?;
            let shed = system.cranes[number].shed;
            here(system.shed(shed).station, "crane", name, report);
            BusyWhat::Crane(CraneId::from_index(number))
        }
        _ => {
            let message = "exactly one of stage, locomotive_gauge_mm and crane is given";
            report.add(BUSY_WHAT, at, "", message);
            return None;
        }
    };
    Some(Busy {
        what,
        until: until?,
    })
}
