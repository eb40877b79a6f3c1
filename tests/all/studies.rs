//! Studies and runs as a planner makes them, with the command.

use crate::common::{code, regauge};
use std::fs;
use std::path::Path;

const STUDY: &str = r#"
name = "two shifts"
question = "Is it worth to plan twice as often?"
[base]
demo = "s"
[run]
days = 2
warm_up_days = 1
work = 0.002
[replications]
least = 2
most = 2
[levers.hours]
lever = "replanning"
values = [12, 6]
"#;

fn text(output: &std::process::Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("a text")
}

fn in_directory(directory: &Path, arguments: &[&str]) -> std::process::Output {
    regauge(arguments).current_dir(directory).output().unwrap()
}

#[test]
fn a_study_is_run_once_and_answers_stay() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path();
    fs::write(path.join("study.toml"), STUDY).unwrap();
    let first = in_directory(path, &["study", "run", "study.toml"]);
    assert_eq!(
        code(&first),
        0,
        "{}",
        String::from_utf8_lossy(&first.stderr)
    );
    let log = fs::read_to_string(path.join("two-shifts.runs.jsonl")).unwrap();
    // two scenarios and the other seed of the planner in two worlds, behind the first line
    assert_eq!(log.lines().count(), 1 + 6);
    let page = fs::read_to_string(path.join("two-shifts.html")).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("twice as often"));
    // what is there is not run again, and what was cut off is
    let again = in_directory(path, &["study", "run", "study.toml"]);
    assert_eq!(text(&again), text(&first));
    assert_eq!(
        fs::read_to_string(path.join("two-shifts.runs.jsonl")).unwrap(),
        log
    );
    fs::write(path.join("two-shifts.runs.jsonl"), &log[..log.len() - 40]).unwrap();
    let repaired = in_directory(path, &["study", "run", "study.toml"]);
    assert_eq!(text(&repaired), text(&first));
    assert_eq!(
        fs::read_to_string(path.join("two-shifts.runs.jsonl"))
            .unwrap()
            .lines()
            .count(),
        1 + 6
    );
    let report = in_directory(
        path,
        &[
            "study",
            "report",
            "study.toml",
            "--csv",
            "runs.csv",
            "--markdown",
            "-",
        ],
    );
    assert_eq!(code(&report), 0);
    assert_eq!(text(&report), text(&first));
    assert_eq!(
        fs::read_to_string(path.join("runs.csv"))
            .unwrap()
            .lines()
            .count(),
        1 + 6
    );
    // machines that share the work
    for part in ["1/2", "2/2"] {
        let log = format!("{}.jsonl", &part[..1]);
        let arguments = [
            "study",
            "run",
            "study.toml",
            "--partition",
            part,
            "--log",
            &log,
        ];
        assert_eq!(code(&in_directory(path, &arguments)), 0);
    }
    let merged = in_directory(path, &["study", "merge", "2.jsonl", "1.jsonl"]);
    let whole = in_directory(path, &["study", "merge", "two-shifts.runs.jsonl"]);
    assert_eq!(text(&merged), text(&whole));
    let day = [
        "study",
        "day",
        "study.toml",
        "--scenario",
        "hours = 6",
        "--day",
        "2",
        "-o",
        "day.html",
    ];
    assert_eq!(code(&in_directory(path, &day)), 0);
    assert!(
        fs::read_to_string(path.join("day.html"))
            .unwrap()
            .contains("<svg")
    );
}

/// One more of everything is run, and beside it stands what the flow of a day says.
#[test]
fn what_one_more_is_worth_comes_with_the_word_of_the_flow() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path();
    fs::write(
        path.join("study.toml"),
        STUDY.replace("days = 2", "days = 1"),
    )
    .unwrap();
    let output = in_directory(path, &["study", "run", "study.toml", "--bottlenecks"]);
    assert_eq!(
        code(&output),
        0,
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let said = text(&output);
    let table = said
        .split("## What one more is worth")
        .nth(1)
        .expect("a table");
    let rows: Vec<Vec<&str>> = table
        .lines()
        .skip(4)
        .take_while(|line| line.starts_with('|'))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let row = |name: &str| {
        rows.iter()
            .find(|row| row[0].starts_with(name))
            .unwrap_or_else(|| panic!("{name}: {said}"))
    };
    // one shed with one pair is what the flow of this day hangs on, and never its tracks
    assert!(
        row("pairs shed-23")[2].parse::<f64>().unwrap() > 0.5,
        "{said}"
    );
    assert_eq!(row("tracks standard")[2], "0.00");
    assert!(rows.iter().all(|row| row.len() == 6 && !row[5].is_empty()));
    let page = fs::read_to_string(path.join("two-shifts-bottlenecks.html")).unwrap();
    assert!(page.contains("id=\"worth\""));
}

