//! `stress` as people and programs read it, and what it refuses.

use crate::common::{code, regauge, said};
use insta::assert_snapshot;
use tempfile::{TempDir, tempdir};

/// A plan of the smallest ready-made instance, as a file.
fn plan_of_s() -> (TempDir, String) {
    let folder = tempdir().expect("a folder");
    let plan = folder.path().join("plan.json");
    let plan = plan.to_str().expect("a name").to_owned();
    let planned = [
        "plan", "--demo", "s", "--work", "0.05", "--bound", "off", "--quiet", "-o", &plan,
    ];
    assert_eq!(code(&regauge(planned).output().expect("it runs")), 0);
    (folder, plan)
}

#[test]
fn stress_is_told_in_both_languages() {
    let (_folder, plan) = plan_of_s();
    let few = [
        "stress",
        "--demo",
        "s",
        &plan,
        "--runs",
        "8",
        "--top",
        "4",
        "--buffers",
        "10",
        "--work",
        "0.05",
    ];
    assert_snapshot!("stress_in_english", said(&mut regauge(few)));
    let chinese = few.iter().copied().chain(["--lang", "zh"]);
    assert_snapshot!("stress_in_chinese", said(&mut regauge(chinese)));
    assert_snapshot!("help_of_stress", said(&mut regauge(["stress", "--help"])));
}

#[test]
fn programs_read_every_train_and_connection_and_the_same_bytes_from_any_threads() {
    let (_folder, plan) = plan_of_s();
    let bytes = |threads| {
        let few = [
            "stress",
            "--demo",
            "s",
            &plan,
            "--runs",
            "6",
            "--format",
            "json",
            "--threads",
            threads,
        ];
        regauge(few).output().expect("it runs").stdout
    };
    let one = bytes("1");
    assert_eq!(one, bytes("4"));
    let told: serde_json::Value = serde_json::from_slice(&one).expect("JSON");
    assert_eq!(told["config"]["runs"], 6);
    let trains = told["plan"]["trains"].as_array().expect("a list");
    assert_eq!(
        trains.len() as u64,
        told["plan"]["n_trains"].as_u64().expect("a number")
    );
    let first = &told["plan"]["connections"][0];
    let last = told["plan"]["connections"]
        .as_array()
        .and_then(|all| all.last())
        .expect("one");
    assert!(first["resource"]["kind"].is_string());
    assert!(first["breaks"].as_f64() >= last["breaks"].as_f64());
}

#[test]
fn a_plan_of_another_instance_or_one_that_breaks_rules_is_refused() {
    let (folder, plan) = plan_of_s();
    let other = regauge(["stress", "--demo", "m", &plan])
        .output()
        .expect("it runs");
    assert_eq!(code(&other), 2);
    assert!(String::from_utf8_lossy(&other.stderr).contains('P'));
    let text = std::fs::read_to_string(&plan).expect("it is there");
    let mut broken: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let events = broken["trains"][6]["events"]
        .as_array_mut()
        .expect("a list");
    events.pop();
    let path = folder.path().join("broken.json");
    std::fs::write(&path, broken.to_string()).expect("it is written");
    let path = path.to_str().expect("a name");
    let refused = regauge(["stress", "--demo", "s", path, "--runs", "2"])
        .output()
        .expect("it runs");
    assert_eq!(code(&refused), 2);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("breaks rules in"), "{said}");
}
