//! Things with nothing but their names, to be filled in.

use regauge_model::format::{DateTimeFile, PinsFile, StationFile, TrainFile};
use std::collections::BTreeMap;

/// A boundary point.
pub(crate) fn station(id: &str) -> StationFile {
    StationFile {
        id: id.to_owned(),
        name: None,
        timezone: None,
        zone: None,
        yards: Vec::new(),
        track_setting_minutes: 3,
        track_clearing_minutes: 3,
        stages: Vec::new(),
        locomotives: Vec::new(),
        stores: Vec::new(),
        shunting_rule: None,
        sheds: Vec::new(),
    }
}

/// A train on its way from one station to another.
pub(crate) fn train(
    id: String,
    class: &str,
    (from, to): (&str, &str),
    earliest_entry: DateTimeFile,
) -> TrainFile {
    TrainFile {
        id,
        class: class.to_owned(),
        from: Some(from.to_owned()),
        to: Some(to.to_owned()),
        earliest_entry,
        due_exit: None,
        length_m: 0,
        wagons: 0,
        boxes: Vec::new(),
        transship_at: Vec::new(),
        onward: None,
        emptied: None,
        parts: 1,
        into_store: None,
        from_store: None,
        handling: Vec::new(),
        calls: Vec::new(),
        stage_minutes: BTreeMap::new(),
        pins: PinsFile::default(),
    }
}
