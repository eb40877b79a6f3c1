//! From the plan to its file, in a fixed order so that one plan has one text.

use super::figures::kpis_to_file;
use super::resources::{resource_to_file, task_to_file};
use super::vocabulary::parts_to_file;
use crate::format::{
    AvoidableFile, ClosureFile, CraneSlotFile, DateTimeFile, DirectionFile, EventFile,
    FORMAT_VERSION, InstanceRefFile, OtherJourneyFile, OtherWayFile, PlacedPossessionFile,
    PlanFile, PlanTrainFile, RakeFateFile, ReasonFile, ResourceFile, WaitFile, WorkStepFile,
};
use crate::instance::{Rake, Train};
use crate::objective::round6;
use crate::plan::{Activity, CraneSlot, Event, OtherWay, Plan, RakeFate, TrainPlan, Wait};
use crate::resource::Resource;
use crate::system::Direction;
use crate::{Instance, Minute};

/// The file of a plan.
pub(super) fn write(instance: &Instance, plan: &Plan) -> PlanFile {
    let writer = Writer { instance };
    let mut slots: Vec<&CraneSlot> = plan.crane_slots.iter().collect();
    slots.sort_by_key(|slot| (slot.crane, slot.span, slot.train, slot.wagons));
    let mut rakes: Vec<&RakeFate> = plan.rakes.iter().collect();
    rakes.sort_by_key(|fate| (fate.train, fate.at));
    PlanFile {
        format_version: FORMAT_VERSION.to_owned(),
        instance: InstanceRefFile {
            name: instance.name().to_owned(),
            sha256: instance.sha256().to_owned(),
        },
        made_by: plan.made_by.clone(),
        status: plan.status.into(),
        value: plan.value,
        bound: plan.bound,
        gap: round6(plan.gap()),
        avoidable: AvoidableFile {
            value: plan.avoidable(),
            gap: round6(plan.avoidable_gap()),
        },
        parts: parts_to_file(&plan.parts),
        levels: super::levels(instance, plan),
        trains: instance
            .trains()
            .iter()
            .zip(&plan.trains)
            .map(|(train, plan)| writer.train(train, plan))
            .collect(),
        possessions: writer.possessions(plan),
        crane_slots: slots.into_iter().map(|slot| writer.slot(slot)).collect(),
        rakes: rakes.into_iter().map(|fate| writer.fate(fate)).collect(),
        kpis: kpis_to_file(instance, &plan.kpis),
    }
}

/// Events in the order of the file.
fn in_order(events: &[Event]) -> Vec<&Event> {
    let mut sorted: Vec<&Event> = events.iter().collect();
    sorted.sort_by_key(|event| (event.span, event.what.kind(), event.rake));
    sorted
}

fn rake(rake: Rake) -> String {
    match rake {
        Rake::Arriving => "arriving".to_owned(),
        Rake::Onward => "onward".to_owned(),
    }
}

pub(super) struct Writer<'a> {
    pub(super) instance: &'a Instance,
}

