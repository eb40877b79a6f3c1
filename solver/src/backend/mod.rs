//! Linear problems and what other people's solvers say of them.
//!
//! The vocabulary is small: a [`Model`] of columns and rows in whole numbers, [`Limits`] that bound the work without a
//! clock, and an answer with a status. Backends can be wrong, late or panic. So a limit, a numeric failure and a
//! panic are statuses and never errors; an integral answer is rounded, and bounds, rows and objective are recomputed in
//! whole numbers before anybody sees it.
//! That an answer is *optimal* (or that there is none) remains the backend's word: what rests on it says so. Programs without integers, in real
//! numbers and with the prices of their rows, are in `linear` and `prices`.
//!
//! Not here: what the columns mean ([`crate::heuristics::master`]; the capacity of a station, which a crate above this one asks for). Only `call` knows the crate good_lp and the solvers behind it; which
//! limits each of them heeds is in `docs/backends.md`.

mod call;
mod guard;
mod linear;
mod model;
mod prices;

pub use guard::is_guarded;
pub use linear::{Linear, LinearColumn, LinearRow};
pub use model::{Column, Model, Row, Sense};
pub use prices::{LinearAnswer, maximise};

/// Another solver, reached through good_lp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// microlp: branch and bound in Rust.
    Microlp,
    /// HiGHS, in C++; behind the feature `highs`.
    #[cfg(feature = "highs")]
    Highs,
}

impl Backend {
    /// The best one for problems with integral columns in this build.
    pub fn integral() -> Backend {
        #[cfg(feature = "highs")]
        return Backend::Highs;
        #[cfg(not(feature = "highs"))]
        return Backend::Microlp;
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Backend::Microlp => "microlp",
            #[cfg(feature = "highs")]
            Backend::Highs => "highs",
        }
    }
}

/// How much work a backend may do. None of it is time: the same limits give the same answer on any machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Nodes of branch and bound.
    pub nodes: u32,
    /// Terms in the rows of a model; a larger one is [`Status::Refused`], for nothing else bounds the first linear program
    /// of some backends.
    pub terms: usize,
    /// Columns of a model; likewise.
    pub columns: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            nodes: 20_000,
            terms: 400_000,
            columns: 40_000,
        }
    }
}

/// What became of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Values that keep everything, the best of all by the backend's word.
    Optimal,
    /// Values that keep everything; a limit stopped the search for better ones.
    Feasible,
    /// There is nothing that keeps everything, by the backend's word.
    Infeasible,
    /// A limit came before any values.
    Unfinished,
    /// Too large for the limits, or not what this backend can take.
    Refused,
    /// A numeric failure, a panic, or values that do not keep what they should.
    Failed,
}

/// Answer to a model with integral columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Integral {
    /// What became of it.
    pub status: Status,
    /// Value of the objective, recomputed; 0 without values.
    pub value: i64,
    /// Value of each column; empty unless the status has values.
    pub values: Vec<i64>,
}

/// By how much a value may miss an integer.
const TOLERANCE: f64 = 1e-5;

/// Solves a model with every column as it is declared; all columns end on integers.
///
/// A continuous column is rounded too: it is for columns that are integral whenever the others are. Complexity: exponential;
/// bounded by `limits`.
pub fn solve(model: &Model, backend: Backend, limits: &Limits) -> Integral {
    let none = |status| Integral {
        status,
        value: 0,
        values: Vec::new(),
    };
    if model.is_contradictory() {
        return none(Status::Infeasible);
    }
    if is_too_large(model, limits) {
        return none(Status::Refused);
    }
    let raw = guard::guarded(|| call::call(model, backend, limits));
    let Some(raw) = raw else {
        return none(Status::Failed);
    };
    if !matches!(raw.status, Status::Optimal | Status::Feasible) {
        return none(raw.status);
    }
    let Some(values) = rounded(&raw.values) else {
        return none(Status::Failed);
    };
    match model.value_if_kept(&values) {
        Some(value) => Integral {
            status: raw.status,
            value,
            values,
        },
        None => none(Status::Failed),
    }
}

fn is_too_large(model: &Model, limits: &Limits) -> bool {
    model.n_terms() > limits.terms || model.columns().len() > limits.columns
}

/// The nearest integers; `None` when one is not near.
fn rounded(values: &[f64]) -> Option<Vec<i64>> {
    let all = values.iter().map(|&value| {
        let near = value.round();
        ((value - near).abs() <= TOLERANCE && near.abs() < 1e15).then_some(near as i64)
    });
    all.collect()
}

#[cfg(test)]
mod tests;
