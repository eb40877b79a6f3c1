//! What really happened, beside a plan: the input of advancing.

use super::{
    BoxFile, BusyFile, CapFile, DateTimeFile, GivenPathFile, PossessionFile, RakeFile, TrainFile,
    WagonsOfFile, WindClosureFile, WindSeriesFile,
};
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
    /// Another forecast: in place of the series of its zone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wind: Vec<WindSeriesFile>,
    /// Trains that do not come; none of them has entered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cancelled: Vec<String>,
    /// Trains that come beside those of the instance.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub new_trains: Vec<TrainFile>,
    /// What stores hold now, where it was counted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stores: Vec<CountedStoreFile>,
    /// Possessions given or taken back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub possessions: Vec<ChangedPossessionFile>,
    /// Paths given to others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given_paths: Vec<GivenPathFile>,
    /// Paths that others do not use any more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost_paths: Vec<LostPathFile>,
    /// Caps that have changed: each in place of the one of its section for the same direction and classes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caps: Vec<ChangedCapFile>,
}

/// What was counted in a store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CountedStoreFile {
    /// The store.
    pub store: String,
    /// Rakes in it now, of a store that counts rakes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rakes: Option<u32>,
    /// Wagons of a kind in it now, of a store that counts wagons; kinds not named are as they should be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wagons: Vec<WagonsOfFile>,
}

/// A possession given or taken back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedPossessionFile {
    /// The section.
    pub section: String,
    /// A possession more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<PossessionFile>,
    /// The possession that begins then (or whose window does) is taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lost: Option<DateTimeFile>,
}

/// A path that is not used any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LostPathFile {
    /// Number of the train that had it.
    pub train: String,
    /// In this section; absent: in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
}

/// A cap that has changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedCapFile {
    /// The section.
    pub section: String,
    /// The cap as it is now.
    pub cap: CapFile,
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
    /// It is due out then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_exit: Option<DateTimeFile>,
    /// It has another length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length_m: Option<u32>,
    /// It has another number of wagons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wagons: Option<u32>,
    /// It brings other boxes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boxes: Option<Vec<BoxFile>>,
}

impl ActualTrainFile {
    /// Whether the train is as it was expected to be, whatever it did.
    pub fn changes_nothing(&self) -> bool {
        let other = self.length_m.is_some() || self.wagons.is_some() || self.boxes.is_some();
        !other && self.due_exit.is_none()
    }
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
    /// First minute open again; absent: nobody knows, so not before the end of the horizon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<DateTimeFile>,
}
