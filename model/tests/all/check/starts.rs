//! Rule `state`: trains under way at the start, in every place they may be, and what their plans must not change.

use super::fixture::*;
use regauge_model::instance::Rake::{self, Arriving, Onward};
use regauge_model::plan::{Activity, Event};
use regauge_model::system::Direction::{Down, Up};
use regauge_model::timeline::Timeline;
use regauge_model::{Instance, Minute, Plan};
use serde_json::{Value, json};

/// One train of the file with a state, and its plan.
fn under_way(train: usize, state: &Value, events: impl FnOnce(&mut Events)) -> (Instance, Plan) {
    let mut file = file();
    file["trains"] = json!([file["trains"][train]]);
    let train = &mut file["trains"][0];
    train["earliest_entry"] = json!(at(-200));
    let name = train["id"].as_str().unwrap().to_owned();
    let mut state = state.clone();
    state["train"] = json!(name);
    file["state"] = json!({ "trains": [state] });
    let instance = instance(&file);
    let mut list = Events::new(&instance);
    events(&mut list);
    let plan = plan(&instance, vec![(&name, list.list)]);
    (instance, plan)
}

/// The way out of both rakes, with the sides of the spot until it is cleared.
fn worked(events: &mut Events, worked: i32) {
    out(events, worked, "h1", 1, false);
    events
        .hold(Arriving, (0, worked + 45), "h1")
        .hold(Onward, (0, worked + 45), "h1");
}

const DONE: [&str; 2] = ["inspection", "waybill"];

fn done() -> Value {
    DONE.iter().map(|stage| json!({ "stage": stage })).collect()
}

fn in_spot(work: &Value) -> Value {
    let spot = json!({ "at": "spot", "spot": "h1" });
    json!({ "arrived": at(-150), "arriving": spot, "onward": spot, "stages": done(), "work": work })
}

fn is(rake: Rake, is_kind: impl Fn(&Activity) -> bool) -> impl Fn(&Event) -> bool {
    move |event| event.rake == rake && is_kind(&event.what)
}

/// A train that is on the line at the start, and its good plan.
pub(super) fn in_section() -> (Instance, Plan) {
    let place = json!({ "at": "section", "section": "border-broad", "direction": "down", "entered": at(-20), "leaves": at(7) });
    under_way(0, &json!({ "arriving": place }), |events| {
        events.list = through(
            events.instance,
            Through {
                enters: -20,
                placed: 42,
                ..T1
            },
        );
    })
}

#[test]
fn in_a_section() {
    let (instance, good) = in_section();
    clean(&instance, &good);
    let is_run = is(Arriving, |what| matches!(what, Activity::Run { .. }));
    let mut plan = good.clone();
    shift(event(&instance, &mut plan, "T1", &is_run), 1, 0);
    broken_restated(&instance, &mut plan, &["state"]);
    let mut plan = good.clone();
    if let Activity::Run { stops, .. } = &mut event(&instance, &mut plan, "T1", &is_run).what {
        *stops = false;
    }
    broken_restated(&instance, &mut plan, &["state"]);
}

#[test]
fn in_the_last_section() {
    let place = json!({ "at": "section", "section": "border-standard", "direction": "up", "entered": at(-20), "leaves": at(7) });
    let (instance, plan) = under_way(2, &json!({ "arriving": place }), |events| {
        events.run(Arriving, (-20, 7), "border-standard", Up, true, false);
    });
    clean(&instance, &plan);
}

#[test]
fn on_a_track() {
    let state = json!({
        "arrived": at(-30), "arriving": { "at": "track", "yard": "broad", "track": 1 },
        "stages": [{ "stage": "inspection", "until": at(5) }]
    });
    let (instance, good) = under_way(0, &state, |events| {
        events.list = through(
            events.instance,
            Through {
                enters: -27,
                placed: 35,
                ..T1
            },
        );
        events.list.retain(|e| {
            e.rake == Onward || !matches!(e.what, Activity::Run { .. }) || e.span.from.0 > 0
        });
        for event in &mut events.list {
            match event.what {
                Activity::Track { .. } if event.span.from.0 < 0 => event.span.from = Minute(0),
                Activity::Stage { team: Some(1), .. } if event.span.from.0 == 0 => {
                    event.span = span(0, 5);
                }
                _ => {}
            }
        }
    });
    clean(&instance, &good);
    let mut plan = good.clone();
    if let Activity::Track { track, .. } = &mut event(&instance, &mut plan, "T1", |e| {
        matches!(e.what, Activity::Track { .. })
    })
    .what
    {
        *track = 2;
    }
    broken_restated(&instance, &mut plan, &["state"]);
    let mut plan = good.clone();
    shift(
        event(&instance, &mut plan, "T1", |e| {
            matches!(e.what, Activity::Stage { team: Some(1), .. })
        }),
        0,
        1,
    );
    broken_restated(&instance, &mut plan, &["state"]);
}

