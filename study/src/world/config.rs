//! The figures of a world. What is not given is as documented here; sources and confidence stand in `docs/studies.md`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a world is like: traffic, delays, wind, holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WorldConfig {
    /// Trains a day that carry what is transshipped here, both directions, on the mean of the year; all other kinds in proportion. Absent: as
    /// many as the base has.
    #[schemars(range(min = 0, max = 500))]
    pub trains_per_day: Option<f64>,
    /// Trains of one kind, in percent of what they would be.
    pub kinds_percent: BTreeMap<String, f64>,
    /// How much more than the mean the busiest part of the year has, in percent; as much less half a year later.
    #[schemars(range(min = 0, max = 100))]
    pub season_percent: f64,
    /// The day of the year in the middle of the busiest part.
    #[schemars(range(min = 1, max = 366))]
    pub season_peak_day: u32,
    /// Traffic of the weekdays from Monday on, in percent of the mean.
    pub weekdays_percent: [f64; 7],
    /// How trains bunch.
    pub bunching: Bunching,
    /// How trains deviate from their announced times.
    pub arrivals: Arrivals,
    /// Standard deviation of the minutes of a stage, in percent.
    #[schemars(range(min = 0, max = 100))]
    pub stages_sd_percent: f64,
    /// Standard deviation of the lifts per hour of a crane from shift to shift, in percent.
    #[schemars(range(min = 0, max = 100))]
    pub cranes_sd_percent: f64,
    /// The wind; absent: calm.
    pub wind: Option<WindClimate>,
    /// Cargo held for days.
    pub holds: Vec<Hold>,
}

impl Default for WorldConfig {
    fn default() -> WorldConfig {
        WorldConfig {
            trains_per_day: None,
            kinds_percent: BTreeMap::new(),
            season_percent: 8.0,
            season_peak_day: 335,
            weekdays_percent: [100.0; 7],
            bunching: Bunching::default(),
            arrivals: Arrivals::default(),
            stages_sd_percent: 15.0,
            cranes_sd_percent: 10.0,
            wind: None,
            holds: Vec::new(),
        }
    }
}

/// How trains bunch: over days, and within a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Bunching {
    /// Standard deviation of a day's traffic beyond season and weekday, in percent.
    #[schemars(range(min = 0, max = 100))]
    pub day_sd_percent: f64,
    /// How much of it stays the next day, from 0 to 1.
    #[schemars(range(min = 0, max = 0.999))]
    pub memory: f64,
    /// Standard deviation of a train's announced time from its even place in the day, in minutes.
    #[schemars(range(min = 0, max = 720))]
    pub within_day_minutes: f64,
}

impl Default for Bunching {
    fn default() -> Bunching {
        Bunching {
            day_sd_percent: 15.0,
            memory: 0.5,
            within_day_minutes: 60.0,
        }
    }
}

/// How trains deviate from the times for which they are announced, and when that is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Arrivals {
    /// Standard deviation in minutes.
    #[schemars(range(min = 0, max = 1440))]
    pub sd_minutes: f64,
    /// Trains that are very late, in percent.
    #[schemars(range(min = 0, max = 100))]
    pub tail_percent: f64,
    /// Hours by which these are late, the least and the most.
    pub tail_hours: [f64; 2],
    /// Hours before a train comes from which its time is known. A train that is not known yet is expected at its announced time, and no earlier than
    /// so many hours from now.
    #[schemars(range(min = 0, max = 72))]
    pub firm_hours: f64,
}

impl Default for Arrivals {
    fn default() -> Arrivals {
        Arrivals {
            sd_minutes: 90.0,
            tail_percent: 5.0,
            tail_hours: [6.0, 12.0],
            firm_hours: 6.0,
        }
    }
}

/// The wind of a year: hourly means from a Weibull distribution with memory, calibrated to the gale days of a year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WindClimate {
    /// Days of a year with gusts of 17.2 m/s or more: each world aims at a figure in this range, for the records are of a station that was moved and an
    /// instrument that was changed.
    pub gale_days: [f64; 2],
    /// All wind in percent of what those gale days give (a shed behind a wall, another site).
    #[schemars(range(min = 0, max = 500))]
    pub percent: f64,
    /// Shape of the distribution.
    #[schemars(range(min = 0.5, max = 5))]
    pub shape: f64,
    /// Memory from hour to hour.
    #[schemars(range(min = 0, max = 0.999))]
    pub memory: f64,
    /// Gust over mean: middle and half width.
    pub gust_factor: [f64; 2],
    /// How much stronger than the mean the windiest part of the year is, in percent; as much weaker half a year later.
    #[schemars(range(min = 0, max = 90))]
    pub season_percent: f64,
    /// The day of the year in its middle.
    #[schemars(range(min = 1, max = 366))]
    pub season_peak_day: u32,
    /// Severe spells.
    pub severe: Severe,
    /// What a forecast gets wrong for each day ahead, in percent (standard deviation).
    #[schemars(range(min = 0, max = 100))]
    pub forecast_sd_percent: f64,
}

impl Default for WindClimate {
    fn default() -> WindClimate {
        WindClimate {
            gale_days: [137.0, 157.0],
            percent: 100.0,
            shape: 1.5,
            memory: 0.95,
            gust_factor: [1.45, 0.10],
            season_percent: 15.0,
            season_peak_day: 120,
            severe: Severe::default(),
            forecast_sd_percent: 10.0,
        }
    }
}

/// Spells in which trains themselves are slowed or stopped.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Severe {
    /// How many in a year, on the mean.
    #[schemars(range(min = 0, max = 50))]
    pub per_year: f64,
    /// Hours of one, the least and the most.
    pub hours: [f64; 2],
    /// Strongest gust in m/s, the least and the most.
    pub gust_mps: [f64; 2],
}

impl Default for Severe {
    fn default() -> Severe {
        Severe {
            per_year: 2.0,
            hours: [24.0, 48.0],
            gust_mps: [24.0, 32.0],
        }
    }
}

/// Cargo classes held for days: laboratories, bans, caps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hold {
    /// What it is, for people.
    pub name: String,
    /// Classes of trains as they come.
    pub classes: Vec<String>,
    /// Station at which they are held, on its tracks: trains that go over another port are not. Absent: they are held before they come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub station: Option<String>,
    /// First day of the world on which it is in force.
    pub from_day: u32,
    /// Days for which it is.
    #[schemars(range(min = 1))]
    pub days: u32,
    /// Trains held, in percent of those of the classes.
    #[serde(default = "hundred")]
    #[schemars(range(min = 0, max = 100))]
    pub percent: f64,
    /// Days for which a train is held before it may come, the least and the most.
    #[serde(default)]
    pub hold_days: [f64; 2],
    /// Most trains of these classes on each of its days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap_per_day: Option<u32>,
}

fn hundred() -> f64 {
    100.0
}

impl Hold {
    /// Whether it is in force on a day.
    pub fn covers(&self, day: i64) -> bool {
        let from = i64::from(self.from_day);
        (from..from + i64::from(self.days)).contains(&day)
    }
}
