//! Rules `pins`, `objective`, `kpis`, `rakes`: what is decided, and what a plan says of itself.

use super::fixture::*;
use regauge_model::check::check;
use regauge_model::ids::{SpotId, TrainId};
use regauge_model::instance::TrainKind;
use regauge_model::journey::Journey;
use regauge_model::plan::{Status, TrainPlan, Wait};
use regauge_model::resource::{Resource, Task};
use regauge_model::timeline::Timeline;
use regauge_model::{Minute, Plan};
use serde_json::{Value, json};

#[test]
fn pins_of_places_are_kept() {
    let pin = |name: &'static str, value: &'static str| {
        move |file: &mut Value| {
            file["trains"][0]["pins"][name] = json!(value);
            if name == "mode" {
                file["trains"][0]["pins"]["shed"] = json!("hall");
            }
        }
    };
    for (name, right, wrong) in [
        ("shed", "hall", "field"),
        ("spot", "h1", "h2"),
        ("mode", "all", "two"),
    ] {
        let (instance, plan) = good_in(pin(name, right));
        clean(&instance, &plan);
        let (instance, plan) = good_in(pin(name, wrong));
        broken(&instance, &plan, &["pins"]);
    }
}

#[test]
fn pins_of_times_are_kept() {
    let pin = |name: &'static str, from: i64, to: i64| {
        move |file: &mut Value| {
            file["trains"][0]["pins"][name] = span_file(from, to);
        }
    };
    for (name, minute) in [("entry", 0), ("crane_work", 92), ("exit", 316)] {
        let (instance, plan) = good_in(pin(name, minute, minute + 1));
        clean(&instance, &plan);
        let (instance, plan) = good_in(pin(name, minute + 1, minute + 5));
        broken(&instance, &plan, &["pins"]);
    }
}

#[test]
fn objective_is_what_the_events_cost() {
    let (instance, plan) = good_in(|file| file["trains"][0]["due_exit"] = json!(at(300)));
    clean(&instance, &plan);
    // T1 316 and T2 316 minutes at weight 2, P1 119 at 2, E1 57 and F1 57 at 1; the emptied rakes of T1 and T2 302 together
    // at 0.25; T1 is 16 minutes late.
    assert_eq!(
        plan.parts.minutes,
        (316 + 316 + 119) * 200 + (57 + 57) * 100 + 302 * 25
    );
    assert_eq!(plan.parts.lateness, 16 * 200 * 3);
    assert_eq!(plan.value, plan.parts.total());
}

#[test]
fn objective_of_postponed_trains() {
    let instance = instance(&file());
    let mut list = good_events(&instance);
    list.remove(1);
    let plan = plan(&instance, list);
    clean(&instance, &plan);
    assert_eq!(plan.parts.postponed, 1440 * 200);
}

#[test]
fn objective_is_stated_rightly() {
    let (instance, good) = good();
    let change = |change: &dyn Fn(&mut Plan)| {
        let mut plan = good.clone();
        change(&mut plan);
        broken(&instance, &plan, &["objective"]);
    };
    change(&|plan| plan.value += 1);
    change(&|plan| plan.parts.minutes += 1);
    change(&|plan| plan.parts.lateness += 1);
    change(&|plan| plan.parts.postponed += 1);
    change(&|plan| plan.parts.missing_empties += 1);
    change(&|plan| plan.bound = plan.value + 1);
    change(&|plan| plan.status = Status::Optimal);
    change(&|plan| plan.bound = plan.value);
    change(&|plan| {
        if let TrainPlan::Planned { exit, .. } = &mut plan.trains[0] {
            *exit = *exit + 1;
        }
    });
    let mut plan = good.clone();
    (plan.status, plan.bound) = (Status::Optimal, plan.value);
    clean(&instance, &plan);
}

#[test]
fn objective_in_levels_is_stated_rightly() {
    let (instance, good) = good_in(|file| {
        file["trains"][0]["due_exit"] = json!(at(300));
        file["objective"] = json!({ "levels": [["lateness"], ["postponed"]] });
    });
    clean(&instance, &good);
    let levels = check(&instance, &good).levels;
    assert_eq!(levels, [good.parts.lateness, 0, good.parts.minutes]);
    assert_eq!(good.value, instance.objective().value(&good.parts));
    let found = |change: &dyn Fn(&mut Plan)| {
        let mut plan = good.clone();
        change(&mut plan);
        let violations = check(&instance, &plan).violations;
        assert!(
            violations
                .iter()
                .all(|violation| violation.rule == "objective")
        );
        violations.len()
    };
    // the value, and the level that it then means
    assert_eq!(
        found(&|plan| plan.value += instance.objective().levels()[1].scale),
        2
    );
    // the sum of the parts is no combined cost: what it means is wrong in every level
    let sum = |plan: &mut Plan| (plan.value, plan.bound) = (plan.parts.total(), 0);
    assert_eq!(found(&sum), 4);
    assert_eq!(found(&|plan| plan.bound = plan.value + 1), 1);
    assert_eq!(found(&|plan| plan.bound = plan.value), 1);
}

