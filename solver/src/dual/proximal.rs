//! The model of a bundle: the concave function under the cuts known, less the square of the distance from the centre.
//!
//! Its maximum is found on the dual side, over weights of the cuts that sum to one: the direction is the weighted sum of their
//! gradients, clipped where a coordinate meets its bounds. Coordinates that are clipped count linearly, the free ones with
//! the square; which is which is found by turns, with a line search that never lets the dual value rise.

/// Cuts are stored by row, so many to each.
pub const SLOTS: usize = 32;

/// Turns of finding what is free and minimising over weights.
const TURNS: usize = 6;

/// Exchanges between two weights at most in one turn.
const EXCHANGES: usize = 3000;

/// Lengths tried on the way from the weights at hand to the new ones, each so much shorter than the one before.
const LENGTHS: usize = 6;
const SHORTER: f64 = 0.4;

/// Weights below this are none.
const NO_WEIGHT: f64 = 1e-12;

/// Precision of a turn, as a part of what is missing.
const PRECISE: f64 = 1e-5;

/// Gradients of all cuts at one coordinate.
pub type Row = [f32; SLOTS];

/// Cuts around a centre. Coordinates are those in which the distance is Euclid's.
#[derive(Clone, Debug)]
pub struct Proximal {
    /// By coordinate: the gradients of all cuts.
    rows: Vec<Row>,
    /// By coordinate: the centre, and the most it may be (the least is zero).
    centre: Vec<f64>,
    most: Vec<f64>,
    /// By slot: what its cut lies above the function's value at the centre.
    errors: Vec<f64>,
    /// Weights of the cuts; their sum is one.
    weights: [f64; SLOTS],
    /// Products of gradients over the coordinates that are free.
    products: Products,
    is_free: Vec<bool>,
    /// Work done so far: rows looked at.
    pub effort: u64,
}

/// Products of the gradients of each two cuts.
type Products = [[f64; SLOTS]; SLOTS];

/// A step from the centre, and what the model says of it.
#[derive(Clone, Debug)]
pub struct Step {
    /// By coordinate.
    pub to: Vec<f64>,
    /// What the model rises by.
    pub rise: f64,
}

impl Default for Proximal {
    fn default() -> Proximal {
        Proximal {
            rows: Vec::new(),
            centre: Vec::new(),
            most: Vec::new(),
            errors: Vec::new(),
            weights: [0.0; SLOTS],
            products: [[0.0; SLOTS]; SLOTS],
            is_free: Vec::new(),
            effort: 0,
        }
    }
}

impl Proximal {
    /// Adds a coordinate.
    pub fn add_row(&mut self, row: Row, centre: f64, most: f64) {
        self.rows.push(row);
        self.centre.push(centre);
        self.most.push(most);
        self.is_free.push(false);
    }

    /// Whether a coordinate may get off zero: it is above, or some cut rises along it.
    pub fn is_wanted(&self, index: usize) -> bool {
        self.centre[index] > 0.0 || self.rows[index].iter().any(|gradient| *gradient > 0.0)
    }

    /// Drops the coordinates that are not kept.
    pub fn retain(&mut self, is_kept: &[bool]) {
        for ((row, is_free), is_kept) in self.rows.iter().zip(&self.is_free).zip(is_kept) {
            if *is_free && !is_kept {
                count(&mut self.products, row, -1.0);
            }
        }
        retain(&mut self.rows, is_kept);
        retain(&mut self.centre, is_kept);
        retain(&mut self.most, is_kept);
        retain(&mut self.is_free, is_kept);
    }

    /// Slots in use.
    pub fn used(&self) -> usize {
        self.errors.len()
    }

    /// Of the cuts that of the least weight and, of equal ones, the greatest error.
    pub fn least(&self) -> usize {
        let least = (0..self.used()).min_by(|&a, &b| {
            let by_weight = self.weights[a].total_cmp(&self.weights[b]);
            by_weight.then(self.errors[b].total_cmp(&self.errors[a]))
        });
        least.unwrap_or(0)
    }

    /// Puts the mixture of all cuts in a slot; the others have no weight then.
    pub fn mix_into(&mut self, slot: usize) {
        let errors = self.errors.iter().zip(&self.weights);
        let error = errors.map(|(error, weight)| error * weight).sum();
        let gradient = self.mix(&self.weights);
        self.weights = [0.0; SLOTS];
        self.put(
            slot,
            gradient.into_iter().map(|gradient| gradient as f32),
            error,
        );
    }

