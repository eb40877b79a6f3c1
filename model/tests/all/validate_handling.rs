//! Trains that are handled in a spot, and stations that do nothing else: one test per rule, each asserting code and path.

use regauge_model::validate::instance_from_json;
use regauge_model::{Instance, Problem};
use serde_json::{Value, json};

/// The smallest file there is: a spot and a train.
fn smallest() -> Value {
    json!({
        "format_version": "1.0",
        "name": "smallest",
        "horizon": { "start": "2025-03-01T18:00:00+08:00", "planning_hours": 4 },
        "system": {
            "classes": [{ "id": "ship", "gauge_mm": 1435 }],
            "stations": [{
                "id": "port",
                "sheds": [{
                    "id": "quay", "indoor": false,
                    "spots": [{ "id": "b1", "gauges_mm": [1520, 1435], "length_m": 300 }]
                }]
            }],
            "sections": []
        },
        "trains": [{
            "id": "S1", "class": "ship", "earliest_entry": "2025-03-01T18:10:00+08:00",
            "length_m": 200, "wagons": 1, "handling": [{ "spot": "b1", "minutes": 40 }]
        }]
    })
}

fn read(change: impl FnOnce(&mut Value)) -> Result<Instance, Vec<Problem>> {
    let mut file = smallest();
    change(&mut file);
    instance_from_json(file.to_string().as_bytes()).map_err(|problems| problems.0)
}

/// Refused with one problem, of this code at this path.
#[track_caller]
fn refused(change: impl FnOnce(&mut Value), code: &str, path: &str) {
    let problems = read(change).expect_err("it is refused");
    let found: Vec<(&str, &str)> = problems.iter().map(|p| (p.code, &*p.path)).collect();
    assert_eq!(found, [(code, path)], "{problems:?}");
    assert!(problems[0].line.is_some() && !problems[0].advice.is_empty());
}

fn train(field: &str, value: Value) -> impl FnOnce(&mut Value) {
    let field = field.to_owned();
    move |file| file["trains"][0][field] = value
}

fn shed(field: &str, value: Value) -> impl FnOnce(&mut Value) {
    let field = field.to_owned();
    move |file| file["system"]["stations"][0]["sheds"][0][field] = value
}

/// A second spot, at another station where so named.
fn second_spot(file: &mut Value, station: &str, change: impl FnOnce(&mut Value)) {
    let mut shed = file["system"]["stations"][0]["sheds"][0].clone();
    shed["id"] = json!("pier");
    shed["spots"][0]["id"] = json!("b2");
    change(&mut shed);
    let stations = file["system"]["stations"].as_array_mut().unwrap();
    if station == "port" {
        stations[0]["sheds"].as_array_mut().unwrap().push(shed);
    } else {
        stations.push(json!({ "id": station, "sheds": [shed] }));
    }
    let handling = file["trains"][0]["handling"].as_array_mut().unwrap();
    handling.push(json!({ "spot": "b2", "minutes": 5 }));
}

#[test]
fn spots_and_trains_are_enough() {
    let instance = read(|_| ()).unwrap();
    let train = &instance.trains()[0];
    assert_eq!(train.handling().len(), 1);
    assert_eq!(train.handling()[0].minutes, 40);
    assert_eq!(train.route.len(), 1);
    assert!(read(|file| second_spot(file, "port", |_| ())).is_ok());
}

#[test]
fn every_spot_named_is_there_once() {
    refused(
        train("handling", json!([{ "spot": "b2", "minutes": 5 }])),
        "E0301",
        "trains[0].handling[0].spot",
    );
    let twice = json!([{ "spot": "b1", "minutes": 5 }, { "spot": "b1", "minutes": 7 }]);
    refused(
        train("handling", twice),
        "E0304",
        "trains[0].handling[1].spot",
    );
    refused(
        train("handling", json!([{ "spot": "b1", "minutes": 0 }])),
        "E0405",
        "trains[0].handling[0].minutes",
    );
}

#[test]
fn every_spot_named_takes_the_train() {
    refused(
        train("length_m", json!(301)),
        "E0904",
        "trains[0].handling[0].spot",
    );
    let gauge = |file: &mut Value| file["system"]["classes"][0]["gauge_mm"] = json!(1000);
    refused(gauge, "E0505", "trains[0].handling[0].spot");
    let cargo = |file: &mut Value| {
        file["system"]["classes"][0]["cargo"] = json!("coal");
        second_spot(file, "port", |shed| shed["accepts"] = json!(["coal"]));
        file["system"]["classes"]
            .as_array_mut()
            .unwrap()
            .push(json!({ "id": "other", "gauge_mm": 1435 }));
        file["trains"][0]["class"] = json!("other");
    };
    refused(cargo, "E0905", "trains[0].handling[1].spot");
}

#[test]
fn all_spots_are_at_one_station() {
    let apart = |file: &mut Value| second_spot(file, "roads", |_| ());
    refused(apart, "E0803", "trains[0].handling[1].spot");
}

