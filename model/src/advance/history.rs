//! What has happened since the instance began, as the next piece of its history.
//!
//! What is over by now is told once, whole: what had begun before an earlier now is joined with what has become of it
//! ([`crate::history::PastTrain::begun`]). What is over and nobody's any more (a track that was still being cleared) ended when it was to.

use super::course::Course;
use crate::check::derived;
use crate::format::{InstanceFile, PastFile};
use crate::history::{Past, PastSlot, PastTrain, is_same};
use crate::plan::{Activity, CraneSlot, Event, Plan, TrainPlan};
use crate::plan_file::history_to_file;
use crate::{Instance, Minute, Span};
use std::collections::BTreeMap;

/// The piece from the start of the instance to now; `None` where nothing happened. `left` is the file of the instance that is left.
pub(super) fn piece(
    instance: &Instance,
    plan: &Plan,
    courses: &[Course],
    now: Minute,
    (as_planned, left): (bool, &InstanceFile),
) -> Option<PastFile> {
    let before = instance.history().last();
    let stops = stops(instance, courses, left);
    let mut begun: BTreeMap<&str, Vec<Event>> = BTreeMap::new();
    for train in before.into_iter().flat_map(|past| &past.trains) {
        begun.insert(&train.name, train.begun.clone());
    }
    let mut past = Past {
        until: now,
        trains: Vec::new(),
        crane_slots: Vec::new(),
        begun_slots: Vec::new(),
    };
    for course in courses {
        let data = instance.train(course.train);
        let mut train = PastTrain {
            name: data.name.clone(),
            class: data.class,
            onward_class: data.transshipment().map(|work| work.onward_class),
            due: data.due_exit,
            // a rake that is broken up in its store is gone before
            left: course.exit.filter(|exit| *exit <= now),
            events: Vec::new(),
            begun: Vec::new(),
        };
        let mut earlier = begun.remove(&*data.name).unwrap_or_default();
        let stop = stops.get(&*data.name);
        for event in course.events.iter().filter(|event| event.span.from < now) {
            let mut event = joined(event, &mut earlier);
            if let Some(stop) = stop {
                cut(&mut event, *stop);
            }
            train.add(event, now);
        }
        for event in earlier {
            train.add(event, now);
        }
        past.add(train);
    }
    let gone = before.into_iter().flat_map(|past| &past.trains);
    for train in gone {
        // it is gone, and something of it was cleared yet
        let Some(earlier) = begun.remove(&*train.name) else {
            continue;
        };
        let mut train = PastTrain {
            left: None,
            events: Vec::new(),
            begun: Vec::new(),
            ..train.clone()
        };
        for event in earlier {
            let is_stored = matches!(event.what, Activity::IntoStore { .. });
            train.add(event, now);
            let over = train.events.last().filter(|_| is_stored);
            train.left = train.left.or(over.map(|event| event.span.to));
        }
        past.add(train);
    }
    past.slots(&slots(instance, plan, courses, as_planned), &stops, before);
    let is_empty = past.trains.is_empty() && past.crane_slots.is_empty();
    (!is_empty).then(|| history_to_file(instance, &past))
}

/// Trains whose crane work is broken off, with the minute in which it is.
fn stops<'a>(
    instance: &'a Instance,
    courses: &[Course],
    left: &InstanceFile,
) -> BTreeMap<&'a str, Minute> {
    let states = left.state.iter().flat_map(|state| &state.trains);
    let later: BTreeMap<&str, Minute> = states
        .filter_map(|state| {
            let work = state.work.as_ref().filter(|work| work.interrupted)?;
            Some((&*state.train, instance.horizon().minute(work.until?)?))
        })
        .collect();
    let of = |course: &Course| {
        let name = &*instance.train(course.train).name;
        let stop = course.stopped.or_else(|| later.get(name).copied())?;
        Some((name, stop))
    };
    courses.iter().filter_map(of).collect()
}

impl Past {
    fn add(&mut self, train: PastTrain) {
        if train.left.is_some() || !train.events.is_empty() || !train.begun.is_empty() {
            self.trains.push(train);
        }
    }

