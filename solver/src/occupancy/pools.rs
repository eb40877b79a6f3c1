//! Pools of equal units: how many are taken when.

use crate::network::{LONG_AGO, NEVER, Tick};

/// How many units of a pool are taken when, and the spans in which none is free.
#[derive(Clone, Debug)]
pub struct PoolProfile {
    capacity: i32,
    /// Level from each tick on, sorted; before the first it is zero.
    levels: Vec<(Tick, i32)>,
    /// Spans in which no unit is free, sorted and disjoint.
    full: Vec<(Tick, Tick)>,
    /// Room for those that are looked at again, and for breakpoints.
    refilled: Vec<(Tick, Tick)>,
    piece: Vec<(Tick, i32)>,
    /// Spans in which nobody may hold a unit, sorted and disjoint.
    closed: Vec<(Tick, Tick)>,
}

impl PoolProfile {
    pub(super) fn new(capacity: u32, closed: &[(Tick, Tick)]) -> PoolProfile {
        let capacity = capacity.min(i32::MAX as u32 / 2) as i32;
        let full = if capacity == 0 {
            vec![(LONG_AGO, NEVER)]
        } else {
            Vec::new()
        };
        PoolProfile {
            capacity,
            levels: Vec::new(),
            full,
            refilled: Vec::new(),
            piece: Vec::new(),
            closed: closed.to_vec(),
        }
    }

    /// Changes the level in a span; linear in what is taken. Breakpoints come and go in one piece, so that what lies behind is moved
    /// once.
    pub(super) fn change(&mut self, from: Tick, to: Tick, by: i32) {
        if from >= to {
            return;
        }
        let first = self.levels.partition_point(|level| level.0 < from);
        let before = first.checked_sub(1).map_or(0, |index| self.levels[index].1);
        let mut piece = std::mem::take(&mut self.piece);
        piece.clear();
        let (mut old, mut new) = (before, before);
        let mut crossed = false;
        let mut at = from;
        let mut last = first;
        // from every breakpoint in the span to the next
        loop {
            if let Some(level) = self.levels.get(last).filter(|level| level.0 == at) {
                old = level.1;
                last += 1;
            }
            crossed |= (old >= self.capacity) != (old + by >= self.capacity);
            if new != old + by {
                new = old + by;
                piece.push((at, new));
            }
            match self.levels.get(last) {
                Some(level) if level.0 < to => at = level.0,
                _ => break,
            }
        }
        // behind the span all is as it was
        if let Some(level) = self.levels.get(last).filter(|level| level.0 == to) {
            old = level.1;
            last += 1;
        }
        if new != old {
            piece.push((to, old));
        }
        let (gone, come) = (last - first, piece.len());
        if gone == come {
            self.levels[first..last].copy_from_slice(&piece);
        } else {
            self.levels.splice(first..last, piece.iter().copied());
        }
        self.piece = piece;
        if crossed {
            self.refill(from, to);
        }
    }

    /// Looks again where no unit is free, after a change in a span; linear in the levels and full spans there.
    fn refill(&mut self, from: Tick, to: Tick) {
        if self.capacity == 0 {
            return;
        }
        // what touches the span may be cut, or grow together
        let first = self.full.partition_point(|span| span.1 < from);
        let last = first + self.full[first..].partition_point(|span| span.0 <= to);
        let touched = &self.full[first..last];
        let begin = touched.first().map_or(from, |span| span.0.min(from));
        let end = touched.last().map_or(to, |span| span.1.max(to));
        let mut spans = std::mem::take(&mut self.refilled);
        spans.clear();
        let place = self.levels.partition_point(|level| level.0 < begin);
        for (index, &(from, level)) in self.levels.iter().enumerate().skip(place) {
            if from >= end {
                break;
            }
            if level < self.capacity {
                continue;
            }
            let to = self.levels.get(index + 1).map_or(NEVER, |next| next.0);
            match spans.last_mut() {
                Some((_, last)) if *last == from => *last = to,
                _ => spans.push((from, to)),
            }
        }
        self.full.splice(first..last, spans.iter().copied());
        self.refilled = spans;
    }

