//! What a command writes: never in the place of an input or of another output, all or none, and standard output for `-`.

use crate::common::{code, file, regauge, run_with_input, small_instance};
use std::path::Path;
use std::process::{Command, Output};
use tempfile::{TempDir, tempdir};

/// A directory with an instance, its plan, journeys and a configuration of the generator.
fn files() -> TempDir {
    let directory = tempdir().unwrap();
    file(directory.path(), "day.json", small_instance());
    let line = "plan day.json --work 0 --quiet -o plan.json --journeys journeys.json";
    assert!(code(&said(directory.path(), line)) <= 1);
    let line = "generate s --print-config -o config.json";
    assert_eq!(code(&said(directory.path(), line)), 0);
    directory
}

fn said(directory: &Path, line: &str) -> Output {
    let mut command = regauge(line.split(' '));
    command.current_dir(directory).output().unwrap()
}

fn message(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The message with which a command is refused that shows nothing else.
fn refused(directory: &Path, line: &str) -> String {
    let output = said(directory, line);
    assert_eq!(code(&output), 2, "{line}");
    assert!(output.stdout.is_empty(), "{line}");
    message(&output)
}

fn names(directory: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(directory).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn an_output_never_takes_the_place_of_an_input() {
    let directory = files();
    let inside = |name: &str| directory.path().join(name);
    std::fs::hard_link(inside("day.json"), inside("hard.json")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("day.json", inside("soft.json")).unwrap();
    let before = |name: &str| std::fs::read(inside(name)).unwrap();
    let kept = ["day.json", "plan.json", "journeys.json", "config.json"];
    let contents = kept.map(before);
    for line in [
        "plan day.json -o day.json",
        "plan day.json -o ./day.json",
        "plan day.json -o hard.json",
        #[cfg(unix)]
        "plan day.json -o soft.json",
        #[cfg(unix)]
        "plan soft.json -o day.json",
        "plan day.json --html day.json",
        "plan day.json --journeys ./day.json",
        "compile day.json -o day.json",
        "decode day.json journeys.json -o journeys.json",
        "decode day.json journeys.json -o day.json",
        "report day.json plan.json -o plan.json",
        "report day.json plan.json -o hard.json",
        "generate --config config.json -o config.json",
    ] {
        let told = refused(directory.path(), line);
        assert!(told.starts_with("C0010: "), "{line}: {told}");
        assert_eq!(kept.map(before), contents, "{line}");
    }
}

#[test]
fn what_is_read_from_standard_input_is_not_overwritten_either() {
    let directory = files();
    let day = std::fs::File::open(directory.path().join("day.json")).unwrap();
    let mut command = regauge(["plan", "-", "-o", "day.json"]);
    let output = command.current_dir(directory.path()).stdin(day).output();
    let output = output.unwrap();
    assert_eq!(code(&output), 2);
    assert!(
        message(&output).contains("the input standard input"),
        "{}",
        message(&output)
    );
}

#[test]
fn outputs_never_take_each_others_place() {
    let directory = files();
    for line in [
        "plan day.json -o x --html x",
        "plan day.json -o x --journeys ./x",
        "plan day.json --html x --journeys x",
        "report day.json plan.json --svg . -o operations-1.svg",
    ] {
        let before = names(directory.path());
        let output = said(directory.path(), line);
        assert_eq!(code(&output), 2, "{line}");
        assert!(
            message(&output).starts_with("C0010: "),
            "{line}: {}",
            message(&output)
        );
        assert_eq!(names(directory.path()), before, "{line}");
    }
}

#[test]
fn a_dash_is_standard_output_for_every_output() {
    let directory = files();
    let before = names(directory.path());
    let (json, page) = ("{", "<!DOCTYPE html>");
    for (line, begin) in [
        ("plan day.json --work 0 -o -", json),
        ("plan day.json --work 0 --journeys -", json),
        ("plan day.json --work 0 --html -", page),
        ("report day.json plan.json -o -", page),
        ("compile day.json -o -", json),
        ("decode day.json journeys.json -o -", json),
        ("schema plan -o -", json),
        ("generate s -o -", json),
    ] {
        let output = said(directory.path(), line);
        assert!(code(&output) <= 1, "{line}: {}", message(&output));
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.starts_with(begin), "{line}");
        if begin == json {
            serde_json::from_str::<serde_json::Value>(&text).expect("nothing else stands there");
        } else {
            assert!(text.trim_end().ends_with("</html>"), "{line}");
        }
        assert_eq!(names(directory.path()), before, "{line}");
    }
    for line in [
        "plan day.json -o - --html -",
        "plan day.json --format json --html -",
        "plan day.json --journeys - --html -",
        "plan day.json -o - --show",
        "plan day.json --html - --section board",
        "report day.json plan.json --svg -",
    ] {
        let told = refused(directory.path(), line);
        assert!(told.contains("C0008"), "{line}: {told}");
        assert_eq!(names(directory.path()), before, "{line}");
    }
}

#[cfg(unix)]
#[test]
fn on_a_full_disk_nothing_is_written_and_nothing_is_left() {
    let directory = files();
    std::fs::write(directory.path().join("page.html"), "old").unwrap();
    let before = names(directory.path());
    // No file may grow beyond a block or two: as on a full disk, the first bytes are written and later ones are not.
    let script = r#"trap "" XFSZ; ulimit -f 1; exec "$0" "$@""#;
    let output = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_regauge")])
        .args(["plan", "day.json", "--work", "0", "-o", "new.json"])
        .args(["--html", "page.html"])
        .current_dir(directory.path())
        .output()
        .unwrap();
    assert_eq!(code(&output), 2);
    assert!(
        message(&output).starts_with("C0006: "),
        "{}",
        message(&output)
    );
    assert!(
        message(&output).contains("Nothing was written."),
        "{}",
        message(&output)
    );
    assert_eq!(names(directory.path()), before);
    let page = std::fs::read_to_string(directory.path().join("page.html"));
    assert_eq!(page.unwrap(), "old");
}

#[cfg(target_os = "linux")]
#[test]
fn what_was_written_is_told_when_something_else_was_not() {
    let directory = files();
    let full = || std::fs::File::create("/dev/full").unwrap();
    // The plan is there, only the summary could not be shown.
    let mut command = regauge(["plan", "day.json", "--work", "0", "-o", "new.json"]);
    let command = command.current_dir(directory.path()).stdout(full());
    let output = command.output().unwrap();
    assert_eq!(code(&output), 2);
    assert!(
        message(&output).starts_with("C0012: "),
        "{}",
        message(&output)
    );
    assert!(
        message(&output).contains("written: new.json"),
        "{}",
        message(&output)
    );
    assert!(names(directory.path()).contains(&"new.json".to_owned()));

    // One output goes to standard output and fails, so the other is not written.
    let line = [
        "plan",
        "day.json",
        "--work",
        "0",
        "-o",
        "-",
        "--html",
        "page.html",
    ];
    let output = regauge(line)
        .current_dir(directory.path())
        .stdout(full())
        .output()
        .unwrap();
    assert_eq!(code(&output), 2);
    assert!(
        message(&output).starts_with("C0007: "),
        "{}",
        message(&output)
    );
    assert!(!names(directory.path()).contains(&"page.html".to_owned()));

    // A device that fails is told with what was left as it was.
    let line = "plan day.json --work 0 -o other.json --html /dev/full";
    let output = said(directory.path(), line);
    assert_eq!(code(&output), 2);
    let told = message(&output);
    assert!(told.starts_with("C0011: "), "{told}");
    assert!(
        told.contains("written: none; left as they were: other.json"),
        "{told}"
    );
    assert!(!names(directory.path()).contains(&"other.json".to_owned()));
}

/// Names and values of files are quoted in messages; what steers a terminal does nothing there.
#[cfg(unix)]
#[test]
fn no_escape_of_an_input_reaches_a_terminal() {
    let directory = tempdir().unwrap();
    let hostile = "\u{1b}[2J\u{9b}31m\u{202e}";
    let quiet = |output: &Output| {
        let said = format!(
            "{}{}",
            message(output),
            String::from_utf8_lossy(&output.stdout)
        );
        assert!(!said.is_empty());
        for bad in ['\u{1b}', '\u{9b}', '\u{202e}'] {
            assert!(!said.contains(bad), "{said:?}");
        }
    };
    let name = format!("{hostile}.json");
    for text in [
        format!(
            "{{\"format_version\": \"{}\"}}",
            "\\u001b[2J\\u009b31m\\u202e"
        ),
        format!("{{\"{}\": 1}}", "\\u001b[2J\\u009b31m\\u202e"),
        format!("[1, {hostile}"),
        small_instance().replacen("\"C2001\"", "\"\\u001b[2J\\u009b31m\"", 1),
    ] {
        file(directory.path(), &name, text);
        for format in ["text", "json"] {
            let mut command = regauge(["plan", "--work", "0", "--format", format, &name]);
            quiet(&command.current_dir(directory.path()).output().unwrap());
        }
        let mut command = regauge(["generate", "--config", &name]);
        quiet(&command.current_dir(directory.path()).output().unwrap());
        let mut command = regauge(["decode", "--demo", "s", &name]);
        quiet(&command.current_dir(directory.path()).output().unwrap());
    }
    quiet(&regauge(["plan", hostile]).output().unwrap());
    quiet(&regauge(["plan", "--demo", hostile]).output().unwrap());
    quiet(&regauge(["plan", "one", hostile]).output().unwrap());
    quiet(&regauge([hostile]).output().unwrap());
    quiet(
        &regauge(["plan", "--demo", "s", "-o", &format!("missing/{hostile}")])
            .output()
            .unwrap(),
    );
    quiet(
        &regauge(["show", "--demo", "s", "--from", hostile, "x"])
            .output()
            .unwrap(),
    );
    // The name of an instance is shown with its plan, and written into it.
    let text =
        small_instance().replacen("\"name\": \"", "\"name\": \"\\u001b[2J\\u009b31m\\u202e", 1);
    for arguments in [
        &["plan", "-", "--work", "0"][..],
        &["plan", "-", "--work", "0", "--format", "json"],
        &["plan", "-", "--work", "0", "--html", "-"],
        &["compile", "-"],
    ] {
        quiet(&run_with_input(&mut regauge(arguments), text.as_bytes()));
    }
}
