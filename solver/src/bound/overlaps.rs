//! Rows over spans of ticks: who holds a unit of a pool all the time from one tick to another, and one train more if it holds one at
//! any tick of these, together take no more units than there are.
//!
//! Rows per tick do not say that: a train whose choices are divided among several times holds a part of a unit at each of these ticks,
//! and others may have the rest. In truth it cannot come while they stay (on a machine: the clique inequalities of Sousa and
//! Wolsey 1992, with more units at once). There are too many to price all: those that the mixture of a bundle
//! breaks are added as they are met.
//!
//! For holds of one piece that last as long as the span at least ([`super::holds`]) what they take of the row is known from both
//! ends: of `[from, until]` whoever comes by `from` takes a unit, which is given back by going by `until`. The one more takes it by coming
//! by `until`, and gives it back by going by `from`. So a price is an array over the instants of coming and one over those of going,
//! and for the one more what is beyond these, the same at both ends.

use super::bundle::Seen;
use super::engine::Engine;
use super::rows::ArrayOf;
use crate::network::{PoolIndex, Tick};
use std::collections::BTreeMap;

/// Rows there may be.
pub(super) const MOST: usize = 512;

/// Rows added at a time, at most.
const AT_ONCE: usize = 32;

/// A row is added where the mixture takes so much more than there is.
const BROKEN: f64 = 0.05;

/// A row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// The pool.
    pub pool: PoolIndex,
    /// First and last tick.
    pub from: Tick,
    pub until: Tick,
    /// The train that counts at any tick.
    pub train: usize,
}

impl Overlap {
    /// Whether coming or going at a tick is between its ends: there the train that counts at any tick pays more than others.
    fn is_within(&self, at: usize) -> bool {
        (self.from as usize) < at && at <= self.until as usize
    }
}

/// The rows in use.
#[derive(Clone, Debug, Default)]
pub struct Overlaps {
    /// Row of the first.
    pub first: usize,
    /// The rows.
    pub all: Vec<Overlap>,
    /// By pool their places.
    of_pool: Vec<Vec<usize>>,
    /// By pool: longest span.
    longest: Vec<Tick>,
    /// Trains that count at any tick somewhere, with the pool, in the order of their arrays.
    own: Vec<(usize, PoolIndex)>,
}

/// A hold in a mixture.
#[derive(Clone, Copy, Debug)]
struct Held {
    train: usize,
    from: Tick,
    /// First tick behind it.
    to: Tick,
    weight: f64,
}

impl Overlaps {
    /// None yet, in rows from `first` on.
    pub fn new(first: usize, longest: Vec<Tick>) -> Overlaps {
        Overlaps {
            first,
            all: Vec::new(),
            of_pool: vec![Vec::new(); longest.len()],
            longest,
            own: Vec::new(),
        }
    }

    /// Adds one; its place.
    pub(super) fn add(&mut self, overlap: Overlap) -> usize {
        self.of_pool[overlap.pool as usize].push(self.all.len());
        self.all.push(overlap);
        self.all.len() - 1
    }

    fn is_known(&self, overlap: &Overlap) -> bool {
        self.of_pool[overlap.pool as usize]
            .iter()
            .any(|&place| self.all[place] == *overlap)
    }

    /// Rows of a kind of array, by place, from a place on.
    fn of_array(&self, kind: ArrayOf, since: usize) -> impl Iterator<Item = usize> {
        let (pool, train) = match kind {
            ArrayOf::Comes(pool) | ArrayOf::Goes(pool) => (pool, None),
            ArrayOf::Own(place) => {
                let (train, pool) = self.own[place as usize];
                (pool, Some(train))
            }
            _ => (PoolIndex::MAX, None),
        };
        let places = self
            .of_pool
            .get(pool as usize)
            .map_or(&[][..], Vec::as_slice);
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
            let Overlap { from, until, .. } = self.all[place];
            let (from, until) = (from as usize, until as usize);
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
            let overlap = &self.all[place];
            let units = match kind {
                ArrayOf::Comes(_) => i32::from(at <= overlap.from as usize),
                ArrayOf::Goes(_) => -i32::from(at <= overlap.until as usize),
                _ => i32::from(overlap.is_within(at)),
            };
            if units != 0 {
                add(self.first + place, units);
            }
        }
    }
}

