//! Clique rows of ticks: who holds a unit of a pool all the time from one tick to another, and one train more if it holds one at
//! any tick of these, together take no more units than there are.
//!
//! Rows per tick do not say that: a train whose choices are divided among several times holds a part of a unit at each of these ticks,
//! and others may have the rest. In truth it cannot come while they stay (on a machine: the clique inequalities of Sousa and
//! Wolsey 1992, with more units at once). There are too many to price all: those that the mixture of a bundle
//! breaks are added as they are met ([`super::separation`]).
//!
//! For holds of one piece that last as long as the span at least ([`super::holds`]) what they take of the row is known from both
//! ends: of `[from, until]` whoever comes by `from` takes a unit, which is given back by going by `until`. The one more takes it by coming
//! by `until`, and gives it back by going by `from`. So a price is an array over the instants of coming and one over those of going,
//! and for the one more what is beyond these, the same at both ends.

use super::rows::ArrayOf;
use crate::network::{PoolIndex, Tick, Ticks, TrainIndex};

/// Rows there may be.
pub const MAX_CLIQUES: usize = 512;

/// A row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clique {
    /// The pool.
    pub pool: PoolIndex,
    /// First and last tick.
    pub from: Tick,
    pub until: Tick,
    /// The train that counts at any tick.
    pub train: TrainIndex,
}

impl Clique {
    /// Whether coming or going at a tick is between its ends: there the train that counts at any tick pays more than others.
    fn is_within(&self, at: usize) -> bool {
        self.from.index() < at && at <= self.until.index()
    }
}

/// The rows in use.
#[derive(Clone, Debug, Default)]
pub struct Cliques {
    /// Row of the first.
    pub first: usize,
    /// The rows.
    pub all: Vec<Clique>,
    /// By pool their places.
    of_pool: Vec<Vec<usize>>,
    /// By pool: longest span.
    pub(super) longest: Vec<Ticks>,
    /// Trains that count at any tick somewhere, with the pool, in the order of their arrays.
    pub(super) own: Vec<(TrainIndex, PoolIndex)>,
}

impl Cliques {
    /// None yet, in rows from `first` on.
    pub fn new(first: usize, longest: Vec<Ticks>) -> Cliques {
        Cliques {
            first,
            all: Vec::new(),
            of_pool: vec![Vec::new(); longest.len()],
            longest,
            own: Vec::new(),
        }
    }

    /// Adds one; its place.
    pub(super) fn add(&mut self, clique: Clique) -> usize {
        self.of_pool[clique.pool.index()].push(self.all.len());
        self.all.push(clique);
        self.all.len() - 1
    }

    pub(super) fn is_known(&self, clique: &Clique) -> bool {
        self.of_pool[clique.pool.index()]
            .iter()
            .any(|&place| self.all[place] == *clique)
    }

    /// Rows of a kind of array, by place, from a place on.
    fn of_array(&self, kind: ArrayOf, since: usize) -> impl Iterator<Item = usize> {
        let (pool, train) = match kind {
            ArrayOf::Comes(pool) | ArrayOf::Goes(pool) => (Some(pool), None),
            ArrayOf::Own(place) => {
                let (train, pool) = self.own[place as usize];
                (Some(pool), Some(train))
            }
            _ => (None, None),
        };
        let places = pool.and_then(|pool| self.of_pool.get(pool.index()));
        let places = places.map_or(&[][..], Vec::as_slice);
        let first = places.partition_point(|&place| place < since);
        let is_one =
            move |place: &&usize| train.is_none_or(|train| self.all[**place].train == train);
        places[first..].iter().filter(is_one).copied()
    }

    /// One of the arrays at prices by row; whether anything in it has a price.
    pub fn array(&self, kind: ArrayOf, prices: &[i64], ticks: usize, array: &mut Vec<i64>) -> bool {
        let mut priced = self
            .of_array(kind, 0)
            .filter(|place| prices[self.first + place] != 0);
        let Some(first) = priced.next() else {
            return false;
        };
        array.clear();
        array.resize(ticks, 0);
        for place in std::iter::once(first).chain(priced) {
            let price = prices[self.first + place];
            let Clique { from, until, .. } = self.all[place];
            let (from, until) = (from.index(), until.index());
            match kind {
                ArrayOf::Comes(_) => array[..=from].iter_mut().for_each(|value| *value += price),
                ArrayOf::Goes(_) => array[..=until].iter_mut().for_each(|value| *value -= price),
                _ => array[from + 1..=until]
                    .iter_mut()
                    .for_each(|value| *value += price),
            }
        }
        true
    }

