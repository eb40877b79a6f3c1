//! What trains leave behind: tracks and sides being cleared, runs that headway and clearing count from, entries, rakes and wagons in stores.

use super::course::{At, Course, begun, ends_of_run, moving, stores_of, track_at, was_taken};
use super::happened::movements;
use crate::ids::{ClassId, SectionId, ThroatId, TrainId};
use crate::instance::{Busy, BusyWhat, Rake, RakePlace, Train, TrainState};
use crate::plan::{Activity, Event};
use crate::resource::Resource;
use crate::system::{Direction, GivenPath, System, ThroatMovement};
use crate::timeline::Timeline;
use crate::{Instance, Minute, Plan, Span};
use std::collections::BTreeMap;

const RAKES: [Rake; 2] = [Rake::Arriving, Rake::Onward];

/// Things that are busy at a minute with no train of the instance that is left then: those that were, and those being cleared.
pub(super) fn busy(instance: &Instance, courses: &[Course], now: Minute) -> Vec<Busy> {
    let system = instance.system();
    let mut found: Vec<Busy> = instance.busy().to_vec();
    for course in courses {
        let train = instance.train(course.train);
        for rake in RAKES {
            let begun = begun(system, &course.events, rake, now);
            for movement in begun {
                found.extend(in_store(system, train, movement, now));
                for (what, hold) in cleared(system, train, &course.events, movement, rake, now) {
                    let until = hold.span.to;
                    found.push(Busy { what, until });
                }
            }
        }
    }
    found.retain(|busy| busy.until > now);
    found
}

/// What is only cleared behind a movement that has begun (a departure) or ended (a pulling, a handling), with its hold.
pub(super) fn cleared<'e>(
    system: &System,
    train: &Train,
    events: &'e [Event],
    movement: &Event,
    rake: Rake,
    now: Minute,
) -> Vec<(BusyWhat, &'e Event)> {
    let moving = moving(system, train, movement);
    let side = |spot| {
        let is_it = |event: &&Event| {
            let own = event.rake == rake && event.what == (Activity::Spot { spot });
            own && event.span.from <= moving.from && event.span.to >= moving.to
        };
        events.iter().find(is_it)
    };
    let is_over = moving.to <= now;
    match movement.what {
        Activity::Run { starts: true, .. } => {
            let from = ends_of_run(&movement.what, system).map(|(from, _)| from);
            let hold =
                from.and_then(|from| track_at(system, events, rake, from, movement.span.from));
            let hold = hold.filter(|(event, _)| event.span.to >= movement.span.from);
            let what = hold.map(|(event, (yard, track))| (BusyWhat::Track(yard, track), event));
            what.into_iter().collect()
        }
        Activity::Pulling { spot, .. } if is_over => {
            let gauge_mm = gauge(system, train, rake);
            let hold = side(spot).map(|event| (BusyWhat::Side(spot, gauge_mm), event));
            hold.into_iter().collect()
        }
        Activity::Handling { spot } if is_over => {
            let gauges = system.spot(spot).gauges_mm;
            let hold = side(spot);
            let both = gauges.into_iter().filter_map(|gauge_mm| {
                let what = BusyWhat::Side(spot, gauge_mm);
                hold.map(|event| (what, event))
            });
            both.collect()
        }
        _ => Vec::new(),
    }
}

fn gauge(system: &System, train: &Train, rake: Rake) -> u32 {
    let class = match (train.transshipment(), rake) {
        (Some(work), Rake::Onward) => work.onward_class,
        _ => train.class,
    };
    system.class(class).gauge_mm
}

/// Whether a run that ended at a minute still counts at another.
pub(super) fn still_counts(system: &System, path: &GivenPath, now: Minute) -> bool {
    let section = system.section(path.section);
    let clearing = section.clearing_behind(path.direction);
    let distance = section.headway.get(path.direction).max(clearing);
    path.span.to + distance > now || path.span.from + in_throats(system, path) > now
}

/// Minutes for which a run uses throats of the station where it begins.
fn in_throats(system: &System, path: &GivenPath) -> i32 {
    let section = system.section(path.section);
    let begins = match path.direction {
        Direction::Down => section.from,
        Direction::Up => section.to,
    };
    let throats = system.throats().iter();
    let here = throats.filter(|throat| throat.station == begins);
    let uses = here.flat_map(|throat| &throat.uses);
    let departures = uses.filter(|used| used.by == ThroatMovement::Departure(path.section));
    departures
        .filter_map(|used| used.minutes)
        .max()
        .unwrap_or(0)
}

