//! Walking a rake along its route: runs, passing, stops, and what a stop brings with it.

use super::journey::{Duty, Pass, Stay};
use super::walk::Walker;
use crate::ids::{ClassId, StageId, StationId};
use crate::instance::{Call, Rake, RakePlace, WorkedParts};
use crate::message::Message;
use crate::plan::Activity;
use crate::resource::Resource;
use crate::system::{Direction, StageSide, System};
use crate::words::violations as words;
use crate::{Minute, Span};

/// A way of a rake.
pub(super) struct Leg<'r> {
    pub rake: Rake,
    pub class: ClassId,
    pub length_m: u32,
    pub route: &'r [StationId],
    /// It leaves the system at the end of the route; else it stops there.
    pub leaves: bool,
    /// The train's calls are for this way.
    pub has_calls: bool,
}

/// Where a rake begins its way.
pub(super) enum Start {
    /// Outside the system, before the first station of the route.
    Outside,
    /// Standing at a station of the route (by position).
    Standing(usize, Since, Role),
    /// In a section, on the way to a station of the route, at which it passes or not.
    Running(usize, bool),
}

/// Whether a way ends outside the system, at a station without yards; an empty way does.
pub(super) fn ends_outside(system: &System, route: &[StationId]) -> bool {
    let last = route.last();
    last.is_none_or(|station| system.station(*station).yards.is_empty())
}

/// Since when a rake stands on a track.
#[derive(Clone, Copy)]
pub(super) enum Since {
    /// From before the start.
    Start,
    /// It begins there: from a minute that the plan chooses.
    Beginning(Minute),
    /// Arrival from the line.
    Line(Minute),
    /// Movement that brought it there.
    Shunting(Span),
    /// Movement under way at the start.
    ShuntingAtStart(Span),
}

/// Until when a rake stands on a track.
#[derive(Clone, Copy)]
pub(super) enum Until {
    /// Departure to the line.
    Line(Minute),
    /// Movement away.
    Shunting(Span),
}

impl Until {
    /// Whether it goes before a minute, and until when it holds the track.
    fn ends(self, clearing: i32) -> (Minute, Minute) {
        match self {
            Until::Line(at) => (at, at + clearing),
            Until::Shunting(span) => (span.from, span.to),
        }
    }
}

/// Which stages belong to a stay.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It came by the line and goes on: all.
    Through,
    /// It ends in a store: arrival stages.
    IntoStore,
    /// It is going to be placed: arrival stages.
    BeforePlacing,
    /// It begins its way: departure stages.
    Leaving,
    /// It begins its way as a train that has not come from anywhere: departure stages and the call.
    Beginning,
    /// It ends here on its track: arrival stages.
    Ending,
    /// It is being placed at the start: none any more.
    Placed,
}

/// How a way ended.
pub(super) enum End {
    /// It left the system.
    Left(Minute),
    /// It stands at the last station.
    Stands(Since),
}

impl Walker<'_, '_> {
    /// Where a rake begins a way, from its place at the start; `home` is the station at which it has begun this way
    /// and did not come by the line. `None` when it cannot be on this way.
    pub(super) fn start(
        &self,
        leg: &Leg,
        place: Option<RakePlace>,
        home: Option<StationId>,
    ) -> Option<Start> {
        let system = self.context.system;
        let position = |station: StationId| leg.route.iter().position(|s| *s == station);
        match place {
            None | Some(RakePlace::Outside)
                if leg.has_calls && self.data.begins_on_track(system) =>
            {
                let first = *leg.route.first()?;
                // Without a track the stay will say so.
                let since = self.first_track(leg.rake, first);
                let earliest = self.data.opens.max(Minute(0));
                let begins = Since::Beginning(since.map_or(earliest, |span| span.from));
                Some(Start::Standing(0, begins, Role::Beginning))
            }
            None | Some(RakePlace::Outside) => Some(Start::Outside),
            Some(RakePlace::Section(section, direction, _, passes)) => {
                let data = system.section(section);
                let end = if direction == Direction::Down {
                    data.to
                } else {
                    data.from
                };
                position(end).map(|index| Start::Running(index, passes))
            }
            Some(RakePlace::Track(yard, _)) => {
                let station = system.yard(yard).station;
                let index = position(station)?;
                let role = if home == Some(station) {
                    Role::Leaving
                } else {
                    Role::Through
                };
                Some(Start::Standing(index, Since::Start, role))
            }
            Some(_) => None,
        }
    }

