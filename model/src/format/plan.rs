//! The plan file: what the program writes and `check` reads.
//!
//! No wall-clock time and no run time inside: the same input gives the same bytes.

use super::{DateTimeFile, DirectionFile, ResourceFile, TaskFile, TermFile};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A plan of one instance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PlanFile {
    /// Version of this format: `"1.0"`.
    #[schemars(extend("const" = super::FORMAT_VERSION))]
    pub format_version: String,
    /// The instance planned.
    pub instance: InstanceRefFile,
    /// Program, version, seed and work limit.
    pub made_by: String,
    /// What is known about its quality.
    pub status: StatusFile,
    /// Objective value in cost units (hundredths of a weighted train-minute). With levels: the combined cost, in which a
    /// level outweighs those below; look at `levels` then.
    pub value: i64,
    /// Proven lower bound of the value, in its units.
    pub bound: i64,
    /// (value − bound) / value; 0 when the value is 0.
    pub gap: f64,
    /// The part of the value that is not the trains' cost if each were alone.
    pub avoidable: AvoidableFile,
    /// The value by parts, in cost units; they add up to it, unless the objective has levels.
    pub parts: PartsFile,
    /// How good the plan is in each level of the objective, the most important one first; only with levels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<LevelFile>,
    /// Every train of the instance, in its order.
    pub trains: Vec<PlanTrainFile>,
    /// When the possessions are that may be at any time of a window, in the order of the instance.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub possessions: Vec<PlacedPossessionFile>,
    /// Which crane works which wagons of which train when, by crane (in the order of the instance) and start.
    pub crane_slots: Vec<CraneSlotFile>,
    /// What becomes of the emptied rakes, in the order of their trains.
    pub rakes: Vec<RakeFateFile>,
    /// Key figures.
    pub kpis: KpiFile,
}

/// When a possession is whose window leaves a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PlacedPossessionFile {
    /// Section.
    pub section: String,
    /// First minute closed.
    pub from: DateTimeFile,
    /// First minute open again.
    pub to: DateTimeFile,
}

/// Which instance a plan is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct InstanceRefFile {
    /// Its name.
    pub name: String,
    /// SHA-256 of its content (independent of layout and order of keys), in hexadecimal.
    pub sha256: String,
}

/// What is known about the quality of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum StatusFile {
    /// Proven: value equals bound.
    Optimal,
    /// The gap asked for is reached.
    WithinGap,
    /// A plan; its gap is stated.
    Feasible,
    /// The run was interrupted; the best plan so far.
    Interrupted,
}

/// The avoidable cost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AvoidableFile {
    /// Value minus the sum of every train's cost if it were alone, in cost units.
    pub value: i64,
    /// (value − bound) / avoidable value; 0 when that is 0.
    pub gap: f64,
}

/// The value by parts, in cost units.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PartsFile {
    /// Weighted minutes from earliest entry to exit.
    pub minutes: i64,
    /// Weighted lateness at the exit.
    pub lateness: i64,
    /// Postponed trains.
    pub postponed: i64,
    /// Empty rakes missing at the end.
    pub missing_empties: i64,
    /// Minutes missing of buffers.
    #[serde(default, skip_serializing_if = "super::is_nothing")]
    pub missing_buffers: i64,
    /// What is other than was published.
    #[serde(default, skip_serializing_if = "super::is_nothing")]
    pub changes: i64,
}

/// How good a plan is in a level of the objective.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LevelFile {
    /// Terms of the level.
    pub terms: Vec<TermFile>,
    /// Cost units of the level.
    pub value: i64,
    /// Proven lower bound of it for plans as good in the levels above; absent while one of those is not closed, that is,
    /// while its value is above its bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bound: Option<i64>,
    /// What the trains would cost in the level if each were alone.
    pub alone: i64,
}

/// A train in the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PlanTrainFile {
    /// Train number.
    pub id: String,
    /// Whether it is planned; else it stays outside, or stands where it is through the horizon.
    pub planned: bool,
    /// Why it is not planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<ReasonFile>,
    /// Port it goes over; for trains that may go over more than one alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<String>,
    /// Minute it leaves the system or reaches its store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit: Option<DateTimeFile>,
    /// Everything it does, in order of its start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<EventFile>,
    /// Where it waits and what for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waits: Vec<WaitFile>,
    /// What it would do over each other port that it may go over, the other trains as planned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_ways: Vec<OtherWayFile>,
}