#[test]
fn a_train_that_is_handled_has_nothing_of_others() {
    for (field, value) in [
        ("from", json!("port")),
        ("to", json!("port")),
        ("transship_at", json!(["port"])),
        ("boxes", json!([{ "feet": 40, "count": 1 }])),
        ("into_store", json!("store")),
        ("from_store", json!("store")),
        ("emptied", json!({ "class": "ship" })),
    ] {
        refused(train(field, value), "E0813", &format!("trains[0].{field}"));
    }
    refused(train("parts", json!(2)), "E0806", "trains[0].parts");
    // Others name where they come from and go to.
    let without = |file: &mut Value| {
        file["trains"][0]
            .as_object_mut()
            .unwrap()
            .remove("handling");
        file["trains"][0]["to"] = json!("port");
    };
    refused(without, "E0202", "trains[0].from");
}

#[test]
fn stages_would_be_left_out_in_silence() {
    let staged = |file: &mut Value| {
        let station = &mut file["system"]["stations"][0];
        station["yards"] =
            json!([{ "id": "y", "gauge_mm": 1435, "tracks": [{ "count": 1, "length_m": 300 }] }]);
        station["stages"] =
            json!([{ "id": "check", "minutes": 5, "when": "arrival", "classes": ["ship"] }]);
    };
    refused(staged, "E0210", "trains[0].class");
}

#[test]
fn pins_leave_a_spot() {
    assert!(read(train("pins", json!({ "spot": "b1", "shed": "quay" }))).is_ok());
    let mode = read(train("pins", json!({ "mode": "all" }))).expect_err("it is refused");
    assert!(
        mode.iter()
            .all(|p| p.code == "E0808" && p.path == "trains[0].pins.mode")
    );
    let span = json!({ "from": "2025-03-01T18:10:00+08:00", "to": "2025-03-01T19:00:00+08:00" });
    refused(
        train("pins", json!({ "crane_work": span })),
        "E0808",
        "trains[0].pins.crane_work",
    );
    let elsewhere = |file: &mut Value| {
        second_spot(file, "port", |_| ());
        file["trains"][0]["handling"].as_array_mut().unwrap().pop();
        file["trains"][0]["pins"] = json!({ "spot": "b2" });
    };
    refused(elsewhere, "E0808", "trains[0].pins.spot");
    let elsewhere = |file: &mut Value| {
        second_spot(file, "port", |_| ());
        file["trains"][0]["handling"].as_array_mut().unwrap().pop();
        file["trains"][0]["pins"] = json!({ "shed": "pier" });
    };
    refused(elsewhere, "E0808", "trains[0].pins.shed");
}

#[test]
fn a_state_cannot_tell_of_handling() {
    let state = |file: &mut Value| {
        file["state"] =
            json!({ "trains": [{ "train": "S1", "arriving": { "at": "spot", "spot": "b1" } }] });
    };
    let problems = read(state).expect_err("it is refused");
    assert!(
        problems
            .iter()
            .any(|p| p.code == "E0210" && p.path == "trains[0].handling"),
        "{problems:?}"
    );
}

#[test]
fn cranes_modes_and_minutes_come_together() {
    let crane = json!([{ "id": "c", "lifts_per_hour": 30 }]);
    refused(
        shed("cranes", crane.clone()),
        "E0510",
        "system.stations[0].sheds[0].modes",
    );
    let modes = json!([{ "id": "all", "steps": [{ "cranes": ["c"] }] }]);
    let problems = read(|file| {
        shed("cranes", crane)(file);
        shed("modes", modes)(file);
    })
    .expect_err("it is refused");
    let mut found: Vec<(&str, &str)> = problems.iter().map(|p| (p.code, &*p.path)).collect();
    found.sort_unstable();
    let at = "system.stations[0]";
    let of_shed = |field: &str| format!("{at}.sheds[0].{field}");
    let wanted = [
        ("E0202", of_shed("placing_minutes")),
        ("E0202", of_shed("pulling_minutes")),
        ("E0202", of_shed("spots[0].clearing_minutes")),
        ("E0202", of_shed("spots[0].finishing_minutes")),
        ("E0202", of_shed("spots[0].preparation_minutes")),
        ("E0502", format!("{at}.sheds")),
    ];
    for (code, path) in &wanted {
        assert!(found.contains(&(code, path)), "{code} {path}: {found:?}");
    }
    let rule = |file: &mut Value| {
        file["system"]["zones"] = json!([{ "id": "z" }]);
        file["system"]["stations"][0]["zone"] = json!("z");
        shed("crane_rule", json!({ "stop_gust_mps": 17.0 }))(file);
    };
    refused(rule, "E0701", "system.stations[0].sheds[0].crane_rule");
    let in_stops = shed("ground_work_in_stops", json!(true));
    let at = "system.stations[0].sheds[0].ground_work_in_stops";
    refused(in_stops, "E0701", at);
}
