//! One more train: where it could go, and what each would cost the others. One train to be helped: how early it could leave, and what
//! each would cost the others.

use crate::publish::publish;
use crate::pushed_back::unknown;
use crate::replan::{Compared, ReplanError, compared};
use chrono::TimeDelta;
use regauge_model::format::{InstanceFile, PublishedFile, SpanFile, TrainFile};
use regauge_model::ids::{SpotId, StationId, TrainId};
use regauge_model::plan::Activity;
use regauge_model::validate::instance_from_file;
use regauge_model::{Instance, Minute, Plan};
use regauge_solver::{CompiledProblem, Planner, Session, Stop, Turn, planned_alone};

/// Offers that are made at most.
const OFFERS: usize = 3;

/// A plan with the train.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The plan.
    pub plan: Plan,
    /// When the train leaves.
    pub exit: Minute,
    /// The port that it goes over, where it has a choice.
    pub port: Option<StationId>,
    /// The spot in which it is worked.
    pub spot: Option<SpotId>,
    /// What it costs by itself, in cost units of the objective.
    pub own: i64,
    /// What the others cost more than without it, changes of what was published included.
    pub others: i64,
    /// All of it, with the trains that are moved.
    pub compared: Compared,
}

/// What there is to choose from.
#[derive(Clone, Debug)]
pub struct Offers {
    /// The file of the instance with the train, and with what was published of all others.
    pub file: InstanceFile,
    /// The same instance.
    pub instance: Instance,
    /// The train.
    pub train: TrainId,
    /// What the day costs without it: the train refused at no cost.
    pub without: i64,
    /// The cheapest first: beside the others as they are planned, in different places, and with others moved where that is cheaper.
    pub offers: Vec<Offer>,
    /// What the train does as planned, where it is in the plan.
    pub as_planned: Option<Offer>,
}

/// Offers for one more train in a published plan, made with so much work. Complexity: that of pricing the train once for each spot, and the work.
///
/// # Errors
/// A train that makes no instance with the others, and a plan that is none of the instance.
pub fn offers(
    file: &InstanceFile,
    instance: &Instance,
    published: &Plan,
    train: TrainFile,
    (seed, stop): (u64, Stop),
) -> Result<Offers, ReplanError> {
    let mut file = file.clone();
    // all that the plan says is published, whenever it is
    publish(&mut file, instance, published, Minute(i32::MIN / 2));
    file.trains.push(train);
    let with = instance_from_file(&file).map_err(ReplanError::Instance)?;
    let id = TrainId::from_index(with.trains().len() - 1);
    let mut plan = published.clone();
    plan.trains.push(unknown());
    let problem = CompiledProblem::new(with);
    let session = Session::from_plan(&problem, &plan).map_err(ReplanError::Session)?;
    let with = problem.instance();
    let before = compared(with, &plan).value - with.objective().value(&with.postponed_cost(id));
    let mut found: Vec<Offer> = Vec::new();
    let mut add = |plan: Plan| {
        let offer = offer(with, id, before, plan);
        // one place is one offer
        let is_there = |other: &Offer| (other.port, other.spot) == (offer.port, offer.spot);
        match found.iter_mut().find(|other| is_there(other)) {
            Some(other) if other.compared.value <= offer.compared.value => {}
            Some(other) => *other = offer,
            None => found.push(offer),
        }
    };
    let spots = (0..with.system().spots().len()).map(|spot| Some(SpotId::from_index(spot)));
    let ways = with.train(id).ways.len().max(1);
    for spot in [None].into_iter().chain(spots) {
        for way in 0..ways {
            let turn = Turn {
                train: id,
                spot,
                way: (ways > 1).then_some(way),
            };
            let made_by = "one more train beside the others".to_owned();
            if let Ok(Some(plan)) = session.inserted(turn, made_by) {
                add(plan);
            }
        }
    }
    let moved = Planner::from_session(&session).seed(seed).stop(stop);
    let moved = moved.reasons(false).run().plan;
    if moved.trains[id.index()].exit().is_some() {
        add(moved);
    }
    found.sort_by_key(|offer| (offer.compared.value, offer.exit));
    found.truncate(OFFERS);
    Ok(Offers {
        instance: with.clone(),
        file,
        train: id,
        without: before,
        as_planned: None,
        offers: found,
    })
}

