//! One round: every train priced at given prices, and what their journeys use of the rows.

use super::Scaled;
use super::cost_functions::{Arrays, FunctionIndex, Functions, POSSIBLE_BELOW};
use super::multipliers::{Layout, Usage};
use super::pricing_problem::{Column, DualPricer, PricingProblem};
use super::rows::{ArrayIndex, Rows};
use super::shape::TrainShape;
use super::stages::Priced;
use super::windows::{NOWHERE, Windows};
use crate::journey::{Choices, WorkChoice};
use crate::network::{Network, Tick, Ticks, TrainIndex, TrainNetwork};
use petgraph::graph::{EdgeIndex, NodeIndex};
use rayon::prelude::*;
use std::sync::{Arc, Mutex, PoisonError};

/// Scale of prices: units per cost unit, at most.
const SCALE: i64 = 1024;

/// Trains priced by one thread at a time.
const CHUNK: usize = 4;

/// Exits that are looked at at first are at most so many ticks behind the earliest there can be.
const FIRST_WINDOW: Ticks = 1440;

/// A bound that no plan has: there is none in this part.
pub const NOTHING: Scaled = i64::MAX / 4;

/// What does not change from round to round, and the buffers of one.
#[derive(Debug)]
pub struct Relaxation<'n> {
    pub network: &'n Network,
    pub rows: Rows,
    pub functions: Functions,
    pub shapes: Vec<TrainShape>,
    pub layout: Layout,
    /// Room left when nothing is taken.
    capacity: Vec<i64>,
    /// Units of prices per cost unit.
    pub scale: i64,
    /// Whether costs can be told from what is forbidden.
    pub is_sound: bool,
    /// How fast the price of each row moves, so that one more unit of any row weighs about the same for a train.
    pub row_scaling: Vec<f64>,
    /// What is used of the rows in the last round.
    pub used: Vec<f64>,
    /// What every train does in the last round.
    pub choices: Vec<Column>,
    integer: Vec<Scaled>,
    arrays: Arrays,
    values: Vec<Vec<Scaled>>,
    /// What starts of stages cost.
    stages: Vec<Vec<Scaled>>,
    usage: Usage,
    /// Buffers that nobody uses just now: at most as many as threads ever priced at a time, for they are as long as the horizon.
    pricers: Mutex<Vec<DualPricer>>,
    /// Last tick of each train's exits that is looked at.
    pub latest: Vec<Tick>,
    /// What the bound of the last round lacks to the cost of what trains chose, scaled: the windows of some were too small.
    pub lacking: Scaled,
    /// Work done so far: ticks at which an operation of a train, or a row, was priced.
    pub effort: u64,
}

