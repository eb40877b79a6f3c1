//! Trains not planned, and why.

use super::page::Page;
use super::table::Table;
use crate::language::Language;
use crate::text::Text;
use crate::wording::name;
use regauge_model::plan::{Plan, Reason, TrainPlan};
use std::io;

pub(crate) fn show(page: &mut Page<'_>, plan: &Plan) -> io::Result<()> {
    page.heading(page.text(Text::UnplannedTrains))?;
    let mut table = Table::new()
        .names(page.text(Text::Train))
        .names(page.text(Text::Class))
        .sentences(page.text(Text::Reason))
        .sentences(page.text(Text::BlockedBy));
    for (train, planned) in page.instance.trains().iter().zip(&plan.trains) {
        let TrainPlan::Unplanned { reason } = planned else {
            continue;
        };
        let blocked: Vec<String> = reason
            .blocked_by
            .iter()
            .map(|what| page.phrase(what))
            .collect();
        // The sentence of the plan is English; in Chinese code and resources say the same.
        let says_more = page.language == Language::English || !is_known(reason);
        let text = (says_more && !reason.text.trim().is_empty()).then(|| name(&reason.text));
        table.row_with_note(
            vec![
                name(&train.name),
                page.class(train.class),
                code_in_words(page, reason),
                page.list(&blocked),
            ],
            text.into_iter().collect(),
        );
    }
    if table.is_empty() {
        return page.line(page.text(Text::None));
    }
    table.print(page)
}

fn is_known(reason: &Reason) -> bool {
    matches!(
        reason.code.as_str(),
        "no-room" | "no-journey-alone" | "too-dear"
    )
}

fn code_in_words(page: &Page<'_>, reason: &Reason) -> String {
    match reason.code.as_str() {
        "no-room" => page.text(Text::NoRoom).to_owned(),
        "too-dear" => page.text(Text::TooDear).to_owned(),
        "no-journey-alone" => page.text(Text::NoJourneyAlone).to_owned(),
        other => name(other),
    }
}
