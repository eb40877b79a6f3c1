//! Why a train leaves later than it would alone: the minutes of its way, back from its exit, one cause each.
//!
//! [`steps`] goes back through the events of a planned train. What began at a minute began then for the wait before it, or for what ended at
//! that minute, or because the train had to stand: so the steps cover every minute from its entry to its exit once, and are
//! the longest path through its events. [`delays`] sets them against those of the same train alone: the differences add up to
//! the minutes by which it leaves later, exactly.
//!
//! What is deliberately not here: what would help (that is tried, not read from a plan), and making plans.

use crate::ids::TrainId;
use crate::instance::{Rake, TrainKind, WorkState};
use crate::plan::{Activity, ClosureKind, Event, TrainPlan, Wait};
use crate::resource::{Resource, Task};
use crate::{Instance, Minute, Span};
use std::collections::{BTreeMap, BTreeSet};

/// A span of the way of a train that decides when it leaves.
#[derive(Clone, Copy, Debug)]
pub struct Step<'p> {
    /// From when to when.
    pub span: Span,
    /// What the train does in it.
    pub what: StepWhat<'p>,
}

/// What a train does in a step.
#[derive(Clone, Copy, Debug)]
pub enum StepWhat<'p> {
    /// It does this.
    Done(&'p Event),
    /// It waits.
    Waits(&'p Wait),
    /// It stands as long as it has to: for a call, or for its first minute.
    Stands,
}

/// Why minutes are lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DelayCause {
    /// A wait for something, with the kind of closure that is in the way.
    Wait(Resource, Option<ClosureKind>),
    /// What it does takes longer than what it would do alone: another spot, mode, track or way.
    Choice,
}

impl DelayCause {
    /// That of a wait.
    pub fn of(wait: &Wait) -> DelayCause {
        let why = wait.closure.as_ref().map(|closure| closure.why);
        DelayCause::Wait(wait.for_what, why)
    }
}

/// Minutes by one cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delay {
    /// The cause.
    pub cause: DelayCause,
    /// Minutes more than alone; fewer where negative, for a train alone may wait for something, too.
    pub minutes: i32,
    /// Who held what it waited for, in the order of the waits.
    pub held_by: Vec<TrainId>,
    /// Who else stood before it in the queue for the same thing: the ones behind which those had it, back to the first that did not wait. Empty where nobody has looked
    /// ([`delays`] has no orders; `regauge_solver::delayed` has).
    pub behind: Vec<TrainId>,
}

/// The minute from which a train counts: its entry at the earliest, or the start of the horizon.
fn first_minute(instance: &Instance, train: TrainId) -> Minute {
    instance.train(train).earliest_entry.max(Minute(0))
}

/// The steps of a planned train, from its first minute to its exit, without a gap; none where it has left at its first minute.
/// Complexity: quadratic in its events and waits.
pub fn steps<'p>(instance: &Instance, train: TrainId, planned: &'p TrainPlan) -> Vec<Step<'p>> {
    let Some(exit) = planned.exit() else {
        return Vec::new();
    };
    let walk = Walk::new(instance, train, planned);
    let first = first_minute(instance, train);
    let mut steps = Vec::new();
    let mut at = exit;
    let mut next = Some(Task::Exit);
    let mut used = BTreeSet::new();
    while at > first {
        let (begin, what) = if let Some(wait) = walk.wait_until(at, next) {
            (wait.span.from, StepWhat::Waits(wait))
        } else if let Some(index) = walk.ended_at(at, &used) {
            used.insert(index);
            let event = &planned.events()[index];
            next = task(&event.what);
            (event.span.from, StepWhat::Done(event))
        } else if let Some(wait) = walk.wait_until(at, Some(Task::Entry)) {
            // a train that begins on its track
            next = Some(Task::Entry);
            (wait.span.from, StepWhat::Waits(wait))
        } else {
            (walk.ended_before(at).unwrap_or(first), StepWhat::Stands)
        };
        let from = begin.max(first).min(at);
        if from < at {
            steps.push(Step {
                span: Span::new(from, at),
                what,
            });
        }
        at = from;
    }
    steps.reverse();
    steps
}

/// What it is that an event does, as waits name it.
fn task(what: &Activity) -> Option<Task> {
    Some(match what {
        Activity::Run { section, .. } => Task::Run(*section),
        Activity::Stage { stage, .. } => Task::Stage(*stage),
        Activity::Placing { .. } => Task::Placing,
        Activity::CraneWork { .. } => Task::CraneWork,
        Activity::Exchange { .. } => Task::Exchange,
        Activity::Pulling { .. } => Task::Pulling,
        Activity::Handling { .. } => Task::Handling,
        Activity::IntoStore { .. } => Task::IntoStore,
        Activity::FromStore { .. } => Task::FromStore,
        Activity::Track { .. } | Activity::Spot { .. } => return None,
    })
}

/// What of a plan decides when a train leaves.
struct Walk<'p> {
    events: &'p [Event],
    waits: &'p [Wait],
    /// The work under the cranes, of a train whose rakes both count: up to its beginning the arriving rake does, behind its end the
    /// onward one.
    work: Option<Span>,
    /// The rake that counts where there is no such work.
    only: Rake,
}

