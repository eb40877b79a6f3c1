//! Pins are decisions that were made: they come before trains about which none was, and where they cannot be kept the plan says
//! which ones and what they clash with.

use crate::common::{regauge, run_with_input};
use regauge::plan::{Pinned, Reason, ReasonCode, Resource, TrainPlan};
use regauge::problem::ids::{SpotId, TrainId};
use regauge::{Instance, Plan, Planner, check};
use serde_json::{Value, json};

/// A minute of the day, as files write it.
fn at(minute: u32) -> String {
    format!(
        "2025-03-01T{:02}:{:02}:00+08:00",
        12 + minute / 60,
        minute % 60
    )
}

fn span(from: u32, to: u32) -> Value {
    json!({ "from": at(from), "to": at(to) })
}

/// A ship handled for so many minutes at the only berth, with pins.
fn ship(id: &str, minutes: u32, pins: &Value) -> Value {
    json!({
        "id": id, "class": if id == "HEAVY" { "heavy" } else { "ship" }, "earliest_entry": at(0), "length_m": 100, "wagons": 1,
        "handling": [{ "spot": "b1", "minutes": minutes }], "pins": pins
    })
}

/// A quay of one berth, six hours long.
fn planned(ships: &[Value], closed: &Value) -> (Instance, Plan) {
    let file = quay(ships, closed);
    let instance = Instance::from_json(file.to_string()).expect("a valid instance");
    let plan = Planner::new(&instance).run().plan;
    let report = check(&instance, &plan);
    assert!(report.is_clean(), "{report:?}");
    (instance, plan)
}

fn reason(train: &TrainPlan) -> Option<&Reason> {
    match train {
        TrainPlan::Postponed { reason } => Some(reason),
        TrainPlan::Planned { .. } => None,
    }
}

fn reasons(plan: &Plan) -> Vec<Option<&Reason>> {
    plan.trains.iter().map(reason).collect()
}

#[test]
fn a_pinned_train_is_not_left_out_for_a_heavier_one() {
    let pins = json!({ "entry": span(60, 61) });
    let ships = [ship("HEAVY", 300, &json!({})), ship("PINNED", 200, &pins)];
    let (_, plan) = planned(&ships, &json!([]));
    let reasons = reasons(&plan);
    assert!(reasons[0].is_some(), "there is no room for both");
    assert_eq!(reasons[1], None);
    // Without its pin the weight decides.
    let (_, plan) = planned(
        &[ships[0].clone(), ship("FREE", 200, &json!({}))],
        &json!([]),
    );
    assert!(plan.trains[0].exit().is_some() && plan.trains[1].exit().is_none());
}

#[test]
fn pins_that_clash_are_named_with_the_train_they_clash_with() {
    let ships = [
        ship("A", 300, &json!({ "entry": span(0, 1), "spot": "b1" })),
        ship("B", 100, &json!({ "exit": span(0, 200) })),
        ship("C", 30, &json!({})),
    ];
    let (_, plan) = planned(&ships, &json!([]));
    let found: Vec<(usize, &Reason)> = reasons(&plan)
        .into_iter()
        .enumerate()
        .filter_map(|(index, reason)| Some((index, reason?)))
        .filter(|(index, _)| *index < 2)
        .collect();
    let [(index, reason)] = found[..] else {
        panic!("one of A and B is postponed: {found:?}");
    };
    let expected: &[Resource] = match index {
        0 => &[
            Resource::Pin(Pinned::Spot(SpotId(0))),
            Resource::Pin(Pinned::Entry),
            Resource::Train(TrainId(1)),
        ],
        _ => &[Resource::Pin(Pinned::Exit), Resource::Train(TrainId(0))],
    };
    assert_eq!(
        (reason.code, &reason.blocked_by[..]),
        (ReasonCode::PinsClash, expected)
    );
}

