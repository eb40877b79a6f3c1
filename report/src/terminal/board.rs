//! The board: when every train comes, is worked and goes, in order of time.
//!
//! One line per train where the page is wide enough, else the way and the other side's clock on a line below.

use super::page::{Page, name};
use super::table::Table;
use crate::journey::Journey;
use crate::text::Text;
use regauge_model::ids::{StationId, TrainId};
use regauge_model::plan::{Plan, TrainPlan};
use regauge_model::{Minute, Span};
use std::io;

/// A train on the board, in words.
struct Row {
    at: Minute,
    train: String,
    class: String,
    route: String,
    entry: String,
    entry_local: Option<(String, String)>,
    arrival: String,
    spot: String,
    crane_work: String,
    departure: String,
    exit: String,
    exit_local: Option<(String, String)>,
    late: String,
}

pub(crate) fn show(page: &mut Page<'_>, plan: &Plan) -> io::Result<()> {
    page.heading(page.text(Text::Board))?;
    let mut rows: Vec<Row> = plan
        .trains
        .iter()
        .take(page.instance.trains().len())
        .enumerate()
        .map(|(index, train)| row(page, TrainId::from_index(index), train))
        .collect();
    if rows.is_empty() {
        return page.line(page.text(Text::None));
    }
    // A stable sort: trains of one minute stay in the order of the file.
    rows.sort_by_key(|row| row.at);
    let wide = wide(page, &rows);
    if wide.natural_width() <= page.width {
        wide.print(page)?;
    } else {
        narrow(page, &rows).print(page)?;
    }
    clocks_note(page, plan)
}

fn row(page: &Page<'_>, id: TrainId, plan: &TrainPlan) -> Row {
    let system = page.instance.system();
    let train = page.instance.train(id);
    let journey = Journey::new(system, train, plan);
    let first = plan.events().iter().map(|event| event.span.from).min();
    let station = |id: Option<StationId>| id.map_or_else(|| page.none(), |id| page.station(id));
    let local = |minute: Option<Minute>, at: Option<StationId>| {
        let (minute, at) = minute.zip(at)?;
        let zone = system.station(at).timezone?;
        Some((page.station(at), page.clock.local_time(minute, zone)?))
    };
    let late = match journey.late {
        Some(late) if late > 0 => page.fill(Text::LateMinutes, &[&late.to_string()]),
        _ => page.none(),
    };
    let planned = plan.exit().is_some();
    Row {
        at: journey
            .entry
            .or(journey.arrival)
            .or(first)
            .unwrap_or(train.earliest_entry),
        train: name(&train.name),
        class: name(&system.class(train.class).name),
        route: if train.handling().is_empty() {
            let arrow = page.signs.arrow;
            format!("{} {arrow} {}", station(journey.from), station(journey.to))
        } else {
            station(journey.from)
        },
        entry: page.maybe_time(journey.entry),
        entry_local: local(journey.entry, journey.from),
        arrival: page.maybe_time(journey.arrival),
        spot: journey
            .spot
            .map_or_else(|| page.none(), |spot| page.spot(spot)),
        crane_work: journey
            .crane_work
            .map_or_else(|| page.none(), |span: Span| page.span(span)),
        departure: page.maybe_time(journey.departure),
        exit: if planned {
            page.maybe_time(journey.exit)
        } else {
            page.text(Text::NotPlanned).to_owned()
        },
        exit_local: local(journey.exit, journey.to),
        late,
    }
}

fn wide(page: &Page<'_>, rows: &[Row]) -> Table {
    let entry_local = rows.iter().any(|row| row.entry_local.is_some());
    let exit_local = rows.iter().any(|row| row.exit_local.is_some());
    let route = page.fill(Text::Route, &[page.signs.arrow]);
    let mut table = Table::new()
        .names(page.text(Text::Train))
        .names(page.text(Text::Class))
        .names(&route)
        .figures(page.text(Text::Entry));
    if entry_local {
        table = table.figures(page.text(Text::LocalTime));
    }
    table = table
        .figures(page.text(Text::Arrival))
        .names(page.text(Text::Spot))
        .figures(page.text(Text::CraneWork))
        .figures(page.text(Text::Departure))
        .figures(page.text(Text::Exit));
    if exit_local {
        table = table.figures(page.text(Text::LocalTime));
    }
    table = table.figures(page.text(Text::Late));
    let local = |local: &Option<(String, String)>| {
        local
            .as_ref()
            .map_or_else(|| page.none(), |(_, time)| time.clone())
    };
    for row in rows {
        let mut cells = vec![
            row.train.clone(),
            row.class.clone(),
            row.route.clone(),
            row.entry.clone(),
        ];
        if entry_local {
            cells.push(local(&row.entry_local));
        }
        cells.extend([
            row.arrival.clone(),
            row.spot.clone(),
            row.crane_work.clone(),
            row.departure.clone(),
            row.exit.clone(),
        ]);
        if exit_local {
            cells.push(local(&row.exit_local));
        }
        cells.push(row.late.clone());
        table.row(cells);
    }
    table
}

fn narrow(page: &Page<'_>, rows: &[Row]) -> Table {
    let mut table = Table::new()
        .names(page.text(Text::Train))
        .figures(page.text(Text::Entry))
        .figures(page.text(Text::Arrival))
        .names(page.text(Text::Spot))
        .figures(page.text(Text::CraneWork))
        .figures(page.text(Text::Departure))
        .figures(page.text(Text::Exit))
        .figures(page.text(Text::Late));
    for row in rows {
        let mut note = vec![row.class.clone(), row.route.clone()];
        let clocks = [
            (Text::EntryLocal, &row.entry_local),
            (Text::ExitLocal, &row.exit_local),
        ];
        for (text, local) in clocks {
            if let Some((station, time)) = local {
                note.push(page.fill(text, &[time, station]));
            }
        }
        let dot = format!(" {} ", page.signs.dot);
        table.row_with_note(
            vec![
                row.train.clone(),
                row.entry.clone(),
                row.arrival.clone(),
                row.spot.clone(),
                row.crane_work.clone(),
                row.departure.clone(),
                row.exit.clone(),
                row.late.clone(),
            ],
            Some(note.join(&dot)),
        );
    }
    table
}

/// Whose clock is whose, where the plan crosses a border between two.
fn clocks_note(page: &mut Page<'_>, plan: &Plan) -> io::Result<()> {
    let system = page.instance.system();
    let mut stations: Vec<StationId> = Vec::new();
    for (train, planned) in page.instance.trains().iter().zip(&plan.trains) {
        let journey = Journey::new(system, train, planned);
        let entry = journey.from.filter(|_| journey.entry.is_some());
        let exit = journey.to.filter(|_| journey.exit.is_some());
        stations.extend(entry.into_iter().chain(exit));
    }
    stations.sort_unstable();
    stations.dedup();
    let offsets: Vec<String> = stations
        .into_iter()
        .filter_map(|id| {
            let zone = system.station(id).timezone?;
            let offset = page.clock.local_offset(Minute(0), zone)?;
            Some(format!("{} {offset}", page.station(id)))
        })
        .collect();
    if offsets.is_empty() {
        return Ok(());
    }
    let own = page.clock.own_offset();
    let note = page.fill(Text::ClocksNote, &[&own, &offsets.join(", ")]);
    page.line("")?;
    page.paragraph(0, &note)
}
