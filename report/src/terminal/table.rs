//! Columns: as wide as what stands in them, narrower where the page is, side by side where it is wide.

use super::page::Page;
use super::tint::{Piece, Tint};
use super::words::{Align, cut, filled, width, wrapped};
use crate::clean::clean;
use crate::sheet::Tone;
use std::io;

/// Blanks between two columns; one where that lets the table fit.
const GAPS: [usize; 2] = [2, 1];
/// Blanks before a note.
const INDENT: usize = 2;
/// Columns between two tables side by side.
const GUTTER: usize = 5;
/// Columns left of a name that is cut.
const LEAST: usize = 6;

/// Columns left of a sentence while there are names to cut.
const MIN_WRAPPED: usize = 11;

/// How a column behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fit {
    /// Keeps its width: times and figures.
    Rigid,
    /// Is cut when the page is too narrow: names.
    Cut,
    /// Is wrapped into more lines when the page is too narrow: sentences.
    Wrap,
}

struct Column {
    head: String,
    align: Align,
    fit: Fit,
}

/// A table.
pub(crate) struct Table {
    columns: Vec<Column>,
    rows: Vec<Row>,
    next_title: Option<String>,
}

/// What stands in a cell, and how it is meant.
#[derive(Clone, Debug)]
pub(crate) struct Styled {
    pub text: String,
    pub tone: Tone,
}

impl From<String> for Styled {
    fn from(text: String) -> Styled {
        Styled {
            text,
            tone: Tone::Plain,
        }
    }
}

struct Row {
    cells: Vec<Styled>,
    /// Printed below, indented, never broken within a part.
    note: Vec<String>,
    /// Printed above.
    title: Option<String>,
}

/// How wide every column is printed, and how far apart.
struct Layout {
    widths: Vec<usize>,
    gap: usize,
}

impl Table {
    pub(crate) fn new() -> Table {
        Table {
            columns: Vec::new(),
            rows: Vec::new(),
            next_title: None,
        }
    }

    /// With one more column of names.
    pub(crate) fn names(self, head: &str) -> Table {
        self.column(head, Align::Left, Fit::Cut)
    }

    /// With one more column of times or figures.
    pub(crate) fn figures(self, head: &str) -> Table {
        self.column(head, Align::Right, Fit::Rigid)
    }

    /// With one more column.
    pub(crate) fn column(mut self, head: &str, align: Align, fit: Fit) -> Table {
        self.columns.push(Column {
            head: head.to_owned(),
            align,
            fit,
        });
        self
    }

    /// One more row with a line below it, or more where its parts need them.
    pub(crate) fn row_with_note(&mut self, cells: Vec<Styled>, note: Vec<String>) {
        debug_assert_eq!(cells.len(), self.columns.len());
        let cells = cells.into_iter().map(|cell| Styled {
            text: clean(&cell.text),
            ..cell
        });
        self.rows.push(Row {
            cells: cells.collect(),
            note,
            title: self.next_title.take(),
        });
    }

    /// A line above the next row.
    pub(crate) fn title(&mut self, title: String) {
        self.next_title = Some(title);
    }

    /// Columns it takes when nothing is cut.
    pub(crate) fn natural_width(&self) -> usize {
        total(&self.natural(), GAPS[0])
    }

    /// Columns it takes at least when nothing is cut.
    pub(crate) fn min_width(&self) -> usize {
        total(&self.natural(), GAPS[1])
    }

    /// Prints it.
    pub(crate) fn print(&self, page: &mut Page<'_>) -> io::Result<()> {
        let layout = self.layout(page.width);
        page.line_in(Tint::Head, &self.heads(&layout))?;
        for row in &self.rows {
            if let Some(title) = &row.title {
                page.line_in(Tint::Head, title)?;
            }
            for line in self.lines(row, &layout, page.signs.ellipsis) {
                page.pieces(&line)?;
            }
            for line in note_lines(page, &row.note) {
                page.paragraph(INDENT, &line)?;
            }
        }
        Ok(())
    }

