//! The rules of trains, pins, routes and lengths: one test per rule, each asserting code and path.

use crate::common::{self, accepted, refused};
use regauge_model::Problem;
use serde_json::{Value, json};

#[track_caller]
fn train(number: usize, below: &str, value: Value, code: &str) -> Problem {
    let path = below
        .split('/')
        .fold(format!("trains[{number}]"), |path, step| {
            match step.parse::<usize>() {
                Ok(index) => format!("{path}[{index}]"),
                Err(_) => format!("{path}.{step}"),
            }
        });
    refused(
        &[(&format!("/trains/{number}/{below}"), value)],
        code,
        &path,
    )
}

#[test]
fn names_resolve() {
    let problem = train(0, "class", json!("broad-loadd"), "E0301");
    assert_eq!(
        problem.advice.to_string(),
        "Maybe you meant `broad-loaded`."
    );
    train(0, "from", json!("dostik"), "E0301");
    train(0, "to", json!("jing"), "E0301");
    train(0, "transship_at/0", json!("alashan"), "E0301");
    train(0, "onward/class", json!("standard-load"), "E0301");
    train(0, "onward/from_store", json!("store-standar"), "E0301");
    train(0, "emptied/class", json!("broad-emty"), "E0301");
    train(0, "emptied/into_store", json!("store-brod"), "E0301");
    train(0, "emptied/return_to", json!("dostk"), "E0301");
    train(3, "calls/0/station", json!("alashanko"), "E0301");
    train(3, "calls/0/yard", json!("siding"), "E0301");
    train(4, "into_store", json!("store"), "E0301");
    train(5, "from_store", json!("store-broa"), "E0301");
    train(0, "pins/shed", json!("shed-24"), "E0301");
    train(0, "pins/spot", json!("23-9"), "E0301");
}

#[test]
fn figures_are_sane() {
    train(0, "length_m", json!(1_000_000_000), "E0405");
    train(0, "length_m", json!(0), "E0405");
    train(0, "wagons", json!(0), "E0405");
    train(
        0,
        "boxes",
        json!([{ "feet": 40, "count": 1_000_000_000 }]),
        "E0405",
    );
    train(0, "boxes/0/feet", json!(41), "E0812");
    train(0, "onward/length_m", json!(0), "E0405");
    train(3, "calls/0/minutes", json!(1_000_000_000), "E0405");
}

#[test]
fn times_of_a_train() {
    train(
        0,
        "earliest_entry",
        json!("2025-03-03T06:00:00+08:00"),
        "E0809",
    );
    // it may come when it should have left: it is late by then
    accepted(&[("/trains/0/due_exit", json!("2025-03-01T18:59:00+08:00"))]);
}

#[test]
fn transshipment_fields_go_together() {
    train(0, "onward", Value::Null, "E0801");
    train(0, "emptied", Value::Null, "E0801");
    train(0, "boxes", json!([]), "E0801");
    refused(
        &[("/trains/2/boxes", json!([{ "feet": 40, "count": 3 }]))],
        "E0801",
        "trains[2].boxes",
    );
    let onward = json!({ "class": "broad-loaded", "from_store": "store-broad", "length_m": 700, "wagons": 50 });
    refused(&[("/trains/2/onward", onward)], "E0801", "trains[2].onward");
    train(0, "into_store", json!("store-broad"), "E0810");
    train(0, "from_store", json!("store-broad"), "E0810");
}

#[test]
fn gauges_agree() {
    train(0, "onward/class", json!("broad-empty"), "E0505");
    train(0, "emptied/class", json!("standard-empty"), "E0505");
    train(0, "onward/from_store", json!("store-broad"), "E0505");
    train(0, "emptied/into_store", json!("store-standard"), "E0505");
    train(3, "calls/0/yard", json!("yard-standard"), "E0505");
    train(4, "into_store", json!("store-broad"), "E0505");
}

#[test]
fn stores_and_stations_agree() {
    refused(
        &[("/trains/4/to", json!("jinghe"))],
        "E0803",
        "trains[4].into_store",
    );
    train(0, "emptied", json!({ "class": "broad-empty" }), "E0807");
    train(4, "from_store", json!("store-standard"), "E0810");
}

#[test]
fn boxes_fit_on_the_wagons() {
    train(0, "boxes", json!([{ "feet": 40, "count": 111 }]), "E0805");
    accepted(&[("/trains/0/boxes", json!([{ "feet": 40, "count": 104 }]))]);
}

#[test]
fn parts_fit() {
    train(0, "parts", json!(0), "E0806");
    train(0, "parts", json!(11), "E0806");
    train(2, "parts", json!(2), "E0806");
    refused(
        &[
            ("/trains/0/parts", json!(3)),
            ("/trains/0/boxes", json!([{ "feet": 40, "count": 2 }])),
        ],
        "E0806",
        "trains[0].parts",
    );
}

