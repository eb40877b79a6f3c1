//! What happened otherwise than planned.

use super::AdvanceError;
use crate::format::{ActualFile, InstanceFile};
use crate::ids::TrainId;
use crate::plan::{Event, TrainPlan};
use crate::{Instance, Minute, Plan};
use std::borrow::Cow;

/// What has happened by now, and what is known of the rest.
pub(super) struct Happened<'a> {
    /// The file with what has changed.
    pub file: Cow<'a, InstanceFile>,
    /// Events by train; `None` for one that is not planned.
    pub events: Vec<Option<Vec<Event>>>,
    /// When each train leaves, and the life of its emptied rake ends.
    pub exits: Vec<Option<Minute>>,
    pub fates: Vec<Option<Minute>>,
    /// All of it as planned.
    pub as_planned: bool,
}

pub(super) fn happened<'a>(
    file: &'a InstanceFile,
    instance: &Instance,
    plan: &Plan,
    _now: Minute,
    _actual: &ActualFile,
) -> Result<Happened<'a>, AdvanceError> {
    let mut fates = vec![None; instance.trains().len()];
    for fate in &plan.rakes {
        fates[fate.train.index()] = Some(fate.at);
    }
    let events = plan.trains.iter().map(|train| match train {
        TrainPlan::Planned { events, .. } => Some(events.clone()),
        TrainPlan::Postponed { .. } => None,
    });
    let exits = (0..instance.trains().len()).map(|index| {
        let left_before = instance.train(TrainId::from_index(index)).has_left();
        plan.trains[index].exit().filter(|_| !left_before)
    });
    Ok(Happened {
        file: Cow::Borrowed(file),
        events: events.collect(),
        exits: exits.collect(),
        fates,
        as_planned: true,
    })
}
