//! Trains that are handled in the spots of a tiny border station, among all the others.

use super::tiny_instance;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use regauge_model::filled;
use regauge_model::format::{ClassFile, HandlingFile, InstanceFile};
use regauge_model::validate::instance_from_file;

/// A tiny instance with one or two handled trains more; `None` when it has no spots (or is refused
/// without them already).
pub fn with_handled(seed: u64) -> Option<InstanceFile> {
    let mut file = tiny_instance(seed);
    instance_from_file(&file).ok()?;
    let mut random = Pcg64Mcg::seed_from_u64(seed);
    let mut roll = |least: u32, most: u32| random.random_range(least..=most);
    let stations = file.system.stations.iter();
    let spots = stations.flat_map(|station| &station.sheds);
    let spots: Vec<(String, u32)> = spots
        .flat_map(|shed| &shed.spots)
        .map(|spot| (spot.id.clone(), spot.gauges_mm[0]))
        .collect();
    let gauge_mm = spots.first()?.1;
    file.system.classes.push(filled!(
        ClassFile::new("handled", gauge_mm);
        weight: Some(f64::from(roll(1, 4)) / 2.0),
        cargo: Some("boxes".to_owned()),
    ));
    file.trains.truncate(2);
    crate::change::forget_trains_left_out(&mut file);
    for number in 0..roll(1, 2) {
        let mut train = file.trains.first()?.clone();
        train.id = format!("H{number}");
        "handled".clone_into(&mut train.class);
        (train.from, train.to) = (None, None);
        (train.length_m, train.wagons, train.parts) = (100, 5, 1);
        (train.onward, train.emptied) = (None, None);
        train.wagons_of.clear();
        (train.into_store, train.from_store) = (None, None);
        train.boxes.clear();
        train.transship_at.clear();
        train.calls.clear();
        train.stage_minutes.clear();
        train.pins = regauge_model::format::PinsFile::default();
        for (spot, _) in &spots {
            let minutes = roll(3, 15);
            if train.handling.is_empty() || roll(1, 2) == 1 {
                train.handling.push(HandlingFile {
                    spot: spot.clone(),
                    minutes,
                });
            }
        }
        file.trains.push(train);
    }
    Some(file)
}
