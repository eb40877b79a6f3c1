//! The integration tests of this crate in one program: linked once, and every test runs beside the others.

mod binding;
mod bound;
mod buffers;
mod complete;
mod encode;
mod handled;
mod levels;
mod lists;
mod metamorphic;
mod overlaps;
mod packing;
mod plans;
mod runway;
mod search;
mod session;
mod solver;
mod stops;
