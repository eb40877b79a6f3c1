//! The instance file: one planning problem.

use super::{
    DateTimeFile, GivenPathFile, HoldFile, OrderFile, PastFile, SectionFile, StateFile,
    StationFile, TermFile, TrainFile, WindFile,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A planning problem: the station system, the trains expected, the state at the start and what counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct InstanceFile {
    /// Version of this format: `"1.0"`.
    #[schemars(extend("const" = super::FORMAT_VERSION))]
    pub format_version: String,
    /// Name of the instance, for people.
    pub name: String,
    /// Free note; where figures come from and how sure they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The span of time planned.
    pub horizon: HorizonFile,
    /// Line, stations, sheds: what stays the same from day to day.
    pub system: SystemFile,
    /// Forecast of the wind and closures known beforehand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wind: Option<WindFile>,
    /// Trains to plan, those already under way included.
    #[schemars(length(max = 100_000))]
    pub trains: Vec<TrainFile>,
    /// Trains held at stations until they are released.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 10_000))]
    pub holds: Vec<HoldFile>,
    /// Orders of trains on sections and spots that were published, or that are pinned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub orders: Vec<OrderFile>,
    /// What is where at the start of the horizon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<StateFile>,
    /// What should be left at the end of the horizon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<EndFile>,
    /// What counts how much.
    #[serde(default)]
    pub objective: ObjectiveFile,
    /// What has happened before the start, from one planning to the next; kept for people, of no account for the plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 1000))]
    pub history: Vec<PastFile>,
}

/// The span of time planned: a planning part and a look-ahead behind it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct HorizonFile {
    /// Start of the horizon, RFC 3339 with offset; its offset is the one plans are written in.
    pub start: DateTimeFile,
    /// Hours whose trains count fully. Absent only where `planning_end` and `end` are given.
    #[serde(default, skip_serializing_if = "is_zero")]
    #[schemars(range(min = 1, max = 9600))]
    pub planning_hours: u32,
    /// Hours behind them whose trains count less; trains of the planning part finish here at the latest.
    #[serde(default)]
    #[schemars(range(max = 9599))]
    pub look_ahead_hours: u32,
    /// End of the planning part, in place of the hours and together with `end`; may lie before the start, and then all is
    /// look-ahead. What is left of a horizon is rarely whole hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planning_end: Option<DateTimeFile>,
    /// End of the horizon, in place of the hours and together with `planning_end`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<DateTimeFile>,
    /// Time of day at which the railway day (铁路日) begins, `HH:MM` in the offset of `start`; caps count by it.
    #[serde(default = "default_day_start")]
    #[schemars(regex(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$"))]
    pub railway_day_start: String,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
fn is_zero(hours: &u32) -> bool {
    *hours == 0
}

pub(super) fn default_day_start() -> String {
    "18:00".to_owned()
}

/// Line, stations and sheds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SystemFile {
    /// Train classes.
    #[schemars(length(min = 1, max = 500))]
    pub classes: Vec<ClassFile>,
    /// Wind zones; whatever lies in none never feels the wind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 1000))]
    pub zones: Vec<ZoneFile>,
    /// Stations, junctions and boundary points.
    #[schemars(length(min = 1, max = 1000))]
    pub stations: Vec<StationFile>,
    /// Open-line sections between them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 2000))]
    pub sections: Vec<SectionFile>,
    /// Paths already given away (passenger trains).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given_paths: Vec<GivenPathFile>,
}

/// A train class: what running times, stages, sheds and weights refer to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ClassFile {
    /// Id, unique among classes.
    #[schemars(length(min = 1, max = 100), regex(pattern = super::ID_PATTERN))]
    pub id: String,
    /// Name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Track gauge in millimetres, for example 1520 or 1435.
    #[schemars(range(min = 300, max = 3000))]
    pub gauge_mm: u32,
    /// Weight of a minute of such a train (or of such an emptied rake) in the objective; at most two decimals. Absent: 1, and
    /// 0.25 for a class that emptied rakes have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1000))]
    pub weight: Option<f64>,
    /// Kind of cargo, matched against what a shed accepts; none for empty wagons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cargo: Option<String>,
}

/// A wind zone: a stretch of country that has one wind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ZoneFile {
    /// Id, unique among zones.
    #[schemars(length(min = 1, max = 100), regex(pattern = super::ID_PATTERN))]
    pub id: String,
    /// Name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// What should be left at the end of the horizon.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct EndFile {
    /// Floors of the stores of empty rakes and wagons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stocks: Vec<EndStockFile>,
}

