//! The search: a first timetable, a look at the whole tree, then the best timetable with a few trains free again.

use super::tree::{Found, Left, Node, Tree};
use super::visits::Compiled;
use super::{Timetable, Traffic};
use crate::network::{Cost, Tick, Ticks};
use crate::search::rng::Rng;
use std::rc::Rc;

/// Parts of the work for a try of each limit on delays.
const FIRST_TRIES: u64 = 40;
/// The first limit on delays.
const FIRST_DELAY: Ticks = 512;
/// Steps for each of the first neighbourhoods.
const FIRST_STEPS: u64 = 200_000;
/// Trains free in the first neighbourhoods.
const FIRST_SIZE: usize = 2;
/// After so many neighbourhoods per train without a better timetable they are made larger.
const TRIES_PER_TRAIN: usize = 3;

/// One in so many trains of a neighbourhood meets none of the others.
const ANY_OTHER: u64 = 8;

/// How a problem is to be searched.
#[derive(Clone, Copy, Debug)]
pub struct Rescheduling {
    /// Steps of work ([`crate::work`]).
    pub steps: u64,
    /// Seed of what is drawn.
    pub seed: u64,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rescheduled {
    /// The best timetable, where one was found.
    pub timetable: Option<Timetable>,
    /// No timetable costs less; [`Cost::MAX`] when there is none at all.
    pub bound: Cost,
    /// Steps of work done.
    pub steps: u64,
    /// Decisions made.
    pub nodes: u64,
}

impl Rescheduling {
    /// Searches for the cheapest timetable, until nothing can be better, the work is done or `is_enough` says so.
    ///
    /// The same problem, steps and seed give the same timetable, as long as `is_enough` does not end the run.
    pub fn run(self, traffic: &Traffic, is_enough: &dyn Fn() -> bool) -> Rescheduled {
        let problem = Compiled::new(traffic);
        let mut run = Run {
            tree: Tree::new(&problem, is_enough),
            until: self.steps,
            is_enough,
            rng: Rng::new(self.seed),
        };
        let bound = run.run();
        let timetable = run.tree.best.take().map(|found| found.timetable);
        Rescheduled {
            timetable,
            bound,
            steps: run.tree.steps,
            nodes: run.tree.nodes,
        }
    }
}

struct Run<'r, 'c, 't> {
    tree: Tree<'c, 't>,
    until: u64,
    is_enough: &'r dyn Fn() -> bool,
    rng: Rng,
}

