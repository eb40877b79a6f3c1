//! Configurations: what they make again, what they leave alone, what is refused, and the page about them.

use regauge_instances::{
    Draws, GeneratorConfig, LADDER, config_from_json, demo_json, generate, generate_from_json,
    generate_page, rung_config, to_json, try_generate,
};
use regauge_model::format::{InstanceFile, TrainFile};
use regauge_model::validate::instance_from_file;
use serde_json::Value;
use std::collections::BTreeMap;

fn printed(rung: &str) -> String {
    let (config, _) = rung_config(rung).expect("a rung");
    serde_json::to_string_pretty(&config).expect("a configuration is written")
}

#[test]
fn the_configuration_of_a_ready_made_day_gives_it_again() {
    for rung in LADDER {
        let made = generate_from_json(printed(rung).as_bytes(), None);
        let made = made.unwrap_or_else(|problems| panic!("{rung}:\n{problems}"));
        assert!(Some(&*to_json(&made)) == demo_json(rung), "{rung}");
    }
}

fn by_train(rung: &str) -> (GeneratorConfig, u64) {
    let (mut config, seed) = rung_config(rung).expect("a rung");
    config.draws = Draws::ByTrain;
    (config, seed)
}

fn trains(file: &InstanceFile) -> BTreeMap<&str, &TrainFile> {
    file.trains
        .iter()
        .map(|train| (&*train.id, train))
        .collect()
}

#[test]
fn one_bulk_train_more_leaves_the_other_trains_alone() {
    for rung in ["M", "L", "XL", "K+"] {
        let (mut config, seed) = by_train(rung);
        let before = generate(&config, seed);
        config.traffic.bulk_per_day += 1;
        let after = generate(&config, seed);
        let (before, after) = (trains(&before), trains(&after));
        assert!(after.len() > before.len(), "{rung}");
        let bulk = &config.place.roles.bulk_broad;
        for (id, train) in &before {
            if train.class != *bulk {
                assert_eq!(Some(train), after.get(id), "{rung} {id}");
            }
        }
    }
}

#[test]
fn one_outbound_train_more_leaves_the_inbound_trains_alone() {
    let (mut config, seed) = by_train("M");
    let before = generate(&config, seed);
    config.traffic.outbound_per_day += 1;
    let after = generate(&config, seed);
    let (before, after) = (trains(&before), trains(&after));
    let inbound: Vec<_> = before.iter().filter(|(_, t)| t.onward.is_some()).collect();
    assert!(inbound.len() > 8);
    for (id, train) in inbound {
        assert_eq!(Some(train), after.get(id), "{id}");
    }
}

/// Trains of one kind differ from each other, and seeds from each other.
#[test]
fn trains_drawn_by_themselves_are_not_all_alike() {
    let (config, seed) = by_train("L");
    let one = generate(&config, seed);
    let lengths: std::collections::BTreeSet<u32> = one.trains.iter().map(|t| t.length_m).collect();
    assert!(lengths.len() > 15, "{lengths:?}");
    assert_ne!(one.trains, generate(&config, seed + 1).trains);
    assert_eq!(one, generate(&config, seed));
}

#[test]
fn what_is_wrong_with_a_configuration_is_told_with_place_line_and_advice() {
    let wrong = |pointer: &str, value: Value| {
        let mut config: Value = serde_json::from_str(&printed("M")).expect("JSON");
        *config.pointer_mut(pointer).expect("a place") = value;
        let text = serde_json::to_string_pretty(&config).expect("JSON is written");
        let problems = generate_from_json(text.as_bytes(), None).expect_err("it is wrong");
        let problem = problems.0[0].clone();
        assert!(
            problem.line.is_some() && !problem.advice.is_empty(),
            "{problem}"
        );
        (problem.code, problem.path)
    };
    let refused = |pointer: &str, value: Value, code: &str, path: &str| {
        assert_eq!(wrong(pointer, value), (code, path.to_owned()), "{pointer}");
    };
    let traffic = "/traffic/inbound_per_day";
    refused(traffic, (-1).into(), "E0207", "traffic.inbound_per_day");
    refused(traffic, 501.into(), "E0405", "traffic.inbound_per_day");
    refused("/traffic/lifts/1", 3.into(), "E0405", "traffic.lifts");
    refused("/warm", "none".into(), "E0203", "warm");
    refused("/planning_hours", 0.into(), "E0405", "planning_hours");
    refused(
        "/line/main_sections/0",
        "moon".into(),
        "E0301",
        "line.main_sections[0]",
    );
    // What only the instance shows.
    refused("/sheds/0/length_m", 100.into(), "E0904", "traffic");
    refused("/stages/0/id", "other".into(), "E0301", "warm");
    refused(
        "/place/border/timezone",
        "Mars".into(),
        "E0501",
        "place.border",
    );
}

