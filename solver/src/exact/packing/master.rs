//! The restricted master: columns for journeys, rows for what they share.

use super::rows::Rows;
use crate::backend::{self, Backend, Column, Continuous, Limits, Model, Sense, Status};
use crate::network::{CapIndex, LineIndex, Movement, Network, PoolIndex, StockIndex, Tick};
use crate::pricing::Journey;

/// What a row keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowWhat {
    /// One choice for a train.
    Train(usize),
    /// Units of a pool at a tick.
    Pool(PoolIndex, Tick),
    /// At most one of these movements on a line, any two of which are too close.
    Line(LineIndex, Vec<Movement>),
    /// Entries counted by a cap on a day.
    Cap(CapIndex, usize),
    /// A stock behind the changes of a tick.
    Stock(StockIndex, Tick),
    /// What is missing of a stock at the end.
    Missing(StockIndex),
    /// At most one of journeys any two of which exclude each other, in whatever they meet.
    Exclusive,
}

/// A row and its price: by how much the value changes with one more unit of its bound.
#[derive(Clone, Debug, PartialEq)]
pub struct RowPrice {
    /// What it keeps.
    pub what: RowWhat,
    /// Cost units; at most zero for pools, lines and caps (more room is never dearer), at least zero for stocks.
    pub price: f64,
}

/// The master as a linear program.
#[derive(Clone, Debug)]
pub struct Priced {
    /// What became of it.
    pub status: Status,
    /// Its value, as the backend has it: no bound yet.
    pub value: f64,
    /// Prices of rows.
    pub prices: Vec<RowPrice>,
    /// By train: the share of each journey.
    pub shares: Vec<Vec<f64>>,
}

/// The restricted master.
#[derive(Clone, Debug)]
pub struct Master {
    model: Model,
    whats: Vec<RowWhat>,
    /// By train and journey.
    columns: Vec<Vec<usize>>,
    /// By train, where it may be left out.
    left_out: Vec<Option<usize>>,
    constant: i64,
}

impl Master {
    /// A master of lists of journeys, one list per train. Complexity: pools by sorting what is taken, lines by pairs of movements.
    pub fn new(network: &Network, journeys: &[Vec<&Journey>], may_be_left_out: &[bool]) -> Master {
        Master::build(network, journeys, may_be_left_out, None)
    }

    /// The same with one more choice per train that takes nothing and costs so much that nothing below `upper` contains it: so there
    /// always is a solution.
    pub(super) fn elastic(
        network: &Network,
        journeys: &[Vec<&Journey>],
        may_be_left_out: &[bool],
        upper: i64,
    ) -> Master {
        Master::build(network, journeys, may_be_left_out, Some(upper))
    }

    fn build(
        network: &Network,
        journeys: &[Vec<&Journey>],
        may_be_left_out: &[bool],
        upper: Option<i64>,
    ) -> Master {
        let mut model = Model::new();
        let least: Vec<i64> = network
            .trains
            .iter()
            .zip(journeys.iter().zip(may_be_left_out))
            .map(|(train, (list, &may))| {
                let costs = list.iter().map(|journey| journey.cost);
                let costs = costs.chain(may.then_some(train.cost.postponed));
                costs.min().unwrap_or(0)
            })
            .collect();
        let constant: i64 = least.iter().sum();
        let mut whats = Vec::new();
        let mut rows = Rows::new(network);
        let mut columns = Vec::with_capacity(journeys.len());
        let mut left_out = Vec::with_capacity(journeys.len());
        for (index, train) in network.trains.iter().enumerate() {
            let own: Vec<usize> = journeys[index]
                .iter()
                .map(|journey| {
                    let column = model.add_choice(journey.cost - least[index]);
                    rows.journey(index, journey, column);
                    column
                })
                .collect();
            let out = may_be_left_out[index].then(|| {
                let column = model.add_choice(train.cost.postponed - least[index]);
                rows.stay(index, column);
                column
            });
            let none = upper.map(|upper| model.add_choice((upper - constant).max(0)));
            let all = own.iter().copied().chain(out).chain(none);
            let terms = all.map(|column| (column, 1)).collect();
            if model.add_row(terms, Sense::Equal, 1).is_some() {
                whats.push(RowWhat::Train(index));
            }
            columns.push(own);
            left_out.push(out);
        }
        rows.add(&mut model, &mut whats);
        Master {
            model,
            whats,
            columns,
            left_out,
            constant,
        }
    }

    /// Adds that at most one of these columns is chosen; returns the position of the row, where it says something.
    pub(super) fn exclude(&mut self, columns: Vec<usize>) -> Option<usize> {
        if columns.len() < 2 {
            return None;
        }
        let terms = columns.into_iter().map(|column| (column, 1)).collect();
        let row = self.model.add_row(terms, Sense::AtMost, 1)?;
        self.whats.push(RowWhat::Exclusive);
        Some(row)
    }

    /// The problem in the words of the backends; its value lacks [`Master::constant`].
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The sum of what every train costs at least.
    pub fn constant(&self) -> i64 {
        self.constant
    }

    /// What each row of the model keeps.
    pub fn rows(&self) -> &[RowWhat] {
        &self.whats
    }

    /// Solves it as a linear program, for prices.
    pub fn relax(&self, backend: Backend, limits: &Limits) -> Priced {
        let answer = self.relaxed(backend, limits);
        let whats = self.whats.iter().cloned();
        let prices = whats.zip(&answer.prices);
        let prices = prices.map(|(what, &price)| RowPrice { what, price });
        let share = |&column: &usize| answer.values.get(column).copied().unwrap_or(0.0);
        Priced {
            status: answer.status,
            value: self.constant as f64 + answer.value,
            prices: prices.collect(),
            shares: self
                .columns
                .iter()
                .map(|own| own.iter().map(share).collect())
                .collect(),
        }
    }

    pub(super) fn relaxed(&self, backend: Backend, limits: &Limits) -> Continuous {
        backend::relax(&self.model, backend, limits)
    }

    /// By train: which journey is chosen, if any.
    pub(super) fn chosen(&self, values: &[i64]) -> Vec<Option<usize>> {
        let own = self.columns.iter();
        own.map(|own| own.iter().position(|&column| values[column] == 1))
            .collect()
    }

    /// By train: the columns of its journeys.
    pub(super) fn columns(&self) -> &[Vec<usize>] {
        &self.columns
    }

    /// By train: the column for leaving it out.
    pub(super) fn left_out(&self) -> &[Option<usize>] {
        &self.left_out
    }

    /// Whether a column is no choice of a train.
    pub(super) fn is_shared(column: &Column) -> bool {
        !column.integral
    }
}
