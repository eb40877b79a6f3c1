//! The planning problem of a break-of-gauge border station: files, checked instances, plans, and the checker.
//!
//! What is here: [`mod@format`] (the files), [`validate`] (from a file to an [`Instance`] that cannot be wrong),
//! [`system`] and [`instance`] (the problem as engines see it), [`plan`] (its answer), [`check`] (is a plan right,
//! what is it worth), [`kpi`] (key figures), [`buffers`] (the slack between one use and the next), [`objective`] (what counts, in
//! one sum or in levels), [`resource`] (what causes speak of), [`message`] (messages as data, in each language), [`advance`] (the instance as
//! of a minute of its plan).
//! What is deliberately not here: anything that makes a plan. The checker cannot see the solver.

pub mod advance;
pub mod buffers;
pub mod check;
pub mod digest;
pub mod format;
pub mod ids;
pub mod instance;
pub mod kpi;
pub mod message;
pub mod objective;
pub mod plan;
mod problem;
pub mod resource;
pub mod system;
pub mod text;
pub mod time;
pub mod timeline;
pub mod validate;
mod words;

pub use instance::Instance;
pub use message::{Language, Message};
pub use plan::Plan;
pub use problem::{Problem, Problems};
pub use resource::Resource;
pub use time::{Minute, Span};
