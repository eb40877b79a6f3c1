//! Stores that count wagons: of which kinds a rake is, making up, breaking up, inspection, metres.

use super::fixture::*;
use regauge_model::Instance;
use regauge_model::instance::Rake::{self, Arriving, Onward};
use regauge_model::plan::{Activity, Event, Plan};
use regauge_model::resource::Task;
use regauge_model::system::Direction;
use regauge_model::timeline::Timeline;
use serde_json::{Value, json};

const BROAD: usize = 0;
const STANDARD: usize = 1;

/// The stores of the small station with wagons: T1 and T2 take 52 each, E1 brings 50, T2 brings 55, F1 takes 50.
fn wagons() -> Value {
    let mut file = file();
    let store = |id: &str, gauge_mm: u32, length_m: f64, count: u32, capacity_m: u32| {
        json!({
            "id": id, "gauge_mm": gauge_mm, "capacity_m": capacity_m,
            "wagons": [{ "kind": "flat", "length_m": length_m, "count": count }],
            "making_up_minutes": 20, "breaking_up_minutes": 15, "inspection_minutes": 40
        })
    };
    file["system"]["stations"][1]["stores"] = json!([
        store("store-broad", 1520, 13.8, 50, 2200),
        store("store-standard", 1435, 13.5, 104, 3000)
    ]);
    file
}

fn store_of(file: &mut Value, store: usize) -> &mut Value {
    &mut file["system"]["stations"][1]["stores"][store]
}

/// F1 from its store at a minute: made up, moved onto its track, and away.
fn from_store(instance: &Instance, from: i32) -> Vec<Event> {
    let store = store(instance, "store-broad");
    let moves = from + 20;
    let what = Activity::FromStore {
        store,
        locomotive: 1,
    };
    let mut events = Events::new(instance);
    events
        .add(Arriving, (from, moves + 30), what)
        .track(Arriving, (moves, moves + 33), "broad", 3)
        .run(
            Arriving,
            (moves + 30, moves + 57),
            "border-broad",
            Direction::Up,
            true,
            false,
        );
    events.list
}

/// The good plan with the minutes in the stores: of movements out before them, of movements in behind them.
fn good_plan(instance: &Instance, f1: i32) -> Plan {
    let mut events = good_events(instance);
    for (_, events) in &mut events {
        for event in events {
            match event.what {
                Activity::Placing { store: Some(_), .. } => shift(event, -20, 0),
                Activity::Pulling { store: Some(_), .. } | Activity::IntoStore { .. } => {
                    shift(event, 0, 15);
                }
                _ => {}
            }
        }
    }
    events[4].1 = from_store(instance, f1);
    plan(instance, events)
}

fn good_with(change: impl FnOnce(&mut Value), f1: i32) -> (Instance, Plan) {
    let mut file = wagons();
    change(&mut file);
    let instance = instance(&file);
    let plan = good_plan(&instance, f1);
    (instance, plan)
}

fn placed_onward(event: &Event) -> bool {
    event.rake == Rake::Onward && matches!(event.what, Activity::Placing { .. })
}

#[test]
fn rakes_are_made_up_and_broken_up() {
    let (instance, good) = good_with(|_| {}, 270);
    clean(&instance, &good);
    // without the minutes of making up, and without those of breaking up
    let mut plan = good.clone();
    shift(event(&instance, &mut plan, "T1", placed_onward), 0, -20);
    broken_restated(&instance, &mut plan, &["duration"]);
    let mut plan = good.clone();
    let into = |event: &Event| matches!(event.what, Activity::IntoStore { .. });
    shift(event(&instance, &mut plan, "E1", into), 0, -1);
    let track = |event: &Event| matches!(event.what, Activity::Track { .. });
    shift(event(&instance, &mut plan, "E1", track), 0, -1);
    broken_restated(&instance, &mut plan, &["duration"]);
}

