//! Random figures that are functions of what they are for.
//!
//! A draw hangs on the seed, its purpose, the thing it is for and its number, and on nothing else: so worlds that differ in one thing are the same
//! in all others, and what a study compares is that one thing. Integers are mixed as in SplitMix64; `libm` makes the rest the same on every platform.

/// What a draw is for. Each has its own figures, whatever the others take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Purpose {
    /// How many trains of a kind come on a day; by kind and day.
    Count = 1,
    /// How full a day is for all kinds; by day.
    Bunching,
    /// When in the day a train is announced for; by train.
    TimeOfDay,
    /// Which of the trains of the base a train is like; by train.
    Template,
    /// How far a train comes from its announced time; by train.
    Arrival,
    /// How long a stage takes; by train and stage.
    Stage,
    /// How fast a crane works; by crane and shift.
    Crane,
    /// The mean wind of an hour; by hour.
    Wind,
    /// Gust over mean; by hour.
    Gust,
    /// Gale days aimed at in a year.
    GaleDays,
    /// Severe spells of a year; by spell.
    Spell,
    /// What a forecast of the wind gets wrong; by hour and shift of issue.
    Forecast,
    /// Holds; by hold and train.
    Hold,
}

/// All draws of one seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draws {
    seed: u64,
}

/// The draws for one thing, one after another.
#[derive(Clone, Debug)]
pub struct Stream {
    key: u64,
    number: u64,
}

impl Draws {
    /// Those of a seed.
    pub fn new(seed: u64) -> Draws {
        Draws { seed }
    }

    /// Those for a thing: the first is the same whatever is drawn for others.
    pub fn of(self, purpose: Purpose, thing: u64) -> Stream {
        let key = mix(mix(mix(self.seed) ^ purpose as u64) ^ thing);
        Stream { key, number: 0 }
    }
}

impl Stream {
    fn bits(&mut self) -> u64 {
        self.number += 1;
        mix(self
            .key
            .wrapping_add(self.number.wrapping_mul(0x9E37_79B9_7F4A_7C15)))
    }

    /// A value in `(0, 1)`.
    pub fn unit(&mut self) -> f64 {
        ((self.bits() >> 12) as f64 + 0.5) / 4_503_599_627_370_496.0
    }

    /// A value in `(from, to)`.
    pub fn between(&mut self, [from, to]: [f64; 2]) -> f64 {
        from + (to - from) * self.unit()
    }

    /// A standard normal value (Box–Muller).
    pub fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(self.unit()));
        radius * libm::cos(2.0 * std::f64::consts::PI * self.unit())
    }

    /// A factor with mean 1 and about this standard deviation (log-normal).
    pub fn factor(&mut self, sd: f64) -> f64 {
        libm::exp(sd * self.normal() - sd * sd / 2.0)
    }

    /// A whole number below `n` (0 when `n` is 0).
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.bits()) * n as u128) >> 64) as usize
    }
}

/// The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

/// A thing with a name, as a key of draws (FNV-1a).
pub fn named(name: &str) -> u64 {
    name.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_hangs_on_its_seed_purpose_and_thing_alone() {
        let first = |seed, purpose, thing| Draws::new(seed).of(purpose, thing).unit().to_bits();
        let one = first(7, Purpose::Wind, 3);
        assert_eq!(one, first(7, Purpose::Wind, 3));
        for other in [
            first(8, Purpose::Wind, 3),
            first(7, Purpose::Gust, 3),
            first(7, Purpose::Wind, 4),
        ] {
            assert_ne!(one, other);
        }
    }

    #[test]
    fn values_are_spread_evenly() {
        let draws = Draws::new(1);
        let n = 20_000;
        let units: Vec<f64> = (0..n)
            .map(|thing| draws.of(Purpose::Wind, thing).unit())
            .collect();
        let mean = units.iter().sum::<f64>() / n as f64;
        assert!((mean - 0.5).abs() < 0.01, "{mean}");
        let tenths = (0..10).map(|tenth| {
            let within = |unit: &&f64| (**unit * 10.0) as usize == tenth;
            units.iter().filter(within).count()
        });
        for count in tenths {
            assert!((1_800..2_200).contains(&count), "{count}");
        }
        let normals: Vec<f64> = (0..n)
            .map(|thing| draws.of(Purpose::Gust, thing).normal())
            .collect();
        let mean = normals.iter().sum::<f64>() / n as f64;
        let variance = normals.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n as f64;
        assert!(
            mean.abs() < 0.03 && (variance - 1.0).abs() < 0.05,
            "{mean} {variance}"
        );
    }

    #[test]
    fn a_factor_has_mean_one() {
        let draws = Draws::new(2);
        let factors = (0..20_000).map(|thing| draws.of(Purpose::Stage, thing).factor(0.2));
        let mean = factors.sum::<f64>() / 20_000.0;
        assert!((mean - 1.0).abs() < 0.01, "{mean}");
    }
}
