//! DISPLIB: the problem library of train rescheduling (Kloster, Luteberget, Mannino, Sartor, *DISPLIB: a library of train dispatching problems*, 2025).
//!
//! `format` has the files as structs, `read` reads them with everything that is wrong, [`verify()`] says which of the published rules a solution
//! breaks, [`plan()`] gives the problem to the engines and takes their timetable back as a solution. The verifier is written from the rules and shares
//! no code with what plans.

mod format;
mod plan;
mod read;
mod verify;

pub use format::{
    ComponentType, Event, Instance, ObjectiveComponent, Operation, ResourceUsage, Solution,
};
pub use plan::{PlanConfig, Planned, plan};
pub use read::{PROBLEMS, read_instance, read_solution};
pub use verify::{Rule, Verified, Violation, verify};
