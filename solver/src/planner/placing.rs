//! Possessions whose time is a choice: where in its window each is put.
//!
//! With the possessions decided, everything else is a problem as any other. So they are decided around it: a plan without them is a
//! relaxation, whose bound holds whatever is decided, and shows where they would be in the way of least. A few starts that are likely
//! by that are tried with short runs, the best of them gets the rest of the work. It is the master problem of a decomposition whose
//! cuts are estimates; that the best start is among those tried is not proven, and the bound says so.

use super::stop::Stop;
use super::{BoundShare, Outcome, Planner, Source};
use crate::compiled::CompiledProblem;
use crate::session::Session;
use regauge_model::objective::Standing;
use regauge_model::plan::{Activity, Plan, Status, TrainPlan};
use regauge_model::system::PossessionWindow;
use regauge_model::{Instance, Minute, Span};

/// The part of the work that goes into the plan without possessions, and its bound.
const WITHOUT: f64 = 0.25;
/// Percent of that for the bound.
const BOUND: u8 = 70;
/// The part that goes into trying starts.
const TRIED: f64 = 0.25;
/// A trial shorter than so many units of work says little.
const SHORTEST: f64 = 0.02;
/// Trials at most: each compiles the problem again.
const TRIALS: usize = 8;
/// Starts of one window that are looked at.
const STARTS: usize = 5;
/// Whom single-track working sends over the other track waits so much less than one who waits for the end.
const DIVERTED: f64 = 0.25;

impl Planner<'_> {
    /// The problem without its possessions of choice, where this run has to decide about them: some are open, or those of a plan taken up may
    /// be put elsewhere.
    pub(super) fn chooses(&self) -> Option<CompiledProblem> {
        let is_open = |instance: &Instance| !instance.system().is_placed();
        let problem = match self.source {
            Source::Instance(instance) if is_open(instance) => {
                CompiledProblem::without(instance.clone(), &self.left_out)
            }
            Source::Problem(problem) if is_open(problem.instance()) => problem.clone(),
            Source::Session(session) => {
                let instance = session.problem().instance();
                if instance.system().windows().is_empty() {
                    return None;
                }
                session.problem().clone()
            }
            Source::Instance(_) | Source::Problem(_) => return None,
        };
        Some(problem.placed(&[]))
    }

    /// Decides about the possessions, and plans beside them.
    pub(super) fn run_placing(mut self, without: &CompiledProblem) -> Outcome {
        self.report("possessions", (0, 1), None, None);
        let mut relaxed = self.part(Source::Problem(without), self.stop.part(WITHOUT));
        if relaxed.bound == BoundShare::Growing {
            // its bound is that of the whole, its plan only a hint
            relaxed.bound = BoundShare::Percent(BOUND);
        }
        let relaxed = relaxed.run_here();
        // what a clock allows is known by now, and counted from here on
        let work = match self.stop.steps() {
            Some(steps) => crate::work::units(steps),
            None => relaxed.statistics.work / WITHOUT,
        };
        let stop = self.stop.with_work(work);
        let instance = without.instance();
        let given = match self.source {
            Source::Session(session) => Some(session),
            Source::Instance(_) | Source::Problem(_) => None,
        };
        let own = given.map(|session| session.problem().instance().system().placed());
        let windows = instance.system().windows();
        let choices: Vec<Vec<Minute>> = windows
            .iter()
            .enumerate()
            .map(|(index, window)| {
                let own = own.as_ref().and_then(|own| own.get(index).copied());
                likely_starts(instance, &relaxed.plan, window, own)
            })
            .collect();
        let trials = ((work * TRIED / SHORTEST) as usize).clamp(1, TRIALS);
        let stop_of_trial = stop.part(TRIED / trials as f64);
        let mut made = 0;
        let mut try_at = |planner: &mut Self, starts: &[Minute]| {
            made += 1;
            planner.report("possessions", (made, trials as u64), None, None);
            let problem = without.placed(starts);
            let mut trial = planner.part(Source::Problem(&problem), stop_of_trial.clone());
            trial.bound = BoundShare::Off;
            let outcome = trial.run_here();
            (problem, outcome)
        };
        let first: Vec<Minute> = choices.iter().map_while(|of| of.first().copied()).collect();
        let mut best = try_at(&mut self, &first);
        let mut starts = first;
        let mut left = trials - 1;
        // the next likely start of every window before the one after it of any
        let ranks = 1..choices.iter().map(Vec::len).max().unwrap_or(0);
        let order = ranks.flat_map(|rank| (0..choices.len()).map(move |window| (window, rank)));
        for (window, rank) in order {
            let Some(&start) = choices[window].get(rank).filter(|_| left > 0) else {
                continue;
            };
            if stop.is_over() {
                break;
            }
            left -= 1;
            let mut other = starts.clone();
            other[window] = start;
            let tried = try_at(&mut self, &other);
            if tried.1.plan.value < best.1.plan.value {
                (starts, best) = (other, tried);
            }
        }
        tracing::debug!(?starts, value = best.1.plan.value, "possessions are put");
        let taken_up = Session::from_plan(&best.0, &best.1.plan).ok();
        let session = match (given, &taken_up) {
            // the plan given is the better one, wherever it has them
            (Some(given), taken_up) => {
                let value = |session: &Session| session.solution().value;
                match taken_up {
                    Some(tried) if value(tried) < value(given) => Some(tried),
                    _ => Some(given),
                }
            }
            (None, taken_up) => taken_up.as_ref(),
        };
        let source = session.map_or(Source::Problem(&best.0), Source::Session);
        // a gap that is asked for is one to the bound without possessions, which this part does not know
        let is_optimal = best.1.plan.value == relaxed.plan.bound;
        let rest = if is_optimal {
            0.0
        } else {
            1.0 - WITHOUT - TRIED
        };
        let mut last = self.part(source, stop.part(rest));
        last.reasons = self.reasons;
        last.on_progress = self.on_progress.take();
        let mut outcome = last.run_here();
        let plan = &mut outcome.plan;
        plan.made_by = self.made_by(work);
        plan.alone = relaxed.plan.alone;
        plan.bound = relaxed.plan.bound.min(plan.value);
        plan.status = status(instance, plan, self.stop.gap_percent());
        outcome.report = regauge_model::check::check(instance, plan);
        outcome.prices = relaxed.prices;
        let statistics = &mut outcome.statistics;
        statistics.work = work;
        statistics.moves += relaxed.statistics.moves + best.1.statistics.moves;
        for (sum, steps) in statistics.steps.iter_mut().zip(relaxed.statistics.steps) {
            *sum += steps;
        }
        outcome
    }

    /// A run of the same kind over something else, of which nobody hears.
    fn part<'b>(&self, source: Source<'b>, stop: Stop) -> Planner<'b>
    where
        Self: 'b,
    {
        let mut part = Planner::with(source);
        part.seed = self.seed;
        part.stop = stop;
        part.bound = self.bound;
        part.left_out.clone_from(&self.left_out);
        part.parts = self.parts.clone();
        part.reasons = false;
        part.prices = self.prices;
        part
    }
}

