//! `plan --stats`: what the parts of a run have done.

use regauge::Statistics;

/// A table of the operators of the search and of the finders of plans beside it. Work is in units.
pub fn table(statistics: &Statistics) -> String {
    let head = ["part", "tried", "accepted", "improved", "best", "work"].map(str::to_owned);
    let row = |name: &str, counts: [Option<u64>; 4], work: f64| {
        let counts = counts.map(|count| count.map_or_else(|| "-".to_owned(), |n| n.to_string()));
        let [tried, accepted, improved, best] = counts;
        [
            name.to_owned(),
            tried,
            accepted,
            improved,
            best,
            format!("{work:.2}"),
        ]
    };
    let operators = statistics.operators.iter().map(|did| {
        let counts = [did.tried, did.accepted, did.improved, did.best];
        row(did.name, counts.map(Some), did.work())
    });
    let finders = statistics.finders.iter().map(|did| {
        let counts = [Some(did.tried), None, None, Some(did.best)];
        row(did.name, counts, did.work())
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
