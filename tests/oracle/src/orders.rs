//! Choices of a schedule where earlier is not always better: turns that were to come in an order, and exits earlier than was published.

use crate::parts::{Edge, Link, Parts, Point, What};
use crate::rank::Rank;
use crate::schedule::Schedule;
use crate::tasks::World;
use regauge_model::Minute;
use regauge_model::ids::TrainId;
use regauge_model::instance::{CHANGE_STEP, OrderedAt, Rake, Turn, WorkState};
use regauge_model::objective::Term;

/// What has been decided of a schedule beside its links.
#[derive(Clone, Debug, Default)]
pub(crate) struct Accepted {
    /// Orders, by their place, whose two come the other way round.
    pub(crate) swapped: Vec<usize>,
    /// Exits that are before a minute.
    pub(crate) before: Vec<(TrainId, i32)>,
}

/// The ways to go on from a schedule in which something is to be decided: links, and what is accepted.
pub(crate) fn first(
    world: &World,
    parts: &Parts,
    schedule: &Schedule,
    accepted: &Accepted,
) -> Option<Vec<(Vec<Link>, Accepted)>> {
    swapped(world, parts, schedule, accepted).or_else(|| early(world, parts, schedule, accepted))
}

/// What all that is accepted costs, and exits beyond what [`World::rank_of_exit`] says of their earliest minutes; `None` when an exit is not
/// before the minute that was accepted.
pub(crate) fn cost(
    world: &World,
    parts: &Parts,
    schedule: &Schedule,
    accepted: &Accepted,
) -> Option<Rank> {
    let price = world.instance.change_prices().order;
    let mut sum = world.rank(Term::Changes, price * accepted.swapped.len() as i64);
    for &(train, exit) in &parts.exits {
        let at = schedule.at(exit);
        let limit = accepted.before.iter().find(|(own, _)| *own == train);
        if limit.is_some_and(|&(_, before)| at >= before) {
            return None;
        }
        sum += if limit.is_some() {
            world.rank_of_exit(train, Minute(at))
        } else {
            least(world, train, at)
        };
    }
    Some(sum)
}

/// Exits behind one at which a step less is paid for being early.
fn falls(world: &World, train: TrainId, at: i32) -> impl Iterator<Item = i32> + use<> {
    let told = world.instance.train(train).published.exit;
    let free = told.map_or(i32::MIN, |told| {
        told.0 - world.instance.change_prices().tolerance
    });
    (at.saturating_add(1)..=free).filter(move |later| (free - later) % CHANGE_STEP == 0)
}

/// What leaving at a minute or later costs at least.
fn least(world: &World, train: TrainId, at: i32) -> Rank {
    let exits = std::iter::once(at).chain(falls(world, train, at));
    let ranks = exits.map(|exit| world.rank_of_exit(train, Minute(exit)));
    ranks.min().expect("there is the first")
}

/// An exit for which it may be worth to wait: behind the next step, or before it.
fn early(
    world: &World,
    parts: &Parts,
    schedule: &Schedule,
    accepted: &Accepted,
) -> Option<Vec<(Vec<Link>, Accepted)>> {
    for &(train, exit) in &parts.exits {
        let at = schedule.at(exit);
        let is_accepted = accepted.before.iter().any(|(own, _)| *own == train);
        if is_accepted || least(world, train, at) == world.rank_of_exit(train, Minute(at)) {
            continue;
        }
        let next = falls(world, train, at).next()?;
        let later = Link {
            earlier: Edge::Fixed(next),
            later: exit,
        };
        let mut before = accepted.clone();
        before.before.push((train, next));
        return Some(vec![(vec![later], accepted.clone()), (Vec::new(), before)]);
    }
    None
}

/// An order whose two come the other way round: one way, or the other one where it is no pin.
fn swapped(
    world: &World,
    parts: &Parts,
    schedule: &Schedule,
    accepted: &Accepted,
) -> Option<Vec<(Vec<Link>, Accepted)>> {
    for (place, order) in world.instance.orders().iter().enumerate() {
        if accepted.swapped.contains(&place) {
            continue;
        }
        let edge = |turn| turn_of(world, parts, schedule, order.at, turn);
        let Some((first, then)) = edge(order.first).zip(edge(order.then)) else {
            continue;
        };
        if schedule.at(first) <= schedule.at(then) {
            continue;
        }
        let mut ways = vec![(
            vec![Link {
                earlier: first,
                later: then,
            }],
            accepted.clone(),
        )];
        if !order.pinned {
            let mut other = accepted.clone();
            other.swapped.push(place);
            let behind = Link {
                earlier: then.plus(1),
                later: first,
            };
            ways.push((vec![behind], other));
        }
        return Some(ways);
    }
    None
}

/// When a turn comes that lies ahead.
fn turn_of(
    world: &World,
    parts: &Parts,
    schedule: &Schedule,
    at: OrderedAt,
    turn: Turn,
) -> Option<Edge> {
    let data = world.instance.train(turn.train);
    let work = data.state.as_ref().map(|state| state.work);
    let tasks = || {
        let all = parts.tasks.iter().enumerate();
        all.filter(|(_, task)| task.train == turn.train)
    };
    let begin = |task: usize, instant: usize| {
        Edge::At(Point {
            task,
            instant,
            plus: 0,
        })
    };
    // when its rake is emptied
    let emptied = if data.transshipment().is_none() || turn.rake == Rake::Onward {
        i32::MAX
    } else if work == Some(WorkState::Done) {
        i32::MIN
    } else {
        let works = tasks().filter(|(_, task)| matches!(task.what, What::Work(..)));
        let begins = works.map(|(task, _)| schedule.at(begin(task, 0)));
        begins.min().unwrap_or(i32::MAX)
    };
    let is_first = |part: u32| part == 1 && work.is_none_or(|work| work == WorkState::NotBegun);
    let mut edges = Vec::new();
    for (index, task) in tasks() {
        match (&task.what, at) {
            (What::Ride(legs), OrderedAt::Section(section)) if task.rake == turn.rake => {
                let legs = legs.iter().enumerate();
                let here = legs.filter(|(_, leg)| leg.section == section);
                let entries = here.map(|(leg, _)| begin(index, leg));
                edges.extend(entries.filter(|entry| schedule.at(*entry) < emptied));
            }
            (What::Work(own, _, part, _), OrderedAt::Spot(spot))
                if *own == spot && is_first(*part) =>
            {
                edges.push(begin(index, 0));
            }
            (What::Handling(own), OrderedAt::Spot(spot)) if *own == spot => {
                edges.push(begin(index, 0));
            }
            _ => {}
        }
    }
    let ahead = edges.into_iter().filter(|edge| schedule.at(*edge) >= 0);
    ahead.min_by_key(|edge| schedule.at(*edge))
}
