//! A station small enough to work out by hand.

use super::lp::{FluidCapacity, LpError, fluid_capacity};
use super::promise::{Part, PromiseAnswer, PromiseConfig, PromiseError, most_trains};
use super::sections::{Band, occupation};
use super::station::capacities;
use super::{Pool, sections};
use crate::base::Base;
use crate::promise::Promise;
use crate::roll::{RollConfig, Rule};
use crate::world::WorldConfig;
use chrono::{DateTime, TimeDelta};
use regauge_model::format::InstanceFile;
use regauge_model::ids::{SectionId, ShedId, YardId};
use regauge_model::system::Direction;
use regauge_model::timeline::Timeline;
use regauge_model::{Instance, Minute};
use regauge_solver::{BoundShare, Planner};
use serde_json::{Value, json};

fn at(minute: i64) -> String {
    let start = DateTime::parse_from_rfc3339("2025-03-01T18:00:00+08:00").expect("a date-time");
    (start + TimeDelta::minutes(minute)).to_rfc3339()
}

/// Imports from D over a broad line, transshipped at A in one spot of one shed, on to J over a standard line; empties from J. Each import has 60 lifts at 60 an
/// hour. Trains come every `every` minutes.
fn file(every: i64) -> Value {
    let both = |minutes: u32| json!({ "down": minutes, "up": minutes });
    let count = 1200 / every;
    let imports = (0..count).map(|number| {
        json!({
            "id": format!("I{number}"), "class": "loaded", "from": "D", "to": "J", "earliest_entry": at(30 + number * every),
            "length_m": 700, "wagons": 50, "boxes": [{ "feet": 40, "count": 60 }], "transship_at": ["A"],
            "onward": { "class": "import", "from_store": "rakes", "length_m": 700, "wagons": 50 },
            "emptied": { "class": "back", "return_to": "D" },
        })
    });
    let empties = (0..count).map(|number| {
        json!({
            "id": format!("E{number}"), "class": "empty", "from": "J", "to": "A", "earliest_entry": at(number * every),
            "length_m": 700, "wagons": 50, "into_store": "rakes",
        })
    });
    let trains: Vec<Value> = imports.chain(empties).collect();
    json!({
        "format_version": "1.0", "name": "by hand",
        "horizon": { "start": at(0), "planning_hours": 24, "look_ahead_hours": 24 },
        "system": {
            "classes": [
                { "id": "loaded", "gauge_mm": 1520, "weight": 2, "cargo": "container" },
                { "id": "back", "gauge_mm": 1520 },
                { "id": "import", "gauge_mm": 1435, "weight": 2, "cargo": "container" },
                { "id": "empty", "gauge_mm": 1435 },
            ],
            "stations": [
                { "id": "D" },
                {
                    "id": "A",
                    "yards": [
                        { "id": "broad", "gauge_mm": 1520, "tracks": [{ "count": 9, "length_m": 850 }] },
                        { "id": "standard", "gauge_mm": 1435, "tracks": [{ "count": 9, "length_m": 850 }] },
                    ],
                    "stages": [{ "id": "check", "minutes": 40, "teams": 3, "when": "arrival", "classes": ["loaded"] }],
                    "locomotives": [
                        { "gauge_mm": 1520, "count": 4, "light_run_minutes": 10 },
                        { "gauge_mm": 1435, "count": 4, "light_run_minutes": 10 },
                    ],
                    "stores": [{ "id": "rakes", "gauge_mm": 1435, "rakes": 4, "capacity": 9 }],
                    "sheds": [{
                        "id": "hall", "indoor": true,
                        "spots": [{
                            "id": "h1", "gauges_mm": [1520, 1435], "length_m": 800,
                            "preparation_minutes": 20, "finishing_minutes": 45, "clearing_minutes": 15,
                        }],
                        "cranes": [{ "id": "c1", "lifts_per_hour": 60 }],
                        "modes": [{ "id": "one", "steps": [{ "cranes": ["c1"] }] }],
                        "placing_minutes": 30, "pulling_minutes": 30,
                    }],
                },
                { "id": "J" },
            ],
            "sections": [
                {
                    "id": "border", "from": "A", "to": "D", "gauge_mm": 1520, "tracks": 2,
                    "run_minutes": { "loaded": both(25), "back": both(25) },
                    "headway_minutes": both(10), "clearing_minutes": 2,
                },
                {
                    "id": "line", "from": "J", "to": "A", "gauge_mm": 1435, "tracks": 2,
                    "run_minutes": { "import": both(60), "empty": both(60) },
                    "headway_minutes": both(10), "clearing_minutes": 2,
                },
            ],
        },
        "trains": trains,
    })
}

