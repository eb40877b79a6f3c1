//! The rows of the relaxation: what all journeys share, as capacity per tick.
//!
//! Pools are rows as they stand. A section is cut into rows of which a movement takes one unit for a while from its
//! entry (or exit): any two movements that hold the same row at one tick exclude each other by headway or because they
//! oppose each other on one track, so that at most one may (a clique over time). Stocks are rows of both signs: what was
//! taken of them up to a tick less what was brought. Caps are a row per railway day.
//! What is priced is an array over ticks per row ([`super::prices`]); here is how the arrays are laid out and how much
//! capacity each row has.

use super::Scaled;
use crate::network::indices;
use crate::network::{
    Anchor, Cost, Line, LineIndex, Movement, Network, Operation, PoolIndex, StockIndex, Tick,
    Ticks, TimeMap, Use,
};
use regauge_model::system::Direction;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Sums of prices and of closed ticks stay below this.
pub const LARGEST_SUM: Scaled = 1 << 56;

indices! {
    /// Position of an array of prices in [`Rows::arrays`].
    ArrayIndex,
}

impl ArrayIndex {
    /// The series of the units of a pool: those of pools come first, in their order.
    pub const fn of_pool(pool: PoolIndex) -> ArrayIndex {
        ArrayIndex::from_index(pool.index())
    }

    /// The array so many places further.
    pub(crate) const fn plus(self, places: usize) -> ArrayIndex {
        ArrayIndex::from_index(self.index() + places)
    }
}

/// What an array of prices is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArrayOf {
    /// Sums of the prices of a series of ticks, from tick 0.
    Series,
    /// The same for a pool with closed spans, in which no stand may hold a unit.
    Held(PoolIndex),
    /// What taking one from a stock at a tick costs: the sum of the prices from that tick on.
    Taken,
    /// What bringing one to a stock at a tick is worth: the same, but an empty stock forbids only to take.
    Brought,
    /// What an entry at a tick costs by a cap per railway day.
    Cap,
    /// What beginning a long hold of a pool costs by clique rows ([`super::cliques`]).
    Comes(PoolIndex),
    /// The same for ending one.
    Goes(PoolIndex),
    /// The same for a train that counts at any tick, beyond what others pay, at both ends: its place among such.
    Own(u32),
}

/// Rows of a section that a movement takes for so many ticks from its entry or exit.
#[derive(Clone, Debug)]
struct LineRow {
    array: ArrayIndex,
    /// Ticks that it is taken, by direction; `None`: not by that direction.
    width: [Option<Ticks>; 2],
    taken: Taken,
    /// A movement of this direction counts only when it enters inside one of the spans.
    gate: Option<(Direction, Vec<(Tick, Tick)>)>,
}

/// When a movement takes a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Taken {
    /// From its entry on.
    FromEntry,
    /// From its exit on.
    FromExit,
    /// From its entry to its exit, and from there on.
    Throughout,
}

/// The rows, and the capacity in each.
#[derive(Debug)]
pub struct Rows {
    /// Last tick of the horizon.
    pub end: Tick,
    /// Price of a tick in which nobody may hold a unit; a whole journey from here on does, or worse. Trains must cost
    /// less than a quarter of it, and no row may.
    pub forbidden: Scaled,
    /// Ticks before 0 at which something may have started.
    pub lead: Ticks,
    /// Kinds of the arrays: series first (pools, then rows of sections), then held pools, stocks, caps.
    pub arrays: Vec<ArrayOf>,
    /// Room per tick of every series.
    pub capacity: Vec<Vec<i32>>,
    /// For each stock: units that may be taken before anything is brought; wanted at the end beyond that; price of one
    /// missing, in cost units.
    pub stocks: Vec<StockRow>,
    /// First array of the stocks: two each.
    pub first_stock: ArrayIndex,
    /// First array of the caps.
    pub first_cap: ArrayIndex,
    /// First array of the ends of long holds: two for each pool.
    first_end: ArrayIndex,
    held: Vec<Option<ArrayIndex>>,
    closed: Vec<Vec<(Tick, Tick)>>,
    lines: Vec<Vec<LineRow>>,
}

