//! Open-line sections and the paths on them.

use super::{DateTimeFile, WindRuleFile};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Direction on a section: `down` (下行) runs from `from` to `to`, `up` (上行) the other way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DirectionFile {
    /// From the section's `from` to its `to`.
    Down,
    /// From the section's `to` to its `from`.
    Up,
}

/// How trains of one direction follow each other in a section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum BlockFile {
    /// Automatic block (自动闭塞): several of one direction are in the section at a time, a headway apart.
    #[default]
    Automatic,
    /// Station-to-station block (站间闭塞): one at a time. The next one enters when the one before has left and
    /// `clearing_minutes` have passed.
    StationToStation,
}

/// Whether a kind of block need not be written.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
fn is_automatic(block: &BlockFile) -> bool {
    *block == BlockFile::Automatic
}

/// An open-line section. Nobody overtakes inside; on one track opposing trains exclude each other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SectionFile {
    /// Id, unique among sections.
    #[schemars(length(min = 1, max = 100), regex(pattern = super::ID_PATTERN))]
    pub id: String,
    /// Name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Station at which direction `down` begins.
    pub from: String,
    /// Station at which direction `down` ends.
    pub to: String,
    /// Track gauge in millimetres.
    #[schemars(range(min = 300, max = 3000))]
    pub gauge_mm: u32,
    /// 1 (single track) or 2 (double track, one per direction).
    #[schemars(range(min = 1, max = 2))]
    pub tracks: u32,
    /// Length in kilometres, for diagrams.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 10_000))]
    pub length_km: Option<f64>,
    /// Wind zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Running time without stops, in minutes, per class; a class not named cannot run here.
    #[schemars(extend("minProperties" = 1))]
    pub run_minutes: BTreeMap<String, DirectionMinutesFile>,
    /// Minutes more when the train starts from a stop at the entry, for both directions or each.
    #[serde(default)]
    pub start_minutes: ExtraMinutesFile,
    /// Minutes more when the train stops at the exit, for both directions or each.
    #[serde(default)]
    pub stop_minutes: ExtraMinutesFile,
    /// Least minutes between two trains of one direction, at entry and at exit.
    pub headway_minutes: DirectionMinutesFile,
    /// Least minutes between the exit of a train and the entry of an opposing one on the same track, and under
    /// station-to-station block of the next one of its direction. 0 counts as 1 in a
    /// section at one end of which the line goes on without a yard of its gauge: two trains cannot change places there.
    #[serde(default)]
    #[schemars(range(max = 14_400))]
    pub clearing_minutes: u32,
    /// How trains of one direction follow each other; `headway_minutes` are kept either way.
    #[serde(default, skip_serializing_if = "is_automatic")]
    pub block: BlockFile,
    /// Minutes of slack wanted beyond headway and clearing between one run and the next. What is missing is told, and costs
    /// what `missing_buffer_minute` of the objective says.
    #[serde(default, skip_serializing_if = "super::is_zero")]
    #[schemars(range(max = 14_400))]
    pub buffer_minutes: u32,
    /// Maintenance closures of its tracks (天窗).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub possessions: Vec<PossessionFile>,
    /// How the wind acts on trains in this section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wind_rule: Option<WindRuleFile>,
    /// Most trains per direction and railway day, counted at entry.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caps: Vec<CapFile>,
}

/// Minutes per direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DirectionMinutesFile {
    /// Direction `down`.
    #[schemars(range(min = 1, max = 14_400))]
    pub down: u32,
    /// Direction `up`.
    #[schemars(range(min = 1, max = 14_400))]
    pub up: u32,
}

/// Minutes more, the same for both directions or one figure for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ExtraMinutesFile {
    /// The same for both directions.
    Both(#[schemars(range(max = 14_400))] u32),
    /// One figure for each.
    Each(ExtraByDirectionFile),
}

/// Minutes more per direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtraByDirectionFile {
    /// Direction `down`.
    #[schemars(range(max = 14_400))]
    pub down: u32,
    /// Direction `up`.
    #[schemars(range(max = 14_400))]
    pub up: u32,
}

impl Default for ExtraMinutesFile {
    fn default() -> ExtraMinutesFile {
        ExtraMinutesFile::Both(0)
    }
}

impl From<u32> for ExtraMinutesFile {
    fn from(minutes: u32) -> ExtraMinutesFile {
        ExtraMinutesFile::Both(minutes)
    }
}

/// A maintenance closure of one track of a section.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PossessionFile {
    /// The track closed, named by its direction; absent: every track of the section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub track: Option<DirectionFile>,
    /// First minute closed; with `minutes`, the beginning of the window.
    pub from: DateTimeFile,
    /// First minute open again; with `minutes`, the end of the window.
    pub to: DateTimeFile,
    /// So many minutes somewhere in the window from `from` to `to`: when is a decision of the plan. Absent: all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 14_400))]
    pub minutes: Option<u32>,
    /// Double track only: trains of the closed track run on the other one (both ways on one track)
    /// during the possession; otherwise their direction is closed.
    #[serde(default)]
    pub single_track_working: bool,
}

/// Most trains of one direction, counted at entry: per railway day, per hour and in given spans.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CapFile {
    /// Direction counted.
    pub direction: DirectionFile,
    /// Classes counted; empty: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<String>,
    /// Trains per railway day; absent: as many as come.
    #[serde(default = "any_number")]
    #[schemars(range(max = 10_000))]
    pub per_day: u32,
    /// Trains per hour. Hours are counted from the beginning of the railway day: clock hours where it begins on one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(max = 10_000))]
    pub per_hour: Option<u32>,
    /// First minute in which the cap counts; absent: it always has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTimeFile>,
    /// First minute in which it counts no more; absent: it stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<DateTimeFile>,
    /// Railway days with another figure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<CapDayFile>,
    /// Spans with a figure of their own, beside those of days and hours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<CapSpanFile>,
}

fn any_number() -> u32 {
    10_000
}

/// The cap of one span.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CapSpanFile {
    /// First minute.
    pub from: DateTimeFile,
    /// First minute after.
    pub to: DateTimeFile,
    /// Trains that enter in it.
    #[schemars(range(max = 10_000))]
    pub count: u32,
}

/// The cap of one railway day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CapDayFile {
    /// Any minute of that railway day.
    pub day: DateTimeFile,
    /// Trains on that day.
    #[schemars(range(max = 10_000))]
    pub count: u32,
}

/// A path already given away; it keeps headways and clearings like any train.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GivenPathFile {
    /// Number of the train that has it.
    pub train: String,
    /// The section.
    pub section: String,
    /// Its direction.
    pub direction: DirectionFile,
    /// Entry; seconds are rounded down to the minute.
    pub enter: DateTimeFile,
    /// Exit; seconds are rounded up to the minute.
    pub exit: DateTimeFile,
}
