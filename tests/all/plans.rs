//! Plans from end to end: made, written, checked, shown; whole files or none; the same bytes twice.

use crate::common::{code, file, regauge, run_with_input, small_instance};
use std::path::Path;
use tempfile::tempdir;

/// Plans the easy instance into a file of a directory.
fn plan_into(directory: &Path) -> std::path::PathBuf {
    let path = directory.join("plan.json");
    let output = regauge(["plan", "--demo", "s", "-o"])
        .arg(&path)
        .output()
        .unwrap();
    assert!(
        code(&output) <= 1,
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    path
}

#[test]
fn a_plan_is_written_checked_and_shown() {
    let directory = tempdir().unwrap();
    let plan = plan_into(directory.path());
    let instance = file(directory.path(), "s.json", small_instance());
    for command in ["check", "show"] {
        let output = regauge([command])
            .args([&instance, &plan])
            .output()
            .unwrap();
        assert!(
            code(&output) <= 1,
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(!output.stdout.is_empty());
        let of_demo = regauge([command, "--demo", "s"])
            .arg(&plan)
            .output()
            .unwrap();
        assert_eq!(output.stdout, of_demo.stdout);
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let once = regauge(["plan", "--demo", "s", "--format", "json"])
        .output()
        .unwrap();
    let twice = regauge(["plan", "--demo", "s", "--format", "json"])
        .output()
        .unwrap();
    let from_file = run_with_input(
        &mut regauge(["plan", "-", "-o", "-"]),
        small_instance().as_bytes(),
    );
    assert_eq!(once.stdout, twice.stdout);
    assert_eq!(once.stdout, from_file.stdout);
    assert!(once.stdout.ends_with(b"}\n"));
}

#[test]
fn the_exit_code_tells_whether_every_train_is_planned() {
    for name in ["s", "m"] {
        let output = regauge(["plan", "--format", "json", "--demo", name])
            .output()
            .unwrap();
        let plan: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let trains = plan["trains"].as_array().unwrap();
        let postponed = trains.iter().any(|train| train["planned"] == false);
        assert_eq!(code(&output), i32::from(postponed), "{name}");
    }
}

/// A long single-track line: insertion alone finds every train its meets.
#[test]
fn every_train_of_the_long_line_is_planned() {
    for name in ["k", "k+"] {
        let output = regauge(["plan", "--work", "0", "--format", "json", "--demo", name])
            .output()
            .unwrap();
        let plan: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let trains = plan["trains"].as_array().unwrap();
        let postponed: Vec<_> = (trains.iter())
            .filter(|train| train["planned"] == false)
            .map(|train| &train["id"])
            .collect();
        assert!(postponed.is_empty(), "{name}: {postponed:?}");
    }
}

#[test]
fn check_tells_programs_the_objective_that_the_plan_states() {
    let directory = tempdir().unwrap();
    let path = plan_into(directory.path());
    let output = regauge(["check", "--format", "json", "--demo", "s"])
        .arg(&path)
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let plan: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    assert_eq!(report["violations"].as_array().unwrap().len(), 0);
    for key in ["value", "parts", "kpis"] {
        assert_eq!(report[key], plan[key], "{key}");
    }
}

/// A script can tell a plan that breaks rules from one that keeps them and leaves trains for later.
#[test]
fn check_tells_broken_rules_from_postponed_trains() {
    let directory = tempdir().unwrap();
    // Nobody can take all trains of this day.
    let output = regauge([
        "plan",
        "--demo",
        "m+",
        "--work",
        "0",
        "--quiet",
        "-o",
        "plan.json",
    ])
    .current_dir(directory.path())
    .output()
    .unwrap();
    assert_eq!(code(&output), 1);
    let check = |plan: &str, more: &[&str]| {
        let output = regauge(["check", "--format", "json", "--demo", "m+", plan])
            .args(more)
            .current_dir(directory.path())
            .output()
            .unwrap();
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        (code(&output), report)
    };
    let (exit, report) = check("plan.json", &[]);
    assert_eq!((exit, &report["valid"]), (0, &true.into()));
    let postponed = report["postponed"].as_array().unwrap();
    assert_eq!(
        postponed.len() as u64,
        report["kpis"]["postponed"].as_u64().unwrap()
    );
    assert!(!postponed.is_empty());
    let (exit, report) = check("plan.json", &["--all-planned"]);
    assert_eq!((exit, &report["valid"]), (1, &true.into()));

    // What is taken on trust stands in the plan file under that name, and the checker does not mind what it says.
    let path = directory.path().join("plan.json");
    let mut plan: serde_json::Value =
        serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    for place in report["taken_on_trust"].as_array().unwrap() {
        let field = place.as_str().unwrap().split(['[', '.']).next().unwrap();
        assert!(field == "levels" || !plan[field].is_null(), "{place}");
    }
    plan["made_by"] = "somebody else".into();
    file(directory.path(), "other.json", plan.to_string());
    assert_eq!(check("other.json", &[]).0, 0);

    plan["kpis"]["late"] = 99.into();
    file(directory.path(), "broken.json", plan.to_string());
    let (exit, report) = check("broken.json", &[]);
    assert_eq!((exit, &report["valid"]), (1, &false.into()));
}

#[test]
fn a_plan_whose_key_figures_were_edited_has_a_violation() {
    let directory = tempdir().unwrap();
    let path = plan_into(directory.path());
    let mut plan: serde_json::Value =
        serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    plan["kpis"]["late"] = 99.into();
    let path = file(directory.path(), "edited.json", plan.to_string());
    let output = regauge(["check", "--format", "json", "--demo", "s"])
        .arg(&path)
        .output()
        .unwrap();
    assert_eq!(
        code(&output),
        1,
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["violations"][0]["rule"], "kpis");
}

#[test]
fn a_plan_of_another_instance_is_invalid_input() {
    let directory = tempdir().unwrap();
    let path = plan_into(directory.path());
    let output = regauge(["check", "--demo", "m"])
        .arg(&path)
        .output()
        .unwrap();
    assert_eq!(code(&output), 2);
    assert!(!output.stderr.is_empty());
}

#[test]
fn an_instance_is_not_a_plan_nor_a_plan_an_instance() {
    let directory = tempdir().unwrap();
    let plan = plan_into(directory.path());
    let output = regauge(["plan"]).arg(&plan).output().unwrap();
    assert_eq!(code(&output), 2);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(
        told.contains("E0111") && told.contains("this is a plan"),
        "{told}"
    );
    let instance = file(directory.path(), "s.json", small_instance());
    let output = regauge(["check"])
        .args([&instance, &instance])
        .output()
        .unwrap();
    assert_eq!(code(&output), 2);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(told.contains("this is an instance"), "{told}");
    for command in [&["decode", "--demo", "s"][..], &["generate", "--config"]] {
        let output = regauge(command).arg(&instance).output().unwrap();
        assert_eq!(code(&output), 2);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(told.lines().count(), 1, "{told}");
        assert!(told.contains("this is an instance"), "{told}");
    }
}

#[test]
fn nothing_is_written_where_it_cannot_be_written_whole() {
    let directory = tempdir().unwrap();
    let missing = directory.path().join("missing/plan.json");
    let output = regauge(["plan", "--demo", "s", "-o"])
        .arg(&missing)
        .output()
        .unwrap();
    assert_eq!(code(&output), 2);
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(message.contains("there is no directory"), "{message}");

    let output = regauge(["plan", "--demo", "s", "-o"])
        .arg(directory.path())
        .output()
        .unwrap();
    assert_eq!(code(&output), 2);
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 0);
}

#[test]
fn a_failed_run_leaves_the_old_file_alone() {
    let directory = tempdir().unwrap();
    let old = file(directory.path(), "plan.json", "old");
    let output = run_with_input(regauge(["plan", "-", "-o"]).arg(&old), b"{}");
    assert_eq!(code(&output), 2);
    assert_eq!(std::fs::read(&old).unwrap(), b"old");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = regauge(["generate", "s"]).stdout(full).output().unwrap();
    assert_eq!(code(&output), 2);
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot be written"));
}

#[test]
fn a_generated_instance_is_valid() {
    let directory = tempdir().unwrap();
    let path = directory.path().join("instance.json");
    let output = regauge(["generate", "s", "--seed", "7", "-o"])
        .arg(&path)
        .output()
        .unwrap();
    assert_eq!(
        code(&output),
        0,
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let output = regauge(["compile"]).arg(&path).output().unwrap();
    assert_eq!(
        code(&output),
        0,
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap();
}

#[test]
fn work_limits_the_search_and_more_is_never_worse() {
    let value = |work: &str| {
        let output = regauge(["plan", "--demo", "s+", "--format", "json", "--work", work])
            .output()
            .unwrap();
        assert!(code(&output) <= 1);
        let plan: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let made_by = plan["made_by"].as_str().unwrap();
        assert!(made_by.ends_with(&format!("work {work}")), "{made_by}");
        plan["value"].as_i64().unwrap()
    };
    assert!(value("0.1") <= value("0"));
    let negative = regauge(["plan", "--demo", "s", "--work", "-1"]).output();
    assert_eq!(code(&negative.unwrap()), 2);
}

#[test]
fn a_plan_takes_the_place_of_an_old_file() {
    let directory = tempdir().unwrap();
    let old = file(
        directory.path(),
        "plan.json",
        "longer than any plan\n".repeat(100_000),
    );
    let fresh = directory.path().join("fresh.json");
    for path in [&old, &fresh] {
        let output = regauge(["plan", "--demo", "s", "-o"])
            .arg(path)
            .output()
            .unwrap();
        assert!(code(&output) <= 1);
    }
    assert_eq!(std::fs::read(&old).unwrap(), std::fs::read(&fresh).unwrap());
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 2);
}

#[test]
fn quiet_says_nothing_and_a_file_as_json_neither() {
    let directory = tempdir().unwrap();
    let path = directory.path().join("plan.json");
    for rest in [&["--quiet"][..], &["--format", "json"]] {
        let output = regauge(["plan", "--demo", "s", "-o"])
            .arg(&path)
            .args(rest)
            .output()
            .unwrap();
        assert!(code(&output) <= 1);
        assert!(
            output.stdout.is_empty() && output.stderr.is_empty(),
            "{rest:?}"
        );
    }
}

#[test]
fn an_instance_and_a_plan_may_come_from_standard_input() {
    let directory = tempdir().unwrap();
    let plan = plan_into(directory.path());
    let instance = file(directory.path(), "s.json", small_instance());
    let from_files = regauge(["check"])
        .args([&instance, &plan])
        .output()
        .unwrap();
    let instance_piped = run_with_input(
        regauge(["check", "-"]).arg(&plan),
        small_instance().as_bytes(),
    );
    let plan_piped = run_with_input(
        regauge(["check"]).arg(&instance).arg("-"),
        &std::fs::read(&plan).unwrap(),
    );
    assert_eq!(from_files.stdout, instance_piped.stdout);
    assert_eq!(from_files.stdout, plan_piped.stdout);
}

#[cfg(unix)]
#[test]
fn a_file_larger_than_any_instance_is_told_and_not_read_whole() {
    let output = regauge(["plan", "/dev/zero"]).output().unwrap();
    assert_eq!(code(&output), 2);
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(message.contains("is larger than 64 MiB"), "{message}");
}

/// A plan to begin with: the run never ends with a more expensive one, and says what it began with.
#[test]
fn a_plan_is_planned_on() {
    let directory = tempdir().unwrap();
    let made = |arguments: &[&str], name: &str| {
        let path = directory.path().join(name);
        let output = regauge(["plan", "--demo", "m", "--quiet"])
            .args(arguments)
            .arg("-o")
            .arg(&path)
            .output()
            .unwrap();
        assert!(
            code(&output) <= 1,
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let text = std::fs::read_to_string(&path).unwrap();
        let plan: serde_json::Value = serde_json::from_str(&text).unwrap();
        (path, plan)
    };
    let (good, first) = made(&["--work", "0.3", "--seed", "3"], "good.json");
    let from = good.to_str().unwrap();
    let (_, again) = made(&["--from", from, "--work", "0"], "again.json");
    assert_eq!(again["value"], first["value"]);
    assert_eq!(again["trains"], first["trains"]);
    let (_, better) = made(&["--from", from, "--work", "0.1"], "better.json");
    assert!(better["value"].as_i64() <= first["value"].as_i64());
    assert!(better["made_by"].as_str().unwrap().contains("from plan"));

    // one that says a train goes on before its run has ended is no plan
    let mut wrong = first;
    let events = wrong["trains"][20]["events"].as_array_mut().unwrap();
    let later = events[0]["to"].clone();
    events.last_mut().unwrap()["from"] = later;
    let path = file(directory.path(), "wrong.json", wrong.to_string());
    let refused = regauge(["plan", "--demo", "m", "--from"])
        .arg(&path)
        .args(["-o", "none.json"])
        .current_dir(directory.path())
        .output()
        .unwrap();
    assert_eq!(code(&refused), 2);
    let told = String::from_utf8_lossy(&refused.stderr);
    assert!(
        told.contains("wrong.json") && told.contains("regauge check"),
        "{told}"
    );
    assert!(!directory.path().join("none.json").exists());

    // and it is an input: nothing is written over it
    let over = regauge(["plan", "--demo", "m", "--from", from, "-o", from])
        .output()
        .unwrap();
    assert_eq!(code(&over), 2);
}

#[test]
fn what_the_parts_of_a_run_have_done_is_told_beside_the_same_plan() {
    let plan = |more: &[&str]| {
        let base = ["plan", "--demo", "s+", "--work", "0.1", "--format", "json"];
        regauge(base).args(more).output().unwrap()
    };
    let (quiet, told) = (plan(&["--quiet"]), plan(&["--quiet", "--stats"]));
    assert_eq!(quiet.stdout, told.stdout, "counting changes no plan");
    assert!(quiet.stderr.is_empty());
    let table = String::from_utf8(told.stderr).unwrap();
    let rows: Vec<Vec<&str>> = table
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    let tried = |name: &str| {
        let row = rows.iter().find(|row| row[0] == name);
        row.unwrap_or_else(|| panic!("no {name} in\n{table}"))[1]
            .parse::<u64>()
            .unwrap()
    };
    assert!(tried("tails") > 0 && tried("neighbours") > 0, "{table}");
    assert_eq!(
        tried("combine"),
        0,
        "too little work for the bound:\n{table}"
    );
}

/// A shed on either side of a border is a shed: of trains that may be transshipped in Brest or in Małaszewicze some are in each, both ways.
#[test]
fn trains_are_transshipped_on_either_side_of_a_border() {
    let text = regauge_instances::demo_json("brest").expect("a ready-made station");
    let instance = regauge::Instance::from_json(text).expect("it is valid");
    let plan = regauge::Planner::new(&instance).work(0.1).run().plan;
    assert!(regauge::check(&instance, &plan).is_clean());
    let decided = plan.decided(&instance);
    let mut met = std::collections::BTreeSet::new();
    for (train, plan) in decided.trains().iter().zip(&plan.trains) {
        let work = train.transshipment().filter(|_| plan.exit().is_some());
        if let Some(work) = work.filter(|_| train.ways.len() > 1) {
            let system = decided.system();
            let gauge = system.class(train.class).gauge_mm;
            met.insert((gauge, system.station(work.station).name.clone()));
        }
    }
    assert_eq!(met.len(), 4, "{met:?}");
}
