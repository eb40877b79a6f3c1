//! Whether journeys fit together, asked of the occupancy and of nobody else.

use crate::construct::{self, Solution};
use crate::network::Network;
use crate::occupancy::Occupancy;
use crate::pricing::Journey;

/// The solution in which trains make these journeys (`None`: not planned), and its value; `None` when they take more than there
/// is. Every journey must be one that its train could make alone. Complexity: that of putting the journeys in one by one.
pub fn value_together(network: &Network, journeys: Vec<Option<Journey>>) -> Option<Solution<'_>> {
    if journeys.len() != network.trains.len() {
        return None;
    }
    let mut occupancy = Occupancy::new(network);
    for (index, journey) in journeys.iter().enumerate() {
        if journey.is_none() {
            occupancy.add_stay(index);
        }
    }
    for journey in journeys.iter().flatten() {
        if !occupancy.try_insert(journey) {
            return None;
        }
    }
    // What one train brings another one may take, so stocks count when all are in.
    if occupancy.short_stock().is_some() {
        return None;
    }
    let mut solution = Solution {
        journeys,
        value: 0,
        occupancy,
    };
    solution.value = construct::total(network, &solution);
    Some(solution)
}
