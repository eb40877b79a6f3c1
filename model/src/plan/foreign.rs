//! Whether a plan speaks of one instance alone: every id in it names a thing there.
//!
//! Ids are positions; those of another instance may be beyond every list, or name something else. The former is found here, before
//! anything looks there; the latter breaks rules, which is for [`crate::check`].

use super::{Activity, Event, Plan, TrainPlan, Wait};
use crate::Instance;
use crate::ids::{CraneId, StoreId, TrainId};
use crate::message::Message;
use crate::resource::{Pinned, Resource, Unknown};
use crate::time::Span;
use crate::words::{self, violations};
use std::fmt;

/// Something in a plan that the instance does not have: the plan is of another instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignPlan {
    /// The train in whose plan it stands, where that is one of the instance.
    pub train: Option<TrainId>,
    /// When.
    pub span: Option<Span>,
    /// The kind of thing: `section`, `train` …
    pub kind: &'static str,
    /// Its number, from 0; of trains as a whole how many the plan has.
    pub number: usize,
    /// How many the instance has.
    pub count: usize,
}

impl ForeignPlan {
    /// The same as a message, in every language.
    pub fn message(&self) -> Message {
        violations::of_other_instance(self.what())
    }

    /// What is wrong with the plan, without the plan as the subject.
    pub(crate) fn what(&self) -> Message {
        if self.kind == "trains" {
            return violations::has_trains(self.number, self.count);
        }
        violations::has_thing(kind(self.kind), self.number, self.count)
    }
}

impl fmt::Display for ForeignPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

/// The word for a kind of thing.
fn kind(kind: &'static str) -> Message {
    match kind {
        "section" => words::section(),
        "station" => words::station(),
        "yard" => words::yard(),
        "stage" => words::stage(),
        "locomotive pool" => violations::locomotive_pool(),
        "store" => words::store(),
        "shed" => words::shed(),
        "spot" => words::spot(),
        "side of a spot" => violations::side_of_spot(),
        "crane" => words::crane(),
        "crane mode" => words::crane_mode(),
        "wind zone" => words::wind_zone(),
        "way" => words::way(),
        _ => words::train(),
    }
}

impl std::error::Error for ForeignPlan {}

impl Plan {
    /// Everything in it that the instance does not have, in the order of the plan.
    pub fn foreign(&self, instance: &Instance) -> Vec<ForeignPlan> {
        let mut found = Vec::new();
        let count = instance.trains().len();
        if self.trains.len() != count {
            found.push(ForeignPlan {
                train: None,
                span: None,
                kind: "trains",
                number: self.trains.len(),
                count,
            });
        }
        let mut add = |train, span, unknown: Option<Unknown>| {
            found.extend(unknown.map(|unknown| ForeignPlan {
                train,
                span,
                kind: unknown.kind,
                number: unknown.number,
                count: unknown.count,
            }));
        };
        for (index, train) in self.trains.iter().enumerate().take(count) {
            let id = Some(TrainId::from_index(index));
            let ways = instance.trains()[index].ways.len().max(1);
            if train.way() >= ways {
                let unknown = Unknown {
                    kind: "way",
                    number: train.way(),
                    count: ways,
                };
                add(id, None, Some(unknown));
            }
            for event in train.events() {
                for unknown in of_event(instance, event) {
                    add(id, Some(event.span), Some(unknown));
                }
            }
            for wait in train.waits() {
                let holders = wait.held_by.iter();
                for unknown in of_wait(instance, wait)
                    .chain(holders.filter_map(|train| of_train(instance, *train)))
                {
                    add(id, Some(wait.span), Some(unknown));
                }
            }
            if let TrainPlan::Postponed { reason } = train {
                for resource in &reason.blocked_by {
                    add(id, None, resource.unknown_to(instance));
                }
            }
        }
        for slot in &self.crane_slots {
            add(None, Some(slot.span), of_crane(instance, slot.crane));
            add(None, Some(slot.span), of_train(instance, slot.train));
        }
        for fate in &self.rakes {
            let span = Some(Span::new(fate.at, fate.at));
            add(None, span, of_train(instance, fate.train));
            add(None, span, of_store(instance, fate.store));
        }
        for sum in &self.kpis.waits {
            add(None, None, sum.for_what.unknown_to(instance));
        }
        found
    }

