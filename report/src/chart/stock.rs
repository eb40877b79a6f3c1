//! The level of a store of empty rakes, or of one kind of wagon in a store, as a strip of steps.

use super::localizer::Localized;
use super::scale::Scale;
use super::sheet::Place;
use super::svg::Svg;
use regauge_model::ids::StoreId;
use regauge_model::timeline::Timeline;
use std::fmt::Write as _;

/// Pixels that a figure needs.
const FIGURE: i32 = 12;

/// The steps, the figure at each, and the most that the tracks hold.
pub(super) fn paint(
    svg: &mut Svg,
    timeline: &Timeline<'_>,
    (id, stock): (StoreId, usize),
    place: Place,
    scale: &Scale,
) {
    let instance = timeline.instance();
    let levels = timeline.levels_of_stock(id, stock);
    let store = instance.system().store(id);
    // of wagons as many as would stand there if there were no others
    let takes = store.stocks.get(stock).map_or(1, |stock| stock.takes);
    let capacity = (store.capacity / takes.max(1)) as i32;
    let highest = levels.iter().map(|(_, level)| *level).max().unwrap_or(0);
    let most = highest.max(capacity).max(1);
    let bottom = place.y + place.height - 1;
    let y_of = |level: i32| bottom - (place.height - 5) * level.max(0) / most;
    let mut line = String::new();
    let mut figures = Vec::new();
    let end = instance.horizon().end;
    for (index, (at, level)) in levels.iter().enumerate() {
        let until = levels.get(index + 1).map_or(end, |(next, _)| *next);
        let seen = scale.seen(regauge_model::Span::new(*at, until));
        let Some((x, width)) = seen else { continue };
        let y = y_of(*level);
        if line.is_empty() {
            let _ = write!(line, "M{x} {y}h{width}");
        } else {
            let _ = write!(line, "V{y}h{width}");
        }
        if width >= FIGURE {
            figures.push(((x + 3, (y + 9).min(bottom - 1)), *level));
        }
    }
    if line.is_empty() {
        return;
    }
    let first = line[1..].split(' ').next().unwrap_or_default();
    let area = format!("{line}V{bottom}H{first}z");
    svg.path("sa", &area, None);
    let full = y_of(capacity);
    svg.path(
        "sc",
        &format!("M{} {full}.5h{}", scale.left, scale.pixels),
        None,
    );
    svg.path("so", &line, None);
    for (at, level) in figures {
        svg.text("sn", at, &Localized::plain(level.to_string()));
    }
}
