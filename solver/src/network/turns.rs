//! Costs that fall with time: of a turn before another train's that was to come first, and of leaving earlier than was published.

use super::{Cost, Network, Tick, TurnIndex};
use regauge_model::instance::{CHANGE_STEP, OrderedAt};
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

/// What leaving earlier than was published costs.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Early {
    /// From then on nothing.
    pub free: Tick,
    /// Cost of every step begun before.
    pub step: Cost,
    /// Whether it can be worth waiting for: a step costs more than the tick in which it is saved.
    #[serde(skip)]
    pub falls: bool,
}

impl Early {
    /// Of an exit.
    pub fn cost(&self, exit: Tick) -> Cost {
        let early = i64::from((self.free - exit).max(0));
        let size = i64::from(CHANGE_STEP);
        self.step * ((early + size - 1) / size)
    }

    /// Exits behind one at which a step less is paid.
    pub fn falls(&self, behind: Tick) -> impl Iterator<Item = Tick> + use<> {
        let (free, step) = (self.free, CHANGE_STEP);
        let left = (free - behind).max(0);
        let steps = if left == 0 { 0 } else { (left - 1) / step + 1 };
        (0..steps).rev().map(move |back| free - back * step)
    }
}
