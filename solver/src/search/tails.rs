//! Moves that change the queues of spots with all that stand behind: whoever lets somebody in gives way as far as it must.
//!
//! Insertion puts a train into a gap. Where queues have none, a train that comes in pushes those behind it back, up to the
//! next gap, and where it came from they move up. So such a move takes out a train and the tails of both queues, and
//! brings all back in the new order, every one to its own spot.

use super::lane::Lane;
use super::neighbourhood::{Choice, Turn};
use crate::network::{Tick, TrainNetwork};
use regauge_model::ids::SpotId;

/// Trains that give way or move up in one queue at most; where two tails change over, half of each.
const LONGEST_TAIL: usize = 24;

/// A train comes in so many places earlier or later than where it would come at the time it has now, at most.
const PLACES: usize = 4;

/// Those behind who come within so many ticks of the end of the one before may have waited for it.
const CLOSE: Tick = 30;

/// How long a train that is not planned is taken to stay, in ticks; only how many give way hangs on it.
const STAY: Tick = 60;

/// One train in the queue of a spot.
#[derive(Clone, Copy, Debug)]
struct Queued {
    from: Tick,
    to: Tick,
    index: usize,
}

/// Spots in which a train may be worked or handled, in their order.
pub(super) fn spots_of(train: &TrainNetwork) -> Vec<SpotId> {
    let works = train.works.iter().map(|work| work.spot);
    let operations = train.graph.edge_weights();
    let handled = operations.filter_map(|operation| operation.what.work_spot());
    let mut spots: Vec<SpotId> = works.chain(handled).collect();
    spots.sort_unstable();
    spots.dedup();
    spots
}

impl Lane<'_> {
    /// A train into another queue, or to another place of its own, or changed over with one of another, or the tails of two queues
    /// changed over; `None` where that changes nothing or the train is nowhere.
    pub(super) fn tails(&mut self, first: usize) -> Option<Choice> {
        let spots = &self.spots[first];
        let spots_drawn = self.dice.below(spots.len() as u64) as usize;
        let target = *spots.get(spots_drawn)?;
        let own = self.current.journeys[first].as_ref();
        let source = own.and_then(|journey| self.spot_of(journey));
        let here = source.map_or(Vec::new(), |spot| self.queue_at(spot));
        let place = here.iter().position(|queued| queued.index == first);
        let place = source.zip(place);
        if let Some((source, place)) = place.filter(|_| source == Some(target)) {
            return self.elsewhere_in(source, here, place);
        }
        let release = self.network.trains[first].cost.release;
        let now = place.map(|(_, place)| here[place]);
        let goes = now.unwrap_or(Queued {
            from: release,
            to: release + STAY,
            index: first,
        });
        let there = self.queue_at(target);
        let to = self.place_in(&there, goes.from, release);
        match (self.dice.below(4), place) {
            (2, Some((source, place))) => change_over((source, here, place), (target, there, to)),
            (3, Some((source, place))) => {
                let half = LONGEST_TAIL / 2;
                let tail = |queue: &[Queued], from: usize| {
                    let end = queue.len().min(from + half);
                    queue[from..end].to_vec()
                };
                Some(choice(&[
                    (target, &tail(&here, place)),
                    (source, &tail(&there, to)),
                ]))
            }
            _ => {
                // behind it they give way, behind where it was they move up
                let end = gives_way(&there, to, goes.to - goes.from);
                let mut new = vec![goes];
                new.extend_from_slice(&there[to..end]);
                let Some((source, place)) = place else {
                    return Some(choice(&[(target, &new)]));
                };
                let old = &here[place + 1..moves_up(&here, place + 1)];
                Some(choice(&[(target, &new), (source, old)]))
            }
        }
    }

    /// Another place of the queue in which it stands.
    fn elsewhere_in(
        &mut self,
        spot: SpotId,
        mut queue: Vec<Queued>,
        place: usize,
    ) -> Option<Choice> {
        let goes = queue.remove(place);
        let first = place.saturating_sub(PLACES);
        let to = first + self.dice.below(2 * PLACES as u64 + 1) as usize;
        let to = to.min(queue.len());
        if to == place {
            return None;
        }
        queue.insert(to, goes);
        let end = (to.max(place) + 1 + LONGEST_TAIL / 2).min(queue.len());
        Some(choice(&[(spot, &queue[to.min(place)..end])]))
    }

    /// A place in a queue about where a train comes in at a tick, earlier ones too, but none before its release.
    fn place_in(&mut self, queue: &[Queued], from: Tick, release: Tick) -> usize {
        let at = queue.partition_point(|queued| queued.from < from);
        let earliest = queue.partition_point(|queued| queued.to <= release);
        let earliest = earliest.max(at.saturating_sub(PLACES)).min(at);
        let to = earliest + self.dice.below((at - earliest + 2) as u64) as usize;
        to.min(queue.len())
    }

    /// The trains worked or handled in a spot, in turn.
    fn queue_at(&self, spot: SpotId) -> Vec<Queued> {
        let mut queue: Vec<Queued> = Vec::new();
        for (index, journey) in self.current.journeys.iter().enumerate() {
            let Some(journey) = journey else { continue };
            let train = &self.network.trains[index];
            let operations = journey.operations.iter();
            let there = operations.filter_map(|done| {
                let operation = done.operation.of(train);
                let is_there = operation.what.work_spot() == Some(spot);
                is_there.then(|| (done.start, operation.end.at(done.start)))
            });
            // a train in parts is worked several times
            let times = there.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
            if let Some((from, to)) = times {
                queue.push(Queued { from, to, index });
            }
        }
        queue.sort_unstable_by_key(|queued| (queued.from, self.rank[queued.index]));
        queue
    }
}

