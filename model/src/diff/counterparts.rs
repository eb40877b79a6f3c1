//! What things of one instance are in another: those of the same name.

use crate::Instance;
use crate::ids::{
    CraneId, LocomotiveId, ModeId, SectionId, ShedId, SpotId, StageId, StationId, StoreId,
    ThroatId, TrainId, YardId,
};
use crate::resource::{Pinned, PinnedEvent, Resource, Task};
use std::collections::BTreeMap;

/// From ids of one instance to those of another.
pub(super) struct Counterparts {
    trains: Vec<Option<u32>>,
    /// Of each train of the other instance the one of this.
    trains_back: Vec<Option<u32>>,
    sections: Vec<Option<u32>>,
    stations: Vec<Option<u32>>,
    yards: Vec<Option<u32>>,
    stages: Vec<Option<u32>>,
    locomotives: Vec<Option<u32>>,
    stores: Vec<Option<u32>>,
    throats: Vec<Option<u32>>,
    sheds: Vec<Option<u32>>,
    spots: Vec<Option<u32>>,
    cranes: Vec<Option<u32>>,
    modes: Vec<Option<u32>>,
}

/// Of each name of one list its position in another.
fn beside<K: Ord>(from: impl Iterator<Item = K>, to: impl Iterator<Item = K>) -> Vec<Option<u32>> {
    let numbers: BTreeMap<K, u32> = to.zip(0..).collect();
    from.map(|name| numbers.get(&name).copied()).collect()
}

impl Counterparts {
    pub(super) fn new(old: &Instance, new: &Instance) -> Counterparts {
        let (from, to) = (old.system(), new.system());
        macro_rules! named {
            ($list:ident) => {
                beside(
                    from.$list().iter().map(|one| one.name.as_str()),
                    to.$list().iter().map(|one| one.name.as_str()),
                )
            };
        }
        let names = |instance: &Instance| -> Vec<String> {
            let trains = instance.trains().iter();
            trains.map(|train| train.name.clone()).collect()
        };
        let (old_trains, new_trains) = (names(old), names(new));
        let pools = |instance: &Instance| -> Vec<(String, u32)> {
            let system = instance.system();
            let pools = system.locomotives().iter();
            let key = |pool: &crate::system::LocomotivePool| {
                (system.station(pool.station).name.clone(), pool.gauge_mm)
            };
            pools.map(key).collect()
        };
        let modes = |instance: &Instance| -> Vec<(String, String)> {
            let system = instance.system();
            let modes = system.modes().iter();
            let key = |mode: &crate::system::Mode| {
                (system.shed(mode.shed).name.clone(), mode.name.clone())
            };
            modes.map(key).collect()
        };
        Counterparts {
            trains: beside(old_trains.iter(), new_trains.iter()),
            trains_back: beside(new_trains.iter(), old_trains.iter()),
            sections: named!(sections),
            stations: named!(stations),
            yards: named!(yards),
            stages: named!(stages),
            locomotives: beside(pools(old).into_iter(), pools(new).into_iter()),
            stores: named!(stores),
            throats: named!(throats),
            sheds: named!(sheds),
            spots: named!(spots),
            cranes: named!(cranes),
            modes: beside(modes(old).into_iter(), modes(new).into_iter()),
        }
    }

    /// The train of the other instance.
    pub(super) fn train(&self, id: TrainId) -> Option<TrainId> {
        self.trains.get(id.index()).copied().flatten().map(TrainId)
    }

    /// The train of this instance that is one of the other.
    pub(super) fn back(&self, id: TrainId) -> Option<TrainId> {
        let back = self.trains_back.get(id.index()).copied().flatten();
        back.map(TrainId)
    }

    fn section(&self, id: SectionId) -> Option<SectionId> {
        self.sections[id.index()].map(SectionId)
    }

    fn station(&self, id: StationId) -> Option<StationId> {
        self.stations[id.index()].map(StationId)
    }

