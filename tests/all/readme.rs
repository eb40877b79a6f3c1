//! What the README shows is what the command says. `UPDATE_DOCS=1 cargo test --test all readme` writes the excerpts anew.
//!
//! An excerpt is a ```` ```text ```` block; the last command shown before it made it. Which lines are taken is decided
//! here, so that a better plan changes the figures of the page and nothing else.

use crate::common::{code, regauge};
use std::fmt::Write;
use std::path::Path;

/// Stands for lines left out.
const LEFT_OUT: &str = "…";

/// How many lines of a section are shown, by the number of the section in its output.
const FIRST_PLAN: &[usize] = &[9, 9, 12, 11];
const WAITS: &[usize] = &[6, 6];

fn readme() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    std::fs::read_to_string(path)
        .expect("there is a README")
        .replace("\r\n", "\n")
}

/// What a command of the README says on standard output.
fn output_of(command: &str) -> String {
    let (_, arguments) = command
        .split_once(" -- ")
        .expect("a command of this program");
    let output = regauge(arguments.split_whitespace()).output().unwrap();
    assert!(code(&output) <= 1, "{command}");
    String::from_utf8(output.stdout).expect("text")
}

/// The first lines of each section, whose headings begin with `──`.
fn excerpt(output: &str, lines: &[usize]) -> String {
    let mut sections: Vec<Vec<&str>> = Vec::new();
    for line in output.lines() {
        if line.starts_with("──") {
            sections.push(Vec::new());
        }
        sections
            .last_mut()
            .expect("the output begins with a heading")
            .push(line.trim_end());
    }
    let mut text = String::new();
    for (section, &shown) in sections.iter().zip(lines) {
        let section: Vec<&str> = section
            .iter()
            .copied()
            .filter(|line| !line.is_empty())
            .collect();
        // The heading is not counted.
        for line in section.iter().take(shown + 1) {
            writeln!(text, "{line}").unwrap();
        }
        if section.len() > shown + 1 {
            writeln!(text, "{LEFT_OUT}").unwrap();
        }
    }
    text
}

#[test]
fn the_readme_shows_what_the_command_says() {
    let page = readme();
    let mut now = String::new();
    let mut rest = page.as_str();
    let mut shapes = [FIRST_PLAN, WAITS].into_iter();
    while let Some((before, after)) = rest.split_once("```text\n") {
        let (_, behind) = after.split_once("```\n").expect("the block ends");
        let command = before
            .lines()
            .rev()
            .find_map(|line| line.strip_prefix("$ "));
        let output = output_of(command.expect("a command is shown before its output"));
        let lines = shapes.next().expect("no more excerpts than shapes");
        write!(now, "{before}```text\n{}```\n", excerpt(&output, lines)).unwrap();
        rest = behind;
    }
    assert_eq!(shapes.next(), None, "an excerpt is missing");
    now.push_str(rest);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"), now).unwrap();
        return;
    }
    assert!(
        page == now,
        "README.md is out of date; see the head of this test for the command"
    );
}

/// Every page of the project.
const PAGES: [&str; 20] = [
    "README.md",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "docs/capacity.md",
    "docs/charts.md",
    "docs/commands.md",
    "docs/compiled-problem.md",
    "docs/control.md",
    "docs/development.md",
    "docs/diff.md",
    "docs/format.md",
    "docs/gallery.md",
    "docs/displib.md",
    "docs/ports.md",
    "docs/single-track.md",
    "docs/stations.md",
    "docs/problems.md",
    "docs/report.md",
    "docs/rules.md",
    "instances/README.md",
];

#[test]
fn links_between_pages_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for page in PAGES {
        let path = root.join(page);
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{page}: {error}"));
        for (_, rest) in text
            .match_indices("](")
            .map(|(at, _)| text.split_at(at + 2))
        {
            let target = rest.split([')', '#']).next().unwrap_or_default();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            let linked = path.parent().expect("a file has a directory").join(target);
            assert!(linked.exists(), "{page} links to {target}");
        }
    }
}
