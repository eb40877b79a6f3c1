//! The knobs of the generator. Everything it does follows from these and a seed.

use regauge_model::format::{
    ClassFile, DateTimeFile, DirectionFile, LocomotiveFile, ModeFile, StageFile, WindRuleFile,
    YardFile,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What to generate: one or more days at a border station such as Alashankou or Khorgos and on the line behind it.
///
/// Minutes of day count from the start of the horizon (18:00), so that minute 0 of a day is 18:00.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GeneratorConfig {
    /// Name of the instance.
    pub name: String,
    /// Note of the instance.
    pub note: String,
    /// Start of the horizon.
    pub start: DateTimeFile,
    /// Hours of the planning part.
    pub planning_hours: u32,
    /// Hours of the look-ahead.
    pub look_ahead_hours: u32,
    /// Stations, boundary points, zones and classes: which border this is.
    pub place: PlaceConfig,
    /// Trains and their figures.
    pub traffic: TrafficConfig,
    /// Line and border.
    pub line: LineConfig,
    /// Yards of the border station.
    pub yards: Vec<YardFile>,
    /// Stages of the border station.
    pub stages: Vec<StageFile>,
    /// Shunting locomotives of the border station.
    pub locomotives: Vec<LocomotiveFile>,
    /// Wind rule of its shunting.
    pub shunting_rule: WindRuleFile,
    /// Store of empty standard-gauge rakes.
    pub standard_stock: StockConfig,
    /// Store of empty broad-gauge rakes.
    pub broad_stock: StockConfig,
    /// Sheds and outdoor modules.
    pub sheds: Vec<ShedConfig>,
    /// Wind; none: calm.
    pub wind: Option<WindConfig>,
    /// Slack wanted between one use of a resource and the next; none unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buffers: Option<BufferConfig>,
    /// Trains in the station or in a section at the start, one each.
    pub warm: Vec<WarmPlace>,
    /// The order in which the figures of trains are drawn.
    #[serde(default)]
    pub draws: Draws,
    /// Classes held at stations until they are released; none unless given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<HoldConfig>,
    /// A second port behind the same end of the line; none unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_port: Option<SecondPortConfig>,
    /// Random seed, used unless the command names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u32>,
}

/// Trains of some classes held at a station.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldConfig {
    /// The station.
    pub station: String,
    /// Classes held.
    pub classes: Vec<String>,
    /// Minutes from the start to the release that is expected.
    pub until: u32,
    /// The earliest and the latest release, where it is uncertain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub between: Option<[u32; 2]>,
}

/// Most trains of some classes that come in per railway day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClassCapConfig {
    /// Classes counted.
    pub classes: Vec<String>,
    /// Trains per railway day.
    pub per_day: u32,
}

/// A second port behind the same end of the line, and which trains may go over either.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondPortConfig {
    /// Name of the instance of both.
    pub name: String,
    /// In front of the ids that both ports have.
    pub id_prefix: String,
    /// What its train numbers are higher by; even.
    pub numbers_higher: u32,
    /// Who may choose.
    pub choice: ChoiceConfig,
    /// Stations, boundary points, zones and classes; the end of the line is that of the first port.
    pub place: PlaceConfig,
    /// Trains and their figures.
    pub traffic: TrafficConfig,
    /// Line and border.
    pub line: LineConfig,
    /// Yards of the border station.
    pub yards: Vec<YardFile>,
    /// Stages of the border station.
    pub stages: Vec<StageFile>,
    /// Shunting locomotives of the border station.
    pub locomotives: Vec<LocomotiveFile>,
    /// Wind rule of its shunting.
    pub shunting_rule: WindRuleFile,
    /// Store of empty standard-gauge rakes.
    pub standard_stock: StockConfig,
    /// Store of empty broad-gauge rakes.
    pub broad_stock: StockConfig,
    /// Sheds and outdoor modules.
    pub sheds: Vec<ShedConfig>,
    /// Wind; none: calm.
    pub wind: Option<WindConfig>,
    /// Trains in the station or in a section at the start, one each.
    pub warm: Vec<WarmPlace>,
}

/// Which trains may go over either port, and what the other one costs them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChoiceConfig {
    /// Of the container trains that come from outside, in percent.
    pub percent: u32,
    /// Minutes before its entry at which a train is told that it goes over the other port.
    pub notice_minutes: u32,
    /// Minutes by which an inbound train comes later to the other port.
    pub inbound_later_minutes: u32,
    /// Minutes that the way behind the other port is longer for an outbound train.
    pub outbound_minutes: u32,
}

