//! Rule `caps`: most trains per direction in a railway day, in an hour and in a span.

use super::Violation;
use super::context::{Context, broken};
use crate::ids::{ClassId, SectionId, TrainId};
use crate::message::Message;
use crate::plan::Activity;
use crate::resource::Resource;
use crate::system::{Cap, Direction};
use crate::words::violations as words;
use crate::{Minute, Span};

/// Minutes of an hour.
const HOUR: i32 = 60;

/// An entry into a section.
struct Entry {
    span: Span,
    train: TrainId,
    direction: Direction,
    class: ClassId,
}

/// A violation of a cap: the train that was one too many, its number and the figure.
struct Excess<'e> {
    entry: &'e Entry,
    count: u32,
    most: u32,
}

pub(super) fn check(context: &Context) -> Vec<Violation> {
    let mut sections: Vec<Vec<Entry>> = Vec::new();
    sections.resize_with(context.system.sections().len(), Vec::new);
    for (train, index, event) in context.all_events() {
        let Activity::Run {
            section, direction, ..
        } = event.what
        else {
            continue;
        };
        // Who is in a section at the start is among those used already.
        if !context.is_fact(train, index) {
            sections[section.index()].push(Entry {
                span: event.span,
                train,
                direction,
                class: context.class_at(train, event.rake, event.span.from),
            });
        }
    }
    let mut found = Vec::new();
    for (index, entries) in sections.iter_mut().enumerate() {
        let id = SectionId::from_index(index);
        let section = context.system.section(id);
        entries.sort_by_key(|entry| (entry.span, entry.train));
        for cap in &section.caps {
            let counts = |entry: &&Entry| {
                entry.direction == cap.direction
                    && cap.counts[entry.class.index()]
                    && cap.within.contains(entry.span.from)
            };
            let counted: Vec<&Entry> = entries.iter().filter(counts).collect();
            let mut report = |excess: Excess, in_what: Message| {
                let message = words::over_cap(
                    context.name(excess.entry.train),
                    context.say(Resource::Section(id)),
                    context.clock(excess.entry.span.from),
                    excess.count,
                    in_what,
                    excess.most,
                );
                let (train, span) = (excess.entry.train, excess.entry.span);
                found.push(broken("caps", train, span, Resource::Cap(id), message));
            };
            for excess in of_days(context, cap, &counted) {
                report(excess, words::its_railway_day());
            }
            for excess in of_hours(context, cap, &counted) {
                report(excess, words::its_hour());
            }
            for &(span, most) in &cap.spans {
                for excess in of_span(cap, &counted, span, most) {
                    report(excess, words::the_span(context.clocks(span)));
                }
            }
        }
    }
    found
}

fn of_days<'e>(context: &Context, cap: &Cap, entries: &[&'e Entry]) -> Vec<Excess<'e>> {
    let (mut day, mut count) = (0, cap.used);
    let mut found = Vec::new();
    for &entry in entries {
        let own = context.instance.horizon().day_of(entry.span.from);
        if own != day {
            (day, count) = (own, 0);
        }
        count += 1;
        let most = cap.on_day(day);
        if count > most {
            found.push(Excess { entry, count, most });
        }
    }
    found
}

fn of_hours<'e>(context: &Context, cap: &Cap, entries: &[&'e Entry]) -> Vec<Excess<'e>> {
    let Some(most) = cap.per_hour else {
        return Vec::new();
    };
    let day_start = context.instance.horizon().day_start;
    let hour_of = |at: Minute| (at - day_start).div_euclid(HOUR);
    let mut found = Vec::new();
    for (place, &entry) in entries.iter().enumerate() {
        let hour = hour_of(entry.span.from);
        let before = entries[..place].iter();
        let before = before.filter(|other| hour_of(other.span.from) == hour);
        let known = cap.entered.iter();
        let known = known.filter(|&&at| hour_of(at) == hour && cap.within.contains(at));
        let count = (before.count() + known.count() + 1) as u32;
        if count > most {
            found.push(Excess { entry, count, most });
        }
    }
    found
}

fn of_span<'e>(cap: &Cap, entries: &[&'e Entry], span: Span, most: u32) -> Vec<Excess<'e>> {
    let known = cap.entered.iter();
    let known = known.filter(|&&at| span.contains(at) && cap.within.contains(at));
    let mut count = known.count() as u32;
    let mut found = Vec::new();
    for &entry in entries {
        if span.contains(entry.span.from) {
            count += 1;
            if count > most {
                found.push(Excess { entry, count, most });
            }
        }
    }
    found
}
