//! The board: when every train comes, is worked and goes, in order of time.
//!
//! Trains stand under the day of their entry; a time of another day bears a mark.

use super::{Cell, Row, Sheet, Tone};
use crate::names::name;
use crate::text::Text;
use crate::wording::Wording;
use regauge_model::ids::{StationId, TrainId};
use regauge_model::journey::Journey;
use regauge_model::plan::TrainPlan;
use regauge_model::timeline::Timeline;
use regauge_model::{Minute, Span};

/// A train on the board, in words.
pub(crate) struct Line {
    pub at: Minute,
    pub id: TrainId,
    /// From its first event to its last.
    pub span: Span,
    pub planned: bool,
    pub train: String,
    pub class: String,
    pub route: String,
    pub entry: String,
    pub entry_local: Option<String>,
    pub arrival: String,
    pub track: Option<String>,
    pub spot: String,
    pub crane_work: String,
    pub departure: String,
    pub exit: String,
    pub exit_local: Option<String>,
    pub waits: String,
    pub late: String,
    pub is_late: bool,
}

/// Every train, by entry.
pub(crate) fn lines(words: &Wording<'_>, timeline: &Timeline<'_>) -> Vec<Line> {
    let ids = (0..words.instance.trains().len()).map(TrainId::from_index);
    let mut lines: Vec<Line> = ids.map(|id| line(words, timeline, id)).collect();
    // A stable sort: trains of one minute stay in the order of the file.
    lines.sort_by_key(|line| line.at);
    lines
}

/// The board with a line per train.
pub(crate) fn sheet(words: &Wording<'_>, timeline: &Timeline<'_>) -> Sheet {
    let lines = lines(words, timeline);
    let entry_local = lines.iter().any(|line| line.entry_local.is_some());
    let exit_local = lines.iter().any(|line| line.exit_local.is_some());
    let route = words.fill(Text::Route, &[words.signs.arrow]);
    let mut sheet = Sheet::new(words.text(Text::Board))
        .names(words.text(Text::Train))
        .names(words.text(Text::Class))
        .names(&route)
        .figures(words.text(Text::Entry));
    if entry_local {
        sheet = sheet.figures(words.text(Text::LocalTime));
    }
    sheet = sheet
        .figures(words.text(Text::Arrival))
        .names(words.text(Text::TrackHead))
        .names(words.text(Text::Spot))
        .figures(words.text(Text::CraneWork))
        .figures(words.text(Text::Departure))
        .figures(words.text(Text::Exit));
    if exit_local {
        sheet = sheet.figures(words.text(Text::LocalTime));
    }
    sheet = sheet
        .figures(words.text(Text::WaitsHead))
        .figures(words.text(Text::Late));
    let or_none = |text: Option<String>| text.unwrap_or_else(|| words.none());
    for line in lines {
        let (exit, late) = line.tones();
        let mut cells: Vec<Cell> = vec![
            line.train.into(),
            line.class.into(),
            line.route.into(),
            line.entry.into(),
        ];
        if entry_local {
            cells.push(or_none(line.entry_local).into());
        }
        cells.extend([
            line.arrival.into(),
            or_none(line.track).into(),
            line.spot.into(),
            line.crane_work.into(),
            line.departure.into(),
            Cell::toned(line.exit, exit),
        ]);
        if exit_local {
            cells.push(or_none(line.exit_local).into());
        }
        cells.extend([line.waits.into(), Cell::toned(line.late, late)]);
        let row = Row::new(cells).of(line.id).at(line.span);
        sheet.row(row.part(words.clock.day(line.at)));
    }
    sheet.remark = notes(words, timeline);
    sheet
}

impl Line {
    /// How its exit and its lateness are meant.
    pub(crate) fn tones(&self) -> (Tone, Tone) {
        let exit = if self.planned { Tone::Plain } else { Tone::Bad };
        let late = if self.is_late { Tone::Bad } else { Tone::Plain };
        (exit, late)
    }
}

/// All the time in which the plan says something of a train.
fn span_of(words: &Wording<'_>, id: TrainId, plan: &TrainPlan, at: Minute) -> Span {
    let Some(exit) = plan.exit() else {
        // What is not planned is a matter of every hour from then on.
        let from = words.instance.train(id).earliest_entry;
        return Span::new(from, words.instance.horizon().end.max(from + 1));
    };
    let ends = plan.events().iter().map(|event| event.span.to);
    Span::new(at, ends.max().unwrap_or(exit).max(exit))
}