#[test]
fn a_train_that_passes_on_a_track() {
    let state = json!({
        "arrived": at(-30), "arriving": { "at": "track", "yard": "standard", "track": 3 },
        "stages": [{ "stage": "customs" }]
    });
    let (instance, good) = under_way(2, &state, |events| {
        events
            .track(Arriving, (0, 13), "standard", 3)
            .stage(Arriving, (0, 10), "export-check", None)
            .run(Arriving, (10, 37), "border-standard", Up, true, false);
    });
    clean(&instance, &good);
    // What is done is not done again.
    let mut plan = good.clone();
    let customs = stage(&instance, "customs");
    let again = Event {
        span: span(0, 20),
        rake: Arriving,
        what: Activity::Stage {
            stage: customs,
            team: None,
        },
    };
    events(&instance, &mut plan, "P1").push(again);
    broken_restated(&instance, &mut plan, &["sequence"]);
}

#[test]
fn a_stage_of_the_departure_that_has_begun_before_its_turn() {
    let with = |stages: Value, check: (i32, i32)| {
        let track = json!({ "at": "track", "yard": "standard", "track": 3 });
        let state = json!({ "arrived": at(-5), "arriving": track, "stages": stages });
        under_way(2, &state, |events| {
            events
                .track(Arriving, (0, 23), "standard", 3)
                .stage(Arriving, (0, 20), "customs", None)
                .stage(Arriving, check, "export-check", None)
                .run(Arriving, (20, 47), "border-standard", Up, true, false);
        })
    };
    let (instance, plan) = with(json!([{ "stage": "export-check", "until": at(4) }]), (0, 4));
    clean(&instance, &plan);
    // one that has not begun waits for its turn
    let (instance, plan) = with(json!([]), (10, 20));
    broken(&instance, &plan, &["stages"]);
}

#[test]
fn a_train_that_ends_in_a_store() {
    let state = json!({ "arriving": { "at": "track", "yard": "standard", "track": 2 } });
    let (instance, plan) = under_way(3, &state, |events| {
        let store = store(events.instance, "store-standard");
        events.track(Arriving, (0, 40), "standard", 2).add(
            Arriving,
            (10, 40),
            Activity::IntoStore {
                store,
                locomotive: 1,
            },
        );
    });
    clean(&instance, &plan);
}

#[test]
fn being_placed() {
    let state = json!({
        "arrived": at(-100),
        "arriving": { "at": "placing", "yard": "broad", "track": 1, "spot": "h1", "until": at(12) },
        "onward": { "at": "placing", "spot": "h1", "until": at(20) }, "stages": done()
    });
    let (instance, good) = under_way(0, &state, |events| {
        events
            .track(Arriving, (0, 12), "broad", 1)
            .placing(Arriving, 0, "h1", 1)
            .placing(Onward, 0, "h1", 1)
            .work(20, ("h1", "all"), 1, (20, &[36], 45));
        events.list[1].span = span(0, 12);
        events.list[2].span = span(0, 20);
        worked(events, 121);
    });
    clean(&instance, &good);
    // One that is already moving took its rake before.
    assert_eq!(
        instance
            .system()
            .store(store(&instance, "store-standard"))
            .stocks[0]
            .count,
        3
    );
    let mut plan = good.clone();
    shift(
        event(
            &instance,
            &mut plan,
            "T1",
            is(Onward, |what| matches!(what, Activity::Placing { .. })),
        ),
        0,
        -1,
    );
    broken_restated(&instance, &mut plan, &["state"]);
}

#[test]
fn one_rake_in_the_spot_and_the_other_to_come() {
    let state = json!({
        "arrived": at(-100), "arriving": { "at": "spot", "spot": "h1" },
        "stages": [{ "stage": "inspection" }]
    });
    let (instance, plan) = under_way(0, &state, |events| {
        events
            .stage(Arriving, (0, 60), "waybill", None)
            .placing(Onward, 10, "h1", 1)
            .work(40, ("h1", "all"), 1, (20, &[36], 45));
        worked(events, 141);
        events.list.last_mut().unwrap().span = span(10, 186);
    });
    clean(&instance, &plan);
}

