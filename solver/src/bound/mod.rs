//! A lower bound on the value of every plan: Lagrangian prices on what trains share.
//!
//! Every row of shared capacity (`rows`) gets a price per tick. With prices each train is on its own: its cheapest
//! journey (`price`) is found exactly, and the sum of these costs less the worth of the room of all rows is a lower
//! bound, whatever the prices are (Lagrangian relaxation; Brännlund et al. 1998 do the same for single lines). Prices
//! are improved by a proximal bundle (`bundle`, `proximal`), then all plans are split by what one train does (`branch`, `split`).
//! They are integers, so the bound is exact: no rounding can lift it above the truth.
//! The prices also lead to plans (`dive`): trains are inserted at the journeys that they choose under them.
//! Not here: the search for plans ([`crate::search`]); a bound never depends on how good they are.

mod ascent;
mod beside;
mod branch;
mod bundle;
mod carried;
mod columns;
mod cost_step;
mod dive;
mod engine;
mod functions;
mod holds;
mod lists;
mod mean;
mod overlaps;
mod price;
mod prices;
mod proximal;
mod rows;
mod shape;
mod split;
mod stages;
mod sweep;
mod trace;
mod windows;

pub use carried::Prices;
pub use cost_step::{cost_step, round_up};
pub use price::Choice;

use crate::construct::{Solution, insert_all};
use crate::network::Network;
use crate::pricing::{Journey, Pricer};
use branch::Tree;
use bundle::Bundle;
use columns::Columns;
use dive::{Dive, Dived};
use engine::{Engine, NOTHING};
use std::sync::Arc;
use windows::Windows;

/// Rounds before the first dive; then each time after three times as many.
const FIRST_DIVE: u64 = 500;

/// Rounds before trains are inserted in the order of the mixture for the first time; then each time after twice as many.
const FIRST_MEAN: u64 = 32;

/// Rounds from which, and how often, rows over spans are looked for.
const FIRST_OVERLAPS: u64 = 40;
const OVERLAPS: u64 = 20;

/// Rounds from which journeys are remembered: before, trains want what no good plan has.
const NEAR: u64 = 100;

/// Ticks at which an operation is priced in a first round, at most, and rounds without which a bound says nothing.
const FIRST_TICKS: u64 = 1440;
const FIRST_ROUNDS: u64 = 8;

/// A step of work ([`crate::work`]) takes about as long as so many ticks priced here.
const TICKS: u64 = 5;

/// The bound and the prices behind it.
#[derive(Debug)]
pub struct Bound<'n> {
    engine: Engine<'n>,
    windows: Vec<Arc<Windows>>,
    bundle: Bundle,
    tree: Option<Tree<'n>>,
    columns: Columns,
    dive: Option<Box<Dive<'n>>>,
    dive_at: u64,
    /// A plan that a dive led to and nobody has asked for yet.
    found: Option<Solution<'n>>,
    grain: i64,
    /// Least value told to branch and bound: it says nothing of plans that cost as much or more.
    given_up: i64,
    /// Best bound, scaled.
    best: i64,
    rounds: u64,
    /// The best bound of the first way up and its prices, when prices are on their second.
    first: Option<(i64, Vec<f64>)>,
}

impl<'n> Bound<'n> {
    /// No prices yet.
    pub fn new(network: &'n Network) -> Bound<'n> {
        let engine = Engine::new(network);
        Bound {
            windows: engine.all_windows(),
            bundle: Bundle::new(vec![0.0; engine.layout.n_rows]),
            tree: None,
            columns: Columns::default(),
            dive: None,
            dive_at: FIRST_DIVE,
            found: None,
            grain: cost_step(network),
            given_up: i64::MAX,
            best: i64::MIN,
            rounds: 0,
            first: None,
            engine,
        }
    }

    /// Begins with the prices of another bound instead of none; `begins`: minutes since 1970 (UTC) at tick 0.
    #[must_use]
    pub fn begun_with(mut self, prices: &Prices, begins: i64) -> Bound<'n> {
        self.bundle = Bundle::new(self.engine.by_row(prices, begins));
        self
    }