fn parsed(file: &Value) -> InstanceFile {
    serde_json::from_value(file.clone()).expect("an instance file")
}

fn fluid(file: &Value) -> FluidCapacity {
    let base = Base::new(&parsed(file), None).expect("an instance");
    fluid_capacity(&base).expect("an answer")
}

fn worth(found: &FluidCapacity, pool: Pool) -> f64 {
    let mut pools = found.pools.iter();
    pools
        .find(|one| one.pool == pool)
        .map_or(0.0, |one| one.dual)
}

fn is_near(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-3
}

const HALL: Pool = Pool::Spots(ShedId(0));

/// A side is held for 30 minutes of placing, 20 of preparation, 60 of lifting, 45 of finishing, 30 of pulling and 15 of clearing: 200. So one spot
/// works 7.2 trains a day, by the formula and by the linear program, and one more spot another 7.2.
#[test]
fn one_spot_carries_what_its_cycle_leaves() {
    let file = file(240);
    let found = fluid(&file);
    assert!(is_near(found.per_day, 7.2), "{found:?}");
    assert!(is_near(worth(&found, HALL), 7.2), "{found:?}");
    // from the arrival 40 of checks, 185 to the end of the pulling, and the train goes on at once
    assert_eq!(found.dwell_alone, Some(225.0));
    assert_eq!(found.pools[0].pool, HALL);
    assert!(is_near(found.pools[0].gain, 7.2), "{found:?}");
    assert!(is_near(
        found.pools[0].percent.expect("there is time"),
        100.0
    ));
    let others = &found.pools[1..];
    assert!(others.iter().all(|one| !one.binds()), "{others:?}");
    let instance = Instance::from_file(&parsed(&file)).expect("an instance");
    let plan = Planner::new(&instance)
        .work(0.0)
        .bound(BoundShare::Off)
        .threads(1)
        .run()
        .plan;
    let timeline = Timeline::new(&instance, &plan);
    let pools = capacities(&timeline);
    let hall = pools.iter().find(|one| one.pool == HALL).expect("a shed");
    assert_eq!(hall.mean_minutes, Some(200.0), "{hall:?}");
    assert!(is_near(hall.capacity_per_day.expect("a mean"), 7.2));
    assert_eq!((hall.trains, hall.used_minutes), (5, 1000), "{hall:?}");
    assert!(is_near(
        hall.percent.expect("time"),
        100.0 * 1000.0 / 1440.0
    ));
    // each loco movement of 30 minutes behind 10 of running light: placing and pulling of the broad rake
    let broad = Pool::Locomotives(regauge_model::ids::LocomotiveId(0));
    let broad = pools.iter().find(|one| one.pool == broad).expect("a pool");
    assert_eq!(broad.mean_minutes, Some(80.0), "{broad:?}");
    assert!(is_near(broad.capacity_per_day.expect("a mean"), 4.0 * 18.0));
}

/// Closed for six hours: 1080 minutes, 5.4 trains, in both.
#[test]
fn a_closure_takes_its_minutes() {
    let mut file = file(240);
    let closed = json!([{ "from": at(1000), "to": at(1360) }]);
    file["system"]["stations"][1]["sheds"][0]["spots"][0]["closed"] = closed;
    let found = fluid(&file);
    assert!(is_near(found.per_day, 5.4), "{found:?}");
    assert!(is_near(worth(&found, HALL), 5.4), "{found:?}");
    let instance = Instance::from_file(&parsed(&file)).expect("an instance");
    let planner = Planner::new(&instance).work(0.0).bound(BoundShare::Off);
    let plan = planner.threads(1).run().plan;
    let timeline = Timeline::new(&instance, &plan);
    let pools = capacities(&timeline);
    let hall = pools.iter().find(|one| one.pool == HALL).expect("a shed");
    assert_eq!(hall.fixed_minutes, 360);
    assert!(
        is_near(hall.capacity_per_day.expect("a mean"), 5.4),
        "{hall:?}"
    );
}