#[test]
fn in_preparation() {
    let state = in_spot(&json!({ "mode": "all", "preparation_minutes_left": 5 }));
    let (instance, good) = under_way(0, &state, |events| {
        events.work(0, ("h1", "all"), 1, (5, &[36], 45));
        worked(events, 86);
    });
    clean(&instance, &good);
    let mut plan = good.clone();
    let other = mode(&instance, "two");
    // The other mode would have two steps as well.
    if let Activity::CraneWork { mode, .. } = &mut event(&instance, &mut plan, "T1", |e| {
        matches!(e.what, Activity::CraneWork { .. })
    })
    .what
    {
        *mode = other;
    }
    broken_restated(&instance, &mut plan, &["crane-work", "state"]);
}

#[test]
fn in_lifting() {
    let state = in_spot(&json!({ "mode": "all", "lifts_left": 20 }));
    // 20 lifts of 90 an hour are 13.3 minutes.
    let (instance, good) = under_way(0, &state, |events| {
        events.work(0, ("h1", "all"), 1, (0, &[14], 45));
        worked(events, 59);
    });
    clean(&instance, &good);
    let mut plan = good.clone();
    let work = event(&instance, &mut plan, "T1", |e| {
        matches!(e.what, Activity::CraneWork { .. })
    });
    let Activity::CraneWork {
        lifting_from,
        steps,
        ..
    } = &mut work.what
    else {
        unreachable!()
    };
    (work.span, *lifting_from, steps[0].0) = (span(-1, 58), Minute(-1), span(-1, 13));
    broken_restated(&instance, &mut plan, &["horizon", "state"]);
}

#[test]
fn in_finishing() {
    let state = in_spot(&json!({ "mode": "all", "finishing_minutes_left": 9 }));
    for steps in [&[0][..], &[]] {
        let (instance, plan) = under_way(0, &state, |events| {
            events.work(0, ("h1", "all"), 1, (0, steps, 9));
            worked(events, 9);
        });
        clean(&instance, &plan);
    }
}

#[test]
fn interrupted() {
    let state = in_spot(&json!({ "interrupted": true, "lifts_left": 20 }));
    // 20 lifts are prepared and finished like any part, whenever and in whichever mode: at once, later, in two steps.
    for (from, mode, lifting) in [
        (0, "all", &[14][..]),
        (10, "all", &[14]),
        (0, "two", &[10, 10]),
    ] {
        let (instance, plan) = under_way(0, &state, |events| {
            events.work(from, ("h1", mode), 1, (20, lifting, 45));
            let minutes: i32 = lifting.iter().sum();
            worked(events, from + 20 + minutes + 45);
        });
        clean(&instance, &plan);
    }
    // neither without preparation nor with all the lifts of the part
    for (preparation, lifting) in [(0, 14), (20, 36)] {
        let (instance, mut plan) = under_way(0, &state, |events| {
            events.work(0, ("h1", "all"), 1, (preparation, &[lifting], 45));
            worked(events, preparation + lifting + 45);
        });
        let report = regauge_model::check::check(&instance, &plan);
        let rules: Vec<&str> = report.violations.iter().map(|one| one.rule).collect();
        assert!(rules.contains(&"crane-work"), "{rules:?}");
        restate(&instance, &mut plan);
    }
}

#[test]
fn interrupted_work_that_was_taken_up_again() {
    let state = |left: Value| {
        let mut work = json!({ "mode": "all", "resumed_lifts": 20 });
        let fields = left.as_object().unwrap().clone();
        work.as_object_mut().unwrap().extend(fields);
        in_spot(&work)
    };
    let (instance, plan) = under_way(
        0,
        &state(json!({ "preparation_minutes_left": 5 })),
        |events| {
            events.work(0, ("h1", "all"), 1, (5, &[14], 45));
            worked(events, 64);
        },
    );
    clean(&instance, &plan);
    let (instance, plan) = under_way(0, &state(json!({ "lifts_left": 9 })), |events| {
        events.work(0, ("h1", "all"), 1, (0, &[6], 45));
        worked(events, 51);
    });
    clean(&instance, &plan);
}

