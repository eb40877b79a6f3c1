//! Key figures: of the whole plan, then per spot, crane and section.

use super::{Cell, Row, Sheet};
use crate::names::name;
use crate::text::Text;
use crate::wording::{Wording, percent};
use regauge_model::plan::Plan;

/// Figures of the whole plan, each with its label.
pub(crate) fn figures(words: &Wording<'_>, plan: &Plan) -> Vec<(String, String)> {
    let kpis = &plan.kpis;
    // A mean is 0 where there is nothing to take the mean of.
    let hours = |minutes: f64| {
        if minutes == 0.0 {
            words.none()
        } else {
            words.hours(minutes)
        }
    };
    let figures = [
        (Text::KpiFulfilment, percent(kpis.fulfilment, 1)),
        (Text::KpiPunctuality, percent(kpis.punctuality, 1)),
        (Text::KpiLate, kpis.late.to_string()),
        // Trains that are kept out dwell nowhere: without them a full station would look better than one with room.
        (Text::KpiPostponed, kpis.postponed.to_string()),
        (Text::KpiOutside, kpis.outside_at_end.to_string()),
        (Text::KpiEntryWait, hours(kpis.entry_wait_mean)),
        (Text::KpiDwell, hours(kpis.dwell_transshipped_mean)),
        (Text::KpiDwell90, hours(kpis.dwell_transshipped_p90)),
        (Text::KpiDwellPassing, hours(kpis.dwell_passing_mean)),
        (Text::KpiDwellHandled, hours(kpis.dwell_handled_mean)),
        (Text::KpiCraneWork, hours(kpis.crane_work_mean)),
        (Text::KpiSlotCycle, hours(kpis.slot_cycle_mean)),
    ];
    let figures = figures.into_iter();
    figures
        .map(|(label, figure)| (words.text(label).to_owned(), figure))
        .collect()
}

/// Use of spots, use of cranes, entries into sections, queues outside; those that have rows.
pub(crate) fn sheets(words: &Wording<'_>, plan: &Plan) -> Vec<Sheet> {
    let kpis = &plan.kpis;
    let mut spots = Sheet::new(words.text(Text::SpotUse))
        .names(words.text(Text::Spot))
        .figures(words.text(Text::TrainCount))
        .figures(words.text(Text::InUse))
        .bars("");
    for (spot, share) in &kpis.spot_use {
        let trains = kpis.trains_per_spot.get(spot).copied().unwrap_or(0);
        spots.row(Row::new(vec![
            name(spot).into(),
            trains.to_string().into(),
            percent(*share, 0).into(),
            Cell::bar(*share),
        ]));
    }
    let mut cranes = Sheet::new(words.text(Text::CraneUse))
        .names(words.text(Text::Crane))
        .figures(words.text(Text::InUse))
        .bars("");
    for (crane, share) in &kpis.crane_use {
        cranes.row(Row::new(vec![
            name(crane).into(),
            percent(*share, 0).into(),
            Cell::bar(*share),
        ]));
    }
    let mut paths = Sheet::new(words.text(Text::PathUse))
        .names(words.text(Text::Section))
        .figures(words.text(Text::Paths));
    let known = words.instance.system().sections().iter();
    for (id, count) in &kpis.paths {
        let section = known.clone().find(|section| section.name == *id);
        let section = section.map_or_else(|| name(id), |section| words.titled(id, &section.title));
        for (direction, count) in [(Text::Down, count.down), (Text::Up, count.up)] {
            let entries = format!("{section} {}", words.text(direction));
            paths.row(Row::new(vec![entries.into(), count.to_string().into()]));
        }
    }
    let mut outside = Sheet::new(words.text(Text::Outside))
        .names(words.text(Text::EntryPoint))
        .figures(words.text(Text::AtMost))
        .figures(words.text(Text::AtTheEnd));
    let known = words.instance.system().stations().iter();
    for (id, queue) in &kpis.outside {
        let station = known.clone().find(|station| station.name == *id);
        let station = station.map_or_else(|| name(id), |station| words.titled(id, &station.title));
        let [most, at_end] = [queue.most, queue.at_end].map(|count| count.to_string());
        outside.row(Row::new(vec![station.into(), most.into(), at_end.into()]));
    }
    let sheets = [spots, cranes, paths, outside].into_iter();
    sheets.filter(|sheet| !sheet.rows.is_empty()).collect()
}
