//! Plans beside the search: finders that make them from what the dual knows.
//!
//! A file per finder: `combination` (the best combination of known journeys, from `columns`, by the restricted [`master`]). Every one is a
//! [`Finder`]; to add one: a file here, a line in `all`.

mod columns;
mod combination;
pub mod master;

use crate::construct::Solution;
use crate::dual::Dual;
use crate::journey::Journey;
use crate::network::Cost;
use crate::parts::Parts;
use crate::work::units;
use std::fmt::Debug;

/// The best plan known.
#[derive(Clone, Copy, Debug)]
pub struct Incumbent<'a> {
    /// What it costs.
    pub value: Cost,
    /// Its journeys, where somebody wanted them ([`Finder::wants_journeys`]).
    pub journeys: Option<&'a [Option<Journey>]>,
}

/// What came of a look for a plan.
#[derive(Debug)]
pub enum Found<'n> {
    /// It was not its turn.
    NotDue,
    /// It has used this round of the dual for itself.
    Working,
    /// It looked, and this is what it found, if anything.
    Plan(Option<Solution<'n>>),
}

/// Finds plans from what the dual knows. Asked once per round of the dual.
pub trait Finder<'n>: Debug + Send {
    /// Its name, for people who look at counters or leave it out.
    fn name(&self) -> &'static str;

    /// Whether it makes plans from the journeys of the incumbent, the next time.
    fn wants_journeys(&self, _: &Dual<'n>) -> bool {
        false
    }

    /// Looks for a plan that costs less than the incumbent, where it is time for it. Its work counts as the dual's
    /// ([`Dual::done`]).
    fn find(&mut self, dual: &mut Dual<'n>, incumbent: Incumbent<'_>) -> Found<'n>;

    /// The same for the last time, at the end of a run.
    fn finish(&mut self, _: &mut Dual<'n>, _: Incumbent<'_>) -> Option<Solution<'n>> {
        None
    }
}

/// All finders, in the order in which they are asked.
fn all<'n>() -> [Box<dyn Finder<'n> + 'n>; 1] {
    [Box::<combination::Combination>::default()]
}

/// Names of all finders.
pub fn finder_names() -> impl Iterator<Item = &'static str> {
    all().map(|finder| finder.name()).into_iter()
}

/// What a finder of plans has done in a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FinderCounts {
    /// Its name.
    pub name: &'static str,
    /// Times that it looked to the end.
    pub tried: u64,
    /// Times that it found a plan better than the best known.
    pub best: u64,
    /// Steps of work ([`crate::work`]).
    pub steps: u64,
}

impl FinderCounts {
    /// Its work in units.
    pub fn work(&self) -> f64 {
        units(self.steps)
    }
}

/// The finders of a run, and what they have done.
#[derive(Debug)]
pub struct Finders<'n> {
    all: Vec<(Box<dyn Finder<'n> + 'n>, FinderCounts)>,
}

impl<'n> Finders<'n> {
    /// All but those left out.
    pub fn new(parts: &Parts) -> Finders<'n> {
        let finders = all().into_iter();
        let finders = finders.filter(|finder| parts.has(finder.name()));
        let counted = finders.map(|finder| {
            let counts = FinderCounts {
                name: finder.name(),
                ..FinderCounts::default()
            };
            (finder, counts)
        });
        Finders {
            all: counted.collect(),
        }
    }

    /// What each has done.
    pub fn counts(&self) -> Vec<FinderCounts> {
        self.all.iter().map(|(_, counts)| *counts).collect()
    }

    /// Whether one makes plans from the journeys of the incumbent, the next time.
    pub fn want_journeys(&self, dual: &Dual<'n>) -> bool {
        let mut finders = self.all.iter();
        finders.any(|(finder, _)| finder.wants_journeys(dual))
    }

    /// One round of the dual, unless a finder takes it for itself; the plans found that cost less than the incumbent.
    pub fn round(&mut self, dual: &mut Dual<'n>, incumbent: Incumbent<'_>) -> Vec<Solution<'n>> {
        let mut plans = Vec::new();
        dual.count_round();
        for (finder, counts) in &mut self.all {
            let before = dual.done();
            let found = finder.find(dual, incumbent);
            counts.steps += dual.done() - before;
            match found {
                Found::NotDue => {}
                Found::Working => return plans,
                Found::Plan(plan) => {
                    counts.tried += 1;
                    if let Some(plan) = plan.filter(|plan| plan.value < incumbent.value) {
                        counts.best += 1;
                        tracing::debug!(finder = counts.name, value = plan.value.units(), "found");
                        plans.push(plan);
                    }
                }
            }
        }
        dual.round(dual.clamped(incumbent.value.units()));
        plans
    }

    /// The plans found at the end of a run that cost less than the incumbent.
    pub fn finish(&mut self, dual: &mut Dual<'n>, incumbent: Incumbent<'_>) -> Vec<Solution<'n>> {
        let mut plans = Vec::new();
        for (finder, counts) in &mut self.all {
            let plan = finder.finish(dual, incumbent);
            if let Some(plan) = plan.filter(|plan| plan.value < incumbent.value) {
                counts.best += 1;
                plans.push(plan);
            }
        }
        plans
    }
}
