//! Rules `entry`, `sequence`, `duration`, `horizon`.

use super::fixture::*;
use regauge_model::instance::Rake;
use regauge_model::plan::Activity;
use serde_json::json;

fn is_run(event: &regauge_model::plan::Event) -> bool {
    matches!(event.what, Activity::Run { .. })
}

#[test]
fn entry_is_not_before_the_earliest() {
    let (instance, plan) = good_in(|file| file["trains"][0]["earliest_entry"] = json!(at(1)));
    broken(&instance, &plan, &["entry"]);
    let (instance, plan) = good_in(|file| file["trains"][4]["earliest_entry"] = json!(at(271)));
    broken(&instance, &plan, &["entry"]);
}

#[test]
fn sequence_every_event_is_needed_once() {
    let (instance, good) = good();
    for name in ["T1", "T2", "P1", "E1", "F1"] {
        let count = events(&instance, &mut good.clone(), name).len();
        for index in 0..count {
            let mut plan = good.clone();
            events(&instance, &mut plan, name).remove(index);
            restate(&instance, &mut plan);
            let report = regauge_model::check::check(&instance, &plan);
            let rules: Vec<_> = report.violations.iter().map(|v| v.rule).collect();
            assert!(
                rules.contains(&"sequence"),
                "{name} without its event {index}: {rules:?}"
            );
            let mut plan = good.clone();
            let list = events(&instance, &mut plan, name);
            let twin = list[index].clone();
            list.push(twin);
            restate(&instance, &mut plan);
            let report = regauge_model::check::check(&instance, &plan);
            let rules: Vec<_> = report.violations.iter().map(|v| v.rule).collect();
            assert!(
                rules.contains(&"sequence"),
                "{name} with two of its event {index}: {rules:?}"
            );
        }
    }
}

#[test]
fn sequence_a_stage_is_not_left_out() {
    let (instance, mut plan) = good();
    let list = events(&instance, &mut plan, "P1");
    list.retain(|e| !matches!(e.what, Activity::Stage { .. }) || e.span.from.0 != 62);
    broken_restated(&instance, &mut plan, &["sequence"]);
}

#[test]
fn sequence_a_hold_is_not_left_out_or_doubled() {
    let (instance, good) = good();
    let mut plan = good.clone();
    events(&instance, &mut plan, "T1")
        .retain(|e| e.rake == Rake::Arriving || !matches!(e.what, Activity::Spot { .. }));
    broken_restated(&instance, &mut plan, &["sequence"]);
    let mut plan = good.clone();
    let other = yard(&instance, "standard");
    let what = Activity::Track {
        yard: other,
        track: 4,
    };
    events(&instance, &mut plan, "P1").push(regauge_model::plan::Event {
        span: span(62, 70),
        rake: Rake::Arriving,
        what,
    });
    broken_restated(&instance, &mut plan, &["sequence"]);
}

#[test]
fn sequence_nothing_is_placed_twice() {
    let (instance, mut plan) = good();
    let list = events(&instance, &mut plan, "T2");
    let mut second = list
        .iter()
        .find(|e| e.rake == Rake::Arriving && matches!(e.what, Activity::Placing { .. }))
        .unwrap()
        .clone();
    // Long after the first, and with a locomotive that is free.
    second.span = span(143, 173);
    list.push(second);
    broken_restated(&instance, &mut plan, &["sequence"]);
}

#[test]
fn sequence_what_passes_does_not_wait() {
    let change = |file: &mut serde_json::Value| {
        for stage in [3, 4] {
            file["system"]["stations"][1]["stages"][stage]["classes"] = json!(["standard-empty"]);
        }
        file["system"]["stations"][1]["stages"][3]["classes"] = json!(["import"]);
        file["system"]["stations"][1]["stages"][4]["classes"] = json!(["import"]);
    };
    let mut file = file();
    change(&mut file);
    file["trains"] = json!([file["trains"][2]]);
    let instance = instance(&file);
    let passing = |from: i32| {
        let mut events = Events::new(&instance);
        events
            .run(
                Rake::Arriving,
                (0, 60),
                "line",
                regauge_model::system::Direction::Up,
                false,
                false,
            )
            .run(
                Rake::Arriving,
                (from, from + 25),
                "border-standard",
                regauge_model::system::Direction::Up,
                false,
                false,
            );
        plan(&instance, vec![("P1", events.list)])
    };
    clean(&instance, &passing(60));
    broken(&instance, &passing(61), &["sequence"]);
}

#[test]
fn sequence_a_train_stops_where_it_must() {
    let (instance, mut plan) = good();
    let list = events(&instance, &mut plan, "P1");
    list.retain(is_run);
    for (index, event) in list.iter_mut().enumerate() {
        let Activity::Run { starts, stops, .. } = &mut event.what else {
            continue;
        };
        (*starts, *stops) = (false, false);
        event.span = if index == 0 {
            span(0, 60)
        } else {
            span(60, 85)
        };
    }
    broken_restated(&instance, &mut plan, &["sequence"]);
}

#[test]
fn sequence_pulling_waits_for_the_work() {
    let (instance, mut plan) = good();
    // An hour of crane work more, and the pullings where they were.
    let list = events(&instance, &mut plan, "T2");
    for event in list.iter_mut() {
        if let Activity::CraneWork { .. } = event.what {
            shift(event, 10, 10);
            let Activity::CraneWork {
                lifting_from,
                steps,
                ..
            } = &mut event.what
            else {
                continue;
            };
            *lifting_from = *lifting_from + 10;
            steps[0].0 = span(162, 198);
        }
    }
    broken_restated(&instance, &mut plan, &["sequence", "sequence"]);
}

