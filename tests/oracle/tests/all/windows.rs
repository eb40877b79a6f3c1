//! Possessions whose time is a choice: where they are put is right, told, and as good as any.

use crate::common::best_beside;
use regauge_instances::small::{random_small, with_windows};
use regauge_model::advance::advance;
use regauge_model::check::check;
use regauge_model::format::InstanceFile;
use regauge_model::plan::{Activity, Event};
use regauge_model::plan_file::{plan_from_json, plan_to_json};
use regauge_model::resource::Resource;
use regauge_model::validate::instance_from_file;
use regauge_model::{Instance, Minute, Plan, Span};
use regauge_oracle::{Limit, best_plan, how_many, seeds, tiny_instance};
use regauge_solver::{CompiledProblem, Planner, Session};

/// The instance of a file; `None` where a window has no room beside what stands in the section.
fn instance(file: &InstanceFile) -> Option<Instance> {
    match instance_from_file(file) {
        Ok(instance) => Some(instance),
        Err(problems) => {
            let only = problems.0.iter().all(|problem| problem.code == "E0506");
            assert!(only, "{}:\n{problems}", file.name);
            None
        }
    }
}

fn plan(instance: &Instance, work: f64) -> Plan {
    let plan = Planner::new(instance).work(work).run().plan;
    let report = check(instance, &plan);
    let name = instance.name();
    assert!(report.is_clean(), "{name}: {:#?}", report.violations);
    assert_eq!(report.value, plan.value, "{name}");
    plan
}

#[test]
fn possessions_are_put_where_they_cost_least() {
    let (mut compared, mut best_found, mut matters, mut first) = (0, 0, 0, 0);
    for seed in seeds(36) {
        let Some(instance) = instance(&with_windows(&tiny_instance(seed), (16, 12), seed)) else {
            continue;
        };
        let plan = plan(&instance, 0.3);
        let Some(best) = best_beside(&instance, &plan, seed) else {
            continue;
        };
        let early = CompiledProblem::new(instance).decided();
        let early = best_plan(early.instance(), Limit(20_000));
        compared += 1;
        best_found += usize::from(best.value == plan.value);
        matters += usize::from(early.as_ref().is_some_and(|early| early.value > best.value));
        first += usize::from(early.is_some_and(|early| early.value == plan.value));
    }
    println!(
        "{best_found} of {compared} as good as any; at their first starts {first}; it matters in {matters}"
    );
    assert!(
        best_found * 10 >= compared * 9,
        "{best_found} of {compared}"
    );
    assert!(matters * 20 > compared, "{matters} of {compared}");
}

#[test]
fn plans_with_possessions_of_choice_survive_their_file_and_are_taken_up() {
    let mut n = 0;
    for seed in seeds(20) {
        let Some(instance) = instance(&with_windows(&random_small(seed), (90, 150), seed)) else {
            continue;
        };
        let plan = plan(&instance, 0.05);
        let text = plan_to_json(&instance, &plan).unwrap();
        let read = plan_from_json(&instance, text.as_bytes()).unwrap();
        assert_eq!(plan_to_json(&instance, &read).unwrap(), text, "seed {seed}");
        let session = Session::from_plan(&CompiledProblem::new(instance.clone()), &read);
        let session = session.unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        let next = Planner::from_session(&session).work(0.05).run().plan;
        assert!(check(&instance, &next).is_clean(), "seed {seed}");
        assert!(
            next.value <= plan.value,
            "seed {seed}: {} > {}",
            next.value,
            plan.value
        );
        n += 1;
    }
    assert!(n as u64 * 2 > how_many(20), "{n}");
}