#[test]
fn what_is_wrong_is_told_and_nothing_is_overwritten() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path();
    fs::write(path.join("study.toml"), STUDY).unwrap();
    fs::write(
        path.join("bad.toml"),
        STUDY.replace("least = 2", "least = 0"),
    )
    .unwrap();
    fs::write(path.join("mine.txt"), "not a log\n").unwrap();
    let refused: [&[&str]; 9] = [
        &["study", "run", "bad.toml"],
        &["study", "run", "study.toml", "--log", "mine.txt"],
        &["study", "run", "study.toml", "--log", "study.toml"],
        &["study", "run", "study.toml", "--partition", "3/2"],
        &["study", "report", "study.toml"],
        &["study", "merge", "mine.txt"],
        &[
            "study",
            "day",
            "study.toml",
            "--scenario",
            "hours = 7",
            "--day",
            "1",
        ],
        &["study", "day", "study.toml", "--day", "9"],
        &["roll", "--demo", "s", "--resume", "mine.txt", "--days", "1"],
    ];
    let mut told = String::new();
    for arguments in refused {
        let output = in_directory(path, arguments);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        told.extend([
            "$ regauge ",
            &arguments.join(" "),
            "\n",
            &String::from_utf8_lossy(&output.stderr),
        ]);
    }
    insta::assert_snapshot!(told);
    assert_eq!(
        fs::read_to_string(path.join("mine.txt")).unwrap(),
        "not a log\n"
    );
    assert_eq!(fs::read_to_string(path.join("study.toml")).unwrap(), STUDY);
    assert!(!path.join("two-shifts.html").exists());
}

#[test]
fn a_run_goes_on_where_it_was_saved() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path();
    let roll = |more: &[&str]| {
        let arguments: Vec<&str> = ["roll", "--demo", "s", "--warm-up", "1"]
            .iter()
            .chain(more)
            .copied()
            .collect();
        let output = in_directory(path, &arguments);
        assert_eq!(
            code(&output),
            0,
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        text(&output)
    };
    let whole = roll(&["--days", "4"]);
    roll(&["--days", "2", "--save", "run.json"]);
    assert_eq!(roll(&["--days", "4", "--resume", "run.json"]), whole);
    assert_ne!(roll(&["--days", "4", "--rule", "first-come"]), whole);
    let other = in_directory(
        path,
        &[
            "roll",
            "--demo",
            "s",
            "--warm-up",
            "1",
            "--seed",
            "2",
            "--resume",
            "run.json",
        ],
    );
    assert_eq!(code(&other), 2);
    insta::assert_snapshot!(whole);
}

/// The page about studies lists every code, and the published schema is that of the reader.
#[test]
fn pages_and_schema_say_what_the_code_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/studies.md")).unwrap();
    for rule in regauge_study::file::STUDY_RULES {
        let row = format!("| `{}` | {} |", rule.code, rule.summary);
        assert!(page.contains(&row), "{row}");
    }
    let schema = fs::read_to_string(root.join("docs/study.schema.json")).unwrap();
    let is_same = schema == regauge_study::file::study_schema_text();
    assert!(is_same, "regauge schema study > docs/study.schema.json");
    // the example of the page, and the studies that come with the program, can be run
    let example = page
        .split("```toml\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .expect("an example");
    let mut texts = vec![example.to_owned()];
    for file in fs::read_dir(root.join("instances/studies")).unwrap() {
        texts.push(fs::read_to_string(file.unwrap().path()).unwrap());
    }
    assert!(texts.len() > 5);
    for text in texts {
        let study = regauge_study::file::Study::from_toml(&text, |base| {
            let file = match (&base.demo, &base.instance) {
                (Some(name), _) => regauge_instances::demo(name).expect("it is there"),
                (None, path) => {
                    let path = path.as_deref().expect("a ready-made base");
                    let file = root.join("instances/studies").join(path);
                    serde_json::from_slice(&fs::read(file).unwrap()).unwrap()
                }
            };
            Ok((file, None))
        });
        let study = study.unwrap_or_else(|problems| panic!("{problems}\n{text}"));
        assert!(study.scenarios.len() > 1);
    }
}
