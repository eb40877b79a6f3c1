//! The chart of spots and cranes (from the 车站技术作业图表): a row per spot side and per crane, time to the right,
//! in panels one below the other so that a character stays within a quarter of an hour.

mod paint;
mod rows;

use super::ViewConfig;
use super::page::Page;
use super::tint::{Piece, Tint};
use super::words::{Align, cut, filled, width};
use crate::text::Text;
use paint::{Glyphs, Scale};
use regauge_model::timeline::Timeline;
use regauge_model::{Minute, Span};
use rows::Group;
use std::io;

/// Hours that a panel may show; the most that fit are taken.
const PANEL_HOURS: [usize; 7] = [24, 12, 8, 6, 4, 2, 1];
/// Minutes that a character may stand for; the fewest that fit are taken.
const CHARACTER_MINUTES: [usize; 5] = [5, 6, 10, 12, 15];
/// Columns of a row's name: at most, and at most one part in so many of the page.
const MAX_NAME: usize = 18;
const NAME_PART: usize = 6;
/// Columns from which an hour is written `18:00` instead of `18`.
const WIDE_HOUR: usize = 6;
const LEGEND_GAP: &str = "  ";

pub(crate) fn show(
    page: &mut Page<'_>,
    timeline: &Timeline<'_>,
    config: &ViewConfig,
) -> io::Result<()> {
    page.heading(page.text(Text::Gantt))?;
    let groups = rows::groups(page, timeline);
    let horizon = page.instance.horizon();
    let end = if config.look_ahead {
        horizon.end
    } else {
        horizon.planning_end
    };
    // Nothing is drawn behind the last bar.
    let bars = groups.iter().flat_map(|group| &group.rows);
    let last = bars.flat_map(|row| &row.bars).map(|bar| bar.span.to).max();
    let Some(last) = last.map(|last| last.min(end)) else {
        return page.line(page.text(Text::None));
    };

    let label = label_width(page, &groups);
    let (hours, minutes) = panel(page.width.saturating_sub(label + 1), config.window);
    let panel_minutes = (hours * 60) as i32;
    let (first_minute, last) = match config.window {
        Some(window) => (window.from, window.to.min(end)),
        None => (Minute(0), last),
    };
    let end = config.window.map_or(end, |window| window.to.min(end));
    // Panels begin with a full hour of the clock.
    let mut from = first_minute - page.clock.hour(first_minute).1;
    let mut first = true;
    while from < last {
        if !first {
            page.line("")?;
        }
        first = false;
        let to = (from + panel_minutes).min(full_hour_after(page, end));
        print_panel(page, &groups, Span::new(from, to), minutes, label)?;
        from = to;
    }
    page.line("")?;
    legend(page)
}

/// The first full hour of the clock at or after a minute.
fn full_hour_after(page: &Page<'_>, minute: Minute) -> Minute {
    let past = page.clock.hour(minute).1;
    minute + (60 - past) % 60
}

/// Hours of a panel and minutes of a character for so many columns.
fn panel(columns: usize, window: Option<Span>) -> (usize, usize) {
    // A stage plan is short: then characters are narrow rather than panels long.
    let most = window.map_or(usize::MAX, |w| (w.minutes() as usize).div_ceil(60) + 1);
    let least = PANEL_HOURS.into_iter().filter(|hours| *hours >= most).min();
    let most = least.unwrap_or(usize::MAX);
    for hours in PANEL_HOURS.into_iter().filter(|hours| *hours <= most) {
        for minutes in CHARACTER_MINUTES {
            if hours * 60 / minutes <= columns {
                return (hours, minutes);
            }
        }
    }
    (1, 15)
}

fn label_width(page: &Page<'_>, groups: &[Group]) -> usize {
    let rows = groups.iter().flat_map(|group| &group.rows);
    let widest = rows.map(|row| width(&row.label())).max().unwrap_or(0);
    widest.min(MAX_NAME).min((page.width / NAME_PART).max(6))
}

