//! Changes of an instance file whose effect on plans is known beforehand, for metamorphic tests.

use chrono::{DateTime, FixedOffset, TimeDelta};
use regauge_model::format::InstanceFile;
use serde_json::Value;

/// The file with every time so many minutes later, the start of the railway day included: the same problem on another
/// day or clock.
pub fn shifted(file: &InstanceFile, minutes: i64) -> InstanceFile {
    let mut value = serde_json::to_value(file).expect("a file is JSON");
    shift(&mut value, minutes);
    let day = &file.horizon.railway_day_start;
    let (hours, rest) = day.split_once(':').expect("a time of day");
    let of_day: i64 = [(hours, 60), (rest, 1)]
        .iter()
        .map(|(text, unit)| text.parse::<i64>().expect("a number") * unit)
        .sum();
    let of_day = (of_day + minutes).rem_euclid(24 * 60);
    let mut file: InstanceFile = serde_json::from_value(value).expect("the shape is unchanged");
    file.horizon.railway_day_start = format!("{:02}:{:02}", of_day / 60, of_day % 60);
    file
}

fn shift(value: &mut Value, minutes: i64) {
    match value {
        Value::String(text) => {
            let time: Result<DateTime<FixedOffset>, _> = text.parse();
            if let (true, Ok(time)) = (text.contains('T'), time) {
                *text = (time + TimeDelta::minutes(minutes)).to_rfc3339();
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|value| shift(value, minutes)),
        Value::Object(map) => map.values_mut().for_each(|value| shift(value, minutes)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The file with its trains in the opposite order.
pub fn reversed(file: &InstanceFile) -> InstanceFile {
    let mut file = file.clone();
    file.trains.reverse();
    file
}

/// Leaves out states and holds of trains that are not in the file any more.
pub fn forget_trains_left_out(file: &mut InstanceFile) {
    let trains = &file.trains;
    let is_left = |id: &str| trains.iter().any(|train| train.id == id);
    if let Some(state) = &mut file.state {
        state.trains.retain(|state| is_left(&state.train));
    }
    for hold in &mut file.holds {
        hold.trains.retain(|train| is_left(train));
    }
    file.holds
        .retain(|hold| !(hold.trains.is_empty() && hold.classes.is_empty()));
    file.forget_orders_of_others();
}

/// The file with `prefix` before every train number; their alphabetical order stays.
pub fn renamed(file: &InstanceFile, prefix: &str) -> InstanceFile {
    let mut file = file.clone();
    for train in &mut file.trains {
        train.id.insert_str(0, prefix);
    }
    for state in file.state.iter_mut().flat_map(|state| &mut state.trains) {
        state.train.insert_str(0, prefix);
    }
    for name in file.holds.iter_mut().flat_map(|hold| &mut hold.trains) {
        name.insert_str(0, prefix);
    }
    file
}

/// The file with one thing less in the way or one more of something, in every way known here, each with what was
/// changed. None of them makes the cheapest journey of a train alone more expensive.
pub fn loosened(file: &InstanceFile) -> Vec<(&'static str, InstanceFile)> {
    type Change = fn(&mut InstanceFile);
    let changes: [(&str, Change); 18] = [
        ("no possessions", |file| {
            for section in &mut file.system.sections {
                section.possessions.clear();
            }
        }),
        ("no caps", |file| {
            for section in &mut file.system.sections {
                section.caps.clear();
            }
            if let Some(state) = &mut file.state {
                state.caps_used.clear();
            }
        }),
        ("no holds", |file| file.holds.clear()),
        ("no paths given away", |file| {
            file.system.given_paths.clear();
        }),
        ("no wind", |file| file.wind = None),
        ("no ordered closures", |file| {
            if let Some(wind) = &mut file.wind {
                wind.closures.clear();
            }
        }),
        ("stages always open", |file| {
            for station in &mut file.system.stations {
                station
                    .stages
                    .iter_mut()
                    .for_each(|stage| stage.closed.clear());
            }
        }),
        ("spots and cranes always open", |file| {
            for station in &mut file.system.stations {
                for shed in &mut station.sheds {
                    shed.spots.iter_mut().for_each(|spot| spot.closed.clear());
                    shed.cranes
                        .iter_mut()
                        .for_each(|crane| crane.closed.clear());
                }
            }
        }),
        ("one more track per yard", |file| {
            for station in &mut file.system.stations {
                for yard in &mut station.yards {
                    yard.tracks
                        .iter_mut()
                        .next_back()
                        .into_iter()
                        .for_each(|group| group.count += 1);
                }
            }
        }),
        ("one more team per stage", |file| {
            for station in &mut file.system.stations {
                for stage in &mut station.stages {
                    stage.teams.iter_mut().for_each(|teams| *teams += 1);
                }
            }
        }),
        ("one more locomotive per pool", |file| {
            for station in &mut file.system.stations {
                station
                    .locomotives
                    .iter_mut()
                    .for_each(|pool| pool.count += 1);
            }
        }),
        ("locomotives need no light run", |file| {
            for station in &mut file.system.stations {
                station
                    .locomotives
                    .iter_mut()
                    .for_each(|pool| pool.light_run_minutes = 0);
            }
        }),
        ("one more rake and room for it", |file| {
            for station in &mut file.system.stations {
                for store in &mut station.stores {
                    store.rakes = store.rakes.map(|rakes| rakes + 1);
                    store.capacity = store.capacity.map(|rakes| rakes + 1);
                }
            }
        }),
        ("ten more wagons of each kind and room for them", |file| {
            for station in &mut file.system.stations {
                for store in &mut station.stores {
                    let mut metres = 0.0;
                    for wagons in &mut store.wagons {
                        wagons.count += 10;
                        metres += 10.0 * wagons.length_m;
                    }
                    let more = metres.ceil() as u32;
                    store.capacity_m = store.capacity_m.map(|metres| metres + more);
                }
            }
        }),
        ("rakes are made up and wagons inspected at once", |file| {
            for station in &mut file.system.stations {
                for store in &mut station.stores {
                    (store.making_up_minutes, store.inspection_minutes) = (0, 0);
                    for wagons in &mut store.wagons {
                        wagons.count += wagons.inspecting.iter().map(|one| one.count).sum::<u32>();
                        wagons.inspecting.clear();
                    }
                }
            }
        }),
        ("room for one more rake", |file| {
            for station in &mut file.system.stations {
                station
                    .stores
                    .iter_mut()
                    .for_each(|store| store.capacity = store.capacity.map(|rakes| rakes + 1));
            }
        }),
        ("no pins", |file| {
            for train in &mut file.trains {
                train.pins = regauge_model::format::PinsFile::default();
            }
        }),
        ("one more shed", |file| {
            file.system.stations.iter_mut().for_each(add_shed);
        }),
    ];
    let apply = |(what, change): (&'static str, Change)| {
        let mut file = file.clone();
        change(&mut file);
        (what, file)
    };
    changes.into_iter().map(apply).collect()
}

/// Puts a second first shed beside the first.
fn add_shed(station: &mut regauge_model::format::StationFile) {
    let Some(mut shed) = station.sheds.first().cloned() else {
        return;
    };
    let rename = |id: &mut String| id.insert_str(0, "more-");
    rename(&mut shed.id);
    for spot in &mut shed.spots {
        rename(&mut spot.id);
        spot.behind.iter_mut().for_each(rename);
    }
    shed.cranes
        .iter_mut()
        .for_each(|crane| rename(&mut crane.id));
    for mode in &mut shed.modes {
        mode.spots.iter_mut().for_each(rename);
        let cranes = mode.steps.iter_mut().flat_map(|step| &mut step.cranes);
        cranes.for_each(rename);
    }
    station.sheds.push(shed);
}
