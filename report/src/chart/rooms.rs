//! Where rakes stand and what they are at a time, read from the plan and, for what is under way and not planned, from
//! the state at the start.

use crate::journey;
use regauge_model::ids::{ShedId, SpotId, StageId, StationId, YardId};
use regauge_model::instance::{Rake, RakePlace, Train, TrainKind, WorkState};
use regauge_model::plan::{Activity, Plan, TrainPlan};
use regauge_model::system::System;
use regauge_model::{Instance, Minute, Span};
use std::collections::BTreeSet;

/// A stage without teams in a lane of its own: stages that overlap do not share one.
pub(super) struct Lane {
    pub train: usize,
    pub event: usize,
    /// From 1.
    pub number: u32,
}

/// The lanes of a stage without teams.
pub(super) fn lanes_of(plan: &Plan, id: StageId) -> Vec<Lane> {
    let mut found: Vec<(Span, usize, usize)> = Vec::new();
    for (train, planned) in plan.trains.iter().enumerate() {
        for (index, event) in planned.events().iter().enumerate() {
            if matches!(event.what, Activity::Stage { stage, team: None } if stage == id) {
                found.push((event.span, train, index));
            }
        }
    }
    let lane = |((train, event), number)| Lane {
        train,
        event,
        number,
    };
    in_lanes(found).into_iter().map(lane).collect()
}

/// The waits of trains that are handled in a shed, in lanes: they hold no track meanwhile. `event` is the wait.
pub(super) fn waiting_for(instance: &Instance, plan: &Plan, shed: ShedId) -> Vec<Lane> {
    let system = instance.system();
    let mut found: Vec<(Span, usize, usize)> = Vec::new();
    for (index, (train, planned)) in instance.trains().iter().zip(&plan.trains).enumerate() {
        let TrainPlan::Planned { events, waits, .. } = planned else {
            continue;
        };
        let is_here = events.iter().any(|event| match event.what {
            Activity::Handling { spot } => system.spot(spot).shed == shed,
            _ => false,
        });
        if is_here && !train.handling().is_empty() {
            let waits = waits.iter().enumerate();
            found.extend(waits.map(|(wait, data)| (data.span, index, wait)));
        }
    }
    let lane = |((train, event), number)| Lane {
        train,
        event,
        number,
    };
    in_lanes(found).into_iter().map(lane).collect()
}

/// Lanes (from 1) for what has a span: what overlaps does not share one.
fn in_lanes(mut spans: Vec<(Span, usize, usize)>) -> Vec<((usize, usize), u32)> {
    spans.sort();
    let mut free: Vec<Minute> = Vec::new();
    let in_lane = |(span, train, event): (Span, usize, usize)| {
        let lane = free.iter().position(|free| *free <= span.from);
        let lane = lane.unwrap_or_else(|| {
            free.push(span.from);
            free.len() - 1
        });
        free[lane] = span.to;
        ((train, event), lane as u32 + 1)
    };
    spans.into_iter().map(in_lane).collect()
}

/// When the lifting of a train begins and ends in the plan; an empty span at the start of the horizon where it was done
/// before.
pub(super) fn work_of(train: &Train, plan: &TrainPlan) -> Option<Span> {
    let mut whole: Option<Span> = None;
    for event in plan.events() {
        if let Activity::CraneWork {
            lifting_from,
            steps,
            ..
        } = &event.what
        {
            let lifting = journey::lifting(*lifting_from, steps);
            whole = Some(whole.map_or(lifting, |whole| {
                Span::new(whole.from.min(lifting.from), whole.to.max(lifting.to))
            }));
        }
    }
    let state = train.state.as_ref();
    let is_done = state.is_some_and(|state| state.work == WorkState::Done);
    whole.or_else(|| is_done.then(|| Span::new(Minute(0), Minute(0))))
}

/// Whether a rake bears its load at a minute.
pub(super) fn is_loaded(
    system: &System,
    train: &Train,
    plan: &TrainPlan,
    rake: Rake,
    at: Minute,
) -> bool {
    match &train.kind {
        TrainKind::Transshipped(_) => {
            let worked = work_of(train, plan).is_some_and(|work| work.to <= at);
            (rake == Rake::Arriving) != worked
        }
        TrainKind::IntoStore(_) | TrainKind::FromStore(_) => false,
        TrainKind::Handled(_) => true,
        TrainKind::Passing => train.lifts > 0 || system.class(train.class).cargo.is_some(),
    }
}

/// The gauge of a rake.
pub(super) fn gauge(system: &System, train: &Train, rake: Rake) -> u32 {
    let class = match (rake, train.transshipment()) {
        (Rake::Onward, Some(transshipment)) => transshipment.onward_class,
        _ => train.class,
    };
    system.class(class).gauge_mm
}

/// The side of a spot on which a rake stands.
pub(super) fn side_of(system: &System, train: &Train, rake: Rake, spot: SpotId) -> usize {
    let gauge = gauge(system, train, rake);
    usize::from(system.spot(spot).gauges_mm[0] != gauge)
}

/// Where a train that is not planned stands from the start to the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stuck {
    /// On a track.
    Track(YardId, u32),
    /// On a side of a spot.
    Side(SpotId, usize),
    /// Under a crane.
    Crane(regauge_model::ids::CraneId),
}

/// The places of a train under way that is not planned.
pub(super) fn stuck(system: &System, train: &Train) -> Vec<Stuck> {
    let Some(state) = &train.state else {
        return Vec::new();
    };
    let rakes = [
        (Rake::Arriving, Some(state.arriving)),
        (Rake::Onward, state.onward),
    ];
    let mut found = Vec::new();
    for (rake, place) in rakes {
        let Some(place) = place else { continue };
        let parts_on = state.parts_on.filter(|_| rake == Rake::Arriving);
        let track = place.track().or(parts_on);
        found.extend(track.map(|(yard, track)| Stuck::Track(yard, track)));
        match (place.spot(), place) {
            (Some(spot), RakePlace::Handling(..)) => {
                found.extend([0, 1].map(|side| Stuck::Side(spot, side)));
            }
            (Some(spot), _) => {
                found.push(Stuck::Side(spot, side_of(system, train, rake, spot)));
            }
            (None, _) => {}
        }
    }
    if let WorkState::Lifting(mode, _) = state.work {
        let steps = &system.mode(mode).steps;
        let cranes: BTreeSet<_> = steps
            .get(state.step)
            .into_iter()
            .flat_map(|step| step.cranes.iter().copied())
            .collect();
        found.extend(cranes.into_iter().map(Stuck::Crane));
    }
    found
}

/// The stations at which a train of the plan stands on a track.
pub(super) fn stood_at(instance: &Instance, plan: &Plan) -> BTreeSet<StationId> {
    let system = instance.system();
    let mut found = BTreeSet::new();
    for (train, planned) in instance.trains().iter().zip(&plan.trains) {
        for event in planned.events() {
            if let Activity::Track { yard, .. } = event.what {
                found.insert(system.yard(yard).station);
            }
        }
        if planned.exit().is_none() {
            for place in stuck(system, train) {
                if let Stuck::Track(yard, _) = place {
                    found.insert(system.yard(yard).station);
                }
            }
        }
    }
    found
}