impl SecondPortConfig {
    /// The second port by itself, on the days of the first.
    pub(crate) fn config(&self, first: &GeneratorConfig) -> GeneratorConfig {
        GeneratorConfig {
            place: self.place.clone(),
            traffic: self.traffic.clone(),
            line: self.line.clone(),
            yards: self.yards.clone(),
            stages: self.stages.clone(),
            locomotives: self.locomotives.clone(),
            shunting_rule: self.shunting_rule.clone(),
            standard_stock: self.standard_stock.clone(),
            broad_stock: self.broad_stock.clone(),
            sheds: self.sheds.clone(),
            wind: self.wind.clone(),
            warm: self.warm.clone(),
            second_port: None,
            ..first.clone()
        }
    }
}

/// Slack wanted between one use of a resource and the next, in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BufferConfig {
    /// Between two runs in a section, beyond headway and clearing.
    pub sections: u32,
    /// Between two rakes on a track of a spot.
    pub spots: u32,
    /// Between two movements of a locomotive.
    pub locomotives: u32,
    /// Cost of a missing minute; with 0, buffers are kept where they cost nothing.
    pub missing_minute: f64,
}

/// The order in which the figures of trains are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Draws {
    /// Each train separately, from the seed, its kind and its number within the kind: an additional train leaves those of other
    /// kinds unchanged.
    #[default]
    ByTrain,
    /// One train after the other, as for the ready-made days: an additional train changes all that follow it.
    InSequence,
}

/// Stations, boundary points, zones and classes: which border this is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceConfig {
    /// Train classes of both gauges.
    pub classes: Vec<ClassFile>,
    /// The class of each kind of train.
    pub roles: RolesConfig,
    /// Wind zones.
    pub zones: Vec<ZoneConfig>,
    /// Boundary point on the other side of the border.
    pub abroad: PointConfig,
    /// Border station: its id, its name and its zone.
    pub border: PointConfig,
    /// Stations on the line, from the border station to its end.
    pub way_stations: Vec<WayStationConfig>,
    /// Boundary point at the other end of the line.
    pub line_end: PointConfig,
    /// Further boundary points, where branches of the line end.
    pub branch_ends: Vec<PointConfig>,
}

/// Classes by their role in the generator; for container trains, those of timetabled trains, of the others, and of
/// trains to and from Central Asia.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RolesConfig {
    /// Container trains on the broad gauge.
    pub container_broad: [String; 3],
    /// Container trains on the standard gauge.
    pub container_standard: [String; 3],
    /// Broad-gauge bulk trains to the sidings.
    pub bulk_broad: String,
    /// Emptied broad-gauge rakes.
    pub empty_broad: String,
    /// Empty standard-gauge rakes.
    pub empty_standard: String,
}

/// A wind zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ZoneConfig {
    /// Id.
    pub id: String,
    /// Display name.
    pub name: String,
    /// Its wind speed, in percent of the configured wind.
    pub wind_percent: u32,
}

/// A boundary point, or the border station.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PointConfig {
    /// Id.
    pub id: String,
    /// Display name.
    pub name: String,
    /// Time zone; none: that of the file.
    pub timezone: Option<String>,
    /// Wind zone.
    pub zone: Option<String>,
}

/// A station on the line: loops of the standard gauge in which trains meet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WayStationConfig {
    /// Id.
    pub id: String,
    /// Display name.
    pub name: String,
    /// Number of loops, the tracks on which trains stop. A train that passes needs none.
    pub loops: u32,
    /// Display name of the yard that the loops form.
    pub loops_name: Option<String>,
    /// Usable length of each loop, in metres.
    pub length_m: u32,
    /// Wind zone.
    pub zone: Option<String>,
}

