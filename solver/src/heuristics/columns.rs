//! Journeys that trains were content with under prices near the best: candidates for a plan of known journeys.

use crate::journey::Journey;
use crate::network::Network;
use crate::relaxation::pricing_problem::Choice;

/// Candidates kept per train; those met last stay.
const MAX_KEPT: usize = 24;

/// By train the journeys met, the last one last.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    of: Vec<Vec<Choice>>,
}

impl Columns {
    /// Remembers what trains chose.
    pub fn add<'c>(&mut self, choices: impl ExactSizeIterator<Item = Option<&'c Choice>>) {
        self.of.resize_with(choices.len(), Vec::new);
        for (known, choice) in self.of.iter_mut().zip(choices) {
            let Some(choice) = choice else {
                continue;
            };
            if let Some(index) = known.iter().position(|other| other == choice) {
                known[index..].rotate_left(1);
            } else {
                if known.len() == MAX_KEPT {
                    known.remove(0);
                }
                known.push(choice.clone());
            }
        }
    }

    /// By train the journeys of its choices, as far as they are some.
    pub fn journeys(&self, network: &Network) -> Vec<Vec<Journey>> {
        let trains = network.trains.iter().zip(&self.of);
        let journeys = trains.map(|(train, choices)| {
            let journeys = choices.iter();
            let journeys = journeys
                .filter_map(|choice| Journey::of_choices(train, network, &choice.choices).ok());
            journeys.collect()
        });
        journeys.collect()
    }
}