impl Writer<'_> {
    fn at(&self, minute: Minute) -> DateTimeFile {
        self.instance.horizon().date_time(minute)
    }

    fn possessions(&self, plan: &Plan) -> Vec<PlacedPossessionFile> {
        let system = self.instance.system();
        let placed = system.windows().iter().zip(&plan.possessions);
        let placed = placed.map(|(window, &start)| PlacedPossessionFile {
            section: system.section(window.section).name.clone(),
            from: self.at(start),
            to: self.at(start + window.minutes),
        });
        placed.collect()
    }

    fn resource(&self, resource: Resource) -> ResourceFile {
        resource_to_file(self.instance, resource)
    }

    /// The port of a way of a train, where it has several.
    fn port(&self, train: &Train, way: usize) -> Option<String> {
        let port = train.ways.get(way)?.port;
        Some(self.instance.system().station(port).name.clone())
    }

    fn other_way(&self, train: &Train, other: &OtherWay) -> Option<OtherWayFile> {
        Some(OtherWayFile {
            port: self.port(train, other.way)?,
            journey: other.journey.as_ref().map(|journey| OtherJourneyFile {
                exit: self.at(journey.exit),
                dearer: journey.dearer,
                wait: journey.wait.as_ref().map(|wait| self.wait(wait)),
            }),
        })
    }

    fn train(&self, train: &Train, plan: &TrainPlan) -> PlanTrainFile {
        let mut file = PlanTrainFile {
            id: train.name.clone(),
            planned: false,
            reason: None,
            port: None,
            exit: None,
            events: Vec::new(),
            waits: Vec::new(),
            other_ways: Vec::new(),
        };
        match plan {
            TrainPlan::Planned {
                way,
                exit,
                events,
                waits,
                other_ways,
            } => {
                file.planned = true;
                file.port = self.port(train, *way);
                file.exit = Some(self.at(*exit));
                file.events = self.events(events);
                file.waits = waits.iter().map(|wait| self.wait(wait)).collect();
                let others = other_ways.iter();
                file.other_ways = others
                    .filter_map(|other| self.other_way(train, other))
                    .collect();
            }
            TrainPlan::Postponed { reason } => {
                file.reason = Some(ReasonFile {
                    code: reason.code.into(),
                    blocked_by: reason
                        .blocked_by
                        .iter()
                        .map(|one| self.resource(*one))
                        .collect(),
                    text: reason.text.clone(),
                });
            }
        }
        file
    }

    /// Events in the order of the file.
    pub(super) fn events(&self, events: &[Event]) -> Vec<EventFile> {
        let sorted = in_order(events).into_iter();
        sorted.map(|event| self.event(event)).collect()
    }

    fn event(&self, event: &Event) -> EventFile {
        let system = self.instance.system();
        let rake = rake(event.rake);
        let (from, to) = (self.at(event.span.from), self.at(event.span.to));
        let spot_name = |spot| system.spot(spot).name.clone();
        let store_name = |store| system.store(store).name.clone();
        match &event.what {
            Activity::Run {
                section,
                direction,
                starts,
                stops,
                track,
            } => EventFile::Run {
                rake,
                from,
                to,
                section: system.section(*section).name.clone(),
                direction: match direction {
                    Direction::Down => DirectionFile::Down,
                    Direction::Up => DirectionFile::Up,
                },
                starts: *starts,
                stops: *stops,
                track: *track,
            },
            Activity::Track { yard, track } => {
                let yard = system.yard(*yard).name.clone();
                EventFile::Track {
                    rake,
                    from,
                    to,
                    yard,
                    track: *track,
                }
            }
            Activity::Stage { stage, team } => {
                let stage = system.stage(*stage).name.clone();
                EventFile::Stage {
                    rake,
                    from,
                    to,
                    stage,
                    team: *team,
                }
            }
            Activity::Placing {
                spot,
                store,
                locomotive,
            } => EventFile::Placing {
                rake,
                from,
                to,
                spot: spot_name(*spot),
                store: store.map(store_name),
                locomotive: *locomotive,
            },
            Activity::Spot { spot } => EventFile::Spot {
                rake,
                from,
                to,
                spot: spot_name(*spot),
            },
            Activity::Handling { spot } => EventFile::Handling {
                from,
                to,
                spot: spot_name(*spot),
            },
            Activity::CraneWork {
                spot,
                mode,
                part,
                lifting_from,
                steps,
            } => EventFile::CraneWork {
                from,
                to,
                spot: spot_name(*spot),
                mode: system.mode(*mode).name.clone(),
                part: *part,
                lifting_from: self.at(*lifting_from),
                steps: steps
                    .iter()
                    .map(|(span, paused)| WorkStepFile {
                        from: self.at(span.from),
                        to: self.at(span.to),
                        paused_minutes: *paused,
                    })
                    .collect(),
            },
            Activity::Exchange {
                spot,
                part,
                locomotive_arriving,
                locomotive_onward,
            } => EventFile::Exchange {
                from,
                to,
                spot: spot_name(*spot),
                part: *part,
                locomotive_arriving: *locomotive_arriving,
                locomotive_onward: *locomotive_onward,
            },
            Activity::Pulling {
                spot,
                store,
                locomotive,
            } => EventFile::Pulling {
                rake,
                from,
                to,
                spot: spot_name(*spot),
                store: store.map(store_name),
                locomotive: *locomotive,
            },
            Activity::IntoStore { store, locomotive } => {
                let store = store_name(*store);
                EventFile::IntoStore {
                    from,
                    to,
                    store,
                    locomotive: *locomotive,
                }
            }
            Activity::FromStore { store, locomotive } => {
                let store = store_name(*store);
                EventFile::FromStore {
                    from,
                    to,
                    store,
                    locomotive: *locomotive,
                }
            }
        }
    }

    fn wait(&self, wait: &Wait) -> WaitFile {
        let name = |train: &crate::ids::TrainId| self.instance.train(*train).name.clone();
        WaitFile {
            rake: rake(wait.rake),
            before: task_to_file(self.instance, wait.before),
            from: self.at(wait.span.from),
            to: self.at(wait.span.to),
            minutes: wait.span.minutes() as u32,
            for_what: self.resource(wait.for_what),
            held_by: wait.held_by.iter().map(name).collect(),
            closure: wait.closure.as_ref().map(|closure| ClosureFile {
                why: closure.why.into(),
                from: closure.span.map(|span| self.at(span.from)),
                to: closure.span.map(|span| self.at(span.to)),
                train: closure.train.clone(),
                zone: closure
                    .zone
                    .map(|zone| self.instance.system().zone(zone).name.clone()),
            }),
        }
    }

    fn slot(&self, slot: &CraneSlot) -> CraneSlotFile {
        CraneSlotFile {
            crane: self.instance.system().crane(slot.crane).name.clone(),
            train: self.instance.train(slot.train).name.clone(),
            from: self.at(slot.span.from),
            to: self.at(slot.span.to),
            wagons: [slot.wagons.0, slot.wagons.1],
            lifts: slot.lifts,
        }
    }

    fn fate(&self, fate: &RakeFate) -> RakeFateFile {
        let system = self.instance.system();
        let train = self.instance.train(fate.train);
        RakeFateFile {
            from_train: train.name.clone(),
            gauge_mm: system.class(train.class).gauge_mm,
            fate: if fate.store.is_some() {
                "stored"
            } else {
                "returned"
            }
            .to_owned(),
            store: fate.store.map(|store| system.store(store).name.clone()),
            at: self.at(fate.at),
        }
    }
}
