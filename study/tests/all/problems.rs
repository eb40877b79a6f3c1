//! Wrong studies are refused, with place, line, value and advice, in both languages.

use crate::study;
use regauge_model::Language;

/// The good one that each is made of.
const GOOD: &str = r#"name = "t"
question = "?"
[base]
demo = "m"
[replications]
least = 2
most = 3
[levers.cranes]
lever = "cranes"
shed = "shed-23"
values = [4, 5]
"#;

const WRONG: &[(&str, &str, &str)] = &[
    ("no TOML", "least = 2", "least = = 2"),
    ("an unknown field", "least = 2", "leest = 2"),
    (
        "an unknown lever",
        "lever = \"cranes\"",
        "lever = \"crains\"",
    ),
    ("no base", "demo = \"m\"", ""),
    ("an unknown base", "demo = \"m\"", "demo = \"q\""),
    (
        "a factor that hits nothing",
        "shed = \"shed-23\"",
        "shed = \"shed-32\"",
    ),
    (
        "a value of the wrong kind",
        "values = [4, 5]",
        "values = [4, true]",
    ),
    ("no values", "values = [4, 5]", "values = []"),
    ("no replications", "least = 2", "least = 0"),
    ("more at least than at most", "least = 2", "least = 4"),
    (
        "a promise nothing can keep",
        "[replications]",
        "[promise]\nmean_dwell_hours = 0.5\n[replications]",
    ),
    (
        "a promise of no time",
        "[replications]",
        "[promise]\np90_dwell_hours = 0\n[replications]",
    ),
    (
        "a figure outside its limits",
        "[replications]",
        "[run]\nreplan_hours = 48\n[replications]",
    ),
    (
        "a reference that is no value",
        "[replications]",
        "[design]\nreference = { cranes = 7 }\n[replications]",
    ),
    (
        "a reference without a factor",
        "[replications]",
        "[design]\nreference = { crane = 4 }\n[replications]",
    ),
    (
        "a path that leads nowhere",
        "lever = \"cranes\"\nshed = \"shed-23\"",
        "lever = \"path\"\npath = \"base.system.stations[alashankou].sheds[shed-23].placing_minute\"",
    ),
    (
        "a path to a text",
        "lever = \"cranes\"\nshed = \"shed-23\"",
        "lever = \"path\"\npath = \"base.name\"",
    ),
    (
        "a scenario that is no instance",
        "lever = \"cranes\"\nshed = \"shed-23\"\nvalues = [4, 5]",
        "lever = \"path\"\npath = \"base.system.sections[border-broad].headway_minutes.up\"\nvalues = [10, 100000]",
    ),
    (
        "a list without scenarios",
        "[replications]",
        "[design]\nkind = \"list\"\n[replications]",
    ),
];

#[test]
fn wrong_studies_are_refused_in_both_languages() {
    study(GOOD).unwrap_or_else(|problems| panic!("{problems}"));
    let mut all = String::new();
    for (what, from, to) in WRONG {
        assert!(GOOD.contains(from), "{from}");
        let problems = study(&GOOD.replace(from, to)).expect_err(what);
        all += &format!("{what}\n");
        for problem in &problems.0 {
            assert!(problem.line.is_some(), "{what}: {problem}");
            assert!(!problem.advice.is_empty(), "{what}");
            all += &format!(
                "  {}\n  {}\n",
                problem.in_language(Language::English),
                problem.in_language(Language::Chinese)
            );
        }
    }
    insta::assert_snapshot!(all);
}

#[test]
fn no_bytes_make_it_panic() {
    for end in 0..GOOD.len() {
        let _ = study(&GOOD[..end]);
        let mut spoilt = GOOD.as_bytes().to_vec();
        spoilt[end] = b"\"[]={}.\n9"[end % 9];
        let _ = study(&String::from_utf8_lossy(&spoilt));
    }
}
