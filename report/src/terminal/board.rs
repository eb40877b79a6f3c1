//! The board: a line per train where the page is wide enough, else class, way, track and the other side's clock on a
//! line below.

use super::page::Page;
use super::sheet;
use super::table::{Styled, Table};
use crate::sheet::board::{self, Line};
use crate::sheet::touches;
use crate::text::Text;
use regauge_model::Span;
use regauge_model::timeline::Timeline;
use std::io;

pub(crate) fn show(
    page: &mut Page<'_>,
    timeline: &Timeline<'_>,
    window: Option<Span>,
) -> io::Result<()> {
    let board = board::sheet(&page.words, timeline).within(window);
    page.heading(&board.title)?;
    if board.rows.is_empty() {
        return page.line(page.text(Text::None));
    }
    let wide = sheet::table(page, &board);
    if wide.min_width() <= page.width {
        wide.print(page)?;
    } else {
        let mut lines = board::lines(&page.words, timeline);
        lines.retain(|line| window.is_none_or(|window| touches(line.span, window)));
        narrow(page, &lines).print(page)?;
    }
    if let Some(remark) = &board.remark {
        page.line("")?;
        page.paragraph(0, remark)?;
    }
    Ok(())
}

/// The heading of a day, where a line is the first of its day.
fn day_title(page: &Page<'_>, lines: &[Line], index: usize) -> Option<String> {
    let day = |line: &Line| page.clock.day(line.at);
    let is_first = index == 0 || day(&lines[index - 1]) != day(&lines[index]);
    let rule = page.signs.rule;
    is_first.then(|| format!("{rule} {}", day(&lines[index])))
}

fn narrow(page: &Page<'_>, lines: &[Line]) -> Table {
    let mut table = Table::new()
        .names(page.text(Text::Train))
        .figures(page.text(Text::Entry))
        .figures(page.text(Text::Arrival))
        .names(page.text(Text::Spot))
        .figures(page.text(Text::CraneWork))
        .figures(page.text(Text::Departure))
        .figures(page.text(Text::Exit))
        .figures(page.text(Text::WaitsHead))
        .figures(page.text(Text::Late));
    for (index, line) in lines.iter().enumerate() {
        if let Some(title) = day_title(page, lines, index) {
            table.title(title);
        }
        let mut note = vec![line.class.clone(), line.route.clone()];
        note.extend(line.track.clone());
        note.extend(match (&line.entry_local, &line.exit_local) {
            (Some(entry), Some(exit)) => Some(page.fill(Text::BothLocal, &[entry, exit])),
            (Some(entry), None) => Some(page.fill(Text::EntryLocal, &[entry])),
            (None, Some(exit)) => Some(page.fill(Text::ExitLocal, &[exit])),
            (None, None) => None,
        });
        let (exit, late) = line.tones();
        table.row_with_note(
            vec![
                line.train.clone().into(),
                line.entry.clone().into(),
                line.arrival.clone().into(),
                line.spot.clone().into(),
                line.crane_work.clone().into(),
                line.departure.clone().into(),
                Styled {
                    text: line.exit.clone(),
                    tone: exit,
                },
                line.waits.clone().into(),
                Styled {
                    text: line.late.clone(),
                    tone: late,
                },
            ],
            note,
        );
    }
    table
}
