//! Crane slots: which crane works which wagons when.

use crate::parts::{Parts, What};
use crate::schedule::Schedule;
use crate::tasks::{World, span};
use regauge_model::Span;
use regauge_model::ids::{CraneId, TrainId};
use regauge_model::plan::CraneSlot;

/// The slots of a schedule, by crane and time. Every step shares its lifts among its cranes; the wagons are dealt out
/// evenly over the slots of the train.
pub(crate) fn crane_slots(world: &World, parts: &Parts, schedule: &Schedule) -> Vec<CraneSlot> {
    let mut found = Vec::new();
    for (train, _) in &parts.exits {
        let wagons = world.instance.train(*train).wagons;
        let mut slots = shared(world, parts, schedule, *train, true);
        if slots.len() > wagons as usize {
            slots = shared(world, parts, schedule, *train, false);
        }
        // With fewer wagons than steps the last slot speaks for the lifts of those that get none.
        let rest = slots.split_off(slots.len().min(wagons as usize));
        if let Some((_, _, lifts)) = slots.last_mut() {
            *lifts += rest.iter().map(|(_, _, lifts)| lifts).sum::<u32>();
        }
        let n = slots.len() as u32;
        for (index, (crane, span, lifts)) in (0..n).zip(slots) {
            found.push(CraneSlot {
                crane,
                train: *train,
                span,
                wagons: (index * wagons / n + 1, (index + 1) * wagons / n),
                lifts,
            });
        }
    }
    found.sort_by_key(|slot| (slot.crane, slot.span));
    found
}

/// Cranes, spans and lifts of a train; all cranes of a step, or its first alone.
fn shared(
    world: &World,
    parts: &Parts,
    schedule: &Schedule,
    train: TrainId,
    all: bool,
) -> Vec<(CraneId, Span, u32)> {
    let mut slots = Vec::new();
    for (task, instants) in parts.tasks.iter().zip(&schedule.instants) {
        let What::Work(_, mode, _, lifts) = &task.what else {
            continue;
        };
        if task.train != train {
            continue;
        }
        let steps = world.system().mode(*mode).steps.iter().zip(lifts);
        for (index, (step, lifts)) in steps.enumerate() {
            let n = if all { step.cranes.len() as u32 } else { 1 };
            for (part, &crane) in (0..n).zip(&step.cranes) {
                let own = (part + 1) * lifts / n - part * lifts / n;
                if own > 0 {
                    slots.push((
                        crane,
                        span(instants[2 * index + 2], instants[2 * index + 3]),
                        own,
                    ));
                }
            }
        }
    }
    slots
}
