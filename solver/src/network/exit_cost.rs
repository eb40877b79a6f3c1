//! What leaving at a tick costs.

use super::{Cost, Tick, Ticks};
use regauge_model::instance::CHANGE_STEP;
use serde::Serialize;

/// Cost of a journey on the cheapest way: `least_way + weight · (exit − release) + late · max(0, exit − due) + change · steps late of what was published + emptied · (end − release)`, the last for the end
/// of the emptied rake's life.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ExitCost {
    /// What the cheapest way costs beside its ticks.
    pub least_way: Cost,
    /// Cost units per tick.
    pub weight: Cost,
    /// Tick from which it counts.
    pub release: Tick,
    /// Due exit.
    pub due: Option<Tick>,
    /// Cost units per tick late, in hundredths.
    pub late_centi: i64,
    /// Tick behind which leaving is later than was published, and what every step begun costs.
    pub published: Option<(Tick, Cost)>,
    /// What leaving earlier than was published costs beside ([`TrainNetwork::cost_at`]), for it falls with time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub early: Option<Early>,
    /// Cost units per tick of the emptied rake; 0 without one.
    pub emptied: Cost,
    /// What the emptied rake costs at least.
    pub min_emptied: Cost,
    /// Cost units when postponed: no journey costs as much.
    pub postponed: Cost,
}

impl ExitCost {
    /// The cost of an emptied rake whose life ends at a tick.
    pub fn of_emptied(&self, end: Tick) -> Cost {
        self.emptied * i64::from(end - self.release)
    }

    /// The cost of an exit.
    pub fn of(&self, exit: Tick) -> Cost {
        let late = self.due.map_or(0, |due| i64::from((exit - due).max(0)));
        self.least_way
            + self.weight * i64::from(exit - self.release)
            + Cost::new(late * self.late_centi / 100)
            + self.change(exit)
    }

    /// What it costs that an exit is later than was published.
    #[inline]
    fn change(&self, exit: Tick) -> Cost {
        self.published
            .map_or(Cost::ZERO, |(told, step)| step * steps_begun(exit - told))
    }

    /// The latest exit by `end` of a journey that may cost at most so much; `None` when every exit costs more. One under way may leave
    /// before it was expected.
    pub fn latest_exit(&self, most: Cost, end: Tick) -> Option<Tick> {
        let most = most.saturating_sub(self.min_emptied);
        let first = self.release.min(Tick::ZERO);
        let (mut low, mut high) = (first, end.max(first));
        if self.of(low) > most {
            return None;
        }
        if self.of(high) <= most {
            return Some(high);
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if self.of(middle) <= most {
                low = middle;
            } else {
                high = middle;
            }
        }
        Some(low)
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
        self.step * steps_begun(self.free - exit)
    }

    /// Exits behind one at which a step less is paid.
    pub fn falls(&self, behind: Tick) -> impl Iterator<Item = Tick> + use<> {
        let free = self.free;
        let steps = steps_begun(free - behind) as Ticks;
        (0..steps).rev().map(move |back| free - back * CHANGE_STEP)
    }
}

/// Steps begun in so many ticks; none where they are none or fewer.
fn steps_begun(ticks: Ticks) -> i64 {
    let size = i64::from(CHANGE_STEP);
    (i64::from(ticks.max(0)) + size - 1) / size
}
