//! Trains held at stations.

use regauge_model::filled;
use regauge_model::format::{HoldFile, InstanceFile};
use regauge_model::validate::instance_from_file;

/// Holds a class, or one train, for some minutes from the start, in a yard of its gauge now and then; nobody where that contradicts
/// what else is in the file. `draw` gives a figure between two, `most` is the latest minute of a release.
pub fn hold_some(file: &mut InstanceFile, draw: &mut dyn FnMut(u32, u32) -> u32, most: u32) {
    let stations: Vec<usize> = (0..file.system.stations.len())
        .filter(|&index| !file.system.stations[index].yards.is_empty())
        .collect();
    let last = |count: usize| count.saturating_sub(1) as u32;
    if stations.is_empty() || file.trains.is_empty() {
        return;
    }
    let station = &file.system.stations[stations[draw(0, last(stations.len())) as usize]];
    let train = &file.trains[draw(0, last(file.trains.len())) as usize];
    let class = &train.class;
    let mut classes = file.system.classes.iter();
    let gauge = classes.find(|other| other.id == *class);
    let gauge = gauge.map_or(0, |class| class.gauge_mm);
    let yards: Vec<&String> = (station.yards.iter())
        .filter(|yard| yard.gauge_mm == gauge)
        .map(|yard| &yard.id)
        .collect();
    let named = draw(1, 100) <= 50 && !yards.is_empty();
    let yard = named.then(|| yards[draw(0, last(yards.len())) as usize].clone());
    let minutes = |minute: u32| file.horizon.start + chrono::TimeDelta::minutes(i64::from(minute));
    let until = draw(most / 3, most);
    let is_uncertain = draw(1, 100) <= 30;
    let by_class = draw(1, 100) <= 50;
    let (mut trains, mut classes) = (Vec::new(), Vec::new());
    if by_class {
        classes.push(class.clone());
    } else {
        trains.push(train.id.clone());
    }
    let hold = filled!(
        HoldFile::new(station.id.clone(), minutes(until));
        trains,
        classes,
        yard,
        earliest: is_uncertain.then(|| minutes(until / 2)),
        latest: is_uncertain.then(|| minutes(2 * until)),
    );
    file.holds.push(hold);
    if let Err(problems) = instance_from_file(file)
        && problems
            .0
            .iter()
            .any(|problem| problem.path.starts_with("holds"))
    {
        file.holds.pop();
    }
}
