//! Moves that change the queues of spots with all that stand behind: whoever lets somebody in gives way as far as it must.
//!
//! Insertion puts a train into a gap. Where queues have none, a train that comes in pushes those behind it back, up to the
//! next gap, and where it came from they move up. All such changes of one train are reckoned ahead (see [`super::queues`]), and the
//! one that promises most is made: it takes out everyone whose time changes and brings all back in the new order, every one to
//! its own spot.

use super::lane::Lane;
use super::neighbourhood::{Choice, Turn};
use super::queues::{Outlook, Queued, Queues};
use crate::network::Tick;
use regauge_model::ids::SpotId;

/// A train comes in so many places earlier or later than where it would come at the time it has now, at most.
const PLACES: usize = 4;

/// So many trains are looked at until one can do better or hardly worse.
const TRIES: usize = 8;

/// A change of queues.
#[derive(Clone, Copy, Debug)]
enum Change {
    /// The train comes in before the one at this place of another queue.
    Into(SpotId, usize),
    /// It changes over with the one at this place of another queue.
    Over(SpotId, usize),
    /// Behind it, and from this place of another queue on, all change over.
    Tails(SpotId, usize),
    /// It comes to this place of the rest of its own queue.
    Within(usize),
}

/// Where a train stands: its queue and its place there.
type Place = (SpotId, usize);

/// Whom a change puts where, and when.
type Moved = Vec<(Tick, usize, SpotId)>;

impl Lane<'_> {
    /// A train into another queue, or to another place of its own, or changed over with one of another, or the tails of two queues
    /// changed over; `None` where nothing is promising.
    pub(super) fn tails(&mut self) -> Option<Choice> {
        let mut queues = std::mem::take(&mut self.queues);
        self.fill(&mut queues);
        let mut is_seen = 0_u64;
        let mut found = None;
        for _ in 0..TRIES {
            let first = self.first();
            for place in 0..self.spots[first].len() {
                let spot = self.spots[first][place];
                let bit = 1_u64 << (spot.0 % 64);
                if spot.0 >= 64 || is_seen & bit == 0 {
                    self.see_who_waits(&mut queues, spot);
                    is_seen |= bit;
                }
            }
            found = self.best_change(&queues, first);
            if found.is_some() {
                break;
            }
        }
        self.queues = queues;
        let mut moved = found?;
        moved.sort_by_key(|&(from, ..)| from);
        Some(Choice {
            trains: moved.iter().map(|&(_, index, _)| index).collect(),
            turn: Turn::Given,
            spots: moved.iter().map(|&(.., spot)| Some(spot)).collect(),
        })
    }

    /// The change of a train that promises most, with some noise, unless it cannot be accepted.
    fn best_change(&mut self, queues: &Queues, first: usize) -> Option<Moved> {
        let place = self.place_of(queues, first);
        let mut best: Option<(f64, Change, i64)> = None;
        for number in 0..self.spots[first].len() {
            let spot = self.spots[first][number];
            for change in self.changes(queues, first, place, spot) {
                let Some(more) = self.promise(queues, first, place, change, None) else {
                    continue;
                };
                let score = more as f64 - self.temperature * self.dice.part().ln();
                if best.is_none_or(|best| score < best.0) {
                    best = Some((score, change, more));
                }
            }
        }
        let (_, change, more) = best?;
        if more > self.allowance {
            return None;
        }
        let mut moved = Moved::new();
        self.promise(queues, first, place, change, Some(&mut moved))?;
        Some(moved)
    }

    /// Where a train stands.
    fn place_of(&self, queues: &Queues, index: usize) -> Option<Place> {
        self.spots[index].iter().find_map(|&spot| {
            let queue = queues.at(spot);
            let place = queue.iter().position(|queued| queued.index == index)?;
            Some((spot, place))
        })
    }

    /// What a train could change about a spot.
    fn changes(
        &self,
        queues: &Queues,
        first: usize,
        place: Option<Place>,
        spot: SpotId,
    ) -> impl Iterator<Item = Change> + use<> {
        let queue = queues.at(spot);
        let release = self.network.trains[first].cost.release;
        let from = place.map_or(release, |(spot, place)| queues.at(spot)[place].from);
        let at = queue.partition_point(|queued| queued.from < from);
        let earliest = queue.partition_point(|queued| queued.to <= release);
        let earliest = earliest.max(at.saturating_sub(PLACES)).min(at);
        let latest = (at + PLACES).min(queue.len());
        let n = queue.len();
        let is_own = place.is_some_and(|(own, _)| own == spot);
        let is_somewhere = place.is_some();
        (earliest..=latest).flat_map(move |to| {
            let changes = if is_own {
                [(to < n).then_some(Change::Within(to)), None, None]
            } else {
                let stands = is_somewhere && to < n;
                [
                    Some(Change::Into(spot, to)),
                    stands.then_some(Change::Over(spot, to)),
                    is_somewhere.then_some(Change::Tails(spot, to)),
                ]
            };
            changes.into_iter().flatten()
        })
    }

    /// What a change would cost more than now; `None` where it cannot be or changes nothing. Fills in who moves where.
    fn promise(
        &mut self,
        queues: &Queues,
        first: usize,
        place: Option<Place>,
        change: Change,
        mut moved: Option<&mut Moved>,
    ) -> Option<i64> {
        let mut outlook = |lane: &Lane<'_>, spot, part: &[Queued], behind: usize, begin: usize| {
            let queue = queues.at(spot);
            let end = begin.checked_sub(1).map_or(Tick::MIN, |before| queue[before].to);
            let note = |from, index| {
                if let Some(moved) = &mut moved {
                    moved.push((from, index, spot));
                }
            };
            let Outlook { more, .. } = lane.outlook(end, part, &queue[behind..], note);
            more
        };
        match change {
            Change::Within(to) => {
                let (spot, at) = place?;
                let queue = queues.at(spot);
                if to == at {
                    return None;
                }
                let (begin, end) = (to.min(at), to.max(at) + 1);
                let mut part = queue[begin..end].to_vec();
                if to < at {
                    part.rotate_right(1);
                } else {
                    part.rotate_left(1);
                }
                Some(outlook(self, spot, &part, end, begin))
            }
            Change::Into(spot, to) => {
                let stay = self.stay(first, spot)?;
                let comer = queues.comer(first, spot, stay);
                let mut more = outlook(self, spot, &[comer], to, to);
                if let Some((own, at)) = place {
                    more += outlook(self, own, &[], at + 1, at);
                }
                Some(more)
            }
            Change::Over(spot, to) => {
                let (own, at) = place?;
                let other = queues.at(spot)[to].index;
                let (here, there) = (self.stay(other, own)?, self.stay(first, spot)?);
                let here = queues.comer(other, own, here);
                let there = queues.comer(first, spot, there);
                let more = outlook(self, spot, &[there], to + 1, to);
                Some(more + outlook(self, own, &[here], at + 1, at))
            }
            Change::Tails(spot, to) => {
                let (own, at) = place?;
                let mut here = Vec::new();
                for queued in &queues.at(spot)[to..] {
                    let stay = self.stay(queued.index, own)?;
                    here.push(queues.comer(queued.index, own, stay));
                }
                let mut there = Vec::new();
                for queued in &queues.at(own)[at..] {
                    let stay = self.stay(queued.index, spot)?;
                    there.push(queues.comer(queued.index, spot, stay));
                }
                let more = outlook(self, spot, &there, queues.at(spot).len(), to);
                Some(more + outlook(self, own, &here, queues.at(own).len(), at))
            }
        }
    }
}
