//! The change of gauge: both rakes into a spot, whether under way at the start or not; what follows is in `work` and
//! `away`.

use crate::parts::{Edge, Hold, MoveAt, Parts, Place, RoomAt, Task, What};
use crate::tasks::World;
use crate::travel::Rider;
use regauge_model::ids::{ModeId, SpotId, StoreId};
use regauge_model::instance::{Rake, RakePlace, TrainState, Transshipment, WorkState};
use regauge_model::system::StageSide;

/// Where a rake waits for the crane work.
#[derive(Clone, Debug)]
pub(crate) enum Before {
    /// On a track (its hold), to be placed when all this is over.
    Track(usize, Vec<Edge>),
    /// In its store.
    Store,
    /// In a spot from an instant on; with the hold of its side, and that of the track it was placed from.
    Spot(SpotId, Edge, usize, Option<usize>),
    /// The work is done and it is out of the spot, here.
    Out(RakePlace),
}

/// A train before its crane work.
pub(crate) struct Meeting {
    parts: Parts,
    pub(crate) arriving: Before,
    pub(crate) onward: Before,
    /// What the onward rake waits for before it departs.
    pub(crate) depart: Vec<Edge>,
}

impl World<'_> {
    /// Every journey of a transshipped train, with its exit.
    pub(crate) fn transshipped(&self, rider: &Rider, change: &Transshipment) -> Vec<(Parts, Edge)> {
        let mut found = Vec::new();
        for meeting in self.meetings(rider, change) {
            for (parts, sides, after) in self.work_done(rider, change, &meeting) {
                for parts in self.emptied_out(rider, change, &parts, &meeting, sides[0], after) {
                    let exits = self.onward_out(rider, change, &parts, &meeting, sides[1], after);
                    found.extend(exits);
                }
            }
        }
        found
    }

    pub(crate) fn onward_rider(rider: &Rider, change: &Transshipment) -> Rider {
        Rider {
            rake: Rake::Onward,
            class: change.onward_class,
            length_m: change.onward_length_m,
            ..*rider
        }
    }

    /// Every way to get both rakes to where they wait for being placed, or have been placed at the start.
    fn meetings(&self, rider: &Rider, change: &Transshipment) -> Vec<Meeting> {
        let state = self.instance.train(rider.train).state.as_ref();
        let done = state.is_some_and(|state| state.work == WorkState::Done);
        let place = state.map(|state| state.arriving);
        let comes = !done
            && matches!(
                place,
                None | Some(RakePlace::Section(..) | RakePlace::Track(..))
            );
        let mut starts = Vec::new();
        if comes {
            for (mut parts, arrived) in self.way_in(rider, false) {
                let (mut ready, depart) = self.checks(&mut parts, rider, change, arrived.at, true);
                let call = self.call(rider, change.station);
                ready.push(arrived.at.plus(call.map_or(0, |call| call.minutes)));
                if let Some(hold) = arrived.hold {
                    starts.push((parts, Before::Track(hold, ready), depart));
                }
            }
        } else if let (Some(place), Some(state)) = (place, state) {
            let mut parts = Parts::default();
            let out = matches!(state.onward, Some(RakePlace::Section(..)));
            let depart = if out {
                Vec::new()
            } else {
                {
                    let at = self.arrived_at(rider);
                    self.checks(&mut parts, rider, change, at, false).1
                }
            };
            let arriving = self.at_start(&mut parts, rider, place, false);
            starts.push((parts, arriving, depart));
        }
        let onward_rider = World::onward_rider(rider, change);
        let mut found = Vec::new();
        for (mut parts, arriving, depart) in starts {
            let onward = match state.and_then(|state: &TrainState| state.onward) {
                None => Before::Store,
                Some(place) => self.at_start(&mut parts, &onward_rider, place, true),
            };
            found.push(Meeting {
                parts,
                arriving,
                onward,
                depart,
            });
        }
        found
    }

    /// Arrival stages: what the placing waits for, and what the departure of the onward rake waits for.
    fn checks(
        &self,
        parts: &mut Parts,
        rider: &Rider,
        change: &Transshipment,
        at: Edge,
        before_placing: bool,
    ) -> (Vec<Edge>, Vec<Edge>) {
        let mut ready = vec![at];
        let mut depart = vec![];
        if before_placing {
            for id in self.stages_at(change.station, rider.class, &[StageSide::Arrival]) {
                ready.extend(self.stage_of(parts, rider, id, &[at]));
            }
        }
        let side = StageSide::ArrivalBeforeDeparture;
        for id in self.stages_at(change.station, rider.class, &[side]) {
            depart.extend(self.stage_of(parts, rider, id, &[at]));
        }
        (ready, depart)
    }

    /// A rake that is being placed, stands in a spot or is out of it at the start.
    fn at_start(&self, parts: &mut Parts, rider: &Rider, place: RakePlace, onward: bool) -> Before {
        match place {
            RakePlace::Spot(spot) => {
                let side = self.hold_side(parts, rider, spot, Edge::Fixed(0));
                Before::Spot(spot, Edge::Fixed(0), side, None)
            }
            RakePlace::Placing(from, spot, until) => {
                let store = self.store_of(rider).filter(|_| onward && from.is_none());
                let task = parts.add(Task {
                    train: rider.train,
                    rake: rider.rake,
                    what: What::Placing(spot, store),
                    table: self.under_way(&[0, until.0]),
                });
                self.move_at(parts, rider, task, spot, false);
                if let Some(store) = store {
                    let to = parts.end(task);
                    let lots = self.lots(rider.train, rider.rake);
                    parts.rooms.push(RoomAt { store, to, lots });
                }
                let track = from.map(|(yard, track)| {
                    let hold = self.stand_at_start(parts, rider, yard, track);
                    parts.holds[hold].to = parts.end(task);
                    hold
                });
                let side = self.hold_side(parts, rider, spot, Edge::Fixed(0));
                Before::Spot(spot, parts.end(task), side, track)
            }
            RakePlace::MakingUp(_) => Before::Store,
            out => Before::Out(out),
        }
    }

    fn store_of(&self, rider: &Rider) -> Option<StoreId> {
        let change = self.instance.train(rider.train).transshipment()?;
        Some(change.onward_store)
    }

    pub(crate) fn hold_side(
        &self,
        parts: &mut Parts,
        rider: &Rider,
        spot: SpotId,
        from: Edge,
    ) -> usize {
        parts.holds.push(Hold {
            place: Place::Side(spot, self.system().class(rider.class).gauge_mm),
            from,
            to: Edge::Fixed(self.end),
            train: Some(rider.train),
            rake: rider.rake,
            task: None,
            number: None,
        });
        parts.holds.len() - 1
    }

    /// What a movement at a spot needs beside its time: a locomotive and the way in.
    pub(crate) fn move_at(
        &self,
        parts: &mut Parts,
        rider: &Rider,
        task: usize,
        spot: SpotId,
        light: bool,
    ) {
        let gauge_mm = self.system().class(rider.class).gauge_mm;
        let station = self.system().shed(self.system().spot(spot).shed).station;
        let (from, to) = (Parts::start(task), parts.end(task));
        parts.moves.push(MoveAt {
            spot,
            gauge_mm,
            from,
            to,
            is_fact: !light,
        });
        if let Some(pool) = self.system().locomotives_at(station, gauge_mm) {
            self.hold_locomotives(parts, rider, task, &[pool]);
            if let Some(hold) = parts.holds.last_mut()
                && !light
            {
                hold.from = from;
            }
        }
    }

    /// Every spot and mode: both rakes placed, the parts worked; with the holds of both sides (arriving, onward) and
    /// the end of the work.
    fn work_done(
        &self,
        rider: &Rider,
        change: &Transshipment,
        meeting: &Meeting,
    ) -> Vec<(Parts, [Option<usize>; 2], Edge)> {
        let state = self.instance.train(rider.train).state.as_ref();
        let work = state.map_or(WorkState::NotBegun, |state| state.work);
        if work == WorkState::Done {
            let side = |before: &Before| match before {
                Before::Spot(_, _, side, _) => Some(*side),
                _ => None,
            };
            let sides = [side(&meeting.arriving), side(&meeting.onward)];
            return vec![(meeting.parts.clone(), sides, Edge::Fixed(0))];
        }
        let mut found = Vec::new();
        for spot in self.spots(rider, change, meeting) {
            let mut parts = meeting.parts.clone();
            let onward = World::onward_rider(rider, change);
            let placed = [
                self.placed(&mut parts, rider, spot, &meeting.arriving),
                self.placed(&mut parts, &onward, spot, &meeting.onward),
            ];
            let [Some((arriving_end, arriving)), Some((onward_end, onward))] = placed else {
                continue;
            };
            let sides = [Some(arriving), Some(onward)];
            for mode in self.modes(rider, change, spot, work) {
                let mut parts = parts.clone();
                let ready = [arriving_end, onward_end];
                let track = match meeting.arriving {
                    Before::Track(hold, _) => Some(hold),
                    Before::Spot(_, _, _, track) => track,
                    _ => None,
                };
                let after = self.worked(&mut parts, rider, change, spot, mode, ready, track, work);
                if let Some(after) = after {
                    parts.changes += self.change_of_place(rider.train, spot, mode);
                    found.push((parts, sides, after));
                }
            }
        }
        found
    }

    /// Spots of the right station, gauges, length and cargo.
    fn spots(&self, rider: &Rider, change: &Transshipment, meeting: &Meeting) -> Vec<SpotId> {
        let system = self.system();
        let train = self.instance.train(rider.train);
        let cargo = system.class(rider.class).cargo.as_ref();
        let gauges = [rider.class, change.onward_class].map(|class| system.class(class).gauge_mm);
        let lengths = [train.length_m, change.onward_length_m].map(|m| train.part_length_m(m));
        let all = (0..system.spots().len()).map(SpotId::from_index);
        let fits = |id: &SpotId| {
            let spot = system.spot(*id);
            let shed = system.shed(spot.shed);
            let accepted =
                shed.accepts.is_empty() || cargo.is_some_and(|cargo| shed.accepts.contains(cargo));
            let there = [&meeting.arriving, &meeting.onward]
                .into_iter()
                .all(|before| {
                    let Before::Spot(at, ..) = before else {
                        return true;
                    };
                    at == id
                });
            shed.station == change.station
                && accepted
                && there
                && gauges.iter().all(|gauge| spot.gauges_mm.contains(gauge))
                && lengths.iter().all(|length| *length <= spot.length_m)
                && train.pins.spot.is_none_or(|pin| pin == *id)
                && train.pins.shed.is_none_or(|pin| pin == spot.shed)
        };
        all.filter(fits).collect()
    }

    fn modes(
        &self,
        rider: &Rider,
        change: &Transshipment,
        spot: SpotId,
        work: WorkState,
    ) -> Vec<ModeId> {
        if let WorkState::Preparation(mode, _)
        | WorkState::Lifting(mode, _)
        | WorkState::Finishing(mode, _) = work
        {
            return vec![mode];
        }
        let train = self.instance.train(rider.train);
        let longest = train.length_m.max(change.onward_length_m);
        let length = train.part_length_m(longest);
        let shed = self.system().shed(self.system().spot(spot).shed);
        let allowed = |id: &ModeId| {
            let mode = self.system().mode(*id);
            mode.spots.contains(&spot)
                && mode.min_length_m <= length
                && length <= mode.max_length_m
                && train.pins.mode.is_none_or(|pin| pin == *id)
        };
        shed.modes.iter().copied().filter(allowed).collect()
    }

    /// Places a rake unless it is in the spot already; the end of its placing and the hold of its side.
    fn placed(
        &self,
        parts: &mut Parts,
        rider: &Rider,
        spot: SpotId,
        before: &Before,
    ) -> Option<(Edge, usize)> {
        let (ready, store) = match before {
            Before::Spot(_, end, side, _) => return Some((*end, *side)),
            Before::Track(_, ready) => (ready.as_slice(), None),
            Before::Store => (&[][..], self.store_of(rider)),
            Before::Out(_) => return None,
        };
        let shed = self.system().shed(self.system().spot(spot).shed);
        let gauge = self.system().class(rider.class).gauge_mm;
        let pool = self.system().locomotives_at(shed.station, gauge)?;
        let made_up = store.and_then(|_| self.made_up(rider));
        let making_up = store.map_or(0, |store| self.in_store(rider, store, false));
        let pools = [pool];
        let task = parts.add(Task {
            train: rider.train,
            rake: rider.rake,
            what: What::Placing(spot, store),
            table: self.movement(
                shed.station,
                making_up + shed.placing,
                if made_up.is_some() { &[] } else { &pools },
            ),
        });
        for &edge in ready {
            parts.link(edge, Parts::start(task));
        }
        if let Some(made_up) = made_up {
            parts.link(Edge::Fixed(made_up), Parts::start(task));
        }
        self.move_at(parts, rider, task, spot, true);
        if let (Some(hold), Some(_)) = (parts.holds.last_mut(), made_up) {
            hold.from = Parts::start(task);
        }
        let (start, end) = (Parts::start(task).plus(making_up), parts.end(task));
        if let Some(movement) = parts.moves.last_mut() {
            movement.from = start;
        }
        if let Before::Track(hold, _) = before {
            parts.holds[*hold].to = end;
        }
        if let Some(store) = store {
            self.changes(parts, rider, store, task, false);
        }
        let side = self.hold_side(parts, rider, spot, start);
        Some((end, side))
    }
}
