//! Fractional primal solutions: what the dual has seen, weighted.

use super::pricing_problem::Choice;
use std::sync::Arc;

/// What trains chose in some rounds, each with its weight: with weights that come to one a convex combination of columns that takes about as
/// much of every row as there is.
pub type Fractional = Vec<(f64, Arc<[Option<Choice>]>)>;
