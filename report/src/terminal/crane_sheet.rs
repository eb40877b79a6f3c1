//! The crane sheet: which crane works which wagons of which train when.

use super::page::Page;
use super::table::Table;
use crate::text::Text;
use regauge_model::plan::Plan;
use std::io;

pub(crate) fn show(page: &mut Page<'_>, plan: &Plan) -> io::Result<()> {
    page.heading(page.text(Text::CraneSheet))?;
    let mut slots: Vec<_> = plan.crane_slots.iter().collect();
    slots.sort_by_key(|slot| (slot.crane, slot.span, slot.train));
    let mut table = Table::new()
        .names(page.text(Text::Crane))
        .figures(page.text(Text::Time))
        .names(page.text(Text::Train))
        .figures(page.text(Text::Wagons))
        .figures(page.text(Text::Lifts));
    for slot in slots {
        let (first, last) = slot.wagons;
        table.row(vec![
            page.crane(slot.crane),
            page.span(slot.span),
            page.train(slot.train),
            format!("{first}{}{last}", page.signs.dash),
            slot.lifts.to_string(),
        ]);
    }
    if table.is_empty() {
        return page.line(page.text(Text::None));
    }
    table.print_flowing(page)
}
