//! What trains would do alone, and why they leave later than that in a plan.
//!
//! The minutes by cause come from the model ([`regauge_model::delays`]); here is the train alone, which only pricing knows, and the queue before it, which
//! only the graph of events knows.

use crate::compiled::CompiledProblem;
use crate::construct::Solution;
use crate::decode;
use crate::network::{Cost, Network};
use crate::occupancy::Occupancy;
use crate::pricing::Pricer;
use crate::replay::{EventGraph, PlanOrder};
use regauge_model::delays::{DelayCause, StepWhat, TrainDelays, delays, steps};
use regauge_model::ids::TrainId;
use regauge_model::plan::TrainPlan;
use regauge_model::{Instance, Plan};

/// The cost of a train's cheapest journey if it were alone, in cost units; `None` when it has none.
pub fn cheapest_alone(instance: &Instance, train: TrainId) -> Option<i64> {
    let network = Network::compile(instance);
    let mut occupancy = Occupancy::alone(&network);
    Pricer::new()
        .price(&network.trains[train.index()], &mut occupancy)
        .map(|journey| journey.cost.units())
}

/// The cheapest journey of a train that has the system to itself, as a plan would have it; `None` when it has none. Complexity: that of
/// compiling the instance and pricing one train.
pub fn planned_alone(instance: &Instance, train: TrainId) -> Option<TrainPlan> {
    AloneIn::of(CompiledProblem::new(instance.clone())).planned(train)
}

/// Why every planned train leaves later than it would alone, in their order. Complexity: that of compiling the instance and pricing every
/// train once.
pub fn delayed(instance: &Instance, plan: &Plan) -> Vec<TrainDelays> {
    let alone = AloneIn::new(instance, plan);
    let decided = plan.decided(instance);
    let trains = (0..plan.trains.len()).map(TrainId::from_index);
    trains
        .filter_map(|train| alone.delayed(&decided, plan, train))
        .collect()
}

/// Why a train leaves later than it would alone; `None` where it is not planned. Complexity: that of compiling the instance and pricing one
/// train.
pub fn train_delayed(instance: &Instance, plan: &Plan, train: TrainId) -> Option<TrainDelays> {
    AloneIn::new(instance, plan).delayed(&plan.decided(instance), plan, train)
}

/// An instance in which trains are looked at alone.
struct AloneIn {
    problem: CompiledProblem,
    /// That in which buffers are rules; where trains have several ways it differs from way to way.
    harder: Option<Network>,
    /// Who is behind whom in a plan, where it is one of the engines' own.
    graph: Option<EventGraph>,
}

impl AloneIn {
    fn of(problem: CompiledProblem) -> AloneIn {
        let instance = problem.instance();
        let has_ways = instance.trains().iter().any(|train| !train.ways.is_empty());
        let harder = (problem.network().asks_for_buffers() && !has_ways)
            .then(|| Network::compile(&instance.with_buffers_as_rules([100; 3])));
        AloneIn {
            problem,
            harder,
            graph: None,
        }
    }

    fn new(instance: &Instance, plan: &Plan) -> AloneIn {
        let problem = CompiledProblem::new(instance.clone());
        let order = PlanOrder::new(&problem, plan).ok();
        AloneIn {
            graph: order.map(|order| order.event_graph()),
            ..AloneIn::of(problem)
        }
    }

    fn delayed(&self, decided: &Instance, plan: &Plan, train: TrainId) -> Option<TrainDelays> {
        let planned = plan.trains.get(train.index())?;
        planned.exit()?;
        let alone = self.planned(train)?;
        let mut delays = delays(decided, train, planned, &alone);
        if let Some(graph) = &self.graph {
            for step in steps(decided, train, planned) {
                let StepWhat::Waits(wait) = step.what else {
                    continue;
                };
                let cause = DelayCause::of(wait);
                let queue = graph.queue(train, wait.span.to, wait.for_what);
                let mut known = delays.iter_mut().filter(|delay| delay.cause == cause);
                let Some(delay) = known.next() else { continue };
                for other in queue {
                    if !delay.held_by.contains(&other) && !delay.behind.contains(&other) {
                        delay.behind.push(other);
                    }
                }
            }
        }
        Some(TrainDelays {
            train,
            alone: alone.exit()?,
            delays,
        })
    }

    fn planned(&self, train: TrainId) -> Option<TrainPlan> {
        let (instance, network) = (self.problem.instance(), self.problem.network());
        let mut occupancy = Occupancy::alone(network);
        let index = train.index();
        let own = network.trains.get(index)?;
        let journey = Pricer::new().price(own, &mut occupancy)?;
        occupancy.insert(&journey);
        let mut journeys = vec![None; network.trains.len()];
        journeys[index] = Some(journey);
        let mut solution = Solution {
            journeys,
            value: Cost::ZERO,
            occupancy,
        };
        let plan = decode::plan_with(
            (instance, network, self.harder.as_ref()),
            &mut solution,
            (Cost::ZERO, Cost::ZERO),
            String::new(),
            decode::NOT_EXPLAINED,
        );
        plan.trains.into_iter().nth(index)
    }
}
