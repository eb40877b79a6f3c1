//! Documentation pages say what the code says: `UPDATE_DOCS=1 cargo test -p regauge-model --test all docs` writes the
//! generated ones anew.

use crate::common;
use regauge_model::check;
use regauge_model::codes::problems_page;
use regauge_model::format::{
    InstanceFile, actual_schema, diff_schema, instance_schema, plan_schema,
};
use regauge_model::plan_file::PLAN_RULES;
use regauge_model::validate::{RULES, instance_from_json};
use serde_json::Value;
use std::fmt::Write as _;

const RULES_PAGE: &str = include_str!("../../../docs/rules.md");
const KPIS_PAGE: &str = include_str!("../../../docs/kpis.md");
const FORMAT_PAGE: &str = include_str!("../../../docs/format.md");

/// Compares a page with what it should be, or writes it.
fn up_to_date(name: &str, now: &str) {
    let path = format!("{}/../docs/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, now).expect("the page is written");
    }
    let page = std::fs::read_to_string(&path)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    assert!(
        page == now,
        "docs/{name} is out of date; see the head of this test for the command"
    );
}

#[test]
fn schemas_are_up_to_date() {
    up_to_date("instance.schema.json", &instance_schema());
    up_to_date("actual.schema.json", &actual_schema());
    up_to_date("plan.schema.json", &plan_schema());
    up_to_date("diff.schema.json", &diff_schema());
}

#[test]
fn the_page_of_problems_is_up_to_date() {
    up_to_date("problems.md", &problems_page());
}

#[test]
fn the_page_of_causes_is_up_to_date() {
    up_to_date("causes.md", &causes_page());
}

/// The page of causes, from the schema of plan files.
fn causes_page() -> String {
    const HEAD: &str = "\
# Causes

Why a train waits or is not planned, and what a violation is about, stand in files as objects with a kind and ids, for programs to
read: a wait has its task in `before` and its resource in `for_what`, with the trains that held it in `held_by` or the closure in the
way in `closure`; a reason lists resources in `blocked_by`; `check --format json` has the `resource` of a violation, or `null` where it is
about the plan's statements or the train's journey as a whole. Ids are those of the instance file.

```json
{ \"rake\": \"arriving\", \"before\": { \"what\": \"run\", \"section\": \"border-broad\" },
  \"for_what\": { \"kind\": \"tracks\", \"yard\": \"broad\" }, \"held_by\": [\"X8012\"] }
```

This page is generated from the schema of plan files ([`plan.schema.json`](plan.schema.json)).
";
    let schema: Value = serde_json::from_str(&plan_schema()).expect("the schema is JSON");
    let mut page = HEAD.to_owned();
    for (title, types, tag) in [
        ("Resources", "ResourceFile", "kind"),
        ("Tasks", "TaskFile", "what"),
        ("Closures", "ClosureKindFile", "why"),
        ("Reasons", "ReasonCodeFile", "code"),
        ("Rules", "RuleFile", "rule"),
    ] {
        let is_plain = matches!(tag, "why" | "code" | "rule");
        let head = if is_plain {
            format!("\n## {title}\n\n| `{tag}` | what it is |\n|---|---|\n")
        } else {
            format!("\n## {title}\n\n| `{tag}` | ids | what it is |\n|---|---|---|\n")
        };
        page.push_str(&head);
        let kinds = schema["$defs"][types]["oneOf"].as_array();
        for kind in kinds.expect("one of several kinds") {
            let meaning = kind["description"].as_str().expect("it is described");
            if is_plain {
                let name = kind["const"].as_str().expect("a word");
                let _ = writeln!(page, "| `{name}` | {meaning} |");
                continue;
            }
            let name = kind["properties"][tag]["const"].as_str();
            let ids = kind["required"].as_array().expect("a list").iter();
            let ids = ids.filter_map(Value::as_str).filter(|id| *id != tag);
            let ids: Vec<String> = ids.map(|id| format!("`{id}`")).collect();
            let ids = if ids.is_empty() {
                "–".to_owned()
            } else {
                ids.join(", ")
            };
            let name = name.expect("a word");
            let _ = writeln!(page, "| `{name}` | {ids} | {meaning} |");
        }
    }
    page
}

#[test]
fn codes_are_unique_and_in_order() {
    let codes: Vec<&str> = RULES.iter().map(|rule| rule.code).collect();
    assert!(codes.windows(2).all(|pair| pair[0] < pair[1]), "{codes:?}");
    for rule in RULES {
        assert!(rule.code.len() == 5 && rule.code.starts_with('E'));
        assert!(
            rule.meaning.ends_with('.') && rule.advice.english.ends_with('.'),
            "{rule:?}"
        );
        assert!(
            problems_page().contains(rule.code),
            "{} is in no family",
            rule.code
        );
    }
}

