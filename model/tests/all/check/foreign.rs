//! A plan of another instance is answered: by a violation here, by an error where it would be written.

use super::fixture::*;
use regauge_model::check::check;
use regauge_model::ids::{
    CraneId, ModeId, SectionId, SpotId, StageId, StoreId, TrainId, YardId, ZoneId,
};
use regauge_model::plan::{Activity, TrainPlan};
use regauge_model::plan_file::plan_to_json;
use regauge_model::resource::{Pinned, Resource, Task};
use regauge_model::{Instance, Plan};

/// Beyond every list.
const BEYOND: u32 = 1_000_000;

/// An event with every id in it beyond its list, one id at a time.
fn strayed(what: &Activity) -> Vec<Activity> {
    let mut all = Vec::new();
    let mut add = |change: fn(&mut Activity)| {
        let mut changed = what.clone();
        change(&mut changed);
        if changed != *what {
            all.push(changed);
        }
    };
    add(|what| {
        if let Activity::Run { section, .. } = what {
            *section = SectionId(BEYOND);
        }
    });
    add(|what| {
        if let Activity::Track { yard, .. } = what {
            *yard = YardId(BEYOND);
        }
    });
    add(|what| {
        if let Activity::Stage { stage, .. } = what {
            *stage = StageId(BEYOND);
        }
    });
    add(|what| {
        if let Activity::Placing { spot, .. }
        | Activity::Pulling { spot, .. }
        | Activity::Spot { spot }
        | Activity::Handling { spot }
        | Activity::Exchange { spot, .. }
        | Activity::CraneWork { spot, .. } = what
        {
            *spot = SpotId(BEYOND);
        }
    });
    add(|what| {
        if let Activity::Placing { store, .. } | Activity::Pulling { store, .. } = what {
            *store = Some(StoreId(BEYOND));
        }
    });
    add(|what| {
        if let Activity::IntoStore { store, .. } | Activity::FromStore { store, .. } = what {
            *store = StoreId(BEYOND);
        }
    });
    add(|what| {
        if let Activity::CraneWork { mode, .. } = what {
            *mode = ModeId(BEYOND);
        }
    });
    all
}

#[track_caller]
fn is_foreign(instance: &Instance, plan: &Plan) {
    let report = check(instance, plan);
    let found = report
        .violations
        .iter()
        .any(|violation| violation.rule == "instance");
    assert!(found, "{:?}", report.violations);
    let error = plan_to_json(instance, plan).unwrap_err();
    assert!(error.to_string().contains("another instance"), "{error}");
}

#[test]
fn every_id_that_the_instance_does_not_have_is_told() {
    let (instance, good) = good();
    let mut kinds = std::collections::BTreeSet::new();
    for (train, plan) in good.trains.iter().enumerate() {
        for (index, event) in plan.events().iter().enumerate() {
            for what in strayed(&event.what) {
                let mut foreign = good.clone();
                if let TrainPlan::Planned { events, .. } = &mut foreign.trains[train] {
                    events[index].what = what;
                }
                is_foreign(&instance, &foreign);
                kinds.extend(
                    foreign
                        .foreign(&instance)
                        .iter()
                        .map(|foreign| foreign.kind),
                );
            }
        }
    }
    let mut foreign = good.clone();
    foreign.crane_slots[0].crane = CraneId(BEYOND);
    is_foreign(&instance, &foreign);
    let mut foreign = good.clone();
    foreign.crane_slots[0].train = TrainId(BEYOND);
    is_foreign(&instance, &foreign);
    let mut foreign = good.clone();
    foreign.rakes[0].train = TrainId(BEYOND);
    is_foreign(&instance, &foreign);
    let mut foreign = good.clone();
    foreign.rakes[0].store = Some(StoreId(BEYOND));
    is_foreign(&instance, &foreign);
    let all = ["crane mode", "section", "spot", "stage", "store", "yard"];
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), all);
}

#[test]
fn a_plan_with_other_trains_is_told() {
    let (instance, good) = good();
    let mut more = good.clone();
    more.trains.push(good.trains[0].clone());
    is_foreign(&instance, &more);
    let mut fewer = good.clone();
    fewer.trains.pop();
    is_foreign(&instance, &fewer);
    let mut held = good.clone();
    if let TrainPlan::Planned { waits, .. } = &mut held.trains[0] {
        waits.push(regauge_model::plan::Wait {
            rake: regauge_model::instance::Rake::Arriving,
            before: Task::Placing,
            span: span(0, 1),
            for_what: Resource::OwnStages,
            held_by: vec![TrainId(BEYOND)],
            closure: None,
        });
    }
    is_foreign(&instance, &held);
    let mut causes = good.clone();
    if let TrainPlan::Planned { waits, .. } = &mut causes.trains[0] {
        let wait = |before, for_what, zone| regauge_model::plan::Wait {
            rake: regauge_model::instance::Rake::Arriving,
            before,
            span: span(0, 1),
            for_what,
            held_by: Vec::new(),
            closure: Some(regauge_model::plan::Closure {
                why: regauge_model::plan::ClosureKind::LineWind,
                span: None,
                train: None,
                zone: Some(zone),
            }),
        };
        let ahead = Resource::Ahead;
        waits.extend([
            wait(Task::Placing, Resource::Room(StoreId(BEYOND)), ZoneId(0)),
            wait(Task::Run(SectionId(BEYOND)), ahead, ZoneId(0)),
            wait(Task::Placing, ahead, ZoneId(BEYOND)),
            wait(Task::Placing, Resource::SpotSide(SpotId(0), 2), ZoneId(0)),
        ]);
    }
    causes.trains[1] = TrainPlan::Postponed {
        reason: regauge_model::plan::Reason {
            code: regauge_model::plan::ReasonCode::NoRoom,
            blocked_by: vec![Resource::Pin(Pinned::Mode(ModeId(BEYOND)))],
            text: String::new(),
        },
    };
    let kinds: Vec<&str> = causes
        .foreign(&instance)
        .iter()
        .map(|one| one.kind)
        .collect();
    let expected = [
        "store",
        "section",
        "wind zone",
        "side of a spot",
        "crane mode",
    ];
    assert_eq!(kinds, expected);
    is_foreign(&instance, &causes);
    assert!(check(&instance, &good).is_clean());
}

/// What is right in a plan of another instance is checked as ever, and the value is that of the rest.
#[test]
fn the_rest_is_checked_without_it() {
    let (instance, good) = good();
    let mut foreign = good.clone();
    foreign.crane_slots[0].crane = CraneId(BEYOND);
    let report = check(&instance, &foreign);
    assert_eq!(report.value, check(&instance, &good).value);
    assert!(
        report
            .violations
            .iter()
            .any(|violation| violation.rule == "crane-slots")
    );
}