#[test]
fn a_pin_to_a_closed_spot_names_both() {
    let ships = [ship(
        "A",
        100,
        &json!({ "entry": span(30, 31), "spot": "b1" }),
    )];
    let (_, plan) = planned(&ships, &json!([span(60, 90)]));
    let reason = reasons(&plan)[0].expect("its spot is closed");
    assert_eq!(reason.code, ReasonCode::PinsClash);
    // there is no other spot, so the entry alone cannot be kept
    let expected = [Resource::Pin(Pinned::Entry), Resource::Spot(SpotId(0))];
    assert_eq!(reason.blocked_by, expected);
    assert!(reason.text.contains("closed spots"), "{}", reason.text);
}

/// A quay of one berth as a file.
fn quay(ships: &[Value], closed: &Value) -> Value {
    json!({
        "format_version": "1.0", "name": "a quay", "horizon": { "start": at(0), "planning_hours": 6 },
        "system": {
            "classes": [{ "id": "ship", "gauge_mm": 1435 }, { "id": "heavy", "gauge_mm": 1435, "weight": 20 }],
            "stations": [{ "id": "port", "sheds": [{
                "id": "quay", "indoor": false,
                "spots": [{ "id": "b1", "gauges_mm": [1520, 1435], "length_m": 300, "closed": closed }]
            }] }],
            "sections": []
        },
        "trains": ships
    })
}

/// What the command says of a quay: on standard output, and on standard error.
fn told(file: &Value, options: &[&str]) -> (String, String) {
    let mut arguments = vec!["plan", "-", "--threads", "1"];
    arguments.extend(options);
    let text = file.to_string();
    let output = run_with_input(&mut regauge(arguments), text.as_bytes());
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_command_names_pins_that_cannot_be_kept_before_it_plans() {
    // handled at 0:30 for 100 minutes, and gone by 1:40; the berth is closed at 1:00
    let pins = json!({ "entry": span(30, 31), "exit": span(0, 300) });
    let file = quay(&[ship("A", 100, &pins)], &json!([span(60, 90)]));
    let (_, err) = told(&file, &[]);
    let first = err.lines().find(|line| line.contains("train A"));
    let first = first.expect("a line about A");
    assert!(
        first.contains("pinned entry") && !first.contains("pinned exit"),
        "{err}"
    );
    assert!(first.contains("spots"), "{err}");
    // two ships that both need the berth at one minute
    let ships = [
        ship("A", 100, &json!({ "entry": span(30, 31) })),
        ship("B", 100, &json!({ "exit": span(150, 151) })),
    ];
    let (_, err) = told(&quay(&ships, &json!([])), &[]);
    assert!(
        err.contains("both need") && err.contains("train B"),
        "{err}"
    );
    let (_, err) = told(&quay(&ships, &json!([])), &["--quiet"]);
    assert!(!err.contains("both need"), "{err}");
    let chinese = told(&quay(&ships, &json!([])), &["--lang", "zh"]).1;
    assert!(!chinese.contains("both need"), "{chinese}");
}

#[test]
fn the_command_says_what_pins_cost() {
    // late by its pin, and in nobody's way; one whose pin costs nothing
    let ships = [
        ship("A", 30, &json!({ "entry": span(120, 121) })),
        ship("B", 30, &json!({ "entry": span(0, 100) })),
        ship("C", 30, &json!({})),
    ];
    let (out, err) = told(
        &quay(&ships, &json!([])),
        &["--price-pins", "--section", "header"],
    );
    let rows: Vec<&str> = out
        .lines()
        .skip_while(|line| !line.contains("saves without"))
        .collect();
    assert_eq!(rows.len(), 3, "{out}{err}");
    assert!(
        rows[1].trim_start().starts_with('A') && rows[2].trim_start().starts_with('B'),
        "{out}"
    );
    assert!(rows[2].contains(" 0") && !rows[1].contains(" 0 "), "{out}");
    let none = told(&quay(&ships[2..], &json!([])), &["--price-pins"]);
    assert!(none.0.contains("No train is pinned."), "{none:?}");
}
