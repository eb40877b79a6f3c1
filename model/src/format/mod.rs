//! The files: plain structs for instances and plans, serde only.
//!
//! Nothing here knows a rule. [`crate::validate`] turns an [`InstanceFile`] into a checked
//! [`crate::Instance`]; [`crate::plan`] converts between [`PlanFile`] and [`crate::plan::Plan`].
//! Every field is documented here because the published schema is generated from these types, and so its limits stand here for
//! the schema; [`crate::validate`] has them for the reader, and a test compares the two.

mod actual;
mod diff;
mod freeze;
mod history;
mod hold;
mod instance;
mod new;
mod order;
mod pins;
mod plan;
mod resource;
mod schema;
mod section;
mod span;
mod state;
mod station;
mod term;
mod train;
mod wind;

pub use actual::{
    ActualEventFile, ActualFile, ActualTrainFile, ChangedCapFile, ChangedPossessionFile,
    ClosedFile, CountedStoreFile, LostPathFile,
};
pub use diff::{
    AspectFile, ChoiceChangeFile, DiffCountsFile, DiffFile, MomentFile, OrderChangeFile, PatchFile,
    PlanRefFile, TimeChangeFile, TrainChangeFile, TrainDiffFile, UsedInTurnFile,
};
pub use freeze::FreezeFile;
pub use history::{PastFile, PastTrainFile};
pub use hold::HoldFile;
pub use instance::{
    ChangesFile, ClassFile, EndFile, EndStockFile, HorizonFile, InstanceFile, ObjectiveFile,
    SystemFile, ZoneFile,
};
pub use order::{OrderFile, OrderedFile};
pub use pins::{
    MovementFile, PinnedEmptiedFile, PinnedRakeFile, PinnedTimeFile, PinnedTrackFile, PinsFile,
};
pub use plan::{
    AvoidableFile, ClosureFile, ClosureKindFile, CraneSlotFile, EventFile, InstanceRefFile,
    KpiFile, LevelFile, OtherJourneyFile, OtherWayFile, PartsFile, PathsFile, PlacedPossessionFile,
    PlanFile, PlanTrainFile, QueueFile, RakeFateFile, ReasonCodeFile, ReasonFile, StatusFile,
    WaitFile, WaitSumFile, WorkStepFile,
};
pub use resource::{ResourceFile, RuleFile, TaskFile};
pub use schema::{actual_schema, diff_schema, instance_schema, plan_schema};
pub use section::{
    BlockFile, CapDayFile, CapFile, CapSpanFile, DirectionFile, DirectionMinutesFile,
    ExtraByDirectionFile, ExtraMinutesFile, GivenPathFile, PossessionFile, SectionFile,
};
pub use span::SpanFile;
pub use state::{
    BusyFile, CapUsedFile, PassedRunFile, RakeFile, RakePlaceFile, StageProgressFile, StateFile,
    TrackFile, TrainStateFile, WorkFile, WorkedOnFile,
};
pub use station::{
    BeforeFile, CraneFile, InspectingFile, LocomotiveFile, ModeFile, ShedFile, SpotFile, StageFile,
    StationFile, StepFile, StoreFile, StretchFile, ThroatFile, ThroatMovementFile, ThroughFile,
    TrackGroupFile, WagonsFile, WhenFile, WorkedPartsFile, YardFile,
};
pub use term::TermFile;
pub use train::{
    BoxFile, CallFile, EmptiedFile, HandlingFile, OnwardFile, PublishedFile, TrainFile,
    WagonsOfFile, WayFile,
};
pub use wind::{WindClosureFile, WindEffectFile, WindFile, WindRuleFile, WindSeriesFile};

/// A date-time with its offset, as files write it (RFC 3339, whole minutes).
pub type DateTimeFile = chrono::DateTime<chrono::FixedOffset>;

/// An id: 1 to 100 letters, not all blanks, no control character.
const ID_PATTERN: &str = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$";

/// The version of the file formats that this crate reads and writes.
pub const FORMAT_VERSION: &str = "1.0";

/// Whether a figure need not be written.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
pub(crate) fn is_zero(figure: &u32) -> bool {
    *figure == 0
}

/// Whether a cost need not be written.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
pub(crate) fn is_nothing(cost: &i64) -> bool {
    *cost == 0
}
