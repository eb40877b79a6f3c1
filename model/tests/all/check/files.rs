//! Plan files: what is written is read again, and what does not fit the instance is told.

use super::fixture::*;
use crate::common::assert_chinese;
use regauge_model::ids::{SpotId, StoreId};
use regauge_model::plan_file::{plan_from_file, plan_from_json, plan_to_file, plan_to_json};
use regauge_model::resource::{Resource, Task};
use regauge_model::{Instance, Plan};
use serde_json::{Value, json};

/// A plan whose lists are in the order of the file.
fn in_order() -> (Instance, Plan) {
    let (instance, plan) = good();
    let sorted = plan_from_file(&instance, &plan_to_file(&instance, &plan).unwrap()).unwrap();
    (instance, sorted)
}

#[test]
fn a_plan_is_read_as_it_was_written() {
    let (instance, mut plan) = in_order();
    (plan.bound, plan.alone) = (100_000, 90_000);
    if let regauge_model::plan::TrainPlan::Planned { waits, .. } = &mut plan.trains[1] {
        waits.push(regauge_model::plan::Wait {
            rake: regauge_model::instance::Rake::Onward,
            before: Task::Placing,
            span: span(60, 75),
            for_what: Resource::Spot(SpotId(0)),
            held_by: vec![train(&instance, "T1")],
            closure: Some(regauge_model::plan::Closure {
                why: regauge_model::plan::ClosureKind::ShuntingWind,
                span: Some(span(50, 75)),
                train: None,
                zone: None,
            }),
        });
    }
    plan.trains[4] = regauge_model::plan::TrainPlan::Postponed {
        reason: regauge_model::plan::Reason {
            code: regauge_model::plan::ReasonCode::NoRoom,
            blocked_by: vec![Resource::Store(StoreId(0))],
            text: "There is no empty rake.".to_owned(),
        },
    };
    let text = plan_to_json(&instance, &plan).unwrap();
    let read = plan_from_json(&instance, text.as_bytes()).unwrap();
    assert_eq!(read, plan);
    assert_eq!(plan_to_json(&instance, &read).unwrap(), text);
}

#[test]
fn events_are_written_in_order() {
    let (instance, plan) = good();
    let mut mixed = plan.clone();
    for train in &mut mixed.trains {
        if let regauge_model::plan::TrainPlan::Planned { events, .. } = train {
            events.reverse();
        }
    }
    mixed.crane_slots.reverse();
    mixed.rakes.reverse();
    assert_eq!(
        plan_to_json(&instance, &mixed).unwrap(),
        plan_to_json(&instance, &plan).unwrap()
    );
}

/// Codes and paths of the problems of the good plan's file after a change.
fn problems(change: impl FnOnce(&mut Value)) -> Vec<(String, String, String)> {
    let (instance, plan) = good();
    let mut file: Value = serde_json::from_str(&plan_to_json(&instance, &plan).unwrap()).unwrap();
    change(&mut file);
    let text = serde_json::to_string_pretty(&file).unwrap();
    let problems = plan_from_json(&instance, text.as_bytes()).unwrap_err();
    assert!(problems.0.iter().all(|problem| problem.line.is_some()));
    problems.0.iter().for_each(assert_chinese);
    problems
        .0
        .into_iter()
        .map(|p| (p.code.to_owned(), p.path, p.advice.to_string()))
        .collect()
}

#[track_caller]
fn one(change: impl FnOnce(&mut Value), code: &str, path: &str, advice: &str) {
    let problems = problems(change);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(
        (problems[0].0.as_str(), problems[0].1.as_str()),
        (code, path)
    );
    assert!(problems[0].2.contains(advice), "{problems:?}");
}

fn place_of(file: &Value, train: usize, what: &str) -> usize {
    let events = file["trains"][train]["events"].as_array().unwrap();
    events
        .iter()
        .position(|event| event["what"] == what)
        .unwrap()
}

