//! What trains do when all run as early as they can, and what is then in the way of what.

use super::progress::Progress;
use super::visits::Compiled;
use crate::network::{NEVER, Tick};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The way of a train and its starts.
#[derive(Clone, Debug, Default)]
pub(super) struct Course {
    pub way: Vec<u32>,
    pub starts: Vec<Tick>,
}

/// The time of a visit on a course.
#[derive(Clone, Copy, Debug)]
struct Stay {
    visit: u32,
    from: Tick,
    /// The train leaves; [`NEVER`] at its exit.
    to: Tick,
    /// Another train may come.
    released: Tick,
    /// Places on the course at which it begins and is over.
    begins: u32,
    ends: u32,
}

/// Two visits of one resource in each other's way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Conflict {
    /// The one that begins first.
    pub first: u32,
    pub second: u32,
    /// When both would be there.
    pub at: Tick,
}

/// Visits of one resource, the first before the second.
pub(super) type Pair = (u32, u32);

/// An event that another one waits for, or that waits for it, and because of which visits if not as the next of the same train.
type Next = (usize, Option<Pair>);

/// Memory for looking at courses, used again and again.
#[derive(Debug, Default)]
pub(super) struct Conflicts {
    stays: Vec<Vec<Stay>>,
    touched: Vec<u32>,
}

impl Progress {
    /// The cheapest way left as far as is known, the earliest of equally cheap ones; with its times.
    pub fn course(&self, problem: &Compiled<'_>, train: usize) -> Course {
        let ways = &problem.trains[train];
        let mut way = vec![ways.n_operations() as u32 - 1];
        let mut here = way[0] as usize;
        while here != 0 {
            let open = ways.into(here).iter().filter(|arc| {
                let from = ways.arcs[**arc as usize].0 as usize;
                self.is_open[**arc as usize] && self.earliest[from] < NEVER
            });
            let best = open.min_by_key(|arc| {
                let arc = **arc as usize;
                let from = ways.arcs[arc].0 as usize;
                (self.cost[from], self.arrival(problem, train, arc), from)
            });
            // every operation with a time has an arc into it that gave it
            let Some(best) = best else { break };
            here = ways.arcs[*best as usize].0 as usize;
            way.push(here as u32);
        }
        way.reverse();
        let mut starts = vec![self.least[0]];
        for pair in way.windows(2) {
            let (from, to) = (pair[0] as usize, pair[1] as usize);
            let end = starts[starts.len() - 1].saturating_add(ways.duration[from]);
            starts.push(end.max(self.least[to]));
        }
        Course { way, starts }
    }
}

impl Conflicts {
    /// Lays the courses side by side.
    pub fn look(&mut self, problem: &Compiled<'_>, courses: &[Course]) {
        self.stays.resize(problem.n_resources, Vec::new());
        for resource in self.touched.drain(..) {
            self.stays[resource as usize].clear();
        }
        for (train, course) in courses.iter().enumerate() {
            let ways = &problem.trains[train];
            for (place, &operation) in course.way.iter().enumerate() {
                let to = course.starts.get(place + 1).copied().unwrap_or(NEVER);
                for &(visit, release) in &ways.visits[operation as usize] {
                    let resource = problem.visits[visit as usize].resource;
                    let stays = &mut self.stays[resource as usize];
                    let released = to.saturating_add(release).min(NEVER);
                    let last = stays.last_mut();
                    if let Some(last) = last.filter(|last| last.visit == visit) {
                        last.to = to;
                        last.released = last.released.max(released);
                        last.ends = place as u32 + 1;
                        continue;
                    }
                    if stays.is_empty() {
                        self.touched.push(resource);
                    }
                    stays.push(Stay {
                        visit,
                        from: course.starts[place],
                        to,
                        released,
                        begins: place as u32,
                        ends: place as u32 + 1,
                    });
                }
            }
        }
        self.touched.sort_unstable();
    }

    /// Visits looked at.
    pub fn n_stays(&self) -> usize {
        let touched = self.touched.iter();
        touched
            .map(|resource| self.stays[*resource as usize].len())
            .sum()
    }

