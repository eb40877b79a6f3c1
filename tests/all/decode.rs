//! What another solver chose in the compiled problem becomes a plan, or is told what is wrong with it.

use crate::common::{code, file, regauge};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Output;
use tempfile::tempdir;

/// Plans a ready-made instance; returns the plan and the document of its journeys.
fn planned(directory: &Path, name: &str) -> (Value, Value) {
    let (plan, journeys) = (directory.join("plan.json"), directory.join("journeys.json"));
    let output = regauge(["plan", "--demo", name, "--work", "0.05", "-q", "-o"])
        .arg(&plan)
        .arg("--journeys")
        .arg(&journeys)
        .output()
        .unwrap();
    assert!(code(&output) <= 1, "{}", said(&output));
    (read(&plan), read(&journeys))
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn decode(directory: &Path, name: &str, journeys: &Value, more: &[&str]) -> (Output, PathBuf) {
    let path = file(directory, "given.json", journeys.to_string());
    let plan = directory.join("decoded.json");
    let output = regauge(["decode", "--demo", name])
        .arg(path)
        .arg("-o")
        .arg(&plan)
        .args(more)
        .output()
        .unwrap();
    (output, plan)
}

/// A rake is placed as late as its work allows; what it might have waited for is not among the choices.
fn without_waits(mut plan: Value) -> Value {
    for train in plan["trains"].as_array_mut().unwrap() {
        train["waits"] = Value::Null;
    }
    plan["kpis"]["waits"] = Value::Null;
    plan
}

#[test]
fn our_own_journeys_give_our_own_plan_again() {
    for name in ["s", "m+", "irun"] {
        let directory = tempdir().unwrap();
        let (plan, journeys) = planned(directory.path(), name);
        let (output, path) = decode(directory.path(), name, &journeys, &[]);
        let postponed = plan["trains"]
            .as_array()
            .unwrap()
            .iter()
            .any(|train| train["planned"] == false);
        assert_eq!(
            code(&output),
            i32::from(postponed),
            "{name}: {}",
            said(&output)
        );
        let (decoded, plan) = (without_waits(read(&path)), without_waits(plan));
        for part in ["value", "parts", "kpis", "trains", "crane_slots", "rakes"] {
            assert_eq!(decoded[part], plan[part], "{name}: {part}");
        }
    }
}

/// The last train that is transshipped, by position: its work is not under way at the start.
fn with_work(journeys: &Value) -> usize {
    let all = journeys["journeys"].as_array().unwrap();
    let has_work = |journey: &Value| journey["work"].is_object();
    all.iter().rposition(has_work).unwrap()
}

/// The same journey so many ticks later.
fn shifted(journey: &Value, by: i64) -> Value {
    let later = |value: &Value| json!(value.as_i64().unwrap() + by);
    let mut journey = journey.clone();
    for operation in journey["operations"].as_array_mut().unwrap() {
        operation[1] = later(&operation[1]);
    }
    for stage in journey["stages"].as_array_mut().unwrap() {
        stage[2] = later(&stage[2]);
    }
    if let Some(starts) = journey["work"]["starts"].as_array_mut() {
        for start in starts {
            *start = later(start);
        }
    }
    journey
}

#[test]
fn trains_in_each_other_s_way_are_violations_and_the_plan_is_there_to_look_at() {
    let directory = tempdir().unwrap();
    let (plan, journeys) = planned(directory.path(), "s");
    let trains = plan["trains"].as_array().unwrap();
    assert!(trains.iter().all(|train| train["planned"] == true));
    // on the single track trains follow each other closely, so that one of them runs into another when it comes later
    for index in 0..trains.len() {
        for by in [5, 10, 20] {
            let mut moved = journeys.clone();
            moved["journeys"][index] = shifted(&journeys["journeys"][index], by);
            let (output, path) = decode(directory.path(), "s", &moved, &[]);
            if code(&output) != 1 {
                continue;
            }
            let checked = regauge(["check", "--demo", "s", "--format", "json"])
                .arg(path)
                .output()
                .unwrap();
            assert_eq!(code(&checked), 1);
            let report: Value = serde_json::from_slice(&checked.stdout).unwrap();
            let violations = report["violations"].as_array().unwrap();
            let first = violations[0]["message"].as_str().unwrap();
            let told = String::from_utf8_lossy(&output.stdout);
            let start: String = first.chars().take(12).collect();
            assert!(told.contains(&start), "{first}: {told}");
            return;
        }
    }
    panic!("every train can come later and is in nobody's way");
}

/// Exit code, and the problem told, for a document changed in one place.
fn refused(wanted: &str, change: impl Fn(&mut Value)) -> (i32, Value) {
    let directory = tempdir().unwrap();
    let (_, mut journeys) = planned(directory.path(), "s");
    change(&mut journeys);
    let (output, plan) = decode(directory.path(), "s", &journeys, &["--format", "json"]);
    assert!(!plan.exists(), "{wanted}: nothing is written");
    let problems: Value = serde_json::from_slice(&output.stderr).unwrap();
    (code(&output), problems[0].clone())
}

#[test]
fn a_broken_document_is_told_with_code_place_value_and_advice() {
    let at_work = |journeys: &mut Value| with_work(journeys);
    type Change = Box<dyn Fn(&mut Value)>;
    let cases: Vec<(&str, &str, Change)> = vec![
        (
            "J0102",
            "format",
            Box::new(|j| j["format"] = json!("something else")),
        ),
        ("J0103", "sha256", Box::new(|j| j["sha256"] = json!("00"))),
        ("J0104", "journeys", Box::new(|j| j["journeys"] = json!(7))),
        (
            "J0104",
            ".operations[0]",
            Box::new(|j| j["journeys"][0]["operations"][0] = json!([1])),
        ),
        (
            "J0201",
            "journeys",
            Box::new(|j| j["journeys"].as_array_mut().unwrap().truncate(1)),
        ),
        (
            "J0202",
            ".operations[0]",
            Box::new(|j| j["journeys"][0]["operations"][0][0] = json!(-1)),
        ),
        (
            "J0203",
            ".operations[1]",
            Box::new(|j| {
                let first = j["journeys"][0]["operations"][0].clone();
                j["journeys"][0]["operations"]
                    .as_array_mut()
                    .unwrap()
                    .insert(1, first);
            }),
        ),
        (
            "J0205",
            "journeys[",
            Box::new(|j| j["journeys"][0]["operations"] = json!([])),
        ),
        (
            "J0206",
            ".work",
            Box::new(move |j| {
                let index = at_work(j);
                j["journeys"][index]["work"] = Value::Null;
            }),
        ),
        (
            "J0207",
            ".work",
            Box::new(move |j| {
                let index = at_work(j);
                j["journeys"][index]["work"]["starts"] = json!([]);
            }),
        ),
        (
            "J0202",
            ".work",
            Box::new(move |j| {
                let index = at_work(j);
                j["journeys"][index]["work"]["index"] = json!(99);
            }),
        ),
        (
            "J0209",
            ".work.starts[0]",
            Box::new(move |j| {
                let index = at_work(j);
                let all = j["journeys"][index]["operations"].as_array().unwrap().len();
                assert!(all > 0);
                j["journeys"][index]["work"]["starts"][0] = json!(0);
            }),
        ),
        (
            "J0208",
            ".operations[0]",
            Box::new(|j| j["journeys"][0]["operations"][0][1] = json!(2_000_000_000)),
        ),
    ];
    for (wanted, place, change) in cases {
        let (exit, problem) = refused(wanted, change);
        assert_eq!(exit, 2, "{wanted}: {problem}");
        assert_eq!(problem["code"], wanted, "{problem}");
        assert!(
            problem["path"].as_str().unwrap().contains(place),
            "{problem}"
        );
        assert!(
            problem["advice"]
                .as_str()
                .is_some_and(|text| !text.is_empty()),
            "{problem}"
        );
    }
}

#[test]
fn text_that_is_no_json_is_invalid_input() {
    let directory = tempdir().unwrap();
    let path = file(directory.path(), "given.json", "{");
    let output = regauge(["decode", "--demo", "s"])
        .arg(path)
        .output()
        .unwrap();
    assert_eq!(code(&output), 2);
    assert!(said(&output).contains("J0101"), "{}", said(&output));
}
