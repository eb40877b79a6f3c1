//! Rules `headway`, `opposing`, `possession`, `line-wind`, `caps`.

use super::fixture::*;
use regauge_model::instance::Rake;
use regauge_model::plan::Event;
use regauge_model::system::Direction::{self, Down, Up};
use regauge_model::{Instance, Plan};
use serde_json::{Value, json};

/// Trains that only run through the line section between boundary points, given by direction and entry.
pub(super) fn runs(
    change: impl FnOnce(&mut Value),
    given: &[(Direction, i32, i32)],
) -> (Instance, Plan) {
    let mut file = file();
    file["system"]["stations"][1] = json!({ "id": "A", "zone": "pass" });
    let names = ["R1", "R2", "R3", "R4"];
    let trains = names.iter().zip(given).map(|(name, (direction, ..))| {
        let (from, to) = if *direction == Down { ("A", "J") } else { ("J", "A") };
        json!({ "id": name, "class": "import", "from": from, "to": to, "earliest_entry": at(0), "length_m": 700, "wagons": 50 })
    });
    file["trains"] = trains.collect();
    change(&mut file);
    let instance = instance(&file);
    let list = names
        .iter()
        .zip(given)
        .map(|(name, (direction, from, to))| {
            let mut events = Events::new(&instance);
            events.run(
                Rake::Arriving,
                (*from, *to),
                "line",
                *direction,
                false,
                false,
            );
            (*name, events.list)
        });
    let list: Vec<(&str, Vec<Event>)> = list.collect();
    let plan = plan(&instance, list);
    (instance, plan)
}

fn none(_: &mut Value) {}

pub(super) fn single(file: &mut Value) {
    file["system"]["sections"][2]["tracks"] = json!(1);
}

#[test]
fn headway_between_entries_and_exits() {
    let (instance, plan) = runs(none, &[(Down, 0, 60), (Down, 10, 70), (Up, 5, 65)]);
    clean(&instance, &plan);
    let (instance, plan) = runs(none, &[(Down, 0, 60), (Down, 9, 69)]);
    broken(&instance, &plan, &["headway"]);
}

#[test]
fn headway_nobody_overtakes() {
    let slow = |file: &mut Value| {
        file["system"]["sections"][2]["run_minutes"]["export"] = json!({ "down": 90, "up": 90 });
        file["trains"][0]["class"] = json!("export");
    };
    let (instance, plan) = runs(slow, &[(Down, 0, 90), (Down, 40, 100)]);
    clean(&instance, &plan);
    for from in [39, 15] {
        let (instance, plan) = runs(slow, &[(Down, 0, 90), (Down, from, from + 60)]);
        broken(&instance, &plan, &["headway"]);
    }
    // The one in between hides nothing: both behind the slow one are too early.
    let (instance, plan) = runs(slow, &[(Down, 0, 90), (Down, 12, 72), (Down, 24, 84)]);
    broken(&instance, &plan, &["headway", "headway"]);
}

#[test]
fn headway_to_given_paths() {
    let path = |from: i64| {
        move |file: &mut Value| {
            file["system"]["given_paths"] = json!([{ "train": "K1", "section": "line", "direction": "down", "enter": at(from), "exit": at(from + 60) }]);
        }
    };
    let (instance, plan) = runs(path(10), &[(Down, 0, 60)]);
    clean(&instance, &plan);
    let (instance, plan) = runs(path(9), &[(Down, 0, 60)]);
    broken(&instance, &plan, &["headway"]);
    let (instance, plan) = runs(path(-9), &[(Down, 0, 60)]);
    broken(&instance, &plan, &["headway"]);
}

#[test]
fn opposing_runs_exclude_each_other_on_a_single_track() {
    let (instance, plan) = runs(single, &[(Down, 0, 60), (Up, 62, 122), (Down, 124, 184)]);
    clean(&instance, &plan);
    let (instance, plan) = runs(single, &[(Down, 0, 60), (Up, 61, 121)]);
    broken(&instance, &plan, &["opposing"]);
    let (instance, plan) = runs(single, &[(Down, 0, 60), (Up, 0, 60)]);
    broken(&instance, &plan, &["opposing"]);
    let (instance, plan) = runs(none, &[(Down, 0, 60), (Up, 0, 60)]);
    clean(&instance, &plan);
}

