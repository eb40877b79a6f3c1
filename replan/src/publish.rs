//! What a plan publishes of the trains that are left.

use regauge_model::format::{InstanceFile, PublishedFile};
use regauge_model::ids::TrainId;
use regauge_model::plan::{Activity, TrainPlan};
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
        let planned = by_name
            .get(&*train.id)
            .map(|&index| (index, &plan.trains[index]));
        train.published = match planned {
            Some((index, TrainPlan::Planned { exit, events, .. })) => {
                let work = events.iter().find_map(|event| match event.what {
                    Activity::CraneWork { spot, mode, .. } => Some((event.span.from, spot, mode)),
                    _ => None,
                });
                let work = work.filter(|(from, ..)| *from > now);
                let system = decided.system();
                let port = decided.train(TrainId::from_index(index)).port();
                let mut published = PublishedFile::default();
                published.port = port.map(|port| system.station(port).name.clone());
                published.spot = work.map(|(_, spot, _)| system.spot(spot).name.clone());
                published.mode = work.map(|(_, _, mode)| system.mode(mode).name.clone());
                published.exit = Some(decided.horizon().date_time(*exit));
                published
            }
            _ => PublishedFile::default(),
        };
    }
}
