//! Rule `crane-work` outdoors: nobody works in a stop of the cranes, unless the shed says that work on the ground goes on.

use super::fixture::*;
use regauge_model::check::check;
use regauge_model::instance::Rake;
use regauge_model::plan::{Activity, Event};
use regauge_model::{Instance, Minute, Plan};
use serde_json::{Value, json};

/// Crane work of T1: begin, end of the preparation, steps with the minutes paused, end.
#[derive(Debug)]
struct Pieces<'a>(i32, i32, &'a [(i32, i32, u32)], i32);

const FIELD: &str = "/system/stations/1/sheds/1";

fn stopped(file: &mut Value, stops: &[(i64, i64)]) {
    let closures = stops.iter().map(|&(from, to)| {
        let mut closure = span_file(from, to);
        closure["zone"] = json!("pass");
        closure["stops"] = json!("cranes");
        closure
    });
    file["wind"]["closures"] = closures.collect();
}

fn on_the_ground(file: &mut Value) {
    file.pointer_mut(FIELD).unwrap()["ground_work_in_stops"] = json!(true);
}

/// Both cranes of the field, one after the other.
fn relay(file: &mut Value) {
    let half = |crane: &str| json!({ "cranes": [crane], "share_percent": 50 });
    let field = file.pointer_mut(FIELD).unwrap();
    field["modes"][0]["steps"] = json!([half("x"), half("y")]);
}

/// Crane work of T1 in the field, and what follows; the spot is held from a minute on.
fn work_and_out(events: &mut Events, held_from: i32, pieces: &Pieces) {
    let &Pieces(from, lifting_from, steps, to) = pieces;
    let steps = steps.iter();
    let what = Activity::CraneWork {
        spot: spot(events.instance, "f1"),
        mode: mode(events.instance, "first"),
        part: 1,
        lifting_from: Minute(lifting_from),
        steps: steps.map(|&(a, b, paused)| (span(a, b), paused)).collect(),
    };
    events.add(Rake::Arriving, (from, to), what);
    out(events, to, "f1", 1, false);
    for rake in [Rake::Arriving, Rake::Onward] {
        events.hold(rake, (held_from, to + 45), "f1");
    }
}

/// T1 alone, whose rakes stand in a spot of the field at 92. It has 54 lifts: 108 minutes of one crane.
fn worked(
    change: impl FnOnce(&mut Value),
    stops: &[(i64, i64)],
    pieces: &Pieces,
) -> (Instance, Plan) {
    let mut file = file();
    change(&mut file);
    stopped(&mut file, stops);
    let instance = instance(&file);
    let mut events = Events::new(&instance);
    let how = Through {
        spot: "f1",
        mode: "first",
        ..T1
    };
    events.list = through(&instance, how);
    let ready = how.placed + 30;
    let is_spot = |event: &Event| matches!(event.what, Activity::Spot { .. });
    events
        .list
        .retain(|event| event.span.from.0 < ready && !is_spot(event));
    work_and_out(&mut events, how.placed, pieces);
    let plan = plan(&instance, vec![("T1", events.list)]);
    (instance, plan)
}

/// Right pieces, and wrong ones that break `crane-work` alone.
#[track_caller]
fn only(change: fn(&mut Value), stops: &[(i64, i64)], right: &Pieces, wrong: &[&Pieces]) {
    let (instance, plan) = worked(change, stops, right);
    clean(&instance, &plan);
    for pieces in wrong {
        let (instance, plan) = worked(change, stops, pieces);
        let found = check(&instance, &plan).violations;
        assert!(!found.is_empty(), "{pieces:?}");
        assert!(found.iter().all(|violation| violation.rule == "crane-work"));
    }
}

fn nothing(_: &mut Value) {}

const CALM: Pieces = Pieces(92, 112, &[(112, 220, 0)], 265);

#[test]
fn work_begins_when_its_cranes_may_lift() {
    only(nothing, &[], &CALM, &[]);
    let stop = &[(80, 100)];
    let late = Pieces(100, 120, &[(120, 228, 0)], 273);
    let early = Pieces(99, 120, &[(120, 228, 0)], 273);
    only(nothing, stop, &late, &[&CALM, &early]);
    only(on_the_ground, stop, &CALM, &[]);
}

#[test]
fn preparation_stands_still_in_a_stop() {
    let stop = &[(100, 150)];
    let paused = Pieces(92, 162, &[(162, 270, 0)], 315);
    only(nothing, stop, &paused, &[&CALM]);
    // Where it goes on, the step waits for the end of the stop and does not begin in it.
    let ground = Pieces(92, 112, &[(150, 258, 0)], 303);
    let in_the_stop = Pieces(92, 112, &[(112, 258, 38)], 303);
    only(on_the_ground, stop, &ground, &[&CALM, &in_the_stop]);
}

