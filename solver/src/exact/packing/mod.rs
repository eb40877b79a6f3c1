//! The best combination of journeys that are known: set packing, the restricted master of column generation.
//!
//! One choice per train (a journey of its list, or not planned), rows only where a resource can run out, missing empties as
//! a column per stock ([`Master`]). As a linear program it gives prices per resource and tick, of which bounds can begin;
//! with integers it gives the best combination of the lists ([`best_combination`]). Every
//! combination is put into an occupancy and valued there before it is told.
//!
//! What is proven: when the lists hold every journey whose reduced cost is below the gap, no plan outside them costs less than `upper`,
//! so the best combination is the best plan, or `upper` is. Then [`Packing::bound`] says so, and [`Packing::proof`] whose word
//! that is: [`prove`] makes every bound by itself in whole numbers from proposed prices, a backend's branch and bound is
//! believed. Where that fails, [`prove`] answers in its stead.
//!
//! Not here: how lists are made.

mod cliques;
mod conflicts;
mod master;
mod node;
mod prove;
mod rows;

pub use master::{Master, Priced, RowPrice, RowWhat};
pub use prove::{Proving, prove};

use crate::backend::{Backend, Integral, Limits, Model, Status};
use crate::construct::Solution;
use crate::network::{CapIndex, Movement, Network, StockIndex, Tick, Use};
use crate::pricing::Journey;
use std::collections::BTreeSet;

/// Lists of journeys of which a combination is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Candidates<'a> {
    /// By train: journeys it may make, each of which it could make alone.
    pub journeys: &'a [Vec<&'a Journey>],
    /// By train: whether it may be left out.
    pub may_be_left_out: &'a [bool],
    /// Whether every plan that costs less than the value to beat consists of these journeys and of trains left out that may be:
    /// the caller has listed all journeys with reduced cost below the gap.
    pub complete: bool,
    /// Reduced costs, to leave out what cannot be part of anything better.
    pub reduced: Option<ReducedCosts<'a>>,
}

/// Reduced costs of candidates under prices whose bound is known.
#[derive(Clone, Copy, Debug)]
pub struct ReducedCosts<'a> {
    /// A lower bound on every plan, under the same prices.
    pub lower: i64,
    /// By train and journey: how much more than `lower` a plan with this journey costs at least (rounded down).
    pub journeys: &'a [Vec<i64>],
    /// By train: the same for leaving it out.
    pub left_out: &'a [i64],
}

/// What became of a search for a combination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackingStatus {
    /// The best combination, which costs less than the value to beat.
    Best,
    /// No combination costs less than the value to beat.
    NoneBetter,
    /// A combination that costs less than the value to beat; a limit came before it was known to be the best.
    Better,
    /// A limit came first.
    Unfinished,
    /// Too large for the limits.
    Refused,
}

/// Whose word a proof is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Nothing is proven.
    None,
    /// That of a backend's branch and bound.
    Backend,
    /// Our own: every bound was computed in whole numbers here.
    Own,
}

/// A combination of journeys.
#[derive(Debug)]
pub struct Packing<'n> {
    /// What became of it.
    pub status: PackingStatus,
    /// By train: position in its list; `None`: left out. Empty unless the status is [`PackingStatus::Best`] or
    /// [`PackingStatus::Better`].
    pub chosen: Vec<Option<usize>>,
    /// The plan they make, checked and valued.
    pub solution: Option<Solution<'n>>,
    /// No plan whatsoever costs less than this: there when the lists are complete and searched to the end.
    pub bound: Option<i64>,
    /// Whose word the status (and the bound) is.
    pub proof: Proof,
    /// Nodes looked at, where they were our own: 0 by a backend's word.
    pub nodes: u32,
}

impl Packing<'_> {
    /// The value of the plan found.
    pub fn value(&self) -> Option<i64> {
        self.solution.as_ref().map(|solution| solution.value)
    }

    fn nothing(status: PackingStatus) -> Self {
        Packing {
            status,
            chosen: Vec::new(),
            solution: None,
            bound: None,
            proof: Proof::None,
            nodes: 0,
        }
    }
}

/// The best combination by a backend's branch and bound, or by [`prove`] where the backend fails. Complexity: exponential; bounded
/// by `limits`, which each of the two may use up.
pub fn best_combination<'n>(
    network: &'n Network,
    candidates: &Candidates<'_>,
    upper: i64,
    backend: Backend,
    limits: &Limits,
) -> Packing<'n> {
    let solve = |model: &Model| crate::backend::solve(model, backend, limits);
    best_combination_with(network, candidates, upper, solve, limits)
}

/// The same with a branch and bound of the caller's, to whom the master is handed. It has failed when it says so and when its values
/// are no plan or not worth what it says; then [`prove`] answers in its stead, within `limits`. That its best is the
/// best is believed.
pub fn best_combination_with<'n>(
    network: &'n Network,
    candidates: &Candidates<'_>,
    upper: i64,
    solve: impl FnOnce(&Model) -> Integral,
    limits: &Limits,
) -> Packing<'n> {
    let Some(kept) = Kept::new(network, candidates, upper) else {
        return Packing::nothing(PackingStatus::Refused);
    };
    let complete = candidates.complete;
    answered(network, &kept, complete, upper, solve).unwrap_or_else(|| {
        tracing::debug!("the backend failed: own branch and bound");
        Proving::of_kept(network, kept, complete, upper).ended(Backend::continuous(), limits)
    })
}