    /// The prices that the bound of all plans rests on, to begin another bound with.
    pub fn prices(&self, begins: i64) -> Prices {
        let first = self.first.as_ref();
        let first = first.filter(|(best, _)| *best > self.bundle.best);
        let prices = first.map_or(self.bundle.best_prices(), |(_, prices)| prices);
        self.engine.carried(prices, begins)
    }

    /// The best bound so far, in cost units: no plan costs less.
    pub fn value(&self) -> i64 {
        if self.best == i64::MIN {
            i64::MIN
        } else {
            ceil_div(self.best, self.engine.scale)
        }
    }

    /// Rounds made so far.
    pub fn rounds(&self) -> u64 {
        self.rounds
    }

    /// Work done so far, in steps ([`crate::work`]): by the ticks at which an operation of a train, or a row, was priced.
    pub fn done(&self) -> u64 {
        self.engine.effort / TICKS
    }

    /// About the steps of setting up a bound and of its first rounds: with less it says nothing.
    pub fn least_work(network: &Network) -> u64 {
        let ticks = (network.end as u64).min(FIRST_TICKS);
        let operations = network.trains.iter().map(|train| train.graph.edge_count() as u64);
        operations.sum::<u64>() * ticks * FIRST_ROUNDS / TICKS
    }

    /// Whether more rounds may help: prices are sound, and not every part of all plans is closed or cannot be split.
    pub fn may_rise(&self) -> bool {
        self.engine.is_sound && self.tree.as_ref().is_none_or(|tree| !tree.is_done())
    }

    /// Whether the plans of a part are being put together from lists of all their journeys.
    pub fn joins(&self) -> bool {
        self.tree.as_ref().is_some_and(Tree::joins)
    }

    /// Rows over spans that have been added.
    pub fn overlaps(&self) -> usize {
        self.engine.layout.overlaps.all.len()
    }

    /// Whether a plan keeps these rows, as every plan must.
    pub fn keeps_overlaps(&self, plan: &Solution<'_>) -> bool {
        let journeys = plan.journeys.iter();
        let choices = journeys.map(|journey| {
            journey.as_ref().map(|journey| Choice {
                exit: journey.exit,
                choices: journey.choices(),
            })
        });
        let layout = &self.engine.layout;
        let taken = self
            .engine
            .overlaps_taken(0, &vec![(1.0, choices.collect())]);
        let rooms = &layout.room[layout.overlaps.first..];
        taken
            .iter()
            .zip(rooms)
            .all(|(&taken, &room)| taken <= room as f64)
    }

    /// Parts of all plans looked at by branch and bound so far.
    pub fn parts(&self) -> u64 {
        self.tree.as_ref().map_or(0, |tree| tree.parts)
    }

    /// What every train chose in the last round, with its reduced cost in cost units.
    pub fn choices(&self) -> impl Iterator<Item = (i64, Option<&Choice>)> {
        let choices = self.engine.choices.iter();
        choices.map(|cheapest| (cheapest.value / self.engine.scale, cheapest.choice.as_ref()))
    }

