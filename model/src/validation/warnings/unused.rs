//! Stations, cranes and spots that nothing uses; wind rules and series that do not meet.

use super::Context;
use crate::ids::{StationId, ZoneId};
use crate::validation::diagnostics::{At, Diagnostics};
use crate::validation::rules::{
    CRANE_UNUSED, RULE_WITHOUT_SERIES, SERIES_WITHOUT_RULE, SPOT_UNUSED, STATION_ALONE,
};
use crate::{Span, words};
use std::collections::HashSet;

pub(super) fn check(context: Context, diagnostics: &mut Diagnostics) {
    let at = At::ROOT.field("system");
    let list = at.field("stations");
    let system = context.instance.system();
    let trains = context.instance.trains().iter();
    let handled: HashSet<_> = trains
        .flat_map(|train| train.handling())
        .map(|one| one.spot)
        .collect();
    let mut shed_number = 0;
    for (i, file) in context.file.system.stations.iter().enumerate() {
        let at = list.index(i);
        let id = StationId::from_index(i);
        let mut sections = system.sections().iter();
        let on_line = sections.any(|section| section.from == id || section.to == id);
        let used_here = handled
            .iter()
            .any(|spot| system.shed(system.spot(*spot).shed).station == id);
        if !on_line && !used_here {
            let message = words::station_alone();
            diagnostics.add(STATION_ALONE, &at, &file.id, message);
        }
        let list = at.field("sheds");
        for (k, file) in file.sheds.iter().enumerate() {
            let at = list.index(k);
            let shed = &system.sheds()[shed_number];
            shed_number += 1;
            let modes = || shed.modes.iter().map(|mode| system.mode(*mode));
            let list = at.field("cranes");
            for (i, id) in shed.cranes.iter().enumerate() {
                let mut steps = modes().flat_map(|mode| &mode.steps);
                if !steps.any(|step| step.cranes.contains(id)) {
                    let crane = &system.crane(*id).name;
                    let message = words::crane_unused(&file.id, crane);
                    diagnostics.add(CRANE_UNUSED, &list.index(i), crane, message);
                }
            }
            let list = at.field("spots");
            for (i, id) in shed.spots.iter().enumerate() {
                let unused = !modes().any(|mode| mode.spots.contains(id));
                if unused && !shed.modes.is_empty() && !handled.contains(id) {
                    let spot = &system.spot(*id).name;
                    let message = words::spot_unused(&file.id, spot);
                    diagnostics.add(SPOT_UNUSED, &list.index(i), spot, message);
                }
            }
        }
    }
    wind(context, diagnostics);
}

/// Every wind rule that may act: its zone, and where it stands.
fn rules(context: Context) -> Vec<(ZoneId, String)> {
    let (system, file) = (context.instance.system(), &context.file.system);
    let mut found = Vec::new();
    let mut sheds = system.sheds().iter();
    for (i, (file, station)) in file.stations.iter().zip(system.stations()).enumerate() {
        if let (Some(zone), Some(_)) = (station.zone, &station.shunting_rule) {
            found.push((zone, format!("system.stations[{i}].shunting_rule")));
        }
        for (k, shed) in sheds.by_ref().take(file.sheds.len()).enumerate() {
            if let (Some(zone), Some(_)) = (shed.zone.or(station.zone), &shed.crane_rule) {
                found.push((zone, format!("system.stations[{i}].sheds[{k}].crane_rule")));
            }
        }
    }
    for (i, section) in system.sections().iter().enumerate() {
        if let (Some(zone), Some(_)) = (section.zone, &section.wind_rule) {
            found.push((zone, format!("system.sections[{i}].wind_rule")));
        }
    }
    found
}

/// Rules need a series of their zone, and a series needs rules.
fn wind(context: Context, diagnostics: &mut Diagnostics) {
    // A forecast of nothing says that it is calm.
    let forecast = context.file.wind.as_ref();
    if forecast.is_some_and(|wind| wind.series.is_empty() && wind.closures.is_empty()) {
        return;
    }
    let horizon = context.instance.horizon();
    let rules = rules(context);
    for (i, zone) in context.instance.system().zones().iter().enumerate() {
        let id = ZoneId::from_index(i);
        let series = context.instance.wind(id).series.as_ref();
        let blows = series.is_some_and(|(from, hours)| {
            let span = Span::new(*from, *from + hours.len() as i32 * 60);
            span.overlaps(Span::new(crate::Minute(0), horizon.end))
        });
        let here: Vec<_> = rules.iter().filter(|(zone, _)| *zone == id).collect();
        if let (false, Some((_, path))) = (blows, here.first()) {
            let what = match here.len() {
                1 => words::one_wind_rule(),
                many => words::wind_rules(many),
            };
            let message = match series {
                None => words::no_series(&what, &zone.name),
                Some(_) => words::series_outside(&what, &zone.name),
            };
            diagnostics.add_path(RULE_WITHOUT_SERIES, path, &zone.name, message);
        }
        if series.is_some() && here.is_empty() {
            let all = context.file.wind.iter().flat_map(|wind| &wind.series);
            let mut all = all.enumerate().filter(|(_, file)| file.zone == zone.name);
            if let Some((k, _)) = all.next() {
                let message = words::no_wind_rule(&zone.name);
                let path = format!("wind.series[{k}]");
                diagnostics.add_path(SERIES_WITHOUT_RULE, &path, &zone.name, message);
            }
        }
    }
}
