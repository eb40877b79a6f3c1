//! Crane slots: which crane works which wagons.

use regauge_model::Instance;
use regauge_model::ids::{ModeId, SpotId, TrainId};
use regauge_model::instance::WorkState;
use regauge_model::plan::{Activity, CraneSlot, Event};

/// The crane slots of a train, as `docs/rules.md` deals wagons and lifts out: wagons along the runway, so that crews of
/// neighbouring cranes never cross; within a step every crane has neighbouring wagons in proportion to its rate.
pub fn slots(instance: &Instance, id: TrainId, events: &[Event]) -> Vec<CraneSlot> {
    let system = instance.system();
    let train = instance.train(id);
    let mut slots: Vec<CraneSlot> = Vec::new();
    // lifts of what had no wagon of its own: the next one works them
    let mut carried = 0;
    for event in events {
        let Activity::CraneWork {
            spot,
            mode,
            part,
            steps,
            ..
        } = &event.what
        else {
            continue;
        };
        let part = part - 1;
        let (first, last) = (
            part * train.wagons / train.parts,
            (part + 1) * train.wagons / train.parts,
        );
        let lifts = train.work_lifts(part);
        let state = train.state.as_ref();
        let state = state.filter(|state| state.part == part + 1);
        // steps done before the start, and the lifts left in the next one where it is under way
        let (steps_done, left) = match state.map(|state| (state.work, state.step)) {
            Some((WorkState::Lifting(_, left), step)) => (step, Some(left)),
            Some((WorkState::Preparation(..), step)) => (step, None),
            _ => (0, None),
        };
        let further = shares_before(instance, *mode, *spot);
        let mut share = 0;
        for ((index, step), (span, _)) in system.mode(*mode).steps.iter().enumerate().zip(steps) {
            let rates: Vec<u64> = step
                .cranes
                .iter()
                .map(|&crane| u64::from(system.crane(crane).lifts_per_hour))
                .collect();
            let total: u64 = rates.iter().sum::<u64>().max(1);
            let before = share * u64::from(lifts) / 100;
            share += u64::from(step.share_percent);
            let mut of_step = share * u64::from(lifts) / 100 - before;
            if index < steps_done {
                continue;
            }
            if let Some(left) = left.filter(|_| index == steps_done) {
                of_step = u64::from(left);
            }
            // a share of a whole by steps and, within a step, by rates; exact in integers
            let wagon = |done: u64| {
                let part = further[index] * total + u64::from(step.share_percent) * done;
                first + (u64::from(last - first) * part / (100 * total)) as u32
            };
            let lift = |done: u64| (of_step * done / total) as u32;
            let mut done = 0;
            let first_of_step = slots.len();
            for (&crane, &rate) in step.cranes.iter().zip(&rates) {
                let wagons = (wagon(done) + 1, wagon(done + rate));
                let own = lift(done + rate) - lift(done) + carried;
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

/// Percent of the lifts, per step of a mode, in steps that work nearer to the beginning of the runway.
fn shares_before(instance: &Instance, mode: ModeId, spot: SpotId) -> Vec<u64> {
    let system = instance.system();
    let steps = &system.mode(mode).steps;
    let mut order: Vec<usize> = (0..steps.len()).collect();
    order.sort_by_key(|&index| {
        let step = &steps[index];
        let begins = step
            .stretch
            .map_or(system.spot(spot).at_m, |(from, _)| from);
        let cranes = step.cranes.iter();
        (
            begins,
            cranes.map(|&crane| system.crane(crane).position).min(),
        )
    });
    let mut before = vec![0; steps.len()];
    let mut sum = 0;
    for index in order {
        before[index] = sum;
        sum += u64::from(steps[index].share_percent);
    }
    before
}
