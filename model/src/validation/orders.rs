//! Orders of trains on sections and in spots, published or pinned.

use super::diagnostics::{At, Diagnostics};
use super::names::Names;
use super::rules::{BAD_ORDER, UNKNOWN_ID};
use crate::format::{InstanceFile, OrderFile, RakeFile};
use crate::ids::{SectionId, SpotId, TrainId};
use crate::instance::{Order, OrderedAt, Rake, Turn};
use crate::words;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Reads all orders: one for every two trains that follow each other in one.
pub(super) fn orders(
    file: &InstanceFile,
    names: &Names,
    diagnostics: &mut Diagnostics,
) -> Vec<Order> {
    let list = At::ROOT.field("orders");
    let mut numbers = HashMap::new();
    if !file.orders.is_empty() {
        let ids = file.trains.iter().enumerate();
        numbers.extend(ids.map(|(number, train)| (train.id.as_str(), number)));
    }
    let mut found = Vec::new();
    for (index, order) in file.orders.iter().enumerate() {
        let at = list.index(index);
        let place = place(order, names, &at, diagnostics);
        let turns = turns(order, &numbers, &at, diagnostics);
        let Some(at) = place else { continue };
        found.extend(turns.windows(2).map(|two| Order {
            at,
            first: two[0],
            then: two[1],
            pinned: order.pinned,
        }));
    }
    no_circles(file, &found, diagnostics);
    found
}

/// Where it is an order.
fn place(
    order: &OrderFile,
    names: &Names,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<OrderedAt> {
    match (&order.section, &order.spot) {
        (Some(section), None) => {
            let at = at.field("section");
            let number = names.sections.find(section, &at, diagnostics)?;
            Some(OrderedAt::Section(SectionId::from_index(number)))
        }
        (None, Some(spot)) => {
            let at = at.field("spot");
            let number = names.spots.find(spot, &at, diagnostics)?;
            Some(OrderedAt::Spot(SpotId::from_index(number)))
        }
        _ => {
            diagnostics.add(BAD_ORDER, at, "", words::order_of_one_place());
            None
        }
    }
}

/// Who, in order: each once.
fn turns(
    order: &OrderFile,
    numbers: &HashMap<&str, usize>,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Vec<Turn> {
    let list = at.field("trains");
    if order.trains.len() < 2 {
        diagnostics.add(
            BAD_ORDER,
            &list,
            order.trains.len(),
            words::order_of_nobody(),
        );
    }
    let mut seen = BTreeSet::new();
    let mut turns = Vec::new();
    for (index, one) in order.trains.iter().enumerate() {
        let at = list.index(index);
        if order.spot.is_some() && one.rake != RakeFile::Arriving {
            let message = words::order_in_spot_has_no_rakes();
            diagnostics.add(BAD_ORDER, &at.field("rake"), "onward", message);
        }
        if !seen.insert(&one.train) {
            let message = words::twice_in_order(&one.train);
            diagnostics.add(BAD_ORDER, &at.field("train"), &one.train, message);
        }
        match numbers.get(one.train.as_str()) {
            Some(&number) => turns.push(Turn {
                train: TrainId::from_index(number),
                rake: match one.rake {
                    RakeFile::Arriving => Rake::Arriving,
                    RakeFile::Onward => Rake::Onward,
                },
            }),
            None => diagnostics.add(
                UNKNOWN_ID,
                &at.field("train"),
                &one.train,
                words::no_such_train_held(&one.train),
            ),
        }
    }
    turns
}

/// No train is pinned to come before itself. Linear in the orders; of trains that are all behind each other one circle is told.
fn no_circles(file: &InstanceFile, orders: &[Order], diagnostics: &mut Diagnostics) {
    let mut graph: DiGraph<Turn, ()> = DiGraph::new();
    let mut nodes = BTreeMap::new();
    for order in orders.iter().filter(|order| order.pinned) {
        let [first, then] = [order.first, order.then].map(|turn| {
            let node = nodes.entry((order.at, turn));
            *node.or_insert_with(|| graph.add_node(turn))
        });
        graph.add_edge(first, then, ());
    }
    // not the one by Tarjan, which would need as much stack as there are trains in a row
    for mut component in kosaraju_scc(&graph) {
        if component.len() < 2 {
            continue;
        }
        component.sort_unstable();
        let name = |node: &NodeIndex| &*file.trains[graph[*node].train.index()].id;
        let circle = circle(&graph, &component);
        let mut names: Vec<&str> = circle.iter().take(TOLD).map(name).collect();
        if circle.len() > TOLD {
            names.push("…");
        }
        let message = words::order_in_circle(names.join(", "));
        let place = At::ROOT.field("orders");
        diagnostics.add(BAD_ORDER, &place, names[0], message);
    }
}

/// Most trains of a circle that are named.
const TOLD: usize = 10;

/// A circle among turns that are all behind each other: from the first of them on to others of them until one comes again.
fn circle(graph: &DiGraph<Turn, ()>, component: &[NodeIndex]) -> Vec<NodeIndex> {
    let mut walk = vec![component[0]];
    let mut seen = BTreeMap::from([(component[0], 0)]);
    loop {
        let mut next = graph.neighbors(walk[walk.len() - 1]);
        let Some(next) = next.find(|node| component.binary_search(node).is_ok()) else {
            return walk;
        };
        if let Some(&since) = seen.get(&next) {
            return walk.split_off(since);
        }
        seen.insert(next, walk.len());
        walk.push(next);
    }
}
