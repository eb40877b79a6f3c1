//! How fragile a plan is: what is known without any draw, what more deviation does, and that threads change nothing.

use regauge_instances::demo;
use regauge_model::check::check;
use regauge_model::format::InstanceFile;
use regauge_model::ids::TrainId;
use regauge_model::plan_file::plan_from_json;
use regauge_model::{Instance, Plan};
use regauge_solver::{BoundShare, CompiledProblem, PlanOrder, Planner};
use regauge_study::stress::{StressConfig, buffer_stress, stress};
use regauge_study::world::Arrivals;

fn planned(name: &str, work: f64) -> (InstanceFile, Instance, Plan) {
    let file = demo(name).expect("a ready-made instance");
    let instance = Instance::from_file(&file).expect("it is valid");
    let planner = Planner::new(&instance).work(work).threads(1);
    let plan = planner.bound(BoundShare::Off).run().plan;
    (file, instance, plan)
}

/// The plan made by hand, which no engine has made tidy.
fn by_hand() -> (InstanceFile, Instance, Plan) {
    let text = include_bytes!("../../../tests/data/hand-s/instance.json");
    let file = regauge_model::advance::instance_file(text).expect("it is an instance");
    let instance = Instance::from_file(&file).expect("it is valid");
    let plan = include_bytes!("../../../tests/data/hand-s/plan.json");
    let plan = plan_from_json(&instance, plan).expect("it is a plan");
    (file, instance, plan)
}

fn few(runs: u32) -> StressConfig {
    StressConfig {
        runs,
        threads: 1,
        ..StressConfig::default()
    }
}

#[test]
fn what_goes_as_planned_is_no_later_and_breaks_nothing() {
    for (file, instance, plan) in [planned("s", 0.1), planned("m", 0.05), by_hand()] {
        let config = few(1).without_deviations();
        let found = stress(&file, &instance, &plan, &config, || {}).expect("it runs");
        assert!(found.mean_delay.mean.abs() < 1e-9);
        assert!(found.broken_connections.mean.abs() < 1e-9);
        for train in &found.trains {
            assert_eq!(
                (train.later_than, train.gave_way),
                ([0.0; 3], 0.0),
                "{}",
                train.train
            );
        }
        assert!(
            found
                .connections
                .iter()
                .all(|one| one.breaks == 0.0 && one.slack >= 0)
        );
        assert!(!found.connections.is_empty());
    }
}

#[test]
fn a_plan_carried_out_without_deviations_keeps_its_choices_and_all_rules() {
    for (_, instance, plan) in [planned("s", 0.1), planned("m", 0.05), by_hand()] {
        let problem = CompiledProblem::new(instance);
        let order = PlanOrder::new(&problem, &plan).expect("it is a plan of it");
        let carried = order.carry_out(&problem, (&[], 0), String::new());
        let report = check(problem.instance(), &carried.plan);
        assert!(report.is_clean(), "{:?}", report.violations);
        assert_eq!(carried.gave_way, []);
        for (own, planned) in carried.plan.trains.iter().zip(&plan.trains) {
            assert_eq!(own.exit().is_some(), planned.exit().is_some());
            assert!(own.exit() <= planned.exit());
        }
        // a train that is asked to give way does, and nobody else has to for it
        let first = order.trains().next().expect("a train runs");
        let carried = order.carry_out(&problem, (&[first], 0), String::new());
        assert_eq!(carried.gave_way.first(), Some(&first));
        let report = check(problem.instance(), &carried.plan);
        assert!(report.is_clean(), "{:?}", report.violations);
    }
}