    /// Calls with the row and the units that an end of a hold takes of it.
    #[inline]
    pub fn taken(&self, kind: ArrayOf, at: usize, add: impl FnMut(usize, i32)) {
        self.taken_since(0, kind, at, add);
    }

    /// The same for rows from a place on.
    #[inline]
    pub fn taken_since(
        &self,
        since: usize,
        kind: ArrayOf,
        at: usize,
        mut add: impl FnMut(usize, i32),
    ) {
        for place in self.of_array(kind, since) {
            let clique = &self.all[place];
            let units = match kind {
                ArrayOf::Comes(_) => i32::from(at <= clique.from.index()),
                ArrayOf::Goes(_) => -i32::from(at <= clique.until.index()),
                _ => i32::from(clique.is_within(at)),
            };
            if units != 0 {
                add(self.first + place, units);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TICKS: usize = 40;
    const POOL: PoolIndex = PoolIndex::from_index(0);

    /// Rows of one pool for two trains, and the price of each.
    fn some() -> (Cliques, Vec<i64>) {
        let mut cliques = Cliques::new(3, vec![12]);
        for (from, until, train) in [(5, 9, 0), (7, 19, 1), (20, 21, 0)] {
            cliques.add(Clique {
                pool: POOL,
                from: Tick(from),
                until: Tick(until),
                train: TrainIndex::from_index(train),
            });
        }
        cliques.own = [0, 1]
            .map(|train| (TrainIndex::from_index(train), POOL))
            .to_vec();
        (cliques, vec![1000, 1000, 1000, 7, 11, 13])
    }

    #[test]
    fn a_hold_pays_for_the_spans_it_covers_and_its_own_train_for_those_it_touches() {
        let (cliques, prices) = some();
        let kinds = [
            ArrayOf::Comes(POOL),
            ArrayOf::Goes(POOL),
            ArrayOf::Own(0),
            ArrayOf::Own(1),
        ];
        let arrays = kinds.map(|kind| {
            let mut array = Vec::new();
            assert!(cliques.array(kind, &prices, TICKS, &mut array));
            array
        });
        // as long as the longest span at least
        for (a, b) in (0..TICKS).flat_map(|a| (a + 12..TICKS).map(move |b| (a, b))) {
            for train in [0, 1, 2] {
                let mut cost = arrays[0][a] + arrays[1][b];
                let mut units = [0; 6];
                cliques.taken(kinds[0], a, |row, more| units[row] += more);
                cliques.taken(kinds[1], b, |row, more| units[row] += more);
                if train < 2 {
                    cost += arrays[2 + train][a] + arrays[2 + train][b];
                    cliques.taken(kinds[2 + train], a, |row, more| units[row] += more);
                    cliques.taken(kinds[2 + train], b, |row, more| units[row] += more);
                }
                let truly = cliques.all.iter().map(|row| {
                    let (from, until) = (row.from.index(), row.until.index());
                    i32::from(if row.train.index() == train {
                        a <= until && b > from
                    } else {
                        a <= from && b > until
                    })
                });
                let truly: Vec<i32> = truly.collect();
                assert_eq!(units[3..], truly, "train {train} from {a} to {b}");
                let paid = truly.iter().zip(&prices[3..]);
                let paid: i64 = paid.map(|(&units, price)| i64::from(units) * price).sum();
                assert_eq!(cost, paid, "train {train} from {a} to {b}");
            }
        }
    }

    #[test]
    fn without_a_price_there_is_no_array() {
        let (cliques, prices) = some();
        let mut array = vec![1];
        assert!(!cliques.array(ArrayOf::Own(0), &[0; 6], TICKS, &mut array));
        let only_second = [0, 0, 0, 0, prices[4], 0];
        assert!(!cliques.array(ArrayOf::Own(0), &only_second, TICKS, &mut array));
        assert!(cliques.array(ArrayOf::Own(1), &only_second, TICKS, &mut array));
        assert_eq!(array.iter().sum::<i64>(), 12 * prices[4]);
    }
}
