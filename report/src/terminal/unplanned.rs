//! Trains not planned, and why.

use super::page::{Page, name};
use super::table::Table;
use crate::text::{Text, phrase};
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
            .map(|what| name(&phrase(what, page.language)))
            .collect();
        let text = if reason.text.trim().is_empty() {
            None
        } else {
            Some(name(&reason.text))
        };
        table.row_with_note(
            vec![
                name(&train.name),
                name(&page.instance.system().class(train.class).name),
                code_in_words(page, reason),
                blocked.join(", "),
            ],
            text,
        );
    }
    if table.is_empty() {
        return page.line(page.text(Text::None));
    }
    table.print(page)
}

fn code_in_words(page: &Page<'_>, reason: &Reason) -> String {
    match reason.code.as_str() {
        "no-room" => page.text(Text::NoRoom).to_owned(),
        "too-dear" => page.text(Text::TooDear).to_owned(),
        "no-journey-alone" => page.text(Text::NoJourneyAlone).to_owned(),
        other => name(other),
    }
}
