//! Pins are decisions that were made: they come before trains about which none was, and where they cannot be kept the plan says
//! which ones and what they clash with.

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
    let file = json!({
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
    });
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
