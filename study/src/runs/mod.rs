//! The runs of a study: which are to be made, how one is made, and the rows in which they are kept.
//!
//! A run is one scenario in one world. What it comes to is a row; a row hangs on nothing but its scenario, its seed and the version, so rows may be made in any order, on any
//! machine, and an interrupted study goes on where it was. Whether there are enough replications follows from the rows alone.
//! `log` has the rows as lines of a file.

mod log;
mod row;

pub use log::{Log, LogHeader, header_line, merged, read_log, row_line};
pub use row::{Row, RunFigures};

use crate::file::{Scenario, Study};
use crate::roll::Roll;
use crate::statistics::Estimate;
use crate::version::VERSION;
use crate::world::World;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Seed of the planner in every run, and the other one that shows what is the planner's own noise.
const PLANNER_SEEDS: [u64; 2] = [1, 2];

/// A run to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Job {
    /// The world: 0, 1 and so on.
    pub replication: u32,
    /// Position of the scenario in the study.
    pub scenario: usize,
    /// With another seed of the planner, in the same world: of the reference alone.
    pub is_noise: bool,
}

impl Job {
    fn planner_seed(self) -> u64 {
        PLANNER_SEEDS[usize::from(self.is_noise)]
    }
}

/// The seed of a world of a study.
fn seed_of(study: &Study, replication: u32) -> u64 {
    study
        .file
        .replications
        .seed
        .wrapping_add(u64::from(replication))
}

/// Rows by what they hang on.
#[derive(Clone, Debug, Default)]
pub struct Rows<'r> {
    rows: BTreeMap<(&'r str, u64, u64), &'r Row>,
}

impl<'r> Rows<'r> {
    /// Of rows in any order; those of other versions do not count. Of two of the same run the first does.
    pub fn new(rows: &'r [Row]) -> Rows<'r> {
        let mut found = BTreeMap::new();
        for row in rows.iter().filter(|row| row.version == VERSION) {
            let key = (row.scenario_hash.as_str(), row.seed, row.planner_seed);
            found.entry(key).or_insert(row);
        }
        Rows { rows: found }
    }

    /// The row of a run, if it is among these.
    pub fn find(&self, study: &Study, job: Job) -> Option<&'r Row> {
        let hash = study.scenarios[job.scenario].hash.as_str();
        let key = (hash, seed_of(study, job.replication), job.planner_seed());
        self.rows.get(&key).copied()
    }
}

/// Runs that are still to be made. Without a partition those that the rule of stopping asks for next; with one, `[2, 8]` for the second of eight, all that the study could
/// ask for of its share, for no machine knows what the others find.
pub fn missing(study: &Study, rows: &[Row], partition: Option<[u32; 2]>) -> Vec<Job> {
    let rows = &Rows::new(rows);
    let replications = &study.file.replications;
    let scenarios = 0..study.scenarios.len();
    let mut jobs = BTreeSet::new();
    let noise = (0..replications.least).map(|replication| Job {
        replication,
        scenario: 0,
        is_noise: true,
    });
    jobs.extend(noise);
    let most = match partition {
        Some(_) => replications.most,
        None => replications.least,
    };
    for replication in 0..most {
        jobs.extend(scenarios.clone().map(|scenario| Job {
            replication,
            scenario,
            is_noise: false,
        }));
    }
    if partition.is_none() {
        for scenario in scenarios {
            let enough = enough(study, rows, scenario);
            for replication in 0..enough.min(replications.most) {
                jobs.insert(Job {
                    replication,
                    scenario,
                    is_noise: false,
                });
                jobs.insert(Job {
                    replication,
                    scenario: 0,
                    is_noise: false,
                });
            }
        }
    }
    let jobs = jobs
        .into_iter()
        .enumerate()
        .filter(|(place, _)| match partition {
            Some([own, of]) => *place as u32 % of == own - 1,
            None => true,
        });
    jobs.map(|(_, job)| job)
        .filter(|&job| rows.find(study, job).is_none())
        .collect()
}

