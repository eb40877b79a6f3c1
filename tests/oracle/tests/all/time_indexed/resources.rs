//! What columns take of the shared resources, and the rows that keep it within what there is.

use super::lines::Traffic;
use regauge_solver::backend::{Column, Model, Sense};
use regauge_solver::network::{LineIndex, Movement, Network, Operation, PoolIndex, Tick, Use};
use regauge_solver::occupancy::are_apart;

/// What all columns take.
#[derive(Debug)]
pub(super) struct Resources<'n> {
    network: &'n Network,
    /// By pool: from, to, column.
    uses: Vec<Vec<(Tick, Tick, usize)>>,
    /// By pool: what postponed trains under way hold.
    stays: Vec<Vec<(Tick, Tick, usize)>>,
    /// By stock: tick, train, column, change.
    pub(super) changes: Vec<Vec<(Tick, usize, usize, i32)>>,
    /// By cap: day, column.
    entries: Vec<Vec<(usize, usize)>>,
    traffic: Vec<Traffic>,
}

/// What a train takes, while its columns are made.
pub(super) struct Taking<'a, 'n> {
    pub(super) network: &'n Network,
    pub(super) train: usize,
    pub(super) resources: &'a mut Resources<'n>,
    pub(super) model: &'a mut Model,
}

impl Taking<'_, '_> {
    /// Whether an operation may start then beside what no decision changes, as far as lines and caps go.
    pub(super) fn is_possible(&self, operation: &Operation, start: Tick) -> bool {
        let network = self.network;
        let apart = operation
            .lines
            .iter()
            .all(|(line, direction, enter, exit)| {
                let data = &network[*line];
                let own = movement(network, *line, *direction, enter.at(start), exit.at(start));
                let fixed = network.fixed_movements.iter();
                fixed
                    .filter(|fixed| fixed.line == *line)
                    .all(|&fixed| are_apart(data, own, fixed))
            });
        apart
            && operation.caps.iter().all(|(cap, at)| {
                let cap = &network[*cap];
                let day = cap.day_of(at.at(start));
                let room = day.map(|day| cap.capacity.get(day).copied().unwrap_or(0));
                room.is_none_or(|room| room > 0)
            })
    }

    /// An operation at a start. `way` is the way it is part of, and how many operations on it may have used each line before.
    pub(super) fn operation(
        &mut self,
        operation: &Operation,
        start: Tick,
        column: usize,
        (way, levels): (usize, &[usize]),
    ) {
        for (pool, from, to) in &operation.pools {
            self.take(*pool, (from.at(start), to.at(start)), column);
        }
        for (index, (line, direction, enter, exit)) in operation.lines.iter().enumerate() {
            let own = movement(
                self.network,
                *line,
                *direction,
                enter.at(start),
                exit.at(start),
            );
            let level = levels.get(index).copied().unwrap_or(0);
            self.resources.traffic[line.index()].add((self.train, way, level), own, column);
        }
        for (cap, at) in &operation.caps {
            let day = self.network[*cap].day_of(at.at(start));
            let entries = &mut self.resources.entries[cap.index()];
            entries.extend(day.map(|day| (day, column)));
        }
        for (stock, change, at) in &operation.stocks {
            self.resources.changes[stock.index()].push((at.at(start), self.train, column, *change));
        }
    }

    /// A unit of a pool for a span.
    pub(super) fn take(&mut self, pool: PoolIndex, (from, to): (Tick, Tick), column: usize) {
        if from.max(Tick::ZERO) < to {
            self.resources.uses[pool.index()].push((from.max(Tick::ZERO), to, column));
        }
    }

    /// A unit of a pool held by what waits; nothing may be held while the pool is closed, unless it goes `through`.
    pub(super) fn hold(
        &mut self,
        pool: PoolIndex,
        through: bool,
        (from, to, column): (Tick, Tick, usize),
    ) {
        let closed = &self.network[pool].closed;
        if !through && closed.iter().any(|&(a, b)| a < to && from < b) {
            self.model.fix_at_least(column);
        }
        self.take(pool, (from, to.min(self.network.end)), column);
    }
}

fn movement(
    network: &Network,
    line: LineIndex,
    direction: regauge_model::system::Direction,
    enter: Tick,
    exit: Tick,
) -> Movement {
    let diverted = network[line].diversion(direction, enter);
    Movement {
        line,
        enter,
        exit,
        direction,
        diverted: diverted.is_some(),
    }
}

