//! Orders of trains on sections and in spots, published or pinned.

use super::diagnostics::{At, Diagnostics};
use super::names::Names;
use super::rules::{BAD_ORDER, UNKNOWN_ID};
use crate::format::{InstanceFile, OrderFile, RakeFile};
use crate::ids::{SectionId, SpotId, TrainId};
use crate::instance::{Order, OrderedAt, Rake, Turn};
use crate::words;
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

/// No train is pinned to come before itself.
fn no_circles(file: &InstanceFile, orders: &[Order], diagnostics: &mut Diagnostics) {
    let mut behind: BTreeMap<(OrderedAt, Turn), Vec<Turn>> = BTreeMap::new();
    for order in orders.iter().filter(|order| order.pinned) {
        let list = behind.entry((order.at, order.first)).or_default();
        list.push(order.then);
    }
    for &(at, from) in behind.keys() {
        let Some(circle) = circle(&behind, at, from) else {
            continue;
        };
        // told once, where its first train is met
        if circle.iter().min() == Some(&from) {
            let name = |turn: &Turn| &*file.trains[turn.train.index()].id;
            let names: Vec<&str> = circle.iter().map(name).collect();
            let message = words::order_in_circle(names.join(", "));
            let place = At::ROOT.field("orders");
            diagnostics.add(BAD_ORDER, &place, names[0], message);
        }
    }
}

/// The shortest way from a turn back to itself.
fn circle(
    behind: &BTreeMap<(OrderedAt, Turn), Vec<Turn>>,
    at: OrderedAt,
    from: Turn,
) -> Option<Vec<Turn>> {
    let mut came_from: BTreeMap<Turn, Turn> = BTreeMap::new();
    let mut row = std::collections::VecDeque::from([from]);
    while let Some(turn) = row.pop_front() {
        for &next in behind.get(&(at, turn)).into_iter().flatten() {
            if next == from {
                let mut circle = vec![turn];
                while let Some(&before) = came_from.get(circle.last()?) {
                    circle.push(before);
                }
                circle.reverse();
                return Some(circle);
            }
            if let std::collections::btree_map::Entry::Vacant(entry) = came_from.entry(next) {
                entry.insert(turn);
                row.push_back(next);
            }
        }
    }
    None
}
