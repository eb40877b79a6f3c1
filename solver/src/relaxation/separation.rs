//! Clique rows that a fractional solution violates, and adding them.

use super::cliques::{Clique, MAX_CLIQUES};
use super::evaluation::Relaxation;
use super::fractional::Fractional;
use super::rows::{ArrayIndex, ArrayOf};
use crate::network::{PoolIndex, Tick, Ticks, TrainIndex};
use std::collections::BTreeMap;

/// Rows added at a time, at most.
const AT_ONCE: usize = 32;

/// A row is added where the mixture takes so much more than there is.
const BROKEN: f64 = 0.05;

/// A hold in a mixture.
#[derive(Clone, Copy, Debug)]
struct Held {
    train: TrainIndex,
    from: Tick,
    /// First tick behind it.
    to: Tick,
    weight: f64,
}

impl Relaxation<'_> {
    /// What choices of all trains, weighted, take of the clique rows, from a place on.
    pub(crate) fn cliques_taken(&self, since: usize, seen: &Fractional) -> Vec<f64> {
        let cliques = &self.layout.cliques;
        let mut taken = vec![0.0; cliques.all.len()];
        let mut of_train: Vec<(usize, i32)> = Vec::new();
        let all: f64 = seen.iter().map(|(weight, _)| weight).sum();
        for (weight, choices) in seen {
            for (shape, choice) in self.shapes.iter().zip(choices.iter()) {
                of_train.clear();
                for &(edge, start) in choice.iter().flat_map(|choice| &choice.choices.operations) {
                    let function = &self.functions.all[shape.edges[edge].index()];
                    for (array, at, _) in function.positions(&self.rows, start) {
                        let kind = self.rows.arrays[array.index()];
                        cliques
                            .taken_since(since, kind, at, |row, units| of_train.push((row, units)));
                    }
                }
                of_train.sort_unstable();
                for same in of_train.chunk_by(|a, b| a.0 == b.0) {
                    let units = same.iter().map(|(_, units)| units).sum();
                    // a hold is one piece, and no shorter than a span
                    debug_assert!((0..=1).contains(&units));
                    taken[same[0].0 - cliques.first] += weight / all * f64::from(units);
                }
            }
        }
        taken
    }

    /// Rows that a mixture breaks, the one most broken first.
    pub(crate) fn violated_cliques(&mut self, seen: &Fractional) -> Vec<Clique> {
        let capacity = MAX_CLIQUES - self.layout.cliques.all.len();
        if capacity == 0 {
            return Vec::new();
        }
        let held = self.held(seen);
        let mut found: Vec<(f64, Clique)> = Vec::new();
        for (pool, held) in &held {
            let longest = self.layout.cliques.longest[pool.index()];
            let mut looks = 0;
            let capacity = (&self.rows.capacity[pool.index()][..], self.rows.end);
            most_violated(*pool, held, capacity, longest, &mut found, &mut looks);
            // a hold looked at takes about as long as a tick priced
            self.effort += looks;
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(key(&a.1).cmp(&key(&b.1))));
        let mut chosen: Vec<Clique> = Vec::new();
        for (_, one) in found {
            let is_near = |other: &Clique| {
                let meet = one.from <= other.until && other.from <= one.until;
                other.pool == one.pool && other.train == one.train && meet
            };
            if !chosen.iter().any(is_near) && !self.layout.cliques.is_known(&one) {
                chosen.push(one);
                if chosen.len() == AT_ONCE.min(capacity) {
                    break;
                }
            }
        }
        chosen
    }

    /// By pool the holds of a mixture, sorted.
    fn held(&self, seen: &Fractional) -> BTreeMap<PoolIndex, Vec<Held>> {
        let all: f64 = seen.iter().map(|(weight, _)| weight).sum();
        let mut by_hold: BTreeMap<(PoolIndex, Tick, TrainIndex, Tick), f64> = BTreeMap::new();
        for (weight, choices) in seen {
            for (train, choice) in self.network.train_indices().zip(choices.iter()) {
                let Some(choice) = choice else { continue };
                // a rake comes before it goes; two rakes hold different pools
                let mut come: BTreeMap<PoolIndex, (Tick, Tick)> = BTreeMap::new();
                for &(edge, start) in &choice.choices.operations {
                    let function = self.shapes[train.index()].edges[edge];
                    let function = &self.functions.all[function.index()];
                    for (array, at, _) in function.positions(&self.rows, start) {
                        match self.rows.arrays[array.index()] {
                            ArrayOf::Comes(pool) => {
                                come.entry(pool).or_insert((Tick::ZERO, Tick::MAX)).0 =
                                    Tick::from_index(at);
                            }
                            ArrayOf::Goes(pool) => {
                                come.entry(pool).or_insert((Tick::ZERO, Tick::MAX)).1 =
                                    Tick::from_index(at);
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
    pub(crate) fn may_add(&self, clique: &Clique) -> bool {
        let longest = self.layout.cliques.longest.get(clique.pool.index());
        clique.from >= Tick::ZERO
            && clique.from < clique.until
            && clique.until < self.rows.end
            && longest.is_some_and(|&longest| clique.until - clique.from <= longest)
    }

    /// Adds rows, which may be.
    pub(crate) fn add_cliques(&mut self, new: &[Clique]) -> Vec<usize> {
        let mut rows = Vec::new();
        for clique in new {
            let own = (clique.train, clique.pool);
            if !self.layout.cliques.own.contains(&own) {
                self.layout.cliques.own.push(own);
                let place = self.layout.cliques.own.len() as u32 - 1;
                let array = ArrayIndex::from_index(self.rows.arrays.len());
                self.rows.arrays.push(ArrayOf::Own(place));
                let shape = &mut self.shapes[clique.train.index()];
                shape.pay_own(clique.pool, array, &self.rows, &mut self.functions);
            }
            let units = &self.rows.capacity[clique.pool.index()];
            let units = units[clique.from.index()..=clique.until.index()].iter();
            let units = i64::from(units.copied().max().unwrap_or(0));
            let row = self.layout.add_clique(*clique, units);
            rows.push(row);
        }
        self.resize();
        rows
    }
}

fn key(clique: &Clique) -> (PoolIndex, Tick, Tick, TrainIndex) {
    (clique.pool, clique.from, clique.until, clique.train)
}

/// For every tick at which somebody comes the row from there that is broken most, if any. Complexity: pairs of ticks times holds that
/// meet these.
fn most_violated(
    pool: PoolIndex,
    held: &[Held],
    (capacity, end): (&[i32], Tick),
    longest: Ticks,
    found: &mut Vec<(f64, Clique)>,
    looks: &mut u64,
) {
    let mut ends: Vec<Tick> = held.iter().map(|one| one.to.saturating_sub(1)).collect();
    ends.sort_unstable();
    ends.dedup();
    let mut beside: BTreeMap<TrainIndex, f64> = BTreeMap::new();
    // who came so long before is gone
    let lengths = held.iter().map(|one| one.to - one.from);
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
        let units = |until: Tick| capacity[from.index()..=until.index()].iter().max();
        let min_room = f64::from(capacity[from.index()]);
        if before < min_room - 1.0 + BROKEN {
            continue;
        }
        let mut best: Option<(f64, Clique)> = None;
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
                    let clique = Clique {
                        pool,
                        from,
                        until,
                        train,
                    };
                    best = Some((beyond, clique));
                }
            }
        }
        found.extend(best);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(train: usize, from: Ticks, to: Ticks, weight: f64) -> Held {
        Held {
            train: TrainIndex::from_index(train),
            from: Tick(from),
            to: Tick(to),
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
        let rows = |capacity: i32| vec![capacity; 60];
        let find = |capacity: i32, longest: Ticks| {
            let (mut found, mut looks) = (Vec::new(), 0);
            most_violated(
                PoolIndex::from_index(0),
                &held,
                (&rows(capacity), Tick(60)),
                longest,
                &mut found,
                &mut looks,
            );
            found
        };
        let found = find(1, 20);
        let most = found.iter().max_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
        assert!((most.0 - 0.5).abs() < 1e-9, "{found:?}");
        assert_eq!(
            (most.1.from, most.1.until, most.1.train.index()),
            (Tick(2), Tick(17), 0)
        );
        assert!(find(2, 20).is_empty(), "two fit");
        assert!(find(1, 5).iter().all(|(_, row)| row.until - row.from <= 5));
    }
}