/// Nine spots would work 64.8 trains. On one track a pair takes 25 + 2 + 25 + 2 minutes: 26.67 trains; a path more of one of the two runs is worth half a train.
#[test]
fn on_a_single_track_pairs_alternate() {
    let mut file = file(240);
    let shed = &mut file["system"]["stations"][1]["sheds"][0];
    let spot = shed["spots"][0].clone();
    let spots: Vec<Value> = (0..9)
        .map(|number| {
            let mut spot = spot.clone();
            spot["id"] = json!(format!("h{number}"));
            spot["at_m"] = json!(800 * number);
            spot
        })
        .collect();
    shed["spots"] = json!(spots);
    let cranes = (0..9).map(|number| json!({ "id": format!("c{number}"), "lifts_per_hour": 60 }));
    shed["cranes"] = json!(cranes.collect::<Vec<Value>>());
    let modes = (0..9).map(|number| {
        let (crane, spot) = (format!("c{number}"), format!("h{number}"));
        json!({ "id": format!("m{number}"), "spots": [spot], "steps": [{ "cranes": [crane] }] })
    });
    shed["modes"] = json!(modes.collect::<Vec<Value>>());
    file["system"]["stations"][1]["stages"][0]["teams"] = json!(9);
    for pool in [0, 1] {
        file["system"]["stations"][1]["locomotives"][pool]["count"] = json!(9);
    }
    for yard in [0, 1] {
        file["system"]["stations"][1]["yards"][yard]["tracks"][0]["count"] = json!(99);
    }
    file["system"]["sections"][0]["tracks"] = json!(1);
    let found = fluid(&file);
    assert!(is_near(found.per_day, 1440.0 / 54.0), "{found:?}");
    let border = Pool::Paths(SectionId(0), None);
    assert!(is_near(worth(&found, border), 0.5), "{found:?}");
    // a cap of 16 binds before it: a path more is a train more
    file["system"]["sections"][0]["caps"] =
        json!([{ "direction": "up", "classes": ["loaded"], "per_day": 16 }]);
    let found = fluid(&file);
    assert!(is_near(found.per_day, 16.0), "{found:?}");
    assert!(is_near(worth(&found, Pool::Cap(SectionId(0), 0)), 1.0));
    assert!(is_near(worth(&found, border), 0.0));
}

/// Empties come as fast as a headway lets them on their way in: one of 300 minutes brings 4.8 a day.
#[test]
fn what_brings_the_empties_can_be_what_binds() {
    let mut file = file(240);
    file["system"]["sections"][1]["headway_minutes"]["down"] = json!(300);
    let found = fluid(&file);
    assert!(is_near(found.per_day, 4.8), "{found:?}");
    let line = Pool::Paths(SectionId(1), Some(Direction::Down));
    // a path more is a rake more, and a train more for either
    assert!(is_near(worth(&found, line), 1.0), "{found:?}");
    let rakes = Pool::Empties(regauge_model::ids::StoreId(0));
    assert!(is_near(worth(&found, rakes), 1.0), "{found:?}");
}

/// No dual is less than what a unit more really brings: the gain of a linear program is concave in its bounds.
#[test]
fn a_unit_more_brings_at_most_what_it_is_said_to_be_worth() {
    let mut file = file(240);
    let first = fluid(&file);
    let shed = &mut file["system"]["stations"][1]["sheds"][0];
    let mut spot = shed["spots"][0].clone();
    spot["id"] = json!("h2");
    spot["at_m"] = json!(800);
    shed["spots"].as_array_mut().expect("spots").push(spot);
    let second = fluid(&file);
    let gained = second.per_day - first.per_day;
    assert!(
        gained > 1.0 && gained <= worth(&first, HALL) + 1e-3,
        "{gained}"
    );
}

