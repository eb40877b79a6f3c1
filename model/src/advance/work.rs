//! What is left of the crane work of a train.

use super::happened::movements;
use crate::check::{crane_weather, ground_minutes, pieces};
use crate::ids::{ModeId, SpotId};
use crate::instance::{Rake, Train, WorkState};
use crate::plan::{Activity, Event};
use crate::system::System;
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
    /// Lifts of the part that were left when its work was interrupted.
    pub rest: Option<u32>,
}

/// The minute before now in which crane work was broken off.
#[derive(Clone, Copy, Debug)]
pub(super) struct WorkStopped(pub Minute);

impl WorkLeft {
    /// With so many lifts left in the step under way, where that is told.
    fn told(mut self, told: Option<u32>) -> WorkLeft {
        if let (Some(lifts), WorkState::Lifting(mode, _)) = (told, self.state) {
            self.state = WorkState::Lifting(mode, lifts);
            self.left_centi = None;
        }
        self
    }

    /// Whether parts are to be brought into the spot yet.
    pub(super) fn parts_to_come(&self, parts: u32) -> bool {
        match self.state {
            WorkState::Done => false,
            WorkState::PartDone => true,
            _ => self.part < parts,
        }
    }
}

/// `told`: lifts left in the step under way, where that is known otherwise; `stopped`: the work was broken off before now.
pub(super) fn work_left(
    instance: &Instance,
    train: &Train,
    events: &[Event],
    now: Minute,
    (told, stopped): (Option<u32>, Option<WorkStopped>),
) -> WorkLeft {
    let old = train.state.as_ref();
    // Where nothing is planned for a train, a preparation that had begun is made again: no crane was promised to it.
    let works = |event: &Event| matches!(event.what, Activity::CraneWork { .. });
    let given_up = old.is_some_and(|state| {
        let prepares = matches!(state.work, WorkState::Preparation(..)) && state.step == 0;
        prepares && !events.iter().any(works)
    });
    let before = old.filter(|_| !given_up);
    let rest = old.and_then(|state| state.rest);
    let not_begun = if rest.is_some() {
        WorkState::Interrupted(None)
    } else {
        WorkState::NotBegun
    };
    let mut left = WorkLeft {
        state: before.map_or(not_begun, |state| state.work),
        part: old.map_or(1, |state| state.part),
        mode: old
            .filter(|state| !given_up || state.part > 1 && rest.is_none())
            .and_then(|state| state.mode),
        step: before.map_or(0, |state| state.step),
        left_centi: before.and_then(|state| state.left_centi),
        rest,
    };
    if let WorkState::Interrupted(Some((_, until))) = left.state
        && until <= now
    {
        (left.state, left.step) = (WorkState::Interrupted(None), 0);
    }
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
            Activity::CraneWork {
                part, mode, spot, ..
            } => {
                if let Some(WorkStopped(at)) = stopped.filter(|at| event.span.contains(at.0)) {
                    let then = under_way(instance, train, event, at).told(told);
                    return WorkLeft {
                        state: WorkState::Interrupted(None),
                        rest: Some(rest_of(instance.system(), train, spot, &then)),
                        mode: None,
                        step: 0,
                        left_centi: None,
                        ..then
                    };
                }
                if !is_over {
                    return under_way(instance, train, event, now).told(told);
                }
                (left.part, left.mode, left.rest) = (part, Some(mode), None);
                left.state = if part == train.parts {
                    WorkState::Done
                } else {
                    WorkState::PartDone
                };
            }
            Activity::Exchange { part, .. } if is_over => {
                (left.part, left.rest) = (part, None);
                left.state = WorkState::NotBegun;
            }
            _ => {}
        }
    }
    left.told(told)
}

/// Lifts left of a part of which the work in a spot is in preparation or lifting.
pub(super) fn rest_of(system: &System, train: &Train, spot: SpotId, left: &WorkLeft) -> u32 {
    let Some(mode) = left.mode else {
        return 0;
    };
    // where the step under way has not gone on since the start, it has what the state says
    let pieces = pieces(system, train, (spot, mode), left.part);
    let behind = |step: usize| {
        let steps = pieces.steps.iter().skip(step);
        steps.map(|piece| piece.lifts).sum::<u32>()
    };
    match left.state {
        WorkState::Preparation(..) => behind(left.step),
        WorkState::Lifting(_, lifts) => lifts + behind(left.step + 1),
        _ => 0,
    }
}

/// Crane work that has begun and is not over.
pub(super) fn under_way(
    instance: &Instance,
    train: &Train,
    event: &Event,
    now: Minute,
) -> WorkLeft {
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
        rest: Some(train.work_lifts(part - 1)).filter(|rest| *rest != train.part_lifts(part - 1)),
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
        left.rest = None;
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