/// A way that a train does not take.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct OtherWayFile {
    /// Port it leads over.
    pub port: String,
    /// Its cheapest journey there; absent where the other trains leave it none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub journey: Option<OtherJourneyFile>,
}

/// The cheapest journey of a train on a way that it does not take.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct OtherJourneyFile {
    /// Minute it would leave the system or reach its store.
    pub exit: DateTimeFile,
    /// What it would cost more, in cost units.
    pub dearer: i64,
    /// What it would wait for longest, where it would wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<WaitFile>,
}

/// Why a train is not planned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ReasonFile {
    /// Code of the reason.
    pub code: ReasonCodeFile,
    /// What stands in its way: resources, or rules. Where pins clash the pins, then the trains, closed things and rules that they
    /// clash with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocked_by: Vec<ResourceFile>,
    /// The reason in an English sentence.
    pub text: String,
}

/// A code for why a train is not planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ReasonCodeFile {
    /// It would fit without the others.
    NoRoom,
    /// Its pins cannot be kept.
    PinsClash,
    /// It finds no journey even if it is alone.
    NoJourneyAlone,
    /// The run ended before it was known.
    NoTime,
}

/// Something a rake of the train does or holds. `rake` is `arriving` for the wagons it comes with (emptied after
/// the crane work) and `onward` for those of the other gauge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "what", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum EventFile {
    /// Runs through a section.
    Run {
        /// Rake.
        rake: String,
        /// Entry.
        from: DateTimeFile,
        /// Exit.
        to: DateTimeFile,
        /// Section.
        section: String,
        /// Direction.
        direction: DirectionFile,
        /// Starts from a stop at the entry (or from outside the system: false).
        starts: bool,
        /// Stops at the exit.
        stops: bool,
        /// Track, from 1, on which it passes at the exit, where the station names tracks for that (`through`).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(range(min = 1, max = 4_294_967_295_u32))]
        track: Option<u32>,
    },
    /// Holds a track of a yard.
    Track {
        /// Rake.
        rake: String,
        /// First minute held.
        from: DateTimeFile,
        /// First minute free.
        to: DateTimeFile,
        /// Yard.
        yard: String,
        /// Number of the track in the yard, from 1.
        #[schemars(range(min = 1, max = 4_294_967_295_u32))]
        track: u32,
    },
    /// A stage with one of its teams.
    Stage {
        /// Rake.
        rake: String,
        /// Start.
        from: DateTimeFile,
        /// End.
        to: DateTimeFile,
        /// Stage.
        stage: String,
        /// Number of the team, from 1; absent where the stage has no teams.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(range(min = 1, max = 4_294_967_295_u32))]
        team: Option<u32>,
    },
    /// Placing (送车): from a track or store into a spot.
    Placing {
        /// Rake.
        rake: String,
        /// Start.
        from: DateTimeFile,
        /// End.
        to: DateTimeFile,
        /// Spot.
        spot: String,
        /// Store it comes from; absent: from its track.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        store: Option<String>,
        /// Number of the locomotive of its gauge, from 1.
        #[schemars(range(min = 1, max = 4_294_967_295_u32))]
        locomotive: u32,
    },
    /// Holds its side of a spot (both sides, for a train that is handled there), clearing included.
    Spot {
        /// Rake.
        rake: String,
        /// First minute held.
        from: DateTimeFile,
        /// First minute free.
        to: DateTimeFile,
        /// Spot.
        spot: String,
    },
    /// Crane work on one part of the train.
    CraneWork {
        /// Start of the preparation.
        from: DateTimeFile,
        /// End of the finishing.
        to: DateTimeFile,
        /// Spot.
        spot: String,
        /// Crane mode of the shed.
        mode: String,
        /// Part of the train, from 1.
        #[schemars(range(min = 1, max = 4_294_967_295_u32))]
        part: u32,
        /// End of the preparation.
        lifting_from: DateTimeFile,
        /// Lifting steps, one straight after the other but for stops of the cranes; the finishing follows the last.
        steps: Vec<WorkStepFile>,
    },
    /// Handling of a train that comes straight to a spot.
    Handling {
        /// Start.
        from: DateTimeFile,
        /// End.
        to: DateTimeFile,
        /// Spot.
        spot: String,
    },
    /// Both rakes exchange one part of the train for the next in the spot.
    Exchange {
        /// Start.
        from: DateTimeFile,
        /// End.
        to: DateTimeFile,
        /// Spot.
        spot: String,
        /// Part brought in, from 2.
        #[schemars(range(min = 1, max = 4_294_967_295_u32))]
        part: u32,
        /// Number of the locomotive of the arriving rake's gauge, from 1.
        #[schemars(range(min = 1, max = 4_294_967_295_u32))]
        locomotive_arriving: u32,
        /// Number of the locomotive of the onward rake's gauge, from 1.
        #[schemars(range(min = 1, max = 4_294_967_295_u32))]
        locomotive_onward: u32,
    },
    /// Pulling (取车): from a spot to a track or store.
    Pulling {
        /// Rake.
        rake: String,
        /// Start.
        from: DateTimeFile,
        /// End.
        to: DateTimeFile,
        /// Spot.
        spot: String,
        /// Store it goes to; absent: to its track.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        store: Option<String>,
        /// Number of the locomotive of its gauge, from 1.
        #[schemars(range(min = 1, max = 4_294_967_295_u32))]
        locomotive: u32,
    },
    /// Moves from a track into a store.
    IntoStore {
        /// Start.
        from: DateTimeFile,
        /// End.
        to: DateTimeFile,
        /// Store.
        store: String,
        /// Number of the locomotive of its gauge, from 1.
        #[schemars(range(min = 1, max = 4_294_967_295_u32))]
        locomotive: u32,
    },
    /// Moves from a store onto a track.
    FromStore {
        /// Start.
        from: DateTimeFile,
        /// End.
        to: DateTimeFile,
        /// Store.
        store: String,
        /// Number of the locomotive of its gauge, from 1.
        #[schemars(range(min = 1, max = 4_294_967_295_u32))]
        locomotive: u32,
    },
}

