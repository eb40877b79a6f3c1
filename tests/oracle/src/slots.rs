//! Crane slots: which crane works which wagons when.

use crate::parts::{Edge, Parts, What};
use crate::schedule::Schedule;
use crate::tasks::{World, span};
use regauge_model::ids::{ModeId, SpotId};
use regauge_model::plan::CraneSlot;
use std::collections::BTreeMap;

/// Slots by part and step, of all cranes, those without a wagon among them; in runway order within a step.
type Dealt = BTreeMap<(u32, usize), Vec<CraneSlot>>;

/// The slots of a schedule, by crane and time.
pub(crate) fn crane_slots(world: &World, parts: &Parts, schedule: &Schedule) -> Vec<CraneSlot> {
    let mut found = Vec::new();
    for (train, _) in &parts.exits {
        let data = world.instance.train(*train);
        let mut dealt = Dealt::new();
        for (task, instants) in parts.tasks.iter().zip(&schedule.instants) {
            let What::Work(spot, mode, part, lifts) = &task.what else {
                continue;
            };
            if task.train != *train {
                continue;
            }
            let first = (part - 1) * data.wagons / data.parts;
            let wagons = part * data.wagons / data.parts - first;
            let mut percent = 0;
            for step in along_runway(world, *spot, *mode) {
                let Some(&lifts) = lifts.get(step) else {
                    continue;
                };
                let data = &world.system().mode(*mode).steps[step];
                let rate = |crane| world.system().crane(crane).lifts_per_hour;
                let rates: u32 = data.cranes.iter().map(|&crane| rate(crane)).sum();
                let cut = |done: u32| {
                    let whole = u64::from(100 * rates);
                    let done = u64::from(percent * rates + data.share_percent * done);
                    first + (u64::from(wagons) * done / whole) as u32
                };
                let mut done = 0;
                for &crane in &data.cranes {
                    let next = done + rate(crane);
                    let slot = CraneSlot {
                        crane,
                        train: *train,
                        span: span(instants[2 * step + 2], instants[2 * step + 3]),
                        wagons: (cut(done) + 1, cut(next)),
                        lifts: lifts * next / rates - lifts * done / rates,
                    };
                    dealt.entry((*part, step)).or_default().push(slot);
                    done = next;
                }
                percent += data.share_percent;
            }
        }
        found.extend(with_wagons(dealt));
    }
    found.sort_by_key(|slot| (slot.crane, slot.span));
    found
}

/// The steps of a mode by where they work.
fn along_runway(world: &World, spot: SpotId, mode: ModeId) -> Vec<usize> {
    let steps = &world.system().mode(mode).steps;
    let mut order: Vec<usize> = (0..steps.len()).collect();
    order.sort_by_key(|&step| {
        let place = world.step_at(spot, &steps[step], Edge::Fixed(0), Edge::Fixed(0));
        (place.stretch.0, place.positions.into_iter().min())
    });
    order
}

/// Lifts of cranes without a wagon go on: within the step to the next one, else to the one before; else to the next step,
/// else to the one before.
fn with_wagons(dealt: Dealt) -> Vec<CraneSlot> {
    let mut kept: Vec<CraneSlot> = Vec::new();
    let mut over = 0;
    for of_step in dealt.into_values() {
        let before = kept.len();
        for mut slot in of_step {
            if slot.wagons.0 > slot.wagons.1 {
                over += slot.lifts;
            } else {
                slot.lifts += std::mem::take(&mut over);
                kept.push(slot);
            }
        }
        if kept.len() > before {
            let last = kept.last_mut().expect("it has grown");
            last.lifts += std::mem::take(&mut over);
        }
    }
    if let Some(last) = kept.last_mut() {
        last.lifts += over;
    }
    kept
}
