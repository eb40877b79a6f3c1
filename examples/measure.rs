//! One measured run: an instance planned while a clock looks on, what came out as JSON. `benches/benchmark.py` calls it.
//!
//! `cargo run --release --example measure -- INSTANCE [OPTIONS]`
//!
//! INSTANCE is an instance file or the name of a ready-made one. Options:
//!
//! | option | means |
//! |---|---|
//! | `--berth` | INSTANCE is a public berth-allocation file |
//! | `--days N` | INSTANCE is a rung of the ladder whose day, wind included, comes `N` times |
//! | `--work UNITS`, `--time SECONDS`, `--gap PERCENT` | what ends the run, whichever is met first |
//! | `--bound SHARE` | `growing` (as without), `off`, or a percentage |
//! | `--without PARTS` | parts of the engines that are left out, with commas between |
//! | `--parts` | prints the names of these parts, and runs nothing |
//! | `--seed N`, `--threads N` | 1 each unless told otherwise |
//! | `--cpu` | seconds are those of the processor, for a machine that others use too |
//! | `--compile` | compiles the instance once more after the run and tells how long that takes |
//! | `--write FILE` | writes the instance to the file, for the command, and runs nothing |
//!
//! Seconds count from the instance in memory: compiling it, decoding and checking the plan are in them, reading is not. `constructed`
//! is when the plan by insertion was there. The
//! trace has a row for every better value or bound a run tells of (after a slice of its work, so it may be late by a slice),
//! and one for the end. Memory is the peak of the whole process.

use regauge::parts::{Parts, part_names};
use regauge::plan::{ReasonCode, Status, TrainPlan};
use regauge::{
    BoundShare, Instance, Outcome, Plan, Planner, Problems, Progress, Statistics, Stop, check,
};
use regauge_instances::berth::{BerthProblem, read};
use regauge_solver::network::Network;
use serde_json::{Value, json};
use std::error::Error;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What is asked for.
struct Arguments {
    instance: String,
    is_berth: bool,
    days: Option<u32>,
    work: Option<f64>,
    bound: BoundShare,
    time: Option<f64>,
    gap: Option<f64>,
    seed: u64,
    threads: usize,
    is_cpu: bool,
    is_compiled_again: bool,
    written_to: Option<String>,
    parts: Parts,
}

impl Arguments {
    fn parse(mut words: impl Iterator<Item = String>) -> Result<Arguments, Box<dyn Error>> {
        let mut arguments = Arguments {
            instance: String::new(),
            is_berth: false,
            days: None,
            work: None,
            bound: BoundShare::Growing,
            time: None,
            gap: None,
            seed: 1,
            threads: 1,
            is_cpu: false,
            is_compiled_again: false,
            written_to: None,
            parts: Parts::default(),
        };
        while let Some(word) = words.next() {
            let mut figure = || words.next().ok_or(format!("{word} wants a figure"));
            match word.as_str() {
                "--berth" => arguments.is_berth = true,
                "--cpu" => arguments.is_cpu = true,
                "--compile" => arguments.is_compiled_again = true,
                "--write" => arguments.written_to = Some(figure()?),
                "--days" => arguments.days = Some(figure()?.parse()?),
                "--work" => arguments.work = Some(figure()?.parse()?),
                "--bound" => {
                    arguments.bound = match figure()?.as_str() {
                        "growing" => BoundShare::Growing,
                        "off" => BoundShare::Off,
                        percent => BoundShare::Percent(percent.parse()?),
                    }
                }
                "--time" => arguments.time = Some(figure()?.parse()?),
                "--gap" => arguments.gap = Some(figure()?.parse()?),
                "--without" => {
                    let names = figure()?;
                    if let Some(name) = names
                        .split(',')
                        .find(|name| !part_names().any(|known| known == *name))
                    {
                        return Err(format!("no part {name}").into());
                    }
                    arguments.parts = Parts::without(names.split(','));
                }
                "--seed" => arguments.seed = figure()?.parse()?,
                "--threads" => arguments.threads = figure()?.parse()?,
                option if option.starts_with('-') => Err(format!("unknown option {option}"))?,
                instance => instance.clone_into(&mut arguments.instance),
            }
        }
        Ok(arguments)
    }

