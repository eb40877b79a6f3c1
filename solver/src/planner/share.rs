//! How much work the bound gets beside the search.

use crate::bound::LABEL;

/// While it rises the bound gets so many halves of the work that the search has had: most of what is proven, and many a better
/// plan, comes from it. When it hardly rises any more it gets as many as the second figure.
const RISING: u64 = 4;
const HARDLY: u64 = 1;

/// It is looked at again whenever the bound has done one part more in so many of all its work: it rises when it closed one in so
/// many of what was missing since.
const LOOKED_AT: u64 = 8;
const CLOSED: i64 = 20;

/// Work that the bound may have had by now.
#[derive(Debug)]
pub(super) struct Share {
    allowed: u64,
    /// Work of the search so far.
    searched: u64,
    halves: u64,
    /// Work and value of the bound when it was looked at last.
    looked_at: (u64, i64),
}

impl Share {
    /// Before the first move: a round.
    pub(super) fn new() -> Share {
        Share {
            allowed: 1,
            searched: 0,
            halves: RISING,
            looked_at: (0, i64::MIN),
        }
    }

    /// Work that the bound may have had by now, ticks priced.
    pub(super) fn allowed(&self) -> u64 {
        self.allowed
    }

    /// The search has done so much work (labels), the bound so much (ticks priced), and they are at these values.
    pub(super) fn grow(&mut self, searched: u64, bound_effort: u64, bound: i64, upper: i64) {
        let (before, was) = self.looked_at;
        if bound_effort - before > bound_effort / LOOKED_AT {
            let rises = was == i64::MIN || bound - was > (upper - bound) / CLOSED;
            self.halves = if rises { RISING } else { HARDLY };
            self.looked_at = (bound_effort, bound);
        }
        self.allowed += LABEL * (searched - self.searched) * self.halves / 2;
        self.searched = searched;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_that_hardly_rises_leaves_the_work_to_the_search() {
        let mut share = Share::new();
        let mut work = |bound_effort: u64, bound: i64| {
            let before = share.allowed();
            let searched = share.searched + 100;
            share.grow(searched, bound_effort, bound, 10_000);
            (share.allowed() - before) / (100 * LABEL / 2)
        };
        assert_eq!(work(1_000, 5_000), RISING);
        // a tenth of what was missing
        assert_eq!(work(2_000, 5_500), RISING);
        // too soon to tell
        assert_eq!(work(2_100, 5_501), RISING);
        assert_eq!(work(4_000, 5_510), HARDLY);
        assert_eq!(work(4_100, 9_000), HARDLY);
        assert_eq!(work(8_000, 9_000), RISING);
    }
}
