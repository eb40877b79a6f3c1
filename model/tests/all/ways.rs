//! Trains that may go over several ports: what a file may say of them, and what a plan must keep.

use regauge_model::check::check;
use regauge_model::ids::{SectionId, TrainId};
use regauge_model::instance::Rake;
use regauge_model::plan::{Activity, CostParts, Event, Plan, Status, TrainPlan};
use regauge_model::plan_file::{plan_from_json, plan_to_json};
use regauge_model::system::Direction;
use regauge_model::{Instance, Minute, Problem, Span, kpi};
use serde_json::{Value, json};

/// From J west over A to D, or over K to L; the train is described over A.
fn file() -> Value {
    let section = |id: &str, from: &str, to: &str, minutes: u32| {
        json!({
            "id": id, "from": from, "to": to, "gauge_mm": 1435, "tracks": 2,
            "run_minutes": { "c": { "down": minutes, "up": minutes } },
            "headway_minutes": { "down": 5, "up": 5 }
        })
    };
    json!({
        "format_version": "1.0", "name": "two ports",
        "horizon": { "start": "2025-03-01T18:00:00+08:00", "planning_hours": 6 },
        "system": {
            "classes": [{ "id": "c", "gauge_mm": 1435, "weight": 2.0 }],
            "stations": [{ "id": "J" }, { "id": "A" }, { "id": "D" }, { "id": "K" }, { "id": "L" }],
            "sections": [
                section("ja", "J", "A", 20), section("ad", "A", "D", 10),
                section("jk", "J", "K", 25), section("kl", "K", "L", 10)
            ]
        },
        "trains": [{
            "id": "T", "class": "c", "from": "J", "to": "D", "port": "A", "length_m": 700, "wagons": 50,
            "earliest_entry": "2025-03-01T18:10:00+08:00",
            "ways": [{ "port": "K", "to": "L", "notice_minutes": 30, "way_minutes": 15 }]
        }]
    })
}

fn instance() -> Instance {
    Instance::from_json(file().to_string()).unwrap_or_else(|problems| panic!("{problems}"))
}

/// The file with a field of its train set, or of its other way.
fn changed(pointer: &str, value: Value) -> Result<Instance, Vec<Problem>> {
    let mut file = file();
    crate::common::set(&mut file, pointer, value);
    Instance::from_json(file.to_string()).map_err(|problems| problems.0)
}

#[track_caller]
fn refused(pointer: &str, value: Value, code: &str, path: &str) {
    let problems = changed(pointer, value).expect_err("it is refused");
    let is_it = |problem: &&Problem| problem.code == code && problem.path == path;
    assert!(problems.iter().any(|one| is_it(&one)), "{problems:#?}");
}

#[test]
fn ways_are_checked_like_trains_of_their_own() {
    let way = "/trains/0/ways/0";
    let at = |field: &str| format!("{way}/{field}");
    refused(&at("port"), json!("X"), "E0301", "trains[0].ways[0].port");
    refused(&at("port"), json!("A"), "E0814", "trains[0].ways[0].port");
    refused(&at("to"), json!("X"), "E0301", "trains[0].ways[0].to");
    refused(&at("to"), json!("J"), "E0906", "trains[0].ways[0].to");
    // the way to L does not lead over D
    let calls = json!([{ "station": "A", "minutes": 5 }]);
    refused(
        &at("calls"),
        calls,
        "E0502",
        "trains[0].ways[0].calls[0].station",
    );
    refused(
        &at("transship_at"),
        json!("K"),
        "E0802",
        "trains[0].ways[0].transship_at",
    );
    let early = json!("2025-03-01T18:00:00+08:00");
    refused(
        &at("earliest_entry"),
        early,
        "E0809",
        "trains[0].ways[0].earliest_entry",
    );
    refused(
        &at("onward"),
        json!({}),
        "E0202",
        "trains[0].ways[0].onward.class",
    );
    refused("/trains/0/port", Value::Null, "E0202", "trains[0].port");
    refused("/trains/0/port", json!("K"), "E0814", "trains[0].port");
    refused(
        "/trains/0/pins",
        json!({ "port": "D" }),
        "E0814",
        "trains[0].pins.port",
    );
    let twice = json!([{ "port": "K", "to": "L" }, { "port": "K", "to": "L" }]);
    refused("/trains/0/ways", twice, "E0304", "trains[0].ways[1].port");
    // and what only trains with several ways may say
    let mut alone = file();
    crate::common::set(&mut alone, "/trains/0/ways", Value::Null);
    crate::common::set(&mut alone, "/trains/0/pins", json!({ "port": "A" }));
    let problems = Instance::from_json(alone.to_string()).expect_err("a port is pinned");
    assert_eq!(problems.0[0].code, "E0802");
    // a train under way goes one way
    let state = json!({ "trains": [{ "train": "T", "arriving": {
        "at": "section", "section": "ja", "direction": "down",
        "entered": "2025-03-01T17:50:00+08:00", "leaves": "2025-03-01T18:10:00+08:00", "passes": true } }] });
    let mut under_way = file();
    crate::common::set(
        &mut under_way,
        "/trains/0/earliest_entry",
        json!("2025-03-01T17:50:00+08:00"),
    );
    crate::common::set(&mut under_way, "/state", state);
    let problems = Instance::from_json(under_way.to_string()).expect_err("it has two ways");
    assert!(
        problems.0.iter().any(|problem| problem.code == "E0802"),
        "{problems}"
    );
}

