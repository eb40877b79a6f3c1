//! Trains held until they are released: into the spans of starts of what leads to and from their tracks.

use super::Compiler;
use super::graph::RakeRun;
use super::train::Draft;
use crate::network::closures::intersect;
use crate::network::holds::Held;
use crate::network::{LONG_AGO, NEVER, Rule, StandWhat, Tick};
use petgraph::graph::NodeIndex;
use regauge_model::ids::{StationId, TrainId, YardId};
use regauge_model::instance::{Hold, Rake, RakePlace, Train};

impl Compiler<'_> {
    /// The yards in which a rake may stand at a station because it is held there.
    pub(super) fn yards_of_holds(&self, run: RakeRun, station: StationId) -> Vec<YardId> {
        if !self.in_force(Rule::Holds) {
            return Vec::new();
        }
        let comes_with = run.calls && run.rake == Rake::Arriving;
        let holds = (self.instance).holds_at(station, (run.train, run.class), comes_with);
        holds.filter_map(|hold| hold.yard).collect()
    }

    /// Keeps what a train does to what its holds allow.
    pub(super) fn keep_holds(&self, draft: &mut Draft, id: TrainId) {
        if self.instance.holds().is_empty() || !self.in_force(Rule::Holds) {
            return;
        }
        let train = self.instance.train(id);
        let held = Held::new(self.instance, id, &draft.graph);
        let facts = facts(draft, train);
        let starts = draft.arriving_start.iter().chain(&draft.onward_start);
        let starts: Vec<NodeIndex> = starts.map(|start| start.stand).collect();
        for edge in draft.graph.edge_indices() {
            let Some((from, to)) = draft.graph.edge_endpoints(edge) else {
                continue;
            };
            if facts.contains(&from) {
                continue;
            }
            let mut allowed = (LONG_AGO, NEVER);
            let leads = (edge, starts.contains(&from));
            if let Some((first, _)) = held.leaving(&self.network.lines, &draft.graph, leads) {
                allowed.0 = first;
            }
            if let StandWhat::Track(yard, _) = draft.graph[to].what {
                let station = self.instance.system().yard(yard).station;
                let holds: Vec<&Hold> = held.at(&draft.graph, to, station).collect();
                let comes_with =
                    draft.graph[to].rake == Rake::Arriving && !held.is_emptied(&draft.graph, to);
                let (first, behind) = self.in_yard(&holds, (train, yard), comes_with);
                let end = &draft.graph[edge].end;
                allowed.0 = allowed.0.max(end.first_reaching(first));
                if behind < NEVER {
                    allowed.1 = allowed.1.min(end.first_reaching(behind));
                }
            }
            if allowed != (LONG_AGO, NEVER) {
                let operation = &mut draft.graph[edge];
                operation.starts = intersect(&operation.starts, &[allowed]).into();
            }
        }
    }

    /// The span in which a rake may come to stand in a yard: elsewhere than where it is held from the release on; in a yard where it
    /// only stands because it is held before that.
    fn in_yard(
        &self,
        holds: &[&Hold],
        (train, yard): (&Train, YardId),
        comes_with: bool,
    ) -> (Tick, Tick) {
        let (mut first, mut behind) = (LONG_AGO, NEVER);
        let elsewhere = |hold: &&&Hold| hold.yard.is_some_and(|named| named != yard);
        for hold in holds.iter().filter(elsewhere) {
            first = first.max(hold.until.into());
        }
        let data = self.instance.system().yard(yard);
        let called = train.call_at(data.station).and_then(|call| call.yard);
        let is_called = comes_with && called == Some(yard);
        if data.by_call_only && !is_called {
            let named = holds.iter().filter(|hold| hold.yard == Some(yard));
            let until = named.map(|hold| Tick::from(hold.until)).max();
            behind = until.unwrap_or(behind);
        }
        (first, behind)
    }
}

/// Stands from which a movement is under way at the start: whether it may go is asked no more.
fn facts(draft: &Draft, train: &Train) -> Vec<NodeIndex> {
    let Some(state) = &train.state else {
        return Vec::new();
    };
    let is_moved = |place: Option<RakePlace>| {
        !matches!(
            place,
            None | Some(
                RakePlace::Outside
                    | RakePlace::Section(..)
                    | RakePlace::Track(..)
                    // where it is moved to from its store is decided yet
                    | RakePlace::MakingUp(_)
            )
        )
    };
    let mut stands = Vec::new();
    if is_moved(Some(state.arriving)) {
        stands.extend(draft.arriving_start.iter().map(|start| start.stand));
    }
    if is_moved(state.onward) {
        stands.extend(draft.onward_start.iter().map(|start| start.stand));
    }
    stands
}
