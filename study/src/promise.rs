//! What a station promises of the dwell of its trains, and when a queue counts as one that does not grow.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a station promises. That the queue outside does not grow ([`most_growth`]) is promised whatever else is: dwell counts only trains that were let in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    /// Mean dwell of transshipped trains, in hours, at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean_dwell_hours: Option<f64>,
    /// Nine of ten of them dwell no longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p90_dwell_hours: Option<f64>,
}

/// Growth of the queue over a whole run that still counts as none, in days' trains: less cannot be told from a busy week. Over a fortnight that is 2 % of the trains of each day.
const GROWTH_DAYS: f64 = 0.28;

/// Trains a day by which a queue outside may grow at most and still count as one that does not: in a run of so many days at a station of so many trains a day.
pub fn most_growth(trains_per_day: f64, days: u32) -> f64 {
    GROWTH_DAYS * trains_per_day / f64::from(days.max(1))
}
