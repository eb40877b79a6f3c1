//! Random small instances: what is planned keeps the rules and is the best there is.

use crate::brute_force::least_cost;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use regauge_exchange::displib::{
    ComponentType, Instance, ObjectiveComponent, Operation, PlanConfig, ResourceUsage, plan,
    read_instance, verify,
};

fn roll(random: &mut Pcg64Mcg, least: i64, most: i64) -> i64 {
    random.random_range(least..=most)
}

fn operation(random: &mut Pcg64Mcg, (number, n): (usize, usize), n_resources: i64) -> Operation {
    let start_lb = if roll(random, 0, 3) == 0 {
        roll(random, 0, 12)
    } else {
        0
    };
    let start_ub = (roll(random, 0, 9) == 0).then(|| start_lb + roll(random, 0, 20));
    let n_uses = roll(random, 0, 2);
    let uses = (0..n_uses).map(|_| ResourceUsage {
        resource: format!("r{}", roll(random, 0, n_resources - 1)),
        release_time: roll(random, -3, 3).max(0),
    });
    let resources = uses.collect();
    let mut successors = Vec::new();
    if number + 1 < n {
        successors.push(number + 1);
        for other in number + 2..n {
            if roll(random, 0, 2) == 0 {
                successors.push(other);
            }
        }
        if successors.len() > 1 && number + 2 < n && roll(random, 0, 1) == 0 {
            successors.swap(0, 1);
        }
    }
    Operation {
        start_lb,
        start_ub,
        min_duration: roll(random, 0, 4),
        // a train that stops for good on something is seldom
        resources: if number + 1 == n && roll(random, 0, 4) > 0 {
            Vec::new()
        } else {
            resources
        },
        successors,
    }
}

fn instance(seed: u64) -> Instance {
    let mut random = Pcg64Mcg::seed_from_u64(seed);
    let n_trains = roll(&mut random, 2, 3) as usize;
    let n_resources = roll(&mut random, 2, 4);
    let trains = (0..n_trains).map(|_| {
        let n = roll(&mut random, 2, if n_trains == 2 { 5 } else { 4 }) as usize;
        let all = (0..n).map(|number| operation(&mut random, (number, n), n_resources));
        all.collect::<Vec<_>>()
    });
    let trains: Vec<Vec<Operation>> = trains.collect();
    let mut objective = Vec::new();
    for (train, operations) in trains.iter().enumerate() {
        for operation in 0..operations.len() {
            let is_exit = operation + 1 == operations.len();
            if is_exit || roll(&mut random, 0, 3) == 0 {
                objective.push(ObjectiveComponent {
                    kind: ComponentType::OperationDelay,
                    train,
                    operation,
                    threshold: roll(&mut random, 0, 8),
                    increment: roll(&mut random, -5, 5).max(0),
                    coeff: roll(&mut random, 0, 3),
                });
            }
        }
    }
    Instance { trains, objective }
}

#[test]
fn what_is_planned_is_valid_and_the_best_there_is() {
    let (mut n_with, mut n_without) = (0, 0);
    for seed in 0..3000 {
        let instance = instance(seed);
        let again = read_instance(instance.to_json().as_bytes());
        assert_eq!(again.as_ref(), Ok(&instance), "seed {seed}");
        let best = least_cost(&instance);
        let run = PlanConfig { work: 1.0, seed };
        let planned = plan(&instance, run, &|| false);
        let value = planned.solution.as_ref().map(|solution| {
            let verified = verify(&instance, solution);
            assert!(
                verified.is_valid(),
                "seed {seed}: {:?}",
                verified.violations
            );
            verified.value
        });
        assert_eq!(value, best, "seed {seed}: {}", instance.to_json());
        assert_eq!(planned.bound, best, "seed {seed}: {}", instance.to_json());
        if best.is_some() {
            n_with += 1;
        } else {
            n_without += 1;
        }
    }
    // both kinds are among them
    assert!(n_with > 300 && n_without > 30, "{n_with} {n_without}");
}

#[test]
fn names_of_resources_and_the_order_of_trains_do_not_matter_to_the_best() {
    for seed in 0..300 {
        let instance = instance(seed);
        let mut other = instance.clone();
        other.trains.reverse();
        for operation in other.trains.iter_mut().flatten() {
            for usage in &mut operation.resources {
                usage.resource.insert(0, 'z');
            }
            operation.resources.reverse();
        }
        for delay in &mut other.objective {
            delay.train = instance.trains.len() - 1 - delay.train;
        }
        let run = PlanConfig { work: 1.0, seed: 1 };
        let value = |instance| {
            let planned = plan(instance, run, &|| false);
            planned.solution.map(|solution| solution.objective_value)
        };
        assert_eq!(value(&instance), value(&other), "seed {seed}");
    }
}

#[test]
fn later_thresholds_and_fewer_resources_never_cost_more() {
    for seed in 0..300 {
        let instance = instance(seed);
        let Some(best) = least_cost(&instance) else {
            continue;
        };
        let run = PlanConfig { work: 1.0, seed: 1 };
        let value = |instance: &Instance| {
            let planned = plan(instance, run, &|| false);
            planned
                .solution
                .and_then(|solution| solution.objective_value)
        };
        let mut later = instance.clone();
        for delay in &mut later.objective {
            delay.threshold += 1;
        }
        assert!(
            value(&later).is_some_and(|value| value <= best),
            "seed {seed}"
        );
        let mut fewer = instance.clone();
        for operation in fewer.trains.iter_mut().flatten() {
            operation.resources.retain(|usage| usage.resource != "r0");
        }
        assert!(
            value(&fewer).is_some_and(|value| value <= best),
            "seed {seed}"
        );
    }
}
