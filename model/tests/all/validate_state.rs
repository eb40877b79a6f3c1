//! The rules of what is where at the start: one test per rule, each asserting code and path.

use crate::common::{accepted, refused, set, small};
use regauge_model::Problem;
use regauge_model::instance::{RakePlace, WorkState};
use regauge_model::validate::instance_from_json;
use serde_json::{Value, json};

const STATE: &str = "/state/trains/0";
const AT: &str = "state.trains[0]";

/// A change of the state of the train at work.
#[track_caller]
fn state(below: &str, value: Value, code: &str) -> Problem {
    let path = below
        .split('/')
        .fold(AT.to_owned(), |path, step| match step.parse::<usize>() {
            Ok(index) => format!("{path}[{index}]"),
            Err(_) => format!("{path}.{step}"),
        });
    refused(&[(&format!("{STATE}/{below}"), value)], code, &path)
}

/// The state of the train at work replaced.
#[track_caller]
fn replaced(value: Value, code: &str, below: &str) -> Problem {
    refused(&[(STATE, value)], code, &format!("{AT}{below}"))
}

fn in_section() -> Value {
    json!({
        "at": "section", "section": "border-broad", "direction": "down",
        "entered": "2025-03-01T17:50:00+08:00", "leaves": "2025-03-01T18:17:00+08:00"
    })
}

fn on_track(yard: &str, track: u32) -> Value {
    json!({ "at": "track", "yard": yard, "track": track })
}

fn after_work(arriving: Value, onward: Value) -> Value {
    json!({
        "train": "X8003", "arrived": "2025-03-01T12:00:00+08:00", "arriving": arriving, "onward": onward,
        "stages": [{ "stage": "inspection" }, { "stage": "waybill" }], "work": { "done": true }
    })
}

fn at_spot(spot: &str) -> Value {
    json!({ "at": "spot", "spot": spot })
}

#[test]
fn trains_are_known_and_have_one_state() {
    let problem = state("train", json!("X8004"), "E0301");
    assert!(problem.advice.to_string().contains("`X800"), "{problem}");
    let again = json!({ "train": "X8003", "arriving": in_section() });
    refused(
        &[("/state/trains/-", again)],
        "E1001",
        "state.trains[1].train",
    );
    let late = [(
        "/trains/1/earliest_entry",
        json!("2025-03-01T18:01:00+08:00"),
    )];
    refused(&late, "E1002", "state.trains[0].train");
}

#[test]
fn times_lie_around_the_start() {
    state("arrived", json!("2025-03-01T18:01:00+08:00"), "E1002");
    state(
        "stages/1/until",
        json!("2025-03-01T18:00:00+08:00"),
        "E1002",
    );
    let mut place = in_section();
    place["entered"] = json!("2025-03-01T18:01:00+08:00");
    let coming = |place: Value| json!({ "train": "X8003", "arriving": place });
    replaced(coming(place), "E1002", ".arriving.entered");
    let mut place = in_section();
    place["leaves"] = json!("2025-03-01T18:00:00+08:00");
    replaced(coming(place), "E1002", ".arriving.leaves");
    refused(
        &[("/state/busy/0/until", json!("2025-03-01T18:00:00+08:00"))],
        "E1002",
        "state.busy[0].until",
    );
    accepted(&[(STATE, coming(in_section()))]);
}

#[test]
fn names_resolve() {
    state("arriving/spot", json!("23-3"), "E0301");
    state("stages/0/stage", json!("inspecton"), "E0301");
    state("work/mode", json!("al"), "E0301");
    let twice = json!({ "stage": "inspection" });
    refused(
        &[("/state/trains/0/stages/-", twice)],
        "E0304",
        "state.trains[0].stages[2].stage",
    );
    refused(
        &[("/state/busy/0/station", json!("alashanku"))],
        "E0301",
        "state.busy[0].station",
    );
    refused(
        &[("/state/caps_used/0/section", json!("border"))],
        "E0301",
        "state.caps_used[0].section",
    );
}

