//! Berth allocation: plans of tiny problems against every order and choice of berths, and of the public benchmark files.

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use regauge::{Instance, Plan, Planner, check};
use regauge_instances::berth::{Berth, BerthProblem, KNOWN, Ship, read};
use regauge_instances::to_json;

/// Cost of a ship left out, as the instances have it.
const LEFT_OUT: u64 = 1_000_000;

fn instance(problem: &BerthProblem, name: &str) -> Instance {
    let file = problem.instance(name).expect("a sane problem");
    Instance::from_json(to_json(&file)).unwrap_or_else(|problems| panic!("{name}:\n{problems}"))
}

/// A plan, checked.
fn plan(instance: &Instance, work: u64) -> Plan {
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

/// The best value there is: every order of the ships, every choice of a berth or none.
fn best(problem: &BerthProblem) -> u64 {
    let free: Vec<u32> = problem.berths.iter().map(|berth| berth.opens).collect();
    let left: Vec<usize> = (0..problem.ships.len()).collect();
    best_from(problem, &free, &left)
}

/// The best value of the ships left, the next of which is handled after all before it in its berth.
fn best_from(problem: &BerthProblem, free: &[u32], left: &[usize]) -> u64 {
    if left.is_empty() {
        return 0;
    }
    let mut best = u64::MAX;
    for (position, &index) in left.iter().enumerate() {
        let ship = &problem.ships[index];
        let mut rest = left.to_vec();
        rest.remove(position);
        let out = u64::from(ship.weight) * LEFT_OUT;
        best = best.min(out + best_from(problem, free, &rest));
        for (berth, minutes) in ship.handling.iter().enumerate() {
            let Some(minutes) = minutes else { continue };
            let end = free[berth].max(ship.arrival) + minutes;
            if end > problem.berths[berth].closes || end > ship.latest_departure {
                continue;
            }
            let mut free = free.to_vec();
            free[berth] = end;
            let cost = u64::from(ship.weight) * u64::from(end - ship.arrival);
            best = best.min(cost + best_from(problem, &free, &rest));
        }
    }
    best
}

#[test]
fn plans_of_tiny_problems_are_the_best_there_are() {
    for seed in 0..120 {
        let problem = tiny(seed);
        let instance = instance(&problem, "tiny");
        let plan = plan(&instance, 3000);
        let value = BerthProblem::objective(plan.value) as u64;
        assert_eq!(value, best(&problem), "seed {seed}: {problem:?}");
        assert!(plan.bound <= plan.value);
    }
}

#[test]
fn names_and_order_of_ships_and_berths_do_not_matter_to_the_best() {
    for seed in 0..40 {
        let problem = tiny(seed);
        let value = |problem: &BerthProblem| plan(&instance(problem, "tiny"), 400).value;
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
        let plan = plan(&instance(&problem, known.file), 20);
        assert_eq!(plan.kpis.unplanned, 0, "{}", known.file);
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