/// Trains and their figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TrafficConfig {
    /// Inbound container trains (broad, transshipped) per day.
    pub inbound_per_day: u32,
    /// Outbound container trains (standard, passing) per day.
    pub outbound_per_day: u32,
    /// Broad bulk trains to the sidings and back per day.
    pub bulk_per_day: u32,
    /// Timetabled trains per day and direction, among the container trains.
    pub timetabled_per_day: u32,
    /// Emptied broad rakes taken from the store back over the border, per day.
    pub broad_from_store_per_day: u32,
    /// Central Asia trains among the other container trains, in percent.
    pub central_asia_percent: u32,
    /// Inbound trains with a full customs inspection, in percent.
    pub full_inspection_percent: u32,
    /// Minutes of a full customs inspection.
    pub full_inspection_minutes: u32,
    /// Hours of the look-ahead in which trains still arrive.
    pub look_ahead_arrival_hours: u32,
    /// Standard deviation of an arrival from its evenly spaced time of day, in minutes.
    pub deviation_sd_minutes: f64,
    /// Maximum of that deviation, in minutes.
    pub deviation_cap_minutes: u32,
    /// Minimum and maximum number of lifts of a container train.
    pub lifts: [u32; 2],
    /// Twenty-foot boxes among those of a container train, in percent.
    pub twenty_foot_percent: u32,
    /// Maximum length of a broad rake, in metres.
    pub longest_broad_m: u32,
    /// Minimum and maximum minutes of a bulk train on its sidings.
    pub bulk_minutes: [u32; 2],
    /// Minimum and maximum minutes from entry to due exit: inbound, timetabled inbound, outbound, bulk.
    pub due_minutes: [[u32; 2]; 4],
    /// Hours that an inbound and a bulk train need: the last of each enters that long before the end of the horizon.
    pub hours_needed: [u32; 2],
    /// Trains on the line that do not reach the border.
    pub locals: Vec<LocalConfig>,
}

/// Trains in both directions between the end of the line and one of its branches: loaded to the end, empty from there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LocalConfig {
    /// Boundary point at the end of the branch.
    pub branch_end: String,
    /// Trains per day and direction.
    pub per_day: u32,
    /// Class of the loaded trains.
    pub loaded_class: String,
    /// Class of the empty trains.
    pub empty_class: String,
    /// First number of the loaded and of the empty trains, one of them even and the other odd.
    pub numbers: [u32; 2],
    /// Minimum and maximum number of wagons.
    pub wagons: [u32; 2],
    /// Minimum and maximum minutes from entry to due exit.
    pub due_minutes: [u32; 2],
    /// Hours that a train needs: the last one enters that long before the end of the horizon.
    pub hours_needed: u32,
}

/// Line and border sections.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineConfig {
    /// Sections of line and border.
    pub sections: Vec<SectionConfig>,
    /// Wind rule of all sections.
    pub wind_rule: WindRuleFile,
    /// Daily maintenance closures.
    pub possessions: Vec<PossessionConfig>,
    /// The sections that lead from the end of the line to the border station, in order.
    pub main_sections: Vec<String>,
    /// Daily passenger trains over the main sections.
    pub passengers: Vec<PassengerConfig>,
    /// Maximum number of inbound loaded broad trains per railway day.
    pub loaded_in_per_day: u32,
    /// Railway days with a different maximum: day (0 is the first) and trains.
    pub loaded_in_days: Vec<[u32; 2]>,
    /// Further caps on inbound trains, by class.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub class_caps: Vec<ClassCapConfig>,
}

impl LineConfig {
    /// The main sections, from the line's end to the border station.
    pub(crate) fn main(&self) -> Vec<&SectionConfig> {
        let section = |id: &String| self.sections.iter().find(|section| section.id == *id);
        self.main_sections.iter().filter_map(section).collect()
    }
}

/// A section.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SectionConfig {
    /// Id.
    pub id: String,
    /// Display name.
    pub name: String,
    /// Eastern end (direction down runs west).
    pub from: String,
    /// Western end.
    pub to: String,
    /// Track gauge in millimetres.
    pub gauge_mm: u32,
    /// Tracks: 1 or 2.
    pub tracks: u32,
    /// Length in kilometres.
    pub length_km: f64,
    /// Wind zone.
    pub zone: String,
    /// Running minutes of loaded trains.
    pub loaded_minutes: u32,
    /// Running minutes of empty trains.
    pub empty_minutes: u32,
    /// Additional minutes for a start, both directions.
    pub start_minutes: u32,
    /// Additional minutes for a stop, both directions.
    pub stop_minutes: u32,
    /// Headway in minutes, both directions.
    pub headway_minutes: u32,
    /// Minutes between opposing trains on one track.
    pub clearing_minutes: u32,
}

/// A daily maintenance closure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PossessionConfig {
    /// Section.
    pub section: String,
    /// Track closed; none: all.
    pub track: Option<DirectionFile>,
    /// Time of day.
    pub daily: DailySpan,
    /// Whether trains use the other track meanwhile.
    pub single_track_working: bool,
}

