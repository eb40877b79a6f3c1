//! The engines against the oracle.

use regauge_instances::small::random_small;
use regauge_model::Instance;
use regauge_model::check::check;
use regauge_model::format::InstanceFile;
use regauge_model::ids::TrainId;
use regauge_model::plan::TrainPlan;
use regauge_model::validate::instance_from_file;
use regauge_oracle::{Limit, best_plan, cheapest_journey, seeds, tiny_instance};
use regauge_solver::{Planner, cheapest_alone};

fn instance(file: &InstanceFile) -> Instance {
    match instance_from_file(file) {
        Ok(instance) => instance,
        Err(problems) => panic!("{}:\n{problems}", file.name),
    }
}

/// Trains whose cheapest cost alone differs, in words.
fn differing(instance: &Instance) -> Vec<String> {
    let mut found = Vec::new();
    for index in 0..instance.trains().len() {
        let id = TrainId::from_index(index);
        let expected = cheapest_journey(instance, id).map(|(cost, _)| cost);
        let priced = cheapest_alone(instance, id);
        if priced != expected {
            let (name, train) = (instance.name(), &instance.train(id).name);
            found.push(format!(
                "{name}, train {train}: priced {priced:?}, exact {expected:?}"
            ));
        }
    }
    found
}

#[test]
fn pricing_finds_the_cheapest_journey_of_tiny_instances() {
    let seeds = seeds(600);
    let found: Vec<_> = seeds
        .flat_map(|seed| differing(&instance(&tiny_instance(seed))))
        .collect();
    assert!(
        found.is_empty(),
        "{} differ:\n{}",
        found.len(),
        found.join("\n")
    );
}

#[test]
fn pricing_finds_the_cheapest_journey_of_small_instances() {
    let seeds = seeds(40);
    let found: Vec<_> = seeds
        .flat_map(|seed| differing(&instance(&random_small(seed))))
        .collect();
    assert!(
        found.is_empty(),
        "{} differ:\n{}",
        found.len(),
        found.join("\n")
    );
}

/// A stage of the departure that is under way at the start waits for nothing, whatever of the arrival is not done yet.
#[test]
fn what_has_begun_before_its_turn_goes_on() {
    for (seed, name) in [(435, "W3"), (617, "W1"), (1663, "W2")] {
        let instance = instance(&random_small(seed));
        assert!(differing(&instance).is_empty(), "small {seed}");
        planned_and_right(&instance, name);
    }
}

/// A rake on its way out of a store holds its room there as long as its train is not planned, but a train alone finds it free.
#[test]
fn a_train_alone_finds_room_that_another_ones_rake_is_leaving() {
    for (seed, name) in [(690, "T1"), (1238, "T3")] {
        let instance = instance(&random_small(seed));
        assert!(differing(&instance).is_empty(), "small {seed}");
        planned_and_right(&instance, name);
    }
    // where the other one finds no way out, the room is the reason
    let instance = instance(&random_small(329));
    assert!(differing(&instance).is_empty(), "small 329");
    let plan = Planner::new(&instance).work(0.2).run().plan;
    assert!(check(&instance, &plan).is_clean());
    let mut trains = instance.trains().iter().zip(&plan.trains);
    let reason = trains.find_map(|(train, plan)| match plan {
        TrainPlan::Postponed { reason } if train.name == "T6" => Some(reason),
        _ => None,
    });
    let reason = reason.expect("T6 is left out");
    let blocked_by = reason.blocked_by.iter();
    let blocked_by: Vec<String> = blocked_by
        .map(|one| one.words(&instance).to_string())
        .collect();
    assert_eq!(blocked_by, ["store ss"], "{}", reason.text);
}

/// The train is planned, and the checker finds nothing.
fn planned_and_right(instance: &Instance, name: &str) {
    let plan = Planner::new(instance).work(0.2).run().plan;
    let report = check(instance, &plan);
    assert!(report.is_clean(), "{:#?}", report.violations);
    let of_name = instance.trains().iter().zip(&plan.trains);
    let exit = of_name
        .filter(|(train, _)| train.name == name)
        .find_map(|(_, plan)| plan.exit());
    assert!(exit.is_some(), "{}: {name} is left out", instance.name());
}

#[test]
fn plans_of_tiny_instances_are_right_and_their_bounds_hold() {
    let mut wrong = Vec::new();
    let (mut compared, mut costlier, mut worst) = (0, 0, 0.0_f64);
    let (mut value, mut best) = (0, 0);
    for seed in seeds(150) {
        let instance = instance(&tiny_instance(seed));
        let plan = Planner::new(&instance).work(0.2).run().plan;
        let report = check(&instance, &plan);
        for violation in &report.violations {
            wrong.push(format!(
                "seed {seed}: {}: {}",
                violation.rule, violation.message
            ));
        }
        if report.value != plan.value {
            let recomputed = report.value;
            wrong.push(format!("seed {seed}: value {} is {recomputed}", plan.value));
        }
        let Some(exact) = best_plan(&instance, Limit::default()) else {
            continue;
        };
        compared += 1;
        value += plan.value;
        best += exact.value;
        if plan.value < exact.value {
            wrong.push(format!(
                "seed {seed}: {} is below the best, {}",
                plan.value, exact.value
            ));
        }
        if plan.bound > exact.value {
            wrong.push(format!(
                "seed {seed}: bound {} above the best, {}",
                plan.bound, exact.value
            ));
        }
        if plan.value > exact.value {
            costlier += 1;
            let excess = (plan.value - exact.value) as f64 / exact.value.max(1) as f64;
            worst = worst.max(excess);
            println!(
                "seed {seed}: {} against {} (+{:.1} %)",
                plan.value,
                exact.value,
                excess * 100.0
            );
        }
    }
    let excess = (value - best) as f64 / best.max(1) as f64;
    println!(
        "costlier than the best in {costlier} of {compared}, by {:.2} % over all and {:.1} % at worst",
        excess * 100.0,
        worst * 100.0
    );
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
