//! Plans break-of-gauge border stations: sheds, crane slots, line paths and the timetable.
//!
//! This crate is the façade that other programs embed, and the only one of the workspace whose interface keeps
//! the promises of semantic versioning. It adds nothing of its own: the words of the problem come from
//! `regauge-model`, the engines from `regauge-solver`. What is deliberately not here: files, terminals and clocks;
//! the command `regauge` (feature `cli`) has those, and an embedding program has its own.
//!
//! ```
//! # fn read_file() -> &'static str { regauge_instances::demo_json("s").unwrap() }
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let text = read_file();
//! let instance = regauge::Instance::from_json(text.as_bytes())?;
//! let outcome = regauge::Planner::new(&instance).seed(1).run();
//!
//! let report = regauge::check(&instance, &outcome.plan);
//! assert!(report.violations.is_empty());
//! println!("{} cost units, at least {}", outcome.plan.value, outcome.plan.bound);
//! let file = regauge::plan_to_json(&instance, &outcome.plan)?;
//! let read = regauge::plan_from_json(&instance, file.as_bytes())?;
//! assert_eq!(read.value, outcome.plan.value);
//! # Ok(())
//! # }
//! ```
//!
//! Programs that have their data elsewhere make the structs of [`format`](mod@format) without a text and hand them to
//! [`Instance::from_file`]: what is wrong then comes with JSON pointers ([`Problem::pointer`]). These structs have `new` with what must be
//! given, or `Default`, and everything else is set field by field; fields that come later change nothing then. A plan is read train by
//! train with [`plan::Journey`], whose times are minutes from the start of the horizon
//! ([`Horizon::date_time`](problem::instance::Horizon::date_time)). The folder `examples/` has each of these ways.
//!
//! A run can be watched with [`Planner::on_progress`] and stopped from another thread with a [`CancelToken`]; it then
//! gives its best plan so far. [`Stop`] says what ends it: work, in units of about a second that are counted and not
//! timed, so that the same instance, seed and work give the same plan, byte for byte, on any number of threads; a gap; time, which the
//! embedding program tells when it is asked; or whatever else it answers.

pub use regauge_model::check::{OnTrust, Report, Violation, check};
pub use regauge_model::plan_file::{plan_from_file, plan_from_json, plan_to_file, plan_to_json};
pub use regauge_model::{Instance, Language, Message, Minute, Plan, Problem, Problems, Span};

/// Messages as data: which one it is and its values, in each language.
pub mod message {
    pub use regauge_model::message::{Template, Value, Valued};
}

/// Texts of files as they may be shown on a terminal.
pub use regauge_model::text;
pub use regauge_solver::{
    BoundShare, CancelToken, CompiledProblem, DEFAULT_WORK, Effort, Outcome, Planner, Prices,
    Progress, Quote, QuoteError, Session, SessionError, Statistics, Stop, Turn,
};
/// Pins that cannot be kept together, named before anything is planned.
pub use regauge_solver::{Contradiction, contradictions};

/// Parts of the engines: what each has done in a run ([`Statistics`]), and doing without some ([`Planner::parts`]).
pub mod parts {
    pub use regauge_solver::heuristics::FinderCounts;
    pub use regauge_solver::part_names;
    pub use regauge_solver::parts::Parts;
    pub use regauge_solver::search::OperatorCounts;
}

/// Why a plan has no journeys in the compiled problem.
pub use regauge_solver::encode::EncodeError;

/// Whether this thread is inside a solver of others, whose panics are caught and become a status. A panic hook that reports and
/// leaves asks this first.
pub use regauge_solver::backend::is_guarded;

/// The problem in the engines' words: horizon, trains, states, line, stations, sheds, and the ids that name them.
pub mod problem {
    pub use regauge_model::{ids, instance, objective, system};
}

