//! Time across: minutes to pixels.

use regauge_model::{Minute, Span};

const HOUR: i32 = 60;

/// Pixels of a window that is stretched to a sheet, about an A3 landscape at 96 dots per inch.
const SHEET: i32 = 1440;
/// Most pixels of a minute.
const MOST: i32 = 6;
/// Most pixels across; a longer horizon is drawn narrower.
const WIDEST: i32 = 14_400;

/// Minutes of a window as pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    /// What is shown.
    pub window: Span,
    /// Where it begins.
    pub left: i32,
    /// Pixels across.
    pub pixels: i32,
}

impl Scale {
    /// A window from some pixel on. A day or more has a pixel per minute, less is stretched to a sheet.
    pub(super) fn new(window: Span, left: i32) -> Scale {
        let minutes = window.minutes().max(1);
        let pixels = minutes.max(SHEET).min(minutes.saturating_mul(MOST));
        Scale {
            window,
            left,
            pixels: pixels.min(WIDEST.max(SHEET)),
        }
    }

    /// The same window for a sheet of A3 landscape of this height: as wide as the paper then is, within limits.
    pub(super) fn on_paper(self, height: i32) -> Scale {
        // Less margins and a headline.
        const PAPER: (i32, i32) = (400, 262);
        let width = height * PAPER.0 / PAPER.1;
        let most = self.pixels + self.pixels / 2;
        Scale {
            pixels: (width - self.left).clamp(self.pixels, most),
            ..self
        }
    }

    /// Where the window ends.
    pub(super) fn right(&self) -> i32 {
        self.left + self.pixels
    }

    /// Where a minute is, clipped to the window.
    pub(super) fn x(&self, minute: Minute) -> i32 {
        let minute = minute.max(self.window.from).min(self.window.to);
        self.left + self.length(minute - self.window.from)
    }

    /// Pixels of so many minutes.
    pub(super) fn length(&self, minutes: i32) -> i32 {
        let window = i64::from(self.window.minutes().max(1));
        let pixels = i64::from(minutes) * i64::from(self.pixels) * 2 + window;
        pixels.div_euclid(window * 2) as i32
    }

    /// Beginning and width of what is seen of a span; at least a pixel wide, even where it has no minute.
    pub(super) fn seen(&self, span: Span) -> Option<(i32, i32)> {
        let is_seen = if span.is_empty() {
            self.window.contains(span.from)
        } else {
            span.overlaps(self.window)
        };
        if !is_seen {
            return None;
        }
        let (from, to) = (self.x(span.from), self.x(span.to));
        let from = from.min(self.right() - 1);
        Some((from, (to - from).max(1)))
    }

    /// Whether there is room for times on the bars: a stage plan and not a day.
    pub(super) fn is_large(&self) -> bool {
        self.pixels >= 3 * self.window.minutes()
    }

    /// Whether there is room for larger type: a day on paper.
    pub(super) fn is_medium(&self) -> bool {
        !self.is_large() && self.pixels * 4 >= 5 * self.window.minutes()
    }

    /// Pixels of an hour.
    pub(super) fn hour(&self) -> i32 {
        self.length(HOUR)
    }

    /// Minutes inside the window (its end included) that lie a multiple of `every` after `first`.
    pub(super) fn minutes(
        &self,
        first: Minute,
        every: i32,
    ) -> impl Iterator<Item = Minute> + use<> {
        let (from, to) = (self.window.from, self.window.to);
        let past = (from - first).rem_euclid(every);
        let start = from + (every - past) % every;
        (0..)
            .map(move |step: i32| start + step.saturating_mul(every))
            .take_while(move |minute| *minute <= to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(from: i32, to: i32) -> Scale {
        Scale::new(Span::new(Minute(from), Minute(to)), 100)
    }

    #[test]
    fn a_day_has_a_pixel_per_minute_and_a_stage_plan_six() {
        assert_eq!(scale(0, 1440).x(Minute(61)), 161);
        assert_eq!(scale(0, 2880).right(), 2980);
        assert_eq!(scale(180, 420).x(Minute(190)), 160);
        assert!(scale(180, 420).is_large() && !scale(0, 1440).is_large());
    }

    #[test]
    fn what_is_outside_is_not_seen() {
        let scale = scale(0, 1440);
        let span = |from, to| Span::new(Minute(from), Minute(to));
        assert_eq!(scale.seen(span(-30, 0)), None);
        assert_eq!(scale.seen(span(-30, 5)), Some((100, 5)));
        assert_eq!(scale.seen(span(1430, 2000)), Some((1530, 10)));
    }

    #[test]
    fn steps_begin_with_a_multiple() {
        let found: Vec<_> = scale(50, 200).minutes(Minute(-10), 60).collect();
        assert_eq!(found, [Minute(50), Minute(110), Minute(170)]);
    }
}
