//! The most trains a day for which a promise holds: the station run on worlds with more and more trains, until it breaks.
//!
//! Every level has the same worlds (the trains of a lower one are among those of a higher), so levels are compared in pairs. Of every world the dwell and the queue are
//! looked at; over the worlds each part of the promise has an interval. A level *holds for sure* if all of them are within the promise, *fails for sure* if
//! one is beyond it, and otherwise may do either. The answer is from the lowest level that may fail to the highest that may hold.
//! What is deliberately not here: what to do about it.

use crate::base::Base;
use crate::promise::{Promise, most_growth};
use crate::roll::{Figures, Roll, RollConfig, RollError};
use crate::statistics::{Confidence, Estimate};
use crate::world::{World, WorldConfig};
use rayon::prelude::*;

/// How sure the intervals are.
pub const CONFIDENCE: Confidence = Confidence::P90;

/// A part of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Mean dwell.
    Mean,
    /// Dwell of nine in ten.
    P90,
    /// The queue does not grow.
    Queue,
}

/// What is run, and how finely.
#[derive(Clone, Debug, PartialEq)]
pub struct PromiseConfig {
    /// The promise.
    pub promise: Promise,
    /// How the station is run.
    pub roll: RollConfig,
    /// The worlds; their trains a day are set.
    pub world: WorldConfig,
    /// Worlds per level, at least 2.
    pub replications: u32,
    /// Seed of the first; the next ones follow.
    pub seed: u64,
    /// Levels run first, in trains a day.
    pub levels: Vec<f64>,
    /// Trains a day to which the two ends of the answer are narrowed down.
    pub resolution: f64,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum PromiseError {
    /// Fewer than two worlds have no interval.
    #[error("{0} replications have no interval: at least 2 are needed")]
    Replications(u32),
    /// No day is counted.
    #[error("no day is counted")]
    Days,
    /// A level, the resolution or a part of the promise is no positive number.
    #[error("{0} is no positive number of trains or hours")]
    NotPositive(f64),
    /// No levels to begin with.
    #[error("no level of trains a day is given")]
    Levels,
    /// Of the worlds of a level fewer than two can be run to their end.
    #[error("{per_day} trains a day, seed {seed}: {error}")]
    Roll {
        /// Trains a day.
        per_day: f64,
        /// The seed of the first that cannot.
        seed: u64,
        /// Why.
        error: RollError,
    },
}

/// A part of the promise at a level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PartAt {
    /// Which.
    pub part: Part,
    /// What is promised at most: hours of dwell, trains a day by which the queue grows.
    pub most: f64,
    /// What came out.
    pub estimate: Estimate,
}

impl PartAt {
    fn interval(&self) -> [f64; 2] {
        let all = [f64::NEG_INFINITY, f64::INFINITY];
        self.estimate.interval().unwrap_or(all)
    }

    /// Whether it may be kept.
    pub fn may_hold(&self) -> bool {
        self.interval()[0] <= self.most
    }

    /// Whether it may be broken.
    pub fn may_fail(&self) -> bool {
        self.interval()[1] > self.most
    }

    /// How far it is beyond what is promised, in parts of that.
    fn excess(&self) -> f64 {
        (self.interval()[1] - self.most) / self.most
    }
}

/// A level of traffic that was run.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// Trains of the trade a day.
    pub per_day: f64,
    /// Trains of the trade that left, per day, over the worlds.
    pub throughput: Estimate,
    /// The parts of the promise.
    pub parts: Vec<PartAt>,
    /// Worlds that could not be run to their end, by seed, and why: they are left out.
    pub failed: Vec<(u64, String)>,
}

impl Level {
    /// Whether the whole promise may hold.
    pub fn may_hold(&self) -> bool {
        self.parts.iter().all(PartAt::may_hold)
    }

    /// Whether a part of it may fail.
    pub fn may_fail(&self) -> bool {
        self.parts.iter().any(PartAt::may_fail)
    }
}

/// For how many trains a day the promise holds.
#[derive(Clone, Debug, PartialEq)]
pub struct PromiseAnswer {
    /// Levels that were run, fewest trains first.
    pub levels: Vec<Level>,
    /// From the lowest level that may fail to the highest that may hold, in trains a day, in order. The first is `None` if even the lowest level run fails for sure; the second
    /// if even the highest holds for sure.
    pub trains_per_day: [Option<f64>; 2],
    /// The part that is furthest beyond the promise at the lowest level that may fail.
    pub fails_first: Option<Part>,
}

