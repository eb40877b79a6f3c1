//! What is valid but hardly meant is told; and nothing else is.

use crate::common::{self, assert_chinese};
use regauge_model::validate::{WARNINGS, instance_from_file, instance_from_json};
use regauge_model::{Instance, Problem};
use serde_json::{Value, json};

fn of_text(text: &str) -> Vec<Problem> {
    let instance = instance_from_json(text.as_bytes()).unwrap_or_else(|found| panic!("{found}"));
    instance.warnings().to_vec()
}

/// The warnings of the small file after some changes.
fn warnings(changes: &[(&str, Value)]) -> Vec<Problem> {
    let mut file = common::small();
    for (pointer, value) in changes {
        common::set(&mut file, pointer, value.clone());
    }
    of_text(&serde_json::to_string_pretty(&file).expect("JSON is written"))
}

/// Asserts that some changes of the small file lead to exactly one warning; returns it.
#[track_caller]
fn warned(changes: &[(&str, Value)], code: &str, path: &str) -> Problem {
    one(&warnings(changes), code, path)
}

#[track_caller]
fn one(found: &[Problem], code: &str, path: &str) -> Problem {
    let all: Vec<String> = found.iter().map(ToString::to_string).collect();
    let [warning] = found else {
        panic!("not one {code} at {path}:\n{}", all.join("\n"));
    };
    assert_eq!((warning.code, &*warning.path), (code, path), "{warning}");
    assert!(warning.line.is_some(), "{warning} has no line");
    assert!(!warning.message.is_empty() && !warning.advice.is_empty());
    assert_chinese(warning);
    warning.clone()
}

#[track_caller]
fn quiet(changes: &[(&str, Value)]) {
    let found = warnings(changes);
    assert!(found.is_empty(), "{changes:?}: {found:?}");
}

#[test]
fn a_file_as_it_should_be_has_none() {
    quiet(&[]);
}

#[test]
fn codes_are_unique_and_in_order_and_on_the_page() {
    let codes: Vec<&str> = WARNINGS.iter().map(|rule| rule.code).collect();
    assert!(codes.windows(2).all(|pair| pair[0] < pair[1]), "{codes:?}");
    let page = regauge_model::codes::problems_page();
    for rule in WARNINGS {
        assert!(rule.code.len() == 5 && rule.code.starts_with('W'));
        assert!(rule.meaning.ends_with('.') && rule.advice.english.ends_with('.'));
        assert!(page.contains(rule.code));
    }
}

#[test]
fn a_crane_or_spot_that_no_mode_uses() {
    let cranes = "/system/stations/1/sheds/0/cranes/-";
    let warning = warned(
        &[(cranes, json!({"id": "23-d", "lifts_per_hour": 30}))],
        "W0601",
        "system.stations[1].sheds[0].cranes[3]",
    );
    assert!(warning.message.to_string().contains("23-d"), "{warning}");
    let spot = json!({"id": "east-3", "gauges_mm": [1520, 1435], "length_m": 470, "at_m": 940, "behind": ["east-2"],
        "preparation_minutes": 20, "finishing_minutes": 45, "clearing_minutes": 15});
    let shed = "/system/stations/1/sheds/1";
    let only = json!(["east-1", "east-2"]);
    let changes = [
        (&*format!("{shed}/spots/-"), spot),
        (&*format!("{shed}/modes/0/spots"), only),
    ];
    warned(&changes, "W0602", "system.stations[1].sheds[1].spots[2]");
    // A train that is handled there is use enough.
    let ship = json!({"id": "H1", "class": "broad-empty", "earliest_entry": "2025-03-02T02:00:00+08:00",
        "length_m": 400, "wagons": 20, "handling": [{"spot": "east-3", "minutes": 60}]});
    let [spot, only] = changes;
    quiet(&[spot, only, ("/trains/-", ship)]);
}

#[test]
fn a_station_that_nothing_comes_to() {
    let warning = warned(
        &[("/system/stations/-", json!({"id": "urumqi"}))],
        "W0501",
        "system.stations[3]",
    );
    assert_eq!(warning.value, "urumqi");
}

#[test]
fn wind_rules_without_a_series_and_a_series_without_rules() {
    let warning = warned(
        &[("/wind", Value::Null)],
        "W0701",
        "system.stations[1].shunting_rule",
    );
    assert!(
        warning
            .message
            .to_string()
            .contains("the 3 wind rules of zone `pass`"),
        "{warning}"
    );
    // That it is calm may be said.
    quiet(&[("/wind", json!({}))]);
    // A series that is over before the horizon begins is none.
    let early = (
        "/wind/series/0/hourly_from",
        json!("2025-03-01T14:00:00+08:00"),
    );
    warned(&[early], "W0701", "system.stations[1].shunting_rule");
    let series = json!({"zone": "plain", "hourly_from": "2025-03-01T18:00:00+08:00", "mean_mps": [5], "gust_mps": [8]});
    let changes = [
        ("/system/zones/-", json!({"id": "plain"})),
        ("/wind/series/-", series),
    ];
    let warning = warned(&changes, "W0702", "wind.series[1]");
    assert_eq!(warning.value, "plain");
}

