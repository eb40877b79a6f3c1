//! What was published of a train: names that the instance has, and nothing more. That it cannot be any longer is no error, for then the plan
//! must do something else, and pays for it.

use super::context::Context;
use super::diagnostics::{At, Diagnostics};
use super::figures::minute;
use super::rules::{BAD_PIN, UNKNOWN_ID};
use crate::format::TrainFile;
use crate::ids::{ModeId, SpotId, StationId};
use crate::instance::Published;
use crate::words;

/// Reads what was published of a train.
pub(super) fn published(
    context: Context,
    train: &TrainFile,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Published {
    let at = at.field("published");
    let file = &train.published;
    if train.transship_at.is_empty() {
        for (field, given) in [("spot", &file.spot), ("mode", &file.mode)] {
            if let Some(name) = given {
                let message = words::no_crane_work();
                diagnostics.add(BAD_PIN, &at.field(field), name, message);
            }
        }
    }
    let port = file.port.as_ref().and_then(|port| {
        let at = at.field("port");
        let number = context.names.stations.find(port, &at, diagnostics)?;
        Some(StationId::from_index(number))
    });
    let spot = file.spot.as_ref().and_then(|spot| {
        let at = at.field("spot");
        let number = context.names.spots.find(spot, &at, diagnostics)?;
        let spot = SpotId::from_index(number);
        // of a system with problems
        let shed = context.system.spots.get(number)?.shed;
        Some((shed, spot))
    });
    let exit = file.exit.as_ref();
    let exit = exit.and_then(|exit| minute(context.horizon, exit, &at.field("exit"), diagnostics));
    let mode = file.mode.as_ref().and_then(|name| {
        let at = at.field("mode");
        let Some((shed, _)) = spot else {
            if file.spot.is_none() {
                let message = words::mode_needs_shed();
                diagnostics.add_with(BAD_PIN, &at, name, message, words::publish_spot_too());
            }
            return None;
        };
        let table = context.names.modes.get(shed.index())?;
        let first = context.names.first_mode.get(shed.index())?;
        let Some(number) = table.get(name) else {
            let shed = context.system.sheds.get(shed.index())?;
            let modes = shed.modes.iter();
            let modes = modes.map(|mode| &*context.system.mode(*mode).name);
            let advice = diagnostics.nearest(name, modes, UNKNOWN_ID.advice);
            let message = words::shed_without_mode(&shed.name);
            diagnostics.add_with(BAD_PIN, &at, name, message, advice);
            return None;
        };
        Some(ModeId::from_index(first + number))
    });
    Published {
        port,
        spot,
        mode,
        exit,
    }
}
