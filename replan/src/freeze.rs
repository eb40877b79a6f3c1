//! What is near is frozen: decisions of the current stage stay as they are published, unless what has happened breaks them.

use crate::pushed_back::PushedBack;
use chrono::TimeDelta;
use regauge_model::check::{Pinnable, pinnable};
use regauge_model::format::{DateTimeFile, FreezeFile, InstanceFile, PinsFile, SpanFile};
use regauge_model::ids::{SpotId, TrainId};
use regauge_model::instance::WorkState;
use regauge_model::plan::{Activity, Event, TrainPlan};
use regauge_model::plan_file::{pinned_emptied_to_file, pinned_time_to_file, pinned_track_to_file};
use regauge_model::resource::Pinned;
use regauge_model::validate::instance_from_file;
use regauge_model::{Instance, Minute, Plan, Problems};
use regauge_solver::CompiledProblem;
use std::collections::BTreeMap;

/// What a plan decides of a train, by names and date-times, so that plans of two instances can be compared.
struct Decided {
    port: Option<String>,
    spot: Option<String>,
    mode: Option<String>,
    entry: Option<DateTimeFile>,
    crane_work: Option<DateTimeFile>,
    exit: Option<DateTimeFile>,
}

impl Decided {
    fn of(instance: &Instance, train: usize, plan: &TrainPlan) -> Option<Decided> {
        let exit = plan.exit()?;
        let system = instance.system();
        let at = |minute: Minute| instance.horizon().date_time(minute);
        let data = instance.train(TrainId::from_index(train));
        let work = plan.events().iter().find_map(|event| match event.what {
            Activity::CraneWork { spot, mode, .. } => Some((event.span.from, spot, Some(mode))),
            Activity::Handling { spot } => Some((event.span.from, spot, None)),
            _ => None,
        });
        let name = |spot: SpotId| system.spot(spot).name.clone();
        Some(Decided {
            port: data.port().map(|port| system.station(port).name.clone()),
            spot: work.map(|(_, spot, _)| name(spot)),
            mode: work.and_then(|(.., mode)| mode.map(|mode| system.mode(mode).name.clone())),
            entry: entry(plan.events())
                .filter(|_| data.state.is_none())
                .map(at),
            crane_work: work
                .filter(|(.., mode)| mode.is_some())
                .map(|(from, ..)| at(from)),
            exit: Some(at(exit)),
        })
    }
}

/// The minute in which a train comes in.
fn entry(events: &[Event]) -> Option<Minute> {
    let moves = events.iter().filter(|event| {
        let moving = matches!(
            event.what,
            Activity::Run { .. } | Activity::FromStore { .. } | Activity::Handling { .. }
        );
        moving && event.rake == regauge_model::instance::Rake::Arriving
    });
    moves.map(|event| event.span.from).min()
}

/// What a train does, as it was published and as it is pushed back, each in its own instance.
struct Done<'a> {
    then: (&'a Instance, &'a Pinnable),
    kept: (&'a Instance, &'a Pinnable),
    now: DateTimeFile,
    freeze: &'a FreezeFile,
    attempt: Attempt,
}

/// How much is tried to be kept.
#[derive(Clone, Copy)]
struct Attempt {
    /// Starts that the plan pushed back has earlier, too: it would have to wait for them.
    earlier: bool,
    /// Hours for tracks.
    track_hours: u32,
}

impl Attempt {
    /// From most to least.
    fn all(freeze: &FreezeFile) -> Vec<Attempt> {
        let mut hours = vec![freeze.track_hours];
        while let Some(last) = hours.last().filter(|hours| **hours > 0) {
            hours.push(last / 2);
        }
        let attempts = |earlier: bool| {
            let hours = hours.iter();
            hours.map(move |&track_hours| Attempt {
                earlier,
                track_hours,
            })
        };
        let both = if freeze.times_hours > 0 {
            &[true, false][..]
        } else {
            &[false]
        };
        both.iter().flat_map(|&earlier| attempts(earlier)).collect()
    }
}

