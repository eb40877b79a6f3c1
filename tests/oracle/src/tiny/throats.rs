//! Throats of the stations of a tiny instance, and what these ask for between trains that meet there.

use super::{BROAD, Dice, STANDARD};
use regauge_model::filled;
use regauge_model::format::{
    InstanceFile, SectionFile, StationFile, ThroatFile, ThroatMovementFile, ThroughFile,
};

/// Now and then a throat or two at stations with yards.
pub(super) fn add(dice: &mut Dice, file: &mut InstanceFile) {
    for station in &mut file.system.stations {
        if dice.chance(20) {
            station.meeting_minutes = dice.roll(1, 4);
        }
        if !station.yards.is_empty() && dice.chance(35) {
            let yards = station.yards.iter();
            let through = yards.map(|yard| {
                let group = dice.roll(1, yard.tracks.len() as u32);
                filled!(ThroughFile::new(&yard.id); group)
            });
            station.through = through.collect();
        }
    }
    if !dice.chance(40) {
        return;
    }
    let sections = file.system.sections.clone();
    for station in &mut file.system.stations {
        if station.yards.is_empty() {
            continue;
        }
        for gauge_mm in [BROAD, STANDARD] {
            if dice.chance(70) {
                station
                    .throats
                    .extend(throat(dice, station, gauge_mm, &sections));
            }
        }
    }
}

fn throat(
    dice: &mut Dice,
    station: &StationFile,
    gauge_mm: u32,
    sections: &[SectionFile],
) -> Option<ThroatFile> {
    let here = sections.iter().filter(|section| {
        section.gauge_mm == gauge_mm && [&section.from, &section.to].contains(&&station.id)
    });
    let some = |dice: &mut Dice| -> Vec<String> {
        let named = here.clone().filter(|_| dice.chance(70));
        named.map(|section| section.id.clone()).collect()
    };
    let mut movements = Vec::new();
    let (arrivals, departures) = (some(dice), some(dice));
    if !arrivals.is_empty() || !departures.is_empty() {
        movements.push(filled!(
            ThroatMovementFile::of_trains(arrivals, departures);
            minutes: Some(dice.roll(1, 4)),
        ));
    }
    let sheds = station.sheds.iter();
    let spots = sheds.flat_map(|shed| &shed.spots);
    let spots: Vec<String> = spots.map(|spot| spot.id.clone()).collect();
    if !spots.is_empty() && dice.chance(70) {
        // in one case the whole movement, in others a minute of it
        movements.push(filled!(
            ThroatMovementFile::default();
            spots,
            minutes: dice.chance(50).then_some(1),
        ));
    }
    let stores = station.stores.iter();
    let stores = stores.filter(|store| store.gauge_mm == gauge_mm);
    let stores: Vec<String> = stores.map(|store| store.id.clone()).collect();
    if !stores.is_empty() && dice.chance(50) {
        movements.push(filled!(
            ThroatMovementFile::default();
            stores,
        ));
    }
    let id = format!("{}-{gauge_mm}", station.id);
    (!movements.is_empty()).then(|| ThroatFile::new(id, gauge_mm, movements))
}
