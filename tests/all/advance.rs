//! Advancing an undisturbed plan to any minute and executing the rest gives the same plan.
//!
//! Of the ready-made instances some minutes in every run and every minute where `REGAUGE_RANDOM` is set; of random small instances
//! (`REGAUGE_RANDOM` sets how many, `REGAUGE_SHARD` which part of them) a few minutes each.

use crate::common::{code, regauge};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use regauge::advance::{AdvanceError, Advanced, actual_from_json, advance, advance_with};
use regauge::format::{ActualFile, InstanceFile, RakePlaceFile, WorkFile};
use regauge::plan::{Activity, Event};
use regauge::problem::instance::Rake;
use regauge::{Instance, Minute, Plan, Planner, check, plan_from_json, plan_to_json};
use regauge_instances::small::random_small;
use regauge_instances::{DEMOS, demo, to_json};
use regauge_oracle::{part, seeds};
use std::collections::{BTreeMap, BTreeSet};

/// Random instances tried where the environment does not say.
const TRIED: u64 = 90;

/// Minutes tried of a random instance.
const MINUTES: usize = 6;

/// Minutes between two that are tried of a ready-made instance, where not all are.
const APART: usize = 47;

const WORK: f64 = 0.01;

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

fn planned(file: &InstanceFile) -> (Instance, Plan) {
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

/// What a file of what happened says in JSON.
fn actual(more: &serde_json::Value) -> ActualFile {
    let mut file = serde_json::json!({ "format_version": "1.0" });
    let fields = file.as_object_mut().expect("an object");
    fields.extend(more.as_object().expect("an object").clone());
    actual_from_json(file.to_string().as_bytes()).expect("a file of what happened")
}

#[test]
fn what_happened_otherwise_changes_what_is_left() {
    let mut met = BTreeSet::new();
    for seed in 0..40 {
        let file = random_small(seed);
        let (instance, plan) = planned(&file);
        let at = |minute: Minute| instance.horizon().date_time(minute).to_rfc3339();
        for (train, planned) in instance.trains().iter().zip(&plan.trains) {
            for event in planned.events() {
                let now = event.span.from + 1;
                let lasts = now > Minute(0) && now < event.span.to;
                if !lasts || now >= instance.horizon().end {
                    continue;
                }
                let rake = if event.rake == Rake::Onward {
                    "onward"
                } else {
                    "arriving"
                };
                let until = at(event.span.to + 3);
                let section = |id| &instance.system().section(id).name;
                let what = match &event.what {
                    Activity::Run { section: id, .. } => serde_json::json!({
                        "what": "run", "rake": rake, "section": section(*id), "until": until
                    }),
                    Activity::Stage { stage, .. } => serde_json::json!({
                        "what": "stage", "rake": rake, "until": until,
                        "stage": instance.system().stage(*stage).name
                    }),
                    Activity::Placing { .. } | Activity::Pulling { .. } => serde_json::json!({
                        "what": "movement", "rake": rake, "until": until
                    }),
                    _ => continue,
                };
                let kind = what["what"].to_string();
                let more = serde_json::json!({
                    "trains": [{ "train": train.name, "events": [what] }]
                });
                let later = match advance_with(&file, &instance, &plan, now, &actual(&more)) {
                    Ok(later) => later,
                    // three minutes later there may be no room behind another train, or the cranes are closed
                    Err(AdvanceError::Contradiction(_)) => continue,
                    Err(error) => panic!("seed {seed}: {error} {error:?}"),
                };
                assert!(later.rest.is_none());
                let text = to_json(&later.file);
                Instance::from_json(&text).expect("what is left is valid");
                // the movement of a rake that is made up now begins as much later
                let begins = match event.what {
                    Activity::Placing {
                        store: Some(store), ..
                    } => Some(event.span.from + instance.system().store(store).making_up + 3),
                    _ => None,
                };
                let begins = begins.map(at);
                let is_told = text.contains(&until) || begins.is_some_and(|at| text.contains(&at));
                assert!(
                    later.file.state.is_some() && is_told,
                    "seed {seed}: nothing ends at {until} of {event:?}"
                );
                engines_agree_alone(&later.instance, seed);
                met.insert(kind);
            }
        }
    }
    assert_eq!(met.len(), 3, "{met:?}");
}

/// Whatever happened, what is left can be planned.
fn engines_agree_alone(instance: &Instance, seed: u64) {
    if !seed.is_multiple_of(8) {
        return;
    }
    let plan = Planner::new(instance).work(0.0).run().plan;
    let report = check(instance, &plan);
    assert!(report.violations.is_empty(), "{:#?}", report.violations);
}

/// What is left of a step of so many lifts in a span, as of a minute, rounded up; no wind blows.
fn lifts_left(lifts: u32, span: regauge::Span, at: i32) -> u32 {
    let (whole, left) = (span.minutes() as u32, (span.to.0 - at) as u32);
    (lifts * left).div_ceil(whole)
}

/// The state of a train in a file.
fn work_of<'f>(file: &'f InstanceFile, train: &str) -> &'f WorkFile {
    let mut states = file.state.iter().flat_map(|state| &state.trains);
    let state = states.find(|state| state.train == train);
    let work = state.and_then(|state| state.work.as_ref());
    work.expect("its work is under way")
}

