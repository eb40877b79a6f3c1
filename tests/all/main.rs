//! The integration tests of this crate in one program: linked once, and every test runs beside the others.

mod advance;
mod api;
mod arrows;
mod berth;
mod capacity;
mod cases;
mod causes;
mod changed;
mod charts;
mod clocks;
mod common;
mod control;
mod decode;
mod delays;
mod diff;
mod displib;
mod event_graph;
mod examples;
mod hand_plan;
mod history;
mod hostile;
#[cfg(target_os = "linux")]
mod interrupt;
mod levels;
mod outputs;
mod pinned;
mod plans;
mod prices;
mod random;
mod readme;
mod report;
mod sources;
mod stress;
mod studies;
mod usage;
mod wind;
