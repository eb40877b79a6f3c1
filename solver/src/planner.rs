//! The doer: from an instance to an outcome.

use crate::construct::{self, Order, Solution};
use crate::decode;
use crate::network::{Network, Rule};
use crate::occupancy::Occupancy;
use crate::pricing::{Choices, Journey, Pricer};
use crate::search::Search;
use regauge_model::check::{Report, check};
use regauge_model::ids::TrainId;
use regauge_model::plan::Status;
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
    /// What it does: `compile`, `construct`, `search`.
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

/// What a run gives: a plan and what the checker says of it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The plan, with value, bound and status.
    pub plan: Plan,
    /// The checker's report; clean unless rules were left out.
    pub report: Report,
    /// What each train does by positions in the compiled problem, by train; `None`: not planned.
    pub choices: Vec<Option<Choices>>,
}

/// Moves of the search unless told otherwise.
pub const DEFAULT_WORK: u64 = 3000;

/// Moves between two reports of progress.
const PROGRESS_EVERY: u64 = 64;

/// What is called while a run goes on.
type ProgressCallback<'a> = Box<dyn FnMut(&Progress) + 'a>;

/// Plans an instance.
pub struct Planner<'a> {
    instance: &'a Instance,
    seed: u64,
    work: u64,
    left_out: Vec<Rule>,
    on_progress: Option<ProgressCallback<'a>>,
    cancel: CancelToken,
}

impl<'a> Planner<'a> {
    /// A planner with default settings.
    pub fn new(instance: &'a Instance) -> Planner<'a> {
        Planner {
            instance,
            seed: 1,
            work: DEFAULT_WORK,
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

    /// Moves of the search after construction; 0 only constructs. The limit is on work, not on time, so that the same input
    /// gives the same plan.
    #[must_use]
    pub fn work(mut self, moves: u64) -> Self {
        self.work = moves;
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

    /// Runs: compiles, prices every train alone (that is the bound), inserts in several orders, keeps the best, decodes and
    /// checks it.
    pub fn run(mut self) -> Outcome {
        let instance = self.instance;
        self.report("compile", 0, 1, None, None);
        let network = Network::compile_without(instance, &self.left_out);
        let mut pricer = Pricer::new();
        let journeys_alone = construct::alone(&network, &mut pricer);
        let alone_costs = costs_alone(instance, &self.left_out, &mut pricer);
        let alone: i64 = alone_costs.iter().sum();
        let names: Vec<&str> = instance
            .trains()
            .iter()
            .map(|train| train.name.as_str())
            .collect();
        let mut best: Option<Solution<'_>> = None;
        let mut interrupted = false;
        for (done, &order) in Order::ALL.iter().enumerate() {
            let value = best.as_ref().map(|best| best.value);
            self.report("construct", done, Order::ALL.len(), value, Some(alone));
            if best.is_some() && self.cancel.is_cancelled() {
                interrupted = true;
                break;
            }
            let trains = construct::ordered(&network, &journeys_alone, &names, order);
            let solution = construct::insert_all(&network, &mut pricer, &trains);
            tracing::debug!(?order, value = solution.value, "inserted");
            if best.as_ref().is_none_or(|best| solution.value < best.value) {
                best = Some(solution);
            }
        }
        // Order::ALL is not empty, so there is a best one
        let best = best.unwrap_or_else(|| construct::insert_all(&network, &mut pricer, &[]));
        self.report(
            "construct",
            Order::ALL.len(),
            Order::ALL.len(),
            Some(best.value),
            Some(alone),
        );
        let moves = if interrupted { 0 } else { self.work };
        let order = construct::ordered(&network, &journeys_alone, &names, Order::Release);
        let mut search = Search::new(&network, &mut pricer, alone_costs, order, best, self.seed);
        search.run(moves, |done, value| {
            if done % PROGRESS_EVERY == 0 {
                self.report(
                    "search",
                    done as usize,
                    moves as usize,
                    Some(value),
                    Some(alone),
                );
            }
            interrupted |= self.cancel.is_cancelled();
            !interrupted
        });
        let mut best = search.finish();
        let mut asked = best.occupancy.clone();
        let made_by = format!(
            "regauge {}, seed {}, work {}",
            env!("CARGO_PKG_VERSION"),
            self.seed,
            self.work
        );
        let mut plan = decode::plan(
            instance,
            &network,
            &mut best,
            (alone, alone),
            made_by,
            |index| decode::unplanned_reason(instance, &network, &mut asked, &mut pricer, index),
        );
        if interrupted && plan.status == Status::Feasible {
            plan.status = Status::Interrupted;
        }
        let report = check(instance, &plan);
        let journeys = best.journeys.iter();
        let choices = journeys.map(|journey| journey.as_ref().map(Journey::choices));
        Outcome {
            plan,
            report,
            choices: choices.collect(),
        }
    }

    fn report(
        &mut self,
        stage: &'static str,
        done: usize,
        total: usize,
        value: Option<i64>,
        bound: Option<i64>,
    ) {
        if let Some(callback) = &mut self.on_progress {
            callback(&Progress {
                stage,
                done,
                total,
                value,
                bound,
            });
        }
    }
}

/// What every train would cost if it were alone and stores never were empty or full: others may bring the rake or make the
/// room that a train finds no journey without, so its cost with the stores as they stand is no bound.
pub(crate) fn costs_alone(instance: &Instance, left_out: &[Rule], pricer: &mut Pricer) -> Vec<i64> {
    let left_out = [left_out, &[Rule::Stores]].concat();
    let network = Network::compile_without(instance, &left_out);
    let journeys = construct::alone(&network, pricer);
    construct::costs_alone(&network, &journeys)
}

/// The cost of a train's cheapest journey if it were alone, in cost units; `None` when it has none.
pub fn cheapest_alone(instance: &Instance, train: TrainId) -> Option<i64> {
    let network = Network::compile(instance);
    let mut occupancy = Occupancy::new(&network);
    Pricer::new()
        .price(&network.trains[train.index()], &mut occupancy)
        .map(|journey| journey.cost)
}
