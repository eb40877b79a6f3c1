//! What happened otherwise than planned.
//!
//! The events of the plan are changed to those that happened; what the plan lets begin before something else has ended, which
//! takes longer now, has not begun. Then the state follows from the events as it does from the plan alone.

use super::AdvanceError;
use super::course::{begun, ends_of_run};
use super::happened::{Happened, movements};
use super::rules::{
    BAD_TIME, BAD_VERSION, HAS_ENTERED, NOT_EXACTLY_ONE, NOTHING_BEGUN, TOO_MUCH, TWICE,
    UNKNOWN_NAME,
};
use crate::format::{
    ActualEventFile, ActualFile, ClosedFile, DateTimeFile, FORMAT_VERSION, FreezeFile,
    InstanceFile, PossessionFile, RakeFile, SpanFile, WindFile,
};
use crate::ids::{CraneId, StationId, TrainId};
use crate::instance::Rake;
use crate::message::Message;
use crate::plan::{Activity, Event, TrainPlan};
use crate::system::{StageSide, System};
use crate::validation::diagnostics::{At, Diagnostics};
use crate::validation::rules::Rule;
use crate::validation::{FileKind, parse_located};
use crate::{Instance, Minute, Plan, Problems, Span, words};
use std::borrow::Cow;

/// Reads a file of what happened.
///
/// # Errors
/// Everything wrong with its text and shape. Whether it can have happened is asked by [`super::advance_with`].
pub fn actual_from_json(text: &[u8]) -> Result<ActualFile, Problems> {
    let (file, _) = parse_located(text, FileKind::Actual)?;
    Ok(file)
}

/// Reads a file of what stays as published.
///
/// # Errors
/// Everything wrong with it.
pub fn freeze_from_json(text: &[u8]) -> Result<FreezeFile, Problems> {
    let (file, _) = parse_located::<FreezeFile>(text, FileKind::Freeze)?;
    let mut diagnostics = Diagnostics::new(None);
    if file.format_version != FORMAT_VERSION {
        let at = At::ROOT.field("format_version");
        let message = words::reads_format(FORMAT_VERSION);
        diagnostics.add(BAD_VERSION, &at, &file.format_version, message);
    }
    for (field, figure, most) in [
        ("port_hours", file.port_hours, 48),
        ("spot_hours", file.spot_hours, 48),
        ("mode_hours", file.mode_hours, 48),
        ("entry_hours", file.entry_hours, 48),
        ("crane_work_hours", file.crane_work_hours, 48),
        ("exit_hours", file.exit_hours, 48),
        ("track_hours", file.track_hours, 48),
        ("emptied_hours", file.emptied_hours, 48),
        ("times_hours", file.times_hours, 48),
        ("give_minutes", file.give_minutes, 1440),
    ] {
        if figure > most {
            let at = At::ROOT.field(field);
            let message = words::at_most(most);
            diagnostics.add(TOO_MUCH, &at, figure, message);
        }
    }
    diagnostics.finish()?;
    Ok(file)
}

pub(super) fn happened<'a>(
    file: &'a InstanceFile,
    instance: &Instance,
    plan: &Plan,
    now: Minute,
    actual: &ActualFile,
) -> Result<Happened<'a>, AdvanceError> {
    let trains = instance.trains().len();
    let mut fates = vec![None; trains];
    for fate in &plan.rakes {
        fates[fate.train.index()] = Some(fate.at);
    }
    let events = plan.trains.iter().map(|train| match train {
        TrainPlan::Planned { events, .. } => Some(events.clone()),
        TrainPlan::Postponed { .. } => None,
    });
    let exits = (0..trains).map(|index| {
        let left_before = instance.train(TrainId::from_index(index)).has_left();
        plan.trains[index].exit().filter(|_| !left_before)
    });
    let mut happened = Happened {
        file: Cow::Borrowed(file),
        events: events.collect(),
        exits: exits.collect(),
        fates,
        lifts: vec![None; trains],
        out: Vec::new(),
        as_planned: true,
    };
    let nothing = ActualFile {
        format_version: actual.format_version.clone(),
        ..ActualFile::default()
    };
    if *actual == nothing && ["", FORMAT_VERSION].contains(&&*actual.format_version) {
        return Ok(happened);
    }
    happened.as_planned = false;
    let mut changes = Changes {
        instance,
        now,
        happened,
        diagnostics: Diagnostics::new(None),
    };
    changes.all(actual);
    let Changes {
        diagnostics,
        happened,
        ..
    } = changes;
    diagnostics.finish().map_err(AdvanceError::Actual)?;
    Ok(happened)
}

