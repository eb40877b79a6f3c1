//! Whether the states of all trains fit together: one rake per place, no more busy than there are, no conflict on
//! the line.

use super::context::Context;
use super::diagnostics::{At, Diagnostics};
use super::progress::rakes_at;
use super::rules::{BUSY_MORE, LINE_CONFLICT, PLACE_TAKEN, STATE_TIMES, WRONG_PLACE};
use crate::ids::{CraneId, LocomotiveId, SectionId, SpotId, StageId, YardId};
use crate::instance::{Busy, BusyWhat, RakePlace, Train, WorkState};
use crate::message::Message;
use crate::system::{Direction, Section, System};
use crate::time::{Minute, Span};
use crate::words;
use std::collections::{BTreeMap, HashMap};

/// A run under way or a path given away.
struct Run<'a> {
    train: &'a str,
    section: SectionId,
    direction: Direction,
    span: Span,
}

/// What is taken at the start, and by which train.
#[derive(Default)]
struct Taken<'a> {
    tracks: HashMap<(YardId, u32), &'a str>,
    sides: HashMap<(SpotId, u32), &'a str>,
    cranes: HashMap<CraneId, &'a str>,
    teams: BTreeMap<StageId, u32>,
    locomotives: BTreeMap<LocomotiveId, u32>,
    runs: Vec<Run<'a>>,
}

/// Checks the states together; `under_way` are positions in the list of states and numbers of trains.
pub(super) fn places(
    context: Context,
    trains: &[Option<Train>],
    under_way: &[(usize, usize)],
    busy: &[Option<Busy>],
    diagnostics: &mut Diagnostics,
) {
    let system = context.system;
    let state_at = At::ROOT.field("state");
    let mut taken = Taken::default();
    taken.runs.extend(system.given_paths.iter().map(|path| Run {
        train: &path.train,
        section: path.section,
        direction: path.direction,
        span: path.span,
    }));
    let list = state_at.field("trains");
    for (i, number) in under_way {
        if let Some(Some(train)) = trains.get(*number) {
            self::train(system, train, &mut taken, &list.index(*i), diagnostics);
        }
    }
    let busy_list = state_at.field("busy");
    for (i, busy) in busy.iter().enumerate() {
        let at = busy_list.index(i);
        match busy.map(|busy| busy.what) {
            Some(BusyWhat::Team(stage)) => team(system, stage, &mut taken, &at, diagnostics),
            Some(BusyWhat::Locomotive(pool)) => {
                locomotive(system, pool, &mut taken, &at, diagnostics);
            }
            Some(BusyWhat::Crane(id)) => crane(system, id, "", &mut taken, &at, diagnostics),
            Some(BusyWhat::Track(yard, number)) => {
                if let Some(other) = taken.tracks.insert((yard, number), "") {
                    let yard = &system.yard(yard).name;
                    let message = words::track_held(number, yard, held_by(other));
                    diagnostics.add(PLACE_TAKEN, &at.field("track"), number, message);
                }
            }
            Some(BusyWhat::Side(spot, gauge_mm)) => {
                if let Some(other) = taken.sides.insert((spot, gauge_mm), "") {
                    let spot = &system.spot(spot).name;
                    let message = words::side_held(gauge_mm, spot, held_by(other));
                    diagnostics.add(PLACE_TAKEN, &at.field("spot"), spot, message);
                }
            }
            None => {}
        }
    }
    for (i, number) in under_way {
        if let Some(Some(train)) = trains.get(*number) {
            access(system, train, &taken, &list.index(*i), diagnostics);
        }
    }
}

/// Whom a place is held by: a train, or what is busy with no train of the file.
fn held_by(train: &str) -> Message {
    if train.is_empty() {
        words::busy_already()
    } else {
        words::held_by(train)
    }
}

