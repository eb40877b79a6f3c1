//! What changed between two plans: trains that are new, gone, postponed or moved, and pairs of trains that changed places in a queue.
//!
//! Both plans have an instance of their own, which may be the same, or the same station at another time (after advancing, after an
//! event, with a train more): things and trains are told apart by their names and minutes by their date-times, never by ids.
//! `counterparts` puts names beside each other, `facts` reads what a train does out of the timeline, `orders` who comes first, `possessions` which of those whose time is a choice moved,
//! `file` writes the difference with all that makes the new plan of the old one, `apply` makes it, `nervousness` counts decisions that
//! were taken back, `ghosts` finds what charts show of the old plan behind the new one. What is deliberately not here: whether either plan is right, and any word that people read.

mod apply;
mod counterparts;
mod facts;
mod file;
mod ghosts;
mod nervousness;
mod orders;
mod possessions;
mod rules;

pub use apply::{apply, apply_json, plan_file};
pub use file::{diff_from_json, diff_to_file, diff_to_json};
pub use ghosts::{Ghost, ghosts};
pub use nervousness::{Count, Decision, Nervousness, TrainCounts, nervousness};
pub use rules::DIFF_RULES;

use crate::Instance;
use crate::ids::{SectionId, StageId, TrainId};
use crate::instance::Rake;
use crate::plan::{ForeignPlan, Plan};
use crate::resource::{Resource, Task};
use crate::system::Direction;
use crate::time::Minute;
use crate::timeline::Timeline;
use counterparts::Counterparts;
use facts::Facts;

/// What is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DiffConfig {
    /// Times that moved by no more minutes are the same.
    pub tolerance: u32,
    /// What happened before this minute of the new plan is left out. Nothing before either horizon is compared anyway.
    pub now: Option<Minute>,
}

/// The difference of two plans. What is *before* is in ids and minutes of the old instance, what is *after* in those of the new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanDiff {
    /// Times that moved by no more minutes are the same.
    pub tolerance: u32,
    /// Minute of the new instance from which on the plans are compared.
    pub now: Minute,
    /// Minutes from the start of the old horizon to that of the new one.
    pub ahead: i32,
    /// Every train of either plan that has not left by now: those of the new one in its order, then those that are gone.
    pub trains: Vec<TrainDiff>,
    /// Pairs of trains that changed places, by the train that comes first now.
    pub orders: Vec<OrderChange>,
    /// Possessions whose time is a choice and that moved, in the order of the new instance.
    pub possessions: Vec<PossessionMove>,
}

/// A possession whose time is a choice, at another time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PossessionMove {
    /// Its section, of the new instance.
    pub section: SectionId,
    /// Track closed, named by its direction; `None`: every track.
    pub track: Option<Direction>,
    /// When it began, in minutes of the old instance.
    pub before: Minute,
    /// When it begins, in minutes of the new one.
    pub after: Minute,
    /// By how many minutes it moved: later where positive.
    pub minutes: i32,
}

/// A train in the difference of two plans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrainDiff {
    /// The train of the old instance; `None` for a new one.
    pub before: Option<TrainId>,
    /// The train of the new instance; `None` for one that is gone.
    pub after: Option<TrainId>,
    /// What became of it.
    pub change: TrainChange,
    /// Other places, ways of working and units, in the order of [`Aspect`].
    pub choices: Vec<ChoiceChange>,
    /// Times that moved, by the new time.
    pub times: Vec<TimeChange>,
    /// The times that people go by, told as one where they moved alike.
    pub shifts: Vec<Shift>,
    /// When it leaves by the old plan; `None` where it is not planned there.
    pub exit_before: Option<Minute>,
    /// When it leaves by the new plan; `None` where it is not planned there.
    pub exit_after: Option<Minute>,
}

/// What became of a train.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TrainChange {
    /// It was planned and is postponed now.
    Postponed,
    /// It was postponed and is planned now.
    Planned,
    /// The old plan has it alone.
    Gone,
    /// The new plan has it alone.
    New,
    /// It has another place, way of working or unit, or other times.
    Moved,
    /// Nothing.
    Same,
}

