//! What actual times, states and rests of plans are made from: the events as they have happened.

use crate::format::InstanceFile;
use crate::ids::CraneId;
use crate::instance::Rake;
use crate::plan::{Activity, Event};
use crate::time::{Minute, Span};
use std::borrow::Cow;

/// What has happened by now, and what is known of the rest.
pub(super) struct Happened<'a> {
    /// The file with what has changed.
    pub file: Cow<'a, InstanceFile>,
    /// Events by train; `None` for one that is not planned.
    pub events: Vec<Option<Vec<Event>>>,
    /// When each train leaves, and the life of its emptied rake ends.
    pub exits: Vec<Option<Minute>>,
    pub fates: Vec<Option<Minute>>,
    /// Lifts left, where that is known otherwise.
    pub lifts: Vec<Option<u32>>,
    /// Cranes out, unlike planned.
    pub out: Vec<(CraneId, Span)>,
    /// All of it as planned.
    pub as_planned: bool,
}

/// The movements of a rake, in order.
pub(super) fn movements(events: &[Event], rake: Rake) -> Vec<&Event> {
    let is_own = |event: &&Event| match event.what {
        Activity::Exchange { .. } => true,
        Activity::Run { .. }
        | Activity::Placing { .. }
        | Activity::Pulling { .. }
        | Activity::IntoStore { .. }
        | Activity::FromStore { .. }
        | Activity::Handling { .. } => event.rake == rake,
        Activity::Track { .. }
        | Activity::Spot { .. }
        | Activity::Stage { .. }
        | Activity::CraneWork { .. } => false,
    };
    let mut own: Vec<&Event> = events.iter().filter(is_own).collect();
    own.sort_by_key(|event| (event.span, event.what.kind()));
    own
}
