//! The crane sheets (作业单): which crane works which wagons of which train when, and when it stands still meanwhile.

use super::{Kind, Row, Sheet};
use crate::text::Text;
use crate::wind;
use crate::wording::Wording;
use regauge_model::Span;
use regauge_model::ids::CraneId;
use regauge_model::plan::{CraneSlot, Plan};

/// All cranes on one sheet.
pub(crate) fn sheet(words: &Wording<'_>, plan: &Plan) -> Sheet {
    let mut slots: Vec<_> = plan.crane_slots.iter().collect();
    slots.sort_by_key(|slot| (slot.crane, slot.span, slot.train));
    let mut sheet = Sheet::new(words.text(Text::CraneSheet)).names(words.text(Text::Crane));
    sheet = columns(words, sheet);
    for slot in slots {
        let mut row = row(words, slot);
        row.cells.insert(0, words.crane(slot.crane).into());
        sheet.row(row);
    }
    let paused = sheet
        .rows
        .iter()
        .any(|row| row.cells.last().is_some_and(|cell| !cell.text.is_empty()));
    if !paused {
        sheet.drop_last_column();
    }
    sheet
}

/// A sheet for every crane, in the order of sheds and runways, in parts by day.
pub(crate) fn by_crane(words: &Wording<'_>, plan: &Plan) -> Vec<Sheet> {
    let sheds = words.instance.system().sheds().iter();
    let cranes: Vec<CraneId> = sheds.flat_map(|shed| shed.cranes.clone()).collect();
    let paused = plan
        .crane_slots
        .iter()
        .any(|slot| !pauses(words, slot).is_empty());
    let of_crane = |crane: CraneId| {
        let mut sheet = columns(words, Sheet::new(&title(words, crane)));
        let slots = plan.crane_slots.iter().filter(|slot| slot.crane == crane);
        let mut slots: Vec<_> = slots.collect();
        slots.sort_by_key(|slot| (slot.span, slot.train));
        for slot in slots {
            let mut row = row(words, slot).part(words.clock.day(slot.span.from));
            let clock = words.clock.on_day_of(slot.span.from);
            row.cells[0] = clock.span(slot.span, words.signs.dash).into();
            sheet.row(row);
        }
        if !paused {
            sheet.drop_last_column();
        }
        sheet
    };
    cranes.into_iter().map(of_crane).collect()
}

/// `第23换装库 23-A`: a crane's own name may not say where it stands.
fn title(words: &Wording<'_>, id: CraneId) -> String {
    let system = words.instance.system();
    let shed = system.shed(system.crane(id).shed);
    let shed = words.titled(&shed.name, &shed.title);
    format!("{} {} {shed}", words.crane(id), words.signs.dot)
}

fn columns(words: &Wording<'_>, sheet: Sheet) -> Sheet {
    sheet
        .figures(words.text(Text::Time))
        .names(words.text(Text::Train))
        .figures(words.text(Text::Wagons))
        .figures(words.text(Text::Lifts))
        .column(Kind::Label, words.text(Text::Pauses))
}

fn row(words: &Wording<'_>, slot: &CraneSlot) -> Row {
    let (first, last) = slot.wagons;
    let clock = words.clock.on_day_of(slot.span.from);
    let pauses = pauses(words, slot);
    let pauses = pauses
        .iter()
        .map(|span| clock.span(*span, words.signs.dash));
    let pauses: Vec<String> = pauses.collect();
    let cells = vec![
        words.span(slot.span).into(),
        words.train(slot.train).into(),
        format!("{first}{}{last}", words.signs.dash).into(),
        slot.lifts.to_string().into(),
        words.list(&pauses).into(),
    ];
    Row::new(cells).of(slot.train).at(slot.span)
}

/// When the wind stops the crane during a slot.
fn pauses(words: &Wording<'_>, slot: &CraneSlot) -> Vec<Span> {
    let shed = words.instance.system().crane(slot.crane).shed;
    let stops = wind::crane_stops(words.instance, shed).into_iter();
    let pauses = stops.map(|stop| stop.intersection(slot.span));
    pauses.filter(|pause| !pause.is_empty()).collect()
}
