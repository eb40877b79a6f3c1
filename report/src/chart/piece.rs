//! Slanting pieces of trains' lines, and numbers along them.

use super::scale::Scale;
use regauge_model::{Minute, Span};

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
        dx.hypot(dy)
    }

    fn reach(&self) -> (f64, f64) {
        let ((x1, y1), (x2, y2)) = (self.from, self.to);
        (f64::from(x2 - x1), f64::from(y2 - y1))
    }

    fn degrees(&self) -> i32 {
        let (dx, dy) = self.reach();
        dy.atan2(dx).to_degrees().round() as i32
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
    points: Vec<(f64, f64)>,
}

impl Taken {
    /// A place along a piece for a text of a width, away from all others; where there is none the text is left out.
    pub(super) fn place(&mut self, piece: Piece, width: i32) -> Option<((i32, i32), i32)> {
        const FIRST: f64 = 4.0;
        const STEP: f64 = 14.0;
        const NEAR: f64 = 7.5;
        let room = piece.length() - f64::from(width) - 2.0 * FIRST;
        if room < 0.0 {
            return None;
        }
        let places = (room / STEP).max(0.0) as i32;
        for step in 0..=places {
            let start = FIRST + STEP * f64::from(step);
            let steps = (f64::from(width) / 5.0) as i32;
            let points: Vec<(f64, f64)> = (0..=steps)
                .map(|step| piece.at(start + 5.0 * f64::from(step), 5.5))
                .collect();
            let is_near = |a: &(f64, f64)| {
                self.points
                    .iter()
                    .any(|b| (a.0 - b.0).hypot(a.1 - b.1) < NEAR)
            };
            if !points.iter().any(is_near) {
                self.points.extend(points);
                let (x, y) = piece.at(start, 2.5);
                return Some(((x.round() as i32, y.round() as i32), piece.degrees()));
            }
        }
        None
    }
}
