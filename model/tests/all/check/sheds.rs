//! Rules `spots`, `access`, `crane-work`, `cranes`, `crossing`, `crane-slots`, `stores`.

use super::fixture::*;
use regauge_model::instance::Rake;
use regauge_model::plan::{Activity, Event};
use regauge_model::system::Direction;
use regauge_model::{Instance, Minute, Plan};
use serde_json::{Value, json};

fn is_spot(event: &Event) -> bool {
    matches!(event.what, Activity::Spot { .. })
}

fn is_work(event: &Event) -> bool {
    matches!(event.what, Activity::CraneWork { .. })
}

/// Another good plan, in which T1 and T2 go through as told and nobody else is planned.
fn two(change: impl FnOnce(&mut Value), first: Through, second: Through) -> (Instance, Plan) {
    let mut file = file();
    change(&mut file);
    let instance = instance(&file);
    let events = vec![
        ("T1", through(&instance, first)),
        ("T2", through(&instance, second)),
    ];
    let plan = plan(&instance, events);
    (instance, plan)
}

fn two_import_teams(file: &mut Value) {
    file["system"]["stations"][1]["stages"][2]["teams"] = json!(2);
}

/// The second train does its import check with the other team.
fn other_team(instance: &Instance, plan: &mut Plan) {
    let check = stage(instance, "import-check");
    let is_check = |e: &Event| matches!(e.what, Activity::Stage { stage, .. } if stage == check);
    event(instance, plan, "T2", is_check).what = Activity::Stage {
        stage: check,
        team: Some(2),
    };
}

#[test]
fn spots_are_held_from_placing_to_clearing() {
    let (instance, good) = good();
    for (from, to) in [(1, 0), (-1, 0), (0, 1), (0, -1)] {
        let mut plan = good.clone();
        shift(event(&instance, &mut plan, "T1", is_spot), from, to);
        broken_restated(&instance, &mut plan, &["spots"]);
    }
}

#[test]
fn spots_hold_one_rake_per_side() {
    // T1 holds both sides until 238; the second one is placed a minute too early.
    let placed = |placed| Through {
        spot: "h1",
        placed,
        ..T2
    };
    let (instance, plan) = two(two_import_teams, T1, placed(238));
    clean(&instance, &plan);
    let (instance, plan) = two(two_import_teams, T1, placed(237));
    broken(&instance, &plan, &["spots", "spots"]);
}

#[test]
fn spots_are_open() {
    let closed = |from, to| {
        move |file: &mut Value| {
            file["system"]["stations"][1]["sheds"][0]["spots"][0]["closed"] =
                json!([span_file(from, to)]);
        }
    };
    let (instance, plan) = good_in(closed(238, 300));
    clean(&instance, &plan);
    let (instance, plan) = good_in(closed(237, 300));
    broken(&instance, &plan, &["spots", "spots"]);
}

#[test]
fn spots_are_long_enough() {
    let (instance, plan) = good_in(|file| {
        file["system"]["stations"][1]["sheds"][0]["modes"][1] =
            json!({ "id": "two", "steps": [{ "cranes": ["a"] }] });
        file["system"]["stations"][1]["sheds"][0]["spots"][0]["length_m"] = json!(740);
    });
    // The broad rake has 760 m, the standard one 720 m.
    broken(&instance, &plan, &["spots"]);
}

#[test]
fn spots_have_both_gauges() {
    let (instance, plan) = good_in(|file| {
        file["system"]["stations"][1]["sheds"][0]["spots"][0]["gauges_mm"] = json!([1520, 1067]);
        let pools = file["system"]["stations"][1]["locomotives"].as_array_mut();
        pools.unwrap().push(json!({ "gauge_mm": 1067, "count": 1 }));
    });
    broken(&instance, &plan, &["spots"]);
}

#[test]
fn spots_take_the_cargo() {
    let (instance, plan) = good_in(|file| {
        file["system"]["classes"][0]["cargo"] = json!("ore");
        file["system"]["stations"][1]["sheds"][1]["accepts"] = json!(["ore"]);
    });
    broken(&instance, &plan, &["spots", "spots"]);
}