/// A daily passenger train.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PassengerConfig {
    /// Train number.
    pub train: String,
    /// Direction.
    pub direction: DirectionFile,
    /// Minute of day at which it enters the first section.
    pub enters: u32,
    /// Stations where it stops; none: all.
    pub stops: Option<Vec<String>>,
    /// Minutes of each stop; the run before a stop takes the same number of minutes longer.
    pub stop_minutes: u32,
}

/// A daily span, in minutes of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DailySpan {
    /// First minute of day.
    pub from: u32,
    /// First minute of day after it; may exceed 1440.
    pub to: u32,
}

/// A store of empty rakes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StockConfig {
    /// Rakes in it at the start.
    pub rakes: u32,
    /// Maximum number of rakes.
    pub capacity: u32,
    /// Rakes wanted at the end (0: no floor).
    pub at_least: u32,
    /// Price of a missing rake, in weighted train-minutes.
    pub price_per_missing: f64,
}

/// A shed or outdoor module.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShedConfig {
    /// Id.
    pub id: String,
    /// Prefix of the ids of its spots (followed by a number) and cranes (followed by a letter).
    pub prefix: String,
    /// Display name.
    pub name: String,
    /// Whether it is roofed.
    pub indoor: bool,
    /// Track pairs, side by side under the same cranes.
    pub pairs: u32,
    /// Usable length of each spot, in metres.
    pub length_m: u32,
    /// Minutes of preparation, finishing and clearing of each spot.
    pub spot_minutes: [u32; 3],
    /// Daily span in which no rake may stand there.
    pub closed: Option<DailySpan>,
    /// Lifts per hour of every crane.
    pub lifts_per_hour: u32,
    /// Cranes: a letter each, with daily maintenance.
    pub cranes: Vec<(String, Option<DailySpan>)>,
    /// Ways to work a train.
    pub modes: Vec<ModeFile>,
    /// Wind rule of the cranes.
    pub crane_rule: Option<WindRuleFile>,
    /// Whether preparation and finishing continue while wind stops the cranes.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ground_work_in_stops: bool,
    /// Minutes of placing and of pulling a rake.
    pub moving_minutes: u32,
}

/// Wind: a calm background from a Weibull distribution with hourly memory, and spells that replace it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WindConfig {
    /// Shape of the Weibull distribution of the hourly mean.
    pub shape: f64,
    /// Scale of that distribution, in metres per second.
    pub scale_mps: f64,
    /// Memory from hour to hour (AR(1), Gaussian copula).
    pub memory: f64,
    /// Ratio of gust to mean: centre and half-width.
    pub gust_factor: [f64; 2],
    /// Maximum of the mean in the background.
    pub background_cap_mps: f64,
    /// Spells.
    pub spells: Vec<SpellConfig>,
}

/// A wind spell: given hours instead of the background.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpellConfig {
    /// First hour, from the start of the horizon.
    pub from_hour: u32,
    /// Mean and gust of each hour, in metres per second.
    pub hours: Vec<[f64; 2]>,
}

/// Where a train is at a warm start, as the day sheet of the station would say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum WarmPlace {
    /// Inbound, in the border section.
    InBorderSection,
    /// Inbound, on its track, inspection and customs under way.
    Checking,
    /// Inbound, on its track, everything but the waybill done.
    Checked,
    /// Inbound, both rakes being placed into this spot.
    Placing(String),
    /// Inbound, in this spot, preparation under way in this mode.
    Preparing(String, String),
    /// Inbound, in this spot, cranes lifting in this mode.
    Lifting(String, String),
    /// Inbound, in this spot, finishing under way in this mode.
    Finishing(String, String),
    /// Work done in this spot: the emptied rake being pulled, the onward rake still there.
    Pulling(String),
    /// Onward rake on a departure track, its inspection under way; the emptied rake gone.
    Departing,
    /// Outbound, on its track, customs under way.
    Outbound,
    /// Bulk train on its sidings.
    OnSidings,
    /// Emptied rake waiting for its path back.
    EmptiedWaiting,
    /// Outbound, in this main section.
    OutboundInSection(String),
    /// Outbound, in a loop at the end of this main section.
    OutboundBehind(String),
    /// Onward rake in this main section; the emptied rake gone.
    OnwardInSection(String),
    /// Onward rake in a loop at the end of this main section; the emptied rake gone.
    OnwardBehind(String),
}
