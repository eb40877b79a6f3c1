//! Money of the objective, in the units that all costs of one problem are counted in.

use serde::Serialize;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};

/// Cost units: what a plan, a journey or a missing thing costs. Prices of the relaxation are scaled, and no costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
#[repr(transparent)]
pub struct Cost(i64);

impl Cost {
    /// Nothing.
    pub const ZERO: Cost = Cost(0);
    /// More than anything costs.
    pub const MAX: Cost = Cost(i64::MAX);

    /// So many cost units.
    #[inline]
    pub const fn new(units: i64) -> Cost {
        Cost(units)
    }

    /// How many cost units.
    #[inline]
    pub const fn units(self) -> i64 {
        self.0
    }

    /// The sum, at most [`Cost::MAX`].
    #[inline]
    #[must_use]
    pub const fn saturating_add(self, other: Cost) -> Cost {
        Cost(self.0.saturating_add(other.0))
    }

    /// The difference, no further from nothing than can be told.
    #[inline]
    #[must_use]
    pub const fn saturating_sub(self, other: Cost) -> Cost {
        Cost(self.0.saturating_sub(other.0))
    }

    /// So many times as much, at most [`Cost::MAX`].
    #[inline]
    #[must_use]
    pub const fn saturating_mul(self, times: i64) -> Cost {
        Cost(self.0.saturating_mul(times))
    }
}

impl Add for Cost {
    type Output = Cost;

    #[inline]
    fn add(self, other: Cost) -> Cost {
        Cost(self.0 + other.0)
    }
}

impl Sub for Cost {
    type Output = Cost;

    #[inline]
    fn sub(self, other: Cost) -> Cost {
        Cost(self.0 - other.0)
    }
}

impl Neg for Cost {
    type Output = Cost;

    #[inline]
    fn neg(self) -> Cost {
        Cost(-self.0)
    }
}

impl Mul<i64> for Cost {
    type Output = Cost;

    #[inline]
    fn mul(self, times: i64) -> Cost {
        Cost(self.0 * times)
    }
}

impl AddAssign for Cost {
    #[inline]
    fn add_assign(&mut self, other: Cost) {
        self.0 += other.0;
    }
}

impl SubAssign for Cost {
    #[inline]
    fn sub_assign(&mut self, other: Cost) {
        self.0 -= other.0;
    }
}

impl Sum for Cost {
    fn sum<I: Iterator<Item = Cost>>(costs: I) -> Cost {
        costs.fold(Cost::ZERO, Add::add)
    }
}

impl<'a> Sum<&'a Cost> for Cost {
    fn sum<I: Iterator<Item = &'a Cost>>(costs: I) -> Cost {
        costs.copied().sum()
    }
}
