//! Berth allocation: plans of tiny problems against every order and choice of berths, and of the public benchmark files.

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use regauge::{Instance, Plan, Planner, check};
use regauge_instances::berth::{Berth, BerthProblem, KNOWN, Ship, read};
use regauge_instances::to_json;
use regauge_oracle::berth::best_objective;

fn instance(problem: &BerthProblem, name: &str) -> Instance {
    let file = problem.instance(name).expect("a sane problem");
    Instance::from_json(to_json(&file)).unwrap_or_else(|problems| panic!("{name}:\n{problems}"))
}

/// A plan, checked.
fn plan(instance: &Instance, work: f64) -> Plan {
    let plan = Planner::new(instance).work(work).run().plan;
    let report = check(instance, &plan);
    assert!(
        report.is_clean(),
        "{}: {:#?}",
        instance.name(),
        report.violations
    );
    plan
}

/// Up to five ships and two berths.
fn tiny(seed: u64) -> BerthProblem {
    let mut random = Pcg64Mcg::seed_from_u64(seed);
    let mut roll = |least: u32, most: u32| random.random_range(least..=most);
    let n_berths = roll(1, 2);
    let berths = (0..n_berths).map(|_| {
        let opens = roll(0, 12);
        let closes = opens + roll(15, 60);
        Berth { opens, closes }
    });
    let berths = berths.collect();
    let n_ships = roll(1, 5);
    let ships = (0..n_ships).map(|_| {
        let arrival = roll(0, 25);
        let mut handling: Vec<Option<u32>> = (0..n_berths)
            .map(|_| (roll(1, 5) > 1).then(|| roll(1, 20)))
            .collect();
        if handling.iter().all(Option::is_none) {
            handling[0] = Some(roll(1, 20));
        }
        Ship {
            arrival,
            latest_departure: arrival + roll(12, 80),
            weight: roll(1, 4),
            handling,
        }
    });
    BerthProblem {
        ships: ships.collect(),
        berths,
    }
}

#[test]
fn plans_of_tiny_problems_are_the_best_there_are() {
    for seed in 0..120 {
        let problem = tiny(seed);
        let instance = instance(&problem, "tiny");
        let plan = plan(&instance, 0.2);
        let value = BerthProblem::objective(plan.value) as u64;
        assert_eq!(value, best_objective(&problem), "seed {seed}: {problem:?}");
        assert!(plan.bound <= plan.value);
    }
}

#[test]
fn names_and_order_of_ships_and_berths_do_not_matter_to_the_best() {
    for seed in 0..40 {
        let problem = tiny(seed);
        let value = |problem: &BerthProblem| plan(&instance(problem, "tiny"), 0.05).value;
        let mut swapped = problem.clone();
        swapped.ships.reverse();
        swapped.berths.reverse();
        for ship in &mut swapped.ships {
            ship.handling.reverse();
        }
        assert_eq!(value(&problem), value(&swapped), "seed {seed}");
        // Another berth never hurts.
        let mut more = problem.clone();
        more.berths.push(Berth {
            opens: 0,
            closes: 9,
        });
        for ship in &mut more.ships {
            ship.handling.push(Some(3));
        }
        assert!(value(&more) <= value(&problem), "seed {seed}");
    }
}

/// Every file in the folder named by `REGAUGE_BENCHMARKS`.
#[test]
fn benchmark_files_are_planned_and_no_plan_beats_a_proven_value() {
    let Some(folder) = std::env::var_os("REGAUGE_BENCHMARKS") else {
        println!("REGAUGE_BENCHMARKS is not set: no benchmark file is planned.");
        return;
    };
    for known in KNOWN {
        let path = std::path::Path::new(&folder).join(known.file);
        let Ok(text) = std::fs::read(path.with_extension("txt")) else {
            continue;
        };
        let problem = read(&text).unwrap_or_else(|error| panic!("{}: {error}", known.file));
        let plan = plan(&instance(&problem, known.file), 0.05);
        assert_eq!(plan.kpis.postponed, 0, "{}", known.file);
        let value = BerthProblem::objective(plan.value);
        assert!(
            !known.optimal || value >= known.value,
            "{}: {value}",
            known.file
        );
        // Not far off either.
        assert!(value * 2 < known.value * 3, "{}: {value}", known.file);
    }
}
