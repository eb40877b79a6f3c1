//! The exact engines: `cargo bench --bench exact`; with `--features highs` the backends of integral problems are HiGHS.
//!
//! | group | one iteration |
//! |---|---|
//! | master | rows and columns of the restricted master; `thrpt` is journeys a second |
//! | combination | the best combination of the journeys by a backend's branch and bound |
//!
//! The journeys are those that insertion in several orders and short searches find, so their number grows with the rung.
//! Quick figures: `cargo bench --bench exact -- --quick`.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use regauge::Instance;
use regauge_solver::backend::{Backend, Limits};
use regauge_solver::construct::{self, Alone, Order};
use regauge_solver::heuristics::master::{Master, best_combination};
use regauge_solver::journey::Journey;
use regauge_solver::network::{Cost, Network};
use regauge_solver::pricing::Pricer;
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
    upper: Cost,
}

/// Journeys of the plans that insertion and short searches find.
fn pool(network: &Network) -> Pool {
    let mut pool = Pool {
        journeys: vec![Vec::new(); network.trains.len()],
        upper: Cost::MAX,
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
            let list = &mut pool.journeys[journey.train.index()];
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
        let n_journeys: usize = lists.iter().map(Vec::len).sum();
        let upper = pool.upper + Cost::new(1);
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
        measure("combination", &|| {
            let with = (Backend::integral(), &limits);
            black_box(best_combination(&network, &lists, &left_out, upper, with));
        });
    }
}

criterion_group!(exact, packing);
criterion_main!(exact);