/// A lifting step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct WorkStepFile {
    /// First minute.
    pub from: DateTimeFile,
    /// First minute after the last lift.
    pub to: DateTimeFile,
    /// Minutes in between in which the cranes stood still.
    #[schemars(range(max = 4_294_967_295_u32))]
    pub paused_minutes: u32,
}

/// A wait and its cause.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct WaitFile {
    /// Rake that waits.
    pub rake: String,
    /// What it waits to begin.
    pub before: TaskFile,
    /// First minute of waiting.
    pub from: DateTimeFile,
    /// End of the wait.
    pub to: DateTimeFile,
    /// Minutes.
    pub minutes: u32,
    /// Resource waited for.
    pub for_what: ResourceFile,
    /// Trains that held it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held_by: Vec<String>,
    /// The closure that was in the way, when no train was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closure: Option<ClosureFile>,
}

/// A closure that makes a rake wait.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ClosureFile {
    /// Its kind.
    pub why: ClosureKindFile,
    /// First minute closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTimeFile>,
    /// First minute open again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<DateTimeFile>,
    /// The train of a given path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub train: Option<String>,
    /// The wind zone of a stop for wind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
}

/// A kind of closure.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ClosureKindFile {
    /// A possession (天窗) of a line track.
    Possession,
    /// A path given away on the line.
    GivenPath,
    /// Wind, or an order for wind, stops trains on the line.
    LineWind,
    /// Wind, or an order for wind, stops shunting.
    ShuntingWind,
    /// Wind, or an order for wind, stops the cranes.
    CraneWind,
    /// Maintenance of a crane.
    Maintenance,
    /// The spot is closed.
    SpotClosed,
    /// Nobody works at the stage.
    NotWorking,
    /// Busy with something else at the start.
    Busy,
    /// The train is held at the station until it is released.
    Hold,
    /// A pin of the train.
    Pin,
    /// It would be free, but the slack asked for would be missing (`buffer_minutes`).
    Buffer,
}

