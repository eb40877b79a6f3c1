//! Figures to pixels, with round ticks.

use super::say::grouped;

/// Figures along a line of pixels. The last pixel may lie before the first, as it does upwards.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    from: f64,
    to: f64,
    pixels: [f64; 2],
    step: f64,
}

impl Scale {
    /// All of these figures, out to whole steps of which there are about so many.
    pub(super) fn new(
        values: impl IntoIterator<Item = f64>,
        pixels: [f64; 2],
        steps: usize,
    ) -> Scale {
        let values = values.into_iter().filter(|value| value.is_finite());
        let ends = values.fold(None, |ends: Option<[f64; 2]>, value| {
            Some(ends.map_or([value, value], |[low, high]| {
                [low.min(value), high.max(value)]
            }))
        });
        let [mut low, mut high] = ends.unwrap_or([0.0, 1.0]);
        if high - low <= 1e-9 * high.abs().max(low.abs()) {
            let around = if high == 0.0 { 1.0 } else { 0.1 * high.abs() };
            (low, high) = (low - around, high + around);
        }
        let step = round_step((high - low) / steps.max(1) as f64);
        Scale {
            from: (low / step).floor() * step,
            to: (high / step).ceil() * step,
            pixels,
            step,
        }
    }

    /// Where a figure is.
    pub(super) fn at(&self, value: f64) -> f64 {
        let share = ((value - self.from) / (self.to - self.from)).clamp(0.0, 1.0);
        self.pixels[0] + share * (self.pixels[1] - self.pixels[0])
    }

    /// Its ticks, and how they are written.
    pub(super) fn ticks(&self) -> Vec<(f64, String)> {
        let count = libm::round((self.to - self.from) / self.step) as usize;
        let digits = (-libm::floor(libm::log10(self.step) + 1e-9)).max(0.0) as usize;
        let ticks = (0..=count).map(|number| {
            let value = self.from + number as f64 * self.step;
            let text = format!("{value:.digits$}").replace('-', "−");
            let is_zero = text.chars().all(|c| matches!(c, '−' | '0' | '.'));
            let text = match digits {
                _ if is_zero => "0".to_owned(),
                0 if value < 0.0 => format!("−{}", grouped(text.trim_start_matches('−'))),
                0 => grouped(&text),
                _ => text,
            };
            (value, text)
        });
        ticks.collect()
    }
}

/// The next of 1, 2, 5, 10 … that is no smaller.
fn round_step(raw: f64) -> f64 {
    let ten = libm::pow(10.0, libm::floor(libm::log10(raw)));
    let steps = [1.0, 2.0, 5.0, 10.0].map(|times| times * ten);
    let found = steps.into_iter().find(|step| *step >= raw * 0.999_999);
    found.unwrap_or(10.0 * ten)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(values: &[f64], steps: usize) -> Vec<String> {
        let scale = Scale::new(values.iter().copied(), [0.0, 100.0], steps);
        scale.ticks().into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn ticks_are_round_and_hold_everything() {
        assert_eq!(texts(&[5.3, 11.8], 6), ["4", "6", "8", "10", "12"]);
        assert_eq!(texts(&[-0.12, 0.31], 4), ["−0.2", "0", "0.2", "0.4"]);
        assert_eq!(texts(&[0.0, 0.0], 2), ["−1", "0", "1"]);
        assert_eq!(
            texts(&[], 2),
            ["0.0", "0.5", "1.0"].map(|text| if text == "0.0" { "0" } else { text })
        );
    }

    #[test]
    fn no_figure_lies_outside() {
        for values in [[1e-7, 3e-7], [-1e9, 5.0], [7.0, 7.0]] {
            let scale = Scale::new(values, [200.0, 100.0], 5);
            for value in values {
                assert!((100.0..=200.0).contains(&scale.at(value)));
            }
        }
        assert!(Scale::new([f64::NAN, f64::INFINITY], [0.0, 1.0], 5).at(0.5) <= 1.0);
    }
}
