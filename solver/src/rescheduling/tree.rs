//! Branch and bound on conflicts that occur.
//!
//! A node is what is left to every train ([`Progress`]) and which visits come before which. All trains run as early as they can; the first
//! conflict of that is decided in two ways that together leave nothing out, and a way that no timetable good enough goes is seen when its
//! times are found again. So a decision is made only where there is one to make.

use super::circles::Circles;
use super::conflicts::{Conflict, Conflicts, Course};
use super::progress::{NoWay, Progress};
use super::visits::Compiled;
use super::{Start, Timetable};
use crate::network::{Cost, LONG_AGO, NEVER, Tick};
use std::collections::VecDeque;
use std::rc::Rc;

/// Steps of looking at a hundred arcs or visits.
const STEPS_PER_HUNDRED: u64 = 30;

/// Turns per train after which trains whose times still rise are looked at for a circle.
const TURNS: usize = 1;

/// Conflicts of which the one is looked for that is worth most to decide.
const LOOKED_AT: usize = 4;

/// Something decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Decision {
    /// The first visit is over before the second begins, where both are made; the first is.
    Order(u32, u32),
    /// A visit is made; and then the order of it and another one.
    MakeFirst(u32, u32),
    Make(u32),
    Avoid(u32),
    /// An arc of a train is taken from where it begins, or is not.
    Take(u32, u32),
    Leave(u32, u32),
}

/// A part of the tree.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub trains: Vec<Rc<Progress>>,
    pub bound: Cost,
}

/// A part of the tree that is still to be searched.
#[derive(Debug)]
struct Open {
    node: Node,
    /// Decided orders that hold in it: so many of those at hand, and one more.
    n_orders: usize,
    order: Option<(u32, u32)>,
}

/// A node with the order that led to it, where it was one.
type Child = (Node, Option<(u32, u32)>);

/// Both children of a node, where they lead anywhere.
type Children = [Option<Child>; 2];

/// What is left of a tree.
#[derive(Debug)]
pub(super) struct Left {
    stack: Vec<Open>,
    /// The orders decided on the way to where the search ended.
    orders: Vec<(u32, u32)>,
}

impl Left {
    /// All of it.
    pub fn all(root: Node) -> Left {
        let whole = Open {
            node: root,
            n_orders: 0,
            order: None,
        };
        Left {
            stack: vec![whole],
            orders: Vec::new(),
        }
    }

    /// What timetables that are left cost at least; [`Cost::MAX`] when none is.
    pub fn bound(&self) -> Cost {
        let bounds = self.stack.iter().map(|open| open.node.bound);
        bounds.min().unwrap_or(Cost::MAX)
    }
}

/// The search of trees.
pub(super) struct Tree<'c, 't> {
    pub problem: &'c Compiled<'t>,
    /// Asked between steps whether to end before the work is done.
    is_enough: &'c dyn Fn() -> bool,
    /// Steps at which the search at hand ends.
    until: u64,
    /// Orders by the train of their first visit.
    orders: Vec<Vec<(u32, u32)>>,
    /// Trains of the orders, in which they were decided.
    decided: Vec<u32>,
    conflicts: Conflicts,
    circles: Circles,
    /// Courses of the trains, and of which progress they are.
    courses: Vec<Course>,
    of: Vec<Option<Rc<Progress>>>,
    latest: Vec<Tick>,
    /// Steps of work done.
    pub steps: u64,
    pub nodes: u64,
    pub best: Option<Found>,
    /// Timetables that cost as much or more are of no interest.
    pub too_much: Cost,
    /// Later exits of each train are of no interest.
    pub exits: Vec<Tick>,
    /// Trains that are not there: nobody is in their way, and they have no courses.
    pub is_absent: Vec<bool>,
    /// A search ends with the first timetable it finds.
    pub ends_with_first: bool,
}

/// A timetable with the way of each train.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub timetable: Timetable,
    pub courses: Vec<Course>,
}

impl Found {
    /// Visits of each resource in their order.
    pub fn by_resource(
        &self,
        problem: &Compiled<'_>,
        is_wanted: impl Fn(usize) -> bool,
    ) -> Vec<Vec<u32>> {
        let mut by_resource: Vec<Vec<u32>> = vec![Vec::new(); problem.n_resources];
        for start in self
            .timetable
            .starts
            .iter()
            .filter(|start| is_wanted(start.train))
        {
            for &(visit, _) in &problem.trains[start.train].visits[start.operation] {
                let resource = problem.visits[visit as usize].resource as usize;
                by_resource[resource].push(visit);
            }
        }
        by_resource.iter_mut().for_each(Vec::dedup);
        by_resource
    }

