//! Stations: yards, stages, locomotives, stores, sheds.

use super::{DateTimeFile, SpanFile, WindRuleFile};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A station. One without yards is a boundary point: trains enter and leave the system there, or pass.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StationFile {
    /// Id, unique among stations.
    #[schemars(length(min = 1, max = 100), regex(pattern = super::ID_PATTERN))]
    pub id: String,
    /// Name for people, for example `阿拉山口`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// IANA time zone printed beside the plan's own, for example `Asia/Almaty`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// Wind zone of the station.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Receiving/departure tracks and sidings, per gauge.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub yards: Vec<YardFile>,
    /// Minutes before its arrival from the line for which a train already holds its track. 0 counts as 1: a train that stops
    /// needs a free track, even if it stands there for no time.
    #[serde(default = "three")]
    #[schemars(range(max = 14_400))]
    pub track_setting_minutes: u32,
    /// Minutes after its departure to the line for which a train still holds its track.
    #[serde(default = "three")]
    #[schemars(range(max = 14_400))]
    pub track_clearing_minutes: u32,
    /// Least minutes at this station between an arrival over a section and a departure into it on the same track (会车间隔);
    /// `clearing_minutes` of the section where that is more.
    #[serde(default, skip_serializing_if = "super::is_zero")]
    #[schemars(range(max = 14_400))]
    pub meeting_minutes: u32,
    /// Tracks that trains hold which pass without a stop, one entry per gauge. Without one a train that passes holds none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub through: Vec<ThroughFile>,
    /// Inspection, customs, waybill and the like.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<StageFile>,
    /// Shunting locomotives, one pool per gauge.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locomotives: Vec<LocomotiveFile>,
    /// Stores of empty rakes or wagons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stores: Vec<StoreFile>,
    /// How the wind acts on shunting (stop only).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shunting_rule: Option<WindRuleFile>,
    /// Movements that exclude each other because they use the same switches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub throats: Vec<ThroatFile>,
    /// Indoor sheds and outdoor modules. (Without yards only such as have no modes.)
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sheds: Vec<ShedFile>,
}

pub(super) fn one() -> u32 {
    1
}
pub(super) fn three() -> u32 {
    3
}
pub(super) fn thirty() -> u32 {
    30
}
pub(super) fn hundred() -> u32 {
    100
}

/// Tracks of one gauge on which trains stand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct YardFile {
    /// Id, unique among yards of all stations.
    #[schemars(length(min = 1, max = 100), regex(pattern = super::ID_PATTERN))]
    pub id: String,
    /// Name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Track gauge in millimetres.
    #[schemars(range(min = 300, max = 3000))]
    pub gauge_mm: u32,
    /// Its tracks, in groups of equal length; they are numbered through from 1.
    #[schemars(length(min = 1))]
    pub tracks: Vec<TrackGroupFile>,
    /// Whether only trains that name this yard in a call stand here (sidings).
    #[serde(default)]
    pub by_call_only: bool,
}

/// Tracks for trains that pass without a stop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ThroughFile {
    /// A yard of the station; for trains of its gauge.
    #[schemars(length(max = 100))]
    pub yard: String,
    /// Which group of `tracks` of the yard, from 1: a train that passes holds one of its tracks, however long it is.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 1000))]
    pub group: u32,
}

/// Equal tracks of a yard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TrackGroupFile {
    /// How many.
    #[schemars(range(min = 1, max = 1000))]
    pub count: u32,
    /// Usable length in metres.
    #[schemars(range(min = 1, max = 10_000))]
    pub length_m: u32,
}

/// On which side of its stay a stage is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WhenFile {
    /// After the arrival, in parallel with the other arrival stages.
    Arrival,
    /// Before the departure, in parallel with the other departure stages; after all arrival stages of a train
    /// that only passes.
    Departure,
}

/// What has to wait for an arrival stage of a transshipped train.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BeforeFile {
    /// The placing of the arriving rake.
    #[default]
    Placing,
    /// The departure of the onward rake; the stage runs in parallel with everything before it.
    Departure,
}

