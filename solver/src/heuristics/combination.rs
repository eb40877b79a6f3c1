//! The best combination of known journeys: a restricted master over what prices and search have brought up.

use super::columns::Columns;
use super::master::{Combined, best_combination};
use super::{Finder, Found, Incumbent};
use crate::backend::{Backend, Limits};
use crate::construct::Solution;
use crate::dual::Dual;
use crate::journey::Journey;
use crate::network::{Cost, Network};

/// How much a combination may cost: without a clock, by size and nodes.
const COMBINED: Limits = Limits {
    nodes: 100,
    terms: 60_000,
    columns: 700,
};

/// Journeys of each train that are tried together, fewer where the limits refuse more.
const KEPT: [usize; 4] = [24, 16, 8, 3];

/// Rounds of the dual from which columns are remembered: before, trains want what no good plan has.
const NEAR: u64 = 100;

/// Rounds before known journeys are combined for the first time; then each time after half as many more.
const FIRST: u64 = 64;

/// The finder.
#[derive(Debug)]
pub(super) struct Combination {
    columns: Columns,
    due: u64,
}

impl Default for Combination {
    fn default() -> Combination {
        Combination {
            columns: Columns::default(),
            due: FIRST,
        }
    }
}

impl Combination {
    /// By train the journeys it was content with in the last rounds, and last those of the fractional solution, the one with the greatest
    /// weight at the end: candidates for a plan.
    fn journeys(&self, dual: &Dual<'_>) -> Vec<Vec<Journey>> {
        let mut columns = self.columns.clone();
        let mut fractional = dual.fractional();
        fractional.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (_, choices) in &fractional {
            columns.add(choices.iter().map(Option::as_ref));
        }
        columns.journeys(dual.relaxation.network)
    }
}

impl<'n> Finder<'n> for Combination {
    fn name(&self) -> &'static str {
        "combine"
    }

    fn wants_journeys(&self, dual: &Dual<'n>) -> bool {
        dual.rounds() >= self.due
    }

    fn find(&mut self, dual: &mut Dual<'n>, incumbent: Incumbent<'_>) -> Found<'n> {
        if dual.rounds() > NEAR {
            self.columns.add(dual.choices().map(|(_, choice)| choice));
        }
        if !self.wants_journeys(dual) || incumbent.journeys.is_none() {
            return Found::NotDue;
        }
        self.due = dual.rounds() + dual.rounds() / 2;
        Found::Plan(self.finish(dual, incumbent))
    }

    fn finish(&mut self, dual: &mut Dual<'n>, incumbent: Incumbent<'_>) -> Option<Solution<'n>> {
        let journeys = self.journeys(dual);
        let network = dual.relaxation.network;
        combine(network, incumbent.journeys?, &journeys, incumbent.value)
    }
}

/// The best combination of the journeys of a plan and the last of other known ones, by train, if it costs less than `incumbent`, what
/// the plan costs.
fn combine<'n>(
    network: &'n Network,
    plan: &[Option<Journey>],
    known: &[Vec<Journey>],
    incumbent: Cost,
) -> Option<Solution<'n>> {
    let may_be_left_out: Vec<bool> = plan.iter().map(Option::is_none).collect();
    // the more the better, as far as the limits go
    for most in KEPT {
        let lists = plan.iter().enumerate().map(|(index, own)| {
            let known = known.get(index).map_or(&[][..], Vec::as_slice);
            let last = &known[known.len().saturating_sub(most)..];
            own.iter().chain(last).collect()
        });
        let lists: Vec<Vec<&Journey>> = lists.collect();
        let with = (Backend::Microlp, &COMBINED);
        match best_combination(network, &lists, &may_be_left_out, incumbent, with) {
            Combined::Refused => {}
            Combined::NoneBetter => return None,
            Combined::Better(found) => return Some(*found),
        }
    }
    None
}
