//! The shunting list: every movement with its time, where it goes from and to, and its locomotive.

use super::{Row, Sheet, rake};
use crate::text::Text;
use crate::wording::Wording;
use regauge_model::Span;
use regauge_model::ids::TrainId;
use regauge_model::resource::Resource;
use regauge_model::timeline::{Timeline, Use};

/// A movement in words.
pub(crate) struct Movement {
    pub span: Span,
    pub train: TrainId,
    pub what: String,
    pub rake: Text,
    pub from: String,
    pub to: String,
    pub locomotive: String,
}

/// Every movement, by time.
pub(crate) fn movements(words: &Wording<'_>, timeline: &Timeline<'_>) -> Vec<Movement> {
    let uses = timeline.uses().iter();
    let movements = uses.filter_map(|one| movement(words, timeline, one));
    let mut movements: Vec<Movement> = movements.collect();
    movements.sort_by_key(|movement| (movement.span, movement.train));
    movements
}

/// The list.
pub(crate) fn sheet(words: &Wording<'_>, timeline: &Timeline<'_>) -> Sheet {
    let mut sheet = Sheet::new(words.text(Text::Shunting))
        .figures(words.text(Text::Time))
        .names(words.text(Text::Movement))
        .names(words.text(Text::Train))
        .names(words.text(Text::RakeLabel))
        .names(words.text(Text::From))
        .names(words.text(Text::To))
        .names(words.text(Text::Locomotive));
    for movement in movements(words, timeline) {
        let clock = words.clock.on_day_of(movement.span.from);
        let cells = vec![
            clock.span(movement.span, words.signs.dash).into(),
            movement.what.into(),
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

fn movement(words: &Wording<'_>, timeline: &Timeline<'_>, one: &Use<'_>) -> Option<Movement> {
    let movement = one.movement().filter(|_| one.is_main)?;
    let system = words.instance.system();
    let locomotives = timeline.locomotives(one).map(|unit| match unit {
        Resource::Locomotive(pool, number) => {
            let pool = system.locomotive_pool(pool);
            words.locomotive(pool.station, pool.gauge_mm, number)
        }
        _ => words.none(),
    });
    let to = place(words, movement.to);
    Some(Movement {
        span: timeline.whole(one),
        train: one.train,
        what: words.task(movement.what),
        rake: rake(one.role),
        from: place(words, movement.from),
        to: match movement.part {
            Some(part) => format!("{to} ({part})"),
            None => to,
        },
        locomotive: locomotives.collect::<Vec<_>>().join(" + "),
    })
}

/// Where a movement begins or ends.
fn place(words: &Wording<'_>, place: Option<Resource>) -> String {
    match place {
        Some(Resource::Track(yard, track)) => words.track(yard, track),
        Some(Resource::Spot(spot)) => words.spot(spot),
        Some(Resource::Store(store)) => words.store(store),
        _ => words.none(),
    }
}
