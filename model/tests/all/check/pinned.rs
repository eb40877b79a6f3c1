//! Rule `pins` for single events, tracks and emptied rakes: each kind kept, each kind broken, and what no train can have.

use super::fixture::{broken, clean, file, good_in, span_file};
use regauge_model::validate::instance_from_json;
use serde_json::{Value, json};

/// A pinned event with its span.
fn event(what: Value, from: i64, to: i64) -> Value {
    let mut event = what;
    let span = span_file(from, to);
    (event["from"], event["to"]) = (span["from"].clone(), span["to"].clone());
    event
}

/// Every kind of event of the good plan: train, event, start.
fn starts() -> Vec<(usize, Value, i64)> {
    let run =
        |rake: &str, section: &str| json!({ "what": "run", "rake": rake, "section": section });
    let stage = |rake: &str, stage: &str| json!({ "what": "stage", "rake": rake, "stage": stage });
    let movement =
        |rake: &str, what: &str| json!({ "what": "movement", "rake": rake, "movement": what });
    vec![
        (0, json!({ "what": "run", "section": "border-broad" }), 0),
        (0, run("emptied", "border-broad"), 223),
        (0, run("onward", "line"), 253),
        (0, stage("arriving", "inspection"), 27),
        (0, stage("arriving", "waybill"), 27),
        (0, stage("onward", "import-check"), 223),
        (0, movement("arriving", "placing"), 62),
        (0, movement("onward", "placing"), 62),
        (0, json!({ "what": "work" }), 92),
        (0, movement("onward", "pulling"), 193),
        (0, movement("emptied", "pulling"), 193),
        (1, movement("emptied", "pulling"), 233),
        (2, run("arriving", "line"), 0),
        (2, run("arriving", "border-standard"), 92),
        (2, stage("arriving", "customs"), 62),
        (2, stage("arriving", "export-check"), 82),
        (3, movement("arriving", "into-store"), 157),
        (4, movement("arriving", "from-store"), 270),
        (4, run("arriving", "border-broad"), 300),
    ]
}

#[test]
fn an_event_starts_in_its_span() {
    for (train, what, start) in starts() {
        let pinned = |from: i64, to: i64| {
            let pins = json!({ "times": [event(what.clone(), from, to)] });
            good_in(|file| file["trains"][train]["pins"] = pins)
        };
        let (instance, plan) = pinned(start, start + 1);
        clean(&instance, &plan);
        let (instance, plan) = pinned(start + 1, start + 9);
        broken(&instance, &plan, &["pins"]);
        if start > 0 {
            let (instance, plan) = pinned(start - 1, start);
            broken(&instance, &plan, &["pins"]);
        }
    }
}

#[test]
fn an_event_of_a_way_not_taken_is_missing() {
    // the emptied rake of T2 goes into the store
    let run = json!({ "what": "run", "rake": "emptied", "section": "border-broad" });
    let pins = json!({ "times": [event(run, 0, 600)] });
    let (instance, plan) = good_in(|file| file["trains"][1]["pins"] = pins);
    broken(&instance, &plan, &["pins"]);
}

#[test]
fn a_rake_stands_on_its_track() {
    let pinned = |train: usize, rake: &str, yard: &str, track: u32| {
        let pins = json!({ "tracks": [{ "rake": rake, "yard": yard, "track": track }] });
        good_in(|file| file["trains"][train]["pins"] = pins)
    };
    for (train, rake, yard, track) in [
        (0, "arriving", "broad", 1),
        (0, "emptied", "broad", 1),
        (0, "onward", "standard", 1),
        (1, "arriving", "broad", 2),
        (2, "arriving", "standard", 3),
    ] {
        let (instance, plan) = pinned(train, rake, yard, track);
        clean(&instance, &plan);
        let (instance, plan) = pinned(train, rake, yard, 4);
        broken(&instance, &plan, &["pins"]);
    }
    // the emptied rake goes into the store and stands nowhere
    let (instance, plan) = pinned(1, "emptied", "broad", 2);
    broken(&instance, &plan, &["pins"]);
}

#[test]
fn a_pinned_track_is_a_group_by_itself() {
    let pins = json!({ "tracks": [{ "yard": "broad", "track": 2 }, { "rake": "onward", "yard": "standard", "track": 4 }] });
    let (instance, _) = good_in(|file| file["trains"][0]["pins"] = pins);
    let counts = |index: usize| {
        let groups = instance.system().yards()[index].groups.iter();
        groups
            .map(|group| (group.count, group.length_m))
            .collect::<Vec<_>>()
    };
    assert_eq!(counts(0), [(1, 850), (1, 850), (2, 850)]);
    assert_eq!(counts(1), [(3, 850), (1, 850), (1, 500)]);
}

#[test]
fn the_emptied_rake_goes_where_it_is_pinned() {
    let pinned = |train: usize, fate: Value| {
        good_in(|file| file["trains"][train]["pins"] = json!({ "emptied": fate }))
    };
    let store = || json!({ "what": "into-store", "store": "store-broad" });
    let leaves = || json!({ "what": "leaves" });
    for (train, kept, other) in [(0, leaves(), store()), (1, store(), leaves())] {
        let (instance, plan) = pinned(train, kept);
        clean(&instance, &plan);
        let (instance, plan) = pinned(train, other);
        broken(&instance, &plan, &["pins"]);
    }
}

