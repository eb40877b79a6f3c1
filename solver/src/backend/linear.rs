//! A linear program without integers. Figures are real numbers here: minutes per train are means.

use super::Sense;

/// A column: at least 0, with what a unit of it gains.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LinearColumn {
    /// Gain of a unit.
    pub gain: f64,
}

/// A row: what the columns must keep.
#[derive(Clone, Debug, PartialEq)]
pub struct LinearRow {
    /// Column and coefficient, every column once.
    pub terms: Vec<(usize, f64)>,
    /// How it compares.
    pub sense: Sense,
    /// With what.
    pub bound: f64,
}

/// A linear program to be maximised: columns at least 0, and rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Linear {
    pub(super) columns: Vec<LinearColumn>,
    pub(super) rows: Vec<LinearRow>,
}

impl Linear {
    /// Nothing to decide yet.
    pub fn new() -> Linear {
        Linear::default()
    }

    /// Adds a column; returns its position.
    pub fn add_column(&mut self, gain: f64) -> usize {
        self.columns.push(LinearColumn { gain });
        self.columns.len() - 1
    }

    /// Adds a row; terms of one column are added up. Returns its position.
    pub fn add_row(&mut self, terms: Vec<(usize, f64)>, sense: Sense, bound: f64) -> usize {
        let mut sums = std::collections::BTreeMap::new();
        for (column, by) in terms {
            *sums.entry(column).or_insert(0.0) += by;
        }
        let terms = sums.into_iter().filter(|(_, by)| *by != 0.0).collect();
        self.rows.push(LinearRow {
            terms,
            sense,
            bound,
        });
        self.rows.len() - 1
    }

    /// Adds a term of a new column to the row at a position.
    pub fn add_term(&mut self, row: usize, column: usize, by: f64) {
        self.rows[row].terms.push((column, by));
    }

    /// Gives the row at a position another bound.
    pub fn set_bound(&mut self, row: usize, bound: f64) {
        self.rows[row].bound = bound;
    }
}
