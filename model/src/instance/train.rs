//! Trains: what each is, what it does at the border, what was decided about it.

use super::state::{Rake, RakePlace, TrainState, WorkState, WorkedParts};
use crate::event::{Activity, Event};
use crate::ids::{ClassId, ModeId, ShedId, SpotId, StageId, StationId, StoreId, YardId};
use crate::pinned::{Pinned, PinnedEvent, PinnedRake};
use crate::system::{Lot, System};
use crate::time::{Minute, Span};
use std::sync::Arc;

/// A train.
#[derive(Clone, Debug, PartialEq)]
pub struct Train {
    /// Train number.
    pub name: String,
    /// Class as it arrives.
    pub class: ClassId,
    /// Stations of the arriving rake from entry to exit; for a transshipped train to its transshipment station; for a
    /// handled train the station of its spots.
    /// A train that ends in or comes from a store has that station as its last or first.
    pub route: Vec<StationId>,
    /// Earliest entry, from which its minutes count; may lie before the start.
    pub earliest_entry: Minute,
    /// Earliest entry on the way it takes: this or later.
    pub opens: Minute,
    /// Due exit.
    pub due_exit: Option<Minute>,
    /// Weight in hundredths; already reduced when the train belongs to the look-ahead.
    pub weight_centi: i64,
    /// Weight of its emptied rake in hundredths, reduced likewise; 0 where there is none, or it was gone at the start.
    pub emptied_weight_centi: i64,
    /// Length of the arriving rake in metres.
    pub length_m: u32,
    /// Wagons of the arriving rake.
    pub wagons: u32,
    /// What it takes from its store or brings into it, with which its arriving rake comes or ends; empty without one.
    pub lots: Vec<Lot>,
    /// Boxes to move: feet and count.
    pub boxes: Vec<(u32, u32)>,
    /// Lifts: the sum of the boxes.
    pub lifts: u32,
    /// Parts in which it is worked.
    pub parts: u32,
    /// What it does at the border station.
    pub kind: TrainKind,
    /// Stays: station, least minutes from arrival, yard.
    pub calls: Vec<Call>,
    /// Stage durations that differ from the stage's own.
    pub stage_minutes: Vec<(StageId, i32)>,
    /// Decisions already made.
    pub pins: Pins,
    /// What was told of it.
    pub published: Published,
    /// Where it is at the start, when it is under way.
    pub state: Option<TrainState>,
    /// What the way it takes costs beside its minutes, in minutes of the train.
    pub way_minutes: i32,
    /// Which of `ways` it takes; 0 while that is not decided.
    pub way: usize,
    /// All ways it may take, the one that the train is described with in front; empty where there is no other.
    pub ways: Arc<[Way]>,
}

/// A way that a train may take.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// The port that it leads over.
    pub port: StationId,
    /// The train as it is on this way, without the others.
    pub train: Train,
}

impl Train {
    /// The train as it is on one of its ways; as it is where it has no other.
    #[must_use]
    pub fn on_way(&self, way: usize) -> Train {
        self.ways.get(way).map_or_else(
            || self.clone(),
            |chosen| Train {
                way,
                ways: Arc::clone(&self.ways),
                ..chosen.train.clone()
            },
        )
    }

    /// The port that its way leads over, where it has others.
    pub fn port(&self) -> Option<StationId> {
        self.ways.get(self.way).map(|way| way.port)
    }

    /// Minutes of a stage for this train.
    pub fn minutes_of(&self, stage: StageId, system: &System) -> i32 {
        let own = self.stage_minutes.iter().find(|(id, _)| *id == stage);
        own.map_or(system.stage(stage).minutes, |(_, minutes)| *minutes)
    }

    /// The call at a station.
    pub fn call_at(&self, station: StationId) -> Option<&Call> {
        self.calls.iter().find(|call| call.station == station)
    }

    /// Length in metres of one part of a rake of the given length.
    pub fn part_length_m(&self, length_m: u32) -> u32 {
        length_m.div_ceil(self.parts)
    }

