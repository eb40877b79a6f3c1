//! What a plan costs, as one number that compares levels first: every level has digits of its own.

use crate::tasks::World;
use regauge_model::Minute;
use regauge_model::ids::{ModeId, SpotId, TrainId};
use regauge_model::objective::Term;
use regauge_model::plan::{Activity, CostParts, TrainPlan};

/// A cost to compare.
pub(crate) type Rank = i128;

/// Binary digits of a level; tiny instances need no more.
const DIGITS: usize = 30;

impl World<'_> {
    /// Cost units of a term among those of all levels.
    pub(crate) fn rank(&self, term: Term, cost: i64) -> Rank {
        if cost == 0 {
            // what nobody asks for is in no level
            return 0;
        }
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

    /// Cost units of crane work here, in this mode, where something else was published. Over another port nothing is the same anyway.
    pub(crate) fn change_of_place(&self, train: TrainId, spot: SpotId, mode: ModeId) -> i64 {
        let (system, data) = (self.system(), self.instance.train(train));
        let (prices, told) = (self.instance.change_prices(), data.published);
        let here = system.shed(system.spot(spot).shed).station;
        let port = data.ways.get(data.way).map(|way| way.port);
        let elsewhere = told.port.is_some() && port.is_some() && told.port != port;
        debug_assert!(data.transshipment().is_none_or(|work| work.station == here));
        match told.spot {
            _ if elsewhere => 0,
            Some((shed, _)) if !system.shed(shed).spots.contains(&spot) => prices.shed,
            told_spot => {
                let mut sum = 0;
                if told_spot.is_some_and(|(_, told)| told != spot) {
                    sum += prices.spot;
                }
                if told.mode.is_some_and(|told| told != mode) {
                    sum += prices.mode;
                }
                sum
            }
        }
    }

    /// The same for a train as planned.
    pub(crate) fn change_of(&self, train: TrainId, plan: &TrainPlan) -> i64 {
        let works = plan.events().iter().filter_map(|event| match event.what {
            Activity::CraneWork { spot, mode, .. } => Some((spot, mode)),
            _ => None,
        });
        let first = works.take(1);
        first
            .map(|(spot, mode)| self.change_of_place(train, spot, mode))
            .sum()
    }

    /// Whether what ends a train's way ends in time.
    pub(crate) fn in_time(&self, train: TrainId, end: i32) -> bool {
        end <= self.instance.latest_end(train).0
    }

    /// The rank of what a train costs.
    fn rank_of(&self, cost: &CostParts) -> Rank {
        let terms = [
            Term::Postponed,
            Term::Lateness,
            Term::Minutes,
            Term::Changes,
        ];
        terms
            .map(|term| self.rank(term, cost.of(term)))
            .iter()
            .sum()
    }
}