#[test]
fn tracks_exist_fit_and_are_given_with_their_yard() {
    let standing = |place: Value| json!({ "train": "X8003", "arriving": place });
    accepted(&[(STATE, standing(on_track("yard-broad", 4)))]);
    replaced(
        standing(on_track("yard-broad", 5)),
        "E1009",
        ".arriving.track",
    );
    replaced(
        standing(on_track("yard-broad", 0)),
        "E1009",
        ".arriving.track",
    );
    replaced(
        standing(on_track("yard-brod", 1)),
        "E0301",
        ".arriving.yard",
    );
    replaced(
        standing(on_track("yard-standard", 1)),
        "E1004",
        ".arriving.yard",
    );
    replaced(standing(on_track("sidings", 1)), "E1004", ".arriving.track");
    let in_sidings = |hold: Value| {
        let changes = [
            (STATE, standing(on_track("sidings", 1))),
            ("/trains/1/length_m", json!(700)),
            ("/holds", hold),
        ];
        crate::common::problems(&changes)
    };
    let is_wrong = |hold: Value| {
        let problems = in_sidings(hold);
        let mut found = problems.iter();
        found.any(|one| (one.code, &*one.path) == ("E1004", "state.trains[0].arriving.yard"))
    };
    let held = |train: &str, yard: &str| json!([{ "station": "alashankou", "trains": [train], "yard": yard, "until": "2025-03-01T17:00:00+08:00" }]);
    assert!(is_wrong(json!([])));
    assert!(is_wrong(held("X8001", "sidings")) && is_wrong(held("X8003", "yard-broad")));
    // but one that was held there may stand there still
    assert!(!is_wrong(held("X8003", "sidings")));
    let placing = json!({ "at": "placing", "yard": "yard-broad", "spot": "23-2", "until": "2025-03-01T18:20:00+08:00" });
    replaced(standing(placing), "E0202", ".arriving.track");
}

#[test]
fn passing_trains_have_no_work() {
    let state = |more: Value| {
        let mut state = json!({ "train": "B101", "arriving": on_track("sidings", 1) });
        for (key, value) in more.as_object().expect("an object") {
            state[key] = value.clone();
        }
        [
            ("/state/trains/-", state),
            (
                "/trains/3/earliest_entry",
                json!("2025-03-01T16:00:00+08:00"),
            ),
        ]
    };
    accepted(&state(json!({})));
    refused(
        &state(json!({ "onward": at_spot("23-1") })),
        "E1004",
        "state.trains[1].onward",
    );
    refused(
        &state(json!({ "work": { "done": true } })),
        "E1005",
        "state.trains[1].work",
    );
    refused(
        &state(json!({ "arriving": { "at": "gone" } })),
        "E1004",
        "state.trains[1].arriving",
    );
    refused(
        &state(json!({ "arriving": at_spot("23-1") })),
        "E1004",
        "state.trains[1].arriving",
    );
    refused(
        &state(json!({ "arriving": on_track("yard-broad", 1) })),
        "E1004",
        "state.trains[1].arriving.yard",
    );
    let from_store = [
        (
            "/state/trains/-",
            json!({ "train": "E202", "arriving": on_track("yard-broad", 1) }),
        ),
        (
            "/trains/5/earliest_entry",
            json!("2025-03-01T16:00:00+08:00"),
        ),
    ];
    refused(&from_store, "E0810", "trains[5].from_store");
}

#[test]
fn one_rake_per_place() {
    let other = |arriving: Value, onward: Value, entry: &str| {
        [
            (
                "/state/trains/-",
                json!({ "train": "X8001", "arrived": "2025-03-01T15:00:00+08:00", "arriving": arriving, "onward": onward, "stages": [{ "stage": "inspection" }] }),
            ),
            ("/trains/0/earliest_entry", json!(entry)),
            ("/trains/0/pins", json!({})),
        ]
    };
    let entry = "2025-03-01T14:00:00+08:00";
    accepted(&other(at_spot("23-1"), at_spot("23-1"), entry));
    refused(
        &other(at_spot("23-2"), Value::Null, entry),
        "E1003",
        "state.trains[1].arriving.spot",
    );
    refused(
        &other(at_spot("23-1"), at_spot("23-2"), entry),
        "E1003",
        "state.trains[1].onward.spot",
    );
    refused(
        &other(at_spot("23-1"), at_spot("23-2"), entry),
        "E1004",
        "state.trains[1].onward.spot",
    );
    let mut changes = other(on_track("yard-broad", 1), Value::Null, entry).to_vec();
    changes.push((
        STATE,
        json!({ "train": "X8003", "arriving": on_track("yard-broad", 1) }),
    ));
    refused(&changes, "E1003", "state.trains[1].arriving.track");
}

