//! Closures: possessions, stops for wind, maintenance and whatever else nobody can use at times.

use super::page::Page;
use super::table::{Fit, Table};
use super::words::Align;
use crate::text::Text;
use crate::wind;
use crate::wording::name;
use regauge_model::Span;
use regauge_model::ids::{CraneId, SectionId, ShedId, StationId};
use regauge_model::system::Direction;
use std::collections::BTreeMap;
use std::io;

/// Places by span and kind; the order of the table.
type Closures = BTreeMap<(Span, &'static str, &'static str), Vec<String>>;

pub(crate) fn show(page: &mut Page<'_>) -> io::Result<()> {
    page.heading(page.text(Text::Closures))?;
    let mut table = Table::new()
        .figures(page.text(Text::Time))
        .column(page.text(Text::ClosureHead), Align::Left, Fit::Rigid)
        .sentences(page.text(Text::Place))
        .sentences(page.text(Text::Remark));
    for ((span, what, remark), places) in closures(page) {
        table.row(vec![
            page.span(span),
            what.to_owned(),
            page.list(&places),
            remark.to_owned(),
        ]);
    }
    if table.is_empty() {
        return page.line(page.text(Text::None));
    }
    table.print(page)
}

fn closures(page: &Page<'_>) -> Closures {
    let system = page.instance.system();
    let mut closures = Closures::new();
    let mut add = |span: Span, what: Text, place: String, remark: Option<Text>| {
        let span = page.clipped(span);
        if !span.is_empty() {
            let remark = remark.map_or("", |text| page.text(text));
            let key = (span, page.text(what), remark);
            closures.entry(key).or_default().push(place);
        }
    };
    for (index, section) in system.sections().iter().enumerate() {
        let id = SectionId::from_index(index);
        for stop in wind::line_stops(page.instance, id) {
            add(stop, Text::ClosureLineWind, page.section(id), None);
        }
        for possession in &section.possessions {
            let track = possession.track.map(|track| match track {
                Direction::Down => Text::DownTrack,
                Direction::Up => Text::UpTrack,
            });
            let place = match track {
                Some(track) => format!("{} {}", page.section(id), page.text(track)),
                None => page.section(id),
            };
            let remark = possession
                .single_track_working
                .then_some(Text::SingleTrackWorking);
            add(possession.span, Text::ClosurePossession, place, remark);
        }
    }
    for index in 0..system.stations().len() {
        let id = StationId::from_index(index);
        for stop in wind::shunting_stops(page.instance, id) {
            add(stop, Text::ClosureShuntingWind, page.station(id), None);
        }
    }
    for (index, shed) in system.sheds().iter().enumerate() {
        let title = page.titled(&shed.name, &shed.title);
        for stop in wind::crane_stops(page.instance, ShedId::from_index(index)) {
            add(stop, Text::ClosureCraneWind, title.clone(), None);
        }
    }
    for spot in system.spots() {
        for span in &spot.closed {
            add(*span, Text::ClosureSpot, name(&spot.name), None);
        }
    }
    for (index, crane) in system.cranes().iter().enumerate() {
        for span in &crane.closed {
            let crane = page.crane(CraneId::from_index(index));
            add(*span, Text::ClosureMaintenance, crane, None);
        }
    }
    for stage in system.stages() {
        for span in &stage.closed {
            let title = page.titled(&stage.name, &stage.title);
            add(*span, Text::ClosureNotWorking, title, None);
        }
    }
    closures
}
