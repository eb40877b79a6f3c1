//! Buffers: engines and model count alike what is missing of them, and a plan never gets worse by looking for slack.

use regauge_instances::demo;
use regauge_instances::small::random_small;
use regauge_instances::to_json;
use regauge_model::buffers::missing;
use regauge_model::format::InstanceFile;
use regauge_model::plan::{ClosureKind, TrainPlan, Wait};
use regauge_model::resource::Resource;
use regauge_model::{Instance, Plan};
use regauge_oracle::{how_many, seeds};
use regauge_solver::buffers::Missing;
use regauge_solver::journey::Journey;
use regauge_solver::network::Network;
use regauge_solver::{Outcome, Planner};

/// The file with slack asked for everywhere, at a price.
fn asking(
    mut file: InstanceFile,
    [sections, spots, locomotives]: [u32; 3],
    price: f64,
) -> Instance {
    for section in &mut file.system.sections {
        section.buffer_minutes = sections;
    }
    for station in &mut file.system.stations {
        for pool in &mut station.locomotives {
            pool.buffer_minutes = locomotives;
        }
        for spot in station.sheds.iter_mut().flat_map(|shed| &mut shed.spots) {
            spot.buffer_minutes = spots;
        }
    }
    file.objective.missing_buffer_minute = price;
    Instance::from_json(to_json(&file)).expect("slack may be asked for")
}

/// A plan, its journeys and what is missing by them.
fn run(instance: &Instance, work: f64) -> (Plan, i64) {
    let Outcome {
        plan,
        report,
        choices,
        ..
    } = Planner::new(instance).work(work).run();
    assert!(report.is_clean(), "{:?}", report.violations);
    let network = Network::compile(instance);
    let journeys = network.trains.iter().zip(choices).map(|(train, choices)| {
        let journey = Journey::of_choices(train, &network, &choices?);
        Some(journey.expect("what was planned is a journey"))
    });
    let journeys: Vec<_> = journeys.collect();
    (plan, Missing::of(&network, &journeys).all)
}

/// What the plan costs without what is missing of buffers.
fn without_buffers(plan: &Plan) -> i64 {
    plan.value - plan.parts.missing_buffers
}

#[test]
fn engines_and_model_count_alike_what_is_missing() {
    let mut short = 0;
    for seed in seeds(60) {
        let instance = asking(random_small(seed), [4, 6, 3], 0.5);
        let (plan, by_engines) = run(&instance, 0.05);
        let by_model = missing(&instance, &plan.trains);
        assert_eq!(by_model.total(), by_engines, "seed {seed}: {by_model:?}");
        assert_eq!(plan.parts.missing_buffers, by_engines * 50, "seed {seed}");
        short += u64::from(by_engines > 0);
    }
    assert!(short * 4 > how_many(60), "{short} plans are short of slack");
}

#[test]
fn on_the_ladder_they_count_alike_too() {
    for name in ["s", "m", "l", "k"] {
        let file = demo(name).expect("a rung of the ladder");
        let instance = asking(file, [4, 12, 6], 0.5);
        let (plan, by_engines) = run(&instance, 0.3);
        assert_eq!(
            missing(&instance, &plan.trains).total(),
            by_engines,
            "{name}"
        );
        assert!(by_engines > 0, "{name}");
    }
}

/// Slack that costs nothing is kept, slack that is worth its price bought, and no more.
#[test]
fn slack_is_kept_for_nothing_and_bought_for_a_price() {
    let mut gained = [0, 0];
    for name in ["m", "l"] {
        let file = demo(name).expect("a rung of the ladder");
        let plain = run(&asking(file.clone(), [0, 0, 0], 0.0), 0.3).0;
        let wanted = [4, 12, 6];
        let of_plain = missing(&asking(file.clone(), wanted, 0.0), &plain.trains).total();
        for (place, price) in [0.0, 1.0].into_iter().enumerate() {
            let (plan, missing) = run(&asking(file.clone(), wanted, price), 0.3);
            let paid = without_buffers(&plan) - plain.value;
            assert!(missing <= of_plain, "{name}: {missing} of {of_plain}");
            assert!(
                paid <= (of_plain - missing) * (100.0 * price) as i64,
                "{name}: {paid} paid"
            );
            gained[place] += of_plain - missing;
        }
    }
    assert!(0 < gained[0] && gained[0] < gained[1], "{gained:?}");
}

/// Who waits for nothing but slack waits for a thing that is kept free for it, and not for what comes behind.
#[test]
fn a_wait_for_slack_says_so() {
    let file = demo("m").expect("a rung of the ladder");
    let waits_of = |plan: &Plan| {
        let mut waits = Vec::new();
        for train in &plan.trains {
            if let TrainPlan::Planned { waits: own, .. } = train {
                waits.extend(own.iter().cloned());
            }
        }
        waits
    };
    let minutes = |plan: &Plan, is_it: &dyn Fn(&Wait) -> bool| -> i32 {
        let waits = waits_of(plan);
        waits
            .iter()
            .filter(|wait| is_it(wait))
            .map(|wait| wait.span.minutes())
            .sum()
    };
    let is_slack = |wait: &Wait| {
        wait.closure
            .as_ref()
            .is_some_and(|closure| closure.why == ClosureKind::Buffer)
    };
    let is_ahead = |wait: &Wait| wait.for_what == Resource::Ahead;
    let (without, _) = run(&asking(file.clone(), [0, 0, 0], 1.0), 0.3);
    let (with, _) = run(&asking(file, [4, 12, 6], 1.0), 0.3);
    assert_eq!(minutes(&without, &is_slack), 0);
    assert!(minutes(&with, &is_slack) > 0);
    assert!(minutes(&with, &is_ahead) <= minutes(&without, &is_ahead) + 60);
}
