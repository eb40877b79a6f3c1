//! Resources and tasks of causes, to the file and back.

use super::names::{AllNames, Names};
use super::read::Reader;
use super::rules;
use crate::format::{ResourceFile, TaskFile};
use crate::ids::{
    CraneId, LocomotiveId, SectionId, ShedId, SpotId, StageId, StationId, StoreId, ThroatId,
    TrainId, YardId,
};
use crate::message::Message;
use crate::resource::{Pinned, PinnedEvent, Resource, Task};
use crate::{Instance, words};

/// A resource as files write it.
///
/// The instance must have it ([`Resource::unknown_to`]).
pub fn resource_to_file(instance: &Instance, resource: Resource) -> ResourceFile {
    let system = instance.system();
    let section = |id: SectionId| system.section(id).name.clone();
    let station = |id: StationId| system.station(id).name.clone();
    let yard = |id: YardId| system.yard(id).name.clone();
    let stage = |id: StageId| system.stage(id).name.clone();
    let store = |id: StoreId| system.store(id).name.clone();
    let shed = |id: ShedId| system.shed(id).name.clone();
    let spot = |id: SpotId| system.spot(id).name.clone();
    let pool = |id: LocomotiveId| {
        let pool = system.locomotive_pool(id);
        (station(pool.station), pool.gauge_mm)
    };
    match resource {
        Resource::Section(id) => ResourceFile::Section {
            section: section(id),
        },
        Resource::Cap(id) => ResourceFile::Cap {
            section: section(id),
        },
        Resource::Station(id) => ResourceFile::Station {
            station: station(id),
        },
        Resource::Shunting(id) => ResourceFile::Shunting {
            station: station(id),
        },
        Resource::Tracks(id) => ResourceFile::Tracks { yard: yard(id) },
        Resource::Track(id, track) => ResourceFile::Track {
            yard: yard(id),
            track,
        },
        Resource::Stage(id) => ResourceFile::Stage { stage: stage(id) },
        Resource::Teams(id) => ResourceFile::Teams { stage: stage(id) },
        Resource::Team(id, team) => ResourceFile::Team {
            stage: stage(id),
            team,
        },
        Resource::Locomotives(id) => {
            let (station, gauge_mm) = pool(id);
            ResourceFile::Locomotives { station, gauge_mm }
        }
        Resource::Locomotive(id, locomotive) => {
            let (station, gauge_mm) = pool(id);
            ResourceFile::Locomotive {
                station,
                gauge_mm,
                locomotive,
            }
        }
        Resource::Throat(id) => ResourceFile::Throat {
            throat: system.throat(id).name.clone(),
        },
        Resource::Store(id) => ResourceFile::Store { store: store(id) },
        Resource::Empties(id) => ResourceFile::Empties { store: store(id) },
        Resource::Room(id) => ResourceFile::Room { store: store(id) },
        Resource::Shed(id) => ResourceFile::Shed { shed: shed(id) },
        Resource::Runway(id) => ResourceFile::Runway { shed: shed(id) },
        Resource::Spot(id) => ResourceFile::Spot { spot: spot(id) },
        Resource::SpotSide(id, side) => ResourceFile::SpotSide {
            spot: spot(id),
            gauge_mm: system.spot(id).gauges_mm[usize::from(side)],
        },
        Resource::Crane(id) => ResourceFile::Crane {
            crane: system.crane(id).name.clone(),
        },
        Resource::Train(id) => ResourceFile::Train {
            train: instance.train(id).name.clone(),
        },
        Resource::OnwardRake => ResourceFile::OnwardRake,
        Resource::EmptiedRake => ResourceFile::EmptiedRake,
        Resource::OwnStages => ResourceFile::OwnStages,
        Resource::Ahead => ResourceFile::Ahead,
        Resource::Pin(Pinned::Port(id)) => ResourceFile::PinnedPort {
            station: system.station(id).name.clone(),
        },
        Resource::Pin(Pinned::Shed(id)) => ResourceFile::PinnedShed { shed: shed(id) },
        Resource::Pin(Pinned::Spot(id)) => ResourceFile::PinnedSpot { spot: spot(id) },
        Resource::Pin(Pinned::Mode(id)) => {
            let mode = system.mode(id);
            ResourceFile::PinnedMode {
                shed: shed(mode.shed),
                mode: mode.name.clone(),
            }
        }
        Resource::Pin(Pinned::Entry) => ResourceFile::PinnedEntry,
        Resource::Pin(Pinned::CraneWork) => ResourceFile::PinnedCraneWork,
        Resource::Pin(Pinned::Exit) => ResourceFile::PinnedExit,
        Resource::Pin(Pinned::Start(event)) => ResourceFile::PinnedStart {
            of: event.rake.into(),
            task: task_to_file(instance, event.task),
            part: event.part,
        },
        Resource::Pin(Pinned::Track(rake, id, track)) => ResourceFile::PinnedTrack {
            of: rake.into(),
            yard: system.yard(id).name.clone(),
            track,
        },
        Resource::Pin(Pinned::Emptied(id)) => ResourceFile::PinnedEmptied {
            store: id.map(store),
        },
        Resource::Rule(rule) => ResourceFile::Rule { rule: rule.into() },
    }
}