#[test]
fn a_configuration_with_a_field_too_many_names_the_right_one() {
    let text = printed("S").replacen("\"planning_hours\"", "\"planing_hours\"", 1);
    let problems = config_from_json(text.as_bytes()).expect_err("it is wrong");
    let mut advice = problems.0.iter().map(|problem| &problem.advice);
    assert!(
        advice.any(|advice| advice.to_string().contains("`planning_hours`")),
        "{problems}"
    );
}

/// Every leaf of a configuration, by its pointer.
fn leaves(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                leaves(value, &format!("{at}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (i, value) in items.iter().enumerate() {
                leaves(value, &format!("{at}/{i}"), found);
            }
        }
        _ => found.push(at.to_owned()),
    }
}

/// Whatever figure is changed to whatever value: a valid instance, or a refusal with a place; never a panic.
#[test]
fn what_comes_out_is_valid_or_the_configuration_is_refused() {
    let (mut made, mut refused) = (0, 0);
    for rung in ["S", "M+", "K+"] {
        let config: Value = serde_json::from_str(&printed(rung)).expect("JSON");
        let mut places = Vec::new();
        leaves(&config, "", &mut places);
        for (number, place) in places.iter().enumerate() {
            let whole = config.pointer(place).is_some_and(Value::is_u64);
            let values: &[Value] = if config.pointer(place).is_some_and(Value::is_number) {
                &[
                    0.into(),
                    1.into(),
                    97.into(),
                    3000.into(),
                    1_000_000.into(),
                    u32::MAX.into(),
                ]
            } else {
                &["".into(), "no such thing".into(), Value::Null]
            };
            // Two values for every place, others for others.
            for step in 0..2 {
                let mut value = values[(number + step * 3) % values.len()].clone();
                if !whole && value.is_u64() && step == 1 {
                    value = Value::from(-0.5);
                }
                let mut changed = config.clone();
                *changed.pointer_mut(place).expect("a place") = value.clone();
                let text = changed.to_string();
                match generate_from_json(text.as_bytes(), None) {
                    Ok(file) => {
                        made += 1;
                        assert!(instance_from_file(&file).is_ok(), "{rung} {place} {value}");
                    }
                    Err(problems) => {
                        refused += 1;
                        for problem in &problems.0 {
                            assert!(
                                !problem.path.is_empty(),
                                "{rung} {place} {value}: {problem}"
                            );
                            assert!(
                                !problem.advice.is_empty(),
                                "{rung} {place} {value}: {problem}"
                            );
                        }
                    }
                }
            }
        }
    }
    assert!(
        made > 100 && refused > 100,
        "{made} made, {refused} refused"
    );
}

#[test]
fn knobs_in_a_program_are_refused_as_well() {
    let (mut config, seed) = rung_config("S").expect("a rung");
    config.look_ahead_hours = u32::MAX;
    assert!(try_generate(&config, seed).is_err());
}

#[test]
fn the_page_about_the_configuration_is_up_to_date() {
    let path = format!("{}/../docs/generate.md", env!("CARGO_MANIFEST_DIR"));
    let now = generate_page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &now).expect("the page is written");
    }
    let page = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        page.replace("\r\n", "\n") == now,
        "docs/generate.md is out of date; see the page itself for the command"
    );
    // Every field is explained.
    for line in now.lines().filter(|line| line.starts_with("| `")) {
        assert!(!line.ends_with("|  |"), "{line}");
    }
}
