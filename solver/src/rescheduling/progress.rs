//! The earliest times of a train on the ways that are left to it, beside what has been decided.

use super::visits::{Compiled, Visit};
use crate::network::{Cost, LONG_AGO, NEVER, Tick};

/// What is left to a train, and how early it can be anywhere.
#[derive(Clone, Debug)]
pub(super) struct Progress {
    /// Whether each arc may be taken.
    pub is_open: Vec<bool>,
    /// No start of each operation is earlier, whatever the way to it.
    pub least: Vec<Tick>,
    /// The earliest start of each operation; [`NEVER`] where no way leads through it.
    pub earliest: Vec<Tick>,
    /// What starts cost at least on the way up to each operation, itself included.
    pub cost: Vec<Cost>,
    /// Of operations on every way left the last that stands at each place or before it, and the first at it or behind it.
    pub sure_before: Vec<u32>,
    pub sure_behind: Vec<u32>,
}

/// No way is left to a train, or none that is good enough.
#[derive(Clone, Copy, Debug)]
pub(super) struct NoWay;

impl Progress {
    /// A train with all its ways, without times.
    pub fn new(problem: &Compiled<'_>, train: usize) -> Progress {
        let ways = &problem.trains[train];
        let operations = problem.traffic.trains()[train].iter();
        Progress {
            is_open: vec![true; ways.arcs.len()],
            least: operations.map(|operation| operation.earliest).collect(),
            earliest: vec![NEVER; ways.n_operations()],
            cost: vec![Cost::ZERO; ways.n_operations()],
            sure_before: Vec::new(),
            sure_behind: Vec::new(),
        }
    }

    /// When the next operation of an arc may start if the first one starts as early as it can.
    #[inline]
    pub fn arrival(&self, problem: &Compiled<'_>, train: usize, arc: usize) -> Tick {
        let ways = &problem.trains[train];
        let (from, to) = ways.arcs[arc];
        let end = self.earliest[from as usize].saturating_add(ways.duration[from as usize]);
        end.max(self.least[to as usize])
    }

    /// What the train costs at least.
    pub fn bound(&self) -> Cost {
        self.cost[self.cost.len() - 1]
    }

    /// Finds earliest times again and closes arcs that lead nowhere in time, only to starts that cost more than `most`, or to an exit after `exit`.
    ///
    /// A label per operation is enough, for a train may wait anywhere: it is never worse to be somewhere earlier. Complexity: linear
    /// in the arcs.
    pub fn settle(
        &mut self,
        problem: &Compiled<'_>,
        train: usize,
        (most, exit): (Cost, Tick),
        latest: &mut Vec<Tick>,
    ) -> Result<(), NoWay> {
        let ways = &problem.trains[train];
        let n = ways.n_operations();
        self.earliest.fill(NEVER);
        self.cost.fill(Cost::MAX);
        self.earliest[0] = self.least[0];
        self.cost[0] = Cost::ZERO;
        latest.clear();
        latest.extend_from_slice(&ways.latest);
        latest[n - 1] = latest[n - 1].min(exit);
        for (operation, latest) in latest.iter_mut().enumerate() {
            if ways.is_priced[operation] {
                *latest = (*latest).min(problem.latest_for(train, operation, most));
            }
        }
        for (operation, latest) in latest.iter().enumerate() {
            let start = self.earliest[operation];
            if start >= NEVER || start > *latest {
                self.earliest[operation] = NEVER;
                continue;
            }
            let own = problem.cost(train, operation, start);
            let cost = self.cost[operation].saturating_add(own);
            self.cost[operation] = cost;
            let end = start.saturating_add(ways.duration[operation]);
            for arc in ways.out(operation) {
                if self.is_open[arc] {
                    let to = ways.arcs[arc].1 as usize;
                    let arrival = end.max(self.least[to]);
                    self.earliest[to] = self.earliest[to].min(arrival);
                    self.cost[to] = self.cost[to].min(cost);
                }
            }
        }
        if self.earliest[n - 1] >= NEVER {
            return Err(NoWay);
        }
        for operation in (0..n).rev() {
            let start = self.earliest[operation];
            let end = start.saturating_add(ways.duration[operation]);
            let mut last = if operation + 1 == n {
                Tick::MAX
            } else {
                LONG_AGO
            };
            for arc in ways.out(operation) {
                if !self.is_open[arc] {
                    continue;
                }
                let to = ways.arcs[arc].1 as usize;
                if start >= NEVER || end.max(self.least[to]) > latest[to] {
                    self.is_open[arc] = false;
                    continue;
                }
                last = last.max(latest[to].saturating_sub(ways.duration[operation]));
            }
            latest[operation] = latest[operation].min(last);
            if start > latest[operation] {
                self.earliest[operation] = NEVER;
                latest[operation] = LONG_AGO;
            }
        }
        if self.earliest[0] >= NEVER || self.bound() > most {
            return Err(NoWay);
        }
        self.find_sure(problem, train);
        Ok(())
    }

