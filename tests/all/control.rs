//! What ends a run, and what does not change its plan.

use crate::common::{code, regauge};
use regauge::plan::{Reason, Status, TrainPlan};
use regauge::{CancelToken, Instance, Plan, Planner, Stop, check, plan_to_json};
use std::process::Output;
use tempfile::tempdir;

/// More moves than any test waits for.
const ENDLESS: &str = "1000000";

fn demo(name: &str) -> Instance {
    let text = regauge_instances::demo_json(name).expect("a rung of the ladder");
    Instance::from_json(text).unwrap_or_else(|problems| panic!("{problems}"))
}

/// The plan file of a ready-made instance on standard output.
fn planned(name: &str, options: &[&str]) -> Output {
    let output = regauge(["plan", "--format", "json", "--demo", name])
        .args(options)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(code(&output) <= 1, "{name} {options:?}: {said}");
    output
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).expect("a plan")
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    for name in ["s+", "m"] {
        let instance = demo(name);
        let plan = |threads| {
            let planner = Planner::new(&instance).work(0.2).threads(threads);
            plan_to_json(&instance, &planner.run().plan).unwrap()
        };
        let one = plan(1);
        let command = |threads| planned(name, &["--work", "0.2", "--threads", threads]).stdout;
        for (threads, word) in [(1, "1"), (2, "2"), (8, "8")] {
            assert_eq!(plan(threads), one, "{name}, {threads} threads");
            assert!(
                command(word) == one.as_bytes(),
                "{name}, {threads} threads of the command"
            );
        }
        assert_eq!(plan(0), one, "{name}, a thread per core");
    }
}

#[test]
fn a_time_limit_ends_a_run_with_a_plan_that_is_right() {
    let directory = tempdir().unwrap();
    let path = directory.path().join("plan.json");
    let output = regauge([
        "plan",
        "--demo",
        "m+",
        "--work",
        ENDLESS,
        "--time-limit",
        "0.5",
        "-o",
    ])
    .arg(&path)
    .output()
    .unwrap();
    assert!(code(&output) <= 1);
    let plan: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    // it was a run of as much work as the time allowed, unless the machine was slower than that
    assert!(["feasible", "interrupted"].contains(&plan["status"].as_str().unwrap()));
    let check = regauge(["check", "--demo", "m+"])
        .arg(&path)
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&check.stdout).contains("keeps every rule"));
}

#[test]
fn a_time_limit_that_is_not_reached_changes_nothing() {
    let without = planned("s+", &["--work", "0.1"]);
    let with = planned("s+", &["--work", "0.1", "--time-limit", "100000"]);
    assert!(without.stdout == with.stdout);
}

#[test]
fn no_time_at_all_still_gives_a_plan() {
    let plan = json(&planned("l+", &["--time-limit", "0"]));
    assert_eq!(plan["status"], "interrupted");
}

#[test]
fn a_gap_that_is_reached_ends_a_run() {
    let plan = json(&planned("l+", &["--gap", "100", "--work", ENDLESS]));
    assert_eq!(plan["status"], "within-gap");
    assert!(plan["avoidable"]["gap"].as_f64().unwrap() <= 1.0);
    assert!(plan["made_by"].as_str().unwrap().contains(", gap 100 %, "));
}

#[test]
fn figures_that_are_none_are_usage() {
    for (option, values) in [
        ("--gap", ["-1", "101", "NaN", "much"]),
        ("--time-limit", ["-1", "inf", "NaN", "long"]),
        ("--threads", ["0", "-1", "1.5", "1025"]),
    ] {
        for value in values {
            let argument = format!("{option}={value}");
            let output = regauge(["plan", "--demo", "s", &argument])
                .output()
                .unwrap();
            assert_eq!(code(&output), 2, "{argument}");
        }
    }
}

#[test]
fn values_never_rise_and_bounds_never_fall() {
    let instance = demo("s+");
    let mut told = Vec::new();
    let outcome = Planner::new(&instance)
        .work(0.5)
        .on_progress(|progress| told.push(progress.clone()))
        .run();
    let values: Vec<i64> = told.iter().filter_map(|progress| progress.value).collect();
    let bounds: Vec<i64> = told.iter().filter_map(|progress| progress.bound).collect();
    assert!(values.len() > 3 && bounds.len() >= values.len());
    assert!(
        values.is_sorted_by(|before, after| before >= after),
        "{values:?}"
    );
    assert!(bounds.is_sorted(), "{bounds:?}");
    assert!(outcome.plan.value <= values[values.len() - 1]);
    assert!(outcome.plan.bound >= bounds[bounds.len() - 1]);
    let gaps = told.iter().filter_map(|progress| progress.avoidable_gap());
    assert!(gaps.into_iter().all(|gap| (0.0..=1.0).contains(&gap)));
}

#[test]
fn a_run_that_somebody_ends_has_a_right_plan_at_any_moment() {
    let instance = demo("l+");
    for questions in [0, 1, 3, 10, 200] {
        let asked = std::sync::atomic::AtomicU32::new(0);
        let over = move || asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed) >= questions;
        let outcome = Planner::new(&instance).stop(Stop::when(over)).run();
        assert_eq!(outcome.plan.status, Status::Interrupted, "{questions}");
        assert!(check(&instance, &outcome.plan).is_clean(), "{questions}");
    }
}

#[test]
fn the_criterion_that_is_met_first_counts() {
    let instance = demo("l+");
    let token = CancelToken::new();
    let stop = Stop::gap(100.0)
        .or(Stop::cancelled(&token))
        .or(Stop::work(0.02));
    let plan = Planner::new(&instance).stop(stop).run().plan;
    assert_eq!(plan.status, Status::WithinGap);
    let plan = Planner::new(&instance).work(0.02).cancel(token).run().plan;
    assert_eq!(plan.status, Status::Feasible);
}

/// The plan that leaves every train out.
fn nothing_planned(instance: &Instance) -> Plan {
    let reason = Reason {
        code: regauge::plan::ReasonCode::NoRoom,
        blocked_by: Vec::new(),
        text: "Nobody asked for it.".to_owned(),
    };
    let mut plan = Planner::new(instance).work(0.0).run().plan;
    plan.trains.fill(TrainPlan::Postponed { reason });
    plan.crane_slots.clear();
    plan.rakes.clear();
    let report = check(instance, &plan);
    (plan.value, plan.parts, plan.kpis) = (report.value, report.objective, report.kpis);
    (plan.bound, plan.status) = (plan.value, Status::Optimal);
    plan
}

#[test]
fn no_valid_instance_is_infeasible() {
    let small = (0..150).map(|seed| {
        let file = regauge_instances::small::random_small(seed);
        Instance::from_json(serde_json::to_vec(&file).expect("JSON is written"))
    });
    let ladder = [
        "s", "m", "l", "xl", "s+", "m+", "l+", "xl+", "k", "k+", "irun",
    ];
    let ladder = ladder.map(|name| Ok(demo(name)));
    for instance in small.chain(ladder) {
        let instance = instance.unwrap_or_else(|problems| panic!("{problems}"));
        let report = check(&instance, &nothing_planned(&instance));
        assert!(
            report.is_clean(),
            "{}: {:?}",
            instance.name(),
            report.violations
        );
    }
}
