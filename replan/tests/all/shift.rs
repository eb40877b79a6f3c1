//! A shift: events one after the other, each plan made from the one before.

use crate::days::{Day, exit_of, of_train, replanned};
use regauge_model::format::{ActualFile, ClosedFile};
use regauge_model::plan::TrainPlan;
use std::collections::BTreeMap;

/// A train late every forty minutes, now and then a crane out: every plan is right, nothing that had happened changes, nobody who has left
/// comes back.
#[test]
fn events_in_a_row_never_alter_what_has_happened() {
    let mut day = Day::of("s");
    let mut left: BTreeMap<String, _> = BTreeMap::new();
    for round in 0..8 {
        let now = 40;
        let to_come = day.to_come(now);
        let Some((late, entry)) = to_come.get(round % to_come.len().max(1)).cloned() else {
            break;
        };
        let (mut actual, mut told) = of_train(&late);
        told.earliest_entry = Some(day.at(entry + 35));
        if round % 2 == 0 {
            actual.trains.push(told);
        } else {
            actual = ActualFile::new();
            let system = &day.file.system;
            let sheds = system.stations.iter().flat_map(|station| &station.sheds);
            let cranes: Vec<&String> = sheds
                .flat_map(|shed| &shed.cranes)
                .map(|crane| &crane.id)
                .collect();
            let mut out = ClosedFile::new(day.at(now + 150), day.at(now + 240));
            out.crane = Some(cranes[round % cranes.len()].clone());
            actual.closed.push(out);
        }
        // what leaves until now has left when the plan says
        let trains = day.instance.trains().iter().zip(&day.plan.trains);
        for (train, plan) in trains {
            if let TrainPlan::Planned { exit, .. } = plan
                && exit.0 <= now
            {
                left.insert(
                    train.name.clone(),
                    exit_of(&day.instance, &day.plan, &train.name),
                );
            }
        }
        let mut replan = day.replan(now);
        replan.actual = actual;
        let next = replanned(&replan);
        for (name, exit) in &left {
            let again = exit_of(&next.instance, &next.plan, name);
            // its emptied rake may still be there
            assert!(
                again.is_none() || again <= *exit,
                "{name} has left at {exit:?}, and again at {again:?}"
            );
        }
        day = Day::next(next);
    }
    assert!(left.len() > 2, "{left:?}");
}
