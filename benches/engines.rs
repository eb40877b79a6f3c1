//! The engines one by one, on the ladder: `cargo bench --bench engines`.
//!
//! | group | one iteration |
//! |---|---|
//! | read | text of an instance to an `Instance` that passed validation |
//! | compile | an instance to its network |
//! | price | the cheapest journey of every train if it were alone; `thrpt` is trains a second |
//! | construct | a plan by insertion alone, decoded and checked |
//! | plan | a plan with the usual work, decoded and checked |
//! | check | the checker over a plan |
//!
//! Quick figures: `cargo bench --bench engines -- --warm-up-time 1 --measurement-time 2 --sample-size 10`.

use criterion::measurement::WallTime;
use criterion::{
    BenchmarkGroup, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main,
};
use regauge::network::Network;
use regauge::{Instance, Planner, check};
use regauge_solver::construct;
use regauge_solver::pricing::Pricer;
use std::hint::black_box;

/// The rungs measured.
const RUNGS: [&str; 4] = ["s", "m", "l", "xl"];

/// Samples where an iteration takes long: the fewest criterion takes.
const FEW: usize = 10;

fn text_of(rung: &str) -> &'static str {
    regauge_instances::demo_json(rung).expect("a rung of the ladder")
}

/// Measures one engine on every rung; `prepare` is not timed.
fn on_every_rung<I, O>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    prepare: impl Fn(Instance) -> I,
    engine: impl Fn(&I) -> O,
) {
    for name in RUNGS {
        let instance = Instance::from_json(text_of(name)).expect("the ladder is valid");
        group.throughput(Throughput::Elements(instance.trains().len() as u64));
        let input = prepare(instance);
        let id = BenchmarkId::from_parameter(name);
        group.bench_with_input(id, &input, |bench, input| {
            bench.iter(|| engine(black_box(input)));
        });
    }
}

fn read(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read");
    for name in RUNGS {
        let text = text_of(name);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(name), text, |bench, text| {
            bench.iter(|| Instance::from_json(black_box(text)));
        });
    }
}

fn compile(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("compile");
    on_every_rung(&mut group, |instance| instance, Network::compile);
}

fn price(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("price");
    on_every_rung(
        &mut group,
        |instance| Network::compile(&instance),
        |network| construct::alone(network, &mut Pricer::new()),
    );
}

fn constructed(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("construct");
    group.sample_size(FEW);
    on_every_rung(
        &mut group,
        |instance| instance,
        |instance| Planner::new(instance).work(0).run(),
    );
}

fn plan(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("plan");
    group.sample_size(FEW);
    on_every_rung(
        &mut group,
        |instance| instance,
        |instance| Planner::new(instance).run(),
    );
}

fn checker(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("check");
    on_every_rung(
        &mut group,
        |instance| {
            let plan = Planner::new(&instance).work(0).run().plan;
            (instance, plan)
        },
        |(instance, plan)| check(instance, plan),
    );
}

criterion_group!(engines, read, compile, price, constructed, plan, checker);
criterion_main!(engines);
