//! Movements on one line as few rows: sets of which any two are too close, so that a plan has at most one of each.
//!
//! Every pair that is too close is in one of the sets; sets are grown greedily in order of entry. Movements of one train belong
//! to one set where no journey makes both.

use crate::network::{Line, Movement, TrainIndex};
use crate::occupancy::are_apart;
use std::collections::BTreeMap;

/// Any two of its movements exclude each other.
#[derive(Clone, Debug)]
pub(super) struct Clique {
    pub(super) movements: Vec<Movement>,
    pub(super) columns: Vec<usize>,
}

/// The movements on one line that there may be.
#[derive(Clone, Debug, Default)]
pub(super) struct Traffic {
    /// By movement (that its order be that of entry), train, and whether it is that of a train left out: the columns that make it.
    nodes: BTreeMap<(Movement, TrainIndex, bool), Vec<usize>>,
}

impl Traffic {
    pub(super) fn add(&mut self, train: TrainIndex, movement: Movement, column: usize) {
        let columns = self.nodes.entry((movement, train, false)).or_default();
        if columns.last() != Some(&column) {
            columns.push(column);
        }
    }

    pub(super) fn stay(&mut self, train: TrainIndex, movement: Movement, column: usize) {
        let columns = self.nodes.entry((movement, train, true)).or_default();
        if columns.last() != Some(&column) {
            columns.push(column);
        }
    }

    /// Sets that cover every pair of movements of two trains that are too close. Complexity: pairs of movements.
    pub(super) fn cliques(&self, line: &Line) -> Vec<Clique> {
        let nodes: Vec<_> = self.nodes.iter().collect();
        let n = nodes.len();
        let mut exclude = Bits::new(n);
        let mut open = Bits::new(n);
        for (a, &(&(one, train, stays), _)) in nodes.iter().enumerate() {
            for (b, &(&(other, other_train, other_stays), _)) in
                nodes.iter().enumerate().skip(a + 1)
            {
                if train == other_train {
                    exclude.set_pair(a, b, true);
                } else if !(stays && other_stays || are_apart(line, one, other)) {
                    exclude.set_pair(a, b, true);
                    open.set_pair(a, b, true);
                }
            }
        }
        // a journey that makes two movements here must not stand in a row twice
        let mut by_column: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (node, (_, columns)) in nodes.iter().enumerate() {
            for &column in *columns {
                by_column.entry(column).or_default().push(node);
            }
        }
        for own in by_column.values() {
            for (index, &a) in own.iter().enumerate() {
                for &b in &own[index + 1..] {
                    exclude.set_pair(a, b, false);
                }
            }
        }
        let mut cliques = Vec::new();
        for a in 0..n {
            while let Some(b) = open.first_behind(a) {
                let mut members = vec![a, b];
                let mut fits = exclude.both(a, b);
                while let Some(next) = first(&fits) {
                    members.push(next);
                    for (word, other) in fits.iter_mut().zip(exclude.row(next)) {
                        *word &= other;
                    }
                }
                for (index, &one) in members.iter().enumerate() {
                    for &other in &members[index + 1..] {
                        open.set_pair(one, other, false);
                    }
                }
                members.sort_unstable();
                let of = |&node: &usize| nodes[node];
                cliques.push(Clique {
                    movements: members.iter().map(|node| of(node).0.0).collect(),
                    columns: members
                        .iter()
                        .flat_map(|node| of(node).1)
                        .copied()
                        .collect(),
                });
            }
        }
        cliques
    }
}

/// A symmetric relation on so many things.
struct Bits {
    words: usize,
    bits: Vec<u64>,
}

impl Bits {
    fn new(n: usize) -> Bits {
        let words = n.div_ceil(64);
        Bits {
            words,
            bits: vec![0; n * words],
        }
    }

    fn row(&self, a: usize) -> &[u64] {
        &self.bits[a * self.words..(a + 1) * self.words]
    }

    fn set_pair(&mut self, a: usize, b: usize, value: bool) {
        for (a, b) in [(a, b), (b, a)] {
            let word = &mut self.bits[a * self.words + b / 64];
            if value {
                *word |= 1 << (b % 64);
            } else {
                *word &= !(1 << (b % 64));
            }
        }
    }

    fn both(&self, a: usize, b: usize) -> Vec<u64> {
        let rows = self.row(a).iter().zip(self.row(b));
        rows.map(|(a, b)| a & b).collect()
    }

    /// The first thing behind `a` that is related to it.
    fn first_behind(&self, a: usize) -> Option<usize> {
        let words = self.row(a).iter().enumerate().skip(a / 64);
        words
            .map(|(index, &word)| {
                let behind = if index == a / 64 {
                    word & !(u64::MAX >> (63 - a % 64))
                } else {
                    word
                };
                (index, behind)
            })
            .find(|&(_, word)| word != 0)
            .map(|(index, word)| index * 64 + word.trailing_zeros() as usize)
    }
}

fn first(words: &[u64]) -> Option<usize> {
    let index = words.iter().position(|&word| word != 0)?;
    Some(index * 64 + words[index].trailing_zeros() as usize)
}
