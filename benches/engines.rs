//! The engines one by one, on the ladder: `cargo bench --bench engines`.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use regauge::network::Network;
use regauge::{Instance, Planner, check};
use std::hint::black_box;

/// The rungs measured, and the fewest samples criterion takes, because the large ones take seconds each.
const RUNGS: [&str; 4] = ["s", "m", "l", "xl"];
const SAMPLES: usize = 10;

fn rung(name: &str) -> Instance {
    let text = regauge_instances::demo_json(name).expect("a rung of the ladder");
    Instance::from_json(text).expect("the ladder is valid")
}

fn read(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read");
    for name in RUNGS {
        let text = regauge_instances::demo_json(name).expect("a rung of the ladder");
        group.bench_with_input(BenchmarkId::from_parameter(name), text, |bench, text| {
            bench.iter(|| Instance::from_json(black_box(text)));
        });
    }
}

fn compile(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("compile");
    for name in RUNGS {
        let instance = rung(name);
        group.bench_with_input(
            BenchmarkId::from_parameter(name),
            &instance,
            |bench, instance| {
                bench.iter(|| Network::compile(black_box(instance)));
            },
        );
    }
}

fn plan(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("plan");
    group.sample_size(SAMPLES);
    for name in RUNGS {
        let instance = rung(name);
        group.bench_with_input(
            BenchmarkId::from_parameter(name),
            &instance,
            |bench, instance| {
                bench.iter(|| Planner::new(black_box(instance)).run());
            },
        );
    }
}

fn checker(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("check");
    for name in RUNGS {
        let instance = rung(name);
        let plan = Planner::new(&instance).run().plan;
        let input = (&instance, &plan);
        group.bench_with_input(
            BenchmarkId::from_parameter(name),
            &input,
            |bench, (instance, plan)| {
                bench.iter(|| check(black_box(instance), black_box(plan)));
            },
        );
    }
}

criterion_group!(engines, read, compile, plan, checker);
criterion_main!(engines);
