//! What slack would cost and buy: the instance planned again with buffers, and the new plan carried out in the same runs.

use super::figures::Run;
use super::{StressConfig, StressError, runs};
use crate::statistics::Estimate;
use regauge_model::check::check;
use regauge_model::format::InstanceFile;
use regauge_model::{Instance, Plan};
use regauge_solver::{BoundShare, CompiledProblem, PlanOrder, Planner, Session};
use serde::Serialize;

/// What a missing minute of a buffer costs when the instance is planned again: much more than a minute of a train, and less than to postpone one.
const PRICE: f64 = 20.0;

/// What buffers of so many minutes cost and buy.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BufferStress {
    /// Minutes of slack on sections that lead to a boundary point, and in spots.
    pub minutes: u32,
    /// Cost units of the new plan in the objective of the instance, less those of the plan given. Less than nothing where planning again has found a better plan.
    pub cost_units: i64,
    /// Trains that the new plan lets run.
    pub n_trains: usize,
    /// Mean minutes by which a train leaves later than planned, in the plan given.
    pub delay_without: Estimate,
    /// The same in the new plan.
    pub delay_with: Estimate,
    /// Minutes saved, run by run.
    pub saved: Estimate,
    /// Connections that break in a run of the plan given.
    pub broken_without: Estimate,
    /// The same of the new plan.
    pub broken_with: Estimate,
}

/// What buffers cost and buy, for each number of minutes; `work` is that of planning again.
///
/// # Errors
/// [`StressError`].
pub fn buffer_stress(
    file: &InstanceFile,
    instance: &Instance,
    plan: &Plan,
    config: &StressConfig,
    (minutes, work): (&[u32], f64),
    on_run: impl Fn() + Sync,
) -> Result<Vec<BufferStress>, StressError> {
    let value = check(instance, plan).value;
    let own = of_plan(file, instance, plan, config, &on_run)?;
    let rows = minutes.iter().map(|&minutes| {
        let buffered = with_buffers(file, minutes);
        let wrong = |problems| StressError::Truth { run: 0, problems };
        let problem = CompiledProblem::new(Instance::from_file(&buffered).map_err(wrong)?);
        // the plan given is a plan of it too, so that little else changes
        let session = Session::from_plan(&problem, plan);
        let planner = match &session {
            Ok(session) => Planner::from_session(session),
            Err(_) => Planner::of(&problem),
        };
        let planner = planner.seed(config.seed).threads(1).work(work);
        let new = planner.bound(BoundShare::Off).reasons(false).run().plan;
        let runs = of_plan(&buffered, problem.instance(), &new, config, &on_run)?;
        let estimate = |runs: &[Run], of: &dyn Fn(&Run) -> f64| {
            let values: Vec<f64> = runs.iter().map(of).collect();
            Estimate::of(&values).ok_or(StressError::Empty)
        };
        let saved = own.iter().zip(&runs);
        let saved: Vec<f64> = saved
            .map(|(without, with)| without.mean_delay() - with.mean_delay())
            .collect();
        Ok(BufferStress {
            minutes,
            cost_units: check(instance, &new).value - value,
            n_trains: new
                .trains
                .iter()
                .filter(|train| train.exit().is_some())
                .count(),
            delay_without: estimate(&own, &Run::mean_delay)?,
            delay_with: estimate(&runs, &Run::mean_delay)?,
            saved: Estimate::of(&saved).ok_or(StressError::Empty)?,
            broken_without: estimate(&own, &|run| run.n_broken() as f64)?,
            broken_with: estimate(&runs, &|run| run.n_broken() as f64)?,
        })
    });
    rows.collect()
}

fn of_plan(
    file: &InstanceFile,
    instance: &Instance,
    plan: &Plan,
    config: &StressConfig,
    on_run: &(impl Fn() + Sync),
) -> Result<Vec<Run>, StressError> {
    let problem = CompiledProblem::new(instance.clone());
    let order =
        PlanOrder::new(&problem, plan).map_err(|error| StressError::Plan(error.to_string()))?;
    if order.trains().next().is_none() {
        return Err(StressError::Empty);
    }
    runs(file, &problem, plan, &order, config, on_run)
}

/// The instance with slack wanted on the border and in spots.
fn with_buffers(file: &InstanceFile, minutes: u32) -> InstanceFile {
    let mut file = file.clone();
    let stations = file.system.stations.iter();
    let boundaries: Vec<String> = stations
        .filter(|station| station.yards.is_empty())
        .map(|station| station.id.clone())
        .collect();
    for section in &mut file.system.sections {
        if boundaries.contains(&section.from) || boundaries.contains(&section.to) {
            section.buffer_minutes = minutes;
        }
    }
    let sheds = file
        .system
        .stations
        .iter_mut()
        .flat_map(|station| &mut station.sheds);
    for spot in sheds.flat_map(|shed| &mut shed.spots) {
        spot.buffer_minutes = minutes;
    }
    file.objective.missing_buffer_minute = PRICE;
    file
}
