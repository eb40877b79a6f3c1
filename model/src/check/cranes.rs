//! Rules `cranes` (one step at a time, not in maintenance) and `crossing` (nobody passes on the runway).

use super::Violation;
use super::context::{Context, broken};
use super::crane_work::steps_under_way;
use super::overlap::overlaps;
use crate::ids::{CraneId, ModeId, ShedId, SpotId, TrainId};
use crate::instance::{BusyWhat, Rake, RakePlace, WorkState};
use crate::plan::Activity;
use crate::resource::Resource;
use crate::system::System;
use crate::words::violations as words;
use crate::{Instance, Minute, Span};
use std::collections::BTreeMap;

/// A lifting step with its cranes on their stretch of the runway.
struct Lifting {
    train: TrainId,
    span: Span,
    cranes: Vec<CraneId>,
    shed: ShedId,
    /// First and last position of its cranes.
    positions: (u32, u32),
    stretch: (u32, u32),
    /// Of a train that is not planned: its cranes stay where they are, whatever is closed.
    stands: bool,
}

pub(super) fn check(context: &Context) -> Vec<Violation> {
    let liftings = liftings(context);
    let mut found = one_each(context, &liftings);
    found.extend(crossing(context, &liftings));
    found
}

fn liftings(context: &Context) -> Vec<Lifting> {
    let mut liftings = Vec::new();
    for (id, _, event) in context.all_events() {
        let Activity::CraneWork {
            spot,
            mode,
            ref steps,
            ..
        } = event.what
        else {
            continue;
        };
        for (number, (span, _)) in steps.iter().enumerate() {
            let of_step = lifting(context.system, id, *span, (spot, mode, number));
            liftings.extend(of_step);
        }
    }
    for index in 0..context.instance.trains().len() {
        let goes_on = going_on(context.instance, TrainId::from_index(index));
        liftings.extend(goes_on.map(|lifting| Lifting {
            stands: true,
            ..lifting
        }));
    }
    for (id, train, rake, place) in context.standing() {
        let work = train.state.as_ref().map(|state| state.work);
        if let (Some(WorkState::Lifting(mode, _)), RakePlace::Spot(spot), Rake::Arriving) =
            (work, place, rake)
        {
            let of_step = lifting(
                context.system,
                id,
                context.until_all_ends(),
                (
                    spot,
                    mode,
                    train.state.as_ref().map_or(0, |state| state.step),
                ),
            );
            liftings.extend(of_step.map(|lifting| Lifting {
                stands: true,
                ..lifting
            }));
        }
    }
    liftings
}

fn lifting(
    system: &System,
    train: TrainId,
    span: Span,
    (spot, mode, number): (SpotId, ModeId, usize),
) -> Option<Lifting> {
    let data = system.spot(spot);
    let mode = system.mode(mode);
    let step = mode.steps.get(number).filter(|_| !span.is_empty())?;
    let positions = step
        .cranes
        .iter()
        .map(|crane| system.crane(*crane).position);
    Some(Lifting {
        train,
        span,
        cranes: step.cranes.clone(),
        shed: mode.shed,
        positions: (positions.clone().min()?, positions.max()?),
        stretch: step
            .stretch
            .unwrap_or((data.at_m, data.at_m.saturating_add(data.length_m))),
        stands: false,
    })
}

/// When a crane is closed or busy with something that is no train of this instance.
fn absent(instance: &Instance, crane: CraneId) -> Vec<Span> {
    let busy = instance.busy().iter();
    let busy = busy.filter(|busy| busy.what == BusyWhat::Crane(crane));
    let busy = busy.map(|busy| Span::new(Minute(0), busy.until));
    let closed = instance.system().crane(crane).closed.iter();
    closed.copied().chain(busy).collect()
}

/// Trains whose crane work under way at the start cannot go on as it must, without a break; where two works are in each
/// other's way it is the later train.
pub(crate) fn hindrances(instance: &Instance) -> Vec<(TrainId, Hindrance)> {
    let horizon = Span::new(Minute(0), instance.run_on_end());
    let mut found = Vec::new();
    let mut earlier: Vec<Lifting> = Vec::new();
    for index in 0..instance.trains().len() {
        let id = TrainId::from_index(index);
        let own = under_way(instance, id);
        let absent = |lifting: &Lifting| {
            let needed = lifting.span.intersection(horizon);
            lifting.cranes.iter().find_map(|crane| {
                let absent = absent(instance, *crane).into_iter();
                let closed = absent.filter(|closed| closed.overlaps(needed)).min()?;
                Some(Hindrance::Absent(*crane, lifting.span, closed))
            })
        };
        let others = |now: &Lifting| {
            let mut others = earlier.iter();
            others.find_map(|then| {
                let shared = now.cranes.iter().find(|crane| then.cranes.contains(crane));
                let meets = now.shed == then.shed && now.span.overlaps(then.span);
                (meets && (shared.is_some() || crosses(now, then)))
                    .then(|| Hindrance::Other(then.train, shared.copied(), now.span, then.span))
            })
        };
        let hindrance = own
            .iter()
            .find_map(absent)
            .or_else(|| own.iter().find_map(others));
        found.extend(hindrance.map(|hindrance| (id, hindrance)));
        earlier.extend(own);
    }
    found
}

