//! Trains that come straight to a spot: rules `handling`, and what `entry`, `duration`, `spots`, `horizon`, `pins` and
//! `sequence` say of them.

use super::fixture::*;
use regauge_model::instance::Rake;
use regauge_model::plan::{Activity, Event};
use regauge_model::{Instance, Plan};
use serde_json::{Value, json};

/// A station with nothing but three spots, and ships.
pub(super) fn port(change: impl FnOnce(&mut Value)) -> Instance {
    let spot = |id: &str| json!({ "id": id, "gauges_mm": [1520, 1435], "length_m": 300 });
    let mut file = json!({
        "format_version": "1.0",
        "name": "port",
        "horizon": { "start": at(0), "planning_hours": 5 },
        "system": {
            "classes": [{ "id": "ship", "gauge_mm": 1435, "weight": 2 }],
            "stations": [{
                "id": "port",
                "sheds": [{ "id": "quay", "indoor": false, "spots": [spot("b1"), spot("b2"), spot("b3")] }]
            }],
            "sections": []
        },
        "trains": [
            {
                "id": "S1", "class": "ship", "earliest_entry": at(10), "due_exit": at(60), "length_m": 200, "wagons": 1,
                "handling": [{ "spot": "b1", "minutes": 40 }, { "spot": "b2", "minutes": 50 }]
            },
            {
                "id": "S2", "class": "ship", "earliest_entry": at(20), "length_m": 200, "wagons": 1,
                "handling": [{ "spot": "b1", "minutes": 30 }]
            }
        ]
    });
    change(&mut file);
    instance(&file)
}

/// Handling in a spot, cleared so many minutes later.
pub(super) fn handled(
    instance: &Instance,
    name: &str,
    (from, to): (i32, i32),
    clearing: i32,
) -> Vec<Event> {
    let mut events = Events::new(instance);
    let spot = spot(instance, name);
    events
        .hold(Rake::Arriving, (from, to + clearing), name)
        .add(Rake::Arriving, (from, to), Activity::Handling { spot });
    events.list
}

/// S1 in the first spot, S2 behind it.
fn good_port(change: impl FnOnce(&mut Value)) -> (Instance, Plan) {
    let instance = port(change);
    let events = vec![
        ("S1", handled(&instance, "b1", (10, 50), 0)),
        ("S2", handled(&instance, "b1", (50, 80), 0)),
    ];
    let plan = plan(&instance, events);
    (instance, plan)
}

/// The port with these events instead.
#[track_caller]
fn says(
    change: impl FnOnce(&mut Value),
    first: (&str, (i32, i32)),
    second: (&str, (i32, i32)),
    clearing: i32,
    rules: &[&str],
) {
    let instance = port(change);
    let events = vec![
        ("S1", handled(&instance, first.0, first.1, clearing)),
        ("S2", handled(&instance, second.0, second.1, clearing)),
    ];
    broken(&instance, &plan(&instance, events), rules);
}

fn as_it_is(_: &mut Value) {}

#[test]
fn trains_follow_one_another_without_a_gap() {
    let (instance, plan) = good_port(as_it_is);
    clean(&instance, &plan);
    // (40 + 60) minutes at weight 2
    assert_eq!(plan.value, 20_000);
    assert_eq!(plan.kpis.trains_per_spot["b1"], 2);
    assert!(plan.kpis.spot_use["b1"] > 0.2);
    says(as_it_is, ("b2", (10, 60)), ("b1", (20, 50)), 0, &[]);
}

#[test]
fn a_late_exit_costs_more() {
    says(as_it_is, ("b1", (50, 90)), ("b1", (20, 50)), 0, &[]);
    let instance = port(as_it_is);
    let plan = plan(
        &instance,
        vec![("S1", handled(&instance, "b1", (50, 90), 0))],
    );
    assert_eq!(plan.parts.lateness, 30 * 3 * 200);
    assert_eq!(plan.parts.postponed, 1440 * 200);
}

#[test]
fn a_train_is_handled_in_a_spot_it_names() {
    says(
        as_it_is,
        ("b1", (10, 50)),
        ("b2", (20, 50)),
        0,
        &["handling"],
    );
}

#[test]
fn handling_takes_as_long_as_the_spot_says() {
    says(
        as_it_is,
        ("b1", (10, 49)),
        ("b1", (50, 80)),
        0,
        &["duration"],
    );
    says(
        as_it_is,
        ("b2", (10, 50)),
        ("b1", (50, 80)),
        0,
        &["duration"],
    );
}

#[test]
fn nobody_is_handled_before_he_comes() {
    says(as_it_is, ("b1", (9, 49)), ("b1", (50, 80)), 0, &["entry"]);
}

#[test]
fn a_spot_is_for_one_train_at_a_time() {
    says(as_it_is, ("b1", (10, 50)), ("b1", (49, 79)), 0, &["spots"]);
}

#[test]
fn a_spot_is_held_until_it_is_cleared() {
    let cleared = |file: &mut Value| {
        let spots = &mut file["system"]["stations"][0]["sheds"][0]["spots"];
        spots[0]["clearing_minutes"] = json!(5);
    };
    says(cleared, ("b1", (10, 50)), ("b1", (55, 85)), 5, &[]);
    says(cleared, ("b1", (10, 50)), ("b1", (54, 84)), 5, &["spots"]);
    // Held too short.
    says(
        cleared,
        ("b1", (10, 50)),
        ("b1", (55, 85)),
        4,
        &["spots"; 2],
    );
}