struct Changes<'a, 'i> {
    instance: &'i Instance,
    now: Minute,
    happened: Happened<'a>,
    diagnostics: Diagnostics<'i>,
}

impl Changes<'_, '_> {
    fn all(&mut self, actual: &ActualFile) {
        if actual.format_version != FORMAT_VERSION {
            let at = At::ROOT.field("format_version");
            let message = words::reads_format(FORMAT_VERSION);
            self.diagnostics
                .add(BAD_VERSION, &at, &actual.format_version, message);
        }
        let list = At::ROOT.field("trains");
        let mut seen = Vec::new();
        for (i, file) in actual.trains.iter().enumerate() {
            let at = list.index(i);
            let mut trains = self.instance.trains().iter();
            let Some(index) = trains.position(|train| train.name == file.train) else {
                let message = words::no_such(words::train(), &file.train);
                self.diagnostics
                    .add(UNKNOWN_NAME, &at.field("train"), &file.train, message);
                continue;
            };
            if seen.contains(&index) {
                let message = words::told_already(&file.train);
                self.diagnostics
                    .add(TWICE, &at.field("train"), &file.train, message);
            }
            seen.push(index);
            if let Some(entry) = &file.earliest_entry {
                self.not_entered(index, entry, &at.field("earliest_entry"));
            }
            let events = at.field("events");
            for (k, event) in file.events.iter().enumerate() {
                self.event(index, event, &events.index(k));
            }
            if !file.events.is_empty() {
                self.settle(index);
            }
        }
        let list = At::ROOT.field("closed");
        for (i, closed) in actual.closed.iter().enumerate() {
            self.closed(closed, &list.index(i));
        }
        let file = self.happened.file.to_mut();
        if !actual.wind_closures.is_empty() {
            let wind = file.wind.get_or_insert_with(WindFile::default);
            wind.closures.extend(actual.wind_closures.iter().cloned());
        }
    }

    /// The minute of a time; a problem where it is none.
    fn minute(&mut self, time: &DateTimeFile, at: &At) -> Option<Minute> {
        let minute = self.instance.horizon().minute(*time);
        if minute.is_none() {
            self.wrong(BAD_TIME, at, time, words::time_not_whole());
        }
        minute
    }

    fn wrong(&mut self, rule: &'static Rule, at: &At, time: &DateTimeFile, message: Message) {
        self.diagnostics.add(rule, at, time.to_rfc3339(), message);
    }

    /// A train that has not entered comes later.
    fn not_entered(&mut self, index: usize, entry: &DateTimeFile, at: &At) {
        let Some(minute) = self.minute(entry, at) else {
            return;
        };
        let train = self.instance.train(TrainId::from_index(index));
        if train.state.is_some() {
            self.wrong(HAS_ENTERED, at, entry, words::under_way_at_start());
        }
        if minute < self.now {
            self.wrong(BAD_TIME, at, entry, words::entered_before_now());
        }
        self.happened.file.to_mut().trains[index].enters_from(*entry);
        if let Some(events) = &mut self.happened.events[index] {
            events.clear();
        }
        (self.happened.exits[index], self.happened.fates[index]) = (None, None);
    }

