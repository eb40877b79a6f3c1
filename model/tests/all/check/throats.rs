//! Rule `throats`: of the movements over the same switches one goes on at a time.

use super::fixture::*;
use regauge_model::check::check;
use regauge_model::instance::Rake;
use regauge_model::plan::{Activity, Event};
use regauge_model::plan_file::{plan_from_json, plan_to_json};
use regauge_model::resource::Resource;
use regauge_model::system::Direction::Up;
use regauge_model::{Instance, Plan};
use serde_json::{Value, json};

/// The good plan where station A has a throat of a gauge.
fn throat(gauge_mm: u32, movements: &Value) -> (Instance, Plan) {
    good_in(|file| add(file, gauge_mm, movements))
}

pub(super) fn add(file: &mut Value, gauge_mm: u32, movements: &Value) {
    file["system"]["stations"][1]["throats"] =
        json!([{ "id": "ladder", "name": "东咽喉", "gauge_mm": gauge_mm, "movements": movements }]);
}

/// T2 arrives at minute 67, while T1 is placed from 62 to 92.
#[test]
fn an_arrival_and_a_placing() {
    let movements = |hall: Value| json!([{ "arrivals": ["border-broad"], "minutes": 6 }, hall]);
    let whole = movements(json!({ "sheds": ["hall"] }));
    let (instance, plan) = throat(1520, &whole);
    broken(&instance, &plan, &["throats"]);
    let report = check(&instance, &plan);
    let violation = &report.violations[0];
    assert_eq!(violation.train, Some(train(&instance, "T1")));
    assert_eq!(violation.other, Some(train(&instance, "T2")));
    let is_throat = |resource| matches!(resource, Some(Resource::Throat(_)));
    assert!(is_throat(violation.resource));
    // only those minutes of the placing in which it crosses the switches
    for (from, minutes, rules) in [
        (5, 10, &[][..]),
        (4, 10, &["throats"]),
        (0, 1, &["throats"]),
    ] {
        let part = json!({ "spots": ["h1"], "from_minute": from, "minutes": minutes });
        let (instance, plan) = throat(1520, &movements(part));
        if (from, minutes) == (0, 1) {
            // from 62 on, when the route of the arrival is set since 61
            broken(&instance, &plan, rules);
        } else if rules.is_empty() {
            clean(&instance, &plan);
        } else {
            broken(&instance, &plan, rules);
        }
    }
    // rakes of the other gauge use other switches, and so do other sheds
    let other = movements(json!({ "sheds": ["field"] }));
    let (instance, plan) = throat(1520, &other);
    clean(&instance, &plan);
}

/// The onward rake of T1 departs at 253, while T2 is pulled from 233 to 263.
#[test]
fn a_departure_and_a_pulling() {
    let movements = |minutes: u32, from: u32| json!([{ "departures": ["line"], "minutes": minutes }, { "spots": ["h2"], "from_minute": from, "minutes": 5 }]);
    let (instance, plan) = throat(1435, &movements(3, 20));
    broken(&instance, &plan, &["throats"]);
    let (instance, plan) = throat(1435, &movements(3, 23));
    clean(&instance, &plan);
    let (instance, plan) = throat(1435, &movements(4, 23));
    broken(&instance, &plan, &["throats"]);
}

/// E1 moves into its store from 157 to 187.
#[test]
fn movements_of_stores() {
    let movements = |from: u32| json!([{ "stores": ["store-standard"], "from_minute": from, "minutes": 2 }, { "departures": ["border-standard"], "arrivals": ["border-standard"], "minutes": 4 }]);
    let path = |enter: i64, file: &mut Value| {
        file["system"]["given_paths"] = json!([{ "train": "K1", "section": "border-standard", "direction": "up", "enter": at(enter), "exit": at(enter + 25) }]);
    };
    for (enter, rules) in [
        (170, &["throats"][..]),
        (172, &[]),
        (166, &[]),
        (167, &["throats"]),
    ] {
        let (instance, plan) = good_in(|file| {
            add(file, 1435, &movements(13));
            path(enter, file);
        });
        broken(&instance, &plan, rules);
    }
}

/// Where trains of two directions must not come at the same time, P1 comes at 62.
#[test]
fn simultaneous_arrivals() {
    for (exit, rules) in [
        (57, &[][..]),
        (58, &["throats"]),
        (62, &["throats"]),
        (66, &["throats"]),
        (67, &[]),
    ] {
        let (instance, plan) = good_in(|file| {
            let movements = json!([{ "arrivals": ["line", "border-standard"], "minutes": 5 }]);
            add(file, 1435, &movements);
            file["system"]["given_paths"] = json!([{ "train": "K1", "section": "border-standard", "direction": "down", "enter": at(exit - 25), "exit": at(exit) }]);
        });
        broken(&instance, &plan, rules);
    }
}