/// As many rakes are brought as are taken, neither more nor less, when every emptied rake is needed: one more brings nothing although one less would cost all, and
/// the dual alone does not tell.
#[test]
fn a_whole_unit_is_solved_again() {
    let mut file = file(240);
    let station = &mut file["system"]["stations"][1];
    let store = json!({ "id": "broad-rakes", "gauge_mm": 1520, "rakes": 0, "capacity": 9 });
    station["stores"]
        .as_array_mut()
        .expect("stores")
        .push(store);
    let classes = file["system"]["classes"].as_array_mut().expect("classes");
    classes.push(json!({ "id": "export", "gauge_mm": 1435, "cargo": "container" }));
    let run = json!({ "down": 60, "up": 60 });
    file["system"]["sections"][1]["run_minutes"]["export"] = run;
    let trains = file["trains"].as_array_mut().expect("trains");
    let mut exports = Vec::new();
    for train in trains.iter_mut().filter(|train| train["class"] == "loaded") {
        train["emptied"]["into_store"] = json!("broad-rakes");
        let mut export = train.clone();
        export["id"] = json!(format!("X{}", exports.len()));
        export["class"] = json!("export");
        (export["from"], export["to"]) = (json!("J"), json!("D"));
        export["onward"]["class"] = json!("loaded");
        export["onward"]["from_store"] = json!("broad-rakes");
        export["emptied"] = json!({ "class": "empty", "into_store": "rakes" });
        exports.push(export);
    }
    trains.retain(|train| train["class"] != "empty");
    trains.extend(exports);
    let found = fluid(&file);
    // one spot, half of its trains either way
    assert!(is_near(found.per_day, 7.2), "{found:?}");
    let stores = found.pools.iter();
    let stores = stores.filter(|one| matches!(one.pool, Pool::Empties(_) | Pool::Room(_)));
    for one in stores {
        assert!(one.gain <= one.dual + 1e-3 && one.gain < 0.1, "{one:?}");
    }
    assert!(is_near(found.pools[0].gain, 7.2), "{found:?}");
}

/// Nothing brings empties but what comes from outside the base: the store counts as filled, and is told.
#[test]
fn a_store_that_nothing_fills_is_told() {
    let mut file = file(240);
    let trains = file["trains"].as_array_mut().expect("trains");
    trains.retain(|train| train["class"] == "loaded");
    let found = fluid(&file);
    assert!(is_near(found.per_day, 7.2), "{found:?}");
    assert_eq!(found.one_sided_stores.len(), 1);
}

/// Emptied rakes may go into a store of which nobody takes: for days on end they return instead, and no unit of room has a made-up worth. Where they cannot
/// return, the store counts as emptied from outside, and is told.
#[test]
fn a_store_that_nothing_empties_takes_nobody() {
    let mut file = file(240);
    let store = json!({ "id": "broad-rakes", "gauge_mm": 1520, "rakes": 0, "capacity": 9 });
    let station = &mut file["system"]["stations"][1];
    station["stores"]
        .as_array_mut()
        .expect("stores")
        .push(store);
    let may_go_there = |file: &mut Value, may_return: bool| {
        for train in file["trains"].as_array_mut().expect("trains") {
            if train["class"] == "loaded" {
                train["emptied"]["into_store"] = json!("broad-rakes");
                if !may_return {
                    train["emptied"]
                        .as_object_mut()
                        .expect("fields")
                        .remove("return_to");
                }
            }
        }
    };
    may_go_there(&mut file, true);
    let found = fluid(&file);
    assert!(is_near(found.per_day, 7.2), "{found:?}");
    let binding: Vec<Pool> = (found.pools.iter())
        .filter(|one| one.binds())
        .map(|one| one.pool)
        .collect();
    assert_eq!(binding, [HALL]);
    assert!(found.ways.iter().all(|way| way.into_store.is_none()));
    may_go_there(&mut file, false);
    let found = fluid(&file);
    assert!(is_near(found.per_day, 7.2), "{found:?}");
    assert_eq!(found.one_sided_stores.len(), 1);
    assert!(found.ways.iter().any(|way| way.into_store.is_some()));
}

#[test]
fn trains_that_find_no_way_alone_are_left_out_and_told() {
    let mut file = file(240);
    let long = json!({ "check": 9000 });
    file["trains"][0]["stage_minutes"] = long.clone();
    let found = fluid(&file);
    assert!(is_near(found.base_per_day, 4.0), "{found:?}");
    assert_eq!(found.left_out, [("D-J, transshipped".to_owned(), 20.0)]);
    for train in file["trains"].as_array_mut().expect("trains") {
        if train["class"] == "loaded" {
            train["stage_minutes"] = long.clone();
        }
    }
    let base = Base::new(&parsed(&file), None).expect("an instance");
    assert_eq!(fluid_capacity(&base), Err(LpError::NoTrains));
}

