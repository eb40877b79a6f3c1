//! Wind over the cranes: what it stops does not begin, and whoever waits for it is told so.

use crate::common::{code, file, regauge};
use chrono::{DateTime, FixedOffset, TimeDelta};
use regauge_instances::demo_json;
use serde_json::{Value, json};
use tempfile::tempdir;

type Instant = DateTime<FixedOffset>;

fn instant(value: &Value) -> Instant {
    DateTime::parse_from_rfc3339(value.as_str().unwrap()).unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// Outdoor sheds: their spots, and the hours in which the rule of their cranes stops them.
fn outdoors(instance: &Value) -> Vec<(Vec<&Value>, Vec<Instant>)> {
    let stations = list(&instance["system"]["stations"]).iter();
    let sheds = stations.flat_map(|station| {
        let sheds = list(&station["sheds"]).iter();
        sheds.map(|shed| (shed, shed.get("zone").unwrap_or(&station["zone"])))
    });
    let outdoors = sheds.filter(|(shed, _)| shed["indoor"] == false);
    let stopped = outdoors.map(|(shed, zone)| {
        let rule = &shed["crane_rule"];
        let series = list(&instance["wind"]["series"]).iter();
        let mut hours = Vec::new();
        for series in series.filter(|series| series["zone"] == *zone) {
            let reaches = |figure: &Value, threshold: &Value| {
                let threshold = threshold.as_f64();
                threshold.is_some_and(|threshold| figure.as_f64().unwrap() >= threshold)
            };
            let winds = list(&series["mean_mps"]).iter();
            for ((mean, gust), hour) in winds.zip(list(&series["gust_mps"])).zip(0..) {
                if reaches(mean, &rule["stop_mean_mps"]) || reaches(gust, &rule["stop_gust_mps"]) {
                    hours.push(instant(&series["hourly_from"]) + TimeDelta::hours(hour));
                }
            }
        }
        let spots = list(&shed["spots"]).iter().map(|spot| &spot["id"]);
        (spots.collect(), hours)
    });
    stopped.collect()
}

#[test]
fn in_the_storm_no_outdoor_crane_work_begins() {
    let directory = tempdir().unwrap();
    let path = directory.path().join("plan.json");
    let output = regauge(["plan", "--demo", "xl", "--work", "0.05", "-q", "-o"])
        .arg(&path)
        .output()
        .unwrap();
    assert!(code(&output) <= 1);
    let plan: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let instance: Value = serde_json::from_str(demo_json("xl").unwrap()).unwrap();
    let start = instant(&instance["horizon"]["start"]);
    let outdoors = outdoors(&instance);
    let is_stopped = |spot: &Value, at: Instant| {
        let sheds = outdoors.iter();
        let mut hours = sheds
            .filter(|(spots, _)| spots.contains(&spot))
            .flat_map(|(_, hours)| hours);
        hours.any(|&hour| hour <= at && at < hour + TimeDelta::hours(1))
    };
    assert!(outdoors.iter().any(|(_, hours)| hours.len() > 3));
    let mut begun = 0;
    for train in list(&plan["trains"]) {
        let events = list(&train["events"]).iter();
        for work in events.filter(|event| event["what"] == "crane-work") {
            let spot = &work["spot"];
            begun += usize::from(outdoors.iter().any(|(spots, _)| spots.contains(&spot)));
            let steps = list(&work["steps"]).iter();
            let steps = steps.filter(|step| step["from"] != step["to"]);
            for from in steps.chain([work]).map(|piece| instant(&piece["from"])) {
                // What is under way at the start is a fact.
                assert!(from == start || !is_stopped(spot, from), "{train}");
            }
        }
    }
    assert!(begun > 5, "{begun} begun");
}

/// The import train of `docs/format.md` with its shed outdoors and its cranes stopped by order; its plan.
fn alone(from: &str, to: &str, change: impl FnOnce(&mut Value)) -> Value {
    let page = include_str!("../../docs/format.md");
    let text = page.split("```json").nth(1).unwrap();
    let mut instance: Value = serde_json::from_str(text.split("```").next().unwrap()).unwrap();
    let at = |time: &str| format!("2025-03-01T{time}:00+08:00");
    instance["system"]["zones"] = json!([{ "id": "pass" }]);
    let station = &mut instance["system"]["stations"][1];
    station["zone"] = json!("pass");
    station["sheds"][0]["indoor"] = json!(false);
    let closure = json!({ "zone": "pass", "stops": "cranes", "from": at(from), "to": at(to) });
    instance["wind"] = json!({ "closures": [closure] });
    change(&mut instance);
    let directory = tempdir().unwrap();
    let file = file(directory.path(), "instance.json", instance.to_string());
    let path = directory.path().join("plan.json");
    let output = regauge(["plan", "-q", "-o"]).arg(&path).arg(file).output();
    assert_eq!(code(&output.unwrap()), 0);
    serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap()
}

/// Begin of its crane work, end of the preparation, begin of the lifting, end.
fn work(plan: &Value) -> [String; 4] {
    let events = list(&plan["trains"][0]["events"]).iter();
    let mut works = events.filter(|event| event["what"] == "crane-work");
    let work = works.next().unwrap();
    let times = [
        &work["from"],
        &work["lifting_from"],
        &work["steps"][0]["from"],
        &work["to"],
    ];
    times.map(|time| instant(time).format("%H:%M").to_string())
}

/// Waits for the cranes to be allowed to lift: what begins then, and closure.
fn waits_for_cranes(plan: &Value) -> Vec<(&Value, &Value)> {
    let waits = list(&plan["trains"][0]["waits"]).iter();
    let of_cranes = waits.filter(|wait| wait["closure"]["why"] == "crane-wind");
    of_cranes
        .map(|wait| (&wait["before"], &wait["closure"]))
        .collect()
}

#[test]
fn a_train_alone_waits_for_the_stop_and_says_so() {
    let nothing = |_: &mut Value| {};
    let calm = alone("18:00", "18:10", nothing);
    let [from, prepared, lifting, to] = work(&calm);
    assert_eq!(
        [&from, &prepared, &lifting, &to],
        ["20:30", "20:50", "20:50", "22:25"]
    );
    assert_eq!(waits_for_cranes(&calm), []);

    let begins_later = alone("20:15", "22:00", nothing);
    assert_eq!(work(&begins_later), ["22:00", "22:20", "22:20", "23:55"]);
    let closure = json!({
        "why": "crane-wind", "zone": "pass",
        "from": "2025-03-01T20:15:00+08:00", "to": "2025-03-01T22:00:00+08:00"
    });
    let before = json!({ "what": "crane-work" });
    assert_eq!(waits_for_cranes(&begins_later), [(&before, &closure)]);

    // Begun, it pauses in the preparation.
    let pauses = alone("20:40", "22:00", nothing);
    assert_eq!(work(&pauses), ["20:30", "22:10", "22:10", "23:45"]);
    assert_eq!(waits_for_cranes(&pauses), []);
}

#[test]
fn work_on_the_ground_may_go_on_in_stops() {
    let ground = |instance: &mut Value| {
        instance["system"]["stations"][1]["sheds"][0]["ground_work_in_stops"] = json!(true);
    };
    let plan = alone("20:15", "22:00", ground);
    assert_eq!(work(&plan), ["20:30", "20:50", "22:00", "23:35"]);
    assert_eq!(waits_for_cranes(&plan), []);
}
