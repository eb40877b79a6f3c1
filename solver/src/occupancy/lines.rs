//! Movements on an open-line section and what keeps them apart.

use crate::network::{Line, Movement, Tick};

/// The movements on a section.
#[derive(Clone, Debug, Default)]
pub struct LineTraffic {
    /// By direction.
    ways: [Way; 2],
    /// Movements that are diverted to the other track.
    diverted: u32,
}

/// The movements of one direction.
#[derive(Clone, Debug, Default)]
struct Way {
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
        let way = &mut self.ways[movement.direction as usize];
        let index = way.movements.partition_point(|other| *other < movement);
        way.movements.insert(index, movement);
        way.longest = way.longest.max(movement.exit - movement.enter);
        self.diverted += u32::from(movement.diverted);
    }

    pub(super) fn remove(&mut self, movement: Movement) {
        let way = &mut self.ways[movement.direction as usize];
        if let Ok(index) = way.movements.binary_search(&movement) {
            way.movements.remove(index);
            self.diverted -= u32::from(movement.diverted);
        }
    }

    /// A movement with which a new one conflicts, and when that is over.
    pub(super) fn conflict(&self, line: &Line, new: Movement) -> Option<(Movement, Clear)> {
        let headway = line.headway[new.direction as usize];
        let same = &self.ways[new.direction as usize];
        let found = same.conflict(line, headway, headway.max(0), new);
        if found.is_some() || !line.keeps_opposing {
            return found;
        }
        if line.single_track || new.diverted || self.diverted > 0 {
            let opposing = &self.ways[1 - new.direction as usize];
            return opposing.conflict(line, headway, line.clearing.max(0), new);
        }
        None
    }
}

impl Way {
    fn conflict(
        &self,
        line: &Line,
        headway: Tick,
        margin: Tick,
        new: Movement,
    ) -> Option<(Movement, Clear)> {
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
