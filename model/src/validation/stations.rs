//! Classes, zones, stations with yards, stages and locomotives.

use super::context::{Building, zone};
use super::diagnostics::{At, Diagnostics};
use super::figures::{COUNTS, LENGTHS, centi, gauge, minutes, some_minutes, spans, within};
use super::names::Names;
use super::rules::{
    EMPTY_LIST, LONG_LIGHT_RUN, NO_LOCOMOTIVES, NO_SUCH_GROUP, NO_YARD, NOT_AT_STATION,
    SECOND_POOL, SECOND_THROUGH, UNKNOWN_TIMEZONE, UNSUPPORTED,
};
use super::{sections, sheds, stores, throats, winds};
use crate::format::{
    BeforeFile, ClassFile, InstanceFile, LocomotiveFile, ShedFile, StageFile, StationFile,
    WhenFile, YardFile,
};
use crate::ids::{ClassId, ShedId, StageId, StationId, StoreId, YardId};
use crate::instance::Horizon;
use crate::message::Message;
use crate::system::{
    Class, LocomotivePool, Stage, StageSide, Station, System, TrackGroup, Yard, Zone,
};
use crate::words;
use std::collections::HashSet;

/// Limits of a class weight.
const WEIGHTS: std::ops::RangeInclusive<f64> = 0.0..=1000.0;
/// Weight of a class that emptied rakes have and that states none.
const EMPTIED_WEIGHT: f64 = 0.25;

/// Builds the system; everything keeps the number its name has, so that lists stay in step even with problems.
pub(super) fn system<'f>(
    file: &'f InstanceFile,
    names: &Names<'f>,
    horizon: &Horizon,
    diagnostics: &mut Diagnostics,
) -> System {
    let context = Building {
        file,
        names,
        horizon,
    };
    let mut system = System::empty();
    let at = At::ROOT.field("system");
    let emptied = file
        .trains
        .iter()
        .filter_map(|train| train.emptied.as_ref());
    let emptied: HashSet<&str> = emptied.map(|emptied| &*emptied.class).collect();
    for (i, class) in file.system.classes.iter().enumerate() {
        let list = at.field("classes");
        let is_emptied = emptied.contains(&*class.id);
        system
            .classes
            .push(self::class(class, is_emptied, &list.index(i), diagnostics));
    }
    if file.system.classes.is_empty() {
        diagnostics.add(EMPTY_LIST, &at.field("classes"), "", words::no_classes());
    }
    let zones = file.system.zones.iter();
    system.zones = zones
        .map(|zone| Zone {
            name: zone.id.clone(),
            title: zone.name.clone().unwrap_or_else(|| zone.id.clone()),
        })
        .collect();
    if file.system.stations.is_empty() {
        diagnostics.add(EMPTY_LIST, &at.field("stations"), "", words::no_stations());
    }
    for (i, station) in file.system.stations.iter().enumerate() {
        let list = at.field("stations");
        self::station(
            &mut system,
            context,
            i,
            station,
            &list.index(i),
            diagnostics,
        );
    }
    sections::sections(&mut system, context, diagnostics);
    throats::throats(&mut system, context, diagnostics);
    stores::end_stocks(&mut system, context, diagnostics);
    system
}

fn class(file: &ClassFile, is_emptied: bool, at: &At, diagnostics: &mut Diagnostics) -> Class {
    Class {
        name: file.id.clone(),
        title: file.name.clone().unwrap_or_else(|| file.id.clone()),
        gauge_mm: gauge(file.gauge_mm, &at.field("gauge_mm"), diagnostics),
        weight_centi: centi(
            file.weight
                .unwrap_or(if is_emptied { EMPTIED_WEIGHT } else { 1.0 }),
            &WEIGHTS,
            words::as_a_weight(),
            &at.field("weight"),
            diagnostics,
        ),
        cargo: file.cargo.clone(),
    }
}

