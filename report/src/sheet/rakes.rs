//! What becomes of the emptied rakes.

use super::{Row, Sheet};
use crate::text::Text;
use crate::wording::Wording;
use regauge_model::Span;
use regauge_model::plan::{Plan, RakeFate};

pub(crate) fn sheet(words: &Wording<'_>, plan: &Plan) -> Sheet {
    let mut fates: Vec<&RakeFate> = plan.rakes.iter().collect();
    fates.sort_by_key(|fate| (fate.at, fate.train));
    let mut sheet = Sheet::new(words.text(Text::Rakes))
        .figures(words.text(Text::Time))
        .names(words.text(Text::Train))
        .names(words.text(Text::Class))
        .figures(words.text(Text::Gauge))
        .names(words.text(Text::Fate));
    for fate in fates {
        let train = words.instance.train(fate.train);
        let emptied = train
            .transshipment()
            .map_or(train.class, |t| t.emptied_class);
        let gauge_mm = words.instance.system().class(emptied).gauge_mm;
        let cells = vec![
            words.time(fate.at).into(),
            words.train(fate.train).into(),
            words.class(emptied).into(),
            gauge_mm.to_string().into(),
            in_words(words, fate).into(),
        ];
        let at = Span::new(fate.at, fate.at);
        sheet.row(Row::new(cells).of(fate.train).at(at));
    }
    sheet
}

/// Where it went; over the border with the time on the clock there.
fn in_words(words: &Wording<'_>, fate: &RakeFate) -> String {
    let system = words.instance.system();
    if let Some(store) = fate.store {
        return words.fill(Text::StoredFate, &[&words.store(store)]);
    }
    let transshipment = words.instance.train(fate.train).transshipment();
    let route = transshipment.and_then(|t| t.emptied_route.as_ref());
    let Some(station) = route.and_then(|route| route.last()).copied() else {
        return words.none();
    };
    let returned = words.fill(Text::ReturnedFate, &[&words.station(station)]);
    let zone = system.station(station).timezone;
    let local = zone.and_then(|zone| words.clock.local_time(fate.at, zone));
    match local {
        Some(local) => words.fill(Text::LocalClock, &[&returned, &local]),
        None => returned,
    }
}
