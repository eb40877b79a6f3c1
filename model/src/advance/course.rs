//! What a train has done by now, and where that leaves it.

use super::happened::{Happened, movements};
use super::interrupted::stopped;
use super::work::{WorkLeft, WorkStopped, work_left};
use crate::check::work_under_way;
use crate::ids::{CraneId, SpotId, StageId, StationId, StoreId, TrainId, YardId};
use crate::instance::{Rake, RakePlace, StageProgress, Train, TrainKind, TrainState, WorkState};
use crate::plan::{Activity, Event};
use crate::system::{Direction, StageSide, System};
use crate::{Instance, Minute, Span};

/// A train at the minute.
#[derive(Debug)]
pub(super) struct Course {
    pub train: TrainId,
    /// Its events, as planned or as they happened; of a train under way that is not planned what it had begun.
    pub events: Vec<Event>,
    pub at: At,
    /// It left the system, or reached its store, by now, and its cost was not behind before.
    pub exit: Option<Minute>,
    /// The life of its emptied rake ended by now, and its cost was not behind before.
    pub emptied_end: Option<Minute>,
    /// Its crane work was broken off before now, in this minute.
    pub stopped: Option<Minute>,
}

/// Where a train is.
#[derive(Debug)]
pub(super) enum At {
    /// Nothing of it is in the system.
    Outside,
    /// Under way.
    UnderWay(Box<State>),
    /// Gone, and its emptied rake too.
    Gone,
}

/// The state of a train under way.
#[derive(Debug)]
pub(super) struct State {
    pub arrived: Option<Minute>,
    pub arriving: RakePlace,
    pub onward: Option<RakePlace>,
    pub stages: Vec<StageProgress>,
    pub work: WorkLeft,
    pub parts_on: Option<(YardId, u32)>,
    pub worked_on: [Option<(YardId, u32)>; 2],
    /// It has left its store, and is a train that begins at its station now.
    pub has_left_store: bool,
}

/// All trains at the minute.
pub(super) fn courses(instance: &Instance, happened: &Happened, now: Minute) -> Vec<Course> {
    let trains = happened.events.iter().enumerate();
    trains
        .map(|(index, events)| {
            let id = TrainId::from_index(index);
            let exit = happened.exits[index];
            let fate = happened.fates[index];
            let known = Known {
                exit,
                fate,
                lifts: happened.lifts[index],
                out: &happened.out,
            };
            course(instance, id, events.as_deref(), known, now)
        })
        .collect()
}

/// What is known of a train beside its events.
struct Known<'a> {
    /// When it leaves, and the life of its emptied rake ends.
    exit: Option<Minute>,
    fate: Option<Minute>,
    /// Lifts left, where that is known otherwise.
    lifts: Option<u32>,
    /// Cranes that were out, unlike planned.
    out: &'a [(CraneId, Span)],
}

fn course(
    instance: &Instance,
    id: TrainId,
    planned: Option<&[Event]>,
    known: Known<'_>,
    now: Minute,
) -> Course {
    let train = instance.train(id);
    let mut events = match (planned, &train.state) {
        (Some(events), _) => events.to_vec(),
        (None, Some(state)) => running_out(instance, id, train, state, now),
        (None, None) => Vec::new(),
    };
    let stopped = stopped(instance.system(), &mut events, known.out, now);
    // who is stopped in its spot has not left
    let goes = |end: Option<Minute>| end.filter(|_| stopped.is_none());
    let (exit, fate) = (goes(known.exit), goes(known.fate));
    let walk = Walk {
        instance,
        system: instance.system(),
        train,
        events: &events,
        now,
    };
    let mut arriving = walk.place(Rake::Arriving);
    let mut onward = walk.place(Rake::Onward);
    let is_over = |end: Option<Minute>| end.is_some_and(|end| end <= now);
    let old = train.state.as_ref();
    let work = train.transshipment().is_some();
    // Where a rake ends on a track nothing but its hold says when it is gone.
    if is_over(exit) {
        *(if work { &mut onward } else { &mut arriving }) = Some(RakePlace::Gone);
    }
    if work && is_over(fate) {
        arriving = Some(RakePlace::Gone);
    }
    let gone = |place: Option<RakePlace>| place == Some(RakePlace::Gone);
    let was_gone = |place: Option<RakePlace>| old.is_some() && gone(place);
    let exit_behind = was_gone(old.and_then(|state| state.onward));
    let emptied_behind = was_gone(old.map(|state| state.arriving));
    let (has_left, has_emptied) = if work {
        (gone(onward), gone(arriving))
    } else {
        (gone(arriving), true)
    };
    let at = if has_left && has_emptied {
        At::Gone
    } else if arriving.is_none() && onward.is_none() {
        At::Outside
    } else {
        let arriving = arriving.unwrap_or(RakePlace::Outside);
        At::UnderWay(Box::new(walk.state(
            arriving,
            onward,
            (known.lifts, stopped),
        )))
    };
    Course {
        train: id,
        stopped: stopped.map(|WorkStopped(at)| at),
        exit: exit.filter(|_| has_left && !exit_behind),
        emptied_end: fate.filter(|_| work && has_emptied && !emptied_behind),
        events,
        at,
    }
}

