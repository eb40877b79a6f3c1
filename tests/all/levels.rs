//! Objectives in levels, from the file to what the command says.

use crate::common::{code, file, regauge, run_with_input};
use insta::assert_snapshot;
use regauge::plan::{Standing, Status};
use regauge::{Instance, Plan, Planner, check, plan_from_json, plan_to_json};
use tempfile::tempdir;

/// One berth and two ships that come together: a slow one due as soon as it can be done, and a quick heavy one. The sum is
/// least when the quick one goes first; nobody is late when the slow one does.
fn two_ships(levels: &str) -> String {
    let start = "2025-03-01T18:00:00+08:00";
    format!(
        r#"{{
  "format_version": "1.0",
  "name": "two ships",
  "horizon": {{ "start": "{start}", "planning_hours": 6 }},
  "system": {{
    "classes": [
      {{ "id": "slow", "gauge_mm": 1435 }},
      {{ "id": "quick", "gauge_mm": 1435, "weight": 4 }}
    ],
    "stations": [{{ "id": "port", "sheds": [{{
      "id": "quay", "indoor": false,
      "spots": [{{ "id": "berth", "gauges_mm": [1520, 1435], "length_m": 300 }}]
    }}] }}]
  }},
  "trains": [
    {{
      "id": "A", "class": "slow", "earliest_entry": "{start}", "due_exit": "2025-03-01T19:40:00+08:00",
      "length_m": 200, "wagons": 1, "handling": [{{ "spot": "berth", "minutes": 100 }}]
    }},
    {{
      "id": "B", "class": "quick", "earliest_entry": "{start}",
      "length_m": 200, "wagons": 1, "handling": [{{ "spot": "berth", "minutes": 10 }}]
    }}
  ],
  "objective": {{ {levels} }}
}}"#
    )
}

const LATENESS_FIRST: &str = r#""levels": [["postponed"], ["lateness"]]"#;

fn instance(levels: &str) -> Instance {
    Instance::from_json(two_ships(levels)).unwrap_or_else(|problems| panic!("{problems}"))
}

fn exits(plan: &Plan) -> Vec<i32> {
    let exits = plan.trains.iter().filter_map(|train| train.exit());
    exits.map(|exit| exit.0).collect()
}

#[test]
fn a_level_goes_before_whatever_the_levels_below_cost() {
    let sum = instance("");
    let weighted = Planner::new(&sum).run().plan;
    assert_eq!(exits(&weighted), [110, 10]);
    assert_eq!(weighted.parts.lateness, 10 * 300);

    let ordered = instance(LATENESS_FIRST);
    let outcome = Planner::new(&ordered).run();
    let plan = outcome.plan;
    assert_eq!(exits(&plan), [100, 110]);
    assert_eq!(outcome.report.levels, [0, 0, 100 * 100 + 110 * 400]);
    let standings = plan.standings(&ordered);
    assert!(standings[0].is_closed() && standings[1].is_closed());
    assert_eq!((standings[2].value, standings[2].alone), (54_000, 14_000));
    assert!(
        standings[2]
            .bound
            .is_some_and(|bound| (14_000..=54_000).contains(&bound))
    );
}

#[test]
fn levels_that_hold_everything_are_the_sum() {
    let all = r#""levels": [["minutes", "lateness", "postponed", "missing-empties"]]"#;
    let (all, sum) = (instance(all), instance(""));
    let plans = (Planner::new(&all).run().plan, Planner::new(&sum).run().plan);
    assert_eq!(plans.0, plans.1);
}

#[test]
fn a_level_has_a_bound_only_when_those_above_are_closed() {
    let ordered = instance(LATENESS_FIRST);
    let plan = Planner::new(&ordered).run().plan;
    // the other order, with what is proven of the best one: 10 minutes late is not closed
    let late = Planner::new(&instance("")).run().plan;
    let late = Plan {
        value: ordered.objective().value(&late.parts),
        bound: plan.bound,
        alone: plan.alone,
        status: Status::Feasible,
        ..late
    };
    let bounds = |plan: &Plan| {
        let standings = plan.standings(&ordered).into_iter();
        standings.map(|standing| standing.bound).collect::<Vec<_>>()
    };
    assert!(bounds(&plan)[2].is_some());
    assert_eq!(bounds(&late), [Some(0), Some(0), None]);
    let gaps: Vec<_> = late
        .standings(&ordered)
        .iter()
        .map(Standing::avoidable_gap)
        .collect();
    assert_eq!(gaps, [Some(0.0), Some(1.0), None]);
    assert!(check(&ordered, &late).is_clean());
}

