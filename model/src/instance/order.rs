//! In which order trains were to use a section or a spot.

use super::Rake;
use crate::ids::{SectionId, SpotId, TrainId};
use crate::instance::Instance;

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

impl Instance {
    /// Orders that were published or are pinned.
    pub fn orders(&self) -> &[Order] {
        &self.orders
    }

    /// Those published in which a train is one of the two.
    pub(crate) fn orders_of(&self, train: TrainId) -> impl Iterator<Item = &Order> {
        let published = self.orders.iter().filter(|order| !order.pinned);
        published.filter(move |order| [order.first.train, order.then.train].contains(&train))
    }
}