/// Runs that have ended but still count.
pub(super) fn passed(instance: &Instance, courses: &[Course], now: Minute) -> Vec<GivenPath> {
    let system = instance.system();
    let old = system.given_paths().iter().filter(|path| path.is_past);
    let mut found: Vec<GivenPath> = old.cloned().collect();
    for course in courses {
        for event in &course.events {
            let Activity::Run {
                section, direction, ..
            } = event.what
            else {
                continue;
            };
            if event.span.to <= now {
                found.push(GivenPath {
                    train: instance.train(course.train).name.clone(),
                    section,
                    direction,
                    span: event.span,
                    is_past: true,
                });
            }
        }
    }
    found.retain(|path| still_counts(system, path, now));
    found.sort_by_key(|path| (path.section, path.span, path.direction));
    found
}

/// Runs of trains that are in a section.
pub(super) fn running(courses: &[Course]) -> Vec<(SectionId, Minute)> {
    let states = courses.iter().filter_map(|course| match &course.at {
        At::UnderWay(state) => Some(state),
        _ => None,
    });
    let places = states.flat_map(|state| [Some(state.arriving), state.onward]);
    let sections = places.flatten().filter_map(|place| match place {
        RakePlace::Section(section, _, span, _) => Some((section, span.from)),
        _ => None,
    });
    sections.collect()
}

/// Whether a train stands in a section because nothing is planned for it.
fn is_stuck(instance: &Instance, course: &Course) -> bool {
    let state = instance.train(course.train).state.as_ref();
    let places = state.map(|state| [Some(state.arriving), state.onward]);
    let in_section = |place: &Option<RakePlace>| matches!(place, Some(RakePlace::Section(..)));
    let was_running = places.is_some_and(|places| places.iter().any(in_section));
    let runs = |event: &Event| matches!(event.what, Activity::Run { .. });
    was_running && !course.events.iter().any(runs)
}

/// Trains that stand in a section because nothing is planned for them: section, direction and span of the run.
pub(super) fn stuck(instance: &Instance, courses: &[Course]) -> Vec<(SectionId, Direction, Span)> {
    let courses = courses.iter();
    let states = courses.filter(|course| is_stuck(instance, course));
    let states = states.filter_map(|course| match &course.at {
        At::UnderWay(state) => Some(state),
        _ => None,
    });
    let places = states.flat_map(|state| [Some(state.arriving), state.onward]);
    let sections = places.flatten().filter_map(|place| match place {
        RakePlace::Section(section, direction, span, _) => Some((section, direction, span)),
        _ => None,
    });
    sections.collect()
}

/// When a train that stands in a section would come out is anybody's guess; it is no minute in which the plan has others in the throat
/// there.
pub(super) fn come_out_apart(instance: &Instance, plan: &Plan, courses: &mut [Course]) {
    if instance.system().throats().is_empty() {
        return;
    }
    let is_one = |course: &Course| is_stuck(instance, course);
    if !courses.iter().any(is_one) {
        return;
    }
    let timeline = Timeline::new(instance, plan);
    for course in courses.iter_mut() {
        if !is_stuck(instance, course) {
            continue;
        }
        let At::UnderWay(state) = &mut course.at else {
            continue;
        };
        for place in [Some(&mut state.arriving), state.onward.as_mut()] {
            if let Some(RakePlace::Section(section, _, run, _)) = place {
                run.to = clear_arrival(&timeline, (course.train, *section), run.to);
            }
        }
    }
}

/// The first minute from one on in which a run may come out of a section with no other train in the throats that it then uses.
fn clear_arrival(
    timeline: &Timeline<'_>,
    (train, section): (TrainId, SectionId),
    mut at: Minute,
) -> Minute {
    let system = timeline.instance().system();
    let throats = system.throats().iter().enumerate();
    let arrivals = throats.flat_map(|(index, throat)| {
        let by_run = throat.uses.iter();
        let by_run = by_run.filter(|used| used.by == ThroatMovement::Arrival(section));
        by_run.map(move |used| (ThroatId::from_index(index), used.minutes.unwrap_or(0)))
    });
    let arrivals: Vec<(ThroatId, i32)> = arrivals.collect();
    loop {
        let in_the_way = arrivals.iter().filter_map(|(throat, minutes)| {
            let own = Span::new(at - *minutes, at);
            let uses = timeline.of_resource(Resource::Throat(*throat));
            let others = uses.filter(|other| other.train != train && other.span.overlaps(own));
            others.map(|other| other.span.to + *minutes).max()
        });
        match in_the_way.max() {
            Some(clear) => at = clear,
            None => return at,
        }
    }
}

