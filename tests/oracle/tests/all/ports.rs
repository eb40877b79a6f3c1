//! Trains that may go over one of two ports: the choice lives in their networks, and is exact.

use regauge_instances::small::{random_small, with_second_port};
use regauge_model::Instance;
use regauge_model::check::check;
use regauge_model::format::InstanceFile;
use regauge_model::ids::TrainId;
use regauge_model::plan_file::{plan_from_json, plan_to_json};
use regauge_model::validate::instance_from_file;
use regauge_oracle::{Limit, best_plan, cheapest_journey, how_many, seeds, tiny_instance};
use regauge_solver::{Planner, cheapest_alone};

fn instance(file: &InstanceFile) -> Instance {
    match instance_from_file(file) {
        Ok(instance) => instance,
        Err(problems) => panic!("{}:\n{problems}", file.name),
    }
}

fn tiny(seed: u64) -> InstanceFile {
    with_second_port(&tiny_instance(seed), "border", seed)
}

fn small(seed: u64) -> InstanceFile {
    with_second_port(&random_small(seed), "border", seed)
}

/// Trains of a plan that go over another port than the one they are described with, and those that could.
fn diverted(instance: &Instance, plan: &regauge_model::Plan) -> (usize, usize) {
    let trains = instance.trains().iter().zip(&plan.trains);
    let could = trains.filter(|(train, _)| train.ways.len() > 1);
    let could: Vec<_> = could.collect();
    let other = could.iter().filter(|(_, plan)| plan.way() > 0).count();
    (other, could.len())
}

#[test]
fn the_cheapest_journey_is_that_over_the_best_port() {
    let mut over_the_other = 0;
    let n = how_many(150);
    for seed in seeds(150) {
        let file = if seed % 3 == 0 {
            small(seed)
        } else {
            tiny(seed)
        };
        let instance = instance(&file);
        for index in 0..instance.trains().len() {
            let id = TrainId::from_index(index);
            let exact = cheapest_journey(&instance, id);
            over_the_other += exact.as_ref().map_or(0, |(_, plan)| plan.way());
            let exact = exact.map(|(cost, _)| cost);
            let (name, train) = (instance.name(), &instance.train(id).name);
            assert_eq!(cheapest_alone(&instance, id), exact, "{name}, {train}");
        }
    }
    assert!(over_the_other as u64 * 20 > n, "{over_the_other}");
}

#[test]
fn plans_over_two_ports_are_right_and_their_bounds_hold() {
    let (mut compared, mut best_found, mut other) = (0, 0, 0);
    for seed in seeds(60) {
        let instance = instance(&tiny(seed));
        let plan = Planner::new(&instance).work(0.2).run().plan;
        let report = check(&instance, &plan);
        assert!(report.is_clean(), "seed {seed}: {:#?}", report.violations);
        let Some(best) = best_plan(&instance, Limit(20_000)) else {
            continue;
        };
        let report = check(&instance, &best);
        assert!(report.is_clean(), "seed {seed}: {:#?}", report.violations);
        assert_eq!(report.value, best.value, "seed {seed}");
        assert!(
            plan.bound <= best.value,
            "seed {seed}: {} > {}",
            plan.bound,
            best.value
        );
        assert!(
            best.value <= plan.value,
            "seed {seed}: {} > {}",
            best.value,
            plan.value
        );
        compared += 1;
        best_found += usize::from(best.value == plan.value);
        other += diverted(&instance, &best).0;
    }
    println!("{best_found} of {compared} are optimal, {other} trains over the other port");
    assert!(
        best_found * 10 >= compared * 9,
        "{best_found} of {compared}"
    );
    assert!(other > 0);
}

#[test]
fn plans_over_two_ports_pass_the_checker_and_survive_their_file() {
    let (mut other, mut could) = (0, 0);
    for seed in seeds(60) {
        let instance = instance(&small(seed));
        let plan = Planner::new(&instance).work(0.05).run().plan;
        let report = check(&instance, &plan);
        assert!(report.is_clean(), "seed {seed}: {:#?}", report.violations);
        assert_eq!(report.value, plan.value, "seed {seed}");
        let text = plan_to_json(&instance, &plan).unwrap();
        let read = plan_from_json(&instance, text.as_bytes()).unwrap();
        assert_eq!(plan_to_json(&instance, &read).unwrap(), text, "seed {seed}");
        let (diverted, of) = diverted(&instance, &plan);
        (other, could) = (other + diverted, could + of);
    }
    println!("{other} of {could} go over the other port");
    assert!(other * 20 > could, "{other} of {could}");
}

/// Closing the second port never helps: what is best without it is a plan with it.
#[test]
fn a_second_port_never_hurts_a_proven_optimum() {
    let (mut proven, mut better) = (0, 0);
    for seed in seeds(60) {
        let file = tiny(seed);
        let mut without = file.clone();
        for train in &mut without.trains {
            *train = train.on_way(0);
        }
        let [open, closed] = [file, without].map(|file| {
            let instance = instance(&file);
            let plan = Planner::new(&instance).work(0.3).run().plan;
            (plan.value, plan.bound, instance)
        });
        if open.0 != open.1
            || open
                .2
                .trains()
                .iter()
                .any(|train| train.pins.port.is_some())
        {
            continue;
        }
        proven += 1;
        // a postponed train costs more where its dearest way does
        let dearer: i64 = open.2.trains().iter().map(dearest).sum();
        assert!(
            open.0 <= closed.0 + dearer,
            "seed {seed}: {} > {}",
            open.0,
            closed.0
        );
        better += usize::from(open.0 < closed.0);
    }
    println!("{better} of {proven} are better with it");
    assert!(proven > 20 && better > 0, "{better} of {proven}");
}

fn dearest(train: &regauge_model::instance::Train) -> i64 {
    let minutes = train.ways.iter().map(|way| way.train.way_minutes).max();
    i64::from(minutes.unwrap_or(0)) * train.weight_centi
}