    /// Walks a way to its end; `None` where it breaks off.
    pub(super) fn travel(&mut self, leg: &Leg, start: Start) -> Option<End> {
        let (mut at, mut standing, mut passed_at) = match start {
            Start::Outside => (0, None, None),
            Start::Standing(index, since, role) => {
                if let Since::Beginning(at) = since {
                    self.journey.entry = Some(at);
                }
                (index, Some((since, role)), None)
            }
            Start::Running(index, passes) => {
                let is_run = |what: &Activity| matches!(what, Activity::Run { .. });
                let run = self.expect(leg.rake, words::run_under_way(), Minute(0), is_run)?;
                let end = self.events[run].span.to;
                if passes || leg.leaves && index + 1 == leg.route.len() {
                    (index, None, Some(end))
                } else {
                    (index, Some((Since::Line(end), Role::Through)), None)
                }
            }
        };
        while at + 1 < leg.route.len() {
            let (from, to) = (leg.route[at], leg.route[at + 1]);
            let since = standing.map_or(passed_at, |(since, _)| Some(self.arrived(since)));
            let run = self.expect_run(leg, from, to, since.unwrap_or(Minute(0)))?;
            let span = self.events[run].span;
            let Activity::Run { starts, stops, .. } = self.events[run].what else {
                return None;
            };
            let name = |walker: &Self, station| walker.context.station(station);
            if starts != standing.is_some() {
                let station = name(self, from);
                let message = if starts {
                    words::starts_where_it_passes(station)
                } else {
                    words::passes_where_it_stands(station)
                };
                self.problem(run, message);
            }
            if let Some((since, role)) = standing.take() {
                self.stay(leg, from, since, Until::Line(span.from), role, run);
            } else if let Some(end) = passed_at {
                if end != span.from {
                    let (station, end) = (name(self, from), self.context.clock(end));
                    self.problem(run, words::passes_and_waits(station, end));
                }
                self.journey.passes.push(Pass {
                    rake: leg.rake,
                    station: from,
                    class: leg.class,
                    comes_with: leg.has_calls,
                    at: span.from,
                });
            }
            if self.journey.entry.is_none() && matches!(start, Start::Outside) {
                self.journey.entry = Some(span.from);
            }
            at += 1;
            let is_last = at + 1 == leg.route.len();
            self.check_stop(leg, to, run, stops, is_last);
            let stands = if is_last { !leg.leaves } else { stops };
            standing = stands.then_some((Since::Line(span.to), Role::Through));
            passed_at = (!stands).then_some(span.to);
        }
        match (standing, passed_at) {
            (Some((since, _)), _) => Some(End::Stands(since)),
            (None, Some(end)) => Some(End::Left(end)),
            (None, None) => None,
        }
    }

    fn expect_run(
        &mut self,
        leg: &Leg,
        from: StationId,
        to: StationId,
        near: Minute,
    ) -> Option<usize> {
        let system = self.context.system;
        let ways: Vec<_> = system.sections_between(from, to, leg.class).collect();
        let words = words::its_run(self.context.station(from), self.context.station(to));
        self.expect(leg.rake, words, near, |what| match what {
            Activity::Run {
                section, direction, ..
            } => ways.contains(&(*section, *direction)),
            _ => false,
        })
    }

