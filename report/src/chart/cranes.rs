//! The marks of crane work: on the rakes in their spot, and in the rows of the cranes.

use super::ink::Ink;
use super::marks::Marks;
use super::rows::Key;
use super::words;
use crate::names::Names;
use crate::text::fill;
use regauge_model::Span;
use regauge_model::timeline::{CraneWork, Use};

impl Marks<'_, '_> {
    /// Preparation, lifting and finishing, in the row of one side of the spot.
    pub(super) fn crane_work(&mut self, one: &Use<'_>, key: Key, work: &CraneWork<'_>) {
        let index = one.train.index();
        let preparation = Span::new(one.span.from, work.lifting_from);
        if !preparation.is_empty() {
            self.add(
                index,
                key,
                preparation,
                Ink::Preparation,
                words::PREPARATION,
            );
        }
        for (step, _) in work.steps.iter().filter(|(step, _)| !step.is_empty()) {
            self.add(index, key, *step, Ink::Lifting, words::LIFTING);
        }
        let finishing = Span::new(work.lifted(), one.span.to);
        if !finishing.is_empty() {
            self.add(index, key, finishing, Ink::Finishing, words::FINISHING);
        }
        for pause in self.timeline.pauses(one) {
            self.add(index, key, pause, Ink::Pause, words::PAUSE);
        }
    }

    /// What a crane does to a train.
    pub(super) fn slot(&mut self, one: &Use<'_>, key: Key, wagons: (u32, u32), lifts: u32) {
        let index = one.train.index();
        self.add(index, key, one.span, Ink::Slot, words::LIFTING);
        let (from, to) = (wagons.0.to_string(), wagons.1.to_string());
        let lifts = lifts.to_string();
        let wagons =
            |names: &Names<'_>| fill(words::WAGONS.in_language(names.language), &[&from, &to]);
        let work = |names: &Names<'_>| {
            let lifts = fill(words::LIFTS.in_language(names.language), &[&lifts]);
            format!("{} · {lifts}", wagons(names))
        };
        let more = vec![
            self.localizer.localize(work),
            self.localizer.localize(wagons),
        ];
        if let Some(mark) = self.found.last_mut() {
            if let (Some(title), Some(names)) = (&mut mark.title, self.localizer.only()) {
                title.push_str(" · ");
                title.push_str(&work(names));
            }
            mark.more = more;
        }
        for pause in self.timeline.pauses(one) {
            self.add(index, key, pause, Ink::Pause, words::PAUSE);
        }
    }
}
