//! Classes, zones, line and stations.

use super::station;
use crate::blank;
use crate::clock::Clock;
use crate::config::{GeneratorConfig, LineConfig, PassengerConfig, SectionConfig};
use regauge_model::format::{
    CapDayFile, CapFile, ClassFile, DirectionFile, DirectionMinutesFile, GivenPathFile,
    PossessionFile, SectionFile, StationFile, SystemFile, TrackGroupFile, YardFile, ZoneFile,
};
use std::collections::BTreeMap;

/// Broad gauge in millimetres.
pub(super) const BROAD_MM: u32 = 1520;
/// Standard gauge in millimetres.
pub(super) const STANDARD_MM: u32 = 1435;
/// The border section of inbound trains.
pub(super) const BORDER_BROAD: &str = "border-broad";

/// Classes: id, name, gauge, weight, cargo.
const CLASSES: [(&str, &str, u32, f64, Option<&str>); 9] = [
    (
        "container-broad-timetabled",
        "全程时刻表班列（宽轨）",
        BROAD_MM,
        4.0,
        Some("container"),
    ),
    (
        "container-broad",
        "中欧班列（宽轨）",
        BROAD_MM,
        2.0,
        Some("container"),
    ),
    (
        "container-broad-ca",
        "中亚班列（宽轨）",
        BROAD_MM,
        1.0,
        Some("container"),
    ),
    (
        "bulk-broad",
        "散货列车（宽轨）",
        BROAD_MM,
        0.5,
        Some("bulk"),
    ),
    ("empty-broad", "空车底（宽轨）", BROAD_MM, 0.25, None),
    (
        "container-standard-timetabled",
        "全程时刻表班列（准轨）",
        STANDARD_MM,
        4.0,
        Some("container"),
    ),
    (
        "container-standard",
        "中欧班列（准轨）",
        STANDARD_MM,
        2.0,
        Some("container"),
    ),
    (
        "container-standard-ca",
        "中亚班列（准轨）",
        STANDARD_MM,
        1.0,
        Some("container"),
    ),
    ("empty-standard", "空车底（准轨）", STANDARD_MM, 0.25, None),
];

/// The whole system.
pub(super) fn system(config: &GeneratorConfig, clock: &Clock) -> SystemFile {
    let classes = CLASSES
        .iter()
        .map(|&(id, name, gauge_mm, weight, cargo)| ClassFile {
            id: id.to_owned(),
            name: Some(name.to_owned()),
            gauge_mm,
            weight,
            cargo: cargo.map(str::to_owned),
        });
    let zones = [("pass", "阿拉山口"), ("valley", "博尔塔拉谷地")];
    SystemFile {
        classes: classes.collect(),
        zones: zones
            .into_iter()
            .map(|(id, name)| ZoneFile {
                id: id.to_owned(),
                name: Some(name.to_owned()),
            })
            .collect(),
        stations: vec![
            boundary("dostyk", "多斯特克", Some("Asia/Almaty")),
            station::border_station(config, clock),
            way_station("bole-east", "博乐东", 4),
            way_station("mogutan", "蘑菇滩", 3),
            boundary("jinghe", "精河", None),
        ],
        sections: config
            .line
            .sections
            .iter()
            .map(|section| section_file(section, &config.line, clock))
            .collect(),
        given_paths: config
            .line
            .passengers
            .iter()
            .flat_map(|train| passenger(train, &config.line, clock))
            .collect(),
    }
}

/// A boundary point.
fn boundary(id: &str, name: &str, timezone: Option<&str>) -> StationFile {
    StationFile {
        name: Some(name.to_owned()),
        timezone: timezone.map(str::to_owned),
        ..blank::station(id)
    }
}

/// A station on the line with a few standard-gauge tracks.
fn way_station(id: &str, name: &str, tracks: u32) -> StationFile {
    StationFile {
        yards: vec![YardFile {
            id: format!("{id}-loops"),
            name: None,
            gauge_mm: STANDARD_MM,
            tracks: vec![TrackGroupFile {
                count: tracks,
                length_m: 850,
            }],
            by_call_only: false,
        }],
        zone: Some("valley".to_owned()),
        ..boundary(id, name, None)
    }
}

/// One section with its possessions and caps.
fn section_file(section: &SectionConfig, line: &LineConfig, clock: &Clock) -> SectionFile {
    let both = |minutes| DirectionMinutesFile {
        down: minutes,
        up: minutes,
    };
    let run_minutes: BTreeMap<String, DirectionMinutesFile> = CLASSES
        .iter()
        .filter(|class| class.2 == section.gauge_mm)
        .map(|&(id, _, _, _, cargo)| {
            let minutes = if cargo.is_some() {
                section.loaded_minutes
            } else {
                section.empty_minutes
            };
            (id.to_owned(), both(minutes))
        })
        .collect();
    let possessions = line
        .possessions
        .iter()
        .filter(|possession| possession.section == section.id)
        .flat_map(|possession| {
            let spans = clock.daily(possession.daily);
            spans.into_iter().map(|span| PossessionFile {
                track: possession.track,
                from: span.from,
                to: span.to,
                single_track_working: possession.single_track_working,
            })
        });
    SectionFile {
        id: section.id.clone(),
        name: Some(section.name.clone()),
        from: section.from.clone(),
        to: section.to.clone(),
        gauge_mm: section.gauge_mm,
        tracks: section.tracks,
        length_km: Some(section.length_km),
        zone: Some(section.zone.clone()),
        run_minutes,
        start_minutes: section.start_minutes,
        stop_minutes: section.stop_minutes,
        headway_minutes: both(section.headway_minutes),
        clearing_minutes: section.clearing_minutes,
        possessions: possessions.collect(),
        wind_rule: Some(line.wind_rule.clone()),
        caps: caps(section, line, clock),
    }
}

/// The cap of loaded trains in, on the broad border section.
fn caps(section: &SectionConfig, line: &LineConfig, clock: &Clock) -> Vec<CapFile> {
    if section.id != BORDER_BROAD {
        return Vec::new();
    }
    let loaded = CLASSES.iter().filter(|c| c.2 == BROAD_MM && c.4.is_some());
    vec![CapFile {
        direction: DirectionFile::Up,
        classes: loaded.map(|class| class.0.to_owned()).collect(),
        per_day: line.loaded_in_per_day,
        days: line
            .loaded_in_days
            .iter()
            .map(|&[day, count]| (day as i32 * crate::clock::DAY, count))
            .filter(|&(begins, _)| begins < clock.end)
            .map(|(begins, count)| CapDayFile {
                day: clock.at(begins),
                count,
            })
            .collect(),
    }]
}

/// The paths of a passenger train on every day.
fn passenger(train: &PassengerConfig, line: &LineConfig, clock: &Clock) -> Vec<GivenPathFile> {
    let mut sections: Vec<&SectionConfig> = line
        .sections
        .iter()
        .filter(|section| section.gauge_mm == STANDARD_MM && section.tracks == 2)
        .collect();
    if train.direction == DirectionFile::Up {
        sections.reverse();
    }
    let mut paths = Vec::new();
    for day in clock.days() {
        let mut at = day + train.enters as i32;
        for section in &sections {
            let exit = at + section.empty_minutes as i32 + train.stop_minutes as i32;
            if exit <= clock.end {
                paths.push(GivenPathFile {
                    train: train.train.clone(),
                    section: section.id.clone(),
                    direction: train.direction,
                    enter: clock.at(at),
                    exit: clock.at(exit),
                });
            }
            at = exit + train.stop_minutes as i32;
        }
    }
    paths
}