    /// Whether a run ends as it must.
    fn check_stop(
        &mut self,
        leg: &Leg,
        station: StationId,
        run: usize,
        stops: bool,
        is_last: bool,
    ) {
        let system = self.context.system;
        let data = system.station(station);
        let name = self.context.station(station);
        let gauge = system.class(leg.class).gauge_mm;
        let call = self.call(leg, station);
        if is_last && leg.leaves {
            if stops {
                self.problem(run, words::stops_where_it_leaves(name));
            }
        } else if stops {
            if !data
                .yards
                .iter()
                .any(|yard| system.yard(*yard).gauge_mm == gauge)
            {
                self.problem(run, words::stops_without_yard(name));
            }
        } else if is_last {
            self.problem(run, words::no_stop_at_end(name));
        } else if call.is_some() || system.has_stage_at(station, leg.class) {
            self.problem(run, words::passes_stop(name));
        }
    }

    fn call(&self, leg: &Leg, station: StationId) -> Option<Call> {
        self.data
            .call_at(station)
            .copied()
            .filter(|_| leg.has_calls)
    }

    /// When a rake stands where it is, for the plan.
    pub(super) fn arrived(&self, since: Since) -> Minute {
        match since {
            Since::Start => Minute(0),
            Since::Line(at) | Since::Beginning(at) => at,
            Since::Shunting(span) | Since::ShuntingAtStart(span) => span.to,
        }
    }

    /// Notes a stay with its track and its stages; `next` is the event by which it leaves.
    pub(super) fn stay(
        &mut self,
        leg: &Leg,
        station: StationId,
        since: Since,
        until: Until,
        role: Role,
        next: usize,
    ) {
        let data = self.context.system.station(station);
        let arrived = self.arrived(since);
        let (leaves, hold_to) = until.ends(data.track_clearing);
        if leaves < arrived {
            let (station, arrived) = (self.context.station(station), self.context.clock(arrived));
            self.problem(next, words::begins_before_it_stands(station, arrived));
        }
        self.hold(leg, station, since, (leaves, hold_to), role);
        self.duties(leg, station, arrived, leaves, role);
        if leg.rake == Rake::Onward && role == Role::Leaving {
            self.onward_departs = Some(leaves);
        }
    }

    /// Notes the last stay of a rake that ends on a track; the minute at which it is gone: when its hold ends, but not before
    /// everything is done.
    pub(super) fn ends_here(&mut self, leg: &Leg, since: Since) -> Option<Minute> {
        let station = *leg.route.last()?;
        let arrived = self.arrived(since);
        let call = self.call(leg, station).map_or(0, |call| call.minutes);
        let called = self.came(since) + call;
        let done = self.duties(leg, station, arrived, arrived, Role::Ending);
        let held = self.first_track(leg.rake, station);
        let held = held.map_or(arrived, |span| span.to);
        let gone = done.max(called).max(arrived).max(held);
        self.hold(leg, station, since, (gone, gone), Role::Ending);
        Some(gone)
    }

    /// When a rake came: the minutes of a call run from the true arrival, which may lie before the start.
    fn came(&self, since: Since) -> Minute {
        let known = self.data.state.as_ref().and_then(|state| state.arrived);
        let arrived = self.arrived(since);
        if matches!(since, Since::Start) {
            known.unwrap_or(arrived)
        } else {
            arrived
        }
    }

    /// Notes what a rake is to hold of a yard until it leaves, and the track that it does hold.
    pub(super) fn hold(
        &mut self,
        leg: &Leg,
        station: StationId,
        since: Since,
        (leaves, hold_to): (Minute, Minute),
        role: Role,
    ) {
        let data = self.context.system.station(station);
        let end = self.context.end_of(self.train);
        let hold_from = match since {
            Since::Start => Minute(0),
            Since::Beginning(at) => at,
            Since::Line(at) => at - data.track_setting,
            // the worked parts of its rake may stand there before
            Since::Shunting(span) => self.parts_stand_from.unwrap_or(span.from),
            Since::ShuntingAtStart(span) => span.from,
        };
        let call = self.call(leg, station).filter(|_| role != Role::Placed);
        let came = self.came(since);
        let minutes = call
            .filter(|_| role != Role::Leaving)
            .map_or(0, |call| call.minutes);
        let track = self.bind_track(leg.rake, station);
        if track.is_none() {
            let message = words::no_track(
                self.context.first_rake_words(self.train, leg.rake),
                self.context.station(station),
                self.context.clock(hold_from.max(Minute(0))),
            );
            let span = Span::new(hold_from.max(Minute(0)), hold_to.min(end));
            self.problem_at(span, Resource::Station(station), message);
        }
        self.journey.stays.push(Stay {
            rake: leg.rake,
            station,
            length_m: leg.length_m,
            class: leg.class,
            comes_with: leg.has_calls,
            leaves_at_start: role == Role::Placed,
            arrived: self.arrived(since),
            call,
            hold: Span::new(hold_from.max(Minute(0)), hold_to.min(end)),
            is_given: match since {
                Since::Start | Since::ShuntingAtStart(_) => true,
                Since::Shunting(_) => self.data.worked_at_start(leg.rake) != WorkedParts::InShed,
                Since::Beginning(_) | Since::Line(_) => false,
            },
            track,
            ready: came + minutes,
            leaves,
        });
    }

