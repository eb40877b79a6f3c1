//! Worlds pair: what differs is what was changed.

use crate::base;
use regauge_study::world::{Hold, WindClimate, World, WorldConfig, WorldTrain};
use std::collections::BTreeMap;

fn trains(world: &World<'_>, days: i64) -> BTreeMap<String, WorldTrain> {
    let all = (0..days).flat_map(|day| world.trains_of_day(day));
    all.map(|train| (train.file.id.clone(), train)).collect()
}

#[test]
fn the_trains_of_a_day_are_among_those_of_a_busier_one() {
    let base = base("m");
    let with = |trains: f64| WorldConfig {
        trains_per_day: Some(trains),
        ..WorldConfig::default()
    };
    let (few, many) = (with(20.0), with(22.0));
    let few = trains(&World::new(&base, &few, 5, 40), 40);
    let many = trains(&World::new(&base, &many, 5, 40), 40);
    assert!(
        few.len() > 600 && few.len() < many.len(),
        "{} {}",
        few.len(),
        many.len()
    );
    for (id, train) in &few {
        let other = &many[id];
        assert_eq!(train.file, other.file);
        assert_eq!((train.comes, train.key), (other.comes, other.key));
    }
}

#[test]
fn as_many_trains_come_as_are_asked_for() {
    let base = base("m");
    let config = WorldConfig {
        trains_per_day: Some(18.0),
        ..WorldConfig::default()
    };
    let world = World::new(&base, &config, 9, 365);
    let counted = (0..365)
        .flat_map(|day| world.trains_of_day(day))
        .filter(|train| base.kinds[train.kind].is_counted)
        .count();
    let per_day = counted as f64 / 365.0;
    assert!((per_day - 18.0).abs() < 1.0, "{per_day}");
}

#[test]
fn another_figure_changes_that_and_nothing_else() {
    let base = base("m");
    let plain = WorldConfig {
        wind: Some(WindClimate::default()),
        ..WorldConfig::default()
    };
    let mut late = plain.clone();
    late.arrivals.sd_minutes *= 2.0;
    let (plain_world, late_world) = (
        World::new(&base, &plain, 3, 30),
        World::new(&base, &late, 3, 30),
    );
    assert_eq!(
        plain_world.climate().unwrap().hours(),
        late_world.climate().unwrap().hours()
    );
    let (plain_trains, late_trains) = (trains(&plain_world, 30), trains(&late_world, 30));
    assert_eq!(plain_trains.len(), late_trains.len());
    let mut moved = 0;
    for (id, train) in &plain_trains {
        let other = &late_trains[id];
        assert_eq!(train.file, other.file, "announced alike");
        assert_eq!(
            plain_world.stage_minutes(train.key, &train.file),
            late_world.stage_minutes(train.key, &train.file)
        );
        let (own, twice) = (train.comes - train.announced, other.comes - other.announced);
        let is_tail = own >= 6 * 60;
        assert!(
            is_tail || (twice - 2 * own).abs() <= 1 || train.comes == 0 || other.comes == 0,
            "{id}: {own} {twice}"
        );
        moved += usize::from(own != twice);
    }
    assert!(moved > plain_trains.len() / 2, "{moved}");
}

#[test]
fn stores_are_fed_with_what_is_taken_from_them() {
    let base = base("m");
    let config = WorldConfig::default();
    let world = World::new(&base, &config, 4, 60);
    let (mut taken, mut brought) = (0, 0);
    for train in (0..60).flat_map(|day| world.trains_of_day(day)) {
        taken += usize::from(train.file.onward.is_some());
        brought += usize::from(train.file.into_store.as_deref() == Some("empty-standard"));
    }
    assert!(taken > 400);
    assert_eq!(taken, brought);
}

#[test]
fn a_year_has_the_gale_days_aimed_at() {
    let base = base("m");
    let mut climate = WindClimate {
        gale_days: [147.0, 147.0],
        ..WindClimate::default()
    };
    climate.severe.per_year = 0.0;
    let config = WorldConfig {
        wind: Some(climate),
        ..WorldConfig::default()
    };
    for seed in 1..4 {
        let world = World::new(&base, &config, seed, 365);
        let gales = world.climate().unwrap().gale_days();
        assert!((146..=149).contains(&gales), "{gales}");
        let share = world.climate().unwrap().level_6();
        assert!((0.05..0.5).contains(&share), "{share}");
    }
}

#[test]
fn what_is_held_comes_so_many_days_later() {
    let base = base("m");
    let class = base
        .kinds
        .iter()
        .find(|kind| kind.feeds.is_none() && kind.is_counted)
        .unwrap()
        .templates[0]
        .class
        .clone();
    let hold = Hold {
        name: "laboratory".to_owned(),
        classes: vec![class.clone()],
        from_day: 5,
        days: 10,
        percent: 100.0,
        station: None,
        hold_days: [5.0, 10.0],
        cap_per_day: None,
    };
    let free = WorldConfig::default();
    let held = WorldConfig {
        holds: vec![hold],
        ..WorldConfig::default()
    };
    let free = trains(&World::new(&base, &free, 2, 30), 30);
    let held = trains(&World::new(&base, &held, 2, 30), 30);
    let mut count = 0;
    for (id, train) in &held {
        let is_held =
            train.file.class == class && (5..15).contains(&train.announced.div_euclid(1440));
        assert_eq!(train.comes - train.held, free[id].comes);
        assert_eq!(is_held, train.held > 0, "{id}");
        assert!(!is_held || (5 * 1440..=10 * 1440).contains(&train.held));
        count += usize::from(is_held);
    }
    assert!(count > 10, "{count}");
}