impl<'p> Walk<'p> {
    fn new(instance: &Instance, train: TrainId, planned: &'p TrainPlan) -> Walk<'p> {
        let data = instance.train(train);
        let events = planned.events();
        let works = events.iter();
        let works = works.filter(|event| matches!(event.what, Activity::CraneWork { .. }));
        let work = works.map(|event| event.span);
        let work = work.reduce(|a, b| Span::new(a.from.min(b.from), a.to.max(b.to)));
        let is_over = data
            .state
            .as_ref()
            .is_some_and(|state| state.work == WorkState::Done);
        let is_onward = matches!(data.kind, TrainKind::Transshipped(_)) && is_over;
        Walk {
            events,
            waits: planned.waits(),
            work,
            only: if is_onward {
                Rake::Onward
            } else {
                Rake::Arriving
            },
        }
    }

    /// Whether what a rake does in a span may decide when the train leaves.
    fn counts(&self, rake: Rake, span: Span, what: Option<&Activity>) -> bool {
        let Some(work) = self.work else {
            return rake == self.only;
        };
        let is_work = matches!(
            what,
            Some(Activity::CraneWork { .. } | Activity::Exchange { .. })
        );
        if is_work {
            true
        } else if span.to <= work.from {
            rake == Rake::Arriving
        } else if span.from >= work.to {
            rake == Rake::Onward
        } else {
            // between two parts
            what.is_none()
        }
    }

    /// The wait before something that ends at a minute.
    fn wait_until(&self, at: Minute, next: Option<Task>) -> Option<&'p Wait> {
        let next = next?;
        self.waits.iter().find(|wait| {
            let is_it = wait.before == next && wait.span.to == at && !wait.span.is_empty();
            is_it && self.counts(wait.rake, wait.span, None)
        })
    }

    /// The event that ends at a minute: a movement rather than a stage, of several the one that began last.
    fn ended_at(&self, at: Minute, used: &BTreeSet<usize>) -> Option<usize> {
        let all = self.events.iter().enumerate();
        let ended = all.filter(|(index, event)| {
            event.span.to == at
                && task(&event.what).is_some()
                && !used.contains(index)
                && self.counts(event.rake, event.span, Some(&event.what))
        });
        let last = ended.max_by_key(|(_, event)| {
            let is_stage = matches!(event.what, Activity::Stage { .. });
            (!is_stage, event.span.from)
        });
        last.map(|(index, _)| index)
    }

    /// When the last of what it did before a minute ended.
    fn ended_before(&self, at: Minute) -> Option<Minute> {
        let events = self.events.iter();
        let events = events.filter(|event| {
            task(&event.what).is_some() && self.counts(event.rake, event.span, Some(&event.what))
        });
        let waits = self.waits.iter();
        let waits = waits.filter(|wait| self.counts(wait.rake, wait.span, None));
        let ends = events.map(|event| event.span.to);
        let ends = ends.chain(waits.map(|wait| wait.span.to));
        ends.filter(|end| *end < at).max()
    }
}

/// Minutes by cause, and who held what.
type Minutes = BTreeMap<DelayCause, (i32, Vec<TrainId>)>;

fn by_cause(steps: &[Step<'_>]) -> Minutes {
    let mut minutes = Minutes::new();
    for step in steps {
        let cause = match step.what {
            StepWhat::Waits(wait) => DelayCause::of(wait),
            StepWhat::Done(_) | StepWhat::Stands => DelayCause::Choice,
        };
        let (sum, held_by) = minutes.entry(cause).or_default();
        *sum += step.span.minutes();
        if let StepWhat::Waits(wait) = step.what {
            for train in &wait.held_by {
                if !held_by.contains(train) {
                    held_by.push(*train);
                }
            }
        }
    }
    minutes
}

/// Why a train leaves later than alone, the greatest first: the minutes add up to the difference of the two exits. None for a train
/// that is not planned, or would not be alone.
pub fn delays(
    instance: &Instance,
    train: TrainId,
    planned: &TrainPlan,
    alone: &TrainPlan,
) -> Vec<Delay> {
    if planned.exit().is_none() || alone.exit().is_none() {
        return Vec::new();
    }
    let mut minutes = by_cause(&steps(instance, train, planned));
    for (cause, (sum, _)) in by_cause(&steps(instance, train, alone)) {
        minutes.entry(cause).or_default().0 -= sum;
    }
    let mut delays: Vec<Delay> = minutes
        .into_iter()
        .filter(|(_, (minutes, _))| *minutes != 0)
        .map(|(cause, (minutes, held_by))| Delay {
            cause,
            minutes,
            held_by,
            behind: Vec::new(),
        })
        .collect();
    delays.sort_by_key(|delay| (std::cmp::Reverse(delay.minutes), delay.cause));
    delays
}

/// Why a planned train leaves later than alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrainDelays {
    /// The train.
    pub train: TrainId,
    /// When it would leave alone.
    pub alone: Minute,
    /// What lies between that and its exit; nothing where it leaves as early.
    pub delays: Vec<Delay>,
}

/// Minutes that all trains together lose to one cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// The cause.
    pub cause: DelayCause,
    /// Minutes more than alone.
    pub minutes: i64,
    /// Who loses them, the most first.
    pub trains: Vec<TrainId>,
}

/// Where the minutes of all trains went, the most first; they add up to the minutes by which all trains together leave later than alone.
pub fn lost(all: &[TrainDelays]) -> Vec<Lost> {
    let mut causes: BTreeMap<DelayCause, (i64, Vec<(i32, TrainId)>)> = BTreeMap::new();
    for train in all {
        for delay in &train.delays {
            let (sum, trains) = causes.entry(delay.cause).or_default();
            *sum += i64::from(delay.minutes);
            trains.push((delay.minutes, train.train));
        }
    }
    let mut lost: Vec<Lost> = causes
        .into_iter()
        .map(|(cause, (minutes, mut trains))| {
            trains.sort_by_key(|(minutes, train)| (std::cmp::Reverse(*minutes), *train));
            let trains = trains.into_iter().map(|(_, train)| train).collect();
            Lost {
                cause,
                minutes,
                trains,
            }
        })
        .collect();
    lost.sort_by_key(|one| (std::cmp::Reverse(one.minutes), one.cause));
    lost
}
