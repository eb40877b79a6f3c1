//! Sheds and outdoor modules: spots, cranes, crane modes.

use super::context::{Building, zone};
use super::diagnostics::{At, Diagnostics};
use super::figures::{COUNTS, LENGTHS, gauge, minutes, some_minutes, spans, within};
use super::names::Table;
use super::rules::{
    BAD_BEHIND, BAD_LENGTHS, BAD_SHARES, BAD_STRETCH, BAD_WIND_RULE, EMPTY_LIST, INDOOR_RULE,
    MISSING_FIELD, NOT_NEIGHBOURS, SAME_GAUGES, UNKNOWN_ID,
};
use super::winds;
use crate::format::{CraneFile, ModeFile, ShedFile, SpotFile, StepFile, WorkedPartsFile};
use crate::ids::{CraneId, ModeId, ShedId, SpotId, StationId, ZoneId};
use crate::message::Message;
use crate::system::{Crane, Mode, Shed, Spot, Step, System};
use crate::words;
use petgraph::algo::is_cyclic_directed;
use petgraph::graph::DiGraph;
use std::ops::RangeInclusive;

/// Where on a runway something may be, in metres.
const RUNWAY: RangeInclusive<u32> = 0..=100_000;
/// Percent of a rate.
const RATES: RangeInclusive<u32> = 1..=200;
/// Percent of the lifts.
const SHARES: RangeInclusive<u32> = 1..=100;

/// Builds a shed with all that is in it.
pub(super) fn shed(
    system: &mut System,
    context: Building,
    station: StationId,
    station_zone: Option<ZoneId>,
    file: &ShedFile,
    at: &At,
    diagnostics: &mut Diagnostics,
) {
    let id = ShedId::from_index(system.sheds.len());
    let own_zone = zone(file.zone.as_ref(), context.names, at, diagnostics);
    let zone = own_zone.or(station_zone);
    let crane_rule = file.crane_rule.as_ref().and_then(|rule| {
        let at = at.field("crane_rule");
        if file.indoor {
            let message = words::indoor_wind();
            diagnostics.add(INDOOR_RULE, &at, &file.id, message);
            return None;
        }
        if file.modes.is_empty() {
            let message = words::no_cranes_for_wind();
            diagnostics.add(BAD_WIND_RULE, &at, &file.id, message);
            return None;
        }
        Some(winds::rule(rule, zone, &at, diagnostics))
    });
    let ground_work_in_stops = file.ground_work_in_stops && {
        let at = at.field("ground_work_in_stops");
        if file.indoor {
            let message = words::indoor_stops();
            diagnostics.add(INDOOR_RULE, &at, "true", message);
        } else if file.modes.is_empty() {
            let message = words::no_cranes_for_wind();
            diagnostics.add(BAD_WIND_RULE, &at, "true", message);
        }
        true
    };
    // Without cranes and modes trains are only handled in its spots.
    let cranes = !file.cranes.is_empty() || !file.modes.is_empty();
    for (field, empty) in [
        ("spots", file.spots.is_empty()),
        ("cranes", cranes && file.cranes.is_empty()),
        ("modes", cranes && file.modes.is_empty()),
    ] {
        if empty {
            let message = words::shed_without(&file.id, words::named_by(field));
            diagnostics.add(EMPTY_LIST, &at.field(field), "", message);
        }
    }
    accepts(context, file, at, diagnostics);
    let first_spot = system.spots.len();
    let first_crane = system.cranes.len();
    let first_mode = system.modes.len();
    for (i, spot) in file.spots.iter().enumerate() {
        let list = at.field("spots");
        let spot = self::spot(id, context, file, spot, &list.index(i), diagnostics);
        system.spots.push(spot);
    }
    circles(file, first_spot, &system.spots, at, diagnostics);
    for (i, crane) in file.cranes.iter().enumerate() {
        let list = at.field("cranes");
        let crane = self::crane(id, i, context, crane, &list.index(i), diagnostics);
        system.cranes.push(crane);
    }
    let local = Local {
        shed: id,
        file,
        spots: local_table(words::spot_of_shed(), file.spots.iter().map(|s| &*s.id)),
        cranes: local_table(words::crane_of_shed(), file.cranes.iter().map(|c| &*c.id)),
        first_spot,
        first_crane,
    };
    for (i, mode) in file.modes.iter().enumerate() {
        let list = at.field("modes");
        let mode = self::mode(&local, mode, &list.index(i), diagnostics);
        system.modes.push(mode);
    }
    system.sheds.push(Shed {
        name: file.id.clone(),
        title: file.name.clone().unwrap_or_else(|| file.id.clone()),
        station,
        indoor: file.indoor,
        zone,
        accepts: file.accepts.clone(),
        spots: (first_spot..system.spots.len())
            .map(SpotId::from_index)
            .collect(),
        cranes: (first_crane..system.cranes.len())
            .map(CraneId::from_index)
            .collect(),
        modes: (first_mode..system.modes.len())
            .map(ModeId::from_index)
            .collect(),
        crane_rule,
        ground_work_in_stops,
        placing: moving(
            file,
            file.placing_minutes,
            "placing_minutes",
            at,
            diagnostics,
        ),
        pulling: moving(
            file,
            file.pulling_minutes,
            "pulling_minutes",
            at,
            diagnostics,
        ),
        parts_on_track: file.worked_parts == WorkedPartsFile::OnTrack,
    });
}

