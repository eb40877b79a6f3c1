//! What counts: the terms of the objective, in one sum or in levels of which a higher one always goes first.
//!
//! Engines minimise one integer. With one level it is the sum of all terms in cost units. With more, every level is
//! counted in its *step*, the greatest common divisor of all it may cost, and multiplied by its *scale*: a step of a level
//! outweighs whatever the levels below it can sum up to. So one plan is cheaper than another exactly when it is better in
//! the first level in which they differ, and a bound of the combined cost is a bound of the levels in turn.

pub use crate::cost::Term;

use crate::cost::CostParts;

/// How the terms of the objective count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objective {
    pub(crate) levels: Vec<Level>,
}

/// Terms that count together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// Its terms.
    pub terms: Vec<Term>,
    /// Whatever the level may cost is a multiple of this many cost units.
    pub step: i64,
    /// What a step counts in the combined cost.
    pub scale: i64,
    /// Least and most steps a plan may cost.
    pub(crate) range: (i64, i64),
}

/// How good a plan is in a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Cost units of the level.
    pub value: i64,
    /// What no plan that is as good in the levels above can beat, in cost units; `None` while a level above is not closed.
    pub bound: Option<i64>,
    /// What the trains would cost in the level if each were alone.
    pub alone: i64,
}

impl Standing {
    /// Whether the value is proven: nothing better is possible without being worse in a level above.
    pub fn is_closed(&self) -> bool {
        self.bound == Some(self.value)
    }

    /// (value − bound) / (value − alone); 0 when closed, `None` without a bound.
    ///
    /// A train alone is best in the levels above first, so beside others it may cost less than alone in a lower level: then
    /// the gap of the value stands here.
    pub fn avoidable_gap(&self) -> Option<f64> {
        let bound = self.bound?;
        let whole = if self.alone <= bound {
            self.value.saturating_sub(self.alone)
        } else {
            self.value
        };
        Some(ratio(self.value.saturating_sub(bound), whole))
    }
}

