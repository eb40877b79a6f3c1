//! Rules `headway` (one direction) and `opposing` (both directions on one track), given paths included.

use super::Violation;
use super::context::{Context, broken};
use crate::ids::{SectionId, TrainId};
use crate::instance::RakePlace;
use crate::message::Message;
use crate::plan::Activity;
use crate::resource::Resource;
use crate::system::{Direction, Section};
use crate::words::violations as words;
use crate::{Minute, Span};

/// A run, of a train or along a given path.
#[derive(Clone)]
pub(super) struct Run<'a> {
    /// The train; `None` for a given path.
    pub train: Option<TrainId>,
    pub name: &'a str,
    pub direction: Direction,
    pub span: Span,
    /// Given, or under way at the start: not held against others of its kind.
    pub is_fact: bool,
}

/// The runs of every section, by section, in order of entry.
pub(super) fn runs<'a>(context: &Context<'a>) -> Vec<Vec<Run<'a>>> {
    let mut sections: Vec<Vec<Run>> = vec![Vec::new(); context.system.sections().len()];
    for path in context.system.given_paths() {
        sections[path.section.index()].push(Run {
            train: None,
            name: &path.train,
            direction: path.direction,
            span: path.span,
            is_fact: true,
        });
    }
    for (id, index, event) in context.all_events() {
        if let Activity::Run {
            section, direction, ..
        } = event.what
        {
            sections[section.index()].push(Run {
                train: Some(id),
                name: context.name(id),
                direction,
                span: event.span,
                is_fact: context.is_fact(id, index),
            });
        }
    }
    // A train that is not planned stays in its section.
    for (id, train, _, place) in context.standing() {
        if let RakePlace::Section(section, direction, span, _) = place {
            sections[section.index()].push(Run {
                train: Some(id),
                name: &train.name,
                direction,
                span: Span::new(span.from, context.until_all_ends().to),
                is_fact: true,
            });
        }
    }
    for runs in &mut sections {
        runs.sort_by_key(|run| (run.span, run.direction, run.train));
    }
    sections
}

/// Whether a run of a direction that enters at a minute is diverted to the other track.
pub(crate) fn is_diverted(section: &Section, direction: Direction, enters: Minute) -> bool {
    section.possessions.iter().any(|possession| {
        possession.single_track_working
            && possession.track == Some(direction)
            && possession.span.contains(enters)
    })
}

pub(super) fn check(context: &Context) -> Vec<Violation> {
    let mut found = Vec::new();
    for (index, runs) in runs(context).iter().enumerate() {
        let section = SectionId::from_index(index);
        for direction in [Direction::Down, Direction::Up] {
            let runs: Vec<&Run> = runs
                .iter()
                .filter(|run| run.direction == direction)
                .collect();
            found.extend(headway(context, section, direction, &runs));
        }
        found.extend(opposing(context, section, runs));
    }
    found
}

/// What one run does to another; the train named is one that the plan moves.
pub(super) fn conflict(
    context: &Context,
    rule: &'static str,
    section: SectionId,
    (now, before): (&Run, &Run),
    wrong: Message,
) -> Option<Violation> {
    let place = Resource::Section(section);
    let (train, other, span) = match (now.train, before.train) {
        (Some(train), other) => (train, other, now.span),
        (None, Some(train)) => (train, None, before.span),
        (None, None) => return None,
    };
    let message = {
        let section = context.say(place);
        let (own, others) = (context.clocks(now.span), context.clocks(before.span));
        if now.train.is_some() {
            words::train_conflict(now.name, own, section, wrong, before.name, others)
        } else {
            words::path_conflict(now.name, own, section, wrong, before.name, others)
        }
    };
    Some(broken(rule, train, span, place, message).against(other))
}

/// Entries in order and apart, exits in the same order and apart.
fn headway(
    context: &Context,
    section: SectionId,
    direction: Direction,
    runs: &[&Run],
) -> Vec<Violation> {
    let minutes = context.system.section(section).headway.get(direction);
    let mut found = Vec::new();
    // The last to enter and the last to leave, among those that the plan moves and among facts.
    let mut last_in: [Option<&Run>; 2] = [None, None];
    let mut last_out: [Option<&Run>; 2] = [None, None];
    for now in runs {
        for kind in [false, true] {
            if kind && now.is_fact {
                continue;
            }
            let too_close =
                last_in[usize::from(kind)].filter(|b| now.span.from - b.span.from < minutes);
            let overtakes =
                last_out[usize::from(kind)].filter(|b| now.span.to - b.span.to < minutes);
            if let Some(before) = too_close {
                let gap = i64::from(now.span.from - before.span.from);
                let wrong = words::enters_close(gap, minutes);
                found.extend(conflict(context, "headway", section, (now, before), wrong));
            }
            if let Some(before) = overtakes
                && too_close.is_none_or(|other| !std::ptr::eq(other, before))
            {
                let gap = i64::from(now.span.to - before.span.to);
                let wrong = if gap < 0 {
                    words::leaves_before(-gap, minutes)
                } else {
                    words::leaves_close(gap, minutes)
                };
                found.extend(conflict(context, "headway", section, (now, before), wrong));
            }
        }
        let kind = usize::from(now.is_fact);
        last_in[kind] = Some(now);
        if last_out[kind].is_none_or(|before| before.span.to <= now.span.to) {
            last_out[kind] = Some(now);
        }
    }
    found
}

/// Opposing runs on one track exclude each other.
fn opposing(context: &Context, section: SectionId, runs: &[Run]) -> Vec<Violation> {
    let data = context.system.section(section);
    let mut found = Vec::new();
    // The last to leave per direction, diverted or not, fact or not.
    let mut last_out: [[[Option<&Run>; 2]; 2]; 2] = [[[None; 2]; 2]; 2];
    let side = |direction: Direction| usize::from(direction == Direction::Up);
    for now in runs {
        let diverted = is_diverted(data, now.direction, now.span.from);
        let shares_track = |other_diverted: bool| data.single_track || diverted || other_diverted;
        let opposite = &last_out[side(now.direction.opposite())];
        for other_diverted in [false, true]
            .into_iter()
            .filter(|other| shares_track(*other))
        {
            for is_fact in [false, true]
                .into_iter()
                .filter(|fact| !(*fact && now.is_fact))
            {
                let before = opposite[usize::from(other_diverted)][usize::from(is_fact)];
                if let Some(before) =
                    before.filter(|b| now.span.from < b.span.to + data.clearing_behind(b.direction))
                {
                    let gap = i64::from(now.span.from - before.span.to);
                    let wrong = if gap < 0 {
                        words::enters_before_left(-gap)
                    } else {
                        words::enters_after_left(gap, data.clearing_behind(before.direction))
                    };
                    found.extend(conflict(context, "opposing", section, (now, before), wrong));
                }
            }
        }
        let place =
            &mut last_out[side(now.direction)][usize::from(diverted)][usize::from(now.is_fact)];
        if place.is_none_or(|before| before.span.to <= now.span.to) {
            *place = Some(now);
        }
    }
    found
}
