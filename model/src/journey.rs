//! A train's journey in a few facts: where and when it enters, arrives, is worked, departs and leaves.
//!
//! For whoever shows or uses a plan train by train; the facts are read out of the [timeline](crate::timeline), and minutes of dwell
//! are those of the key figures ([`crate::kpi`]).

use crate::ids::{SectionId, SpotId, StationId, TrainId, YardId};
use crate::instance::{Rake, Train, TrainKind};
use crate::kpi::dwell;
use crate::resource::{Resource, Task};
use crate::system::{Direction, System};
use crate::time::{Minute, Span};
use crate::timeline::{Kind, Timeline, Use};

/// What a planned train does, in a few facts. Whatever does not apply, or happened before the horizon, is `None`; of a postponed
/// train that is everything but its stations.
///
/// A [`Minute`] counts from the start of the horizon, [`Horizon::date_time`](crate::instance::Horizon::date_time) makes a
/// date-time of it; a [`Span`] is half-open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journey {
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
    /// When it leaves the system, or is in its store.
    pub exit: Option<Minute>,
    /// Minutes of dwell (在站停时): of a transshipped train from its arrival to the departure of its onward rake, of one that is
    /// handled from the start of its handling to the end, of one that only passes all that it stands at stations.
    pub dwell: Option<i32>,
    /// Minutes late at the exit; 0 for a train in time, `None` for one that is not due.
    pub late: Option<i32>,
}

impl Journey {
    /// The journey of a train of the timeline's instance. Complexity: linear in what the train does.
    pub fn new(timeline: &Timeline<'_>, id: TrainId) -> Journey {
        let system = timeline.instance().system();
        let train = timeline.instance().train(id);
        let uses = timeline.of_train(id);
        let (going_on, onward_route) = match train.transshipment() {
            Some(t) => (Rake::Onward, &t.onward_route),
            None => (Rake::Arriving, &train.route),
        };
        let station = station_of(system, train, uses);
        let runs = || {
            uses.iter()
                .filter_map(|one| Some((one, Run::of(system, one)?)))
        };
        let mut arrives = runs().filter(|(one, run)| {
            one.rake == Rake::Arriving && run.stops && Some(run.to) == station
        });
        let arrived = arrives.next().map(|(one, _)| one.span.to);
        let arrival = train.state.as_ref().and_then(|s| s.arrived).or(arrived);
        let mut departs =
            runs().filter(|(one, run)| one.rake == going_on && Some(run.from) == station);
        let departure = departs.next().map(|(one, _)| one.span.from);
        let (mut spot, mut crane_work) = (None, None::<Span>);
        let is_work = |one: &&Use<'_>| matches!(one.kind, Kind::CraneWork(_) | Kind::Handling);
        for work in uses.iter().filter(is_work) {
            spot = work.spot();
            crane_work = Some(crane_work.map_or(work.span, |whole| {
                Span::new(whole.from.min(work.span.from), whole.to.max(work.span.to))
            }));
        }
        // Work done before the horizon leaves the spot in the other events.
        let mut holds = uses.iter().filter(|one| one.is_hold());
        let spot = spot.or_else(|| holds.clone().find_map(Use::spot));
        let exit = timeline.plan().trains[id.index()].exit();
        let track = holds.find_map(|one| match one.resource {
            Resource::Track(yard, track) if one.rake == Rake::Arriving => {
                (Some(system.yard(yard).station) == station).then_some((yard, track))
            }
            _ => None,
        });
        Journey {
            station,
            track,
            from: train.route.first().copied(),
            to: onward_route.last().copied(),
            entry: entry_of(system, train, uses),
            arrival,
            spot,
            crane_work,
            departure,
            exit,
            dwell: dwell(timeline.instance(), id, &timeline.plan().trains[id.index()]),
            late: exit
                .zip(train.due_exit)
                .map(|(exit, due)| (exit - due).max(0)),
        }
    }
}

/// A run through a section: from which of its ends to which, and whether it stands there before and behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Where it enters.
    pub from: StationId,
    /// Where it leaves.
    pub to: StationId,
    /// Starts from a stop at the entry.
    pub starts: bool,
    /// Stops at the exit.
    pub stops: bool,
}

impl Run {
    /// The run that a use is, if it is one.
    pub fn of(system: &System, one: &Use<'_>) -> Option<Run> {
        let (
            Resource::Section(section),
            Kind::Run {
                direction,
                starts,
                stops,
            },
        ) = (one.resource, one.kind)
        else {
            return None;
        };
        let (from, to) = ends_of(system, section, direction);
        Some(Run {
            from,
            to,
            starts,
            stops,
        })
    }
}

/// The two ends of a section in the order of a direction.
pub fn ends_of(
    system: &System,
    section: SectionId,
    direction: Direction,
) -> (StationId, StationId) {
    system.section(section).ends(direction)
}

/// Where a train is worked, or stays: for one that only passes the first stop at a station with sheds, else its
/// first stop.
fn station_of(system: &System, train: &Train, uses: &[Use<'_>]) -> Option<StationId> {
    match &train.kind {
        TrainKind::Transshipped(transshipment) => Some(transshipment.station),
        TrainKind::IntoStore(_) | TrainKind::Handled(_) => train.route.last().copied(),
        TrainKind::FromStore(_) => train.route.first().copied(),
        TrainKind::Passing => {
            let holds = uses.iter().filter(|one| one.is_hold());
            let stood = holds.filter_map(|one| match one.resource {
                Resource::Track(yard, _) => Some(system.yard(yard).station),
                _ => None,
            });
            let has_sheds = |station: &StationId| !system.station(*station).sheds.is_empty();
            stood
                .clone()
                .find(has_sheds)
                .or_else(|| stood.clone().next())
        }
    }
}

/// A train under way inside the system has entered before; its first run is not an entry.
fn entry_of(system: &System, train: &Train, uses: &[Use<'_>]) -> Option<Minute> {
    let mut own = uses.iter().filter(|one| one.rake == Rake::Arriving);
    if train.begins_on_track(system) {
        let stands = |one: &&Use<'_>| one.is_hold() && matches!(one.resource, Resource::Track(..));
        return own.find(stands).map(|one| one.span.from);
    }
    let enters = |one: &&Use<'_>| match one.kind {
        Kind::Run { .. } | Kind::Handling => true,
        Kind::Movement(movement) => movement.what == Task::FromStore,
        _ => false,
    };
    let first = own.find(enters)?;
    match Run::of(system, first) {
        None => Some(first.span.from),
        Some(run) => {
            let is_entry = !run.starts && Some(&run.from) == train.route.first();
            is_entry.then_some(first.span.from)
        }
    }
}