#[test]
fn codes_of_plan_files_are_unique_in_order_and_on_the_page() {
    let codes: Vec<&str> = PLAN_RULES.iter().map(|rule| rule.code).collect();
    assert!(codes.windows(2).all(|pair| pair[0] < pair[1]), "{codes:?}");
    for rule in PLAN_RULES {
        assert!(rule.code.len() == 5 && rule.code.starts_with('P'));
        assert!(
            rule.meaning.ends_with('.') && rule.advice.english.ends_with('.'),
            "{rule:?}"
        );
        let row = format!(
            "| {} | {} | {} |",
            rule.code, rule.meaning, rule.advice.english
        );
        assert!(
            problems_page().contains(&row),
            "{} is on no page",
            rule.code
        );
    }
}

pub fn example() -> &'static str {
    let (_, rest) = FORMAT_PAGE
        .split_once("```json\n")
        .expect("the page has an example");
    rest.split_once("```").expect("the example ends").0
}

#[test]
fn the_example_of_the_format_page_is_valid() {
    if let Err(problems) = instance_from_json(example().as_bytes()) {
        panic!("{problems}");
    }
}

#[test]
fn the_format_page_names_every_field_of_an_instance() {
    let schema: Value = serde_json::from_str(&instance_schema()).expect("the schema is JSON");
    let mut names = Vec::new();
    fields(&schema, &mut names);
    for name in names {
        assert!(
            FORMAT_PAGE.contains(&format!("`{name}`")),
            "docs/format.md does not mention `{name}`"
        );
    }
}

fn fields(schema: &Value, names: &mut Vec<String>) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::Object(properties)) = object.get("properties") {
                names.extend(properties.keys().cloned());
            }
            object.values().for_each(|value| fields(value, names));
        }
        Value::Array(items) => items.iter().for_each(|value| fields(value, names)),
        _ => {}
    }
}

#[test]
fn valid_files_validate_against_the_schema() {
    let schema: Value = serde_json::from_str(&instance_schema()).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    for text in [common::SMALL, example()] {
        let file: Value = serde_json::from_str(text).expect("the file is JSON");
        let errors: Vec<String> = validator
            .iter_errors(&file)
            .map(|e| e.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
    let mut wrong = common::small();
    common::set(&mut wrong, "/trains/0/due_exti", "x".into());
    assert!(!validator.is_valid(&wrong));
    let schema: Value = serde_json::from_str(&plan_schema()).expect("the schema is JSON");
    jsonschema::validator_for(&schema).expect("the schema is one");
}

#[test]
fn written_files_validate_against_the_schema() {
    let schema: Value = serde_json::from_str(&instance_schema()).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    let file: InstanceFile = serde_json::from_str(common::SMALL).expect("the fixture is read");
    let written = serde_json::to_value(&file).expect("the file is written");
    assert!(validator.is_valid(&written));
}

/// Everything in backticks.
fn in_backticks(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[test]
fn every_rule_of_the_checker_is_explained() {
    let explained: Vec<&str> = in_backticks(RULES_PAGE).collect();
    for rule in check::RULES {
        assert!(
            explained.contains(&rule),
            "docs/rules.md does not mention `{rule}`"
        );
    }
}

#[test]
fn every_rule_in_a_heading_is_one_of_the_checker() {
    let headings: Vec<&str> = RULES_PAGE.lines().filter(|l| l.starts_with('#')).collect();
    for heading in &headings {
        for rule in in_backticks(heading) {
            assert!(
                check::RULES.contains(&rule),
                "no violation is called `{rule}` ({heading})"
            );
        }
    }
    // The other way round: a rule that no heading names is hard to find.
    for rule in check::RULES {
        let named = headings.iter().any(|h| in_backticks(h).any(|r| r == rule));
        assert!(named, "no heading of docs/rules.md names `{rule}`");
    }
}

/// The list of rules is what the code says: every name that a violation is made with, and no other.
#[test]
fn the_list_of_rules_is_complete() {
    let folder = format!("{}/src/check", env!("CARGO_MANIFEST_DIR"));
    let mut found = std::collections::BTreeSet::new();
    for file in std::fs::read_dir(folder).expect("the folder of the checker") {
        let path = file.expect("a file").path();
        // There is the list itself.
        if path.ends_with("mod.rs") {
            continue;
        }
        let text = std::fs::read_to_string(path).expect("a text");
        for quoted in text.split('"').skip(1).step_by(2) {
            found.extend(check::RULES.into_iter().filter(|rule| *rule == quoted));
        }
        // What a violation is made with comes first in the call.
        for call in text.split("broken(").chain(text.split("of_plan(")).skip(1) {
            if let Some(rule) = call.trim_start().strip_prefix('"') {
                let rule = rule.split('"').next().unwrap_or_default();
                assert!(check::RULES.contains(&rule), "`{rule}` is in no list");
            }
        }
    }
    assert_eq!(found.len(), check::RULES.len());
}

#[test]
fn every_key_figure_is_defined() {
    let defined: Vec<&str> = in_backticks(KPIS_PAGE).collect();
    let kpis = serde_json::to_value(regauge_model::format::KpiFile::default()).expect("figures");
    for name in kpis.as_object().expect("fields").keys() {
        assert!(
            defined.contains(&name.as_str()),
            "docs/kpis.md does not define `{name}`"
        );
    }
}