#[test]
fn possessions_of_one_track_that_overlap() {
    let list = "/system/sections/2/possessions/-";
    let possession = |track: &str| json!({"track": track, "from": "2025-03-02T11:30:00+08:00", "to": "2025-03-02T13:00:00+08:00"});
    let at = "system.sections[2].possessions[1]";
    let warning = warned(&[(list, possession("down"))], "W0502", at);
    assert!(
        warning
            .message
            .to_string()
            .contains("from 2025-03-02 11:30 to 2025-03-02 12:00"),
        "{warning}"
    );
    quiet(&[(list, possession("up"))]);
    let mut all = possession("down");
    all.as_object_mut().expect("an object").remove("track");
    warned(&[(list, all)], "W0502", at);
    // One after the other is as it should be.
    let after = json!({"track": "down", "from": "2025-03-02T12:00:00+08:00", "to": "2025-03-02T13:00:00+08:00"});
    quiet(&[(list, after)]);
}

#[test]
fn given_paths_that_contradict_each_other() {
    let found = of_text(include_str!("data/given-paths-opposing.json"));
    let found: Vec<(&str, &str)> = found.iter().map(|w| (w.code, &*w.path)).collect();
    // The second enters while the first is in the section, the third meets both; the fourth is the third again.
    let at = |number: usize| format!("system.given_paths[{number}]");
    let (one, two, three) = (at(1), at(2), at(3));
    assert_eq!(
        found,
        [("W0503", &*one), ("W0503", &*two), ("W0503", &*three)]
    );
    let path = |from: &str, to: &str, direction: &str| {
        json!({"train": "5803", "section": "line", "direction": direction,
            "enter": format!("2025-03-02T{from}:00+08:00"), "exit": format!("2025-03-02T{to}:00+08:00")})
    };
    let list = "/system/given_paths/-";
    let clash = |from: &str, to: &str| {
        let changes = [(list, path(from, to, "down"))];
        warned(&changes, "W0503", "system.given_paths[1]")
            .message
            .to_string()
    };
    assert!(clash("08:09", "09:10").contains("enters less than 10 minutes after"));
    assert!(clash("08:10", "08:40").contains("overtakes"));
    assert!(clash("08:10", "08:59").contains("leaves less than 10 minutes after"));
    quiet(&[(list, path("08:10", "09:00", "down"))]);
    quiet(&[(list, path("08:00", "08:50", "up"))]);
}

#[test]
fn opposing_given_paths_on_the_track_left_open() {
    let path = |train: &str, from: &str, to: &str, direction: &str| {
        json!({"train": train, "section": "line", "direction": direction,
            "enter": format!("2025-03-02T{from}:00+08:00"), "exit": format!("2025-03-02T{to}:00+08:00")})
    };
    let list = "/system/given_paths/-";
    // While the down track is closed, trains of both directions run on the other.
    let changes = [
        (list, path("5803", "10:30", "11:20", "down")),
        (list, path("5804", "11:10", "12:00", "up")),
    ];
    let warning = warned(&changes, "W0503", "system.given_paths[2]");
    assert!(
        warning.message.to_string().contains("on the same track"),
        "{warning}"
    );
}

#[test]
fn a_given_path_on_a_closed_track() {
    let found = of_text(include_str!("data/given-path-in-possession.json"));
    let warning = one(&found, "W0504", "system.given_paths[0]");
    assert!(
        warning.message.to_string().contains("2025-03-01 22:50"),
        "{warning}"
    );
}

#[test]
fn a_given_path_through_a_stop_for_wind() {
    let closure = json!({"zone": "pass", "stops": "line", "from": "2025-03-02T07:30:00+08:00", "to": "2025-03-02T08:10:00+08:00"});
    let zone = ("/system/sections/2/zone", json!("pass"));
    let changes = [("/wind/closures/-", closure), zone];
    warned(&changes, "W0505", "system.given_paths[0]");
}

#[test]
fn a_given_path_of_a_train_to_be_planned() {
    let found = of_text(include_str!("data/given-path-twice.json"));
    let warning = one(&found, "W0506", "system.given_paths[0].train");
    assert_eq!(warning.value, "X8001");
}

