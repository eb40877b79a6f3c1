//! `plan --stats`: what the parts of a run have done.

use regauge::Statistics;

/// A table of the operators of the search and of the finders of plans beside it. Work is in units.
pub fn table(statistics: &Statistics) -> String {
    let head = ["part", "tried", "accepted", "improved", "best", "work"].map(str::to_owned);
    let operators = statistics.operators.iter().map(|counts| {
        [
            counts.name.to_owned(),
            counts.tried.to_string(),
            counts.accepted.to_string(),
            counts.improved.to_string(),
            counts.best.to_string(),
            format!("{:.2}", counts.work()),
        ]
    });
    let finders = statistics.finders.iter().map(|counts| {
        [
            counts.name.to_owned(),
            counts.tried.to_string(),
            "-".to_owned(),
            "-".to_owned(),
            counts.best.to_string(),
            format!("{:.2}", counts.work()),
        ]
    });
    let rows: Vec<[String; 6]> = std::iter::once(head)
        .chain(operators)
        .chain(finders)
        .collect();
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..6).map(width).collect();
    let line = |row: &[String; 6]| {
        let cells = row.iter().zip(&widths).enumerate();
        let cells = cells.map(|(column, (cell, &width))| match column {
            0 => format!("{cell:width$}"),
            _ => format!("{cell:>width$}"),
        });
        cells.collect::<Vec<String>>().join("  ") + "\n"
    };
    rows.iter().map(line).collect()
}
