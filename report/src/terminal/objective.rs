//! The objective by parts.

use super::page::{Page, cost, percent};
use super::table::Table;
use crate::text::Text;
use regauge_model::plan::Plan;
use std::io;

pub(crate) fn show(page: &mut Page<'_>, plan: &Plan) -> io::Result<()> {
    page.heading(page.text(Text::Objective))?;
    let share = |units: i64| {
        if plan.value == 0 {
            page.none()
        } else {
            percent(units as f64 / plan.value as f64, 1)
        }
    };
    let rows = [
        (Text::PartMinutes, plan.parts.minutes),
        (Text::PartLateness, plan.parts.lateness),
        (Text::PartUnplanned, plan.parts.unplanned),
        (Text::PartEmpties, plan.parts.missing_empties),
        (Text::Total, plan.value),
        (Text::Alone, plan.alone),
        (Text::Avoidable, plan.avoidable()),
    ];
    let mut table = Table::new()
        .names("")
        .figures(page.text(Text::Value))
        .figures(page.text(Text::Share));
    for (text, units) in rows {
        table.row(vec![page.text(text).to_owned(), cost(units), share(units)]);
    }
    table.print(page)
}