/// Minutes that a shed with modes must give.
fn required(
    shed: &ShedFile,
    value: Option<u32>,
    field: &str,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<u32> {
    if value.is_none() && !shed.modes.is_empty() {
        let message = words::modes_need(&shed.id, field);
        diagnostics.add(MISSING_FIELD, &at.field(field), "", message);
    }
    value
}

/// Minutes of a movement; 0 where nothing is shunted.
fn moving(
    shed: &ShedFile,
    value: Option<u32>,
    field: &str,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> i32 {
    let value = required(shed, value, field, at, diagnostics);
    value.map_or(0, |value| {
        some_minutes(value, &at.field(field), diagnostics)
    })
}

/// Kinds of cargo accepted are kinds that some class carries.
fn accepts(context: Building, file: &ShedFile, at: &At, diagnostics: &mut Diagnostics) {
    let classes = &context.file.system.classes;
    let list = at.field("accepts");
    for (i, cargo) in file.accepts.iter().enumerate() {
        let carried = || classes.iter().filter_map(|class| class.cargo.as_deref());
        if !carried().any(|known| known == cargo) {
            let advice = diagnostics.nearest(cargo, carried(), UNKNOWN_ID.advice);
            let message = words::cargo_unknown();
            diagnostics.add_with(UNKNOWN_ID, &list.index(i), cargo, message, advice);
        }
    }
}

/// Names of one shed, without reporting what is wrong with them a second time.
fn local_table<'f>(kind: Message, names: impl Iterator<Item = &'f str>) -> Table<'f> {
    let mut table = Table::new(kind.clone(), kind);
    let mut unheard = Diagnostics::new(None);
    for name in names {
        table.add(name, &At::ROOT, &mut unheard);
    }
    table
}

