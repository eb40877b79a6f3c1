//! Crane slots: which crane works which wagons.

use regauge_model::Instance;
use regauge_model::ids::TrainId;
use regauge_model::instance::WorkState;
use regauge_model::plan::{Activity, CraneSlot, Event};

/// The crane slots of a train. Within a step every crane has a range of neighbouring wagons in proportion to its rate, in the
/// order in which the cranes stand on the runway.
pub fn slots(instance: &Instance, id: TrainId, events: &[Event]) -> Vec<CraneSlot> {
    let system = instance.system();
    let train = instance.train(id);
    let mut slots: Vec<CraneSlot> = Vec::new();
    // lifts of what had no wagon of its own: the next one works them
    let mut carried = 0;
    for event in events {
        let Activity::CraneWork {
            mode, part, steps, ..
        } = &event.what
        else {
            continue;
        };
        let part = part - 1;
        let (first, last) = (
            part * train.wagons / train.parts,
            (part + 1) * train.wagons / train.parts,
        );
        let lifts = match train.state.as_ref().map(|state| state.work) {
            Some(WorkState::Lifting(_, left)) => left,
            _ => train.part_lifts(part),
        };
        let mut share = 0;
        for (step, (span, _)) in system.mode(*mode).steps.iter().zip(steps) {
            let rates: Vec<u64> = step
                .cranes
                .iter()
                .map(|&crane| u64::from(system.crane(crane).lifts_per_hour))
                .collect();
            let total: u64 = rates.iter().sum();
            let (from, to) = (u64::from(share), u64::from(share + step.share_percent));
            share += step.share_percent;
            // a share of a whole by steps and, within a step, by rates; exact in integers
            let cut = |whole: u32, done: u64| {
                (u64::from(whole) * (from * total + (to - from) * done) / (100 * total.max(1)))
                    as u32
            };
            let mut done = 0;
            let first_of_step = slots.len();
            for (&crane, &rate) in step.cranes.iter().zip(&rates) {
                let wagons = (
                    first + cut(last - first, done) + 1,
                    first + cut(last - first, done + rate),
                );
                let own = cut(lifts, done + rate) - cut(lifts, done) + carried;
                done += rate;
                if wagons.0 > wagons.1 {
                    // fewer wagons than cranes, or than steps
                    carried = own;
                    continue;
                }
                carried = 0;
                slots.push(CraneSlot {
                    crane,
                    train: id,
                    span: *span,
                    wagons,
                    lifts: own,
                });
            }
            if let Some(slot) = slots[first_of_step..].last_mut() {
                slot.lifts += std::mem::take(&mut carried);
            }
        }
    }
    if let Some(slot) = slots.last_mut() {
        slot.lifts += carried;
    }
    slots
}
