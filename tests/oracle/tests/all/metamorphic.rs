//! Changes of an instance whose effect on the engines' plans is known beforehand.

use regauge_instances::small::random_small;
use regauge_model::format::InstanceFile;
use regauge_model::ids::TrainId;
use regauge_model::plan::{Event, Plan};
use regauge_model::validate::instance_from_file;
use regauge_model::{Instance, Minute};
use regauge_oracle::change::{loosened, renamed, reversed, shifted};
use regauge_oracle::{seeds, tiny_instance};
use regauge_solver::{Planner, cheapest_alone};
use std::collections::BTreeMap;

fn instance(file: &InstanceFile) -> Instance {
    match instance_from_file(file) {
        Ok(instance) => instance,
        Err(problems) => panic!("{}:\n{problems}", file.name),
    }
}

/// Half tiny, half small.
fn files(default: u64) -> impl Iterator<Item = InstanceFile> {
    let seeds = seeds(default);
    seeds.map(|seed| match seed % 2 {
        0 => tiny_instance(seed),
        _ => random_small(seed),
    })
}

fn plan(instance: &Instance) -> Plan {
    Planner::new(instance).work(0.1).run().plan
}

type ByTrain = BTreeMap<String, (Option<Minute>, Vec<Event>)>;

/// Exits and events by train number without a prefix.
fn by_train(instance: &Instance, plan: &Plan, prefix: &str) -> ByTrain {
    let trains = instance.trains().iter().zip(&plan.trains);
    let named = trains.map(|(train, plan)| {
        let name = train.name.strip_prefix(prefix).unwrap_or(&train.name);
        (name.to_owned(), (plan.exit(), plan.events().to_vec()))
    });
    named.collect()
}

fn same_plan(file: &InstanceFile, changed: &InstanceFile, prefix: &str, what: &str) {
    let (before, after) = (instance(file), instance(changed));
    let (old, new) = (plan(&before), plan(&after));
    assert_eq!(old.value, new.value, "{}, {what}: value", file.name);
    let (old, new) = (by_train(&before, &old, ""), by_train(&after, &new, prefix));
    assert_eq!(old, new, "{}, {what}: events", file.name);
}

#[test]
fn the_order_of_the_trains_in_the_file_does_not_matter() {
    for file in files(6) {
        same_plan(&file, &reversed(&file), "", "reversed");
    }
}

#[test]
fn names_do_not_matter() {
    for file in files(6) {
        same_plan(&file, &renamed(&file, "x-"), "x-", "renamed");
    }
}

#[test]
fn the_hour_and_the_day_do_not_matter() {
    for file in files(6) {
        for minutes in [-5 * 60, 2 * 24 * 60] {
            same_plan(&file, &shifted(&file, minutes), "", "shifted");
        }
    }
}

#[test]
fn less_in_the_way_never_makes_the_cheapest_journey_more_expensive() {
    for file in files(60) {
        let before = instance(&file);
        for (what, file) in loosened(&file) {
            let Ok(after) = instance_from_file(&file) else {
                continue;
            };
            for index in 0..before.trains().len() {
                let id = TrainId::from_index(index);
                if let Some(cost) = cheapest_alone(&before, id) {
                    let now = cheapest_alone(&after, id).unwrap_or(i64::MAX);
                    let train = &before.train(id).name;
                    assert!(
                        now <= cost,
                        "{}, {what}, train {train}: {now} > {cost}",
                        file.name
                    );
                }
            }
        }
    }
}
