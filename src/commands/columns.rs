//! Rows of cells under each other: the first column to the left, all others to the right.

use unicode_width::UnicodeWidthStr;

/// The rows as lines; cells of wide letters take two.
pub fn columns<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |column: usize| {
        rows.iter()
            .map(|row| row[column].width())
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..N).map(width).collect();
    let mut shown = String::new();
    for row in rows {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let blanks = " ".repeat(widths[column] - cell.width());
            if column == 0 {
                line.extend([cell, &*blanks]);
            } else {
                line.extend(["  ", &*blanks, cell]);
            }
        }
        shown += line.trim_end();
        shown.push('\n');
    }
    shown
}
