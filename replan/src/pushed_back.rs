//! The published plan as it stands: nobody decides anything anew, times follow from what is true.

use regauge_model::advance::advance;
use regauge_model::format::InstanceFile;
use regauge_model::ids::{SpotId, TrainId};
use regauge_model::plan::{Reason, ReasonCode, TrainPlan};
use regauge_model::timeline::{Kind, Timeline};
use regauge_model::validate::instance_from_file;
use regauge_model::{Instance, Minute, Plan};
use regauge_solver::{CompiledProblem, PlanOrder, Turn, dispatch};
use std::collections::BTreeMap;

/// Who made such a plan.
const MADE_BY: &str = "the published plan pushed back as it stands";

/// Nobody falls so far behind that others go on without it.
const NEVER: i32 = 100_000;

/// A published plan, and the minute in which it is looked at.
#[derive(Clone, Copy, Debug)]
pub struct PublishedPlan<'a> {
    /// The file of the instance that it is of.
    pub file: &'a InstanceFile,
    /// The same instance.
    pub instance: &'a Instance,
    /// The plan.
    pub plan: &'a Plan,
    /// Now.
    pub now: Minute,
}

/// The published plan as it would go on undisturbed, to be carried out in what is left of its instance as often as is asked: what would have been left is worked
/// out once.
pub struct PushedBack<'a> {
    published: PublishedPlan<'a>,
    /// `None` where the plan leaves nothing that can be carried out.
    undisturbed: Option<Undisturbed>,
}

/// What would have been left.
struct Undisturbed {
    instance: Instance,
    rest: Plan,
    order: PlanOrder,
    names: Vec<String>,
}

