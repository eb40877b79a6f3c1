//! What is where at the start of the horizon.

use super::{DateTimeFile, DirectionFile};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is where at the start of the horizon. An emptied rake without its train is a train of an empty class
/// that starts at the station.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StateFile {
    /// Trains already in the system.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trains: Vec<TrainStateFile>,
    /// Teams, locomotives and cranes busy with something that is no train of this file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub busy: Vec<BusyFile>,
    /// Entries already counted on the railway day running at the start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caps_used: Vec<CapUsedFile>,
    /// Runs that ended before the start, but so lately that headway or clearing still count from them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed: Vec<PassedRunFile>,
}

/// Where a train stands and what is left of what it is doing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct TrainStateFile {
    /// The train.
    pub train: String,
    /// When it came to its station, for the dwell; absent: not there yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrived: Option<DateTimeFile>,
    /// Where the arriving rake is (after the work: the emptied rake).
    pub arriving: RakePlaceFile,
    /// Where the rake of the other gauge is; absent: still in its store. Only for transshipped trains.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onward: Option<RakePlaceFile>,
    /// Stages done or under way, of any rake of the train.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<StageProgressFile>,
    /// Crane work under way or done; absent: not begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work: Option<WorkFile>,
    /// The yard track that the arriving rake of a train in parts still holds while it stands in its spot, for the parts to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts_on: Option<TrackFile>,
    /// The tracks on which worked parts of a train in parts already stand, where the shed has them stand on tracks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worked_on: Option<WorkedOnFile>,
}

/// The tracks on which the worked parts of a train stand.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkedOnFile {
    /// Those of the rake it came with; absent: in the store of the emptied rake.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arriving: Option<TrackFile>,
    /// Those of the onward rake.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onward: Option<TrackFile>,
}

/// A track of a yard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TrackFile {
    /// The yard.
    pub yard: String,
    /// Number of the track in the yard, from 1.
    pub track: u32,
}

/// Where a rake is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "at", rename_all = "kebab-case", deny_unknown_fields)]
pub enum RakePlaceFile {
    /// Not in the system yet: the arriving rake of a train whose onward rake is placed already. It enters as if it had no state.
    Outside,
    /// Running in a section; it stops at its end unless it leaves the system there, or passes.
    Section {
        /// The section.
        section: String,
        /// Direction.
        direction: DirectionFile,
        /// Minute it entered.
        entered: DateTimeFile,
        /// Minute it comes out.
        leaves: DateTimeFile,
        /// It does not stop at the end of the section: its next run begins when it comes out.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        passes: bool,
    },
    /// Standing on a track of a yard.
    Track {
        /// The yard.
        yard: String,
        /// Number of the track in the yard, from 1.
        track: u32,
    },
    /// Being placed: it still holds its track, and already its side of the spot.
    Placing {
        /// Yard it comes from; absent: from the store.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        yard: Option<String>,
        /// Track it comes from, with `yard`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        track: Option<u32>,
        /// Spot.
        spot: String,
        /// Minute it stands there.
        until: DateTimeFile,
    },
    /// Standing in a spot.
    Spot {
        /// The spot.
        spot: String,
    },
    /// Being pulled: it still holds its side of the spot, and already its destination. While it is being broken up in a
    /// store of wagons it is gone: its locomotive is `busy`, and its wagons are `inspecting` in the store.
    Pulling {
        /// Spot it comes from.
        spot: String,
        /// Yard it goes to; absent: its store.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        yard: Option<String>,
        /// Track it goes to, with `yard`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        track: Option<u32>,
        /// Minute it stands there.
        until: DateTimeFile,
    },
    /// Both rakes in a spot exchange the part worked for the next one.
    Exchange {
        /// The spot.
        spot: String,
        /// Minute the next part stands there.
        until: DateTimeFile,
    },
    /// Moving from a track into the store of the train.
    IntoStore {
        /// Yard it comes from.
        yard: String,
        /// Track it comes from.
        track: u32,
        /// Minute it is there.
        until: DateTimeFile,
    },
    /// Moving from the store of the train onto a track.
    FromStore {
        /// Yard it goes to.
        yard: String,
        /// Track it goes to.
        track: u32,
        /// Minute it stands there.
        until: DateTimeFile,
    },
    /// Being made up in its store of wagons, of which `count` is without them: the onward rake, or a train from a store. Its
    /// locomotive is `busy`.
    MakingUp {
        /// Minute from which on it may move, not after the start where it has been made up and waits: it is not made up again, and
        /// its movement needs no light run.
        until: DateTimeFile,
    },
    /// Handled in a spot.
    Handling {
        /// The spot.
        spot: String,
        /// Minute it is done.
        until: DateTimeFile,
    },
    /// Gone: it has left the system or is counted in its store.
    Gone,
}