#[test]
fn the_spot_is_held_from_the_movement_on_and_the_locomotive_throughout() {
    let (instance, good) = good_with(|_| {}, 270);
    let held =
        |event: &Event| event.rake == Rake::Onward && matches!(event.what, Activity::Spot { .. });
    let mut plan = good.clone();
    shift(event(&instance, &mut plan, "T1", held), -20, 0);
    broken_restated(&instance, &mut plan, &["spots"]);
    // T1 has its locomotive to 92, and making up for T2 would begin at 82
    let mut plan = good.clone();
    let placing = event(&instance, &mut plan, "T2", placed_onward);
    if let Activity::Placing { locomotive, .. } = &mut placing.what {
        *locomotive = 1;
    }
    broken_restated(&instance, &mut plan, &["locomotives"]);
    // nothing is moved into a closed spot; what is made up for it does not care
    let closed = |from: i64, to: i64| {
        move |file: &mut Value| {
            file["system"]["stations"][1]["sheds"][0]["spots"][0]["closed"] =
                json!([span_file(from, to)]);
        }
    };
    let (instance, plan) = good_with(closed(42, 62), 270);
    clean(&instance, &plan);
    // the tracks of a train from its store and into it
    let (instance, good) = good_with(|_| {}, 270);
    let track = |event: &Event| matches!(event.what, Activity::Track { .. });
    for (train, from, to) in [("F1", -20, 0), ("E1", 0, 15)] {
        let mut plan = good.clone();
        shift(event(&instance, &mut plan, train, track), from, to);
        broken_restated(&instance, &mut plan, &["tracks"]);
    }
}

#[test]
fn a_throat_is_used_by_the_movement_alone() {
    let throat = |departs: i64| {
        move |file: &mut Value| {
            file["system"]["stations"][1]["throats"] = json!([{
                "id": "east", "gauge_mm": 1435, "movements": [
                    { "arrivals": ["line"], "minutes": 20 },
                    { "departures": ["border-standard"], "minutes": departs },
                    { "stores": ["store-standard"] }
                ]
            }]);
        }
    };
    // P1 comes from 42 to 62 and leaves at 92; the rakes move from 62 to 92, and from 102 on
    let (instance, plan) = good_with(throat(10), 270);
    clean(&instance, &plan);
    let (instance, plan) = good_with(throat(11), 270);
    broken(&instance, &plan, &["throats"]);
}

#[test]
fn wagons_are_taken_when_they_are_there() {
    let count = |count: u32| {
        move |file: &mut Value| {
            store_of(file, STANDARD)["wagons"][0]["count"] = json!(count);
        }
    };
    // T1 and T2 take 104; E1 brings 50 later
    let (instance, plan) = good_with(count(103), 270);
    broken(&instance, &plan, &["stores"]);
    // those being inspected may be taken when that is over: T2 begins to make its rake up at 82
    let inspecting = |until: i64| {
        move |file: &mut Value| {
            let wagons = &mut store_of(file, STANDARD)["wagons"][0];
            wagons["count"] = json!(60);
            wagons["inspecting"] = json!([{ "count": 44, "until": at(until) }]);
        }
    };
    let (instance, plan) = good_with(inspecting(82), 270);
    clean(&instance, &plan);
    let (instance, plan) = good_with(inspecting(83), 270);
    broken(&instance, &plan, &["stores"]);
}

#[test]
fn wagons_are_inspected_before_they_are_taken() {
    // T2 brings 55 at 263, which are broken up by 278 and inspected by 318
    let inspection = |minutes: u32| {
        move |file: &mut Value| {
            let store = store_of(file, BROAD);
            store["wagons"][0]["count"] = json!(0);
            store["inspection_minutes"] = json!(minutes);
        }
    };
    let (instance, plan) = good_with(inspection(40), 318);
    clean(&instance, &plan);
    let (instance, plan) = good_with(inspection(41), 318);
    broken(&instance, &plan, &["stores"]);
}

