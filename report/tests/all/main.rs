//! The integration tests of this crate in one program: linked once, and every test runs beside the others.

mod causes;
mod charts;
mod fixture;
mod foreign;
mod page;
mod restrained;
mod sources;
mod view;
