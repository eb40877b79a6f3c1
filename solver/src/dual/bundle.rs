//! Prices on their way up by a bundle: a model of the bound from its last rounds says where to look next (proximal bundle method,
//! Lemaréchal 1975, Kiwiel 1990).
//!
//! A round at some prices gives the bound there and, by what journeys take of the rows, its slope: a cut, above which the
//! bound is nowhere. The least of all cuts is a model of it, true near prices that were looked at. The next prices are where the
//! model, less the square of the distance from the best prices, is highest. If the bound rises there as the model says,
//! at least by a part of it, they become the centre; if not, the model has learnt where it was wrong.
//! Only rows that were ever wanted by more than there is capacity for are looked at: the others have no price.

use super::proximal::{Proximal, SLOTS, Step, retain};
use crate::relaxation::evaluation::{NOTHING, Relaxation};
use crate::relaxation::fractional::Fractional;
use crate::relaxation::windows::Windows;
use std::sync::Arc;

/// Numbers in gradients that are kept at most, and cuts at least.
const MAX_KEPT: usize = 16 << 20;
const MIN_SLOTS: usize = 8;

/// Part of the rise that the model promises from which the centre moves.
const ENOUGH: f64 = 0.05;

/// Steps grow by this where the bound still rises behind one or has risen by such a part of what the model promised, and shrink
/// after so many that were none.
const AS_PROMISED: f64 = 0.5;
const LONGER: f64 = 2.0;
const SHORTER: f64 = 0.5;
const FAILED: u32 = 20;

/// A step promises at least such a part of what is missing, or is made longer, as long as that promises so much more.
const PROMISED: f64 = 0.002;
const FIRST_PROMISED: f64 = 0.001;
const MORE: f64 = 1.3;
const TRIES: u32 = 3;

/// After so many rounds it is asked whether the bound rose by such a part of what is missing.
const LOOKED_AT: u32 = 100;
const RISEN: i64 = 400;

/// Times that a round is repeated, at most, where trains found the windows in which they looked too small.
const WIDER: u32 = 2;

/// A row looked at in the model takes about as long as so many ticks priced.
const ROW: u64 = 8;

/// Cuts of less weight may go.
const NO_WEIGHT: f64 = 1e-6;

/// What trains chose in a round that weighs less says little.
const MIN_SEEN: f64 = 1e-3;

/// Prices, and what is known of the bound around them.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// Prices of the best bound but for small gains: the centre.
    pub prices: Vec<f64>,
    /// Bound at the centre, and the best one (scaled).
    value: i64,
    pub best: i64,
    /// Prices of the best bound, where they are not the centre.
    highest: Option<Vec<f64>>,
    model: Proximal,
    /// What the model knows of: rows by its coordinate, and whether a row is one.
    rows: Vec<usize>,
    is_row: Vec<bool>,
    /// Root of the row_scaling, by coordinate: prices divided by it are coordinates in which all rows move alike.
    stretch: Vec<f64>,
    /// By slot: what is used beyond the capacity of every row, and what trains chose in the rounds it stands for.
    gradients: Vec<Vec<f32>>,
    seen: Vec<Fractional>,
    slots: usize,
    length: Option<f64>,
    failed: u32,
    has_moved: bool,
    since: u32,
    looked_at: i64,
    /// Whether it still rises.
    pub rises: bool,
}

impl Bundle {
    /// From prices.
    pub fn new(prices: Vec<f64>) -> Bundle {
        let n = prices.len();
        Bundle {
            prices,
            value: i64::MIN,
            best: i64::MIN,
            highest: None,
            model: Proximal::default(),
            rows: Vec::new(),
            is_row: vec![false; n],
            stretch: Vec::new(),
            gradients: Vec::new(),
            seen: Vec::new(),
            slots: (MAX_KEPT / n.max(1)).clamp(MIN_SLOTS, SLOTS),
            length: None,
            failed: 0,
            has_moved: false,
            since: 0,
            looked_at: i64::MIN,
            rises: true,
        }
    }

