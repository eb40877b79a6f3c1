//! Holds: a test per rule, each asserting code and path.

use crate::common::refused;
use serde_json::{Value, json};

#[track_caller]
fn hold(change: impl FnOnce(&mut Value), code: &str, path: &str) {
    let mut hold = json!({
        "station": "alashankou", "classes": ["broad-loaded"], "until": "2025-03-01T20:00:00+08:00"
    });
    change(&mut hold);
    refused(&[("/holds", json!([hold]))], code, path);
}

#[test]
fn names_resolve() {
    hold(
        |hold| hold["station"] = json!("alashanko"),
        "E0301",
        "holds[0].station",
    );
    hold(
        |hold| hold["classes"] = json!(["grain"]),
        "E0301",
        "holds[0].classes[0]",
    );
    hold(
        |hold| hold["trains"] = json!(["X0"]),
        "E0301",
        "holds[0].trains[0]",
    );
    hold(
        |hold| hold["yard"] = json!("nowhere"),
        "E0301",
        "holds[0].yard",
    );
}

#[test]
fn somebody_is_held_somewhere() {
    hold(
        |hold| hold["classes"] = json!([]),
        "E0510",
        "holds[0].trains",
    );
    hold(
        |hold| hold["station"] = json!("dostyk"),
        "E1014",
        "holds[0].station",
    );
}

#[test]
fn the_release_expected_is_between_the_earliest_and_the_latest() {
    let earliest = json!("2025-03-01T20:01:00+08:00");
    hold(
        |hold| hold["earliest"] = earliest,
        "E1014",
        "holds[0].earliest",
    );
    let latest = json!("2025-03-01T19:59:00+08:00");
    hold(|hold| hold["latest"] = latest, "E1014", "holds[0].latest");
}
