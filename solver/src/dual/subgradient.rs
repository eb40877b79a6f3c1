//! A few quick steps up from good prices: deflected subgradient steps (Camerini, Fratta, Maffioli 1975) of Polyak's length, where
//! a bundle would not have learnt anything yet.

use crate::relaxation::evaluation::{NOTHING, Relaxation};
use crate::relaxation::windows::Windows;
use std::sync::Arc;

/// Part of the last direction that is kept.
const DEFLECTION: f64 = 0.95;

/// Rounds in which the bound rises by less than such a part of what is missing are no progress.
const ENOUGH: i64 = 20;

/// What steps shrink by when there is no progress.
const SHRINK: f64 = 0.7;

/// Prices, and the best bound they have given.
#[derive(Clone, Debug)]
pub struct Ascent {
    prices: Vec<f64>,
    direction: Vec<f64>,
    /// Prices of the best bound.
    pub best_prices: Vec<f64>,
    /// Best bound, scaled.
    pub best: i64,
    /// Length of steps as a part of Polyak's.
    pub step: f64,
    /// Rounds without progress after which steps shrink.
    patience: u32,
    /// Rounds since progress was last looked at, and the bound then.
    since_looked: u32,
    looked_at: i64,
}

impl Ascent {
    /// From prices, with a first length of steps.
    pub fn new(prices: Vec<f64>, step: f64, patience: u32) -> Ascent {
        Ascent {
            direction: vec![0.0; prices.len()],
            best_prices: prices.clone(),
            prices,
            best: i64::MIN,
            step,
            patience,
            since_looked: 0,
            looked_at: i64::MIN / 4,
        }
    }

    /// One round within windows, towards a value that is not proven impossible (scaled).
    pub fn round(
        &mut self,
        relaxation: &mut Relaxation<'_>,
        windows: &[Arc<Windows>],
        incumbent: i64,
    ) {
        let bound = relaxation.evaluate(&self.prices, windows);
        if bound > self.best {
            self.best = bound;
            self.best_prices.clone_from(&self.prices);
        }
        if bound >= incumbent || bound == NOTHING {
            return;
        }
        self.since_looked += 1;
        if self.since_looked >= self.patience {
            if self.best - self.looked_at < (incumbent - self.best) / ENOUGH {
                self.step *= SHRINK;
            }
            self.since_looked = 0;
            self.looked_at = self.best;
        }
        self.step_towards(relaxation, incumbent, bound);
    }

    fn step_towards(&mut self, relaxation: &mut Relaxation<'_>, incumbent: i64, bound: i64) {
        let (layout, row_scaling) = (&relaxation.layout, &relaxation.row_scaling);
        let mut norm = 0.0;
        for (row, row_scaling) in row_scaling.iter().enumerate() {
            let gradient = relaxation.used[row] - layout.capacity[row] as f64;
            let mut direction = DEFLECTION * self.direction[row];
            if gradient > 0.0 || self.prices[row] > 0.0 {
                direction += gradient;
            }
            if direction < 0.0 && self.prices[row] <= 0.0 {
                direction = 0.0;
            }
            self.direction[row] = direction;
            norm += direction * direction * row_scaling;
        }
        if norm <= 0.0 {
            return;
        }
        let step = self.step * ((incumbent - bound).max(relaxation.scale) as f64) / norm;
        for (row, row_scaling) in row_scaling.iter().enumerate() {
            let direction = self.direction[row];
            if direction != 0.0 {
                let price = self.prices[row] + step * direction * row_scaling;
                self.prices[row] = price.clamp(0.0, layout.most(row) as f64);
            }
        }
    }
}