#[test]
fn spots_that_exclude_each_other_for_want_of_metres() {
    let text = include_str!("data/two-pairs-one-shed.json");
    let warning = one(
        &of_text(text),
        "W0603",
        "system.stations[1].sheds[0].spots[1]",
    );
    assert!(warning.advice.to_string().contains("`at_m`"), "{warning}");
    assert!(of_text(include_str!("data/two-pairs-two-sheds.json")).is_empty());
    let mut file: Value = serde_json::from_str(text).expect("JSON");
    common::set(
        &mut file,
        "/system/stations/1/sheds/0/spots/1/at_m",
        json!(800),
    );
    assert!(of_text(&file.to_string()).is_empty());
}

#[test]
fn letters_that_nobody_sees() {
    for (letter, shown) in [
        ('\u{202e}', "X80\\u{202e}02"),
        ('\u{200b}', "X80\\u{200b}02"),
        ('\u{a0}', "X80\\u{a0}02"),
    ] {
        let id = format!("X80{letter}02");
        let warning = warned(&[("/trains/2/id", json!(id))], "W0301", "trains[2].id");
        assert_eq!(warning.value, shown);
    }
    warned(
        &[("/trains/2/id", json!("X8002 "))],
        "W0301",
        "trains[2].id",
    );
    let path = ("/system/given_paths/0/train", json!("58\u{2066}01"));
    warned(&[path], "W0301", "system.given_paths[0].train");
    quiet(&[("/trains/2/id", json!("中欧班列 X8002"))]);
}

#[test]
fn offsets_that_a_zone_had_once() {
    let at = |time: &str| [("/trains/2/earliest_entry", json!(time))];
    // Kazakhstan has one hour less since 1 March 2024.
    let place = "trains[2].earliest_entry";
    let warning = warned(&at("2025-03-02T18:00:00+06:00"), "W0401", place);
    assert!(
        warning
            .message
            .to_string()
            .contains("the offset of Asia/Almaty is +05:00"),
        "{warning}"
    );
    quiet(&at("2025-03-02T17:00:00+05:00"));
    quiet(&at("2025-03-02T12:00:00Z"));
    // Nobody can say whose clock this is.
    quiet(&at("2025-03-02T15:00:00+03:00"));
    let many = [
        (
            "/trains/2/earliest_entry",
            json!("2025-03-02T18:00:00+06:00"),
        ),
        (
            "/trains/3/earliest_entry",
            json!("2025-03-01T19:00:00+06:00"),
        ),
    ];
    let warning = warned(&many, "W0401", place);
    assert!(warning.message.to_string().contains("1 more"), "{warning}");
    let start = ("/horizon/start", json!("2025-03-01T16:00:00+06:00"));
    warned(&[start], "W0401", "horizon.start");
}

#[test]
fn due_before_the_fastest_journey() {
    // The journey of the train that passes takes 62 + 25 minutes and the minutes of its one stop for the departure check.
    let due = |time: &str| {
        [(
            "/trains/2/due_exit",
            json!(format!("2025-03-02T{time}:00+08:00")),
        )]
    };
    let warning = warned(&due("21:58"), "W0801", "trains[2].due_exit");
    assert!(
        warning.message.to_string().contains("at 2025-03-02 21:59"),
        "{warning}"
    );
    quiet(&due("21:59"));
    let due = |time: &str| {
        [(
            "/trains/0/due_exit",
            json!(format!("2025-03-02T{time}:00+08:00")),
        )]
    };
    // 19:00, run 27, inspection 50, placing 30, preparation 20, 54 lifts at 90 an hour 36, finishing 45, pulling 30,
    // departure check 30, run 65.
    let warning = warned(&due("00:32"), "W0801", "trains[0].due_exit");
    assert!(
        warning.message.to_string().contains("at 2025-03-02 00:33"),
        "{warning}"
    );
    quiet(&due("00:33"));
}

#[test]
fn warnings_stand_in_the_order_of_the_file_and_need_no_text() {
    let mut file = common::small();
    common::set(&mut file, "/trains/2/id", json!("X8002 "));
    common::set(&mut file, "/system/stations/-", json!({"id": "urumqi"}));
    let text = serde_json::to_string_pretty(&file).expect("JSON");
    let instance = Instance::from_json(&text).expect("it is valid");
    let codes: Vec<&str> = instance.warnings().iter().map(|w| w.code).collect();
    let lines: Vec<_> = instance.warnings().iter().map(|w| w.line).collect();
    assert_eq!(codes.len(), 2);
    assert!(lines.is_sorted(), "{lines:?}");
    let file = serde_json::from_value(file).expect("a file");
    let same = instance_from_file(&file).expect("it is valid");
    let mut again: Vec<&str> = same.warnings().iter().map(|w| w.code).collect();
    again.sort_unstable();
    assert_eq!(again, ["W0301", "W0501"]);
}
