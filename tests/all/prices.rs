//! Prices of one run as the beginning of the next.

use regauge::format::InstanceFile;
use regauge::{BoundShare, Instance, Outcome, Planner, Prices, check, plan_to_json};
use regauge_model::validate::instance_from_file;

fn demo(name: &str) -> InstanceFile {
    let text = regauge_instances::demo_json(name).expect("a rung of the ladder");
    serde_json::from_str(text).expect("a file")
}

fn read(file: &InstanceFile) -> Instance {
    instance_from_file(file).unwrap_or_else(|problems| panic!("{problems}"))
}

/// A run that spends most of its work on the bound.
fn run(instance: &Instance, work: f64, prices: Option<&Prices>) -> Outcome {
    let share = BoundShare::Percent(70);
    let planner = Planner::new(instance).work(work).bound(share);
    match prices {
        Some(prices) => planner.prices(prices).run(),
        None => planner.run(),
    }
}

#[test]
fn a_bound_that_begins_with_the_prices_of_a_like_run_is_near_the_best_at_once() {
    let mut file = demo("m");
    let first = run(&read(&file), 2.0, None);
    assert!(!first.prices.is_empty());
    // as it is, and without a train that was there; what is missing to the value of a good plan
    let missing = |outcome: &Outcome| first.plan.value - outcome.plan.bound;
    for is_changed in [false, true] {
        if is_changed {
            file.trains.remove(file.trains.len() / 2);
        }
        let instance = read(&file);
        let (cold, warm) = (
            run(&instance, 0.1, None),
            run(&instance, 0.1, Some(&first.prices)),
        );
        assert!(
            3 * missing(&warm) < missing(&cold),
            "{is_changed}: {} and {}",
            missing(&warm),
            missing(&cold)
        );
        assert!(check(&instance, &warm.plan).violations.is_empty());
        if !is_changed {
            assert!(
                warm.plan.bound >= first.plan.bound,
                "{} {}",
                warm.plan.bound,
                first.plan.bound
            );
        }
    }
}

#[test]
fn the_plan_says_that_it_hangs_on_prices_and_which() {
    let instance = read(&demo("s"));
    let first = run(&instance, 0.3, None);
    let text = serde_json::to_string(&first.prices).unwrap();
    let read_again: Prices = serde_json::from_str(&text).unwrap();
    assert_eq!(read_again, first.prices);
    let plan = |prices| run(&instance, 0.1, prices).plan;
    let (with, again) = (plan(Some(&first.prices)), plan(Some(&read_again)));
    assert_eq!(
        plan_to_json(&instance, &with).unwrap(),
        plan_to_json(&instance, &again).unwrap()
    );
    let wanted = format!(", prices {}", first.prices.checksum());
    assert!(with.made_by.ends_with(&wanted), "{}", with.made_by);
    assert!(!plan(None).made_by.contains("prices"));
    assert_ne!(first.prices.checksum(), Prices::default().checksum());
}
