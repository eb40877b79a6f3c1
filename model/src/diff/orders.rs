//! Who comes first: pairs of trains that use a thing one after the other, now in the other order. Of a throat that is the first of
//! their movements over it.

use super::OrderChange;
use super::counterparts::Counterparts;
use super::facts::is_left;
use crate::ids::{ThroatId, TrainId};
use crate::journey::ends_of;
use crate::resource::Resource;
use crate::system::{Direction, System, ThroatMovement};
use crate::time::Minute;
use crate::timeline::{Kind, Timeline, Use};
use std::collections::BTreeMap;

/// Something that trains use one after the other.
pub(super) type Queue = (Resource, Option<Direction>);

/// Of each queue the trains in it, each with the first minute it begins to use it, from a minute on.
pub(super) fn queues(
    timeline: &Timeline<'_>,
    now: Minute,
) -> BTreeMap<Queue, BTreeMap<TrainId, Minute>> {
    let system = timeline.instance().system();
    let mut queues: BTreeMap<Queue, BTreeMap<TrainId, Minute>> = BTreeMap::new();
    for one in timeline.uses().iter().filter(|one| is_left(one.span, now)) {
        let of_throats = throats(system, one).map(|(id, at)| ((Resource::Throat(id), None), at));
        let own = queue(one).map(|queue| (queue, one.span.from));
        for (queue, at) in own.into_iter().chain(of_throats) {
            let first = queues
                .entry(queue)
                .or_default()
                .entry(one.train)
                .or_insert(at);
            *first = at.min(*first);
        }
    }
    queues
}

/// The queue in which a use stands: of a section by direction, of a spot, of a crane. Tracks, teams and locomotives are many of a
/// kind, and their numbers no queues.
fn queue(one: &Use<'_>) -> Option<Queue> {
    match (one.resource, one.kind) {
        (Resource::Section(_), Kind::Run { direction, .. }) => {
            Some((one.resource, Some(direction)))
        }
        (Resource::SpotSide(spot, _), Kind::Hold { .. } | Kind::Handling) => {
            Some((Resource::Spot(spot), None))
        }
        (Resource::Crane(_), Kind::Lifts { .. }) => Some((one.resource, None)),
        _ => None,
    }
}

/// The throats over which a use leads, and when it comes there.
fn throats(system: &System, one: &Use<'_>) -> impl Iterator<Item = (ThroatId, Minute)> {
    let one = *one;
    let throats = (0..).map(ThroatId).zip(system.throats());
    throats.filter_map(move |(id, throat)| {
        let comes = throat.uses.iter().filter_map(|used| {
            let shunted = one.movement().map(|_| one.span.from + used.from);
            match (used.by, one.resource, one.kind) {
                (
                    ThroatMovement::Arrival(over),
                    Resource::Section(section),
                    Kind::Run { direction, .. },
                ) if over == section => {
                    let (_, end) = ends_of(system, section, direction);
                    (end == throat.station).then_some(one.span.to)
                }
                (
                    ThroatMovement::Departure(into),
                    Resource::Section(section),
                    Kind::Run { direction, .. },
                ) if into == section => {
                    let (begin, _) = ends_of(system, section, direction);
                    (begin == throat.station).then_some(one.span.from)
                }
                (ThroatMovement::Spot(spot), Resource::SpotSide(at, side), _) if spot == at => {
                    let gauge = system.spot(at).gauges_mm[usize::from(side)];
                    shunted.filter(|_| gauge == throat.gauge_mm)
                }
                (ThroatMovement::Store(store), Resource::Store(at), _) if store == at => shunted,
                _ => None,
            }
        });
        comes.min().map(|at| (id, at))
    })
}

/// The pairs that changed places, by the train that comes first now; each once, with all on which they did.
pub(super) fn swapped(
    before: &Timeline<'_>,
    after: &Timeline<'_>,
    same: &Counterparts,
    (now, ahead): (Minute, i32),
) -> Vec<OrderChange> {
    let new = queues(after, now);
    let mut pairs: BTreeMap<(TrainId, TrainId), Vec<Queue>> = BTreeMap::new();
    for ((resource, direction), old) in queues(before, now + ahead) {
        let Some(resource) = same.resource(resource) else {
            continue;
        };
        let Some(new) = new.get(&(resource, direction)) else {
            continue;
        };
        let both: Vec<(TrainId, Minute, Minute)> = old
            .iter()
            .filter_map(|(train, was)| {
                let train = same.train(*train)?;
                Some((train, *was, *new.get(&train)?))
            })
            .collect();
        for (index, (one, one_was, one_is)) in both.iter().enumerate() {
            for (other, other_was, other_is) in &both[index + 1..] {
                let (first, second) = if one_was < other_was && one_is > other_is {
                    (*other, *one)
                } else if one_was > other_was && one_is < other_is {
                    (*one, *other)
                } else {
                    continue;
                };
                let on = pairs.entry((first, second)).or_default();
                on.push((resource, direction));
            }
        }
    }
    let change = |((first, second), mut on): ((TrainId, TrainId), Vec<Queue>)| {
        on.sort_unstable();
        OrderChange { first, second, on }
    };
    pairs.into_iter().map(change).collect()
}
