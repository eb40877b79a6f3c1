//! A plan that prices lead to: trains are fixed a few at a time, and prices found anew for the others in between.
//!
//! Under good prices the journeys that have weight in the mixture are near those of the best plan, but all trains together want
//! a little more than there is. So the trains that hesitate least are inserted first, each at the journey that is cheapest under the
//! prices beside what is taken; what they take is no longer there for the others, and some rounds of prices say what that means for
//! these (a dive, as branch and price uses it: Sadykov et al. 2019). The bound of the rounds says what the plan will cost at least; when that
//! is no better than the best plan known, the dive ends there.

use super::beside::{Beside, Pricers};
use super::bundle::{Bundle, Seen};
use super::engine::{Engine, Fixed};
use super::price::Choice;
use super::windows::Windows;
use crate::construct::{Solution, total};
use crate::network::Tick;
use crate::occupancy::Occupancy;
use std::sync::Arc;

/// Trains are fixed after so many rounds of prices.
const ROUNDS: u32 = 16;

/// Of those that are free one of so many is fixed at a time.
const FIXED_ONE_IN: usize = 12;

/// Steps in which it is told how much a train hesitates.
const HESITATION: f64 = 20.0;

/// Times that a dive may go back.
const BACKS: u32 = 8;

/// A dive on its way.
#[derive(Debug)]
pub struct Dive<'n> {
    windows: Vec<Arc<Windows>>,
    bundle: Bundle,
    /// Rounds since trains were fixed.
    since: u32,
    state: State<'n>,
    /// How it stood before trains were fixed the last time.
    before: Option<Before<'n>>,
    /// Trains that are not fixed yet if others can be: that was no good.
    put_off: Vec<usize>,
    /// Times that it may still go back.
    backs: u32,
    pricers: Pricers,
}

/// What is decided.
#[derive(Clone, Debug)]
struct State<'n> {
    free: Vec<usize>,
    beside: Beside,
    solution: Solution<'n>,
    fixed: Fixed,
}

/// How a dive stood before trains were fixed, and which.
#[derive(Debug)]
struct Before<'n> {
    state: State<'n>,
    bundle: Bundle,
    fixed: Vec<usize>,
}

