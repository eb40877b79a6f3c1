//! Where the minutes went: why trains leave later than they would alone, by cause and train by train. The minutes add up.

use super::{Row, Sheet};
use crate::text::Text;
use crate::wording::Wording;
use regauge_model::delays::{DelayCause, TrainDelays, lost};
use regauge_model::ids::TrainId;
use regauge_model::plan::Plan;

/// A cause in words.
pub(crate) fn cause(words: &Wording<'_>, cause: DelayCause) -> String {
    match cause {
        DelayCause::Choice => words.text(Text::OtherChoice).to_owned(),
        DelayCause::Wait(what, None) => words.resource(what),
        DelayCause::Wait(what, Some(why)) => {
            let why = words.text(crate::names::closure_kind(why));
            words.fill(Text::CauseClosed, &[&words.resource(what), why])
        }
    }
}

/// All trains by cause, the most minutes first.
pub(crate) fn by_cause(words: &Wording<'_>, delays: &[TrainDelays]) -> Sheet {
    let mut sheet = Sheet::new(words.text(Text::WhereMinutesWent))
        .sentences(words.text(Text::Cause))
        .figures(words.text(Text::Minutes))
        .figures(words.text(Text::Trains))
        .sentences(words.text(Text::WhoWaited));
    let lost = lost(delays);
    for one in &lost {
        let trains: Vec<String> = one.trains.iter().map(|id| words.train(*id)).collect();
        sheet.row(Row::new(vec![
            cause(words, one.cause).into(),
            one.minutes.to_string().into(),
            trains.len().to_string().into(),
            trains.join(" ").into(),
        ]));
    }
    let sum: i64 = lost.iter().map(|one| one.minutes).sum();
    sheet.remark = Some(words.fill(Text::MinutesAddUp, &[&sum.to_string()]));
    sheet
}

/// Train by train: when it would leave alone, when it leaves, and by cause what lies between.
pub(crate) fn by_train(words: &Wording<'_>, plan: &Plan, delays: &[TrainDelays]) -> Sheet {
    let mut sheet = Sheet::new(words.text(Text::LaterThanAlone))
        .names(words.text(Text::Train))
        .figures(words.text(Text::ExitAlone))
        .figures(words.text(Text::Exit))
        .sentences(words.text(Text::Cause))
        .figures(words.text(Text::MinutesShort))
        .sentences(words.text(Text::HeldBy));
    for one in delays {
        let Some(exit) = plan.trains[one.train.index()].exit() else {
            continue;
        };
        for delay in &one.delays {
            let names = |trains: &[TrainId]| {
                let names: Vec<String> = trains.iter().map(|id| words.train(*id)).collect();
                names.join(" ")
            };
            let mut held = names(&delay.held_by);
            if !delay.behind.is_empty() {
                held = words.fill(Text::BehindOthers, &[&held, &names(&delay.behind)]);
            }
            let cells = vec![
                words.train(one.train).into(),
                words.time(one.alone).into(),
                words.time(exit).into(),
                cause(words, delay.cause).into(),
                delay.minutes.to_string().into(),
                held.into(),
            ];
            sheet.row(Row::new(cells).of(one.train));
        }
    }
    sheet
}
