//! Splits of all plans in two by what one train does, where the last rounds disagree on it.

use crate::network::{Tick, Ticks, TrainIndex};
use crate::relaxation::evaluation::Relaxation;
use crate::relaxation::pricing_problem::Choice;
use crate::relaxation::windows::Windows;
use regauge_model::ids::SpotId;
use std::sync::Arc;

/// Splits that are tried of those by what costs: going, spot, start of crane work, exit.
const BY_COST: usize = 4;

/// Splits that are tried of those by the way taken, and of those by the start of an operation.
const BY_WAY: usize = 1;
const BY_STEP: usize = 1;

/// A split of a train's windows in two.
#[derive(Clone, Debug)]
pub struct Split {
    score: f64,
    train: TrainIndex,
    by: By,
}

#[derive(Clone, Debug)]
enum By {
    Going,
    Works(Vec<usize>),
    WorkStart(Tick),
    Exit(Tick),
    /// Of the operations of one step, by edge: this one, or others.
    Edges {
        chosen: usize,
        of_step: Vec<usize>,
    },
    /// Operations of one step, by edge.
    Step(Vec<usize>, Tick),
}

/// Splits worth a trial, the most promising ones first; none where the rounds seen agree.
pub fn candidates(
    relaxation: &Relaxation<'_>,
    windows: &[Arc<Windows>],
    seen: &[(f64, Arc<[Option<Choice>]>)],
) -> Vec<Split> {
    let mut kinds: [(usize, Vec<Split>); 3] = [
        (BY_COST, Vec::new()),
        (BY_WAY, Vec::new()),
        (BY_STEP, Vec::new()),
    ];
    for (train, windows) in relaxation.network.train_indices().zip(windows) {
        let one = OneTrain {
            relaxation,
            windows,
            train,
            weight: relaxation.network[train].cost.weight.units().max(1) as f64,
            seen,
        };
        kinds[0].1.extend(one.by_cost());
        kinds[1].1.extend(one.by_way());
        kinds[2].1.extend(one.by_step());
    }
    let kinds = kinds.into_iter().flat_map(|(most, mut splits)| {
        // stable: of equal ones that of the first train
        splits.sort_by(|a, b| b.score.total_cmp(&a.score));
        splits.truncate(most);
        splits
    });
    kinds.collect()
}

/// One train, and what it chose in each round.
struct OneTrain<'r> {
    relaxation: &'r Relaxation<'r>,
    windows: &'r Windows,
    train: TrainIndex,
    weight: f64,
    seen: &'r [(f64, Arc<[Option<Choice>]>)],
}

impl OneTrain<'_> {
    /// With their weights.
    fn choices(&self) -> impl Iterator<Item = (f64, &Choice)> + Clone {
        let seen = self.seen.iter();
        seen.filter_map(|(weight, choices)| Some((*weight, choices[self.train.index()].as_ref()?)))
    }

    fn split(&self, score: f64, by: By) -> Option<Split> {
        let train = self.train;
        (score > 0.0).then_some(Split { score, train, by })
    }

    /// The best of the splits that costs hang on.
    fn by_cost(&self) -> Option<Split> {
        let starts = self.choices().filter_map(|(weight, choice)| {
            Some((weight, *choice.choices.work.as_ref()?.starts.first()?))
        });
        let exits = self.choices().map(|(weight, choice)| (weight, choice.exit));
        let by_start = spread(starts)
            .and_then(|(spread, at)| self.split(self.weight * spread, By::WorkStart(at)));
        let by_exit =
            spread(exits).and_then(|(spread, at)| self.split(self.weight * spread, By::Exit(at)));
        best([self.by_going(), self.by_spot(), by_start, by_exit])
    }

    fn by_going(&self) -> Option<Split> {
        let all: f64 = self.seen.iter().map(|(weight, _)| weight).sum();
        let going =
            self.choices().map(|(weight, _)| weight).sum::<f64>() / all.max(f64::MIN_POSITIVE);
        let may = self.windows.may_go && self.windows.may_stay;
        let score = self.weight * 480.0 * going * (1.0 - going);
        may.then(|| self.split(score, By::Going)).flatten()
    }

    fn by_spot(&self) -> Option<Split> {
        let works = &self.relaxation.network[self.train].works;
        let mut times: Vec<(SpotId, f64)> = Vec::new();
        let mut all = 0.0;
        for (weight, choice) in self.choices() {
            let Some(work) = &choice.choices.work else {
                continue;
            };
            all += weight;
            let spot = works[work.index].spot;
            match times.iter_mut().find(|(other, _)| *other == spot) {
                Some((_, times)) => *times += weight,
                None => times.push((spot, weight)),
            }
        }
        let (spot, count) = most_often(&times)?;
        let share = count / all;
        let allowed = |work: &usize| self.windows.works[*work].0 <= self.windows.works[*work].1;
        let chosen: Vec<usize> = (0..works.len())
            .filter(|&work| works[work].spot == spot)
            .filter(allowed)
            .collect();
        self.split(
            self.weight * 240.0 * share * (1.0 - share),
            By::Works(chosen),
        )
    }

    /// The best of the splits by which operations of a step it does: where the emptied rake goes, for example.
    fn by_way(&self) -> Option<Split> {
        let shape = &self.relaxation.shapes[self.train.index()];
        let splits = (0..shape.n_steps).map(|step| {
            let mut times: Vec<(usize, f64)> = Vec::new();
            let mut all = 0.0;
            for (weight, choice) in self.choices() {
                let edges = choice.choices.operations.iter().map(|&(edge, _)| edge);
                for edge in edges.filter(|&edge| shape.steps[edge] == step) {
                    all += weight;
                    match times.iter_mut().find(|(other, _)| *other == edge) {
                        Some((_, times)) => *times += weight,
                        None => times.push((edge, weight)),
                    }
                }
            }
            let (edge, count) = most_often(&times)?;
            let share = count / all;
            let of_step = shape.edges_of(step);
            self.split(
                self.weight * share * (1.0 - share),
                By::Edges {
                    chosen: edge,
                    of_step,
                },
            )
        });
        best(splits)
    }

    /// The best of the splits by the start of an operation.
    fn by_step(&self) -> Option<Split> {
        let shape = &self.relaxation.shapes[self.train.index()];
        let splits = (0..shape.n_steps).map(|step| {
            let starts = self.choices().filter_map(move |(weight, choice)| {
                let mut operations = choice.choices.operations.iter();
                let of_step = operations.find(|(edge, _)| shape.steps[*edge] == step);
                of_step.map(|&(_, start)| (weight, start))
            });
            let (spread, at) = spread(starts)?;
            self.split(self.weight * spread, By::Step(shape.edges_of(step), at))
        });
        best(splits)
    }
}

