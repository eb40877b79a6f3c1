//! Throats: of two movements over the same switches one is over before the other begins.
//!
//! A movement of one train uses a throat between two instants of one task, so whoever is first is so by a link, in every
//! plan. What is under way at the start, and the paths given away, are there whatever is planned; they are never apart
//! by a link, and nobody asks that they were.

use crate::parts::{Edge, FactAt, Link, Parts, What};
use crate::schedule::Schedule;
use crate::tasks::World;
use regauge_model::ids::{SectionId, SpotId, StationId, StoreId, TrainId};
use regauge_model::instance::{Rake, RakePlace, TrainKind, WorkState};
use regauge_model::system::{Direction, Section, Throat, ThroatMovement};

/// A throat in use by a train; `None`: it is no decision.
struct Use {
    train: Option<TrainId>,
    from: Edge,
    to: Edge,
}

/// What a movement is at a spot or at a store.
#[derive(Clone, Copy, Default)]
struct At {
    spot: Option<SpotId>,
    store: Option<StoreId>,
}

/// The ways to part the first two movements that meet in a throat.
pub(crate) fn first(world: &World, parts: &Parts, schedule: &Schedule) -> Option<Vec<Vec<Link>>> {
    for (index, throat) in world.system().throats().iter().enumerate() {
        let facts = parts.facts.iter().filter(|fact| fact.throat == index);
        let mut uses: Vec<Use> = facts
            .map(|fact| Use {
                train: None,
                from: fact.from,
                to: fact.to,
            })
            .collect();
        uses.extend(given(world, throat));
        uses.extend(of_runs(world, throat, parts, schedule));
        uses.extend(of_shunting(world, throat, parts, schedule));
        for (index, a) in uses.iter().enumerate() {
            for b in &uses[..index] {
                let times = [a.from, a.to, b.from, b.to].map(|edge| schedule.at(edge));
                let [a_from, a_to, b_from, b_to] = times;
                let both = a_from < a_to && b_from < b_to;
                let meet = both && a_from < b_to && b_from < a_to;
                if !meet || a.train == b.train {
                    continue;
                }
                let after = |first: &Use, second: &Use| {
                    vec![Link {
                        earlier: first.to,
                        later: second.from,
                    }]
                };
                return Some(vec![after(a, b), after(b, a)]);
            }
        }
    }
    None
}

/// Where a run begins and where it ends.
fn ends(section: &Section, direction: Direction) -> [StationId; 2] {
    if direction == Direction::Down {
        [section.from, section.to]
    } else {
        [section.to, section.from]
    }
}

/// Minutes for which movements of a kind use a throat.
fn minutes(throat: &Throat, by: ThroatMovement) -> impl Iterator<Item = i32> {
    let uses = throat.uses.iter().filter(move |used| used.by == by);
    uses.filter_map(|used| used.minutes)
}

/// A run through a section: before its end, and from its beginning on.
fn at_ends(
    world: &World,
    throat: &Throat,
    (section, direction): (SectionId, Direction),
    [entry, exit]: [Edge; 2],
) -> Vec<(Edge, Edge)> {
    let [begins, ends] = ends(world.system().section(section), direction);
    let mut spans = Vec::new();
    if ends == throat.station {
        let before = minutes(throat, ThroatMovement::Arrival(section));
        spans.extend(before.map(|minutes| (exit.plus(-minutes), exit)));
    }
    if begins == throat.station {
        let behind = minutes(throat, ThroatMovement::Departure(section));
        spans.extend(behind.map(|minutes| (entry, entry.plus(minutes))));
    }
    spans
}

/// Spans of a movement of so many minutes that begins then.
fn within(throat: &Throat, at: At, start: Edge, lasts: i32) -> Vec<(Edge, Edge)> {
    let named = |by: ThroatMovement| match by {
        ThroatMovement::Spot(spot) => at.spot == Some(spot),
        ThroatMovement::Store(store) => at.store == Some(store),
        _ => false,
    };
    let uses = throat.uses.iter().filter(|used| named(used.by));
    let spans = uses.map(|used| {
        let last = used
            .minutes
            .map_or(lasts, |minutes| lasts.min(used.from + minutes));
        (start.plus(used.from), start.plus(last.max(used.from)))
    });
    spans.collect()
}

