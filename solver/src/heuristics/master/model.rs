//! The restricted master: columns for journeys, rows for what they share.

use super::rows::{RowWhat, Rows};
use crate::backend::{Model, Sense};
use crate::journey::Journey;
use crate::network::Network;

/// The restricted master.
#[derive(Clone, Debug)]
pub struct Master {
    model: Model,
    whats: Vec<RowWhat>,
    /// By train and journey.
    columns: Vec<Vec<usize>>,
    constant: i64,
}

impl Master {
    /// A master of lists of journeys, one list per train. Complexity: pools by sorting what is taken, lines by pairs of movements.
    pub fn new(network: &Network, journeys: &[Vec<&Journey>], may_be_left_out: &[bool]) -> Master {
        let mut model = Model::new();
        let least: Vec<i64> = network
            .trains
            .iter()
            .zip(journeys.iter().zip(may_be_left_out))
            .map(|(train, (list, &may))| {
                let costs = list.iter().map(|journey| journey.cost.units());
                let costs = costs.chain(may.then_some(train.cost.postponed.units()));
                costs.min().unwrap_or(0)
            })
            .collect();
        let constant: i64 = least.iter().sum();
        let mut whats = Vec::new();
        let mut rows = Rows::new(network);
        let mut columns = Vec::with_capacity(journeys.len());
        for index in network.train_indices() {
            let place = index.index();
            let own: Vec<usize> = journeys[place]
                .iter()
                .map(|journey| {
                    let column = model.add_choice(journey.cost.units() - least[place]);
                    rows.journey(index, journey, column);
                    column
                })
                .collect();
            let out = may_be_left_out[place].then(|| {
                let postponed = network[index].cost.postponed.units();
                let column = model.add_choice(postponed - least[place]);
                rows.stay(index, column);
                column
            });
            let all = own.iter().copied().chain(out);
            let terms = all.map(|column| (column, 1)).collect();
            if model.add_row(terms, Sense::Equal, 1).is_some() {
                whats.push(RowWhat::Train(index));
            }
            columns.push(own);
        }
        rows.add(&mut model, &mut whats);
        Master {
            model,
            whats,
            columns,
            constant,
        }
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

    /// By train: which journey is chosen, if any.
    pub(super) fn chosen(&self, values: &[i64]) -> Vec<Option<usize>> {
        let own = self.columns.iter();
        own.map(|own| own.iter().position(|&column| values[column] == 1))
            .collect()
    }
}
