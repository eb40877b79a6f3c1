//! Costs of operations at prices, as functions of the start.
//!
//! Operations that take the same things at the same instants cost the same, whoever does them: each such function is
//! evaluated once per round over the whole horizon and then only looked up.

use super::Scaled;
use super::rows::{ArrayIndex, Rows, Term};
use crate::network::indices;
use crate::network::{StageOperation, Tick, Ticks, TimeMap};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Dearer than everything: not possible.
pub const IMPOSSIBLE: Scaled = 1 << 58;

/// Partial costs from here on are not possible. (Sums of prices and of [`FORBIDDEN`] over closed ticks stay far below.)
pub const POSSIBLE_BELOW: Scaled = 1 << 57;

indices! {
    /// Position of a function in [`Functions::all`].
    FunctionIndex,
    /// Position of a function of a stage in [`Functions::stages`].
    StageFunctionIndex,
}

/// A cost by the start.
#[derive(Debug)]
pub struct Function {
    /// What it sums up.
    pub terms: Vec<Term>,
}

/// A stage with teams that have a price.
#[derive(Debug)]
pub struct StageFunction {
    /// The series of its teams.
    pub array: ArrayIndex,
    /// Ticks it takes.
    pub ticks: Ticks,
    /// Spans in which it may start.
    pub starts: Vec<(Tick, Tick)>,
}

/// All functions of a network, each once.
#[derive(Debug, Default)]
pub struct Functions {
    /// Costs of operations.
    pub all: Vec<Function>,
    /// Costs of stages.
    pub stages: Vec<StageFunction>,
    // looked up only: their order decides nothing
    known: BTreeMap<Vec<TermKey>, FunctionIndex>,
    known_stages: BTreeMap<StageKey, StageFunctionIndex>,
}

type StageKey = (ArrayIndex, Ticks, Vec<(Tick, Tick)>);
type TermKey = (ArrayIndex, i64, usize, Ticks, Option<Vec<(Tick, Tick)>>);

impl Functions {
    /// The function of some terms.
    pub fn add(&mut self, terms: Vec<Term>) -> FunctionIndex {
        let mut key: Vec<TermKey> = terms
            .iter()
            .map(|term| {
                let (map, shift) = match &*term.at.map {
                    TimeMap::Shift(ticks) => (0, *ticks),
                    TimeMap::Table(table) => (Arc::as_ptr(table).cast::<Tick>() as usize, 0),
                };
                (
                    term.array,
                    term.sign,
                    map,
                    term.at.offset + shift,
                    term.only.as_ref().map(|spans| spans.to_vec()),
                )
            })
            .collect();
        key.sort_unstable();
        let next = FunctionIndex::from_index(self.all.len());
        let index = *self.known.entry(key).or_insert(next);
        if index == next {
            self.all.push(Function { terms });
        }
        index
    }

    /// The function of a stage; none when it needs no team.
    pub fn add_stage(&mut self, stage: &StageOperation) -> Option<StageFunctionIndex> {
        let array = ArrayIndex::of_pool(stage.team?);
        let next = StageFunctionIndex::from_index(self.stages.len());
        let index = *self
            .known_stages
            .entry((array, stage.ticks, stage.starts.clone()))
            .or_insert(next);
        if index == next {
            self.stages.push(StageFunction {
                array,
                ticks: stage.ticks,
                starts: stage.starts.clone(),
            });
        }
        Some(index)
    }
}

/// Arrays of prices by tick from 0, each with one entry more than the horizon has ticks.
#[derive(Clone, Debug)]
pub struct Arrays {
    /// The arrays, as [`Rows::arrays`] lists them.
    pub all: Vec<Vec<Scaled>>,
    /// Arrays that are zero throughout.
    pub zero: Vec<bool>,
}

