//! The exact engines: `cargo bench --bench exact`; with `--features highs` the backends of integral problems are HiGHS.
//!
//! | group | one iteration |
//! |---|---|
//! | master | rows and columns of the restricted master; `thrpt` is journeys a second |
//! | prices | the same solved as a linear program |
//! | combination | the best combination of the journeys by a backend's branch and bound |
//! | prove | the best combination with bounds of our own |
//! | complete | the complete time-indexed problem of one train of a small instance, written and solved |
//!
//! The journeys are those that insertion in several orders and short searches find, so their number grows with the rung.
//! Quick figures: `cargo bench --bench exact -- --quick`.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use regauge::{Instance, format};
use regauge_solver::backend::{Backend, Limits};
use regauge_solver::construct::{self, Alone, Order};
use regauge_solver::exact::complete::Complete;
use regauge_solver::exact::packing::{Candidates, Master, best_combination, prove};
use regauge_solver::network::Network;
use regauge_solver::pricing::{Journey, Pricer};
use regauge_solver::search::Search;
use regauge_solver::work::UNIT;
use std::hint::black_box;

/// The rungs measured.
const RUNGS: [&str; 2] = ["s", "m"];

/// Samples where an iteration takes long: the fewest criterion takes.
const FEW: usize = 10;

/// Steps of a short search.
const WORK: u64 = UNIT / 100;

/// Journeys per train, and the best value among the plans they come from.
struct Pool {
    journeys: Vec<Vec<Journey>>,
    upper: i64,
}

/// Journeys of the plans that insertion and short searches find.
fn pool(network: &Network) -> Pool {
    let mut pool = Pool {
        journeys: vec![Vec::new(); network.trains.len()],
        upper: i64::MAX,
    };
    let mut pricer = Pricer::new();
    let alone = Alone::new(network, &mut pricer, || true);
    let names = vec![""; network.trains.len()];
    for (seed, order) in Order::ALL.into_iter().enumerate() {
        let order = construct::ordered(network, &alone.journeys, &names, order);
        let inserted = construct::insert_all(network, &mut pricer, &order);
        let mut search = Search::new(network, &alone, order, inserted, seed as u64);
        search.advance(WORK, |done| done as f64 / WORK as f64);
        let found = search.finish(WORK, || true);
        pool.upper = pool.upper.min(found.value);
        for journey in found
            .journeys
            .into_iter()
            .chain(alone.journeys.clone())
            .flatten()
        {
            let list = &mut pool.journeys[journey.train];
            let choices = journey.choices();
            if list.iter().all(|other| other.choices() != choices) {
                list.push(journey);
            }
        }
    }
    pool
}

fn packing(criterion: &mut Criterion) {
    let limits = Limits::default();
    for name in RUNGS {
        let text = regauge_instances::demo_json(name).expect("a rung of the ladder");
        let instance = Instance::from_json(text).expect("the ladder is valid");
        let network = Network::compile(&instance);
        let pool = pool(&network);
        let lists: Vec<Vec<&Journey>> = pool
            .journeys
            .iter()
            .map(|list| list.iter().collect())
            .collect();
        let left_out = vec![true; lists.len()];
        let candidates = Candidates {
            journeys: &lists,
            may_be_left_out: &left_out,
            complete: false,
            reduced: None,
        };
        let n_journeys: usize = lists.iter().map(Vec::len).sum();
        let upper = pool.upper + 1;
        let mut measure = |engine: &str, run: &dyn Fn()| {
            let mut group = criterion.benchmark_group(engine);
            group.sample_size(FEW);
            group.throughput(Throughput::Elements(n_journeys as u64));
            group.bench_function(BenchmarkId::from_parameter(name), |bench| bench.iter(run));
            group.finish();
        };
        measure("master", &|| {
            black_box(Master::new(&network, &lists, &left_out));
        });
        let master = Master::new(&network, &lists, &left_out);
        measure("prices", &|| {
            black_box(master.relax(Backend::continuous(), &limits));
        });
        measure("combination", &|| {
            let backend = Backend::integral();
            black_box(best_combination(
                &network,
                &candidates,
                upper,
                backend,
                &limits,
            ));
        });
        measure("prove", &|| {
            let backend = Backend::continuous();
            black_box(prove(&network, &candidates, upper, backend, &limits));
        });
    }
}

/// The first train of a small instance.
fn one_train(seed: u64) -> Instance {
    let mut file: format::InstanceFile = regauge_instances::small::random_small(seed);
    file.trains.truncate(1);
    if let Some(state) = &mut file.state {
        let first = file.trains.first().map(|train| train.id.clone());
        state
            .trains
            .retain(|train| Some(&train.train) == first.as_ref());
    }
    let text = serde_json::to_string(&file).expect("a file of ours");
    Instance::from_json(&text).expect("small instances are valid")
}

fn complete(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("complete");
    group.sample_size(FEW);
    for seed in [2, 6] {
        let instance = one_train(seed);
        let network = Network::compile(&instance);
        let upper = regauge::Planner::new(&instance).run().plan.value;
        group.bench_function(BenchmarkId::from_parameter(seed), |bench| {
            bench.iter(|| {
                let complete = Complete::new(black_box(&network), Some(upper));
                complete.solve(Backend::integral(), &Limits::default())
            });
        });
    }
    group.finish();
}

criterion_group!(exact, packing, complete);
criterion_main!(exact);