#[test]
fn access_leads_past_the_outer_spot() {
    let lifting = &[108];
    let outer = Through {
        spot: "f1",
        mode: "first",
        lifting,
        ..T1
    };
    let inner = Through {
        spot: "f2",
        mode: "second",
        lifting,
        ..T2
    };
    // The outer one is there from 62 to 310, so the inner one is placed before or after.
    let (instance, plan) = two(two_import_teams, outer, inner);
    broken(&instance, &plan, &["access"; 4]);
    let (instance, plan) = two(
        two_import_teams,
        outer,
        Through {
            placed: 310,
            ..inner
        },
    );
    clean(&instance, &plan);
}

#[test]
fn access_matters_on_the_side_of_the_rake() {
    let lifting = &[108];
    let outer = Through {
        spot: "f1",
        mode: "first",
        lifting,
        ..T1
    };
    let inner = Through {
        spot: "f2",
        mode: "second",
        lifting,
        ..T2
    };
    let (instance, mut plan) = two(
        two_import_teams,
        outer,
        Through {
            placed: 310,
            ..inner
        },
    );
    // The broad rake of T1 leaves an hour later: only the broad one of T2 finds it in the way.
    for event in events(&instance, &mut plan, "T1") {
        let is_way_out = event.rake == Rake::Arriving && event.span.from.0 >= 265;
        if is_way_out && !is_spot(event) {
            shift(event, 60, 60);
        } else if event.rake == Rake::Arriving && is_spot(event) {
            shift(event, 0, 60);
        }
    }
    // It would use the locomotive of its number; the other one is placing T2.
    broken_restated(&instance, &mut plan, &["access"]);
}

#[test]
fn crane_work_begins_when_both_rakes_stand_there() {
    let (instance, mut plan) = good();
    for event in events(&instance, &mut plan, "T1") {
        if event.rake == Rake::Onward && matches!(event.what, Activity::Placing { .. }) {
            shift(event, 1, 1);
        } else if event.rake == Rake::Onward && is_spot(event) {
            shift(event, 1, 0);
        }
    }
    // The locomotive of its gauge is free: T2 has the other one.
    broken_restated(&instance, &mut plan, &["crane-work"]);
}

#[test]
fn crane_work_is_made_up_of_its_pieces() {
    let (instance, good) = good();
    let change = |change: &dyn Fn(&mut Activity)| {
        let mut plan = good.clone();
        change(&mut event(&instance, &mut plan, "T2", is_work).what);
        broken_restated(&instance, &mut plan, &["crane-work"]);
    };
    change(&|what| {
        if let Activity::CraneWork { lifting_from, .. } = what {
            *lifting_from = *lifting_from + 1;
        }
    });
    change(&|what| {
        if let Activity::CraneWork { steps, .. } = what {
            steps[0].0.to = steps[0].0.to - 1;
        }
    });
    change(&|what| {
        if let Activity::CraneWork { steps, .. } = what {
            steps[0].1 = 1;
        }
    });
}

#[test]
fn crane_work_uses_a_mode_of_the_spot_and_length() {
    let (instance, good) = good();
    for wrong in ["short", "first"] {
        let mut plan = good.clone();
        let wrong = mode(&instance, wrong);
        if let Activity::CraneWork { mode, .. } =
            &mut event(&instance, &mut plan, "T2", is_work).what
        {
            *mode = wrong;
        }
        restate(&instance, &mut plan);
        let found = regauge_model::check::check(&instance, &plan);
        // One crane of the field is slower than three of the hall, so its step is too short as well.
        assert!(found.violations.iter().all(|v| v.rule == "crane-work"));
        assert!(!found.is_clean());
    }
}

