//! Durations that may depend on the start: monotone maps from ticks to ticks.

use super::{NEVER, Tick, Ticks};
use serde::Serialize;
use std::sync::Arc;

/// A non-decreasing map from the start of an operation to a later instant of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeMap {
    /// Always so many ticks later.
    Shift(Ticks),
    /// By the start, from tick 0; [`NEVER`] where the horizon ends before. Before tick 0 as at tick 0.
    Table(#[serde(serialize_with = "as_runs")] Arc<[Tick]>),
}

/// Tables are written as runs of equal delay: `[start, delay]`, delay `null` for never.
fn as_runs<S: serde::Serializer>(table: &Arc<[Tick]>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut runs: Vec<(Tick, Option<Ticks>)> = Vec::new();
    for (start, &value) in table.iter().enumerate() {
        let start = Tick::from_index(start);
        let delay = (value < NEVER).then_some(value - start);
        if runs.last().is_none_or(|(_, last)| *last != delay) {
            runs.push((start, delay));
        }
    }
    runs.serialize(serializer)
}

impl TimeMap {
    /// The instant for a start.
    #[inline]
    pub fn at(&self, start: Tick) -> Tick {
        match self {
            TimeMap::Shift(ticks) => start.saturating_add(*ticks),
            TimeMap::Table(table) => {
                let index = start.max(Tick::ZERO).index();
                table.get(index).copied().unwrap_or(NEVER)
            }
        }
    }

    /// The first start whose instant is `instant` or later; complexity logarithmic in the horizon.
    #[inline]
    pub fn first_reaching(&self, instant: Tick) -> Tick {
        match self {
            TimeMap::Shift(ticks) => instant.saturating_sub(*ticks),
            TimeMap::Table(table) => {
                Tick::from_index(table.partition_point(|&value| value < instant))
            }
        }
    }

    /// This map and then another.
    #[must_use]
    pub fn then(&self, next: &TimeMap) -> TimeMap {
        match (self, next) {
            (TimeMap::Shift(a), TimeMap::Shift(b)) => TimeMap::Shift(a + b),
            (TimeMap::Table(a), _) => {
                TimeMap::Table(a.iter().map(|&value| bounded(next, value)).collect())
            }
            (TimeMap::Shift(a), TimeMap::Table(b)) => {
                let starts = (0..b.len()).map(Tick::from_index);
                TimeMap::Table(starts.map(|start| bounded(next, start + *a)).collect())
            }
        }
    }

    /// The least delay over all starts.
    pub fn min_delay(&self) -> Ticks {
        match self {
            TimeMap::Shift(ticks) => *ticks,
            TimeMap::Table(table) => table
                .iter()
                .enumerate()
                .map(|(start, &value)| value - Tick::from_index(start))
                .min()
                .unwrap_or(0),
        }
    }
}

fn bounded(map: &TimeMap, start: Tick) -> Tick {
    if start >= NEVER {
        NEVER
    } else {
        map.at(start).min(NEVER)
    }
}

/// Speed in percent per tick, summed up, to integrate work over it.
#[derive(Clone, Debug)]
pub struct SpeedProfile {
    /// `sum[t]`: hundredths of a tick's work done in ticks before `t`.
    sum: Vec<i64>,
}

impl SpeedProfile {
    /// From the speed of every tick of the horizon.
    pub fn new(percent: &[u32]) -> SpeedProfile {
        let mut sum = Vec::with_capacity(percent.len() + 1);
        let mut total = 0;
        sum.push(0);
        for &speed in percent {
            total += i64::from(speed);
            sum.push(total);
        }
        SpeedProfile { sum }
    }

    /// The instant at which work of `ticks` at full speed is done, by start; linear in the horizon.
    pub fn work(&self, ticks: Ticks) -> TimeMap {
        let needed = i64::from(ticks) * 100;
        let mut end = 0;
        let table = self.sum.iter().enumerate().map(|(start, &before)| {
            end = end.max(start);
            while end < self.sum.len() && self.sum[end] < before + needed {
                end += 1;
            }
            if end < self.sum.len() {
                Tick::from_index(end)
            } else {
                NEVER
            }
        });
        TimeMap::Table(table.collect())
    }

    /// By instant, the first tick from it on that does not stand still; at the end of the horizon where none does.
    pub fn resumes(&self) -> TimeMap {
        let last = self.sum.len() - 1;
        let mut table: Vec<Tick> = (0..=last).map(Tick::from_index).collect();
        for tick in (0..last).rev() {
            if self.sum[tick] == self.sum[tick + 1] {
                table[tick] = table[tick + 1];
            }
        }
        TimeMap::Table(table.into())
    }

    /// The instant at which work of `ticks` begun at `start` is done.
    pub fn work_from(&self, start: Tick, ticks: Ticks) -> Tick {
        self.work_centi_from(start, i64::from(ticks) * 100)
    }

    /// The instant at which work of so many hundredths of a tick begun at `start` is done.
    pub fn work_centi_from(&self, start: Tick, centi: i64) -> Tick {
        let start = start.max(Tick::ZERO).index();
        let Some(before) = self.sum.get(start) else {
            return NEVER;
        };
        let needed = before + centi;
        let found = self.sum[start..].partition_point(|&sum| sum < needed);
        if start + found < self.sum.len() {
            Tick::from_index(start + found)
        } else {
            NEVER
        }
    }

    /// Ticks in `[from, to)` that stand still.
    pub fn stopped_ticks(&self, from: Tick, to: Tick) -> Ticks {
        let last = Tick::from_index(self.sum.len() - 1);
        let ticks = from.max(Tick::ZERO).until(to.min(last));
        ticks
            .filter(|tick| self.sum[tick.index()] == self.sum[tick.index() + 1])
            .count() as Ticks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_pauses_and_slows() {
        let mut percent = vec![100; 5];
        percent.extend([0; 10]);
        percent.extend([50; 10]);
        let profile = SpeedProfile::new(&percent);
        let map = profile.work(6);
        // five ticks, a stop of ten, two at half speed
        assert_eq!(map.at(Tick::ZERO), Tick(17));
        assert_eq!(map.at(Tick(5)), NEVER);
        assert_eq!(profile.work(0).at(Tick(7)), Tick(7));
        for start in Tick::ZERO.through(Tick(25)) {
            assert_eq!(map.at(start), profile.work_from(start, 6));
        }
        assert_eq!(profile.stopped_ticks(Tick::ZERO, Tick(25)), 10);
        let resumes = profile.resumes();
        assert_eq!(
            [4, 5, 14, 15, 25].map(|t| resumes.at(Tick(t))),
            [4, 15, 15, 15, 25].map(Tick)
        );
        // begun in the stop or at its end: done at the same tick
        assert_eq!(map.at(Tick(7)), map.at(resumes.at(Tick(7))));
        let resumes = SpeedProfile::new(&[100, 0, 0]).resumes();
        assert_eq!(resumes.at(Tick(1)), Tick(3));
    }

    #[test]
    fn the_inverse_is_the_first_start_that_reaches() {
        let profile = SpeedProfile::new(&[100, 0, 0, 100, 100, 50, 50, 100, 100, 100]);
        for map in [
            profile.work(2),
            TimeMap::Shift(3),
            profile.work(1).then(&TimeMap::Shift(2)),
        ] {
            for instant in Tick::ZERO.until(Tick(12)) {
                let first = map.first_reaching(instant);
                assert!(map.at(first) >= instant);
                assert!(
                    first <= Tick::ZERO || map.at(first - 1) < instant,
                    "{map:?} {instant}"
                );
            }
        }
    }
}