    /// Puts a cut in a slot: its gradient by coordinate, and its error.
    pub fn put(&mut self, slot: usize, gradient: impl Iterator<Item = f32>, error: f64) {
        if self.errors.len() <= slot {
            self.errors.resize(slot + 1, 0.0);
        }
        self.errors[slot] = error.max(0.0);
        self.weights[slot] = 0.0;
        let sum: f64 = self.weights.iter().sum();
        if sum > 0.0 {
            for weight in &mut self.weights {
                *weight /= sum;
            }
        } else {
            self.weights[slot] = 1.0;
        }
        let mut products = [0.0; SLOTS];
        for ((row, gradient), &is_free) in self.rows.iter_mut().zip(gradient).zip(&self.is_free) {
            row[slot] = gradient;
            if is_free && gradient != 0.0 {
                add(&mut products, row, f64::from(gradient));
            }
        }
        self.products[slot] = products;
        for (row, product) in self.products.iter_mut().zip(products) {
            row[slot] = product;
        }
    }

    /// Moves the centre by a step, along which the function rises by so much.
    pub fn move_to(&mut self, step: &Step, rise: f64) {
        let along = self.along(&step.to);
        for (error, along) in self.errors.iter_mut().zip(along) {
            *error = (*error + along - rise).max(0.0);
        }
        for (centre, step) in self.centre.iter_mut().zip(&step.to) {
            *centre += step;
        }
    }

    /// Weights of the cuts in the last step, by slot.
    pub fn weights(&self) -> &[f64; SLOTS] {
        &self.weights
    }

    /// The square of the weighted gradient, where it does not lead out of the bounds.
    pub fn steepness(&self) -> f64 {
        let gradient = self.mix(&self.weights);
        let rows = gradient.iter().zip(&self.centre).zip(&self.most);
        let squares = rows.map(|((gradient, centre), most)| {
            let leads_out =
                (*centre <= 0.0 && *gradient < 0.0) || (centre >= most && *gradient > 0.0);
            if leads_out { 0.0 } else { gradient * gradient }
        });
        squares.sum()
    }

    /// What the model rises by along a step: the least of the cuts there.
    pub fn rise_of(&self, step: &[f64]) -> f64 {
        let along = self.along(step);
        let errors = self.errors.iter().zip(along);
        let cuts = errors.map(|(error, along)| error + along);
        cuts.fold(f64::INFINITY, f64::min)
    }

    /// The step to the maximum of the model: cuts less the square of the distance over twice `length`. `missing` is the scale of
    /// values.
    pub fn step(&mut self, length: f64, missing: f64) -> Step {
        let mut gradient = self.mix(&self.weights);
        let mut value = self.dual(length, &self.weights, &gradient);
        for turn in 0..TURNS {
            self.effort += self.rows.len() as u64;
            if !self.set_free(length, &gradient) && turn > 0 {
                break;
            }
            let linear = self.linear(length, &gradient);
            let mut weights = self.weights;
            self.exchange(length, &linear, &mut weights, missing * PRECISE);
            let there = self.mix(&weights);
            let mut part = 1.0;
            let mut is_better = false;
            for _ in 0..LENGTHS {
                let between = blend(&self.weights, &weights, part);
                let mixed: Vec<f64> = gradient
                    .iter()
                    .zip(&there)
                    .map(|(a, b)| a + part * (b - a))
                    .collect();
                let found = self.dual(length, &between, &mixed);
                if found < value {
                    is_better = value - found > 10.0 * PRECISE * missing;
                    (value, self.weights, gradient) = (found, between, mixed);
                    break;
                }
                part *= SHORTER;
            }
            if !is_better {
                break;
            }
        }
        let rows = gradient.iter().zip(&self.centre).zip(&self.most);
        let to: Vec<f64> = rows
            .map(|((gradient, centre), most)| {
                (centre + length * gradient).clamp(0.0, *most) - centre
            })
            .collect();
        let rise = self.rise_of(&to);
        Step { to, rise }
    }

    /// Weighted sum of the gradients.
    fn mix(&self, weights: &[f64; SLOTS]) -> Vec<f64> {
        let w = weights.map(|weight| weight as f32);
        let rows = self.rows.iter();
        rows.map(|row| {
            // eight sums side by side, always in the same order
            let mut sums = [0.0_f32; 8];
            for lane in 0..8 {
                let (a, b) = (lane + 8, lane + 16);
                let c = lane + 24;
                sums[lane] =
                    (row[lane] * w[lane] + row[a] * w[a]) + (row[b] * w[b] + row[c] * w[c]);
            }
            let [a, b, c, d, e, f, g, h] = sums;
            f64::from(((a + b) + (c + d)) + ((e + f) + (g + h)))
        })
        .collect()
    }

