//! Every code that a file can be refused or warned with, on one page.

use crate::advance::ACTUAL_RULES;
use crate::diff::DIFF_RULES;
use crate::plan_file::PLAN_RULES;
use crate::validation::{RULES, Rule, WARNINGS};

/// The page `docs/problems.md`: the table of rules in Markdown.
pub fn problems_page() -> String {
    let mut page = String::from(
        "# Problems of input files\n\n\
         Every problem is reported with its code, its place in the file (`trains[3].due_exit`), the line, the value found \
         and advice. Codes are stable. What is wrong with the text or the \
         shape of a plan file has the codes E01 and E02 as well. This page is generated from `model/src/validation/rules.rs` and \
         `model/src/plan_file/rules.rs`:\n\
         `UPDATE_DOCS=1 cargo test -p regauge-model --test all docs`.\n",
    );
    let families = [
        ("E01", "The text"),
        ("E02", "The shape"),
        ("E03", "Names"),
        ("E04", "Times and figures"),
        ("E05", "Stations and sections"),
        ("E06", "Sheds"),
        ("E07", "Wind"),
        ("E08", "Trains"),
        ("E09", "Routes and lengths"),
        ("E10", "The state at the start"),
        ("E11", "The history"),
        ("P01", "Plan files: which plan it is"),
        ("P02", "Plan files: names, times, trains"),
        ("P03", "Plan files: figures"),
        ("A01", "What happened: the file"),
        ("A02", "What happened: names"),
        ("A03", "What happened: events and times"),
        ("D01", "Differences of plans: which plans they are"),
        ("D02", "Differences of plans: trains"),
    ];
    for (prefix, title) in families {
        let rules = RULES
            .iter()
            .chain(PLAN_RULES)
            .chain(ACTUAL_RULES)
            .chain(DIFF_RULES);
        let rules = rules.filter(|rule| rule.code.starts_with(prefix));
        section(&mut page, title, rules.copied());
    }
    section(&mut page, "Warnings", WARNINGS.iter().copied());
    page += "\nA file with warnings is valid and is planned as it stands. `regauge check INSTANCE` lists them, and fails because of them \
             with `--strict` alone; `regauge plan` tells them on standard error; a program asks `Instance::warnings`.\n";
    page
}

fn section(page: &mut String, title: &str, rules: impl Iterator<Item = &'static Rule>) {
    *page += &[
        "\n## ",
        title,
        "\n\n| code | meaning | what to do |\n|---|---|---|\n",
    ]
    .concat();
    for rule in rules {
        let Rule {
            code,
            meaning,
            advice,
        } = rule;
        *page += &["| ", code, " | ", meaning, " | ", advice.english, " |\n"].concat();
    }
}