    /// Finds the operations on every way left: those that no open arc passes.
    fn find_sure(&mut self, problem: &Compiled<'_>, train: usize) {
        let ways = &problem.trains[train];
        let n = ways.n_operations();
        self.sure_before.clear();
        let (mut furthest, mut last) = (0, 0);
        for operation in 0..n {
            if furthest <= operation {
                last = operation as u32;
            }
            self.sure_before.push(last);
            let open = ways.out(operation).filter(|&arc| self.is_open[arc]);
            let ends = open.map(|arc| ways.arcs[arc].1 as usize);
            furthest = ends.fold(furthest, usize::max);
        }
        self.sure_behind.clear();
        self.sure_behind.resize(n, 0);
        let mut next = n as u32 - 1;
        for operation in (0..n).rev() {
            if self.sure_before[operation] == operation as u32 {
                next = operation as u32;
            }
            self.sure_behind[operation] = next;
        }
    }

    /// The first tick at which another train may have the resource of a visit, if this train makes it: on any way left.
    pub fn released(&self, problem: &Compiled<'_>, visit: &Visit) -> Tick {
        let train = visit.train as usize;
        let ways = &problem.trains[train];
        let n = ways.n_operations();
        // of every operation of the visit what those before it keep the resource for
        let mut kept = vec![NEVER; visit.operations.len()];
        let mut released = NEVER;
        for (place, &(operation, release)) in visit.operations.iter().enumerate() {
            let operation = operation as usize;
            if self.earliest[operation] >= NEVER {
                continue;
            }
            let is_entered = ways
                .into(operation)
                .iter()
                .any(|&arc| self.is_open[arc as usize] && !visit.has(ways.arcs[arc as usize].0));
            if operation == 0 || is_entered {
                kept[place] = LONG_AGO;
            }
            if operation + 1 == n {
                continue;
            }
            for arc in ways.out(operation) {
                if !self.is_open[arc] {
                    continue;
                }
                let until = self.arrival(problem, train, arc).saturating_add(release);
                let until = until.max(kept[place]);
                let to = ways.arcs[arc].1;
                match visit.operations.binary_search_by_key(&to, |own| own.0) {
                    Ok(next) => kept[next] = kept[next].min(until),
                    Err(_) => released = released.min(until),
                }
            }
        }
        released
    }

    /// Whether every way left makes a visit.
    pub fn must_make(&self, problem: &Compiled<'_>, visit: &Visit) -> bool {
        let ways = &problem.trains[visit.train as usize];
        let n = ways.n_operations();
        let mut is_reached = vec![false; n];
        is_reached[0] = !visit.has(0);
        for operation in 0..n {
            if !is_reached[operation] {
                continue;
            }
            for arc in ways.out(operation) {
                let to = ways.arcs[arc].1;
                if self.is_open[arc] && !visit.has(to) {
                    is_reached[to as usize] = true;
                }
            }
        }
        !is_reached[n - 1]
    }

    /// Closes every way that makes a visit.
    pub fn avoid(&mut self, problem: &Compiled<'_>, visit: &Visit) {
        let ways = &problem.trains[visit.train as usize];
        for &(operation, _) in &visit.operations {
            for &arc in ways.into(operation as usize) {
                self.is_open[arc as usize] = false;
            }
        }
    }

    /// Closes every way that does not make a visit.
    pub fn make(&mut self, problem: &Compiled<'_>, visit: &Visit) {
        let ways = &problem.trains[visit.train as usize];
        let n = ways.n_operations();
        // no way comes back to a visit, so it is before it, or in it or behind it, and a way may not go past
        let mut is_behind = vec![false; n];
        let mut is_before = vec![false; n];
        for operation in 0..n {
            is_behind[operation] |= visit.has(operation as u32);
            if is_behind[operation] {
                for arc in ways.out(operation) {
                    is_behind[ways.arcs[arc].1 as usize] |= self.is_open[arc];
                }
            }
        }
        for operation in (0..n).rev() {
            let mut leads = ways.out(operation).filter(|&arc| self.is_open[arc]);
            is_before[operation] = visit.has(operation as u32)
                || leads.any(|arc| is_before[ways.arcs[arc].1 as usize]);
        }
        for (arc, &(from, to)) in ways.arcs.iter().enumerate() {
            self.is_open[arc] &= is_before[to as usize] || is_behind[from as usize];
        }
    }

    /// Leaves one way only.
    pub fn keep_only(&mut self, problem: &Compiled<'_>, train: usize, way: &[u32]) {
        let ways = &problem.trains[train];
        for (arc, ends) in ways.arcs.iter().enumerate() {
            let place = way.binary_search(&ends.0);
            self.is_open[arc] &= place.is_ok_and(|place| way.get(place + 1) == Some(&ends.1));
        }
    }

    /// The earliest exit.
    pub fn exit(&self) -> Tick {
        self.earliest[self.earliest.len() - 1]
    }
}
