//! A small valid file, and ways to make it wrong.

use regauge_model::validate::instance_from_json;
use regauge_model::{Language, Problem};
use serde_json::Value;

/// The text of a small valid file.
pub const SMALL: &str = include_str!("small.json");

/// The small valid file as JSON.
pub fn small() -> Value {
    serde_json::from_str(SMALL).expect("the fixture is JSON")
}

/// Sets what a pointer such as `/trains/0/length_m` names; `null` removes it.
pub fn set(file: &mut Value, pointer: &str, value: Value) {
    let (parent, last) = pointer.rsplit_once('/').expect("a pointer has a slash");
    let parent = file
        .pointer_mut(parent)
        .unwrap_or_else(|| panic!("nothing at {parent}"));
    match parent {
        Value::Object(fields) if value.is_null() => {
            fields
                .remove(last)
                .unwrap_or_else(|| panic!("nothing at {pointer}"));
        }
        Value::Object(fields) => {
            fields.insert(last.to_owned(), value);
        }
        Value::Array(items) if last == "-" => items.push(value),
        Value::Array(items) => items[last.parse::<usize>().expect("a position")] = value,
        _ => panic!("{pointer} is in no object or list"),
    }
}

/// The problems of the small file after some changes.
pub fn problems(changes: &[(&str, Value)]) -> Vec<Problem> {
    let mut file = small();
    for (pointer, value) in changes {
        set(&mut file, pointer, value.clone());
    }
    let text = serde_json::to_vec_pretty(&file).expect("JSON is written");
    match instance_from_json(&text) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.0,
    }
}

/// Asserts that the small file after some changes is refused with a code at a path; returns that problem.
#[track_caller]
pub fn refused(changes: &[(&str, Value)], code: &str, path: &str) -> Problem {
    let problems = problems(changes);
    let found = problems
        .iter()
        .find(|problem| problem.code == code && problem.path == path);
    let Some(problem) = found else {
        let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!(
            "no {code} at {path} for {changes:?}; instead:\n{}",
            all.join("\n")
        );
    };
    assert!(problem.line.is_some(), "{problem} has no line");
    assert!(
        !problem.message.is_empty() && !problem.advice.is_empty(),
        "{problem}"
    );
    assert_chinese(problem);
    problem.clone()
}

/// Asserts that nothing of a problem is left in English for readers of Chinese: outside of what is quoted, the value found and the
/// place there are no two English words in a row.
#[track_caller]
pub fn assert_chinese(problem: &Problem) {
    for message in [&problem.message, &problem.advice] {
        let text = message.in_language(Language::Chinese);
        let outside = text.split('`').step_by(2).collect::<Vec<_>>().join("`");
        let is_word = |word: &&str| word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase());
        let words: Vec<&str> = outside
            .split(|c: char| c.is_whitespace() || ",;:()".contains(c))
            .collect();
        let two = words.windows(2).find(|pair| pair.iter().all(is_word));
        assert!(two.is_none(), "{two:?} in: {text}");
    }
    let line = problem.in_language(Language::Chinese);
    assert!(
        line.starts_with(problem.code) && line.ends_with('。'),
        "{line}"
    );
}

/// Asserts that the small file after some changes is valid.
#[track_caller]
pub fn accepted(changes: &[(&str, Value)]) {
    let problems = problems(changes);
    let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(all.is_empty(), "{changes:?}:\n{}", all.join("\n"));
}
