//! Rule `caps`: most trains per direction and railway day.

use super::Violation;
use super::context::{Context, broken};
use crate::Span;
use crate::ids::{ClassId, SectionId, TrainId};
use crate::plan::Activity;
use crate::resource::Resource;
use crate::system::Direction;
use crate::words::violations as words;

/// An entry into a section.
struct Entry {
    span: Span,
    train: TrainId,
    direction: Direction,
    class: ClassId,
    day: i32,
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
                day: context.instance.horizon().day_of(event.span.from),
            });
        }
    }
    let mut found = Vec::new();
    for (index, entries) in sections.iter_mut().enumerate() {
        let id = SectionId::from_index(index);
        let section = context.system.section(id);
        entries.sort_by_key(|entry| (entry.span, entry.train));
        for cap in &section.caps {
            let (mut day, mut count) = (0, cap.used);
            for entry in entries.iter() {
                if entry.direction != cap.direction || !cap.counts[entry.class.index()] {
                    continue;
                }
                if entry.day != day {
                    (day, count) = (entry.day, 0);
                }
                count += 1;
                let most = cap.on_day(day);
                if count > most {
                    let message = words::over_cap(
                        context.name(entry.train),
                        context.say(Resource::Section(id)),
                        context.clock(entry.span.from),
                        count,
                        most,
                    );
                    let cap = Resource::Cap(id);
                    found.push(broken("caps", entry.train, entry.span, cap, message));
                }
            }
        }
    }
    found
}
