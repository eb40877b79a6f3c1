//! What rakes do and hold, event by event.

use crate::ids::{ModeId, SectionId, SpotId, StageId, StoreId, YardId};
use crate::rake::Rake;
use crate::system::Direction;
use crate::time::{Minute, Span};

/// Something a rake does or holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub span: Span,
    /// Which rake; [`Rake::Arriving`] where both take part.
    pub rake: Rake,
    /// What.
    pub what: Activity,
}

/// What a rake does or holds. Tracks, teams and locomotives are numbered from 1 in their yard, stage or pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Activity {
    /// Runs through a section.
    Run {
        /// Section.
        section: SectionId,
        /// Direction.
        direction: Direction,
        /// Starts from a stop at the entry (false when it passes there or enters the system there).
        starts: bool,
        /// Stops at the exit (false when it passes there or leaves the system there).
        stops: bool,
        /// The track, from 1, on which it passes there, where the station names tracks for that and the plan says which one.
        track: Option<u32>,
    },
    /// Holds a track, from setting to clearing.
    Track {
        /// Yard.
        yard: YardId,
        /// Track.
        track: u32,
    },
    /// Undergoes a stage.
    Stage {
        /// Stage.
        stage: StageId,
        /// Team; `None` where the stage has no teams.
        team: Option<u32>,
    },
    /// Is placed into a spot.
    Placing {
        /// Spot.
        spot: SpotId,
        /// Store it comes from; `None`: from its track.
        store: Option<StoreId>,
        /// Locomotive.
        locomotive: u32,
    },
    /// Holds its side of a spot, from the start of placing to the end of clearing; a train that is handled there holds both
    /// sides.
    Spot {
        /// Spot.
        spot: SpotId,
    },
    /// Crane work on one part: preparation, lifting steps, finishing.
    CraneWork {
        /// Spot.
        spot: SpotId,
        /// Mode.
        mode: ModeId,
        /// Part, from 1.
        part: u32,
        /// End of the preparation.
        lifting_from: Minute,
        /// Lifting steps and the minutes in each in which the cranes stood still.
        steps: Vec<(Span, u32)>,
    },
    /// Is handled in a spot to which it comes straight.
    Handling {
        /// Spot.
        spot: SpotId,
    },
    /// Exchanges one part for the next, both rakes.
    Exchange {
        /// Spot.
        spot: SpotId,
        /// Part brought in, from 2.
        part: u32,
        /// Locomotive of the arriving rake's gauge.
        locomotive_arriving: u32,
        /// Locomotive of the onward rake's gauge.
        locomotive_onward: u32,
    },
    /// Is pulled from a spot.
    Pulling {
        /// Spot.
        spot: SpotId,
        /// Store it goes to; `None`: to its track.
        store: Option<StoreId>,
        /// Locomotive.
        locomotive: u32,
    },
    /// Moves from a track into a store.
    IntoStore {
        /// Store.
        store: StoreId,
        /// Locomotive.
        locomotive: u32,
    },
    /// Moves from a store onto a track.
    FromStore {
        /// Store.
        store: StoreId,
        /// Locomotive.
        locomotive: u32,
    },
}
