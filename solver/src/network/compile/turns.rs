//! Turns of trains that were to come in an order.

use super::Compiler;
use super::train::Draft;
use crate::network::{Anchor, Cost, Operation, OperationWhat, Rule, Turn, TurnIndex};
use petgraph::Direction::Outgoing;
use petgraph::visit::{EdgeRef, IntoNodeReferences};
use regauge_model::ids::TrainId;
use regauge_model::instance::{OrderedAt, Rake, Train, WorkState};
use regauge_model::objective::Term;
use std::sync::Arc;

impl Compiler<'_> {
    /// All turns, and which was to come before which.
    pub(super) fn add_turns(&mut self) {
        let price = self.home.change_prices().order;
        let price = Cost::new(self.home.objective().combined(Term::Changes, price));
        for order in self.home.orders() {
            if order.pinned && !self.in_force(Rule::Pins) {
                continue;
            }
            let price = (!order.pinned).then_some(price);
            let [first, then] = [order.first, order.then].map(|whose| self.turn(order.at, whose));
            self.network.turns[first.index()].before.push((then, price));
            self.network.turns[then.index()].behind.push((first, price));
        }
    }

    fn turn(&mut self, at: OrderedAt, whose: regauge_model::instance::Turn) -> TurnIndex {
        let next = TurnIndex::from_index(self.network.turns.len());
        let index = *self.turns.entry((at, whose)).or_insert(next);
        if index == next {
            self.network.turns.push(Turn {
                whose,
                at,
                behind: Vec::new(),
                before: Vec::new(),
            });
        }
        index
    }

    /// Writes them to the operations of a train with which they come. Of an emptied rake there are none.
    pub(super) fn keep_turns(&self, draft: &mut Draft, id: TrainId, train: &Train) {
        if self.turns.is_empty() {
            return;
        }
        let state = train.state.as_ref();
        let begun = state.is_some_and(|state| state.work != WorkState::NotBegun);
        let mut is_emptied = vec![false; draft.graph.node_count()];
        let only_emptied = train.transshipment().is_some() && draft.works.is_empty();
        for (node, stand) in draft.graph.node_references() {
            is_emptied[node.index()] = only_emptied && stand.rake == Rake::Arriving;
        }
        let mut next: Vec<_> = draft.works.iter().map(|work| work.arriving.1).collect();
        while let Some(node) = next.pop() {
            if !std::mem::replace(&mut is_emptied[node.index()], true) {
                let targets = draft.graph.edges_directed(node, Outgoing);
                next.extend(targets.map(|edge| edge.target()));
            }
        }
        for edge in draft.graph.edge_indices() {
            let Some((from, to)) = draft.graph.edge_endpoints(edge) else {
                continue;
            };
            let (rake, emptied) = (draft.graph[to].rake, is_emptied[from.index()]);
            let operation = &mut draft.graph[edge];
            if !emptied {
                self.turns_of_run(operation, id, rake);
            }
            if let OperationWhat::Handling(spot) = operation.what {
                self.turn_in_spot(operation, OrderedAt::Spot(spot), id);
            }
        }
        for work in draft.works.iter_mut().filter(|_| !begun) {
            let at = OrderedAt::Spot(work.spot);
            if let Some(first) = work.chain.first_mut() {
                self.turn_in_spot(first, at, id);
            }
        }
    }

    fn turns_of_run(&self, operation: &mut Operation, train: TrainId, rake: Rake) {
        for (line, _, enter, _) in &operation.lines {
            let section = self.network[*line].section;
            let whose = regauge_model::instance::Turn { train, rake };
            let turn = self.turns.get(&(OrderedAt::Section(section), whose));
            operation
                .turns
                .extend(turn.map(|&turn| (turn, enter.clone())));
        }
    }

    fn turn_in_spot(&self, operation: &mut Operation, at: OrderedAt, train: TrainId) {
        let rake = Rake::Arriving;
        let whose = regauge_model::instance::Turn { train, rake };
        let begin = Anchor {
            map: Arc::clone(&self.now),
            offset: 0,
        };
        let turn = self.turns.get(&(at, whose));
        operation.turns.extend(turn.map(|&turn| (turn, begin)));
    }
}
