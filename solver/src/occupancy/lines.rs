//! Movements on an open-line section and what keeps them apart.

use crate::network::{Anchor, LONG_AGO, Line, Movement, Tick, Ticks};
use regauge_model::system::Direction;

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
    longest: Ticks,
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
        let margin = headway.max(line.following.unwrap_or(0)).max(0);
        let found = same.conflict(line, headway, margin, new);
        if found.is_some() || !line.keeps_opposing {
            return found;
        }
        if line.single_track || new.diverted || self.diverted > 0 {
            let opposing = &self.ways[1 - new.direction as usize];
            return opposing.conflict(line, headway, longest_clearing(line), new);
        }
        None
    }
}

impl LineTraffic {
    /// Leaves of spans of starts those in which a run with this entry and exit conflicts with nothing; nobody is diverted there
    /// ([`Line::is_plain`]). Gives the number of movements looked at.
    pub(super) fn keep_free(
        &self,
        line: &Line,
        direction: Direction,
        (enter, exit): (&Anchor, &Anchor),
        spans: &mut Vec<(Tick, Tick)>,
    ) -> u64 {
        let (Some(first), Some(last)) = (spans.first(), spans.last()) else {
            return 0;
        };
        let (from, to) = (enter.at(first.0), exit.at(last.1 - 1));
        let headway = line.headway[direction as usize];
        let mut looked = 0;
        let margin = headway.max(line.following.unwrap_or(0)).max(0);
        for other in self.ways[direction as usize].around(from, to, margin) {
            looked += 1;
            let behind = [
                enter.first_reaching(other.enter + headway),
                exit.first_reaching(other.exit + headway),
            ];
            let before = [
                enter.first_reaching(other.enter - headway + 1),
                exit.first_reaching(other.exit - headway + 1),
            ];
            let (mut first, mut last) = (before[0].min(before[1]), behind[0].max(behind[1]));
            if let Some(ticks) = line.following {
                first = first.min(exit.first_reaching(other.enter - ticks + 1));
                last = last.max(enter.first_reaching(other.exit + ticks));
            }
            cut(spans, first, last);
        }
        if line.keeps_opposing && line.single_track {
            let clearing = longest_clearing(line);
            for other in self.ways[1 - direction as usize].around(from, to, clearing) {
                looked += 1;
                let behind_own = line.clearing_behind(direction);
                let behind_other = line.clearing_behind(other.direction);
                let first = exit.first_reaching(other.enter - behind_own + 1);
                cut(
                    spans,
                    first,
                    enter.first_reaching(other.exit + behind_other),
                );
            }
        }
        looked
    }
}

/// No clearing on a line is longer.
fn longest_clearing(line: &Line) -> Ticks {
    let [down, up] = line.meeting;
    (line.clearing + down.max(up)).max(0)
}

/// Cuts a span out of others, sorted and disjoint.
fn cut(spans: &mut Vec<(Tick, Tick)>, from: Tick, to: Tick) {
    if from >= to {
        return;
    }
    let mut place = spans.partition_point(|span| span.1 <= from);
    while let Some(span) = spans.get_mut(place).filter(|span| span.0 < to) {
        let (begin, end) = *span;
        match (begin < from, to < end) {
            (true, true) => {
                span.1 = from;
                spans.insert(place + 1, (to, end));
                return;
            }
            (true, false) => {
                span.1 = from;
                place += 1;
            }
            (false, true) => {
                span.0 = to;
                return;
            }
            (false, false) => {
                spans.remove(place);
            }
        }
    }
}

impl Way {
    /// The movements that may conflict with one that is in the section from one tick to another.
    fn around(&self, from: Tick, to: Tick, margin: Ticks) -> impl Iterator<Item = &Movement> {
        let first = self
            .movements
            .partition_point(|other| other.enter < from - self.longest - margin);
        let movements = self.movements[first..].iter();
        movements.take_while(move |other| other.enter <= to + margin)
    }

    fn conflict(
        &self,
        line: &Line,
        headway: Ticks,
        margin: Ticks,
        new: Movement,
    ) -> Option<(Movement, Clear)> {
        for other in self.around(new.enter, new.exit, margin) {
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
    headway: Ticks,
    new: Movement,
    other: Movement,
) -> Option<Clear> {
    if new.direction == other.direction {
        // under station-to-station block the one behind enters when the one before has left
        let follows = |first: Movement, next: Movement| {
            let left = line.following.map_or(LONG_AGO, |ticks| first.exit + ticks);
            (first.enter + headway).max(left) <= next.enter && first.exit + headway <= next.exit
        };
        return (!follows(new, other) && !follows(other, new)).then(|| {
            let left = line.following.map_or(LONG_AGO, |ticks| other.exit + ticks);
            Clear {
                enter: (other.enter + headway).max(left),
                exit: other.exit + headway,
            }
        });
    }
    let one_track = line.single_track || new.diverted || other.diverted;
    let behind_other = line.clearing_behind(other.direction);
    let overlap = new.enter < other.exit + behind_other
        && other.enter < new.exit + line.clearing_behind(new.direction);
    (line.keeps_opposing && one_track && overlap).then_some(Clear {
        enter: other.exit + behind_other,
        exit: LONG_AGO,
    })
}