#[test]
fn a_crane_that_is_out_interrupts_work() {
    let file = demo("m").expect("a ready-made instance");
    let (instance, plan) = planned(&file);
    let system = instance.system();
    let at = |minute: i32| instance.horizon().date_time(Minute(minute)).to_rfc3339();
    let trains = instance.trains().iter().zip(&plan.trains);
    let works = trains.flat_map(|(train, plan)| {
        plan.events()
            .iter()
            .filter_map(move |event| match &event.what {
                Activity::CraneWork {
                    mode, steps, part, ..
                } if train.parts == 1 => Some((train, *mode, steps, *part, event.span)),
                _ => None,
            })
    });
    let mut tried = 0;
    for (train, mode, steps, part, work) in works {
        let [(span, 0)] = steps[..] else { continue };
        if span.minutes() < 30 || span.from < Minute(1) {
            continue;
        }
        let lifts = train.part_lifts(part - 1);
        // slow wind makes a step longer than its lifts take
        let step = &system.mode(mode).steps[0];
        let rates = step
            .cranes
            .iter()
            .map(|crane| system.crane(*crane).lifts_per_hour);
        let rate = rates.sum::<u32>() * step.rate_percent;
        if i64::from((lifts * 6000).div_ceil(rate)) != i64::from(span.minutes()) {
            continue;
        }
        tried += 1;
        let crane = &system.crane(step.cranes[0]).name;
        let now = span.from.0 + 20;
        let told = |now: i32, what: serde_json::Value| {
            let done = advance_with(&file, &instance, &plan, Minute(now), &actual(&what));
            done.unwrap_or_else(|error| panic!("{}: {error} {error:?}", train.name))
        };
        let closed = |from: i32, to: i32| serde_json::json!({ "closed": [{ "crane": crane, "from": at(from), "to": at(to) }] });
        // it fails now; it failed some minutes ago; for minutes that are over
        for (from, to) in [(now, now + 300), (now - 7, now + 300), (now - 7, now - 2)] {
            let later = told(now, closed(from, to));
            let left = work_of(&later.file, &train.name);
            assert_eq!(
                (
                    left.interrupted,
                    left.lifts_left,
                    left.mode.as_ref(),
                    left.until
                ),
                (true, Some(lifts_left(lifts, span, from)), None, None),
                "{}",
                train.name
            );
            let plan = Planner::new(&later.instance).work(WORK).run().plan;
            let report = check(&later.instance, &plan);
            assert!(report.violations.is_empty(), "{:#?}", report.violations);
        }
        // it is busy
        let shed = system.shed(system.crane(step.cranes[0]).shed);
        let station = &system.station(shed.station).name;
        let busy = serde_json::json!({ "busy": [{ "station": station, "crane": crane, "until": at(now + 60) }] });
        let later = told(now, busy);
        let left = work_of(&later.file, &train.name);
        let rest = Some(lifts_left(lifts, span, now));
        assert_eq!((left.interrupted, left.lifts_left), (true, rest));
        // it will be out before the step is done, which goes on until then
        let later = told(now, closed(now + 5, now + 300));
        let left = work_of(&later.file, &train.name);
        let rest = left.lifts_left.expect("some");
        // rounded up now, and then
        let exact = lifts_left(lifts, span, now + 5);
        assert!(left.interrupted && (exact..=exact + 1).contains(&rest));
        assert_eq!(
            left.until.map(|until| until.to_rfc3339()),
            Some(at(now + 5))
        );
        assert_eq!(left.mode.as_ref(), Some(&system.mode(mode).name));
        // still earlier, as is known a minute later
        let then = Planner::new(&later.instance).work(WORK).run().plan;
        let sooner = advance_with(
            &later.file,
            &later.instance,
            &then,
            Minute(1),
            &actual(&closed(now + 3, now + 300)),
        );
        let sooner = sooner.unwrap_or_else(|error| panic!("{error} {error:?}"));
        let again = work_of(&sooner.file, &train.name);
        assert_eq!(
            again.until.map(|until| until.to_rfc3339()),
            Some(at(now + 3))
        );
        assert!(again.lifts_left > Some(rest), "{again:?}");
        // behind its end it is in nobody's way
        let later = told(now, closed(span.to.0, span.to.0 + 300));
        assert!(!work_of(&later.file, &train.name).interrupted);
        // in the preparation nothing is lifted yet; a step that could not be finished is not begun
        if work.from < span.from - 1 && span.from > Minute(2) {
            let later = told(span.from.0 - 1, closed(span.to.0 - 1, span.to.0 + 300));
            let left = work_of(&later.file, &train.name);
            assert_eq!(
                (left.interrupted, left.lifts_left, left.until),
                (true, Some(lifts), None)
            );
        }
        // what the plan lets begin behind the work has not begun
        if work.to.0 + 30 < instance.horizon().end.0 {
            let later = told(work.to.0 + 30, closed(now, now + 600));
            let left = work_of(&later.file, &train.name);
            let rest = Some(lifts_left(lifts, span, now));
            assert_eq!((left.interrupted, left.lifts_left), (true, rest));
        }
        if tried > 5 {
            break;
        }
    }
    assert!(tried > 2, "{tried}");
}

