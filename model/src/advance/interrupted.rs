//! Crane work broken off because a crane is out.
//!
//! A step that has begun goes on until its crane is out; a step that could not be finished is not begun. What is left of the part then
//! waits in the spot, and is planned anew. Two times are to be told apart: cranes that were out before now have stopped the work then
//! (`stopped`, from the events of the old plan); what would stop it later follows from the instance that is left (`break_off`).

use super::work::{WorkStopped, rest_of, under_way};
use crate::check::{breaks_off, work_under_way};
use crate::format::{BusyFile, InstanceFile, PinnedTimeFile, SpanFile, WorkFile};
use crate::ids::{CraneId, TrainId};
use crate::instance::WorkState;
use crate::plan::{Activity, Event};
use crate::system::{Mode, StageSide, System};
use crate::validation::although_work_stops;
use crate::{Instance, Minute, Span};
use std::borrow::Cow;

/// Takes out of the events of a train what its crane work, broken off before now, has not let begin; the minute in which it stopped.
pub(super) fn stopped(
    system: &System,
    events: &mut Vec<Event>,
    out: &[(CraneId, Span)],
    now: Minute,
) -> Option<WorkStopped> {
    let stops = |event: &Event| {
        let Activity::CraneWork { mode, steps, .. } = &event.what else {
            return None;
        };
        let steps = system.mode(*mode).steps.iter().zip(steps);
        let stops = steps.flat_map(|(step, (span, _))| {
            let done = Span::new(span.from, span.to.min(now));
            let concerned = out.iter().filter(move |(crane, out)| {
                step.cranes.contains(crane) && !done.is_empty() && out.overlaps(done)
            });
            concerned.map(move |(_, out)| out.from.max(span.from))
        });
        stops.min()
    };
    let at = events.iter().filter_map(stops).min()?;
    events.retain(|event| {
        let goes_on = match event.what {
            // arrival stages go on beside the work
            Activity::Stage { stage, .. } => system.stage(stage).side != StageSide::Departure,
            _ => false,
        };
        event.span.from < at || goes_on
    });
    Some(WorkStopped(at))
}

/// Breaks off, in the file of what is left, all crane work under way that cannot go on to its end because a crane is out. The lifts that are left are those of the
/// minute in which it stops. `busy` is told beside the file.
pub(super) fn break_off(file: &mut InstanceFile, busy: &[BusyFile]) {
    let states = file.state.iter().flat_map(|state| &state.trains);
    if !states.into_iter().any(|state| state.work.is_some()) {
        return;
    }
    // what is wrong beside that is told by validation
    let Some(instance) = although_work_stops(&with_cranes_out(file, busy)) else {
        return;
    };
    for (index, train) in instance.trains().iter().enumerate() {
        let id = TrainId::from_index(index);
        let Some(at) = breaks_off(&instance, id) else {
            continue;
        };
        let work = broken_off(&instance, id, at);
        let mut states = file.state.iter_mut().flat_map(|state| &mut state.trains);
        if let Some(state) = states.find(|state| state.train == train.name) {
            state.work = work;
        }
        // the mode that was pinned may not be there, and its start is behind
        let mut files = file.trains.iter_mut();
        if let Some(file) = files.find(|file| file.id == train.name) {
            (file.pins.mode, file.pins.crane_work) = (None, None);
            let part = train.state.as_ref().map_or(1, |state| state.part);
            file.pins.times.retain(|pinned| match pinned {
                PinnedTimeFile::Work { part: of, .. } => of.unwrap_or(1) > part,
                _ => true,
            });
        }
    }
}

/// The file with cranes that are busy closed so long.
fn with_cranes_out<'a>(file: &'a InstanceFile, busy: &[BusyFile]) -> Cow<'a, InstanceFile> {
    let mut file = Cow::Borrowed(file);
    let from = file.horizon.start;
    for busy in busy.iter().filter(|busy| busy.until > from) {
        let Some(name) = &busy.crane else { continue };
        let stations = file.to_mut().system.stations.iter_mut();
        let sheds = stations.flat_map(|station| &mut station.sheds);
        let mut cranes = sheds.flat_map(|shed| &mut shed.cranes);
        if let Some(crane) = cranes.find(|crane| crane.id == *name) {
            let to = busy.until;
            crane.closed.push(SpanFile { from, to });
        }
    }
    file
}

/// The work of a train as it stops at a minute.
fn broken_off(instance: &Instance, id: TrainId, at: Minute) -> Option<WorkFile> {
    let (system, train) = (instance.system(), instance.train(id));
    let state = train.state.as_ref()?;
    let (mode, rest) = if let Some(event) = work_under_way(instance, id) {
        let left = under_way(instance, train, &event, at);
        let Activity::CraneWork { mode, spot, .. } = event.what else {
            return None;
        };
        (mode, rest_of(system, train, spot, &left))
    } else {
        // it is interrupted already, and its step stops still earlier
        let WorkState::Interrupted(Some((mode, until))) = state.work else {
            return None;
        };
        let more = lifts_in(system, system.mode(mode), state.step, until - at);
        let part = train.part_lifts(state.part - 1);
        (mode, part.min(state.rest? + more))
    };
    let goes_on = at > Minute(0);
    let data = system.mode(mode);
    let step = (data.steps.len() > 1).then_some(state.step as u32 + 1);
    Some(WorkFile {
        interrupted: true,
        lifts_left: Some(rest),
        part: (state.part > 1).then_some(state.part),
        mode: goes_on.then(|| data.name.clone()),
        step: step.filter(|_| goes_on),
        until: goes_on.then(|| instance.horizon().date_time(at)),
        ..WorkFile::default()
    })
}

/// Lifts that a step does in so many minutes at full speed, rounded up.
fn lifts_in(system: &System, mode: &Mode, step: usize, minutes: i32) -> u32 {
    let Some(step) = mode.steps.get(step) else {
        return 0;
    };
    let cranes = step.cranes.iter();
    let per_hour: u64 = cranes
        .map(|crane| u64::from(system.crane(*crane).lifts_per_hour))
        .sum();
    let rate = per_hour * u64::from(step.rate_percent);
    (u64::from(minutes.unsigned_abs()) * rate).div_ceil(6000) as u32
}