/// A stage of the stay of a train. A train stops where a stage applies to its class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StageFile {
    /// Id, unique among stages of all stations.
    #[schemars(length(min = 1, max = 100), regex(pattern = super::ID_PATTERN))]
    pub id: String,
    /// Name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Duration in minutes.
    #[schemars(range(min = 1, max = 14_400))]
    pub minutes: u32,
    /// Teams, each with one train at a time; absent: as many as needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 1000))]
    pub teams: Option<u32>,
    /// On which side of the stay.
    pub when: WhenFile,
    /// What has to wait for it; only for arrival stages of transshipped trains.
    #[serde(default)]
    pub before: BeforeFile,
    /// Classes it applies to (of the train as it stands there: arriving, onward or emptied class).
    #[schemars(length(min = 1))]
    pub classes: Vec<String>,
    /// Spans in which no team works; a stage does not overlap them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<SpanFile>,
}

/// Shunting locomotives of one gauge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LocomotiveFile {
    /// Track gauge in millimetres; one pool per gauge and station.
    #[schemars(range(min = 300, max = 3000))]
    pub gauge_mm: u32,
    /// How many.
    #[schemars(range(min = 1, max = 1000))]
    pub count: u32,
    /// Minutes of running light before each movement, for which the locomotive is busy too.
    #[serde(default)]
    #[schemars(range(max = 14_400))]
    pub light_run_minutes: u32,
    /// Minutes of slack wanted between one movement of a locomotive and the light run before the next. What is missing is told,
    /// and costs what `missing_buffer_minute` of the objective says.
    #[serde(default, skip_serializing_if = "super::is_zero")]
    #[schemars(range(max = 14_400))]
    pub buffer_minutes: u32,
}

/// A store of empty rakes, or of empty wagons, of one gauge. With `rakes` and `capacity` it counts whole rakes of one kind; with
/// `wagons` and `capacity_m` it counts wagons kind by kind, of which rakes are made up and into which they are broken up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StoreFile {
    /// Id, unique among stores of all stations.
    #[schemars(length(min = 1, max = 100), regex(pattern = super::ID_PATTERN))]
    pub id: String,
    /// Name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Track gauge in millimetres.
    #[schemars(range(min = 300, max = 3000))]
    pub gauge_mm: u32,
    /// Rakes in it at the start of the horizon, of a store that counts rakes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rakes: Option<u32>,
    /// Most rakes that its tracks hold, with `rakes`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 1000))]
    pub capacity: Option<u32>,
    /// Wagons in it at the start of the horizon, kind by kind, of a store that counts wagons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 100))]
    pub wagons: Vec<WagonsFile>,
    /// Metres of its tracks, with `wagons`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 100_000))]
    pub capacity_m: Option<u32>,
    /// Minutes in which a rake is made up of its wagons, right before its movement out and by the same locomotive; with `wagons`.
    #[serde(default, skip_serializing_if = "super::is_zero")]
    #[schemars(range(max = 14_400))]
    pub making_up_minutes: u32,
    /// Minutes in which a rake is broken up, right behind its movement in and by the same locomotive; with `wagons`.
    #[serde(default, skip_serializing_if = "super::is_zero")]
    #[schemars(range(max = 14_400))]
    pub breaking_up_minutes: u32,
    /// Minutes from then on until its wagons have been inspected and may be used again; with `wagons`.
    #[serde(default, skip_serializing_if = "super::is_zero")]
    #[schemars(range(max = 14_400))]
    pub inspection_minutes: u32,
    /// Minutes of a movement between this store and a yard track.
    #[serde(default = "thirty")]
    #[schemars(range(min = 1, max = 14_400))]
    pub moving_minutes: u32,
}

