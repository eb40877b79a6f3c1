//! Which units a train holds once and for long: a spot from placing to pulling.
//!
//! Of such a hold it is known by which operation it begins and by which it ends, and that a while lies between: what
//! [`super::cliques`] says of it can be priced at these two. Or it is the hold of one operation: a ship at its berth. What a train
//! holds otherwise (on its way past a spot, twice, from the beginning) is not looked at there.

use super::stand_shape::{StandShape, min_ticks, start_itself};
use crate::network::{Anchor, Operation, PoolIndex, Ticks, TimeMap, TrainNetwork};
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Operations, by edge, each with an instant.
type Instants = Vec<(EdgeIndex, Anchor)>;

/// A pool of which every journey of a train holds at most one unit in one piece.
#[derive(Debug)]
pub(super) struct Hold {
    /// The pool.
    pub pool: PoolIndex,
    /// Operations by which the hold begins, and when.
    pub comes: Instants,
    /// Operations by which it ends.
    pub goes: Instants,
    /// Ticks it lasts at least.
    pub least: Ticks,
}

/// Holds that last less are hardly more than a tick.
const LEAST: Ticks = 10;

/// What the operations of a train take and give of a pool.
#[derive(Default)]
struct Ends {
    comes: Instants,
    goes: Instants,
    /// Operations that take a unit and give it back.
    within: Vec<(EdgeIndex, Anchor, Anchor)>,
    is_unclear: bool,
}

/// All such holds of a train.
pub(super) fn holds(train: &TrainNetwork, stands: &[StandShape]) -> Vec<Hold> {
    let mut pools: BTreeMap<PoolIndex, Ends> = BTreeMap::new();
    for edge in train.graph.edge_references() {
        let operation = edge.weight();
        let of_stand = |stand: NodeIndex| train.graph[stand].hold;
        let changes = changes(operation, of_stand(edge.source()), of_stand(edge.target()));
        for (pool, (comes, goes)) in changes {
            let ends = pools.entry(pool).or_default();
            match (&comes[..], &goes[..]) {
                ([], []) => {}
                ([at], []) if is_no_later(at, &operation.end) => {
                    ends.comes.push((edge.id(), at.clone()));
                }
                ([], [at]) if at.map.min_delay() + at.offset >= 0 => {
                    ends.goes.push((edge.id(), at.clone()));
                }
                ([from], [to]) if is_no_later(from, to) => {
                    ends.within.push((edge.id(), from.clone(), to.clone()));
                }
                _ => ends.is_unclear = true,
            }
        }
    }
    for start in train.arriving_start.iter().chain(&train.onward_start) {
        if let Some(pool) = train.graph[start.stand].hold {
            pools.entry(pool).or_default().is_unclear = true;
        }
    }
    let clear = pools.into_iter().filter(|(_, ends)| !ends.is_unclear);
    let holds = clear.filter_map(|(pool, mut ends)| {
        let least = if ends.comes.is_empty() && ends.goes.is_empty() {
            min_within(train, &mut ends)?
        } else {
            least(train, stands, &ends)?
        };
        let hold = Hold {
            pool,
            least,
            comes: ends.comes,
            goes: ends.goes,
        };
        (least >= LEAST).then_some(hold)
    });
    holds.collect()
}

/// Makes holds of single operations the holds of a pool, where a train does one of these at most; returns the ticks they last at least.
fn min_within(train: &TrainNetwork, ends: &mut Ends) -> Option<Ticks> {
    let within = std::mem::take(&mut ends.within);
    // before the work and behind it could be two
    if !train.works.is_empty() {
        return None;
    }
    let least = within.iter().map(|(_, from, to)| between(from, to)).min()?;
    for (edge, from, to) in within {
        ends.comes.push((edge, from));
        ends.goes.push((edge, to));
    }
    let rake = |&(edge, _): &(EdgeIndex, Anchor)| {
        let (_, to) = train.graph.edge_endpoints(edge)?;
        Some(train.graph[to].rake)
    };
    let first = ends.comes.first().and_then(rake);
    let is_one = ends.comes.iter().all(|end| rake(end) == first);
    least.filter(|_| is_one && !has_two_on_a_way(train, &ends.comes))
}

