//! Branch and bound on windows: all plans are split by what one train does, until no part can hold a better plan.
//!
//! The bound of a part is that of its own prices, begun from those of the whole it was split from. Before a split windows are
//! narrowed by reduced costs: an exit or a start of crane work that would lift the bound above the best plan known is in no
//! better plan. Split is what the last rounds disagree on most: whether a train goes, its spot, the start of its work, its
//! exit, the start of an operation. The part with the lowest bound comes first, so the bound of the whole rises steadily.

use super::ascent::Ascent;
use super::ceil_div;
use super::cost_step::round_up;
use super::engine::{Engine, NOTHING};
use super::price::Choice;
use super::windows::Windows;
use crate::network::Tick;
use std::sync::Arc;

/// Rounds for a part at most, and its first step.
const ROUNDS: u32 = 30;
const FIRST_STEP: f64 = 0.25;
const PATIENCE: u32 = 6;

/// Rounds that are compared before a split.
const REMEMBERED: usize = 12;

/// Parts waiting at most.
const MOST_OPEN: usize = 4000;

/// A part of all plans.
#[derive(Debug)]
struct Part {
    windows: Vec<Windows>,
    /// Prices above zero, by row.
    prices: Arc<Vec<(u32, f32)>>,
    /// No plan in it costs less, scaled.
    bound: i64,
}

/// The parts still to be looked at.
#[derive(Debug)]
pub struct Tree {
    open: Vec<Part>,
    current: Option<(Part, Ascent, u32)>,
    remembered: Vec<Vec<Option<Choice>>>,
    /// Least bound of parts that cannot be split further.
    stuck: i64,
    /// Parts looked at.
    pub parts: u64,
}

/// A split of a train's windows in two.
struct Split {
    score: f64,
    train: usize,
    by: By,
}

enum By {
    Going,
    Works(Vec<usize>),
    WorkStart(Tick),
    Exit(Tick),
    Step(usize, Tick),
}

impl Tree {
    /// All plans, with the prices that were found for them.
    pub fn new(engine: &Engine<'_>, prices: &[f64], bound: i64) -> Tree {
        Tree {
            open: vec![Part {
                windows: engine.all_windows(),
                prices: Arc::new(packed(prices)),
                bound,
            }],
            current: None,
            remembered: Vec::new(),
            stuck: NOTHING,
            parts: 0,
        }
    }

    /// No plan costs less (scaled); [`NOTHING`] when no part is left.
    pub fn bound(&self) -> i64 {
        let open = self
            .open
            .iter()
            .map(|part| part.bound)
            .min()
            .unwrap_or(NOTHING);
        let current = self
            .current
            .as_ref()
            .map_or(NOTHING, |(part, _, _)| part.bound);
        open.min(current).min(self.stuck)
    }

    /// One round for one part. `upper` is a value that a plan reaches, `grain` divides every value (cost units).
    pub fn round(&mut self, engine: &mut Engine<'_>, upper: i64, grain: i64) {
        let scale = engine.scale;
        let hopeless =
            |bound: i64| bound >= NOTHING || round_up(ceil_div(bound, scale), grain) >= upper;
        if self.current.is_none() {
            self.open.retain(|part| !hopeless(part.bound));
            let next = self
                .open
                .iter()
                .enumerate()
                .min_by_key(|(index, part)| (part.bound, usize::MAX - index));
            let Some(index) = next.map(|(index, _)| index) else {
                return;
            };
            let part = self.open.remove(index);
            let mut prices = vec![0.0; engine.layout.n_rows];
            for &(row, price) in part.prices.iter() {
                prices[row as usize] = f64::from(price);
            }
            self.remembered.clear();
            self.parts += 1;
            self.current = Some((part, Ascent::new(prices, FIRST_STEP, PATIENCE), ROUNDS));
        }
        let Some((mut part, mut ascent, left)) = self.current.take() else {
            return;
        };
        let target = upper * engine.scale;
        ascent.round(engine, &part.windows, target);
        part.bound = part.bound.max(ascent.best);
        if hopeless(part.bound) {
            return;
        }
        if self.remembered.len() == REMEMBERED {
            self.remembered.remove(0);
        }
        let choices = engine
            .choices
            .iter()
            .map(|cheapest| cheapest.choice.clone());
        self.remembered.push(choices.collect());
        if left > 1 && ascent.step > 0.02 {
            self.current = Some((part, ascent, left - 1));
            return;
        }
        self.split(engine, part, &ascent, (upper - grain.max(1)) * engine.scale);
    }

    fn split(&mut self, engine: &mut Engine<'_>, mut part: Part, ascent: &Ascent, most: i64) {
        let bound = engine.evaluate(&ascent.best_prices, &part.windows);
        engine.narrow(&mut part.windows, bound, most);
        let impossible = |windows: &Windows| {
            !windows.may_stay
                && (!windows.may_go
                    || windows.exit.0 > windows.exit.1
                    || (!windows.works.is_empty()
                        && windows.works.iter().all(|work| work.0 > work.1)))
        };
        if part.windows.iter().any(impossible) {
            return;
        }
        let splits = (0..part.windows.len())
            .filter_map(|train| self.best_split(engine, &part.windows, train));
        // the first of the best
        let best = splits.fold(None, |best: Option<Split>, split| match best {
            Some(best) if best.score >= split.score => Some(best),
            _ => Some(split),
        });
        let Some(split) = best.filter(|_| self.open.len() < MOST_OPEN) else {
            self.stuck = self.stuck.min(part.bound);
            return;
        };
        let prices = Arc::new(packed(&ascent.best_prices));
        for side in [false, true] {
            let mut windows = part.windows.clone();
            narrow_by(&mut windows[split.train], &split.by, side);
            self.open.push(Part {
                windows,
                prices: Arc::clone(&prices),
                bound: part.bound,
            });
        }
    }

