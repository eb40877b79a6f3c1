//! Closures: possessions, stops for wind, maintenance and whatever else nobody can use at times.

use super::{Row, Sheet};
use crate::names::name;
use crate::text::Text;
use crate::wording::Wording;
use regauge_model::Span;
use regauge_model::ids::{CraneId, SectionId, ShedId, StationId};
use regauge_model::instance::Hold;
use regauge_model::resource::Resource;
use regauge_model::system::Direction;
use regauge_model::timeline::Timeline;
use std::collections::BTreeMap;

/// Places by span, kind and remark; the order of the sheet.
type Closures = BTreeMap<(Span, Text, Option<Text>), Vec<String>>;

pub(crate) fn sheet(words: &Wording<'_>, timeline: &Timeline<'_>) -> Sheet {
    let mut sheet = Sheet::new(words.text(Text::Closures))
        .figures(words.text(Text::Time))
        .labels(words.text(Text::ClosureHead))
        .sentences(words.text(Text::Place))
        .sentences(words.text(Text::Remark));
    for ((span, what, remark), places) in closures(words, timeline) {
        let cells = vec![
            words.span(span).into(),
            words.text(what).into(),
            words.list(&places).into(),
            remark.map_or("", |text| words.text(text)).into(),
        ];
        sheet.row(Row::new(cells).at(span));
    }
    sheet
}

fn closures(words: &Wording<'_>, timeline: &Timeline<'_>) -> Closures {
    let system = words.instance.system();
    let mut closures = Closures::new();
    let mut add = |span: Span, what: Text, place: String, remark: Option<Text>| {
        let span = words.clipped(span);
        if !span.is_empty() {
            closures
                .entry((span, what, remark))
                .or_default()
                .push(place);
        }
    };
    for (index, section) in system.sections().iter().enumerate() {
        let id = SectionId::from_index(index);
        for stop in timeline.stops(Resource::Section(id)) {
            add(*stop, Text::ClosureLineWind, words.section(id), None);
        }
        for possession in &section.possessions {
            let track = possession.track.map(|track| match track {
                Direction::Down => Text::DownTrack,
                Direction::Up => Text::UpTrack,
            });
            let place = match track {
                Some(track) => format!("{} {}", words.section(id), words.text(track)),
                None => words.section(id),
            };
            let remark = match (possession.single_track_working, possession.placed) {
                (true, true) => Some(Text::SingleTrackWorkingChosen),
                (true, false) => Some(Text::SingleTrackWorking),
                (false, placed) => placed.then_some(Text::TimeChosen),
            };
            add(possession.span, Text::ClosurePossession, place, remark);
        }
    }
    for index in 0..system.stations().len() {
        let id = StationId::from_index(index);
        for stop in timeline.stops(Resource::Shunting(id)) {
            add(*stop, Text::ClosureShuntingWind, words.station(id), None);
        }
    }
    for (index, shed) in system.sheds().iter().enumerate() {
        let title = words.titled(&shed.name, &shed.title);
        let id = ShedId::from_index(index);
        for stop in timeline.stops(Resource::Shed(id)) {
            add(*stop, Text::ClosureCraneWind, title.clone(), None);
        }
    }
    for hold in words.instance.holds() {
        let span = Span::new(regauge_model::Minute(0), hold.until);
        add(span, Text::ClosureHold, held(words, hold), None);
    }
    for spot in system.spots() {
        for span in &spot.closed {
            add(*span, Text::ClosureSpot, name(&spot.name), None);
        }
    }
    for (index, crane) in system.cranes().iter().enumerate() {
        for span in &crane.closed {
            let crane = words.crane(CraneId::from_index(index));
            add(*span, Text::ClosureMaintenance, crane, None);
        }
    }
    for stage in system.stages() {
        for span in &stage.closed {
            let title = words.titled(&stage.name, &stage.title);
            add(*span, Text::ClosureNotWorking, title, None);
        }
    }
    closures
}

/// Who is held where; of an uncertain release what is known.
pub(super) fn held(words: &Wording<'_>, hold: &Hold) -> String {
    let trains = hold.trains.iter().map(|&id| words.train(id));
    let classes = hold.classes.iter().map(|&class| words.class(class));
    let who: Vec<String> = trains.chain(classes).collect();
    let mut text = format!("{} {}", words.station(hold.station), words.list(&who));
    if let Some((earliest, latest)) = hold.between {
        let times = [hold.until, earliest, latest].map(|at| words.clock.short_date_time(at));
        let times: Vec<&str> = times.iter().map(String::as_str).collect();
        let known = words.fill(Text::HoldUncertain, &times);
        text = format!("{text}{}{known}", words.text(Text::Comma));
    }
    text
}
