//! Rows of the master, only where a resource can run out.

use super::conflict_cliques::{Clique, Traffic};
use crate::backend::{Column, Model, Sense};
use crate::journey::Journey;
use crate::network::{
    CapIndex, Cost, LineIndex, Movement, Network, PoolIndex, Stock, StockIndex, Tick, TrainIndex,
};
use std::collections::HashSet;

/// What a row keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowWhat {
    /// One choice for a train.
    Train(TrainIndex),
    /// Units of a pool at a tick.
    Pool(PoolIndex, Tick),
    /// At most one of these movements on a line, any two of which are too close.
    Line(LineIndex, Vec<Movement>),
    /// Entries counted by a cap on a day.
    Cap(CapIndex, usize),
    /// A stock behind the changes of a tick.
    Stock(StockIndex, Tick),
    /// What is missing of a stock at the end.
    Missing(StockIndex),
}

/// A unit of a pool for a span.
#[derive(Clone, Copy, Debug)]
struct Taken {
    from: Tick,
    to: Tick,
    train: TrainIndex,
    column: usize,
    /// Held by a train under way that is not planned.
    stay: bool,
}

/// A change of a stock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Change {
    at: Tick,
    column: usize,
    by: i32,
    train: TrainIndex,
}

/// What all columns take.
pub(super) struct Rows<'n> {
    network: &'n Network,
    pools: Vec<Vec<Taken>>,
    traffic: Vec<Traffic>,
    /// By cap: day, train, column.
    caps: Vec<Vec<(usize, TrainIndex, usize)>>,
    stocks: Vec<Vec<Change>>,
}

