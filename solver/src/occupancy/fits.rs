//! Whether a whole journey fits beside what is taken.

use super::Occupancy;
use super::lines::keep_apart;
use crate::journey::Journey;
use crate::network::{Line, Movement, Tick, Use};

/// Whether two movements on one line are kept apart as the rules want it, whichever comes first.
pub fn are_apart(line: &Line, one: Movement, other: Movement) -> bool {
    keep_apart(line, line.headway[one.direction as usize], one, other).is_none()
}

impl Occupancy<'_> {
    /// Takes all that a journey takes if there is room for it in pools, on lines and under caps; otherwise nothing changes.
    /// Stocks change with it, but whether they run dry is for the caller to ask when all journeys are in
    /// ([`Occupancy::short_stock`]). Movements of one journey are the business of its own train.
    pub fn try_insert(&mut self, journey: &Journey) -> bool {
        let apart = journey.movements.iter().all(|&movement| {
            let line = &self.network[movement.line];
            self.lines[movement.line.index()]
                .conflict(line, movement)
                .is_none()
        });
        if !apart {
            return false;
        }
        let mut entries = journey.cap_entries.clone();
        entries.sort_unstable();
        let counted = entries.chunk_by(|a, b| a == b).all(|same| {
            let (cap, day) = same[0];
            let room = self.network[cap].capacity.get(day);
            let used = self.caps[cap.index()].get(day);
            room.zip(used)
                .is_some_and(|(&room, &used)| used + same.len() as u32 <= room)
        });
        if !counted {
            return false;
        }
        let mut turns = journey.turns.iter();
        if !turns.all(|&(turn, at)| self.turns.is_kept(turn, at)) {
            return false;
        }
        // One by one, so that units of one pool taken twice by the same journey count twice.
        for (position, &taken) in journey.uses.iter().enumerate() {
            if self.is_full_within(taken) {
                for &taken in &journey.uses[..position] {
                    self.remove_use(taken);
                }
                return false;
            }
            self.add_use(taken);
        }
        for &taken in &journey.uses {
            self.remove_use(taken);
        }
        self.insert(journey);
        true
    }

    fn is_full_within(&self, taken: Use) -> bool {
        let (from, to): (Tick, Tick) = (taken.from, taken.to);
        self.pools[taken.pool.index()]
            .full_within(from, to)
            .is_some()
    }
}
