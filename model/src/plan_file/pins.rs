//! Pins as files write them, from what a plan does.

use crate::Instance;
use crate::format::{MovementFile, PinnedEmptiedFile, PinnedTimeFile, PinnedTrackFile, SpanFile};
use crate::ids::{StoreId, YardId};
use crate::resource::{PinnedEvent, PinnedRake, Task};

/// The pin of the start of an event; `None` for what is no event.
///
/// The instance must have it ([`Task::unknown_to`]).
pub fn pinned_time_to_file(
    instance: &Instance,
    event: PinnedEvent,
    span: SpanFile,
) -> Option<PinnedTimeFile> {
    let system = instance.system();
    let SpanFile { from, to } = span;
    let rake = (event.rake != PinnedRake::Arriving).then(|| event.rake.into());
    let movement = match event.task {
        Task::Run(id) => {
            let section = system.section(id).name.clone();
            return Some(PinnedTimeFile::Run {
                rake,
                section,
                from,
                to,
            });
        }
        Task::Stage(id) => {
            let stage = system.stage(id).name.clone();
            return Some(PinnedTimeFile::Stage {
                rake,
                stage,
                from,
                to,
            });
        }
        Task::CraneWork => {
            let part = (event.part > 1).then_some(event.part);
            return Some(PinnedTimeFile::Work { part, from, to });
        }
        Task::Placing => MovementFile::Placing,
        Task::Exchange => MovementFile::Exchange,
        Task::Pulling => MovementFile::Pulling,
        Task::IntoStore => MovementFile::IntoStore,
        Task::FromStore => MovementFile::FromStore,
        Task::Handling => MovementFile::Handling,
        Task::Entry | Task::Exit => return None,
    };
    let part = (event.part > 0).then_some(event.part);
    Some(PinnedTimeFile::Movement {
        rake,
        movement,
        part,
        from,
        to,
    })
}

/// The pin of a track.
///
/// The instance must have the yard.
pub fn pinned_track_to_file(
    instance: &Instance,
    (rake, yard, track): (PinnedRake, YardId, u32),
) -> PinnedTrackFile {
    PinnedTrackFile {
        rake: (rake != PinnedRake::Arriving).then(|| rake.into()),
        yard: instance.system().yard(yard).name.clone(),
        track,
    }
}

/// The pin of what becomes of an emptied rake.
///
/// The instance must have the store.
pub fn pinned_emptied_to_file(instance: &Instance, store: Option<StoreId>) -> PinnedEmptiedFile {
    store.map_or(PinnedEmptiedFile::Leaves, |store| {
        let store = instance.system().store(store).name.clone();
        PinnedEmptiedFile::IntoStore { store }
    })
}
