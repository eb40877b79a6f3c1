//! Plans by insertion: trains one after another at their cheapest free journey, in several orders, the best kept.
//!
//! Trains under way come first in every order, for they hold places whatever is decided. A train that finds no journey is
//! tried again when others have been placed (an empty rake may have come in meanwhile).

use crate::network::Network;
use crate::occupancy::Occupancy;
use crate::pricing::{Journey, Pricer};

/// Journeys of a plan, and what they take.
#[derive(Clone, Debug)]
pub struct Solution<'n> {
    /// Journey of each train, by train id; `None`: not planned.
    pub journeys: Vec<Option<Journey>>,
    /// Cost units: journeys, unplanned trains, missing empties.
    pub value: i64,
    /// What is taken.
    pub occupancy: Occupancy<'n>,
}

/// A rule by which trains are ordered for insertion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By weight, then release.
    WeightThenRelease,
    /// By release.
    Release,
    /// By due exit (release where none).
    Due,
    /// By release, trains that bring empty rakes into a store first.
    ProducersFirst,
    /// By the earliest exit when alone.
    ExitAlone,
    /// By weight over the ticks of the journey alone (short and heavy first).
    WeightOverTime,
}

impl Order {
    /// All orders, in the order in which they are tried.
    pub const ALL: [Order; 6] = [
        Order::WeightThenRelease,
        Order::Release,
        Order::ProducersFirst,
        Order::ExitAlone,
        Order::Due,
        Order::WeightOverTime,
    ];
}

/// Cheapest journeys of every train if it were alone.
pub fn alone(network: &Network, pricer: &mut Pricer) -> Vec<Option<Journey>> {
    let mut occupancy = Occupancy::alone(network);
    network
        .trains
        .iter()
        .map(|train| pricer.price(train, &mut occupancy))
        .collect()
}

/// What every train would cost if it were alone. It may be left out on purpose, so that is never more than leaving it out.
pub fn costs_alone(network: &Network, alone: &[Option<Journey>]) -> Vec<i64> {
    let costs = network.trains.iter().zip(alone);
    let cost = costs.map(|(train, journey)| {
        journey.as_ref().map_or(train.cost.unplanned, |journey| {
            journey.cost.min(train.cost.unplanned)
        })
    });
    cost.collect()
}

/// The trains in an order, ties by what they are and last by number.
pub fn ordered(
    network: &Network,
    alone: &[Option<Journey>],
    names: &[&str],
    order: Order,
) -> Vec<usize> {
    let mut trains: Vec<usize> = (0..network.trains.len()).collect();
    let key = |index: usize| {
        let train = &network.trains[index];
        let cost = &train.cost;
        let exit = alone[index]
            .as_ref()
            .map_or(i32::MAX, |journey| journey.exit);
        let release = i64::from(cost.release);
        let weight = cost.weight;
        match order {
            Order::WeightThenRelease => (-weight, release),
            Order::Release => (release, -weight),
            Order::Due => (cost.due.map_or(release, i64::from), -weight),
            Order::ProducersFirst => {
                let brings = !train.transshipped
                    && train.exits.iter().any(|&exit| {
                        matches!(train.graph[exit].what, crate::network::StandWhat::Store(_))
                    });
                (i64::from(!brings), release)
            }
            Order::ExitAlone => (i64::from(exit), -weight),
            Order::WeightOverTime => {
                let ticks = i64::from(exit.saturating_sub(cost.release).max(1));
                (-weight.saturating_mul(1_000_000) / ticks, release)
            }
        }
    };
    trains.sort_by(|&a, &b| (key(a), names[a]).cmp(&(key(b), names[b])));
    trains
}

/// A plan by insertion in the given order of trains.
pub fn insert_all<'n>(network: &'n Network, pricer: &mut Pricer, order: &[usize]) -> Solution<'n> {
    let mut solution = Solution {
        journeys: vec![None; network.trains.len()],
        value: 0,
        occupancy: Occupancy::new(network),
    };
    for (index, train) in network.trains.iter().enumerate() {
        if train.under_way {
            solution.occupancy.add_stay(index);
        }
    }
    let (under_way, rest): (Vec<usize>, Vec<usize>) = order
        .iter()
        .partition(|&&index| network.trains[index].under_way);
    insert_until_stuck(network, pricer, &mut solution, under_way);
    let left = order
        .iter()
        .copied()
        .filter(|&index| network.trains[index].under_way && solution.journeys[index].is_none());
    let left: Vec<usize> = left.collect();
    insert_until_stuck(
        network,
        pricer,
        &mut solution,
        rest.into_iter().chain(left).collect(),
    );
    solution.value = total(network, &solution);
    solution
}

/// Inserts trains in turn, over and over as long as another one finds its journey.
fn insert_until_stuck(
    network: &Network,
    pricer: &mut Pricer,
    solution: &mut Solution<'_>,
    mut waiting: Vec<usize>,
) {
    loop {
        let before = waiting.len();
        waiting.retain(|&index| !try_insert(network, pricer, solution, index));
        if waiting.is_empty() || waiting.len() == before {
            return;
        }
    }
}

fn try_insert(
    network: &Network,
    pricer: &mut Pricer,
    solution: &mut Solution<'_>,
    index: usize,
) -> bool {
    let train = &network.trains[index];
    if train.under_way {
        solution.occupancy.remove_stay(index);
    }
    let journey = pricer.price(train, &mut solution.occupancy);
    // a journey dearer than leaving the train out is no gain
    if let Some(journey) =
        journey.filter(|journey| train.under_way || journey.cost <= train.cost.unplanned)
    {
        solution.occupancy.insert(&journey);
        solution.journeys[index] = Some(journey);
        true
    } else {
        if train.under_way {
            solution.occupancy.add_stay(index);
        }
        false
    }
}

/// The value of a solution in cost units.
pub fn total(network: &Network, solution: &Solution<'_>) -> i64 {
    let trains = network.trains.iter().zip(&solution.journeys);
    let journeys: i64 = trains
        .map(|(train, journey)| journey.as_ref().map_or(train.cost.unplanned, |j| j.cost))
        .sum();
    journeys + solution.occupancy.missing_cost()
}
