//! The pricing problem of a train: its cheapest journey under prices, beside nothing but the rows. [`super::dual_pricer`] solves it.
//!
//! Costs over time are carried forward along the strands up to the crane work (for a train that only passes: to its
//! exit) and backward from the exits to it; at every start of the work the two ways in and the two ways out are a sum.
//! Windows keep this small: an exit is only looked at up to a tick from which it alone would cost more than the
//! cheapest journey found, so that nothing is cut off that could be cheaper; if nothing below that is found, the cost
//! of the first exit outside is the bound.
//!
//! Where this is less than the true problem, and so a bound of it: the rakes of one train may take more of a row than
//! there is; parallel stages hold the departure up only to the earliest tick at which they can be done at all; a
//! train in parts gives its track free when its first part is placed.

use super::Scaled;
use super::cost_functions::IMPOSSIBLE;
use super::rows::ArrayIndex;
use super::shape::TrainShape;
use super::stages::{Costs, Priced};
use super::windows::Windows;
use crate::journey::Choices;
use crate::network::{FOREVER, NEVER, Tick, Ticks, TrainNetwork};
use petgraph::graph::{EdgeIndex, NodeIndex};

/// Cost functions of all operations at the prices of a round.
pub type Values = Vec<Vec<Scaled>>;

/// What a train does in its cheapest journey.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// It leaves the system or reaches its store.
    pub exit: Tick,
    /// What it does.
    pub choices: Choices,
}

/// The cheapest journey of a train under prices.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// No journey, nor leaving the train out, costs less (scaled cost units, prices included).
    pub bound: Scaled,
    /// What it costs; the bound unless the window was too small.
    pub value: Scaled,
    /// The journey; `None`: leaving the train out is cheapest.
    pub choice: Option<Choice>,
}

/// A train and the prices.
#[derive(Clone, Copy)]
pub struct PricingProblem<'q> {
    /// The train.
    pub train: &'q TrainNetwork,
    /// Its shape.
    pub shape: &'q TrainShape,
    /// Prices, rows, functions.
    pub priced: Priced<'q>,
    /// Cost functions evaluated at the prices.
    pub values: &'q Values,
    /// Scale of costs.
    pub scale: i64,
    /// Exits up to this tick are looked at.
    pub latest: Tick,
    /// What it may do at all.
    pub windows: &'q Windows,
}

/// Costs over time while a pricing problem is solved; its buffers are kept from one train to the next.
#[derive(Debug, Default)]
pub struct DualPricer {
    /// By stand: costs by arrival, and by when it may move on.
    pub(super) arrive: Vec<Costs>,
    pub(super) ready: Vec<Costs>,
    pub(super) works: Vec<Costs>,
}

/// The exit or meeting at which a journey is cheapest.
#[derive(Clone, Copy)]
pub(super) enum Best {
    Exit {
        onward: (NodeIndex, Tick),
        emptied: Option<(NodeIndex, Tick)>,
    },
    Work {
        work: usize,
        start: Tick,
    },
}

