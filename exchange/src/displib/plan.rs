//! A problem handed to the engines, and their timetable taken back as a solution.

use super::format::{Event, Instance, Solution};
use regauge_solver::network::{Cost, Tick, Ticks};
use regauge_solver::rescheduling::{
    DelayCost, Rescheduled, Rescheduling, ResourceUse, Traffic, TrainOperation,
};
use regauge_solver::work;
use std::collections::BTreeMap;

/// How a problem is planned.
#[derive(Clone, Copy, Debug)]
pub struct PlanConfig {
    /// Units of work at most, each about a second of one core; less where the best solution is proven before.
    pub work: f64,
    /// Seed of everything random.
    pub seed: u64,
}

impl Default for PlanConfig {
    /// Enough to prove the best solution of each of the published `smi_close` files.
    fn default() -> PlanConfig {
        PlanConfig {
            work: 10.0,
            seed: 1,
        }
    }
}

/// What planning came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// The best solution found.
    pub solution: Option<Solution>,
    /// No solution costs less. `None`: there is none at all.
    pub bound: Option<i64>,
    /// Units of work done.
    pub work: f64,
    /// Decisions made.
    pub decisions: u64,
}

/// Plans a problem, as [`super::read_instance`] gives it: one tick is one unit of its time. The same problem, work and seed give the same
/// solution, unless `is_enough` ends the run before its work is done.
pub fn plan(instance: &Instance, config: PlanConfig, is_enough: &dyn Fn() -> bool) -> Planned {
    let none = Rescheduled {
        timetable: None,
        bound: Cost::MAX,
        steps: 0,
        nodes: 0,
    };
    let run = Rescheduling {
        steps: work::steps(config.work),
        seed: config.seed,
    };
    let found = traffic(instance).map_or(none, |traffic| run.run(&traffic, is_enough));
    let solution = found.timetable.map(|timetable| Solution {
        objective_value: Some(timetable.cost.units()),
        events: timetable
            .starts
            .iter()
            .map(|start| Event {
                time: i64::from(start.at.0),
                train: start.train,
                operation: start.operation,
            })
            .collect(),
    });
    Planned {
        solution,
        bound: (found.bound < Cost::MAX).then(|| found.bound.units()),
        work: work::units(found.steps),
        decisions: found.nodes,
    }
}

/// The problem of the engines.
fn traffic(instance: &Instance) -> Option<Traffic> {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut trains: Vec<Vec<TrainOperation>> = Vec::with_capacity(instance.trains.len());
    for train in &instance.trains {
        let mut operations = Vec::with_capacity(train.len());
        for operation in train {
            let uses = operation.resources.iter().map(|usage| {
                let next = numbers.len();
                let number = *numbers.entry(&usage.resource).or_insert(next);
                ResourceUse {
                    resource: number,
                    release: ticks(usage.release_time),
                }
            });
            operations.push(TrainOperation {
                earliest: Tick(ticks(operation.start_lb)),
                latest: operation
                    .start_ub
                    .map_or(Tick::MAX, |bound| Tick(ticks(bound))),
                duration: ticks(operation.min_duration),
                uses: uses.collect(),
                successors: operation.successors.clone(),
                delays: Vec::new(),
            });
        }
        trains.push(operations);
    }
    for delay in &instance.objective {
        let operation = trains.get_mut(delay.train)?.get_mut(delay.operation)?;
        operation.delays.push(DelayCost {
            threshold: Tick(ticks(delay.threshold)),
            increment: Cost::new(delay.increment),
            per_tick: Cost::new(delay.coeff),
        });
    }
    Traffic::new(trains, numbers.len())
}

/// The reader lets no time through that is not a tick.
fn ticks(time: i64) -> Ticks {
    Ticks::try_from(time).unwrap_or(Ticks::MAX)
}
