//! Whether a train can ever have what is pinned of it: events, tracks, the fate of its emptied rake.

use super::super::diagnostics::{At, Diagnostics};
use super::super::rules::BAD_PIN;
use super::events::value;
use crate::format::{InstanceFile, PinsFile};
use crate::ids::{ClassId, StationId, StoreId, YardId};
use crate::instance::{Rake, RakePlace, Train, TrainKind, WorkState, WorkedParts};
use crate::resource::{PinnedEvent, PinnedRake, Task};
use crate::system::{StageSide, System};
use crate::words;

/// Refuses what a train can never have, on none of its ways.
pub(in super::super) fn possible(
    file: &InstanceFile,
    system: &System,
    trains: &[Option<Train>],
    diagnostics: &mut Diagnostics,
) {
    let list = At::ROOT.field("trains");
    for (i, (file, train)) in file.trains.iter().zip(trains).enumerate() {
        let Some(train) = train else { continue };
        let at = list.index(i);
        let at = at.field("pins");
        for (k, (event, _)) in train.pins.times.iter().enumerate() {
            let at = at.field("times");
            let at = at.index(k);
            let value = file.pins.times.get(k).map(value).unwrap_or_default();
            let times = on_ways(train, |train| n_times(system, train, *event));
            if times > 1 {
                diagnostics.add(BAD_PIN, &at, value, words::event_twice());
            } else if times == 0 {
                diagnostics.add(BAD_PIN, &at, value, words::event_never());
            }
        }
        for (k, &(rake, yard, track)) in train.pins.tracks.iter().enumerate() {
            let stands = on_ways(train, |train| n_stays(system, train, (rake, yard, track)));
            if stands != 1 {
                let at = at.field("tracks");
                let message = words::stands_never();
                diagnostics.add(BAD_PIN, &at.index(k), track, message);
            }
        }
        if let Some(fate) = train.pins.emptied
            && on_ways(train, |train| usize::from(has_fate(train, fate))) == 0
        {
            let store = fate.map(|store| system.store(store).name.clone());
            let message = words::emptied_never();
            diagnostics.add(
                BAD_PIN,
                &at.field("emptied"),
                store.unwrap_or_default(),
                message,
            );
        }
    }
}

/// The most on any of its ways.
fn on_ways(train: &Train, count: impl Fn(&Train) -> usize) -> usize {
    let ways = train.ways.iter().map(|way| &way.train);
    let most = ways.map(&count).max();
    most.unwrap_or_else(|| count(train))
}

/// The class of a rake on one part of its way.
fn class(train: &Train, rake: PinnedRake) -> Option<ClassId> {
    let work = train.transshipment();
    match rake {
        PinnedRake::Arriving => Some(train.class),
        PinnedRake::Onward => work.map(|work| work.onward_class),
        PinnedRake::Emptied => work.map(|work| work.emptied_class),
    }
}

/// The stations of a rake on one part of its way, as far as they are still before it; none where that part is over or never comes.
fn route(train: &Train, rake: PinnedRake) -> &[StationId] {
    let state = train.state.as_ref();
    let place = state.map(|state| state.arriving);
    let is_done = state.is_some_and(|state| state.work == WorkState::Done);
    let work = train.transshipment();
    let route = match rake {
        PinnedRake::Arriving => {
            let is_behind = is_done
                || place.is_some_and(|place| {
                    place.spot().is_some()
                        || matches!(place, RakePlace::Gone | RakePlace::IntoStore(..))
                });
            (!is_behind).then_some(&train.route[..])
        }
        PinnedRake::Onward => {
            let is_gone = state.is_some_and(|state| state.onward == Some(RakePlace::Gone));
            work.filter(|_| !is_gone).map(|work| &work.onward_route[..])
        }
        PinnedRake::Emptied => {
            let is_stored = matches!(
                place,
                Some(RakePlace::Gone | RakePlace::Pulling(_, None, _) | RakePlace::IntoStore(..))
            ) || train.worked_at_start(Rake::Arriving) == WorkedParts::InStore;
            let route = work.and_then(|work| work.emptied_route.as_deref());
            route.filter(|_| !is_stored)
        }
    };
    route.unwrap_or_default()
}

