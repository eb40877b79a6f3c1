//! The search against plain enumeration of all start minutes, where that is possible.

use crate::branch::{Found, cheapest};
use crate::parts::{Link, Parts};
use crate::rank::Rank;
use crate::schedule::Schedule;
use crate::tasks::World;
use crate::{conflict, tiny_instance};
use regauge_model::Minute;
use regauge_model::ids::TrainId;
use regauge_model::validate::instance_from_file;

/// The least cost over all starts of all tasks in the first minutes.
fn enumerate(world: &World, parts: &Parts, latest: usize) -> Option<Rank> {
    let mut best = None;
    let mut starts = vec![0; parts.tasks.len()];
    loop {
        if let Some(schedule) = Schedule::with_starts(parts, &starts)
            && keeps(&schedule, &parts.links)
            && conflict::first(world, parts, &schedule, true).is_none()
        {
            let exits = parts
                .exits
                .iter()
                .map(|(train, exit)| world.rank_of_exit(*train, Minute(schedule.at(*exit))));
            let cost: Rank = exits.sum();
            best = Some(best.map_or(cost, |best: Rank| best.min(cost)));
        }
        let Some(task) = starts.iter().position(|start| *start < latest) else {
            return best;
        };
        starts[..task].fill(0);
        starts[task] += 1;
    }
}

fn keeps(schedule: &Schedule, links: &[Link]) -> bool {
    let holds = |link: &Link| schedule.at(link.later) >= schedule.at(link.earlier);
    links.iter().all(holds)
}

#[test]
fn the_search_finds_what_plain_enumeration_finds() {
    let latest = 44;
    let mut n_compared = 0;
    for seed in (0..60).map(|number| number * 4) {
        let instance = instance_from_file(&tiny_instance(seed)).expect("tiny instances are valid");
        let world = World::new(&instance);
        let journeys = |index| world.journeys(TrainId::from_index(index));
        for first in journeys(0) {
            for second in journeys(1) {
                let mut parts = first.clone();
                parts.append(&second);
                if parts.tasks.len() > 3 {
                    continue;
                }
                let plain = enumerate(&world, &parts, latest);
                let mut nodes = 10_000;
                let found = match cheapest(&world, &parts, true, Rank::MAX, &mut nodes) {
                    Found::Best(cost, schedule) => {
                        let late = schedule.instants.iter().any(|task| task[0] > latest as i32);
                        if late {
                            continue;
                        }
                        Some(cost)
                    }
                    Found::None => None,
                    Found::Unknown => panic!("seed {seed} is not tiny"),
                };
                assert_eq!(found, plain, "seed {seed}");
                n_compared += usize::from(plain.is_some());
            }
        }
    }
    assert!(n_compared > 50, "{n_compared} compared");
}
