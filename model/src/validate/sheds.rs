//! Sheds and outdoor modules: spots, cranes, crane modes.

use super::context::{Building, zone};
use super::figures::{COUNTS, LENGTHS, gauge, minutes, some_minutes, spans, within};
use super::names::Table;
use super::report::{At, Report};
use super::rules::{
    BAD_BEHIND, BAD_LENGTHS, BAD_SHARES, BAD_STRETCH, BAD_WIND_RULE, EMPTY_LIST, INDOOR_RULE,
    MISSING_FIELD, NOT_NEIGHBOURS, SAME_GAUGES, UNKNOWN_ID,
};
use super::winds;
use crate::format::{CraneFile, ModeFile, ShedFile, SpotFile, StepFile};
use crate::ids::{CraneId, ModeId, ShedId, SpotId, StationId, ZoneId};
use crate::system::{Crane, Mode, Shed, Spot, Step, System};
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
    report: &mut Report,
) {
    let id = ShedId::from_index(system.sheds.len());
    let own_zone = zone(file.zone.as_ref(), context.names, at, report);
    let zone = own_zone.or(station_zone);
    let crane_rule = file.crane_rule.as_ref().and_then(|rule| {
        let at = at.field("crane_rule");
        if file.indoor {
            let message = "the wind does not act on the cranes of an indoor shed";
            report.add(INDOOR_RULE, &at, &file.id, message);
            return None;
        }
        if file.modes.is_empty() {
            let message = "there are no cranes that the wind could stop";
            report.add(BAD_WIND_RULE, &at, &file.id, message);
            return None;
        }
        Some(winds::rule(rule, zone, &at, report))
    });
    let ground_work_in_stops = file.ground_work_in_stops && {
        let at = at.field("ground_work_in_stops");
        if file.indoor {
            let message = "the wind does not stop the cranes of an indoor shed";
            report.add(INDOOR_RULE, &at, "true", message);
        } else if file.modes.is_empty() {
            let message = "there are no cranes that the wind could stop";
            report.add(BAD_WIND_RULE, &at, "true", message);
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
            let message = format!("shed `{}` has no {field}", file.id);
            report.add(EMPTY_LIST, &at.field(field), "", message);
        }
    }
    accepts(context, file, at, report);
    let first_spot = system.spots.len();
    let first_crane = system.cranes.len();
    let first_mode = system.modes.len();
    for (i, spot) in file.spots.iter().enumerate() {
        let list = at.field("spots");
        let spot = self::spot(id, context, file, spot, &list.index(i), report);
        system.spots.push(spot);
    }
    circles(file, first_spot, &system.spots, at, report);
    for (i, crane) in file.cranes.iter().enumerate() {
        let list = at.field("cranes");
        let crane = self::crane(id, i, context, crane, &list.index(i), report);
        system.cranes.push(crane);
    }
    let local = Local {
        shed: id,
        file,
        spots: local_table("spot of this shed", file.spots.iter().map(|s| &*s.id)),
        cranes: local_table("crane of this shed", file.cranes.iter().map(|c| &*c.id)),
        first_spot,
        first_crane,
    };
    for (i, mode) in file.modes.iter().enumerate() {
        let list = at.field("modes");
        let mode = self::mode(&local, mode, &list.index(i), report);
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
        placing: moving(file, file.placing_minutes, "placing_minutes", at, report),
        pulling: moving(file, file.pulling_minutes, "pulling_minutes", at, report),
    });
}

/// Minutes that a shed with modes must give.
fn required(
    shed: &ShedFile,
    value: Option<u32>,
    field: &str,
    at: &At,
    report: &mut Report,
) -> Option<u32> {
    if value.is_none() && !shed.modes.is_empty() {
        let message = format!(
            "shed `{}` has crane modes, so `{field}` is required",
            shed.id
        );
        report.add(MISSING_FIELD, &at.field(field), "", message);
    }
    value
}