/// What is known about the quality of a plan with the bound of the problem without possessions.
fn status(instance: &Instance, plan: &Plan, gap_percent: Option<f64>) -> Status {
    if plan.value == plan.bound {
        return Status::Optimal;
    }
    let standings = plan.standings(instance);
    let gap = standings.last().and_then(Standing::avoidable_gap);
    let is_within = gap
        .zip(gap_percent)
        .is_some_and(|(gap, percent)| 100.0 * gap <= percent);
    match plan.status {
        _ if is_within => Status::WithinGap,
        Status::Interrupted => Status::Interrupted,
        _ => Status::Feasible,
    }
}

/// Starts at which a possession is likely to be in the way of little, the likeliest first: by the minutes that the runs of a plan without
/// it would have to wait for its end, weighted, and a quarter of its length apart from each other. One that is given comes with them.
fn likely_starts(
    instance: &Instance,
    plan: &Plan,
    window: &PossessionWindow,
    given: Option<Minute>,
) -> Vec<Minute> {
    let runs = runs_in(instance, plan, window);
    let mut starts: Vec<Minute> = Vec::new();
    for span in &window.starts {
        starts.extend([span.from, span.to - 1]);
        let changes = runs
            .iter()
            .flat_map(|(_, run)| [run.to, run.from - window.minutes]);
        starts.extend(changes.filter(|at| span.contains(*at)));
    }
    starts.sort_unstable();
    starts.dedup();
    let cost = |start: Minute| -> f64 {
        let closed = Span::new(start, start + window.minutes);
        let waits = runs.iter().filter(|(_, run)| run.overlaps(closed));
        waits
            .map(|(weight, run)| weight * f64::from(closed.to - run.from))
            .sum()
    };
    let mut ranked: Vec<(f64, Minute)> = starts.iter().map(|at| (cost(*at), *at)).collect();
    ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let apart = (window.minutes / 4).max(1);
    let mut chosen: Vec<Minute> = Vec::new();
    for (_, at) in ranked {
        let is_near = chosen.iter().any(|one| (*one - at).abs() < apart);
        if !is_near && chosen.len() < STARTS {
            chosen.push(at);
        }
    }
    chosen.extend(given.filter(|given| !chosen.contains(given)));
    chosen
}

/// The runs of a plan on the track that a possession closes, with the weights of their trains.
fn runs_in(instance: &Instance, plan: &Plan, window: &PossessionWindow) -> Vec<(f64, Span)> {
    let system = instance.system();
    let single_track = system.section(window.section).single_track;
    let mut runs = Vec::new();
    for (train, planned) in instance.trains().iter().zip(&plan.trains) {
        let TrainPlan::Planned { events, .. } = planned else {
            continue;
        };
        for event in events {
            let Activity::Run {
                section, direction, ..
            } = event.what
            else {
                continue;
            };
            let mine = single_track || window.track.is_none_or(|track| track == direction);
            if section == window.section && mine {
                let weight = system.class(train.class).weight_centi as f64 / 100.0;
                let share = if window.single_track_working {
                    DIVERTED
                } else {
                    1.0
                };
                runs.push((weight * share, event.span));
            }
        }
    }
    runs
}