/// Where a dive stands.
#[derive(Debug)]
pub enum Dived<'n> {
    /// Under way.
    On(Box<Dive<'n>>),
    /// It would lead to nothing better.
    Hopeless,
    /// At its end.
    Ended(Solution<'n>),
}

impl<'n> Dive<'n> {
    /// From prices, within windows.
    pub fn new(engine: &mut Engine<'n>, bundle: Bundle, windows: Vec<Arc<Windows>>) -> Self {
        let network = engine.network;
        let n = network.trains.len();
        let mut solution = Solution {
            journeys: vec![None; n],
            value: 0,
            occupancy: Occupancy::new(network),
        };
        let mut beside = engine.beside();
        for (index, train) in network.trains.iter().enumerate() {
            if train.under_way {
                solution.occupancy.add_stay(index);
                engine.change_stay(&mut beside, index, 1);
            }
        }
        Dive {
            windows,
            bundle,
            since: 0,
            state: State {
                free: (0..n).collect(),
                beside,
                solution,
                fixed: Fixed::default(),
            },
            before: None,
            put_off: Vec::new(),
            backs: BACKS,
            pricers: Pricers::default(),
        }
    }

    /// One round of prices, and behind enough of them some trains fixed. `upper` (scaled) is what plans must cost less than.
    pub fn round(mut self: Box<Self>, engine: &mut Engine<'n>, upper: i64) -> Dived<'n> {
        engine.swap_fixed(&mut self.state.fixed);
        self.bundle.round(engine, &self.windows, upper);
        engine.swap_fixed(&mut self.state.fixed);
        if self.bundle.best >= upper {
            return self.go_back();
        }
        self.since += 1;
        if self.since < ROUNDS {
            return Dived::On(self);
        }
        self.since = 0;
        let mut before = Before {
            state: self.state.clone(),
            bundle: self.bundle.afresh(),
            fixed: Vec::new(),
        };
        self.fix(engine);
        let fixed = before.state.free.iter().copied();
        let fixed = fixed.filter(|index| !self.state.free.contains(index));
        before.fixed = fixed.collect();
        self.put_off.retain(|index| !before.fixed.contains(index));
        self.before = Some(before);
        if self.state.free.is_empty() {
            // a journey is put in beside pools and lines; what it takes of a stock counts when all are in
            if self.state.solution.occupancy.short_stock().is_some() {
                return Dived::Hopeless;
            }
            self.state.solution.value = total(engine.network, &self.state.solution);
            return Dived::Ended(self.state.solution);
        }
        self.bundle = self.bundle.afresh();
        Dived::On(self)
    }

    /// Undoes what was fixed last; those trains come later.
    fn go_back(mut self: Box<Self>) -> Dived<'n> {
        let Some(before) = self.before.take().filter(|_| self.backs > 0) else {
            return Dived::Hopeless;
        };
        self.backs -= 1;
        self.state = before.state;
        self.put_off = before.fixed;
        self.since = 0;
        self.bundle = before.bundle;
        Dived::On(self)
    }

    /// Fixes the trains that hesitate least.
    fn fix(&mut self, engine: &mut Engine<'n>) {
        engine.set_beside_prices(&mut self.state.beside, &self.bundle.prices);
        let seen = self.bundle.mixture();
        let free = self.state.free.iter();
        let mut order: Vec<Next> = free.map(|&index| self.next(engine, &seen, index)).collect();
        order.sort_by_key(|next| next.key);
        let before = self.state.free.len();
        let mut left = before.div_ceil(FIXED_ONE_IN);
        for next in &order {
            let is_fixed = self.state.free.len() < before;
            if left == 0 || (next.wanted.is_none() && is_fixed) {
                return;
            }
            let index = next.index;
            if self.insert(engine, index, next.wanted.as_ref()) {
                left -= 1;
            } else if next.wanted.is_some() && !may_come_later(engine, index) {
                self.leave_out(engine, index);
                left -= 1;
            }
        }
        // those that live on what others bring have found nothing when all others are in
        if self.state.free.len() == before {
            for index in self.state.free.clone() {
                self.leave_out(engine, index);
            }
        }
    }

    /// What a train chose with the greatest weight, and how much it hesitates.
    fn next(&self, engine: &Engine<'n>, seen: &Seen, index: usize) -> Next {
        let (mut most, mut wanted) = (0.0, None);
        for (_, choices) in seen {
            let same = seen
                .iter()
                .filter(|(_, other)| other[index] == choices[index]);
            let weight = same.map(|(weight, _)| weight).sum();
            if weight > most {
                (most, wanted) = (weight, choices[index].as_ref());
            }
        }
        Next {
            index,
            key: (
                self.put_off.contains(&index),
                // who would rather not go comes last: by then it is known what is left
                wanted.is_none(),
                // who is under way holds places until it is known where it goes
                !engine.network.trains[index].under_way,
                ((1.0 - most) * HESITATION) as i64,
                wanted.map_or(0, |wanted| wanted.exit),
            ),
            wanted: wanted.cloned(),
        }
    }

    /// Inserts a train, as it wanted where that fits; whether it has a journey.
    fn insert(&mut self, engine: &mut Engine<'n>, index: usize, wanted: Option<&Choice>) -> bool {
        let state = &mut self.state;
        let is_in = engine.insert(
            (index, &self.windows[index]),
            wanted.map(|wanted| &wanted.choices),
            &mut state.beside,
            &mut self.pricers,
            &mut state.solution,
        );
        if is_in {
            state.free.retain(|&other| other != index);
            engine.fix(
                &mut state.fixed,
                index,
                state.solution.journeys[index].as_ref(),
            );
        }
        is_in
    }

    fn leave_out(&mut self, engine: &mut Engine<'n>, index: usize) {
        self.state.free.retain(|&other| other != index);
        engine.fix(&mut self.state.fixed, index, None);
    }
}

/// A train that may be fixed next.
#[derive(Debug)]
struct Next {
    index: usize,
    /// The journey it chose with the greatest weight; `None`: it would rather not go.
    wanted: Option<Choice>,
    /// What comes first; of equals the train that the file has first.
    key: (bool, bool, bool, i64, Tick),
}

/// Whether a train that finds no journey may find one when others are in: it takes from a stock on one of its ways, or what is in
/// its way is under way and moves on.
fn may_come_later(engine: &Engine<'_>, index: usize) -> bool {
    let train = &engine.network.trains[index];
    train.under_way || train.takes_stock()
}
