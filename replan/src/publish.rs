//! What a plan publishes of the trains that are left.

use regauge_model::format::{InstanceFile, OrderFile, OrderedFile, PublishedFile, RakeFile};
use regauge_model::ids::TrainId;
use regauge_model::instance::{OrderedAt, Rake, Turn};
use regauge_model::plan::Activity;
use regauge_model::system::Direction;
use regauge_model::{Instance, Minute, Plan};
use std::collections::{BTreeMap, BTreeSet};

/// Writes into the file of what is left at `now` what the plan of the old instance says of its trains: port, spot, mode and exit, and in which order they use sections and spots. Of a train
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
    file.orders.retain(|order| order.pinned);
    file.orders.extend(orders(&decided, plan, now));
    file.forget_orders_of_others();
}

/// In which order its trains use sections and spots, from what begins later than a minute on. On a section with a track for each direction
/// each has its own.
fn orders(instance: &Instance, plan: &Plan, now: Minute) -> Vec<OrderFile> {
    let system = instance.system();
    let mut all: BTreeMap<(OrderedAt, bool), Vec<(Minute, Turn)>> = BTreeMap::new();
    for ((at, turn), begins) in instance.turns(&plan.trains) {
        if begins <= now {
            continue;
        }
        let goes_up = match at {
            OrderedAt::Section(section) if !system.section(section).single_track => {
                let mut events = plan.trains[turn.train.index()].events().iter();
                events.any(|event| {
                    event.span.from == begins
                        && event.rake == turn.rake
                        && matches!(event.what, Activity::Run { section: own, direction: Direction::Up, .. } if own == section)
                })
            }
            _ => false,
        };
        all.entry((at, goes_up)).or_default().push((begins, turn));
    }
    let orders = all.into_iter().map(|((at, _), mut turns)| {
        turns.sort_unstable();
        let mut order = OrderFile::default();
        match at {
            OrderedAt::Section(section) => {
                order.section = Some(system.section(section).name.clone());
            }
            OrderedAt::Spot(spot) => order.spot = Some(system.spot(spot).name.clone()),
        }
        let turns = turns.into_iter().map(|(_, turn)| OrderedFile {
            train: instance.train(turn.train).name.clone(),
            rake: match turn.rake {
                Rake::Arriving => RakeFile::Arriving,
                Rake::Onward => RakeFile::Onward,
            },
        });
        // a train that comes by with both of its rakes is there once
        let mut seen = BTreeSet::new();
        order.trains = turns.filter(|one| seen.insert(one.train.clone())).collect();
        order
    });
    orders.collect()
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