    /// The stages of a stay; when the last of those of the arrival is done.
    fn duties(
        &mut self,
        leg: &Leg,
        station: StationId,
        arrived: Minute,
        leaves: Minute,
        role: Role,
    ) -> Minute {
        let system = self.context.system;
        let stages = &system.station(station).stages;
        let for_class = |side: StageSide| {
            let applies = move |stage: &&StageId| {
                let data = system.stage(**stage);
                data.side == side && data.classes.contains(&leg.class)
            };
            stages.iter().filter(applies).copied()
        };
        let run: fn() -> Message = words::next_run;
        let (placing_by, departure_by) = match role {
            Role::Through => (Some((leaves, run)), Some((leaves, run))),
            Role::IntoStore => {
                let into: fn() -> Message = words::the_movement_into_store;
                let movement = Some((leaves, into));
                (movement, movement)
            }
            // What the departure of the onward rake waits for is noted when that is known.
            Role::BeforePlacing => (Some((leaves, words::the_placing as fn() -> Message)), None),
            Role::Leaving | Role::Beginning | Role::Ending | Role::Placed => (None, None),
        };
        let mut arrivals_end = arrived;
        if !matches!(role, Role::Leaving | Role::Beginning | Role::Placed) {
            let before_placing = for_class(StageSide::Arrival).map(|stage| (stage, placing_by));
            let before_departure =
                for_class(StageSide::ArrivalBeforeDeparture).map(|stage| (stage, departure_by));
            for (stage, by) in before_placing.chain(before_departure).collect::<Vec<_>>() {
                let end = self.duty(leg.rake, stage, arrived, by);
                arrivals_end = arrivals_end.max(end.unwrap_or(arrived));
            }
        }
        if matches!(role, Role::Through | Role::Leaving | Role::Beginning) {
            for stage in for_class(StageSide::Departure).collect::<Vec<_>>() {
                self.duty(leg.rake, stage, arrivals_end, Some((leaves, run)));
            }
        }
        arrivals_end
    }

    /// Notes a stage to be done unless it was done before the start; its end, when the plan has it.
    pub(super) fn duty(
        &mut self,
        rake: Rake,
        stage: StageId,
        not_before: Minute,
        by: Option<(Minute, fn() -> Message)>,
    ) -> Option<Minute> {
        let state = self.data.state.as_ref();
        let progress = state.and_then(|state| state.stage(rake, stage));
        if progress.is_some_and(|progress| progress.until.is_none()) {
            return None;
        }
        let event = self.bind_stage(rake, stage);
        if event.is_none() {
            let message = words::no_stage(
                self.context.first_rake_words(self.train, rake),
                self.context.say(Resource::Stage(stage)),
            );
            let end = by.map_or(self.context.end_of(self.train), |(by, _)| by);
            self.problem_at(Span::new(not_before, end), Resource::Stage(stage), message);
        }
        self.journey.duties.push(Duty {
            rake,
            stage,
            event,
            not_before,
            by,
        });
        event.map(|event| self.events[event].span.to)
    }
}