fn station(
    system: &mut System,
    context: Building,
    number: usize,
    file: &StationFile,
    at: &At,
    diagnostics: &mut Diagnostics,
) {
    let id = StationId::from_index(number);
    if file.yards.is_empty() {
        let here = [
            ("stages", file.stages.is_empty()),
            ("locomotives", file.locomotives.is_empty()),
            ("stores", file.stores.is_empty()),
            ("sheds", file.sheds.iter().all(|shed| shed.modes.is_empty())),
            ("shunting_rule", file.shunting_rule.is_none()),
            ("throats", file.throats.is_empty()),
        ];
        for (field, _) in here.iter().filter(|(_, empty)| !empty) {
            let what = match *field {
                "stages" => words::stages(),
                "locomotives" => words::locomotives(),
                "stores" => words::stores(),
                "sheds" => words::sheds_with_modes(),
                "throats" => words::throats(),
                _ => words::shunting_rule(),
            };
            let message = words::boundary_has(&what);
            diagnostics.add(NO_YARD, &at.field(field), &file.id, message);
        }
    }
    let timezone = file.timezone.as_ref().and_then(|name| {
        let known = name.parse::<chrono_tz::Tz>().ok();
        if known.is_none() {
            let zones = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
            let advice = super::timezones::meant(name).map_or_else(
                || diagnostics.nearest(name, zones, UNKNOWN_TIMEZONE.advice),
                |zone| words::maybe_meant(&zone),
            );
            let message = words::no_timezone();
            diagnostics.add_with(
                UNKNOWN_TIMEZONE,
                &at.field("timezone"),
                name,
                message,
                advice,
            );
        }
        known
    });
    let zone = zone(file.zone.as_ref(), context.names, at, diagnostics);
    let mut station = Station {
        name: file.id.clone(),
        title: file.name.clone().unwrap_or_else(|| file.id.clone()),
        timezone,
        zone,
        yards: Vec::new(),
        // whoever stops needs a free track, even if it stands there for no time
        track_setting: minutes(
            file.track_setting_minutes,
            &at.field("track_setting_minutes"),
            diagnostics,
        )
        .max(1),
        track_clearing: minutes(
            file.track_clearing_minutes,
            &at.field("track_clearing_minutes"),
            diagnostics,
        ),
        meeting: minutes(
            file.meeting_minutes,
            &at.field("meeting_minutes"),
            diagnostics,
        ),
        through: Vec::new(),
        stages: Vec::new(),
        stores: Vec::new(),
        sheds: Vec::new(),
        shunting_rule: None,
    };
    if let Some(rule) = &file.shunting_rule {
        let at = at.field("shunting_rule");
        for (field, given) in [
            ("slow_gust_mps", rule.slow_gust_mps.is_some()),
            ("slow_speed_percent", rule.slow_speed_percent.is_some()),
        ] {
            if given {
                let message = words::shunting_slows();
                diagnostics.add(UNSUPPORTED, &at.field(field), "", message);
            }
        }
        station.shunting_rule = Some(winds::rule(rule, zone, &at, diagnostics));
    }
    for (i, file) in file.yards.iter().enumerate() {
        let list = at.field("yards");
        station.yards.push(YardId::from_index(system.yards.len()));
        let yard = yard(id, file, &list.index(i), diagnostics);
        system.yards.push(yard);
    }
    let first_yard = system.yards.len() - station.yards.len();
    let own_yards = &system.yards[first_yard..];
    station.through = through(file, own_yards, first_yard, context, at, diagnostics);
    for (i, file) in file.stages.iter().enumerate() {
        let list = at.field("stages");
        station
            .stages
            .push(StageId::from_index(system.stages.len()));
        let stage = stage(id, context, file, &list.index(i), diagnostics);
        system.stages.push(stage);
    }
    for (i, pool) in file.locomotives.iter().enumerate() {
        let list = at.field("locomotives");
        let before = &file.locomotives[..i];
        let pool = locomotives(id, pool, before, &list.index(i), diagnostics);
        system.locomotives.push(pool);
    }
    for (i, file) in file.stores.iter().enumerate() {
        let list = at.field("stores");
        station
            .stores
            .push(StoreId::from_index(system.stores.len()));
        let store = stores::store(id, context, file, &list.index(i), diagnostics);
        system.stores.push(store);
    }
    for (i, shed) in file.sheds.iter().enumerate() {
        let list = at.field("sheds");
        station.sheds.push(ShedId::from_index(system.sheds.len()));
        sheds::shed(system, context, id, zone, shed, &list.index(i), diagnostics);
    }
    system.stations.push(station);
    locomotives_needed(file, at, diagnostics);
}

