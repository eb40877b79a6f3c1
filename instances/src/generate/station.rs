//! The border station: yards, stages, stores, sheds.

use crate::blank;
use crate::clock::Clock;
use crate::config::{GeneratorConfig, ShedConfig, StockConfig};
use regauge_model::filled;
use regauge_model::format::{CraneFile, ShedFile, SpotFile, StationFile, StoreFile};

/// Broad gauge in millimetres.
pub(super) const BROAD_MM: u32 = 1520;
/// Standard gauge in millimetres.
pub(super) const STANDARD_MM: u32 = 1435;
/// Store of empty standard-gauge rakes.
pub(super) const STANDARD_STORE: &str = "empty-standard";
/// Store of empty broad-gauge rakes.
pub(super) const BROAD_STORE: &str = "empty-broad";
/// Minutes between a store and a yard track.
const MOVING_MINUTES: u32 = 30;

/// The border station.
pub(super) fn border_station(config: &GeneratorConfig, clock: &Clock) -> StationFile {
    let border = &config.place.border;
    filled!(
        blank::station(&border.id);
        name: Some(border.name.clone()),
        timezone: border.timezone.clone(),
        zone: border.zone.clone(),
        yards: config.yards.clone(),
        stages: config.stages.clone(),
        locomotives: config.locomotives.clone(),
        stores: vec![
            store(
                STANDARD_STORE,
                "准轨空车底",
                STANDARD_MM,
                &config.standard_stock,
            ),
            store(BROAD_STORE, "宽轨空车底", BROAD_MM, &config.broad_stock),
        ],
        shunting_rule: Some(config.shunting_rule.clone()),
        sheds: config
            .sheds
            .iter()
            .map(|shed| shed_file(shed, clock))
            .collect(),
    )
}

fn store(id: &str, name: &str, gauge_mm: u32, stock: &StockConfig) -> StoreFile {
    filled!(
        StoreFile::new(id, gauge_mm, stock.rakes, stock.capacity);
        name: Some(name.to_owned()),
        moving_minutes: MOVING_MINUTES,
    )
}

fn shed_file(shed: &ShedConfig, clock: &Clock) -> ShedFile {
    let [preparation_minutes, finishing_minutes, clearing_minutes] = shed.spot_minutes.map(Some);
    let spots = (1..=shed.pairs).map(|pair| filled!(
        SpotFile::new(format!("{}-{pair}", shed.prefix), [BROAD_MM, STANDARD_MM], shed.length_m);
        preparation_minutes,
        finishing_minutes,
        clearing_minutes,
        closed: shed.closed.map_or(Vec::new(), |span| clock.daily(span)),
    ));
    let cranes = shed.cranes.iter().map(|(letter, maintenance)| {
        filled!(
            CraneFile::new(format!("{}-{letter}", shed.prefix), shed.lifts_per_hour);
            closed: maintenance.map_or(Vec::new(), |span| clock.daily(span)),
        )
    });
    filled!(
        ShedFile::new(shed.id.clone(), shed.indoor, spots.collect());
        name: Some(shed.name.clone()),
        accepts: vec!["container".to_owned()],
        cranes: cranes.collect(),
        modes: shed.modes.clone(),
        crane_rule: shed.crane_rule.clone(),
        ground_work_in_stops: shed.ground_work_in_stops,
        placing_minutes: Some(shed.moving_minutes),
        pulling_minutes: Some(shed.moving_minutes),
    )
}
