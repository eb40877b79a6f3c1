//! The complete time-indexed problem against brute force, and against bound and value of the planner.

use crate::time_indexed::TimeIndexed;
use regauge_instances::small::random_small;
use regauge_model::Instance;
use regauge_model::check::check;
use regauge_model::format::InstanceFile;
use regauge_model::plan::Reason;
use regauge_model::validate::instance_from_file;
use regauge_oracle::change::forget_trains_left_out;
use regauge_oracle::{Limit, best_plan, how_many, seeds, tiny_instance};
use regauge_solver::Planner;
use regauge_solver::backend::{Backend, Limits, Status};
use regauge_solver::construct::Solution;
use regauge_solver::decode;
use regauge_solver::network::{Cost, Network};

fn instance(file: &InstanceFile) -> Instance {
    match instance_from_file(file) {
        Ok(instance) => instance,
        Err(problems) => panic!("{}:\n{problems}", file.name),
    }
}

/// microlp, or HiGHS in a build with it: a build without it is tested too.
fn backends() -> Vec<Backend> {
    vec![Backend::integral()]
}

/// What a backend ends with in the time that a test has: of problems four times as large HiGHS did not end with a hundred in
/// ten minutes.
fn limits(backend: Backend) -> Limits {
    let terms = if backend == Backend::Microlp {
        24_000
    } else {
        30_000
    };
    Limits {
        terms,
        ..Limits::default()
    }
}

#[test]
fn the_optimum_of_tiny_instances_is_that_of_brute_force() {
    let n = how_many(60);
    for backend in backends() {
        let (mut agreed, mut unknown) = (0, 0);
        for seed in seeds(60) {
            let instance = instance(&tiny_instance(seed));
            let Some(best) = best_plan(&instance, Limit::default()) else {
                continue;
            };
            let network = Network::compile(&instance);
            let complete = TimeIndexed::new(&network, None);
            let solved = complete.solve(backend, &limits(backend));
            match solved.status {
                Status::Optimal => {
                    let Some(solution) = solved.solution else {
                        panic!("seed {seed}: optimal without a plan");
                    };
                    let value = solution.value.units();
                    assert_eq!(value, best.value, "seed {seed}, {}", backend.name());
                    passes(&instance, &network, solution);
                    agreed += 1;
                }
                Status::Refused | Status::Unfinished | Status::Feasible => unknown += 1,
                Status::Infeasible | Status::Failed => {
                    panic!("seed {seed}, {}: {:?}", backend.name(), solved.status)
                }
            }
        }
        println!(
            "{}: {agreed} of {n} agreed, {unknown} not solved",
            backend.name()
        );
        assert!(agreed * 3 >= n * 2, "{agreed} of {n}");
    }
}

/// The file with the first trains only.
fn first_trains(mut file: InstanceFile, n: usize) -> InstanceFile {
    file.trains.truncate(n);
    forget_trains_left_out(&mut file);
    file
}

/// The plan of a solution, as people get it, has passed the checker at its value.
fn passes(instance: &Instance, network: &Network, mut solution: Solution<'_>) {
    let value = solution.value.units();
    let made_by = "complete".to_owned();
    let reason = |_| Reason {
        code: regauge_model::plan::ReasonCode::NoRoom,
        blocked_by: Vec::new(),
        text: "Left out.".to_owned(),
    };
    let plan = decode::plan(
        instance,
        network,
        &mut solution,
        (Cost::new(value), Cost::new(value)),
        made_by,
        Some(reason),
    );
    let report = check(instance, &plan);
    assert!(report.violations.is_empty(), "{:?}", report.violations);
    assert_eq!(report.objective.total(), value);
}

#[test]
fn the_optimum_of_small_instances_lies_between_bound_and_value() {
    let n = how_many(40);
    // a train or two, but of a whole day where a train under way may run on behind the horizon
    let limits = Limits {
        terms: 48_000,
        ..Limits::default()
    };
    for backend in backends() {
        let (mut solved, mut better) = (0, 0);
        for seed in seeds(40) {
            let n_trains = 1 + seed as usize % 2;
            let instance = instance(&first_trains(random_small(seed), n_trains));
            let network = Network::compile(&instance);
            let plan = Planner::new(&instance).work(0.05).run().plan;
            let complete = TimeIndexed::new(&network, Some(plan.value));
            let answer = complete.solve(backend, &limits);
            match answer.status {
                Status::Optimal => {}
                Status::Refused | Status::Unfinished | Status::Feasible => continue,
                status => panic!("seed {seed}, {}: {status:?}", backend.name()),
            }
            let Some(solution) = answer.solution else {
                panic!("seed {seed}: optimal without a plan");
            };
            let value = solution.value.units();
            assert!(
                plan.bound <= value && value <= plan.value,
                "seed {seed}: {} {value} {}",
                plan.bound,
                plan.value
            );
            passes(&instance, &network, solution);
            solved += 1;
            better += u64::from(value < plan.value);
        }
        println!(
            "{}: {solved} of {n} solved, {better} better than a short search",
            backend.name()
        );
        assert!(solved * 5 >= n, "{solved} of {n}");
    }
}
