//! One round: every train priced at given prices, and what their journeys use of the rows.

use super::bundle::Seen;
use super::functions::{Arrays, Functions, POSSIBLE_BELOW};
use super::price::{Cheapest, DualPricer, Question};
use super::prices::{Layout, Usage};
use super::rows::Rows;
use super::shape::TrainShape;
use super::stages::Priced;
use super::windows::Windows;
use crate::network::{Network, Tick, TrainNetwork};
use crate::pricing::{Choices, Journey, WorkChoice};
use petgraph::graph::{EdgeIndex, NodeIndex};
use rayon::prelude::*;
use std::sync::{Arc, Mutex, PoisonError};

/// Scale of prices: units per cost unit, at most.
const SCALE: i64 = 1024;

/// Trains priced by one thread at a time.
const CHUNK: usize = 4;

/// Exits that are looked at at first are at most so many ticks behind the earliest there can be.
const FIRST_WINDOW: Tick = 1440;

/// A bound that no plan has: there is none in this part.
pub const NOTHING: i64 = i64::MAX / 4;

/// What does not change from round to round, and the buffers of one.
#[derive(Debug)]
pub struct Engine<'n> {
    pub network: &'n Network,
    pub rows: Rows,
    pub functions: Functions,
    pub shapes: Vec<TrainShape>,
    pub layout: Layout,
    /// Room left when nothing is taken.
    room: Vec<i64>,
    /// Units of prices per cost unit.
    pub scale: i64,
    /// Whether costs can be told from what is forbidden.
    pub is_sound: bool,
    /// How fast the price of each row moves, so that one more unit of any row weighs about the same for a train.
    pub pace: Vec<f64>,
    /// What is used of the rows in the last round.
    pub used: Vec<f64>,
    /// What every train does in the last round.
    pub choices: Vec<Cheapest>,
    integer: Vec<i64>,
    arrays: Arrays,
    values: Vec<Vec<i64>>,
    /// What starts of stages cost.
    stages: Vec<Vec<i64>>,
    usage: Usage,
    /// Buffers that nobody uses just now: at most as many as threads ever priced at a time, for they are as long as the horizon.
    pricers: Mutex<Vec<DualPricer>>,
    /// Last tick of each train's exits that is looked at.
    pub latest: Vec<Tick>,
    /// What the bound of the last round lacks to the cost of what trains chose, scaled: the windows of some were too small.
    pub lacking: i64,
    /// Work done so far: ticks at which an operation of a train, or a row, was priced.
    pub effort: u64,
    /// Trains that are not priced, in a dive.
    fixed: Fixed,
}

/// Trains that do what is decided already.
#[derive(Clone, Debug, Default)]
pub struct Fixed {
    /// By train; empty: none is.
    is: Vec<bool>,
    /// What they take of each row.
    used: Vec<f64>,
    /// What they cost, in cost units.
    cost: i64,
    /// Room left beside them.
    room: Vec<i64>,
}

