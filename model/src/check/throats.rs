//! Rule `throats`: of the movements over the same switches one goes on at a time.

use super::Violation;
use super::context::{Context, broken};
use super::overlap::overlaps;
use crate::ids::{SectionId, SpotId, StationId, StoreId, ThroatId, TrainId};
use crate::instance::{Rake, RakePlace, Train, TrainKind, WorkState};
use crate::plan::{Activity, Event};
use crate::resource::Resource;
use crate::system::{Direction, Throat, ThroatMovement};
use crate::words::violations as words;
use crate::{Minute, Span};

/// The spot at which something is shunted, and the store from or into which.
type At = (Option<SpotId>, Option<StoreId>);

/// A throat in use.
struct Use<'a> {
    /// `None` for a given path.
    train: Option<TrainId>,
    name: &'a str,
    span: Span,
    /// Given, or under way at the start: not held against others of its kind.
    is_fact: bool,
}

pub(super) fn check(context: &Context) -> Vec<Violation> {
    let throats = context.system.throats().iter().enumerate();
    let found = throats.flat_map(|(index, throat)| {
        let id = ThroatId::from_index(index);
        one_at_a_time(context, id, &uses(context, throat))
    });
    found.collect()
}

fn one_at_a_time(context: &Context, id: ThroatId, uses: &[Use]) -> Vec<Violation> {
    let place = Resource::Throat(id);
    let spans: Vec<Span> = uses.iter().map(|used| used.span).collect();
    let mut found = Vec::new();
    for (later, earlier) in overlaps(&spans) {
        let (now, before) = (&uses[later], &uses[earlier]);
        // the one that the plan moves is named first
        let (own, other) = if now.is_fact {
            (before, now)
        } else {
            (now, before)
        };
        let Some(train) = own.train.filter(|_| !own.is_fact) else {
            continue;
        };
        let message = words::throat_taken(
            own.name,
            context.say(place),
            context.clocks(own.span),
            other.name,
            context.clocks(other.span),
        );
        found.push(broken("throats", train, own.span, place, message).against(other.train));
    }
    found
}

/// All uses of a throat. What a train does there without a break is one use: its two movements are in nobody's way but that of
/// others.
fn uses<'a>(context: &Context<'a>, throat: &Throat) -> Vec<Use<'a>> {
    let mut uses = Vec::new();
    for path in context.system.given_paths() {
        for span in of_run(context, throat, (path.section, path.direction), path.span) {
            uses.push(Use {
                train: None,
                name: &path.train,
                span,
                is_fact: true,
            });
        }
    }
    for (id, train) in context.trains() {
        let mut of_train = |spans: Vec<Span>, is_fact: bool| {
            for span in joined(spans) {
                uses.push(Use {
                    train: Some(id),
                    name: &train.name,
                    span,
                    is_fact,
                });
            }
        };
        of_train(facts(context, throat, id, train), true);
        let events = context.events(id).iter().enumerate();
        let planned = events.filter(|(index, _)| !context.is_fact(id, *index));
        let spans = planned
            .flat_map(|(index, event)| of_event(context, throat, (id, train), (index, event)));
        of_train(spans.collect(), false);
    }
    uses
}

/// Spans in order, overlapping ones joined.
fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut().filter(|last| span.from < last.to) {
            Some(last) => last.to = last.to.max(span.to),
            None => joined.push(span),
        }
    }
    joined
}

/// Where a run through a section begins and ends.
fn ends(context: &Context, section: SectionId, direction: Direction) -> (StationId, StationId) {
    let data = context.system.section(section);
    match direction {
        Direction::Down => (data.from, data.to),
        Direction::Up => (data.to, data.from),
    }
}

/// What a run through a section uses of a throat at either end of it.
fn of_run(
    context: &Context,
    throat: &Throat,
    (section, direction): (SectionId, Direction),
    span: Span,
) -> Vec<Span> {
    let (begin, end) = ends(context, section, direction);
    let uses = throat.uses.iter().filter_map(|used| {
        let minutes = used.minutes.unwrap_or(0);
        match used.by {
            ThroatMovement::Arrival(over) if over == section && end == throat.station => {
                Some(Span::new(span.to - minutes, span.to))
            }
            ThroatMovement::Departure(into) if into == section && begin == throat.station => {
                Some(Span::new(span.from, span.from + minutes))
            }
            _ => None,
        }
    });
    uses.collect()
}

/// What a shunting movement at a spot, or into or from a store, uses of a throat.
fn of_shunting(throat: &Throat, (spot, store): At, span: Span) -> Vec<Span> {
    let uses = throat.uses.iter().filter_map(|used| {
        let is_it = match used.by {
            ThroatMovement::Spot(of) => spot == Some(of),
            ThroatMovement::Store(of) => store == Some(of),
            ThroatMovement::Arrival(_) | ThroatMovement::Departure(_) => false,
        };
        let from = span.from + used.from;
        let to = used
            .minutes
            .map_or(span.to, |minutes| span.to.min(from + minutes));
        (is_it && from < to).then_some(Span::new(from, to))
    });
    uses.collect()
}

