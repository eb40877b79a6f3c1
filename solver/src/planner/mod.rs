//! The doer: from an instance to an outcome, in rounds.
//!
//! Compile, construct, then slices of search and slices of bound in turn, until a criterion of [`Stop`] is met or the plan
//! is proven optimal; then decode and check. A file per part: [`stop`] (what ends a run), [`budget`] (how its work is shared out),
//! [`rounds`] (how it is spent), [`bounding`] (where the bound comes from), [`progress`] (what a run tells),
//! [`threads`], [`placing`] (possessions whose time is a choice, decided around such runs). Nothing here knows how a plan is found or a bound is proven.

mod bounding;
mod budget;
mod placing;
mod progress;
mod rounds;
mod stop;
mod threads;

pub use budget::BoundShare;
pub use progress::Progress;
pub use stop::{CancelToken, DEFAULT_WORK, Effort, Stop};

use crate::buffers;
use crate::compiled::CompiledProblem;
use crate::construct::{self, Order, Solution};
use crate::decode;
use crate::dual::Prices;
use crate::heuristics::{FinderCounts, finder_names};
use crate::journey::{Choices, Journey};
use crate::network::{Cost, Network, Rule};
use crate::parts::Parts;
use crate::pricing::Pricer;
use crate::search::{OperatorCounts, operator_names};
use crate::session::Session;
use crate::work::{UNIT, units};
use bounding::Bounding;
use budget::Budget;
use progress::ProgressCallback;
use rayon::prelude::*;
use regauge_model::check::{Report, check};
use regauge_model::objective::{Objective, Standing};
use regauge_model::plan::Status;
use regauge_model::{Instance, Minute, Plan};
use rounds::Trains;
use std::sync::OnceLock;

/// A run that is to end now looks for so many steps why trains are not planned.
const REASONS: u64 = UNIT / 50;

/// Looking for slack takes at most one part in so many of the steps of a run.
const BUFFERS: u64 = 20;

/// Plans by insertion in more than one order are made as long as they take no more than so many steps.
const CONSTRUCTED: u64 = UNIT / 20;

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
    /// What the run did.
    pub statistics: Statistics,
}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statistics {
    /// Units of work that it was given, or that its time allowed: with [`Planner::work`] of so many it comes out the same again, unless
    /// it was interrupted.
    pub work: f64,
    /// Moves of the search.
    pub moves: u64,
    /// Steps of the search and of the bound.
    pub steps: [u64; 2],
    /// What every operator of the search has done.
    pub operators: Vec<OperatorCounts>,
    /// What every finder of plans beside the search has done.
    pub finders: Vec<FinderCounts>,
    /// Whether something that is not counted ended it, or had it cool down faster.
    pub interrupted: bool,
}

/// What is planned, and from where.
#[derive(Clone, Copy)]
enum Source<'a> {
    Instance(&'a Instance),
    Problem(&'a CompiledProblem),
    Session(&'a Session),
}

/// Parts that are neither operators of the search nor finders of plans.
const OTHER_PARTS: [&str; 7] = [
    "noise",
    "far-in",
    "polish",
    "change-over",
    "orders",
    "cliques",
    "branching",
];

/// Names of all parts that [`Planner::parts`] can do without.
pub fn part_names() -> impl Iterator<Item = &'static str> {
    operator_names().chain(finder_names()).chain(OTHER_PARTS)
}

/// Plans an instance.
pub struct Planner<'a> {
    source: Source<'a>,
    seed: u64,
    stop: Stop,
    bound: BoundShare,
    threads: usize,
    left_out: Vec<Rule>,
    parts: Parts,
    reasons: bool,
    prices: Option<&'a Prices>,
    on_progress: Option<ProgressCallback<'a>>,
}