/// What a train under way had begun at the start, and that runs out although nothing is planned for it.
fn running_out(
    instance: &Instance,
    id: TrainId,
    train: &Train,
    state: &TrainState,
    now: Minute,
) -> Vec<Event> {
    let mut events = Vec::new();
    let mut add = |rake: Rake, until: Minute, what: Activity| {
        let span = Span::new(Minute(0), until);
        events.push(Event { span, rake, what });
    };
    let locomotive = 1;
    let for_good = now + 1;
    let places = [
        (Rake::Arriving, Some(state.arriving)),
        (Rake::Onward, state.onward),
    ];
    for (rake, place) in places {
        let Some(place) = place else { continue };
        let parts_on = state.parts_on.filter(|_| rake == Rake::Arriving);
        if let Some((yard, track)) = place.track().or(parts_on) {
            add(rake, for_good, Activity::Track { yard, track });
        }
        if let Some(spot) = place.spot() {
            add(rake, for_good, Activity::Spot { spot });
        }
        match place {
            RakePlace::Placing(from, spot, until) => {
                let own = train.transshipment().map(|work| work.onward_store);
                let store = own.filter(|_| from.is_none());
                let what = Activity::Placing {
                    spot,
                    store,
                    locomotive,
                };
                add(rake, until, what);
            }
            RakePlace::Pulling(spot, to, until) => {
                let own = train.transshipment().and_then(|work| work.emptied_store);
                let store = own.filter(|_| to.is_none());
                let what = Activity::Pulling {
                    spot,
                    store,
                    locomotive,
                };
                add(rake, until, what);
            }
            RakePlace::Exchange(spot, until) if rake == Rake::Arriving => {
                let what = Activity::Exchange {
                    spot,
                    part: state.part + 1,
                    locomotive_arriving: locomotive,
                    locomotive_onward: locomotive,
                };
                add(rake, until, what);
            }
            RakePlace::Handling(spot, until) => add(rake, until, Activity::Handling { spot }),
            RakePlace::IntoStore(_, until) | RakePlace::FromStore(_, until) => {
                let what = match train.kind {
                    TrainKind::IntoStore(store) => Activity::IntoStore { store, locomotive },
                    TrainKind::FromStore(store) => Activity::FromStore { store, locomotive },
                    _ => continue,
                };
                add(rake, until, what);
            }
            _ => {}
        }
    }
    for progress in &state.stages {
        if let Some(until) = progress.until {
            let (stage, team) = (progress.stage, None);
            add(progress.rake, until, Activity::Stage { stage, team });
        }
    }
    // cranes that lift go on, and so does what comes behind them; a preparation has no crane yet
    if !matches!(state.work, WorkState::Preparation(..)) || state.step > 0 {
        events.extend(work_under_way(instance, id));
    }
    events
}

/// Whether a movement has begun by now. What begins in this very minute has where the rake is nowhere else any more: a run that
/// goes on from another without a stop, and a departure from a track that is held no longer (another rake may be on it by now).
fn has_begun(
    system: &System,
    events: &[Event],
    (movement, before): (&Event, Option<&Event>),
    now: Minute,
) -> bool {
    if movement.span.from != now {
        return movement.span.from < now;
    }
    let Activity::Run { starts, .. } = movement.what else {
        return false;
    };
    if starts {
        let from = ends_of_run(&movement.what, system).map(|(from, _)| from);
        let hold = from.and_then(|from| track_at(system, events, movement.rake, from, now));
        return hold.is_some_and(|(hold, _)| hold.span.to <= now);
    }
    before.is_some_and(|before| {
        let passes = matches!(before.what, Activity::Run { stops: false, .. });
        passes && before.span.to == now
    })
}

