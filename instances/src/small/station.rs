//! The border station: yards, stages, locomotives, stores.

use super::setting::{BORDER, Setting};
use super::sheds;
use crate::blank;
use crate::rng::Random;
use regauge_model::filled;
use regauge_model::format::{
    BeforeFile, LocomotiveFile, StageFile, StationFile, StoreFile, TrackGroupFile, WhenFile,
    WindRuleFile, YardFile,
};

/// Length of the tracks on which every rake fits, in metres.
pub(super) const LONG_TRACK_M: u32 = 100;

/// The border station.
pub(super) fn border(setting: &Setting, random: &mut Random) -> StationFile {
    let mut station = blank::station(BORDER);
    station.zone = Some("z1".to_owned());
    station.track_setting_minutes = random.figure(0, 4);
    station.track_clearing_minutes = random.figure(0, 4);
    station.yards = vec![
        yard("yb", 1520, random),
        yard("ys", 1435, random),
        filled!(
            yard("sidings", 1520, random);
            by_call_only: true,
        ),
    ];
    station.stages = stages(setting, random);
    station.locomotives = [1520, 1435]
        .map(|gauge_mm| {
            filled!(
                LocomotiveFile::new(gauge_mm, if random.chance(65) { 1 } else { 2 });
                light_run_minutes: random.figure(0, 3),
            )
        })
        .to_vec();
    station.stores = vec![store("ss", 1435, random), store("sb", 1520, random)];
    station.shunting_rule = (setting.windy && random.chance(60)).then(|| {
        filled!(
            WindRuleFile::default();
            stop_gust_mps: Some(f64::from(random.figure(17, 24))),
            resume_gust_mps: random.chance(50).then_some(15.0),
            resume_delay_minutes: random.figure(0, 20),
        )
    });
    station.sheds = sheds::sheds(setting, random);
    station
}

/// One to three long tracks, and now and then some short ones.
fn yard(id: &str, gauge_mm: u32, random: &mut Random) -> YardFile {
    let group = |count, length_m| TrackGroupFile { count, length_m };
    let mut tracks = vec![group(random.figure(1, 3), LONG_TRACK_M)];
    if random.chance(35) {
        tracks.push(group(1, 60));
    }
    YardFile::new(id, gauge_mm, tracks)
}

fn store(id: &str, gauge_mm: u32, random: &mut Random) -> StoreFile {
    // Some are empty and some are full at the start.
    let rakes = match random.below(12) {
        0 => 0,
        _ => random.figure(2, 5),
    };
    let room = match random.below(10) {
        0 => 0,
        _ => random.figure(1, 4),
    };
    filled!(
        StoreFile::new(id, gauge_mm, rakes, (rakes + room).max(1));
        moving_minutes: random.figure(4, 15),
    )
}

/// Most of the stages that a station could have.
fn stages(setting: &Setting, random: &mut Random) -> Vec<StageFile> {
    use BeforeFile::{Departure as BeforeDeparture, Placing};
    use WhenFile::{Arrival, Departure};
    let all: [(&str, WhenFile, BeforeFile, &[&str]); 7] = [
        ("inspection", Arrival, Placing, &["cb", "rb", "bb"]),
        ("customs", Arrival, Placing, &["cb", "rb", "cs"]),
        ("waybill", Arrival, BeforeDeparture, &["cb", "rb", "cs"]),
        ("seals", Departure, Placing, &["cs", "cb"]),
        ("brakes-broad", Departure, Placing, &["eb", "bb"]),
        ("brakes-standard", Departure, Placing, &["es", "cs"]),
        ("look", Arrival, Placing, &["es", "eb"]),
    ];
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let mut stages = Vec::new();
    for (id, when, before, classes) in all {
        if random.chance(55) {
            stages.push(filled!(
                StageFile::new(id, when, random.figure(4, 25), owned(classes));
                teams: match random.below(5) {
                    0 => None,
                    1 => Some(2),
                    _ => Some(1),
                },
                before,
                closed: setting.closures(30, random),
            ));
        }
    }
    stages
}
