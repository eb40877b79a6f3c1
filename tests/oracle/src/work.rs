//! Crane work: part by part, with the exchanges between.

use crate::parts::{Edge, Hold, Parts, Place, StepAt, Task, What};
use crate::tasks::{World, step_lifts};
use crate::travel::Rider;
use regauge_model::Minute;
use regauge_model::ids::{ModeId, SpotId, TrainId};
use regauge_model::instance::{Rake, Transshipment, WorkState};
use regauge_model::system::Step;

impl World<'_> {
    /// The crane work, part by part; its end.
    #[expect(clippy::too_many_arguments, reason = "everything the work depends on")]
    pub(crate) fn worked(
        &self,
        parts: &mut Parts,
        rider: &Rider,
        change: &Transshipment,
        spot: SpotId,
        mode: ModeId,
        ready: [Edge; 2],
        track: Option<usize>,
        state: WorkState,
    ) -> Option<Edge> {
        let train = self.instance.train(rider.train);
        let shed = self.system().shed(self.system().spot(spot).shed);
        let onward = World::onward_rider(rider, change);
        let mut ready = ready.to_vec();
        for part in 0..train.parts {
            if part > 0 {
                let gauges =
                    [rider, &onward].map(|rider| self.system().class(rider.class).gauge_mm);
                let pools = [
                    self.system().locomotives_at(shed.station, gauges[0])?,
                    self.system().locomotives_at(shed.station, gauges[1])?,
                ];
                let minutes = shed.pulling + shed.placing;
                let task = parts.add(Task {
                    train: rider.train,
                    rake: Rake::Arriving,
                    what: What::Exchange(spot, part + 1),
                    table: self.movement(shed.station, minutes, &pools),
                });
                self.move_at(parts, rider, task, spot, true);
                self.move_at(parts, &onward, task, spot, true);
                let start = Parts::start(task);
                for edge in ready {
                    parts.link(edge, start);
                }
                ready = vec![parts.end(task)];
                if let Some(hold) = track {
                    parts.holds[hold].to = parts.end(task);
                }
            }
            let task = self.work_task(parts, rider, spot, mode, part, state);
            if let Some(pin) = train.pins.crane_work
                && part == 0
                && state == WorkState::NotBegun
            {
                parts.restrict(task, |instants| pin.contains(Minute(instants[0])));
            }
            if let WorkState::Interrupted(Some((_, until))) = state {
                parts.link(Edge::Fixed(until.0), Parts::start(task));
            }
            for edge in ready {
                parts.link(edge, Parts::start(task));
            }
            ready = vec![parts.end(task)];
        }
        ready.first().copied()
    }

    fn work_task(
        &self,
        parts: &mut Parts,
        rider: &Rider,
        spot_id: SpotId,
        mode_id: ModeId,
        part: u32,
        state: WorkState,
    ) -> usize {
        let spot = self.system().spot(spot_id);
        let mode = self.system().mode(mode_id);
        let mut lifts = self.lifts_of(rider.train, mode_id, part);
        let table = match state {
            WorkState::Preparation(_, left) => {
                self.work_under_way(mode_id, &lifts, left, spot.finishing, false)
            }
            WorkState::Lifting(_, left) => {
                lifts = vec![left];
                self.work_under_way(mode_id, &lifts, 0, spot.finishing, true)
            }
            WorkState::Finishing(_, left) => {
                lifts = Vec::new();
                self.work_under_way(mode_id, &lifts, 0, left, false)
            }
            WorkState::NotBegun
            | WorkState::PartDone
            | WorkState::Interrupted(_)
            | WorkState::Done => self.work(spot_id, mode_id, &lifts),
        };
        let task = parts.add(Task {
            train: rider.train,
            rake: Rake::Arriving,
            what: What::Work(spot_id, mode_id, part + 1, lifts.clone()),
            table,
        });
        for (index, step) in mode.steps.iter().enumerate().take(lifts.len()) {
            let (from, to) = (
                Parts::instant(task, 2 * index + 2),
                Parts::instant(task, 2 * index + 3),
            );
            for &crane in &step.cranes {
                parts.holds.push(Hold {
                    place: Place::Crane(crane),
                    from,
                    to,
                    train: Some(rider.train),
                    rake: Rake::Arriving,
                    task: Some(task),
                    number: None,
                });
            }
            parts.steps.push(self.step_at(spot_id, step, from, to));
        }
        task
    }

    /// A lifting step in a spot as the runway sees it.
    pub(crate) fn step_at(&self, spot: SpotId, step: &Step, from: Edge, to: Edge) -> StepAt {
        let spot = self.system().spot(spot);
        let whole = (spot.at_m, spot.at_m + spot.length_m);
        let positions = step.cranes.iter();
        let positions = positions.map(|&crane| self.system().crane(crane).position);
        StepAt {
            shed: spot.shed,
            positions: positions.collect(),
            stretch: step.stretch.unwrap_or(whole),
            from,
            to,
        }
    }

    /// Lifts of every step of a part, or of what was left of it when its work was interrupted.
    fn lifts_of(&self, id: TrainId, mode: ModeId, part: u32) -> Vec<u32> {
        let train = self.instance.train(id);
        let lifts = match &train.state {
            Some(state) if state.part == part + 1 && state.rest.is_some() => state.rest,
            _ => None,
        };
        let lifts = lifts.unwrap_or(train.part_lifts(part));
        step_lifts(self.system(), mode, lifts)
    }
}