/// Minutes of a movement; 0 where nothing is shunted.
fn moving(shed: &ShedFile, value: Option<u32>, field: &str, at: &At, report: &mut Report) -> i32 {
    let value = required(shed, value, field, at, report);
    value.map_or(0, |value| some_minutes(value, &at.field(field), report))
}

/// Kinds of cargo accepted are kinds that some class carries.
fn accepts(context: Building, file: &ShedFile, at: &At, report: &mut Report) {
    let classes = &context.file.system.classes;
    let list = at.field("accepts");
    for (i, cargo) in file.accepts.iter().enumerate() {
        let carried = || classes.iter().filter_map(|class| class.cargo.as_deref());
        if !carried().any(|known| known == cargo) {
            let advice = report.nearest(cargo, carried(), UNKNOWN_ID.advice);
            let message = "no class carries this kind of cargo";
            report.add_with(UNKNOWN_ID, &list.index(i), cargo, message, advice);
        }
    }
}

/// Names of one shed, without reporting what is wrong with them a second time.
fn local_table<'f>(kind: &'static str, names: impl Iterator<Item = &'f str>) -> Table<'f> {
    let mut table = Table::new(kind);
    let mut unheard = Report::new(None);
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
    report: &mut Report,
) -> Spot {
    let gauges_at = at.field("gauges_mm");
    let [one, other] = file.gauges_mm;
    let gauges_mm = [
        gauge(one, &gauges_at.index(0), report),
        gauge(other, &gauges_at.index(1), report),
    ];
    if one == other {
        let message = format!("both tracks of spot `{}` have {one} mm", file.id);
        report.add(SAME_GAUGES, &gauges_at, one, message);
    }
    let list = at.field("behind");
    let behind = context.names.spots.find_all(&file.behind, &list, report);
    for (i, name) in file.behind.iter().enumerate() {
        let at = list.index(i);
        if *name == file.id {
            let message = format!("spot `{name}` is behind itself");
            report.add(BAD_BEHIND, &at, name, message);
        } else if let Some(outer) = shed_file.spots.iter().find(|spot| spot.id == *name) {
            if !outer
                .gauges_mm
                .iter()
                .all(|gauge| file.gauges_mm.contains(gauge))
            {
                let message = format!("spot `{name}` is of a pair with other gauges");
                report.add(BAD_BEHIND, &at, name, message);
            }
        } else if context.names.spots.get(name).is_some() {
            let message = format!("spot `{name}` belongs to another shed");
            report.add(BAD_BEHIND, &at, name, message);
        }
    }
    let mut given = |value: Option<u32>, field: &str| {
        let value = required(shed_file, value, field, at, report);
        minutes(value.unwrap_or(0), &at.field(field), report)
    };
    let preparation = given(file.preparation_minutes, "preparation_minutes");
    let finishing = given(file.finishing_minutes, "finishing_minutes");
    let clearing = given(file.clearing_minutes, "clearing_minutes");
    Spot {
        name: file.id.clone(),
        shed,
        gauges_mm,
        length_m: within(file.length_m, &LENGTHS, "m", &at.field("length_m"), report),
        at_m: within(file.at_m, &RUNWAY, "m", &at.field("at_m"), report),
        behind: behind.into_iter().map(SpotId::from_index).collect(),
        preparation,
        finishing,
        clearing,
        buffer: minutes(file.buffer_minutes, &at.field("buffer_minutes"), report),
        closed: spans(context.horizon, &file.closed, &at.field("closed"), report),
    }
}

/// Spots of a shed are not behind each other in a circle.
fn circles(file: &ShedFile, first: usize, spots: &[Spot], at: &At, report: &mut Report) {
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
        let message = format!(
            "spots of shed `{}` are behind each other in a circle",
            file.id
        );
        report.add(BAD_BEHIND, &at.field("spots"), &file.id, message);
    }
}

