//! A plan taken up by the engines: to plan on from it, to price one train beside the rest, to ask why a train is postponed.

use crate::compiled::CompiledProblem;
use crate::construct::{Solution, total};
use crate::decode;
use crate::encode::{EncodeError, journeys};
use crate::journey::{Choices, Journey};
use crate::network::{Cost, TrainIndex};
use crate::occupancy::Occupancy;
use crate::pricing::Pricer;
use regauge_model::check::{Report, check};
use regauge_model::digest::checksum;
use regauge_model::ids::TrainId;
use regauge_model::plan::{CostParts, Reason};
use regauge_model::{Minute, Plan};
use thiserror::Error;

/// Why a plan is not taken up.
#[derive(Clone, Debug, Error)]
pub enum SessionError {
    /// It is none that the engines could have made.
    #[error(transparent)]
    Plan(#[from] EncodeError),
    /// It breaks rules, as the checker says.
    #[error("the plan breaks {} rules", .0.violations.len())]
    Violations(Box<Report>),
}

/// Why a train has no price beside the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum QuoteError {
    /// The problem has no such train.
    #[error("there is no train {} among {trains}", .train.index())]
    UnknownTrain {
        /// The train asked for.
        train: TrainId,
        /// Trains there are.
        trains: usize,
    },
    /// Others take from a store what it brings there: without it they could not do as planned.
    #[error("other trains take from a store what this one brings there")]
    Needed,
    /// The others leave it no way.
    #[error("the train has no journey beside the others as they are planned")]
    NoJourney,
}

/// A plan that keeps every rule, as the journeys of its trains.
#[derive(Clone, Debug)]
pub struct Session {
    problem: CompiledProblem,
    journeys: Vec<Option<Journey>>,
}

/// What a train would do beside all others as they are planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// When it would leave.
    pub exit: Minute,
    /// Which of its ways it would take.
    pub way: usize,
    /// What it would cost, in parts.
    pub cost: CostParts,
    /// What it would do, in the compiled problem.
    pub choices: Choices,
}

impl Session {
    /// Takes up a plan. Complexity: that of checking it.
    ///
    /// # Errors
    /// A plan of another instance, one whose events are no journeys, and one that breaks a rule.
    pub fn from_plan(problem: &CompiledProblem, plan: &Plan) -> Result<Session, SessionError> {
        let problem = problem.placed(&plan.possessions);
        let instance = problem.instance();
        let journeys = journeys(instance, problem.network(), plan)?;
        let report = check(instance, plan);
        // what it says of itself does not matter here: that follows from its events
        let statements = ["objective", "kpis", "rakes", "order", "crane-slots"];
        let mut broken = report.violations.iter();
        if broken.any(|violation| !statements.contains(&violation.rule)) {
            return Err(SessionError::Violations(Box::new(report)));
        }
        Ok(Session { problem, journeys })
    }

    /// The problem, with its possessions where the plan has them.
    pub fn problem(&self) -> &CompiledProblem {
        &self.problem
    }

    /// The cheapest journey of a train beside all others as they are planned, the train itself taken out. Complexity: that of
    /// pricing one train, and of putting the others in.
    ///
    /// # Errors
    /// A train that is not there, one that others cannot do without, and one that has no journey.
    pub fn price(&self, train: TrainId) -> Result<Quote, QuoteError> {
        let network = self.problem.network();
        let trains = network.trains.len();
        let own = network.trains.get(train.index());
        let own = own.ok_or(QuoteError::UnknownTrain { train, trains })?;
        let mut others = self.journeys.clone();
        others[train.index()] = None;
        let mut beside = Occupancy::of(network, &others);
        if own.under_way {
            // without a journey it would stay where it is
            beside.remove_stay(TrainIndex::from_index(train.index()));
        }
        if beside.short_stock().is_some() {
            // others live on what it brings: it may come no later than it does
            return Err(QuoteError::Needed);
        }
        let journey = Pricer::new().price(own, &mut beside);
        let journey = journey.ok_or(QuoteError::NoJourney)?;
        let emptied = journey.emptied.map(|(_, end)| end.into());
        let exit = journey.exit.into();
        let instance = self.problem.instance();
        let way = |one: TrainId| if one == train { journey.way } else { 0 };
        Ok(Quote {
            exit,
            way: journey.way,
            cost: instance.on_ways(way).planned_cost(train, exit, emptied),
            choices: journey.choices(),
        })
    }

    /// Why a train is postponed; `None` for one that is planned.
    pub fn why_postponed(&self, train: TrainId) -> Option<Reason> {
        if self.journeys.get(train.index())?.is_some() {
            return None;
        }
        let (instance, network) = (self.problem.instance(), self.problem.network());
        let mut beside = Occupancy::of(network, &self.journeys);
        let mut pricer = Pricer::new();
        let held = &self.journeys;
        let reason =
            decode::postponed_reason(instance, network, &mut beside, &mut pricer, train, held);
        Some(reason)
    }

    /// The journeys and what they take.
    pub(crate) fn solution(&self) -> Solution<'_> {
        let mut solution = Solution {
            journeys: self.journeys.clone(),
            value: Cost::ZERO,
            occupancy: Occupancy::of(self.problem.network(), &self.journeys),
        };
        solution.value = total(self.problem.network(), &solution);
        solution
    }

    /// What a plan made from this one says of it.
    pub(crate) fn checksum(&self) -> String {
        let choices = self.journeys.iter();
        let choices = choices.map(|journey| journey.as_ref().map(Journey::choices));
        let choices: Vec<Option<Choices>> = choices.collect();
        checksum(format!("{choices:?}").as_bytes())
    }
}
