//! What is left of the crane work of a train.

use super::happened::movements;
use crate::check::{crane_weather, ground_minutes, pieces};
use crate::ids::ModeId;
use crate::instance::{Rake, Train, WorkState};
use crate::plan::{Activity, Event};
use crate::{Instance, Minute, Span};

/// How far the crane work has come.
#[derive(Clone, Copy, Debug)]
pub(super) struct WorkLeft {
    pub state: WorkState,
    /// Part that the state speaks of, from 1.
    pub part: u32,
    /// Mode in which it, or the parts before, are worked.
    pub mode: Option<ModeId>,
    /// First lifting step not done, from 0.
    pub step: usize,
    /// What the step under way has left at full speed, in hundredths of a minute.
    pub left_centi: Option<i64>,
}

impl WorkLeft {
    /// Whether parts are to be brought into the spot yet.
    pub(super) fn parts_to_come(&self, parts: u32) -> bool {
        match self.state {
            WorkState::Done => false,
            WorkState::PartDone => true,
            _ => self.part < parts,
        }
    }
}

pub(super) fn work_left(
    instance: &Instance,
    train: &Train,
    events: &[Event],
    now: Minute,
) -> WorkLeft {
    let old = train.state.as_ref();
    // Where nothing is planned for a train, a preparation that had begun is made again: no crane was promised to it.
    let works = |event: &Event| matches!(event.what, Activity::CraneWork { .. });
    let given_up = old.is_some_and(|state| {
        let prepares = matches!(state.work, WorkState::Preparation(..)) && state.step == 0;
        prepares && !events.iter().any(works)
    });
    let before = old.filter(|_| !given_up);
    let mut left = WorkLeft {
        state: before.map_or(WorkState::NotBegun, |state| state.work),
        part: old.map_or(1, |state| state.part),
        mode: old
            .filter(|state| !given_up || state.part > 1)
            .and_then(|state| state.mode),
        step: before.map_or(0, |state| state.step),
        left_centi: before.and_then(|state| state.left_centi),
    };
    let mut pieces_done: Vec<&Event> = movements(events, Rake::Arriving);
    pieces_done.extend(
        events
            .iter()
            .filter(|event| matches!(event.what, Activity::CraneWork { .. })),
    );
    pieces_done.sort_by_key(|event| event.span);
    for event in pieces_done.into_iter().filter(|e| e.span.from < now) {
        let is_over = event.span.to <= now;
        match event.what {
            Activity::CraneWork { part, mode, .. } => {
                left.part = part;
                left.mode = Some(mode);
                if !is_over {
                    return under_way(instance, train, event, now);
                }
                left.state = if part == train.parts {
                    WorkState::Done
                } else {
                    WorkState::PartDone
                };
            }
            Activity::Exchange { part, .. } if is_over => {
                left.part = part;
                left.state = WorkState::NotBegun;
            }
            _ => {}
        }
    }
    left
}

/// Crane work that has begun and is not over.
fn under_way(instance: &Instance, train: &Train, event: &Event, now: Minute) -> WorkLeft {
    let system = instance.system();
    let Activity::CraneWork {
        spot,
        mode,
        part,
        lifting_from,
        ref steps,
    } = event.what
    else {
        unreachable!("only crane work is asked for")
    };
    let shed = system.shed(system.spot(spot).shed);
    let weather = crane_weather(instance, shed);
    let ground = |to: Minute| ground_minutes(&weather, shed, Span::new(now, to));
    let mut left = WorkLeft {
        state: WorkState::Preparation(mode, 0),
        part,
        mode: Some(mode),
        step: 0,
        left_centi: None,
    };
    if now < lifting_from {
        left.state = WorkState::Preparation(mode, ground(lifting_from));
        return left;
    }
    let pieces = pieces(system, train, (spot, mode), part);
    let next = steps.iter().zip(&pieces.steps).enumerate();
    let next = next
        .skip(pieces.done)
        .find(|(_, ((span, _), _))| span.to > now);
    let Some((number, ((span, _), piece))) = next else {
        left.state = WorkState::Finishing(mode, ground(event.span.to));
        return left;
    };
    left.step = number;
    if span.from < now {
        let done = weather.worked(Span::new(span.from, now));
        let centi = (piece.centi - done).max(1);
        let whole = piece.centi.max(1);
        let lifts = (i64::from(piece.lifts) * centi + whole - 1) / whole;
        left.left_centi = Some(centi);
        left.state = WorkState::Lifting(mode, lifts as u32);
    }
    left
}
