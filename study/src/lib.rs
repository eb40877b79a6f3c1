//! What-if capacity studies: years of days that are drawn, planned, carried out and carried over.
//!
//! Rooms: [`draws`] (random figures as functions of what they are for), [`base`] (the station and its traffic, made of an instance), [`world`]
//! (what happens: trains, their delays, wind, holds), [`roll`] (day after day: plan, carry out, carry over).
//! What is deliberately not here: any rule of planning ([`regauge_solver`]), of being carried over ([`regauge_model::advance`]) or of a file;
//! clocks, terminals and threads.

pub mod base;
pub mod capacity;
pub mod draws;
pub mod roll;
pub mod world;