#[test]
fn trains_begin_and_end_outside_or_on_a_track() {
    accepted(&[("/trains/2/from", json!("alashankou"))]);
    accepted(&[("/trains/2/to", json!("alashankou"))]);
    // On a track there must be room.
    for end in ["/trains/2/from", "/trains/2/to"] {
        let long = [
            (end, json!("alashankou")),
            ("/trains/2/length_m", json!(1100)),
        ];
        refused(&long, "E0903", "trains[2].length_m");
    }
    // Two stays at one station are one too many.
    let twice = [
        ("/trains/3/from", json!("alashankou")),
        ("/trains/3/to", json!("alashankou")),
        ("/trains/3/calls", json!([])),
    ];
    refused(&twice, "E0906", "trains[3].to");
    // Nobody is transshipped where he begins or ends.
    train(0, "from", json!("alashankou"), "E0804");
    train(0, "to", json!("alashankou"), "E0804");
    train(0, "emptied/return_to", json!("alashankou"), "E0804");
    train(2, "to", json!("jinghe"), "E0906");
}

#[test]
fn calls() {
    train(3, "calls/0/station", json!("jinghe"), "E0502");
    let twice = json!({ "station": "alashankou" });
    refused(
        &[("/trains/3/calls/-", twice)],
        "E0304",
        "trains[3].calls[1].station",
    );
}

#[test]
fn routes_exist() {
    let problem = refused(
        &[(
            "/system/sections/2/run_minutes/standard-loaded",
            Value::Null,
        )],
        "E0901",
        "trains[0].to",
    );
    assert!(
        problem
            .message
            .to_string()
            .contains("`alashankou` to `jinghe`"),
        "{problem}"
    );
    let border = "/system/sections/0/run_minutes/broad-empty";
    refused(
        &[(border, Value::Null)],
        "E0901",
        "trains[0].emptied.return_to",
    );
    let border = "/system/sections/0/run_minutes/broad-loaded";
    refused(&[(border, Value::Null)], "E0901", "trains[0].transship_at");
}

#[test]
fn a_station_with_a_stage_is_passed_once() {
    // The bulk train comes back through a station between border and call where it is inspected.
    let middle = json!({
        "id": "middle",
        "yards": [{ "id": "yard-middle", "gauge_mm": 1520, "tracks": [{ "count": 2, "length_m": 900 }] }],
        "stages": [{ "id": "look", "minutes": 5, "when": "arrival", "classes": ["broad-empty"] }]
    });
    let run =
        json!({ "broad-loaded": { "down": 9, "up": 9 }, "broad-empty": { "down": 9, "up": 9 } });
    let section = json!({
        "id": "border-outer", "from": "dostyk", "to": "middle", "gauge_mm": 1520, "tracks": 1,
        "run_minutes": run, "headway_minutes": { "down": 5, "up": 5 }
    });
    refused(
        &[
            ("/system/stations/-", middle),
            ("/system/sections/-", section),
            ("/system/sections/0/from", json!("middle")),
        ],
        "E0902",
        "trains[3]",
    );
}

#[test]
fn equally_short_ways_follow_the_file() {
    let mut file = common::small();
    let run = json!({ "standard-loaded": { "down": 31, "up": 31 } });
    let headway = json!({ "down": 5, "up": 5 });
    for (from, to) in [
        ("alashankou", "north"),
        ("north", "jinghe"),
        ("alashankou", "south"),
        ("south", "jinghe"),
    ] {
        let section = json!({
            "id": format!("{from}-{to}"), "from": from, "to": to, "gauge_mm": 1435, "tracks": 2,
            "run_minutes": run, "headway_minutes": headway
        });
        common::set(&mut file, "/system/sections/-", section);
    }
    for name in ["south", "north"] {
        common::set(&mut file, "/system/stations/-", json!({ "id": name }));
    }
    common::set(
        &mut file,
        "/system/sections/2/run_minutes/standard-loaded/down",
        json!(63),
    );
    let text = file.to_string();
    let instance =
        regauge_model::validate::instance_from_json(text.as_bytes()).expect("it is valid");
    let work = instance.trains()[0]
        .transshipment()
        .expect("it is transshipped");
    let names: Vec<&str> = work
        .onward_route
        .iter()
        .map(|id| &*instance.system().station(*id).name)
        .collect();
    assert_eq!(names, ["alashankou", "north", "jinghe"]);
}

