//! Pins: decisions already made.

use super::{DateTimeFile, SpanFile};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Decisions already made; the plan keeps them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PinsFile {
    /// Port its way leads over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<String>,
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
    /// Spans in which single events of the train start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 200))]
    pub times: Vec<PinnedTimeFile>,
    /// Tracks on which its rakes stand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 200))]
    pub tracks: Vec<PinnedTrackFile>,
    /// What becomes of the emptied rake.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emptied: Option<PinnedEmptiedFile>,
}

/// An event of the train that starts within a span: from `from`, before `to`. A `rake` not given is the arriving one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "what", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum PinnedTimeFile {
    /// Its run through a section.
    Run {
        /// Rake.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rake: Option<PinnedRakeFile>,
        /// Section.
        section: String,
        /// First minute.
        from: DateTimeFile,
        /// First minute after.
        to: DateTimeFile,
    },
    /// A stage.
    Stage {
        /// Rake.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rake: Option<PinnedRakeFile>,
        /// Stage.
        stage: String,
        /// First minute.
        from: DateTimeFile,
        /// First minute after.
        to: DateTimeFile,
    },
    /// A shunting movement, or its handling.
    Movement {
        /// Rake.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rake: Option<PinnedRakeFile>,
        /// Which movement.
        movement: MovementFile,
        /// Part that an exchange brings in, from 2.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(range(min = 2, max = 10))]
        part: Option<u32>,
        /// First minute.
        from: DateTimeFile,
        /// First minute after.
        to: DateTimeFile,
    },
    /// Crane work on a part (its preparation).
    Work {
        /// Part, from 1; absent: the first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(range(min = 1, max = 10))]
        part: Option<u32>,
        /// First minute.
        from: DateTimeFile,
        /// First minute after.
        to: DateTimeFile,
    },
}

impl PinnedTimeFile {
    /// The span.
    pub fn span(&self) -> SpanFile {
        match self {
            PinnedTimeFile::Run { from, to, .. }
            | PinnedTimeFile::Stage { from, to, .. }
            | PinnedTimeFile::Movement { from, to, .. }
            | PinnedTimeFile::Work { from, to, .. } => SpanFile {
                from: *from,
                to: *to,
            },
        }
    }
}

/// A movement of a rake at a station.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum MovementFile {
    /// Placing (送车) into the spot.
    Placing,
    /// The exchange of one part for the next, both rakes.
    Exchange,
    /// Pulling (取车) from the spot.
    Pulling,
    /// From a track into the store.
    IntoStore,
    /// From the store onto a track.
    FromStore,
    /// The handling of a train in a spot.
    Handling,
}

/// A rake of a train on one part of its way.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum PinnedRakeFile {
    /// The wagons it comes with, up to the crane work.
    Arriving,
    /// The wagons of the other gauge.
    Onward,
    /// The wagons it came with, after the crane work.
    Emptied,
}

/// The track on which a rake stands at a station. A `rake` not given is the arriving one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PinnedTrackFile {
    /// Rake.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rake: Option<PinnedRakeFile>,
    /// Yard.
    pub yard: String,
    /// Number of the track in the yard, from 1.
    #[schemars(range(min = 1))]
    pub track: u32,
}

/// What becomes of an emptied rake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "what", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum PinnedEmptiedFile {
    /// It leaves by its own path.
    Leaves,
    /// It goes into a store.
    IntoStore {
        /// Store.
        store: String,
    },
}

impl PinsFile {
    /// Whether nothing is pinned.
    pub fn is_empty(&self) -> bool {
        *self == PinsFile::default()
    }
}
