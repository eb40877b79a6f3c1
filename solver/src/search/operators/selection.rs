//! Of which kind the next move is: more often of one that has led to better plans for less work.
//!
//! Where queues are full, a train comes in only when those behind it give way, and moves of whole tails do most; where trains wait for
//! many things at once they do little. That differs from station to station and from hour to hour of a run, so it is counted what
//! every operator has done lately (adaptive large-neighbourhood search: Ropke and Pisinger 2006). Work is counted in steps, not
//! in seconds: the same run draws the same.

use super::super::rng::Rng;
use super::{OPERATORS, Operator};
use crate::parts::Parts;
use crate::work::units;

/// Each keeps such a part of its share whatever came of it.
const FLOOR: f64 = 0.3;

/// What is taken for granted of all at first: so many moves that led to a better plan, each with so much work.
const BETTER: f64 = 5.0;
const EFFORT: f64 = 5_000.0;

/// Moves after which all that was done counts half.
const FORGET: u32 = 2_000;

/// What an operator has done in a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OperatorCounts {
    /// Its name.
    pub name: &'static str,
    /// Moves made.
    pub tried: u64,
    /// Those whose plan was kept.
    pub accepted: u64,
    /// Those whose plan was better than the one before.
    pub improved: u64,
    /// Those whose plan was the best so far.
    pub best: u64,
    /// Steps of work ([`crate::work`]).
    pub steps: u64,
}

impl OperatorCounts {
    /// Its work in units.
    pub fn work(&self) -> f64 {
        units(self.steps)
    }
}

/// What came of a move.
#[derive(Clone, Copy, Debug, Default)]
pub(in super::super) struct MoveResult {
    pub(in super::super) accepted: bool,
    pub(in super::super) improved: bool,
    pub(in super::super) best: bool,
    pub(in super::super) steps: u64,
}

/// An operator and what is known of it.
#[derive(Clone, Debug)]
struct Entry {
    operator: &'static dyn Operator,
    counts: OperatorCounts,
    /// Lately.
    better: f64,
    effort: f64,
}

/// Draws operators.
#[derive(Clone, Debug)]
pub(in super::super) struct Selection {
    entries: Vec<Entry>,
    moves: u32,
}

impl Selection {
    /// All operators but those left out; nothing is known.
    pub(in super::super) fn of(parts: &Parts) -> Selection {
        let operators = OPERATORS.iter();
        let operators = operators.filter(|operator| parts.has(operator.name()));
        let entries = operators.map(|&operator| Entry {
            operator,
            counts: OperatorCounts {
                name: operator.name(),
                ..OperatorCounts::default()
            },
            better: BETTER,
            effort: BETTER * EFFORT,
        });
        Selection {
            entries: entries.collect(),
            moves: 0,
        }
    }

    /// Draws one, by the square of the better plans that each led to for the same work: its place in the list, and the operator.
    pub(in super::super) fn draw(&self, rng: &mut Rng) -> (usize, &'static dyn Operator) {
        let score = |entry: &Entry| {
            let rate = entry.better / entry.effort;
            (entry.operator.share() as f64, rate * rate)
        };
        let shares = || self.entries.iter().map(score);
        let all: f64 = shares().map(|(share, _)| share).sum();
        let scores: f64 = shares().map(|(share, score)| share * score).sum();
        let weight =
            |(share, score): (f64, f64)| share * (FLOOR + (1.0 - FLOOR) * score * all / scores);
        let mut at = rng.part() * all;
        let last = self.entries.len() - 1;
        for (place, share) in shares().enumerate() {
            at -= weight(share);
            if at <= 0.0 || place == last {
                return (place, self.entries[place].operator);
            }
        }
        (last, self.entries[last].operator)
    }

    /// A move of the operator at a place was made.
    pub(in super::super) fn made(&mut self, place: usize, result: MoveResult) {
        let entry = &mut self.entries[place];
        let count = |is: bool| u64::from(is);
        entry.counts.tried += 1;
        entry.counts.accepted += count(result.accepted);
        entry.counts.improved += count(result.improved);
        entry.counts.best += count(result.best);
        entry.counts.steps += result.steps;
        entry.better += f64::from(u8::from(result.improved));
        entry.effort += result.steps as f64;
        self.moves += 1;
        if self.moves == FORGET {
            self.moves = 0;
            for entry in &mut self.entries {
                // what is taken for granted stays: an operator that is hardly drawn is not given up for good
                entry.better = f64::midpoint(entry.better, BETTER);
                entry.effort = f64::midpoint(entry.effort, BETTER * EFFORT);
            }
        }
    }

    /// What each has done.
    pub(in super::super) fn counts(&self) -> Vec<OperatorCounts> {
        self.entries.iter().map(|entry| entry.counts).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of ten thousand draws are of an operator.
    fn drawn(selection: &Selection, name: &str) -> usize {
        let mut rng = Rng::new(1);
        let draws = (0..10_000).map(|_| selection.draw(&mut rng).1.name());
        draws.filter(|drawn| *drawn == name).count()
    }

    #[test]
    fn what_helps_is_drawn_more_often_and_nothing_is_given_up() {
        let mut helps = Selection::of(&Parts::default());
        let mut does_not = Selection::of(&Parts::default());
        let before = drawn(&helps, "tails");
        for _ in 0..FORGET {
            for (place, operator) in OPERATORS.iter().enumerate() {
                let is_tails = operator.name() == "tails";
                let made = |improved| MoveResult {
                    accepted: improved,
                    improved,
                    best: false,
                    steps: 1_000,
                };
                helps.made(place, made(is_tails));
                does_not.made(place, made(!is_tails));
            }
        }
        assert!(drawn(&helps, "tails") > 7 * before / 5);
        let least = (0.9 * FLOOR * before as f64) as usize;
        assert!((least..before / 2).contains(&drawn(&does_not, "tails")));
        assert!(drawn(&helps, "random") > 0);
    }

    #[test]
    fn what_came_of_moves_is_counted_for_their_operator_alone() {
        let mut selection = Selection::of(&Parts::default());
        let result = |accepted, improved, best| MoveResult {
            accepted,
            improved,
            best,
            steps: 300,
        };
        for made in [
            result(false, false, false),
            result(true, false, false),
            result(true, true, false),
            result(true, true, true),
        ] {
            selection.made(1, made);
        }
        let counts = selection.counts();
        let expected = OperatorCounts {
            name: OPERATORS[1].name(),
            tried: 4,
            accepted: 3,
            improved: 2,
            best: 1,
            steps: 1_200,
        };
        assert_eq!(counts[1], expected);
        let others = counts.iter().filter(|other| other.name != expected.name);
        assert!(
            others
                .into_iter()
                .all(|other| other.tried + other.steps == 0)
        );
    }

    #[test]
    fn one_left_out_is_not_drawn() {
        let selection = Selection::of(&Parts::without(["tails", "random"]));
        assert_eq!(drawn(&selection, "tails"), 0);
        assert_eq!(selection.counts().len(), OPERATORS.len() - 2);
    }
}
