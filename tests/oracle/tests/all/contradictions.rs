//! Pins that cannot be kept together are named exactly: a train has no journey with them, and one without any of them.

use crate::pinned::{instance, pin_some, tiny};
use chrono::TimeDelta;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use regauge_model::Instance;
use regauge_model::Minute;
use regauge_model::format::{InstanceFile, SpanFile};
use regauge_model::ids::TrainId;
use regauge_model::resource::{Pinned, Resource, Rule, Task};
use regauge_oracle::{Limit, best_plan, cheapest_journey, seeds};
use regauge_solver::{CompiledProblem, Planner, contradictions};
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
        if let Some(exit) = planned.exit().filter(|exit| *exit < end && is_drawn()) {
            pins.exit = span(exit, -(seed as i32 % 12));
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
    let pairs = kinds.keys().filter(|kinds| kinds.len() == 2).count();
    println!("{kinds:?}\n{pairs} pairs; facts {facts:?}");
    assert!(pairs >= 15, "{kinds:?}");
    assert!(
        facts
            .iter()
            .any(|fact| matches!(fact, Resource::Rule(_) | Resource::Spot(_)))
    );
    assert!(!facts.contains(&Resource::Rule(Rule::Pins)));
}

#[test]
fn two_trains_that_need_one_thing_in_one_minute_are_never_both_planned() {
    let mut n_found = 0;
    for seed in seeds(150) {
        let instance = pinned(seed);
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