#[test]
fn crane_work_pauses_outdoors_in_the_wind() {
    let closure = |file: &mut Value| {
        let mut closure = span_file(150, 200);
        closure["zone"] = json!("pass");
        closure["stops"] = json!("cranes");
        file["wind"] = json!({ "closures": [closure] });
    };
    // 54 lifts of one crane are 108 minutes, begun at 112; 50 more it stands still.
    let field = Through {
        spot: "f1",
        mode: "first",
        lifting: &[158],
        ..T1
    };
    let (instance, mut plan) = two(closure, field, T2);
    broken(&instance, &plan, &["crane-work"]);
    let Activity::CraneWork { steps, .. } = &mut event(&instance, &mut plan, "T1", is_work).what
    else {
        unreachable!()
    };
    steps[0].1 = 50;
    restate(&instance, &mut plan);
    clean(&instance, &plan);
}

#[test]
fn cranes_do_one_step_at_a_time() {
    // T1 is lifted from 112 to 148 by the same cranes as T2.
    let change = |file: &mut Value| {
        two_import_teams(file);
        file["trains"][1]["earliest_entry"] = json!(at(0));
    };
    let second = |placed| Through {
        enters: 25,
        placed,
        ..T2
    };
    let (instance, mut plan) = two(change, T1, second(98));
    other_team(&instance, &mut plan);
    restate(&instance, &mut plan);
    clean(&instance, &plan);
    let (instance, mut plan) = two(change, T1, second(97));
    other_team(&instance, &mut plan);
    broken_restated(&instance, &mut plan, &["cranes", "cranes", "cranes"]);
}

#[test]
fn cranes_are_not_in_maintenance() {
    let closed = |from, to| {
        move |file: &mut Value| {
            file["system"]["stations"][1]["sheds"][0]["cranes"][0]["closed"] =
                json!([span_file(from, to)]);
        }
    };
    let (instance, plan) = good_in(closed(148, 152));
    clean(&instance, &plan);
    let (instance, plan) = good_in(closed(147, 152));
    broken(&instance, &plan, &["cranes"]);
}

#[test]
fn cranes_busy_at_the_start_are_missing() {
    let busy = |until: i64| {
        move |file: &mut Value| {
            file["state"] =
                json!({ "busy": [{ "station": "A", "crane": "b", "until": at(until) }] });
        }
    };
    let (instance, plan) = good_in(busy(112));
    clean(&instance, &plan);
    let (instance, plan) = good_in(busy(113));
    broken(&instance, &plan, &["cranes"]);
}

#[test]
fn cranes_do_not_pass_each_other() {
    // Crane a, at the beginning of the runway, on the spot behind; crane d, at its end, on the one before.
    let two_spots = |file: &mut Value| {
        two_import_teams(file);
        let shed = &mut file["system"]["stations"][1]["sheds"][0];
        shed["spots"][1]["at_m"] = json!(800);
        shed["modes"][1] = json!({ "id": "two", "steps": [{ "cranes": ["a"] }] });
    };
    let lifting = &[108];
    let first = Through { lifting, ..T1 };
    let second = Through { lifting, ..T2 };
    let (instance, plan) = two(
        two_spots,
        Through {
            mode: "low",
            ..first
        },
        Through {
            mode: "high",
            ..second
        },
    );
    clean(&instance, &plan);
    let (instance, plan) = two(
        two_spots,
        Through {
            mode: "high",
            ..first
        },
        Through {
            mode: "low",
            ..second
        },
    );
    broken(&instance, &plan, &["crossing"]);
    // Side by side on one stretch of the runway they would be in each other's way as well.
    let (instance, plan) = two(
        two_import_teams,
        Through {
            mode: "low",
            ..first
        },
        Through {
            mode: "high",
            ..second
        },
    );
    broken(&instance, &plan, &["crossing"]);
}

#[test]
fn crane_slots_restate_the_steps() {
    let (instance, good) = good();
    let change = |change: &dyn Fn(&mut Plan), count: usize| {
        let mut plan = good.clone();
        change(&mut plan);
        broken(&instance, &plan, &vec!["crane-slots"; count]);
    };
    // One slot that is nothing, and the right one missing.
    change(
        &|plan| plan.crane_slots[0].span.to = plan.crane_slots[0].span.to + 1,
        2,
    );
    change(
        &|plan| plan.crane_slots.last_mut().unwrap().crane = crane(&instance, "d"),
        2,
    );
    change(&|plan| plan.crane_slots[0].lifts += 1, 1);
    change(&|plan| plan.crane_slots[0].wagons.0 += 1, 1);
    change(&|plan| plan.crane_slots[0].wagons.1 += 1, 1);
    change(&|plan| plan.crane_slots[0].wagons.0 = 0, 1);
    change(
        &|plan| {
            let _ = plan.crane_slots.remove(0);
        },
        1,
    );
    change(
        &|plan| plan.crane_slots.insert(0, plan.crane_slots[0].clone()),
        1,
    );
}

