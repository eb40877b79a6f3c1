//! From knobs and a seed to an instance file.

mod join;
mod names;
mod page;
mod rakes;
mod refuse;
mod station;
mod system;
mod trains;
mod warm;
mod wind;

use crate::clock::Clock;
use crate::config::{BufferConfig, GeneratorConfig, HoldConfig};
use names::Numbers;
pub use page::generate_page;
pub use refuse::{config_from_json, generate_from_json, try_generate};
use regauge_model::filled;
use regauge_model::format::{EndFile, EndStockFile, HoldFile, HorizonFile, InstanceFile, WindFile};
use regauge_model::validate::instance_from_file;

/// Makes an instance. The same knobs and seed give the same file on every platform.
///
/// # Panics
/// Possibly, for knobs that [`try_generate`] refuses.
pub fn generate(config: &GeneratorConfig, seed: u64) -> InstanceFile {
    let mut file = port(config, seed, 0);
    if let Some(second) = &config.second_port {
        let other = port(&second.config(config), seed + 1, second.numbers_higher);
        file = join::join((config, file), (second, other), seed);
    }
    file.holds = config.holds.iter().map(|hold| held(hold, config)).collect();
    if let Some(buffers) = &config.buffers {
        ask_for(buffers, &mut file);
    }
    cancel_stopped_paths(&mut file);
    file
}

/// One port by itself.
fn port(config: &GeneratorConfig, seed: u64, higher: u32) -> InstanceFile {
    let clock = Clock::new(config.start, config.planning_hours, config.look_ahead_hours);
    let mut numbers = Numbers::new(&config.traffic.locals, higher);
    let warm = warm::warm_start(config, &clock, seed, &mut numbers);
    let mut trains = warm.trains;
    trains.extend(trains::expected(
        config,
        &clock,
        seed,
        &mut numbers,
        warm.waiting,
    ));
    let mut horizon = HorizonFile::new(config.start, config.planning_hours);
    horizon.look_ahead_hours = config.look_ahead_hours;
    filled!(
        InstanceFile::new(&config.name, horizon, system::system(config, &clock));
        note: Some(config.note.clone()),
        // No forecast is one of calm.
        wind: Some(config.wind.as_ref().map_or_else(WindFile::default, |wind| {
            wind::forecast(wind, &config.place.zones, &clock, seed)
        })),
        trains,
        state: warm.state,
        end: end(config),
    )
}

/// A hold of some classes.
fn held(hold: &HoldConfig, config: &GeneratorConfig) -> HoldFile {
    let at = |minutes: u32| config.start + chrono::TimeDelta::minutes(minutes.into());
    filled!(
        HoldFile::new(hold.station.clone(), at(hold.until));
        classes: hold.classes.clone(),
        earliest: hold.between.map(|[earliest, _]| at(earliest)),
        latest: hold.between.map(|[_, latest]| at(latest)),
    )
}

/// Asks for slack everywhere.
fn ask_for(buffers: &BufferConfig, file: &mut InstanceFile) {
    file.objective.missing_buffer_minute = buffers.missing_minute;
    for section in &mut file.system.sections {
        section.buffer_minutes = buffers.sections;
    }
    for station in &mut file.system.stations {
        for pool in &mut station.locomotives {
            pool.buffer_minutes = buffers.locomotives;
        }
        for spot in station.sheds.iter_mut().flat_map(|shed| &mut shed.spots) {
            spot.buffer_minutes = buffers.spots;
        }
    }
}

/// Passenger trains do not run either while the wind stops a section of their line.
fn cancel_stopped_paths(file: &mut InstanceFile) {
    let Ok(instance) = instance_from_file(file) else {
        return;
    };
    let mut runs = instance.system().given_paths().iter().map(|path| {
        let stops = instance.line_stops(path.section);
        !stops.iter().any(|stop| stop.overlaps(path.span))
    });
    file.system
        .given_paths
        .retain(|_| runs.next().unwrap_or(true));
}

/// Floors of the stores.
fn end(config: &GeneratorConfig) -> Option<EndFile> {
    let stocks: Vec<EndStockFile> = [
        (station::STANDARD_STORE, &config.standard_stock),
        (station::BROAD_STORE, &config.broad_stock),
    ]
    .into_iter()
    .filter(|(_, stock)| stock.at_least > 0)
    .map(|(store, stock)| EndStockFile::new(store, stock.at_least, stock.price_per_missing))
    .collect();
    (!stocks.is_empty()).then_some(filled!(
        EndFile::default();
        stocks,
    ))
}