    /// Begins with steps of such a length, known from a like bound.
    pub fn with_length(mut self, length: Option<f64>) -> Bundle {
        self.length = length;
        self
    }

    /// Prices of the best bound.
    pub fn best_prices(&self) -> &[f64] {
        self.highest.as_deref().unwrap_or(&self.prices)
    }

    /// Length of steps.
    pub fn length(&self) -> Option<f64> {
        self.length
    }

    /// What trains chose in the rounds that the model rests on: with these weights a mixture of plans that takes about as much
    /// of every row as there is.
    pub fn fractional(&self) -> Fractional {
        mix(self.model.weights(), &self.seen)
    }

    /// One round within windows, towards a value that is not proven impossible (scaled).
    pub fn round(
        &mut self,
        relaxation: &mut Relaxation<'_>,
        windows: &[Arc<Windows>],
        incumbent: i64,
    ) {
        if self.gradients.is_empty() {
            self.value = look(relaxation, &self.prices, windows);
            self.best = self.value;
            self.looked_at = self.value;
            self.learn(relaxation, 0.0);
            return;
        }
        if self.best >= incumbent || self.value == NOTHING {
            return;
        }
        let missing = (incumbent - self.value).max(relaxation.scale) as f64;
        let before = self.model.effort;
        let mut step = self.step(missing);
        relaxation.effort += ROW * (self.model.effort - before);
        let mut prices = self.prices.clone();
        for ((step, &row), stretch) in step.to.iter_mut().zip(&self.rows).zip(&self.stretch) {
            // integers, as they are looked at
            let price = (prices[row] + *step * stretch).round().max(0.0);
            *step = (price - prices[row]) / stretch;
            prices[row] = price;
        }
        let bound = look(relaxation, &prices, windows);
        let is_best = bound > self.best;
        self.best = self.best.max(bound);
        let rise = (bound - self.value) as f64;
        let slope = self.slope(relaxation, &step.to);
        if step.rise > 0.0 && rise >= ENOUGH * step.rise {
            self.model.move_to(&step, rise);
            self.prices = prices;
            self.value = bound;
            if is_best {
                self.highest = None;
            }
            self.learn(relaxation, 0.0);
            self.failed = 0;
            self.has_moved = true;
            if slope > 0.0 || rise > AS_PROMISED * step.rise {
                self.stretch_length(LONGER);
            }
        } else {
            if is_best {
                self.highest = Some(prices);
            }
            self.learn(relaxation, rise - slope);
            self.failed += 1;
            if self.failed.is_multiple_of(FAILED) {
                self.stretch_length(SHORTER);
            }
        }
        self.since += 1;
        if self.since == LOOKED_AT {
            self.rises = self.best - self.looked_at > (incumbent - self.best) / RISEN;
            self.since = 0;
            self.looked_at = self.best;
            self.forget();
        }
    }

    /// The step to where the model is highest.
    fn step(&mut self, missing: f64) -> Step {
        let length = match self.length {
            Some(length) => length,
            // as Polyak's
            None => missing / self.model.steepness().max(1.0),
        };
        self.length = Some(length);
        let mut step = self.model.step(length, missing);
        let promised = if self.failed == 0 {
            PROMISED
        } else if self.has_moved {
            return step;
        } else {
            FIRST_PROMISED
        };
        for _ in 0..TRIES {
            if step.rise >= promised * missing {
                break;
            }
            let model = self.model.clone();
            let length = self.length;
            self.stretch_length(LONGER);
            let longer = self.model.step(self.length.unwrap_or(1.0), missing);
            if longer.rise < step.rise * MORE {
                self.length = length;
                self.model = model;
                break;
            }
            step = longer;
        }
        step
    }

    fn stretch_length(&mut self, by: f64) {
        self.length = self.length.map(|length| length * by);
    }

    /// What the bound of the last round rises by along a step, going by its own slope.
    fn slope(&self, relaxation: &Relaxation<'_>, step: &[f64]) -> f64 {
        let rows = self.rows.iter().zip(&self.stretch).zip(step);
        rows.map(|((&row, stretch), step)| beyond(relaxation, row) * stretch * step)
            .sum()
    }

