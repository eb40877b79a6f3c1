//! Worked parts of a train in parts stand where its rake goes: engines weigh it exactly, and it is in the way of somebody.

use crate::common::best_beside;
use regauge_model::Instance;
use regauge_model::check::check;
use regauge_model::format::{InstanceFile, WorkedPartsFile};
use regauge_model::ids::TrainId;
use regauge_model::plan_file::{plan_from_json, plan_to_json};
use regauge_model::validate::instance_from_file;
use regauge_oracle::{Limit, best_plan, cheapest_journey, how_many, seeds, tiny_instance};
use regauge_solver::{CompiledProblem, Planner, Session, cheapest_alone};

/// Trains that are not under way come in two parts, and there are few tracks.
fn in_two_parts(seed: u64, worked: WorkedPartsFile) -> Option<Instance> {
    let mut file: InstanceFile = tiny_instance(seed);
    let states = file.state.iter().flat_map(|state| &state.trains);
    let under_way: Vec<String> = states.map(|state| state.train.clone()).collect();
    let mut any = false;
    for train in &mut file.trains {
        if !train.transship_at.is_empty() && !under_way.contains(&train.id) {
            train.parts = 2;
            any = true;
        }
    }
    for station in &mut file.system.stations {
        for shed in &mut station.sheds {
            shed.worked_parts = worked;
        }
        if under_way.is_empty() {
            for group in station.yards.iter_mut().flat_map(|yard| &mut yard.tracks) {
                group.count = group.count.min(1 + (seed % 2) as u32);
            }
        }
    }
    any.then(|| instance_from_file(&file).ok()).flatten()
}

#[test]
fn the_cheapest_journey_is_exact() {
    let mut trains = 0;
    for seed in seeds(60) {
        let Some(instance) = in_two_parts(seed, WorkedPartsFile::OnTrack) else {
            continue;
        };
        for index in 0..instance.trains().len() {
            let id = TrainId::from_index(index);
            let exact = cheapest_journey(&instance, id).map(|(cost, _)| cost);
            assert_eq!(cheapest_alone(&instance, id), exact, "seed {seed}, {index}");
            trains += 1;
        }
    }
    println!("{trains} trains");
    assert!(trains > how_many(60), "{trains}");
}

#[test]
fn plans_are_right_and_some_are_dearer_than_with_parts_in_the_shed() {
    let (mut compared, mut best_found, mut dearer) = (0, 0, 0);
    for seed in seeds(80) {
        let Some(instance) = in_two_parts(seed, WorkedPartsFile::OnTrack) else {
            continue;
        };
        let plan = Planner::new(&instance).work(0.2).run().plan;
        let report = check(&instance, &plan);
        assert!(report.is_clean(), "seed {seed}: {:#?}", report.violations);
        let text = plan_to_json(&instance, &plan).unwrap();
        let read = plan_from_json(&instance, text.as_bytes()).unwrap();
        let problem = CompiledProblem::new(instance.clone());
        let session = Session::from_plan(&problem, &read);
        assert!(session.is_ok(), "seed {seed}");
        let Some(best) = best_beside(&instance, &plan, seed) else {
            continue;
        };
        compared += 1;
        best_found += usize::from(best.value == plan.value);
        let in_shed = in_two_parts(seed, WorkedPartsFile::InShed).unwrap();
        let in_shed = best_plan(&in_shed, Limit(20_000));
        dearer += usize::from(in_shed.is_some_and(|in_shed| in_shed.value < best.value));
    }
    println!("{best_found} of {compared} are optimal, {dearer} dearer than with parts in the shed");
    assert!(
        best_found * 10 >= compared * 9,
        "{best_found} of {compared}"
    );
    assert!(dearer * 20 > compared, "{dearer} of {compared}");
}
