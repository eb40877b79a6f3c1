//! Trains that may go over several ports: which one, and what the others would mean, the other trains as planned.

use super::waits::held_by;
use super::{Row, Sheet};
use crate::text::Text;
use crate::wording::Wording;
use regauge_model::Span;
use regauge_model::ids::TrainId;
use regauge_model::instance::Train;
use regauge_model::plan::{OtherJourney, OtherWay};
use regauge_model::timeline::Timeline;

/// A line for every other port of every planned train, by exit; `None` where no train has a choice.
pub(crate) fn sheet(words: &Wording<'_>, timeline: &Timeline<'_>) -> Option<Sheet> {
    let plan = timeline.plan();
    let trains = words.instance.trains().iter().zip(&plan.trains);
    let mut rows: Vec<(TrainId, &OtherWay)> = Vec::new();
    for (index, (_, planned)) in trains.enumerate() {
        let id = TrainId::from_index(index);
        rows.extend(planned.other_ways().iter().map(|other| (id, other)));
    }
    if rows.is_empty() {
        return None;
    }
    rows.sort_by_key(|(id, _)| plan.trains[id.index()].exit());
    let mut sheet = Sheet::new(words.text(Text::Ports))
        .names(words.text(Text::Train))
        .names(words.text(Text::Class))
        .names(words.text(Text::Port))
        .figures(words.text(Text::Exit))
        .names(words.text(Text::OtherPort))
        .figures(words.text(Text::ExitThere))
        .figures(words.text(Text::DearerThere))
        .sentences(words.text(Text::WaitsThere));
    for (id, other) in rows {
        let train = words.instance.train(id);
        let exit = plan.trains[id.index()].exit();
        let port = |port: Option<_>| port.map_or_else(|| words.none(), |port| words.station(port));
        let time = |at: Option<_>| at.map_or_else(|| words.none(), |at| words.time(at));
        let journey = other.journey.as_ref();
        let dearer = journey.map_or_else(|| words.none(), |journey| dearer(train, journey));
        let wait = match journey {
            None => words.text(Text::NoJourneyThere).to_owned(),
            Some(journey) => waits(words, journey),
        };
        let cells = vec![
            words.train(id).into(),
            words.class(train.class).into(),
            port(train.port()).into(),
            time(exit).into(),
            port(train.ways.get(other.way).map(|way| way.port)).into(),
            time(journey.map(|journey| journey.exit)).into(),
            dearer.into(),
            wait.into(),
        ];
        let row = Row::new(cells).of(id);
        sheet.row(match exit {
            Some(exit) => row.at(Span::new(exit, exit)),
            None => row,
        });
    }
    sheet.remark = Some(words.text(Text::PortsRemark).to_owned());
    Some(sheet)
}

/// What the journey there would cost more, in minutes of the train, with its sign.
fn dearer(train: &Train, journey: &OtherJourney) -> String {
    let weight = train.weight_centi.max(1);
    let minutes = journey.dearer.saturating_add(weight / 2).div_euclid(weight);
    format!("{minutes:+}")
}

/// What it would wait for longest.
fn waits(words: &Wording<'_>, journey: &OtherJourney) -> String {
    let Some(wait) = &journey.wait else {
        return words.none();
    };
    let minutes = wait.span.minutes().to_string();
    let held = held_by(words, wait);
    let what = words.fill(Text::WaitThere, &[&words.resource(wait.for_what), &minutes]);
    if held.is_empty() {
        what
    } else {
        format!("{what} ({held})")
    }
}
