//! Linear programs solved, with the price of every row.
//!
//! An answer is believed only where both of its halves keep what they must, and meet: values that keep every row, prices of the right sign, and the same
//! value from either side (strong duality). So that it is the best is recomputed, and not the backend's word.

use super::linear::Linear;
use super::{Sense, Status, call, guard};

/// Answer to a linear program.
#[derive(Clone, Debug, PartialEq)]
pub struct LinearAnswer {
    /// [`Status::Optimal`], where it is recomputed that it is; no other status has values.
    pub status: Status,
    /// The gain.
    pub value: f64,
    /// Value of each column.
    pub values: Vec<f64>,
    /// Of each row what the gain grows by when its bound grows by one (its dual, or shadow price). Where several sets of prices are right, one
    /// between them.
    pub prices: Vec<f64>,
}

/// Most iterations of the interior point method; it takes some dozens.
const ITERATIONS: u32 = 500;

/// By how much, in parts of the figures that meet, an answer may miss.
const TOLERANCE: f64 = 1e-6;

/// The best that a linear program can gain, by clarabel. A program that gains without end is [`Status::Failed`]. Complexity: polynomial, some dozens of
/// factorisations of the rows.
pub fn maximise(linear: &Linear) -> LinearAnswer {
    let none = |status| LinearAnswer {
        status,
        value: 0.0,
        values: Vec::new(),
        prices: Vec::new(),
    };
    let is_finite = linear.columns.iter().all(|column| column.gain.is_finite())
        && (linear.rows.iter())
            .all(|row| row.bound.is_finite() && row.terms.iter().all(|term| term.1.is_finite()));
    if !is_finite {
        return none(Status::Refused);
    }
    let raw = guard::guarded(|| call::linear(linear, ITERATIONS));
    let Some(raw) = raw else {
        return none(Status::Failed);
    };
    if raw.status != Status::Optimal {
        return none(raw.status);
    }
    if !is_proven(linear, &raw.values, &raw.prices) {
        return none(Status::Failed);
    }
    let columns = linear.columns.iter().zip(&raw.values);
    LinearAnswer {
        status: Status::Optimal,
        value: columns.map(|(column, value)| column.gain * value).sum(),
        values: raw.values.iter().map(|value| value.max(0.0)).collect(),
        prices: raw.prices,
    }
}

