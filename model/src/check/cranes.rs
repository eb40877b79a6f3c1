//! Rules `cranes` (one step at a time, not in maintenance) and `crossing` (nobody passes on the runway).

use super::Violation;
use super::context::{Context, broken};
use super::overlap::overlaps;
use crate::ids::{CraneId, ModeId, ShedId, SpotId, TrainId};
use crate::instance::{BusyWhat, Rake, RakePlace, WorkState};
use crate::plan::Activity;
use crate::{Minute, Span};
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
    is_fact: bool,
}

pub(super) fn check(context: &Context) -> Vec<Violation> {
    let liftings = liftings(context);
    let mut found = one_each(context, &liftings);
    found.extend(crossing(context, &liftings));
    found
}

fn liftings(context: &Context) -> Vec<Lifting> {
    let mut liftings = Vec::new();
    for (id, index, event) in context.all_events() {
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
            liftings.extend(lifting(
                context,
                id,
                *span,
                spot,
                mode,
                number,
                context.is_fact(id, index),
            ));
        }
    }
    for (id, train, rake, place) in context.standing() {
        let work = train.state.as_ref().map(|state| state.work);
        if let (Some(WorkState::Lifting(mode, _)), RakePlace::Spot(spot), Rake::Arriving) =
            (work, place, rake)
        {
            liftings.extend(lifting(context, id, context.horizon(), spot, mode, 0, true));
        }
    }
    liftings
}

fn lifting(
    context: &Context,
    train: TrainId,
    span: Span,
    spot: SpotId,
    mode: ModeId,
    number: usize,
    is_fact: bool,
) -> Option<Lifting> {
    let data = context.system.spot(spot);
    let mode = context.system.mode(mode);
    let step = mode.steps.get(number).filter(|_| !span.is_empty())?;
    let positions = step
        .cranes
        .iter()
        .map(|crane| context.system.crane(*crane).position);
    Some(Lifting {
        train,
        span,
        cranes: step.cranes.clone(),
        shed: mode.shed,
        positions: (positions.clone().min()?, positions.max()?),
        stretch: step
            .stretch
            .unwrap_or((data.at_m, data.at_m.saturating_add(data.length_m))),
        is_fact,
    })
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
        let data = context.system.crane(*crane);
        let words = format!("crane {}", data.name);
        let spans: Vec<Span> = liftings.iter().map(|lifting| lifting.span).collect();
        for (later, earlier) in overlaps(&spans) {
            let (now, before) = (liftings[later], liftings[earlier]);
            let message = format!(
                "Train {} needs {words} at {}, but it works train {} ({}).",
                context.name(now.train),
                context.clock(now.span.from),
                context.name(before.train),
                context.clocks(before.span)
            );
            let violation = broken("cranes", now.train, now.span, words.clone(), message);
            found.push(violation.against(Some(before.train)));
        }
        let busy = context
            .instance
            .busy()
            .iter()
            .filter(|busy| busy.what == BusyWhat::Crane(*crane));
        let busy = busy.map(|busy| Span::new(Minute(0), busy.until));
        let closed: Vec<Span> = data.closed.iter().copied().chain(busy).collect();
        // The cranes of work under way are where they are.
        for lifting in liftings.iter().filter(|lifting| !lifting.is_fact) {
            if let Some(closed) = closed.iter().find(|closed| closed.overlaps(lifting.span)) {
                let message = format!(
                    "Train {} needs {words} {}, but it is not there {}.",
                    context.name(lifting.train),
                    context.clocks(lifting.span),
                    context.clocks(*closed)
                );
                found.push(broken(
                    "cranes",
                    lifting.train,
                    lifting.span,
                    words.clone(),
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
            let shed = format!("shed {}", context.system.shed(now.shed).name);
            let message = format!(
                "The cranes of trains {} ({}) and {} ({}) would have to pass each other in {shed}.",
                context.name(now.train),
                context.clocks(now.span),
                context.name(other.train),
                context.clocks(other.span)
            );
            found.push(
                broken("crossing", now.train, now.span, shed, message).against(Some(other.train)),
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