/// A station may ask for more than the section, at its own end alone.
#[test]
fn stations_keep_an_arrival_and_a_departure_apart() {
    let meeting = |minutes: u32| {
        move |file: &mut Value| {
            single(file);
            file["system"]["stations"][2]["meeting_minutes"] = json!(minutes);
        }
    };
    let back_and_forth = [(Down, 0, 60), (Up, 64, 124), (Down, 126, 186)];
    let (instance, plan) = runs(meeting(4), &back_and_forth);
    clean(&instance, &plan);
    let (instance, plan) = runs(meeting(5), &back_and_forth);
    broken(&instance, &plan, &["opposing"]);
    let (instance, plan) = runs(meeting(1), &[(Down, 0, 60), (Up, 61, 121)]);
    broken(&instance, &plan, &["opposing"]);
}

#[test]
fn one_train_of_a_direction_at_a_time_under_station_to_station_block() {
    let block = |file: &mut Value| {
        file["system"]["sections"][2]["block"] = json!("station-to-station");
    };
    // 2 minutes to clear, for whichever direction comes next
    let (instance, plan) = runs(block, &[(Down, 0, 60), (Down, 62, 122), (Up, 5, 65)]);
    clean(&instance, &plan);
    let (instance, plan) = runs(block, &[(Down, 0, 60), (Down, 61, 121)]);
    broken(&instance, &plan, &["block"]);
    let (instance, plan) = runs(block, &[(Down, 0, 60), (Down, 12, 72)]);
    broken(&instance, &plan, &["block"]);
    let given = |file: &mut Value| {
        block(file);
        file["system"]["given_paths"] = json!([{ "train": "K1", "section": "line", "direction": "down", "enter": at(61), "exit": at(121) }]);
    };
    let (instance, plan) = runs(given, &[(Down, 0, 60)]);
    broken(&instance, &plan, &["block"]);
    // both directions on one track: each rule for itself
    let on_one_track = |file: &mut Value| {
        block(file);
        single(file);
    };
    let (instance, plan) = runs(
        on_one_track,
        &[(Down, 0, 60), (Up, 62, 122), (Up, 124, 184)],
    );
    clean(&instance, &plan);
}

#[test]
fn opposing_given_paths() {
    let path = |file: &mut Value| {
        single(file);
        file["system"]["given_paths"] = json!([{ "train": "K1", "section": "line", "direction": "up", "enter": at(61), "exit": at(121) }]);
    };
    let (instance, plan) = runs(path, &[(Down, 0, 60)]);
    broken(&instance, &plan, &["opposing"]);
}

fn possession(
    track: Option<&'static str>,
    from: i64,
    to: i64,
    single_track_working: bool,
) -> impl Fn(&mut Value) {
    move |file| {
        let mut possession = span_file(from, to);
        if let Some(track) = track {
            possession["track"] = json!(track);
            possession["single_track_working"] = json!(single_track_working);
        }
        file["system"]["sections"][2]["possessions"] = json!([possession]);
    }
}

#[test]
fn possession_of_the_own_track() {
    let down_up = [(Down, 0, 60), (Up, 0, 60)];
    let (instance, plan) = runs(possession(Some("down"), 59, 120, false), &down_up);
    broken(&instance, &plan, &["possession"]);
    let (instance, plan) = runs(possession(Some("down"), 60, 120, false), &down_up);
    clean(&instance, &plan);
    let (instance, plan) = runs(possession(None, 59, 120, false), &down_up);
    broken(&instance, &plan, &["possession", "possession"]);
    let both = |file: &mut Value| {
        single(file);
        possession(None, 59, 120, false)(file);
    };
    let (instance, plan) = runs(both, &[(Down, 0, 60)]);
    broken(&instance, &plan, &["possession"]);
}

#[test]
fn possession_with_single_track_working() {
    let working = possession(Some("down"), 50, 170, true);
    // Who enters inside goes over the other track, and even comes out after the possession.
    let (instance, plan) = runs(&working, &[(Down, 150, 210)]);
    clean(&instance, &plan);
    // Who is still inside when it begins does not.
    let (instance, plan) = runs(&working, &[(Down, 49, 109)]);
    broken(&instance, &plan, &["possession"]);
    // On the other track it meets the opposing runs.
    let (instance, plan) = runs(&working, &[(Up, 0, 60), (Down, 62, 122), (Up, 124, 184)]);
    clean(&instance, &plan);
    let (instance, plan) = runs(&working, &[(Up, 0, 60), (Down, 61, 121)]);
    broken(&instance, &plan, &["opposing"]);
    let (instance, plan) = runs(&working, &[(Down, 62, 122), (Up, 123, 183)]);
    broken(&instance, &plan, &["opposing"]);
    // Outside the possession they do not share a track.
    let (instance, plan) = runs(&working, &[(Down, 170, 230), (Up, 170, 230)]);
    clean(&instance, &plan);
    let other_too = |file: &mut Value| {
        working(file);
        let mut other = span_file(100, 110);
        other["track"] = json!("up");
        let list = file["system"]["sections"][2]["possessions"].as_array_mut();
        list.unwrap().push(other);
    };
    let (instance, plan) = runs(other_too, &[(Down, 62, 122)]);
    broken(&instance, &plan, &["possession"]);
}

