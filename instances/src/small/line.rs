//! Sections, the stations along them, caps, possessions and paths given away.

use super::setting::{BORDER, EAST, MID, Setting, WEST};
use crate::blank;
use crate::rng::Random;
use regauge_model::filled;
use regauge_model::format::{
    CapDayFile, CapFile, CapSpanFile, DirectionFile, DirectionMinutesFile, ExtraByDirectionFile,
    ExtraMinutesFile, GivenPathFile, PossessionFile, SectionFile, StageFile, StationFile,
    TrackGroupFile, WhenFile, WindRuleFile, YardFile,
};
use std::collections::BTreeMap;

/// The boundary points and the station between.
pub(super) fn stations(setting: &Setting, random: &mut Random) -> Vec<StationFile> {
    let mut stations = vec![blank::station(WEST), blank::station(EAST)];
    if setting.mid {
        let mut mid = blank::station(MID);
        mid.track_setting_minutes = random.figure(0, 4);
        mid.track_clearing_minutes = random.figure(0, 4);
        mid.yards.push(YardFile::new(
            "loops",
            1435,
            // Long rakes always find a track, but sometimes only one.
            if setting.mid_stage || random.chance(60) {
                vec![tracks(random.figure(1, 2), 100)]
            } else {
                vec![tracks(1, 100), tracks(random.figure(1, 2), 65)]
            },
        ));
        if setting.mid_stage {
            mid.stages.push(filled!(
                StageFile::new("crew", WhenFile::Departure, random.figure(4, 15), vec!["cs".to_owned()]);
                teams: Some(1),
            ));
        }
        stations.push(mid);
    }
    stations
}

/// Every section. Direction down runs west.
pub(super) fn sections(setting: &Setting, random: &mut Random) -> Vec<SectionFile> {
    let mut ends = vec![("broad", BORDER, WEST, 1520)];
    if setting.border_standard {
        ends.push(("cross", BORDER, WEST, 1435));
    }
    if setting.mid {
        ends.push(("line-1", EAST, MID, 1435));
        ends.push(("line-2", MID, BORDER, 1435));
    } else {
        ends.push(("line", EAST, BORDER, 1435));
    }
    if random.chance(12) {
        // A second way beside the last section.
        let (_, from, to, gauge) = ends[ends.len() - 1];
        ends.push(("old-line", from, to, gauge));
    }
    let make = |(id, from, to, gauge)| section(setting, (id, from, to), gauge, random);
    ends.into_iter().map(make).collect()
}

fn section(
    setting: &Setting,
    (id, from, to): (&str, &str, &str),
    gauge_mm: u32,
    random: &mut Random,
) -> SectionFile {
    let tracks = if random.chance(65) { 1 } else { 2 };
    let loaded = random.figure(5, 16);
    let minutes = |minutes: u32, random: &mut Random| DirectionMinutesFile {
        down: minutes + random.figure(0, 3),
        up: minutes,
    };
    let classes: &[&str] = if gauge_mm == 1520 {
        &["cb", "rb", "bb", "eb"]
    } else {
        &["cs", "es"]
    };
    let run_minutes: BTreeMap<String, DirectionMinutesFile> = classes
        .iter()
        .map(|&class| {
            let faster = u32::from(class.starts_with('e'));
            (class.to_owned(), minutes(loaded - faster, random))
        })
        .collect();
    let headway = random.figure(2, 14);
    let wind_rule = (setting.windy && random.chance(60)).then(|| wind_rule(random));
    let zone = (wind_rule.is_some()).then(|| (*random.pick(&["z1", "z2"])).to_owned());
    let (start_minutes, stop_minutes) = (each(random.figure(0, 3)), each(random.figure(0, 2)));
    let headway = minutes(headway, random);
    filled!(
        SectionFile::new(id, (from, to), gauge_mm, tracks, headway);
        zone,
        run_minutes,
        start_minutes,
        stop_minutes,
        clearing_minutes: random.figure(0, 4),
        possessions: possessions(setting, tracks, random),
        wind_rule,
        caps: caps(setting, classes, random),
    )
}

