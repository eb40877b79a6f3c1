//! What-if capacity studies: years of days that are drawn, planned, carried out and carried over.
//!
//! Rooms: [`draws`] (random figures as functions of what they are for), [`base`] (the station and its traffic, made of an instance), [`world`]
//! (what happens: trains, their delays, wind, holds), [`roll`] (day after day: plan, carry out, carry over), [`file`](mod@file) (the question, its factors and scenarios),
//! [`runs`] (which are made, and their log), [`statistics`], [`promise`] (of dwell), [`proof`] (what bounds prove of an effect), [`answers`], [`bottlenecks`] (one more of everything), [`capacity`] (what a station and its line
//! carry), [`stress`] (how fragile one plan is).
//! What is deliberately not here: any rule of planning ([`regauge_solver`]), of being carried over ([`regauge_model::advance`]) or of a file;
//! clocks, terminals and threads.

pub mod answers;
pub mod base;
pub mod bottlenecks;
pub mod capacity;
pub mod draws;
pub mod file;
pub mod promise;
pub mod proof;
pub mod roll;
pub mod runs;
pub mod statistics;
pub mod stress;
mod version;
mod words;
pub mod world;

pub use version::VERSION;
