//! Advancing an undisturbed plan to any minute and executing the rest gives the same plan.
//!
//! Of the ready-made instances some minutes in every run and every minute where `REGAUGE_RANDOM` is set; of random small instances
//! (`REGAUGE_RANDOM` sets how many, `REGAUGE_SHARD` which part of them) a few minutes each.

use crate::common::{code, regauge};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use regauge::advance::{Advanced, advance};
use regauge::format::{InstanceFile, RakePlaceFile};
use regauge::plan::{Activity, Event};
use regauge::problem::instance::Rake;
use regauge::{Instance, Minute, Plan, Planner, check, plan_from_json, plan_to_json};
use regauge_instances::small::random_small;
use regauge_instances::{DEMOS, demo, to_json};
use regauge_oracle::{part, seeds};
use std::collections::{BTreeMap, BTreeSet};

/// Random instances tried where the environment does not say.
pub const TRIED: u64 = 90;

/// Minutes tried of a random instance.
const MINUTES: usize = 6;

/// Minutes between two that are tried of a ready-made instance, where not all are.
const APART: usize = 47;

pub const WORK: f64 = 0.01;

/// Places of rakes, stages of crane work and things left behind, as the files name them, that random instances meet.
const KINDS: [&str; 27] = [
    "section",
    "passes",
    "track",
    "placing",
    "spot",
    "pulling",
    "exchange",
    "into-store",
    "from-store",
    "handling",
    "making-up",
    "inspecting",
    "gone",
    "onward gone",
    "parts_on",
    "worked_on",
    "preparation",
    "lifting",
    "finishing",
    "interrupted",
    "resumed",
    "part done",
    "part not begun",
    "busy track",
    "busy side",
    "passed run",
    "caps used by class",
];

/// Those of [`KINDS`] that a file has.
fn kinds(file: &InstanceFile) -> BTreeSet<&'static str> {
    let Some(state) = &file.state else {
        return BTreeSet::new();
    };
    let mut found = BTreeSet::new();
    let mut see = |kind: &'static str, seen: bool| {
        if seen {
            found.insert(kind);
        }
    };
    for train in &state.trains {
        for place in [Some(&train.arriving), train.onward.as_ref()] {
            let Some(place) = place else { continue };
            let kind = match place {
                RakePlaceFile::Outside => "outside",
                RakePlaceFile::Section { passes: true, .. } => "passes",
                RakePlaceFile::Section { .. } => "section",
                RakePlaceFile::Track { .. } => "track",
                RakePlaceFile::Placing { .. } => "placing",
                RakePlaceFile::Spot { .. } => "spot",
                RakePlaceFile::Pulling { .. } => "pulling",
                RakePlaceFile::Exchange { .. } => "exchange",
                RakePlaceFile::IntoStore { .. } => "into-store",
                RakePlaceFile::FromStore { .. } => "from-store",
                RakePlaceFile::Handling { .. } => "handling",
                RakePlaceFile::MakingUp { .. } => "making-up",
                RakePlaceFile::Gone => "gone",
            };
            see(kind, true);
        }
        let gone = Some(&RakePlaceFile::Gone);
        see("onward gone", train.onward.as_ref() == gone);
        see("parts_on", train.parts_on.is_some());
        see("worked_on", train.worked_on.is_some());
        let Some(work) = &train.work else { continue };
        let later = work.step.is_some_and(|step| step > 1);
        see("preparation", work.preparation_minutes_left.is_some());
        see("interrupted", work.interrupted && work.until.is_none());
        see("goes on", work.until.is_some());
        see("resumed", work.resumed_lifts.is_some());
        see("lifting", work.lifts_left.is_some() && !work.interrupted);
        see(
            "lifting behind the first step",
            work.lifts_left.is_some() && later,
        );
        see("finishing", work.finishing_minutes_left.is_some());
        see("part done", work.done && work.mode.is_some());
        see("part not begun", work.not_begun);
    }
    see(
        "busy track",
        state.busy.iter().any(|busy| busy.yard.is_some()),
    );
    see(
        "busy side",
        state.busy.iter().any(|busy| busy.spot.is_some()),
    );
    let stations = file.system.stations.iter();
    let stores = stations.flat_map(|station| &station.stores);
    let mut wagons = stores.flat_map(|store| &store.wagons);
    let is_inspecting = wagons.any(|wagons| !wagons.inspecting.is_empty());
    see("inspecting", is_inspecting);
    see("passed run", !state.passed.is_empty());
    let by_class = state.caps_used.iter().any(|used| used.class.is_some());
    see("caps used by class", by_class);
    found
}

