//! What a run came to.

use crate::roll::Figures;
use crate::world::Climate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One run: a line of the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The scenario, by name.
    pub scenario: String,
    /// Hash of its station, world and way of running.
    pub scenario_hash: String,
    /// Which of its runs, from 0.
    pub replication: u32,
    /// Seed of the world.
    pub seed: u64,
    /// Seed of the planner.
    pub planner_seed: u64,
    /// Version of the program.
    pub version: String,
    /// Why it did not come to its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<String>,
    /// What it came to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figures: Option<RunFigures>,
}

/// Figures of a run. Minutes are means or quantiles over trains, behind the warm-up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunFigures {
    /// Days counted.
    pub days: u32,
    /// Trains of the trade that came, and that left.
    pub came: u32,
    /// The latter.
    pub left: u32,
    /// Trains that left a day.
    pub throughput: f64,
    /// Share of the trains that left late, of those that were due.
    pub late: f64,
    /// Dwell of transshipped trains at the station.
    pub dwell_mean: Option<f64>,
    /// The tenth, fifth and ninth of ten.
    pub dwell_p10: Option<f64>,
    /// The fifth.
    pub dwell_p50: Option<f64>,
    /// The ninth.
    pub dwell_p90: Option<f64>,
    /// Minutes outside before being let in.
    pub outside_mean: Option<f64>,
    /// The ninth of ten.
    pub outside_p90: Option<f64>,
    /// From coming to leaving.
    pub through_mean: Option<f64>,
    /// Trains outside at the end of a day: the mean.
    pub queue_mean: f64,
    /// The most.
    pub queue_max: u32,
    /// Trains a day by which that grows: the slope over the days.
    pub queue_growth: f64,
    /// Trains held elsewhere at the end of a day.
    pub held_mean: f64,
    /// Daily means of dwell: the tenth and the ninth of ten days. That is risk, not error.
    pub day_dwell: Option<[f64; 2]>,
    /// Transshipped trains by shed.
    pub sheds: BTreeMap<String, u32>,
    /// Crane work by shed: minutes from the first preparation to the last finishing, and minutes of lifting, on the mean.
    pub works: BTreeMap<String, [f64; 2]>,
    /// Share of the time of all units for which something is used.
    pub used: BTreeMap<String, f64>,
    /// Gale days, where there is wind.
    pub gale_days: Option<u32>,
    /// Share of the hours with level 6.
    pub level_6: Option<f64>,
    /// Share of the time for which wind stops the cranes of a shed.
    pub crane_stops: BTreeMap<String, f64>,
    /// Shifts in which trains under way stood in each other's way, and those in which no way out was found.
    pub untangled: u32,
    /// The latter.
    pub stuck: u32,
}

impl RunFigures {
    /// Of what a run counted.
    pub fn of(figures: &Figures, climate: Option<&Climate>) -> RunFigures {
        let days = figures.days.len().max(1) as f64;
        let queues = figures.days.iter().map(|day| day.queue);
        let mut means: Vec<f64> = figures
            .days
            .iter()
            .filter(|day| day.dwell.0 > 0)
            .map(|day| day.dwell.1 as f64 / f64::from(day.dwell.0))
            .collect();
        means.sort_by(f64::total_cmp);
        let nearest = |share: f64| {
            means
                .get(((share * means.len() as f64) as usize).min(means.len().saturating_sub(1)))
                .copied()
        };
        let share = |part: u32, whole: u32| {
            if whole == 0 {
                0.0
            } else {
                f64::from(part) / f64::from(whole)
            }
        };
        let quantile = |of: &crate::roll::Histogram, share: f64| of.quantile(share).map(f64::from);
        RunFigures {
            days: figures.days.len() as u32,
            came: figures.came,
            left: figures.left,
            throughput: rounded(figures.throughput()),
            late: rounded(share(figures.late, figures.due)),
            dwell_mean: figures.dwell.mean().map(rounded),
            dwell_p10: quantile(&figures.dwell, 0.1),
            dwell_p50: quantile(&figures.dwell, 0.5),
            dwell_p90: quantile(&figures.dwell, 0.9),
            outside_mean: figures.outside.mean().map(rounded),
            outside_p90: quantile(&figures.outside, 0.9),
            through_mean: figures.through.mean().map(rounded),
            queue_mean: rounded(queues.clone().map(f64::from).sum::<f64>() / days),
            queue_max: queues.max().unwrap_or(0),
            queue_growth: rounded(figures.queue_growth()),
            held_mean: rounded(
                figures
                    .days
                    .iter()
                    .map(|day| f64::from(day.held))
                    .sum::<f64>()
                    / days,
            ),
            day_dwell: nearest(0.1)
                .zip(nearest(0.9))
                .map(|(low, high)| [rounded(low), rounded(high)]),
            sheds: figures.sheds.clone(),
            works: figures
                .works
                .iter()
                .map(|(shed, &[works, whole, lifting])| {
                    let mean = |minutes: u64| rounded(minutes as f64 / works.max(1) as f64);
                    (shed.clone(), [mean(whole), mean(lifting)])
                })
                .collect(),
            used: figures
                .used
                .keys()
                .filter_map(|name| Some((name.clone(), rounded(figures.share(name)?))))
                .collect(),
            gale_days: climate.map(|climate| climate.gale_days() as u32),
            level_6: climate.map(|climate| rounded(climate.level_6())),
            crane_stops: figures
                .wind_minutes
                .iter()
                .map(|(shed, &minutes)| (shed.clone(), rounded(minutes as f64 / (days * 1440.0))))
                .collect(),
            untangled: figures.untangled,
            stuck: figures.stuck,
        }
    }
}

/// Six digits behind the point: the same text on every platform.
fn rounded(value: f64) -> f64 {
    libm::round(value * 1e6) / 1e6
}
