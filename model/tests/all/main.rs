//! The integration tests of this crate in one program: linked once, and every test runs beside the others.

mod check;
mod common;
mod diff;
mod docs;
mod limits;
mod other_files;
mod structs;
mod timeline;
mod validate_handling;
mod validate_holds;
mod validate_hostile;
mod validate_objective;
mod validate_orders;
mod validate_shape;
mod validate_small;
mod validate_state;
mod validate_stores;
mod validate_system;
mod validate_trains;
mod warnings;
mod ways;