/// The rows of a stock.
#[derive(Clone, Debug)]
pub struct StockRow {
    /// Units of the stock that one of the row is: who takes takes fewer of them, who brings brings more, so the row may say less than
    /// the rule, never more.
    pub unit: i32,
    /// Units that may be taken before anything is brought.
    pub initial: i32,
    /// Units that come in whatever is decided.
    pub arrivals: Vec<(Tick, i32)>,
    /// Units wanted at the end less those that are there without any train.
    pub wanted: i32,
    /// Cost units for each of them missing.
    pub price: i64,
}

/// A use of an array at an instant of an operation: `sign` times its entry there is what it costs.
#[derive(Clone, Debug)]
pub struct Term {
    /// The array.
    pub array: ArrayIndex,
    /// Plus or minus one; for a stock minus the units that it changes by.
    pub sign: i64,
    /// The instant by the start.
    pub at: Anchor,
    /// Counts only for starts inside these spans, when there are any.
    pub only: Option<Arc<[(Tick, Tick)]>>,
}

/// What the changes of a room are counted in at most: a room of centimetres would let prices of one be too small to be told apart.
const FINEST: i32 = 64;

/// By stock what its row counts in.
fn stock_units(network: &Network) -> Vec<i32> {
    let mut largest = vec![1; network.stocks.len()];
    let edges = network.trains.iter();
    let edges = edges.flat_map(|train| train.graph.edge_weights());
    for &(stock, change, _) in edges.flat_map(|operation| &operation.stocks) {
        let largest: &mut i32 = &mut largest[stock.index()];
        *largest = (*largest).max(change.abs());
    }
    let stocks = network.stocks.iter().zip(largest);
    let units = stocks.map(|(stock, largest)| {
        // what is missing at the end is counted one by one
        let is_room = stock.end_price == Cost::ZERO;
        if is_room {
            (largest + FINEST - 1) / FINEST
        } else {
            1
        }
    });
    units.collect()
}

impl Rows {
    /// The rows of a network.
    pub fn new(network: &Network) -> Rows {
        let pools = || (0..network.pools.len()).map(PoolIndex::from_index);
        let mut rows = Rows {
            end: network.end,
            forbidden: LARGEST_SUM / (1 + i64::from(network.end.max(Tick::ZERO) - Tick::ZERO)) / 2,
            lead: lead(network),
            arrays: vec![ArrayOf::Series; network.pools.len()],
            capacity: network
                .pools
                .iter()
                .map(|pool| {
                    vec![pool.capacity.min(1 << 20) as i32; network.end.max(Tick::ZERO).index()]
                })
                .collect(),
            stocks: Vec::new(),
            first_stock: ArrayIndex::from_index(0),
            first_cap: ArrayIndex::from_index(0),
            first_end: ArrayIndex::from_index(0),
            held: vec![None; network.pools.len()],
            closed: network
                .pools
                .iter()
                .map(|pool| pool.closed.clone())
                .collect(),
            lines: Vec::new(),
        };
        let runs = Runs::new(network);
        for (index, line) in network.lines.iter().enumerate() {
            let line_rows = rows.line_rows(line, &runs.of[index]);
            rows.lines.push(line_rows);
        }
        for pool in pools() {
            if !network[pool].closed.is_empty() {
                rows.held[pool.index()] = Some(ArrayIndex::from_index(rows.arrays.len()));
                rows.arrays.push(ArrayOf::Held(pool));
            }
        }
        rows.first_stock = ArrayIndex::from_index(rows.arrays.len());
        for (stock, unit) in network.stocks.iter().zip(stock_units(network)) {
            rows.arrays.extend([ArrayOf::Taken, ArrayOf::Brought]);
            rows.stocks.push(StockRow {
                unit,
                initial: stock.initial.max(0) / unit,
                arrivals: if unit == 1 {
                    stock.arrivals.clone()
                } else {
                    // all of it from the start on
                    let there = stock.arrivals.iter().map(|(_, units)| units).sum::<i32>();
                    vec![(Tick::ZERO, (there + unit - 1) / unit)]
                },
                wanted: stock.end_at_least - stock.at_last(),
                price: stock.end_price.units(),
            });
        }
        rows.forbidden /= rows.largest_change(network);
        rows.first_cap = ArrayIndex::from_index(rows.arrays.len());
        rows.arrays
            .extend(network.caps.iter().map(|_| ArrayOf::Cap));
        rows.first_end = ArrayIndex::from_index(rows.arrays.len());
        for pool in pools() {
            rows.arrays
                .extend([ArrayOf::Comes(pool), ArrayOf::Goes(pool)]);
        }
        for taken in &network.fixed_uses {
            rows.occupy(ArrayIndex::of_pool(taken.pool), taken.from, taken.to);
        }
        for movement in &network.fixed_movements {
            for (array, from, to) in rows.of_movement(*movement) {
                rows.occupy(array, from, to);
            }
        }
        rows
    }