/// A train that passes is in its own way neither at its arrival nor at its departure, and counts once against others.
#[test]
fn a_train_that_passes() {
    for (exit, rules) in [
        (56, &[][..]),
        (57, &["throats"]),
        (66, &["throats"]),
        (67, &[]),
    ] {
        let mut file = file();
        let movements = json!([
            { "arrivals": ["line", "border-standard"], "minutes": 4 },
            { "departures": ["border-standard"], "minutes": 3 }
        ]);
        add(&mut file, 1435, &movements);
        file["trains"] = json!([file["trains"][2]]);
        for stage in [3, 4] {
            file["system"]["stations"][1]["stages"][stage]["classes"] = json!(["standard-empty"]);
        }
        file["system"]["sections"][1]["tracks"] = json!(2);
        file["system"]["given_paths"] = json!([{ "train": "K1", "section": "border-standard", "direction": "down", "enter": at(exit - 25), "exit": at(exit) }]);
        let instance = instance(&file);
        let mut events = Events::new(&instance);
        events
            .run(Rake::Arriving, (0, 60), "line", Up, false, false)
            .run(
                Rake::Arriving,
                (60, 85),
                "border-standard",
                Up,
                false,
                false,
            );
        let plan = plan(&instance, vec![("P1", events.list)]);
        broken(&instance, &plan, rules);
    }
}

/// A train under way comes at 7, planned or not.
#[test]
fn movements_under_way_count_and_are_not_held_against_each_other() {
    let under_way = |minutes: u32| {
        let mut file = file();
        let movements = json!([{ "arrivals": ["border-broad"], "minutes": minutes }, { "stores": ["store-broad"], "minutes": 4 }]);
        add(&mut file, 1520, &movements);
        file["trains"] = json!([file["trains"][0], file["trains"][4]]);
        file["trains"][0]["earliest_entry"] = json!(at(-200));
        file["trains"][1]["earliest_entry"] = json!(at(0));
        file["system"]["sections"][0]["tracks"] = json!(2);
        let place = json!({ "at": "section", "section": "border-broad", "direction": "down", "entered": at(-20), "leaves": at(7) });
        file["state"] = json!({ "trains": [{ "train": "T1", "arriving": place }] });
        let instance = instance(&file);
        let mut from = Events::new(&instance);
        let store = store(&instance, "store-broad");
        from.add(
            Rake::Arriving,
            (0, 30),
            Activity::FromStore {
                store,
                locomotive: 1,
            },
        )
        .track(Rake::Arriving, (0, 33), "broad", 3)
        .run(Rake::Arriving, (30, 57), "border-broad", Up, true, false);
        let came = Through {
            enters: -20,
            placed: 42,
            ..T1
        };
        let all: Vec<(&str, Vec<Event>)> =
            vec![("T1", through(&instance, came)), ("F1", from.list)];
        let only = vec![all[1].clone()];
        let [all, only] = [all, only].map(|events| plan(&instance, events));
        (instance, all, only)
    };
    let (instance, all, only) = under_way(3);
    clean(&instance, &all);
    clean(&instance, &only);
    let (instance, all, only) = under_way(4);
    broken(&instance, &all, &["throats"]);
    broken(&instance, &only, &["throats"]);
    let named = check(&instance, &all).violations[0].train;
    assert_eq!(named, Some(train(&instance, "F1")));
}

/// No plan can do anything about two given paths.
#[test]
fn given_paths_are_not_held_against_each_other() {
    let mut file = file();
    let movements = json!([{ "arrivals": ["border-broad"], "minutes": 5 }]);
    add(&mut file, 1520, &movements);
    file["system"]["sections"][0]["headway_minutes"] = json!({ "down": 1, "up": 1 });
    file["system"]["given_paths"] = json!([
        { "train": "K1", "section": "border-broad", "direction": "down", "enter": at(0), "exit": at(25) },
        { "train": "K2", "section": "border-broad", "direction": "down", "enter": at(10), "exit": at(28) }
    ]);
    let instance = instance(&file);
    clean(&instance, &plan(&instance, Vec::new()));
}

