//! What a planned train has to do, matched with the events that do it.
//!
//! Only data here; [`super::walk`] fills it, and each rule looks at the part it is about.

use super::Violation;
use crate::ids::{ClassId, SpotId, StageId, StationId, StoreId};
use crate::instance::{Call, Rake};
use crate::message::Message;
use crate::{Minute, Span};

/// The journey of a train. Where its walk broke off (something is missing), the rest is not there.
#[derive(Debug, Default)]
pub(super) struct Journey {
    /// What is wrong with order and completeness.
    pub problems: Vec<Violation>,
    /// Stays on yard tracks.
    pub stays: Vec<Stay>,
    /// Stations passed without a stop.
    pub passes: Vec<Pass>,
    /// Stages to be done.
    pub duties: Vec<Duty>,
    /// Sides of the spot held.
    pub sides: Vec<Side>,
    /// Crane work by part.
    pub works: Vec<Work>,
    /// Event of its handling, and the spot.
    pub handled: Option<(usize, SpotId)>,
    /// Start of its first run, movement from its store or handling; `None` for a train under way at the start.
    pub entry: Option<Minute>,
    /// End of the last run, of the movement into its store, or of the handling.
    pub exit: Option<Minute>,
    /// The emptied rake: the store that takes it, and when it is there or has left.
    pub emptied: Option<(Option<StoreId>, Minute)>,
}

/// A stay on a yard track.
#[derive(Debug)]
pub(super) struct Stay {
    pub rake: Rake,
    pub station: StationId,
    pub length_m: u32,
    /// Class of the rake there.
    pub class: ClassId,
    /// It is the rake with which the train comes, before its crane work.
    pub comes_with: bool,
    /// It was leaving at the start.
    pub leaves_at_start: bool,
    /// Minute from which it stands there.
    pub arrived: Minute,
    /// The call that this stay fulfils.
    pub call: Option<Call>,
    /// What the track is to be held.
    pub hold: Span,
    /// It stood there at the start, or was being pulled there: where is not the plan's choice.
    pub is_given: bool,
    /// Event that holds the track.
    pub track: Option<usize>,
    /// Minute at which the minutes of the call are over.
    pub ready: Minute,
    /// Start of the run or movement away.
    pub leaves: Minute,
}

/// A station passed without a stop.
#[derive(Debug)]
pub(super) struct Pass {
    pub rake: Rake,
    pub station: StationId,
    pub class: ClassId,
    pub comes_with: bool,
    pub at: Minute,
}

/// A stage to be done.
#[derive(Debug)]
pub(super) struct Duty {
    pub rake: Rake,
    pub stage: StageId,
    /// Event that does it.
    pub event: Option<usize>,
    /// Starts at or after this.
    pub not_before: Minute,
    /// Ends at or before this, the start of what is named.
    pub by: Option<(Minute, fn() -> Message)>,
}

/// A side of the spot.
#[derive(Debug)]
pub(super) struct Side {
    pub rake: Rake,
    /// What is to be held.
    pub hold: Span,
    /// The rake was in its spot at the start, or on the way to or from it.
    pub is_given: bool,
    /// Event that holds it.
    pub event: Option<usize>,
    /// Event that names the spot: placing, crane work, pulling or handling.
    pub moved_by: usize,
}

/// Crane work on one part.
#[derive(Debug)]
pub(super) struct Work {
    pub event: usize,
    /// Part, from 1.
    pub part: u32,
    /// Minute from which both rakes stand in the spot.
    pub ready: Minute,
}