fn train<'a>(
    system: &System,
    train: &'a Train,
    taken: &mut Taken<'a>,
    at: &At,
    diagnostics: &mut Diagnostics,
) {
    let Some(state) = &train.state else { return };
    for (rake, class, _, place) in rakes_at(train, state) {
        let at = at.field(rake);
        let gauge_mm = system.class(class).gauge_mm;
        let parts_on = state.parts_on.filter(|_| rake == "arriving");
        let worked = state.worked[usize::from(rake == "onward")];
        let tracks = place.track().or(parts_on).into_iter();
        for track in tracks.chain(worked.track()) {
            if let Some(other) = taken.tracks.insert(track, &train.name) {
                let (yard, number) = (&system.yard(track.0).name, track.1);
                let message = words::track_held(number, yard, held_by(other));
                diagnostics.add(PLACE_TAKEN, &at.field("track"), number, message);
            }
        }
        if let Some(id) = place.spot() {
            let spot = system.spot(id);
            let own = [gauge_mm];
            let sides = if matches!(place, RakePlace::Handling(..)) {
                &spot.gauges_mm[..]
            } else {
                &own[..]
            };
            for gauge_mm in sides {
                if let Some(other) = taken.sides.insert((id, *gauge_mm), &train.name) {
                    let message = words::side_held(gauge_mm, &spot.name, held_by(other));
                    diagnostics.add(PLACE_TAKEN, &at.field("spot"), &spot.name, message);
                }
            }
            // a rake that stands there stands through a closure
            let moves = place.moves_until().map(|until| {
                let broken_up = breaking_up(system, train, rake, place);
                Span::new(Minute(0), until - broken_up)
            });
            let closed = moves.is_some_and(|moves| {
                let mut closures = spot.closed.iter();
                closures.any(|closed| closed.overlaps(moves))
            });
            if closed {
                let message = words::spot_closed(&spot.name);
                diagnostics.add(WRONG_PLACE, &at.field("spot"), &spot.name, message);
            }
        }
        match place {
            RakePlace::Placing(_, spot, _)
            | RakePlace::Pulling(spot, _, _)
            | RakePlace::Exchange(spot, _) => {
                let station = system.shed(system.spot(spot).shed).station;
                if let Some(pool) = system.locomotives_at(station, gauge_mm) {
                    locomotive(system, pool, taken, &at, diagnostics);
                }
            }
            RakePlace::IntoStore((yard, _), _) | RakePlace::FromStore((yard, _), _) => {
                let station = system.yard(yard).station;
                if let Some(pool) = system.locomotives_at(station, gauge_mm) {
                    locomotive(system, pool, taken, &at, diagnostics);
                }
            }
            RakePlace::Section(section, direction, span, _) => {
                let run = Run {
                    train: &train.name,
                    section,
                    direction,
                    span,
                };
                on_line(system, &run, &taken.runs, &at, diagnostics);
                taken.runs.push(run);
            }
            RakePlace::Track(..)
            | RakePlace::Spot(_)
            | RakePlace::Handling(..)
            | RakePlace::Outside
            | RakePlace::MakingUp(_)
            | RakePlace::Gone => {}
        }
    }
    let list = at.field("stages");
    for (i, progress) in state.stages.iter().enumerate() {
        let Some(until) = progress.until else {
            continue;
        };
        let at = list.index(i);
        team(system, progress.stage, taken, &at, diagnostics);
        let stage = system.stage(progress.stage);
        if stage
            .closed
            .iter()
            .any(|closed| closed.overlaps(Span::new(Minute(0), until)))
        {
            let message = words::stage_closed(&stage.name);
            diagnostics.add(STATE_TIMES, &at.field("until"), &stage.name, message);
        }
    }
    if let WorkState::Lifting(mode, _) | WorkState::Interrupted(Some((mode, _))) = state.work {
        let at = at.field("work");
        if let Some(step) = system.mode(mode).steps.get(state.step) {
            for id in &step.cranes {
                crane(system, *id, &train.name, taken, &at, diagnostics);
            }
        }
    }
}

/// Minutes at the end of a movement from a spot in which the rake is broken up in its store.
fn breaking_up(system: &System, train: &Train, rake: &str, place: RakePlace) -> i32 {
    let store = train.transshipment().and_then(|work| work.emptied_store);
    match (place, store) {
        (RakePlace::Pulling(_, None, _), Some(store)) if rake == "arriving" => {
            system.store(store).breaking_up
        }
        _ => 0,
    }
}

