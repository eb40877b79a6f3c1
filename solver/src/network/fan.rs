//! Runs along one line that only differ in where they stop next.

use super::{Fan, Line, Operation, OperationWhat, Stand};
use petgraph::Direction::Outgoing;
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

/// Runs of a stand that are worth a look together, at least.
const LEAST: usize = 3;

/// The operations out of every stand of a graph.
pub(super) fn fans(graph: &DiGraph<Stand, Operation>, lines: &[Line]) -> Vec<Fan> {
    graph
        .node_indices()
        .map(|stand| fan(graph, lines, stand))
        .collect()
}

fn fan(graph: &DiGraph<Stand, Operation>, lines: &[Line], stand: NodeIndex) -> Fan {
    let out = || graph.edges_directed(stand, Outgoing);
    let is_run = |operation: &Operation| {
        // what it uses of throats is looked up for each run: a run that stops uses less than one that passes
        matches!(operation.what, OperationWhat::Run { .. })
            && operation
                .lines
                .iter()
                .all(|line| lines[line.0.index()].is_plain())
    };
    let longest = out().filter(|edge| is_run(edge.weight()));
    let longest = longest.max_by_key(|edge| (edge.weight().lines.len(), edge.id()));
    let is_part = |operation: &Operation| {
        longest.is_some_and(|longest| {
            let (long, short) = (&longest.weight().lines, &operation.lines);
            is_run(operation)
                && !short.is_empty()
                && short
                    .iter()
                    .zip(long)
                    .all(|(a, b)| (a.0, a.1) == (b.0, b.1))
        })
    };
    let all = || out().map(|edge| (edge.weight().lines.len(), edge.id(), is_part(edge.weight())));
    let mut runs: Vec<(usize, EdgeIndex)> = all()
        .filter(|run| run.2)
        .map(|run| (run.0, run.1))
        .collect();
    let is_worth_it =
        runs.len() >= LEAST && longest.is_some_and(|run| run.weight().lines.len() >= LEAST);
    if !is_worth_it {
        runs.clear();
    }
    runs.sort_unstable();
    Fan {
        runs: runs.into_iter().map(|run| run.1).collect(),
        others: all()
            .filter(|run| !is_worth_it || !run.2)
            .map(|run| run.1)
            .collect(),
    }
}