/// Runs levels until both ends of the answer are narrow enough. Every finished level is told. Worlds of a level run side by side on rayon's threads; the answer is the
/// same for any number of them. Complexity: that of the runs, (levels + 2·log₂(step / resolution)) · replications of them.
pub fn most_trains(
    base: &Base,
    config: &PromiseConfig,
    mut progress: impl FnMut(&Level),
) -> Result<PromiseAnswer, PromiseError> {
    check(config)?;
    let mut levels: Vec<Level> = Vec::new();
    let mut wanted = config.levels.clone();
    wanted.sort_by(f64::total_cmp);
    wanted.dedup();
    while let Some(per_day) = wanted.first().copied() {
        wanted.remove(0);
        let level = run(base, config, per_day)?;
        progress(&level);
        let place = levels.partition_point(|other| other.per_day < per_day);
        levels.insert(place, level);
        // where even the first look shows failure for sure, more trains tell nothing more
        let last = levels.last();
        if last.is_some_and(|level| !level.may_hold()) && levels.len() > 1 {
            wanted.retain(|more| last.is_some_and(|last| *more < last.per_day));
        }
        if wanted.is_empty() {
            wanted.extend(next(&levels, config.resolution));
        }
    }
    Ok(answer(levels))
}

fn check(config: &PromiseConfig) -> Result<(), PromiseError> {
    if config.replications < 2 {
        return Err(PromiseError::Replications(config.replications));
    }
    if config.roll.days == 0 {
        return Err(PromiseError::Days);
    }
    if config.levels.is_empty() {
        return Err(PromiseError::Levels);
    }
    let hours = [
        config.promise.mean_dwell_hours,
        config.promise.p90_dwell_hours,
    ];
    let all = config.levels.iter().copied().chain([config.resolution]);
    let mut all = all.chain(hours.into_iter().flatten());
    match all.find(|value| !(value.is_finite() && *value > 0.0)) {
        Some(value) => Err(PromiseError::NotPositive(value)),
        None => Ok(()),
    }
}

/// All worlds of a level.
fn run(base: &Base, config: &PromiseConfig, per_day: f64) -> Result<Level, PromiseError> {
    let world = WorldConfig {
        trains_per_day: Some(per_day),
        ..config.world.clone()
    };
    let days = Roll::days_needed(&config.roll);
    let runs = (0..config.replications).into_par_iter().map(|number| {
        let seed = config.seed.wrapping_add(u64::from(number));
        let world = World::new(base, &world, seed, days);
        (seed, Roll::new(&world, &config.roll, seed).run())
    });
    let all: Vec<(u64, Result<Figures, RollError>)> = runs.collect();
    let (mut runs, mut failed) = (Vec::new(), Vec::new());
    for (seed, run) in all {
        match run {
            Ok(figures) => runs.push(figures),
            Err(error) => failed.push((seed, error)),
        }
    }
    if runs.len() < 2 && !failed.is_empty() {
        let (seed, error) = failed.swap_remove(0);
        return Err(PromiseError::Roll {
            per_day,
            seed,
            error,
        });
    }
    let failed = failed
        .iter()
        .map(|(seed, error)| (*seed, error.to_string()));
    let over = |figure: &dyn Fn(&Figures) -> f64| {
        let values: Vec<f64> = runs.iter().map(figure).collect();
        // there are worlds: none is refused before
        Estimate::at(&values, CONFIDENCE).unwrap_or(Estimate {
            mean: 0.0,
            half_width: None,
            count: 0,
        })
    };
    let mut parts = Vec::new();
    // a world in which nobody got through has no dwell, and its queue says so
    if let Some(most) = config.promise.mean_dwell_hours {
        let estimate = over(&|run| run.dwell.mean().unwrap_or(0.0) / 60.0);
        parts.push(PartAt {
            part: Part::Mean,
            most,
            estimate,
        });
    }
    if let Some(most) = config.promise.p90_dwell_hours {
        let estimate = over(&|run| f64::from(run.dwell.quantile(0.9).unwrap_or(0)) / 60.0);
        parts.push(PartAt {
            part: Part::P90,
            most,
            estimate,
        });
    }
    parts.push(PartAt {
        part: Part::Queue,
        most: most_growth(per_day, config.roll.days),
        estimate: over(&Figures::queue_growth),
    });
    Ok(Level {
        per_day,
        throughput: over(&Figures::throughput),
        parts,
        failed: failed.collect(),
    })
}