    /// Trains of which one has something right behind the other, once for each thing.
    pub fn meetings(&self, problem: &Compiled<'_>) -> Vec<[usize; 2]> {
        let by_resource = self.by_resource(problem, |_| true);
        let train = |visit: u32| problem.visits[visit as usize].train as usize;
        let pairs = by_resource.iter().flat_map(|visits| visits.windows(2));
        let pairs = pairs.map(|pair| [train(pair[0]), train(pair[1])]);
        pairs.filter(|pair| pair[0] != pair[1]).collect()
    }
}

impl<'c, 't> Tree<'c, 't> {
    pub fn new(problem: &'c Compiled<'t>, is_enough: &'c dyn Fn() -> bool) -> Tree<'c, 't> {
        let n = problem.trains.len();
        Tree {
            problem,
            is_enough,
            until: u64::MAX,
            orders: vec![Vec::new(); n],
            decided: Vec::new(),
            conflicts: Conflicts::default(),
            circles: Circles::default(),
            courses: vec![Course::default(); n],
            of: vec![None; n],
            latest: Vec::new(),
            steps: 0,
            nodes: 0,
            best: None,
            too_much: Cost::MAX,
            exits: vec![problem.horizon(); n],
            is_absent: vec![false; n],
            ends_with_first: false,
        }
    }

    /// All trains with all their ways.
    pub fn root(&mut self) -> Option<Node> {
        let n = self.problem.trains.len();
        let trains = (0..n).map(|train| Rc::new(Progress::new(self.problem, train)));
        let mut node = Node {
            trains: trains.collect(),
            bound: Cost::ZERO,
        };
        self.settle(&mut node, 0..n as u32).ok()?;
        Some(node)
    }

    /// Whether the search at hand ends here.
    fn is_over(&self) -> bool {
        self.steps >= self.until || (self.is_enough)()
    }

    /// Forgets all orders.
    pub fn forget(&mut self) {
        self.go_back_to(0);
    }

    /// An order that holds from now on.
    pub fn decide(&mut self, first: u32, second: u32) {
        let train = self.problem.visits[first as usize].train;
        self.orders[train as usize].push((first, second));
        self.decided.push(train);
    }

    fn go_back_to(&mut self, n_orders: usize) {
        while self.decided.len() > n_orders {
            if let Some(train) = self.decided.pop() {
                self.orders[train as usize].pop();
            }
        }
    }

    /// Orders decided after the first so many.
    fn orders_from(&self, n_orders: usize) -> Vec<(u32, u32)> {
        let mut place: Vec<usize> = self.orders.iter().map(Vec::len).collect();
        let mut orders = Vec::new();
        for &train in self.decided[n_orders..].iter().rev() {
            place[train as usize] -= 1;
            orders.push(self.orders[train as usize][place[train as usize]]);
        }
        orders.reverse();
        orders
    }

    fn is_decided(&self, first: u32, second: u32) -> bool {
        let train = self.problem.visits[first as usize].train;
        self.orders[train as usize].contains(&(first, second))
    }

    fn work(&mut self, things: usize) {
        self.steps += (things as u64 * STEPS_PER_HUNDRED).div_ceil(100);
    }