#[test]
fn line_stops_in_the_wind() {
    let storm = |hour: i64| {
        move |file: &mut Value| {
            file["wind"] = json!({ "series": [{ "zone": "pass", "hourly_from": at(hour), "mean_mps": [20], "gust_mps": [31] }] });
            file["system"]["sections"][2]["wind_rule"] =
                json!({ "stop_gust_mps": 30, "resume_delay_minutes": 10 });
        }
    };
    let (instance, plan) = runs(storm(59), &[(Down, 0, 60)]);
    broken(&instance, &plan, &["line-wind"]);
    let (instance, plan) = runs(storm(60), &[(Down, 0, 60), (Down, 130, 190)]);
    clean(&instance, &plan);
    let (instance, plan) = runs(storm(60), &[(Down, 129, 189)]);
    broken(&instance, &plan, &["line-wind"]);
}

/// On a single track the wind acts per section and on both directions: nobody is inside when it closes, and slow hours make runs longer.
#[test]
fn wind_on_a_single_track() {
    let wind = |hour: i64, gust: u32| {
        move |file: &mut Value| {
            single(file);
            file["wind"] = json!({ "series": [{ "zone": "pass", "hourly_from": at(hour), "mean_mps": [15], "gust_mps": [gust] }] });
            file["system"]["sections"][2]["wind_rule"] = if gust >= 30 {
                json!({ "stop_gust_mps": 30, "resume_delay_minutes": 10 })
            } else {
                json!({ "slow_gust_mps": 20, "slow_speed_percent": 50 })
            };
        }
    };
    for direction in [Down, Up] {
        let (instance, plan) = runs(wind(60, 31), &[(direction, 0, 60)]);
        clean(&instance, &plan);
        // one minute more in the section, and the stop catches it there
        let (instance, plan) = runs(wind(59, 31), &[(direction, 0, 60)]);
        broken(&instance, &plan, &["line-wind"]);
        // nor does anybody enter before it is open again
        let (instance, plan) = runs(wind(0, 31), &[(direction, 70, 130)]);
        clean(&instance, &plan);
        let (instance, plan) = runs(wind(0, 31), &[(direction, 69, 129)]);
        broken(&instance, &plan, &["line-wind"]);
        // half the speed in the second half hour: 30 minutes take 60
        let (instance, plan) = runs(wind(30, 25), &[(direction, 0, 90)]);
        clean(&instance, &plan);
        let (instance, plan) = runs(wind(30, 25), &[(direction, 0, 60)]);
        broken(&instance, &plan, &["duration"]);
    }
}

#[test]
fn caps_count_entries_of_hours_spans_and_dates() {
    // the railway day began at 18:00, as the horizon does: hours are those of the clock
    let capped = |cap: Value, state: Value| {
        move |file: &mut Value| {
            let mut cap = cap.clone();
            cap["direction"] = json!("down");
            file["system"]["sections"][2]["caps"] = json!([cap]);
            if !state.is_null() {
                file["state"] = json!({ "caps_used": [state] });
            }
        }
    };
    let check = |cap: &Value, state: &Value, entries: &[i32], rules: &[&str]| {
        let given: Vec<_> = entries.iter().map(|&at| (Down, at, at + 60)).collect();
        let (instance, plan) = runs(capped(cap.clone(), state.clone()), &given);
        broken(&instance, &plan, rules);
    };
    let hour = json!({ "per_hour": 2 });
    check(&hour, &Value::Null, &[0, 50, 60, 119], &[]);
    check(&hour, &Value::Null, &[0, 30, 59, 70], &["caps"]);
    let span = json!({ "spans": [{ "from": at(30), "to": at(90), "count": 1 }] });
    check(&span, &Value::Null, &[0, 29, 89, 100], &[]);
    check(&span, &Value::Null, &[0, 30, 89, 100], &["caps"]);
    // two a day, from the 40th minute to the 200th
    let dated = json!({ "per_day": 2, "from": at(40), "to": at(200) });
    check(&dated, &Value::Null, &[0, 30, 40, 199], &[]);
    check(&dated, &Value::Null, &[20, 40, 100, 199], &["caps"]);
    check(&dated, &Value::Null, &[20, 40, 100, 200], &[]);
}

