//! What has happened before the start of the horizon, as an instance keeps it for people: engines, checker and figures never ask for it.
//!
//! [`Past`] is one piece of it, written by one `advance`; [`uses`] says who had which resource when, [`departed`] what each train that has
//! left did, in a line. Minutes lie before 0, those of what had begun ([`PastTrain::begun`]) may lie behind it.

use crate::ids::{ClassId, SpotId, StationId, YardId};
use crate::instance::{Instance, Rake};
pub use crate::past::{Past, PastSlot, PastTrain};
use crate::plan::{Activity, Event};
use crate::resource::Resource;
use crate::system::{Direction, System};
use crate::time::{Minute, Span};
use crate::units::units;
use std::collections::BTreeMap;

/// A train had something for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastUse<'a> {
    /// Number of the train.
    pub train: &'a str,
    /// What: a section, track, side of a spot, team (a stage, where it has none), locomotive or crane.
    pub resource: Resource,
    /// Which way, in a section.
    pub direction: Option<Direction>,
    /// When; up to 0 at most.
    pub span: Span,
}

/// A train that has left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departed<'a> {
    /// Its number.
    pub train: &'a str,
    /// Class of the rake it came with.
    pub class: ClassId,
    /// Where its first run began.
    pub from: Option<StationId>,
    /// Where its last run ended.
    pub to: Option<StationId>,
    /// When it came into the system.
    pub entry: Option<Minute>,
    /// When it came to the station where it was worked, or to its first track.
    pub arrival: Option<Minute>,
    /// Its first track.
    pub track: Option<(YardId, u32)>,
    /// Where it was worked.
    pub spot: Option<SpotId>,
    /// When.
    pub crane_work: Option<Span>,
    /// When its last run from a stop began.
    pub departure: Option<Minute>,
    /// When it left.
    pub left: Minute,
    /// Minutes later than it was due.
    pub late: Option<i32>,
}

/// Whether two events are one thing, told at two times: the same rake does the same with the same, whatever the number of the team or
/// locomotive.
pub(crate) fn is_same(a: &Event, b: &Event) -> bool {
    let same = match (&a.what, &b.what) {
        (
            Activity::Run {
                section, direction, ..
            },
            Activity::Run {
                section: other,
                direction: way,
                ..
            },
        ) => section == other && direction == way,
        (
            Activity::Track { yard, track },
            Activity::Track {
                yard: other,
                track: number,
            },
        ) => yard == other && track == number,
        (Activity::Stage { stage, .. }, Activity::Stage { stage: other, .. }) => stage == other,
        (
            Activity::CraneWork { spot, part, .. },
            Activity::CraneWork {
                spot: other,
                part: number,
                ..
            },
        )
        | (
            Activity::Exchange { spot, part, .. },
            Activity::Exchange {
                spot: other,
                part: number,
                ..
            },
        ) => spot == other && part == number,
        (Activity::Placing { spot, .. }, Activity::Placing { spot: other, .. })
        | (Activity::Spot { spot }, Activity::Spot { spot: other })
        | (Activity::Handling { spot }, Activity::Handling { spot: other })
        | (Activity::Pulling { spot, .. }, Activity::Pulling { spot: other, .. }) => spot == other,
        (Activity::IntoStore { store, .. }, Activity::IntoStore { store: other, .. })
        | (Activity::FromStore { store, .. }, Activity::FromStore { store: other, .. }) => {
            store == other
        }
        _ => false,
    };
    same && a.rake == b.rake
}

/// Who had what before the start of the horizon, by piece and train.
pub fn uses(instance: &Instance) -> Vec<PastUse<'_>> {
    let system = instance.system();
    let mut uses = Vec::new();
    let pieces = instance.history();
    for (index, past) in pieces.iter().enumerate() {
        let is_last = index + 1 == pieces.len();
        for train in &past.trains {
            // what had begun before is among what is over later, and of a run the plan tells the beginning too
            let is_run = |event: &&Event| matches!(event.what, Activity::Run { .. });
            let begun = train.begun.iter();
            let begun = begun.filter(|event| is_last && !is_run(event));
            for event in train.events.iter().chain(begun) {
                of_event(system, train, event, &mut uses);
            }
        }
        let begun = past.begun_slots.iter().filter(|_| is_last);
        uses.extend(past.crane_slots.iter().chain(begun).map(|slot| PastUse {
            train: &slot.train,
            resource: Resource::Crane(slot.crane),
            direction: None,
            span: slot.span,
        }));
    }
    for one in &mut uses {
        one.span.to = one.span.to.min(Minute(0));
    }
    uses
}

