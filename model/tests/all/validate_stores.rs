//! Stores that count wagons, and the rakes that are made of them.

use crate::common::{accepted, problems, refused};
use serde_json::{Value, json};

const STORE: &str = "/system/stations/1/stores/1";
const AT: &str = "system.stations[1].stores[1]";
const START: &str = "2025-03-01T18:00:00+08:00";

/// The standard store with wagons of two kinds.
fn of_wagons() -> Value {
    json!({
        "id": "store-standard", "gauge_mm": 1435, "capacity_m": 2400,
        "wagons": [
            { "kind": "flat", "length_m": 13.0, "count": 60 },
            { "kind": "well", "length_m": 12.25, "count": 20 }
        ],
        "making_up_minutes": 30, "breaking_up_minutes": 20, "inspection_minutes": 60
    })
}

fn flat(count: u32) -> Value {
    json!([{ "kind": "flat", "count": count }])
}

/// The changes that make the small file one with a store of wagons, and one more.
fn with(pointer: &str, value: Value) -> Vec<(String, Value)> {
    let mut changes = vec![
        (STORE.to_owned(), of_wagons()),
        ("/end/stocks/0/kind".to_owned(), json!("flat")),
        (
            "/trains/0/onward/wagons_of".to_owned(),
            json!([
                { "kind": "well", "count": 12 }, { "kind": "flat", "count": 40 }
            ]),
        ),
        ("/trains/1/onward/wagons_of".to_owned(), flat(55)),
        ("/trains/4/wagons_of".to_owned(), flat(52)),
    ];
    changes.push((pointer.to_owned(), value));
    changes
}

#[track_caller]
fn refused_with(pointer: &str, value: Value, code: &str, path: &str) -> regauge_model::Problem {
    let changes = with(pointer, value);
    let changes: Vec<(&str, Value)> = changes.iter().map(|(p, v)| (&**p, v.clone())).collect();
    refused(&changes, code, path)
}

#[track_caller]
fn accepted_with(pointer: &str, value: Value) {
    let changes = with(pointer, value);
    let changes: Vec<(&str, Value)> = changes.iter().map(|(p, v)| (&**p, v.clone())).collect();
    accepted(&changes);
}

/// A change in the store of wagons.
#[track_caller]
fn store(below: &str, value: Value, code: &str, path: &str) {
    refused_with(
        &format!("{STORE}/{below}"),
        value,
        code,
        &format!("{AT}.{path}"),
    );
}

#[test]
fn a_store_counts_rakes_or_wagons() {
    accepted_with("/name", json!("wagons"));
    store("rakes", json!(1), "E0517", "rakes");
    store("capacity", json!(3), "E0517", "capacity");
    store("capacity_m", Value::Null, "E0202", "capacity_m");
    store("wagons", json!([]), "E0510", "wagons");
    for field in [
        "making_up_minutes",
        "breaking_up_minutes",
        "inspection_minutes",
    ] {
        let pointer = format!("{STORE}/{field}");
        refused(&[(&pointer, json!(5))], "E0517", &format!("{AT}.{field}"));
        store(field, json!(14_401), "E0405", field);
    }
    for field in ["rakes", "capacity"] {
        let pointer = format!("{STORE}/{field}");
        refused(
            &[(&pointer, Value::Null)],
            "E0202",
            &format!("{AT}.{field}"),
        );
    }
}

#[test]
fn its_wagons_have_a_length_and_stand_on_its_tracks() {
    store("wagons/1/kind", json!("flat"), "E0302", "wagons[1].kind");
    store(
        "wagons/0/length_m",
        json!(0.5),
        "E0405",
        "wagons[0].length_m",
    );
    store(
        "wagons/0/length_m",
        json!(13.001),
        "E0406",
        "wagons[0].length_m",
    );
    store("wagons/0/count", json!(10_001), "E0405", "wagons[0].count");
    store("capacity_m", json!(0), "E0405", "capacity_m");
    // 60 of 13 m and 20 of 12.25 m
    store("capacity_m", json!(1024), "E0512", "wagons");
    accepted_with(&format!("{STORE}/capacity_m"), json!(1025));
    let inspecting = |count: u32, until: &str| json!([{ "count": count, "until": until }]);
    let later = "2025-03-01T19:00:00+08:00";
    let pointer = format!("{STORE}/wagons/0/inspecting");
    accepted_with(&pointer, inspecting(5, later));
    store(
        "wagons/0/inspecting",
        inspecting(200, later),
        "E0512",
        "wagons",
    );
    let count = "wagons[0].inspecting[0].count";
    store("wagons/0/inspecting", inspecting(0, later), "E0405", count);
    let until = "wagons[0].inspecting[0].until";
    store("wagons/0/inspecting", inspecting(5, START), "E1002", until);
}

#[test]
fn what_is_wanted_at_the_end_is_of_a_kind() {
    let at = "end.stocks[0].kind";
    refused_with("/end/stocks/0/kind", Value::Null, "E0202", at);
    let problem = refused_with("/end/stocks/0/kind", json!("flad"), "E0301", at);
    assert!(problem.advice.to_string().contains("`flat`"), "{problem}");
    // 184 of 13 m
    accepted_with("/end/stocks/0/at_least", json!(184));
    refused_with(
        "/end/stocks/0/at_least",
        json!(185),
        "E0512",
        "end.stocks[0].at_least",
    );
    let well =
        json!({ "store": "store-standard", "kind": "well", "at_least": 1, "price_per_missing": 1 });
    accepted_with("/end/stocks/-", well);
    let flat =
        json!({ "store": "store-standard", "kind": "flat", "at_least": 1, "price_per_missing": 1 });
    refused_with("/end/stocks/-", flat, "E0304", "end.stocks[1].store");
    refused(&[("/end/stocks/0/kind", json!("flat"))], "E0301", at);
}