    /// The instance file's text.
    fn text(&self) -> Result<String, Box<dyn Error>> {
        let name = &self.instance;
        if self.is_berth {
            let problem = read(&std::fs::read(name)?)?;
            return Ok(regauge_instances::to_json(&problem.instance(name)?));
        }
        if let Some(days) = self.days {
            return many_days(name, days);
        }
        Ok(match regauge_instances::demo_json(name) {
            Some(text) => text.to_owned(),
            None => std::fs::read_to_string(name)?,
        })
    }

    /// What ends the run beside its work; `None` where nothing does.
    fn stop(&self, clock: Clock) -> Option<Stop> {
        let work = self.work.map(Stop::work);
        let time = self
            .time
            .map(|seconds| Stop::time(move || clock.seconds() / seconds.max(1e-9)));
        let gap = self.gap.map(Stop::gap);
        [work, time, gap].into_iter().flatten().reduce(Stop::or)
    }
}

/// A rung whose day comes several times, each with the wind of the first.
fn many_days(name: &str, days: u32) -> Result<String, Box<dyn Error>> {
    let (mut config, seed) = regauge_instances::rung_config(name).ok_or("no rung of the ladder")?;
    config.name = format!("{}, {days} times", config.name);
    if let Some(wind) = &mut config.wind {
        let first = wind.spells.clone();
        wind.spells = (0..days)
            .flat_map(|day| {
                first.iter().cloned().map(move |mut spell| {
                    spell.from_hour += 24 * day;
                    spell
                })
            })
            .collect();
    }
    config.planning_hours *= days;
    let file = regauge_instances::generate(&config, seed);
    Ok(regauge_instances::to_json(&file))
}

/// Seconds since a moment: of the wall, or what the processor gave this process.
#[derive(Clone, Copy)]
struct Clock {
    begun: Instant,
    used_before: Option<Duration>,
}

impl Clock {
    fn new(is_cpu: bool) -> Clock {
        Clock {
            begun: Instant::now(),
            used_before: is_cpu.then(processor_time).flatten(),
        }
    }

    fn seconds(&self) -> f64 {
        let used = |before| processor_time().map(|now| now.saturating_sub(before));
        let elapsed = self.used_before.and_then(used);
        elapsed
            .unwrap_or_else(|| self.begun.elapsed())
            .as_secs_f64()
    }
}

/// What the processor gave this process, threads that have ended included, where the system tells it.
#[cfg(unix)]
fn processor_time() -> Option<Duration> {
    let used = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::try_from(used).ok()
}

/// What the processor gave this process: not told here.
#[cfg(not(unix))]
fn processor_time() -> Option<Duration> {
    None
}

/// The peak of this process's memory in KiB, where the system tells it.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// What a run tells while it goes on.
#[derive(Default)]
struct Trace {
    rows: Vec<(f64, i64, i64)>,
    rounds: u64,
    /// When the plan by insertion was there, and its value.
    constructed: Option<(f64, i64)>,
}

impl Trace {
    fn take(&mut self, seconds: f64, value: i64, bound: i64) {
        let is_news = |last: &(f64, i64, i64)| (last.1, last.2) != (value, bound);
        if self.rows.last().is_none_or(is_news) {
            self.rows.push((seconds, value, bound));
        }
    }

