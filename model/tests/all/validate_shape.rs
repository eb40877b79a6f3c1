//! What is wrong with the text and the shape of a file: one test per rule, each asserting code and path.

use crate::common::{SMALL, accepted, assert_chinese, problems, refused, set, small};
use regauge_model::Problem;
use regauge_model::validate::instance_from_json;
use serde_json::{Value, json};

fn first(text: &[u8]) -> Problem {
    let problem = instance_from_json(text)
        .expect_err("it is wrong")
        .0
        .remove(0);
    assert_chinese(&problem);
    problem
}

#[test]
fn text_that_is_no_json_names_its_line() {
    let problem = first(b"{\n  \"format_version\": \"1.0\",\n  oops\n}");
    assert_eq!((problem.code, problem.line), ("E0101", Some(3)));
    for text in [
        &b"{"[..],
        b"[1,]",
        b"{\"a\"}",
        b"{\"a\":1,}",
        b"01",
        b"1.",
        b"-",
        b"1e",
        b"tru",
        b"\"a",
        b"\"\\x\"",
        b"\"\\ud800\"",
        b"\"\\ud800\\u0041\"",
        b"\"\\u12\"",
        b"\"\n\"",
        b"{} {}",
        b"nul",
    ] {
        assert_eq!(
            first(text).code,
            "E0101",
            "{}",
            String::from_utf8_lossy(text)
        );
    }
}

#[test]
fn escapes_are_read() {
    let text = SMALL.replace("\"small\"", "\"\\u963f\\ud83d\\ude82\\n\\\"x\"");
    let instance = instance_from_json(text.as_bytes()).expect("it is valid");
    assert_eq!(instance.name(), "阿🚂\n\"x");
}

#[test]
fn text_that_is_not_utf8_names_its_line() {
    let problem = first(b"{\n\"name\": \"\xff\"}");
    assert_eq!((problem.code, problem.line), ("E0105", Some(2)));
}

#[test]
fn a_byte_order_mark_is_no_harm() {
    let text = format!("\u{feff}{SMALL}");
    assert!(instance_from_json(text.as_bytes()).is_ok());
}

#[test]
fn duplicate_keys_are_refused() {
    let text = SMALL.replace("\"wagons\": 55,", "\"wagons\": 55, \"wagons\": 56,");
    let problem = first(text.as_bytes());
    assert_eq!(
        (problem.code, problem.path.as_str()),
        ("E0104", "trains[0].wagons")
    );
    assert!(problem.line.is_some());
}

#[test]
fn duplicate_keys_are_found_among_many() {
    let keys: Vec<String> = (0..40).map(|i| format!("\"k{i}\": 1")).collect();
    let text = format!("{{{}, \"k3\": 2}}", keys.join(","));
    assert_eq!(first(text.as_bytes()).code, "E0104");
}

#[test]
fn unknown_fields_name_the_nearest() {
    let problem = refused(
        &[("/trains/0/due_exti", json!("x"))],
        "E0201",
        "trains[0].due_exti",
    );
    assert!(
        problem.advice.to_string().contains("`due_exit`"),
        "{problem}"
    );
    let problem = refused(&[("/sytem", json!(1))], "E0201", "sytem");
    assert!(problem.advice.to_string().contains("`system`"), "{problem}");
    refused(
        &[("/state/trains/0/arriving/track", json!(1))],
        "E0201",
        "state.trains[0].arriving.track",
    );
}

#[test]
fn missing_fields_are_named() {
    refused(
        &[("/trains/1/class", Value::Null)],
        "E0202",
        "trains[1].class",
    );
    refused(&[("/horizon", Value::Null)], "E0202", "horizon");
    refused(
        &[("/state/trains/0/arriving/at", Value::Null)],
        "E0202",
        "state.trains[0].arriving.at",
    );
}

#[test]
fn wrong_types_are_named() {
    refused(&[("/trains", json!({}))], "E0203", "trains");
    refused(&[("/name", json!(5))], "E0203", "name");
    refused(&[("/trains/0/pins", json!([]))], "E0203", "trains[0].pins");
    refused(
        &[("/trains/0/class", json!(null))],
        "E0202",
        "trains[0].class",
    );
    refused(
        &[("/system/stations/1/sheds/0/indoor", json!("yes"))],
        "E0203",
        "system.stations[1].sheds[0].indoor",
    );
    let spots = "/system/stations/1/sheds/0/spots/0/gauges_mm";
    refused(
        &[(spots, json!([1520]))],
        "E0203",
        "system.stations[1].sheds[0].spots[0].gauges_mm",
    );
}

#[test]
fn choices_name_the_nearest() {
    let problem = refused(
        &[("/wind/closures/0/stops", json!("crane"))],
        "E0204",
        "wind.closures[0].stops",
    );
    assert!(problem.advice.to_string().contains("`cranes`"), "{problem}");
    let problem = refused(
        &[("/state/trains/0/arriving/at", json!("spott"))],
        "E0204",
        "state.trains[0].arriving.at",
    );
    assert!(problem.advice.to_string().contains("`spot`"), "{problem}");
}

