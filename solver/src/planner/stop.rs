//! What ends a run: small criteria that combine.
//!
//! Work and gap are counted, so a run that one of them ends gives the same plan again. Time and a token come from
//! outside; a run that one of them ends is *interrupted*. No clock is read here: whoever has one answers the question.

use crate::work::{steps, units};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Asks a running [`Planner`](crate::Planner) from another thread to stop; it returns its best plan so far.
#[derive(Clone, Debug, Default)]
pub struct CancelToken(Arc<AtomicBool>);

impl CancelToken {
    /// A token not cancelled.
    pub fn new() -> CancelToken {
        CancelToken::default()
    }

    /// Asks to stop.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Units of work of a run unless told otherwise: about a second of one core.
pub const DEFAULT_WORK: f64 = 1.0;

/// Of a time limit at most so much is kept for what comes behind the last move.
const MAX_KEPT: f64 = 0.5;

/// Work of some sizes that have names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// A tenth of a unit: a plan to look at.
    Quick,
    /// [`DEFAULT_WORK`].
    Normal,
    /// Thirty units: the best plans, and what no plan can beat.
    Thorough,
}

impl Effort {
    /// Units of work.
    pub fn work(self) -> f64 {
        match self {
            Effort::Quick => 0.1,
            Effort::Normal => DEFAULT_WORK,
            Effort::Thorough => 30.0,
        }
    }
}

/// What ends a run, beside a proof that its plan is optimal. Criteria combine with [`Stop::or`]; the first that is met
/// ends the run.
///
/// ```
/// use regauge_solver::{CancelToken, Stop};
/// use std::time::Instant;
///
/// let token = CancelToken::new();
/// let begun = Instant::now();
/// let stop = Stop::work(10.0)
///     .or(Stop::gap(1.0))
///     .or(Stop::time(move || begun.elapsed().as_secs_f64() / 5.0))
///     .or(Stop::cancelled(&token));
/// # let _ = stop;
/// ```
#[derive(Clone, Debug)]
pub struct Stop {
    criteria: Vec<Criterion>,
    /// So much of the time is kept for what comes behind the last move.
    kept: f64,
}

#[derive(Clone)]
enum Criterion {
    Work(f64),
    Gap(f64),
    When(Arc<dyn Fn() -> bool + Send + Sync>),
    Time(Arc<dyn Fn() -> f64 + Send + Sync>),
}

impl fmt::Debug for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Criterion::Work(units) => write!(f, "Work({units})"),
            Criterion::Gap(percent) => write!(f, "Gap({percent})"),
            Criterion::When(_) => write!(f, "When"),
            Criterion::Time(_) => write!(f, "Time"),
        }
    }
}

impl Stop {
    fn of(criteria: Vec<Criterion>) -> Stop {
        Stop {
            criteria,
            kept: 0.0,
        }
    }

    /// After so many units of work, each about a second of one core, to a thousandth; 0 only makes the first plans. Counted and not
    /// timed, so that the same input gives the same plan. Where neither work nor time is limited, [`DEFAULT_WORK`] is the limit.
    pub fn work(units: f64) -> Stop {
        Stop::of(vec![Criterion::Work(units)])
    }

    /// When the gap of the avoidable cost, `(value − bound) / (value − alone)`, is at most this many percent. With levels:
    /// when every level but the last is closed and the last one's gap is at most this.
    pub fn gap(percent: f64) -> Stop {
        Stop::of(vec![Criterion::Gap(percent)])
    }

    /// When the time is up: `used` says what part of it is, from 0 (nothing) to 1 (all). It is asked often, from any thread of the run.
    /// After its first moves the run knows how much work the time allows, and plans to spend that: unless the machine becomes slower then,
    /// the plan is the one that [`Stop::work`] with the work it tells of gives again.
    pub fn time(used: impl Fn() -> f64 + Send + Sync + 'static) -> Stop {
        Stop::of(vec![Criterion::Time(Arc::new(used))])
    }

    /// When somebody says so. It is asked often (between slices of a few moves, rounds of the bound, trains of a first plan), from any
    /// thread of the run.
    pub fn when(is_over: impl Fn() -> bool + Send + Sync + 'static) -> Stop {
        Stop::of(vec![Criterion::When(Arc::new(is_over))])
    }

    /// When a token is cancelled.
    pub fn cancelled(token: &CancelToken) -> Stop {
        let token = token.clone();
        Stop::when(move || token.is_cancelled())
    }

