//! What a plan publishes of the trains that are left.

use regauge_model::format::{InstanceFile, PublishedFile};
use regauge_model::ids::TrainId;
use regauge_model::{Instance, Minute, Plan};
use std::collections::BTreeMap;

/// Writes into the file of what is left at `now` what the plan of the old instance says of its trains: port, spot, mode and exit. Of a train
/// whose crane work has begun by then the place is history; what the plan does not have (new trains, postponed ones) is published nowhere.
/// Complexity: linear in the events.
pub fn publish(file: &mut InstanceFile, old: &Instance, plan: &Plan, now: Minute) {
    let decided = plan.decided(old);
    let trains = decided.trains().iter().enumerate();
    let by_name: BTreeMap<&str, usize> =
        trains.map(|(index, train)| (&*train.name, index)).collect();
    for train in &mut file.trains {
        let known = by_name.get(&*train.id).copied();
        let told = known.and_then(|index| of_train(&decided, plan, index, now));
        train.published = told.unwrap_or_default();
    }
}

/// What it says of one of its trains; nothing of one that is postponed.
fn of_train(instance: &Instance, plan: &Plan, index: usize, now: Minute) -> Option<PublishedFile> {
    let system = instance.system();
    let planned = &plan.trains[index];
    let exit = planned.exit()?;
    let work = planned.crane_work().filter(|(begins, ..)| *begins > now);
    let port = instance.train(TrainId::from_index(index)).port();
    let mut published = PublishedFile::default();
    published.port = port.map(|port| system.station(port).name.clone());
    published.spot = work.map(|(_, spot, _)| system.spot(spot).name.clone());
    published.mode = work.map(|(.., mode)| system.mode(mode).name.clone());
    published.exit = Some(instance.horizon().date_time(exit));
    Some(published)
}
