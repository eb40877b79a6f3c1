//! Slanting pieces of trains' lines, and numbers along them.

use super::scale::Scale;
use regauge_model::{Minute, Span};
use std::collections::BTreeMap;

/// A slanting piece of a train's line.
#[derive(Clone, Copy)]
pub(super) struct Piece {
    pub from: (i32, i32),
    pub to: (i32, i32),
}

impl Piece {
    /// What is seen of a run from one height to another.
    pub(super) fn of(span: Span, (from, to): (i32, i32), scale: &Scale) -> Option<Piece> {
        if !span.overlaps(scale.window) {
            return None;
        }
        let minutes = i64::from(span.minutes().max(1));
        let y = |minute: Minute| {
            let part = i64::from(to - from) * i64::from(minute - span.from) * 2 + minutes;
            from + part.div_euclid(2 * minutes) as i32
        };
        let begins = span.from.max(scale.window.from);
        let ends = span.to.min(scale.window.to);
        Some(Piece {
            from: (scale.x(begins), y(begins)),
            to: (scale.x(ends), y(ends)),
        })
    }

    /// As path data.
    pub(super) fn d(&self) -> String {
        let ((x1, y1), (x2, y2)) = (self.from, self.to);
        format!("M{x1} {y1}L{x2} {y2}")
    }

    pub(super) fn length(&self) -> f64 {
        let (dx, dy) = self.reach();
        libm::hypot(dx, dy)
    }

    fn reach(&self) -> (f64, f64) {
        let ((x1, y1), (x2, y2)) = (self.from, self.to);
        (f64::from(x2 - x1), f64::from(y2 - y1))
    }

    fn degrees(&self) -> i32 {
        let (dx, dy) = self.reach();
        libm::atan2(dy, dx).to_degrees().round() as i32
    }

    /// The point so many pixels along the piece and so many above it.
    fn at(&self, along: f64, above: f64) -> (f64, f64) {
        let (dx, dy) = self.reach();
        let length = self.length().max(1.0);
        let (ux, uy) = (dx / length, dy / length);
        (
            f64::from(self.from.0) + ux * along + uy * above,
            f64::from(self.from.1) + uy * along - ux * above,
        )
    }
}

/// Where numbers stand already, as points a few pixels apart.
#[derive(Default)]
pub(super) struct Taken {
    /// By columns of a few pixels, so that only neighbours are looked at.
    columns: BTreeMap<i32, Vec<(f64, f64)>>,
}

/// Pixels of a column; at least as many as two numbers stand apart.
const COLUMN: f64 = 8.0;

impl Taken {
    /// A place along a piece for a text of a width, away from all others; where there is none the text is left out.
    pub(super) fn place(&mut self, piece: Piece, width: i32) -> Option<((i32, i32), i32)> {
        const FIRST: f64 = 4.0;
        const STEP: f64 = 14.0;
        const NEAR: f64 = 7.5;
        const LETTERS: f64 = 10.0;
        let room = piece.length() - f64::from(width) - 2.0 * FIRST;
        if room < 0.0 {
            return None;
        }
        let places = (room / STEP).max(0.0) as i32;
        for step in 0..=places {
            // Away from the station line where there is room for it: a text above a falling line would cross it.
            let falls = piece.reach().1 / piece.length();
            let below = if falls > 0.0 { LETTERS / falls } else { 0.0 };
            let first = if room > 2.0 * STEP {
                STEP.max(below).min(room)
            } else {
                FIRST
            };
            let start = (first + STEP * f64::from(step)).min(room + FIRST);
            let steps = (f64::from(width) / 5.0) as i32;
            let points: Vec<(f64, f64)> = (0..=steps)
                .map(|step| piece.at(start + 5.0 * f64::from(step), 5.5))
                .collect();
            if points.iter().all(|point| self.is_free(*point, NEAR)) {
                for point in points {
                    self.columns.entry(column(point)).or_default().push(point);
                }
                let (x, y) = piece.at(start, 2.5);
                return Some(((x.round() as i32, y.round() as i32), piece.degrees()));
            }
        }
        None
    }

    fn is_free(&self, (x, y): (f64, f64), near: f64) -> bool {
        let column = column((x, y));
        let around = self.columns.range(column - 1..=column + 1);
        let mut points = around.flat_map(|(_, points)| points);
        points.all(|(other_x, other_y)| libm::hypot(x - other_x, y - other_y) >= near)
    }
}

fn column((x, _): (f64, f64)) -> i32 {
    (x / COLUMN).floor() as i32
}
