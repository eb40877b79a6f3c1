//! `regauge capacity`: what it says in both languages and to programs, and what is wrong with its arguments.

use crate::common::{code, file, regauge, said, small_instance};
use insta::assert_snapshot;
use serde_json::Value;
use tempfile::tempdir;

/// A plan that is made in no time, and the same wherever it is made.
fn plan(directory: &std::path::Path) -> std::path::PathBuf {
    let path = directory.join("plan.json");
    let mut command = regauge(["plan", "--demo", "s", "--work", "0", "--bound", "off"]);
    let output = command
        .arg("-q")
        .arg("-o")
        .arg(&path)
        .output()
        .expect("it runs");
    assert!(code(&output) <= 1);
    path
}

#[test]
fn help_of_capacity() {
    assert_snapshot!(said(&mut regauge(["capacity", "--help"])));
    assert_snapshot!(said(&mut regauge(["capacity", "--help", "--lang", "zh"])));
}

#[test]
fn the_easy_day_in_both_languages() {
    let directory = tempdir().expect("a directory");
    let plan = plan(directory.path());
    for language in ["en", "zh"] {
        let mut command = regauge(["capacity", "--demo", "s", "--lang", language]);
        assert_snapshot!(format!("capacity_{language}"), said(command.arg(&plan)));
    }
}

#[test]
fn programs_get_the_same_figures() {
    let directory = tempdir().expect("a directory");
    let plan = plan(directory.path());
    let mut command = regauge(["capacity", "--demo", "s", "--format", "json"]);
    let output = command.arg(&plan).output().expect("it runs");
    assert_eq!(code(&output), 0);
    let found: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let border = &found["sections"][7];
    assert_eq!(border["section"], "border-broad");
    assert_eq!(border["track"], Value::Null);
    let figure = |value: &Value| value.as_f64().expect("a figure");
    let day = &border["day"];
    let percent = 100.0 * figure(&day["compressed_minutes"]) / figure(&day["available_minutes"]);
    assert!((percent - figure(&day["percent"])).abs() < 0.001);
    // the formula, with what stands beside it
    let station = found["station"].as_array().expect("pools");
    let hall = station.iter().find(|pool| pool["pool"] == "spots shed-23");
    let hall = hall.expect("a shed");
    let left = 1440.0 * figure(&hall["units"]) - figure(&hall["fixed_minutes"]);
    let capacity = left / figure(&hall["mean_minutes"]) + figure(&hall["fixed_trains"]);
    assert!((capacity - figure(&hall["trains_per_day"])).abs() < 0.01);
    let flow = &found["flow"];
    assert_eq!(flow["pools"][0]["pool"], "spots shed-23");
    assert_eq!(flow["pools"][0]["binds"], true);
    let factor = figure(&flow["trains_per_day"]) / figure(&flow["base_trains_per_day"]);
    assert!((factor - figure(&flow["factor"])).abs() < 0.001);
    assert_eq!(found["promise"], Value::Null);
}

/// Few and short runs: the levels and the verdicts of a promise, on any number of threads.
#[test]
fn a_promise_is_run_and_the_same_on_any_number_of_threads() {
    let directory = tempdir().expect("a directory");
    let plan = plan(directory.path());
    let with = |threads: &str| {
        let mut command = regauge([
            "capacity",
            "--demo",
            "s",
            "--format",
            "json",
            "--promise-mean-hours",
            "8",
            "--days",
            "2",
            "--replications",
            "2",
            "--seed",
            "5",
        ]);
        let output = command.arg(&plan).env("RAYON_NUM_THREADS", threads);
        let output = output.output().expect("it runs");
        assert_eq!(
            code(&output),
            0,
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        output.stdout
    };
    let one = with("1");
    assert_eq!(one, with("2"));
    let found: Value = serde_json::from_slice(&one).expect("JSON");
    let promise = &found["promise"];
    assert_eq!((&promise["days"], &promise["seed"]), (&2.into(), &5.into()));
    let levels = promise["levels"].as_array().expect("levels");
    assert!(levels.len() >= 4);
    for level in levels {
        let parts = level["parts"].as_array().expect("parts");
        let names: Vec<&Value> = parts.iter().map(|part| &part["part"]).collect();
        assert_eq!(names, ["mean-hours", "queue-growth"]);
        let holds = parts.iter().all(|part| part["may_hold"] == true);
        assert_eq!(level["may_hold"], holds);
    }
}

#[test]
fn what_is_wrong_is_told_with_code_and_advice() {
    let directory = tempdir().expect("a directory");
    let path = plan(directory.path());
    let text = std::fs::read_to_string(&path).expect("a plan");
    let late = text.replacen("T18:", "T19:", 3);
    let broken = file(directory.path(), "broken.json", late);
    let all = [
        vec!["capacity"],
        vec!["capacity", "--demo", "s", "--days", "3"],
        vec!["capacity", "--demo", "s", "--promise-mean-hours", "0"],
        vec![
            "capacity",
            "--demo",
            "s",
            "--promise-mean-hours",
            "8",
            "--replications",
            "1",
        ],
        vec![
            "capacity",
            "--demo",
            "s",
            "--promise-mean-hours",
            "8",
            "--days",
            "0",
        ],
        vec!["capacity", "--demo", "s", "--promise-mean-hours", "1"],
        vec!["capacity", "missing.json"],
    ];
    for language in ["en", "zh"] {
        let calls = all.iter().map(|call| {
            let told = said(regauge(call).args(["--lang", language]));
            assert!(told.starts_with("exit code: 2"), "{told}");
            format!("$ regauge {}\n{told}", call.join(" "))
        });
        let calls: Vec<String> = calls.collect();
        assert_snapshot!(format!("capacity_errors_{language}"), calls.join("\n"));
    }
    let output = regauge(["capacity", "--demo", "s"]).arg(&broken).output();
    assert_eq!(code(&output.expect("it runs")), 2);
}

/// An instance in which no train finds a way: the error names what to do.
#[test]
fn a_station_that_nobody_gets_through_is_told() {
    let directory = tempdir().expect("a directory");
    let mut instance: Value = serde_json::from_str(small_instance()).expect("JSON");
    for train in instance["trains"].as_array_mut().expect("trains") {
        train["earliest_entry"] = "2023-11-16T18:00:00+08:00".into();
        train.as_object_mut().expect("fields").remove("due_exit");
    }
    for stage in instance["system"]["stations"][1]["stages"]
        .as_array_mut()
        .expect("stages")
    {
        stage["minutes"] = 14_000.into();
    }
    instance.as_object_mut().expect("fields").remove("state");
    let path = file(directory.path(), "long.json", instance.to_string());
    let told = said(regauge(["capacity"]).arg(path));
    assert!(told.starts_with("exit code: 2"), "{told}");
    assert!(
        told.contains("C0008: no train finds a way through"),
        "{told}"
    );
}
