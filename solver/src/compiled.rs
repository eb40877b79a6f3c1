//! An instance compiled once, for any number of runs and questions.
//!
//! To compile takes longer than to answer a small question, so whoever asks more than one holds a [`CompiledProblem`]: it owns the instance, its
//! network and what every train would do alone, and is cheap to clone. [`CompiledProblem::patched`] makes that of a like instance: of the
//! trains only what is new is compiled and priced.

use crate::construct::Alone;
use crate::network::{Network, Rule};
use crate::pricing::Pricer;
use regauge_model::{Instance, Minute};
use std::borrow::Cow;
use std::cell::Cell;
use std::sync::{Arc, OnceLock};

/// An instance, its network, and its trains each alone.
#[derive(Clone, Debug)]
pub struct CompiledProblem {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    instance: Instance,
    left_out: Vec<Rule>,
    network: Network,
    alone: OnceLock<Alone>,
}

impl CompiledProblem {
    /// Compiles an instance. Complexity: linear in the operations that its trains can do, see `docs/compiled-problem.md`.
    pub fn new(instance: Instance) -> CompiledProblem {
        CompiledProblem::without(instance, &[])
    }

    /// The same with rules left out: plans of it may break them. For tests of the checker.
    pub fn without(instance: Instance, left_out: &[Rule]) -> CompiledProblem {
        let network = Network::compile_without(&instance, left_out);
        CompiledProblem::of(instance, left_out, network)
    }

    fn of(instance: Instance, left_out: &[Rule], network: Network) -> CompiledProblem {
        CompiledProblem {
            inner: Arc::new(Inner {
                instance,
                left_out: left_out.to_vec(),
                network,
                alone: OnceLock::new(),
            }),
        }
    }

    /// The problem of an instance that is like this one's: networks of trains that are the same in both are shared, where everything else
    /// is (system, wind, horizon, objective); else all is compiled anew. The same problem as [`CompiledProblem::new`] makes.
    #[must_use]
    pub fn patched(&self, instance: Instance) -> CompiledProblem {
        let known = (&self.inner.instance, &self.inner.network);
        let network = Network::compile_like(&instance, &self.inner.left_out, known);
        let patched = CompiledProblem::of(instance, &self.inner.left_out, network);
        if let Some(alone) = self.inner.alone.get() {
            let shared = patched.network().trains.iter().map(|train| {
                let place = train.train.index();
                let known = self.network().trains.get(place)?;
                Arc::ptr_eq(known, train).then_some(place)
            });
            let shared: Vec<Option<usize>> = shared.collect();
            if shared.iter().any(Option::is_some) {
                let alone = alone.patched(patched.network(), &mut Pricer::new(), &shared);
                // nobody else holds it yet
                let _ = patched.inner.alone.set(alone);
            }
        }
        patched
    }

    /// The problem with its possessions of choice at these starts ([`Instance::placed`]); this one, where they are there already.
    /// Complexity: as [`CompiledProblem::new`].
    #[must_use]
    pub fn placed(&self, starts: &[Minute]) -> CompiledProblem {
        match self.instance().placed(starts) {
            Cow::Borrowed(_) => self.clone(),
            Cow::Owned(instance) => CompiledProblem::without(instance, self.left_out()),
        }
    }

    /// The same with those of its possessions of choice that are not decided at the first start that they may have.
    #[must_use]
    pub fn decided(&self) -> CompiledProblem {
        match self.instance().placed_early() {
            Cow::Borrowed(_) => self.clone(),
            Cow::Owned(instance) => CompiledProblem::without(instance, self.left_out()),
        }
    }

    /// The instance.
    pub fn instance(&self) -> &Instance {
        &self.inner.instance
    }

    /// Its network.
    #[doc(hidden)]
    pub fn network(&self) -> &Network {
        &self.inner.network
    }

    /// The rules left out.
    pub fn left_out(&self) -> &[Rule] {
        &self.inner.left_out
    }

    /// What every train would do if it had the system to itself; priced when it is first asked for. While `go_on` says no, trains are left
    /// out and nothing is kept.
    #[doc(hidden)]
    pub fn alone(&self, pricer: &mut Pricer, go_on: impl Fn() -> bool) -> Alone {
        if let Some(alone) = self.inner.alone.get() {
            return alone.clone();
        }
        let is_whole = Cell::new(true);
        let alone = Alone::new(self.network(), pricer, || {
            is_whole.set(is_whole.get() && go_on());
            is_whole.get()
        });
        if is_whole.get() {
            // another thread may have been quicker, with the same
            let _ = self.inner.alone.set(alone.clone());
        }
        alone
    }
}