    /// Where worked parts of a rake were at the start.
    pub fn worked_at_start(&self, rake: Rake) -> WorkedParts {
        let state = self.state.as_ref();
        state.map_or(WorkedParts::InShed, |state| state.worked(rake))
    }

    /// Lifts of a part (from 0): `⌊(part + 1) · lifts / parts⌋ − ⌊part · lifts / parts⌋`.
    pub fn part_lifts(&self, part: u32) -> u32 {
        (part + 1) * self.lifts / self.parts - part * self.lifts / self.parts
    }

    /// Lifts that the crane work of a part (from 0) has: all of the part, or what was left of it when it was interrupted.
    pub fn work_lifts(&self, part: u32) -> u32 {
        let state = self.state.as_ref().filter(|state| state.part == part + 1);
        let rest = state.and_then(|state| state.rest);
        rest.unwrap_or_else(|| self.part_lifts(part))
    }

    /// Whether its arriving rake begins by standing on a track, at a station with yards: it neither comes from outside nor
    /// from a store, and is not under way.
    pub fn begins_on_track(&self, system: &System) -> bool {
        let kind = !matches!(self.kind, TrainKind::FromStore(_) | TrainKind::Handled(_));
        let first = self.route.first();
        let yards = first.is_some_and(|station| !system.station(*station).yards.is_empty());
        let outside = self.state.as_ref().is_none_or(TrainState::is_outside);
        kind && yards && outside
    }

    /// Whether its onward rake has left, so that only its emptied rake is still there.
    pub fn has_left(&self) -> bool {
        let state = self.state.as_ref();
        state.is_some_and(|state| state.onward == Some(RakePlace::Gone))
    }

    /// The spots in which it may be handled; none for a train of another kind.
    pub fn handling(&self) -> &[Handling] {
        match &self.kind {
            TrainKind::Handled(handling) => handling,
            _ => &[],
        }
    }

    /// When the arriving rake becomes the emptied one: at the start of its pulling, long ago where its work was done at the start.
    pub fn emptied_from(&self, events: &[Event]) -> Option<Minute> {
        let state = self.state.as_ref();
        if state.is_some_and(|state| state.work == WorkState::Done) {
            return Some(Minute(i32::MIN));
        }
        let pulled = events.iter().filter(|event| {
            event.rake == Rake::Arriving && matches!(event.what, Activity::Pulling { .. })
        });
        pulled.map(|event| event.span.from).min()
    }

    /// The transshipment, when it has one.
    pub fn transshipment(&self) -> Option<&Transshipment> {
        match &self.kind {
            TrainKind::Transshipped(transshipment) => Some(transshipment),
            _ => None,
        }
    }
}

/// A stay at a station.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// Station.
    pub station: StationId,
    /// Least minutes from arrival to departure.
    pub minutes: i32,
    /// Yard it must stand in.
    pub yard: Option<YardId>,
}

/// What a train does at the border station.
#[derive(Clone, Debug, PartialEq)]
pub enum TrainKind {
    /// It runs its route and leaves.
    Passing,
    /// It ends in a store at the last station of its route.
    IntoStore(StoreId),
    /// It is taken from a store at the first station of its route.
    FromStore(StoreId),
    /// Its boxes change to a rake of the other gauge at the last station of its route.
    Transshipped(Transshipment),
    /// It comes straight to one of these spots (at the only station of its route), is handled there and leaves.
    Handled(Vec<Handling>),
}

/// A spot in which a train may be handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handling {
    /// The spot.
    pub spot: SpotId,
    /// Minutes of handling there.
    pub minutes: i32,
}

