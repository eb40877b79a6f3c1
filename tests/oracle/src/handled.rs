//! Trains that come straight to a spot and are handled there.

use crate::parts::{Edge, Hold, Parts, Place, Task, What};
use crate::tasks::World;
use crate::travel::Rider;
use regauge_model::Minute;
use regauge_model::instance::Handling;

impl World<'_> {
    /// A journey for every spot, with its exit.
    pub(crate) fn handled(&self, rider: &Rider, handling: &[Handling]) -> Vec<(Parts, Edge)> {
        let train = self.instance.train(rider.train);
        let pins = &train.pins;
        let mut found = Vec::new();
        for one in handling {
            let spot = self.system().spot(one.spot);
            if pins.spot.is_some_and(|pinned| pinned != one.spot)
                || pins.shed.is_some_and(|pinned| pinned != spot.shed)
            {
                continue;
            }
            let mut parts = Parts::default();
            let task = parts.add(Task {
                train: rider.train,
                rake: rider.rake,
                what: What::Handling(one.spot),
                table: self.lasting(one.minutes),
            });
            parts.restrict(task, |instants| {
                let start = Minute(instants[0]);
                start >= train.opens && pins.entry.is_none_or(|pin| pin.contains(start))
            });
            let end = parts.end(task);
            for gauge_mm in spot.gauges_mm {
                parts.holds.push(Hold {
                    place: Place::Side(one.spot, gauge_mm),
                    from: Parts::start(task),
                    to: end.plus(spot.clearing),
                    train: Some(rider.train),
                    rake: rider.rake,
                    task: Some(task),
                    number: None,
                });
            }
            found.push((parts, end));
        }
        found
    }
}
