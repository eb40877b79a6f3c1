//! Pins that cannot be kept together are named exactly: a train has no journey with them, and one without any of them.

use crate::pinned::{instance, pin_some, tiny};
use chrono::TimeDelta;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use regauge_model::check::pinnable;
use regauge_model::format::{InstanceFile, PinsFile, SpanFile};
use regauge_model::ids::{TrainId, YardId};
use regauge_model::plan::{Reason, ReasonCode, TrainPlan};
use regauge_model::plan_file::{pinned_emptied_to_file, pinned_time_to_file, pinned_track_to_file};
use regauge_model::resource::{Pinned, PinnedRake, Resource, Rule, Task};
use regauge_model::validate::instance_from_file;
use regauge_model::{Instance, Minute, Plan};
use regauge_oracle::{Limit, best_plan, cheapest_journey, seeds};
use regauge_solver::{CompiledProblem, Planner, contradictions, planned_alone};
use std::collections::{BTreeMap, BTreeSet};

/// Pins of the old kinds: places of the plan, spans around its times.
fn pin_more(file: &mut InstanceFile, seed: u64, percent: u32) {
    let free = instance(file);
    let plan = Planner::new(&free).work(0.0).run().plan;
    let decided = plan.decided(&free);
    let mut dice = Pcg64Mcg::seed_from_u64(seed ^ 0x9127);
    let system = decided.system();
    for (index, train) in file.trains.iter_mut().enumerate() {
        let data = decided.train(TrainId::from_index(index));
        let (planned, pins) = (&plan.trains[index], &mut train.pins);
        let mut is_drawn = || dice.random_range(0..100) < percent;
        let span = |minute: Minute, shift: i32| {
            let from = decided
                .horizon()
                .date_time(Minute((minute.0 + shift).max(0)));
            let to = from + TimeDelta::minutes(6);
            Some(SpanFile { from, to })
        };
        let is_free = data.state.is_none();
        if let Some((start, spot, mode)) = planned.crane_work().filter(|_| is_free) {
            let shed = system.spot(spot).shed;
            if is_drawn() {
                pins.spot = Some(system.spot(spot).name.clone());
            }
            if is_drawn() {
                pins.shed = Some(system.shed(shed).name.clone());
            }
            if is_drawn() && (pins.spot.is_some() || pins.shed.is_some()) {
                pins.mode = Some(system.mode(mode).name.clone());
            }
            if is_drawn() {
                pins.crane_work = span(start, seed as i32 % 9 - 4);
            }
        }
        let end = decided.horizon().end;
        if let Some(exit) = planned.exit().filter(|exit| *exit + 8 < end && is_drawn()) {
            pins.exit = span(exit, seed as i32 % 9 - 2);
        }
        if data.ways.len() > 1 && is_drawn() {
            let port = decided.train(TrainId::from_index(index)).port();
            pins.port = port.map(|port| system.station(port).name.clone());
        }
    }
}

fn pinned(seed: u64) -> Instance {
    let mut file = tiny(seed);
    let plan = Planner::new(&instance(&file)).work(0.0).run().plan;
    pin_more(&mut file, seed, 40);
    pin_some(&mut file, &plan, seed, 25, 5);
    instance(&file)
}

/// The kind of a pin, as a file has it.
fn kind(pinned: Pinned) -> &'static str {
    match pinned {
        Pinned::Port(_) => "port",
        Pinned::Shed(_) => "shed",
        Pinned::Spot(_) => "spot",
        Pinned::Mode(_) => "mode",
        Pinned::Entry => "entry",
        Pinned::CraneWork => "crane_work",
        Pinned::Exit => "exit",
        Pinned::Start(event) => match event.task {
            Task::Run(_) => "run",
            Task::Stage(_) => "stage",
            Task::CraneWork => "work",
            _ => "movement",
        },
        Pinned::Track(..) => "track",
        Pinned::Emptied(_) => "emptied",
    }
}

