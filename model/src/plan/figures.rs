//! The key figures that a plan states; [`crate::kpi`] takes them from its events.

use crate::resource::Resource;
use serde::Serialize;
use std::collections::BTreeMap;

/// Key figures of a plan; shares are between 0 and 1. `docs/kpis.md` defines each. Means of dwell are over planned trains, so
/// look at `postponed`, `outside_at_end` and `entry_wait_mean` beside them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Kpis {
    /// Trains planned.
    pub planned: u32,
    /// Trains not planned.
    pub postponed: u32,
    /// Trains that leave after they are due.
    pub late: u32,
    /// Share of the trains whose earliest entry lies in the planning part that are planned (计划安排率).
    pub fulfilment: f64,
    /// Share of the trains with a due exit in the planning part that leave by then (计划正点率); a postponed train does not.
    pub punctuality: f64,
    /// Mean minutes from the earliest entry to the entry, over all trains not under way at the start; a postponed train
    /// waits to the end of the horizon.
    pub entry_wait_mean: f64,
    /// Trains still outside at the end of the horizon: postponed and not under way at the start.
    pub outside_at_end: u32,
    /// Mean station dwell (在站停时) of transshipped trains, arrival to departure, in minutes.
    pub dwell_transshipped_mean: f64,
    /// Its 90th percentile.
    pub dwell_transshipped_p90: f64,
    /// Mean station dwell of trains that only pass, in minutes.
    pub dwell_passing_mean: f64,
    /// Mean minutes of handling per handled train, from its start to its end.
    pub dwell_handled_mean: f64,
    /// Mean minutes of preparation and lifting per transshipped train, pauses left out.
    pub crane_work_mean: f64,
    /// Mean minutes from the first placing to the spot cleared, per transshipped train.
    pub slot_cycle_mean: f64,
    /// Trains whose crane work or handling starts in the planning part, per spot.
    pub trains_per_spot: BTreeMap<String, u32>,
    /// Share of the planning part in which the spot is held, per spot.
    pub spot_use: BTreeMap<String, f64>,
    /// Share of the planning part in which the crane is allotted, per crane.
    pub crane_use: BTreeMap<String, f64>,
    /// Entries in the planning part, per section.
    pub paths: BTreeMap<String, Paths>,
    /// Minutes missing of the buffers of `sections`, `spots` and `locomotives`; absent where none are asked for.
    pub missing_buffer_minutes: BTreeMap<String, u32>,
    /// Trains waiting to enter, per entry point; absent where no trains are held.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub outside: BTreeMap<String, Queue>,
    /// Minutes waited in total, by what was waited for.
    #[serde(skip)]
    pub waits: Vec<WaitSum>,
}

/// Trains waiting outside an entry point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Queue {
    /// Most of them at a time.
    pub most: u32,
    /// At the end of the horizon.
    pub at_end: u32,
}

/// Entries into a section by direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Paths {
    /// 下行, from the section's `from` to its `to`.
    pub down: u32,
    /// 上行, the other way.
    pub up: u32,
}

/// What all waits for one resource sum up to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitSum {
    /// Resource waited for.
    pub for_what: Resource,
    /// Minutes.
    pub minutes: u32,
}
