//! The engines of regauge: from a checked instance to a plan with a bound.

pub mod network;
mod planner;

pub use planner::{CancelToken, Outcome, Planner, Progress};
