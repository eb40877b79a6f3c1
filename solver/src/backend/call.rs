//! The only room that knows good_lp and what is behind it.
//!
//! A model goes through good_lp whole. Its limits go through good_lp where that hands them on; microlp's limit of nodes it does
//! not, so the model that good_lp has built is solved by microlp's own call. Nobody is given seconds.

use super::linear::Linear;
use super::{Backend, Limits, Model, Sense, Status};
use good_lp::solvers::clarabel::clarabel;
use good_lp::solvers::microlp::microlp;
use good_lp::{
    Constraint, DualValues, Expression, ProblemVariables, ResolutionError, Solution,
    SolutionWithDual, SolverModel, Variable, variable,
};

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

/// What clarabel said of a linear program, not yet checked.
pub(super) struct RawLinear {
    pub(super) status: Status,
    pub(super) values: Vec<f64>,
    pub(super) prices: Vec<f64>,
}

/// Hands a linear program to clarabel.
pub(super) fn linear(model: &Linear, iterations: u32) -> RawLinear {
    let mut problem = ProblemVariables::new();
    let columns: Vec<Variable> = (model.columns.iter())
        .map(|_| problem.add(variable().min(0.0)))
        .collect();
    let sum = |terms: &mut dyn Iterator<Item = (usize, f64)>| {
        let mut sum = Expression::with_capacity(columns.len());
        for (column, by) in terms {
            sum.add_mul(by, columns[column]);
        }
        sum
    };
    let gains = model.columns.iter().enumerate();
    let gain = sum(&mut gains.map(|(column, own)| (column, own.gain)));
    let mut problem = problem.maximise(gain).using(clarabel);
    problem.settings().max_iter(iterations);
    let rows: Vec<_> = (model.rows.iter())
        .map(|row| {
            let sum = sum(&mut row.terms.iter().copied());
            problem.add_constraint(compared(sum, row.sense, row.bound))
        })
        .collect();
    match problem.solve() {
        Ok(mut solution) => {
            let values = columns.iter().map(|&own| solution.value(own)).collect();
            let dual = solution.compute_dual();
            let prices = rows.into_iter().map(|row| dual.dual(row)).collect();
            // what is "almost solved" or gains without end comes here too: whether it will do is checked
            RawLinear {
                status: Status::Optimal,
                values,
                prices,
            }
        }
        Err(error) => RawLinear {
            status: status_of(&error),
            values: Vec::new(),
            prices: Vec::new(),
        },
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
    compared(sum, row.sense, row.bound as f64)
}

fn compared(sum: Expression, sense: Sense, bound: f64) -> Constraint {
    match sense {
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

fn status_of(error: &ResolutionError) -> Status {
    match error {
        ResolutionError::Infeasible => Status::Infeasible,
        ResolutionError::Other("Max iterations reached" | "NoSolutionFound") => Status::Unfinished,
        _ => Status::Failed,
    }
}