impl Engine<'_> {
    /// Rows that a mixture breaks, the one most broken first.
    pub(super) fn broken_overlaps(&mut self, seen: &Seen) -> Vec<Overlap> {
        let room = MOST - self.layout.overlaps.all.len();
        if room == 0 {
            return Vec::new();
        }
        let held = self.held(seen);
        let mut found: Vec<(f64, Overlap)> = Vec::new();
        for (pool, held) in &held {
            let longest = self.layout.overlaps.longest[*pool as usize];
            let mut looks = 0;
            let room = (&self.rows.room[*pool as usize][..], self.rows.end);
            most_broken(*pool, held, room, longest, &mut found, &mut looks);
            // a hold looked at takes about as long as a tick priced
            self.effort += looks;
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(key(&a.1).cmp(&key(&b.1))));
        let mut chosen: Vec<Overlap> = Vec::new();
        for (_, one) in found {
            let is_near = |other: &Overlap| {
                let meet = one.from <= other.until && other.from <= one.until;
                other.pool == one.pool && other.train == one.train && meet
            };
            if !chosen.iter().any(is_near) && !self.layout.overlaps.is_known(&one) {
                chosen.push(one);
                if chosen.len() == AT_ONCE.min(room) {
                    break;
                }
            }
        }
        chosen
    }

    /// By pool the holds of a mixture, sorted.
    fn held(&self, seen: &Seen) -> BTreeMap<PoolIndex, Vec<Held>> {
        let all: f64 = seen.iter().map(|(weight, _)| weight).sum();
        let mut by_hold: BTreeMap<(PoolIndex, Tick, usize, Tick), f64> = BTreeMap::new();
        for (weight, choices) in seen {
            for (train, choice) in choices.iter().enumerate() {
                let Some(choice) = choice else { continue };
                // a rake comes before it goes; two rakes hold different pools
                let mut come: BTreeMap<PoolIndex, (Tick, Tick)> = BTreeMap::new();
                for &(edge, start) in &choice.choices.operations {
                    let function = self.shapes[train].edges[edge] as usize;
                    for (array, at, _) in self.functions.all[function].positions(&self.rows, start)
                    {
                        match self.rows.arrays[array as usize] {
                            ArrayOf::Comes(pool) => {
                                come.entry(pool).or_insert((0, Tick::MAX)).0 = at as Tick;
                            }
                            ArrayOf::Goes(pool) => {
                                come.entry(pool).or_insert((0, Tick::MAX)).1 = at as Tick;
                            }
                            _ => {}
                        }
                    }
                }
                for (pool, (from, to)) in come {
                    *by_hold.entry((pool, from, train, to)).or_default() += weight / all;
                }
            }
        }
        let mut held: BTreeMap<PoolIndex, Vec<Held>> = BTreeMap::new();
        for ((pool, from, train, to), weight) in by_hold {
            held.entry(pool).or_default().push(Held {
                train,
                from,
                to,
                weight,
            });
        }
        held
    }

    /// Whether a row may be one: within the horizon, and no longer than holds of its pool last.
    pub(super) fn may_add(&self, overlap: &Overlap) -> bool {
        let longest = self.layout.overlaps.longest.get(overlap.pool as usize);
        let ticks = overlap.until.saturating_sub(overlap.from);
        overlap.from >= 0
            && ticks > 0
            && overlap.until < self.rows.end
            && longest.is_some_and(|&longest| ticks <= longest)
    }

    /// Adds rows, which may be.
    pub(super) fn add_overlaps(&mut self, new: &[Overlap]) -> Vec<usize> {
        let mut rows = Vec::new();
        for overlap in new {
            let own = (overlap.train, overlap.pool);
            if !self.layout.overlaps.own.contains(&own) {
                self.layout.overlaps.own.push(own);
                let place = self.layout.overlaps.own.len() as u32 - 1;
                let array = self.rows.arrays.len() as u32;
                self.rows.arrays.push(ArrayOf::Own(place));
                let shape = &mut self.shapes[overlap.train];
                shape.pay_own(overlap.pool, array, &self.rows, &mut self.functions);
            }
            let units = &self.rows.room[overlap.pool as usize];
            let units = units[overlap.from as usize..=overlap.until as usize].iter();
            let units = i64::from(units.copied().max().unwrap_or(0));
            let row = self.layout.add_overlap(*overlap, units);
            rows.push(row);
        }
        self.resize();
        rows
    }
}

fn key(overlap: &Overlap) -> (PoolIndex, Tick, Tick, usize) {
    (overlap.pool, overlap.from, overlap.until, overlap.train)
}