/// P1 passes at 60, where the station names tracks for that or not, while track 5 is busy until a minute.
pub(super) fn passing(through: Value, until: i64, track: Option<u32>) -> (Instance, Plan) {
    let mut file = file();
    let station = &mut file["system"]["stations"][1];
    station["through"] = through;
    for stage in [3, 4] {
        station["stages"][stage]["classes"] = json!(["standard-empty"]);
    }
    file["trains"] = json!([file["trains"][2]]);
    file["state"] =
        json!({ "busy": [{ "station": "A", "yard": "standard", "track": 5, "until": at(until) }] });
    let instance = instance(&file);
    let mut events = Events::new(&instance);
    events
        .run(Rake::Arriving, (0, 60), "line", Up, false, false)
        .run(
            Rake::Arriving,
            (60, 85),
            "border-standard",
            Up,
            false,
            false,
        );
    let mut events = events.list;
    if let Activity::Run { track: told, .. } = &mut events[0].what {
        *told = track;
    }
    let plan = plan(&instance, vec![("P1", events)]);
    (instance, plan)
}

/// It holds a track from 57 to 63.
#[test]
fn trains_that_pass_hold_a_track_where_the_station_says_so() {
    let second = json!([{ "yard": "standard", "group": 2 }]);
    for (until, rules) in [(57, &[][..]), (58, &["tracks"])] {
        let (instance, plan) = passing(second.clone(), until, None);
        broken(&instance, &plan, rules);
    }
    // four tracks, none of them busy; and by default a train that passes holds none
    for through in [json!([{ "yard": "standard" }]), json!([])] {
        let (instance, plan) = passing(through, 90, None);
        clean(&instance, &plan);
    }
}

/// Where the plan says on which track it passes, that is one of those for it, and free.
#[test]
fn a_track_that_is_told_is_for_passing_and_free() {
    let first = json!([{ "yard": "standard" }]);
    let second = json!([{ "yard": "standard", "group": 2 }]);
    for (through, until, track, rules) in [
        (&second, 57, 5, &[][..]),
        (&second, 58, 5, &["tracks", "tracks"]),
        (&second, 57, 4, &["tracks"]),
        (&second, 57, 99, &["tracks"]),
        (&first, 90, 4, &[]),
        (&first, 90, 5, &["tracks"]),
        (&json!([]), 57, 5, &["tracks"]),
    ] {
        let (instance, plan) = passing(through.clone(), until, Some(track));
        broken(&instance, &plan, rules);
        let file = plan_to_json(&instance, &plan).unwrap();
        assert!(file.contains(&format!("\"track\": {track}")), "{file}");
        let read = plan_from_json(&instance, file.as_bytes()).unwrap();
        assert_eq!(read.trains, plan.trains);
    }
    // a train that stops names the track by its hold
    let (instance, mut plan) = good();
    let id = train(&instance, "T1");
    let stopping = plan.trains[id.index()]
        .events()
        .iter()
        .position(|event| matches!(event.what, Activity::Run { stops: true, .. }));
    let stopping = stopping.unwrap();
    let regauge_model::plan::TrainPlan::Planned { events, .. } = &mut plan.trains[id.index()]
    else {
        panic!("it is planned");
    };
    if let Activity::Run { track, .. } = &mut events[stopping].what {
        *track = Some(1);
    }
    broken(&instance, &plan, &["tracks"]);
}

/// Two trains never pass on one track at the same time.
#[test]
fn a_track_that_is_told_is_told_to_one() {
    let with = |second: u32| {
        let mut file = file();
        let station = &mut file["system"]["stations"][1];
        station["through"] = json!([{ "yard": "standard" }]);
        for stage in [3, 4] {
            station["stages"][stage]["classes"] = json!(["standard-empty"]);
        }
        let mut other = file["trains"][2].clone();
        other["id"] = "P2".into();
        file["trains"] = json!([file["trains"][2], other]);
        let section = &mut file["system"]["sections"];
        for index in 0..3 {
            section[index]["headway_minutes"] = json!({ "down": 1, "up": 1 });
        }
        let instance = instance(&file);
        let of = |from: i32, on: u32| {
            let mut events = Events::new(&instance);
            events
                .run(Rake::Arriving, (from, from + 60), "line", Up, false, false)
                .run(
                    Rake::Arriving,
                    (from + 60, from + 85),
                    "border-standard",
                    Up,
                    false,
                    false,
                );
            let mut events = events.list;
            if let Activity::Run { track, .. } = &mut events[0].what {
                *track = Some(on);
            }
            events
        };
        let plan = plan(&instance, vec![("P1", of(0, 1)), ("P2", of(5, second))]);
        (instance, plan)
    };
    let (instance, plan) = with(2);
    clean(&instance, &plan);
    let (instance, plan) = with(1);
    broken(&instance, &plan, &["tracks"]);
}