/// A floor of the final stock of one store (of wagons: of one kind in it), with the price of missing it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct EndStockFile {
    /// The store.
    pub store: String,
    /// Kind of wagon, where the store counts wagons. Absent where it has one kind alone: that one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Empty rakes (or wagons of the kind) wanted in it at the end of the horizon; those still being inspected then count.
    pub at_least: u32,
    /// Cost of each missing rake (or wagon) in weighted train-minutes; at most two decimals.
    #[schemars(range(min = 0, max = 1_000_000))]
    pub price_per_missing: f64,
}

/// What counts how much, in weighted train-minutes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ObjectiveFile {
    /// Cost of a minute late at the exit, times the weight of the train, on top of the minute itself.
    #[serde(default = "default_late")]
    #[schemars(range(min = 0, max = 100))]
    pub late_minute: f64,
    /// Cost of postponing a train, times its weight, beyond what it would cost if it left at the end of the horizon.
    #[serde(default = "default_postponed")]
    #[schemars(range(min = 0, max = 1_000_000))]
    pub postponed: f64,
    /// Cost of a minute that is missing of a buffer (`buffer_minutes` of sections, spots and locomotives), at most two decimals. With 0
    /// buffers are kept where they cost nothing.
    #[serde(
        default = "default_missing_buffer",
        skip_serializing_if = "is_default_missing_buffer"
    )]
    #[schemars(range(min = 0, max = 100))]
    pub missing_buffer_minute: f64,
    /// Weight in percent of trains whose earliest entry lies in the look-ahead.
    #[serde(default = "default_look_ahead")]
    #[schemars(range(max = 100))]
    pub look_ahead_weight_percent: u32,
    /// What it costs to do something else than was published of a train.
    #[serde(default, skip_serializing_if = "ChangesFile::is_default")]
    pub changes: ChangesFile,
    /// Levels of terms, the most important one first: whatever is better in a level is better, whatever the levels below
    /// cost. Terms not named are the last level together. Not given: all terms in one sum.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(inner(length(min = 1)))]
    pub levels: Vec<Vec<TermFile>>,
}

/// What it costs to do something else than was published (`published` of a train), in weighted train-minutes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct ChangesFile {
    /// Another port; whatever else is other then costs nothing more.
    #[schemars(range(max = 1_000_000))]
    pub port: u32,
    /// Another shed at the same port, whatever the spot and the mode.
    #[schemars(range(max = 1_000_000))]
    pub shed: u32,
    /// Another spot in the same shed.
    #[schemars(range(max = 1_000_000))]
    pub spot: u32,
    /// Another crane mode in the same shed.
    #[schemars(range(max = 1_000_000))]
    pub mode: u32,
    /// Every ten minutes begun by which it leaves later, or earlier, than published, beyond the tolerance.
    #[schemars(range(max = 1_000_000))]
    pub ten_minutes: u32,
    /// Minutes by which it may leave later, or earlier, for nothing.
    #[schemars(range(max = 1440))]
    pub tolerance_minutes: u32,
    /// Every two trains that followed each other on a section or in a spot and change places there.
    #[schemars(range(max = 1_000_000))]
    pub order: u32,
}

impl Default for ChangesFile {
    fn default() -> Self {
        ChangesFile {
            port: 600,
            shed: 120,
            spot: 30,
            mode: 30,
            ten_minutes: 1,
            tolerance_minutes: 0,
            order: 60,
        }
    }
}

impl ChangesFile {
    /// Whether all is as where nothing is said.
    pub fn is_default(&self) -> bool {
        *self == ChangesFile::default()
    }
}

fn default_late() -> f64 {
    3.0
}
fn default_postponed() -> f64 {
    1440.0
}
fn default_missing_buffer() -> f64 {
    0.1
}
/// Not written then: a file that asks for no buffers stays what it was.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
fn is_default_missing_buffer(price: &f64) -> bool {
    price.total_cmp(&default_missing_buffer()).is_eq()
}
fn default_look_ahead() -> u32 {
    50
}

impl Default for ObjectiveFile {
    fn default() -> Self {
        ObjectiveFile {
            late_minute: default_late(),
            postponed: default_postponed(),
            missing_buffer_minute: default_missing_buffer(),
            changes: ChangesFile::default(),
            look_ahead_weight_percent: default_look_ahead(),
            levels: Vec::new(),
        }
    }
}

impl InstanceFile {
    /// Leaves out of its orders the trains that it does not have, and orders of fewer than two.
    pub fn forget_orders_of_others(&mut self) {
        if self.orders.is_empty() {
            return;
        }
        let trains: BTreeSet<&str> = self.trains.iter().map(|train| &*train.id).collect();
        for order in &mut self.orders {
            order.trains.retain(|one| trains.contains(&*one.train));
        }
        self.orders.retain(|order| order.trains.len() > 1);
    }
}
