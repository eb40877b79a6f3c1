//! Orders of trains: pinned ones are kept, published ones that change cost.

use super::fixture::{broken, clean, good_in};
use regauge_model::Instance;
use regauge_model::Plan;
use serde_json::{Value, json};

/// The good plan with an order on its line or in a spot.
fn ordered(trains: &[&str], pinned: bool) -> (Instance, Plan) {
    let trains: Vec<Value> = trains.iter().map(|id| json!({ "train": id })).collect();
    let order = json!({ "section": "border-broad", "trains": trains, "pinned": pinned });
    good_in(|file| file["orders"] = json!([order]))
}

#[test]
fn a_pinned_order_is_kept() {
    let (instance, plan) = ordered(&["T1", "F1"], true);
    clean(&instance, &plan);
    let (instance, plan) = ordered(&["F1", "T1"], true);
    broken(&instance, &plan, &["pins"]);
}

#[test]
fn a_published_order_that_changes_costs() {
    let (instance, plan) = ordered(&["T1", "F1"], false);
    assert_eq!(instance.change_of_orders(&plan.trains), 0);
    clean(&instance, &plan);
    let (instance, mut plan) = ordered(&["F1", "T1"], false);
    assert_eq!(instance.change_of_orders(&plan.trains), 6000);
    clean(&instance, &plan);
    plan.parts.changes = 0;
    broken(&instance, &plan, &["objective"]);
}

/// A train that is postponed pays for every two of which it is one.
#[test]
fn whoever_is_postponed_pays_for_its_orders() {
    let (instance, _) = ordered(&["T1", "F1", "T2"], false);
    let changes = |index: usize| {
        let train = regauge_model::ids::TrainId::from_index(index);
        instance.postponed_cost(train).changes
    };
    assert_eq!([changes(0), changes(1), changes(4)], [6000, 6000, 12_000]);
}
