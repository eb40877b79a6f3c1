//! Moves that change the queues of spots with all that stand behind: whoever lets somebody in gives way as far as it must.
//!
//! Insertion puts a train into a gap. Where queues have none, a train that comes in pushes those behind it back, up to the
//! next gap, and where it came from they move up. All such changes of one train are estimated (see [`super::queues`]), and the
//! one that promises most is made: it takes out everyone whose time changes and brings all back in the new order, every one to
//! its own spot.

use super::super::chain::Chain;
use super::super::queues::{LONGEST_TAIL, Queued, Queues, propagate_queue};
use super::super::removal::{InsertionOrder, Removal};
use super::{Operator, Temperature};
use crate::network::{Cost, Tick, TrainIndex};
use regauge_model::ids::SpotId;
use std::ops::{Range, RangeInclusive};

/// A train comes in so many places earlier or later than where it would come at the time it has now, at most.
const PLACES: usize = 4;

/// Where two tails change over, so many of each.
const HALF: usize = 12;

/// So many trains are looked at until one can do better or hardly worse.
const TRIES: usize = 8;

/// The operator.
#[derive(Debug)]
pub(super) struct Tails;

impl Operator for Tails {
    fn name(&self) -> &'static str {
        "tails"
    }

    fn share(&self) -> u64 {
        376
    }

    fn propose(&self, chain: &mut Chain<'_>, temperature: Temperature) -> Option<Removal> {
        chain.tails(temperature)
    }
}

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
    /// It takes the place of this one of a queue, which is left out unless it fits elsewhere.
    Instead(SpotId, usize),
    /// It is left out unless it fits elsewhere.
    Out,
}

/// Where a train stands: its queue and its place there.
type Place = (SpotId, usize);

/// Whom a change puts where, and when.
type Moved = Vec<(Tick, TrainIndex, Option<SpotId>)>;