/// Entries up to a minute, by section, direction and class, that were not counted at the start.
pub(super) fn entries(
    instance: &Instance,
    courses: &[Course],
    now: Minute,
) -> BTreeMap<(SectionId, bool, ClassId), Vec<Minute>> {
    let system = instance.system();
    let mut entries: BTreeMap<_, Vec<Minute>> = BTreeMap::new();
    for course in courses {
        let train = instance.train(course.train);
        let was_running = |rake: Rake, event: &Event| {
            let state = train.state.as_ref();
            let place = state.and_then(|state: &TrainState| match rake {
                Rake::Arriving => Some(state.arriving),
                Rake::Onward => state.onward,
            });
            matches!(place, Some(RakePlace::Section(_, _, span, _)) if span.from == event.span.from)
        };
        for rake in RAKES {
            for event in begun(system, &course.events, rake, now) {
                let Activity::Run {
                    section, direction, ..
                } = event.what
                else {
                    continue;
                };
                if !was_running(rake, event) {
                    let class = class_at(train, &course.events, rake, event.span.from);
                    let key = (section, direction == Direction::Up, class);
                    entries.entry(key).or_default().push(event.span.from);
                }
            }
        }
    }
    entries
}

fn class_at(train: &Train, events: &[Event], rake: Rake, at: Minute) -> ClassId {
    match (train.transshipment(), rake) {
        (Some(work), Rake::Onward) => work.onward_class,
        (Some(work), Rake::Arriving)
            if train.emptied_from(events).is_some_and(|from| from <= at) =>
        {
            work.emptied_class
        }
        _ => train.class,
    }
}

/// What stands in a store of one kind: what may be used, and what may be used from a minute on.
pub(super) type Stands = (u32, Vec<(Minute, u32)>);

/// What stands in every store, stock by stock.
pub(super) fn stocks(instance: &Instance, courses: &[Course], now: Minute) -> Vec<Vec<Stands>> {
    let system = instance.system();
    let mut counts: Vec<Vec<i64>> = Vec::new();
    let mut inspecting: Vec<Vec<Vec<(Minute, u32)>>> = Vec::new();
    for store in system.stores() {
        let stocks = store.stocks.iter();
        counts.push(stocks.map(|stock| i64::from(stock.count)).collect());
        let stocks = store.stocks.iter();
        inspecting.push(stocks.map(|stock| stock.inspecting.clone()).collect());
    }
    for course in courses {
        let train = instance.train(course.train);
        for rake in RAKES {
            // a rake that was leaving its store at the start is not among those of the start
            let mut leaves = !was_taken(train, rake);
            for event in movements(&course.events, rake) {
                let (from, to) = stores_of(&event.what);
                if let Some(store) = from.filter(|_| event.span.from < now) {
                    let work = train.transshipment();
                    let lots = work.map_or(&train.lots, |work| &work.onward_lots);
                    for lot in lots.iter().filter(|_| leaves) {
                        counts[store.index()][lot.stock] -= i64::from(lot.count);
                    }
                    leaves = true;
                }
                if let Some(store) = to.filter(|_| moving(system, train, event).to <= now) {
                    let until = event.span.to + system.store(store).inspection;
                    for lot in &train.lots {
                        inspecting[store.index()][lot.stock].push((until, lot.count));
                    }
                }
            }
        }
    }
    let stores = counts.into_iter().zip(inspecting);
    let stocks = stores.map(|(counts, inspecting)| {
        let stocks = counts.into_iter().zip(inspecting);
        let stands = stocks.map(|(count, mut inspecting)| {
            let done = inspecting.iter().filter(|(until, _)| *until <= now);
            let done: i64 = done.map(|(_, count)| i64::from(*count)).sum();
            inspecting.retain(|(until, _)| *until > now);
            inspecting.sort_unstable();
            ((count + done).max(0) as u32, inspecting)
        });
        stands.collect()
    });
    stocks.collect()
}

/// The locomotive that makes a rake up or breaks it up in its store at a minute, and until when.
fn in_store(system: &System, train: &Train, movement: &Event, now: Minute) -> Option<Busy> {
    let moving = moving(system, train, movement);
    let (store, until) = match stores_of(&movement.what) {
        (Some(store), _) => (store, moving.from),
        (_, Some(store)) if moving.to <= now => (store, movement.span.to),
        _ => return None,
    };
    let store = system.store(store);
    let pool = system.locomotives_at(store.station, store.gauge_mm)?;
    let what = BusyWhat::Locomotive(pool);
    (until > now).then_some(Busy { what, until })
}
