//! Commands run without a process: into writers that fail, and interrupted.

use super::codes::CODES;
use super::*;
use regauge::CancelToken;
use std::io::{self, Write};

/// Runs a command line and gives its exit code and what it said on standard error.
fn run(line: &str, out: &mut dyn Write, interrupt: fn(CancelToken)) -> (u8, String) {
    let mut err = Vec::new();
    let mut on_interrupt = interrupt;
    let cli = Cli::try_parse_from(line.split(' ')).expect("a good command line");
    let code = cli.run(&mut Console {
        input: &mut io::empty(),
        out,
        err: &mut err,
        out_width: None,
        color: None,
        is_dumb: false,
        err_is_terminal: false,
        language: Language::English,
        written: Vec::new(),
        on_interrupt: &mut on_interrupt,
    });
    (code, String::from_utf8(err).expect("messages are text"))
}

fn nobody_interrupts(_: CancelToken) {}

/// A writer that fails.
struct Failing(io::ErrorKind);

impl Write for Failing {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Err(self.0.into())
    }
}

#[test]
fn the_arguments_are_consistent() {
    Cli::command().debug_assert();
}

#[test]
fn colour_is_read_in_both_spellings() {
    let words = |line: &str| {
        let words: Vec<_> = line.split(' ').map(Into::into).collect();
        color_of(words.into_iter())
    };
    assert_eq!(words("regauge plan --color never"), ColorChoice::Never);
    assert_eq!(words("regauge --color=always"), ColorChoice::Always);
    assert_eq!(words("regauge plan"), ColorChoice::Auto);
}

#[test]
fn a_reader_that_has_left_is_no_error() {
    let mut gone = Failing(io::ErrorKind::BrokenPipe);
    let (code, said) = run("regauge generate s", &mut gone, nobody_interrupts);
    assert_eq!((code, said.as_str()), (0, ""));
}

#[test]
fn an_output_that_fails_is_told() {
    let mut full = Failing(io::ErrorKind::StorageFull);
    let (code, said) = run("regauge generate s", &mut full, nobody_interrupts);
    assert_eq!(code, 2);
    assert!(
        said.starts_with("C0007: standard output cannot be written"),
        "{said}"
    );
}

#[test]
fn an_interrupted_run_gives_its_best_plan() {
    let mut out = Vec::new();
    let line = "regauge plan --demo s --format json";
    let (code, said) = run(line, &mut out, |token| token.cancel());
    assert!(code <= 1, "{said}");
    let plan: serde_json::Value = serde_json::from_slice(&out).expect("a plan");
    assert_eq!(plan["status"], "interrupted");
}

#[test]
fn progress_is_for_terminals_alone() {
    let mut out = Vec::new();
    let (code, said) = run(
        "regauge plan --demo s --work 0.01",
        &mut out,
        nobody_interrupts,
    );
    assert!(code <= 1);
    assert_eq!(said, "");
    assert!(!out.is_empty());
}

/// A terminal that knows nothing but lines gets no colours and no line that is drawn again, unless colours are asked for.
#[test]
fn a_dumb_terminal_gets_lines_alone() {
    for (line, colored) in [
        ("regauge plan --demo s --work 0", false),
        ("regauge plan --demo s --work 0 --color always", true),
    ] {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let cli = Cli::try_parse_from(line.split(' ')).expect("a good command line");
        let mut console = Console {
            input: &mut io::empty(),
            out: &mut out,
            err: &mut err,
            out_width: Some(80),
            color: None,
            is_dumb: true,
            err_is_terminal: true,
            language: Language::English,
            written: Vec::new(),
            on_interrupt: &mut |_| {},
        };
        assert!(!console.shows_progress());
        cli.run(&mut console);
        assert_eq!(out.contains(&0x1b), colored, "{line}");
        assert!(err.is_empty());
    }
}

/// `docs/commands.md` lists every code that messages of the command have: `UPDATE_DOCS=1` writes the list anew.
#[test]
fn every_code_is_on_the_page() {
    let sources = [include_str!("error.rs"), include_str!("journeys.rs")].concat();
    let quoted: std::collections::BTreeSet<&str> = sources
        .split('"')
        .filter(|text| {
            text.len() == 5
                && text.starts_with(['C', 'J'])
                && text.bytes().skip(1).all(|byte| byte.is_ascii_digit())
        })
        .collect();
    let listed: Vec<&str> = CODES.iter().map(|(code, _)| *code).collect();
    assert_eq!(quoted.into_iter().collect::<Vec<_>>(), listed);

    let rows = CODES
        .iter()
        .map(|(code, meaning)| format!("| {code} | {meaning} |\n"));
    let table = format!("| code | means |\n|---|---|\n{}", rows.collect::<String>());
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/commands.md");
    let page = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let (before, rest) = page
        .split_once("<!-- codes -->\n")
        .expect("the list begins");
    let (_, after) = rest
        .split_once("<!-- end of codes -->")
        .expect("the list ends");
    let now = format!("{before}<!-- codes -->\n{table}<!-- end of codes -->{after}");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &now).unwrap();
        return;
    }
    assert!(page == now, "docs/commands.md is out of date");
}

/// Whoever asks for help or makes a mistake has said the language before anything is parsed.
#[test]
fn the_language_is_read_in_both_spellings() {
    for (line, language) in [
        ("regauge --lang zh plan", Language::Chinese),
        ("regauge plan --lang=zh", Language::Chinese),
        ("regauge plan --lang en", Language::English),
        ("regauge plan --lang fr", Language::English),
        ("regauge plan", Language::English),
    ] {
        let words = line.split(' ').map(OsString::from);
        assert_eq!(language_of(value_of("--lang", words)), language, "{line}");
    }
}
