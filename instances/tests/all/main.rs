//! The integration tests of this crate in one program: linked once, and every test runs beside the others.

mod berth;
mod config;
mod files;
mod small;