/// What a branch and bound says of what was kept; `None` when it fails. `complete` as [`Candidates::complete`].
fn answered<'n>(
    network: &'n Network,
    kept: &Kept,
    complete: bool,
    upper: i64,
    solve: impl FnOnce(&Model) -> Integral,
) -> Option<Packing<'n>> {
    let master = Master::new(network, &kept.lists(), &kept.may_be_left_out);
    let answer = solve(master.model());
    let none_better = || Packing {
        bound: complete.then_some(upper),
        proof: Proof::Backend,
        ..Packing::nothing(PackingStatus::NoneBetter)
    };
    let is_best = match answer.status {
        Status::Optimal => true,
        Status::Feasible => false,
        Status::Infeasible => return Some(none_better()),
        Status::Unfinished => return Some(Packing::nothing(PackingStatus::Unfinished)),
        Status::Refused => return Some(Packing::nothing(PackingStatus::Refused)),
        Status::Failed => return None,
    };
    let value = master.model().value_if_kept(&answer.values)?;
    let chosen = master.chosen(&answer.values);
    let solution = kept.solution(network, &chosen)?;
    if value != answer.value || solution.value != master.constant() + value {
        return None;
    }
    Some(match (solution.value < upper, is_best) {
        (false, true) => none_better(),
        (false, false) => Packing::nothing(PackingStatus::Unfinished),
        (true, true) => Packing {
            status: PackingStatus::Best,
            chosen: kept.positions(&chosen),
            bound: complete.then_some(solution.value),
            solution: Some(solution),
            proof: Proof::Backend,
            nodes: 0,
        },
        (true, false) => Packing {
            chosen: kept.positions(&chosen),
            solution: Some(solution),
            ..Packing::nothing(PackingStatus::Better)
        },
    })
}

/// Candidates that can be part of something better.
#[derive(Clone, Debug)]
struct Kept {
    journeys: Vec<Vec<Journey>>,
    may_be_left_out: Vec<bool>,
    /// By train: their positions in the lists of the caller.
    positions: Vec<Vec<usize>>,
}

impl Kept {
    /// `None` when the lists are not one per train.
    fn new(network: &Network, candidates: &Candidates<'_>, upper: i64) -> Option<Kept> {
        let n = network.trains.len();
        let lists = candidates.journeys;
        if lists.len() != n || candidates.may_be_left_out.len() != n {
            return None;
        }
        let left_out = |train: usize| {
            let own = candidates.may_be_left_out[train];
            own.then_some(network.trains[train].cost.postponed)
        };
        // The others cost at least their least, so what costs more than is left then cannot be part of anything better. A train
        // without a candidate makes everything impossible; what is kept does not matter then.
        let least: Vec<i64> = (0..n)
            .map(|train| {
                let costs = lists[train].iter().map(|journey| journey.cost);
                costs.chain(left_out(train)).min().unwrap_or(0)
            })
            .collect();
        let all: i64 = least.iter().sum();
        let is_of_use = |train: usize, cost: i64, reduced: Option<i64>| {
            let lower = candidates.reduced.map(|reduced| reduced.lower);
            let by_price = lower
                .zip(reduced)
                .is_none_or(|(lower, r)| lower + r < upper);
            all - least[train] + cost < upper && by_price
        };
        let mut kept = Kept {
            journeys: vec![Vec::new(); n],
            may_be_left_out: vec![false; n],
            positions: vec![Vec::new(); n],
        };
        for (train, list) in lists.iter().enumerate() {
            let mut seen = BTreeSet::new();
            for (position, &journey) in list.iter().enumerate() {
                let reduced = candidates.reduced.and_then(|reduced| {
                    let own = reduced.journeys.get(train)?;
                    own.get(position).copied()
                });
                // of journeys that take the same the first will do, at that cost
                if is_of_use(train, journey.cost, reduced) && seen.insert(takes(journey)) {
                    kept.journeys[train].push(journey.clone());
                    kept.positions[train].push(position);
                }
            }
            let reduced = candidates
                .reduced
                .and_then(|reduced| reduced.left_out.get(train).copied());
            kept.may_be_left_out[train] =
                left_out(train).is_some_and(|cost| is_of_use(train, cost, reduced));
        }
        Some(kept)
    }

    /// By train what is kept.
    fn lists(&self) -> Vec<Vec<&Journey>> {
        let lists = self.journeys.iter();
        lists.map(|list| list.iter().collect()).collect()
    }

    /// Positions in the lists of the caller.
    fn positions(&self, chosen: &[Option<usize>]) -> Vec<Option<usize>> {
        let trains = chosen.iter().zip(&self.positions);
        trains
            .map(|(chosen, positions)| chosen.map(|index| positions[index]))
            .collect()
    }

    fn solution<'n>(&self, network: &'n Network, chosen: &[Option<usize>]) -> Option<Solution<'n>> {
        let trains = chosen.iter().zip(&self.journeys);
        let journeys = trains.map(|(chosen, list)| chosen.map(|index| list[index].clone()));
        crate::exact::value_together(network, journeys.collect())
    }
}

/// All that a journey costs and takes, in one order.
type Takes = (
    i64,
    Vec<Use>,
    Vec<Movement>,
    Vec<(StockIndex, Tick, i32)>,
    Vec<(CapIndex, usize)>,
);

fn takes(journey: &Journey) -> Takes {
    let mut takes = (
        journey.cost,
        journey.uses.clone(),
        journey.movements.clone(),
        journey.stock_changes.clone(),
        journey.cap_entries.clone(),
    );
    takes.1.sort_unstable();
    takes.2.sort_unstable();
    takes.3.sort_unstable();
    takes.4.sort_unstable();
    takes
}