#[test]
fn any_crane_may_be_out_at_any_time() {
    let (mut interrupted, mut resumed) = (0, 0);
    for seed in seeds(TRIED) {
        let mut file = random_small(seed);
        let (mut instance, mut plan) = planned(&file);
        let mut random = Pcg64Mcg::seed_from_u64(seed);
        // one crane after the other
        for _ in 0..3 {
            let works = plan.trains.iter().flat_map(|train| train.events());
            let steps = works.filter_map(|event| match &event.what {
                Activity::CraneWork { mode, steps, .. } => Some((*mode, steps.clone())),
                _ => None,
            });
            let steps: Vec<_> = steps
                .flat_map(|(mode, steps)| {
                    let steps = steps.into_iter().enumerate();
                    steps.map(move |(number, (span, _))| (mode, number, span))
                })
                .filter(|(_, _, span)| span.minutes() > 1)
                .collect();
            if steps.is_empty() {
                break;
            }
            let (mode, number, span) = steps[random.random_range(0..steps.len())];
            let crane = instance.system().mode(mode).steps[number].cranes[0];
            let now = span.from.0 + random.random_range(-1..span.minutes());
            let now = now.clamp(0, instance.horizon().end.0 - 1);
            let from = now + random.random_range(-9..9);
            let at = |minute: i32| instance.horizon().date_time(Minute(minute)).to_rfc3339();
            let crane = &instance.system().crane(crane).name;
            let to = at(from + random.random_range(1..90));
            let closed =
                serde_json::json!({ "closed": [{ "crane": crane, "from": at(from), "to": to }] });
            let later = advance_with(&file, &instance, &plan, Minute(now), &actual(&closed));
            let later = match later {
                Ok(later) => later,
                // a train that waits in its spot is in the way of another that is moved
                Err(AdvanceError::Contradiction(problems))
                    if problems.0.iter().all(|problem| problem.code != "E1013") =>
                {
                    break;
                }
                Err(error) => panic!("seed {seed}: {error} {error:?}"),
            };
            let states = later.file.state.iter().flat_map(|state| &state.trains);
            for work in states.filter_map(|state| state.work.as_ref()) {
                interrupted += usize::from(work.interrupted);
                resumed += usize::from(work.resumed_lifts.is_some());
            }
            let next = Planner::new(&later.instance).work(WORK).run().plan;
            let report = check(&later.instance, &next);
            assert!(
                report.violations.is_empty(),
                "seed {seed}: {:#?}",
                report.violations
            );
            (file, instance, plan) = (later.file, later.instance, next);
        }
    }
    assert!(interrupted > 5 && resumed > 0, "{interrupted} {resumed}");
}

