//! After the crane work: both rakes out of the spot and on their ways.

use crate::journey::standing;
use crate::parts::{Edge, Parts, Place, Task, What};
use crate::tasks::World;
use crate::transship::{Before, Meeting};
use crate::travel::Rider;
use regauge_model::ids::{SpotId, StationId, StoreId, YardId};
use regauge_model::instance::{RakePlace, Transshipment, WorkedParts};
use regauge_model::system::StageSide;

/// Where a pulling goes.
#[derive(Clone, Copy, Debug)]
enum Goal {
    Track(YardId, usize),
    Store(StoreId),
}

impl World<'_> {
    /// Pulls a rake from its spot; the task.
    fn pull(
        &self,
        parts: &mut Parts,
        rider: &Rider,
        spot: SpotId,
        side: usize,
        store: Option<StoreId>,
        after: Edge,
    ) -> Option<usize> {
        let shed = self.system().shed(self.system().spot(spot).shed);
        let gauge = self.system().class(rider.class).gauge_mm;
        let pool = self.system().locomotives_at(shed.station, gauge)?;
        let task = parts.add(Task {
            train: rider.train,
            rake: rider.rake,
            what: What::Pulling(spot, store),
            table: self.movement(
                shed.station,
                shed.pulling + store.map_or(0, |store| self.in_store(rider, store, true)),
                &[pool],
            ),
        });
        parts.link(after, Parts::start(task));
        self.move_at(parts, rider, task, spot, true);
        self.pulled(parts, rider, task, spot, side, store);
        Some(task)
    }

    fn pulled(
        &self,
        parts: &mut Parts,
        rider: &Rider,
        task: usize,
        spot: SpotId,
        side: usize,
        store: Option<StoreId>,
    ) {
        let behind = store.map_or(0, |store| self.in_store(rider, store, true));
        let to = parts.end(task).plus(-behind);
        parts.holds[side].to = to.plus(self.system().spot(spot).clearing);
        if let Some(movement) = parts.moves.last_mut() {
            movement.to = to;
        }
        if let Some(store) = store {
            self.changes(parts, rider, store, task, true);
        }
    }

    /// Every fate of the emptied rake.
    pub(crate) fn emptied_out(
        &self,
        rider: &Rider,
        change: &Transshipment,
        parts: &Parts,
        meeting: &Meeting,
        side: Option<usize>,
        after: Edge,
    ) -> Vec<Parts> {
        let emptied = Rider {
            class: change.emptied_class,
            calls: false,
            ..*rider
        };
        if let Before::Out(RakePlace::Gone) = meeting.arriving {
            return vec![parts.clone()];
        }
        let store = change.emptied_store;
        let route = change.emptied_route.as_deref();
        let out = self.out(
            &emptied,
            parts,
            &meeting.arriving,
            side,
            after,
            store,
            route,
            &[],
        );
        let ended = |(mut parts, end): (Parts, Edge)| {
            parts.emptied.push((rider.train, end));
            parts
        };
        out.into_iter().map(ended).collect()
    }

    /// Every way of the onward rake; with its exit.
    pub(crate) fn onward_out(
        &self,
        rider: &Rider,
        change: &Transshipment,
        parts: &Parts,
        meeting: &Meeting,
        side: Option<usize>,
        after: Edge,
    ) -> Vec<(Parts, Edge)> {
        let onward = World::onward_rider(rider, change);
        let route = Some(change.onward_route.as_slice());
        let depart = &meeting.depart;
        self.out(
            &onward,
            parts,
            &meeting.onward,
            side,
            after,
            None,
            route,
            depart,
        )
    }

    /// Every way of a rake out of its spot (or from where it is after the work at the start): into the store, or over
    /// a track along the route.
    #[expect(clippy::too_many_arguments, reason = "one way out for both rakes")]
    fn out(
        &self,
        rider: &Rider,
        parts: &Parts,
        before: &Before,
        side: Option<usize>,
        after: Edge,
        store: Option<StoreId>,
        route: Option<&[StationId]>,
        depart: &[Edge],
    ) -> Vec<(Parts, Edge)> {
        let station = route.map(|route| route[0]);
        if let Before::Out(place) = before {
            return self.out_at_start(rider, parts, *place, store, route, depart);
        }
        let Some(side) = side else {
            return Vec::new();
        };
        let Place::Side(spot, _) = parts.holds[side].place else {
            return Vec::new();
        };
        let mut goals: Vec<Goal> = store.map(Goal::Store).into_iter().collect();
        if let Some(station) = station {
            // A call is of the arriving rake's stay or of a station on the way, not of the stay after the work.
            let rider = Rider {
                calls: false,
                ..*rider
            };
            let tracks = self.tracks(&rider, station).into_iter();
            goals.extend(tracks.map(|(yard, group)| Goal::Track(yard, group)));
        }
        let outside = self.worked_parts_from(rider, parts, spot);
        let worked = self.instance.train(rider.train).worked_at_start(rider.rake);
        // the rest follows the parts that are there
        goals.retain(|goal| match (*goal, worked) {
            (_, WorkedParts::InShed) | (Goal::Store(_), WorkedParts::InStore) => true,
            (Goal::Track(yard, group), WorkedParts::OnTrack(of, track)) => {
                yard == of && self.system().yard(of).group_of(track) == Some(group)
            }
            _ => false,
        });
        let mut found = Vec::new();
        for goal in goals {
            let mut parts = parts.clone();
            let into = match goal {
                Goal::Store(store) => Some(store),
                Goal::Track(..) => None,
            };
            if let Some(task) = self.pull(&mut parts, rider, spot, side, into, after) {
                if let (Some(outside), Goal::Store(_), Some(change)) =
                    (outside, goal, parts.stocks.last_mut())
                {
                    change.from = outside;
                }
                let from = outside.unwrap_or(Parts::start(task));
                let number = worked.track().map(|(_, track)| track);
                let stands = (from, number);
                found.extend(self.leave(rider, &parts, (task, stands), goal, route, depart));
            }
        }
        found
    }

    /// From when worked parts of a rake stand outside the shed, where they do.
    fn worked_parts_from(&self, rider: &Rider, parts: &Parts, spot: SpotId) -> Option<Edge> {
        if self.instance.train(rider.train).worked_at_start(rider.rake) != WorkedParts::InShed {
            return Some(Edge::Fixed(0));
        }
        let shed = self.system().shed(self.system().spot(spot).shed);
        let mut tasks = parts.tasks.iter();
        let exchange = tasks
            .position(|task| task.train == rider.train && matches!(task.what, What::Exchange(..)));
        exchange.filter(|_| shed.parts_on_track).map(Parts::start)
    }

    /// After a pulling.
    fn leave(
        &self,
        rider: &Rider,
        parts: &Parts,
        (task, (from, number)): (usize, (Edge, Option<u32>)),
        goal: Goal,
        route: Option<&[StationId]>,
        depart: &[Edge],
    ) -> Vec<(Parts, Edge)> {
        let end = parts.end(task);
        let mut parts = parts.clone();
        match goal {
            Goal::Store(_) => vec![(parts, end)],
            Goal::Track(yard, group) => {
                let hold = self.stand(&mut parts, rider, (yard, group), from);
                parts.holds[hold].number = number;
                self.depart(rider, &parts, hold, end, route, depart)
            }
        }
    }

    /// From a track after the work: departure stages, and every way along the route.
    fn depart(
        &self,
        rider: &Rider,
        parts: &Parts,
        hold: usize,
        since: Edge,
        route: Option<&[StationId]>,
        depart: &[Edge],
    ) -> Vec<(Parts, Edge)> {
        let Some(route) = route else {
            return Vec::new();
        };
        let mut parts = parts.clone();
        let mut ready = vec![since];
        ready.extend(depart);
        for stage in self.stages_at(route[0], rider.class, &[StageSide::Departure]) {
            ready.extend(self.stage_of(&mut parts, rider, stage, &[since]));
        }
        let ways = self.travel(&parts, rider, &standing(hold, ready), route, true);
        self.gone(rider, ways, route)
    }

    /// A rake that is out of its spot at the start, or being pulled.
    fn out_at_start(
        &self,
        rider: &Rider,
        parts: &Parts,
        place: RakePlace,
        store: Option<StoreId>,
        route: Option<&[StationId]>,
        depart: &[Edge],
    ) -> Vec<(Parts, Edge)> {
        let mut parts = parts.clone();
        let change = self.instance.train(rider.train).transshipment();
        match (place, route) {
            (RakePlace::Pulling(spot, to, until), _) => {
                let into = store.filter(|_| to.is_none());
                let task = parts.add(Task {
                    train: rider.train,
                    rake: rider.rake,
                    what: What::Pulling(spot, into),
                    table: self.under_way(&[0, until.0]),
                });
                self.move_at(&mut parts, rider, task, spot, false);
                let side = self.hold_side(&mut parts, rider, spot, Edge::Fixed(0));
                self.pulled(&mut parts, rider, task, spot, side, into);
                let end = parts.end(task);
                let Some((yard, track)) = to else {
                    return into.map(|_| (parts, end)).into_iter().collect();
                };
                let hold = self.stand_at_start(&mut parts, rider, yard, track);
                parts.holds[hold].from = Parts::start(task);
                self.way_from_track(rider, &parts, hold, end, store, route, depart)
            }
            (RakePlace::Track(yard, track), _)
                if change
                    .is_some_and(|change| change.station == self.system().yard(yard).station) =>
            {
                let hold = self.stand_at_start(&mut parts, rider, yard, track);
                self.way_from_track(rider, &parts, hold, Edge::Fixed(0), store, route, depart)
            }
            (_, Some(stations)) => {
                let ways = self.way_on(&parts, rider, place, stations, true);
                self.gone(rider, ways, stations)
            }
            _ => Vec::new(),
        }
    }

    /// A rake on a track at the start (or being pulled to it) leaves, or moves into its store from there.
    #[expect(clippy::too_many_arguments, reason = "one way out for both rakes")]
    fn way_from_track(
        &self,
        rider: &Rider,
        parts: &Parts,
        hold: usize,
        since: Edge,
        store: Option<StoreId>,
        route: Option<&[StationId]>,
        depart: &[Edge],
    ) -> Vec<(Parts, Edge)> {
        let mut found = self.depart(rider, parts, hold, since, route, depart);
        if let Some(store) = store {
            let mut parts = parts.clone();
            let what = What::IntoStore(store);
            if let Some((task, pool)) = self.store_task(&mut parts, rider, store, what, &[since]) {
                self.hold_locomotives(&mut parts, rider, task, &[pool]);
                let end = parts.end(task);
                parts.holds[hold].to = end.plus(-self.in_store(rider, store, true));
                found.push((parts, end));
            }
        }
        found
    }
}