/// The answer in the engines' words: events, waits and what they are for, crane slots, fates of rakes, key figures; and the
/// timeline of who uses what when.
pub mod plan {
    pub use regauge_model::journey::Journey;
    pub use regauge_model::objective::Standing;
    pub use regauge_model::plan::{
        Activity, Closure, ClosureKind, CostParts, CraneSlot, Event, ForeignPlan, Kpis,
        OtherJourney, OtherWay, Paths, Queue, RakeFate, Reason, ReasonCode, Status, TrainPlan,
        Wait, WaitSum,
    };
    pub use regauge_model::plan_file::{kpis_to_file, parts_to_file, resource_to_file};
    pub use regauge_model::resource::{
        Pinned, PinnedEvent, PinnedRake, Resource, Rule, Task, Unknown, Words,
    };
    pub use regauge_model::timeline::{
        Busy, Capped, CraneWork, Held, Kind, Movement, Role, Timeline, Use,
    };
}

/// The instance as of a minute of its plan, and the rest of the plan.
pub mod advance {
    pub use regauge_model::advance::{
        ACTUAL_RULES, AdvanceError, Advanced, Fulfilled, actual_from_json, advance, advance_with,
        freeze_from_json, instance_file,
    };
}

/// Why a train leaves later than it would alone: minutes by cause, that add up exactly.
pub mod delays {
    pub use regauge_model::delays::{
        Delay, DelayCause, Lost, Step, StepWhat, TrainDelays, delays, lost, steps,
    };
    pub use regauge_solver::{delayed, planned_alone, train_delayed};
}

/// From a published plan and what has happened to the plan that changes least.
pub mod replan {
    pub use regauge_replan::{
        Change, Compared, Offer, Offers, PinPrice, PublishedPlan, PushedBack, Remedies, Remedy,
        Replan, ReplanError, Replanned, helped, offers, price_pins, publish, remedies,
    };
}

/// What changed between two plans: in the engines' words, as a file that makes the new plan of the old one, and how often decisions
/// were taken back in plans published one after the other.
pub mod diff {
    pub use regauge_model::diff::{
        Aspect, Choice, ChoiceChange, Count, Decision, DiffConfig, Ghost, Group, Moment,
        Nervousness, OrderChange, PlanDiff, PossessionMove, Shift, TimeChange, TrainChange,
        TrainCounts, TrainDiff, apply, apply_json, diff_from_json, diff_to_file, diff_to_json,
        ghosts, nervousness, plan_file,
    };
}

/// What has happened before the start of an instance, as [`crate::advance`] keeps it for people.
pub mod history {
    pub use regauge_model::history::{
        Departed, Past, PastSlot, PastTrain, PastUse, departed, uses,
    };
}

/// Which file a text is, for readers of their own of the documents beside instance and plan.
pub mod files {
    pub use regauge_model::validate::{FileKind, other_file};
}

/// The file formats as plain structs, and their version.
pub use regauge_model::format;

/// The compiled problem: one small network of operations per train over shared resources, for other solvers; and plans from what
/// they chose in it.
pub mod network {
    use crate::CompiledProblem;

    /// A rule that [`Planner::without`](crate::Planner::without) leaves out.
    pub use regauge_model::resource::Rule;

    /// The compiled problem as a JSON document (`docs/compiled-problem.md`), ending in a newline.
    ///
    /// The document is the interface: the engines' own structs change with the engines.
    pub fn compiled_problem_to_json(problem: &CompiledProblem) -> String {
        problem.network().to_json(problem.instance())
    }

    pub use regauge_solver::journey::{ChoiceError, ChoicePlace, Choices, WorkChoice};
    pub use regauge_solver::network::{Tick, Ticks};
    pub use regauge_solver::{GivenError, plan_of_choices};
}

/// Dates and offsets, as [`format`](mod@format) and [`problem`] have them, in the versions that this crate was built with.
pub use {chrono, chrono_tz};

/// The code in the README is a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// So is that of the page about control.
#[cfg(doctest)]
#[doc = include_str!("../docs/control.md")]
struct Control;
