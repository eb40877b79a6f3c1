//! Minutes of spans that may overlap, inside a window.

use regauge_model::{Minute, Span};

/// Minutes of a window of time that are taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Blocked {
    /// Of every minute from 0 on.
    minutes: Vec<bool>,
}

impl Blocked {
    /// Nothing of so many minutes from 0 on.
    pub(super) fn none(minutes: i32) -> Blocked {
        Blocked {
            minutes: vec![false; minutes.max(0) as usize],
        }
    }

    fn clip(&self, span: Span) -> std::ops::Range<usize> {
        let end = self.minutes.len() as i32;
        let from = span.from.0.clamp(0, end);
        from as usize..span.to.0.clamp(from, end) as usize
    }

    /// Takes a span away, as far as it is inside.
    pub(super) fn add(&mut self, span: Span) {
        let range = self.clip(span);
        self.minutes[range].fill(true);
    }

    /// Minutes of a span that are taken away.
    pub(super) fn within(&self, span: Span) -> i32 {
        let range = self.clip(span);
        self.minutes[range].iter().filter(|taken| **taken).count() as i32
    }

    /// Minutes of a span that are left; those outside of what is known are.
    pub(super) fn left_of(&self, span: Span) -> i32 {
        span.minutes() - self.within(span)
    }

    /// How many minutes are left before each minute, and before the end.
    pub(super) fn left_before(&self) -> Vec<i32> {
        let mut left = Vec::with_capacity(self.minutes.len() + 1);
        left.push(0);
        for taken in &self.minutes {
            left.push(left[left.len() - 1] + i32::from(!taken));
        }
        left
    }
}

/// From minute 0 on.
pub(super) fn first(minutes: i32) -> Span {
    Span::new(Minute(0), Minute(minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_twice_counts_once() {
        let span = |from, to| Span::new(Minute(from), Minute(to));
        let mut blocked = Blocked::none(100);
        blocked.add(span(10, 30));
        blocked.add(span(20, 40));
        blocked.add(span(-5, 3));
        blocked.add(span(95, 200));
        assert_eq!(blocked.within(span(0, 100)), 3 + 30 + 5);
        assert_eq!(blocked.left_of(span(-10, 12)), 22 - 5);
        assert_eq!(blocked.left_before()[100], 62);
        assert_eq!(blocked.within(first(20)), 13);
    }
}