pub fn planned(file: &InstanceFile) -> (Instance, Plan) {
    let instance = Instance::from_json(to_json(file)).expect("the instance is valid");
    let plan = Planner::new(&instance).work(WORK).run().plan;
    (instance, plan)
}

/// Where something of a train ends or begins: around those minutes states change.
fn instants(instance: &Instance, plan: &Plan) -> Vec<i32> {
    let events = plan.trains.iter().flat_map(|train| train.events());
    let mut all: Vec<i32> = events
        .flat_map(|event| [event.span.from.0, event.span.to.0])
        .collect();
    all.retain(|at| (0..instance.horizon().end.0).contains(at));
    all.sort_unstable();
    all.dedup();
    all
}

/// Advances, and checks everything that must hold of it.
fn holds(what: &str, file: &InstanceFile, instance: &Instance, plan: &Plan, now: i32) -> Advanced {
    let now = Minute(now);
    let advanced = advance(file, instance, plan, now).unwrap_or_else(|error| {
        panic!("{what} at {}: {error} {error:#?}", now.0);
    });
    let text = to_json(&advanced.file);
    let read = Instance::from_json(&text)
        .unwrap_or_else(|problems| panic!("{what} at {}: {problems}", now.0));
    assert_eq!(read.sha256(), advanced.instance.sha256());
    let rest = advanced.rest.as_ref().expect("nothing was disturbed");
    let report = check(&read, rest);
    assert!(
        report.violations.is_empty(),
        "{what} at {}: {:#?}",
        now.0,
        report.violations
    );
    let written = plan_to_json(&read, rest).expect("a plan of this instance");
    let again = plan_from_json(&read, written.as_bytes()).expect("a valid plan");
    assert_eq!(plan_to_json(&read, &again).expect("a plan"), written);
    same_events(what, instance, plan, &read, rest, now);
    same_cost(what, instance, plan, &advanced, now);
    advanced
}

type Told = (Rake, String, i32, i32);

/// An event without numbers of units that nobody could tell apart, by what it is and when, from now on.
fn told(event: &Event, now: Minute) -> Told {
    let what = match &event.what {
        Activity::CraneWork {
            spot, mode, part, ..
        } => format!("work {spot:?} {mode:?} {part}"),
        other => format!("{other:?}"),
    };
    let from = match event.what {
        Activity::Run { .. } => event.span.from - now,
        _ => (event.span.from - now).max(0),
    };
    (event.rake, what, from, event.span.to - now)
}

fn is_hold(event: &Event) -> bool {
    matches!(event.what, Activity::Track { .. } | Activity::Spot { .. })
}

/// Whether a rake is being broken up in its store: it is gone, whatever its locomotive still does.
fn is_broken_up(instance: &Instance, event: &Event, now: Minute) -> bool {
    match event.what {
        Activity::IntoStore { store, .. }
        | Activity::Pulling {
            store: Some(store), ..
        } => {
            let minutes = instance.system().store(store).breaking_up;
            event.span.from < now && event.span.to - minutes <= now
        }
        _ => false,
    }
}

