//! A train's cheapest journey under prices: exact over operation × time, beside nothing but the rows.
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

use super::functions::{IMPOSSIBLE, POSSIBLE_BELOW};
use super::rows::ArrayIndex;
use super::shape::TrainShape;
use super::stages::{Costs, Priced};
use super::sweep::{for_starts, within};
use super::windows::Windows;
use crate::network::{NEVER, Tick, TrainNetwork};
use crate::pricing::Choices;
use petgraph::graph::{EdgeIndex, NodeIndex};

/// Cost functions of all operations at the prices of a round.
pub type Values = Vec<Vec<i64>>;

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
pub struct Cheapest {
    /// No journey, nor leaving the train out, costs less (scaled cost units, prices included).
    pub bound: i64,
    /// What it costs; the bound unless the window was too small.
    pub value: i64,
    /// The journey; `None`: leaving the train out is cheapest.
    pub choice: Option<Choice>,
}

/// A train and the prices.
#[derive(Clone, Copy)]
pub struct Question<'q> {
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

/// Prices trains; keeps its buffers from one to the next.
#[derive(Debug, Default)]
pub struct DualPricer {
    /// By stand: costs by arrival, and by when it may move on.
    pub(super) arrive: Vec<Costs>,
    pub(super) ready: Vec<Costs>,
    works: Vec<Costs>,
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

impl DualPricer {
    /// The cheapest journey.
    pub fn price(&mut self, question: &Question<'_>) -> Cheapest {
        let outside = question.outside();
        let postponed = question.postponed();
        let best = question.best(self);
        let best =
            best.filter(|(cost, _)| *cost < question.priced.rows.forbidden && *cost <= postponed);
        match best {
            Some((value, at)) => Cheapest {
                bound: value.min(outside),
                value,
                choice: Some(question.trace(self, at)),
            },
            None => Cheapest {
                bound: postponed.min(outside).min(question.forbidden_from()),
                value: postponed,
                choice: None,
            },
        }
    }
}

impl Question<'_> {
    pub(super) fn best(&self, pricer: &mut DualPricer) -> Option<(i64, Best)> {
        if !self.windows.may_go {
            return None;
        }
        let n = self.train.graph.node_count();
        if pricer.arrive.len() < n {
            pricer.arrive.resize_with(n, Costs::default);
            pricer.ready.resize_with(n, Costs::default);
        }
        self.forward(pricer);
        if self.train.works.is_empty() {
            self.best_exit(pricer)
        } else {
            self.backward(pricer);
            let mut best: Option<(i64, Best)> = None;
            self.meetings(pricer, |work, start, cost| {
                if best.is_none_or(|best| cost < best.0) {
                    best = Some((cost, Best::Work { work, start }));
                }
            });
            best
        }
    }

    /// Cost of an exit, scaled.
    pub(super) fn exit_cost(&self, exit: Tick) -> i64 {
        self.train.cost.of(exit) * self.scale
    }

    /// Cost of the end of an emptied rake's life, scaled.
    pub(super) fn emptied_cost(&self, end: Tick) -> i64 {
        self.train.cost.of_emptied(end) * self.scale
    }

    /// What an emptied rake costs at least, scaled.
    fn least_emptied(&self) -> i64 {
        self.train.cost.least_emptied * self.scale
    }

