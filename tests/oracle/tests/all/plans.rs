//! The oracle's plans pass the checker at the value they claim.

use regauge_instances::small::random_small;
use regauge_model::check::check;
use regauge_model::format::InstanceFile;
use regauge_model::ids::TrainId;
use regauge_model::validate::instance_from_file;
use regauge_model::{Instance, Plan};
use regauge_oracle::change::{forget_trains_left_out, loosened, shifted};
use regauge_oracle::{Limit, best_plan, cheapest_journey, how_many, seeds, tiny_instance};

fn instance(file: &InstanceFile) -> Instance {
    match instance_from_file(file) {
        Ok(instance) => instance,
        Err(problems) => panic!("{}:\n{problems}", file.name),
    }
}

fn tiny(seed: u64) -> Instance {
    instance(&tiny_instance(seed))
}

fn trains(instance: &Instance) -> impl Iterator<Item = TrainId> + use<> {
    (0..instance.trains().len()).map(TrainId::from_index)
}

#[test]
fn every_tiny_instance_is_valid() {
    for seed in seeds(1000) {
        tiny(seed);
    }
}

#[test]
fn best_plans_pass_the_checker() {
    let (mut broken, mut unknown, mut planned, mut all) = (0, 0, 0, 0);
    for seed in seeds(400) {
        let instance = tiny(seed);
        let Some(plan) = best_plan(&instance, Limit::default()) else {
            unknown += 1;
            continue;
        };
        planned += plan
            .trains
            .iter()
            .filter(|train| train.exit().is_some())
            .count();
        all += plan.trains.len();
        broken += usize::from(!passes(seed, &instance, &plan));
    }
    println!("{planned} of {all} trains planned, {unknown} instances not solved");
    assert_eq!(broken, 0, "instances with violations");
    assert!(
        unknown * 50 <= how_many(400),
        "{unknown} instances not solved"
    );
    assert!(planned * 10 >= all * 6, "{planned} of {all} trains planned");
}

#[test]
fn journeys_of_small_instances_pass_the_checker() {
    let mut broken = 0;
    for seed in seeds(60) {
        let file = random_small(seed);
        let together = instance(&file);
        for (index, train) in file.trains.iter().enumerate() {
            let alone = instance(&alone(&file, &train.id));
            let cost = |instance: &Instance, index| {
                let found = cheapest_journey(instance, TrainId::from_index(index));
                found.map(|(cost, _)| cost)
            };
            assert_eq!(
                cost(&together, index),
                cost(&alone, 0),
                "{}, {}",
                file.name,
                train.id
            );
            if let Some(plan) = best_plan(&alone, Limit::default()) {
                broken += usize::from(!passes(seed, &alone, &plan));
            }
        }
    }
    assert_eq!(broken, 0, "plans with violations");
}

#[test]
fn best_plans_of_small_instances_pass_the_checker() {
    let (mut broken, mut solved) = (0, 0);
    let n = how_many(60);
    for seed in seeds(60) {
        let instance = instance(&random_small(seed));
        if let Some(plan) = best_plan(&instance, Limit(2_000)) {
            solved += 1;
            broken += usize::from(!passes(seed, &instance, &plan));
        }
    }
    println!("{solved} of {n} small instances solved");
    assert_eq!(broken, 0, "plans with violations");
}

/// A train whose containers are being lifted at the start and that is not planned: its cranes stand in the others' way on the
/// runway, too.
#[test]
fn cranes_that_stand_over_a_postponed_train_let_nobody_pass() {
    let instance = instance(&random_small(150));
    let plan = best_plan(&instance, Limit(200_000)).expect("it is solved");
    assert!(plan.trains.iter().any(|train| train.exit().is_none()));
    assert!(passes(150, &instance, &plan));
}

/// The file with one train only.
fn alone(file: &InstanceFile, train: &str) -> InstanceFile {
    let mut file = file.clone();
    file.trains.retain(|other| other.id == train);
    forget_trains_left_out(&mut file);
    file
}

fn passes(seed: u64, instance: &Instance, plan: &Plan) -> bool {
    let report = check(instance, plan);
    for violation in &report.violations {
        println!("seed {seed}: {}: {}", violation.rule, violation.message);
    }
    let same = report.objective == plan.parts && report.value == plan.value;
    if !same {
        println!(
            "seed {seed}: {:?} is recomputed as {:?}",
            plan.parts, report.objective
        );
    }
    same && report.violations.is_empty()
}

#[test]
fn no_plan_costs_less_than_its_trains_alone() {
    // With stores, one train may bring the rake that another one takes, so a train may be better off in company.
    for seed in seeds(400).filter(|seed| seed % 4 == 0) {
        let instance = tiny(seed);
        let alone = |id| cheapest_journey(&instance, id).map(|(cost, _)| cost);
        let costs = trains(&instance).map(|id| {
            let postponed = instance.objective().value(&instance.postponed_cost(id));
            alone(id).map_or(postponed, |cost| cost.min(postponed))
        });
        let costs: i64 = costs.sum();
        if let Some(plan) = best_plan(&instance, Limit::default()) {
            assert!(
                costs <= plan.value,
                "seed {seed}: {costs} alone, {} together",
                plan.value
            );
        }
    }
}

#[test]
fn the_hour_and_the_day_do_not_matter() {
    for seed in seeds(100) {
        let file = tiny_instance(seed);
        let plan = best_plan(&tiny(seed), Limit::default());
        for minutes in [60, -7 * 60, 3 * 24 * 60] {
            let moved = instance_from_file(&shifted(&file, minutes));
            let moved = moved.unwrap_or_else(|problems| panic!("seed {seed}:\n{problems}"));
            assert_eq!(
                best_plan(&moved, Limit::default()),
                plan,
                "seed {seed}, {minutes} minutes"
            );
        }
    }
}

#[test]
fn less_in_the_way_never_costs_more() {
    for seed in seeds(150) {
        let instance = tiny(seed);
        for (what, file) in loosened(&tiny_instance(seed)) {
            let looser = instance_from_file(&file);
            let looser =
                looser.unwrap_or_else(|problems| panic!("seed {seed}, {what}:\n{problems}"));
            for train in trains(&instance) {
                let cost = |instance| cheapest_journey(instance, train).map(|(cost, _)| cost);
                if let Some(before) = cost(&instance) {
                    let after = cost(&looser).unwrap_or(i64::MAX);
                    assert!(after <= before, "seed {seed}, {what}: {after} > {before}");
                }
            }
        }
    }
}
