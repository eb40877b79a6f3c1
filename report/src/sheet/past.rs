//! What has happened: trains that have left, and what cranes have lifted, in the shift before now.

use super::{Row, Sheet};
use crate::names::name;
use crate::text::Text;
use crate::wording::Wording;
use regauge_model::history::{Past, PastSlot, departed};
use regauge_model::ids::StationId;
use regauge_model::{Minute, Span};

/// Minutes of a shift.
const SHIFT: i32 = 12 * 60;

fn is_recent(minute: Minute) -> bool {
    minute > Minute(-SHIFT)
}

/// Trains that have left in the last shift, with their actual times; `None` where there are none.
pub(crate) fn board(words: &Wording<'_>) -> Option<Sheet> {
    let mut sheet = Sheet::new(words.text(Text::Departed))
        .names(words.text(Text::Train))
        .names(words.text(Text::Class))
        .names(&words.fill(Text::Route, &[words.signs.arrow]))
        .figures(words.text(Text::Entry))
        .figures(words.text(Text::Arrival))
        .names(words.text(Text::TrackHead))
        .names(words.text(Text::Spot))
        .figures(words.text(Text::CraneWork))
        .figures(words.text(Text::Departure))
        .figures(words.text(Text::Exit))
        .figures(words.text(Text::Late));
    let trains = departed(words.instance).into_iter();
    for train in trains.filter(|train| is_recent(train.left)) {
        let clock = words.clock.on_day_of(train.left);
        let or_none = |text: Option<String>| text.unwrap_or_else(|| words.none());
        let time = |minute: Option<Minute>| or_none(minute.map(|minute| clock.time(minute)));
        let station = |id: Option<StationId>| or_none(id.map(|id| words.station(id)));
        let late = train.late.filter(|late| *late > 0);
        let late = late.map(|late| words.fill(Text::LateMinutes, &[&late.to_string()]));
        let work = train.crane_work;
        let route = [station(train.from), station(train.to)];
        let cells = vec![
            name(train.train).into(),
            words.class(train.class).into(),
            route.join(&format!(" {} ", words.signs.arrow)).into(),
            time(train.entry).into(),
            time(train.arrival).into(),
            or_none(train.track.map(|(yard, track)| words.track(yard, track))).into(),
            or_none(train.spot.map(|spot| words.spot(spot))).into(),
            or_none(work.map(|span| clock.span(span, words.signs.dash))).into(),
            time(train.departure).into(),
            clock.time(train.left).into(),
            or_none(late).into(),
        ];
        let from = train.entry.unwrap_or(train.left);
        let row = Row::new(cells).at(Span::new(from, train.left));
        sheet.row(row.part(words.clock.day(train.left)));
    }
    (!sheet.rows.is_empty()).then_some(sheet)
}

/// What cranes have lifted in the last shift, by crane; `None` where that is nothing.
pub(crate) fn cranes(words: &Wording<'_>) -> Option<Sheet> {
    let mut sheet = Sheet::new(words.text(Text::Lifted))
        .names(words.text(Text::Crane))
        .figures(words.text(Text::Time))
        .names(words.text(Text::Train))
        .figures(words.text(Text::Wagons))
        .figures(words.text(Text::Lifts));
    let pieces = words.instance.history().iter();
    let slots = pieces.flat_map(|past: &Past| &past.crane_slots);
    let mut slots: Vec<&PastSlot> = slots.filter(|slot| is_recent(slot.span.to)).collect();
    slots.sort_by_key(|slot| (slot.crane, slot.span, slot.wagons));
    for slot in slots {
        let cells = vec![
            words.crane(slot.crane).into(),
            words.span(slot.span).into(),
            name(&slot.train).into(),
            format!("{}{}{}", slot.wagons.0, words.signs.dash, slot.wagons.1).into(),
            slot.lifts.to_string().into(),
        ];
        sheet.row(Row::new(cells).at(slot.span));
    }
    (!sheet.rows.is_empty()).then_some(sheet)
}
