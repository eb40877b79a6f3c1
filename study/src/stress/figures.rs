//! What is counted of the runs of a plan.

use crate::statistics::Estimate;
use regauge_model::format::ResourceFile;
use regauge_model::ids::TrainId;
use regauge_model::plan_file::resource_to_file;
use regauge_model::resource::Resource;
use regauge_model::{Instance, Plan};
use regauge_solver::{CarriedOut, CompiledProblem, Connection};
use serde::Serialize;

/// Minutes from which a train that leaves later counts as late, in three degrees.
const LATE: [i64; 3] = [0, 30, 60];

/// One run.
pub(super) struct Run {
    /// Of each train that the plan lets run the minutes by which it leaves later; none where it finds no way.
    delays: Vec<Option<i64>>,
    /// The same with those that find no way as if they left at the end of the horizon.
    at_least: Vec<i64>,
    /// Whether each leaves later than it is due.
    is_past_due: Vec<bool>,
    gave_way: Vec<bool>,
    /// Of each connection the minutes by which it broke.
    broken: Vec<i32>,
    cranes_as_planned: bool,
}

impl Run {
    pub fn of(
        instance: &Instance,
        plan: &Plan,
        (problem, carried): (&CompiledProblem, &CarriedOut),
        cranes_as_planned: bool,
    ) -> Run {
        let end = problem.instance().horizon().end.0;
        let mut run = Run {
            delays: Vec::new(),
            at_least: Vec::new(),
            is_past_due: Vec::new(),
            gave_way: Vec::new(),
            broken: carried
                .late
                .iter()
                .map(|late| late.unwrap_or(0).max(0))
                .collect(),
            cranes_as_planned,
        };
        for (train, planned) in planned(plan) {
            let exit = carried.plan.trains[train.index()].exit().map(|exit| exit.0);
            let late = |exit: i32| i64::from((exit - planned).max(0));
            run.delays.push(exit.map(late));
            run.at_least.push(late(exit.unwrap_or(end)));
            let due = instance.train(train).due_exit.map(|due| due.0);
            let is_past = due.is_some_and(|due| exit.is_none_or(|exit| exit > due));
            run.is_past_due.push(is_past);
            run.gave_way.push(carried.gave_way.contains(&train));
        }
        run
    }

    /// Mean minutes by which trains leave later than planned.
    pub fn mean_delay(&self) -> f64 {
        self.at_least.iter().sum::<i64>() as f64 / self.at_least.len().max(1) as f64
    }

    /// Connections that broke.
    pub fn n_broken(&self) -> usize {
        self.broken.iter().filter(|late| **late > 0).count()
    }
}

/// The trains that a plan lets run, with their exits.
fn planned(plan: &Plan) -> impl Iterator<Item = (TrainId, i32)> + '_ {
    let trains = plan.trains.iter().enumerate();
    trains.filter_map(|(index, train)| Some((TrainId::from_index(index), train.exit()?.0)))
}

/// How fragile a plan is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stress {
    /// Runs.
    pub runs: u32,
    /// Trains that the plan lets run; the others are not asked about.
    pub n_trains: usize,
    /// Minutes by which a train leaves later than planned, on the mean of all trains; one that finds no way counts to the end of the horizon of the run.
    pub mean_delay: Estimate,
    /// Share of the runs in which no train that is due leaves later than that.
    pub all_in_time: Estimate,
    /// Connections that break in a run.
    pub broken_connections: Estimate,
    /// Runs with cranes as planned, for work under way could not go on with others.
    pub cranes_as_planned: u32,
    /// Trains, in the order of the instance.
    pub trains: Vec<TrainStress>,
    /// Connections, those first that break most often.
    pub connections: Vec<ConnectionStress>,
}

/// One train under stress. Shares are of all runs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TrainStress {
    /// Its id.
    pub train: String,
    /// Share of the runs in which it leaves more than 0, 30 and 60 minutes later than planned, or finds no way.
    pub later_than: [f64; 3],
    /// Minutes by which it leaves later than planned, on the mean of the runs in which it leaves; `None` where it never does.
    pub mean_delay: Option<f64>,
    /// Nine runs in ten have no more.
    pub p90_delay: Option<i64>,
    /// Share of the runs in which it leaves later than it is due; `None` for a train that is not.
    pub past_due: Option<f64>,
    /// Share of the runs in which it gives way to others and goes as it can.
    pub gave_way: f64,
    /// Share of the runs in which it finds no way.
    pub no_way: f64,
}

