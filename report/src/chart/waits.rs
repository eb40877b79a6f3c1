//! The marks of waits: in the rows where a rake stands meanwhile.

use super::ink::Ink;
use super::marks::{Mark, Marks};
use super::rows::Key;
use super::told::{cause, title, wait_for, what};
use crate::names::closure_kind;
use regauge_model::ids::SpotId;
use regauge_model::instance::{Rake, Train, TrainKind};
use regauge_model::plan::{Activity, Event, Wait};
use regauge_model::{Minute, Span};

impl Marks<'_, '_> {
    /// A wait lies in the rows where its rake stands meanwhile; a train that waits in a store in the row of that store.
    pub(super) fn wait(
        &mut self,
        index: usize,
        train: &Train,
        events: &[Event],
        (number, wait): (usize, &Wait),
    ) {
        let more = vec![
            self.voices.say(|names| cause(names, wait)),
            self.voices.say(|names| wait_for(names, &what(names, wait))),
            self.voices.say(|names| {
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
            None => self.places_of(train, events, wait),
        };
        for (key, span) in places {
            let title = self
                .voices
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

    fn places_of(&self, train: &Train, events: &[Event], wait: &Wait) -> Vec<(Key, Span)> {
        let places = |rake: Rake| {
            let places = events
                .iter()
                .filter(|event| event.rake == rake)
                .filter_map(|event| {
                    let key = match event.what {
                        Activity::Track { yard, track } => Key::Track(yard, track),
                        Activity::Spot { spot } => {
                            Key::Side(spot, self.sides(train, rake, spot).first().copied()?)
                        }
                        _ => return None,
                    };
                    // A spot is held for a while after the rake has left it.
                    let left = match key {
                        Key::Side(spot, _) => left_at(events, rake, spot),
                        _ => None,
                    };
                    let to = left.unwrap_or(event.span.to).min(event.span.to);
                    let span = Span::new(event.span.from, to).intersection(wait.span);
                    (!span.is_empty()).then_some((key, span))
                });
            places.collect::<Vec<_>>()
        };
        let found = places(wait.rake);
        if !found.is_empty() {
            return found;
        }
        match (&train.kind, wait.rake) {
            (TrainKind::FromStore(store), _) => vec![(Key::Store(*store), wait.span)],
            // An onward rake that is not there yet keeps the arriving one waiting.
            (_, Rake::Onward) => places(Rake::Arriving),
            _ => Vec::new(),
        }
    }
}

/// When a rake has left a spot.
fn left_at(events: &[Event], rake: Rake, at: SpotId) -> Option<Minute> {
    let pulled = events.iter().filter(|event| match event.what {
        Activity::Pulling { spot, .. } => event.rake == rake && spot == at,
        _ => false,
    });
    pulled.map(|event| event.span.to).max()
}