/// A crane slot (作业时段): one crane, one span, one train, a range of its wagons.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CraneSlotFile {
    /// Crane.
    pub crane: String,
    /// Train.
    pub train: String,
    /// First minute.
    pub from: DateTimeFile,
    /// First minute after.
    pub to: DateTimeFile,
    /// First and last wagon of the arriving rake, from 1.
    #[schemars(inner(range(max = 4_294_967_295_u32)))]
    pub wagons: [u32; 2],
    /// Lifts.
    #[schemars(range(max = 4_294_967_295_u32))]
    pub lifts: u32,
}

/// What becomes of an emptied rake.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RakeFateFile {
    /// Train that brought it.
    pub from_train: String,
    /// Track gauge in millimetres.
    pub gauge_mm: u32,
    /// `returned` (by a path of its own) or `stored`.
    pub fate: String,
    /// Store, when stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<String>,
    /// Minute it left the system or reached the store.
    pub at: DateTimeFile,
}

/// Key figures of a plan; shares are between 0 and 1. `docs/kpis.md` defines each. Means of dwell are over planned trains, so
/// look at `postponed`, `outside_at_end` and `entry_wait_mean` beside them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct KpiFile {
    /// Trains planned.
    pub planned: u32,
    /// Trains not planned.
    pub postponed: u32,
    /// Trains that leave after they are due.
    pub late: u32,
    /// Share of the trains whose earliest entry lies in the planning part that are planned (计划安排率).
    pub fulfilment: f64,
    /// Share of the trains with a due exit in the planning part that leave by then (计划正点率); a postponed train does not.
    pub punctuality: f64,
    /// Mean minutes from the earliest entry to the entry, over all trains not under way at the start; a postponed train
    /// waits to the end of the horizon.
    pub entry_wait_mean: f64,
    /// Trains still outside at the end of the horizon: postponed and not under way at the start.
    pub outside_at_end: u32,
    /// Mean station dwell (在站停时) of transshipped trains, arrival to departure, in minutes.
    pub dwell_transshipped_mean: f64,
    /// Its 90th percentile.
    pub dwell_transshipped_p90: f64,
    /// Mean station dwell of trains that only pass, in minutes.
    pub dwell_passing_mean: f64,
    /// Mean minutes of handling per handled train, from its start to its end.
    pub dwell_handled_mean: f64,
    /// Mean minutes of preparation and lifting per transshipped train, pauses left out.
    pub crane_work_mean: f64,
    /// Mean minutes from the first placing to the spot cleared, per transshipped train.
    pub slot_cycle_mean: f64,
    /// Trains whose crane work or handling starts in the planning part, per spot.
    pub trains_per_spot: BTreeMap<String, u32>,
    /// Share of the planning part in which the spot is held, per spot.
    pub spot_use: BTreeMap<String, f64>,
    /// Share of the planning part in which the crane is allotted, per crane.
    pub crane_use: BTreeMap<String, f64>,
    /// Entries in the planning part, per section.
    pub paths: BTreeMap<String, PathsFile>,
    /// Minutes missing of the buffers of `sections`, `spots` and `locomotives`; absent where none are asked for.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub missing_buffer_minutes: BTreeMap<String, u32>,
    /// Trains waiting to enter, per entry point; absent where no trains are held.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub outside: BTreeMap<String, QueueFile>,
    /// Minutes waited in total, by what was waited for.
    pub waits: Vec<WaitSumFile>,
}

/// Trains waiting outside an entry point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QueueFile {
    /// Most of them at a time.
    pub most: u32,
    /// At the end of the horizon.
    pub at_end: u32,
}

/// Entries into a section by direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PathsFile {
    /// 下行, from the section's `from` to its `to`.
    pub down: u32,
    /// 上行, the other way.
    pub up: u32,
}

/// What all waits for one resource sum up to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct WaitSumFile {
    /// Resource waited for.
    pub for_what: ResourceFile,
    /// Minutes.
    pub minutes: u32,
}