    /// Pairs of visits of different trains that are in each other's way.
    fn all<'s>(&'s self, problem: &'s Compiled<'_>) -> impl Iterator<Item = Conflict> + 's {
        self.touched.iter().flat_map(move |&resource| {
            let stays = &self.stays[resource as usize];
            let pairs = stays.iter().enumerate().flat_map(move |(place, one)| {
                stays[place + 1..].iter().map(move |other| (one, other))
            });
            pairs.filter_map(move |(one, other)| {
                let trains = [one, other].map(|stay| problem.visits[stay.visit as usize].train);
                let meets = one.from < other.released && other.from < one.released;
                if trains[0] == trains[1] || !meets {
                    return None;
                }
                let (first, second) = if (one.from, one.to) <= (other.from, other.to) {
                    (one, other)
                } else {
                    (other, one)
                };
                Some(Conflict {
                    first: first.visit,
                    second: second.visit,
                    at: second.from,
                })
            })
        })
    }

    /// The earliest conflicts of so many pairs of trains, each the one in which the two first meet.
    pub fn earliest(&self, problem: &Compiled<'_>, most: usize) -> Vec<Conflict> {
        let mut all: Vec<Conflict> = self.all(problem).collect();
        all.sort_by_key(|conflict| conflict.at);
        let mut pairs: Vec<[u32; 2]> = Vec::new();
        all.retain(|conflict| {
            let visits = [conflict.first, conflict.second];
            let mut pair = visits.map(|visit| problem.visits[visit as usize].train);
            pair.sort_unstable();
            let is_new = pairs.len() < most && !pairs.contains(&pair);
            if is_new {
                pairs.push(pair);
            }
            is_new
        });
        all
    }

    /// Puts the starts of courses without a conflict in their order, or gives pairs of visits, the first before the second, that make a circle:
    /// trains that would have to change places in no time. `is_decided` says which of two visits in the same moment comes first.
    pub fn in_order(
        &self,
        problem: &Compiled<'_>,
        courses: &[Course],
        is_decided: impl Fn(u32, u32) -> bool,
    ) -> Result<Vec<(usize, usize)>, Vec<Pair>> {
        let mut first_event = vec![0_usize];
        for course in courses {
            first_event.push(first_event[first_event.len() - 1] + course.way.len());
        }
        let n = first_event[courses.len()];
        let mut behind: Vec<Vec<Next>> = vec![Vec::new(); n];
        let mut waits_for = vec![0_u32; n];
        for (train, course) in courses.iter().enumerate() {
            for place in 1..course.way.len() {
                behind[first_event[train] + place - 1].push((first_event[train] + place, None));
                waits_for[first_event[train] + place] += 1;
            }
        }
        for &resource in &self.touched {
            let stays = &self.stays[resource as usize];
            for (place, one) in stays.iter().enumerate() {
                for other in &stays[place + 1..] {
                    let train = |stay: &Stay| problem.visits[stay.visit as usize].train as usize;
                    if train(one) == train(other) {
                        continue;
                    }
                    let may = [one.released <= other.from, other.released <= one.from];
                    let is_first = match may {
                        [true, true] => !is_decided(other.visit, one.visit),
                        [is_first, _] => is_first,
                    };
                    let (first, second) = if is_first { (one, other) } else { (other, one) };
                    let end = first_event[train(first)] + first.ends as usize;
                    let begin = first_event[train(second)] + second.begins as usize;
                    behind[end].push((begin, Some((first.visit, second.visit))));
                    waits_for[begin] += 1;
                }
            }
        }
        let event = |number: usize| {
            let train = first_event.partition_point(|first| *first <= number) - 1;
            let place = number - first_event[train];
            (courses[train].starts[place], train, place)
        };
        let free = (0..n).filter(|number| waits_for[*number] == 0);
        let mut next: BinaryHeap<_> = free.map(|number| Reverse(event(number))).collect();
        let mut order = Vec::with_capacity(n);
        while let Some(Reverse((_, train, place))) = next.pop() {
            order.push((train, place));
            for &(later, _) in &behind[first_event[train] + place] {
                waits_for[later] -= 1;
                if waits_for[later] == 0 {
                    next.push(Reverse(event(later)));
                }
            }
        }
        if order.len() == n {
            return Ok(order);
        }
        Err(circle(&behind, &waits_for))
    }
}

/// The pairs of visits on a circle among the events that still wait.
fn circle(behind: &[Vec<Next>], waits_for: &[u32]) -> Vec<Pair> {
    // backwards from any of them: each waits for another one that waits
    let mut before: Vec<Option<Next>> = vec![None; behind.len()];
    for (number, all) in behind.iter().enumerate() {
        for &(later, pair) in all {
            if waits_for[number] > 0 && waits_for[later] > 0 {
                before[later] = Some((number, pair));
            }
        }
    }
    let mut is_seen = vec![false; behind.len()];
    let first = (0..behind.len()).find(|number| waits_for[*number] > 0);
    let mut here = first.unwrap_or(0);
    while let Some((earlier, _)) = before[here] {
        if std::mem::replace(&mut is_seen[here], true) {
            break;
        }
        here = earlier;
    }
    let (start, mut pairs) = (here, Vec::new());
    while let Some((earlier, pair)) = before[here] {
        pairs.extend(pair);
        here = earlier;
        if here == start {
            break;
        }
    }
    pairs
}
