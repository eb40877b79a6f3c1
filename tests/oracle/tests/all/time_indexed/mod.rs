//! A whole network as one time-indexed problem: every operation of every train at every start is a column.
//!
//! A rake flows from where it begins to an exit: operations carry it from stand to stand, and what waits there between
//! two ticks is a column of its own (`queue`). The two rakes of a transshipped train are two flows that share
//! the columns of the crane work. Stages with teams are columns too, for a stage may wait for its team; all other stages are
//! done as early as they can, which never hurts. A stand is held from the `takes` of what led to it to the `leaves` of what leads
//! on: that is a queue of its own, and its segments take units of the pool. Rows for pools stand where something is taken,
//! for lines at every pair of movements that are too close, for stocks at every change, for caps at every day.
//!
//! Exact, with one exception that only ever makes the value less: where the stays of postponed trains under way already take more
//! than there is, the row lets them. Solutions are checked all the same, so a value that is told together with journeys
//! is the optimum.
//!
//! Size: the sum over operations of their possible starts, so small instances only.

mod lines;
mod read;
mod resources;
mod strand;
mod windows;

use regauge_solver::backend::{self, Backend, Column, Limits, Model, Sense, Status};
use regauge_solver::construct::Solution;
use regauge_solver::network::{Network, Tick};
use resources::{Resources, Taking};
use strand::TrainColumns;

/// The complete problem of a network.
#[derive(Debug)]
pub struct TimeIndexed<'n> {
    network: &'n Network,
    model: Model,
    trains: Vec<TrainColumns>,
}

/// An answer to a complete problem.
#[derive(Debug)]
pub struct Solved<'n> {
    /// What became of it; [`Status::Failed`] also when the journeys read from the answer do not fit together.
    pub status: Status,
    /// Journeys and value, checked; there when the status is [`Status::Optimal`] or [`Status::Feasible`].
    pub solution: Option<Solution<'n>>,
}

impl<'n> TimeIndexed<'n> {
    /// Writes the problem. A train whose cheapest exit alone is behind the horizon can still be postponed, so there always is a
    /// solution but where trains under way block each other. `upper` is the value of a known plan: what would cost more than that
    /// is left out.
    pub fn new(network: &'n Network, upper: Option<i64>) -> TimeIndexed<'n> {
        let mut model = Model::new();
        let mut resources = Resources::new(network);
        let latest = latest_exits(network, upper);
        let mut trains = Vec::with_capacity(network.trains.len());
        for (index, train) in network.trains.iter().enumerate() {
            let postponed = model.add_choice(train.cost.postponed.units());
            for &taken in &train.stay_uses {
                resources.stay(postponed, taken);
            }
            for &movement in &train.stay_movements {
                resources.stay_movement(index, postponed, movement);
            }
            let mut taking = Taking {
                network,
                train: index,
                resources: &mut resources,
                model: &mut model,
            };
            trains.push(TrainColumns::new(&mut taking, postponed, latest[index]));
        }
        resources.add_rows(&mut model);
        TimeIndexed {
            network,
            model,
            trains,
        }
    }

    /// Solves it. Complexity: exponential; bounded by `limits`.
    pub fn solve(&self, backend: Backend, limits: &Limits) -> Solved<'n> {
        let answer = backend::solve(&self.model, backend, limits);
        if answer.values.is_empty() {
            return Solved {
                status: answer.status,
                solution: None,
            };
        }
        let solution = self
            .read(&answer.values)
            .filter(|solution| solution.value.units() == answer.value);
        match solution {
            Some(solution) => Solved {
                status: answer.status,
                solution: Some(solution),
            },
            None => Solved {
                status: Status::Failed,
                solution: None,
            },
        }
    }
}

/// The last exit of each train in a plan that costs less than `upper`: all others cost at least what they cost at their
/// earliest.
fn latest_exits(network: &Network, upper: Option<i64>) -> Vec<Tick> {
    let Some(upper) = upper else {
        return vec![network.end; network.trains.len()];
    };
    let least: Vec<i64> = network
        .trains
        .iter()
        .map(|train| {
            let windows = windows::Windows::new(train, network.end);
            let exits = train
                .exits
                .iter()
                .map(|exit| windows.earliest[exit.index()]);
            let earliest = exits.min().filter(|&exit| exit <= network.end);
            let cost = |exit| (train.cost.of(exit) + train.cost.min_emptied).units();
            let cost = earliest.map_or(i64::MAX, cost);
            cost.min(train.cost.postponed.units())
        })
        .collect();
    let all: i64 = least.iter().sum();
    let own = network.trains.iter().zip(&least);
    own.map(|(train, least)| {
        let most = upper - (all - least);
        // costs never fall with the exit
        let (mut low, mut high) = (train.cost.release.min(Tick::ZERO) - 1, network.end);
        while low < high {
            let middle = low + (high - low + 1) / 2;
            if (train.cost.of(middle) + train.cost.min_emptied).units() <= most {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        low
    })
    .collect()
}

/// What flows in and out of a place where it may wait: `waiting` after a tick is what waited before and came in, less what went out.
/// Nothing is left in the end. Returns the segments `[from, to)` between two events with the column that says what waits then.
fn queue(
    model: &mut Model,
    inflow: &[(Tick, usize)],
    outflow: &[(Tick, usize)],
) -> Vec<(Tick, Tick, usize)> {
    balance(model, inflow, outflow, true)
}

/// As [`queue`], but something may be left in the end.
fn balance(
    model: &mut Model,
    inflow: &[(Tick, usize)],
    outflow: &[(Tick, usize)],
    drained: bool,
) -> Vec<(Tick, Tick, usize)> {
    let inward = inflow.iter().map(|&(at, column)| (at, column, 1));
    let outward = outflow.iter().map(|&(at, column)| (at, column, -1));
    let mut events: Vec<(Tick, usize, i64)> = inward.chain(outward).collect();
    events.sort_unstable();
    let mut segments: Vec<(Tick, Tick, usize)> = Vec::new();
    let mut groups = events.chunk_by(|a, b| a.0 == b.0).peekable();
    while let Some(group) = groups.next() {
        let mut terms: Vec<(usize, i64)> = group.iter().map(|event| (event.1, event.2)).collect();
        if let Some(&(_, _, waiting)) = segments.last() {
            terms.push((waiting, 1));
        }
        if let Some(next) = groups.peek() {
            let waiting = model.add_column(Column {
                least: 0,
                greatest: 1,
                cost: 0,
                integral: false,
            });
            segments.push((group[0].0, next[0].0, waiting));
            terms.push((waiting, -1));
            model.add_row(terms, Sense::Equal, 0);
        } else {
            let sense = if drained {
                Sense::Equal
            } else {
                Sense::AtLeast
            };
            model.add_row(terms, sense, 0);
        }
    }
    segments
}