/// For every tick at which somebody comes the row from there that is broken most, if any. Complexity: pairs of ticks times holds that
/// meet these.
fn most_broken(
    pool: PoolIndex,
    held: &[Held],
    (room, end): (&[i32], Tick),
    longest: Tick,
    found: &mut Vec<(f64, Overlap)>,
    looks: &mut u64,
) {
    let mut ends: Vec<Tick> = held.iter().map(|one| one.to.saturating_sub(1)).collect();
    ends.sort_unstable();
    ends.dedup();
    let mut beside: BTreeMap<usize, f64> = BTreeMap::new();
    // who came so long before is gone
    let lengths = held.iter().map(|one| one.to.saturating_sub(one.from));
    let most = lengths.max().unwrap_or(0);
    let mut last = Tick::MIN;
    for one in held {
        let from = one.from;
        if from == last {
            continue;
        }
        last = from;
        let latest = from.saturating_add(longest).min(end - 1);
        let first = held.partition_point(|other| other.from < from.saturating_sub(most));
        let behind = held.partition_point(|other| other.from <= latest);
        let near = held[first..behind].iter();
        let near: Vec<&Held> = near.filter(|other| other.to > from).collect();
        *looks += (behind - first) as u64;
        let before = near.iter().filter(|other| other.from <= from);
        let before: f64 = before.map(|other| other.weight).sum();
        let units = |until: Tick| room[from as usize..=until as usize].iter().max();
        let least_room = f64::from(room[from as usize]);
        if before < least_room - 1.0 + BROKEN {
            continue;
        }
        let mut best: Option<(f64, Overlap)> = None;
        let place = ends.partition_point(|&end| end <= from);
        for &until in ends[place..].iter().take_while(|&&until| until <= latest) {
            beside.clear();
            let mut stay = 0.0;
            *looks += near.len() as u64;
            for other in &near {
                if other.from <= from && other.to > until {
                    stay += other.weight;
                } else if other.from <= until {
                    *beside.entry(other.train).or_default() += other.weight;
                }
            }
            let units = f64::from(units(until).copied().unwrap_or(0));
            for (&train, &weight) in &beside {
                let beyond = stay + weight - units;
                if beyond > BROKEN && best.as_ref().is_none_or(|best| beyond > best.0) {
                    let overlap = Overlap {
                        pool,
                        from,
                        until,
                        train,
                    };
                    best = Some((beyond, overlap));
                }
            }
        }
        found.extend(best);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TICKS: usize = 40;

    /// Rows of one pool for two trains, and the price of each.
    fn some() -> (Overlaps, Vec<i64>) {
        let mut overlaps = Overlaps::new(3, vec![12]);
        for (from, until, train) in [(5, 9, 0), (7, 19, 1), (20, 21, 0)] {
            overlaps.add(Overlap {
                pool: 0,
                from,
                until,
                train,
            });
        }
        overlaps.own = vec![(0, 0), (1, 0)];
        (overlaps, vec![1000, 1000, 1000, 7, 11, 13])
    }

    #[test]
    fn a_hold_pays_for_the_spans_it_covers_and_its_own_train_for_those_it_touches() {
        let (overlaps, prices) = some();
        let kinds = [
            ArrayOf::Comes(0),
            ArrayOf::Goes(0),
            ArrayOf::Own(0),
            ArrayOf::Own(1),
        ];
        let arrays = kinds.map(|kind| {
            let mut array = Vec::new();
            assert!(overlaps.array(kind, &prices, TICKS, &mut array));
            array
        });
        // as long as the longest span at least
        for (a, b) in (0..TICKS).flat_map(|a| (a + 12..TICKS).map(move |b| (a, b))) {
            for train in [0, 1, 2] {
                let mut cost = arrays[0][a] + arrays[1][b];
                let mut units = [0; 6];
                overlaps.taken(kinds[0], a, |row, more| units[row] += more);
                overlaps.taken(kinds[1], b, |row, more| units[row] += more);
                if train < 2 {
                    cost += arrays[2 + train][a] + arrays[2 + train][b];
                    overlaps.taken(kinds[2 + train], a, |row, more| units[row] += more);
                    overlaps.taken(kinds[2 + train], b, |row, more| units[row] += more);
                }
                let truly = overlaps.all.iter().map(|row| {
                    let (from, until) = (row.from as usize, row.until as usize);
                    i32::from(if row.train == train {
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
        let (overlaps, prices) = some();
        let mut array = vec![1];
        assert!(!overlaps.array(ArrayOf::Own(0), &[0; 6], TICKS, &mut array));
        let only_second = [0, 0, 0, 0, prices[4], 0];
        assert!(!overlaps.array(ArrayOf::Own(0), &only_second, TICKS, &mut array));
        assert!(overlaps.array(ArrayOf::Own(1), &only_second, TICKS, &mut array));
        assert_eq!(array.iter().sum::<i64>(), 12 * prices[4]);
    }

    fn held(train: usize, from: Tick, to: Tick, weight: f64) -> Held {
        Held {
            train,
            from,
            to,
            weight,
        }
    }

    /// Halves of a train before and behind another one that stays with a half of it each keep every tick, and still cannot be.
    #[test]
    fn halves_around_a_half_are_found() {
        let mut held = vec![
            held(0, 0, 10, 0.5),
            held(0, 10, 20, 0.5),
            held(1, 2, 18, 0.5),
            held(2, 30, 45, 1.0),
        ];
        held.sort_by_key(|one| one.from);
        let rows = |room: i32| vec![room; 60];
        let find = |room: i32, longest: Tick| {
            let (mut found, mut looks) = (Vec::new(), 0);
            most_broken(0, &held, (&rows(room), 60), longest, &mut found, &mut looks);
            found
        };
        let found = find(1, 20);
        let most = found.iter().max_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
        assert!((most.0 - 0.5).abs() < 1e-9, "{found:?}");
        assert_eq!((most.1.from, most.1.until, most.1.train), (2, 17, 0));
        assert!(find(2, 20).is_empty(), "two fit");
        assert!(find(1, 5).iter().all(|(_, row)| row.until - row.from <= 5));
    }
}
