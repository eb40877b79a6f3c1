//! The engines one by one, on the ladder: `cargo bench --bench engines`.
//!
//! | group | one iteration |
//! |---|---|
//! | read | text of an instance to an `Instance` that passed validation |
//! | compile | an instance to its network |
//! | price | the cheapest journey of every train if it were alone; `thrpt` is trains a second |
//! | construct | a plan by insertion alone, decoded and checked |
//! | round | a round of the bound: prices moved, every train priced again |
//! | move | 64 moves of the search: trains removed and inserted again; `thrpt` is moves a second |
//! | plan | a plan with the usual work, decoded and checked |
//! | check | the checker over a plan |
//! | patch | the problem of a like instance, one train of which is later, from one that is compiled and priced |
//! | begin | a plan taken up, and all that a run from it does beside moves: decoding and checking, too |
//! | advance | the instance as of the middle of its plan, and the rest of the plan |
//! | replan | the next plan after one event: the first train that has not entered comes an hour late; `m`, `l`, `l+` with a tenth of a unit of work |
//! | explain | why every train of a plan leaves later than alone, with the graph of its events |
//! | remedies | what would help the train of `m` that loses most |
//! | roll | a day of a run with 48 hours of look-ahead: planned twice, carried out, carried over; the fifth day of `m` at 18 trains a day and of `l` at 22 |
//!
//! Quick figures: `cargo bench --bench engines -- --quick`; of the bound and the search alone: `… -- --quick 'round|move'`.
//! A round takes every core, or as many as `RAYON_NUM_THREADS` says.

use chrono::TimeDelta;
use criterion::measurement::WallTime;
use criterion::{
    BatchSize, BenchmarkGroup, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main,
};
use regauge::advance::{actual_from_json, advance};
use regauge::delays::{TrainDelays, delayed};
use regauge::format::InstanceFile;
use regauge::replan::{Replan, remedies};
use regauge::{CompiledProblem, Instance, Minute, Plan, Planner, Session, Stop, check};
use regauge_solver::construct::{self, Alone, Order, Solution};
use regauge_solver::dual::Dual;
use regauge_solver::network::{Network, TrainIndex};
use regauge_solver::pricing::Pricer;
use regauge_solver::search::Search;
use regauge_solver::work::UNIT;
use regauge_study::base::Base;
use regauge_study::roll::{Roll, RollConfig};
use regauge_study::world::{WindClimate, World, WorldConfig};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// The rungs measured.
const RUNGS: [&str; 4] = ["s", "m", "l", "xl"];

/// Steps of one iteration.
const SLICE: u64 = UNIT / 200;

/// Rounds of the bound after which it begins anew.
const ROUNDS: u64 = 50;

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
        |network| Alone::new(network, &mut Pricer::new(), || true),
    );
}

fn constructed(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("construct");
    group.sample_size(FEW);
    on_every_rung(
        &mut group,
        |instance| instance,
        |instance| Planner::new(instance).work(0.0).run(),
    );
}

/// A plan by insertion: what the search and the bound begin with, the trains in their order, and what each costs alone.
fn inserted(network: &Network) -> (Solution<'_>, Vec<TrainIndex>, Alone) {
    let mut pricer = Pricer::new();
    let alone = Alone::new(network, &mut pricer, || true);
    let names = vec![""; network.trains.len()];
    let order = construct::ordered(network, &alone.journeys, &names, Order::Release);
    let solution = construct::insert_all(network, &mut pricer, &order);
    (solution, order, alone)
}

/// Measures one step of an engine that goes on from step to step.
fn step_by_step(
    criterion: &mut Criterion,
    name: &str,
    steps: impl Fn(&Network) -> u64,
    measure: impl Fn(&mut criterion::Bencher<'_, WallTime>, &Network),
) {
    let mut group = criterion.benchmark_group(name);
    for name in RUNGS {
        let instance = Instance::from_json(text_of(name)).expect("the ladder is valid");
        let network = Network::compile(&instance);
        group.throughput(Throughput::Elements(steps(&network)));
        let id = BenchmarkId::from_parameter(name);
        group.bench_with_input(id, &network, |bench, network| measure(bench, network));
    }
}

fn round(criterion: &mut Criterion) {
    let trains = |network: &Network| network.trains.len() as u64;
    step_by_step(criterion, "round", trains, |bench, network| {
        let upper = inserted(network).0.value;
        bench.iter_custom(|rounds| {
            let mut bound = Dual::new(network);
            let mut took = Duration::ZERO;
            for _ in 0..rounds {
                // a bound that meets its plan has nothing left to do
                if bound.rounds() == ROUNDS {
                    bound = Dual::new(network);
                }
                let begun = Instant::now();
                bound.improve(black_box(upper.units()), 1);
                took += begun.elapsed();
            }
            took
        });
    });
}

fn moves(criterion: &mut Criterion) {
    step_by_step(
        criterion,
        "move",
        |_| SLICE,
        |bench, network| {
            let (start, order, alone) = inserted(network);
            let mut search = Search::new(network, &alone, order, start, 1);
            // as hot as at the beginning
            bench.iter(|| search.advance(search.done() + black_box(SLICE), |_| 0.0));
        },
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
            let plan = Planner::new(&instance).work(0.0).run().plan;
            (instance, plan)
        },
        |(instance, plan)| check(instance, plan),
    );
}