/// How many replications a scenario needs, as far as the rows say: one more than there are while its difference is not known well enough.
pub fn enough(study: &Study, rows: &Rows<'_>, scenario: usize) -> u32 {
    let rule = &study.file.replications;
    let mut count = rule.least;
    while count < rule.most {
        let dwell = |scenario: usize, replication: u32| {
            let job = Job {
                replication,
                scenario,
                is_noise: false,
            };
            rows.find(study, job)
                .map(|row| row.figures.as_ref().and_then(|figures| figures.dwell_mean))
        };
        let mut values = Vec::new();
        for replication in 0..count {
            match (dwell(scenario, replication), dwell(0, replication)) {
                (Some(own), Some(reference)) => {
                    if let (Some(own), Some(reference)) = (own, reference) {
                        // of the reference itself its own mean
                        values.push(if scenario == 0 { own } else { own - reference });
                    }
                }
                // these come first
                _ => return count,
            }
        }
        let known = Estimate::of(&values).and_then(|estimate| estimate.half_width);
        // that of the reference is needed for no difference
        if scenario == 0 || known.is_some_and(|half| half <= rule.half_width_minutes) {
            return count;
        }
        count += 1;
    }
    count
}

/// How far all runs have come, and whether to stop.
#[derive(Debug, Default)]
pub struct Progress {
    /// Shifts carried out, of all runs.
    pub shifts: AtomicU64,
    /// Set by whoever wants the runs to end: those under way are given up.
    pub stop: AtomicBool,
}

/// Shifts of a run.
pub fn shifts_of(scenario: &Scenario) -> u64 {
    let run = &scenario.run;
    u64::from(run.warm_up_days + run.days) * 24_u64.div_ceil(run.replan_hours.max(1).into())
}

/// Makes one run; `None` where it was given up. What goes wrong in it is a row, too.
pub fn make(study: &Study, job: Job, progress: &Progress) -> Option<Row> {
    let scenario = &study.scenarios[job.scenario];
    let seed = seed_of(study, job.replication);
    let days = Roll::days_needed(&scenario.run);
    let world = World::new(&scenario.base, &scenario.world, seed, days);
    let mut roll = Roll::new(&world, &scenario.run, job.planner_seed());
    let mut row = Row {
        scenario: scenario.name.clone(),
        scenario_hash: scenario.hash.clone(),
        replication: job.replication,
        seed,
        planner_seed: job.planner_seed(),
        version: VERSION.to_owned(),
        failed: None,
        figures: None,
    };
    while !roll.is_over() {
        if progress.stop.load(Ordering::Relaxed) {
            return None;
        }
        if let Err(error) = roll.shift() {
            row.failed = Some(error.to_string());
            return Some(row);
        }
        progress.shifts.fetch_add(1, Ordering::Relaxed);
    }
    row.figures = Some(RunFigures::of(roll.figures(), world.climate()));
    Some(row)
}

/// Why not all runs were made.
#[derive(Debug, thiserror::Error)]
pub enum RunsError<E> {
    /// Threads cannot be had.
    #[error("no threads: {0}")]
    Threads(String),
    /// A row could not be kept.
    #[error(transparent)]
    Keep(E),
}

/// Does pieces of work, `threads` at a time (0: one per core), and hands over each result when it is there. Nothing says in which order.
///
/// # Errors
/// The first error of `keep`, and then work that has not begun is not done.
pub fn make_all<J: Copy + Send + Sync, T: Send, E: Send>(
    threads: usize,
    jobs: &[J],
    make: impl Fn(J) -> Option<T> + Sync,
    keep: impl Fn(T) -> Result<(), E> + Sync,
) -> Result<(), RunsError<E>> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| RunsError::Threads(error.to_string()))?;
    // the first ones first: a run that is killed leaves whole replications
    let queue = std::sync::Mutex::new(jobs.iter());
    let next = || {
        let mut queue = queue
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        queue.next().copied()
    };
    let worker = |_: usize| {
        while let Some(job) = next() {
            if let Some(result) = make(job) {
                keep(result)?;
            }
        }
        Ok(())
    };
    let threads = pool.current_num_threads();
    let done: Result<(), E> = pool.install(|| {
        (0..threads)
            .into_par_iter()
            .with_max_len(1)
            .try_for_each(worker)
    });
    done.map_err(RunsError::Keep)
}