    fn listen(&mut self, seconds: f64, progress: &Progress) {
        if progress.stage == "search" {
            self.rounds += 1;
        }
        if let ("construct", Some(value)) = (progress.stage, progress.value) {
            self.constructed = Some((seconds, value));
        }
        if let (Some(value), Some(bound)) = (progress.value, progress.bound) {
            self.take(seconds, value, bound);
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    if std::env::args().skip(1).eq(["--parts"]) {
        part_names().for_each(|name| println!("{name}"));
        return Ok(());
    }
    let arguments = Arguments::parse(std::env::args().skip(1))?;
    let text = arguments.text()?;
    if let Some(path) = &arguments.written_to {
        std::fs::write(path, text)?;
        return Ok(());
    }
    let instance =
        Instance::from_json(text).map_err(|Problems(problems)| problems[0].to_string())?;
    let clock = Clock::new(arguments.is_cpu);
    let trace = Arc::new(Mutex::new(Trace::default()));
    let listener = Arc::clone(&trace);
    let mut planner = Planner::new(&instance)
        .seed(arguments.seed)
        .threads(arguments.threads)
        .bound(arguments.bound)
        .parts(arguments.parts.clone());
    if let Some(stop) = arguments.stop(clock) {
        planner = planner.stop(stop);
    }
    let outcome = planner
        .on_progress(move |progress| {
            if let Ok(mut trace) = listener.lock() {
                trace.listen(clock.seconds(), progress);
            }
        })
        .run();
    let plan = &outcome.plan;
    let seconds = clock.seconds();
    let mut trace = trace.lock().map_err(|_| "a listener panicked")?;
    trace.take(seconds, plan.value, plan.bound);
    let mut document = document(&arguments, &instance, &outcome, &trace, clock, seconds);
    if arguments.is_compiled_again {
        let clock = Clock::new(arguments.is_cpu);
        let network = Network::compile(&instance);
        document["compile_seconds"] = json!(clock.seconds());
        drop(network);
    }
    println!("{document}");
    Ok(())
}

/// Trains that no plan can have: alone they have no journey either.
fn infeasible(plan: &Plan) -> usize {
    let is_infeasible = |train: &&TrainPlan| matches!(train, TrainPlan::Postponed { reason } if reason.code == ReasonCode::NoJourneyAlone);
    plan.trains.iter().filter(is_infeasible).count()
}

/// The word of plan files.
fn status(status: Status) -> &'static str {
    match status {
        Status::Optimal => "optimal",
        Status::WithinGap => "within-gap",
        Status::Feasible => "feasible",
        Status::Interrupted => "interrupted",
    }
}

/// What every operator of the search has done.
fn operators(statistics: &Statistics) -> Value {
    let rows = statistics.operators.iter().map(|operator| {
        json!([
            operator.name,
            operator.tried,
            operator.accepted,
            operator.improved,
            operator.best,
            operator.steps
        ])
    });
    rows.collect()
}

/// The run as JSON. Costs of berth allocation are in the benchmark's own units.
fn document(
    arguments: &Arguments,
    instance: &Instance,
    outcome: &Outcome,
    trace: &Trace,
    clock: Clock,
    seconds: f64,
) -> Value {
    let (plan, statistics) = (&outcome.plan, &outcome.statistics);
    let cost = |value| {
        if arguments.is_berth {
            BerthProblem::objective(value)
        } else {
            value
        }
    };
    let rows = trace.rows.iter();
    let rows = rows.map(|&(seconds, value, bound)| json!([seconds, cost(value), cost(bound)]));
    json!({
        "instance": arguments.instance,
        "trains": instance.trains().len(),
        "seed": arguments.seed,
        "threads": arguments.threads,
        "work": statistics.work,
        "steps": statistics.steps,
        "time_limit": arguments.time,
        "gap_wanted": arguments.gap,
        "clock": if clock.used_before.is_some() { "processor" } else { "wall" },
        "seconds": seconds,
        "value": cost(plan.value),
        "bound": cost(plan.bound),
        "alone": cost(plan.alone),
        "status": status(plan.status),
        "postponed": plan.kpis.postponed,
        "infeasible": infeasible(plan),
        "violations": check(instance, plan).violations.len(),
        "rounds": trace.rounds,
        "moves": statistics.moves,
        "operators": operators(statistics),
        "constructed": trace.constructed.map(|(seconds, _)| seconds),
        "constructed_value": trace.constructed.map(|(_, value)| cost(value)),
        "peak_memory_kib": peak_memory(),
        "trace": rows.collect::<Vec<Value>>(),
    })
}
