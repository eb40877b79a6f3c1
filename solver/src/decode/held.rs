//! Who holds what, by train: asked when it is told what a rake waited for.

use crate::construct::Solution;
use crate::network::{Movement, Network, PoolIndex, StockIndex, Tick, Use};
use regauge_model::ids::TrainId;

/// Who holds what, to name holders.
pub struct Held {
    /// Per pool: uses with their train.
    pools: Vec<Vec<(Use, TrainId)>>,
    /// Movements with their train, sorted.
    movements: Vec<(Movement, TrainId)>,
    /// Per stock: when who brings to it.
    brought: Vec<Vec<(Tick, TrainId)>>,
}

impl Held {
    /// Of a solution.
    pub fn new(network: &Network, solution: &Solution<'_>) -> Held {
        let mut pools: Vec<Vec<(Use, TrainId)>> = vec![Vec::new(); network.pools.len()];
        let mut movements = Vec::new();
        let mut brought = vec![Vec::new(); network.stocks.len()];
        for (index, journey) in solution.journeys.iter().enumerate() {
            let train = &network.trains[index];
            let (uses, runs) = match journey {
                Some(journey) => (&journey.uses, &journey.movements),
                None => (&train.stay_uses, &train.stay_movements),
            };
            movements.extend(
                runs.iter()
                    .map(|&movement| (movement, TrainId::from_index(index))),
            );
            let changes = journey.iter().flat_map(|journey| &journey.stock_changes);
            for &(stock, at, _) in changes.filter(|change| change.2 > 0) {
                brought[stock.index()].push((at, TrainId::from_index(index)));
            }
            for &taken in uses {
                pools[taken.pool.index()].push((taken, TrainId::from_index(index)));
            }
        }
        movements.sort_unstable();
        Held {
            pools,
            movements,
            brought,
        }
    }

    /// Trains other than `but` that hold a unit of a pool in a span, in the order in which they come to it.
    pub(super) fn holders(
        &self,
        pool: PoolIndex,
        span: (Tick, Tick),
        but: TrainId,
    ) -> Vec<TrainId> {
        let of_pool = self.pools[pool.index()].iter();
        let mut holders: Vec<(Tick, TrainId)> = of_pool
            .filter(|(taken, train)| taken.from < span.1 && taken.to > span.0 && *train != but)
            .map(|(taken, train)| (taken.from, *train))
            .collect();
        holders.sort_unstable();
        holders.into_iter().map(|(_, train)| train).collect()
    }

    /// Who brings to a stock at a tick.
    pub(super) fn bringers(&self, stock: StockIndex, at: Tick) -> Vec<TrainId> {
        let of_stock = self.brought[stock.index()].iter();
        of_stock
            .filter(|(tick, _)| *tick == at)
            .map(|(_, train)| *train)
            .collect()
    }

    /// The train whose movement it is.
    pub(super) fn of_movement(&self, movement: Movement) -> Vec<TrainId> {
        let first = self
            .movements
            .partition_point(|(other, _)| *other < movement);
        let found = self
            .movements
            .get(first)
            .filter(|(other, _)| *other == movement);
        found.map(|(_, train)| *train).into_iter().collect()
    }
}