#[test]
fn date_times_need_their_form_and_offset() {
    let entry = "/trains/0/earliest_entry";
    refused(
        &[(entry, json!("tomorrow"))],
        "E0205",
        "trains[0].earliest_entry",
    );
    refused(
        &[(entry, json!("2025-02-30T10:00:00+08:00"))],
        "E0205",
        "trains[0].earliest_entry",
    );
    for text in ["2025-03-01T19:00:00", "2025-03-01 19:00", "2025-03-01"] {
        let problem = refused(&[(entry, json!(text))], "E0206", "trains[0].earliest_entry");
        assert!(problem.advice.to_string().contains("+08:00"), "{problem}");
    }
    accepted(&[(entry, json!("2025-03-01T11:00:00Z"))]);
}

#[test]
fn numbers_are_whole_where_they_count() {
    for text in [
        "1.5",
        "-1",
        "4294967296",
        "1.5e-3",
        "1e400",
        "99999999999999999999999999999999999999999999",
    ] {
        let text = SMALL.replace("\"length_m\": 760, \"wagons\": 55, \"boxes\": [{ \"feet\": 40, \"count\": 50 }", &format!("\"length_m\": {text}, \"wagons\": 55, \"boxes\": [{{ \"feet\": 40, \"count\": 50 }}"));
        assert_ne!(text, SMALL);
        let problem = first(text.as_bytes());
        assert_eq!(
            (problem.code, problem.path.as_str()),
            ("E0207", "trains[0].length_m")
        );
    }
}

#[test]
fn numbers_too_large_to_be_read_are_refused() {
    let text = SMALL.replace("\"late_minute\": 3", "\"late_minute\": 1e400");
    let problem = first(text.as_bytes());
    assert_eq!(
        (problem.code, problem.path.as_str()),
        ("E0405", "objective.late_minute")
    );
}

#[test]
fn other_versions_are_refused_beside_other_problems() {
    refused(
        &[("/format_version", json!("2.0"))],
        "E0209",
        "format_version",
    );
    refused(
        &[("/format_version", json!("2.0")), ("/new", json!(1))],
        "E0209",
        "format_version",
    );
}

#[test]
fn all_problems_come_at_once_with_their_lines() {
    let found = problems(&[
        ("/trains/0/class", json!("broad")),
        ("/trains/2/to", json!("dostik")),
        ("/system/sections/2/tracks", json!(3)),
        ("/end/stocks/0/store", json!("nowhere at all")),
    ]);
    let codes: Vec<(&str, &str)> = found.iter().map(|p| (p.code, p.path.as_str())).collect();
    assert_eq!(
        codes,
        [
            ("E0301", "end.stocks[0].store"),
            ("E0504", "system.sections[2].tracks"),
            ("E0301", "trains[0].class"),
            ("E0301", "trains[2].to"),
        ]
    );
    let lines: Vec<usize> = found.iter().filter_map(|p| p.line).collect();
    assert!(lines.is_sorted() && lines.len() == 4, "{lines:?}");
}

#[test]
fn lines_are_those_of_the_text() {
    let text = SMALL.replace("\"from\": \"jinghe\"", "\"from\": \"jinge\"");
    let line = 1 + text
        .lines()
        .position(|line| line.contains("\"jinge\""))
        .unwrap();
    let problem = first(text.as_bytes());
    assert_eq!((problem.code, problem.line), ("E0301", Some(line)));
    assert_eq!(problem.advice.to_string(), "Maybe you meant `jinghe`.");
}

#[test]
fn layout_order_and_defaults_do_not_change_the_content() {
    let one = instance_from_json(SMALL.as_bytes()).expect("it is valid");
    let mut file = small();
    set(&mut file, "/trains/0/parts", json!(1));
    let other = instance_from_json(file.to_string().as_bytes()).expect("it is valid");
    assert_eq!(one.sha256(), other.sha256());
    set(&mut file, "/trains/0/wagons", json!(56));
    let third = instance_from_json(file.to_string().as_bytes()).expect("it is valid");
    assert_ne!(one.sha256(), third.sha256());
}

#[test]
fn a_file_written_again_is_the_same() {
    let one = instance_from_json(SMALL.as_bytes()).expect("it is valid");
    let file: regauge_model::format::InstanceFile = serde_json::from_str(SMALL).unwrap();
    let text = serde_json::to_string_pretty(&file).unwrap();
    let again = instance_from_json(text.as_bytes()).expect("it is valid");
    assert_eq!(one.sha256(), again.sha256());
    let direct = regauge_model::validate::instance_from_file(&file).expect("it is valid");
    assert_eq!(one.sha256(), direct.sha256());
}