fn place_of(world: &World, train: TrainId, rake: Rake) -> Option<RakePlace> {
    let state = world.instance.train(train).state.as_ref()?;
    if rake == Rake::Arriving {
        Some(state.arriving)
    } else {
        state.onward
    }
}

fn gauge_of(world: &World, train: TrainId, rake: Rake) -> u32 {
    let data = world.instance.train(train);
    let class = match data.transshipment() {
        Some(change) if rake == Rake::Onward => change.onward_class,
        _ => data.class,
    };
    world.system().class(class).gauge_mm
}

/// Runs that are decided.
fn of_runs(world: &World, throat: &Throat, parts: &Parts, schedule: &Schedule) -> Vec<Use> {
    let mut uses = Vec::new();
    for run in &parts.runs {
        let Edge::At(point) = run.entry else { continue };
        let task = &parts.tasks[point.task];
        let place = place_of(world, task.train, task.rake);
        let entry = schedule.at(run.entry);
        let way = (run.section, run.direction);
        let mut spans = at_ends(world, throat, way, [run.entry, run.exit]);
        if let Some(RakePlace::Section(section, _, span, passes)) = place {
            let is_it = section == run.section && entry == span.from.0;
            let goes_on = passes && entry == span.to.0 && point.instant == 0;
            let [begins, _] = ends(world.system().section(run.section), run.direction);
            if is_it || goes_on && begins == throat.station {
                spans.clear();
            }
        }
        uses.extend(spans.into_iter().map(|(from, to)| Use {
            train: Some(task.train),
            from,
            to,
        }));
    }
    uses
}

/// Movements at spots and stores that are decided.
fn of_shunting(world: &World, throat: &Throat, parts: &Parts, schedule: &Schedule) -> Vec<Use> {
    let mut uses = Vec::new();
    for (index, task) in parts.tasks.iter().enumerate() {
        let at = match &task.what {
            What::Placing(spot, store) | What::Pulling(spot, store) => At {
                spot: Some(*spot),
                store: *store,
            },
            What::Exchange(spot, _) => At {
                spot: Some(*spot),
                store: None,
            },
            What::IntoStore(store) | What::FromStore(store) => At {
                spot: None,
                store: Some(*store),
            },
            _ => continue,
        };
        let begins = schedule.at(Parts::start(index));
        let place = place_of(world, task.train, task.rake);
        let under_way = match (&task.what, place) {
            (What::Placing(..), Some(RakePlace::Placing(..)))
            | (What::Pulling(..), Some(RakePlace::Pulling(..)))
            | (What::Exchange(..), Some(RakePlace::Exchange(..)))
            | (What::IntoStore(_), Some(RakePlace::IntoStore(..)))
            | (What::FromStore(_), Some(RakePlace::FromStore(..))) => begins == 0,
            _ => false,
        };
        let own = gauge_of(world, task.train, task.rake) == throat.gauge_mm;
        let both = matches!(task.what, What::Exchange(..));
        if under_way || !own && !both {
            continue;
        }
        let is_made_up = matches!(place, Some(RakePlace::MakingUp(_)));
        let (before, behind) = match (&task.what, at.store) {
            (What::Placing(..) | What::FromStore(_), Some(store)) if !is_made_up => {
                (world.system().store(store).making_up, 0)
            }
            (What::Pulling(..) | What::IntoStore(_), Some(store)) => {
                (0, world.system().store(store).breaking_up)
            }
            _ => (0, 0),
        };
        let start = Parts::start(index).plus(before);
        let lasts = schedule.at(parts.end(index)) - begins - before - behind;
        let has_gauge = at.spot.is_none_or(|spot| {
            world
                .system()
                .spot(spot)
                .gauges_mm
                .contains(&throat.gauge_mm)
        });
        let spans = within(throat, at, start, lasts);
        uses.extend(
            spans
                .into_iter()
                .filter(|_| has_gauge)
                .map(|(from, to)| Use {
                    train: Some(task.train),
                    from,
                    to,
                }),
        );
    }
    uses
}

