//! What a station and its line carry: by compression ([`sections`]), by occupation ([`station`]), by a linear program ([`lp`]), and by running it
//! until a promise breaks ([`promise`]).
//!
//! The first two say how much of everything *a plan* uses; the third what the station could carry if time flowed without gaps, and which part of it is
//! worth what; the fourth what it carries when trains are late and days differ. `docs/capacity.md` has the definitions, their sources, and why the
//! figures differ. What is deliberately not here: any rule; what one more unit is worth when it is run.

pub mod alone;
pub mod lp;
pub mod promise;
pub mod sections;
mod spans;
pub mod station;

use regauge_model::Instance;
use regauge_model::ids::{LocomotiveId, SectionId, ShedId, StageId, StoreId, YardId};
use regauge_model::system::Direction;

/// Units that do for each other, and of which there can be more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pool {
    /// Tracks of a yard.
    Tracks(YardId),
    /// Spots of a shed.
    Spots(ShedId),
    /// Cranes of a shed.
    Cranes(ShedId),
    /// Teams of a stage.
    Teams(StageId),
    /// Locomotives of a pool.
    Locomotives(LocomotiveId),
    /// Paths on a track of a section; `None`: the only one.
    Paths(SectionId, Option<Direction>),
    /// Paths a day under a cap of a section, by its number from 0.
    Cap(SectionId, usize),
    /// Empty rakes that come to a store.
    Empties(StoreId),
    /// Room in a store: rakes that go out of it.
    Room(StoreId),
}

impl Pool {
    /// What it is, with the ids of the instance: as [`crate::roll::Figures::used`] calls it, where that knows it.
    pub fn name(self, instance: &Instance) -> String {
        let system = instance.system();
        match self {
            Pool::Tracks(yard) => format!("tracks {}", system.yard(yard).name),
            Pool::Spots(shed) => format!("spots {}", system.shed(shed).name),
            Pool::Cranes(shed) => format!("cranes {}", system.shed(shed).name),
            Pool::Teams(stage) => format!("teams {}", system.stage(stage).name),
            Pool::Locomotives(pool) => {
                let pool = system.locomotive_pool(pool);
                let station = &system.station(pool.station).name;
                format!("locomotives {station} {}", pool.gauge_mm)
            }
            Pool::Paths(section, track) => {
                let section = &system.section(section).name;
                match track {
                    None => format!("section {section}"),
                    Some(Direction::Down) => format!("section {section} down"),
                    Some(Direction::Up) => format!("section {section} up"),
                }
            }
            Pool::Cap(section, 0) => format!("cap {}", system.section(section).name),
            Pool::Cap(section, number) => {
                format!("cap {} {}", system.section(section).name, number + 1)
            }
            Pool::Empties(store) => format!("empties {}", system.store(store).name),
            Pool::Room(store) => format!("room {}", system.store(store).name),
        }
    }
}

#[cfg(test)]
mod tests;
