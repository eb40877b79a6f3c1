//! Trains.

use super::{DateTimeFile, PinsFile};
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
    /// Of which kinds these wagons are, for a store that counts wagons. Absent where the store has one kind alone: all are of that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 100))]
    pub wagons_of: Vec<WagonsOfFile>,
    /// Boxes to move to the other gauge.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub boxes: Vec<BoxFile>,
    /// Station where its boxes change the gauge; empty: it only passes. Each further station is a way like those of `ways`, with
    /// nothing of its own.
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
    /// Port that its way as described here leads over: a station of it. Absent: where it is transshipped, or the station of its
    /// store; a train that only passes needs one where it has other ways.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<String>,
    /// What its way as described here costs beside its minutes, in minutes of the train.
    #[serde(default, skip_serializing_if = "super::is_zero")]
    #[schemars(range(max = 14_400))]
    pub way_minutes: u32,
    /// Other ways it may take, each over a port of its own; the plan chooses one of all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 20))]
    pub ways: Vec<WayFile>,
    /// Decisions already made.
    #[serde(default, skip_serializing_if = "PinsFile::is_empty")]
    pub pins: PinsFile,
    /// What was told of it to others: a plan that differs pays for the changes.
    #[serde(default, skip_serializing_if = "PublishedFile::is_empty")]
    pub published: PublishedFile,
}

/// Another way of a train. Ends, rakes and stores that are not given are those of the train; calls are its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct WayFile {
    /// Port it leads over: a station of it, and no other way of the train has the same.
    pub port: String,
    /// Station at which the train enters the system on this way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Station at which it leaves the system, or ends when it goes into a store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Station where its boxes change the gauge; absent for a transshipped train: at the port.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transship_at: Option<String>,
    /// The rake of the other gauge that takes the boxes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onward: Option<OnwardFile>,
    /// What may become of the emptied rake.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emptied: Option<EmptiedFile>,
    /// Store in which it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into_store: Option<String>,
    /// Store from which it is taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_store: Option<String>,
    /// Stays on this way; absent: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<CallFile>,
    /// Earliest entry on this way, when that is later than the train's own; its minutes count from its own all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earliest_entry: Option<DateTimeFile>,
    /// It enters on this way so many minutes after the start of the horizon at the earliest: locomotive, crew and the other
    /// railway want to know before.
    #[serde(default, skip_serializing_if = "super::is_zero")]
    #[schemars(range(max = 14_400))]
    pub notice_minutes: u32,
    /// What this way costs beside its minutes, in minutes of the train.
    #[serde(default, skip_serializing_if = "super::is_zero")]
    #[schemars(range(max = 14_400))]
    pub way_minutes: u32,
}

impl TrainFile {
    /// The train with one of its ways as its only one: 0 is the one it is described with, the others are in the order of
    /// [`TrainFile::other_ways`].
    #[must_use]
    pub fn on_way(&self, way: usize) -> TrainFile {
        let mut train = self.clone();
        train.transship_at.truncate(1);
        train.ways.clear();
        train.pins.port = None;
        let others = self.other_ways();
        let Some(way) = way.checked_sub(1).and_then(|way| others.get(way)) else {
            return train;
        };
        train.port = Some(way.port.clone());
        train.way_minutes = way.way_minutes;
        train.calls.clone_from(&way.calls);
        for station in &mut train.transship_at {
            station.clone_from(way.transship_at.as_ref().unwrap_or(&way.port));
        }
        for (own, others) in [
            (&mut train.from, &way.from),
            (&mut train.to, &way.to),
            (&mut train.into_store, &way.into_store),
            (&mut train.from_store, &way.from_store),
        ] {
            if others.is_some() {
                own.clone_from(others);
            }
        }
        train.onward = way.onward.clone().or(train.onward);
        train.emptied = way.emptied.clone().or(train.emptied);
        train
    }

    /// Gives it another earliest entry; on each way it is as much later than that as before.
    pub fn enters_from(&mut self, earliest_entry: DateTimeFile) {
        let by = earliest_entry - self.earliest_entry;
        self.earliest_entry = earliest_entry;
        for way in &mut self.ways {
            way.earliest_entry = way.earliest_entry.map(|entry| entry + by);
        }
    }

    /// So many minutes of the notice that one of its ways needs (0 is the one it is described with) are over.
    pub fn was_told(&mut self, way: usize, minutes: u32) {
        if let Some(way) = way.checked_sub(1).and_then(|way| self.ways.get_mut(way)) {
            way.notice_minutes = way.notice_minutes.saturating_sub(minutes);
        }
    }

    /// Whether it has other ways than the one it is described with.
    pub fn has_other_ways(&self) -> bool {
        self.transship_at.len() > 1 || !self.ways.is_empty()
    }

    /// Its other ways: those of `ways`, and those of `transship_at` that they do not describe.
    pub fn other_ways(&self) -> Vec<WayFile> {
        let further = self.transship_at.iter().skip(1);
        let plain = further.filter(|port| !self.ways.iter().any(|way| way.port == **port));
        let plain = plain.map(WayFile::new);
        self.ways.iter().cloned().chain(plain).collect()
    }
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

/// Wagons of one kind in a rake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WagonsOfFile {
    /// A kind of wagon of the store that the rake comes from or goes into.
    pub kind: String,
    /// How many; those of all kinds together are the wagons of the rake.
    #[schemars(range(min = 1, max = 1000))]
    pub count: u32,
}

/// The rake of the other gauge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
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
    /// Of which kinds they are, where the store counts wagons. Absent where it has one kind alone: all are of that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 100))]
    pub wagons_of: Vec<WagonsOfFile>,
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

/// What was told of a train to others.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PublishedFile {
    /// Port its way leads over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<String>,
    /// Spot, which also says the shed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spot: Option<String>,
    /// Crane mode of the shed of the spot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// When it leaves the system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit: Option<DateTimeFile>,
}

impl PublishedFile {
    /// Whether nothing was told.
    pub fn is_empty(&self) -> bool {
        *self == PublishedFile::default()
    }
}
