//! The search: least solutions of links and tables, and branching where one breaks a rule that offers a choice.

use crate::conflict;
use crate::parts::{Edge, Link, Parts};
use crate::rank::Rank;
use crate::tasks::World;
use regauge_model::Minute;
use std::collections::BinaryHeap;

/// A start for every task, with the instants that follow from it.
#[derive(Clone, Debug)]
pub(crate) struct Schedule<'a> {
    /// Instants of every task.
    pub(crate) instants: Vec<&'a [i32]>,
    starts: Vec<usize>,
}

impl<'a> Schedule<'a> {
    /// Every task as early as its table allows; `None` when one never may start.
    fn first(parts: &'a Parts) -> Option<Schedule<'a>> {
        let mut schedule = Schedule {
            instants: vec![&[]; parts.tasks.len()],
            starts: vec![0; parts.tasks.len()],
        };
        for task in 0..parts.tasks.len() {
            schedule.advance(parts, task, 0, |_| true)?;
        }
        Some(schedule)
    }

    /// Every task at a given start; `None` when one must not start then.
    #[cfg(test)]
    pub(crate) fn with_starts(parts: &'a Parts, starts: &[usize]) -> Option<Schedule<'a>> {
        let mut schedule = Schedule {
            instants: Vec::new(),
            starts: starts.to_vec(),
        };
        for (task, &start) in parts.tasks.iter().zip(starts) {
            schedule.instants.push(task.table[start].as_ref()?);
        }
        Some(schedule)
    }

    /// Moves a task to its first allowed start from one on at which its instants are as wanted.
    fn advance(
        &mut self,
        parts: &'a Parts,
        task: usize,
        from: usize,
        wanted: impl Fn(&[i32]) -> bool,
    ) -> Option<()> {
        let table: &'a [Option<Vec<i32>>] = &parts.tasks[task].table;
        for (start, entry) in table.iter().enumerate().skip(from) {
            if let Some(instants) = entry
                && wanted(instants)
            {
                self.starts[task] = start;
                self.instants[task] = instants;
                return Some(());
            }
        }
        None
    }

    /// When an instant is.
    pub(crate) fn at(&self, edge: Edge) -> i32 {
        match edge {
            Edge::At(point) => self.instants[point.task][point.instant] + point.plus,
            Edge::Fixed(at) => at,
        }
    }

    /// Moves tasks up until all links hold; `None` when they cannot.
    fn settle(&mut self, parts: &'a Parts, more: &[Link]) -> Option<()> {
        let mut moved = true;
        while moved {
            moved = false;
            for link in parts.links.iter().chain(more) {
                let least = self.at(link.earlier);
                if self.at(link.later) >= least {
                    continue;
                }
                let Edge::At(point) = link.later else {
                    return None;
                };
                let from = self.starts[point.task];
                self.advance(parts, point.task, from, |instants| {
                    instants[point.instant] + point.plus >= least
                })?;
                moved = true;
            }
        }
        Some(())
    }
}

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
    let first =
        Schedule::first(parts).and_then(|schedule| settled(world, parts, schedule, Vec::new(), 0));
    heap.extend(first);
    while let Some(node) = heap.pop() {
        if node.cost >= below {
            return Found::None;
        }
        if *nodes == 0 {
            return Found::Unknown;
        }
        *nodes -= 1;
        let Some(repairs) = conflict::first(world, parts, &node.schedule, stores) else {
            return Found::Best(node.cost, node.schedule);
        };
        for repair in repairs {
            let mut links = node.links.clone();
            links.extend(repair);
            heap.extend(settled(
                world,
                parts,
                node.schedule.clone(),
                links,
                node.depth + 1,
            ));
        }
    }
    Found::None
}

fn settled<'a>(
    world: &World,
    parts: &'a Parts,
    mut schedule: Schedule<'a>,
    links: Vec<Link>,
    depth: usize,
) -> Option<Node<'a>> {
    schedule.settle(parts, &links)?;
    let ends = parts.exits.iter().chain(&parts.emptied);
    let mut ends = ends.map(|(train, end)| (*train, schedule.at(*end)));
    if !ends.all(|(train, end)| world.in_time(train, end)) {
        return None;
    }
    let exits = parts
        .exits
        .iter()
        .map(|(train, exit)| world.rank_of_exit(*train, Minute(schedule.at(*exit))));
    let emptied = parts
        .emptied
        .iter()
        .map(|(train, end)| world.rank_of_emptied(*train, Minute(schedule.at(*end))));
    Some(Node {
        cost: exits.chain(emptied).sum(),
        depth,
        links,
        schedule,
    })
}
