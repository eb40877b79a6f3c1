//! The Lagrangian dual: multipliers for the relaxation, better and better ones, and the bound they prove.
//!
//! Multipliers are improved by a proximal bundle (`bundle`, `proximal`); where these rise no more, all plans are split by what one
//! train does (`branch_and_bound`, `branching`, with a few subgradient steps for a first look: `subgradient`). Another bound may
//! begin with what one ended with (`warm_start`).
//! Not here: the relaxation itself ([`crate::relaxation`]), and plans: a bound never depends on how good they are.

pub(crate) mod branch_and_bound;
mod branching;
pub(crate) mod bundle;
mod proximal;
mod subgradient;
mod warm_start;

pub use warm_start::Prices;

use crate::construct::Solution;
use crate::network::Network;
use crate::parts::Parts;
use crate::relaxation::evaluation::{NOTHING, Relaxation};
use crate::relaxation::fractional::Fractional;
use crate::relaxation::windows::Windows;
use crate::relaxation::{Choice, ceil_div, granularity, round_up};
use branch_and_bound::Tree;
use bundle::Bundle;
use std::sync::Arc;

/// Rounds from which, and how often, clique rows are looked for.
const FIRST_CLIQUES: u64 = 40;
const CLIQUES: u64 = 20;

/// Ticks at which an operation is priced in a first round, at most, and rounds without which a bound says nothing.
const FIRST_TICKS: u64 = 1440;
const FIRST_ROUNDS: u64 = 8;

/// A step of work ([`crate::work`]) takes about as long as so many ticks priced here.
const TICKS: u64 = 5;

/// The bound and the multipliers behind it.
#[derive(Debug)]
pub struct Dual<'n> {
    pub(crate) relaxation: Relaxation<'n>,
    pub(crate) windows: Vec<Arc<Windows>>,
    bundle: Bundle,
    tree: Option<Tree>,
    granularity: i64,
    parts: Parts,
    /// Least incumbent told to branch and bound: it says nothing of plans that cost as much or more.
    given_up: i64,
    /// Best bound, scaled.
    best: i64,
    rounds: u64,
}

impl<'n> Dual<'n> {
    /// No prices yet.
    pub fn new(network: &'n Network) -> Dual<'n> {
        let relaxation = Relaxation::new(network);
        Dual {
            windows: relaxation.all_windows(),
            bundle: Bundle::new(vec![0.0; relaxation.layout.n_rows]),
            tree: None,
            granularity: granularity(network),
            parts: Parts::default(),
            given_up: i64::MAX,
            best: i64::MIN,
            rounds: 0,
            relaxation,
        }
    }

    /// Begins with the prices of another bound instead of none; `begins`: minutes since 1970 (UTC) at tick 0.
    #[must_use]
    pub fn warm_start(mut self, prices: &Prices, begins: i64) -> Dual<'n> {
        self.bundle = Bundle::new(self.relaxation.by_row(prices, begins));
        self
    }

