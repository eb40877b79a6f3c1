//! The wind forecast: a calm background and the spells laid over it.

use crate::clock::Clock;
use crate::config::{WindConfig, ZoneConfig};
use crate::rng::Random;
use regauge_model::filled;
use regauge_model::format::{WindFile, WindSeriesFile};

/// Stream of random numbers of the wind.
const STREAM: u64 = 9;

/// The forecast of every zone.
pub(super) fn forecast(
    config: &WindConfig,
    zones: &[ZoneConfig],
    clock: &Clock,
    seed: u64,
) -> WindFile {
    let mut hours = background(config, clock.hours, seed);
    for spell in &config.spells {
        for (offset, &hour) in spell.hours.iter().enumerate() {
            if let Some(place) = hours.get_mut(spell.from_hour as usize + offset) {
                *place = hour;
            }
        }
    }
    let series = |zone: &ZoneConfig| WindSeriesFile {
        zone: zone.id.clone(),
        hourly_from: clock.at(0),
        mean_mps: (hours.iter())
            .map(|hour| scaled(hour[0], zone.wind_percent))
            .collect(),
        gust_mps: (hours.iter())
            .map(|hour| scaled(hour[1], zone.wind_percent))
            .collect(),
    };
    filled!(
        WindFile::default();
        series: zones.iter().map(series).collect(),
    )
}

/// Percent of a value, to one decimal.
fn scaled(value: f64, percent: u32) -> f64 {
    tenths(value * f64::from(percent) / 100.0)
}

fn tenths(value: f64) -> f64 {
    libm::round(value * 10.0) / 10.0
}

/// Hourly mean and gust: Weibull by Gaussian copula with memory, capped.
fn background(config: &WindConfig, hours: u32, seed: u64) -> Vec<[f64; 2]> {
    let mut random = Random::new(seed, STREAM);
    let mut normal = random.normal();
    let fresh = libm::sqrt(1.0 - config.memory * config.memory);
    (0..hours)
        .map(|_| {
            let share = 0.5 * (1.0 + libm::erf(normal / std::f64::consts::SQRT_2));
            let tail = (1.0 - share).max(1e-9);
            let mean = config.scale_mps * libm::pow(-libm::log(tail), 1.0 / config.shape);
            let mean = mean.min(config.background_cap_mps);
            let [middle, half] = config.gust_factor;
            let factor = middle + half * (2.0 * random.unit() - 1.0);
            normal = config.memory * normal + fresh * random.normal();
            [tenths(mean), tenths(mean * factor)]
        })
        .collect()
}
