//! The events of one journey.

use super::numbers::Numbers;
use crate::journey::{Journey, OperationDone};
use crate::network::{
    Anchor, Network, OperationWhat, PoolWhat, StagePhase, StandWhat, Ticks, in_minutes,
};
use regauge_model::instance::Rake;
use regauge_model::plan::{Activity, Event, RakeFate};
use std::sync::Arc;

/// The events of a journey, by time.
pub fn events(network: &Network, journey: &Journey, numbers: &Numbers) -> Vec<Event> {
    let train = &network.trains[journey.train.index()];
    let mut events = Vec::new();
    for hold in &journey.holds {
        let stand = &train.graph[hold.stand];
        let taken = journey.uses[hold.taken];
        let what = match stand.what {
            StandWhat::Track(yard, _) => Activity::Track {
                yard,
                track: numbers.of(journey.train, hold.taken),
            },
            StandWhat::SpotBefore(spot) | StandWhat::SpotAfter(spot) => Activity::Spot { spot },
            StandWhat::Outside | StandWhat::Store(_) | StandWhat::Left => continue,
        };
        events.push(Event {
            span: in_minutes((taken.from, taken.to.min(train.end))),
            rake: stand.rake,
            what,
        });
    }
    for done in &journey.stages {
        let stand = &train.graph[done.stand];
        let stage = &stand.stages[done.index];
        // stages that run in parallel to the work are stages of the arriving rake, whatever carries them here
        let rake = if stage.phase == StagePhase::Parallel {
            Rake::Arriving
        } else {
            stand.rake
        };
        let team = done
            .team
            .map(|position| numbers.of(journey.train, position));
        let what = Activity::Stage {
            stage: stage.stage,
            team,
        };
        events.push(Event {
            span: in_minutes((done.start, done.start + stage.ticks)),
            rake,
            what,
        });
    }
    for done in &journey.operations {
        operation_events(network, journey, numbers, done, &mut events);
    }
    events.sort_by_key(|event| {
        (
            event.span.from,
            event.span.to,
            event.rake,
            order(&event.what),
        )
    });
    events
}

fn order(what: &Activity) -> u32 {
    match what {
        Activity::Run { .. } => 0,
        Activity::Track { .. } => 1,
        Activity::Stage { stage, .. } => 100 + stage.0,
        Activity::FromStore { .. } => 2,
        Activity::Placing { .. } => 3,
        Activity::Spot { .. } => 4,
        Activity::CraneWork { .. } | Activity::Handling { .. } => 5,
        Activity::Exchange { .. } => 6,
        Activity::Pulling { .. } => 7,
        Activity::IntoStore { .. } => 8,
    }
}

fn operation_events(
    network: &Network,
    journey: &Journey,
    numbers: &Numbers,
    done: &OperationDone,
    events: &mut Vec<Event>,
) {
    let train = &network.trains[journey.train.index()];
    let operation = done.operation.of(train);
    let end = operation.end.at(done.start);
    let locomotives: Vec<u32> = operation
        .pools
        .iter()
        .enumerate()
        .filter(|(_, (pool, _, _))| matches!(network[*pool].what, PoolWhat::Locomotives(_)))
        .map(|(offset, _)| numbers.of(journey.train, done.first_use + offset))
        .collect();
    let locomotive = locomotives.first().copied().unwrap_or(1);
    // A track on which it passes is held around the minute in which it leaves the section before.
    let passed_on = |exit: &Anchor| {
        let mut pools = operation.pools.iter();
        let offset = pools.position(|(pool, from, _)| {
            let is_track = matches!(network[*pool].what, PoolWhat::Tracks(..));
            is_track && Arc::ptr_eq(&from.map, &exit.map)
        })?;
        Some(numbers.of(journey.train, done.first_use + offset))
    };
    let what = match &operation.what {
        OperationWhat::Run { starts, stops } => {
            let last = operation.lines.len() - 1;
            for (position, (line, direction, enter, exit)) in operation.lines.iter().enumerate() {
                events.push(Event {
                    span: in_minutes((enter.at(done.start), exit.at(done.start))),
                    rake: done.rake,
                    what: Activity::Run {
                        section: network[*line].section,
                        direction: *direction,
                        starts: *starts && position == 0,
                        stops: *stops && position == last,
                        track: passed_on(exit),
                    },
                });
            }
            return;
        }
        // The hold of the track says it all.
        OperationWhat::Begins(_) | OperationWhat::Ends(_) => return,
        OperationWhat::Placing(spot, store) => Activity::Placing {
            spot: *spot,
            store: *store,
            locomotive,
        },
        OperationWhat::Pulling(spot, store) => Activity::Pulling {
            spot: *spot,
            store: *store,
            locomotive,
        },
        OperationWhat::IntoStore(store) => Activity::IntoStore {
            store: *store,
            locomotive,
        },
        OperationWhat::FromStore(store) => Activity::FromStore {
            store: *store,
            locomotive,
        },
        OperationWhat::Handling(spot) => {
            let held = journey.uses[done.first_use];
            events.push(Event {
                span: in_minutes((held.from, held.to.min(train.end))),
                rake: done.rake,
                what: Activity::Spot { spot: *spot },
            });
            Activity::Handling { spot: *spot }
        }
        OperationWhat::Exchange(spot, part) => Activity::Exchange {
            spot: *spot,
            part: part + 1,
            locomotive_arriving: locomotive,
            locomotive_onward: locomotives.get(1).copied().unwrap_or(1),
        },
        OperationWhat::CraneWork {
            spot,
            shed,
            mode,
            part,
            lifting,
            steps,
        } => {
            let stops = &network.crane_stops[shed.index()];
            let steps = steps.iter().map(|step| {
                let [from, to] = [0, 1].map(|at: usize| step[at].at(done.start));
                let paused = stops
                    .iter()
                    .map(|&(a, b)| (b.min(to) - a.max(from)).max(0))
                    .sum::<Ticks>();
                (in_minutes((from, to)), paused as u32)
            });
            let steps = steps.collect();
            Activity::CraneWork {
                spot: *spot,
                mode: *mode,
                part: part + 1,
                lifting_from: lifting.at(done.start).into(),
                steps,
            }
        }
    };
    events.push(Event {
        span: in_minutes((done.start, end)),
        rake: done.rake,
        what,
    });
}

/// What becomes of the emptied rake.
pub fn fate(network: &Network, journey: &Journey) -> Option<RakeFate> {
    let (stand, at) = journey.emptied?;
    let train = &network.trains[journey.train.index()];
    // a rake gone before the start has no fate left to tell
    let moved = journey
        .operations
        .iter()
        .any(|done| done.rake == Rake::Arriving && done.to == stand);
    let store = match train.graph[stand].what {
        StandWhat::Store(store) => Some(store),
        _ => None,
    };
    moved.then_some(RakeFate {
        train: journey.train,
        store,
        at: at.into(),
    })
}