/// What is decided of a train beside its times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// The port it goes over.
    Port,
    /// The shed in which it is worked or handled.
    Shed,
    /// The spot.
    Spot,
    /// The crane mode.
    Mode,
    /// The cranes that lift.
    Cranes,
    /// Into how many parts it is divided.
    Parts,
    /// The store from which its onward rake comes.
    Empties,
    /// What becomes of its emptied rake: a store, or returned.
    Fate,
    /// The sections through which a rake runs.
    Sections,
    /// The yards in which a rake stands.
    Yards,
    /// The tracks on which a rake stands.
    Tracks,
    /// The teams of its stages.
    Teams,
    /// The locomotives of its shunting movements.
    Locomotives,
}

impl Aspect {
    /// Whether it is only which of several equal units.
    pub fn is_unit(self) -> bool {
        matches!(self, Aspect::Tracks | Aspect::Teams | Aspect::Locomotives)
    }
}

/// A choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Things, in the order in which they are used; cranes by id. None: no store, which is returned, no track.
    Things(Vec<Resource>),
    /// So many parts.
    Parts(u32),
}

/// Another choice than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceChange {
    /// What is chosen.
    pub aspect: Aspect,
    /// Of which rake, where each has its own.
    pub rake: Option<Rake>,
    /// The old choice.
    pub before: Choice,
    /// The new one.
    pub after: Choice,
}

/// An instant of a train's journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// Enters the system.
    Entry,
    /// Arrives where it is worked.
    Arrival,
    /// A task of a rake begins. Sections and stages are those of the new instance.
    Starts(Rake, Task),
    /// It ends.
    Ends(Rake, Task),
    /// Departs from where it is worked.
    Departure,
    /// Leaves the system, or reaches its store.
    Exit,
}

impl Moment {
    /// Whether people go by it: entry, arrival, the first placing, crane work or handling, departure, exit.
    pub fn is_principal(self) -> bool {
        match self {
            Moment::Entry | Moment::Arrival | Moment::Departure | Moment::Exit => true,
            Moment::Starts(rake, task) => match task {
                Task::Placing => rake == Rake::Arriving,
                Task::CraneWork | Task::Handling => true,
                _ => false,
            },
            Moment::Ends(_, task) => matches!(task, Task::CraneWork | Task::Handling),
        }
    }

    /// The stage that it is about.
    pub fn stage(self) -> Option<StageId> {
        match self {
            Moment::Starts(_, Task::Stage(stage)) | Moment::Ends(_, Task::Stage(stage)) => {
                Some(stage)
            }
            _ => None,
        }
    }
}

/// An instant that moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeChange {
    /// Which.
    pub moment: Moment,
    /// When it was, in minutes of the old instance.
    pub before: Minute,
    /// When it is, in minutes of the new one.
    pub after: Minute,
    /// By how many minutes it moved: later where positive.
    pub minutes: i32,
}

/// Instants one after the other that moved by the same amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// The first of them.
    pub first: Moment,
    /// The last of them.
    pub last: Moment,
    /// By how many minutes: later where positive.
    pub minutes: i32,
    /// Whether they are all that the train still does.
    pub is_all: bool,
}

/// Two trains that use something one after the other, now in the other order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderChange {
    /// The train that comes first now.
    pub first: TrainId,
    /// The train that came first.
    pub second: TrainId,
    /// What both use: sections by direction, spots, cranes, throats.
    pub on: Vec<(Resource, Option<Direction>)>,
}

/// How a train is told in a summary: by the largest of its changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Newly postponed.
    Postponed,
    /// Newly planned.
    Planned,
    /// Gone.
    Gone,
    /// New.
    New,
    /// Another place or way of working.
    Place,
    /// Another order beside other trains, and other times.
    Order,
    /// Other times alone.
    Times,
    /// Another track, team or locomotive of the same kind alone.
    Units,
    /// The same.
    Same,
}

impl Group {
    /// Every group, the largest change first.
    pub const ALL: [Group; 9] = [
        Group::Postponed,
        Group::Planned,
        Group::Gone,
        Group::New,
        Group::Place,
        Group::Order,
        Group::Times,
        Group::Units,
        Group::Same,
    ];
}

