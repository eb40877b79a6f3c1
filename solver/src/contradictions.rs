//! Pins that cannot be kept together, named before anything is planned: of one train that would find no journey with the system to
//! itself, and of two trains that both need one thing in one minute.
//!
//! Both are exact in what they claim: a train alone has a journey or has none (pricing is exact), and a minute of a thing is needed
//! by a train where it has no journey once that minute is taken. What is named is a smallest set: without any one of its pins a journey is
//! left. Not here: what three trains cannot do together, and what two trains can do only at different times of several things; the plan
//! says of those who is postponed and why.

use crate::CompiledProblem;
use crate::network::{Network, PoolIndex, Rule, Tick, TrainIndex, TrainNetwork, Use};
use crate::occupancy::Occupancy;
use crate::pricing::Pricer;
use regauge_model::ids::TrainId;
use regauge_model::resource::{Pinned, Resource};
use regauge_model::{Instance, Minute};

/// Pins that cannot be kept together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// One train or two, each with those of its pins without any one of which the rest could be kept.
    pub trains: Vec<(TrainId, Vec<Pinned>)>,
    /// What is in the way, each by itself: rules of the instance (a closure, a length, what is under way), or a thing that a rule closes. Of
    /// two trains the thing that both need; of one train nothing, where its own minutes are too long.
    pub facts: Vec<Resource>,
    /// A minute in which two trains need it.
    pub at: Option<Minute>,
}

/// Contradictions among the pins of an instance. Complexity: pricing every pinned train alone; for a contradiction once per pin and
/// rule; for two trains that would use one thing at the same time twice per minute at most.
pub fn contradictions(problem: &CompiledProblem) -> Vec<Contradiction> {
    let (instance, network) = (problem.instance(), problem.network());
    let trains = (0..instance.trains().len()).map(TrainId::from_index);
    let pinned: Vec<TrainId> = trains
        .filter(|train| instance.train(*train).pins.is_any())
        .collect();
    if pinned.is_empty() {
        return Vec::new();
    }
    let mut pricer = Pricer::new();
    let mut found = Vec::new();
    let mut singles: Vec<Single> = Vec::new();
    for train in pinned {
        let network = network.in_order(&[TrainIndex::from_index(train.index())]);
        let uses = single_uses(&network, &mut pricer);
        match uses {
            Some(uses) => singles.push(Single {
                train,
                network,
                uses,
            }),
            None => {
                if let Some(pins) = smallest(instance, train, &mut pricer, None) {
                    let facts = facts(instance, train, &pins, &mut pricer);
                    found.push(Contradiction {
                        trains: vec![(train, pins)],
                        facts,
                        at: None,
                    });
                }
            }
        }
    }
    for index in 0..singles.len() {
        let (before, behind) = singles.split_at_mut(index + 1);
        for other in behind {
            found.extend(both_need(instance, &mut before[index], other, &mut pricer));
        }
    }
    found
}

/// A pinned train with the system to itself.
struct Single {
    train: TrainId,
    network: Network,
    /// What it uses of things of which there is one, on its cheapest journey.
    uses: Vec<Use>,
}

/// The only train of a network.
fn only(network: &Network) -> &TrainNetwork {
    &network[TrainIndex::from_index(0)]
}

/// What the only train of a network uses of things of which there is one; `None` where it has no journey.
fn single_uses(network: &Network, pricer: &mut Pricer) -> Option<Vec<Use>> {
    let mut alone = Occupancy::alone(network);
    let journey = pricer.price(only(network), &mut alone)?;
    let uses = journey.uses.iter().copied();
    Some(uses.filter(|one| network[one.pool].units == 1).collect())
}

/// Whether the only train of a network has a journey; with a thing taken for a span.
fn has_journey(network: &mut Network, pricer: &mut Pricer, taken: Option<Use>) -> bool {
    network.fixed_uses.extend(taken);
    let mut alone = Occupancy::alone(network);
    let has = pricer.price(only(network), &mut alone).is_some();
    if taken.is_some() {
        network.fixed_uses.pop();
    }
    has
}

