//! What a train still does from a minute on: what is chosen for it and when what happens.

use super::counterparts::Counterparts;
use super::{Aspect, Choice, ChoiceChange, Moment, TimeChange};
use crate::ids::TrainId;
use crate::instance::Rake;
use crate::journey::Journey;
use crate::resource::{Pinned, Resource, Task};
use crate::system::Direction;
use crate::time::{Minute, Span};
use crate::timeline::{Kind, Timeline, Use};
use std::collections::BTreeMap;

/// What is chosen, of which rake where each has its own.
type Chosen = (Aspect, Option<Rake>);

/// Which of several instants alike: the direction of a run, and how many of the kind come behind it. Counted from the end, since
/// what has happened is missing from the front of a plan that was advanced.
type Ordinal = (Option<Direction>, usize);

/// What a train still does.
pub(super) struct Facts {
    /// When it leaves; `None` where it is not planned.
    pub exit: Option<Minute>,
    /// From when on.
    now: Minute,
    choices: BTreeMap<Chosen, Vec<Resource>>,
    /// The names of its crane modes.
    modes: Vec<String>,
    parts: u32,
    moments: BTreeMap<(Moment, Ordinal), Minute>,
}

impl Facts {
    /// What a train does in a plan from a minute on.
    pub(super) fn new(timeline: &Timeline<'_>, id: TrainId, now: Minute) -> Facts {
        let instance = timeline.instance();
        let mut facts = Facts {
            exit: timeline.plan().trains[id.index()].exit(),
            now,
            choices: BTreeMap::new(),
            modes: Vec::new(),
            parts: 0,
            moments: BTreeMap::new(),
        };
        if facts.exit.is_none() {
            return facts;
        }
        let train = instance.train(id);
        if let Some(port) = train.port() {
            facts.choose(Aspect::Port, None, Resource::Station(port));
        }
        let uses = timeline.of_train(id);
        for one in uses.iter().filter(|one| is_left(one.span, now)) {
            facts.read(timeline, one);
        }
        if let Some(cranes) = facts.choices.get_mut(&(Aspect::Cranes, None)) {
            cranes.sort_unstable();
            cranes.dedup();
        }
        let mut fates = timeline.plan().rakes.iter();
        if let Some(fate) = fates.find(|fate| fate.train == id && fate.at > now) {
            let chosen = facts.choices.entry((Aspect::Fate, None)).or_default();
            chosen.extend(fate.store.map(Resource::Store));
        }
        facts.instants(&Journey::new(timeline, id), uses);
        facts
    }

    fn choose(&mut self, aspect: Aspect, rake: Option<Rake>, thing: Resource) {
        let things = self.choices.entry((aspect, rake)).or_default();
        // A thing used twice in a row is one choice; locomotives and teams are told task by task.
        if things.last() != Some(&thing) || matches!(aspect, Aspect::Teams | Aspect::Locomotives) {
            things.push(thing);
        }
    }

    /// What a use says of what is chosen.
    fn read(&mut self, timeline: &Timeline<'_>, one: &Use<'_>) {
        let system = timeline.instance().system();
        let rake = Some(one.rake);
        // Where a rake runs or stands already is decided no more. A plan that was advanced has forgotten when it came there.
        let has_begun = one.span.from <= self.now;
        match (one.resource, one.kind) {
            (
                Resource::Section(_)
                | Resource::Track(..)
                | Resource::Team(..)
                | Resource::Locomotive(..),
                _,
            ) if has_begun => {}
            (Resource::Section(_), Kind::Run { .. }) => {
                self.choose(Aspect::Sections, rake, one.resource);
            }
            (Resource::Track(yard, _), Kind::Hold { .. }) => {
                self.choose(Aspect::Yards, rake, Resource::Tracks(yard));
                self.choose(Aspect::Tracks, rake, one.resource);
            }
            (Resource::SpotSide(spot, _), Kind::Hold { .. } | Kind::Handling) => {
                let shed = system.spot(spot).shed;
                self.choose(Aspect::Shed, None, Resource::Shed(shed));
                self.choose(Aspect::Spot, None, Resource::Spot(spot));
            }
            (Resource::SpotSide(..), Kind::CraneWork(work)) if one.is_main => {
                let mode = Resource::Pin(Pinned::Mode(work.mode));
                self.choose(Aspect::Mode, None, mode);
                self.modes.push(system.mode(work.mode).name.clone());
                self.parts += 1;
            }
            (Resource::Crane(_), Kind::Lifts { .. }) => {
                self.choose(Aspect::Cranes, None, one.resource);
            }
            (Resource::Team(..), Kind::Stage(_)) => {
                self.choose(Aspect::Teams, rake, one.resource);
            }
            (Resource::Locomotive(..), Kind::Movement(_)) => {
                self.choose(Aspect::Locomotives, rake, one.resource);
            }
            _ => {}
        }
        if let (true, Some(movement)) = (one.is_main, one.movement())
            && one.rake == Rake::Onward
            && movement.what == Task::Placing
        {
            let from = movement
                .from
                .filter(|from| matches!(from, Resource::Store(_)));
            let chosen = self.choices.entry((Aspect::Empties, None)).or_default();
            chosen.extend(from);
        }
    }

