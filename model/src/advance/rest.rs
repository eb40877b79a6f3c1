//! The rest of a plan, as a plan of the instance that is left.

use super::course::{At, Course, begun, moving};
use super::left::cleared;
use crate::check::{derived, work_under_way};
use crate::ids::TrainId;
use crate::instance::{BusyWhat, Rake, RakePlace};
use crate::kpi::kpis;
use crate::plan::{Activity, CostParts, Event, Plan, Reason, Status, TrainPlan, Wait};
use crate::resource::Resource;
use crate::{Instance, Minute, Span};

/// The trains that are left, in their order: what each still does, with times counted from now.
///
/// Nobody has proven how good the rest is, so its bound and what its trains cost alone are said to be nothing.
pub(super) fn rest(
    old: &Instance,
    plan: &Plan,
    courses: &[Course],
    now: Minute,
    advanced: &Instance,
) -> Plan {
    // the new id of each train
    let mut left = 0;
    let ids: Vec<Option<TrainId>> = courses
        .iter()
        .map(|course| {
            let is_left = !matches!(course.at, At::Gone);
            let id = TrainId::from_index(left);
            left += usize::from(is_left);
            is_left.then_some(id)
        })
        .collect();
    let mut trains = Vec::new();
    for (course, id) in courses.iter().zip(&ids) {
        let (Some(id), planned) = (id, &plan.trains[course.train.index()]) else {
            continue;
        };
        trains.push(match planned {
            TrainPlan::Postponed { reason } => TrainPlan::Postponed {
                reason: Reason {
                    blocked_by: reason
                        .blocked_by
                        .iter()
                        .filter_map(|cause| still_there(*cause, &ids))
                        .collect(),
                    ..reason.clone()
                },
            },
            TrainPlan::Planned {
                way, exit, waits, ..
            } => TrainPlan::Planned {
                // whoever is under way has no other
                way: if advanced.train(*id).ways.is_empty() {
                    0
                } else {
                    *way
                },
                exit: if advanced.train(*id).has_left() {
                    Minute(0)
                } else {
                    *exit - now.0
                },
                events: events(old, course, now, advanced, *id),
                waits: self::waits(waits, &ids, now),
                // what would have been does not hold any more
                other_ways: Vec::new(),
            },
        });
    }
    // those that have begun are fixed in the instance that is left
    let starts = plan.possessions.iter().map(|start| *start - now.0);
    let mut rest = Plan {
        possessions: starts.filter(|start| *start > Minute(0)).collect(),
        made_by: plan.made_by.clone(),
        status: Status::Feasible,
        value: 0,
        bound: 0,
        alone: 0,
        parts: CostParts::default(),
        kpis: kpis(advanced, &trains),
        trains,
        crane_slots: Vec::new(),
        rakes: Vec::new(),
    };
    let derived = derived(advanced, &rest);
    rest.crane_slots = derived.crane_slots;
    rest.rakes = derived.rakes;
    rest.parts = derived.parts;
    rest.value = advanced.objective().value(&rest.parts);
    rest.bound = rest.value.min(0);
    rest.alone = rest.bound;
    if rest.bound == rest.value {
        rest.status = Status::Optimal;
    }
    rest
}

fn shifted(span: Span, now: Minute) -> Span {
    let at = |minute: Minute| Minute((minute - now).max(0));
    Span::new(at(span.from), at(span.to))
}

/// What a train still does.
fn events(
    old: &Instance,
    course: &Course,
    now: Minute,
    advanced: &Instance,
    id: TrainId,
) -> Vec<Event> {
    let train = old.train(course.train);
    let At::UnderWay(state) = &course.at else {
        let later = course.events.iter();
        let later = later.map(|event| moved(event, shifted(event.span, now), now));
        return later.collect();
    };
    let mut behind: Vec<&Event> = Vec::new();
    for rake in [Rake::Arriving, Rake::Onward] {
        for movement in begun(old.system(), &course.events, rake, now) {
            if movement.span.to <= now {
                behind.push(movement);
            }
            let cleared = cleared(old.system(), train, &course.events, movement, rake, now);
            behind.extend(cleared.into_iter().map(|(_, hold): (BusyWhat, _)| hold));
        }
    }
    let is_gone = |rake: Rake| match rake {
        Rake::Arriving => state.arriving == RakePlace::Gone,
        Rake::Onward => state.onward == Some(RakePlace::Gone),
    };
    let is_made_up = |rake: Rake| match rake {
        Rake::Arriving => state.arriving.made_up_at().is_some(),
        Rake::Onward => state
            .onward
            .is_some_and(|place| place.made_up_at().is_some()),
    };
    let mut left = Vec::new();
    for event in &course.events {
        let is_hold = matches!(event.what, Activity::Track { .. } | Activity::Spot { .. });
        let is_over = event.span.from < now && event.span.to <= now;
        // a rake that is being broken up is gone
        let is_in_store = matches!(
            event.what,
            Activity::Pulling { .. } | Activity::IntoStore { .. }
        ) && is_gone(event.rake);
        if is_over
            || is_in_store
            || behind.iter().any(|other| std::ptr::eq(*other, event))
            || is_hold && is_gone(event.rake)
        {
            continue;
        }
        let span = match event.what {
            // a train in a section entered it when it did
            Activity::Run { .. } => Span::new(event.span.from - now.0, event.span.to - now.0),
            // what is made up now moves when that is done
            Activity::Placing { .. } | Activity::FromStore { .. } if is_made_up(event.rake) => {
                shifted(moving(old.system(), train, event), now)
            }
            _ => shifted(event.span, now),
        };
        let under_way = event.span.from < now && matches!(event.what, Activity::CraneWork { .. });
        let work = under_way.then(|| work_under_way(advanced, id)).flatten();
        left.push(work.unwrap_or_else(|| moved(event, span, now)));
    }
    left.sort_by_key(|event| (event.span, event.what.kind(), event.rake));
    left
}

/// An event with its span and what it says of minutes inside.
fn moved(event: &Event, span: Span, now: Minute) -> Event {
    let mut what = event.what.clone();
    if let Activity::CraneWork {
        lifting_from,
        steps,
        ..
    } = &mut what
    {
        *lifting_from = *lifting_from - now.0;
        for (span, _) in steps {
            *span = shifted(*span, now);
        }
    }
    Event {
        span,
        rake: event.rake,
        what,
    }
}

/// A cause as the new instance names it; `None` for a train that is gone.
fn still_there(cause: Resource, ids: &[Option<TrainId>]) -> Option<Resource> {
    match cause {
        Resource::Train(id) => ids[id.index()].map(Resource::Train),
        other => Some(other),
    }
}

fn waits(waits: &[Wait], ids: &[Option<TrainId>], now: Minute) -> Vec<Wait> {
    let later = waits.iter().filter(|wait| wait.span.to > now);
    let later = later.map(|wait| {
        let mut wait = wait.clone();
        wait.span = shifted(wait.span, now);
        let held_by = wait.held_by.iter().filter_map(|id| ids[id.index()]);
        wait.held_by = held_by.collect();
        if let Some(closure) = &mut wait.closure {
            closure.span = closure
                .span
                .map(|span| Span::new(span.from - now.0, span.to - now.0));
        }
        wait
    });
    later.collect()
}