#[test]
fn before_the_work_rakes_are_on_their_way_in() {
    let before = |arriving: Value, onward: Value| {
        json!({
            "train": "X8003", "arrived": "2025-03-01T16:30:00+08:00", "arriving": arriving, "onward": onward,
            "stages": [{ "stage": "inspection" }]
        })
    };
    let until = "2025-03-01T18:20:00+08:00";
    accepted(&[(STATE, before(at_spot("23-2"), Value::Null))]);
    let placing = json!({ "at": "placing", "yard": "yard-broad", "track": 1, "spot": "23-2", "until": until });
    let stored = json!({ "at": "placing", "spot": "23-2", "until": until });
    accepted(&[(STATE, before(placing.clone(), stored.clone()))]);
    replaced(
        before(json!({ "at": "gone" }), Value::Null),
        "E1004",
        ".arriving",
    );
    replaced(
        before(
            json!({ "at": "pulling", "spot": "23-2", "until": until }),
            Value::Null,
        ),
        "E1004",
        ".arriving",
    );
    replaced(before(stored, Value::Null), "E1004", ".arriving");
    replaced(
        before(at_spot("23-2"), on_track("yard-standard", 1)),
        "E1004",
        ".onward",
    );
    let from_track = json!({ "at": "placing", "yard": "yard-standard", "track": 1, "spot": "23-2", "until": until });
    replaced(before(at_spot("23-2"), from_track), "E1004", ".onward");
    let mut no_arrival = before(at_spot("23-2"), Value::Null);
    no_arrival["arrived"] = Value::Null;
    replaced(no_arrival, "E0202", ".arrived");
    let mut in_parts = before(at_spot("23-2"), Value::Null);
    in_parts["arrived"] = json!("2025-03-01T16:30:00+08:00");
    // the parts to come stand on a track
    let parts = ("/trains/1/parts", json!(2));
    refused(
        &[(STATE, in_parts.clone()), parts.clone()],
        "E0202",
        "state.trains[0].parts_on",
    );
    in_parts["parts_on"] = json!({ "yard": "yard-broad", "track": 1 });
    accepted(&[(STATE, in_parts.clone()), parts]);
    refused(&[(STATE, in_parts)], "E1004", "state.trains[0].parts_on");
}

