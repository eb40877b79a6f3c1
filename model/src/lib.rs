//! The planning problem of a break-of-gauge border station: files, checked instances, plans, and the checker.
//!
//! What is here: [`mod@format`] (the files), [`validate`] (from a file to an [`Instance`] that cannot be wrong),
//! [`system`] and [`instance`] (the problem as engines see it), [`plan`] (its answer), [`check`] (is a plan right,
//! what is it worth), [`kpi`] (key figures), [`journey`] (one train in a few facts), [`buffers`] (the slack between one use and the next), [`objective`] (what counts, in
//! one sum or in levels), [`delays`] (why a train leaves later than alone), [`resource`] (what causes speak of), [`message`] (messages as data, in each language), [`advance`] (the instance as
//! of a minute of its plan), [`diff`] (what changed between two plans), [`history`] (what happened before the start).
//! What is deliberately not here: anything that makes a plan. The checker cannot see the solver.
//!
//! A part of regauge: programs embed the façade `regauge`, which alone keeps the promises of semantic versioning. What is public here
//! may change with any version.

pub mod advance;
pub mod buffers;
pub mod check;
pub mod codes;
mod cost;
pub mod delays;
pub mod diff;
pub mod digest;
mod event;
pub mod format;
pub mod history;
pub mod ids;
pub mod instance;
mod instance_file;
pub mod journey;
pub mod kpi;
mod levels;
pub mod message;
pub mod objective;
mod past;
pub mod pinned;
pub mod plan;
pub mod plan_file;
mod pointer;
mod problem;
mod rake;
pub mod resource;
pub mod system;
pub mod text;
pub mod time;
pub mod timeline;
mod turns;
pub mod units;
pub mod validate;
mod validation;
mod words;

pub use instance::Instance;
pub use message::{Language, Message};
pub use plan::Plan;
pub use problem::{Problem, Problems};
pub use resource::Resource;
pub use time::{Minute, Span};
