//! Plans by insertion: trains one after another at their cheapest free journey, in several orders, the best kept.
//!
//! Trains under way come first in every order, for they hold places whatever is decided; then pinned ones. A train that finds no journey is
//! tried again when others have been placed (an empty rake may have come in meanwhile).

use crate::journey::Journey;
use crate::network::{Cost, Movement, Network, StockIndex, Tick, Ticks, TrainIndex, TrainNetwork};
use crate::occupancy::Occupancy;
use crate::pricing::{Pricer, Shunned, Wishes};
use regauge_model::ids::{SpotId, TrainId};
use thiserror::Error;

/// Journeys of a plan, and what they take.
#[derive(Clone, Debug)]
pub struct Solution<'n> {
    /// Journey of each train, by train id; `None`: not planned.
    pub journeys: Vec<Option<Journey>>,
    /// Cost units: journeys, postponed trains, missing empties.
    pub value: Cost,
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
        Order::Release,
        Order::WeightThenRelease,
        Order::ProducersFirst,
        Order::ExitAlone,
        Order::Due,
        Order::WeightOverTime,
    ];
}

/// What every train would do if it had the system to itself.
#[derive(Clone, Debug)]
pub struct Alone {
    /// Its cheapest journey, by train id; `None`: it has none.
    pub journeys: Vec<Option<Journey>>,
    /// Its least cost, whatever the others do. They may bring the rake or make the room that it finds no journey without, so that is
    /// its cost where stores are never empty or full; and it may be left out on purpose, so it is never more than that costs.
    pub costs: Vec<Cost>,
    /// Steps that pricing it took: they count in every run, whether they were made for it or before.
    pub steps: Vec<u64>,
}

impl Alone {
    /// Prices every train; with `go_on` saying no the rest have no journey and cost nothing, so that the sum is no less a bound.
    pub fn new(network: &Network, pricer: &mut Pricer, go_on: impl Fn() -> bool) -> Alone {
        let mut occupancy = Occupancy::alone(network);
        let mut without_stores = Occupancy::without_stores(network);
        let n_trains = network.trains.len();
        let mut alone = Alone {
            journeys: Vec::with_capacity(n_trains),
            costs: Vec::with_capacity(n_trains),
            steps: Vec::with_capacity(n_trains),
        };
        for train in &network.trains {
            if !go_on() {
                break;
            }
            let (journey, cost, steps) =
                priced(train, pricer, [&mut occupancy, &mut without_stores]);
            alone.costs.push(cost);
            alone.journeys.push(journey);
            alone.steps.push(steps);
        }
        alone.journeys.resize(n_trains, None);
        alone.costs.resize(n_trains, Cost::ZERO);
        alone
    }

    /// The same for a network that shares some of its trains with the one of this; `shared`: their places there.
    #[must_use]
    pub fn patched(
        &self,
        network: &Network,
        pricer: &mut Pricer,
        shared: &[Option<usize>],
    ) -> Alone {
        let mut occupancy = Occupancy::alone(network);
        let mut without_stores = Occupancy::without_stores(network);
        let trains = network.trains.iter().zip(shared);
        let mut patched = Alone {
            journeys: Vec::with_capacity(shared.len()),
            costs: Vec::with_capacity(shared.len()),
            steps: Vec::with_capacity(shared.len()),
        };
        for (train, shared) in trains {
            let (journey, cost, steps) = match *shared {
                Some(place) => {
                    let journey = self.journeys[place].clone();
                    (journey, self.costs[place], self.steps[place])
                }
                None => priced(train, pricer, [&mut occupancy, &mut without_stores]),
            };
            patched.journeys.push(journey);
            patched.costs.push(cost);
            patched.steps.push(steps);
        }
        patched
    }
}

