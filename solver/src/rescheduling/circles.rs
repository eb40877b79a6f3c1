//! Orders that contradict each other, whatever the times: trains that wait for each other in a circle.
//!
//! Times alone show a circle late, for they rise by little with every turn of it, and one that takes no time they never show. So orders are followed
//! over operations that are on every way left. Operations stand in topological order, so one that is on every way happens before all that
//! stand behind it, whatever the way.

use super::progress::Progress;
use super::visits::{Compiled, Visit};
use std::rc::Rc;

/// Orders as what they say of operations on every way: the start of one train's is before that of another train's.
#[derive(Debug, Default)]
pub(super) struct Circles {
    /// By train: place, whether it is before another train's, and the number of the order.
    points: Vec<Vec<(u32, bool, u32)>>,
    node_of: Vec<[u32; 2]>,
    behind: Vec<[u32; 2]>,
    waits_for: Vec<u8>,
    free: Vec<u32>,
}

/// No node.
const NONE: u32 = u32::MAX;

impl Progress {
    /// Of operations on every way the last that starts when the visit is over or before: the train is not out of it earlier.
    fn before_end(&self, problem: &Compiled<'_>, visit: &Visit) -> Option<u32> {
        let ways = &problem.trains[visit.train as usize];
        let out = visit
            .operations
            .iter()
            .flat_map(|own| ways.out(own.0 as usize));
        let open = out.filter(|&arc| self.is_open[arc] && !visit.has(ways.arcs[arc].1));
        let first = open.map(|arc| ways.arcs[arc].1).min()?;
        Some(self.sure_before[first as usize])
    }

    /// Of operations on every way the first that starts when the visit begins or later.
    fn behind_begin(&self, problem: &Compiled<'_>, visit: &Visit) -> Option<u32> {
        let ways = &problem.trains[visit.train as usize];
        let into = visit.operations.iter().filter(|own| {
            let mut into = ways.into(own.0 as usize).iter();
            own.0 == 0
                || into
                    .any(|&arc| self.is_open[arc as usize] && !visit.has(ways.arcs[arc as usize].0))
        });
        let last = into.map(|own| own.0).max()?;
        Some(self.sure_behind[last as usize])
    }
}

impl Circles {
    /// Whether orders of visits, the first of each made on every way, make a circle. Complexity: that of sorting them.
    pub fn found<'o>(
        &mut self,
        problem: &Compiled<'_>,
        trains: &[Rc<Progress>],
        orders: impl Iterator<Item = &'o (u32, u32)>,
    ) -> bool {
        self.points.resize(trains.len(), Vec::new());
        self.points.iter_mut().for_each(Vec::clear);
        let mut n_orders = 0;
        for &(first, second) in orders {
            let visits = [first, second].map(|visit| &problem.visits[visit as usize]);
            let [from, to] = visits.map(|visit| &trains[visit.train as usize]);
            // an order says nothing of a visit that is not made
            let is_made = |own: &(u32, _)| to.sure_before[own.0 as usize] == own.0;
            if !visits[1].operations.iter().any(is_made) {
                continue;
            }
            let begins = to.behind_begin(problem, visits[1]);
            // behind the last operation on every way nothing follows
            let (Some(end), Some(begin)) = (from.before_end(problem, visits[0]), begins) else {
                continue;
            };
            self.points[visits[0].train as usize].push((end, true, n_orders));
            self.points[visits[1].train as usize].push((begin, false, n_orders));
            n_orders += 1;
        }
        let n = n_orders as usize * 2;
        self.node_of.clear();
        self.node_of.resize(n_orders as usize, [NONE; 2]);
        self.behind.clear();
        self.behind.resize(n, [NONE; 2]);
        self.waits_for.clear();
        self.waits_for.resize(n, 0);
        let mut node = 0;
        for points in &mut self.points {
            points.sort_unstable();
            for (place, &(_, is_before, order)) in points.iter().enumerate() {
                self.node_of[order as usize][usize::from(!is_before)] = node;
                if place > 0 {
                    self.behind[node as usize - 1][0] = node;
                    self.waits_for[node as usize] += 1;
                }
                node += 1;
            }
        }
        for &[before, behind] in &self.node_of {
            self.behind[before as usize][1] = behind;
            self.waits_for[behind as usize] += 1;
        }
        self.free.clear();
        self.free
            .extend((0..n as u32).filter(|&node| self.waits_for[node as usize] == 0));
        let mut n_done = 0;
        while let Some(node) = self.free.pop() {
            n_done += 1;
            for next in self.behind[node as usize] {
                if next != NONE {
                    self.waits_for[next as usize] -= 1;
                    if self.waits_for[next as usize] == 0 {
                        self.free.push(next);
                    }
                }
            }
        }
        n_done < n
    }
}

#[cfg(test)]
mod tests {
    use super::super::Traffic;
    use super::super::tests::train;
    use super::super::tree::Tree;
    use super::*;

    #[test]
    fn orders_that_contradict_each_other_are_a_circle() {
        let there = train(&[0, 1, 2], 0);
        let back = train(&[3, 2, 1], 0);
        let traffic = Traffic::new(vec![there, back], 4).expect("graphs");
        let problem = Compiled::new(&traffic);
        let never = || false;
        let trains = Tree::new(&problem, &never).root().expect("ways").trains;
        let visit = |train: u32, resource: u32| {
            let mut all = problem.visits.iter();
            let found = all.position(|own| (own.train, own.resource) == (train, resource));
            found.expect("it runs there") as u32
        };
        let (first, second) = ([visit(0, 1), visit(1, 1)], [visit(0, 2), visit(1, 2)]);
        let mut circles = Circles::default();
        let mut is_circle =
            |orders: [(u32, u32); 2]| circles.found(&problem, &trains, orders.iter());
        // one train through both before the other
        assert!(!is_circle([(first[0], first[1]), (second[0], second[1])]));
        assert!(!is_circle([(first[1], first[0]), (second[1], second[0])]));
        // each behind the other where it comes from: they would have to change places
        assert!(is_circle([(first[0], first[1]), (second[1], second[0])]));
    }
}
