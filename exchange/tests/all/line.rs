//! A single-track line with loops, trains in both directions: more than can be proven.

use regauge_exchange::displib::{
    ComponentType, Instance, ObjectiveComponent, Operation, PlanConfig, Planned, ResourceUsage,
    plan, verify,
};

const N_STATIONS: usize = 9;

fn on(resource: String, min_duration: i64, release_time: i64) -> Operation {
    Operation {
        min_duration,
        resources: vec![ResourceUsage {
            resource,
            release_time,
        }],
        ..Operation::default()
    }
}

/// A train every 20 minutes, every second one in the other direction; 5 to 8 minutes from station to station.
fn line(n_trains: usize) -> Instance {
    let mut instance = Instance::default();
    for train in 0..n_trains {
        let enters = train as i64 * 1200;
        let mut operations = vec![Operation {
            start_lb: enters,
            ..Operation::default()
        }];
        let (mut before, mut due) = (vec![0], enters);
        for place in 0..N_STATIONS {
            let station = if train % 2 == 0 {
                place
            } else {
                N_STATIONS - 1 - place
            };
            let tracks = [1, 2].map(|track| {
                operations.push(on(format!("station {station} track {track}"), 60, 30));
                operations.len() - 1
            });
            for &one in &before {
                operations[one].successors = tracks.to_vec();
            }
            due += 60;
            let next = if place + 1 < N_STATIONS {
                let section = if train % 2 == 0 { station } else { station - 1 };
                let takes = 300 + section as i64 * 37 % 180;
                operations.push(on(format!("section {section}"), takes, 60));
                due += takes;
                operations.len() - 1
            } else {
                operations.push(Operation::default());
                operations.len() - 1
            };
            for track in tracks {
                operations[track].successors = vec![next];
            }
            before = vec![next];
        }
        instance.objective.push(ObjectiveComponent {
            kind: ComponentType::OperationDelay,
            train,
            operation: operations.len() - 1,
            threshold: due,
            increment: 0,
            coeff: 1,
        });
        instance.trains.push(operations);
    }
    instance
}

fn planned(instance: &Instance, work: f64) -> Planned {
    let planned = plan(instance, PlanConfig { work, seed: 1 }, &|| false);
    let solution = planned.solution.as_ref().expect("a solution");
    let verified = verify(instance, solution);
    assert!(verified.is_valid(), "{:?}", verified.violations);
    assert!(planned.bound.is_some_and(|bound| bound <= verified.value));
    planned
}

fn value(planned: &Planned) -> Option<i64> {
    planned.solution.as_ref()?.objective_value
}

#[test]
fn a_day_on_a_line_is_planned_the_same_way_twice_and_never_worse_with_more_work() {
    let instance = line(24);
    let short = planned(&instance, 0.3);
    assert_eq!(short, planned(&instance, 0.3));
    let long = planned(&instance, 0.9);
    assert!(value(&long) <= value(&short));
    // nobody passes the line in less than its running time, and somebody has to wait
    assert!(value(&long) > Some(0));
}