/// The lowest level that may fail and the highest that may hold, by their places.
fn ends(levels: &[Level]) -> [Option<usize>; 2] {
    let fails = levels.iter().position(Level::may_fail);
    let holds = levels.iter().rposition(Level::may_hold);
    [fails, holds]
}

/// A level between two that were run, where an end of the answer is not narrow enough.
fn next(levels: &[Level], resolution: f64) -> Option<f64> {
    let between = |one: &Level, other: &Level| {
        let width = other.per_day - one.per_day;
        (width > resolution).then(|| f64::midpoint(one.per_day, other.per_day))
    };
    let [fails, holds] = ends(levels);
    let below = fails
        .filter(|place| *place > 0)
        .and_then(|place| between(&levels[place - 1], &levels[place]));
    below.or_else(|| {
        let place = holds?;
        between(&levels[place], levels.get(place + 1)?)
    })
}

fn answer(levels: Vec<Level>) -> PromiseAnswer {
    let [fails, holds] = ends(&levels);
    let last = levels.len() - 1;
    let fails_first = fails.and_then(|place| {
        let broken = levels[place].parts.iter().filter(|part| part.may_fail());
        broken
            .max_by(|one, other| one.excess().total_cmp(&other.excess()))
            .map(|part| part.part)
    });
    let at = |place: usize| levels[place].per_day;
    // between a level that holds for sure and the next that fails for sure is where it breaks
    let trains_per_day = match (fails, holds) {
        (None, _) => [Some(at(last)), None],
        (Some(_), None) => [None, Some(at(0))],
        (Some(fails), Some(holds)) => {
            let [low, high] = [fails.min(holds), fails.max(holds)];
            let is_open = holds == last;
            [Some(at(low)), (!is_open).then(|| at(high))]
        }
    };
    PromiseAnswer {
        levels,
        trains_per_day,
        fails_first,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(per_day: f64, interval: [f64; 2]) -> Level {
        let estimate = Estimate {
            mean: f64::midpoint(interval[0], interval[1]),
            half_width: Some((interval[1] - interval[0]) / 2.0),
            count: 3,
        };
        Level {
            per_day,
            throughput: estimate,
            parts: vec![PartAt {
                part: Part::Mean,
                most: 8.0,
                estimate,
            }],
            failed: Vec::new(),
        }
    }

    #[test]
    fn the_answer_is_from_the_lowest_that_may_fail_to_the_highest_that_may_hold() {
        let levels = vec![
            level(10.0, [5.0, 6.0]),
            level(12.0, [7.0, 8.5]),
            level(14.0, [7.5, 9.0]),
            level(16.0, [9.0, 12.0]),
        ];
        let found = answer(levels);
        assert_eq!(found.trains_per_day, [Some(12.0), Some(14.0)]);
        assert_eq!(found.fails_first, Some(Part::Mean));
    }

    #[test]
    fn where_nothing_is_in_doubt_it_breaks_between_two_levels() {
        let found = answer(vec![level(10.0, [5.0, 6.0]), level(12.0, [9.0, 9.5])]);
        assert_eq!(found.trains_per_day, [Some(10.0), Some(12.0)]);
    }

    #[test]
    fn an_end_that_was_not_reached_is_open() {
        let holds = answer(vec![level(10.0, [5.0, 6.0]), level(12.0, [5.0, 7.0])]);
        assert_eq!(holds.trains_per_day, [Some(12.0), None]);
        assert_eq!(holds.fails_first, None);
        let fails = answer(vec![level(10.0, [9.0, 9.5]), level(12.0, [9.0, 10.0])]);
        assert_eq!(fails.trains_per_day, [None, Some(10.0)]);
    }

    /// Bisected at the side that is too wide, the lower end first, until neither is.
    #[test]
    fn both_ends_are_narrowed_down() {
        let mut levels = vec![
            level(10.0, [5.0, 6.0]),
            level(14.0, [7.0, 9.0]),
            level(18.0, [9.0, 9.5]),
        ];
        assert_eq!(next(&levels, 1.0), Some(12.0));
        levels.insert(1, level(12.0, [6.0, 7.0]));
        assert_eq!(next(&levels, 1.0), Some(13.0));
        levels.insert(2, level(13.0, [6.5, 7.9]));
        assert_eq!(next(&levels, 1.0), Some(16.0));
        assert_eq!(next(&levels, 4.0), None);
    }
}
