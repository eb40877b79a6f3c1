//! Of which kind the next move is: more often of the one that has led to better plans for less work.
//!
//! Where queues are full, a train comes in only when those behind it give way, and moves of whole tails ([`super::tails`]) do most;
//! where trains wait for many things at once they do little. That differs from station to station and from hour to hour of a run,
//! so both kinds keep count of what they have done lately (adaptive large-neighbourhood search: Ropke and Pisinger 2006). Work is
//! counted in labels, not in seconds: the same run draws the same.

use super::dice::Dice;

/// A kind of move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Related trains go and come back.
    Related,
    /// Queues change with all that stand behind.
    Tails,
}

/// Moves of each, of a thousand, that are made whatever came of them.
const LEAST: [u64; 2] = [250, 50];

/// What is taken for granted of both at first: so many moves that led to a better plan, each with so much work.
const BETTER: f64 = 10.0;
const EFFORT: f64 = 5_000.0;

/// Moves after which all that was done counts half.
const FORGET: u32 = 2_000;

/// What came of the moves of each kind.
#[derive(Clone, Debug)]
pub(super) struct Kinds {
    better: [f64; 2],
    effort: [f64; 2],
    moves: u32,
}

impl Kinds {
    /// Nothing is known.
    pub(super) fn new() -> Kinds {
        Kinds {
            better: [BETTER; 2],
            effort: [BETTER * EFFORT; 2],
            moves: 0,
        }
    }

    /// Draws one: by the squares of the better plans that each led to for the same work.
    pub(super) fn draw(&self, dice: &mut Dice) -> Kind {
        let [related, tails] = [0, 1].map(|kind| {
            let rate = self.better[kind] / self.effort[kind];
            rate * rate
        });
        let free = 1000 - LEAST[0] - LEAST[1];
        let share = LEAST[1] + (free as f64 * tails / (related + tails)) as u64;
        if dice.below(1000) < share {
            Kind::Tails
        } else {
            Kind::Related
        }
    }

    /// A move of a kind was made with so much work; whether it led to a plan better than the one at hand.
    pub(super) fn made(&mut self, kind: Kind, effort: u64, is_better: bool) {
        self.effort[kind as usize] += effort as f64;
        self.better[kind as usize] += f64::from(u8::from(is_better));
        self.moves += 1;
        if self.moves == FORGET {
            self.moves = 0;
            for kind in 0..2 {
                // what is taken for granted stays: a kind that is hardly drawn is not given up for good
                self.better[kind] = f64::midpoint(self.better[kind], BETTER);
                self.effort[kind] = f64::midpoint(self.effort[kind], BETTER * EFFORT);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of ten thousand draws are tails.
    fn tails(kinds: &Kinds) -> usize {
        let mut dice = Dice::new(1);
        let draws = (0..10_000).map(|_| kinds.draw(&mut dice));
        draws.filter(|kind| *kind == Kind::Tails).count()
    }

    #[test]
    fn what_helps_is_drawn_more_often_and_nothing_is_given_up() {
        let mut helps = Kinds::new();
        let mut does_not = Kinds::new();
        let before = tails(&helps);
        for _ in 0..3 * FORGET / 2 {
            helps.made(Kind::Tails, 1_000, true);
            helps.made(Kind::Related, 1_000, false);
            does_not.made(Kind::Tails, 1_000, false);
            does_not.made(Kind::Related, 1_000, true);
        }
        assert!(tails(&helps) > 7 * before / 5);
        assert!((6_500..8_000).contains(&tails(&helps)));
        assert!((300..800).contains(&tails(&does_not)));
    }
}