/// What a train does alone, what it costs at least with stores that are never empty or full, and the steps of both.
fn priced(
    train: &TrainNetwork,
    pricer: &mut Pricer,
    [alone, without_stores]: [&mut Occupancy<'_>; 2],
) -> (Option<Journey>, Cost, u64) {
    let before = pricer.steps();
    let journey = pricer.price(train, alone);
    let postponed = train.cost.postponed;
    let cost = |pricer: &Pricer, journey: &Journey| pricer.least().min(journey.cost).min(postponed);
    let own = journey
        .as_ref()
        .map_or(postponed, |journey| cost(pricer, journey));
    if !train.takes_stock() {
        return (journey, own, pricer.steps() - before);
    }
    let other = pricer.price(train, without_stores);
    let least = other.as_ref().map_or(own, |other| cost(pricer, other));
    (journey, least, pricer.steps() - before)
}

/// The trains in an order, ties by what they are and last by number.
pub fn ordered(
    network: &Network,
    alone: &[Option<Journey>],
    names: &[&str],
    order: Order,
) -> Vec<TrainIndex> {
    let mut trains: Vec<TrainIndex> = network.train_indices().collect();
    let key = |index: TrainIndex| {
        let train = &network[index];
        let cost = &train.cost;
        let exit = alone[index.index()]
            .as_ref()
            .map_or(Tick::MAX, |journey| journey.exit);
        let number = |tick: Tick| i64::from(tick.0);
        let release = number(cost.release);
        let weight = cost.weight.units();
        match order {
            Order::WeightThenRelease => (-weight, release),
            Order::Release => (release, -weight),
            Order::Due => (cost.due.map_or(release, number), -weight),
            Order::ProducersFirst => {
                let brings = !train.transshipped
                    && train.exits.iter().any(|&exit| {
                        matches!(train.graph[exit].what, crate::network::StandWhat::Store(_))
                    });
                (i64::from(!brings), release)
            }
            Order::ExitAlone => (number(exit), -weight),
            Order::WeightOverTime => {
                let ticks = (number(exit) - release).clamp(1, i64::from(Ticks::MAX));
                (-weight.saturating_mul(1_000_000) / ticks, release)
            }
        }
    };
    // Pinned trains have the least choice, and cost most when they are postponed.
    let place = |index: TrainIndex| (!network[index].pinned, key(index), names[index.index()]);
    trains.sort_by(|&a, &b| place(a).cmp(&place(b)));
    trains
}

/// A plan by insertion in the given order of trains.
pub fn insert_all<'n>(
    network: &'n Network,
    pricer: &mut Pricer,
    order: &[TrainIndex],
) -> Solution<'n> {
    insert_while(network, pricer, order, || true)
}

/// The same, but trains that come after `go_on` has said no are not planned.
pub fn insert_while<'n>(
    network: &'n Network,
    pricer: &mut Pricer,
    order: &[TrainIndex],
    go_on: impl Fn() -> bool,
) -> Solution<'n> {
    insert_keeping(network, pricer, order, go_on, |_| Kept::default())
}

/// What a train keeps to, wherever it finds a journey so.
#[derive(Clone, Copy, Debug, Default)]
pub struct Kept {
    /// The spot.
    pub spot: Option<SpotId>,
    /// The way ([`regauge_model::instance::Train::ways`]).
    pub way: Option<usize>,
}

/// The same with trains that keep to what is named for them, wherever they find a journey so; the spot is given up before the way.
pub fn insert_keeping<'n>(
    network: &'n Network,
    pricer: &mut Pricer,
    order: &[TrainIndex],
    go_on: impl Fn() -> bool,
    kept: impl Fn(TrainIndex) -> Kept,
) -> Solution<'n> {
    let mut insertion = Insertion {
        network,
        pricer,
        go_on: &go_on,
        kept: &kept,
    };
    let mut solution = Solution {
        journeys: vec![None; network.trains.len()],
        value: Cost::ZERO,
        occupancy: Occupancy::new(network),
    };
    for index in network.train_indices() {
        if network[index].under_way {
            solution.occupancy.add_stay(index);
        }
    }
    insertion.under_way_first(&mut solution, order);
    solution.value = total(network, &solution);
    solution
}