    /// Finds the times again of trains that have changed, and of all that wait for them.
    pub fn settle(
        &mut self,
        node: &mut Node,
        changed: impl IntoIterator<Item = u32>,
    ) -> Result<(), NoWay> {
        let mut queue: VecDeque<u32> = changed.into_iter().collect();
        let mut waits = vec![false; node.trains.len()];
        for &train in &queue {
            waits[train as usize] = true;
        }
        let bounds = node.trains.iter().map(|own| own.known_bound());
        let mut total = bounds.fold(Cost::ZERO, Cost::saturating_add);
        let mut n_turns = 0;
        let mut next_look = node.trains.len() * TURNS;
        while let Some(train) = queue.pop_front() {
            n_turns += 1;
            if n_turns > next_look {
                next_look *= 4;
                let orders = self.orders.iter().flatten();
                if self.circles.found(self.problem, &node.trains, orders) {
                    return Err(NoWay);
                }
                self.work(self.decided.len() * 8);
            }
            // trains that wait for each other in a circle are later with every turn: up to where that is seen there may be many
            if self.is_over() {
                return Err(NoWay);
            }
            let index = train as usize;
            waits[index] = false;
            self.work(self.problem.trains[index].arcs.len() * 2);
            let own = Rc::make_mut(&mut node.trains[index]);
            let before = own.known_bound();
            let others = total.saturating_sub(before);
            let most = self
                .too_much
                .saturating_sub(others)
                .saturating_sub(Cost::new(1));
            own.settle(
                self.problem,
                index,
                (most, self.exits[index]),
                &mut self.latest,
            )?;
            total = others.saturating_add(own.bound());
            let mut n_looked_at = 0;
            for place in 0..self.orders[index].len() {
                let (first, second) = self.orders[index][place];
                n_looked_at += 1;
                let first = &self.problem.visits[first as usize];
                let second = &self.problem.visits[second as usize];
                let released = node.trains[index].released(self.problem, first);
                let waiting = second.train as usize;
                let is_later =
                    |operation: u32| node.trains[waiting].least[operation as usize] < released;
                if !second.operations.iter().any(|own| is_later(own.0)) {
                    continue;
                }
                let later = Rc::make_mut(&mut node.trains[waiting]);
                for &(operation, _) in &second.operations {
                    let least = &mut later.least[operation as usize];
                    *least = (*least).max(released);
                }
                if !std::mem::replace(&mut waits[waiting], true) {
                    queue.push_back(second.train);
                }
            }
            self.work(n_looked_at * 4);
        }
        node.bound = total;
        if total >= self.too_much {
            Err(NoWay)
        } else {
            Ok(())
        }
    }

    /// Searches a tree, with the orders at hand, until nothing is left of it or so many steps are done. What is left can be searched on. The best
    /// timetable found stays in `best`.
    pub fn search(&mut self, left: &mut Left, until: u64) {
        let base = self.decided.len();
        self.until = until;
        for &(first, second) in &left.orders {
            self.decide(first, second);
        }
        while let Some(open) = left.stack.pop() {
            if open.node.bound >= self.too_much {
                continue;
            }
            self.go_back_to(base + open.n_orders);
            if let Some((first, second)) = open.order {
                self.decide(first, second);
            }
            let mut next = Some(open.node);
            while let Some(node) = next {
                let (n_open, n_orders) = (left.stack.len(), self.decided.len());
                next = self.step(&node, base, &mut left.stack);
                if self.is_over() {
                    // what was seen of this node may not be all there is
                    left.stack.truncate(n_open);
                    self.go_back_to(n_orders);
                    left.stack.push(Open {
                        node,
                        n_orders: n_orders - base,
                        order: None,
                    });
                    left.orders = self.orders_from(base);
                    self.go_back_to(base);
                    self.until = u64::MAX;
                    return;
                }
            }
        }
        left.orders.clear();
        self.go_back_to(base);
        self.until = u64::MAX;
    }

    /// Makes the decision that costs most whichever way it is made, and before all others one that can be made in one way only: gives the branch to go
    /// on with and leaves the other one open.
    fn step(&mut self, node: &Node, base: usize, stack: &mut Vec<Open>) -> Option<Node> {
        self.nodes += 1;
        let mut best: Option<(Children, (Cost, Cost))> = None;
        for decisions in self.branches(node) {
            let children = decisions.map(|decision| {
                let child = self.child(node, decision)?;
                Some((child, decision.order()))
            });
            let bounds = [0, 1].map(|which: usize| {
                let child = children[which].as_ref();
                child.map_or(Cost::MAX, |child| child.0.bound)
            });
            let worth = (bounds[0].min(bounds[1]), bounds[0].max(bounds[1]));
            let is_forced = worth.1 == Cost::MAX;
            if best
                .as_ref()
                .is_none_or(|(_, most)| worth > *most || is_forced)
            {
                best = Some((children, worth));
            }
            if is_forced {
                break;
            }
        }
        let (child, order) = match best?.0 {
            [None, None] => return None,
            [Some(only), None] | [None, Some(only)] => only,
            [Some(one), Some(other)] => {
                let (first, second) = if one.0.bound <= other.0.bound {
                    (one, other)
                } else {
                    (other, one)
                };
                stack.push(Open {
                    node: second.0,
                    n_orders: self.decided.len() - base,
                    order: second.1,
                });
                first
            }
        };
        if let Some((first, second)) = order {
            self.decide(first, second);
        }
        Some(child)
    }

