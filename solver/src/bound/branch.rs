//! Branch and bound on windows: all plans are split by what one train does, until no part can hold a better plan.
//!
//! The bound of a part is that of its own prices, begun from those of the part it was split from. Before a split windows are
//! narrowed by reduced costs: an exit or a start of crane work that would lift the bound above the best plan known is in no
//! better plan. What may be split ([`super::split`]) is tried on both sides for a few rounds each; a side that cannot
//! hold a better plan is closed for good, else the split that lifts both sides most is made. The part with the lowest bound
//! comes first, so the bound of the whole rises steadily.
//! A part whose plans consist of few journeys is put together from lists of them ([`super::lists`]) instead.
//! One call is one round of prices, or one linear program of such lists, so that work can be counted and a run stopped in between.

use super::ascent::Ascent;
use super::bundle::Bundle;
use super::ceil_div;
use super::cost_step::round_up;
use super::engine::{Engine, NOTHING};
use super::lists::Listed;
use super::split::{Split, candidates};
use super::windows::Windows;
use crate::construct::Solution;
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
const MOST_OPEN: usize = 4000;

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
    fn bundle(&self, engine: &Engine<'_>) -> Bundle {
        Bundle::new(unpacked(&self.prices, engine)).with_length(self.length)
    }
}

/// What the next rounds are for.
#[derive(Debug)]
enum Task<'n> {
    /// To lift the bound of a part.
    Lift {
        part: Part,
        bundle: Box<Bundle>,
        left: u32,
        again: u32,
    },
    /// To see what splits of a part are worth.
    Try(Box<Trial>),
    /// To put its plans together.
    Join(i64, Box<Listed<'n>>),
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
pub struct Tree<'n> {
    open: Vec<Part>,
    task: Option<Task<'n>>,
    /// The best plan put together that nobody has asked for yet.
    found: Option<Solution<'n>>,
    /// Least bound of parts that cannot be split further.
    stuck: i64,
    /// Parts looked at, those that were only tried too.
    pub parts: u64,
}

/// What the plans looked for cost less than, scaled and in cost units.
#[derive(Clone, Copy)]
struct Target {
    upper: i64,
    grain: i64,
    scale: i64,
}

impl Target {
    /// Whether a part of that bound holds no better plan.
    fn is_hopeless(self, bound: i64) -> bool {
        bound >= NOTHING || round_up(ceil_div(bound, self.scale), self.grain) >= self.upper
    }

    /// The value to step towards, scaled.
    fn value(self) -> i64 {
        self.upper * self.scale
    }

    /// The most a better plan may cost, scaled.
    fn most(self) -> i64 {
        (self.upper - self.grain.max(1)) * self.scale
    }
}

impl<'n> Tree<'n> {
    /// All plans, with the prices that were found for them and the best bound.
    pub fn new(engine: &Engine<'_>, bundle: &Bundle, best: i64) -> Tree<'n> {
        Tree {
            open: vec![Part {
                windows: engine.all_windows(),
                prices: Arc::new(packed(&bundle.prices)),
                length: bundle.length(),
                bound: bundle.best.max(best),
            }],
            task: None,
            found: None,
            stuck: NOTHING,
            parts: 0,
        }
    }

    /// The same where all plans below `upper` (cost units) can be put together from lists: then that is what comes next.
    pub fn listed(
        engine: &mut Engine<'n>,
        bundle: &Bundle,
        best: i64,
        (upper, grain): (i64, i64),
    ) -> Option<Tree<'n>> {
        let mut tree = Tree::new(engine, bundle, best);
        let target = Target {
            upper,
            grain,
            scale: engine.scale,
        };
        let mut part = tree.open.pop()?;
        let bound = engine.evaluate(bundle.best_prices(), &part.windows);
        let slack = engine.narrow(&mut part.windows, bound, target.most());
        let listed = Listed::new(engine, &part.windows, slack, upper)?;
        tree.parts += 1;
        tree.task = Some(Task::Join(part.bound, Box::new(listed)));
        Some(tree)
    }

    /// No plan costs less (scaled); [`NOTHING`] when no part is left.
    pub fn bound(&self) -> i64 {
        let open = self.open.iter().map(|part| part.bound).min();
        let current = match &self.task {
            Some(Task::Lift { part, .. }) => part.bound,
            Some(Task::Try(trial)) => trial.part.bound,
            Some(Task::Join(bound, _)) => *bound,
            None => NOTHING,
        };
        open.unwrap_or(NOTHING).min(current).min(self.stuck)
    }