/// Those of a rake's movements that have begun.
pub(super) fn begun<'e>(
    system: &System,
    events: &'e [Event],
    rake: Rake,
    now: Minute,
) -> Vec<&'e Event> {
    let all = movements(events, rake);
    let before = |i: usize| i.checked_sub(1).map(|before| all[before]);
    let count = (0..all.len())
        .take_while(|&i| has_begun(system, events, (all[i], before(i)), now))
        .count();
    all.into_iter().take(count).collect()
}

/// The stations at the beginning and at the end of a run.
pub(super) fn ends_of_run(what: &Activity, system: &System) -> Option<(StationId, StationId)> {
    let Activity::Run {
        section, direction, ..
    } = what
    else {
        return None;
    };
    let section = system.section(*section);
    Some(match direction {
        Direction::Down => (section.from, section.to),
        Direction::Up => (section.to, section.from),
    })
}

/// The track of a hold that a rake has at a station at a minute: the last that has begun.
pub(super) fn track_at<'e>(
    system: &System,
    events: &'e [Event],
    rake: Rake,
    station: StationId,
    at: Minute,
) -> Option<(&'e Event, (YardId, u32))> {
    let holds = events.iter().filter_map(|event| match event.what {
        Activity::Track { yard, track }
            if event.rake == rake
                && event.span.from <= at
                && system.yard(yard).station == station =>
        {
            Some((event, (yard, track)))
        }
        _ => None,
    });
    holds.max_by_key(|(event, _)| event.span.from)
}

struct Walk<'a> {
    instance: &'a Instance,
    system: &'a System,
    train: &'a Train,
    events: &'a [Event],
    now: Minute,
}

