//! What the command says: help, usage errors, bad inputs, and how it exits.

use crate::common::{code, file, regauge, run_with_input, said, said_to, small_instance};
use insta::assert_snapshot;
use tempfile::tempdir;

#[test]
fn help_of_the_program() {
    assert_snapshot!(said(&mut regauge(["--help"])));
}

#[test]
fn help_of_plan() {
    assert_snapshot!(said(&mut regauge(["plan", "--help"])));
}

#[test]
fn help_of_check() {
    assert_snapshot!(said(&mut regauge(["check", "--help"])));
}

#[test]
fn help_of_show() {
    assert_snapshot!(said(&mut regauge(["show", "-h"])));
}

#[test]
fn help_of_report() {
    let name = if cfg!(feature = "png") {
        "help_of_report_with_png"
    } else {
        "help_of_report"
    };
    assert_snapshot!(name, said(&mut regauge(["report", "--help"])));
}

#[test]
fn help_of_compile_schema_and_generate() {
    assert_snapshot!("help_of_compile", said(&mut regauge(["compile", "-h"])));
    assert_snapshot!("help_of_decode", said(&mut regauge(["decode", "--help"])));
    assert_snapshot!("help_of_schema", said(&mut regauge(["schema", "-h"])));
    assert_snapshot!("help_of_generate", said(&mut regauge(["generate", "-h"])));
}

#[test]
fn no_instance_is_usage() {
    assert_snapshot!(said(&mut regauge(["plan"])));
}

#[test]
fn an_unknown_command_is_usage() {
    assert_snapshot!(said(&mut regauge(["pla"])));
}

#[test]
fn an_unknown_demo_is_usage_and_names_the_known_ones() {
    assert_snapshot!(said(&mut regauge(["plan", "--demo", "q"])));
}

#[test]
fn show_needs_two_files() {
    assert_snapshot!(said(&mut regauge(["show", "instance.json"])));
}

#[test]
fn check_needs_an_instance() {
    assert_snapshot!(said(&mut regauge(["check"])));
}

/// An instance with two warnings.
const WARNED: &str = include_str!("../../model/tests/all/data/given-paths-opposing.json");

#[test]
fn check_without_a_plan_lists_warnings() {
    assert_snapshot!(said_to(&mut regauge(["check", "-"]), WARNED.as_bytes()));
    let json = ["check", "-", "--format", "json"];
    assert_snapshot!(said_to(&mut regauge(json), WARNED.as_bytes()));
    assert_snapshot!(said(&mut regauge(["check", "--demo", "s"])));
}

#[test]
fn check_fails_because_of_warnings_only_when_strict() {
    let exit = |arguments: &[&str], input: &str| {
        code(&run_with_input(&mut regauge(arguments), input.as_bytes()))
    };
    assert_eq!(exit(&["check", "-"], WARNED), 0);
    assert_eq!(exit(&["check", "-", "--strict"], WARNED), 1);
    assert_eq!(exit(&["check", "-", "--strict"], small_instance()), 0);
    let wrong = WARNED.replacen("\"section\": \"border\"", "\"section\": \"boarder\"", 1);
    assert_eq!(exit(&["check", "-", "--strict"], &wrong), 2);
}

#[test]
fn plan_tells_warnings_unless_it_is_to_be_quiet() {
    let plan = [
        "plan", "-", "--work", "0", "--bound", "off", "--format", "json",
    ];
    let output = run_with_input(&mut regauge(plan), WARNED.as_bytes());
    let told: serde_json::Value = serde_json::from_slice(&output.stderr).expect("JSON");
    assert_eq!(told[0]["code"], "W0503");
    assert_eq!(told[0]["path"], "system.given_paths[1]");
    let text = ["plan", "-", "--work", "0", "--bound", "off", "-o", "-"];
    let output = run_with_input(&mut regauge(text), WARNED.as_bytes());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        told.starts_with("standard input: W0503 system.given_paths[1] (line "),
        "{told}"
    );
    let quiet = text.iter().copied().chain(["--quiet"]);
    let output = run_with_input(&mut regauge(quiet), WARNED.as_bytes());
    assert!(output.stderr.is_empty());
}