impl Chain<'_> {
    /// A train into another queue, or to another place of its own, or changed over with one of another, or the tails of two queues
    /// changed over; `None` where nothing is promising.
    pub(super) fn tails(&mut self, temperature: Temperature) -> Option<Removal> {
        let mut queues = std::mem::take(&mut self.queues);
        self.fill(&mut queues);
        self.scan();
        let mut found = None;
        for _ in 0..TRIES {
            let first = self.first();
            found = self.best_change(&mut queues, first, temperature);
            if found.is_some() {
                break;
            }
        }
        self.queues = queues;
        let mut moved = found?;
        moved.sort_by_key(|&(from, ..)| from);
        Some(Removal {
            trains: moved.iter().map(|&(_, index, _)| index).collect(),
            order: InsertionOrder::Given,
            is_estimated: true,
            spots: moved.iter().map(|&(.., spot)| spot).collect(),
        })
    }

    /// The change of a train that promises most, with some noise, unless it cannot be accepted.
    fn best_change(
        &mut self,
        queues: &mut Queues,
        first: TrainIndex,
        temperature: Temperature,
    ) -> Option<Moved> {
        let place = self.place_of(queues, first);
        for number in 0..self.spots[first.index()].len() {
            let spot = self.spots[first.index()][number];
            let places = self.places(queues, first, place, spot);
            let behind = places.end() + LONGEST_TAIL + 1;
            self.see_who_waits(queues, spot, *places.start()..behind);
        }
        let queues = &*queues;
        let mut best: Option<(f64, Change, Cost)> = None;
        for change in self.changes(queues, first, place) {
            let Some(more) = self.delta_cost(queues, first, place, change, None) else {
                continue;
            };
            let score = more.units() as f64 - temperature.mean * libm::log(self.rng.part());
            if best.is_none_or(|best| score < best.0) {
                best = Some((score, change, more));
            }
        }
        let (_, change, more) = best?;
        if more > temperature.allowance {
            return None;
        }
        let mut moved = Moved::new();
        self.delta_cost(queues, first, place, change, Some(&mut moved))?;
        Some(moved)
    }

    /// Where a train stands.
    fn place_of(&self, queues: &Queues, index: TrainIndex) -> Option<Place> {
        self.spots[index.index()].iter().find_map(|&spot| {
            let queue = queues.at(spot);
            let place = queue.iter().position(|queued| queued.index == index)?;
            Some((spot, place))
        })
    }

    /// The places of a queue where a train may come in.
    fn places(
        &self,
        queues: &Queues,
        first: TrainIndex,
        place: Option<Place>,
        spot: SpotId,
    ) -> RangeInclusive<usize> {
        let queue = queues.at(spot);
        let release = self.network[first].cost.release;
        let from = place.map_or(release, |(spot, place)| queues.at(spot)[place].from);
        let at = queue.partition_point(|queued| queued.from < from);
        let earliest = queue.partition_point(|queued| queued.to <= release);
        let earliest = earliest.max(at.saturating_sub(PLACES)).min(at);
        earliest..=(at + PLACES).min(queue.len())
    }

    /// What a train could change.
    fn changes(&self, queues: &Queues, first: TrainIndex, place: Option<Place>) -> Vec<Change> {
        let mut changes = Vec::new();
        for &spot in &self.spots[first.index()] {
            let is_own = place.is_some_and(|(own, _)| own == spot);
            for to in self.places(queues, first, place, spot) {
                let is_someone_there = to < queues.at(spot).len();
                if is_own {
                    changes.extend(is_someone_there.then_some(Change::Within(to)));
                    continue;
                }
                changes.push(Change::Into(spot, to));
                if place.is_none() {
                    changes.extend(is_someone_there.then_some(Change::Instead(spot, to)));
                    continue;
                }
                changes.extend(is_someone_there.then_some(Change::Over(spot, to)));
                changes.push(Change::Tails(spot, to));
            }
            changes.extend(is_own.then_some(Change::Out));
        }
        changes
    }

    /// What a change would cost more than now; `None` where it cannot be or changes nothing. Fills in who moves where.
    fn delta_cost(
        &mut self,
        queues: &Queues,
        first: TrainIndex,
        place: Option<Place>,
        change: Change,
        mut moved: Option<&mut Moved>,
    ) -> Option<Cost> {
        // those of `part` stand from `begin` on, then as before those from `behind` on
        let mut propagate_queue =
            |chain: &Chain<'_>, spot, part: &[Queued], begin: usize, behind: usize| {
                let queue = queues.at(spot);
                let before = begin.checked_sub(1);
                let end = before.map_or(Tick::MIN, |before| queue[before].to);
                let mut more = Cost::ZERO;
                propagate_queue(end, part, &queue[behind..], |queued, from| {
                    let index = queued.index;
                    let cost = &chain.network[index].cost;
                    more += queued.cost_when(from, cost) - chain.cost(index);
                    if let Some(moved) = &mut moved {
                        moved.push((from, index, Some(spot)));
                    }
                });
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
                Some(propagate_queue(self, spot, &part, begin, end))
            }
            Change::Into(spot, to) => {
                let stay = self.spot_time(first, spot)?;
                let candidate = queues.candidate(first, spot, stay);
                let mut more = propagate_queue(self, spot, &[candidate], to, to);
                if let Some((own, at)) = place {
                    more += propagate_queue(self, own, &[], at, at + 1);
                }
                Some(more)
            }
            Change::Instead(spot, to) => {
                let other = queues.at(spot)[to].index;
                let stay = self.spot_time(first, spot)?;
                let candidate = queues.candidate(first, spot, stay);
                let more = propagate_queue(self, spot, &[candidate], to, to + 1);
                Some(more + self.left_out(other, moved)?)
            }
            Change::Out => {
                let (own, at) = place?;
                let more = propagate_queue(self, own, &[], at, at + 1);
                Some(more + self.left_out(first, moved)?)
            }
            Change::Over(spot, to) => {
                let (own, at) = place?;
                let other = queues.at(spot)[to].index;
                let (here, there) = (self.spot_time(other, own)?, self.spot_time(first, spot)?);
                let here = queues.candidate(other, own, here);
                let there = queues.candidate(first, spot, there);
                let more = propagate_queue(self, spot, &[there], to, to + 1);
                Some(more + propagate_queue(self, own, &[here], at, at + 1))
            }
            Change::Tails(spot, to) => {
                let (own, at) = place?;
                let tail = |queue: &[Queued], from: usize| from..queue.len().min(from + HALF);
                let (ours, theirs) = (tail(queues.at(own), at), tail(queues.at(spot), to));
                let there = self.candidates(queues, own, ours.clone(), spot)?;
                let here = self.candidates(queues, spot, theirs.clone(), own)?;
                let more = propagate_queue(self, spot, &there, to, theirs.end);
                Some(more + propagate_queue(self, own, &here, at, ours.end))
            }
        }
    }

    /// A stretch of a queue as it would come into another one; `None` where one of it cannot.
    fn candidates(
        &mut self,
        queues: &Queues,
        from: SpotId,
        stretch: Range<usize>,
        to: SpotId,
    ) -> Option<Vec<Queued>> {
        let queue = &queues.at(from)[stretch];
        let candidates = queue.iter().map(|queued| {
            let stay = self.spot_time(queued.index, to)?;
            Some(queues.candidate(queued.index, to, stay))
        });
        candidates.collect()
    }

    /// What it costs more that a train is left out; `None` where it must not be.
    fn left_out(&self, index: TrainIndex, moved: Option<&mut Moved>) -> Option<Cost> {
        let train = &self.network[index];
        if let Some(moved) = moved {
            moved.push((Tick::MAX, index, None));
        }
        (!train.under_way).then(|| train.cost.postponed - self.cost(index))
    }
}