/// What is wrong with the pins of a train.
fn refused(train: usize, pins: Value, code: &str, place: &str) {
    let mut file = file();
    file["trains"][train]["pins"] = pins.clone();
    let problems = instance_from_json(file.to_string().as_bytes()).expect_err("refused");
    let path = format!("trains[{train}].pins.{place}");
    let found: Vec<_> = problems
        .0
        .iter()
        .map(|one| (one.code, &*one.path))
        .collect();
    assert_eq!(found, [(code, &*path)], "{pins}");
}

#[test]
fn what_a_train_never_does_is_refused() {
    let never = |train: usize, what: Value| {
        let pins = json!({ "times": [event(what, 0, 600)] });
        refused(train, pins, "E0808", "times[0]");
    };
    let run =
        |rake: &str, section: &str| json!({ "what": "run", "rake": rake, "section": section });
    never(0, run("arriving", "line"));
    never(0, run("onward", "border-broad"));
    never(2, run("onward", "line"));
    never(4, run("arriving", "line"));
    let stage = |rake: &str, stage: &str| json!({ "what": "stage", "rake": rake, "stage": stage });
    never(0, stage("onward", "customs"));
    never(0, stage("emptied", "inspection"));
    never(0, stage("arriving", "import-check"));
    let movement =
        |rake: &str, what: &str| json!({ "what": "movement", "rake": rake, "movement": what });
    for (train, rake, what) in [
        (0, "emptied", "placing"),
        (0, "arriving", "pulling"),
        (0, "arriving", "into-store"),
        (0, "arriving", "handling"),
        (2, "arriving", "placing"),
        (3, "arriving", "from-store"),
        (4, "arriving", "into-store"),
    ] {
        never(train, movement(rake, what));
    }
    never(
        0,
        json!({ "what": "movement", "movement": "exchange", "part": 2 }),
    );
    never(0, json!({ "what": "work", "part": 2 }));
    never(2, json!({ "what": "work" }));
}

#[test]
fn what_names_no_event_is_refused() {
    let wrong = |what: Value, code: &str, place: &str| {
        let pins = json!({ "times": [event(what, 0, 600)] });
        refused(0, pins, code, place);
    };
    let movement =
        |what: &str, part: Value| json!({ "what": "movement", "movement": what, "part": part });
    wrong(
        json!({ "what": "run", "section": "lime" }),
        "E0301",
        "times[0].section",
    );
    wrong(
        json!({ "what": "stage", "stage": "custom" }),
        "E0301",
        "times[0].stage",
    );
    wrong(movement("exchange", Value::Null), "E0202", "times[0].part");
    wrong(movement("placing", json!(2)), "E0808", "times[0].part");
    wrong(movement("exchange", json!(1)), "E0405", "times[0].part");
    wrong(
        json!({ "what": "work", "part": 11 }),
        "E0405",
        "times[0].part",
    );
    let work = || event(json!({ "what": "work" }), 0, 600);
    refused(0, json!({ "times": [work(), work()] }), "E0304", "times[1]");
    let outside = event(json!({ "what": "work" }), 4000, 5000);
    refused(0, json!({ "times": [outside] }), "E0808", "times[0]");
    let reversed = event(json!({ "what": "work" }), 20, 10);
    refused(0, json!({ "times": [reversed] }), "E0401", "times[0].to");
    let many: Vec<Value> = (0..201).map(|_| work()).collect();
    refused(0, json!({ "times": many }), "E0405", "times");
}

#[test]
fn a_track_on_which_a_rake_never_stands_is_refused() {
    let track = |rake: &str, yard: &str, track: u32| json!({ "tracks": [{ "rake": rake, "yard": yard, "track": track }] });
    refused(0, track("arriving", "board", 1), "E0301", "tracks[0].yard");
    for number in [0, 5, u32::MAX] {
        refused(
            0,
            track("arriving", "broad", number),
            "E1009",
            "tracks[0].track",
        );
    }
    // of another gauge, too short, of no rake of the train
    refused(0, track("arriving", "standard", 1), "E0808", "tracks[0]");
    refused(0, track("onward", "standard", 5), "E0808", "tracks[0]");
    refused(2, track("emptied", "broad", 1), "E0808", "tracks[0]");
    let two =
        json!({ "tracks": [{ "yard": "broad", "track": 1 }, { "yard": "broad", "track": 2 }] });
    refused(0, two, "E0304", "tracks[1]");
    let many: Vec<Value> = (0..201)
        .map(|_| json!({ "yard": "broad", "track": 1 }))
        .collect();
    refused(0, json!({ "tracks": many }), "E0405", "tracks");
}

#[test]
fn a_track_for_trains_that_pass_is_not_pinned() {
    let mut file = file();
    file["system"]["stations"][1]["through"] = json!([{ "yard": "broad", "group": 1 }]);
    file["trains"][0]["pins"] = json!({ "tracks": [{ "yard": "broad", "track": 1 }] });
    let problems = instance_from_json(file.to_string().as_bytes()).expect_err("refused");
    let found: Vec<_> = problems
        .0
        .iter()
        .map(|one| (one.code, &*one.path))
        .collect();
    assert_eq!(found, [("E0808", "trains[0].pins.tracks[0].track")]);
}

#[test]
fn what_cannot_become_of_an_emptied_rake_is_refused() {
    let into = |store: &str| json!({ "emptied": { "what": "into-store", "store": store } });
    refused(0, into("store-standard"), "E0808", "emptied");
    refused(0, into("store"), "E0301", "emptied.store");
    refused(2, into("store-broad"), "E0808", "emptied");
    refused(
        2,
        json!({ "emptied": { "what": "leaves" } }),
        "E0808",
        "emptied",
    );
}