impl<'n> Resources<'n> {
    pub(super) fn new(network: &'n Network) -> Resources<'n> {
        Resources {
            network,
            uses: vec![Vec::new(); network.pools.len()],
            stays: vec![Vec::new(); network.pools.len()],
            changes: vec![Vec::new(); network.stocks.len()],
            entries: vec![Vec::new(); network.caps.len()],
            traffic: network.lines.iter().map(|_| Traffic::default()).collect(),
        }
    }

    /// What a train under way holds while it is not planned.
    pub(super) fn stay(&mut self, postponed: usize, taken: Use) {
        self.stays[taken.pool.index()].push((taken.from.max(Tick::ZERO), taken.to, postponed));
    }

    /// A movement that a train under way makes while it is not planned.
    pub(super) fn stay_movement(&mut self, train: usize, postponed: usize, movement: Movement) {
        self.traffic[movement.line.index()].stay(train, movement, postponed);
    }

    /// All rows.
    pub(super) fn add_rows(self, model: &mut Model) {
        for (index, pool) in self.network.pools.iter().enumerate() {
            let fixed = self.network.fixed_spans(PoolIndex::from_index(index));
            pool_rows(
                model,
                pool.capacity,
                &fixed,
                &self.uses[index],
                &self.stays[index],
            );
        }
        for (line, traffic) in self.network.lines.iter().zip(&self.traffic) {
            traffic.add_rows(line, model);
        }
        for (cap, mut entries) in self.network.caps.iter().zip(self.entries) {
            entries.sort_unstable();
            for same in entries.chunk_by(|a, b| a.0 == b.0) {
                let room = cap.capacity.get(same[0].0).copied().unwrap_or(0);
                let terms = same.iter().map(|&(_, column)| (column, 1));
                model.add_row(terms.collect(), Sense::AtMost, room.into());
            }
        }
        for (stock, changes) in self.network.stocks.iter().zip(self.changes) {
            stock_rows(model, stock, changes);
        }
    }
}

/// A row at every tick at which a unit may be taken.
fn pool_rows(
    model: &mut Model,
    capacity: u32,
    fixed: &[(Tick, Tick)],
    uses: &[(Tick, Tick, usize)],
    stays: &[(Tick, Tick, usize)],
) {
    let mut ticks: Vec<Tick> = uses.iter().map(|taken| taken.0).collect();
    ticks.extend(stays.iter().map(|taken| taken.0));
    // where something fixed ends there is more room than before, where it begins there is less
    ticks.extend(fixed.iter().map(|taken| taken.0.max(Tick::ZERO)));
    ticks.sort_unstable();
    ticks.dedup();
    for tick in ticks {
        let covers = |from: Tick, to: Tick| from <= tick && tick < to;
        let fixed = fixed
            .iter()
            .filter(|taken| covers(taken.0, taken.1))
            .count() as i64;
        let room = (i64::from(capacity) - fixed).max(0);
        let here = |all: &[(Tick, Tick, usize)]| -> Vec<(usize, i64)> {
            let all = all.iter().filter(|taken| covers(taken.0, taken.1));
            all.map(|taken| (taken.2, 1)).collect()
        };
        let terms = here(uses);
        if terms.is_empty() {
            continue;
        }
        let mut held = here(stays);
        held.sort_unstable();
        // one train never needs more than all there is to keep others out
        held.dedup_by(|later, earlier| {
            let same = later.0 == earlier.0;
            if same {
                earlier.1 = (earlier.1 + later.1).min(room);
            }
            same
        });
        for stay in &mut held {
            stay.1 = stay.1.min(room);
        }
        let all_held: i64 = held.iter().map(|stay| stay.1).sum();
        if terms.len() as i64 + all_held <= room {
            continue;
        }
        if all_held <= room {
            model.add_row([terms, held].concat(), Sense::AtMost, room);
        } else {
            for stay in held {
                let own = [terms.clone(), vec![stay]].concat();
                model.add_row(own, Sense::AtMost, room);
            }
        }
    }
}

/// The level after every change, and what is missing at the end.
fn stock_rows(
    model: &mut Model,
    stock: &regauge_solver::network::Stock,
    mut changes: Vec<(Tick, usize, usize, i32)>,
) {
    changes.sort_unstable();
    let initial = i64::from(stock.initial);
    let arrivals = stock.arrivals.iter().map(|(_, units)| i64::from(*units));
    let most = arrivals.sum::<i64>()
        + changes
            .iter()
            .map(|change| i64::from(change.3.abs()))
            .sum::<i64>();
    let mut level: Option<usize> = None;
    // what is there without any train
    let mut there = 0;
    let mut taken: Vec<(usize, usize)> = Vec::new();
    for group in changes.chunk_by(|a, b| a.0 == b.0) {
        let after = model.add_column(Column {
            least: initial.min(0),
            greatest: initial + most,
            cost: 0,
            integral: false,
        });
        let mut terms: Vec<(usize, i64)> = group
            .iter()
            .map(|change| (change.2, i64::from(change.3)))
            .collect();
        terms.push((after, -1));
        terms.extend(level.map(|before| (before, 1)));
        let now = i64::from(stock.at_first(group[0].0));
        model.add_row(terms, Sense::Equal, there - now);
        there = now;
        level = Some(after);
        if initial < 0 {
            // whoever takes something leaves no less than none, from then on
            let takers = group.iter().filter(|change| change.3 < 0);
            taken.extend(takers.map(|change| (change.1, change.2)));
            taken.sort_unstable();
            for own in taken.chunk_by(|a, b| a.0 == b.0) {
                let terms = own.iter().map(|taker| (taker.1, initial));
                let terms = terms.chain([(after, 1)]).collect();
                model.add_row(terms, Sense::AtLeast, initial);
            }
        }
    }
    let later = i64::from(stock.at_last()) - there;
    let wanted = i64::from(stock.end_at_least) - later;
    let missing = model.add_column(Column {
        least: if level.is_none() { wanted.max(0) } else { 0 },
        greatest: (wanted - initial.min(0)).max(0) + most,
        cost: stock.end_price.units(),
        integral: false,
    });
    if let Some(level) = level {
        model.add_row(vec![(missing, 1), (level, 1)], Sense::AtLeast, wanted);
    }
}
