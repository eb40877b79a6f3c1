//! Random numbers that are the same on every platform: PCG, integers by multiplication, normal values by `libm`.

use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// The generator of one instance.
pub(crate) struct Random(Pcg64Mcg);

impl Random {
    /// A generator for a seed; `stream` keeps the parts of an instance apart, so that more trains of one kind leave
    /// the others as they were.
    pub(crate) fn new(seed: u64, stream: u64) -> Random {
        Random(Pcg64Mcg::seed_from_u64(
            seed ^ stream.wrapping_mul(0x9E37_79B9_7F4A_7C15),
        ))
    }

    /// The generator of one thing of a stream, such as a train: it draws the same whatever others there are.
    pub(crate) fn of_one(seed: u64, stream: u64, number: u32) -> Random {
        let number = (u64::from(number) + 1).wrapping_mul(0xD1B5_4A32_D192_ED03);
        Random::new(seed ^ number.rotate_left(23), stream)
    }

    /// A whole number below `n` (0 when `n` is 0).
    pub(crate) fn below(&mut self, n: u32) -> u32 {
        ((u64::from(self.0.next_u32()) * u64::from(n)) >> 32) as u32
    }

    /// A whole number in `[from, to]`.
    pub(crate) fn within(&mut self, from: i32, to: i32) -> i32 {
        from + self.below((to - from + 1).max(1) as u32) as i32
    }

    /// A whole number in `[from, to]` that is not negative.
    pub(crate) fn figure(&mut self, from: u32, to: u32) -> u32 {
        from + self.below(to.saturating_sub(from) + 1)
    }

    /// True in `percent` of all cases.
    pub(crate) fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len() as u32) as usize]
    }

    /// A value in `(0, 1)`.
    pub(crate) fn unit(&mut self) -> f64 {
        (f64::from(self.0.next_u32()) + 0.5) / 4_294_967_296.0
    }

    /// A standard normal value (Box–Muller).
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(self.unit()));
        radius * libm::cos(2.0 * std::f64::consts::PI * self.unit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stay_in_their_range() {
        let mut random = Random::new(1, 2);
        for _ in 0..1000 {
            assert!((3..=5).contains(&random.within(3, 5)));
            assert!((-5..=-3).contains(&random.within(-5, -3)));
            let unit = random.unit();
            assert!(unit > 0.0 && unit < 1.0);
        }
        assert_eq!(random.below(0), 0);
    }

    #[test]
    fn things_of_a_stream_draw_by_themselves() {
        let first = |number: u32| Random::of_one(7, 1, number).below(1_000_000);
        let numbers: std::collections::BTreeSet<u32> = (0..100).map(first).collect();
        assert!(numbers.len() > 95, "{}", numbers.len());
        assert_ne!(first(3), Random::of_one(8, 1, 3).below(1_000_000));
        assert_ne!(first(3), Random::of_one(7, 2, 3).below(1_000_000));
    }

    #[test]
    fn the_first_values_are_fixed() {
        let mut random = Random::new(7, 1);
        let first: Vec<u32> = (0..4).map(|_| random.below(1000)).collect();
        let mut again = Random::new(7, 1);
        assert_eq!(first, (0..4).map(|_| again.below(1000)).collect::<Vec<_>>());
    }
}
