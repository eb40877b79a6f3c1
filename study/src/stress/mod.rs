//! How fragile a plan is: it is carried out many times under deviations that are drawn, and what comes of it is counted.
//!
//! A run draws when trains come, how long stages take and how fast cranes are; the wind is as forecast. The plan is then carried out in its own order
//! ([`PlanOrder`]): every train does what was planned for it, everything at its earliest, and on everything that trains share the one that was planned first comes first. A
//! train that falls too far behind gives way: the others go on without it, and it takes the first way that is left. Draws are functions of run and train, so
//! runs of two plans pair. `truth` makes the instances of the runs, `figures` counts, `buffers` asks what slack would buy.
//! What is deliberately not here: dispatchers who find a better order. So figures are those of a plan that is kept to.

mod buffers;
mod figures;
mod truth;

pub use buffers::{BufferStress, buffer_stress};
pub use figures::{ConnectionStress, Stress, TrainStress};

use crate::world::Arrivals;
use figures::Run;
use rayon::prelude::*;
use regauge_model::check::check;
use regauge_model::format::InstanceFile;
use regauge_model::{Instance, Plan, Problems};
use regauge_solver::{CompiledProblem, PlanOrder};
use truth::Truth;

/// What is drawn, and how often.
#[derive(Clone, Debug, PartialEq)]
pub struct StressConfig {
    /// How often the plan is carried out.
    pub runs: u32,
    /// Seed of the first run; each of the others has the next one.
    pub seed: u64,
    /// How trains deviate from the times for which they are announced.
    pub arrivals: Arrivals,
    /// Standard deviation of the minutes of a stage, in percent.
    pub stages_sd_percent: f64,
    /// Standard deviation of the lifts per hour of a crane, in percent.
    pub cranes_sd_percent: f64,
    /// A train that is more than so many minutes behind the plan, in its coming or later, gives way.
    pub gives_way_minutes: u32,
    /// Threads; 0 for one per core. They change no result.
    pub threads: usize,
}

impl Default for StressConfig {
    fn default() -> StressConfig {
        StressConfig {
            runs: 200,
            seed: 1,
            arrivals: Arrivals::default(),
            stages_sd_percent: 15.0,
            cranes_sd_percent: 10.0,
            gives_way_minutes: 120,
            threads: 0,
        }
    }
}

impl StressConfig {
    /// Everything as planned.
    #[must_use]
    pub fn without_deviations(self) -> StressConfig {
        StressConfig {
            arrivals: Arrivals {
                sd_minutes: 0.0,
                tail_percent: 0.0,
                ..self.arrivals
            },
            stages_sd_percent: 0.0,
            cranes_sd_percent: 0.0,
            ..self
        }
    }
}

/// Why a plan cannot be put under stress.
#[derive(Debug, thiserror::Error)]
pub enum StressError {
    /// It is no plan of the instance.
    #[error("the plan is none of the instance: {0}")]
    Plan(String),
    /// It lets no train run.
    #[error("the plan lets no train run")]
    Empty,
    /// What is drawn for a run is no instance, even with cranes as planned.
    #[error("what happens in run {run} is no instance: {problems}")]
    Truth {
        /// Which, from 0.
        run: u32,
        /// What is wrong.
        problems: Problems,
    },
    /// Threads cannot be started.
    #[error("threads cannot be started: {0}")]
    Threads(String),
}

/// Carries a plan out under drawn deviations; `file` is that of the instance, `on_run` is called behind every run. Complexity: that of compiling the instance once in every run,
/// and of pricing the trains that give way.
///
/// # Errors
/// [`StressError`].
pub fn stress(
    file: &InstanceFile,
    instance: &Instance,
    plan: &Plan,
    config: &StressConfig,
    on_run: impl Fn() + Sync,
) -> Result<Stress, StressError> {
    let problem = CompiledProblem::new(instance.clone());
    let order =
        PlanOrder::new(&problem, plan).map_err(|error| StressError::Plan(error.to_string()))?;
    if order.trains().next().is_none() {
        return Err(StressError::Empty);
    }
    let runs = runs(file, &problem, plan, &order, config, &on_run)?;
    Ok(Stress::of(instance, plan, order.connections(), &runs))
}

/// All runs of a plan, in their order.
fn runs(
    file: &InstanceFile,
    problem: &CompiledProblem,
    plan: &Plan,
    order: &PlanOrder,
    config: &StressConfig,
    on_run: &(impl Fn() + Sync),
) -> Result<Vec<Run>, StressError> {
    let truth = Truth::new(file, problem.instance(), config);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(config.threads);
    let pool = pool
        .build()
        .map_err(|error| StressError::Threads(error.to_string()))?;
    pool.install(|| {
        let runs = (0..config.runs).into_par_iter().map(|run| {
            let drawn = truth.of_run(run)?;
            let true_problem = CompiledProblem::new(drawn.instance);
            let most_behind = config.gives_way_minutes as i32;
            let carried = order.carry_out(&true_problem, (&[], most_behind), String::new());
            debug_assert!(check(true_problem.instance(), &carried.plan).is_clean());
            on_run();
            Ok(Run::of(
                problem.instance(),
                plan,
                (&true_problem, &carried),
                drawn.cranes_as_planned,
            ))
        });
        runs.collect()
    })
}
