//! Causes are data from the engines to the last file: whatever a station calls its things, a wait, a reason and a violation name
//! the same ones. And the timeline of a plan without violations has one user of every unit at a time.

use crate::common::{code, regauge, run_with_input};
use regauge::plan::{Resource, Timeline, TrainPlan};
use regauge::{Instance, Plan, Planner, check, plan_from_json, plan_to_json};
use regauge_instances::demo_json;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What ids of a station may begin with: words of messages, and blanks.
const WORDS: [&str; 6] = [
    "track 1",
    "spot",
    "a b",
    "section down",
    "own stages",
    "pin",
];

/// A ready-made file whose ids begin with such words, wherever they stand.
fn odd(name: &str) -> Value {
    fn ids(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                for (key, field) in fields {
                    if let (true, Value::String(id)) = (key == "id", field) {
                        found.insert(id.clone());
                    }
                    ids(field, found);
                }
            }
            Value::Array(list) => list.iter().for_each(|one| ids(one, found)),
            _ => {}
        }
    }
    fn rename(value: &mut Value, called: &BTreeMap<String, String>) {
        match value {
            Value::Object(fields) => {
                for (key, mut field) in std::mem::take(fields) {
                    rename(&mut field, called);
                    fields.insert(called.get(&key).unwrap_or(&key).clone(), field);
                }
            }
            Value::Array(list) => list.iter_mut().for_each(|one| rename(one, called)),
            Value::String(text) => {
                if let Some(called) = called.get(text) {
                    text.clone_from(called);
                }
            }
            _ => {}
        }
    }
    let text = demo_json(name).expect("a rung of the ladder");
    let mut file: Value = serde_json::from_str(text).expect("it is JSON");
    let mut found = BTreeSet::new();
    ids(&file, &mut found);
    let called = found.into_iter().zip(WORDS.iter().cycle());
    let called = called.map(|(id, word)| (id.clone(), format!("{word} {id}")));
    rename(&mut file, &called.collect());
    file
}

fn planned(file: &Value) -> (Instance, Plan) {
    let instance = Instance::from_json(file.to_string()).expect("ids are anything");
    let plan = Planner::new(&instance).work(0.02).run().plan;
    let report = check(&instance, &plan);
    assert!(report.is_clean(), "{:?}", report.violations);
    (instance, plan)
}

#[test]
fn causes_name_things_of_the_instance_whatever_they_are_called() {
    let mut kinds = BTreeSet::new();
    for name in ["m", "l+"] {
        let (instance, mut plan) = planned(&odd(name));
        for wait in plan.trains.iter().flat_map(TrainPlan::waits) {
            assert_eq!(wait.for_what.unknown_to(&instance), None, "{wait:?}");
            assert_eq!(wait.before.unknown_to(&instance), None, "{wait:?}");
            kinds.insert(wait.for_what);
        }
        if let Some(train) = plan.trains.last_mut() {
            let reason = regauge::plan::Reason {
                code: regauge::plan::ReasonCode::NoRoom,
                blocked_by: vec![Resource::Spot(regauge::problem::ids::SpotId(0))],
                text: "left out by a test".to_owned(),
            };
            *train = TrainPlan::Postponed { reason };
        }
        let text = plan_to_json(&instance, &plan).expect("a plan of the instance");
        let read = plan_from_json(&instance, text.as_bytes()).expect("what was written");
        for (read, written) in read.trains.iter().zip(&plan.trains) {
            assert_eq!(read.waits(), written.waits());
            assert_eq!(read.exit(), written.exit());
        }
        assert_eq!(read.trains.last(), plan.trains.last());
    }
    assert!(
        kinds.len() > 3,
        "there are waits for several kinds of things"
    );
}

/// A train in the place of another one: the checker's JSON names rule and resource as data.
#[test]
fn violations_are_data_for_programs() {
    let file = odd("s");
    let (instance, plan) = planned(&file);
    let text = plan_to_json(&instance, &plan).expect("a plan of the instance");
    let mut plan: Value = serde_json::from_str(&text).expect("it is JSON");
    let trains = plan["trains"].as_array_mut().expect("a list of trains");
    let events = trains
        .iter_mut()
        .filter_map(|train| train["events"].as_array_mut());
    for event in events.flatten().filter(|event| event["what"] == "track") {
        event["track"] = 1.into();
    }
    let directory = tempfile::tempdir().expect("a directory");
    let [instance, broken] = ["instance.json", "plan.json"].map(|name| directory.path().join(name));
    std::fs::write(&instance, file.to_string()).expect("it is written");
    std::fs::write(&broken, plan.to_string()).expect("it is written");
    let arguments = [instance.as_os_str(), broken.as_os_str()];
    let mut command = regauge(["check", "--format", "json"]);
    let output = run_with_input(command.args(arguments), b"");
    assert_eq!(
        code(&output),
        1,
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let report: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let violations = report["violations"].as_array().expect("a list");
    let of_tracks: Vec<&Value> = violations
        .iter()
        .filter(|violation| violation["rule"] == "tracks" && !violation["other"].is_null())
        .collect();
    assert!(!of_tracks.is_empty(), "{report:#}");
    let yards = &file["system"]["stations"];
    for violation in of_tracks {
        let resource = &violation["resource"];
        assert_eq!(
            (&resource["kind"], &resource["track"]),
            (&json!("track"), &json!(1))
        );
        let yard = resource["yard"].as_str().expect("the yard is named");
        assert!(
            yards.to_string().contains(&json!(yard).to_string()),
            "{yard}"
        );
    }
}

#[test]
fn nobody_has_a_unit_beside_another() {
    for name in ["s", "m", "k", "irun"] {
        let text = demo_json(name).expect("a rung of the ladder");
        let (instance, plan) = planned(&serde_json::from_str(text).expect("it is JSON"));
        let timeline = Timeline::new(&instance, &plan);
        let mut units: BTreeMap<Resource, Vec<_>> = BTreeMap::new();
        for one in timeline.uses() {
            let is_taken = match one.resource {
                Resource::Track(..) | Resource::SpotSide(..) => one.is_hold(),
                Resource::Locomotive(..) | Resource::Team(..) | Resource::Crane(_) => true,
                _ => false,
            };
            if is_taken && !one.span.is_empty() {
                units
                    .entry(one.resource)
                    .or_default()
                    .push((one.span, one.train));
            }
        }
        assert!(units.len() > 10, "{name}");
        for (unit, mut uses) in units {
            uses.sort_unstable();
            for pair in uses.windows(2) {
                let [(first, _), (second, _)] = pair else {
                    continue;
                };
                assert!(!first.overlaps(*second), "{name}: {unit:?} {pair:?}");
            }
        }
    }
}
