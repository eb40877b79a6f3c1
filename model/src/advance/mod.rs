//! From an instance, its plan and a clock to the instance as of now, and the rest of the plan.
//!
//! Instance + plan + what really happened + now: trains that are gone are left out, those under way get their state, what is
//! still being cleared is busy, runs that headways and clearings still count from are named, caps and stores are counted on, and
//! what is over of closures, possessions and paths is left out. Exact: of an undisturbed plan the rest, shifted by `now`, is a
//! plan of the new instance, with the same events from now on. The new instance always comes from a file, through validation, as
//! anybody's does.
//!
//! Rooms: `course` (what a train has done by now, and where that leaves it), `work` (what is left of crane work), `interrupted` (crane work broken off because a
//! crane is out), `left` (what
//! trains leave behind: things being cleared, runs, counts), `actual` (what happened otherwise; `rules` are its problems), `write` (the file), `history` (what is over), `rest` (the
//! rest of the plan). What is deliberately not here: any decision. Where the plan says nothing of a train under way, it stays
//! where it is and what it had begun runs out.

mod actual;
mod changed;
mod course;
mod happened;
mod history;
mod interrupted;
mod left;
mod rest;
mod rules;
mod work;
mod write;

use crate::format::{ActualFile, InstanceFile, StateFile};
use crate::instance::RakePlace;
use crate::instance_file::instance_from_file;
use crate::plan::{CostParts, ForeignPlan};
use crate::validation::diagnostics::Diagnostics;
use crate::validation::drop_pins_behind;
use crate::{Instance, Minute, Plan, Problems};
use course::{Course, courses};

pub use actual::{actual_from_json, freeze_from_json};
pub use rules::ACTUAL_RULES;

/// The file of an instance as structs, for [`advance`].
///
/// # Errors
/// Everything wrong with its text and shape; whether it is an instance says [`Instance::from_json`].
pub fn instance_file(text: &[u8]) -> Result<InstanceFile, Problems> {
    let (file, _) = crate::validation::parse_located(text, crate::validation::FileKind::Instance)?;
    Ok(file)
}

/// An instance as of a minute of its plan.
#[derive(Debug)]
pub struct Advanced {
    /// Its file.
    pub file: InstanceFile,
    /// The same, checked.
    pub instance: Instance,
    /// The rest of the plan as a plan of it; `None` where something happened otherwise than planned.
    pub rest: Option<Plan>,
    /// What trains and emptied rakes that are gone have cost. Together with the parts of the rest these are the parts of the
    /// plan, unless trains under way at its start were postponed. Empties missing at the end count in the rest alone.
    pub finished: CostParts,
    /// How much of the plan came true until then.
    pub fulfilled: Fulfilled,
}

/// Plan against actual (计划兑现率): of the trains that were to leave by a minute, those that did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fulfilled {
    /// Trains that were to leave by then.
    pub planned: u32,
    /// Of these, those that have left, at most [`crate::instance::ChangePrices::tolerance`] minutes later than planned.
    pub left: u32,
}