/// A movement whose rake is being made up in its store as it is when that is done.
fn made_up(instance: &Instance, event: &Event, now: Minute) -> Option<Event> {
    match event.what {
        Activity::FromStore { store, .. }
        | Activity::Placing {
            store: Some(store), ..
        } => {
            let from = event.span.from + instance.system().store(store).making_up;
            let is_it = event.span.from < now && now < from;
            is_it.then(|| Event {
                span: regauge::Span::new(from, event.span.to),
                ..event.clone()
            })
        }
        _ => None,
    }
}

/// Every train that is left does from now on what it did in the plan, and no more.
fn same_events(what: &str, old: &Instance, plan: &Plan, new: &Instance, rest: &Plan, now: Minute) {
    let by_name = |instance: &Instance, plan: &Plan| -> BTreeMap<String, Vec<Event>> {
        let trains = instance.trains().iter().zip(&plan.trains);
        let named = trains.map(|(train, plan)| (train.name.clone(), plan.events().to_vec()));
        named.collect()
    };
    let (before, after) = (by_name(old, plan), by_name(new, rest));
    for (name, events) in before {
        let is_left = |event: &&Event| event.span.to > now || event.span.from >= now;
        let left = events.iter().filter(is_left);
        let left: Vec<&Event> = left.filter(|e| !is_broken_up(old, e, now)).collect();
        let Some(rest) = after.get(&name) else {
            // what is gone does nothing any more, but that what it held is cleared
            let mut acts = left.iter().filter(|event| !is_hold(event));
            assert!(
                acts.all(|event| event.span.from == event.span.to),
                "{what} at {}: train {name} is missing: {left:#?}",
                now.0
            );
            continue;
        };
        let mut all: Vec<Told> = left.iter().map(|event| told(event, now)).collect();
        let made_up = left.iter().filter_map(|event| made_up(old, event, now));
        all.extend(made_up.map(|event| told(&event, now)));
        for event in rest {
            let event = told(event, Minute(0));
            assert!(
                all.contains(&event),
                "{what} at {}: train {name} does {event:?}, which is none of {all:#?}",
                now.0
            );
        }
        let acts = |events: &[&Event]| events.iter().filter(|event| !is_hold(event)).count();
        let rest: Vec<&Event> = rest.iter().collect();
        // what ends and begins in this very minute without taking any time may be behind
        let instant = |event: &&Event| event.span.from == now && event.span.to == now;
        let least = acts(&left) - left.iter().filter(|e| !is_hold(e) && instant(e)).count();
        assert!(
            (least..=acts(&left)).contains(&acts(&rest)),
            "{what} at {}: train {name}: {all:#?} {rest:#?}",
            now.0
        );
    }
}

/// What is behind and what is left cost what the plan cost.
fn same_cost(what: &str, old: &Instance, plan: &Plan, advanced: &Advanced, now: Minute) {
    let mut standing = old.trains().iter().zip(&plan.trains);
    if standing.any(|(train, plan)| train.state.is_some() && plan.exit().is_none()) {
        return;
    }
    let pins_over = |instance: &Instance| {
        let trains = instance.trains().iter();
        trains.filter(|train| train.pins.is_any()).count()
    };
    let postponed = plan.trains.iter().any(|train| train.exit().is_none());
    if postponed && pins_over(old) != pins_over(&advanced.instance) {
        return;
    }
    let mut sum = advanced.finished;
    let rest = advanced.rest.as_ref().expect("nothing was disturbed");
    sum.add(&rest.parts);
    assert_eq!(sum, plan.parts, "{what} at {}", now.0);
}

/// The engines read what is left as the checker does: their plan is valid, and nothing that they have proven is above the rest.
fn engines_agree(what: &str, advanced: &Advanced, now: i32) {
    let instance = &advanced.instance;
    let plan = Planner::new(instance).work(WORK).run().plan;
    let report = check(instance, &plan);
    assert!(
        report.violations.is_empty(),
        "{what} planned at {now}: {:#?}",
        report.violations
    );
    let rest = advanced.rest.as_ref().expect("nothing was disturbed");
    assert!(
        plan.bound <= rest.value,
        "{what} planned at {now}: {} is proven, but the rest is worth {}",
        plan.bound,
        rest.value
    );
}