/// A task as files write it.
pub(crate) fn task_to_file(instance: &Instance, task: Task) -> TaskFile {
    let system = instance.system();
    match task {
        Task::Run(id) => TaskFile::Run {
            section: system.section(id).name.clone(),
        },
        Task::Stage(id) => TaskFile::Stage {
            stage: system.stage(id).name.clone(),
        },
        Task::Placing => TaskFile::Placing,
        Task::CraneWork => TaskFile::CraneWork,
        Task::Exchange => TaskFile::Exchange,
        Task::Pulling => TaskFile::Pulling,
        Task::Handling => TaskFile::Handling,
        Task::IntoStore => TaskFile::IntoStore,
        Task::FromStore => TaskFile::FromStore,
        Task::Entry => TaskFile::Entry,
        Task::Exit => TaskFile::Exit,
    }
}

impl<'a> Reader<'a> {
    /// A resource with its names resolved; `None` beside a problem.
    pub(super) fn resource(&mut self, path: &str, file: &ResourceFile) -> Option<Resource> {
        Some(match file {
            ResourceFile::Section { section } => Resource::Section(self.section(path, section)?),
            ResourceFile::Cap { section } => Resource::Cap(self.section(path, section)?),
            ResourceFile::Station { station } => Resource::Station(self.station(path, station)?),
            ResourceFile::Shunting { station } => Resource::Shunting(self.station(path, station)?),
            ResourceFile::Tracks { yard } => Resource::Tracks(self.yard(path, yard)?),
            ResourceFile::Track { yard, track } => Resource::Track(self.yard(path, yard)?, *track),
            ResourceFile::Stage { stage } => Resource::Stage(self.stage(path, stage)?),
            ResourceFile::Teams { stage } => Resource::Teams(self.stage(path, stage)?),
            ResourceFile::Team { stage, team } => Resource::Team(self.stage(path, stage)?, *team),
            ResourceFile::Locomotives { station, gauge_mm } => {
                Resource::Locomotives(self.pool(path, station, *gauge_mm)?)
            }
            ResourceFile::Locomotive {
                station,
                gauge_mm,
                locomotive,
            } => Resource::Locomotive(self.pool(path, station, *gauge_mm)?, *locomotive),
            ResourceFile::Throat { throat } => {
                Resource::Throat(ThroatId(self.of(|n| &n.throats, path, "throat", throat)?))
            }
            ResourceFile::Store { store } => Resource::Store(self.store_of(path, store)?),
            ResourceFile::Empties { store } => Resource::Empties(self.store_of(path, store)?),
            ResourceFile::Room { store } => Resource::Room(self.store_of(path, store)?),
            ResourceFile::Shed { shed } => Resource::Shed(self.shed(path, shed)?),
            ResourceFile::Runway { shed } => Resource::Runway(self.shed(path, shed)?),
            ResourceFile::Spot { spot } => Resource::Spot(self.spot(path, spot)?),
            ResourceFile::SpotSide { spot, gauge_mm } => {
                let id = self.spot(path, spot)?;
                Resource::SpotSide(id, self.side(path, id, *gauge_mm)?)
            }
            ResourceFile::Crane { crane } => {
                Resource::Crane(CraneId(self.of(|n| &n.cranes, path, "crane", crane)?))
            }
            ResourceFile::Train { train } => {
                Resource::Train(TrainId(self.of(|n| &n.trains, path, "train", train)?))
            }
            ResourceFile::OnwardRake => Resource::OnwardRake,
            ResourceFile::EmptiedRake => Resource::EmptiedRake,
            ResourceFile::OwnStages => Resource::OwnStages,
            ResourceFile::Ahead => Resource::Ahead,
            ResourceFile::PinnedPort { station } => {
                Resource::Pin(Pinned::Port(self.station(path, station)?))
            }
            ResourceFile::PinnedShed { shed } => {
                Resource::Pin(Pinned::Shed(self.shed(path, shed)?))
            }
            ResourceFile::PinnedSpot { spot } => {
                Resource::Pin(Pinned::Spot(self.spot(path, spot)?))
            }
            ResourceFile::PinnedMode { shed, mode } => {
                let shed = self.shed(path, shed)?;
                Resource::Pin(Pinned::Mode(self.mode_of(path, shed, mode)?))
            }
            ResourceFile::PinnedEntry => Resource::Pin(Pinned::Entry),
            ResourceFile::PinnedCraneWork => Resource::Pin(Pinned::CraneWork),
            ResourceFile::PinnedExit => Resource::Pin(Pinned::Exit),
            ResourceFile::PinnedStart { of, task, part } => {
                Resource::Pin(Pinned::Start(PinnedEvent {
                    rake: (*of).into(),
                    task: self.task(path, task)?,
                    part: *part,
                }))
            }
            ResourceFile::PinnedTrack { of, yard, track } => {
                Resource::Pin(Pinned::Track((*of).into(), self.yard(path, yard)?, *track))
            }
            ResourceFile::PinnedEmptied { store: None } => Resource::Pin(Pinned::Emptied(None)),
            ResourceFile::PinnedEmptied { store: Some(store) } => {
                Resource::Pin(Pinned::Emptied(Some(self.store_of(path, store)?)))
            }
            ResourceFile::Rule { rule } => Resource::Rule((*rule).into()),
        })
    }