/// Rounds in which trains are freed of what keeps them from being planned.
const ROUNDS: usize = 4;

/// The file without what freezing has pinned of trains that a plan postpones; `None` where that changes nothing.
fn free_postponed(file: &InstanceFile, left: &InstanceFile, plan: &Plan) -> Option<InstanceFile> {
    let mut free = file.clone();
    let trains = free.trains.iter_mut().zip(&left.trains).zip(&plan.trains);
    for ((train, by_hand), planned) in trains {
        if planned.exit().is_none() {
            train.pins = by_hand.pins.clone();
        }
    }
    (free != *file).then_some(free)
}

/// The file of what is left with what is frozen, its problem, and the plan pushed back in it. Of the ways to freeze single events and tracks the first is taken with
/// which the plan pushed back postpones nobody more. Complexity: for each way tried, that of compiling what is left twice.
///
/// # Errors
/// What is left with the pins is no instance.
pub(crate) fn frozen(
    left: &InstanceFile,
    published: (&Instance, &Plan),
    (problem, kept): (CompiledProblem, Plan),
    pushed_back: &PushedBack<'_>,
    (now, freeze): (Minute, &FreezeFile),
) -> Result<(InstanceFile, CompiledProblem, Plan), Problems> {
    let postponed = |plan: &Plan| {
        let trains = plan.trains.iter();
        trains.filter(|train| train.exit().is_none()).count()
    };
    let mut last = None;
    for attempt in Attempt::all(freeze) {
        let mut file = left.clone();
        let beside = (problem.instance(), &kept);
        self::freeze(&mut file, published, beside, now, freeze, attempt);
        if file == *left {
            break;
        }
        if attempt.track_hours > 0 {
            // equal tracks are told apart only where they are pinned, so who stays on its track shows when they are
            let instance = instance_from_file(&file)?;
            let apart = CompiledProblem::new(without_frozen_tracks(&instance, left));
            let kept = pushed_back.as_it_stands(&apart);
            drop_tracks_not_kept(&mut file, left, (apart.instance(), &kept));
        }
        for _ in 0..ROUNDS {
            let problem = CompiledProblem::new(instance_from_file(&file)?);
            let again = pushed_back.as_it_stands(&problem);
            if postponed(&again) <= postponed(&kept) {
                return Ok((file, problem, again));
            }
            // who stays behind for its pins goes without
            let without = free_postponed(&file, left, &again);
            last = Some((file, problem, again));
            let Some(without) = without else { break };
            file = without;
        }
    }
    Ok(last.unwrap_or_else(|| (left.clone(), problem, kept)))
}

