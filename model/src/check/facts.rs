//! What was under way at the start: the events that a train's state fixes.

use crate::instance::{Rake, RakePlace, Train, WorkState};
use crate::plan::{Activity, Event};

/// Per event whether it was under way at the start. Of each kind that the state speaks of, the first one is.
pub(super) fn facts(train: &Train, events: &[Event]) -> Vec<bool> {
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
            Some(RakePlace::Exchange(..)) if rake == Rake::Arriving => {
                mark(&|e| matches!(e.what, Activity::Exchange { .. }));
            }
            Some(RakePlace::IntoStore(..)) => {
                mark(&|e| matches!(e.what, Activity::IntoStore { .. }));
            }
            Some(RakePlace::FromStore(..)) => {
                mark(&|e| matches!(e.what, Activity::FromStore { .. }));
            }
            Some(RakePlace::Handling(..)) => {
                mark(&|e| matches!(e.what, Activity::Handling { .. }));
            }
            _ => {}
        }
    }
    for progress in &state.stages {
        if progress.until.is_some() {
            mark(&|e| {
                e.rake == progress.rake
                    && matches!(e.what, Activity::Stage { stage, .. } if stage == progress.stage)
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
    matches!(
        work,
        WorkState::Preparation(..) | WorkState::Lifting(..) | WorkState::Finishing(..)
    )
}
