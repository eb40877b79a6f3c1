//! The doer: from an instance to an outcome, in rounds.
//!
//! Compile, construct, then slices of search and slices of bound in turn, until a criterion of [`Stop`] is met or the plan
//! is proven optimal; then decode and check. A file per part: [`stop`] (what ends a run), [`rounds`] (how its work is spent),
//! [`bounding`] (where the bound comes from), [`combine`] (known journeys put together), [`progress`] (what a run tells),
//! [`threads`]. Nothing here knows how a plan is found or a bound is proven.

mod bounding;
mod combine;
mod progress;
mod rounds;
mod stop;
mod threads;

pub use progress::Progress;
pub use stop::{CancelToken, DEFAULT_WORK, Stop};

use crate::bound::Prices;
use crate::construct::{self, Order, Solution};
use crate::decode;
use crate::network::{Network, Rule};
use crate::occupancy::Occupancy;
use crate::pricing::{Choices, Journey, Pricer};
use bounding::Bounding;
use progress::ProgressCallback;
use rayon::prelude::*;
use regauge_model::check::{Report, check};
use regauge_model::ids::TrainId;
use regauge_model::objective::{Objective, Standing};
use regauge_model::plan::Status;
use regauge_model::{Instance, Minute, Plan};
use rounds::Trains;

/// What a run gives: a plan and what the checker says of it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The plan, with value, bound and status.
    pub plan: Plan,
    /// The checker's report; clean unless rules were left out.
    pub report: Report,
    /// What every train does in the compiled problem, in the order of the instance; `None`: not planned.
    pub choices: Vec<Option<Choices>>,
    /// The prices that the bound rests on, for [`Planner::prices`] of a like run.
    pub prices: Prices,
}

/// Plans an instance.
pub struct Planner<'a> {
    instance: &'a Instance,
    seed: u64,
    stop: Stop,
    threads: usize,
    left_out: Vec<Rule>,
    prices: Option<&'a Prices>,
    on_progress: Option<ProgressCallback<'a>>,
}

impl<'a> Planner<'a> {
    /// A planner with default settings: seed 1, [`DEFAULT_WORK`] moves, a thread per core.
    pub fn new(instance: &'a Instance) -> Planner<'a> {
        Planner {
            instance,
            seed: 1,
            stop: Stop::never(),
            threads: 0,
            left_out: Vec::new(),
            prices: None,
            on_progress: None,
        }
    }

    /// Seed of everything random.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// What ends the run, beside what was said before and a proof that its plan is optimal.
    #[must_use]
    pub fn stop(mut self, stop: Stop) -> Self {
        self.stop = self.stop.or(stop);
        self
    }

    /// The same as `stop(Stop::work(moves))`.
    #[must_use]
    pub fn work(self, moves: u64) -> Self {
        self.stop(Stop::work(moves))
    }

    /// The same as `stop(Stop::cancelled(&token))`.
    #[must_use]
    pub fn cancel(self, token: CancelToken) -> Self {
        self.stop(Stop::cancelled(&token))
    }

    /// Threads of the run, in a pool of its own; 0 (the default) for one per core. The plan is the same for any number.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// Begins the bound with the prices of another run: of the same instance, or of one with another train, another closure, or a
    /// horizon that begins later. They cannot make it wrong, only better from the first round on, and plans with it. The plan says that it
    /// began with them, for it hangs on them.
    #[must_use]
    pub fn prices(mut self, prices: &'a Prices) -> Self {
        self.prices = Some(prices);
        self
    }

    /// Leaves rules out of the network: the plan then may break them. For tests of the checker.
    #[must_use]
    pub fn without(mut self, rules: &[Rule]) -> Self {
        self.left_out = rules.to_vec();
        self
    }

    /// Calls back while the run goes on, from one thread at a time.
    #[must_use]
    pub fn on_progress(mut self, callback: impl FnMut(&Progress) + Send + 'a) -> Self {
        self.on_progress = Some(Box::new(callback));
        self
    }

    /// Runs until the first criterion is met or the plan is proven optimal.
    pub fn run(self) -> Outcome {
        match threads::pool(self.threads) {
            Some(pool) => pool.install(|| self.run_here()),
            None => self.run_here(),
        }
    }

    /// Runs in the pool of the current thread.
    fn run_here(mut self) -> Outcome {
        let instance = self.instance;
        self.report("compile", (0, 1), None, None);
        let (network, alone_costs) = rayon::join(
            || Network::compile_without(instance, &self.left_out),
            || costs_alone(instance, &self.left_out),
        );
        let alone: i64 = alone_costs.iter().sum();
        let mut pricer = Pricer::new();
        let journeys_alone = construct::alone(&network, &mut pricer);
        let names: Vec<&str> = instance
            .trains()
            .iter()
            .map(|train| train.name.as_str())
            .collect();
        let order = construct::ordered(&network, &journeys_alone, &names, Order::Release);
        let sorted = (!order.is_sorted()).then(|| network.in_order(&order));
        let sorted = sorted.as_ref().unwrap_or(&network);
        let begins = instance
            .horizon()
            .date_time(Minute(0))
            .timestamp()
            .div_euclid(60);
        let mut bounding = Bounding::new(&network, (sorted, order.clone()), alone);
        if let Some(prices) = self.prices {
            bounding = bounding.begun_with(prices, begins);
        }
        let mut run = Run {
            objective: instance.objective(),
            bounding,
            alone,
            gap_percent: self.stop.gap_percent(),
            interrupted: false,
        };

        self.report("construct", (0, 1), None, Some(&run));
        let start = self.construct(&network, &journeys_alone, &names, &mut run);
        self.report("construct", (1, 1), Some(start.value), Some(&run));

        let trains = Trains {
            alone: alone_costs,
            order,
        };
        let best = self.improve(&network, &trains, start, &mut run);
        let mut best = self.insist(&network, &trains, best, &mut run);

        let mut asked = best.occupancy.clone();
        let bounds = (run.bounding.value(), alone);
        let made_by = self.made_by();
        let mut plan = decode::plan(instance, &network, &mut best, bounds, made_by, |index| {
            decode::unplanned_reason(instance, &network, &mut asked, &mut pricer, index)
        });
        if plan.status == Status::Feasible {
            plan.status = run.status(plan.value);
        }
        let report = check(instance, &plan);
        let choices = best.journeys.iter();
        let choices = choices.map(|journey| journey.as_ref().map(Journey::choices));
        Outcome {
            plan,
            report,
            choices: choices.collect(),
            prices: run.bounding.prices(begins),
        }
    }

    /// The best of the plans by insertion in several orders, the first of equals. One of them is always made.
    fn construct<'n>(
        &self,
        network: &'n Network,
        alone: &[Option<Journey>],
        names: &[&str],
        run: &mut Run<'_>,
    ) -> Solution<'n> {
        let stop = &self.stop;
        let plans: Vec<Option<Solution<'n>>> = Order::ALL
            .par_iter()
            .enumerate()
            .map(|(number, &order)| {
                if number > 0 && stop.is_interrupted() {
                    return None;
                }
                let trains = construct::ordered(network, alone, names, order);
                let solution = construct::insert_all(network, &mut Pricer::new(), &trains);
                tracing::debug!(?order, value = solution.value, "inserted");
                Some(solution)
            })
            .collect();
        run.interrupted = plans.iter().any(Option::is_none);
        let plans = plans.into_iter().flatten();
        let best = plans.reduce(|best, plan| if plan.value < best.value { plan } else { best });
        // the first order is never left out, so there is a best one
        best.unwrap_or_else(|| construct::insert_all(network, &mut Pricer::new(), &[]))
    }

    /// What the plan says of the run: everything its bytes depend on beside the instance, and nothing else.
    fn made_by(&self) -> String {
        let version = env!("CARGO_PKG_VERSION");
        let (seed, work) = (self.seed, self.stop.moves());
        let gap = self.stop.gap_percent();
        let gap = gap.map_or(String::new(), |percent| format!(", gap {percent} %"));
        let prices = self.prices.map_or(String::new(), |prices| {
            format!(", prices {}", prices.checksum())
        });
        format!("regauge {version}, seed {seed}{gap}, work {work}{prices}")
    }

    fn report(
        &mut self,
        stage: &'static str,
        (done, total): (usize, usize),
        value: Option<i64>,
        run: Option<&Run<'_>>,
    ) {
        if let Some(callback) = &mut self.on_progress {
            callback(&Progress {
                stage,
                done,
                total,
                value,
                bound: run.map(|run| run.bounding.value()),
                alone: run.map(|run| run.alone),
            });
        }
    }
}

