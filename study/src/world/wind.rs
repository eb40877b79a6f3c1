//! The wind of a world, hour by hour, and what is forecast of it.

use super::WindClimate;
use crate::base::{Base, DAY};
use crate::draws::{Draws, Purpose};
use chrono::Datelike;
use regauge_model::format::{WindFile, WindSeriesFile};

/// A gust that makes a day a gale day (level 8), m/s.
const GALE: f64 = 17.2;
/// Mean wind of level 6, m/s.
const LEVEL_6: f64 = 10.8;
/// Hours before a file begins that it has, because a rule may still stop for them.
const BEFORE: i64 = 48;
const HOURS: usize = 24;

/// Wind of an hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hour {
    /// Mean, m/s.
    pub mean: f64,
    /// Strongest gust, m/s.
    pub gust: f64,
}

/// The wind of every hour of a world, in the windiest zone.
#[derive(Clone, Debug)]
pub struct Climate {
    hours: Vec<Hour>,
    /// Gale days a year aimed at.
    pub aimed: f64,
}

impl Climate {
    /// The wind of a world of so many days. The scale is found by bisection on a whole year of the same seed, so that it does not hang on the days asked for.
    pub(super) fn new(config: &WindClimate, draws: Draws, base: &Base, days: i64) -> Climate {
        let aimed = draws.of(Purpose::GaleDays, 0).between(config.gale_days);
        let year = unscaled(config, draws, base, 365);
        let (mut low, mut high) = (0.1, 40.0);
        for _ in 0..40 {
            let scale = f64::midpoint(low, high);
            let gales = year
                .chunks(HOURS)
                .filter(|day| day.iter().any(|hour| hour.gust * scale >= GALE));
            if (gales.count() as f64) < aimed {
                low = scale;
            } else {
                high = scale;
            }
        }
        let scale = high * config.percent / 100.0;
        let mut hours = if days <= 365 {
            year
        } else {
            unscaled(config, draws, base, days)
        };
        hours.truncate(days.max(1) as usize * HOURS);
        for hour in &mut hours {
            hour.mean *= scale;
            hour.gust *= scale;
        }
        let mut climate = Climate { hours, aimed };
        climate.add_severe(config, draws);
        climate
    }

    /// Lays severe spells over it: their gusts rise to the strongest in the middle and fall again.
    fn add_severe(&mut self, config: &WindClimate, draws: Draws) {
        let severe = &config.severe;
        // in every year each of twice as many possible spells comes with an even chance
        let possible = libm::ceil(2.0 * severe.per_year) as u64;
        let year = 365 * HOURS;
        for number in 0..possible * self.hours.len().div_ceil(year) as u64 {
            let mut draw = draws.of(Purpose::Spell, number);
            let (comes, at) = (
                draw.unit() * (possible as f64) < severe.per_year,
                draw.unit(),
            );
            let (hours, gust) = (draw.between(severe.hours), draw.between(severe.gust_mps));
            if !comes {
                continue;
            }
            let first = (number / possible) as usize * year + (at * year as f64) as usize;
            for place in 0..hours as usize {
                let Some(hour) = self.hours.get_mut(first + place) else {
                    break;
                };
                let share = (place as f64 + 0.5) / hours.max(1.0);
                let here =
                    gust * (0.75 + 0.25 * libm::sin(std::f64::consts::PI * share)) * config.percent
                        / 100.0;
                hour.gust = hour.gust.max(here);
                hour.mean = hour.mean.max(here / config.gust_factor[0]);
            }
        }
    }

    /// The hours.
    pub fn hours(&self) -> &[Hour] {
        &self.hours
    }

    /// Days with a gust of level 8.
    pub fn gale_days(&self) -> usize {
        let days = self.hours.chunks(HOURS);
        days.filter(|day| day.iter().any(|hour| hour.gust >= GALE))
            .count()
    }

    /// Share of the hours whose mean reaches level 6.
    pub fn level_6(&self) -> f64 {
        let reached = self
            .hours
            .iter()
            .filter(|hour| hour.mean >= LEVEL_6)
            .count();
        reached as f64 / self.hours.len().max(1) as f64
    }

    /// The series of every zone, from two days before `from` to `to`: as it is, or as forecast at `issued`.
    pub(super) fn file(
        &self,
        base: &Base,
        config: &WindClimate,
        draws: Draws,
        [from, to]: [i64; 2],
        issued: Option<i64>,
    ) -> WindFile {
        let first = (from.div_euclid(60) - BEFORE).max(0);
        let last = (to.div_euclid(60) + 1)
            .min(self.hours.len() as i64)
            .max(first + 1);
        let shown: Vec<Hour> = (first..last)
            .map(|hour| {
                let own = self.hours.get(hour as usize).copied();
                let own = own.unwrap_or(Hour {
                    mean: 0.0,
                    gust: 0.0,
                });
                match issued {
                    Some(issued) if hour * 60 >= issued => {
                        let ahead = (hour * 60 - issued) as f64 / DAY as f64;
                        let thing = (hour as u64) << 24 ^ issued as u64;
                        let sd = config.forecast_sd_percent / 100.0 * ahead;
                        let factor = draws.of(Purpose::Forecast, thing).factor(sd);
                        Hour {
                            mean: own.mean * factor,
                            gust: own.gust * factor,
                        }
                    }
                    _ => own,
                }
            })
            .collect();
        let series = base.zones.iter().map(|(zone, share)| WindSeriesFile {
            zone: zone.clone(),
            hourly_from: base.at(first * 60),
            mean_mps: shown.iter().map(|hour| tenths(hour.mean * share)).collect(),
            gust_mps: shown
                .iter()
                .map(|hour| tenths(hour.gust * share).max(tenths(hour.mean * share)))
                .collect(),
        });
        let mut wind = WindFile::default();
        wind.series = series.collect();
        wind
    }
}

fn tenths(value: f64) -> f64 {
    libm::round(value.min(99.0) * 10.0) / 10.0
}

/// The wind with scale 1: Weibull by Gaussian copula with memory, and the season.
fn unscaled(config: &WindClimate, draws: Draws, base: &Base, days: i64) -> Vec<Hour> {
    let fresh = libm::sqrt(1.0 - config.memory * config.memory);
    let mut normal = draws.of(Purpose::Wind, u64::MAX).normal();
    let [middle, half] = config.gust_factor;
    let mut hours = Vec::with_capacity(days.max(0) as usize * HOURS);
    for hour in 0..days * HOURS as i64 {
        normal = config.memory * normal + fresh * draws.of(Purpose::Wind, hour as u64).normal();
        let share = 0.5 * (1.0 + libm::erf(normal / std::f64::consts::SQRT_2));
        let tail = (1.0 - share).max(1e-9);
        let date = base.start() + chrono::TimeDelta::hours(hour);
        let phase = f64::from(date.ordinal()) - f64::from(config.season_peak_day);
        let season =
            config.season_percent / 100.0 * libm::cos(2.0 * std::f64::consts::PI * phase / 365.25);
        let mean = libm::pow(-libm::log(tail), 1.0 / config.shape) * (1.0 + season);
        let factor = middle + half * (2.0 * draws.of(Purpose::Gust, hour as u64).unit() - 1.0);
        hours.push(Hour {
            mean,
            gust: mean * factor,
        });
    }
    hours
}
