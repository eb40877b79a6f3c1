//! Prices of the rows, in one flat vector; the arrays that pricing reads, and what journeys use of the rows.

use super::cliques::{Clique, Cliques, MAX_CLIQUES};
use super::cost_functions::Arrays;
use super::rows::{ArrayIndex, ArrayOf, Rows};
use crate::network::{DayCap, Network, Tick, Ticks};

/// Where the prices of which row are: series by tick, stocks by tick, stocks at the end, caps by day.
#[derive(Debug)]
pub struct Layout {
    /// First row of each array (of a held pool: that of the pool).
    first: Vec<usize>,
    /// First row of the wanted ends.
    ends: usize,
    /// Rows in all.
    pub n_rows: usize,
    ticks: usize,
    /// Room of each row.
    pub capacity: Vec<i64>,
    /// Highest price of each row of a wanted end, scaled; of every other row.
    max_end: Vec<i64>,
    most: i64,
    caps: Vec<DayCap>,
    /// Clique rows, behind all others.
    pub cliques: Cliques,
}

/// What journeys use of the rows, as changes by tick.
#[derive(Clone, Debug, Default)]
pub struct Usage {
    changes: Vec<i32>,
}

impl Layout {
    /// The layout of the rows of a network.
    /// `longest`: by pool the longest span that holds of it surely last.
    pub fn new(network: &Network, rows: &Rows, scale: i64, longest: Vec<Ticks>) -> Layout {
        let ticks = rows.end.max(Tick::ZERO).index() + 1;
        let mut layout = Layout {
            first: Vec::with_capacity(rows.arrays.len()),
            ends: 0,
            n_rows: 0,
            ticks,
            capacity: Vec::new(),
            most: rows.forbidden / 64,
            max_end: rows
                .stocks
                .iter()
                .map(|stock| stock.price * scale)
                .collect(),
            caps: network.caps.clone(),
            cliques: Cliques::default(),
        };
        let mut next_stock = rows.stocks.iter();
        let mut next_cap = network.caps.iter();
        for (index, kind) in rows.arrays.iter().enumerate() {
            let first = layout.capacity.len();
            match kind {
                ArrayOf::Series => {
                    layout.first.push(first);
                    layout.capacity.extend(
                        rows.capacity[index]
                            .iter()
                            .map(|&capacity| i64::from(capacity)),
                    );
                    // the tick of the end itself is nobody's
                    layout.capacity.push(i64::from(i32::MAX));
                }
                ArrayOf::Held(pool) => {
                    let first = layout.first[pool.index()];
                    layout.first.push(first);
                }
                ArrayOf::Brought => {
                    let first = layout.first[index - 1];
                    layout.first.push(first);
                }
                ArrayOf::Taken => {
                    layout.first.push(first);
                    let stock = next_stock.next();
                    let initial = stock.map_or(0, |stock| stock.initial);
                    layout
                        .capacity
                        .extend(std::iter::repeat_n(i64::from(initial), ticks));
                    for &(at, units) in stock.into_iter().flat_map(|stock| &stock.arrivals) {
                        let from = first + at.max(Tick::ZERO).index().min(ticks);
                        let behind = layout.capacity[from..].iter_mut();
                        behind.for_each(|room| *room += i64::from(units));
                    }
                }
                ArrayOf::Cap => {
                    layout.first.push(first);
                    let capacity = next_cap.next().map_or(&[][..], |cap| &cap.capacity[..]);
                    layout
                        .capacity
                        .extend(capacity.iter().map(|&capacity| i64::from(capacity)));
                }
                ArrayOf::Comes(_) | ArrayOf::Goes(_) | ArrayOf::Own(_) => layout.first.push(first),
            }
        }
        layout.ends = layout.capacity.len();
        layout
            .capacity
            .extend(rows.stocks.iter().map(|stock| i64::from(-stock.wanted)));
        layout.cliques = Cliques::new(layout.capacity.len(), longest);
        layout
            .capacity
            .extend(std::iter::repeat_n(i64::from(i32::MAX), MAX_CLIQUES));
        layout.n_rows = layout.capacity.len();
        layout
    }

    /// The highest price of a row.
    pub fn most(&self, row: usize) -> i64 {
        if row >= self.ends && row < self.cliques.first {
            self.max_end[row - self.ends]
        } else {
            self.most
        }
    }

