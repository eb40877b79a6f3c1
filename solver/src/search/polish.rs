//! The last touch: pairs of trains change over where that is cheaper, and nobody waits without a cause.
//!
//! Every train is priced once more, until none can do better beside the others. A train does better when the plan costs less, or
//! costs the same and, in this order, its emptied rake's life ends earlier, or the starts of its operations are earlier in
//! sum.

use super::chain::Chain;
use crate::journey::Journey;
use crate::network::{Cost, Tick, Ticks, TrainIndex};
use crate::pricing::Wishes;

/// Rounds over all trains at most; every step lowers cost or a sum of ticks, so it ends by itself much earlier.
const ROUNDS: usize = 64;

/// Trains that are in the system within so many ticks of each other may change over.
const NEAR: Ticks = 240;

/// … with so many of those that come next.
const PARTNERS: usize = 64;

/// The last touch until `until` steps are done in all, or `go_on` says no.
pub(super) fn polish(chain: &mut Chain<'_>, until: u64, go_on: impl Fn() -> bool) {
    let go_on = |chain: &Chain<'_>| chain.done() < until && go_on();
    alone(chain, &go_on);
    while chain.parts.change_over && go_on(chain) && change_pairs_over(chain, &go_on) {
        alone(chain, &go_on);
    }
}

/// Prices every train again beside all others until no single one can do better.
fn alone(chain: &mut Chain<'_>, go_on: &impl Fn(&Chain<'_>) -> bool) {
    for _ in 0..ROUNDS {
        let mut better = false;
        for place in 0..chain.order.len() {
            if !go_on(chain) {
                return;
            }
            better |= improve(chain, chain.order[place]);
        }
        if !better {
            return;
        }
    }
}

/// Takes out two trains and lets the one first that was second, for all pairs that are near in time, the nearest first: insertion
/// at the earliest exit never gives a place to a train that gains more by it. Whether that helped.
fn change_pairs_over(chain: &mut Chain<'_>, go_on: &impl Fn(&Chain<'_>) -> bool) -> bool {
    let mut better = false;
    for (_, one, other) in near_pairs(chain) {
        for (first, second) in [(one, other), (other, one)] {
            if !go_on(chain) {
                return better;
            }
            better |= change_over(chain, first, second);
        }
    }
    better
}

/// Pairs of trains that are near in time, the nearest first: how far apart they are, and who. Of every train only those that come
/// next behind it, so that their number is linear in that of the trains.
fn near_pairs(chain: &Chain<'_>) -> Vec<(Ticks, TrainIndex, TrainIndex)> {
    let spans = chain.order.iter().map(|&index| (chain.span(index), index));
    let mut spans: Vec<((Tick, Tick), TrainIndex)> = spans.collect();
    // stable: of those that come at once the first in the order of the trains
    spans.sort_by_key(|&(span, _)| span.0);
    let mut pairs = Vec::new();
    for (place, &((_, to), one)) in spans.iter().enumerate() {
        let behind = spans[place + 1..].iter().take(PARTNERS);
        let near = behind.take_while(|&&((from, _), _)| from - to < NEAR);
        pairs.extend(near.map(|&((from, _), other)| ((from - to).max(0), one, other)));
    }
    pairs.sort_by_key(|pair| pair.0);
    pairs
}

/// Takes out two trains and inserts them in this order, if that is cheaper; whether it is.
fn change_over(chain: &mut Chain<'_>, first: TrainIndex, second: TrainIndex) -> bool {
    let pair = [first, second];
    let is_stuck = |index: TrainIndex| {
        chain.network[index].under_way && chain.current.journeys[index.index()].is_none()
    };
    // what one that costs no more than alone gives up, no other can gain by
    let gains_nothing = |index: TrainIndex| chain.cost(index) <= chain.alone[index.index()];
    if pair.into_iter().any(is_stuck) || pair.into_iter().all(gains_nothing) {
        return false;
    }
    let cost = |chain: &Chain<'_>| {
        chain.cost(first) + chain.cost(second) + chain.occupancy().shared_cost()
    };
    let before = cost(chain);
    let removed = chain.take_all_out(&pair);
    if removed.len() == pair.len() {
        let may_stay_out = |chain: &Chain<'_>, index: TrainIndex| !chain.network[index].under_way;
        let fits = (chain.insert_for(first, before - Cost::new(1) - chain.alone[second.index()])
            || may_stay_out(chain, first))
            && (chain.insert_for(second, before - Cost::new(1) - chain.cost(first))
                || may_stay_out(chain, second));
        let gain = before - cost(chain);
        if fits && gain > Cost::ZERO {
            chain.current.value -= gain;
            chain.best_value = chain.current.value;
            return true;
        }
    }
    for (index, _) in &removed {
        if let Some(journey) = chain.current.journeys[index.index()].take() {
            chain.current.occupancy.remove(&journey);
        }
    }
    for (index, journey) in removed {
        chain.put_back(index, journey);
    }
    false
}

/// Prices a train again; whether it does better now.
fn improve(chain: &mut Chain<'_>, index: TrainIndex) -> bool {
    let train = &chain.network[index];
    let before = standing(chain, index);
    let old = chain.take_out(index);
    let is_short = chain.current.occupancy.short_stock().is_some();
    if !is_short {
        let wishes = Wishes {
            work_early: true,
            ..Wishes::default()
        };
        let found = chain
            .pricer
            .insert(train, &mut chain.current.occupancy, &wishes);
        if let Some(journey) = found {
            let cost = journey.cost;
            let planned = train.under_way || cost <= train.cost.postponed;
            chain.current.journeys[index.index()] = Some(journey);
            if planned && standing(chain, index) < before {
                chain.current.value += standing(chain, index).0 - before.0;
                chain.best_value = chain.current.value;
                return true;
            }
            chain.take_out(index);
        }
    }
    chain.put_back(index, old);
    false
}

/// What a train stands at: cost with the missing empties, end of the emptied rake's life, sum of starts.
fn standing(chain: &Chain<'_>, index: TrainIndex) -> (Cost, i64, i64) {
    let missing = chain.occupancy().shared_cost();
    let (emptied, starts) = chain.current.journeys[index.index()]
        .as_ref()
        .map_or((0, 0), ends);
    (chain.cost(index) + missing, emptied, starts)
}

fn ends(journey: &Journey) -> (i64, i64) {
    let starts = journey
        .operations
        .iter()
        .map(|done| i64::from(done.start.0));
    let emptied = journey.emptied.map_or(0, |(_, end)| i64::from(end.0));
    (emptied, starts.sum())
}