/// How often the train has an event, from the start on.
fn n_times(system: &System, train: &Train, event: PinnedEvent) -> usize {
    let Some(class) = class(train, event.rake) else {
        return 0;
    };
    let route = route(train, event.rake);
    let state = train.state.as_ref();
    let (work, part) = state.map_or((WorkState::NotBegun, 1), |state| (state.work, state.part));
    let place = |rake: Rake| state.and_then(|state| state.place(rake));
    let is_done = work == WorkState::Done;
    let change = train.transshipment().filter(|_| !is_done);
    let comes = |rake: Rake| place(rake).is_none_or(|place| place.spot().is_none());
    let happens = match event.task {
        Task::Run(section) => {
            let hops = route.windows(2);
            let leads = |hop: &&[StationId]| {
                let mut sections = system.sections_between(hop[0], hop[1], class);
                sections.any(|(id, _)| id == section)
            };
            return hops.filter(leads).count();
        }
        Task::Stage(stage) => {
            let data = system.stage(stage);
            let rake = match event.rake {
                PinnedRake::Onward => Rake::Onward,
                PinnedRake::Arriving | PinnedRake::Emptied => Rake::Arriving,
            };
            let is_begun = state.is_some_and(|state| state.stage(rake, stage).is_some());
            let change = train.transshipment();
            let at_change = change.is_some_and(|work| work.station == data.station);
            // what only the departure waits for goes on beside the crane work
            let beside = at_change
                && event.rake == PinnedRake::Arriving
                && data.side == StageSide::ArrivalBeforeDeparture
                && !matches!(
                    place(Rake::Onward),
                    Some(RakePlace::Section(..) | RakePlace::Gone)
                );
            let is_of_stay = !at_change
                || (data.side == StageSide::Departure) != (event.rake == PinnedRake::Arriving);
            let stays = route.contains(&data.station) && is_of_stay;
            data.classes.contains(&class) && !is_begun && (stays || beside)
        }
        Task::Placing => match event.rake {
            PinnedRake::Arriving => change.is_some() && comes(Rake::Arriving),
            PinnedRake::Onward => change.is_some() && comes(Rake::Onward),
            PinnedRake::Emptied => false,
        },
        Task::Exchange => {
            let exchanging = matches!(place(Rake::Arriving), Some(RakePlace::Exchange(..)));
            change.is_some()
                && event.rake == PinnedRake::Arriving
                && event.part > part + u32::from(exchanging)
                && event.part <= train.parts
        }
        Task::CraneWork => {
            let begins = matches!(work, WorkState::NotBegun | WorkState::Interrupted(_));
            change.is_some()
                && event.part <= train.parts
                && (event.part > part || (event.part == part && begins))
        }
        Task::Pulling => {
            let rake = match event.rake {
                PinnedRake::Arriving => return 0,
                PinnedRake::Onward => Rake::Onward,
                PinnedRake::Emptied => Rake::Arriving,
            };
            let is_there = matches!(place(rake), Some(RakePlace::Spot(_)));
            train.transshipment().is_some() && (!is_done || is_there)
        }
        Task::IntoStore => {
            let is_kind = matches!(train.kind, TrainKind::IntoStore(_));
            is_kind && !route.is_empty() && event.rake == PinnedRake::Arriving
        }
        Task::FromStore => {
            let waits = place(Rake::Arriving).is_none_or(|place| place.made_up_at().is_some());
            matches!(train.kind, TrainKind::FromStore(_)) && waits
        }
        Task::Handling => !train.handling().is_empty() && state.is_none(),
        Task::Entry | Task::Exit => false,
    };
    usize::from(happens)
}

/// How often a rake may come to stand on a track.
fn n_stays(
    system: &System,
    train: &Train,
    (rake, yard, track): (PinnedRake, YardId, u32),
) -> usize {
    let Some(class) = class(train, rake) else {
        return 0;
    };
    let of = match rake {
        PinnedRake::Onward => Rake::Onward,
        PinnedRake::Arriving | PinnedRake::Emptied => Rake::Arriving,
    };
    let data = system.yard(yard);
    let length_m = match (rake, train.transshipment()) {
        (PinnedRake::Onward, Some(work)) => work.onward_length_m,
        _ => train.length_m,
    };
    let fits = data.gauge_mm == system.class(class).gauge_mm
        && data
            .track_length_m(track)
            .is_some_and(|track| track >= length_m);
    let state = train.state.as_ref();
    let stands = state
        .and_then(|state| state.place(of))
        .and_then(RakePlace::track);
    let is_done = state.is_some_and(|state| state.work == WorkState::Done);
    let is_of_part = (rake == PinnedRake::Emptied) == is_done || rake == PinnedRake::Onward;
    let is_there = is_of_part && stands.is_some_and(|at| system.yard(at.0).station == data.station);
    let is_given = rake != PinnedRake::Arriving && train.worked_at_start(of).track().is_some();
    if !fits || is_there || is_given {
        return 0;
    }
    let stations = route(train, rake).iter();
    stations.filter(|station| **station == data.station).count()
}

/// Whether that may become of the emptied rake.
fn has_fate(train: &Train, fate: Option<StoreId>) -> bool {
    let Some(work) = train.transshipment() else {
        return false;
    };
    let place = train.state.as_ref().map(|state| state.arriving);
    let is_done = train
        .state
        .as_ref()
        .is_some_and(|state| state.work == WorkState::Done);
    let is_decided = (is_done && !matches!(place, Some(RakePlace::Spot(_))))
        || train.worked_at_start(Rake::Arriving) != WorkedParts::InShed;
    let is_named = match fate {
        None => work.emptied_route.is_some(),
        Some(store) => work.emptied_store == Some(store),
    };
    is_named && !is_decided
}

/// Takes out of the pins of a file what a train cannot have any more: what is behind it, or decided.
pub(in super::super) fn keep_possible(system: &System, train: &Train, file: &mut PinsFile) {
    let pins = &train.pins;
    let mut events = pins.times.iter();
    file.times.retain(|_| {
        let event = events.next();
        event.is_some_and(|(event, _)| on_ways(train, |train| n_times(system, train, *event)) == 1)
    });
    let mut tracks = pins.tracks.iter();
    file.tracks.retain(|_| {
        let track = tracks.next();
        track.is_some_and(|track| on_ways(train, |train| n_stays(system, train, *track)) == 1)
    });
    let may_be =
        |fate: Option<StoreId>| on_ways(train, |train| usize::from(has_fate(train, fate))) > 0;
    if !pins.emptied.is_some_and(may_be) {
        file.emptied = None;
    }
}
