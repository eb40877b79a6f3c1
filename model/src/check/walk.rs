//! Walking through the events of a train: rule `sequence`, and the journey that the other rules look at.
//!
//! The walk knows from kind and state what has to come next and looks for it among the events of the rake, in order
//! of time. What it passes over or never needs is surplus; what it does not find is missing and ends the walk of that
//! rake.

use super::Violation;
use super::context::{Context, broken};
use super::journey::Journey;
use crate::ids::{StageId, StationId, TrainId};
use crate::instance::{Rake, Train, TrainKind};
use crate::message::Message;
use crate::plan::{Activity, Event};
use crate::resource::Resource;
use crate::system::System;
use crate::words::violations as words;
use crate::{Minute, Span};

/// Rule `sequence`: everything a train must do is there, once, in order.
pub(super) fn sequence(context: &Context) -> Vec<Violation> {
    context
        .journeys
        .iter()
        .flat_map(|journey| journey.problems.iter().cloned())
        .collect()
}

/// The journey of a train; empty when it is not planned.
pub(super) fn walk(context: &Context, train: TrainId) -> Journey {
    if !context.is_planned(train) {
        return Journey::default();
    }
    let mut walker = Walker::new(context, train);
    walker.whole();
    walker.finish()
}

pub(super) struct Walker<'a, 'c> {
    pub context: &'c Context<'a>,
    pub train: TrainId,
    pub data: &'a Train,
    pub events: &'a [Event],
    pub journey: Journey,
    /// First run of the onward rake, when the walk came to it.
    pub onward_departs: Option<Minute>,
    /// From when worked parts stand where their rakes go behind the work, where they do.
    pub parts_stand_from: Option<Minute>,
    /// Runs, movements and crane work per rake in order of time, and how far the walk has come.
    moves: [Vec<usize>; 2],
    next: [usize; 2],
    /// Tracks, stages and spots in order of time.
    holds: Vec<usize>,
    is_used: Vec<bool>,
    is_broken: bool,
}

impl<'a, 'c> Walker<'a, 'c> {
    fn new(context: &'c Context<'a>, train: TrainId) -> Self {
        let events = context.events(train);
        let mut order: Vec<usize> = (0..events.len()).collect();
        order.sort_by_key(|i| (events[*i].span, events[*i].what.kind(), *i));
        let is_hold = |i: &usize| {
            let what = &events[*i].what;
            matches!(
                what,
                Activity::Track { .. } | Activity::Stage { .. } | Activity::Spot { .. }
            )
        };
        // Crane work and exchanges are told of the arriving rake, whatever an engine says.
        let rake_of = |i: &usize| match events[*i].what {
            Activity::CraneWork { .. } | Activity::Exchange { .. } | Activity::Handling { .. } => {
                Rake::Arriving
            }
            _ => events[*i].rake,
        };
        let (holds, moves): (Vec<usize>, Vec<usize>) = order.into_iter().partition(is_hold);
        let (arriving, onward) = moves
            .into_iter()
            .partition(|i| rake_of(i) == Rake::Arriving);
        Walker {
            context,
            train,
            data: context.instance.train(train),
            events,
            journey: Journey::default(),
            onward_departs: None,
            parts_stand_from: None,
            moves: [arriving, onward],
            next: [0, 0],
            holds,
            is_used: vec![false; events.len()],
            is_broken: false,
        }
    }

