//! What pins fix, and what a rake waits to begin: names alone, of things of one instance.
//!
//! Their words are made where those of resources are ([`crate::resource`]).

use crate::ids::{ModeId, SectionId, ShedId, SpotId, StageId, StationId, StoreId, YardId};

/// What a pin fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pinned {
    /// The port.
    Port(StationId),
    /// The shed.
    Shed(ShedId),
    /// The spot.
    Spot(SpotId),
    /// The crane mode.
    Mode(ModeId),
    /// The time of the entry.
    Entry,
    /// The time at which its crane work starts.
    CraneWork,
    /// The time of the exit.
    Exit,
    /// The time at which an event starts.
    Start(PinnedEvent),
    /// A track on which a rake stands.
    Track(PinnedRake, YardId, u32),
    /// What becomes of the emptied rake: the store that takes it, or none.
    Emptied(Option<StoreId>),
}

/// A rake of a train on one part of its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PinnedRake {
    /// The wagons it comes with, up to the crane work.
    Arriving,
    /// The wagons of the other gauge.
    Onward,
    /// The wagons it came with, after the crane work.
    Emptied,
}

/// An event of a train whose start may be pinned. A train has each of them once at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PinnedEvent {
    /// Of which rake; [`PinnedRake::Arriving`] where both take part.
    pub rake: PinnedRake,
    /// What.
    pub task: Task,
    /// Which part, from 1, of crane work and exchanges; else 0.
    pub part: u32,
}

/// What a rake waits to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Task {
    /// To run through a section; where it does not stop in between, through those behind as well.
    Run(SectionId),
    /// A stage.
    Stage(StageId),
    /// Placing into a spot.
    Placing,
    /// Crane work.
    CraneWork,
    /// The exchange of one part of the train for the next.
    Exchange,
    /// Pulling from a spot.
    Pulling,
    /// Its handling in a spot.
    Handling,
    /// Its movement into a store.
    IntoStore,
    /// Its movement from a store.
    FromStore,
    /// To be there: a train that begins on a track.
    Entry,
    /// To be gone: a train that ends on a track.
    Exit,
}