/// Why an instance cannot be advanced.
#[derive(Debug, thiserror::Error)]
pub enum AdvanceError {
    /// The instance is not that of the file.
    #[error("the instance is not that of the file")]
    OtherInstance,
    /// The plan names what the instance does not have.
    #[error(transparent)]
    OtherPlan(#[from] ForeignPlan),
    /// The minute lies before the start of the horizon, or at its end or behind it.
    #[error("{} is not inside the horizon, minutes 0 to {}", .now.0, .end.0)]
    OutsideHorizon {
        /// The minute asked for.
        now: Minute,
        /// The end of the horizon.
        end: Minute,
    },
    /// What is said to have happened contradicts the plan or itself; places are those of the file that says it.
    #[error("what is said to have happened cannot have")]
    Actual(Problems),
    /// What is left is no instance: plan and instance contradict each other, or what happened leaves two rakes in one place, and
    /// the like. Places are those of the instance that would be left.
    #[error("what is left at that minute is no instance")]
    Contradiction(Problems),
}

/// The instance as of `now`, when all that its plan says has happened until then.
///
/// The plan is believed: check it first ([`crate::check::check`]).
///
/// # Errors
/// When instance, file and plan do not belong together, `now` is outside the horizon, or the plan is no plan of the instance.
///
/// Complexity: O(e log e) in the number of events, and what validation takes.
pub fn advance(
    file: &InstanceFile,
    instance: &Instance,
    plan: &Plan,
    now: Minute,
) -> Result<Advanced, AdvanceError> {
    advance_with(file, instance, plan, now, &ActualFile::default())
}

/// The instance as of `now`, when all that its plan says has happened until then, but for what `actual` says.
///
/// # Errors
/// As [`advance`], and when `actual` contradicts the plan or itself.
pub fn advance_with(
    file: &InstanceFile,
    instance: &Instance,
    plan: &Plan,
    now: Minute,
    actual: &ActualFile,
) -> Result<Advanced, AdvanceError> {
    if crate::validation::content_hash(file) != instance.sha256() {
        return Err(AdvanceError::OtherInstance);
    }
    if let Some(foreign) = plan.foreign(instance).into_iter().next() {
        return Err(foreign.into());
    }
    let end = instance.horizon().end;
    if now < Minute(0) || now >= end {
        return Err(AdvanceError::OutsideHorizon { now, end });
    }
    let decided = plan.decided(instance);
    let happened = actual::happened(file, &decided, plan, now, actual)?;
    if now == Minute(0) && happened.as_planned {
        return Ok(Advanced {
            file: file.clone(),
            instance: instance.clone(),
            rest: Some(plan.clone()),
            finished: CostParts::default(),
            fulfilled: Fulfilled::default(),
        });
    }
    let instance = &*decided;
    let mut courses = courses(instance, &happened, now);
    left::come_out_apart(instance, plan, &mut courses);
    let mut file = write::file(&happened.file, instance, &courses, now);
    let mut diagnostics = Diagnostics::new(None);
    let at = instance.horizon().date_time(now);
    changed::change(instance, at, actual, &mut file, &mut diagnostics);
    diagnostics.finish().map_err(AdvanceError::Actual)?;
    if !happened.as_planned {
        interrupted::break_off(&mut file, &actual.busy);
    }
    if !actual.busy.is_empty() {
        let state = file.state.get_or_insert_with(StateFile::default);
        state.busy.extend(actual.busy.iter().cloned());
    }
    drop_pins_behind(&mut file);
    let happened_as_planned = (happened.as_planned, &file);
    let piece = history::piece(instance, plan, &courses, now, happened_as_planned);
    file.history.extend(piece);
    let advanced = instance_from_file(&file).map_err(AdvanceError::Contradiction)?;
    let rest = happened
        .as_planned
        .then(|| rest::rest(instance, plan, &courses, now, &advanced));
    Ok(Advanced {
        rest,
        finished: finished(instance, &courses),
        fulfilled: fulfilled(instance, plan, &courses, now),
        file,
        instance: advanced,
    })
}

/// How much of the plan came true by now. Who had left before its start was not to leave in it.
fn fulfilled(instance: &Instance, plan: &Plan, courses: &[Course], now: Minute) -> Fulfilled {
    let tolerance = instance.change_prices().tolerance;
    let mut fulfilled = Fulfilled::default();
    for course in courses {
        let planned = plan.trains[course.train.index()].exit();
        let state = instance.train(course.train).state.as_ref();
        let had_left = state.is_some_and(|state| state.onward == Some(RakePlace::Gone));
        let Some(planned) = planned.filter(|planned| *planned <= now && !had_left) else {
            continue;
        };
        fulfilled.planned += 1;
        let in_time = course.exit.is_some_and(|left| left <= planned + tolerance);
        fulfilled.left += u32::from(in_time);
    }
    fulfilled
}

/// What is behind has cost so much.
fn finished(instance: &Instance, courses: &[Course]) -> CostParts {
    let mut sum = CostParts::default();
    for course in courses {
        if let Some(exit) = course.exit {
            let (minutes, lateness) = instance.exit_cost(course.train, exit);
            sum.add(&CostParts {
                minutes,
                lateness,
                ..CostParts::default()
            });
        }
        if let Some(end) = course.emptied_end {
            sum.add(&CostParts {
                minutes: instance.emptied_cost(course.train, end),
                ..CostParts::default()
            });
        }
    }
    sum
}