impl<'n> Rows<'n> {
    pub(super) fn new(network: &'n Network) -> Rows<'n> {
        Rows {
            network,
            pools: vec![Vec::new(); network.pools.len()],
            traffic: network.lines.iter().map(|_| Traffic::default()).collect(),
            caps: vec![Vec::new(); network.caps.len()],
            stocks: vec![Vec::new(); network.stocks.len()],
        }
    }

    /// All that a journey takes.
    pub(super) fn journey(&mut self, train: TrainIndex, journey: &Journey, column: usize) {
        for taken in &journey.uses {
            if taken.from < taken.to {
                self.pools[taken.pool.index()].push(Taken {
                    from: taken.from,
                    to: taken.to,
                    train,
                    column,
                    stay: false,
                });
            }
        }
        for &movement in &journey.movements {
            self.traffic[movement.line.index()].add(train, movement, column);
        }
        for &(cap, day) in &journey.cap_entries {
            self.caps[cap.index()].push((day, train, column));
        }
        for &(stock, at, by) in &journey.stock_changes {
            self.stocks[stock.index()].push(Change {
                at,
                column,
                by,
                train,
            });
        }
    }

    /// All that a train holds while it is not planned.
    pub(super) fn stay(&mut self, train: TrainIndex, column: usize) {
        let network = self.network;
        for taken in &network[train].stay_uses {
            if taken.from < taken.to {
                self.pools[taken.pool.index()].push(Taken {
                    from: taken.from,
                    to: taken.to,
                    train,
                    column,
                    stay: true,
                });
            }
        }
        for &movement in &network[train].stay_movements {
            self.traffic[movement.line.index()].stay(train, movement, column);
        }
    }

    /// Writes the rows, and what each of them keeps.
    pub(super) fn add(self, model: &mut Model, whats: &mut Vec<RowWhat>) {
        let mut pools = PoolRows {
            model,
            whats,
            known: HashSet::new(),
        };
        for (index, taken) in self.pools.iter().enumerate() {
            self.pool_rows(PoolIndex::from_index(index), taken, &mut pools);
        }
        for (index, traffic) in self.traffic.iter().enumerate() {
            for Clique { movements, columns } in traffic.cliques(&self.network.lines[index]) {
                let terms = columns.into_iter().map(|column| (column, 1)).collect();
                if model.add_row(terms, Sense::AtMost, 1).is_some() {
                    whats.push(RowWhat::Line(LineIndex::from_index(index), movements));
                }
            }
        }
        for (index, mut entries) in self.caps.into_iter().enumerate() {
            entries.sort_unstable();
            for same in entries.chunk_by(|a, b| a.0 == b.0) {
                let day = same[0].0;
                let room = self.network.caps[index]
                    .capacity
                    .get(day)
                    .copied()
                    .unwrap_or(0);
                let terms: Vec<_> = same.iter().map(|entry| (entry.1, entry.2, 1)).collect();
                if most(&terms) > i64::from(room) {
                    let terms = terms.into_iter().map(|term| (term.1, term.2)).collect();
                    if model.add_row(terms, Sense::AtMost, room.into()).is_some() {
                        whats.push(RowWhat::Cap(CapIndex::from_index(index), day));
                    }
                }
            }
        }
        for (index, changes) in self.stocks.into_iter().enumerate() {
            let stock = &self.network.stocks[index];
            stock_rows(StockIndex::from_index(index), stock, changes, model, whats);
        }
    }

    /// A row at every tick at which something begins, but where a later one says more: nothing ends in between.
    fn pool_rows(&self, index: PoolIndex, taken: &[Taken], rows: &mut PoolRows<'_>) {
        let capacity = i64::from(self.network[index].capacity);
        let fixed = self.network.fixed_spans(index);
        let mut begins: Vec<Tick> = taken.iter().map(|taken| taken.from).collect();
        begins.extend(fixed.iter().map(|fixed| fixed.0));
        begins.sort_unstable();
        begins.dedup();
        let mut by_begin: Vec<Taken> = taken.to_vec();
        by_begin.sort_unstable_by_key(|taken| (taken.from, taken.column));
        let mut next = 0;
        let mut active: Vec<Taken> = Vec::new();
        for (position, &at) in begins.iter().enumerate() {
            active.retain(|taken| taken.to > at);
            while by_begin.get(next).is_some_and(|taken| taken.from <= at) {
                active.push(by_begin[next]);
                next += 1;
            }
            let held = |&&(from, to): &&(Tick, Tick)| from <= at && at < to;
            let later = begins.get(position + 1);
            let says_more = later.is_some_and(|&later| {
                active.iter().all(|taken| taken.to > later)
                    && fixed.iter().filter(held).all(|fixed| fixed.1 > later)
            });
            if says_more || active.iter().all(|taken| taken.stay) {
                continue;
            }
            let room = (capacity - fixed.iter().filter(held).count() as i64).max(0);
            rows.add((index, at), room, &active);
        }
    }
}

/// Rows of pools, each once: both sides of a spot are often held by the same trains.
struct PoolRows<'m> {
    model: &'m mut Model,
    whats: &'m mut Vec<RowWhat>,
    known: HashSet<(Vec<(usize, i64)>, i64)>,
}

impl PoolRows<'_> {
    fn add(&mut self, (index, at): (PoolIndex, Tick), room: i64, active: &[Taken]) {
        let terms: Vec<(TrainIndex, usize, i64)> = active
            .iter()
            .map(|taken| (taken.train, taken.column, 1))
            .collect();
        if most(&terms) <= room {
            return;
        }
        // What trains under way hold is a fact: it keeps others out, but never each other.
        let (stays, uses): (Vec<&Taken>, Vec<&Taken>) = active.iter().partition(|taken| taken.stay);
        let mut held: Vec<(usize, i64)> = Vec::new();
        for stay in stays {
            match held.iter_mut().find(|held| held.0 == stay.column) {
                Some(held) => held.1 += 1,
                None => held.push((stay.column, 1)),
            }
        }
        let all_held: i64 = held.iter().map(|held| held.1).sum();
        let all: Vec<(usize, i64)> = uses.iter().map(|taken| (taken.column, 1)).collect();
        let all = [all, held].concat();
        let mut add = |mut terms: Vec<(usize, i64)>, bound: i64| {
            terms.sort_unstable();
            if self.known.insert((terms.clone(), bound))
                && self.model.add_row(terms, Sense::AtMost, bound).is_some()
            {
                self.whats.push(RowWhat::Pool(index, at));
            }
        };
        if all_held <= room {
            add(all, room);
            return;
        }
        // They can come to more than there is: then each train that takes something needs the room, and without one there is no need.
        for (_, mut own) in by_train(uses.iter().map(|taken| (taken.train, taken.column))) {
            own.dedup();
            let own = own.into_iter().map(|column| (column, all_held - room));
            add(all.iter().copied().chain(own).collect(), all_held);
        }
    }
}

