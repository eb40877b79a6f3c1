//! Sheets on a terminal: columns that fit, headings of parts, bars of characters.

use super::page::Page;
use super::table::{Fit, Styled, Table};
use super::words::{Align, filled};
use crate::sheet::{Cell, Kind, Sheet};
use crate::text::Text;
use std::io;

/// Characters of a full bar.
const BAR: usize = 20;

/// Prints a sheet under its title; one without rows says so.
pub(crate) fn show(page: &mut Page<'_>, sheet: &Sheet) -> io::Result<()> {
    show_as(page, sheet, false)
}

/// The same, in as many tables side by side as the page is wide for.
pub(crate) fn show_flowing(page: &mut Page<'_>, sheet: &Sheet) -> io::Result<()> {
    show_as(page, sheet, true)
}

fn show_as(page: &mut Page<'_>, sheet: &Sheet, flowing: bool) -> io::Result<()> {
    page.heading(&sheet.title)?;
    if sheet.rows.is_empty() {
        return page.line(page.text(Text::None));
    }
    let table = table(page, sheet);
    if flowing {
        table.print_flowing(page)?;
    } else {
        table.print(page)?;
    }
    sheet.remark.as_ref().map_or(Ok(()), |text| page.line(text))
}

/// A sheet below another one, without a heading of its own.
pub(crate) fn show_below(page: &mut Page<'_>, sheet: &Sheet) -> io::Result<()> {
    page.line("")?;
    table(page, sheet).print_flowing(page)
}

/// The table of a sheet.
pub(crate) fn table(page: &Page<'_>, sheet: &Sheet) -> Table {
    let mut table = Table::new();
    for column in &sheet.columns {
        let (align, fit) = match column.kind {
            Kind::Figure => (Align::Right, Fit::Rigid),
            Kind::Label => (Align::Left, Fit::Rigid),
            Kind::Name | Kind::Bar => (Align::Left, Fit::Cut),
            Kind::Sentence => (Align::Left, Fit::Wrap),
        };
        table = table.column(&column.head, align, fit);
    }
    let mut last = None;
    for row in &sheet.rows {
        if row.part.is_some() && last != row.part.as_ref() {
            last = row.part.as_ref();
            let part = last.map_or("", String::as_str);
            table.title(format!("{} {part}", page.signs.rule));
        }
        let cells = row.cells.iter().zip(&sheet.columns);
        let cells = cells.map(|(cell, column)| styled(page, cell, column.kind));
        table.row_with_note(cells.collect(), row.note.clone());
    }
    table
}

fn styled(page: &Page<'_>, cell: &Cell, kind: Kind) -> Styled {
    let text = match kind {
        Kind::Bar => bar(page, cell.share),
        _ if cell.again => String::new(),
        _ => cell.text.clone(),
    };
    Styled {
        text,
        tone: cell.tone,
    }
}

fn bar(page: &Page<'_>, share: f64) -> String {
    let full = (share.clamp(0.0, 1.0) * BAR as f64).round() as usize;
    let bar = page.signs.bar.to_string().repeat(full);
    filled(&bar, BAR, Align::Left)
}