#[test]
fn kpis_are_stated_rightly() {
    let (instance, good) = good();
    let change = |change: &dyn Fn(&mut Plan)| {
        let mut plan = good.clone();
        change(&mut plan);
        broken(&instance, &plan, &["kpis"]);
    };
    change(&|plan| plan.kpis.late += 1);
    change(&|plan| plan.kpis.fulfilment += 0.01);
    change(&|plan| plan.kpis.punctuality -= 0.01);
    change(&|plan| plan.kpis.outside_at_end += 1);
    change(&|plan| plan.kpis.entry_wait_mean += 1.0);
    change(&|plan| plan.kpis.dwell_passing_mean = f64::NAN);
    change(&|plan| {
        let _ = plan.kpis.paths.remove("line");
    });
    change(&|plan| {
        let _ = plan.kpis.spot_use.insert("h3".to_owned(), 0.5);
    });
}

#[test]
fn kpis_are_those_of_the_good_plan() {
    let (instance, plan) = good_in(|file| {
        file["trains"][0]["due_exit"] = json!(at(300));
        file["trains"][2]["due_exit"] = json!(at(300));
    });
    let kpis = check(&instance, &plan).kpis;
    assert_eq!((kpis.planned, kpis.postponed, kpis.late), (5, 0, 1));
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-6, "{a} is not {b}");
    close(kpis.punctuality, 0.5);
    close(kpis.fulfilment, 1.0);
    // Arrivals at 27 and 67, departures at 253 and 293.
    close(kpis.dwell_transshipped_mean, 226.0);
    close(kpis.dwell_transshipped_p90, 226.0);
    close(kpis.dwell_passing_mean, 30.0);
    close(kpis.crane_work_mean, 56.0);
    close(kpis.slot_cycle_mean, 176.0);
    close(kpis.spot_use["h1"], 0.122_222);
    close(kpis.crane_use["a"], 0.05);
    close(kpis.crane_use["d"], 0.0);
    assert_eq!(kpis.trains_per_spot["h2"], 1);
    assert_eq!(
        (kpis.paths["line"].down, kpis.paths["border-broad"].up),
        (2, 2)
    );
}

#[test]
fn kpis_sum_up_the_waits() {
    let (instance, mut plan) = good();
    if let TrainPlan::Planned { waits, .. } = &mut plan.trains[1] {
        let wait = Wait {
            rake: regauge_model::instance::Rake::Arriving,
            before: Task::Placing,
            span: span(60, 75),
            for_what: Resource::Spot(SpotId(0)),
            held_by: vec![train(&instance, "T1")],
            closure: None,
        };
        waits.extend([wait.clone(), wait]);
    }
    broken(&instance, &plan, &["kpis"]);
    restate(&instance, &mut plan);
    clean(&instance, &plan);
    let [sum] = &plan.kpis.waits[..] else {
        panic!("they are all for one thing: {:?}", plan.kpis.waits);
    };
    assert_eq!((sum.for_what, sum.minutes), (Resource::Spot(SpotId(0)), 30));
    plan.kpis.waits[0].minutes = 31;
    let told = check(&instance, &plan).violations[0].message.to_string();
    assert_eq!(
        told,
        "The key figure waits is 30 minutes for spot h1 at place 1, but the plan says 31 minutes for spot h1."
    );
}

#[test]
fn rakes_tell_what_becomes_of_them() {
    let (instance, good) = good();
    let change = |change: &dyn Fn(&mut Plan)| {
        let mut plan = good.clone();
        change(&mut plan);
        broken(&instance, &plan, &["rakes"]);
    };
    change(&|plan| {
        let _ = plan.rakes.remove(0);
    });
    change(&|plan| plan.rakes[0].at = Minute(3));
    change(&|plan| plan.rakes[0].store = plan.rakes[1].store);
    change(&|plan| plan.rakes.push(plan.rakes[1].clone()));
    change(&|plan| {
        let mut fate = plan.rakes[1].clone();
        fate.train = train(&instance, "P1");
        plan.rakes.push(fate);
    });
}

