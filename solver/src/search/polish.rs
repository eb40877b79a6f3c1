//! The last touch: pairs of trains change over where that is cheaper, and nobody waits without a cause.
//!
//! Every train is priced once more, until none can do better beside the others. A train does better when the plan costs less, or
//! costs the same and, in this order, its emptied rake's life ends earlier, or the starts of its operations are earlier in
//! sum.

use super::lane::Lane;
use crate::network::Tick;
use crate::pricing::{Journey, Wishes};

/// Rounds over all trains at most; every step lowers cost or a sum of ticks, so it ends by itself much earlier.
const ROUNDS: usize = 64;

/// Trains that are in the system within so many ticks of each other may change over.
const NEAR: Tick = 240;

/// Changes pairs over, at most so many times tried, and prices every train again beside all others until no single one can do better.
pub(super) fn polish(lane: &mut Lane<'_>, mut tries: u64) {
    alone(lane);
    while tries > 0 && change_pairs_over(lane, &mut tries) {
        alone(lane);
    }
}

/// Prices every train again beside all others until no single one can do better.
fn alone(lane: &mut Lane<'_>) {
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

/// Takes out two trains and lets the one first that was second, for all pairs that are near in time, the nearest first: insertion
/// at the earliest exit never gives a place to a train that gains more by it. Whether that helped.
fn change_pairs_over(lane: &mut Lane<'_>, tries: &mut u64) -> bool {
    let mut pairs: Vec<(Tick, usize, usize)> = Vec::new();
    for (rank, &one) in lane.order.iter().enumerate() {
        let (from, to) = lane.span(one);
        for &other in &lane.order[rank + 1..] {
            let span = lane.span(other);
            let apart = (span.0 - to).max(from - span.1);
            if apart < NEAR {
                pairs.push((apart.max(0), one, other));
            }
        }
    }
    // stable: of equally near ones the first in the order of the trains
    pairs.sort_by_key(|pair| pair.0);
    let mut better = false;
    for (_, one, other) in pairs {
        for (first, second) in [(one, other), (other, one)] {
            if *tries == 0 {
                return better;
            }
            *tries -= 1;
            better |= change_over(lane, first, second);
        }
    }
    better
}

/// Takes out two trains and inserts them in this order, if that is cheaper; whether it is.
fn change_over(lane: &mut Lane<'_>, first: usize, second: usize) -> bool {
    let pair = [first, second];
    let trains = &lane.network.trains;
    let is_stuck = |index: usize| trains[index].under_way && lane.current.journeys[index].is_none();
    // what one that costs no more than alone gives up, no other can gain by
    let gains_nothing = |index: usize| lane.cost(index) <= lane.alone[index];
    if pair.into_iter().any(is_stuck) || pair.into_iter().all(gains_nothing) {
        return false;
    }
    let cost =
        |lane: &Lane<'_>| lane.cost(first) + lane.cost(second) + lane.occupancy().missing_cost();
    let before = cost(lane);
    let removed = lane.take_all_out(&pair);
    if removed.len() == pair.len() {
        let may_stay_out = |lane: &Lane<'_>, index: usize| !lane.network.trains[index].under_way;
        let fits = (lane.insert_for(first, before - 1 - lane.alone[second])
            || may_stay_out(lane, first))
            && (lane.insert_for(second, before - 1 - lane.cost(first))
                || may_stay_out(lane, second));
        let gain = before - cost(lane);
        if fits && gain > 0 {
            lane.current.value -= gain;
            lane.best_value = lane.current.value;
            return true;
        }
    }
    for (index, _) in &removed {
        if let Some(journey) = lane.current.journeys[*index].take() {
            lane.current.occupancy.remove(&journey);
        }
    }
    for (index, journey) in removed {
        lane.put_back(index, journey);
    }
    false
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