    fn slots(&mut self, all: &[PastSlot], stops: &BTreeMap<&str, Minute>, before: Option<&Past>) {
        let now = self.until;
        let mut earlier: Vec<PastSlot> = before.map_or_else(Vec::new, |it| it.begun_slots.clone());
        let mut found = Vec::new();
        for slot in all.iter().filter(|slot| slot.span.from < now) {
            let same = earlier.iter().position(|old| {
                let is_it = (old.crane, &old.train) == (slot.crane, &slot.train);
                is_it && goes_on(old.span, slot.span)
            });
            let mut slot = match same {
                Some(at) => {
                    let old = earlier.remove(at);
                    let span = Span::new(old.span.from, slot.span.to);
                    PastSlot { span, ..old }
                }
                None => slot.clone(),
            };
            if let Some(&stop) = stops.get(&*slot.train)
                && slot.span.to > stop
            {
                // how many each crane had done is not known: as many as in the minutes
                let (done, all) = (stop - slot.span.from, slot.span.minutes().max(1));
                let lifts = i64::from(slot.lifts) * i64::from(done.max(0)) / i64::from(all);
                slot.lifts = lifts as u32;
                slot.span.to = stop.max(slot.span.from);
            }
            found.push(slot);
        }
        found.extend(earlier);
        found.retain(|slot| !slot.span.is_empty());
        found.sort_by(|a, b| {
            let key = |slot: &PastSlot| (slot.crane, slot.span, slot.wagons);
            key(a).cmp(&key(b)).then_with(|| a.train.cmp(&b.train))
        });
        let (over, begun) = found.into_iter().partition(|slot| slot.span.to <= now);
        (self.crane_slots, self.begun_slots) = (over, begun);
    }
}

impl PastTrain {
    fn add(&mut self, event: Event, now: Minute) {
        if event.span.to <= now {
            self.events.push(event);
        } else {
            self.begun.push(event);
        }
    }
}

/// Whether something is what had begun before the start.
fn goes_on(begun: Span, now: Span) -> bool {
    begun.from < Minute(0) && (now.from <= Minute(0) || now.from < begun.to)
}

/// An event with the beginning of what had begun before the start, which is taken out.
fn joined(event: &Event, earlier: &mut Vec<Event>) -> Event {
    let same = earlier
        .iter()
        .position(|old| is_same(old, event) && goes_on(old.span, event.span));
    let Some(at) = same else {
        return event.clone();
    };
    let mut old = earlier.remove(at);
    old.span.to = event.span.to;
    if let (
        Activity::CraneWork {
            lifting_from,
            steps,
            ..
        },
        Activity::CraneWork {
            lifting_from: from,
            steps: later,
            ..
        },
    ) = (&mut old.what, &event.what)
    {
        if *lifting_from >= Minute(0) {
            *lifting_from = *from;
        }
        for (step, (span, paused)) in steps.iter_mut().zip(later) {
            if step.0.from >= Minute(0) {
                *step = (*span, *paused);
            } else if step.0.to > Minute(0) && step.0.to != span.to {
                *step = (Span::new(step.0.from, span.to), step.1.max(*paused));
            }
        }
    }
    old
}

/// Crane work up to the minute in which it is broken off.
fn cut(event: &mut Event, stop: Minute) {
    let Activity::CraneWork { steps, .. } = &mut event.what else {
        return;
    };
    if event.span.from < stop && stop < event.span.to {
        event.span.to = stop;
        steps.retain(|(span, _)| span.from < stop);
        for (span, paused) in steps {
            span.to = span.to.min(stop);
            *paused = (*paused).min(span.minutes().max(0) as u32);
        }
    }
}

/// Crane slots, as planned or as they follow from what happened.
fn slots(instance: &Instance, plan: &Plan, courses: &[Course], as_planned: bool) -> Vec<PastSlot> {
    let other;
    let slots: &[CraneSlot] = if as_planned {
        &plan.crane_slots
    } else {
        let mut happened = plan.clone();
        for (train, course) in happened.trains.iter_mut().zip(courses) {
            if let TrainPlan::Planned { events, .. } = train {
                events.clone_from(&course.events);
            }
        }
        other = derived(instance, &happened).crane_slots;
        &other
    };
    let of = |slot: &CraneSlot| PastSlot {
        crane: slot.crane,
        train: instance.train(slot.train).name.clone(),
        span: slot.span,
        wagons: slot.wagons,
        lifts: slot.lifts,
    };
    slots.iter().map(of).collect()
}
