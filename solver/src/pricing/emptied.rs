//! Where the life of an emptied rake ends: the cheapest end by its minutes and by what it changes in stores.

use super::LATER;
use super::labels::{Labels, Origin};
use crate::network::{Cost, NEVER, StandWhat, Tick, Ticks, TrainNetwork};
use crate::occupancy::Occupancy;
use petgraph::Direction::Incoming;
use petgraph::graph::EdgeIndex;
use petgraph::visit::EdgeRef;

/// How far behind the earliest conceivable end of an emptied rake's life ends are looked for at first.
const NEAR_END: Ticks = 60;

/// An end of an emptied rake's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct EmptiedEnd {
    /// Its minutes, and what it changes in stores.
    pub(super) cost: Cost,
    /// It rather leaves than fills a store.
    stored: bool,
    at: Tick,
    pub(super) label: u32,
}

/// What the end by an operation changes in stores, and whether it is one.
fn end_by(train: &TrainNetwork, occupancy: &Occupancy<'_>, edge: EdgeIndex) -> (Cost, bool) {
    let stocks = train.graph[edge].stocks.iter();
    let costs = stocks.map(|&(stock, change, _)| occupancy.stock_change_cost(stock, change));
    let target = train
        .graph
        .edge_endpoints(edge)
        .map(|ends| train.graph[ends.1].what);
    (costs.sum(), matches!(target, Some(StandWhat::Store(_))))
}

/// The cheapest end that there is, but for its minutes.
pub(super) fn min_end(train: &TrainNetwork, occupancy: &Occupancy<'_>) -> EmptiedEnd {
    let exits = train.emptied_exits.iter();
    let edges = exits.flat_map(|&exit| train.graph.edges_directed(exit, Incoming));
    let ends = edges.map(|edge| end_by(train, occupancy, edge.id()));
    let (cost, stored) = ends.min().unwrap_or((Cost::ZERO, false));
    EmptiedEnd {
        cost,
        stored,
        at: Tick::ZERO,
        label: 0,
    }
}

/// The label at the cheapest end of the emptied rake's life, of equals the first in time.
fn best_emptied(
    labels: &Labels,
    train: &TrainNetwork,
    occupancy: &Occupancy<'_>,
) -> Option<EmptiedEnd> {
    let all = train
        .emptied_exits
        .iter()
        .flat_map(|&exit| labels.of(exit).iter().copied());
    let all = all.map(|label| {
        let data = &labels.all[label as usize];
        let (cost, stored) = match data.origin {
            Origin::Edge { edge, .. } => end_by(train, occupancy, edge),
            Origin::Begin => {
                let stored = matches!(train.graph[data.stand].what, StandWhat::Store(_));
                (Cost::ZERO, stored)
            }
        };
        EmptiedEnd {
            cost: cost + train.cost.of_emptied(data.arrive),
            stored,
            at: data.arrive,
            label,
        }
    });
    all.min()
}

/// The cheapest end of the emptied rake's life: labels to ends by a limit are made anew for ever farther limits, until no end
/// behind can be cheaper. `nearest`: no end is before.
pub(super) fn best_emptied_by(
    labels: &mut Labels,
    train: &TrainNetwork,
    occupancy: &Occupancy<'_>,
    nearest: Option<Tick>,
    mut begin: impl FnMut(&mut Labels, &Occupancy<'_>, Tick),
) -> Option<EmptiedEnd> {
    let least = min_end(train, occupancy);
    let end = occupancy.network().end;
    let first = nearest.unwrap_or(Tick::ZERO);
    let nearer = (0..)
        .map(|step: u32| first.saturating_add(NEAR_END.saturating_mul(LATER.saturating_pow(step))));
    let nearer = nearer.take_while(|&limit| nearest.is_some() && limit < end);
    let last = [
        Some((NEVER, true)),
        (labels.blinks.chance > 0).then_some((NEVER, false)),
    ];
    let tries = nearer
        .map(|limit| (limit, true))
        .chain(last.into_iter().flatten());
    for (limit, may_blink) in tries {
        if !may_blink {
            labels.blinks.chance = 0;
        }
        begin(labels, occupancy, limit);
        let Some(found) = best_emptied(labels, train, occupancy) else {
            continue;
        };
        // one behind the limit costs at least this, and of equals the first is taken
        let behind = if limit == NEVER {
            Cost::MAX
        } else {
            least.cost + train.cost.of_emptied(limit + 1)
        };
        if found.cost < behind || (found.cost == behind && found.stored <= least.stored) {
            return Some(found);
        }
    }
    None
}
