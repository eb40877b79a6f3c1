//! What a plan publishes of the trains that are left.

use regauge_model::format::{InstanceFile, PublishedFile};
use regauge_model::ids::TrainId;
use regauge_model::{Instance, Minute, Plan};
use std::collections::{BTreeMap, BTreeSet};

/// Writes into the file of what is left at `now` what the plan of the old instance says of its trains: port, spot, mode and exit. Of a train
/// whose crane work has begun by then the place is history, unless it is interrupted: then mode and spot are those of the work. What the plan does not have
/// (new trains, postponed ones) is published nowhere.
/// Complexity: linear in the events.
pub fn publish(file: &mut InstanceFile, old: &Instance, plan: &Plan, now: Minute) {
    let decided = plan.decided(old);
    let trains = decided.trains().iter().enumerate();
    let by_name: BTreeMap<&str, usize> =
        trains.map(|(index, train)| (&*train.name, index)).collect();
    let states = file.state.iter().flat_map(|state| &state.trains);
    let interrupted =
        states.filter(|state| state.work.as_ref().is_some_and(|work| work.interrupted));
    let interrupted: BTreeSet<String> = interrupted.map(|state| state.train.clone()).collect();
    for train in &mut file.trains {
        let known = by_name.get(&*train.id).copied();
        let begins_after = if interrupted.contains(&train.id) {
            Minute(i32::MIN)
        } else {
            now
        };
        let told = known.and_then(|index| of_train(&decided, plan, index, begins_after));
        train.published = told.unwrap_or_default();
    }
}

/// What it says of one of its trains, of crane work that begins later than a minute; nothing of one that is postponed.
fn of_train(
    instance: &Instance,
    plan: &Plan,
    index: usize,
    begins_after: Minute,
) -> Option<PublishedFile> {
    let system = instance.system();
    let planned = &plan.trains[index];
    let exit = planned.exit()?;
    let work = planned
        .crane_work()
        .filter(|(begins, ..)| *begins > begins_after);
    let port = instance.train(TrainId::from_index(index)).port();
    let mut published = PublishedFile::default();
    published.port = port.map(|port| system.station(port).name.clone());
    published.spot = work.map(|(_, spot, _)| system.spot(spot).name.clone());
    published.mode = work.map(|(.., mode)| system.mode(mode).name.clone());
    published.exit = Some(instance.horizon().date_time(exit));
    Some(published)
}
