//! Key figures: of the whole plan, then per spot, crane and section.

use super::page::Page;
use super::table::Table;
use super::words::{Align, filled};
use crate::text::Text;
use crate::wording::{name, percent};
use regauge_model::plan::Plan;
use std::io;

/// Characters of a full bar.
const BAR: usize = 20;

pub(crate) fn show(page: &mut Page<'_>, plan: &Plan) -> io::Result<()> {
    page.heading(page.text(Text::Kpis))?;
    let kpis = &plan.kpis;
    let label = |text: Text| page.text(text).to_owned();
    let entries = [
        (label(Text::KpiFulfilment), percent(kpis.fulfilment, 1)),
        (label(Text::KpiLate), kpis.late.to_string()),
        (
            label(Text::KpiDwell),
            hours(page, kpis.dwell_transshipped_mean),
        ),
        (
            label(Text::KpiDwell90),
            hours(page, kpis.dwell_transshipped_p90),
        ),
        (
            label(Text::KpiDwellPassing),
            hours(page, kpis.dwell_passing_mean),
        ),
        (label(Text::KpiCraneWork), hours(page, kpis.crane_work_mean)),
        (label(Text::KpiSlotCycle), hours(page, kpis.slot_cycle_mean)),
    ];
    page.entries(&entries)?;

    let mut spots = Table::new()
        .names(page.text(Text::Spot))
        .figures(page.text(Text::TrainCount))
        .figures(page.text(Text::InUse))
        .names("");
    for (spot, share) in &kpis.spot_use {
        let trains = kpis.trains_per_spot.get(spot).copied().unwrap_or(0);
        spots.row(vec![
            name(spot),
            trains.to_string(),
            percent(*share, 0),
            bar(page, *share),
        ]);
    }
    let mut cranes = Table::new()
        .names(page.text(Text::Crane))
        .figures(page.text(Text::InUse))
        .names("");
    for (crane, share) in &kpis.crane_use {
        cranes.row(vec![name(crane), percent(*share, 0), bar(page, *share)]);
    }
    let mut paths = Table::new()
        .names(page.text(Text::Section))
        .figures(page.text(Text::Paths));
    for (section, count) in &kpis.paths {
        paths.row(vec![page.section_and_direction(section), count.to_string()]);
    }
    for table in [spots, cranes, paths] {
        if !table.is_empty() {
            page.line("")?;
            table.print_flowing(page)?;
        }
    }
    Ok(())
}

fn hours(page: &Page<'_>, minutes: f64) -> String {
    let minutes = minutes.round() as i64;
    let (hours, rest) = (minutes / 60, minutes % 60);
    page.fill(
        Text::HoursMinutes,
        &[&hours.to_string(), &format!("{rest:02}")],
    )
}

fn bar(page: &Page<'_>, share: f64) -> String {
    let full = (share.clamp(0.0, 1.0) * BAR as f64).round() as usize;
    let bar = page.signs.bar.to_string().repeat(full);
    filled(&bar, BAR, Align::Left)
}