#[test]
fn what_is_carried_out_is_a_plan_of_what_was_true() {
    let (file, instance, plan) = planned("s", 0.1);
    let problem = CompiledProblem::new(instance);
    let order = PlanOrder::new(&problem, &plan).expect("it is a plan of it");
    for minutes in [1, 20, 90, 300] {
        for (late, _) in file.trains.iter().enumerate() {
            let mut truth = file.clone();
            let under_way = truth.state.iter().flat_map(|state| &state.trains);
            let is_under_way = under_way
                .map(|state| &state.train)
                .any(|id| *id == truth.trains[late].id);
            if is_under_way {
                continue;
            }
            truth.trains[late].earliest_entry += chrono::TimeDelta::minutes(minutes);
            let Ok(truth) = Instance::from_file(&truth) else {
                continue;
            };
            let truth = CompiledProblem::new(truth);
            let gives_way = if minutes > 100 {
                vec![TrainId::from_index(late)]
            } else {
                Vec::new()
            };
            let carried = order.carry_out(&truth, (&gives_way, 120), String::new());
            let report = check(truth.instance(), &carried.plan);
            assert!(
                report.is_clean(),
                "{late} by {minutes}: {:?}",
                report.violations
            );
        }
    }
}

#[test]
fn more_deviation_makes_trains_late_more_often() {
    let (file, instance, plan) = planned("s", 0.1);
    let mut before = -1.0;
    // the share of trains late by anything is full soon; and who gives way holds nobody up
    for times in [0.0, 0.5, 1.0, 2.0] {
        let config = StressConfig {
            arrivals: Arrivals {
                sd_minutes: 60.0 * times,
                tail_percent: 0.0,
                ..Arrivals::default()
            },
            stages_sd_percent: 15.0 * times,
            cranes_sd_percent: 10.0 * times,
            gives_way_minutes: 1440,
            ..few(40)
        };
        let found = stress(&file, &instance, &plan, &config, || {}).expect("it runs");
        let late: f64 = found.trains.iter().map(|train| train.later_than[1]).sum();
        assert!(late >= before, "{late} after {before}");
        before = late;
    }
    assert!(before > 0.0);
}

/// Two trains that pass through on the same day, hours apart: each has the station to itself.
#[test]
fn who_always_comes_an_hour_late_leaves_an_hour_late() {
    let (mut file, ..) = planned("s", 0.0);
    file.trains
        .retain(|train| ["X8003", "X8011"].contains(&train.id.as_str()));
    file.state = None;
    file.wind = None;
    let instance = Instance::from_file(&file).expect("it is valid");
    let plan = Planner::new(&instance).work(0.1).threads(1).run().plan;
    let config = |hours: f64| StressConfig {
        arrivals: Arrivals {
            sd_minutes: 0.0,
            tail_percent: 100.0,
            tail_hours: [hours, hours],
            ..Arrivals::default()
        },
        stages_sd_percent: 0.0,
        cranes_sd_percent: 0.0,
        gives_way_minutes: 1440,
        ..few(3)
    };
    let found = stress(&file, &instance, &plan, &config(1.0), || {}).expect("it runs");
    assert_eq!(found.trains.len(), 2);
    for train in &found.trains {
        let shares = train.later_than.map(|share| (share * 1000.0) as i64);
        assert_eq!(shares, [1000, 1000, 0], "{train:?}");
        assert_eq!((train.mean_delay, train.p90_delay), (Some(60.0), Some(60)));
    }
    assert_eq!(
        (found.mean_delay.mean, found.mean_delay.half_width),
        (60.0, Some(0.0))
    );
}

#[test]
fn threads_change_nothing() {
    let (file, instance, plan) = planned("s", 0.1);
    let told = |threads| {
        let config = StressConfig { threads, ..few(12) };
        let found = stress(&file, &instance, &plan, &config, || {}).expect("it runs");
        serde_json::to_string(&found).expect("it is JSON")
    };
    assert_eq!(told(1), told(4));
}

#[test]
fn buffers_cost_and_are_compared_run_by_run() {
    let (file, instance, plan) = planned("s", 0.1);
    let minutes = [0, 10];
    let rows = buffer_stress(&file, &instance, &plan, &few(10), (&minutes, 0.0), || {});
    let rows = rows.expect("they run");
    // no slack, no work: the plan given
    assert_eq!((rows[0].cost_units, rows[0].saved.mean), (0, 0.0));
    assert_eq!(rows[1].delay_without, rows[0].delay_with);
    let difference = rows[1].delay_without.mean - rows[1].delay_with.mean;
    assert!((rows[1].saved.mean - difference).abs() < 1e-9);
}