#[test]
fn a_late_train_and_closures_are_in_what_is_left() {
    let file = demo("S").expect("a ready-made instance");
    let (instance, plan) = planned(&file);
    let now = Minute(60);
    let at = |minute: i32| instance.horizon().date_time(Minute(minute)).to_rfc3339();
    let mut trains = instance.trains().iter();
    let outside = trains.find(|train| train.state.is_none()).expect("a train");
    let crane = &instance.system().cranes()[0].name;
    let section = &instance.system().sections()[0].name;
    let more = serde_json::json!({
        "trains": [{ "train": outside.name, "earliest_entry": at(90) }],
        "closed": [
            { "crane": crane, "from": at(700), "to": at(760) },
            { "section": section, "from": at(900), "to": at(910) },
        ],
    });
    let later = advance_with(&file, &instance, &plan, now, &actual(&more)).expect("it can be");
    let system = later.instance.system();
    let mut trains = later.instance.trains().iter();
    let late = trains
        .find(|train| train.name == outside.name)
        .expect("it is left");
    assert_eq!(late.earliest_entry, Minute(30));
    assert_eq!(
        system.cranes()[0].closed.last().expect("closed").from,
        Minute(640)
    );
    assert_eq!(
        system.sections()[0]
            .possessions
            .last()
            .expect("one")
            .span
            .from,
        Minute(840)
    );
}