    fn child(&mut self, node: &Node, decision: Decision) -> Option<Node> {
        let mut node = node.clone();
        let problem = self.problem;
        let visit = |number: u32| &problem.visits[number as usize];
        let changed = match decision {
            Decision::Order(first, _) => visit(first).train,
            Decision::MakeFirst(first, _) | Decision::Make(first) => {
                let visit = visit(first);
                let train = Rc::make_mut(&mut node.trains[visit.train as usize]);
                train.make(problem, visit);
                visit.train
            }
            Decision::Avoid(first) => {
                let visit = visit(first);
                let train = Rc::make_mut(&mut node.trains[visit.train as usize]);
                train.avoid(problem, visit);
                visit.train
            }
            Decision::Take(train, arc) => {
                let ways = &problem.trains[train as usize];
                let own = Rc::make_mut(&mut node.trains[train as usize]);
                for other in ways.out(ways.arcs[arc as usize].0 as usize) {
                    own.is_open[other] &= other == arc as usize;
                }
                train
            }
            Decision::Leave(train, arc) => {
                let own = Rc::make_mut(&mut node.trains[train as usize]);
                own.is_open[arc as usize] = false;
                train
            }
        };
        let n_orders = self.decided.len();
        if let Some((first, second)) = decision.order() {
            self.decide(first, second);
        }
        let settled = self.settle(&mut node, [changed]);
        self.go_back_to(n_orders);
        settled.ok().map(|()| node)
    }

    /// Decisions that could be made in a node, each in its two ways; none where the node is done with.
    fn branches(&mut self, node: &Node) -> Vec<[Decision; 2]> {
        for (train, own) in node.trains.iter().enumerate() {
            if self.is_absent[train] {
                self.courses[train] = Course::default();
                self.of[train] = None;
                continue;
            }
            let of = self.of[train].as_ref();
            if of.is_none_or(|of| !Rc::ptr_eq(of, own)) {
                self.courses[train] = own.course(self.problem, train);
                self.of[train] = Some(Rc::clone(own));
            }
        }
        self.conflicts.look(self.problem, &self.courses);
        self.work(self.conflicts.n_stays() * 3);
        let conflicts = self.conflicts.earliest(self.problem, LOOKED_AT);
        if !conflicts.is_empty() {
            let all = conflicts.into_iter();
            return all
                .filter_map(|conflict| self.of_conflict(node, conflict))
                .collect();
        }
        let order = self
            .conflicts
            .in_order(self.problem, &self.courses, |first, second| {
                self.is_decided(first, second)
            });
        match order {
            Ok(order) => {
                let cost = self.take(&order);
                // where starts on the way cost something the cheapest way may be another one
                if cost > node.bound {
                    self.of_ways(node, None).into_iter().collect()
                } else {
                    Vec::new()
                }
            }
            Err(circle) => {
                let open = circle.iter().find(|pair| !self.is_decided(pair.0, pair.1));
                if let Some(&(first, second)) = open {
                    return vec![self.of_visits(node, first, second)];
                }
                let trains = circle
                    .iter()
                    .map(|pair| self.problem.visits[pair.0 as usize].train as usize);
                let trains: Vec<usize> = trains.collect();
                self.of_ways(node, Some(&trains)).into_iter().collect()
            }
        }
    }

    fn of_conflict(&self, node: &Node, conflict: Conflict) -> Option<[Decision; 2]> {
        let Conflict { first, second, .. } = conflict;
        if self.is_decided(first, second) || self.is_decided(second, first) {
            let trains =
                [first, second].map(|visit| self.problem.visits[visit as usize].train as usize);
            return self.of_ways(node, Some(&trains));
        }
        Some(self.of_visits(node, first, second))
    }

    fn of_visits(&self, node: &Node, first: u32, second: u32) -> [Decision; 2] {
        let must = |number: u32| {
            let visit = &self.problem.visits[number as usize];
            node.trains[visit.train as usize].must_make(self.problem, visit)
        };
        match (must(first), must(second)) {
            (true, true) => [
                Decision::Order(first, second),
                Decision::Order(second, first),
            ],
            (true, false) => [
                Decision::Order(first, second),
                Decision::MakeFirst(second, first),
            ],
            (false, true) => [
                Decision::Order(second, first),
                Decision::MakeFirst(first, second),
            ],
            (false, false) => [Decision::Avoid(second), Decision::Make(second)],
        }
    }