    /// Whether it speaks of this instance alone.
    ///
    /// # Errors
    /// The first thing in it that the instance does not have.
    pub fn belongs_to(&self, instance: &Instance) -> Result<(), ForeignPlan> {
        self.foreign(instance)
            .into_iter()
            .next()
            .map_or(Ok(()), Err)
    }

    /// Without all that the instance does not have, so that the rest can be looked at.
    pub(crate) fn at_home(&self, instance: &Instance) -> Plan {
        let mut plan = self.clone();
        plan.trains.truncate(instance.trains().len());
        for (train, known) in plan.trains.iter_mut().zip(instance.trains()) {
            match train {
                TrainPlan::Planned {
                    way, events, waits, ..
                } => {
                    if *way >= known.ways.len() {
                        *way = 0;
                    }
                    events.retain(|event| of_event(instance, event).next().is_none());
                    waits.retain(|wait| of_wait(instance, wait).next().is_none());
                    for wait in waits {
                        wait.held_by
                            .retain(|train| of_train(instance, *train).is_none());
                    }
                }
                TrainPlan::Postponed { reason } => {
                    let blocked_by = &mut reason.blocked_by;
                    blocked_by.retain(|resource| resource.unknown_to(instance).is_none());
                }
            }
        }
        plan.crane_slots.retain(|slot| {
            of_crane(instance, slot.crane).is_none() && of_train(instance, slot.train).is_none()
        });
        plan.rakes.retain(|fate| {
            of_store(instance, fate.store).is_none() && of_train(instance, fate.train).is_none()
        });
        let waits = &mut plan.kpis.waits;
        waits.retain(|sum| sum.for_what.unknown_to(instance).is_none());
        plan
    }
}

fn of_train(instance: &Instance, train: TrainId) -> Option<Unknown> {
    Resource::Train(train).unknown_to(instance)
}

fn of_crane(instance: &Instance, crane: CraneId) -> Option<Unknown> {
    Resource::Crane(crane).unknown_to(instance)
}

fn of_store(instance: &Instance, store: Option<StoreId>) -> Option<Unknown> {
    Resource::Store(store?).unknown_to(instance)
}

/// What a wait names and is not there, but for the trains that held what it is for.
fn of_wait(instance: &Instance, wait: &Wait) -> impl Iterator<Item = Unknown> + use<> {
    let zone = wait.closure.as_ref().and_then(|closure| closure.zone);
    let zones = instance.system().zones().len();
    let zone = zone.filter(|zone| zone.index() >= zones);
    let zone = zone.map(|zone| Unknown {
        kind: "wind zone",
        number: zone.index(),
        count: zones,
    });
    let (before, for_what) = (wait.before, wait.for_what);
    let named = [before.unknown_to(instance), for_what.unknown_to(instance)];
    named.into_iter().flatten().chain(zone)
}

/// What an event names and is not there.
fn of_event(instance: &Instance, event: &Event) -> impl Iterator<Item = Unknown> + use<> {
    let (one, other) = match event.what {
        Activity::Run { section, .. } => (Resource::Section(section), None),
        Activity::Track { yard, track } => (Resource::Track(yard, track), None),
        Activity::Stage { stage, .. } => (Resource::Stage(stage), None),
        Activity::Placing { spot, store, .. } | Activity::Pulling { spot, store, .. } => {
            (Resource::Spot(spot), store.map(Resource::Store))
        }
        Activity::Spot { spot } | Activity::Handling { spot } | Activity::Exchange { spot, .. } => {
            (Resource::Spot(spot), None)
        }
        Activity::CraneWork { spot, mode, .. } => (
            Resource::Spot(spot),
            Some(Resource::Pin(Pinned::Mode(mode))),
        ),
        Activity::IntoStore { store, .. } | Activity::FromStore { store, .. } => {
            (Resource::Store(store), None)
        }
    };
    let unknown = [
        one.unknown_to(instance),
        other.and_then(|it| it.unknown_to(instance)),
    ];
    unknown.into_iter().flatten()
}