/// By pool when an operation takes a unit and when it gives one, with the holds of the stands at both ends; what it gives at the instant
/// at which it takes one is none of both.
fn changes(
    operation: &Operation,
    from: Option<PoolIndex>,
    to: Option<PoolIndex>,
) -> BTreeMap<PoolIndex, (Vec<Anchor>, Vec<Anchor>)> {
    let mut all: BTreeMap<PoolIndex, (Vec<Anchor>, Vec<Anchor>)> = BTreeMap::new();
    for (pool, from, to) in &operation.pools {
        let (comes, goes) = all.entry(*pool).or_default();
        comes.push(from.clone());
        goes.push(to.clone());
    }
    if let Some(pool) = from {
        let at = operation.leaves.clone().unwrap_or_else(start_itself);
        all.entry(pool).or_default().1.push(at);
    }
    if let Some(pool) = to {
        let at = operation.takes.clone();
        all.entry(pool).or_default().0.push(at);
    }
    for (comes, goes) in all.values_mut() {
        comes.retain(|at| {
            let same = goes.iter().position(|other| is_same(at, other));
            same.map(|place| goes.remove(place)).is_none()
        });
    }
    all
}

/// Ticks from one instant to another, where that is the same for every start.
fn between(from: &Anchor, to: &Anchor) -> Option<Ticks> {
    match (&*from.map, &*to.map) {
        (TimeMap::Shift(a), TimeMap::Shift(b)) => Some(b + to.offset - a - from.offset),
        (TimeMap::Table(a), TimeMap::Table(b)) if Arc::ptr_eq(a, b) => {
            Some(to.offset - from.offset)
        }
        _ => None,
    }
}

fn is_same(a: &Anchor, b: &Anchor) -> bool {
    between(a, b) == Some(0)
}

fn is_no_later(a: &Anchor, b: &Anchor) -> bool {
    between(a, b).is_some_and(|ticks| ticks >= 0)
}

/// Ticks that a hold between two ends lasts at least; `None` where it is not one piece at most.
fn least(train: &TrainNetwork, stands: &[StandShape], ends: &Ends) -> Option<Ticks> {
    let two = |operations| has_two_on_a_way(train, operations);
    if ends.comes.is_empty() || two(&ends.comes) || two(&ends.goes) {
        return None;
    }
    // of each end the rake, and whether that is behind the crane work
    let of = |&(edge, _): &(EdgeIndex, Anchor)| {
        let (from, to) = train.graph.edge_endpoints(edge)?;
        Some((train.graph[to].rake, stands[from.index()].outbound))
    };
    let first = of(&ends.comes[0])?;
    if ends.comes.iter().any(|end| of(end) != Some(first)) {
        return None;
    }
    let all_go = |at| ends.goes.iter().all(|end| of(end) == Some(at));
    if !first.1 && !train.works.is_empty() && all_go((first.0, true)) {
        let works = train.works.iter();
        return works
            .map(|work| work.chain.iter().map(min_ticks).sum())
            .min();
    }
    if !all_go(first) {
        return None;
    }
    let stays = ends.goes.iter().map(|&(edge, _)| {
        let (from, _) = train.graph.edge_endpoints(edge)?;
        Some(stands[from.index()].stages.least)
    });
    stays.min().flatten()
}

/// Whether a rake may do two of these operations on one way.
fn has_two_on_a_way(train: &TrainNetwork, operations: &Instants) -> bool {
    let mut done = vec![0_u8; train.graph.node_count()];
    for &stand in &train.order {
        for edge in train.graph.edges(stand) {
            let is_one = operations.iter().any(|&(one, _)| one == edge.id());
            let by_now = done[stand.index()] + u8::from(is_one);
            if by_now > 1 {
                return true;
            }
            let to = &mut done[edge.target().index()];
            *to = (*to).max(by_now);
        }
    }
    false
}