#[test]
fn kpis_that_are_wrong_are_told_with_the_right_ones() {
    let (instance, good) = good();
    let message = |change: &dyn Fn(&mut Plan)| {
        let mut plan = good.clone();
        change(&mut plan);
        check(&instance, &plan).violations[0].message.to_string()
    };
    assert_eq!(
        message(&|plan| plan.kpis.late = 7),
        "The key figure late is 0, but the plan says 7."
    );
    assert_eq!(
        message(&|plan| {
            plan.kpis.paths.get_mut("line").unwrap().down = 9;
        }),
        "The key figure paths of line down is 2, but the plan says 9."
    );
    assert_eq!(
        message(&|plan| {
            let _ = plan.kpis.spot_use.insert("h3".to_owned(), 0.5);
        }),
        "The key figure spot_use of h3 is nothing, but the plan says 0.5."
    );
}

#[test]
fn kpis_do_not_look_better_for_trains_kept_out() {
    let (instance, all) = good();
    let kept: Vec<_> = good_events(&instance)
        .into_iter()
        .filter(|(name, _)| ["T1", "T2"].contains(name))
        .collect();
    let two = plan(&instance, kept);
    let [all, two] = [&all, &two].map(|plan| check(&instance, plan).kpis);
    let figures = |kpis: &regauge_model::kpi::Kpis| {
        (kpis.outside_at_end, kpis.entry_wait_mean, kpis.fulfilment)
    };
    assert_eq!(figures(&all), (0, 0.0, 1.0));
    // P1, E1 and F1 could enter at 0, 130 and 270, and wait to the end of the 36 hours.
    let waited = f64::from(2160 + 2160 - 130 + 2160 - 270) / 5.0;
    assert_eq!(figures(&two), (3, waited, 0.4));
    let dwell = two.dwell_transshipped_mean - all.dwell_transshipped_mean;
    assert!(dwell.abs() < 1e-6, "the dwell knows nothing of them");
}

#[test]
fn lists_are_in_order() {
    let (instance, good) = good();
    let mut plan = good.clone();
    let events = events(&instance, &mut plan, "T1");
    let last = events.len() - 1;
    events.swap(last - 1, last);
    assert!(
        events[last].span.from < events[last - 1].span.from,
        "the swap changes the order"
    );
    broken(&instance, &plan, &["order"]);
    let mut plan = good.clone();
    plan.crane_slots.swap(0, 1);
    broken(&instance, &plan, &["order"]);
    let mut plan = good.clone();
    plan.rakes.swap(0, 1);
    broken(&instance, &plan, &["order"]);
}

#[test]
fn what_nothing_proves_is_named() {
    let (instance, good) = good();
    let mut plan = good.clone();
    // Forged: the bound is raised to the value. Nothing of the events contradicts it.
    plan.bound = plan.value;
    plan.status = regauge_model::plan::Status::Optimal;
    let report = check(&instance, &plan);
    assert!(report.is_clean());
    assert!(report.on_trust.is_called_optimal);
    assert_eq!(report.on_trust.bound, plan.value);
    let trust = check(&instance, &good).on_trust;
    assert_eq!(
        (trust.is_called_optimal, trust.bound, trust.alone),
        (false, good.bound, good.alone)
    );
    // What the trains cost alone cannot be more than any plan.
    plan.alone = plan.value + 1;
    broken(&instance, &plan, &["objective"]);
}

/// The key figures are means over the journeys of single trains.
#[test]
fn journeys_dwell_as_long_as_the_key_figures_say() {
    let (instance, plan) = good();
    let timeline = Timeline::new(&instance, &plan);
    let mean = |is_meant: &dyn Fn(&TrainKind) -> bool| {
        let trains = instance.trains().iter().enumerate();
        let meant = trains.filter(|(_, train)| is_meant(&train.kind));
        let journeys = meant.map(|(index, _)| Journey::new(&timeline, TrainId::from_index(index)));
        let dwells: Vec<i32> = journeys.filter_map(|journey| journey.dwell).collect();
        f64::from(dwells.iter().sum::<i32>()) / dwells.len() as f64
    };
    let transshipped = mean(&|kind| matches!(kind, TrainKind::Transshipped(_)));
    let passing = mean(&|kind| matches!(kind, TrainKind::Passing));
    assert!((plan.kpis.dwell_transshipped_mean - transshipped).abs() < 1e-5);
    assert!((plan.kpis.dwell_passing_mean - passing).abs() < 1e-5);
    for (index, train) in plan.trains.iter().enumerate() {
        let journey = Journey::new(&timeline, TrainId::from_index(index));
        assert_eq!(journey.exit, train.exit());
        assert!(
            journey
                .entry
                .is_none_or(|entry| Some(entry) <= journey.exit)
        );
        assert!(journey.crane_work.is_none() || journey.spot.is_some());
    }
}
