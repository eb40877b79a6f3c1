//! A lower bound on the value of every plan: Lagrangian prices on what trains share.
//!
//! Every row of shared capacity ([`rows`]) gets a price per tick. With prices each train is on its own: its cheapest
//! journey ([`price`]) is found exactly, and the sum of these costs less the worth of the room of all rows is a lower
//! bound, whatever the prices are (Lagrangian relaxation; Brännlund et al. 1998 do the same for single lines). Prices
//! are improved by deflected subgradient steps towards the value of the best plan known (Camerini, Fratta, Maffioli
//! 1975; step of Polyak). They are integers, so the bound is exact: no rounding can lift it above the truth.
//! The prices also guide plans (`guide`): trains are inserted at the journeys that are cheapest under them.
//! Not here: the search for plans ([`crate::search`]); a bound never depends on how good they are.

mod functions;
mod guide;
mod price;
mod prices;
mod rows;
mod shape;
mod stages;

pub use price::Choice;

use crate::network::{Network, Tick, TrainNetwork};
use functions::{Arrays, Functions};
use price::{Cheapest, DualPricer, Question};
use prices::{Layout, Usage};
use rayon::prelude::*;
use rows::Rows;
use shape::TrainShape;
use stages::Priced;

/// Scale of prices: units per cost unit, at most.
const SCALE: i64 = 1024;

/// Part of the last direction that is kept.
const DEFLECTION: f64 = 0.9;

/// Rounds without a better bound after which steps shrink, and by what.
const PATIENCE: u32 = 30;
const SHRINK: f64 = 0.6;

/// Trains priced by one thread at a time.
const CHUNK: usize = 4;

/// The bound and the prices behind it.
#[derive(Debug)]
pub struct Bound<'n> {
    network: &'n Network,
    rows: Rows,
    functions: Functions,
    shapes: Vec<TrainShape>,
    layout: Layout,
    /// Room left when nothing is taken.
    room: Vec<i64>,
    scale: i64,
    /// Prices now, and where the best bound was found.
    prices: Vec<f64>,
    best_prices: Vec<f64>,
    /// Best bound, scaled.
    best: i64,
    direction: Vec<f64>,
    /// How fast the price of each row moves, so that one more unit of any row weighs about the same for a train.
    pace: Vec<f64>,
    step: f64,
    is_sound: bool,
    since_better: u32,
    rounds: u64,
    round: Round,
    /// One per chunk of trains.
    pricers: Vec<DualPricer>,
    /// Last tick of each train's exits that is looked at.
    latest: Vec<Tick>,
}

/// What one evaluation of the prices leaves.
#[derive(Debug, Default)]
struct Round {
    integer: Vec<i64>,
    arrays: Option<Arrays>,
    values: Vec<Vec<i64>>,
    usage: Usage,
    used: Vec<f64>,
    choices: Vec<Cheapest>,
}

