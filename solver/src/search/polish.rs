//! Nobody waits without a cause: every train once more, until none can do better beside the others.
//!
//! A train does better when the plan costs less, or costs the same and, in this order, its emptied rake's life ends earlier,
//! or the starts of its operations are earlier in sum.

use super::lane::Lane;
use crate::pricing::{Journey, Wishes};

/// Rounds over all trains at most; every step lowers cost or a sum of ticks, so it ends by itself much earlier.
const ROUNDS: usize = 64;

/// Prices every train again beside all others until no single one can do better.
pub(super) fn polish(lane: &mut Lane<'_>) {
    for _ in 0..ROUNDS {
        let mut better = false;
        for place in 0..lane.order.len() {
            better |= improve(lane, lane.order[place]);
        }
        if !better {
            return;
        }
    }
}

/// Prices a train again; whether it does better now.
fn improve(lane: &mut Lane<'_>, index: usize) -> bool {
    let train = &lane.network.trains[index];
    let before = standing(lane, index);
    let old = lane.take_out(index);
    let is_short = lane.current.occupancy.short_stock().is_some();
    if !is_short {
        let wishes = Wishes::default();
        let found = lane
            .pricer
            .insert(train, &mut lane.current.occupancy, &wishes);
        if let Some(journey) = found {
            let cost = journey.cost;
            let planned = train.under_way || cost <= train.cost.unplanned;
            lane.current.journeys[index] = Some(journey);
            if planned && standing(lane, index) < before {
                lane.current.value += standing(lane, index).0 - before.0;
                lane.best_value = lane.current.value;
                return true;
            }
            lane.take_out(index);
        }
    }
    lane.put_back(index, old);
    false
}

/// What a train stands at: cost with the missing empties, end of the emptied rake's life, sum of starts.
fn standing(lane: &Lane<'_>, index: usize) -> (i64, i64, i64) {
    let missing = lane.occupancy().missing_cost();
    let (emptied, starts) = lane.current.journeys[index].as_ref().map_or((0, 0), ends);
    (lane.cost(index) + missing, emptied, starts)
}

fn ends(journey: &Journey) -> (i64, i64) {
    let starts = journey.operations.iter().map(|done| i64::from(done.start));
    let emptied = journey.emptied.map_or(0, |(_, end)| i64::from(end));
    (emptied, starts.sum())
}
