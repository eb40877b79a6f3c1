//! Trains that begin and end on a track: `entry`, `sequence`, `stages`, `tracks`, and the exit.

use super::fixture::*;
use regauge_model::instance::Rake;
use regauge_model::plan::{Activity, TrainPlan};
use regauge_model::system::Direction;
use regauge_model::{Instance, Minute, Plan};
use serde_json::{Value, json};

/// One train that begins at the station, one that ends there.
fn local() -> Value {
    let mut file = file();
    file["trains"] = json!([
        { "id": "L1", "class": "export", "from": "A", "to": "D", "earliest_entry": at(100), "length_m": 700, "wagons": 50 },
        { "id": "L2", "class": "export", "from": "J", "to": "A", "earliest_entry": at(200), "length_m": 700, "wagons": 50 }
    ]);
    file
}

/// L1 stands from 105, is checked to 115 and leaves; L2 comes at 262, sees the customs and is gone.
fn good_plan(instance: &Instance) -> Plan {
    let station = instance
        .system()
        .station(instance.train(train(instance, "L1")).route[0]);
    let (setting, clearing) = (station.track_setting, station.track_clearing);
    let rake = Rake::Arriving;
    let mut first = Events::new(instance);
    first
        .track(rake, (105, 115 + clearing), "standard", 1)
        .stage(rake, (105, 115), "export-check", None)
        .run(
            rake,
            (115, 142),
            "border-standard",
            Direction::Up,
            true,
            false,
        );
    let mut second = Events::new(instance);
    second
        .run(rake, (200, 262), "line", Direction::Up, false, true)
        .track(rake, (262 - setting, 282), "standard", 1)
        .stage(rake, (262, 282), "customs", None);
    plan(instance, vec![("L1", first.list), ("L2", second.list)])
}

fn good_local() -> (Instance, Plan) {
    let instance = instance(&local());
    let plan = good_plan(&instance);
    (instance, plan)
}

fn is_track(event: &regauge_model::plan::Event) -> bool {
    matches!(event.what, Activity::Track { .. })
}

#[test]
fn they_begin_and_end_on_their_tracks() {
    let (instance, plan) = good_local();
    clean(&instance, &plan);
    let exits: Vec<_> = plan.trains.iter().map(TrainPlan::exit).collect();
    assert_eq!(exits, [Some(Minute(142)), Some(Minute(282))]);
}

#[test]
fn a_train_stands_on_its_first_track_not_before_its_entry() {
    let mut file = local();
    file["trains"][0]["earliest_entry"] = json!(at(106));
    let instance = instance(&file);
    broken(&instance, &good_plan(&instance), &["entry"]);
}

#[test]
fn its_departure_stages_begin_when_it_stands_there() {
    let (instance, mut plan) = good_local();
    event(&instance, &mut plan, "L1", is_track).span.from = Minute(106);
    broken_restated(&instance, &mut plan, &["stages"]);
}

#[test]
fn a_call_where_it_begins_keeps_it_there() {
    let call = |minutes: u32| {
        let mut file = local();
        file["trains"][0]["calls"] = json!([{ "station": "A", "minutes": minutes }]);
        instance(&file)
    };
    let enough = call(10);
    clean(&enough, &good_plan(&enough));
    let too_long = call(11);
    broken(&too_long, &good_plan(&too_long), &["stages"]);
}

#[test]
fn the_last_track_is_held_until_the_stages_are_done() {
    let (instance, mut plan) = good_local();
    event(&instance, &mut plan, "L2", is_track).span.to = Minute(281);
    broken(&instance, &plan, &["tracks"]);
    // Whoever stays longer leaves later.
    event(&instance, &mut plan, "L2", is_track).span.to = Minute(283);
    let report = regauge_model::check::check(&instance, &plan);
    assert!(report.violations.iter().all(|v| v.rule == "objective"));
    assert!(!report.is_clean());
    restate(&instance, &mut plan);
    clean(&instance, &plan);
}

#[test]
fn the_exit_is_the_end_of_the_last_stage_or_of_the_call() {
    let (instance, mut plan) = good_local();
    let TrainPlan::Planned { exit, .. } = &mut plan.trains[1] else {
        panic!("it is planned");
    };
    *exit = Minute(262);
    broken(&instance, &plan, &["objective"]);
    let mut file = local();
    file["trains"][1]["calls"] = json!([{ "station": "A", "minutes": 30 }]);
    let called = super::fixture::instance(&file);
    let plan = good_plan(&called);
    let found: Vec<_> = regauge_model::check::check(&called, &plan).violations;
    let rules: Vec<_> = found.iter().map(|violation| violation.rule).collect();
    assert_eq!(rules, ["objective", "tracks"], "{found:?}");
}

#[test]
fn it_stays_for_a_pinned_exit() {
    let pinned = |from: i64| {
        let mut file = local();
        file["trains"][1]["pins"] = json!({ "exit": span_file(from, 400) });
        instance(&file)
    };
    let early = pinned(250);
    clean(&early, &good_plan(&early));
    let late = pinned(290);
    let mut plan = good_plan(&late);
    let report = regauge_model::check::check(&late, &plan);
    assert!(!report.is_clean());
    event(&late, &mut plan, "L2", is_track).span.to = Minute(290);
    restate(&late, &mut plan);
    clean(&late, &plan);
}

#[test]
fn nobody_else_is_on_the_track_meanwhile() {
    let (instance, mut plan) = good_local();
    // The other comes while the customs are there.
    for event in events(&instance, &mut plan, "L1") {
        shift(event, 165, 165);
    }
    broken_restated(&instance, &mut plan, &["tracks"]);
}

#[test]
fn a_train_that_ends_on_a_track_stops_there() {
    let (instance, mut plan) = good_local();
    for event in events(&instance, &mut plan, "L2") {
        if let Activity::Run { stops, .. } = &mut event.what {
            *stops = false;
        }
    }
    let report = regauge_model::check::check(&instance, &plan);
    assert!(report.violations.iter().any(|v| v.rule == "sequence"));
}

#[test]
fn minutes_of_starting_and_stopping_per_direction() {
    let mut file = local();
    file["system"]["sections"][1]["start_minutes"] = json!({ "down": 9, "up": 2 });
    file["system"]["sections"][2]["stop_minutes"] = json!({ "down": 9, "up": 2 });
    let same = instance(&file);
    clean(&same, &good_plan(&same));
    file["system"]["sections"][1]["start_minutes"] = json!({ "down": 2, "up": 3 });
    let longer = instance(&file);
    broken(&longer, &good_plan(&longer), &["duration"]);
    file["system"]["sections"][1]["start_minutes"] = json!(2);
    file["system"]["sections"][2]["stop_minutes"] = json!({ "down": 2, "up": 0 });
    let shorter = instance(&file);
    broken(&shorter, &good_plan(&shorter), &["duration"]);
}
