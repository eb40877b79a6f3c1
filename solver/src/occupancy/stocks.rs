//! Stocks: levels that must never fall below zero.

use crate::network::{LONG_AGO, NEVER, Tick};

/// The level of a stock over time.
#[derive(Clone, Debug)]
pub struct StockLevel {
    initial: i32,
    /// Changes by time …
    at: Vec<Tick>,
    change: Vec<i32>,
    /// … and the level behind each; at one tick only that behind the last counts.
    level: Vec<i32>,
    /// From this tick on the level is at least one for good.
    first_to_take: Tick,
    /// The first tick at which something has been taken and the level is below zero. (One that begins below zero, by what is under way
    /// at the start, may stay there until something is taken.)
    short_at: Option<Tick>,
}

impl StockLevel {
    pub(super) fn new(initial: i32) -> StockLevel {
        let mut level = StockLevel {
            initial,
            at: Vec::new(),
            change: Vec::new(),
            level: Vec::new(),
            first_to_take: Tick::ZERO,
            short_at: None,
        };
        level.look();
        level
    }

    /// Complexity: linear in the changes, but a small part of a nanosecond each.
    pub(super) fn add(&mut self, at: Tick, change: i32) {
        let index = self.at.partition_point(|&other| other <= at);
        let before = index
            .checked_sub(1)
            .map_or(self.initial, |before| self.level[before]);
        self.at.insert(index, at);
        self.change.insert(index, change);
        self.level.insert(index, before);
        for level in &mut self.level[index..] {
            *level += change;
        }
        self.look();
    }

    pub(super) fn remove(&mut self, at: Tick, change: i32) {
        let first = self.at.partition_point(|&other| other < at);
        let same = self.at[first..].iter().zip(&self.change[first..]);
        let mut same = same.take_while(|(other, _)| **other == at);
        if let Some(place) = same.position(|(_, &other)| other == change) {
            let index = first + place;
            self.at.remove(index);
            self.change.remove(index);
            self.level.remove(index);
            for level in &mut self.level[index..] {
                *level -= change;
            }
        }
        self.look();
    }

    /// The first tick from which so many units can be taken: the level stays at least as high from there on. Of one unit it is known.
    pub(super) fn first_to_take(&self, units: i32) -> Tick {
        if units == 1 {
            self.first_to_take
        } else {
            self.first_with(units)
        }
    }

    /// The first tick at which something has been taken that is not there.
    pub(super) fn short_at(&self) -> Option<Tick> {
        self.short_at
    }

    pub(super) fn at_end(&self) -> i32 {
        self.level.last().copied().unwrap_or(self.initial)
    }

    /// Whether a change is the last one of its tick.
    fn is_last(&self, index: usize) -> bool {
        self.at.get(index + 1) != Some(&self.at[index])
    }

    /// The first tick from which on the level is at least so high for good.
    fn first_with(&self, units: i32) -> Tick {
        let n = self.level.len();
        let mut low = n;
        while let Some(index) = self.level[..low].iter().rposition(|&level| level < units) {
            low = index;
            if self.is_last(index) {
                break;
            }
        }
        let is_low = low < n && self.level[low] < units && self.is_last(low);
        if is_low {
            self.at.get(low + 1).copied().unwrap_or(NEVER)
        } else if self.initial < units {
            self.at.first().copied().unwrap_or(NEVER)
        } else {
            LONG_AGO
        }
    }

    /// Looks where the level is too low.
    fn look(&mut self) {
        let n = self.level.len();
        self.first_to_take = self.first_with(1);
        let taken = self.change.iter().position(|&change| change < 0);
        // what is taken at a tick counts for all of it
        let taken = taken.map(|taken| self.at.partition_point(|&at| at < self.at[taken]));
        let mut from = taken.unwrap_or(n);
        self.short_at = None;
        while let Some(place) = self.level[from..].iter().position(|&level| level < 0) {
            from += place;
            if self.is_last(from) {
                self.short_at = Some(self.at[from]);
                break;
            }
            from += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_can_be_taken_when_the_level_stays_positive() {
        let mut level = StockLevel::new(1);
        assert!(level.first_to_take(1) < Tick::ZERO);
        level.add(Tick(10), -1);
        assert_eq!(level.first_to_take(1), NEVER);
        level.add(Tick(20), 1);
        assert_eq!(level.first_to_take(1), Tick(20));
        level.add(Tick(5), 1);
        assert!(level.first_to_take(1) < Tick::ZERO);
        level.remove(Tick(5), 1);
        level.add(Tick(20), -1);
        assert_eq!(level.first_to_take(1), NEVER);
        assert_eq!(level.at_end(), 0);
    }

    /// What the fields are by their definition.
    fn by_definition(
        initial: i32,
        changes: &[(Tick, i32)],
        units: i32,
    ) -> (Tick, Option<Tick>, i32) {
        let at = |tick: Tick| changes.iter().filter(move |change| change.0 <= tick);
        let level = |tick: Tick| initial + at(tick).map(|change| change.1).sum::<i32>();
        let is_taken = |tick: Tick| at(tick).any(|change| change.1 < 0);
        let last = Tick(40);
        let last_low = Tick(-1)
            .through(last)
            .rev()
            .find(|&tick| level(tick) < units);
        let first = match last_low {
            Some(tick) if tick == last => NEVER,
            Some(tick) => tick + 1,
            None => LONG_AGO,
        };
        let mut ticks = Tick::ZERO.through(last);
        let short = ticks.find(|&tick| is_taken(tick) && level(tick) < 0);
        (first, short, level(last))
    }

    #[test]
    fn levels_agree_with_summing_up() {
        let mut state = 7_u32;
        let mut next = |bound: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % bound
        };
        for _ in 0..300 {
            let initial = next(8) as i32 - 2;
            let mut level = StockLevel::new(initial);
            let mut changes: Vec<(Tick, i32)> = Vec::new();
            for _ in 0..12 {
                if !changes.is_empty() && next(3) == 0 {
                    let (at, change) = changes.swap_remove(next(changes.len() as u32) as usize);
                    level.remove(at, change);
                } else {
                    // few ticks, so that many changes share one
                    let at = Tick(3 * next(13) as i32);
                    let sign = if next(2) == 0 { 1 } else { -1 };
                    let one = (at, sign * (1 + next(4) as i32));
                    level.add(one.0, one.1);
                    changes.push(one);
                }
                for units in 1..5 {
                    let first = level.first_to_take(units);
                    let found = (first, level.short_at(), level.at_end());
                    let right = by_definition(initial, &changes, units);
                    assert_eq!(found, right, "{units} of {initial} {changes:?}");
                }
            }
        }
    }

    #[test]
    fn a_level_that_begins_below_zero_is_short_only_when_something_is_taken() {
        let mut level = StockLevel::new(-1);
        assert!(level.short_at().is_none());
        level.add(Tick(8), 1);
        level.add(Tick(20), 1);
        level.add(Tick(36), -1);
        assert!(level.short_at().is_none());
        // back where it began, but now on account of what is taken
        level.remove(Tick(20), 1);
        assert_eq!(level.short_at(), Some(Tick(36)));
        level.add(Tick(40), 1);
        assert_eq!(level.short_at(), Some(Tick(36)));
        level.remove(Tick(36), -1);
        assert!(level.short_at().is_none());
    }
}
