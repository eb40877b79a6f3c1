//! Rules `possession` and `line-wind`: no run while its track is closed.

use super::Violation;
use super::context::{Context, broken};
use super::line::is_diverted;
use super::objective::of_plan;
use crate::ids::SectionId;
use crate::message::Message;
use crate::plan::Activity;
use crate::resource::Resource;
use crate::system::{Direction, Section};
use crate::words::violations as words;
use crate::{Minute, Span};

pub(super) fn check(context: &Context) -> Vec<Violation> {
    let mut found = of_choice(context);
    for (id, index, event) in context.all_events() {
        let Activity::Run {
            section, direction, ..
        } = event.what
        else {
            continue;
        };
        // A train in a section at the start is there, whatever is closed.
        if context.is_fact(id, index) {
            continue;
        }
        let data = context.system.section(section);
        let place = Resource::Section(section);
        let mut report = |rule: &'static str, what: Message, closed: Span| {
            let message = words::runs_in_closure(
                context.name(id),
                context.say(place),
                context.clocks(event.span),
                what,
                context.clocks(closed),
            );
            found.push(broken(rule, id, event.span, place, message));
        };
        for closed in possessions(data, direction, event.span.from) {
            if closed.overlaps(event.span) {
                report("possession", words::possession(), closed);
            }
        }
        let stops = &context.line_stops[section.index()];
        if let Some(stop) = stops.iter().find(|stop| stop.overlaps(event.span)) {
            report("line-wind", words::line_stop(), *stop);
        }
    }
    found
}

/// Possessions whose time is a decision: each has one, in its window, and closes no track on which a path is given away.
fn of_choice(context: &Context) -> Vec<Violation> {
    let mut found = Vec::new();
    let placed = &context.plan.possessions;
    let windows = context.system.windows();
    if placed.len() != windows.len() {
        let message = words::possessions_missing(windows.len(), placed.len());
        found.push(of_plan("possession", message));
    }
    for (window, &start) in windows.iter().zip(placed) {
        let closed = Span::new(start, start + window.minutes);
        let place = Resource::Section(window.section);
        let mut report = |message: Message| {
            found.push(Violation {
                resource: Some(place),
                span: Some(closed),
                ..of_plan("possession", message)
            });
        };
        let (place, clocks) = (context.say(place), context.clocks(closed));
        if start < window.within.from || closed.to > window.within.to || start < Minute(0) {
            let within = context.clocks(window.within);
            report(words::outside_window(place, clocks, within));
            continue;
        }
        let mine = |section: SectionId, direction: Direction| {
            section == window.section && window.track.is_none_or(|track| track == direction)
        };
        for path in context.system.given_paths() {
            let in_the_way = mine(path.section, path.direction) && !window.single_track_working;
            if in_the_way && !path.is_past && path.span.overlaps(closed) {
                let path_clocks = context.clocks(path.span);
                report(words::closes_path(
                    place.clone(),
                    clocks.clone(),
                    &path.train,
                    path_clocks,
                ));
            }
        }
        for (id, index, event) in context.all_events() {
            let Activity::Run {
                section, direction, ..
            } = event.what
            else {
                continue;
            };
            let is_there = context.is_fact(id, index) && event.span.to > Minute(0);
            if is_there && mine(section, direction) && event.span.overlaps(closed) {
                let name = context.name(id);
                report(words::closes_train(
                    place.clone(),
                    clocks.clone(),
                    name,
                    context.clocks(event.span),
                ));
            }
        }
    }
    found
}

/// Possessions of the track of a run.
fn possessions(
    section: &Section,
    direction: Direction,
    enters: Minute,
) -> impl Iterator<Item = Span> {
    let diverted = is_diverted(section, direction, enters);
    let track = if diverted {
        direction.opposite()
    } else {
        direction
    };
    let of_track = move |closed: Option<Direction>| {
        section.single_track || closed.is_none_or(|closed| closed == track)
    };
    section
        .possessions
        .iter()
        .filter(move |p| of_track(p.track))
        .map(|p| p.span)
}