/// The file of a rung.
fn file_of(instance: &Instance) -> InstanceFile {
    let mut files = RUNGS
        .iter()
        .filter_map(|rung| regauge_instances::demo(rung));
    let file = files.find(|file| file.name == instance.name());
    file.expect("a rung of the ladder")
}

/// A problem with its trains priced, a plan of it, and an instance one train of which comes seven minutes later.
fn like(instance: &Instance) -> (CompiledProblem, Plan, Instance) {
    let problem = CompiledProblem::new(instance.clone());
    let plan = Planner::of(&problem).work(0.0).run().plan;
    let mut file = file_of(instance);
    let last = file.trains.last_mut().expect("there are trains");
    last.earliest_entry += TimeDelta::minutes(7);
    let text = regauge_instances::to_json(&file);
    let other = Instance::from_json(text).expect("it is valid, too");
    (problem, plan, other)
}

fn patch(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("patch");
    on_every_rung(
        &mut group,
        |instance| like(&instance),
        |(problem, _, other)| problem.patched(other.clone()),
    );
}

fn begin(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("begin");
    on_every_rung(
        &mut group,
        |instance| like(&instance),
        |(problem, plan, _)| {
            let session = Session::from_plan(problem, plan).expect("it keeps every rule");
            Planner::from_session(&session).work(0.0).threads(1).run()
        },
    );
}

fn advanced(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("advance");
    on_every_rung(
        &mut group,
        |instance| {
            let file = file_of(&instance);
            let plan = Planner::new(&instance).work(0.0).run().plan;
            (file, instance, plan)
        },
        |(file, instance, plan)| {
            let now = Minute(instance.horizon().end.0 / 3);
            advance(file, instance, plan, now).expect("it can be advanced")
        },
    );
}

fn rolled(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("roll");
    group.sample_size(FEW);
    for (name, trains) in [("m", 18.0), ("l", 22.0)] {
        let file = regauge_instances::demo(name).expect("a rung of the ladder");
        let base = Base::new(&file, None).expect("the ladder is valid");
        let config = WorldConfig {
            trains_per_day: Some(trains),
            wind: Some(WindClimate::default()),
            ..WorldConfig::default()
        };
        let run = RollConfig {
            days: 10,
            ..RollConfig::default()
        };
        let world = World::new(&base, &config, 1, Roll::days_needed(&run));
        let mut roll = Roll::new(&world, &run, 1);
        while roll.minute() < 4 * 1440 {
            roll.shift().expect("a shift");
        }
        group.bench_function(BenchmarkId::from_parameter(name), |bencher| {
            bencher.iter_batched(
                || roll.clone(),
                |mut roll| {
                    roll.shift().expect("a shift");
                    roll.shift().expect("a shift");
                    roll
                },
                BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

/// A plan of a rung that is good enough to be published.
fn published(rung: &str) -> (InstanceFile, Instance, Plan) {
    let file = regauge_instances::demo(rung).expect("a rung of the ladder");
    let instance = Instance::from_file(&file).expect("the ladder is valid");
    let plan = Planner::new(&instance).work(0.3).run().plan;
    (file, instance, plan)
}

fn replanned(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("replan");
    group.sample_size(FEW);
    for name in ["m", "l", "l+"] {
        let (file, instance, plan) = published(name);
        let now = Minute(240);
        let late = instance.trains().iter().find(|train| {
            let is_outside = train.state.is_none() && train.earliest_entry > now + 60;
            is_outside && train.ways.is_empty()
        });
        let late = late.expect("a train to come");
        let at = instance.horizon().date_time(late.earliest_entry + 60);
        let actual = serde_json::json!({
            "format_version": "1.0",
            "trains": [{ "train": late.name, "earliest_entry": at.to_rfc3339() }],
        });
        let actual = actual_from_json(actual.to_string().as_bytes()).expect("what happened");
        group.bench_function(BenchmarkId::from_parameter(name), |bench| {
            bench.iter(|| {
                let replan = Replan {
                    actual: actual.clone(),
                    ..Replan::new(&file, &instance, &plan, now)
                };
                replan.run(Some(Stop::work(0.1))).expect("a next plan")
            });
        });
    }
}

fn explained(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("explain");
    group.sample_size(FEW);
    for name in ["s", "m", "l"] {
        let (_, instance, plan) = published(name);
        group.throughput(Throughput::Elements(instance.trains().len() as u64));
        group.bench_function(BenchmarkId::from_parameter(name), |bench| {
            bench.iter(|| delayed(black_box(&instance), black_box(&plan)));
        });
    }
}

fn remedied(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("remedies");
    group.sample_size(FEW);
    let (file, instance, plan) = published("m");
    let all = delayed(&instance, &plan);
    let lost = |one: &TrainDelays| one.delays.iter().map(|delay| delay.minutes).sum::<i32>();
    let most = all.iter().max_by_key(|one| lost(one)).expect("a train");
    group.bench_function(BenchmarkId::from_parameter("m"), |bench| {
        bench.iter(|| remedies(&file, &instance, &plan, most.train).expect("remedies"));
    });
}

criterion_group!(
    engines,
    replanned,
    explained,
    remedied,
    patch,
    begin,
    advanced,
    rolled,
    read,
    compile,
    price,
    constructed,
    round,
    moves,
    plan,
    checker
);
criterion_main!(engines);