#[test]
fn what_cannot_have_happened_is_told_with_its_place() {
    let file = demo("S").expect("a ready-made instance");
    let (instance, plan) = planned(&file);
    let now = Minute(60);
    let at = |minute: i32| instance.horizon().date_time(Minute(minute)).to_rfc3339();
    let under_way = instance.trains().iter().find(|train| train.state.is_some());
    let under_way = &under_way.expect("a train under way").name;
    let mut trains = instance.trains().iter();
    let outside = &trains
        .find(|train| train.state.is_none())
        .expect("a train")
        .name;
    let one = |train: &str, more: serde_json::Value| {
        let mut file = serde_json::json!({ "train": train });
        let fields = file.as_object_mut().expect("an object");
        fields.extend(more.as_object().expect("an object").clone());
        serde_json::json!({ "trains": [file] })
    };
    let run = |section: &str, until: String| serde_json::json!({ "events": [{ "what": "run", "section": section, "until": until }] });
    let section = &instance.system().sections()[0].name;
    let both = serde_json::json!({ "closed": [{ "crane": "a", "spot": "b", "from": at(1), "to": at(2) }] });
    let nobody = serde_json::json!({ "closed": [{ "crane": "no", "from": at(1), "to": at(2) }] });
    for (more, code, path) in [
        (
            one("nobody", serde_json::json!({})),
            "A0201",
            "trains[0].train",
        ),
        (nobody, "A0201", "closed[0].crane"),
        (both, "A0203", "closed[0]"),
        (
            one(under_way, serde_json::json!({ "earliest_entry": at(90) })),
            "A0301",
            "trains[0].earliest_entry",
        ),
        (
            one(outside, serde_json::json!({ "earliest_entry": at(30) })),
            "A0303",
            "trains[0].earliest_entry",
        ),
        (
            one("9999", run(section, at(90))),
            "A0201",
            "trains[0].train",
        ),
        (
            one(under_way, run("nowhere", at(90))),
            "A0302",
            "trains[0].events[0].until",
        ),
    ] {
        let error = advance_with(&file, &instance, &plan, now, &actual(&more));
        let Err(AdvanceError::Actual(problems)) = error else {
            panic!("{more} is taken: {error:?}");
        };
        let found: Vec<(&str, &str)> = problems.0.iter().map(|p| (p.code, &*p.path)).collect();
        assert!(found.contains(&(code, path)), "{more}: {problems}");
    }
    let mut other = actual(&serde_json::json!({}));
    other.format_version = "0.9".to_owned();
    let error = advance_with(&file, &instance, &plan, now, &other);
    assert!(matches!(error, Err(AdvanceError::Actual(_))), "{error:?}");
    for minute in [-1, instance.horizon().end.0] {
        let error = advance(&file, &instance, &plan, Minute(minute));
        assert!(matches!(error, Err(AdvanceError::OutsideHorizon { .. })));
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

#[test]
fn the_command_replans_when_a_crane_fails_in_the_middle_of_its_work() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = |name: &str| dir.path().join(name).display().to_string();
    let run = |arguments: &[&str]| {
        let output = regauge(arguments).output().expect("the command runs");
        let said = [output.stdout.clone(), output.stderr.clone()].concat();
        (code(&output), String::from_utf8_lossy(&said).into_owned())
    };
    let file = demo("m").expect("a ready-made instance");
    let (instance, plan) = planned(&file);
    let old = path("old.json");
    let text = plan_to_json(&instance, &plan).expect("a plan of the instance");
    std::fs::write(&old, text).expect("written");
    let slots = plan.crane_slots.iter();
    let mut slots = slots.filter(|slot| slot.span.minutes() > 20 && slot.span.from > Minute(60));
    let slot = slots.next().expect("a crane lifts");
    let at = |minute: Minute| instance.horizon().date_time(minute).to_rfc3339();
    let now = slot.span.from + 10;
    let events = path("events.json");
    let crane = &instance.system().crane(slot.crane).name;
    let told = serde_json::json!({
        "format_version": "1.0", "closed": [{ "crane": crane, "from": at(now), "to": at(now + 200) }]
    });
    std::fs::write(&events, told.to_string()).expect("written");
    let (next, left) = (path("next.json"), path("left.json"));
    let name = &instance.train(slot.train).name;
    for (language, words) in [
        ("en", format!("train {name}: crane work interrupted, ")),
        ("zh", format!("列车 {name} 换装作业中断，剩余 ")),
    ] {
        let (done, said) = run(&[
            "replan",
            "--demo",
            "m",
            &old,
            "--now",
            &at(now),
            "--events",
            &events,
            "--work",
            "0.01",
            "-o",
            &next,
            "--instance-output",
            &left,
            "--lang",
            language,
        ]);
        assert!(done < 2 && said.contains(&words), "{said}");
        assert_eq!(run(&["check", &left, &next]).0, 0);
    }
}