/// Where a run stands.
struct Run<'a> {
    objective: &'a Objective,
    bounding: Bounding<'a>,
    /// Sum of every train's cost if it were alone.
    alone: i64,
    /// The gap asked for.
    gap_percent: Option<f64>,
    /// Whether something that is not counted ended it.
    interrupted: bool,
}

impl Run<'_> {
    /// Whether a plan of this value needs no more work: it is optimal, or within the gap asked for.
    fn is_reached(&self, value: i64) -> bool {
        value <= self.bounding.value() || self.is_within_gap(value)
    }

    fn is_within_gap(&self, value: i64) -> bool {
        let Some(percent) = self.gap_percent else {
            return false;
        };
        let standings = self
            .objective
            .standings(value, self.bounding.value(), self.alone);
        // only when all levels above are closed has the last one a bound
        let gap = standings.last().and_then(Standing::avoidable_gap);
        gap.is_some_and(|gap| 100.0 * gap <= percent)
    }

    /// The status of a plan that is not proven optimal.
    fn status(&self, value: i64) -> Status {
        if self.is_within_gap(value) {
            Status::WithinGap
        } else if self.interrupted {
            Status::Interrupted
        } else {
            Status::Feasible
        }
    }
}

/// What every train would cost if it were alone and stores never were empty or full: others may bring the rake or make the
/// room that a train finds no journey without, so its cost with the stores as they stand is no bound.
pub(crate) fn costs_alone(instance: &Instance, left_out: &[Rule]) -> Vec<i64> {
    let left_out = [left_out, &[Rule::Stores]].concat();
    let network = Network::compile_without(instance, &left_out);
    let journeys = construct::alone(&network, &mut Pricer::new());
    construct::costs_alone(&network, &journeys)
}

/// The cost of a train's cheapest journey if it were alone, in cost units; `None` when it has none.
pub fn cheapest_alone(instance: &Instance, train: TrainId) -> Option<i64> {
    let network = Network::compile(instance);
    let mut occupancy = Occupancy::alone(&network);
    Pricer::new()
        .price(&network.trains[train.index()], &mut occupancy)
        .map(|journey| journey.cost)
}