impl TrainDiff {
    /// How far the exit moved; 0 where it is not planned in both.
    pub fn exit_minutes(&self, ahead: i32) -> i32 {
        let exits = self.exit_before.zip(self.exit_after);
        exits.map_or(0, |(before, after)| (after + ahead) - before)
    }

    /// The largest move of any of its times.
    pub fn largest_move(&self) -> u32 {
        let moves = self
            .times
            .iter()
            .map(|change| change.minutes.unsigned_abs());
        moves.max().unwrap_or(0)
    }

    fn moves_place(&self) -> bool {
        self.choices.iter().any(|change| !change.aspect.is_unit())
    }
}

impl PlanDiff {
    /// What changed from one plan to another, each beside its own instance. Complexity: that of reading both plans, and quadratic in
    /// the number of trains that use one thing.
    ///
    /// # Errors
    /// A plan of another instance.
    pub fn between(
        (old, old_plan): (&Instance, &Plan),
        (new, new_plan): (&Instance, &Plan),
        config: &DiffConfig,
    ) -> Result<PlanDiff, ForeignPlan> {
        old_plan.belongs_to(old)?;
        new_plan.belongs_to(new)?;
        let (old, new) = (&*old_plan.decided(old), &*new_plan.decided(new));
        let before = Timeline::new(old, old_plan);
        let after = Timeline::new(new, new_plan);
        let same = Counterparts::new(old, new);
        let ahead = ahead(old, new);
        let now = config.now.unwrap_or(Minute(0));
        let now = now.max(Minute(0)).max(Minute(0) - ahead);
        let mut trains = Vec::new();
        let facts_of = |timeline: &Timeline<'_>, train, now| Facts::new(timeline, train, now);
        let mut seen = vec![false; old.trains().len()];
        for index in 0..new.trains().len() {
            let id = TrainId::from_index(index);
            let was = same.back(id);
            if let Some(was) = was {
                seen[was.index()] = true;
            }
            let facts = facts_of(&after, id, now);
            let old_facts = was.map(|was| facts_of(&before, was, now + ahead));
            let has_left = |facts: &Facts, now| facts.exit.is_some_and(|exit| exit <= now);
            let left_before = old_facts.as_ref();
            let left_before = left_before.is_none_or(|facts| has_left(facts, now + ahead));
            if was.is_some() && left_before && has_left(&facts, now) {
                continue;
            }
            trains.push(train(
                (was, old_facts),
                (Some(id), Some(facts)),
                (&same, ahead, config.tolerance),
            ));
        }
        for (index, _) in seen.iter().enumerate().filter(|(_, seen)| !**seen) {
            let id = TrainId::from_index(index);
            let facts = facts_of(&before, id, now + ahead);
            if facts.exit.is_none_or(|exit| exit > now + ahead) {
                trains.push(train(
                    (Some(id), Some(facts)),
                    (None, None),
                    (&same, ahead, config.tolerance),
                ));
            }
        }
        let orders = orders::swapped(&before, &after, &same, (now, ahead));
        Ok(PlanDiff {
            tolerance: config.tolerance,
            now,
            ahead,
            trains,
            orders,
            possessions: possessions::moved((old, new), (now, ahead), config.tolerance),
        })
    }

    /// Whether nothing changed that is compared.
    pub fn is_empty(&self) -> bool {
        let mut trains = self.trains.iter();
        self.orders.is_empty()
            && self.possessions.is_empty()
            && trains.all(|train| train.change == TrainChange::Same)
    }

    /// How a train of it is told in a summary.
    pub fn group(&self, train: &TrainDiff) -> Group {
        match train.change {
            TrainChange::Postponed => Group::Postponed,
            TrainChange::Planned => Group::Planned,
            TrainChange::Gone => Group::Gone,
            TrainChange::New => Group::New,
            TrainChange::Same => Group::Same,
            TrainChange::Moved if train.moves_place() => Group::Place,
            TrainChange::Moved if train.times.is_empty() => Group::Units,
            TrainChange::Moved => {
                let mut orders = self.orders.iter();
                let id = train.after;
                if orders.any(|order| Some(order.first) == id || Some(order.second) == id) {
                    Group::Order
                } else {
                    Group::Times
                }
            }
        }
    }

