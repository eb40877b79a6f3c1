//! How the work of a run is spent: on the search, on its last touch, on the bound.
//!
//! The search comes first and the bound later: a bound that begins with the first plan costs much and helps little, one that ends with
//! the best plan says how good that is. Its share grows with the work of the run ([`BoundShare::Growing`]).
//! A budget may be open at first: a run that a clock ends learns from its first moves how much work the time allows, and then goes on
//! as one of so much work would have gone.

use crate::search::{HOT, Search};
use crate::work::{UNIT, told};

/// How much of the work of a run goes into the bound.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum BoundShare {
    /// Little of a short run, about half of a long one.
    #[default]
    Growing,
    /// Nothing: the bound is the sum of what trains cost alone.
    Off,
    /// A percentage, at most 99.
    Percent(u8),
}

/// The share of the bound grows towards this …
const MOST: f64 = 0.6;
/// … and is half of that for a run of so many units.
const HALF: f64 = 2.0;

/// The bound has had such a power of the progress of its share, since the search was cooled down at all.
const LATE: f64 = 1.5;

impl BoundShare {
    /// The share of a run of so many steps.
    fn of(self, steps: u64) -> f64 {
        match self {
            BoundShare::Growing => {
                let units = steps as f64 / UNIT as f64;
                MOST * units / (units + HALF)
            }
            BoundShare::Off => 0.0,
            BoundShare::Percent(percent) => f64::from(percent.min(99)) / 100.0,
        }
    }
}

/// What a run may spend and on what.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    /// Steps of the whole run; `None`: not known yet.
    all: Option<u64>,
    /// Steps that were spent before the first move.
    begun: u64,
    share: BoundShare,
    /// The bound can do nothing with more than this.
    max_bound: u64,
}

impl Budget {
    pub(super) fn new(all: Option<u64>, begun: u64, share: BoundShare) -> Budget {
        Budget {
            all,
            begun,
            share,
            max_bound: u64::MAX,
        }
    }

    /// Steps of the whole run; `None`: not known yet.
    pub(super) fn all(&self) -> Option<u64> {
        self.all
    }

    /// Steps that were spent before the first move.
    pub(super) fn begun(&self) -> u64 {
        self.begun
    }

    pub(super) fn is_open(&self) -> bool {
        self.all.is_none()
    }

    /// Closes an open budget, or lessens one to what the time allows: `moves` steps of moves were made in such a part of the time that is
    /// left for them; the bound has a thread of its own, or not.
    pub(super) fn close(&mut self, moves: u64, part: f64, is_beside: bool) {
        // what the search can do in the time; a little less, for what is counted is not quite what it takes
        let search = moves as f64 / part.max(1e-9) * KEPT;
        let mut all = search;
        // the share of the bound depends on all of the work: a few steps are near enough
        for _ in 0..8 {
            let share = self.share.of(self.begun.saturating_add(all as u64));
            let busy = if is_beside {
                share.max(1.0 - share)
            } else {
                1.0
            };
            all = search / busy;
        }
        let all = told(self.begun.saturating_add(all as u64));
        self.all = Some(self.all.map_or(all, |limit| limit.min(all)));
    }

    /// The bound can do nothing with more than so many steps.
    pub(super) fn bound_ended(&mut self, steps: u64) {
        self.max_bound = steps;
    }

    /// Steps for moves, last touch and bound.
    fn rest(&self) -> u64 {
        self.all
            .map_or(u64::MAX, |all| all.saturating_sub(self.begun))
    }

    /// Steps for the bound in all; no end of them as long as that is not known.
    pub(super) fn bound(&self) -> u64 {
        let Some(all) = self.all else { return u64::MAX };
        let share = self.share.of(all);
        ((self.rest() as f64 * share) as u64).min(self.max_bound)
    }

    /// Steps for the last touch.
    pub(super) fn touch(&self) -> u64 {
        Search::last_touch(self.rest().saturating_sub(self.bound()))
    }

    /// Steps for moves.
    pub(super) fn moves(&self) -> u64 {
        match self.all {
            None => u64::MAX,
            Some(_) => self.rest() - self.bound() - self.touch(),
        }
    }

    /// How far the search is when so many steps of moves are done, from 0 to 1.
    pub(super) fn progress(&self, moves: u64) -> f64 {
        let all = self.moves();
        if self.is_open() {
            0.0
        } else if moves >= all {
            1.0
        } else {
            moves as f64 / all as f64
        }
    }

    /// Steps that the bound may have had when the search is so far.
    pub(super) fn bound_at(&self, progress: f64) -> u64 {
        if self.is_open() {
            return if progress >= 1.0 { u64::MAX } else { 0 };
        }
        let cooled = ((progress - HOT) / (1.0 - HOT)).clamp(0.0, 1.0);
        (self.bound() as f64 * libm::pow(cooled, LATE)) as u64
    }
}

/// Of the work that a time limit seems to allow so much is planned for.
const KEPT: f64 = 0.88;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_the_work_is_spent_and_more_of_a_longer_run_on_the_bound() {
        let mut before = 0.0;
        for units in [1, 3, 10, 100] {
            let budget = Budget::new(Some(units * UNIT), UNIT / 50, BoundShare::Growing);
            let spent = budget.begun + budget.moves() + budget.touch() + budget.bound();
            assert_eq!(spent, units * UNIT);
            let share = budget.bound() as f64 / units as f64;
            assert!(share > before);
            before = share;
            assert_eq!(budget.bound_at(HOT), 0);
            assert_eq!(budget.bound_at(1.0), budget.bound());
        }
        let off = Budget::new(Some(UNIT), 0, BoundShare::Off);
        assert_eq!(off.bound(), 0);
        // what was spent already is more than there is
        let late = Budget::new(Some(UNIT), 2 * UNIT, BoundShare::Growing);
        assert_eq!((late.moves(), late.bound()), (0, 0));
        assert!(late.progress(0) >= 1.0);
    }

    #[test]
    fn a_run_that_learns_how_much_it_may_do_goes_on_as_one_that_knew_it() {
        for is_beside in [false, true] {
            let mut open = Budget::new(None, UNIT / 50, BoundShare::Growing);
            assert_eq!((open.progress(UNIT), open.bound_at(0.9)), (0.0, 0));
            open.close(UNIT / 25, 0.04, is_beside);
            // those first moves were as hot as they would have been
            assert!(open.progress(UNIT / 25) <= HOT);
            let all = open.all().unwrap_or(0);
            let knew = Budget::new(Some(all), UNIT / 50, BoundShare::Growing);
            assert_eq!(open.moves(), knew.moves());
            assert_eq!(crate::work::steps(crate::work::units(all)), all);
        }
    }
}
