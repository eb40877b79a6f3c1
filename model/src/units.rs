//! The numbered units that an event names: its track, team, locomotives.

use crate::ids::SpotId;
use crate::plan::{Activity, Event};
use crate::rake::Rake;
use crate::resource::Resource;
use crate::system::System;

/// The units of pools that an event names, by the gauges of the rakes of its train: two at an exchange, else one or none. A locomotive of a gauge
/// that its station has none for is left out.
pub fn units(
    system: &System,
    event: &Event,
    gauge_mm: impl Fn(Rake) -> u32,
) -> [Option<Resource>; 2] {
    let locomotive = |station, rake, number| {
        let pool = system.locomotives_at(station, gauge_mm(rake))?;
        Some(Resource::Locomotive(pool, number))
    };
    let of_spot = |spot: SpotId| system.shed(system.spot(spot).shed).station;
    match event.what {
        Activity::Track { yard, track } => [Some(Resource::Track(yard, track)), None],
        Activity::Stage { stage, team } => [team.map(|team| Resource::Team(stage, team)), None],
        Activity::Placing {
            spot,
            locomotive: number,
            ..
        }
        | Activity::Pulling {
            spot,
            locomotive: number,
            ..
        } => [locomotive(of_spot(spot), event.rake, number), None],
        Activity::Exchange {
            spot,
            locomotive_arriving,
            locomotive_onward,
            ..
        } => [
            locomotive(of_spot(spot), Rake::Arriving, locomotive_arriving),
            locomotive(of_spot(spot), Rake::Onward, locomotive_onward),
        ],
        Activity::IntoStore {
            store,
            locomotive: number,
        }
        | Activity::FromStore {
            store,
            locomotive: number,
        } => [
            locomotive(system.store(store).station, event.rake, number),
            None,
        ],
        Activity::Run { .. }
        | Activity::Spot { .. }
        | Activity::CraneWork { .. }
        | Activity::Handling { .. } => [None, None],
    }
}