/// Whether values and prices keep what they must and meet.
fn is_proven(linear: &Linear, values: &[f64], prices: &[f64]) -> bool {
    if values.len() != linear.columns.len() || prices.len() != linear.rows.len() {
        return false;
    }
    let mut reduced: Vec<(f64, f64)> = (linear.columns.iter())
        .map(|column| (column.gain, column.gain.abs()))
        .collect();
    let (mut dual, mut size) = (0.0, 1.0);
    for (row, &price) in linear.rows.iter().zip(prices) {
        let (mut sum, mut scale) = (0.0, 1.0 + row.bound.abs());
        for &(column, by) in &row.terms {
            sum += by * values[column];
            scale += (by * values[column]).abs();
            reduced[column].0 -= by * price;
            reduced[column].1 += (by * price).abs();
        }
        let over = sum - row.bound;
        let (is_kept, is_signed) = match row.sense {
            Sense::AtMost => (over <= TOLERANCE * scale, price >= -TOLERANCE),
            Sense::AtLeast => (over >= -TOLERANCE * scale, price <= TOLERANCE),
            Sense::Equal => (over.abs() <= TOLERANCE * scale, true),
        };
        if !is_kept || !is_signed {
            return false;
        }
        dual += price * row.bound;
        size += (price * row.bound).abs();
    }
    let primal = linear.columns.iter().zip(values);
    let primal: f64 = primal.map(|(column, value)| column.gain * value).sum();
    values.iter().all(|value| *value >= -TOLERANCE)
        && (reduced.iter()).all(|(left, scale)| *left <= TOLERANCE * (1.0 + scale))
        && (primal - dual).abs() <= TOLERANCE * (size + primal.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two products, three machines: 3x + 5y with x ≤ 4, 2y ≤ 12, 3x + 2y ≤ 18 gains 36 at (2, 6); an hour more of the second machine is worth 1.5,
    /// of the third 1, of the first nothing (Hillier and Lieberman, the Wyndor Glass example).
    fn wyndor() -> Linear {
        let mut linear = Linear::new();
        let (x, y) = (linear.add_column(3.0), linear.add_column(5.0));
        linear.add_row(vec![(x, 1.0)], Sense::AtMost, 4.0);
        linear.add_row(vec![(y, 2.0)], Sense::AtMost, 12.0);
        linear.add_row(vec![(x, 3.0), (y, 2.0)], Sense::AtMost, 18.0);
        linear
    }

    fn near(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-5 * (1.0 + other.abs())
    }

    #[test]
    fn values_and_prices_of_a_known_program() {
        let answer = maximise(&wyndor());
        assert_eq!(answer.status, Status::Optimal);
        assert!(near(answer.value, 36.0), "{answer:?}");
        assert!(near(answer.values[0], 2.0) && near(answer.values[1], 6.0));
        let expected = [0.0, 1.5, 1.0];
        for (price, expected) in answer.prices.iter().zip(expected) {
            assert!(near(*price, expected), "{answer:?}");
        }
    }

    #[test]
    fn a_price_is_what_one_more_unit_gains() {
        let first = maximise(&wyndor());
        for row in 0..3 {
            let mut more = wyndor();
            more.rows[row].bound += 0.01;
            let gained = (maximise(&more).value - first.value) / 0.01;
            assert!(near(gained, first.prices[row]) || (gained - first.prices[row]).abs() < 1e-3);
        }
    }

    #[test]
    fn rows_of_every_sense_have_prices_of_their_sign() {
        // x + y with x + y = 5 kept between y >= 2 (no gain for it) and 2x <= 8
        let mut linear = Linear::new();
        let (x, y) = (linear.add_column(2.0), linear.add_column(1.0));
        linear.add_row(vec![(x, 1.0), (y, 1.0)], Sense::Equal, 5.0);
        linear.add_row(vec![(y, 1.0)], Sense::AtLeast, 2.0);
        let answer = maximise(&linear);
        assert!(near(answer.value, 8.0), "{answer:?}");
        assert!(near(answer.prices[0], 2.0) && near(answer.prices[1], -1.0));
    }

    #[test]
    fn what_has_no_answer_is_a_status() {
        let mut contradictory = Linear::new();
        let x = contradictory.add_column(1.0);
        contradictory.add_row(vec![(x, 1.0)], Sense::AtLeast, 2.0);
        contradictory.add_row(vec![(x, 1.0)], Sense::AtMost, 1.0);
        assert_eq!(maximise(&contradictory).status, Status::Infeasible);
        let mut endless = Linear::new();
        let x = endless.add_column(1.0);
        endless.add_row(vec![(x, 1.0)], Sense::AtLeast, 2.0);
        assert_ne!(maximise(&endless).status, Status::Optimal);
        let mut nonsense = Linear::new();
        nonsense.add_column(f64::NAN);
        assert_eq!(maximise(&nonsense).status, Status::Refused);
    }

    #[test]
    fn an_answer_that_is_not_the_best_is_seen() {
        let linear = wyndor();
        assert!(is_proven(&linear, &[2.0, 6.0], &[0.0, 1.5, 1.0]));
        assert!(!is_proven(&linear, &[4.0, 3.0], &[0.0, 1.5, 1.0]));
        assert!(!is_proven(&linear, &[2.0, 6.0], &[0.0, 1.5, 0.9]));
        assert!(!is_proven(&linear, &[2.0, 6.1], &[0.0, 1.5, 1.0]));
        assert!(!is_proven(&linear, &[2.0, 6.0], &[-1.0, 1.5, 1.0]));
    }

    /// Random programs with one row: the best is the column with the most gain per coefficient.
    #[test]
    fn one_resource_goes_to_whoever_gains_most_of_it() {
        let mut state = 12_345_u32;
        let mut below = |bound: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f64::from((state >> 16) % bound)
        };
        for _ in 0..50 {
            let mut linear = Linear::new();
            let items: Vec<(f64, f64)> = (0..5)
                .map(|_| (1.0 + below(50), 1.0 + below(200)))
                .collect();
            let columns: Vec<usize> = items.iter().map(|one| linear.add_column(one.0)).collect();
            let terms = columns.iter().zip(&items).map(|(&own, one)| (own, one.1));
            linear.add_row(terms.collect(), Sense::AtMost, 1440.0);
            let best = items.iter().map(|one| one.0 / one.1).fold(0.0, f64::max);
            let answer = maximise(&linear);
            assert_eq!(answer.status, Status::Optimal, "{items:?}");
            assert!(near(answer.value, best * 1440.0), "{items:?}");
            assert!(near(answer.prices[0], best), "{items:?}");
        }
    }
}
