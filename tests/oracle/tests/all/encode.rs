//! A plan can be taken up again: what decoding tells, encoding finds.

use regauge_instances::small::random_small;
use regauge_instances::{demo_json, to_json};
use regauge_model::Instance;
use regauge_model::plan::TrainPlan;
use regauge_model::plan_file::plan_from_json;
use regauge_oracle::seeds;
use regauge_solver::Planner;
use regauge_solver::encode::{EncodeError, journeys};
use regauge_solver::journey::Choices;
use regauge_solver::network::Network;

/// In one order, whichever they were made in.
fn sorted(choices: Option<Choices>) -> Option<Choices> {
    let mut choices = choices?;
    choices.operations.sort_unstable();
    choices.stages.sort_unstable();
    Some(choices)
}

/// Plans, and takes the plan up again.
fn goes_round(instance: &Instance, work: f64, name: &str) -> usize {
    let outcome = Planner::new(instance).work(work).run();
    let network = Network::compile(instance);
    let found = journeys(instance, &network, &outcome.plan)
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut planned = 0;
    for (index, (found, made)) in found.into_iter().zip(outcome.choices).enumerate() {
        let found = found.map(|journey| journey.choices());
        planned += usize::from(found.is_some());
        assert_eq!(sorted(found), sorted(made), "{name}, train {index}");
    }
    planned
}

#[test]
fn plans_of_small_instances_go_round() {
    let mut planned = 0;
    // 260: a rake that stands in one station twice
    for seed in seeds(120).chain([260]) {
        let instance =
            Instance::from_json(to_json(&random_small(seed))).expect("small instances are valid");
        planned += goes_round(&instance, 0.02, &format!("seed {seed}"));
    }
    assert!(planned > 0);
}

#[test]
fn plans_of_the_ladder_go_round() {
    for name in ["s", "s+", "m", "l", "l+", "xl", "k", "irun"] {
        let json = demo_json(name).expect("a rung of the ladder");
        let instance = Instance::from_json(json).expect("it is valid");
        let planned = goes_round(&instance, 0.05, name);
        assert!(planned > 3, "{name}: {planned} planned");
    }
}

/// A plan laid out by hand, which no engine made.
#[test]
fn a_plan_by_hand_is_taken_up() {
    let instance = Instance::from_json(include_str!("../../../data/hand-s/instance.json"))
        .expect("it is valid");
    let plan = plan_from_json(&instance, include_bytes!("../../../data/hand-s/plan.json"))
        .expect("it is a plan");
    let network = Network::compile(&instance);
    let found = journeys(&instance, &network, &plan).unwrap_or_else(|error| panic!("{error}"));
    for (planned, journey) in plan.trains.iter().zip(found) {
        let exit = journey.map(|journey| journey.exit.into());
        assert_eq!(exit, planned.exit());
    }
}

#[test]
fn what_is_no_journey_is_refused() {
    let instance =
        Instance::from_json(demo_json("s").expect("a rung of the ladder")).expect("it is valid");
    let network = Network::compile(&instance);
    let plan = Planner::new(&instance).work(0.0).run().plan;
    for index in 0..plan.trains.len() {
        let TrainPlan::Planned { events, .. } = &plan.trains[index] else {
            continue;
        };
        let mut short = plan.clone();
        if let TrainPlan::Planned { events, .. } = &mut short.trains[index] {
            events.pop();
        }
        let name = &instance.trains()[index].name;
        let found = journeys(&instance, &network, &short);
        assert!(
            matches!(&found, Err(EncodeError::NoWay { train }) if train == name),
            "train {name} without its last event: {:?}",
            found.err()
        );
        assert!(!events.is_empty());
    }
    let mut other = plan;
    other.trains.pop();
    assert!(matches!(
        journeys(&instance, &network, &other),
        Err(EncodeError::Foreign(_))
    ));
}