#[test]
fn a_step_of_interrupted_work_goes_on() {
    let state = |until: i64| {
        in_spot(&json!({
            "interrupted": true, "lifts_left": 20, "mode": "all", "until": at(until)
        }))
    };
    let plan = |from: i32| {
        under_way(0, &state(12), |events| {
            events.work(from, ("h1", "low"), 1, (20, &[40], 45));
            worked(events, from + 105);
        })
    };
    // the rest begins when nobody lifts any more
    let (first, good) = plan(12);
    clean(&first, &good);
    let busy = Timeline::new(&first, &good).busy();
    let busy: Vec<(i32, i32)> = busy
        .iter()
        .map(|one| (one.span.from.0, one.span.to.0))
        .collect();
    assert_eq!(busy, [(0, 12); 3], "three cranes");
    let (same, early) = plan(11);
    broken(&same, &early, &["crane-work"]);
    // and until then the cranes are with the train, planned or not
    let of_others = |until: i64| {
        let mut file = file();
        file["trains"][0]["earliest_entry"] = json!(at(-200));
        let mut state = state(until);
        state["train"] = json!("T1");
        file["state"] = json!({ "trains": [state] });
        let instance = instance(&file);
        let mut list = good_events(&instance);
        list.retain(|(name, _)| *name != "T1");
        let plan = super::fixture::plan(&instance, list);
        let report = regauge_model::check::check(&instance, &plan);
        let rules: Vec<&str> = report.violations.iter().map(|one| one.rule).collect();
        rules
    };
    assert_eq!(of_others(12), Vec::<&str>::new());
    let rules = of_others(600);
    assert!(
        rules.contains(&"cranes") || rules.contains(&"crossing"),
        "{rules:?}"
    );
}

#[test]
fn being_pulled_and_done() {
    let state = json!({
        "arrived": at(-200), "stages": done(), "work": { "done": true },
        "arriving": { "at": "spot", "spot": "h1" },
        "onward": { "at": "pulling", "spot": "h1", "yard": "standard", "track": 2, "until": at(8) }
    });
    let (instance, good) = under_way(0, &state, |events| {
        events
            .pulling(Onward, 0, "h1", 1, None)
            .hold(Onward, (0, 23), "h1")
            .track(Onward, (0, 41), "standard", 2)
            .stage(Onward, (8, 38), "import-check", Some(1))
            .run(Onward, (38, 101), "line", Down, true, false)
            .pulling(Arriving, 10, "h1", 1, Some("store-broad"))
            .hold(Arriving, (0, 55), "h1");
        events.list[0].span = span(0, 8);
    });
    clean(&instance, &good);
    let mut plan = good.clone();
    shift(
        event(
            &instance,
            &mut plan,
            "T1",
            is(Onward, |what| matches!(what, Activity::Pulling { .. })),
        ),
        0,
        1,
    );
    // Everything after it waits for it, and the spot and stage do not know.
    broken_restated(&instance, &mut plan, &["spots", "stages", "state"]);
}

#[test]
fn on_the_way_out() {
    let state = json!({
        "arrived": at(-200), "stages": [{ "stage": "inspection" }, { "stage": "waybill" }, { "stage": "import-check", "until": at(4) }],
        "work": { "done": true },
        "arriving": { "at": "track", "yard": "broad", "track": 4 },
        "onward": { "at": "track", "yard": "standard", "track": 2 }
    });
    let (instance, plan) = under_way(0, &state, |events| {
        events
            .track(Onward, (0, 8), "standard", 2)
            .stage(Onward, (0, 4), "import-check", Some(1))
            .run(Onward, (5, 68), "line", Down, true, false)
            .track(Arriving, (0, 33), "broad", 4)
            .run(Arriving, (30, 57), "border-broad", Up, true, false);
    });
    clean(&instance, &plan);
}

#[test]
fn the_emptied_rake_is_gone() {
    let state = json!({
        "arrived": at(-300), "work": { "done": true },
        "stages": [{ "stage": "inspection" }, { "stage": "waybill" }, { "stage": "import-check" }],
        "arriving": { "at": "gone" },
        "onward": { "at": "section", "section": "line", "direction": "down", "entered": at(-20), "leaves": at(43) }
    });
    let (instance, plan) = under_way(0, &state, |events| {
        events.run(Onward, (-20, 43), "line", Down, true, false);
    });
    clean(&instance, &plan);
}

