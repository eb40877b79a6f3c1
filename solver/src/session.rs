//! A plan taken up by the engines: to plan on from it, to price one train beside the rest, to ask why a train is postponed.

use crate::compiled::CompiledProblem;
use crate::construct::{Kept, Solution, insert_beside, total};
use crate::decode;
use crate::dispatch::Turn;
use crate::encode::{EncodeError, journeys};
use crate::journey::{Choices, Journey};
use crate::network::{Cost, TrainIndex, TrainNetwork};
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
        let own = self.of(train)?;
        let mut beside = self.beside(&[train])?;
        let journey = Pricer::new().price(own, &mut beside);
        let journey = journey.ok_or(QuoteError::NoJourney)?;
        Ok(self.quote(&journey))
    }

    /// The same with another train giving way: taken out as well, and put in again behind it, on its cheapest journey beside all; `None` for that one when it
    /// then has none. Complexity: that of pricing two trains.
    ///
    /// # Errors
    /// As [`Session::price`], of either train.
    pub fn price_before(
        &self,
        train: TrainId,
        other: TrainId,
    ) -> Result<(Quote, Option<Quote>), QuoteError> {
        let (own, behind) = (self.of(train)?, self.of(other)?);
        let mut beside = self.beside(&[train, other])?;
        let mut pricer = Pricer::new();
        let journey = pricer.price(own, &mut beside);
        let journey = journey.ok_or(QuoteError::NoJourney)?;
        beside.insert(&journey);
        let journey_behind = pricer.price(behind, &mut beside);
        if journey_behind.is_none() && behind.under_way {
            // it cannot vanish
            return Err(QuoteError::NoJourney);
        }
        let behind = journey_behind.map(|journey| self.quote(&journey));
        Ok((self.quote(&journey), behind))
    }

    /// The plan with a train inserted that it postpones, beside all others as they are planned, in the spot and on the way of its turn wherever it can; `None`
    /// when it finds no journey. Nothing is proven of it: its bound is 0. Complexity: that of pricing one train.
    ///
    /// # Errors
    /// A train that is not there.
    pub fn inserted(&self, turn: Turn, made_by: String) -> Result<Option<Plan>, QuoteError> {
        self.of(turn.train)?;
        let network = self.problem.network();
        let index = TrainIndex::from_index(turn.train.index());
        let mut solution = self.solution();
        let kept = Kept {
            spot: turn.spot,
            way: turn.way,
        };
        insert_beside(network, &mut solution, &[index], |_| kept);
        if solution.journeys[index.index()].is_none() {
            return Ok(None);
        }
        let nothing = (Cost::ZERO, Cost::ZERO);
        let plan = decode::plan(
            self.problem.instance(),
            network,
            &mut solution,
            nothing,
            made_by,
            decode::NOT_EXPLAINED,
        );
        Ok(Some(plan))
    }

    /// The plan itself, as one of this problem: events, waits and key figures made anew. Nothing is proven of it: its bound is 0. Complexity: that
    /// of writing a plan.
    pub fn plan(&self, made_by: String) -> Plan {
        let network = self.problem.network();
        let nothing = (Cost::ZERO, Cost::ZERO);
        let instance = self.problem.instance();
        let reasons = decode::NOT_EXPLAINED;
        let mut solution = self.solution();
        decode::plan(instance, network, &mut solution, nothing, made_by, reasons)
    }

    /// The network of a train.
    fn of(&self, train: TrainId) -> Result<&TrainNetwork, QuoteError> {
        let network = self.problem.network();
        let trains = network.trains.len();
        let own = network.trains.get(train.index());
        own.map(|own| &**own)
            .ok_or(QuoteError::UnknownTrain { train, trains })
    }

    /// What all trains take but some.
    fn beside(&self, some: &[TrainId]) -> Result<Occupancy<'_>, QuoteError> {
        let network = self.problem.network();
        let mut others = self.journeys.clone();
        for train in some {
            others[train.index()] = None;
        }
        let mut beside = Occupancy::of(network, &others);
        for train in some {
            let index = TrainIndex::from_index(train.index());
            if network[index].under_way {
                // without a journey it would stay where it is
                beside.remove_stay(index);
            }
        }
        if beside.short_stock().is_some() {
            // others live on what it brings: it may come no later than it does
            return Err(QuoteError::Needed);
        }
        Ok(beside)
    }

    fn quote(&self, journey: &Journey) -> Quote {
        let emptied = journey.emptied.map(|(_, end)| end.into());
        let exit = journey.exit.into();
        let train = journey.train;
        let way = |one: TrainId| if one == train { journey.way } else { 0 };
        let on_way = self.problem.instance().on_ways(way);
        let mut cost = on_way.planned_cost(train, exit, emptied);
        cost.changes += decode::change_of_place(&on_way, self.problem.network(), journey);
        Quote {
            exit,
            way: journey.way,
            cost,
            choices: journey.choices(),
        }
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
