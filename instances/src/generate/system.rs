//! Classes, zones, line and stations.

use super::station;
use super::station::{BROAD_MM, STANDARD_MM};
use crate::blank;
use crate::clock::Clock;
use crate::config::{
    GeneratorConfig, LineConfig, PassengerConfig, PointConfig, SectionConfig, WayStationConfig,
};
use regauge_model::filled;
use regauge_model::format::{
    CapDayFile, CapFile, DirectionFile, DirectionMinutesFile, GivenPathFile, PossessionFile,
    SectionFile, StationFile, SystemFile, TrackGroupFile, YardFile, ZoneFile,
};
use std::collections::BTreeMap;

/// The border section of inbound trains.
pub(super) const BORDER_BROAD: &str = "border-broad";

/// The whole system.
pub(super) fn system(config: &GeneratorConfig, clock: &Clock) -> SystemFile {
    let place = &config.place;
    let zones = place.zones.iter().map(|zone| {
        filled!(
            ZoneFile::new(zone.id.clone());
            name: Some(zone.name.clone()),
        )
    });
    let mut stations = vec![
        boundary(&place.abroad),
        station::border_station(config, clock),
    ];
    stations.extend(place.way_stations.iter().map(way_station));
    stations.push(boundary(&place.line_end));
    stations.extend(place.branch_ends.iter().map(boundary));
    filled!(
        SystemFile::new(place.classes.clone(), stations);
        zones: zones.collect(),
        sections: config
            .line
            .sections
            .iter()
            .map(|section| section_file(section, config, clock))
            .collect(),
        given_paths: config
            .line
            .passengers
            .iter()
            .flat_map(|train| passenger(train, &config.line, clock))
            .collect(),
    )
}

/// A boundary point.
fn boundary(point: &PointConfig) -> StationFile {
    filled!(
        blank::station(&point.id);
        name: Some(point.name.clone()),
        timezone: point.timezone.clone(),
        zone: point.zone.clone(),
    )
}

/// Id of the yard that is the loops of a station on the line.
pub(super) fn loops(station: &str) -> String {
    format!("{station}-loops")
}

/// A station on the line with its loops.
fn way_station(station: &WayStationConfig) -> StationFile {
    let tracks = TrackGroupFile {
        count: station.loops,
        length_m: station.length_m,
    };
    let mut yard = YardFile::new(loops(&station.id), STANDARD_MM, vec![tracks]);
    yard.name.clone_from(&station.loops_name);
    filled!(
        blank::station(&station.id);
        name: Some(station.name.clone()),
        yards: vec![yard],
        zone: station.zone.clone(),
    )
}

/// One section with its possessions and caps.
fn section_file(section: &SectionConfig, config: &GeneratorConfig, clock: &Clock) -> SectionFile {
    let line = &config.line;
    let both = |minutes| DirectionMinutesFile {
        down: minutes,
        up: minutes,
    };
    let run_minutes: BTreeMap<String, DirectionMinutesFile> = (config.place.classes.iter())
        .filter(|class| class.gauge_mm == section.gauge_mm)
        .map(|class| {
            let minutes = if class.cargo.is_some() {
                section.loaded_minutes
            } else {
                section.empty_minutes
            };
            (class.id.clone(), both(minutes))
        })
        .collect();
    let possessions = line
        .possessions
        .iter()
        .filter(|possession| possession.section == section.id)
        .flat_map(|possession| {
            let spans = clock.daily(possession.daily);
            spans.into_iter().map(|span| {
                filled!(
                    PossessionFile::new(span.from, span.to);
                    track: possession.track,
                    single_track_working: possession.single_track_working,
                )
            })
        });
    filled!(
        SectionFile::new(
            &section.id,
            (&section.from, &section.to),
            section.gauge_mm,
            section.tracks,
            both(section.headway_minutes),
        );
        name: Some(section.name.clone()),
        length_km: Some(section.length_km),
        zone: Some(section.zone.clone()),
        run_minutes,
        start_minutes: section.start_minutes.into(),
        stop_minutes: section.stop_minutes.into(),
        clearing_minutes: section.clearing_minutes,
        possessions: possessions.collect(),
        wind_rule: Some(line.wind_rule.clone()),
        caps: caps(section, config, clock),
    )
}

/// The cap of loaded trains in, on the broad border section.
fn caps(section: &SectionConfig, config: &GeneratorConfig, clock: &Clock) -> Vec<CapFile> {
    let (line, classes) = (&config.line, &config.place.classes);
    if section.id != BORDER_BROAD {
        return Vec::new();
    }
    let loaded = classes
        .iter()
        .filter(|class| class.gauge_mm == BROAD_MM && class.cargo.is_some());
    let all = filled!(
        CapFile::new(DirectionFile::Up, line.loaded_in_per_day);
        classes: loaded.map(|class| class.id.clone()).collect(),
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
    );
    let of_classes = line.class_caps.iter().map(|cap| {
        filled!(
            CapFile::new(DirectionFile::Up, cap.per_day);
            classes: cap.classes.clone(),
        )
    });
    std::iter::once(all).chain(of_classes).collect()
}

/// The paths of a passenger train on every day.
fn passenger(train: &PassengerConfig, line: &LineConfig, clock: &Clock) -> Vec<GivenPathFile> {
    let mut sections = line.main();
    let is_down = train.direction == DirectionFile::Down;
    if !is_down {
        sections.reverse();
    }
    let mut paths = Vec::new();
    for day in clock.days() {
        let mut at = day + train.enters as i32;
        for section in &sections {
            let end = if is_down { &section.to } else { &section.from };
            let stands = (train.stops.as_ref()).is_none_or(|stops| stops.contains(end));
            let stop_minutes = if stands { train.stop_minutes as i32 } else { 0 };
            let exit = at + section.empty_minutes as i32 + stop_minutes;
            if exit <= clock.end {
                paths.push(GivenPathFile {
                    train: train.train.clone(),
                    section: section.id.clone(),
                    direction: train.direction,
                    enter: clock.at(at),
                    exit: clock.at(exit),
                });
            }
            at = exit + stop_minutes;
        }
    }
    paths
}