    /// Keeps the last round as a cut.
    fn learn(&mut self, relaxation: &Relaxation<'_>, error: f64) {
        let n = relaxation.layout.n_rows;
        for row in 0..n {
            let is_wanted = self.prices[row] > 0.0
                || relaxation.used[row] > relaxation.layout.capacity[row] as f64;
            if is_wanted && !self.is_row[row] {
                self.add_row(relaxation, row);
            }
        }
        let slot = self.slot();
        let rows = self.rows.iter().zip(&self.stretch);
        let gradient = rows.map(|(&row, stretch)| (beyond(relaxation, row) * stretch) as f32);
        self.model.put(slot, gradient, error);
        if self.gradients.len() <= slot {
            self.gradients.push(vec![0.0; n]);
            self.seen.push(Vec::new());
        }
        for (row, gradient) in self.gradients[slot].iter_mut().enumerate() {
            *gradient = beyond(relaxation, row) as f32;
        }
        let choices = relaxation.choices.iter();
        let choices = choices.map(|cheapest| cheapest.choice.clone());
        self.seen[slot] = vec![(1.0, choices.collect())];
    }

    /// The slot for one more cut.
    fn slot(&mut self) -> usize {
        if self.model.used() < self.slots {
            return self.model.used();
        }
        let least = self.model.least();
        if self.model.weights()[least] < NO_WEIGHT {
            return least;
        }
        // all are needed: from now on one that is a mixture of them stands for them
        let mut mixed = vec![0.0; self.is_row.len()];
        let weights = *self.model.weights();
        for (weight, gradient) in weights.iter().zip(&self.gradients) {
            for (sum, gradient) in mixed.iter_mut().zip(gradient) {
                *sum += *weight as f32 * gradient;
            }
        }
        self.gradients[least] = mixed;
        self.seen[least] = mix(&weights, &self.seen);
        self.model.mix_into(least);
        self.model.least()
    }

    /// Adds the clique rows that the mixture breaks.
    pub fn add_cliques(&mut self, relaxation: &mut Relaxation<'_>) {
        let new = relaxation.violated_cliques(&self.fractional());
        if new.is_empty() {
            return;
        }
        let since = relaxation.layout.cliques.all.len();
        let rows = relaxation.add_cliques(&new);
        for (gradient, seen) in self.gradients.iter_mut().zip(&self.seen) {
            let taken = relaxation.cliques_taken(since, seen);
            for &row in &rows {
                let taken = taken[row - relaxation.layout.cliques.first];
                gradient[row] = (taken - relaxation.layout.capacity[row] as f64) as f32;
            }
        }
        for row in rows {
            self.add_row(relaxation, row);
        }
    }

    /// Drops the rows that nothing wants any more.
    fn forget(&mut self) {
        let is_kept: Vec<bool> = (0..self.rows.len())
            .map(|index| self.model.is_wanted(index))
            .collect();
        for (&row, is_kept) in self.rows.iter().zip(&is_kept) {
            self.is_row[row] = *is_kept;
        }
        retain(&mut self.rows, &is_kept);
        retain(&mut self.stretch, &is_kept);
        self.model.retain(&is_kept);
    }

    fn add_row(&mut self, relaxation: &Relaxation<'_>, row: usize) {
        self.is_row[row] = true;
        self.rows.push(row);
        let stretch = relaxation.row_scaling[row].sqrt();
        self.stretch.push(stretch);
        let mut known = [0.0; SLOTS];
        for (known, gradient) in known.iter_mut().zip(&self.gradients) {
            *known = gradient[row] * stretch as f32;
        }
        let most = relaxation.layout.most(row) as f64;
        self.model
            .add_row(known, self.prices[row] / stretch, most / stretch);
    }
}

/// The bound at some prices. One that lacks something says less than the journeys it comes from, and would make a wrong cut.
fn look(relaxation: &mut Relaxation<'_>, prices: &[f64], windows: &[Arc<Windows>]) -> i64 {
    let mut bound = relaxation.evaluate(prices, windows);
    for _ in 0..WIDER {
        if relaxation.lacking == 0 || bound == NOTHING {
            break;
        }
        bound = bound.max(relaxation.evaluate(prices, windows));
    }
    bound
}

