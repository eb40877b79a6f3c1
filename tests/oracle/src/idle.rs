//! What a train holds that is not planned.

use crate::parts::{Edge, Hold, Parts, Place, RoomAt, RunAt};
use crate::tasks::World;
use regauge_model::ids::{ClassId, TrainId};
use regauge_model::instance::{
    Rake, RakePlace, Train, TrainKind, TrainState, WorkState, WorkedParts,
};

impl World<'_> {
    /// What a train holds when it is not planned: its places of minute 0 to the end, when it is under way.
    pub(crate) fn postponed(&self, id: TrainId) -> Parts {
        let mut parts = Parts::default();
        let train = self.instance.train(id);
        let Some(state) = &train.state else {
            return parts;
        };
        let onward_class = train.transshipment().map(|change| change.onward_class);
        let rakes = [
            (Some(state.arriving), Some(train.class)),
            (state.onward, onward_class),
        ];
        for (place, class) in rakes {
            if let (Some(place), Some(class)) = (place, class) {
                self.keep(&mut parts, place, class);
            }
        }
        if let Some((yard, number)) = state.parts_on {
            self.keep(&mut parts, RakePlace::Track(yard, number), train.class);
        }
        for (rake, class) in [
            (Rake::Arriving, Some(train.class)),
            (Rake::Onward, onward_class),
        ] {
            if let (Some((yard, number)), Some(class)) = (state.worked(rake).track(), class) {
                self.keep(&mut parts, RakePlace::Track(yard, number), class);
            }
        }
        parts.facts.extend(crate::throats::facts(self, id));
        self.keep_room(&mut parts, train, state);
        for progress in &state.stages {
            let stage = progress.stage;
            if let (Some(until), Some(_)) = (progress.until, self.system().stage(stage).teams) {
                parts.holds.push(World::kept(Place::Team(stage), until.0));
            }
        }
        if let (WorkState::Lifting(mode, _), RakePlace::Spot(spot)) = (state.work, state.arriving) {
            let step = &self.system().mode(mode).steps[state.step];
            let (from, to) = (Edge::Fixed(0), Edge::Fixed(self.end));
            parts.steps.push(self.step_at(spot, step, from, to));
            for &crane in &step.cranes {
                let place = Place::Crane(crane);
                parts.holds.push(World::kept(place, self.end));
            }
        }
        parts
    }

    /// The room in a store that a rake was about to leave or to take.
    fn keep_room(&self, parts: &mut Parts, train: &Train, state: &TrainState) {
        let to = Edge::Fixed(self.end);
        let Some(change) = train.transshipment() else {
            if let (
                RakePlace::IntoStore(..) | RakePlace::FromStore(..) | RakePlace::MakingUp(_),
                TrainKind::IntoStore(store) | TrainKind::FromStore(store),
            ) = (state.arriving, &train.kind)
            {
                let (store, lots) = (*store, train.lots.clone());
                parts.rooms.push(RoomAt { store, to, lots });
            }
            return;
        };
        if let Some(RakePlace::Placing(None, ..) | RakePlace::MakingUp(_)) = state.onward {
            let (store, lots) = (change.onward_store, change.onward_lots.clone());
            parts.rooms.push(RoomAt { store, to, lots });
        }
        let is_partly_in = matches!(state.arriving, RakePlace::Pulling(_, None, _))
            || state.worked(Rake::Arriving) == WorkedParts::InStore;
        if let Some(store) = change.emptied_store.filter(|_| is_partly_in) {
            let lots = train.lots.clone();
            parts.rooms.push(RoomAt { store, to, lots });
        }
    }

    fn kept(place: Place, to: i32) -> Hold {
        Hold {
            place,
            from: Edge::Fixed(0),
            to: Edge::Fixed(to),
            train: None,
            rake: Rake::Arriving,
            task: None,
            number: None,
        }
    }

    fn keep(&self, parts: &mut Parts, place: RakePlace, class: ClassId) {
        let gauge = self.system().class(class).gauge_mm;
        let mut track = None;
        let mut spot = None;
        let mut moves_until = None;
        match place {
            RakePlace::Section(section, direction, run, _) => parts.runs.push(RunAt {
                section,
                direction,
                class: Some(class),
                entry: Edge::Fixed(run.from.0),
                exit: Edge::Fixed(self.end),
            }),
            RakePlace::Track(yard, number) => track = Some((yard, number)),
            RakePlace::Placing(from, at, until) => {
                (track, spot, moves_until) = (from, Some(at), Some(until));
            }
            RakePlace::Spot(at) => spot = Some(at),
            RakePlace::Pulling(at, to, until) => {
                (track, spot, moves_until) = (to, Some(at), Some(until));
            }
            RakePlace::Exchange(at, until) => (spot, moves_until) = (Some(at), Some(until)),
            RakePlace::IntoStore(at, until) | RakePlace::FromStore(at, until) => {
                track = Some(at);
                let station = self.system().yard(at.0).station;
                if let Some(pool) = self.system().locomotives_at(station, gauge) {
                    parts
                        .holds
                        .push(World::kept(Place::Locomotive(pool), until.0));
                }
            }
            RakePlace::Handling(at, _) => {
                for gauge in self.system().spot(at).gauges_mm {
                    parts
                        .holds
                        .push(World::kept(Place::Side(at, gauge), self.end));
                }
            }
            RakePlace::Outside | RakePlace::Gone | RakePlace::MakingUp(_) => {}
        }
        if let Some((yard, number)) = track {
            let group = self.system().yard(yard).group_of(number).unwrap_or(0);
            let mut hold = World::kept(Place::Track(yard, group), self.end);
            hold.number = Some(number);
            parts.holds.push(hold);
        }
        if let Some(spot) = spot {
            parts
                .holds
                .push(World::kept(Place::Side(spot, gauge), self.end));
            let shed = self.system().shed(self.system().spot(spot).shed);
            let pool = self.system().locomotives_at(shed.station, gauge);
            if let (Some(until), Some(pool)) = (moves_until, pool) {
                parts
                    .holds
                    .push(World::kept(Place::Locomotive(pool), until.0));
            }
        }
    }
}
