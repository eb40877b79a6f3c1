//! The doer: from an instance to an outcome.

use crate::network::Rule;
use regauge_model::{Instance, Plan};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Asks a running [`Planner`] from another thread to stop; it returns its best plan so far.
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

/// How far a run is.
#[derive(Clone, Debug)]
pub struct Progress {
    /// What it does: `compile`, `construct`.
    pub stage: &'static str,
    /// Steps done of this stage.
    pub done: usize,
    /// Steps of this stage.
    pub total: usize,
    /// Best value so far, in cost units.
    pub value: Option<i64>,
    /// Best bound so far, in cost units.
    pub bound: Option<i64>,
}

/// What a run gives: a plan that has passed the checker.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The plan, with value, bound and status.
    pub plan: Plan,
}

/// Plans an instance.
pub struct Planner<'a> {
    instance: &'a Instance,
    seed: u64,
    left_out: Vec<Rule>,
    on_progress: Option<Box<dyn FnMut(&Progress) + 'a>>,
    cancel: CancelToken,
}

impl<'a> Planner<'a> {
    /// A planner with default settings.
    pub fn new(instance: &'a Instance) -> Planner<'a> {
        Planner {
            instance,
            seed: 1,
            left_out: Vec::new(),
            on_progress: None,
            cancel: CancelToken::new(),
        }
    }

    /// Seed of everything random.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Leaves rules out of the network: the plan then may break them. For tests of the checker.
    #[must_use]
    pub fn without(mut self, rules: &[Rule]) -> Self {
        self.left_out = rules.to_vec();
        self
    }

    /// Calls back while the run goes on.
    #[must_use]
    pub fn on_progress(mut self, callback: impl FnMut(&Progress) + 'a) -> Self {
        self.on_progress = Some(Box::new(callback));
        self
    }

    /// A token by which another thread may stop the run.
    #[must_use]
    pub fn cancel(mut self, token: CancelToken) -> Self {
        self.cancel = token;
        self
    }

    /// Runs.
    pub fn run(self) -> Outcome {
        let _ = (
            self.instance,
            self.seed,
            self.left_out,
            self.on_progress,
            self.cancel,
        );
        unimplemented!()
    }
}
