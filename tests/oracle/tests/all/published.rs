//! What was published: changes cost what the file says, and engines weigh them exactly.

use crate::common::best_beside;
use regauge_instances::small::{random_small, with_orders, with_published, with_second_port};
use regauge_model::Instance;
use regauge_model::check::check;
use regauge_model::format::InstanceFile;
use regauge_model::ids::TrainId;
use regauge_model::plan_file::{plan_from_json, plan_to_json};
use regauge_model::validate::instance_from_file;
use regauge_oracle::{cheapest_journey, how_many, seeds, tiny_instance};
use regauge_solver::{CompiledProblem, Planner, Session, cheapest_alone};

fn instance(file: &InstanceFile) -> Instance {
    match instance_from_file(file) {
        Ok(instance) => instance,
        Err(problems) => panic!("{}:\n{problems}", file.name),
    }
}

fn tiny(seed: u64) -> InstanceFile {
    let file = tiny_instance(seed);
    let file = if seed.is_multiple_of(2) {
        file
    } else {
        with_second_port(&file, "border", seed)
    };
    with_published(&file, seed)
}

/// Of one train alone the engines find what brute force finds; and in some it is another journey than without what was published.
#[test]
fn the_cheapest_journey_knows_what_was_published() {
    let (mut changed, mut trains) = (0, 0);
    for seed in seeds(60) {
        let mut file = if seed % 3 == 0 {
            with_published(&random_small(seed), seed)
        } else {
            tiny(seed)
        };
        // what a rake is worth in a store is no cost of a train alone
        file.end = None;
        let instance = instance(&file);
        for index in 0..instance.trains().len() {
            let id = TrainId::from_index(index);
            let exact = cheapest_journey(&instance, id).map(|(cost, _)| cost);
            let (name, train) = (instance.name(), &instance.train(id).name);
            assert_eq!(cheapest_alone(&instance, id), exact, "{name}, {train}");
            trains += 1;
        }
        let plan = Planner::new(&instance).work(0.0).run().plan;
        changed += usize::from(plan.parts.changes > 0);
    }
    println!("{trains} trains; changes cost something in {changed}");
    assert!(changed as u64 * 4 > how_many(60), "{changed}");
}

#[test]
fn plans_with_changes_are_right_and_their_bounds_hold() {
    let (mut compared, mut best_found, mut pays) = (0, 0, 0);
    for seed in seeds(30) {
        let instance = instance(&tiny(seed));
        let plan = Planner::new(&instance).work(0.2).run().plan;
        let report = check(&instance, &plan);
        assert!(report.is_clean(), "seed {seed}: {:#?}", report.violations);
        let Some(best) = best_beside(&instance, &plan, seed) else {
            continue;
        };
        compared += 1;
        best_found += usize::from(best.value == plan.value);
        pays += usize::from(best.parts.changes > 0);
    }
    println!("{best_found} of {compared} are optimal, {pays} change something");
    assert!(
        best_found * 10 >= compared * 9,
        "{best_found} of {compared}"
    );
    assert!(pays * 10 > compared, "{pays}");
}

#[test]
fn plans_with_changes_survive_their_file_and_are_taken_up() {
    for seed in seeds(20) {
        let instance = instance(&with_published(&random_small(seed), seed));
        let plan = Planner::new(&instance).work(0.05).run().plan;
        let report = check(&instance, &plan);
        assert!(report.is_clean(), "seed {seed}: {:#?}", report.violations);
        let text = plan_to_json(&instance, &plan).unwrap();
        let read = plan_from_json(&instance, text.as_bytes()).unwrap();
        assert_eq!(plan_to_json(&instance, &read).unwrap(), text, "seed {seed}");
        let problem = CompiledProblem::new(instance.clone());
        let session = Session::from_plan(&problem, &read);
        let session = session.unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        let next = Planner::from_session(&session).work(0.05).run().plan;
        assert!(next.value <= plan.value, "seed {seed}");
    }
}

/// Orders of trains, published and pinned: the engines weigh those and keep these, as well as brute force does.
#[test]
fn orders_are_weighed_and_kept() {
    let (mut compared, mut best_found, mut pays, mut binds) = (0, 0, 0, 0);
    for seed in seeds(60) {
        let file = with_orders(&tiny(seed), seed);
        let ordered = instance(&file);
        let plan = Planner::new(&ordered).work(0.2).run().plan;
        let report = check(&ordered, &plan);
        assert!(report.is_clean(), "seed {seed}: {:#?}", report.violations);
        let Some(best) = best_beside(&ordered, &plan, seed) else {
            continue;
        };
        compared += 1;
        best_found += usize::from(best.value == plan.value);
        pays += usize::from(ordered.change_of_orders(&best.trains) > 0);
        let mut free = file.clone();
        free.orders.clear();
        let free = instance(&free);
        let without = Planner::new(&free).work(0.2).run().plan;
        binds += usize::from(without.value < plan.value);
    }
    println!("{best_found} of {compared} are optimal, {pays} change an order, it binds in {binds}");
    assert!(
        best_found * 10 >= compared * 9,
        "{best_found} of {compared}"
    );
    assert!(pays > 0 && binds * 10 > compared, "{pays} {binds}");
}
