//! Paths that charts and their legends share.

use super::svg::rectangle;
use std::fmt::Write as _;

/// A pin, as a path: no font needs to have it.
pub(super) fn pin_path((x, y): (i32, i32)) -> String {
    format!("M{x} {y}h6l-1 1v3l2 2h-3l-1 4-1-4h-3l2-2v-3z")
}

/// Slanting lines over a rectangle, from lower left to upper right (`leans` below 0) or the other way; none for 0.
pub(super) fn hatching((x, y): (i32, i32), (width, height): (i32, i32), leans: i32) -> String {
    const APART: i32 = 9;
    let mut d = String::new();
    if leans == 0 {
        return d;
    }
    // Every line is where the distances from the left and from the upper edge have one sum.
    for step in 1.. {
        let sum = step * APART;
        if sum >= width + height {
            break;
        }
        let (left, lower) = ((sum - height).max(0), sum.min(height));
        let (right, upper) = (sum.min(width), (sum - width).max(0));
        let (from, to) = if leans < 0 {
            (y + lower, y + upper)
        } else {
            (y + height - lower, y + height - upper)
        };
        let _ = write!(d, "M{} {from}L{} {to}", x + left, x + right);
    }
    d
}

/// A swatch of a legend.
pub(super) fn swatch((x, y): (i32, i32)) -> String {
    rectangle((x, y), (20, 10))
}