/// Wagons of one kind in a store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct WagonsFile {
    /// Kind, unique in the store; rakes name it in `wagons_of`.
    #[schemars(length(min = 1, max = 100), regex(pattern = super::ID_PATTERN))]
    pub kind: String,
    /// Length of one wagon over its couplers in metres; at most two decimals.
    #[schemars(range(min = 1, max = 100))]
    pub length_m: f64,
    /// Wagons that may be used from the start of the horizon on.
    #[schemars(range(max = 10_000))]
    pub count: u32,
    /// Wagons that stand there too and are still being inspected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 1000))]
    pub inspecting: Vec<InspectingFile>,
}

/// Wagons that are being inspected at the start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InspectingFile {
    /// How many.
    #[schemars(range(min = 1, max = 10_000))]
    pub count: u32,
    /// First minute in which they may be used.
    pub until: DateTimeFile,
}

/// A throat (咽喉): movements over the same switches, of which one goes on at a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ThroatFile {
    /// Id, unique among throats of all stations.
    #[schemars(length(min = 1, max = 100), regex(pattern = super::ID_PATTERN))]
    pub id: String,
    /// Name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Track gauge in millimetres; only rakes of this gauge use it.
    #[schemars(range(min = 300, max = 3000))]
    pub gauge_mm: u32,
    /// The movements that use it; any two exclude each other, also two of one entry.
    #[schemars(length(min = 1))]
    pub movements: Vec<ThroatMovementFile>,
}

/// Movements that use a throat, and for how long; at least one is named.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ThroatMovementFile {
    /// Sections over which trains arrive, to stop or to pass: the `minutes` before the arrival.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arrivals: Vec<String>,
    /// Sections into which trains depart, from a stop or passing: the `minutes` from the departure on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub departures: Vec<String>,
    /// Sheds: placing into, pulling from and exchanging in any of their spots.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sheds: Vec<String>,
    /// Spots: placing into, pulling from and exchanging in them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spots: Vec<String>,
    /// Stores: every movement into and from them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stores: Vec<String>,
    /// Minute of a shunting movement, from its start, at which it comes to the throat.
    #[serde(default, skip_serializing_if = "super::is_zero")]
    #[schemars(range(max = 14_400))]
    pub from_minute: u32,
    /// Minutes for which the throat is used. Absent: `track_setting_minutes` before an arrival, `track_clearing_minutes` from a
    /// departure on, the rest of a shunting movement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 14_400))]
    pub minutes: Option<u32>,
}

/// An indoor shed or an outdoor module: one crane runway over one or more track pairs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ShedFile {
    /// Id, unique among sheds of all stations.
    #[schemars(length(min = 1, max = 100), regex(pattern = super::ID_PATTERN))]
    pub id: String,
    /// Name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Roofed: wind does not stop its cranes.
    pub indoor: bool,
    /// Wind zone if not the station's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Kinds of cargo accepted; empty: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepts: Vec<String>,
    /// Spots under the cranes.
    #[schemars(length(min = 1))]
    pub spots: Vec<SpotFile>,
    /// Cranes in the order in which they stand on the runway, from its metre 0.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cranes: Vec<CraneFile>,
    /// Ways to work a train; at least one where there are cranes. Without them trains are only handled in the spots.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modes: Vec<ModeFile>,
    /// How the wind acts on the cranes; only outdoors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crane_rule: Option<WindRuleFile>,
    /// Whether preparation and finishing go on while wind stops the cranes, and work may begin in a stop; only outdoors.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ground_work_in_stops: bool,
    /// Minutes of placing (送车) one rake; required where there are modes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 14_400))]
    pub placing_minutes: Option<u32>,
    /// Minutes of pulling (取车) one rake; required where there are modes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 14_400))]
    pub pulling_minutes: Option<u32>,
    /// Where the worked parts of a train in parts stand until the last one has been worked.
    #[serde(default, skip_serializing_if = "WorkedPartsFile::is_in_shed")]
    pub worked_parts: WorkedPartsFile,
}

/// Where the worked parts of a train in parts stand until the last one has been worked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WorkedPartsFile {
    /// At the end of the shed, where nobody is in their way.
    #[default]
    InShed,
    /// Where the rake goes behind the work: its track is held, or its room in the store taken, from the first exchange on.
    OnTrack,
}

