//! The complete time-indexed problem against brute force, and against bound and value of the planner.

use regauge_model::Instance;
use regauge_model::format::InstanceFile;
use regauge_model::validate::instance_from_file;
use regauge_oracle::{Limit, best_plan, how_many, tiny_instance};
use regauge_solver::Planner;
use regauge_solver::backend::{Backend, Limits, Status};
use regauge_solver::exact::complete::Complete;
use regauge_solver::network::Network;

fn instance(file: &InstanceFile) -> Instance {
    match instance_from_file(file) {
        Ok(instance) => instance,
        Err(problems) => panic!("{}:\n{problems}", file.name),
    }
}

fn backends() -> Vec<Backend> {
    vec![
        Backend::Microlp,
        #[cfg(feature = "highs")]
        Backend::Highs,
    ]
}

/// Terms of a problem that microlp still ends with in a test.
const TERMS: usize = 20_000;

#[test]
fn the_optimum_of_tiny_instances_is_that_of_brute_force() {
    let n = how_many(60);
    for backend in backends() {
        let (mut agreed, mut unknown) = (0, 0);
        for seed in 0..n {
            let instance = instance(&tiny_instance(seed));
            let Some(best) = best_plan(&instance, Limit::default()) else {
                continue;
            };
            let network = Network::compile(&instance);
            let complete = Complete::new(&network, None);
            let limits = Limits {
                terms: TERMS,
                ..Limits::default()
            };
            let solved = complete.solve(backend, &limits);
            match solved.status {
                Status::Optimal => {
                    let value = solved.solution.map(|solution| solution.value);
                    assert_eq!(value, Some(best.value), "seed {seed}, {}", backend.name());
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
        assert!(agreed * 4 >= n * 3, "{agreed} of {n}");
    }
}

#[test]
fn sizes_of_small() {
    for seed in 0..30 {
        let instance = instance(&regauge_instances::small::random_small(seed));
        let network = Network::compile(&instance);
        let planned = Planner::new(&instance).run().plan;
        let begin = std::time::Instant::now();
        let complete = Complete::new(&network, Some(planned.value));
        let made = begin.elapsed();
        let limits = Limits {
            terms: 60_000,
            ..Limits::default()
        };
        let solved = complete.solve(Backend::integral(), &limits);
        println!(
            "{seed}: {} trains, {} cols {} rows {} terms: {:?} {:?} planner {} bound {} {made:?} {:?}",
            network.trains.len(),
            complete.model().columns().len(),
            complete.model().rows().len(),
            complete.model().n_terms(),
            solved.status,
            solved.solution.as_ref().map(|s| s.value),
            planned.value,
            planned.bound,
            begin.elapsed()
        );
    }
}