#[test]
fn ready_made_instances_at_any_minute() {
    let is_long = std::env::var("REGAUGE_RANDOM").is_ok();
    let apart = if is_long { 1 } else { APART };
    for name in DEMOS {
        let file = demo(name).expect("a ready-made instance");
        let (instance, plan) = planned(&file);
        let minutes = part(instance.horizon().end.0 as u64);
        for now in minutes.step_by(apart) {
            holds(name, &file, &instance, &plan, now as i32);
        }
    }
}

#[test]
fn random_small_instances_where_something_begins_or_ends() {
    let mut seen = BTreeSet::new();
    for seed in seeds(TRIED) {
        let file = random_small(seed);
        let (instance, plan) = planned(&file);
        let instants = instants(&instance, &plan);
        let mut random = Pcg64Mcg::seed_from_u64(seed);
        let what = format!("seed {seed}");
        for _ in 0..MINUTES {
            let at = match instants.len() {
                0 => 0,
                count => instants[random.random_range(0..count)] + random.random_range(-1..=1),
            };
            let now = at.clamp(0, instance.horizon().end.0 - 1);
            let advanced = holds(&what, &file, &instance, &plan, now);
            engines_agree(&what, &advanced, now);
            seen.extend(kinds(&advanced.file));
        }
    }
    // every kind of state has been met, by all instances together
    let is_part = std::env::var("REGAUGE_SHARD").is_ok();
    for kind in KINDS.iter().filter(|_| !is_part) {
        assert!(seen.contains(kind), "no {kind} among {seen:?}");
    }
}

#[test]
fn the_command_writes_both_or_none() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = |name: &str| dir.path().join(name).display().to_string();
    let run = |arguments: &[&str]| {
        let output = regauge(arguments).output().expect("the command runs");
        (
            code(&output),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    let (plan, now, rest) = (path("plan.json"), path("now.json"), path("rest.json"));
    let (done, said) = run(&[
        "plan", "--demo", "s", "--work", "0.01", "--quiet", "-o", &plan,
    ]);
    assert!(done < 2, "{said}");
    let advance = ["advance", "--demo", "s", &plan, "--now", "03:10"];
    let with = |more: &[&'static str]| -> Vec<String> {
        advance
            .iter()
            .chain(more)
            .map(|text| (*text).to_owned())
            .collect()
    };
    let both = [&advance[..], &["-o", &now, "--rest", &rest]].concat();
    assert_eq!(run(&both), (0, String::new()));
    assert_eq!(run(&["check", &now, &rest]).0, 0);
    // never over an input
    let (done, said) = run(&[&advance[..], &["-o", &plan]].concat());
    assert_eq!(done, 2, "{said}");
    assert!(said.contains("C0010"), "{said}");
    let nowhere = with(&["-o", "/nowhere/now.json"]);
    let nowhere: Vec<&str> = nowhere.iter().map(String::as_str).collect();
    assert_eq!(run(&nowhere).0, 2);
    let (done, said) = run(&["advance", "--demo", "s", &plan, "--now", "later"]);
    assert_eq!(done, 2);
    assert!(said.contains("is no time of the plan"), "{said}");
    // what happened is said with its place
    let actual = path("actual.json");
    let text = r#"{ "format_version": "1.0", "trains": [{ "train": "nobody" }] }"#;
    std::fs::write(&actual, text).expect("written");
    let (done, said) = run(&[&advance[..], &["--actual", &actual]].concat());
    assert_eq!(done, 2);
    assert!(
        said.contains("A0201") && said.contains("trains[0].train"),
        "{said}"
    );
}