impl<'n> Engine<'n> {
    /// For a network.
    pub fn new(network: &'n Network) -> Engine<'n> {
        let rows = Rows::new(network);
        let mut functions = Functions::default();
        let trains = network.trains.iter();
        let shapes: Vec<TrainShape> = trains
            .map(|train| TrainShape::new(train, &rows, &mut functions))
            .collect();
        let trains = network.trains.iter();
        let dearest = trains.map(|train| train.cost.postponed).max().unwrap_or(0);
        // a train so dear that its costs could not be told from what is forbidden (levels far apart): no prices then
        let is_sound = dearest < rows.forbidden / 4;
        let shaped = network.trains.iter().zip(&shapes);
        let latest = shaped.map(|(train, shape)| first_latest(train, shape, rows.end));
        let latest = latest.collect();
        let scale = (rows.forbidden / 4 / dearest.max(1)).clamp(1, SCALE);
        let mut longest = vec![rows.end; network.pools.len()];
        for &(pool, least) in shapes.iter().flat_map(|shape| &shape.holds) {
            let longest = &mut longest[pool as usize];
            *longest = least.min(*longest);
        }
        let layout = Layout::new(network, &rows, scale, longest);
        Engine {
            network,
            latest,
            room: layout.nothing_taken(&rows),
            values: vec![Vec::new(); functions.all.len()],
            stages: vec![Vec::new(); functions.stages.len()],
            rows,
            functions,
            shapes,
            layout,
            scale,
            is_sound,
            pace: Vec::new(),
            used: Vec::new(),
            choices: Vec::new(),
            integer: Vec::new(),
            arrays: Arrays {
                all: Vec::new(),
                zero: Vec::new(),
            },
            usage: Usage::default(),
            pricers: Mutex::default(),
            lacking: 0,
            effort: 0,
            fixed: Fixed::default(),
        }
    }

    /// Every train allowed everything.
    pub fn all_windows(&self) -> Vec<Arc<Windows>> {
        let all = self.shapes.iter().map(Windows::all);
        all.map(Arc::new).collect()
    }

    /// Prices every train at these prices; the bound they give on plans within the windows, scaled. Rows of sums of integers
    /// in a fixed order: the same for any number of threads.
    pub fn evaluate(&mut self, prices: &[f64], windows: &[Arc<Windows>]) -> i64 {
        self.set_prices(prices);
        self.evaluate_functions(windows);
        let priced = Priced {
            rows: &self.rows,
            functions: &self.functions,
            arrays: &self.arrays,
            stages: &self.stages,
        };
        let (shapes, scale, values) = (&self.shapes, self.scale, &self.values);
        let fixed = &self.fixed;
        let trains = self
            .network
            .trains
            .par_chunks(CHUNK)
            .zip(shapes.par_chunks(CHUNK));
        let trains = trains.zip(windows.par_chunks(CHUNK));
        let trains = trains.zip(self.latest.par_chunks_mut(CHUNK)).enumerate();
        let pricers = &self.pricers;
        let spare = || pricers.lock().unwrap_or_else(PoisonError::into_inner);
        let chunks = trains.map(|(chunk, (((trains, shapes), windows), latest))| {
            let mut pricer = spare().pop().unwrap_or_default();
            let trains = trains.iter().zip(shapes).zip(windows).zip(latest);
            let trains = trains.enumerate();
            let cheapest = trains.map(|(place, (((train, shape), windows), latest))| {
                if fixed.has(chunk * CHUNK + place) {
                    return Cheapest::default();
                }
                let question = Question {
                    train,
                    shape,
                    priced,
                    values,
                    scale,
                    latest: *latest,
                    windows,
                };
                let cheapest = pricer.price(&question);
                // prices change little from round to round; a window that was too small is wider next time
                let wanted =
                    question.latest_for(cheapest.value.saturating_add(cheapest.value.abs() / 50));
                *latest = if cheapest.bound < cheapest.value {
                    wanted.max(*latest + 60)
                } else {
                    wanted
                };
                *latest = (*latest).min(priced.rows.end);
                cheapest
            });
            let cheapest = cheapest.collect::<Vec<Cheapest>>();
            spare().push(pricer);
            cheapest
        });
        self.choices = chunks.flatten_iter().collect();
        self.layout.clear(&mut self.usage);
        let mut sum = self.fixed.cost * self.scale;
        let mut is_possible = true;
        self.lacking = 0;
        for (index, cheapest) in self.choices.iter().enumerate() {
            if self.fixed.has(index) {
                continue;
            }
            is_possible &= cheapest.bound < POSSIBLE_BELOW;
            sum = sum.saturating_add(cheapest.bound);
            let lacking = cheapest.value.saturating_sub(cheapest.bound);
            self.lacking = self.lacking.saturating_add(lacking);
            let (train, shape) = (&self.network.trains[index], &self.shapes[index]);
            let terms = |term| self.layout.add(&self.rows, &mut self.usage, term);
            add_usage(
                train,
                shape,
                priced,
                cheapest.choice.as_ref().map(|choice| &choice.choices),
                terms,
            );
        }
        if self.pace.is_empty() {
            self.pace = self.layout.pace(&self.rows, &self.usage);
        }
        self.used.resize(self.layout.n_rows, 0.0);
        self.layout.totals(&self.rows, &self.usage, &mut self.used);
        for ((used, fixed), price) in self
            .used
            .iter_mut()
            .zip(&self.fixed.used)
            .zip(&self.integer)
        {
            *used += fixed;
            sum = sum.saturating_add(*fixed as i64 * price);
        }
        if is_possible {
            sum - self.layout.worth_of_room(&self.integer)
        } else {
            NOTHING
        }
    }

    /// Windows narrowed to what plans up to `upper` (scaled) may do by the prices of the last round, whose bound is given; returns by
    /// how much such a plan may cost more than that bound.
    pub fn narrow(&mut self, windows: &mut [Arc<Windows>], bound: i64, upper: i64) -> i64 {
        let slack = upper.saturating_sub(bound).max(0);
        let wide: Vec<Tick> = (0..self.shapes.len())
            .map(|index| {
                let question = self.question(index, &windows[index]);
                question
                    .latest_for(self.choices[index].bound.saturating_add(slack + 1))
                    .min(self.rows.end)
            })
            .collect();
        self.latest.clone_from(&wide);
        self.evaluate_functions(windows);
        let mut pricer = DualPricer::default();
        for (index, windows) in windows.iter_mut().enumerate() {
            let least = self.choices[index].bound;
            let narrowed = pricer.narrowed(&self.question(index, windows), least, slack);
            if **windows != narrowed {
                *windows = Arc::new(narrowed);
            }
        }
        slack
    }

    /// Whether the journeys of the last round take more of some row than there is.
    pub fn is_overused(&self) -> bool {
        let rows = self.used.iter().zip(&self.layout.room);
        rows.into_iter().any(|(&used, &room)| used > room as f64)
    }

    pub(super) fn question<'q>(&'q self, index: usize, windows: &'q Windows) -> Question<'q> {
        Question {
            train: &self.network.trains[index],
            shape: &self.shapes[index],
            priced: Priced {
                rows: &self.rows,
                functions: &self.functions,
                arrays: &self.arrays,
                stages: &self.stages,
            },
            values: &self.values,
            scale: self.scale,
            latest: self.latest[index],
            windows,
        }
    }

    /// What choices of all trains, weighted, take of the rows over spans, from a place on.
    pub(super) fn overlaps_taken(&self, since: usize, seen: &Seen) -> Vec<f64> {
        let overlaps = &self.layout.overlaps;
        let mut taken = vec![0.0; overlaps.all.len()];
        let mut of_train: Vec<(usize, i32)> = Vec::new();
        let all: f64 = seen.iter().map(|(weight, _)| weight).sum();
        for (weight, choices) in seen {
            for (shape, choice) in self.shapes.iter().zip(choices.iter()) {
                of_train.clear();
                for &(edge, start) in choice.iter().flat_map(|choice| &choice.choices.operations) {
                    let function = &self.functions.all[shape.edges[edge] as usize];
                    for (array, at, _) in function.positions(&self.rows, start) {
                        let kind = self.rows.arrays[array as usize];
                        overlaps
                            .taken_since(since, kind, at, |row, units| of_train.push((row, units)));
                    }
                }
                of_train.sort_unstable();
                for same in of_train.chunk_by(|a, b| a.0 == b.0) {
                    let units = same.iter().map(|(_, units)| units).sum();
                    // a hold is one piece, and no shorter than a span
                    debug_assert!((0..=1).contains(&units));
                    taken[same[0].0 - overlaps.first] += weight / all * f64::from(units);
                }
            }
        }
        taken
    }

    /// Makes place for functions that were added.
    pub(super) fn resize(&mut self) {
        self.values.resize(self.functions.all.len(), Vec::new());
        self.layout.resize(&self.rows);
        self.room = self.layout.nothing_taken(&self.rows);
    }

    fn set_prices(&mut self, prices: &[f64]) {
        self.integer.clear();
        self.integer
            .extend(prices.iter().map(|price| price.round() as i64));
        let room = if self.fixed.is.is_empty() {
            &self.room
        } else {
            &self.fixed.room
        };
        self.layout
            .arrays(&self.rows, &self.integer, room, &mut self.arrays);
    }

    /// Changes the trains that are fixed.
    pub fn swap_fixed(&mut self, fixed: &mut Fixed) {
        std::mem::swap(&mut self.fixed, fixed);
    }

    /// Fixes one more train, to a journey or to being left out.
    pub fn fix(&mut self, fixed: &mut Fixed, index: usize, journey: Option<&Journey>) {
        let n_rows = self.layout.n_rows;
        if fixed.is.is_empty() {
            fixed.is.resize(self.shapes.len(), false);
            fixed.used.resize(n_rows, 0.0);
        }
        let (train, shape) = (&self.network.trains[index], &self.shapes[index]);
        let priced = Priced {
            rows: &self.rows,
            functions: &self.functions,
            arrays: &self.arrays,
            stages: &self.stages,
        };
        let choices = journey.map(Journey::choices);
        self.layout.clear(&mut self.usage);
        let add = |term| self.layout.add(&self.rows, &mut self.usage, term);
        add_usage(train, shape, priced, choices.as_ref(), add);
        let mut used = vec![0.0; n_rows];
        self.layout.totals(&self.rows, &self.usage, &mut used);
        for (sum, used) in fixed.used.iter_mut().zip(&used) {
            *sum += used;
        }
        fixed.is[index] = true;
        fixed.cost += journey.map_or(train.cost.postponed, |journey| journey.cost);
        // others may always bring to a stock what it has not
        let rooms = self.room.iter().zip(&fixed.used);
        fixed.room.clear();
        fixed
            .room
            .extend(rooms.map(|(&room, &used)| room.saturating_sub(used as i64)));
    }

    /// Cost functions, each where some train may look at it.
    fn evaluate_functions(&mut self, windows: &[Arc<Windows>]) {
        let nowhere = (Tick::MAX / 2, Tick::MIN / 2);
        let mut spans = vec![nowhere; self.functions.all.len()];
        let mut ticks = 0;
        let mut add = |function: u32, (low, high): (Tick, Tick)| {
            let span = &mut spans[function as usize];
            if low <= high {
                ticks += (high - low + 1) as u64;
                *span = (span.0.min(low), span.1.max(high));
            }
        };
        for (index, train) in self.network.trains.iter().enumerate() {
            if self.fixed.has(index) {
                continue;
            }
            let question = self.question(index, &windows[index]);
            let shape = &self.shapes[index];
            for (edge, &function) in shape.edges.iter().enumerate() {
                let edge = EdgeIndex::new(edge);
                let Some((from, _)) = train.graph.edge_endpoints(edge) else {
                    continue;
                };
                if let Some([_, ready]) = question.spans(from) {
                    add(function, ready);
                }
            }
            for (work, functions) in train.works.iter().zip(&shape.works) {
                let Some([_, ready]) = question.spans(work.arriving.0) else {
                    continue;
                };
                for (position, &function) in functions.iter().enumerate() {
                    add(
                        function,
                        (
                            ready.0,
                            if position == 0 {
                                ready.1
                            } else {
                                self.rows.end
                            },
                        ),
                    );
                }
            }
        }
        self.effort += ticks + self.layout.n_rows as u64;
        let stages = self.functions.stages.par_iter().zip(&mut self.stages);
        stages.for_each(|(stage, costs)| stage.evaluate(&self.rows, &self.arrays, costs));
        let n_values = self.rows.lead as usize + self.rows.end as usize + 1;
        let (rows, arrays) = (&self.rows, &self.arrays);
        let functions = self
            .functions
            .all
            .par_iter()
            .zip(&mut self.values)
            .zip(&spans);
        functions.for_each(|((function, values), &(low, high))| {
            values.resize(n_values, 0);
            let (low, high) = (low.max(-rows.lead), high.min(rows.end));
            if low <= high {
                function.evaluate(
                    rows,
                    arrays,
                    low,
                    &mut values[(low + rows.lead) as usize..=(high + rows.lead) as usize],
                );
            }
        });
    }
}

/// The last exit of a train that is looked at in the first round: where that is too early, the next rounds look further.
fn first_latest(train: &TrainNetwork, shape: &TrainShape, end: Tick) -> Tick {
    let exits = train.exits.iter();
    let earliest = exits.map(|exit| shape.stands[exit.index()].arrive).min();
    earliest.map_or(end, |at| at.saturating_add(FIRST_WINDOW).min(end))
}

impl Fixed {
    #[inline]
    fn has(&self, index: usize) -> bool {
        self.is.get(index).copied().unwrap_or(false)
    }
}

/// Calls with every term of what a choice of a train uses.
fn add_usage(
    train: &TrainNetwork,
    shape: &TrainShape,
    priced: Priced<'_>,
    choices: Option<&Choices>,
    mut add: impl FnMut((u32, usize, i64)),
) {
    let rows = priced.rows;
    let clip = |tick: Tick| tick.clamp(0, rows.end) as usize;
    let Some(choices) = choices else {
        for &(array, from, to) in &shape.stay {
            if from < to {
                add((array, clip(from), -1));
                add((array, clip(to), 1));
            }
        }
        return;
    };
    let functions = &priced.functions;
    let mut add_all = |function: u32, start: Tick| {
        for term in functions.all[function as usize].positions(rows, start) {
            add(term);
        }
    };
    for &(edge, start) in &choices.operations {
        add_all(shape.edges[edge], start);
    }
    if let Some(WorkChoice { index, starts }) = &choices.work {
        for (&function, &start) in shape.works[*index].iter().zip(starts) {
            add_all(function, start);
        }
    }
    for &(stand, position, start) in &choices.stages {
        let stage = &train.graph[NodeIndex::new(stand)].stages[position];
        if let Some(team) = stage.team {
            add((team, clip(start), -1));
            add((team, clip(start + stage.ticks), 1));
        }
    }
    // where a rake holds its place from the beginning
    for &(stand, at, hold) in &shape.begins {
        let Some(array) = hold else { continue };
        let leaves = choices.operations.iter().any(|&(edge, _)| {
            train
                .graph
                .edge_endpoints(EdgeIndex::new(edge))
                .is_some_and(|ends| ends.0 == stand)
        }) || choices.work.as_ref().is_some_and(|work| {
            let work = &train.works[work.index];
            work.arriving.0 == stand || work.onward.0 == stand
        });
        if leaves {
            add((array, clip(at), -1));
        }
    }
}