impl Done<'_> {
    fn is_near(&self, at: DateTimeFile, hours: u32) -> bool {
        at >= self.now && (at - self.now).num_minutes() < i64::from(hours) * 60
    }

    /// The span around a published date-time, where it is near and is kept but for what may give; with `earlier` also where the plan pushed back has it
    /// earlier.
    fn span(&self, [then, kept]: [DateTimeFile; 2], hours: u32, earlier: bool) -> Option<SpanFile> {
        let give = i64::from(self.freeze.give_minutes);
        let later = (kept - then).num_minutes();
        let is_kept = later <= give && (earlier || later >= -give);
        // a train under way may run on behind the end
        let end = self.kept.0.horizon().date_time(self.kept.0.horizon().end);
        let before = (then - self.now).num_minutes().min(give);
        let minutes = TimeDelta::minutes;
        (is_kept && then <= end && self.is_near(then, hours)).then(|| SpanFile {
            from: then - minutes(before),
            to: then + minutes(give + 1),
        })
    }

    /// Port, spot and mode.
    fn places(&self, pins: &mut PinsFile, then: &Decided, kept: &Decided, may_go: bool) {
        let is_near =
            |at: Option<DateTimeFile>, hours| at.is_some_and(|at| self.is_near(at, hours));
        let freeze = self.freeze;
        let begins = then.entry.or(then.crane_work).or(then.exit);
        // a train under way has decided its port, and one in its spot that too
        if may_go && is_near(begins, freeze.port_hours) && then.port == kept.port {
            pins.port = pins.port.take().or_else(|| then.port.clone());
        }
        let works = then.crane_work;
        let same_spot = then.spot == kept.spot;
        if is_near(works, freeze.spot_hours) && same_spot && pins.shed.is_none() {
            pins.spot = pins.spot.take().or_else(|| then.spot.clone());
        }
        if is_near(works, freeze.mode_hours)
            && pins.spot.is_some()
            && same_spot
            && then.mode == kept.mode
        {
            pins.mode = pins.mode.take().or_else(|| then.mode.clone());
        }
    }

    /// Entry, start of crane work (where it has not begun) and exit.
    fn moments(&self, pins: &mut PinsFile, then: &Decided, kept: &Decided, may_begin: bool) {
        let freeze = self.freeze;
        let work = [then.crane_work, kept.crane_work].map(|at| at.filter(|_| may_begin));
        for (pin, [then, kept], hours) in [
            (
                &mut pins.entry,
                [then.entry, kept.entry],
                freeze.entry_hours,
            ),
            (&mut pins.crane_work, work, freeze.crane_work_hours),
            (&mut pins.exit, [then.exit, kept.exit], freeze.exit_hours),
        ] {
            let both = then.zip(kept);
            let span = both.and_then(|(then, kept)| self.span([then, kept], hours, false));
            *pin = pin.take().or(span);
        }
    }

    /// Starts of single events. What is pinned by hand stays.
    fn times(&self, pins: &mut PinsFile) {
        if !pins.times.is_empty() {
            return;
        }
        for &(event, at) in &self.kept.1.starts {
            let name = |instance: &Instance, event| {
                let none = DateTimeFile::default();
                pinned_time_to_file(
                    instance,
                    event,
                    SpanFile {
                        from: none,
                        to: none,
                    },
                )
            };
            let name_kept = name(self.kept.0, event);
            let mut published = self.then.1.starts.iter();
            let then = published.find(|(other, _)| name(self.then.0, *other) == name_kept);
            if let Some(&(_, then)) = then
                && let Some(span) = self.span(
                    [(self.then.0, then), (self.kept.0, at)]
                        .map(|(instance, at)| instance.horizon().date_time(at)),
                    self.freeze.times_hours,
                    self.attempt.earlier,
                )
            {
                pins.times
                    .extend(pinned_time_to_file(self.kept.0, event, span));
            }
        }
    }

    /// Tracks on which rakes come to stand: as published, where they still stand in that yard.
    fn tracks(&self, pins: &mut PinsFile) {
        if !pins.tracks.is_empty() {
            return;
        }
        let (old, left) = (self.then.0, self.kept.0);
        for &((rake, yard, track), at) in &self.then.1.tracks {
            let name = &old.system().yard(yard).name;
            let mut kept = self.kept.1.tracks.iter();
            let kept = kept
                .find(|((of, yard, _), _)| *of == rake && left.system().yard(*yard).name == *name);
            let Some(&((_, yard, _), _)) = kept else {
                continue;
            };
            let data = left.system().yard(yard);
            let through = &left.system().station(data.station).through;
            // those for trains that pass are not told apart
            let is_for_passing = |group: usize| through.contains(&(yard, group));
            let may_be = data
                .group_of(track)
                .is_some_and(|group| !is_for_passing(group));
            if may_be && self.is_near(old.horizon().date_time(at), self.attempt.track_hours) {
                pins.tracks
                    .push(pinned_track_to_file(left, (rake, yard, track)));
            }
        }
    }

    /// What becomes of the emptied rake.
    fn emptied(&self, pins: &mut PinsFile) {
        let (Some((then, at)), Some((kept, _))) = (self.then.1.emptied, self.kept.1.emptied) else {
            return;
        };
        let kept = pinned_emptied_to_file(self.kept.0, kept);
        let at = self.then.0.horizon().date_time(at);
        if pins.emptied.is_none()
            && kept == pinned_emptied_to_file(self.then.0, then)
            && self.is_near(at, self.freeze.emptied_hours)
        {
            pins.emptied = Some(kept);
        }
    }
}