#[test]
fn a_rake_says_of_which_wagons_it_is() {
    let onward = "/trains/0/onward/wagons_of";
    let at = "trains[0].onward.wagons_of";
    refused_with(onward, Value::Null, "E0202", at);
    refused_with(onward, flat(51), "E0815", at);
    let twice = json!([{ "kind": "flat", "count": 40 }, { "kind": "flat", "count": 12 }]);
    refused_with(onward, twice, "E0304", &format!("{at}[1].kind"));
    let none = json!([{ "kind": "flat", "count": 52 }, { "kind": "well", "count": 0 }]);
    refused_with(onward, none, "E0405", &format!("{at}[1].count"));
    let other = json!([{ "kind": "flatt", "count": 52 }]);
    let problem = refused_with(onward, other, "E0301", &format!("{at}[0].kind"));
    assert!(problem.advice.to_string().contains("`flat`"), "{problem}");
    // 40 of 13 m and 12 of 12.25 m are 667 m
    accepted_with("/trains/0/onward/length_m", json!(667));
    let length = "trains[0].onward.length_m";
    refused_with("/trains/0/onward/length_m", json!(666), "E0815", length);
    // of one kind it need not say so, wherever the rake comes from
    let one = json!([{ "kind": "flat", "length_m": 13.0, "count": 60 }]);
    let mut changes = with(&format!("{STORE}/wagons"), one);
    changes.retain(|(pointer, _)| !pointer.ends_with("wagons_of"));
    let changes: Vec<(&str, Value)> = changes.iter().map(|(p, v)| (&**p, v.clone())).collect();
    accepted(&changes);
    // and whatever a rake names adds up, even where nobody counts wagons
    refused(
        &[("/trains/2/wagons_of", flat(51))],
        "E0815",
        "trains[2].wagons_of",
    );
}

#[test]
fn a_store_could_hold_the_wagons_of_every_rake() {
    let pointer = format!("{STORE}/wagons");
    let one = json!([{ "kind": "flat", "length_m": 13.0, "count": 1 }, { "kind": "well", "length_m": 12.25, "count": 1 }]);
    let mut changes = with(&pointer, one);
    changes.push((format!("{STORE}/capacity_m"), json!(714)));
    changes.push(("/end/stocks/0/at_least".to_owned(), json!(1)));
    let changes: Vec<(&str, Value)> = changes.iter().map(|(p, v)| (&**p, v.clone())).collect();
    // 55 flat wagons of train 1 are 715 m
    let found = problems(&changes);
    let found: Vec<(&str, &str)> = found.iter().map(|p| (p.code, &*p.path)).collect();
    assert_eq!(found, [("E0512", "trains[1].onward.length_m")]);
}

#[test]
fn what_is_made_up_or_broken_up_at_the_start() {
    let making = |until: &str| {
        json!({ "trains": [
            { "train": "E202", "arriving": { "at": "making-up", "until": until } }
        ] })
    };
    let soon = "2025-03-01T18:20:00+08:00";
    let broad = "/system/stations/1/stores/0";
    let wagons = json!({
        "id": "store-broad", "gauge_mm": 1520, "capacity_m": 2400, "breaking_up_minutes": 20,
        "wagons": [{ "kind": "flat", "length_m": 13.0, "count": 60 }]
    });
    let due = "2025-03-01T17:00:00+08:00";
    let with_broad = |state: Value| {
        [
            (broad, wagons.clone()),
            ("/trains/5/earliest_entry", json!(due)),
            ("/trains/3/earliest_entry", json!(due)),
            ("/state", state),
        ]
    };
    accepted(&with_broad(making(soon)));
    // one that waits was made up before the start
    accepted(&with_broad(making("2025-03-01T17:50:00+08:00")));
    refused(
        &[("/state", making(soon))],
        "E1004",
        "state.trains[0].arriving.at",
    );
    let mut of_another = making(soon);
    of_another["trains"][0]["train"] = json!("B101");
    refused(&with_broad(of_another), "E1004", "state.trains[0].arriving");
    let pulling = |until: &str| {
        json!({ "trains": [{
            "train": "X8001", "arrived": "2025-03-01T14:00:00+08:00", "work": { "done": true },
            "arriving": { "at": "pulling", "spot": "23-1", "until": until },
            "onward": { "at": "spot", "spot": "23-1" },
            "stages": [{ "stage": "inspection" }, { "stage": "waybill" }]
        }] })
    };
    let entered = (
        "/trains/0/earliest_entry",
        json!("2025-03-01T12:00:00+08:00"),
    );
    let mut changes = with_broad(pulling("2025-03-01T18:21:00+08:00")).to_vec();
    changes.push(entered.clone());
    let found = problems(&changes);
    assert!(
        found.iter().all(|problem| problem.code != "E1004"),
        "{found:?}"
    );
    let mut changes = with_broad(pulling(soon)).to_vec();
    changes.push(entered);
    let problem = refused(&changes, "E1004", "state.trains[0].arriving.until");
    assert!(problem.message.to_string().contains("gone"), "{problem}");
}