    /// The trains of a group, those first that moved farthest.
    pub fn in_group(&self, group: Group) -> Vec<&TrainDiff> {
        let trains = self.trains.iter();
        let mut trains: Vec<&TrainDiff> = trains.filter(|it| self.group(it) == group).collect();
        trains.sort_by_key(|train| std::cmp::Reverse(train.largest_move()));
        trains
    }

    /// What changed of a train of the new instance.
    pub fn of(&self, train: TrainId) -> Option<&TrainDiff> {
        self.trains.iter().find(|diff| diff.after == Some(train))
    }
}

/// Minutes from the start of one horizon to that of another.
fn ahead(old: &Instance, new: &Instance) -> i32 {
    let between = new
        .horizon()
        .start
        .signed_duration_since(old.horizon().start);
    let minutes = between.num_minutes();
    i32::try_from(minutes).unwrap_or(if minutes < 0 {
        i32::MIN / 4
    } else {
        i32::MAX / 4
    })
}

/// One train of either plan.
fn train(
    (before, old): (Option<TrainId>, Option<Facts>),
    (after, new): (Option<TrainId>, Option<Facts>),
    (same, ahead, tolerance): (&Counterparts, i32, u32),
) -> TrainDiff {
    let exit = |facts: &Option<Facts>| facts.as_ref().and_then(|facts| facts.exit);
    let (exit_before, exit_after) = (exit(&old), exit(&new));
    let mut diff = TrainDiff {
        before,
        after,
        change: TrainChange::Same,
        choices: Vec::new(),
        times: Vec::new(),
        shifts: Vec::new(),
        exit_before,
        exit_after,
    };
    diff.change = match (&old, &new) {
        (None, _) => TrainChange::New,
        (_, None) => TrainChange::Gone,
        (Some(_), Some(_)) => match (exit_before, exit_after) {
            (Some(_), None) => TrainChange::Postponed,
            (None, Some(_)) => TrainChange::Planned,
            _ => TrainChange::Same,
        },
    };
    if let (Some(old), Some(new), TrainChange::Same) = (old, new, diff.change) {
        diff.choices = facts::choices(&old, &new, same);
        let moments = facts::moments(&old, &new, same, ahead);
        let moved = |change: &TimeChange| change.minutes.unsigned_abs() > tolerance;
        diff.shifts = shifts(&moments, moved);
        diff.times = moments.into_iter().filter(moved).collect();
        if !diff.choices.is_empty() || !diff.times.is_empty() {
            diff.change = TrainChange::Moved;
        }
    }
    diff
}

/// Instants that moved alike, as one: those that people go by, one straight after the other; or where none of them moved all others,
/// wherever they are.
fn shifts(moments: &[TimeChange], moved: impl Fn(&TimeChange) -> bool) -> Vec<Shift> {
    let principal = || moments.iter().filter(|change| change.moment.is_principal());
    let of = |change: &TimeChange| Shift {
        first: change.moment,
        last: change.moment,
        minutes: change.minutes,
        is_all: false,
    };
    let mut shifts: Vec<Shift> = Vec::new();
    if principal().any(&moved) {
        let mut goes_on = false;
        for change in principal() {
            let is_moved = moved(change);
            match shifts.last_mut() {
                Some(last) if is_moved && goes_on && last.minutes == change.minutes => {
                    last.last = change.moment;
                }
                _ if is_moved => shifts.push(of(change)),
                _ => {}
            }
            goes_on = is_moved;
        }
    } else {
        for change in moments.iter().filter(|change| moved(change)) {
            match shifts.iter_mut().find(|it| it.minutes == change.minutes) {
                Some(alike) => alike.last = change.moment,
                None => shifts.push(of(change)),
            }
        }
    }
    let first = moments.first().map(|change| change.minutes);
    let is_all = moments.iter().all(|change| Some(change.minutes) == first);
    if let ([only], true) = (shifts.as_mut_slice(), is_all) {
        only.is_all = true;
    }
    shifts
}
