//! Spots that a journey does without.

use regauge_model::ids::SpotId;

/// Spots not to be used; of any number of spots.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shunned {
    /// All may be used.
    #[default]
    None,
    /// This one.
    One(SpotId),
    /// All others.
    AllBut(SpotId),
    /// One of so many, drawn by a seed.
    OneIn(u64, u64),
}

impl Shunned {
    /// Whether a spot is not to be used.
    #[inline]
    pub fn has(self, spot: SpotId) -> bool {
        match self {
            Shunned::None => false,
            Shunned::One(one) => spot == one,
            Shunned::AllBut(one) => spot != one,
            Shunned::OneIn(one_in, seed) => drawn(seed, spot).is_multiple_of(one_in),
        }
    }
}

/// A number drawn for a spot (the finalizer of SplitMix64: Steele, Lea and Flood 2014).
fn drawn(seed: u64, spot: SpotId) -> u64 {
    let mut bits = seed ^ u64::from(spot.0).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_spots_about_one_in_so_many_is_shunned() {
        for (one_in, seed) in [(2, 1), (4, 2), (8, 3)] {
            let shunned = Shunned::OneIn(one_in, seed);
            let n = (0..8_000).filter(|&spot| shunned.has(SpotId(spot))).count() as u64;
            assert!(
                (7_000..9_000).contains(&(n * one_in)),
                "{n} of 8000, one in {one_in}"
            );
        }
    }

    #[test]
    fn one_spot_or_all_others() {
        let spots = [3, 70, 900].map(SpotId);
        assert_eq!(
            spots.map(|spot| Shunned::One(spots[1]).has(spot)),
            [false, true, false]
        );
        assert_eq!(
            spots.map(|spot| Shunned::AllBut(spots[1]).has(spot)),
            [true, false, true]
        );
    }
}