    /// By section the arrays of its rows.
    pub fn of_lines(&self) -> impl Iterator<Item = impl Iterator<Item = ArrayIndex>> {
        let lines = self.lines.iter();
        lines.map(|rows| rows.iter().map(|row| row.array))
    }

    fn occupy(&mut self, series: ArrayIndex, from: Tick, to: Tick) {
        let clip = |tick: Tick| tick.clamp(Tick::ZERO, self.end).index();
        for capacity in &mut self.capacity[series.index()][clip(from)..clip(to)] {
            *capacity = (*capacity - 1).max(0);
        }
    }

    fn add_series(&mut self) -> ArrayIndex {
        self.arrays.push(ArrayOf::Series);
        self.capacity
            .push(vec![1; self.end.max(Tick::ZERO).index()]);
        ArrayIndex::from_index(self.capacity.len() - 1)
    }

    fn line_rows(&mut self, line: &Line, run: &[Run; 2]) -> Vec<LineRow> {
        let mut rows = Vec::new();
        let headway = [0, 1].map(|d| {
            if run[d].any {
                line.headway[d].max(0)
            } else {
                0
            }
        });
        // as long as a movement is surely still on the track, clearing included
        let mixed = [0, 1].map(|d| {
            headway[d]
                .min(run[d].least.saturating_add(line.clearing + line.meeting[d]))
                .max(0)
        });
        let both = mixed[0] > 0 && mixed[1] > 0;
        let single = line.keeps_opposing && line.single_track && both;
        if let Some(clearing) = line.following {
            self.block_rows(line, clearing, run, &mut rows);
        } else if single {
            rows.push(self.line_row(mixed, Taken::FromEntry));
        }
        // one at a time: entries and exits of one direction are as far apart as the shortest run anyway
        let apart = [0, 1].map(|d| {
            let following = line.following;
            following.map_or(0, |clearing| run[d].least.saturating_add(clearing))
        });
        for d in 0..2 {
            let mut width = [0; 2];
            width[d] = headway[d];
            let told = line.following.is_none() && single && mixed[d] == headway[d];
            if headway[d] > apart[d].max(0) && !told {
                rows.push(self.line_row(width, Taken::FromEntry));
            }
            if headway[d] > apart[d].max(0) && run[d].most > run[d].least {
                rows.push(self.line_row(width, Taken::FromExit));
            }
            if line.keeps_opposing && !line.single_track && both && !line.diverted[d].is_empty() {
                let direction = if d == 0 {
                    Direction::Down
                } else {
                    Direction::Up
                };
                let mut row = self.line_row(mixed, Taken::FromEntry);
                row.gate = Some((direction, line.diverted[d].clone()));
                rows.push(row);
            }
        }
        rows
    }

    /// Under station-to-station block whoever is in the section has it alone, from entry to exit and until it is cleared: among those of its
    /// direction, on a single track among all.
    fn block_rows(
        &mut self,
        line: &Line,
        clearing: Ticks,
        run: &[Run; 2],
        rows: &mut Vec<LineRow>,
    ) {
        let width = [0, 1].map(|d| run[d].any.then_some(clearing));
        if line.keeps_opposing && line.single_track {
            let mut row = self.line_row([0; 2], Taken::Throughout);
            row.width = width;
            rows.push(row);
            return;
        }
        for d in (0..2).filter(|&d| run[d].any) {
            let mut row = self.line_row([0; 2], Taken::Throughout);
            row.width[d] = width[d];
            rows.push(row);
        }
    }