    /// Makes up to so many rounds towards a value known to be reached by a plan; stops when the bound meets it. Complexity of a
    /// round: for every train the operations of its network times the ticks of its windows.
    pub fn improve(&mut self, upper: i64, rounds: u32) {
        if !self.engine.is_sound {
            return;
        }
        // scaled it must fit; no plan costs as much or as little
        let most = NOTHING / 2 / self.engine.scale;
        // a value between two that plans may have says no more than the higher one
        let upper = round_up(upper.clamp(-most, most), self.grain);
        for _ in 0..rounds {
            if self.best != i64::MIN && round_up(self.value(), self.grain) >= upper {
                return;
            }
            self.rounds += 1;
            // whoever waits for work to be done shall not wait for ever
            self.engine.effort += 1;
            if self.dive(upper) {
                continue;
            }
            let mut joined = None;
            let found = if let Some(tree) = &mut self.tree {
                // parts were given up because of this value: whatever is told later, plans that cost more may be in them
                self.given_up = self.given_up.min(upper);
                tree.round(&mut self.engine, self.given_up, self.grain);
                joined = tree.found();
                tree.bound().min(self.given_up * self.engine.scale)
            } else {
                let target = upper * self.engine.scale;
                self.bundle.round(&mut self.engine, &self.windows, target);
                if self.rounds >= FIRST_OVERLAPS && self.rounds.is_multiple_of(OVERLAPS) {
                    self.bundle.add_overlaps(&mut self.engine);
                }
                if !self.bundle.rises && self.first.is_none() {
                    let (engine, bundle) = (&mut self.engine, &self.bundle);
                    self.tree = Tree::listed(engine, bundle, self.best, (upper, self.grain));
                    self.first = Some((bundle.best, bundle.best_prices().to_vec()));
                    self.bundle = bundle.afresh().with_length(None);
                } else if !self.bundle.rises {
                    self.tree = Some(Tree::new(&self.engine, &self.bundle, self.best));
                }
                self.bundle.best.max(self.best)
            };
            if self.tree.is_none() && self.rounds >= FIRST_MEAN && self.rounds.is_power_of_two() {
                self.insert_in_mean_order(upper);
            }
            if self.rounds > NEAR {
                let choices = self.engine.choices.iter();
                self.columns
                    .add(choices.map(|cheapest| cheapest.choice.as_ref()));
            }
            self.best = self.best.max(found);
            if let Some(plan) = joined {
                tracing::debug!(value = plan.value, upper, rounds = self.rounds, "joined");
                self.find(plan, upper);
            }
        }
    }

    /// Inserts all trains in the order of the mixture; keeps the plan when it is better than what is known.
    fn insert_in_mean_order(&mut self, upper: i64) {
        let network = self.engine.network;
        let order = mean::in_mean_order(network.trains.len(), &self.bundle.mixture());
        let mut pricer = Pricer::new();
        let plan = insert_all(network, &mut pricer, &order);
        self.engine.effort += TICKS * pricer.steps();
        tracing::debug!(
            value = plan.value,
            upper,
            rounds = self.rounds,
            "in mean order"
        );
        self.find(plan, upper);
    }

    /// Keeps a plan for whoever asks, when it is better than what is known.
    fn find(&mut self, plan: Solution<'n>, upper: i64) {
        let known = self.found.as_ref().map_or(upper, |plan| plan.value);
        if plan.value < known {
            self.found = Some(plan);
        }
    }

    /// By train the journeys it was content with in the last rounds, and last those of the mixture that the prices of all plans
    /// rest on, the one with the greatest weight at the end: candidates for a plan.
    pub fn journeys(&self) -> Vec<Vec<Journey>> {
        let mut columns = self.columns.clone();
        let mut mixture = self.bundle.mixture();
        mixture.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (_, choices) in &mixture {
            columns.add(choices.iter().map(Option::as_ref));
        }
        columns.journeys(&self.engine)
    }

    /// The best plan that dives led to since the last question.
    pub fn found(&mut self) -> Option<Solution<'n>> {
        self.found.take()
    }

    /// One round of a dive, if one is on its way or it is time for one; whether it was.
    fn dive(&mut self, upper: i64) -> bool {
        if self.dive.is_none() && self.rounds >= self.dive_at {
            self.dive_at = self.rounds * 3;
            let of_part = self
                .tree
                .as_ref()
                .and_then(|tree| tree.lowest(&self.engine));
            let (bundle, windows) =
                of_part.unwrap_or_else(|| (self.bundle.afresh(), self.windows.clone()));
            let dive = Dive::new(&mut self.engine, bundle, windows);
            self.dive = Some(Box::new(dive));
        }
        let Some(dive) = self.dive.take() else {
            return false;
        };
        let upper_scaled = upper * self.engine.scale;
        match dive.round(&mut self.engine, upper_scaled) {
            Dived::On(dive) => self.dive = Some(dive),
            Dived::Hopeless => tracing::debug!(rounds = self.rounds, "dive ended"),
            Dived::Ended(plan) => {
                tracing::debug!(value = plan.value, upper, rounds = self.rounds, "dived");
                self.find(plan, upper);
            }
        }
        if self.dive.is_none() {
            self.dive_at = self.dive_at.max(self.rounds + FIRST_DIVE);
        }
        true
    }
}

fn ceil_div(a: i64, b: i64) -> i64 {
    a.div_euclid(b) + i64::from(a.rem_euclid(b) != 0)
}
