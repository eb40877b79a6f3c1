//! How far a train under way has come: its place is possible, and its routes are what is left of them.

use super::report::{At, Report};
use super::rules::OFF_ROUTE;
use super::state::Context;
use crate::ids::StationId;
use crate::instance::{RakePlace, Train, TrainKind, WorkState};
use crate::system::{Direction, System};

/// Checks the state of a train and cuts its routes to what is left.
pub(super) fn progress(context: Context, train: &mut Train, at: &At, report: &mut Report) {
    let Some(state) = train.state.clone() else {
        return;
    };
    let system = context.system;
    let out = state.work == WorkState::Done;
    let mut cut = |route: &mut Vec<StationId>, place: RakePlace, field: &str| {
        let Some(step) = standing(system, place) else {
            return;
        };
        match rest_of(route, step) {
            Some(rest) => *route = rest,
            None => {
                let name = &system.station(step.1).name;
                let message = format!("the way of the rake does not lead over `{name}` like this");
                report.add(OFF_ROUTE, &at.field(field), name, message);
            }
        }
    };
    match &mut train.kind {
        TrainKind::Transshipped(work) if out => {
            train.route = vec![work.station];
            if let Some(route) = &mut work.emptied_route {
                cut(route, state.arriving, "arriving");
            }
            if let Some(place) = state.onward {
                cut(&mut work.onward_route, place, "onward");
            }
        }
        _ => cut(&mut train.route, state.arriving, "arriving"),
    }
    let route = &train.route;
    if !out {
        train.calls.retain(|call| route.contains(&call.station));
    }
}

/// The station a rake comes from (where it runs in a section) and the one it stands at or comes to.
fn standing(system: &System, place: RakePlace) -> Option<(Option<StationId>, StationId)> {
    match place {
        RakePlace::Section(section, direction, _) => {
            let section = system.section(section);
            Some(match direction {
                Direction::Down => (Some(section.from), section.to),
                Direction::Up => (Some(section.to), section.from),
            })
        }
        RakePlace::Track(yard, _) => Some((None, system.yard(yard).station)),
        RakePlace::Placing(_, spot, _) | RakePlace::Spot(spot) | RakePlace::Pulling(spot, _, _) => {
            Some((None, system.shed(system.spot(spot).shed).station))
        }
        RakePlace::Gone => None,
    }
}

/// What is left of a route from where a rake stands or comes to.
fn rest_of(
    route: &[StationId],
    (behind, ahead): (Option<StationId>, StationId),
) -> Option<Vec<StationId>> {
    let position = (0..route.len()).find(|&k| {
        let before = k.checked_sub(1).and_then(|k| route.get(k));
        route.get(k) == Some(&ahead) && behind.is_none_or(|behind| before == Some(&behind))
    });
    position
        .and_then(|k| route.get(k..))
        .map(<[StationId]>::to_vec)
}
