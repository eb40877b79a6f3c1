//! When worked parts of a train may begin to stand where its rakes go behind the work.

use crate::network::{Operation, Tick, TrainNetwork, Work};
use crate::occupancy::Occupancy;
use petgraph::Direction::Outgoing;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

/// When the places to which the two rakes of a work may go are given back.
pub(super) struct PartsOut {
    /// Sorted; empty where worked parts stand in the shed.
    ticks: Vec<Tick>,
    /// The movements of the onward and of the emptied rake to where they go.
    pulls: [Vec<(EdgeIndex, NodeIndex)>; 2],
}

impl PartsOut {
    /// Complexity: linear in what is taken of the places, and sorted.
    pub(super) fn new(train: &TrainNetwork, work: &Work, occupancy: &Occupancy<'_>) -> PartsOut {
        let mut parts = PartsOut {
            ticks: Vec::new(),
            pulls: [Vec::new(), Vec::new()],
        };
        if work.parts_out.is_none() {
            return parts;
        }
        for (stand, pulls) in [work.onward.1, work.arriving.1]
            .into_iter()
            .zip(&mut parts.pulls)
        {
            for edge in train.graph.edges_directed(stand, Outgoing) {
                pulls.push((edge.id(), edge.target()));
                if let Some(pool) = train.graph[edge.target()].hold {
                    parts.ticks.extend(occupancy.given_back(pool));
                } else {
                    let room = occupancy.last_stock(edge.weight());
                    parts.ticks.extend(room.map(|(_, from)| from));
                }
            }
        }
        parts.ticks.sort_unstable();
        parts.ticks.dedup();
        parts
    }

    /// Ticks from which on worked parts may be outside, in order: any, and behind each at which a place is given back in a span.
    pub(super) fn behind(&self, from: Tick, until: Tick) -> impl Iterator<Item = Tick> + '_ {
        let later = self.ticks.iter().copied();
        let later = later.filter(move |&tick| from < tick && tick < until);
        std::iter::once(Tick::MIN).chain(later)
    }

    /// Whether each rake has a place to which it may go with worked parts standing there from a tick on.
    pub(super) fn may_stand(
        &self,
        train: &TrainNetwork,
        occupancy: &Occupancy<'_>,
        since: Option<Tick>,
    ) -> bool {
        let Some(since) = since else {
            return true;
        };
        self.pulls.iter().all(|pulls| {
            let mut pulls = pulls.iter();
            pulls.any(|&(edge, to)| {
                let stand = &train.graph[to];
                match stand.hold {
                    Some(pool) => occupancy.free_through(stand, pool, since).is_some(),
                    None => has_room(occupancy, &train.graph[edge], since),
                }
            })
        })
    }
}

/// Whether the store to which a movement goes has room for the rake from a tick on.
pub(super) fn has_room(occupancy: &Occupancy<'_>, movement: &Operation, since: Tick) -> bool {
    let room = occupancy.last_stock(movement);
    room.is_none_or(|(_, from)| from <= since)
}
