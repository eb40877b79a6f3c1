//! In which order trains were to use a section or a spot.

use super::Rake;
use crate::ids::{SectionId, SpotId, TrainId};
use crate::instance::Instance;
use std::sync::Arc;

/// Two trains of which one comes before the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// Where.
    pub at: OrderedAt,
    /// Who was to come first.
    pub first: Turn,
    /// Who was to come then.
    pub then: Turn,
    /// It is kept, and not only published.
    pub pinned: bool,
}

/// What trains use in an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OrderedAt {
    /// A section, by entry.
    Section(SectionId),
    /// A spot, by the start of crane work or of handling.
    Spot(SpotId),
}

/// Whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turn {
    /// The train.
    pub train: TrainId,
    /// On a section, its rake; in a spot the arriving one.
    pub rake: Rake,
}

/// All orders of an instance.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Orders {
    all: Arc<[Order]>,
    /// By train: published ones in which it is one of the two.
    of_train: Arc<[u32]>,
}

impl Orders {
    pub(crate) fn new(all: Vec<Order>, n_trains: usize) -> Orders {
        let mut of_train = vec![0; n_trains];
        for order in all.iter().filter(|order| !order.pinned) {
            for turn in [order.first, order.then] {
                of_train[turn.train.index()] += 1;
            }
        }
        Orders {
            all: all.into(),
            of_train: of_train.into(),
        }
    }

    /// Published ones in which a train is one of the two.
    pub(super) fn of(&self, train: TrainId) -> u32 {
        self.of_train[train.index()]
    }
}

impl Instance {
    /// Orders that were published or are pinned.
    pub fn orders(&self) -> &[Order] {
        &self.orders.all
    }
}