    /// A row for the directions with a width.
    fn line_row(&mut self, width: [Ticks; 2], taken: Taken) -> LineRow {
        LineRow {
            array: self.add_series(),
            width: width.map(|ticks| Some(ticks).filter(|&ticks| ticks > 0)),
            taken,
            gate: None,
        }
    }

    /// Spans in which no stand may hold a unit of a pool.
    pub fn closed(&self, pool: PoolIndex) -> &[(Tick, Tick)] {
        &self.closed[pool.index()]
    }

    /// The array that prices a hold of a pool by a stand.
    pub fn hold(&self, pool: PoolIndex) -> ArrayIndex {
        self.held[pool.index()].unwrap_or(ArrayIndex::of_pool(pool))
    }

    /// The arrays of the two ends of long holds of a pool.
    pub fn ends(&self, pool: PoolIndex) -> [ArrayIndex; 2] {
        [0, 1].map(|end| self.first_end.plus(2 * pool.index() + end))
    }

    /// The series a movement takes, with the span.
    pub fn of_movement(&self, movement: Movement) -> Vec<(ArrayIndex, Tick, Tick)> {
        let rows = self.lines[movement.line.index()].iter();
        rows.filter_map(|row| {
            let width = row.width[movement.direction as usize]?;
            let (from, to) = match row.taken {
                Taken::FromEntry => (movement.enter, movement.enter + width),
                Taken::FromExit => (movement.exit, movement.exit + width),
                Taken::Throughout => (movement.enter, movement.exit + width),
            };
            let counts = match &row.gate {
                Some((direction, spans)) if *direction == movement.direction => spans
                    .iter()
                    .any(|&(from, to)| from <= movement.enter && movement.enter < to),
                _ => true,
            };
            counts.then_some((row.array, from, to))
        })
        .collect()
    }

    /// What an operation costs at prices, as terms over its start; holds of stands not included.
    pub fn terms(&self, operation: &Operation) -> Vec<Term> {
        let mut terms = Vec::new();
        let plain = |array: ArrayIndex, sign: i64, at: Anchor| Term {
            array,
            sign,
            at,
            only: None,
        };
        for (pool, from, to) in &operation.pools {
            terms.push(plain(ArrayIndex::of_pool(*pool), -1, from.clone()));
            terms.push(plain(ArrayIndex::of_pool(*pool), 1, to.clone()));
        }
        for (line, direction, enter, exit) in &operation.lines {
            self.line_terms(*line, *direction, (enter, exit), &mut terms);
        }
        for (cap, at) in &operation.caps {
            terms.push(plain(self.first_cap.plus(cap.index()), 1, at.clone()));
        }
        for (stock, change, at) in &operation.stocks {
            let brings = usize::from(*change > 0);
            let array = self.first_stock.plus(2 * stock.index() + brings);
            terms.push(plain(
                array,
                -self.stock_change(*stock, *change),
                at.clone(),
            ));
        }
        terms
    }

    /// The most that one operation takes of a stock or brings, for it pays so many times the price of one.
    fn largest_change(&self, network: &Network) -> i64 {
        let edges = network.trains.iter();
        let edges = edges.flat_map(|train| train.graph.edge_weights());
        let changes = edges.flat_map(|operation| &operation.stocks);
        let units = changes.map(|&(stock, change, _)| self.stock_change(stock, change).abs());
        units.max().unwrap_or(1).max(1)
    }

    /// What a change of a stock is in its row.
    pub fn stock_change(&self, stock: StockIndex, change: i32) -> i64 {
        let unit = self.stocks[stock.index()].unit;
        // division rounds a taking (below zero) towards none
        let rounded = if change > 0 {
            change + unit - 1
        } else {
            change
        };
        i64::from(rounded / unit)
    }