/// Parts of the way from when a train leaves to when it would alone, of how many: an offer is made for each.
const EARLIER: [i32; OFFERS] = [3, 2, 1];

/// Offers for a train of a published plan to leave earlier, made with so much work: by when it would leave alone, and less early. Complexity: the work.
///
/// # Errors
/// A plan that is none of the instance, and a train that it postpones or that has no journey alone.
pub fn helped(
    file: &InstanceFile,
    instance: &Instance,
    published: &Plan,
    train: TrainId,
    (seed, stop): (u64, Stop),
) -> Result<Offers, ReplanError> {
    let mut file = file.clone();
    publish(&mut file, instance, published, Minute(i32::MIN / 2));
    // what was published of the train itself is what is to change
    let own = file.trains.get_mut(train.index());
    let own = own.ok_or(ReplanError::NotPlanned)?;
    own.published = PublishedFile::default();
    let name = own.id.clone();
    for order in file.orders.iter_mut().filter(|order| !order.pinned) {
        order.trains.retain(|one| one.train != name);
    }
    file.forget_orders_of_others();
    let with = instance_from_file(&file).map_err(ReplanError::Instance)?;
    let problem = CompiledProblem::new(with);
    let session = Session::from_plan(&problem, published).map_err(ReplanError::Session)?;
    let with = problem.instance();
    let own = session.plan("as published".to_owned());
    let before = offer(with, train, 0, own.clone());
    let without = before.others;
    let exit = before.exit;
    let alone = planned_alone(with, train).and_then(|alone| alone.exit());
    let (Some(alone), true) = (alone, own.trains[train.index()].exit().is_some()) else {
        return Err(ReplanError::NotPlanned);
    };
    let mut found: Vec<Offer> = Vec::new();
    for part in EARLIER {
        let by = exit - (exit - alone) * part / OFFERS as i32;
        if by >= exit {
            continue;
        }
        let Some(plan) = leaving_by(&file, &own, train, by, (seed, stop.clone())) else {
            continue;
        };
        let session = Session::from_plan(&problem, &plan).map_err(ReplanError::Session)?;
        let made_by = plan.made_by.clone();
        let offer = offer(with, train, without, session.plan(made_by));
        let is_better = offer.exit < exit && found.iter().all(|other| other.exit != offer.exit);
        if is_better {
            found.push(offer);
        }
    }
    found.sort_by_key(|offer| (offer.compared.value, offer.exit));
    Ok(Offers {
        instance: with.clone(),
        file,
        train,
        without,
        as_planned: Some(Offer {
            others: 0,
            ..before
        }),
        offers: found,
    })
}

/// A plan in which a train leaves by a minute; `None` when none was found.
fn leaving_by(
    file: &InstanceFile,
    published: &Plan,
    train: TrainId,
    by: Minute,
    (seed, stop): (u64, Stop),
) -> Option<Plan> {
    let mut file = file.clone();
    let start = file.horizon.start;
    let to = start + TimeDelta::minutes(i64::from(by.0) + 1);
    file.trains[train.index()].pins.exit = Some(SpanFile { from: start, to });
    let problem = CompiledProblem::new(instance_from_file(&file).ok()?);
    // it begins with the plan without the train, where a train may be left out of it
    let mut plan = published.clone();
    plan.trains[train.index()] = unknown();
    let session = Session::from_plan(&problem, &plan).ok();
    let planner = session
        .as_ref()
        .map_or_else(|| Planner::new(problem.instance()), Planner::from_session);
    let plan = planner.seed(seed).stop(stop).reasons(false).run().plan;
    plan.trains[train.index()].exit().is_some().then_some(plan)
}

/// What a plan with the train means.
fn offer(instance: &Instance, train: TrainId, before: i64, plan: Plan) -> Offer {
    let compared = compared(instance, &plan);
    let decided = plan.decided(instance);
    let planned = &plan.trains[train.index()];
    let exit = planned.exit().unwrap_or(Minute(0));
    let own = instance.objective().value(&plan.cost_of(&decided, train));
    let spot = planned.events().iter().find_map(|event| match event.what {
        Activity::CraneWork { spot, .. } | Activity::Handling { spot } => Some(spot),
        _ => None,
    });
    Offer {
        exit,
        port: decided.train(train).port(),
        spot,
        own,
        others: compared.value - before - own,
        compared,
        plan,
    }
}