#[test]
fn what_is_named_is_a_smallest_set_and_nothing_is_missed() {
    let mut kinds: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    let mut facts = BTreeSet::new();
    for seed in seeds(150) {
        let instance = pinned(seed);
        let found = contradictions(&CompiledProblem::new(instance.clone()));
        let has_journey =
            |instance: &Instance, train: TrainId| cheapest_journey(instance, train).is_some();
        for index in 0..instance.trains().len() {
            let train = TrainId::from_index(index);
            let mut own = found
                .iter()
                .filter(|one| one.trains.len() == 1 && one.trains[0].0 == train);
            let own = own.next();
            let free = instance.with_pins(train, &[]);
            let is_one = !has_journey(&instance, train) && has_journey(&free, train);
            assert_eq!(own.is_some(), is_one, "seed {seed}, train {index}");
            let Some(own) = own else { continue };
            let pins = &own.trains[0].1;
            let with = |pins: &[Pinned]| has_journey(&instance.with_pins(train, pins), train);
            assert!(
                !with(pins),
                "seed {seed}, train {index}: {pins:?} can be kept"
            );
            for (left_out, _) in pins.iter().enumerate() {
                let mut fewer = pins.clone();
                fewer.remove(left_out);
                assert!(
                    with(&fewer),
                    "seed {seed}, train {index}: {fewer:?} cannot be kept"
                );
            }
            let mut of: Vec<&str> = pins.iter().map(|pin| kind(*pin)).collect();
            of.sort_unstable();
            *kinds.entry(of).or_default() += 1;
            facts.extend(own.facts.iter().copied());
        }
    }
    println!("{kinds:?}; facts {facts:?}");
    assert!(kinds.len() >= 12, "{kinds:?}");
    assert!(
        facts
            .iter()
            .any(|fact| matches!(fact, Resource::Rule(_) | Resource::Spot(_)))
    );
    assert!(!facts.contains(&Resource::Rule(Rule::Pins)));
}

/// A change of the pins of a train, by its kind.
type Pin = (&'static str, Box<dyn Fn(&mut PinsFile)>);

/// What a train would do alone, as a plan of its own; `None` where it has no journey.
fn alone(instance: &Instance, train: TrainId) -> Option<Plan> {
    let own = planned_alone(instance, train)?;
    let mut plan = Planner::new(instance).work(0.0).run().plan;
    for other in &mut plan.trains {
        *other = TrainPlan::Postponed {
            reason: Reason {
                code: ReasonCode::NoTime,
                blocked_by: Vec::new(),
                text: String::new(),
            },
        };
    }
    plan.trains[train.index()] = own;
    Some(plan)
}

/// Pins of every kind that a train alone keeps, or with its times so many minutes later.
fn all_pins(instance: &Instance, plan: &Plan, train: TrainId, later: i32) -> Vec<Pin> {
    let decided = plan.decided(instance);
    let (system, data) = (decided.system(), decided.train(train));
    let span = |minute: Minute| {
        let from = decided.horizon().date_time(minute + later);
        let to = from + TimeDelta::minutes(1);
        SpanFile { from, to }
    };
    let planned = &plan.trains[train.index()];
    let done = pinnable(&decided, plan).swap_remove(train.index());
    let mut pins: Vec<Pin> = Vec::new();
    for (event, at) in done.starts {
        let file = pinned_time_to_file(&decided, event, span(at));
        let is_entry = data.state.is_none() && pins.is_empty();
        if is_entry && matches!(event.task, Task::Run(_) | Task::FromStore) {
            let span = span(at);
            pins.push((
                "entry",
                Box::new(move |pins| pins.entry = Some(span.clone())),
            ));
        }
        let kind = kind(Pinned::Start(event));
        pins.push((kind, Box::new(move |pins| pins.times.extend(file.clone()))));
    }
    if let Some(exit) = planned.exit() {
        let span = span(exit);
        pins.push(("exit", Box::new(move |pins| pins.exit = Some(span.clone()))));
    }
    if let Some((start, ..)) = planned.crane_work().filter(|_| data.state.is_none()) {
        let span = span(start);
        pins.push((
            "crane_work",
            Box::new(move |pins| pins.crane_work = Some(span.clone())),
        ));
    }
    if later == 0 {
        return pins;
    }
    // other places than alone
    for shed in system.sheds() {
        let name = shed.name.clone();
        pins.push(("shed", Box::new(move |pins| pins.shed = Some(name.clone()))));
    }
    for spot in system.spots() {
        let name = spot.name.clone();
        pins.push(("spot", Box::new(move |pins| pins.spot = Some(name.clone()))));
    }
    for mode in system.modes() {
        let (name, shed) = (mode.name.clone(), system.shed(mode.shed).name.clone());
        pins.push((
            "mode",
            Box::new(move |pins| {
                (pins.shed, pins.mode) = (Some(shed.clone()), Some(name.clone()));
            }),
        ));
    }
    for way in instance.train(train).ways.iter() {
        let port = system.station(way.port).name.clone();
        pins.push(("port", Box::new(move |pins| pins.port = Some(port.clone()))));
    }
    for (index, yard) in system.yards().iter().enumerate() {
        for rake in [
            PinnedRake::Arriving,
            PinnedRake::Onward,
            PinnedRake::Emptied,
        ] {
            for track in 1..=yard.n_tracks() {
                let id = YardId::from_index(index);
                let file = pinned_track_to_file(&decided, (rake, id, track));
                pins.push((
                    "track",
                    Box::new(move |pins| pins.tracks.push(file.clone())),
                ));
            }
        }
    }
    let fates = [
        None,
        data.transshipment().and_then(|work| work.emptied_store),
    ];
    for fate in fates {
        let file = pinned_emptied_to_file(&decided, fate);
        pins.push((
            "emptied",
            Box::new(move |pins| pins.emptied = Some(file.clone())),
        ));
    }
    pins
}

#[test]
fn two_pins_of_every_pair_of_kinds_contradict_each_other_somewhere() {
    let mut pairs: BTreeMap<[&str; 2], usize> = BTreeMap::new();
    let mut n_compared = 0;
    for seed in seeds(160) {
        let mut free = tiny(seed);
        free.trains
            .iter_mut()
            .for_each(|train| train.pins = PinsFile::default());
        let home = instance(&free);
        let mut dice = Pcg64Mcg::seed_from_u64(seed);
        for index in 0..free.trains.len() {
            let train = TrainId::from_index(index);
            let Some(plan) = alone(&home, train) else {
                continue;
            };
            let (early, moved) = (
                all_pins(&home, &plan, train, 0),
                all_pins(&home, &plan, train, 7),
            );
            // kinds are drawn before pins, or runs would be nearly all
            let mut draw = |from: &'_ [Pin]| {
                let kinds: BTreeSet<&str> = from.iter().map(|pin| pin.0).collect();
                let kinds: Vec<&str> = kinds.into_iter().collect();
                let kind = kinds[dice.random_range(0..kinds.len())];
                let of_kind: Vec<usize> = (0..from.len()).filter(|k| from[*k].0 == kind).collect();
                of_kind[dice.random_range(0..of_kind.len())]
            };
            for round in 0..50 {
                let mut file = free.clone();
                let pins = &mut file.trains[index].pins;
                let others = if round % 3 == 0 { &moved } else { &early };
                let (one, other) = (&moved[draw(&moved)].1, &others[draw(others)].1);
                one(pins);
                other(pins);
                // some are refused before: what the train never has, or two shapes of one pin
                let Ok(pinned) = instance_from_file(&file) else {
                    continue;
                };
                let found = contradictions(&CompiledProblem::new(pinned.clone()));
                let has_journey = cheapest_journey(&pinned, train).is_some();
                assert_eq!(found.is_empty(), has_journey, "seed {seed}, train {index}");
                n_compared += 1;
                let pins = found.first().map(|one| &one.trains[0].1[..]);
                if let Some([one, other]) = pins {
                    let mut kinds = [kind(*one), kind(*other)];
                    kinds.sort_unstable();
                    *pairs.entry(kinds).or_default() += 1;
                }
            }
        }
    }
    println!("{n_compared} compared; {} pairs: {pairs:?}", pairs.len());
    let times = [
        "crane_work",
        "entry",
        "exit",
        "movement",
        "run",
        "stage",
        "work",
    ];
    for (k, one) in times.iter().enumerate() {
        for other in &times[k..] {
            // one kind twice where a train has several of them; the same minute of the same work is one decision
            let is_single = one == other && ["entry", "exit", "crane_work"].contains(one);
            if !is_single {
                assert!(
                    pairs.contains_key(&[*one, *other]),
                    "{one} and {other}: {pairs:?}"
                );
            }
        }
    }
    for place in ["port", "shed", "spot", "mode", "track", "emptied"] {
        let with_it = pairs.keys().filter(|pair| pair.contains(&place)).count();
        assert!(with_it >= 2, "{place}: {pairs:?}");
    }
}