#[test]
fn a_closed_spot_is_closed() {
    let closed = |from: i64, to: i64| {
        move |file: &mut Value| {
            let spots = &mut file["system"]["stations"][0]["sheds"][0]["spots"];
            spots[0]["closed"] = json!([span_file(from, to)]);
        }
    };
    let good = (("b1", (10, 50)), ("b1", (50, 80)));
    says(closed(0, 10), good.0, good.1, 0, &[]);
    says(closed(80, 300), good.0, good.1, 0, &[]);
    says(closed(0, 11), good.0, good.1, 0, &["spots"]);
    says(closed(79, 300), good.0, good.1, 0, &["spots"]);
}

#[test]
fn handling_ends_within_the_horizon() {
    says(as_it_is, ("b1", (10, 50)), ("b1", (270, 300)), 0, &[]);
    let rules = &["horizon", "spots"];
    // What is held is clipped to the horizon, so the hold is one minute too long as well.
    let late = port(as_it_is);
    let events = vec![("S2", handled(&late, "b1", (271, 301), 0))];
    let report = regauge_model::check::check(&late, &plan(&late, events));
    let mut found: Vec<&str> = report.violations.iter().map(|v| v.rule).collect();
    found.dedup();
    assert_eq!(found, rules);
}

#[test]
fn pins_hold() {
    let pinned = |pins: Value| move |file: &mut Value| file["trains"][1]["pins"] = pins;
    let (first, second) = (("b1", (10, 50)), ("b1", (50, 80)));
    let spans = |entry: (i64, i64), exit: (i64, i64)| json!({ "entry": span_file(entry.0, entry.1), "exit": span_file(exit.0, exit.1) });
    says(pinned(spans((50, 51), (80, 81))), first, second, 0, &[]);
    says(
        pinned(spans((51, 60), (80, 81))),
        first,
        second,
        0,
        &["pins"],
    );
    says(
        pinned(spans((50, 51), (20, 80))),
        first,
        second,
        0,
        &["pins"],
    );
    let spot =
        |file: &mut Value| file["trains"][0]["pins"] = json!({ "spot": "b2", "shed": "quay" });
    says(spot, first, second, 0, &["pins"]);
}

#[test]
fn handling_and_its_spot_are_both_told_once() {
    let (instance, mut plan) = good_port(as_it_is);
    let all = events(&instance, &mut plan, "S2").clone();
    let without = |is_it: &dyn Fn(&Event) -> bool| -> Vec<Event> {
        all.iter().filter(|event| !is_it(event)).cloned().collect()
    };
    let is_handling = |e: &Event| matches!(e.what, Activity::Handling { .. });
    *events(&instance, &mut plan, "S2") = without(&|e| !is_handling(e));
    broken_restated(&instance, &mut plan, &["sequence"]);
    *events(&instance, &mut plan, "S2") = without(&is_handling);
    broken_restated(&instance, &mut plan, &["sequence"]);
    let mut twice = all.clone();
    twice.push(Event {
        span: span(100, 130),
        ..twice.iter().find(|e| is_handling(e)).unwrap().clone()
    });
    *events(&instance, &mut plan, "S2") = twice;
    restate(&instance, &mut plan);
    let report = regauge_model::check::check(&instance, &plan);
    assert!(report.violations.iter().any(|v| v.rule == "sequence"));
}

#[test]
fn a_train_that_is_handled_is_beside_no_rake_of_another() {
    let with_ship = |file: &mut Value| {
        let classes = file["system"]["classes"].as_array_mut().unwrap();
        classes.push(json!({ "id": "ship", "gauge_mm": 1435, "cargo": "container" }));
        let trains = file["trains"].as_array_mut().unwrap();
        trains.push(json!({
            "id": "S", "class": "ship", "earliest_entry": at(0), "length_m": 700, "wagons": 50,
            "handling": [{ "spot": "h1", "minutes": 20 }, { "spot": "h2", "minutes": 20 }]
        }));
    };
    let with_events = |name: &str, from: i32| {
        let mut file = file();
        with_ship(&mut file);
        let instance = instance(&file);
        let mut events = good_events(&instance);
        events.push(("S", handled(&instance, name, (from, from + 20), 15)));
        let plan = plan(&instance, events);
        (instance, plan)
    };
    // T1 holds both sides of h1 from its placing at 62 on.
    let (instance, good) = with_events("h1", 27);
    clean(&instance, &good);
    // Both sides are in the way, and nothing else.
    let (instance, bad) = with_events("h1", 28);
    broken(&instance, &bad, &["spots"; 2]);
}

#[test]
fn a_plan_file_tells_of_handling() {
    let (instance, plan) = good_port(as_it_is);
    let text = regauge_model::plan_file::plan_to_json(&instance, &plan).unwrap();
    assert!(text.contains("\"handling\""));
    let read = regauge_model::plan_file::plan_from_json(&instance, text.as_bytes()).unwrap();
    clean(&instance, &read);
    assert_eq!(read, plan);
}

/// Both sides of the spot change hands 5 minutes later, and 15 are wanted.
#[test]
fn what_is_missing_of_a_buffer_is_counted_on_each_side_of_a_spot() {
    let asking = |file: &mut Value| {
        file["system"]["stations"][0]["sheds"][0]["spots"][0]["buffer_minutes"] = json!(15);
    };
    for (from, missing) in [(50, 30), (55, 20), (65, 0)] {
        let instance = port(asking);
        let events = vec![
            ("S1", handled(&instance, "b1", (10, 50), 0)),
            ("S2", handled(&instance, "b1", (from, from + 30), 0)),
        ];
        let plan = plan(&instance, events);
        clean(&instance, &plan);
        assert_eq!(plan.kpis.missing_buffer_minutes["spots"], missing);
        // a tenth of a minute each, unless told otherwise
        assert_eq!(plan.parts.missing_buffers, i64::from(missing) * 10);
    }
}