    /// Does without some parts.
    #[must_use]
    pub fn with_parts(mut self, parts: Parts) -> Dual<'n> {
        self.parts = parts;
        self
    }

    /// The prices that the bound of all plans rests on, to begin another bound with.
    pub fn prices(&self, begins: i64) -> Prices {
        self.relaxation.carried(self.bundle.best_prices(), begins)
    }

    /// The best bound so far, in cost units: no plan costs less.
    pub fn value(&self) -> i64 {
        if self.best == i64::MIN {
            i64::MIN
        } else {
            ceil_div(self.best, self.relaxation.scale)
        }
    }

    /// Rounds made so far.
    pub fn rounds(&self) -> u64 {
        self.rounds
    }

    /// Work done so far, in steps ([`crate::work`]): by the ticks at which an operation of a train, or a row, was priced.
    pub fn done(&self) -> u64 {
        self.relaxation.effort / TICKS
    }

    /// About the steps of setting up a bound and of its first rounds: with less it says nothing.
    pub fn min_work(network: &Network) -> u64 {
        let ticks = (network.end.index() as u64).min(FIRST_TICKS);
        let operations = network
            .trains
            .iter()
            .map(|train| train.graph.edge_count() as u64);
        operations.sum::<u64>() * ticks * FIRST_ROUNDS / TICKS
    }

    /// Whether more rounds may help: prices are sound, and not every part of all plans is closed or cannot be split.
    pub fn may_rise(&self) -> bool {
        let may_branch = self.parts.has("branching") || self.bundle.rises;
        self.relaxation.is_sound
            && may_branch
            && self.tree.as_ref().is_none_or(|tree| !tree.is_done())
    }

    /// Clique rows that have been added.
    pub fn cliques(&self) -> usize {
        self.relaxation.layout.cliques.all.len()
    }

    /// Whether a plan keeps the clique rows, as every plan must.
    pub fn keeps_cliques(&self, plan: &Solution<'_>) -> bool {
        let journeys = plan.journeys.iter();
        let choices = journeys.map(|journey| {
            journey.as_ref().map(|journey| Choice {
                exit: journey.exit,
                choices: journey.choices(),
            })
        });
        let layout = &self.relaxation.layout;
        let whole = vec![(1.0, choices.collect())];
        let taken = self.relaxation.cliques_taken(0, &whole);
        let mut rows = taken.iter().zip(&layout.capacity[layout.cliques.first..]);
        rows.all(|(&taken, &capacity)| taken <= capacity as f64)
    }

    /// Parts of all plans looked at by branch and bound so far.
    pub fn parts(&self) -> u64 {
        self.tree.as_ref().map_or(0, |tree| tree.parts)
    }

    /// What every train chose in the last round, with its reduced cost in cost units.
    pub fn choices(&self) -> impl ExactSizeIterator<Item = (i64, Option<&Choice>)> {
        let choices = self.relaxation.choices.iter();
        choices.map(|column| (column.value / self.relaxation.scale, column.choice.as_ref()))
    }

    /// The fractional solution that the multipliers of all plans rest on.
    pub(crate) fn fractional(&self) -> Fractional {
        self.bundle.fractional()
    }

    /// A value as far as it says anything: scaled it must fit, no plan costs as much or as little, and one between two that plans may have
    /// says no more than the higher one.
    pub(crate) fn clamped(&self, incumbent: i64) -> i64 {
        let most = NOTHING / 2 / self.relaxation.scale;
        round_up(incumbent.clamp(-most, most), self.granularity)
    }

    /// Whether the bound has met the value of a plan, or cannot rise.
    pub fn is_closed(&self, incumbent: i64) -> bool {
        let is_met = self.best != i64::MIN
            && round_up(self.value(), self.granularity) >= self.clamped(incumbent);
        is_met || !self.relaxation.is_sound
    }

    /// Counts a round, also one that somebody else makes with the relaxation.
    pub(crate) fn count_round(&mut self) {
        self.rounds += 1;
        // whoever waits for work to be done shall not wait for ever
        self.relaxation.effort += 1;
    }

    /// Makes up to so many rounds towards the value of a known plan; stops when the bound meets it. Complexity of a
    /// round: for every train the operations of its network times the ticks of its windows.
    pub fn improve(&mut self, incumbent: i64, rounds: u32) {
        for _ in 0..rounds {
            if self.is_closed(incumbent) {
                return;
            }
            self.count_round();
            self.round(self.clamped(incumbent));
        }
    }

    /// One round, which somebody has counted.
    pub(crate) fn round(&mut self, incumbent: i64) {
        let found = if let Some(tree) = &mut self.tree {
            // parts were given up because of this value: whatever is told later, plans that cost more may be in them
            self.given_up = self.given_up.min(incumbent);
            tree.round(&mut self.relaxation, self.given_up, self.granularity);
            tree.bound().min(self.given_up * self.relaxation.scale)
        } else {
            let target = incumbent * self.relaxation.scale;
            self.bundle
                .round(&mut self.relaxation, &self.windows, target);
            let looks_for_cliques = self.parts.has("cliques")
                && self.rounds >= FIRST_CLIQUES
                && self.rounds.is_multiple_of(CLIQUES);
            if looks_for_cliques {
                self.bundle.add_cliques(&mut self.relaxation);
            }
            if !self.bundle.rises {
                self.tree = Some(Tree::new(&self.relaxation, &self.bundle, self.best));
            }
            self.bundle.best.max(self.best)
        };
        self.best = self.best.max(found);
    }
}
