//! The integration tests of this crate in one program.

mod days;
mod events;
mod help;
mod row;
mod shift;