fn yard(station: StationId, file: &YardFile, at: &At, diagnostics: &mut Diagnostics) -> Yard {
    if file.tracks.is_empty() {
        diagnostics.add(EMPTY_LIST, &at.field("tracks"), "", words::yard_empty());
    }
    let list = at.field("tracks");
    let groups = file.tracks.iter().enumerate().map(|(i, group)| {
        let at = list.index(i);
        TrackGroup {
            count: within(
                group.count,
                &COUNTS,
                words::tracks(),
                &at.field("count"),
                diagnostics,
            ),
            length_m: within(
                group.length_m,
                &LENGTHS,
                "m",
                &at.field("length_m"),
                diagnostics,
            ),
        }
    });
    let groups = groups.collect();
    Yard {
        name: file.id.clone(),
        title: file.name.clone().unwrap_or_else(|| file.id.clone()),
        station,
        gauge_mm: gauge(file.gauge_mm, &at.field("gauge_mm"), diagnostics),
        groups,
        by_call_only: file.by_call_only,
    }
}

/// Tracks for trains that pass.
fn through(
    file: &StationFile,
    own_yards: &[Yard],
    first_yard: usize,
    context: Building,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Vec<(YardId, usize)> {
    let list = at.field("through");
    let mut found: Vec<(YardId, usize)> = Vec::new();
    for (i, through) in file.through.iter().enumerate() {
        let at = list.index(i);
        let yard_at = at.field("yard");
        let number = context
            .names
            .yards
            .find(&through.yard, &yard_at, diagnostics);
        let Some(number) = number else { continue };
        let Some(yard) = number
            .checked_sub(first_yard)
            .and_then(|own| own_yards.get(own))
        else {
            let message = words::not_at_station(words::yard(), &through.yard, &file.id);
            diagnostics.add(NOT_AT_STATION, &yard_at, &through.yard, message);
            continue;
        };
        let gauge = |id: YardId| own_yards[id.index() - first_yard].gauge_mm;
        if found.iter().any(|(id, _)| gauge(*id) == yard.gauge_mm) {
            let message = words::second_through(yard.gauge_mm);
            diagnostics.add(SECOND_THROUGH, &yard_at, &through.yard, message);
            continue;
        }
        let group_at = at.field("group");
        let group = within(
            through.group,
            &COUNTS,
            words::track_groups(),
            &group_at,
            diagnostics,
        );
        let count = yard.groups.len();
        if group as usize > count {
            let message = words::no_such_group(&through.yard, count as u32, group);
            diagnostics.add(NO_SUCH_GROUP, &group_at, through.group, message);
            continue;
        }
        found.push((YardId::from_index(number), group.max(1) as usize - 1));
    }
    found
}

fn stage(
    station: StationId,
    context: Building,
    file: &StageFile,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Stage {
    if file.classes.is_empty() {
        let message = words::stage_empty();
        diagnostics.add(EMPTY_LIST, &at.field("classes"), "", message);
    }
    let classes = context
        .names
        .classes
        .find_all(&file.classes, &at.field("classes"), diagnostics);
    let side = match (file.when, file.before) {
        (WhenFile::Arrival, BeforeFile::Placing) => StageSide::Arrival,
        (WhenFile::Arrival, BeforeFile::Departure) => StageSide::ArrivalBeforeDeparture,
        (WhenFile::Departure, before) => {
            if before == BeforeFile::Departure {
                let message = words::departure_stage();
                diagnostics.add(UNSUPPORTED, &at.field("before"), "departure", message);
            }
            StageSide::Departure
        }
    };
    if let Some(teams) = file.teams {
        within(
            teams,
            &COUNTS,
            words::teams(),
            &at.field("teams"),
            diagnostics,
        );
    }
    Stage {
        name: file.id.clone(),
        title: file.name.clone().unwrap_or_else(|| file.id.clone()),
        station,
        minutes: some_minutes(file.minutes, &at.field("minutes"), diagnostics),
        teams: file.teams,
        side,
        classes: classes.into_iter().map(ClassId::from_index).collect(),
        closed: spans(
            context.horizon,
            &file.closed,
            &at.field("closed"),
            diagnostics,
        ),
    }
}

fn locomotives(
    station: StationId,
    file: &LocomotiveFile,
    before: &[LocomotiveFile],
    at: &At,
    diagnostics: &mut Diagnostics,
) -> LocomotivePool {
    if before.iter().any(|pool| pool.gauge_mm == file.gauge_mm) {
        let message = words::second_pool(file.gauge_mm);
        diagnostics.add(SECOND_POOL, &at.field("gauge_mm"), file.gauge_mm, message);
    }
    LocomotivePool {
        station,
        gauge_mm: gauge(file.gauge_mm, &at.field("gauge_mm"), diagnostics),
        count: within(
            file.count,
            &COUNTS,
            words::locomotives(),
            &at.field("count"),
            diagnostics,
        ),
        buffer: minutes(
            file.buffer_minutes,
            &at.field("buffer_minutes"),
            diagnostics,
        ),
        light_run: minutes(
            file.light_run_minutes,
            &at.field("light_run_minutes"),
            diagnostics,
        ),
    }
}

/// Where rakes are shunted there is a pool of their gauge, and it runs light no longer than a spot's preparation
/// leaves between two movements of one train.
fn locomotives_needed(file: &StationFile, at: &At, diagnostics: &mut Diagnostics) {
    let pool = |gauge_mm: u32| {
        file.locomotives
            .iter()
            .find(|pool| pool.gauge_mm == gauge_mm)
    };
    let mut needed: Vec<(u32, Message)> = Vec::new();
    for store in &file.stores {
        needed.push((store.gauge_mm, words::store_named(&store.id)));
    }
    let with_modes = |(_, shed): &(usize, &ShedFile)| !shed.modes.is_empty();
    for (k, shed) in file.sheds.iter().enumerate().filter(with_modes) {
        for (i, spot) in shed.spots.iter().enumerate() {
            for gauge_mm in spot.gauges_mm {
                needed.push((gauge_mm, words::spot_named(&spot.id)));
                let light_run = pool(gauge_mm).map_or(0, |pool| pool.light_run_minutes);
                let preparation = spot.preparation_minutes.unwrap_or(0);
                if light_run > preparation.saturating_add(1) {
                    let message = words::long_light_run(gauge_mm, light_run, preparation);
                    let list = at.field("sheds");
                    let (shed, spots) = (list.index(k), "spots");
                    let spots = shed.field(spots);
                    let spot_at = spots.index(i);
                    let at = spot_at.field("preparation_minutes");
                    diagnostics.add(LONG_LIGHT_RUN, &at, preparation, message);
                }
            }
        }
    }
    let mut said = Vec::new();
    for (gauge_mm, what) in needed {
        if pool(gauge_mm).is_none() && !said.contains(&gauge_mm) {
            said.push(gauge_mm);
            let message = words::needs_locomotive(&what, gauge_mm);
            diagnostics.add(NO_LOCOMOTIVES, &at.field("locomotives"), gauge_mm, message);
        }
    }
}
