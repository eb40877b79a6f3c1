//! What changed between two plans: nothing from a plan to itself or to its own rest, all that makes the new plan of the old one,
//! signs turned when the sides are, and by names alone.

use crate::common::{code, file, regauge, run_with_input, said, small_instance};
use insta::assert_snapshot;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use regauge::advance::advance;
use regauge::diff::{
    Aspect, Decision, DiffConfig, Group, Moment, PlanDiff, TrainChange, apply_json, diff_to_json,
    ghosts, nervousness, plan_file,
};
use regauge::format::{InstanceFile, PlanFile};
use regauge::plan::{Resource, TrainPlan};
use regauge::{
    Instance, Language, Message, Minute, Plan, Planner, Problems, Span, plan_from_json,
    plan_to_file, plan_to_json,
};
use regauge_instances::small::{random_small, with_windows};
use regauge_oracle::seeds;
use regauge_report::{Before, ChartConfig, charts, charts_since};
use std::fs;
use tempfile::tempdir;

/// Random instances tried where the environment does not say.
const TRIED: u64 = 60;

fn instance_of(file: &InstanceFile) -> Instance {
    Instance::from_json(regauge_instances::to_json(file)).expect("a valid instance")
}

fn planned(instance: &Instance, seed: u64, work: f64) -> Plan {
    Planner::new(instance).seed(seed).work(work).run().plan
}

fn between(old: (&Instance, &Plan), new: (&Instance, &Plan)) -> PlanDiff {
    PlanDiff::between(old, new, &DiffConfig::default()).expect("plans of their instances")
}

/// Two plans of a random small instance: one without any search, and one of another seed.
fn two_plans(seed: u64) -> (Instance, Plan, Plan) {
    let instance = instance_of(&random_small(seed));
    let (one, other) = (
        planned(&instance, 1, 0.0),
        planned(&instance, seed + 2, 0.03),
    );
    (instance, one, other)
}

#[test]
fn a_plan_differs_from_itself_in_nothing() {
    for seed in seeds(TRIED) {
        let instance = instance_of(&random_small(seed));
        let plan = planned(&instance, 1, 0.01);
        let diff = between((&instance, &plan), (&instance, &plan));
        assert!(diff.is_empty(), "seed {seed}: {diff:#?}");
        let ghosts = ghosts((&instance, &plan), (&instance, &plan), &diff).unwrap();
        assert!(ghosts.is_empty(), "seed {seed}");
    }
}

#[test]
fn the_difference_applied_to_the_old_plan_gives_the_new_one() {
    let mut changed = 0;
    for seed in seeds(TRIED) {
        let (instance, old, new) = two_plans(seed);
        let texts = [&old, &new].map(|plan| plan_to_json(&instance, plan).unwrap());
        let config = DiffConfig::default();
        let text = diff_to_json((&instance, &old), (&instance, &new), &config).unwrap();
        let old_file = plan_file(texts[0].as_bytes()).unwrap();
        let made = apply_json(&old_file, text.as_bytes()).unwrap();
        assert_eq!(made, texts[1], "seed {seed}");
        let diff = between((&instance, &old), (&instance, &new));
        changed += u32::from(!diff.is_empty());
        // Nothing else can be made of it, and of no other plan.
        if texts[0] != texts[1] {
            let new_file = plan_file(texts[1].as_bytes()).unwrap();
            assert_eq!(codes(apply_json(&new_file, text.as_bytes())), ["D0101"]);
        }
    }
    assert!(changed > 10, "of {TRIED} pairs of plans {changed} differ");
}

fn codes<T>(result: Result<T, Problems>) -> Vec<&'static str> {
    match result {
        Ok(_) => Vec::new(),
        Err(problems) => problems.0.iter().map(|problem| problem.code).collect(),
    }
}

