//! What is where at the start of the horizon.

use super::{DateTimeFile, DirectionFile};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is where at the start of the horizon. An emptied rake without its train is a train of an empty class
/// that starts at the station.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
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
}

/// Where a train stands and what is left of what it is doing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
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
    /// Crane work under way or done; absent: not begun. Only trains in one part can be under way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work: Option<WorkFile>,
}

/// Where a rake is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "at", rename_all = "kebab-case", deny_unknown_fields)]
pub enum RakePlaceFile {
    /// Running in a section; it stops at its end unless it leaves the system there.
    Section {
        /// The section.
        section: String,
        /// Direction.
        direction: DirectionFile,
        /// Minute it entered.
        entered: DateTimeFile,
        /// Minute it comes out.
        leaves: DateTimeFile,
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
    /// Being pulled: it still holds its side of the spot, and already its destination.
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
    /// Gone: it has left the system or is counted in its store.
    Gone,
}

/// A stage done or under way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StageProgressFile {
    /// The stage.
    pub stage: String,
    /// Minute it ends; absent: done. A team is busy until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTimeFile>,
}

/// Crane work under way or done. Exactly one of the four figures is given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkFile {
    /// Crane mode; absent only when the work is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// Minutes of preparation left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(max = 14_400))]
    pub preparation_minutes_left: Option<u32>,
    /// Lifts left; only in modes of one step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifts_left: Option<u32>,
    /// Minutes of finishing left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(max = 14_400))]
    pub finishing_minutes_left: Option<u32>,
    /// The work is done.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub done: bool,
}

/// Something busy until a minute; exactly one of `stage`, `locomotive_gauge_mm` and `crane`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
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
    /// First minute free again.
    pub until: DateTimeFile,
}

/// Entries already counted on the railway day running at the start.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CapUsedFile {
    /// The section.
    pub section: String,
    /// Direction.
    pub direction: DirectionFile,
    /// Trains counted by every cap of that direction.
    #[schemars(range(max = 10_000))]
    pub count: u32,
}