/// What keeps crane work under way from going on.
pub(crate) enum Hindrance {
    /// A crane is not there in a span in which the work needs it.
    Absent(CraneId, Span, Span),
    /// Another train's work needs the same crane, or the two would have to pass each other.
    Other(TrainId, Option<CraneId>, Span, Span),
}

/// When crane work under way at the start has to be broken off because a crane is not there; `None`: it goes on to its end. A step that
/// has begun goes on until the crane is out; a step that could not be finished is not begun.
pub(crate) fn breaks_off(instance: &Instance, id: TrainId) -> Option<Minute> {
    let horizon = Span::new(Minute(0), instance.run_on_end());
    let state = instance.train(id).state.as_ref()?;
    let mut has_begun = matches!(
        state.work,
        WorkState::Lifting(..) | WorkState::Interrupted(Some(_))
    );
    let mut goes_on = Minute(0);
    for lifting in under_way(instance, id) {
        let needed = lifting.span.intersection(horizon);
        let out = lifting.cranes.iter().flat_map(|crane| {
            let absent = absent(instance, *crane).into_iter();
            absent.filter(|closed| closed.overlaps(needed))
        });
        if let Some(out) = out.map(|closed| closed.from).min() {
            return Some(if has_begun {
                out.max(Minute(0))
            } else {
                goes_on
            });
        }
        goes_on = if has_begun { lifting.span.to } else { goes_on };
        has_begun = false;
    }
    None
}

/// The step of interrupted work that still goes on, whatever is decided of the train.
fn going_on(instance: &Instance, id: TrainId) -> Option<Lifting> {
    let state = instance.train(id).state.as_ref()?;
    let (WorkState::Interrupted(Some((mode, until))), RakePlace::Spot(spot)) =
        (state.work, state.arriving)
    else {
        return None;
    };
    let span = Span::new(Minute(0), until);
    lifting(instance.system(), id, span, (spot, mode, state.step))
}

/// The lifting steps that are left of crane work under way at the start.
fn under_way(instance: &Instance, id: TrainId) -> Vec<Lifting> {
    let system = instance.system();
    let Some(state) = &instance.train(id).state else {
        return Vec::new();
    };
    let RakePlace::Spot(spot) = state.arriving else {
        return Vec::new();
    };
    let steps = steps_under_way(instance, id);
    let liftings = steps
        .into_iter()
        .filter_map(|(mode, number, span)| lifting(system, id, span, (spot, mode, number)));
    liftings.chain(going_on(instance, id)).collect()
}

/// One step at a time per crane, and none while it is not there.
fn one_each(context: &Context, liftings: &[Lifting]) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut by_crane: BTreeMap<CraneId, Vec<&Lifting>> = BTreeMap::new();
    for lifting in liftings {
        for crane in &lifting.cranes {
            by_crane.entry(*crane).or_default().push(lifting);
        }
    }
    for (crane, liftings) in &by_crane {
        let place = Resource::Crane(*crane);
        let spans: Vec<Span> = liftings.iter().map(|lifting| lifting.span).collect();
        for (later, earlier) in overlaps(&spans) {
            let (now, before) = (liftings[later], liftings[earlier]);
            let message = words::crane_taken(
                context.name(now.train),
                context.say(place),
                context.clock(now.span.from),
                context.name(before.train),
                context.clocks(before.span),
            );
            let violation = broken("cranes", now.train, now.span, place, message);
            found.push(violation.against(Some(before.train)));
        }
        let closed = absent(context.instance, *crane);
        for lifting in liftings.iter().filter(|lifting| !lifting.stands) {
            if let Some(closed) = closed.iter().find(|closed| closed.overlaps(lifting.span)) {
                let message = words::crane_absent(
                    context.name(lifting.train),
                    context.say(place),
                    context.clocks(lifting.span),
                    context.clocks(*closed),
                );
                found.push(broken(
                    "cranes",
                    lifting.train,
                    lifting.span,
                    place,
                    message,
                ));
            }
        }
    }
    found
}

/// Cranes further along the runway work further along.
fn crossing(context: &Context, liftings: &[Lifting]) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut order: Vec<&Lifting> = liftings.iter().collect();
    order.sort_by_key(|lifting| (lifting.shed, lifting.span, lifting.train));
    let mut at_work: Vec<&Lifting> = Vec::new();
    for now in order {
        at_work.retain(|before| before.shed == now.shed && now.span.from < before.span.to);
        // Steps that share a crane break a rule of their own.
        let shares = |other: &Lifting| other.cranes.iter().any(|crane| now.cranes.contains(crane));
        if let Some(other) = at_work
            .iter()
            .find(|other| !shares(other) && crosses(now, other))
        {
            let runway = Resource::Runway(now.shed);
            let shed = context.say(Resource::Shed(now.shed));
            let message = words::cranes_cross(
                context.name(now.train),
                context.clocks(now.span),
                context.name(other.train),
                context.clocks(other.span),
                shed,
            );
            found.push(
                broken("crossing", now.train, now.span, runway, message).against(Some(other.train)),
            );
        }
        at_work.push(now);
    }
    found
}

fn crosses(a: &Lifting, b: &Lifting) -> bool {
    let before =
        |a: &Lifting, b: &Lifting| a.positions.1 < b.positions.0 && a.stretch.1 <= b.stretch.0;
    !before(a, b) && !before(b, a)
}