/// A movement under way at a spot leads past no rake.
fn access(system: &System, train: &Train, taken: &Taken, at: &At, diagnostics: &mut Diagnostics) {
    let Some(state) = &train.state else { return };
    for (rake, class, _, place) in rakes_at(train, state) {
        let (RakePlace::Placing(_, spot, _)
        | RakePlace::Pulling(spot, _, _)
        | RakePlace::Exchange(spot, _)) = place
        else {
            continue;
        };
        let gauge_mm = system.class(class).gauge_mm;
        for outer in &system.spot(spot).behind {
            if let Some(other) = taken.sides.get(&(*outer, gauge_mm)) {
                let name = &system.spot(*outer).name;
                let message = words::leads_through(name, held_by(other));
                let at = at.field(rake);
                diagnostics.add(PLACE_TAKEN, &at.field("spot"), name, message);
            }
        }
    }
}

fn team(system: &System, id: StageId, taken: &mut Taken, at: &At, diagnostics: &mut Diagnostics) {
    let stage = system.stage(id);
    let Some(teams) = stage.teams else { return };
    let busy = taken.teams.entry(id).or_default();
    *busy += 1;
    if *busy > teams {
        let message = words::teams_busy(&stage.name, teams, &busy);
        diagnostics.add(BUSY_MORE, &at.field("stage"), &stage.name, message);
    }
}

fn locomotive(
    system: &System,
    id: LocomotiveId,
    taken: &mut Taken,
    at: &At,
    diagnostics: &mut Diagnostics,
) {
    let pool = system.locomotive_pool(id);
    let busy = taken.locomotives.entry(id).or_default();
    *busy += 1;
    if *busy > pool.count {
        let station = &system.station(pool.station).name;
        let message = words::locomotives_busy(station, pool.count, pool.gauge_mm, &busy);
        diagnostics.add(BUSY_MORE, at, pool.gauge_mm, message);
    }
}

fn crane<'a>(
    system: &System,
    id: CraneId,
    train: &'a str,
    taken: &mut Taken<'a>,
    at: &At,
    diagnostics: &mut Diagnostics,
) {
    if taken.cranes.insert(id, train).is_some() {
        let name = &system.crane(id).name;
        let message = words::crane_busy(name);
        diagnostics.add(BUSY_MORE, at, name, message);
    }
}

/// A run under way keeps the rules of its section with those named before it.
fn on_line(system: &System, run: &Run, others: &[Run], at: &At, diagnostics: &mut Diagnostics) {
    let section = system.section(run.section);
    for other in others.iter().filter(|other| other.section == run.section) {
        let (one, other_run) = ((run.direction, run.span), (other.direction, other.span));
        if let Some(why) = conflict(section, one, other_run) {
            let message = words::line_conflict(&section.name, other.train, &why);
            diagnostics.add(LINE_CONFLICT, &at.field("section"), &section.name, message);
        }
    }
    let left = Span::new(Minute(0).max(run.span.from), run.span.to);
    for possession in &section.possessions {
        let concerned = possession.track.is_none_or(|track| track == run.direction);
        let diverted = possession.single_track_working && possession.span.contains(run.span.from);
        if concerned && !diverted && possession.span.overlaps(left) {
            let message = words::possession_before(&section.name);
            diagnostics.add(LINE_CONFLICT, &at.field("leaves"), &section.name, message);
        }
    }
}

/// What two runs through a section do to each other, given by direction and span.
pub(crate) fn conflict(
    section: &Section,
    one: (Direction, Span),
    other: (Direction, Span),
) -> Option<Message> {
    let ((way, first), (other_way, second)) = if one.1.from <= other.1.from {
        (one, other)
    } else {
        (other, one)
    };
    if way == other_way {
        let headway = section.headway.get(way);
        let entries = second.from - first.from;
        let exits = second.to - first.to;
        if entries < headway || exits < headway {
            return Some(words::no_headway());
        }
        let follows = second.from - first.to;
        let too_soon = (section.following()).is_some_and(|minutes| follows < minutes);
        return too_soon.then_some(words::no_block());
    }
    let meets = second.from - first.to < section.clearing_behind(way);
    (section.single_track && meets).then_some(words::meet())
}
