//! Spots of one shed that exclude each other along the runway only because nobody said where they are.

use super::Context;
use crate::ids::{CraneId, SpotId};
use crate::system::{Mode, Shed, System};
use crate::validation::diagnostics::{At, Diagnostics};
use crate::validation::rules::SPOTS_AT_ZERO;
use crate::words;
use std::collections::BTreeSet;

pub(super) fn check(context: Context, diagnostics: &mut Diagnostics) {
    let system = context.instance.system();
    let at = At::ROOT.field("system");
    let stations = at.field("stations");
    let mut sheds = system.sheds().iter();
    for (i, file) in context.file.system.stations.iter().enumerate() {
        let at = stations.index(i);
        let list = at.field("sheds");
        for (k, shed) in sheds.by_ref().take(file.sheds.len()).enumerate() {
            let at = list.index(k);
            self::shed(system, shed, &at.field("spots"), diagnostics);
        }
    }
}

fn shed(system: &System, shed: &Shed, list: &At, diagnostics: &mut Diagnostics) {
    for (i, spot) in shed.spots.iter().enumerate() {
        let mut before = shed.spots.iter().take(i);
        let Some(other) = before.find(|other| excluded(system, shed, [**other, *spot])) else {
            continue;
        };
        let (spot, other) = (system.spot(*spot), system.spot(*other));
        let message = words::runway(&other.name, &spot.name, &shed.name);
        diagnostics.add(SPOTS_AT_ZERO, &list.index(i), &spot.name, message);
    }
}

/// Whether two spots have modes whose cranes could work side by side, if only the spots were not at one place.
fn excluded(system: &System, shed: &Shed, spots: [SpotId; 2]) -> bool {
    if spots.iter().any(|spot| system.spot(*spot).at_m != 0) {
        return false;
    }
    let of = |spot: SpotId| {
        let modes = shed.modes.iter().map(|mode| system.mode(*mode));
        modes.filter(move |mode| mode.spots.contains(&spot))
    };
    let mut side_by_side = false;
    for one in of(spots[0]) {
        for other in of(spots[1]) {
            let (a, b) = (cranes(one), cranes(other));
            if !(a.last() < b.first() || b.last() < a.first()) {
                continue;
            }
            side_by_side = true;
            let whole = [one, other].map(|mode| mode.steps.iter().all(|s| s.stretch.is_none()));
            if whole.contains(&false) {
                // Somebody thought about the runway.
                return false;
            }
        }
    }
    side_by_side
}

fn cranes(mode: &Mode) -> BTreeSet<CraneId> {
    let steps = mode.steps.iter();
    steps.flat_map(|step| step.cranes.iter().copied()).collect()
}