#[test]
fn turning_the_sides_turns_the_difference() {
    let mut moved = 0;
    for seed in seeds(TRIED) {
        let (instance, old, new) = two_plans(seed);
        let there = between((&instance, &old), (&instance, &new));
        let back = between((&instance, &new), (&instance, &old));
        let turned = |change| match change {
            TrainChange::New => TrainChange::Gone,
            TrainChange::Gone => TrainChange::New,
            TrainChange::Planned => TrainChange::Postponed,
            TrainChange::Postponed => TrainChange::Planned,
            same => same,
        };
        assert_eq!(there.trains.len(), back.trains.len(), "seed {seed}");
        for (one, other) in there.trains.iter().zip(&back.trains) {
            assert_eq!(turned(one.change), other.change, "seed {seed}");
            assert_eq!(one.exit_before, other.exit_after, "seed {seed}");
            let minutes = |diff: &regauge::diff::TrainDiff, sign: i32| {
                let times = diff.times.iter();
                let mut times: Vec<(Moment, i32)> = times
                    .map(|time| (time.moment, sign * time.minutes))
                    .collect();
                times.sort_unstable();
                times
            };
            assert_eq!(minutes(one, 1), minutes(other, -1), "seed {seed}");
            for (a, b) in one.choices.iter().zip(&other.choices) {
                assert_eq!((a.aspect, &a.before), (b.aspect, &b.after), "seed {seed}");
            }
            moved += one.times.len();
        }
        let mut pairs: Vec<_> = there
            .orders
            .iter()
            .map(|it| (it.second, it.first))
            .collect();
        pairs.sort_unstable();
        let turned: Vec<_> = back.orders.iter().map(|it| (it.first, it.second)).collect();
        assert_eq!(pairs, turned, "seed {seed}");
    }
    assert!(moved > 50, "{moved} times moved");
}

