//! What the checks of a part of the file may look at.

use super::diagnostics::{At, Diagnostics};
use super::names::Names;
use crate::format::InstanceFile;
use crate::ids::{SpotId, StationId, ZoneId};
use crate::instance::Horizon;
use crate::system::System;

/// What every check of the system needs while it is built.
#[derive(Clone, Copy)]
pub(super) struct Building<'a, 'f> {
    pub(super) file: &'f InstanceFile,
    pub(super) names: &'a Names<'f>,
    pub(super) horizon: &'a Horizon,
}

/// What every check of a train and of its state needs.
#[derive(Clone, Copy)]
pub(super) struct Context<'a, 'f> {
    pub(super) names: &'a Names<'f>,
    pub(super) system: &'a System,
    pub(super) horizon: &'a Horizon,
}

impl Context<'_, '_> {
    /// Station of a spot.
    pub(super) fn station_of(&self, spot: SpotId) -> StationId {
        let shed = self.system.spot(spot).shed;
        self.system.shed(shed).station
    }
}

/// A wind zone by name.
pub(super) fn zone(
    name: Option<&String>,
    names: &Names,
    at: &At,
    diagnostics: &mut Diagnostics,
) -> Option<ZoneId> {
    let number = names.zones.find(name?, &at.field("zone"), diagnostics);
    number.map(ZoneId::from_index)
}
