//! What a plan costs, as one number that compares levels first: every level has digits of its own.

use crate::tasks::World;
use regauge_model::Minute;
use regauge_model::ids::TrainId;
use regauge_model::objective::Term;
use regauge_model::plan::CostParts;

/// A cost to compare.
pub(crate) type Rank = i128;

/// Binary digits of a level; tiny instances need no more.
const DIGITS: usize = 30;

impl World<'_> {
    /// Cost units of a term among those of all levels.
    pub(crate) fn rank(&self, term: Term, cost: i64) -> Rank {
        let levels = self.instance.objective().levels();
        let at = levels.iter().rposition(|level| level.terms.contains(&term));
        let below = levels.len() - 1 - at.expect("every term is in a level");
        assert!(
            cost.unsigned_abs() < 1 << (DIGITS - 2),
            "{cost} is not tiny"
        );
        Rank::from(cost) << (DIGITS * below)
    }

    /// The rank of an exit.
    pub(crate) fn rank_of_exit(&self, train: TrainId, exit: Minute) -> Rank {
        self.rank_of(&self.instance.planned_cost(train, exit, None))
    }

    /// The rank of the end of an emptied rake's life.
    pub(crate) fn rank_of_emptied(&self, train: TrainId, end: Minute) -> Rank {
        let exit = self.instance.train(train).earliest_entry;
        let with = self.instance.planned_cost(train, exit, Some(end));
        let without = self.instance.planned_cost(train, exit, None);
        self.rank(Term::Minutes, with.minutes - without.minutes)
    }

    /// The rank of a postponed train.
    pub(crate) fn rank_postponed(&self, train: TrainId) -> Rank {
        self.rank_of(&self.instance.postponed_cost(train))
    }

    /// Whether what ends a train's way ends in time.
    pub(crate) fn in_time(&self, train: TrainId, end: i32) -> bool {
        end <= self.instance.latest_end(train).0
    }

    /// The rank of what a train costs.
    fn rank_of(&self, cost: &CostParts) -> Rank {
        let terms = [Term::Postponed, Term::Lateness, Term::Minutes];
        terms
            .map(|term| self.rank(term, cost.of(term)))
            .iter()
            .sum()
    }
}
