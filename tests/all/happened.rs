//! What really happened otherwise than planned: late trains, closures, cranes that fail at work; and what cannot have happened.

use crate::advance::{TRIED, WORK, planned};
use crate::common::{code, regauge};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use regauge::advance::{AdvanceError, actual_from_json, advance, advance_with};
use regauge::format::{ActualFile, InstanceFile, WorkFile};
use regauge::plan::Activity;
use regauge::problem::instance::Rake;
use regauge::{Instance, Minute, Planner, check, plan_to_json};
use regauge_instances::small::random_small;
use regauge_instances::{demo, to_json};
use regauge_oracle::seeds;
use std::collections::BTreeSet;

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
