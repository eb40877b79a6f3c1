//! Trains held at stations.

use super::diagnostics::{At, Diagnostics};
use super::figures::{minute, same_gauge};
use super::names::Names;
use super::rules::{BAD_HOLD, EMPTY_LIST, UNKNOWN_ID};
use crate::format::{HoldFile, InstanceFile};
use crate::ids::{ClassId, StationId, TrainId, YardId};
use crate::instance::{Hold, Horizon, Instance, RakePlace, Train, WorkState};
use crate::system::{Direction, System};
use crate::words;

/// Builds all holds; `trains` in the order of the file.
pub(super) fn holds(
    file: &InstanceFile,
    names: &Names,
    system: &System,
    horizon: &Horizon,
    trains: &[Option<Train>],
    diagnostics: &mut Diagnostics,
) -> Vec<Hold> {
    let list = At::ROOT.field("holds");
    let mut numbers = std::collections::HashMap::new();
    if !file.holds.is_empty() {
        let ids = file.trains.iter().enumerate();
        numbers.extend(ids.map(|(number, train)| (train.id.as_str(), number)));
    }
    let holds = file.holds.iter().enumerate().filter_map(|(i, hold)| {
        let at = list.index(i);
        let built = self::hold(hold, names, system, horizon, &numbers, &at, diagnostics)?;
        in_yard(&built, hold, (system, trains), &at, diagnostics);
        Some(built)
    });
    holds.collect()
}

fn hold(
    file: &HoldFile,
    names: &Names,
    system: &System,
    horizon: &Horizon,
    numbers: &std::collections::HashMap<&str, usize>,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<Hold> {
    let station_at = at.field("station");
    let station = names.stations.find(&file.station, &station_at, diagnostics);
    let station = station.map(StationId::from_index);
    if station.is_some_and(|station| system.station(station).yards.is_empty()) {
        let message = words::hold_without_yards(&file.station);
        diagnostics.add(BAD_HOLD, &station_at, &file.station, message);
    }
    if file.trains.is_empty() && file.classes.is_empty() {
        diagnostics.add(EMPTY_LIST, &at.field("trains"), "", words::holds_nobody());
    }
    let classes_at = at.field("classes");
    let classes = (names.classes).find_all(&file.classes, &classes_at, diagnostics);
    let classes: Vec<ClassId> = classes.into_iter().map(ClassId::from_index).collect();
    let mut trains: Vec<TrainId> = Vec::new();
    let trains_at = at.field("trains");
    for (i, name) in file.trains.iter().enumerate() {
        let at = trains_at.index(i);
        match numbers.get(name.as_str()) {
            Some(&number) => trains.push(TrainId::from_index(number)),
            None => diagnostics.add(UNKNOWN_ID, &at, name, words::no_such_train_held(name)),
        }
    }
    let yard_at = at.field("yard");
    let yard = file.yard.as_ref().and_then(|name| {
        let yard = YardId::from_index(names.yards.find(name, &yard_at, diagnostics)?);
        let data = system.yard(yard);
        if Some(data.station) != station {
            let message = words::yard_elsewhere(name, &file.station);
            diagnostics.add(BAD_HOLD, &yard_at, name, message);
        }
        for &class in &classes {
            let class = (words::the_class(), system.class(class).gauge_mm);
            let gauge = (words::the_yard(), data.gauge_mm);
            same_gauge(class, gauge, &yard_at, name, diagnostics);
        }
        Some(yard)
    });
    let until = minute(horizon, &file.until, &at.field("until"), diagnostics);
    let mut between = [None, None];
    let ends = [(&file.earliest, "earliest"), (&file.latest, "latest")];
    for (place, (time, field)) in ends.into_iter().enumerate() {
        let Some(time) = time else { continue };
        let at = at.field(field);
        let found = minute(horizon, time, &at, diagnostics);
        let (Some(found), Some(until)) = (found, until) else {
            continue;
        };
        let is_wrong = if place == 0 {
            found > until
        } else {
            found < until
        };
        if is_wrong {
            let message = words::release_not_between();
            diagnostics.add(BAD_HOLD, &at, time.to_rfc3339(), message);
        }
        between[place] = Some(found);
    }
    let (station, until) = (station?, until?);
    let [earliest, latest] = between;
    let is_uncertain = earliest.is_some() || latest.is_some();
    Some(Hold {
        station,
        trains,
        classes,
        yard,
        until,
        between: is_uncertain.then(|| (earliest.unwrap_or(until), latest.unwrap_or(until))),
    })
}

/// Who passes at the end of the section in which it is at the start cannot be held there beyond that minute.
pub(super) fn passing(instance: &Instance, diagnostics: &mut Diagnostics) {
    let list = At::ROOT.field("holds");
    for (number, hold) in instance.holds.iter().enumerate() {
        for (index, train) in instance.trains.iter().enumerate() {
            let Some(state) = &train.state else { continue };
            let is_emptied = state.work == WorkState::Done;
            let change = train.transshipment();
            let arriving = match change.filter(|_| is_emptied) {
                Some(change) => change.emptied_class,
                None => train.class,
            };
            let onward = change.map_or(train.class, |change| change.onward_class);
            let rakes = [
                (Some(state.arriving), arriving, !is_emptied),
                (state.onward, onward, false),
            ];
            for (place, class, comes_with) in rakes {
                let Some(RakePlace::Section(section, direction, span, true)) = place else {
                    continue;
                };
                let data = instance.system.section(section);
                let end = match direction {
                    Direction::Down => data.to,
                    Direction::Up => data.from,
                };
                let id = TrainId::from_index(index);
                let is_held =
                    hold.classes.contains(&class) || comes_with && hold.trains.contains(&id);
                if is_held && hold.station == end && span.to < hold.until {
                    let at = list.index(number);
                    let at = at.field("until");
                    let until = instance.horizon.date_time(hold.until).to_rfc3339();
                    let message = words::passes_held_station(&train.name);
                    diagnostics.add(BAD_HOLD, &at, until, message);
                }
            }
        }
    }
}

/// A train that is held in a yard has its gauge, and no call in another one.
fn in_yard(
    hold: &Hold,
    file: &HoldFile,
    (system, trains): (&System, &[Option<Train>]),
    at: &At,
    diagnostics: &mut Diagnostics,
) {
    let (Some(yard), Some(name)) = (hold.yard, &file.yard) else {
        return;
    };
    for (number, train) in trains.iter().enumerate() {
        let Some(train) = train else { continue };
        let is_named = hold.trains.contains(&TrainId::from_index(number));
        if is_named {
            let class = (words::the_class(), system.class(train.class).gauge_mm);
            let gauge = (words::the_yard(), system.yard(yard).gauge_mm);
            same_gauge(class, gauge, &at.field("yard"), name, diagnostics);
        }
        let is_held = is_named || hold.classes.contains(&train.class);
        let called = train.call_at(hold.station).and_then(|call| call.yard);
        if is_held && called.is_some_and(|called| called != yard) {
            let message = words::calls_in_other_yard(&train.name, name);
            diagnostics.add(BAD_HOLD, &at.field("yard"), name, message);
        }
    }
}