/// Positions of the slots of T1 with cranes a, b, c.
fn slots_of_first(instance: &Instance, plan: &Plan) -> [usize; 3] {
    let first = train(instance, "T1");
    ["a", "b", "c"].map(|name| {
        let crane = crane(instance, name);
        let mut slots = plan.crane_slots.iter();
        slots
            .position(|slot| (slot.crane, slot.train) == (crane, first))
            .unwrap()
    })
}

#[test]
fn crane_slots_give_every_crane_its_share() {
    let (instance, good) = good();
    let [a, b, c] = slots_of_first(&instance, &good);
    // All the lifts to one of them, which adds up.
    let mut plan = good.clone();
    plan.crane_slots[a].lifts = 54;
    plan.crane_slots[b].lifts = 0;
    plan.crane_slots[c].lifts = 0;
    broken(&instance, &plan, &["crane-slots"; 3]);
    // The crane at the end of the runway gets the wagons at its beginning.
    let mut plan = good.clone();
    let wagons = plan.crane_slots[a].wagons;
    plan.crane_slots[a].wagons = plan.crane_slots[c].wagons;
    plan.crane_slots[c].wagons = wagons;
    broken(&instance, &plan, &["crane-slots"; 2]);
    // A crane of twice the speed gets twice as much: 13, 27 and 14 lifts, done in the same 36 minutes.
    let uneven = |file: &mut Value| {
        for (crane, rate) in [(0, 22), (1, 45), (2, 23)] {
            file["system"]["stations"][1]["sheds"][0]["cranes"][crane]["lifts_per_hour"] =
                json!(rate);
        }
    };
    let (instance, plan) = good_in(uneven);
    clean(&instance, &plan);
    let lifts = slots_of_first(&instance, &plan).map(|slot| plan.crane_slots[slot].lifts);
    assert_eq!(lifts, [13, 27, 14]);
    let wagons = slots_of_first(&instance, &plan).map(|slot| plan.crane_slots[slot].wagons);
    assert_eq!(wagons, [(1, 13), (14, 40), (41, 55)]);
}

#[test]
fn crane_slots_deal_wagons_out_along_the_runway() {
    // The far half is worked first, and still gets the wagons at the far end.
    let far_first = |file: &mut Value| {
        two_import_teams(file);
        let mode = &mut file["system"]["stations"][1]["sheds"][0]["modes"][1];
        let steps = mode["steps"].as_array_mut().unwrap();
        steps.reverse();
    };
    let first = Through {
        mode: "two",
        lifting: &[27, 27],
        ..T1
    };
    let second = Through {
        placed: 300,
        spot: "h1",
        ..T2
    };
    let (instance, plan) = two(far_first, first, second);
    clean(&instance, &plan);
    let id = train(&instance, "T1");
    let slots = plan.crane_slots.iter().filter(|slot| slot.train == id);
    let wagons: Vec<(u32, u32)> = slots.map(|slot| slot.wagons).collect();
    assert_eq!(wagons, [(1, 13), (14, 27), (28, 41), (42, 55)]);
}