/// Inserts trains in turn beside those that a solution has; they keep to what is named for them wherever they find a journey so.
pub fn insert_beside<'n>(
    network: &'n Network,
    solution: &mut Solution<'n>,
    waiting: &[TrainIndex],
    kept: impl Fn(TrainIndex) -> Kept,
) {
    let mut insertion = Insertion {
        network,
        pricer: &mut Pricer::new(),
        go_on: &|| true,
        kept: &kept,
    };
    insertion.under_way_first(solution, waiting);
    solution.value = total(network, solution);
}

/// Inserts trains under way that keep each other from moving: each holds its place, or its section, for good as long as it is not
/// planned, and two that face each other on a single track then both find nothing. Here they hold only what they cannot but hold, and
/// either all of them are inserted, or nothing changes.
fn insert_those_in_the_way(
    network: &Network,
    pricer: &mut Pricer,
    solution: &mut Solution<'_>,
    order: &[TrainIndex],
) {
    let is_stuck = |&&index: &&TrainIndex| {
        network[index].under_way && solution.journeys[index.index()].is_none()
    };
    let stuck: Vec<TrainIndex> = order.iter().filter(is_stuck).copied().collect();
    if stuck.len() < 2 {
        return;
    }
    let mut attempt = solution.clone();
    for &index in &stuck {
        attempt.occupancy.remove_stay(index);
        for movement in runs_to_their_end(&network[index]) {
            attempt.occupancy.add_movement(movement);
        }
    }
    for &index in &stuck {
        let train = &network[index];
        for movement in runs_to_their_end(train) {
            attempt.occupancy.remove_movement(movement);
        }
        let occupancy = &mut attempt.occupancy;
        let Some(journey) = pricer.insert(train, occupancy, &Wishes::default()) else {
            return;
        };
        attempt.journeys[index.index()] = Some(journey);
    }
    *solution = attempt;
}

/// The movements that a train is in the middle of at the start, up to where they end whatever is decided.
fn runs_to_their_end(train: &TrainNetwork) -> impl Iterator<Item = Movement> + '_ {
    let starts = train.arriving_start.iter().chain(&train.onward_start);
    let first = starts.flat_map(|start| {
        let edges = train.graph.edges(start.stand);
        edges.map(|edge| (start.at, edge.weight()))
    });
    let first: Vec<_> = first.collect();
    train.stay_movements.iter().map(move |&movement| {
        let lines = first
            .iter()
            .filter_map(|(at, operation)| operation.lines.first().map(|line| (at, line)));
        let ends = lines
            .filter(|(_, line)| line.0 == movement.line)
            .map(|(&at, line)| line.3.at(at));
        let exit = ends.min().unwrap_or(movement.exit).min(movement.exit);
        Movement { exit, ..movement }
    })
}

/// Insertion of trains one after another.
struct Insertion<'a> {
    network: &'a Network,
    pricer: &'a mut Pricer,
    go_on: &'a dyn Fn() -> bool,
    kept: &'a dyn Fn(TrainIndex) -> Kept,
}

