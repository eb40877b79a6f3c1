//! The search: branching where a least solution breaks a rule that offers a choice.

use crate::conflict;
use crate::orders::{self, Accepted};
use crate::parts::{Link, Parts};
use crate::rank::Rank;
use crate::schedule::Schedule;
use crate::tasks::World;
use regauge_model::Minute;
use regauge_model::objective::Term;
use std::collections::BinaryHeap;

/// What came of a search.
pub(crate) enum Found<'a> {
    /// The cheapest schedule and its cost.
    Best(Rank, Schedule<'a>),
    /// There is none below the cost asked for.
    None,
    /// The nodes allowed were used up.
    Unknown,
}

struct Node<'a> {
    cost: Rank,
    accepted: Accepted,
    depth: usize,
    links: Vec<Link>,
    schedule: Schedule<'a>,
}

// Cheapest first, and among equals the deepest, for the heap.
impl Ord for Node<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (other.cost, self.depth).cmp(&(self.cost, other.depth))
    }
}
impl PartialOrd for Node<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for Node<'_> {}

/// The cheapest schedule of parts with a cost below `below`. `nodes` counts down.
pub(crate) fn cheapest<'a>(
    world: &World,
    parts: &'a Parts,
    stores: bool,
    below: Rank,
    nodes: &mut usize,
) -> Found<'a> {
    let mut heap = BinaryHeap::new();
    let start = (Vec::new(), Accepted::default());
    let first =
        Schedule::first(parts).and_then(|schedule| settled(world, parts, schedule, start, 0));
    heap.extend(first);
    while let Some(node) = heap.pop() {
        if node.cost >= below {
            return Found::None;
        }
        if *nodes == 0 {
            return Found::Unknown;
        }
        *nodes -= 1;
        let repairs = conflict::first(world, parts, &node.schedule, stores);
        let repairs = repairs.map(|repairs| {
            let kept = repairs.into_iter();
            kept.map(|links| (links, node.accepted.clone())).collect()
        });
        let choices = || orders::first(world, parts, &node.schedule, &node.accepted);
        let Some(ways) = repairs.or_else(choices) else {
            return Found::Best(node.cost, node.schedule);
        };
        for (more, accepted) in ways {
            let mut links = node.links.clone();
            links.extend(more);
            let (schedule, depth) = (node.schedule.clone(), node.depth + 1);
            heap.extend(settled(world, parts, schedule, (links, accepted), depth));
        }
    }
    Found::None
}

fn settled<'a>(
    world: &World,
    parts: &'a Parts,
    mut schedule: Schedule<'a>,
    (links, accepted): (Vec<Link>, Accepted),
    depth: usize,
) -> Option<Node<'a>> {
    schedule.settle(parts, &links)?;
    let ends = parts.exits.iter().chain(&parts.emptied);
    let mut ends = ends.map(|(train, end)| (*train, schedule.at(*end)));
    if !ends.all(|(train, end)| world.in_time(train, end)) {
        return None;
    }
    let exits = orders::cost(world, parts, &schedule, &accepted)?;
    let emptied = parts
        .emptied
        .iter()
        .map(|(train, end)| world.rank_of_emptied(*train, Minute(schedule.at(*end))));
    Some(Node {
        cost: exits + emptied.sum::<Rank>() + world.rank(Term::Changes, parts.changes),
        accepted,
        depth,
        links,
        schedule,
    })
}
