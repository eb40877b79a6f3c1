//! Pins of single events, of tracks, and of what becomes of the emptied rake: what they name.

use super::super::context::Context;
use super::super::diagnostics::{At, Diagnostics};
use super::super::figures::span;
use super::super::names::Names;
use super::super::rules::{BAD_PIN, MISSING_FIELD, NO_SUCH_TRACK, OUT_OF_RANGE, REPEATED};
use crate::format::{
    InstanceFile, MovementFile, PinnedEmptiedFile, PinnedRakeFile, PinnedTimeFile, PinsFile,
};
use crate::ids::{SectionId, StageId, StoreId, YardId};
use crate::resource::{PinnedEvent, PinnedRake, Task};
use crate::system::{System, TrackGroup};
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
pub(super) fn value(pinned: &PinnedTimeFile) -> String {
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
