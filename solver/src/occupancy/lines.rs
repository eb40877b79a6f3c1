//! Movements on an open-line section and what keeps them apart.

use crate::network::{Line, Movement, Tick};

/// The movements on a section.
#[derive(Clone, Debug, Default)]
pub struct LineTraffic {
    /// By entry.
    movements: Vec<Movement>,
    /// The longest that any of them is in the section (never shrinks; only a bound for the look back).
    longest: Tick,
}

/// From when on a movement no longer conflicts.
pub struct Clear {
    /// It enters at this tick or later …
    pub enter: Tick,
    /// … and leaves at this tick or later.
    pub exit: Tick,
}

impl LineTraffic {
    pub(super) fn add(&mut self, movement: Movement) {
        let index = self.movements.partition_point(|other| *other < movement);
        self.movements.insert(index, movement);
        self.longest = self.longest.max(movement.exit - movement.enter);
    }

    pub(super) fn remove(&mut self, movement: Movement) {
        if let Ok(index) = self.movements.binary_search(&movement) {
            self.movements.remove(index);
        }
    }

    /// A movement with which a new one conflicts, and when that is over.
    pub(super) fn conflict(&self, line: &Line, new: Movement) -> Option<(Movement, Clear)> {
        let headway = line.headway[new.direction as usize];
        let margin = line.clearing.max(headway).max(0);
        let first = self
            .movements
            .partition_point(|other| other.enter < new.enter - self.longest - margin);
        for other in &self.movements[first..] {
            if other.enter > new.exit + margin {
                break;
            }
            if let Some(clear) = keep_apart(line, headway, new, *other) {
                return Some((*other, clear));
            }
        }
        None
    }
}

/// Whether two movements conflict, and when the new one is clear of the other by coming later.
pub(super) fn keep_apart(
    line: &Line,
    headway: Tick,
    new: Movement,
    other: Movement,
) -> Option<Clear> {
    if new.direction == other.direction {
        let before = new.enter + headway <= other.enter && new.exit + headway <= other.exit;
        let after = other.enter + headway <= new.enter && other.exit + headway <= new.exit;
        return (!before && !after).then_some(Clear {
            enter: other.enter + headway,
            exit: other.exit + headway,
        });
    }
    let one_track = line.single_track || new.diverted || other.diverted;
    let overlap = new.enter < other.exit + line.clearing && other.enter < new.exit + line.clearing;
    (line.keeps_opposing && one_track && overlap).then_some(Clear {
        enter: other.exit + line.clearing,
        exit: Tick::MIN / 2,
    })
}