#[test]
fn sequence_one_spot_for_all_of_the_work() {
    let (instance, mut plan) = good();
    let other = spot(&instance, "h1");
    let work = event(&instance, &mut plan, "T2", |e| {
        matches!(e.what, Activity::CraneWork { .. })
    });
    if let Activity::CraneWork { spot, .. } = &mut work.what {
        *spot = other;
    }
    broken_restated(&instance, &mut plan, &["sequence"]);
}

#[test]
fn duration_of_a_run() {
    let (instance, good) = good();
    for minutes in [-1, 1] {
        let mut plan = good.clone();
        let last = events(&instance, &mut plan, "T1")
            .iter_mut()
            .filter(|e| e.rake == Rake::Onward && is_run(e));
        last.for_each(|event| shift(event, 0, minutes));
        broken_restated(&instance, &mut plan, &["duration"]);
    }
}

#[test]
fn duration_of_a_run_in_slow_wind() {
    let wind = |file: &mut serde_json::Value| {
        file["wind"] = json!({ "series": [{ "zone": "pass", "hourly_from": at(240), "mean_mps": [12, 12], "gust_mps": [26, 18] }] });
        file["system"]["sections"][2]["wind_rule"] =
            json!({ "stop_gust_mps": 30, "slow_gust_mps": 25, "slow_speed_percent": 50 });
    };
    // T1 runs from 253 to 316: of its 63 minutes 47 slow ones are 23.5; the rest is done after 40 more.
    let (instance, mut plan) = good_in(wind);
    broken(&instance, &plan, &["duration", "duration"]);
    for name in ["T1", "T2"] {
        let run = event(&instance, &mut plan, name, |e| {
            e.rake == Rake::Onward && is_run(e)
        });
        let slow = if name == "T1" { 24 } else { 4 };
        shift(run, 0, slow);
    }
    restate(&instance, &mut plan);
    clean(&instance, &plan);
}

#[test]
fn duration_of_shunting_and_stages() {
    let (instance, good) = good();
    let mut plan = good.clone();
    shift(
        event(&instance, &mut plan, "T1", |e| {
            matches!(e.what, Activity::Stage { .. })
        }),
        0,
        -1,
    );
    broken_restated(&instance, &mut plan, &["duration"]);
    let mut plan = good.clone();
    let is_placing = |e: &regauge_model::plan::Event| {
        e.rake == Rake::Onward && matches!(e.what, Activity::Placing { .. })
    };
    shift(event(&instance, &mut plan, "T1", is_placing), 0, -1);
    broken_restated(&instance, &mut plan, &["duration"]);
    let mut plan = good.clone();
    // The hold of the track goes with the movement.
    shift(
        event(&instance, &mut plan, "E1", |e| {
            matches!(e.what, Activity::IntoStore { .. })
        }),
        0,
        5,
    );
    shift(
        event(&instance, &mut plan, "E1", |e| {
            matches!(e.what, Activity::Track { .. })
        }),
        0,
        5,
    );
    broken_restated(&instance, &mut plan, &["duration"]);
}

#[test]
fn a_train_may_have_its_own_stage_minutes() {
    let (instance, plan) =
        good_in(|file| file["trains"][0]["stage_minutes"] = json!({ "inspection": 34 }));
    broken(&instance, &plan, &["duration"]);
}

#[test]
fn horizon_everything_ends_within() {
    let (instance, plan) = good_in(|file| {
        file["horizon"]["planning_hours"] = json!(5);
        file["horizon"]["look_ahead_hours"] = json!(0);
        file["trains"][4]["earliest_entry"] = json!(at(200));
        file["trains"].as_array_mut().unwrap().truncate(5);
    });
    // T1 leaves at 316, T2 at 356, F1 at 327, all after 300. Holds end with the horizon and so do not fit either.
    let report = regauge_model::check::check(&instance, &plan);
    let trains: std::collections::BTreeSet<_> = report
        .violations
        .iter()
        .filter(|v| v.rule == "horizon")
        .map(|v| v.train)
        .collect();
    assert_eq!(trains.len(), 3);
    assert!(
        report
            .violations
            .iter()
            .all(|v| ["horizon", "tracks"].contains(&v.rule))
    );
}

#[test]
fn horizon_holds_are_clipped() {
    // F1 leaves the station at 300 and the system at 327; the track would be held to 303.
    let mut file = file();
    file["trains"] = json!([file["trains"][4]]);
    file["horizon"]["planning_hours"] = json!(5);
    file["horizon"]["look_ahead_hours"] = json!(0);
    file["system"]["sections"][0]["run_minutes"]["broad-empty"] = json!({ "down": 1, "up": 1 });
    file["system"]["sections"][0]["start_minutes"] = json!(0);
    let instance = instance(&file);
    let store = store(&instance, "store-broad");
    let leaving = |from: i32, hold: i32| {
        let mut events = Events::new(&instance);
        events
            .add(
                Rake::Arriving,
                (from, from + 30),
                Activity::FromStore {
                    store,
                    locomotive: 1,
                },
            )
            .track(Rake::Arriving, (from, hold), "broad", 3)
            .run(
                Rake::Arriving,
                (from + 29, from + 30),
                "border-broad",
                regauge_model::system::Direction::Up,
                true,
                false,
            );
        if let Some(run) = events.list.last_mut() {
            run.span = span(from + 29, from + 30);
        }
        plan(&instance, vec![("F1", events.list)])
    };
    let mut late = leaving(269, 300);
    shift(event(&instance, &mut late, "F1", is_run), 1, 1);
    // Earliest entry is 270.
    broken_restated(&instance, &mut late, ["entry", "horizon"][..1].as_ref());
}
