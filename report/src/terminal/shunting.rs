//! The shunting list: every movement with its time, where it goes from and to, and its locomotive.

use super::page::Page;
use super::table::Table;
use crate::text::Text;
use regauge_model::Span;
use regauge_model::ids::{SpotId, StoreId, TrainId};
use regauge_model::instance::{Rake, Train};
use regauge_model::plan::{Activity, Event, Plan};
use std::io;

/// A movement in words.
struct Movement {
    span: Span,
    train: TrainId,
    what: Text,
    rake: Text,
    from: String,
    to: String,
    locomotive: String,
}

pub(crate) fn show(page: &mut Page<'_>, plan: &Plan) -> io::Result<()> {
    page.heading(page.text(Text::Shunting))?;
    let mut movements = Vec::new();
    let trains = page.instance.trains().len();
    for (index, train) in plan.trains.iter().take(trains).enumerate() {
        let id = TrainId::from_index(index);
        let events = train.events();
        movements.extend(events.iter().filter_map(|e| movement(page, id, e, events)));
    }
    movements.sort_by_key(|movement| (movement.span, movement.train));
    let mut last_day = None;
    let mut table = Table::new()
        .figures(page.text(Text::Time))
        .names(page.text(Text::Movement))
        .names(page.text(Text::Train))
        .names(page.text(Text::RakeLabel))
        .names(page.text(Text::From))
        .names(page.text(Text::To))
        .names(page.text(Text::Locomotive));
    for movement in movements {
        let day = page.clock.day(movement.span.from);
        let clock = page.clock.on_day_of(movement.span.from);
        if last_day.as_ref() != Some(&day) {
            table.title(format!("{} {day}", page.signs.rule));
            last_day = Some(day);
        }
        table.row(vec![
            clock.span(movement.span, page.signs.dash),
            page.text(movement.what).to_owned(),
            page.train(movement.train),
            page.text(movement.rake).to_owned(),
            movement.from,
            movement.to,
            movement.locomotive,
        ]);
    }
    if table.is_empty() {
        return page.line(page.text(Text::None));
    }
    table.print(page)
}

fn movement(page: &Page<'_>, id: TrainId, event: &Event, events: &[Event]) -> Option<Movement> {
    let train = page.instance.train(id);
    let rake = event.rake;
    let track = || track(page, event, events);
    let spot = |spot: SpotId| page.spot(spot);
    let store = |store: StoreId| page.store(store);
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
            .map(|(rake, number)| format!("{}-{number}", gauge(page, train, rake)))
            .collect::<Vec<_>>()
            .join(" + "),
    })
}

fn worked(event: &Event, events: &[Event]) -> bool {
    events
        .iter()
        .any(|e| matches!(e.what, Activity::CraneWork { .. }) && e.span.to <= event.span.from)
}

/// The track that a movement leaves or reaches: the one its rake holds meanwhile.
fn track(page: &Page<'_>, movement: &Event, events: &[Event]) -> String {
    let held = events.iter().find_map(|event| match event.what {
        Activity::Track { yard, track }
            if event.rake == movement.rake && event.span.overlaps(movement.span) =>
        {
            Some((yard, track))
        }
        _ => None,
    });
    let Some((yard, track)) = held else {
        return page.none();
    };
    page.fill(Text::TrackOf, &[&page.yard(yard), &track.to_string()])
}

/// Track gauge of a rake.
pub(crate) fn gauge(page: &Page<'_>, train: &Train, rake: Rake) -> u32 {
    let class = match (rake, train.transshipment()) {
        (Rake::Onward, Some(transshipment)) => transshipment.onward_class,
        _ => train.class,
    };
    page.instance.system().class(class).gauge_mm
}