    /// What each cut rises by along a step.
    fn along(&self, step: &[f64]) -> [f64; SLOTS] {
        let mut along = [0.0; SLOTS];
        for (row, step) in self.rows.iter().zip(step) {
            if *step != 0.0 {
                add(&mut along, row, *step);
            }
        }
        along
    }

    /// The dual value of weights.
    fn dual(&self, length: f64, weights: &[f64; SLOTS], gradient: &[f64]) -> f64 {
        let errors = self.errors.iter().zip(weights);
        let errors = errors.map(|(error, weight)| error * weight);
        let rows = gradient.iter().zip(&self.centre).zip(&self.most);
        let rows = rows.map(|((gradient, centre), most)| {
            let step = (centre + length * gradient).clamp(0.0, *most) - centre;
            step * (gradient - step / (2.0 * length))
        });
        errors.sum::<f64>() + rows.sum::<f64>()
    }

    /// Finds which coordinates are free along a gradient; whether any changed.
    fn set_free(&mut self, length: f64, gradient: &[f64]) -> bool {
        let mut changed = false;
        for (index, row) in self.rows.iter().enumerate() {
            let at = self.centre[index] + length * gradient[index];
            let is_free = at > 0.0 && at < self.most[index];
            if is_free == self.is_free[index] {
                continue;
            }
            self.is_free[index] = is_free;
            changed = true;
            count(&mut self.products, row, if is_free { 1.0 } else { -1.0 });
        }
        changed
    }

    /// Linear terms of the cuts: their errors, and what they say of coordinates at a bound.
    fn linear(&self, length: f64, gradient: &[f64]) -> [f64; SLOTS] {
        let mut linear = [0.0; SLOTS];
        for (linear, error) in linear.iter_mut().zip(&self.errors) {
            *linear = *error;
        }
        for (index, row) in self.rows.iter().enumerate() {
            if self.is_free[index] {
                continue;
            }
            let centre = self.centre[index];
            let to = (centre + length * gradient[index]).clamp(0.0, self.most[index]);
            let step = to - centre;
            if step != 0.0 {
                add(&mut linear, row, step);
            }
        }
        linear
    }

    /// Minimises half the square times the length plus the linear terms over weights, by exchanges between two of them.
    fn exchange(
        &self,
        length: f64,
        linear: &[f64; SLOTS],
        weights: &mut [f64; SLOTS],
        precise: f64,
    ) {
        let used = 0..self.used();
        let mut slopes = *linear;
        for (slope, products) in slopes.iter_mut().zip(&self.products) {
            let products = products.iter().zip(weights.iter());
            *slope += length
                * products
                    .map(|(product, weight)| product * weight)
                    .sum::<f64>();
        }
        for _ in 0..EXCHANGES {
            let (mut low, mut high) = ((f64::INFINITY, 0), (f64::NEG_INFINITY, 0));
            for slot in used.clone() {
                if slopes[slot] < low.0 {
                    low = (slopes[slot], slot);
                }
                if weights[slot] > 0.0 && slopes[slot] > high.0 {
                    high = (slopes[slot], slot);
                }
            }
            let (difference, (low, high)) = (high.0 - low.0, (low.1, high.1));
            if difference.is_nan() || difference <= precise {
                return;
            }
            let products = &self.products;
            let bend =
                length * (products[low][low] + products[high][high] - 2.0 * products[low][high]);
            let most = weights[high];
            let amount = if bend > 0.0 {
                (difference / bend).min(most)
            } else {
                most
            };
            weights[low] += amount;
            weights[high] -= amount;
            if weights[high] < NO_WEIGHT {
                weights[high] = 0.0;
            }
            for slot in used.clone() {
                let change = products[slot][low] - products[slot][high];
                slopes[slot] += length * amount * change;
            }
        }
    }
}

/// Adds the products of a coordinate, or takes them away.
fn count(products: &mut Products, row: &Row, sign: f64) {
    for (products, one) in products.iter_mut().zip(row) {
        if *one != 0.0 {
            add(products, row, sign * f64::from(*one));
        }
    }
}

/// A row, so many times, on top of sums.
#[inline]
fn add(sums: &mut [f64; SLOTS], row: &Row, times: f64) {
    for slot in 0..SLOTS {
        sums[slot] += f64::from(row[slot]) * times;
    }
}