impl Function {
    /// Its value for the starts from `first` on, into `values`.
    pub fn evaluate(&self, rows: &Rows, arrays: &Arrays, first: Tick, values: &mut [Scaled]) {
        values.fill(0);
        for term in &self.terms {
            if arrays.zero[term.array.index()] {
                continue;
            }
            let array = &arrays.all[term.array.index()];
            match (&*term.at.map, &term.only) {
                (TimeMap::Shift(ticks), None) => {
                    let shift = ticks + term.at.offset + (first - Tick::ZERO);
                    add_shifted(values, array, shift, term.sign);
                }
                (map, only) => {
                    let last = first + values.len() as Ticks;
                    let mut add = |from: Tick, to: Tick| {
                        for start in from.max(first).until(to.min(last)) {
                            let at = map
                                .at(start)
                                .saturating_add(term.at.offset)
                                .clamp(Tick::ZERO, rows.end);
                            values[(start - first) as usize] += term.sign * array[at.index()];
                        }
                    };
                    match only {
                        None => add(first, last),
                        Some(spans) => spans.iter().for_each(|&(from, to)| add(from, to)),
                    }
                }
            }
        }
    }

    /// Where in its arrays a start counts: array, position, sign.
    pub fn positions(
        &self,
        rows: &Rows,
        start: Tick,
    ) -> impl Iterator<Item = (ArrayIndex, usize, i64)> {
        self.terms.iter().filter_map(move |term| {
            let counts = term
                .only
                .as_ref()
                .is_none_or(|spans| spans.iter().any(|&(from, to)| from <= start && start < to));
            let at = term.at.at(start).clamp(Tick::ZERO, rows.end).index();
            counts.then_some((term.array, at, term.sign))
        })
    }
}

/// `values[i] += sign · array[i + shift]`, the first and last entries of the array repeated outside it.
fn add_shifted(values: &mut [Scaled], array: &[Scaled], shift: Ticks, sign: i64) {
    let (n, m) = (values.len() as i64, array.len() as i64);
    let shift = i64::from(shift);
    let first = (-shift).clamp(0, n);
    let last = (m - shift).clamp(first, n);
    let (low, high) = (sign * array[0], sign * array[array.len() - 1]);
    if low != 0 {
        values[..first as usize]
            .iter_mut()
            .for_each(|value| *value += low);
    }
    if high != 0 {
        values[last as usize..]
            .iter_mut()
            .for_each(|value| *value += high);
    }
    let inside = &mut values[first as usize..last as usize];
    // where nothing is inside, the array may begin behind the window
    let source = &array[(first + shift).clamp(0, m) as usize..];
    let both = inside.iter_mut().zip(source);
    match sign {
        1 => both.for_each(|(value, add)| *value += add),
        -1 => both.for_each(|(value, add)| *value -= add),
        // so many units of a stock
        units => both.for_each(|(value, add)| *value += units * add),
    }
}

impl StageFunction {
    /// What each start costs, from the lead before the horizon to its end; nothing where its teams have no price.
    pub fn evaluate(&self, rows: &Rows, arrays: &Arrays, costs: &mut Vec<Scaled>) {
        costs.clear();
        if arrays.zero[self.array.index()] {
            return;
        }
        costs.resize((rows.end + rows.lead + 1).index(), IMPOSSIBLE);
        for &(from, to) in &self.starts {
            let first = Tick::ZERO - rows.lead;
            for start in from.max(first).until(to.min(rows.end + 1)) {
                costs[(start + rows.lead).index()] = self.at(arrays, start);
            }
        }
    }

    /// Its cost for a start that its calendar allows.
    #[inline]
    pub fn at(&self, arrays: &Arrays, start: Tick) -> Scaled {
        let array = &arrays.all[self.array.index()];
        let last = Tick::from_index(array.len() - 1);
        array[(start + self.ticks).clamp(Tick::ZERO, last).index()]
            - array[start.clamp(Tick::ZERO, last).index()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shifted_sums_repeat_the_ends() {
        let array = [3, 5, 9, 10];
        // from an array wholly behind the window to one wholly before it
        let signs = |n, shift| [-28, -1, 1, 3].map(|sign| (n, shift, sign));
        for (n, shift, sign) in
            (0..8).flat_map(|n| (-12..12).flat_map(move |shift| signs(n, shift)))
        {
            let mut values = vec![1; n];
            add_shifted(&mut values, &array, shift, sign);
            for (index, value) in values.iter().enumerate() {
                let at = (index as Ticks + shift).clamp(0, 3) as usize;
                assert_eq!(*value, 1 + sign * array[at], "{n} {shift} {sign} {index}");
            }
        }
    }
}