/// Two trains change over: those behind give way to the longer one, and move up behind the shorter.
fn change_over(
    (source, mut here, place): (SpotId, Vec<Queued>, usize),
    (target, mut there, to): (SpotId, Vec<Queued>, usize),
) -> Option<Choice> {
    let (one, other) = (here[place], *there.get(to)?);
    let longer = (one.to - one.from - (other.to - other.from)).abs();
    let end = |queue: &[Queued], behind: usize| {
        gives_way(queue, behind, longer).max(moves_up(queue, behind))
    };
    let (here_end, there_end) = (end(&here, place + 1), end(&there, to + 1));
    (here[place], there[to]) = (other, one);
    Some(choice(&[
        (target, &there[to..there_end]),
        (source, &here[place..here_end]),
    ]))
}

/// Where in a queue the last one stands that gives way when so many ticks are taken before a place.
fn gives_way(queue: &[Queued], place: usize, mut ticks: Tick) -> usize {
    let mut end = place;
    while end < queue.len() && end < place + LONGEST_TAIL && ticks > 0 {
        if end > place {
            ticks -= (queue[end].from - queue[end - 1].to).max(0);
        }
        end += usize::from(ticks > 0);
    }
    end
}

/// Where in a queue the last one stands that may move up when the one before a place is gone.
fn moves_up(queue: &[Queued], place: usize) -> usize {
    let mut end = place;
    while end < queue.len()
        && end < place + LONGEST_TAIL
        && end > 0
        && queue[end].from <= queue[end - 1].to + CLOSE
    {
        end += 1;
    }
    end
}

/// Trains in turn, each to its spot.
fn choice(queues: &[(SpotId, &[Queued])]) -> Choice {
    let all = queues
        .iter()
        .flat_map(|(spot, queue)| queue.iter().map(|queued| (queued.index, Some(*spot))));
    let (trains, spots): (Vec<usize>, Vec<Option<SpotId>>) = all.unzip();
    Choice {
        trains,
        turn: Turn::Given,
        spots,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(spans: &[(Tick, Tick)]) -> Vec<Queued> {
        let spans = spans.iter().enumerate();
        let queued = spans.map(|(index, &(from, to))| Queued { from, to, index });
        queued.collect()
    }

    #[test]
    fn those_behind_give_way_up_to_a_gap_that_is_wide_enough() {
        let queue = queue(&[(0, 10), (10, 20), (25, 35), (60, 70), (70, 80)]);
        // 5 free ticks behind the second and 25 behind the third take up what comes in
        assert_eq!(gives_way(&queue, 1, 5), 2);
        assert_eq!(gives_way(&queue, 1, 12), 3);
        assert_eq!(gives_way(&queue, 1, 31), 5);
        assert_eq!(gives_way(&queue, 5, 31), 5);
    }

    #[test]
    fn those_move_up_who_may_have_waited() {
        let queue = queue(&[(0, 10), (10, 20), (50, 60), (91, 99)]);
        assert_eq!(moves_up(&queue, 1), 3);
        assert_eq!(moves_up(&queue, 3), 3);
        assert_eq!(moves_up(&queue, 4), 4);
    }

    #[test]
    fn changed_over_trains_are_in_each_others_place_and_nobody_is_twice_in_it() {
        let here = queue(&[(0, 10), (10, 20), (20, 30)]);
        let mut there = queue(&[(0, 40), (40, 45)]);
        for queued in &mut there {
            queued.index += 10;
        }
        let choice = change_over((SpotId(0), here, 1), (SpotId(1), there, 0)).unwrap();
        assert_eq!(choice.trains, [1, 11, 10, 2]);
        let spots: Vec<u32> = choice.spots.iter().map(|spot| spot.unwrap().0).collect();
        assert_eq!(spots, [1, 1, 0, 0]);
    }
}
