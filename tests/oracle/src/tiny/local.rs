//! Trains of a tiny instance that begin or end on a track.

use super::Dice;
use regauge_model::format::{InstanceFile, TrainFile};
use regauge_model::validate::instance_from_file;

/// Now and then a train begins or ends at a station with yards instead of outside. Trains under way stay as they are.
pub(super) fn change(dice: &mut Dice, file: &mut InstanceFile) {
    for index in 0..file.trains.len() {
        let id = &file.trains[index].id;
        let mut states = file.state.iter().flat_map(|state| &state.trains);
        if states.any(|state| state.train == *id) || !dice.chance(30) {
            continue;
        }
        let mut changed = file.clone();
        self::train(dice, &mut changed.trains[index]);
        // Not every way that is cut short is one.
        if instance_from_file(&changed).is_ok() {
            *file = changed;
        }
    }
}

fn train(dice: &mut Dice, train: &mut TrainFile) {
    let here = if dice.chance(50) {
        "junction"
    } else {
        "border"
    };
    match dice.roll(0, 2) {
        0 => train.from = Some(here.to_owned()),
        1 => train.to = Some(here.to_owned()),
        _ => match &mut train.emptied {
            Some(emptied) if emptied.return_to.is_some() => {
                emptied.return_to = Some(here.to_owned());
            }
            _ => {
                train.from = Some("junction".to_owned());
                train.to = Some("border".to_owned());
            }
        },
    }
}