/// Five trains each way on the broad line, far apart: 10 minutes each in its direction of 1440. A possession of four hours leaves 1200 of the one it closes.
#[test]
fn sections_of_a_plan_by_direction() {
    let mut file = file(240);
    file["system"]["sections"][0]["possessions"] =
        json!([{ "track": "down", "from": at(1000), "to": at(1240) }]);
    let instance = Instance::from_file(&parsed(&file)).expect("an instance");
    let planner = Planner::new(&instance).work(0.0).bound(BoundShare::Off);
    let plan = planner.threads(1).run().plan;
    let timeline = Timeline::new(&instance, &plan);
    let found = occupation(&timeline);
    let up = &found[1];
    assert_eq!((up.section, up.track), (SectionId(0), Some(Direction::Up)));
    assert_eq!(
        (up.day.runs, up.day.compressed, up.day.available),
        (5, 50, 1440)
    );
    assert_eq!(up.day.band, Band::UpTo60);
    let down = &found[0];
    assert_eq!(down.day.available, 1200);
    let busiest = up.busiest.expect("runs");
    assert_eq!(busiest.to - busiest.from, sections::BUSIEST);
    assert_eq!((busiest.runs, busiest.compressed), (1, 10));
    assert!(busiest.from >= Minute(0));
}

fn pools_of_a_first_plan(file: &Value) -> Vec<super::station::PoolCapacity> {
    let instance = Instance::from_file(&parsed(file)).expect("an instance");
    let planner = Planner::new(&instance).work(0.0).bound(BoundShare::Off);
    let plan = planner.threads(1).run().plan;
    let timeline = Timeline::new(&instance, &plan);
    capacities(&timeline)
}

const BROAD: Pool = Pool::Tracks(YardId(0));

/// Most of a day of checks on two tracks, the first trains there at 55 and 155: the tracks are full; the standard side has room.
#[test]
fn full_tracks_are_marked() {
    let mut file = file(100);
    let station = &mut file["system"]["stations"][1];
    station["yards"][0]["tracks"][0]["count"] = json!(2);
    station["stages"][0]["minutes"] = json!(1300);
    let pools = pools_of_a_first_plan(&file);
    let tracks = |pool: Pool| pools.iter().find(|one| one.pool == pool).expect("a yard");
    assert!(tracks(BROAD).percent.expect("time") > 85.0, "{pools:?}");
    assert!(tracks(BROAD).is_strained);
    assert!(!tracks(Pool::Tracks(YardId(1))).is_strained);
}

/// A train that calls at the yard for five hours is fixed there: n_fixed, and its minutes with it.
#[test]
fn a_train_that_calls_at_a_yard_of_others_is_fixed() {
    let mut file = file(240);
    let trains = file["trains"].as_array_mut().expect("trains");
    trains.push(json!({
        "id": "B1", "class": "back", "from": "D", "to": "D", "earliest_entry": at(100), "length_m": 700, "wagons": 50,
        "calls": [{ "station": "A", "minutes": 300, "yard": "broad" }],
    }));
    let pools = pools_of_a_first_plan(&file);
    let broad = pools.iter().find(|one| one.pool == BROAD).expect("a yard");
    assert_eq!((broad.fixed_trains, broad.trains), (1, 5), "{broad:?}");
    assert!((300..320).contains(&broad.fixed_minutes), "{broad:?}");
    let left = 9.0 * 1440.0 - broad.fixed_minutes as f64;
    let expected = left / broad.mean_minutes.expect("a mean") + 1.0;
    assert!(is_near(broad.capacity_per_day.expect("a mean"), expected));
}