fn line(words: &Wording<'_>, timeline: &Timeline<'_>, id: TrainId) -> Line {
    let system = words.instance.system();
    let train = words.instance.train(id);
    let plan = &timeline.plan().trains[id.index()];
    let journey = Journey::new(timeline, id);
    let clock = words.clock;
    let first = plan.events().iter().map(|event| event.span.from).min();
    let station = |id: Option<StationId>| id.map_or_else(|| words.none(), |id| words.station(id));
    let at = journey
        .entry
        .or(journey.arrival)
        .or(first)
        .unwrap_or(train.earliest_entry);
    // Marks are those of the day under whose heading the row stands.
    let clock = clock.on_day_of(at);
    let time = |minute: Option<Minute>| minute.map_or_else(|| words.none(), |m| clock.time(m));
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
    let returns = journey.from == journey.to && train.handling().is_empty();
    let chosen = train
        .port()
        .filter(|port| ![journey.from, journey.to].contains(&Some(*port)));
    if let Some(at) = journey.station.filter(|_| returns).or(chosen) {
        route.insert(1, words.station(at));
    }
    let track = journey.track.map(|(yard, track)| words.track(yard, track));
    let waits = plan.waits().iter();
    let waits = waits.fold(0_i32, |sum, wait| sum.saturating_add(wait.span.minutes()));
    let late = match journey.late {
        Some(late) if late > 0 => words.fill(Text::LateMinutes, &[&late.to_string()]),
        _ => words.none(),
    };
    let is_late = journey.late.is_some_and(|late| late > 0);
    Line {
        is_late,
        at,
        id,
        span: span_of(words, id, plan, at),
        train: name(&train.name),
        class: words.class(train.class),
        route: route.join(&format!(" {} ", words.signs.arrow)),
        entry: time(journey.entry),
        entry_local: local(journey.entry, journey.from),
        arrival: time(journey.arrival),
        track,
        spot: journey
            .spot
            .map_or_else(|| words.none(), |spot| words.spot(spot)),
        crane_work: journey.crane_work.map_or_else(
            || words.none(),
            |span: Span| clock.span(span, words.signs.dash),
        ),
        departure: time(journey.departure),
        planned: plan.exit().is_some(),
        exit: match plan.exit() {
            Some(_) => time(journey.exit),
            None => words.text(Text::NotPlanned).to_owned(),
        },
        exit_local: local(journey.exit, journey.to),
        waits: if waits > 0 {
            waits.to_string()
        } else {
            words.none()
        },
        late,
    }
}

/// What stands below the board: the clocks, and holds whose release is uncertain.
pub(crate) fn notes(words: &Wording<'_>, timeline: &Timeline<'_>) -> Option<String> {
    let holds = words.instance.holds().iter();
    let uncertain = holds.filter(|hold| hold.between.is_some());
    let holds = uncertain.map(|hold| {
        let whom = super::closures::held(words, hold);
        words.fill(Text::HoldNote, &[&whom])
    });
    let all: Vec<String> = clocks_note(words, timeline)
        .into_iter()
        .chain(holds)
        .collect();
    (!all.is_empty()).then(|| all.join(" "))
}

/// Whose clock is whose, where the plan crosses a border between two.
fn clocks_note(words: &Wording<'_>, timeline: &Timeline<'_>) -> Option<String> {
    let system = words.instance.system();
    let mut stations: Vec<StationId> = Vec::new();
    for id in (0..words.instance.trains().len()).map(TrainId::from_index) {
        let journey = Journey::new(timeline, id);
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
            let offsets = words.clock.local_offsets(zone).into_iter();
            let mut names = offsets.map(|(from, name)| {
                if from == Minute(0) {
                    return name;
                }
                let from = words.clock.short_date_time(from);
                words.fill(Text::ClockChange, &[&name, &from])
            });
            let mut text = format!("{} {}", words.station(id), names.next()?);
            for change in names {
                text = format!("{text}{}{change}", words.text(Text::Comma));
            }
            Some(text)
        })
        .collect();
    if offsets.is_empty() {
        return None;
    }
    let own = words.clock.own_offset();
    Some(words.fill(Text::ClocksNote, &[&own, &offsets.join(", ")]))
}