    /// When what happens: the instants of its journey, then what each task adds to them.
    fn instants(&mut self, journey: &Journey, uses: &[Use<'_>]) {
        let of_journey = [
            (Moment::Entry, journey.entry),
            (Moment::Arrival, journey.arrival),
            (Moment::Departure, journey.departure),
            (Moment::Exit, journey.exit),
        ];
        for (moment, at) in of_journey {
            if let Some(at) = at {
                self.moments.insert((moment, (None, 0)), at);
            }
        }
        let begins = [journey.entry, journey.departure];
        let ends = [journey.arrival, journey.exit];
        let mut behind: BTreeMap<(Moment, Option<Direction>), usize> = BTreeMap::new();
        for one in uses.iter().rev().filter(|one| one.is_main) {
            let Some((task, direction)) = task(one) else {
                continue;
            };
            let is_run = matches!(task, Task::Run(_));
            let instants = [
                (Moment::Starts(one.rake, task), one.span.from, begins),
                (Moment::Ends(one.rake, task), one.span.to, ends),
            ];
            for (moment, at, told) in instants {
                let ordinal = behind.entry((moment, direction)).or_default();
                // The ends of its runs are those of its journey, and told once.
                if !is_run || !told.contains(&Some(at)) {
                    self.moments.insert((moment, (direction, *ordinal)), at);
                }
                *ordinal += 1;
            }
        }
    }

    /// The things chosen for an aspect of the train as a whole.
    pub(super) fn chosen(&self, aspect: Aspect) -> Option<&[Resource]> {
        self.choices.get(&(aspect, None)).map(Vec::as_slice)
    }

    /// The instants that people go by and that are still to come: of crane work, handling and placing the last.
    pub(super) fn left(&self) -> impl Iterator<Item = (Moment, Minute)> {
        let moments = self.moments.iter();
        let is_told = |((moment, (_, behind)), at): &(&(Moment, Ordinal), &Minute)| {
            let placing = matches!(moment, Moment::Starts(_, Task::Placing));
            moment.is_principal() && !placing && *behind == 0 && **at >= self.now
        };
        moments
            .filter(is_told)
            .map(|((moment, _), at)| (*moment, *at))
    }

    /// Whether an instant has passed, or is the one from which on is compared: what is under way there began at it or before.
    fn has_passed(&self, at: Minute) -> bool {
        at <= self.now
    }
}

/// Whether something goes on or begins at a minute or later.
pub(super) fn is_left(span: Span, now: Minute) -> bool {
    span.to > now || span.from >= now
}

/// The task that a use is, with the direction of a run.
fn task(one: &Use<'_>) -> Option<(Task, Option<Direction>)> {
    match (one.resource, one.kind) {
        (Resource::Section(section), Kind::Run { direction, .. }) => {
            Some((Task::Run(section), Some(direction)))
        }
        (_, Kind::Stage(stage)) => Some((Task::Stage(stage), None)),
        (_, Kind::Movement(movement)) => Some((movement.what, None)),
        (_, Kind::CraneWork(_)) => Some((Task::CraneWork, None)),
        (_, Kind::Handling) => Some((Task::Handling, None)),
        _ => None,
    }
}

/// What is chosen otherwise.
pub(super) fn choices(old: &Facts, new: &Facts, same: &Counterparts) -> Vec<ChoiceChange> {
    let mut keys: Vec<Chosen> = old
        .choices
        .keys()
        .chain(new.choices.keys())
        .copied()
        .collect();
    keys.sort_unstable();
    keys.dedup();
    let nothing = Vec::new();
    let mut changes: Vec<ChoiceChange> = Vec::new();
    for key in keys {
        let (aspect, rake) = key;
        let before = old.choices.get(&key).unwrap_or(&nothing);
        let after = new.choices.get(&key).unwrap_or(&nothing);
        let beside = before.iter().map(|thing| same.resource(*thing));
        if beside.eq(after.iter().map(|thing| Some(*thing))) {
            continue;
        }
        let is_there = old.choices.contains_key(&key) && new.choices.contains_key(&key);
        // What one plan says nothing of has been done there by now; but a rake may go without a track.
        let may_lack = matches!(aspect, Aspect::Yards | Aspect::Tracks);
        let moved = |other: Aspect| changes.iter().any(|change| change.aspect == other);
        let is_implied = match aspect {
            Aspect::Cranes => moved(Aspect::Shed) || moved(Aspect::Mode),
            Aspect::Mode => moved(Aspect::Shed) && old.modes == new.modes,
            // Over another port everything is elsewhere.
            Aspect::Shed | Aspect::Sections => moved(Aspect::Port),
            // An emptied rake that goes elsewhere stands elsewhere, or not at all.
            Aspect::Yards => {
                moved(Aspect::Port) || (moved(Aspect::Fate) && rake == Some(Rake::Arriving))
            }
            _ => false,
        };
        // Which unit it is means nothing where it is another pool, yard or stage altogether.
        let is_elsewhere = match aspect {
            Aspect::Tracks => {
                moved(Aspect::Port)
                    || changes
                        .iter()
                        .any(|change| change.aspect == Aspect::Yards && change.rake == rake)
            }
            Aspect::Teams | Aspect::Locomotives => {
                moved(Aspect::Port) || before.len() != after.len()
            }
            _ => false,
        };
        if !(is_there || may_lack) || is_implied || is_elsewhere {
            continue;
        }
        changes.push(ChoiceChange {
            aspect,
            rake,
            before: Choice::Things(before.clone()),
            after: Choice::Things(after.clone()),
        });
    }
    if old.parts != new.parts && old.parts > 0 && new.parts > 0 {
        let change = ChoiceChange {
            aspect: Aspect::Parts,
            rake: None,
            before: Choice::Parts(old.parts),
            after: Choice::Parts(new.parts),
        };
        let at = changes.partition_point(|other| other.aspect < Aspect::Parts);
        changes.insert(at, change);
    }
    changes
}

/// Every instant that both plans have and that has not passed in both, by the new time.
pub(super) fn moments(
    old: &Facts,
    new: &Facts,
    same: &Counterparts,
    ahead: i32,
) -> Vec<TimeChange> {
    let beside = |moment: Moment| {
        Some(match moment {
            Moment::Starts(rake, task) => Moment::Starts(rake, same.task(task)?),
            Moment::Ends(rake, task) => Moment::Ends(rake, same.task(task)?),
            other => other,
        })
    };
    let mut changes = Vec::new();
    for ((moment, ordinal), before) in &old.moments {
        let Some(moment) = beside(*moment) else {
            continue;
        };
        let Some(after) = new.moments.get(&(moment, *ordinal)) else {
            continue;
        };
        if old.has_passed(*before) && new.has_passed(*after) {
            continue;
        }
        changes.push(TimeChange {
            moment,
            before: *before,
            after: *after,
            minutes: (*after + ahead) - *before,
        });
    }
    changes.sort_by_key(|change| (change.after, change.moment));
    changes
}