impl<'a> Planner<'a> {
    /// A planner with default settings: seed 1, [`DEFAULT_WORK`], a thread per core.
    pub fn new(instance: &'a Instance) -> Planner<'a> {
        Planner::with(Source::Instance(instance))
    }

    /// One for a problem that is compiled already: the same plans as [`Planner::new`] makes of its instance.
    pub fn of(problem: &'a CompiledProblem) -> Planner<'a> {
        Planner::with(Source::Problem(problem))
    }

    /// One that begins with a plan taken up instead of first plans of its own, and never ends with one that costs more.
    pub fn from_session(session: &'a Session) -> Planner<'a> {
        Planner::with(Source::Session(session))
    }

    fn with(source: Source<'a>) -> Planner<'a> {
        Planner {
            source,
            seed: 1,
            stop: Stop::never(),
            bound: BoundShare::default(),
            threads: 0,
            left_out: Vec::new(),
            parts: Parts::default(),
            reasons: true,
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

    /// The same as `stop(Stop::work(units))`.
    #[must_use]
    pub fn work(self, units: f64) -> Self {
        self.stop(Stop::work(units))
    }

    /// How much of the work goes into the bound.
    #[must_use]
    pub fn bound(mut self, share: BoundShare) -> Self {
        self.bound = share;
        self
    }

    /// The same as `stop(Stop::cancelled(&token))`.
    #[must_use]
    pub fn cancel(self, token: CancelToken) -> Self {
        self.stop(Stop::cancelled(&token))
    }

    /// Threads of the run, in a pool that no other run uses; 0 (the default) for one per core. The plan is the same for any number.
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

    /// Leaves rules out of the network: the plan then may break them. For tests of the checker, and of an instance only: a problem that
    /// is compiled already has its own.
    #[must_use]
    pub fn without(mut self, rules: &[Rule]) -> Self {
        self.left_out = rules.to_vec();
        self
    }

    /// Does without parts of the engines: to measure what they are worth.
    #[must_use]
    pub fn parts(mut self, parts: Parts) -> Self {
        self.parts = parts;
        self
    }

    /// Whether it says why trains are postponed (it does unless told otherwise). For plans that nobody reads: to find out takes as long as to plan a small day.
    #[must_use]
    pub fn reasons(mut self, are_said: bool) -> Self {
        self.reasons = are_said;
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
        threads::in_pool(self.threads, || match self.chooses() {
            Some(problem) => self.run_placing(&problem),
            None => self.run_here(),
        })
    }

    /// Runs in the pool of the current thread.
    fn run_here(mut self) -> Outcome {
        self.report("compile", (0, 1), None, None);
        let problem = match self.source {
            Source::Instance(instance) => {
                CompiledProblem::without(instance.clone(), &self.left_out)
            }
            Source::Problem(problem) => problem.clone(),
            Source::Session(session) => session.problem().clone(),
        };
        let (instance, network) = (problem.instance(), problem.network());
        // to decode and to check a plan takes about as long as to compile
        self.stop.keep(self.stop.used().unwrap_or(0.0));
        let mut pricer = Pricer::new();
        let alone = {
            let stop = &self.stop;
            problem.alone(&mut pricer, || !stop.is_over())
        };
        let priced_alone: u64 = alone.steps.iter().sum();
        let alone_sum: Cost = alone.costs.iter().sum();
        let names: Vec<&str> = instance
            .trains()
            .iter()
            .map(|train| train.name.as_str())
            .collect();
        let order = construct::ordered(network, &alone.journeys, &names, Order::Release);
        let sorted = OnceLock::new();
        let begins = instance
            .horizon()
            .date_time(Minute(0))
            .timestamp()
            .div_euclid(60);
        let mut bounding = Bounding::new(network, &sorted, &order, alone_sum, self.parts.clone());
        if let Some(prices) = self.prices {
            bounding = bounding.warm_start(prices, begins);
        }
        let mut run = Run {
            objective: instance.objective(),
            bounding,
            alone: alone_sum,
            gap_percent: self.stop.gap_percent(),
            moves: 0,
            searched: 0,
            operators: Vec::new(),
            finders: Vec::new(),
            interrupted: false,
            hurried: false,
        };

        self.report("construct", (0, 1), None, Some(&run));
        let given = match self.source {
            Source::Session(session) => Some(session.solution()),
            Source::Instance(_) | Source::Problem(_) => None,
        };
        let (start, steps) = match &given {
            Some(given) => (given.clone(), 0),
            None => self.construct(network, &alone.journeys, &names),
        };
        run.interrupted = self.stop.is_interrupted();
        self.report("construct", (1, 1), Some(start.value), Some(&run));

        let trains = Trains {
            alone,
            order: order.clone(),
        };
        let mut budget = Budget::new(self.stop.steps(), priced_alone + steps, self.bound);
        let mut best = self.improve(network, &trains, start, &mut budget, &mut run);

        let most = budget.all().map_or(0, |steps| steps / BUFFERS);
        let go_on = || !self.stop.is_interrupted();
        buffers::keep(&problem, &order, &mut best, (most, go_on));
        if let Some(given) = given
            && buffers::total(&given) < buffers::total(&best)
        {
            // with what is missing of buffers, of which the search knows nothing, it was the better one
            best = given;
        }

        let mut asked = best.occupancy.clone();
        // Only reasons of pinned trains look at the journeys of the others.
        let mut trains = network.trains.iter().zip(&best.journeys);
        let asks = trains.any(|(train, journey)| train.pinned && journey.is_none());
        let held = if asks {
            best.journeys.clone()
        } else {
            Vec::new()
        };
        let priced = pricer.steps();
        let bounds = (run.bounding.value(), alone_sum);
        // a run that was over before it knew how much work there was made first plans only
        let made_by = self.made_by(budget.all().map_or(0.0, units));
        let reason = |train| {
            if run.interrupted && pricer.steps() - priced > REASONS {
                return decode::no_time();
            }
            decode::postponed_reason(instance, network, &mut asked, &mut pricer, train, &held)
        };
        let reason = self.reasons.then_some(reason);
        let mut plan = decode::plan(instance, network, &mut best, bounds, made_by, reason);
        if plan.status == Status::Feasible {
            plan.status = run.status(Cost::new(plan.value));
        }
        let report = check(instance, &plan);
        let choices = best.journeys.iter();
        let choices = choices.map(|journey| journey.as_ref().map(Journey::choices));
        Outcome {
            plan,
            report,
            choices: choices.collect(),
            prices: run.bounding.prices(begins),
            statistics: Statistics {
                work: budget.all().map_or(0.0, units),
                moves: run.moves,
                operators: run.operators,
                finders: run.finders,
                steps: [budget.begun() + run.searched, run.bounding.done()],
                interrupted: run.interrupted || run.hurried,
            },
        }
    }

    /// The best of the plans by insertion in several orders, the first of equals, and the steps of all. The first one is always made, more
    /// as long as they cost little.
    fn construct<'n>(
        &self,
        network: &'n Network,
        alone: &[Option<Journey>],
        names: &[&str],
    ) -> (Solution<'n>, u64) {
        let stop = &self.stop;
        let insert = |order: Order| {
            let trains = construct::ordered(network, alone, names, order);
            let mut pricer = Pricer::new();
            let go_on = || !stop.is_over();
            let solution = construct::insert_while(network, &mut pricer, &trains, go_on);
            tracing::debug!(?order, value = solution.value.units(), "inserted");
            (solution, pricer.steps())
        };
        let (first, steps) = insert(Order::ALL[0]);
        let mut more = (CONSTRUCTED / steps.max(1)).min(Order::ALL.len() as u64 - 1) as usize;
        if stop.is_interrupted() || !self.parts.has("orders") {
            more = 0;
        }
        let others = Order::ALL[1..=more].par_iter().map(|&order| insert(order));
        let others: Vec<(Solution<'n>, u64)> = others.collect();
        let steps = steps + others.iter().map(|other| other.1).sum::<u64>();
        let plans = others.into_iter().map(|other| other.0);
        let best = plans.fold(
            first,
            |best, plan| {
                if plan.value < best.value { plan } else { best }
            },
        );
        (best, steps)
    }

    /// What the plan says of the run: everything its bytes depend on beside the instance, and nothing else.
    fn made_by(&self, work: f64) -> String {
        let version = env!("CARGO_PKG_VERSION");
        let seed = self.seed;
        let bound = match self.bound {
            BoundShare::Growing => String::new(),
            BoundShare::Off => ", bound off".to_owned(),
            BoundShare::Percent(percent) => format!(", bound {percent} %"),
        };
        let gap = self.stop.gap_percent();
        let gap = gap.map_or(String::new(), |percent| format!(", gap {percent} %"));
        let prices = self.prices.map_or(String::new(), |prices| {
            format!(", prices {}", prices.checksum())
        });
        let from = match self.source {
            Source::Session(session) => format!(", from plan {}", session.checksum()),
            Source::Instance(_) | Source::Problem(_) => String::new(),
        };
        format!("regauge {version}, seed {seed}{from}{gap}, work {work}{bound}{prices}")
    }

    fn report(
        &mut self,
        stage: &'static str,
        (done, total): (u64, u64),
        value: Option<Cost>,
        run: Option<&Run<'_>>,
    ) {
        if let Some(callback) = &mut self.on_progress {
            callback(&Progress {
                stage,
                done,
                total,
                value: value.map(Cost::units),
                bound: run.map(|run| run.bounding.value().units()),
                alone: run.map(|run| run.alone.units()),
            });
        }
    }
}

/// Where a run stands.
struct Run<'a> {
    objective: &'a Objective,
    bounding: Bounding<'a>,
    /// Sum of every train's cost if it were alone.
    alone: Cost,
    /// The gap asked for.
    gap_percent: Option<f64>,
    /// Moves made.
    moves: u64,
    /// Steps of the search.
    searched: u64,
    /// What its operators have done.
    operators: Vec<OperatorCounts>,
    finders: Vec<FinderCounts>,
    /// Whether something that is not counted ended it.
    interrupted: bool,
    /// Whether the search cooled down faster than its work alone would have had it, because time went by.
    hurried: bool,
}

impl Run<'_> {
    /// Whether a plan of this value needs no more work: it is optimal, or within the gap asked for.
    fn is_reached(&self, value: Cost) -> bool {
        value <= self.bounding.value() || self.is_within_gap(value)
    }

    fn is_within_gap(&self, value: Cost) -> bool {
        let Some(percent) = self.gap_percent else {
            return false;
        };
        let standings = self.objective.standings(
            value.units(),
            self.bounding.value().units(),
            self.alone.units(),
        );
        // only when all levels above are closed has the last one a bound
        let gap = standings.last().and_then(Standing::avoidable_gap);
        gap.is_some_and(|gap| 100.0 * gap <= percent)
    }

    /// The status of a plan that is not proven optimal.
    fn status(&self, value: Cost) -> Status {
        if self.is_within_gap(value) {
            Status::WithinGap
        } else if self.interrupted || self.hurried {
            Status::Interrupted
        } else {
            Status::Feasible
        }
    }
}
