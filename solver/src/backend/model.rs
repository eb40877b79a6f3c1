//! A linear problem in whole numbers.

/// How a row compares with its bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// At most.
    AtMost,
    /// At least.
    AtLeast,
    /// Equal.
    Equal,
}

/// A column: what is to be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Least value.
    pub least: i64,
    /// Greatest value.
    pub greatest: i64,
    /// Cost of a unit.
    pub cost: i64,
    /// Whether only integers will do.
    pub integral: bool,
}

/// A row: what the columns must keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Column and coefficient, every column once, none with zero.
    pub terms: Vec<(usize, i64)>,
    /// How it compares.
    pub sense: Sense,
    /// With what.
    pub bound: i64,
}

/// A linear problem to be minimised. Everything in it is a whole number, so that an answer in whole numbers can be checked
/// without any tolerance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Model {
    columns: Vec<Column>,
    rows: Vec<Row>,
    n_terms: usize,
    contradictory: bool,
}

impl Model {
    /// Nothing to decide yet.
    pub fn new() -> Model {
        Model::default()
    }

    /// Adds a column; returns its position.
    pub fn add_column(&mut self, column: Column) -> usize {
        self.contradictory |= column.least > column.greatest;
        self.columns.push(column);
        self.columns.len() - 1
    }

    /// Adds a column that is 0 or 1.
    pub fn add_choice(&mut self, cost: i64) -> usize {
        self.add_column(Column {
            least: 0,
            greatest: 1,
            cost,
            integral: true,
        })
    }

    /// Adds a row; terms of one column are added up. Returns its position, or `None` for a row without terms (kept
    /// only in mind: when nothing can keep it, the model is contradictory).
    pub fn add_row(
        &mut self,
        mut terms: Vec<(usize, i64)>,
        sense: Sense,
        bound: i64,
    ) -> Option<usize> {
        terms.sort_unstable();
        terms.dedup_by(|later, earlier| {
            let same = later.0 == earlier.0;
            if same {
                earlier.1 += later.1;
            }
            same
        });
        terms.retain(|term| term.1 != 0);
        if terms.is_empty() {
            self.contradictory |= !keeps(0, sense, bound);
            return None;
        }
        self.n_terms += terms.len();
        self.rows.push(Row {
            terms,
            sense,
            bound,
        });
        Some(self.rows.len() - 1)
    }

    /// Leaves a column its least value only.
    pub fn fix_at_least(&mut self, column: usize) {
        let column = &mut self.columns[column];
        column.greatest = column.least;
    }

    /// Its columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Its rows.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Terms in all rows.
    pub fn n_terms(&self) -> usize {
        self.n_terms
    }

    /// Whether a row without terms or a column without values says that nothing keeps it.
    pub fn is_contradictory(&self) -> bool {
        self.contradictory
    }

    /// The value of the objective if the values keep every bound and row; exact.
    pub fn value_if_kept(&self, values: &[i64]) -> Option<i64> {
        if values.len() != self.columns.len() {
            return None;
        }
        let columns = self.columns.iter().zip(values);
        let within =
            |(column, value): (&Column, &i64)| column.least <= *value && *value <= column.greatest;
        let kept = columns.clone().all(within)
            && self.rows.iter().all(|row| {
                let terms = row.terms.iter();
                let sum = terms.map(|&(column, by)| i128::from(by) * i128::from(values[column]));
                let sum = sum.sum::<i128>();
                i64::try_from(sum).is_ok_and(|sum| keeps(sum, row.sense, row.bound))
            });
        let value = columns.map(|(column, &value)| i128::from(column.cost) * i128::from(value));
        let value = i64::try_from(value.sum::<i128>()).ok();
        value.filter(|_| kept)
    }

    /// Whether values that need not be integers keep every bound and row, but for a tolerance.
    pub fn is_nearly_kept(&self, values: &[f64], tolerance: f64) -> bool {
        let within = |column: &Column, value: f64| {
            let slack = tolerance * (1.0 + value.abs());
            column.least as f64 - slack <= value && value <= column.greatest as f64 + slack
        };
        values.len() == self.columns.len()
            && self
                .columns
                .iter()
                .zip(values)
                .all(|(column, &value)| within(column, value))
            && self.rows.iter().all(|row| {
                let (mut sum, mut size) = (0.0, 1.0 + (row.bound as f64).abs());
                for &(column, by) in &row.terms {
                    let part = by as f64 * values[column];
                    sum += part;
                    size += part.abs();
                }
                let over = sum - row.bound as f64;
                match row.sense {
                    Sense::AtMost => over <= tolerance * size,
                    Sense::AtLeast => over >= -tolerance * size,
                    Sense::Equal => over.abs() <= tolerance * size,
                }
            })
    }

    /// The value of the objective.
    pub fn value_of(&self, values: &[f64]) -> f64 {
        let columns = self.columns.iter().zip(values);
        columns
            .map(|(column, value)| column.cost as f64 * value)
            .sum()
    }
}

fn keeps(sum: i64, sense: Sense, bound: i64) -> bool {
    match sense {
        Sense::AtMost => sum <= bound,
        Sense::AtLeast => sum >= bound,
        Sense::Equal => sum == bound,
    }
}
