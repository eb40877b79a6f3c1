//! Prices carried from one bound to the next: a problem that is hardly different has hardly different prices.
//!
//! They are kept by the name of what is priced and by the instant, so they fit a problem with another train, another closure or a
//! horizon that begins later. What the next problem has not is dropped, what the last one had not begins without a price. Any prices give a
//! bound, so these cannot make it wrong, only near to the best from the first round on.

use crate::network::{PoolIndex, Tick, Ticks, TrainIndex};
use crate::relaxation::cliques::{Clique, MAX_CLIQUES};
use crate::relaxation::evaluation::Relaxation;
use crate::relaxation::rows::ArrayIndex;
use regauge_model::digest::checksum;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;

/// What a unit of everything that trains share is worth, minute by minute: what the bound of a plan rests on. For a bound of the
/// same problem, or of one hardly different, to begin with.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Prices {
    /// Minutes since 1970 (UTC) at tick 0.
    begins: i64,
    /// By what is priced: prices above zero, by tick (of a cap per day: by minute at which the day begins), in cost units.
    of: BTreeMap<String, Vec<(Tick, f32)>>,
    /// Prices of clique rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    spans: Vec<SpanPrice>,
}

/// Price of a row over a span ([`super::cliques`]), in cost units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct SpanPrice {
    pool: String,
    train: String,
    from: Tick,
    until: Tick,
    price: f32,
}

impl Prices {
    /// Whether nothing has a price.
    pub fn is_empty(&self) -> bool {
        self.of.is_empty() && self.spans.is_empty()
    }

    /// The first sixteen digits of their SHA-256: a plan says with them what its bound began with.
    pub fn checksum(&self) -> String {
        let text = serde_json::to_vec(self).unwrap_or_default();
        checksum(&text)
    }
}

/// Rows of one thing that is priced, and the ticks at which they are.
struct Priced {
    name: String,
    rows: Range<usize>,
    /// Tick of the first row, and from one row to the next; no step: the end, whenever that is.
    begins: Tick,
    step: Ticks,
}

impl Priced {
    fn tick(&self, place: usize) -> Tick {
        self.begins + place as Ticks * self.step
    }

    /// The row of a tick, where there is one.
    fn row(&self, tick: i64) -> Option<usize> {
        if self.step == 0 {
            return Some(self.rows.start);
        }
        let step = i64::from(self.step);
        let behind = tick.saturating_sub(i64::from(self.begins.0));
        let place = usize::try_from(behind / step).ok()?;
        (behind % step == 0 && place < self.rows.len()).then_some(self.rows.start + place)
    }
}

/// All that is priced. Things of one name are told apart by number.
fn priced(relaxation: &Relaxation<'_>) -> Vec<Priced> {
    let (network, rows, layout) = (relaxation.network, &relaxation.rows, &relaxation.layout);
    let mut all: Vec<Priced> = Vec::new();
    let mut add = |name: String, first: usize, n: usize, begins: Tick, step: Ticks| {
        all.push(Priced {
            name,
            rows: first..first + n,
            begins,
            step,
        });
    };
    let ticks = rows.end.max(Tick::ZERO).index();
    for (pool, array) in network.pools.iter().zip((0..).map(ArrayIndex::from_index)) {
        let name = format!("pool {}", pool.name);
        add(name, layout.row_of(array), ticks, Tick::ZERO, 1);
    }
    for (line, arrays) in network.lines.iter().zip(rows.of_lines()) {
        for array in arrays {
            let name = format!("line {}", line.name);
            add(name, layout.row_of(array), ticks, Tick::ZERO, 1);
        }
    }
    for (number, stock) in network.stocks.iter().enumerate() {
        let first = layout.row_of(rows.first_stock.plus(2 * number));
        add(format!("stock {}", stock.name), first, ticks, Tick::ZERO, 1);
        let end = layout.row_of_end(number);
        add(format!("end {}", stock.name), end, 1, Tick::ZERO, 0);
    }
    for (number, cap) in network.caps.iter().enumerate() {
        let array = rows.first_cap.plus(number);
        let (name, first) = (format!("cap {}", cap.name), layout.row_of(array));
        add(
            name,
            first,
            cap.capacity.len(),
            cap.day_start,
            cap.day.max(1),
        );
    }
    let mut times: BTreeMap<String, u32> = BTreeMap::new();
    for priced in &mut all {
        let time = times.entry(priced.name.clone()).or_default();
        *time += 1;
        if *time > 1 {
            priced.name = format!("{} ({time})", priced.name);
        }
    }
    all
}