#[test]
fn too_long_for_every_spot() {
    let problem = train(0, "length_m", json!(801), "E0904");
    assert!(problem.advice.to_string().contains("2 parts"), "{problem}");
    train(0, "onward/length_m", json!(810), "E0904");
    accepted(&[
        ("/trains/0/length_m", json!(801)),
        ("/trains/0/parts", json!(2)),
        ("/trains/0/pins", json!({})),
    ]);
}

#[test]
fn no_spot_for_cargo_gauges_or_mode() {
    let at = "trains[0]";
    let cargo = [
        ("/system/classes/2/cargo", json!("ore")),
        ("/system/stations/1/sheds/0/accepts", json!(["ore"])),
        ("/system/stations/1/sheds/1/accepts", json!(["ore"])),
    ];
    refused(&cargo, "E0905", at);
    let mode = [
        (
            "/system/stations/1/sheds/0/modes/0/min_length_m",
            json!(790),
        ),
        (
            "/system/stations/1/sheds/0/modes/1/min_length_m",
            json!(790),
        ),
    ];
    refused(&mode, "E0905", at);
    refused(
        &[
            ("/system/stations/1/sheds", json!([])),
            ("/state", json!({})),
            ("/trains/0/pins", json!({})),
        ],
        "E0905",
        at,
    );
}

#[test]
fn too_long_for_every_track_where_it_stops() {
    let long = [("/system/stations/1/yards/0/tracks/0/length_m", json!(750))];
    let problem = refused(&long, "E0903", "trains[0].length_m");
    assert!(problem.message.to_string().contains("750 m"), "{problem}");
    train(3, "length_m", json!(701), "E0903");
    train(4, "length_m", json!(1051), "E0903");
    train(5, "length_m", json!(851), "E0903");
    let yards = [("/system/stations/1/yards/1/by_call_only", json!(true))];
    refused(&yards, "E0903", "trains[0].onward.length_m");
}

#[test]
fn stage_minutes_apply() {
    let problem = refused(
        &[("/trains/0/stage_minutes/waybil", json!(5))],
        "E0301",
        "trains[0].stage_minutes.waybil",
    );
    assert!(
        problem.advice.to_string().contains("`waybill`"),
        "{problem}"
    );
    refused(
        &[("/trains/2/stage_minutes", json!({ "waybill": 5 }))],
        "E0811",
        "trains[2].stage_minutes.waybill",
    );
    train(0, "stage_minutes/inspection", json!(1_000_000), "E0405");
}

#[test]
fn pins_are_possible() {
    let pins = |number: usize, pins: Value, field: &str| {
        let path = format!("trains[{number}].pins.{field}");
        refused(&[(&format!("/trains/{number}/pins"), pins)], "E0808", &path)
    };
    pins(0, json!({ "shed": "shed-23", "spot": "east-1" }), "spot");
    let problem = pins(0, json!({ "shed": "shed-23", "mode": "halfs" }), "mode");
    assert!(problem.advice.to_string().contains("`halves`"), "{problem}");
    pins(0, json!({ "mode": "all" }), "mode");
    pins(0, json!({ "spot": "23-2", "mode": "halves" }), "mode");
    pins(0, json!({ "shed": "module-east" }), "shed");
    pins(0, json!({ "spot": "east-1" }), "spot");
    let late = json!({ "from": "2025-04-01T00:00:00+08:00", "to": "2025-04-02T00:00:00+08:00" });
    let soon = json!({ "from": "2025-03-01T20:00:00+08:00", "to": "2025-03-01T21:00:00+08:00" });
    pins(0, json!({ "exit": late }), "exit");
    pins(2, json!({ "crane_work": soon }), "crane_work");
    pins(2, json!({ "shed": "shed-23" }), "shed");
    pins(1, json!({ "entry": soon }), "entry");
    pins(1, json!({ "crane_work": soon }), "crane_work");
    pins(1, json!({ "spot": "23-1" }), "spot");
    pins(1, json!({ "mode": "halves", "shed": "shed-23" }), "mode");
    let reversed =
        json!({ "from": "2025-03-01T21:00:00+08:00", "to": "2025-03-01T20:00:00+08:00" });
    refused(
        &[("/trains/0/pins/exit", reversed)],
        "E0401",
        "trains[0].pins.exit.to",
    );
    accepted(&[(
        "/trains/0/pins",
        json!({ "spot": "23-1", "mode": "halves", "entry": soon }),
    )]);
    refused(
        &[
            (
                "/trains/0/pins",
                json!({ "shed": "shed-23", "mode": "halves" }),
            ),
            (
                "/system/stations/1/sheds/0/modes/1/min_length_m",
                json!(790),
            ),
        ],
        "E0808",
        "trains[0].pins.mode",
    );
}
