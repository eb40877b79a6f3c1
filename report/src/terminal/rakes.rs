//! What becomes of the emptied rakes.

use super::page::Page;
use super::table::Table;
use crate::text::Text;
use regauge_model::plan::{Plan, RakeFate};
use std::io;

pub(crate) fn show(page: &mut Page<'_>, plan: &Plan) -> io::Result<()> {
    page.heading(page.text(Text::Rakes))?;
    let mut fates: Vec<&RakeFate> = plan.rakes.iter().collect();
    fates.sort_by_key(|fate| (fate.at, fate.train));
    let mut table = Table::new()
        .figures(page.text(Text::Time))
        .names(page.text(Text::Train))
        .names(page.text(Text::Class))
        .figures(page.text(Text::Gauge))
        .names(page.text(Text::Fate));
    for fate in fates {
        let train = page.instance.train(fate.train);
        let emptied = train
            .transshipment()
            .map_or(train.class, |t| t.emptied_class);
        let gauge_mm = page.instance.system().class(emptied).gauge_mm;
        table.row(vec![
            page.time(fate.at),
            page.train(fate.train),
            page.class(emptied),
            gauge_mm.to_string(),
            fate_in_words(page, fate),
        ]);
    }
    if table.is_empty() {
        return page.line(page.text(Text::None));
    }
    table.print(page)
}

/// Where it went; over the border with the time on the clock there.
fn fate_in_words(page: &Page<'_>, fate: &RakeFate) -> String {
    let system = page.instance.system();
    if let Some(store) = fate.store {
        return page.fill(Text::StoredFate, &[&page.store(store)]);
    }
    let transshipment = page.instance.train(fate.train).transshipment();
    let route = transshipment.and_then(|t| t.emptied_route.as_ref());
    let Some(station) = route.and_then(|route| route.last()).copied() else {
        return page.none();
    };
    let returned = page.fill(Text::ReturnedFate, &[&page.station(station)]);
    let zone = system.station(station).timezone;
    let local = zone.and_then(|zone| page.clock.local_time(fate.at, zone));
    match local {
        Some(local) => page.fill(Text::LocalClock, &[&returned, &local]),
        None => returned,
    }
}