fn spot(
    shed: ShedId,
    context: Building,
    shed_file: &ShedFile,
    file: &SpotFile,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Spot {
    let gauges_at = at.field("gauges_mm");
    let [one, other] = file.gauges_mm;
    let gauges_mm = [
        gauge(one, &gauges_at.index(0), diagnostics),
        gauge(other, &gauges_at.index(1), diagnostics),
    ];
    if one == other {
        let message = words::same_gauges(&file.id, one);
        diagnostics.add(SAME_GAUGES, &gauges_at, one, message);
    }
    let list = at.field("behind");
    let behind = context
        .names
        .spots
        .find_all(&file.behind, &list, diagnostics);
    for (i, name) in file.behind.iter().enumerate() {
        let at = list.index(i);
        if *name == file.id {
            let message = words::behind_itself(name);
            diagnostics.add(BAD_BEHIND, &at, name, message);
        } else if let Some(outer) = shed_file.spots.iter().find(|spot| spot.id == *name) {
            if !outer
                .gauges_mm
                .iter()
                .all(|gauge| file.gauges_mm.contains(gauge))
            {
                let message = words::behind_other_pair(name);
                diagnostics.add(BAD_BEHIND, &at, name, message);
            }
        } else if context.names.spots.get(name).is_some() {
            let message = words::behind_other_shed(name);
            diagnostics.add(BAD_BEHIND, &at, name, message);
        }
    }
    let mut given = |value: Option<u32>, field: &str| {
        let value = required(shed_file, value, field, at, diagnostics);
        minutes(value.unwrap_or(0), &at.field(field), diagnostics)
    };
    let preparation = given(file.preparation_minutes, "preparation_minutes");
    let finishing = given(file.finishing_minutes, "finishing_minutes");
    let clearing = given(file.clearing_minutes, "clearing_minutes");
    Spot {
        name: file.id.clone(),
        shed,
        gauges_mm,
        length_m: within(
            file.length_m,
            &LENGTHS,
            "m",
            &at.field("length_m"),
            diagnostics,
        ),
        at_m: within(file.at_m, &RUNWAY, "m", &at.field("at_m"), diagnostics),
        behind: behind.into_iter().map(SpotId::from_index).collect(),
        preparation,
        finishing,
        clearing,
        buffer: minutes(
            file.buffer_minutes,
            &at.field("buffer_minutes"),
            diagnostics,
        ),
        closed: spans(
            context.horizon,
            &file.closed,
            &at.field("closed"),
            diagnostics,
        ),
    }
}

/// Spots of a shed are not behind each other in a circle.
fn circles(file: &ShedFile, first: usize, spots: &[Spot], at: &At, diagnostics: &mut Diagnostics) {
    let own = spots.get(first..).unwrap_or_default();
    let edges = own.iter().enumerate().flat_map(|(inner, spot)| {
        let outer = spot
            .behind
            .iter()
            .filter_map(move |id| id.index().checked_sub(first));
        outer.map(move |outer| (inner as u32, outer as u32))
    });
    let inside = edges.filter(|(inner, outer)| inner != outer && (*outer as usize) < own.len());
    let graph: DiGraph<(), ()> = DiGraph::from_edges(inside);
    if is_cyclic_directed(&graph) {
        let message = words::behind_circle(&file.id);
        diagnostics.add(BAD_BEHIND, &at.field("spots"), &file.id, message);
    }
}

fn crane(
    shed: ShedId,
    position: usize,
    context: Building,
    file: &CraneFile,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Crane {
    let lifts_per_hour = within(
        file.lifts_per_hour,
        &COUNTS,
        words::lifts_per_hour(),
        &at.field("lifts_per_hour"),
        diagnostics,
    );
    Crane {
        name: file.id.clone(),
        title: file.name.clone().unwrap_or_else(|| file.id.clone()),
        shed,
        position: position as u32,
        lifts_per_hour,
        closed: spans(
            context.horizon,
            &file.closed,
            &at.field("closed"),
            diagnostics,
        ),
    }
}

/// What a mode of a shed may name.
struct Local<'f> {
    shed: ShedId,
    file: &'f ShedFile,
    spots: Table<'f>,
    cranes: Table<'f>,
    first_spot: usize,
    first_crane: usize,
}

fn mode(local: &Local, file: &ModeFile, at: &At, diagnostics: &mut Diagnostics) -> Mode {
    let mut spots = local
        .spots
        .find_all(&file.spots, &at.field("spots"), diagnostics);
    if file.spots.is_empty() {
        spots = (0..local.file.spots.len()).collect();
    }
    let mut length = |value: Option<u32>, default: u32, field: &str| {
        value.map_or(default, |value| {
            within(value, &LENGTHS, "m", &at.field(field), diagnostics)
        })
    };
    let min_length_m = length(file.min_length_m, 0, "min_length_m");
    let max_length_m = length(file.max_length_m, u32::MAX, "max_length_m");
    if max_length_m < min_length_m {
        let message = words::no_length(min_length_m, max_length_m);
        diagnostics.add(
            BAD_LENGTHS,
            &at.field("max_length_m"),
            max_length_m,
            message,
        );
    }
    let steps_at = at.field("steps");
    if file.steps.is_empty() {
        let message = words::no_steps(&file.id);
        diagnostics.add(EMPTY_LIST, &steps_at, "", message);
    } else {
        let shares = file.steps.iter().map(|step| u64::from(step.share_percent));
        let sum: u64 = shares.sum();
        if sum != 100 {
            let message = words::bad_shares(&file.id, sum);
            diagnostics.add(BAD_SHARES, &steps_at, sum, message);
        }
    }
    let steps = file.steps.iter().enumerate();
    let steps =
        steps.map(|(i, step)| self::step(local, &spots, step, &steps_at.index(i), diagnostics));
    let steps = steps.collect();
    Mode {
        name: file.id.clone(),
        shed: local.shed,
        spots: spots
            .iter()
            .map(|spot| SpotId::from_index(local.first_spot + spot))
            .collect(),
        min_length_m,
        max_length_m,
        steps,
    }
}

fn step(
    local: &Local,
    spots: &[usize],
    file: &StepFile,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Step {
    let cranes_at = at.field("cranes");
    if file.cranes.is_empty() {
        diagnostics.add(EMPTY_LIST, &cranes_at, "", words::step_without_cranes());
    }
    let cranes = local.cranes.find_all(&file.cranes, &cranes_at, diagnostics);
    if cranes.len() == file.cranes.len() && cranes.windows(2).any(|pair| pair[0] + 1 != pair[1]) {
        let message = words::not_neighbours();
        diagnostics.add(NOT_NEIGHBOURS, &cranes_at, file.cranes.join(", "), message);
    }
    if let Some(stretch) = file.stretch {
        let at = at.field("stretch");
        if stretch.to_m <= stretch.from_m {
            let message = words::empty_stretch();
            diagnostics.add(BAD_STRETCH, &at, stretch.to_m, message);
        } else {
            let files = spots.iter().filter_map(|spot| local.file.spots.get(*spot));
            let outside = files.into_iter().find(|spot| {
                let end = u64::from(spot.at_m) + u64::from(spot.length_m);
                stretch.from_m < spot.at_m || u64::from(stretch.to_m) > end
            });
            if let Some(spot) = outside {
                let (from, to) = (stretch.from_m, stretch.to_m);
                let message = words::stretch_outside(from, to, &spot.id);
                diagnostics.add(BAD_STRETCH, &at, words::from_to(from, to), message);
            }
        }
    }
    Step {
        cranes: cranes
            .into_iter()
            .map(|crane| CraneId::from_index(local.first_crane + crane))
            .collect(),
        share_percent: within(
            file.share_percent,
            &SHARES,
            words::percent(),
            &at.field("share_percent"),
            diagnostics,
        ),
        rate_percent: within(
            file.rate_percent,
            &RATES,
            words::percent(),
            &at.field("rate_percent"),
            diagnostics,
        ),
        stretch: file.stretch.map(|stretch| (stretch.from_m, stretch.to_m)),
    }
}