/// A minute of a thing that both trains need, whatever they do.
fn both_need(
    instance: &Instance,
    one: &mut Single,
    other: &mut Single,
    pricer: &mut Pricer,
) -> Option<Contradiction> {
    for used in &one.uses {
        for taken in other.uses.iter().filter(|taken| taken.pool == used.pool) {
            let (from, to) = (used.from.max(taken.from), used.to.min(taken.to));
            if from >= to {
                continue;
            }
            let mut networks = [&mut one.network, &mut other.network];
            let Some(at) = needed_by_both(&mut networks, pricer, used.pool, (from, to)) else {
                continue;
            };
            let taken = Use {
                pool: used.pool,
                from: at,
                to: at + 1,
            };
            let resource = networks[0][used.pool].resource;
            let mut pins_of = |train: TrainId| {
                let pins = smallest(instance, train, pricer, Some(taken));
                (train, pins.unwrap_or_default())
            };
            return Some(Contradiction {
                trains: vec![pins_of(one.train), pins_of(other.train)],
                facts: vec![resource],
                at: Some(at.into()),
            });
        }
    }
    None
}

/// The first tick of a span in which neither train can do without a unit of a pool.
fn needed_by_both(
    networks: &mut [&mut Network; 2],
    pricer: &mut Pricer,
    pool: PoolIndex,
    (from, to): (Tick, Tick),
) -> Option<Tick> {
    // who finds a journey without all of the span does without any part of it
    let taken = Use { pool, from, to };
    if networks
        .iter_mut()
        .any(|network| has_journey(network, pricer, Some(taken)))
    {
        return None;
    }
    if to - from == 1 {
        return Some(from);
    }
    let middle = from + (to - from) / 2;
    needed_by_both(networks, pricer, pool, (from, middle))
        .or_else(|| needed_by_both(networks, pricer, pool, (middle, to)))
}

/// Pins of a train that cannot be kept together, none of which could be left out; `None` where it is not for its pins that it has no
/// journey. With a thing taken for a span.
pub(crate) fn smallest(
    instance: &Instance,
    train: TrainId,
    pricer: &mut Pricer,
    taken: Option<Use>,
) -> Option<Vec<Pinned>> {
    let mut left = instance.train(train).pins.all();
    let mut has_journey_with = |pins: &[Pinned]| {
        let instance = instance.with_pins(train, pins);
        let mut network = Network::compile_one(&instance, &[], train);
        has_journey(&mut network, pricer, taken)
    };
    if !has_journey_with(&[]) {
        return None;
    }
    for pinned in left.clone() {
        let fewer: Vec<Pinned> = left.iter().copied().filter(|one| *one != pinned).collect();
        if !has_journey_with(&fewer) {
            left = fewer;
        }
    }
    Some(left)
}

/// The rules without any one of which a train could keep some of its pins; where a rule closes what a pin names, the thing itself.
pub(crate) fn facts(
    instance: &Instance,
    train: TrainId,
    pins: &[Pinned],
    pricer: &mut Pricer,
) -> Vec<Resource> {
    let all = &instance.train(train).pins;
    let instance = &instance.with_pins(train, pins);
    let rules = Rule::ALL.into_iter().filter(|rule| *rule != Rule::Pins);
    let helps = rules.filter(|rule| {
        let mut network = Network::compile_one(instance, &[*rule], train);
        has_journey(&mut network, pricer, None)
    });
    let named = helps.map(|rule| {
        let system = instance.system();
        let thing = match rule {
            Rule::Spots => all.spot.and_then(|spot| {
                let is_closed = !system.spot(spot).closed.is_empty();
                is_closed.then_some(Resource::Spot(spot))
            }),
            Rule::Cranes => all.mode.and_then(|mode| {
                let mut cranes = system.mode(mode).steps.iter().flat_map(|step| &step.cranes);
                let closed = cranes.find(|crane| !system.crane(**crane).closed.is_empty());
                closed.map(|crane| Resource::Crane(*crane))
            }),
            _ => None,
        };
        thing.unwrap_or(Resource::Rule(rule))
    });
    named.collect()
}