    /// A task with its names resolved; `None` beside a problem.
    pub(super) fn task(&mut self, path: &str, file: &TaskFile) -> Option<Task> {
        Some(match file {
            TaskFile::Run { section } => Task::Run(self.section(path, section)?),
            TaskFile::Stage { stage } => Task::Stage(self.stage(path, stage)?),
            TaskFile::Placing => Task::Placing,
            TaskFile::CraneWork => Task::CraneWork,
            TaskFile::Exchange => Task::Exchange,
            TaskFile::Pulling => Task::Pulling,
            TaskFile::Handling => Task::Handling,
            TaskFile::IntoStore => Task::IntoStore,
            TaskFile::FromStore => Task::FromStore,
            TaskFile::Entry => Task::Entry,
            TaskFile::Exit => Task::Exit,
        })
    }

    /// The number of a name that stands in a field of an object.
    fn of(
        &mut self,
        of: for<'b> fn(&'b AllNames<'a>) -> &'b Names<'a>,
        path: &str,
        field: &str,
        name: &str,
    ) -> Option<u32> {
        self.name(of, &format!("{path}.{field}"), name)
    }

    pub(super) fn section(&mut self, path: &str, name: &str) -> Option<SectionId> {
        self.of(|n| &n.sections, path, "section", name)
            .map(SectionId)
    }

    pub(super) fn station(&mut self, path: &str, name: &str) -> Option<StationId> {
        self.of(|n| &n.stations, path, "station", name)
            .map(StationId)
    }

    pub(super) fn yard(&mut self, path: &str, name: &str) -> Option<YardId> {
        self.of(|n| &n.yards, path, "yard", name).map(YardId)
    }

    pub(super) fn stage(&mut self, path: &str, name: &str) -> Option<StageId> {
        self.of(|n| &n.stages, path, "stage", name).map(StageId)
    }

    pub(super) fn store_of(&mut self, path: &str, name: &str) -> Option<StoreId> {
        self.of(|n| &n.stores, path, "store", name).map(StoreId)
    }

    fn shed(&mut self, path: &str, name: &str) -> Option<ShedId> {
        self.of(|n| &n.sheds, path, "shed", name).map(ShedId)
    }

    /// The locomotive pool of a gauge at a station.
    fn pool(&mut self, path: &str, station: &str, gauge_mm: u32) -> Option<LocomotiveId> {
        let station_id = self.station(path, station)?;
        let pool = self.instance.system().locomotives_at(station_id, gauge_mm);
        if pool.is_none() {
            let message = words::no_locomotives_of(station);
            self.gauge_problem(path, gauge_mm, message);
        }
        pool
    }

    /// The side of a spot that has a gauge.
    fn side(&mut self, path: &str, spot: SpotId, gauge_mm: u32) -> Option<u8> {
        let gauges = self.instance.system().spot(spot).gauges_mm;
        let side = (0..).zip(gauges).find(|(_, gauge)| *gauge == gauge_mm);
        if side.is_none() {
            let message = words::sides_have(gauges[0], gauges[1]);
            self.gauge_problem(path, gauge_mm, message);
        }
        side.map(|(side, _)| side)
    }

    fn gauge_problem(&mut self, path: &str, gauge_mm: u32, message: Message) {
        let path = format!("{path}.gauge_mm");
        self.problem(
            rules::UNKNOWN_NAME,
            &path,
            &gauge_mm.to_string(),
            message,
            None,
        );
    }
}