#[test]
fn what_is_not_planned_stands_where_it_is() {
    // T1 stands in the spot of T2, on the track of F1, in the section of P1.
    let broken_by = |place: Value, rules: &[&str]| {
        let mut file = file();
        file["trains"][0]["earliest_entry"] = json!(at(-100));
        let mut state = json!({ "train": "T1", "arriving": place });
        if state["arriving"]["at"] == "spot" {
            state = in_spot(&json!({ "mode": "all", "lifts_left": 20 }));
            state["train"] = json!("T1");
            state["arriving"]["spot"] = json!("h2");
            state["onward"]["spot"] = json!("h2");
        }
        file["state"] = json!({ "trains": [state] });
        let instance = instance(&file);
        let mut list = good_events(&instance);
        list.remove(0);
        let plan = plan(&instance, list);
        broken(&instance, &plan, rules);
    };
    broken_by(
        json!({ "at": "track", "yard": "broad", "track": 3 }),
        &["tracks"],
    );
    // Both sides of the spot; the cranes of its step; T2 would have to work on top of it.
    broken_by(
        json!({ "at": "spot" }),
        &["cranes", "cranes", "cranes", "spots", "spots"],
    );
    let section = json!({ "at": "section", "section": "border-broad", "direction": "down", "entered": at(-5), "leaves": at(22) });
    // T2 follows it, F1 comes towards it.
    broken_by(section, &["headway", "opposing"]);
}

#[test]
fn its_team_and_locomotive_are_free_when_it_is_done() {
    let mut file = file();
    file["trains"][1]["earliest_entry"] = json!(at(-100));
    file["state"] = json!({ "trains": [{
        "train": "T2", "arrived": at(-100), "stages": done(),
        "arriving": { "at": "placing", "yard": "broad", "track": 4, "spot": "f1", "until": at(55) }
    }]});
    file["system"]["stations"][1]["locomotives"][0]["count"] = json!(1);
    let instance = instance(&file);
    let plan = plan(&instance, vec![("T1", through(&instance, T1))]);
    // T1 needs the one locomotive from 52 on.
    broken(&instance, &plan, &["locomotives"]);
}

#[test]
fn its_room_in_a_store_is_held_as_well() {
    // T1 is not planned: a rake of it is on its way out of a store or into one, where E1 or F1 goes.
    let broken_by = |(train, gauge): (&str, &str),
                     mut state: Value,
                     capacity: u32,
                     rules: &[&str]| {
        let mut file = file();
        file["trains"][0]["earliest_entry"] = json!(at(-300));
        file["trains"][3]["earliest_entry"] = json!(at(-100));
        file["trains"][4] = json!({
            "id": "F1", "class": "broad-empty", "from": "D", "to": "A", "into_store": "store-broad",
            "earliest_entry": at(-100), "length_m": 700, "wagons": 50
        });
        let store_name = format!("store-{gauge}");
        let stores = &mut file["system"]["stations"][1]["stores"];
        for place in 0..2 {
            stores[place]["rakes"] = json!(1);
            stores[place]["capacity"] = json!(capacity);
        }
        state["train"] = json!("T1");
        let track = json!({ "at": "track", "yard": gauge, "track": 2 });
        file["state"] = json!({ "trains": [state, { "train": train, "arriving": track }] });
        let instance = instance(&file);
        let mut events = Events::new(&instance);
        let store = store(&instance, &store_name);
        events.track(Arriving, (0, 40), gauge, 2).add(
            Arriving,
            (10, 40),
            Activity::IntoStore {
                store,
                locomotive: 1,
            },
        );
        let plan = plan(&instance, vec![(train, events.list)]);
        broken(&instance, &plan, rules);
    };
    let placing = json!({
        "arrived": at(-100), "arriving": { "at": "spot", "spot": "h1" },
        "onward": { "at": "placing", "spot": "h1", "until": at(2) }, "stages": done()
    });
    let pulling = json!({
        "arrived": at(-200), "stages": done(), "work": { "done": true },
        "arriving": { "at": "pulling", "spot": "h1", "until": at(2) },
        "onward": { "at": "spot", "spot": "h1" }
    });
    for (train, state) in [(("E1", "standard"), placing), (("F1", "broad"), pulling)] {
        // one rake in the store, one of T1, and the one that comes
        broken_by(train, state.clone(), 3, &[]);
        broken_by(train, state, 2, &["stores"]);
    }
}