/// Hours, spans and caps that begin within the day count what is known of entries before the start.
#[test]
fn caps_count_entries_before_the_start_by_their_minutes() {
    let run = |cap: Value, entered: &[i64], entries: &[i32]| {
        let change = |file: &mut Value| {
            // the day begins half an hour before the horizon
            file["horizon"]["railway_day_start"] = json!("17:30");
            let mut cap = cap.clone();
            cap["direction"] = json!("down");
            file["system"]["sections"][2]["caps"] = json!([cap]);
            let entered: Vec<String> = entered.iter().map(|&minute| at(minute)).collect();
            file["state"] = json!({ "caps_used": [
                { "section": "line", "direction": "down", "count": entered.len(), "entered": entered }
            ] });
        };
        let given: Vec<_> = entries.iter().map(|&at| (Down, at, at + 60)).collect();
        runs(change, &given)
    };
    let caps = [
        json!({ "per_hour": 2 }),
        json!({ "spans": [{ "from": at(-10), "to": at(30), "count": 2 }] }),
        json!({ "per_day": 2, "from": at(-10) }),
    ];
    for cap in caps {
        let (instance, plan) = run(cap.clone(), &[-20, -5], &[29]);
        let in_hour = cap.get("per_hour").is_some();
        broken(&instance, &plan, if in_hour { &["caps"] } else { &[] });
        let (instance, plan) = run(cap.clone(), &[-5], &[0, 29]);
        broken(&instance, &plan, &["caps"]);
        let (instance, plan) = run(cap, &[-5], &[29]);
        clean(&instance, &plan);
    }
}

#[test]
fn caps_count_entries_of_the_railway_day() {
    let cap = |cap: Value| {
        move |file: &mut Value| {
            file["system"]["sections"][2]["caps"] = json!([cap]);
        }
    };
    let two_days = [
        (Down, 0, 60),
        (Down, 1439, 1499),
        (Down, 1449, 1509),
        (Up, 0, 60),
    ];
    let (instance, plan) = runs(cap(json!({ "direction": "down", "per_day": 2 })), &two_days);
    clean(&instance, &plan);
    let (instance, plan) = runs(cap(json!({ "direction": "down", "per_day": 1 })), &two_days);
    broken(&instance, &plan, &["caps"]);
    let second =
        json!({ "direction": "down", "per_day": 2, "days": [{ "day": at(1500), "count": 0 }] });
    let (instance, plan) = runs(cap(second), &two_days);
    broken(&instance, &plan, &["caps"]);
    let others = json!({ "direction": "down", "classes": ["export"], "per_day": 0 });
    let (instance, plan) = runs(cap(others), &two_days);
    clean(&instance, &plan);
    let used = |file: &mut Value| {
        cap(json!({ "direction": "down", "per_day": 2 }))(file);
        file["state"] =
            json!({ "caps_used": [{ "section": "line", "direction": "down", "count": 1 }] });
    };
    let (instance, plan) = runs(used, &two_days);
    broken(&instance, &plan, &["caps"]);
}

/// Two trains through A, one each way: entries into the two sections of each.
fn through_a(change: impl FnOnce(&mut Value), down: [i32; 2], up: [i32; 2]) -> (Instance, Plan) {
    let mut file = file();
    file["system"]["stations"][1]["stages"] = json!([]);
    for section in [1, 2] {
        file["system"]["sections"][section]["tracks"] = json!(1);
        file["system"]["sections"][section]["clearing_minutes"] = json!(0);
    }
    let train = |id: &str, from: &str, to: &str| json!({ "id": id, "class": "export", "from": from, "to": to, "earliest_entry": at(0), "length_m": 700, "wagons": 50 });
    file["trains"] = json!([train("R1", "D", "J"), train("R2", "J", "D")]);
    change(&mut file);
    let instance = instance(&file);
    let (near, far) = (("border-standard", 25), ("line", 60));
    let list = [("R1", Down, [near, far], down), ("R2", Up, [far, near], up)].map(
        |(name, direction, ways, enters)| {
            let mut events = Events::new(&instance);
            for ((section, minutes), from) in ways.into_iter().zip(enters) {
                let when = (from, from + minutes);
                events.run(Rake::Arriving, when, section, direction, false, false);
            }
            (name, events.list)
        },
    );
    let plan = plan(&instance, Vec::from(list));
    (instance, plan)
}

fn no_yards(file: &mut Value) {
    file["system"]["stations"][1] = json!({ "id": "A", "zone": "pass" });
}