#[test]
fn two_trains_that_need_one_thing_in_one_minute_are_never_both_planned() {
    let mut n_found = 0;
    for seed in seeds(150) {
        // everybody does what it would do alone
        let mut file = tiny(seed);
        file.trains
            .iter_mut()
            .for_each(|train| train.pins = PinsFile::default());
        let free = instance(&file);
        for index in 0..file.trains.len() {
            let train = TrainId::from_index(index);
            if let Some(plan) = alone(&free, train) {
                for (kind, pin) in all_pins(&free, &plan, train, 0) {
                    if kind != "entry" && kind != "crane_work" {
                        pin(&mut file.trains[index].pins);
                    }
                }
            }
        }
        let Ok(instance) = instance_from_file(&file) else {
            continue;
        };
        for found in contradictions(&CompiledProblem::new(instance.clone())) {
            let [(one, pins), (other, others)] = &found.trains[..] else {
                continue;
            };
            // the two alone, each with the pins named and no others
            let pair = instance.with_pins(*one, pins).with_pins(*other, others);
            let both = |instance: &Instance| {
                let best = best_plan(instance, Limit(20_000))?;
                let is_planned = |train: &TrainId| best.trains[train.index()].exit().is_some();
                Some(is_planned(one) && is_planned(other))
            };
            assert_ne!(both(&pair), Some(true), "seed {seed}: {found:?}");
            assert!(found.at.is_some() && found.facts.len() == 1);
            n_found += 1;
        }
    }
    println!("{n_found} pairs of trains");
    assert!(n_found > 5, "{n_found}");
}