/// 0 when there is nothing to take a part of.
pub(crate) fn ratio(part: i64, whole: i64) -> f64 {
    if part == 0 || whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

/// A figure rounded to six decimals, so that the same plan has the same text everywhere.
pub(crate) fn round6(figure: f64) -> f64 {
    let rounded = (figure * 1e6).round() / 1e6;
    if rounded == 0.0 { 0.0 } else { rounded }
}

impl Default for Objective {
    fn default() -> Objective {
        Objective::weighted()
    }
}

impl Objective {
    /// All terms in one sum.
    pub fn weighted() -> Objective {
        let level = Level {
            terms: Term::ALL.to_vec(),
            step: 1,
            scale: 1,
            range: (i64::MIN, i64::MAX),
        };
        Objective {
            levels: vec![level],
        }
    }

    /// The levels, the most important one first; every term that counts is in one of them.
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// Whether there is more than one level.
    pub fn is_lexicographic(&self) -> bool {
        self.levels.len() > 1
    }

    /// What a cost of a term, in cost units, counts in the combined cost.
    pub fn combined(&self, term: Term, cost: i64) -> i64 {
        let level = self.levels.iter().find(|level| level.terms.contains(&term));
        level.map_or(0, |level| (cost / level.step).saturating_mul(level.scale))
    }

    /// The inverse of [`Objective::combined`].
    pub fn cost_units(&self, term: Term, combined: i64) -> i64 {
        let level = self.levels.iter().find(|level| level.terms.contains(&term));
        level.map_or(0, |level| {
            (combined / level.scale).saturating_mul(level.step)
        })
    }

    /// The combined cost of a plan: what engines minimise, and what [`Plan::value`](crate::Plan) is.
    pub fn value(&self, parts: &CostParts) -> i64 {
        let combined = Term::ALL.map(|term| self.combined(term, parts.of(term)));
        combined.into_iter().fold(0, i64::saturating_add)
    }

    /// The cost units of each level.
    pub fn values(&self, parts: &CostParts) -> Vec<i64> {
        let of_level = |level: &Level| {
            let costs = level.terms.iter().map(|&term| parts.of(term));
            costs.fold(0, i64::saturating_add)
        };
        self.levels.iter().map(of_level).collect()
    }

    /// How good a plan is in each level, from its combined value, bound and cost if every train were alone.
    pub fn standings(&self, value: i64, bound: i64, alone: i64) -> Vec<Standing> {
        if !self.is_lexicographic() {
            return vec![Standing {
                value,
                bound: Some(bound),
                alone,
            }];
        }
        let (mut value, mut bound, mut alone) =
            (i128::from(value), i128::from(bound), i128::from(alone));
        let mut open = false;
        let mut standings = Vec::with_capacity(self.levels.len());
        for (index, level) in self.levels.iter().enumerate() {
            let (least, most) = self.range_below(index);
            let scale = i128::from(level.scale);
            let units = |steps: i128| {
                let units = steps.saturating_mul(level.step.into());
                units.clamp(i64::MIN.into(), i64::MAX.into()) as i64
            };
            let steps = (value - least).div_euclid(scale);
            value -= scale * steps;
            let steps_alone = (alone - least).div_euclid(scale);
            alone -= scale * steps_alone;
            // the levels below cost at most `most`, so the rest is this level's
            let proven = -(most - bound).div_euclid(scale);
            standings.push(Standing {
                value: units(steps),
                bound: (!open).then(|| units(proven.max(level.range.0.into()))),
                alone: units(steps_alone),
            });
            open |= proven < steps;
            bound -= scale * steps;
        }
        standings
    }

    /// Least and most that the levels after one can sum up to, combined.
    fn range_below(&self, index: usize) -> (i128, i128) {
        let below = self.levels[index + 1..].iter();
        below.fold((0, 0), |(least, most), level| {
            let scale = i128::from(level.scale);
            (
                least + scale * i128::from(level.range.0),
                most + scale * i128::from(level.range.1),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Term::{Lateness, Minutes, MissingBuffers, MissingEmpties, Postponed};

    /// Postponing in steps of 50, up to 10 of them; below it everything else in steps of 4, from −3 to 20 of them.
    fn two_levels() -> Objective {
        let level = |terms: &[Term], step, scale, range| Level {
            terms: terms.to_vec(),
            step,
            scale,
            range,
        };
        let rest = [Lateness, Minutes, MissingEmpties, MissingBuffers];
        Objective {
            levels: vec![
                level(&[Postponed], 50, 24, (0, 10)),
                level(&rest, 4, 1, (-3, 20)),
            ],
        }
    }

    fn parts(postponed: i64, minutes: i64) -> CostParts {
        CostParts {
            postponed: postponed * 50,
            minutes: minutes * 4,
            ..CostParts::default()
        }
    }

    #[test]
    fn a_step_above_outweighs_all_below() {
        let objective = two_levels();
        for postponed in 0..10 {
            let worst = objective.value(&parts(postponed, 20));
            let best_above = objective.value(&parts(postponed + 1, -3));
            assert!(worst < best_above, "{postponed}");
        }
    }

    #[test]
    fn a_value_is_taken_apart_as_it_was_put_together() {
        let objective = two_levels();
        for (postponed, minutes) in [(0, 0), (0, -3), (3, 20), (10, -3), (7, 5)] {
            let parts = parts(postponed, minutes);
            let value = objective.value(&parts);
            let standings = objective.standings(value, value, value);
            let values: Vec<i64> = standings.iter().map(|standing| standing.value).collect();
            assert_eq!(values, objective.values(&parts), "{parts:?}");
            assert!(standings.iter().all(Standing::is_closed), "{standings:?}");
            let combined = objective.combined(Postponed, parts.postponed);
            assert_eq!(objective.cost_units(Postponed, combined), parts.postponed);
        }
    }

    #[test]
    fn a_bound_says_nothing_of_a_level_below_one_that_is_open() {
        let objective = two_levels();
        let (value, bound) = (
            objective.value(&parts(3, 5)),
            objective.value(&parts(2, 10)),
        );
        let [above, below] = &objective.standings(value, bound, bound)[..] else {
            panic!("two levels");
        };
        assert_eq!((above.value, above.bound), (150, Some(100)));
        assert_eq!((below.value, below.bound), (20, None));
    }

    #[test]
    fn gaps_of_nothing_are_none() {
        let ratios = [ratio(0, 0), ratio(5, 0), ratio(1, 4)];
        assert_eq!(ratios.map(|ratio| ratio.to_string()), ["0", "0", "0.25"]);
        assert_eq!(round6(-0.000_000_1).to_string(), "0");
        assert_eq!(round6(0.123_456_78).to_string(), "0.123457");
    }
}