/// What an event that the plan decides uses of a throat.
fn of_event(
    context: &Context,
    throat: &Throat,
    (id, train): (TrainId, &Train),
    (index, event): (usize, &Event),
) -> Vec<Span> {
    let moving = context.moving(id, index, event);
    let has_gauge = |rake: Rake| context.gauge(id, rake) == throat.gauge_mm;
    let by_rake = |spot, store| {
        if has_gauge(event.rake) {
            of_shunting(throat, (spot, store), moving)
        } else {
            Vec::new()
        }
    };
    match event.what {
        Activity::Run {
            section, direction, ..
        } => {
            // whoever passes where it was at the start goes on in a minute that nobody decides
            let departs = ends(context, section, direction).0 == throat.station;
            if departs && goes_on(train, event.rake) == Some(event.span.from) {
                return Vec::new();
            }
            of_run(context, throat, (section, direction), event.span)
        }
        Activity::Placing { spot, store, .. } | Activity::Pulling { spot, store, .. } => {
            by_rake(Some(spot), store)
        }
        Activity::IntoStore { store, .. } | Activity::FromStore { store, .. } => {
            by_rake(None, Some(store))
        }
        Activity::Exchange { spot, .. } if has_gauge(Rake::Arriving) || has_gauge(Rake::Onward) => {
            of_shunting(throat, (Some(spot), None), event.span)
        }
        _ => Vec::new(),
    }
}

/// Where a rake is at the start.
fn place(train: &Train, rake: Rake) -> Option<RakePlace> {
    let state = train.state.as_ref()?;
    match rake {
        Rake::Arriving => Some(state.arriving),
        Rake::Onward => state.onward,
    }
}

/// When a rake that passes at the end of its section of the start goes on.
fn goes_on(train: &Train, rake: Rake) -> Option<Minute> {
    match place(train, rake)? {
        RakePlace::Section(_, _, span, true) => Some(span.to),
        _ => None,
    }
}

/// What the movements of a train that are under way at the start use of a throat, whether it is planned or not.
fn facts(context: &Context, throat: &Throat, id: TrainId, train: &Train) -> Vec<Span> {
    let mut spans = Vec::new();
    for rake in [Rake::Arriving, Rake::Onward] {
        let Some(place) = place(train, rake) else {
            continue;
        };
        if let RakePlace::Section(section, direction, span, passes) = place {
            spans.extend(of_run(context, throat, (section, direction), span));
            if passes {
                spans.extend(first_departure(context, throat, (id, train), rake, span.to));
            }
            continue;
        }
        let gauges = [Rake::Arriving, Rake::Onward].map(|rake| context.gauge(id, rake));
        let is_exchange = matches!(place, RakePlace::Exchange(..));
        let has_gauge = if is_exchange {
            gauges.contains(&throat.gauge_mm)
        } else {
            context.gauge(id, rake) == throat.gauge_mm
        };
        if let Some((thing, span)) = movement(context, train, rake, place).filter(|_| has_gauge) {
            spans.extend(of_shunting(throat, thing, span));
        }
    }
    spans
}

/// The departure of a rake that passes, into any section in which it may go on.
fn first_departure(
    context: &Context,
    throat: &Throat,
    (id, train): (TrainId, &Train),
    rake: Rake,
    at: Minute,
) -> Vec<Span> {
    let is_emptied = train
        .state
        .as_ref()
        .is_some_and(|state| state.work == WorkState::Done);
    let route = match (train.transshipment(), rake) {
        (Some(change), Rake::Onward) => Some(&change.onward_route),
        (Some(change), Rake::Arriving) if is_emptied => change.emptied_route.as_ref(),
        _ => Some(&train.route),
    };
    let Some(&[here, next, ..]) = route.map(Vec::as_slice) else {
        return Vec::new();
    };
    let class = context.class_at(id, rake, Minute(0));
    let sections = context.system.sections_between(here, next, class);
    let only_entry = Span::new(at, at);
    let departs = sections.flat_map(|way| of_run(context, throat, way, only_entry));
    departs.filter(|span| span.from == at).collect()
}

/// A shunting movement under way at the start: spot, store, and the span that it has in all, as long as such a movement takes.
fn movement(context: &Context, train: &Train, rake: Rake, place: RakePlace) -> Option<(At, Span)> {
    let until = place.moves_until()?;
    let shed = |spot: SpotId| context.system.shed(context.system.spot(spot).shed);
    let breaking_up = |store: StoreId| context.system.store(store).breaking_up;
    let change = train.transshipment();
    let own_store = match train.kind {
        TrainKind::IntoStore(store) | TrainKind::FromStore(store) => Some(store),
        _ => None,
    };
    let (spot, store, minutes) = match place {
        RakePlace::Placing(from, spot, _) => {
            let store = change.filter(|_| from.is_none() && rake == Rake::Onward);
            let store = store.map(|change| change.onward_store);
            (Some(spot), store, shed(spot).placing)
        }
        RakePlace::Pulling(spot, to, _) => {
            let store = change.filter(|_| to.is_none() && rake == Rake::Arriving);
            let store = store.and_then(|change| change.emptied_store);
            let broken_up = store.map_or(0, breaking_up);
            let until = until - broken_up;
            let span = Span::new(until - shed(spot).pulling, until);
            return Some(((Some(spot), store), span));
        }
        RakePlace::Exchange(spot, _) => {
            let shed = shed(spot);
            (Some(spot), None, shed.pulling + shed.placing)
        }
        RakePlace::IntoStore(..) => {
            let until = until - own_store.map_or(0, breaking_up);
            let minutes = own_store.map_or(0, |store| context.system.store(store).moving);
            return Some(((None, own_store), Span::new(until - minutes, until)));
        }
        RakePlace::FromStore(..) => {
            let minutes = own_store.map_or(0, |store| context.system.store(store).moving);
            (None, own_store, minutes)
        }
        _ => return None,
    };
    Some(((spot, store), Span::new(until - minutes, until)))
}
