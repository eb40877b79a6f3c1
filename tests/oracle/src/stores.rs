//! Trains of empties: into a store, or out of one; and movements between a store and a track.

use crate::journey::standing;
use crate::parts::{Edge, Parts, StockAt, Task, What};
use crate::tasks::World;
use crate::travel::Rider;
use regauge_model::Minute;
use regauge_model::ids::{LocomotiveId, StoreId};
use regauge_model::instance::RakePlace;
use regauge_model::system::StageSide;

impl World<'_> {
    /// Every journey into the store, with its exit.
    pub(crate) fn ends_in_store(&self, rider: &Rider, id: StoreId) -> Vec<(Parts, Edge)> {
        let store = self.system().store(id);
        let mut found = Vec::new();
        for (mut parts, arrived) in self.way_in(rider, false) {
            let mut ready = self.arrival_stages(&mut parts, rider, store.station, arrived.at);
            let minutes = self
                .call(rider, store.station)
                .map_or(0, |call| call.minutes);
            ready.push(arrived.at.plus(minutes));
            let Some((task, pool)) =
                self.store_task(&mut parts, rider, id, What::IntoStore(id), &ready)
            else {
                continue;
            };
            self.hold_locomotives(&mut parts, rider, task, &[pool]);
            let end = parts.end(task);
            if let Some(hold) = arrived.hold {
                parts.holds[hold].to = end;
            }
            found.push((parts, end));
        }
        found
    }

    /// Every journey out of the store, with its exit.
    pub(crate) fn comes_from_store(&self, rider: &Rider, id: StoreId) -> Vec<(Parts, Edge)> {
        let train = self.instance.train(rider.train);
        let station = self.system().store(id).station;
        let mut found = Vec::new();
        let mut standings = Vec::new();
        match train.state.as_ref().map(|state| state.arriving) {
            None => {
                for track in self.tracks(rider, station) {
                    let mut parts = Parts::default();
                    let what = What::FromStore(id);
                    let Some((task, pool)) = self.store_task(&mut parts, rider, id, what, &[])
                    else {
                        continue;
                    };
                    self.hold_locomotives(&mut parts, rider, task, &[pool]);
                    let earliest = train.opens.0;
                    let pin = train.pins.entry;
                    parts.restrict(task, |instants| {
                        let start = instants[0];
                        start >= earliest && pin.is_none_or(|pin| pin.contains(Minute(start)))
                    });
                    let hold = self.stand(&mut parts, rider, track, Parts::start(task));
                    let end = parts.end(task);
                    standings.push((parts, hold, end));
                }
            }
            Some(RakePlace::Track(yard, track)) if self.system().yard(yard).station == station => {
                let mut parts = Parts::default();
                let hold = self.stand_at_start(&mut parts, rider, yard, track);
                standings.push((parts, hold, Edge::Fixed(0)));
            }
            Some(_) => {
                return self.gone(rider, self.way_in(rider, true), &train.route);
            }
        }
        for (mut parts, hold, end) in standings {
            let mut ready = vec![end];
            for stage in self.stages_at(station, rider.class, &[StageSide::Departure]) {
                ready.extend(self.stage_of(&mut parts, rider, stage, &[end]));
            }
            let setting = standing(hold, ready);
            let ways = self.travel(&parts, rider, &setting, &train.route, true);
            found.extend(self.gone(rider, ways, &train.route));
        }
        found
    }

    /// A movement between a store and a track.
    pub(crate) fn store_task(
        &self,
        parts: &mut Parts,
        rider: &Rider,
        id: StoreId,
        what: What,
        ready: &[Edge],
    ) -> Option<(usize, LocomotiveId)> {
        let store = self.system().store(id);
        let gauge = self.system().class(rider.class).gauge_mm;
        let pool = self.system().locomotives_at(store.station, gauge)?;
        let inward = matches!(what, What::IntoStore(_));
        let task = parts.add(Task {
            train: rider.train,
            rake: rider.rake,
            what,
            table: self.movement(store.station, store.moving, &[pool]),
        });
        for &edge in ready {
            parts.link(edge, Parts::start(task));
        }
        parts.stocks.push(StockAt {
            store: id,
            inward,
            from: Parts::start(task),
            to: parts.end(task),
        });
        Some((task, pool))
    }
}
