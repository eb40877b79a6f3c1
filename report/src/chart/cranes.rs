//! The marks of crane work: on the rakes in their spot, and in the rows of the cranes.

use super::ink::Ink;
use super::marks::Marks;
use super::rows::Key;
use super::words;
use crate::names::Names;
use crate::text::fill;
use crate::wind;
use regauge_model::ids::SpotId;
use regauge_model::{Minute, Span};

impl Marks<'_, '_> {
    /// Preparation, lifting and finishing, in the rows of both sides of the spot.
    pub(super) fn crane_work(
        &mut self,
        index: usize,
        spot: SpotId,
        span: Span,
        lifting_from: Minute,
        steps: &[(Span, u32)],
    ) {
        let pauses = wind::work_pauses(self.instance, spot, span, lifting_from, steps);
        let lifted = steps.last().map_or(lifting_from, |(step, _)| step.to);
        for side in [0, 1] {
            let key = Key::Side(spot, side);
            let preparation = Span::new(span.from, lifting_from);
            if !preparation.is_empty() {
                self.add(
                    index,
                    key,
                    preparation,
                    Ink::Preparation,
                    words::PREPARATION,
                );
            }
            for (step, _) in steps.iter().filter(|(step, _)| !step.is_empty()) {
                self.add(index, key, *step, Ink::Lifting, words::LIFTING);
            }
            let finishing = Span::new(lifted, span.to);
            if !finishing.is_empty() {
                self.add(index, key, finishing, Ink::Finishing, words::FINISHING);
            }
            for pause in &pauses {
                self.add(index, key, *pause, Ink::Pause, words::PAUSE);
            }
        }
    }

    /// What each crane does to a train.
    pub(super) fn slots(&mut self, index: usize) {
        let plan = self.plan;
        for slot in plan
            .crane_slots
            .iter()
            .filter(|slot| slot.train.index() == index)
        {
            let key = Key::Crane(slot.crane);
            self.add(index, key, slot.span, Ink::Slot, words::LIFTING);
            let (from, to) = (slot.wagons.0.to_string(), slot.wagons.1.to_string());
            let lifts = slot.lifts.to_string();
            let wagons =
                |names: &Names<'_>| fill(words::WAGONS.in_language(names.language), &[&from, &to]);
            let work = |names: &Names<'_>| {
                let lifts = fill(words::LIFTS.in_language(names.language), &[&lifts]);
                format!("{} · {lifts}", wagons(names))
            };
            let more = vec![self.voices.say(work), self.voices.say(wagons)];
            if let Some(mark) = self.found.last_mut() {
                if let (Some(title), Some(names)) = (&mut mark.title, self.voices.only()) {
                    title.push_str(" · ");
                    title.push_str(&work(names));
                }
                mark.more = more;
            }
            let shed = self.system().crane(slot.crane).shed;
            for stop in wind::crane_stops(self.instance, shed) {
                let pause = stop.intersection(slot.span);
                if !pause.is_empty() {
                    self.add(index, key, pause, Ink::Pause, words::PAUSE);
                }
            }
        }
    }
}