fn blend(a: &[f64; SLOTS], b: &[f64; SLOTS], part: f64) -> [f64; SLOTS] {
    let mut between = *a;
    for (between, b) in between.iter_mut().zip(b) {
        *between += part * (b - *between);
    }
    between
}

/// Keeps those elements that are to be kept.
pub fn retain<T>(all: &mut Vec<T>, is_kept: &[bool]) {
    let mut kept = is_kept.iter();
    all.retain(|_| kept.next().is_none_or(|kept| *kept));
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_core::{Rng, SeedableRng};
    use rand_pcg::Pcg64Mcg;

    /// From zero up to a bound, not included.
    fn below(random: &mut Pcg64Mcg, most: usize) -> usize {
        random.next_u32() as usize % most
    }

    fn part(random: &mut Pcg64Mcg) -> f64 {
        f64::from(random.next_u32()) / f64::from(u32::MAX)
    }

    /// Some cuts at random in some coordinates, the centre where some are at a bound.
    fn random(seed: u64) -> Proximal {
        let mut random = Pcg64Mcg::seed_from_u64(seed);
        let mut model = Proximal::default();
        for _ in 0..=below(&mut random, 39) {
            let most = 1.0 + 49.0 * part(&mut random);
            let centre = [0.0, most, most * part(&mut random)];
            model.add_row([0.0; SLOTS], centre[below(&mut random, 3)], most);
        }
        for slot in 0..=below(&mut random, SLOTS - 2) {
            let gradient: Vec<f32> = (0..model.rows.len())
                .map(|_| below(&mut random, 7) as f32 - 3.0)
                .collect();
            let error = 100.0 * part(&mut random);
            model.put(slot, gradient.into_iter(), error);
        }
        model
    }

    /// What is maximised: the model less the square of the distance.
    fn primal(step: &Step, length: f64) -> f64 {
        let square: f64 = step.to.iter().map(|step| step * step).sum();
        step.rise - square / (2.0 * length)
    }

    #[test]
    fn a_step_reaches_what_the_weights_prove_to_be_the_most() {
        for seed in 0..300 {
            let mut model = random(seed);
            let length = [0.01, 1.0, 30.0][seed as usize % 3];
            let (mut step, mut dual) = (model.step(length, 1.0), 0.0);
            // turns of one step are few; from the weights of the last one it goes on
            for _ in 0..30 {
                step = model.step(length, 1.0);
                let gradient = model.mix(&model.weights);
                dual = model.dual(length, &model.weights, &gradient);
            }
            let sum: f64 = model.weights.iter().sum();
            assert!((sum - 1.0).abs() < 1e-9, "seed {seed}: weights {sum}");
            let gap = dual - primal(&step, length);
            assert!(
                gap.abs() < 1e-2 * dual.abs().max(1.0),
                "seed {seed}: {dual}, {gap}"
            );
            for ((step, centre), most) in step.to.iter().zip(&model.centre).zip(&model.most) {
                let to = centre + step;
                assert!((-1e-9..=most + 1e-9).contains(&to), "seed {seed}: {to}");
            }
        }
    }

    #[test]
    fn products_follow_what_is_free_and_what_is_dropped() {
        for seed in 0..100 {
            let mut model = random(seed);
            model.step(3.0, 1.0);
            let is_kept: Vec<bool> = (0..model.rows.len()).map(|index| index % 3 != 0).collect();
            model.retain(&is_kept);
            model.step(0.5, 1.0);
            let mut anew = [[0.0; SLOTS]; SLOTS];
            for (row, _) in model.rows.iter().zip(&model.is_free).filter(|row| *row.1) {
                count(&mut anew, row, 1.0);
            }
            assert_eq!(model.products, anew, "seed {seed}");
        }
    }

    #[test]
    fn a_mixture_stands_for_the_cuts_it_is_made_of() {
        for seed in 0..50 {
            let mut model = random(seed);
            let before = model.step(1.0, 1.0);
            let slot = model.least();
            model.mix_into(slot);
            assert!((model.weights[slot] - 1.0).abs() < 1e-9);
            let gradient = model.mix(&model.weights);
            let along: f64 = gradient.iter().zip(&before.to).map(|(a, b)| a * b).sum();
            // at the step all cuts with weight are equal, and so is their mixture
            let mixed = model.errors[slot] + along;
            let scale = before.rise.abs().max(1.0);
            assert!(
                mixed >= before.rise - 1e-3 * scale,
                "seed {seed}: {mixed}, {before:?}"
            );
        }
    }
}
