//! Rule `crane-slots`: the slots say who does what in the crane work of the events.

use super::Violation;
use super::context::{Context, broken};
use super::facts::is_work_under_way;
use crate::Span;
use crate::ids::{CraneId, TrainId};
use crate::instance::{Train, WorkState};
use crate::plan::{Activity, CraneSlot};
use std::collections::BTreeMap;

pub(super) fn check(context: &Context) -> Vec<Violation> {
    let mut slots: Vec<Vec<&CraneSlot>> = vec![Vec::new(); context.instance.trains().len()];
    for slot in &context.plan.crane_slots {
        slots[slot.train.index()].push(slot);
    }
    context
        .trains()
        .zip(&slots)
        .flat_map(|((id, train), slots)| of_train(context, id, train, slots))
        .collect()
}

fn of_train(context: &Context, id: TrainId, train: &Train, slots: &[&CraneSlot]) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut report = |span: Span, resource: String, wrong: &str| {
        let message = format!("Train {}: {wrong}.", context.name(id));
        found.push(broken("crane-slots", id, span, resource, message));
    };
    // For every step and each of its cranes at most one slot with the span of the step.
    let mut allowed: BTreeMap<(CraneId, Span), u32> = BTreeMap::new();
    let mut has_work = false;
    for event in context.events(id) {
        if let Activity::CraneWork { mode, steps, .. } = &event.what {
            has_work = true;
            for ((span, _), step) in steps.iter().zip(&context.system.mode(*mode).steps) {
                for crane in &step.cranes {
                    *allowed.entry((*crane, *span)).or_default() += 1;
                }
            }
        }
    }
    for slot in slots {
        let left = allowed.entry((slot.crane, slot.span)).or_default();
        if *left == 0 {
            let crane = &context.system.crane(slot.crane).name;
            let when = context.clocks(slot.span);
            let wrong = format!(
                "the slot of crane {crane} ({when}) is no step of its crane work, or one too many"
            );
            report(slot.span, format!("crane {crane}"), &wrong);
        }
        *left = left.saturating_sub(1);
    }
    if !has_work {
        return found;
    }
    let whole = Span::new(
        slots
            .iter()
            .map(|slot| slot.span.from)
            .min()
            .unwrap_or_default(),
        slots
            .iter()
            .map(|slot| slot.span.to)
            .max()
            .unwrap_or_default(),
    );
    let mut ranges: Vec<(u32, u32)> = slots.iter().map(|slot| slot.wagons).collect();
    ranges.sort_unstable();
    let are_wagons = ranges
        .iter()
        .all(|(first, last)| 1 <= *first && first <= last && *last <= train.wagons);
    let are_apart = ranges.windows(2).all(|pair| pair[0].1 < pair[1].0);
    let state = train
        .state
        .as_ref()
        .map_or(WorkState::NotBegun, |state| state.work);
    if !are_wagons {
        report(
            whole,
            "wagons".to_owned(),
            &format!("its slots name wagons outside 1 to {}", train.wagons),
        );
    } else if !are_apart {
        report(whole, "wagons".to_owned(), "its slots work one wagon twice");
    } else if !is_work_under_way(state) {
        let count: u32 = ranges.iter().map(|(first, last)| last - first + 1).sum();
        if count != train.wagons {
            report(
                whole,
                "wagons".to_owned(),
                &format!("its slots work {count} of its {} wagons", train.wagons),
            );
        }
    }
    let lifts: u64 = slots.iter().map(|slot| u64::from(slot.lifts)).sum();
    let right = match state {
        WorkState::Lifting(_, left) => left,
        WorkState::Finishing(..) => 0,
        _ => train.lifts,
    };
    if lifts != u64::from(right) {
        report(
            whole,
            "lifts".to_owned(),
            &format!("its slots add up to {lifts} lifts, not {right}"),
        );
    }
    found
}
