//! Rules `possession` and `line-wind`: no run while its track is closed.

use super::Violation;
use super::context::{Context, broken};
use super::line::is_diverted;
use crate::message::Message;
use crate::plan::Activity;
use crate::resource::Resource;
use crate::system::{Direction, Section};
use crate::words::violations as words;
use crate::{Minute, Span};

pub(super) fn check(context: &Context) -> Vec<Violation> {
    let mut found = Vec::new();
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