fn print_panel(
    page: &mut Page<'_>,
    groups: &[Group],
    window: Span,
    minutes: usize,
    label: usize,
) -> io::Result<()> {
    let from = page.clock.short_date_time(window.from);
    let to = page.clock.short_date_time(window.to);
    let scale_note = page.fill(Text::PanelScale, &[&minutes.to_string()]);
    let (dash, dot) = (page.signs.dash, page.signs.dot);
    page.line(&format!("{from} {dash} {to} {dot} {scale_note}"))?;
    let drawn = groups.iter().any(|group| group.is_used(window));
    if !drawn {
        return page.line(page.text(Text::NothingHere));
    }
    let scale = Scale {
        window,
        minutes: minutes as i32,
        glyphs: Glyphs::of(page.signs),
    };
    let blank = " ".repeat(label + 1);
    page.line(&(blank + &axis(page, &scale)))?;
    for group in groups {
        page.line_in(Tint::Head, &group.title)?;
        for row in &group.rows {
            let (first, rest) = (&row.name, &row.side);
            let room = label.saturating_sub(width(rest));
            let title = cut(first, room, page.signs.ellipsis) + rest;
            let title = filled(&title, label, Align::Left);
            let mut pieces = vec![(Tint::Plain, format!("{title} "))];
            pieces.extend(coloured(&paint::row(row, &scale), scale.glyphs));
            page.pieces(&pieces)?;
        }
    }
    Ok(())
}

/// A row of the chart in pieces, each of one colour.
fn coloured(row: &str, glyphs: Glyphs) -> Vec<Piece> {
    let tint = |c: char| match c {
        _ if c == glyphs.moving => Tint::Moving,
        _ if c == glyphs.standing || c == glyphs.hour => Tint::Standing,
        _ if c == glyphs.work => Tint::Work,
        _ if c == glyphs.paused => Tint::Paused,
        _ if c == glyphs.wind => Tint::Wind,
        _ if c == glyphs.closed => Tint::Closed,
        _ => Tint::Plain,
    };
    let mut pieces: Vec<Piece> = Vec::new();
    for c in row.chars() {
        match pieces.last_mut() {
            Some((last, text)) if *last == tint(c) => text.push(c),
            _ => pieces.push((tint(c), c.to_string())),
        }
    }
    pieces
}

/// The hours above the first row.
fn axis(page: &Page<'_>, scale: &Scale) -> String {
    let per_hour = 60 / scale.minutes;
    let hours = scale.window.minutes() / 60;
    let tick = |hour: i32| {
        let (of_day, _) = page.clock.hour(scale.window.from + hour * 60);
        let tick = if per_hour as usize >= WIDE_HOUR {
            format!("{of_day:02}:00")
        } else {
            format!("{of_day:02}")
        };
        filled(&tick, per_hour as usize, Align::Left)
    };
    (0..hours).map(tick).collect()
}

/// What the characters mean; a line breaks between two of them only.
fn legend(page: &mut Page<'_>) -> io::Result<()> {
    let glyphs = Glyphs::of(page.signs);
    let entries = [
        (glyphs.moving, Text::LegendMoving),
        (glyphs.standing, Text::LegendStanding),
        (glyphs.work, Text::LegendWork),
        (glyphs.paused, Text::LegendPaused),
        (glyphs.wind, Text::LegendWind),
        (glyphs.closed, Text::LegendClosed),
    ];
    let mut line = String::new();
    for (glyph, text) in entries {
        let entry = format!("{glyph}{glyph} {}", page.text(text));
        if !line.is_empty() && width(&line) + LEGEND_GAP.len() + width(&entry) > page.width {
            page.pieces(&coloured(&line, glyphs))?;
            line.clear();
        }
        if !line.is_empty() {
            line.push_str(LEGEND_GAP);
        }
        line.push_str(&entry);
    }
    page.pieces(&coloured(&line, glyphs))
}

/// `第23换装库 (indoor)`.
fn shed_title(page: &Page<'_>, title: &str, indoor: bool) -> String {
    let kind = if indoor { Text::Indoor } else { Text::Outdoor };
    page.fill(Text::ShedTitle, &[title, page.text(kind)])
}

#[cfg(test)]
mod tests {
    use super::panel;

    #[test]
    fn a_character_is_at_most_a_quarter_of_an_hour() {
        assert_eq!(panel(150, None), (24, 10));
        assert_eq!(panel(100, None), (24, 15));
        assert_eq!(panel(72, None), (12, 10));
        assert_eq!(panel(66, None), (12, 12));
        assert_eq!(panel(30, None), (6, 12));
        assert_eq!(panel(0, None), (1, 15));
    }
}