impl<'n> Relaxation<'n> {
    /// For a network.
    pub fn new(network: &'n Network) -> Relaxation<'n> {
        let rows = Rows::new(network);
        let mut functions = Functions::default();
        let trains = network.trains.iter();
        let shapes: Vec<TrainShape> = trains
            .map(|train| TrainShape::new(train, &rows, &mut functions))
            .collect();
        let trains = network.trains.iter();
        let costliest = trains
            .map(|train| train.cost.postponed.units())
            .max()
            .unwrap_or(0);
        // a train so costly that its costs could not be told from what is forbidden (levels far apart): no prices then
        let is_sound = costliest < rows.forbidden / 4;
        let shaped = network.trains.iter().zip(&shapes);
        let latest = shaped.map(|(train, shape)| first_latest(train, shape, rows.end));
        let latest = latest.collect();
        let scale = (rows.forbidden / 4 / costliest.max(1)).clamp(1, SCALE);
        let mut longest = vec![rows.end - Tick::ZERO; network.pools.len()];
        for &(pool, least) in shapes.iter().flat_map(|shape| &shape.holds) {
            let longest = &mut longest[pool.index()];
            *longest = least.min(*longest);
        }
        let layout = Layout::new(network, &rows, scale, longest);
        Relaxation {
            network,
            latest,
            capacity: layout.nothing_taken(&rows),
            values: vec![Vec::new(); functions.all.len()],
            stages: vec![Vec::new(); functions.stages.len()],
            rows,
            functions,
            shapes,
            layout,
            scale,
            is_sound,
            row_scaling: Vec::new(),
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
        }
    }

    /// Every train allowed everything.
    pub fn all_windows(&self) -> Vec<Arc<Windows>> {
        let all = self.shapes.iter().map(Windows::all);
        all.map(Arc::new).collect()
    }

    /// Prices every train at these prices; the bound they give on plans within the windows, scaled. Rows of sums of integers
    /// in a fixed order: the same for any number of threads.
    pub fn evaluate(&mut self, prices: &[f64], windows: &[Arc<Windows>]) -> Scaled {
        self.set_prices(prices);
        self.evaluate_functions(windows);
        let priced = Priced {
            rows: &self.rows,
            functions: &self.functions,
            arrays: &self.arrays,
            stages: &self.stages,
        };
        let (shapes, scale, values) = (&self.shapes, self.scale, &self.values);
        let trains = self
            .network
            .trains
            .par_chunks(CHUNK)
            .zip(shapes.par_chunks(CHUNK));
        let trains = trains.zip(windows.par_chunks(CHUNK));
        let trains = trains.zip(self.latest.par_chunks_mut(CHUNK));
        let pricers = &self.pricers;
        let spare = || pricers.lock().unwrap_or_else(PoisonError::into_inner);
        let chunks = trains.map(|(((trains, shapes), windows), latest)| {
            let mut pricer = spare().pop().unwrap_or_default();
            let trains = trains.iter().zip(shapes).zip(windows).zip(latest);
            let cheapest = trains.map(|(((train, shape), windows), latest)| {
                let question = PricingProblem {
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
            let cheapest = cheapest.collect::<Vec<Column>>();
            spare().push(pricer);
            cheapest
        });
        self.choices = chunks.flatten_iter().collect();
        self.layout.clear(&mut self.usage);
        let mut sum: Scaled = 0;
        let mut is_possible = true;
        self.lacking = 0;
        for (index, cheapest) in self.network.train_indices().zip(&self.choices) {
            is_possible &= cheapest.bound < POSSIBLE_BELOW;
            sum = sum.saturating_add(cheapest.bound);
            let lacking = cheapest.value.saturating_sub(cheapest.bound);
            self.lacking = self.lacking.saturating_add(lacking);
            let (train, shape) = (&self.network[index], &self.shapes[index.index()]);
            let terms = |term| self.layout.add(&self.rows, &mut self.usage, term);
            add_usage(
                train,
                shape,
                priced,
                cheapest.choice.as_ref().map(|choice| &choice.choices),
                terms,
            );
        }
        if self.row_scaling.is_empty() {
            self.row_scaling = self.layout.row_scaling(&self.rows, &self.usage);
        }
        self.used.resize(self.layout.n_rows, 0.0);
        self.layout.totals(&self.rows, &self.usage, &mut self.used);
        if is_possible {
            sum - self.layout.worth_of_capacity(&self.integer)
        } else {
            NOTHING
        }
    }

    /// Windows narrowed to what plans up to `upper` (scaled) may do by the prices of the last round, whose bound is given;
    pub fn narrow(&mut self, windows: &mut [Arc<Windows>], bound: Scaled, upper: Scaled) {
        let slack = upper.saturating_sub(bound).max(0);
        let network = self.network;
        let wide: Vec<Tick> = network
            .train_indices()
            .map(|train| {
                let question = self.question(train, &windows[train.index()]);
                question
                    .latest_for(self.choices[train.index()].bound.saturating_add(slack + 1))
                    .min(self.rows.end)
            })
            .collect();
        self.latest.clone_from(&wide);
        self.evaluate_functions(windows);
        let mut pricer = DualPricer::default();
        for (train, windows) in network.train_indices().zip(windows) {
            let least = self.choices[train.index()].bound;
            let narrowed = pricer.narrowed(&self.question(train, windows), least, slack);
            if **windows != narrowed {
                *windows = Arc::new(narrowed);
            }
        }
    }

    /// Whether the journeys of the last round take more of some row than there is.
    pub fn is_overused(&self) -> bool {
        let rows = self.used.iter().zip(&self.layout.capacity);
        rows.into_iter()
            .any(|(&used, &capacity)| used > capacity as f64)
    }

    pub(super) fn question<'q>(
        &'q self,
        train: TrainIndex,
        windows: &'q Windows,
    ) -> PricingProblem<'q> {
        PricingProblem {
            train: &self.network[train],
            shape: &self.shapes[train.index()],
            priced: Priced {
                rows: &self.rows,
                functions: &self.functions,
                arrays: &self.arrays,
                stages: &self.stages,
            },
            values: &self.values,
            scale: self.scale,
            latest: self.latest[train.index()],
            windows,
        }
    }

    /// Makes place for functions that were added.
    pub(super) fn resize(&mut self) {
        self.values.resize(self.functions.all.len(), Vec::new());
        self.layout.resize(&self.rows);
        self.capacity = self.layout.nothing_taken(&self.rows);
    }

    fn set_prices(&mut self, prices: &[f64]) {
        self.integer.clear();
        self.integer
            .extend(prices.iter().map(|price| price.round() as i64));
        self.layout
            .arrays(&self.rows, &self.integer, &self.capacity, &mut self.arrays);
    }

    /// Cost functions, each where some train may look at it.
    fn evaluate_functions(&mut self, windows: &[Arc<Windows>]) {
        let mut spans = vec![NOWHERE; self.functions.all.len()];
        let mut ticks = 0;
        let mut add = |function: FunctionIndex, (low, high): (Tick, Tick)| {
            let span = &mut spans[function.index()];
            if low <= high {
                ticks += (high - low + 1) as u64;
                *span = (span.0.min(low), span.1.max(high));
            }
        };
        for index in self.network.train_indices() {
            let train = &self.network[index];
            let question = self.question(index, &windows[index.index()]);
            let shape = &self.shapes[index.index()];
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
        let n_values = (self.rows.end + self.rows.lead).index() + 1;
        let (rows, arrays) = (&self.rows, &self.arrays);
        let functions = self
            .functions
            .all
            .par_iter()
            .zip(&mut self.values)
            .zip(&spans);
        functions.for_each(|((function, values), &(low, high))| {
            values.resize(n_values, 0);
            let (low, high) = (low.max(Tick::ZERO - rows.lead), high.min(rows.end));
            if low <= high {
                function.evaluate(
                    rows,
                    arrays,
                    low,
                    &mut values[(low + rows.lead).index()..=(high + rows.lead).index()],
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

/// Calls with every term of what a choice of a train uses.
fn add_usage(
    train: &TrainNetwork,
    shape: &TrainShape,
    priced: Priced<'_>,
    choices: Option<&Choices>,
    mut add: impl FnMut((ArrayIndex, usize, i64)),
) {
    let rows = priced.rows;
    let clip = |tick: Tick| tick.clamp(Tick::ZERO, rows.end).index();
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
    let mut add_all = |function: FunctionIndex, start: Tick| {
        for term in functions.all[function.index()].positions(rows, start) {
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
            let team = ArrayIndex::of_pool(team);
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

#[cfg(test)]
mod tests {
    use super::*;
    use regauge_model::Instance;

    /// Two trains that would enter the same section in the same minute; one of them passes, the other waits for the headway.
    const TWO: &str = r#"{
        "format_version": "1.0", "name": "two trains",
        "horizon": { "start": "2025-03-01T18:00:00+08:00", "planning_hours": 3 },
        "system": {
            "classes": [{ "id": "c", "gauge_mm": 1435 }],
            "stations": [{ "id": "A" }, { "id": "B" }],
            "sections": [{
                "id": "ab", "from": "A", "to": "B", "gauge_mm": 1435, "tracks": 1,
                "run_minutes": { "c": { "down": 20, "up": 25 } }, "headway_minutes": { "down": 5, "up": 5 }
            }]
        },
        "trains": [
            { "id": "R1", "class": "c", "from": "A", "to": "B", "length_m": 700, "wagons": 50, "earliest_entry": "2025-03-01T18:10:00+08:00" },
            { "id": "R2", "class": "c", "from": "A", "to": "B", "length_m": 700, "wagons": 50, "earliest_entry": "2025-03-01T18:10:00+08:00" }
        ]
    }"#;

    #[test]
    fn a_price_raises_what_a_train_costs_by_what_it_takes_of_the_row() {
        let network = Network::compile(&Instance::from_json(TWO).expect("the file is right"));
        let mut relaxation = Relaxation::new(&network);
        let windows = relaxation.all_windows();
        let mut prices = vec![0.0; relaxation.layout.n_rows];
        let free = relaxation.evaluate(&prices, &windows);
        // without prices both run at once, and each costs its 20 minutes
        assert_eq!(free, 2 * 20 * 100 * relaxation.scale);
        let used = relaxation.used.clone();
        let taken: Vec<usize> = (0..used.len()).filter(|&row| used[row] > 0.0).collect();
        assert!(!taken.is_empty(), "they take something of a row");
        for row in taken {
            // too little for another journey to be cheaper: a minute later costs more
            prices[row] = 7.0;
            let bound = relaxation.evaluate(&prices, &windows);
            prices[row] = 0.0;
            let paid = used[row] as i64 * 7;
            let costs: Scaled = relaxation.choices.iter().map(|choice| choice.value).sum();
            assert_eq!(costs, free + paid, "row {row}");
            // the bound is that less the worth of the capacity
            assert_eq!(
                bound,
                costs - 7 * relaxation.layout.capacity[row],
                "row {row}"
            );
        }
    }

    #[test]
    fn a_price_that_costs_more_than_waiting_is_evaded() {
        let network = Network::compile(&Instance::from_json(TWO).expect("the file is right"));
        let mut relaxation = Relaxation::new(&network);
        let windows = relaxation.all_windows();
        let mut prices = vec![0.0; relaxation.layout.n_rows];
        let free = relaxation.evaluate(&prices, &windows);
        let used = relaxation.used.clone();
        // the row that both take first
        let row = (0..used.len()).find(|&row| used[row] > relaxation.layout.capacity[row] as f64);
        let row = row.expect("they are in each other's way");
        let minute = 100 * relaxation.scale;
        prices[row] = (50 * minute) as f64;
        relaxation.evaluate(&prices, &windows);
        let costs: Scaled = relaxation.choices.iter().map(|choice| choice.value).sum();
        let more = costs - free;
        assert!(
            (2 * minute..2 * 50 * minute).contains(&more),
            "{more} more for both"
        );
        assert!(relaxation.used[row] < used[row], "somebody waits");
    }
}