#[test]
fn names_are_those_of_the_instance() {
    let (instance, plan) = good();
    let file = serde_json::to_value(plan_to_file(&instance, &plan).unwrap()).unwrap();
    for (what, field, name, near) in [
        ("run", "section", "border-board", "border-broad"),
        ("track", "yard", "brod", "broad"),
        ("stage", "stage", "inspektion", "inspection"),
        ("spot", "spot", "h3", "h1"),
        ("crane-work", "mode", "al", "all"),
        ("placing", "spot", "h", "h1"),
    ] {
        let index = place_of(&file, 0, what);
        let path = format!("trains[0].events[{index}].{field}");
        one(
            |file| file["trains"][0]["events"][index][field] = json!(name),
            "P0201",
            &path,
            near,
        );
    }
    one(
        |file| file["crane_slots"][0]["crane"] = json!("z"),
        "P0201",
        "crane_slots[0].crane",
        "",
    );
    one(
        |file| file["rakes"][1]["store"] = json!("store-brod"),
        "P0201",
        "rakes[1].store",
        "store-broad",
    );
}

#[test]
fn every_train_is_there_once() {
    let missing = problems(|file| drop(file["trains"].as_array_mut().unwrap().remove(2)));
    assert_eq!(missing.len(), 1);
    assert_eq!(
        (missing[0].0.as_str(), missing[0].1.as_str()),
        ("P0204", "trains")
    );
    let twice = |file: &mut Value| {
        let first = file["trains"][2].clone();
        file["trains"].as_array_mut().unwrap().push(first);
    };
    one(twice, "P0205", "trains[5].id", "");
    let unknown = problems(|file| file["trains"][2]["id"] = json!("P2"));
    let codes: Vec<&str> = unknown.iter().map(|problem| problem.0.as_str()).collect();
    assert_eq!(codes, ["P0201", "P0204"]);
    assert!(unknown[0].2.contains("T2"));
}

#[test]
fn times_are_whole_minutes() {
    let half = "2025-03-01T18:00:30+08:00";
    one(
        |file| file["trains"][0]["events"][0]["to"] = json!(half),
        "P0202",
        "trains[0].events[0].to",
        "",
    );
    let far = "9999-03-01T18:00:00+08:00";
    one(
        |file| file["trains"][0]["exit"] = json!(far),
        "P0202",
        "trains[0].exit",
        "",
    );
}

#[test]
fn a_plan_is_of_its_instance() {
    one(
        |file| file["instance"]["sha256"] = json!("00"),
        "P0102",
        "instance.sha256",
        "plan it again",
    );
}

#[test]
fn words_and_figures_do_not_contradict_each_other() {
    one(|file| file["gap"] = json!(0.25), "P0301", "gap", "");
    one(
        |file| file["rakes"][0]["gauge_mm"] = json!(1435),
        "P0301",
        "rakes[0].gauge_mm",
        "",
    );
    one(
        |file| file["rakes"][0]["fate"] = json!("stored"),
        "P0203",
        "rakes[0].fate",
        "",
    );
    one(
        |file| file["trains"][0]["planned"] = json!(false),
        "P0206",
        "trains[0]",
        "",
    );
    let index = 0;
    one(
        |file| file["trains"][0]["events"][index]["rake"] = json!("second"),
        "P0203",
        "trains[0].events[0].rake",
        "",
    );
}

#[test]
fn the_version_and_the_shape_are_right() {
    let version = problems(|file| file["format_version"] = json!("9.0"));
    assert!(!version.is_empty());
    let (instance, _) = good();
    assert!(plan_from_json(&instance, b"{").is_err());
    assert!(plan_from_json(&instance, b"[]").is_err());
}

#[test]
fn trains_stand_in_the_order_of_the_instance() {
    one(
        |file| file["trains"].as_array_mut().unwrap().swap(1, 2),
        "P0207",
        "trains[2].id",
        "sort",
    );
}

#[test]
fn waits_of_key_figures_name_what_there_is() {
    let sum =
        |crane: &str| json!({ "for_what": { "kind": "crane", "crane": crane }, "minutes": 5 });
    one(
        |file| file["kpis"]["waits"] = json!([sum("a"), sum("z9")]),
        "P0201",
        "kpis.waits[1].for_what.crane",
        "",
    );
}
