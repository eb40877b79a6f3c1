//! Holds: nobody who is held moves on before the release, or comes to stand in another yard until then.
//!
//! A reading of its own of a finished journey: whatever ends a hold of a track leaves it, whatever begins one comes to it.

use crate::parts::{Edge, Parts, Place, What};
use crate::tasks::World;
use crate::travel::Rider;
use regauge_model::ids::{ClassId, StationId, TrainId, YardId};
use regauge_model::instance::{Hold, Rake, RakePlace, WorkState};
use regauge_model::system::Direction;

impl World<'_> {
    /// Yards in which a rider may stand at a station for a hold alone.
    pub(crate) fn held_in(&self, rider: &Rider, station: StationId) -> Vec<YardId> {
        let with = rider.calls && rider.rake == Rake::Arriving;
        let holds = self.instance.holds().iter();
        let own = holds.filter(|hold| {
            hold.station == station
                && (hold.classes.contains(&rider.class)
                    || with && hold.trains.contains(&rider.train))
        });
        own.filter_map(|hold| hold.yard).collect()
    }

    /// Keeps a journey to the holds; whether it can be kept.
    pub(crate) fn keep_holds(&self, id: TrainId, parts: &mut Parts) -> bool {
        if self.instance.holds().is_empty() {
            return true;
        }
        for task in 0..parts.tasks.len() {
            self.keep_passes(id, parts, task);
        }
        for index in 0..parts.holds.len() {
            let hold = parts.holds[index].clone();
            let Place::Track(yard, _) = hold.place else {
                continue;
            };
            let came = match hold.from {
                Edge::At(point) => Some(point.task),
                Edge::Fixed(_) => None,
            };
            // a track on which a rake passes is no place where it stands
            let passes = matches!((hold.from, hold.to), (Edge::At(from), Edge::At(to))
                if from.task == to.task && matches!(parts.tasks[from.task].what, What::Ride(_)));
            if passes {
                continue;
            }
            let held = self.holds_of(id, parts, hold.rake, came, self.system().yard(yard).station);
            for one in &held {
                if let Some(task) = self.leaves_by(id, parts, index) {
                    parts.link(Edge::Fixed(one.until.0), Parts::start(task));
                }
            }
            if hold.number.is_none()
                && let Some(task) = came
                && !self.keep_yard(id, parts, (task, hold.rake), yard, &held)
            {
                return false;
            }
        }
        true
    }

    /// What stands in a yard that a hold does not name comes when it is released; where it may stand for the hold alone, before.
    fn keep_yard(
        &self,
        id: TrainId,
        parts: &mut Parts,
        (task, rake): (usize, Rake),
        yard: YardId,
        held: &[&Hold],
    ) -> bool {
        // a pulling or a movement from the store under way at the start leads where it leads
        let place = self.place(id, rake);
        let is_shunted = !matches!(parts.tasks[task].what, What::Ride(_) | What::Beginning);
        let is_first = parts.tasks[..task].iter().all(|task| task.rake != rake);
        if is_shunted && is_first && place.is_some() {
            return true;
        }
        let train = self.instance.train(id);
        let data = self.system().yard(yard);
        let own = rake == Rake::Arriving && !self.is_emptied(id, parts, rake, Some(task));
        let call = train.call_at(data.station).filter(|_| own);
        let only_held = data.by_call_only && call.and_then(|call| call.yard) != Some(yard);
        let named = held.iter().filter(|hold| hold.yard == Some(yard));
        let before = named.map(|hold| hold.until.0).max().filter(|_| only_held);
        let others = held
            .iter()
            .filter(|hold| hold.yard.is_some_and(|named| named != yard));
        let after = others.map(|hold| hold.until.0).max();
        parts.restrict(task, |instants| {
            let comes = instants[instants.len() - 1];
            after.is_none_or(|after| comes >= after) && before.is_none_or(|before| comes < before)
        });
        true
    }

    /// Who passes a station in the middle of a ride, or at its beginning.
    fn keep_passes(&self, id: TrainId, parts: &mut Parts, task: usize) {
        let What::Ride(legs) = parts.tasks[task].what.clone() else {
            return;
        };
        let rake = parts.tasks[task].rake;
        for (number, leg) in legs.iter().enumerate() {
            if leg.starts {
                continue;
            }
            let section = self.system().section(leg.section);
            let station = match leg.direction {
                Direction::Down => section.from,
                Direction::Up => section.to,
            };
            let in_section = matches!(self.place(id, rake), Some(RakePlace::Section(..)));
            let is_first = parts.tasks[..task].iter().all(|task| task.rake != rake);
            if number == 0 && in_section && is_first {
                continue;
            }
            let held = self.holds_of(id, parts, rake, Some(task), station);
            let until = held.iter().map(|hold| hold.until.0).max();
            parts.restrict(task, |instants| {
                until.is_none_or(|until| instants[number] >= until)
            });
        }
    }

    /// The task by which a rake leaves a track; none for one that was leaving at the start.
    fn leaves_by(&self, id: TrainId, parts: &Parts, index: usize) -> Option<usize> {
        let hold = &parts.holds[index];
        let stood = matches!(hold.from, Edge::Fixed(_)) && hold.number.is_some();
        let on_track = matches!(self.place(id, hold.rake), Some(RakePlace::Track(..)));
        if stood && !on_track {
            return None;
        }
        let Edge::At(end) = hold.to else { return None };
        if matches!(parts.tasks[end.task].what, What::Exchange(..)) {
            // a train in parts leaves it with the first one
            let placing = |task: &crate::parts::Task| {
                task.rake == hold.rake && matches!(task.what, What::Placing(..))
            };
            return parts.tasks.iter().position(placing);
        }
        Some(end.task)
    }

    fn place(&self, id: TrainId, rake: Rake) -> Option<RakePlace> {
        let state = self.instance.train(id).state.as_ref()?;
        match rake {
            Rake::Arriving => Some(state.arriving),
            Rake::Onward => state.onward,
        }
    }

    /// Whether the arriving rake is the emptied one when it does a task.
    fn is_emptied(&self, id: TrainId, parts: &Parts, rake: Rake, task: Option<usize>) -> bool {
        let state = self.instance.train(id).state.as_ref();
        let done = state.is_some_and(|state| state.work == WorkState::Done);
        let pulled = |task: &crate::parts::Task| {
            task.rake == Rake::Arriving && matches!(task.what, What::Pulling(..))
        };
        let before = task.map_or(0, |task| task + 1);
        rake == Rake::Arriving && (done || parts.tasks[..before].iter().any(pulled))
    }

    fn holds_of(
        &self,
        id: TrainId,
        parts: &Parts,
        rake: Rake,
        task: Option<usize>,
        station: StationId,
    ) -> Vec<&Hold> {
        let train = self.instance.train(id);
        let emptied = self.is_emptied(id, parts, rake, task);
        let class: ClassId = match (train.transshipment(), rake) {
            (Some(change), Rake::Onward) => change.onward_class,
            (Some(change), Rake::Arriving) if emptied => change.emptied_class,
            _ => train.class,
        };
        let with = rake == Rake::Arriving && !emptied;
        let holds = self.instance.holds().iter();
        let held = holds.filter(|hold| {
            hold.station == station
                && (hold.classes.contains(&class) || with && hold.trains.contains(&id))
        });
        held.collect()
    }
}
