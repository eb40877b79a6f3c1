//! A wind that changes its mind every hour, and closures ordered.

use super::setting::Setting;
use crate::rng::Random;
use regauge_model::format::{WindClosureFile, WindEffectFile, WindFile, WindSeriesFile};

/// Forecast and closures.
pub(super) fn wind(setting: &Setting, random: &mut Random) -> WindFile {
    let mut wind = WindFile::default();
    for zone in ["z1", "z2"] {
        if random.chance(80) {
            wind.series.push(series(setting, zone, random));
        }
    }
    for stops in [
        WindEffectFile::Cranes,
        WindEffectFile::Shunting,
        WindEffectFile::Line,
    ] {
        if random.chance(20) {
            let span = setting.closure(random);
            wind.closures.push(WindClosureFile {
                zone: (*random.pick(&["z1", "z2"])).to_owned(),
                stops,
                from: span.from,
                to: span.to,
            });
        }
    }
    wind
}

/// Gusts wander between 8 and 34 m/s; with trains under way the first hour is calm, so that they can end what they do.
fn series(setting: &Setting, zone: &str, random: &mut Random) -> WindSeriesFile {
    let hours = setting.clock.hours as i32;
    let mut gust = random.within(10, 28);
    let mut gusts = Vec::new();
    for hour in 0..random.within(3, hours) {
        let calm = setting.warm && hour == 0;
        gusts.push(f64::from(if calm { 8 } else { gust }));
        gust = (gust + random.within(-9, 9)).clamp(8, 34);
    }
    WindSeriesFile {
        zone: zone.to_owned(),
        hourly_from: setting.clock.at(0),
        mean_mps: gusts
            .iter()
            .map(|gust| libm::round(gust * 6.5) / 10.0)
            .collect(),
        gust_mps: gusts,
    }
}