    /// Whether nothing is left to look at.
    pub fn is_done(&self) -> bool {
        self.open.is_empty() && self.task.is_none()
    }

    /// Whether the plans of a part are being put together.
    pub fn joins(&self) -> bool {
        matches!(self.task, Some(Task::Join(..)))
    }

    /// Prices and windows of the part with the lowest bound of those that wait.
    pub fn lowest(&self, engine: &Engine<'_>) -> Option<(Bundle, Vec<Arc<Windows>>)> {
        let lowest = self.open.iter().min_by_key(|part| part.bound)?;
        Some((lowest.bundle(engine), lowest.windows.clone()))
    }

    /// One round for one part. `upper` is a value that a plan reaches, `grain` divides every value (cost units).
    pub fn round(&mut self, engine: &mut Engine<'n>, upper: i64, grain: i64) {
        let target = Target {
            upper,
            grain,
            scale: engine.scale,
        };
        self.task = match self.task.take().or_else(|| self.next(engine, target)) {
            None => None,
            Some(Task::Lift {
                part,
                bundle,
                left,
                again,
            }) => self.lift(engine, target, (part, bundle), left, again),
            Some(Task::Try(trial)) => self.try_side(engine, target, trial),
            Some(Task::Join(bound, listed)) => self.join(engine, target, bound, listed),
        };
    }

    /// The part with the lowest bound.
    fn next(&mut self, engine: &Engine<'_>, target: Target) -> Option<Task<'n>> {
        self.open.retain(|part| !target.is_hopeless(part.bound));
        let parts = self.open.iter().enumerate();
        let next = parts.min_by_key(|(index, part)| (part.bound, usize::MAX - index));
        let index = next?.0;
        let part = self.open.remove(index);
        self.parts += 1;
        let bundle = Box::new(part.bundle(engine));
        Some(Task::Lift {
            part,
            bundle,
            left: ROUNDS,
            again: AGAIN,
        })
    }

    fn lift(
        &mut self,
        engine: &mut Engine<'n>,
        target: Target,
        (mut part, mut bundle): (Part, Box<Bundle>),
        left: u32,
        again: u32,
    ) -> Option<Task<'n>> {
        bundle.round(engine, &part.windows, target.value());
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
        let bound = engine.evaluate(&bundle.prices, &part.windows);
        let slack = engine.narrow(&mut part.windows, bound, target.most());
        if part.windows.iter().any(|windows| windows.is_impossible()) {
            return None;
        }
        if let Some(listed) = Listed::new(engine, &part.windows, slack, target.upper) {
            return Some(Task::Join(part.bound, Box::new(listed)));
        }
        let splits = if self.open.len() < MOST_OPEN {
            candidates(engine, &part.windows, &bundle.mixture())
        } else {
            Vec::new()
        };
        if splits.is_empty() {
            // they agree; as long as they agree on more than there is, prices have not done what they can
            if again > 0 && engine.is_overused() {
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

    /// One linear program for the plans of a part.
    fn join(
        &mut self,
        engine: &mut Engine<'n>,
        target: Target,
        bound: i64,
        mut listed: Box<Listed<'n>>,
    ) -> Option<Task<'n>> {
        let more = listed.round(engine, target.upper);
        let proving = listed.proving();
        let proven = proving.bound().unwrap_or(i64::MIN / target.scale);
        let bound = bound.max(proven.saturating_mul(target.scale));
        if let Some(plan) = proving.plan()
            && self
                .found
                .as_ref()
                .is_none_or(|known| plan.value < known.value)
        {
            self.found = Some(plan.clone());
        }
        if more && !target.is_hopeless(bound) {
            return Some(Task::Join(bound, listed));
        }
        // nothing costs less than the best of them
        self.stuck = self.stuck.min(bound);
        None
    }

    /// The best plan put together since the last question.
    pub fn found(&mut self) -> Option<Solution<'n>> {
        self.found.take()
    }

    /// One round for one side of one split.
    fn try_side(
        &mut self,
        engine: &mut Engine<'_>,
        target: Target,
        mut trial: Box<Trial>,
    ) -> Option<Task<'n>> {
        let (mut part, mut ascent, left) = trial.current.take().unwrap_or_else(|| {
            self.parts += 1;
            trial.begin()
        });
        ascent.round(engine, &part.windows, target.value());
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

fn unpacked(packed: &[(u32, f32)], engine: &Engine<'_>) -> Vec<f64> {
    let mut prices = vec![0.0; engine.layout.n_rows];
    for &(row, price) in packed {
        prices[row as usize] = f64::from(price);
    }
    prices
}
