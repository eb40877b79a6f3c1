//! Estimates with their intervals, from replications.
//!
//! A figure of a scenario is the mean over replications, each of which is a world of its own; its interval is Student's at 95 %, where nothing else is said. An effect is the mean of the
//! differences *within* worlds: what makes a world good or bad for both falls out of it.

use serde::Serialize;

/// How sure an interval is: how often of a hundred times it holds what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Confidence {
    /// 90.
    P90,
    /// 95.
    P95,
}

/// A mean and the half width of its interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// The mean.
    pub mean: f64,
    /// Half the width of the interval; `None` of a single value, whose error nothing says.
    pub half_width: Option<f64>,
    /// Of how many values.
    pub count: usize,
}

impl Estimate {
    /// Of values, at 95 %; `None` of none.
    pub fn of(values: &[f64]) -> Option<Estimate> {
        Estimate::at(values, Confidence::P95)
    }

    /// Of values; `None` of none.
    pub fn at(values: &[f64], confidence: Confidence) -> Option<Estimate> {
        let count = values.len();
        if count == 0 {
            return None;
        }
        let mean = values.iter().sum::<f64>() / count as f64;
        let half_width = (count > 1).then(|| {
            let squares: f64 = values
                .iter()
                .map(|value| (value - mean) * (value - mean))
                .sum();
            let sd = libm::sqrt(squares / (count - 1) as f64);
            quantile(count - 1, confidence) * sd / libm::sqrt(count as f64)
        });
        Some(Estimate {
            mean,
            half_width,
            count,
        })
    }

    /// Whether the interval leaves out 0.
    pub fn is_real(&self) -> bool {
        self.half_width.is_some_and(|half| self.mean.abs() > half)
    }

    /// The interval.
    pub fn interval(&self) -> Option<[f64; 2]> {
        self.half_width
            .map(|half| [self.mean - half, self.mean + half])
    }

    /// In how many worlds this difference could be told from 0 at 95 %, as the ones seen differ; `None` where that is not known, or in none of a thousand.
    pub fn worlds_to_see(&self) -> Option<u32> {
        self.worlds_for(self.mean)
    }

    /// The same of a difference of another size with the spread of this one, whose interval is at 95 %.
    pub fn worlds_for(&self, difference: f64) -> Option<u32> {
        let at = |worlds: usize| quantile(worlds - 1, Confidence::P95) / libm::sqrt(worlds as f64);
        let spread = self.half_width? / at(self.count);
        (2..=1000_u32).find(|&worlds| spread * at(worlds as usize) < difference.abs())
    }

    /// Digits behind the point that the error allows: those down to the first digit of the half width that counts.
    pub fn digits(&self) -> usize {
        match self.half_width {
            Some(half) if half > 0.0 => (-libm::floor(libm::log10(half))).clamp(0.0, 3.0) as usize,
            Some(_) => 2,
            None => 1,
        }
    }
}

/// The quantile of Student's distribution with so many degrees of freedom that has half of what is left over above it.
fn quantile(freedom: usize, confidence: Confidence) -> f64 {
    const P95: [f64; 30] = [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
        2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
        2.052, 2.048, 2.045, 2.042,
    ];
    const P90: [f64; 30] = [
        6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812, 1.796, 1.782, 1.771,
        1.761, 1.753, 1.746, 1.740, 1.734, 1.729, 1.725, 1.721, 1.717, 1.714, 1.711, 1.708, 1.706,
        1.703, 1.701, 1.699, 1.697,
    ];
    let (table, z) = match confidence {
        Confidence::P90 => (P90, 1.644_854_f64),
        Confidence::P95 => (P95, 1.959_964_f64),
    };
    if let Some(quantile) = table.get(freedom.saturating_sub(1)) {
        return *quantile;
    }
    // the first terms of the expansion of Cornish and Fisher around the normal quantile
    let (n, square) = (freedom as f64, z * z);
    let first = z * (square + 1.0) / (4.0 * n);
    let second = z * (5.0 * square * square + 16.0 * square + 3.0) / (96.0 * n * n);
    z + first + second
}

/// Where a curve bends most upwards: the place at which two straight lines, one up to it and one from it on, fit best. At least four points, in the order of `x`.
pub fn knee(points: &[(f64, f64)]) -> Option<f64> {
    if points.len() < 4 {
        return None;
    }
    let split = |place: usize| {
        Line::through(&points[..=place]).residual + Line::through(&points[place..]).residual
    };
    let places = 1..points.len() - 1;
    let best = places.min_by(|&a, &b| split(a).total_cmp(&split(b)))?;
    Some(points[best].0)
}

