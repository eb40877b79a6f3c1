//! From a schedule to the events of a plan, with numbers of tracks, teams and locomotives.

use crate::parts::{Parts, Place, Task, What};
use crate::schedule::Schedule;
use crate::slots::crane_slots;
use crate::tasks::{World, span};
use regauge_model::Minute;
use regauge_model::ids::TrainId;
use regauge_model::instance::Rake;
use regauge_model::plan::{Activity, CraneSlot, Event, RakeFate, TrainPlan};

/// What a schedule says about every train.
pub(crate) struct Decoded {
    /// By train; `None`: not planned.
    pub(crate) trains: Vec<Option<TrainPlan>>,
    pub(crate) crane_slots: Vec<CraneSlot>,
    pub(crate) rakes: Vec<RakeFate>,
}

impl Decoded {
    /// The plan of a train that is planned.
    pub(crate) fn train(&self, train: TrainId) -> &TrainPlan {
        self.trains[train.index()]
            .as_ref()
            .expect("a train with a journey is planned")
    }
}

/// Decodes a schedule that breaks no rule.
pub(crate) fn decode(world: &World, parts: &Parts, schedule: &Schedule) -> Decoded {
    let numbers = numbers(world, parts, schedule);
    let mut trains = vec![None; world.instance.trains().len()];
    let mut rakes = Vec::new();
    for (train, exit) in &parts.exits {
        let mut events = events(world, parts, schedule, &numbers, *train);
        events.sort_by_key(|event| event.span);
        rakes.extend(fate(world, *train, &events));
        trains[train.index()] = Some(TrainPlan::Planned {
            way: world.instance.train(*train).way,
            exit: Minute(schedule.at(*exit)),
            events,
            waits: Vec::new(),
            other_ways: Vec::new(),
        });
    }
    rakes.sort_by_key(|fate| fate.train);
    Decoded {
        trains,
        crane_slots: crane_slots(world, parts, schedule),
        rakes,
    }
}

/// The number every hold has in its place, from 1: by start, those known beforehand first, the smallest that is free.
fn numbers(world: &World, parts: &Parts, schedule: &Schedule) -> Vec<u32> {
    let span_of = |index: usize| {
        let hold = &parts.holds[index];
        (schedule.at(hold.from).max(0), schedule.at(hold.to))
    };
    let mut order: Vec<usize> = (0..parts.holds.len()).collect();
    order.sort_by_key(|&index| (span_of(index).0, parts.holds[index].number.is_none()));
    let mut numbers = vec![0; parts.holds.len()];
    for (rank, &index) in order.iter().enumerate() {
        let hold = &parts.holds[index];
        let (from, to) = span_of(index);
        // Who is there for no time is in nobody's way.
        let taken = |number: u32| {
            from < to
                && order[..rank].iter().any(|&other| {
                    let same = parts.holds[other].place == hold.place;
                    same && numbers[other] == number && span_of(other).1 > from
                })
        };
        let mut number = 1 + first_track(world, hold.place);
        while taken(number) {
            number += 1;
        }
        numbers[index] = hold.number.unwrap_or(number);
    }
    numbers
}

/// Tracks of a yard in the groups before that of a place.
fn first_track(world: &World, place: Place) -> u32 {
    let Place::Track(yard, group) = place else {
        return 0;
    };
    let groups = &world.system().yard(yard).groups[..group];
    groups.iter().map(|group| group.count).sum()
}

fn events(
    world: &World,
    parts: &Parts,
    schedule: &Schedule,
    numbers: &[u32],
    train: TrainId,
) -> Vec<Event> {
    let mut events = Vec::new();
    for (index, task) in parts.tasks.iter().enumerate() {
        if task.train == train {
            let instants = schedule.instants[index];
            task_events(world, parts, numbers, index, task, instants, &mut events);
        }
    }
    for (hold, number) in parts.holds.iter().zip(numbers) {
        let what = match hold.place {
            Place::Track(yard, _) => Activity::Track {
                yard,
                track: *number,
            },
            // A train that is handled holds both sides and says so once.
            Place::Side(spot, side) => {
                let handled = !world.instance.train(train).handling().is_empty();
                if handled && side != world.system().spot(spot).gauges_mm[0] {
                    continue;
                }
                Activity::Spot { spot }
            }
            _ => continue,
        };
        if hold.train == Some(train) {
            let from = schedule.at(hold.from).max(0);
            let to = schedule.at(hold.to).min(world.instance.latest_end(train).0);
            events.push(Event {
                span: span(from, to),
                rake: hold.rake,
                what,
            });
        }
    }
    events
}