impl<'n> Bound<'n> {
    /// No prices yet: the bound is what every train costs alone, stores never empty.
    pub fn new(network: &'n Network) -> Bound<'n> {
        let rows = Rows::new(network);
        let mut functions = Functions::default();
        let shapes: Vec<TrainShape> = network
            .trains
            .iter()
            .map(|train| TrainShape::new(train, &rows, &mut functions))
            .collect();
        let dearest = network
            .trains
            .iter()
            .map(|train| train.cost.unplanned)
            .max();
        // a train so dear that its costs could not be told from what is forbidden (levels far apart): no prices then
        let is_sound = dearest.unwrap_or(0) < rows.forbidden / 4;
        let scale = (rows.forbidden / 4 / dearest.unwrap_or(1).max(1)).clamp(1, SCALE);
        let layout = Layout::new(network, &rows, scale);
        let n_rows = layout.n_rows;
        Bound {
            network,
            latest: vec![rows.end; shapes.len()],
            room: layout.nothing_taken(&rows),
            rows,
            functions,
            shapes,
            layout,
            scale,
            prices: vec![0.0; n_rows],
            best_prices: vec![0.0; n_rows],
            best: i64::MIN,
            direction: vec![0.0; n_rows],
            pace: Vec::new(),
            step: 1.0,
            is_sound,
            since_better: 0,
            rounds: 0,
            round: Round::default(),
            pricers: Vec::new(),
        }
    }

    /// The best bound so far, in cost units: no plan costs less.
    pub fn value(&self) -> i64 {
        if self.best == i64::MIN {
            i64::MIN
        } else {
            ceil_div(self.best, self.scale)
        }
    }

    /// Rounds made so far.
    pub fn rounds(&self) -> u64 {
        self.rounds
    }

    /// What every train chose in the last round, with its reduced cost in cost units.
    pub fn choices(&self) -> impl Iterator<Item = (i64, Option<&Choice>)> {
        self.round
            .choices
            .iter()
            .map(|cheapest| (cheapest.value / self.scale, cheapest.choice.as_ref()))
    }

    /// Makes up to so many rounds towards a value known to be reached by a plan; stops when the bound meets it.
    pub fn improve(&mut self, upper: i64, rounds: u32) {
        if !self.is_sound {
            return;
        }
        let target = upper.saturating_mul(self.scale);
        for _ in 0..rounds {
            let bound = self.evaluate();
            self.rounds += 1;
            if bound > self.best {
                if bound
                    > self
                        .best
                        .saturating_add(target.saturating_sub(self.best.max(0)) / 200)
                {
                    self.since_better = 0;
                }
                self.best = bound;
                self.best_prices.clone_from(&self.prices);
            }
            if self.value() >= upper {
                return;
            }
            self.since_better += 1;
            if self.since_better >= PATIENCE {
                self.since_better = 0;
                self.step *= SHRINK;
                self.prices.clone_from(&self.best_prices);
                self.direction.fill(0.0);
                continue;
            }
            self.step_towards(target, bound);
        }
    }

    fn step_towards(&mut self, target: i64, bound: i64) {
        for row in 0..self.layout.n_rows {
            let gradient = self.round.used[row] - self.layout.room[row] as f64;
            self.round.used[row] = if gradient < 0.0 && self.prices[row] <= 0.0 {
                0.0
            } else {
                gradient
            };
        }
        let mut norm = 0.0;
        for row in 0..self.layout.n_rows {
            let mut direction = self.round.used[row] + DEFLECTION * self.direction[row];
            if direction < 0.0 && self.prices[row] <= 0.0 {
                direction = 0.0;
            }
            self.direction[row] = direction;
            norm += direction * direction * self.pace[row];
        }
        if norm <= 0.0 {
            return;
        }
        let step = self.step * (target.saturating_sub(bound).max(self.scale) as f64) / norm;
        for row in 0..self.layout.n_rows {
            let direction = self.direction[row];
            if direction != 0.0 {
                let price = self.prices[row] + step * direction * self.pace[row];
                self.prices[row] = price.clamp(0.0, self.layout.most(row) as f64);
            }
        }
    }

    /// Prices every train at the present prices; the bound they give, scaled.
    fn evaluate(&mut self) -> i64 {
        let round = &mut self.round;
        round.integer.clear();
        round
            .integer
            .extend(self.prices.iter().map(|price| price.round() as i64));
        let arrays = round.arrays.get_or_insert_with(|| Arrays {
            all: Vec::new(),
            zero: Vec::new(),
        });
        self.layout
            .arrays(&self.rows, &round.integer, &self.room, arrays);
        let n_values = self.rows.lead as usize + self.rows.end as usize + 1;
        round.values.resize_with(self.functions.all.len(), Vec::new);
        for (function, values) in self.functions.all.iter().zip(&mut round.values) {
            values.resize(n_values, 0);
            function.evaluate(&self.rows, arrays, values);
        }
        let priced = Priced {
            rows: &self.rows,
            functions: &self.functions,
            arrays,
        };
        let n_chunks = self.shapes.len().div_ceil(CHUNK);
        self.pricers.resize_with(n_chunks, DualPricer::default);
        let (shapes, scale, end, values) = (&self.shapes, self.scale, self.rows.end, &round.values);
        let chunks = self
            .network
            .trains
            .par_chunks(CHUNK)
            .zip(shapes.par_chunks(CHUNK));
        let chunks = chunks
            .zip(self.latest.par_chunks_mut(CHUNK))
            .zip(&mut self.pricers);
        let priced_chunks = chunks.map(|(((trains, shapes), latest), pricer)| {
            let trains = trains.iter().zip(shapes).zip(latest);
            let priced = trains.map(|((train, shape), latest)| {
                let mut question = Question {
                    train,
                    shape,
                    priced,
                    values,
                    scale,
                    latest: *latest,
                };
                let mut cheapest = pricer.price(&question);
                while cheapest.bound < cheapest.value && question.latest < end {
                    let wider = question.latest_for(cheapest.value);
                    question.latest = wider.max(question.latest + 60).min(end);
                    cheapest = pricer.price(&question);
                }
                // prices change little from round to round
                *latest = question.latest_for(cheapest.value + cheapest.value / 50);
                cheapest
            });
            priced.collect::<Vec<Cheapest>>()
        });
        round.choices = priced_chunks.flatten_iter().collect();
        self.layout.clear(&mut round.usage);
        let mut sum = 0;
        for (index, cheapest) in round.choices.iter().enumerate() {
            sum += cheapest.bound;
            let (train, shape) = (&self.network.trains[index], &self.shapes[index]);
            let terms = |term| self.layout.add(&self.rows, &mut round.usage, term);
            add_usage(train, shape, priced, cheapest.choice.as_ref(), terms);
        }
        if self.pace.is_empty() {
            self.pace = self.layout.pace(&self.rows, &round.usage);
        }
        round.used.resize(self.layout.n_rows, 0.0);
        self.layout
            .totals(&self.rows, &round.usage, &mut round.used);
        sum - self.layout.worth_of_room(&round.integer)
    }
}

impl Question<'_> {
    /// The last exit that costs less than a cost by itself.
    fn latest_for(&self, cost: i64) -> Tick {
        let cost = cost + self.gain();
        let (mut low, mut high) = (self.train.cost.release.max(0), self.priced.rows.end);
        // the first exit that costs as much or more is just outside
        while low < high {
            let middle = low + (high - low) / 2;
            if self.train.cost.of(middle) * self.scale >= cost {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }
}

/// Calls with every term of what a choice of a train uses.
fn add_usage(
    train: &TrainNetwork,
    shape: &TrainShape,
    priced: Priced<'_>,
    choice: Option<&Choice>,
    mut add: impl FnMut((u32, usize, i64)),
) {
    let rows = priced.rows;
    let clip = |tick: Tick| tick.clamp(0, rows.end) as usize;
    let Some(choice) = choice else {
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
    for &(edge, start) in &choice.operations {
        add_all(shape.edges[edge.index()], start);
    }
    if let Some((work, starts)) = &choice.work {
        for (&function, &start) in shape.works[*work].iter().zip(starts) {
            add_all(function, start);
        }
    }
    for &(stand, position, start) in &choice.stages {
        let stage = &train.graph[stand].stages[position];
        if let Some(team) = stage.team {
            add((team, clip(start), -1));
            add((team, clip(start + stage.ticks), 1));
        }
    }
    // where a rake holds its place from the beginning
    for &(stand, at, hold) in &shape.begins {
        let Some(array) = hold else { continue };
        let leaves = choice.operations.iter().any(|&(edge, _)| {
            train
                .graph
                .edge_endpoints(edge)
                .is_some_and(|ends| ends.0 == stand)
        }) || choice.work.as_ref().is_some_and(|(work, _)| {
            let work = &train.works[*work];
            work.arriving.0 == stand || work.onward.0 == stand
        });
        if leaves {
            add((array, clip(at), -1));
        }
    }
}

fn ceil_div(a: i64, b: i64) -> i64 {
    a.div_euclid(b) + i64::from(a.rem_euclid(b) != 0)
}
