//! Whether a plan speaks of one instance alone: every id in it names a thing there.
//!
//! Ids are positions; those of another instance may be beyond every list, or name something else. The former is found here, before
//! anything looks there; the latter breaks rules, which is for [`crate::check`].

use super::{Activity, Event, Plan, TrainPlan};
use crate::Instance;
use crate::ids::TrainId;
use crate::time::Span;
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

impl fmt::Display for ForeignPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ForeignPlan {
            kind,
            number,
            count,
            ..
        } = self;
        if *kind == "trains" {
            write!(f, "the plan has {number} trains, the instance {count}")?;
        } else {
            write!(
                f,
                "the plan names {kind} {number}, counted from 0, and the instance has {count}"
            )?;
        }
        write!(f, "; it is a plan of another instance")
    }
}

impl std::error::Error for ForeignPlan {}

impl Plan {
    /// Everything in it that the instance does not have, in the order of the plan.
    pub fn foreign(&self, instance: &Instance) -> Vec<ForeignPlan> {
        let things = Things(instance);
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
        for (index, train) in self.trains.iter().enumerate().take(count) {
            let id = Some(TrainId::from_index(index));
            let mut add = |span, thing: Option<Thing>| found.extend(thing.map(|t| t.at(id, span)));
            for event in train.events() {
                things
                    .of_event(event)
                    .for_each(|thing| add(event.span, Some(thing)));
            }
            if let TrainPlan::Planned { waits, .. } = train {
                for wait in waits {
                    let held_by = wait.held_by.iter();
                    held_by.for_each(|train| add(wait.span, things.train(*train)));
                }
            }
        }
        for slot in &self.crane_slots {
            let crane = things.beyond("crane", slot.crane.index(), things.cranes());
            let things = [crane, things.train(slot.train)].into_iter().flatten();
            found.extend(things.map(|thing| thing.at(None, slot.span)));
        }
        for fate in &self.rakes {
            let store = fate.store.and_then(|store| things.store(store.index()));
            let things = [things.train(fate.train), store].into_iter().flatten();
            found.extend(things.map(|thing| thing.at(None, Span::new(fate.at, fate.at))));
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
        let things = Things(instance);
        let mut plan = self.clone();
        plan.trains.truncate(instance.trains().len());
        for train in &mut plan.trains {
            if let TrainPlan::Planned { events, waits, .. } = train {
                events.retain(|event| things.of_event(event).next().is_none());
                for wait in waits {
                    wait.held_by.retain(|train| things.train(*train).is_none());
                }
            }
        }
        plan.crane_slots.retain(|slot| {
            let crane = things.beyond("crane", slot.crane.index(), things.cranes());
            crane.is_none() && things.train(slot.train).is_none()
        });
        plan.rakes.retain(|fate| {
            let store = fate.store.and_then(|store| things.store(store.index()));
            store.is_none() && things.train(fate.train).is_none()
        });
        plan
    }
}

/// A thing that is not there: kind, number, and how many there are.
struct Thing(&'static str, usize, usize);

impl Thing {
    fn at(self, train: Option<TrainId>, span: Span) -> ForeignPlan {
        ForeignPlan {
            train,
            span: Some(span),
            kind: self.0,
            number: self.1,
            count: self.2,
        }
    }
}

/// What an instance has.
struct Things<'a>(&'a Instance);

impl Things<'_> {
    fn beyond(&self, kind: &'static str, number: usize, count: usize) -> Option<Thing> {
        (number >= count).then_some(Thing(kind, number, count))
    }

    fn cranes(&self) -> usize {
        self.0.system().cranes().len()
    }

    fn train(&self, train: TrainId) -> Option<Thing> {
        self.beyond("train", train.index(), self.0.trains().len())
    }

    fn store(&self, store: usize) -> Option<Thing> {
        self.beyond("store", store, self.0.system().stores().len())
    }

    /// What an event names and is not there.
    fn of_event(&self, event: &Event) -> impl Iterator<Item = Thing> + use<> {
        let system = self.0.system();
        let spot =
            |spot: crate::ids::SpotId| self.beyond("spot", spot.index(), system.spots().len());
        let (one, other) = match event.what {
            Activity::Run { section, .. } => {
                let count = system.sections().len();
                (self.beyond("section", section.index(), count), None)
            }
            Activity::Track { yard, .. } => (
                self.beyond("yard", yard.index(), system.yards().len()),
                None,
            ),
            Activity::Stage { stage, .. } => (
                self.beyond("stage", stage.index(), system.stages().len()),
                None,
            ),
            Activity::Placing {
                spot: at, store, ..
            }
            | Activity::Pulling {
                spot: at, store, ..
            } => (spot(at), store.and_then(|store| self.store(store.index()))),
            Activity::Spot { spot: at }
            | Activity::Handling { spot: at }
            | Activity::Exchange { spot: at, .. } => (spot(at), None),
            Activity::CraneWork { spot: at, mode, .. } => {
                let count = system.modes().len();
                (spot(at), self.beyond("crane mode", mode.index(), count))
            }
            Activity::IntoStore { store, .. } | Activity::FromStore { store, .. } => {
                (self.store(store.index()), None)
            }
        };
        one.into_iter().chain(other)
    }
}