fn task_events(
    world: &World,
    parts: &Parts,
    numbers: &[u32],
    index: usize,
    task: &Task,
    instants: &[i32],
    events: &mut Vec<Event>,
) {
    let number = |gauge_mm: Option<u32>| {
        let held = parts.holds.iter().zip(numbers).find(|(hold, _)| {
            let right = match hold.place {
                Place::Team(_) => gauge_mm.is_none(),
                Place::Locomotive(pool) => {
                    gauge_mm == Some(world.system().locomotive_pool(pool).gauge_mm)
                }
                _ => false,
            };
            hold.task == Some(index) && right
        });
        held.map(|(_, number)| *number)
    };
    let gauge = |rake: Rake| {
        let train = world.instance.train(task.train);
        let class = match (rake, train.transshipment()) {
            (Rake::Onward, Some(change)) => change.onward_class,
            _ => train.class,
        };
        world.system().class(class).gauge_mm
    };
    let locomotive = number(Some(gauge(task.rake))).unwrap_or(1);
    let what = match &task.what {
        What::Ride(legs) => {
            for (leg, pair) in legs.iter().zip(instants.windows(2)) {
                events.push(Event {
                    span: span(pair[0], pair[1]),
                    rake: task.rake,
                    what: Activity::Run {
                        section: leg.section,
                        direction: leg.direction,
                        starts: leg.starts,
                        stops: leg.stops,
                        track: None,
                    },
                });
            }
            return;
        }
        // The hold of the track says it all.
        What::Beginning | What::Ending => return,
        What::Stage(stage) => Activity::Stage {
            stage: *stage,
            team: number(None),
        },
        What::Placing(spot, store) => Activity::Placing {
            spot: *spot,
            store: *store,
            locomotive,
        },
        What::Work(spot, mode, part, lifts) => {
            let shed = world.system().spot(*spot).shed;
            let of_steps = &instants[2..instants.len() - 1];
            let steps = of_steps.chunks(2).map(|pair| {
                let paused = world.paused(shed, pair[0], pair[1]);
                (span(pair[0], pair[1]), paused)
            });
            debug_assert_eq!(of_steps.len(), 2 * lifts.len());
            Activity::CraneWork {
                spot: *spot,
                mode: *mode,
                part: *part,
                lifting_from: Minute(instants[1]),
                steps: steps.collect(),
            }
        }
        What::Exchange(spot, part) => Activity::Exchange {
            spot: *spot,
            part: *part,
            locomotive_arriving: number(Some(gauge(Rake::Arriving))).unwrap_or(1),
            locomotive_onward: number(Some(gauge(Rake::Onward))).unwrap_or(1),
        },
        What::Pulling(spot, store) => Activity::Pulling {
            spot: *spot,
            store: *store,
            locomotive,
        },
        What::IntoStore(store) => Activity::IntoStore {
            store: *store,
            locomotive,
        },
        What::Handling(spot) => Activity::Handling { spot: *spot },
        What::FromStore(store) => Activity::FromStore {
            store: *store,
            locomotive,
        },
    };
    events.push(Event {
        span: span(instants[0], instants[instants.len() - 1]),
        rake: task.rake,
        what,
    });
}

/// What becomes of the emptied rake; none when the train has none or it was gone at the start.
fn fate(world: &World, train: TrainId, events: &[Event]) -> Option<RakeFate> {
    let change = world.instance.train(train).transshipment()?;
    let ends = change.emptied_route.as_ref().and_then(|route| route.last());
    let own = events.iter().filter(|event| event.rake == Rake::Arriving);
    own.rev().find_map(|event| {
        let store = match &event.what {
            Activity::Pulling {
                store: Some(store), ..
            }
            | Activity::IntoStore { store, .. } => Some(*store),
            Activity::Run { stops: false, .. } => None,
            // Its way back ends on a track.
            Activity::Track { yard, .. } if Some(&world.system().yard(*yard).station) == ends => {
                None
            }
            _ => return None,
        };
        Some(RakeFate {
            train,
            store,
            at: event.span.to,
        })
    })
}