/// Two trains that have one thing after each other.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ConnectionStress {
    /// What.
    pub resource: ResourceFile,
    /// The same as an id of the instance.
    #[serde(skip)]
    pub of: Resource,
    /// The train that has it first.
    pub before: String,
    /// The train that has it next.
    pub after: String,
    /// Minutes of the horizon at which the second is planned to begin.
    pub begins: i32,
    /// Minutes in the plan between the one and the other, beyond headway and clearing.
    pub slack: i32,
    /// Share of the runs in which it is free too late for the second to begin as planned.
    pub breaks: f64,
    /// Minutes too late, on the mean of these.
    pub mean_handed_on: Option<f64>,
}

impl Stress {
    pub(super) fn of(
        instance: &Instance,
        plan: &Plan,
        connections: &[Connection],
        runs: &[Run],
    ) -> Stress {
        let estimate = |of: &dyn Fn(&Run) -> f64| {
            let values: Vec<f64> = runs.iter().map(of).collect();
            Estimate::of(&values).unwrap_or(Estimate {
                mean: 0.0,
                half_width: None,
                count: 0,
            })
        };
        let share = |of: &dyn Fn(&Run) -> bool| {
            runs.iter().filter(|run| of(run)).count() as f64 / runs.len().max(1) as f64
        };
        let trains = planned(plan).enumerate().map(|(place, (id, _))| {
            let train = instance.train(id);
            let mut delays: Vec<i64> = runs.iter().filter_map(|run| run.delays[place]).collect();
            delays.sort_unstable();
            let mean = delays.iter().sum::<i64>() as f64 / delays.len().max(1) as f64;
            let rank = (delays.len() * 9).div_ceil(10);
            TrainStress {
                train: train.name.clone(),
                later_than: LATE
                    .map(|most| share(&|run| run.delays[place].is_none_or(|delay| delay > most))),
                mean_delay: (!delays.is_empty()).then_some(mean),
                p90_delay: rank.checked_sub(1).map(|rank| delays[rank]),
                past_due: train.due_exit.map(|_| share(&|run| run.is_past_due[place])),
                gave_way: share(&|run| run.gave_way[place]),
                no_way: share(&|run| run.delays[place].is_none()),
            }
        });
        let name = |train: TrainId| instance.train(train).name.clone();
        let all = connections.iter().enumerate().map(|(place, connection)| {
            let broken = runs.iter().map(|run| run.broken[place]);
            let broken: Vec<i32> = broken.filter(|late| *late > 0).collect();
            let sum: i64 = broken.iter().map(|late| i64::from(*late)).sum();
            ConnectionStress {
                resource: resource_to_file(instance, connection.resource),
                of: connection.resource,
                before: name(connection.before),
                after: name(connection.after),
                begins: connection.begins.0,
                slack: connection.slack(),
                breaks: share(&|run| run.broken[place] > 0),
                mean_handed_on: (!broken.is_empty()).then(|| sum as f64 / broken.len() as f64),
            }
        });
        let mut all: Vec<ConnectionStress> = all.collect();
        // two rakes of a train, or two sides of a spot, tell the same twice
        all.dedup();
        all.sort_by(|one, other| {
            let by_breaks = other.breaks.total_cmp(&one.breaks);
            by_breaks
                .then(one.slack.cmp(&other.slack))
                .then(one.begins.cmp(&other.begins))
                .then(one.of.cmp(&other.of))
        });
        Stress {
            runs: runs.len() as u32,
            n_trains: planned(plan).count(),
            mean_delay: estimate(&Run::mean_delay),
            all_in_time: estimate(&|run| f64::from(u8::from(!run.is_past_due.contains(&true)))),
            broken_connections: estimate(&|run| run.n_broken() as f64),
            cranes_as_planned: runs.iter().filter(|run| run.cranes_as_planned).count() as u32,
            trains: trains.collect(),
            connections: all,
        }
    }
}
