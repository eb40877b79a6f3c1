//! Random draws of the search: portable, and the same for the same seed.

use rand_core::Rng as _;
use rand_pcg::Pcg64Mcg;

/// What a search draws from.
#[derive(Clone, Debug)]
pub(crate) struct Rng(Pcg64Mcg);

impl Rng {
    /// Rng of a search.
    pub(crate) fn new(seed: u64) -> Rng {
        Rng(Pcg64Mcg::new(
            u128::from(seed) << 64 | 0x9E37_79B9_7F4A_7C15,
        ))
    }

    /// Any 64 bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number in `[0, bound)`.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        // multiply and shift: portable, and the bias is nothing for bounds this small
        ((u128::from(self.0.next_u64()) * u128::from(bound.max(1))) >> 64) as u64
    }

    /// One of a few.
    pub(crate) fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize]
    }

    /// A number in `(0, 1]`.
    pub(crate) fn part(&mut self) -> f64 {
        ((self.0.next_u64() >> 11) + 1) as f64 / (1_u64 << 53) as f64
    }
}