/// Pins in the file of what is left what the published plan decides for the hours to come and the plan pushed back still does: so no pin contradicts
/// what has happened. Complexity: linear in the events.
fn freeze(
    file: &mut InstanceFile,
    (old, published): (&Instance, &Plan),
    (left, kept): (&Instance, &Plan),
    now: Minute,
    freeze: &FreezeFile,
    attempt: Attempt,
) {
    let (old, left) = (published.decided(old), kept.decided(left));
    let asks_for_more = freeze.times_hours + freeze.track_hours + freeze.emptied_hours > 0;
    let done = asks_for_more.then(|| (pinnable(&old, published), pinnable(&left, kept)));
    let nothing = Pinnable::default();
    let now = old.horizon().date_time(now);
    let by_name: BTreeMap<&str, usize> = old
        .trains()
        .iter()
        .enumerate()
        .map(|(index, train)| (&*train.name, index))
        .collect();
    for (index, train) in file.trains.iter_mut().enumerate() {
        let Some(&at_old) = by_name.get(&*train.id) else {
            continue;
        };
        let then = Decided::of(&old, at_old, &published.trains[at_old]);
        let (Some(then), Some(kept)) = (then, Decided::of(&left, index, &kept.trains[index]))
        else {
            continue;
        };
        let state = left.train(TrainId::from_index(index)).state.as_ref();
        // the work of a train in parts, or interrupted, has begun, whenever it goes on
        let may_begin =
            state.is_none_or(|state| state.work == WorkState::NotBegun && state.part == 1);
        let pins = &mut train.pins;
        let (published, pinnable_kept) = match &done {
            Some((published, kept)) => (&published[at_old], &kept[index]),
            None => (&nothing, &nothing),
        };
        let done = Done {
            then: (&old, published),
            kept: (&left, pinnable_kept),
            now,
            freeze,
            attempt,
        };
        done.places(pins, &then, &kept, state.is_none());
        done.moments(pins, &then, &kept, may_begin);
        done.times(pins);
        done.tracks(pins);
        done.emptied(pins);
    }
}

/// Takes out the pins of tracks, of those that freezing has put in, that a plan of the same instance without them does not keep.
fn drop_tracks_not_kept(
    file: &mut InstanceFile,
    by_hand: &InstanceFile,
    (instance, kept): (&Instance, &Plan),
) {
    let decided = kept.decided(instance);
    let done = pinnable(&decided, kept);
    let trains = file.trains.iter_mut().zip(&by_hand.trains);
    for ((train, by_hand), done) in trains.zip(&done) {
        if by_hand.pins.tracks.is_empty() {
            let stands = done
                .tracks
                .iter()
                .map(|(track, _)| pinned_track_to_file(&decided, *track));
            let stands: Vec<_> = stands.collect();
            train.pins.tracks.retain(|track| stands.contains(track));
        }
    }
}

/// An instance without the pins of tracks that freezing has put in; its tracks are told apart where they are pinned.
fn without_frozen_tracks(instance: &Instance, by_hand: &InstanceFile) -> Instance {
    let mut free = instance.clone();
    for (index, train) in by_hand.trains.iter().enumerate() {
        let id = TrainId::from_index(index);
        let pins = &instance.train(id).pins;
        if train.pins.tracks.is_empty() && !pins.tracks.is_empty() {
            let mut kept = pins.all();
            kept.retain(|pinned| !matches!(pinned, Pinned::Track(..)));
            free = free.with_pins(id, &kept);
        }
    }
    free
}
