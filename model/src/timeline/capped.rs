//! Caps that are used up: the spans in which nobody more may enter a section.

use super::read::place;
use super::{Kind, Role, Timeline, Use};
use crate::ids::{ClassId, SectionId};
use crate::instance::{DAY, RakePlace};
use crate::resource::Resource;
use crate::system::{Cap, Direction};
use crate::time::{Minute, Span};

const HOUR: i32 = 60;

/// A cap with no train left in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capped {
    /// The section.
    pub section: SectionId,
    /// The direction that it counts.
    pub direction: Direction,
    /// Trains that may enter in its day, hour or span.
    pub most: u32,
    /// From the entry of the last of them to the end of the day, hour or span.
    pub span: Span,
}

impl Timeline<'_> {
    /// Caps that trains of the plan use up within the horizon, by section; those that let nobody in from the first minute on are among them.
    pub fn capped(&self) -> Vec<Capped> {
        let sections = self.instance.system().sections().iter().enumerate();
        let mut found = Vec::new();
        for (index, section) in sections.filter(|(_, section)| !section.caps.is_empty()) {
            let id = SectionId::from_index(index);
            let runs = self.entries(id);
            for cap in &section.caps {
                let counts = |(at, direction, class): &&(Minute, Direction, ClassId)| {
                    *direction == cap.direction
                        && cap.counts[class.index()]
                        && cap.within.contains(*at)
                };
                let entries: Vec<Minute> = runs.iter().filter(counts).map(|run| run.0).collect();
                for (window, most, known) in self.windows(cap) {
                    let used = self.used_up(cap, &entries, (window, most, known));
                    found.extend(used.map(|span| Capped {
                        section: id,
                        direction: cap.direction,
                        most,
                        span,
                    }));
                }
            }
        }
        found
    }

    /// The entries into a section that caps count, in order; who is in it at the start is counted already.
    fn entries(&self, section: SectionId) -> Vec<(Minute, Direction, ClassId)> {
        let entry = |one: &Use<'_>| {
            let Kind::Run { direction, .. } = one.kind else {
                return None;
            };
            let train = self.instance.train(one.train);
            let began = place(train, one.rake).is_some_and(|place| {
                matches!(place, RakePlace::Section(at, _, run, _) if at == section && run.to == one.span.to)
            });
            let class = match (train.transshipment(), one.role) {
                (Some(change), Role::Onward | Role::ToLoad) => change.onward_class,
                (Some(change), Role::Emptied) => change.emptied_class,
                _ => train.class,
            };
            (!began).then_some((one.span.from, direction, class))
        };
        let uses = self.of_resource(Resource::Section(section));
        let mut entries: Vec<_> = uses.filter_map(entry).collect();
        entries.sort_unstable();
        entries
    }

    /// The days, hours and spans of a cap in the horizon: with the trains that may enter in each, and those that have before the start.
    fn windows(&self, cap: &Cap) -> Vec<(Span, u32, u32)> {
        let horizon = self.instance.horizon();
        let whole = Span::new(Minute(0), self.plan.end(self.instance));
        let mut windows = Vec::new();
        let mut repeated = |minutes: i32, most: &dyn Fn(i32) -> Option<(u32, u32)>| {
            let first = (whole.from - horizon.day_start).div_euclid(minutes);
            for number in first.. {
                let from = horizon.day_start + number * minutes;
                if from >= whole.to {
                    break;
                }
                let window = Span::new(from, from + minutes);
                windows.extend(most(number).map(|(most, known)| (window, most, known)));
            }
        };
        repeated(DAY, &|day| {
            let known = if day == 0 { cap.used } else { 0 };
            Some((cap.on_day(day), known))
        });
        repeated(HOUR, &|hour| {
            let from = horizon.day_start + hour * HOUR;
            let known = cap.entered_in(Span::new(from, from + HOUR));
            cap.per_hour.map(|most| (most, known))
        });
        let spans = cap.spans.iter();
        windows.extend(spans.map(|&(span, most)| (span, most, cap.entered_in(span))));
        windows
    }

    /// From when on a day, hour or span of a cap is used up.
    fn used_up(
        &self,
        cap: &Cap,
        entries: &[Minute],
        (window, most, known): (Span, u32, u32),
    ) -> Option<Span> {
        let mut inside = entries.iter().filter(|at| window.contains(**at));
        let from = match most.saturating_sub(known) {
            0 => window.from,
            left => *inside.nth(left as usize - 1)?,
        };
        let open = window.intersection(cap.within);
        let shown = Span::new(Minute(0), self.plan.end(self.instance)).intersection(open);
        let span = Span::new(from.max(shown.from), shown.to);
        (span.from < span.to).then_some(span)
    }
}
