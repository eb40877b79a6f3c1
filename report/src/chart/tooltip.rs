//! The tooltip of a mark: train, activity, place, time; and the causes of waits.

use super::rows::Key;
use super::words;
use crate::names::Names;
use crate::text::fill;
use regauge_model::Span;
use regauge_model::ids::{LocomotiveId, TrainId};
use regauge_model::plan::Wait;
use std::fmt::Write as _;

/// `X8012 · placing · 23-1 · 20:06–20:36`.
pub(super) fn title(names: &Names<'_>, train: usize, key: Key, what: &str, span: Span) -> String {
    let train = names.train(TrainId::from_index(train));
    let place = place(names, key);
    let time = names.clock.span(span, names.dash);
    format!("{train} · {what} · {place} · {time}")
}

/// A row in words.
pub(super) fn place(names: &Names<'_>, key: Key) -> String {
    let system = names.instance.system();
    match key {
        Key::Section(section) => names.section(section),
        Key::Wind(zone) => names.zone(zone),
        Key::Side(spot, side) => {
            format!("{} {}", names.spot(spot), system.spot(spot).gauges_mm[side])
        }
        Key::Throat(throat) => names.throat(throat),
        Key::Crane(crane) => names.crane(crane),
        Key::Track(yard, track) => {
            let number = fill(
                words::TRACK_NUMBER.in_language(names.language),
                &[&track.to_string()],
            );
            format!("{} {number}", names.yard(yard))
        }
        Key::Locomotive(pool, number) => pool_unit(names, pool, number),
        Key::Team(id, team) => {
            let stage = system.stage(id);
            let title = names.titled(&stage.name, &stage.title);
            if stage.teams.is_none() {
                return title;
            }
            let number = fill(
                words::TEAM_NUMBER.in_language(names.language),
                &[&team.to_string()],
            );
            format!("{title} {number}")
        }
        Key::Store(store, _) => names.store(store),
        Key::Waiting(shed, _) => {
            let shed = system.shed(shed);
            names.titled(&shed.name, &shed.title)
        }
        Key::Idle(_) => String::new(),
    }
}

fn pool_unit(names: &Names<'_>, pool: LocomotiveId, number: u32) -> String {
    let gauge = names.instance.system().locomotive_pool(pool).gauge_mm;
    let word = words::LOCOMOTIVE_NUMBER.in_language(names.language);
    format!("{gauge} {}", fill(word, &[&number.to_string()]))
}

/// So many of those who went before are named beside a wait in a chart.
const NAMED: usize = 2;

/// `for spot 23-1 (X8010)`; of many who went before the first, and how many more.
pub(super) fn cause(names: &Names<'_>, wait: &Wait) -> String {
    let mut cause = what(names, wait);
    let held = wait.held_by.iter().take(NAMED).map(|id| names.train(*id));
    let mut held: Vec<String> = held.collect();
    if wait.held_by.len() > NAMED {
        held.push(format!("+{}", wait.held_by.len() - NAMED));
    }
    if !held.is_empty() {
        let _ = write!(cause, " ({})", held.join(" "));
    }
    wait_for(names, &cause)
}

/// What a wait is for, and the closure in the way.
pub(super) fn what(names: &Names<'_>, wait: &Wait) -> String {
    let mut what = vec![names.resource(wait.for_what)];
    let closure = wait.closure.as_ref();
    what.extend(closure.map(|closure| names.closure(closure, wait.span.from)));
    what.join(" ")
}

pub(super) fn wait_for(names: &Names<'_>, what: &str) -> String {
    fill(words::WAIT_FOR.in_language(names.language), &[what])
}