    /// What the remembered rounds disagree on most in what a train does, weighed by what a tick of it costs.
    fn best_split(&self, engine: &Engine<'_>, windows: &[Windows], train: usize) -> Option<Split> {
        let weight = engine.network.trains[train].cost.weight.max(1) as f64;
        let windows = &windows[train];
        let rounds = || {
            self.remembered
                .iter()
                .map(|choices| choices[train].as_ref())
        };
        let n = self.remembered.len() as f64;
        let mut best: Option<Split> = None;
        let mut offer = |score: f64, by: By| {
            if score > 0.0 && best.as_ref().is_none_or(|best| score > best.score) {
                best = Some(Split { score, train, by });
            }
        };
        let going = rounds().flatten().count() as f64 / n;
        if windows.may_go && windows.may_stay && going > 0.0 && going < 1.0 {
            offer(weight * 480.0 * going * (1.0 - going), By::Going);
        }
        let works = &engine.network.trains[train].works;
        let allowed = |work: &usize| windows.works[*work].0 <= windows.works[*work].1;
        if !works.is_empty() {
            let mut times: Vec<(regauge_model::ids::SpotId, f64)> = Vec::new();
            for work in rounds()
                .flatten()
                .filter_map(|choice| choice.choices.work.as_ref())
            {
                let spot = works[work.index].spot;
                match times.iter_mut().find(|(other, _)| *other == spot) {
                    Some((_, times)) => *times += 1.0,
                    None => times.push((spot, 1.0)),
                }
            }
            let most =
                times
                    .iter()
                    .fold(None, |most: Option<(_, f64)>, &(spot, count)| match most {
                        Some((_, other)) if other >= count => most,
                        _ => Some((spot, count)),
                    });
            if let Some((spot, count)) = most
                && count < n * going
            {
                let share = count / (n * going).max(1.0);
                let chosen: Vec<usize> = (0..works.len())
                    .filter(|&work| works[work].spot == spot)
                    .filter(allowed)
                    .collect();
                offer(weight * 240.0 * share * (1.0 - share), By::Works(chosen));
            }
            let starts = rounds()
                .flatten()
                .filter_map(|choice| choice.choices.work.as_ref()?.starts.first().copied());
            if let Some((spread, at)) = spread(starts) {
                offer(weight * spread, By::WorkStart(at));
            }
        }
        if let Some((spread, at)) = spread(rounds().flatten().map(|choice| choice.exit)) {
            offer(weight * spread, By::Exit(at));
        }
        for step in 0..engine.shapes[train].n_steps {
            let steps = &engine.shapes[train].steps;
            let starts = rounds().flatten().filter_map(|choice| {
                let of_step = choice
                    .choices
                    .operations
                    .iter()
                    .find(|(edge, _)| steps[*edge] == step);
                of_step.map(|&(_, start)| start)
            });
            if let Some((spread, at)) = spread(starts) {
                offer(0.5 * weight * spread, By::Step(step, at));
            }
        }
        best
    }
}

/// Standard deviation, and a tick between the least and the greatest, the greatest not included.
fn spread(ticks: impl Iterator<Item = Tick> + Clone) -> Option<(f64, Tick)> {
    let n = ticks.clone().count();
    let (least, most) = ticks.clone().fold((Tick::MAX, Tick::MIN), |(a, b), tick| {
        (a.min(tick), b.max(tick))
    });
    if n < 2 || least >= most {
        return None;
    }
    let mean = ticks.clone().map(f64::from).sum::<f64>() / n as f64;
    let squares = ticks
        .map(|tick| (f64::from(tick) - mean).powi(2))
        .sum::<f64>();
    let at = (mean.floor() as Tick).clamp(least, most - 1);
    Some(((squares / n as f64).sqrt(), at))
}

fn narrow_by(windows: &mut Windows, by: &By, side: bool) {
    let cut = |window: &mut (Tick, Tick), at: Tick| {
        if side {
            window.0 = window.0.max(at + 1);
        } else {
            window.1 = window.1.min(at);
        }
    };
    match by {
        By::Going if side => windows.may_go = false,
        By::Going => windows.may_stay = false,
        By::Works(chosen) => {
            for (work, window) in windows.works.iter_mut().enumerate() {
                if chosen.contains(&work) == side {
                    *window = (1, 0);
                }
            }
        }
        By::WorkStart(at) => windows.works.iter_mut().for_each(|window| cut(window, *at)),
        By::Exit(at) => cut(&mut windows.exit, *at),
        By::Step(step, at) => cut(&mut windows.steps[*step], *at),
    }
}

fn packed(prices: &[f64]) -> Vec<(u32, f32)> {
    let rows = prices.iter().enumerate();
    rows.filter(|(_, price)| **price > 0.0)
        .map(|(row, &price)| (row as u32, price as f32))
        .collect()
}