impl Walk<'_> {
    fn old(&self, rake: Rake) -> Option<RakePlace> {
        let state = self.train.state.as_ref()?;
        match rake {
            Rake::Arriving => Some(state.arriving),
            Rake::Onward => state.onward,
        }
    }

    fn station_of(&self, spot: SpotId) -> StationId {
        self.system.shed(self.system.spot(spot).shed).station
    }

    fn moving(&self, event: &Event) -> Span {
        moving(self.system, self.train, event)
    }

    fn track(&self, rake: Rake, station: StationId, at: Minute) -> Option<(YardId, u32)> {
        track_at(self.system, self.events, rake, station, at).map(|(_, track)| track)
    }

    /// Where a rake is; `None`: outside, or in its store.
    fn place(&self, rake: Rake) -> Option<RakePlace> {
        let begun = begun(self.system, self.events, rake, self.now);
        let Some(last) = begun.last() else {
            return self.place_before(rake);
        };
        let until = last.span.to;
        let moves = until > self.now;
        let on_track = |station: StationId, at: Minute| {
            let track = self.track(rake, station, at);
            track.map(|(yard, track)| RakePlace::Track(yard, track))
        };
        match last.what {
            Activity::Run {
                section,
                direction,
                stops,
                ..
            } => {
                if moves {
                    let goes_on = !stops && self.goes_on(rake, last);
                    return Some(RakePlace::Section(section, direction, last.span, goes_on));
                }
                let (_, to) = ends_of_run(&last.what, self.system)?;
                if stops {
                    on_track(to, self.now)
                } else {
                    Some(RakePlace::Gone)
                }
            }
            Activity::Placing { store: Some(_), .. } | Activity::FromStore { .. }
                if self.now < self.moving(last).from =>
            {
                Some(RakePlace::MakingUp(self.moving(last).from))
            }
            // what is left of it is done in the store, by a locomotive that is busy there
            Activity::Pulling { store: Some(_), .. } | Activity::IntoStore { .. }
                if self.moving(last).to <= self.now =>
            {
                Some(RakePlace::Gone)
            }
            Activity::Placing { spot, store, .. } if moves => {
                let from = self.track(rake, self.station_of(spot), last.span.from);
                Some(RakePlace::Placing(
                    from.filter(|_| store.is_none()),
                    spot,
                    until,
                ))
            }
            Activity::Exchange { spot, .. } if moves => Some(RakePlace::Exchange(spot, until)),
            Activity::Placing { spot, .. } | Activity::Exchange { spot, .. } => {
                Some(RakePlace::Spot(spot))
            }
            Activity::Pulling { spot, store, .. } => {
                let station = self.station_of(spot);
                let to = self.track(rake, station, self.now);
                let to = to.filter(|_| store.is_none());
                match (moves, to) {
                    (true, to) => Some(RakePlace::Pulling(spot, to, until)),
                    (false, Some((yard, track))) => Some(RakePlace::Track(yard, track)),
                    (false, None) => Some(RakePlace::Gone),
                }
            }
            Activity::IntoStore { store, .. } if moves => {
                let station = self.system.store(store).station;
                let from = self.track(rake, station, last.span.from)?;
                Some(RakePlace::IntoStore(from, until))
            }
            Activity::FromStore { store, .. } => {
                let station = self.system.store(store).station;
                if moves {
                    let to = self.track(rake, station, self.now)?;
                    return Some(RakePlace::FromStore(to, until));
                }
                on_track(station, self.now)
            }
            Activity::Handling { spot } if moves => Some(RakePlace::Handling(spot, until)),
            _ => Some(RakePlace::Gone),
        }
    }

    /// Where a rake is that has not moved since the start.
    fn place_before(&self, rake: Rake) -> Option<RakePlace> {
        let old = self.old(rake);
        match old {
            // it cannot have come out, for no place is known behind
            Some(RakePlace::Section(section, direction, span, passes)) => {
                let to = span.to.max(self.now + 1);
                let span = Span::new(span.from, to);
                Some(RakePlace::Section(section, direction, span, passes))
            }
            None | Some(RakePlace::Outside)
                if rake == Rake::Arriving && self.train.begins_on_track(self.system) =>
            {
                let home = *self.train.route.first()?;
                let (hold, (yard, track)) =
                    track_at(self.system, self.events, rake, home, self.now)?;
                (hold.span.from < self.now).then_some(RakePlace::Track(yard, track))
            }
            Some(RakePlace::Outside) => None,
            place => place,
        }
    }

    /// Whether a run that does not stop goes on in another, and does not leave the system.
    fn goes_on(&self, rake: Rake, run: &Event) -> bool {
        let mut all = movements(self.events, rake).into_iter();
        all.any(|next| {
            matches!(next.what, Activity::Run { starts: false, .. })
                && next.span.from == run.span.to
        })
    }

    fn state(
        &self,
        arriving: RakePlace,
        onward: Option<RakePlace>,
        known: (Option<u32>, Option<WorkStopped>),
    ) -> State {
        let old = self.train.state.as_ref();
        let work = work_left(self.instance, self.train, self.events, self.now, known);
        let parts_on = self.parts_on(arriving, &work);
        let has_left_store = matches!(self.train.kind, TrainKind::FromStore(_))
            && !matches!(arriving, RakePlace::FromStore(..) | RakePlace::MakingUp(_));
        State {
            arrived: self.arrived(arriving),
            arriving,
            onward,
            stages: self.stages(arriving, onward, old, has_left_store),
            work,
            parts_on,
            worked_on: [
                self.worked_on(Rake::Arriving, Some(arriving)),
                self.worked_on(Rake::Onward, onward),
            ],
            has_left_store,
        }
    }

    /// The track on which the worked parts of a rake stand while others are in its spot; `None`: there are none, or they are in
    /// its store.
    fn worked_on(&self, rake: Rake, place: Option<RakePlace>) -> Option<(YardId, u32)> {
        let (RakePlace::Spot(spot) | RakePlace::Exchange(spot, _)) = place? else {
            return None;
        };
        if !self.system.shed(self.system.spot(spot).shed).parts_on_track {
            return None;
        }
        if let Some(state) = &self.train.state
            && state.is_partly_out(rake)
        {
            return state.worked(rake).track();
        }
        let exchanges = movements(self.events, Rake::Arriving).into_iter();
        let mut exchanges =
            exchanges.filter(|event| matches!(event.what, Activity::Exchange { .. }));
        let first = exchanges
            .next()
            .filter(|event| event.span.from < self.now)?;
        let station = self.station_of(spot);
        // the track on which the arriving rake came is held from before its placing
        let (hold, track) = track_at(self.system, self.events, rake, station, self.now)?;
        let placing = self.placing(rake).map_or(Minute(0), |event| event.span.to);
        let is_since = |from: Minute| rake == Rake::Onward || from >= placing;
        (is_since(hold.span.from) && hold.span.from <= first.span.to).then_some(track)
    }

    /// The placing of a rake, where the plan has it.
    fn placing(&self, rake: Rake) -> Option<&Event> {
        let mut own = self.events.iter().filter(|event| event.rake == rake);
        own.find(|event| matches!(event.what, Activity::Placing { .. }))
    }

    /// The track that a train in parts still holds.
    fn parts_on(&self, arriving: RakePlace, work: &WorkLeft) -> Option<(YardId, u32)> {
        if !work.parts_to_come(self.train.parts) {
            return None;
        }
        let (RakePlace::Spot(spot) | RakePlace::Exchange(spot, _)) = arriving else {
            return None;
        };
        let known = self.train.state.as_ref().and_then(|state| state.parts_on);
        let placing = self.placing(Rake::Arriving);
        let placed_from = placing.map_or(self.now, |event| event.span.from);
        known.or_else(|| self.track(Rake::Arriving, self.station_of(spot), placed_from))
    }

    /// When a train came to its station: to where it stands on its way in, and of one that is transshipped to where it is.
    fn arrived(&self, arriving: RakePlace) -> Option<Minute> {
        let old = self.train.state.as_ref().and_then(|state| state.arrived);
        let came_to = |station: StationId| {
            let came = |event: &&Event| {
                let stops = matches!(event.what, Activity::Run { stops: true, .. });
                let ends = ends_of_run(&event.what, self.system);
                let own = event.rake == Rake::Arriving && event.span.to <= self.now;
                own && stops && ends.is_some_and(|(_, to)| to == station)
            };
            // the emptied rake may come by again on its way back
            let first = self.events.iter().filter(came).map(|event| event.span.to);
            first.min()
        };
        let station = match (self.train.transshipment(), arriving) {
            (_, RakePlace::Track(yard, _)) if self.is_on_way_in() => self.system.yard(yard).station,
            (_, RakePlace::Section(..)) if self.is_on_way_in() => return None,
            (Some(work), _) => work.station,
            (None, RakePlace::IntoStore((yard, _), _)) => self.system.yard(yard).station,
            _ => return None,
        };
        let begins = self.events.iter().find_map(|event| match event.what {
            Activity::FromStore { .. } => Some(event.span.to),
            _ => None,
        });
        let begins = begins.or_else(|| {
            let own = self.train.begins_on_track(self.system)
                && self.train.route.first() == Some(&station);
            let hold = track_at(self.system, self.events, Rake::Arriving, station, self.now);
            hold.filter(|_| own).map(|(event, _)| event.span.from)
        });
        came_to(station)
            .or(old)
            .or(begins.filter(|at| *at <= self.now))
    }

    /// Whether the arriving rake has not been pulled.
    fn is_on_way_in(&self) -> bool {
        let emptied = self.emptied_from();
        emptied.is_none_or(|from| from >= self.now)
    }

    /// When the arriving rake becomes the emptied one.
    fn emptied_from(&self) -> Option<Minute> {
        self.train.emptied_from(self.events)
    }

    /// The station at which a rake stands, or from which or to which it is moved there.
    fn standing(&self, place: Option<RakePlace>) -> Option<StationId> {
        let place = place?;
        let track = place
            .track()
            .map(|(yard, _)| self.system.yard(yard).station);
        let spot = place.spot().map(|spot| self.station_of(spot));
        track.or(spot)
    }

    /// Stages done or under way that still say something: of the stay of each rake, and where a train is transshipped all of it.
    fn stages(
        &self,
        arriving: RakePlace,
        onward: Option<RakePlace>,
        old: Option<&TrainState>,
        has_left_store: bool,
    ) -> Vec<StageProgress> {
        let emptied = self.emptied_from().unwrap_or(Minute(i32::MAX));
        let home = self.train.transshipment().map(|work| work.station);
        let says = |rake: Rake, stage: StageId, of_emptied: bool| {
            let data = self.system.stage(stage);
            let place = match rake {
                Rake::Arriving => Some(arriving),
                Rake::Onward => onward,
            };
            let stands = self.standing(place) == Some(data.station);
            if home != Some(data.station) {
                return stands;
            }
            // what the arriving rake did on arrival is asked for as long as the train is there
            let of_arrival = rake == Rake::Arriving && !of_emptied;
            of_arrival || place != Some(RakePlace::Gone)
        };
        let mut found: Vec<StageProgress> = Vec::new();
        for event in self.events {
            let Activity::Stage { stage, .. } = event.what else {
                continue;
            };
            // an arrival stage may go on beside the emptied rake, and is not of it
            let is_departure = self.system.stage(stage).side == StageSide::Departure;
            let of_emptied =
                event.rake == Rake::Arriving && is_departure && event.span.from >= emptied;
            if event.span.from < self.now && says(event.rake, stage, of_emptied) {
                found.push(StageProgress {
                    stage,
                    rake: event.rake,
                    until: (event.span.to > self.now).then_some(event.span.to),
                });
            }
        }
        for progress in old.into_iter().flat_map(|state| &state.stages) {
            let known = found
                .iter()
                .any(|other| (other.stage, other.rake) == (progress.stage, progress.rake));
            let side = self.system.stage(progress.stage).side;
            let of_emptied = side == StageSide::Departure && progress.rake == Rake::Arriving;
            let is_done = progress.until.is_none();
            if is_done && !known && says(progress.rake, progress.stage, of_emptied) {
                found.push(*progress);
            }
        }
        // Whoever has begun on its track, or has come there from its store, did no arrival stages; a train that only stops
        // there would.
        let begins = has_left_store || self.train.begins_on_track(self.system);
        let first = self.train.route.first().copied();
        if let (RakePlace::Track(yard, _), true) = (arriving, begins)
            && Some(self.system.yard(yard).station) == first
            && self.is_on_way_in()
        {
            for &stage in &self.system.station(self.system.yard(yard).station).stages {
                let data = self.system.stage(stage);
                let applies = data.classes.contains(&self.train.class);
                if applies && data.side != StageSide::Departure {
                    found.push(StageProgress {
                        stage,
                        rake: Rake::Arriving,
                        until: None,
                    });
                }
            }
        }
        found
    }
}

