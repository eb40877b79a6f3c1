//! The plan before this one, for pages and charts that show what changed.

use regauge_model::delays::TrainDelays;
use regauge_model::diff::{DiffConfig, Ghost, Group, PlanDiff, ghosts};
use regauge_model::plan::ForeignPlan;
use regauge_model::{Instance, Plan};
use std::collections::BTreeSet;

/// An old plan beside the one shown, with what changed between them.
#[derive(Clone, Debug)]
pub struct Before<'a> {
    pub(crate) instance: &'a Instance,
    pub(crate) diff: PlanDiff,
    pub(crate) ghosts: Vec<Ghost>,
}

impl<'a> Before<'a> {
    /// Compares an old plan with the one that will be shown, each of its own instance.
    ///
    /// # Errors
    /// A plan of another instance.
    pub fn new(
        old: (&'a Instance, &Plan),
        new: (&Instance, &Plan),
        config: &DiffConfig,
    ) -> Result<Before<'a>, ForeignPlan> {
        let diff = PlanDiff::between(old, new, config)?;
        let ghosts = ghosts(old, new, &diff)?;
        Ok(Before {
            instance: old.0,
            diff,
            ghosts,
        })
    }

    /// Positions of the trains in the new plan that changed in more than the number of a track, team or locomotive.
    pub(crate) fn moved(&self) -> BTreeSet<usize> {
        let changed = self.diff.trains.iter();
        let is_small = |group| matches!(group, Group::Same | Group::Units);
        let changed = changed.filter(|train| !is_small(self.diff.group(train)));
        changed
            .filter_map(|train| train.after.map(|id| id.index()))
            .collect()
    }
}

/// What a page may show beside a plan.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'a> {
    /// The plan before.
    pub before: Option<&'a Before<'a>>,
    /// Why trains leave later than alone.
    pub delays: &'a [TrainDelays],
}
