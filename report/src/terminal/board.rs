//! The board: when every train comes, is worked and goes, in order of time.
//!
//! One line per train where the page is wide enough, else class, way, track and the other side's clock on a line below.
//! Trains stand under the day of their entry; a time of another day bears a mark.

use super::page::Page;
use super::table::Table;
use crate::journey::Journey;
use crate::text::Text;
use crate::wording::name;
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
    entry_local: Option<String>,
    arrival: String,
    track: Option<String>,
    spot: String,
    crane_work: String,
    departure: String,
    exit: String,
    exit_local: Option<String>,
    waits: String,
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
    if wide.least_width() <= page.width {
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
    let clock = page.clock;
    let first = plan.events().iter().map(|event| event.span.from).min();
    let station = |id: Option<StationId>| id.map_or_else(|| page.none(), |id| page.station(id));
    let at = journey
        .entry
        .or(journey.arrival)
        .or(first)
        .unwrap_or(train.earliest_entry);
    // Marks are those of the day under whose heading the row stands.
    let clock = clock.on_day_of(at);
    let time = |minute: Option<Minute>| minute.map_or_else(|| page.none(), |m| clock.time(m));
    let local = |minute: Option<Minute>, at: Option<StationId>| {
        let (minute, at) = minute.zip(at)?;
        let zone = system.station(at).timezone?;
        clock.local_time(minute, zone)
    };
    let mut route = vec![station(journey.from)];
    // A train handled in a spot goes nowhere else.
    if train.handling().is_empty() {
        route.push(station(journey.to));
    }
    // There and back: where it was says more.
    if let Some(at) = journey.station.filter(|_| journey.from == journey.to) {
        route.insert(1, page.station(at));
    }
    let track = journey
        .track
        .map(|(yard, track)| page.fill(Text::TrackOf, &[&page.yard(yard), &track.to_string()]));
    let waits: i32 = match plan {
        TrainPlan::Planned { waits, .. } => waits.iter().map(|wait| wait.span.minutes()).sum(),
        TrainPlan::Unplanned { .. } => 0,
    };
    let late = match journey.late {
        Some(late) if late > 0 => page.fill(Text::LateMinutes, &[&late.to_string()]),
        _ => page.none(),
    };
    let planned = plan.exit().is_some();
    Row {
        at,
        train: name(&train.name),
        class: page.class(train.class),
        route: route.join(&format!(" {} ", page.signs.arrow)),
        entry: time(journey.entry),
        entry_local: local(journey.entry, journey.from),
        arrival: time(journey.arrival),
        track,
        spot: journey
            .spot
            .map_or_else(|| page.none(), |spot| page.spot(spot)),
        crane_work: journey.crane_work.map_or_else(
            || page.none(),
            |span: Span| clock.span(span, page.signs.dash),
        ),
        departure: time(journey.departure),
        exit: if planned {
            time(journey.exit)
        } else {
            page.text(Text::NotPlanned).to_owned()
        },
        exit_local: local(journey.exit, journey.to),
        waits: if waits > 0 {
            waits.to_string()
        } else {
            page.none()
        },
        late,
    }
}

/// The heading of a day, where a row is the first of its day.
fn day_title(page: &Page<'_>, rows: &[Row], index: usize) -> Option<String> {
    let day = |row: &Row| page.clock.day(row.at);
    let is_first = index == 0 || day(&rows[index - 1]) != day(&rows[index]);
    let rule = page.signs.rule;
    is_first.then(|| format!("{rule} {}", day(&rows[index])))
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
        .names(page.text(Text::TrackHead))
        .names(page.text(Text::Spot))
        .figures(page.text(Text::CraneWork))
        .figures(page.text(Text::Departure))
        .figures(page.text(Text::Exit));
    if exit_local {
        table = table.figures(page.text(Text::LocalTime));
    }
    table = table
        .figures(page.text(Text::WaitsHead))
        .figures(page.text(Text::Late));
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| page.none());
    for (index, row) in rows.iter().enumerate() {
        if let Some(title) = day_title(page, rows, index) {
            table.title(title);
        }
        let mut cells = vec![
            row.train.clone(),
            row.class.clone(),
            row.route.clone(),
            row.entry.clone(),
        ];
        if entry_local {
            cells.push(or_none(&row.entry_local));
        }
        cells.extend([
            row.arrival.clone(),
            or_none(&row.track),
            row.spot.clone(),
            row.crane_work.clone(),
            row.departure.clone(),
            row.exit.clone(),
        ]);
        if exit_local {
            cells.push(or_none(&row.exit_local));
        }
        cells.extend([row.waits.clone(), row.late.clone()]);
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
        .figures(page.text(Text::WaitsHead))
        .figures(page.text(Text::Late));
    for (index, row) in rows.iter().enumerate() {
        if let Some(title) = day_title(page, rows, index) {
            table.title(title);
        }
        let mut note = vec![row.class.clone(), row.route.clone()];
        note.extend(row.track.clone());
        note.extend(match (&row.entry_local, &row.exit_local) {
            (Some(entry), Some(exit)) => Some(page.fill(Text::BothLocal, &[entry, exit])),
            (Some(entry), None) => Some(page.fill(Text::EntryLocal, &[entry])),
            (None, Some(exit)) => Some(page.fill(Text::ExitLocal, &[exit])),
            (None, None) => None,
        });
        table.row_with_note(
            vec![
                row.train.clone(),
                row.entry.clone(),
                row.arrival.clone(),
                row.spot.clone(),
                row.crane_work.clone(),
                row.departure.clone(),
                row.exit.clone(),
                row.waits.clone(),
                row.late.clone(),
            ],
            note,
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
