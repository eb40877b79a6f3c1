//! The queues of the plan at hand, and how a train would be worked elsewhere.

use super::super::chain::Chain;
use super::super::queues::{Known, Queued, Queues, SpotTime};
use crate::journey::Journey;
use crate::network::{FOREVER, Tick, Ticks, TrainIndex, TrainNetwork};
use crate::pricing::{Shunned, Wishes};
use regauge_model::ids::SpotId;
use std::ops::Range;

/// Those behind who come within so many ticks of the end of the one before may have waited for it.
const CLOSE: Ticks = 30;

/// Where a train is worked or handled, and from when to when; in parts that is more than once.
fn worked(train: &TrainNetwork, journey: &Journey) -> Option<(SpotId, Tick, Tick)> {
    let operations = journey.operations.iter().filter_map(|done| {
        let operation = done.operation.of(train);
        let spot = operation.what.work_spot()?;
        Some((spot, done.start, operation.end.at(done.start)))
    });
    operations.reduce(|(spot, from, to), (_, other_from, other_to)| {
        (spot, from.min(other_from), to.max(other_to))
    })
}

impl Chain<'_> {
    /// The queues of the plan at hand, into what held other ones.
    pub(super) fn fill(&self, queues: &mut Queues) {
        for queue in &mut queues.by_spot {
            queue.clear();
        }
        for (index, journey) in self.network.train_indices().zip(&self.current.journeys) {
            let Some(journey) = journey else { continue };
            let worked = worked(&self.network[index], journey);
            let Some((spot, from, to)) = worked else {
                continue;
            };
            if queues.by_spot.len() <= spot.index() {
                queues.by_spot.resize(spot.index() + 1, Vec::new());
            }
            queues.by_spot[spot.index()].push(Queued {
                index,
                from,
                to,
                rest: journey.exit - to,
                rest_emptied: journey.emptied.map_or(to, |(_, end)| end) - to,
                base: from,
                lag: 0,
            });
        }
        queues.gaps.resize(queues.by_spot.len(), Ticks::MAX);
        for (queue, gap) in queues.by_spot.iter_mut().zip(&mut queues.gaps) {
            queue.sort_unstable_by_key(|queued| (queued.from, self.rank[queued.index.index()]));
            let gaps = queue.windows(2).map(|pair| pair[1].from - pair[0].to);
            *gap = gaps.min().unwrap_or(Ticks::MAX).min(*gap);
        }
    }

    /// Tells of those in a stretch of a queue since when they could have been there and whether they waited for the one before.
    pub(super) fn see_who_waits(
        &mut self,
        queues: &mut Queues,
        spot: SpotId,
        stretch: Range<usize>,
    ) {
        let gap = queues.gap(spot);
        let Some(queue) = queues.by_spot.get_mut(spot.index()) else {
            return;
        };
        for place in stretch.start..stretch.end.min(queue.len()) {
            let before = place.checked_sub(1).map(|before| queue[before].to);
            let queued = &mut queue[place];
            let lag = before.map_or(FOREVER, |end| queued.from - end);
            queued.lag = gap.min(lag);
            queued.base = queued.from;
            if lag <= gap + CLOSE
                && let Some(stay) = self.spot_time(queued.index, spot)
                && stay.from < queued.from
            {
                queued.base = stay.from;
                queued.lag = lag;
            }
        }
    }

    /// How a train would be worked in a spot if it were alone; `None` where it cannot be.
    pub(super) fn spot_time(&mut self, index: TrainIndex, spot: SpotId) -> Option<SpotTime> {
        let place = self.spots[index.index()].binary_search(&spot).ok()?;
        match self.spot_times[index.index()].0[place] {
            Known::Impossible => None,
            Known::Possible(stay) => Some(stay),
            Known::NotAsked => {
                let found = self.priced_alone(index, spot);
                self.spot_times[index.index()].0[place] =
                    found.map_or(Known::Impossible, Known::Possible);
                found
            }
        }
    }

    fn priced_alone(&mut self, index: TrainIndex, spot: SpotId) -> Option<SpotTime> {
        let train = &self.network[index];
        let wishes = Wishes {
            shunned: Shunned::AllBut(spot),
            ..Wishes::default()
        };
        let journey = self.pricer.insert(train, &mut self.empty, &wishes)?;
        self.empty.remove(&journey);
        let (_, from, to) = worked(train, &journey).filter(|(there, ..)| *there == spot)?;
        Some(SpotTime {
            from,
            to,
            exit: journey.exit,
            emptied: journey.emptied.map_or(to, |(_, end)| end),
        })
    }
}
