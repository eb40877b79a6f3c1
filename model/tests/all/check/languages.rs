//! What the checker says, in both languages: an example of every sentence that a few hundred small changes of good plans bring out.

use super::fixture::*;
use super::{handling, lines, starts, throats};
use regauge_model::check::{RULES, check};
use regauge_model::ids::CraneId;
use regauge_model::instance::Rake;
use regauge_model::message::{Language, Message, Value};
use regauge_model::plan::{Activity, Event, Status, TrainPlan};
use regauge_model::system::Direction::{Down, Up};
use regauge_model::{Instance, Minute, Plan};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// A sentence, whatever is filled in: its words, and those of what is wrong.
fn sentence(message: &Message) -> String {
    let mut sentence = message.template().english.to_owned();
    let fields = message.template().fields.iter();
    for (field, value) in fields.zip(message.values()) {
        if let ("wrong" | "what", Value::Message(what)) = (*field, value) {
            sentence += what.template().english;
        }
    }
    sentence
}

/// The first example of every sentence, by rule.
type Examples = BTreeMap<(&'static str, String), Message>;

fn add(examples: &mut Examples, instance: &Instance, plan: &Plan) {
    for violation in check(instance, plan).violations {
        let key = (violation.rule, sentence(&violation.message));
        examples.entry(key).or_insert(violation.message);
    }
}

/// The good plan where things have Chinese names, as at a station.
fn named(change: impl FnOnce(&mut serde_json::Value)) -> (Instance, Plan) {
    good_in(|file| {
        let system = &mut file["system"];
        system["sections"][0]["name"] = json!("宽轨口岸区间");
        let station = &mut system["stations"][1];
        station["name"] = json!("口岸站");
        station["yards"][0]["name"] = json!("宽轨场");
        station["stages"][0]["name"] = json!("列检");
        station["stores"][0]["name"] = json!("宽轨存车线");
        station["sheds"][0]["name"] = json!("第一换装库");
        station["sheds"][0]["cranes"][0]["name"] = json!("1号门吊");
        change(file);
    })
}

/// One change of an event at a time.
const CHANGES: [fn(&mut Event); 9] = [
    |event| shift(event, 4, 4),
    |event| shift(event, -4, -4),
    |event| shift(event, 0, 7),
    |event| shift(event, 3000, 3000),
    |event| event.rake = Rake::Onward,
    |event| match &mut event.what {
        Activity::Track { track, .. } => *track = 5,
        Activity::Stage { team, .. } => *team = Some(9),
        Activity::Run { starts, .. } => *starts = !*starts,
        Activity::Spot { spot } | Activity::Placing { spot, .. } => spot.0 ^= 1,
        Activity::IntoStore { locomotive, .. } => *locomotive = 7,
        Activity::CraneWork { lifting_from, .. } => *lifting_from = Minute(1),
        _ => {}
    },
    |event| match &mut event.what {
        Activity::Track { track, .. } => *track = 1,
        Activity::Stage { team, .. } => *team = Some(1),
        Activity::Run { stops, .. } => *stops = !*stops,
        Activity::Pulling { store, .. } | Activity::Placing { store, .. } => *store = None,
        Activity::CraneWork { steps, .. } => steps.clear(),
        _ => {}
    },
    |event| match &mut event.what {
        Activity::Track { yard, .. } => yard.0 = 2,
        Activity::Stage { team, .. } => *team = None,
        Activity::Run { direction, .. } => *direction = direction.opposite(),
        Activity::CraneWork { steps, .. } => steps[0].1 += 1,
        Activity::Pulling { locomotive, .. } | Activity::Placing { locomotive, .. } => {
            *locomotive = 1;
        }
        _ => {}
    },
    |event| match &mut event.what {
        Activity::CraneWork { mode, .. } => mode.0 = 4,
        Activity::Run { section, .. } => section.0 = 99,
        _ => {}
    },
];

fn changed_events(examples: &mut Examples) {
    let (instance, good) = named(|_| ());
    let change = |train: usize, change: &dyn Fn(&mut Vec<Event>)| {
        let mut plan = good.clone();
        let TrainPlan::Planned { events, .. } = &mut plan.trains[train] else {
            panic!("all are planned");
        };
        change(events);
        plan
    };
    for (train, plan) in good.trains.iter().enumerate() {
        for at in 0..plan.events().len() {
            let removed = change(train, &|events| drop(events.remove(at)));
            add(examples, &instance, &removed);
            let twice = change(train, &|events| events.push(events[at].clone()));
            add(examples, &instance, &twice);
            for what in CHANGES {
                add(
                    examples,
                    &instance,
                    &change(train, &|events| what(&mut events[at])),
                );
            }
        }
    }
}

/// What the plan says of itself.
fn changed_statements(examples: &mut Examples) {
    let (instance, good) = named(|_| ());
    let changes: [fn(&mut Plan); 14] = [
        |plan| plan.value += 1,
        |plan| plan.parts.lateness += 1,
        |plan| plan.bound = plan.value + 1,
        |plan| plan.bound = plan.value,
        |plan| plan.status = Status::Optimal,
        |plan| plan.alone = plan.value + 1,
        |plan| plan.kpis.late = 7,
        |plan| {
            plan.kpis
                .paths
                .values_mut()
                .for_each(|paths| paths.down = 9);
        },
        |plan| plan.rakes.truncate(1),
        |plan| plan.rakes.swap(0, 1),
        |plan| plan.crane_slots.swap(0, 1),
        |plan| plan.crane_slots.truncate(1),
        |plan| plan.crane_slots[0].lifts += 1,
        |plan| plan.crane_slots[0].crane = CraneId(99),
    ];
    for change in changes {
        let mut plan = good.clone();
        change(&mut plan);
        add(examples, &instance, &plan);
    }
    let mut short = good;
    short.trains.pop();
    add(examples, &instance, &short);
}

/// The good plan where the station has changed.
fn changed_stations(examples: &mut Examples) {
    type Change = fn(&mut serde_json::Value);
    let changes: [Change; 15] = [
        |file| {
            let all = json!([{ "arrivals": ["border-broad"] }, { "sheds": ["hall"] }]);
            throats::add(file, 1520, &all);
        },
        |file| file["trains"][0]["pins"]["spot"] = json!("h2"),
        |file| file["trains"][0]["pins"]["exit"] = span_file(400, 405),
        |file| file["trains"][0]["earliest_entry"] = json!(at(5)),
        |file| file["trains"][2]["calls"] = json!([{ "station": "A", "minutes": 300 }]),
        |file| file["system"]["sections"][0]["possessions"] = json!([span_file(0, 10)]),
        |file| file["system"]["sections"][0]["caps"][0]["per_day"] = json!(1),
        |file| file["system"]["stations"][1]["stages"][0]["closed"] = json!([span_file(30, 40)]),
        |file| {
            file["system"]["stations"][1]["sheds"][0]["spots"][0]["closed"] =
                json!([span_file(60, 70)]);
        },
        |file| {
            file["system"]["stations"][1]["sheds"][0]["cranes"][0]["closed"] =
                json!([span_file(120, 130)]);
        },
        |file| {
            file["system"]["classes"][0]["cargo"] = json!("ore");
            file["system"]["stations"][1]["sheds"][1]["accepts"] = json!(["ore"]);
        },
        |file| file["system"]["stations"][1]["stores"][1]["rakes"] = json!(0),
        |file| {
            file["state"] = json!({ "busy": [
                { "station": "A", "stage": "import-check", "until": at(400) },
                { "station": "A", "locomotive_gauge_mm": 1520, "until": at(200) },
                { "station": "A", "locomotive_gauge_mm": 1520, "until": at(200) },
                { "station": "A", "yard": "broad", "track": 1, "until": at(60) },
                { "station": "A", "spot": "h1", "gauge_mm": 1520, "until": at(90) }
            ] });
        },
        |file| {
            let mut closure = span_file(263, 264);
            closure["zone"] = json!("pass");
            closure["stops"] = json!("shunting");
            file["wind"] = json!({ "closures": [closure] });
        },
        |file| {
            file["wind"] = json!({ "series": [{ "zone": "pass", "hourly_from": at(0), "mean_mps": [20], "gust_mps": [31] }] });
            file["system"]["sections"][0]["wind_rule"] =
                json!({ "stop_gust_mps": 30, "resume_delay_minutes": 10 });
        },
    ];
    for change in changes {
        let (instance, plan) = named(change);
        add(examples, &instance, &plan);
    }
}

/// Plans of other places: the line alone, a port, a train under way, a spot behind another.
fn elsewhere(examples: &mut Examples) {
    let runs = [
        vec![(Down, 0, 60), (Down, 7, 67)],
        vec![(Down, 0, 60), (Up, 61, 121)],
        vec![(Down, 0, 60), (Up, 40, 100)],
        vec![(Down, 0, 60), (Down, 12, 50)],
        vec![(Down, 0, 60), (Down, 12, 65)],
    ];
    for given in runs {
        let (instance, plan) = lines::runs(lines::single, &given);
        add(examples, &instance, &plan);
    }
    let path = |file: &mut serde_json::Value| {
        file["system"]["given_paths"] = json!([{ "train": "K1", "section": "line", "direction": "down", "enter": at(9), "exit": at(69) }]);
    };
    let (instance, plan) = lines::runs(path, &[(Down, 0, 60)]);
    add(examples, &instance, &plan);
    let instance = handling::port(|_| ());
    let ships = vec![
        ("S1", handling::handled(&instance, "b1", (10, 50), 0)),
        ("S2", handling::handled(&instance, "b2", (40, 70), 0)),
    ];
    add(examples, &instance, &plan_of(&instance, ships));
    let (instance, plan) = lines::runs(
        |file| file["system"]["sections"][2]["block"] = json!("station-to-station"),
        &[(Down, 0, 60), (Down, 61, 121)],
    );
    add(examples, &instance, &plan);
    for (trains, yard, until) in [(["P1"], "standard", 93), (["T1"], "sidings", 62)] {
        let hold = json!({ "station": "A", "trains": trains, "yard": yard, "until": at(until) });
        let (instance, plan) = good_in(|file| file["holds"] = json!([hold]));
        add(examples, &instance, &plan);
    }
    let (instance, good) = starts::in_section();
    for change in CHANGES {
        let mut plan = good.clone();
        change(&mut events(&instance, &mut plan, "T1")[0]);
        add(examples, &instance, &plan);
    }
    let lifting = &[108];
    let (outer, inner) = (
        Through {
            spot: "f1",
            mode: "first",
            lifting,
            ..T1
        },
        Through {
            spot: "f2",
            mode: "second",
            lifting,
            ..T2
        },
    );
    let instance = instance_with_two_teams();
    let list = vec![
        ("T1", through(&instance, outer)),
        ("T2", through(&instance, inner)),
    ];
    add(examples, &instance, &plan_of(&instance, list));
    let two = |spot, mode, lifting: &'static [i32]| Through {
        spot,
        mode,
        lifting,
        ..T2
    };
    let list = vec![
        (
            "T1",
            through(
                &instance,
                Through {
                    mode: "low",
                    lifting: &[216],
                    ..T1
                },
            ),
        ),
        ("T2", through(&instance, two("h2", "low", &[216]))),
    ];
    add(examples, &instance, &plan_of(&instance, list));
    let list = vec![
        (
            "T1",
            through(
                &instance,
                Through {
                    mode: "high",
                    lifting: &[216],
                    ..T1
                },
            ),
        ),
        ("T2", through(&instance, two("h2", "low", &[216]))),
    ];
    add(examples, &instance, &plan_of(&instance, list));
}

fn plan_of(of: &Instance, events: Vec<(&str, Vec<Event>)>) -> Plan {
    plan(of, events)
}

fn instance_with_two_teams() -> Instance {
    let mut file = file();
    file["system"]["stations"][1]["stages"][2]["teams"] = json!(2);
    instance(&file)
}

fn examples() -> Examples {
    let mut examples = Examples::new();
    changed_events(&mut examples);
    changed_statements(&mut examples);
    changed_stations(&mut examples);
    elsewhere(&mut examples);
    examples
}

#[test]
fn every_rule_is_explained_in_both_languages() {
    let examples = examples();
    let explained: BTreeSet<&str> = examples.keys().map(|(rule, _)| *rule).collect();
    assert_eq!(explained, BTreeSet::from(RULES));
    let mut all = String::new();
    let mut before = "";
    for ((rule, _), message) in &examples {
        in_both_languages(message);
        if *rule != before {
            let _ = writeln!(all, "{rule}");
            before = rule;
        }
        let chinese = message.in_language(Language::Chinese);
        let _ = writeln!(all, "  {message}\n  {chinese}");
    }
    insta::assert_snapshot!(all);
}
