//! The crane sheets (作业单): which crane works which wagons of which train when, and when it stands still meanwhile.

use super::{Row, Sheet};
use crate::text::Text;
use crate::wording::Wording;
use regauge_model::ids::CraneId;
use regauge_model::resource::Resource;
use regauge_model::timeline::{Kind, Timeline, Use};

/// All cranes on one sheet.
pub(crate) fn sheet(words: &Wording<'_>, timeline: &Timeline<'_>) -> Sheet {
    let mut slots: Vec<Slot> = slots(timeline).collect();
    slots.sort_by_key(|slot| (slot.crane, slot.lifts.span, slot.lifts.train));
    let mut sheet = Sheet::new(words.text(Text::CraneSheet)).names(words.text(Text::Crane));
    sheet = columns(words, sheet);
    for slot in slots {
        let mut row = row(words, timeline, &slot);
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
pub(crate) fn by_crane(words: &Wording<'_>, timeline: &Timeline<'_>) -> Vec<Sheet> {
    let sheds = words.instance.system().sheds().iter();
    let cranes: Vec<CraneId> = sheds.flat_map(|shed| shed.cranes.clone()).collect();
    let paused = slots(timeline).any(|slot| !timeline.pauses(slot.lifts).is_empty());
    let of_crane = |crane: CraneId| {
        let mut sheet = columns(words, Sheet::new(&title(words, crane)));
        let slots = slots(timeline).filter(|slot| slot.crane == crane);
        let mut slots: Vec<_> = slots.collect();
        slots.sort_by_key(|slot| (slot.lifts.span, slot.lifts.train));
        for slot in slots {
            let span = slot.lifts.span;
            let mut row = row(words, timeline, &slot).part(words.clock.day(span.from));
            let clock = words.clock.on_day_of(span.from);
            row.cells[0] = clock.span(span, words.signs.dash).into();
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
        .labels(words.text(Text::Pauses))
}

fn row(words: &Wording<'_>, timeline: &Timeline<'_>, slot: &Slot<'_>) -> Row {
    let Slot {
        lifts,
        wagons: (first, last),
        ..
    } = slot;
    let clock = words.clock.on_day_of(lifts.span.from);
    let pauses = timeline.pauses(lifts).into_iter();
    let pauses = pauses.map(|span| clock.span(span, words.signs.dash));
    let pauses: Vec<String> = pauses.collect();
    let cells = vec![
        words.span(lifts.span).into(),
        words.train(lifts.train).into(),
        format!("{first}{}{last}", words.signs.dash).into(),
        slot.count.to_string().into(),
        words.list(&pauses).into(),
    ];
    Row::new(cells).of(lifts.train).at(lifts.span)
}

/// A crane at a train.
struct Slot<'a> {
    crane: CraneId,
    lifts: &'a Use<'a>,
    wagons: (u32, u32),
    count: u32,
}

fn slots<'a>(timeline: &'a Timeline<'_>) -> impl Iterator<Item = Slot<'a>> {
    let uses = timeline.uses().iter();
    uses.filter_map(|lifts| match (lifts.resource, lifts.kind) {
        (
            Resource::Crane(crane),
            Kind::Lifts {
                wagons,
                lifts: count,
            },
        ) => Some(Slot {
            crane,
            lifts,
            wagons,
            count,
        }),
        _ => None,
    })
}
