//! A train's journey in a few facts: where and when it enters, arrives, is worked, departs and leaves.

use regauge_model::ids::{SectionId, SpotId, StationId, YardId};
use regauge_model::instance::{Rake, Train, TrainKind};
use regauge_model::plan::{Activity, Event, TrainPlan};
use regauge_model::system::{Direction, System};
use regauge_model::{Minute, Span};

/// From the begin of the first lifting step that has work to the end of the last: a stop may keep the first one waiting
/// behind the preparation.
pub(crate) fn lifting(lifting_from: Minute, steps: &[(Span, u32)]) -> Span {
    let first = steps.iter().find(|(step, _)| !step.is_empty());
    let from = first.map_or(lifting_from, |(step, _)| step.from);
    Span::new(from, steps.last().map_or(from, |(step, _)| step.to))
}

/// What the board says of a train. Whatever does not apply, or happened before the horizon, is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Journey {
    /// First station of its route.
    pub from: Option<StationId>,
    /// Station at which it (loaded, for a transshipped train) leaves or ends.
    pub to: Option<StationId>,
    /// Station at which it is worked or stays.
    pub station: Option<StationId>,
    /// Track on which the arriving rake stands there.
    pub track: Option<(YardId, u32)>,
    /// Entry into the system, at `from`; for a train from a store the start of its movement, for one that begins on a track
    /// the minute from which it stands there.
    pub entry: Option<Minute>,
    /// Arrival at the station where it is worked or stays.
    pub arrival: Option<Minute>,
    /// Spot of the crane work or handling.
    pub spot: Option<SpotId>,
    /// From the first preparation to the last finishing; for a train that is handled its handling.
    pub crane_work: Option<Span>,
    /// Departure from the station where it is worked or stays.
    pub departure: Option<Minute>,
    /// Exit.
    pub exit: Option<Minute>,
    /// Minutes late at the exit.
    pub late: Option<i32>,
}

impl Journey {
    /// The journey of a train in a plan.
    pub(crate) fn new(system: &System, train: &Train, plan: &TrainPlan) -> Journey {
        let events = plan.events();
        let (going_on, onward_route) = match train.transshipment() {
            Some(t) => (Rake::Onward, &t.onward_route),
            None => (Rake::Arriving, &train.route),
        };
        let station = station_of(system, train, events);
        let arrived = events.iter().find_map(|event| match run_of(event) {
            Some((section, direction, _, true)) if event.rake == Rake::Arriving => {
                let ends = ends_of(system, section, direction).1;
                (Some(ends) == station).then_some(event.span.to)
            }
            _ => None,
        });
        let arrival = train.state.as_ref().and_then(|s| s.arrived).or(arrived);
        let departure = events.iter().find_map(|event| match run_of(event) {
            Some((section, direction, _, _)) if event.rake == going_on => {
                let begins = ends_of(system, section, direction).0;
                (Some(begins) == station).then_some(event.span.from)
            }
            _ => None,
        });
        let work = events.iter().filter_map(|event| match event.what {
            Activity::CraneWork { spot, .. } | Activity::Handling { spot } => {
                Some((spot, event.span))
            }
            _ => None,
        });
        let (mut spot, mut crane_work) = (None, None::<Span>);
        for (at, span) in work {
            spot = Some(at);
            crane_work = Some(crane_work.map_or(span, |whole| {
                Span::new(whole.from.min(span.from), whole.to.max(span.to))
            }));
        }
        // Work done before the horizon leaves the spot in the other events.
        let spot = spot.or_else(|| {
            events.iter().find_map(|event| match event.what {
                Activity::Spot { spot } => Some(spot),
                _ => None,
            })
        });
        let exit = plan.exit();
        let track = events.iter().find_map(|event| match event.what {
            Activity::Track { yard, track } if event.rake == Rake::Arriving => {
                (Some(system.yard(yard).station) == station).then_some((yard, track))
            }
            _ => None,
        });
        Journey {
            station,
            track,
            from: train.route.first().copied(),
            to: onward_route.last().copied(),
            entry: entry_of(system, train, events),
            arrival,
            spot,
            crane_work,
            departure,
            exit,
            late: exit
                .zip(train.due_exit)
                .map(|(exit, due)| (exit - due).max(0)),
        }
    }
}

/// Track gauge of a rake in millimetres.
pub(crate) fn gauge_of(system: &System, train: &Train, rake: Rake) -> u32 {
    let class = match (rake, train.transshipment()) {
        (Rake::Onward, Some(transshipment)) => transshipment.onward_class,
        _ => train.class,
    };
    system.class(class).gauge_mm
}

/// The two ends of a section in the order of a direction.
pub(crate) fn ends_of(
    system: &System,
    section: SectionId,
    direction: Direction,
) -> (StationId, StationId) {
    let section = system.section(section);
    match direction {
        Direction::Down => (section.from, section.to),
        Direction::Up => (section.to, section.from),
    }
}

fn run_of(event: &Event) -> Option<(SectionId, Direction, bool, bool)> {
    match event.what {
        Activity::Run {
            section,
            direction,
            starts,
            stops,
        } => Some((section, direction, starts, stops)),
        _ => None,
    }
}

/// Where a train is worked, or stays: for one that only passes the first stop at a station with sheds, else its
/// first stop.
fn station_of(system: &System, train: &Train, events: &[Event]) -> Option<StationId> {
    match &train.kind {
        TrainKind::Transshipped(transshipment) => Some(transshipment.station),
        TrainKind::IntoStore(_) | TrainKind::Handled(_) => train.route.last().copied(),
        TrainKind::FromStore(_) => train.route.first().copied(),
        TrainKind::Passing => {
            let stood = || {
                events.iter().filter_map(|event| match event.what {
                    Activity::Track { yard, .. } => Some(system.yard(yard).station),
                    _ => None,
                })
            };
            stood()
                .find(|station| !system.station(*station).sheds.is_empty())
                .or_else(|| stood().next())
        }
    }
}

/// A train under way inside the system has entered before; its first run is not an entry.
fn entry_of(system: &System, train: &Train, events: &[Event]) -> Option<Minute> {
    if train.begins_on_track(system) {
        let stands = |event: &&Event| {
            event.rake == Rake::Arriving && matches!(event.what, Activity::Track { .. })
        };
        return events.iter().find(stands).map(|event| event.span.from);
    }
    let first = events.iter().find(|event| {
        event.rake == Rake::Arriving
            && matches!(
                event.what,
                Activity::Run { .. } | Activity::FromStore { .. } | Activity::Handling { .. }
            )
    })?;
    match run_of(first) {
        None => Some(first.span.from),
        Some((section, direction, starts, _)) => {
            let at = ends_of(system, section, direction).0;
            (!starts && Some(&at) == train.route.first()).then_some(first.span.from)
        }
    }
}