impl PricingProblem<'_> {
    /// What leaving by an exit costs, scaled, by the tick.
    pub(super) fn exit_costs(&self, stand: NodeIndex) -> impl Fn(Tick) -> Scaled + '_ {
        let way = self.train.way_of(stand).cost.units() * self.scale;
        move |exit| self.least_cost(exit) + way
    }

    /// What leaving then costs at least, scaled.
    fn least_cost(&self, exit: Tick) -> Scaled {
        self.train.cost.of(exit).units() * self.scale
    }

    /// Cost of the end of an emptied rake's life, scaled.
    pub(super) fn emptied_cost(&self, end: Tick) -> Scaled {
        self.train.cost.of_emptied(end).units() * self.scale
    }

    /// What an emptied rake costs at least, scaled.
    pub(super) fn min_emptied(&self) -> Scaled {
        self.train.cost.min_emptied.units() * self.scale
    }

    /// The last exit that costs less than a cost by itself.
    pub fn latest_for(&self, cost: Scaled) -> Tick {
        let cost = cost
            .saturating_add(self.gain())
            .saturating_sub(self.min_emptied());
        let (mut low, mut high) = (
            self.train.cost.release.max(Tick::ZERO),
            self.priced.rows.end,
        );
        // the first exit that costs as much or more is just outside
        while low < high {
            let middle = low + (high - low) / 2;
            if self.least_cost(middle) >= cost {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }

    /// What the stocks it fills can be worth at most.
    pub(super) fn gain(&self) -> Scaled {
        let arrays = &self.priced.arrays.all;
        let brings = self.shape.brings.iter();
        brings
            .map(|&(array, units)| arrays[array.index()][0] * units)
            .sum()
    }

    /// Journeys that are dropped as forbidden cost at least this much: where prices are absurd (steps towards an absurd
    /// value), some of them may be possible.
    pub(super) fn forbidden_from(&self) -> Scaled {
        self.priced.rows.forbidden - self.gain()
    }

    /// No journey with an exit outside the window costs less.
    pub(super) fn outside(&self) -> Scaled {
        if self.latest >= self.priced.rows.end.min(self.windows.exit.1) || !self.windows.may_go {
            IMPOSSIBLE
        } else {
            self.least_cost(self.latest + 1) + self.min_emptied() - self.gain()
        }
    }

    /// The cost of leaving it out.
    pub fn postponed(&self) -> Scaled {
        if !self.windows.may_stay {
            return IMPOSSIBLE;
        }
        let end = self.priced.rows.end;
        let stay = self.shape.stay.iter().map(|&(array, from, to)| {
            let array = &self.priced.arrays.all[array.index()];
            let (from, to) = (from.clamp(Tick::ZERO, end), to.clamp(Tick::ZERO, end));
            let worth = if from < to {
                array[to.index()] - array[from.index()]
            } else {
                0
            };
            // it stands where it stands, closed or not; without the price the bound is weaker and still one
            if worth < self.priced.rows.forbidden {
                worth
            } else {
                0
            }
        });
        // less than a journey that is dropped as forbidden, even where prices are absurd
        let stay = stay.sum::<i64>().min(self.priced.rows.forbidden / 2);
        self.train.cost.postponed.units() * self.scale + stay
    }

    pub(super) fn function(&self, edge: EdgeIndex) -> &[Scaled] {
        &self.values[self.shape.edges[edge.index()].index()]
    }

    /// Last tick at which a rake may be somewhere from where the exit is so many ticks away.
    fn high(&self, rest: Ticks, free: bool) -> Tick {
        if free {
            self.priced.rows.end
        } else {
            self.last_exit() - rest
        }
    }

    /// Last exit that is looked at.
    pub(super) fn last_exit(&self) -> Tick {
        self.latest
            .min(self.priced.rows.end)
            .min(self.windows.exit.1)
    }

    /// Starts of an operation that are looked at.
    pub(super) fn step(&self, edge: EdgeIndex) -> (Tick, Tick) {
        self.windows.edges[edge.index()]
    }

    /// Spans of ticks in which it may arrive at a stand and move on from it.
    pub fn spans(&self, stand: NodeIndex) -> Option<[(Tick, Tick); 2]> {
        let shape = &self.shape.stands[stand.index()];
        if shape.arrive >= NEVER || shape.ready >= NEVER || shape.rest_ready >= FOREVER {
            return None;
        }
        let arrive = (shape.arrive, self.high(shape.rest_arrive, shape.free));
        let ready = (shape.ready, self.high(shape.rest_ready, shape.free));
        Some([arrive, ready])
    }

    pub(super) fn hold_at(&self, array: ArrayIndex, at: Tick) -> Scaled {
        let array = &self.priced.arrays.all[array.index()];
        array[at.clamp(Tick::ZERO, self.priced.rows.end).index()]
    }
}