#[test]
fn kinds_are_counted_apart() {
    let kinds = |of: Value| {
        move |file: &mut Value| {
            store_of(file, STANDARD)["wagons"] = json!([
                { "kind": "flat", "length_m": 13.5, "count": 60 },
                { "kind": "well", "length_m": 12.25, "count": 44 }
            ]);
            file["trains"][0]["onward"]["wagons_of"] = json!([
                { "kind": "well", "count": 22 }, { "kind": "flat", "count": 30 }
            ]);
            file["trains"][1]["onward"]["wagons_of"] = of;
            file["trains"][3]["wagons_of"] = json!([{ "kind": "flat", "count": 50 }]);
        }
    };
    let equal = json!([{ "kind": "flat", "count": 30 }, { "kind": "well", "count": 22 }]);
    let (instance, plan) = good_with(kinds(equal), 270);
    clean(&instance, &plan);
    let more = json!([{ "kind": "flat", "count": 31 }, { "kind": "well", "count": 21 }]);
    let (instance, plan) = good_with(kinds(more), 270);
    broken(&instance, &plan, &["stores"]);
}

#[test]
fn wagons_never_need_more_metres_than_there_are() {
    // 50 wagons of F1 (690 m) stand there until 320, and T2 brings 55 (759 m) from 233 on
    let metres =
        |metres: u32| move |file: &mut Value| store_of(file, BROAD)["capacity_m"] = json!(metres);
    let (instance, plan) = good_with(metres(1449), 270);
    clean(&instance, &plan);
    let (instance, plan) = good_with(metres(1448), 270);
    broken(&instance, &plan, &["stores"]);
}

#[test]
fn missing_wagons_cost() {
    let (instance, plan) = good_with(
        |file| {
            file["end"] = json!({ "stocks": [{ "store": "store-standard", "at_least": 53, "price_per_missing": 10 }] });
        },
        270,
    );
    // 104 at the start, 104 taken, 50 brought
    clean(&instance, &plan);
    assert_eq!(plan.parts.missing_empties, 3_000);
}

/// T1 with both rakes at its spot or on their way there.
fn under_way(state: &Value, change: impl FnOnce(&mut Value)) -> Instance {
    let mut file = wagons();
    file["trains"] = json!([import("T1", -150)]);
    let mut state = state.clone();
    state["train"] = json!("T1");
    let busy = file["state"]["busy"].take();
    file["state"] =
        json!({ "trains": [state], "busy": busy.as_array().cloned().unwrap_or_default() });
    change(&mut file);
    instance(&file)
}

fn done() -> Value {
    json!([{ "stage": "inspection" }, { "stage": "waybill" }])
}

#[test]
fn a_rake_made_up_at_the_start_only_moves() {
    let state = json!({
        "arrived": at(-100), "arriving": { "at": "spot", "spot": "h1" },
        "onward": { "at": "making-up", "until": at(12) }, "stages": done()
    });
    let planned = |instance: &Instance, from: i32| {
        let mut events = Events::new(instance);
        events
            .placing(Onward, from, "h1", 1)
            .work(from + 30, ("h1", "all"), 1, (20, &[36], 45));
        let worked = from + 131;
        out(&mut events, worked, "h1", 1, false);
        events
            .hold(Arriving, (0, worked + 45), "h1")
            .hold(Onward, (from, worked + 45), "h1");
        plan(instance, vec![("T1", events.list)])
    };
    // its wagons are not among those of the store
    let none = |file: &mut Value| store_of(file, STANDARD)["wagons"][0]["count"] = json!(0);
    let at_start = under_way(&state, none);
    clean(&at_start, &planned(&at_start, 12));
    broken(&at_start, &planned(&at_start, 11), &["state"]);
    // the locomotive that made it up is there, so it needs no light run
    let busy = |until: i64| {
        move |file: &mut Value| {
            let one = json!({ "station": "A", "locomotive_gauge_mm": 1435, "until": at(until) });
            file["state"]["busy"] = json!([one, one]);
        }
    };
    let at_start = under_way(&state, busy(12));
    clean(&at_start, &planned(&at_start, 12));
    let at_start = under_way(&state, busy(13));
    broken(&at_start, &planned(&at_start, 12), &["locomotives"]);
    // its room is taken until it has left: 702 m of its own, 1350 m in the store
    let room = |metres: u32| {
        move |file: &mut Value| {
            let store = store_of(file, STANDARD);
            store["wagons"][0]["count"] = json!(100);
            store["capacity_m"] = json!(metres);
            let trains = file["trains"].as_array_mut().unwrap();
            trains.push(json!({
                "id": "E1", "class": "standard-empty", "from": "D", "to": "A",
                "into_store": "store-standard", "earliest_entry": at(-100), "length_m": 700, "wagons": 50
            }));
            let track = json!({ "at": "track", "yard": "standard", "track": 2 });
            let states = file["state"]["trains"].as_array_mut().unwrap();
            states.push(json!({ "train": "E1", "arriving": track }));
        }
    };
    for (metres, rules) in [(2727, &[][..]), (2726, &["stores"][..])] {
        let at_start = under_way(&state, room(metres));
        let mut plan = planned(&at_start, 12);
        let store = store(&at_start, "store-standard");
        let mut events = Events::new(&at_start);
        let what = Activity::IntoStore {
            store,
            locomotive: 2,
        };
        events
            .track(Arriving, (0, 40), "standard", 2)
            .add(Arriving, (10, 55), what);
        let more = super::fixture::plan(&at_start, vec![("E1", events.list)]);
        plan.trains[1] = more.trains[1].clone();
        broken_restated(&at_start, &mut plan, rules);
    }
}