/// A change of gauge.
#[derive(Clone, Debug, PartialEq)]
pub struct Transshipment {
    /// Where.
    pub station: StationId,
    /// Class of the onward rake.
    pub onward_class: ClassId,
    /// Length of the onward rake in metres.
    pub onward_length_m: u32,
    /// Wagons of the onward rake.
    pub onward_wagons: u32,
    /// Stations of the onward rake from `station` to the exit.
    pub onward_route: Vec<StationId>,
    /// Store of the onward rake.
    pub onward_store: StoreId,
    /// What the onward rake takes from it.
    pub onward_lots: Vec<Lot>,
    /// Class of the emptied rake.
    pub emptied_class: ClassId,
    /// Stations of the emptied rake from `station` to its exit, when it may return.
    pub emptied_route: Option<Vec<StationId>>,
    /// Store that may take the emptied rake.
    pub emptied_store: Option<StoreId>,
}

/// What was told of a train: doing something else is a change, and costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Port.
    pub port: Option<StationId>,
    /// Shed and spot.
    pub spot: Option<(ShedId, SpotId)>,
    /// Crane mode.
    pub mode: Option<ModeId>,
    /// When it leaves.
    pub exit: Option<Minute>,
}

/// Decisions already made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pins {
    /// Port.
    pub port: Option<StationId>,
    /// Shed.
    pub shed: Option<ShedId>,
    /// Spot.
    pub spot: Option<SpotId>,
    /// Crane mode.
    pub mode: Option<ModeId>,
    /// Span of the entry into the system.
    pub entry: Option<Span>,
    /// Span of the start of crane work.
    pub crane_work: Option<Span>,
    /// Span of the exit (its minute lies inside).
    pub exit: Option<Span>,
    /// Events that are there and start in a span.
    pub times: Vec<(PinnedEvent, Span)>,
    /// Tracks on which its rakes stand: rake, yard, number.
    pub tracks: Vec<(PinnedRake, YardId, u32)>,
    /// What becomes of the emptied rake: the store that takes it, or none.
    pub emptied: Option<Option<StoreId>>,
}

impl Pins {
    /// Whether anything is pinned.
    pub fn is_any(&self) -> bool {
        *self != Pins::default()
    }

    /// All of them, in the order in which people name them.
    pub fn all(&self) -> Vec<Pinned> {
        let known = [
            self.port.map(Pinned::Port),
            self.shed.map(Pinned::Shed),
            self.spot.map(Pinned::Spot),
            self.mode.map(Pinned::Mode),
            self.entry.map(|_| Pinned::Entry),
            self.crane_work.map(|_| Pinned::CraneWork),
            self.exit.map(|_| Pinned::Exit),
        ];
        let times = self.times.iter().map(|(event, _)| Pinned::Start(*event));
        let tracks = self.tracks.iter();
        let tracks = tracks.map(|&(rake, yard, track)| Pinned::Track(rake, yard, track));
        let emptied = self.emptied.map(Pinned::Emptied);
        let known = known.into_iter().flatten();
        known.chain(times).chain(tracks).chain(emptied).collect()
    }

    /// Without one of them.
    #[must_use]
    pub fn without(&self, pinned: Pinned) -> Pins {
        let mut pins = self.clone();
        match pinned {
            Pinned::Port(_) => pins.port = None,
            Pinned::Shed(_) => pins.shed = None,
            Pinned::Spot(_) => pins.spot = None,
            Pinned::Mode(_) => pins.mode = None,
            Pinned::Entry => pins.entry = None,
            Pinned::CraneWork => pins.crane_work = None,
            Pinned::Exit => pins.exit = None,
            Pinned::Start(event) => pins.times.retain(|(one, _)| *one != event),
            Pinned::Track(rake, yard, track) => {
                pins.tracks.retain(|one| *one != (rake, yard, track));
            }
            Pinned::Emptied(_) => pins.emptied = None,
        }
        pins
    }

    /// The span in which an event starts, where that is pinned.
    pub fn start(&self, event: PinnedEvent) -> Option<Span> {
        let mut times = self.times.iter();
        times.find(|(one, _)| *one == event).map(|(_, span)| *span)
    }
}
