//! What a move removes, and how it comes back.

use crate::network::TrainIndex;
use regauge_model::ids::SpotId;

/// The order in which removed trains come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InsertionOrder {
    /// Any.
    Any,
    /// The train from which the neighbourhood grew, then as they left before.
    FirstThenExit,
    /// As they left before.
    Exit,
    /// By release, with noise.
    Release,
    /// The heaviest first, with noise.
    Weight,
    /// By due exit, with noise.
    Due,
    /// Those first that cost most beyond what they cost alone.
    Costliest,
    /// As they were chosen.
    Given,
}

/// What a move removes and how it comes back.
#[derive(Debug)]
pub(super) struct Removal {
    /// The trains, the one first from which the neighbourhood grew.
    pub(super) trains: Vec<TrainIndex>,
    pub(super) order: InsertionOrder,
    /// Spots to which they come back, by place; none, or beyond the end of the list: wherever.
    pub(super) spots: Vec<Option<SpotId>>,
    /// Whether it was estimated what this leads to, so that nothing is left to chance.
    pub(super) is_estimated: bool,
}

impl Removal {
    /// Trains that come back wherever they find room.
    pub(super) fn of(trains: Vec<TrainIndex>, order: InsertionOrder) -> Removal {
        Removal {
            trains,
            order,
            spots: Vec::new(),
            is_estimated: false,
        }
    }
}
