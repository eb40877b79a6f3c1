//! Paints a row: closures below, bars above them, numbers where they fit.

use super::super::words::{cut, width};
use super::rows::{Bar, Closure, Phase, Row};
use crate::wording::Signs;
use regauge_model::{Minute, Span};
use unicode_width::UnicodeWidthChar;

/// Columns of a number on a bar.
const MAX_NUMBER: usize = 12;
/// Behind a wide character, where nothing is printed.
const COVERED: char = '\0';

/// The characters of the chart: shades are trains, signs are closures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Glyphs {
    pub start: char,
    pub moving: char,
    pub standing: char,
    pub work: char,
    pub paused: char,
    pub wind: char,
    pub closed: char,
    pub hour: char,
    pub ellipsis: char,
}

impl Glyphs {
    pub(super) fn of(signs: Signs) -> Glyphs {
        if signs.ascii {
            Glyphs {
                start: '[',
                moving: '-',
                standing: '=',
                work: '#',
                paused: '%',
                wind: '~',
                closed: 'x',
                hour: '.',
                ellipsis: signs.ellipsis,
            }
        } else {
            Glyphs {
                start: '▐',
                moving: '▒',
                standing: '▓',
                work: '█',
                paused: '░',
                wind: '≈',
                closed: '╳',
                hour: '·',
                ellipsis: signs.ellipsis,
            }
        }
    }
}

/// Which minute stands in which column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    pub window: Span,
    pub minutes: i32,
    pub glyphs: Glyphs,
}

impl Scale {
    fn columns(&self) -> usize {
        (self.window.minutes() / self.minutes).max(0) as usize
    }

    /// The boundary between columns nearest to a minute, within the window.
    fn column(&self, minute: Minute) -> usize {
        let since = i64::from(minute - self.window.from);
        let wide = i64::from(self.minutes);
        let column = (2 * since + wide).div_euclid(2 * wide);
        column.clamp(0, self.columns() as i64) as usize
    }

    /// The columns of a span: at least one for any that lies in the window.
    fn range(&self, span: Span) -> Option<(usize, usize)> {
        if !span.overlaps(self.window) {
            return None;
        }
        let from = self.column(span.from).min(self.columns().checked_sub(1)?);
        Some((from, self.column(span.to).max(from + 1)))
    }
}

/// The row as text.
pub(super) fn row(row: &Row, scale: &Scale) -> String {
    let glyphs = scale.glyphs;
    let per_hour = (60 / scale.minutes).max(1) as usize;
    let mut cells: Vec<char> = (0..scale.columns())
        .map(|at| if at % per_hour == 0 { glyphs.hour } else { ' ' })
        .collect();
    let mut free = vec![true; cells.len()];
    for (span, closure) in &row.closed {
        let glyph = match closure {
            Closure::Wind => glyphs.wind,
            Closure::Closed => glyphs.closed,
        };
        fill(&mut cells, &mut free, scale.range(*span), glyph);
    }
    let mut ranges: Vec<(&Bar, (usize, usize))> = Vec::new();
    for bar in &row.bars {
        let Some((mut from, to)) = scale.range(bar.span) else {
            continue;
        };
        // A bar shorter than a column keeps the one it got: the next begins behind it.
        if let Some((before, (_, end))) = ranges.last()
            && before.span.to <= bar.span.from
            && *end < to
        {
            from = from.max(*end);
        }
        ranges.push((bar, (from, to)));
    }
    for (bar, (from, to)) in &ranges {
        fill(&mut cells, &mut free, Some((*from, *to)), glyphs.standing);
        for (span, phase) in &bar.phases {
            // A phase does not stick out of its bar, whatever the rounding says.
            let range = scale.range(span.intersection(bar.span));
            let range = range.map(|(a, b)| (a.clamp(*from, *to), b.clamp(*from, *to)));
            fill(&mut cells, &mut free, range, glyph_of(*phase, glyphs));
        }
        // What begins with the horizon was under way before it.
        if bar.span.from >= scale.window.from && bar.span.from > Minute(0) {
            cells[*from] = glyphs.start;
        }
    }
    for (bar, range) in ranges {
        write_number(&mut cells, &mut free, range, bar, glyphs);
    }
    cells.into_iter().filter(|c| *c != COVERED).collect()
}

fn glyph_of(phase: Phase, glyphs: Glyphs) -> char {
    match phase {
        Phase::Moving => glyphs.moving,
        Phase::Work => glyphs.work,
        Phase::Paused => glyphs.paused,
    }
}

fn fill(cells: &mut [char], free: &mut [bool], range: Option<(usize, usize)>, glyph: char) {
    let Some((from, to)) = range else { return };
    cells[from..to].fill(glyph);
    free[from..to].fill(false);
}

