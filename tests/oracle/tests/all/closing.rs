//! A single track of several sections of which one closes for the wind: nobody is caught in it, and trains wait where there is a track.

use regauge_model::check::check;
use regauge_model::plan::{Activity, ClosureKind};
use regauge_model::validate::instance_from_json;
use regauge_model::{Instance, Minute, Plan, Span};
use regauge_solver::Planner;
use serde_json::{Value, json};

fn at(minute: i32) -> String {
    format!(
        "2025-10-20T{:02}:{:02}:00+08:00",
        8 + minute / 60,
        minute % 60
    )
}

/// `W – A – B – E`, 20 minutes a section; the one between `A` and `B` lies in a zone of its own.
fn instance(trains: &[(&str, &str, &str)]) -> Instance {
    let both = |minutes: u32| json!({ "down": minutes, "up": minutes });
    let section = |from: &str, to: &str, zone: Option<&str>| {
        let mut section = json!({
            "id": format!("{from}-{to}"), "from": from, "to": to, "gauge_mm": 1435, "tracks": 1,
            "run_minutes": { "freight": both(20) }, "headway_minutes": both(5), "clearing_minutes": 2
        });
        if let Some(zone) = zone {
            section["zone"] = json!(zone);
            section["wind_rule"] = json!({ "stop_gust_mps": 30, "resume_delay_minutes": 10 });
        }
        section
    };
    let station = |id: &str| {
        let yard = json!({ "id": format!("{id}-yard"), "gauge_mm": 1435, "tracks": [{ "count": 2, "length_m": 850 }] });
        json!({ "id": id, "yards": [yard], "track_setting_minutes": 0, "track_clearing_minutes": 0 })
    };
    let trains: Vec<Value> = (trains.iter())
        .map(|(id, from, to)| {
            json!({
                "id": id, "class": "freight", "from": from, "to": to, "earliest_entry": at(0),
                "length_m": 800, "wagons": 50
            })
        })
        .collect();
    let file = json!({
        "format_version": "1.0", "name": "closing",
        "horizon": { "start": at(0), "planning_hours": 8 },
        "system": {
            "classes": [{ "id": "freight", "gauge_mm": 1435 }],
            "zones": [{ "id": "pass" }],
            "stations": [{ "id": "W" }, station("A"), station("B"), { "id": "E" }],
            "sections": [section("W", "A", None), section("A", "B", Some("pass")), section("B", "E", None)]
        },
        // from 08:30 to 10:10
        "wind": { "series": [{ "zone": "pass", "hourly_from": at(30), "mean_mps": [10, 5], "gust_mps": [31, 10] }] },
        "trains": trains
    });
    instance_from_json(file.to_string().as_bytes()).unwrap_or_else(|problems| panic!("{problems}"))
}

fn plan(instance: &Instance) -> Plan {
    let plan = Planner::new(instance).work(0.05).run().plan;
    assert_eq!(check(instance, &plan).violations, []);
    plan
}

#[test]
fn nobody_is_caught_in_a_section_that_closes() {
    let instance = instance(&[
        ("1", "W", "E"),
        ("2", "W", "E"),
        ("3", "E", "W"),
        ("4", "E", "W"),
    ]);
    let plan = plan(&instance);
    let stop = Span::new(Minute(30), Minute(100));
    let closed = instance
        .system()
        .sections()
        .iter()
        .position(|section| section.zone.is_some());
    let (mut inside, mut waits) = (0, 0);
    for train in &plan.trains {
        assert!(train.exit().is_some(), "there is time for all of them");
        for event in train.events() {
            if let Activity::Run { section, .. } = event.what
                && Some(section.index()) == closed
            {
                inside += 1;
                assert!(!event.span.overlaps(stop), "{:?}", event.span);
            }
        }
        let closure = |kind: ClosureKind| {
            let waits = train.waits().iter();
            waits.filter(move |wait| wait.closure.as_ref().is_some_and(|c| c.why == kind))
        };
        waits += closure(ClosureKind::LineWind).count();
    }
    assert_eq!(inside, 4);
    assert!(waits > 0, "some wait for the wind, and say so");
}
