//! What has happened is kept by every later instance, whole and once, and is of no account for a plan.

use crate::common::{code, regauge};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use regauge::advance::{actual_from_json, advance, advance_with};
use regauge::chrono::{DateTime, TimeDelta};
use regauge::format::{InstanceFile, PastFile};
use regauge::history::{Past, departed, uses};
use regauge::plan::{Activity, CraneSlot, Event, TrainPlan};
use regauge::problem::instance::Rake;
use regauge::{Instance, Minute, Plan, Planner, Span, plan_to_json};
use regauge_instances::small::random_small;
use regauge_instances::{demo, demo_json, to_json};
use regauge_oracle::seeds;
use regauge_report::{
    ChartConfig, Language, PageConfig, ViewConfig, ViewSection, charts, html, show,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Random instances tried where the environment does not say.
const TRIED: u64 = 60;

fn planned(file: &InstanceFile) -> (Instance, Plan) {
    let instance = Instance::from_json(to_json(file)).expect("a valid instance");
    let plan = Planner::new(&instance).work(0.01).run().plan;
    (instance, plan)
}

/// Some minutes of the horizon, one after the other.
fn steps(instance: &Instance, random: &mut Pcg64Mcg) -> Vec<i32> {
    let end = instance.horizon().end.0;
    let mut steps: Vec<i32> = (0..4).map(|_| random.random_range(1..end)).collect();
    steps.sort_unstable();
    steps.dedup();
    steps
}

type Told = (String, Rake, String, Span);

fn told(train: &str, event: &Event, ahead: i32) -> Told {
    let at = |span: Span| Span::new(span.from + ahead, span.to + ahead);
    let mut what = event.what.clone();
    if let Activity::CraneWork {
        lifting_from,
        steps,
        ..
    } = &mut what
    {
        *lifting_from = *lifting_from + ahead;
        for (span, _) in steps {
            *span = at(*span);
        }
    }
    (
        train.to_owned(),
        event.rake,
        format!("{what:?}"),
        at(event.span),
    )
}

/// What of a plan is over at a minute, by train.
fn over(instance: &Instance, plan: &Plan, now: i32) -> Vec<Told> {
    let mut over = Vec::new();
    for (train, planned) in instance.trains().iter().zip(&plan.trains) {
        for event in planned.events() {
            let Span { from, to } = event.span;
            // what takes no time is over in the minute behind
            if to <= Minute(now) && from < Minute(now) {
                over.push(told(&train.name, event, 0));
            }
        }
    }
    over.sort();
    over
}

fn kept(pieces: &[Past], ahead: i32) -> Vec<Told> {
    let trains = pieces.iter().flat_map(|past| &past.trains);
    let mut kept: Vec<Told> = trains
        .flat_map(|train| {
            let events = train.events.iter();
            events.map(|event| told(&train.name, event, ahead))
        })
        .collect();
    kept.sort();
    kept
}

#[test]
fn of_a_plan_that_comes_true_in_steps_everything_is_kept_whole_and_once() {
    let mut met = BTreeMap::new();
    for seed in seeds(TRIED) {
        let mut file = random_small(seed);
        let (instance, plan) = planned(&file);
        let is_postponed = |id: usize| matches!(plan.trains[id], TrainPlan::Postponed { .. });
        let trains = instance.trains().iter().enumerate();
        let mut postponed = trains.filter(|(id, train)| train.state.is_some() && is_postponed(*id));
        // what becomes of those is not in the plan
        if postponed.next().is_some() {
            continue;
        }
        let mut random = Pcg64Mcg::seed_from_u64(seed);
        let (mut now_instance, mut now_plan, mut ahead) = (instance.clone(), plan.clone(), 0);
        let mut before: Vec<PastFile> = Vec::new();
        for at in steps(&instance, &mut random) {
            let advanced = advance(&file, &now_instance, &now_plan, Minute(at - ahead))
                .unwrap_or_else(|error| panic!("seed {seed} at {at}: {error}"));
            // what stood there stands there yet
            assert_eq!(
                advanced.file.history[..before.len()],
                before[..],
                "seed {seed}"
            );
            before.clone_from(&advanced.file.history);
            (file, now_instance) = (advanced.file, advanced.instance);
            now_plan = advanced.rest.expect("nothing was disturbed");
            ahead = at;
            let kept = kept(now_instance.history(), ahead);
            assert_eq!(kept, over(&instance, &plan, at), "seed {seed} at {at}");
            for (_, _, what, _) in kept {
                let kind = what.split(' ').next().unwrap_or_default().to_owned();
                *met.entry(kind).or_insert(0) += 1;
            }
            same_slots(&instance, &plan, &now_instance, at);
            same_departures(&instance, &plan, &now_instance, at);
        }
    }
    for kind in [
        "Run",
        "Track",
        "Stage",
        "Placing",
        "Spot",
        "CraneWork",
        "Exchange",
        "Pulling",
        "IntoStore",
        "FromStore",
        "Handling",
    ] {
        assert!(met.contains_key(kind), "no {kind} among {met:?}");
    }
}

/// Crane slots that are over are kept with all their lifts.
fn same_slots(old: &Instance, plan: &Plan, new: &Instance, now: i32) {
    let over = |slot: &&CraneSlot| slot.span.to <= Minute(now) && !slot.span.is_empty();
    let over = plan.crane_slots.iter().filter(over);
    let mut over: Vec<_> = over
        .map(|slot| {
            let train = old.train(slot.train).name.clone();
            (slot.crane, train, slot.span, slot.wagons, slot.lifts)
        })
        .collect();
    over.sort();
    let slots = new.history().iter().flat_map(|past| &past.crane_slots);
    let mut kept: Vec<_> = slots
        .map(|slot| {
            let span = Span::new(slot.span.from + now, slot.span.to + now);
            (
                slot.crane,
                slot.train.clone(),
                span,
                slot.wagons,
                slot.lifts,
            )
        })
        .collect();
    kept.sort();
    assert_eq!(kept, over);
}

/// Who has left, and when.
fn same_departures(old: &Instance, plan: &Plan, new: &Instance, now: i32) {
    let trains = old.trains().iter().zip(&plan.trains);
    let left = trains.filter_map(|(train, planned)| {
        let exit = planned.exit()?;
        let had_left = train.has_left();
        (exit <= Minute(now) && !had_left && exit > Minute(0)).then(|| (exit, train.name.clone()))
    });
    let mut left: Vec<_> = left.collect();
    left.sort();
    let kept = departed(new).into_iter();
    let kept: Vec<_> = kept
        .map(|train| (train.left + now, train.train.to_owned()))
        .collect();
    assert_eq!(kept, left);
}

/// An instance with a past: after some hours of a plan of the ready-made one.
fn with_past() -> (InstanceFile, Instance) {
    let file = demo("s").expect("a ready-made instance");
    let (instance, plan) = planned(&file);
    let advanced = advance(&file, &instance, &plan, Minute(700)).expect("an instance as of now");
    (advanced.file, advanced.instance)
}

#[test]
fn a_plan_is_the_same_with_and_without_the_past() {
    let (file, instance) = with_past();
    assert!(!instance.history().is_empty());
    let mut bare = file.clone();
    bare.history.clear();
    let bare = Instance::from_file(&bare).expect("a valid instance");
    assert!(bare.history().is_empty());
    assert_eq!(bare.sha256(), instance.sha256());
    let text = |instance: &Instance| {
        let plan = Planner::new(instance).work(0.05).run().plan;
        plan_to_json(instance, &plan).expect("a plan")
    };
    assert_eq!(text(&bare), text(&instance));
}

#[test]
fn nobody_had_anything_twice_before_now() {
    let (_, instance) = with_past();
    let mut by_resource: BTreeMap<_, Vec<(Span, &str)>> = BTreeMap::new();
    for one in uses(&instance) {
        assert!(one.span.from < Minute(0), "{one:?}");
        let is_track = matches!(one.resource, regauge::plan::Resource::Track(..));
        if is_track {
            let place = by_resource.entry(one.resource).or_default();
            place.push((one.span, one.train));
        }
    }
    assert!(by_resource.len() > 2);
    for (resource, mut spans) in by_resource {
        spans.sort();
        for pair in spans.windows(2) {
            assert!(pair[0].0.to <= pair[1].0.from, "{resource:?}: {pair:?}");
        }
    }
}

/// Crane work that is broken off ended when it was, with the lifts that were done.
#[test]
fn crane_work_broken_off_ends_in_the_past_when_it_was() {
    let file = demo("s").expect("a ready-made instance");
    let (instance, plan) = planned(&file);
    let mut slots = plan.crane_slots.iter();
    let slot = slots
        .find(|slot| slot.span.minutes() > 30 && slot.span.from > Minute(0))
        .expect("a crane that lifts");
    let out = slot.span.from + 10;
    let now = out + 5;
    let at = |minute: Minute| instance.horizon().date_time(minute).to_rfc3339();
    let crane = &instance.system().crane(slot.crane).name;
    let actual = json!({
        "format_version": "1.0",
        "closed": [{ "crane": crane, "from": at(out), "to": at(now + 300) }],
    });
    let actual = actual_from_json(actual.to_string().as_bytes()).expect("what happened");
    let advanced = advance_with(&file, &instance, &plan, now, &actual).expect("an instance");
    let name = &instance.train(slot.train).name;
    let past = advanced.instance.history().last().expect("a past");
    let train = past.trains.iter().find(|train| train.name == *name);
    let events = &train.expect("the train").events;
    let mut works = events
        .iter()
        .filter(|event| matches!(event.what, Activity::CraneWork { .. }));
    let work = works.next().expect("its work");
    assert_eq!(work.span.to, out - now.0);
    let mut kept = past.crane_slots.iter().filter(|kept| kept.train == *name);
    let kept = kept
        .find(|kept| kept.crane == slot.crane)
        .expect("its slot");
    assert_eq!(kept.span, Span::new(slot.span.from - now.0, out - now.0));
    assert!(0 < kept.lifts && kept.lifts < slot.lifts);
}

/// Every kind of thing that may be wrong in a history, with its code and place.
#[test]
fn a_wrong_history_is_told() {
    let (file, instance) = with_past();
    let right: Value = serde_json::from_str(&to_json(&file)).expect("JSON");
    let start = instance.horizon().start.to_rfc3339();
    let later = instance.horizon().date_time(Minute(5)).to_rfc3339();
    let with = |pointer: &str, value: Value| {
        let mut file = right.clone();
        *file.pointer_mut(pointer).expect(pointer) = value;
        let problems = Instance::from_json(file.to_string()).expect_err(pointer);
        let told = problems.0.iter().map(|one| (one.code, one.path.clone()));
        told.collect::<Vec<_>>()
    };
    let one = |code, path: &str| vec![(code, path.to_owned())];
    let event = "/history/0/trains/0/events/0";
    let there = "history[0].trains[0].events[0]";
    assert_eq!(
        with("/history/0/until", json!(later)),
        one("E1101", "history[0].until")
    );
    assert_eq!(
        with(&format!("{event}/to"), json!(later)),
        one("E1101", &format!("{there}.to"))
    );
    assert_eq!(
        with(&format!("{event}/from"), json!(start)),
        one("E1101", &format!("{there}.to"))
    );
    assert_eq!(
        with(&format!("{event}/rake"), json!("both")),
        one("E0204", &format!("{there}.rake"))
    );
    let class = "history[0].trains[0].class";
    assert_eq!(
        with("/history/0/trains/0/class", json!("none")),
        one("E0301", class)
    );
    let id = "history[0].trains[0].id";
    assert_eq!(with("/history/0/trains/0/id", json!(" ")), one("E0303", id));
    let crane = "history[0].crane_slots[0].crane";
    assert_eq!(
        with("/history/0/crane_slots/0/crane", json!("none")),
        one("E0301", crane)
    );
    // a train that is gone may be named as it likes
    let mut file = right.clone();
    file["history"][0]["trains"][0]["id"] = json!("gone long ago");
    assert!(Instance::from_json(file.to_string()).is_ok());
}

/// The commands keep the past through one replanning after the other.
#[test]
fn three_replannings_keep_the_whole_shift() {
    let directory = tempfile::tempdir().expect("a directory");
    let at = |name: &str| directory.path().join(name).display().to_string();
    let read = |name: &str| -> Value {
        let text = std::fs::read(directory.path().join(name)).expect("a file");
        serde_json::from_slice(&text).expect("JSON")
    };
    let run = |command: &[&str]| {
        let output = regauge(command).output().expect("the command starts");
        assert_eq!(
            code(&output),
            0,
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    };
    let (mut day, mut plan) = (at("day.json"), at("plan.json"));
    std::fs::write(&day, demo_json("s").expect("a ready-made instance")).expect("a file");
    run(&["plan", &day, "--work", "0.05", "--quiet", "-o", &plan]);
    let start = read("day.json")["horizon"]["start"].clone();
    let start = start.as_str().expect("a start");
    let start = DateTime::parse_from_rfc3339(start).expect("a date-time");
    let mut before: Vec<Value> = Vec::new();
    for hours in [2, 4, 6] {
        let now = (start + TimeDelta::hours(hours)).to_rfc3339();
        let (next_day, next_plan) = (format!("day-{hours}.json"), format!("plan-{hours}.json"));
        let (to, next) = (at(&next_day), at(&next_plan));
        let command = [
            "replan", &day, &plan, "--now", &now, "--work", "0.05", "-o", &next,
        ];
        run(&[&command[..], &["--instance-output", &to]].concat());
        run(&["check", &to, &next]);
        let history = read(&next_day)["history"]
            .as_array()
            .expect("a history")
            .clone();
        assert_eq!(history[..before.len()], before[..]);
        assert_eq!(history.len(), before.len() + 1);
        before = history;
        (day, plan) = (to, next);
    }
}

/// Charts, boards and the page show the past, in both languages, and what has no past is what it was.
#[test]
fn charts_boards_and_the_page_show_the_past() {
    let (_, instance) = with_past();
    let plan = Planner::new(&instance).work(0.02).run().plan;
    let shown = |language: Language, past: Option<u16>| {
        let config = ChartConfig {
            language: Some(language),
            past,
            ..ChartConfig::default()
        };
        charts(&instance, &plan, &config).expect("a plan of the instance")
    };
    for (language, word, title) in [
        (
            Language::English,
            "what happened",
            "Departed in the last shift",
        ),
        (Language::Chinese, "已实现", "本班已出发列车"),
    ] {
        for chart in shown(language, None) {
            assert!(chart.svg.contains("data-from=\"-180\""), "{}", chart.id);
            assert!(chart.svg.contains("class=\"past\"") && chart.svg.contains(word));
            assert!(chart.svg.contains("class=\"now\""));
        }
        for chart in shown(language, Some(0)) {
            assert!(chart.svg.contains("data-from=\"0\"") && !chart.svg.contains(word));
        }
        let mut text = Vec::new();
        let config = ViewConfig {
            language,
            sections: vec![ViewSection::Board, ViewSection::CraneSheet],
            ..ViewConfig::default()
        };
        show(&instance, &plan, &config, &mut text).expect("a plan of the instance");
        let text = String::from_utf8(text).expect("UTF-8");
        let (_, past) = text.split_once(title).expect("who has left");
        let recent = departed(&instance);
        let recent = recent.iter().filter(|train| train.left > Minute(-720));
        assert!(recent.clone().count() > 2);
        for train in recent {
            assert!(past.contains(train.train), "{}", train.train);
        }
        let page = html(&instance, &plan, &PageConfig::default()).expect("a page");
        assert!(page.contains(title) && page.contains("class=\"past\""));
    }
    let bare = Instance::from_file(&demo("s").expect("a ready-made instance")).expect("valid");
    let plan = Planner::new(&bare).work(0.02).run().plan;
    let page = html(&bare, &plan, &PageConfig::default()).expect("a page");
    assert!(!page.contains("class=\"past\"") && !page.contains("Departed in the last shift"));
}