    fn line_terms(
        &self,
        line: LineIndex,
        direction: Direction,
        (enter, exit): (&Anchor, &Anchor),
        terms: &mut Vec<Term>,
    ) {
        for row in &self.lines[line.index()] {
            let Some(width) = row.width[direction as usize] else {
                continue;
            };
            let (from, to) = match row.taken {
                Taken::FromEntry => (enter, enter),
                Taken::FromExit => (exit, exit),
                Taken::Throughout => (enter, exit),
            };
            let only: Option<Arc<[(Tick, Tick)]>> = match &row.gate {
                Some((gated, spans)) if *gated == direction => Some(
                    spans
                        .iter()
                        .map(|&(from, to)| (enter.first_reaching(from), enter.first_reaching(to)))
                        .collect(),
                ),
                _ => None,
            };
            for (sign, at, offset) in [(-1, from, 0), (1, to, width)] {
                terms.push(Term {
                    array: row.array,
                    sign,
                    at: Anchor {
                        map: Arc::clone(&at.map),
                        offset: at.offset + offset,
                    },
                    only: only.clone(),
                });
            }
        }
    }

    /// The series that uses and movements take, with the spans.
    pub fn of_stay(&self, uses: &[Use], movements: &[Movement]) -> Vec<(ArrayIndex, Tick, Tick)> {
        let mut all: Vec<(ArrayIndex, Tick, Tick)> = uses
            .iter()
            .map(|taken| (ArrayIndex::of_pool(taken.pool), taken.from, taken.to))
            .collect();
        for movement in movements {
            all.extend(self.of_movement(*movement));
        }
        all
    }
}

/// Ticks before 0 at which the first rake begins or operation starts.
fn lead(network: &Network) -> Ticks {
    let mut first = Tick::ZERO;
    for train in &network.trains {
        for start in train.arriving_start.iter().chain(&train.onward_start) {
            first = first.min(start.at);
        }
        for operation in train.graph.edge_weights() {
            if let Some(span) = operation.starts.first() {
                first = first.min(span.0);
            }
        }
    }
    Tick::ZERO - first
}

/// Least and most ticks in a section.
#[derive(Clone, Copy, Debug)]
struct Run {
    any: bool,
    least: Ticks,
    most: Ticks,
}

struct Runs {
    of: Vec<[Run; 2]>,
}

impl Runs {
    fn new(network: &Network) -> Runs {
        let none = Run {
            any: false,
            least: Ticks::MAX,
            most: 0,
        };
        let mut of = vec![[none; 2]; network.lines.len()];
        let mut add = |line: LineIndex, direction: Direction, least: Ticks, most: Ticks| {
            let run = &mut of[line.index()][direction as usize];
            run.any = true;
            run.least = run.least.min(least);
            run.most = run.most.max(most);
        };
        // looked up only
        let mut known: BTreeMap<(usize, usize, Ticks), (Ticks, Ticks)> = BTreeMap::new();
        for train in &network.trains {
            for operation in train.graph.edge_weights() {
                for (line, direction, enter, exit) in &operation.lines {
                    let key = (
                        Arc::as_ptr(&enter.map) as usize,
                        Arc::as_ptr(&exit.map) as usize,
                        exit.offset - enter.offset,
                    );
                    let (least, most) = *known
                        .entry(key)
                        .or_insert_with(|| between(enter, exit, network.end));
                    add(*line, *direction, least, most);
                }
            }
            for movement in &train.stay_movements {
                let ticks = movement.exit - movement.enter;
                add(movement.line, movement.direction, ticks, ticks);
            }
        }
        for movement in &network.fixed_movements {
            let ticks = movement.exit - movement.enter;
            add(movement.line, movement.direction, ticks, ticks);
        }
        Runs { of }
    }
}

/// Least and most ticks from one instant to another.
fn between(from: &Anchor, to: &Anchor, end: Tick) -> (Ticks, Ticks) {
    if let (TimeMap::Shift(a), TimeMap::Shift(b)) = (&*from.map, &*to.map) {
        let ticks = b + to.offset - a - from.offset;
        return (ticks, ticks);
    }
    let all = Tick::ZERO.through(end).filter(|&start| to.at(start) <= end);
    let ticks = all.map(|start| to.at(start) - from.at(start));
    ticks.fold((Ticks::MAX, 0), |(least, most), ticks| {
        (least.min(ticks), most.max(ticks))
    })
}
