//! A problem compiled once, and plans that are planned on from.

use regauge_instances::small::random_small;
use regauge_instances::{demo, to_json};
use regauge_model::check::check;
use regauge_model::format::InstanceFile;
use regauge_model::ids::TrainId;
use regauge_model::plan::TrainPlan;
use regauge_model::plan_file::plan_to_json;
use regauge_model::{Instance, Plan};
use regauge_oracle::change::forget_trains_left_out;
use regauge_oracle::seeds;
use regauge_solver::{CompiledProblem, Planner, QuoteError, Session, SessionError};
use serde_json::Value;

fn instance(file: &InstanceFile) -> Instance {
    Instance::from_json(to_json(file)).expect("it is valid")
}

fn bytes(instance: &Instance, plan: &Plan) -> String {
    plan_to_json(instance, plan).expect("it is a plan of it")
}

/// Another length and another time for a train, the first that is not under way.
fn changed(file: &InstanceFile) -> InstanceFile {
    let mut file = file.clone();
    let under_way = |id: &str| {
        let states = file.state.iter().flat_map(|state| &state.trains);
        states.into_iter().any(|state| state.train == id)
    };
    let place = file.trains.iter().position(|train| !under_way(&train.id));
    let train = &mut file.trains[place.expect("not all are under way")];
    train.earliest_entry += chrono::TimeDelta::minutes(7);
    file
}

/// The networks as files say them.
fn network(problem: &CompiledProblem) -> Value {
    let json = problem.network().to_json(problem.instance());
    serde_json::from_str(&json).expect("it is JSON")
}

#[test]
fn a_patched_problem_is_the_one_compiled_anew() {
    let mut files: Vec<InstanceFile> = seeds(40).map(random_small).collect();
    files.extend(["m", "l+", "k"].into_iter().filter_map(demo));
    let mut shared = 0;
    for file in files {
        let before = CompiledProblem::new(instance(&file));
        // its trains are priced alone, which is shared, too
        let plan = Planner::of(&before).work(0.0).run().plan;
        assert_eq!(
            bytes(before.instance(), &plan),
            bytes(
                before.instance(),
                &Planner::new(before.instance()).work(0.0).run().plan
            ),
            "{}",
            file.name
        );
        let mut shorter = file.clone();
        shorter.trains.pop().expect("there are trains");
        forget_trains_left_out(&mut shorter);
        let mut windless = file.clone();
        windless.horizon.planning_hours += 1;
        for other in [changed(&file), shorter, windless] {
            let other = instance(&other);
            let anew = CompiledProblem::new(other.clone());
            let patched = before.patched(other.clone());
            assert_eq!(network(&patched), network(&anew), "{}", file.name);
            shared += patched
                .network()
                .trains
                .iter()
                .zip(&before.network().trains)
                .filter(|(one, other)| std::sync::Arc::ptr_eq(one, other))
                .count();
            let plan = |problem: &CompiledProblem| {
                bytes(&other, &Planner::of(problem).work(0.02).run().plan)
            };
            assert_eq!(plan(&patched), plan(&anew), "{}", file.name);
        }
    }
    assert!(shared > 200, "{shared} networks shared");
}

#[test]
fn planning_on_is_never_worse_and_takes_no_first_plans() {
    for name in ["m", "l", "k"] {
        let file = demo(name).expect("a rung of the ladder");
        let problem = CompiledProblem::new(instance(&file));
        let good = Planner::of(&problem).seed(2).work(0.2).run().plan;
        let session = Session::from_plan(&problem, &good).expect("it is a plan");
        let again = Planner::from_session(&session).work(0.0).run();
        assert_eq!(again.plan.value, good.value, "{name}: nothing was done");
        let trains = again.plan.trains.iter().zip(&good.trains).enumerate();
        for (index, (again, good)) in trains {
            assert_eq!(again, good, "{name}, train {index}");
        }
        let further = Planner::from_session(&session).work(0.1).run();
        assert!(
            further.plan.value <= good.value,
            "{name}: {} {}",
            further.plan.value,
            good.value
        );
        assert!(further.report.is_clean());
        assert!(further.plan.made_by.contains("from plan"));
        assert_eq!(
            bytes(problem.instance(), &further.plan),
            bytes(
                problem.instance(),
                &Planner::from_session(&session)
                    .work(0.1)
                    .threads(1)
                    .run()
                    .plan
            ),
            "{name}"
        );
    }
}

/// With buffers priced so high that the search, which does not know them, would give them away.
#[test]
fn planning_on_is_never_worse_with_buffers_either() {
    let mut file = demo("m").expect("a rung of the ladder");
    file.objective.missing_buffer_minute = 20.0;
    let problem = CompiledProblem::new(instance(&file));
    let good = Planner::of(&problem).work(0.5).run().plan;
    let session = Session::from_plan(&problem, &good).expect("it is a plan");
    for seed in 1..4 {
        let further = Planner::from_session(&session)
            .seed(seed)
            .work(0.1)
            .run()
            .plan;
        assert!(
            further.value <= good.value,
            "{} {}",
            further.value,
            good.value
        );
    }
}

#[test]
fn one_train_is_priced_beside_the_rest() {
    // 228: a train that is gone in the minute in which it arrives on its track
    for seed in seeds(40).chain([228]) {
        let problem = CompiledProblem::new(instance(&random_small(seed)));
        let plan = Planner::of(&problem).work(0.05).run().plan;
        let session = Session::from_plan(&problem, &plan).expect("it is a plan");
        let trains = plan.trains.len();
        let train = TrainId::from_index(trains);
        let unknown = QuoteError::UnknownTrain { train, trains };
        assert_eq!(session.price(train), Err(unknown));
        for (index, planned) in plan.trains.iter().enumerate() {
            let train = TrainId::from_index(index);
            let quote = session.price(train);
            match planned {
                TrainPlan::Planned { exit, .. } => {
                    // the last touch leaves nobody who could do better beside the others
                    assert_ne!(
                        quote,
                        Err(QuoteError::NoJourney),
                        "seed {seed}, train {index}"
                    );
                    if let Ok(quote) = quote {
                        let emptied = plan.rakes.iter().find(|rake| rake.train == train);
                        let emptied = emptied.map(|rake| rake.at);
                        let cost = problem.instance().planned_cost(train, *exit, emptied);
                        assert_eq!(
                            quote.cost.total(),
                            cost.total(),
                            "seed {seed}, train {index}"
                        );
                    }
                    assert_eq!(session.why_postponed(train), None);
                }
                TrainPlan::Postponed { reason } => {
                    assert_eq!(
                        quote,
                        Err(QuoteError::NoJourney),
                        "seed {seed}, train {index}"
                    );
                    assert_eq!(
                        session.why_postponed(train).as_ref(),
                        Some(reason),
                        "seed {seed}, train {index}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_plan_that_breaks_a_rule_is_not_taken_up() {
    let problem = CompiledProblem::new(instance(&demo("s").expect("a rung of the ladder")));
    let mut rules = vec![regauge_solver::network::Rule::Headway];
    rules.push(regauge_solver::network::Rule::Opposing);
    let loose = Planner::new(problem.instance())
        .without(&rules)
        .work(0.05)
        .run();
    assert!(!check(problem.instance(), &loose.plan).is_clean());
    let refused = Session::from_plan(&problem, &loose.plan);
    assert!(matches!(refused, Err(SessionError::Violations(_))));
}