    /// Either.
    #[must_use]
    pub fn or(mut self, other: Stop) -> Stop {
        self.criteria.extend(other.criteria);
        self
    }

    /// The part of a run, from 0 to 1, that is one of several: so much of its work, or of its time from now on; over when the whole is
    /// over. A gap asked for is that of the whole.
    pub(super) fn part(&self, part: f64) -> Stop {
        let mut criteria: Vec<Criterion> = Vec::new();
        if let Some(steps) = self.steps() {
            criteria.push(Criterion::Work(units(steps) * part));
        }
        for criterion in &self.criteria {
            match criterion {
                Criterion::Time(used) => {
                    let (used, begun) = (Arc::clone(used), used());
                    let of_part = move || {
                        let now = used();
                        if now >= 1.0 {
                            1.0
                        } else {
                            (now - begun) / part
                        }
                    };
                    criteria.push(Criterion::Time(Arc::new(of_part)));
                }
                Criterion::When(_) => criteria.push(criterion.clone()),
                Criterion::Work(_) | Criterion::Gap(_) => {}
            }
        }
        Stop::of(criteria)
    }

    /// The same with work limited to so many units.
    pub(super) fn with_work(&self, units: f64) -> Stop {
        self.clone().or(Stop::work(units))
    }

    /// One that never ends a run.
    pub(super) fn never() -> Stop {
        Stop::of(Vec::new())
    }

    /// Steps of work at most; `None` where the time decides.
    pub(super) fn steps(&self) -> Option<u64> {
        let works = self
            .criteria
            .iter()
            .filter_map(|criterion| match criterion {
                Criterion::Work(units) => Some(steps(*units)),
                _ => None,
            });
        let is_timed = self.used().is_some();
        works.min().or((!is_timed).then(|| steps(DEFAULT_WORK)))
    }

    /// What part of the time is used up, where it is limited.
    pub(super) fn used(&self) -> Option<f64> {
        let used = self
            .criteria
            .iter()
            .filter_map(|criterion| match criterion {
                Criterion::Time(used) => Some(used() / (1.0 - self.kept)),
                _ => None,
            });
        used.reduce(f64::max)
    }

    /// Keeps a part of the time, from 0 to 1, for what comes behind the last move.
    pub(super) fn keep(&mut self, part: f64) {
        self.kept = part.clamp(0.0, MAX_KEPT);
    }

    /// The widest gap asked for, in percent.
    pub(super) fn gap_percent(&self) -> Option<f64> {
        let gaps = self
            .criteria
            .iter()
            .filter_map(|criterion| match criterion {
                Criterion::Gap(percent) => Some(*percent),
                _ => None,
            });
        gaps.reduce(f64::max)
    }

    /// Whether it ends now for a reason that no counting gives, so that there is time left for what comes behind the last move.
    pub(super) fn is_interrupted(&self) -> bool {
        self.is_over_at(1.0 - self.kept)
    }

    /// Whether all of the time is up, or somebody ends the run: then not even the first plan goes on.
    pub(super) fn is_over(&self) -> bool {
        self.is_over_at(1.0)
    }

    fn is_over_at(&self, part: f64) -> bool {
        self.criteria.iter().any(|criterion| match criterion {
            Criterion::When(is_over) => is_over(),
            Criterion::Time(used) => used() >= part,
            Criterion::Work(_) | Criterion::Gap(_) => false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work::UNIT;

    #[test]
    fn the_first_criterion_that_is_met_ends_a_run() {
        let token = CancelToken::new();
        let stop = Stop::work(5.0)
            .or(Stop::work(2.0).or(Stop::gap(1.0)))
            .or(Stop::cancelled(&token))
            .or(Stop::gap(0.5));
        assert_eq!(
            (stop.steps(), stop.gap_percent()),
            (Some(2 * UNIT), Some(1.0))
        );
        assert!(!stop.is_interrupted());
        token.cancel();
        assert!(stop.is_interrupted());
    }

    #[test]
    fn work_is_limited_where_nothing_is_said_of_it_and_of_time() {
        assert_eq!(Stop::gap(1.0).steps(), Some(UNIT));
        assert_eq!(Stop::never().gap_percent(), None);
        assert!(Stop::when(|| true).is_interrupted());
        let half = Stop::time(|| 0.5).or(Stop::time(|| 0.25));
        assert_eq!((half.steps(), half.used()), (None, Some(0.5)));
        assert!(!half.is_interrupted() && Stop::time(|| 1.0).is_interrupted());
    }
}
