//! From the values of the columns back to journeys.

use super::TimeIndexed;
use super::strand::{Starts, TrainColumns};
use super::windows::{is_chosen, ready_after};
use petgraph::graph::EdgeIndex;
use regauge_solver::construct::Solution;
use regauge_solver::construct::together;
use regauge_solver::journey::{Choices, Journey, WorkChoice};
use regauge_solver::network::next_in;
use regauge_solver::network::{StagePhase, Tick, TrainNetwork};

impl<'n> TimeIndexed<'n> {
    /// Journeys and value; `None` when the values make no plan.
    pub(super) fn read(&self, values: &[i64]) -> Option<Solution<'n>> {
        let network = self.network;
        let mut journeys = Vec::with_capacity(self.trains.len());
        for (train, columns) in network.trains.iter().zip(&self.trains) {
            if values[columns.postponed] == 1 {
                journeys.push(None);
                continue;
            }
            let choices = columns.choices(train, values);
            journeys.push(Some(Journey::of_choices(train, network, &choices).ok()?));
        }
        together(network, journeys).ok()
    }
}

/// The start that is chosen.
fn chosen(starts: &Starts, values: &[i64]) -> Option<Tick> {
    let mut chosen = starts.iter().filter(|start| values[start.1] == 1);
    chosen.next().map(|start| start.0)
}

impl TrainColumns {
    fn choices(&self, train: &TrainNetwork, values: &[i64]) -> Choices {
        let mut choices = Choices::default();
        let mut arrivals: Vec<Option<Tick>> = vec![None; train.graph.node_count()];
        for (begin, column) in &self.begins {
            if values[*column] == 1 {
                arrivals[begin.stand.index()] = Some(begin.at);
            }
        }
        for (index, starts) in self.edges.iter().enumerate() {
            let edge = EdgeIndex::new(index);
            if let Some(start) = chosen(starts, values)
                && let Some((_, to)) = train.graph.edge_endpoints(edge)
            {
                choices.operations.push((index, start));
                arrivals[to.index()] = Some(train.graph[edge].end.at(start));
            }
        }
        for (index, (work, chain)) in train.works.iter().zip(&self.works).enumerate() {
            let starts: Vec<Tick> = chain.iter().filter_map(|s| chosen(s, values)).collect();
            if starts.len() == chain.len()
                && let (Some(&start), Some(last)) = (starts.last(), work.chain.last())
            {
                choices.work = Some(WorkChoice { index, starts });
                for node in [work.arriving.1, work.onward.1] {
                    arrivals[node.index()] = Some(last.end.at(start));
                }
            }
        }
        for (stand, arrive) in train.graph.node_indices().zip(&arrivals) {
            let Some(arrive) = *arrive else { continue };
            let data = &train.graph[stand];
            let first_done = ready_after(data, arrive, false).map_or(arrive, |r| r.first_done);
            for (stage, of_stage) in data.stages.iter().enumerate() {
                let start = if is_chosen(data, stage) {
                    let columns = self.stages[stand.index()].get(stage);
                    columns.and_then(|starts| chosen(starts, values))
                } else if of_stage.phase == StagePhase::Second {
                    next_in(&of_stage.starts, first_done)
                } else {
                    next_in(&of_stage.starts, arrive)
                };
                if let Some(start) = start {
                    choices.stages.push((stand.index(), stage, start));
                }
            }
        }
        choices
    }
}
