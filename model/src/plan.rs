//! The plan as the engines and the checker see it.
//!
//! A plan is a list of events per train; everything else (crane slots, fates of rakes, objective, key figures)
//! stands beside it and is recomputed by the checker.

mod figures;
mod foreign;

pub use crate::cost::CostParts;
pub use crate::event::{Activity, Event};
pub use figures::{Kpis, Paths, Queue, WaitSum};
pub use foreign::ForeignPlan;

use crate::ids::{CraneId, ModeId, SpotId, StoreId, TrainId, ZoneId};
use crate::instance::{Instance, Rake};
use crate::objective::{Standing, ratio};
use crate::resource::{Resource, Task};
use crate::time::{Minute, Span};
use std::borrow::Cow;

/// A plan of an instance.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Program, version, seed and work limit.
    pub made_by: String,
    /// What is known about its quality.
    pub status: Status,
    /// Objective in cost units; with levels the combined cost ([`crate::objective`]).
    pub value: i64,
    /// Proven lower bound of the value.
    pub bound: i64,
    /// Sum of every train's cost if it were alone; value minus this is the avoidable cost.
    pub alone: i64,
    /// The value by parts.
    pub parts: CostParts,
    /// When the possessions of choice begin, in the order of [`System::windows`](crate::system::System::windows).
    pub possessions: Vec<Minute>,
    /// Every train of the instance, indexed by its id.
    pub trains: Vec<TrainPlan>,
    /// Crane slots, by crane and time.
    pub crane_slots: Vec<CraneSlot>,
    /// What becomes of the emptied rakes, by train.
    pub rakes: Vec<RakeFate>,
    /// Key figures.
    pub kpis: Kpis,
}

impl Plan {
    /// The end of the horizon, or of the last event where a train under way runs on behind it.
    pub fn end(&self, instance: &Instance) -> Minute {
        let events = self.trains.iter().flat_map(TrainPlan::events);
        let last = events.map(|event| event.span.to).max();
        last.map_or(instance.horizon().end, |last| {
            last.max(instance.horizon().end)
        })
    }

    /// The instance as the plan decides it: every train on the way that it takes, every possession when it is. Whoever reads the
    /// plan reads this instance beside it.
    pub fn decided<'i>(&self, instance: &'i Instance) -> Cow<'i, Instance> {
        match instance.placed(&self.possessions) {
            Cow::Borrowed(instance) => decided(instance, &self.trains),
            Cow::Owned(instance) => Cow::Owned(decided(&instance, &self.trains).into_owned()),
        }
    }

    /// What a train costs in it, changes of what was published included; `instance` is as the plan decides it ([`Plan::decided`]).
    pub fn cost_of(&self, instance: &Instance, train: TrainId) -> CostParts {
        let planned = &self.trains[train.index()];
        let Some(exit) = planned.exit() else {
            return instance.postponed_cost(train);
        };
        let emptied = self.rakes.iter().find(|fate| fate.train == train);
        let mut cost = instance.planned_cost(train, exit, emptied.map(|fate| fate.at));
        cost.changes += planned.change_of_place(instance, train);
        cost
    }

    /// Trains under way that it knows no way for.
    pub fn stuck(&self, instance: &Instance) -> usize {
        let trains = instance.trains().iter().zip(&self.trains);
        let stuck = trains.filter(|(train, plan)| train.state.is_some() && plan.exit().is_none());
        stuck.count()
    }

    /// (value − bound) / value; 0 when the value is 0.
    pub fn gap(&self) -> f64 {
        ratio(self.value.saturating_sub(self.bound), self.value)
    }

    /// Value minus the sum of every train's cost if it were alone.
    pub fn avoidable(&self) -> i64 {
        self.value.saturating_sub(self.alone)
    }

    /// (value − bound) / avoidable cost; 0 when nothing is avoidable.
    pub fn avoidable_gap(&self) -> f64 {
        ratio(self.value.saturating_sub(self.bound), self.avoidable())
    }

    /// How good it is in each level of the objective; one for an objective without levels.
    pub fn standings(&self, instance: &Instance) -> Vec<Standing> {
        let objective = instance.objective();
        objective.standings(self.value, self.bound, self.alone)
    }
}