fn crane(
    shed: ShedId,
    position: usize,
    context: Building,
    file: &CraneFile,
    at: &At,
    report: &mut Report,
) -> Crane {
    let lifts_per_hour = within(
        file.lifts_per_hour,
        &COUNTS,
        "lifts per hour",
        &at.field("lifts_per_hour"),
        report,
    );
    Crane {
        name: file.id.clone(),
        title: file.name.clone().unwrap_or_else(|| file.id.clone()),
        shed,
        position: position as u32,
        lifts_per_hour,
        closed: spans(context.horizon, &file.closed, &at.field("closed"), report),
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

fn mode(local: &Local, file: &ModeFile, at: &At, report: &mut Report) -> Mode {
    let mut spots = local
        .spots
        .find_all(&file.spots, &at.field("spots"), report);
    if file.spots.is_empty() {
        spots = (0..local.file.spots.len()).collect();
    }
    let mut length = |value: Option<u32>, default: u32, field: &str| {
        value.map_or(default, |value| {
            within(value, &LENGTHS, "m", &at.field(field), report)
        })
    };
    let min_length_m = length(file.min_length_m, 0, "min_length_m");
    let max_length_m = length(file.max_length_m, u32::MAX, "max_length_m");
    if max_length_m < min_length_m {
        let message = format!("from {min_length_m} to {max_length_m} m there is no length");
        report.add(
            BAD_LENGTHS,
            &at.field("max_length_m"),
            max_length_m,
            message,
        );
    }
    let steps_at = at.field("steps");
    if file.steps.is_empty() {
        let message = format!("mode `{}` has no steps", file.id);
        report.add(EMPTY_LIST, &steps_at, "", message);
    } else {
        let shares = file.steps.iter().map(|step| u64::from(step.share_percent));
        let sum: u64 = shares.sum();
        if sum != 100 {
            let message = format!("the shares of mode `{}` add up to {sum}", file.id);
            report.add(BAD_SHARES, &steps_at, sum, message);
        }
    }
    let steps = file.steps.iter().enumerate();
    let steps = steps.map(|(i, step)| self::step(local, &spots, step, &steps_at.index(i), report));
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

fn step(local: &Local, spots: &[usize], file: &StepFile, at: &At, report: &mut Report) -> Step {
    let cranes_at = at.field("cranes");
    if file.cranes.is_empty() {
        report.add(EMPTY_LIST, &cranes_at, "", "the step has no cranes");
    }
    let cranes = local.cranes.find_all(&file.cranes, &cranes_at, report);
    if cranes.len() == file.cranes.len() && cranes.windows(2).any(|pair| pair[0] + 1 != pair[1]) {
        let message = "the cranes of the step are not neighbours in runway order";
        report.add(NOT_NEIGHBOURS, &cranes_at, file.cranes.join(", "), message);
    }
    if let Some(stretch) = file.stretch {
        let at = at.field("stretch");
        if stretch.to_m <= stretch.from_m {
            let message = "the stretch is empty";
            report.add(BAD_STRETCH, &at, stretch.to_m, message);
        } else {
            let files = spots.iter().filter_map(|spot| local.file.spots.get(*spot));
            let outside = files.into_iter().find(|spot| {
                let end = u64::from(spot.at_m) + u64::from(spot.length_m);
                stretch.from_m < spot.at_m || u64::from(stretch.to_m) > end
            });
            if let Some(spot) = outside {
                let (from, to) = (stretch.from_m, stretch.to_m);
                let message = format!("metres {from} to {to} are not inside spot `{}`", spot.id);
                report.add(BAD_STRETCH, &at, format!("{from} to {to}"), message);
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
            "percent",
            &at.field("share_percent"),
            report,
        ),
        rate_percent: within(
            file.rate_percent,
            &RATES,
            "percent",
            &at.field("rate_percent"),
            report,
        ),
        stretch: file.stretch.map(|stretch| (stretch.from_m, stretch.to_m)),
    }
}
