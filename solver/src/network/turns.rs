//! Turns that were to come in an order.

use super::{Cost, Network, TurnIndex};
use regauge_model::instance::OrderedAt;
use serde::Serialize;
use std::ops::Index;

/// The turn of a rake on a section, or of a train in a spot, that was to come before or behind others.
#[derive(Clone, Debug, Serialize)]
pub struct Turn {
    /// Whose.
    #[serde(skip)]
    pub whose: regauge_model::instance::Turn,
    /// Where.
    #[serde(skip)]
    pub at: OrderedAt,
    /// Turns that were to come first, with what it costs to come before them; `None`: that may not be.
    pub behind: Vec<(TurnIndex, Option<Cost>)>,
    /// Turns that were to come then.
    pub before: Vec<(TurnIndex, Option<Cost>)>,
}

impl Index<TurnIndex> for Network {
    type Output = Turn;

    #[inline]
    fn index(&self, index: TurnIndex) -> &Turn {
        &self.turns[index.index()]
    }
}