impl<'a> PushedBack<'a> {
    /// Of a published plan; `file` is that of what is left. Complexity: that of compiling what would have been left.
    pub fn new(file: &InstanceFile, published: PublishedPlan<'a>) -> PushedBack<'a> {
        PushedBack {
            published,
            undisturbed: undisturbed(file, published),
        }
    }

    /// The plan as it stands: everybody does what was published, in the order that was published, as soon as that goes. Where a train that is under way finds no way
    /// like that, or what is left is not what the plan would have left, trains are taken in the order of the plan alone, each on its way and in its spot wherever it still can.
    /// Trains that the plan does not have, or postpones, are postponed, but those under way. Complexity: that of some sweeps over the events, and of pricing every train once.
    pub fn as_it_stands(&self, problem: &CompiledProblem) -> Plan {
        let in_order = self.giving_way(problem, NEVER);
        let left = |plan: &Plan| plan.stuck(problem.instance());
        if let Some(plan) = in_order.as_ref().filter(|plan| left(plan) == 0) {
            return plan.clone();
        }
        let in_turn = in_turn(&placed(problem, self.published), self.published);
        in_order
            .filter(|plan| left(plan) <= left(&in_turn))
            .unwrap_or(in_turn)
    }

    /// The plan with those giving way who fall so many minutes behind it anywhere: the others go on as published, and those take the first way beside them. `None` where
    /// the trains that would have been left are not those that are.
    pub fn giving_way(&self, problem: &CompiledProblem, behind: i32) -> Option<Plan> {
        let Undisturbed {
            instance,
            rest,
            order,
            names,
        } = self.undisturbed.as_ref()?;
        let trains = problem.instance().trains().iter();
        if !trains.map(|train| &train.name).eq(names) {
            return None;
        }
        let problem = placed(problem, self.published);
        // where tracks are told apart that were not, everybody stays on the track published
        let apart = instance.with_groups_of(problem.instance());
        let apart = apart.and_then(|left| PlanOrder::new(&CompiledProblem::new(left), rest).ok());
        let order = apart.as_ref().unwrap_or(order);
        let carried_out = order.carry_out(&problem, (&[], behind), MADE_BY.to_owned());
        Some(carried_out.plan)
    }
}

/// The problem with its possessions of choice where they were published; new ones as early as they may.
fn placed(problem: &CompiledProblem, published: PublishedPlan<'_>) -> CompiledProblem {
    let old = published.plan.decided(published.instance);
    let left = problem.instance();
    let windows = left.system().windows().iter();
    let starts = windows.map_while(|window| {
        let section = |instance: &Instance, id| instance.system().section(id).name.clone();
        let end = left.horizon().date_time(window.within.to);
        let then = old.system().windows().iter().find(|one| {
            let same =
                old.horizon().date_time(one.within.to) == end && one.minutes == window.minutes;
            same && section(&old, one.section) == section(left, window.section)
        });
        let then = then
            .and_then(|one| one.start)
            .map(|start| old.horizon().date_time(start));
        let then = then.and_then(|start| left.horizon().minute(start));
        let may = |start: &Minute| window.starts.iter().any(|span| span.contains(*start));
        then.filter(may)
            .or_else(|| window.starts.first().map(|span| span.from))
    });
    let starts: Vec<Minute> = starts.collect();
    problem.placed(&starts)
}

/// What would have been left of an undisturbed plan, with the orders that it has on everything that trains share, and without those who are not in what is left.
fn undisturbed(file: &InstanceFile, published: PublishedPlan<'_>) -> Option<Undisturbed> {
    let PublishedPlan {
        file: old,
        instance,
        plan,
        now,
    } = published;
    let undisturbed = advance(old, instance, plan, now).ok()?;
    let (mut rest, mut left) = (undisturbed.rest?, undisturbed.file);
    // trains that do not come are in nobody's way, trains that nobody knew of have no place in the plan
    let is_there = |id: &String| file.trains.iter().any(|other| other.id == *id);
    let mut planned = left.trains.iter();
    rest.trains
        .retain(|_| planned.next().is_none_or(|train| is_there(&train.id)));
    left.trains.retain(|train| is_there(&train.id));
    for hold in &mut left.holds {
        hold.trains.retain(is_there);
    }
    left.holds
        .retain(|hold| !(hold.trains.is_empty() && hold.classes.is_empty()));
    left.forget_orders_of_others();
    for train in file.trains.iter().skip(left.trains.len()) {
        left.trains.push(train.clone());
        rest.trains.push(unknown());
    }
    // what it says of itself names trains by numbers that may be others now
    (rest.crane_slots, rest.rakes) = (Vec::new(), Vec::new());
    for train in &mut rest.trains {
        if let TrainPlan::Planned {
            waits, other_ways, ..
        } = train
        {
            waits.clear();
            other_ways.clear();
        }
    }
    let names = left.trains.iter().map(|train| train.id.clone()).collect();
    let instance = instance_from_file(&left).ok()?;
    let order = PlanOrder::new(&CompiledProblem::new(instance.clone()), &rest).ok()?;
    Some(Undisturbed {
        instance,
        rest,
        order,
        names,
    })
}

/// What a plan says of a train that it does not know of.
pub(crate) fn unknown() -> TrainPlan {
    TrainPlan::Postponed {
        reason: Reason {
            code: ReasonCode::NoTime,
            blocked_by: Vec::new(),
            text: String::new(),
        },
    }
}

/// The plan by its order alone: trains in the order in which it works them, or lets them in.
fn in_turn(problem: &CompiledProblem, published: PublishedPlan<'_>) -> Plan {
    let plan = published.plan;
    let decided = plan.decided(published.instance);
    let timeline = Timeline::new(&decided, plan);
    let left = problem.instance();
    let system = left.system();
    let trains = left.trains().iter().enumerate();
    let ids: BTreeMap<&str, TrainId> = trains
        .map(|(index, train)| (&*train.name, TrainId::from_index(index)))
        .collect();
    let spots = system.spots().iter().enumerate();
    let spots: BTreeMap<&str, SpotId> = spots
        .map(|(index, spot)| (&*spot.name, SpotId::from_index(index)))
        .collect();
    let mut turns: Vec<(Minute, usize, Turn)> = Vec::new();
    for (index, train) in decided.trains().iter().enumerate() {
        let uses = timeline.of_train(TrainId::from_index(index));
        let first = uses.iter().map(|one| one.span.from).min();
        let (Some(first), Some(&id)) = (first, ids.get(&*train.name)) else {
            continue;
        };
        let is_work = |kind: &Kind<'_>| matches!(kind, Kind::CraneWork(_) | Kind::Handling);
        let work = uses.iter().find(|one| is_work(&one.kind));
        let spot = work.and_then(|work| work.spot());
        let spot = spot.and_then(|spot| spots.get(&*decided.system().spot(spot).name).copied());
        let way = (!left.train(id).ways.is_empty()).then_some(train.way);
        let turn = work.map_or(first, |work| work.span.from);
        turns.push((
            turn,
            index,
            Turn {
                train: id,
                spot,
                way,
            },
        ));
    }
    turns.sort_by_key(|(at, index, _)| (*at, *index));
    let mut turns: Vec<Turn> = turns.into_iter().map(|(.., turn)| turn).collect();
    // whoever is under way is there, whatever the plan says of it
    for (index, train) in left.trains().iter().enumerate() {
        let id = TrainId::from_index(index);
        if train.state.is_some() && !turns.iter().any(|turn| turn.train == id) {
            turns.push(Turn {
                train: id,
                spot: None,
                way: None,
            });
        }
    }
    dispatch(problem, &turns, MADE_BY.to_owned())
}