#[test]
fn standard_input_is_not_two_files() {
    assert_snapshot!(said(&mut regauge(["show", "-", "-"])));
}

#[test]
fn a_missing_file_is_invalid_input() {
    assert_snapshot!(said(&mut regauge(["plan", "missing.json"])));
}

#[test]
fn a_missing_file_is_told_to_programs_as_json() {
    assert_snapshot!(said(&mut regauge([
        "plan",
        "--format",
        "json",
        "missing.json"
    ])));
}

#[test]
fn a_directory_is_invalid_input() {
    let directory = tempdir().unwrap();
    assert_snapshot!(said(regauge(["plan", "."]).current_dir(directory.path())));
}

#[test]
fn an_empty_file_is_invalid_input() {
    assert_snapshot!(said(&mut regauge(["plan", "-"])));
}

#[test]
fn an_unknown_field_is_named_with_its_line_and_the_nearest_name() {
    let text = small_instance().replacen("\"format_version\"", "\"format_versoin\"", 1);
    assert_snapshot!(said_to(&mut regauge(["plan", "-"]), text.as_bytes()));
}

#[test]
fn another_version_is_refused() {
    let text = small_instance().replacen("\"1.0\"", "\"7.0\"", 1);
    assert_snapshot!(said_to(&mut regauge(["plan", "-"]), text.as_bytes()));
}

