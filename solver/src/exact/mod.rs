//! Proofs for what search leaves open, and answers for tests to compare with: problems handed to other solvers.
//!
//! [`complete`] writes a whole network as one time-indexed problem: every operation at every start. It is the oracle of tests;
//! only small instances fit. [`packing`] takes journeys that are known already and asks for their best combination.
//! Whatever comes back is made into journeys, put into an [`Occupancy`](crate::occupancy::Occupancy) one by one, and
//! valued as every other plan: a backend is believed only about what it did *not* find, and then by name
//! (see [`crate::backend`] and `docs/exact.md`).
//!
//! Not here: how journeys with small reduced cost are found (that is the room of prices), any plan for people.

pub mod complete;
pub mod packing;
mod together;

pub use together::value_together;
