//! A lower bound on the value of every plan: Lagrangian prices on what trains share.
//!
//! Every row of shared capacity ([`rows`]) gets a price per tick. With prices each train is on its own: its cheapest
//! journey ([`price`]) is found exactly, and the sum of these costs less the worth of the room of all rows is a lower
//! bound, whatever the prices are (Lagrangian relaxation; Brännlund et al. 1998 do the same for single lines). Prices
//! are improved by deflected subgradient steps towards the value of the best plan known (Camerini, Fratta, Maffioli
//! 1975; step of Polyak). They are integers, so the bound is exact: no rounding can lift it above the truth.
//! Not here: plans ([`crate::search`]); a bound never depends on how good they are.

mod functions;
mod price;
mod prices;
mod rows;
mod shape;
mod stages;

pub use price::Choice;

use crate::network::{Network, Tick};
use functions::{Arrays, Functions};
use price::{Cheapest, DualPricer, Question};
use prices::{Layout, Usage};
use rows::Rows;
use shape::TrainShape;
use stages::Priced;

/// Scale of prices: units per cost unit, at most.
const SCALE: i64 = 1024;

/// The bound and the prices behind it.
#[derive(Debug)]
pub struct Bound<'n> {
    network: &'n Network,
    rows: Rows,
    functions: Functions,
    shapes: Vec<TrainShape>,
    layout: Layout,
    scale: i64,
    /// Prices now, and where the best bound was found.
    prices: Vec<f64>,
    best_prices: Vec<f64>,
    /// Best bound, scaled.
    best: i64,
    direction: Vec<f64>,
    step: f64,
    /// Ticks that have one price while prices are coarse.
    bucket: usize,
    since_better: u32,
    rounds: u64,
    round: Round,
    pricer: DualPricer,
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
        let scale = (rows.forbidden / 4 / dearest.unwrap_or(1).max(1)).clamp(1, SCALE);
        let layout = Layout::new(network, &rows, scale);
        let n_rows = layout.n_rows;
        Bound {
            network,
            latest: vec![rows.end; shapes.len()],
            rows,
            functions,
            shapes,
            layout,
            scale,
            prices: vec![0.0; n_rows],
            best_prices: vec![0.0; n_rows],
            best: i64::MIN,
            direction: vec![0.0; n_rows],
            step: std::env::var("STEP").map_or(1.0, |v| v.parse().unwrap()),
            bucket: std::env::var("BUCKET").map_or(16, |v| v.parse().unwrap()),
            since_better: 0,
            rounds: 0,
            round: Round::default(),
            pricer: DualPricer::default(),
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
        let patience: u32 = std::env::var("PAT").map_or(20, |v| v.parse().unwrap());
        let shrink: f64 = std::env::var("SHR").map_or(0.6, |v| v.parse().unwrap());
        for _ in 0..rounds {
            let bound = self.evaluate();
            self.rounds += 1;
            if bound > self.best {
                if bound
                    > self
                        .best
                        .saturating_add((upper * self.scale - self.best.max(0)) / 200)
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
            if self.since_better >= patience {
                self.since_better = 0;
                self.step *= shrink;
                if self.bucket > 1 {
                    self.bucket = (self.bucket / 2).max(1);
                }
                self.prices.clone_from(&self.best_prices);
                self.direction.fill(0.0);
                continue;
            }
            self.step_towards(upper * self.scale, bound);
        }
    }

    fn step_towards(&mut self, target: i64, bound: i64) {
        let deflection: f64 = std::env::var("DEF").map_or(0.6, |v| v.parse().unwrap());
        for row in 0..self.layout.n_rows {
            let gradient = self.round.used[row] - self.layout.room[row] as f64;
            self.round.used[row] = if gradient < 0.0 && self.prices[row] <= 0.0 {
                0.0
            } else {
                gradient
            };
        }
        if self.bucket > 1 {
            self.layout
                .smooth(&self.rows, self.bucket, &mut self.round.used);
        }
        let mut norm = 0.0;
        for row in 0..self.layout.n_rows {
            let mut direction = self.round.used[row] + deflection * self.direction[row];
            if direction < 0.0 && self.prices[row] <= 0.0 {
                direction = 0.0;
            }
            self.direction[row] = direction;
            norm += direction * direction;
        }
        if norm <= 0.0 {
            return;
        }
        let step = self.step * ((target - bound).max(self.scale) as f64) / norm;
        for row in 0..self.layout.n_rows {
            let direction = self.direction[row];
            if direction != 0.0 {
                let price = self.prices[row] + step * direction;
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
        self.layout.arrays(&self.rows, &round.integer, arrays);
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
        self.layout.clear(&mut round.usage);
        round.choices.clear();
        let mut sum = 0;
        for (index, train) in self.network.trains.iter().enumerate() {
            let mut question = Question {
                train,
                shape: &self.shapes[index],
                priced,
                values: &round.values,
                scale: self.scale,
                latest: self.latest[index],
            };
            let mut cheapest = self.pricer.price(&question);
            while cheapest.bound < cheapest.value && question.latest < self.rows.end {
                question.latest = question
                    .latest_for(cheapest.value)
                    .max(question.latest + 60)
                    .min(self.rows.end);
                cheapest = self.pricer.price(&question);
            }
            self.latest[index] = question.latest_for(cheapest.value + cheapest.value / 50);
            sum += cheapest.bound;
            question.add_usage(cheapest.choice.as_ref(), |term| {
                self.layout.add(&self.rows, &mut round.usage, term);
            });
            round.choices.push(cheapest);
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

    /// Calls with every term of what a choice uses.
    fn add_usage(&self, choice: Option<&Choice>, mut add: impl FnMut((u32, usize, i64))) {
        let rows = self.priced.rows;
        let clip = |tick: Tick| tick.clamp(0, rows.end) as usize;
        let Some(choice) = choice else {
            for &(array, from, to) in &self.shape.stay {
                if from < to {
                    add((array, clip(from), -1));
                    add((array, clip(to), 1));
                }
            }
            return;
        };
        let functions = &self.priced.functions;
        let mut add_all = |function: u32, start: Tick| {
            for term in functions.all[function as usize].positions(rows, start) {
                add(term);
            }
        };
        for &(edge, start) in &choice.operations {
            add_all(self.shape.edges[edge.index()], start);
        }
        if let Some((work, starts)) = &choice.work {
            for (&function, &start) in self.shape.works[*work].iter().zip(starts) {
                add_all(function, start);
            }
        }
        for &(stand, position, start) in &choice.stages {
            let stage = &self.train.graph[stand].stages[position];
            if let Some(team) = stage.team {
                add((team, clip(start), -1));
                add((team, clip(start + stage.ticks), 1));
            }
        }
        // where a rake holds its place from the beginning
        for &(stand, at, hold) in &self.shape.begins {
            let Some(array) = hold else { continue };
            let leaves = choice.operations.iter().any(|&(edge, _)| {
                self.train
                    .graph
                    .edge_endpoints(edge)
                    .is_some_and(|ends| ends.0 == stand)
            }) || choice.work.as_ref().is_some_and(|(work, _)| {
                let work = &self.train.works[*work];
                work.arriving.0 == stand || work.onward.0 == stand
            });
            if leaves {
                add((array, clip(at), -1));
            }
        }
    }
}

fn ceil_div(a: i64, b: i64) -> i64 {
    a.div_euclid(b) + i64::from(a.rem_euclid(b) != 0)
}
