//! Random small instances changed under a plan that is kept: another plan of the changed instance that nobody has made for it.
//! Where the checker accepts it there, it is worth no less than what the engines call proven, and their own plan passes. So a
//! rule that checker and engines read differently shows as soon as a change makes the difference count.
//! `REGAUGE_RANDOM` sets how many instances, `REGAUGE_SHARD` which part of them.

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use regauge::{Instance, Plan, Planner, Report, check};
use regauge_instances::small::random_small;
use regauge_oracle::{how_many, seeds};
use serde_json::{Value, json};

/// Instances tried where the environment does not say.
const TRIED: u64 = 40;

/// Changes tried of each instance; most of those that leave a valid file also leave the plan as good as it was.
const CHANGES: usize = 24;

/// Changed instances of each that are planned again, which is what takes the time.
const PLANNED: usize = 6;

/// Work of every plan: what must hold must hold however long it was searched for.
const WORK: f64 = 0.01;

/// What the plan is worth, when the only things wrong with it are its own figures, which are those of the old instance.
fn kept(report: &Report) -> Option<i64> {
    let mut rules = report.violations.iter().map(|violation| violation.rule);
    rules
        .all(|rule| matches!(rule, "objective" | "kpis"))
        .then_some(report.value)
}

/// Every place in the file that a number, a time or a yes or no stands at, as a pointer.
fn leaves(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                leaves(value, &format!("{at}/{name}"), found);
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                leaves(value, &format!("{at}/{index}"), found);
            }
        }
        Value::Number(_) | Value::Bool(_) => found.push(at.to_owned()),
        Value::String(text) if later(text, 0).is_some() => found.push(at.to_owned()),
        Value::String(_) | Value::Null => {}
    }
}

/// A time so many minutes later; `None` where the text is no time.
fn later(text: &str, minutes: i64) -> Option<String> {
    let time = chrono::DateTime::parse_from_rfc3339(text).ok()?;
    Some((time + chrono::TimeDelta::minutes(minutes)).to_rfc3339())
}

/// Changes a figure, a time or a yes or no somewhere: lengths, counts, minutes, pins, the state, closures that are there.
fn change_leaf(file: &mut Value, random: &mut Pcg64Mcg) -> Option<String> {
    let mut all = Vec::new();
    leaves(file, "", &mut all);
    // The start of the horizon would move everything, and the objective nothing.
    all.retain(|at| !at.starts_with("/horizon") && !at.starts_with("/objective"));
    let at = all.swap_remove(random.random_range(0..all.len()));
    let value = file.pointer_mut(&at)?;
    let (before, by) = (value.clone(), random.random_range(-40..=40));
    *value = match &before {
        Value::Bool(yes) => json!(!yes),
        Value::String(text) => json!(later(text, by)?),
        Value::Number(number) => match number.as_u64()? {
            0 => json!(random.random_range(1..5)),
            figure if random.random_bool(0.5) => json!(figure + 1),
            figure if random.random_bool(0.7) => json!(figure - 1),
            figure => json!(figure * 2),
        },
        _ => return None,
    };
    (*value != before).then(|| format!("{at}: {before} → {value}"))
}

/// Adds a closure to something, or a pin to a train, or takes pins away.
fn change_list(file: &mut Value, random: &mut Pcg64Mcg) -> Option<String> {
    let start = file.pointer("/horizon/start")?.as_str()?.to_owned();
    let from = random.random_range(0..400);
    let to = from + random.random_range(1..120);
    let span = json!({ "from": later(&start, from)?, "to": later(&start, to)? });
    let mut holders = Vec::new();
    let mut collect = |list: &str, field: &str, depth: &[&str]| {
        let mut places = vec![list.to_owned()];
        for inner in depth {
            places = places
                .iter()
                .flat_map(|place| within(file, place).map(move |of| format!("{of}/{inner}")))
                .collect();
        }
        for place in places {
            holders.extend(within(file, &place).map(|of| (of, field.to_owned())));
        }
    };
    collect("/system/sections", "possessions", &[]);
    collect("/system/stations", "closed", &["stages"]);
    collect("/system/stations", "closed", &["sheds", "spots"]);
    collect("/system/stations", "closed", &["sheds", "cranes"]);
    collect("/trains", "pins", &[]);
    let (at, field) = holders.swap_remove(random.random_range(0..holders.len()));
    let of = file.pointer_mut(&at)?.as_object_mut()?;
    if field == "pins" {
        let pin = ["entry", "crane_work", "exit"][random.random_range(0..3)];
        if of.remove("pins").is_some() {
            return Some(format!("{at}: no pins"));
        }
        of.insert(field, json!({ pin: span }));
        return Some(format!("{at}: pin of {pin} {from}–{to}"));
    }
    let list = of.entry(field).or_insert(json!([])).as_array_mut()?;
    list.push(span);
    Some(format!("{at}: closed {from}–{to}"))
}

/// The places in a list.
fn within(file: &Value, list: &str) -> impl Iterator<Item = String> {
    let count = file
        .pointer(list)
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    let list = list.to_owned();
    (0..count).map(move |index| format!("{list}/{index}"))
}

/// The instance after a change, when it is still one.
fn changed(file: &Value, random: &mut Pcg64Mcg) -> Option<(Instance, String)> {
    let mut file = file.clone();
    let what = if random.random_bool(0.4) {
        change_list(&mut file, random)
    } else {
        change_leaf(&mut file, random)
    }?;
    let instance = Instance::from_json(file.to_string()).ok()?;
    Some((instance, what))
}

fn planned(instance: &Instance) -> Plan {
    Planner::new(instance).work(WORK).run().plan
}

#[test]
fn a_plan_kept_in_a_changed_instance_is_not_below_the_bound() {
    let (mut n_valid, mut n_kept, mut n_worse) = (0, 0, 0);
    for seed in seeds(TRIED) {
        let text = regauge_instances::to_json(&random_small(seed));
        let file: Value = serde_json::from_str(&text).expect("a file");
        let instance = Instance::from_json(&text).expect("a valid instance");
        let old = planned(&instance);
        let mut random = Pcg64Mcg::seed_from_u64(seed);
        let mut left = PLANNED;
        for _ in 0..CHANGES {
            let Some((changed, what)) = changed(&file, &mut random) else {
                continue;
            };
            // Another number of trains or cranes is another instance altogether.
            if changed.trains().len() != instance.trains().len() || left == 0 {
                continue;
            }
            n_valid += 1;
            let Some(worth) = kept(&check(&changed, &old)) else {
                continue;
            };
            n_kept += 1;
            left -= 1;
            let new = planned(&changed);
            let report = check(&changed, &new);
            assert!(report.is_clean(), "seed {seed}, {what}: {report:#?}");
            assert!(
                new.bound <= worth,
                "seed {seed}, {what}: the kept plan is worth {worth}, below the bound {}",
                new.bound
            );
            n_worse += u32::from(new.value > worth);
        }
    }
    println!(
        "{n_valid} changed instances, {n_kept} keep the plan, in {n_worse} it is the better one"
    );
    if how_many(TRIED) >= TRIED {
        assert!(
            n_kept > n_valid / 20 && n_kept > 0,
            "{n_kept} of {n_valid} keep the plan"
        );
    }
}
