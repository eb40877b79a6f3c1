//! What was under way at the start: the events that a train's state fixes.

use crate::ids::StageId;
use crate::instance::{Rake, RakePlace, Train, TrainState, WorkState};
use crate::plan::{Activity, Event};
use crate::system::{Direction, StageSide, System};

/// Per event whether it was under way at the start. Of each kind that the state speaks of, the first one is.
pub(super) fn facts(system: &System, train: &Train, events: &[Event]) -> Vec<bool> {
    let mut facts = vec![false; events.len()];
    let Some(state) = &train.state else {
        return facts;
    };
    let mut mark = |is_meant: &dyn Fn(&Event) -> bool| {
        let meant = events
            .iter()
            .enumerate()
            .filter(|(_, event)| is_meant(event));
        if let Some((first, _)) = meant.min_by_key(|(index, event)| (event.span, *index)) {
            facts[first] = true;
        }
    };
    for (rake, place) in [
        (Rake::Arriving, Some(state.arriving)),
        (Rake::Onward, state.onward),
    ] {
        match place {
            Some(RakePlace::Section(..)) => {
                mark(&|e| e.rake == rake && matches!(e.what, Activity::Run { .. }));
            }
            Some(RakePlace::Placing(..)) => {
                mark(&|e| e.rake == rake && matches!(e.what, Activity::Placing { .. }));
            }
            Some(RakePlace::Pulling(..)) => {
                mark(&|e| e.rake == rake && matches!(e.what, Activity::Pulling { .. }));
            }
            _ => {}
        }
    }
    for (id, until) in &state.stages {
        if until.is_some() {
            let rake = rake_of_progress(system, train, state, *id);
            mark(&|e| {
                e.rake == rake && matches!(e.what, Activity::Stage { stage, .. } if stage == *id)
            });
        }
    }
    if is_work_under_way(state.work) {
        mark(&|e| matches!(e.what, Activity::CraneWork { .. }));
    }
    facts
}

/// Whether crane work is under way.
pub(super) fn is_work_under_way(work: WorkState) -> bool {
    !matches!(work, WorkState::NotBegun | WorkState::Done)
}

/// Which rake the progress of a stage belongs to: at the station of transshipment arrival stages are the arriving
/// rake's and departure stages those of the onward rake if it stands on a track there and the stage is for its class,
/// else of the emptied one; elsewhere it is the rake that is there.
pub(super) fn rake_of_progress(
    system: &System,
    train: &Train,
    state: &TrainState,
    stage: StageId,
) -> Rake {
    let Some(transshipment) = train.transshipment() else {
        return Rake::Arriving;
    };
    let data = system.stage(stage);
    let station = match state.onward {
        Some(RakePlace::Track(yard, _) | RakePlace::Pulling(_, Some((yard, _)), _)) => {
            Some(system.yard(yard).station)
        }
        Some(RakePlace::Section(section, direction, _)) => {
            let section = system.section(section);
            Some(if direction == Direction::Down {
                section.to
            } else {
                section.from
            })
        }
        _ => None,
    };
    let is_there = station == Some(data.station);
    let is_for_it = data.classes.contains(&transshipment.onward_class);
    let is_arrival = data.station == transshipment.station && data.side != StageSide::Departure;
    if is_there && is_for_it && !is_arrival {
        Rake::Onward
    } else {
        Rake::Arriving
    }
}
