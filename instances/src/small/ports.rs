//! A second port for a random problem: its border station once more, and trains that may go over either.

use crate::rng::Random;
use regauge_model::filled;
use regauge_model::format::{
    CallFile, EmptiedFile, InstanceFile, SectionFile, StationFile, TrainFile, WayFile,
};
use regauge_model::validate::instance_from_file;

/// Stream of random numbers of second ports, so that all else is the same with and without them.
const STREAM: u64 = 103;

/// What the ids of the second port end in.
const MARK: &str = "-ii";

fn other(id: &str) -> String {
    format!("{id}{MARK}")
}

fn rename(id: &mut String) {
    id.push_str(MARK);
}

/// The problem with a second border station like `border`, further away, to which most trains that come from outside may go as
/// well; the same seed gives the same file.
#[must_use]
pub fn with_second_port(file: &InstanceFile, border: &str, seed: u64) -> InstanceFile {
    let random = &mut Random::new(seed, STREAM);
    let mut file = file.clone();
    let stations = &file.system.stations;
    let Some(station) = stations.iter().find(|station| station.id == border) else {
        return file;
    };
    let station = second(station, random);
    file.system.stations.push(station);
    let sections = file.system.sections.iter();
    let leads = |section: &&SectionFile| section.from == border || section.to == border;
    let sections: Vec<SectionFile> = sections
        .filter(leads)
        .map(|section| section_to(section, border, random))
        .collect();
    file.system.sections.extend(sections);
    let states = file.state.iter().flat_map(|state| &state.trains);
    let under_way: Vec<String> = states.map(|state| state.train.clone()).collect();
    for train in &mut file.trains {
        let comes = train.handling.is_empty() && !under_way.contains(&train.id);
        if comes && random.chance(75) {
            let way = way(train, border, random);
            if let Some(way) = way {
                train.ways.push(way);
            }
        }
    }
    one_way_where_it_must(&mut file);
    file
}

/// Some trains do not come by the border station at all, or would pass a station twice: these have one way.
fn one_way_where_it_must(file: &mut InstanceFile) {
    let Err(problems) = instance_from_file(file) else {
        return;
    };
    for problem in &problems.0 {
        let place = problem.path.strip_prefix("trains[");
        let index = place.and_then(|place| place.split(']').next()?.parse::<usize>().ok());
        if let Some(train) = index.and_then(|index| file.trains.get_mut(index)) {
            train.ways.clear();
            (train.port, train.pins.port) = (None, None);
        }
    }
}

/// A station with other ids, with fewer rakes in its stores now and then.
fn second(station: &StationFile, random: &mut Random) -> StationFile {
    let mut second = station.clone();
    rename(&mut second.id);
    second.throats.clear();
    for through in &mut second.through {
        rename(&mut through.yard);
    }
    second
        .yards
        .iter_mut()
        .for_each(|yard| rename(&mut yard.id));
    for stage in &mut second.stages {
        rename(&mut stage.id);
        if random.chance(30) {
            stage.minutes += random.figure(1, 10);
        }
    }
    for store in &mut second.stores {
        rename(&mut store.id);
        let (rakes, capacity) = (store.rakes.unwrap_or(0), store.capacity.unwrap_or(1));
        let rakes = random.figure(0, rakes.max(1)).min(capacity);
        store.rakes = store.rakes.map(|_| rakes);
    }
    for shed in &mut second.sheds {
        rename(&mut shed.id);
        for spot in &mut shed.spots {
            rename(&mut spot.id);
            spot.behind.iter_mut().for_each(rename);
            spot.closed.clear();
        }
        for crane in &mut shed.cranes {
            rename(&mut crane.id);
            crane.closed.clear();
        }
        for mode in &mut shed.modes {
            mode.spots.iter_mut().for_each(rename);
            let steps = mode.steps.iter_mut();
            steps.flat_map(|step| &mut step.cranes).for_each(rename);
        }
    }
    second
}

/// The section to the second station in place of the first: somewhat longer, and open all the time.
fn section_to(section: &SectionFile, border: &str, random: &mut Random) -> SectionFile {
    let mut second = section.clone();
    rename(&mut second.id);
    for end in [&mut second.from, &mut second.to] {
        if end == border {
            rename(end);
        }
    }
    let more = random.figure(0, 12);
    for minutes in second.run_minutes.values_mut() {
        minutes.down += more;
        minutes.up += more;
    }
    second.possessions.clear();
    second
}

/// The way of a train over the second port, where it has one.
fn way(train: &mut TrainFile, border: &str, random: &mut Random) -> Option<WayFile> {
    let there = |end: &Option<String>| end.as_deref() == Some(border);
    let is_local = train.transship_at.is_empty()
        && train.into_store.is_none()
        && train.from_store.is_none()
        && (there(&train.from) || there(&train.to));
    if is_local {
        return None;
    }
    let calls = train.calls.iter().map(|call| {
        let at_border = call.station == border;
        let station = if at_border {
            other(&call.station)
        } else {
            call.station.clone()
        };
        let yard = call.yard.as_ref();
        filled!(
            CallFile::new(station, call.minutes);
            yard: yard.map(|yard| if at_border { other(yard) } else { yard.clone() }),
        )
    });
    let onward = train.onward.clone().map(|mut onward| {
        onward.from_store = other(&onward.from_store);
        onward
    });
    let emptied = train.emptied.as_ref().map(|emptied| {
        let store = emptied.into_store.as_ref();
        filled!(
            EmptiedFile::new(emptied.class.clone());
            return_to: emptied.return_to.clone(),
            into_store: store.map(|store| other(store)),
        )
    });
    let passes =
        train.transship_at.is_empty() && train.into_store.is_none() && train.from_store.is_none();
    if passes {
        train.port = Some(border.to_owned());
    }
    let end = |end: &Option<String>| there(end).then(|| other(border));
    let way = filled!(
        WayFile::new(other(border));
        from: end(&train.from),
        to: end(&train.to),
        onward,
        emptied,
        into_store: train.into_store.as_deref().map(other),
        from_store: train.from_store.as_deref().map(other),
        calls: calls.collect(),
        notice_minutes: if random.chance(30) { random.figure(1, 60) } else { 0 },
        way_minutes: if random.chance(40) { random.figure(1, 30) } else { 0 },
    );
    if random.chance(8) {
        train.pins.port = Some(if random.chance(50) {
            border.to_owned()
        } else {
            other(border)
        });
    }
    Some(way)
}