/// The instance as the plans of its trains decide it ([`Plan::decided`]), with possessions as they are.
pub fn decided<'i>(instance: &'i Instance, trains: &[TrainPlan]) -> Cow<'i, Instance> {
    instance.on_ways(|id| trains.get(id.index()).map_or(0, TrainPlan::way))
}

/// What is known about the quality of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Proven: value equals bound.
    Optimal,
    /// The gap asked for is reached.
    WithinGap,
    /// A plan; its gap is stated.
    Feasible,
    /// Interrupted; the best plan so far.
    Interrupted,
}

/// What a train does.
#[derive(Clone, Debug, PartialEq)]
pub enum TrainPlan {
    /// It is planned.
    Planned {
        /// Which of its ways it takes ([`Train::ways`](crate::instance::Train::ways)); 0 where it has no other.
        way: usize,
        /// Minute it leaves the system or reaches its store.
        exit: Minute,
        /// What it does and holds, by start.
        events: Vec<Event>,
        /// Where it waits.
        waits: Vec<Wait>,
        /// What it would do on each of its other ways, the other trains as planned.
        other_ways: Vec<OtherWay>,
    },
    /// It stays outside, or stands where it is through the horizon.
    Postponed {
        /// Why.
        reason: Reason,
    },
}

impl TrainPlan {
    /// Its events; none when not planned.
    pub fn events(&self) -> &[Event] {
        match self {
            TrainPlan::Planned { events, .. } => events,
            TrainPlan::Postponed { .. } => &[],
        }
    }

    /// Its waits; none when not planned.
    pub fn waits(&self) -> &[Wait] {
        match self {
            TrainPlan::Planned { waits, .. } => waits,
            TrainPlan::Postponed { .. } => &[],
        }
    }

    /// Which of its ways it takes; the one it is described with when not planned.
    pub fn way(&self) -> usize {
        match self {
            TrainPlan::Planned { way, .. } => *way,
            TrainPlan::Postponed { .. } => 0,
        }
    }

    /// What it would do on its other ways; none when not planned.
    pub fn other_ways(&self) -> &[OtherWay] {
        match self {
            TrainPlan::Planned { other_ways, .. } => other_ways,
            TrainPlan::Postponed { .. } => &[],
        }
    }

    /// Its crane work, as far as it is in the plan: when the first of it begins, in which spot and mode.
    pub fn crane_work(&self) -> Option<(Minute, SpotId, ModeId)> {
        self.events().iter().find_map(|event| match event.what {
            Activity::CraneWork { spot, mode, .. } => Some((event.span.from, spot, mode)),
            _ => None,
        })
    }

    /// Cost units of crane work elsewhere than was published, or done otherwise; the train is on the way that the instance has it on.
    pub fn change_of_place(&self, instance: &Instance, train: TrainId) -> i64 {
        let work = self.crane_work();
        work.map_or(0, |(_, spot, mode)| {
            instance.change_of_place(train, spot, mode)
        })
    }

    /// Its exit, when planned.
    pub fn exit(&self) -> Option<Minute> {
        match self {
            TrainPlan::Planned { exit, .. } => Some(*exit),
            TrainPlan::Postponed { .. } => None,
        }
    }
}

/// What a train would do on a way that it does not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherWay {
    /// Which of its ways.
    pub way: usize,
    /// Its cheapest journey there; `None` where the other trains leave it none.
    pub journey: Option<OtherJourney>,
}

/// The cheapest journey of a train on a way that it does not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherJourney {
    /// When it would leave.
    pub exit: Minute,
    /// What it would cost more, in cost units.
    pub dearer: i64,
    /// What it would wait for longest, where it would wait.
    pub wait: Option<Wait>,
}

