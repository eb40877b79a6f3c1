//! Throats of the border station and of the station between, and what these ask for between trains that meet there.

use super::setting::{BORDER, MID};
use crate::rng::Random;
use regauge_model::filled;
use regauge_model::format::{
    InstanceFile, SectionFile, StationFile, ThroatFile, ThroatMovementFile, ThroughFile,
};

/// Throats in a share of the instances, with minutes that are in the way of some trains.
pub(super) fn add(file: &mut InstanceFile, random: &mut Random) {
    for station in &mut file.system.stations {
        if random.chance(20) {
            station.meeting_minutes = random.figure(1, 9);
        }
        if station.id == MID && random.chance(40) {
            let through = filled!(ThroughFile::new("loops"); group: random.figure(1, station.yards[0].tracks.len() as u32));
            station.through.push(through);
        }
    }
    if !random.chance(45) {
        return;
    }
    let sections = file.system.sections.clone();
    for station in &mut file.system.stations {
        match &*station.id {
            // trains of the two directions do not come at the same time
            MID => {
                let movement = ThroatMovementFile::of_trains(ending(MID, 1435, &sections), vec![]);
                let movement = filled!(movement; minutes: Some(random.figure(2, 8)));
                let throat = ThroatFile::new("mid-arrivals", 1435, vec![movement]);
                station.throats.push(throat);
            }
            BORDER => {
                for gauge_mm in [1520, 1435] {
                    let throat = ladder(station, gauge_mm, &sections, random);
                    station.throats.push(throat);
                }
            }
            _ => {}
        }
    }
}

/// Sections of a gauge that end at a station.
fn ending(station: &str, gauge_mm: u32, sections: &[SectionFile]) -> Vec<String> {
    let is_here = |section: &&SectionFile| {
        section.gauge_mm == gauge_mm && (section.from == station || section.to == station)
    };
    let here = sections.iter().filter(is_here);
    here.map(|section| section.id.clone()).collect()
}

/// Everything of a gauge uses the same switches, shunting for a part of its way or all along.
fn ladder(
    station: &StationFile,
    gauge_mm: u32,
    sections: &[SectionFile],
    random: &mut Random,
) -> ThroatFile {
    let mut movements = Vec::new();
    let trains = ending(BORDER, gauge_mm, sections);
    if !trains.is_empty() {
        let movement = ThroatMovementFile::of_trains(trains.clone(), trains);
        let minutes = Some(random.figure(2, 6));
        movements.push(filled!(movement; minutes));
    }
    for shed in station.sheds.iter().filter(|shed| !shed.modes.is_empty()) {
        let has_gauge = shed.spots[0].gauges_mm.contains(&gauge_mm);
        if !has_gauge || !random.chance(80) {
            continue;
        }
        let whole = random.chance(50);
        movements.push(filled!(
            ThroatMovementFile::default();
            sheds: vec![shed.id.clone()],
            from_minute: if whole { 0 } else { random.figure(0, 2) },
            minutes: (!whole).then(|| random.figure(2, 6)),
        ));
    }
    let stores = station.stores.iter();
    let stores = stores.filter(|store| store.gauge_mm == gauge_mm);
    let stores: Vec<String> = stores.map(|store| store.id.clone()).collect();
    if !stores.is_empty() && random.chance(50) {
        movements.push(filled!(
            ThroatMovementFile::default();
            stores,
            minutes: Some(random.figure(2, 8)),
        ));
    }
    if movements.is_empty() {
        let stores = station.stores.iter();
        let own = stores.filter(|store| store.gauge_mm == gauge_mm);
        movements.push(filled!(
            ThroatMovementFile::default();
            stores: own.map(|store| store.id.clone()).collect(),
        ));
    }
    ThroatFile::new(format!("ladder-{gauge_mm}"), gauge_mm, movements)
}