/// Writes the train's number: on the longest stretch of one shade, else behind the bar, else on the bar at all.
/// Where none of them has room the bar has no number; the lists have it.
fn write_number(
    cells: &mut [char],
    free: &mut [bool],
    (from, to): (usize, usize),
    bar: &Bar,
    glyphs: Glyphs,
) {
    let number: String = bar.train.chars().filter(|c| c.width() != Some(0)).collect();
    let number = cut(&number, MAX_NUMBER, glyphs.ellipsis);
    let wide = width(&number);
    let (stretch, length) = longest_stretch(&cells[from..to]);
    let room_behind = free[to..].iter().take_while(|free| **free).count();
    let touches_edge = to + room_behind == cells.len();
    let at = if length > wide {
        from + stretch + (length - wide) / 2
    } else if room_behind > wide || (touches_edge && room_behind == wide) {
        to
    } else if to - from > wide {
        from + 1
    } else {
        return;
    };
    let mut column = at;
    for c in number.chars() {
        let columns = c.width().unwrap_or(0);
        if columns == 0 || column + columns > cells.len() {
            continue;
        }
        cells[column] = c;
        cells[column + 1..column + columns].fill(COVERED);
        free[column..column + columns].fill(false);
        column += columns;
    }
}

/// Where the longest run of equal characters begins, and its length; the first of equal ones. The first character
/// marks the start of the bar and is no part of any.
fn longest_stretch(cells: &[char]) -> (usize, usize) {
    let (mut best, mut best_length) = (0, 0);
    let mut start = 1;
    for at in 1..cells.len() {
        if cells[at] != cells[start] {
            start = at;
        }
        if at + 1 - start > best_length {
            (best, best_length) = (start, at + 1 - start);
        }
    }
    (best, best_length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: i32, to: i32) -> Span {
        Span::new(Minute(from), Minute(to))
    }

    fn bar(from: i32, to: i32, train: &str, phases: &[(Span, Phase)]) -> Bar {
        Bar {
            span: span(from, to),
            train: train.to_owned(),
            phases: phases.to_vec(),
        }
    }

    fn paint(bars: Vec<Bar>, closed: Vec<(Span, Closure)>) -> String {
        let signs = crate::wording::ASCII;
        let scale = Scale {
            window: span(0, 240),
            minutes: 10,
            glyphs: Glyphs::of(signs),
        };
        let painted = Row {
            name: String::new(),
            side: String::new(),
            bars,
            closed,
        };
        row(&painted, &scale)
    }

    #[test]
    fn idle_hours_are_dotted() {
        assert_eq!(paint(vec![], vec![]), ".     .     .     .     ");
    }

    #[test]
    fn a_number_stands_on_the_longest_stretch() {
        let phases = [
            (span(0, 30), Phase::Moving),
            (span(30, 120), Phase::Work),
            (span(120, 150), Phase::Moving),
        ];
        let painted = paint(vec![bar(0, 150, "X8086", &phases)], vec![]);
        assert_eq!(painted, "---##X8086##---   .     ");
    }

    #[test]
    fn a_number_too_long_for_its_bar_stands_behind_it() {
        let phases = [(span(0, 30), Phase::Work)];
        let painted = paint(vec![bar(0, 30, "X8086", &phases)], vec![]);
        assert_eq!(painted, "###X8086    .     .     ");
    }

    #[test]
    fn pauses_and_closures_show() {
        let phases = [(span(0, 60), Phase::Work), (span(20, 40), Phase::Paused)];
        let closed = vec![
            (span(20, 40), Closure::Wind),
            (span(120, 180), Closure::Closed),
        ];
        let painted = paint(vec![bar(0, 60, "X1", &phases)], closed);
        assert_eq!(painted, "##%%##X1    xxxxxx.     ");
    }

    #[test]
    fn the_shortest_bar_has_a_column_and_neighbours_stay_apart() {
        let phases = |from, to| [(span(from, to), Phase::Work)];
        let bars = vec![
            bar(-50, 101, "A", &phases(-50, 101)),
            bar(101, 103, "B", &phases(101, 103)),
            bar(103, 236, "C", &phases(103, 236)),
            bar(236, 300, "D", &phases(236, 300)),
        ];
        let painted = paint(bars, vec![]);
        assert_eq!(painted, "#####A####[[#####C#####[");
        assert_eq!(painted.len(), 24);
    }

    #[test]
    fn wide_characters_keep_the_columns() {
        let phases = [(span(0, 120), Phase::Work)];
        let painted = paint(vec![bar(0, 120, "换装", &phases)], vec![]);
        assert_eq!(width(&painted), 24);
    }
}
