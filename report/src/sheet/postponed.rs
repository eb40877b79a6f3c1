//! Trains not planned, and why.

use super::{Cell, Row, Sheet, Tone};
use crate::names::name;
use crate::text::Text;
use crate::wording::Wording;
use regauge_model::Language;
use regauge_model::ids::TrainId;
use regauge_model::plan::{Plan, Reason, ReasonCode, TrainPlan};

pub(crate) fn sheet(words: &Wording<'_>, plan: &Plan) -> Sheet {
    let mut sheet = Sheet::new(words.text(Text::PostponedTrains))
        .names(words.text(Text::Train))
        .names(words.text(Text::Class))
        .sentences(words.text(Text::Reason))
        .sentences(words.text(Text::BlockedBy));
    let trains = words.instance.trains().iter().zip(&plan.trains);
    for (index, (train, planned)) in trains.enumerate() {
        let TrainPlan::Postponed { reason } = planned else {
            continue;
        };
        let blocked: Vec<String> = reason
            .blocked_by
            .iter()
            .map(|what| words.resource(*what))
            .collect();
        // The sentence of the plan is English; in Chinese code and resources say the same.
        let says_more = words.language == Language::English;
        let text = (says_more && !reason.text.trim().is_empty()).then(|| name(&reason.text));
        let cells = vec![
            Cell::toned(name(&train.name), Tone::Bad),
            words.class(train.class).into(),
            code_in_words(words, reason).into(),
            words.list(&blocked).into(),
        ];
        let id = TrainId::from_index(index);
        sheet.row(Row::new(cells).of(id).note(text.into_iter().collect()));
    }
    sheet
}

/// Why, in the words of the reader.
pub(crate) fn code_in_words(words: &Wording<'_>, reason: &Reason) -> String {
    let text = match reason.code {
        ReasonCode::NoRoom => Text::NoRoom,
        ReasonCode::PinsClash => Text::PinsClash,
        ReasonCode::NoTime => Text::NoTime,
        ReasonCode::NoJourneyAlone => Text::NoJourneyAlone,
    };
    words.text(text).to_owned()
}