/// The straight line that fits best (least squares).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// By how much it rises.
    pub slope: f64,
    /// Sum of squares beside it.
    pub residual: f64,
}

impl Line {
    /// Through points; without a slope where all have the same `x`.
    pub fn through(points: &[(f64, f64)]) -> Line {
        let n = points.len().max(1) as f64;
        let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / n;
        let (x, y) = (mean(|point| point.0), mean(|point| point.1));
        let (mut squares, mut products) = (0.0, 0.0);
        for point in points {
            squares += (point.0 - x) * (point.0 - x);
            products += (point.0 - x) * (point.1 - y);
        }
        let slope = if squares > 0.0 {
            products / squares
        } else {
            0.0
        };
        let off = points
            .iter()
            .map(|point| point.1 - y - slope * (point.0 - x));
        Line {
            slope,
            residual: off.map(|off| off * off).sum(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_is_students() {
        // mean 3, sd 1.5811, t(4) = 2.776: half width 1.963
        let estimate = Estimate::of(&[1.0, 2.0, 3.0, 4.0, 5.0]).unwrap();
        assert!((estimate.mean - 3.0).abs() < 1e-12);
        assert!((estimate.half_width.unwrap() - 1.963).abs() < 1e-3);
        assert!(estimate.is_real());
        // t(4) = 2.132 at 90 %: 1.507
        let estimate = Estimate::at(&[1.0, 2.0, 3.0, 4.0, 5.0], Confidence::P90).unwrap();
        assert!((estimate.half_width.unwrap() - 1.507).abs() < 1e-3);
        assert_eq!(Estimate::of(&[1.0]).unwrap().half_width, None);
        assert_eq!(Estimate::of(&[]), None);
    }

    #[test]
    fn the_quantile_goes_on_smoothly_behind_the_table() {
        let p95 = |freedom: usize| quantile(freedom, Confidence::P95);
        assert!((p95(30) - p95(31)).abs() < 0.004);
        assert!((p95(60) - 2.000).abs() < 0.001);
        assert!((p95(1_000_000) - 1.960).abs() < 0.001);
        assert!((quantile(30, Confidence::P90) - quantile(31, Confidence::P90)).abs() < 0.003);
        assert!((quantile(60, Confidence::P90) - 1.671).abs() < 0.001);
    }

    #[test]
    fn digits_stop_where_the_error_begins() {
        let with = |half: f64| {
            Estimate {
                mean: 1.0,
                half_width: Some(half),
                count: 3,
            }
            .digits()
        };
        assert_eq!([with(12.0), with(1.5), with(0.4), with(0.03)], [0, 0, 1, 2]);
    }

    #[test]
    fn a_line_has_the_slope_of_its_points() {
        let line = Line::through(&[(0.0, 1.0), (1.0, 3.0), (2.0, 5.0)]);
        assert!((line.slope - 2.0).abs() < 1e-12 && line.residual < 1e-12);
        // one point off by 3 in the middle turns nothing
        let line = Line::through(&[(0.0, 1.0), (1.0, 6.0), (2.0, 5.0)]);
        assert!((line.slope - 2.0).abs() < 1e-12 && (line.residual - 6.0).abs() < 1e-12);
        assert!(Line::through(&[(1.0, 2.0), (1.0, 4.0)]).slope.abs() < 1e-12);
    }

    #[test]
    fn a_knee_is_where_the_line_bends() {
        let curve = |x: f64| {
            if x <= 20.0 {
                6.0 + 0.05 * x
            } else {
                7.0 + 2.0 * (x - 20.0)
            }
        };
        let points: Vec<(f64, f64)> = (14..27)
            .step_by(2)
            .map(|x| (f64::from(x), curve(f64::from(x))))
            .collect();
        assert_eq!(knee(&points), Some(20.0));
        assert_eq!(knee(&points[..3]), None);
    }

    #[test]
    fn more_spread_takes_more_replications() {
        let seen = |values: &[f64]| Estimate::of(values).unwrap();
        let few = seen(&[1.0, 1.1, 0.9, 1.0]).worlds_to_see().unwrap();
        let many = seen(&[1.0, 5.0, -3.0, 1.0]).worlds_to_see().unwrap();
        assert!(few < many, "{few} {many}");
        // what is told apart already takes no more worlds than there are
        let estimate = seen(&[1.0, 1.5, 0.8, 1.2]);
        assert!(estimate.is_real() && estimate.worlds_to_see().unwrap() <= 4);
        assert_eq!(estimate.worlds_for(0.0), None);
        assert_eq!(seen(&[1.0]).worlds_to_see(), None);
    }
}
