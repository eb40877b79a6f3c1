//! A plan of the storm: what the wind stops does not begin, and whoever waits for it is told so.

use crate::common::{code, regauge};
use chrono::{DateTime, FixedOffset, TimeDelta};
use regauge_instances::demo_json;
use serde_json::Value;
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
    let (mut begun, mut waited) = (0, 0);
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
        for wait in list(&train["waits"]) {
            if wait["closure"]["why"] == "crane-wind" {
                assert_eq!(wait["before"], "crane-work");
                // It ends with the stop, in the zone of the shed.
                assert_eq!(wait["to"], wait["closure"]["to"]);
                assert!(wait["closure"]["zone"].is_string());
                waited += 1;
            }
        }
    }
    assert!(begun > 10 && waited > 0, "{begun} begun, {waited} waited");
}
