//! Insertion under prices: a train at the journey that is cheapest under the prices of the bound, beside what is taken.
//!
//! Insertion at the earliest exit never takes the later of two exits to spare what others need more. Under prices it
//! does: a rake that costs nothing while it waits leaves when the line is cheap, a light train gives way to a heavy one.
//! Rows of which nothing is left are forbidden; where a row says less than the true rule (lines with unequal running
//! times), a journey that does not fit gives way to the earliest one. Who comes when: [`super::dive`].

use super::engine::Engine;
use super::functions::Arrays;
use super::price::{DualPricer, Question};
use super::rows::ArrayIndex;
use super::stages::Priced;
use super::windows::Windows;
use crate::construct::Solution;
use crate::network::Tick;
use crate::pricing::{Choices, Journey, Pricer};

/// What is left of the rows beside the trains inserted so far, and the prices.
#[derive(Clone, Debug)]
pub(super) struct Beside {
    prices: Vec<i64>,
    left: Vec<i64>,
    arrays: Arrays,
}

/// What prices a train, with buffers.
#[derive(Debug, Default)]
pub(super) struct Pricers {
    under_prices: DualPricer,
    beside: Pricer,
}

impl<'n> Engine<'n> {
    /// What is left when nothing is taken; no prices yet.
    pub(super) fn beside(&self) -> Beside {
        let mut left = self.layout.room.clone();
        for (stock, data) in self.network.stocks.iter().enumerate() {
            let row = self.layout.row_of(self.rows.first_stock + 2 * stock as u32);
            left[row..=row + self.rows.end as usize].fill(i64::from(data.initial));
        }
        let mut beside = Beside {
            prices: vec![0; self.layout.n_rows],
            left,
            arrays: Arrays {
                all: Vec::new(),
                zero: Vec::new(),
            },
        };
        self.set_beside_prices(&mut beside, &[]);
        beside
    }

    /// Changes the prices; rows beyond the end of the list have none.
    pub(super) fn set_beside_prices(&self, beside: &mut Beside, prices: &[f64]) {
        for (own, price) in beside.prices.iter_mut().zip(prices) {
            *own = price.round() as i64;
        }
        let Beside {
            prices,
            left,
            arrays,
        } = beside;
        self.layout.arrays(&self.rows, prices, left, arrays);
    }

    /// Inserts a train as it wants, where that does not fit at its cheapest journey under the prices beside what is taken, else at its
    /// earliest; whether it has one. Complexity: the operations of the train times the ticks of the horizon.
    pub(super) fn insert(
        &self,
        (index, windows): (usize, &Windows),
        wanted: Option<&Choices>,
        beside: &mut Beside,
        pricers: &mut Pricers,
        solution: &mut Solution<'n>,
    ) -> bool {
        let train = &self.network.trains[index];
        if train.under_way {
            solution.occupancy.remove_stay(index);
            self.change_stay(beside, index, -1);
        }
        let mut fitting = |choices: &Choices| {
            let journey = Journey::of_choices(train, self.network, choices).ok()?;
            solution.occupancy.try_insert(&journey).then_some(journey)
        };
        let journey = wanted.and_then(&mut fitting);
        let journey = journey.or_else(|| {
            let choices = self.cheapest_beside(index, windows, beside, &mut pricers.under_prices);
            choices.as_ref().and_then(&mut fitting)
        });
        let journey = journey.or_else(|| {
            let journey = pricers.beside.price(train, &mut solution.occupancy)?;
            if !train.under_way && journey.cost > train.cost.postponed {
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
        beside: &Beside,
        dual: &mut DualPricer,
    ) -> Option<Choices> {
        let shape = &self.shapes[index];
        let mut values = vec![Vec::new(); self.functions.all.len()];
        for &function in shape.edges.iter().chain(shape.works.iter().flatten()) {
            let values: &mut Vec<i64> = &mut values[function as usize];
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
                stages: &[],
            },
            values: &values,
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

    /// Takes what a train holds while it is not planned, or gives it back.
    pub(super) fn change_stay(&self, beside: &mut Beside, index: usize, by: i64) {
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
            } = beside;
            self.layout
                .array(&self.rows, prices, left, array as usize, arrays);
        }
    }
}
