//! Which journeys exclude each other, and sets of which any two do: a plan has at most one of each set.
//!
//! Rows of the master say the same of journeys that meet at one tick. Three of which each meets another one at another tick share no
//! row, so halves of all three keep every row; a set of all three does not let them (clique inequalities, Padberg 1973).

use super::master::Master;
use crate::backend::Sense;

/// A journey: its place among those of all trains, in order.
pub(super) type Id = u32;

/// Sets begun from at most so many journeys.
const SEEDS: usize = 200;

/// Shares of a set must come to so much more than one.
const BROKEN: f64 = 0.02;

/// Less than this a backend may say for nothing.
const LEAST_SHARE: f64 = 1e-3;

/// Pairs of journeys that exclude each other.
#[derive(Clone, Debug)]
pub(super) struct Conflicts {
    /// By train the place of its first journey; and last how many there are.
    first: Vec<Id>,
    /// Words of 64 bits per journey.
    words: usize,
    bits: Vec<u64>,
}

impl Conflicts {
    /// From the rows of a master that has all journeys. Complexity: by row the square of its columns.
    pub(super) fn new(master: &Master) -> Conflicts {
        let columns = master.columns();
        let mut first = vec![0];
        let mut id_of = vec![None; master.model().columns().len()];
        let mut next: Id = 0;
        for own in columns {
            for &column in own {
                id_of[column] = Some(next);
                next += 1;
            }
            first.push(next);
        }
        let n = next as usize;
        let words = n.div_ceil(64);
        let mut conflicts = Conflicts {
            first,
            words,
            bits: vec![0; n * words],
        };
        for row in master.model().rows() {
            let is_clique = row.bound == 1
                && row.sense != Sense::AtLeast
                && row.terms.iter().all(|term| term.1 == 1);
            if !is_clique {
                continue;
            }
            let ids: Vec<Id> = row.terms.iter().filter_map(|term| id_of[term.0]).collect();
            let mut all = vec![0; words];
            for &id in &ids {
                all[id as usize / 64] |= 1 << (id % 64);
            }
            for &id in &ids {
                let own = &mut conflicts.bits[id as usize * words..][..words];
                own.iter_mut().zip(&all).for_each(|(own, all)| *own |= all);
            }
        }
        for id in 0..n {
            conflicts.bits[id * words + id / 64] &= !(1 << (id % 64));
        }
        conflicts
    }

    /// Journeys.
    pub(super) fn len(&self) -> usize {
        self.first.last().map_or(0, |&n| n as usize)
    }

    /// The place of a journey of a train.
    pub(super) fn id(&self, train: usize, index: usize) -> Id {
        self.first[train] + index as Id
    }

    fn of(&self, id: Id) -> &[u64] {
        &self.bits[id as usize * self.words..][..self.words]
    }

    /// Sets whose shares come to more than one, each made as large as can be with the journeys of `more`, in their order. Greedy:
    /// there may be others. Sets are sorted. Complexity: seeds times journeys with a share, times the size of a set.
    pub(super) fn broken(&self, mut shares: Vec<(Id, f64)>, more: &[Id]) -> Vec<Vec<Id>> {
        shares.retain(|(_, share)| *share > LEAST_SHARE);
        shares.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut found: Vec<Vec<Id>> = Vec::new();
        for &(seed, share) in shares.iter().take(SEEDS) {
            let mut set = vec![seed];
            let mut common = self.of(seed).to_vec();
            let mut sum = share;
            for &(id, share) in &shares {
                if has(&common, id) {
                    self.join(&mut set, &mut common, id);
                    sum += share;
                }
            }
            if sum > 1.0 + BROKEN {
                for &id in more {
                    if has(&common, id) {
                        self.join(&mut set, &mut common, id);
                    }
                }
                set.sort_unstable();
                found.push(set);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// One more of a set, and what all of it exclude in common.
    fn join(&self, set: &mut Vec<Id>, common: &mut [u64], id: Id) {
        set.push(id);
        common
            .iter_mut()
            .zip(self.of(id))
            .for_each(|(a, b)| *a &= b);
    }
}

fn has(bits: &[u64], id: Id) -> bool {
    bits[id as usize / 64] & (1 << (id % 64)) != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three that exclude each other by twos, a fourth that excludes all of them, a fifth that excludes the first only.
    fn five() -> Conflicts {
        Conflicts {
            first: (0..=5).collect(),
            words: 1,
            bits: vec![0b11110, 0b01101, 0b01011, 0b00111, 0b00001],
        }
    }

    #[test]
    fn halves_of_three_break_a_set_and_cheap_ones_join_it() {
        let halves = vec![(0, 0.5), (1, 0.5), (2, 0.5), (4, 0.5)];
        let found = five().broken(halves.clone(), &[4, 3]);
        assert_eq!(found, [vec![0, 1, 2, 3]]);
        assert_eq!(five().broken(halves, &[]), [vec![0, 1, 2]]);
    }

    #[test]
    fn what_comes_to_one_breaks_nothing() {
        let thirds = vec![(0, 0.34), (1, 0.33), (2, 0.33), (4, 0.6)];
        assert_eq!(five().broken(thirds, &[3]), Vec::<Vec<Id>>::new());
        assert_eq!(five().broken(Vec::new(), &[0, 1]), Vec::<Vec<Id>>::new());
    }
}
