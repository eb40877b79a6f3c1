//! What really happened, beside a plan: the input of advancing.

use super::{BusyFile, DateTimeFile, RakeFile, WindClosureFile};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What happened otherwise than a plan says, by a minute called now. Whatever is not named happened as planned.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ActualFile {
    /// Version of this format: `"1.0"`.
    #[schemars(extend("const" = super::FORMAT_VERSION))]
    pub format_version: String,
    /// Trains.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trains: Vec<ActualTrainFile>,
    /// Teams, locomotives, cranes, tracks and sides of spots out until a minute.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub busy: Vec<BusyFile>,
    /// Spots, cranes, stages and sections closed from now on or later.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<ClosedFile>,
    /// Closures ordered for wind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wind_closures: Vec<WindClosureFile>,
}

/// What happened to a train.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ActualTrainFile {
    /// The train.
    pub train: String,
    /// It has not entered, and comes at this minute at the earliest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earliest_entry: Option<DateTimeFile>,
    /// What it did otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<ActualEventFile>,
}

/// Something that a train did otherwise than planned. A `rake` not given is the arriving one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "what", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum ActualEventFile {
    /// Its run through a section ended, or ends, at another minute.
    Run {
        /// Rake.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rake: Option<RakeFile>,
        /// Section.
        section: String,
        /// End.
        until: DateTimeFile,
    },
    /// A stage that had begun ended, or ends, at another minute.
    Stage {
        /// Rake.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rake: Option<RakeFile>,
        /// Stage.
        stage: String,
        /// End.
        until: DateTimeFile,
    },
    /// Its last shunting movement, or its handling, ended, or ends, at another minute.
    Movement {
        /// Rake.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rake: Option<RakeFile>,
        /// End.
        until: DateTimeFile,
    },
    /// Its crane work under way has so much left.
    Work {
        /// Lifts left in the step under way.
        lifts_left: u32,
    },
    /// Nothing that the plan lets the rake begin at this minute or later has begun; for both rakes that holds of crane work and
    /// exchanges.
    NotBegun {
        /// Rake.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rake: Option<RakeFile>,
        /// First minute of what has not begun.
        since: DateTimeFile,
    },
}

/// Something closed; exactly one of `spot`, `crane`, `stage` and `section`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ClosedFile {
    /// A spot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spot: Option<String>,
    /// A crane.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crane: Option<String>,
    /// A stage: nobody works there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// Every track of a section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// First minute closed.
    pub from: DateTimeFile,
    /// First minute open again.
    pub to: DateTimeFile,
}
