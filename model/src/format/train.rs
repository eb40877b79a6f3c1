//! Trains.

use super::{DateTimeFile, SpanFile};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A train to plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct TrainFile {
    /// Train number, unique among trains.
    #[schemars(length(min = 1, max = 100), regex(pattern = super::ID_PATTERN))]
    pub id: String,
    /// Class as it arrives.
    pub class: String,
    /// Station at which it enters the system (a boundary point, or where it stands at the start); absent with `handling`
    /// alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Station at which it leaves the system, or ends when `into_store` is given; absent with `handling` alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Earliest entry; for a train under way: when it was due in.
    pub earliest_entry: DateTimeFile,
    /// Due exit; later is late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_exit: Option<DateTimeFile>,
    /// Length of the arriving rake in metres, locomotive included.
    #[schemars(range(min = 1, max = 10_000))]
    pub length_m: u32,
    /// Wagons of the arriving rake.
    #[schemars(range(min = 1, max = 1000))]
    pub wagons: u32,
    /// Boxes to move to the other gauge.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub boxes: Vec<BoxFile>,
    /// Station where its boxes change the gauge; empty: it only passes. (More than one is not supported yet.)
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transship_at: Vec<String>,
    /// The rake of the other gauge that takes the boxes on; required with `transship_at`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onward: Option<OnwardFile>,
    /// What may become of the emptied rake; required with `transship_at`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emptied: Option<EmptiedFile>,
    /// Worked in so many parts, one after the other on one spot, when it is too long for it.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 10))]
    pub parts: u32,
    /// A train of empties that ends in this store at station `to`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into_store: Option<String>,
    /// A train of empties that is taken from this store at station `from`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_store: Option<String>,
    /// Spots to choose among, all at one station: it comes straight to one of them, occupies it alone for the minutes given
    /// and leaves. No line, yard, stage, locomotive or crane has to do with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub handling: Vec<HandlingFile>,
    /// Stations where it stays, and how long at least.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<CallFile>,
    /// Stage durations of this train that differ from the stage's own, by stage id, in minutes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("additionalProperties" = {
        "type": "integer", "format": "uint32", "minimum": 1, "maximum": 14_400,
    }))]
    pub stage_minutes: BTreeMap<String, u32>,
    /// Decisions already made.
    #[serde(default, skip_serializing_if = "PinsFile::is_empty")]
    pub pins: PinsFile,
}

fn one() -> u32 {
    1
}

/// A spot in which a train may be handled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandlingFile {
    /// The spot.
    pub spot: String,
    /// Minutes of handling there.
    #[schemars(range(min = 1, max = 14_400))]
    pub minutes: u32,
}

/// Boxes of one size; each is one lift.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BoxFile {
    /// Length in feet: 20, 40 or 45.
    #[schemars(extend("enum" = [20, 40, 45]))]
    pub feet: u32,
    /// How many.
    pub count: u32,
}

/// The rake of the other gauge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OnwardFile {
    /// Class in which it goes on, loaded.
    pub class: String,
    /// Store it is taken from.
    pub from_store: String,
    /// Length in metres, locomotive included.
    #[schemars(range(min = 1, max = 10_000))]
    pub length_m: u32,
    /// Wagons.
    #[schemars(range(min = 1, max = 1000))]
    pub wagons: u32,
}

/// What may become of an emptied rake; at least one of `return_to` and `into_store`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct EmptiedFile {
    /// Class in which it runs, empty.
    pub class: String,
    /// Station at which it may leave the system by a path of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_to: Option<String>,
    /// Store that may take it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into_store: Option<String>,
}

/// A stay at a station.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CallFile {
    /// The station.
    pub station: String,
    /// Minutes it stands there at least, from its arrival (unloading on sidings, crew change).
    #[serde(default)]
    #[schemars(range(max = 14_400))]
    pub minutes: u32,
    /// The yard it stands in; absent: any of its gauge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yard: Option<String>,
}

/// Decisions already made; the plan keeps them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PinsFile {
    /// Shed or outdoor module.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shed: Option<String>,
    /// Spot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spot: Option<String>,
    /// Crane mode of the shed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// Span in which it enters the system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<SpanFile>,
    /// Span in which its crane work starts (preparation of the first part).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crane_work: Option<SpanFile>,
    /// Span in which it leaves the system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit: Option<SpanFile>,
}

impl PinsFile {
    /// Whether nothing is pinned.
    pub fn is_empty(&self) -> bool {
        *self == PinsFile::default()
    }
}
