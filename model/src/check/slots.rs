//! Rule `crane-slots`: the slots, which crews work by, say what the crane work of the events means and nothing else.

use super::Violation;
use super::context::{Context, broken};
use crate::ids::{ModeId, SpotId, TrainId};
use crate::instance::Train;
use crate::message::Message;
use crate::plan::{Activity, CraneSlot};
use crate::resource::Resource;
use crate::words::violations as words;

pub(super) fn check(context: &Context) -> Vec<Violation> {
    let mut stated: Vec<Vec<&CraneSlot>> = vec![Vec::new(); context.instance.trains().len()];
    for slot in &context.plan.crane_slots {
        stated[slot.train.index()].push(slot);
    }
    context
        .trains()
        .zip(stated)
        .flat_map(|((id, train), stated)| of_train(context, id, train, stated))
        .collect()
}

fn of_train(
    context: &Context,
    id: TrainId,
    train: &Train,
    mut stated: Vec<&CraneSlot>,
) -> Vec<Violation> {
    let mut right = right(context, id, train);
    let mut take = |is_it: &dyn Fn(&CraneSlot) -> bool| {
        let found = right.iter().position(is_it)?;
        Some(right.remove(found))
    };
    stated.retain(|slot| take(&|other| *slot == other).is_none());
    let mut found = Vec::new();
    let mut report = |slot: &CraneSlot, wrong: Message| {
        let crane = Resource::Crane(slot.crane);
        let message = words::wrong_slot(
            context.name(id),
            context.say(crane),
            context.clocks(slot.span),
            wrong,
        );
        found.push(broken("crane-slots", id, slot.span, crane, message));
    };
    for slot in stated {
        let words = |slot: &CraneSlot| {
            let (first, last) = slot.wagons;
            words::slot_wagons(first, last, slot.lifts)
        };
        let meant = take(&|other| (slot.crane, slot.span) == (other.crane, other.span));
        match meant {
            Some(meant) => report(slot, words::slot_works_other(words(&meant), words(slot))),
            None => report(slot, words::slot_of_no_step()),
        }
    }
    for slot in right {
        report(&slot, words::slot_missing());
    }
    found
}

/// A crane in a step: the wagons and lifts that it gets, in the order of steps and of the runway.
struct Piece {
    slot: CraneSlot,
    step: usize,
}

/// The slots that follow from the crane work of a train.
pub(super) fn right(context: &Context, id: TrainId, train: &Train) -> Vec<CraneSlot> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut n_steps = 0;
    for event in context.events(id) {
        let Activity::CraneWork {
            spot,
            mode,
            part,
            ref steps,
            ..
        } = event.what
        else {
            continue;
        };
        if !(1..=train.parts).contains(&part) {
            continue;
        }
        let upto = |part: u32| u64::from(part) * u64::from(train.wagons) / u64::from(train.parts);
        let (before, wagons) = (upto(part - 1), upto(part) - upto(part - 1));
        let left = super::crane_work::pieces(context.system, train, (spot, mode), part);
        let lifts: Vec<u32> = left.steps.iter().map(|piece| piece.lifts).collect();
        // what was done before the start has no slots
        for (number, (span, _)) in steps.iter().enumerate().skip(left.done) {
            let Some(step) = context.system.mode(mode).steps.get(number) else {
                break;
            };
            let further = share_before(context, mode, spot, number);
            let mut cranes: Vec<_> = step.cranes.clone();
            cranes.sort_by_key(|crane| context.system.crane(*crane).position);
            let rate = |crane| u64::from(context.system.crane(crane).lifts_per_hour);
            let total: u64 = cranes.iter().map(|crane| rate(*crane)).sum();
            let share = u64::from(step.share_percent);
            let mut done = 0;
            for crane in cranes {
                let (from, to) = (done, done + rate(crane));
                done = to;
                let wagon = |rates: u64| {
                    let dealt = further * total + share * rates;
                    before + wagons * dealt / (100 * total.max(1))
                };
                let lift = |rates: u64| u64::from(lifts[number]) * rates / total.max(1);
                let slot = CraneSlot {
                    crane,
                    train: id,
                    span: *span,
                    wagons: ((wagon(from) + 1) as u32, wagon(to) as u32),
                    lifts: (lift(to) - lift(from)) as u32,
                };
                pieces.push(Piece {
                    slot,
                    step: n_steps + number,
                });
            }
        }
        n_steps += steps.len();
    }
    handed_on(pieces)
}

/// Percent of the lifts in steps that work nearer to the beginning of the runway: those whose stretch begins before that of a
/// step, then those whose first crane stands before its, then those that come before it.
fn share_before(context: &Context, mode: ModeId, spot: SpotId, number: usize) -> u64 {
    let (steps, spot) = (&context.system.mode(mode).steps, context.system.spot(spot));
    let place = |number: usize| {
        let step = &steps[number];
        let positions = step.cranes.iter();
        let first = positions.map(|crane| context.system.crane(*crane).position);
        let begins = step.stretch.map_or(spot.at_m, |(from, _)| from);
        (begins, first.min(), number)
    };
    let nearer = (0..steps.len()).filter(|other| place(*other) < place(number));
    nearer
        .map(|other| u64::from(steps[other].share_percent))
        .sum()
}

/// A crane without a wagon has no slot: its lifts go to the next crane of the step that has one, else to the one before; those
/// of a step without any to the next step that has one, else to the last slot.
fn handed_on(pieces: Vec<Piece>) -> Vec<CraneSlot> {
    let has_wagon = |piece: &Piece| piece.slot.wagons.0 <= piece.slot.wagons.1;
    let heir = |at: usize| {
        let same = |other: &usize| pieces[*other].step == pieces[at].step;
        let has = |other: &usize| has_wagon(&pieces[*other]);
        let after = || (at..pieces.len()).filter(has);
        let before = || (0..at).rev().filter(has);
        let in_step = after().find(same).or_else(|| before().find(same));
        in_step
            .or_else(|| after().next())
            .or_else(|| before().next())
    };
    let mut lifts = vec![0; pieces.len()];
    for (at, piece) in pieces.iter().enumerate() {
        if let Some(heir) = heir(at) {
            lifts[heir] += piece.slot.lifts;
        }
    }
    let with_lifts = pieces.iter().zip(lifts).map(|(piece, lifts)| CraneSlot {
        lifts,
        ..piece.slot.clone()
    });
    let all = with_lifts.filter(|slot| slot.wagons.0 <= slot.wagons.1);
    all.collect()
}