/// A train worked in two parts whose first part stands in the spot.
fn in_two_parts(place: &Value, work: &Value) -> [(&'static str, Value); 2] {
    let state = json!({
        "train": "X8003", "arrived": "2025-03-01T16:30:00+08:00",
        "arriving": place, "onward": place, "work": work,
        "stages": [{ "stage": "inspection" }],
        "parts_on": { "yard": "yard-broad", "track": 1 },
    });
    [(STATE, state), ("/trains/1/parts", json!(2))]
}

#[test]
fn parts_are_worked_one_by_one() {
    let until = "2025-03-01T18:20:00+08:00";
    let exchange = json!({ "at": "exchange", "spot": "23-2", "until": until });
    let done = json!({ "mode": "all", "part": 1, "done": true });
    accepted(&in_two_parts(&at_spot("23-2"), &done));
    accepted(&in_two_parts(&exchange, &done));
    let lifting = json!({ "mode": "all", "part": 1, "lifts_left": 2 });
    accepted(&in_two_parts(&at_spot("23-2"), &lifting));
    let at = "state.trains[0].arriving";
    refused(&in_two_parts(&exchange, &lifting), "E1004", at);
    let work = "state.trains[0].work";
    let third = json!({ "mode": "all", "part": 3, "lifts_left": 2 });
    let place = format!("{work}.part");
    refused(&in_two_parts(&at_spot("23-2"), &third), "E1005", &place);
    let first = json!({ "mode": "all", "not_begun": true });
    let place = format!("{work}.not_begun");
    refused(&in_two_parts(&at_spot("23-2"), &first), "E1005", &place);
    // the second part is the last, so no other stands on a track
    let second = json!({ "mode": "all", "part": 2, "not_begun": true });
    let place = "state.trains[0].parts_on";
    refused(&in_two_parts(&at_spot("23-2"), &second), "E1004", place);
}

#[test]
fn worked_parts_stand_where_their_rake_goes() {
    let on_track = ("/system/stations/1/sheds/0/worked_parts", json!("on-track"));
    let until = "2025-03-01T18:20:00+08:00";
    let exchange = json!({ "at": "exchange", "spot": "23-2", "until": until });
    let done = json!({ "mode": "all", "part": 1, "done": true });
    let known = json!({
        "arriving": { "yard": "yard-broad", "track": 2 }, "onward": { "yard": "yard-standard", "track": 1 }
    });
    let state = |place: &Value, worked_on: &Value| {
        let [(at, mut state), parts] = in_two_parts(place, &done);
        if !worked_on.is_null() {
            state["worked_on"] = worked_on.clone();
        }
        [(at, state), parts, on_track.clone()]
    };
    let at = |field: &str| format!("state.trains[0].worked_on{field}");
    accepted(&state(&exchange, &known));
    // no exchange has begun, or the parts stand in the shed
    refused(&state(&at_spot("23-2"), &known), "E1004", &at(".arriving"));
    let [state_at, parts, _] = state(&exchange, &known);
    refused(&[state_at, parts], "E1004", &at(".arriving"));
    // the emptied rake has no store in which they could be, and the loaded one never has
    let onward = json!({ "onward": known["onward"] });
    refused(&state(&exchange, &onward), "E0202", &at(".arriving"));
    let arriving = json!({ "arriving": known["arriving"] });
    refused(&state(&exchange, &arriving), "E0202", &at(".onward"));
    let mut wrong = known.clone();
    wrong["onward"]["yard"] = json!("yard-broad");
    refused(&state(&exchange, &wrong), "E1004", &at(".onward.yard"));
    // the parts to come stand on that track
    let mut taken = known.clone();
    taken["arriving"]["track"] = json!(1);
    refused(
        &state(&exchange, &taken),
        "E1003",
        "state.trains[0].arriving.track",
    );
}

#[test]
fn steps_and_their_minutes_are_those_of_the_mode() {
    let work = |work: Value, place: &str| {
        let place = format!("state.trains[0].work{place}");
        refused(&[("/state/trains/0/work", work)], "E1005", &place);
    };
    work(
        json!({ "mode": "all", "step": 9, "lifts_left": 3 }),
        ".step",
    );
    work(
        json!({ "mode": "all", "step": 1, "finishing_minutes_left": 3 }),
        ".step",
    );
    work(
        json!({ "mode": "all", "lifts_left": 3, "lifting_minutes_left": 5000 }),
        ".lifting_minutes_left",
    );
    work(
        json!({ "mode": "all", "finishing_minutes_left": 3, "lifting_minutes_left": 3 }),
        ".lifting_minutes_left",
    );
}

#[test]
fn tracks_and_sides_are_busy_by_themselves() {
    let until = "2025-03-01T18:20:00+08:00";
    let busy = |more: Value| {
        let mut busy = json!({ "station": "alashankou", "until": until });
        let fields = busy.as_object_mut().expect("an object");
        fields.extend(more.as_object().expect("an object").clone());
        [("/state/busy/0", busy)]
    };
    accepted(&busy(json!({ "yard": "yard-broad", "track": 4 })));
    accepted(&busy(json!({ "spot": "23-1", "gauge_mm": 1520 })));
    let place = |field: &str| format!("state.busy[0].{field}");
    refused(
        &busy(json!({ "yard": "yard-broad" })),
        "E0202",
        &place("track"),
    );
    refused(
        &busy(json!({ "spot": "23-1" })),
        "E0202",
        &place("gauge_mm"),
    );
    let gauge = busy(json!({ "spot": "23-1", "gauge_mm": 1000 }));
    refused(&gauge, "E0505", &place("gauge_mm"));
    let held = busy(json!({ "spot": "23-2", "gauge_mm": 1520 }));
    refused(&held, "E1003", &place("spot"));
}

#[test]
fn runs_that_have_ended_did_so_by_the_start() {
    let passed = |left: &str| {
        let run = json!([{
            "train": "X8009", "section": "border-broad", "direction": "down",
            "entered": "2025-03-01T17:30:00+08:00", "left": left,
        }]);
        [("/state/passed", run)]
    };
    accepted(&passed("2025-03-01T18:00:00+08:00"));
    refused(
        &passed("2025-03-01T18:01:00+08:00"),
        "E1002",
        "state.passed[0].left",
    );
}

#[test]
fn a_horizon_may_be_given_by_its_ends() {
    let horizon = |planning: &str, end: &str| {
        let start = "2025-03-01T18:00:00+08:00";
        let horizon = json!({ "start": start, "planning_end": planning, "end": end });
        [("/horizon", horizon)]
    };
    let end = "2025-03-03T06:00:00+08:00";
    accepted(&horizon("2025-03-02T06:07:00+08:00", end));
    // the planning part may be over
    accepted(&horizon("2025-03-01T17:00:00+08:00", end));
    refused(
        &horizon(end, "2025-03-01T17:59:00+08:00"),
        "E0404",
        "horizon.end",
    );
    refused(
        &horizon(end, "2025-03-03T05:59:00+08:00"),
        "E0404",
        "horizon.end",
    );
    let only = json!({ "start": "2025-03-01T18:00:00+08:00", "end": end });
    refused(&[("/horizon", only)], "E0202", "horizon.planning_end");
}

#[test]
fn work_under_way_is_possible() {
    state("onward", Value::Null, "E1004");
    state(
        "arriving",
        json!({ "at": "track", "yard": "yard-broad", "track": 1 }),
        "E1004",
    );
    state("work", json!({ "mode": "all" }), "E1005");
    state(
        "work",
        json!({ "mode": "all", "lifts_left": 3, "finishing_minutes_left": 3 }),
        "E1005",
    );
    refused(
        &[("/state/trains/0/work/mode", Value::Null)],
        "E0202",
        "state.trains[0].work.mode",
    );
}

#[test]
fn work_figures_are_possible() {
    state("work/lifts_left", json!(56), "E1005");
    let halves = [
        (STATE.to_owned() + "/work/mode", json!("halves")),
        (STATE.to_owned() + "/arriving/spot", json!("23-1")),
        (STATE.to_owned() + "/onward/spot", json!("23-1")),
    ];
    let halves: Vec<(&str, Value)> = halves.iter().map(|(p, v)| (&**p, v.clone())).collect();
    refused(&halves, "E1005", "state.trains[0].work.lifts_left");
    let left = |figure: &str, minutes: u32| json!({ "mode": "all", figure: minutes });
    let path = |figure: &str| format!("{AT}.work.{figure}");
    let work = "/state/trains/0/work";
    let preparation = "preparation_minutes_left";
    refused(
        &[(work, left(preparation, 21))],
        "E1005",
        &path(preparation),
    );
    accepted(&[(work, left(preparation, 20))]);
    let finishing = "finishing_minutes_left";
    refused(&[(work, left(finishing, 46))], "E1005", &path(finishing));
    refused(
        &[(work, left(finishing, 1_000_000_000))],
        "E0405",
        &path(finishing),
    );
    refused(
        &[(work, json!({ "done": true, "mode": "all" }))],
        "E1005",
        "state.trains[0].work.mode",
    );
    let no_spot = [
        (work, left(preparation, 1)),
        ("/state/trains/0/arriving", on_track("yard-broad", 1)),
        ("/state/trains/0/onward", Value::Null),
    ];
    refused(&no_spot, "E1005", "state.trains[0].work");
    let mode = [(
        "/system/stations/1/sheds/0/modes/0/min_length_m",
        json!(761),
    )];
    refused(&mode, "E0905", "trains[1]");
}

#[test]
fn after_the_work_rakes_are_on_their_way_out() {
    let standard = on_track("yard-standard", 1);
    accepted(&[(STATE, after_work(at_spot("23-2"), standard.clone()))]);
    accepted(&[(STATE, after_work(json!({ "at": "gone" }), standard.clone()))]);
    replaced(after_work(at_spot("23-2"), Value::Null), "E1004", ".onward");
    // the train has left, and its emptied rake is still there
    accepted(&[(STATE, after_work(at_spot("23-2"), json!({ "at": "gone" })))]);
    let gone = json!({ "at": "gone" });
    replaced(after_work(gone.clone(), gone), "E1004", ".arriving");
    let until = "2025-03-01T18:20:00+08:00";
    let placing = json!({ "at": "placing", "spot": "23-2", "until": until });
    replaced(after_work(at_spot("23-2"), placing), "E1004", ".onward");
    let pulling = json!({ "at": "pulling", "spot": "23-2", "until": until });
    replaced(
        after_work(pulling.clone(), standard.clone()),
        "E1004",
        ".arriving",
    );
    replaced(after_work(at_spot("23-2"), pulling), "E1004", ".onward");
    let stored_only = json!({ "class": "broad-empty", "into_store": "store-broad" });
    refused(
        &[
            (STATE, after_work(on_track("yard-broad", 1), standard)),
            ("/trains/1/emptied", stored_only),
        ],
        "E1004",
        "state.trains[0].arriving",
    );
}

#[test]
fn routes_are_cut_to_what_is_left() {
    let on_line = json!({
        "at": "section", "section": "line", "direction": "down",
        "entered": "2025-03-01T17:30:00+08:00", "leaves": "2025-03-01T18:35:00+08:00"
    });
    let back = json!({
        "at": "section", "section": "border-broad", "direction": "up",
        "entered": "2025-03-01T17:50:00+08:00", "leaves": "2025-03-01T18:17:00+08:00"
    });
    let mut file = small();
    let mut state = after_work(back, on_line.clone());
    set(
        &mut state,
        "/stages/-",
        json!({ "stage": "departure-check" }),
    );
    set(&mut file, STATE, state.clone());
    let instance = instance_from_json(file.to_string().as_bytes()).expect("it is valid");
    let names = |route: &[regauge_model::ids::StationId]| -> Vec<String> {
        route
            .iter()
            .map(|id| instance.system().station(*id).name.clone())
            .collect()
    };
    let train = &instance.trains()[1];
    let work = train.transshipment().expect("it is transshipped");
    assert_eq!(names(&train.route), ["alashankou"]);
    assert_eq!(names(&work.onward_route), ["jinghe"]);
    assert_eq!(
        names(work.emptied_route.as_ref().expect("it returns")),
        ["dostyk"]
    );
    let state = train.state.as_ref().expect("it is under way");
    assert_eq!(state.work, WorkState::Done);
    assert!(matches!(state.arriving, RakePlace::Section(..)));
}

#[test]
fn rakes_are_on_their_route() {
    let mut place = in_section();
    place["direction"] = json!("up");
    let coming = |place: Value| json!({ "train": "X8003", "arriving": place });
    replaced(coming(place), "E1006", ".arriving");
    let mut place = in_section();
    place["section"] = json!("line");
    replaced(coming(place), "E1004", ".arriving.section");
    let mut wrong_way = in_section();
    wrong_way["section"] = json!("border-standard");
    let mut state = after_work(at_spot("23-2"), wrong_way);
    set(
        &mut state,
        "/stages/-",
        json!({ "stage": "departure-check" }),
    );
    replaced(state, "E1006", ".onward");
}

#[test]
fn a_rake_stops_where_there_is_a_yard() {
    // Between border and station lies a junction, where the rake under way would have to stop.
    let junction = json!({ "id": "junction" });
    let run =
        json!({ "broad-loaded": { "down": 9, "up": 9 }, "broad-empty": { "down": 9, "up": 9 } });
    let section = json!({
        "id": "outer", "from": "dostyk", "to": "junction", "gauge_mm": 1520, "tracks": 1,
        "run_minutes": run, "headway_minutes": { "down": 5, "up": 5 }
    });
    let mut place = in_section();
    place["section"] = json!("outer");
    refused(
        &[
            ("/system/stations/-", junction),
            ("/system/sections/-", section),
            ("/system/sections/0/from", json!("junction")),
            (STATE, json!({ "train": "X8003", "arriving": place })),
        ],
        "E1004",
        "state.trains[0].arriving",
    );
}

#[test]
fn stages_agree_with_the_place() {
    state("stages/0/stage", json!("departure-check"), "E1010");
    let coming = json!({ "train": "X8003", "arriving": in_section(), "stages": [{ "stage": "inspection" }] });
    replaced(coming, "E1010", ".stages[0].stage");
    refused(
        &[(&format!("{STATE}/stages"), json!([]))],
        "E1010",
        "state.trains[0].stages",
    );
    let still = json!([{ "stage": "inspection", "until": "2025-03-01T18:10:00+08:00" }]);
    refused(
        &[(&format!("{STATE}/stages"), still)],
        "E1010",
        "state.trains[0].stages",
    );
    let passing = json!({ "train": "B101", "arriving": on_track("sidings", 1), "stages": [{ "stage": "inspection" }] });
    refused(
        &[
            ("/state/trains/-", passing),
            (
                "/trains/3/earliest_entry",
                json!("2025-03-01T16:00:00+08:00"),
            ),
        ],
        "E1010",
        "state.trains[1].stages[0].stage",
    );
}

#[test]
fn no_more_busy_than_there_are() {
    let until = "2025-03-01T18:20:00+08:00";
    let locomotive =
        json!({ "station": "alashankou", "locomotive_gauge_mm": 1520, "until": until });
    let two_more = [
        ("/state/busy/-", locomotive.clone()),
        ("/state/busy/-", locomotive),
    ];
    refused(&two_more, "E1007", "state.busy[2]");
    let team = json!({ "station": "alashankou", "stage": "inspection", "until": until });
    let three = [
        ("/state/busy/0", team.clone()),
        ("/state/busy/-", team.clone()),
        ("/state/busy/-", team),
    ];
    refused(&three, "E1007", "state.busy[2].stage");
    let crane = json!({ "station": "alashankou", "crane": "23-a", "until": until });
    refused(&[("/state/busy/-", crane)], "E1007", "state.busy[1]");
    let crane = json!({ "station": "alashankou", "crane": "east-a", "until": until });
    accepted(&[("/state/busy/-", crane)]);
}

#[test]
fn one_thing_is_busy_at_its_station() {
    let until = "2025-03-01T18:20:00+08:00";
    let busy = "/state/busy/0";
    refused(
        &[(busy, json!({ "station": "alashankou", "until": until }))],
        "E1008",
        "state.busy[0]",
    );
    let both =
        json!({ "station": "alashankou", "crane": "23-a", "stage": "waybill", "until": until });
    refused(&[(busy, both)], "E1008", "state.busy[0]");
    let elsewhere = json!({ "station": "jinghe", "crane": "east-a", "until": until });
    refused(&[(busy, elsewhere)], "E0803", "state.busy[0].crane");
    let gauge = json!({ "station": "alashankou", "locomotive_gauge_mm": 1067, "until": until });
    refused(
        &[(busy, gauge)],
        "E0508",
        "state.busy[0].locomotive_gauge_mm",
    );
}

#[test]
fn closed_things_are_not_in_use() {
    let closed =
        json!([{ "from": "2025-03-01T17:00:00+08:00", "to": "2025-03-01T18:05:00+08:00" }]);
    let spot = [("/system/stations/1/sheds/0/spots/1/closed", closed.clone())];
    // a rake that is there stands through it
    accepted(&spot);
    let stage = [("/system/stations/1/stages/1/closed", closed.clone())];
    refused(&stage, "E1002", "state.trains[0].stages[1].until");
    let possession = [
        (STATE, json!({ "train": "X8003", "arriving": in_section() })),
        ("/system/sections/0/possessions", closed),
    ];
    refused(&possession, "E1012", "state.trains[0].arriving.leaves");
}

/// A day of March in the file, at a minute after its start.
fn time(minute: u32) -> Value {
    json!(format!("2025-03-01T18:{minute:02}:00+08:00"))
}

#[test]
fn cranes_of_work_under_way_are_there_to_its_end() {
    // 20 lifts of three cranes take to 18:14.
    let crane = "/system/stations/1/sheds/0/cranes/1/closed";
    let closed = |from: u32, to: u32| [(crane, json!([{ "from": time(from), "to": time(to) }]))];
    accepted(&closed(14, 50));
    let problem = refused(&closed(13, 50), "E1013", "state.trains[0].work");
    assert!(problem.message.to_string().contains("18:14"), "{problem}");
    assert_eq!(problem.value, "23-b");
    let before = [(
        crane,
        json!([{ "from": "2025-03-01T17:00:00+08:00", "to": time(1) }]),
    )];
    refused(&before, "E1013", "state.trains[0].work");
    // In the preparation they are not needed yet.
    let preparation = (
        "/state/trains/0/work",
        json!({ "mode": "all", "preparation_minutes_left": 5 }),
    );
    let busy = |until: u32| {
        let busy = json!({ "station": "alashankou", "crane": "23-a", "until": time(until) });
        [preparation.clone(), ("/state/busy/-", busy)]
    };
    accepted(&busy(5));
    refused(&busy(6), "E1013", "state.trains[0].work");
    // Finishing needs none.
    let finishing = (
        "/state/trains/0/work",
        json!({ "mode": "all", "finishing_minutes_left": 45 }),
    );
    accepted(&[finishing, closed(0, 50)[0].clone()]);
}

#[test]
fn interrupted_work_says_what_is_left() {
    let work = "/state/trains/0/work";
    let path = |field: &str| format!("{AT}.work.{field}");
    let interrupted = |more: Value| {
        let mut file = json!({ "interrupted": true, "lifts_left": 20 });
        let fields = more.as_object().unwrap().clone();
        file.as_object_mut().unwrap().extend(fields);
        file
    };
    let right = |more: Value| {
        let mut file = small();
        set(&mut file, work, interrupted(more));
        let instance = instance_from_json(file.to_string().as_bytes());
        let instance = instance.unwrap_or_else(|problems| panic!("{problems}"));
        let mut trains = instance.trains().iter();
        trains.find_map(|train| train.state.clone()).unwrap()
    };
    let wrong = |more: Value, code: &str, field: &str| {
        refused(&[(work, interrupted(more))], code, &path(field));
    };
    let state = right(json!({}));
    assert_eq!(
        (state.work, state.mode, state.rest),
        (WorkState::Interrupted(None), None, Some(20))
    );
    let state = right(json!({ "mode": "all", "until": time(9) }));
    let WorkState::Interrupted(Some((_, until))) = state.work else {
        panic!("{:?}", state.work)
    };
    assert_eq!((until.0, state.mode), (9, None));
    wrong(json!({ "lifts_left": 0 }), "E1005", "lifts_left");
    wrong(json!({ "lifts_left": 56 }), "E1005", "lifts_left");
    wrong(json!({ "resumed_lifts": 20 }), "E1005", "resumed_lifts");
    let minutes = "lifting_minutes_left";
    wrong(json!({ minutes: 5.0 }), "E1005", minutes);
    wrong(json!({ "step": 1 }), "E1005", "step");
    wrong(json!({ "mode": "all" }), "E0202", "until");
    wrong(json!({ "until": time(9) }), "E0202", "mode");
    wrong(json!({ "mode": "all", "until": time(0) }), "E1002", "until");
    refused(
        &[(work, json!({ "interrupted": true, "done": true }))],
        "E1005",
        &format!("{AT}.work.interrupted"),
    );
    // what was taken up again
    let under_way = |more: Value| {
        let mut file = json!({ "mode": "all", "lifts_left": 12 });
        let fields = more.as_object().unwrap().clone();
        file.as_object_mut().unwrap().extend(fields);
        [(work, file)]
    };
    accepted(&under_way(json!({ "resumed_lifts": 12 })));
    refused(
        &under_way(json!({ "resumed_lifts": 11 })),
        "E1005",
        &path("lifts_left"),
    );
    let resumed = "resumed_lifts";
    refused(&under_way(json!({ resumed: 56 })), "E1005", &path(resumed));
    refused(
        &under_way(json!({ "until": time(9) })),
        "E1005",
        &path("until"),
    );
    let finishing = json!({ "mode": "all", "finishing_minutes_left": 5, "resumed_lifts": 9 });
    refused(&[(work, finishing)], "E1005", &path(resumed));
}

#[test]
fn cranes_of_a_step_that_goes_on_are_there() {
    let work = json!({ "interrupted": true, "lifts_left": 9, "mode": "all", "until": time(20) });
    let work = ("/state/trains/0/work", work);
    let crane = "/system/stations/1/sheds/0/cranes/1/closed";
    let closed = |from: u32, to: u32| (crane, json!([{ "from": time(from), "to": time(to) }]));
    accepted(&[work.clone(), closed(20, 50)]);
    refused(
        &[work.clone(), closed(19, 50)],
        "E1013",
        "state.trains[0].work",
    );
    let none = json!({ "interrupted": true, "lifts_left": 9 });
    accepted(&[("/state/trains/0/work", none), closed(0, 50)]);
}

#[test]
fn works_under_way_do_not_need_the_same_cranes() {
    let second = |mode: &str, left: u32| {
        json!({
            "train": "X8001", "arrived": "2025-03-01T16:00:00+08:00",
            "arriving": at_spot("23-1"), "onward": at_spot("23-1"),
            "stages": [{ "stage": "inspection" }, { "stage": "waybill" }],
            "work": { "mode": mode, "preparation_minutes_left": left }
        })
    };
    let entry = (
        "/trains/0/earliest_entry",
        json!("2025-03-01T15:00:00+08:00"),
    );
    // Without the onward rake's move nothing else is in the way: the work of X8003 lasts to 18:14.
    let two = |left: u32| [entry.clone(), ("/state/trains/-", second("all", left))];
    accepted(&two(14));
    let problem = refused(&two(13), "E1013", "state.trains[0].work");
    assert!(problem.message.to_string().contains("X8001"), "{problem}");
    // Different cranes that would have to pass each other.
    let modes = "/system/stations/1/sheds/0/modes/-";
    let mode =
        |id: &str, crane: &str| (modes, json!({ "id": id, "steps": [{ "cranes": [crane] }] }));
    let crossing = [
        entry.clone(),
        ("/trains/0/pins", Value::Null),
        mode("low", "23-a"),
        mode("high", "23-c"),
        ("/state/trains/0/work/mode", json!("low")),
        ("/state/trains/-", second("high", 5)),
    ];
    let problem = refused(&crossing, "E1013", "state.trains[0].work");
    assert!(problem.message.to_string().contains("pass"), "{problem}");
}

#[test]
fn movements_lead_past_no_rake() {
    let until = "2025-03-01T18:20:00+08:00";
    let short = |n: usize| {
        [
            (format!("/trains/{n}/length_m"), json!(460)),
            (format!("/trains/{n}/onward/length_m"), json!(460)),
            (format!("/trains/{n}/pins"), json!({})),
            (
                format!("/trains/{n}/earliest_entry"),
                json!("2025-03-01T12:00:00+08:00"),
            ),
        ]
    };
    let inner = json!({ "at": "placing", "yard": "yard-broad", "track": 1, "spot": "east-2", "until": until });
    let arrived = "2025-03-01T16:30:00+08:00";
    let stages = json!([{ "stage": "inspection" }]);
    let mut changes: Vec<(String, Value)> = [short(0), short(1)].concat();
    changes.push((STATE.to_owned(), json!({ "train": "X8003", "arrived": arrived, "stages": stages, "arriving": at_spot("east-1") })));
    changes.push((
        "/state/trains/-".to_owned(),
        json!({ "train": "X8001", "arrived": arrived, "stages": stages, "arriving": inner }),
    ));
    let changes: Vec<(&str, Value)> = changes.iter().map(|(p, v)| (&**p, v.clone())).collect();
    refused(&changes, "E1003", "state.trains[1].arriving.spot");
}

#[test]
fn trains_on_the_line_keep_their_distance() {
    let mut place = in_section();
    place["direction"] = json!("up");
    let meeting = [
        (STATE, json!({ "train": "X8003", "arriving": in_section() })),
        (
            "/state/trains/-",
            json!({ "train": "B101", "arriving": place }),
        ),
        (
            "/trains/3/earliest_entry",
            json!("2025-03-01T16:00:00+08:00"),
        ),
    ];
    refused(&meeting, "E1012", "state.trains[1].arriving.section");
    let following = [
        (STATE, json!({ "train": "X8003", "arriving": in_section() })),
        (
            "/state/trains/-",
            json!({ "train": "B101", "arriving": in_section() }),
        ),
        (
            "/trains/3/earliest_entry",
            json!("2025-03-01T16:00:00+08:00"),
        ),
    ];
    refused(&following, "E1012", "state.trains[1].arriving.section");
}
