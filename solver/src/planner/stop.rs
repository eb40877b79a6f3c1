//! What ends a run: small criteria that combine.
//!
//! Work and gap are counted, so a run that one of them ends gives the same plan again. A moment and a token come from
//! outside; a run that one of them ends is *interrupted*. No clock is read here: whoever has one answers the question.

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

/// Moves of the search unless told otherwise.
pub const DEFAULT_WORK: u64 = 20_000;

/// What ends a run, beside a proof that its plan is optimal. Criteria combine with [`Stop::or`]; the first that is met
/// ends the run.
///
/// ```
/// use regauge_solver::{CancelToken, Stop};
/// use std::time::{Duration, Instant};
///
/// let token = CancelToken::new();
/// let until = Instant::now() + Duration::from_secs(5);
/// let stop = Stop::work(20_000)
///     .or(Stop::gap(1.0))
///     .or(Stop::when(move || Instant::now() >= until))
///     .or(Stop::cancelled(&token));
/// # let _ = stop;
/// ```
#[derive(Clone, Debug)]
pub struct Stop(Vec<Criterion>);

#[derive(Clone)]
enum Criterion {
    Work(u64),
    Gap(f64),
    When(Arc<dyn Fn() -> bool + Send + Sync>),
}

impl fmt::Debug for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Criterion::Work(moves) => write!(f, "Work({moves})"),
            Criterion::Gap(percent) => write!(f, "Gap({percent})"),
            Criterion::When(_) => write!(f, "When"),
        }
    }
}

impl Stop {
    /// After this many moves of the search; 0 only constructs. Counted and not timed, so that the same input gives the same
    /// plan. Where no criterion limits the work, [`DEFAULT_WORK`] does.
    pub fn work(moves: u64) -> Stop {
        Stop(vec![Criterion::Work(moves)])
    }

    /// When the gap of the avoidable cost, `(value − bound) / (value − alone)`, is at most this many percent. With levels:
    /// when every level but the last is closed and the last one's gap is at most this.
    pub fn gap(percent: f64) -> Stop {
        Stop(vec![Criterion::Gap(percent)])
    }

    /// When somebody says so, for example that the time is up. It is asked often (between slices of a few moves and rounds of the bound), from any thread of
    /// the run.
    pub fn when(is_over: impl Fn() -> bool + Send + Sync + 'static) -> Stop {
        Stop(vec![Criterion::When(Arc::new(is_over))])
    }

    /// When a token is cancelled.
    pub fn cancelled(token: &CancelToken) -> Stop {
        let token = token.clone();
        Stop::when(move || token.is_cancelled())
    }

    /// Either.
    #[must_use]
    pub fn or(mut self, other: Stop) -> Stop {
        self.0.extend(other.0);
        self
    }

    /// One that never ends a run.
    pub(super) fn never() -> Stop {
        Stop(Vec::new())
    }

    /// Moves of the search at most.
    pub(super) fn moves(&self) -> u64 {
        let works = self.0.iter().filter_map(|criterion| match criterion {
            Criterion::Work(moves) => Some(*moves),
            _ => None,
        });
        works.min().unwrap_or(DEFAULT_WORK)
    }

    /// The widest gap asked for, in percent.
    pub(super) fn gap_percent(&self) -> Option<f64> {
        let gaps = self.0.iter().filter_map(|criterion| match criterion {
            Criterion::Gap(percent) => Some(*percent),
            _ => None,
        });
        gaps.reduce(f64::max)
    }

    /// Whether it ends now for a reason that no counting gives.
    pub(super) fn is_interrupted(&self) -> bool {
        self.0.iter().any(|criterion| match criterion {
            Criterion::When(is_over) => is_over(),
            Criterion::Work(_) | Criterion::Gap(_) => false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_criterion_that_is_met_ends_a_run() {
        let token = CancelToken::new();
        let stop = Stop::work(50)
            .or(Stop::work(20).or(Stop::gap(1.0)))
            .or(Stop::cancelled(&token))
            .or(Stop::gap(0.5));
        assert_eq!((stop.moves(), stop.gap_percent()), (20, Some(1.0)));
        assert!(!stop.is_interrupted());
        token.cancel();
        assert!(stop.is_interrupted());
    }

    #[test]
    fn work_is_limited_where_nothing_is_said_of_it() {
        assert_eq!(Stop::gap(1.0).moves(), DEFAULT_WORK);
        assert_eq!(Stop::never().gap_percent(), None);
        assert!(Stop::when(|| true).is_interrupted());
    }
}
