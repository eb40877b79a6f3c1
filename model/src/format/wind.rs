//! Wind: forecast, closures and operating rules.

use super::DateTimeFile;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Forecast by zone and closures known beforehand.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct WindFile {
    /// Hourly forecast, at most one series per zone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub series: Vec<WindSeriesFile>,
    /// Closures ordered in so many words, on top of what the rules make of the forecast.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closures: Vec<WindClosureFile>,
}

/// Hourly wind of one zone; calm before the first and after the last hour given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WindSeriesFile {
    /// The zone.
    pub zone: String,
    /// Beginning of the first hour.
    pub hourly_from: DateTimeFile,
    /// Mean wind of each hour in metres per second.
    #[schemars(length(min = 1, max = 48_000), inner(range(min = 0, max = 200)))]
    pub mean_mps: Vec<f64>,
    /// Strongest gust of each hour in metres per second; as many as means.
    #[schemars(length(min = 1, max = 48_000), inner(range(min = 0, max = 200)))]
    pub gust_mps: Vec<f64>,
}

/// What an ordered closure stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WindEffectFile {
    /// Cranes of outdoor modules.
    Cranes,
    /// Shunting.
    Shunting,
    /// Trains on the line.
    Line,
}

/// A closure ordered in so many words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WindClosureFile {
    /// The zone.
    pub zone: String,
    /// What it stops there.
    pub stops: WindEffectFile,
    /// First minute stopped.
    pub from: DateTimeFile,
    /// First minute allowed again.
    pub to: DateTimeFile,
}

/// An operating rule under wind. It stops at the beginning of an hour that reaches a stop threshold and resumes
/// `resume_delay_minutes` after the beginning of the first hour that stays below every resume threshold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct WindRuleFile {
    /// Stops when the mean reaches this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 200))]
    pub stop_mean_mps: Option<f64>,
    /// Stops when gusts reach this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 200))]
    pub stop_gust_mps: Option<f64>,
    /// Resumes when the mean stays below this; default: the stop threshold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 200))]
    pub resume_mean_mps: Option<f64>,
    /// Resumes when gusts stay below this; default: the stop threshold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 200))]
    pub resume_gust_mps: Option<f64>,
    /// Minutes from then to the first movement.
    #[serde(default)]
    #[schemars(range(max = 14_400))]
    pub resume_delay_minutes: u32,
    /// Slows in hours whose gusts reach this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 200))]
    pub slow_gust_mps: Option<f64>,
    /// Speed in percent while slowed; required with `slow_gust_mps`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 100))]
    pub slow_speed_percent: Option<u32>,
}
