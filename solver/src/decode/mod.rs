//! From journeys to the plan that people read: names for pooled units, events, crane slots, waits and their causes.
//!
//! Nothing is decided here any more: equal tracks, teams and locomotives get their numbers by colouring intervals.

mod causes;
mod cranes;
mod events;
mod held;
mod numbers;
mod reasons;
mod waits;
mod ways;

pub use reasons::{no_time, postponed_reason};

use crate::buffers;
use crate::construct::Solution;
use crate::journey::Journey;
use crate::network::{Cost, Network, OperationWhat, TrainIndex};
use crate::pricing::Pricer;
use numbers::Numbers;
use regauge_model::buffers::missing;
use regauge_model::ids::TrainId;
use regauge_model::kpi::kpis;
use regauge_model::objective::Term;
use regauge_model::plan::{CostParts, Plan, Reason, Status, TrainPlan};
use regauge_model::{Instance, Minute};

/// Of a plan that nobody reads.
pub const NOT_EXPLAINED: Option<fn(TrainId) -> Reason> = None;

/// What it costs that the crane work of a journey is elsewhere than was published, or done otherwise.
pub(crate) fn change_of_place(instance: &Instance, network: &Network, journey: &Journey) -> i64 {
    let train = &network[TrainIndex::from_index(journey.train.index())];
    let mut done = journey.operations.iter();
    let work = done.find_map(|done| match done.operation.of(train).what {
        OperationWhat::CraneWork { spot, mode, .. } => Some((spot, mode)),
        _ => None,
    });
    work.map_or(0, |(spot, mode)| {
        instance.change_of_place(journey.train, spot, mode)
    })
}

/// The plan of a solution. `bound` is a proven lower bound, `alone` the sum of every train's cost alone, both combined;
/// `reason` says why a train is not planned; without it the plan is for no reader: reasons say nothing, and nobody looks at
/// ways that are not taken.
pub fn plan(
    instance: &Instance,
    network: &Network,
    solution: &mut Solution<'_>,
    proven: (Cost, Cost),
    made_by: String,
    reason: Option<impl FnMut(TrainId) -> Reason>,
) -> Plan {
    plan_with((instance, network, None), solution, proven, made_by, reason)
}

/// The same, with the network of the harder problem in which buffers are rules, where it is known already.
pub fn plan_with(
    (instance, network, harder): (&Instance, &Network, Option<&Network>),
    solution: &mut Solution<'_>,
    (bound, alone): (Cost, Cost),
    made_by: String,
    mut reason: Option<impl FnMut(TrainId) -> Reason>,
) -> Plan {
    let journeys = &solution.journeys;
    let way = |id: TrainId| {
        journeys[id.index()]
            .as_ref()
            .map_or(0, |journey| journey.way)
    };
    let decided = instance.on_ways(way);
    let instance = &*decided;
    let trains = instance.trains().iter();
    let names: Vec<&str> = trains.map(|train| train.name.as_str()).collect();
    let numbers = Numbers::assign(network, solution, &names);
    let held = held::Held::new(network, solution);
    // who waits for nothing but slack waits for what would be in its way if buffers were rules
    let compiled = (harder.is_none() && network.asks_for_buffers()).then(|| {
        let harder = instance.with_buffers_as_rules([100; 3]);
        Network::compile(&harder)
    });
    let harder = harder.or(compiled.as_ref());
    let mut slack = harder.map(|harder| buffers::beside(harder, &solution.journeys));
    let mut trains = Vec::with_capacity(network.trains.len());
    let objective = instance.objective();
    let short = solution.occupancy.missing_cost();
    let mut parts = CostParts {
        missing_empties: objective.cost_units(Term::MissingEmpties, short.units()),
        ..CostParts::default()
    };
    let mut pricer = Pricer::new();
    let mut crane_slots = Vec::new();
    let mut rakes = Vec::new();
    for index in 0..network.trains.len() {
        let id = TrainId::from_index(index);
        let Some(journey) = solution.journeys[index].take() else {
            parts.add(&instance.postponed_cost(id));
            trains.push(TrainPlan::Postponed {
                reason: reason.as_mut().map_or_else(no_time, |reason| reason(id)),
            });
            continue;
        };
        let emptied = journey.emptied.map(|(_, end)| Minute::from(end));
        parts.add(&instance.planned_cost(id, journey.exit.into(), emptied));
        parts.changes += change_of_place(instance, network, &journey);
        let events = events::events(network, &journey, &numbers);
        solution.occupancy.remove(&journey);
        let own = harder.map(|harder| buffers::harder_journey(harder, &journey));
        if let Some((slack, own)) = slack.as_mut().zip(own.as_ref()) {
            slack.remove(own);
        }
        let beside = waits::Others {
            occupancy: &solution.occupancy,
            slack: slack.as_ref(),
            held: &held,
        };
        let waits = waits::waits(instance, &beside, &journey);
        let other_ways = if reason.is_some() {
            ways::other_ways(
                instance,
                &mut solution.occupancy,
                &held,
                &journey,
                &mut pricer,
            )
        } else {
            Vec::new()
        };
        if let Some((slack, own)) = slack.as_mut().zip(own.as_ref()) {
            slack.insert(own);
        }
        solution.occupancy.insert(&journey);
        crane_slots.extend(cranes::slots(instance, id, &events));
        rakes.extend(events::fate(network, &journey));
        trains.push(TrainPlan::Planned {
            way: journey.way,
            exit: journey.exit.into(),
            events,
            waits,
            other_ways,
        });
        solution.journeys[index] = Some(journey);
    }
    parts.changes += instance.change_of_orders(&trains);
    parts.add(&missing(instance, &trains).cost(instance));
    crane_slots.sort_by_key(|slot| (slot.crane, slot.span.from, slot.train));
    let value = objective.value(&parts);
    let bound = bound.units().min(value);
    Plan {
        made_by,
        possessions: instance.system().placed(),
        status: if value == bound {
            Status::Optimal
        } else {
            Status::Feasible
        },
        value,
        bound,
        alone: alone.units(),
        parts,
        kpis: kpis(instance, &trains),
        trains,
        crane_slots,
        rakes,
    }
}
