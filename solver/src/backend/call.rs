//! The only room that knows good_lp and what is behind it.
//!
//! A model goes through good_lp whole. Its limits go through good_lp where that hands them on; microlp's limit of nodes it does
//! not, so the model that good_lp has built is solved by microlp's own call. Nobody is given seconds.

use super::{Backend, Limits, Model, Sense, Status};
use good_lp::solvers::microlp::microlp;
use good_lp::{Constraint, Expression, ProblemVariables, SolverModel, Variable, variable};
#[cfg(feature = "highs")]
use good_lp::{ResolutionError, Solution};

/// What a backend said, not yet checked.
pub(super) struct Raw {
    pub(super) status: Status,
    pub(super) values: Vec<f64>,
}

fn nothing(status: Status) -> Raw {
    Raw {
        status,
        values: Vec::new(),
    }
}

/// Hands a model to a backend.
pub(super) fn call(model: &Model, backend: Backend, limits: &Limits) -> Raw {
    let mut problem = ProblemVariables::new();
    let columns: Vec<Variable> = model
        .columns()
        .iter()
        .map(|column| {
            let own = variable()
                .min(column.least as f64)
                .max(column.greatest as f64);
            problem.add(if column.integral { own.integer() } else { own })
        })
        .collect();
    let mut objective = Expression::with_capacity(columns.len());
    for (column, &own) in model.columns().iter().zip(&columns) {
        if column.cost != 0 {
            objective.add_mul(column.cost as f64, own);
        }
    }
    let problem = problem.minimise(objective);
    let rows = model.rows().iter().map(|row| constraint(row, &columns));
    match backend {
        Backend::Microlp => by_microlp(problem.using(microlp).with_all(rows), &columns, limits),
        #[cfg(feature = "highs")]
        Backend::Highs => by_highs(problem, rows, &columns, limits),
    }
}

fn constraint(row: &super::Row, columns: &[Variable]) -> Constraint {
    let mut sum = Expression::with_capacity(row.terms.len());
    for &(column, by) in &row.terms {
        sum.add_mul(by as f64, columns[column]);
    }
    let bound = row.bound as f64;
    match row.sense {
        Sense::AtMost => sum.leq(bound),
        Sense::AtLeast => sum.geq(bound),
        Sense::Equal => sum.eq(bound),
    }
}

fn by_microlp(
    problem: good_lp::solvers::microlp::MicroLpProblem,
    columns: &[Variable],
    limits: &Limits,
) -> Raw {
    let mut options = microlp::SolveOptions::default();
    options.node_limit = Some(u64::from(limits.nodes));
    match problem.as_inner().solve_with(options) {
        Ok(outcome) => {
            let status = match outcome.termination_reason() {
                microlp::TerminationReason::ProvenOptimal => Status::Optimal,
                _ => Status::Feasible,
            };
            let Ok(solution) = outcome.into_solution() else {
                return nothing(Status::Unfinished);
            };
            let mut values = vec![0.0; columns.len()];
            for (own, value) in &solution {
                // good_lp adds the variables in their order, so their numbers are the same
                values[own.idx()] = value;
            }
            Raw { status, values }
        }
        Err(microlp::Error::Infeasible) => nothing(Status::Infeasible),
        Err(_) => nothing(Status::Failed),
    }
}

#[cfg(feature = "highs")]
fn by_highs(
    problem: good_lp::variable::UnsolvedProblem,
    rows: impl Iterator<Item = Constraint>,
    columns: &[Variable],
    limits: &Limits,
) -> Raw {
    use good_lp::solvers::SolutionStatus;
    use good_lp::solvers::highs::{HighsParallelType, highs};
    let nodes = i32::try_from(limits.nodes).unwrap_or(i32::MAX);
    // Costs are whole, so half a unit below a value there is nothing.
    let mut problem = problem
        .using(highs)
        .set_threads(1)
        .set_parallel(HighsParallelType::Off)
        .set_option("random_seed", 0)
        .set_option("mip_rel_gap", 0.0)
        .set_option("mip_abs_gap", 0.5)
        .set_option("mip_max_nodes", nodes);
    for row in rows {
        problem.add_constraint(row);
    }
    match problem.solve() {
        Ok(solution) => {
            let status = match solution.status() {
                SolutionStatus::Optimal | SolutionStatus::GapLimit => Status::Optimal,
                SolutionStatus::TimeLimit => Status::Feasible,
            };
            let values = columns.iter().map(|&own| solution.value(own)).collect();
            Raw { status, values }
        }
        Err(error) => nothing(status_of(&error)),
    }
}

#[cfg(feature = "highs")]
fn status_of(error: &ResolutionError) -> Status {
    match error {
        ResolutionError::Infeasible => Status::Infeasible,
        ResolutionError::Other("Max iterations reached" | "NoSolutionFound") => Status::Unfinished,
        _ => Status::Failed,
    }
}
