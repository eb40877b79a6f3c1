//! A station run day after day.

use crate::base;
use regauge_model::check::check;
use regauge_model::{Instance, Minute};
use regauge_study::roll::{Roll, RollConfig, Rule, SavedRoll};
use regauge_study::world::{WindClimate, World, WorldConfig};

fn windy(trains: f64) -> WorldConfig {
    WorldConfig {
        trains_per_day: Some(trains),
        wind: Some(WindClimate::default()),
        ..WorldConfig::default()
    }
}

fn short(days: u32, rule: Rule) -> RollConfig {
    RollConfig {
        days,
        warm_up_days: 2,
        rule,
        work: 0.005,
        ..RollConfig::default()
    }
}

#[test]
fn stations_of_all_kinds_can_be_run_by_either_rule() {
    for (name, trains) in [("s", 12.0), ("m", 18.0), ("irun", 7.0), ("k", 12.0)] {
        let base = base(name);
        let world = windy(trains);
        for rule in [Rule::Planned, Rule::FirstCome] {
            let config = short(6, rule);
            let world = World::new(&base, &world, 11, Roll::days_needed(&config));
            let figures = Roll::new(&world, &config, 1)
                .run()
                .unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(figures.days.len(), 6, "{name}");
            assert!(figures.left > 6 * 3, "{name}: {} left", figures.left);
            assert!(
                figures.dwell.mean().is_some_and(|mean| mean > 60.0),
                "{name}"
            );
        }
    }
}

#[test]
fn trains_that_came_have_left_or_are_there() {
    let base = base("m");
    let world = windy(18.0);
    let config = RollConfig {
        warm_up_days: 0,
        ..short(12, Rule::Planned)
    };
    let world = World::new(&base, &world, 7, Roll::days_needed(&config));
    let figures = Roll::new(&world, &config, 1).run().unwrap();
    let last = figures.days.last().unwrap();
    assert_eq!(figures.came, figures.left + last.queue + last.inside);
    for share in figures.used.keys() {
        let used = figures.share(share).unwrap();
        assert!((0.0..=1.0).contains(&used), "{share}: {used}");
    }
}

#[test]
fn what_is_carried_out_is_a_plan_of_what_happened() {
    let base = base("s");
    let world = windy(12.0);
    let config = short(3, Rule::Planned);
    let world = World::new(&base, &world, 2, Roll::days_needed(&config));
    let mut roll = Roll::new(&world, &config, 1);
    let mut last: Option<(i64, Vec<String>)> = None;
    while !roll.is_over() {
        let shift = roll.shift().unwrap();
        let instance = Instance::from_file(&shift.instance).unwrap();
        assert!(check(&instance, &shift.plan).violations.is_empty());
        assert_eq!(
            instance.horizon().date_time(Minute(0)),
            world.base().at(shift.begins)
        );
        // who is under way at the beginning was in the shift before
        if let Some((end, known)) = &last {
            assert_eq!(*end, shift.begins);
            let states = shift.instance.state.iter().flat_map(|state| &state.trains);
            for state in states {
                assert!(known.contains(&state.train), "{}", state.train);
            }
        }
        let known = shift.instance.trains.iter().map(|train| train.id.clone());
        last = Some((shift.begins + 720, known.collect()));
    }
}

#[test]
fn the_same_run_comes_out_the_same_and_can_be_saved_on_any_day() {
    let base = base("m");
    let world = windy(18.0);
    let config = short(5, Rule::Planned);
    let world = World::new(&base, &world, 21, Roll::days_needed(&config));
    let whole = Roll::new(&world, &config, 1).run().unwrap();
    assert_eq!(whole, Roll::new(&world, &config, 1).run().unwrap());
    for shifts in [1, 4, 9] {
        let mut roll = Roll::new(&world, &config, 1);
        for _ in 0..shifts {
            roll.shift().unwrap();
        }
        let text = serde_json::to_string(&roll.save("key".to_owned())).unwrap();
        let saved: SavedRoll = serde_json::from_str(&text).unwrap();
        assert_eq!(saved.key, "key");
        let rest = Roll::resume(&world, &config, 1, saved).run().unwrap();
        assert_eq!(whole, rest, "saved after {shifts} shifts");
    }
}

#[test]
fn another_seed_of_the_planner_meets_the_same_trains() {
    let base = base("m");
    let world = windy(18.0);
    let config = short(6, Rule::Planned);
    let world = World::new(&base, &world, 3, Roll::days_needed(&config));
    let one = Roll::new(&world, &config, 1).run().unwrap();
    let other = Roll::new(&world, &config, 2).run().unwrap();
    assert_eq!(one.came, other.came);
    assert_ne!(one.dwell, other.dwell, "the seed reaches the planner");
}