#[test]
fn a_train_is_as_it_is_on_the_way_it_takes() {
    let instance = instance();
    let train = instance.train(TrainId(0));
    assert_eq!((train.ways.len(), train.opens), (2, Minute(10)));
    let decided = instance.on_ways(|_| 1);
    let on_way = decided.train(TrainId(0));
    assert_eq!(
        (on_way.way, on_way.opens, on_way.earliest_entry),
        (1, Minute(30), Minute(10))
    );
    assert_eq!(on_way.route.len(), 3);
    // minutes from its own earliest entry, and those of the way, times its weight
    let cost = |instance: &Instance| instance.exit_cost(TrainId(0), Minute(65)).0;
    assert_eq!(
        (cost(&instance), cost(&decided)),
        (55 * 200, (55 + 15) * 200)
    );
    // whichever way it would have taken, it is never cheaper to postpone it
    let all = |instance: &Instance| instance.postponed_cost(TrainId(0));
    assert_eq!(all(&instance), all(&decided));
    assert!(all(&instance).minutes >= decided.exit_cost(TrainId(0), Minute(360)).0);
}

/// A plan with a run of the train through some sections, one behind the other.
fn plan(instance: &Instance, way: usize, enters: i32, sections: [u32; 2]) -> Plan {
    let mut at = enters;
    let events: Vec<Event> = sections
        .iter()
        .map(|&section| {
            let data = instance.system().section(SectionId(section));
            let minutes = data.run_minutes[0].expect("the class runs").down;
            let from = std::mem::replace(&mut at, 0);
            at = from + minutes;
            Event {
                span: Span::new(Minute(from), Minute(at)),
                rake: Rake::Arriving,
                what: Activity::Run {
                    section: SectionId(section),
                    direction: Direction::Down,
                    starts: false,
                    stops: false,
                    track: None,
                },
            }
        })
        .collect();
    let trains = vec![TrainPlan::Planned {
        way,
        exit: Minute(at),
        events,
        waits: Vec::new(),
        other_ways: Vec::new(),
    }];
    let decided = instance.on_ways(|_| way);
    let parts: CostParts = decided.planned_cost(TrainId(0), Minute(at), None);
    let value = instance.objective().value(&parts);
    Plan {
        made_by: "by hand".to_owned(),
        status: Status::Feasible,
        value,
        bound: 0,
        alone: 0,
        parts,
        kpis: kpi::kpis(instance, &trains),
        trains,
        crane_slots: Vec::new(),
        possessions: Vec::new(),
        rakes: Vec::new(),
    }
}

fn rules_broken(instance: &Instance, plan: &Plan) -> Vec<&'static str> {
    let report = check(instance, plan);
    report.violations.iter().map(|one| one.rule).collect()
}

#[test]
fn the_rules_hold_on_the_way_that_the_plan_names() {
    let instance = instance();
    assert_eq!(
        rules_broken(&instance, &plan(&instance, 0, 10, [0, 1])),
        [""; 0]
    );
    assert_eq!(
        rules_broken(&instance, &plan(&instance, 1, 30, [2, 3])),
        [""; 0]
    );
    // before the notice is over
    assert_eq!(
        rules_broken(&instance, &plan(&instance, 1, 29, [2, 3])),
        ["entry"]
    );
    // over the other port than the plan says
    let broken = rules_broken(&instance, &plan(&instance, 0, 30, [2, 3]));
    assert!(broken.contains(&"sequence"), "{broken:?}");
    // a way that it does not have
    let mut foreign = plan(&instance, 0, 10, [0, 1]);
    if let TrainPlan::Planned { way, .. } = &mut foreign.trains[0] {
        *way = 2;
    }
    assert!(rules_broken(&instance, &foreign).contains(&"instance"));
    assert!(foreign.belongs_to(&instance).is_err());
}

#[test]
fn a_pinned_port_is_kept() {
    let pinned = changed("/trains/0/pins", json!({ "port": "K" })).expect("it is right");
    assert_eq!(
        rules_broken(&pinned, &plan(&pinned, 0, 10, [0, 1])),
        ["pins"]
    );
    assert_eq!(
        rules_broken(&pinned, &plan(&pinned, 1, 30, [2, 3])),
        [""; 0]
    );
}

#[test]
fn a_plan_file_names_the_port() {
    let instance = instance();
    let plan = plan(&instance, 1, 30, [2, 3]);
    let text = plan_to_json(&instance, &plan).expect("it belongs to the instance");
    assert!(text.contains(r#""port": "K""#), "{text}");
    assert_eq!(
        plan_from_json(&instance, text.as_bytes()).expect("it is read"),
        plan
    );
    for (from, to) in [
        (r#""port": "K","#, ""),
        (r#""port": "K""#, r#""port": "D""#),
    ] {
        let problems = plan_from_json(&instance, text.replace(from, to).as_bytes());
        let problems = problems.expect_err("the port is missing or wrong");
        assert_eq!(problems.0[0].code, "P0206", "{problems}");
    }
}

#[test]
fn a_train_with_one_way_has_no_port_in_the_plan() {
    let one = changed("/trains/0/ways", json!([])).expect("it is right");
    let plan = plan(&one, 0, 10, [0, 1]);
    let text = plan_to_json(&one, &plan).expect("it belongs to the instance");
    assert!(!text.contains("port\""), "{text}");
}