#[test]
fn opposing_trains_do_not_change_places_where_there_is_no_track() {
    // Each leaves a single track at the minute at which the other enters it.
    let (instance, plan) = through_a(no_yards, [35, 60], [0, 60]);
    broken(&instance, &plan, &["opposing", "opposing"]);
    // The same with tracks of the other gauge only.
    let broad_only = |file: &mut Value| {
        let station = &mut file["system"]["stations"][1];
        for list in ["yards", "locomotives", "stores"] {
            let broad = |of: &Value| of["gauge_mm"] == json!(1520);
            station[list] = station[list]
                .as_array()
                .unwrap()
                .iter()
                .filter(|of| broad(of))
                .cloned()
                .collect();
        }
        station["sheds"] = json!([]);
    };
    let (instance, plan) = through_a(broad_only, [35, 60], [0, 60]);
    broken(&instance, &plan, &["opposing", "opposing"]);
    // Where there are tracks they may pass each other.
    let (instance, plan) = through_a(none, [35, 60], [0, 60]);
    clean(&instance, &plan);
    // One after the other, a minute apart.
    let (instance, plan) = through_a(no_yards, [0, 25], [86, 146]);
    clean(&instance, &plan);
    let (instance, plan) = through_a(no_yards, [0, 25], [85, 145]);
    broken(&instance, &plan, &["opposing"]);
}

#[test]
fn opposing_trains_at_the_end_of_the_line_need_no_more_than_the_file_says() {
    let open_end = |file: &mut Value| {
        single(file);
        file["system"]["sections"][2]["clearing_minutes"] = json!(0);
        file["system"]["sections"][1]["from"] = json!("J");
        file["system"]["sections"][1]["to"] = json!("A");
    };
    let (instance, plan) = runs(open_end, &[(Down, 0, 60), (Up, 60, 120)]);
    clean(&instance, &plan);
}

#[test]
fn messages_say_how_far_apart_trains_are_and_must_be() {
    let message = |instance: &Instance, plan: &Plan| {
        let report = regauge_model::check::check(instance, plan);
        report.violations[0].message.to_string()
    };
    let (instance, plan) = runs(none, &[(Down, 0, 60), (Down, 7, 67)]);
    let words = message(&instance, &plan);
    assert!(
        words.contains("enters 7 minutes after, where 10 are needed"),
        "{words}"
    );
    let (instance, plan) = runs(single, &[(Down, 0, 60), (Up, 61, 121)]);
    let words = message(&instance, &plan);
    assert!(
        words.contains("enters 1 minutes, where 2 are needed, after"),
        "{words}"
    );
    let (instance, plan) = runs(single, &[(Down, 0, 60), (Up, 40, 100)]);
    let words = message(&instance, &plan);
    assert!(
        words.contains("enters 20 minutes before the track is left"),
        "{words}"
    );
}

/// 10 minutes of headway and 20 of slack beyond it, 5 of clearing where one track is asked for.
#[test]
fn what_is_missing_of_a_buffer_is_counted_from_one_run_to_the_next() {
    let asking = |file: &mut Value| {
        file["system"]["sections"][2]["buffer_minutes"] = json!(20);
        file["objective"]["missing_buffer_minute"] = json!(0.5);
    };
    let missing = |instance: &Instance, plan: &Plan| {
        clean(instance, plan);
        let minutes = plan.kpis.missing_buffer_minutes["sections"];
        assert_eq!(plan.parts.missing_buffers, i64::from(minutes) * 50);
        minutes
    };
    // 15 apart: 5 of 20; the opposing one has a track of its own
    let (instance, plan) = runs(asking, &[(Down, 0, 60), (Down, 15, 75), (Up, 5, 65)]);
    assert_eq!(missing(&instance, &plan), 15);
    // the third is far enough from the second, whatever the first does
    let (instance, plan) = runs(asking, &[(Down, 0, 60), (Down, 10, 70), (Down, 40, 100)]);
    assert_eq!(missing(&instance, &plan), 20);
    let clearing = |file: &mut Value| {
        asking(file);
        single(file);
        file["system"]["sections"][2]["clearing_minutes"] = json!(5);
    };
    let (instance, mut plan) = runs(clearing, &[(Down, 0, 60), (Up, 72, 132)]);
    assert_eq!(missing(&instance, &plan), 13);
    // and it belongs to the value
    plan.parts.missing_buffers -= 50;
    broken(&instance, &plan, &["objective"]);
    plan.value -= 50;
    broken(&instance, &plan, &["objective", "objective"]);
}