/// Paths given away.
fn given(world: &World, throat: &Throat) -> Vec<Use> {
    let fixed = |minute: regauge_model::Minute| Edge::Fixed(minute.0);
    let paths = world.system().given_paths().iter();
    let spans = paths.flat_map(|path| {
        let instants = [fixed(path.span.from), fixed(path.span.to)];
        let way = (path.section, path.direction);
        at_ends(world, throat, way, instants)
    });
    let uses = spans.map(|(from, to)| Use {
        train: None,
        from,
        to,
    });
    uses.collect()
}

/// What the movements of a train that are under way at the start use of throats.
pub(crate) fn facts(world: &World, id: TrainId) -> Vec<FactAt> {
    let mut facts = Vec::new();
    for (index, throat) in world.system().throats().iter().enumerate() {
        for rake in [Rake::Arriving, Rake::Onward] {
            let place = place_of(world, id, rake);
            let spans = place.map(|place| of_place(world, throat, (id, rake), place));
            facts.extend(spans.into_iter().flatten().map(|(from, to)| FactAt {
                throat: index,
                from,
                to,
            }));
        }
    }
    facts
}

fn of_place(
    world: &World,
    throat: &Throat,
    (id, rake): (TrainId, Rake),
    place: RakePlace,
) -> Vec<(Edge, Edge)> {
    let system = world.system();
    let train = world.instance.train(id);
    let change = train.transshipment();
    if let RakePlace::Section(section, direction, span, passes) = place {
        let instants = [Edge::Fixed(span.from.0), Edge::Fixed(span.to.0)];
        let mut spans = at_ends(world, throat, (section, direction), instants);
        let done = train
            .state
            .as_ref()
            .is_some_and(|state| state.work == WorkState::Done);
        let way = match change {
            Some(change) if rake == Rake::Onward => {
                Some((&change.onward_route, change.onward_class))
            }
            Some(change) if done => {
                let route = change.emptied_route.as_ref();
                route.map(|route| (route, change.emptied_class))
            }
            _ => Some((&train.route, train.class)),
        };
        let [_, here] = ends(system.section(section), direction);
        if let Some((route, class)) = way.filter(|_| passes && here == throat.station)
            && let Some(next) = route.get(1)
        {
            for (section, _) in system.sections_between(here, *next, class) {
                let departs = minutes(throat, ThroatMovement::Departure(section));
                let at = Edge::Fixed(span.to.0);
                spans.extend(departs.map(|minutes| (at, at.plus(minutes))));
            }
        }
        return spans;
    }
    let Some(until) = place.moves_until() else {
        return Vec::new();
    };
    let of_shed = |spot: SpotId| system.shed(system.spot(spot).shed);
    let own_store = match train.kind {
        TrainKind::IntoStore(store) | TrainKind::FromStore(store) => Some(store),
        _ => None,
    };
    let (at, lasts) = match place {
        RakePlace::Placing(track, spot, _) => {
            let store = change.map(|change| change.onward_store);
            let store = store.filter(|_| track.is_none() && rake == Rake::Onward);
            let spot_and_store = At {
                spot: Some(spot),
                store,
            };
            (spot_and_store, of_shed(spot).placing)
        }
        RakePlace::Pulling(spot, track, _) => {
            let store = change.and_then(|change| change.emptied_store);
            let store = store.filter(|_| track.is_none() && rake == Rake::Arriving);
            let spot_and_store = At {
                spot: Some(spot),
                store,
            };
            (spot_and_store, of_shed(spot).pulling)
        }
        RakePlace::Exchange(spot, _) => {
            let shed = of_shed(spot);
            let only_spot = At {
                spot: Some(spot),
                store: None,
            };
            (only_spot, shed.pulling + shed.placing)
        }
        _ => {
            let lasts = own_store.map_or(0, |store| system.store(store).moving);
            let only_store = At {
                spot: None,
                store: own_store,
            };
            (only_store, lasts)
        }
    };
    let own = gauge_of(world, id, rake) == throat.gauge_mm;
    let both = matches!(place, RakePlace::Exchange(..));
    let moves_in = matches!(place, RakePlace::Pulling(..) | RakePlace::IntoStore(..));
    let into = at.store.filter(|_| moves_in);
    let until = until.0 - into.map_or(0, |store| system.store(store).breaking_up);
    if own || both {
        within(throat, at, Edge::Fixed(until - lasts), lasts)
    } else {
        Vec::new()
    }
}
