//! Trains that are handled in the spots of the border station, beside those that are transshipped there.

use super::setting::Setting;
use crate::blank;
use crate::rng::Random;
use regauge_model::filled;
use regauge_model::format::{ClassFile, HandlingFile, PinsFile, StationFile, TrainFile};

/// Classes of such trains; no stage applies to them.
const CLASSES: [(&str, u32); 2] = [("hb", 1520), ("hs", 1435)];

/// One to three trains in a share of the instances, with their classes.
pub(super) fn handled(
    setting: &Setting,
    station: &StationFile,
    random: &mut Random,
) -> (Vec<ClassFile>, Vec<TrainFile>) {
    if !random.chance(25) {
        return (Vec::new(), Vec::new());
    }
    let weight = f64::from(random.figure(1, 6)) / 2.0;
    let classes = CLASSES.map(|(id, gauge_mm)| {
        filled!(
            ClassFile::new(id, gauge_mm);
            weight: Some(weight),
            cargo: Some("container".to_owned()),
        )
    });
    let n_trains = random.figure(1, 3);
    let trains = (1..=n_trains).map(|number| train(setting, station, number, random));
    (classes.to_vec(), trains.collect())
}

fn train(setting: &Setting, station: &StationFile, number: u32, random: &mut Random) -> TrainFile {
    let entry = random.within(-20, 130);
    let clock = &setting.clock;
    let (class, _) = *random.pick(&CLASSES);
    let mut train = blank::train(format!("H{number}"), class, ("", ""), clock.at(entry));
    (train.from, train.to) = (None, None);
    train.wagons = random.figure(2, 4);
    train.length_m = random.figure(20, 50);
    let spots = station.sheds.iter().flat_map(|shed| &shed.spots);
    let own = random.below(4) as usize;
    for (index, spot) in spots.enumerate() {
        if index == 0 || index == own || random.chance(60) {
            train.handling.push(HandlingFile {
                spot: spot.id.clone(),
                minutes: random.figure(5, 90),
            });
        }
    }
    if random.chance(50) {
        let after = random.within(20, 150);
        let due = entry + if after < 30 { -after } else { after };
        train.due_exit = Some(clock.at(due));
    }
    train.pins = pins(setting, &train, entry, random);
    train
}

fn pins(setting: &Setting, train: &TrainFile, entry: i32, random: &mut Random) -> PinsFile {
    let mut pins = PinsFile::default();
    let from = entry.max(0) + random.within(0, 60);
    let to = from + random.within(20, 120);
    match random.below(12) {
        0 => pins.spot = Some(random.pick(&train.handling).spot.clone()),
        1 => pins.entry = Some(setting.clock.span(from, to)),
        2 => pins.exit = Some(setting.clock.span(from + 20, to + 20)),
        _ => {}
    }
    pins
}