/// Other minutes for each direction, where there are any.
fn each(down: u32) -> ExtraMinutesFile {
    ExtraMinutesFile::Each(ExtraByDirectionFile {
        down,
        up: 2 * down % 3,
    })
}

/// Stop, slow, or both.
fn wind_rule(random: &mut Random) -> WindRuleFile {
    let mut rule = WindRuleFile::default();
    let kind = random.below(3);
    if kind != 0 {
        rule.stop_gust_mps = Some(f64::from(random.figure(22, 28)));
        rule.resume_gust_mps = random.chance(50).then_some(20.0);
        rule.resume_delay_minutes = random.figure(0, 25);
    }
    if kind != 1 {
        rule.slow_gust_mps = Some(f64::from(random.figure(15, 21)));
        rule.slow_speed_percent = Some(random.figure(35, 80));
    }
    rule
}

fn possessions(setting: &Setting, tracks: u32, random: &mut Random) -> Vec<PossessionFile> {
    if !random.chance(40) {
        return Vec::new();
    }
    let span = setting.closure(random);
    let track = (tracks == 2 && random.chance(80)).then(|| direction(random));
    vec![filled!(
        PossessionFile::new(span.from, span.to);
        track,
        single_track_working: track.is_some() && random.chance(70),
    )]
}

pub(super) fn direction(random: &mut Random) -> DirectionFile {
    *random.pick(&[DirectionFile::Down, DirectionFile::Up])
}

/// Few trains per railway day, sometimes others on the day after the next turn.
fn caps(setting: &Setting, classes: &[&str], random: &mut Random) -> Vec<CapFile> {
    if !random.chance(35) {
        return Vec::new();
    }
    let counted = if random.chance(50) {
        Vec::new()
    } else {
        vec![classes[0].to_owned(), classes[1].to_owned()]
    };
    let turn = setting.day_start + 1440;
    let days = if turn < setting.clock.end && random.chance(50) {
        vec![CapDayFile {
            day: setting.clock.at(turn),
            count: random.figure(0, 3),
        }]
    } else {
        Vec::new()
    };
    vec![filled!(
        CapFile::new(direction(random), random.figure(1, 3));
        classes: counted,
        days,
    )]
}

/// Some caps count per hour, in a span, or from a minute on.
pub(super) fn date_caps(setting: &Setting, sections: &mut [SectionFile], random: &mut Random) {
    for cap in sections.iter_mut().flat_map(|section| &mut section.caps) {
        if random.chance(40) {
            cap.per_hour = Some(random.figure(1, 2));
        }
        if random.chance(30) {
            let from = random.within(0, 120);
            let (from, to) = (from, from + random.within(60, 180));
            cap.spans.push(CapSpanFile {
                from: setting.clock.at(from),
                to: setting.clock.at(to),
                count: random.figure(0, 2),
            });
        }
        if random.chance(25) {
            cap.from = Some(setting.clock.at(random.within(0, 180)));
        }
        if random.chance(25) {
            cap.to = Some(setting.clock.at(random.within(200, 400)));
        }
    }
}

/// One path given away on some sections.
pub(super) fn given_paths(
    setting: &Setting,
    sections: &[SectionFile],
    random: &mut Random,
) -> Vec<GivenPathFile> {
    let mut paths = Vec::new();
    for section in sections {
        if !random.chance(30) {
            continue;
        }
        let enter = random.within(30, 200);
        let minutes = random.within(5, 20);
        paths.push(GivenPathFile {
            train: format!("K{}", 900 + paths.len()),
            section: section.id.clone(),
            direction: direction(random),
            enter: setting.clock.at(enter),
            exit: setting.clock.at(enter + minutes),
        });
    }
    paths
}

fn tracks(count: u32, length_m: u32) -> TrackGroupFile {
    TrackGroupFile { count, length_m }
}
