//! Pins of single events, of tracks and of the fate of the emptied rake, read off a journey with all its decisions made: one that lacks what
//! is pinned is none, and the starts of the others are restricted.

use crate::parts::{Edge, Parts, Place, What};
use crate::tasks::World;
use regauge_model::Minute;
use regauge_model::ids::TrainId;
use regauge_model::instance::{Rake, WorkState};
use regauge_model::resource::{PinnedRake, Task};
use regauge_model::system::StageSide;

impl World<'_> {
    /// Keeps a journey to the pins of its train; false where it cannot.
    pub(crate) fn keep_pins(&self, id: TrainId, parts: &mut Parts) -> bool {
        let pins = &self.instance.train(id).pins;
        for (event, span) in &pins.times {
            let found = (0..parts.tasks.len()).find_map(|task| {
                let of = self.part_of_way(id, parts, task);
                let instant = instant(&parts.tasks[task].what, event.task, event.part)?;
                (of == event.rake).then_some((task, instant))
            });
            let Some((task, instant)) = found else {
                return false;
            };
            parts.restrict(task, |instants| span.contains(Minute(instants[instant])));
        }
        for &(rake, yard, track) in &pins.tracks {
            let station = self.system().yard(yard).station;
            let group = self.system().yard(yard).group_of(track);
            let group = group.expect("a track of the yard");
            assert_eq!(
                self.system().yard(yard).groups[group].count,
                1,
                "a group by itself"
            );
            let mut holds = parts.holds.iter().filter(|hold| {
                let Place::Track(at, _) = hold.place else {
                    return false;
                };
                let Edge::At(from) = hold.from else {
                    return false;
                };
                let of = match (&parts.tasks[from.task].what, hold.rake) {
                    (_, Rake::Onward) => PinnedRake::Onward,
                    (What::Exchange(..), Rake::Arriving) => PinnedRake::Emptied,
                    _ => self.part_of_way(id, parts, from.task),
                };
                hold.train == Some(id) && self.system().yard(at).station == station && of == rake
            });
            if !holds.any(|hold| hold.place == Place::Track(yard, group)) {
                return false;
            }
        }
        let pulled = parts.tasks.iter().find_map(|task| match task.what {
            What::Pulling(_, store) if task.rake == Rake::Arriving => Some(store),
            _ => None,
        });
        pins.emptied.is_none_or(|pinned| pulled == Some(pinned))
    }

    /// On which part of the way of its rake a task is.
    fn part_of_way(&self, id: TrainId, parts: &Parts, task: usize) -> PinnedRake {
        let train = self.instance.train(id);
        let data = &parts.tasks[task];
        if data.rake == Rake::Onward {
            return PinnedRake::Onward;
        }
        let Some(change) = train.transshipment() else {
            return PinnedRake::Arriving;
        };
        if let What::Stage(stage) = data.what
            && self.system().stage(stage).station == change.station
        {
            let departs = self.system().stage(stage).side == StageSide::Departure;
            return if departs {
                PinnedRake::Emptied
            } else {
                PinnedRake::Arriving
            };
        }
        let is_done = train
            .state
            .as_ref()
            .is_some_and(|state| state.work == WorkState::Done);
        // what it does behind its work is told behind its pulling
        let pulled = parts
            .tasks
            .iter()
            .position(|task| task.rake == Rake::Arriving && matches!(task.what, What::Pulling(..)));
        let is_behind = is_done || pulled.is_some_and(|pulled| pulled <= task);
        if is_behind {
            PinnedRake::Emptied
        } else {
            PinnedRake::Arriving
        }
    }
}

/// The instant of a task at which an event starts; `None` where the task has no such event.
fn instant(what: &What, event: Task, part: u32) -> Option<usize> {
    match (what, event) {
        (What::Ride(legs), Task::Run(section)) => {
            legs.iter().position(|leg| leg.section == section)
        }
        (What::Stage(stage), Task::Stage(of)) => (*stage == of).then_some(0),
        (What::Placing(..), Task::Placing)
        | (What::Pulling(..), Task::Pulling)
        | (What::IntoStore(_), Task::IntoStore)
        | (What::FromStore(_), Task::FromStore)
        | (What::Handling(_), Task::Handling) => Some(0),
        (What::Work(_, _, of, _), Task::CraneWork) | (What::Exchange(_, of), Task::Exchange) => {
            (*of == part).then_some(0)
        }
        _ => None,
    }
}