/// The stores that a rake leaves and comes to with a movement.
pub(super) fn stores_of(what: &Activity) -> (Option<StoreId>, Option<StoreId>) {
    match *what {
        Activity::Placing { store, .. } => (store, None),
        Activity::FromStore { store, .. } => (Some(store), None),
        Activity::Pulling { store, .. } => (None, store),
        Activity::IntoStore { store, .. } => (None, Some(store)),
        _ => (None, None),
    }
}

/// Whether a rake had left the stock of its store at the start: it was being made up there, or on its way out.
pub(super) fn was_taken(train: &Train, rake: Rake) -> bool {
    let state = train.state.as_ref();
    let place = state.and_then(|state| state.place(rake));
    match place {
        Some(RakePlace::MakingUp(_) | RakePlace::FromStore(..)) => true,
        Some(RakePlace::Placing(None, ..)) => rake == Rake::Onward,
        _ => false,
    }
}

/// The span of a movement itself: without the minutes in which its rake is made up or broken up in a store.
pub(super) fn moving(system: &System, train: &Train, event: &Event) -> Span {
    let Span { from, to } = event.span;
    match stores_of(&event.what) {
        (Some(store), _) if !was_taken(train, event.rake) => {
            let store = system.store(store);
            let minutes = match event.what {
                Activity::Placing { spot, .. } => system.shed(system.spot(spot).shed).placing,
                _ => store.moving,
            };
            // one that ends later than planned was made up later
            let late = if store.making_up > 0 {
                to - minutes
            } else {
                from
            };
            Span::new(to.min((from + store.making_up).max(late)), to)
        }
        (_, Some(store)) => Span::new(from, from.max(to - system.store(store).breaking_up)),
        _ => event.span,
    }
}
