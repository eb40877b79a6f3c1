//! What was published of the trains of a random problem: of most something, of some what the plan may well do, of others what it cannot.

use crate::rng::Random;
use chrono::TimeDelta;
use regauge_model::filled;
use regauge_model::format::{
    ChangesFile, InstanceFile, OrderFile, OrderedFile, PublishedFile, RakeFile, ShedFile,
};

/// Stream of random numbers of what was published, so that all else is the same with and without it.
const STREAM: u64 = 107;

/// The problem with something published of most trains; the same seed gives the same file.
#[must_use]
pub fn with_published(file: &InstanceFile, seed: u64) -> InstanceFile {
    let random = &mut Random::new(seed, STREAM);
    let mut file = file.clone();
    let stations = &file.system.stations;
    let sheds: Vec<(String, ShedFile)> = stations
        .iter()
        .flat_map(|station| {
            station
                .sheds
                .iter()
                .map(|shed| (station.id.clone(), shed.clone()))
        })
        .filter(|(_, shed)| !shed.modes.is_empty())
        .collect();
    for train in &mut file.trains {
        if !random.chance(75) {
            continue;
        }
        let mut published = PublishedFile::default();
        if random.chance(70) {
            let later = random.figure(20, 200);
            published.exit = Some(train.earliest_entry + TimeDelta::minutes(i64::from(later)));
        }
        let here = |at: &String| train.transship_at.contains(at);
        let own: Vec<&ShedFile> = sheds
            .iter()
            .filter(|(at, _)| here(at))
            .map(|(_, shed)| shed)
            .collect();
        if !own.is_empty() && random.chance(70) {
            let shed = random.pick(&own);
            published.spot = Some(random.pick(&shed.spots).id.clone());
            if random.chance(60) {
                published.mode = Some(random.pick(&shed.modes).id.clone());
            }
        }
        if !train.ways.is_empty() && random.chance(60) {
            let mut ports: Vec<String> = train.ways.iter().map(|way| way.port.clone()).collect();
            ports.extend(train.transship_at.first().cloned());
            published.port = Some(random.pick(&ports).clone());
        }
        train.published = published;
    }
    file.objective.changes = filled!(
        ChangesFile::default();
        port: random.figure(0, 90),
        shed: random.figure(0, 60),
        spot: random.figure(0, 25),
        mode: random.figure(0, 25),
        ten_minutes: random.figure(0, 20),
        tolerance_minutes: random.figure(0, 15),
        order: random.figure(0, 40),
    );
    file
}

/// The problem with orders on some of its sections and in some of its spots, pinned ones among them; the same seed gives the same file.
#[must_use]
pub fn with_orders(file: &InstanceFile, seed: u64) -> InstanceFile {
    let random = &mut Random::new(seed, STREAM + 1);
    let mut file = file.clone();
    // no two orders contradict each other: trains stand in one row
    let mut row: Vec<(String, bool)> = file
        .trains
        .iter()
        .map(|train| (train.id.clone(), train.onward.is_some()))
        .collect();
    for last in (1..row.len()).rev() {
        row.swap(last, random.figure(0, last as u32) as usize);
    }
    let sections = file.system.sections.iter().map(|one| (&one.id, true));
    let sheds = file.system.stations.iter().flat_map(|one| &one.sheds);
    let spots = sheds.flat_map(|shed| &shed.spots);
    let places = sections.chain(spots.map(|spot| (&spot.id, false)));
    for (name, is_section) in places {
        let mut order = OrderFile::default();
        if is_section {
            order.section = Some(name.clone());
        } else {
            order.spot = Some(name.clone());
        }
        order.pinned = random.chance(20);
        for (train, has_onward) in &row {
            let onward = is_section && *has_onward && random.chance(50);
            if random.chance(80) {
                order.trains.push(OrderedFile {
                    train: train.clone(),
                    rake: if onward {
                        RakeFile::Onward
                    } else {
                        RakeFile::Arriving
                    },
                });
            }
        }
        if order.trains.len() > 1 && random.chance(70) {
            file.orders.push(order);
        }
    }
    file
}
