//! What causes, reasons and violations name: a resource, a task, a rule; each as an object with its kind and ids.

use super::PinnedRakeFile;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Something that a train waits for, that keeps it from being planned, or that a violation is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum ResourceFile {
    /// A section of the line: headway, opposing runs, possessions, wind on the line.
    Section {
        /// Section.
        section: String,
    },
    /// A cap of a section on the paths of a railway day.
    Cap {
        /// Section.
        section: String,
    },
    /// A station.
    Station {
        /// Station.
        station: String,
    },
    /// All shunting at a station, as wind stops it.
    Shunting {
        /// Station.
        station: String,
    },
    /// Any suitable track of a yard.
    Tracks {
        /// Yard.
        yard: String,
    },
    /// One track of a yard.
    Track {
        /// Yard.
        yard: String,
        /// Number of the track in the yard, from 1.
        track: u32,
    },
    /// A stage.
    Stage {
        /// Stage.
        stage: String,
    },
    /// Any team of a stage.
    Teams {
        /// Stage.
        stage: String,
    },
    /// One team of a stage.
    Team {
        /// Stage.
        stage: String,
        /// Number of the team, from 1.
        team: u32,
    },
    /// Any shunting locomotive of a gauge at a station.
    Locomotives {
        /// Station.
        station: String,
        /// Track gauge in millimetres.
        gauge_mm: u32,
    },
    /// One shunting locomotive of a gauge at a station.
    Locomotive {
        /// Station.
        station: String,
        /// Track gauge in millimetres.
        gauge_mm: u32,
        /// Number of the locomotive, from 1.
        locomotive: u32,
    },
    /// A throat: movements over the same switches.
    Throat {
        /// Throat.
        throat: String,
    },
    /// A store of empty rakes.
    Store {
        /// Store.
        store: String,
    },
    /// An empty rake in a store.
    Empties {
        /// Store.
        store: String,
    },
    /// Room for a rake in a store.
    Room {
        /// Store.
        store: String,
    },
    /// A shed or outdoor module.
    Shed {
        /// Shed.
        shed: String,
    },
    /// The runway of a shed, on which cranes cannot pass each other.
    Runway {
        /// Shed.
        shed: String,
    },
    /// A spot.
    Spot {
        /// Spot.
        spot: String,
    },
    /// One side of a spot.
    SpotSide {
        /// Spot.
        spot: String,
        /// Track gauge of the side in millimetres.
        gauge_mm: u32,
    },
    /// A crane.
    Crane {
        /// Crane.
        crane: String,
    },
    /// A train.
    Train {
        /// Train number.
        train: String,
    },
    /// The train's own onward rake, which is not there yet.
    OnwardRake,
    /// The train's own emptied rake.
    EmptiedRake,
    /// Stages of the train itself that are not done yet.
    OwnStages,
    /// Room further on: nothing is in the way here, but the train would get no further there.
    Ahead,
    /// The port to which the train is pinned.
    PinnedPort {
        /// Station.
        station: String,
    },
    /// The shed to which the train is pinned.
    PinnedShed {
        /// Shed.
        shed: String,
    },
    /// The spot to which the train is pinned.
    PinnedSpot {
        /// Spot.
        spot: String,
    },
    /// The crane mode to which the train is pinned.
    PinnedMode {
        /// Shed.
        shed: String,
        /// Crane mode of the shed.
        mode: String,
    },
    /// The pinned entry of the train.
    PinnedEntry,
    /// The pinned start of its crane work.
    PinnedCraneWork,
    /// Its pinned exit.
    PinnedExit,
    /// The pinned start of one of its events.
    PinnedStart {
        /// Rake.
        of: PinnedRakeFile,
        /// What starts.
        task: TaskFile,
        /// Part, of crane work and exchanges.
        #[serde(default, skip_serializing_if = "super::is_zero")]
        part: u32,
    },
    /// The track to which a rake is pinned.
    PinnedTrack {
        /// Rake.
        of: PinnedRakeFile,
        /// Yard.
        yard: String,
        /// Track.
        track: u32,
    },
    /// The pinned fate of its emptied rake.
    PinnedEmptied {
        /// The store that takes it; absent: it leaves.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        store: Option<String>,
    },
    /// A rule as a whole.
    Rule {
        /// The rule.
        rule: RuleFile,
    },
}

/// A rule that may keep a train from its journey even if it is alone.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RuleFile {
    /// Yard tracks: one rake each.
    Tracks,
    /// Yard tracks: long enough.
    TrackLength,
    /// Teams of stages.
    Teams,
    /// Closed spans of stages.
    StageCalendar,
    /// Shunting locomotives.
    Locomotives,
    /// Shunting stops under wind.
    ShuntingWind,
    /// Spots: one rake per side, closed spans.
    Spots,
    /// Access to inner spots.
    Access,
    /// Cranes: one step at a time, maintenance.
    Cranes,
    /// Cranes of one runway do not cross.
    Crossing,
    /// Outdoor cranes pause and slow under wind.
    CraneWind,
    /// Empty rakes in stores and room for them.
    Stores,
    /// Headway of runs of one direction.
    Headway,
    /// Station-to-station block.
    Block,
    /// Opposing runs on one track.
    Opposing,
    /// Possessions.
    Possession,
    /// Line stops and slow running under wind.
    LineWind,
    /// Caps per railway day.
    Caps,
    /// Movements over one throat exclude each other.
    Throats,
    /// Trains held until they are released.
    Holds,
    /// Pins.
    Pins,
}

/// What a rake waits to begin.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "what", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum TaskFile {
    /// To run through a section; where it does not stop in between, through those behind as well.
    Run {
        /// Section.
        section: String,
    },
    /// A stage.
    Stage {
        /// Stage.
        stage: String,
    },
    /// Placing (送车) into a spot.
    Placing,
    /// Crane work.
    CraneWork,
    /// The exchange of one part of the train for the next.
    Exchange,
    /// Pulling (取车) from a spot.
    Pulling,
    /// Its handling in a spot.
    Handling,
    /// Its movement into a store.
    IntoStore,
    /// Its movement from a store.
    FromStore,
    /// To be there: a train that begins on a track.
    Entry,
    /// To be gone: a train that ends on a track.
    Exit,
}
