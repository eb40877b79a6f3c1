//! Branch and bound on windows: all plans are split by what one train does, until no part can hold a better plan.
//!
//! The bound of a part is that of its own prices, begun from those of the part it was split from. Before a split windows are
//! narrowed by reduced costs: an exit or a start of crane work that would lift the bound above the best plan known is in no
//! better plan. What may be split ([`super::split`]) is tried on both sides for a few rounds each; a side that cannot
//! hold a better plan is closed for good, else the split that lifts both sides most is made. The part with the lowest bound
//! comes first, so the bound of the whole rises steadily.
//! One call is one round of prices, so that work can be counted and a run stopped in between.

use super::branching::{Split, candidates};
use super::bundle::Bundle;
use super::subgradient::Ascent;
use crate::relaxation::ceil_div;
use crate::relaxation::evaluation::{NOTHING, Relaxation};
use crate::relaxation::granularity::round_up;
use crate::relaxation::windows::Windows;
use std::sync::Arc;

/// Rounds for a part.
const ROUNDS: u32 = 40;

/// Rounds for each side of a split that is tried, and their first step.
const TRIED: u32 = 6;
const FIRST_STEP: f64 = 0.25;
const PATIENCE: u32 = 6;

/// Times that a part gets more rounds because its trains agree on what cannot be.
const AGAIN: u32 = 4;

/// Parts waiting at most.
const MAX_OPEN: usize = 4000;

/// A part of all plans.
#[derive(Clone, Debug)]
struct Part {
    /// What every train may do.
    windows: Vec<Arc<Windows>>,
    /// Prices above zero, by row.
    prices: Arc<Vec<(u32, f32)>>,
    /// Length of steps that suited them.
    length: Option<f64>,
    /// No plan in it costs less, scaled.
    bound: i64,
}

impl Part {
    /// From its prices on.
    fn bundle(&self, relaxation: &Relaxation<'_>) -> Bundle {
        Bundle::new(unpacked(&self.prices, relaxation)).with_length(self.length)
    }
}

/// What the next rounds are for.
#[derive(Debug)]
enum Task {
    /// To lift the bound of a part.
    Lift {
        part: Part,
        bundle: Box<Bundle>,
        left: u32,
        again: u32,
    },
    /// To see what splits of a part are worth.
    Try(Box<Trial>),
}

/// Splits of a part that are being tried.
#[derive(Debug)]
struct Trial {
    part: Part,
    prices: Vec<f64>,
    splits: Vec<Split>,
    /// Sides tried so far, two for each split; `None`: it cannot hold a better plan.
    sides: Vec<Option<Part>>,
    current: Option<(Part, Ascent, u32)>,
}

/// The parts still to be looked at.
#[derive(Debug)]
pub struct Tree {
    open: Vec<Part>,
    task: Option<Task>,
    /// Least bound of parts that cannot be split further.
    stuck: i64,
    /// Parts looked at, those that were only tried too.
    pub parts: u64,
}

/// What the plans looked for cost less than, scaled and in cost units.
#[derive(Clone, Copy)]
struct Target {
    incumbent: i64,
    granularity: i64,
    scale: i64,
}

impl Target {
    /// Whether a part of that bound holds no better plan.
    fn is_hopeless(self, bound: i64) -> bool {
        bound >= NOTHING
            || round_up(ceil_div(bound, self.scale), self.granularity) >= self.incumbent
    }

    /// The value to step towards, scaled.
    fn value(self) -> i64 {
        self.incumbent * self.scale
    }

    /// The most a better plan may cost, scaled.
    fn most(self) -> i64 {
        (self.incumbent - self.granularity.max(1)) * self.scale
    }
}

impl Tree {
    /// All plans, with the prices that were found for them and the best bound.
    pub fn new(relaxation: &Relaxation<'_>, bundle: &Bundle, best: i64) -> Tree {
        Tree {
            open: vec![Part {
                windows: relaxation.all_windows(),
                prices: Arc::new(packed(&bundle.prices)),
                length: bundle.length(),
                bound: bundle.best.max(best),
            }],
            task: None,
            stuck: NOTHING,
            parts: 0,
        }
    }

    /// No plan costs less (scaled); [`NOTHING`] when no part is left.
    pub fn bound(&self) -> i64 {
        let open = self.open.iter().map(|part| part.bound).min();
        let current = match &self.task {
            Some(Task::Lift { part, .. }) => part.bound,
            Some(Task::Try(trial)) => trial.part.bound,
            None => NOTHING,
        };
        open.unwrap_or(NOTHING).min(current).min(self.stuck)
    }

    /// Whether nothing is left to look at.
    pub fn is_done(&self) -> bool {
        self.open.is_empty() && self.task.is_none()
    }

    /// One round for one part. `incumbent` is a value that a plan reaches, `granularity` divides every value (cost units).
    pub fn round(&mut self, relaxation: &mut Relaxation<'_>, incumbent: i64, granularity: i64) {
        let target = Target {
            incumbent,
            granularity,
            scale: relaxation.scale,
        };
        self.task = match self.task.take().or_else(|| self.next(relaxation, target)) {
            None => None,
            Some(Task::Lift {
                part,
                bundle,
                left,
                again,
            }) => self.lift(relaxation, target, (part, bundle), left, again),
            Some(Task::Try(trial)) => self.try_side(relaxation, target, trial),
        };
    }