#[test]
fn trains_that_one_instance_has_alone_are_new_or_gone() {
    let (mut file, mut seen) = (random_small(3), 0);
    for seed in 0..40 {
        file = random_small(seed);
        if file.trains.len() < 2 {
            continue;
        }
        let whole = instance_of(&file);
        let mut fewer = file.clone();
        let left = fewer.trains.pop().expect("two trains or more").id;
        let Ok(fewer) = Instance::from_json(regauge_instances::to_json(&fewer)) else {
            continue;
        };
        let plans = [&whole, &fewer].map(|instance| planned(instance, 1, 0.0));
        let gone = between((&whole, &plans[0]), (&fewer, &plans[1]));
        let new = between((&fewer, &plans[1]), (&whole, &plans[0]));
        let named = |diff: &PlanDiff, group| {
            let trains = diff.in_group(group).into_iter();
            let ids = trains.map(|train| train.before.or(train.after).expect("of one plan"));
            ids.map(|id| whole.train(id).name.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(named(&gone, Group::Gone), [left.as_str()], "seed {seed}");
        assert_eq!(named(&new, Group::New), [left.as_str()], "seed {seed}");
        seen += 1;
    }
    assert!(seen > 10 && !file.trains.is_empty());
}

/// Positions mean nothing: an instance whose trains, yards, sheds and sections stand the other way round has the same plan.
#[test]
fn trains_and_things_are_told_apart_by_name() {
    let mut seen = 0;
    for seed in 0..40 {
        let file = random_small(seed);
        let mut turned = file.clone();
        turned.trains.reverse();
        turned.system.sections.reverse();
        turned.system.stations.reverse();
        let Ok(turned) = Instance::from_json(regauge_instances::to_json(&turned)) else {
            continue;
        };
        let instance = instance_of(&file);
        let plan = planned(&instance, 1, 0.01);
        let mut text = plan_to_file(&instance, &plan).unwrap();
        text.instance.sha256 = turned.sha256().to_owned();
        text.trains.reverse();
        let text = serde_json::to_string(&text).unwrap();
        let Ok(other) = plan_from_json(&turned, text.as_bytes()) else {
            continue;
        };
        let diff = between((&instance, &plan), (&turned, &other));
        assert!(diff.is_empty(), "seed {seed}: {diff:#?}");
        seen += 1;
    }
    assert!(seen > 20, "{seen} seen");
}

/// The rest of a plan that is carried out is that plan: nothing changed from the minute on at which it was advanced.
#[test]
fn the_rest_of_a_plan_differs_from_it_in_nothing() {
    let easy: InstanceFile = serde_json::from_str(small_instance()).unwrap();
    let mut later = rests(&easy, (0..1440).step_by(97), "s");
    for seed in seeds(TRIED) {
        later += rests(
            &random_small(seed),
            [40, 150, 400].into_iter(),
            &seed.to_string(),
        );
    }
    assert!(later > 60, "{later} advanced");
}

/// Advances the plan of an instance to some minutes; tells to how many there is a rest.
fn rests(data: &InstanceFile, minutes: impl Iterator<Item = i32>, name: &str) -> u32 {
    let instance = instance_of(data);
    let plan = planned(&instance, 1, 0.02);
    let mut later = 0;
    for now in minutes {
        let Ok(advanced) = advance(data, &instance, &plan, Minute(now)) else {
            continue;
        };
        let Some(rest) = &advanced.rest else { continue };
        let diff = between((&instance, &plan), (&advanced.instance, rest));
        assert!(
            diff.is_empty(),
            "{name} at {now}: {:#?} {:?}",
            changed(&diff),
            diff.orders
        );
        later += u32::from(diff.ahead > 0);
    }
    later
}

fn changed(diff: &PlanDiff) -> Vec<&regauge::diff::TrainDiff> {
    let trains = diff.trains.iter();
    trains
        .filter(|train| train.change != TrainChange::Same)
        .collect()
}

/// The easy instance with a plan, and the same plan changed by hand.
fn by_hand(change: impl Fn(&mut PlanFile)) -> (Instance, Plan, Plan) {
    by_hand_of("s", change)
}

/// The same of a ready-made instance.
fn by_hand_of(name: &str, change: impl Fn(&mut PlanFile)) -> (Instance, Plan, Plan) {
    let text = regauge_instances::demo_json(name).expect("a rung of the ladder");
    let instance = Instance::from_json(text).unwrap();
    let plan = planned(&instance, 1, 0.0);
    let mut file = plan_to_file(&instance, &plan).unwrap();
    change(&mut file);
    let text = serde_json::to_string(&file).unwrap();
    let other = plan_from_json(&instance, text.as_bytes()).unwrap();
    (instance, plan, other)
}

/// Every text of a train of a plan file put in the place of another, and every time moved by some minutes.
fn rewritten(file: &mut PlanFile, train: usize, words: (&str, &str), minutes: i64) {
    use serde_json::Value;
    fn walk(value: &mut Value, (from, to): (&str, &str), minutes: i64) {
        match value {
            Value::String(text) if text == from => to.clone_into(text),
            Value::String(text) => {
                if let Ok(at) = chrono::DateTime::parse_from_rfc3339(text) {
                    *text = (at + chrono::TimeDelta::minutes(minutes)).to_rfc3339();
                }
            }
            Value::Array(items) => items
                .iter_mut()
                .for_each(|it| walk(it, (from, to), minutes)),
            Value::Object(fields) => fields
                .values_mut()
                .for_each(|it| walk(it, (from, to), minutes)),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(&file.trains[train]).unwrap();
    walk(&mut value, words, minutes);
    file.trains[train] = serde_json::from_value(value).unwrap();
}

/// Position of a train of the plan that is worked in a spot, and the spot, for the n-th of them.
fn worked(file: &PlanFile, n: usize) -> (usize, String) {
    let spot = |train: &regauge::format::PlanTrainFile| {
        train.events.iter().find_map(|event| match event {
            regauge::format::EventFile::CraneWork { spot, .. } => Some(spot.clone()),
            _ => None,
        })
    };
    let mut found = file.trains.iter().enumerate();
    let mut found = found
        .by_ref()
        .filter_map(|(at, train)| Some((at, spot(train)?)));
    found.nth(n).expect("so many trains are worked")
}

/// Another outdoor module for one train, which has the same modes, and another time for a second one.
fn one_place_and_one_time() -> ((Instance, Plan, Plan), usize, usize) {
    let text = regauge_instances::demo_json("m").expect("a rung of the ladder");
    let instance = Instance::from_json(text).unwrap();
    let plan = planned(&instance, 1, 0.0);
    let file = plan_to_file(&instance, &plan).unwrap();
    let all: Vec<(usize, String)> = (0..8).map(|n| worked(&file, n)).collect();
    let in_module = all.iter().find(|(_, spot)| spot == "o1-1");
    let (first, _) = in_module.expect("a train in the outdoor module");
    let inside = all.iter().find(|(_, spot)| spot == "23-1");
    let (second, _) = inside.expect("a train in the shed");
    let changed = by_hand_of("m", |file| {
        rewritten(file, *first, ("o1-1", "o2-1"), 0);
        rewritten(file, *second, ("", ""), 7);
    });
    (changed, *first, *second)
}

#[test]
fn one_place_and_one_time_are_all_that_is_told_of_a_plan_changed_so() {
    let ((instance, old, new), first, second) = one_place_and_one_time();
    let diff = between((&instance, &old), (&instance, &new));
    let told = changed(&diff);
    assert_eq!(told.len(), 2, "{told:#?}");
    let of = |index: usize| {
        let mut told = told.iter();
        told.find(|train| train.after.is_some_and(|id| id.index() == index))
            .expect("it is told")
    };
    let aspects: Vec<Aspect> = of(first).choices.iter().map(|it| it.aspect).collect();
    // The spot is in another shed; its modes are of the same name.
    assert_eq!(aspects, [Aspect::Shed, Aspect::Spot]);
    assert!(of(first).times.is_empty());
    let moved = of(second);
    assert!(moved.choices.is_empty(), "{moved:#?}");
    assert!(moved.times.iter().all(|time| time.minutes == 7) && !moved.times.is_empty());
    assert_eq!(moved.shifts.len(), 1);
    assert!(moved.shifts[0].is_all);
    assert_eq!(moved.exit_minutes(0), 7);
    assert_eq!(diff.group(of(first)), Group::Place);
    // Within ten minutes the time is the same.
    let config = DiffConfig {
        tolerance: 7,
        now: None,
    };
    let within = PlanDiff::between((&instance, &old), (&instance, &new), &config).unwrap();
    assert_eq!(changed(&within).len(), 1);
    // What is over before now is not compared.
    let TrainPlan::Planned { exit, .. } = &new.trains[second] else {
        panic!("it is planned")
    };
    let config = DiffConfig {
        tolerance: 0,
        now: Some(*exit),
    };
    let later = PlanDiff::between((&instance, &old), (&instance, &new), &config).unwrap();
    assert!(
        later
            .trains
            .iter()
            .all(|it| it.after.is_none_or(|id| id.index() != second))
    );
}

/// A train moved behind another one that uses the same section changes one pair, told once with all that both use.
#[test]
fn a_pair_in_another_order_is_told_once() {
    let instance = Instance::from_json(small_instance()).unwrap();
    let file = plan_to_file(&instance, &planned(&instance, 1, 0.0)).unwrap();
    let (first, _) = worked(&file, 0);
    let (instance, old, new) = by_hand(|file| rewritten(file, first, ("", ""), 180));
    let diff = between((&instance, &old), (&instance, &new));
    assert!(!diff.orders.is_empty());
    for order in &diff.orders {
        assert!(order.first.index() == first || order.second.index() == first);
        assert!(!order.on.is_empty());
    }
    let mut pairs: Vec<_> = diff.orders.iter().map(|it| (it.first, it.second)).collect();
    pairs.dedup();
    assert_eq!(pairs.len(), diff.orders.len());
    // Behind the others now, for it came first where they come first.
    assert!(
        diff.orders
            .iter()
            .all(|order| order.second.index() == first)
    );
    assert_eq!(diff.in_group(Group::Order).len(), 1);
}

#[test]
fn decisions_taken_back_are_counted_and_others_are_not() {
    let (instance, one, other) = by_hand(|file| {
        let (first, _) = worked(file, 0);
        rewritten(file, first, ("", ""), 30);
    });
    let count = |plans: &[&Plan]| {
        let chain: Vec<(&Instance, &Plan)> = plans.iter().map(|plan| (&instance, *plan)).collect();
        nervousness(&chain).unwrap()
    };
    let sum = |found: &regauge::diff::Nervousness| {
        let kinds = found.kinds.iter();
        kinds.fold((0, 0), |sum, kind| {
            (sum.0 + kind.changes, sum.1 + kind.returns)
        })
    };
    let same = count(&[&one, &one, &one]);
    assert_eq!(sum(&same), (0, 0));
    assert!(same.trains.is_empty() && same.kinds[Decision::Times as usize].decisions > 0);
    let (changes, returns) = sum(&count(&[&one, &other, &other]));
    assert!(changes > 0 && returns == 0);
    let back = count(&[&one, &other, &one]);
    // Every change is taken back: twice as many changes, and each of the first lot a return.
    assert_eq!(sum(&back), (2 * changes, changes));
    // All times of the train moved by three steps, and nothing else of it.
    assert_eq!(back.kinds[Decision::Spot as usize].changes, 0);
    assert!(back.kinds[Decision::Times as usize].returns >= 4);
    // What lies in between does not count: it went away and came back all the same.
    assert_eq!(
        sum(&count(&[&one, &other, &other, &one])),
        (2 * changes, changes)
    );
}

/// A hand-made pair of plans as files of a directory.
fn two_files(directory: &std::path::Path) -> (String, String) {
    let (instance, old, new) = by_hand(|file| {
        let (second, _) = worked(file, 1);
        rewritten(file, second, ("", ""), 25);
    });
    let write = |name: &str, plan: &Plan| {
        let text = plan_to_json(&instance, plan).unwrap();
        file(directory, name, text).to_str().unwrap().to_owned()
    };
    (write("old.json", &old), write("new.json", &new))
}

#[test]
fn possessions_of_choice_that_moved_are_told() {
    let mut told = 0;
    for seed in 0..60 {
        let file = with_windows(&random_small(seed), (60, 150), seed);
        let Ok(instance) = Instance::from_json(regauge_instances::to_json(&file)) else {
            continue;
        };
        let old = planned(&instance, 1, 0.0);
        let windows = instance.system().windows();
        let Some((index, start)) = old.possessions.iter().copied().enumerate().next() else {
            continue;
        };
        let starts = windows[index].starts.iter();
        let mut others = starts.flat_map(|span| span.from.0..span.to.0);
        let Some(other) = others.find(|other| (*other - start.0).abs() > 4) else {
            continue;
        };
        let mut new = old.clone();
        new.possessions[index] = Minute(other);
        let diff = between((&instance, &old), (&instance, &new));
        let [moved] = diff.possessions[..] else {
            panic!("seed {seed}: {:?}", diff.possessions)
        };
        assert_eq!((moved.before, moved.after), (start, Minute(other)));
        assert_eq!(moved.minutes, other - start.0);
        assert_eq!(moved.section, windows[index].section);
        // nothing else changed, and that alone is a difference
        assert!(changed(&diff).is_empty() && !diff.is_empty(), "seed {seed}");
        let within = DiffConfig {
            tolerance: moved.minutes.unsigned_abs(),
            now: None,
        };
        let within = PlanDiff::between((&instance, &old), (&instance, &new), &within);
        assert!(within.unwrap().is_empty(), "seed {seed}");
        for (language, head) in [
            (Language::English, "Possessions moved"),
            (Language::Chinese, "天窗时间有变"),
        ] {
            let config = regauge_report::ViewConfig {
                language,
                ..regauge_report::ViewConfig::default()
            };
            let mut out = Vec::new();
            regauge_report::show_diff((&instance, &instance), &diff, &config, &mut out).unwrap();
            let out = String::from_utf8(out).unwrap();
            let minutes = format!("{:+}", moved.minutes);
            assert!(out.contains(head) && out.contains(&minutes), "{out}");
        }
        told += 1;
    }
    assert!(told > 5, "{told}");
}

#[test]
fn the_command_says_what_changed_in_both_languages() {
    let directory = tempdir().unwrap();
    let (old, new) = two_files(directory.path());
    let command = ["diff", "--demo", "s", &old, &new];
    assert_snapshot!("diff_english", said(&mut regauge(command)));
    assert_snapshot!(
        "diff_chinese",
        said(regauge(command).args(["--lang", "zh"]))
    );
    assert_snapshot!(
        "diff_same",
        said(&mut regauge(["diff", "--demo", "s", &old, &old]))
    );
    // A place, a time and an order.
    let ((instance, one, other), ..) = one_place_and_one_time();
    let [one, other] = [("one.json", &one), ("other.json", &other)].map(|(name, plan)| {
        let text = plan_to_json(&instance, plan).unwrap();
        file(directory.path(), name, text)
            .to_str()
            .unwrap()
            .to_owned()
    });
    let command = ["diff", "--demo", "m", &one, &other];
    assert_snapshot!("diff_of_places_english", said(&mut regauge(command)));
    assert_snapshot!(
        "diff_of_places_chinese",
        said(regauge(command).args(["--lang", "zh"]))
    );
    let command = ["diff", "--demo", "s", "--nervousness", &old, &new, &old];
    assert_snapshot!("diff_nervousness", said(&mut regauge(command)));
    assert_snapshot!(
        "diff_nervousness_chinese",
        said(regauge(command).args(["--lang", "zh"]))
    );
    let output = regauge(command)
        .args(["--format", "json"])
        .output()
        .unwrap();
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found["plans"], 3);
    assert!(found["kinds"]["times"]["returns"].as_u64() > Some(0));
}

#[test]
fn the_command_makes_the_new_plan_of_the_old_one() {
    let directory = tempdir().unwrap();
    let (old, new) = two_files(directory.path());
    let difference = directory.path().join("difference.json");
    let made = directory.path().join("made.json");
    let mut command = regauge(["diff", "--demo", "s", &old, &new, "--format", "json", "-o"]);
    assert_eq!(code(&command.arg(&difference).output().unwrap()), 0);
    let mut command = regauge(["diff", "--apply", &old]);
    command.arg(&difference).arg("-o").arg(&made);
    assert_eq!(code(&command.output().unwrap()), 0);
    assert_eq!(fs::read(&made).unwrap(), fs::read(&new).unwrap());
    // Of the other plan nothing can be made, and of a changed difference nothing either.
    let mut command = regauge(["diff", "--apply", &new]);
    let output = command.arg(&difference).output().unwrap();
    assert_eq!(code(&output), 2);
    assert!(String::from_utf8_lossy(&output.stderr).contains("D0101"));
    let changed = fs::read_to_string(&difference).unwrap();
    let changed = changed.replacen("\"value\": ", "\"value\": 1", 1);
    let output = run_with_input(
        &mut regauge(["diff", "--apply", &old, "-"]),
        changed.as_bytes(),
    );
    assert_eq!(code(&output), 2);
    assert!(String::from_utf8_lossy(&output.stderr).contains("D0102"));
    // A plan in the place of a difference is told to be one.
    let output = regauge(["diff", "--apply", &old, &new]).output().unwrap();
    assert_eq!(code(&output), 2);
    assert!(String::from_utf8_lossy(&output.stderr).contains("E0111"));
}

#[test]
fn arguments_that_do_not_fit_together_are_told() {
    let directory = tempdir().unwrap();
    let (old, new) = two_files(directory.path());
    let refused = |arguments: &[&str]| {
        let output = regauge(arguments).output().unwrap();
        assert_eq!(code(&output), 2, "{arguments:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(refused(&["diff", &old, &new]).contains("C0008"));
    assert!(refused(&["diff", "--demo", "s", &old, &new, &old]).contains("--nervousness"));
    assert!(refused(&["diff", "--demo", "s", "-", "-"]).contains("C0008"));
    assert!(refused(&["diff", "--demo", "s", &old]).contains("PLAN"));
    assert!(refused(&["diff", "--demo", "s", &old, &new, "--now", "later"]).contains("C0008"));
    assert!(refused(&["diff", "--demo", "m", &old, &new]).contains("P0102"));
}

/// Damaged differences are refused with a reason, or make the new plan all the same.
#[test]
fn damaged_differences_are_told_about() {
    let directory = tempdir().unwrap();
    let (old, new) = two_files(directory.path());
    let instance = Instance::from_json(small_instance()).unwrap();
    let [old, new] = [old, new].map(|path| fs::read(path).unwrap());
    let plan = |text: &[u8]| plan_from_json(&instance, text).unwrap();
    let text = diff_to_json(
        (&instance, &plan(&old)),
        (&instance, &plan(&new)),
        &DiffConfig::default(),
    );
    let whole = text.unwrap().into_bytes();
    let old_file = plan_file(&old).unwrap();
    let mut random = Pcg64Mcg::seed_from_u64(5);
    let mut refused = 0;
    for _ in 0..200 {
        let mut bytes = whole.clone();
        for _ in 0..random.random_range(1..4) {
            let at = random.random_range(0..bytes.len());
            match random.random_range(0..3) {
                0 => bytes[at] = b"0123456789-.eE\"[]{},:"[random.random_range(0..21)],
                1 => {
                    let end = bytes.len().min(at + random.random_range(1..40));
                    bytes.drain(at..end);
                }
                _ => bytes.truncate(at.max(1)),
            }
        }
        match apply_json(&old_file, &bytes) {
            Ok(made) => assert_eq!(made.as_bytes(), new),
            Err(Problems(problems)) => {
                assert!(!problems.is_empty());
                let said = |problem: &regauge::Problem| -> Message { problem.message.clone() };
                assert!(problems.iter().all(|it| !said(it).to_string().is_empty()));
                refused += 1;
            }
        }
    }
    assert!(refused > 100);
}

/// Pages and charts of a plan with the one before it.
fn beside<'a>(instance: &'a Instance, old: &Plan, new: &Plan) -> Before<'a> {
    let config = DiffConfig::default();
    Before::new((instance, old), (instance, new), &config).unwrap()
}

#[test]
fn charts_show_the_old_plan_behind_the_new_one_where_it_differs() {
    let (instance, old, new) = by_hand(|file| {
        let (second, _) = worked(file, 1);
        rewritten(file, second, ("", ""), 25);
    });
    let config = ChartConfig {
        language: Some(Language::English),
        ..ChartConfig::default()
    };
    let usual = charts(&instance, &new, &config).unwrap();
    // Beside itself a plan looks as it does alone.
    let before = beside(&instance, &new, &new);
    let same = charts_since(&instance, &new, Some(&before), &config).unwrap();
    let drawn = |charts: &[regauge_report::Chart]| -> Vec<String> {
        let charts = charts.iter();
        let drawn = charts.map(|chart| chart.svg.split("</style>").last().unwrap_or("").to_owned());
        drawn.collect()
    };
    assert_eq!(drawn(&same), drawn(&usual));
    let before = beside(&instance, &old, &new);
    let shown = charts_since(&instance, &new, Some(&before), &config).unwrap();
    let diff = between((&instance, &old), (&instance, &new));
    let ghosts = ghosts((&instance, &old), (&instance, &new), &diff).unwrap();
    assert!(!ghosts.is_empty());
    let is_run = |ghost: &&regauge::diff::Ghost| matches!(ghost.resource, Resource::Section(_));
    let runs = ghosts.iter().filter(is_run).count();
    let in_charts = |class: &str, id: &str| -> usize {
        let charts = shown.iter().filter(|chart| chart.id.starts_with(id));
        let bodies =
            charts.map(|chart| chart.svg.split("<g class=\"legend\"").next().unwrap_or(""));
        bodies
            .map(|svg| svg.matches(&format!("class=\"{class}\"")).count())
            .sum()
    };
    // One for every event that moved: bars in the rows, lines in the diagram.
    assert_eq!(in_charts("gh", "operations"), ghosts.len() - runs);
    assert_eq!(in_charts("gl", "diagram"), runs);
    assert!(runs > 0 && ghosts.len() > runs);
    // In a day rows without anything in them are left out, but not those of the old plan.
    let window = Span::new(Minute(0), Minute(1440));
    let config = ChartConfig {
        window: Some(window),
        ..config
    };
    let of_day = charts_since(&instance, &new, Some(&before), &config).unwrap();
    let in_day: usize = of_day
        .iter()
        .filter(|chart| chart.id.starts_with("operations"))
        .map(|chart| chart.svg.matches("<path class=\"gh\"").count() - 1)
        .sum();
    let seen = ghosts
        .iter()
        .filter(|ghost| !is_run(ghost) && ghost.span.overlaps(window));
    assert_eq!(in_day, seen.count());
    let moved: Vec<&str> = shown
        .iter()
        .flat_map(|chart| {
            chart
                .svg
                .match_indices("class=\"mv\"")
                .map(|(at, _)| &chart.svg[..at])
        })
        .filter_map(|before| before.rsplit("<g ").next())
        .collect();
    let index = changed(&diff)[0]
        .after
        .expect("it is in the new plan")
        .index();
    assert!(!moved.is_empty());
    let own = format!("data-t=\"{index}\" ");
    assert!(
        moved.iter().all(|group| *group == own || group.is_empty()),
        "{moved:?}"
    );
    // Behind the trains, and told in the legend.
    for chart in shown
        .iter()
        .filter(|chart| chart.svg.contains("class=\"ghosts\""))
    {
        let ghosts = chart.svg.rfind("class=\"ghosts\"");
        assert!(ghosts < chart.svg.find("data-t="), "{}", chart.id);
        assert!(chart.svg.contains(">the old plan</text>"), "{}", chart.id);
        assert!(
            chart.svg.contains(">a train that changed</text>"),
            "{}",
            chart.id
        );
    }
}

#[test]
fn the_page_says_at_its_top_what_changed() {
    let directory = tempdir().unwrap();
    let (old, new) = two_files(directory.path());
    let page = |arguments: &[&str]| {
        let mut command = regauge(["report", "--demo", "s", new.as_str()]);
        let output = command.args(arguments).output().unwrap();
        assert_eq!(
            code(&output),
            0,
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    };
    let usual = page(&[]);
    assert!(!usual.contains("id=\"changes\""));
    let shown = page(&["--before", &old]);
    let changes = shown
        .find("<section class=\"part\" id=\"changes\"")
        .expect("a part of its own");
    assert!(changes < shown.find("id=\"charts\"").expect("charts"));
    let part = &shown[changes..shown.find("id=\"charts\"").unwrap()];
    assert!(part.contains("What changed") && part.contains("计划变化"));
    assert!(
        part.contains("everything +25 min") && part.contains("全程 +25 分"),
        "{part}"
    );
    // The bar leads there, and every leaf is counted.
    assert!(shown.contains("href=\"#changes\""));
    let leaves = |page: &str| page.matches("<section class=\"leaf\"").count();
    assert_eq!(leaves(&shown), leaves(&usual) + 1);
    assert!(shown.contains(&format!("data-leaves=\"{}\"", leaves(&shown))));
    // Within half an hour nothing changed.
    let within = page(&["--before", &old, "--tolerance", "30"]);
    assert!(!within.contains("everything +25 min"));
    let refused = |arguments: &[&str]| {
        let mut command = regauge(["report", "--demo", "s", new.as_str()]);
        let output = command.args(arguments).output().unwrap();
        assert_eq!(code(&output), 2, "{arguments:?}");
    };
    refused(&["--before", "missing.json"]);
    refused(&["--before-instance", &old]);
    refused(&["--before", &old, "-o", &old]);
}