    fn event(&mut self, index: usize, event: &ActualEventFile, at: &At) {
        let system = self.instance.system();
        let now = self.now;
        let side = |rake: &Option<RakeFile>| match rake {
            Some(RakeFile::Onward) => Rake::Onward,
            Some(RakeFile::Arriving) | None => Rake::Arriving,
        };
        let events = self.happened.events[index].clone().unwrap_or_default();
        let position = |event: Option<&Event>| {
            event.and_then(|event| events.iter().position(|other| other == event))
        };
        let (found, until, until_at) = match event {
            ActualEventFile::Run {
                rake,
                section,
                until,
            } => {
                let begun = begun(system, &events, side(rake), now);
                let is_it = |event: &&&Event| matches!(event.what, Activity::Run { section: id, .. } if system.section(id).name == *section);
                let found = begun.iter().rev().find(is_it).copied();
                (position(found), until, at.field("until"))
            }
            ActualEventFile::Movement { rake, until } => {
                let begun = begun(system, &events, side(rake), now);
                let is_it = |event: &&&Event| !matches!(event.what, Activity::Run { .. });
                let found = begun.iter().rev().find(is_it).copied();
                (position(found), until, at.field("until"))
            }
            ActualEventFile::Stage { rake, stage, until } => {
                let rake = side(rake);
                let is_it = |event: &&Event| {
                    let named = matches!(event.what, Activity::Stage { stage: id, .. } if system.stage(id).name == *stage);
                    named && event.rake == rake && event.span.from < now
                };
                let found = events.iter().filter(is_it).max_by_key(|event| event.span);
                (position(found), until, at.field("until"))
            }
            ActualEventFile::Work { lifts_left } => {
                let works = |event: &&Event| {
                    let works = matches!(event.what, Activity::CraneWork { .. });
                    works && event.span.from < now && event.span.to > now
                };
                if !events.iter().any(|event| works(&event)) {
                    let message = words::no_work_under_way();
                    let at = at.field("lifts_left");
                    self.diagnostics
                        .add(NOTHING_BEGUN, &at, lifts_left, message);
                }
                self.happened.lifts[index] = Some(*lifts_left);
                return;
            }
            ActualEventFile::NotBegun { rake, since } => {
                let at = at.field("since");
                if let Some(since) = self.minute(since, &at) {
                    self.not_begun(index, side(rake), since);
                }
                return;
            }
        };
        let Some(ends) = self.minute(until, &until_at) else {
            return;
        };
        let Some(found) = found else {
            let message = words::nothing_begun();
            self.wrong(NOTHING_BEGUN, &until_at, until, message);
            return;
        };
        if ends <= events[found].span.from {
            let message = words::ended_before_begun();
            self.wrong(BAD_TIME, &until_at, until, message);
            return;
        }
        if let Some(events) = &mut self.happened.events[index] {
            events[found].span.to = ends;
        }
    }

    fn not_begun(&mut self, index: usize, rake: Rake, since: Minute) {
        if let Some(events) = &mut self.happened.events[index] {
            events.retain(|event| {
                let both = matches!(
                    event.what,
                    Activity::CraneWork { .. } | Activity::Exchange { .. }
                );
                event.span.from < since || event.rake != rake && !both
            });
        }
    }

    /// What the plan lets begin before something else has ended has not begun.
    fn settle(&mut self, index: usize) {
        let (now, system) = (self.now, self.instance.system());
        let train = self.instance.train(TrainId::from_index(index));
        let home = train.transshipment().map(|work| work.station);
        let Some(events) = &mut self.happened.events[index] else {
            return;
        };
        loop {
            let waits = |event: &Event| {
                events
                    .iter()
                    .any(|other| waits_for(system, home, event, other))
            };
            let too_early = events
                .iter()
                .position(|event| event.span.from < now && waits(event));
            let Some(too_early) = too_early else { break };
            let gone = events.remove(too_early);
            if !matches!(gone.what, Activity::Stage { .. }) {
                // nor has what comes behind it
                events.retain(|event| {
                    let behind = event.span.from >= gone.span.to && event.span.from < now;
                    let both = is_of_both(&gone) || is_of_both(event);
                    is_hold(event) || !behind || event.rake != gone.rake && !both
                });
            }
        }
        // When it is gone follows from what it does last.
        let last = |rake: Rake| movements(events, rake).last().map(|event| (*event).clone());
        let leaves = |event: Event| match event.what {
            Activity::Run { stops: false, .. }
            | Activity::IntoStore { .. }
            | Activity::Handling { .. }
            | Activity::Pulling { store: Some(_), .. } => Some(event.span.to),
            _ => None,
        };
        let work = train.transshipment().is_some();
        let own = if work { Rake::Onward } else { Rake::Arriving };
        let (exit, fate) = (
            last(own).and_then(leaves),
            last(Rake::Arriving).and_then(leaves),
        );
        self.happened.exits[index] = exit;
        self.happened.fates[index] = fate.filter(|_| work);
    }

