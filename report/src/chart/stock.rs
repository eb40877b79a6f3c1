//! The level of a store of empty rakes, as a strip of steps.

use super::scale::Scale;
use super::sheet::Place;
use super::svg::Svg;
use super::voices::Saying;
use regauge_model::ids::StoreId;
use regauge_model::instance::{Rake, RakePlace, Train};
use regauge_model::plan::{Activity, Event, Plan};
use regauge_model::{Instance, Minute};
use std::fmt::Write as _;

/// Pixels that a figure needs.
const FIGURE: i32 = 12;

/// Rakes in a store from a minute on, from the start of the horizon.
fn levels(instance: &Instance, plan: &Plan, id: StoreId) -> Vec<(Minute, i32)> {
    let mut changes: Vec<(Minute, i32)> = Vec::new();
    for (train, planned) in instance.trains().iter().zip(&plan.trains) {
        for event in planned.events() {
            match event.what {
                // A rake that goes in is there at the end of its movement.
                Activity::IntoStore { store, .. }
                | Activity::Pulling {
                    store: Some(store), ..
                } if store == id => changes.push((event.span.to, 1)),
                // One that comes out is gone from the start of its movement; one under way at the start was not counted.
                Activity::FromStore { store, .. }
                | Activity::Placing {
                    store: Some(store), ..
                } if store == id && !is_under_way(train, event) => {
                    changes.push((event.span.from, -1));
                }
                _ => {}
            }
        }
    }
    changes.sort_unstable();
    let mut level = instance.system().store(id).rakes as i32;
    let mut levels = vec![(Minute(0), level)];
    for (at, change) in changes {
        level += change;
        match levels.last_mut() {
            Some(last) if last.0 == at => last.1 = level,
            _ => levels.push((at, level)),
        }
    }
    levels
}

fn is_under_way(train: &Train, event: &Event) -> bool {
    let Some(state) = &train.state else {
        return false;
    };
    let place = match event.rake {
        Rake::Arriving => Some(state.arriving),
        Rake::Onward => state.onward,
    };
    event.span.from <= Minute(0) && matches!(place, Some(RakePlace::Placing(None, ..)))
}

/// The steps, the figure at each, and the most that the tracks hold.
pub(super) fn paint(
    svg: &mut Svg,
    instance: &Instance,
    plan: &Plan,
    id: StoreId,
    place: Place,
    scale: &Scale,
) {
    let levels = levels(instance, plan, id);
    let store = instance.system().store(id);
    let highest = levels.iter().map(|(_, level)| *level).max().unwrap_or(0);
    let most = highest.max(store.capacity as i32).max(1);
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
    let full = y_of(store.capacity as i32);
    svg.path(
        "sc",
        &format!("M{} {full}.5h{}", scale.left, scale.pixels),
        None,
    );
    svg.path("so", &line, None);
    for (at, level) in figures {
        svg.text("sn", at, &Saying::plain(level.to_string()));
    }
}