impl Run<'_, '_, '_> {
    fn is_over(&self) -> bool {
        self.tree.steps >= self.until || (self.is_enough)()
    }

    /// What the best timetable costs.
    fn value(&self) -> Cost {
        let best = self.tree.best.as_ref();
        best.map_or(Cost::MAX, |best| best.timetable.cost)
    }

    /// Runs it all and gives the bound.
    fn run(&mut self) -> Cost {
        if self.is_over() {
            return Cost::ZERO;
        }
        let Some(root) = self.tree.root() else {
            return Cost::MAX;
        };
        let mut tree = Left::all(root.clone());
        if !self.first(&root, &mut tree) {
            return self.bound(&tree);
        }
        let n = root.trains.len();
        let (mut size, mut steps, mut n_fails) = (FIRST_SIZE, FIRST_STEPS, 0);
        let mut begun = self.tree.steps;
        while !self.is_over() && self.value() > self.bound(&tree) {
            if size >= n {
                // as much work in the whole tree as in parts of it
                let spent = self.tree.steps - begun;
                self.look(&mut tree, spent.max(steps));
                (size, steps, n_fails) = (FIRST_SIZE, steps.saturating_mul(2), 0);
                begun = self.tree.steps;
                continue;
            }
            let before = self.value();
            self.neighbourhood(&root, size, steps);
            n_fails = if self.value() < before {
                0
            } else {
                n_fails + 1
            };
            if n_fails > TRIES_PER_TRAIN * n {
                (size, n_fails) = (size + 1, 0);
            }
        }
        self.bound(&tree)
    }

    /// No timetable costs less.
    fn bound(&self, tree: &Left) -> Cost {
        tree.bound().min(self.value())
    }

    /// Looks for a first timetable: all trains at once, train by train, all at once with more work, and last in the whole tree. Whether there is one to go
    /// on with.
    fn first(&mut self, root: &Node, tree: &mut Left) -> bool {
        let is_found = self.with_short_delays(root, FIRST_STEPS)
            || self.insert(root)
            || self.with_short_delays(root, self.until / FIRST_TRIES);
        self.look(tree, if is_found { FIRST_STEPS } else { self.until });
        self.tree.best.is_some()
    }

    /// Looks for a timetable with short delays, then with longer and longer ones, so many steps for each: where trains wait for each other in a circle that is
    /// seen the sooner, the less they may be late.
    fn with_short_delays(&mut self, root: &Node, steps: u64) -> bool {
        let horizon = self.tree.problem.horizon();
        let alone: Vec<Tick> = root.trains.iter().map(|own| own.exit()).collect();
        let mut delay = FIRST_DELAY;
        while self.tree.best.is_none() && !self.is_over() {
            let exits = alone.iter().map(|exit| exit.saturating_add(delay));
            if exits.clone().all(|exit| exit >= horizon) {
                break;
            }
            self.tree.exits = exits.map(|exit| exit.min(horizon)).collect();
            let until = self.tree.steps.saturating_add(steps).min(self.until);
            self.tree.search(&mut Left::all(root.clone()), until);
            self.tree.exits.fill(horizon);
            delay = delay.saturating_mul(2);
        }
        self.tree.best.is_some()
    }

    /// Makes a timetable by adding one train after another, in the order in which they come: each finds its way beside those that are there, which keep their
    /// ways and orders and may be later. Where there is none, the last ones before it are free again with it. Whether all have found one.
    fn insert(&mut self, root: &Node) -> bool {
        let n = root.trains.len();
        let mut turns: Vec<usize> = (0..n).collect();
        turns.sort_by_key(|&train| (root.trains[train].earliest[0], root.trains[train].exit()));
        self.tree.is_absent.fill(true);
        self.tree.ends_with_first = true;
        let mut found: Option<Found> = None;
        for place in 0..n {
            self.tree.is_absent[turns[place]] = false;
            let (mut n_free, mut steps) = (0, FIRST_STEPS);
            found = loop {
                let kept = &turns[..place - n_free.min(place)];
                self.tree.too_much = Cost::MAX;
                let node = match &found {
                    Some(found) => self.kept(root, found, kept),
                    None => Some(root.clone()),
                };
                if let Some(node) = node {
                    let until = self.tree.steps.saturating_add(steps).min(self.until);
                    self.tree.search(&mut Left::all(node), until);
                }
                self.tree.forget();
                if let Some(found) = self.tree.best.take() {
                    break Some(found);
                }
                if n_free >= place || self.is_over() {
                    break None;
                }
                (n_free, steps) = (n_free * 2 + 1, steps.saturating_mul(2));
            };
            if found.is_none() {
                break;
            }
        }
        self.tree.is_absent.fill(false);
        self.tree.ends_with_first = false;
        self.tree.too_much = found
            .as_ref()
            .map_or(Cost::MAX, |found| found.timetable.cost);
        self.tree.best = found;
        self.tree.best.is_some()
    }

    /// Searches the whole tree on.
    fn look(&mut self, tree: &mut Left, steps: u64) {
        let until = self.tree.steps.saturating_add(steps).min(self.until);
        self.tree.search(tree, until);
    }

    /// Frees so many trains that meet each other: they find ways and orders again beside the others, whose ways stay and whose orders among each other.
    fn neighbourhood(&mut self, root: &Node, size: usize, steps: u64) {
        let Some(best) = self.tree.best.clone() else {
            return;
        };
        let trains = self.related(&best, root.trains.len(), size);
        if let Some(node) = self.kept(root, &best, &trains[size..]) {
            let until = self.tree.steps.saturating_add(steps).min(self.until);
            self.tree.search(&mut Left::all(node), until);
        }
        self.tree.forget();
    }

    /// All trains, so many that meet each other first: the first is drawn, and then one that meets one of those drawn, or any other one.
    fn related(&mut self, best: &Found, n: usize, size: usize) -> Vec<usize> {
        let meetings = best.meetings(self.tree.problem);
        let mut trains: Vec<usize> = (0..n).collect();
        for place in 0..size {
            let (drawn, others) = trains.split_at(place);
            let of_both = meetings.iter().filter_map(|&[one, other]| {
                match (drawn.contains(&one), drawn.contains(&other)) {
                    (true, false) => Some(other),
                    (false, true) => Some(one),
                    _ => None,
                }
            });
            let near: Vec<usize> = of_both.collect();
            let next = if near.is_empty() || self.rng.below(ANY_OTHER) == 0 {
                others[self.rng.below(others.len() as u64) as usize]
            } else {
                near[self.rng.below(near.len() as u64) as usize]
            };
            let at = place + others.iter().position(|&other| other == next).unwrap_or(0);
            trains.swap(place, at);
        }
        trains
    }

    /// The tree with the ways of some trains, and the orders among them.
    fn kept(&mut self, root: &Node, best: &Found, kept: &[usize]) -> Option<Node> {
        let problem = self.tree.problem;
        let mut node = root.clone();
        for visits in best.by_resource(problem, |train| kept.contains(&train)) {
            for pair in visits.windows(2) {
                let trains = [pair[0], pair[1]].map(|visit| problem.visits[visit as usize].train);
                if trains[0] != trains[1] {
                    self.tree.decide(pair[0], pair[1]);
                }
            }
        }
        for &train in kept {
            let own = Rc::make_mut(&mut node.trains[train]);
            own.keep_only(problem, train, &best.courses[train].way);
        }
        let all = 0..root.trains.len() as u32;
        self.tree.settle(&mut node, all).ok()?;
        Some(node)
    }
}
