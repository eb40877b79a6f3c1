//! Plans guided by prices: trains inserted one by one at the journey that is cheapest under the prices of the bound.
//!
//! Insertion at the earliest exit never takes the later of two exits to spare what others need more. Under prices it
//! does: a rake that costs nothing while it waits leaves when the line is cheap, a light train gives way to a heavy one.
//! Rows of which nothing is left are forbidden; where a row says less than the true rule (lines with unequal running
//! times), a journey that does not fit gives way to the earliest one.

use super::engine::Engine;
use super::functions::Arrays;
use super::price::{DualPricer, Question};
use super::rows::ArrayIndex;
use super::stages::Priced;
use super::windows::Windows;
use crate::construct::{Solution, total};
use crate::network::Tick;
use crate::occupancy::Occupancy;
use crate::pricing::{Choices, Journey, Pricer};
use std::sync::Arc;

/// What is left of the rows beside the trains inserted so far, and the prices.
struct Beside {
    prices: Vec<i64>,
    left: Vec<i64>,
    arrays: Arrays,
    values: Vec<Vec<i64>>,
}

impl<'n> Engine<'n> {
    /// A plan by insertion under the best prices so far, trains under way first, then in the order in which the prices
    /// let them leave. Deterministic. Complexity: that of one round of the bound per train or so.
    pub fn guided(
        &self,
        prices: &[f64],
        windows: &[Arc<Windows>],
        pricer: &mut Pricer,
        percent: i64,
    ) -> Option<Solution<'n>> {
        if self.choices.is_empty() {
            return None;
        }
        let mut order: Vec<usize> = (0..self.network.trains.len()).collect();
        order.sort_by_key(|&index| {
            let train = &self.network.trains[index];
            let exit = self.choices[index]
                .choice
                .as_ref()
                .map_or(Tick::MAX, |choice| choice.exit);
            (!train.under_way, exit, train.cost.release)
        });
        let mut solution = Solution {
            journeys: vec![None; self.network.trains.len()],
            value: 0,
            occupancy: Occupancy::new(self.network),
        };
        let mut beside = self.beside(prices, percent);
        for &index in &order {
            if self.network.trains[index].under_way {
                solution.occupancy.add_stay(index);
                self.change_stay(&mut beside, index, 1);
            }
        }
        let mut dual = DualPricer::default();
        let mut waiting = order;
        loop {
            let before = waiting.len();
            waiting.retain(|&index| {
                !self.insert(
                    index,
                    &windows[index],
                    &mut beside,
                    &mut dual,
                    pricer,
                    &mut solution,
                )
            });
            if waiting.is_empty() || waiting.len() == before {
                break;
            }
        }
        // a journey is put in beside pools and lines; what it takes of a stock counts when all are in
        if solution.occupancy.short_stock().is_some() {
            return None;
        }
        solution.value = total(self.network, &solution);
        Some(solution)
    }

    fn beside(&self, prices: &[f64], percent: i64) -> Beside {
        let prices: Vec<i64> = prices
            .iter()
            .map(|price| price.round() as i64 * percent / 100)
            .collect();
        let mut left = self.layout.room.clone();
        for (stock, data) in self.network.stocks.iter().enumerate() {
            let row = self.layout.row_of(self.rows.first_stock + 2 * stock as u32);
            left[row..=row + self.rows.end as usize].fill(i64::from(data.initial));
        }
        let mut arrays = Arrays {
            all: Vec::new(),
            zero: Vec::new(),
        };
        self.layout.arrays(&self.rows, &prices, &left, &mut arrays);
        Beside {
            prices,
            left,
            arrays,
            values: vec![Vec::new(); self.functions.all.len()],
        }
    }

    fn insert(
        &self,
        index: usize,
        windows: &Windows,
        beside: &mut Beside,
        dual: &mut DualPricer,
        pricer: &mut Pricer,
        solution: &mut Solution<'n>,
    ) -> bool {
        let train = &self.network.trains[index];
        if train.under_way {
            solution.occupancy.remove_stay(index);
            self.change_stay(beside, index, -1);
        }
        let choices = self.cheapest_beside(index, windows, beside, dual);
        let journey = choices.and_then(|choices| {
            let journey = Journey::of_choices(train, self.network, &choices).ok()?;
            solution.occupancy.try_insert(&journey).then_some(journey)
        });
        let journey = journey.or_else(|| {
            let journey = pricer.price(train, &mut solution.occupancy)?;
            if !train.under_way && journey.cost > train.cost.unplanned {
                return None;
            }
            solution.occupancy.insert(&journey);
            Some(journey)
        });
        let Some(journey) = journey else {
            if train.under_way {
                solution.occupancy.add_stay(index);
                self.change_stay(beside, index, 1);
            }
            return false;
        };
        self.take(beside, &journey);
        solution.journeys[index] = Some(journey);
        true
    }

    fn cheapest_beside(
        &self,
        index: usize,
        windows: &Windows,
        beside: &mut Beside,
        dual: &mut DualPricer,
    ) -> Option<Choices> {
        let shape = &self.shapes[index];
        for &function in shape.edges.iter().chain(shape.works.iter().flatten()) {
            let values = &mut beside.values[function as usize];
            values.resize(self.rows.lead as usize + self.rows.end as usize + 1, 0);
            self.functions.all[function as usize].evaluate(
                &self.rows,
                &beside.arrays,
                -self.rows.lead,
                values,
            );
        }
        let mut question = Question {
            train: &self.network.trains[index],
            shape,
            priced: Priced {
                rows: &self.rows,
                functions: &self.functions,
                arrays: &beside.arrays,
            },
            values: &beside.values,
            scale: self.scale,
            latest: self.latest[index],
            windows,
        };
        let mut cheapest = dual.price(&question);
        while cheapest.bound < cheapest.value && question.latest < self.rows.end {
            question.latest = (question.latest + 240).min(self.rows.end);
            cheapest = dual.price(&question);
        }
        cheapest.choice.map(|choice| choice.choices)
    }

    fn change_stay(&self, beside: &mut Beside, index: usize, by: i64) {
        for &(array, from, to) in &self.shapes[index].stay {
            self.change(beside, array, (from, to), by);
        }
        self.refresh(beside, self.shapes[index].stay.iter().map(|stay| stay.0));
    }

    fn take(&self, beside: &mut Beside, journey: &Journey) {
        let spans = self.rows.of_stay(&journey.uses, &journey.movements);
        for &(array, from, to) in &spans {
            self.change(beside, array, (from, to), 1);
        }
        self.refresh(beside, spans.iter().map(|span| span.0));
        for &(stock, at, change) in &journey.stock_changes {
            let array = self.rows.first_stock + 2 * stock;
            self.change(beside, array, (at, self.rows.end + 1), -i64::from(change));
            self.refresh(beside, [array, array + 1].into_iter());
        }
        for &(cap, day) in &journey.cap_entries {
            let array = self.rows.first_cap + cap;
            beside.left[self.layout.row_of(array) + day] -= 1;
            self.refresh(beside, std::iter::once(array));
        }
    }

    fn change(&self, beside: &mut Beside, array: ArrayIndex, (from, to): (Tick, Tick), by: i64) {
        let first = self.layout.row_of(array);
        let clip = |tick: Tick| first + tick.clamp(0, self.rows.end + 1) as usize;
        if from < to {
            beside.left[clip(from)..clip(to)]
                .iter_mut()
                .for_each(|left| *left -= by);
        }
    }

    /// Makes arrays anew, with those of holds of the same pools.
    fn refresh(&self, beside: &mut Beside, arrays: impl Iterator<Item = ArrayIndex>) {
        let mut changed: Vec<ArrayIndex> = arrays.collect();
        let holds = changed
            .iter()
            .filter(|&&array| (array as usize) < self.network.pools.len());
        let holds: Vec<ArrayIndex> = holds.map(|&pool| self.rows.hold(pool)).collect();
        changed.extend(holds);
        changed.sort_unstable();
        changed.dedup();
        for array in changed {
            let Beside {
                prices,
                left,
                arrays,
                ..
            } = beside;
            self.layout
                .array(&self.rows, prices, left, array as usize, arrays);
        }
    }
}
