//! Small inputs that came out wrong once, and what is right: each file of `tests/data/cases` is one.

use regauge::plan::{ClosureKind, Resource, Status, TrainPlan, Wait};
use regauge::problem::ids::StoreId;
use regauge::{Instance, Plan, Planner, check};
use std::path::Path;

fn instance(case: &str) -> Instance {
    let path = Path::new("tests/data/cases")
        .join(case)
        .with_extension("json");
    let text = std::fs::read(&path).expect("the case is there");
    Instance::from_json(&text).unwrap_or_else(|problems| panic!("{case}:\n{problems}"))
}

fn planned(case: &str) -> (Instance, Plan) {
    let instance = instance(case);
    let plan = Planner::new(&instance).run().plan;
    let violations = check(&instance, &plan).violations;
    assert!(violations.is_empty(), "{case}: {violations:?}");
    (instance, plan)
}

fn postponed<'i>(instance: &'i Instance, plan: &Plan) -> Vec<&'i str> {
    let trains = instance.trains().iter().zip(&plan.trains);
    let postponed = trains.filter(|(_, plan)| matches!(plan, TrainPlan::Postponed { .. }));
    postponed.map(|(train, _)| train.name.as_str()).collect()
}

fn waits_of(train: &TrainPlan) -> &[Wait] {
    match train {
        TrainPlan::Planned { waits, .. } => waits,
        TrainPlan::Postponed { .. } => &[],
    }
}

#[test]
fn a_train_held_for_hours_is_planned_at_an_empty_station() {
    let (instance, plan) = planned("held-train-alone");
    assert_eq!(postponed(&instance, &plan), [""; 0]);
    assert_eq!(plan.status, Status::Optimal);
}

/// Ten alike, held 0 to 20 hours (H00 the longest); six fit.
#[test]
fn who_has_waited_longest_is_not_dropped_first() {
    let (instance, plan) = planned("held-trains-ten");
    let out = postponed(&instance, &plan);
    assert_eq!(out.len(), 4, "{out:?}");
    let held: Vec<&str> = instance
        .trains()
        .iter()
        .filter(|train| train.earliest_entry.0 < -600)
        .map(|train| train.name.as_str())
        .collect();
    assert!(!held.is_empty());
    // with one weight they cost the same in every order: the older ones are not those left over
    assert!(out.iter().any(|name| !held.contains(name)), "{out:?}");
}

#[test]
fn a_train_under_way_that_is_days_late_leaves_no_gap() {
    let (instance, plan) = planned("under-way-long-late");
    assert_eq!(postponed(&instance, &plan), [""; 0]);
    assert!(
        plan.value - plan.bound <= 225,
        "{} {}",
        plan.value,
        plan.bound
    );
}

/// A plan of three hours: what is under way at its start needs longer, and would else hold its places for good.
#[test]
fn trains_under_way_run_on_behind_a_short_horizon() {
    let (instance, plan) = planned("short-shift");
    let end = instance.horizon().end;
    for (train, plan) in instance.trains().iter().zip(&plan.trains) {
        match plan.exit() {
            Some(exit) => assert!(exit <= end || train.state.is_some(), "{}", train.name),
            None => assert!(train.state.is_none(), "{} has no plan", train.name),
        }
    }
    assert!(plan.trains.iter().any(|train| train.exit() > Some(end)));
    assert_eq!(plan.status, Status::Optimal);
    // one minute more than a day, and the checker says so
    let mut late = plan.clone();
    let latest = instance.run_on_end() + 1;
    for train in &mut late.trains {
        if let TrainPlan::Planned { events, .. } = train
            && let Some(event) = events.last_mut()
        {
            event.span.to = latest;
        }
    }
    let rules: Vec<&str> = check(&instance, &late)
        .violations
        .iter()
        .map(|found| found.rule)
        .collect();
    assert!(rules.contains(&"horizon"), "{rules:?}");
}

#[test]
fn a_wait_for_a_rake_names_the_store_and_who_brings_it() {
    let (instance, plan) = planned("wait-for-brought-rake");
    let waits = plan.trains.iter().flat_map(waits_of);
    let waits: Vec<_> = waits
        .map(|wait| {
            let held = wait.held_by.iter();
            let held: Vec<&str> = held.map(|&id| instance.train(id).name.as_str()).collect();
            (wait.for_what, wait.span.minutes(), held.join(" "))
        })
        .collect();
    let empties = Resource::Empties(StoreId(0));
    assert_eq!(waits, [(empties, 299, "X9001".to_owned())]);
}

/// The closure begins three hours into the day, over a rake that stands there at the start.
#[test]
fn a_closed_spot_does_not_hold_the_rake_that_stands_in_it_for_good() {
    let (instance, plan) = planned("spot-closed-over-standing-rake");
    assert_eq!(postponed(&instance, &plan), [""; 0]);
}

/// Nothing is pinned on the ready-made days; what closes a spot, a line or the shunting is told by its own name.
#[test]
fn nobody_waits_for_a_pin_where_nothing_is_pinned() {
    for demo in ["m", "xl"] {
        let text = regauge_instances::demo_json(demo).expect("a ready-made day");
        let instance = Instance::from_json(text).unwrap_or_else(|problems| panic!("{problems}"));
        let plan = Planner::new(&instance).work(0.05).run().plan;
        let mut closed = 0;
        for (train, plan) in instance.trains().iter().zip(&plan.trains) {
            for wait in waits_of(plan) {
                let Some(closure) = &wait.closure else {
                    continue;
                };
                closed += 1;
                let pinned = closure.why == ClosureKind::Pin;
                assert!(!pinned, "{demo}, {}: {wait:?}", train.name);
            }
        }
        assert!(closed > 0, "{demo}: nobody waits for anything closed");
    }
}

/// T2 has been made up in its store and is held: the yard of the hold is for those that come before the release, and it comes later.
#[test]
fn a_rake_made_up_at_the_start_is_held_like_others() {
    let (instance, plan) = planned("held-while-made-up");
    assert!(!postponed(&instance, &plan).contains(&"T2"));
}
