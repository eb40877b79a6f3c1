//! Trains that are handled in the spots of a tiny border station, among all the others: oracle, engines and checker.

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use regauge_model::Instance;
use regauge_model::check::check;
use regauge_model::format::{ClassFile, HandlingFile, InstanceFile};
use regauge_model::ids::TrainId;
use regauge_model::validate::instance_from_file;
use regauge_oracle::{Limit, best_plan, cheapest_journey, how_many, tiny_instance};
use regauge_solver::{Planner, cheapest_alone};

/// A tiny instance with one or two handled trains more; `None` when it has no spots (or is refused
/// without them already).
fn with_handled(seed: u64) -> Option<InstanceFile> {
    let mut file = tiny_instance(seed);
    instance_from_file(&file).ok()?;
    let mut random = Pcg64Mcg::seed_from_u64(seed);
    let mut roll = |least: u32, most: u32| random.random_range(least..=most);
    let stations = file.system.stations.iter();
    let spots = stations.flat_map(|station| &station.sheds);
    let spots: Vec<(String, u32)> = spots
        .flat_map(|shed| &shed.spots)
        .map(|spot| (spot.id.clone(), spot.gauges_mm[0]))
        .collect();
    let gauge_mm = spots.first()?.1;
    file.system.classes.push(ClassFile {
        id: "handled".to_owned(),
        name: None,
        gauge_mm,
        weight: f64::from(roll(1, 4)) / 2.0,
        cargo: Some("boxes".to_owned()),
    });
    file.trains.truncate(2);
    let kept: Vec<String> = file.trains.iter().map(|train| train.id.clone()).collect();
    if let Some(state) = &mut file.state {
        state.trains.retain(|train| kept.contains(&train.train));
    }
    for number in 0..roll(1, 2) {
        let mut train = file.trains.first()?.clone();
        train.id = format!("H{number}");
        "handled".clone_into(&mut train.class);
        (train.from, train.to) = (None, None);
        (train.length_m, train.wagons, train.parts) = (100, 5, 1);
        (train.onward, train.emptied) = (None, None);
        (train.into_store, train.from_store) = (None, None);
        train.boxes.clear();
        train.transship_at.clear();
        train.calls.clear();
        train.stage_minutes.clear();
        train.pins = regauge_model::format::PinsFile::default();
        for (spot, _) in &spots {
            let minutes = roll(3, 15);
            if train.handling.is_empty() || roll(1, 2) == 1 {
                train.handling.push(HandlingFile {
                    spot: spot.clone(),
                    minutes,
                });
            }
        }
        file.trains.push(train);
    }
    Some(file)
}

fn instances(default: u64) -> impl Iterator<Item = Instance> {
    let files = (0..how_many(default)).filter_map(with_handled);
    files.map(|file| match instance_from_file(&file) {
        Ok(instance) => instance,
        Err(problems) => panic!("{}:\n{problems}", file.name),
    })
}

#[test]
fn the_cheapest_handling_is_priced() {
    let mut handled = 0;
    for instance in instances(200) {
        for index in 0..instance.trains().len() {
            let id = TrainId::from_index(index);
            let expected = cheapest_journey(&instance, id).map(|(cost, _)| cost);
            let name = instance.name();
            assert_eq!(
                cheapest_alone(&instance, id),
                expected,
                "{name}, train {index}"
            );
            handled += u32::from(!instance.train(id).handling().is_empty());
        }
    }
    assert!(handled > 50, "{handled}");
}

#[test]
fn plans_with_handled_trains_are_right() {
    let (mut compared, mut dearer) = (0, 0);
    for instance in instances(200) {
        let name = instance.name();
        let plan = Planner::new(&instance).work(300).run().plan;
        let report = check(&instance, &plan);
        assert!(report.is_clean(), "{name}: {:#?}", report.violations);
        let Some(exact) = best_plan(&instance, Limit(20_000)) else {
            continue;
        };
        let report = check(&instance, &exact);
        assert!(report.is_clean(), "{name}: {:#?}", report.violations);
        assert!(exact.value <= plan.value, "{name}");
        compared += 1;
        dearer += u32::from(exact.value < plan.value);
    }
    println!("dearer than the best in {dearer} of {compared}");
    assert!(compared > 30, "{compared}");
}