impl Split {
    /// Narrows windows to one side of it.
    pub fn apply(&self, windows: &mut [Arc<Windows>], side: bool) {
        let windows = Arc::make_mut(&mut windows[self.train.index()]);
        let cut = |window: &mut (Tick, Tick), at: Tick| {
            if side {
                window.0 = window.0.max(at + 1);
            } else {
                window.1 = window.1.min(at);
            }
        };
        match &self.by {
            By::Going if side => windows.may_go = false,
            By::Going => windows.may_stay = false,
            By::Works(chosen) => {
                for (work, window) in windows.works.iter_mut().enumerate() {
                    if chosen.contains(&work) == side {
                        *window = (Tick(1), Tick::ZERO);
                    }
                }
            }
            By::WorkStart(at) => windows.works.iter_mut().for_each(|window| cut(window, *at)),
            By::Exit(at) => cut(&mut windows.exit, *at),
            By::Edges { chosen, of_step } => {
                for &edge in of_step {
                    if (*chosen == edge) == side {
                        windows.edges[edge] = (Tick(1), Tick::ZERO);
                    }
                }
            }
            By::Step(edges, at) => {
                for &edge in edges {
                    cut(&mut windows.edges[edge], *at);
                }
            }
        }
    }
}

/// The first of the highest scores.
fn best(splits: impl IntoIterator<Item = Option<Split>>) -> Option<Split> {
    let splits = splits.into_iter().flatten();
    splits.fold(None, |best: Option<Split>, split| match best {
        Some(best) if best.score >= split.score => Some(best),
        _ => Some(split),
    })
}

/// The first of those counted most often.
fn most_often<T: Copy>(times: &[(T, f64)]) -> Option<(T, f64)> {
    times
        .iter()
        .fold(None, |most: Option<(T, f64)>, &(of, count)| match most {
            Some((_, other)) if other >= count => most,
            _ => Some((of, count)),
        })
}

/// Standard deviation of weighted ticks, and a tick between the least and the greatest, the greatest not included.
fn spread(ticks: impl Iterator<Item = (f64, Tick)> + Clone) -> Option<(f64, Tick)> {
    let weights: f64 = ticks.clone().map(|(weight, _)| weight).sum();
    let (least, most) = ticks
        .clone()
        .fold((Tick::MAX, Tick::MIN), |(a, b), (_, tick)| {
            (a.min(tick), b.max(tick))
        });
    if weights <= 0.0 || least >= most {
        return None;
    }
    let weighted = ticks
        .clone()
        .map(|(weight, tick)| weight * f64::from(tick.0));
    let mean = weighted.sum::<f64>() / weights;
    let square = |number: f64| number * number;
    let squares = ticks.map(|(weight, tick)| weight * square(f64::from(tick.0) - mean));
    let at = Tick(mean.floor() as Ticks).clamp(least, most - 1);
    Some(((squares.sum::<f64>() / weights).sqrt(), at))
}
