//! What the old plan did that the new one does not, for charts that show both: in ids and minutes of the new instance.

use super::counterparts::Counterparts;
use super::facts::is_left;
use super::{PlanDiff, TrainChange, ahead};
use crate::Instance;
use crate::ids::TrainId;
use crate::instance::Rake;
use crate::plan::{ForeignPlan, Plan};
use crate::resource::Resource;
use crate::system::Direction;
use crate::time::{Minute, Span};
use crate::timeline::{Kind, Timeline, Use};
use std::collections::BTreeSet;

/// Something that the old plan did otherwise: an event of it, or a crane slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ghost {
    /// The train of the old instance.
    pub was: TrainId,
    /// The train of the new instance, where it has it.
    pub train: Option<TrainId>,
    /// Where, in the new instance.
    pub resource: Resource,
    /// Which way, in a section.
    pub direction: Option<Direction>,
    /// When, in minutes of the new instance.
    pub span: Span,
    /// Whether the rake bears load then.
    pub is_loaded: bool,
}

/// What tells one use of a train from another.
type Mark = (Resource, Option<Direction>, Span, Rake, u8);

fn mark(one: &Use<'_>, resource: Resource, span: Span) -> Mark {
    let kind = match one.kind {
        Kind::Run { .. } => 0,
        Kind::Hold { .. } => 1,
        Kind::Stage(_) => 2,
        Kind::Movement(_) => 3,
        Kind::CraneWork(_) => 4,
        Kind::Handling => 5,
        Kind::Lifts { .. } => 6,
        Kind::LightRun => 7,
        Kind::Clearing => 8,
        Kind::Postponed => 9,
        Kind::Pass => 10,
        Kind::Throat(_) => 11,
    };
    (resource, direction(one), span, one.rake, kind)
}

fn direction(one: &Use<'_>) -> Option<Direction> {
    match one.kind {
        Kind::Run { direction, .. } => Some(direction),
        _ => None,
    }
}

/// Every event and every crane slot of the old plan, of trains that changed, that the new plan does not have so; those alone that
/// end at the time compared from or later, and in things that the new instance has.
///
/// # Errors
/// A plan of another instance.
pub fn ghosts(
    (old, old_plan): (&Instance, &Plan),
    (new, new_plan): (&Instance, &Plan),
    diff: &PlanDiff,
) -> Result<Vec<Ghost>, ForeignPlan> {
    old_plan.belongs_to(old)?;
    new_plan.belongs_to(new)?;
    let (old, new) = (&*old_plan.decided(old), &*new_plan.decided(new));
    let (before, after) = (Timeline::new(old, old_plan), Timeline::new(new, new_plan));
    let same = Counterparts::new(old, new);
    let ahead = ahead(old, new);
    let moved: BTreeSet<TrainId> = diff
        .trains
        .iter()
        .filter(|train| train.change != TrainChange::Same)
        .filter_map(|train| train.before)
        .collect();
    let mut ghosts = Vec::new();
    for was in moved {
        if was.index() >= old.trains().len() {
            continue;
        }
        let train = same.train(was);
        let is_told = |one: &&Use<'_>| {
            let is_slot = matches!(one.kind, Kind::Lifts { .. });
            (one.is_main && one.event.is_some()) || is_slot
        };
        let now: BTreeSet<Mark> = train.map_or_else(BTreeSet::new, |id| {
            let uses = after.of_train(id).iter();
            uses.map(|one| mark(one, one.resource, one.span)).collect()
        });
        for one in before.of_train(was).iter().filter(is_told) {
            let at = |minute: Minute| minute - ahead;
            let span = Span::new(at(one.span.from), at(one.span.to));
            let Some(resource) = same.resource(one.resource) else {
                continue;
            };
            if is_left(span, diff.now) && !now.contains(&mark(one, resource, span)) {
                ghosts.push(Ghost {
                    was,
                    train,
                    resource,
                    direction: direction(one),
                    span,
                    is_loaded: one.is_loaded,
                });
            }
        }
    }
    Ok(ghosts)
}