impl Insertion<'_> {
    /// Inserts trains in turn, those under way before all others.
    fn under_way_first(&mut self, solution: &mut Solution<'_>, order: &[TrainIndex]) {
        let network = self.network;
        let (under_way, rest): (Vec<TrainIndex>, Vec<TrainIndex>) =
            order.iter().partition(|&&index| network[index].under_way);
        self.until_stuck(solution, under_way);
        insert_those_in_the_way(network, self.pricer, solution, order);
        let left = order.iter().copied().filter(|&index| {
            network[index].under_way && solution.journeys[index.index()].is_none()
        });
        let left: Vec<TrainIndex> = left.collect();
        self.until_stuck(solution, rest.into_iter().chain(left).collect());
    }

    /// Inserts trains in turn, over and over as long as another one finds its journey.
    fn until_stuck(&mut self, solution: &mut Solution<'_>, mut waiting: Vec<TrainIndex>) {
        let mut is_first = true;
        loop {
            // others only take, but for what they bring into a store
            if !is_first {
                waiting.retain(|&index| self.network[index].takes_stock());
            }
            is_first = false;
            let tried = waiting.len();
            waiting.retain(|&index| !(self.go_on)() || !self.try_one(solution, index));
            if waiting.is_empty() || waiting.len() == tried {
                return;
            }
        }
    }

    fn try_one(&mut self, solution: &mut Solution<'_>, index: TrainIndex) -> bool {
        let train = &self.network[index];
        if train.under_way {
            solution.occupancy.remove_stay(index);
        }
        // no journey costs more than postponing the train
        let wishes = Wishes {
            rough: true,
            ..Wishes::default()
        };
        let kept = (self.kept)(index);
        let position = |way: usize| train.ways.iter().position(|one| one.way == way);
        let way = kept.way.filter(|_| train.ways.len() > 1).and_then(position);
        let on_way = Wishes { way, ..wishes };
        let mut wanted = Vec::with_capacity(3);
        wanted.extend(kept.spot.map(|spot| Wishes {
            shunned: Shunned::AllBut(spot),
            ..on_way
        }));
        wanted.extend(way.map(|_| on_way));
        wanted.push(wishes);
        let mut wanted = wanted.iter();
        let journey =
            wanted.find_map(|wishes| self.pricer.insert(train, &mut solution.occupancy, wishes));
        if journey.is_some() {
            solution.journeys[index.index()] = journey;
            true
        } else {
            if train.under_way {
                solution.occupancy.add_stay(index);
            }
            false
        }
    }
}

/// The value of a solution in cost units.
pub fn total(network: &Network, solution: &Solution<'_>) -> Cost {
    let trains = network.trains.iter().zip(&solution.journeys);
    let journeys: Cost = trains
        .map(|(train, journey)| journey.as_ref().map_or(train.cost.postponed, |j| j.cost))
        .sum();
    journeys + solution.occupancy.shared_cost()
}

/// Why journeys are no plan together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TogetherError {
    /// There is not one for each train.
    #[error("there are {given} journeys for {right} trains")]
    Trains {
        /// Journeys given, those of trains not planned included.
        given: usize,
        /// Trains of the network.
        right: usize,
    },
    /// One takes more than those before it leave.
    #[error("what the journey of train {} takes is not free", .train.index())]
    NoRoom {
        /// Its train.
        train: TrainId,
    },
    /// A stock falls below zero.
    #[error("stock {} falls below zero at tick {at}", .stock.index())]
    ShortStock {
        /// The stock.
        stock: StockIndex,
        /// When first.
        at: Tick,
    },
}

/// The solution in which trains make these journeys (`None`: not planned), and its value. Every journey must be one that its train
/// could make alone. Complexity: that of putting the journeys in one by one.
///
/// # Errors
/// Journeys of another network, and such as take more than there is.
pub fn together(
    network: &Network,
    journeys: Vec<Option<Journey>>,
) -> Result<Solution<'_>, TogetherError> {
    if journeys.len() != network.trains.len() {
        return Err(TogetherError::Trains {
            given: journeys.len(),
            right: network.trains.len(),
        });
    }
    let mut occupancy = Occupancy::new(network);
    for (index, journey) in network.train_indices().zip(&journeys) {
        if journey.is_none() {
            occupancy.add_stay(index);
        }
    }
    for journey in journeys.iter().flatten() {
        if !occupancy.try_insert(journey) {
            return Err(TogetherError::NoRoom {
                train: journey.train,
            });
        }
    }
    // What one train brings another one may take, so stocks count when all are in.
    if let Some((stock, at)) = occupancy.short_stock() {
        return Err(TogetherError::ShortStock { stock, at });
    }
    let mut solution = Solution {
        journeys,
        value: Cost::ZERO,
        occupancy,
    };
    solution.value = total(network, &solution);
    Ok(solution)
}
