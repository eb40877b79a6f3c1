//! The rules of orders: one place, each train once, no circle.

use crate::common::{accepted, refused};
use serde_json::{Value, json};

fn order(place: Value, trains: &[&str], pinned: bool) -> Value {
    let mut order = place;
    let trains = trains.iter().map(|id| json!({ "train": id }));
    order["trains"] = trains.collect();
    order["pinned"] = json!(pinned);
    order
}

#[test]
fn an_order_is_of_one_place() {
    let here = json!({ "section": "border-broad" });
    let first: Vec<String> = names();
    let two = [first[0].as_str(), first[1].as_str()];
    accepted(&[("/orders", json!([order(here.clone(), &two, false)]))]);
    refused(
        &[("/orders", json!([order(json!({}), &two, false)]))],
        "E1015",
        "orders[0]",
    );
    let nowhere = order(json!({ "section": "nowhere" }), &two, false);
    refused(
        &[("/orders", json!([nowhere]))],
        "E0301",
        "orders[0].section",
    );
    let alone = order(here.clone(), &two[..1], false);
    refused(&[("/orders", json!([alone]))], "E1015", "orders[0].trains");
    let twice = order(here.clone(), &[two[0], two[0]], false);
    refused(
        &[("/orders", json!([twice]))],
        "E1015",
        "orders[0].trains[1].train",
    );
    let nobody = order(here, &[two[0], "nobody"], false);
    refused(
        &[("/orders", json!([nobody]))],
        "E0301",
        "orders[0].trains[1].train",
    );
}

#[test]
fn pinned_orders_go_round_in_no_circle() {
    let here = json!({ "section": "border-broad" });
    let all = names();
    let [a, b, c] = [0, 1, 2].map(|index| all[index].as_str());
    let circle = |pinned: bool| {
        json!([
            order(here.clone(), &[a, b], pinned),
            order(here.clone(), &[b, c], true),
            order(here.clone(), &[c, a], true),
        ])
    };
    accepted(&[("/orders", circle(false))]);
    let problem = refused(&[("/orders", circle(true))], "E1015", "orders");
    let message = problem.message.to_string();
    assert!(
        [a, b, c].iter().all(|name| message.contains(name)),
        "{message}"
    );
}

fn names() -> Vec<String> {
    let small: Value = serde_json::from_str(crate::common::SMALL).expect("JSON");
    let trains = small["trains"].as_array().expect("a list");
    let ids = trains
        .iter()
        .map(|train| train["id"].as_str().expect("a name").to_owned());
    ids.collect()
}
