//! Movements on one line: rows that keep them apart.

use regauge_solver::backend::{Model, Sense};
use regauge_solver::network::{Line, Movement};
use regauge_solver::occupancy::are_apart;
use std::collections::BTreeMap;

/// Which movements exclude each other because a journey makes at most one of them: train, way, and how many operations of that
/// way may have used the line before.
type Group = (usize, usize, usize);

/// The movements on one line that there may be.
#[derive(Debug, Default)]
pub(super) struct Traffic {
    /// By group and movement, the columns that make it.
    groups: BTreeMap<Group, BTreeMap<Movement, Vec<usize>>>,
    /// Train, movement, column: made while a train under way is not planned.
    stays: Vec<(usize, Movement, usize)>,
}

impl Traffic {
    pub(super) fn add(&mut self, group: Group, movement: Movement, column: usize) {
        let movements = self.groups.entry(group).or_default();
        movements.entry(movement).or_default().push(column);
    }

    pub(super) fn stay(&mut self, train: usize, movement: Movement, column: usize) {
        self.stays.push((train, movement, column));
    }

    /// Per pair of groups and movement of the first: it, or one of those of the second that are too close.
    pub(super) fn add_rows(&self, line: &Line, model: &mut Model) {
        for (&(train, movement, column), (group, movements)) in self
            .stays
            .iter()
            .flat_map(|stay| self.groups.iter().map(move |group| (stay, group)))
        {
            if group.0 != train {
                let close = close_to(line, movement, movements);
                at_most_one(model, vec![(column, 1)], close);
            }
        }
        for (index, (group, movements)) in self.groups.iter().enumerate() {
            for (other, others) in self.groups.iter().skip(index + 1) {
                if (group.0, group.1) == (other.0, other.1) {
                    continue;
                }
                for (&movement, columns) in movements {
                    let own = columns.iter().map(|&column| (column, 1)).collect();
                    at_most_one(model, own, close_to(line, movement, others));
                }
            }
        }
    }
}

/// The columns of movements too close to one.
fn close_to(
    line: &Line,
    movement: Movement,
    others: &BTreeMap<Movement, Vec<usize>>,
) -> Vec<(usize, i64)> {
    let close = others
        .iter()
        .filter(|&(&other, _)| !are_apart(line, movement, other));
    let columns = close.flat_map(|(_, columns)| columns);
    columns.map(|&column| (column, 1)).collect()
}

fn at_most_one(model: &mut Model, own: Vec<(usize, i64)>, close: Vec<(usize, i64)>) {
    if !close.is_empty() {
        model.add_row([own, close].concat(), Sense::AtMost, 1);
    }
}
