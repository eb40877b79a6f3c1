//! A move: trains removed and inserted again, and undone where the plan is not kept.

use super::annealing::Temperature;
use super::chain::Chain;
use super::removal::Removal;
use crate::journey::Journey;
use crate::network::{Cost, TrainIndex};

impl Chain<'_> {
    /// Removes trains and inserts them again; whether the plan is kept. If not, it is as it was.
    pub(super) fn try_out(&mut self, removal: &Removal, temperature: Temperature) -> bool {
        let most = self.current.value.saturating_add(temperature.allowance);
        let missing = self.current.occupancy.shared_cost();
        let removed = self.take_all_out(&removal.trains);
        let costs: Cost = removed.iter().map(|one| self.cost_before(one)).sum();
        let others = self.current.value - missing - costs;
        if let Some(spent) = self.insert_again(&removed, removal, most - others) {
            let value = others + spent + self.current.occupancy.shared_cost();
            if value <= most {
                self.accept(value, &removed);
                return true;
            }
        }
        for (index, _) in &removed {
            if let Some(journey) = self.current.journeys[index.index()].take() {
                self.scanned += journey.steps();
                self.current.occupancy.remove(&journey);
            }
        }
        for (index, journey) in removed {
            self.put_back(index, journey);
        }
        false
    }

    /// What a removed train cost.
    fn cost_before(&self, (index, journey): &(TrainIndex, Option<Journey>)) -> Cost {
        let postponed = self.network[*index].cost.postponed;
        journey.as_ref().map_or(postponed, |journey| journey.cost)
    }
}