impl WorkedPartsFile {
    #[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for a reference
    fn is_in_shed(&self) -> bool {
        *self == WorkedPartsFile::InShed
    }
}

/// A spot: a stretch of a track pair that one rake of each gauge fills.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SpotFile {
    /// Id, unique among spots of all sheds.
    #[schemars(length(min = 1, max = 100), regex(pattern = super::ID_PATTERN))]
    pub id: String,
    /// The two gauges of its track pair, in millimetres.
    #[schemars(inner(range(min = 300, max = 3000)))]
    pub gauges_mm: [u32; 2],
    /// Usable length in metres, for rakes of either gauge.
    #[schemars(range(min = 1, max = 10_000))]
    pub length_m: u32,
    /// Where on the runway it begins, in metres.
    #[serde(default)]
    #[schemars(range(max = 100_000))]
    pub at_m: u32,
    /// Spots of the same pair through which rakes reach this one: a movement needs their track of its gauge free.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub behind: Vec<String>,
    /// Minutes of preparation before lifting (unlocking, test lift); the cranes are not yet needed. Required where there
    /// are modes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(max = 14_400))]
    pub preparation_minutes: Option<u32>,
    /// Minutes of finishing after lifting (locking, brake test, release); the cranes are free again. Required where there
    /// are modes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(max = 14_400))]
    pub finishing_minutes: Option<u32>,
    /// Minutes after a rake is pulled, or a handling has ended, before its track may be used again. Required where there
    /// are modes, else 0 where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(max = 14_400))]
    pub clearing_minutes: Option<u32>,
    /// Minutes of slack wanted, on each track of it, between one rake's hold (clearing included) and the next one's. What is
    /// missing is told, and costs what `missing_buffer_minute` of the objective says.
    #[serde(default, skip_serializing_if = "super::is_zero")]
    #[schemars(range(max = 14_400))]
    pub buffer_minutes: u32,
    /// Spans in which no rake may stand here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<SpanFile>,
}

/// A gantry crane (门吊).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CraneFile {
    /// Id, unique among cranes of all sheds.
    #[schemars(length(min = 1, max = 100), regex(pattern = super::ID_PATTERN))]
    pub id: String,
    /// Name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Lifts per hour.
    #[schemars(range(min = 1, max = 1000))]
    pub lifts_per_hour: u32,
    /// Maintenance: no lifting step that uses the crane overlaps it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<SpanFile>,
}

/// A way to work a train: one or more lifting steps, one straight after the other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ModeFile {
    /// Id, unique among the modes of its shed.
    #[schemars(length(min = 1, max = 100), regex(pattern = super::ID_PATTERN))]
    pub id: String,
    /// Spots it works; empty: all of the shed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spots: Vec<String>,
    /// Shortest rake it is for, in metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 10_000))]
    pub min_length_m: Option<u32>,
    /// Longest rake it is for, in metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 10_000))]
    pub max_length_m: Option<u32>,
    /// Its steps in order; their shares add up to 100.
    #[schemars(length(min = 1))]
    pub steps: Vec<StepFile>,
}

/// A lifting step: some cranes work some of the wagons.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StepFile {
    /// The cranes, neighbours on the runway, in its order.
    #[schemars(length(min = 1))]
    pub cranes: Vec<String>,
    /// Share of the lifts in percent.
    #[serde(default = "hundred")]
    #[schemars(range(min = 1, max = 100))]
    pub share_percent: u32,
    /// Rate in percent of the sum of the cranes' rates (mutual interference).
    #[serde(default = "hundred")]
    #[schemars(range(min = 1, max = 200))]
    pub rate_percent: u32,
    /// Stretch of the runway the cranes need; absent: the whole spot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stretch: Option<StretchFile>,
}

/// A stretch of the runway, in metres from its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StretchFile {
    /// Where it begins.
    pub from_m: u32,
    /// Where it ends.
    pub to_m: u32,
}
