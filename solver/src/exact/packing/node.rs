//! A node of branch and bound: part of the combinations, and what pricing it says.
//!
//! A backend proposes prices for the rows of the master. Whatever they are, rounded to the right sign and to fractions of a cost
//! unit they make a bound in whole numbers: the sum over trains of the cheapest choice under the prices, and what
//! the rows are worth.

use super::conflicts::{Conflicts, Id};
use super::{Kept, Master, RowWhat};
use crate::backend::{Backend, Limits, Sense};
use crate::network::Network;
use crate::pricing::Journey;
use std::sync::Arc;

/// Fractions of a cost unit that prices are rounded to.
pub(super) const SCALE: i128 = 1024;

/// Part of the combinations: choices of each train, as positions in the lists kept at the root.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) lists: Vec<Vec<usize>>,
    pub(super) may_be_left_out: Vec<bool>,
    /// No plan in it costs less, times [`SCALE`].
    pub(super) bound: i128,
    /// Sets of journeys of which a plan has at most one: those that had a price, and new ones.
    pub(super) sets: Vec<Arc<Vec<Id>>>,
}

/// What pricing a node says.
pub(super) struct Priced {
    /// No plan in it costs less, times [`SCALE`].
    pub(super) bound: i128,
    /// By train: reduced cost of each choice over the cheapest of the train, and of leaving it out.
    pub(super) over: Vec<Vec<i128>>,
    pub(super) left_out_over: Vec<Option<i128>>,
    /// By train: share of each choice.
    pub(super) shares: Vec<Vec<f64>>,
    pub(super) left_out_share: Vec<f64>,
    /// By set of the node: whether it has a price.
    pub(super) has_price: Vec<bool>,
}

/// The linear program of a node.
pub(super) struct ToPrice {
    master: Master,
    /// By set of the node its row, where two of its journeys are left.
    row_of_set: Vec<Option<usize>>,
}

impl Node {
    /// All combinations.
    pub(super) fn all(kept: &Kept) -> Node {
        let lists = kept.journeys.iter();
        Node {
            lists: lists.map(|list| (0..list.len()).collect()).collect(),
            may_be_left_out: kept.may_be_left_out.clone(),
            bound: i128::MIN,
            sets: Vec::new(),
        }
    }

    /// Whether a train has no choice.
    pub(super) fn is_empty(&self) -> bool {
        let mut trains = self.lists.iter().zip(&self.may_be_left_out);
        trains.any(|(list, &may)| list.is_empty() && !may)
    }

    pub(super) fn n_choices(&self) -> usize {
        let lists = self.lists.iter().map(Vec::len).sum::<usize>();
        lists + self.may_be_left_out.iter().filter(|&&may| may).count()
    }

    /// Its linear program: the master, and its sets.
    pub(super) fn to_price(
        &self,
        network: &Network,
        kept: &Kept,
        conflicts: Option<&Conflicts>,
        upper: i64,
    ) -> ToPrice {
        let lists: Vec<Vec<&Journey>> = self
            .lists
            .iter()
            .zip(&kept.journeys)
            .map(|(list, all)| list.iter().map(|&index| &all[index]).collect())
            .collect();
        let mut master = Master::elastic(network, &lists, &self.may_be_left_out, upper);
        let mut row_of_set = vec![None; self.sets.len()];
        if let Some(conflicts) = conflicts {
            let mut column_of = vec![None; conflicts.len()];
            for (train, (own, list)) in master.columns().iter().zip(&self.lists).enumerate() {
                for (&column, &index) in own.iter().zip(list) {
                    column_of[conflicts.id(train, index) as usize] = Some(column);
                }
            }
            for (set, row) in self.sets.iter().zip(&mut row_of_set) {
                let columns = set.iter().filter_map(|&id| column_of[id as usize]);
                *row = master.exclude(columns.collect());
            }
        }
        ToPrice { master, row_of_set }
    }
}

impl ToPrice {
    /// Terms in its rows.
    pub(super) fn terms(&self) -> u64 {
        self.master.model().n_terms() as u64
    }

    /// Prices, and the bound that they make.
    pub(super) fn priced(&self, backend: Backend, limits: &Limits) -> Priced {
        let master = &self.master;
        let model = master.model();
        let answer = master.relaxed(backend, limits);
        let mut reduced: Vec<i128> = model
            .columns()
            .iter()
            .map(|column| i128::from(column.cost) * SCALE)
            .collect();
        let mut bound = i128::from(master.constant()) * SCALE;
        let mut has_price = vec![false; model.rows().len()];
        for (index, (row, &price)) in model.rows().iter().zip(&answer.prices).enumerate() {
            // what the choices of a train are worth is the least of them, below
            if matches!(master.rows()[index], RowWhat::Train(_)) {
                continue;
            }
            let price = (price * SCALE as f64).round().clamp(-1e15, 1e15) as i128;
            let price = match row.sense {
                Sense::AtMost => price.min(0),
                Sense::AtLeast => price.max(0),
                Sense::Equal => price,
            };
            if price == 0 {
                continue;
            }
            has_price[index] = true;
            bound += price * i128::from(row.bound);
            for &(column, by) in &row.terms {
                reduced[column] -= price * i128::from(by);
            }
        }
        for (column, &reduced) in model.columns().iter().zip(&reduced) {
            if Master::is_shared(column) {
                let (least, greatest) = (i128::from(column.least), i128::from(column.greatest));
                bound += (reduced * least).min(reduced * greatest);
            }
        }
        let share = |column: usize| answer.values.get(column).copied().unwrap_or(0.0);
        let sets = self.row_of_set.iter();
        let mut priced = Priced {
            bound: 0,
            over: Vec::new(),
            left_out_over: Vec::new(),
            shares: Vec::new(),
            left_out_share: Vec::new(),
            has_price: sets
                .map(|row| row.is_some_and(|row| has_price[row]))
                .collect(),
        };
        for (own, &out) in master.columns().iter().zip(master.left_out()) {
            // the choice that is no gain is in no plan below the value to beat, so it does not count
            let costs = own.iter().copied().chain(out).map(|column| reduced[column]);
            let least = costs.min().unwrap_or(0);
            bound += least;
            let over = own.iter().map(|&column| reduced[column] - least);
            priced.over.push(over.collect());
            priced
                .left_out_over
                .push(out.map(|column| reduced[column] - least));
            priced
                .shares
                .push(own.iter().map(|&column| share(column)).collect());
            priced.left_out_share.push(out.map_or(0.0, share));
        }
        priced.bound = bound;
        priced
    }
}
