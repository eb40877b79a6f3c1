//! Pins of single events, of tracks, and of what becomes of the emptied rake: what they name, and whether the train can ever have it.

use super::super::context::Context;
use super::super::diagnostics::{At, Diagnostics};
use super::super::figures::span;
use super::super::names::Names;
use super::super::rules::{BAD_PIN, MISSING_FIELD, NO_SUCH_TRACK, OUT_OF_RANGE, REPEATED};
use crate::format::{
    InstanceFile, MovementFile, PinnedEmptiedFile, PinnedRakeFile, PinnedTimeFile, PinsFile,
};
use crate::ids::{ClassId, SectionId, StageId, StationId, StoreId, YardId};
use crate::instance::{Rake, RakePlace, Train, TrainKind, WorkState, WorkedParts};
use crate::resource::{PinnedEvent, PinnedRake, Task};
use crate::system::{StageSide, System, TrackGroup};
use crate::time::{Minute, Span};
use crate::words;

/// Most pins of one kind of a train.
const MOST: usize = 200;

/// Events that start in a span.
pub(super) fn times(
    context: Context,
    file: &PinsFile,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Vec<(PinnedEvent, Span)> {
    let list = at.field("times");
    if file.times.len() > MOST {
        let message = words::too_many(file.times.len(), words::pins(), MOST);
        diagnostics.add(OUT_OF_RANGE, &list, file.times.len(), message);
        return Vec::new();
    }
    let mut found: Vec<(PinnedEvent, Span)> = Vec::new();
    for (i, pinned) in file.times.iter().enumerate() {
        let at = list.index(i);
        let event = event(context, pinned, &at, diagnostics);
        let span = span(context.horizon, &pinned.span(), &at, diagnostics);
        let (Some(event), Some(span)) = (event, span) else {
            continue;
        };
        if !span.overlaps(Span::new(Minute(0), context.horizon.end + 1)) {
            let message = words::pin_outside();
            diagnostics.add(BAD_PIN, &at, pinned.span().from.to_rfc3339(), message);
        }
        if found.iter().any(|(known, _)| *known == event) {
            diagnostics.add(REPEATED, &at, value(pinned), words::event_pinned_twice());
        }
        found.push((event, span));
    }
    found
}

/// What is pinned, as a value of a problem.
fn value(pinned: &PinnedTimeFile) -> String {
    match pinned {
        PinnedTimeFile::Run { section, .. } => section.clone(),
        PinnedTimeFile::Stage { stage, .. } => stage.clone(),
        PinnedTimeFile::Movement { movement, .. } => {
            let word = serde_json::to_value(movement).ok();
            word.and_then(|word| Some(word.as_str()?.to_owned()))
                .unwrap_or_default()
        }
        PinnedTimeFile::Work { part, .. } => part.unwrap_or(1).to_string(),
    }
}

fn event(
    context: Context,
    pinned: &PinnedTimeFile,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<PinnedEvent> {
    let names = context.names;
    let rake_of = |rake: &Option<PinnedRakeFile>| rake.map_or(PinnedRake::Arriving, Into::into);
    let (rake, task, part) = match pinned {
        PinnedTimeFile::Run { rake, section, .. } => {
            let number = names
                .sections
                .find(section, &at.field("section"), diagnostics)?;
            (rake_of(rake), Task::Run(SectionId::from_index(number)), 0)
        }
        PinnedTimeFile::Stage { rake, stage, .. } => {
            let number = names.stages.find(stage, &at.field("stage"), diagnostics)?;
            (rake_of(rake), Task::Stage(StageId::from_index(number)), 0)
        }
        PinnedTimeFile::Movement {
            rake,
            movement,
            part,
            ..
        } => {
            let task = match movement {
                MovementFile::Placing => Task::Placing,
                MovementFile::Exchange => Task::Exchange,
                MovementFile::Pulling => Task::Pulling,
                MovementFile::IntoStore => Task::IntoStore,
                MovementFile::FromStore => Task::FromStore,
                MovementFile::Handling => Task::Handling,
            };
            let at = at.field("part");
            if task == Task::Exchange && part.is_none() {
                diagnostics.add(MISSING_FIELD, &at, "", words::exchange_needs_part());
                return None;
            }
            if task != Task::Exchange && part.is_some() {
                let part = part.unwrap_or_default();
                diagnostics.add(BAD_PIN, &at, part, words::only_exchange_has_part());
                return None;
            }
            let part = part.map_or(Some(0), |part| self::part(part, 2, &at, diagnostics))?;
            (rake_of(rake), task, part)
        }
        PinnedTimeFile::Work { part, .. } => {
            let part = self::part(part.unwrap_or(1), 1, &at.field("part"), diagnostics)?;
            (PinnedRake::Arriving, Task::CraneWork, part)
        }
    };
    Some(PinnedEvent { rake, task, part })
}

fn part(part: u32, least: u32, at: &At, diagnostics: &mut Diagnostics) -> Option<u32> {
    if (least..=10).contains(&part) {
        return Some(part);
    }
    let message = words::part_outside(part, least);
    diagnostics.add(OUT_OF_RANGE, at, part, message);
    None
}

/// Tracks on which rakes stand.
pub(super) fn tracks(
    context: Context,
    file: &PinsFile,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Vec<(PinnedRake, YardId, u32)> {
    let list = at.field("tracks");
    if file.tracks.len() > MOST {
        let message = words::too_many(file.tracks.len(), words::pins(), MOST);
        diagnostics.add(OUT_OF_RANGE, &list, file.tracks.len(), message);
        return Vec::new();
    }
    let mut found: Vec<(PinnedRake, YardId, u32)> = Vec::new();
    for (i, pinned) in file.tracks.iter().enumerate() {
        let at = list.index(i);
        let yards = &context.names.yards;
        let Some(number) = yards.find(&pinned.yard, &at.field("yard"), diagnostics) else {
            continue;
        };
        let id = YardId::from_index(number);
        let yard = context.system.yard(id);
        let track_at = at.field("track");
        let Some(group) = yard.group_of(pinned.track) else {
            let message = words::yard_tracks(&pinned.yard, yard.n_tracks());
            diagnostics.add(NO_SUCH_TRACK, &track_at, pinned.track, message);
            continue;
        };
        if context
            .system
            .station(yard.station)
            .through
            .contains(&(id, group))
        {
            let message = words::track_of_passing();
            diagnostics.add(BAD_PIN, &track_at, pinned.track, message);
            continue;
        }
        let rake = pinned.rake.map_or(PinnedRake::Arriving, Into::into);
        let station = |id: YardId| context.system.yard(id).station;
        if found
            .iter()
            .any(|&(known, other, _)| known == rake && station(other) == yard.station)
        {
            let message = words::tracks_pinned_twice();
            diagnostics.add(REPEATED, &at, pinned.track, message);
        }
        found.push((rake, id, pinned.track));
    }
    found
}

/// What becomes of the emptied rake.
#[expect(
    clippy::option_option,
    reason = "a plan names the store that takes the rake, or none; a pin names that or nothing"
)]
pub(super) fn emptied(
    context: Context,
    file: &PinsFile,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<Option<StoreId>> {
    match file.emptied.as_ref()? {
        PinnedEmptiedFile::Leaves => Some(None),
        PinnedEmptiedFile::IntoStore { store } => {
            let at = at.field("emptied");
            let stores = &context.names.stores;
            let number = stores.find(store, &at.field("store"), diagnostics)?;
            Some(Some(StoreId::from_index(number)))
        }
    }
}

/// Cuts groups of equal tracks around pinned ones, so that each of those is a group by itself: tracks of a group are not told apart
/// otherwise. Numbers and lengths stay what they are.
pub(in super::super) fn cut_tracks(file: &InstanceFile, names: &Names, system: &mut System) {
    let pinned = file.trains.iter().flat_map(|train| &train.pins.tracks);
    for pinned in pinned {
        let Some(yard) = names.yards.get(&pinned.yard) else {
            continue;
        };
        let data = &system.yards[yard];
        let Some(group) = data.group_of(pinned.track) else {
            continue;
        };
        let (station, id) = (data.station.index(), YardId::from_index(yard));
        let TrackGroup { count, length_m } = data.groups[group];
        let through = &mut system.stations[station].through;
        if count == 1 || through.contains(&(id, group)) {
            continue;
        }
        let first: u32 = data.groups[..group].iter().map(|group| group.count).sum();
        let before = pinned.track - first - 1;
        let pieces = [before, 1, count - before - 1];
        let pieces = pieces.into_iter().filter(|count| *count > 0);
        let pieces: Vec<TrackGroup> = pieces.map(|count| TrackGroup { count, length_m }).collect();
        for (of, index) in through.iter_mut() {
            if *of == id && *index > group {
                *index += pieces.len() - 1;
            }
        }
        system.yards[yard].groups.splice(group..=group, pieces);
    }
}

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
