//! `report`, `plan --html` and stage plans: what is written where, and how the command exits.

use crate::common::{code, regauge, run_with_input};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::{TempDir, tempdir};

/// A directory with a quick plan of a ready-made instance.
fn planned(name: &str) -> (TempDir, PathBuf) {
    let directory = tempdir().unwrap();
    let plan = directory.path().join("plan.json");
    let output = regauge(["plan", "--demo", name, "--work", "0", "--quiet", "-o"])
        .arg(&plan)
        .output()
        .unwrap();
    assert!(code(&output) <= 1);
    (directory, plan)
}

/// Runs `report` on a plan and gives exit code, standard output and what it said.
fn report(name: &str, plan: &Path, more: &[&str]) -> (i32, String, String) {
    let mut command = regauge(["report", "--demo", name]);
    let output = command.arg(plan).args(more).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (code(&output), text(output.stdout), text(output.stderr))
}

#[test]
fn the_page_is_the_same_however_it_is_asked_for() {
    let (directory, plan) = planned("s");
    let (status, page, said) = report("s", &plan, &[]);
    assert_eq!((status, said.as_str()), (0, ""));
    assert!(
        page.starts_with("<!DOCTYPE html><html lang=\"en\""),
        "{}",
        &page[..60]
    );
    let path = directory.path().join("page.html");
    let (status, shown, _) = report("s", &plan, &["-o", path.to_str().unwrap()]);
    assert_eq!((status, shown.as_str()), (0, ""));
    assert_eq!(fs::read_to_string(&path).unwrap(), page);
    // `plan` makes the same plan again, and the same page of it.
    let other = directory.path().join("other.html");
    let output = regauge(["plan", "--demo", "s", "--work", "0", "--quiet", "--html"])
        .arg(&other)
        .arg("-o")
        .arg(directory.path().join("again.json"))
        .output()
        .unwrap();
    assert_eq!(code(&output), 0);
    assert_eq!(fs::read_to_string(other).unwrap(), page);
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 4);
    let (_, chinese, _) = report("s", &plan, &["--lang", "zh"]);
    assert!(chinese.starts_with("<!DOCTYPE html><html lang=\"zh-CN\""));
}

#[test]
fn standard_input_may_be_the_plan() {
    let (_directory, plan) = planned("s");
    let bytes = fs::read(&plan).unwrap();
    let output = run_with_input(&mut regauge(["report", "--demo", "s", "-"]), &bytes);
    assert_eq!(code(&output), 0);
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        report("s", &plan, &[]).1
    );
}

#[test]
fn a_large_page_is_at_most_two_mebibytes() {
    let (_directory, plan) = planned("xl");
    let (status, page, _) = report("xl", &plan, &[]);
    assert!(status <= 1);
    assert!(page.len() <= 2 << 20, "{} bytes", page.len());
}

#[test]
fn a_plan_of_spots_and_trains_alone_has_a_page() {
    let (_directory, plan) = planned("irun");
    let (status, page, _) = report("irun", &plan, &[]);
    assert!(status <= 1);
    assert!(page.contains("</html>"));
}

#[test]
fn trains_left_out_are_told_by_the_exit_code() {
    let (directory, plan) = planned("s");
    let mut value: serde_json::Value = serde_json::from_slice(&fs::read(&plan).unwrap()).unwrap();
    let train = value["trains"].as_array_mut().unwrap().last_mut().unwrap();
    let id = train["id"].clone();
    *train = serde_json::json!({
        "id": id,
        "planned": false,
        "reason": { "code": "no-room", "blocked_by": [], "text": "left out by a test" },
    });
    let changed = directory.path().join("changed.json");
    fs::write(&changed, value.to_string()).unwrap();
    let (status, page, said) = report("s", &changed, &[]);
    assert_eq!(status, 1, "{said}");
    assert!(page.contains("left out by a test"));
}

#[test]
fn charts_are_files_of_their_own() {
    let (directory, plan) = planned("s");
    let pictures = directory.path().join("pictures");
    let (status, _, said) = report("s", &plan, &["--svg", pictures.to_str().unwrap()]);
    assert_eq!(status, 2, "the directory is not there");
    assert!(said.contains("there is no directory"), "{said}");
    fs::create_dir(&pictures).unwrap();
    let (status, page, said) = report("s", &plan, &["--svg", pictures.to_str().unwrap()]);
    assert_eq!((status, page.as_str(), said.as_str()), (0, "", ""));
    let files: Vec<_> = fs::read_dir(&pictures)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    assert!(files.len() >= 2, "{files:?}");
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        assert!(
            text.contains("<svg") && text.contains("<style"),
            "{}",
            file.display()
        );
    }
}

#[test]
fn times_that_are_none_are_usage() {
    let (_directory, plan) = planned("s");
    for time in ["25:00", "soon", "2031-01-01T00:00", ""] {
        let (status, page, said) = report("s", &plan, &["--stage", "3", "--from", time]);
        assert_eq!((status, page.as_str()), (2, ""), "{time}");
        assert!(said.contains("is no time of the plan"), "{said}");
    }
    assert_eq!(report("s", &plan, &["--stage", "0"]).0, 2);
}

#[test]
fn a_stage_plan_begins_when_it_is_told() {
    let (_directory, plan) = planned("s");
    let (_, by_time, _) = report("s", &plan, &["--stage", "3", "--from", "03:10"]);
    let (_, by_date, _) = report("s", &plan, &["--stage", "3", "--from", "2023-11-16T03:10"]);
    let (_, by_offset, _) = report(
        "s",
        &plan,
        &["--stage", "3", "--from", "2023-11-15T22:10:00+03:00"],
    );
    assert!(by_time.contains("2023-11-16 03:10 – 2023-11-16 06:10"));
    assert_eq!(by_time, by_date);
    assert_eq!(by_time, by_offset);
}

#[test]
fn show_has_stage_plans_and_colours() {
    let (_directory, plan) = planned("s");
    let show = |more: &[&str]| {
        let output = regauge(["show", "--demo", "s"])
            .arg(&plan)
            .args(more)
            .output()
            .unwrap();
        assert_eq!(code(&output), 0);
        String::from_utf8(output.stdout).unwrap()
    };
    let stage = show(&["--stage", "4", "--from", "20:00"]);
    assert!(stage.contains("Stage plan 2023-11-15 20:00 – "), "{stage}");
    assert!(!stage.contains('\u{1b}'));
    // NO_COLOR is set for every test; who says always means it.
    let coloured = show(&["--stage", "4", "--from", "20:00", "--color", "always"]);
    assert!(coloured.contains("\u{1b}["));
    assert!(!show(&["--color", "never"]).contains('\u{1b}'));
    assert_eq!(
        show(&["--section", "stage"])
            .lines()
            .next()
            .map(|line| line.contains("Stage plan")),
        Some(true)
    );
}
