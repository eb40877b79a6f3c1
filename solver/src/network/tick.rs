//! Points of time. A duration stays a plain integer: once points are a type, the two cannot be taken for each other, and durations are
//! summed, compared and scaled in many places.

use regauge_model::time::{Minute, Span};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::{Add, AddAssign, Sub, SubAssign};

/// A number of ticks: how long something takes, or how far one tick lies behind another.
pub type Ticks = i32;

/// A point of time: ticks since the start of the horizon, before which it is negative.
///
/// Two points have a difference, and no sum:
/// ```
/// use regauge_solver::network::Tick;
/// assert_eq!((Tick(480) - Tick(60), Tick(60) + 420), (420, Tick(480)));
/// ```
/// ```compile_fail
/// use regauge_solver::network::Tick;
/// let _ = Tick(480) + Tick(60);
/// ```
/// A point is no number of ticks:
/// ```compile_fail
/// use regauge_solver::network::{Tick, Ticks};
/// let _: Ticks = Tick(480);
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
#[repr(transparent)]
pub struct Tick(pub Ticks);

/// Later than everything, with room for sums.
pub const NEVER: Tick = Tick(FOREVER);

/// Earlier than everything, with room for sums.
pub const LONG_AGO: Tick = Tick(-FOREVER);

/// More ticks than anything takes.
pub const FOREVER: Ticks = i32::MAX / 4;

impl Tick {
    /// The start of the horizon.
    pub const ZERO: Tick = Tick(0);
    /// The first there is; nothing can be taken off it.
    pub const MIN: Tick = Tick(Ticks::MIN);
    /// The last there is; nothing can be added to it.
    pub const MAX: Tick = Tick(Ticks::MAX);

    /// The tick at a position of a list by tick from the start of the horizon.
    #[inline]
    pub const fn from_index(index: usize) -> Tick {
        Tick(index as Ticks)
    }

    /// Its position in a list by tick from the start of the horizon, where it is not before it.
    #[inline]
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// So many ticks later, at most [`Tick::MAX`].
    #[inline]
    #[must_use]
    pub const fn saturating_add(self, ticks: Ticks) -> Tick {
        Tick(self.0.saturating_add(ticks))
    }

    /// So many ticks earlier, at least [`Tick::MIN`].
    #[inline]
    #[must_use]
    pub const fn saturating_sub(self, ticks: Ticks) -> Tick {
        Tick(self.0.saturating_sub(ticks))
    }

    /// The ticks from this one on that are before another.
    #[inline]
    pub fn until(self, end: Tick) -> impl DoubleEndedIterator<Item = Tick> + ExactSizeIterator {
        (self.0..end.0).map(Tick)
    }

    /// The ticks from this one to another, both included.
    #[inline]
    pub fn through(self, last: Tick) -> impl DoubleEndedIterator<Item = Tick> {
        (self.0..=last.0).map(Tick)
    }
}

/// A span of the model in ticks.
#[inline]
pub fn in_ticks(span: Span) -> (Tick, Tick) {
    (span.from.into(), span.to.into())
}

/// The span of the model from one tick to another.
#[inline]
pub fn in_minutes((from, to): (Tick, Tick)) -> Span {
    Span::new(from.into(), to.into())
}

impl From<Minute> for Tick {
    #[inline]
    fn from(minute: Minute) -> Tick {
        Tick(minute.0)
    }
}

impl From<Tick> for Minute {
    #[inline]
    fn from(tick: Tick) -> Minute {
        Minute(tick.0)
    }
}

impl fmt::Display for Tick {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Add<Ticks> for Tick {
    type Output = Tick;

    #[inline]
    fn add(self, ticks: Ticks) -> Tick {
        Tick(self.0 + ticks)
    }
}

impl Sub<Ticks> for Tick {
    type Output = Tick;

    #[inline]
    fn sub(self, ticks: Ticks) -> Tick {
        Tick(self.0 - ticks)
    }
}

impl Sub for Tick {
    type Output = Ticks;

    /// The ticks from the other one to this.
    #[inline]
    fn sub(self, other: Tick) -> Ticks {
        self.0 - other.0
    }
}

impl AddAssign<Ticks> for Tick {
    #[inline]
    fn add_assign(&mut self, ticks: Ticks) {
        self.0 += ticks;
    }
}

impl SubAssign<Ticks> for Tick {
    #[inline]
    fn sub_assign(&mut self, ticks: Ticks) {
        self.0 -= ticks;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_and_a_number_of_ticks_make_a_point_and_two_points_a_number() {
        let (early, late) = (Tick(-3), Tick(4));
        assert_eq!((late - early, early - late), (7, -7));
        assert_eq!((early + 7, late - 7), (late, early));
        let mut at = early;
        at += 10;
        at -= 3;
        assert_eq!(at, late);
        assert_eq!(Tick::MAX.saturating_add(1), Tick::MAX);
        assert_eq!(Tick::MIN.saturating_sub(1), Tick::MIN);
        assert_eq!(
            (NEVER - LONG_AGO, NEVER + FOREVER - LONG_AGO),
            (2 * FOREVER, 3 * FOREVER)
        );
        assert_eq!(Tick::from_index(5).index(), 5);
    }

    #[test]
    fn ticks_are_walked_with_and_without_the_last() {
        let (from, to) = (Tick(-1), Tick(2));
        assert!(from.until(to).eq([-1, 0, 1].map(Tick)));
        assert!(from.until(to).rev().eq([1, 0, -1].map(Tick)));
        assert!(from.through(to).eq([-1, 0, 1, 2].map(Tick)));
        assert_eq!(to.until(from).count() + to.through(from).count(), 0);
    }

    #[test]
    fn the_minute_of_a_tick_is_the_one_it_came_from() {
        let span = Span::new(Minute(-5), Minute(60));
        let (from, to) = in_ticks(span);
        assert_eq!((from, to), (Tick(-5), Tick(60)));
        assert_eq!(in_minutes((from, to)), span);
        assert_eq!(Minute::from(Tick(7)), Minute(7));
    }

    #[test]
    fn a_tick_is_a_number_in_files_and_in_messages() {
        assert_eq!(serde_json::to_string(&Tick(17)).ok().as_deref(), Some("17"));
        assert_eq!(format!("{:>4}", Tick(17)), "  17");
    }
}
