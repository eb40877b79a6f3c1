//! The difference of two plans: what the program writes, and what makes the new plan of the old one.

use super::plan::{
    AvoidableFile, CraneSlotFile, InstanceRefFile, KpiFile, LevelFile, PartsFile,
    PlacedPossessionFile, PlanTrainFile, RakeFateFile, StatusFile,
};
use super::{DateTimeFile, DirectionFile, RakeFile, ResourceFile, TaskFile};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What changed from one plan to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DiffFile {
    /// Version of this format: `"1.0"`.
    #[schemars(extend("const" = super::FORMAT_VERSION))]
    pub format_version: String,
    /// The old plan.
    pub before: PlanRefFile,
    /// The new plan.
    pub after: PlanRefFile,
    /// From when on the plans are compared.
    pub from: DateTimeFile,
    /// Times that moved by no more minutes are the same.
    pub tolerance_minutes: u32,
    /// How many trains of each kind.
    pub counts: DiffCountsFile,
    /// Trains that are not the same: those of the new plan in its order, then those that are gone.
    pub trains: Vec<TrainDiffFile>,
    /// Pairs of trains that changed places.
    pub orders: Vec<OrderChangeFile>,
    /// What makes the new plan of the old one.
    pub patch: PatchFile,
}

/// Which plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PlanRefFile {
    /// The instance planned.
    pub instance: InstanceRefFile,
    /// Program, version, seed and work limit.
    pub made_by: String,
    /// SHA-256 of the plan as the program writes it, in hexadecimal.
    pub sha256: String,
}

/// How many trains are told how, each once and by the largest of its changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DiffCountsFile {
    /// Planned before and postponed now.
    pub postponed: u32,
    /// Postponed before and planned now.
    pub planned: u32,
    /// In the old plan alone.
    pub gone: u32,
    /// In the new plan alone.
    pub new: u32,
    /// With another place or way of working.
    pub place: u32,
    /// In another order beside other trains, and at other times.
    pub order: u32,
    /// At other times alone.
    pub times: u32,
    /// With another track, team or locomotive of the same kind alone.
    pub units: u32,
    /// The same.
    pub same: u32,
}

/// What became of a train.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum TrainChangeFile {
    /// Planned before and postponed now.
    Postponed,
    /// Postponed before and planned now.
    Planned,
    /// In the old plan alone.
    Gone,
    /// In the new plan alone.
    New,
    /// With another place, way of working or unit, or at other times.
    Moved,
}

/// A train that is not the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct TrainDiffFile {
    /// Train number.
    pub id: String,
    /// What became of it.
    pub change: TrainChangeFile,
    /// When it leaves by the old plan; absent where it is not planned there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit_before: Option<DateTimeFile>,
    /// When it leaves by the new plan; absent where it is not planned there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit_after: Option<DateTimeFile>,
    /// Other places, ways of working and units.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<ChoiceChangeFile>,
    /// Times that moved, by the new time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub times: Vec<TimeChangeFile>,
}

/// What is chosen for a train.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum AspectFile {
    /// The port it goes over.
    Port,
    /// The shed in which it is worked or handled.
    Shed,
    /// The spot.
    Spot,
    /// The crane mode.
    Mode,
    /// The cranes that lift.
    Cranes,
    /// Into how many parts it is divided.
    Parts,
    /// The store from which its onward rake comes; none: from a train or another station.
    Empties,
    /// What becomes of its emptied rake: the store that takes it, or none: it returns.
    Fate,
    /// The sections through which a rake runs.
    Sections,
    /// The yards in which a rake stands.
    Yards,
    /// The tracks on which a rake stands.
    Tracks,
    /// The teams of its stages.
    Teams,
    /// The locomotives of its shunting movements.
    Locomotives,
}

/// Another choice than before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ChoiceChangeFile {
    /// What is chosen.
    pub what: AspectFile,
    /// Of which rake, where each has its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rake: Option<RakeFile>,
    /// The things before, in the order of their use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<ResourceFile>,
    /// The things now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<ResourceFile>,
    /// Names of the crane modes before, in their sheds; for `mode` alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modes_before: Vec<String>,
    /// Names of the crane modes now; for `mode` alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modes_after: Vec<String>,
    /// How many parts before; for `parts` alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts_before: Option<u32>,
    /// How many parts now; for `parts` alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts_after: Option<u32>,
}

/// An instant of a train's journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum MomentFile {
    /// It enters the system.
    Entry,
    /// It arrives where it is worked.
    Arrival,
    /// A task begins.
    Starts,
    /// A task ends.
    Ends,
    /// It departs from where it is worked.
    Departure,
    /// It leaves the system, or reaches its store.
    Exit,
}

/// A time that moved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct TimeChangeFile {
    /// Which instant.
    pub moment: MomentFile,
    /// The task that begins or ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<TaskFile>,
    /// The rake that does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rake: Option<RakeFile>,
    /// When it was.
    pub before: DateTimeFile,
    /// When it is.
    pub after: DateTimeFile,
    /// By how many minutes it moved: later where positive.
    pub minutes: i64,
}

/// Two trains that use something one after the other, now in the other order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct OrderChangeFile {
    /// The train that comes first now.
    pub first: String,
    /// The train that came first.
    pub second: String,
    /// What both use.
    pub on: Vec<UsedInTurnFile>,
}

/// Something that trains use one after the other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct UsedInTurnFile {
    /// A section, spot, crane or throat.
    pub resource: ResourceFile,
    /// The direction in a section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<DirectionFile>,
}

/// What makes the new plan of the old one. Figures are those of the new plan, each as in a plan file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PatchFile {
    /// What is known about its quality.
    pub status: StatusFile,
    /// Objective value in cost units.
    pub value: i64,
    /// Proven lower bound of the value.
    pub bound: i64,
    /// (value − bound) / value; 0 when the value is 0.
    pub gap: f64,
    /// The part of the value that is not the trains' cost if each were alone.
    pub avoidable: AvoidableFile,
    /// The value by parts.
    pub parts: PartsFile,
    /// How good the plan is in each level of the objective.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<LevelFile>,
    /// When possessions of choice are in the new plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub possessions: Vec<PlacedPossessionFile>,
    /// Numbers of all trains of the new plan, in its order.
    pub order: Vec<String>,
    /// Those of them that are not in the old plan exactly so.
    pub trains: Vec<PlanTrainFile>,
    /// Crane slots; absent where they are those of the old plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crane_slots: Option<Vec<CraneSlotFile>>,
    /// What becomes of the emptied rakes; absent where it is as in the old plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rakes: Option<Vec<RakeFateFile>>,
    /// Key figures; absent where they are those of the old plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kpis: Option<KpiFile>,
}