#[test]
fn a_truncated_file_is_invalid_input() {
    let text = small_instance();
    for end in [1, text.len() / 3, text.len() / 2, text.trim_end().len() - 1] {
        let output = run_with_input(&mut regauge(["plan", "-"]), &text.as_bytes()[..end]);
        assert_eq!(code(&output), 2, "cut after {end} bytes");
        assert!(!output.stderr.is_empty());
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn problems_come_as_json_where_asked_for() {
    let output = run_with_input(&mut regauge(["plan", "-", "--format", "json"]), b"{}");
    assert_eq!(code(&output), 2);
    let problems: serde_json::Value = serde_json::from_slice(&output.stderr).unwrap();
    let problems = problems.as_array().unwrap();
    assert!(!problems.is_empty());
    for problem in problems {
        for key in ["code", "message", "advice"] {
            assert!(
                problem[key].as_str().is_some_and(|text| !text.is_empty()),
                "{problem}"
            );
        }
    }
}

#[test]
fn completions_and_manual_pages_are_written() {
    for arguments in [
        &["completions", "bash"][..],
        &["completions", "powershell"],
        &["man"],
        &["man", "plan"],
    ] {
        let output = regauge(arguments).output().unwrap();
        assert_eq!(code(&output), 0, "{arguments:?}");
        assert!(output.stdout.len() > 500, "{arguments:?}");
    }
    assert_eq!(code(&regauge(["man", "nothing"]).output().unwrap()), 2);
}

/// A page of a package is read long after: it says of which version it is, and every command that `--help` lists has one.
#[test]
fn manual_pages_say_their_version() {
    let written = |arguments: &[&str]| {
        String::from_utf8(regauge(arguments).output().unwrap().stdout).expect("a text")
    };
    let head = |page: &str| {
        let head = page.lines().find(|line| line.starts_with(".TH"));
        head.expect("a head").to_owned()
    };
    let version = concat!("\"regauge ", env!("CARGO_PKG_VERSION"), "\"");
    let program = written(&["man"]);
    assert!(head(&program).starts_with(".TH regauge 1"), "{program}");
    assert!(head(&program).contains(version), "{}", head(&program));
    let help = written(&["--help"]);
    let listed = help.split("Commands:\n").nth(1).expect("commands");
    let listed = listed.lines().take_while(|line| line.starts_with("  "));
    let names = listed.filter_map(|line| line.split_whitespace().next());
    let mut seen = Vec::new();
    for name in names.filter(|name| *name != "help") {
        let page = written(&["man", name]);
        let begin = format!(".TH regauge-{name} 1");
        assert!(head(&page).starts_with(&begin), "{}", head(&page));
        assert!(head(&page).contains(version), "{}", head(&page));
        seen.push(name);
    }
    for name in ["plan", "check", "completions", "man"] {
        assert!(seen.contains(&name), "{seen:?}");
    }
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let directory = tempdir().unwrap();
    let instance = file(directory.path(), "s.json", small_instance());
    let mut command = regauge(["compile"]);
    let mut child = command
        .arg(instance)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(code(&output), 0);
}

#[test]
fn help_in_chinese() {
    let program = said(&mut regauge(["--lang", "zh", "--help"]));
    assert_snapshot!("help_of_the_program_in_chinese", program);
    let plan = said(&mut regauge(["plan", "--help", "--lang=zh"]));
    assert_snapshot!("help_of_plan_in_chinese", plan);
    let show = said(&mut regauge(["--lang", "zh", "show", "-h"]));
    assert_snapshot!("help_of_show_in_chinese", show);
}

/// What is wrong with arguments, in Chinese.
#[test]
fn usage_errors_in_chinese() {
    let lines: [&[&str]; 9] = [
        &["pla"],
        &["plan"],
        &["plan", "--demo", "q"],
        &["plan", "--demo", "s", "--wrk", "1"],
        &["plan", "--demo", "s", "--work", "much"],
        &["plan", "--demo", "s", "--threads", "0"],
        &["plan", "--demo", "s", "--effort", "some"],
        &["plan", "--demo", "s", "--work", "1", "--effort", "quick"],
        &["plan", "no.json"],
    ];
    let all = lines.map(|line| {
        let line: Vec<&str> = ["--lang", "zh"].iter().chain(line).copied().collect();
        let call = line.join(" ");
        format!("$ regauge {call}\n{}", said(&mut regauge(line)))
    });
    assert_snapshot!(all.join("\n"));
}

/// What is wrong with a file, in Chinese: the same codes and places.
#[test]
fn problems_in_chinese() {
    let wrong = small_instance().replacen("\"due_exit\"", "\"due_exot\"", 2);
    for format in ["text", "json"] {
        let words = ["plan", "-", "--format", format, "--work", "0"];
        let chinese = words.iter().chain(&["--lang", "zh"]).copied();
        assert_snapshot!(said_to(&mut regauge(chinese), wrong.as_bytes()));
    }
    assert_snapshot!(said_to(
        &mut regauge(["check", "-", "--lang", "zh"]),
        WARNED.as_bytes()
    ));
    let english = said_to(&mut regauge(["check", "-"]), WARNED.as_bytes());
    let variable = said_to(
        regauge(["check", "-"]).env("REGAUGE_LANG", "zh"),
        WARNED.as_bytes(),
    );
    assert_ne!(english, variable);
    let chinese = said_to(
        &mut regauge(["--lang", "zh", "check", "-"]),
        WARNED.as_bytes(),
    );
    assert_eq!(chinese, variable);
}

#[test]
fn help_of_diff() {
    assert_snapshot!("help_of_diff", said(&mut regauge(["diff", "--help"])));
    assert_snapshot!(
        "help_of_diff_chinese",
        said(&mut regauge(["diff", "--help", "--lang", "zh"]))
    );
}

#[test]
fn what_was_tried_in_vain_for_a_train_is_a_list() {
    let directory = tempdir().unwrap();
    let plan = directory.path().join("plan.json").display().to_string();
    let made = regauge([
        "plan", "--demo", "s", "--work", "0.01", "--quiet", "-o", &plan,
    ])
    .output()
    .unwrap();
    assert!(code(&made) < 2);
    let mut lists = 0;
    for train in ["X8002", "X8004", "X8006", "X8010"] {
        for (language, head) in [("en", "Tried in vain ("), ("zh", "试过而无效的")] {
            let command = [
                "explain", "--demo", "s", &plan, "--train", train, "--lang", language,
            ];
            let said = regauge(command).output().unwrap();
            let said = String::from_utf8(said.stdout).unwrap();
            let mut lines = said.lines().skip_while(|line| !line.starts_with(head));
            if lines.next().is_none() {
                continue;
            }
            let listed: Vec<&str> = lines.collect();
            assert!(!listed.is_empty(), "{said}");
            assert!(listed.iter().all(|line| line.starts_with("  ")), "{said}");
            lists += 1;
        }
    }
    assert!(lists > 1, "{lists}");
}