    /// A decision between ways: where a course could go on otherwise.
    fn of_ways(&self, node: &Node, trains: Option<&[usize]>) -> Option<[Decision; 2]> {
        let all: Vec<usize> = (0..node.trains.len()).collect();
        for &train in trains.unwrap_or(&all) {
            let ways = &self.problem.trains[train];
            let own = &node.trains[train];
            for pair in self.courses[train].way.windows(2) {
                let mut open = ways.out(pair[0] as usize).filter(|&arc| own.is_open[arc]);
                let taken = open.clone().find(|&arc| ways.arcs[arc].1 == pair[1])?;
                if open.any(|arc| arc != taken) {
                    let (train, arc) = (train as u32, taken as u32);
                    return Some([Decision::Take(train, arc), Decision::Leave(train, arc)]);
                }
            }
        }
        None
    }

    /// Keeps the courses at hand where they are the best so far, and says what they cost.
    fn take(&mut self, order: &[(usize, usize)]) -> Cost {
        let starts = order.iter().map(|&(train, place)| Start {
            at: self.courses[train].starts[place],
            train,
            operation: self.courses[train].way[place] as usize,
        });
        let starts: Vec<Start> = starts.collect();
        let costs = starts
            .iter()
            .map(|start| self.problem.cost(start.train, start.operation, start.at));
        let cost = costs.fold(Cost::ZERO, Cost::saturating_add);
        let is_in_time = starts.iter().all(|start| {
            start.at < NEVER && start.at <= self.problem.trains[start.train].latest[start.operation]
        });
        if is_in_time && cost < self.too_much {
            self.too_much = cost;
            if self.ends_with_first {
                self.until = self.steps;
            }
            self.best = Some(Found {
                timetable: Timetable { starts, cost },
                courses: self.courses.clone(),
            });
        }
        cost
    }
}

impl Decision {
    /// The order it decides.
    fn order(self) -> Option<(u32, u32)> {
        match self {
            Decision::Order(first, second) | Decision::MakeFirst(first, second) => {
                Some((first, second))
            }
            _ => None,
        }
    }
}

impl Progress {
    /// What is known that the train costs at least; nothing before its times have been found.
    fn known_bound(&self) -> Cost {
        if self.earliest[0] > LONG_AGO && self.earliest[0] < NEVER {
            self.bound()
        } else {
            Cost::ZERO
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Traffic;
    use super::super::tests::train;
    use super::*;

    /// Trains that come to the same three resources at the same time, each with another price of a tick.
    fn crowd() -> Traffic {
        let trains = (0..6).map(|number| {
            let mut own = train(&[number as usize, 6, 7, 8], 40 + number);
            own[4].delays[0].per_tick = Cost::new(1 + i64::from(number) * 3 % 5);
            own[2].duration += number;
            own
        });
        Traffic::new(trains.collect(), 9).expect("graphs")
    }

    #[test]
    fn a_tree_searched_in_slices_is_searched_to_its_end() {
        let traffic = crowd();
        let problem = Compiled::new(&traffic);
        let never = || false;
        let mut whole = Tree::new(&problem, &never);
        let root = whole.root().expect("ways");
        let mut left = Left::all(root.clone());
        whole.search(&mut left, u64::MAX);
        assert_eq!(left.bound(), Cost::MAX);
        let mut sliced = Tree::new(&problem, &never);
        let mut left = Left::all(root);
        let (mut n_slices, mut bound) = (0, Cost::ZERO);
        while left.bound() < Cost::MAX {
            let until = sliced.steps + 200;
            sliced.search(&mut left, until);
            n_slices += 1;
            // what is left never costs less than before
            let now = left.bound().min(sliced.too_much);
            assert!(now >= bound, "{now:?} after {bound:?}");
            bound = now;
            assert!(sliced.decided.is_empty());
        }
        assert!(n_slices > 5, "{n_slices}");
        let costs = [whole, sliced].map(|tree| tree.best.map(|best| best.timetable.cost));
        assert!(costs[0].is_some() && costs[0] == costs[1], "{costs:?}");
        assert_eq!(Some(bound), costs[0]);
    }

    #[test]
    fn a_search_that_is_told_to_end_says_what_is_left() {
        let traffic = crowd();
        let problem = Compiled::new(&traffic);
        let always = || true;
        let mut tree = Tree::new(&problem, &always);
        let never = || false;
        let root = Tree::new(&problem, &never).root().expect("ways");
        let bound = root.bound;
        let mut left = Left::all(root);
        tree.search(&mut left, u64::MAX);
        assert_eq!((left.bound(), tree.best.is_none()), (bound, true));
    }
}