    /// Prints it in as many tables side by side as the page is wide for, read downwards first.
    pub(crate) fn print_flowing(&self, page: &mut Page<'_>) -> io::Result<()> {
        let natural = self.natural_width();
        let beside = ((page.width + GUTTER) / (natural + GUTTER)).max(1);
        let height = self.rows.len().div_ceil(beside);
        if beside == 1 || height < 3 {
            return self.print(page);
        }
        let layout = Layout {
            widths: self.natural(),
            gap: GAPS[0],
        };
        let beside = self.rows.len().div_ceil(height);
        let gutter = " ".repeat(GUTTER);
        page.line_in(Tint::Head, &vec![self.heads(&layout); beside].join(&gutter))?;
        for at in 0..height {
            let rows = (0..beside).filter_map(|n| self.rows.get(n * height + at));
            let lines = rows.flat_map(|row| self.lines(row, &layout, page.signs.ellipsis));
            let mut pieces: Vec<Piece> = Vec::new();
            for line in lines {
                if !pieces.is_empty() {
                    pieces.push((Tint::Plain, gutter.clone()));
                }
                pieces.extend(line);
            }
            page.pieces(&pieces)?;
        }
        Ok(())
    }

    fn natural(&self) -> Vec<usize> {
        let cells = |index: usize| {
            self.rows
                .iter()
                .map(move |row| width(&row.cells[index].text))
        };
        let heads = self.columns.iter().enumerate();
        heads
            .map(|(index, column)| cells(index).max().unwrap_or(0).max(width(&column.head)))
            .collect()
    }

    /// Takes what is too much from the gaps, then from sentences, then from the widest columns that can give.
    fn layout(&self, most: usize) -> Layout {
        let mut widths = self.natural();
        let gap = if total(&widths, GAPS[0]) <= most {
            GAPS[0]
        } else {
            GAPS[1]
        };
        while total(&widths, gap) > most {
            let widest = |fit: &[Fit], least: usize| {
                (0..widths.len())
                    .filter(|i| fit.contains(&self.columns[*i].fit) && widths[*i] > least)
                    .max_by_key(|i| widths[*i])
            };
            // A sentence goes on in the next line; what is cut from a name is gone.
            let widest =
                widest(&[Fit::Wrap], MIN_WRAPPED).or_else(|| widest(&[Fit::Wrap, Fit::Cut], LEAST));
            let Some(widest) = widest else { break };
            widths[widest] -= 1;
        }
        Layout { widths, gap }
    }

    fn heads(&self, layout: &Layout) -> String {
        let cells = self.columns.iter().zip(&layout.widths).map(|(column, to)| {
            let head = cut(&column.head, *to, '.');
            filled(&head, *to, column.align)
        });
        cells.collect::<Vec<_>>().join(&" ".repeat(layout.gap))
    }

    fn lines(&self, row: &Row, layout: &Layout, ellipsis: char) -> Vec<Vec<Piece>> {
        let cells: Vec<(Tint, Vec<String>)> = row
            .cells
            .iter()
            .zip(&layout.widths)
            .zip(&self.columns)
            .map(|((cell, most), column)| {
                let lines = match column.fit {
                    Fit::Wrap => wrapped(&cell.text, *most),
                    Fit::Cut => vec![cut(&cell.text, *most, ellipsis)],
                    Fit::Rigid => vec![cell.text.clone()],
                };
                (cell.tone.into(), lines)
            })
            .collect();
        let height = cells
            .iter()
            .map(|(_, lines)| lines.len())
            .max()
            .unwrap_or(0);
        let gap = || (Tint::Plain, " ".repeat(layout.gap));
        (0..height)
            .map(|at| {
                let line = cells.iter().zip(&layout.widths).zip(&self.columns);
                let mut pieces: Vec<Piece> = Vec::new();
                for (((tint, lines), to), column) in line {
                    if !pieces.is_empty() {
                        pieces.push(gap());
                    }
                    let cell = lines.get(at).map_or("", String::as_str);
                    pieces.push((*tint, filled(cell, *to, column.align)));
                }
                pieces
            })
            .collect()
    }
}

/// The parts of a note in as few lines as they fit, each part whole where it can be.
fn note_lines(page: &Page<'_>, parts: &[String]) -> Vec<String> {
    let between = format!(" {} ", page.signs.dot);
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line) if INDENT + width(line) + width(&between) + width(part) <= page.width => {
                line.push_str(&between);
                line.push_str(part);
            }
            _ => lines.push(part.clone()),
        }
    }
    lines
}

fn total(widths: &[usize], gap: usize) -> usize {
    widths.iter().sum::<usize>() + gap * widths.len().saturating_sub(1)
}