    /// The last exit that costs less than a cost by itself.
    pub fn latest_for(&self, cost: i64) -> Tick {
        let cost = cost
            .saturating_add(self.gain())
            .saturating_sub(self.least_emptied());
        let (mut low, mut high) = (self.train.cost.release.max(0), self.priced.rows.end);
        // the first exit that costs as much or more is just outside
        while low < high {
            let middle = low + (high - low) / 2;
            if self.exit_cost(middle) >= cost {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }

    /// What the stocks it fills can be worth at most.
    pub(super) fn gain(&self) -> i64 {
        let arrays = &self.priced.arrays.all;
        let brings = self.shape.brings.iter();
        brings
            .map(|&(array, units)| arrays[array as usize][0] * units)
            .sum()
    }

    /// Journeys that are dropped as forbidden cost at least this much: where prices are absurd (steps towards an absurd
    /// value), some of them may be possible.
    pub(super) fn forbidden_from(&self) -> i64 {
        self.priced.rows.forbidden - self.gain()
    }

    /// No journey with an exit outside the window costs less.
    fn outside(&self) -> i64 {
        if self.latest >= self.priced.rows.end.min(self.windows.exit.1) || !self.windows.may_go {
            IMPOSSIBLE
        } else {
            self.exit_cost(self.latest + 1) + self.least_emptied() - self.gain()
        }
    }

    /// The cost of leaving it out.
    pub fn postponed(&self) -> i64 {
        if !self.windows.may_stay {
            return IMPOSSIBLE;
        }
        let end = self.priced.rows.end;
        let stay = self.shape.stay.iter().map(|&(array, from, to)| {
            let array = &self.priced.arrays.all[array as usize];
            let (from, to) = (from.clamp(0, end), to.clamp(0, end));
            let worth = if from < to {
                array[to as usize] - array[from as usize]
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
        self.train.cost.postponed * self.scale + stay
    }

    pub(super) fn function(&self, edge: EdgeIndex) -> &[i64] {
        &self.values[self.shape.edges[edge.index()] as usize]
    }

    /// Last tick at which a rake may be somewhere from where the exit is so many ticks away.
    fn high(&self, rest: Tick, free: bool) -> Tick {
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
        if shape.arrive >= NEVER || shape.ready >= NEVER || shape.rest_ready >= NEVER {
            return None;
        }
        let arrive = (shape.arrive, self.high(shape.rest_arrive, shape.free));
        let ready = (shape.ready, self.high(shape.rest_ready, shape.free));
        Some([arrive, ready])
    }

    pub(super) fn hold_at(&self, array: ArrayIndex, at: Tick) -> i64 {
        let array = &self.priced.arrays.all[array as usize];
        array[at.clamp(0, self.priced.rows.end) as usize]
    }

    pub(super) fn cheapest_of(
        &self,
        pricer: &DualPricer,
        exits: &[NodeIndex],
        timed: bool,
    ) -> Option<(i64, NodeIndex, Tick)> {
        let mut best: Option<(i64, NodeIndex, Tick)> = None;
        for &exit in exits {
            let costs = &pricer.arrive[exit.index()];
            for (index, &cost) in costs.of.iter().enumerate() {
                let at = costs.low + index as Tick;
                if timed && at < self.windows.exit.0 {
                    continue;
                }
                let own = if timed {
                    self.exit_cost(at)
                } else {
                    self.emptied_cost(at)
                };
                let cost = cost + own;
                if cost < best.map_or(self.priced.rows.forbidden, |best| best.0) {
                    best = Some((cost, exit, at));
                }
            }
        }
        best
    }

    fn best_exit(&self, pricer: &DualPricer) -> Option<(i64, Best)> {
        let (cost, stand, at) = self.cheapest_of(pricer, &self.train.exits, true)?;
        let onward = (stand, at);
        if !self.train.transshipped || self.train.emptied_exits.is_empty() {
            return Some((
                cost,
                Best::Exit {
                    onward,
                    emptied: None,
                },
            ));
        }
        let (more, stand, at) = self.cheapest_of(pricer, &self.train.emptied_exits, false)?;
        let emptied = Some((stand, at));
        Some((cost + more, Best::Exit { onward, emptied }))
    }

    /// Calls with every crane work, its start and the cost of the cheapest journey with it, where there is one.
    pub(super) fn meetings(
        &self,
        pricer: &mut DualPricer,
        mut visit: impl FnMut(usize, Tick, i64),
    ) {
        let lead = self.priced.rows.lead;
        if pricer.works.is_empty() {
            pricer.works.resize_with(1, Costs::default);
        }
        for (index, work) in self.train.works.iter().enumerate() {
            let behind = (
                &pricer.arrive[work.onward.1.index()],
                &pricer.arrive[work.arriving.1.index()],
            );
            let before = (
                &pricer.ready[work.onward.0.index()],
                &pricer.ready[work.arriving.0.index()],
            );
            if behind.0.of.is_empty()
                || behind.1.of.is_empty()
                || before.0.of.is_empty()
                || before.1.of.is_empty()
            {
                continue;
            }
            let (low, high) = within(
                self.windows.works[index],
                (
                    before.0.low.max(before.1.low),
                    before.0.high().min(before.1.high()),
                ),
            );
            if low > high {
                continue;
            }
            let chain = &self.shape.works[index];
            while pricer.works.len() < chain.len() {
                pricer.works.push(Costs::default());
            }
            for position in (0..chain.len()).rev() {
                let operation = &work.chain[position];
                let function = &self.values[chain[position] as usize];
                let (here, later) = pricer.works.split_at_mut(position + 1);
                let here = &mut here[position];
                // later parts start later, within the same window of exits
                here.reset(
                    low,
                    if position == 0 {
                        high
                    } else {
                        self.last_exit()
                    },
                );
                for_starts(operation, (here.low, here.high()), |from, until| {
                    for start in from..=until {
                        let end = operation.end.at(start);
                        let rest = if position + 1 == chain.len() {
                            behind.0.at(end).saturating_add(behind.1.at(end))
                        } else {
                            later[0].at(end)
                        };
                        if rest < POSSIBLE_BELOW {
                            here.of[(start - low) as usize] =
                                rest + function[(start + lead) as usize];
                        }
                    }
                });
                if position > 0 {
                    here.carry_backward();
                }
            }
            let costs = &pricer.works[0];
            for start in low..=high {
                let ways_in = before.0.at(start).saturating_add(before.1.at(start));
                let cost = ways_in.saturating_add(costs.at(start));
                if cost < self.priced.rows.forbidden {
                    visit(index, start, cost);
                }
            }
        }
    }
}