/// The columns of each train, in order.
fn by_train(columns: impl Iterator<Item = (TrainIndex, usize)>) -> Vec<(TrainIndex, Vec<usize>)> {
    let mut columns: Vec<(TrainIndex, usize)> = columns.collect();
    columns.sort_unstable();
    let trains = columns.chunk_by(|a, b| a.0 == b.0);
    trains
        .map(|own| (own[0].0, own.iter().map(|column| column.1).collect()))
        .collect()
}

/// The most that the trains can come to, each by one of its columns: train, column, units.
fn most(terms: &[(TrainIndex, usize, i64)]) -> i64 {
    let mut terms = terms.to_vec();
    terms.sort_unstable();
    let trains = terms.chunk_by(|a, b| a.0 == b.0);
    trains
        .map(|train| {
            let columns = train.chunk_by(|a, b| a.1 == b.1);
            let units = columns.map(|same| same.iter().map(|term| term.2).sum::<i64>());
            units.max().unwrap_or(0)
        })
        .sum()
}

/// A row behind the last taking before something is brought, and one for what is missing at the end.
fn stock_rows(
    index: StockIndex,
    stock: &Stock,
    mut changes: Vec<Change>,
    model: &mut Model,
    whats: &mut Vec<RowWhat>,
) {
    changes.sort_unstable();
    let groups: Vec<&[Change]> = changes.chunk_by(|a, b| a.at == b.at).collect();
    let mut before: Vec<(usize, i64)> = Vec::new();
    for (position, group) in groups.iter().enumerate() {
        let terms = group
            .iter()
            .map(|change| (change.column, i64::from(change.by)));
        before.extend(terms);
        let brings = |group: &&[Change]| group.iter().any(|change| change.by > 0);
        let there = i64::from(stock.at_first(group[0].at));
        let says_less = groups.get(position + 1).is_some_and(|next| {
            let later = i64::from(stock.at_first(next[0].at));
            !brings(next) && later == there
        });
        let takes = before.iter().any(|term| term.1 < 0);
        if !takes || says_less {
            continue;
        }
        let mut add = |terms: Vec<(usize, i64)>, bound: i64| {
            if model.add_row(terms, Sense::AtLeast, bound).is_some() {
                whats.push(RowWhat::Stock(index, group[0].at));
            }
        };
        if there >= 0 {
            add(before.clone(), -there);
            continue;
        }
        // It begins below zero and may stay there until a train takes something: each of these needs it to be there.
        let so_far = changes.iter().filter(|change| change.at <= group[0].at);
        let takers = so_far.filter(|change| change.by < 0);
        for (_, mut own) in by_train(takers.map(|change| (change.train, change.column))) {
            own.dedup();
            let own = own.into_iter().map(|column| (column, there));
            add(before.iter().copied().chain(own).collect(), 0);
        }
    }
    let wanted = i64::from(stock.end_at_least) - i64::from(stock.at_last());
    let takes: i64 = before.iter().map(|term| (-term.1).max(0)).sum();
    if stock.end_price != Cost::ZERO && wanted + takes > 0 {
        let missing = model.add_column(Column {
            least: 0,
            greatest: wanted.max(0) + takes,
            cost: stock.end_price.units(),
            integral: false,
        });
        before.push((missing, 1));
        if model.add_row(before, Sense::AtLeast, wanted).is_some() {
            whats.push(RowWhat::Missing(index));
        }
    }
}
