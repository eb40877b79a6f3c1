//! Time inside the engines: whole minutes since the start of the horizon, and half-open spans of them.
//!
//! No clock and no calendar here: date-times with an offset live at the edges ([`crate::instance::Horizon`]
//! converts). A minute may be negative: a train can have entered a section before the horizon began.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::{Add, Sub};

/// An instant: minutes since the start of the horizon.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Minute(pub i32);

impl fmt::Debug for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}'", self.0)
    }
}

impl Add<i32> for Minute {
    type Output = Minute;
    fn add(self, minutes: i32) -> Minute {
        Minute(self.0.saturating_add(minutes))
    }
}

impl Sub<i32> for Minute {
    type Output = Minute;
    fn sub(self, minutes: i32) -> Minute {
        Minute(self.0.saturating_sub(minutes))
    }
}

impl Sub<Minute> for Minute {
    type Output = i32;
    /// Minutes from `other` to `self`.
    fn sub(self, other: Minute) -> i32 {
        self.0.saturating_sub(other.0)
    }
}

/// A half-open span of time `[from, to)`; empty when `to <= from`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    /// First minute inside.
    pub from: Minute,
    /// First minute after.
    pub to: Minute,
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{},{})", self.from.0, self.to.0)
    }
}

impl Span {
    /// The span `[from, to)`.
    pub fn new(from: Minute, to: Minute) -> Span {
        Span { from, to }
    }

    /// Length in minutes, zero when empty.
    pub fn minutes(self) -> i32 {
        (self.to - self.from).max(0)
    }

    /// Whether no minute is inside.
    pub fn is_empty(self) -> bool {
        self.to <= self.from
    }

    /// Whether a minute is inside.
    pub fn contains(self, minute: Minute) -> bool {
        self.from <= minute && minute < self.to
    }

    /// Whether the two share at least one minute.
    pub fn overlaps(self, other: Span) -> bool {
        self.from.max(other.from) < self.to.min(other.to)
    }

    /// Whether every minute of `other` is inside (true for an empty `other`).
    pub fn covers(self, other: Span) -> bool {
        other.is_empty() || (self.from <= other.from && other.to <= self.to)
    }

    /// What the two share; empty when nothing.
    #[must_use]
    pub fn intersection(self, other: Span) -> Span {
        let from = self.from.max(other.from);
        Span::new(from, self.to.min(other.to).max(from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_half_open() {
        let a = Span::new(Minute(0), Minute(10));
        let b = Span::new(Minute(10), Minute(20));
        assert!(!a.overlaps(b));
        assert!(a.contains(Minute(0)) && !a.contains(Minute(10)));
        assert!(a.covers(Span::new(Minute(3), Minute(10))));
        assert!(!a.covers(Span::new(Minute(3), Minute(11))));
        assert_eq!(
            a.intersection(Span::new(Minute(5), Minute(15))).minutes(),
            5
        );
        assert!(a.intersection(b).is_empty());
    }
}