#[test]
fn all_parts_are_worked_in_one_mode() {
    let mut file = file();
    file["trains"] = json!([import("T1", 0)]);
    file["trains"][0]["parts"] = json!(2);
    let instance = instance(&file);
    let with_modes = |first: (&str, i32), second: (&str, i32)| {
        let lifting = &[first.1];
        let mut events = Events {
            instance: &instance,
            list: through(
                &instance,
                Through {
                    lifting,
                    mode: first.0,
                    ..T1
                },
            ),
        };
        events
            .list
            .retain(|e| e.span.from.0 <= 62 || is_work(e) || is_spot(e));
        let what = Activity::Exchange {
            spot: spot(&instance, "h1"),
            part: 2,
            locomotive_arriving: 1,
            locomotive_onward: 2,
        };
        let worked = 92 + 65 + first.1;
        events
            .add(Rake::Arriving, (worked, worked + 60), what)
            .work(worked + 60, ("h1", second.0), 2, (20, &[second.1], 45));
        let done = worked + 60 + 65 + second.1;
        out(&mut events, done, "h1", 1, false);
        for event in &mut events.list {
            match event.what {
                Activity::Spot { .. } => event.span.to = Minute(done + 45),
                Activity::Track { .. } if event.span.from.0 < 62 => {
                    event.span.to = Minute(worked + 60);
                }
                _ => {}
            }
        }
        plan(&instance, vec![("T1", events.list)])
    };
    clean(&instance, &with_modes(("all", 18), ("all", 18)));
    clean(&instance, &with_modes(("low", 54), ("low", 54)));
    let mixed = with_modes(("all", 18), ("low", 54));
    broken(&instance, &mixed, &["crane-work"]);
}

#[test]
fn parts_are_exchanged_one_after_the_other() {
    let mut file = file();
    file["trains"] = json!([import("T1", 0)]);
    file["trains"][0]["parts"] = json!(2);
    file["trains"][0]["length_m"] = json!(850);
    let instance = instance(&file);
    let good = two_parts(&instance, [318, 318]);
    clean(&instance, &good);
    let is_exchange = |e: &Event| matches!(e.what, Activity::Exchange { .. });
    let mut plan = good.clone();
    shift(event(&instance, &mut plan, "T1", is_exchange), 0, -1);
    // The yard track is held until the exchange is over, so it would be free earlier, too.
    shift(
        event(&instance, &mut plan, "T1", |e| {
            matches!(e.what, Activity::Track { .. })
        }),
        0,
        -1,
    );
    broken_restated(&instance, &mut plan, &["duration"]);
    let mut plan = good.clone();
    shift(event(&instance, &mut plan, "T1", is_exchange), -1, -1);
    shift(
        event(&instance, &mut plan, "T1", |e| {
            matches!(e.what, Activity::Track { .. })
        }),
        0,
        -1,
    );
    broken_restated(&instance, &mut plan, &["sequence"]);
    let mut plan = good.clone();
    shift(
        event(&instance, &mut plan, "T1", |e| {
            matches!(e.what, Activity::Track { .. })
        }),
        0,
        -1,
    );
    broken_restated(&instance, &mut plan, &["tracks"]);
}

#[test]
fn worked_parts_stand_on_the_track_of_their_rake() {
    let mut file = file();
    file["trains"] = json!([import("T1", 0)]);
    file["trains"][0]["parts"] = json!(2);
    file["trains"][0]["length_m"] = json!(850);
    for shed in file["system"]["stations"][1]["sheds"]
        .as_array_mut()
        .unwrap()
    {
        shed["worked_parts"] = json!("on-track");
    }
    let instance = instance(&file);
    let good = two_parts(&instance, [175, 175]);
    clean(&instance, &good);
    // At the end of the shed they would stand on no track before the pulling, here they have nowhere to stand.
    broken(
        &instance,
        &two_parts(&instance, [318, 318]),
        &["tracks", "tracks"],
    );
    // One of the two rakes alone is as wrong.
    for held_from in [[176, 175], [175, 176]] {
        broken(&instance, &two_parts(&instance, held_from), &["tracks"]);
    }
}