    fn closed(&mut self, closed: &ClosedFile, at: &At) {
        let span = SpanFile {
            from: closed.from,
            to: closed.to.unwrap_or_else(|| {
                let horizon = self.instance.horizon();
                horizon.date_time(horizon.end)
            }),
        };
        let named = [
            ("spot", &closed.spot),
            ("crane", &closed.crane),
            ("stage", &closed.stage),
            ("section", &closed.section),
        ];
        let mut given = named
            .into_iter()
            .filter_map(|(kind, name)| Some((kind, name.as_ref()?)));
        let (Some((kind, name)), None) = (given.next(), given.next()) else {
            let message = words::one_closed();
            self.diagnostics.add(NOT_EXACTLY_ONE, at, "", message);
            return;
        };
        if kind == "crane" {
            let horizon = self.instance.horizon();
            let mut cranes = self.instance.system().cranes().iter();
            let crane = cranes.position(|crane| crane.name == *name);
            let span = horizon.minute(span.from).zip(horizon.minute(span.to));
            if let (Some(crane), Some((from, to))) = (crane, span) {
                let crane = CraneId::from_index(crane);
                self.happened.out.push((crane, Span::new(from, to)));
            }
        }
        let system = &mut self.happened.file.to_mut().system;
        let stations = system.stations.iter_mut();
        let list = match kind {
            "spot" => stations
                .flat_map(|station| &mut station.sheds)
                .flat_map(|shed| &mut shed.spots)
                .find(|spot| spot.id == *name)
                .map(|spot| &mut spot.closed),
            "crane" => stations
                .flat_map(|station| &mut station.sheds)
                .flat_map(|shed| &mut shed.cranes)
                .find(|crane| crane.id == *name)
                .map(|crane| &mut crane.closed),
            "stage" => stations
                .flat_map(|station| &mut station.stages)
                .find(|stage| stage.id == *name)
                .map(|stage| &mut stage.closed),
            _ => {
                let mut sections = system.sections.iter_mut();
                let section = sections.find(|section| section.id == *name);
                if let Some(section) = section {
                    section.possessions.push(PossessionFile {
                        minutes: None,
                        track: None,
                        from: span.from,
                        to: span.to,
                        single_track_working: false,
                    });
                    return;
                }
                None
            }
        };
        if let Some(list) = list {
            list.push(span);
        } else {
            let message = words::no_such(words::named_by(kind), name);
            let at = at.field(kind);
            self.diagnostics.add(UNKNOWN_NAME, &at, name, message);
        }
    }
}

fn is_hold(event: &Event) -> bool {
    matches!(event.what, Activity::Track { .. } | Activity::Spot { .. })
}

/// Crane work and exchanges, in which both rakes take part.
fn is_of_both(event: &Event) -> bool {
    matches!(
        event.what,
        Activity::CraneWork { .. } | Activity::Exchange { .. }
    )
}

/// Whether an event that begins while another lasts cannot have begun: movements of a rake come one after the other and after its
/// stages, stages where a rake stands, crane work between the placings and the pullings.
fn waits_for(system: &System, home: Option<StationId>, event: &Event, other: &Event) -> bool {
    let lasts = other.span.from < event.span.from && event.span.from < other.span.to;
    if !lasts || is_hold(event) || is_hold(other) {
        return false;
    }
    let same = event.rake == other.rake;
    match (&event.what, &other.what) {
        (Activity::Run { .. } | Activity::IntoStore { .. }, Activity::Stage { stage, .. }) => {
            // the emptied rake waits for no arrival stage of its train
            let data = system.stage(*stage);
            let of_arrival = Some(data.station) == home && data.side != StageSide::Departure;
            same && !of_arrival
        }
        (Activity::Placing { .. }, Activity::Stage { stage, .. }) => {
            same && system.stage(*stage).side == StageSide::Arrival
        }
        // where a run brings the rake; other stages go on beside whatever the emptied rake does
        (Activity::Stage { stage, .. }, run @ Activity::Run { .. }) => {
            let to = ends_of_run(run, system).map(|(_, to)| to);
            same && to == Some(system.stage(*stage).station)
        }
        (Activity::Stage { stage, .. }, Activity::Pulling { .. } | Activity::FromStore { .. }) => {
            same && system.stage(*stage).side == StageSide::Departure
        }
        (Activity::Stage { .. }, _) | (_, Activity::Stage { .. }) => false,
        _ => same || is_of_both(event) || is_of_both(other),
    }
}