/// Why a train is not planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The kind of reason.
    pub code: ReasonCode,
    /// What stands in its way: resources or rules; where pins clash the pins and what they clash with.
    pub blocked_by: Vec<Resource>,
    /// In an English sentence; the rest says the same for every language.
    pub text: String,
}

/// A code for why a train is not planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReasonCode {
    /// It would fit without the others.
    NoRoom,
    /// Its pins cannot be kept.
    PinsClash,
    /// It finds no journey even if it is alone.
    NoJourneyAlone,
    /// The run ended before it was known.
    NoTime,
}

impl Activity {
    /// Where it takes place.
    pub fn place(&self) -> Resource {
        match *self {
            Activity::Run { section, .. } => Resource::Section(section),
            Activity::Track { yard, track } => Resource::Track(yard, track),
            Activity::Stage { stage, .. } => Resource::Stage(stage),
            Activity::Placing { spot, .. }
            | Activity::Spot { spot }
            | Activity::CraneWork { spot, .. }
            | Activity::Handling { spot }
            | Activity::Exchange { spot, .. }
            | Activity::Pulling { spot, .. } => Resource::Spot(spot),
            Activity::IntoStore { store, .. } | Activity::FromStore { store, .. } => {
                Resource::Store(store)
            }
        }
    }

    /// The order of kinds among events of one span.
    pub(crate) fn kind(&self) -> u8 {
        match self {
            Activity::Run { .. } => 0,
            Activity::FromStore { .. } => 1,
            Activity::Track { .. } => 2,
            Activity::Stage { .. } => 3,
            Activity::Placing { .. } => 4,
            Activity::Spot { .. } => 5,
            Activity::CraneWork { .. } => 6,
            Activity::Exchange { .. } => 7,
            Activity::Pulling { .. } => 8,
            Activity::IntoStore { .. } => 9,
            Activity::Handling { .. } => 10,
        }
    }
}

/// A wait and its cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Which rake waits.
    pub rake: Rake,
    /// What it waits to begin.
    pub before: Task,
    /// When.
    pub span: Span,
    /// What it waits for.
    pub for_what: Resource,
    /// Trains that held it.
    pub held_by: Vec<TrainId>,
    /// The closure in the way.
    pub closure: Option<Closure>,
}

/// A closure that makes a rake wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closure {
    /// Its kind.
    pub why: ClosureKind,
    /// From when to when, where it is known.
    pub span: Option<Span>,
    /// The train of a given path.
    pub train: Option<String>,
    /// The wind zone of a stop for wind.
    pub zone: Option<ZoneId>,
}

/// A kind of closure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClosureKind {
    /// A possession (天窗) of a line track.
    Possession,
    /// A path given away on the line.
    GivenPath,
    /// Wind, or an order for wind, stops trains on the line.
    LineWind,
    /// Wind, or an order for wind, stops shunting.
    ShuntingWind,
    /// Wind, or an order for wind, stops the cranes.
    CraneWind,
    /// Maintenance of a crane.
    Maintenance,
    /// The spot is closed.
    SpotClosed,
    /// Nobody works at the stage.
    NotWorking,
    /// Busy with something else at the start.
    Busy,
    /// The train is held at the station until it is released.
    Hold,
    /// A pin of the train.
    Pin,
    /// It would be free, but the slack asked for would be missing (`buffer_minutes`).
    Buffer,
}

/// One crane, one span, one train, a range of its wagons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CraneSlot {
    /// Crane.
    pub crane: CraneId,
    /// Train.
    pub train: TrainId,
    /// When, pauses included.
    pub span: Span,
    /// First and last wagon of the arriving rake, from 1.
    pub wagons: (u32, u32),
    /// Lifts.
    pub lifts: u32,
}

/// What becomes of an emptied rake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RakeFate {
    /// Train that brought it.
    pub train: TrainId,
    /// Store that takes it; `None`: it returned by a path of its own.
    pub store: Option<StoreId>,
    /// Minute it left the system or reached the store.
    pub at: Minute,
}