    fn system(&self) -> &'a System {
        self.context.system
    }

    fn whole(&mut self) {
        match &self.data.kind {
            TrainKind::Passing => self.passing(),
            TrainKind::IntoStore(store) => self.walk_into_store(*store),
            TrainKind::FromStore(store) => self.walk_from_store(*store),
            TrainKind::Transshipped(transshipment) => self.transshipped(transshipment),
            TrainKind::Handled(_) => self.handled(),
        }
    }

    /// What is left over is surplus, unless the walk did not get there.
    fn finish(mut self) -> Journey {
        if !self.is_broken {
            for index in 0..self.events.len() {
                if !self.is_used[index] {
                    self.problem(index, words::one_too_many());
                }
            }
        }
        self.journey
    }

    /// The next of the rake's movements that is wanted; `None`, and the walk broken off, when there is none.
    pub(super) fn expect(
        &mut self,
        rake: Rake,
        what: Message,
        near: Minute,
        is_wanted: impl Fn(&Activity) -> bool,
    ) -> Option<usize> {
        let side = usize::from(rake == Rake::Onward);
        let ahead = &self.moves[side][self.next[side]..];
        let found = ahead.iter().position(|i| is_wanted(&self.events[*i].what));
        if let Some(offset) = found {
            let event = ahead[offset];
            self.next[side] += offset + 1;
            self.is_used[event] = true;
            return Some(event);
        }
        let instead = ahead.first().map_or_else(words::nothing_follows, |i| {
            words::next_is(self.context.words(&self.events[*i]))
        });
        let rake = self.context.first_rake_words(self.train, rake);
        let message = words::missing(rake, what, self.context.clock(near), instead);
        self.problem_at(Span::new(near, near), None, message);
        self.is_broken = true;
        None
    }

    /// The walk cannot go on.
    pub(super) fn break_off(&mut self) {
        self.is_broken = true;
        if self.journey.problems.is_empty() {
            let name = self.context.name(self.train);
            self.problem_at(Span::default(), None, words::start_off_way(name));
        }
    }

    /// Whether the walk has matched an event.
    pub(super) fn is_used(&self, event: usize) -> bool {
        self.is_used[event]
    }

    fn bind(&mut self, is_wanted: impl Fn(&Event) -> bool) -> Option<usize> {
        let free = |i: &&usize| !self.is_used[**i] && is_wanted(&self.events[**i]);
        let event = self.holds.iter().find(free).copied()?;
        self.is_used[event] = true;
        Some(event)
    }

    /// The next hold of a track at a station.
    pub(super) fn bind_track(&mut self, rake: Rake, station: StationId) -> Option<usize> {
        let system = self.system();
        self.bind(|event| match event.what {
            Activity::Track { yard, .. } => {
                event.rake == rake && system.yard(yard).station == station
            }
            _ => false,
        })
    }

    /// The next hold of a track at a station.
    pub(super) fn first_track(&self, rake: Rake, station: StationId) -> Option<Span> {
        let system = self.system();
        let is_it = |i: &&usize| match self.events[**i].what {
            Activity::Track { yard, .. } => {
                let here = system.yard(yard).station == station;
                here && !self.is_used[**i] && self.events[**i].rake == rake
            }
            _ => false,
        };
        self.holds.iter().find(is_it).map(|i| self.events[*i].span)
    }

    /// The next time a rake undergoes a stage.
    pub(super) fn bind_stage(&mut self, rake: Rake, wanted: StageId) -> Option<usize> {
        self.bind(|event| match event.what {
            Activity::Stage { stage, .. } => event.rake == rake && stage == wanted,
            _ => false,
        })
    }

    /// The hold of a rake's side of a spot.
    pub(super) fn bind_spot(&mut self, rake: Rake) -> Option<usize> {
        self.bind(|event| event.rake == rake && matches!(event.what, Activity::Spot { .. }))
    }

    /// Something wrong with an event.
    pub(super) fn problem(&mut self, event: usize, wrong: Message) {
        let event = &self.events[event];
        let message = self.context.wrong_event(self.train, event, wrong);
        self.problem_at(event.span, event.what.place(), message);
    }

    /// Something wrong at a time.
    pub(super) fn problem_at(
        &mut self,
        span: Span,
        resource: impl Into<Option<Resource>>,
        message: Message,
    ) {
        let violation = broken("sequence", self.train, span, resource, message);
        self.journey.problems.push(violation);
    }
}