#[test]
fn only_lifting_is_slow_in_gusts() {
    let slow = |file: &mut Value| {
        file.pointer_mut(FIELD).unwrap()["crane_rule"] =
            json!({ "slow_gust_mps": 12, "slow_speed_percent": 50 });
        let [mean, gust] = [[5; 10], [14; 10]];
        let series =
            json!({ "zone": "pass", "hourly_from": at(0), "mean_mps": mean, "gust_mps": gust });
        file["wind"]["series"] = json!([series]);
    };
    let right = Pieces(92, 112, &[(112, 328, 0)], 373);
    let slow_before = Pieces(92, 132, &[(132, 348, 0)], 393);
    let slow_behind = Pieces(92, 112, &[(112, 328, 0)], 418);
    only(slow, &[], &right, &[&CALM, &slow_before, &slow_behind]);
}

#[test]
fn a_step_does_not_begin_in_a_stop() {
    let stop = &[(112, 130)];
    let later = Pieces(92, 112, &[(130, 238, 0)], 283);
    let begun = Pieces(92, 112, &[(112, 238, 18)], 283);
    only(nothing, stop, &later, &[&begun]);
    // The second step as well; its cranes are not allotted to it in the stop.
    let stop = &[(166, 180)];
    let later = Pieces(92, 112, &[(112, 166, 0), (180, 234, 0)], 279);
    let begun = Pieces(92, 112, &[(112, 166, 0), (166, 234, 14)], 279);
    only(relay, stop, &later, &[&begun]);
    // A step under way pauses and keeps its crane.
    let stop = &[(160, 180)];
    let paused = Pieces(92, 112, &[(112, 186, 20), (186, 240, 0)], 285);
    only(relay, stop, &paused, &[]);
}

#[test]
fn finishing_stands_still_in_a_stop() {
    let stop = &[(230, 260)];
    let paused = Pieces(92, 112, &[(112, 220, 0)], 295);
    only(nothing, stop, &paused, &[&CALM]);
    only(on_the_ground, stop, &CALM, &[]);
    // From its first minute on, and to its last.
    let stops = &[(220, 230), (270, 271)];
    let paused = Pieces(92, 112, &[(112, 220, 0)], 276);
    only(nothing, stops, &paused, &[]);
}

#[test]
fn indoors_there_are_no_stops() {
    let indoors = |file: &mut Value| file.pointer_mut(FIELD).unwrap()["indoor"] = json!(true);
    only(indoors, &[(80, 100), (112, 130), (230, 260)], &CALM, &[]);
}

/// T1 in the field at the start, and its work from minute 0 on.
fn begun(work: &Value, stops: &[(i64, i64)], pieces: &Pieces) -> (Instance, Plan) {
    let mut file = file();
    stopped(&mut file, stops);
    file["trains"] = json!([import("T1", -200)]);
    let place = json!({ "at": "spot", "spot": "f1" });
    let done = ["inspection", "waybill"].map(|stage| json!({ "stage": stage }));
    file["state"] = json!({ "trains": [{
        "train": "T1", "arrived": at(-150), "arriving": place, "onward": place, "stages": done, "work": work
    }] });
    let instance = instance(&file);
    let mut events = Events::new(&instance);
    work_and_out(&mut events, 0, pieces);
    let plan = plan(&instance, vec![("T1", events.list)]);
    (instance, plan)
}

#[test]
fn work_under_way_is_a_fact() {
    let right = |work: &Value, stops: &[(i64, i64)], pieces: Pieces| {
        let (instance, plan) = begun(work, stops, &pieces);
        clean(&instance, &plan);
    };
    let wrong = |work: &Value, stops: &[(i64, i64)], pieces: Pieces| {
        let (instance, plan) = begun(work, stops, &pieces);
        broken(&instance, &plan, &["crane-work"]);
    };
    let stop = &[(0, 30)];
    // Five minutes of preparation left are done behind the stop.
    let left = json!({ "mode": "first", "preparation_minutes_left": 5 });
    right(&left, stop, Pieces(0, 35, &[(35, 143, 0)], 188));
    wrong(&left, stop, Pieces(0, 5, &[(30, 138, 0)], 183));
    // None are left: the step begins behind the stop.
    let left = json!({ "mode": "first", "preparation_minutes_left": 0 });
    right(&left, stop, Pieces(0, 0, &[(30, 138, 0)], 183));
    wrong(&left, stop, Pieces(0, 0, &[(0, 138, 30)], 183));
    // A step that is under way pauses: its crane is where it is.
    let left = json!({ "mode": "first", "lifts_left": 20 });
    right(&left, stop, Pieces(0, 0, &[(0, 70, 30)], 115));
    wrong(&left, stop, Pieces(0, 0, &[(30, 70, 0)], 115));
    let left = json!({ "mode": "first", "finishing_minutes_left": 9 });
    right(&left, stop, Pieces(0, 0, &[], 39));
    wrong(&left, stop, Pieces(0, 0, &[], 9));
}
