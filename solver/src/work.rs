//! Work: what engines count where others look at a clock.
//!
//! A run that ends after so much work gives the same plan on any machine, one that ends after so many seconds does not. Engines count
//! **steps**: things done in their innermost loops, each weighted by about how long it takes. A **unit** of work is as many steps as
//! one core does in about a second, as in the solvers of mixed-integer problems; `docs/control.md` says how nearly that holds.

/// Steps of a unit.
pub const UNIT: u64 = 36_000_000;

/// Units are told to this part: what a run says of its work makes the same run again.
const TOLD: u64 = UNIT / 1000;

/// Steps of so many units, as they are told: to a thousandth.
pub fn steps(units: f64) -> u64 {
    // saturates; nothing less than nothing
    ((units * 1000.0).round().max(0.0) as u64).saturating_mul(TOLD)
}

/// The steps rounded down to what units can tell, but not to nothing.
pub(crate) fn told(steps: u64) -> u64 {
    (steps / TOLD).max(1) * TOLD
}

/// Units of so many steps.
pub fn units(steps: u64) -> f64 {
    (steps / TOLD) as f64 / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_makes_the_same_again() {
        for units_told in [0.0, 0.001, 0.05, 1.0, 3.217, 1e6] {
            let again = units(steps(units_told));
            assert!((again - units_told).abs() < 1e-9, "{again}");
        }
        assert_eq!(steps(-1.0), 0);
        assert_eq!(steps(f64::NAN), 0);
        let odd = 3 * UNIT + 12_345;
        assert_eq!(steps(units(told(odd))), told(odd));
        assert_eq!(told(0), TOLD);
    }
}