#[test]
fn a_possession_out_of_place_is_a_violation() {
    let mut broken = [0; 3];
    for seed in seeds(20) {
        let Some(instance) = instance(&with_windows(&random_small(seed), (90, 150), seed)) else {
            continue;
        };
        let right = plan(&instance, 0.0);
        let broken_by = |starts: Vec<Minute>| {
            let wrong = Plan {
                possessions: starts,
                ..right.clone()
            };
            let report = check(&instance, &wrong);
            report
                .violations
                .iter()
                .any(|violation| violation.rule == "possession")
        };
        let window = &instance.system().windows()[0];
        let moved = |start: Minute| {
            let mut starts = right.possessions.clone();
            starts[0] = start;
            starts
        };
        assert!(broken_by(Vec::new()), "seed {seed}");
        assert!(
            broken_by(moved(window.within.to - window.minutes + 1)),
            "seed {seed}"
        );
        let before = Minute(window.within.from.0.max(0)) - 1;
        assert!(broken_by(moved(before)), "seed {seed}");
        let trains = right.trains.iter().flat_map(|train| train.events());
        let section = Resource::Section(window.section);
        let is_run = |event: &&Event| {
            matches!(event.what, Activity::Run { .. }) && event.what.place() == section
        };
        let runs = trains.filter(is_run);
        for run in runs {
            let start = Minute(run.span.from.0.max(window.within.from.0).max(0));
            let closed = Span::new(start, start + window.minutes);
            let inside = closed.to <= window.within.to && run.span.overlaps(closed);
            if inside && !window.single_track_working && window.track.is_none() {
                broken[0] += 1;
                broken[1] += usize::from(broken_by(moved(start)));
            }
        }
        broken[2] += 1;
    }
    let [runs, caught, instances] = broken;
    println!("{caught} of {runs} runs in {instances} instances");
    assert!(runs == caught && runs > 3, "{caught} of {runs}");
}

/// Less room never helps: what is best in half of the window is a plan of the whole.
#[test]
fn a_narrower_window_never_helps_a_proven_optimum() {
    let (mut proven, mut worse) = (0, 0);
    for seed in seeds(36) {
        let file = with_windows(&tiny_instance(seed), (16, 30), seed);
        let mut narrow = file.clone();
        let sections = narrow.system.sections.iter_mut();
        for possession in sections.flat_map(|section| &mut section.possessions) {
            if let Some(minutes) = possession.minutes {
                possession.to = possession.from + chrono::TimeDelta::minutes(i64::from(minutes));
            }
        }
        let (Some(wide), Some(narrow)) = (instance(&file), instance(&narrow)) else {
            continue;
        };
        let [wide, narrow] = [wide, narrow].map(|instance| plan(&instance, 0.3));
        if wide.value == wide.bound {
            proven += 1;
            assert!(wide.value <= narrow.value, "seed {seed}");
            worse += usize::from(wide.value < narrow.value);
        }
    }
    println!("{proven} proven, {worse} worse in a narrower window");
    assert!(proven > 6 && worse > 0, "{proven}, {worse}");
}

/// What has begun is fixed, what has not may be moved; either way the rest of the plan is one of what is left.
#[test]
fn possessions_of_choice_are_advanced() {
    let (mut fixed, mut open) = (0, 0);
    for seed in seeds(15) {
        let file = with_windows(&random_small(seed), (90, 150), seed);
        let Some(instance) = instance(&file) else {
            continue;
        };
        let plan = plan(&instance, 0.0);
        for now in [7, 40, 75, 110, 160, 220].map(Minute) {
            let advanced = advance(&file, &instance, &plan, now);
            let Ok(advanced) = advanced else {
                continue;
            };
            let (left, rest) = (&advanced.instance, advanced.rest.as_ref().unwrap());
            let report = check(left, rest);
            assert!(report.is_clean(), "seed {seed}: {:#?}", report.violations);
            let windows = left.system().windows().len();
            let begun = plan
                .possessions
                .iter()
                .filter(|start| **start <= now)
                .count();
            assert_eq!(windows + begun, plan.possessions.len(), "seed {seed}");
            fixed += begun;
            open += windows;
        }
    }
    println!("{fixed} have begun, {open} have not");
    assert!(fixed > 10 && open > 10, "{fixed}, {open}");
}