#[test]
fn what_is_not_firm_is_expected_no_earlier_than_it_could_be() {
    let base = base("s");
    let config = WorldConfig::default();
    let world = World::new(&base, &config, 1, 10);
    for train in (0..5).flat_map(|day| world.trains_of_day(day)) {
        for now in (0..10 * 1440).step_by(97) {
            let expected = train.expected(now, 360);
            if train.comes <= now + 360 {
                assert_eq!(expected, train.comes);
            } else {
                assert_eq!(expected, train.announced.max(now + 360));
            }
        }
    }
}

#[test]
fn a_cap_of_a_hold_is_dated_and_stands_where_its_trains_come_in() {
    let base = base("m");
    let inbound = base
        .kinds
        .iter()
        .find(|kind| kind.name.ends_with("transshipped"))
        .unwrap();
    let class = inbound.templates[0].class.clone();
    let hold = Hold {
        name: "three a day".to_owned(),
        classes: vec![class.clone()],
        from_day: 3,
        days: 2,
        percent: 0.0,
        station: None,
        hold_days: [0.0, 0.0],
        cap_per_day: Some(3),
    };
    let config = WorldConfig {
        holds: vec![hold],
        ..WorldConfig::default()
    };
    let world = World::new(&base, &config, 1, 10);
    let mut file = base.file.clone();
    world.set_caps(&mut file, [0, 7 * 1440]);
    let mut capped = 0;
    for (section, own) in file.system.sections.iter().zip(&base.file.system.sections) {
        for cap in &section.caps[own.caps.len()..] {
            assert_eq!(
                (section.id.as_str(), &cap.classes),
                ("border-broad", &vec![class.clone()])
            );
            let days: Vec<(i64, u32)> = cap
                .days
                .iter()
                .map(|day| (base.minute(day.day) / 1440, day.count))
                .collect();
            assert_eq!(days, [(3, 3), (4, 3)]);
            capped += 1;
        }
    }
    assert_eq!(capped, 1, "in the direction in which they come");
    // and it holds: no more of them come in on a day of it
    let run = regauge_study::roll::RollConfig {
        days: 7,
        warm_up_days: 0,
        work: 0.002,
        ..Default::default()
    };
    let world = World::new(
        &base,
        &config,
        1,
        regauge_study::roll::Roll::days_needed(&run),
    );
    let mut roll = regauge_study::roll::Roll::new(&world, &run, 1);
    let mut entered = vec![0; 8];
    while !roll.is_over() {
        let shift = roll.shift().unwrap();
        let instance = regauge_model::Instance::from_file(&shift.instance).unwrap();
        let timeline = regauge_model::timeline::Timeline::new(&instance, &shift.plan);
        for (index, train) in instance.trains().iter().enumerate() {
            let id = regauge_model::ids::TrainId::from_index(index);
            let journey = regauge_model::journey::Journey::new(&timeline, id);
            let is_of_class = instance.system().class(train.class).name == class;
            if let Some(entry) = journey
                .entry
                .filter(|entry| is_of_class && train.state.is_none() && (0..720).contains(&entry.0))
            {
                entered[((shift.begins + i64::from(entry.0)) / 1440) as usize] += 1;
            }
        }
    }
    assert!(entered[3] <= 3 && entered[4] <= 3, "{entered:?}");
    assert!(
        entered.iter().sum::<u32>() > 20 && entered.iter().any(|&count| count > 3),
        "{entered:?}"
    );
}

/// What is held at one port stands there until its release; over the other port it goes on, and who was told in time goes there.
#[test]
fn what_is_held_at_a_port_may_go_over_the_other_one() {
    let base = base("duo");
    let class = "container-broad";
    let hold = Hold {
        name: "laboratory".to_owned(),
        classes: vec![class.to_owned()],
        from_day: 0,
        days: 10,
        percent: 100.0,
        station: Some("khorgos".to_owned()),
        hold_days: [2.0, 3.0],
        cap_per_day: None,
    };
    let config = WorldConfig {
        holds: vec![hold],
        ..WorldConfig::default()
    };
    let run = regauge_study::roll::RollConfig {
        days: 2,
        warm_up_days: 0,
        work: 0.01,
        ..Default::default()
    };
    let world = World::new(
        &base,
        &config,
        1,
        regauge_study::roll::Roll::days_needed(&run),
    );
    let mut roll = regauge_study::roll::Roll::new(&world, &run, 1);
    let (mut diverted, mut worked) = (0, 0);
    while !roll.is_over() {
        let shift = roll.shift().unwrap();
        let instance = regauge_model::Instance::from_file(&shift.instance).unwrap();
        let decided = shift.plan.decided(&instance);
        for (train, plan) in decided.trains().iter().zip(&shift.plan.trains) {
            if decided.system().class(train.class).name != class {
                continue;
            }
            let Some(work) = train.transshipment() else {
                continue;
            };
            let station = &decided.system().station(work.station).name;
            let is_home = train
                .ways
                .first()
                .is_none_or(|home| Some(home.port) == train.port());
            diverted += usize::from(plan.exit().is_some() && !is_home && station == "alashankou");
            // placed before the third day begins: nobody who was held at Khorgos
            let begins = plan.events().iter().find_map(|event| match event.what {
                regauge_model::plan::Activity::CraneWork { .. } => Some(event.span.from),
                _ => None,
            });
            let soon = begins.is_some_and(|at| shift.begins + i64::from(at.0) < 2 * 1440);
            worked += usize::from(soon && station == "khorgos");
        }
    }
    assert_eq!(worked, 0, "nothing of the class is worked where it is held");
    assert!(diverted > 0, "some go over Alashankou");
}
