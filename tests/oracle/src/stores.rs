//! Trains of empties: into a store, or out of one; and movements between a store and a track.

use crate::journey::standing;
use crate::parts::{Edge, Parts, RoomAt, StockAt, Task, What};
use crate::tasks::World;
use crate::travel::Rider;
use regauge_model::Minute;
use regauge_model::ids::{LocomotiveId, StoreId, TrainId};
use regauge_model::instance::{Rake, RakePlace};
use regauge_model::system::{Lot, StageSide};

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
                parts.holds[hold].to = end.plus(-self.in_store(rider, id, true));
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
            None | Some(RakePlace::MakingUp(_)) => {
                let made_up = self.made_up(rider);
                for track in self.tracks(rider, station) {
                    let mut parts = Parts::default();
                    let what = What::FromStore(id);
                    let Some((task, pool)) = self.store_task(&mut parts, rider, id, what, &[])
                    else {
                        continue;
                    };
                    self.hold_locomotives(&mut parts, rider, task, &[pool]);
                    if let (Some(hold), Some(_)) = (parts.holds.last_mut(), made_up) {
                        hold.from = Parts::start(task);
                    }
                    let earliest = train.opens.0;
                    let pin = train.pins.entry;
                    parts.restrict(task, |instants| {
                        let start = instants[0];
                        start >= earliest && pin.is_none_or(|pin| pin.contains(Minute(start)))
                    });
                    let moves = Parts::start(task).plus(self.in_store(rider, id, false));
                    let hold = self.stand(&mut parts, rider, track, moves);
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
        let made_up = self.made_up(rider).filter(|_| !inward);
        let minutes = store.moving + self.in_store(rider, id, inward);
        let pools = [pool];
        let task = parts.add(Task {
            train: rider.train,
            rake: rider.rake,
            what,
            table: self.movement(
                store.station,
                minutes,
                if made_up.is_some() { &[] } else { &pools },
            ),
        });
        for &edge in ready {
            parts.link(edge, Parts::start(task));
        }
        if let Some(made_up) = made_up {
            parts.link(Edge::Fixed(made_up), Parts::start(task));
        }
        self.changes(parts, rider, id, task, inward);
        Some((task, pool))
    }

    /// Minute from which on a rake may move that is made up at the start.
    pub(crate) fn made_up(&self, rider: &Rider) -> Option<i32> {
        let state = self.instance.train(rider.train).state.as_ref()?;
        let place = match rider.rake {
            Rake::Arriving => Some(state.arriving),
            Rake::Onward => state.onward,
        };
        match place {
            Some(RakePlace::MakingUp(until)) => Some(until.0),
            _ => None,
        }
    }

    /// Minutes of a movement in which its rake is made up (before) or broken up (behind).
    pub(crate) fn in_store(&self, rider: &Rider, id: StoreId, inward: bool) -> i32 {
        let store = self.system().store(id);
        match (inward, self.made_up(rider)) {
            (true, _) => store.breaking_up,
            (false, None) => store.making_up,
            (false, Some(_)) => 0,
        }
    }

    /// What a rake takes from a store or brings there.
    pub(crate) fn lots(&self, train: TrainId, rake: Rake) -> Vec<Lot> {
        let train = self.instance.train(train);
        match (rake, train.transshipment()) {
            (Rake::Onward, Some(change)) => change.onward_lots.clone(),
            _ => train.lots.clone(),
        }
    }

    /// What a movement changes in its store.
    pub(crate) fn changes(
        &self,
        parts: &mut Parts,
        rider: &Rider,
        store: StoreId,
        task: usize,
        inward: bool,
    ) {
        let lots = self.lots(rider.train, rider.rake);
        let (from, to) = (Parts::start(task), parts.end(task));
        let inspection = self.system().store(store).inspection;
        if !inward && self.made_up(rider).is_some() {
            parts.rooms.push(RoomAt { store, to, lots });
        } else {
            parts.stocks.push(StockAt {
                store,
                inward,
                from,
                to: to.plus(if inward { inspection } else { 0 }),
                lots,
            });
        }
    }
}