/// What was seen, weighted once more; what hardly counts is left out.
fn mix(weights: &[f64], seen: &[Fractional]) -> Fractional {
    let all = weights.iter().zip(seen).flat_map(|(outer, seen)| {
        let seen = seen.iter();
        seen.map(move |(inner, choices)| (outer * inner, Arc::clone(choices)))
    });
    all.filter(|(weight, _)| *weight > MIN_SEEN).collect()
}

/// What is used of a row in the last round beyond its capacity.
fn beyond(relaxation: &Relaxation<'_>, row: usize) -> f64 {
    // where there is capacity without end nothing is beyond it
    relaxation.used[row] - relaxation.layout.capacity[row].min(1 << 20) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::Network;
    use regauge_model::Instance;

    /// Three trains that would enter the same section in the same minute, five minutes apart at least.
    fn instance() -> Instance {
        let train = |id: u32| {
            format!(
                r#"{{ "id": "R{id}", "class": "c", "from": "A", "to": "B", "length_m": 700, "wagons": 50,
                "earliest_entry": "2025-03-01T18:10:00+08:00" }}"#
            )
        };
        let file = format!(
            r#"{{
            "format_version": "1.0", "name": "three trains",
            "horizon": {{ "start": "2025-03-01T18:00:00+08:00", "planning_hours": 3 }},
            "system": {{
                "classes": [{{ "id": "c", "gauge_mm": 1435 }}],
                "stations": [{{ "id": "A" }}, {{ "id": "B" }}],
                "sections": [{{
                    "id": "ab", "from": "A", "to": "B", "gauge_mm": 1435, "tracks": 1,
                    "run_minutes": {{ "c": {{ "down": 20, "up": 25 }} }}, "headway_minutes": {{ "down": 5, "up": 5 }}
                }}]
            }},
            "trains": [{}, {}, {}]
        }}"#,
            train(1),
            train(2),
            train(3)
        );
        Instance::from_json(file).expect("the file is right")
    }

    #[test]
    fn the_bound_never_falls_and_never_passes_the_best_plan() {
        let network = Network::compile(&instance());
        let mut relaxation = Relaxation::new(&network);
        let windows = relaxation.all_windows();
        let minute = 100 * relaxation.scale;
        // 20 minutes each, and the second and third wait 5 and 10
        let (alone, best_plan) = (60 * minute, 75 * minute);
        let mut bundle = Bundle::new(vec![0.0; relaxation.layout.n_rows]);
        let mut before = i64::MIN;
        for round in 0..120 {
            // a plan that costs far more changes where it looks, and not whether it is right
            bundle.round(&mut relaxation, &windows, 3 * best_plan);
            assert!(
                bundle.best >= before,
                "round {round}: {} after {before}",
                bundle.best
            );
            assert!(bundle.best <= best_plan, "round {round}: {}", bundle.best);
            before = bundle.best;
        }
        assert!(
            bundle.best > alone + 10 * minute,
            "the prices close most of the 15 minutes: {} of {minute} each",
            bundle.best - alone
        );
        // the best bound is what its prices give
        let prices = bundle.best_prices().to_vec();
        assert_eq!(look(&mut relaxation, &prices, &windows), bundle.best);
    }

    #[test]
    fn a_bound_that_has_met_the_plan_is_left_as_it_is() {
        let network = Network::compile(&instance());
        let mut relaxation = Relaxation::new(&network);
        let windows = relaxation.all_windows();
        let mut bundle = Bundle::new(vec![0.0; relaxation.layout.n_rows]);
        bundle.round(&mut relaxation, &windows, i64::MAX / 8);
        let (best, effort) = (bundle.best, relaxation.effort);
        for _ in 0..5 {
            bundle.round(&mut relaxation, &windows, best);
        }
        assert_eq!((bundle.best, relaxation.effort), (best, effort));
    }
}
