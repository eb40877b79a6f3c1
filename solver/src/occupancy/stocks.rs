//! Stocks: levels that must never fall below zero.

use crate::network::Tick;

/// The level of a stock over time.
#[derive(Clone, Debug)]
pub struct StockLevel {
    initial: i32,
    /// Changes by time; at one tick all of them together.
    changes: Vec<(Tick, i32)>,
    /// From this tick on the level is at least one for good.
    first_to_take: Tick,
    end: i32,
    /// The first tick at which something has been taken and the level is below zero. (One that begins below zero, by what is under way
    /// at the start, may stay there until something is taken.)
    short_at: Option<Tick>,
}

impl StockLevel {
    pub(super) fn new(initial: i32) -> StockLevel {
        let mut level = StockLevel {
            initial,
            changes: Vec::new(),
            first_to_take: 0,
            end: initial,
            short_at: None,
        };
        level.recompute();
        level
    }

    pub(super) fn add(&mut self, at: Tick, change: i32) {
        let index = self.changes.partition_point(|other| *other < (at, change));
        self.changes.insert(index, (at, change));
        self.recompute();
    }

    pub(super) fn remove(&mut self, at: Tick, change: i32) {
        if let Ok(index) = self.changes.binary_search(&(at, change)) {
            self.changes.remove(index);
        }
        self.recompute();
    }

    /// The first tick from which a unit can be taken: the level stays at least one from there on.
    pub(super) fn first_to_take(&self) -> Tick {
        self.first_to_take
    }

    /// The first tick at which something has been taken that is not there.
    pub(super) fn short_at(&self) -> Option<Tick> {
        self.short_at
    }

    pub(super) fn at_end(&self) -> i32 {
        self.end
    }

    fn recompute(&mut self) {
        let mut level = self.initial;
        let mut first = if level < 1 {
            crate::network::NEVER
        } else {
            Tick::MIN / 2
        };
        let mut index = 0;
        let mut is_taken = false;
        self.short_at = None;
        while index < self.changes.len() {
            let at = self.changes[index].0;
            while self.changes.get(index).is_some_and(|change| change.0 == at) {
                level += self.changes[index].1;
                is_taken |= self.changes[index].1 < 0;
                index += 1;
            }
            if is_taken && level < 0 && self.short_at.is_none() {
                self.short_at = Some(at);
            }
            if level < 1 {
                first = crate::network::NEVER;
            } else if first == crate::network::NEVER {
                first = at;
            }
        }
        self.first_to_take = first;
        self.end = level;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::NEVER;

    #[test]
    fn a_unit_can_be_taken_when_the_level_stays_positive() {
        let mut level = StockLevel::new(1);
        assert!(level.first_to_take() < 0);
        level.add(10, -1);
        assert_eq!(level.first_to_take(), NEVER);
        level.add(20, 1);
        assert_eq!(level.first_to_take(), 20);
        level.add(5, 1);
        assert!(level.first_to_take() < 0);
        level.remove(5, 1);
        level.add(20, -1);
        assert_eq!(level.first_to_take(), NEVER);
        assert_eq!(level.at_end(), 0);
    }
    #[test]
    fn a_level_that_begins_below_zero_is_short_only_when_something_is_taken() {
        let mut level = StockLevel::new(-1);
        assert!(level.short_at().is_none());
        level.add(8, 1);
        level.add(20, 1);
        level.add(36, -1);
        assert!(level.short_at().is_none());
        // back where it began, but now on account of what is taken
        level.remove(20, 1);
        assert_eq!(level.short_at(), Some(36));
        level.add(40, 1);
        assert_eq!(level.short_at(), Some(36));
        level.remove(36, -1);
        assert!(level.short_at().is_none());
    }
}
