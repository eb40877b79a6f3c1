//! The queues of the spots, and what a change of their order would cost if nothing but the queue held anybody up.
//!
//! Pricing a journey looks at everything a train needs. A queue alone can be estimated much faster: whoever stands in it is worked
//! when the one before is gone, as soon as it could be there, for as long as now, and leaves as long afterwards as now. Where spots are all
//! there is to wait for (berth allocation) that is exact; elsewhere it says which of many changes are worth pricing.

use crate::network::{Cost, ExitCost, NEVER, Tick, Ticks, TrainIndex, TrainNetwork};
use regauge_model::ids::SpotId;

/// So many trains behind a change are estimated at most.
pub(super) const LONGEST_TAIL: usize = 32;

/// One train in the queue of a spot, or one that may come into it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Queued {
    pub(super) index: TrainIndex,
    /// When it is worked now; [`NEVER`] for one that may come.
    pub(super) from: Tick,
    pub(super) to: Tick,
    /// From the end of its work to its exit, and to the end of its emptied rake's life (of one without, to nothing).
    pub(super) rest: Ticks,
    pub(super) rest_emptied: Ticks,
    /// It is not worked before this, and begins at least the lag after the end of the one before.
    pub(super) base: Tick,
    pub(super) lag: Ticks,
}

/// How a train would be worked in a spot if it were alone.
#[derive(Clone, Copy, Debug)]
pub(super) struct SpotTime {
    pub(super) from: Tick,
    pub(super) to: Tick,
    pub(super) exit: Tick,
    pub(super) emptied: Tick,
}

/// What is known of a stay.
#[derive(Clone, Copy, Debug)]
pub(super) enum Known {
    NotAsked,
    Impossible,
    Possible(SpotTime),
}

/// What was found so far of the stays of a train: by place in the list of its spots.
#[derive(Clone, Debug)]
pub(super) struct SpotTimes(pub(super) Vec<Known>);

impl SpotTimes {
    /// Nothing was asked yet.
    pub(super) fn unknown(n_spots: usize) -> SpotTimes {
        SpotTimes(vec![Known::NotAsked; n_spots])
    }
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

/// The queues of a plan, by spot.
#[derive(Clone, Debug, Default)]
pub(super) struct Queues {
    pub(super) by_spot: Vec<Vec<Queued>>,
    /// Least time between two in a queue.
    pub(super) gaps: Vec<Ticks>,
}

impl Queues {
    /// The queue of a spot, in order.
    pub(super) fn at(&self, spot: SpotId) -> &[Queued] {
        self.by_spot.get(spot.index()).map_or(&[], Vec::as_slice)
    }

    /// The least time between two in the queue of a spot, as far as that is known.
    pub(super) fn gap(&self, spot: SpotId) -> Ticks {
        let gap = self.gaps.get(spot.index()).copied();
        gap.filter(|&gap| gap < Ticks::MAX).unwrap_or(0)
    }

    /// A train as it would come into a queue.
    pub(super) fn candidate(&self, index: TrainIndex, spot: SpotId, stay: SpotTime) -> Queued {
        Queued {
            index,
            from: NEVER,
            to: NEVER + (stay.to - stay.from),
            rest: stay.exit - stay.to,
            rest_emptied: stay.emptied - stay.to,
            base: stay.from,
            lag: self.gap(spot),
        }
    }
}

impl Queued {
    /// When it would be worked behind one that is gone at a tick.
    fn behind(&self, end: Tick) -> Tick {
        self.base.max(end.saturating_add(self.lag))
    }

    fn length(&self) -> Ticks {
        self.to - self.from
    }

    /// What it would cost if its work began at a tick.
    pub(super) fn cost_when(&self, from: Tick, cost: &ExitCost) -> Cost {
        let to = from.saturating_add(self.length());
        let emptied = to.saturating_add(self.rest_emptied);
        cost.of(to.saturating_add(self.rest)) + cost.of_emptied(emptied)
    }
}

/// Estimates a queue in which, behind one that is gone at `end`, first those of `part` are worked and then, as before, those
/// `behind`. Tells of all of the part and of everyone behind it that is worked at another time: who, and when.
pub(super) fn propagate_queue(
    mut end: Tick,
    part: &[Queued],
    behind: &[Queued],
    mut tell: impl FnMut(&Queued, Tick),
) {
    let mut take = |queued: &Queued, end: Tick| {
        let from = queued.behind(end);
        tell(queued, from);
        from.saturating_add(queued.length())
    };
    for queued in part {
        end = take(queued, end);
    }
    for queued in behind.iter().take(LONGEST_TAIL) {
        if queued.behind(end) == queued.from {
            break;
        }
        end = take(queued, end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::FOREVER;

    /// A train worked from one tick to another that could have begun at `base` had it not had to come `lag` behind the one before.
    fn queued(index: usize, (from, to): (Ticks, Ticks), base: Ticks, lag: Ticks) -> Queued {
        Queued {
            index: TrainIndex::from_index(index),
            from: Tick(from),
            to: Tick(to),
            rest: 7,
            rest_emptied: 3,
            base: Tick(base),
            lag,
        }
    }

    fn told(end: Tick, part: &[Queued], behind: &[Queued]) -> Vec<(usize, Ticks)> {
        let mut told = Vec::new();
        propagate_queue(end, part, behind, |queued, from| {
            told.push((queued.index.index(), from.0));
        });
        told
    }

    #[test]
    fn those_behind_give_way_up_to_a_gap_that_is_wide_enough() {
        let behind = [
            queued(1, (10, 20), 10, 0),
            queued(2, (25, 35), 25, 0),
            queued(3, (60, 70), 60, 0),
        ];
        let candidate = |length| [queued(9, (FOREVER, FOREVER + length), 0, 0)];
        // worked as soon as the one before is gone; 5 free ticks behind the first and 25 behind the second take up what comes in
        assert_eq!(told(Tick(10), &candidate(5), &behind), [(9, 10), (1, 15)]);
        assert_eq!(
            told(Tick(10), &candidate(12), &behind),
            [(9, 10), (1, 22), (2, 32)]
        );
        let all = [(9, 10), (1, 41), (2, 51), (3, 61)];
        assert_eq!(told(Tick(10), &candidate(31), &behind), all);
    }

    #[test]
    fn those_move_up_who_waited_and_no_further_than_they_could_have_come() {
        let behind = [
            queued(1, (40, 50), 0, 4),
            queued(2, (54, 60), 35, 4),
            // not for the one before
            queued(3, (80, 90), 80, 4),
        ];
        assert_eq!(told(Tick(20), &[], &behind), [(1, 24), (2, 38)]);
        assert_eq!(told(Tick::MIN, &[], &behind), [(1, 0), (2, 35)]);
        // where nothing changes nothing is told
        assert_eq!(told(Tick(36), &[], &behind), []);
    }

    #[test]
    fn what_comes_behind_the_work_keeps_its_length() {
        let cost = ExitCost {
            least_way: Cost::new(0),
            weight: Cost::new(100),
            release: Tick::ZERO,
            due: None,
            late_centi: 0,
            published: None,
            early: None,
            emptied: Cost::new(1),
            min_emptied: Cost::new(0),
            postponed: Cost::new(0),
        };
        let cost = queued(1, (40, 50), 0, 4).cost_when(Tick(24), &cost);
        assert_eq!(cost.units(), 4137);
    }
}
