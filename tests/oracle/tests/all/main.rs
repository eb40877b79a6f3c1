//! The integration tests of this crate in one program: linked once, and every test runs beside the others.

mod binding;
mod buffers;
mod cliques;
mod closing;
mod combinations;
mod common;
mod complete;
mod contradictions;
mod dual;
mod encode;
mod handled;
mod levels;
mod metamorphic;
mod pinned;
mod plans;
mod ports;
mod published;
mod runway;
mod search;
mod session;
mod solver;
mod stops;
mod time_indexed;
mod windows;
mod worked_parts;