/// T1 in two parts, exchanged from 175 to 235, and the tracks of its two rakes behind the work held from two minutes on.
fn two_parts(instance: &Instance, held_from: [i32; 2]) -> Plan {
    let mut events = Events {
        instance,
        list: through(
            instance,
            Through {
                lifting: &[18],
                ..T1
            },
        ),
    };
    events
        .list
        .retain(|e| e.span.from.0 <= 62 || is_work(e) || is_spot(e));
    let what = Activity::Exchange {
        spot: spot(instance, "h1"),
        part: 2,
        locomotive_arriving: 1,
        locomotive_onward: 2,
    };
    events
        .add(Rake::Arriving, (175, 235), what)
        .work(235, ("h1", "all"), 2, (20, &[18], 45));
    out(&mut events, 318, "h1", 1, false);
    for event in &mut events.list {
        match event.what {
            Activity::Spot { .. } => event.span.to = Minute(363),
            Activity::Track { .. } if event.span.from.0 < 62 => event.span.to = Minute(235),
            Activity::Track { yard, .. } if event.span.from.0 == 318 => {
                event.span.from.0 = held_from[event.rake as usize];
                if event.rake == Rake::Arriving {
                    // the parts to come still stand on the first
                    event.what = Activity::Track { yard, track: 2 };
                }
            }
            _ => {}
        }
    }
    plan(instance, vec![("T1", events.list)])
}

#[test]
fn steps_follow_each_other_with_their_shares() {
    let instance = instance(&file());
    let stepwise = |lifting: &[i32]| {
        let how = Through {
            mode: "two",
            lifting,
            ..T1
        };
        plan(&instance, vec![("T1", through(&instance, how))])
    };
    clean(&instance, &stepwise(&[27, 27]));
    broken(&instance, &stepwise(&[28, 26]), &["crane-work"]);
}

#[test]
fn stores_never_have_fewer_than_none() {
    let (instance, plan) =
        good_in(|file| file["system"]["stations"][1]["stores"][1]["rakes"] = json!(1));
    // T1 takes the rake at 62, T2 wants one at 102, E1 brings one only at 187.
    broken(&instance, &plan, &["stores"]);
}

#[test]
fn stores_may_give_what_comes_at_the_minute() {
    let from = |from: i64| {
        let mut file = file();
        file["trains"] = json!([import("T2", 40), {
            "id": "F1", "class": "broad-empty", "from": "A", "to": "D", "from_store": "store-broad",
            "earliest_entry": at(from), "length_m": 700, "wagons": 50
        }]);
        file["system"]["stations"][1]["stores"][0]["rakes"] = json!(0);
        let instance = instance(&file);
        let mut events = Events::new(&instance);
        let store = store(&instance, "store-broad");
        let from = from as i32;
        events
            .add(
                Rake::Arriving,
                (from, from + 30),
                Activity::FromStore {
                    store,
                    locomotive: 1,
                },
            )
            .track(Rake::Arriving, (from, from + 33), "broad", 3)
            .run(
                Rake::Arriving,
                (from + 30, from + 57),
                "border-broad",
                Direction::Up,
                true,
                false,
            );
        let list = vec![("T2", through(&instance, T2)), ("F1", events.list)];
        let plan = plan(&instance, list);
        (instance, plan)
    };
    // T2 brings its emptied rake at 263.
    let (instance, plan) = from(263);
    clean(&instance, &plan);
    let (instance, plan) = from(262);
    broken(&instance, &plan, &["stores"]);
}

#[test]
fn stores_never_have_more_than_they_hold() {
    let rakes = |rakes: u32| {
        move |file: &mut Value| {
            file["system"]["stations"][1]["stores"][0]["rakes"] = json!(rakes);
            file["trains"][4]["earliest_entry"] = json!(at(220));
        }
    };
    // T2 needs room in the store from 233 on; F1 only leaves room at 300.
    let (instance, plan) = good_in(rakes(2));
    clean(&instance, &plan);
    let (instance, plan) = good_in(rakes(3));
    broken(&instance, &plan, &["stores"]);
}

#[test]
fn missing_empties_cost() {
    let (instance, plan) = good_in(|file| {
        file["end"] = json!({ "stocks": [{ "store": "store-standard", "at_least": 3, "price_per_missing": 480 }] });
    });
    // Three at the start, two taken, one brought.
    clean(&instance, &plan);
    assert_eq!(plan.parts.missing_empties, 48_000);
}