    /// The first full span that overlaps `[from, to)`; logarithmic.
    #[inline]
    pub(super) fn full_within(&self, from: Tick, to: Tick) -> Option<(Tick, Tick)> {
        if from >= to {
            return None;
        }
        let index = self.full.partition_point(|span| span.1 <= from);
        self.full.get(index).copied().filter(|span| span.0 < to)
    }

    /// Ticks at which a unit is given back.
    pub(super) fn given_back(&self) -> impl Iterator<Item = Tick> + '_ {
        let pairs = self.levels.windows(2);
        let falls = pairs.filter(|pair| pair[1].1 < pair[0].1);
        let reopened = self.closed.iter().map(|span| span.1);
        falls.map(|pair| pair[1].0).chain(reopened)
    }

    /// Spans in which a unit may be held throughout and that end after `after`, clipped to what matters before `end`; `through`:
    /// whatever is closed.
    #[inline]
    pub(super) fn free(&self, ignored: bool, through: bool, after: Tick, end: Tick) -> Free<'_> {
        let full: &[(Tick, Tick)] = if ignored { &[] } else { &self.full };
        let closed: &[(Tick, Tick)] = if ignored || through {
            &[]
        } else {
            &self.closed
        };
        let (past, full) = full.split_at(full.partition_point(|span| span.0 <= after));
        let (shut, closed) = closed.split_at(closed.partition_point(|span| span.0 <= after));
        let free_again = past.last().map_or(LONG_AGO, |span| span.1);
        Free {
            from: shut
                .last()
                .map_or(free_again, |span| span.1.max(free_again)),
            full,
            closed,
            after: after.max(Tick::ZERO),
            end,
        }
    }
}

/// The spans in which a unit of a pool is free.
pub struct Free<'p> {
    /// No span that is still to come begins before.
    from: Tick,
    full: &'p [(Tick, Tick)],
    closed: &'p [(Tick, Tick)],
    after: Tick,
    end: Tick,
}

impl Iterator for Free<'_> {
    type Item = (Tick, Tick);

    #[inline]
    fn next(&mut self) -> Option<(Tick, Tick)> {
        while self.from <= self.end {
            let from = self.from;
            let full = self.full.first().copied().unwrap_or((NEVER, NEVER));
            let closed = self.closed.first().copied().unwrap_or((NEVER, NEVER));
            let next = if full.0 <= closed.0 {
                self.full = self.full.get(1..).unwrap_or(&[]);
                full
            } else {
                self.closed = &self.closed[1..];
                closed
            };
            if next.0 >= NEVER {
                self.from = NEVER;
            } else {
                self.from = from.max(next.1);
            }
            if from < next.0 && next.0 > self.after {
                return Some((from, next.0));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::Ticks;

    #[test]
    fn levels_agree_with_counting() {
        let mut profile = PoolProfile::new(2, &[]);
        let mut taken: Vec<(Tick, Tick)> = Vec::new();
        let mut state = 12345_u32;
        let mut next = |bound: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % bound
        };
        for _ in 0..500 {
            if !taken.is_empty() && next(3) == 0 {
                let (from, to) = taken.swap_remove(next(taken.len() as u32) as usize);
                profile.change(from, to, -1);
            } else {
                let from = Tick(next(60) as Ticks);
                let to = from + next(12) as Ticks;
                profile.change(from, to, 1);
                taken.push((from, to));
            }
            for tick in Tick::ZERO.until(Tick(80)) {
                let count = taken
                    .iter()
                    .filter(|(from, to)| *from <= tick && tick < *to)
                    .count();
                assert_eq!(profile.full_within(tick, tick + 1).is_some(), count >= 2);
            }
            let free: Vec<_> = profile.free(false, false, Tick::ZERO, Tick(80)).collect();
            for tick in Tick::ZERO.until(Tick(80)) {
                let inside = free.iter().any(|&(from, to)| from <= tick && tick < to);
                assert_eq!(inside, profile.full_within(tick, tick + 1).is_none());
            }
        }
        assert!(profile.levels.windows(2).all(|pair| pair[0].1 != pair[1].1));
        assert!(profile.full.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }
}
