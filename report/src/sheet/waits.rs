//! Who waits for what: by what is waited for, and train by train with the cause.

use super::{Row, Sheet, touches};
use crate::text::Text;
use crate::wording::Wording;
use regauge_model::Span;
use regauge_model::ids::TrainId;
use regauge_model::plan::{Plan, Wait};
use regauge_model::resource::Resource;
use regauge_model::timeline::Timeline;
use std::collections::BTreeMap;

/// Every wait, by train and time.
pub(crate) fn all<'p>(words: &Wording<'_>, plan: &'p Plan) -> Vec<(TrainId, &'p Wait)> {
    let trains = words.instance.trains().len();
    let mut waits: Vec<(TrainId, &Wait)> = Vec::new();
    for (index, train) in plan.trains.iter().take(trains).enumerate() {
        let id = TrainId::from_index(index);
        waits.extend(train.waits().iter().map(|wait| (id, wait)));
    }
    waits.sort_by_key(|(train, wait)| (*train, wait.span));
    waits
}

/// The resources waited for, the longest sum first; at most `top`, with at most `most` trains named.
pub(crate) fn by_resource(
    words: &Wording<'_>,
    plan: &Plan,
    top: usize,
    most: usize,
    window: Option<Span>,
) -> Sheet {
    let now = |wait: &Wait| window.is_none_or(|window| touches(wait.span, window));
    let mut resources: BTreeMap<Resource, (i32, Vec<TrainId>)> = BTreeMap::new();
    for (train, wait) in all(words, plan).into_iter().filter(|(_, wait)| now(wait)) {
        let entry = resources.entry(wait.for_what).or_default();
        entry.0 = entry.0.saturating_add(wait.span.minutes());
        entry.1.push(train);
    }
    let mut resources: Vec<_> = resources.into_iter().collect();
    // Equal ones in the same order in every language.
    resources.sort_by_cached_key(|(what, (minutes, _))| {
        let id = what.words(words.instance).to_string();
        (std::cmp::Reverse(*minutes), id)
    });
    let mut sheet = Sheet::new(words.text(Text::WaitsByResource))
        .names(words.text(Text::Resource))
        .figures(words.text(Text::Minutes))
        .figures(words.text(Text::Times))
        .sentences(words.text(Text::WhoWaited));
    for (what, (minutes, trains)) in resources.iter().take(top) {
        sheet.row(Row::new(vec![
            words.resource(*what).into(),
            minutes.to_string().into(),
            trains.len().to_string().into(),
            who(words, trains, most).into(),
        ]));
    }
    let rest = resources.get(top..).unwrap_or_default();
    if !rest.is_empty() {
        let minutes = rest
            .iter()
            .fold(0_i32, |sum, (_, (minutes, _))| sum.saturating_add(*minutes));
        let (count, minutes) = (rest.len().to_string(), minutes.to_string());
        sheet.remark = Some(words.fill(Text::MoreResources, &[&count, &minutes]));
    }
    sheet
}

/// The trains, each once, the first few by name.
fn who(words: &Wording<'_>, trains: &[TrainId], most: usize) -> String {
    let mut once: Vec<TrainId> = Vec::new();
    for train in trains {
        if !once.contains(train) {
            once.push(*train);
        }
    }
    let mut names: Vec<String> = once
        .iter()
        .take(most)
        .map(|train| words.train(*train))
        .collect();
    if once.len() > most {
        names.push(format!("+{}", once.len() - most));
    }
    names.join(" ")
}

/// Every wait with its cause, train by train.
pub(crate) fn by_train(words: &Wording<'_>, timeline: &Timeline<'_>) -> Sheet {
    let mut sheet = Sheet::new(words.text(Text::WaitsByTrain))
        .names(words.text(Text::Train))
        .names(words.text(Text::RakeLabel))
        .names(words.text(Text::Before))
        .figures(words.text(Text::Time))
        .figures(words.text(Text::MinutesShort))
        .names(words.text(Text::Resource))
        .sentences(words.text(Text::HeldBy));
    for (train, wait) in all(words, timeline.plan()) {
        let cells = vec![
            words.train(train).into(),
            words.text(rake(timeline, train, wait)).into(),
            before(words, wait).into(),
            words.span(wait.span).into(),
            wait.span.minutes().to_string().into(),
            words.resource(wait.for_what).into(),
            held_by(words, wait).into(),
        ];
        sheet.row(Row::new(cells).of(train).at(wait.span));
    }
    sheet
}

/// What is begun after the wait.
pub(crate) fn before(words: &Wording<'_>, wait: &Wait) -> String {
    words.task(wait.before)
}

/// The trains and the closure in the way.
pub(crate) fn held_by(words: &Wording<'_>, wait: &Wait) -> String {
    let mut held: Vec<String> = wait.held_by.iter().map(|id| words.train(*id)).collect();
    let closure = wait.closure.as_ref();
    held.extend(closure.map(|closure| words.closure(closure, wait.span.from)));
    held.join(" ")
}

/// Which rake waits.
pub(crate) fn rake(timeline: &Timeline<'_>, train: TrainId, wait: &Wait) -> Text {
    super::rake(timeline.role(train, wait.rake, wait.span.from))
}
