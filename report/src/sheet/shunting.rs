//! The shunting list: every movement with its time, where it goes from and to, and its locomotive.

use super::{Row, Sheet};
use crate::journey::gauge_of;
use crate::text::Text;
use crate::wording::Wording;
use regauge_model::Span;
use regauge_model::ids::{SpotId, StationId, StoreId, TrainId};
use regauge_model::instance::Rake;
use regauge_model::plan::{Activity, Event, Plan};
use regauge_model::system::System;

/// A movement in words.
pub(crate) struct Movement {
    pub span: Span,
    pub train: TrainId,
    pub what: Text,
    pub rake: Text,
    pub from: String,
    pub to: String,
    pub locomotive: String,
}

/// Every movement, by time.
pub(crate) fn movements(words: &Wording<'_>, plan: &Plan) -> Vec<Movement> {
    let mut movements = Vec::new();
    let trains = words.instance.trains().len();
    for (index, train) in plan.trains.iter().take(trains).enumerate() {
        let id = TrainId::from_index(index);
        let events = train.events();
        movements.extend(events.iter().filter_map(|e| movement(words, id, e, events)));
    }
    movements.sort_by_key(|movement| (movement.span, movement.train));
    movements
}

/// The list.
pub(crate) fn sheet(words: &Wording<'_>, plan: &Plan) -> Sheet {
    let mut sheet = Sheet::new(words.text(Text::Shunting))
        .figures(words.text(Text::Time))
        .names(words.text(Text::Movement))
        .names(words.text(Text::Train))
        .names(words.text(Text::RakeLabel))
        .names(words.text(Text::From))
        .names(words.text(Text::To))
        .names(words.text(Text::Locomotive));
    for movement in movements(words, plan) {
        let clock = words.clock.on_day_of(movement.span.from);
        let cells = vec![
            clock.span(movement.span, words.signs.dash).into(),
            words.text(movement.what).into(),
            words.train(movement.train).into(),
            words.text(movement.rake).into(),
            movement.from.into(),
            movement.to.into(),
            movement.locomotive.into(),
        ];
        let row = Row::new(cells).of(movement.train).at(movement.span);
        sheet.row(row.part(words.clock.day(movement.span.from)));
    }
    sheet
}

fn movement(words: &Wording<'_>, id: TrainId, event: &Event, events: &[Event]) -> Option<Movement> {
    let system = words.instance.system();
    let train = words.instance.train(id);
    let rake = event.rake;
    let track = || track(words, event, events);
    let spot = |spot: SpotId| words.spot(spot);
    let store = |store: StoreId| words.store(store);
    let origin = |from: Option<StoreId>| from.map_or_else(track, store);
    let (what, from, to, locomotives) = match event.what {
        Activity::Placing {
            spot: at,
            store: from,
            locomotive,
        } => (
            Text::Placing,
            origin(from),
            spot(at),
            vec![(rake, locomotive)],
        ),
        Activity::Pulling {
            spot: at,
            store: to,
            locomotive,
        } => (
            Text::Pulling,
            spot(at),
            origin(to),
            vec![(rake, locomotive)],
        ),
        Activity::Exchange {
            spot: at,
            part,
            locomotive_arriving,
            locomotive_onward,
        } => (
            Text::Exchange,
            track(),
            format!("{} ({part})", spot(at)),
            vec![
                (Rake::Arriving, locomotive_arriving),
                (Rake::Onward, locomotive_onward),
            ],
        ),
        Activity::IntoStore {
            store: at,
            locomotive,
        } => (
            Text::IntoStore,
            track(),
            store(at),
            vec![(rake, locomotive)],
        ),
        Activity::FromStore {
            store: at,
            locomotive,
        } => (
            Text::FromStore,
            store(at),
            track(),
            vec![(rake, locomotive)],
        ),
        _ => return None,
    };
    let station = station_of(system, event)?;
    let emptied = what == Text::Pulling || (what == Text::IntoStore && worked(event, events));
    Some(Movement {
        span: event.span,
        train: id,
        what,
        rake: match rake {
            _ if what == Text::Exchange => Text::BothRakes,
            _ if train.transshipment().is_none() => Text::OwnRake,
            Rake::Onward => Text::OnwardRake,
            Rake::Arriving if emptied => Text::EmptiedRake,
            Rake::Arriving => Text::ArrivingRake,
        },
        from,
        to,
        locomotive: locomotives
            .into_iter()
            .map(|(rake, number)| words.locomotive(station, gauge_of(system, train, rake), number))
            .collect::<Vec<_>>()
            .join(" + "),
    })
}

/// Where a movement is.
fn station_of(system: &System, event: &Event) -> Option<StationId> {
    match event.what {
        Activity::Placing { spot, .. }
        | Activity::Pulling { spot, .. }
        | Activity::Exchange { spot, .. } => Some(system.shed(system.spot(spot).shed).station),
        Activity::IntoStore { store, .. } | Activity::FromStore { store, .. } => {
            Some(system.store(store).station)
        }
        _ => None,
    }
}

fn worked(event: &Event, events: &[Event]) -> bool {
    events
        .iter()
        .any(|e| matches!(e.what, Activity::CraneWork { .. }) && e.span.to <= event.span.from)
}

/// The track that a movement leaves or reaches: the one its rake holds meanwhile.
fn track(words: &Wording<'_>, movement: &Event, events: &[Event]) -> String {
    let held = events.iter().find_map(|event| match event.what {
        Activity::Track { yard, track }
            if event.rake == movement.rake && event.span.overlaps(movement.span) =>
        {
            Some((yard, track))
        }
        _ => None,
    });
    let Some((yard, track)) = held else {
        return words.none();
    };
    words.track(yard, track)
}