    /// Arrays at prices, by row; nobody may take what has no capacity left.
    pub fn arrays(&self, rows: &Rows, prices: &[i64], left: &[i64], arrays: &mut Arrays) {
        arrays.all.resize_with(rows.arrays.len(), Vec::new);
        arrays.zero.resize(rows.arrays.len(), true);
        for index in 0..rows.arrays.len() {
            self.array(rows, prices, left, index, arrays);
        }
    }

    /// One of the arrays.
    pub fn array(
        &self,
        rows: &Rows,
        prices: &[i64],
        left: &[i64],
        index: usize,
        arrays: &mut Arrays,
    ) {
        let array = &mut arrays.all[index];
        let kind = rows.arrays[index];
        if let ArrayOf::Comes(_) | ArrayOf::Goes(_) | ArrayOf::Own(_) = kind {
            let is_priced = self.cliques.array(kind, prices, self.ticks, array);
            arrays.zero[index] = !is_priced;
            return;
        }
        array.resize(self.ticks, 0);
        let own = &prices[self.first[index]..];
        let left = &left[self.first[index]..];
        match rows.arrays[index] {
            ArrayOf::Series => {
                let mut sum = 0;
                for ((value, price), left) in array.iter_mut().zip(own).zip(left) {
                    *value = sum;
                    sum += if *left > 0 { *price } else { rows.forbidden };
                }
            }
            ArrayOf::Held(pool) => {
                let closed = rows.closed(pool);
                let mut sum = 0;
                let mut next = 0;
                for (place, value) in array.iter_mut().enumerate() {
                    *value = sum;
                    let tick = Tick::from_index(place);
                    while closed.get(next).is_some_and(|span| span.1 <= tick) {
                        next += 1;
                    }
                    let is_closed = closed.get(next).is_some_and(|span| span.0 <= tick);
                    let none = is_closed || left[place] <= 0;
                    sum += if none { rows.forbidden } else { own[place] };
                }
            }
            ArrayOf::Taken | ArrayOf::Brought => {
                let stock = (index - rows.first_stock.index()) / 2;
                let takes = rows.arrays[index] == ArrayOf::Taken;
                let mut sum = prices[self.ends + stock];
                for ((value, price), left) in array.iter_mut().zip(own).zip(left).rev() {
                    sum += if takes && *left <= 0 {
                        rows.forbidden
                    } else {
                        *price
                    };
                    *value = sum;
                }
            }
            ArrayOf::Cap => {
                let data = &self.caps[index - rows.first_cap.index()];
                for (tick, value) in array.iter_mut().enumerate() {
                    *value = match day_of(data, tick) {
                        None => 0,
                        Some(day) if left[day] > 0 => own[day],
                        Some(_) => rows.forbidden,
                    };
                }
            }
            ArrayOf::Comes(_) | ArrayOf::Goes(_) | ArrayOf::Own(_) => {}
        }
        arrays.zero[index] = array.iter().all(|&value| value == 0);
    }

    /// Room left of each row when nothing is taken. Stocks are never short then: others may bring.
    pub fn nothing_taken(&self, rows: &Rows) -> Vec<i64> {
        let mut left = self.capacity.clone();
        for (index, kind) in rows.arrays.iter().enumerate() {
            if *kind == ArrayOf::Taken {
                left[self.first[index]..][..self.ticks].fill(i64::MAX);
            }
        }
        left
    }

    /// First row of an array.
    pub fn row_of(&self, array: ArrayIndex) -> usize {
        self.first[array.index()]
    }

    /// Row of what is wanted of a stock at the end.
    pub fn row_of_end(&self, stock: usize) -> usize {
        self.ends + stock
    }

