//! Prices carried from one bound to the next: a problem that is hardly different has hardly different prices.
//!
//! They are kept by the name of what is priced and by the instant, so they fit a problem with another train, another closure or a
//! horizon that begins later. What the next problem has not is dropped, what the last one had not begins without a price. Any prices give a
//! bound, so these cannot make it wrong, only near to the best from the first round on.

use super::engine::Engine;
use crate::network::{DayCap, Tick};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a unit of everything that trains share is worth, minute by minute: what the bound of a plan rests on. For a bound of the
/// same problem, or of one hardly different, to begin with.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Prices {
    /// Minutes since 1970 (UTC) at tick 0.
    begins: i64,
    /// By what is priced: prices above zero, by tick (of a cap per day: by minute at which the day begins), in cost units.
    of: BTreeMap<String, Vec<(Tick, f32)>>,
}

impl Prices {
    /// Whether nothing has a price.
    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// A number that other prices hardly have (FNV-1a over all of them): a plan says with it what its bound began with.
    pub fn checksum(&self) -> u64 {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        let mut add = |bytes: &[u8]| {
            for byte in bytes {
                hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
            }
        };
        add(&self.begins.to_le_bytes());
        for (name, prices) in &self.of {
            add(name.as_bytes());
            for (tick, price) in prices {
                add(&tick.to_le_bytes());
                add(&price.to_bits().to_le_bytes());
            }
        }
        hash
    }
}

/// Rows of one thing that is priced: its name, its first row, and the tick of each row.
struct Priced {
    name: String,
    first: usize,
    ticks: Vec<Tick>,
    /// Its one row is that of the end, whenever that is.
    is_end: bool,
}

/// All that is priced. Things of one name are told apart by number.
fn priced(engine: &Engine<'_>) -> Vec<Priced> {
    let network = engine.network;
    let mut all: Vec<Priced> = Vec::new();
    let series = |array: u32, name: String| Priced {
        name,
        first: engine.layout.row_of(array),
        ticks: (0..engine.rows.end.max(0)).collect(),
        is_end: false,
    };
    let pools = network.pools.iter().zip(0..);
    all.extend(pools.map(|(pool, array)| series(array, format!("pool {}", pool.name))));
    for (line, arrays) in network.lines.iter().zip(engine.rows.of_lines()) {
        all.extend(arrays.map(|array| series(array, format!("line {}", line.name))));
    }
    for (stock, number) in network.stocks.iter().zip(0..) {
        let array = engine.rows.first_stock + 2 * number;
        all.push(series(array, format!("stock {}", stock.name)));
        all.push(Priced {
            name: format!("end {}", stock.name),
            first: engine.layout.row_of_end(number as usize),
            ticks: vec![0],
            is_end: true,
        });
    }
    for (cap, number) in network.caps.iter().zip(0..) {
        all.push(Priced {
            name: format!("cap {}", cap.name),
            first: engine.layout.row_of(engine.rows.first_cap + number),
            ticks: days(cap).collect(),
            is_end: false,
        });
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

/// Ticks at which the days of a cap begin.
fn days(cap: &DayCap) -> impl Iterator<Item = Tick> {
    (0..cap.room.len()).map(|day| cap.day_start + day as Tick * cap.day)
}

impl Engine<'_> {
    /// Prices by row as prices to carry; `begins`: minutes since 1970 at tick 0.
    pub(super) fn carried(&self, prices: &[f64], begins: i64) -> Prices {
        let mut of = BTreeMap::new();
        for priced in priced(self) {
            let own = priced.ticks.iter().zip(&prices[priced.first..]);
            let own = own.filter(|(_, price)| **price > 0.0);
            let own = own.map(|(&tick, price)| (tick, (price / self.scale as f64) as f32));
            let own: Vec<(Tick, f32)> = own.collect();
            if !own.is_empty() {
                of.insert(priced.name, own);
            }
        }
        Prices { begins, of }
    }

    /// Carried prices as prices by row.
    pub(super) fn by_row(&self, carried: &Prices, begins: i64) -> Vec<f64> {
        let mut prices = vec![0.0; self.layout.n_rows];
        let later = begins.saturating_sub(carried.begins);
        for priced in priced(self) {
            let Some(own) = carried.of.get(&priced.name) else {
                continue;
            };
            for &(tick, price) in own {
                let at = if priced.is_end {
                    0
                } else {
                    i64::from(tick).saturating_sub(later)
                };
                let place = Tick::try_from(at).ok();
                let place = place.and_then(|at| priced.ticks.binary_search(&at).ok());
                if let Some(place) = place.filter(|_| price.is_finite() && price > 0.0) {
                    let row = priced.first + place;
                    let most = self.layout.most(row) as f64;
                    prices[row] = (f64::from(price) * self.scale as f64).round().min(most);
                }
            }
        }
        prices
    }
}