    /// The part with the lowest bound.
    fn next(&mut self, relaxation: &Relaxation<'_>, target: Target) -> Option<Task> {
        self.open.retain(|part| !target.is_hopeless(part.bound));
        let parts = self.open.iter().enumerate();
        let next = parts.min_by_key(|(index, part)| (part.bound, usize::MAX - index));
        let index = next?.0;
        let part = self.open.remove(index);
        self.parts += 1;
        let bundle = Box::new(part.bundle(relaxation));
        Some(Task::Lift {
            part,
            bundle,
            left: ROUNDS,
            again: AGAIN,
        })
    }

    fn lift(
        &mut self,
        relaxation: &mut Relaxation<'_>,
        target: Target,
        (mut part, mut bundle): (Part, Box<Bundle>),
        left: u32,
        again: u32,
    ) -> Option<Task> {
        bundle.round(relaxation, &part.windows, target.value());
        part.bound = part.bound.max(bundle.best);
        if target.is_hopeless(part.bound) {
            return None;
        }
        if left > 1 {
            let left = left - 1;
            return Some(Task::Lift {
                part,
                bundle,
                left,
                again,
            });
        }
        let bound = relaxation.evaluate(&bundle.prices, &part.windows);
        relaxation.narrow(&mut part.windows, bound, target.most());
        if part.windows.iter().any(|windows| windows.is_impossible()) {
            return None;
        }
        let splits = if self.open.len() < MAX_OPEN {
            candidates(relaxation, &part.windows, &bundle.fractional())
        } else {
            Vec::new()
        };
        if splits.is_empty() {
            // they agree; as long as they agree on more than there is, prices have not done what they can
            if again > 0 && relaxation.is_overused() {
                return Some(Task::Lift {
                    part,
                    bundle,
                    left: 2 * ROUNDS,
                    again: again - 1,
                });
            }
            self.stuck = self.stuck.min(part.bound);
            return None;
        }
        part.length = bundle.length();
        Some(Task::Try(Box::new(Trial {
            part,
            prices: bundle.prices,
            splits,
            sides: Vec::new(),
            current: None,
        })))
    }

    /// One round for one side of one split.
    fn try_side(
        &mut self,
        relaxation: &mut Relaxation<'_>,
        target: Target,
        mut trial: Box<Trial>,
    ) -> Option<Task> {
        let (mut part, mut ascent, left) = trial.current.take().unwrap_or_else(|| {
            self.parts += 1;
            trial.begin()
        });
        ascent.round(relaxation, &part.windows, target.value());
        part.bound = part.bound.max(ascent.best);
        if target.is_hopeless(part.bound) {
            trial.sides.push(None);
        } else if left > 1 {
            trial.current = Some((part, ascent, left - 1));
        } else {
            part.prices = Arc::new(packed(&ascent.best_prices));
            trial.sides.push(Some(part));
        }
        if trial.sides.len() < 2 * trial.splits.len() {
            return Some(Task::Try(trial));
        }
        self.open.extend(trial.result());
        None
    }
}

impl Trial {
    /// The next side to be tried.
    fn begin(&self) -> (Part, Ascent, u32) {
        let next = self.sides.len();
        let mut part = self.part.clone();
        self.splits[next / 2].apply(&mut part.windows, next % 2 == 1);
        let ascent = Ascent::new(self.prices.clone(), FIRST_STEP, PATIENCE);
        (part, ascent, TRIED)
    }

    /// The parts that are left: one where sides were closed, else both sides of the split that lifts them most.
    fn result(self) -> Vec<Part> {
        let Trial {
            part,
            splits,
            mut sides,
            ..
        } = self;
        let mut closed: Option<Part> = None;
        for (split, pair) in splits.iter().zip(sides.chunks(2)) {
            let (side, live) = match (&pair[0], &pair[1]) {
                (None, None) => return Vec::new(),
                (Some(live), None) => (false, live),
                (None, Some(live)) => (true, live),
                (Some(_), Some(_)) => continue,
            };
            let part = closed.get_or_insert_with(|| part.clone());
            split.apply(&mut part.windows, side);
            if live.bound >= part.bound {
                part.bound = live.bound;
                part.prices = Arc::clone(&live.prices);
            }
        }
        if let Some(part) = closed {
            return vec![part];
        }
        let lift = |side: &Option<Part>| {
            let bound = side.as_ref().map_or(0, |side| side.bound);
            (bound - part.bound).max(1) as f64
        };
        let worth = |pair: &[Option<Part>]| lift(&pair[0]) * lift(&pair[1]);
        let mut best = 0;
        for index in 1..splits.len() {
            if worth(&sides[2 * index..]) > worth(&sides[2 * best..]) {
                best = index;
            }
        }
        let both = [sides[2 * best].take(), sides[2 * best + 1].take()];
        both.into_iter().flatten().collect()
    }
}

fn packed(prices: &[f64]) -> Vec<(u32, f32)> {
    let rows = prices.iter().enumerate();
    rows.filter(|(_, price)| **price > 0.0)
        .map(|(row, &price)| (row as u32, price as f32))
        .collect()
}

fn unpacked(packed: &[(u32, f32)], relaxation: &Relaxation<'_>) -> Vec<f64> {
    let mut prices = vec![0.0; relaxation.layout.n_rows];
    for &(row, price) in packed {
        prices[row as usize] = f64::from(price);
    }
    prices
}