impl Relaxation<'_> {
    /// Prices by row as prices to carry; `begins`: minutes since 1970 at tick 0.
    pub(super) fn carried(&self, prices: &[f64], begins: i64) -> Prices {
        let mut of = BTreeMap::new();
        for priced in priced(self) {
            let own = prices[priced.rows.clone()].iter().enumerate();
            let own = own.filter(|(_, price)| **price > 0.0);
            let scale = self.scale as f64;
            let own = own.map(|(place, price)| (priced.tick(place), (price / scale) as f32));
            let own: Vec<(Tick, f32)> = own.collect();
            if !own.is_empty() {
                of.insert(priced.name, own);
            }
        }
        Prices {
            begins,
            of,
            spans: self.carried_spans(prices),
        }
    }

    /// Prices of clique rows, to carry.
    fn carried_spans(&self, prices: &[f64]) -> Vec<SpanPrice> {
        let pools = self.pool_names();
        let cliques = &self.layout.cliques;
        let priced = cliques.all.iter().zip(&prices[cliques.first..]);
        let priced = priced.filter(|(_, price)| **price > 0.0);
        let spans = priced.map(|(clique, price)| SpanPrice {
            pool: pools[clique.pool.index()].clone(),
            train: self.network[clique.train].name.clone(),
            from: clique.from,
            until: clique.until,
            price: (price / self.scale as f64) as f32,
        });
        spans.collect()
    }

    /// Names of the pools, as they are carried.
    fn pool_names(&self) -> Vec<String> {
        let pools = priced(self).into_iter().take(self.network.pools.len());
        pools.map(|priced| priced.name).collect()
    }

    /// Adds the clique rows that carried prices know, as far as they fit; the row and the price of each.
    fn add_carried_spans(&mut self, carried: &Prices, later: i64) -> Vec<(usize, f64)> {
        let pools = self.pool_names();
        let mut known: Vec<(Clique, f64)> = Vec::new();
        for span in &carried.spans {
            let pool = pools.iter().position(|name| *name == span.pool);
            let mut trains = self.network.trains.iter();
            let train = trains.position(|train| train.name == span.train);
            let train = train.map(TrainIndex::from_index);
            let moved = |tick: Tick| {
                let tick = Ticks::try_from(i64::from(tick.0).saturating_sub(later));
                tick.ok().map(Tick)
            };
            let ends = moved(span.from).zip(moved(span.until));
            let ((Some(pool), Some(train)), Some((from, until))) = ((pool, train), ends) else {
                continue;
            };
            let clique = Clique {
                pool: PoolIndex::from_index(pool),
                from,
                until,
                train,
            };
            let is_new = known.iter().all(|(other, _)| *other != clique);
            let has_price = span.price.is_finite() && span.price > 0.0;
            if is_new && has_price && self.may_add(&clique) && known.len() < MAX_CLIQUES {
                known.push((clique, f64::from(span.price)));
            }
        }
        let cliques: Vec<Clique> = known.iter().map(|(clique, _)| *clique).collect();
        let rows = self.add_cliques(&cliques);
        let prices = known.iter().map(|(_, price)| *price);
        rows.into_iter().zip(prices).collect()
    }

    /// Carried prices as prices by row.
    pub(super) fn by_row(&mut self, carried: &Prices, begins: i64) -> Vec<f64> {
        let mut prices = vec![0.0; self.layout.n_rows];
        let later = begins.saturating_sub(carried.begins);
        for (row, price) in self.add_carried_spans(carried, later) {
            prices[row] = self.scaled(price, row);
        }
        for priced in priced(self) {
            for &(tick, price) in carried.of.get(&priced.name).into_iter().flatten() {
                let row = priced.row(i64::from(tick.0).saturating_sub(later));
                if let Some(row) = row.filter(|_| price.is_finite() && price > 0.0) {
                    prices[row] = self.scaled(f64::from(price), row);
                }
            }
        }
        prices
    }

    /// A price in cost units as that of a row.
    fn scaled(&self, price: f64, row: usize) -> f64 {
        let most = self.layout.most(row) as f64;
        (price * self.scale as f64).round().min(most)
    }
}
