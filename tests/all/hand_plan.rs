//! A plan laid out by hand, without the solver: the checker accepts it, sees every single edit of it, and the planner
//! does not do worse. How it was made is told in `tests/data/hand-s/README.md`.

use crate::common::{regauge, run_with_input, said_to};
use regauge::{Instance, Planner, Report, check, plan_from_json};
use serde_json::Value;
use std::collections::BTreeSet;

const INSTANCE: &str = include_str!("../data/hand-s/instance.json");
const PLAN: &str = include_str!("../data/hand-s/plan.json");

fn instance() -> Instance {
    Instance::from_json(INSTANCE.as_bytes()).expect("the instance is valid")
}

fn checked(plan: &Value) -> Report {
    let instance = instance();
    let plan = plan_from_json(&instance, plan.to_string().as_bytes()).expect("a plan file");
    check(&instance, &plan)
}

/// The hand-made plan with an edit.
struct Edited(Value);

impl Edited {
    fn new() -> Edited {
        Edited(serde_json::from_str(PLAN).expect("JSON"))
    }

    fn train(&mut self, train: &str) -> &mut Value {
        let trains = self.0["trains"].as_array_mut().expect("trains");
        let found = trains.iter_mut().find(|of| of["id"] == train);
        found.expect("a train of the plan")
    }

    fn events(&mut self, train: &str) -> &mut Vec<Value> {
        self.train(train)["events"].as_array_mut().expect("events")
    }

    /// The `nth` event of a train (from 0) in which a field has a value.
    fn event(&mut self, train: &str, (key, value): (&str, &str), nth: usize) -> &mut Value {
        let mut found = self.events(train).iter_mut().filter(|of| of[key] == value);
        found.nth(nth).expect("an event of the train")
    }

    /// Shifts both ends of an event.
    fn shift(&mut self, train: &str, is: (&str, &str), nth: usize, minutes: i64) {
        for end in ["from", "to"] {
            self.shift_end(train, is, nth, end, minutes);
        }
    }

    fn shift_end(&mut self, train: &str, is: (&str, &str), nth: usize, end: &str, minutes: i64) {
        let end = &mut self.event(train, is, nth)[end];
        *end = later(end, minutes);
    }
}

fn later(time: &Value, minutes: i64) -> Value {
    let time = time.as_str().expect("a time");
    let time = chrono::DateTime::parse_from_rfc3339(time).expect("a date-time");
    (time + chrono::Duration::minutes(minutes))
        .to_rfc3339()
        .into()
}

/// Checks an edited plan: the rule expected is among those broken, and nothing was broken before.
fn caught(rule: &str, edit: impl FnOnce(&mut Edited)) {
    let mut plan = Edited::new();
    edit(&mut plan);
    let violations = checked(&plan.0).violations;
    let rules: BTreeSet<&str> = violations.iter().map(|v| v.rule).collect();
    assert!(rules.contains(rule), "expected {rule}, found {rules:?}");
}

/// The same for an edit that breaks this rule and no other.
fn caught_alone(rule: &str, edit: impl FnOnce(&mut Edited)) {
    let mut plan = Edited::new();
    edit(&mut plan);
    let violations = checked(&plan.0).violations;
    let rules: BTreeSet<&str> = violations.iter().map(|v| v.rule).collect();
    assert_eq!(rules, BTreeSet::from([rule]), "{violations:#?}");
}

#[test]
fn it_keeps_every_rule() {
    let report = checked(&Edited::new().0);
    assert_eq!(report.violations, []);
}

#[test]
fn its_value_is_recomputed() {
    let plan = Edited::new().0;
    let objective = checked(&plan).objective;
    assert_eq!(plan["value"], objective.total());
    assert_eq!(plan["parts"]["minutes"], objective.minutes);
    assert_eq!(plan["parts"]["lateness"], objective.lateness);
    assert_eq!(objective.postponed + objective.missing_empties, 0);
}

#[test]
fn the_planner_is_not_more_expensive() {
    let instance = instance();
    let outcome = Planner::new(&instance).run();
    let by_hand = checked(&Edited::new().0).objective.total();
    assert!(
        outcome.plan.value <= by_hand,
        "{} by the planner, {by_hand} by hand",
        outcome.plan.value
    );
    assert!(
        outcome.plan.bound <= by_hand,
        "the bound {} is above a plan of value {by_hand}",
        outcome.plan.bound
    );
}

#[test]
fn missing_and_surplus_events_are_seen() {
    caught_alone("sequence", |plan| {
        let events = plan.events("X8012");
        let at = events.iter().position(|event| event["stage"] == "waybill");
        events.remove(at.expect("its waybill"));
    });
    caught_alone("sequence", |plan| {
        let stage = plan.event("7602", ("what", "stage"), 0).clone();
        let mut again = stage.clone();
        (again["from"], again["to"]) = (later(&stage["from"], 200), later(&stage["to"], 200));
        plan.events("7602").push(again);
    });
}

#[test]
fn times_are_seen() {
    let run = ("what", "run");
    // A minute more on the border section.
    caught("duration", |plan| {
        plan.shift_end("X8013", run, 3, "to", 1);
    });
    // Lifting went on in the wind.
    caught("crane-work", |plan| {
        let work = plan.event("X8010", ("what", "crane-work"), 0);
        work["steps"][0]["paused_minutes"] = 0.into();
    });
    caught("entry", |plan| plan.shift("X8001", run, 0, -1));
    caught("horizon", |plan| {
        plan.shift_end("X8020", ("section", "jinghe-mogutan"), 0, "to", 200);
    });
    caught_alone("stages", |plan| {
        plan.shift("X8003", ("stage", "customs-export"), 0, -1);
    });
    caught("crane-work", |plan| {
        plan.shift_end("X8006", ("what", "crane-work"), 0, "from", -1);
    });
    caught("state", |plan| {
        plan.event("X8006", ("what", "track"), 0)["track"] = 6.into();
    });
}

