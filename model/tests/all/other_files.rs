//! A file that is not the one needed is told in one line: what it is and what to do.

use crate::check::fixture::good;
use crate::common::{SMALL, assert_chinese};
use regauge_model::plan_file::{plan_from_json, plan_to_json};
use regauge_model::validate::{FileKind, instance_from_json, other_file};
use regauge_model::{Instance, Problem, Problems};

/// The only problem of a text given as an instance.
#[track_caller]
fn one(read: Result<Instance, Problems>, code: &str, words: &[&str]) -> Problem {
    let Err(problems) = read else {
        panic!("it is read");
    };
    let [problem] = problems.0.as_slice() else {
        panic!("{} problems: {problems}", problems.0.len());
    };
    assert_eq!(problem.code, code, "{problem}");
    for word in words {
        let line = problem.to_string();
        assert!(line.contains(word), "{word} in: {line}");
    }
    assert_chinese(problem);
    problem.clone()
}

#[test]
fn a_plan_is_no_instance_and_an_instance_no_plan() {
    let (instance, plan) = good();
    let plan = plan_to_json(&instance, &plan).unwrap();
    let words = ["this is a plan", "an instance is needed", "comes first"];
    one(instance_from_json(plan.as_bytes()), "E0111", &words);
    let problems = plan_from_json(&instance, SMALL.as_bytes()).unwrap_err().0;
    assert_eq!(problems.len(), 1);
    assert!(
        problems[0]
            .message
            .to_string()
            .contains("this is an instance"),
        "{}",
        problems[0]
    );
}

#[test]
fn other_documents_are_known_by_their_fields() {
    for (text, words) in [
        (
            r#"{"format": "regauge compiled problem 1", "network": {}}"#,
            "compiled problem",
        ),
        (
            r#"{"format": "regauge journeys 1", "journeys": []}"#,
            "journeys",
        ),
        (r#"{"$schema": "x", "properties": {}}"#, "schema"),
        (
            r#"{"before": {}, "after": {}, "patch": {}}"#,
            "regauge diff --apply",
        ),
        (
            r#"{"name": "x", "place": {}, "traffic": {}, "line": {}}"#,
            "generate --config",
        ),
        (
            r#"{"violations": [], "value": 1, "kpis": {}}"#,
            "report of the checker",
        ),
        (
            r#"[{"code": "E0101", "message": "x", "advice": "y"}]"#,
            "list of problems",
        ),
    ] {
        one(instance_from_json(text.as_bytes()), "E0111", &[words]);
    }
    let kind = |text: &str, wanted| other_file(text.as_bytes(), wanted).map(|p| p.code);
    assert_eq!(kind(SMALL, FileKind::Journeys), Some("E0111"));
    assert_eq!(kind(SMALL, FileKind::Instance), None);
    assert_eq!(kind("a,b\n1,2", FileKind::Journeys), Some("E0110"));
    assert_eq!(kind("{", FileKind::Journeys), None);
}

#[test]
fn texts_of_another_kind_are_named() {
    for (text, code, words) in [
        ("", "E0108", "empty"),
        (" \n\t", "E0108", "empty"),
        ("\u{feff}", "E0108", "empty"),
        ("train;class;length\nX1;broad;700\n", "E0110", "CSV"),
        ("\"train\",\"class\"\n\"X1\",\"broad\"\n", "E0110", "CSV"),
        ("train\tclass\n", "E0110", "CSV"),
        ("<?xml version=\"1.0\"?><day/>", "E0110", "XML"),
        ("name: day\nhorizon:\n", "E0110", "YAML"),
        ("---\nname: day\n", "E0110", "YAML"),
    ] {
        one(instance_from_json(text.as_bytes()), code, &[words]);
    }
}

#[test]
fn habits_of_other_notations_are_named_with_their_line() {
    for (text, line, words) in [
        ("// a day\n{}", 1, "no comments"),
        ("{\n  \"name\": \"x\", # a day\n}", 2, "no comments"),
        ("{\n  /* a day */ \"name\": \"x\"}", 2, "no comments"),
        ("{\"name\": \"x\" // a day\n}", 1, "no comments"),
        ("{\"trains\": [1, 2,\n]}", 2, "comma after the last"),
        ("{\"name\": \"x\",\n}", 2, "comma after the last"),
        ("{'name': 'x'}", 1, "double quotes"),
        ("{name: \"x\"}", 1, "double quotes"),
        ("{\"x\": NaN}", 1, "NaN"),
        ("{\"x\": None}", 1, "null"),
        ("{\"x\": True}", 1, "small letters"),
    ] {
        let problem = one(instance_from_json(text.as_bytes()), "E0101", &[words]);
        assert_eq!(problem.line, Some(line), "{text}");
    }
}

#[test]
fn bytes_that_are_no_text_are_named() {
    let wide = |bytes: fn(u16) -> [u8; 2], mark: bool| -> Vec<u8> {
        let mark = mark.then_some(0xfeff);
        let units = mark.into_iter().chain(SMALL.encode_utf16());
        units.flat_map(bytes).collect()
    };
    for text in [
        wide(u16::to_le_bytes, true),
        wide(u16::to_be_bytes, true),
        wide(u16::to_le_bytes, false),
        wide(u16::to_be_bytes, false),
    ] {
        one(
            instance_from_json(&text),
            "E0105",
            &["UTF-16", "Save the file as UTF-8"],
        );
    }
    one(
        instance_from_json(b"\xff\xfe\0\0{\0\0\0"),
        "E0105",
        &["UTF-32"],
    );
    for (begin, word) in [
        (&b"\x1f\x8b\x08\0"[..], "gunzip"),
        (b"PK\x03\x04rest", "zip"),
        (b"\xfd7zXZ\0rest", "unxz"),
        (b"%PDF-1.7", "PDF"),
    ] {
        one(instance_from_json(begin), "E0109", &[word]);
    }
    // The mark of UTF-8 alone does no harm.
    let marked = format!("\u{feff}{SMALL}");
    assert!(instance_from_json(marked.as_bytes()).is_ok());
}

/// An integer is one in JSON however it is written, and a file says the same with it.
#[test]
fn whole_numbers_may_have_a_point() {
    let text = SMALL.replacen("\"length_m\": 760", "\"length_m\": 7.60e2", 1);
    let text = text.replacen("\"wagons\": 55", "\"wagons\": 55.0", 1);
    assert_ne!(text, SMALL);
    let (plain, pointed) = (SMALL.as_bytes(), text.as_bytes());
    let (plain, pointed) = (
        instance_from_json(plain).unwrap(),
        instance_from_json(pointed).unwrap(),
    );
    assert_eq!(plain.sha256(), pointed.sha256());
}

/// Letters are counted, not bytes.
#[test]
fn an_id_of_a_hundred_letters_is_read_in_any_script() {
    for letter in ["x", "Щ", "换", "🚂"] {
        let id = letter.repeat(100);
        let text = SMALL.replace("\"dostyk\"", &format!("\"{id}\""));
        assert_ne!(text, SMALL);
        assert!(instance_from_json(text.as_bytes()).is_ok(), "{letter}");
        let text = SMALL.replace("\"dostyk\"", &format!("\"{id}{letter}\""));
        let problems = instance_from_json(text.as_bytes()).unwrap_err();
        assert!(
            problems.0.iter().any(|problem| problem.code == "E0303"),
            "{problems}"
        );
    }
}