fn of_event<'a>(system: &System, train: &'a PastTrain, event: &Event, uses: &mut Vec<PastUse<'a>>) {
    let gauge = |rake: Rake| {
        let class = match rake {
            Rake::Arriving => train.class,
            Rake::Onward => train.onward_class.unwrap_or(train.class),
        };
        system.class(class).gauge_mm
    };
    let side = |spot: SpotId, rake: Rake| {
        let is_second = system.spot(spot).gauges_mm[0] != gauge(rake);
        Resource::SpotSide(spot, u8::from(is_second))
    };
    let mut direction = None;
    let found = match event.what {
        Activity::Run {
            section,
            direction: way,
            ..
        } => {
            direction = Some(way);
            [Some(Resource::Section(section)), None]
        }
        Activity::Stage { stage, team: None } => [Some(Resource::Stage(stage)), None],
        Activity::Spot { spot } => [Some(side(spot, event.rake)), None],
        Activity::Handling { spot } => [0, 1].map(|number| Some(Resource::SpotSide(spot, number))),
        _ => units(system, event, gauge),
    };
    uses.extend(found.into_iter().flatten().map(|resource| PastUse {
        train: &train.name,
        resource,
        direction,
        span: event.span,
    }));
}

/// Every train that has left, by the minute in which it did.
pub fn departed(instance: &Instance) -> Vec<Departed<'_>> {
    let pieces = instance.history().iter().flat_map(|past| &past.trains);
    let mut trains: BTreeMap<&str, Vec<&PastTrain>> = BTreeMap::new();
    for piece in pieces {
        trains.entry(&piece.name).or_default().push(piece);
    }
    let mut departed: Vec<Departed<'_>> = trains
        .into_values()
        .filter_map(|pieces| of_train(instance.system(), &pieces))
        .collect();
    departed.sort_by_key(|train| (train.left, train.train));
    departed
}

fn of_train<'a>(system: &System, pieces: &[&'a PastTrain]) -> Option<Departed<'a>> {
    let last = pieces.iter().rev().find(|piece| piece.left.is_some())?;
    let left = last.left?;
    let mut events: Vec<&Event> = pieces.iter().flat_map(|piece| &piece.events).collect();
    events.sort_by_key(|event| (event.span, event.what.kind(), event.rake));
    let ends = |event: &Event| match event.what {
        Activity::Run {
            section, direction, ..
        } => Some(system.section(section).ends(direction)),
        _ => None,
    };
    let runs = || events.iter().filter(|event| ends(event).is_some());
    let first = runs().next();
    // that of the onward rake, where there is one; the emptied one may go on later
    let exit = runs().rev().find(|run| run.span.to == left);
    let stored = events.iter().rev().find_map(|event| match event.what {
        Activity::IntoStore { store, .. } => Some(system.store(store).station),
        _ => None,
    });
    let track = events.iter().find_map(|event| match event.what {
        Activity::Track { yard, track } => Some((yard, track)),
        _ => None,
    });
    let works = events.iter().filter_map(|event| match event.what {
        Activity::CraneWork { spot, .. } | Activity::Handling { spot } => Some((spot, event.span)),
        _ => None,
    });
    let work =
        works.reduce(|(spot, a), (_, b)| (spot, Span::new(a.from.min(b.from), a.to.max(b.to))));
    let station = work.map(|(spot, _)| system.shed(system.spot(spot).shed).station);
    let stops = |event: &Event| matches!(event.what, Activity::Run { stops: true, .. });
    let arrival = runs().find(|run| {
        let to = ends(run).map(|(_, to)| to);
        stops(run) && station.is_none_or(|station| to == Some(station))
    });
    let departure = runs().rev().find(|run| {
        let starts = matches!(run.what, Activity::Run { starts: true, .. });
        starts && exit.is_some_and(|exit| run.rake == exit.rake)
    });
    Some(Departed {
        train: &last.name,
        class: last.class,
        from: first.and_then(|run| ends(run)).map(|(from, _)| from),
        to: exit.and_then(|run| ends(run)).map(|(_, to)| to).or(stored),
        entry: first.map(|run| run.span.from),
        arrival: arrival.map(|run| run.span.to),
        track,
        spot: work.map(|(spot, _)| spot),
        crane_work: work.map(|(_, span)| span),
        departure: departure.map(|run| run.span.from),
        left,
        late: last.due.map(|due| (left - due).max(0)),
    })
}
