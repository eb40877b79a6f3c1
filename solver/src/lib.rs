//! The engines of regauge: from a checked instance to a plan that has passed the checker.
//!
//! Rooms: [`network`] (the compiled problem), [`journey`] (what one train does), [`occupancy`] (what is taken), [`pricing`] (a train's
//! cheapest journey), [`construct`] (plans by insertion), [`search`] (plans by removing and inserting again), [`buffers`] (slack between one
//! use and the next), [`relaxation`] and [`dual`] (what no plan can beat), [`heuristics`] (plans that prices lead to, through solvers of others
//! that [`backend`] alone knows), [`decode`] and [`encode`] (from journeys to a plan people read, and back), `compiled` and `session`
//! (a problem, or a plan, that outlives one call), `planner` (the doer that runs them: [`Planner`]), `given` (a plan from choices made elsewhere), `dispatch` and `replay` (a day carried
//! out by a rule, or as planned), and beside them [`rescheduling`] (trains over exclusive resources alone, a problem of its own).
//!
//! The promise of semantic versioning covers the façade crate `regauge` alone: what is public here may change with every version.
//! Not here: files, the checker (it must not see this), anything printed. Nothing reads a clock.

mod alone;
pub mod backend;
pub mod buffers;
mod compiled;
pub mod construct;
mod contradictions;
pub mod decode;
mod dispatch;
pub mod dual;
pub mod encode;
mod given;
pub mod heuristics;
pub mod journey;
pub mod network;
pub mod occupancy;
pub mod parts;
mod planner;
pub mod pricing;
pub mod relaxation;
mod replay;
pub mod rescheduling;
pub mod search;
mod session;
pub mod work;

pub use alone::{cheapest_alone, delayed, planned_alone, train_delayed};
pub use compiled::CompiledProblem;
pub use contradictions::{Contradiction, contradictions};
pub use dispatch::{Turn, dispatch};
pub use dual::Prices;
pub use given::{GivenError, plan_of_choices};
pub use planner::{
    BoundShare, CancelToken, DEFAULT_WORK, Effort, Outcome, Planner, Progress, Statistics, Stop,
    part_names,
};
pub use replay::{CarriedOut, Connection, EventGraph, Instant, InstantWhat, Lag, PlanOrder};
pub use session::{Quote, QuoteError, Session, SessionError};
