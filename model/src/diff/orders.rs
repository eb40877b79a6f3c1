//! Who comes first: pairs of trains that use a thing one after the other, now in the other order.

use super::OrderChange;
use super::counterparts::Counterparts;
use super::facts::is_left;
use crate::ids::TrainId;
use crate::resource::Resource;
use crate::system::Direction;
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
    let mut queues: BTreeMap<Queue, BTreeMap<TrainId, Minute>> = BTreeMap::new();
    for one in timeline.uses().iter().filter(|one| is_left(one.span, now)) {
        let Some(queue) = queue(one) else { continue };
        let trains = queues.entry(queue).or_default();
        let first = trains.entry(one.train).or_insert(one.span.from);
        *first = one.span.from.min(*first);
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