/// Trains that come straight to a spot hold it for two hours and 15 minutes of clearing: 1440 / 135 a day, by the formula and by the linear program.
#[test]
fn handled_trains_take_their_spot() {
    let mut file = file(240);
    let spot = json!({ "spot": "h1", "minutes": 120 });
    let handled = (0..6).map(|number| {
        json!({
            "id": format!("H{number}"), "class": "back", "earliest_entry": at(200 * number), "length_m": 700, "wagons": 50,
            "handling": [spot.clone()],
        })
    });
    file["trains"] = handled.collect();
    let found = fluid(&file);
    assert!(is_near(found.per_day, 1440.0 / 135.0), "{found:?}");
    assert_eq!(found.dwell_alone, None);
    let pools = pools_of_a_first_plan(&file);
    let hall = pools.iter().find(|one| one.pool == HALL).expect("a shed");
    assert_eq!((hall.mean_minutes, hall.trains), (Some(135.0), 6));
    assert!(is_near(
        hall.capacity_per_day.expect("a mean"),
        1440.0 / 135.0
    ));
}

/// Of two runs a possession turns one over to the other track: it takes minutes there, and none of its own.
#[test]
fn a_diverted_run_is_on_the_other_track() {
    let mut file = file(240);
    file["system"]["sections"][0]["possessions"] =
        json!([{ "track": "up", "from": at(0), "to": at(120), "single_track_working": true }]);
    let instance = Instance::from_file(&parsed(&file)).expect("an instance");
    let planner = Planner::new(&instance).work(0.0).bound(BoundShare::Off);
    let plan = planner.threads(1).run().plan;
    let timeline = Timeline::new(&instance, &plan);
    let found = occupation(&timeline);
    let [down, up] = [&found[0].day, &found[1].day];
    assert_eq!((up.runs, up.available), (4, 1320), "{found:?}");
    assert_eq!(down.available, 1440);
    assert_eq!(down.runs, found[0].day.runs.max(5), "{found:?}");
    assert!(
        down.compressed >= 10 * (down.runs as i32 - 2) + 27 + 27,
        "{found:?}"
    );
}

fn promise(hours: f64) -> PromiseConfig {
    PromiseConfig {
        promise: Promise {
            mean_dwell_hours: Some(hours),
            p90_dwell_hours: None,
        },
        roll: RollConfig {
            days: 4,
            warm_up_days: 1,
            rule: Rule::FirstCome,
            ..RollConfig::default()
        },
        world: WorldConfig::default(),
        replications: 3,
        seed: 1,
        levels: vec![3.0, 6.0, 9.0],
        resolution: 2.0,
    }
}

fn most(config: &PromiseConfig) -> Result<PromiseAnswer, PromiseError> {
    let base = Base::new(&parsed(&file(240)), None).expect("an instance");
    most_trains(&base, config, |_| {})
}

/// One spot works 7.2 trains a day, and a train alone dwells a good five hours: 3 a day do well, 9 a day queue.
#[test]
fn the_promise_breaks_before_the_spot_is_full() {
    let found = most(&promise(9.0)).expect("an answer");
    let [low, high] = found.trains_per_day;
    let (low, high) = (low.expect("it holds"), high.expect("it fails"));
    assert!(
        (3.0..=7.5).contains(&low) && low <= high && high < 9.0,
        "{found:?}"
    );
    assert!(found.fails_first.is_some());
    let levels: Vec<f64> = found.levels.iter().map(|level| level.per_day).collect();
    assert!(levels.is_sorted() && levels.len() > 3, "{levels:?}");
    let queue = found.levels.last().expect("levels").parts.iter();
    let queue = queue.clone().find(|part| part.part == Part::Queue);
    assert!(queue.expect("a queue").estimate.mean > 0.5, "{found:?}");
}

#[test]
fn the_answer_is_the_same_for_any_number_of_threads() {
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let config = PromiseConfig {
            levels: vec![3.0, 7.0],
            ..promise(8.0)
        };
        pool.expect("threads")
            .install(|| most(&config).expect("an answer"))
    };
    assert_eq!(with(1), with(3));
}

#[test]
fn what_cannot_be_run_is_told() {
    let wrong = |change: &dyn Fn(&mut PromiseConfig)| {
        let mut config = promise(8.0);
        change(&mut config);
        most(&config).expect_err("it is wrong").to_string()
    };
    assert!(wrong(&|config| config.replications = 1).contains("at least 2"));
    assert!(wrong(&|config| config.roll.days = 0).contains("no day"));
    assert!(wrong(&|config| config.levels.clear()).contains("no level"));
    assert!(wrong(&|config| config.levels.push(-1.0)).contains("-1"));
    assert!(
        wrong(&|config| config.promise.p90_dwell_hours = Some(0.0)).contains("0 is no positive")
    );
}
