//! The best combination of journeys that are known: set packing, the restricted master of column generation.
//!
//! One choice per train (a journey of its list, or not planned), rows only where a resource can run out, missing empties as
//! a column per stock ([`Master`]). A backend looks for its best solution; the combination is put into an occupancy and valued there before it
//! is told, so a backend is believed only about what it did *not* find.
//!
//! Not here: how lists are made (`super::columns`).

mod conflict_cliques;
mod model;
mod rows;

pub use model::Master;
pub use rows::RowWhat;

use crate::backend::{self, Backend, Limits, Status};
use crate::construct::{Solution, together};
use crate::journey::Journey;
use crate::network::{Cost, Network, TrainIndex};

/// What became of a search for a combination.
#[derive(Debug)]
pub enum Combined<'n> {
    /// A combination that costs less than the value to beat.
    Better(Box<Solution<'n>>),
    /// None was found that does.
    NoneBetter,
    /// Too large for the limits.
    Refused,
}

/// The best combination of journeys, one list per train, each of which its train could make alone, that costs less than `incumbent`; trains
/// may be left out where it is said that they may. Complexity: exponential; bounded by `limits`.
pub fn best_combination<'n>(
    network: &'n Network,
    lists: &[Vec<&Journey>],
    may_be_left_out: &[bool],
    incumbent: Cost,
    (backend, limits): (Backend, &Limits),
) -> Combined<'n> {
    let n = network.trains.len();
    if lists.len() != n || may_be_left_out.len() != n {
        return Combined::Refused;
    }
    let (lists, may_be_left_out) = promising(network, lists, may_be_left_out, incumbent);
    let master = Master::new(network, &lists, &may_be_left_out);
    let answer = backend::solve(master.model(), backend, limits);
    match answer.status {
        Status::Refused => return Combined::Refused,
        Status::Optimal | Status::Feasible => {}
        Status::Infeasible | Status::Unfinished | Status::Failed => return Combined::NoneBetter,
    }
    let chosen = master.chosen(&answer.values);
    let journeys = chosen.iter().zip(&lists);
    let journeys = journeys.map(|(chosen, list)| chosen.map(|index| list[index].clone()));
    // an answer that does not fit together, or is not worth what it says, is none
    let solution = together(network, journeys.collect())
        .ok()
        .filter(|solution| solution.value.units() == master.constant() + answer.value)
        .filter(|solution| solution.value < incumbent);
    solution.map_or(Combined::NoneBetter, |solution| {
        Combined::Better(Box::new(solution))
    })
}

/// The candidates that can be part of something better: the other trains cost at least their least, so what costs more than is left then
/// cannot be. A train without a candidate makes everything impossible; what is kept does not matter then.
fn promising<'j>(
    network: &Network,
    lists: &[Vec<&'j Journey>],
    may_be_left_out: &[bool],
    incumbent: Cost,
) -> (Vec<Vec<&'j Journey>>, Vec<bool>) {
    let left_out = |train: TrainIndex| {
        let cost = network[train].cost.postponed;
        may_be_left_out[train.index()].then_some(cost)
    };
    let least = |train: TrainIndex| {
        let costs = lists[train.index()].iter().map(|journey| journey.cost);
        costs.chain(left_out(train)).min().unwrap_or(Cost::ZERO)
    };
    let least: Vec<Cost> = network.train_indices().map(least).collect();
    let all: Cost = least.iter().sum();
    let may_help = |train: TrainIndex, cost: Cost| all - least[train.index()] + cost < incumbent;
    let kept = network.train_indices().zip(lists).map(|(train, list)| {
        let own = list.iter().copied();
        own.filter(|journey| may_help(train, journey.cost))
            .collect()
    });
    let out = network.train_indices();
    let out = out.map(|train| left_out(train).is_some_and(|cost| may_help(train, cost)));
    (kept.collect(), out.collect())
}
