//! What people see of a plan: the terminal view.
//!
//! [`show`] writes a plan of an instance as text of a given width, [`show_violations`] what the checker found in it;
//! both in Chinese or English ([`Language`]), with Unicode blocks or in pure ASCII. Layout is in `terminal/`, every
//! word in `text`; `clock`, `journey` and `wind` read facts out of the instance and the plan.
//! What is deliberately not here: anything that judges or changes a plan, anything that reads a clock, a terminal or
//! an environment (width and language are asked for by the caller), and any printing other than into the writer given.

mod clock;
mod journey;
mod language;
mod terminal;
mod text;
mod wind;

pub use language::Language;
pub use terminal::{ViewConfig, ViewSection, show, show_violations};
