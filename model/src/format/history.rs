//! What has happened before the start of the horizon.

use super::{CraneSlotFile, DateTimeFile, EventFile};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What happened from one planning to the next: written by `advance`, kept as it is by every later one, and of no account for the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PastFile {
    /// The minute in which it was written: what ended by then is in it.
    pub until: DateTimeFile,
    /// Trains that did something, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 100_000))]
    pub trains: Vec<PastTrainFile>,
    /// Crane slots that are over, by crane and time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 100_000))]
    pub crane_slots: Vec<CraneSlotFile>,
    /// Crane slots that had begun and were not over, with the ends planned then. They are among `crane_slots` of a later one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 100_000))]
    pub begun_slots: Vec<CraneSlotFile>,
}

/// What a train did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PastTrainFile {
    /// Train number; the train may be gone.
    #[schemars(length(min = 1, max = 100), regex(pattern = super::ID_PATTERN))]
    pub id: String,
    /// Class of the rake it comes with.
    pub class: String,
    /// Class of its onward rake; for transshipped trains alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onward_class: Option<String>,
    /// When it was due out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_exit: Option<DateTimeFile>,
    /// When it left the system or reached its store, if it did so here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<DateTimeFile>,
    /// What is over, in order of its start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 10_000))]
    pub events: Vec<EventFile>,
    /// What had begun and was not over, with the ends planned then. It is among `events` of a later one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 10_000))]
    pub begun: Vec<EventFile>,
}