#[test]
fn a_gap_is_that_of_the_last_level() {
    let ordered = instance(LATENESS_FIRST);
    let stopped = |percent| {
        Planner::new(&ordered)
            .stop(regauge::Stop::gap(percent))
            .run()
            .plan
    };
    let plan = stopped(100.0);
    let standings = plan.standings(&ordered);
    assert!(standings[..2].iter().all(Standing::is_closed));
    assert!(matches!(plan.status, Status::WithinGap | Status::Optimal));
}

#[test]
fn a_plan_file_says_its_levels_and_they_must_follow() {
    let ordered = instance(LATENESS_FIRST);
    let plan = Planner::new(&ordered).run().plan;
    let text = plan_to_json(&ordered, &plan).unwrap();
    assert_eq!(
        plan_from_json(&ordered, text.as_bytes()).as_ref(),
        Ok(&plan)
    );
    let file: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(file["levels"][1]["terms"], serde_json::json!(["lateness"]));
    assert_eq!(file["levels"][2]["value"], 54_000);
    for edit in ["value", "bound", "alone"] {
        let mut edited = file.clone();
        edited["levels"][1][edit] = 100.into();
        let problems = plan_from_json(&ordered, edited.to_string().as_bytes()).unwrap_err();
        assert_eq!(
            (problems.0[0].code, &*problems.0[0].path),
            ("P0301", "levels"),
            "{edit}"
        );
    }
    let mut edited = file.clone();
    edited["levels"] = serde_json::json!([]);
    assert!(plan_from_json(&ordered, edited.to_string().as_bytes()).is_err());
}

#[test]
fn the_command_tells_the_levels() {
    let directory = tempdir().unwrap();
    let instance = file(directory.path(), "ships.json", two_ships(LATENESS_FIRST));
    let plan = directory.path().join("plan.json");
    let mut said = String::new();
    for lang in ["en", "zh"] {
        let output = regauge([
            "plan",
            "--work",
            "0",
            "--section",
            "header,objective",
            "--lang",
            lang,
        ])
        .arg(&instance)
        .output()
        .unwrap();
        assert_eq!(code(&output), 0);
        said += &String::from_utf8_lossy(&output.stdout);
    }
    let output = regauge(["plan", "--work", "0", "-o"])
        .args([&plan, &instance])
        .output()
        .unwrap();
    said += &String::from_utf8_lossy(&output.stdout);
    let output = regauge(["check"])
        .args([&instance, &plan])
        .output()
        .unwrap();
    said += &String::from_utf8_lossy(&output.stdout);
    assert_snapshot!(said);
}

#[test]
fn what_is_wrong_with_levels_is_told() {
    let mut said = Vec::new();
    for levels in [
        r#""levels": [["latenes"]]"#,
        r#""levels": [["lateness"], ["postponed", "lateness"]]"#,
        r#""levels": [["postponed"], []]"#,
        r#""levels": [["postponed"]], "late_minute": 0.03"#,
        r#""levels": "postponed""#,
    ] {
        // half a weight, so that hundredths of a late minute are halved
        let text = two_ships(levels).replacen("1435 }", "1435, \"weight\": 0.5 }", 1);
        let output = run_with_input(&mut regauge(["plan", "-"]), text.as_bytes());
        assert_eq!(code(&output), 2, "{levels}");
        said.push(format!(
            "{levels}\n  {}",
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    assert_snapshot!(said.concat());
}

#[test]
fn levels_that_cannot_be_counted_apart_are_refused() {
    let with_levels = |name: &str, percent: u32| {
        let text = regauge_instances::demo_json(name).expect("a rung of the ladder");
        let mut file: serde_json::Value = serde_json::from_str(text).unwrap();
        file["objective"] = serde_json::json!({
            "levels": [["postponed"], ["lateness"]], "look_ahead_weight_percent": percent, "missing_buffer_minute": 0
        });
        Instance::from_json(file.to_string())
    };
    // weights of 13 hundredths beside those of 100 make steps of one unit, and then there is no room
    let problems = with_levels("m", 50).unwrap_err();
    assert_eq!(
        (problems.0[0].code, &*problems.0[0].path),
        ("E0408", "objective.levels")
    );
    for name in ["s", "m", "l", "xl"] {
        let instance =
            with_levels(name, 100).unwrap_or_else(|problems| panic!("{name}: {problems}"));
        assert_eq!(instance.objective().levels().len(), 3);
        let plan = Planner::new(&instance).work(0.0).run().plan;
        assert!(check(&instance, &plan).is_clean(), "{name}");
    }
}