#[test]
fn two_trains_in_one_place_are_seen() {
    let run = ("what", "run");
    caught_alone("tracks", |plan| {
        plan.event("X8008", ("what", "track"), 0)["track"] = 1.into();
    });
    caught_alone("teams", |plan| {
        plan.event("X8010", ("stage", "inspection-broad"), 0)["team"] = 1.into();
        plan.event("5102", ("stage", "inspection-broad"), 0)["team"] = 1.into();
    });
    caught_alone("locomotives", |plan| {
        plan.event("7602", ("what", "into-store"), 0)["locomotive"] = 3.into();
    });
    caught("spots", |plan| {
        plan.shift_end("X8014", ("what", "spot"), 0, "to", -1);
    });
    // The empty rake meets X8012 on the single track of the border.
    caught("opposing", |plan| plan.shift("7801", run, 0, -1));
    // The bulk train leaves 25 minutes before the next rake.
    caught("headway", |plan| plan.shift("5102", run, 1, 20));
    // Crane 23-D does not work before 05:00.
    caught("cranes", |plan| {
        plan.event("X8006", ("what", "crane-work"), 0)["mode"] = "bcd".into();
    });
    // Without the empties of 7602 the fourth onward rake is missing.
    caught("stores", |plan| {
        plan.shift("7602", ("what", "into-store"), 0, 275);
    });
}

#[test]
fn closures_are_seen() {
    caught("shunting-wind", |plan| {
        plan.shift("X8016", ("what", "pulling"), 0, -1);
    });
    caught("line-wind", |plan| {
        plan.shift("X8018", ("section", "bole-alashankou"), 0, -1);
    });
    // Both tracks between Mogutan and Bole are possessed until 03:30.
    caught("possession", |plan| {
        plan.shift("X8005", ("section", "mogutan-bole"), 0, -1);
    });
    // X8018 had left at once: X8011 runs on its track while the other one is possessed.
    caught("opposing", |plan| {
        plan.shift("X8018", ("section", "bole-alashankou"), 0, -160);
    });
    // The seventh loaded train over the border in one railway day.
    caught("caps", |plan| plan.shift("X8020", ("what", "run"), 0, -1));
    caught("pins", |plan| {
        for event in plan.events("X8014") {
            if event["spot"] == "23-1" {
                event["spot"] = "Y-1".into();
                if event["what"] == "crane-work" {
                    event["mode"] = "both".into();
                }
            }
        }
    });
}

#[test]
fn statements_are_seen() {
    caught_alone("crane-slots", |plan| {
        let lifts = &mut plan.0["crane_slots"][0]["lifts"];
        *lifts = (lifts.as_u64().expect("a figure") + 1).into();
    });
    caught_alone("rakes", |plan| {
        let at = &mut plan.0["rakes"][0]["at"];
        *at = later(at, 1);
    });
    caught_alone("kpis", |plan| plan.0["kpis"]["late"] = 0.into());
    caught("objective", |plan| {
        let exit = &mut plan.train("X8001")["exit"];
        *exit = later(exit, -1);
    });
    caught_alone("objective", |plan| {
        plan.0["parts"]["lateness"] = 0.into();
        plan.0["parts"]["minutes"] = plan.0["value"].clone();
    });
}

/// The plan with a handful of edits, as a command reads it.
fn broken_plan() -> String {
    let mut plan = Edited::new();
    let names: Vec<String> = plan.0["trains"]
        .as_array()
        .expect("trains")
        .iter()
        .filter_map(|train| train["id"].as_str().map(str::to_owned))
        .collect();
    let run = ("what", "run");
    plan.shift(&names[0], run, 0, -7);
    plan.shift_end(&names[1], run, 0, "to", 3);
    plan.events(&names[2]).pop();
    plan.0["kpis"]["late"] = 99.into();
    plan.0.to_string()
}

const FILE: &str = "tests/data/hand-s/instance.json";

#[test]
fn violations_are_told_in_the_language_of_the_reader() {
    let plan = broken_plan();
    for language in ["en", "zh"] {
        let mut command = regauge(["check", FILE, "-", "--lang", language]);
        let said = said_to(&mut command, plan.as_bytes());
        insta::assert_snapshot!(format!("violations_{language}"), said);
    }
}

/// Programs find the same violations whoever reads the messages.
#[test]
fn only_messages_of_violations_differ_by_language() {
    let plan = broken_plan();
    let report = |language: &str| {
        let mut command = regauge(["check", FILE, "-", "--format", "json", "--lang", language]);
        let output = run_with_input(&mut command, plan.as_bytes());
        let mut report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let violations = report["violations"].as_array_mut().expect("a list");
        assert!(violations.len() > 3, "{violations:?}");
        let messages: Vec<Value> = violations
            .iter_mut()
            .map(|one| one["message"].take())
            .collect();
        (report, messages)
    };
    let (english, chinese) = (report("en"), report("zh"));
    assert_eq!(english.0, chinese.0);
    for (english, chinese) in english.1.iter().zip(&chinese.1) {
        let (english, chinese) = (english.as_str().unwrap(), chinese.as_str().unwrap());
        assert!(
            english.ends_with('.') && chinese.ends_with('。'),
            "{english} {chinese}"
        );
    }
}
