//! What is near is frozen: decisions of the current stage stay as they are published, unless what has happened breaks them.

use chrono::TimeDelta;
use regauge_model::check::{Pinnable, pinnable};
use regauge_model::format::{DateTimeFile, FreezeFile, InstanceFile, PinsFile, SpanFile};
use regauge_model::ids::{SpotId, TrainId};
use regauge_model::instance::WorkState;
use regauge_model::plan::{Activity, Event, TrainPlan};
use regauge_model::plan_file::{pinned_emptied_to_file, pinned_time_to_file, pinned_track_to_file};
use regauge_model::{Instance, Minute, Plan};
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
}

impl Done<'_> {
    fn is_near(&self, at: DateTimeFile, hours: u32) -> bool {
        at >= self.now && (at - self.now).num_minutes() < i64::from(hours) * 60
    }

    /// The span around a published minute, where it is near and is kept but for what may give.
    fn span(&self, then: Minute, kept: Minute, hours: u32) -> Option<SpanFile> {
        let then = self.then.0.horizon().date_time(then);
        let kept = self.kept.0.horizon().date_time(kept);
        let give = i64::from(self.freeze.give_minutes);
        let is_kept = (kept - then).num_minutes().abs() <= give;
        // a train under way may run on behind the end
        let end = self.kept.0.horizon().date_time(self.kept.0.horizon().end);
        let is_kept = is_kept && then <= end;
        let before = (then - self.now).num_minutes().min(give);
        let minutes = TimeDelta::minutes;
        (is_kept && self.is_near(then, hours)).then(|| SpanFile {
            from: then - minutes(before),
            to: then + minutes(give + 1),
        })
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
                && let Some(span) = self.span(then, at, self.freeze.times_hours)
            {
                pins.times
                    .extend(pinned_time_to_file(self.kept.0, event, span));
            }
        }
    }

    /// Tracks on which rakes come to stand.
    fn tracks(&self, pins: &mut PinsFile) {
        if !pins.tracks.is_empty() {
            return;
        }
        let system = self.kept.0.system();
        for &(track, _) in &self.kept.1.tracks {
            let yard = system.yard(track.1);
            let through = &system.station(yard.station).through;
            let is_for_passing = through
                .iter()
                .any(|(of, group)| *of == track.1 && yard.group_of(track.2) == Some(*group));
            let file = pinned_track_to_file(self.kept.0, track);
            let mut published = self.then.1.tracks.iter();
            let then =
                published.find(|(other, _)| pinned_track_to_file(self.then.0, *other) == file);
            if let Some(&(_, at)) = then
                && !is_for_passing
                && self.is_near(self.then.0.horizon().date_time(at), self.freeze.track_hours)
            {
                pins.tracks.push(file);
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
pub(crate) fn freeze(
    file: &mut InstanceFile,
    (old, published): (&Instance, &Plan),
    (left, kept): (&Instance, &Plan),
    now: Minute,
    freeze: &FreezeFile,
) {
    let (old, left) = (published.decided(old), kept.decided(left));
    let asks_for_more = freeze.times_hours + freeze.track_hours + freeze.emptied_hours > 0;
    let done = asks_for_more.then(|| (pinnable(&old, published), pinnable(&left, kept)));
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
        let is_near = |at: Option<DateTimeFile>, hours: u32| {
            at.is_some_and(|at| (at - now).num_minutes() < i64::from(hours) * 60 && at >= now)
        };
        // a train under way has decided its port, and one in its spot that too
        let may_go = left.train(TrainId::from_index(index)).state.is_none();
        let pins = &mut train.pins;
        let begins = then.entry.or(then.crane_work).or(then.exit);
        if may_go && is_near(begins, freeze.port_hours) && then.port == kept.port {
            pins.port = pins.port.take().or(then.port);
        }
        let works = then.crane_work;
        let same_spot = then.spot == kept.spot;
        if is_near(works, freeze.spot_hours) && same_spot && pins.shed.is_none() {
            pins.spot = pins.spot.take().or(then.spot);
        }
        if is_near(works, freeze.mode_hours)
            && pins.spot.is_some()
            && same_spot
            && then.mode == kept.mode
        {
            pins.mode = pins.mode.take().or(then.mode);
        }
        let give = i64::from(freeze.give_minutes);
        let keep = |pin: &mut Option<SpanFile>, [then, kept]: [Option<DateTimeFile>; 2], hours| {
            let (Some(then), Some(kept)) = (then, kept) else {
                return;
            };
            // a train under way may run on behind the end
            let end = left.horizon().date_time(left.horizon().end);
            let is_kept = (kept - then).num_minutes().abs() <= give && then <= end;
            if is_near(Some(then), hours) && is_kept && pin.is_none() {
                let give = (then - now).num_minutes().min(give);
                let minutes = TimeDelta::minutes;
                *pin = Some(SpanFile {
                    from: then - minutes(give),
                    to: then + minutes(i64::from(freeze.give_minutes) + 1),
                });
            }
        };
        keep(
            &mut pins.entry,
            [then.entry, kept.entry],
            freeze.entry_hours,
        );
        // the work of a train in parts, or interrupted, has begun, whenever it goes on
        let state = left.train(TrainId::from_index(index)).state.as_ref();
        let may_begin =
            state.is_none_or(|state| state.work == WorkState::NotBegun && state.part == 1);
        if may_begin {
            keep(
                &mut pins.crane_work,
                [works, kept.crane_work],
                freeze.crane_work_hours,
            );
        }
        keep(&mut pins.exit, [then.exit, kept.exit], freeze.exit_hours);
        if let Some((published, kept)) = &done {
            let done = Done {
                then: (&old, &published[at_old]),
                kept: (&left, &kept[index]),
                now,
                freeze,
            };
            done.times(pins);
            done.tracks(pins);
            done.emptied(pins);
        }
    }
}