    /// How fast the price of each row should move. A price counts for every tick of a use, in a stock for every tick from
    /// it on: rows that are used for long move less. (One over the root of the ticks for series was found best of one over
    /// the ticks, their root and one, over all ready-made instances.)
    pub fn row_scaling(&self, rows: &Rows, usage: &Usage) -> Vec<f64> {
        let mut row_scaling = vec![1.0; self.n_rows];
        for (index, kind) in rows.arrays.iter().enumerate() {
            let own = self.first[index]..self.first[index] + self.ticks;
            match kind {
                ArrayOf::Series => {
                    let (mut ticks, mut uses, mut level) = (0_i64, 0_i64, 0_i64);
                    for change in &usage.changes[own.clone()] {
                        level += i64::from(*change);
                        ticks += level;
                        uses += i64::from(*change).max(0);
                    }
                    let lasts = (ticks as f64 / uses.max(1) as f64).max(1.0);
                    row_scaling[own].fill(1.0 / lasts.sqrt());
                }
                ArrayOf::Taken => row_scaling[own].fill(1.0 / self.ticks as f64),
                _ => {}
            }
        }
        row_scaling
    }

    /// What the capacity of all rows is worth at prices.
    pub fn worth_of_capacity(&self, prices: &[i64]) -> i64 {
        let rows = self.capacity.iter().zip(prices);
        let worth = rows
            .filter(|(_, price)| **price != 0)
            .map(|(capacity, price)| i128::from(*capacity) * i128::from(*price));
        // absurd prices: far above all that trains can cost together, so that the bound says nothing
        i64::try_from(worth.sum::<i128>()).unwrap_or(i64::MAX / 4)
    }

    /// Empties a usage.
    pub fn clear(&self, usage: &mut Usage) {
        usage.changes.clear();
        usage.changes.resize(self.n_rows, 0);
    }

    /// Adds a term of a cost function to a usage.
    #[inline]
    pub fn add(&self, rows: &Rows, usage: &mut Usage, (array, at, sign): (ArrayIndex, usize, i64)) {
        let first = self.first[array.index()];
        match rows.arrays[array.index()] {
            ArrayOf::Series | ArrayOf::Held(_) => usage.changes[first + at] -= sign as i32,
            ArrayOf::Taken | ArrayOf::Brought => usage.changes[first + at] += sign as i32,
            ArrayOf::Cap => {
                let cap = array.index() - rows.first_cap.index();
                if let Some(day) = day_of(&self.caps[cap], at) {
                    usage.changes[first + day] += sign as i32;
                }
            }
            kind => {
                let changes = &mut usage.changes;
                self.cliques
                    .taken(kind, at, |row, units| changes[row] += units);
            }
        }
    }

    /// What is used of each row, into `used`.
    pub fn totals(&self, rows: &Rows, usage: &Usage, used: &mut [f64]) {
        let mut stock = 0;
        for (index, kind) in rows.arrays.iter().enumerate() {
            let first = self.first[index];
            match kind {
                // priced with another one, or by rows that stand for themselves
                ArrayOf::Held(_)
                | ArrayOf::Brought
                | ArrayOf::Comes(_)
                | ArrayOf::Goes(_)
                | ArrayOf::Own(_) => {}
                ArrayOf::Series | ArrayOf::Taken => {
                    let mut sum = 0;
                    let rows = first..first + self.ticks;
                    for (used, change) in used[rows.clone()].iter_mut().zip(&usage.changes[rows]) {
                        sum += change;
                        *used = f64::from(sum);
                    }
                    if *kind == ArrayOf::Taken {
                        used[self.ends + stock] = f64::from(sum);
                        stock += 1;
                    }
                }
                ArrayOf::Cap => {
                    let n = self.caps[index - rows.first_cap.index()].capacity.len();
                    let rows = first..first + n;
                    for (used, change) in used[rows.clone()].iter_mut().zip(&usage.changes[rows]) {
                        *used = f64::from(*change);
                    }
                }
            }
        }
        let rows = self.cliques.first..self.n_rows;
        for (used, change) in used[rows.clone()].iter_mut().zip(&usage.changes[rows]) {
            *used = f64::from(*change);
        }
    }

    /// Makes place for arrays of clique rows that were added.
    pub fn resize(&mut self, rows: &Rows) {
        self.first.resize(rows.arrays.len(), self.cliques.first);
    }

    /// Adds a row over a span, of which there are so many units; its place.
    pub fn add_clique(&mut self, clique: Clique, units: i64) -> usize {
        let row = self.cliques.first + self.cliques.add(clique);
        self.capacity[row] = units;
        row
    }
}

fn day_of(cap: &DayCap, tick: usize) -> Option<usize> {
    let day = cap.day_of(Tick::from_index(tick))?;
    Some(day.min(cap.capacity.len().saturating_sub(1)))
}
