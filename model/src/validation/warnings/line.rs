//! Possessions that overlap; given paths that contradict each other, a possession, a stop for wind, or a train.

use super::Context;
use crate::check::is_diverted;
use crate::ids::SectionId;
use crate::message::Message;
use crate::system::{Direction, GivenPath, Possession, Section};
use crate::validation::diagnostics::{At, Diagnostics};
use crate::validation::rules::{
    GIVEN_PATH_CLOSED, GIVEN_PATH_PLANNED, GIVEN_PATH_STOPPED, GIVEN_PATHS_CLASH,
    POSSESSIONS_OVERLAP,
};
use crate::words;
use std::collections::HashSet;

pub(super) fn check(context: Context, diagnostics: &mut Diagnostics) {
    let system = context.instance.system();
    let at = At::ROOT.field("system");
    let sections = at.field("sections");
    let paths = at.field("given_paths");
    let mut by_section: Vec<Vec<(usize, &GivenPath)>> = vec![Vec::new(); system.sections().len()];
    let given = || system.given_paths().iter().filter(|path| !path.is_past);
    for (number, path) in given().enumerate() {
        by_section[path.section.index()].push((number, path));
    }
    for (i, (section, mut here)) in system.sections().iter().zip(by_section).enumerate() {
        let at = sections.index(i);
        possessions(context, section, &at.field("possessions"), diagnostics);
        if here.is_empty() {
            continue;
        }
        let stops = context.instance.line_stops(SectionId::from_index(i));
        for (number, path) in &here {
            let at = paths.index(*number);
            closed(context, section, path, &at, diagnostics);
            if let Some(stop) = stops.iter().find(|stop| stop.overlaps(path.span)) {
                let (from, to) = (context.clock(stop.from), context.clock(stop.to));
                let message = words::path_in_wind(&path.train, &section.name, &from, &to);
                diagnostics.add(GIVEN_PATH_STOPPED, &at, &path.train, message);
            }
        }
        here.sort_by_key(|(number, path)| (path.span, *number));
        clashes(context, section, &here, &paths, diagnostics);
    }
    let planned: HashSet<&str> = context.file.trains.iter().map(|t| &*t.id).collect();
    for (i, path) in given().enumerate() {
        if planned.contains(&*path.train) {
            let message = words::path_of_planned(&path.train);
            let at = paths.index(i);
            diagnostics.add(GIVEN_PATH_PLANNED, &at.field("train"), &path.train, message);
        }
    }
}

/// Two possessions of one track at one time.
fn possessions(context: Context, section: &Section, list: &At, diagnostics: &mut Diagnostics) {
    let mut sorted: Vec<(usize, &Possession)> = section.possessions.iter().enumerate().collect();
    sorted.sort_by_key(|(number, possession)| (possession.span, *number));
    let tracks = [None, Some(Direction::Down), Some(Direction::Up)];
    // The one that ends last so far, per track.
    let mut last: [Option<(usize, &Possession)>; 3] = [None; 3];
    for (number, now) in sorted {
        let shared = tracks
            .iter()
            .zip(last)
            .filter(|(track, _)| track.is_none() || now.track.is_none() || **track == now.track);
        let mut before = shared.filter_map(|(_, before)| before);
        if let Some((k, other)) = before.find(|(_, p)| p.span.overlaps(now.span)) {
            let both = other.span.intersection(now.span);
            let (from, to) = (context.clock(both.from), context.clock(both.to));
            let message = words::possessions_overlap(&section.name, k, &from, &to);
            diagnostics.add(POSSESSIONS_OVERLAP, &list.index(number), "", message);
        }
        for (track, place) in tracks.iter().zip(&mut last) {
            if *track == now.track && place.is_none_or(|(_, p)| p.span.to <= now.span.to) {
                *place = Some((number, now));
            }
        }
    }
}

/// A path on a track that is closed.
fn closed(
    context: Context,
    section: &Section,
    path: &GivenPath,
    at: &At,
    diagnostics: &mut Diagnostics,
) {
    let track = if is_diverted(section, path.direction, path.span.from) {
        path.direction.opposite()
    } else {
        path.direction
    };
    let mut of_track = section
        .possessions
        .iter()
        .filter(|p| section.single_track || p.track.is_none_or(|closed| closed == track));
    if let Some(possession) = of_track.find(|p| p.span.overlaps(path.span)) {
        let span = possession.span;
        let (from, to) = (context.clock(span.from), context.clock(span.to));
        let message = words::path_closed(&path.train, &section.name, &from, &to);
        diagnostics.add(GIVEN_PATH_CLOSED, at, &path.train, message);
    }
}

/// Two paths too close to each other. One clash per path is told, the first.
fn clashes(
    context: Context,
    section: &Section,
    paths: &[(usize, &GivenPath)],
    list: &At,
    diagnostics: &mut Diagnostics,
) {
    let side = |direction: Direction| usize::from(direction == Direction::Up);
    // The last to enter per direction, and the last to leave per direction, diverted or not.
    let mut last_in: [Option<(usize, &GivenPath)>; 2] = [None; 2];
    let mut last_out: [[Option<(usize, &GivenPath)>; 2]; 2] = [[None; 2]; 2];
    for &(number, now) in paths {
        let mut before = last_in.iter().chain(last_out.as_flattened()).flatten();
        let clash = before.find_map(|&(k, other)| Some((k, other, clash(section, now, other)?)));
        if let Some((k, other, wrong)) = clash {
            let (from, to) = (context.clock(other.span.from), context.clock(other.span.to));
            let message = words::paths_clash(
                &now.train,
                &section.name,
                &wrong,
                &other.train,
                k,
                &from,
                &to,
            );
            diagnostics.add(GIVEN_PATHS_CLASH, &list.index(number), &now.train, message);
        }
        let side = side(now.direction);
        let diverted = usize::from(is_diverted(section, now.direction, now.span.from));
        last_in[side] = Some((number, now));
        let place = &mut last_out[side][diverted];
        if place.is_none_or(|(_, before)| before.span.to <= now.span.to) {
            *place = Some((number, now));
        }
    }
}

/// What a path does to one that enters before it or together with it.
fn clash(section: &Section, now: &GivenPath, before: &GivenPath) -> Option<Message> {
    if now.direction == before.direction {
        let least = section.headway.get(now.direction);
        if now.span == before.span && now.train == before.train {
            return Some(words::same_path());
        }
        if now.span.from - before.span.from < least {
            return Some(words::enters_too_soon(least));
        }
        if now.span.to < before.span.to {
            return Some(words::overtakes());
        }
        let block = section.following();
        if let Some(clearing) = block.filter(|c| now.span.from < before.span.to + *c) {
            return Some(words::clears_too_late(clearing));
        }
        return (now.span.to - before.span.to < least).then(|| words::leaves_too_soon(least));
    }
    let diverted = |path: &GivenPath| {
        let direction: Direction = path.direction;
        is_diverted(section, direction, path.span.from)
    };
    let one_track = section.single_track || diverted(now) || diverted(before);
    let met = now.span.from < before.span.to;
    let clearing = section.clearing_behind(before.direction);
    let too_soon = now.span.from < before.span.to + clearing;
    match (one_track, met, too_soon) {
        (true, true, _) => Some(words::same_track()),
        (true, false, true) => Some(words::clears_too_late(clearing)),
        _ => None,
    }
}