    fn yard(&self, id: YardId) -> Option<YardId> {
        self.yards[id.index()].map(YardId)
    }

    fn stage(&self, id: StageId) -> Option<StageId> {
        self.stages[id.index()].map(StageId)
    }

    fn pool(&self, id: LocomotiveId) -> Option<LocomotiveId> {
        self.locomotives[id.index()].map(LocomotiveId)
    }

    fn store(&self, id: StoreId) -> Option<StoreId> {
        self.stores[id.index()].map(StoreId)
    }

    fn shed(&self, id: ShedId) -> Option<ShedId> {
        self.sheds[id.index()].map(ShedId)
    }

    fn spot(&self, id: SpotId) -> Option<SpotId> {
        self.spots[id.index()].map(SpotId)
    }

    /// The same thing in the other instance; `None` where it has none of the name.
    pub(super) fn resource(&self, resource: Resource) -> Option<Resource> {
        Some(match resource {
            Resource::Section(id) => Resource::Section(self.section(id)?),
            Resource::Cap(id) => Resource::Cap(self.section(id)?),
            Resource::Station(id) => Resource::Station(self.station(id)?),
            Resource::Shunting(id) => Resource::Shunting(self.station(id)?),
            Resource::Tracks(id) => Resource::Tracks(self.yard(id)?),
            Resource::Track(id, track) => Resource::Track(self.yard(id)?, track),
            Resource::Stage(id) => Resource::Stage(self.stage(id)?),
            Resource::Teams(id) => Resource::Teams(self.stage(id)?),
            Resource::Team(id, team) => Resource::Team(self.stage(id)?, team),
            Resource::Locomotives(id) => Resource::Locomotives(self.pool(id)?),
            Resource::Locomotive(id, unit) => Resource::Locomotive(self.pool(id)?, unit),
            Resource::Throat(id) => Resource::Throat(self.throats[id.index()].map(ThroatId)?),
            Resource::Store(id) => Resource::Store(self.store(id)?),
            Resource::Empties(id) => Resource::Empties(self.store(id)?),
            Resource::Room(id) => Resource::Room(self.store(id)?),
            Resource::Shed(id) => Resource::Shed(self.shed(id)?),
            Resource::Runway(id) => Resource::Runway(self.shed(id)?),
            Resource::Spot(id) => Resource::Spot(self.spot(id)?),
            Resource::SpotSide(id, side) => Resource::SpotSide(self.spot(id)?, side),
            Resource::Crane(id) => Resource::Crane(self.cranes[id.index()].map(CraneId)?),
            Resource::Train(id) => Resource::Train(self.train(id)?),
            Resource::Pin(pinned) => Resource::Pin(match pinned {
                Pinned::Port(id) => Pinned::Port(self.station(id)?),
                Pinned::Shed(id) => Pinned::Shed(self.shed(id)?),
                Pinned::Spot(id) => Pinned::Spot(self.spot(id)?),
                Pinned::Mode(id) => Pinned::Mode(self.modes[id.index()].map(ModeId)?),
                Pinned::Start(event) => Pinned::Start(PinnedEvent {
                    task: self.task(event.task)?,
                    ..event
                }),
                Pinned::Track(rake, id, track) => Pinned::Track(rake, self.yard(id)?, track),
                Pinned::Emptied(Some(id)) => Pinned::Emptied(Some(self.store(id)?)),
                same @ (Pinned::Entry
                | Pinned::CraneWork
                | Pinned::Exit
                | Pinned::Emptied(None)) => same,
            }),
            same @ (Resource::OnwardRake
            | Resource::EmptiedRake
            | Resource::OwnStages
            | Resource::Ahead
            | Resource::Rule(_)) => same,
        })
    }

    /// The same task in the other instance.
    pub(super) fn task(&self, task: Task) -> Option<Task> {
        Some(match task {
            Task::Run(id) => Task::Run(self.section(id)?),
            Task::Stage(id) => Task::Stage(self.stage(id)?),
            other => other,
        })
    }
}