#[test]
fn a_rake_being_pulled_at_the_start_leaves_its_spot_before_it_is_broken_up() {
    let state = json!({
        "arrived": at(-200), "stages": done(), "work": { "done": true },
        "arriving": { "at": "pulling", "spot": "h1", "until": at(20) },
        "onward": { "at": "spot", "spot": "h1" }
    });
    let at_start = under_way(&state, |_| {});
    let planned = |held: i32| {
        let mut events = Events::new(&at_start);
        out(&mut events, 10, "h1", 1, true);
        let pulled = |event: &Event| event.rake == Arriving;
        events.list.retain(|event| !pulled(event));
        let (spot, store) = (spot(&at_start, "h1"), store(&at_start, "store-broad"));
        let what = Activity::Pulling {
            spot,
            store: Some(store),
            locomotive: 1,
        };
        events
            .add(Arriving, (0, 20), what)
            .hold(Arriving, (0, held), "h1")
            .hold(Onward, (0, 55), "h1");
        plan(&at_start, vec![("T1", events.list)])
    };
    // it stands in the store from 5 on, and clearing takes 15
    clean(&at_start, &planned(20));
    broken(&at_start, &planned(35), &["spots"]);
}

#[test]
fn the_timeline_tells_wagons_and_when_they_move() {
    let (instance, plan) = good_with(|_| {}, 270);
    let timeline = Timeline::new(&instance, &plan);
    let of = |name: &str| {
        let levels = timeline.levels_of_stock(store(&instance, name), 0);
        assert_eq!(levels, timeline.levels(store(&instance, name)));
        levels
            .into_iter()
            .map(|(at, level)| (at.0, level))
            .collect()
    };
    // taken when making up begins, there when breaking up ends
    let standard: Vec<(i32, i32)> = of("store-standard");
    assert_eq!(standard, [(0, 104), (42, 52), (82, 0), (202, 50)]);
    let broad: Vec<(i32, i32)> = of("store-broad");
    assert_eq!(broad, [(0, 50), (270, 0), (278, 55)]);
    // on the spot nothing is seen of making up; the locomotive is at it
    let uses = timeline.of_train(train(&instance, "T1")).iter();
    let placing: Vec<_> = uses
        .filter(|one| one.rake == Onward && one.movement().is_some_and(|m| m.what == Task::Placing))
        .map(|one| (one.is_main, one.span, timeline.whole(one)))
        .collect();
    let whole = span(42, 92);
    assert_eq!(
        placing,
        [(true, span(62, 92), whole), (false, whole, whole)]
    );
}