/// A stage done or under way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StageProgressFile {
    /// The stage.
    pub stage: String,
    /// Minute it ends; absent: done. A team is busy until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTimeFile>,
    /// The rake that undergoes it. Absent: the onward rake for a stage that is for its class alone, or is for it and at the
    /// station where it stands on a track or comes to, but not for arrival stages where the train is transshipped; else the
    /// arriving one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rake: Option<RakeFile>,
}

/// A rake of a train.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RakeFile {
    /// The wagons it comes with; emptied by the crane work.
    #[default]
    Arriving,
    /// The wagons of the other gauge.
    Onward,
}

/// Crane work under way, interrupted or done. Exactly one of `preparation_minutes_left`, `lifts_left`, `finishing_minutes_left`,
/// `done` and `not_begun` is given.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct WorkFile {
    /// Crane mode; absent only when the work is done, or interrupted without `until`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// Part that the rest speaks of, from 1; absent: the first, or with `done` the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 10))]
    pub part: Option<u32>,
    /// The first lifting step of the mode that is not done, from 1; absent: the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 100))]
    pub step: Option<u32>,
    /// Minutes of preparation left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(max = 14_400))]
    pub preparation_minutes_left: Option<u32>,
    /// Lifts left in the step under way; `step` says which it is, in modes of more than one. With `interrupted`, lifts left of the part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifts_left: Option<u32>,
    /// Minutes at full speed that they take, at most two decimals; absent: as many lifts take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 100_000))]
    pub lifting_minutes_left: Option<f64>,
    /// Minutes of finishing left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(max = 14_400))]
    pub finishing_minutes_left: Option<u32>,
    /// The work is done; with a `part` that is not the last, this part is, and its exchange comes or is under way.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub done: bool,
    /// The `part`, not the first, stands in the spot and its work has not begun.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_begun: bool,
    /// The work was interrupted with `lifts_left` of the part. When and in which mode of the spot they are done is decided anew.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub interrupted: bool,
    /// With `interrupted`: the minute until which the step under way of `mode` still goes on; absent: nobody lifts any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTimeFile>,
    /// With preparation or lifts left: lifts of the part that were left when this work took up interrupted work; absent: all of the part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 10_000))]
    pub resumed_lifts: Option<u32>,
}

/// Something busy until a minute; exactly one of `stage`, `locomotive_gauge_mm`, `crane`, `yard` with `track`, and `spot` with
/// `gauge_mm`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct BusyFile {
    /// The station.
    pub station: String,
    /// A team of this stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// A shunting locomotive of this gauge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locomotive_gauge_mm: Option<u32>,
    /// This crane.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crane: Option<String>,
    /// A track of this yard (it is still being cleared, or out of use).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yard: Option<String>,
    /// Number of the track, with `yard`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub track: Option<u32>,
    /// A side of this spot (it is still being cleared, or out of use).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spot: Option<String>,
    /// Track gauge of the side in millimetres, with `spot`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gauge_mm: Option<u32>,
    /// First minute free again.
    pub until: DateTimeFile,
}

/// A run through a section that ended before the start.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PassedRunFile {
    /// Train number, for people.
    pub train: String,
    /// The section.
    pub section: String,
    /// Direction.
    pub direction: DirectionFile,
    /// Minute it entered.
    pub entered: DateTimeFile,
    /// Minute it came out, at the start at the latest.
    pub left: DateTimeFile,
}

/// Entries already counted on the railway day running at the start.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CapUsedFile {
    /// The section.
    pub section: String,
    /// Direction.
    pub direction: DirectionFile,
    /// Class of the trains; absent: the count is that of every cap of the direction, whatever it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// Trains that have entered in the railway day running at the start.
    #[schemars(range(max = 10_000))]
    pub count: u32,
    /// Minutes in which they entered, those of days before included: what hours and spans with a cap, and caps that began within that day,
    /// count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entered: Vec<DateTimeFile>,
}
