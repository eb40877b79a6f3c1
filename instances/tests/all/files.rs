//! The ready-made files are what the generator makes, and right.

use regauge_instances::{DEMOS, LADDER, demo, demo_json, generate, ladder, rung_config, to_json};
use regauge_model::format::WhenFile;
use regauge_model::validate::instance_from_json;
use std::collections::BTreeSet;

#[test]
fn the_files_are_what_the_generator_makes() {
    for rung in LADDER {
        let made = to_json(&ladder(rung).expect("a rung"));
        let file = demo_json(rung).expect("a file");
        let hint = "cargo run -p regauge-instances --example write_ladder";
        assert!(made == file, "the file of {rung} is out of date: {hint}");
    }
}

#[test]
fn every_ready_made_file_is_valid() {
    for name in DEMOS {
        let text = demo_json(name).expect("a file");
        if let Err(problems) = instance_from_json(text.as_bytes()) {
            panic!("{name}:\n{problems}");
        }
    }
}

#[test]
fn no_ready_made_file_has_warnings() {
    let mut found = Vec::new();
    for name in DEMOS {
        let text = demo_json(name).expect("a file");
        let instance = instance_from_json(text.as_bytes()).expect("it is valid");
        found.extend(instance.warnings().iter().map(|w| format!("{name}: {w}")));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Regression: the generator panicked where the horizon ends before an inbound or a bulk train could finish.
#[test]
fn horizons_too_short_for_a_train_to_finish_are_generated() {
    for rung in LADDER {
        for (planning, look_ahead, arrivals) in [(6, 6, 0), (6, 6, 6), (12, 3, 0), (1, 1, 0)] {
            let (mut config, seed) = rung_config(rung).expect("a rung");
            config.planning_hours = planning;
            config.look_ahead_hours = look_ahead;
            config.traffic.look_ahead_arrival_hours = arrivals;
            if let Some(second) = &mut config.second_port {
                second.traffic.look_ahead_arrival_hours = arrivals;
            }
            let text = to_json(&generate(&config, seed));
            if let Err(problems) = instance_from_json(text.as_bytes()) {
                panic!("{rung}, {planning} h and {look_ahead} h:\n{problems}");
            }
        }
    }
}

/// Regression: after a hundred bulk trains their numbers ran into those of the empty rakes.
#[test]
fn a_month_is_generated() {
    let (mut config, seed) = rung_config("L").expect("a rung");
    config.planning_hours = 30 * 24;
    let text = to_json(&generate(&config, seed));
    if let Err(problems) = instance_from_json(text.as_bytes()) {
        panic!("{problems}");
    }
}

#[test]
fn names_are_found_in_upper_and_lower_case_and_no_others() {
    assert_eq!(demo_json("xl+"), demo_json("XL+"));
    assert_eq!(ladder("m"), ladder("M"));
    assert!(demo_json("xxl").is_none() && ladder("M++").is_none() && ladder("irun").is_none());
}

#[test]
fn pressed_twins_have_two_fifths_more_inbound_trains() {
    let inbound = |name: &str| {
        let trains = demo(name).expect("a file").trains;
        trains.iter().filter(|t| t.onward.is_some()).count() as f64
    };
    for rung in ["S", "M", "L", "XL"] {
        let ratio = inbound(&format!("{rung}+")) / inbound(rung);
        assert!((1.2..1.5).contains(&ratio), "{rung}: {ratio}");
    }
}

#[test]
fn every_rung_starts_warm() {
    for rung in LADDER {
        let instance = demo(rung).expect("a file");
        let (config, _) = rung_config(rung).expect("a rung");
        let ports = 1 + usize::from(config.second_port.is_some());
        let under_way = instance.state.expect("a state").trains.len();
        assert!(
            (4..=8).contains(&(under_way / ports)),
            "{rung}: {under_way}"
        );
    }
}

/// The line to Khorgos: 286 km of single track with 21 stations, the ends included, and trains that run over all of it.
#[test]
fn the_long_line_is_long() {
    for rung in ["K", "K+"] {
        let instance = demo(rung).expect("a file");
        let (config, _) = rung_config(rung).expect("a rung");
        let main = config.line.main_sections;
        let sections = (instance.system.sections.iter()).filter(|s| main.contains(&s.id));
        let sections: Vec<_> = sections.collect();
        assert_eq!(sections.len(), 20);
        let length: f64 = sections.iter().filter_map(|s| s.length_km).sum();
        assert!((length - 286.0).abs() < 1e-9, "{length}");
        assert!(sections.iter().all(|s| s.tracks == 1));
        assert!(sections.windows(2).all(|pair| pair[0].to == pair[1].from));
        let given = &instance.system.given_paths;
        assert!(sections.iter().all(|s| {
            let of_section: Vec<_> = given.iter().filter(|path| path.section == s.id).collect();
            of_section.len() == 4
        }));
    }
}

/// The generator knows no station: what it makes of Khorgos says nothing of Alashankou, with wind or without.
#[test]
fn places_are_configuration() {
    let (base, _) = rung_config("M").expect("a rung");
    for rung in ["K", "K+"] {
        let (mut config, seed) = rung_config(rung).expect("a rung");
        config.wind = base.wind.clone();
        let text = to_json(&generate(&config, seed));
        for name in ["alashankou", "阿拉山口", "dostyk", "bole"] {
            assert!(!text.contains(name), "{rung}: {name}");
        }
        if let Err(problems) = instance_from_json(text.as_bytes()) {
            panic!("{rung}:\n{problems}");
        }
    }
}

/// Passenger trains keep the rules that trains keep: none of them meets another, or a possession, in a section.
#[test]
fn given_paths_keep_off_one_another_and_off_possessions() {
    for rung in LADDER {
        let system = demo(rung).expect("a file").system;
        for section in system.sections.iter().filter(|s| s.tracks == 1) {
            let paths = (system.given_paths.iter()).filter(|path| path.section == section.id);
            let mut spans: Vec<_> = paths.map(|path| (path.enter, path.exit)).collect();
            spans.extend(section.possessions.iter().map(|p| (p.from, p.to)));
            spans.sort();
            let apart = spans.windows(2).all(|pair| pair[0].1 <= pair[1].0);
            assert!(apart, "{rung} {}", section.id);
        }
    }
}

/// Rakes fit on the tracks and spots of the ladder, so that no train is refused for its length.
#[test]
fn generated_rakes_keep_within_the_ranges_of_the_readme() {
    for rung in LADDER {
        for train in demo(rung).expect("a file").trains {
            let broad = train.class.contains("broad");
            let range = if broad { 600..=820 } else { 600..=765 };
            assert!(range.contains(&train.length_m), "{rung} {}", train.id);
            assert!(train.onward.is_none() || train.length_m <= 800);
        }
    }
}

#[test]
fn the_hand_made_station_is_shaped_differently() {
    let irun = demo("irun").expect("a file");
    let stations = &irun.system.stations;
    let gauges: BTreeSet<u32> = irun.system.classes.iter().map(|c| c.gauge_mm).collect();
    assert_eq!(gauges, BTreeSet::from([1435, 1668]));
    let border = stations
        .iter()
        .find(|s| !s.sheds.is_empty())
        .expect("a border station");
    assert!(border.sheds.iter().all(|shed| shed.indoor));
    assert!(border.sheds[0].spots.iter().any(|s| !s.behind.is_empty()));
    assert!(border.sheds[0].modes.iter().any(|m| m.steps.len() > 1));
    assert!(border.stages.iter().any(|s| s.when == WhenFile::Departure));
    let directions: BTreeSet<&str> = irun
        .trains
        .iter()
        .filter_map(|t| t.onward.as_ref())
        .map(|onward| onward.from_store.as_str())
        .collect();
    assert_eq!(directions.len(), 2, "both directions are transshipped");
    assert!(irun.trains.iter().any(|t| t.parts == 2));
    assert!(irun.trains.iter().any(|t| t.from_store.is_some()));
    let possessions = irun.system.sections.iter().flat_map(|s| &s.possessions);
    assert!(possessions.into_iter().any(|p| p.single_track_working));
}
