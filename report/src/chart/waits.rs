//! The marks of waits: in the rows where a rake stands meanwhile.

use super::ink::Ink;
use super::marks::{Mark, Marks};
use super::rows::Key;
use super::tooltip::{cause, title, wait_for, what};
use crate::names::closure_kind;
use regauge_model::Span;
use regauge_model::instance::{Rake, Train, TrainKind};
use regauge_model::plan::Wait;
use regauge_model::timeline::{Kind, Use};

impl Marks<'_, '_> {
    /// A wait lies in the rows where its rake stands meanwhile; a train that waits in a store in the row of that store.
    pub(super) fn wait(
        &mut self,
        index: usize,
        train: &Train,
        uses: &[Use<'_>],
        (number, wait): (usize, &Wait),
    ) {
        let more = vec![
            self.localizer.localize(|names| cause(names, wait)),
            self.localizer
                .localize(|names| wait_for(names, &what(names, wait))),
            self.localizer.localize(|names| {
                let closure = wait.closure.as_ref();
                let closure =
                    closure.map(|closure| names.text(closure_kind(closure.why)).to_owned());
                wait_for(
                    names,
                    &closure.unwrap_or_else(|| names.resource(wait.for_what)),
                )
            }),
        ];
        let outside = self.waiting.get(&(index, number)).copied();
        let ink = if outside.is_some() {
            Ink::Outside
        } else {
            Ink::Wait
        };
        let places = match outside {
            Some(key) => vec![(key, wait.span)],
            None => self.places_of(train, uses, wait),
        };
        for (key, span) in places {
            let title = self
                .localizer
                .title(|names| title(names, index, key, &cause(names, wait), span));
            self.found.push(Mark {
                key,
                span,
                ink,
                train: index,
                title,
                more: more.clone(),
                pinned: None,
            });
        }
    }

    fn places_of(&self, train: &Train, uses: &[Use<'_>], wait: &Wait) -> Vec<(Key, Span)> {
        let places = |rake: Rake| {
            let holds = uses.iter().filter(|one| one.rake == rake);
            let places = holds.filter_map(|one| {
                let Kind::Hold { left, .. } = one.kind else {
                    return None;
                };
                let key = Key::of(one.resource)?;
                // A train that is handled holds both sides and waits once.
                if matches!(key, Key::Side(_, 1)) && !train.handling().is_empty() {
                    return None;
                }
                // A spot is held for a while after the rake has left it.
                let to = left.unwrap_or(one.span.to).min(one.span.to);
                let span = Span::new(one.span.from, to).intersection(wait.span);
                (!span.is_empty()).then_some((key, span))
            });
            places.collect::<Vec<_>>()
        };
        let found = places(wait.rake);
        if !found.is_empty() {
            return found;
        }
        match (&train.kind, wait.rake) {
            (TrainKind::FromStore(store), _) => vec![(Key::Store(*store, 0), wait.span)],
            // An onward rake that is not there yet keeps the arriving one waiting.
            (_, Rake::Onward) => places(Rake::Arriving),
            _ => Vec::new(),
        }
    }
}
